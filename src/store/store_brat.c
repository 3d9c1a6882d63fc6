/* store_brat.c: a document as a brat standoff file (.ann), to lie beside its text. Names, figures, quotes, their cues and sources are
 * text-bound (T); their fields are attributes (A), relations to names (R), equivalences (`*`) and notes (#). A span over line breaks has a
 * fragment a line.
 */
#include <stdlib.h>

#include "store/store_out.h"
#include "store/store_span.h"

typedef struct brat {
    const muster_doc *doc;
    out *o;
    uint32_t attributes, relations, notes, things; /* numbers given out */
    uint32_t *first;                               /* per entity id: its first mention + 1 */
    uint32_t *next;                                /* per mention: the entity's next mention + 1 */
} brat;

static void numbered(brat *b, char letter, uint32_t number) {
    out_char(b->o, letter);
    out_uint(b->o, number);
}

/* Text of a span in one line: line breaks and tabs are spaces. */
static void plain(brat *b, str text) {
    for (size_t i = 0; i < text.size;) {
        size_t size = span_break(text, i);
        if (!size && text.data[i] == '\t') size = 1;
        out_char(b->o, size ? ' ' : text.data[i]);
        i += size ? size : 1;
    }
}

static void fragment(brat *b, uint32_t start, uint32_t end, bool *first) {
    if (start == end) return;
    out_char(b->o, *first ? ' ' : ';');
    out_uint(b->o, start);
    out_char(b->o, ' ');
    out_uint(b->o, end);
    *first = false;
}

/* "10 20;21 30": the span without its line breaks; white space at the edges of the fragments stays. */
static void fragments(brat *b, str text, uint32_t start) {
    bool first = true;
    uint32_t from = start, point = start;
    for (size_t i = 0; i < text.size;) {
        size_t size = span_break(text, i);
        if (size) {
            fragment(b, from, point, &first);
            from = point + 1;
            i += size;
        } else {
            i++;
            while (i < text.size && utf8_continues(text.data[i])) i++;
        }
        point++;
    }
    fragment(b, from, point, &first);
}

static void fragment_texts(brat *b, str text) {
    bool gap = false, any = false;
    for (size_t i = 0; i < text.size;) {
        size_t size = span_break(text, i);
        if (size) {
            gap = any;
            i += size;
            continue;
        }
        if (gap) out_char(b->o, ' ');
        gap = false;
        any = true;
        out_char(b->o, text.data[i] == '\t' ? ' ' : text.data[i]);
        i++;
    }
}

/* A text-bound line; returns its number. */
static uint32_t thing(brat *b, const char *type, uint32_t start, uint32_t end) {
    str text = muster_doc_slice(b->doc, start, end);
    numbered(b, 'T', ++b->things);
    out_char(b->o, '\t');
    out_literal(b->o, type);
    fragments(b, text, start);
    out_char(b->o, '\t');
    fragment_texts(b, text);
    out_char(b->o, '\n');
    return b->things;
}

static void attribute(brat *b, const char *name, uint32_t of, const char *value) {
    if (!value) return;
    numbered(b, 'A', ++b->attributes);
    out_char(b->o, '\t');
    out_literal(b->o, name);
    out_char(b->o, ' ');
    numbered(b, 'T', of);
    out_char(b->o, ' ');
    out_literal(b->o, value);
    out_char(b->o, '\n');
}

static void relation(brat *b, const char *type, uint32_t from, uint32_t to) {
    if (!to) return;
    numbered(b, 'R', ++b->relations);
    out_char(b->o, '\t');
    out_literal(b->o, type);
    out_literal(b->o, " Arg1:");
    numbered(b, 'T', from);
    out_literal(b->o, " Arg2:");
    numbered(b, 'T', to);
    out_char(b->o, '\n');
}

static void start_note(brat *b, uint32_t of) {
    numbered(b, '#', ++b->notes);
    out_literal(b->o, "\tAnnotatorNotes ");
    numbered(b, 'T', of);
    out_char(b->o, '\t');
}

static void note_name(brat *b, const char *name, bool *any) {
    if (*any) out_literal(b->o, "; ");
    out_literal(b->o, name);
    out_char(b->o, '=');
    *any = true;
}

static void note_field(brat *b, const char *name, str value, bool *any) {
    if (!value.size) return;
    note_name(b, name, any);
    plain(b, value);
}

static void note_bound(brat *b, const char *name, int has, double value, bool *any) {
    if (!has) return;
    note_name(b, name, any);
    out_number(b->o, value);
}

