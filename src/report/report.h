/* report.h: the stage behind the store. What a database holds goes out as one page for a browser, as GeoJSON, or as metadata for
 * Datasette; everything is read by SQL and written as it is read. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "audit/audit.h"
#include "store/store_db.h"
#include "store/store_out.h"

/* The page, cut where the title and the data go; made of src/report/page/ when the library is built. */
enum { PAGE_HEAD, PAGE_MIDDLE, PAGE_END, PAGE_PIECES };
extern const char *const report_page[PAGE_PIECES];
/* Datasette's metadata, cut where the name of the database goes. */
extern const char *const report_metadata[2];

/* Where a report is written to. */
typedef struct report_sink {
    muster_write_fn write;
    void *payload;
} report_sink;
/* muster_report with the knowledge at hand. */
muster_status report_store(muster_store *store, const audit_knowledge *known, const muster_report_options *options, report_sink to,
                           muster_error *error);

typedef struct report {
    sqlite3 *db;
    const audit_knowledge *known;
    bool writable;
    muster_audit *audit; /* NULL for metadata */
    const muster_report_options *options;
    out *o;
} report;

/* The tables of the report's documents (TEMP): report_document(position, id), by date and then as they were added. They are the `limit`
 * latest of those between `from` and `to`. All functions below give a code of SQLite, SQLITE_OK where all went well. */
int report_choose(const report *r);

/* The next key of a JSON object, behind a value. */
void report_key(const char *name, out *o);
/* What a statement gives, as a JSON array of arrays. `id` is bound to its first parameter if it has one. */
int report_rows(const report *r, const char *sql, sqlite3_int64 id, out *o);
/* The values of a row, as a JSON array; also of one that is asked value by value. */
void report_row(sqlite3_stmt *s, out *o);

/* The file name of the database, without its folder. */
str report_database(const report *r);

int report_write_html(const report *r);
int report_write_geojson(const report *r);
int report_write_metadata(const report *r);

/* What the audit brings together. report_gather gives SQLite's code; free with report_gather_end also where it failed. */
typedef struct gathering gathering;
int report_gather(const report *r, gathering **out);
void report_gather_end(gathering *g);
/* Groups of claims that can be compared, as a JSON array; the documents that repeat another: [position, position of the first, share]. */
void report_put_groups(gathering *g, out *o);
void report_put_copies(const gathering *g, out *o);
/* Groups that have a place, a GeoJSON feature each, lines between commas. */
void report_put_events(gathering *g, bool *first, out *o);

/* An island of data in the page: JSON, compressed and as text of the base-64 alphabet, so that nothing in it can be markup. What is written
 * to the out that report_island_begin gives goes through; NULL where memory is short. */
typedef struct island island;
out *report_island_begin(island **made, out *to, const char *name, int64_t number);
/* Closes it; SQLITE_OK or SQLITE_NOMEM. */
int report_island_end(island *i);

#endif
