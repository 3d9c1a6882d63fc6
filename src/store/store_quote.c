/* store_quote.c: the quotes of a document into the tables: each with who else may have said it and whom its speaker has it from, then what
 * stands between quotation marks though nobody is seen to say it. */
#include "store/store_db.h"

static bool next_quote(store_adding *a) {
    if (a->at == muster_doc_quote_count(a->doc)) return false;
    muster_quote_view view, *q = &view;
    muster_doc_quote(a->doc, a->at++, q);
    muster_text said = muster_doc_slice(a->doc, q->start, q->end);
    store_put_integer(a, a->quotes + (sqlite3_int64)a->at);
    store_put_integer(a, a->document);
    store_put_sentence(a, q->sentence);
    store_put_span(a, q->start, q->end);
    store_put_required(a, said);
    store_put_word(a, q->kind);
    store_put_word(a, q->stance);
    store_put_text(a, q->speaker);
    store_put_id(a, store_entity_row(a, q->speaker_entity));
    store_put_optional_span(a, q->speaker_start, q->speaker_end);
    store_put_text(a, q->cue);
    store_put_optional_span(a, q->cue_start, q->cue_end);
    store_put_text(a, q->reason);
    store_put_provenance(a, &q->from);
    store_put_text(a, q->hedge);
    store_put_text(a, q->doubt);
    store_put_id(a, store_same_words(said));
    return true;
}

/* `at` is the quote, `part` the candidate. */
static bool next_candidate(store_adding *a) {
    for (; a->at < muster_doc_quote_count(a->doc); a->at++, a->part = 0) {
        muster_quote_view q;
        muster_doc_quote(a->doc, a->at, &q);
        bool more = a->part < sizeof q.candidates / sizeof *q.candidates;
        sqlite3_int64 entity = more ? store_entity_row(a, q.candidates[a->part]) : 0;
        if (!entity) continue;
        store_put_integer(a, a->quotes + 1 + (sqlite3_int64)a->at);
        store_put_integer(a, (sqlite3_int64)a->part++);
        store_put_integer(a, entity);
        return true;
    }
    return false;
}

static bool next_relay(store_adding *a) {
    if (a->at == muster_doc_relay_count(a->doc)) return false;
    muster_relay_view r;
    muster_doc_relay(a->doc, a->at, &r);
    store_put_integer(a, a->quotes + 1 + (sqlite3_int64)r.quote);
    store_put_integer(a, (sqlite3_int64)a->at++);
    store_put_required(a, r.speaker);
    store_put_id(a, store_entity_row(a, r.speaker_entity));
    store_put_text(a, r.cue);
    store_put_span(a, r.start, r.end);
    return true;
}

static bool next_stray(store_adding *a) {
    if (a->at == muster_doc_stray_count(a->doc)) return false;
    muster_stray_view stray;
    muster_doc_stray(a->doc, a->at, &stray);
    store_put_integer(a, a->document);
    store_put_integer(a, (sqlite3_int64)a->at++);
    store_put_sentence(a, stray.sentence);
    store_put_span(a, stray.start, stray.end);
    store_put_required(a, muster_doc_slice(a->doc, stray.start, stray.end));
    store_put_null(a); /* the speaker */
    store_put_required(a, stray.reason);
    return true;
}

static void index_quotes(store_adding *a) {
    for (size_t i = 0, n = muster_doc_quote_count(a->doc); i < n; i++) {
        muster_quote_view q;
        muster_doc_quote(a->doc, i, &q);
        sqlite3_stmt *s = store_start_row(a, INDEX_QUOTE);
        if (!s) return;
        sqlite3_bind_int64(s, 1, a->quotes + 1 + (sqlite3_int64)i);
        store_bind_required(s, 2, muster_doc_slice(a->doc, q.start, q.end));
        store_finish(a, s);
    }
}

void store_add_quotes(store_adding *a) {
    a->quotes = store_ask(a, LAST_QUOTE);
    store_copy_rows(a, COPY_quotes, next_quote);
    store_copy_rows(a, COPY_candidates, next_candidate);
    store_copy_rows(a, COPY_relays, next_relay);
    store_copy_rows(a, COPY_strays, next_stray);
    index_quotes(a);
}
