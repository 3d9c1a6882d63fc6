/* A stretch of UTF-8, pointer and size; not NUL-terminated, never owned. The same thing as the public muster_text. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "muster.h"

typedef muster_text str;

#define NONE UINT32_MAX /* no index */

#define STR(literal) ((str){"" literal, sizeof(literal) - 1})
#define STR_NONE ((str){NULL, 0})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).size, (s).data ? (s).data : ""

/* Letters and digits of ASCII, whatever the locale. */
static inline bool ascii_digit(int c) {
    return c >= '0' && c <= '9';
}
static inline bool ascii_upper(int c) {
    return c >= 'A' && c <= 'Z';
}
static inline bool ascii_lower(int c) {
    return c >= 'a' && c <= 'z';
}
static inline bool ascii_letter(int c) {
    return ascii_upper(c) || ascii_lower(c);
}
static inline bool ascii_alnum(int c) {
    return ascii_letter(c) || ascii_digit(c);
}
static inline bool ascii_space(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline char ascii_small(char c) {
    return ascii_upper(c) ? (char)(c + ('a' - 'A')) : c;
}

static inline str str_from(const char *text) {
    return (str){text, text ? strlen(text) : 0};
}

/* Whether bytes are the same. Most texts are short: up to 16 bytes they are read as two numbers that overlap. */
static inline bool str_same_bytes(const char *a, const char *b, size_t size) {
    if (size > 16) return memcmp(a, b, size) == 0;
    if (size >= 8) return memcmp(a, b, 8) == 0 && memcmp(a + size - 8, b + size - 8, 8) == 0;
    if (size >= 4) return memcmp(a, b, 4) == 0 && memcmp(a + size - 4, b + size - 4, 4) == 0;
    for (size_t i = 0; i < size; i++)
        if (a[i] != b[i]) return false;
    return true;
}

static inline bool str_equal(str a, str b) {
    return a.size == b.size && (a.size == 0 || (a.data[0] == b.data[0] && str_same_bytes(a.data, b.data, a.size)));
}

static inline bool str_is(str a, const char *literal) {
    size_t size = literal ? strlen(literal) : 0;
    return a.size == size && (size == 0 || memcmp(a.data, literal, size) == 0);
}

/* Bytewise order, the shorter first. */
static inline int str_compare(str a, str b) {
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

static inline str str_slice(str s, size_t start, size_t end) {
    return (str){s.data + start, end - start};
}

static inline bool str_starts(str s, str prefix) {
    return s.size >= prefix.size && (prefix.size == 0 || memcmp(s.data, prefix.data, prefix.size) == 0);
}

static inline bool str_ends(str s, str suffix) {
    return s.size >= suffix.size && (suffix.size == 0 || memcmp(s.data + s.size - suffix.size, suffix.data, suffix.size) == 0);
}

/* The same, and whether one begins with, ends in, or has in it, the other, where the case of ASCII letters does not matter. */
bool str_equal_caseless(str a, str b);
bool str_starts_caseless(str s, str prefix);
bool str_ends_caseless(str s, str suffix);
bool str_has_caseless(str s, str sought);
/* Whether `sought` stands in s; nothing stands in everything. */
static inline bool str_has(str s, str sought) {
    return !sought.size || (s.size && memmem(s.data, s.size, sought.data, sought.size));
}

/* Without ASCII white space at both ends. */
str str_trim(str s);
/* The part before the first separator (all if there is none); *rest is what stands behind it, data NULL if there was none. */
str str_split(str s, char separator, str *rest);
/* The part behind the last separator (all if there is none). */
str str_last(str s, char separator);
/* Bytes of the hyphen (or soft hyphen) at `at`, the line's end and the next line's indent, if a word is broken there: between two letters,
 * the second small; else 0. */
size_t str_broken(str s, size_t at);
/* With one space for each run of spaces, tabs and line ends, and none where a word is broken over lines. It is made at `to`, which has room
 * for all of s. */
str str_one_line(str s, char *to);
/* How often a byte stands in it. */
size_t str_count(str s, char c);
/* Whether a list "a|b|c" has that item. */
bool str_list_has(str list, char separator, str item);
/* Which of the names stand in a list "a|b|c": a bit each, in the order of the names, of which there are at most 64. */
uint64_t str_list_bits(str list, char separator, const char *const *names, size_t count);
/* A decimal number, with optional sign and fraction, that fills the whole text. Here and below: whatever the locale. */
bool str_number(str s, double *out);
/* The shortest decimal form that reads back as the same number, NUL-terminated. Returns its size. */
enum { NUMBER_BYTES = 40 };
size_t str_put_number(char out[NUMBER_BYTES], double value);
/* Hash of bytes (XXH3); the same on every machine. */
uint64_t str_hash(str s);

#endif
