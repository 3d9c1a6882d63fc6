/* cmd_add.c: `muster add`: documents into a database, one transaction each. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

/* Documents are stored in batches: one transaction for many costs far less than many. A batch depends on the documents alone, so that the
 * database is the same however many threads there are. */
enum { MOST_OF_BATCH = 64, MOST_TEXT_OF_BATCH = 256 * 1024 };

typedef struct job {
    const options *given;
    muster_store *store;
    muster_pool *pool;
    muster_doc *batch[MOST_OF_BATCH];
    size_t batch_count, batch_text;
    bool progress;
    time_t shown;
    size_t documents, added, replaced, unchanged, failed, names, figures, quotes;
    int status;
} job;

static volatile sig_atomic_t interrupted;

static void note_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

static void show_progress(job *j, bool last) {
    time_t now = time(NULL);
    if (!j->progress || (!last && now == j->shown)) return;
    j->shown = now;
    fprintf(stderr, "\r%zu documents, %zu failed%s", j->documents, j->failed, last ? "\n" : "");
    fflush(stderr);
}

static void fail(job *j, const char *path, muster_error *error) {
    if (path && !error->file[0]) snprintf(error->file, sizeof error->file, "%s", path);
    if (j->progress) fputs("\r\x1b[K", stderr);
    say_error(error);
    j->failed++;
    if (j->status == EXIT_OK) j->status = EXIT_SOME_FAILED;
}

static void count(job *j, const muster_doc *doc, muster_add how) {
    if (how == MUSTER_UNCHANGED) {
        j->unchanged++;
        return;
    }
    *(how == MUSTER_ADDED ? &j->added : &j->replaced) += 1;
    j->names += muster_doc_mention_count(doc);
    j->figures += muster_doc_figure_count(doc);
    j->quotes += muster_doc_quote_count(doc);
}

/* A database that refuses ends the run: the next document would fare no better. A document that is too much for it does not. */
static int store_failed(job *j, const char *path, muster_error *error) {
    fail(j, path, error);
    if (error->status == MUSTER_LIMIT) return 0;
    j->status = EXIT_IO;
    return 1;
}

static const char *path_of(const muster_doc *doc) {
    muster_text path = muster_doc_path(doc);
    return path.size ? path.data : "";
}

/* What could not be stored together is stored one by one, so that one document fails, not all. */
static int store_each(job *j) {
    for (size_t i = 0; i < j->batch_count; i++) {
        muster_error error;
        muster_add how;
        if (muster_store_add(j->store, j->batch[i], &how, &error) == MUSTER_OK)
            count(j, j->batch[i], how);
        else if (store_failed(j, path_of(j->batch[i]), &error))
            return 1;
    }
    return 0;
}

static int store_batch(job *j) {
    muster_add how[MOST_OF_BATCH];
    int stop = 0;
    if (j->batch_count && muster_store_add_all(j->store, j->batch, j->batch_count, how, NULL) == MUSTER_OK)
        for (size_t i = 0; i < j->batch_count; i++) count(j, j->batch[i], how[i]);
    else
        stop = store_each(j);
    for (size_t i = 0; i < j->batch_count; i++) muster_doc_free(j->batch[i]);
    j->batch_count = j->batch_text = 0;
    show_progress(j, false);
    return stop;
}

/* A document in its turn, or why there is none. */
static int take_document(const muster_input *input, muster_doc *doc, const muster_error *problem, void *payload) {
    job *j = payload;
    if (!doc) {
        muster_error error = *problem;
        fail(j, input->path ? input->path : "", &error);
        if (error.status == MUSTER_NOMEM) j->status = EXIT_IO;
        return error.status == MUSTER_NOMEM;
    }
    j->batch[j->batch_count++] = doc;
    j->batch_text += muster_doc_text(doc).size;
    return j->batch_count == MOST_OF_BATCH || j->batch_text >= MOST_TEXT_OF_BATCH ? store_batch(j) : 0;
}

