/* view.c: the facts as muster.h shows them. Made once, when the stages are done: token indices become code points, rules and entries become
 * names. They are made in memory of their own, a tenth of what the stages needed: so documents that wait to be printed or stored are small,
 * and the memory of the stages, warm in the caches, serves the next document. */
#include <stdlib.h>

#include "base/utf8.h"
#include "engine.h"

static muster_provenance provenance_view(const muster_doc *doc, const provenance *from) {
    const muster_engine *engine = doc->engine;
    muster_provenance view = {.rule = from->mechanism};
    if (from->rule != NONE) {
        view.rule = rule_name(engine->rules, from->rule);
        view.rule_file = rule_file(engine->rules, from->rule);
        view.rule_line = rule_line(engine->rules, from->rule);
    }
    if (from->entry != NONE) view.entry = gazetteer_entry_id(engine->gazetteer, from->entry);
    return view;
}

static uint32_t points_in(const muster_doc *doc, uint32_t from_byte, uint32_t byte) {
    return (uint32_t)utf8_length(str_slice(doc->text, from_byte, byte));
}

/* Counts code points, noting every so many where they are. */
static void index_points(muster_doc *doc) {
    doc->steps = arena_alloc(doc->memory, sizeof(uint32_t) * (doc->text.size / POINTS_A_STEP + 2));
    uint32_t points = 0, byte = 0, size = (uint32_t)doc->text.size;
    for (uint32_t step = 0; byte < size; step += POINTS_A_STEP) {
        doc->steps[step / POINTS_A_STEP] = byte;
        while (byte < size && points < step + POINTS_A_STEP) {
            uint32_t sure = step + POINTS_A_STEP - points; /* so many bytes have no more points than are wanted */
            if (sure > size - byte) sure = size - byte;
            points += points_in(doc, byte, byte + sure);
            byte += sure;
        }
        while (byte < size && utf8_continues(doc->text.data[byte])) byte++;
    }
    doc->length = points;
}

static bool eight_ascii(const char *p) {
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return !(v & 0x8080808080808080u);
}

static uint32_t byte_of_point(const muster_doc *doc, uint32_t point) {
    const str text = doc->text;
    if (point >= doc->length) return (uint32_t)text.size;
    if (doc->length == text.size) return point;
    uint32_t byte = doc->steps[point / POINTS_A_STEP], left = point % POINTS_A_STEP;
    while (left >= 8 && text.size - byte >= 8 && eight_ascii(text.data + byte)) {
        byte += 8;
        left -= 8;
    }
    for (; left; left--) {
        byte++;
        while (utf8_continues(text.data[byte])) byte++;
    }
    return byte;
}

/* Texts that were copied, by where they stood: many facts share one (the words of a sentence, the place of an article). */
enum { KEPT_TEXTS = 64 };
typedef struct kept_texts {
    struct {
        str from;
        const char *copy;
    } at[KEPT_TEXTS];
} kept_texts;

static str copied(const muster_doc *doc, str text) {
    size_t slot = ((uintptr_t)text.data >> 4 ^ (uintptr_t)text.data >> 10 ^ text.size) % KEPT_TEXTS;
    if (doc->kept->at[slot].from.data != text.data || doc->kept->at[slot].from.size != text.size) {
        doc->kept->at[slot].copy = arena_str(doc->memory, text).data;
        doc->kept->at[slot].from = text;
    }
    return (str){doc->kept->at[slot].copy, text.size};
}

/* A text in the document's own memory: where it is a piece of the stored text, the same piece. Every text of a view is one, but for those
 * of the engine (names of rules, ids of entries). */
static str kept(const muster_doc *doc, const document *facts, str text) {
    if (doc->facts || !text.data) return text;
    uintptr_t start = (uintptr_t)facts->text.data, at = (uintptr_t)text.data;
    if (at >= start && at + text.size <= start + facts->text.size) return (str){doc->text.data + (at - start), text.size};
    return copied(doc, text);
}

/* Every view is written whole: nothing to clear. */
#define VIEWS(memory, type, count) ((type *)arena_alloc((memory), sizeof(type) * (size_t)(count)))

