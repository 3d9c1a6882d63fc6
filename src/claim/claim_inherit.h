/* claim_inherit.h: what the files share that complete a claim from its neighbours: other claims of the same document, and words of harm
 * near it.
 *
 * Words used in them. A *bare* number stands without what it counts ("the mayor says five"). Its *model* is the claim that says what such a
 * number counts ("12 soldiers were killed"). A *part* counts some of those whom another claim, its *whole*, counts.
 */
#ifndef CLAIM_CLAIM_INHERIT_H
#define CLAIM_CLAIM_INHERIT_H

#include "claim/claim_parts.h"

/* How many claims, and how many tokens, away anything is looked for: keeps the stage linear. */
enum { CLAIMS_AWAY = 12, TOKENS_AWAY = 80 };

/* What a claim may take from another; a set of these says which. */
enum {
    TAKE_measure = 1,
    TAKE_unit = 1 << 1,
    TAKE_noun = 1 << 2,
    TAKE_group = 1 << 3,
    TAKE_counted = TAKE_noun | TAKE_group,
    TAKE_side = 1 << 4, /* only where the claim has none */
    TAKE_place = 1 << 5,
    TAKE_scope = 1 << 6,
    TAKE_since = 1 << 7,
    TAKE_date = 1 << 8, /* with where the date stands */
};

/* claim_model.c */
void claim_take(claim *c, const claim *from, uint32_t what);
/* Whether a measure is a harm to people: killed, wounded, captured, missing, detained, or casualties of all kinds. */
bool claim_is_harm(measure m);
/* Whether what it counts is an amount (distance, percent, money, area, time), which no number far from it is told of. */
bool claim_is_quantity(const claim *c);
/* How many times the other the greater of two numbers is. */
double claim_times(const claim *a, const claim *b);
bool claim_same_number(const claim *a, const claim *b);
/* "150 of them" */
bool claim_is_of_them(const claim_work *work, const claim *c);
/* "It repeats the figure of 19", "the army's figure, nine,": a version is told of what befell people. */
bool claim_is_version(const claim_work *work, const claim *c);
/* The nearest model before a claim, at most `blocks_back` blocks away: one of which it is known what happened, else any; or NULL. */
const claim *claim_model_before(const claim_work *work, uint32_t index, uint32_t blocks_back);
/* The nearest claim of people harmed, and of no fewer, before it in its block or in the one before; or NULL. */
const claim *claim_model_of_part(const document *doc, uint32_t index);
/* The nearest claim of people killed before it, or NULL. */
const claim *claim_model_killed(const document *doc, uint32_t index);
/* The first claim of people harmed (of a version: killed) behind it in its account, of about its size, or NULL. */
const claim *claim_model_behind(const claim_work *work, uint32_t index);
/* Of a number in a headline: the claim of the text below that tells the same number, or NULL. */
const claim *claim_model_restated(const document *doc, uint32_t index);
/* The nearest model of the same number, before or behind, that counts the same kind of thing if the claim says which; or NULL. */
const claim *claim_model_same(const document *doc, uint32_t index);

/* claim_measure.c: sets the measure of a claim, with people as its unit, by the nearest word of harm before it, in its block or in its
 * whole account, or behind it in its block. Whether there is one. */
bool claim_harm_before(const claim_work *work, claim *c, bool in_block);
bool claim_harm_behind(const claim_work *work, claim *c);

/* claim_series.c: numbers of one list ("42 villagers, eight soldiers and 14 raiders") are of one measure. `before`, which may be NULL, is
 * the claim before it in its sentence. */
void claim_series(const claim_work *work, uint32_t index, const claim *before);

/* claim_bare.c: whether words behind a number say what became of them otherwise ("212 freed"). */
bool claim_has_fate(const claim_work *work, const claim *c);
/* Completes a bare number, a denied one, or one that is said of people told of before. joined: the last claim of the document
 * that was completed by a word of saying before it, or NULL. Whether this claim is such a one. */
bool claim_complete(const claim_work *work, uint32_t index, const claim *joined);

#endif
