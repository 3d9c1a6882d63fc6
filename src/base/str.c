/* str.c: small helpers on stretches of text. */
#include "base/str.h"

#include <stdlib.h>
#include <xxhash.h>

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s) {
    while (s.size && is_space(s.data[0])) s = str_slice(s, 1, s.size);
    while (s.size && is_space(s.data[s.size - 1])) s.size--;
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
    char digits[64];
    if (!s.size || s.size >= sizeof digits) return false;
    for (size_t i = 0; i < s.size; i++)
        if (!(ascii_digit(s.data[i]) || s.data[i] == '.' || ((s.data[i] == '-' || s.data[i] == '+') && i == 0))) return false;
    memcpy(digits, s.data, s.size);
    digits[s.size] = '\0';
    char *end;
    double value = strtod(digits, &end);
    if (end != digits + s.size) return false;
    *out = value;
    return true;
}

uint64_t str_hash(str s) {
    return XXH3_64bits(s.data ? s.data : "", s.size);
}
