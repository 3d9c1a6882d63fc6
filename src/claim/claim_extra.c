/* claim_extra.c: numbers that are claims although they are no figures, since nobody asserts them: one that is rejected ("and not 14"), one
 * told before ("up from 80"), and zero ("Zero soldiers died"). What they count they take from the figure beside them, or for zero from the
 * words behind it. */
#include "base/bisect.h"
#include "claim/claim_parts.h"

static const annotation *number_at(const document *doc, uint32_t at) {
    const annotation *found = document_find(doc, at, LABEL_number);
    while (found && found->number == NONE) found = document_find_next(doc, found);
    return found;
}

static bool is_taken(const document *doc, uint32_t first_claim, const annotation *a) {
    for (uint32_t i = first_claim; i < doc->claims.count; i++)
        if (doc->claims.at[i].first < a->last && a->first < doc->claims.at[i].last) return true;
    return false;
}

/* The claim of the sentence that stands nearest before, else behind. */
static const claim *beside(const document *doc, uint32_t first_claim, uint32_t own_end, uint32_t at) {
    const claim *found = NULL;
    for (uint32_t i = first_claim; i < own_end; i++) {
        const claim *c = &doc->claims.at[i];
        if (found && c->first > at) break;
        found = c;
    }
    return found;
}

static bool is_count(const number *n) {
    return !n->ordinal && !n->year && !n->percent && (n->has_low || n->has_high);
}

/* Puts a claim over a number, with its bounds. */
static void place_at(claim *c, const annotation *at, const number *n) {
    c->first = at->first;
    c->last = at->last;
    c->has_low = n->has_low;
    c->has_high = n->has_high;
    c->low = n->low;
    c->high = n->high;
    c->qualifier = n->qualifier;
}

static void add_beside(claim_work *work, const annotation *a, role_set roles, uint32_t first_claim, uint32_t own_end) {
    document *doc = work->doc;
    const number *n = &doc->numbers.at[a->number];
    const claim *model = beside(doc, first_claim, own_end, a->first);
    if (!model || !is_count(n)) return;
    claim c = *model;
    place_at(&c, a, n);
    if (c.assumed) c.measure = doc->figures.at[c.figure].measure;
    c.assumed = false;
    c.figure = NONE;
    c.told = roles & CUE_instead ? TOLD_rejected : TOLD_earlier;
    VEC_PUSH(doc->memory, &doc->claims, c);
}

/* The measure of the verb or noun of harm behind a token. */
static bool measure_behind(const claim_work *work, uint32_t at, uint32_t end, measure *out) {
    for (uint32_t i = at; i < end; i++)
        if (claim_measure_at(work, i, out)) return true;
    return false;
}

/* The first people or things that are named in tokens [first, end), of which *last is behind their name; NULL where none are. */
static const claim_entry *first_counted(const claim_work *work, uint32_t first, uint32_t end, uint32_t sentence_end, uint32_t *last) {
    for (uint32_t i = first; i < end && i < sentence_end; i++) {
        const claim_entry *found = claim_lookup(work, i, sentence_end, last);
        if (found && found->group.size) return found;
    }
    return NULL;
}

/* "Zero soldiers died": a cue of zero, people, and what did not happen to them. */
static void add_zero(claim_work *work, const cue *zero, uint32_t sentence_index) {
    enum { WORDS = 3, TO_VERB = 4 };
    document *doc = work->doc;
    uint32_t end = doc->sentences.at[sentence_index].last, last = zero->last;
    if (zero->last >= end || zero->last - zero->first != 1) return;
    const claim_entry *people = first_counted(work, zero->last, zero->last + WORDS, end, &last);
    claim c = {.first = zero->first,
               .last = zero->last,
               .figure = NONE,
               .has_low = true,
               .has_high = true,
               .unit = UNIT_people,
               .of_first = zero->last,
               .of_last = last,
               .source = NONE};
    uint32_t reach = last + TO_VERB < end ? last + TO_VERB : end;
    if (!people || !measure_behind(work, last, reach, &c.measure)) return;
    c.group = people->group;
    c.noun = people->text;
    VEC_PUSH(doc->memory, &doc->claims, c);
}

/* Whether a number is in a figure that is no claim ("denied a 12-day truce"). */
static bool is_measured(const document *doc, const annotation *a) {
    bisection b = {0, doc->figures.count};
    while (bisect_open(&b)) bisect_take(&b, doc->figures.at[bisect_middle(&b)].first < a->last);
    return b.low && doc->figures.at[b.low - 1].last > a->first;
}

/* "denied it on 12 March" */
static bool is_of_date(const document *doc, const annotation *a) {
    for (uint32_t i = a->first > 3 ? a->first - 3 : 0; i <= a->first; i++)
        for (const annotation *date = document_find(doc, i, LABEL_date); date; date = document_find_next(doc, date))
            if (date->last > a->first) return true;
    return false;
}

