/* store_jsonl.c: a document as one line of JSON, the record. Keys stand in the order of the record's definition; what goes beyond it stands
 * at the end of each object. Written as it goes: a tree of JSON values would cost more than finding the facts. */
#include "store/store_out.h"

/* Texts that are empty are null in the record. */
static str or_none(str text) {
    return text.size ? text : STR_NONE;
}

static void key(out *o, const char *name) {
    char last = o->used ? o->buffer[o->used - 1] : '{';
    if (last != '{') out_literal(o, ", ");
    out_char(o, '"');
    out_literal(o, name);
    out_literal(o, "\": ");
}

static void key_text(out *o, const char *name, str text) {
    key(o, name);
    out_json(o, or_none(text));
}

static void key_word(out *o, const char *name, const char *word) {
    key(o, name);
    out_json(o, str_from(word));
}

static void key_uint(out *o, const char *name, uint64_t value) {
    key(o, name);
    out_uint(o, value);
}

static void key_bound(out *o, const char *name, int has, double value) {
    key(o, name);
    if (has)
        out_number(o, value);
    else
        out_literal(o, "null");
}

static void key_span(out *o, uint32_t start, uint32_t end) {
    key_uint(o, "start", start);
    key_uint(o, "end", end);
}

static void key_provenance(out *o, const muster_provenance *from) {
    key_text(o, "rule", from->rule);
    if (from->entry.size) key_text(o, "entry", from->entry);
}

static void key_sentence(out *o, uint32_t sentence) {
    if (sentence != MUSTER_NONE) key_uint(o, "sentence", sentence);
}

static void write_entity(out *o, const muster_entity_view *e) {
    key_uint(o, "id", e->id);
    key_word(o, "kind", e->kind);
    key_text(o, "name", e->name);
    key_text(o, "role", e->role);
    key_text(o, "affiliation", e->affiliation);
    if (e->link.size) key_text(o, "link", e->link);
    if (e->wikidata.size) key_text(o, "wikidata", e->wikidata);
    if (e->has_position) {
        key_bound(o, "latitude", 1, e->latitude);
        key_bound(o, "longitude", 1, e->longitude);
    }
    key_provenance(o, &e->from);
}

static void write_mention(out *o, const muster_mention_view *m) {
    key_span(o, m->start, m->end);
    key_word(o, "kind", m->kind);
    key_uint(o, "entity", m->entity);
    key_sentence(o, m->sentence);
    key_provenance(o, &m->from);
}

static void write_figure(out *o, const muster_figure_view *f) {
    key_span(o, f->start, f->end);
    key_bound(o, "low", f->has_low, f->low);
    key_bound(o, "high", f->has_high, f->high);
    key_word(o, "qualifier", f->qualifier);
    key_word(o, "unit", f->unit);
    key_word(o, "measure", f->measure);
    key_text(o, "of", f->of);
    key_text(o, "place", f->place);
    key_text(o, "date", f->date);
    key_text(o, "source", f->source);
    if (f->place_entity) key_uint(o, "place_entity", f->place_entity);
    if (f->source_entity) key_uint(o, "source_entity", f->source_entity);
    key_sentence(o, f->sentence);
    key_provenance(o, &f->from);
}

static void write_quote(out *o, const muster_quote_view *q) {
    key_span(o, q->start, q->end);
    key_word(o, "kind", q->kind);
    key_text(o, "speaker", q->speaker);
    key_text(o, "cue", q->cue);
    key_word(o, "stance", q->stance);
    if (q->speaker_entity) key_uint(o, "speaker_entity", q->speaker_entity);
    if (q->cue_start < q->cue_end) {
        key_uint(o, "cue_start", q->cue_start);
        key_uint(o, "cue_end", q->cue_end);
    }
    if (q->speaker_start < q->speaker_end) {
        key_uint(o, "speaker_start", q->speaker_start);
        key_uint(o, "speaker_end", q->speaker_end);
    }
    key_sentence(o, q->sentence);
    key_text(o, "reason", q->reason);
    key_provenance(o, &q->from);
}

/* One array of objects: what to ask the document for, and how to write one. */
#define WRITE_ALL(o, doc, name, view, count_of, item_of, write)                                                                            \
    do {                                                                                                                                   \
        key(o, name);                                                                                                                      \
        out_char(o, '[');                                                                                                                  \
        size_t count = count_of(doc);                                                                                                      \
        for (size_t i = 0; i < count && !(o)->stopped; i++) {                                                                              \
            view item;                                                                                                                     \
            item_of(doc, i, &item);                                                                                                        \
            out_literal(o, i ? ", {" : "{");                                                                                               \
            write(o, &item);                                                                                                               \
            out_char(o, '}');                                                                                                              \
        }                                                                                                                                  \
        out_char(o, ']');                                                                                                                  \
    } while (0)

static void write_block(out *o, const muster_block_view *b) {
    key_span(o, b->start, b->end);
    key_word(o, "kind", b->kind);
}

static void write_sentences(out *o, const muster_doc *doc) {
    key(o, "sentences");
    out_char(o, '[');
    size_t count = muster_doc_sentence_count(doc);
    for (size_t i = 0; i < count; i++) {
        muster_sentence_view s;
        muster_doc_sentence(doc, i, &s);
        out_literal(o, i ? ", [" : "[");
        out_uint(o, s.start);
        out_literal(o, ", ");
        out_uint(o, s.end);
        out_char(o, ']');
    }
    out_char(o, ']');
}

muster_status store_write_jsonl(const muster_doc *doc, out *o) {
    out_char(o, '{');
    key_text(o, "doc", muster_doc_id(doc));
    key_text(o, "title", muster_doc_title(doc));
    key_text(o, "date", muster_doc_date(doc));
    WRITE_ALL(o, doc, "entities", muster_entity_view, muster_doc_entity_count, muster_doc_entity, write_entity);
    WRITE_ALL(o, doc, "mentions", muster_mention_view, muster_doc_mention_count, muster_doc_mention, write_mention);
    WRITE_ALL(o, doc, "figures", muster_figure_view, muster_doc_figure_count, muster_doc_figure, write_figure);
    WRITE_ALL(o, doc, "quotes", muster_quote_view, muster_doc_quote_count, muster_doc_quote, write_quote);
    key_text(o, "outlet", muster_doc_outlet(doc));
    key_text(o, "path", muster_doc_path(doc));
    key_text(o, "encoding", muster_doc_encoding(doc));
    key_word(o, "sha256", muster_doc_hash(doc));
    key_uint(o, "length", muster_doc_length(doc));
    WRITE_ALL(o, doc, "blocks", muster_block_view, muster_doc_block_count, muster_doc_block, write_block);
    write_sentences(o, doc);
    out_literal(o, "}\n");
    return MUSTER_OK;
}
