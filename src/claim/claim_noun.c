/* claim_noun.c: what a number counts whose noun does not stand behind it: "Of the cattle, 60 have come home", "put the number of raiders at
 * 40", "How many raiders died? The police speak of three", "no word of the lorries; of the 60 that set out", "five were children". */
#include "claim/claim_parts.h"

enum { TOKENS_BACK = 80, TOKENS_OF_QUESTION = 40 };

/* Arms or vehicles named between the model and the number, nearer than it: "no account of the lorries; of the 60 that set out". */
const claim_entry *claim_thing_before(const claim_work *work, const claim *c, const claim *model) {
    const document *doc = work->doc;
    uint32_t first = document_block(doc, c->first)->first, last;
    if (model && model->of_last > first) first = model->of_last > model->last ? model->of_last : model->last;
    for (uint32_t i = c->first; i-- > first && c->first - i <= TOKENS_BACK;) {
        if (!i || !document_word_is(doc, i - 1, "the")) continue;
        const claim_entry *found = claim_lookup(work, i, c->first, &last);
        if (found && str_is(found->unit, "equipment") && str_ends(doc->tokens.at[last - 1].word->folded, STR("s"))) return found;
    }
    return NULL;
}

/* "Of the cattle, 60 have come home": what is counted stands before the number. */
static bool take_whole(const claim_work *work, claim *c) {
    enum { WORDS = 5 };
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    if (c->noun.size || c->first < s->first + 4 || !document_word_is(doc, c->first - 1, ",")) return false;
    if (!document_word_is(doc, s->first, "of") || c->first - s->first > WORDS) return false;
    if (!claim_word_is(work, s->first + 1, WORD_definite)) return false;
    uint32_t head = c->first - 2, last;
    measure told;
    if (!(doc->tokens.at[head].word->shape & SHAPE_ALPHA) || claim_state_at(work, head, &told)) return false;
    const claim_entry *found = claim_lookup(work, head, c->first, &last);
    if (found && found->roles) return false;
    c->noun = found ? found->text : arena_str(doc->memory, claim_singular(doc->tokens.at[head].word->folded));
    c->group = found ? found->group : STR_NONE;
    if (found && str_is(found->unit, "equipment")) c->unit = UNIT_equipment;
    return true;
}

/* Whether a word of tokens [first, last) says what happened to people. */
static bool tells_harm(const claim_work *work, uint32_t first, uint32_t last) {
    measure told;
    for (uint32_t i = first; i < last; i++)
        if (claim_state_at(work, i, &told) || claim_measure_at(work, i, &told)) return true;
    return false;
}

/* Where the phrase ends that begins at a token: before the verb or the next preposition. */
static uint32_t end_of_counted(const claim_work *work, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        uint32_t last;
        const claim_entry *found = claim_lookup(work, i, end, &last);
        if (claim_word_is(work, i, WORD_closes | WORD_auxiliary) || (found && found->roles & (CUE_update | CUE_tells))) return i;
    }
    return end;
}

/* What the words behind "the number of" name: people, arms or vehicles ("burnt lorries"), else what no list knows ("roadblocks"). */
static bool name_number_of(const claim_work *work, claim *c, uint32_t first) {
    const document *doc = work->doc;
    uint32_t end = end_of_counted(work, first, c->first), last;
    const claim_entry *found = NULL;
    for (uint32_t i = first; i < end && !(found && found->group.size); i++) found = claim_lookup(work, i, end, &last);
    bool known = found && found->group.size, arms = known && str_is(found->unit, "equipment");
    if (first >= end || (!arms && tells_harm(work, first, c->first))) return false;
    if (known && !arms && found != claim_lookup(work, first, end, &last)) return false; /* "its men in enemy hands" */
    str head = doc->tokens.at[end - 1].word->folded;
    if (!known && !str_ends(head, STR("s"))) return false;
    c->noun = known ? found->text : arena_str(doc->memory, claim_singular(head));
    c->group = known ? found->group : STR_NONE;
    if (known) c->unit = arms ? UNIT_equipment : UNIT_people;
    return true;
}

/* "put the number of attackers at 40" */
static bool take_number_of(const claim_work *work, claim *c) {
    enum { WORDS = 8 };
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    for (uint32_t i = c->first; !c->noun.size && i-- > s->first + 1 && c->first - i <= WORDS;) {
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT) return false;
        if (!document_word_is(doc, i, "of") || !claim_word_is(work, i - 1, WORD_count)) continue;
        return name_number_of(work, c, document_word_is(doc, i + 1, "the") ? i + 2 : i + 1);
    }
    return false;
}

