/* store_merge.c: the documents of another database into this one, so that a collection may be read in parts on several machines. Documents
 * are known by name and path. One that is here already is left alone if it is the same; if not, the one from the later run stays, on either
 * side: so merging twice is merging once, and the order of merging does not matter.
 *
 * What is copied is read off the schema: every table with a foreign key to document, or to a table that has one. A key to a row of the
 * other database becomes the key of the copy: the document's is given, those of the document's other rows move by one distance a table,
 * those of rules and runs are looked up. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/error.h"
#include "store/store_db.h"

enum { MOST_TABLES = 32, MOST_TEXT = 8192, BATCH = 64, OLD = 1, NEW = 2, FIRST_DISTANCE = 3 };

/* A table of which each row belongs to a document. */
typedef struct part {
    char name[64];
    char belongs[160];  /* condition: the rows of the document ?1 */
    bool numbered;      /* its rows have an id, which moves by ?(FIRST_DISTANCE + its index) */
    sqlite3_stmt *copy; /* INSERT … SELECT: ?1 the document there, ?2 here, then the distances */
    sqlite3_stmt *distance;
} part;

typedef struct merging {
    muster_store *store;
    sqlite3 *db;
    part parts[MOST_TABLES];
    int part_count;
    sqlite3_stmt *next, *copy_run, *note_run, *find_run, *copy_document;
    sqlite3_stmt *texts, *quotes; /* for the full text */
    sqlite3_int64 copied[BATCH];  /* ids here of the documents of this batch */
    int copied_count;
    int code; /* of SQLite; once it is not SQLITE_OK, everything is a no-op */
} merging;

typedef struct text_of_sql {
    char at[MOST_TEXT];
    size_t size;
} text_of_sql;

