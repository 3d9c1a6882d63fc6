/* store_claim.c: the claims of a document into their tables, with the accounts they belong to and the signature of the text. */
#include "base/document.h"
#include "store/store_db.h"

static bool next_account(store_adding *a) {
    if (a->at == muster_doc_account_count(a->doc)) return false;
    muster_account_view view;
    muster_doc_account(a->doc, a->at, &view);
    store_put_integer(a, a->document);
    store_put_integer(a, (sqlite3_int64)a->at++);
    store_put_span(a, view.start, view.end);
    if (view.minute < 0)
        store_put_null(a);
    else
        store_put_integer(a, view.minute);
    store_put_text(a, view.place);
    store_put_text(a, view.country);
    store_put_text(a, view.date);
    store_put_text(a, view.names);
    store_put_text(a, view.words);
    return true;
}

static void put_place(store_adding *a, const muster_claim_view *c) {
    store_put_text(a, c->place);
    store_put_text(a, c->place_id);
    store_put_text(a, c->region);
    store_put_text(a, c->country);
    store_put_integer(a, c->broad);
    store_put_position(a, c->has_position, c->latitude, c->longitude);
}

static bool next_claim(store_adding *a) {
    if (a->at == muster_doc_claim_count(a->doc)) return false;
    muster_claim_view view, *c = &view;
    muster_doc_claim(a->doc, a->at++, c);
    store_put_null(a); /* its id: the next free one */
    store_put_integer(a, a->document);
    store_put_integer(a, c->account);
    store_put_sentence(a, c->sentence);
    store_put_id(a, c->figure == MUSTER_NONE ? 0 : a->figures + 1 + c->figure);
    store_put_span(a, c->start, c->end);
    store_put_bound(a, c->has_low, c->low);
    store_put_bound(a, c->has_high, c->high);
    store_put_word(a, c->qualifier);
    store_put_word(a, c->unit);
    store_put_word(a, c->measure);
    store_put_word(a, c->scope);
    store_put_word(a, c->told);
    store_put_text(a, c->counted);
    store_put_text(a, c->noun);
    store_put_text(a, c->group);
    store_put_text(a, c->side);
    put_place(a, c);
    store_put_text(a, c->date);
    store_put_word(a, c->dated);
    store_put_text(a, c->since);
    store_put_text(a, c->source);
    store_put_id(a, store_entity_row(a, c->source_entity));
    store_put_text(a, c->words);
    store_put_integer(a, a->store->run);
    return true;
}

/* Little-endian, whatever the machine. */
static void add_signature(store_adding *a) {
    unsigned char bytes[SIGNATURE_SIZE * 4];
    uint32_t shingles;
    const uint32_t *hashes = muster_doc_signature(a->doc, &shingles);
    sqlite3_stmt *s = hashes ? store_start_row(a, ADD_SIGNATURE) : NULL;
    if (!s) return;
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)(hashes[i / 4] >> (i % 4 * 8));
    sqlite3_bind_int64(s, 2, shingles);
    sqlite3_bind_blob(s, 3, bytes, sizeof bytes, SQLITE_STATIC);
    store_finish(a, s);
}

void store_add_claims(store_adding *a) {
    store_copy_rows(a, COPY_accounts, next_account);
    store_copy_rows(a, COPY_claims, next_claim);
    add_signature(a);
}
