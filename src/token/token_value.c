/* token_value.c: the value of a number in digits: 10,000 · 10 000 · 1.234.567 · 1.5m · 1bn · 13th · 2½. Other digits than ours count too.
 * What has digits but is no number (2024-12-17, 08:15, F-16, 1980s) has none. */
#include <math.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "token/token_part.h"

typedef struct reader {
    str text;
    int32_t at;
} reader;

static UChar32 peek(const reader *r, int32_t *next) {
    int32_t i = r->at;
    UChar32 c = -1;
    if (i < (int32_t)r->text.size) U8_NEXT((const uint8_t *)r->text.data, i, (int32_t)r->text.size, c);
    *next = i;
    return c;
}

/* The digit that stands there, of any script; -1 if none does. *next is behind it. */
static int32_t digit_at(const reader *r, int32_t *next) {
    UChar32 c = peek(r, next);
    int32_t digit = c < 0 ? -1 : u_charDigitValue(c);
    return digit > 9 ? -1 : digit;
}

/* Reads a run of digits; returns how many. */
static uint32_t digits(reader *r, double *value) {
    uint32_t count = 0;
    double sum = 0;
    for (int32_t next, digit; (digit = digit_at(r, &next)) >= 0; r->at = next, count++) sum = sum * 10 + digit;
    *value = sum;
    return count;
}

static bool is_group_sign(UChar32 c) {
    return c == ',' || c == '.' || c == '\'' || c == 0x2019 || c == 0xA0 || c == 0x2009 || c == 0x202F || c == ' ' || c == 0x66C;
}

/* Groups of three behind the leading digits, all with the same sign. A single group behind a stop is a fraction, not a group. */
static bool groups(reader *r, uint32_t leading, double *value) {
    int32_t next;
    UChar32 sign = peek(r, &next);
    if (leading > 3 || !is_group_sign(sign)) return false;
    reader ahead = *r;
    double sum = *value;
    uint32_t count = 0, size = 0;
    while (peek(&ahead, &next) == sign) {
        reader group = {ahead.text, next};
        double part;
        uint32_t found = digits(&group, &part);
        if (found != 3 && (found != 2 || sign != ',' || size == 3)) break; /* two: Indian grouping, 1,50,000 */
        size = found;
        sum = sum * (size == 3 ? 1000 : 100) + part;
        ahead = group;
        count++;
    }
    if (size != 3 || (sign == '.' && count < 2)) return false;
    *r = ahead;
    *value = sum;
    return true;
}

/* A comma before one or two decimals, where stops or spaces group: "12.345.678,90"; "1,2" is a list. */
static bool is_decimal_comma(const reader *r, int32_t next) {
    if (r->at < 5 || memchr(r->text.data, ',', (size_t)r->at)) return false;
    for (int32_t i = r->at - 3; i < r->at; i++)
        if (u_charDigitValue((UChar32)(uint8_t)r->text.data[i]) < 0) return false;
    if (u_charDigitValue((UChar32)(uint8_t)r->text.data[r->at - 4]) >= 0) return false;
    reader ahead = {r->text, next};
    double unused;
    uint32_t count = digits(&ahead, &unused);
    return count >= 1 && count <= 2;
}

/* Adds the decimals behind a point to the value, as many as a double holds, and moves over all of them. */
static void fraction(reader *r, double *value) {
    int32_t next, digit;
    UChar32 c = peek(r, &next);
    if (c != '.' && c != 0x66B && c != 0xB7 && !(c == ',' && is_decimal_comma(r, next))) return;
    reader ahead = {r->text, next};
    double scale = 1, sum = 0;
    if (digit_at(&ahead, &next) < 0) return;
    for (; (digit = digit_at(&ahead, &next)) >= 0; ahead.at = next) {
        if (scale >= 1e15) continue;
        sum = sum * 10 + digit;
        scale *= 10;
    }
    *value += sum / scale;
    *r = ahead;
}

/* "13th", and "3d" and "2d" of brigades. They are no list's: the lists themselves are cut into words by them. */
static bool is_ordinal(const reader *r) {
    str rest = str_slice(r->text, (size_t)r->at, r->text.size);
    if (str_equal_caseless(rest, STR("d"))) return r->at > 0 && (r->text.data[r->at - 1] == '2' || r->text.data[r->at - 1] == '3');
    return str_equal_caseless(rest, STR("st")) || str_equal_caseless(rest, STR("nd")) || str_equal_caseless(rest, STR("rd")) ||
           str_equal_caseless(rest, STR("th"));
}

