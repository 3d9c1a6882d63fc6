/* store_marked.c: the text with its facts marked, for a terminal. In colour: names by kind, figures bold, quotes underlined, each figure
 * and quote followed by what was understood. Without: [name/kind] {figure = value} <<quote -- speaker>>. Control characters and those that
 * turn the direction of writing are shown as <U+001B>, so that a document cannot command the terminal. */
#include <stdio.h>
#include <stdlib.h>

#include "store/store_out.h"
#include "store/store_span.h"

/* Kinds of marks, the outermost first: at one place, outer ones open first and close last. */
typedef enum layer { LAYER_quote, LAYER_figure, LAYER_mention, LAYER_COUNT } layer;

typedef struct edge {
    uint32_t point;
    uint8_t order; /* closings before openings; the innermost closes first, the outermost opens first */
    uint8_t layer;
    bool opens;
    uint32_t index;
} edge;

typedef struct marker {
    const muster_doc *doc;
    out *o;
    bool colour;
    uint32_t open[LAYER_COUNT]; /* how many are open */
    const char *kind;           /* of the name that is open */
} marker;

static int compare_edges(const void *left, const void *right) {
    const edge *a = left, *b = right;
    if (a->point != b->point) return a->point < b->point ? -1 : 1;
    if (a->order != b->order) return a->order < b->order ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

typedef struct edge_list {
    edge *at;
    size_t count;
} edge_list;

static void add_edges(edge_list *to, layer l, size_t index, uint32_t start, uint32_t end) {
    if (start >= end) return;
    to->at[to->count++] = (edge){start, (uint8_t)(LAYER_COUNT + l), (uint8_t)l, true, (uint32_t)index};
    to->at[to->count++] = (edge){end, (uint8_t)(LAYER_COUNT - 1 - l), (uint8_t)l, false, (uint32_t)index};
}

static size_t collect(const muster_doc *doc, edge *edges) {
    edge_list all = {edges, 0};
    muster_quote_view q;
    muster_figure_view f;
    muster_mention_view m;
    for (size_t i = 0; i < muster_doc_quote_count(doc); i++) {
        muster_doc_quote(doc, i, &q);
        add_edges(&all, LAYER_quote, i, q.start, q.end);
    }
    for (size_t i = 0; i < muster_doc_figure_count(doc); i++) {
        muster_doc_figure(doc, i, &f);
        add_edges(&all, LAYER_figure, i, f.start, f.end);
    }
    for (size_t i = 0; i < muster_doc_mention_count(doc); i++) {
        muster_doc_mention(doc, i, &m);
        add_edges(&all, LAYER_mention, i, m.start, m.end);
    }
    return all.count;
}

/* --- The text, made harmless --- */

static bool is_harmful(uint32_t c) {
    if (c < 0x20) return c != '\n' && c != '\t';
    return (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F ||
           c == 0x061C;
}

static void harmless(out *o, str text) {
    size_t from = 0;
    for (size_t i = 0; i < text.size;) {
        size_t start = i;
        uint32_t c = utf8_next(text, &i);
        if (!is_harmful(c)) continue;
        out_str(o, str_slice(text, from, start));
        from = i;
        if (c == '\r') {
            if (from == text.size || text.data[from] != '\n') out_char(o, '\n');
            continue;
        }
        char code[16];
        snprintf(code, sizeof code, "<U+%04X>", (unsigned)c);
        out_literal(o, code);
    }
    out_str(o, str_slice(text, from, text.size));
}

/* What was understood, on one line. */
static void comment(out *o, str text) {
    for (size_t from = 0; from < text.size;) {
        size_t end = from;
        while (end < text.size && !span_break(text, end)) end++;
        harmless(o, str_slice(text, from, end));
        from = end < text.size ? end + span_break(text, end) : end;
        if (from < text.size) out_char(o, ' ');
    }
}

/* --- Marks --- */

static const char *colour_of(const char *kind) {
    static const struct {
        const char *kind, *code;
    } colours[] = {{"person", "33"}, {"place", "32"}, {"organisation", "36"}, {"unit", "35"}, {"nationality", "34"}, {"weapon", "31"}};
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        if (strcmp(kind, colours[i].kind) == 0) return colours[i].code;
    return "37";
}

static void set_style(marker *m) {
    out_literal(m->o, "\x1B[0");
    if (m->open[LAYER_quote]) out_literal(m->o, ";4");
    if (m->open[LAYER_figure]) out_literal(m->o, ";1;93");
    if (m->open[LAYER_mention] && m->kind) {
        out_char(m->o, ';');
        out_literal(m->o, colour_of(m->kind));
    }
    out_char(m->o, 'm');
}

static void explain_figure(marker *m, const muster_figure_view *f) {
    out_literal(m->o, m->colour ? "(" : " = ");
    if (f->has_low) out_number(m->o, f->low);
    if (!f->has_low || !f->has_high || f->low < f->high) {
        out_literal(m->o, "..");
        if (f->has_high) out_number(m->o, f->high);
    }
    out_char(m->o, ' ');
    out_literal(m->o, f->measure && strcmp(f->measure, "other") != 0 ? f->measure : f->unit ? f->unit : "");
    if (m->colour) out_char(m->o, ')');
}

static void explain_quote(marker *m, const muster_quote_view *q) {
    out_literal(m->o, m->colour ? " (" : " -- ");
    if (q->speaker.size)
        comment(m->o, q->speaker);
    else
        out_char(m->o, '?');
    if (q->stance) {
        out_literal(m->o, ", ");
        out_literal(m->o, q->stance);
    }
    if (m->colour) out_char(m->o, ')');
}

static void explain(marker *m, const edge *e) {
    muster_quote_view q;
    muster_figure_view f;
    muster_mention_view name;
    if (m->colour && e->layer != LAYER_mention) out_literal(m->o, "\x1B[0;2m");
    if (e->layer == LAYER_quote) {
        muster_doc_quote(m->doc, e->index, &q);
        explain_quote(m, &q);
    } else if (e->layer == LAYER_figure) {
        muster_doc_figure(m->doc, e->index, &f);
        explain_figure(m, &f);
    } else if (!m->colour) {
        muster_doc_mention(m->doc, e->index, &name);
        out_char(m->o, '/');
        out_literal(m->o, name.kind);
    }
}

static void pass_edge(marker *m, const edge *e) {
    static const char *const opening[] = {"<<", "{", "["}, *const closing[] = {">>", "}", "]"};
    muster_mention_view name;
    if (e->opens) {
        m->open[e->layer]++;
        if (e->layer == LAYER_mention) {
            muster_doc_mention(m->doc, e->index, &name);
            m->kind = name.kind;
        }
        if (!m->colour) out_literal(m->o, opening[e->layer]);
    } else {
        explain(m, e);
        m->open[e->layer]--;
        if (!m->colour) out_literal(m->o, closing[e->layer]);
    }
    if (m->colour) set_style(m);
}

muster_status store_write_marked(const muster_doc *doc, bool colour, out *o) {
    size_t most = 2 * (muster_doc_quote_count(doc) + muster_doc_figure_count(doc) + muster_doc_mention_count(doc));
    edge *edges = malloc((most + 1) * sizeof *edges);
    if (!edges) return MUSTER_NOMEM;
    size_t count = collect(doc, edges);
    qsort(edges, count, sizeof *edges, compare_edges);
    marker m = {.doc = doc, .o = o, .colour = colour};
    span_cursor cursor = {.text = muster_doc_text(doc)};
    for (size_t i = 0; i < count && !o->stopped; i++) {
        harmless(o, span_to(&cursor, edges[i].point));
        pass_edge(&m, &edges[i]);
    }
    harmless(o, span_to(&cursor, UINT32_MAX));
    if (colour && count) out_literal(o, "\x1B[0m");
    if (cursor.text.size && cursor.text.data[cursor.text.size - 1] != '\n') out_char(o, '\n');
    free(edges);
    return MUSTER_OK;
}
