/* store_sentence.c: sentence_text(document, number), the words of a sentence. substr() over a document's text, as the public views have it,
 * takes the whole text anew for each row: of a document of some megabytes, with a row in each sentence, hours. Here the text is taken once
 * for all rows of a document that follow each other, and gone over once where they are in order. */
#include <stdlib.h>

#include "base/utf8.h"
#include "store/store_db.h"

struct store_sentences {
    sqlite3 *db;
    sqlite3_stmt *text, *span; /* prepared when first needed; `text` stands on the row of the document at hand */
    sqlite3_int64 document;
    str whole;          /* of the document at hand; none: there is none */
    size_t point, byte; /* a place in it */
};

static bool prepare(store_sentences *s) {
    static const char text[] = "SELECT text FROM document WHERE id = ?",
                      span[] = "SELECT start, \"end\" FROM sentence WHERE document = ? AND number = ?";
    if (!s->text && sqlite3_prepare_v3(s->db, text, -1, SQLITE_PREPARE_PERSISTENT, &s->text, NULL) != SQLITE_OK) return false;
    return s->span || sqlite3_prepare_v3(s->db, span, -1, SQLITE_PREPARE_PERSISTENT, &s->span, NULL) == SQLITE_OK;
}

static bool take_document(store_sentences *s, sqlite3_int64 document) {
    if (s->whole.data && s->document == document) return true;
    s->whole = STR_NONE;
    s->document = document;
    s->point = s->byte = 0;
    sqlite3_reset(s->text);
    sqlite3_bind_int64(s->text, 1, document);
    int code = sqlite3_step(s->text);
    if (code == SQLITE_ROW) s->whole = store_column(s->text, 0);
    return s->whole.data || code == SQLITE_DONE;
}

/* The byte `count` code points behind one. */
static size_t forward(str text, size_t byte, size_t count) {
    for (; count && byte < text.size; count--)
        for (byte++; byte < text.size && utf8_continues(text.data[byte]);) byte++;
    return byte;
}

/* The byte at which a code point begins, from the one asked for before. */
static size_t byte_of(store_sentences *s, size_t point) {
    if (point >= s->point) s->byte = forward(s->whole, s->byte, point - s->point);
    for (size_t back = s->point; back > point && s->byte; back--)
        for (s->byte--; s->byte && utf8_continues(s->whole.data[s->byte]);) s->byte--;
    s->point = point;
    return s->byte;
}

static void call(sqlite3_context *context, int count, sqlite3_value **values) {
    store_sentences *s = sqlite3_user_data(context);
    (void)count;
    if (sqlite3_value_type(values[1]) == SQLITE_NULL) return;
    if (!prepare(s) || !take_document(s, sqlite3_value_int64(values[0]))) {
        sqlite3_result_error_code(context, sqlite3_extended_errcode(s->db));
        return;
    }
    sqlite3_bind_int64(s->span, 1, s->document);
    sqlite3_bind_int64(s->span, 2, sqlite3_value_int64(values[1]));
    int code = sqlite3_step(s->span);
    if (code == SQLITE_ROW) {
        sqlite3_int64 start = sqlite3_column_int64(s->span, 0), end = sqlite3_column_int64(s->span, 1);
        size_t from = start < 0 ? 0 : byte_of(s, (size_t)start), to = end < start ? from : forward(s->whole, from, (size_t)(end - start));
        sqlite3_result_text64(context, s->whole.data ? s->whole.data + from : "", to - from, SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    sqlite3_reset(s->span);
    if (code != SQLITE_ROW && code != SQLITE_DONE) sqlite3_result_error_code(context, code);
}

int store_sentences_register(muster_store *store) {
    store->sentences = calloc(1, sizeof *store->sentences);
    if (!store->sentences) return SQLITE_NOMEM;
    store->sentences->db = store->db;
    return sqlite3_create_function_v2(store->db, "sentence_text", 2, SQLITE_UTF8, store->sentences, call, NULL, NULL, NULL);
}

void store_sentences_rest(muster_store *store) {
    if (!store->sentences) return;
    sqlite3_reset(store->sentences->text);
    store->sentences->whole = STR_NONE;
}

void store_sentences_free(muster_store *store) {
    if (!store->sentences) return;
    sqlite3_finalize(store->sentences->text);
    sqlite3_finalize(store->sentences->span);
    free(store->sentences);
}