/* The arms or people in arms of whom a short question asks, the last it names; NULL if it names none. */
static const claim_entry *asked_of(const claim_work *work, uint32_t first, uint32_t mark) {
    const claim_entry *asked = NULL;
    uint32_t last;
    for (uint32_t i = first; i < mark; i++) {
        const claim_entry *found = claim_lookup(work, i, mark, &last);
        bool plural = found && found->group.size && str_ends(work->doc->tokens.at[last - 1].word->folded, STR("s"));
        if (plural && !str_equal(found->group, GROUP_any) && !str_equal(found->group, GROUP_toll)) asked = found;
    }
    return asked;
}

/* "Were there rockets? The army says four": of what the question right before asks. */
static bool take_asked(const claim_work *work, claim *c) {
    enum { WORDS = 12 };
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    uint32_t mark = s->first - 1;
    if (c->noun.size || s->first <= doc->blocks.at[s->block].first || !document_text_is(doc, mark, "?")) return false;
    uint32_t first = document_sentence(doc, mark)->first;
    const claim_entry *asked = mark - first <= WORDS ? asked_of(work, first, mark) : NULL;
    if (!asked || str_is(asked->unit, "place")) return false;
    bool arms = str_is(asked->unit, "equipment");
    c->noun = asked->text;
    c->group = asked->group;
    c->unit = arms ? UNIT_equipment : UNIT_people;
    for (uint32_t i = doc->claims.count; arms && i-- > 0 && c->measure == MEASURE_other;) {
        const claim *other = &doc->claims.at[i];
        if (str_equal(other->group, c->group)) c->measure = other->measure;
    }
    return arms; /* what happened to people, a model says */
}

/* "How many gangsters died is a matter of faith. The police speak of three": what is asked before it in its paragraph. */
static bool take_question(const claim_work *work, claim *c) {
    enum { WORDS = 8, TO_VERB = 6 };
    const document *doc = work->doc;
    uint32_t first = document_block(doc, c->first)->first, last;
    if (c->noun.size) return false;
    for (uint32_t i = c->first; i-- > first + 1 && c->first - i <= TOKENS_OF_QUESTION;) {
        if (!document_word_is(doc, i, "many") || !document_word_is(doc, i - 1, "how")) continue;
        const claim_entry *found = claim_lookup(work, i + 1, c->first, &last);
        for (uint32_t k = i + 1; k < i + 1 + TO_VERB && k < c->first; k++) {
            measure told;
            if (!claim_measure_at(work, k, &told) && !claim_state_at(work, k, &told)) continue;
            c->measure = told;
            c->unit = UNIT_people;
            c->group = found && found->group.size ? found->group : GROUP_toll;
            if (found && found->group.size) c->noun = found->text;
            return true;
        }
        bool arms = found && str_is(found->unit, "equipment");
        if (found && found->group.size) { /* "How many drones were there?" */
            c->noun = found->text;
            c->group = found->group;
        } else { /* "How many were on board?" */
            c->group = GROUP_any;
        }
        c->unit = arms ? UNIT_equipment : UNIT_people;
        return true;
    }
    return false;
}

bool claim_take_noun(const claim_work *work, claim *c) {
    return take_whole(work, c) || take_number_of(work, c) || take_question(work, c) || take_asked(work, c);
}

/* "…; five were children": behind the verb. */
void claim_take_complement(const claim_work *work, claim *c) {
    const document *doc = work->doc;
    uint32_t at = c->last + 1, end = document_sentence(doc, c->first)->last, last;
    if (c->noun.size || c->unit != UNIT_other || !c->first || at >= end || !document_word_is(doc, c->first - 1, ";")) return;
    if (!claim_word_is(work, c->last, WORD_plural)) return;
    const claim_entry *found = claim_lookup(work, at, end, &last);
    if (!found || !found->group.size || found->unit.size) return;
    c->unit = UNIT_people;
    c->noun = found->text;
    c->group = found->group;
}

/* "ten of those killed belonged to Hezbollah": the body whose men they are; NULL if none is named. */
static const mention *body_of(const claim_work *work, const claim *c) {
    enum { WORDS = 12 };
    const document *doc = work->doc;
    uint32_t end = document_sentence(doc, c->first)->last;
    for (uint32_t i = c->last; i + 1 < end && i < c->last + WORDS; i++) {
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT && !document_text_is(doc, i, "’s") && !document_text_is(doc, i, "'s")) break;
        if (!claim_word_is(work, i, WORD_belongs) || !document_word_is(doc, i + 1, "to")) continue;
        uint32_t index = entity_mention_behind(doc, i + 2);
        const mention *m = index < doc->mentions.count ? &doc->mentions.at[index] : NULL;
        bool body = m && m->first <= i + 3 && (m->kind == KIND_organisation || m->kind == KIND_unit);
        return body ? m : NULL;
    }
    return NULL;
}

