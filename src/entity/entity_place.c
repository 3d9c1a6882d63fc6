/* entity_place.c: which of several places of one name is meant. In come the entities with the place that is likeliest by size alone; out
 * goes, for each place of more than one reading, the likeliest by what the document says, and the runner-up.
 *
 * Method: everything whose country is beyond doubt votes for it (a country, a nationality, a body, a place of one reading), and places
 * vote for the region they lie in, too. A reading's score is what its kind and size make likely, its share of the votes, and the cues
 * beside the name: "Tripoli, Lebanon", "Tripoli in Lebanon", "the Kursk region", "the city of Kursk". Cues weigh more than votes, votes
 * more than size. Each mention is looked at once, with at most READINGS readings. */
#include <math.h>

#include "entity/entity_work.h"

enum { READINGS = 8, COUNTRIES = 32, REGIONS = 32, CUE_REACH = 4 };

typedef struct vote {
    str what;
    double count;
} vote;

typedef struct votes {
    vote *at;
    uint32_t count, capacity;
    double all;
} votes;

typedef struct resolving {
    const entity_work *work;
    votes countries, regions;
    label place_noun;
} resolving;

/* What the words beside the mentions of one entity say. */
typedef struct cues {
    uint32_t as_region, as_town;
    uint32_t within[2]; /* entity of the place that it is said to lie in, behind a comma or "in"; NONE */
} cues;

static str attribute(const resolving *r, uint32_t entry, str key) {
    return gazetteer_attribute(r->work->with->known, entry, key);
}

static void cast(votes *v, str what, double weight) {
    if (!what.size || memchr(what.data, '|', what.size)) return;
    v->all += weight;
    for (uint32_t i = 0; i < v->count; i++)
        if (str_equal(v->at[i].what, what)) {
            v->at[i].count += weight;
            return;
        }
    if (v->count < v->capacity) v->at[v->count++] = (vote){what, weight};
}

static double share(const votes *v, str what) {
    for (uint32_t i = 0; i < v->count && what.size; i++)
        if (str_equal(v->at[i].what, what)) return v->at[i].count / v->all;
    return 0;
}

static uint32_t readings(const document *doc, const mention *m, uint32_t *out) {
    uint32_t count = 0;
    for (uint32_t i = doc->annotations_at[m->first]; i != NONE && count < READINGS; i = doc->annotations.at[i].next) {
        const annotation *a = &doc->annotations.at[i];
        if (a->last == m->last && a->entry != NONE && (a->label == LABEL_place || a->label == LABEL_maybe_place)) out[count++] = a->entry;
    }
    return count;
}

static void count_votes(resolving *r) {
    const document *doc = r->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const mention *m = &doc->mentions.at[i];
        uint32_t entry = doc->entities.at[m->entity].entry, found[READINGS];
        if (entry == NONE || m->kind == KIND_person) continue;
        if (m->kind != KIND_place) {
            cast(&r->countries, attribute(r, entry, STR("country")), 1);
            continue;
        }
        if (readings(doc, m, found) != 1) continue;
        cast(&r->countries, attribute(r, found[0], STR("country")), 1);
        cast(&r->regions, attribute(r, found[0], STR("parent")), 1);
        cast(&r->regions, gazetteer_entry_name(r->work->with->known, found[0]), 1);
    }
}

/* The mention that begins at a token, if it is a place's; NONE. */
static uint32_t place_at(const document *doc, uint32_t token_index) {
    uint32_t found = token_index < doc->tokens.count ? entity_mention_at(doc, token_index) : NONE;
    return found != NONE && doc->mentions.at[found].kind == KIND_place ? found : NONE;
}

static void read_noun(const resolving *r, uint32_t at, bool behind, cues *c) {
    const document *doc = r->work->doc;
    const annotation *noun = document_find(doc, at, r->place_noun);
    while (noun && noun->entry == NONE) noun = document_find_next(doc, noun);
    str feature = noun ? attribute(r, noun->entry, STR("feature")) : STR_NONE;
    if (str_is(feature, "region")) c->as_region++;
    if (str_is(feature, "city") || (!behind && str_is(feature, "village"))) c->as_town++;
}

