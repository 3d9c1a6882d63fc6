/* store_citron.c: a document's quotes in the annotation format of Citron, one object a line: the text, and of each quote its cue, its
 * sources and its contents, each with the place in code points and the words. A quote that its tag interrupts is one with two contents;
 * where a pronoun or a description stands for the speaker, `coreferences` has the first name. */
#include <stdlib.h>

#include "store/store_out.h"

typedef struct citron {
    const muster_doc *doc;
    out *o;
    uint32_t *first; /* per entity id: index of its first mention + 1 */
} citron;

static void span(citron *c, uint32_t start, uint32_t end) {
    OUT(c->o, "{\"start\": ");
    out_uint(c->o, start);
    OUT(c->o, ", \"end\": ");
    out_uint(c->o, end);
    OUT(c->o, ", \"text\": ");
    out_json(c->o, muster_doc_slice(c->doc, start, end));
    OUT(c->o, "}");
}

static void contents(citron *c, size_t from, size_t to) {
    OUT(c->o, "\"contents\": [");
    for (size_t i = from; i < to; i++) {
        muster_quote_view q;
        muster_doc_quote(c->doc, i, &q);
        if (i > from) OUT(c->o, ", ");
        span(c, q.start, q.end);
    }
    OUT(c->o, "]");
}

/* The name that the words beside the quote stand for, unless they have it. */
static void coreferences(citron *c, const muster_quote_view *q) {
    if (!q->speaker_entity || !c->first[q->speaker_entity]) return;
    muster_mention_view m;
    muster_doc_mention(c->doc, c->first[q->speaker_entity] - 1, &m);
    if (m.start >= q->speaker_start && m.start < q->speaker_end) return;
    OUT(c->o, ", \"coreferences\": [");
    span(c, m.start, m.end);
    OUT(c->o, "]");
}

/* Where the quotes end that one cue governs. */
static size_t same_cue(const muster_doc *doc, size_t from) {
    muster_quote_view first, next;
    muster_doc_quote(doc, from, &first);
    size_t to = from + 1;
    for (; first.cue_start < first.cue_end && to < muster_doc_quote_count(doc); to++) {
        muster_doc_quote(doc, to, &next);
        if (next.cue_start != first.cue_start || next.cue_end != first.cue_end) break;
    }
    return to;
}

static void write_quote(citron *c, size_t from, size_t to) {
    muster_quote_view q;
    muster_doc_quote(c->doc, from, &q);
    for (size_t i = from + 1; i < to && q.speaker_start >= q.speaker_end; i++) muster_doc_quote(c->doc, i, &q);
    OUT(c->o, "{\"id\": ");
    out_uint(c->o, from + 1);
    OUT(c->o, ", \"cue\": ");
    if (q.cue_start < q.cue_end)
        span(c, q.cue_start, q.cue_end);
    else
        OUT(c->o, "null");
    OUT(c->o, ", \"sources\": [");
    if (q.speaker_start < q.speaker_end) span(c, q.speaker_start, q.speaker_end);
    OUT(c->o, "], ");
    contents(c, from, to);
    coreferences(c, &q);
    OUT(c->o, "}");
}

muster_status store_write_citron(const muster_doc *doc, out *o) {
    citron c = {.doc = doc, .o = o, .first = calloc(muster_doc_entity_count(doc) + 1, sizeof *c.first)};
    if (!c.first) return MUSTER_NOMEM;
    for (size_t i = muster_doc_mention_count(doc); i-- > 0;) {
        muster_mention_view m;
        muster_doc_mention(doc, i, &m);
        if (m.entity && m.entity <= muster_doc_entity_count(doc)) c.first[m.entity] = (uint32_t)i + 1;
    }
    OUT(o, "{\"doc\": ");
    out_json(o, muster_doc_id(doc));
    OUT(o, ", \"text\": ");
    out_json(o, muster_doc_text(doc));
    OUT(o, ", \"quotes\": [");
    size_t count = muster_doc_quote_count(doc);
    for (size_t from = 0, to; from < count && !o->stopped; from = to) {
        to = same_cue(doc, from);
        if (from) OUT(o, ", ");
        write_quote(&c, from, to);
    }
    OUT(o, "]}\n");
    free(c.first);
    return MUSTER_OK;
}
