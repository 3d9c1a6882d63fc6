/* entity_merge.c: brings the mentions of one entity together. In come the mentions, out go entities, in order of their first mention.
 *
 * Method: every name that a mention goes by is a key (the list's entry, the folded name, of a person given and last name), and the first
 * entity that owns a key keeps it. Full names come first over the whole document; then bare surnames and given names, in order of the
 * text, go to the bearer named last before (or, where none was, first behind) whose gender fits; one who is already called by the bare
 * name keeps it past the paragraph in which another of that name is introduced. Aliases unite what two keys own. Each step is a look-up,
 * so the work is linear in the mentions. A name that no key knows is compared with the few whose family name is spelled nearly like it
 * (src/name/): Kirilenko meets Pavlo Kyrylenko. */
#include "entity/entity_override.h"

enum { SALT_ENTRY = 200, SALT_SHORT_NAME, SALT_SURNAME, SALT_GIVEN, SALT_PART = 300 };
#define SEVERAL (NONE - 1)
#define NAMED_AT(mention_index) (2 * ((mention_index) + 1))
#define NAMED_MENTION(at) (((at) + 1) / 2 - 1)

/* The bearers of a surname or given name. */
typedef struct bearers {
    uint32_t first;     /* the first entity in the document */
    uint32_t recent[3]; /* the one named last: of unknown gender, man, woman */
    uint32_t at[3];     /* and when: NAMED_AT of the mention, one less where another was named before in that sentence */
    uint32_t holder;    /* who was last called by it alone */
    bool several;
    uint32_t aged[AGE_COUNT]; /* the elder, the younger of the family, where the document tells */
} bearers;

typedef struct draft {
    uint32_t parent; /* united with; itself if with none */
    uint32_t entry;
    uint32_t mention; /* that it was made for */
    uint32_t number;  /* in the document's entities */
    char gender;
    str name; /* that the user gives it, or none */
} draft;

typedef struct merging {
    entity_work *work;
    name_table keys; /* to drafts, and to bearers */
    VEC(draft) drafts;
    VEC(bearers) names;
    spelled_names spelled;
    const uint8_t *ages; /* per mention; NULL: none is told */
} merging;

static uint32_t root(merging *m, uint32_t draft_index) {
    while (m->drafts.at[draft_index].parent != draft_index) {
        draft *d = &m->drafts.at[draft_index];
        d->parent = m->drafts.at[d->parent].parent;
        draft_index = d->parent;
    }
    return draft_index;
}

static void unite(merging *m, uint32_t a, uint32_t b) {
    a = root(m, a);
    b = root(m, b);
    if (a == b) return;
    uint32_t low = a < b ? a : b, high = a < b ? b : a;
    m->drafts.at[high].parent = low;
    if (m->drafts.at[low].entry == NONE) m->drafts.at[low].entry = m->drafts.at[high].entry;
    if (!m->drafts.at[low].gender) m->drafts.at[low].gender = m->drafts.at[high].gender;
    if (!m->drafts.at[low].name.size) m->drafts.at[low].name = m->drafts.at[high].name;
}

static uint64_t entry_key(uint32_t entry, kind of) {
    return ((uint64_t)entry + 1) * 0x9e3779b97f4a7c15u ^ ((uint64_t)SALT_ENTRY + of) << 56;
}

/* Points the key to the draft if nobody owns it; gives the owner. */
static uint32_t own(merging *m, uint64_t key, uint32_t draft_index) {
    uint32_t *value = entity_table_put(m->work->doc->memory, &m->keys, key);
    if (*value == NONE) *value = draft_index;
    return *value;
}

static uint32_t draft_new(merging *m, const mention *from) {
    uint32_t mention_index = (uint32_t)(from - m->work->doc->mentions.at);
    draft made = {m->drafts.count, from->from.entry, mention_index, NONE, from->kind == KIND_person ? entity_gender(m->work, from) : 0,
                  STR_NONE};
    VEC_PUSH(m->work->doc->memory, &m->drafts, made);
    return made.parent;
}

static bool is_bare(const merging *m, const mention *of) {
    return of->kind == KIND_person && entity_capitals(m->work->doc, of->first, of->last) < 2;
}

/* Does a rule know its first words as what he is called by alone: Abu Omar al-Shami? Its first word is nobody's given name. */
static bool is_kunya(const document *doc, const mention *of) {
    for (const annotation *a = document_find(doc, of->first, LABEL_person); a; a = document_find_next(doc, a))
        if (annotation_slot(a, STR("short"))) return true;
    return false;
}

