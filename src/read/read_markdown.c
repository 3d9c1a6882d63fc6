/* read_markdown.c: a text with the marks of Markdown -> the text that its marks dress: `**45** people`, `[a strike](https://…)` are what a
 * reader sees of them. Notes, clippings of pages, and the APIs of some archives hold texts so. Only a text that surely has such marks, a
 * link or a pair of `**`, is changed; its lines stay lines, and where each piece stands in the file is noted. One pass, linear: what opens
 * a mark looks for its end no farther than its line goes, nor than MARKED_BYTES (STRESSED_BYTES).
 */
#include "read/read_markdown.h"
#include "base/str.h"

enum { MARKED_BYTES = 2000, STRESSED_BYTES = 1000, SURE_BYTES = 1 << 16 };

/* A mark at a place of the text: what of it is text stands in [text, text_end); behind it the text goes on at `next`. */
typedef struct dressed {
    size_t text, text_end, next;
} dressed;

/* The end of the line that `at` stands in, no farther than so many bytes. */
static size_t reach_of(str text, size_t at, size_t bytes) {
    size_t most = text.size - at < bytes ? text.size : at + bytes;
    const char *end = memchr(text.data + at, '\n', most - at);
    return end ? (size_t)(end - text.data) : most;
}

static size_t find_byte(str text, char c, size_t from, size_t reach) {
    const char *found = from < reach ? memchr(text.data + from, c, reach - from) : NULL;
    return found ? (size_t)(found - text.data) : reach;
}

/* Whether an address stands there: of another page, of this one, or a place in it. */
static bool is_address(str text) {
    return str_starts(text, STR("http")) || str_starts(text, STR("mailto:")) || str_starts(text, STR("/")) || str_starts(text, STR("#")) ||
           str_starts(text, STR("<http"));
}

/* `[text](address)`, `![what a picture shows](address)`: of a picture nothing is text. Brackets in brackets are none. */
static bool link_mark(str text, size_t at, dressed *out) {
    bool picture = text.data[at] == '!';
    size_t open = at + picture, reach = reach_of(text, at, MARKED_BYTES);
    if (open >= text.size || text.data[open] != '[') return false;
    size_t close = find_byte(text, ']', open + 1, reach);
    if (close + 2 >= reach || text.data[close + 1] != '(' || !is_address(str_slice(text, close + 2, reach))) return false;
    size_t end = find_byte(text, ')', close + 2, reach), inner = find_byte(text, '(', close + 2, end);
    if (inner < end && end < reach) end = find_byte(text, ')', end + 1, reach); /* (https://wiki.example/Kursk_(submarine)) */
    if (end == reach) return false;
    *out = (dressed){open + 1, picture ? open + 1 : close, end + 1};
    return true;
}

/* `[[name]]`, `[[name|as written]]` of notes that point at each other. */
static bool note_mark(str text, size_t at, dressed *out) {
    size_t reach = reach_of(text, at, MARKED_BYTES);
    if (at + 3 >= reach || text.data[at + 1] != '[') return false;
    size_t close = find_byte(text, ']', at + 2, reach), bar = find_byte(text, '|', at + 2, close);
    if (close + 1 >= reach || text.data[close + 1] != ']' || memchr(text.data + at + 2, '[', close - at - 2)) return false;
    *out = (dressed){bar < close ? bar + 1 : at + 2, close, close + 2};
    return true;
}

static bool in_word(char c) {
    return ascii_alnum(c) || (unsigned char)c >= 0x80;
}

/* `*text*`, `**text**`, `_text_`, `__text__`: no space within the marks at either end, no letter straight before or behind them (`**45**th`
 * is meant as well, `a_b_c` is a name). */
static bool stress_mark(str text, size_t at, dressed *out) {
    char c = text.data[at];
    size_t reach = reach_of(text, at, STRESSED_BYTES), size = 1;
    while (at + size < reach && text.data[at + size] == c && size < 3) size++;
    size_t from = at + size;
    if (from >= reach || ascii_space(text.data[from]) || (at && in_word(text.data[at - 1]) && (c == '_' || size == 1))) return false;
    for (size_t end = find_byte(text, c, from, reach); end < reach; end = find_byte(text, c, end + 1, reach)) {
        size_t run = 1;
        while (end + run < reach && text.data[end + run] == c && run < size) run++;
        bool apart = end + run >= text.size || !in_word(text.data[end + run]) || (c == '*' && size > 1);
        if (run == size && apart && !ascii_space(text.data[end - 1])) {
            *out = (dressed){from, end, end + size};
            return true;
        }
        end += run - 1;
    }
    return false;
}

