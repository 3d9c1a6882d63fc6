/* claim_bare.c: completes a number that does not say what it counts: a bare one ("the mayor says five", "a list of 41 names"), one behind a
 * word of saying ("Pakistan says nine Indians"), one of people told of before ("sixteen were children"), one told only to be denied
 * ("denied that 60 had surrendered"). It takes from the nearest claim that fits; where there is none, the nearest verb of harm says what it
 * counts
 * ("How many men died? India says five of its own").
 */
#include "claim/claim_inherit.h"

/* How many blocks back a model is looked for if the block itself has none; how many tokens before a number a word of saying may stand; and
 * how many may stand between two numbers of one phrase ("eight of the depot's 12"). */
enum { BLOCKS_BACK = 3, TELLING_BACK = 6, WITHIN_PHRASE = 6 };

/* What is counted is open: no noun, or one that says only whose they are. */
static bool is_unnamed(const claim *c) {
    return !c->noun.size || str_is(c->noun, "our");
}

/* --- bare numbers --- */

/* "212 freed", "nine were still at large", "the 19 others are safe" */
bool claim_has_fate(const claim_work *work, const claim *c) {
    enum { WORDS = 4 };
    uint32_t last, end = document_sentence(work->doc, c->first)->last;
    for (uint32_t i = c->last; i < end && i < c->last + WORDS; i++) {
        const claim_entry *behind = claim_lookup(work, i, end, &last);
        if (behind && behind->roles & CUE_fate) return true;
        if (behind && behind->roles & (CUE_others | CUE_more)) continue;
        if (!claim_word_is(work, i, WORD_auxiliary | WORD_verb | WORD_lasting)) return false;
    }
    return false;
}

/* What holds people who were told of before: a list of names, or so many funerals, which are of the dead. */
static bool is_list(const claim *c) {
    return str_equal(c->group, GROUP_list) || str_equal(c->group, GROUP_grave);
}

static bool is_bare(const claim_work *work, const claim *c) {
    if (claim_has_fate(work, c)) return false;
    if (c->figure == NONE || c->measure != MEASURE_other || c->qualifier == QUALIFIER_implied) return false;
    if (str_equal(c->group, GROUP_grave)) return true; /* a place, an event: of whoever lies there */
    if (c->unit != UNIT_other && c->unit != UNIT_people) return false;
    return is_unnamed(c) || is_list(c);
}

/* "of the 60 that set out, 38 have arrived", "eight of the depot's 12". */
static bool is_part_of_neighbour(const document *doc, uint32_t index) {
    const claim *c = &doc->claims.at[index];
    const claim *next = index + 1 < doc->claims.count ? c + 1 : NULL, *before = index ? c - 1 : NULL;
    uint32_t sentence_index = doc->tokens.at[c->first].sentence;
    bool near = next && next->first - c->last <= WITHIN_PHRASE && next->first > c->last + 1;
    if (near && document_word_is(doc, c->last, "of")) {
        bool joined = document_word_is(doc, next->first - 1, "and"); /* "five of its own and 11 of ours" */
        return !joined && doc->tokens.at[next->first].sentence == sentence_index;
    }
    if (!before || before->qualifier == QUALIFIER_implied || before->first < 2) return false;
    if (doc->tokens.at[before->first].sentence != sentence_index) return false;
    return document_word_is(doc, before->first - 2, "of");
}

/* "Of 47 requests 19 were granted, 21 were denied": of the things with whose number its sentence opens. */
static bool take_opening(const document *doc, uint32_t index) {
    claim *c = &doc->claims.at[index];
    uint32_t at = doc->tokens.at[c->first].sentence, opens = doc->sentences.at[at].first;
    if (!document_word_is(doc, opens, "of")) return false;
    for (uint32_t i = index; i-- > 0 && doc->tokens.at[doc->claims.at[i].first].sentence == at;) {
        const claim *whole = &doc->claims.at[i];
        if (whole->first > opens + 1) continue;
        if (!whole->noun.size || whole->unit == UNIT_people || claim_is_quantity(whole)) return false;
        claim_take(c, whole, TAKE_counted | TAKE_unit);
        c->scope = SCOPE_part;
        return true;
    }
    return false;
}

/* "no word of the lorries; 38 have arrived" */
static void take_thing(claim *c, const claim_entry *thing) {
    c->noun = thing->text;
    c->group = thing->group;
    c->unit = UNIT_equipment;
}

