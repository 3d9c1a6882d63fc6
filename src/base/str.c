/* str.c: small helpers on stretches of text. */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

bool str_starts_caseless(str s, str prefix) {
    if (s.size < prefix.size) return false;
    for (size_t i = 0; i < prefix.size; i++)
        if (ascii_small(s.data[i]) != ascii_small(prefix.data[i])) return false;
    return true;
}

bool str_equal_caseless(str a, str b) {
    return a.size == b.size && str_starts_caseless(a, b);
}

bool str_ends_caseless(str s, str suffix) {
    return s.size >= suffix.size && str_starts_caseless(str_slice(s, s.size - suffix.size, s.size), suffix);
}

bool str_has_caseless(str s, str sought) {
    if (!sought.size) return true;
    char first = ascii_small(sought.data[0]);
    for (size_t at = 0; at + sought.size <= s.size; at++)
        if (ascii_small(s.data[at]) == first && str_starts_caseless(str_slice(s, at, s.size), sought)) return true;
    return false;
}

str str_trim(str s) {
    while (s.size && ascii_space(s.data[0])) s = str_slice(s, 1, s.size);
    while (s.size && ascii_space(s.data[s.size - 1])) s.size--;
    return s;
}

str str_split(str s, char separator, str *rest) {
    const char *at = s.size ? memchr(s.data, separator, s.size) : NULL;
    if (!at) {
        *rest = STR_NONE;
        return s;
    }
    size_t size = (size_t)(at - s.data);
    *rest = str_slice(s, size + 1, s.size);
    return (str){s.data, size};
}

str str_last(str s, char separator) {
    const char *at = s.size ? memrchr(s.data, separator, s.size) : NULL;
    return at ? str_slice(s, (size_t)(at - s.data) + 1, s.size) : s;
}

size_t str_broken(str s, size_t at) {
    enum { INDENT = 40 };
    if (!at || at + 2 >= s.size || !(ascii_letter(s.data[at - 1]) || (unsigned char)s.data[at - 1] >= 0x80)) return 0;
    bool soft = (unsigned char)s.data[at] == 0xC2 && (unsigned char)s.data[at + 1] == 0xAD;
    if (s.data[at] != '-' && !soft) return 0;
    size_t end = at + 1 + soft;
    end += s.data[end] == '\r';
    if (end >= s.size || s.data[end] != '\n') return 0;
    for (end++; end < s.size && end - at < INDENT && (s.data[end] == ' ' || s.data[end] == '\t');) end++;
    return end < s.size && ascii_lower(s.data[end]) ? end - at : 0;
}

str str_one_line(str s, char *to) {
    size_t size = 0;
    for (size_t i = 0; i < s.size; i++) {
        i += str_broken(s, i);
        char c = s.data[i] == '\n' || s.data[i] == '\r' || s.data[i] == '\t' ? ' ' : s.data[i];
        if (c != ' ' || !size || to[size - 1] != ' ') to[size++] = c;
    }
    return (str){to, size};
}

size_t str_count(str s, char c) {
    size_t count = 0;
    const char *end = s.data + s.size;
    for (const char *at = s.data; at < end && (at = memchr(at, c, (size_t)(end - at))); at++) count++;
    return count;
}

bool str_list_has(str list, char separator, str item) {
    for (str rest = list; rest.data;) {
        str part = str_split(rest, separator, &rest);
        if (str_equal(part, item)) return true;
    }
    return false;
}

uint64_t str_list_bits(str list, char separator, const char *const *names, size_t count) {
    uint64_t bits = 0;
    while (list.data) {
        str item = str_split(list, separator, &list);
        for (size_t i = 0; i < count; i++) bits |= (uint64_t)str_is(item, names[i]) << i;
    }
    return bits;
}

/* Up to 15 digits, which a double holds without loss, and a power of ten that it holds too: one division, correctly rounded (Clinger, "How
 * to Read Floating Point Numbers Accurately"). False where the text is no such number, though it may be one. */
static bool short_number(str s, double *out) {
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    size_t at = s.size && s.data[0] == '-', digits = 0, places = 0;
    uint64_t value = 0;
    bool fraction = false;
    for (; at < s.size; at++) {
        unsigned digit = (unsigned char)(s.data[at] - '0');
        if (digit > 9) {
            if (s.data[at] != '.' || fraction) return false;
            fraction = true;
            continue;
        }
        value = value * 10 + digit;
        places += fraction;
        if (++digits > 15) return false;
    }
    if (!digits) return false;
    *out = (double)value / powers[places];
    if (s.data[0] == '-') *out = -*out;
    return true;
}

bool str_number(str s, double *out) {
    if (short_number(s, out)) return true;
    enum { MOST = 64 };
    char text[MOST + sizeof "e-64"]; /* 1.25 is read as 125e-2, since locales write the fraction behind signs of their own */
    size_t size = 0, digits = 0, places = 0;
    bool fraction = false;
    if (s.size >= MOST) return false;
    for (size_t i = 0; i < s.size; i++) {
        char c = s.data[i];
        if (c == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (!ascii_digit(c) && (i || (c != '-' && c != '+'))) return false;
        text[size++] = c;
        digits += ascii_digit(c);
        places += fraction;
    }
    if (!digits) return false;
    snprintf(text + size, sizeof text - size, "e-%zu", places);
    *out = strtod(text, NULL);
    return true;
}

size_t str_put_number(char out[NUMBER_BYTES], double value) {
    int size = 0;
    for (int precision = 15; precision <= 17; precision++) {
        size = snprintf(out, NUMBER_BYTES, "%.*g", precision, value);
        if (strtod(out, NULL) == value) break;
    }
    for (int i = 0; i < size; i++)
        if (!strchr("0123456789+-eE", out[i])) out[i] = '.'; /* some locales write a comma */
    return (size_t)size;
}

uint64_t str_hash(str s) {
    return XXH3_64bits(s.data ? s.data : "", s.size);
}
