/* quote_parts.h: what the files of the stage quote share: one pass over a document, in order of the text. */
#ifndef QUOTE_QUOTE_PARTS_H
#define QUOTE_QUOTE_PARTS_H

#include "quote/quote.h"

/* Labels of vocabulary that the stage asks for, looked up once a pass. */
typedef struct quote_labels {
    label pronoun;      /* gender=m|f|n, number=s|p */
    label determiner;   /* definite=yes|no */
    label speaker_noun; /* class=person|group|organisation|document */
    label head_end;     /* words that end the head of a noun phrase: of, for, who, … */
    label join;         /* and, or: joint speakers */
    label title, rank;  /* Mr, President, Gen. */
    label subject;      /* made by rules: the subject of a sentence, for a cue that has none of its own */
} quote_labels;

/* How many words may stand between a cue and the colon or comma before the quotation ("said in Lviv on Monday:"). */
#define GAP_LIMIT 16

/* A quote of which only the place and the cue are settled; the speaker follows when it is taken over. */
typedef struct quote_draft {
    quote value;
    bool silent;  /* the text says that nobody is named: passives */
    bool inherit; /* no speaker of its own: that of the quote before (or the subject of its sentence, if it has a cue) */
} quote_draft;

typedef struct quote_pass {
    document *doc;
    const resolver *with;
    quote_labels label;
    VEC(uint32_t) sayings; /* annotations that rules made, by first token */
    VEC(uint32_t) clauses; /* annotations `quote`, by first token, the longest first */
    VEC(uint32_t) subjects;
    uint32_t saying;  /* first saying that starts at or behind the place the pass has come to */
    uint32_t clause;  /* the same of the clauses */
    uint32_t subject; /* the same of the subjects */
    uint32_t done;    /* token behind the last quote */
} quote_pass;

quote_labels quote_labels_of(const resolver *with);

/* An annotation of that label over a token (starting there), or NULL. */
const annotation *quote_annotation(const document *doc, uint32_t token_index, label wanted);
/* A slot's text, else the attribute of the gazetteer entry, else none. */
str quote_feature(const document *doc, const resolver *with, const annotation *a, str key);
/* The span of a slot; false if it has none. */
bool quote_slot_span(const annotation *a, str key, uint32_t *first, uint32_t *last);
/* Block in which a token stands. */
uint32_t quote_block(const document *doc, uint32_t token_index);
/* First quotation that starts at or behind a token. */
uint32_t quote_marks_from(const document *doc, uint32_t token_index);

/* Cue, speaker words and stance of a draft from an annotation's slots. */
void quote_take_slots(const quote_pass *pass, quote_draft *draft, uint32_t annotation_index);
/* Trims a reported clause and tells its kind; false if nothing is left. */
bool quote_trim(const quote_pass *pass, quote *value);
/* The draft of a `quote` annotation; false if it is none. */
bool quote_indirect(const quote_pass *pass, uint32_t annotation_index, quote_draft *draft);
/* The draft of a top-level quotation; false if it is no speech. */
bool quote_direct(const quote_pass *pass, uint32_t quotation_index, quote_draft *draft);
/* Gives a draft its speaker. Quotes before it are in doc->quotes. */
void quote_attribute(const quote_pass *pass, quote_draft *draft);

/* The last quote before a token, or NULL. */
const quote *quote_before(const document *doc, uint32_t token_index);

#endif