/* "denied that three of its men had been killed", "denies losing 62": a number that is no figure, since it is told as false. What happened
 * to them the words around it say; else claim_inherit looks where the number was told before. */
static void add_denied(claim_work *work, const annotation *a, uint32_t sentence_index) {
    enum { REACH = 12, WORDS = 4 };
    document *doc = work->doc;
    const sentence *s = &doc->sentences.at[sentence_index];
    const number *n = &doc->numbers.at[a->number];
    uint32_t reach = a->last + REACH < s->last ? a->last + REACH : s->last,
             back = a->first > s->first + REACH ? a->first - REACH : s->first, last;
    claim c = {.figure = NONE, .unit = UNIT_people, .measure = MEASURE_other, .source = NONE, .told = TOLD_rejected};
    if (!measure_behind(work, a->last, reach, &c.measure)) measure_behind(work, back, a->first, &c.measure);
    const claim_entry *people = first_counted(work, a->last, a->last + WORDS, s->last, &last);
    place_at(&c, a, n);
    c.of_first = c.of_last = a->last;
    c.group = people ? people->group : GROUP_toll;
    if (people) c.noun = people->text;
    if (people && str_is(people->unit, "equipment")) c.unit = UNIT_equipment;
    VEC_PUSH(doc->memory, &doc->claims, c);
}

/* Behind "one of its". */
static uint32_t behind_of_whose(const claim_work *work, uint32_t at, uint32_t end) {
    bool whose = at + 2 < end && document_word_is(work->doc, at, "of") &&
                 (claim_word_is(work, at + 1, WORD_its) || document_word_is(work->doc, at + 1, "the"));
    return whose ? at + 2 : at;
}

/* "There was not one soldier in the building", "had not lost one man": no man in arms was among the dead of whom somebody else tells;
 * "not one rifle was found". */
static void add_none(claim_work *work, const annotation *a) {
    enum { TO_VERB = 4, TO_LOSES = 3, TO_NOT = 2 };
    document *doc = work->doc;
    const number *n = &doc->numbers.at[a->number];
    uint32_t end = document_sentence(doc, a->first)->last, last;
    uint32_t at = behind_of_whose(work, a->last, end);
    const claim_entry *people = at < end ? claim_lookup(work, at, end, &last) : NULL;
    if (!people || !people->group.size || n->low != 1 || n->high != 1 || !(claim_cues_before(work, a->first, TO_NOT) & CUE_instead)) return;
    bool lost = false, fights = claim_fights(work, people->group);
    for (uint32_t i = a->first > TO_LOSES ? a->first - TO_LOSES : 0; i < a->first; i++) lost |= claim_word_is(work, i, WORD_loses);
    bool own = fights || (lost && str_equal(people->group, GROUP_man));
    claim c = {.first = a->first, .last = a->last, .figure = NONE, .has_low = true, .has_high = true, .unit = UNIT_people, .source = NONE};
    c.of_first = c.of_last = a->last;
    if (!measure_behind(work, last, last + TO_VERB < end ? last + TO_VERB : end, &c.measure))
        c.measure = own ? MEASURE_killed : MEASURE_other;
    if (str_is(people->unit, "equipment")) c.unit = UNIT_equipment;
    c.group = !own || fights ? people->group : GROUP_force;
    c.noun = people->text;
    VEC_PUSH(doc->memory, &doc->claims, c);
}

void claim_extras(claim_work *work, uint32_t sentence_index, uint32_t first_claim) {
    document *doc = work->doc;
    const sentence *s = &doc->sentences.at[sentence_index];
    uint32_t own_end = doc->claims.count;
    role_set said = claim_cues_of_sentence(work);
    bool told_before = said & (CUE_instead | CUE_earlier), denied = said & (CUE_deny | CUE_doubt), none = said & CUE_instead;
    for (uint32_t i = s->first; i < s->last && told_before && own_end > first_claim; i++) {
        role_set roles = claim_cues_before(work, i, 0) & (CUE_instead | CUE_earlier);
        const annotation *a = roles ? number_at(doc, i) : NULL;
        if (a && !is_taken(doc, first_claim, a)) add_beside(work, a, roles, first_claim, own_end);
    }
    for (uint32_t i = s->first; i < s->last && denied; i++) {
        const annotation *a = number_at(doc, i);
        if (!a || !is_count(&doc->numbers.at[a->number]) || is_taken(doc, first_claim, a) || is_measured(doc, a)) continue;
        if (!is_of_date(doc, a) && claim_is_denied(work, i)) add_denied(work, a, sentence_index);
    }
    for (uint32_t i = s->first; i < s->last && none; i++) {
        const annotation *a = number_at(doc, i);
        if (a && !is_taken(doc, first_claim, a)) add_none(work, a);
    }
    for (uint32_t i = 0; i < work->cues.count; i++)
        if (work->cues.at[i].roles & CUE_none) add_zero(work, &work->cues.at[i], sentence_index);
}
