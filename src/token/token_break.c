/* token_break.c: word boundaries of Unicode Standard Annex 29 over UTF-8.
 *
 * The rules are walked by hand with a table of classes, because ICU's break iterator over UTF-16 costs as much as all that Muster may spend
 * on a text. Where a text needs a dictionary (Thai, Han, Kana), syllables (Hangul) or emoji sequences, ICU's iterator does the stretch.
 * Pages of the table are filled when a document first needs them. All boundaries equal ICU's (tests/unit/test_token_break.c).
 */
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "token/token_part.h"

enum { PAGE = 256, PAGES = 0x110000 / PAGE, WINDOW = 4096 };

struct breaker {
    uint8_t ascii[128];
    uint8_t *pages[PAGES];
    UBreakIterator *icu;
    UChar units[WINDOW];
};

/* ICU follows CLDR 42 in two points: the colon is no MidLetter (only Swedish and Finnish write it in words), and @ joins as a letter. */
static uint8_t break_class(UChar32 c) {
    if (c == '@') return BREAK_letter;
    if (c == 0x3A || c == 0xFE55 || c == 0xFF1A) return BREAK_other;
    switch (u_getIntPropertyValue(c, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER: return BREAK_letter;
    case U_WB_HEBREW_LETTER: return BREAK_hebrew;
    case U_WB_NUMERIC: return BREAK_numeric;
    case U_WB_EXTENDNUMLET: return BREAK_connector;
    case U_WB_MIDLETTER: return BREAK_midletter;
    case U_WB_MIDNUM: return BREAK_midnum;
    case U_WB_MIDNUMLET: return BREAK_midnumlet;
    case U_WB_SINGLE_QUOTE: return BREAK_single;
    case U_WB_DOUBLE_QUOTE: return BREAK_double;
    case U_WB_EXTEND:
    case U_WB_FORMAT:
    case U_WB_ZWJ: return BREAK_extend;
    case U_WB_CR:
    case U_WB_LF:
    case U_WB_NEWLINE: return BREAK_newline;
    case U_WB_WSEGSPACE: return BREAK_space;
    default: return BREAK_other;
    }
}

static bool needs_icu(UChar32 c) {
    if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return true;
    if (u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) || u_hasBinaryProperty(c, UCHAR_REGIONAL_INDICATOR)) return true;
    if (u_getIntPropertyValue(c, UCHAR_WORD_BREAK) == U_WB_KATAKANA) return true;
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_HANGUL;
}