static void name_men_of(const claim_work *work, claim *c, const mention *body) {
    const document *doc = work->doc;
    uint32_t entry = doc->entities.at[body->entity].entry;
    bool armed = entry != NONE && str_is(gazetteer_attribute(work->with->known, entry, STR("type")), "armed_group");
    c->noun = token_fold(doc->memory, doc->entities.at[body->entity].name);
    c->group = armed ? GROUP_militant : GROUP_force;
}

static bool is_to_be(const claim_work *work, uint32_t at) {
    return claim_word_is(work, at, WORD_plural | WORD_singular);
}

/* Where the verb stands behind which they are named: "eight were women", "64 on the list are children"; NONE if none does. */
static uint32_t verb_of_kind(const claim_work *work, const claim *c, uint32_t end) {
    enum { WORDS = 5 };
    if (c->first && document_word_is(work->doc, c->first - 1, "the")) return NONE; /* "three of the eight it named were boys" */
    for (uint32_t i = c->last; i < end && i < c->last + WORDS; i++) {
        if (is_to_be(work, i)) return i;
        if (work->doc->tokens.at[i].word->shape & SHAPE_PUNCT || claim_word_is(work, i, WORD_auxiliary | WORD_relative)) return NONE;
    }
    return NONE;
}

/* "eight were women", "two were local boys of 14", "17 were members of a pro-government militia": of those told of before, whose kind
 * stands behind the verb. */
static const claim_entry *kind_behind(const claim_work *work, uint32_t verb, uint32_t end) {
    enum { WORDS = 2, TO_BODY = 6 };
    const document *doc = work->doc;
    if (verb + 2 < end && document_word_is(doc, verb + 1, "those") && document_word_is(doc, verb + 2, "of"))
        verb += 2; /* "are those of boys" */
    bool members = verb + 2 < end && claim_word_is(work, verb + 1, WORD_members) && document_word_is(doc, verb + 2, "of");
    for (uint32_t i = verb + 1; i < end && i <= verb + (members ? TO_BODY : WORDS); i++) {
        measure told;
        uint32_t last;
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT || document_find(doc, i, LABEL_number)) return NULL;
        if (claim_measure_at(work, i, &told) || claim_state_at(work, i, &told)) return NULL;
        const claim_entry *found = claim_lookup(work, i, end, &last);
        if (!found || !found->group.size || str_equal(found->group, GROUP_any) || str_equal(found->group, GROUP_toll)) continue;
        return found->unit.size ? NULL : found;
    }
    return NULL;
}

/* "Five were under 15", "four of them aged under ten", "seven below the age of five": children by their age. */
bool claim_is_under_age(const claim_work *work, const claim *c) {
    enum { WORDS = 7, TO_AGE = 4, OF_AGE = 18 };
    const document *doc = work->doc;
    uint32_t under = c->last, end = document_sentence(doc, c->first)->last;
    if (c->of_first < c->of_last) return false;
    while (under < end && under < c->last + WORDS && !claim_is_stop(doc, under) && !claim_word_is(work, under, WORD_under)) under++;
    if (under >= end || !claim_word_is(work, under, WORD_under)) return false;
    for (uint32_t i = under + 1; i < end && i <= under + TO_AGE && !claim_is_stop(doc, i); i++) {
        const annotation *age = document_find(doc, i, LABEL_number);
        if (!age || age->number == NONE) continue;
        bool years = age->last >= end || claim_is_stop(doc, age->last) || claim_word_is(work, age->last, WORD_closes);
        return years && doc->numbers.at[age->number].high <= OF_AGE;
    }
    return false;
}

bool claim_take_people(const claim_work *work, claim *c) {
    uint32_t end = document_sentence(work->doc, c->first)->last;
    bool people = c->unit == UNIT_people || (c->unit == UNIT_other && !c->noun.size);
    if (!people || c->qualifier == QUALIFIER_implied || c->scope == SCOPE_total) return false;
    const mention *body = c->measure == MEASURE_killed || c->measure == MEASURE_other ? body_of(work, c) : NULL;
    uint32_t verb = c->of_first < c->of_last ? NONE : verb_of_kind(work, c, end);
    const claim_entry *kind = !body && verb != NONE ? kind_behind(work, verb, end) : NULL;
    if (body) {
        name_men_of(work, c, body);
    } else if (kind) {
        c->noun = kind->text;
        c->group = kind->group;
    } else if (claim_is_under_age(work, c)) {
        c->noun = c->group = GROUP_child;
    } else {
        return false;
    }
    c->unit = UNIT_people;
    c->scope = SCOPE_part;
    return true;
}