static void take_all(claim *c, const claim *model) {
    claim_take(c, model, TAKE_measure | TAKE_unit | TAKE_side | TAKE_place);
    if (is_unnamed(c)) claim_take(c, model, TAKE_counted);
    bool own_day = c->dated == DATED_sentence && c->date.size == 10; /* YYYY-MM-DD */
    if (own_day && model->scope == SCOPE_total) return;              /* "on that day 909 came home" */
    claim_take(c, model, TAKE_since | TAKE_date);
    if (c->scope == SCOPE_event && model->scope != SCOPE_more) claim_take(c, model, TAKE_scope);
}

/* Who rejects a number seldom speaks of those whom he counted himself: it is a toll. */
static void forget_whose(claim *c) {
    if (c->unit != UNIT_people) return;
    c->group = GROUP_toll;
    c->noun = c->side = STR_NONE;
}

/* "46 people were killed and 67 wounded. The army, too, counts 46": those of whom the same number was told in the paragraph. */
static const claim *same_before(const document *doc, uint32_t index) {
    enum { LEAST = 10 };
    const claim *c = &doc->claims.at[index];
    if (!c->has_low || c->low < LEAST) return NULL;
    for (uint32_t i = index; i-- > 0 && document_block(doc, doc->claims.at[i].first) == document_block(doc, c->first);) {
        const claim *before = &doc->claims.at[i];
        bool told = before->figure != NONE && before->scope == SCOPE_event && before->told == TOLD_asserted;
        if (told && claim_same_number(c, before) && claim_is_harm(before->measure)) return before;
    }
    return NULL;
}

