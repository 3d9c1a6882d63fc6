/* bench_extract.c: what extraction and storing cost, against floors measured in the same run.
 *
 *     bench_extract DATA_DIR CACHE_DIR FILE…
 *
 * Prints the characters a second of extraction to JSON lines on one core, and its cost as a multiple of bare ICU word segmentation of the
 * same text (the text as UTF-16, conversion not counted); how much two threads gain; and the cost of extraction into a database, on one and
 * on two threads, as a multiple of inserting the same rows on one, FTS included, with prepared statements, in as many transactions (bare),
 * or in one a document (naive). Each is the best of three rounds. */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unistd.h>

#include <muster.h>

#include "bench.h"

enum { ROUNDS = 3, MOST_FILES = 200000 };

typedef struct text {
    char *path, *bytes;
    size_t size;
    UChar *units;
    int32_t unit_count;
} text;

/* As far as `muster extract` goes: what it prints has no claims. */
static const char last_stage[] = "figure";

static text texts[MOST_FILES];
static size_t text_count, characters;

/* Of all threads: tells more than the time on the wall where others work on the machine too. */
static double processor(void) {
    struct timespec at;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static _Noreturn void die(const char *what) {
    fprintf(stderr, "bench_extract: %s\n", what);
    exit(1);
}

static int load(const char *path, const char *bytes, size_t size, const muster_error *problem, void *payload) {
    (void)payload;
    if (problem || text_count == MOST_FILES) die(path);
    text *t = &texts[text_count++];
    t->path = strdup(path);
    t->bytes = malloc(size + 1);
    t->units = malloc((size + 1) * sizeof *t->units);
    if (!t->path || !t->bytes || !t->units) die("out of memory");
    memcpy(t->bytes, bytes, size);
    t->bytes[size] = '\0';
    t->size = size;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8WithSub(t->units, (int32_t)size + 1, &t->unit_count, bytes, (int32_t)size, 0xFFFD, NULL, &status);
    if (U_FAILURE(status)) die(u_errorName(status));
    for (size_t i = 0; i < size; i++) characters += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return 0;
}

static double segment_all(void) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *words = ubrk_open(UBRK_WORD, "en", NULL, 0, &status);
    if (U_FAILURE(status)) die(u_errorName(status));
    double began = now();
    size_t boundaries = 0;
    for (size_t i = 0; i < text_count; i++) {
        ubrk_setText(words, texts[i].units, texts[i].unit_count, &status);
        while (ubrk_next(words) != UBRK_DONE) boundaries++;
    }
    double took = now() - began;
    ubrk_close(words);
    if (!boundaries) die("no text");
    return took;
}

static int swallow(const char *data, size_t size, void *payload) {
    (void)data;
    *(size_t *)payload += size;
    return 0;
}

static muster_doc *extract(muster_worker *worker, const text *t) {
    muster_input input = {.path = t->path, .bytes = t->bytes, .size = t->size};
    muster_doc *doc;
    muster_error error;
    if (muster_extract_until(&doc, worker, &input, last_stage, &error) != MUSTER_OK) die(error.message);
    return doc;
}

static int print_next(const muster_input *input, muster_doc *doc, const muster_error *problem, void *payload) {
    (void)input;
    if (!doc) die(problem->message);
    if (muster_doc_write(doc, MUSTER_JSONL, 0, swallow, payload, NULL) != MUSTER_OK) die("cannot write");
    muster_doc_free(doc);
    return 0;
}

static void give_all(muster_pool *pool) {
    muster_error error;
    for (size_t i = 0; i < text_count; i++) {
        muster_input input = {.path = texts[i].path, .bytes = texts[i].bytes, .size = texts[i].size};
        if (muster_pool_give(pool, &input, NULL, &error) != MUSTER_OK) die(error.message);
    }
    if (muster_pool_finish(pool, &error) != MUSTER_OK) die(error.message);
    muster_pool_close(pool);
}

/* By a pool, as the program does it. */
static double extract_pool(const muster_engine *engine, unsigned threads) {
    size_t printed = 0;
    muster_pool *pool;
    muster_error error;
    double began = now();
    if (muster_pool_open(&pool, engine, threads, print_next, &printed, &error) != MUSTER_OK) die(error.message);
    muster_pool_until(pool, last_stage);
    give_all(pool);
    return now() - began;
}

static double extract_all(muster_worker *worker) {
    size_t printed = 0;
    double began = now();
    for (size_t i = 0; i < text_count; i++) {
        muster_doc *doc = extract(worker, &texts[i]);
        if (muster_doc_write(doc, MUSTER_JSONL, 0, swallow, &printed, NULL) != MUSTER_OK) die("cannot write");
        muster_doc_free(doc);
    }
    return now() - began;
}

/* What `muster add` does with the documents of a pool. */
enum { MOST_OF_BATCH = 128, MOST_TEXT_OF_BATCH = 512 * 1024 };

typedef struct adding {
    muster_store *store;
    muster_doc *batch[MOST_OF_BATCH];
    size_t count, size, transactions;
} adding;

