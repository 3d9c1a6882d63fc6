/* read_chat.c: a chat as WhatsApp and its like export it -> its messages: lines that begin with a date, a time and a sender, each with the
 * lines below it up to the next such. What has no sender (who joined) and what stands for a picture is no message. Whether the day or the
 * month stands first is told by the numbers above twelve, or by full stops between; where nothing tells, messages have no date. */
#include <stdio.h>
#include <stdlib.h>

#include "read/read_chat.h"

enum { SENDER_BYTES = 80, DATE_BYTES = 16 };

typedef struct stamp {
    int first, second, third; /* of the date */
    char separator;
    size_t behind; /* bytes of the line before what is said */
} stamp;

/* Bytes of a mark for the direction of writing, or of a blank. */
static size_t blank_at(str text, size_t at) {
    if (at < text.size && text.data[at] == ' ') return 1;
    if (at + 2 >= text.size || text.data[at] != '\xE2' || text.data[at + 1] != '\x80') return 0;
    return text.data[at + 2] == '\x8E' || text.data[at + 2] == '\x8F' || text.data[at + 2] == '\xAF' ? 3 : 0;
}

static size_t skip_blanks(str text, size_t at) {
    for (size_t size; (size = blank_at(text, at)) > 0;) at += size;
    return at;
}

/* Digits, so many of them at the most; how many there were, 0: none, or more. */
static size_t read_digits(str text, size_t *at, size_t most, int *out) {
    size_t begun = *at;
    *out = 0;
    for (; *at < text.size && ascii_digit(text.data[*at]); ++*at) {
        if (*at - begun == most) return 0;
        *out = *out * 10 + text.data[*at] - '0';
    }
    return *at - begun;
}

static bool read_sign(str text, size_t *at, char sign) {
    if (*at >= text.size || text.data[*at] != sign) return false;
    ++*at;
    return true;
}

/* "12/03/2025, 08:01 - ", "[3/12/25, 8:01:15 PM] " */
static bool read_stamp(str line, stamp *out) {
    int number;
    size_t at = skip_blanks(line, 0);
    bool bracket = read_sign(line, &at, '[');
    if (!read_digits(line, &at, 4, &out->first) || at >= line.size || !memchr("/.-", line.data[at], 3)) return false;
    out->separator = line.data[at++];
    if (!read_digits(line, &at, 2, &out->second) || !read_sign(line, &at, out->separator)) return false;
    if (!read_digits(line, &at, 4, &out->third)) return false;
    if (!read_sign(line, &at, ',')) return false; /* a list of what happened when has none */
    at = skip_blanks(line, at);
    if (!read_digits(line, &at, 2, &number) || !read_sign(line, &at, ':') || read_digits(line, &at, 2, &number) != 2) return false;
    if (read_sign(line, &at, ':') && read_digits(line, &at, 2, &number) != 2) return false;
    at = skip_blanks(line, at);
    if (at + 1 < line.size && memchr("AaPp", line.data[at], 4)) /* PM, p.m. */
        while (at < line.size && memchr("AaPpMm.", line.data[at], 7)) at++;
    at = skip_blanks(line, at);
    if (!read_sign(line, &at, bracket ? ']' : '-')) return false;
    out->behind = skip_blanks(line, at);
    return true;
}

/* Who says it: what stands before the first ": "; none: nobody. */
static str sender_of(str said) {
    str beginning = utf8_cut(said, SENDER_BYTES);
    const char *colon = memmem(beginning.data, beginning.size, ": ", 2);
    return colon ? str_slice(said, 0, (size_t)(colon - said.data)) : STR_NONE;
}

static str line_of(str text, size_t at) {
    const char *end = memchr(text.data + at, '\n', text.size - at);
    return str_slice(text, at, end ? (size_t)(end - text.data) : text.size);
}

bool chat_detect(str sample) {
    enum { FIRST_LINES = 6, ENOUGH = 2 };
    int stamps = 0, senders = 0;
    size_t at = 0;
    for (int lines = 0; lines < FIRST_LINES && at < sample.size; lines++) {
        stamp found;
        str line = line_of(sample, at);
        if (read_stamp(line, &found)) {
            stamps++;
            senders += sender_of(str_slice(line, found.behind, line.size)).size > 0;
        }
        at += line.size + 1;
    }
    return stamps >= ENOUGH && senders > 0;
}

/* --- Dates --- */

typedef enum order { ORDER_unknown, ORDER_day_first, ORDER_month_first } order;

