/* quote: annotations, quotations, entities -> quotes. Who said what: content, cue, speaker, kind and stance. Pronouns and descriptions are
 * resolved over the paragraphs before; what cannot be attributed keeps a null speaker and a reason. Labels it reads: rules/README.md. */
#ifndef QUOTE_QUOTE_H
#define QUOTE_QUOTE_H

#include "entity/entity.h"

/* Fills quotes, in order of the text, never overlapping. Linear in tokens and quotation marks. */
void quote_document(document *doc, const resolver *with);
/* The quote inside which a token stands, or NONE. */
uint32_t quote_at(const document *doc, uint32_t token_index);

/* Whom a phrase means. */
typedef struct quote_meant {
    uint32_t entity; /* NONE: nobody who is named */
    str text;        /* who it is of those without a name ("they": "Residents"), or empty */
    bool open;       /* a pronoun for which nobody was found */
} quote_meant;
/* Resolves a noun phrase or pronoun at tokens [first, last) to who is named, or told of, before (or in) it. */
quote_meant quote_resolve(const document *doc, const resolver *with, uint32_t first, uint32_t last);

#endif
