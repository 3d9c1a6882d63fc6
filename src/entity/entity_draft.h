/* Entities in the making: what merging, the bearers of names and the user's corrections share. Inside the stage. */
#ifndef ENTITY_ENTITY_DRAFT_H
#define ENTITY_ENTITY_DRAFT_H

#include "entity/entity_work.h"

/* Keep apart the keys that share one table (entity_key); a kind, and SALT_PART plus a kind, are such too. */
enum { SALT_ENTRY = 200, SALT_SHORT_NAME, SALT_SURNAME, SALT_GIVEN, SALT_PART = 300 };

/* The bearers of a surname or given name. */
typedef struct bearers {
    uint32_t first;     /* the first entity in the document */
    uint32_t recent[3]; /* the one named last: of unknown gender, man, woman */
    uint32_t at[3];     /* and when: NAMED_AT (entity_bearer.c) of the mention, one less where another was named before in that sentence */
    uint32_t holder;    /* who was last called by it alone */
    bool several;
    uint32_t aged[AGE_COUNT]; /* the elder, the younger of the family, where the document tells */
} bearers;

typedef struct draft {
    uint32_t parent; /* united with; itself if with none */
    uint32_t entry;
    uint32_t mention; /* that it was made for */
    uint32_t number;  /* in the document's entities */
    char gender;
    str name; /* that the user gives it, or none */
} draft;

typedef struct merging {
    entity_work *work;
    name_table keys; /* to drafts, and to bearers */
    VEC(draft) drafts;
    VEC(bearers) names;
    spelled_names spelled;
    const uint8_t *ages; /* per mention; NULL: none is told */
} merging;

/* --- drafts (entity_draft.c) --- */

/* What a draft is united with, itself if with none. */
uint32_t entity_root(merging *m, uint32_t draft_index);
void entity_unite(merging *m, uint32_t a, uint32_t b);
/* A draft of its own for a mention. */
uint32_t entity_draft_new(merging *m, const mention *from);
/* Whether a mention is a person's surname or given name alone. */
bool entity_is_bare(const merging *m, const mention *of);
/* Whether he is called after a child, Abu Omar: the first word is nobody's given name. */
bool entity_is_kunya(const document *doc, const mention *of);
/* Whether neither lists nor gender speak against a mention's being that draft; gender 0: it is not known. */
bool entity_may_be_one(const draft *d, const mention *of, char gender);
/* The draft of a mention by its own name: the owner of one of its keys, else a new one. */
uint32_t entity_by_name(merging *m, const mention *of);

/* --- bearers of names (entity_bearer.c) --- */

/* Makes a person of a full name a bearer of its parts. */
void entity_bear_name(merging *m, const mention *of);
/* The draft of a bare name: one of its bearers, else as by its own name. */
uint32_t entity_by_part_of_name(merging *m, const mention *of);
/* Notes a person as the one of his name who was named last. In order of the text. */
void entity_note_bearer(merging *m, const mention *of);
/* The draft of who bears the mention's given name first in the document; NONE if nobody does. */
uint32_t entity_first_of_given_name(merging *m, const mention *of);

/* --- corrections (entity_correct.c) --- */

void entity_correct(merging *m);

#endif
