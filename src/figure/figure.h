/* figure: annotations, quotes -> figures. Bounds and qualifier, measure, what is counted, place, date and source. Labels it reads:
 * rules/README.md. */
#ifndef FIGURE_FIGURE_H
#define FIGURE_FIGURE_H

#include "entity/entity.h"
#include "quote/quote.h"

/* Fills figures, in order of the text. */
void figure_document(document *doc, const resolver *with);

/* The place that a phrase of place which begins at a token names ("in the Kursk region", annotations of the label `locative`): its entity,
 * or NONE. */
uint32_t figure_locative(const document *doc, label locative, uint32_t token_index);

/* A date slot or annotation against the document's date: ISO text as precise as known, empty if it cannot be told. Never the clock. */
str figure_date(document *doc, const annotation *date);

#endif
