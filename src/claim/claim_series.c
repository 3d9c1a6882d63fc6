/* claim_series.c: the numbers of a list are of one measure, whether a word says it of the first ("64 were killed: 42 villagers, eight
 * soldiers and 14 raiders"), of the last ("93 soldiers and 18 raiders among the dead") or behind them all ("13 people, eight villagers and
 * five soldiers, had been killed"). */
#include "claim/claim_inherit.h"

/* Words a list may have between two numbers; words to the verb behind a list; words from a number to "among the dead". */
enum { BETWEEN = 14, TO_VERB = 5, TO_AMONG = 6 };

/* Behind "52 members of the security forces". */
static uint32_t end_of_phrase(const claim_work *work, const claim *c) {
    uint32_t last, end = claim_end(c);
    const claim_entry *found = c->of_first < c->of_last ? claim_lookup(work, c->of_first, work->doc->tokens.count, &last) : NULL;
    return found && found->group.size && last > end ? last : end;
}

/* Whether a token between two numbers of a list is a word that no list has there. "Some", "at least" and the word behind them may stand
 * there, and what is counted with the number before ("121 attackers and inmates, 52 guards"). */
static bool is_foreign(const claim_work *work, uint32_t at, uint32_t first, uint32_t end) {
    const document *doc = work->doc;
    uint32_t last;
    if (at > first && document_word_is(doc, at - 1, "and") && claim_lookup(work, at, end, &last)) return false;
    return !document_find(doc, at, work->qualifier) && !(at > first && document_find(doc, at - 1, work->qualifier));
}

/* The sign that joins two numbers of a list: the colon between them if there is one, behind whatever words, else the first of comma,
 * semicolon and "and", where no other words stand between; 0: it is no list. */
static char list_sign(const claim_work *work, const claim *before, const claim *c) {
    const document *doc = work->doc;
    uint32_t first = end_of_phrase(work, before);
    bool foreign = false;
    char sign = 0;
    if (first >= c->first || c->first - first > BETWEEN) return 0;
    for (uint32_t i = first; i < c->first; i++) {
        char text = doc->text.data[doc->tokens.at[i].start];
        bool joins = text == ',' || text == ';' || document_word_is(doc, i, "and");
        if (text == ':' || (joins && !sign)) sign = text;
        if (text == ':')
            foreign = false;
        else if (!joins && is_foreign(work, i, first, c->first))
            foreign = true;
    }
    return foreign ? 0 : sign;
}

/* A verb of its own, or a clause. */
static bool has_verb_behind(const claim_work *work, const claim *c) {
    uint32_t last = claim_end(c);
    return last < work->doc->tokens.count && claim_word_is(work, last, WORD_verb);
}

/* Its measure gives way to that of its list. */
static bool is_weak(const document *doc, const claim *c) {
    return c->measure == MEASURE_other || (c->assumed && c->measure == doc->figures.at[c->figure].measure);
}

/* Behind a colon stand parts of the number before it. */
static void go_on(const claim_work *work, claim *c, const claim *before) {
    if (c->unit != UNIT_people || before->unit != UNIT_people || !claim_is_harm(before->measure)) return;
    bool same = c->measure == before->measure;
    if ((!is_weak(work->doc, c) && !same) || has_verb_behind(work, c) || (c->measure == MEASURE_other && claim_has_fate(work, c))) return;
    char sign = list_sign(work, before, c);
    if (!sign || (sign == ':' && c->low > before->low)) return;
    claim_take(c, before, TAKE_measure);
    if (sign == ':' || (before->scope == SCOPE_part && !same)) c->scope = SCOPE_part;
    bool joined_by_word = sign == 'a';
    if (before->scope == SCOPE_part && before->figure != NONE && same && c->noun.size && !joined_by_word) c->scope = SCOPE_part;
}

/* What is said of the last of a list is said of those before it. */
static void go_back(const claim_work *work, uint32_t index) {
    const document *doc = work->doc;
    claim *c = &doc->claims.at[index];
    for (claim *before = c - 1; index-- > 0 && before->unit == UNIT_people && is_weak(doc, before); c--, before--) {
        if (doc->tokens.at[before->first].sentence != doc->tokens.at[c->first].sentence || !list_sign(work, before, c)) return;
        if (has_verb_behind(work, before)) return;
        claim_take(before, c, TAKE_measure | TAKE_scope);
    }
}

/* "five soldiers, had been killed" */
static bool take_verb_of_list(const claim_work *work, claim *c) {
    const document *doc = work->doc;
    uint32_t end = claim_end(c), last = document_sentence(doc, c->first)->last;
    if (c->unit != UNIT_people || !is_weak(work->doc, c) || c->scope == SCOPE_more) return false;
    for (uint32_t i = end; i < last && i < end + TO_VERB; i++) {
        measure told;
        if (i > end && claim_measure_at(work, i, &told) && claim_is_harm(told)) {
            c->measure = told;
            return true;
        }
        if (!document_text_is(doc, i, ",") && !claim_word_is(work, i, WORD_auxiliary)) return false;
    }
    return false;
}

/* The state that a phrase tells which begins at a token ("among the wounded"), if it is of the role. */
static bool take_state(const claim_work *work, claim *c, uint32_t at, role_set role) {
    uint32_t last, end = document_sentence(work->doc, c->first)->last;
    const claim_entry *found = at < end ? claim_lookup(work, at, end, &last) : NULL;
    return found && found->roles & role && claim_state_in(work, at, last, &c->measure);
}

/* "61 of the victims have been found", "two children were among the wounded": what the words for the whole say. */
static bool take_state_of_whole(const claim_work *work, claim *c) {
    if (c->scope != SCOPE_part || c->unit != UNIT_people || !is_weak(work->doc, c)) return false;
    for (uint32_t i = c->last; i <= c->last + TO_AMONG; i++)
        if (take_state(work, c, i, CUE_among)) return true;
    return take_state(work, c, c->last, CUE_of_them);
}

/* "Up to 45 servicemen, eight vehicles and six trucks were destroyed": so some armies say of men, too. */
static void go_back_from_arms(const claim_work *work, uint32_t index) {
    const document *doc = work->doc;
    const claim *last = &doc->claims.at[index];
    for (claim *c = &doc->claims.at[index]; index-- > 0; c--) {
        claim *before = c - 1;
        if (doc->tokens.at[before->first].sentence != doc->tokens.at[c->first].sentence || list_sign(work, before, c) == 0) return;
        if (before->unit == UNIT_equipment && before->measure == last->measure) continue;
        if (before->unit != UNIT_people || !is_weak(doc, before) || has_verb_behind(work, before)) return;
        before->measure = MEASURE_killed;
    }
}

void claim_series(const claim_work *work, uint32_t index, const claim *before) {
    claim *c = &work->doc->claims.at[index];
    if (c->unit == UNIT_equipment && c->measure == MEASURE_destroyed) go_back_from_arms(work, index);
    if (take_state_of_whole(work, c) || take_verb_of_list(work, c)) go_back(work, index);
    if (before && c->scope != SCOPE_more) go_on(work, c, before);
}
