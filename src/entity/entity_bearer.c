/* entity_bearer.c: who is meant by a surname or a given name alone. Full names say who bears which; a bare name goes to the bearer named
 * last before it (or, where none was, first behind) whose gender fits; one who is already called by the bare name keeps it past the
 * paragraph in which another of that name is introduced. */
#include "entity/entity_draft.h"

#define NAMED_AT(mention_index) (2 * ((mention_index) + 1))
#define NAMED_MENTION(at) (((at) + 1) / 2 - 1)

static uint64_t surname_key(const entity_work *work, const mention *of, bool bare) {
    uint32_t first = of->first, last = of->last;
    if (!bare) entity_surname(work, of, &first, &last);
    return entity_surname_key(work->doc, first, last) * 31 + SALT_SURNAME;
}

/* The key of a family name before the last word: Iván Torvell Garza is Torvell. 0 where that word may be a given name. */
static uint64_t inner_surname_key(const entity_work *work, const mention *of) {
    uint32_t first, last;
    entity_surname(work, of, &first, &last);
    if (first < of->first + 2) return 0;
    const word *w = work->doc->tokens.at[first - 1].word;
    if (!(w->shape & SHAPE_CAP) || w->length < 4 || document_find(work->doc, first - 1, work->given)) return 0;
    return entity_surname_key(work->doc, first - 1, first) * 31 + SALT_SURNAME;
}

static uint64_t given_key(const document *doc, const mention *of) {
    return entity_key(doc, of->first, of->first + 1, SALT_GIVEN);
}

static bearers *bearers_of(merging *m, uint64_t key, bool make) {
    if (!make) {
        uint32_t index = entity_table_get(&m->keys, key);
        return index == NONE ? NULL : &m->names.at[index];
    }
    uint32_t *value = entity_table_put(m->work->doc->memory, &m->keys, key);
    if (*value == NONE) {
        *value = m->names.count;
        bearers made = {.first = NONE, .recent = {NONE, NONE, NONE}, .holder = NONE, .aged = {NONE, NONE, NONE}};
        VEC_PUSH(m->work->doc->memory, &m->names, made);
    }
    return &m->names.at[*value];
}

static void bear(merging *m, uint64_t key, uint32_t draft_index) {
    bearers *b = bearers_of(m, key, true);
    if (b->first == NONE) b->first = draft_index;
    if (entity_root(m, b->first) != draft_index) b->several = true;
}

static uint32_t gender_index(char gender) {
    return gender == 'm' ? 1 : gender == 'f' ? 2 : 0;
}

/* "Born in Leeds, the daughter of Robert Finch": who is told of as somebody's parent does not take the name from who bore it before. */
static bool is_parent_in_passing(merging *m, const bearers *b, uint32_t draft_index, uint32_t mention_index) {
    if (!m->ages || m->ages[mention_index] != AGE_elder || entity_root(m, b->first) == entity_root(m, draft_index)) return false;
    return b->at[0] || b->at[1] || b->at[2];
}

/* "Anna Finch, the sister of Robert Finch": who is named first in a sentence is who it is about, and whom "Finch" means in the next. */
static void named_again(merging *m, uint64_t key, uint32_t draft_index, uint32_t mention_index) {
    bearers *b = bearers_of(m, key, false);
    if (!b || is_parent_in_passing(m, b, draft_index, mention_index)) return;
    const document *doc = m->work->doc;
    uint32_t g = gender_index(m->drafts.at[draft_index].gender), now = NAMED_AT(mention_index);
    const mention *of = &doc->mentions.at[mention_index];
    for (uint32_t other = 0; other < 3 && !entity_is_bare(m, of); other++) {
        if (!b->at[other] || entity_root(m, b->recent[other]) == entity_root(m, draft_index)) continue;
        const mention *before = &doc->mentions.at[NAMED_MENTION(b->at[other])];
        if (entity_is_bare(m, before) || doc->tokens.at[before->first].sentence != doc->tokens.at[of->first].sentence) continue;
        if (other == g) return;
        now = b->at[other] - 1;
    }
    b->recent[g] = draft_index;
    b->at[g] = now;
}

/* Who was named, and when (as in `bearers`; 0: never). */
typedef struct named {
    uint32_t draft, at;
} named;

