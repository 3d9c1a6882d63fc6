/* quote: annotations, quotations, entities -> quotes. Who said what: content, cue, speaker, kind and stance. Pronouns and descriptions are
 * resolved over the paragraphs before; what cannot be attributed keeps a null speaker and a reason. Labels it reads: rules/README.md. */
#ifndef QUOTE_QUOTE_H
#define QUOTE_QUOTE_H

#include "entity/entity.h"

/* Fills quotes, in order of the text, never overlapping. Linear in tokens and quotation marks. */
void quote_document(document *doc, const resolver *with);
/* The quote inside which a token stands, or NONE. */
uint32_t quote_at(const document *doc, uint32_t token_index);

/* Resolves a noun phrase or pronoun at tokens [first, last) to an entity named before (or in) it; NONE if it stays open. *reason says how;
 * *text is who it is of those without a name ("they": "Residents"), or empty. */
uint32_t quote_resolve(const document *doc, const resolver *with, uint32_t first, uint32_t last, str *reason, str *text);

#endif
