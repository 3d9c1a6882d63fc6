/* verify.c: do the facts of a database still stand in the files they were read from? Each file is read again, as its run read it; a
 * document whose bytes are the same has all its facts, of another one each fact's words are looked for in the text as it is now. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bisect.h"
#include "base/error.h"
#include "base/str_search.h"
#include "base/utf8.h"
#include "engine.h"
#include "store/store_db.h"

typedef struct stored {
    sqlite3_int64 id;
    str doc, path, file;
    char hash[65];
    bool seen;
} stored;

typedef struct verifying {
    muster_store *store;
    muster_worker *worker;
    muster_row_fn each;
    void *payload;
    sqlite3_stmt *rows;  /* the documents */
    sqlite3_stmt *facts; /* of one document, in the order of its text */
    arena *memory;
    str reading;           /* how the run of the documents at hand read its files, as the database has it */
    muster_reading how;    /* the same */
    VEC(stored) documents; /* of the file at hand, by path and name */
    bool stopped;
    int code;             /* of SQLite */
    muster_status status; /* of the file at hand, and what was wrong */
    muster_error error;
} verifying;

enum { COLUMN_COUNT = 5 };
static const char *const column_names[COLUMN_COUNT] = {"document", "kind", "text", "problem", "path"};

static void tell(verifying *v, const stored *d, const char *kind, str text, const char *problem) {
    static const int numeric[COLUMN_COUNT] = {0};
    muster_text values[COLUMN_COUNT] = {d->doc, str_from(kind), text, str_from(problem), d->path};
    if (!v->stopped) v->stopped = v->each(COLUMN_COUNT, column_names, values, numeric, v->payload) != 0;
}

static bool is_file(arena *memory, str path) {
    struct stat info;
    arena_mark here = arena_here(memory);
    bool there = stat(arena_str(memory, path).data, &info) == 0 && !S_ISDIR(info.st_mode);
    arena_release(memory, here);
    return there;
}

/* The file of a document's path: "a.zip!b/c.html" is in a.zip, but a file's own name may have such a mark, too. */
static str file_in(arena *memory, str path) {
    for (str rest = path; rest.data;) {
        str_split(rest, '!', &rest);
        str file = {path.data, rest.data ? (size_t)(rest.data - path.data) - 1 : path.size};
        if (rest.data && is_file(memory, file)) return file;
    }
    return path;
}

/* The same, where its name may not be a text. */
static str file_of(arena *memory, str path) {
    str file = file_in(memory, path);
    if (is_file(memory, file)) return file;
    str named = file_in(memory, utf8_unescape(memory, path));
    return is_file(memory, named) ? named : file;
}

/* Tells the facts of a document whose words do not stand in the text. They are gone over twice: what is sought, and what was found. */
static void check_facts(verifying *v, arena *memory, const stored *d, str text) {
    str_search *words = str_search_new(memory);
    VEC(uint32_t) sought = {0};
    sqlite3_bind_int64(v->facts, 1, d->id);
    while ((v->code = sqlite3_step(v->facts)) == SQLITE_ROW) VEC_PUSH(memory, &sought, str_search_add(words, store_column(v->facts, 1)));
    sqlite3_reset(v->facts);
    if (v->code != SQLITE_DONE) return;
    str_search_run(words, text);
    for (uint32_t i = 0; i < sought.count && !v->stopped && (v->code = sqlite3_step(v->facts)) == SQLITE_ROW; i++)
        if (!str_search_found(words, sought.at[i]))
            tell(v, d, (const char *)sqlite3_column_text(v->facts, 0), store_column(v->facts, 1), "its text no longer stands in the file");
    v->code = v->code == SQLITE_DONE || v->code == SQLITE_ROW ? SQLITE_OK : v->code;
    sqlite3_reset(v->facts);
}

static stored *find(verifying *v, str path, str doc) {
    bisection b = {0, v->documents.count};
    while (bisect_open(&b)) {
        const stored *middle = &v->documents.at[bisect_middle(&b)];
        int order = str_compare(middle->path, path);
        bisect_take(&b, (order ? order : str_compare(middle->doc, doc)) < 0);
    }
    stored *found = b.low < v->documents.count ? &v->documents.at[b.low] : NULL;
    return found && str_equal(found->path, path) && str_equal(found->doc, doc) ? found : NULL;
}

typedef struct taking {
    verifying *v;
    const muster_input *input;
} taking;

static void free_doc(void *doc) {
    muster_doc_free(doc);
}

static void compare(arena *memory, void *payload) {
    const taking *t = payload;
    verifying *v = t->v;
    const muster_input *input = t->input;
    str path = str_from(input->path), name = input->id ? str_from(input->id) : read_id(path);
    stored *d = find(v, utf8_escape(memory, path), utf8_escape(memory, name));
    if (!d) return;
    d->seen = true;
    if (strcmp(d->hash, input->hash) == 0) return;
    muster_doc *doc;
    muster_error error;
    if (muster_extract_until(&doc, v->worker, input, "read", &error) != MUSTER_OK) {
        tell(v, d, "document", STR_NONE, error.message);
        return;
    }
    arena_defer(memory, free_doc, doc);
    check_facts(v, memory, d, muster_doc_text(doc));
}

/* A document of the file. Nothing jumps out of here, as the file is open. */
static int take(const muster_input *input, const muster_error *problem, void *payload) {
    verifying *v = payload;
    if (problem || !input) return 0;
    taking t = {v, input};
    v->status = arena_scratch(compare, &t, &v->error);
    return v->stopped || v->code != SQLITE_OK || v->status != MUSTER_OK;
}

