/* claim_place.c: where claims are told of. What the lists know of the places a document names: of several places of one name the one in a
 * country that the document speaks of. */
#include "claim/claim_parts.h"
#include "figure/figure.h"
#include "quote/quote.h"

enum { MOST_COUNTRIES = 32 };

typedef struct vote {
    str country;
    uint32_t count; /* of names of the country and its people twice, of places of it once */
    bool named;     /* by itself or its people */
} vote;

typedef struct votes {
    vote at[MOST_COUNTRIES];
    uint32_t count;
} votes;

static void cast(votes *all, str country, bool named) {
    if (!country.size || memchr(country.data, '|', country.size)) return;
    uint32_t i = 0;
    while (i < all->count && !str_equal(all->at[i].country, country)) i++;
    if (i == all->count) {
        if (all->count == MOST_COUNTRIES) return;
        all->at[all->count++] = (vote){country, 0, false};
    }
    all->at[i].count += named ? 2 : 1;
    all->at[i].named |= named;
}

static uint32_t votes_for(const votes *all, str country) {
    for (uint32_t i = 0; i < all->count; i++)
        if (str_equal(all->at[i].country, country)) return all->at[i].count;
    return 0;
}

/* Whether the document names other countries, and not that one, or tells of several places of another and of none there: then a place of
 * that name there is hardly meant. */
static bool is_elsewhere(const votes *all, str country) {
    enum { SEVERAL = 2 };
    bool others = false, none_there = !votes_for(all, country);
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->at[i].named && str_equal(all->at[i].country, country)) return false;
        others |= all->at[i].named || (none_there && all->at[i].count >= SEVERAL);
    }
    return others && country.size;
}

static str attribute(const claim_work *work, uint32_t entry, str key) {
    return entry == NONE ? STR_NONE : gazetteer_attribute(work->with->known, entry, key);
}

/* The readings as a place that exactly a mention's words have. */
static uint32_t readings(const claim_work *work, const mention *m, uint32_t *out, uint32_t most) {
    const document *doc = work->doc;
    uint32_t count = 0;
    for (uint32_t a = doc->annotations_at[m->first]; a != NONE && count < most; a = doc->annotations.at[a].next) {
        const annotation *at = &doc->annotations.at[a];
        if (at->last == m->last && at->entry != NONE && (at->label == LABEL_place || at->label == LABEL_maybe_place))
            out[count++] = at->entry;
    }
    return count;
}

/* The ISO code of a country's name; empty if there is none. */
static str country_named(const claim_work *work, str name) {
    str folded = token_fold(work->doc->memory, name);
    return attribute(work, gazetteer_entry_with(work->with->known, STR("place"), folded, STR("feature"), STR("country")), STR("country"));
}

/* A country named, or the country of a nationality, counts twice; a place of a name that only one country has, once. */
static void count_votes(const claim_work *work, votes *all) {
    enum { MOST = 8 };
    const document *doc = work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const mention *m = &doc->mentions.at[i];
        uint32_t entry = doc->entities.at[m->entity].entry, entries[MOST];
        if (m->kind == KIND_nationality && entry != NONE) {
            cast(all, country_named(work, attribute(work, entry, STR("of"))), true);
            continue;
        }
        if (m->kind != KIND_place) continue;
        uint32_t count = readings(work, m, entries, MOST);
        if (str_is(attribute(work, entry, STR("feature")), "country")) {
            cast(all, attribute(work, entry, STR("country")), true);
        } else if (count) {
            str country = attribute(work, entries[0], STR("country"));
            for (uint32_t k = 1; k < count; k++)
                if (!str_equal(attribute(work, entries[k], STR("country")), country)) country = STR_NONE;
            cast(all, country, false);
        }
    }
}

