/* store_add.c: a document's facts into the tables, in one transaction. The same document (name and path) is replaced if its bytes, its date
 * or the knowledge changed, and left alone if not, so that adding twice is adding once. */
#include <stdlib.h>

#include "base/error.h"
#include "read/read.h"
#include "store/store_db.h"
#include "store/store_span.h"

typedef store_adding adding;

/* --- The tables --- */

static void add_document(adding *a) {
    sqlite3_stmt *s = store_start(a, ADD_DOCUMENT);
    if (!s) return;
    store_bind_id(s, 1, a->document);
    store_bind_required(s, 2, muster_doc_id(a->doc));
    store_bind_required(s, 3, muster_doc_path(a->doc));
    store_bind_text(s, 4, muster_doc_title(a->doc));
    store_bind_text(s, 5, muster_doc_date(a->doc));
    store_bind_text(s, 6, muster_doc_outlet(a->doc));
    store_bind_text(s, 7, muster_doc_encoding(a->doc));
    store_bind_word(s, 8, muster_doc_hash(a->doc));
    sqlite3_bind_int64(s, 9, (sqlite3_int64)muster_doc_length(a->doc));
    sqlite3_bind_int64(s, 10, a->store->run);
    store_bind_required(s, 11, muster_doc_text(a->doc));
    store_bind_word(s, 12, muster_doc_format(a->doc));
    store_bind_text(s, 13, muster_doc_author(a->doc));
    store_bind_text(s, 14, muster_doc_url(a->doc));
    store_bind_text(s, 15, muster_doc_modified(a->doc));
    store_finish(a, s);
    if (a->code == SQLITE_OK && !a->document) a->document = sqlite3_last_insert_rowid(a->store->db);
    s = store_start_row(a, INDEX_DOCUMENT);
    if (!s) return;
    store_bind_text(s, 2, muster_doc_title(a->doc));
    store_bind_required(s, 3, muster_doc_text(a->doc));
    store_finish(a, s);
}

static bool next_block(adding *a) {
    if (a->at == muster_doc_block_count(a->doc)) return false;
    muster_block_view b;
    muster_doc_block(a->doc, a->at, &b);
    uint32_t source = muster_doc_source(a->doc, b.start);
    store_put_integer(a, a->document);
    store_put_integer(a, (sqlite3_int64)a->at++);
    store_put_span(a, b.start, b.end);
    store_put_word(a, b.kind);
    if (source != MUSTER_NONE)
        store_put_integer(a, source);
    else
        store_put_null(a);
    return true;
}

static bool next_sentence(adding *a) {
    if (a->at == muster_doc_sentence_count(a->doc)) return false;
    muster_sentence_view view;
    muster_doc_sentence(a->doc, a->at, &view);
    store_put_integer(a, a->document);
    store_put_integer(a, (sqlite3_int64)a->at++);
    store_put_span(a, view.start, view.end);
    store_put_integer(a, view.block);
    return true;
}

static void count_mentions(adding *a) {
    size_t count = muster_doc_mention_count(a->doc);
    for (size_t i = 0; i < count; i++) {
        muster_mention_view m;
        muster_doc_mention(a->doc, i, &m);
        if (m.entity && m.entity <= a->entity_count) a->mention_count[m.entity]++;
    }
}

static bool next_entity(adding *a) {
    if (a->at == a->entity_count) return false;
    muster_entity_view e;
    muster_doc_entity(a->doc, a->at++, &e);
    store_put_integer(a, a->entities + (sqlite3_int64)a->at);
    store_put_integer(a, a->document);
    store_put_integer(a, (sqlite3_int64)a->at);
    store_put_word(a, e.kind);
    store_put_required(a, e.name);
    store_put_text(a, e.role);
    store_put_text(a, e.affiliation);
    store_put_text(a, e.link);
    store_put_text(a, e.wikidata);
    store_put_position(a, e.has_position, e.latitude, e.longitude);
    store_put_integer(a, a->mention_count[a->at]);
    store_put_origin(a, &e.from);
    store_put_text(a, e.runner_up);
    store_put_text(a, e.designation);
    store_put_text(a, e.arm);
    store_put_text(a, e.echelon);
    store_put_text(a, e.state);
    store_put_text(a, e.parent);
    return true;
}

static void put_alias(adding *a, uint32_t entity, str name) {
    store_put_integer(a, store_entity_row(a, entity));
    store_put_required(a, name);
}

/* A name in one line, as it is asked for: where the text breaks it, the break is a space. One too long for the room stays as it is. */
static str in_one_line(str name, char room[STORE_NAME_BYTES]) {
    return name.size > STORE_NAME_BYTES || !memchr(name.data, '\n', name.size) ? name : str_one_line(name, room);
}

