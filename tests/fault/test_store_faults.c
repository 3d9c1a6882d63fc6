/* Stores articles while the file system below SQLite fails: at every operation, in every way (faulty_vfs.h). Whatever happens: the database
 * is whole, every document that was reported as stored is in it, none is there by half or twice, and the next run completes it.
 *
 *     test_store_faults DATA_DIR FOLDER [STEP]      STEP: only every so manieth operation */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <muster.h>

#include "faulty_vfs.h"

enum { ARTICLES = 9, BATCH = 3 };

static const char *const articles[ARTICLES] = {
    "Strike kills 9\n\n9 people were killed near Kyiv, Mr Lee said. \xE2\x80\x9CWe saw it,\xE2\x80\x9D he said.\n",
    "Kyiv counts\n\n14 people were killed near Kyiv.\n\n\xE2\x80\x9CWe count,\xE2\x80\x9D Mr Lee said.\n",
    "Nothing\n\nNothing was seen near Kyiv, Mr Lee said.\n",
    "A night in Kyiv\n\n3 people were killed. Mr Lee said: \xE2\x80\x9CThe night was long.\xE2\x80\x9D\n",
    "Kyiv again\n\nMr Lee said that 20 people were killed near Kyiv.\n",
    "Kyiv at noon\n\n5 people were killed near Kyiv at noon. 6 people were killed later, Mr Lee said.\n",
    "Kyiv: what is known\n\nMr Lee said that 2 people were killed.\n",
    "Kyiv mourns\n\n\xE2\x80\x9CWe mourn,\xE2\x80\x9D Mr Lee said in Kyiv. 8 people were killed.\n",
    "Kyiv rebuilds\n\nKyiv rebuilds, Mr Lee said. 1 person was killed at work.\n"};

static muster_engine *engine;
static muster_doc *docs[ARTICLES];
static char path[4096];
static long passed, failed;

/* How many were reported as stored. */
static int store_all(muster_error *error) {
    muster_store *store;
    int stored = 0;
    if (muster_store_open(&store, path, 1, error) != MUSTER_OK) return 0;
    muster_status status = muster_store_begin(store, muster_engine_hash(engine), "", error);
    for (; status == MUSTER_OK && stored < ARTICLES; stored += BATCH) {
        status = muster_store_add_all(store, docs + stored, BATCH, NULL, error);
        if (status != MUSTER_OK) break;
    }
    muster_store_end(store, NULL);
    muster_store_close(store);
    return stored;
}

static long long ask(sqlite3 *db, const char *sql) {
    sqlite3_stmt *s;
    long long value = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW) value = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return value;
}

/* Of a document, by its number. */
static long long ask_of(sqlite3 *db, const char *sql, int number) {
    char text[256];
    snprintf(text, sizeof text, "%s '%d.txt'", sql, number);
    return ask(db, text);
}

/* NULL, or what is wrong with the database. */
static const char *look(int stored) {
    sqlite3 *db;
    const char *wrong = NULL;
    if (access(path, F_OK) != 0) return stored ? "the file is gone" : NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK) wrong = "cannot be opened";
    if (!wrong && ask(db, "SELECT integrity_check = 'ok' FROM pragma_integrity_check") != 1) wrong = "not whole";
    bool begun = !wrong && ask(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'document'") == 1;
    if (!wrong && !begun && stored) wrong = "the tables are gone";
    if (begun) {
        if (ask(db, "SELECT count(*) FROM pragma_foreign_key_check") != 0) wrong = "a fact without its document";
        if (ask(db, "SELECT count(*) - count(DISTINCT path) FROM document") != 0) wrong = "a document twice";
        for (int i = 0; i < ARTICLES && !wrong; i++) {
            bool there = ask_of(db, "SELECT count(*) FROM document WHERE path =", i) == 1;
            if (i < stored && !there) wrong = "a document that was stored is gone";
            long long mentions = ask_of(db, "SELECT count(*) FROM mention m JOIN document d ON d.id = m.document WHERE d.path =", i);
            if (there && mentions != (long long)muster_doc_mention_count(docs[i])) wrong = "half a document";
        }
        if (sqlite3_exec(db, "INSERT INTO document_fts (document_fts, rank) VALUES ('integrity-check', 1)", NULL, NULL, NULL) != SQLITE_OK)
            wrong = "the full text differs from the texts";
    }
    sqlite3_close(db);
    return wrong;
}

static void remove_files(void) {
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (int i = 0; i < 4; i++) {
        char name[4200];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

static void judge(fault_kind kind, long at, const char *when, const char *wrong, const muster_error *error) {
    *(wrong ? &failed : &passed) += 1;
    if (wrong) fprintf(stderr, "%s at operation %ld, %s: %s (reported: %s)\n", fault_names[kind], at, when, wrong, error->message);
}

/* One run with a fault, and one after it. False once the fault lies behind the end of the run. */
static bool try_fault(fault_kind kind, long at) {
    muster_error error = {.message = ""}, none = {.message = ""};
    remove_files();
    faulty_arm(kind, at, (unsigned)at + 1);
    int stored = store_all(&error);
    bool fired = faulty_disarm();
    if (fired && kind == FAULT_power) {
        remove_files();
        faulty_cut();
    }
    judge(kind, at, "after it", look(stored), &error);
    judge(kind, at, "in the next run", store_all(&none) == ARTICLES ? look(ARTICLES) : "refused", &none);
    return fired;
}

static void prepare(const char *data) {
    const char *dirs[] = {data};
    muster_options options = MUSTER_OPTIONS_INIT;
    options.data_dirs = dirs;
    options.data_dir_count = 1;
    muster_worker *worker;
    if (muster_engine_open(&engine, &options, NULL) != MUSTER_OK || muster_worker_new(&worker, engine, NULL) != MUSTER_OK) exit(2);
    for (int i = 0; i < ARTICLES; i++) {
        char name[32];
        snprintf(name, sizeof name, "%d.txt", i);
        muster_input input = {.path = name, .bytes = articles[i], .size = strlen(articles[i])};
        if (muster_extract(&docs[i], worker, &input, NULL) != MUSTER_OK || !muster_doc_mention_count(docs[i])) exit(2);
    }
    muster_worker_free(worker);
}

static void try_all(long step) {
    for (fault_kind kind = FAULT_once; kind < FAULT_KINDS && failed < 20; kind++) {
        long at = 0;
        while (failed < 20 && try_fault(kind, at)) at += step;
        printf("%-20s %ld operations\n", fault_names[kind], at);
    }
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    long step = argc > 3 ? atol(argv[3]) : 1;
    snprintf(path, sizeof path, "%s/faults.db", argv[2]);
    prepare(argv[1]);
    if (faulty_install(false) != SQLITE_OK) return 2;
    try_all(step);
    faulty_install(true);
    puts("without a log:");
    try_all(step);
    remove_files();
    for (int i = 0; i < ARTICLES; i++) muster_doc_free(docs[i]);
    muster_engine_close(engine);
    printf("%ld passed, %ld failed\n", passed, failed);
    return failed != 0;
}
