/* entity_draft.c: entities in the making: which mentions by their whole names are one. Names are keys of a table, and the first draft that
 * owns a key keeps it; drafts that turn out to be one are united, the later under the earlier (union by index, with path halving). A
 * person's full name that no key knows is compared with the few whose family name is spelled nearly like it (src/name/): Kirilenko meets
 * Pavlo Kyrylenko. */
#include "entity/entity_draft.h"

uint32_t entity_root(merging *m, uint32_t draft_index) {
    while (m->drafts.at[draft_index].parent != draft_index) {
        draft *d = &m->drafts.at[draft_index];
        d->parent = m->drafts.at[d->parent].parent;
        draft_index = d->parent;
    }
    return draft_index;
}

void entity_unite(merging *m, uint32_t a, uint32_t b) {
    a = entity_root(m, a);
    b = entity_root(m, b);
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

uint32_t entity_draft_new(merging *m, const mention *from) {
    uint32_t mention_index = (uint32_t)(from - m->work->doc->mentions.at);
    draft made = {m->drafts.count, from->from.entry, mention_index, NONE, from->kind == KIND_person ? entity_gender(m->work, from) : 0,
                  STR_NONE};
    VEC_PUSH(m->work->doc->memory, &m->drafts, made);
    return made.parent;
}

bool entity_is_bare(const merging *m, const mention *of) {
    return of->kind == KIND_person && entity_capitals(m->work->doc, of->first, of->last) < 2;
}

/* Does a rule know its first words as what he is called by alone: Abu Omar al-Shami? Its first word is nobody's given name. */
bool entity_is_kunya(const document *doc, const mention *of) {
    for (const annotation *a = document_find(doc, of->first, LABEL_person); a; a = document_find_next(doc, a))
        if (annotation_slot(a, STR("short"))) return true;
    return false;
}

/* The word by which he is called, his given name or a nickname, and the last name, where there are more words between. */
static uint64_t short_name_key(const document *doc, const mention *of, uint32_t called) {
    uint64_t given = entity_key(doc, called, called + 1, SALT_SHORT_NAME);
    return given * 31 ^ entity_key(doc, of->last - 1, of->last, SALT_SHORT_NAME);
}

bool entity_may_be_one(const draft *d, const mention *of, char gender) {
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
        uint32_t owner = entity_root(m, other->draft);
        if (owner == found || !entity_may_be_one(&m->drafts.at[owner], of, gender)) continue;
        if (!entity_spelling_same(m->work, &m->work->doc->mentions.at[other->mention], of)) continue;
        if (found != NONE) return NONE;
        found = owner;
    }
    return found;
}

/* The entity of a mention by its own name: the owner of one of its keys, else a new one. */
uint32_t entity_by_name(merging *m, const mention *of) {
    const document *doc = m->work->doc;
    uint64_t keys[4];
    uint32_t count = 0, found = NONE;
    if (of->from.entry != NONE) keys[count++] = entry_key(of->from.entry, of->kind);
    keys[count++] = entity_key(doc, of->first, of->last, of->kind);
    if (of->kind == KIND_person && of->last - of->first > 1 && !entity_is_kunya(doc, of)) {
        keys[count++] = short_name_key(doc, of, of->first);
        uint32_t nickname = of->first + 1;
        while (nickname < of->last - 1 && !entity_is_nickname(doc, nickname)) nickname++;
        if (nickname < of->last - 1) keys[count++] = short_name_key(doc, of, nickname);
    }
    for (uint32_t i = 0; i < count && found == NONE; i++) found = entity_table_get(&m->keys, keys[i]);
    if (found == NONE) {
        bool full = of->kind == KIND_person && !entity_is_bare(m, of);
        if (full) found = by_spelling(m, of);
        if (found == NONE) found = entity_draft_new(m, of);
        if (full) entity_spelling_add(m->work, &m->spelled, (uint32_t)(of - doc->mentions.at), found);
    }
    for (uint32_t i = 0; i < count; i++) own(m, keys[i], found);
    found = entity_root(m, found);
    draft *d = &m->drafts.at[found];
    if (d->entry == NONE) d->entry = of->from.entry;
    if (!d->gender && of->kind == KIND_person) d->gender = entity_gender(m->work, of);
    return found;
}
