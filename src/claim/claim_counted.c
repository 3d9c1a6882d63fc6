/* claim_counted.c: what a claim counts: its noun, the noun's group (gazetteers/claim/counted_groups.list), and the measure of the whole of
 * which it is a part. */
#include "claim/claim_parts.h"

/* The number of a whole: "52,000 of the 60,000 homes"; NULL if there is none. */
const annotation *claim_whole_of(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    if (c->last + 2 >= doc->tokens.count || !document_word_is(doc, c->last, "of")) return NULL;
    if (!claim_word_is(work, c->last + 1, WORD_definite)) return NULL;
    const annotation *whole = document_find(doc, c->last + 2, LABEL_number);
    return whole && whole->number != NONE && c->has_low && doc->numbers.at[whole->number].low > c->low ? whole : NULL;
}

/* The measure of the whole: "16 of the 40 wounded", "29 of the 45 people injured". */
bool claim_measure_of_those(const claim_work *work, const annotation *whole, measure *out) {
    enum { REACH = 3 };
    uint32_t end = whole->last + REACH < work->doc->tokens.count ? whole->last + REACH : work->doc->tokens.count;
    return claim_state_in(work, whole->last, end, out);
}

bool claim_is_all(const document *doc, const claim *c) {
    return c->first && document_word_is(doc, c->first - 1, "all");
}

/* "Five of the nine taken from Velmi in April were freed": what the clause says of the part. */
static bool is_part_freed(const claim_work *work, const claim *c) {
    enum { REACH = 16 };
    const document *doc = work->doc;
    const annotation *whole = claim_whole_of(work, c);
    uint32_t end = document_sentence(doc, c->first)->last, last = whole ? whole->last : end;
    for (uint32_t i = last; i < end && i <= last + REACH && !claim_is_stop(doc, i); i++)
        if (claim_has_cue(work, CUE_frees, i, i + 1)) return true;
    return false;
}

/* "freed 37 prisoners", "115 soldiers were exchanged": some of those who were held, or "all 15" of them. */
bool claim_is_freed(const claim_work *work, const claim *c) {
    if (c->unit != UNIT_people || (c->measure != MEASURE_other && c->measure != MEASURE_captured)) return false;
    uint32_t last = claim_end(c);
    if ((claim_cues_before(work, c->first, 2) | claim_cues_behind(work, last, 2)) & CUE_frees) return true;
    return is_part_freed(work, c);
}

static const claim_entry *group_at(const claim_work *work, uint32_t at, uint32_t end, uint32_t *last) {
    const claim_entry *found = claim_lookup(work, at, end, last);
    return found && found->group.size ? found : NULL;
}

/* The first group in the tokens; of words that follow each other ("drone operators") the last. */
static const claim_entry *group_in(const claim_work *work, uint32_t first, uint32_t end) {
    const document *doc = work->doc;
    const claim_entry *best = NULL;
    uint32_t reach = first < end ? document_sentence(doc, first)->last : end; /* "members" of the police */
    for (uint32_t i = first; i < end;) {
        uint32_t last = i + 1;
        const claim_entry *found = group_at(work, i, reach, &last);
        bool of_a_kind =
            found && best && str_equal(found->group, GROUP_toll) && !str_equal(best->group, GROUP_toll); /* "civilian deaths" */
        if (found && !of_a_kind) best = found;
        if (!found && best && !(work->doc->tokens.at[i].word->shape & SHAPE_PUNCT)) break;
        i = found ? last : i + 1;
    }
    return best;
}