static void view_blocks(muster_doc *doc, const document *facts) {
    doc->block_count = facts->blocks.count;
    doc->blocks = VIEWS(doc->memory, muster_block_view, facts->blocks.count);
    uint32_t byte = 0, point = 0;
    for (uint32_t i = 0; i < facts->blocks.count; i++) {
        const block *b = &facts->blocks.at[i];
        uint32_t start = point + points_in(doc, byte, b->start);
        point = start + points_in(doc, b->start, b->end);
        doc->blocks[i] = (muster_block_view){.start = start, .end = point, .kind = block_name(b->kind)};
        byte = b->end;
    }
}

static void view_sentences(muster_doc *doc, const document *facts) {
    doc->sentence_count = facts->sentences.count;
    doc->sentences = VIEWS(doc->memory, muster_sentence_view, facts->sentences.count);
    for (uint32_t i = 0; i < facts->sentences.count; i++) {
        const sentence *s = &facts->sentences.at[i];
        doc->sentences[i] = (muster_sentence_view){document_start(facts, s->first), document_end(facts, s->last), s->block};
    }
}

/* Ids count from 1. */
static uint32_t entity_id(uint32_t index) {
    return index == NONE ? 0 : index + 1;
}

static bool read_position(const gazetteer *known, uint32_t entry, muster_entity_view *view) {
    return str_number(gazetteer_attribute(known, entry, STR("lat")), &view->latitude) &&
           str_number(gazetteer_attribute(known, entry, STR("lon")), &view->longitude);
}

/* A region of which the lists tell no position stands where the town is that it shares its name with, if that lies in it. */
static bool is_seat(const gazetteer *known, uint32_t town, uint32_t region) {
    return town != NONE && str_equal(gazetteer_attribute(known, town, STR("parent")), gazetteer_entry_name(known, region));
}

/* A country stands where its capital does. */
static bool capital_position(const gazetteer *known, uint32_t country, muster_entity_view *view) {
    str id = gazetteer_attribute(known, country, STR("capital"));
    uint32_t capital = id.size ? gazetteer_find(known, id) : NONE;
    return capital != NONE && read_position(known, capital, view);
}

static void place_entity(const muster_doc *doc, const entity *e, muster_entity_view *view) {
    const gazetteer *known = doc->engine->gazetteer;
    view->link = gazetteer_entry_id(known, e->entry);
    view->wikidata = gazetteer_attribute(known, e->entry, STR("wikidata"));
    if (e->kind != KIND_place) return;
    if (e->second != NONE) view->runner_up = gazetteer_entry_id(known, e->second);
    view->has_position = read_position(known, e->entry, view) ||
                         (is_seat(known, e->second, e->entry) && read_position(known, e->second, view)) ||
                         capital_position(known, e->entry, view);
}

static void view_unit(const muster_doc *doc, const document *facts, const unit_traits *of, muster_entity_view *view) {
    view->designation = kept(doc, facts, of->designation);
    view->arm = kept(doc, facts, of->arm);
    view->echelon = kept(doc, facts, of->echelon);
    view->state = kept(doc, facts, of->state);
    view->parent = kept(doc, facts, of->parent);
}

static void view_entities(muster_doc *doc, const document *facts) {
    doc->entity_count = facts->entities.count;
    doc->entities = VIEWS(doc->memory, muster_entity_view, facts->entities.count);
    for (uint32_t i = 0; i < facts->entities.count; i++) {
        const entity *e = &facts->entities.at[i];
        muster_entity_view *view = &doc->entities[i];
        *view = (muster_entity_view){.id = i + 1,
                                     .kind = kind_name(e->kind),
                                     .name = kept(doc, facts, e->name),
                                     .role = kept(doc, facts, e->role),
                                     .affiliation = kept(doc, facts, e->affiliation),
                                     .from = provenance_view(doc, &e->from)};
        if (e->entry != NONE) place_entity(doc, e, view);
        if (e->unit) view_unit(doc, facts, e->unit, view);
    }
}

static void view_mentions(muster_doc *doc, const document *facts) {
    doc->mention_count = facts->mentions.count;
    doc->mentions = VIEWS(doc->memory, muster_mention_view, facts->mentions.count);
    for (uint32_t i = 0; i < facts->mentions.count; i++) {
        const mention *m = &facts->mentions.at[i];
        doc->mentions[i] = (muster_mention_view){.start = document_start(facts, m->first),
                                                 .end = document_end(facts, m->last),
                                                 .entity = m->entity + 1,
                                                 .sentence = facts->tokens.at[m->first].sentence,
                                                 .kind = kind_name(m->kind),
                                                 .from = provenance_view(doc, &m->from)};
    }
}

