/* cmd_verify.c: `muster verify` and `muster diff`: facts whose text no longer stands, and what two databases have different. Both print
 * rows, and end with status 1 if there are any. */
#include "cli/cli.h"

typedef struct counted {
    row_printer *rows; /* NULL: only counted */
    size_t count;
} counted;

static int take_row(size_t columns, const char *const *names, const muster_text *values, const int *numeric, void *payload) {
    counted *c = payload;
    c->count += values != NULL;
    return c->rows && rows_add(columns, names, values, numeric, c->rows);
}

static int end(counted *c, muster_status status, const muster_error *error) {
    bool printed = !c->rows || rows_end(c->rows);
    if (status == MUSTER_OK && printed) return c->count ? EXIT_SOME_FAILED : EXIT_OK;
    if (status != MUSTER_OK && status != MUSTER_STOPPED) say_error(error);
    return EXIT_IO;
}

static void say_count(size_t count) {
    if (count == 1)
        say("1 fact no longer stands in its file");
    else
        say(count ? "%zu facts no longer stand in their files" : "every fact stands in its file", count);
}

static int verify(const options *given, muster_worker *worker) {
    muster_error error;
    muster_store *store;
    counted c = {NULL, 0};
    muster_status status = muster_store_open(&store, given->operands[0], 0, &error);
    if (status != MUSTER_OK) return say_database_error(&error, given->operands[0]);
    c.rows = rows_begin(given->rows, "document kind text* problem");
    int result = EXIT_IO;
    if (c.rows) {
        status = muster_verify(store, worker, take_row, &c, &error);
        result = end(&c, status, &error);
        if (!given->quiet && result != EXIT_IO) say_count(c.count);
    } else {
        say("muster: out of memory");
    }
    muster_store_close(store);
    return result;
}

int cmd_verify(const options *given) {
    return data_run(given, NEED_FACTS, verify);
}

int cmd_diff(const options *given) {
    muster_error error;
    muster_store *old, *new;
    counted c = {NULL, 0};
    if (muster_store_open(&old, given->operands[0], 0, &error) != MUSTER_OK) return say_database_error(&error, given->operands[0]);
    if (muster_store_open(&new, given->operands[1], 0, &error) != MUSTER_OK) {
        muster_store_close(old);
        return say_database_error(&error, given->operands[1]);
    }
    if (!given->quiet) c.rows = rows_begin(given->rows, NULL);
    int result = EXIT_IO;
    if (c.rows || given->quiet)
        result = end(&c, muster_diff(old, new, take_row, &c, &error), &error);
    else
        say("muster: out of memory");
    if (result == EXIT_OK && !given->quiet) say("the facts are the same");
    muster_store_close(new);
    muster_store_close(old);
    return result;
}
