/* read_lines.c: lines -> paragraphs. A line is a paragraph of its own, unless the text is hard-wrapped: then a paragraph is what stands
 * between empty lines.
 *
 * Hard-wrapped is a text whose lines stop because the next word did not fit. A first pass counts, over all pairs of lines without an empty
 * one between, how long the first is, whether the first word of the second would have fitted, and whether the first ends a sentence; a
 * second pass gives the paragraphs out. Nothing is kept of a line, so that a text of nothing but line breaks costs no memory.
 *
 * Of a typeset page (PDF) every line is wrapped, and paragraphs often follow each other without an empty line: there a line goes on with
 * the one above if its first word had no room in that. Letters being of many widths, room is told roughly. */
#include <unicode/uchar.h>

#include "read/read_parts.h"

enum { LONGEST = 200, NARROWEST = 35, WIDEST = 120, SURE_PAIRS = 3, FULL_LINE = 55 };
enum { COLUMN_NARROWEST = 24, COLUMN_PAIRS = 8 };   /* of a column of a newspaper, if there is enough of it */
enum { TYPESET_NARROWEST = 25, TYPESET_FULL = 88 }; /* code points; percent of the width */

typedef struct line {
    uint32_t start, end; /* bytes, without white space at the edges; equal: empty */
    uint32_t next;       /* where the next line starts */
    uint32_t indent;     /* bytes of white space before it */
    uint32_t width;      /* code points up to `end`, indent included */
    bool trails;         /* white space behind it */
} line;

/* Bytes of the line end at `at`, 0 if there is none. */
static uint32_t line_end(str text, size_t at) {
    const unsigned char *p = (const unsigned char *)text.data + at;
    size_t left = text.size - at;
    if (p[0] == '\r') return left > 1 && p[1] == '\n' ? 2 : 1;
    if (p[0] >= '\n' && p[0] <= '\f') return 1;
    if (p[0] == 0xC2 && left > 1 && p[1] == 0x85) return 2;
    if (p[0] == 0xE2 && left > 2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9)) return 3;
    return 0;
}

/* Bytes of the white space (or of the invisible) at p, 0 if there is none. */
static uint32_t space_at(const unsigned char *p, size_t left) {
    if (p[0] <= ' ') return 1;
    if (p[0] == 0xC2 && left > 1 && p[1] == 0xA0) return 2;
    if (left < 3) return 0;
    if (p[0] == 0xE2 && p[1] == 0x80 && (p[2] <= 0x8F || p[2] == 0xAF)) return 3; /* U+2000 … U+200F, U+202F */
    if (p[0] == 0xE3 && p[1] == 0x80 && p[2] == 0x80) return 3;
    return p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF ? 3 : 0;
}

static void trim(str text, line *l) {
    uint32_t from = l->start, space;
    const unsigned char *p = (const unsigned char *)text.data;
    while (l->start < l->end && (space = space_at(p + l->start, l->end - l->start)) > 0) l->start += space;
    uint32_t before = l->end;
    while (l->end > l->start) {
        uint32_t last = l->end - 1;
        while (last > l->start && utf8_continues((char)p[last])) last--;
        if (!space_at(p + last, l->end - last)) break;
        l->end = last;
    }
    l->indent = l->start - from;
    l->trails = l->end < before;
}

/* Whether eight bytes are all ASCII from 0x10 on: none of them ends a line, each is a code point. */
static bool runs_on(const char *p) {
    uint64_t v;
    memcpy(&v, p, sizeof v);
    const uint64_t highs = 0x8080808080808080u, sixteens = 0x1010101010101010u;
    return !(v & highs) && !((v - sixteens) & highs);
}

static void read_line(str text, uint32_t at, line *out) {
    uint32_t size = 0, end = at, points = 0;
    while (end < text.size) {
        while (text.size - end >= 8 && runs_on(text.data + end)) {
            end += 8;
            points += 8;
        }
        for (uint32_t stop = text.size - end < 8 ? (uint32_t)text.size : end + 8; end < stop; end++) {
            unsigned char c = (unsigned char)text.data[end];
            if ((c <= '\r' || c == 0xC2 || c == 0xE2) && (size = line_end(text, end)) > 0) break;
            points += !utf8_continues((char)c);
        }
        if (size) break;
    }
    *out = (line){.start = at, .end = end, .next = end + size};
    trim(text, out);
    out->width = points;
    if (out->trails) out->width = out->end > at ? (uint32_t)utf8_length(str_slice(text, at, out->end)) : 0;
}

