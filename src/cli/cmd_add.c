/* cmd_add.c: `muster add`: documents into a database. The files are read here and their documents given to a pool, which extracts and hands
 * them back in order; they are stored batch by batch. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli_run.h"

/* Documents are stored in batches: one transaction for many costs far less than many. A batch depends on the documents alone, so that the
 * database is the same however many threads there are. */
enum { MOST_OF_BATCH = 128, MOST_TEXT_OF_BATCH = 512 * 1024 };
enum { MOST_WORDLESS = 20 }; /* are told one by one */

typedef struct job {
    const options *given;
    muster_store *store;
    muster_pool *pool;
    muster_doc *batch[MOST_OF_BATCH];
    size_t batch_count, batch_text;
    intake in;
    const muster_engine *engine;
    tally counts;
    progress progress;
    int status;
} job;

static volatile sig_atomic_t interrupted;

static void note_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

static void fail(job *j, const char *path, muster_error *error) {
    if (path && !error->file[0]) snprintf(error->file, sizeof error->file, "%s", path);
    progress_clear(&j->progress);
    say_error(error);
    progress_failed(&j->progress, error);
    j->counts.failed++;
    if (j->status == EXIT_OK) j->status = EXIT_SOME_FAILED;
}

/* The first ones by name: it may be that a file was read as what it is not. */
static void tell_wordless(job *j, const char *path) {
    muster_error warning = {.message = "no text in it"};
    if (++j->counts.wordless > MOST_WORDLESS || j->given->quiet) return;
    snprintf(warning.file, sizeof warning.file, "%s", path);
    progress_clear(&j->progress);
    say_error(&warning);
}

/* Only what is stored for good comes here. */
static void count(job *j, const char *path, const muster_doc *doc, muster_add how) {
    static const char *const words[] = {[MUSTER_ADDED] = "added", [MUSTER_REPLACED] = "replaced", [MUSTER_UNCHANGED] = "unchanged"};
    tally *c = &j->counts;
    progress_document(&j->progress, path, words[how], doc);
    *(how == MUSTER_ADDED ? &c->added : how == MUSTER_REPLACED ? &c->replaced : &c->unchanged) += 1;
    if (how == MUSTER_UNCHANGED) return;
    if (!muster_doc_text(doc).size) tell_wordless(j, path);
    c->names += muster_doc_mention_count(doc);
    c->figures += muster_doc_figure_count(doc);
    c->quotes += muster_doc_quote_count(doc);
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
            count(j, path_of(j->batch[i]), j->batch[i], how);
        else if (store_failed(j, path_of(j->batch[i]), &error))
            return 1;
    }
    return 0;
}

static int store_batch(job *j) {
    muster_add how[MOST_OF_BATCH];
    int stop = 0;
    if (j->batch_count && muster_store_add_all(j->store, j->batch, j->batch_count, how, NULL) == MUSTER_OK)
        for (size_t i = 0; i < j->batch_count; i++) count(j, path_of(j->batch[i]), j->batch[i], how[i]);
    else
        stop = store_each(j);
    for (size_t i = 0; i < j->batch_count; i++) muster_doc_free(j->batch[i]);
    j->batch_count = j->batch_text = 0;
    progress_flush(&j->progress);
    progress_show(&j->progress, false);
    return stop;
}