/* Whether the bearer of a name who is called by it alone keeps it although another was named since ("Finch … his wife, Alma Finch …
 * Finch"). */
static bool holds(merging *m, const bearers *b, named rival, const mention *of, char gender) {
    if (b->holder == NONE || rival.draft == NONE || !rival.at || entity_root(m, b->holder) == entity_root(m, rival.draft)) return false;
    char other = m->drafts.at[entity_root(m, b->holder)].gender;
    const document *doc = m->work->doc;
    return !(gender && other && gender != other) &&
           document_block(doc, doc->mentions.at[NAMED_MENTION(rival.at)].first) != document_block(doc, of->first);
}

/* The bearer named last whose gender fits; NONE if none does. */
static uint32_t choose_bearer(merging *m, const bearers *b, const mention *of, char gender) {
    uint32_t wanted = gender_index(gender);
    named best = {NONE, 0};
    for (uint32_t g = 0; g < 3; g++) {
        if (wanted && g && g != wanted) continue;
        if (b->recent[g] == NONE || b->at[g] <= best.at) continue;
        best = (named){b->recent[g], b->at[g]};
    }
    if (holds(m, b, best, of, gender)) return b->holder;
    if (best.draft != NONE || b->first == NONE) return best.draft;
    uint32_t g = gender_index(m->drafts.at[entity_root(m, b->first)].gender);
    return wanted && g && g != wanted ? NONE : b->first;
}

/* "The elder Torvell": who is told to be the elder, or who is not told to be the younger. NONE where the document tells of no age. */
static uint32_t choose_by_age(merging *m, const bearers *b, const mention *of) {
    uint8_t age = m->ages ? m->ages[of - m->work->doc->mentions.at] : AGE_none;
    if (age == AGE_none || b->aged[age] != NONE) return b->aged[age];
    uint32_t opposite = b->aged[AGE_elder + AGE_younger - age], others[] = {b->recent[0], b->recent[1], b->recent[2], b->first};
    for (size_t i = 0; opposite != NONE && i < sizeof others / sizeof *others; i++)
        if (others[i] != NONE && entity_root(m, others[i]) != entity_root(m, opposite)) return others[i];
    return NONE;
}

/* A family name alone, spelled otherwise than where its bearer has it in full: as if it were spelled so. */
static bearers *bearers_by_spelling(merging *m, const mention *of) {
    if (!m->work->with->names) return NULL;
    for (uint32_t i = entity_spelling_first(m->work, &m->spelled, of); i != NONE; i = m->spelled.names.at[i].next) {
        const mention *other = &m->work->doc->mentions.at[m->spelled.names.at[i].mention];
        if (!entity_may_be_one(&m->drafts.at[entity_root(m, m->spelled.names.at[i].draft)], of, 0)) continue;
        if (entity_spelling_same(m->work, other, of)) return bearers_of(m, surname_key(m->work, other, false), false);
    }
    return NULL;
}

/* Told of by a given name as somebody's relative: "his brothers Khaled and Hassan". */
static bool is_kin(const merging *m, const mention *of) {
    return entity_rule_slot(m->work->doc, of, STR("kin"));
}

/* A relative told of by a given name is nobody of that name who was named before, unless the document has others of his family. */
static bool may_be_kin(merging *m, const bearers *b, const mention *of) {
    const document *doc = m->work->doc;
    const mention *first = &doc->mentions.at[m->drafts.at[entity_root(m, b->first)].mention];
    if (first > of || entity_is_bare(m, first)) return true;
    const bearers *family = bearers_of(m, surname_key(m->work, first, false), false);
    return family && family->several;
}

/* Forms of a given name are looked for among this many names before. */
enum { FORMS_REACH = 100 };

/* Who is called by a short form of the given name: Kate is Katherine Torvell. NONE if nobody is, or several may be. */
static uint32_t bearer_by_form(merging *m, const mention *of) {
    const document *doc = m->work->doc;
    uint32_t found = NONE, at = (uint32_t)(of - doc->mentions.at);
    if (!m->work->with->names || of->last != of->first + 1 || is_kin(m, of)) return NONE;
    char gender = entity_gender(m->work, of);
    str form = doc->tokens.at[of->first].word->folded;
    for (uint32_t back = 1; back <= FORMS_REACH && back <= at; back++) {
        const mention *other = &doc->mentions.at[at - back];
        if (other->kind != KIND_person || entity_is_bare(m, other)) continue;
        uint32_t owner = entity_root(m, other->entity);
        if (owner == found || !name_one_given(m->work->with->names, form, doc->tokens.at[other->first].word->folded)) continue;
        if (!entity_may_be_one(&m->drafts.at[owner], of, gender)) continue;
        if (found != NONE) return NONE;
        found = owner;
    }
    return found;
}

