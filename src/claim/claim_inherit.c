/* claim_inherit.c: claims in the order of the text, each completed from its neighbours: from the claim before it in its sentence (here), as
 * one of a list (claim_series.c), from what was told before (claim_bare.c), and a headline's number from the text below it (here, at last,
 * since that may itself have taken from what stands before it).
 */
#include "claim/claim_inherit.h"

/* Tokens before a number within which a word may say that a toll was raised; tokens between two numbers of one clause. */
enum { UPDATE_BACK = 4, IN_CLAUSE = 6 };

/* "says it caught 20 of them": of whom the sentence before told. */
static bool is_of_them(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    if (c->scope == SCOPE_part || c->last + 1 >= doc->tokens.count) return false;
    return document_word_is(doc, c->last, "of") && claim_word_is(work, c->last + 1, WORD_them);
}

/* "hit a depot of naval drones and destroyed 12 of them": arms that no number stands before. */
static void take_arms_before(const claim_work *work, claim *c) {
    uint32_t first = document_block(work->doc, c->first)->first, last;
    const claim_entry *arms = NULL;
    for (uint32_t i = c->first; i-- > first && c->first - i <= TOKENS_AWAY;) {
        const claim_entry *found = claim_lookup(work, i, c->first, &last);
        bool plural = found && str_is(found->unit, "equipment") && str_ends(work->doc->tokens.at[last - 1].word->folded, STR("s"));
        if (arms && !plural) break;
        if (plural) arms = found; /* of "naval drones" the whole */
    }
    if (!arms) return;
    c->noun = arms->text;
    c->group = arms->group;
}

/* "The attackers, about 15 of them": who they are stands right before. */
static bool take_apposed(const claim_work *work, claim *c) {
    enum { WORDS = 4 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first, last, comma = c->first;
    while (comma > first && c->first - comma < WORDS && !claim_is_stop(doc, comma)) comma--;
    if (!document_text_is(doc, comma, ",")) return false;
    for (uint32_t i = comma; i-- > first && comma - i <= WORDS;) {
        const claim_entry *found = claim_lookup(work, i, comma, &last);
        if (!found || !found->group.size || last != comma) continue;
        c->noun = found->text;
        c->group = found->group;
        if (c->measure == MEASURE_other) claim_state_at(work, i, &c->measure); /* "the wounded, 22 of them" */
        return true;
    }
    return false;
}

static void take_them(const claim_work *work, uint32_t index) {
    const document *doc = work->doc;
    claim *c = &doc->claims.at[index];
    if (take_apposed(work, c)) return;
    uint32_t block = document_block_index(doc, c->first);
    for (uint32_t i = index; i-- > 0 && index - i <= CLAIMS_AWAY;) {
        const claim *before = &doc->claims.at[i];
        if (document_block_index(doc, before->first) != block) break;
        if (before->unit != c->unit || before->scope == SCOPE_part || !before->noun.size || str_equal(before->group, GROUP_toll)) continue;
        claim_take(c, before, TAKE_counted | TAKE_side);
        return;
    }
    if (c->unit == UNIT_equipment && !c->noun.size) take_arms_before(work, c);
}

/* "Ten soldiers were killed and 15 wounded": men in arms, too. */
static void take_arms(const claim_work *work, claim *c, const claim *before) {
    const document *doc = work->doc;
    uint32_t first = claim_end(before);
    if (!claim_fights(work, before->group)) return;
    if (!str_equal(c->group, GROUP_toll) || c->measure == before->measure || !claim_is_harm(before->measure) || !claim_is_harm(c->measure))
        return;
    if (c->scope != SCOPE_event || before->scope != SCOPE_event || c->first < first || c->first - first > IN_CLAUSE) return;
    bool joined = false;
    for (uint32_t i = first; i < c->first; i++) {
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT) return;
        joined |= document_word_is(doc, i, "and");
    }
    if (joined) claim_take(c, before, TAKE_group | TAKE_side);
}

/* What a number leaves out that the one before it in its sentence says. */
static void take_left_out(claim *c, const claim *before) {
    bool no_words = c->of_first == c->of_last, unnamed = no_words && !c->noun.size;
    bool arms = c->unit == UNIT_equipment && before->unit == UNIT_equipment && (c->measure == before->measure || c->scope == SCOPE_part);
    if (arms && unnamed && before->noun.size) claim_take(c, before, TAKE_counted); /* "found four trucks, where it says it burned nine" */
    if (c->unit != UNIT_people || before->unit != UNIT_people) return;
    if (before->qualifier == QUALIFIER_implied || before->scope == SCOPE_more) return;
    if (c->scope == SCOPE_part && c->measure == MEASURE_other) claim_take(c, before, TAKE_measure); /* "43, among them 12 children" */
    bool moved = c->scope == SCOPE_part && c->measure == MEASURE_displaced && before->measure == MEASURE_wounded;
    if (moved) claim_take(c, before, TAKE_measure); /* "12 were wounded, five of whom were evacuated to Dnipro" */
    bool same = c->measure == before->measure && before->scope != SCOPE_part && before->group.size;
    bool figures = before->figure != NONE && c->figure != NONE;
    if (unnamed && same && figures) claim_take(c, before, TAKE_counted); /* "of 100 dead marines, now says 40" */
    bool still_unnamed = no_words && !c->noun.size;
    if (still_unnamed && c->measure != MEASURE_other)
        claim_take(c, before, TAKE_side); /* "Four Indian soldiers were killed and seven wounded" */
}

