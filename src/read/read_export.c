/* read_export.c: a text of many articles, as news archives give it out -> its articles; and a text too large for one document -> parts. A
 * line of its own stands before each ("1 of 20 DOCUMENTS") or behind it ("End of Document"); which lines those are stands in
 * gazetteers/text/furniture.list, 1 for any number and x1 for a long mark with digits. What stands around an article as label and value is
 * for read_head.c. */
#include <stdlib.h>

#include "read/read_export.h"

enum { LEAST_SIGHT = 1 << 16, LINE_BYTES = 100, MARK_BYTES = 16, LINE_WORDS = 6, PIECE = 48 };

/* A word as the list has it. */
static str pattern_word(str word) {
    size_t digits = 0;
    for (size_t i = 0; i < word.size; i++) digits += ascii_digit(word.data[i]);
    if (digits && digits == word.size) return STR("1");
    return digits && word.size >= MARK_BYTES ? STR("x1") : word;
}

/* ROLE_OPENS or ROLE_CLOSES of a line that divides articles, or 0. */
static uint32_t divides(const read_knowledge *known, str text) {
    folded f;
    char pattern[LINE_WORDS * PIECE];
    size_t size = 0;
    text = str_trim(text);
    if (!text.size || text.size > LINE_BYTES) return 0;
    fold_words(text, LINE_WORDS + 1, &f);
    if (f.words < 2 || f.words > LINE_WORDS) return 0;
    for (uint32_t i = 0; i < f.words; i++) {
        str word = pattern_word(fold_slice(&f, i, i + 1));
        if (word.size >= PIECE) return 0;
        if (i) pattern[size++] = ' ';
        memcpy(pattern + size, word.data, word.size);
        size += word.size;
    }
    return knowledge_roles(known, (str){pattern, size}, FORM_WHOLE) & (ROLE_OPENS | ROLE_CLOSES);
}

/* The line at `at` without its break; the next begins at *next. */
static str line_at(str text, size_t at, size_t *next) {
    const char *end = memchr(text.data + at, '\n', text.size - at);
    *next = end ? (size_t)(end - text.data) + 1 : text.size;
    return str_slice(text, at, end ? *next - 1 : *next);
}

bool export_detect(const read_knowledge *known, str sample) {
    enum { FIRST_LINES = 4 };
    uint32_t opens = 0, closes = 0, lines = 0;
    for (size_t at = 0, next; at < sample.size; at = next) {
        str line = line_at(sample, at, &next);
        uint32_t role = divides(known, line);
        lines += str_trim(line).size > 0;
        opens += role == ROLE_OPENS && lines <= FIRST_LINES;
        closes += role == ROLE_CLOSES;
        if (opens || closes) return true;
    }
    return false;
}

/* The first line that divides, from `from` on (the start of a line): it begins at the return value, the text behind it at *next. The text's
 * size if there is none. */
static size_t find_divide(const read_knowledge *known, str text, size_t from, size_t *next) {
    for (size_t at = from; at < text.size; at = *next)
        if (divides(known, line_at(text, at, next))) return at;
    *next = text.size;
    return text.size;
}

/* The start of the last line, to go on from when there is more. */
static size_t last_line(str text) {
    const char *end = text.size ? memrchr(text.data, '\n', text.size) : NULL;
    return end ? (size_t)(end - text.data) + 1 : 0;
}

static bool is_blank(str text) {
    return str_trim(text).size == 0;
}

static void give_article(reading *s, const place *at, record_ids *ids, str text, uint64_t number) {
    record r = {.raw = text, .number = number, .text_size = text.size, .format = "text"};
    r.value[FIELD_text] = text.data;
    reading_record(s, at, ids, &r);
}

static size_t most_of_text(const reading *s) {
    enum { PART = 4 << 20 };
    return s->how.max_size < PART ? (size_t)s->how.max_size : PART;
}

bool export_is_large(const reading *s, window *w) {
    return window_fill(w, most_of_text(s) + 1).size > most_of_text(s);
}

/* Where a text that is too large for one document is cut: behind an empty line in its second half, else behind a line, a blank, a
 * character. */
static size_t part_end(str text) {
    static const str signs[] = {STR("\n\n"), STR("\r\n\r\n"), STR("\n"), STR(" ")};
    if (text.size < 2 * sizeof "\r\n\r\n") return text.size;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        for (size_t at = text.size - signs[i].size; at > text.size / 2; at--)
            if (memcmp(text.data + at, signs[i].data, signs[i].size) == 0) return at + signs[i].size;
    size_t end = text.size;
    while (end > text.size - 4 && utf8_continues(text.data[end])) end--;
    return end;
}

void reading_export(reading *s, const place *at, window *w) {
    record_ids *ids = record_ids_new();
    size_t most = most_of_text(s), next;
    if (!ids) {
        reading_nomem(s);
        return;
    }
    window_skip_mark(w);
    uint64_t number = 0;
    for (str sight = window_fill(w, LEAST_SIGHT); !s->stopped && sight.size; sight = window_fill(w, LEAST_SIGHT)) {
        size_t end = find_divide(s->known, sight, 0, &next);
        while (end == sight.size && !w->ended && sight.size <= most) {
            size_t seen = last_line(sight);
            sight = window_more(w, most);
            end = find_divide(s->known, sight, seen, &next);
        }
        if (end > most) end = next = part_end(str_slice(sight, 0, most));
        str text = str_slice(sight, 0, end);
        if (!is_blank(text) && !w->failed) give_article(s, at, ids, text, ++number);
        window_skip(w, next);
    }
    reading_check(s, at, w);
    record_ids_free(ids);
}