static bool is_invisible(UChar32 c) {
    int8_t category = u_charType(c);
    if (category == U_CONTROL_CHAR) return !u_isUWhiteSpace(c);
    return category == U_FORMAT_CHAR && c < 0xE0000 && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static uint8_t classify(UChar32 c) {
    uint8_t class = break_class(c);
    if (u_isUWhiteSpace(c)) class |= BREAK_WHITE;
    if (is_invisible(c)) class |= BREAK_INVISIBLE;
    if (needs_icu(c)) class |= BREAK_ICU;
    return class;
}

breaker *breaker_new(void) {
    breaker *b = calloc(1, sizeof *b);
    if (!b) return NULL;
    UErrorCode status = U_ZERO_ERROR;
    b->icu = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    if (U_FAILURE(status)) {
        free(b);
        return NULL;
    }
    for (UChar32 c = 0; c < 128; c++) b->ascii[c] = classify(c);
    return b;
}

void breaker_free(breaker *b) {
    if (!b) return;
    for (uint32_t i = 0; i < PAGES; i++) free(b->pages[i]);
    ubrk_close(b->icu);
    free(b);
}

static uint8_t lookup(breaker *b, UChar32 c) {
    if (c < 0) return BREAK_other;
    uint8_t **page = &b->pages[c / PAGE];
    if (!*page) {
        uint8_t *fresh = malloc(PAGE);
        if (!fresh) return classify(c); /* slower, but right */
        for (int i = 0; i < PAGE; i++) fresh[i] = classify(c / PAGE * PAGE + i);
        *page = fresh;
    }
    return (*page)[c % PAGE];
}

uint8_t breaker_next(breaker *b, const char *text, uint32_t *at, uint32_t end) {
    uint8_t lead = (uint8_t)text[*at];
    if (lead < 128) {
        ++*at;
        return b->ascii[lead];
    }
    int64_t i = *at;
    UChar32 c;
    U8_NEXT((const uint8_t *)text, i, (int64_t)end, c);
    *at = (uint32_t)i;
    return lookup(b, c);
}

/* The end of the code points of a class that begin there. */
static uint32_t skip(breaker *b, uint8_t class, const char *text, uint32_t at, uint32_t end) {
    while (at < end) {
        uint32_t next = at;
        if ((breaker_next(b, text, &next, end) & BREAK_CLASS) != class) break;
        at = next;
    }
    return at;
}

static bool is_letter(uint8_t class) {
    return class == BREAK_letter || class == BREAK_hebrew;
}

/* What a sign behind a class may join that to: bits. */
enum { JOINS_letter = 1, JOINS_digit = 2, JOINS_hebrew = 4 };

static uint8_t joins_to(uint8_t left, uint8_t sign) {
    bool both = sign == BREAK_midnumlet || sign == BREAK_single;
    uint8_t letters = is_letter(left) && (both || sign == BREAK_midletter) ? JOINS_letter : 0;
    uint8_t digits = left == BREAK_numeric && (both || sign == BREAK_midnum) ? JOINS_digit : 0;
    uint8_t hebrew = left == BREAK_hebrew && sign == BREAK_double ? JOINS_hebrew : 0;
    return letters | digits | hebrew;
}

/* Whether the code point of class `right` is what a sign may join to (WB6, WB7, WB7b, WB7c, WB11, WB12). */
static bool is_joined(uint8_t to, uint8_t right) {
    return (to & JOINS_letter && is_letter(right)) || (to & JOINS_digit && right == BREAK_numeric) ||
           (to & JOINS_hebrew && right == BREAK_hebrew);
}

static bool adjoins(uint8_t left, uint8_t right) {
    bool left_word = is_letter(left) || left == BREAK_numeric || left == BREAK_connector;
    bool right_word = is_letter(right) || right == BREAK_numeric || right == BREAK_connector;
    return (left_word && right_word) || (left == BREAK_hebrew && right == BREAK_single);
}

uint32_t breaker_segment(breaker *b, const char *text, uint32_t at, uint32_t end) {
    char first = text[at];
    uint8_t left = breaker_next(b, text, &at, end) & BREAK_CLASS;
    if (left == BREAK_newline) return first == '\r' && at < end && text[at] == '\n' ? at + 1 : at;
    if (left == BREAK_space) return skip(b, BREAK_extend, text, skip(b, BREAK_space, text, at, end), end);
    for (;;) {
        at = skip(b, BREAK_extend, text, at, end);
        if (at >= end) return end;
        uint32_t next = at;
        uint8_t class = breaker_next(b, text, &next, end) & BREAK_CLASS, to = joins_to(left, class);
        uint32_t behind = to ? skip(b, BREAK_extend, text, next, end) : end;
        uint8_t right = behind < end ? breaker_next(b, text, &behind, end) & BREAK_CLASS : BREAK_other;
        if (is_joined(to, right)) {
            at = behind;
            left = right;
        } else if (adjoins(left, class)) {
            at = next;
            left = class == BREAK_single ? BREAK_other : class;
        } else {
            return at;
        }
    }
}

uint32_t breaker_icu(breaker *b, str text, uint32_t at, uint32_t *ends, uint32_t limit) {
    int64_t i = at;
    int32_t size = 0;
    while (i < (int64_t)text.size && size < WINDOW - 1) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text.data, i, (int64_t)text.size, c);
        if (c < 0) c = 0xFFFD;
        if (c > 0xFFFF) {
            b->units[size++] = U16_LEAD(c);
            b->units[size++] = U16_TRAIL(c);
        } else {
            b->units[size++] = (UChar)c;
        }
    }
    bool whole = i >= (int64_t)text.size;
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(b->icu, b->units, size, &status);
    uint32_t count = 0;
    int64_t byte = at;
    int32_t unit = 0;
    if (U_SUCCESS(status)) {
        ubrk_first(b->icu);
        for (int32_t next = ubrk_next(b->icu); next != UBRK_DONE && count < limit; next = ubrk_next(b->icu)) {
            while (unit < next) {
                UChar32 c;
                U8_NEXT((const uint8_t *)text.data, byte, (int64_t)text.size, c);
                unit += c > 0xFFFF ? 2 : 1;
            }
            ends[count++] = (uint32_t)byte;
        }
    }
    if (!whole && count > 1 && ends[count - 1] == (uint32_t)i) count--; /* the last one may go on behind the window */
    if (!count) ends[count++] = (uint32_t)i;
    return count;
}