/* The mention that names an entity in a span, else its first one; its number as T (mentions are T1, T2, …), 0 if there is none. */
static uint32_t mention_of(const brat *b, uint32_t entity, uint32_t start, uint32_t end) {
    if (!entity || entity > muster_doc_entity_count(b->doc)) return 0;
    size_t i = start < end ? span_mention(b->doc, start) : SIZE_MAX;
    if (i < muster_doc_mention_count(b->doc)) {
        muster_mention_view m;
        muster_doc_mention(b->doc, i, &m);
        if (m.start < end && m.entity == entity) return (uint32_t)i + 1;
    }
    return b->first[entity];
}

static void write_mentions(brat *b) {
    size_t count = muster_doc_mention_count(b->doc), entities = muster_doc_entity_count(b->doc);
    for (size_t i = 0; i < count; i++) {
        muster_mention_view m;
        muster_doc_mention(b->doc, i, &m);
        thing(b, m.kind, m.start, m.end);
    }
    for (size_t i = count; i-- > 0;) {
        muster_mention_view m;
        muster_doc_mention(b->doc, i, &m);
        if (!m.entity || m.entity > entities) continue;
        b->next[i] = b->first[m.entity];
        b->first[m.entity] = (uint32_t)i + 1;
    }
}

static void write_entities(brat *b) {
    size_t count = muster_doc_entity_count(b->doc);
    for (size_t i = 0; i < count; i++) {
        muster_entity_view e;
        muster_doc_entity(b->doc, i, &e);
        uint32_t first = b->first[e.id];
        if (!first) continue;
        if (b->next[first - 1]) {
            out_literal(b->o, "*\tEquiv");
            for (uint32_t m = first; m; m = b->next[m - 1]) {
                out_char(b->o, ' ');
                numbered(b, 'T', m);
            }
            out_char(b->o, '\n');
        }
        if (!e.role.size && !e.affiliation.size && !e.link.size) continue;
        bool any = false;
        start_note(b, first);
        note_field(b, "name", e.name, &any);
        note_field(b, "role", e.role, &any);
        note_field(b, "affiliation", e.affiliation, &any);
        note_field(b, "link", e.link, &any);
        note_field(b, "wikidata", e.wikidata, &any);
        out_char(b->o, '\n');
    }
}

static void write_figures(brat *b) {
    size_t count = muster_doc_figure_count(b->doc);
    for (size_t i = 0; i < count; i++) {
        muster_figure_view f;
        muster_doc_figure(b->doc, i, &f);
        uint32_t t = thing(b, "figure", f.start, f.end);
        attribute(b, "measure", t, f.measure);
        attribute(b, "unit", t, f.unit);
        attribute(b, "qualifier", t, f.qualifier);
        relation(b, "place", t, mention_of(b, f.place_entity, 0, 0));
        relation(b, "source", t, mention_of(b, f.source_entity, 0, 0));
        bool any = false;
        start_note(b, t);
        note_bound(b, "low", f.has_low, f.low, &any);
        note_bound(b, "high", f.has_high, f.high, &any);
        note_field(b, "of", f.of, &any);
        note_field(b, "date", f.date, &any);
        note_field(b, "source", f.source, &any);
        note_field(b, "rule", f.from.rule, &any);
        out_char(b->o, '\n');
    }
}

static void write_quotes(brat *b) {
    size_t count = muster_doc_quote_count(b->doc);
    for (size_t i = 0; i < count; i++) {
        muster_quote_view q;
        muster_doc_quote(b->doc, i, &q);
        uint32_t t = thing(b, "quote", q.start, q.end);
        attribute(b, "speech", t, q.kind);
        attribute(b, "stance", t, q.stance);
        relation(b, "speaker", t, mention_of(b, q.speaker_entity, q.speaker_start, q.speaker_end));
        if (q.speaker_start < q.speaker_end) relation(b, "source", t, thing(b, "source", q.speaker_start, q.speaker_end));
        if (q.cue_start < q.cue_end) relation(b, "cue", t, thing(b, "cue", q.cue_start, q.cue_end));
        bool any = false;
        start_note(b, t);
        note_field(b, "speaker", q.speaker, &any);
        note_field(b, "reason", q.reason, &any);
        note_field(b, "hedge", q.hedge, &any);
        note_field(b, "doubt", q.doubt, &any);
        note_field(b, "rule", q.from.rule, &any);
        out_char(b->o, '\n');
    }
}

muster_status store_write_brat(const muster_doc *doc, out *o) {
    brat b = {.doc = doc, .o = o};
    b.first = calloc(muster_doc_entity_count(doc) + 1, sizeof *b.first);
    b.next = calloc(muster_doc_mention_count(doc) + 1, sizeof *b.next);
    muster_status status = b.first && b.next ? MUSTER_OK : MUSTER_NOMEM;
    if (status == MUSTER_OK) {
        write_mentions(&b);
        write_entities(&b);
        write_figures(&b);
        write_quotes(&b);
    }
    free(b.first);
    free(b.next);
    return status;
}
