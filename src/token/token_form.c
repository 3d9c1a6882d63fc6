/* token_form.c: a word form once and for all: its lower case, folded form, shape, value, class. In comes the text as written; the work is
 * done once a form of the lexicon, not once a token, so ICU's slow ways are good enough outside ASCII. */
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "token/token_part.h"

/* --- Folding ------------------------------------------------------------------------------------------------------------------- */

/* Letters that look like a Latin letter with a mark, but have no decomposition. */
static const struct {
    UChar32 from;
    const char *to;
} latin_like[] = {
    {0xDF, "ss"}, {0xE6, "ae"}, {0xF0, "d"},   {0xF8, "o"},   {0xFE, "th"}, {0x111, "d"}, {0x127, "h"},
    {0x131, "i"}, {0x142, "l"}, {0x14B, "ng"}, {0x153, "oe"}, {0x167, "t"}, {0x180, "b"}, {0x259, "e"},
};

static bool is_apostrophe(UChar32 c) {
    return c == '\'' || c == '`' || c == 0xB4 || (c >= 0x2018 && c <= 0x201B) || (c >= 0x2B9 && c <= 0x2BF) || c == 0x2032 || c == 0xFF07 ||
           c == 0xA78C;
}

static bool is_stop(UChar32 c) {
    return c == '.' || c == 0x2024 || c == 0xFF0E;
}

static bool is_hyphen(UChar32 c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFF0D;
}

typedef struct folder {
    char *out;
    size_t size;
    bool gap; /* a space is due before the next letter */
} folder;

static void put(folder *f, UChar32 c) {
    if (f->size + 5 > FOLD_LIMIT) return;
    if (f->gap && f->size) f->out[f->size++] = ' ';
    f->gap = false;
    int32_t at = 0;
    UBool bad = false;
    uint8_t bytes[4];
    U8_APPEND(bytes, at, 4, c, bad);
    if (bad) return;
    memcpy(f->out + f->size, bytes, (size_t)at);
    f->size += (size_t)at;
}

static void fold_letter(folder *f, UChar32 c) {
    if (is_apostrophe(c) || is_stop(c)) return;
    if (is_hyphen(c) || u_isUWhiteSpace(c)) {
        f->gap = true;
        return;
    }
    if (c < 128) { /* most are, and ICU knows no more of them */
        put(f, ascii_small((char)c));
        return;
    }
    if (u_charType(c) == U_NON_SPACING_MARK && u_getCombiningClass(c) != 0) return;
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return;
    c = u_foldCase(c, U_FOLD_CASE_DEFAULT);
    for (size_t i = 0; i < sizeof latin_like / sizeof *latin_like; i++)
        if (latin_like[i].from == c) {
            for (const char *to = latin_like[i].to; *to; to++) put(f, *to);
            return;
        }
    put(f, c);
}

static void fold_any(folder *f, UChar32 c, const UNormalizer2 *compatible) {
    UChar units[32];
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = compatible ? unorm2_getDecomposition(compatible, c, units, 32, &status) : -1;
    if (size < 0 || U_FAILURE(status)) {
        fold_letter(f, c);
        return;
    }
    for (int32_t i = 0; i < size;) {
        UChar32 part;
        U16_NEXT(units, i, size, part);
        fold_letter(f, part);
    }
}

size_t form_fold(str text, char *out) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *compatible = unorm2_getNFKDInstance(&status);
    folder f = {out, 0, false};
    for (int32_t i = 0; i < (int32_t)text.size;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text.data, i, (int32_t)text.size, c);
        if (c < 0) c = 0xFFFD;
        if (c < 128) {
            fold_letter(&f, c);
        } else {
            fold_any(&f, c, compatible);
        }
    }
    return f.size;
}

static size_t fold_ascii(str text, char *out) {
    size_t size = 0;
    bool gap = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '\'' || c == '`' || c == '.') continue;
        if (c == '-' || c == ' ' || (c >= '\t' && c <= '\r')) {
            gap = true;
            continue;
        }
        if (c < ' ' || c == 127) continue;
        if (gap && size) out[size++] = ' ';
        gap = false;
        out[size++] = ascii_small(c);
    }
    return size;
}

/* --- Lower case and shape ------------------------------------------------------------------------------------------------------------- */

typedef struct letters {
    uint32_t upper, lower, other, digits, foreign; /* other: letters without case; foreign: neither letter, digit nor what joins letters */
    uint32_t points;
    bool capital_first, mixed, latin, ascii;
} letters;