/* "the terrorists of whom 70 were killed": who stands right before, unless those were counted. */
static const claim_entry *group_of_whom(const claim_work *work, const claim *c, const cue *whom) {
    enum { QUALIFIED = 3, WORDS = 3 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first, last;
    if (!(whom->roles & CUE_of_them) || whom->last > c->first || c->first - whom->last > QUALIFIED) return NULL;
    if (!claim_word_is(work, whom->last - 1, WORD_whom)) return NULL;
    for (uint32_t i = whom->first; i-- > first && whom->first - i <= WORDS;) {
        const claim_entry *found = group_at(work, i, whom->first, &last);
        if (found && last == whom->first && !(i > first && document_find(doc, i - 1, LABEL_number))) return found;
    }
    return NULL;
}

/* "18 of them children": behind the words that make it a part; else what stood before them. */
static const claim_entry *group_of_part(const claim_work *work, const claim *c, uint32_t end) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        const claim_entry *of_whom = group_of_whom(work, c, found);
        if (of_whom) return of_whom;
        if (!(found->roles & CUE_of_them) || found->first != c->last) continue;
        if (c->first && document_word_is(work->doc, c->first - 1, "the")) return NULL; /* "the 10,000 of whom it spoke" */
        uint32_t stop = found->last, first = document_sentence(work->doc, c->first)->first, last;
        while (stop < end && stop < found->last + 3 && !claim_is_stop(work->doc, stop)) stop++; /* "25 of them, General Zaw said" */
        const claim_entry *behind_it = group_in(work, found->last, stop);
        measure told;
        bool named = behind_it || claim_state_in(work, found->first, found->last, &told); /* "of the wounded" says already who they are */
        for (uint32_t k = c->first; !named && !behind_it && k-- > first;) {
            if (entity_mention_at(work->doc, k) != NONE) continue; /* the "Doctors" of a committee */
            behind_it = group_at(work, k, c->first, &last);
            bool arms = behind_it && behind_it->unit.size && c->unit == UNIT_people && c->measure != MEASURE_other;
            if (behind_it && (arms || str_equal(behind_it->group, GROUP_toll)))
                behind_it = NULL; /* "warplanes struck the raiders, killing 15 of them" */
        }
        return behind_it;
    }
    return NULL;
}

/* "the number of sea drones destroyed", "its count of militants killed": what happened to them stands behind them. */
static bool is_told_of_sum(const claim_work *work, claim *c, const claim_entry *what, uint32_t behind_it) {
    enum { REACH = 4 };
    bool arms = str_is(what->unit, "equipment");
    for (uint32_t i = behind_it; i < c->first && i < behind_it + REACH; i++) {
        measure told;
        if (!(arms ? claim_loss_at(work, i, &told) : claim_measure_at(work, i, &told))) continue;
        if (arms || c->measure == MEASURE_other) c->measure = told;
        c->unit = arms ? UNIT_equipment : UNIT_people;
        break;
    }
    return c->measure != MEASURE_other && !str_equal(what->group, GROUP_any); /* people are a toll */
}

