/* store_jsonl.c: a document as one line of JSON, the record. Keys stand in the order of the record's definition; what goes beyond it stands
 * at the end of each object. Written as it goes: a tree of JSON values would cost more than finding the facts. */
#include "store/store_out.h"

/* Keys are literals, so that each is a few stores. */
#define KEY(o, name) OUT(o, ", \"" name "\": ")
#define FIRST_KEY(o, name) OUT(o, "\"" name "\": ")

#define KEY_TEXT(o, name, text)                                                                                                            \
    do {                                                                                                                                   \
        KEY(o, name);                                                                                                                      \
        out_json_filled(o, text);                                                                                                          \
    } while (0)

#define KEY_UINT(o, name, value)                                                                                                           \
    do {                                                                                                                                   \
        KEY(o, name);                                                                                                                      \
        out_uint(o, value);                                                                                                                \
    } while (0)

/* A word of the record, which needs no escapes. */
static void put_word(out *o, const char *word) {
    if (!word) {
        OUT(o, "null");
        return;
    }
    OUT(o, "\"");
    out_str(o, str_from(word));
    OUT(o, "\"");
}

#define KEY_WORD(o, name, word)                                                                                                            \
    do {                                                                                                                                   \
        KEY(o, name);                                                                                                                      \
        put_word(o, word);                                                                                                                 \
    } while (0)

#define KEY_BOUND(o, name, has, value)                                                                                                     \
    do {                                                                                                                                   \
        KEY(o, name);                                                                                                                      \
        out_number_or_null(o, has, value);                                                                                                 \
    } while (0)

static void first_span(out *o, uint32_t start, uint32_t end) {
    FIRST_KEY(o, "start");
    out_uint(o, start);
    KEY_UINT(o, "end", end);
}

static void key_provenance(out *o, const muster_provenance *from) {
    KEY_TEXT(o, "rule", from->rule);
    if (from->entry.size) KEY_TEXT(o, "entry", from->entry);
}

static void key_sentence(out *o, uint32_t sentence) {
    if (sentence != MUSTER_NONE) KEY_UINT(o, "sentence", sentence);
}

static void write_entity(out *o, const muster_entity_view *e) {
    FIRST_KEY(o, "id");
    out_uint(o, e->id);
    KEY_WORD(o, "kind", e->kind);
    KEY_TEXT(o, "name", e->name);
    KEY_TEXT(o, "role", e->role);
    KEY_TEXT(o, "affiliation", e->affiliation);
    if (e->link.size) KEY_TEXT(o, "link", e->link);
    if (e->wikidata.size) KEY_TEXT(o, "wikidata", e->wikidata);
    if (e->has_position) {
        KEY_BOUND(o, "latitude", 1, e->latitude);
        KEY_BOUND(o, "longitude", 1, e->longitude);
    }
    if (e->runner_up.size) KEY_TEXT(o, "runner_up", e->runner_up);
    if (e->designation.size) KEY_TEXT(o, "designation", e->designation);
    if (e->arm.size) KEY_TEXT(o, "arm", e->arm);
    if (e->echelon.size) KEY_TEXT(o, "echelon", e->echelon);
    if (e->state.size) KEY_TEXT(o, "state", e->state);
    if (e->parent.size) KEY_TEXT(o, "parent", e->parent);
    key_provenance(o, &e->from);
}

static void write_mention(out *o, const muster_mention_view *m) {
    first_span(o, m->start, m->end);
    KEY_WORD(o, "kind", m->kind);
    KEY_UINT(o, "entity", m->entity);
    key_sentence(o, m->sentence);
    key_provenance(o, &m->from);
}

static void write_figure(out *o, const muster_figure_view *f) {
    first_span(o, f->start, f->end);
    KEY_BOUND(o, "low", f->has_low, f->low);
    KEY_BOUND(o, "high", f->has_high, f->high);
    KEY_WORD(o, "qualifier", f->qualifier);
    KEY_WORD(o, "unit", f->unit);
    KEY_WORD(o, "measure", f->measure);
    KEY_TEXT(o, "of", f->of);
    KEY_TEXT(o, "place", f->place);
    KEY_TEXT(o, "date", f->date);
    KEY_TEXT(o, "source", f->source);
    if (f->place_entity) KEY_UINT(o, "place_entity", f->place_entity);
    if (f->source_entity) KEY_UINT(o, "source_entity", f->source_entity);
    if (f->actor.size) KEY_TEXT(o, "actor", f->actor);
    if (f->actor_entity) KEY_UINT(o, "actor_entity", f->actor_entity);
    key_sentence(o, f->sentence);
    key_provenance(o, &f->from);
}

/* Names of entities; nothing where there are none. */
static void key_candidates(out *o, const muster_doc *doc, const muster_quote_view *q) {
    size_t most = sizeof q->candidates / sizeof *q->candidates;
    for (size_t i = 0; i < most && q->candidates[i]; i++) {
        muster_entity_view e;
        muster_doc_entity(doc, q->candidates[i] - 1, &e);
        if (i)
            OUT(o, ", ");
        else
            OUT(o, ", \"candidates\": [");
        out_json(o, e.name);
        if (i + 1 == most || !q->candidates[i + 1]) OUT(o, "]");
    }
}

