/* document.c: the annotations of a document, and where in the file its bytes come from. */
#include "base/document.h"

#include "base/bisect.h"

static void start_index(document *doc) {
    size_t places = (size_t)doc->tokens.count + 1;
    doc->annotations_at = arena_alloc(doc->memory, sizeof *doc->annotations_at * places);
    memset(doc->annotations_at, 0xFF, sizeof *doc->annotations_at * places);
    doc->labels_at = ARENA_ARRAY(doc->memory, uint64_t, places);
}

static void note_label(document *doc, uint32_t token_index, label l) {
    doc->labels_at[token_index] |= document_label_bit(l);
    doc->labels[l / 64 % DOCUMENT_LABELS] |= (uint64_t)1 << l % 64;
}

/* The place of the index that leads to the first shorter annotation of that token. */
static uint32_t *link_behind(const document *doc, uint32_t first, uint32_t last) {
    uint32_t *link = &doc->annotations_at[first];
    while (*link != NONE && doc->annotations.at[*link].last >= last) link = &doc->annotations.at[*link].next;
    return link;
}

uint32_t document_annotate(document *doc, annotation value) {
    if (!doc->annotations_at) start_index(doc);
    uint32_t index = doc->annotations.count, *link = link_behind(doc, value.first, value.last);
    value.next = *link;
    *link = index;
    note_label(doc, value.first, value.label);
    VEC_PUSH(doc->memory, &doc->annotations, value);
    return index;
}

void document_annotate_row(document *doc, uint32_t first, uint32_t last, const annotation *row, uint32_t count) {
    if (!count) return;
    if (!doc->annotations_at) start_index(doc);
    while (doc->annotations.capacity - doc->annotations.count < count)
        doc->annotations.at = arena_vec_grow(doc->memory, doc->annotations.at, &doc->annotations.capacity, sizeof *doc->annotations.at);
    annotation *made = doc->annotations.at + doc->annotations.count;
    uint32_t *link = link_behind(doc, first, last), next = *link;
    *link = doc->annotations.count;
    for (uint32_t i = 0; i < count; i++) {
        made[i] = row[i];
        made[i].first = first;
        made[i].last = last;
        made[i].next = doc->annotations.count + i + 1;
        note_label(doc, first, row[i].label);
    }
    made[count - 1].next = next;
    doc->annotations.count += count;
}

void document_relabel(document *doc, uint32_t index, label to) {
    annotation *a = &doc->annotations.at[index];
    a->label = to;
    note_label(doc, a->first, to);
}

/* The first of a chain that has the label. */
static const annotation *find_from(const document *doc, uint32_t index, label l) {
    for (; index != NONE; index = doc->annotations.at[index].next) {
        const annotation *a = &doc->annotations.at[index];
        if (a->label == l && !(a->flags & ANNOTATION_RETIRED)) return a;
    }
    return NULL;
}

const annotation *document_find_there(const document *doc, uint32_t token_index, label l) {
    return find_from(doc, doc->annotations_at[token_index], l);
}

const annotation *document_find_next(const document *doc, const annotation *found) {
    return find_from(doc, found->next, found->label);
}

/* The last of runs, of `size` bytes each, that begins at or before a byte of the text; runs begin with the byte where they do. */
static uint32_t run_at(const void *runs, size_t size, uint32_t count, uint32_t byte) {
    bisection behind = {0, count};
    while (bisect_open(&behind)) {
        uint32_t text;
        memcpy(&text, (const char *)runs + size * bisect_middle(&behind), sizeof text);
        bisect_take(&behind, text <= byte);
    }
    return behind.low ? behind.low - 1 : 0;
}

static uint32_t decoded_source(const decoded_runs *runs, uint32_t byte) {
    if (!runs->count) return byte;
    const decoded_run *r = &runs->at[run_at(runs->at, sizeof *runs->at, runs->count, byte)];
    return r->source + (r->text_step ? (byte - r->text) / r->text_step * r->source_step : 0);
}

uint32_t document_source(const document *doc, uint32_t byte) {
    if (doc->unmapped) return NONE;
    if (!doc->sources.count) return decoded_source(&doc->decoded, byte);
    uint32_t i = run_at(doc->sources.at, sizeof *doc->sources.at, doc->sources.count, byte);
    const source_run *run = &doc->sources.at[i];
    uint32_t source = run->source + (byte - run->text);
    /* A line break that is put between two paragraphs stands where the second begins, at most. */
    if (i + 1 < doc->sources.count && run[1].source >= run->source && source > run[1].source) source = run[1].source;
    return decoded_source(&doc->decoded, source);
}

/* More than single spaces between words: a line's end, an indent. */
static bool has_wide_space(str text) {
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || (text.data[i] == ' ' && i + 1 < text.size && text.data[i + 1] == ' ')) return true;
    return false;
}

str document_words(const document *doc, uint32_t first, uint32_t last) {
    str text = document_span(doc, first, last);
    return has_wide_space(text) ? str_one_line(text, arena_alloc(doc->memory, text.size)) : text;
}