static void add(text_of_sql *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(text_of_sql *to, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(to->at + to->size, sizeof to->at - to->size, format, arguments);
    va_end(arguments);
    to->size += size > 0 ? (size_t)size : 0;
    if (to->size >= sizeof to->at) to->size = sizeof to->at - 1;
}

static sqlite3_stmt *prepare(merging *m, const char *sql) {
    sqlite3_stmt *s = NULL;
    if (m->code == SQLITE_OK) m->code = sqlite3_prepare_v2(m->db, sql, -1, &s, NULL);
    return s;
}

/* True while there are rows. */
static bool row(merging *m, sqlite3_stmt *s) {
    if (m->code != SQLITE_OK) return false;
    int code = sqlite3_step(s);
    if (code == SQLITE_ROW) return true;
    sqlite3_reset(s);
    if (code != SQLITE_DONE) m->code = code;
    return false;
}

static void run(merging *m, sqlite3_stmt *s) {
    while (row(m, s)) {
    }
}

static void run_text(merging *m, const char *sql) {
    if (m->code == SQLITE_OK) m->code = store_run_sql(m->db, sql);
}

static const char *column(sqlite3_stmt *s, int at) {
    const char *text = (const char *)sqlite3_column_text(s, at);
    return text ? text : "";
}

/* --- What the schema says --- */

static int part_of(const merging *m, const char *name) {
    for (int i = 0; i < m->part_count; i++)
        if (strcmp(m->parts[i].name, name) == 0) return i;
    return -1;
}

static void add_part(merging *m, const char *name, const char *key, const char *parent) {
    if (part_of(m, name) >= 0 || m->part_count == MOST_TABLES) return;
    part *p = &m->parts[m->part_count++];
    snprintf(p->name, sizeof p->name, "%s", name);
    if (strcmp(parent, "document") == 0)
        snprintf(p->belongs, sizeof p->belongs, "\"%s\" = ?1", key);
    else
        snprintf(p->belongs, sizeof p->belongs, "\"%s\" IN (SELECT id FROM other.\"%s\" WHERE document = ?1)", key, parent);
}

/* The tables that hang on a document, then those that hang on these and not on a document. */
static void find_parts(merging *m) {
    static const char sql[] = "SELECT t.name, k.\"from\", k.\"table\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) k "
                              "WHERE t.type = 'table' AND k.\"table\" NOT IN ('rule', 'run') AND k.\"to\" = 'id' AND t.name <> 'document' "
                              "ORDER BY k.\"table\" <> 'document', t.rowid, k.id";
    sqlite3_stmt *s = prepare(m, sql);
    while (row(m, s))
        if (strcmp(column(s, 2), "document") == 0 || part_of(m, column(s, 2)) >= 0) add_part(m, column(s, 0), column(s, 1), column(s, 2));
    sqlite3_finalize(s);
    for (int i = 0; i < m->part_count; i++) {
        char text[256];
        snprintf(text, sizeof text, "SELECT count(*) FROM pragma_table_info('%s') WHERE name = 'id' AND pk = 1", m->parts[i].name);
        m->parts[i].numbered = m->code == SQLITE_OK && store_integer(m->db, text, &m->code) == 1;
    }
}

/* What a column's value becomes in the copy. `parent` is the table that it alone is a key to, or empty. */
static void add_value(const merging *m, text_of_sql *to, const char *table, const char *name, const char *parent) {
    int at = part_of(m, strcmp(name, "id") == 0 ? table : parent);
    if (strcmp(parent, "document") == 0 || (strcmp(name, "id") == 0 && strcmp(table, "document") == 0))
        add(to, "?%d", NEW);
    else if (strcmp(parent, "rule") == 0 || strcmp(parent, "run") == 0)
        add(to, "(SELECT here FROM temp.%s_of WHERE there = \"%s\")", parent, name);
    else if (at >= 0 && m->parts[at].numbered)
        add(to, "\"%s\" + ?%d", name, FIRST_DISTANCE + at);
    else
        add(to, "\"%s\"", name);
}

static sqlite3_stmt *prepare_copy(merging *m, const char *table, const char *condition) {
    static const char sql[] =
        "SELECT c.name, coalesce((SELECT k.\"table\" FROM pragma_foreign_key_list(?1) k WHERE k.\"from\" = c.name AND "
        "k.\"to\" = 'id'), '') FROM pragma_table_info(?1) c ORDER BY c.cid";
    text_of_sql names = {.size = 0}, values = {.size = 0}, text = {.size = 0};
    sqlite3_stmt *s = prepare(m, sql);
    if (s) sqlite3_bind_text(s, 1, table, -1, SQLITE_STATIC);
    while (row(m, s)) {
        add(&names, "%s\"%s\"", names.size ? ", " : "", column(s, 0));
        add(&values, "%s", values.size ? ", " : "");
        add_value(m, &values, table, column(s, 0), column(s, 1));
    }
    sqlite3_finalize(s);
    add(&text, "INSERT INTO main.\"%s\" (%s) SELECT %s FROM other.\"%s\" WHERE %s", table, names.at, values.at, table, condition);
    return prepare(m, text.at);
}

static void prepare_parts(merging *m) {
    for (int i = 0; i < m->part_count; i++) {
        part *p = &m->parts[i];
        p->copy = prepare_copy(m, p->name, p->belongs);
        if (!p->numbered) continue;
        text_of_sql text = {.size = 0};
        add(&text, "SELECT coalesce((SELECT max(id) FROM main.\"%s\"), 0) + 1 - coalesce((SELECT min(id) FROM other.\"%s\" WHERE %s), 0)",
            p->name, p->name, p->belongs);
        p->distance = prepare(m, text.at);
    }
}

static void prepare_all(merging *m) {
    run_text(m, "CREATE TEMP TABLE rule_of (there INTEGER PRIMARY KEY, here INTEGER); "
                "CREATE TEMP TABLE run_of (there INTEGER PRIMARY KEY, here INTEGER)");
    find_parts(m);
    prepare_parts(m);
    /* 0: the same; 1: not here; 2: the other's is later; 3: ours is. */
    m->next = prepare(m, "SELECT d.id, d.run, h.id, CASE WHEN h.id IS NULL THEN 1 "
                         "WHEN h.hash = d.hash AND hr.engine = r.engine AND h.date IS d.date THEN 0 "
                         "WHEN (r.started, r.engine, d.hash, coalesce(d.date, '')) > (hr.started, hr.engine, h.hash, coalesce(h.date, '')) "
                         "THEN 2 ELSE 3 END "
                         "FROM other.document d JOIN other.run r ON r.id = d.run "
                         "LEFT JOIN main.document h ON h.doc = d.doc AND h.path = d.path LEFT JOIN main.run hr ON hr.id = h.run "
                         "WHERE d.id > ?1 ORDER BY d.id LIMIT ?2");
    m->find_run = prepare(m, "SELECT h.id FROM other.run o JOIN main.run h ON h.started = o.started AND h.versions = o.versions AND "
                             "h.engine = o.engine AND h.arguments IS o.arguments AND h.reading IS o.reading WHERE o.id = ?1");
    m->copy_run =
        prepare(m, "INSERT INTO main.run (started, ended, versions, engine, arguments, added, replaced, unchanged, reading) "
                   "SELECT started, ended, versions, engine, arguments, added, replaced, unchanged, reading FROM other.run WHERE id = ?1");
    m->note_run = prepare(m, "INSERT OR REPLACE INTO temp.run_of VALUES (?1, ?2)");
    m->copy_document = prepare_copy(m, "document", "id = ?1");
    m->texts = prepare(m, "SELECT id, title, text FROM main.document WHERE id = ?1");
    m->quotes = prepare(m, "SELECT id, said FROM main.quote WHERE document = ?1");
}

static void finalize_all(merging *m) {
    for (int i = 0; i < m->part_count; i++) {
        sqlite3_finalize(m->parts[i].copy);
        sqlite3_finalize(m->parts[i].distance);
    }
    sqlite3_stmt *all[] = {m->next, m->copy_run, m->note_run, m->find_run, m->copy_document, m->texts, m->quotes};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) sqlite3_finalize(all[i]);
}

