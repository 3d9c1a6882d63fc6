/* claim_parts.h: what the files of this stage share. */
#ifndef CLAIM_CLAIM_PARTS_H
#define CLAIM_CLAIM_PARTS_H

#include "claim/claim.h"

/* Roles of words near a number (CUE_since, …) and of small words of clauses (WORD_verb, …), as bits of a set; claim_role.def has them all.
 * Words that mean something, or that another word could stand for, are in the lists; the code of a phrase names only what builds its
 * grammar and nothing else could (of, the, and, to, in). */
typedef uint64_t role_set;
enum {
#define CUE(name) CUE_INDEX_##name,
#include "claim/claim_role.def"
    CUE_COUNT
};
enum {
#define WORD(name) WORD_INDEX_##name,
#include "claim/claim_role.def"
    WORD_COUNT
};
_Static_assert(CUE_COUNT <= 64 && WORD_COUNT <= 64, "a role_set has 64 bits");
#define CUE(name) static const role_set CUE_##name __attribute__((unused)) = (role_set)1 << CUE_INDEX_##name;
#define WORD(name) static const role_set WORD_##name __attribute__((unused)) = (role_set)1 << WORD_INDEX_##name;
#include "claim/claim_role.def"

/* How many words a phrase of the lists has at most. */
enum { CLAIM_PHRASE = 7 };

typedef struct claim_entry {
    str text;
    role_set roles;
    str group, unit; /* of what is counted */
    bool whole;      /* a phrase, */
    bool goes_on;    /* and what a longer one begins with */
} claim_entry;

/* A cue of the sentence at hand. */
typedef struct cue {
    uint32_t first, last; /* tokens */
    role_set roles;
} cue;

typedef VEC(cue) cues;
typedef VEC(str) strs;

typedef struct claim_work {
    document *doc;
    const resolver *with;
    const claim_knowledge *known;
    lexicon *words; /* of the worker */
    label locative, event_noun, site_noun, equipment_noun, die_verb, harm_verb, loss_verb, state_noun, harm_noun, qualifier,
        speaker_noun;     /* NO_LABEL where no list or rule has it */
    claim_place *places;  /* per entity; name empty: no place */
    str country;          /* ISO code of the country that the document is about; empty: several or none */
    cues cues;            /* of the sentence at hand */
    uint32_t dated_block; /* block whose first sentence was last asked for its date, and that date */
    str block_date;
} claim_work;

static inline bool claim_is_stop(const document *doc, uint32_t at) {
    return doc->tokens.at[at].word->shape & SHAPE_PUNCT;
}

/* Behind the number and what it counts. */
static inline uint32_t claim_end(const claim *c) {
    return c->of_last > c->last ? c->of_last : c->last;
}

/* Where the paragraph of a sentence begins, or as far before it as is looked, so that a paragraph without end stays linear. */
enum { PARAGRAPH_REACH = 200 };
static inline uint32_t claim_paragraph(const document *doc, const sentence *s) {
    uint32_t first = doc->blocks.at[s->block].first;
    return s->first > PARAGRAPH_REACH && first < s->first - PARAGRAPH_REACH ? s->first - PARAGRAPH_REACH : first;
}

/* claim_knowledge.c: the longest phrase of the lists that begins at a token and ends before `end`, or NULL; *last is behind it. A plural
 * is found by its singular. */
const claim_entry *claim_lookup(const claim_work *work, uint32_t token, uint32_t end, uint32_t *last);
/* Whether a token is a word of a clause, of one of those roles. */
bool claim_word_is(const claim_work *work, uint32_t token_index, role_set roles);
/* Whether other places lie in places of that feature. */
bool claim_is_broad(const claim_work *work, str feature);
/* Whether people of that group fight, so that their side may say that none was there or none is lost. */
bool claim_fights(const claim_work *work, str group);
/* The phrase that is these words, or NULL. */
const claim_entry *claim_entry_of(const claim_work *work, str phrase);
/* A word without the ending of a regular plural. */
str claim_singular(str word);

/* claim_cue.c: fills cues. */
void claim_find_cues(claim_work *work, const sentence *s);
/* Roles of the cues that end at most `reach` tokens before a token, or begin at most so many behind one; of all of the sentence. */
role_set claim_cues_before(const claim_work *work, uint32_t at, uint32_t reach);
role_set claim_cues_behind(const claim_work *work, uint32_t at, uint32_t reach);
role_set claim_cues_of_sentence(const claim_work *work);
/* Whether a cue of one of the roles lies in tokens [first, last). */
bool claim_has_cue(const claim_work *work, role_set roles, uint32_t first, uint32_t last);
/* Whether a token behind a number tells of somebody who died or was found afterwards ("seven dead, after a nurse died in Minnel on
 * Monday"). */
bool claim_is_of_later_death(const claim_work *work, uint32_t near, uint32_t at);

