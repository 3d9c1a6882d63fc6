/* The database of facts: what is stored can be asked for, adding is idempotent, a changed document replaces its facts, and a file that is
 * not ours, newer, damaged, locked, read-only or missing is told from the others. */
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "fake_doc.h"
#include "store/store_db.h"

static char folder[] = "/tmp/muster-store-XXXXXX";
static muster_error error;
static muster_doc doc;

static const char *path_of(const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static const char story[] =
    "\xC3\x96z report\nAt least nine Marsan soldiers died in Marsa, Dr Doe said.\n\xE2\x80\x9CWe held the bridge of Marsa,\xE2\x80\x9D she "
    "added.\nTwo trucks burned.\n";

static void make_doc(const char *id, const char *date) {
    fake_start(&doc, id, story);
    doc.path = STR("in/story.txt");
    doc.title = STR("\xC3\x96z report");
    doc.date = str_from(date);
    uint32_t marsa = fake_entity(&doc, "place", "Marsa"), jane = fake_entity(&doc, "person", "Jane Doe");
    uint32_t marsan = fake_entity(&doc, "nationality", "Marsan");
    doc.entity[1].role = STR("doctor");
    doc.entity[1].affiliation = STR("Red Cross");
    fake_mention(&doc, marsan, "Marsan", 0);
    fake_mention(&doc, marsa, "Marsa", 1);
    fake_mention(&doc, jane, "Doe", 0);
    fake_mention(&doc, marsa, "Marsa", 2);
    muster_figure_view *f = fake_figure(&doc, "nine", 0);
    f->has_low = 1;
    f->low = 9;
    f->qualifier = "at_least";
    f->of = STR("Marsan soldiers");
    f->place = STR("Marsa");
    f->place_entity = marsa;
    f->source = STR("Jane Doe");
    f->source_entity = jane;
    f->date = STR("2025-03");
    muster_figure_view *two = fake_figure(&doc, "Two", 0);
    two->has_low = two->has_high = 1;
    two->low = two->high = 2;
    two->unit = "equipment";
    two->measure = "destroyed";
    muster_quote_view *q = fake_quote(&doc, "\xE2\x80\x9CWe held the bridge of Marsa,\xE2\x80\x9D", "Jane Doe");
    q->speaker_entity = jane;
    q->cue = STR("added");
    q->reason = STR("pronoun");
}

static muster_store *open_store(const char *name) {
    muster_store *store = NULL;
    CHECK_INT(muster_store_open(&store, path_of(name), 1, &error), MUSTER_OK);
    if (!store) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    return store;
}

static muster_add add_with(muster_store *store, const char *engine) {
    muster_add done = MUSTER_UNCHANGED;
    CHECK_INT(muster_store_begin(store, engine, "add facts.db in", &error), MUSTER_OK);
    muster_status status = muster_store_add(store, &doc, &done, &error);
    if (status != MUSTER_OK) fprintf(stderr, "%s\n", error.message);
    CHECK_INT(status, MUSTER_OK);
    CHECK_INT(muster_store_end(store, &error), MUSTER_OK);
    return done;
}

static long long number(const char *name, const char *sql) {
    sqlite3 *db;
    long long value = -1;
    int code;
    sqlite3_open_v2(path_of(name), &db, SQLITE_OPEN_READONLY, NULL);
    value = store_integer(db, sql, &code);
    if (code != SQLITE_OK) fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
    return code == SQLITE_OK ? value : -1;
}

static void test_adding(void) {
    make_doc("story", "2025-03-14");
    muster_store *store = open_store("facts.db");
    int has = 9;
    CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_USAGE); /* no run */
    CHECK_INT(add_with(store, "knowledge-1"), MUSTER_ADDED);
    CHECK_INT(add_with(store, "knowledge-1"), MUSTER_UNCHANGED);
    CHECK_INT(muster_store_begin(store, "knowledge-1", NULL, &error), MUSTER_OK);
    CHECK_INT(muster_store_has(store, "story", "in/story.txt", doc.hash, &has, &error), MUSTER_OK);
    CHECK_INT(has, 1);
    CHECK_INT(muster_store_has(store, NULL, "in/story.txt", doc.hash, &has, &error), MUSTER_OK);
    CHECK_INT(has, 1);
    CHECK_INT(muster_store_has(store, "story", "in/other.txt", doc.hash, &has, &error), MUSTER_OK);
    CHECK_INT(has, 0);
    CHECK_INT(muster_store_end(store, &error), MUSTER_OK);
    CHECK_INT(add_with(store, "knowledge-2"), MUSTER_REPLACED);
    doc.date = STR("2025-03-15");
    CHECK_INT(add_with(store, "knowledge-2"), MUSTER_REPLACED);
    doc.hash[0] ^= 1;
    doc.quotes = 0;
    CHECK_INT(add_with(store, "knowledge-2"), MUSTER_REPLACED);
    muster_store_close(store);
    CHECK(access(path_of("facts.db-wal"), F_OK) != 0); /* the log was folded in */
    CHECK_INT(muster_store_open(&store, path_of("facts.db"), 0, &error), MUSTER_OK);
    CHECK_INT(store_run_sql(store->db, "DELETE FROM rule"), SQLITE_READONLY);
    muster_store_close(store);
    CHECK(access(path_of("facts.db-wal"), F_OK) != 0); /* nor does a reader leave one */
    CHECK_INT(number("facts.db", "SELECT count(*) FROM document"), 1);
    CHECK_INT(number("facts.db", "SELECT count(*) FROM quote"), 0);
    CHECK_INT(number("facts.db", "SELECT count(*) FROM quote_fts WHERE quote_fts MATCH 'bridge'"), 0);
    CHECK_INT(number("facts.db", "SELECT count(*) FROM document_fts WHERE document_fts MATCH 'bridge'"), 1);
    CHECK_INT(number("facts.db", "SELECT count(*) FROM mention"), 4);
    CHECK_INT(number("facts.db", "SELECT count(*) FROM run WHERE ended IS NOT NULL"), 6);
    CHECK_INT(number("facts.db", "SELECT sum(added) * 100 + sum(replaced) * 10 + sum(unchanged) FROM run"), 131);
    CHECK_INT(number("facts.db", "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    CHECK_INT(number("facts.db", "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
}

static void test_rows(void) {
    make_doc("story", "2025-03-14");
    muster_store *store = open_store("rows.db");
    add_with(store, "knowledge");
    muster_store_close(store);
    CHECK_INT(
        number("rows.db",
               "SELECT count(*) FROM said WHERE speaker = 'Jane Doe' AND role = 'doctor' AND affiliation = 'Red Cross' AND cue = 'added' "
               "AND document = 'story' AND sentence = '\xE2\x80\x9CWe held the bridge of Marsa,\xE2\x80\x9D she added.'"),
        1);
    CHECK_INT(number("rows.db", "SELECT count(*) FROM said s JOIN document d ON d.doc = s.document "
                                "WHERE substr(d.text, s.start + 1, s.\"end\" - s.start) = s.said"),
              1);
    CHECK_INT(number("rows.db",
                     "SELECT count(*) FROM counted WHERE low = 9 AND typeof(low) = 'integer' AND high IS NULL AND side = 'Marsan' AND "
                     "counted = 'Marsan soldiers' AND place = 'Marsa' AND source = 'Jane Doe'"),
              1);
    CHECK_INT(number("rows.db", "SELECT mentions FROM named WHERE kind = 'place' AND name = 'Marsa' AND first_seen = '2025-03-14'"), 2);
    CHECK_INT(number("rows.db", "SELECT count(*) FROM claimed WHERE claimant = 'Jane Doe' AND date = '2025-03'"), 1);
    CHECK_INT(number("rows.db", "SELECT count(*) FROM alias a JOIN entity e ON e.id = a.entity WHERE e.name = 'Jane Doe'"), 1);
    CHECK_INT(number("rows.db", "SELECT count(*) FROM figure f JOIN rule r ON r.id = f.rule WHERE r.name = 'a-rule' AND r.file = "
                                "'rules/a.rules' AND r.line = 7"),
              2);
    CHECK_INT(number("rows.db", "SELECT count(*) FROM rule"), 2);
    /* every foreign key but those to runs and rules, which stay, has an index (or a primary key) that begins with its columns */
    CHECK_INT(
        number("rows.db",
               "SELECT count(*) FROM sqlite_schema s, pragma_foreign_key_list(s.name) k WHERE s.type = 'table' AND k.seq = 0 AND "
               "NOT (k.\"table\" IN ('run', 'rule') AND s.name <> 'document') AND NOT "
               "EXISTS (SELECT 1 FROM pragma_index_list(s.name) i, pragma_index_info(i.name) c WHERE c.seqno = 0 AND c.name = k.\"from\") "
               "AND NOT EXISTS (SELECT 1 FROM pragma_table_info(s.name) c WHERE c.pk = 1 AND c.name = k.\"from\")"),
        0);
    CHECK_INT(number("rows.db", "PRAGMA application_id"), STORE_APPLICATION);
    CHECK_INT(number("rows.db", "PRAGMA user_version"), store_newest.version);
    static const char *const columns[] = {
        "said:speaker role affiliation said kind cue stance date document title sentence start end reason hedge doubt outlet relayed "
        "candidates",
        "counted:measure low high qualifier unit counted side place date source document title sentence start end actor",
        "named:kind name mentions documents first_seen last_seen"};
    for (int i = 0; i < 3; i++) {
        char sql[512];
        const char *colon = strchr(columns[i], ':');
        snprintf(sql, sizeof sql, "SELECT group_concat(name, ' ') = '%s' FROM pragma_table_info('%.*s')", colon + 1,
                 (int)(colon - columns[i]), columns[i]);
        CHECK_INT(number("rows.db", sql), 1);
    }
}

/* --- Asking --- */

typedef struct answer {
    int heads, rows, stop_after;
    char first[256]; /* first column of the last row */
} answer;

static int take_row(size_t columns, const char *const *names, const muster_text *values, const int *numeric, void *payload) {
    answer *a = payload;
    (void)numeric;
    CHECK(columns >= 6 && names[0]);
    a->heads += !values;
    if (!values) return 0;
    CHECK_INT(a->heads, 1); /* before the rows, and whether there are any or not */
    a->rows++;
    snprintf(a->first, sizeof a->first, "%.*s", (int)values[0].size, values[0].data ? values[0].data : "");
    return a->stop_after && a->rows >= a->stop_after;
}

static int rows_of(muster_store *store, muster_query query) {
    answer a = {0};
    query.size = sizeof query;
    muster_status status = muster_store_query(store, &query, take_row, &a, &error);
    if (status != MUSTER_OK) fprintf(stderr, "%s\n", error.message);
    CHECK_INT(status, MUSTER_OK);
    CHECK_INT(a.heads, 1);
    return a.rows;
}

#define SAID(...) rows_of(store, (muster_query){.view = MUSTER_SAID, __VA_ARGS__})
#define COUNTED(...) rows_of(store, (muster_query){.view = MUSTER_COUNTED, __VA_ARGS__})
#define NAMED(...) rows_of(store, (muster_query){.view = MUSTER_NAMED, __VA_ARGS__})

static void test_queries(void) {
    muster_store *store = NULL;
    CHECK_INT(muster_store_open(&store, path_of("rows.db"), 0, &error), MUSTER_OK);
    if (!store) return;
    CHECK_INT(SAID(.limit = 0), 1);
    CHECK_INT(SAID(.by = "doe"), 1);
    CHECK_INT(SAID(.by = "red cross"), 1);
    CHECK_INT(SAID(.by = "DOCTOR"), 1);
    CHECK_INT(SAID(.by = "do"), 0);
    CHECK_INT(SAID(.about = "bridge"), 1);
    CHECK_INT(SAID(.about = "bridge held"), 1);
    CHECK_INT(SAID(.about = "bridge OR tunnel"), 0);
    CHECK_INT(SAID(.about = "\"*^ bridge"), 1);
    CHECK_INT(SAID(.about = "'; DROP TABLE quote; --"), 0);
    CHECK_INT(SAID(.about = "-"), 0);
    CHECK_INT(SAID(.about = "marsa", .kind = "direct", .stance = "asserted", .from = "2025-03-14", .to = "2025-03-14"), 1);
    CHECK_INT(SAID(.kind = "indirect"), 0);
    CHECK_INT(SAID(.from = "2025-03-15"), 0);
    CHECK_INT(SAID(.document = "story"), 1);
    CHECK_INT(SAID(.document = "in/story.txt"), 1);
    CHECK_INT(COUNTED(.measure = "killed"), 1);
    CHECK_INT(COUNTED(.measure = "killed", .place = "MARSA", .by = "Jane", .about = "soldiers"), 1);
    CHECK_INT(COUNTED(.about = "trucks"), 1);
    CHECK_INT(COUNTED(.about = "ships"), 0);
    CHECK_INT(COUNTED(.from = "2025-03-05", .to = "2025-03"), 2); /* one dated 2025-03, one by its document */
    CHECK_INT(COUNTED(.limit = 1), 1);
    CHECK_INT(NAMED(.kind = "person"), 1);
    CHECK_INT(NAMED(.name = "marsa"), 1);
    CHECK_INT(NAMED(.name = "doe", .kind = "place"), 0);
    answer a = {.stop_after = 1};
    muster_query all = MUSTER_QUERY_INIT;
    all.view = MUSTER_NAMED;
    CHECK_INT(muster_store_query(store, &all, take_row, &a, &error), MUSTER_STOPPED);
    CHECK_INT(a.rows, 1);
    CHECK_INT(muster_store_begin(store, "x", NULL, &error), MUSTER_USAGE); /* reading only */
    muster_store_close(store);
}

static void test_words(void) {
    CHECK(store_has_words(STR("\xC3\x96z \xC3\x9Cr\xC3\xBCn, Volodymyr"), STR("\xC3\xBCR\xC3\x9CN volodymyr")));
    CHECK(store_has_words(STR("the defence ministry (Kyiv)"), STR("kyiv")));
    CHECK(!store_has_words(STR("Ukrainian"), STR("Ukraine")));
    CHECK(!store_has_words(STR("Ukraine"), STR("")));
    CHECK(!store_has_words(STR(""), STR("a")));
}

/* --- Files that are not what they should be --- */

static void make_file(const char *name, const char *bytes, size_t size) {
    FILE *file = fopen(path_of(name), "wb");
    fwrite(bytes, 1, size, file);
    fclose(file);
}

static void make_database(const char *name, const char *sql) {
    sqlite3 *db;
    sqlite3_open(path_of(name), &db);
    CHECK_INT(store_run_sql(db, sql), SQLITE_OK);
    sqlite3_close(db);
}

static void check_open(const char *name, int create, muster_status status) {
    muster_store *store;
    CHECK_INT(muster_store_open(&store, path_of(name), create, &error), status);
    if (status != MUSTER_OK) {
        CHECK(!store && error.message[0]);
        CHECK(strcmp(error.file, path_of(name)) == 0);
    }
    muster_store_close(store);
}

static void test_foreign_files(void) {
    static char noise[8192];
    memset(noise, 'x', sizeof noise);
    make_file("noise.db", noise, sizeof noise);
    check_open("noise.db", 0, MUSTER_FOREIGN);
    check_open("noise.db", 1, MUSTER_FOREIGN);
    make_database("other.db", "CREATE TABLE t (x); PRAGMA application_id = 7");
    check_open("other.db", 1, MUSTER_FOREIGN);
    make_database("plain.db", "CREATE TABLE t (x)");
    check_open("plain.db", 1, MUSTER_FOREIGN);
    make_database("newer.db", "CREATE TABLE t (x); PRAGMA application_id = 0x4D535452; PRAGMA user_version = 99");
    check_open("newer.db", 0, MUSTER_FOREIGN);
    check_open("newer.db", 1, MUSTER_FOREIGN);
    make_file("empty.db", "", 0);
    check_open("empty.db", 0, MUSTER_FOREIGN);
    check_open("empty.db", 1, MUSTER_OK);
    check_open("missing.db", 0, MUSTER_IO);
    check_open(".", 1, MUSTER_IO);
    check_open("no/such/folder/facts.db", 1, MUSTER_IO);
}

static void test_locked(void) {
    sqlite3 *db;
    muster_store *store = open_store("locked.db");
    sqlite3_busy_timeout(store->db, 10);
    CHECK_INT(muster_store_begin(store, "k", NULL, &error), MUSTER_OK);
    sqlite3_open(path_of("locked.db"), &db);
    CHECK_INT(store_run_sql(db, "BEGIN IMMEDIATE"), SQLITE_OK);
    make_doc("story", "2025-03-14");
    CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_DATABASE);
    CHECK(strstr(error.message, "locked"));
    CHECK_INT(store_run_sql(db, "ROLLBACK"), SQLITE_OK);
    CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_OK); /* goes on where it was */
    CHECK_INT(muster_store_end(store, &error), MUSTER_OK);
    sqlite3_close(db);
    muster_store_close(store);
}