/* The word by which he is called, his given name or a nickname, and the last name, where there are more words between. */
static uint64_t short_name_key(const document *doc, const mention *of, uint32_t called) {
    uint64_t given = entity_key(doc, called, called + 1, SALT_SHORT_NAME);
    return given * 31 ^ entity_key(doc, of->last - 1, of->last, SALT_SHORT_NAME);
}

static bool may_be_one(const draft *d, const mention *of, char gender) {
    if (d->entry != NONE && of->from.entry != NONE) return false;
    return !gender || !d->gender || gender == d->gender;
}

/* The person whose name is another spelling of the mention's; NONE if none is, or several are. */
static uint32_t by_spelling(merging *m, const mention *of) {
    uint32_t found = NONE;
    if (!m->work->with->names) return NONE;
    uint32_t i = entity_spelling_first(m->work, &m->spelled, of);
    if (i == NONE) return NONE;
    char gender = entity_gender(m->work, of);
    for (; i != NONE; i = m->spelled.names.at[i].next) {
        const spelled_name *other = &m->spelled.names.at[i];
        uint32_t owner = root(m, other->draft);
        if (owner == found || !may_be_one(&m->drafts.at[owner], of, gender)) continue;
        if (!entity_spelling_same(m->work, &m->work->doc->mentions.at[other->mention], of)) continue;
        if (found != NONE) return NONE;
        found = owner;
    }
    return found;
}

/* The entity of a mention by its own name: the owner of one of its keys, else a new one. */
static uint32_t by_name(merging *m, const mention *of) {
    const document *doc = m->work->doc;
    uint64_t keys[4];
    uint32_t count = 0, found = NONE;
    if (of->from.entry != NONE) keys[count++] = entry_key(of->from.entry, of->kind);
    keys[count++] = entity_key(doc, of->first, of->last, of->kind);
    if (of->kind == KIND_person && of->last - of->first > 1 && !is_kunya(doc, of)) {
        keys[count++] = short_name_key(doc, of, of->first);
        uint32_t nickname = of->first + 1;
        while (nickname < of->last - 1 && !entity_is_nickname(doc, nickname)) nickname++;
        if (nickname < of->last - 1) keys[count++] = short_name_key(doc, of, nickname);
    }
    for (uint32_t i = 0; i < count && found == NONE; i++) found = entity_table_get(&m->keys, keys[i]);
    if (found == NONE) {
        bool full = of->kind == KIND_person && !is_bare(m, of);
        if (full) found = by_spelling(m, of);
        if (found == NONE) found = draft_new(m, of);
        if (full) entity_spelling_add(m->work, &m->spelled, (uint32_t)(of - doc->mentions.at), found);
    }
    for (uint32_t i = 0; i < count; i++) own(m, keys[i], found);
    found = root(m, found);
    draft *d = &m->drafts.at[found];
    if (d->entry == NONE) d->entry = of->from.entry;
    if (!d->gender && of->kind == KIND_person) d->gender = entity_gender(m->work, of);
    return found;
}

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
    if (root(m, b->first) != draft_index) b->several = true;
}

static uint32_t gender_index(char gender) {
    return gender == 'm' ? 1 : gender == 'f' ? 2 : 0;
}

/* "Born in Leeds, the daughter of Robert Finch": who is told of as somebody's parent does not take the name from who bore it before. */
static bool is_parent_in_passing(merging *m, const bearers *b, uint32_t draft_index, uint32_t mention_index) {
    if (!m->ages || m->ages[mention_index] != AGE_elder || root(m, b->first) == root(m, draft_index)) return false;
    return b->at[0] || b->at[1] || b->at[2];
}

