/* figure_place.c: where a figure is told of. A rule's `place` slot wins; else the nearest place behind it in its sentence that stands in a
 * locative phrase (label `locative`, made by the rules: "in the Kursk region"), else the nearest one before it. First within its clause
 * (label `clause`, at what ends one: ", and another"), then beyond; else the place under which the paragraph stands. The place of a part
 * is not that of the whole. */
#include "figure/figure_parts.h"

/* The place that a span names, or NONE. */
static uint32_t place_in(const document *doc, uint32_t first, uint32_t last) {
    uint32_t index = entity_mention_in(doc, first, last);
    if (index == NONE) return NONE;
    const mention *m = &doc->mentions.at[index];
    return m->kind == KIND_place ? m->entity : NONE;
}

/* Of several the one whose place stands before it: "in Idlib" tells of Najda where "near Najda" stands before. */
uint32_t figure_locative(const document *doc, label locative, uint32_t token_index) {
    uint32_t found = NONE;
    for (const annotation *at = document_find(doc, token_index, locative); at; at = document_find_next(doc, at)) {
        const slot *place = annotation_slot(at, STR("place"));
        bool span = slot_is_span(place), before = span && place->last <= at->first;
        uint32_t named = span ? place_in(doc, place->first, place->last) : place_in(doc, at->first, at->last);
        if (named != NONE && before) return named;
        if (found == NONE) found = named;
    }
    return found;
}

/* Where the search from a figure ends, on either side: at its clause, or at its sentence. */
typedef struct reach {
    uint32_t first, last;
} reach;

/* Behind what was said stands where it was said ("…, the mayor told reporters in Oslo"). */
static reach sentence_reach(const figure_work *work, const candidate *from) {
    const sentence *s = document_sentence(work->doc, from->first);
    uint32_t last = from->last + FIGURE_REACH < s->last ? from->last + FIGURE_REACH : s->last;
    uint32_t said = quote_at(work->doc, from->first);
    if (said != NONE && work->doc->quotes.at[said].last < last) last = work->doc->quotes.at[said].last;
    return (reach){from->first - s->first > FIGURE_REACH ? from->first - FIGURE_REACH : s->first, last};
}

static reach clause_reach(const figure_work *work, const candidate *from, reach within) {
    reach found = within;
    label ends = work->labels.clause;
    if (ends == NO_LABEL) return found;
    for (uint32_t i = from->last; i < within.last && found.last == within.last; i++)
        if (document_find(work->doc, i, ends)) found.last = i;
    for (uint32_t i = from->first; i-- > within.first && found.first == within.first;)
        if (document_find(work->doc, i, ends)) found.first = i;
    return found;
}

/* The number that stands right before a token, alone or with "of them": "29 | in Sumy", "31 of them | over Sumy"; or NONE. */
static uint32_t number_before(const figure_work *work, uint32_t token_index) {
    const document *doc = work->doc;
    uint32_t last = token_index;
    if (last > 2 && document_word_is(doc, last - 1, "them") && document_word_is(doc, last - 2, "of")) last -= 2;
    uint32_t id = last ? work->number_at[last - 1] : NONE;
    return id != NONE && work->candidates.at[id].last == last ? id : NONE;
}

/* "47 houses burned, 29 in Sumy and 18 in Lviv": where a later number has nothing but its place behind it, the place is that number's. */
static bool is_of_part(const figure_work *work, const candidate *from, uint32_t token_index, bool more) {
    uint32_t id = number_before(work, token_index);
    if (id == NONE || work->candidates.at[id].first <= from->last) return false;
    uint32_t before = work->candidates.at[id].first - 1;
    return document_text_is(work->doc, before, ",") || (more && document_word_is(work->doc, before, "and"));
}

static uint32_t place_within(const figure_work *work, const candidate *from, reach within) {
    uint32_t found = NONE;
    bool parts = false;
    for (uint32_t i = from->last; i < within.last && found == NONE; i++) {
        uint32_t place = figure_locative(work->doc, work->labels.locative, i);
        if (place == NONE) continue;
        bool of_part = is_of_part(work, from, i, parts);
        parts |= of_part;
        if (!of_part) found = place;
    }
    for (uint32_t i = from->first; i-- > within.first && found == NONE;) found = figure_locative(work->doc, work->labels.locative, i);
    return found;
}

/* The place under which a paragraph stands ("Marsa. Nine raids in a day. Two killed."; slot `block`), or NONE. */
static uint32_t place_of_block(const figure_work *work, const candidate *from) {
    enum { BLOCK_HEAD = 8 };
    const document *doc = work->doc;
    const block *b = document_block(doc, from->first);
    for (uint32_t i = b->first; i < from->first && i - b->first < BLOCK_HEAD; i++)
        for (const annotation *at = document_find(doc, i, work->labels.locative); at; at = document_find_next(doc, at)) {
            const slot *place = annotation_slot(at, STR("place"));
            if (annotation_slot(at, STR("block")) && slot_is_span(place)) return place_in(doc, place->first, place->last);
        }
    return NONE;
}

uint32_t figure_place(const figure_work *work, const candidate *from) {
    const document *doc = work->doc;
    if (from->place && from->place->first < from->place->last) {
        uint32_t found = place_in(doc, from->place->first, from->place->last);
        if (found != NONE) return found;
    }
    if (from->row_place != NONE) return from->row_place;
    if (work->labels.locative == NO_LABEL || !doc->annotations_at) return NONE;
    reach all = sentence_reach(work, from), clause = clause_reach(work, from, all);
    uint32_t found = place_within(work, from, clause);
    bool narrower = clause.first > all.first || clause.last < all.last;
    if (found == NONE && narrower) found = place_within(work, from, all);
    return found == NONE ? place_of_block(work, from) : found;
}