/* "34 dead and 52 wounded. The enemy lost more than 100": men lost are dead, unless something else is said. */
static bool is_lost(const claim_work *work, const claim *c) {
    enum { WORDS = 3 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first;
    for (uint32_t i = c->first; i-- > first && c->first - i <= WORDS;) {
        if (claim_word_is(work, i, WORD_loses)) return true;
        if (!document_find(doc, i, work->qualifier) && !claim_word_is(work, i, WORD_closes)) return false;
    }
    return false;
}

/* The nearer a model or a verb of harm, the likelier it is meant: the paragraph before the account, what stands before a number before what
 * stands behind it. *verb: a verb has given the measure, instead of a model. */
static const claim *find_told_of(const claim_work *work, uint32_t index, const claim *near, bool *verb) {
    const document *doc = work->doc;
    claim *c = &doc->claims.at[index];
    if (is_lost(work, c)) {
        const claim *killed = claim_model_killed(doc, index);
        *verb = false;
        if (killed) return killed;
    }
    const claim *model = near ? near : same_before(doc, index);
    *verb = !model && claim_harm_before(work, c, true);
    if (!model && !*verb) model = claim_model_before(work, index, BLOCKS_BACK);
    if (!model && !*verb) *verb = claim_harm_before(work, c, false) || claim_harm_behind(work, c);
    bool ahead = is_list(c) || claim_is_version(work, c); /* with which an account begins are of those of whom it tells first */
    if (!*verb && ahead && (!model || model->measure == MEASURE_other)) model = claim_model_behind(work, index);
    enum { MUCH = 3 };
    bool beside = model && doc->tokens.at[model->first].sentence == doc->tokens.at[c->first].sentence;
    bool other = model && model->measure != MEASURE_killed && claim_is_harm(model->measure);
    const claim *dead = is_list(c) && other && (!beside || model->measure == MEASURE_wounded) ? claim_model_killed(doc, index) : NULL;
    if (dead && claim_times(c, dead) < claim_times(c, model) * MUCH) model = dead; /* names are written down of the dead */
    return model;
}

/* "The army has never gone beyond its nine", of which no word near it says what happened: what is disputed is mostly a toll. */
static bool is_of_toll(const claim_work *work, const claim *c) {
    return c->measure == MEASURE_other && !c->noun.size && (c->source_text.size || claim_is_version(work, c));
}

/* Right behind "not", "rather than". */
static bool is_told_instead(const claim_work *work, const claim *c) {
    enum { WORDS = 2 };
    for (uint32_t i = c->first; i-- > 0 && c->first - i <= WORDS;) {
        uint32_t last;
        const claim_entry *cue = claim_lookup(work, i, c->first, &last);
        if (cue && cue->roles & CUE_instead && last == c->first) return true;
    }
    return false;
}

/* "49 drones, not 45", "14 gunmen were killed, the colonel said, not five as first reported" */
static bool is_set_against(const claim_work *work, uint32_t index) {
    enum { APART = 8 };
    const document *doc = work->doc;
    const claim *c = &doc->claims.at[index], *before = index ? c - 1 : NULL;
    if (!before || c->told != TOLD_rejected || before->qualifier == QUALIFIER_implied || before->told == TOLD_rejected) return false;
    if (doc->tokens.at[before->first].sentence != doc->tokens.at[c->first].sentence || c->first < claim_end(before)) return false;
    return c->first - claim_end(before) <= APART || is_told_instead(work, c);
}

/* "The wounded, now four, are out of danger": what they are stands right before, and only then the number. */
static bool take_state_before(const claim_work *work, claim *c) {
    enum { WORDS = 3 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first;
    for (uint32_t i = c->first; i-- > first && c->first - i <= WORDS;) {
        if (i > first && document_word_is(doc, i - 1, "the") && claim_state_at(work, i, &c->measure)) {
            c->unit = UNIT_people;
            c->group = GROUP_toll;
            return true;
        }
        if (!document_text_is(doc, i, ",") && !claim_word_is(work, i, WORD_lasting) && !document_find(doc, i, work->qualifier))
            return false;
    }
    return false;
}

/* "It says it killed 30 rebels. Rangers found nine graves": of those of whom the paragraph told right before. */
static void name_buried(const document *doc, claim *c, const claim *dead) {
    c->measure = MEASURE_killed;
    c->unit = UNIT_people;
    if (dead && dead->noun.size && document_block(doc, dead->first) == document_block(doc, c->first)) claim_take(c, dead, TAKE_counted);
}

static void complete_bare(const claim_work *work, uint32_t index) {
    const document *doc = work->doc;
    claim *c = &doc->claims.at[index];
    if (take_state_before(work, c) || claim_take_noun(work, c) || take_opening(doc, index)) return;
    bool grave = str_equal(c->group, GROUP_grave);
    const claim *model = grave ? claim_model_killed(doc, index) : claim_model_restated(doc, index);
    if (!model) model = claim_model_before(work, index, 0);
    bool whom = c->first && claim_word_is(work, c->first - 1, WORD_whom);
    const claim_entry *thing = c->noun.size || whom ? NULL : claim_thing_before(work, c, model);
    if (is_part_of_neighbour(doc, index)) c->scope = SCOPE_part;
    if (thing) {
        take_thing(c, thing);
        return;
    }
    bool verb;
    model = find_told_of(work, index, model, &verb);
    bool rejected = model && c->told == TOLD_rejected && !claim_same_number(c, model);
    const claim *toll = rejected ? claim_model_killed(doc, index) : NULL; /* what is denied is mostly a toll */
    if (toll) {
        model = toll;
        rejected = !claim_same_number(c, toll);
    }
    if (model) take_all(c, model);
    if (!model && !verb && is_of_toll(work, c)) {
        c->measure = MEASURE_killed;
        c->unit = UNIT_people;
        c->group = GROUP_toll;
    }
    if (model && claim_is_of_them(work, c) && c->scope == SCOPE_event && model->low > c->low) c->scope = SCOPE_part;
    if (grave) name_buried(doc, c, claim_model_killed(doc, index));
    if (is_list(c)) c->group = GROUP_toll;
    if (rejected) forget_whose(c);
    if (verb && !c->noun.size) c->group = GROUP_toll;
}

/* --- behind a word of saying --- */

/* "… and about two Pakistanis"; not "120 customers and staff" */
static bool has_number_behind(const document *doc, uint32_t first, uint32_t last) {
    enum { WORDS = 3 };
    for (uint32_t i = first + 1; i < last && i <= first + WORDS; i++)
        if (document_find(doc, i, LABEL_number)) return true;
    return false;
}

/* "the 60 soldiers of whom Moscow speaks", "the 14 raiders that it had boasted of" */
static bool is_told_behind(const claim_work *work, const claim *c) {
    enum { WORDS = 6 };
    const document *doc = work->doc;
    uint32_t at = claim_end(c), end = document_sentence(doc, c->first)->last;
    if (at < end && document_word_is(doc, at, "of")) at++;
    role_set words = WORD_relative | WORD_whom | WORD_itself;                                        /* "the 47 it had claimed" */
    bool object = at < end && claim_word_is(work, at, words) && !claim_word_is(work, at, WORD_verb); /* not "who" */
    if (!object) return false;
    for (uint32_t i = at + 1; i < end && i <= at + WORDS && !claim_is_stop(doc, i); i++) {
        uint32_t last;
        const claim_entry *cue = claim_lookup(work, i, end, &last);
        if (document_find(doc, i, LABEL_saying) || (cue && cue->roles & CUE_tells)) return true;
    }
    return false;
}

/* "And the 40 terrorists? Herders saw one body": of whom somebody told before. */
static bool is_asked_for(const document *doc, const claim *c) {
    uint32_t end = claim_end(c);
    bool the = c->first && document_word_is(doc, c->first - 1, "the");
    return the && end < doc->tokens.count && document_text_is(doc, end, "?");
}

static bool is_version_of(const claim_work *work, const claim *c) {
    return claim_is_version(work, c) || is_told_behind(work, c) || is_asked_for(work->doc, c);
}

/* "says nine Indians and two Pakistanis": a word of saying right before, no verb behind, or so for the one that it is joined to. */
static bool is_elliptical(const claim_work *work, const claim *c, const claim *joined) {
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    uint32_t last = claim_end(c);
    if (is_version_of(work, c)) return true;
    const word *behind = last < s->last ? doc->tokens.at[last].word : NULL;
    if (behind && !(behind->shape & SHAPE_PUNCT) && !(str_is(behind->folded, "and") && has_number_behind(doc, last, s->last))) return false;
    for (uint32_t i = c->first; i-- > s->first && c->first - i <= TELLING_BACK;) {
        uint32_t end;
        const claim_entry *cue = claim_lookup(work, i, c->first, &end);
        if (document_find(doc, i, LABEL_saying) || (cue && cue->roles & CUE_tells)) return true;
    }
    return joined && joined->of_last + 1 == c->first && document_word_is(doc, joined->of_last, "and");
}

static bool complete_elliptical(const claim_work *work, uint32_t index) {
    claim *c = &work->doc->claims.at[index];
    if (str_equal(c->group, GROUP_family)) { /* who counts them counts who fled */
        c->measure = MEASURE_displaced;
        return true;
    }
    const claim *model = claim_harm_before(work, c, true) ? NULL : claim_model_before(work, index, BLOCKS_BACK);
    if (c->measure == MEASURE_other && !model && is_version_of(work, c)) model = claim_model_killed(work->doc, index);
    if (model && model->unit == UNIT_people) claim_take(c, model, TAKE_measure);
    return c->measure != MEASURE_other;
}

/* --- of people told of before --- */

/* "Sixteen were children", "Seven of the victims were women", "Among them were four nurses" */
static bool is_said_of_them(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    if (c->measure != MEASURE_other || c->unit != UNIT_people || !c->group.size || c->last >= doc->tokens.count) return false;
    if (c->scope == SCOPE_part) return true;
    bool begins = doc->tokens.at[c->first].flags & TOKEN_FIRST || (c->first && document_word_is(doc, c->first - 1, ";"));
    return begins && claim_word_is(work, c->last, WORD_plural);
}

/* People told of right before, of whom it is not told what happened to them: "It had 3,000 inhabitants. Hundreds of them left". */
static bool is_whole(const document *doc, const claim *c, const claim *whole) {
    bool beside = doc->tokens.at[c->first].sentence - doc->tokens.at[whole->first].sentence <= 1;
    return beside && whole->account == c->account && whole->unit == UNIT_people && whole->measure == MEASURE_other &&
           whole->low >= c->low && whole->group.size && whole->qualifier != QUALIFIER_implied;
}

static void complete_said_of_them(const claim_work *work, uint32_t index) {
    claim *c = &work->doc->claims.at[index];
    const claim *model = claim_model_of_part(work->doc, index), *whole = index ? c - 1 : NULL;
    if (!model || (whole && whole != model && is_whole(work->doc, c, whole))) return;
    claim_take(c, model, TAKE_measure | TAKE_place | TAKE_date);
    c->scope = SCOPE_part;
}

/* --- denied --- */

static void complete_denied(const document *doc, uint32_t index) {
    claim *c = &doc->claims.at[index];
    const claim *told = claim_model_same(doc, index);
    if (!told) return;
    take_all(c, told);
    if (str_equal(c->group, GROUP_toll) && told->group.size) claim_take(c, told, TAKE_counted);
}

bool claim_complete(const claim_work *work, uint32_t index, const claim *joined) {
    claim *c = &work->doc->claims.at[index];
    if (is_list(c) && claim_is_harm(c->measure)) c->group = GROUP_toll; /* "33 names on the wall" are people's */
    if (is_unnamed(c) && c->figure != NONE && is_set_against(work, index)) {
        take_all(c, c - 1);
    } else if (c->figure == NONE && c->measure == MEASURE_other && is_set_against(work, index)) {
        claim_take(c, c - 1, TAKE_measure); /* "12 of its men fell, not 47": what befell the 12 is known only now */
    } else if (c->figure == NONE && c->told == TOLD_rejected && c->measure == MEASURE_other) {
        complete_denied(work->doc, index);
    } else if (is_bare(work, c)) {
        complete_bare(work, index);
    } else if (is_said_of_them(work, c)) {
        complete_said_of_them(work, index);
    } else if (c->measure == MEASURE_other && c->unit == UNIT_people && is_elliptical(work, c, joined)) {
        return complete_elliptical(work, index);
    }
    return false;
}
