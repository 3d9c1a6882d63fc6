/* figure_parts.h: what the files of this stage share. A candidate is a number (or a noun phrase without one) that may become a figure; the
 * rules' annotations gather on it, and what is left over at the end is dropped. */
#ifndef FIGURE_FIGURE_PARTS_H
#define FIGURE_FIGURE_PARTS_H

#include "figure/figure.h"

/* How far from a figure its place and its date are looked for, what an attribution reaches over, and how far back whoever is told of again,
 * in tokens: bounds, so that a sentence full of numbers stays linear. */
enum { FIGURE_REACH = 40, FIGURE_PHRASE = 24, FIGURE_CLAUSE = 120, FIGURE_BACK = 400 };
/* Strength of a measure that a rule only assumes (slot `weak`): a neighbour's passes over it; and of none on purpose (slot `mixed`). */
enum { FIGURE_WEAK = 2, FIGURE_MIXED = 8 };

typedef struct candidate {
    uint32_t first, last;               /* span of the figure: its number, or the noun phrase */
    uint32_t phrase_first, phrase_last; /* with what is counted; the same where nothing is */
    uint32_t number;                    /* annotation of its number, or NONE: implied */
    uint32_t annotation;                /* the annotation it rests on: the strongest, or what counts it */
    uint32_t strength;                  /* rank of what gave the measure; 0: nothing has */
    measure measure;
    measure carried; /* what its neighbours before it in a list have, where that does not fit it; MEASURE_other: nothing */
    unit unit;
    bool has_unit, unit_said; /* unit_said: by a rule about the figure, not by the noun that it counts */
    bool negated;
    bool range;                         /* two bounds made one: low and high are those */
    bool definite;                      /* "the two": refers back unless something happened to them */
    bool told;                          /* "put the number at": of the measure that was told last */
    bool apart;                         /* the same, in a sentence of its own */
    bool taken;                         /* its measure is that, and it stands apart */
    bool claimed;                       /* a rule says that it is a figure, or counts something */
    uint32_t called_first, called_last; /* what somebody told of by name is called: "the governor" of "the governor, Hans Marsh" */
    uint32_t row_place;                 /* entity of the place that its row of a table names, or NONE */
    const slot *of, *place, *date, *source, *qualifier, *low, *high;
    /* Its value is that of the number `times` this, `plus` another number of smaller units, `part` of one each; of a `share`, per cent. */
    const slot *times, *plus, *part, *share;
    const slot *back;    /* the article of somebody told of before: "the commander" */
    const slot *pointed; /* "this": of whoever was told of last, whatever he was called then */
    const slot *actor;   /* who did it */
    const slot *also;    /* what happened to them besides ("kidnapped and killed"): a second figure over the same span */
} candidate;

/* Labels that rules make for this stage alone; NO_LABEL where no rule does. */
typedef struct figure_labels {
    label counted, party, joined, locative, clause, attribution, person_noun, table, column;
} figure_labels;

/* Somebody whom something happened to: the noun (entry of person_noun; NONE: one person, whatever the noun) and what it was. */
typedef struct told {
    uint32_t noun;
    int fate;
    double people; /* how many at least, of the row for anybody */
} told;

typedef struct figure_work {
    document *doc;
    const resolver *with;
    figure_labels labels;
    VEC(candidate) candidates;
    VEC(told) told;      /* so far, in order of the text */
    uint32_t *number_at; /* per token: candidate whose number starts there, or NONE */
    uint32_t *party_at;  /* per token: implied candidate whose noun phrase starts there, or NONE */
    uint32_t *source_at; /* per token: annotation of the innermost attribution over it, or NONE */
    uint32_t *phrase_at; /* per token: candidate whose phrase starts there, or NONE */
} figure_work;

/* figure_collect.c: gathers candidates from the annotations, in order of the text, and hands measures on along coordinations. */
void figure_collect(figure_work *work);

/* The candidate of a number (index of its annotation), made where there is none. */
uint32_t figure_number_candidate(figure_work *work, uint32_t number);

/* figure_column.c: the cells of a table get the measures of its head row. */
void figure_columns(figure_work *work);

/* figure_table.c: the rows of a table get the measure of its head. */
void figure_table(figure_work *work);

/* figure_bound.c: low, high and qualifier of a candidate. */
void figure_bound(const figure_work *work, const candidate *from, figure *out);
/* Its number is less than one, in words or as a fraction: "a quarter", "2/3". */
bool figure_is_fraction(const figure_work *work, const candidate *from);
/* The noun phrase is a plural ("insurgents"). */
bool figure_plural(const figure_work *work, uint32_t first, uint32_t last);

/* figure_measure.c */
/* Casualties are stronger than other measures, and those stronger than none; 0 only for none. */
uint32_t figure_strength(measure value);
/* Unit and measure that go together. */
void figure_measure(const figure_work *work, const candidate *from, figure *out);
/* What a measure becomes on a neighbour: losses of 200 men and four tanks are casualties and what was destroyed. */
measure figure_measure_of_neighbour(const candidate *neighbour, measure value);
/* Whether a measure counts things of that unit: none is wounded but people. */
bool figure_measure_is_of(measure value, unit of);
/* May a neighbour in a coordination have this measure too? */
bool figure_measure_fits(const candidate *neighbour, measure value);

/* figure_anaphora.c: asked in order of the text. Has this casualty without a number been told of before? */
bool figure_told_before(figure_work *work, const candidate *c);
/* "The rebels" are as many as the five to whom nothing happened when they were told of first. */
void figure_as_many_as_before(const figure_work *work, const candidate *c, figure *out);
/* Notes whom a figure tells of. */
void figure_tell(figure_work *work, const candidate *c, const figure *f);

/* figure_place.c: the entity of the place where it is or happened, or NONE. */
uint32_t figure_place(const figure_work *work, const candidate *from);

/* figure_source.c: who gives it. */
/* Notes over which tokens an attribution reaches; in order of the text. */
void figure_attribute(figure_work *work, uint32_t annotation);
void figure_source(const figure_work *work, const candidate *from, figure *out);
/* Who did what happened to these people, as the text has it; of other figures nobody. */
void figure_actor(const figure_work *work, const candidate *from, figure *out);

/* figure_date.c: the date of the candidate: its slot, else the nearest date of the sentence. */
str figure_date_of(const figure_work *work, const candidate *from);

#endif