/* "Anna Finch, the sister of Robert Finch": who is named first in a sentence is who it is about, and whom "Finch" means in the next. */
static void named_again(merging *m, uint64_t key, uint32_t draft_index, uint32_t mention_index) {
    bearers *b = bearers_of(m, key, false);
    if (!b || is_parent_in_passing(m, b, draft_index, mention_index)) return;
    const document *doc = m->work->doc;
    uint32_t g = gender_index(m->drafts.at[draft_index].gender), now = NAMED_AT(mention_index);
    const mention *of = &doc->mentions.at[mention_index];
    for (uint32_t other = 0; other < 3 && !is_bare(m, of); other++) {
        if (!b->at[other] || root(m, b->recent[other]) == root(m, draft_index)) continue;
        const mention *before = &doc->mentions.at[NAMED_MENTION(b->at[other])];
        if (is_bare(m, before) || doc->tokens.at[before->first].sentence != doc->tokens.at[of->first].sentence) continue;
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
    if (b->holder == NONE || rival.draft == NONE || !rival.at || root(m, b->holder) == root(m, rival.draft)) return false;
    char other = m->drafts.at[root(m, b->holder)].gender;
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
    uint32_t g = gender_index(m->drafts.at[root(m, b->first)].gender);
    return wanted && g && g != wanted ? NONE : b->first;
}

/* "The elder Torvell": who is told to be the elder, or who is not told to be the younger. NONE where the document tells of no age. */
static uint32_t choose_by_age(merging *m, const bearers *b, const mention *of) {
    uint8_t age = m->ages ? m->ages[of - m->work->doc->mentions.at] : AGE_none;
    if (age == AGE_none || b->aged[age] != NONE) return b->aged[age];
    uint32_t opposite = b->aged[AGE_elder + AGE_younger - age], others[] = {b->recent[0], b->recent[1], b->recent[2], b->first};
    for (size_t i = 0; opposite != NONE && i < sizeof others / sizeof *others; i++)
        if (others[i] != NONE && root(m, others[i]) != root(m, opposite)) return others[i];
    return NONE;
}

/* A family name alone, spelled otherwise than where its bearer has it in full: as if it were spelled so. */
static bearers *bearers_by_spelling(merging *m, const mention *of) {
    if (!m->work->with->names) return NULL;
    for (uint32_t i = entity_spelling_first(m->work, &m->spelled, of); i != NONE; i = m->spelled.names.at[i].next) {
        const mention *other = &m->work->doc->mentions.at[m->spelled.names.at[i].mention];
        if (!may_be_one(&m->drafts.at[root(m, m->spelled.names.at[i].draft)], of, 0)) continue;
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
    const mention *first = &doc->mentions.at[m->drafts.at[root(m, b->first)].mention];
    if (first > of || is_bare(m, first)) return true;
    const bearers *family = bearers_of(m, surname_key(m->work, first, false), false);
    return family && family->several;
}

static uint32_t by_part_of_name(merging *m, const mention *of) {
    char gender = entity_told_gender(m->work, of); /* a surname may be a given name of the other gender: Kim */
    bearers *b = bearers_of(m, surname_key(m->work, of, true), false);
    uint32_t found = b ? choose_by_age(m, b, of) : NONE;
    if (b && found == NONE) found = choose_bearer(m, b, of, gender);
    if (found == NONE) {
        b = bearers_of(m, given_key(m->work->doc, of), false);
        if (b && is_kin(m, of) && !may_be_kin(m, b, of)) {
            found = by_name(m, of);
            bear(m, given_key(m->work->doc, of), found);
            return found;
        }
        if (b && !b->several) found = choose_bearer(m, b, of, gender);
    }
    if (found == NONE && !b && (b = bearers_by_spelling(m, of))) found = choose_bearer(m, b, of, gender);
    if (found == NONE) return by_name(m, of);
    found = root(m, found);
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

static void full_names(merging *m) {
    document *doc = m->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        mention *of = &doc->mentions.at[i];
        if (is_bare(m, of)) continue;
        of->entity = by_name(m, of);
        if (of->kind != KIND_person) continue;
        bear(m, surname_key(m->work, of, false), of->entity);
        if (m->ages && m->ages[i]) bearers_of(m, surname_key(m->work, of, false), false)->aged[m->ages[i]] = of->entity;
        bear_given(m, of);
        uint64_t inner = inner_surname_key(m->work, of);
        if (inner) bear(m, inner, of->entity);
    }
}

static void bare_names(merging *m) {
    document *doc = m->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        mention *of = &doc->mentions.at[i];
        if (of->kind != KIND_person) continue;
        bool bare = is_bare(m, of);
        if (bare) of->entity = by_part_of_name(m, of);
        named_again(m, surname_key(m->work, of, bare), of->entity, i);
        bearers *b = bare ? bearers_of(m, surname_key(m->work, of, true), false) : NULL;
        if (b) b->holder = of->entity;
        if (bare) continue;
        named_again(m, given_key(doc, of), of->entity, i);
        uint64_t inner = inner_surname_key(m->work, of);
        if (inner) named_again(m, inner, of->entity, i);
    }
}

/* Makes part of a long name, [first, last), a way to name it; of two that share it neither has it. */
static void share_part(merging *m, const mention *of, uint32_t first, uint32_t last) {
    if (first >= last) return;
    uint64_t key = entity_key(m->work->doc, first, last, SALT_PART + of->kind);
    uint32_t *value = entity_table_put(m->work->doc->memory, &m->keys, key);
    if (*value == NONE)
        *value = root(m, of->entity);
    else if (*value != SEVERAL && root(m, *value) != root(m, of->entity))
        *value = SEVERAL;
}

static bool leads(const annotation *a, const mention *of) {
    bool land = a->label == LABEL_nationality || a->label == LABEL_place || a->label == LABEL_maybe_place;
    return land && !(a->flags & ANNOTATION_RETIRED) && a->last < of->last;
}

/* "Foreign Ministry" of "Russian Foreign Ministry", "3rd Battalion" of "3rd Battalion, 5th Marines". */
static void parts_of_names(merging *m) {
    const document *doc = m->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const mention *of = &doc->mentions.at[i];
        if ((of->kind != KIND_organisation && of->kind != KIND_unit) || of->last - of->first < 3) continue;
        for (uint32_t a = doc->annotations_at ? doc->annotations_at[of->first] : NONE; a != NONE; a = doc->annotations.at[a].next) {
            if (!leads(&doc->annotations.at[a], of)) continue;
            share_part(m, of, doc->annotations.at[a].last, of->last);
            break;
        }
        if (of->kind != KIND_unit) continue;
        for (uint32_t t = of->first + 1; t + 1 < of->last; t++)
            if (document_text_is(doc, t, ",")) {
                share_part(m, of, of->first, t);
                break;
            }
    }
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const mention *of = &doc->mentions.at[i];
        if (of->kind != KIND_organisation && of->kind != KIND_unit) continue;
        uint32_t whole = entity_table_get(&m->keys, entity_key(doc, of->first, of->last, SALT_PART + of->kind));
        if (whole != NONE && whole != SEVERAL) unite(m, whole, of->entity);
    }
}

