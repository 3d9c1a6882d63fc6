/* store_quote.c: the quotes of a document into the tables: each with who else may have said it and whom its speaker has it from, then what
 * stands between quotation marks though nobody is seen to say it. */
#include "store/store_db.h"

static void index_quote(store_adding *a, sqlite3_int64 row, muster_text said) {
    sqlite3_stmt *s = store_start_row(a, INDEX_QUOTE);
    if (!s) return;
    sqlite3_bind_int64(s, 1, row);
    store_bind_required(s, 2, said);
    store_finish(a, s);
}

/* A row that begins with its quote, not its document. */
static sqlite3_stmt *start_of_quote(store_adding *a, int which, sqlite3_int64 row, size_t number) {
    sqlite3_stmt *s = store_start_row(a, which);
    if (!s) return NULL;
    sqlite3_bind_int64(s, 1, row);
    sqlite3_bind_int64(s, 2, (sqlite3_int64)number);
    return s;
}

static void add_candidates(store_adding *a, const muster_quote_view *q, sqlite3_int64 row) {
    for (size_t i = 0; i < sizeof q->candidates / sizeof *q->candidates && q->candidates[i] && a->code == SQLITE_OK; i++) {
        sqlite3_int64 entity = store_entity_row(a, q->candidates[i]);
        sqlite3_stmt *s = entity ? start_of_quote(a, ADD_CANDIDATE, row, i) : NULL;
        if (!s) return;
        sqlite3_bind_int64(s, 3, entity);
        store_finish(a, s);
    }
}

/* The relays of a quote; they come in order of their quotes, *next is the first of this one. */
static void add_relays(store_adding *a, size_t quote, sqlite3_int64 row, size_t *next) {
    for (; *next < muster_doc_relay_count(a->doc) && a->code == SQLITE_OK; (*next)++) {
        muster_relay_view r;
        muster_doc_relay(a->doc, *next, &r);
        if (r.quote != quote) return;
        sqlite3_stmt *s = start_of_quote(a, ADD_RELAY, row, *next);
        if (!s) return;
        store_bind_required(s, 3, r.speaker);
        store_bind_id(s, 4, store_entity_row(a, r.speaker_entity));
        store_bind_text(s, 5, r.cue);
        store_bind_span(s, 6, r.start, r.end);
        store_finish(a, s);
    }
}

static void add_quote(store_adding *a, size_t number, size_t *relay) {
    muster_quote_view view, *q = &view;
    muster_doc_quote(a->doc, number, q);
    sqlite3_int64 rule = store_rule_of(a, &q->from);
    muster_text said = muster_doc_slice(a->doc, q->start, q->end);
    sqlite3_stmt *s = store_start_row(a, ADD_QUOTE);
    if (!s) return;
    store_bind_sentence(a, s, 2, q->sentence);
    store_bind_span(s, 3, q->start, q->end);
    store_bind_required(s, 5, said);
    store_bind_word(s, 6, q->kind);
    store_bind_word(s, 7, q->stance);
    store_bind_text(s, 8, q->speaker);
    store_bind_id(s, 9, store_entity_row(a, q->speaker_entity));
    store_bind_optional_span(s, 10, q->speaker_start, q->speaker_end);
    store_bind_text(s, 12, q->cue);
    store_bind_optional_span(s, 13, q->cue_start, q->cue_end);
    store_bind_text(s, 15, q->reason);
    store_bind_text(s, 16, q->from.entry);
    sqlite3_bind_int64(s, 17, rule);
    sqlite3_bind_int64(s, 18, a->store->run);
    store_bind_text(s, 19, q->hedge);
    store_bind_text(s, 20, q->doubt);
    store_bind_id(s, 21, store_same_words(said));
    store_finish(a, s);
    sqlite3_int64 row = sqlite3_last_insert_rowid(a->store->db);
    index_quote(a, row, said);
    add_candidates(a, q, row);
    add_relays(a, number, row, relay);
}

static void add_stray(store_adding *a, size_t number) {
    muster_stray_view stray;
    muster_doc_stray(a->doc, number, &stray);
    sqlite3_stmt *s = store_start_row(a, ADD_UNATTRIBUTED);
    if (!s) return;
    sqlite3_bind_int64(s, 2, (sqlite3_int64)number);
    store_bind_sentence(a, s, 3, stray.sentence);
    store_bind_span(s, 4, stray.start, stray.end);
    store_bind_required(s, 6, muster_doc_slice(a->doc, stray.start, stray.end));
    store_bind_required(s, 7, stray.reason);
    store_finish(a, s);
}

void store_add_quotes(store_adding *a) {
    size_t relay = 0;
    for (size_t i = 0, n = muster_doc_quote_count(a->doc); i < n && a->code == SQLITE_OK; i++) add_quote(a, i, &relay);
    for (size_t i = 0, n = muster_doc_stray_count(a->doc); i < n && a->code == SQLITE_OK; i++) add_stray(a, i);
}