static void write_quote(out *o, const muster_doc *doc, const muster_quote_view *q) {
    first_span(o, q->start, q->end);
    KEY_WORD(o, "kind", q->kind);
    KEY_TEXT(o, "speaker", q->speaker);
    KEY_TEXT(o, "cue", q->cue);
    KEY_WORD(o, "stance", q->stance);
    if (q->speaker_entity) KEY_UINT(o, "speaker_entity", q->speaker_entity);
    if (q->cue_start < q->cue_end) {
        KEY_UINT(o, "cue_start", q->cue_start);
        KEY_UINT(o, "cue_end", q->cue_end);
    }
    if (q->speaker_start < q->speaker_end) {
        KEY_UINT(o, "speaker_start", q->speaker_start);
        KEY_UINT(o, "speaker_end", q->speaker_end);
    }
    key_sentence(o, q->sentence);
    KEY_TEXT(o, "reason", q->reason);
    key_candidates(o, doc, q);
    if (q->hedge.size) KEY_TEXT(o, "hedge", q->hedge);
    if (q->doubt.size) KEY_TEXT(o, "doubt", q->doubt);
    key_provenance(o, &q->from);
}

/* Whom the speaker of a quote has it from; relays come in order of their quotes, *next is the first of this one. */
static void key_relays(out *o, const muster_doc *doc, size_t quote, size_t *next) {
    bool any = false;
    for (; *next < muster_doc_relay_count(doc); (*next)++) {
        muster_relay_view r;
        muster_doc_relay(doc, *next, &r);
        if (r.quote != quote) break;
        if (any)
            OUT(o, ", {");
        else
            OUT(o, ", \"relayed\": [{");
        any = true;
        first_span(o, r.start, r.end);
        KEY_TEXT(o, "speaker", r.speaker);
        KEY_TEXT(o, "cue", r.cue);
        if (r.speaker_entity) KEY_UINT(o, "speaker_entity", r.speaker_entity);
        OUT(o, "}");
    }
    if (any) OUT(o, "]");
}

static void write_quotes(out *o, const muster_doc *doc) {
    size_t count = muster_doc_quote_count(doc), relay = 0;
    OUT(o, ", \"quotes\": [");
    for (size_t i = 0; i < count && !o->stopped; i++) {
        muster_quote_view q;
        muster_doc_quote(doc, i, &q);
        if (i) OUT(o, ", ");
        OUT(o, "{");
        write_quote(o, doc, &q);
        key_relays(o, doc, i, &relay);
        OUT(o, "}");
    }
    OUT(o, "]");
}

static void write_stray(out *o, const muster_stray_view *s) {
    first_span(o, s->start, s->end);
    key_sentence(o, s->sentence);
    KEY_TEXT(o, "reason", s->reason);
}

/* One array of objects: what to ask the document for, and how to write one. */
#define WRITE_ALL(o, doc, name, view, count_of, item_of, write)                                                                            \
    do {                                                                                                                                   \
        KEY(o, name);                                                                                                                      \
        OUT(o, "[");                                                                                                                       \
        size_t count = count_of(doc);                                                                                                      \
        for (size_t i = 0; i < count && !(o)->stopped; i++) {                                                                              \
            view item;                                                                                                                     \
            item_of(doc, i, &item);                                                                                                        \
            if (i) OUT(o, ", ");                                                                                                           \
            OUT(o, "{");                                                                                                                   \
            write(o, &item);                                                                                                               \
            OUT(o, "}");                                                                                                                   \
        }                                                                                                                                  \
        OUT(o, "]");                                                                                                                       \
    } while (0)

static void write_block(out *o, const muster_block_view *b) {
    first_span(o, b->start, b->end);
    KEY_WORD(o, "kind", b->kind);
}

static void write_sentences(out *o, const muster_doc *doc) {
    OUT(o, ", \"sentences\": [");
    size_t count = muster_doc_sentence_count(doc);
    for (size_t i = 0; i < count; i++) {
        muster_sentence_view s;
        muster_doc_sentence(doc, i, &s);
        if (i) OUT(o, ", ");
        OUT(o, "[");
        out_uint(o, s.start);
        OUT(o, ", ");
        out_uint(o, s.end);
        OUT(o, "]");
    }
    OUT(o, "]");
}

muster_status store_write_jsonl(const muster_doc *doc, out *o) {
    OUT(o, "{\"doc\": ");
    out_json_filled(o, muster_doc_id(doc));
    KEY_TEXT(o, "title", muster_doc_title(doc));
    KEY_TEXT(o, "date", muster_doc_date(doc));
    WRITE_ALL(o, doc, "entities", muster_entity_view, muster_doc_entity_count, muster_doc_entity, write_entity);
    WRITE_ALL(o, doc, "mentions", muster_mention_view, muster_doc_mention_count, muster_doc_mention, write_mention);
    WRITE_ALL(o, doc, "figures", muster_figure_view, muster_doc_figure_count, muster_doc_figure, write_figure);
    write_quotes(o, doc);
    WRITE_ALL(o, doc, "unattributed", muster_stray_view, muster_doc_stray_count, muster_doc_stray, write_stray);
    KEY_TEXT(o, "outlet", muster_doc_outlet(doc));
    KEY_TEXT(o, "author", muster_doc_author(doc));
    KEY_TEXT(o, "url", muster_doc_url(doc));
    KEY_TEXT(o, "modified", muster_doc_modified(doc));
    KEY_WORD(o, "format", muster_doc_format(doc));
    KEY_TEXT(o, "path", muster_doc_path(doc));
    KEY_TEXT(o, "encoding", muster_doc_encoding(doc));
    KEY_WORD(o, "sha256", muster_doc_hash(doc));
    KEY_UINT(o, "length", muster_doc_length(doc));
    WRITE_ALL(o, doc, "blocks", muster_block_view, muster_doc_block_count, muster_doc_block, write_block);
    write_sentences(o, doc);
    OUT(o, "}\n");
    return MUSTER_OK;
}
