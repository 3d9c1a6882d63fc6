/* quote_antecedent.h: who is meant by a pronoun or a description; shared by the files that find speakers. */
#ifndef QUOTE_QUOTE_ANTECEDENT_H
#define QUOTE_QUOTE_ANTECEDENT_H

#include "quote/quote_parts.h"

/* A phrase to be resolved. */
typedef struct quote_reading {
    const document *doc;
    const resolver *with;
    quote_labels label;
    uint32_t first, last;                  /* the phrase */
    uint32_t avoid_first, avoid_last;      /* what was said: whoever is named in there does not say it; equal where there is nothing */
    str text;                              /* set where the antecedent is no entity but words ("residents … they said") */
    uint32_t candidates[QUOTE_CANDIDATES]; /* who else fits */
    uint32_t candidate_count;
} quote_reading;

/* Where the head of the noun phrase that starts at `from` ends: before "of", "for", "who", … */
uint32_t quote_head_end(const quote_reading *reading, uint32_t from, uint32_t last);

uint32_t quote_pronoun(quote_reading *reading, const annotation *pronoun, str *reason);
uint32_t quote_description(quote_reading *reading, str *reason);

#endif