/* "The number of soldiers killed there rose to 11": what the number is of. */
static const claim_entry *group_of_sum(const claim_work *work, claim *c) {
    enum { REACH = 20 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first, last;
    for (uint32_t i = c->first; i-- > first + 1 && c->first - i <= REACH;) {
        if (doc->tokens.at[i].word->shape & SHAPE_NUMBER) return NULL;
        const claim_entry *sum = document_word_is(doc, i, "of") ? claim_lookup(work, i - 1, i, &last) : NULL;
        if (!sum || !(sum->roles & CUE_version)) continue;
        for (uint32_t k = i + 1; k < i + 4 && k < c->first; k++) {
            const claim_entry *found = document_find(doc, k, work->site_noun) ? NULL : group_at(work, k, c->first, &last);
            if (found && last < c->first && document_find(doc, last, work->event_noun)) return NULL; /* "the toll of the missile strike" */
            if (found) return is_told_of_sum(work, c, found, last) ? found : NULL;
        }
        return NULL;
    }
    return NULL;
}

/* "two of the four men who were abducted", "the four who are missing", "the six soldiers whom it captured" */
static void measure_of_clause(const claim_work *work, claim *c) {
    enum { REACH = 5 };
    const document *doc = work->doc;
    uint32_t at = claim_end(c), end = document_sentence(doc, c->first)->last;
    if (at >= end || !claim_word_is(work, at, WORD_relative | WORD_whom)) return;
    for (uint32_t i = at + 1; i < end && i <= at + REACH && !claim_is_stop(doc, i); i++)
        if (claim_measure_at(work, i, &c->measure) || claim_state_at(work, i, &c->measure)) return;
}

/* "two of the three missing sailors were found dead": the three are missing, whatever became of two of them; and those of whom nothing else
 * is told are what the whole is. */
static void measure_of_whole(const claim_work *work, claim *c) {
    const document *doc = work->doc;
    const annotation *whole = c->measure == MEASURE_other ? claim_whole_of(work, c) : NULL;
    if (whole && claim_measure_of_those(work, whole, &c->measure)) c->unit = UNIT_people;
    if (c->first < 3 || c->last >= doc->tokens.count || c->unit != UNIT_people) return;
    uint32_t end = claim_end(c);
    bool of_the = c->of_first == c->of_last && document_word_is(doc, c->first - 1, "the");
    bool whom = end < doc->tokens.count && claim_word_is(work, end, WORD_whom);
    if (c->measure == MEASURE_other && (of_the || whom)) measure_of_clause(work, c);
    if (!document_word_is(doc, c->first - 2, "of") || !document_find(doc, c->first - 3, LABEL_number)) return;
    if (!claim_state_at(work, c->last, &c->measure)) measure_of_clause(work, c);
}

/* A copy, since the word is the worker's. */
static str singular_of(arena *memory, str word) {
    str copy = arena_str(memory, claim_singular(word));
    if (copy.size <= 4 || !str_ends(copy, STR("ies"))) return copy;
    char *ferry = arena_alloc(memory, copy.size);
    memcpy(ferry, copy.data, copy.size - 3);
    ferry[copy.size - 3] = 'y';
    return (str){ferry, copy.size - 2};
}

/* "15 F-14s", "two F-35 jets": arms by their name; their group is that of their class. */
static bool name_weapon(const claim_work *work, claim *c, const claim_entry *found) {
    const document *doc = work->doc;
    if (found && !str_equal(found->group, GROUP_militant) && !str_is(found->unit, "equipment")) return false; /* "fighters" */
    uint32_t index = NONE;
    for (uint32_t i = c->of_first; i < c->of_last && (index == NONE || doc->mentions.at[index].kind != KIND_weapon); i++)
        index = entity_mention_at(doc, i);
    if (index == NONE || doc->mentions.at[index].kind != KIND_weapon) return false;
    uint32_t entry = doc->entities.at[doc->mentions.at[index].entity].entry;
    if (entry == NONE) return false;
    const claim_entry *class = claim_entry_of(work, gazetteer_attribute(work->with->known, entry, STR("class")));
    if (found && str_is(found->unit, "equipment")) class = found;
    if (!class) return false;
    c->group = class->group;
    c->noun = token_fold(doc->memory, gazetteer_entry_name(work->with->known, entry));
    c->unit = UNIT_equipment;
    return true;
}

/* "seven Hamas", "20 members of Hamas": men of an armed group by its name. */
static bool name_members(const claim_work *work, claim *c, const claim_entry *found) {
    const document *doc = work->doc;
    if (c->unit != UNIT_people || c->of_first >= c->of_last || (found && !str_is(found->text, "member"))) return false;
    uint32_t at = found ? c->of_last + 1 : c->of_last - 1;
    if (found && (at >= doc->tokens.count || !document_word_is(doc, at - 1, "of"))) return false;
    if (found && document_word_is(doc, at, "the") && at + 1 < doc->tokens.count) at++;
    uint32_t index = entity_mention_at(doc, at);
    const mention *m = index == NONE ? NULL : &doc->mentions.at[index];
    if (!m || (m->kind != KIND_organisation && m->kind != KIND_unit)) return false;
    uint32_t entry = doc->entities.at[m->entity].entry;
    bool armed = entry != NONE && str_is(gazetteer_attribute(work->with->known, entry, STR("type")), "armed_group");
    if (found && !armed && m->kind != KIND_unit) return false;
    c->group = armed || m->kind == KIND_organisation ? GROUP_militant : GROUP_force;
    c->noun = token_fold(doc->memory, doc->entities.at[m->entity].name);
    return true;
}

/* "taking 17 prisoner": how they were taken, not who they are. */
static bool is_taken_so(const document *doc, const claim *c, const claim_entry *found) {
    bool held = str_equal(found->group, GROUP_prisoner) || str_equal(found->group, GROUP_hostage);
    return held && c->low > 1 && c->of_first == c->of_last && str_equal(doc->tokens.at[c->last].word->folded, found->text);
}

/* "five enemy posts": those behind whom a thing of no group stands, of which no list says that it is people, are only whose it is. */
static bool is_attribute(const claim_work *work, const claim *c, const claim_entry *found) {
    const document *doc = work->doc;
    uint32_t last, end = document_sentence(doc, c->first)->last;
    if (found->unit.size || c->unit == UNIT_people || c->of_last - c->of_first < 2) return false;
    if (group_at(work, c->of_last - 1, end, &last) || !str_ends(doc->tokens.at[c->of_last - 1].word->folded, STR("s"))) return false;
    const claim_entry *before = group_at(work, c->of_last - 2, c->of_last, &last);
    return before && last == c->of_last - 1;
}

/* "Nine of those wounded on 17 March have since died" */
static void take_death(const claim_work *work, claim *c) {
    enum { REACH = 14 };
    const document *doc = work->doc;
    uint32_t end = document_sentence(doc, c->first)->last;
    measure told;
    if (c->measure != MEASURE_wounded || c->unit != UNIT_people || c->last + 1 >= end || !document_word_is(doc, c->last, "of")) return;
    if (!claim_word_is(work, c->last + 1, WORD_definite)) return;
    for (uint32_t i = c->last + 1; i < end && i <= c->last + REACH; i++) {
        if (claim_is_stop(doc, i) || document_find(doc, i, LABEL_saying)) return;
        if (!document_find(doc, i, work->die_verb) || !claim_measure_at(work, i, &told) || told != MEASURE_killed) continue;
        c->measure = MEASURE_killed;
        c->scope = SCOPE_part;
        return;
    }
}

void claim_counted(const claim_work *work, claim *c) {
    measure_of_whole(work, c);
    take_death(work, c);
    const document *doc = work->doc;
    uint32_t end = document_sentence(doc, c->first)->last, last;
    const claim_entry *found = c->of_first < c->of_last ? group_in(work, c->of_first, c->of_last) : NULL;
    if (found && is_attribute(work, c, found)) found = NULL;
    if (!found || str_equal(found->group, GROUP_toll)) { /* "five of the dead were children" */
        const claim_entry *part = group_of_part(work, c, end);
        if (part) found = part;
    }
    if (!found && c->of_first == c->of_last && c->last < end) found = group_at(work, c->last, end, &last);
    if (found && is_taken_so(work->doc, c, found)) found = NULL;
    bool of_the =
        c->of_first == c->of_last && c->last + 2 < end && document_word_is(doc, c->last, "of") && document_word_is(doc, c->last + 1, "the");
    if (!found && of_the) found = group_at(work, c->last + 2, end, &last); /* "40 of the enemy" */
    if (!found && c->of_first == c->of_last) found = group_of_sum(work, c);
    bool open = !found || str_equal(found->group, GROUP_toll) || str_equal(found->group, GROUP_any);
    if ((open || claim_is_under_age(work, c)) && claim_take_people(work, c)) return;
    if (c->measure == MEASURE_other && claim_is_freed(work, c)) c->measure = MEASURE_captured;
    if (name_weapon(work, c, found) || name_members(work, c, found)) return;
    if (found) {
        c->group = found->group;
        c->noun = found->text;
        if (str_is(found->unit, "equipment")) c->unit = UNIT_equipment;
        if (c->measure == MEASURE_other && (str_equal(c->group, GROUP_prisoner) || str_equal(c->group, GROUP_hostage)))
            c->measure = MEASURE_captured; /* and be it that they are freed */
        return;
    }
    if (c->of_first < c->of_last) {
        uint32_t index = entity_mention_at(doc, c->of_last - 1);
        bool people = c->unit == UNIT_people || c->unit == UNIT_other;
        if (index != NONE && doc->mentions.at[index].kind == KIND_nationality && people) {
            c->unit = UNIT_people;
            c->noun = STR("people"); /* "nine Indians" */
            c->group = GROUP_any;
            return;
        }
        c->noun = singular_of(doc->memory, doc->tokens.at[c->of_last - 1].word->folded);
        c->group = c->qualifier == QUALIFIER_implied && c->unit == UNIT_people ? c->noun : STR_NONE;
    }
    if (!c->noun.size && c->unit == UNIT_people && c->qualifier != QUALIFIER_implied) c->group = GROUP_toll;
}
