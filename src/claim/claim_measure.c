/* claim_measure.c: what a word says happened to people or arms, by the lists of gazetteers/measure, and the nearest such word to a number.
 */
#include "claim/claim_inherit.h"

static bool measure_of(const claim_work *work, const annotation *found, measure *out) {
    return found->entry != NONE && measure_from(gazetteer_attribute(work->with->known, found->entry, STR("measure")), out);
}

/* The measure of the annotation of one list that begins at a token. */
static bool measure_of_label(const claim_work *work, uint32_t at, label list, measure *out) {
    const annotation *found = list == NO_LABEL ? NULL : document_find(work->doc, at, list);
    return found && measure_of(work, found, out);
}

bool claim_measure_at(const claim_work *work, uint32_t at, measure *out) {
    const document *doc = work->doc;
    for (uint32_t a = doc->annotations_at[at]; a != NONE; a = doc->annotations.at[a].next) {
        const annotation *found = &doc->annotations.at[a];
        if (found->label != work->die_verb && found->label != work->harm_verb) continue;
        if (measure_of(work, found, out)) return true;
    }
    return false;
}

bool claim_loss_at(const claim_work *work, uint32_t at, measure *out) {
    return measure_of_label(work, at, work->loss_verb, out);
}

bool claim_state_at(const claim_work *work, uint32_t at, measure *out) {
    const document *doc = work->doc;
    for (const annotation *found = document_find(doc, at, work->state_noun); found; found = document_find_next(doc, found)) {
        if (found->entry == NONE) continue;
        str state = gazetteer_attribute(work->with->known, found->entry, STR("class"));
        if (measure_from(str_is(state, "dead") ? STR("killed") : state, out)) return true;
    }
    return false;
}

bool claim_state_in(const claim_work *work, uint32_t first, uint32_t last, measure *out) {
    for (uint32_t i = first; i < last; i++)
        if (claim_state_at(work, i, out)) return true;
    return false;
}

/* A verb ("died"), a state ("the dead") or a noun of harm ("the displacement goes on"). */
static bool take_harm_at(const claim_work *work, claim *c, uint32_t at) {
    bool told = claim_measure_at(work, at, &c->measure) || claim_state_at(work, at, &c->measure) ||
                measure_of_label(work, at, work->harm_noun, &c->measure);
    if (told) c->unit = UNIT_people;
    return told;
}

bool claim_harm_before(const claim_work *work, claim *c, bool in_block) {
    const document *doc = work->doc;
    uint32_t first = in_block ? document_block(doc, c->first)->first : doc->accounts.at[c->account].first;
    if (c->first > TOKENS_AWAY && first < c->first - TOKENS_AWAY) first = c->first - TOKENS_AWAY;
    for (uint32_t i = c->first; i-- > first;)
        if (take_harm_at(work, c, i)) return true;
    return false;
}

bool claim_harm_behind(const claim_work *work, claim *c) {
    uint32_t last = document_block(work->doc, c->first)->last;
    if (last > c->last + TOKENS_AWAY) last = c->last + TOKENS_AWAY;
    for (uint32_t i = c->last; i < last; i++)
        if (take_harm_at(work, c, i)) return true;
    return false;
}

/* Whether the words before a number, as far as is looked, tell of flight. */
static bool is_after_flight(const claim_work *work, const claim *c) {
    uint32_t first = work->doc->accounts.at[c->account].first;
    measure told;
    for (uint32_t i = c->first; i-- > first && c->first - i <= TOKENS_AWAY;) {
        if (claim_word_is(work, i, WORD_leaves | WORD_refuge)) return true;
        if (claim_measure_at(work, i, &told) && told == MEASURE_displaced) return true;
    }
    return false;
}

void claim_take_flight(const claim_work *work, claim *c) {
    enum { WORDS = 6 };
    const document *doc = work->doc;
    if (c->measure != MEASURE_other || c->unit != UNIT_people || claim_fights(work, c->group)) return;
    uint32_t end = document_sentence(doc, c->first)->last;
    bool family = str_equal(c->group, GROUP_family), arrived = false;
    for (uint32_t i = c->last; i < end && i < claim_end(c) + WORDS && !claim_is_stop(doc, i) && !arrived; i++)
        arrived = claim_word_is(work, i, WORD_arrives);
    if (arrived && (family || is_after_flight(work, c))) c->measure = MEASURE_displaced;
}