static str words_of(const muster_doc *doc, const document *facts, uint32_t first, uint32_t last) {
    return first < last ? kept(doc, facts, document_words(facts, first, last)) : STR_NONE;
}

static void view_figures(muster_doc *doc, const document *facts) {
    doc->figure_count = facts->figures.count;
    doc->figures = VIEWS(doc->memory, muster_figure_view, facts->figures.count);
    for (uint32_t i = 0; i < facts->figures.count; i++) {
        const figure *f = &facts->figures.at[i];
        muster_figure_view *view = &doc->figures[i];
        *view = (muster_figure_view){.start = document_start(facts, f->first),
                                     .end = document_end(facts, f->last),
                                     .sentence = facts->tokens.at[f->first].sentence,
                                     .has_low = f->has_low,
                                     .has_high = f->has_high,
                                     .low = f->low,
                                     .high = f->high,
                                     .qualifier = qualifier_name(f->qualifier),
                                     .unit = unit_name(f->unit),
                                     .measure = measure_name(f->measure),
                                     .source = kept(doc, facts, f->source_text),
                                     .date = kept(doc, facts, f->date),
                                     .place_entity = entity_id(f->place),
                                     .source_entity = entity_id(f->source),
                                     .actor = kept(doc, facts, f->actor_text),
                                     .actor_entity = entity_id(f->actor),
                                     .from = provenance_view(doc, &f->from)};
        view->of = words_of(doc, facts, f->of_first, f->of_last);
        if (f->place != NONE) view->place = doc->entities[f->place].name;
    }
}

/* What a quote is worth, and who else may have said it. */
static void weigh_quote(const muster_doc *doc, const document *facts, const quote *q, muster_quote_view *view) {
    view->hedge = words_of(doc, facts, q->hedge_first, q->hedge_last);
    view->doubt = words_of(doc, facts, q->doubt_first, q->doubt_last);
    for (uint32_t i = 0; i < q->candidate_count; i++) view->candidates[i] = entity_id(q->candidates[i]);
}

static void view_quotes(muster_doc *doc, const document *facts) {
    doc->quote_count = facts->quotes.count;
    doc->quotes = VIEWS(doc->memory, muster_quote_view, facts->quotes.count);
    for (uint32_t i = 0; i < facts->quotes.count; i++) {
        const quote *q = &facts->quotes.at[i];
        muster_quote_view *view = &doc->quotes[i];
        *view = (muster_quote_view){.start = document_start(facts, q->first),
                                    .end = document_end(facts, q->last),
                                    .sentence = facts->tokens.at[q->first].sentence,
                                    .kind = speech_name(q->kind),
                                    .stance = stance_name(q->stance),
                                    .speaker = kept(doc, facts, q->speaker_text),
                                    .speaker_entity = entity_id(q->speaker),
                                    .reason = kept(doc, facts, q->reason),
                                    .from = provenance_view(doc, &q->from)};
        if (q->cue_first < q->cue_last) {
            view->cue = words_of(doc, facts, q->cue_first, q->cue_last);
            view->cue_start = document_start(facts, q->cue_first);
            view->cue_end = document_end(facts, q->cue_last);
        }
        if (q->speaker_first < q->speaker_last) {
            view->speaker_start = document_start(facts, q->speaker_first);
            view->speaker_end = document_end(facts, q->speaker_last);
        }
        weigh_quote(doc, facts, q, view);
    }
}

static void view_relays(muster_doc *doc, const document *facts) {
    doc->relay_count = facts->relays.count;
    doc->relays = VIEWS(doc->memory, muster_relay_view, facts->relays.count);
    for (uint32_t i = 0; i < facts->relays.count; i++) {
        const relay *r = &facts->relays.at[i];
        doc->relays[i] = (muster_relay_view){.quote = r->quote,
                                             .speaker = kept(doc, facts, r->speaker_text),
                                             .cue = words_of(doc, facts, r->cue_first, r->cue_last),
                                             .speaker_entity = entity_id(r->speaker),
                                             .start = document_start(facts, r->speaker_first),
                                             .end = document_end(facts, r->speaker_last)};
    }
}

static void view_strays(muster_doc *doc, const document *facts) {
    doc->stray_count = facts->strays.count;
    doc->strays = VIEWS(doc->memory, muster_stray_view, facts->strays.count);
    for (uint32_t i = 0; i < facts->strays.count; i++) {
        const stray *s = &facts->strays.at[i];
        doc->strays[i] = (muster_stray_view){.start = document_start(facts, s->first),
                                             .end = document_end(facts, s->last),
                                             .sentence = facts->tokens.at[s->first].sentence,
                                             .reason = kept(doc, facts, s->reason)};
    }
}

