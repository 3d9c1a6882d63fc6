/* store_claim.c: the claims of a document into their tables, with the accounts they belong to and the signature of the text. */
#include "store/store_db.h"

static void add_accounts(store_adding *a) {
    size_t count = muster_doc_account_count(a->doc);
    for (size_t i = 0; i < count; i++) {
        muster_account_view view;
        muster_doc_account(a->doc, i, &view);
        sqlite3_stmt *s = store_start_row(a, ADD_ACCOUNT);
        if (!s) return;
        sqlite3_bind_int64(s, 2, (sqlite3_int64)i);
        sqlite3_bind_int64(s, 3, view.start);
        sqlite3_bind_int64(s, 4, view.end);
        if (view.minute < 0)
            sqlite3_bind_null(s, 5);
        else
            sqlite3_bind_int64(s, 5, view.minute);
        store_bind_text(s, 6, view.place);
        store_bind_text(s, 7, view.country);
        store_bind_text(s, 8, view.date);
        store_bind_text(s, 9, view.names);
        store_bind_text(s, 10, view.words);
        store_finish(a, s);
    }
}

static void bind_place(sqlite3_stmt *s, int at, const muster_claim_view *c) {
    store_bind_text(s, at, c->place);
    store_bind_text(s, at + 1, c->place_id);
    store_bind_text(s, at + 2, c->region);
    store_bind_text(s, at + 3, c->country);
    sqlite3_bind_int64(s, at + 4, c->broad);
    if (c->has_position) {
        sqlite3_bind_double(s, at + 5, c->latitude);
        sqlite3_bind_double(s, at + 6, c->longitude);
    } else {
        sqlite3_bind_null(s, at + 5);
        sqlite3_bind_null(s, at + 6);
    }
}

static void add_claim(store_adding *a, const muster_claim_view *c) {
    sqlite3_stmt *s = store_start_row(a, ADD_CLAIM);
    if (!s) return;
    sqlite3_bind_int64(s, 2, c->account);
    store_bind_sentence(a, s, 3, c->sentence);
    if (c->figure == MUSTER_NONE)
        sqlite3_bind_null(s, 4);
    else
        sqlite3_bind_int64(s, 4, a->figures + 1 + c->figure);
    sqlite3_bind_int64(s, 5, c->start);
    sqlite3_bind_int64(s, 6, c->end);
    store_bind_bound(s, 7, c->has_low, c->low);
    store_bind_bound(s, 8, c->has_high, c->high);
    store_bind_word(s, 9, c->qualifier);
    store_bind_word(s, 10, c->unit);
    store_bind_word(s, 11, c->measure);
    store_bind_word(s, 12, c->scope);
    store_bind_word(s, 13, c->told);
    store_bind_text(s, 14, c->counted);
    store_bind_text(s, 15, c->noun);
    store_bind_text(s, 16, c->group);
    store_bind_text(s, 17, c->side);
    bind_place(s, 18, c);
    store_bind_text(s, 25, c->date);
    store_bind_word(s, 26, c->dated);
    store_bind_text(s, 27, c->since);
    store_bind_text(s, 28, c->source);
    store_bind_id(s, 29, store_entity_row(a, c->source_entity));
    store_bind_text(s, 30, c->words);
    sqlite3_bind_int64(s, 31, a->store->run);
    store_finish(a, s);
}

/* Little-endian, whatever the machine. */
static void add_signature(store_adding *a) {
    enum { HASHES = 256 };
    unsigned char bytes[HASHES * 4];
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
    add_accounts(a);
    for (size_t i = 0, n = muster_doc_claim_count(a->doc); i < n && a->code == SQLITE_OK; i++) {
        muster_claim_view c;
        muster_doc_claim(a->doc, i, &c);
        add_claim(a, &c);
    }
    add_signature(a);
}