/* --- Copying --- */

/* The run of a document has to be here before it. */
static void copy_run(merging *m, sqlite3_int64 there) {
    if (m->code != SQLITE_OK) return;
    sqlite3_int64 here = 0;
    sqlite3_bind_int64(m->find_run, 1, there);
    if (row(m, m->find_run)) here = sqlite3_column_int64(m->find_run, 0);
    sqlite3_reset(m->find_run);
    if (!here) {
        sqlite3_bind_int64(m->copy_run, 1, there);
        run(m, m->copy_run);
        here = sqlite3_last_insert_rowid(m->db);
    }
    sqlite3_bind_int64(m->note_run, 1, there);
    sqlite3_bind_int64(m->note_run, 2, here);
    run(m, m->note_run);
}

static sqlite3_int64 distance_of(merging *m, const part *p, sqlite3_int64 there) {
    sqlite3_int64 distance = 0;
    if (m->code != SQLITE_OK) return 0;
    sqlite3_bind_int64(p->distance, 1, there);
    if (row(m, p->distance)) distance = sqlite3_column_int64(p->distance, 0);
    sqlite3_reset(p->distance);
    return distance;
}

static void bind_keys(sqlite3_stmt *s, sqlite3_int64 there, sqlite3_int64 here, const sqlite3_int64 distances[]) {
    sqlite3_bind_int64(s, OLD, there);
    int count = sqlite3_bind_parameter_count(s);
    if (count >= NEW) sqlite3_bind_int64(s, NEW, here);
    for (int i = FIRST_DISTANCE; i <= count; i++) sqlite3_bind_int64(s, i, distances[i - FIRST_DISTANCE]);
}

/* The distances are measured before anything is copied. */
static void copy_document(merging *m, sqlite3_int64 there, sqlite3_int64 here) {
    sqlite3_int64 distances[MOST_TABLES] = {0};
    if (!here && m->code == SQLITE_OK) here = store_integer(m->db, "SELECT coalesce(max(id), 0) + 1 FROM main.document", &m->code);
    for (int i = 0; i < m->part_count; i++)
        if (m->parts[i].numbered) distances[i] = distance_of(m, &m->parts[i], there);
    if (m->code != SQLITE_OK) return;
    bind_keys(m->copy_document, there, here, distances);
    run(m, m->copy_document);
    for (int i = 0; i < m->part_count && m->code == SQLITE_OK; i++) {
        bind_keys(m->parts[i].copy, there, here, distances);
        run(m, m->parts[i].copy);
    }
    m->copied[m->copied_count++] = here;
}

/* Gives each row of a document to a statement of the full text; its columns are the statement's values. */
static void index_rows(merging *m, sqlite3_stmt *rows, sqlite3_int64 document, int which) {
    if (m->code != SQLITE_OK) return;
    sqlite3_bind_int64(rows, 1, document);
    while (row(m, rows)) {
        sqlite3_stmt *s = store_statement(m->store, which, &m->code);
        if (!s) break;
        for (int i = 0; i < sqlite3_column_count(rows); i++) sqlite3_bind_value(s, i + 1, sqlite3_column_value(rows, i));
        run(m, s);
    }
    sqlite3_reset(rows);
}