static claim_place make_place(const claim_work *work, const votes *all, const mention *m) {
    enum { MOST = 8 };
    const document *doc = work->doc;
    const entity *e = &doc->entities.at[m->entity];
    uint32_t entries[MOST], count = readings(work, m, entries, MOST), best = e->entry;
    claim_place place = {.name = e->name};
    bool continent =
        best != NONE && claim_is_broad(work, attribute(work, best, STR("feature"))) && !attribute(work, best, STR("country")).size;
    for (uint32_t i = 0; i < count && !continent; i++) {
        if (entries[i] == best) continue;
        if (best == NONE ||
            votes_for(all, attribute(work, entries[i], STR("country"))) > votes_for(all, attribute(work, best, STR("country"))))
            best = entries[i];
    }
    if (best == NONE) return place;
    str feature = attribute(work, best, STR("feature"));
    place.country = attribute(work, best, STR("country"));
    place.broad = claim_is_broad(work, feature);
    bool capital_city = str_is(feature, "capital"); /* which is meant wherever it is named */
    if ((!capital_city && is_elsewhere(all, place.country)) ||
        memchr(place.country.data ? place.country.data : "", '|', place.country.size)) {
        place.country = STR_NONE;
        return place;
    }
    place.id = gazetteer_entry_id(work->with->known, best);
    place.region = attribute(work, best, STR("parent"));
    str capital = attribute(work, best, STR("capital")); /* where a country stands */
    if (capital.size) best = gazetteer_find(work->with->known, capital);
    if (best == NONE) return place;
    place.has_position =
        str_number(attribute(work, best, STR("lat")), &place.latitude) && str_number(attribute(work, best, STR("lon")), &place.longitude);
    return place;
}

void claim_places(claim_work *work) {
    const document *doc = work->doc;
    votes all = {.count = 0};
    work->places = ARENA_ARRAY(doc->memory, claim_place, doc->entities.count + 1);
    count_votes(work, &all);
    uint32_t best = 0, second = 0;
    for (uint32_t i = 0; i < all.count; i++) {
        if (all.at[i].count > best) {
            second = best;
            best = all.at[i].count;
            work->country = all.at[i].country;
        } else if (all.at[i].count > second) {
            second = all.at[i].count;
        }
    }
    if (best < second * 2 + 1) work->country = STR_NONE;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const mention *m = &doc->mentions.at[i];
        claim_place *place = &work->places[m->entity];
        if (m->kind == KIND_place && !place->name.size) *place = make_place(work, &all, m);
        if (place->name.size && !place->country.size) place->country = work->country;
    }
}

bool claim_is_place(const claim_work *work, uint32_t entity) {
    return entity != NONE && work->places[entity].name.size && !work->places[entity].broad;
}

static const claim_entry *entry_at(const claim_work *work, uint32_t at) {
    uint32_t last;
    return claim_lookup(work, at, at + 1, &last);
}

bool claim_is_hospital(const claim_work *work, uint32_t entity) {
    const mention *m = &work->doc->mentions.at[work->doc->entities.at[entity].first_mention];
    const claim_entry *house = entry_at(work, m->last - 1);
    return house && m->last - m->first > 1 && str_equal(house->group, GROUP_hospital);
}

uint32_t claim_place_at(const claim_work *work, uint32_t at) {
    uint32_t index = entity_mention_at(work->doc, at);
    if (index == NONE || work->doc->mentions.at[index].kind != KIND_place) return NONE;
    return work->doc->mentions.at[index].entity;
}

uint32_t claim_place_of(const claim_work *work, uint32_t at) {
    return figure_locative(work->doc, work->locative, at);
}

/* Where a speaker is ("said a spokesman in Geneva"): outside of what was said; but not at the beginning of the sentence ("In Kursk, he
 * said"). */
static bool is_speakers(const claim_work *work, const claim *of, uint32_t at) {
    const document *doc = work->doc;
    uint32_t index = quote_at(doc, of->first), first = document_sentence(doc, of->first)->first;
    if (index == NONE || at < first + 2 || doc->tokens.at[at].sentence != doc->tokens.at[of->first].sentence) return false;
    uint32_t other = quote_at(doc, at); /* "One died in Lipetsk, the governor said, and two were hurt" */
    if (other != NONE && other != index && doc->quotes.at[other].speaker == doc->quotes.at[index].speaker) return false;
    for (uint32_t i = at; i < doc->quotes.at[index].first && !claim_word_is(work, i, WORD_relative); i++)
        if (document_find(doc, i, LABEL_number)) return false; /* "puts the deaths in Kursk at nine, and says that 40 were hurt" */
    return at < doc->quotes.at[index].first || at >= doc->quotes.at[index].last;
}