static void store_batch(adding *a) {
    muster_error error;
    if (muster_store_add_all(a->store, a->batch, a->count, NULL, &error) != MUSTER_OK) die(error.message);
    for (size_t i = 0; i < a->count; i++) muster_doc_free(a->batch[i]);
    a->count = a->size = 0;
    a->transactions++;
}

static int add_next(const muster_input *input, muster_doc *doc, const muster_error *problem, void *payload) {
    adding *a = payload;
    (void)input;
    if (!doc) die(problem->message);
    a->batch[a->count++] = doc;
    a->size += muster_doc_text(doc).size;
    if (a->count == MOST_OF_BATCH || a->size >= MOST_TEXT_OF_BATCH) store_batch(a);
    return 0;
}

static size_t transactions;

static double add_all(const muster_engine *engine, const char *path, unsigned threads) {
    adding a = {.count = 0};
    muster_pool *pool;
    muster_error error;
    unlink(path);
    double began = now();
    if (muster_store_open(&a.store, path, 1, &error) != MUSTER_OK) die(error.message);
    if (muster_store_begin(a.store, muster_engine_hash(engine), "", &error) != MUSTER_OK) die(error.message);
    if (muster_pool_open(&pool, engine, threads, add_next, &a, &error) != MUSTER_OK) die(error.message);
    give_all(pool);
    store_batch(&a);
    if (muster_store_end(a.store, &error) != MUSTER_OK) die(error.message);
    muster_store_close(a.store);
    transactions = a.transactions;
    return now() - began;
}

/* --- The floor of storing: the same rows, read into memory, inserted into the same schema. ------------------------------------------ */

typedef struct table {
    char name[64], insert[512];
    int columns;
    sqlite3_value **values;
    size_t count, capacity;
} table;

static table tables[64];
static int table_count, fact_table_count;

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) die(sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) die(sqlite3_errmsg(db));
    return statement;
}

/* Rows of a query, for the table into whose columns they go. */
static void read_table(sqlite3 *db, const char *name, const char *columns, const char *query) {
    table *t = &tables[table_count++];
    snprintf(t->name, sizeof t->name, "%s", name);
    sqlite3_stmt *rows = prepare(db, query);
    t->columns = sqlite3_column_count(rows);
    size_t used = (size_t)snprintf(t->insert, sizeof t->insert, "INSERT INTO \"%s\"%s VALUES(", name, columns);
    for (int i = 0; i < t->columns; i++) used += (size_t)snprintf(t->insert + used, sizeof t->insert - used, "%s?", i ? "," : "");
    snprintf(t->insert + used, sizeof t->insert - used, ")");
    while (sqlite3_step(rows) == SQLITE_ROW) {
        if (t->count + (size_t)t->columns > t->capacity) {
            t->capacity = t->capacity ? t->capacity * 2 : 4096;
            t->values = realloc(t->values, t->capacity * sizeof(sqlite3_value *));
            if (!t->values) die("out of memory");
        }
        for (int i = 0; i < t->columns; i++) t->values[t->count++] = sqlite3_value_dup(sqlite3_column_value(rows, i));
    }
    sqlite3_finalize(rows);
}

static void read_rows(const char *path) {
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) die("cannot open the database");
    sqlite3_stmt *names =
        prepare(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE "
                    "'sqlite%' AND name NOT LIKE '%\\_fts%' ESCAPE '\\' ORDER BY rowid");
    while (sqlite3_step(names) == SQLITE_ROW && table_count < 62) {
        char query[128];
        const char *name = (const char *)sqlite3_column_text(names, 0);
        snprintf(query, sizeof query, "SELECT * FROM \"%s\"", name);
        read_table(db, name, "", query);
    }
    sqlite3_finalize(names);
    fact_table_count = table_count; /* the full text, which triggers fill otherwise */
    read_table(db, "document_fts", "(rowid, title, text)", "SELECT id, title, text FROM document");
    read_table(db, "quote_fts", "(rowid, said)", "SELECT id, said FROM quote");
    sqlite3_close(db);
}

/* An empty database of the same schema: made by the store itself. */
static sqlite3 *empty_copy(const char *path) {
    muster_store *store;
    muster_error error;
    unlink(path);
    if (muster_store_open(&store, path, 1, &error) != MUSTER_OK) die(error.message);
    muster_store_close(store);
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK) die("cannot open the database");
    run(db, "PRAGMA foreign_keys = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192; PRAGMA "
            "wal_autocheckpoint = 8192");
    for (int i = 0; i < fact_table_count; i++) {
        char sql[128];
        snprintf(sql, sizeof sql, "DELETE FROM \"%s\"", tables[i].name);
        run(db, sql);
    }
    return db;
}

/* Inserts table by table, in so many transactions; naive: with the tables' constraints checked and the
 * full text filled by triggers. */