/* One transaction of documents behind the id `after`; returns the last one's id, 0 at the end. The full text comes last: a statement that
 * writes many rows has it written out. */
static sqlite3_int64 copy_batch(merging *m, sqlite3_int64 after, muster_merged *counts) {
    sqlite3_int64 there[BATCH], here[BATCH], runs[BATCH], last = 0;
    int what[BATCH], count = 0;
    sqlite3_bind_int64(m->next, 1, after);
    sqlite3_bind_int(m->next, 2, BATCH);
    while (row(m, m->next)) {
        last = there[count] = sqlite3_column_int64(m->next, 0);
        runs[count] = sqlite3_column_int64(m->next, 1);
        here[count] = sqlite3_column_int64(m->next, 2);
        what[count++] = sqlite3_column_int(m->next, 3);
    }
    size_t *const tally[] = {&counts->unchanged, &counts->added, &counts->replaced, &counts->older};
    m->copied_count = 0;
    for (int i = 0; i < count && m->code == SQLITE_OK; i++) {
        ++*tally[what[i]];
        if (what[i] != 1 && what[i] != 2) continue;
        if (what[i] == 2) m->code = store_drop_document(m->store, here[i]);
        copy_run(m, runs[i]);
        copy_document(m, there[i], here[i]);
    }
    for (int i = 0; i < m->copied_count; i++) {
        index_rows(m, m->texts, m->copied[i], INDEX_DOCUMENT);
        index_rows(m, m->quotes, m->copied[i], INDEX_QUOTE);
    }
    return m->code == SQLITE_OK ? last : 0;
}

static void copy_all(merging *m, muster_merged *counts) {
    run_text(m, "BEGIN IMMEDIATE");
    run_text(m, "INSERT OR IGNORE INTO main.rule (name, file, line) SELECT name, file, line FROM other.rule; "
                "INSERT INTO temp.rule_of SELECT o.id, h.id FROM other.rule o JOIN main.rule h USING (name, file, line)");
    for (sqlite3_int64 after = 0; m->code == SQLITE_OK;) {
        muster_merged before = *counts;
        run_text(m, "PRAGMA defer_foreign_keys = ON");
        after = copy_batch(m, after, counts);
        run_text(m, "COMMIT");
        if (m->code != SQLITE_OK) *counts = before; /* the batch is undone */
        if (!after || m->code != SQLITE_OK) break;
        run_text(m, "BEGIN IMMEDIATE");
    }
}

/* --- The other database --- */

static bool same_file(const char *a, const char *b) {
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* Whether it can be merged is asked of it by opening it as a reader does. */
static muster_status attach(muster_store *store, const char *path, muster_error *error) {
    const char *here = sqlite3_db_filename(store->db, "main");
    if (here && same_file(here, path)) return error_set(error, MUSTER_USAGE, "a database cannot be merged into itself");
    muster_store *other;
    muster_status status = muster_store_open(&other, path, 0, error);
    if (status != MUSTER_OK) return status;
    muster_store_close(other);
    sqlite3_stmt *s;
    int code = sqlite3_prepare_v2(store->db, "ATTACH ?1 AS other", -1, &s, NULL);
    if (code == SQLITE_OK) code = sqlite3_bind_text(s, 1, path, -1, SQLITE_STATIC);
    if (code == SQLITE_OK) code = sqlite3_step(s);
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? MUSTER_OK : store_failed(store->db, code, "opening", error);
}

muster_status muster_store_merge(muster_store *store, const char *path, muster_merged *out, muster_error *error) {
    *out = (muster_merged){0};
    if (!store->writable) return error_set(error, MUSTER_USAGE, "the database was opened for reading only");
    muster_status status = attach(store, path, error);
    if (status != MUSTER_OK) return status;
    merging m = {.store = store, .db = store->db};
    prepare_all(&m);
    copy_all(&m, out);
    if (m.code != SQLITE_OK) status = store_failed(store->db, m.code, "merging", error);
    finalize_all(&m);
    if (!sqlite3_get_autocommit(store->db)) store_run_sql(store->db, "ROLLBACK");
    store_forget_rules(store);
    store_run_sql(store->db, "DROP TABLE IF EXISTS temp.rule_of; DROP TABLE IF EXISTS temp.run_of");
    store_run_sql(store->db, "DETACH other");
    if (status == MUSTER_OK) sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return status;
}
