/* entity_merge.c: brings the mentions of one entity together. In come the mentions, out go entities, in order of their first mention.
 *
 * Method: full names come first over the whole document (entity_draft.c); then bare surnames and given names, in order of the text, go to
 * one of their bearers (entity_bearer.c); aliases, short forms and parts of long names unite what two of them own; then the user's
 * corrections (entity_correct.c). Each step is a look-up of a key, so the work is linear in the mentions. */
#include "entity/entity_draft.h"

#define SEVERAL (NONE - 1)

static void full_names(merging *m) {
    document *doc = m->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        mention *of = &doc->mentions.at[i];
        if (entity_is_bare(m, of)) continue;
        of->entity = entity_by_name(m, of);
        if (of->kind == KIND_person) entity_bear_name(m, of);
    }
}

static void bare_names(merging *m) {
    document *doc = m->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        mention *of = &doc->mentions.at[i];
        if (of->kind != KIND_person) continue;
        if (entity_is_bare(m, of)) of->entity = entity_by_part_of_name(m, of);
        entity_note_bearer(m, of);
    }
}

/* Makes part of a long name, [first, last), a way to name it; of two that share it neither has it. */
static void share_part(merging *m, const mention *of, uint32_t first, uint32_t last) {
    if (first >= last) return;
    uint64_t key = entity_key(m->work->doc, first, last, SALT_PART + of->kind);
    uint32_t *value = entity_table_put(m->work->doc->memory, &m->keys, key);
    if (*value == NONE)
        *value = entity_root(m, of->entity);
    else if (*value != SEVERAL && entity_root(m, *value) != entity_root(m, of->entity))
        *value = SEVERAL;
}

static bool leads(const annotation *a, const mention *of) {
    bool land = a->label == LABEL_nationality || a->label == LABEL_place || a->label == LABEL_maybe_place;
    return land && !(a->flags & ANNOTATION_RETIRED) && a->last < of->last;
}

/* "Hassan Sheikh" once Hassan Sheikh Torvud is named: the first two words of one person's long name. */
static void beginnings_of_names(merging *m) {
    const document *doc = m->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const mention *of = &doc->mentions.at[i];
        if (of->kind == KIND_person && of->last - of->first > 2 && !entity_is_kunya(doc, of)) share_part(m, of, of->first, of->first + 2);
    }
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const mention *of = &doc->mentions.at[i];
        if (of->kind != KIND_person || of->last - of->first != 2 || entity_is_bare(m, of)) continue;
        uint32_t whole = entity_table_get(&m->keys, entity_key(doc, of->first, of->last, SALT_PART + of->kind));
        if (whole == NONE || whole == SEVERAL) continue;
        const draft *d = &m->drafts.at[entity_root(m, whole)];
        if (d->mention < i && entity_may_be_one(d, of, m->drafts.at[entity_root(m, of->entity)].gender)) entity_unite(m, whole, of->entity);
    }
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
        if (whole != NONE && whole != SEVERAL) entity_unite(m, whole, of->entity);
    }
}

/* "Abu Hussein" once Abu Hussein Zreik is named; if two men are called so he may be either. Other short forms are of one thing. */
static void short_forms(merging *m) {
    const document *doc = m->work->doc;
    name_table people = {0};
    for (uint32_t i = 0; i < m->work->links.count; i++) {
        const mention *of = &doc->mentions.at[m->work->links.at[i].mention];
        if (of->kind != KIND_person || entity_is_bare(m, of)) continue;
        uint32_t alone = entity_table_get(&m->keys, m->work->links.at[i].key);
        if (alone != NONE && entity_root(m, alone) == entity_root(m, of->entity)) continue;
        uint32_t *bearer = entity_table_put(m->work->doc->memory, &people, m->work->links.at[i].key);
        *bearer = *bearer == NONE || (*bearer != SEVERAL && entity_root(m, *bearer) == entity_root(m, of->entity)) ? of->entity : SEVERAL;
    }
    for (uint32_t i = 0; i < m->work->links.count; i++) {
        const name_link *link = &m->work->links.at[i];
        uint32_t other = entity_table_get(&m->keys, link->key);
        if (other == NONE || entity_table_get(&people, link->key) == SEVERAL) continue;
        if (doc->mentions.at[link->mention].entity != NONE) entity_unite(m, doc->mentions.at[link->mention].entity, other);
    }
}

/* "She was born Anna Torvell": the one of that given name who is told of before. */
static void born_as(merging *m, const slot *alias) {
    const document *doc = m->work->doc;
    uint32_t index = entity_mention_in(doc, alias->first, alias->last);
    if (index == NONE || doc->mentions.at[index].kind != KIND_person || entity_is_bare(m, &doc->mentions.at[index])) return;
    const mention *of = &doc->mentions.at[index];
    uint32_t known = entity_first_of_given_name(m, of);
    if (known == NONE || m->drafts.at[known].mention >= index) return;
    if (entity_may_be_one(&m->drafts.at[known], of, m->drafts.at[entity_root(m, of->entity)].gender)) entity_unite(m, known, of->entity);
}

static void aliases(merging *m) {
    const document *doc = m->work->doc;
    short_forms(m);
    for (uint32_t i = 0; document_may_have_any(doc, LABEL_alias) && i < doc->annotations.count; i++) {
        const annotation *a = &doc->annotations.at[i];
        if (a->label != LABEL_alias || a->flags & ANNOTATION_RETIRED) continue;
        const slot *name = annotation_slot(a, STR("name")), *alias = annotation_slot(a, STR("alias"));
        if (!slot_is_span(alias)) continue;
        if (!name) born_as(m, alias);
        if (!slot_is_span(name)) continue;
        uint32_t one = entity_mention_in(doc, name->first, name->last), two = entity_mention_in(doc, alias->first, alias->last);
        if (one == NONE || two == NONE || doc->mentions.at[one].kind != doc->mentions.at[two].kind) continue;
        entity_unite(m, doc->mentions.at[one].entity, doc->mentions.at[two].entity);
    }
}

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
        draft *d = &m->drafts.at[entity_root(m, of->entity)];
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
    beginnings_of_names(&m);
    parts_of_names(&m);
    entity_correct(&m);
    number_entities(&m);
    find_entries(&m);
}
