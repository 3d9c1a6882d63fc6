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
    bool part;                             /* of a transcript: who is no name stays as the text has it */
    bool replies;                          /* the cue answers somebody: "he replied" */
    bool open;                             /* set where it is a pronoun for which nobody was found */
    str text;                              /* set where the antecedent is no entity but words ("residents … they said") */
    uint32_t candidates[QUOTE_CANDIDATES]; /* who else fits */
    uint32_t candidate_count;
} quote_reading;

enum { QUOTE_MENTIONS_BACK = 96 }; /* mentions that are looked back over */
enum { QUOTE_SENTENCES_NEAR = 3 }; /* sentences in which somebody is fresh in mind */

/* A reading of tokens [first, last); what a reading is read with. */
static inline quote_reading quote_reading_of(quote_view in, uint32_t first, uint32_t last) {
    return (quote_reading){.doc = in.doc, .with = in.with, .label = *in.label, .first = first, .last = last};
}
static inline quote_view quote_reading_view(const quote_reading *reading) {
    return (quote_view){reading->doc, reading->with, &reading->label};
}
/* First mention that starts at or behind a token. */
uint32_t quote_mentions_from(const document *doc, uint32_t token_index);
/* Whether the words beside a quote name one person: no "they". */
bool quote_is_one_person(const quote_reading *reading, const quote *q);
/* The noun that is the head of the words beside a quote, or NULL; whether a noun is one of people ("the minister"). */
const annotation *quote_head_noun(const quote_reading *reading, const quote *q);
bool quote_is_person_noun(const quote_reading *reading, const annotation *noun);
/* Whether a noun may only say what the body is whose name stands before it: "the Times newspaper"; the UN agency is not the UN. */
bool quote_is_apposed(const quote_reading *reading, const annotation *noun, const mention *m);
/* Where the head of the noun phrase that starts at `from` ends: before "of", "for", "who", … */
uint32_t quote_head_end(const quote_reading *reading, uint32_t from, uint32_t last);

/* Where a paper's phrase ends: it is what its noun says, not how it was made ("an affidavit[ attached to the complaint]"). */
uint32_t quote_paper_end(const quote_reading *reading, uint32_t first, uint32_t last);

/* The entity that a pronoun, or a description, means; or NONE, with reading->text set where words stand for somebody. *reason says why. */
uint32_t quote_pronoun(quote_reading *reading, const annotation *pronoun, str *reason);
uint32_t quote_description(quote_reading *reading, str *reason);

/* Somebody of whom no office was told has the one by which the words beside a quote call them ("… the shadow health secretary asked"). */
void quote_learn_role(const quote_pass *pass, const quote *value, uint32_t entity_index);

#endif