static void view_accounts(muster_doc *doc, const document *facts) {
    doc->account_count = facts->accounts.count;
    doc->accounts = VIEWS(doc->memory, muster_account_view, facts->accounts.count);
    for (uint32_t i = 0; i < facts->accounts.count; i++) {
        const account *a = &facts->accounts.at[i];
        bool empty = a->first >= a->last;
        doc->accounts[i] = (muster_account_view){.start = empty ? 0 : document_start(facts, a->first),
                                                 .end = empty ? 0 : document_end(facts, a->last),
                                                 .minute = a->minute == NONE ? -1 : (int32_t)a->minute,
                                                 .place = a->place == NONE ? STR_NONE : doc->entities[a->place].name,
                                                 .country = kept(doc, facts, a->country),
                                                 .date = kept(doc, facts, a->date),
                                                 .names = kept(doc, facts, a->names),
                                                 .words = kept(doc, facts, a->words)};
    }
}

static muster_claim_view claim_view(const muster_doc *doc, const document *facts, const claim *c) {
    return (muster_claim_view){.start = document_start(facts, c->first),
                               .end = document_end(facts, c->last),
                               .sentence = facts->tokens.at[c->first].sentence,
                               .account = c->account,
                               .figure = c->figure,
                               .has_low = c->has_low,
                               .has_high = c->has_high,
                               .low = c->low,
                               .high = c->high,
                               .qualifier = qualifier_name(c->qualifier),
                               .unit = unit_name(c->unit),
                               .measure = measure_name(c->measure),
                               .scope = scope_name(c->scope),
                               .told = told_name(c->told),
                               .counted = words_of(doc, facts, c->of_first, c->of_last),
                               .noun = kept(doc, facts, c->noun),
                               .group = kept(doc, facts, c->group),
                               .side = kept(doc, facts, c->side),
                               .place = kept(doc, facts, c->place.name),
                               .place_id = kept(doc, facts, c->place.id),
                               .region = kept(doc, facts, c->place.region),
                               .country = kept(doc, facts, c->place.country),
                               .has_position = c->place.has_position,
                               .broad = c->place.broad,
                               .latitude = c->place.latitude,
                               .longitude = c->place.longitude,
                               .date = kept(doc, facts, c->date),
                               .since = kept(doc, facts, c->since),
                               .dated = dated_name(c->dated),
                               .source = kept(doc, facts, c->source_text),
                               .source_entity = entity_id(c->source),
                               .words = kept(doc, facts, c->words)};
}

static void view_claims(muster_doc *doc, const document *facts) {
    doc->claim_count = facts->claims.count;
    doc->claims = VIEWS(doc->memory, muster_claim_view, facts->claims.count);
    for (uint32_t i = 0; i < facts->claims.count; i++) doc->claims[i] = claim_view(doc, facts, &facts->claims.at[i]);
}

static void view_head(muster_doc *doc, const document *facts) {
    doc->text = doc->facts ? facts->text : arena_str(doc->memory, facts->text);
    doc->id = kept(doc, facts, facts->id);
    doc->path = kept(doc, facts, facts->path);
    doc->title = kept(doc, facts, facts->title);
    doc->date = kept(doc, facts, facts->date);
    doc->outlet = kept(doc, facts, facts->outlet);
    doc->encoding = kept(doc, facts, facts->encoding);
    doc->author = kept(doc, facts, facts->author);
    doc->url = kept(doc, facts, facts->url);
    doc->modified = kept(doc, facts, facts->modified);
    doc->format = facts->format;
    doc->token_count = facts->tokens.count;
    memcpy(doc->hash, facts->hash, sizeof doc->hash);
}

/* An array of the facts in the document's own memory. */
static void *kept_array(muster_doc *doc, const void *at, size_t size) {
    return at ? memcpy(arena_alloc(doc->memory, size), at, size) : NULL;
}

static void view_origin(muster_doc *doc, const document *facts) {
    document *to = &doc->origin;
    to->unmapped = facts->unmapped;
    to->sources = facts->sources;
    to->sources.at = kept_array(doc, facts->sources.at, sizeof *to->sources.at * facts->sources.count);
    to->decoded = facts->decoded;
    to->decoded.at = kept_array(doc, facts->decoded.at, sizeof *to->decoded.at * facts->decoded.count);
    doc->shingle_count = facts->shingle_count;
    doc->signature = kept_array(doc, facts->signature, sizeof *doc->signature * SIGNATURE_SIZE);
}

