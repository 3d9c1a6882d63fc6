/* cmd_extract.c: `muster extract` and `muster explain`: facts, or their reasons, to standard output. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli_run.h"

typedef struct job {
    const options *given;
    muster_pool *pool;     /* of extract */
    muster_worker *worker; /* of explain, which needs the one that did the extracting */
    muster_format format;
    bool explain;
    size_t printed; /* documents, of brat */
    int status;
} job;

static bool find_format(const char *name, muster_format *out) {
    *out = MUSTER_MARKED;
    if (!name || strcmp(name, "text") == 0) return true;
    *out = MUSTER_JSONL;
    if (strcmp(name, "jsonl") == 0) return true;
    *out = MUSTER_BRAT;
    if (strcmp(name, "brat") == 0) return true;
    *out = MUSTER_CITRON;
    if (strcmp(name, "citron") == 0) return true;
    say("muster extract: --format \"%s\" is unknown; there are text, jsonl, brat and citron", name);
    return false;
}

static void fail(job *j, const char *path, muster_error *error) {
    if (path && !error->file[0]) snprintf(error->file, sizeof error->file, "%s", path);
    say_error(error);
    j->status = error->status == MUSTER_USAGE ? EXIT_USAGE : EXIT_SOME_FAILED;
}

static muster_status print_document(const job *j, const muster_doc *doc, muster_error *error) {
    if (j->explain) return muster_doc_explain(doc, j->worker, j->given->why_not, write_out, NULL, error);
    return muster_doc_write(doc, j->format, use_colour(stdout), write_out, NULL, error);
}

/* Prints a document and frees it. Returns whether to stop. */
static int take_document(const muster_input *input, muster_doc *doc, const muster_error *problem, void *payload) {
    job *j = payload;
    const char *path = input->path ? input->path : "";
    muster_error error;
    if (!doc) {
        error = *problem;
        fail(j, path, &error);
        return error.status == MUSTER_NOMEM || error.status == MUSTER_USAGE;
    }
    if (j->format == MUSTER_BRAT && j->printed++) {
        say("muster extract: brat has a file for each text; give one document (of two, %s is the second)", path);
        muster_doc_free(doc);
        j->status = EXIT_USAGE;
        return 1;
    }
    muster_status status = print_document(j, doc, &error);
    muster_doc_free(doc);
    if (status == MUSTER_OK) return 0;
    if (status != MUSTER_STOPPED) fail(j, input->path, &error);
    return status == MUSTER_STOPPED || status == MUSTER_USAGE;
}

static int explain_file(job *j, const muster_input *input) {
    muster_error error;
    muster_doc *doc;
    muster_extract(&doc, j->worker, input, &error);
    return take_document(input, doc, &error, j);
}

static int take_input(const muster_input *input, const muster_error *problem, void *payload) {
    static const muster_input none = {0};
    job *j = payload;
    if (!input) input = &none;
    if (j->explain) return problem ? take_document(input, NULL, problem, j) : explain_file(j, input);
    muster_error error;
    muster_status status = muster_pool_give(j->pool, problem ? NULL : input, problem, &error);
    return status == MUSTER_OK || status == MUSTER_STOPPED ? status != MUSTER_OK : take_document(input, NULL, &error, j);
}

static int run_job(job *j) {
    intake in;
    if (!intake_open(&in, j->given, 0)) return EXIT_IO;
    cli_data *data = data_find(j->given);
    if (!data) {
        intake_close(&in);
        return EXIT_USAGE;
    }
    muster_engine *engine;
    int status = j->explain ? data_open(&engine, &j->worker, data, j->given, NEED_TRACE)
                            : data_open_pool(&engine, &j->pool, data, j->given, take_document, j);
    if (status == EXIT_OK) {
        if (j->pool) muster_pool_until(j->pool, "figure"); /* claims are for the database */
        intake_read(&(intake_sink){j->given, engine, take_input, NULL, j, false}, in.paths, in.count);
        if (j->pool) muster_pool_finish(j->pool, NULL);
        status = j->status;
        tell_unused_overrides(engine, j->given);
        muster_pool_close(j->pool);
        muster_worker_free(j->worker);
        muster_engine_close(engine);
    }
    data_free(data);
    intake_close(&in);
    return status;
}

int cmd_extract(const options *given) {
    job j = {.given = given};
    if (!find_format(given->format, &j.format)) return EXIT_USAGE;
    return run_job(&j);
}

int cmd_explain(const options *given) {
    job j = {.given = given, .explain = true};
    return run_job(&j);
}