/* "Abu Hussein" once Abu Hussein Zreik is named; if two men are called so he may be either. Other short forms are of one thing. */
static void short_forms(merging *m) {
    const document *doc = m->work->doc;
    name_table people = {0};
    for (uint32_t i = 0; i < m->work->links.count; i++) {
        const mention *of = &doc->mentions.at[m->work->links.at[i].mention];
        if (of->kind != KIND_person || is_bare(m, of)) continue;
        uint32_t alone = entity_table_get(&m->keys, m->work->links.at[i].key);
        if (alone != NONE && root(m, alone) == root(m, of->entity)) continue;
        uint32_t *bearer = entity_table_put(m->work->doc->memory, &people, m->work->links.at[i].key);
        *bearer = *bearer == NONE || (*bearer != SEVERAL && root(m, *bearer) == root(m, of->entity)) ? of->entity : SEVERAL;
    }
    for (uint32_t i = 0; i < m->work->links.count; i++) {
        const name_link *link = &m->work->links.at[i];
        uint32_t other = entity_table_get(&m->keys, link->key);
        if (other == NONE || entity_table_get(&people, link->key) == SEVERAL) continue;
        if (doc->mentions.at[link->mention].entity != NONE) unite(m, doc->mentions.at[link->mention].entity, other);
    }
}

static void aliases(merging *m) {
    const document *doc = m->work->doc;
    short_forms(m);
    for (uint32_t i = 0; document_may_have_any(doc, LABEL_alias) && i < doc->annotations.count; i++) {
        const annotation *a = &doc->annotations.at[i];
        if (a->label != LABEL_alias || a->flags & ANNOTATION_RETIRED) continue;
        const slot *name = annotation_slot(a, STR("name")), *alias = annotation_slot(a, STR("alias"));
        if (!slot_is_span(name) || !slot_is_span(alias)) continue;
        uint32_t one = entity_mention_in(doc, name->first, name->last), two = entity_mention_in(doc, alias->first, alias->last);
        if (one == NONE || two == NONE || doc->mentions.at[one].kind != doc->mentions.at[two].kind) continue;
        unite(m, doc->mentions.at[one].entity, doc->mentions.at[two].entity);
    }
}

/* --- the user's corrections -------------------------------------------------------------------------------------------------------- */

/* Where a document has the names of a line: (line, name) to a draft. */
typedef struct corrections {
    const overrides *all;
    name_table seen;
} corrections;

static uint64_t place_key(uint32_t line, uint32_t name_index) {
    return ((uint64_t)line + 1) * 16 + name_index;
}

typedef void corrector(merging *m, corrections *with, const override_use *use, mention *of);

/* Calls for every mention that a line of that verb is about. */
static void each_use(merging *m, corrections *with, override_verb verb, corrector *call) {
    document *doc = m->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        mention *of = &doc->mentions.at[i];
        for (uint32_t u = entity_override_first(m->work, of); u != NONE; u = with->all->uses.at[u].next) {
            const override_use *use = &with->all->uses.at[u];
            if (with->all->lines.at[use->line].verb == verb && entity_override_holds(m->work, use, of)) call(m, with, use, of);
        }
    }
}

