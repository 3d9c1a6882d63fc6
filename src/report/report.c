/* report.c: the choice of documents and of the writer. All is read in one transaction, so that a report made while documents are added
 * shows one state of the database. */
#include "report/report.h"

#include <stdlib.h>

#include "base/error.h"

enum { DEFAULT_LIMIT = 10000 };

/* --- The documents of the report --- */

/* Dates are as precise as known: 2025-03 lies between 2025-03-05 and 2025-04. The latest are chosen; the undated ones come last. */
static const char choice[] =
    "INSERT INTO temp.report_document (position, id) SELECT row_number() OVER (ORDER BY date IS NULL, date, id) - 1, id FROM ("
    "SELECT id, nullif(date, '') AS date FROM document "
    "WHERE (?1 IS NULL OR substr(?1, 1, length(date)) <= date) AND (?2 IS NULL OR substr(date, 1, length(?2)) <= ?2) "
    "ORDER BY nullif(date, '') DESC, id DESC LIMIT ?3)";

static int choose(const report *r) {
    int code = store_run_sql(r->db, "CREATE TEMP TABLE report_document (position INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE)");
    sqlite3_stmt *s = NULL;
    if (code == SQLITE_OK) code = sqlite3_prepare_v2(r->db, choice, -1, &s, NULL);
    if (code != SQLITE_OK) return code;
    store_bind_word(s, 1, r->options->from);
    store_bind_word(s, 2, r->options->to);
    sqlite3_bind_int64(s, 3, r->options->limit > 0 ? r->options->limit : DEFAULT_LIMIT);
    code = sqlite3_step(s);
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

int report_choose(const report *r) {
    /* A store that only reads refuses every table; this one lies beside the database, and goes with the connection. */
    if (!r->writable) store_run_sql(r->db, "PRAGMA query_only = OFF");
    int code = choose(r);
    if (!r->writable) store_run_sql(r->db, "PRAGMA query_only = ON");
    return code;
}

/* --- Writing --- */

static int write_chosen(const report *r) {
    if (r->options->format == MUSTER_METADATA) return report_write_metadata(r);
    int code = report_choose(r);
    if (code != SQLITE_OK) return code;
    return r->options->format == MUSTER_GEOJSON ? report_write_geojson(r) : report_write_html(r);
}

static muster_status write_read(report *r, muster_store *store, muster_error *error) {
    muster_audit *audit = NULL;
    muster_status status = r->options->format == MUSTER_METADATA ? MUSTER_OK : audit_open(&audit, store, r->known, NULL, error);
    if (status != MUSTER_OK) return status;
    r->audit = audit;
    int code = write_chosen(r);
    muster_audit_close(audit);
    return code == SQLITE_OK ? MUSTER_OK : store_failed(r->db, code, "reading for the report", error);
}

static muster_status write_report(report *r, muster_store *store, muster_error *error) {
    int code = store_run_sql(r->db, "SAVEPOINT report");
    if (code != SQLITE_OK) return store_failed(r->db, code, "reading for the report", error);
    muster_status status = write_read(r, store, error);
    store_run_sql(r->db, "ROLLBACK TO report; RELEASE report"); /* the choice goes with it */
    return status;
}

muster_status report_store(muster_store *store, const audit_knowledge *known, const muster_report_options *options, report_sink to,
                           muster_error *error) {
    if (!options || options->size != sizeof *options) return error_set(error, MUSTER_USAGE, "options of another version of the library");
    if (options->format > MUSTER_METADATA) return error_set(error, MUSTER_USAGE, "no such format of a report");
    out *o = malloc(sizeof *o);
    if (!o) return error_nomem(error);
    out_start(o, to.write, to.payload);
    report r = {.db = store->db, .known = known, .writable = store->writable, .options = options, .o = o};
    muster_status status = write_report(&r, store, error);
    if (status == MUSTER_OK) status = out_finish(o, error);
    free(o);
    return status;
}