/* Whether white space parts it, as in a running head or a table: its width says nothing of where lines are wrapped. */
static bool is_parted(str text, const line *l) {
    str s = str_slice(text, l->start, l->end);
    return str_has(s, STR("    ")) || memchr(s.data, '\t', s.size);
}

static uint32_t first_point(str text, const line *l) {
    size_t at = l->start;
    return utf8_next(str_slice(text, 0, l->end), &at);
}

static uint32_t last_point(str text, const line *l) {
    size_t at = l->end;
    return utf8_before(text, &at);
}

static bool ends_sentence(str text, const line *l) {
    size_t at = l->end;
    uint32_t c = utf8_before(text, &at);
    while (at > l->start && (c == ')' || c == '"' || c == '\'' || c == ']' || c == 0x201D || c == 0x2019 || c == 0xBB))
        c = utf8_before(text, &at);
    return c == '.' || c == '!' || c == '?' || c == ':' || c == ';' || c == 0x2026;
}

/* Code points of the first word, up to LONGEST. */
static uint32_t first_word(str text, const line *l) {
    uint32_t count = 0;
    for (uint32_t at = l->start; at < l->end && (unsigned char)text.data[at] > ' ' && count < LONGEST; at++)
        count += !utf8_continues(text.data[at]);
    return count;
}

static bool is_item(str text, const line *l) {
    static const char *const bullets[] = {"- ", "* ", "\xE2\x80\xA2", "\xE2\x80\x93 ", "\xE2\x80\x94 ", "\xE2\x96\xAA", "\xC2\xB7 ", ". "};
    str s = str_slice(text, l->start, l->end);
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (str_starts(s, str_from(bullets[i]))) return true;
    size_t n = 0;
    while (n < s.size && n < 3 && ascii_digit(s.data[n])) n++;
    return n && n + 1 < s.size && (s.data[n] == '.' || s.data[n] == ')') && s.data[n + 1] == ' ';
}

/* --- Is it hard-wrapped? --- */

typedef struct shape {
    uint32_t lines, pairs, open, sure;
    uint32_t all[LONGEST + 1], width[LONGEST + 1], sum[LONGEST + 1];
} shape;

static uint32_t at_most(uint32_t value) {
    return value < LONGEST ? value : LONGEST;
}

static bool has_small(str text, const line *l) {
    for (uint32_t i = l->start; i < l->end; i++)
        if (ascii_lower(text.data[i])) return true;
    return false;
}

/* Whether line b surely goes on with a: it begins in small letters, or both are full lines of a text in capitals. */
static bool surely_on(str text, const line *a, const line *b) {
    return u_islower((UChar32)first_point(text, b)) || (a->width >= FULL_LINE && !has_small(text, a) && !has_small(text, b));
}

static void count_pair(str text, shape *s, const line *a, const line *b) {
    s->pairs++;
    s->width[at_most(a->width)]++;
    s->sum[at_most(at_most(a->width) + 1 + first_word(text, b))]++;
    s->open += !ends_sentence(text, a);
    if (s->pairs <= SURE_PAIRS) s->sure += surely_on(text, a, b);
}

static uint32_t above(const uint32_t *histogram, uint32_t limit) {
    uint32_t count = 0;
    for (uint32_t i = limit + 1; i <= LONGEST; i++) count += histogram[i];
    return count;
}

/* The width that so many of a hundred lines with one below them do not exceed. */
static uint32_t usual_width(const shape *s, uint32_t percent) {
    uint32_t width = 0, seen = s->width[0];
    while (width < LONGEST && (uint64_t)seen * 100 < (uint64_t)s->pairs * percent) seen += s->width[++width];
    return width;
}