/* The names of the entities, then what mentions call them besides. */
static bool next_alias(adding *a) {
    muster_entity_view e;
    if (a->at < a->entity_count) {
        muster_doc_entity(a->doc, a->at++, &e);
        put_alias(a, (uint32_t)a->at, e.name);
        return true;
    }
    while (a->part < muster_doc_mention_count(a->doc)) {
        muster_mention_view m;
        muster_doc_mention(a->doc, a->part++, &m);
        if (!store_entity_row(a, m.entity) || a->mention_count[m.entity] < 2) continue;
        str name = in_one_line(muster_doc_slice(a->doc, m.start, m.end), a->name);
        muster_doc_entity(a->doc, m.entity - 1, &e);
        if (str_equal(name, e.name)) continue;
        put_alias(a, m.entity, name);
        return true;
    }
    return false;
}

static bool next_mention(adding *a) {
    if (a->at == muster_doc_mention_count(a->doc)) return false;
    muster_mention_view m;
    muster_doc_mention(a->doc, a->at, &m);
    store_put_integer(a, a->document);
    store_put_integer(a, (sqlite3_int64)a->at++);
    store_put_id(a, store_entity_row(a, m.entity));
    store_put_sentence(a, m.sentence);
    store_put_span(a, m.start, m.end);
    store_put_word(a, m.kind);
    store_put_provenance(a, &m.from);
    return true;
}

static bool is_side(const char *kind) {
    return strcmp(kind, "nationality") == 0 || strcmp(kind, "organisation") == 0 || strcmp(kind, "unit") == 0 || strcmp(kind, "place") == 0;
}

/* Whose the counted are: the first name in the words that say what is counted ("North Korean troops"). */
static str side_of(const adding *a, const muster_figure_view *f) {
    enum { MOST = 64 };
    muster_sentence_view sentence;
    if (!f->of.size || f->sentence >= muster_doc_sentence_count(a->doc)) return STR_NONE;
    muster_doc_sentence(a->doc, f->sentence, &sentence);
    size_t first = span_mention(a->doc, sentence.start), count = muster_doc_mention_count(a->doc);
    for (size_t i = first; i < count && i < first + MOST; i++) {
        muster_mention_view m;
        muster_doc_mention(a->doc, i, &m);
        if (m.start >= sentence.end) break;
        char room[STORE_NAME_BYTES];
        str name = muster_doc_slice(a->doc, m.start, m.end);
        if (!is_side(m.kind) || !name.size || !str_has(f->of, in_one_line(name, room))) continue;
        muster_entity_view e;
        if (!m.entity || m.entity > a->entity_count) return name;
        muster_doc_entity(a->doc, m.entity - 1, &e);
        return e.name;
    }
    return STR_NONE;
}

static bool next_figure(adding *a) {
    if (a->at == muster_doc_figure_count(a->doc)) return false;
    muster_figure_view view, *f = &view;
    muster_doc_figure(a->doc, a->at++, f);
    store_put_integer(a, a->figures + (sqlite3_int64)a->at);
    store_put_integer(a, a->document);
    store_put_sentence(a, f->sentence);
    store_put_span(a, f->start, f->end);
    store_put_bound(a, f->has_low, f->low);
    store_put_bound(a, f->has_high, f->high);
    store_put_word(a, f->qualifier);
    store_put_word(a, f->unit);
    store_put_word(a, f->measure);
    store_put_text(a, f->of);
    store_put_text(a, side_of(a, f));
    store_put_text(a, f->place);
    store_put_id(a, store_entity_row(a, f->place_entity));
    store_put_text(a, f->date);
    store_put_text(a, f->source);
    store_put_id(a, store_entity_row(a, f->source_entity));
    store_put_provenance(a, &f->from);
    store_put_text(a, f->actor);
    store_put_id(a, store_entity_row(a, f->actor_entity));
    return true;
}

/* The statements of the document from one to another, in their order. */
static void run_each(adding *a, int first, int last) {
    for (int which = first; which <= last; which++) {
        sqlite3_stmt *s = store_start_row(a, which);
        if (!s) return;
        store_finish(a, s);
    }
}

static void add_facts(adding *a) {
    add_document(a);
    store_copy_rows(a, COPY_blocks, next_block);
    store_copy_rows(a, COPY_sentences, next_sentence);
    count_mentions(a);
    a->entities = store_ask(a, LAST_ENTITY);
    store_copy_rows(a, COPY_entities, next_entity);
    store_copy_rows(a, COPY_mentions, next_mention);
    store_copy_rows(a, COPY_aliases, next_alias);
    a->figures = store_ask(a, LAST_FIGURE);
    store_copy_rows(a, COPY_figures, next_figure);
    store_add_quotes(a);
    store_add_claims(a);
}

