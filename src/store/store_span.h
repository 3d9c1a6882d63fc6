/* Stretches of a document: a cursor that turns code points into bytes while it walks forward, for writers that print them in order; which
 * mention stands where; line breaks. */
#ifndef STORE_SPAN_H
#define STORE_SPAN_H

#include "base/utf8.h"

typedef struct span_cursor {
    str text;
    size_t byte;
    uint32_t point;
} span_cursor;

/* Bytes from the cursor to a code point at or behind it; the cursor moves there (or to the end). */
static inline str span_to(span_cursor *c, uint32_t point) {
    size_t from = c->byte;
    while (c->point < point && c->byte < c->text.size) {
        c->byte++;
        while (c->byte < c->text.size && utf8_continues(c->text.data[c->byte])) c->byte++;
        c->point++;
    }
    return str_slice(c->text, from, c->byte);
}

/* Index of the first mention at or behind a position. */
static inline size_t span_mention(const muster_doc *doc, uint32_t point) {
    size_t low = 0, high = muster_doc_mention_count(doc);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        muster_mention_view m;
        muster_doc_mention(doc, middle, &m);
        if (m.start < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Bytes of a line break at `at` (the mandatory ones of Unicode), 0 if there is none. */
static inline size_t span_break(str text, size_t at) {
    unsigned char c = (unsigned char)text.data[at];
    size_t left = text.size - at;
    if (c >= '\n' && c <= '\r') return 1;
    if (c == 0xC2 && left > 1 && (unsigned char)text.data[at + 1] == 0x85) return 2;
    if (c == 0xE2 && left > 2 && (unsigned char)text.data[at + 1] == 0x80 && ((unsigned char)text.data[at + 2] & 0xFE) == 0xA8) return 3;
    return 0;
}

#endif
