/* bench_extract.c: what extraction and storing cost, against floors measured in the same run.
 *
 *     bench_extract DATA_DIR CACHE_DIR FILE…
 *
 * Prints the characters a second of extraction to JSON lines on one core, and its cost as a multiple of bare ICU word segmentation of the
 * same text (the text as UTF-16, conversion not counted); and the cost of extraction into a database as a multiple of inserting the same
 * rows, FTS included, with prepared statements, one transaction a document as well. Each is the best of three rounds. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unistd.h>

#include <muster.h>

enum { ROUNDS = 3, MOST_FILES = 200000 };

typedef struct text {
    char *path, *bytes;
    size_t size;
    UChar *units;
    int32_t unit_count;
} text;

static text texts[MOST_FILES];
static size_t text_count, characters;

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
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
    if (muster_extract(&doc, worker, &input, &error) != MUSTER_OK) die(error.message);
    return doc;
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

static double add_all(muster_worker *worker, const muster_engine *engine, const char *path) {
    muster_store *store;
    muster_error error;
    unlink(path);
    double began = now();
    if (muster_store_open(&store, path, 1, &error) != MUSTER_OK) die(error.message);
    if (muster_store_begin(store, muster_engine_hash(engine), "", &error) != MUSTER_OK) die(error.message);
    for (size_t i = 0; i < text_count; i++) {
        muster_doc *doc = extract(worker, &texts[i]);
        muster_add how;
        if (muster_store_add(store, doc, &how, &error) != MUSTER_OK) die(error.message);
        muster_doc_free(doc);
    }
    if (muster_store_end(store, &error) != MUSTER_OK) die(error.message);
    muster_store_close(store);
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
static int table_count;

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) die(sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) die(sqlite3_errmsg(db));
    return statement;
}

static void read_table(sqlite3 *db, const char *name) {
    table *t = &tables[table_count++];
    snprintf(t->name, sizeof t->name, "%s", name);
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", name);
    sqlite3_stmt *rows = prepare(db, sql);
    t->columns = sqlite3_column_count(rows);
    size_t used = (size_t)snprintf(t->insert, sizeof t->insert, "INSERT INTO \"%s\" VALUES(", name);
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
    while (sqlite3_step(names) == SQLITE_ROW && table_count < 64) read_table(db, (const char *)sqlite3_column_text(names, 0));
    sqlite3_finalize(names);
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
    run(db, "PRAGMA foreign_keys = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8192");
    for (int i = 0; i < table_count; i++) {
        char sql[128];
        snprintf(sql, sizeof sql, "DELETE FROM \"%s\"", tables[i].name);
        run(db, sql);
    }
    return db;
}

/* Inserts table by table, with as many transactions as there are documents. */
static double insert_all(const char *path) {
    sqlite3 *db = empty_copy(path);
    size_t rows = 0, done = 0;
    for (int i = 0; i < table_count; i++) rows += tables[i].count / (size_t)tables[i].columns;
    size_t a_transaction = rows / (text_count ? text_count : 1) + 1;
    double began = now();
    run(db, "BEGIN");
    for (int i = 0; i < table_count; i++) {
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

int main(int argc, char **argv) {
    if (argc < 4) die("usage: bench_extract DATA_DIR CACHE_DIR FILE…");
    const char *dirs[] = {argv[1]};
    muster_options options = MUSTER_OPTIONS_INIT;
    options.data_dirs = dirs;
    options.data_dir_count = 1;
    options.cache_dir = argv[2];
    muster_engine *engine;
    muster_worker *worker;
    muster_error error;
    if (muster_engine_open(&engine, &options, &error) != MUSTER_OK) die(error.message);
    double began = now();
    muster_engine *again;
    if (muster_engine_open(&again, &options, &error) != MUSTER_OK) die(error.message);
    double opened = now() - began;
    muster_engine_close(again);
    if (muster_worker_new(&worker, engine, &error) != MUSTER_OK) die(error.message);
    muster_walk((const char *const *)argv + 3, (size_t)argc - 3, load, NULL, &error);

    char database[4096], floor_database[4096];
    snprintf(database, sizeof database, "%s/bench.db", argv[2]);
    snprintf(floor_database, sizeof floor_database, "%s/bench-floor.db", argv[2]);
    double segmented = 1e9, extracted = 1e9, added = 1e9, inserted = 1e9;
    for (int i = 0; i < ROUNDS; i++) {
        segmented = least(segmented, segment_all());
        extracted = least(extracted, extract_all(worker));
        added = least(added, add_all(worker, engine, database));
    }
    read_rows(database);
    for (int i = 0; i < ROUNDS; i++) inserted = least(inserted, insert_all(floor_database));
    printf("texts                 %zu, %zu characters\n", text_count, characters);
    printf("engine opened in      %.1f ms\n", opened * 1e3);
    printf("ICU segmentation      %.1f M characters/s\n", (double)characters / segmented / 1e6);
    printf("extract               %.2f M characters/s\n", (double)characters / extracted / 1e6);
    printf("extract / ICU         %.2f\n", extracted / segmented);
    printf("add                   %.2f M characters/s\n", (double)characters / added / 1e6);
    printf("add / bare inserts    %.2f   (bare: %.3f s)\n", added / inserted, inserted);
    muster_worker_free(worker);
    muster_engine_close(engine);
    unlink(database);
    unlink(floor_database);
    return 0;
}