static bool is_fraction_sign(UChar32 c, double *value) {
    if (!((c >= 0xBC && c <= 0xBE) || (c >= 0x2150 && c <= 0x215E) || c == 0x2189)) return false;
    *value = u_getNumericValue(c);
    return *value != U_NO_NUMERIC_VALUE;
}

/* "2/3": at most three digits each, and less than one, so no date and no "24/7". */
static bool is_slashed(const reader *r, double *value) {
    int32_t next;
    if (r->at > 3 || *value < 1 || peek(r, &next) != '/') return false;
    reader under = {r->text, next};
    double by;
    uint32_t count = digits(&under, &by);
    if (!count || count > 3 || under.at < (int32_t)r->text.size || *value >= by) return false;
    *value /= by;
    return true;
}

/* "2e6": a power of ten behind the digits. */
static bool is_power(const reader *r, double *value) {
    int32_t next;
    UChar32 sign = peek(r, &next);
    if (sign != 'e' && sign != 'E') return false;
    reader ahead = {r->text, next};
    double power;
    uint32_t count = digits(&ahead, &power);
    if (!count || count > 2 || ahead.at < (int32_t)r->text.size) return false;
    *value *= pow(10, power);
    return true;
}

/* What may stand behind the digits: nothing, a scale letter, an ordinal ending, a fraction sign or the lower half of a fraction. */
static uint32_t ending(const token_knowledge *known, const reader *r, double *value) {
    int32_t next;
    UChar32 c = peek(r, &next);
    double part;
    if (c < 0) return SHAPE_NUMBER;
    if (is_fraction_sign(c, &part) && next == (int32_t)r->text.size) {
        *value += part;
        return SHAPE_NUMBER;
    }
    if (is_slashed(r, value) || is_power(r, value)) return SHAPE_NUMBER;
    if (is_ordinal(r)) return SHAPE_ORDINAL;
    double scale = token_knowledge_scale(known, str_slice(r->text, (size_t)r->at, r->text.size));
    if (scale == 0) return 0;
    *value *= scale;
    return SHAPE_NUMBER;
}

uint32_t form_value(const token_knowledge *known, str text, double *value) {
    reader r = {text, 0};
    int32_t next;
    UChar32 first = peek(&r, &next);
    *value = 0;
    if (first >= 0 && is_fraction_sign(first, value)) return next == (int32_t)text.size ? SHAPE_NUMBER : 0;
    uint32_t leading = digits(&r, value);
    if (leading) groups(&r, leading, value);
    int32_t before = r.at;
    fraction(&r, value);
    if (!leading && r.at == before) return 0; /* ".08" is one, "." is none */
    uint32_t shape = ending(known, &r, value);
    if (!shape) *value = 0;
    return shape;
}

/* The bytes of the power at the end of a unit: "km2", "m³". */
static size_t power_size(str text) {
    if (str_ends(text, STR("2")) || str_ends(text, STR("3"))) return 1;
    return str_ends(text, STR("\xC2\xB2")) || str_ends(text, STR("\xC2\xB3")) ? 2 : 0;
}

size_t form_unit_cut(const token_knowledge *known, str text) {
    reader r = {text, 0};
    double value;
    uint32_t leading = digits(&r, &value);
    if (!leading) return 0;
    groups(&r, leading, &value);
    fraction(&r, &value);
    size_t end = text.size - power_size(text), rest = end > (size_t)r.at ? end - (size_t)r.at : 0;
    bool letter = token_knowledge_bits(known, str_slice(text, (size_t)r.at, text.size)) & KNOWN_UNIT_LETTER;
    if (rest == 1) return letter ? (size_t)r.at : 0; /* 100t, 20m2 */
    if (rest < 2 || rest > 5 || ending(known, &r, &value)) return 0;
    bool small = false;
    for (size_t i = (size_t)r.at; i < end; i++) {
        char c = text.data[i];
        if (!ascii_letter(c)) return 0;
        small |= c >= 'a';
    }
    bool plural = rest == 2 && text.data[text.size - 1] == 's'; /* of one letter: "5ks" is no unit */
    return small && !plural ? (size_t)r.at : 0;
}
