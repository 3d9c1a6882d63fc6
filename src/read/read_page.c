/* read_page.c: paragraphs -> text. Paragraphs stand a line apart with an empty one between. Where text and file stop running in step, a
 * source run is noted. */
#include "read/read_page.h"

page *page_new(document *doc) {
    page *p = ARENA_NEW(doc->memory, page);
    p->doc = doc;
    return p;
}

static void put(page *p, const char *bytes, size_t size) {
    if (p->text.count + size + 1 > p->text.capacity) {
        size_t capacity = (p->text.count + size + 1) * 2;
        if (p->text.count + size >= UINT32_MAX / 2) arena_failf(p->doc->memory, MUSTER_LIMIT, "its text is larger than 2 GiB");
        p->text.at = arena_grow(p->doc->memory, p->text.at, p->text.count, capacity);
        p->text.capacity = capacity;
    }
    if (size) memcpy(p->text.at + p->text.count, bytes, size);
    p->text.count += size;
}

/* From here on the text comes from there. */
static void note_source(page *p, uint32_t source) {
    uint32_t text = (uint32_t)p->text.count;
    document *doc = p->doc;
    if (doc->sources.count) {
        source_run *last = &doc->sources.at[doc->sources.count - 1];
        if (source - last->source == text - last->text) return;
        if (last->text == text) {
            last->source = source;
            return;
        }
        /* What is put between the two is not of the file: where the text goes back in it, it belongs to what follows. */
        if (source < last->source && p->told < text) VEC_PUSH(doc->memory, &doc->sources, ((source_run){p->told, source}));
    }
    VEC_PUSH(doc->memory, &doc->sources, ((source_run){text, source}));
}

/* Bytes of white space at the beginning: ASCII, and the no-break space and its kind, which markup uses as filling. */
static size_t space_size(str text) {
    const unsigned char *c = (const unsigned char *)text.data;
    if (!text.size) return 0;
    if (c[0] == ' ' || (c[0] >= '\t' && c[0] <= '\r')) return 1;
    if (c[0] == 0xC2 && text.size > 1 && (c[1] == 0xA0 || c[1] == 0xAD)) return 2; /* a soft hyphen is not seen either */
    if (c[0] == 0xE2 && text.size > 2 && c[1] == 0x80 && (c[2] == 0x8B || c[2] == 0xAF)) return 3;
    return c[0] == 0xEF && text.size > 2 && c[1] == 0xBB && c[2] == 0xBF ? 3 : 0;
}

/* One space of several, the only one as it is; those that are not seen (zero-width, soft hyphen) are none. */
static void note_space(page *p, str space) {
    unsigned char last = (unsigned char)space.data[space.size - 1];
    if (space.size > 1 && (last == 0x8B || last == 0xAD || last == 0xBF)) return;
    p->space = p->space.size || space.size == 1 ? STR(" ") : space.size == 2 ? STR("\xC2\xA0") : STR("\xE2\x80\xAF");
}

static void begin(page *p) {
    if (p->open) return;
    if (p->text.count) put(p, "\n\n", 2);
    VEC_PUSH(p->doc->memory, &p->paragraphs, ((paragraph){(uint32_t)p->text.count, 0, BLOCK_body}));
    p->open = true;
    p->space = STR_NONE;
}

void page_text(page *p, str text, uint32_t source) {
    for (size_t at = 0; at < text.size;) {
        size_t space = space_size(str_slice(text, at, text.size));
        if (space) {
            note_space(p, str_slice(text, at, at + space));
            at += space;
            continue;
        }
        size_t end = at + 1;
        while (end < text.size && !space_size(str_slice(text, end, text.size))) end++;
        if (p->open && !strchr("\n\t", p->text.at[p->text.count - 1])) put(p, p->space.data, p->space.size);
        begin(p);
        p->space = STR_NONE;
        note_source(p, source + (uint32_t)at);
        put(p, text.data + at, end - at);
        p->told = (uint32_t)p->text.count;
        at = end;
    }
}

void page_break(page *p, char c) {
    if (!p->open) return;
    put(p, &c, 1);
    p->space = STR_NONE;
}

void page_end(page *p, block_kind kind) {
    if (!p->open) return;
    paragraph *last = &p->paragraphs.at[p->paragraphs.count - 1];
    while (p->text.count > last->start && strchr(" \t\n", p->text.at[p->text.count - 1])) p->text.count--;
    last->end = (uint32_t)p->text.count;
    last->kind = kind;
    p->marked |= kind == BLOCK_headline;
    p->open = false;
    p->space = STR_NONE;
}

void page_clear(page *p) {
    p->text.count = p->paragraphs.count = p->doc->sources.count = 0;
    p->told = 0;
    p->marked = p->open = false;
    p->space = STR_NONE;
}

void page_finish(page *p) {
    page_end(p, BLOCK_body);
    put(p, "", 1);
    p->doc->text = (str){p->text.at, p->text.count - 1};
}