static bool begins_line(str text, size_t at) {
    return !at || text.data[at - 1] == '\n';
}

/* `> ` before a line that is quoted, `\` before a sign that is to stand for itself. */
static bool bare_mark(str text, size_t at, dressed *out) {
    size_t next = at + 1;
    if (next >= text.size) return false;
    char c = text.data[next];
    bool quoted = text.data[at] == '>' && begins_line(text, at) && (c == ' ' || c == '\n');
    bool escaped = text.data[at] == '\\' && c > ' ' && c < 0x7F && !ascii_alnum(c);
    if (quoted) *out = (dressed){next, next, c == ' ' ? next + 1 : next};
    if (escaped) *out = (dressed){next, next + 1, next + 1};
    return quoted || escaped;
}

/* A line of `=` below a heading. */
static bool underline_mark(str text, size_t at, dressed *out) {
    enum { LEAST = 3 };
    size_t end = reach_of(text, at, MARKED_BYTES), next = at;
    while (next < end && text.data[next] == '=') next++;
    *out = (dressed){next, next, next};
    return begins_line(text, at) && next == end && next - at >= LEAST;
}

static bool mark_at(str text, size_t at, dressed *out) {
    switch (text.data[at]) {
    case '!': return link_mark(text, at, out);
    case '[': return link_mark(text, at, out) || note_mark(text, at, out);
    case '*':
    case '_': return stress_mark(text, at, out);
    case '=': return underline_mark(text, at, out);
    case '>':
    case '\\': return bare_mark(text, at, out);
    default: return false;
    }
}

/* Bytes that a mark may begin with: a table, since every byte of every text is asked. */
static const bool begins_mark[256] = {['!'] = true, ['*'] = true, ['='] = true, ['>'] = true, ['['] = true, ['\\'] = true, ['_'] = true};

/* The first place from `at` on where a mark may stand. */
static size_t next_sign(str text, size_t at) {
    while (at < text.size && !begins_mark[(unsigned char)text.data[at]]) at++;
    return at;
}

/* A link, or something in `**`, in the first part of the text. */
static bool is_marked(str text) {
    str beginning = text.size > SURE_BYTES ? str_slice(text, 0, SURE_BYTES) : text;
    dressed m;
    for (size_t at = next_sign(beginning, 0); at < beginning.size; at = next_sign(beginning, at + 1)) {
        char c = beginning.data[at];
        if ((c == '!' || c == '[') && link_mark(beginning, at, &m)) return true;
        if (c == '*' && at + 1 < beginning.size && beginning.data[at + 1] == '*' && stress_mark(beginning, at, &m)) return true;
    }
    return false;
}

typedef struct plain {
    document *doc;
    str text;
    char *out;
    size_t size;
} plain;

static void copy(plain *p, size_t from, size_t to) {
    source_run run = {(uint32_t)p->size, (uint32_t)from};
    if (from == to) return;
    memcpy(p->out + p->size, p->text.data + from, to - from);
    p->size += to - from;
    VEC_PUSH(p->doc->memory, &p->doc->sources, run);
}

/* Marks may stand within marks: `**[a strike](https://…)**`. What is inside one is gone through again, so deep and no deeper. */
static void write_plain(plain *p, size_t from, size_t to, int depth) {
    enum { DEEPEST = 4 };
    str text = str_slice(p->text, 0, to);
    size_t begun = from;
    dressed m;
    for (size_t at = next_sign(text, from); at < to; at = next_sign(text, at)) {
        if (depth == DEEPEST || !mark_at(text, at, &m)) {
            at++;
            continue;
        }
        copy(p, begun, at);
        bool itself = text.data[at] == '\\';
        if (itself)
            copy(p, m.text, m.text_end);
        else
            write_plain(p, m.text, m.text_end, depth + 1);
        begun = at = m.next;
    }
    copy(p, begun, to);
}

str markdown_plain(document *doc, str text) {
    if (!is_marked(text)) return text;
    plain p = {.doc = doc, .text = text, .out = ARENA_ARRAY(doc->memory, char, text.size + 1)};
    write_plain(&p, 0, text.size, 0);
    return (str){p.out, p.size};
}
