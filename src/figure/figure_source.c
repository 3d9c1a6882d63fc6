/* figure_source.c: who gives a figure: the speaker of the quote in which it stands, else what a rule found beside it; none where the writer
 * asserts it. */
#include "figure/figure_parts.h"

/* The entity that a span names, else its text. */
static void source_span(const figure_work *work, const slot *source, figure *out) {
    const document *doc = work->doc;
    str reason;
    uint32_t id = quote_resolve(work->doc, work->with, source->first, source->last, &reason);
    if (id == NONE) {
        uint32_t index = entity_mention_in(doc, source->first, source->last);
        const mention *m = index == NONE ? NULL : &doc->mentions.at[index];
        if (m && m->first == source->first && m->last == source->last) id = m->entity;
    }
    out->source = id;
    out->source_text = id == NONE ? document_span(doc, source->first, source->last) : doc->entities.at[id].name;
}

void figure_source(const figure_work *work, const candidate *from, figure *out) {
    uint32_t index = quote_at(work->doc, from->first);
    out->source = NONE;
    if (index != NONE) {
        const quote *said = &work->doc->quotes.at[index];
        out->source = said->speaker;
        out->source_text = said->speaker_text;
        return;
    }
    if (from->source && from->source->first < from->source->last)
        source_span(work, from->source, out);
    else if (from->source)
        out->source_text = from->source->text;
}