/* What stands in no array: the head, the signature, where the text stands in the file, texts that are no piece of the stored one. */
static size_t loose_size(const document *facts) {
    size_t texts = facts->text.size / 2 + 32 * ((size_t)facts->claims.count + facts->entities.count) + 1024;
    size_t origin = sizeof *facts->sources.at * facts->sources.count + sizeof *facts->decoded.at * facts->decoded.count;
    return sizeof(muster_doc) + SIGNATURE_SIZE * sizeof *facts->signature + texts + origin;
}

size_t view_size(const document *facts) {
    size_t facts_of_text = facts->blocks.count * sizeof(muster_block_view) + facts->sentences.count * sizeof(muster_sentence_view) +
                           facts->entities.count * sizeof(muster_entity_view) + facts->mentions.count * sizeof(muster_mention_view);
    size_t sayings = facts->quotes.count * sizeof(muster_quote_view) + facts->relays.count * sizeof(muster_relay_view) +
                     facts->strays.count * sizeof(muster_stray_view);
    size_t counts = facts->figures.count * sizeof(muster_figure_view) + facts->accounts.count * sizeof(muster_account_view) +
                    facts->claims.count * sizeof(muster_claim_view);
    return facts->text.size + facts_of_text + sayings + counts + loose_size(facts);
}

muster_doc *view_document(arena *memory, const muster_engine *engine, const document *facts, bool keep_facts) {
    kept_texts copies = {0};
    muster_doc *doc = ARENA_NEW(memory, muster_doc);
    doc->memory = memory;
    doc->engine = engine;
    doc->facts = keep_facts ? facts : NULL;
    doc->kept = &copies;
    view_head(doc, facts);
    view_origin(doc, facts);
    index_points(doc);
    view_blocks(doc, facts);
    view_sentences(doc, facts);
    view_entities(doc, facts);
    view_mentions(doc, facts);
    view_figures(doc, facts);
    view_quotes(doc, facts);
    view_relays(doc, facts);
    view_strays(doc, facts);
    view_accounts(doc, facts);
    view_claims(doc, facts);
    doc->kept = NULL;
    return doc;
}

/* --- what muster.h asks for: a field of the document, or the items of a sort --- */

#define FIELD(type, name)                                                                                                                  \
    type muster_doc_##name(const muster_doc *doc) {                                                                                        \
        return doc->name;                                                                                                                  \
    }
FIELD(muster_text, text)
FIELD(muster_text, id)
FIELD(muster_text, path)
FIELD(muster_text, title)
FIELD(muster_text, date)
FIELD(muster_text, outlet)
FIELD(muster_text, author)
FIELD(muster_text, url)
FIELD(muster_text, modified)
FIELD(muster_text, encoding)
FIELD(const char *, format)
FIELD(const char *, hash)
FIELD(size_t, length)
FIELD(size_t, token_count)

#define ITEMS(item, items)                                                                                                                 \
    size_t muster_doc_##item##_count(const muster_doc *doc) {                                                                              \
        return doc->item##_count;                                                                                                          \
    }                                                                                                                                      \
    void muster_doc_##item(const muster_doc *doc, size_t index, muster_##item##_view *out) {                                               \
        *out = doc->items[index];                                                                                                          \
    }
ITEMS(block, blocks)
ITEMS(sentence, sentences)
ITEMS(entity, entities)
ITEMS(mention, mentions)
ITEMS(figure, figures)
ITEMS(quote, quotes)
ITEMS(relay, relays)
ITEMS(stray, strays)
ITEMS(account, accounts)
ITEMS(claim, claims)

uint32_t muster_doc_source(const muster_doc *doc, uint32_t point) {
    return point < doc->length ? document_source(&doc->origin, byte_of_point(doc, point)) : MUSTER_NONE;
}

muster_text muster_doc_slice(const muster_doc *doc, uint32_t start, uint32_t end) {
    if (start >= end || end > doc->length) return STR_NONE;
    return str_slice(doc->text, byte_of_point(doc, start), byte_of_point(doc, end));
}

const uint32_t *muster_doc_signature(const muster_doc *doc, uint32_t *shingles) {
    *shingles = doc->shingle_count;
    return doc->signature;
}
