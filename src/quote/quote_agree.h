/* quote_agree.h: what a description of a speaker says, and whether an entity answers it. */
#ifndef QUOTE_QUOTE_AGREE_H
#define QUOTE_QUOTE_AGREE_H

#include "quote/quote_antecedent.h"

typedef enum quote_class { NOUN_person, NOUN_group, NOUN_organisation, NOUN_document } quote_class;

typedef struct quote_described {
    uint32_t first, head; /* first word behind the determiner; the head */
    quote_class class;
    bool definite, owned, bare; /* "the minister"; "her husband"; neither */
    bool plural, complement;    /* "ministers"; "the head of the port" */
    bool known, general, top;   /* of the head: a noun of the lists; for many ("official"); for the first of a state or body ("leader") */
    char gender;                /* of the noun: "the girl"; 0: any */
    str besides;                /* types of bodies that the noun alone does not mean: "the army" is no armed group */
} quote_described;

quote_described quote_describe(const quote_reading *reading);

/* How well an entity answers a description; 3 or more is good enough. */
int quote_answers(const quote_reading *reading, const quote_described *d, const entity *e);
/* Whether a person leads the country or body that modifies the description: "the Ukrainian leader"; of a body's "official", too. */
bool quote_leads(const quote_reading *reading, const quote_described *d, const entity *e);
/* Whether the title before a mention says what its bearer may be called: "Gov. Anna Berg … the governor". */
bool quote_is_titled(const quote_reading *reading, const quote_described *d, const mention *m);
/* Whether the head of a description has the letters of the office that the text gives to a person: "the PPRO". */
bool quote_has_letters(const quote_reading *reading, const quote_described *d, const mention *m);
/* Whether the head of a description is the name of a people: "the 51-year-old Dane". */
bool quote_is_of_people(const document *doc, const quote_described *d);
/* Whether a description may mean somebody whose role does not name its head ("the former spymaster": former MI6 chief). */
bool quote_loosely_fits(const quote_reading *reading, const quote_described *d, const entity *e);
/* Whether somebody else was told of by the noun of a description, in a sentence that names this entity as well. */
bool quote_told_apart(const quote_reading *reading, const quote_described *d, uint32_t entity_index);
/* Whether a body is of a type that a noun means ("the group": an armed group, a charity). */
bool quote_is_of_type(const quote_reading *reading, str types, const entity *e);

/* How a mention that modifies a description ("the Ukrainian president", "Russia's defence ministry") agrees with an entity: 1 yes, -1 no,
 * 0 nothing is known. */
int quote_mention_agrees(const quote_reading *reading, const mention *m, const entity *e);
/* Whether `text` has `sought` as a whole word; both in lower case or not, ASCII letters compared without case. */
bool quote_has_word(str text, str sought);

/* Whether a description of an office ("the acting US ambassador") may mean a person: 1 the office is theirs, 0 nothing is known, -1 it does
 * not, or it is no description of one person by an office of a state or body. */
int quote_agrees(const quote_reading *reading, uint32_t entity_index);

#endif