static void count_letter(letters *l, UChar32 c, bool upper, bool lower) {
    if (upper) {
        if (!l->upper && !l->lower && !l->other) l->capital_first = true;
        if (l->lower) l->mixed = true;
        l->upper++;
    } else if (lower) {
        l->lower++;
    } else {
        l->other++;
    }
    if (c >= 128) {
        UErrorCode status = U_ZERO_ERROR;
        UScriptCode script = uscript_getScript(c, &status);
        if (script != USCRIPT_LATIN && script != USCRIPT_COMMON && script != USCRIPT_INHERITED) l->latin = false;
    }
}

static void count_point(letters *l, UChar32 c) {
    l->points++;
    if (c < 128) {
        if (ascii_lower(c)) {
            count_letter(l, c, false, true);
        } else if (ascii_upper(c)) {
            count_letter(l, c, true, false);
        } else if (ascii_digit(c)) {
            l->digits++;
        } else if (c != '\'' && c != '.' && c != '-') {
            l->foreign++;
        }
        return;
    }
    l->ascii = false;
    if (u_isalpha(c)) {
        count_letter(l, c, u_isupper(c) || u_istitle(c), u_islower(c));
    } else if (u_isdigit(c)) {
        l->digits++;
    } else if (!is_apostrophe(c) && !is_hyphen(c) && !is_stop(c) && !(U_GET_GC_MASK(c) & U_GC_M_MASK) &&
               !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
        l->foreign++;
    }
}

static uint32_t shape_of(const letters *l) {
    uint32_t all = l->upper + l->lower + l->other, shape = 0;
    if (l->digits) shape |= SHAPE_DIGIT;
    if (!all) return shape | (l->digits ? 0 : SHAPE_PUNCT);
    if (l->capital_first) shape |= SHAPE_CAP;
    if (l->upper >= 2 && l->upper == all) shape |= SHAPE_UPPER;
    if (!l->upper) shape |= SHAPE_LOWER;
    if (l->mixed) shape |= SHAPE_MIXED;
    if (!l->digits && !l->foreign) shape |= SHAPE_ALPHA;
    if (l->latin) shape |= SHAPE_LATIN;
    return shape;
}

static size_t lower_any(str text, char *out) {
    int32_t at = 0;
    for (int32_t i = 0; i < (int32_t)text.size;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text.data, i, (int32_t)text.size, c);
        if (c < 0) c = 0xFFFD;
        UBool bad = false;
        U8_APPEND((uint8_t *)out, at, FOLD_LIMIT, u_tolower(c), bad);
        if (bad) break;
    }
    return (size_t)at;
}

/* --- Class ---------------------------------------------------------------------------------------------------------------------------- */

/* Signs that mean something to sentences and quotations. */
static const struct {
    form_class class;
    UChar32 signs[11]; /* ended by 0 */
} mark_signs[] = {
    {CLASS_terminator, {'.', '!', '?', 0x3002, 0xFF01, 0xFF1F, 0x61F, 0x6D4, 0x964, 0x203D}},
    {CLASS_ellipsis, {0x2026}},
    {CLASS_bracket_open, {'(', '[', '{'}},
    {CLASS_bracket_close, {')', ']', '}'}},
    {CLASS_dash, {'-', 0x2012, 0x2013, 0x2014, 0x2015}},
    {CLASS_bullet, {0x2022, 0x2023, 0x2043, 0x25A0, 0x25AA, 0x25CF, 0x25E6}},
    {CLASS_comma, {',', ':', ';'}},
    {CLASS_double_straight, {'"', 0xFF02}},
    {CLASS_double_open, {0x201C, 0x201F}},
    {CLASS_double_close, {0x201D}},
    {CLASS_low, {0x201E}},
    {CLASS_single_straight, {'\'', '`', 0xB4}},
    {CLASS_single_open, {0x2018, 0x201B}},
    {CLASS_single_close, {0x2019}},
    {CLASS_low_single, {0x201A}},
    {CLASS_angle_open, {0xAB, 0x2039, 0x300A, 0x300C, 0x300E}},
    {CLASS_angle_close, {0xBB, 0x203A, 0x300B, 0x300D, 0x300F}},
};

static form_class mark_class(UChar32 c) {
    for (size_t i = 0; i < sizeof mark_signs / sizeof *mark_signs; i++)
        for (const UChar32 *sign = mark_signs[i].signs; *sign; sign++)
            if (*sign == c) return mark_signs[i].class;
    return CLASS_none;
}