static order find_order(str sample) {
    for (size_t at = 0; at < sample.size;) {
        stamp found;
        str line = line_of(sample, at);
        bool stamped = read_stamp(line, &found);
        if (stamped && (found.first > 12 || found.separator == '.')) return ORDER_day_first;
        if (stamped && found.second > 12) return ORDER_month_first;
        at += line.size + 1;
    }
    return ORDER_unknown;
}

static void write_date(const stamp *s, order how, char out[DATE_BYTES]) {
    bool year_first = s->first > 31;
    int year = year_first ? s->first : s->third < 100 ? 2000 + s->third : s->third;
    int month = year_first || how == ORDER_day_first ? s->second : s->first;
    int date = year_first ? s->third : how == ORDER_day_first ? s->first : s->second;
    out[0] = '\0';
    if ((year_first || how != ORDER_unknown) && month && month <= 12 && date && date <= 31)
        snprintf(out, DATE_BYTES, "%04d-%02d-%02d", year, month, date);
}

/* --- Messages --- */

typedef struct chat {
    reading *in;
    const place *at;
    record_ids *ids;
    order how;
    uint64_t number;
    uint32_t line, begun; /* of the message */
    stamp stamp;
    FILE *to; /* its lines; NULL: there is none yet */
    char *text;
    size_t size;
} chat;

/* Nothing that anybody wrote: "<Media omitted>", "This message was deleted". */
static bool is_notice(const read_knowledge *known, str text) {
    folded f;
    if (blank_at(text, 0) == 3 || (text.data[0] == '<' && text.data[text.size - 1] == '>')) return true;
    fold_text(text, &f);
    return f.whole && f.words && knowledge_roles(known, fold_slice(&f, 0, f.words), FORM_WHOLE) & ROLE_FURNITURE;
}

/* Without what stands behind it in angle brackets: "<This message was edited>". */
static str without_note(str text) {
    const char *open = text.size && text.data[text.size - 1] == '>' ? memrchr(text.data, '<', text.size) : NULL;
    bool apart = open > text.data && (open[-1] == ' ' || (unsigned char)open[-1] == 0x8E); /* U+200E */
    return apart && ascii_upper(open[1]) ? str_trim(str_slice(text, 0, (size_t)(open - text.data) - (open[-1] == ' ' ? 0 : 3))) : text;
}

static void give_message(chat *c) {
    if (!c->to) return;
    bool whole = fclose(c->to) == 0;
    c->to = NULL;
    if (!whole) {
        reading_nomem(c->in);
        return;
    }
    str raw = {c->text, c->size}, said = str_slice(raw, c->stamp.behind, raw.size), sender = sender_of(said);
    str text = str_trim(sender.size ? str_slice(said, sender.size + 2, said.size) : STR_NONE);
    char author[SENDER_BYTES + 1], date[DATE_BYTES];
    if (text.size && !is_notice(c->in->known, text)) {
        text = without_note(text);
        record r = {.raw = raw, .number = ++c->number, .line = c->begun, .text_size = text.size, .format = "text"};
        snprintf(author, sizeof author, STR_FMT, STR_ARG(sender));
        write_date(&c->stamp, c->how, date);
        r.value[FIELD_text] = text.data;
        r.value[FIELD_author] = author;
        r.value[FIELD_date] = date;
        reading_record(c->in, c->at, c->ids, &r);
    }
    free(c->text);
    c->text = NULL;
}

static void read_messages(chat *c, window *w) {
    size_t most = (size_t)c->in->how.max_size;
    bool cut;
    for (str line; !c->in->stopped && (line = window_line(w, most, &cut)).size; c->line++) {
        stamp found;
        if (cut) reading_problem(c->in, c->at, c->line, MUSTER_LIMIT, "the line is longer than %zu bytes (--max-size)", most);
        if (read_stamp(line, &found)) {
            give_message(c);
            c->stamp = found;
            c->begun = c->line;
            c->to = open_memstream(&c->text, &c->size);
            if (!c->to) reading_nomem(c->in);
        }
        if (c->to) fwrite(line.data, 1, line.size, c->to);
    }
    give_message(c);
}

void reading_chat(reading *s, const place *at, window *w) {
    if (chat_page_detect(window_fill(w, FORMAT_SAMPLE))) {
        reading_chat_page(s, at, w);
        return;
    }
    chat c = {.in = s, .at = at, .ids = record_ids_new(), .line = 1};
    if (!c.ids) {
        reading_nomem(s);
        return;
    }
    window_skip_mark(w);
    c.how = find_order(window_fill(w, FORMAT_SAMPLE));
    read_messages(&c, w);
    reading_check(s, at, w);
    record_ids_free(c.ids);
}