/* The full text first, which is read from the rows; then children before their parents: so no cascade has anything to look for. */
static void drop_facts(adding *a) {
    run_each(a, UNINDEX_DOCUMENT, DROP_DOCUMENT);
}

/* --- Is it there already? --- */

typedef struct stored {
    sqlite3_int64 id;                        /* 0: not there */
    bool same_bytes, same_engine, same_date; /* same_engine: and read by the same fields */
} stored;

/* What a document is known by, and what it is to be compared by. */
typedef struct identity {
    str id, path;
    const char *hash;
    str date;
} identity;

static stored find_stored(muster_store *store, const identity *of, int *code) {
    stored found = {0};
    sqlite3_stmt *s = store_statement(store, ADD_FIND, code);
    if (!s) return found;
    store_bind_required(s, 1, of->id);
    store_bind_required(s, 2, of->path);
    *code = sqlite3_step(s);
    if (*code == SQLITE_ROW) {
        found.id = sqlite3_column_int64(s, 0);
        found.same_bytes = str_equal(store_column(s, 1), str_from(of->hash));
        found.same_date = str_equal(store_column(s, 2), of->date);
        found.same_engine =
            str_equal(store_column(s, 3), str_from(store->engine)) && str_equal(store_column(s, 4), str_from(store->fields));
    }
    if (*code == SQLITE_ROW || *code == SQLITE_DONE) *code = SQLITE_OK;
    sqlite3_reset(s);
    return found;
}

muster_status muster_store_has(muster_store *store, const char *id, const char *path, const char *hash, int *out, muster_error *error) {
    int code;
    *out = 0;
    identity of = {.id = id ? str_from(id) : read_id(str_from(path)), .path = str_from(path), .hash = hash};
    stored found = find_stored(store, &of, &code);
    if (code != SQLITE_OK) return store_failed(store->db, code, "looking a document up", error);
    *out = found.id && found.same_bytes && found.same_engine;
    return MUSTER_OK;
}

static bool is_unchanged(const stored *found) {
    return found->id && found->same_bytes && found->same_engine && found->same_date;
}

/* One document, inside a transaction. *out says what became of it. */
static int add_document_facts(muster_store *store, const muster_doc *doc, muster_add *out) {
    int code;
    identity of = {muster_doc_id(doc), muster_doc_path(doc), muster_doc_hash(doc), muster_doc_date(doc)};
    stored found = find_stored(store, &of, &code);
    *out = is_unchanged(&found) ? MUSTER_UNCHANGED : found.id ? MUSTER_REPLACED : MUSTER_ADDED;
    if (code != SQLITE_OK || *out == MUSTER_UNCHANGED) return code;
    adding a = {.store = store, .doc = doc, .document = found.id, .entity_count = (uint32_t)muster_doc_entity_count(doc)};
    a.mention_count = calloc((size_t)a.entity_count + 1, sizeof *a.mention_count);
    if (!a.mention_count) return SQLITE_NOMEM;
    if (found.id) drop_facts(&a);
    add_facts(&a);
    free(a.mention_count);
    return a.code;
}

static int add_documents(muster_store *store, muster_doc *const *docs, size_t count, muster_add *outs, size_t counts[]) {
    int code = store_run_sql(store->db, "BEGIN IMMEDIATE");
    for (size_t i = 0; i < count && code == SQLITE_OK; i++) {
        muster_add out;
        code = add_document_facts(store, docs[i], &out);
        if (outs) outs[i] = out;
        counts[out]++;
    }
    return code == SQLITE_OK ? store_run_sql(store->db, "COMMIT") : code;
}

muster_status muster_store_add_all(muster_store *store, muster_doc *const *docs, size_t count, muster_add *outs, muster_error *error) {
    if (!store->run) return error_set(error, MUSTER_USAGE, "no run has begun");
    size_t counts[] = {[MUSTER_ADDED] = 0, [MUSTER_REPLACED] = 0, [MUSTER_UNCHANGED] = 0};
    int code = add_documents(store, docs, count, outs, counts);
    if (code == SQLITE_OK) {
        store->added += counts[MUSTER_ADDED];
        store->replaced += counts[MUSTER_REPLACED];
        store->unchanged += counts[MUSTER_UNCHANGED];
        return MUSTER_OK;
    }
    muster_status status = store_failed(store->db, code, "storing", error);
    if (!sqlite3_get_autocommit(store->db)) store_run_sql(store->db, "ROLLBACK");
    store_forget_rules(store);
    return status;
}

muster_status muster_store_add(muster_store *store, const muster_doc *doc, muster_add *out, muster_error *error) {
    muster_doc *one = (muster_doc *)doc; /* only read */
    return muster_store_add_all(store, &one, 1, out, error);
}

int store_drop_document(muster_store *store, sqlite3_int64 document) {
    adding a = {.store = store, .document = document};
    drop_facts(&a);
    return a.code;
}