static form_class class_of(const form *f, const token_knowledge *known) {
    str text = f->word.text;
    uint32_t size = (uint32_t)text.size;
    if (f->word.shape & SHAPE_PUNCT) {
        int32_t at = 0;
        UChar32 c;
        U8_NEXT((const uint8_t *)text.data, at, (int32_t)size, c);
        if ((uint32_t)at == size) return mark_class(c);
        if (str_is(text, "''")) return CLASS_double_straight;
        if (str_is(text, "``")) return CLASS_double_open;
        if (c == '.') return CLASS_ellipsis;
        return c == '-' ? CLASS_dash : CLASS_none;
    }
    if (size < 2 || text.data[size - 1] != '.') return CLASS_none;
    if (f->word.length == 2) return CLASS_initial;
    str lower = f->word.lower;
    uint32_t bits = token_knowledge_bits(known, text) | token_knowledge_bits(known, lower);
    if (f->word.shape & SHAPE_UPPER && size < 32) {
        char capital[32];
        memcpy(capital, lower.data, size);
        capital[0] = text.data[0];
        bits |= token_knowledge_bits(known, (str){capital, size});
    }
    if (bits & KNOWN_TITLE) return CLASS_title;
    return bits & KNOWN_NUMBERING && !(bits & KNOWN_ABBREVIATION) ? CLASS_numbering : CLASS_abbreviation;
}

/* What the form becomes with a stop behind it: as listed, in all capitals ("GEN."), or at the start of a sentence ("Approx."). */
static uint8_t stop_of(const form *f, const token_knowledge *known) {
    char with[40];
    size_t size = f->word.text.size;
    if (size + 1 > sizeof with || !(f->word.shape & (SHAPE_CAP | SHAPE_LOWER | SHAPE_MIXED))) return 0;
    memcpy(with, f->word.text.data, size);
    with[size] = '.';
    uint32_t bits = token_knowledge_bits(known, (str){with, size + 1});
    if (!bits && f->word.shape & SHAPE_UPPER && f->word.lower.size == size) {
        memcpy(with + 1, f->word.lower.data + 1, size - 1);
        bits = token_knowledge_bits(known, (str){with, size + 1});
    }
    if (!bits && f->word.shape & SHAPE_CAP && f->word.lower.size == size && size > 2) {
        memcpy(with, f->word.lower.data, size);
        bits = token_knowledge_bits(known, (str){with, size + 1});
    }
    return (uint8_t)(bits & (KNOWN_ABBREVIATION | KNOWN_TITLE | KNOWN_NUMBERING));
}

static str keep(form_memory memory, const char *data, size_t size, str same) {
    if (size == same.size && memcmp(data, same.data, size) == 0) return same;
    char *copy = memory.take(memory.owner, size + 1);
    memcpy(copy, data, size);
    copy[size] = '\0';
    return (str){copy, size};
}

/* The parts of a word that is broken over lines, put together; with a hyphen behind a number ("forty-\ntwo") and before what ends a
 * compound
 * ("long-\nplanned"), other than short words, which may as well be syllables. */
static str unbroken(const token_knowledge *known, str text, char out[WORD_LIMIT]) {
    enum { SYLLABLE = 4 };
    size_t size = 0, part = 0;
    for (size_t i = 0; i < text.size; i++) {
        size_t gap = str_broken(text, i);
        str left = {out + part, size - part}, right = gap ? str_slice(text, i + gap, text.size) : STR_NONE;
        bool two = gap && (token_knowledge_bits(known, left) & KNOWN_NUMBER_WORD ||
                           (right.size > SYLLABLE && token_knowledge_bits(known, right) & KNOWN_COMPOUND_END));
        if (two) out[size++] = '-';
        i += gap;
        out[size++] = text.data[i];
        if (text.data[i] == '-') part = size;
    }
    return (str){out, size};
}

void form_compute(form *f, const token_knowledge *known, form_memory memory) {
    char out[FOLD_LIMIT], whole[WORD_LIMIT];
    word *w = &f->word;
    str text = w->text.size > 3 && memchr(w->text.data, '\n', w->text.size) ? unbroken(known, w->text, whole) : w->text;
    letters l = {.latin = true, .ascii = true};
    for (int32_t i = 0; i < (int32_t)text.size;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text.data, i, (int32_t)text.size, c);
        count_point(&l, c < 0 ? 0xFFFD : c);
    }
    w->length = l.points + (uint32_t)(w->text.size - text.size); /* what is left out is ASCII */
    w->shape = shape_of(&l);
    w->lower = keep(memory, out, lower_any(text, out), w->text);
    w->folded = keep(memory, out, l.ascii ? fold_ascii(text, out) : form_fold(text, out), w->lower);
    w->outline = word_outline(w->folded);
    w->value = 0;
    if (w->shape & SHAPE_DIGIT || w->shape & SHAPE_PUNCT) w->shape |= form_value(known, w->text, &w->value);
    if (w->shape & SHAPE_NUMBER) w->shape &= ~(uint32_t)SHAPE_PUNCT;
    f->known = (uint16_t)token_knowledge_bits(known, w->lower);
    f->stop = stop_of(f, known);
    f->class = (uint8_t)class_of(f, known);
}