static void note_place(merging *m, corrections *with, const override_use *use, mention *of) {
    uint32_t *seen = entity_table_put(m->work->doc->memory, &with->seen, place_key(use->line, use->name));
    if (*seen == NONE) *seen = of->entity;
}

/* split "A" from "B": the mentions written A leave the entity that is called B and are one of their own. */
static void split_off(merging *m, corrections *with, const override_use *use, mention *of) {
    enum { PARTED = OVERRIDE_NAMES };
    uint32_t other = entity_table_get(&with->seen, place_key(use->line, 1));
    if (use->name != 0 || other == NONE || root(m, other) != root(m, of->entity)) return;
    uint32_t *parted = entity_table_put(m->work->doc->memory, &with->seen, place_key(use->line, PARTED));
    if (*parted == NONE) *parted = draft_new(m, of);
    of->entity = *parted;
    entity_override_mark(m->work, use->line);
}

/* merge "A" "B": what is called A and what is called B is one, and called A. */
static void bring_together(merging *m, corrections *with, const override_use *use, mention *of) {
    const override_line *line = &with->all->lines.at[use->line];
    for (uint32_t n = 0; n < line->count; n++) {
        uint32_t other = n == use->name ? NONE : entity_table_get(&with->seen, place_key(use->line, n));
        if (other == NONE) continue;
        unite(m, other, of->entity);
        entity_override_mark(m->work, use->line);
    }
    m->drafts.at[root(m, of->entity)].name = line->names[0];
    if (use->name != 0) entity_override_mark(m->work, use->line);
}

static void call_by_name(merging *m, corrections *with, const override_use *use, mention *of) {
    m->drafts.at[root(m, of->entity)].name = with->all->lines.at[use->line].names[1];
    entity_override_mark(m->work, use->line);
}

static void correct(merging *m) {
    corrections with = {.all = m->work->with->overrides};
    if (!with.all || !with.all->lines.count) return;
    each_use(m, &with, OVERRIDE_split, note_place);
    each_use(m, &with, OVERRIDE_split, split_off);
    each_use(m, &with, OVERRIDE_merge, note_place);
    each_use(m, &with, OVERRIDE_merge, bring_together);
    each_use(m, &with, OVERRIDE_rename, call_by_name);
}

/* --- the entities ----------------------------------------------------------------------------------------------------------------------
 */

static bool is_latin(const document *doc, const mention *of) {
    return (doc->tokens.at[of->first].word->shape & SHAPE_LATIN) != 0;
}

/* Is this mention's text a fuller name than the one the entity has? A nationality's is its shortest: Korean, not Koreans. Nor is it that in
 * the letters of its own language, where the text has named it in Latin ones. */
static bool is_fuller(const document *doc, const mention *of, const entity *e) {
    str text = document_span(doc, of->first, of->last);
    if (of->kind == KIND_nationality) return text.size < e->name.size;
    if (is_latin(doc, &doc->mentions.at[e->first_mention]) && !is_latin(doc, of)) return false;
    return text.size > e->name.size;
}

static void number_entities(merging *m) {
    document *doc = m->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        mention *of = &doc->mentions.at[i];
        draft *d = &m->drafts.at[root(m, of->entity)];
        if (d->number == NONE) {
            d->number = doc->entities.count;
            entity made = {.kind = of->kind,
                           .name = document_words(doc, of->first, of->last),
                           .entry = d->entry,
                           .second = NONE,
                           .first_mention = i,
                           .gender = d->gender,
                           .from = of->from};
            VEC_PUSH(doc->memory, &doc->entities, made);
        }
        of->entity = d->number;
        entity *e = &doc->entities.at[d->number];
        of->kind = e->kind;
        e->mention_count++;
        if (d->name.size)
            e->name = arena_str(doc->memory, d->name);
        else if (is_fuller(doc, of, e))
            e->name = document_words(doc, of->first, of->last);
    }
}

/* Persons that no list names so are looked for by their spelling. */
static void find_entries(const merging *m) {
    document *doc = m->work->doc;
    for (uint32_t i = 0; i < doc->entities.count; i++) {
        entity *e = &doc->entities.at[i];
        if (e->kind == KIND_person && e->entry == NONE && memchr(e->name.data, ' ', e->name.size))
            e->entry = entity_spelling_entry(m->work, e->name);
    }
}

void entity_merge(entity_work *work) {
    merging m = {.work = work, .ages = entity_ages(work)};
    full_names(&m);
    bare_names(&m);
    aliases(&m);
    parts_of_names(&m);
    correct(&m);
    number_entities(&m);
    find_entries(&m);
}