/* "the ministry in Moscow said": telling stands right behind the place. */
static bool is_followed_by_telling(const claim_work *work, uint32_t at) {
    const document *doc = work->doc;
    for (uint32_t i = at; i < at + 6 && i < doc->tokens.count; i++) {
        uint32_t index = entity_mention_at(doc, i);
        if (index == NONE || doc->mentions.at[index].kind != KIND_place) continue;
        uint32_t last = doc->mentions.at[index].last;
        return last < doc->tokens.count && doc->tokens.at[last].sentence == doc->tokens.at[at].sentence &&
               document_find(doc, last, LABEL_saying);
    }
    return false;
}

/* "its chairman said in Geneva": telling stands right before it. */
static bool is_told_there(const claim_work *work, uint32_t at) {
    const sentence *s = &work->doc->sentences.at[work->doc->tokens.at[at].sentence];
    enum { WORDS = 12 };
    if (is_followed_by_telling(work, at)) return true;
    for (uint32_t i = at; i-- > s->first && at - i <= WORDS && !claim_is_stop(work->doc, i);) /* "according to a monitor in Geneva" */
        for (const annotation *a = document_find(work->doc, i, LABEL_saying); a; a = document_find_next(work->doc, a))
            if (a->last > at + 1 && annotation_slot(a, STR("speaker"))) return true;
    for (uint32_t i = at; i-- > s->first && at - i <= 2;)
        if (document_find(work->doc, i, LABEL_saying)) return true;
    return false;
}

/* "a monitor based in Britain", "a group in Washington" */
static bool is_based_there(const claim_work *work, uint32_t at) {
    uint32_t last;
    if (!at || work->doc->tokens.at[at - 1].sentence != work->doc->tokens.at[at].sentence) return false;
    const claim_entry *found = claim_lookup(work, at - 1, at, &last);
    return found && found->roles & CUE_seat;
}

/* "the nine taken from Velmi": there they were when it happened. */
static bool is_taken_from(const claim_work *work, uint32_t from) {
    enum { WORDS = 3 };
    measure told;
    for (uint32_t i = from; i-- > 0 && from - i <= WORDS && !claim_is_stop(work->doc, i);)
        if (claim_measure_at(work, i, &told)) return told == MEASURE_captured || told == MEASURE_missing || told == MEASURE_detained;
    return false;
}

/* Whether what a claim counts was brought to where it is told of. */
static bool is_brought(const claim *of) {
    return of->measure == MEASURE_deployed || of->measure == MEASURE_supplied;
}

/* "on the road from Kaya to Dori": near there, if nothing nearer is told. */
static bool is_from_on_road(const claim_work *work, uint32_t at) {
    return at && document_word_is(work->doc, at, "from") && claim_word_is(work, at - 1, WORD_road);
}

/* "a cook from the Philippines", "taken to Bahir Dar"; who has fled was where he fled from. */
static bool is_way(const claim_work *work, const claim *of, uint32_t at) {
    str word = work->doc->tokens.at[at].word->folded;
    if (is_based_there(work, at)) return true;
    if (is_from_on_road(work, at)) return false;
    if (str_is(word, "from")) return !(of && of->measure == MEASURE_displaced) && !is_taken_from(work, at);
    if (!str_is(word, "to") && !str_is(word, "towards")) return false;
    return !of || !is_brought(of);
}

bool claim_is_tellers_place(const claim_work *work, uint32_t at) {
    return is_followed_by_telling(work, at);
}