/* Whether it is known already that storing this would change nothing. */
static int is_stored(job *j, const muster_input *input) {
    muster_error error;
    int stored = 0;
    if (j->given->date || j->given->encoding) return 0;
    if (muster_store_has(j->store, input->id, input->path, input->hash, &stored, &error) != MUSTER_OK)
        return store_failed(j, input->path, &error) ? -1 : 0;
    return stored;
}

static int take_input(const muster_input *input, const muster_error *problem, void *payload) {
    job *j = payload;
    if (interrupted) return 1;
    j->documents++;
    show_progress(j, false);
    if (problem) return muster_pool_give(j->pool, NULL, problem, NULL) != MUSTER_OK;
    int stored = is_stored(j, input);
    j->unchanged += stored > 0;
    if (stored) return stored < 0;
    muster_error error;
    muster_status status = muster_pool_give(j->pool, input, NULL, &error);
    if (status == MUSTER_OK || status == MUSTER_STOPPED) return status != MUSTER_OK;
    fail(j, input->path, &error);
    return 0;
}

static void sum_up(const job *j) {
    if (j->given->quiet) return;
    say("%zu documents: %zu added, %zu replaced, %zu unchanged, %zu failed; %zu mentions of names, %zu figures, %zu quotes in %s",
        j->documents, j->added, j->replaced, j->unchanged, j->failed, j->names, j->figures, j->quotes, j->given->operands[0]);
    if (interrupted) say("interrupted: what is counted here is stored; run the same command again to go on");
}

static void run_walk(job *j, const muster_engine *engine) {
    struct sigaction action = {.sa_handler = note_interrupt, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    read_operands(engine, j->given, 1, take_input, j);
    if (interrupted || muster_pool_finish(j->pool, NULL) == MUSTER_OK) store_batch(j);
    if (j->documents) show_progress(j, true);
}

/* The operands, for the record of the run. */
static char *arguments_of(const options *given) {
    size_t size = 1;
    for (size_t i = 1; i < given->operand_count; i++) size += strlen(given->operands[i]) + 1;
    char *text = calloc(1, size);
    for (size_t i = 1; text && i < given->operand_count; i++) {
        if (i > 1) strcat(text, " ");
        strcat(text, given->operands[i]);
    }
    return text;
}

static int run_store(job *j, const muster_engine *engine) {
    muster_error error;
    muster_status status = muster_store_open(&j->store, j->given->operands[0], 1, &error);
    if (status == MUSTER_OK) {
        char *arguments = arguments_of(j->given);
        status = muster_store_begin(j->store, muster_engine_hash(engine), arguments ? arguments : "", &error);
        free(arguments);
    }
    if (status == MUSTER_OK) {
        run_walk(j, engine);
        if (muster_store_end(j->store, &error) != MUSTER_OK) {
            say_error(&error);
            j->status = EXIT_IO;
        }
        sum_up(j);
    } else {
        if (!error.file[0]) snprintf(error.file, sizeof error.file, "%s", j->given->operands[0]);
        say_error(&error);
        j->status = EXIT_IO;
    }
    for (size_t i = 0; i < j->batch_count; i++) muster_doc_free(j->batch[i]);
    muster_store_close(j->store);
    return interrupted ? EXIT_INTERRUPTED : j->status;
}

int cmd_add(const options *given) {
    job j = {.given = given, .progress = !given->quiet && isatty(STDERR_FILENO)};
    cli_data *data = data_find(given);
    if (!data) return EXIT_USAGE;
    muster_engine *engine;
    int status = data_open_pool(&engine, &j.pool, data, given, take_document, &j);
    if (status == EXIT_OK) {
        status = run_store(&j, engine);
        if (!j.unchanged && !interrupted) tell_unused_overrides(engine, given); /* else it may be those that were passed over */
        muster_pool_close(j.pool);
        muster_engine_close(engine);
    }
    data_free(data);
    return status;
}
