/* figure_source.c: who gives a figure: the speaker of the quote in which it stands, else what a rule found beside it; none where the writer
 * asserts it. And who did what happened to those counted, where a rule found it: an active subject, a phrase with "by". */
#include "figure/figure_parts.h"

/* The entity that a span names, else its text. */
static void source_span(const figure_work *work, const slot *source, figure *out) {
    const document *doc = work->doc;
    quote_meant meant = quote_resolve(work->doc, work->with, source->first, source->last);
    uint32_t id = meant.entity;
    if (id == NONE) {
        uint32_t index = entity_mention_in(doc, source->first, source->last);
        const mention *m = index == NONE ? NULL : &doc->mentions.at[index];
        if (m && m->first == source->first && m->last == source->last) id = m->entity;
    }
    out->source = id;
    if (id == NONE && meant.open) return; /* a pronoun: "it has counted 40" */
    out->source_text = id != NONE        ? doc->entities.at[id].name
                       : meant.text.size ? meant.text
                                         : document_words(doc, source->first, source->last);
}

/* Of two that overlap the later one is the nearer. */
void figure_attribute(figure_work *work, uint32_t annotation) {
    const document *doc = work->doc;
    const struct annotation *at = &doc->annotations.at[annotation];
    for (uint32_t i = at->first; i < at->last && i - at->first < FIGURE_CLAUSE; i++) work->source_at[i] = annotation;
}

/* The source of the attribution over a figure, where it stands nearer than the quote. */
static const slot *attributed(const figure_work *work, const candidate *from, uint32_t quote_first) {
    uint32_t index = work->source_at[from->first];
    if (index == NONE) return NULL;
    const annotation *at = &work->doc->annotations.at[index];
    const slot *source = annotation_slot(at, STR("source"));
    bool inside = slot_is_span(source) && (from->first < source->first || from->first >= source->last);
    return inside && (quote_first == NONE || at->first > quote_first) ? source : NULL;
}

static bool is_comma(const document *doc, uint32_t at) {
    return document_text_is(doc, at, ",");
}

/* "Four of the injured, he added, had been taken to Bara": the quote that goes on behind its tag, which parts it from the figure; NONE if
 * there is none. */
static uint32_t quote_behind_tag(const document *doc, const candidate *from) {
    enum { SUBJECT = 8, TAG = 16 };
    uint32_t end = document_sentence(doc, from->first)->last, comma = from->last;
    while (comma < end && comma < from->last + SUBJECT && !(doc->tokens.at[comma].word->shape & SHAPE_PUNCT)) comma++;
    if (comma >= end || !is_comma(doc, comma) || document_word_is(doc, comma - 1, "who") || document_word_is(doc, comma - 1, "which"))
        return NONE; /* "guards who, he said, ran away": nobody else tells how many */
    for (uint32_t i = comma + 2; i < end && i < comma + TAG; i++) {
        uint32_t index = quote_at(doc, i);
        if (index == NONE) continue;
        const quote *q = &doc->quotes.at[index];
        bool cue = q->cue_first > comma && q->cue_last < i && q->cue_first < q->cue_last;
        bool beside = q->cue_first == comma + 1 || (q->speaker_first == comma + 1 && q->speaker_last <= q->cue_first);
        return cue && beside && is_comma(doc, i - 1) ? index : NONE;
    }
    return NONE;
}

void figure_source(const figure_work *work, const candidate *from, figure *out) {
    uint32_t index = quote_at(work->doc, from->first);
    if (index == NONE) index = quote_behind_tag(work->doc, from);
    out->source = NONE;
    const slot *nearer = attributed(work, from, index == NONE ? NONE : work->doc->quotes.at[index].first);
    if (nearer) {
        source_span(work, nearer, out);
        return;
    }
    if (index != NONE) {
        const quote *said = &work->doc->quotes.at[index];
        out->source = said->speaker;
        out->source_text = said->speaker_text;
        return;
    }
    if (slot_is_span(from->source))
        source_span(work, from->source, out);
    else if (from->source)
        out->source_text = from->source->text;
}

static bool is_done_to_people(measure value) {
    return value == MEASURE_killed || value == MEASURE_wounded || value == MEASURE_casualties || value == MEASURE_captured ||
           value == MEASURE_detained || value == MEASURE_displaced;
}

void figure_actor(const figure_work *work, const candidate *from, figure *out) {
    const document *doc = work->doc;
    const slot *actor = from->actor;
    out->actor = NONE;
    if (!slot_is_span(actor) || !is_done_to_people(out->measure)) return;
    uint32_t index = entity_mention_in(doc, actor->first, actor->last);
    const mention *m = index == NONE ? NULL : &doc->mentions.at[index];
    if (m && m->last == actor->last && (m->first == actor->first || m->kind == KIND_person)) out->actor = m->entity;
    out->actor_text = out->actor == NONE ? document_words(doc, actor->first, actor->last) : doc->entities.at[out->actor].name;
}