/* "died in hospital in Kapan", "at a clinic in Goma": where those are who were brought there. */
static bool is_sickbed(const claim_work *work, uint32_t at) {
    enum { WORDS = 3 };
    const document *doc = work->doc;
    const claim_entry *house = entry_at(work, at - 1);
    if (!house || !str_equal(house->group, GROUP_hospital)) return false;
    for (uint32_t i = at - 1; i-- > 0 && at - 1 - i <= WORDS;) {
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT) return false;
        if (document_word_is(doc, i, "in") || document_word_is(doc, i, "to") || document_word_is(doc, i, "at")) return true;
        if (document_word_is(doc, i, "on")) return false;
    }
    return false;
}

/* "the airstrike on the [school] in Depayin has killed": what was hit tells nothing. */
static bool is_target(const claim_work *work, uint32_t at) {
    enum { WORDS = 5 };
    uint32_t first = document_sentence(work->doc, at)->first;
    for (uint32_t i = at - 1; i-- > first && at - i <= WORDS && !claim_is_stop(work->doc, i);)
        if (document_find(work->doc, i, work->event_noun)) return true;
    return false;
}

/* "has put", "counted" at a token: telling of a number. */
static bool is_telling_number(const claim_work *work, uint32_t verb) {
    const claim_entry *telling = entry_at(work, verb);
    return telling && telling->roles & CUE_tells;
}

/* "the UN mission in Kabul has verified": where a body sits that tells something. */
static bool is_seat(const claim_work *work, uint32_t at) {
    const document *doc = work->doc;
    if (is_target(work, at)) return false;
    uint32_t before = entity_mention_at(doc, at - 1), place = entity_mention_behind(doc, at);
    const claim_entry *house = entry_at(work, at - 1);
    bool body = document_find(doc, at - 1, work->speaker_noun) || (house && str_equal(house->group, GROUP_hospital)) ||
                (before != NONE && (doc->mentions.at[before].kind == KIND_organisation || doc->mentions.at[before].kind == KIND_unit));
    if (place >= doc->mentions.count || doc->mentions.at[place].last + 1 >= doc->tokens.count) return false;
    uint32_t verb = doc->mentions.at[place].last, perfect = claim_word_is(work, verb, WORD_perfect);
    const claim_entry *owner = at >= 2 ? entry_at(work, at - 2) : NULL; /* "Hospital staff in Kabul gave" */
    bool staff = owner && str_equal(owner->group, GROUP_hospital);
    bool crowd = house && house->group.size && !staff;                   /* "Residents in Kabul counted" */
    if (!body) return !crowd && is_telling_number(work, verb + perfect); /* "the police command in Gusau has put" */
    return perfect || claim_word_is(work, verb, WORD_cares) || document_find(doc, verb, LABEL_saying) || is_telling_number(work, verb);
}

/* "Moscow's latest version" */
static bool is_of_version(const claim_work *work, uint32_t at) {
    enum { WORDS = 2 };
    const document *doc = work->doc;
    uint32_t index = entity_mention_at(doc, at), end = doc->tokens.count;
    if (index == NONE || doc->mentions.at[index].kind != KIND_place) return false;
    uint32_t behind = doc->mentions.at[index].last;
    if (behind >= end || !document_is_possessive(doc, behind)) return false;
    for (uint32_t i = behind + 1; i < end && i <= behind + WORDS; i++) {
        const claim_entry *version = entry_at(work, i);
        if (version && version->roles & CUE_version) return true;
    }
    return false;
}

/* "fled since June to Ezo, Yambio and the bush around Yubu", "crossed into Chad": a list of places to which people went. */
static bool is_flight_to(const claim_work *work, uint32_t at) {
    enum { LIST = 14, WORDS = 4 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, at)->first, to = at + 1;
    while (to > first && at + 1 - to < LIST && !document_word_is(doc, to, "to") && !document_word_is(doc, to, "into")) to--;
    if (to <= first || (!document_word_is(doc, to, "to") && !document_word_is(doc, to, "into"))) return false;
    for (uint32_t i = to; i-- > first && to - i <= WORDS && !claim_is_stop(doc, i);)
        if (claim_word_is(work, i, WORD_moves | WORD_leaves)) return true;
    return false;
}

