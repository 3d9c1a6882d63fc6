/* utf8.c: validity of UTF-8, and repair. One pass each; runs of ASCII are taken eight bytes at a time. */
#include "base/utf8.h"

#include <stdlib.h>

/* Bounds of the second byte, which rule out overlong forms, surrogates and what lies beyond U+10FFFF (Unicode, table 3-7). */
static bool second_fits(unsigned char lead, unsigned char byte) {
    switch (lead) {
    case 0xE0: return byte >= 0xA0 && byte <= 0xBF;
    case 0xED: return byte >= 0x80 && byte <= 0x9F;
    case 0xF0: return byte >= 0x90 && byte <= 0xBF;
    case 0xF4: return byte >= 0x80 && byte <= 0x8F;
    default: return utf8_continues((char)byte);
    }
}

int utf8_sequence(const unsigned char *p, size_t left) {
    unsigned char lead = p[0];
    if (lead < 0x80) return lead ? 1 : -1;
    if (lead < 0xC2 || lead > 0xF4) return -1;
    int size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (left < 2 || !second_fits(lead, p[1])) return -1;
    for (int i = 2; i < size; i++)
        if ((size_t)i >= left || !utf8_continues((char)p[i])) return -i;
    return size;
}

/* Whether eight bytes are all in 0x01 … 0x7F. */
static bool plain_eight(const char *p) {
    uint64_t v;
    memcpy(&v, p, sizeof v);
    uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    return (((v - ones) | v) & highs) == 0;
}

size_t utf8_valid(str text, size_t from) {
    size_t at = from;
    while (at < text.size) {
        while (at + 8 <= text.size && plain_eight(text.data + at)) at += 8;
        if (at == text.size) break;
        int size = utf8_sequence((const unsigned char *)text.data + at, text.size - at);
        if (size < 0) return at;
        at += (size_t)size;
    }
    return at;
}

uint32_t utf8_next_wide(str text, size_t *at) {
    const unsigned char *p = (const unsigned char *)text.data + *at;
    int size = utf8_sequence(p, text.size - *at);
    *at += (size_t)abs(size);
    if (size < 0) return 0xFFFD;
    uint32_t c = size == 2 ? *p & 0x1Fu : size == 3 ? *p & 0x0Fu : *p & 0x07u;
    for (int i = 1; i < size; i++) c = c << 6 | (p[i] & 0x3Fu);
    return c;
}

uint32_t utf8_before(str text, size_t *at) {
    size_t start = *at - 1;
    while (start > 0 && *at - start < 4 && utf8_continues(text.data[start])) start--;
    size_t end = start;
    uint32_t c = utf8_next((str){text.data, *at}, &end);
    bool whole = end == *at;
    *at = whole ? start : *at - 1; /* a stray continuation byte stands alone */
    return whole ? c : 0xFFFD;
}

size_t utf8_length(str text) {
    const uint64_t ones = 0x0101010101010101u;
    size_t count = text.size, i = 0;
    for (; text.size - i >= 8; i += 8) {
        uint64_t v;
        memcpy(&v, text.data + i, sizeof v);
        uint64_t continues = v >> 7 & ~v >> 6 & ones; /* a bit a byte: the highest is set, the next is not */
        count -= continues * ones >> 56;
    }
    for (; i < text.size; i++) count -= utf8_continues(text.data[i]);
    return count;
}

str utf8_cut(str text, size_t most) {
    if (text.size <= most) return text;
    while (most && utf8_continues(text.data[most])) most--;
    return (str){text.data, most};
}

static size_t ill_formed(str text, size_t at) {
    return (size_t)-utf8_sequence((const unsigned char *)text.data + at, text.size - at);
}

str utf8_repair(arena *memory, str text, size_t *broken) {
    static const char replacement[] = "\xEF\xBF\xBD";
    size_t size = text.size, count = 0;
    for (size_t at = utf8_valid(text, 0); at < text.size; at = utf8_valid(text, at)) {
        size_t bad = ill_formed(text, at);
        count++;
        size += 3 - bad;
        at += bad;
    }
    if (broken) *broken = count;
    if (!count) return text;
    char *out = arena_alloc(memory, size + 1), *to = out;
    for (size_t at = 0; at < text.size;) {
        size_t end = utf8_valid(text, at);
        memcpy(to, text.data + at, end - at);
        to += end - at;
        at = end;
        if (at == text.size) break;
        memcpy(to, replacement, 3);
        to += 3;
        at += ill_formed(text, at);
    }
    *to = '\0';
    return (str){out, size};
}

enum { ESCAPE_SIZE = 4 }; /* \xff */

str utf8_escape(arena *memory, str bytes) {
    static const char digits[] = "0123456789abcdef";
    if (utf8_valid(bytes, 0) == bytes.size) return bytes;
    char *out = arena_alloc(memory, bytes.size * ESCAPE_SIZE + 1), *to = out;
    for (size_t at = 0; at < bytes.size;) {
        size_t end = utf8_valid(bytes, at);
        memcpy(to, bytes.data + at, end - at);
        to += end - at;
        if ((at = end) == bytes.size) break;
        for (size_t bad = ill_formed(bytes, at); bad; bad--, at++) {
            unsigned char byte = (unsigned char)bytes.data[at];
            memcpy(to, (char[ESCAPE_SIZE]){'\\', 'x', digits[byte >> 4], digits[byte & 15]}, ESCAPE_SIZE);
            to += ESCAPE_SIZE;
        }
    }
    *to = '\0';
    return (str){out, (size_t)(to - out)};
}

/* The byte that an escape stands for, 0 if there is none: a byte that was escaped is not ASCII. */
static unsigned escaped(const char *at, size_t left) {
    unsigned value = 0;
    if (left < ESCAPE_SIZE || at[0] != '\\' || at[1] != 'x') return 0;
    for (int i = 2; i < ESCAPE_SIZE; i++) {
        bool letter = at[i] >= 'a' && at[i] <= 'f';
        if (!letter && !ascii_digit(at[i])) return 0;
        value = value * 16 + (unsigned)(letter ? at[i] - 'a' + 10 : at[i] - '0');
    }
    return value < 0x80 ? 0 : value;
}

str utf8_unescape(arena *memory, str text) {
    char *out = arena_alloc(memory, text.size + 1);
    size_t size = 0;
    for (size_t at = 0; at < text.size; size++) {
        unsigned byte = escaped(text.data + at, text.size - at);
        out[size] = byte ? (char)byte : text.data[at];
        at += byte ? ESCAPE_SIZE : 1;
    }
    out[size] = '\0';
    return (str){out, size};
}
