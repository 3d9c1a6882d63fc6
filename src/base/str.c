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

bool str_list_has(str list, char separator, str item) {
    for (str rest = list; rest.data;) {
        str part = str_split(rest, separator, &rest);
        if (str_equal(part, item)) return true;
    }
    return false;
}

bool str_number(str s, double *out) {
    char digits[64];
    if (!s.size || s.size >= sizeof digits) return false;
    for (size_t i = 0; i < s.size; i++)
        if (!((s.data[i] >= '0' && s.data[i] <= '9') || s.data[i] == '.' || ((s.data[i] == '-' || s.data[i] == '+') && i == 0)))
            return false;
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