/* "have taken refuge in a school in Tumaco": where people fled to. */
static bool is_refuge(const claim_work *work, const claim *of, uint32_t at) {
    enum { WORDS = 6 };
    uint32_t first = document_sentence(work->doc, at)->first;
    if (of && of->measure == MEASURE_displaced && is_flight_to(work, at)) return true;
    for (uint32_t i = at; of && of->measure == MEASURE_displaced && i-- > first && at - i <= WORDS && !claim_is_stop(work->doc, i);)
        if (claim_word_is(work, i, WORD_refuge | WORD_arrives)) return true;
    return false;
}

/* "Of the 36 wounded three have died in Juba": they were wounded elsewhere. */
static bool is_deathbed(const claim_work *work, const claim *of, uint32_t at) {
    enum { PHRASE = 4 };
    measure told;
    bool dies = false;
    for (uint32_t i = at; of && i-- > 0 && at - i <= PHRASE && !dies;) /* "breathed his last at" */
        for (const annotation *verb = document_find(work->doc, i, work->die_verb); verb; verb = document_find_next(work->doc, verb))
            dies |= verb->last == at;
    if (!dies) return false;
    uint32_t place = claim_place_of(work, at);
    if (place != NONE && claim_is_hospital(work, place)) return true;
    for (uint32_t i = document_sentence(work->doc, at)->first; i < at; i++)
        if (claim_state_at(work, i, &told) && told == MEASURE_wounded) return true;
    return false;
}

/* "the worst since December 2023, when 23 soldiers died at Daraban": of what was counted before it tells that elsewhere. */
static bool is_since_then(const claim_work *work, const claim *of, uint32_t at) {
    for (uint32_t i = 0; of && i + 1 < work->cues.count; i++) {
        const cue *since = &work->cues.at[i];
        if (!(since->roles & CUE_since) || since->first < of->last || since->last > at) continue;
        for (uint32_t k = since->last; k < at; k++)
            if (claim_word_is(work, k, WORD_when)) return true;
    }
    return false;
}

/* "taken to a transit camp at Musasa", "flown to a hospital in Goma" */
static bool is_where_brought(const claim_work *work, const claim *of, uint32_t at) {
    enum { WORDS = 6 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, at)->first;
    if (of && is_brought(of)) return false;
    for (uint32_t i = at; i-- > first + 1 && at - i <= WORDS;) {
        if (claim_is_stop(doc, i)) return false;
        if (document_word_is(doc, i, "to")) return claim_word_is(work, i - 1, WORD_moves);
    }
    return false;
}

/* "32 people are in the Gul Nawaz hospital" */
static bool is_in_hospital(const claim_work *work, uint32_t at, uint32_t last) {
    const claim_entry *house = entry_at(work, last - 1);
    bool there = claim_word_is(work, at - 1, WORD_verb | WORD_auxiliary | WORD_lasting | WORD_moves | WORD_cares);
    return there && house && str_equal(house->group, GROUP_hospital);
}

/* "died in a Srinagar hospital" */
static bool is_of_hospital(const claim_work *work, uint32_t at) {
    enum { WORDS = 2 };
    const document *doc = work->doc;
    uint32_t index = entity_mention_behind(doc, at), end = document_sentence(doc, at)->last;
    if (index < doc->mentions.count && is_in_hospital(work, at, doc->mentions.at[index].last)) return true;
    for (uint32_t i = index < doc->mentions.count ? doc->mentions.at[index].last : end, k = 0; i < end && k < WORDS; i++, k++) {
        const claim_entry *house = entry_at(work, i);
        if (house && str_equal(house->group, GROUP_hospital)) return true;
    }
    return false;
}

/* "Ukraine's railways lost three engines": whose, not where. */
static bool is_owner(const claim_work *work, const claim *of, uint32_t at) {
    uint32_t index = entity_mention_at(work->doc, at);
    if (!of || of->scope == SCOPE_total || index == NONE || !work->places[work->doc->mentions.at[index].entity].broad) return false;
    return document_is_possessive(work->doc, work->doc->mentions.at[index].last);
}

