/* read_fold.c: the beginning of a block, folded so that phrases of the lists are found whatever their letter case, quotation marks, spaces
 * and dashes; and its words. Bounded: at most FOLD_BYTES are written, so that a block costs the same however long it is. */
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "read/read_parts.h"

enum { DROPPED = 0 };

/* What a word boundary inside a run of letters hangs on. */
typedef enum letter { OTHER, SMALL, CAPITAL, STOP, STOP_BEHIND_SMALL } letter;

static letter letter_of(UChar32 c, letter before) {
    if (c < 0x80) {
        if (ascii_lower(c)) return SMALL;
        if (ascii_upper(c)) return CAPITAL;
        if (c == '.' || c == '!' || c == '?') return before == SMALL ? STOP_BEHIND_SMALL : STOP;
        return OTHER;
    }
    return u_islower(c) ? SMALL : u_isupper(c) ? CAPITAL : OTHER;
}

static bool in_range(UChar32 c, UChar32 first, UChar32 last) {
    return c >= first && c <= last;
}

/* The folded code point, ' ' for a space, DROPPED for what does not count. */
static UChar32 fold_point(UChar32 c) {
    if (c < 0x80) {
        if (c == '"') return DROPPED;
        if (c == '`') return '\'';
        return c <= ' ' || c == 0x7F ? ' ' : ascii_small((char)c);
    }
    if (c == 0x2018 || c == 0x2019 || c == 0x02BC || c == 0xB4 || c == 0x2032) return '\'';
    if (in_range(c, 0x201C, 0x201F) || c == 0xAB || c == 0xBB) return DROPPED;
    if (in_range(c, 0x200B, 0x200F) || c == 0xFEFF || c == 0xAD || c == 0xFE0F) return DROPPED;
    if (c == 0xA0 || in_range(c, 0x2000, 0x200A) || c == 0x202F || c == 0x3000 || c == 0x85 || c == 0x2028 || c == 0x2029) return ' ';
    if (in_range(c, 0x2010, 0x2015) || c == 0x2212) return '-';
    if (c == 0x2026) return '.';
    return u_foldCase(c, U_FOLD_CASE_DEFAULT);
}

static bool is_edge(char c) {
    switch (c) {
    case '.':
    case ',':
    case ':':
    case ';':
    case '!':
    case '?':
    case '(':
    case ')':
    case '[':
    case ']':
    case '{':
    case '}':
    case '<':
    case '>':
    case '|':
    case '-':
    case '*':
    case '#': return true;
    default: return false;
    }
}

/* Ends the word that began at `start`, cutting punctuation off both ends; a word of nothing else is none. */
static void end_word(folded *f, uint32_t start, uint32_t from, uint32_t to) {
    uint32_t end = f->size;
    while (end > start && is_edge(f->text[end - 1])) end--;
    while (start < end && is_edge(f->text[start])) start++;
    if (start == end || f->words == FOLD_WORDS) return;
    f->word[f->words].start = (uint16_t)start;
    f->word[f->words].end = (uint16_t)end;
    f->word[f->words].from = from;
    f->word[f->words++].to = to;
}

/* Copies the small letters that the text begins with, at most so many. */
static uint32_t small_run(char *out, str text, uint32_t most) {
    uint32_t size = text.size < most ? (uint32_t)text.size : most, run = 0;
    for (; run < size && ascii_lower(text.data[run]); run++) out[run] = text.data[run];
    return run;
}

void fold_text(str text, folded *out) {
    fold_words(text, FOLD_WORDS, out);
}

void fold_words(str text, uint32_t most, folded *out) {
    out->size = out->words = 0;
    uint32_t start = 0, from = 0;
    size_t at = 0;
    letter before = OTHER;
    while (at < text.size && out->size < FOLD_BYTES && out->words < most) {
        uint32_t here = (uint32_t)at;
        unsigned char byte = (unsigned char)text.data[at];
        if (ascii_lower(byte)) { /* most of a text: as it is */
            uint32_t run = small_run(out->text + out->size, str_slice(text, at, text.size), FOLD_BYTES - out->size);
            out->size += run;
            at += run;
            before = SMALL;
            continue;
        }
        UChar32 c = byte < 0x80 ? text.data[at++] : (UChar32)utf8_next(text, &at);
        UChar32 plain = fold_point(c);
        letter now = letter_of(c, before);
        /* "repliesComments", "difference.North": a word ends although no space stands there */
        bool runs_on = now == CAPITAL && (before == SMALL || before == STOP_BEHIND_SMALL);
        if (plain == ' ' || runs_on) {
            end_word(out, start, from, here);
            if (plain == ' ' && out->size && out->text[out->size - 1] != ' ') out->text[out->size++] = ' ';
            start = out->size;
            from = plain == ' ' ? (uint32_t)at : here;
        }
        before = now;
        if (plain == ' ' || plain == DROPPED) continue;
        U8_APPEND_UNSAFE((uint8_t *)out->text, out->size, plain);
    }
    out->whole = at >= text.size;
    end_word(out, start, from, (uint32_t)at);
    if (out->whole)
        while (out->size && (is_edge(out->text[out->size - 1]) || out->text[out->size - 1] == ' ')) out->size--;
}