static void read_cues(const resolving *r, const mention *m, cues *c) {
    const document *doc = r->work->doc;
    uint32_t end = document_sentence(doc, m->first)->last;
    if (m->last < end) read_noun(r, m->last, true, c);
    if (m->first > 1 && document_word_is(doc, m->first - 1, "of")) read_noun(r, m->first - 2, false, c);
    bool comma = m->last < end && document_text_is(doc, m->last, ",");
    uint32_t at = comma ? m->last + 1 : m->last;
    if (comma && c->within[0] == NONE && place_at(doc, at) != NONE) c->within[0] = doc->mentions.at[place_at(doc, at)].entity;
    if (at >= end || !document_word_is(doc, at, "in") || c->within[1] != NONE) return;
    for (uint32_t t = at + 1; t < end && t <= at + CUE_REACH; t++) {
        uint32_t found = place_at(doc, t);
        if (found == NONE) continue;
        c->within[1] = doc->mentions.at[found].entity;
        return;
    }
}

/* Does a reading lie in the place that the text says it lies in? */
static bool lies_in(const resolving *r, uint32_t entry, uint32_t within) {
    const entity *e = within == NONE ? NULL : &r->work->doc->entities.at[within];
    if (!e || e->entry == NONE || e->entry == entry) return false;
    if (str_equal(attribute(r, entry, STR("parent")), gazetteer_entry_name(r->work->with->known, e->entry))) return true;
    str country = attribute(r, entry, STR("country"));
    return str_is(attribute(r, e->entry, STR("feature")), "country") && country.size &&
           str_equal(country, attribute(r, e->entry, STR("country")));
}

static bool is_region(str feature) {
    return str_is(feature, "region") || str_is(feature, "admin1") || str_is(feature, "state") || str_is(feature, "province");
}

static double score(const resolving *r, uint32_t entry, str name, const cues *c) {
    str feature = attribute(r, entry, STR("feature")), country = attribute(r, entry, STR("country"));
    bool region = is_region(feature);
    double population = 0, value = 5; /* what a list by hand holds without a population is no hamlet */
    if (str_number(attribute(r, entry, STR("pop")), &population)) value = log10(population + 1);
    bool located = attribute(r, entry, STR("lat")).size != 0, own = str_equal(gazetteer_entry_name(r->work->with->known, entry), name);
    value += !located ? -0.5 : own ? 1 : 0; /* its own name: not as another place was called once */
    if (str_is(feature, "village")) value -= 2;
    if (str_is(feature, "country")) value += 6;
    if (str_is(feature, "capital") || str_is(feature, "territory")) value += 3;
    double votes = share(&r->countries, country);
    if (votes > 0) value += 2 + 6 * votes;
    value += 3 * share(&r->regions, attribute(r, entry, STR("parent")));
    if (lies_in(r, entry, c->within[0])) value += 12;
    if (lies_in(r, entry, c->within[1])) value += 8;
    if (c->as_region > c->as_town) value += region ? 6 : 0;
    if (c->as_region <= c->as_town) value -= region && c->as_town ? 6 : region ? 1 : 0;
    return value;
}

static void resolve(const resolving *r, entity *e, const mention *m, const cues *c) {
    uint32_t found[READINGS], count = readings(r->work->doc, m, found), best = NONE, second = NONE;
    double most = 0, next = 0;
    str name = document_words(r->work->doc, m->first, m->last);
    for (uint32_t i = 0; count > 1 && i < count; i++) {
        double value = score(r, found[i], name, c);
        if (best == NONE || value > most) {
            second = best;
            next = most;
            best = found[i];
            most = value;
        } else if (second == NONE || value > next) {
            second = found[i];
            next = value;
        }
    }
    if (best == NONE) return;
    e->entry = best;
    e->second = second;
}

void entity_places(entity_work *work, label place_noun) {
    document *doc = work->doc;
    if (!work->with->known || !doc->annotations_at || !doc->entities.count) return;
    vote country_votes[COUNTRIES], region_votes[REGIONS];
    resolving r = {work, {country_votes, 0, COUNTRIES, 0}, {region_votes, 0, REGIONS, 0}, place_noun};
    count_votes(&r);
    cues *all = ARENA_ARRAY(doc->memory, cues, doc->entities.count);
    for (uint32_t i = 0; i < doc->entities.count; i++) all[i].within[0] = all[i].within[1] = NONE;
    for (uint32_t i = 0; i < doc->mentions.count; i++)
        if (doc->mentions.at[i].kind == KIND_place) read_cues(&r, &doc->mentions.at[i], &all[doc->mentions.at[i].entity]);
    for (uint32_t i = 0; i < doc->entities.count; i++) {
        entity *e = &doc->entities.at[i];
        if (e->kind == KIND_place) resolve(&r, e, &doc->mentions.at[e->first_mention], &all[i]);
    }
}
