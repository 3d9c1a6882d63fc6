/* entity_role.c: what the document says of people: role, affiliation, gender. In come the annotations `role` that rules made and the
 * titles before names; the entities are filled in.
 *
 * A role told first stays, unless a later one says the same and more ("President", then "Russian president"); a bare rank gives way to
 * any office. The affiliation is what the rule says, else the first name inside the role ("White House spokesperson"). */
#include "entity/entity_work.h"

/* Titles are looked for this many words before a name. */
enum { TITLE_REACH = 4 };

static char gender_of(str value) {
    return str_is(value, "m") ? 'm' : str_is(value, "f") ? 'f' : 0;
}

static char gender_before(const entity_work *work, const mention *m) {
    const label spoken[] = {work->title, LABEL_role, work->rank};
    for (uint32_t back = 1; back <= TITLE_REACH && back <= m->first; back++)
        for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++) {
            char gender = gender_of(entity_reading(work, spoken[i], m->first - back, m->first, STR("gender")));
            if (gender) return gender;
        }
    return 0;
}

/* The gender of a relative who is told of by a given name: "her father, Laurence". */
static char gender_of_kin(const entity_work *work, const mention *m) {
    uint32_t kin = m->first > 0 && document_text_is(work->doc, m->first - 1, ",") ? m->first - 1 : m->first;
    return kin > 0 ? gender_of(entity_reading(work, work->relation, kin - 1, kin, STR("gender"))) : 0;
}

char entity_told_gender(const entity_work *work, const mention *m) {
    const document *doc = work->doc;
    if (m->from.annotation != NONE) {
        const slot *stated = annotation_slot(&doc->annotations.at[m->from.annotation], STR("gender"));
        if (stated && gender_of(stated->text)) return gender_of(stated->text);
    }
    return gender_before(work, m);
}

char entity_gender(const entity_work *work, const mention *m) {
    char gender = gender_of(gazetteer_attribute(work->with->known, m->from.entry, STR("gender")));
    if (!gender) gender = entity_told_gender(work, m);
    bool kin = entity_rule_slot(work->doc, m, STR("kin")) != NULL; /* a relative is called by a given name */
    if (!gender && kin) gender = gender_of_kin(work, m);
    if (!gender && !kin && m->last == m->first + 1 && document_find(work->doc, m->first, work->surname))
        return 0; /* Conway, Clayton: who is called so alone, by surname */
    return gender ? gender : gender_of(entity_reading(work, work->given, m->first, m->first + 1, STR("gender")));
}

/* The name of a country or people for an affiliation: of a nationality the country that it is of, as the document names it. */
static str affiliation_name(const entity_work *work, name_table *places, uint32_t mention_index) {
    document *doc = work->doc;
    const entity *e = &doc->entities.at[doc->mentions.at[mention_index].entity];
    if (e->kind != KIND_nationality) return e->name;
    str country = gazetteer_attribute(work->with->known, e->entry, STR("of"));
    if (!country.size) return e->name;
    uint32_t named = entity_table_get(places, entity_key_text(country, KIND_place));
    return named == NONE ? country : doc->entities.at[named].name;
}

/* Places of the document by the list's name of their entry. */
static void index_places(const entity_work *work, name_table *places) {
    document *doc = work->doc;
    if (!work->with->known) return;
    for (uint32_t i = 0; i < doc->entities.count; i++) {
        const entity *e = &doc->entities.at[i];
        if (e->kind != KIND_place || e->entry == NONE) continue;
        str name = gazetteer_entry_name(work->with->known, e->entry);
        uint32_t *value = entity_table_put(doc->memory, places, entity_key_text(name, KIND_place));
        if (*value == NONE) *value = i;
    }
}

static uint32_t first_name_in(const document *doc, uint32_t first, uint32_t last, uint32_t person) {
    for (uint32_t t = first; t < last;) {
        uint32_t index = entity_mention_at(doc, t);
        if (index == NONE) {
            t++;
            continue;
        }
        const mention *m = &doc->mentions.at[index];
        if (m->kind != KIND_person && m->kind != KIND_weapon && m->entity != person) return index;
        t = m->last;
    }
    return NONE;
}

static bool is_span(const document *doc, const slot *s) {
    return slot_is_span(s) && s->last <= doc->tokens.count;
}

static bool says_more(str role, str now) {
    if (!now.size) return true;
    if (role.size <= now.size) return false;
    return str_has_caseless(role, now);
}

static void give_role(const entity_work *work, name_table *places, bool *weak, const annotation *a) {
    document *doc = work->doc;
    const slot *person = annotation_slot(a, STR("person")), *role = annotation_slot(a, STR("role"));
    const slot *affiliation = annotation_slot(a, STR("affiliation")), *rank_only = annotation_slot(a, STR("weak"));
    if (!is_span(doc, person)) return;
    uint32_t index = entity_mention_in(doc, person->first, person->last);
    if (index == NONE || doc->mentions.at[index].kind != KIND_person) return;
    uint32_t owner = doc->mentions.at[index].entity;
    entity *e = &doc->entities.at[owner];
    if (!is_span(doc, role)) role = NULL;
    str text = role ? document_words(doc, role->first, role->last) : STR_NONE;
    bool is_weak = rank_only != NULL;
    bool better = role && (!e->role.size || (weak[owner] && !is_weak) || (weak[owner] == is_weak && says_more(text, e->role)));
    if (better) {
        if (weak[owner] && !is_weak) e->affiliation = STR_NONE;
        e->role = text;
        weak[owner] = is_weak;
    }
    if (e->affiliation.size && !better) return;
    uint32_t named = NONE;
    if (is_span(doc, affiliation)) named = entity_mention_in(doc, affiliation->first, affiliation->last);
    if (named == NONE && better) named = first_name_in(doc, role->first, role->last, owner);
    if (named != NONE && doc->mentions.at[named].entity != owner)
        e->affiliation = affiliation_name(work, places, named);
    else if (is_span(doc, affiliation) && !e->affiliation.size)
        e->affiliation = document_words(doc, affiliation->first, affiliation->last);
}

void entity_roles(entity_work *work) {
    document *doc = work->doc;
    if (!doc->annotations_at || !doc->entities.count) return;
    name_table places = {0};
    index_places(work, &places);
    bool *weak = ARENA_ARRAY(doc->memory, bool, doc->entities.count);
    for (uint32_t t = 0; t < doc->tokens.count; t++)
        for (const annotation *a = document_find(doc, t, LABEL_role); a; a = document_find_next(doc, a))
            if (a->slot_count) give_role(work, &places, weak, a);
}