/* The width at which the text is wrapped, 0 if it is not. */
static uint32_t wrap_width(const shape *s) {
    if (!s->pairs) return 0;
    uint32_t width = usual_width(s, 97);
    if (width < (s->pairs < COLUMN_PAIRS ? NARROWEST : COLUMN_NARROWEST) || width > WIDEST) return 0;
    uint64_t full = above(s->sum, width * 85 / 100), too_long = above(s->all, width * 5 / 4);
    if (full * 100 < (uint64_t)s->pairs * 75 || (uint64_t)s->open * 100 < (uint64_t)s->pairs * 60) return 0;
    if (too_long * 100 > (uint64_t)s->lines * 4) return 0;
    /* One or two pairs prove nothing by their length: there the second line must surely go on with the first. */
    return s->pairs >= SURE_PAIRS || s->sure == s->pairs ? width : 0;
}

/* How the lines of a text stop: at a width (0: where paragraphs do), as wrapped text or as the lines of a typeset page. */
typedef struct wrap {
    uint32_t width;
    bool typeset;
    bool letter; /* lines that begin with > are another's */
} wrap;

static wrap find_wrap(str text, uint32_t first, bool typeset) {
    shape s = {0};
    line before = {0}, now;
    for (uint32_t at = first; at < text.size; at = now.next) {
        read_line(text, at, &now);
        if (now.start < now.end) {
            s.lines++;
            s.all[at_most(now.width > NARROWEST && is_parted(text, &now) ? NARROWEST : now.width)]++;
            if (before.start < before.end) count_pair(text, &s, &before, &now);
        }
        before = now;
    }
    uint32_t width = typeset && s.pairs ? usual_width(&s, 90) : 0;
    bool set = width >= TYPESET_NARROWEST;
    return (wrap){.width = set ? width : wrap_width(&s), .typeset = set};
}

/* Whether line b, straight below a, goes on with a's paragraph in a text wrapped at that width. */
static bool wrapped_on(str text, uint32_t width, const line *a, const line *b) {
    if (is_item(text, b) || (b->indent >= 2 && a->indent < 2 && !is_item(text, a))) return false;
    return (a->width + 1 + first_word(text, b)) * 10 >= width * 6;
}

/* The same in a text of whole paragraphs: one that a link or the like has torn apart goes on in small letters. */
static bool torn_on(str text, const line *a, const line *b) {
    if (!u_islower((UChar32)first_point(text, b))) return false;
    uint32_t last = last_point(text, a);
    size_t hyphen = a->end - (last == 0xAD ? 2u : 1u);
    if ((last == '-' || last == 0xAD) && a->width >= TYPESET_NARROWEST && str_broken(text, hyphen)) return true;
    return (u_isalnum((UChar32)last) || last == ',') && (a->trails || b->indent || a->width >= NARROWEST);
}

/* The same on a typeset page. */
static bool set_on(str text, uint32_t width, const line *a, const line *b) {
    if (is_item(text, b)) return false;
    return (a->width + 1 + first_word(text, b)) * 100 >= width * TYPESET_FULL;
}

static bool goes_on_with(str text, wrap how, const line *a, const line *b) {
    if (how.letter && (text.data[a->start] == '>') != (text.data[b->start] == '>')) return false;
    if (how.width && !how.typeset) return wrapped_on(text, how.width, a, b);
    return torn_on(text, a, b) || (how.typeset && set_on(text, how.width, a, b));
}

void lines_paragraphs(document *doc, uint32_t first, uint32_t last, paragraph_fn *each, void *payload) {
    const str text = str_slice(doc->text, 0, last);
    wrap how = find_wrap(text, first, strcmp(doc->format, "pdf") == 0);
    how.letter = strcmp(doc->format, "mail") == 0;
    line before = {0}, now;
    uint32_t start = 0, end = 0;
    for (uint32_t at = first; at < last; at = now.next) {
        read_line(text, at, &now);
        bool empty = now.start == now.end;
        bool goes_on = start < end && !empty && goes_on_with(text, how, &before, &now);
        if (!goes_on) {
            if (start < end) each(doc, start, end, payload);
            start = now.start;
        }
        end = now.end;
        if (empty) start = end;
        before = now;
    }
    if (start < end) each(doc, start, end, payload);
}