/* "raised the toll to 58 after six wounded men died": what raised it. */
static bool is_raised_by(const claim_work *work, const claim *before, const claim *c) {
    const document *doc = work->doc;
    if (c->measure != before->measure || c->unit != before->unit || !c->has_low || c->low >= before->low) return false;
    bool after = false;
    for (uint32_t i = before->last; i < c->first && !after; i++) after = claim_word_is(work, i, WORD_after | WORD_when);
    if (!after) return false;
    uint32_t first = document_sentence(doc, before->first)->first, last;
    for (uint32_t i = before->first; i-- > first && before->first - i <= UPDATE_BACK;) {
        const claim_entry *found = claim_lookup(work, i, before->first, &last);
        if (found && found->roles & CUE_update) return true;
    }
    return false;
}

/* "17 wounded were lying there. Two had died": of those, not all who died. */
static bool is_of_wounded(const claim_work *work, const claim *c, const claim *before) {
    const document *doc = work->doc;
    if (c->measure != MEASURE_killed || c->unit != UNIT_people || c->noun.size || c->scope != SCOPE_event) return false;
    if (before->measure != MEASURE_wounded || before->low <= c->low || before->qualifier == QUALIFIER_implied) return false;
    if (document_block(doc, before->first) != document_block(doc, c->first) || !(doc->tokens.at[c->first].flags & TOKEN_FIRST))
        return false;
    if (doc->tokens.at[c->first].sentence - doc->tokens.at[before->first].sentence != 1 || c->last + 1 >= doc->tokens.count) return false;
    bool have = claim_word_is(work, c->last, WORD_perfect);
    return have && document_find(doc, c->last + 1, work->die_verb);
}

/* "27 bodies", "the bodies of 27 men" */
static bool is_of_bodies(const claim_work *work, const claim *c) {
    bool before = c->first >= 2 && document_word_is(work->doc, c->first - 1, "of") && claim_word_is(work, c->first - 2, WORD_body);
    return before || claim_word_is(work, c->of_last - 1, WORD_body);
}

/* "It says it killed 16 rebels; the morgue received seven bodies": another count of the men in arms told of right before. */
static bool take_fighters(const claim_work *work, claim *c, const claim *before) {
    const document *doc = work->doc;
    if (c->measure != MEASURE_killed || before->measure != MEASURE_killed || c->scope != SCOPE_event) return false;
    if (c->of_first >= c->of_last || !is_of_bodies(work, c)) return false;
    if (!claim_fights(work, before->group) || before->scope == SCOPE_part || before->qualifier == QUALIFIER_implied || before->low < c->low)
        return false;
    if (doc->tokens.at[c->first].sentence - doc->tokens.at[before->first].sentence > 1) return false;
    if (document_block(doc, c->first) != document_block(doc, before->first) || !str_equal(c->group, GROUP_toll)) return false;
    claim_take(c, before, TAKE_group | TAKE_side);
    return true;
}

/* "She helped to carry 27 bodies": of more dead who were told of before by nobody else. */
static bool is_of_the_dead(const claim_work *work, uint32_t index) {
    const document *doc = work->doc;
    const claim *c = &doc->claims.at[index];
    if (c->measure != MEASURE_killed || c->scope != SCOPE_event || c->told != TOLD_asserted || c->of_first >= c->of_last) return false;
    if (!is_of_bodies(work, c)) return false;
    for (uint32_t i = index; i-- > 0 && index - i <= CLAIMS_AWAY;) {
        const claim *whole = &doc->claims.at[i];
        if (whole->account != c->account) return false;
        bool general = str_equal(whole->group, GROUP_any) || str_equal(whole->group, GROUP_toll);
        if (whole->measure != MEASURE_killed || whole->scope != SCOPE_event || whole->told != TOLD_asserted || !general) continue;
        bool count = whole->qualifier != QUALIFIER_vague && whole->low > c->low;
        if (count && (!c->source_text.size || str_equal(c->source_text, whole->source_text))) return true;
    }
    return false;
}

/* "Six tanks on fire", of which the text below says that they are fuel tanks. */
static bool is_short_for(str noun, str whole) {
    return noun.size && whole.size > noun.size && str_ends(whole, noun) && whole.data[whole.size - noun.size - 1] == ' ';
}