static void test_full(void) {
    muster_store *store = open_store("full.db");
    CHECK_INT(muster_store_begin(store, "k", NULL, &error), MUSTER_OK);
    make_doc("first", "2025-03-14");
    CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_OK);
    int code;
    char limit[64];
    snprintf(limit, sizeof limit, "PRAGMA max_page_count = %lld", (long long)store_integer(store->db, "PRAGMA page_count", &code));
    store_run_sql(store->db, limit);
    char *long_title = malloc(100000);
    memset(long_title, 'x', 100000);
    make_doc("second", "2025-03-14");
    doc.title = (str){long_title, 100000};
    CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_DATABASE);
    CHECK(strstr(error.message, "full"));
    store_run_sql(store->db, "PRAGMA max_page_count = 100000");
    make_doc("third", "2025-03-14");
    CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_OK); /* rules undone with the failed one are there again */
    CHECK_INT(muster_store_end(store, &error), MUSTER_OK);
    muster_store_close(store);
    free(long_title);
    CHECK_INT(number("full.db", "SELECT count(*) FROM document WHERE doc IN ('first', 'third')"), 2);
    CHECK_INT(number("full.db", "SELECT count(*) FROM document"), 2);
    CHECK_INT(number("full.db", "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

/* A run that is killed loses no finished document: another connection sees them before the end. */
static void test_killed(void) {
    muster_store *store = open_store("killed.db");
    CHECK_INT(muster_store_begin(store, "k", NULL, &error), MUSTER_OK);
    make_doc("story", "2025-03-14");
    CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_OK);
    CHECK_INT(number("killed.db", "SELECT count(*) FROM quote"), 1);
    CHECK_INT(number("killed.db", "SELECT count(*) FROM run WHERE ended IS NULL"), 1);
    muster_store_close(store);
}

static void test_migration(void) {
    static const store_step old[] = {{1, "CREATE TABLE run (id INTEGER PRIMARY KEY) STRICT"}};
    static const store_step steps[] = {{1, "CREATE TABLE run (id INTEGER PRIMARY KEY) STRICT"},
                                       {2, "ALTER TABLE run ADD COLUMN note TEXT"},
                                       {3, "CREATE INDEX run_note ON run (note); INSERT INTO run VALUES (7, 'new')"}};
    static const store_step broken[] = {{4, "CREATE TABLE more (x); CREATE TABLE run (twice)"}};
    sqlite3 *db;
    store_condition found;
    int code;
    sqlite3_open(path_of("old.db"), &db);
    CHECK_INT(store_migrate(db, old, 1, &error), MUSTER_OK);
    CHECK_INT(store_run_sql(db, "INSERT INTO run VALUES (1)"), SQLITE_OK);
    CHECK_INT(store_inspect(db, 3, &found, &error), MUSTER_OK);
    CHECK_INT(found, STORE_older);
    CHECK_INT(store_migrate(db, steps, 3, &error), MUSTER_OK);
    CHECK_INT(store_inspect(db, 3, &found, &error), MUSTER_OK);
    CHECK_INT(found, STORE_current);
    CHECK_INT(store_integer(db, "SELECT count(*) FROM run", &code), 2);
    CHECK(store_migrate(db, broken, 1, &error) != MUSTER_OK); /* all or nothing */
    CHECK_INT(store_integer(db, "PRAGMA user_version", &code), 3);
    CHECK_INT(store_integer(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'more'", &code), 0);
    sqlite3_close(db);
}

/* A new database has what one has that was brought up step by step. */
static void test_newest(void) {
    static const char differences[] = "SELECT count(*) FROM (SELECT type, name, tbl_name, sql FROM stepped.sqlite_schema EXCEPT "
                                      "SELECT type, name, tbl_name, sql FROM main.sqlite_schema)";
    sqlite3 *db;
    int code;
    sqlite3_open(path_of("stepped.db"), &db);
    CHECK_INT(store_migrate(db, store_steps, store_step_count, &error), MUSTER_OK);
    sqlite3_int64 objects = store_integer(db, "SELECT count(*) FROM sqlite_schema", &code);
    sqlite3_close(db);
    CHECK_INT(store_steps[store_step_count - 1].version, store_newest.version);
    sqlite3_open(path_of("newest.db"), &db);
    CHECK_INT(store_migrate(db, &store_newest, 1, &error), MUSTER_OK);
    CHECK_INT(store_integer(db, "SELECT count(*) FROM sqlite_schema", &code), objects);
    char attach[600];
    snprintf(attach, sizeof attach, "ATTACH '%s' AS stepped", path_of("stepped.db"));
    CHECK_INT(store_run_sql(db, attach), SQLITE_OK);
    CHECK_INT(store_integer(db, differences, &code), 0);
    CHECK_INT(code, SQLITE_OK);
    sqlite3_close(db);
}

/* A database from before quotes were weighed: its rows stay, the new columns are empty, and more can be added. */
static void test_old_quotes(void) {
    sqlite3 *db;
    sqlite3_open(path_of("before.db"), &db);
    CHECK_INT(store_migrate(db, store_steps, 2, &error), MUSTER_OK);
    CHECK_INT(store_run_sql(db, "INSERT INTO run (id, started, versions, engine) VALUES (1, '2025', 'v', 'e');"
                                "INSERT INTO rule (id, name) VALUES (1, 'r');"
                                "INSERT INTO document (id, doc, hash, length, run, text) VALUES (1, 'd', 'h', 3, 1, 'abc');"
                                "INSERT INTO quote (document, start, \"end\", said, kind, stance, speaker, rule, run) "
                                "VALUES (1, 0, 3, 'abc', 'direct', 'asserted', 'Jane Doe', 1, 1);"
                                "INSERT INTO figure (document, start, \"end\", low, unit, measure, rule, run) "
                                "VALUES (1, 0, 1, 7, 'people', 'killed', 1, 1);"
                                "INSERT INTO signature VALUES (1, 3, x'01020304')"),
              SQLITE_OK);
    sqlite3_close(db);
    muster_store *store = open_store("before.db");
    if (!store) return;
    CHECK_INT(SAID(.by = "doe"), 1);
    CHECK_INT(muster_store_begin(store, "k", NULL, &error), MUSTER_OK);
    make_doc("story", "2025-03-14");
    CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_OK);
    CHECK_INT(muster_store_end(store, &error), MUSTER_OK);
    muster_store_close(store);
    CHECK_INT(number("before.db", "PRAGMA user_version"), store_newest.version);
    CHECK_INT(number("before.db", "SELECT count(*) FROM document WHERE format IS NULL AND url IS NULL"), 1);
    CHECK_INT(number("before.db", "SELECT count(*) FROM block WHERE source IS NOT NULL") > 0, 1);
    CHECK_INT(number("before.db", "SELECT count(*) FROM signature WHERE document = 1 AND shingles = 3 AND hashes = x'01020304'"), 1);
    CHECK_INT(number("before.db", "SELECT count(*) FROM sqlite_schema WHERE name IN ('mention_rule', 'entity_name', 'quote_same')"), 0);
    CHECK_INT(number("before.db", "SELECT count(*) FROM entity WHERE runner_up IS NULL") > 0, 1);
    CHECK_INT(number("before.db", "SELECT count(*) FROM units"), 0);
    CHECK_INT(number("before.db", "SELECT count(*) FROM counted WHERE low = 7 AND actor IS NULL"), 1);
    CHECK_INT(number("before.db", "SELECT count(*) FROM said WHERE hedge IS NULL AND doubt IS NULL"), 2);
}

/* A table that somebody else named like that of the rows being stored is told, and nothing of it is taken for a fact. */
static void test_rows_of_others(void) {
    muster_store *store = open_store("others.db");
    CHECK_INT(store_run_sql(store->db,
                            "CREATE TABLE main.muster_row AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) "
                            "SELECT i c1, i c2, i c3, i c4, i c5, i c6, i c7, i c8, i c9, i c10 FROM n"),
              SQLITE_OK);
    CHECK_INT(muster_store_begin(store, "k", NULL, &error), MUSTER_OK);
    make_doc("story", "2025-03-14");
    CHECK(muster_store_add(store, &doc, NULL, &error) != MUSTER_OK);
    CHECK_INT(muster_store_end(store, &error), MUSTER_OK);
    muster_store_close(store);
    CHECK_INT(number("others.db", "SELECT (SELECT count(*) FROM document) + (SELECT count(*) FROM block)"), 0);
}

static void test_read_only_folder(void) {
    if (geteuid() == 0) return; /* nothing is read-only to root */
    chmod(folder, 0500);
    check_open("rows.db", 0, MUSTER_OK);
    chmod(folder, 0700);
    chmod(path_of("rows.db"), 0400);
    check_open("rows.db", 1, MUSTER_DATABASE);
    chmod(path_of("rows.db"), 0600);
}

int main(void) {
    if (!mkdtemp(folder)) return 1;
    test_adding();
    test_rows();
    test_queries();
    test_words();
    test_foreign_files();
    test_locked();
    test_full();
    test_killed();
    test_migration();
    test_newest();
    test_old_quotes();
    test_rows_of_others();
    test_read_only_folder();
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    if (system(command) != 0) return 1;
    CHECK_DONE();
}