/* A document in its turn, or why there is none. */
static int take_document(const muster_input *input, muster_doc *doc, const muster_error *problem, void *payload) {
    job *j = payload;
    if (!doc) {
        muster_error error = *problem;
        fail(j, input->path ? input->path : "", &error);
        if (error.status == MUSTER_NOMEM) j->status = EXIT_IO;
        if (error.status == MUSTER_USAGE) j->status = EXIT_USAGE; /* no other document would fare better */
        return error.status == MUSTER_NOMEM || error.status == MUSTER_USAGE;
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
    j->counts.read++;
    progress_show(&j->progress, false);
    if (problem) return muster_pool_give(j->pool, NULL, problem, NULL) != MUSTER_OK;
    int stored = is_stored(j, input);
    if (stored > 0) count(j, input->path, NULL, MUSTER_UNCHANGED);
    if (stored) return stored < 0;
    muster_error error;
    muster_status status = muster_pool_give(j->pool, input, NULL, &error);
    if (status == MUSTER_OK || status == MUSTER_STOPPED) return status != MUSTER_OK;
    fail(j, input->path, &error);
    return 0;
}

static void note_file(const muster_file *file, bool held, void *payload) {
    job *j = payload;
    progress_file(&j->progress, file);
    if (held) return;
    j->counts.aside++;
    progress_document(&j->progress, file->path, "aside", NULL);
}

static void sum_up(const job *j) {
    const tally *c = &j->counts;
    double seconds = progress_seconds(&j->progress);
    size_t documents = tally_documents(c);
    if (j->given->quiet) return;
    say("%zu document%s: %zu added, %zu replaced, %zu unchanged, %zu failed; %zu mention%s of names, %zu figure%s, %zu quote%s in %s",
        documents, plural(documents), c->added, c->replaced, c->unchanged, c->failed, c->names, plural(c->names), c->figures,
        plural(c->figures), c->quotes, plural(c->quotes), j->given->operands[0]);
    if (c->wordless) say("%zu of them without any text", c->wordless);
    if (c->aside == 1)
        say("1 file is no document (picture, style sheet, script, database): left aside");
    else if (c->aside)
        say("%zu files are no documents (pictures, style sheets, scripts, databases): left aside", c->aside);
    if (seconds > 10 && !j->given->watch) say("%.0f seconds, %.0f documents a second", seconds, (double)documents / seconds);
    if (interrupted && !j->given->watch)
        say("interrupted: what is counted here as added or replaced is stored%s; run the same command again to go on",
            c->read > documents ? ", what was begun is not" : "");
}

/* False if the database refused. */
static bool add_paths(job *j, const char *const *paths, size_t count_of_paths) {
    bool changed = paths != j->in.paths; /* in a folder that is watched */
    bool whole = intake_read(&(intake_sink){j->given, j->engine, take_input, note_file, j, changed}, paths, count_of_paths) == MUSTER_OK;
    whole = (interrupted || muster_pool_finish(j->pool, NULL) == MUSTER_OK) && !store_batch(j) && whole;
    if (j->counts.read) progress_show(&j->progress, true);
    return whole;
}

/* The folders are watched before they are read, so that nothing falls between. */
static int run_watch(job *j) {
    const char *const *paths = j->in.paths;
    size_t count_of_paths = j->in.count;
    watch *w = watch_open(&j->in);
    if (!w) return EXIT_USAGE;
    if (!j->given->quiet) say("watching; an interrupt (Ctrl-C) ends it");
    while (add_paths(j, paths, count_of_paths) && watch_wait(w, &interrupted, &paths, &count_of_paths)) {
    }
    watch_close(w);
    return j->status;
}

static int run_intake(job *j) {
    struct sigaction action = {.sa_handler = note_interrupt, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    progress_begun(&j->progress, j->given->operands[0], muster_engine_hash(j->engine));
    if (j->given->watch) return run_watch(j);
    progress_expect(&j->progress, &j->in);
    add_paths(j, j->in.paths, j->in.count);
    return interrupted ? EXIT_INTERRUPTED : j->status;
}

/* The operands, for the record of the run. */
static char *arguments_of(const options *given) {
    size_t size = 1;
    for (size_t i = 1; i < given->operand_count; i++) size += strlen(given->operands[i]) + 1;
    char *text = calloc(1, size), *to = text;
    for (size_t i = 1; text && i < given->operand_count; i++) {
        if (i > 1) *to++ = ' ';
        to = stpcpy(to, given->operands[i]);
    }
    return text;
}

static bool begin_run(job *j, muster_error *error) {
    if (muster_store_open(&j->store, j->given->operands[0], 1, error) != MUSTER_OK) return false;
    char *arguments = arguments_of(j->given);
    muster_status status = muster_store_begin(j->store, muster_engine_hash(j->engine), arguments ? arguments : "", error);
    free(arguments);
    muster_reading how = j->given->reading;
    how.date = j->given->date;
    how.encoding = j->given->encoding;
    if (status == MUSTER_OK) status = muster_store_note_reading(j->store, &how, error);
    return status == MUSTER_OK;
}

/* Whether what looks like the database was given last, as other programs have it. */
static bool swapped(const options *given) {
    const char *last = given->operand_count > 1 ? strrchr(given->operands[given->operand_count - 1], '.') : NULL;
    return last && (strcmp(last, ".db") == 0 || strncmp(last, ".sqlite", 7) == 0);
}

static int run_store(job *j) {
    muster_error error;
    int status = EXIT_IO;
    if (begin_run(j, &error)) {
        status = run_intake(j);
        if (muster_store_end(j->store, &error) != MUSTER_OK) {
            say_error(&error);
            status = EXIT_IO;
        }
        sum_up(j);
        progress_ended(&j->progress, interrupted);
    } else {
        status = say_database_error(&error, j->given->operands[0]);
        if ((error.status == MUSTER_FOREIGN || error.status == MUSTER_IO) && swapped(j->given))
            say("muster add: the database comes first: muster add DB PATH…");
    }
    for (size_t i = 0; i < j->batch_count; i++) muster_doc_free(j->batch[i]);
    muster_store_close(j->store);
    return status;
}

static int run_engine(job *j, const cli_data *data) {
    muster_engine *engine;
    int status = data_open_pool(&engine, &j->pool, data, j->given, take_document, j);
    if (status != EXIT_OK) return status;
    j->engine = engine;
    status = run_store(j);
    if (!j->counts.unchanged && !interrupted) tell_unused_overrides(engine, j->given); /* else it may be those that were passed over */
    muster_pool_close(j->pool);
    muster_engine_close(engine);
    return status;
}

int cmd_add(const options *given) {
    job j = {.given = given};
    if (!intake_open(&j.in, given, 1)) return EXIT_IO;
    cli_data *data = data_find(given);
    int status = data ? EXIT_OK : EXIT_USAGE;
    if (data && !progress_open(&j.progress, given, &j.counts)) status = EXIT_IO;
    if (status == EXIT_OK) status = run_engine(&j, data);
    if (!progress_close(&j.progress) && status == EXIT_OK) status = EXIT_IO;
    data_free(data);
    intake_close(&j.in);
    return status;
}
