/* The public header alone, as strict C11 and as C++ (scripts/check compiles it both ways), and used as its comments say. */
#include <muster.h>

#include <stdio.h>

int main(void) {
    muster_options options = MUSTER_OPTIONS_INIT;
    muster_query query = MUSTER_QUERY_INIT;
    muster_reading reading = MUSTER_READING_INIT;
    muster_import_options import = MUSTER_IMPORT_OPTIONS_INIT;
    muster_audit_options audit = MUSTER_AUDIT_OPTIONS_INIT;
    muster_report_options report = MUSTER_REPORT_OPTIONS_INIT;
    int sized = options.size == sizeof options && query.size == sizeof query && reading.size == sizeof reading &&
                import.size == sizeof import && audit.size == sizeof audit && report.size == sizeof report;
    muster_engine_close(NULL);
    muster_worker_free(NULL);
    muster_doc_free(NULL);
    muster_store_close(NULL);
    return !sized || puts(muster_version()) < 0;
}