/* claim_place.c */
void claim_places(claim_work *work);
/* The place of a place mention's entity, and whether it is more than a broad one. */
bool claim_is_place(const claim_work *work, uint32_t entity);
/* Whether a place is a hospital, by its name: nobody is hit there without its being told. */
bool claim_is_hospital(const claim_work *work, uint32_t entity);
/* The place of a phrase of place that begins at a token; NONE if none does. */
uint32_t claim_place_of(const claim_work *work, uint32_t at);
/* The place that a mention at a token names; NONE if none does. */
uint32_t claim_place_at(const claim_work *work, uint32_t at);
/* Whether telling stands right behind the place at a token, or near it ("a hospital in Cali said"). */
bool claim_is_tellers_place(const claim_work *work, uint32_t at);
/* The place that stands in a locative phrase of tokens [first, last), the last one before `last`; NONE if there is none. Of a claim: no
 * place where somebody speaks, comes from or is taken to. */
uint32_t claim_place_before(const claim_work *work, const claim *of, uint32_t first, uint32_t last);
/* The place that a sentence says people left ("fled Masisi", "families from Masisi"); NONE if it says none. */
uint32_t claim_place_left(const claim_work *work, const claim *c, const sentence *s);
/* Whether a place that stands in the claim's sentence may be that of the claim. */
bool claim_place_fits(const claim_work *work, const claim *of, const sentence *s, uint32_t place);

/* claim_date.c: the date in tokens [first, last) that is nearest to a token and is that of what happened: not the day on which somebody
 * said it, nor one behind "since" or "by". Empty if there is none. exact: full days only. */
str claim_date(const claim_work *work, uint32_t first, uint32_t last, uint32_t near, bool exact);
/* Whether a date begins more than a week over which is counted ("between 16 July and 9 September"). */
bool claim_is_span(const claim_work *work, uint32_t at);
/* When the first of those in tokens [first, last) begins; empty if there is none. */
str claim_span(const claim_work *work, uint32_t first, uint32_t last);
/* The "since" of "the worst since April, when dozens were killed" before a claim: its date is that of the claim; NULL if there is none. */
const cue *claim_since_when(const claim_work *work, const claim *c);
/* "70 people have been killed since Thursday": the day on which it began; empty if none is told. */
str claim_since_day(const claim_work *work, const claim *c);
/* The date behind a "since" in the sentence at hand. */
str claim_since(const claim_work *work, uint32_t last);

/* claim_account.c */
void claim_accounts(claim_work *work);
/* Sorted, without doubles, joined by `|`. */
str claim_join(arena *memory, strs *words);
/* Adds what the tokens name (names) and what they tell of (words: events, sites, equipment). */
void claim_gather(const claim_work *work, uint32_t first, uint32_t last, strs *names, strs *words);

/* claim_scope.c: scope and told, from the cues of its sentence. */
void claim_scope(const claim_work *work, claim *c);

/* claim_counted.c: noun, group, and the measure if only the whole tells it. */
void claim_counted(const claim_work *work, claim *c);
/* The number of the whole of which a claim is a part ("52,000 of the 60,000 homes"), or NULL; and what happened to that whole. */
const annotation *claim_whole_of(const claim_work *work, const claim *c);
bool claim_measure_of_those(const claim_work *work, const annotation *whole, measure *out);
/* "all 15"; "freed 37 prisoners". */
bool claim_is_all(const document *doc, const claim *c);
bool claim_is_freed(const claim_work *work, const claim *c);

/* claim_source.c: names the source, by whose it is, from the cues of its sentence; `before`, which may be NULL, is the claim before it.
 * claim_side.c: the side, once the source is known; of a body's own men the group. */
void claim_name_source(const claim_work *work, claim *c, const claim *before);
/* How the source of a claim, which has one, is named nearest to it. */
const mention *claim_source_mention(const document *doc, const claim *c);
void claim_name_side(const claim_work *work, claim *c);

/* claim_denial.c: whether what the text tells at a token it tells as false. */
bool claim_is_denied(const claim_work *work, uint32_t at);

/* claim_extra.c: numbers of a sentence that are no figures, but claims: rejected, earlier, zero. first_claim: of the sentence's own. */
void claim_extras(claim_work *work, uint32_t sentence_index, uint32_t first_claim);

/* claim_measure.c: the measure of the verb of harm that begins at a token. */
bool claim_measure_at(const claim_work *work, uint32_t at, measure *out);
/* The measure of the verb that says what became of arms. */
bool claim_loss_at(const claim_work *work, uint32_t at, measure *out);
/* The measure of "dead", "wounded", "missing" at a token; of the first of tokens [first, last) that tells one. */
bool claim_state_at(const claim_work *work, uint32_t at, measure *out);
bool claim_state_in(const claim_work *work, uint32_t first, uint32_t last, measure *out);

/* "Residents fled to Hinche, where 2,300 had arrived": who arrives behind a flight has fled. */
void claim_take_flight(const claim_work *work, claim *c);

/* claim_inherit.c: completes each claim from its neighbours. Claims must be in the order of the text. */
void claim_inherit(const claim_work *work);

/* claim_noun.c: what a number counts that stands without its noun. Whether words before it say so; arms or vehicles named between `model`,
 * which may be NULL, and the number, or NULL; "five were children" behind a semicolon, and where it is known what happened to them. */
bool claim_take_noun(const claim_work *work, claim *c);
bool claim_take_people(const claim_work *work, claim *c);
bool claim_is_under_age(const claim_work *work, const claim *c);
const claim_entry *claim_thing_before(const claim_work *work, const claim *c, const claim *model);
void claim_take_complement(const claim_work *work, claim *c);

/* claim_signature.c */
void claim_signature(document *doc);

#endif