static void verify_file(verifying *v) {
    if (!v->documents.count) return;
    muster_error error;
    str file = arena_str(v->memory, v->documents.at[0].file);
    if (file.size && !str_is(file, "-")) muster_read(v->worker->engine, file.data, &v->how, take, v, &error);
    if (v->status != MUSTER_OK) arena_fail(v->memory, &v->error);
    bool gone = file.size && access(file.data, F_OK) != 0;
    const char *absent = "its file is not there";
    if (str_is(file, "-"))
        absent = "it came from standard input: there is no file to read again";
    else if (!str_starts(file, STR("/")))
        absent = "its file is not there (run this where muster add was run: its path is relative)";
    for (uint32_t i = 0; i < v->documents.count && !v->stopped; i++) {
        const stored *d = &v->documents.at[i];
        if (!d->seen) tell(v, d, "document", STR_NONE, gone ? absent : "its file has it no more");
    }
    v->documents.count = 0;
}

static str column(const verifying *v, sqlite3_stmt *s, int at) {
    return arena_str(v->memory, store_column(s, at));
}

/* A text of the row, or NULL. */
static const char *text_at(const verifying *v, sqlite3_stmt *s, int at) {
    str text = column(v, s, at);
    return text.size ? text.data : NULL;
}

/* How the run of a row read its files. Behind the columns of the document the question of muster_verify has one for each of `texts`, in
 * this order, then the four limits. */
static void take_reading(verifying *v, sqlite3_stmt *s) {
    enum { FIRST = 5, TEXTS = 9, LIMITS = FIRST + TEXTS };
    const char **const texts[TEXTS] = {&v->how.format,    &v->how.text_field,   &v->how.title_field, &v->how.id_field, &v->how.date_field,
                                       &v->how.url_field, &v->how.author_field, &v->how.encoding,    &v->how.date};
    v->reading = column(v, s, FIRST - 1);
    for (int i = 0; i < TEXTS; i++) *texts[i] = text_at(v, s, FIRST + i);
    v->how.max_size = (uint64_t)sqlite3_column_int64(s, LIMITS);
    v->how.max_total = (uint64_t)sqlite3_column_int64(s, LIMITS + 1);
    v->how.max_ratio = (uint32_t)sqlite3_column_int64(s, LIMITS + 2);
    v->how.max_depth = (uint32_t)sqlite3_column_int64(s, LIMITS + 3);
}

static void verify_all(arena *memory, void *payload) {
    verifying *v = payload;
    sqlite3_stmt *s = v->rows;
    v->memory = memory;
    v->stopped = v->each(COLUMN_COUNT, column_names, NULL, NULL, v->payload) != 0;
    while (!v->stopped && v->code == SQLITE_OK && (v->code = sqlite3_step(s)) == SQLITE_ROW) {
        stored d = {.id = sqlite3_column_int64(s, 0), .doc = column(v, s, 1), .path = column(v, s, 2)};
        str hash = store_column(s, 3);
        snprintf(d.hash, sizeof d.hash, STR_FMT, STR_ARG(hash));
        v->code = SQLITE_OK;
        d.file = file_of(v->memory, d.path);
        bool same_reading = str_equal(store_column(s, 4), v->reading);
        if (v->documents.count && (!same_reading || !str_equal(v->documents.at[0].file, d.file))) verify_file(v);
        if (!same_reading) take_reading(v, s);
        VEC_PUSH(v->memory, &v->documents, d);
    }
    if (v->code == SQLITE_DONE) v->code = SQLITE_OK;
    if (v->code == SQLITE_OK && !v->stopped) verify_file(v);
}

muster_status muster_verify(muster_store *store, muster_worker *worker, muster_row_fn each, void *payload, muster_error *error) {
    static const char sql[] =
        "SELECT d.id, d.doc, d.path, d.hash, r.reading, r.reading ->> '$.fields.format', r.reading ->> '$.fields.text', "
        "r.reading ->> '$.fields.title', r.reading ->> '$.fields.id', r.reading ->> '$.fields.date', r.reading ->> '$.fields.url', "
        "r.reading ->> '$.fields.author', r.reading ->> '$.encoding', r.reading ->> '$.date', r.reading ->> '$.max_size', "
        "r.reading ->> '$.max_total', r.reading ->> '$.max_ratio', r.reading ->> '$.max_depth' "
        "FROM document d JOIN run r ON r.id = d.run ORDER BY r.reading, d.path, d.doc";
    static const char facts[] =
        "SELECT 'figure', sentence_text(document, sentence), start FROM figure WHERE document = ?1 UNION ALL SELECT 'quote', said, start "
        "FROM quote "
        "WHERE document = ?1 UNION ALL SELECT 'name', a.name, 0 FROM entity e JOIN alias a ON a.entity = e.id WHERE e.document = ?1 "
        "ORDER BY 1, 3";
    verifying v = {.store = store, .worker = worker, .each = each, .payload = payload, .how = MUSTER_READING_INIT};
    v.code = sqlite3_prepare_v2(store->db, sql, -1, &v.rows, NULL);
    if (v.code == SQLITE_OK) v.code = sqlite3_prepare_v2(store->db, facts, -1, &v.facts, NULL);
    if (v.code != SQLITE_OK) {
        sqlite3_finalize(v.rows);
        return store_failed(store->db, v.code, "reading the documents", error);
    }
    muster_status status = arena_scratch(verify_all, &v, error);
    sqlite3_finalize(v.rows);
    sqlite3_finalize(v.facts);
    store_sentences_rest(store);
    if (status != MUSTER_OK) return status;
    if (v.code != SQLITE_OK) return store_failed(store->db, v.code, "reading the facts", error);
    return v.stopped ? error_set(error, MUSTER_STOPPED, "stopped") : MUSTER_OK;
}
