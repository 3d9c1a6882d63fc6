/* across.c: what goes over all documents of a database with what the engine knows: the audit, and the report that shows it. */
#include "audit/audit.h"
#include "engine.h"
#include "report/report.h"

muster_status muster_audit_open(muster_audit **out, muster_store *store, const muster_engine *engine, const muster_audit_options *options,
                                muster_error *error) {
    return audit_open(out, store, engine->audit_known, options, error);
}

muster_status muster_report(muster_store *store, const muster_engine *engine, const muster_report_options *options, muster_write_fn write,
                            void *payload, muster_error *error) {
    report_sink sink = {write, payload};
    return report_store(store, engine->audit_known, options, sink, error);
}