static double insert_all(const char *path, size_t as_many, bool naive) {
    sqlite3 *db = empty_copy(path);
    int count = naive ? fact_table_count : table_count;
    if (!naive) run(db, "PRAGMA ignore_check_constraints = ON");
    if (!naive) sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    size_t rows = 0, done = 0;
    for (int i = 0; i < count; i++) rows += tables[i].count / (size_t)tables[i].columns;
    size_t a_transaction = rows / (as_many ? as_many : 1) + 1;
    double began = now();
    run(db, "BEGIN");
    for (int i = 0; i < count; i++) {
        const table *t = &tables[i];
        sqlite3_stmt *insert = prepare(db, t->insert);
        for (size_t at = 0; at < t->count; at += (size_t)t->columns) {
            for (int c = 0; c < t->columns; c++) sqlite3_bind_value(insert, c + 1, t->values[at + (size_t)c]);
            if (sqlite3_step(insert) != SQLITE_DONE) die(sqlite3_errmsg(db));
            sqlite3_reset(insert);
            if (++done % a_transaction == 0) run(db, "COMMIT; BEGIN");
        }
        sqlite3_finalize(insert);
    }
    run(db, "COMMIT");
    sqlite3_close(db);
    return now() - began;
}

static double least(double a, double b) {
    return a < b ? a : b;
}

/* The least of all rounds, in seconds. */
typedef struct times {
    double segmented, extracted, one, two, added, added_two, inserted, naive; /* as the clock goes */
    double add_work, insert_work;                                             /* of all processors */
} times;

static void time_extraction(times *t, const muster_engine *engine, muster_worker *worker, const char *database) {
    t->segmented = least(t->segmented, segment_all());
    t->extracted = least(t->extracted, extract_all(worker));
    t->one = least(t->one, extract_pool(engine, 1));
    t->two = least(t->two, extract_pool(engine, 2));
    t->added = least(t->added, add_all(engine, database, 1));
    double before = processor();
    t->added_two = least(t->added_two, add_all(engine, database, 2));
    t->add_work = least(t->add_work, processor() - before);
}

static void time_inserts(times *t, const char *database) {
    double before = processor();
    t->inserted = least(t->inserted, insert_all(database, transactions, false));
    t->insert_work = least(t->insert_work, processor() - before);
    t->naive = least(t->naive, insert_all(database, text_count, true));
}

static times time_all(const muster_engine *engine, muster_worker *worker, const char *folder) {
    times t = {1e9, 1e9, 1e9, 1e9, 1e9, 1e9, 1e9, 1e9, 1e9, 1e9};
    char database[4096], floor_database[4096];
    snprintf(database, sizeof database, "%s/bench.db", folder);
    snprintf(floor_database, sizeof floor_database, "%s/bench-floor.db", folder);
    for (int i = 0; i < ROUNDS; i++) time_extraction(&t, engine, worker, database);
    read_rows(database);
    for (int i = 0; i < ROUNDS; i++) time_inserts(&t, floor_database);
    unlink(database);
    unlink(floor_database);
    return t;
}

static void print_times(const times *t, double opened) {
    double millions = (double)characters / 1e6;
    printf("texts                 %zu, %zu characters\n", text_count, characters);
    printf("engine opened in      %.1f ms\n", opened * 1e3);
    printf("ICU segmentation      %.1f M characters/s\n", millions / t->segmented);
    printf("extract               %.2f M characters/s\n", millions / t->extracted);
    printf("extract / ICU         %.2f\n", t->extracted / t->segmented);
    printf("extract, 2 threads    %.2f times as fast as one\n", t->one / t->two);
    printf("add                   %.2f M characters/s, on two threads %.2f\n", millions / t->added, millions / t->added_two);
    printf("add / bare inserts    %.2f, on two threads %.2f   (bare: %.3f s, %zu transactions)\n", t->added / t->inserted,
           t->added_two / t->inserted, t->inserted, transactions);
    printf("   in processor time   %.2f (%.2f s and %.2f s)\n", t->add_work / t->insert_work, t->add_work, t->insert_work);
    printf("add / naive inserts   %.2f, on two threads %.2f   (naive: %.3f s, a transaction a document, triggers)\n", t->added / t->naive,
           t->added_two / t->naive, t->naive);
}

int main(int argc, char **argv) {
    if (argc < 4) die("usage: bench_extract DATA_DIR CACHE_DIR FILE…");
    const char *dirs[] = {argv[1]};
    muster_options options = MUSTER_OPTIONS_INIT;
    options.data_dirs = dirs;
    options.data_dir_count = 1;
    options.cache_dir = argv[2];
    muster_engine *engine, *again;
    muster_worker *worker;
    muster_error error;
    if (muster_engine_open(&engine, &options, &error) != MUSTER_OK) die(error.message);
    double began = now();
    if (muster_engine_open(&again, &options, &error) != MUSTER_OK) die(error.message);
    double opened = now() - began;
    muster_engine_close(again);
    if (muster_worker_new(&worker, engine, &error) != MUSTER_OK) die(error.message);
    muster_walk((const char *const *)argv + 3, (size_t)argc - 3, load, NULL, &error);
    times t = time_all(engine, worker, argv[2]);
    print_times(&t, opened);
    muster_worker_free(worker);
    muster_engine_close(engine);
    return 0;
}