/* A place that only says whose, or where somebody is: "the claim of Baku" as well. */
static bool is_beside_it(const claim_work *work, const claim *of, uint32_t at) {
    if ((of && at > of->last && claim_is_of_later_death(work, of->last, at)) || is_of_version(work, at) || is_owner(work, of, at))
        return true;
    if (!at || work->doc->tokens.at[at - 1].sentence != work->doc->tokens.at[at].sentence) return false;
    if (document_word_is(work->doc, at, "of")) {
        const claim_entry *version = entry_at(work, at - 1);
        return (version && version->roles & CUE_version) || is_sickbed(work, at) || is_seat(work, at);
    }
    if (is_refuge(work, of, at) || is_deathbed(work, of, at) || is_since_then(work, of, at)) return true;
    if (is_where_brought(work, of, at) || claim_word_is(work, at - 1, WORD_wounds)) return true;
    bool in = document_word_is(work->doc, at, "in");
    if (!in && !document_word_is(work->doc, at, "at")) return false;
    bool on = at >= 2 && document_word_is(work->doc, at - 1, "on"); /* "operated on in Goma" */
    if (claim_word_is(work, at - 1 - on, WORD_cares) || is_of_hospital(work, at)) return true;
    return in && (is_sickbed(work, at) || is_seat(work, at));
}

/* The place of the phrase that begins at a token; of one inside another ("of Idlib" in "in the province of Idlib") that of the other. */
static uint32_t place_of_whole(const claim_work *work, uint32_t at) {
    enum { WORDS = 4 };
    const document *doc = work->doc;
    uint32_t found = claim_place_of(work, at), first = document_sentence(doc, at)->first;
    if (found == NONE || !document_word_is(doc, at, "of")) return found;
    for (uint32_t i = at; i-- > first && at - i <= WORDS;) {
        const annotation *whole = document_find(doc, i, work->locative);
        if (whole && whole->last > at) return claim_place_of(work, i);
    }
    return found;
}

uint32_t claim_place_before(const claim_work *work, const claim *of, uint32_t first, uint32_t last) {
    if (work->locative == NO_LABEL) return NONE;
    uint32_t broad = NONE;
    for (uint32_t i = last; i-- > first;) {
        uint32_t found = place_of_whole(work, i);
        if (found == NONE || (of ? is_speakers(work, of, i) : is_told_there(work, i)) || is_way(work, of, i)) continue;
        if (is_beside_it(work, of, i)) continue;
        if (claim_is_place(work, found) && !is_from_on_road(work, i)) return found;
        if (broad == NONE) broad = found;
    }
    return broad;
}

uint32_t claim_place_left(const claim_work *work, const claim *c, const sentence *s) {
    enum { WORDS = 3 };
    const document *doc = work->doc;
    uint32_t behind = claim_end(c);
    bool from = behind < s->last && document_word_is(doc, behind, "from");
    if (from && claim_place_of(work, behind) != NONE) return claim_place_of(work, behind);
    for (uint32_t i = s->first; i < s->last; i++) {
        if (!claim_word_is(work, i, WORD_leaves)) continue;
        for (uint32_t k = i + 1; k < s->last && k <= i + WORDS && !claim_is_stop(doc, k); k++) {
            uint32_t found = claim_place_at(work, k);
            if (found != NONE) return claim_place_of(work, k - 1) == NONE || document_word_is(doc, k - 1, "of") ? found : NONE;
        }
    }
    return NONE;
}

bool claim_place_fits(const claim_work *work, const claim *of, const sentence *s, uint32_t place) {
    if (work->locative == NO_LABEL || place == NONE) return place != NONE;
    bool elsewhere = false;
    for (uint32_t i = s->first; i < s->last; i++) {
        if (claim_place_of(work, i) != place) continue;
        if (!is_speakers(work, of, i) && !is_way(work, of, i) && !is_beside_it(work, of, i)) return true;
        elsewhere = true;
    }
    return !elsewhere && !work->places[place].broad; /* a country that is in no phrase of place is somebody's: "Russia's version" */
}
