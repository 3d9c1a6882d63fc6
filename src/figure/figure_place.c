/* figure_place.c: where a figure is told of. A rule's `place` slot wins; else the nearest place behind it in its sentence that stands in a
 * locative phrase (label `locative`, made by the rules: "in the Kursk region"), else the nearest one before it. */
#include "figure/figure_parts.h"

/* The place that a span names, or NONE. */
static uint32_t place_in(const document *doc, uint32_t first, uint32_t last) {
    uint32_t index = entity_mention_in(doc, first, last);
    if (index == NONE) return NONE;
    const mention *m = &doc->mentions.at[index];
    return m->kind == KIND_place ? m->entity : NONE;
}

static uint32_t locative_at(const figure_work *work, uint32_t token_index) {
    const document *doc = work->doc;
    for (const annotation *at = document_find(doc, token_index, work->labels.locative); at; at = document_find_next(doc, at)) {
        const slot *place = annotation_slot(at, STR("place"));
        bool span = place && place->first < place->last;
        uint32_t found = span ? place_in(doc, place->first, place->last) : place_in(doc, at->first, at->last);
        if (found != NONE) return found;
    }
    return NONE;
}

uint32_t figure_place(const figure_work *work, const candidate *from) {
    const document *doc = work->doc;
    if (from->place && from->place->first < from->place->last) {
        uint32_t found = place_in(doc, from->place->first, from->place->last);
        if (found != NONE) return found;
    }
    if (work->labels.locative == NO_LABEL || !doc->annotations_at) return NONE;
    const sentence *s = document_sentence(doc, from->first);
    for (uint32_t i = from->last; i < s->last && i < from->last + FIGURE_REACH; i++) {
        uint32_t found = locative_at(work, i);
        if (found != NONE) return found;
    }
    for (uint32_t i = from->first; i-- > s->first && from->first - i <= FIGURE_REACH;) {
        uint32_t found = locative_at(work, i);
        if (found != NONE) return found;
    }
    return NONE;
}
