/* cmd_query.c: `muster said`, `figures` and `named`: rows of a database's views. */
#include <string.h>

#include "cli/cli.h"

static int run_query(const options *given, muster_query *query, const char *shown) {
    muster_error error;
    muster_store *store;
    query->from = given->from;
    query->to = given->to;
    query->document = given->document;
    query->limit = given->limit;
    muster_status status = muster_store_open(&store, given->operands[0], 0, &error);
    if (status == MUSTER_OK) {
        row_printer *rows = rows_begin(given->rows, shown);
        if (rows) {
            status = muster_store_query(store, query, rows_add, rows, &error);
            if (status == MUSTER_OK && !rows_any(rows) && !given->quiet) say_nothing_fits(given, store);
            if (!rows_end(rows)) status = error.status = MUSTER_STOPPED;
        } else {
            say("muster: out of memory");
            status = MUSTER_STOPPED;
        }
        muster_store_close(store);
    }
    if (status == MUSTER_OK) return EXIT_OK;
    return status == MUSTER_STOPPED ? EXIT_IO : say_database_error(&error, given->operands[0]);
}

int cmd_said(const options *given) {
    muster_query query = MUSTER_QUERY_INIT;
    query.view = MUSTER_SAID;
    query.by = given->by;
    query.about = given->about;
    query.kind = given->kind;
    query.stance = given->stance;
    query.search = given->search;
    query.again = given->again;
    return run_query(given, &query,
                     given->again ? "date speaker said* document first_date first_speaker first_document"
                                  : "date speaker role cue said* document");
}

/* What a table shows of the columns. */
static const char *figure_columns(const options *given) {
    if (given->shape && strcmp(given->shape, "acled") == 0)
        return "event_date location actor1 actor2 fatalities victims stated_by source event_id";
    if (given->shape)
        return "date_start date_end where_coordinates side_a side_b low best high source_original source_office source_article";
    if (given->policy && strcmp(given->policy, "acled") == 0) return "measure acled qualifier counted place date source document";
    if (given->policy) return "measure ucdp_low ucdp_best ucdp_high qualifier counted place date source document";
    return "measure low high qualifier counted place date source document";
}

int cmd_figures(const options *given) {
    muster_query query = MUSTER_QUERY_INIT;
    query.view = MUSTER_COUNTED;
    query.by = given->by ? given->by : given->source;
    query.about = given->about;
    query.measure = given->measure;
    query.place = given->place;
    query.side = given->side;
    query.min = given->min;
    query.policy = given->policy;
    query.shape = given->shape;
    return run_query(given, &query, figure_columns(given));
}

int cmd_named(const options *given) {
    muster_query query = MUSTER_QUERY_INIT;
    query.view = MUSTER_NAMED;
    query.kind = given->kind;
    query.name = given->about;
    return run_query(given, &query, NULL);
}