/* "798 killed at food points": the text below says from when on they were counted, where and when it happened. */
static void take_from_below(const document *doc, uint32_t index) {
    claim *c = &doc->claims.at[index];
    const claim *below = claim_model_restated(doc, index);
    if (!below) return;
    bool people = c->unit == UNIT_people || (c->unit == UNIT_other && (!c->noun.size || str_equal(c->noun, below->noun)));
    bool untold = c->measure == MEASURE_other && people && c->qualifier != QUALIFIER_implied; /* "mourns four workers" */
    if (untold && below->unit == UNIT_people && claim_is_harm(below->measure)) claim_take(c, below, TAKE_measure | TAKE_unit);
    if (c->unit == UNIT_equipment && below->unit == c->unit && is_short_for(c->noun, below->noun)) claim_take(c, below, TAKE_counted);
    bool unnamed = !c->noun.size && c->unit == UNIT_people && below->unit == c->unit && below->measure == c->measure;
    if (unnamed && c->of_first == c->of_last && below->group.size) claim_take(c, below, TAKE_counted); /* "forces kill six" */
    if (below->measure != c->measure || (below->unit != c->unit && below->unit != UNIT_other)) return;
    if (document_block(doc, below->first)->kind == BLOCK_headline) return;
    claim_take(c, below, TAKE_since | TAKE_side);
    if (c->scope == SCOPE_event) claim_take(c, below, TAKE_scope);
    if (below->dated < c->dated || c->dated >= DATED_account) claim_take(c, below, TAKE_date);
    if (!below->place.broad || c->scope == SCOPE_total) claim_take(c, below, TAKE_place);
}

static bool is_opened_in_all(const claim_work *work, uint32_t sentence_index) {
    const document *doc = work->doc;
    uint32_t first = doc->sentences.at[sentence_index].first;
    if (claim_word_is(work, first, WORD_altogether)) return true;
    return document_word_is(doc, first, "in") && claim_word_is(work, first + 1, WORD_sum);
}

/* "Half a million have fled since the war began. In all 7.5 million have been displaced": sums over the same time. */
static bool is_in_all(const claim_work *work, const claim *c, const claim *before) {
    const document *doc = work->doc;
    if (c->scope != SCOPE_event || before->scope != SCOPE_total || c->account != before->account) return false;
    uint32_t sentence_index = doc->tokens.at[c->first].sentence, other = doc->tokens.at[before->first].sentence;
    return sentence_index - other <= 1 && is_opened_in_all(work, sentence_index);
}

/* "Six were killed, four of them in Dnipro", "43 were dead: 30 in Thailand and 13 in Cambodia": those are all that were killed there. */
static void take_own_place(const claim_work *work, claim *c) {
    const document *doc = work->doc;
    uint32_t at = claim_end(c), end = document_sentence(doc, c->first)->last;
    if (c->scope != SCOPE_part || c->unit != UNIT_people || !claim_is_harm(c->measure)) return;
    if (at + 1 < end && claim_is_of_them(work, c)) at += 2;
    uint32_t there = at < end ? claim_place_of(work, at) : NONE;
    if (there == NONE) return;
    c->scope = SCOPE_event;
    c->place = work->places[there];
}

/* The claim before it in its sentence, or NULL. "Six policemen and one guard were killed, up from four": of an earlier number the nearest
 * that has risen from it. */
static const claim *find_before(const document *doc, uint32_t index) {
    const claim *c = &doc->claims.at[index], *nearest = index ? c - 1 : NULL;
    uint32_t sentence_index = doc->tokens.at[c->first].sentence;
    if (!nearest || doc->tokens.at[nearest->first].sentence != sentence_index) return NULL;
    for (uint32_t i = index; c->told == TOLD_earlier && nearest->low < c->low && i-- > 0;) {
        const claim *other = &doc->claims.at[i];
        if (doc->tokens.at[other->first].sentence != sentence_index) break;
        if (other->measure == nearest->measure && other->unit == nearest->unit && other->low > c->low) return other;
    }
    return nearest;
}

void claim_inherit(const claim_work *work) {
    const document *doc = work->doc;
    const claim *joined = NULL;
    for (uint32_t i = 0; i < doc->claims.count; i++) {
        claim *c = &doc->claims.at[i];
        const claim *before = find_before(doc, i);
        if (before) {
            take_arms(work, c, before);
            take_left_out(c, before);
            if (c->scope == SCOPE_event && is_raised_by(work, before, c)) c->scope = SCOPE_more;
        }
        if (i && is_in_all(work, c, c - 1)) claim_take(c, c - 1, TAKE_scope | TAKE_since);
        claim_series(work, i, before);
        if (is_of_them(work, c)) take_them(work, i);
        bool fighters = i && take_fighters(work, c, c - 1);
        if ((i && is_of_wounded(work, c, c - 1)) || (!fighters && is_of_the_dead(work, i))) c->scope = SCOPE_part;
        if (c->measure == MEASURE_other) claim_take_complement(work, c);
        if (claim_complete(work, i, joined)) joined = c;
        if (c->assumed && c->measure == MEASURE_other) c->measure = doc->figures.at[c->figure].measure;
    }
    for (uint32_t i = 0; i < doc->claims.count; i++) take_own_place(work, &doc->claims.at[i]);
    for (uint32_t i = 0; i < doc->claims.count; i++) take_from_below(doc, i);
}
