/* figure: annotations, quotes -> figures. Bounds and qualifier, measure, what is counted, place, date and source. Labels it reads:
 * rules/README.md. */
#ifndef FIGURE_FIGURE_H
#define FIGURE_FIGURE_H

#include "entity/entity.h"
#include "quote/quote.h"

/* Fills figures, in order of the text. */
void figure_document(document *doc, const resolver *with);

/* A date slot or annotation against the document's date: ISO text as precise as known, empty if it cannot be told. Never the clock. */
str figure_date(document *doc, const annotation *date);

#endif