uint32_t entity_by_part_of_name(merging *m, const mention *of) {
    char gender = entity_told_gender(m->work, of); /* a surname may be a given name of the other gender: Kim */
    bearers *b = bearers_of(m, surname_key(m->work, of, true), false);
    uint32_t found = b ? choose_by_age(m, b, of) : NONE;
    if (b && found == NONE) found = choose_bearer(m, b, of, gender);
    if (found == NONE) {
        b = bearers_of(m, given_key(m->work->doc, of), false);
        if (b && is_kin(m, of) && !may_be_kin(m, b, of)) {
            found = entity_by_name(m, of);
            bear(m, given_key(m->work->doc, of), found);
            return found;
        }
        if (b && !b->several) found = choose_bearer(m, b, of, gender);
    }
    if (found == NONE && !b && (b = bearers_by_spelling(m, of))) found = choose_bearer(m, b, of, gender);
    if (found == NONE) found = bearer_by_form(m, of);
    if (found == NONE) return entity_by_name(m, of);
    found = entity_root(m, found);
    draft *d = &m->drafts.at[found];
    if (!d->gender) d->gender = gender;
    return found;
}

/* The given name and those between it and the family name: in the Horn of Africa the second is a man's name as often as the first. */
static void bear_given(merging *m, const mention *of) {
    const document *doc = m->work->doc;
    uint32_t first, last;
    bear(m, given_key(doc, of), of->entity);
    entity_surname(m->work, of, &first, &last);
    for (uint32_t i = of->first + 1; i < first; i++) {
        if (entity_may_call(doc, i)) bear(m, entity_key(doc, i, i + 1, SALT_GIVEN), of->entity);
    }
}

void entity_bear_name(merging *m, const mention *of) {
    /* Umm Elias is not called Elias: that is her son. */
    if (of->last - of->first == 2 && entity_is_kunya(m->work->doc, of)) return;
    uint64_t surname = surname_key(m->work, of, false), inner = inner_surname_key(m->work, of);
    uint8_t age = m->ages ? m->ages[of - m->work->doc->mentions.at] : AGE_none;
    bear(m, surname, of->entity);
    if (age != AGE_none) bearers_of(m, surname, false)->aged[age] = of->entity;
    bear_given(m, of);
    if (inner) bear(m, inner, of->entity);
}

/* Of whom a document tells first and whom it names in full again, the name alone will mean, as if he had been called by it. */
static void take_name(merging *m, uint64_t surname, const mention *of) {
    bearers *b = bearers_of(m, surname, false);
    if (!b || b->holder != NONE || entity_root(m, b->first) != entity_root(m, of->entity)) return;
    const mention *made_for = &m->work->doc->mentions.at[m->drafts.at[entity_root(m, of->entity)].mention];
    if (made_for < of && !entity_is_bare(m, made_for)) b->holder = of->entity;
}

uint32_t entity_first_of_given_name(merging *m, const mention *of) {
    bearers *b = bearers_of(m, given_key(m->work->doc, of), false);
    return b ? entity_root(m, b->first) : NONE;
}

void entity_note_bearer(merging *m, const mention *of) {
    uint32_t mention_index = (uint32_t)(of - m->work->doc->mentions.at);
    if (entity_is_bare(m, of)) {
        uint64_t surname = surname_key(m->work, of, true);
        named_again(m, surname, of->entity, mention_index);
        bearers *b = bearers_of(m, surname, false);
        if (b) b->holder = of->entity;
        return;
    }
    uint64_t surname = surname_key(m->work, of, false);
    named_again(m, surname, of->entity, mention_index);
    take_name(m, surname, of);
    named_again(m, given_key(m->work->doc, of), of->entity, mention_index);
    uint64_t inner = inner_surname_key(m->work, of);
    if (inner) named_again(m, inner, of->entity, mention_index);
}
