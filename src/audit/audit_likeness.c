/* audit_likeness.c: are two claims about the same thing? What cannot be the same (another measure, other people, another day, a part and
 * its whole) is ruled out; for the rest the evidence is added up: how alike the accounts are in which the claims stand, the place, the
 * day, what is counted, the words of the sentences, the values. docs/audit.md explains each weight.
 */
#include <math.h>
#include <stdlib.h>

#include "audit/audit_parts.h"

enum { BACKGROUND = 60 };      /* accounts of a supposed larger collection: so that in a small one rare words still weigh more */
enum { COURSE = 14 };          /* days that fighting may go on */
enum { LOOK_BACK = 30 };       /* days after which an article may still be about an event, if it is much like another about it */
enum { LONG_AFTER = 400 };     /* and if it is very much like it, at an anniversary or in a court */
enum { COMMON = 20 };          /* so small a number is told of many things */
enum { NEAR_KILOMETRES = 40 }; /* two named places so near may be told for each other */

/* What each piece of evidence counts; one makes two claims one thing. */
#define WEIGHT_PLACE 0.6
#define WEIGHT_DAY 0.4
#define WEIGHT_THING 0.25
#define WEIGHT_WORDS 0.5
#define WEIGHT_VALUE 0.3
#define WEIGHT_MAIN 0.1

/* --- how alike two accounts are: the cosine of their terms, rare ones weighing more --- */

typedef struct frequency {
    uint32_t term, count;
} frequency;

typedef struct frequencies {
    frequency *slots;
    uint32_t mask;
} frequencies;

static frequency *find(const frequencies *all, uint32_t term) {
    uint32_t at = (term * 0x9E3779B1u) & all->mask;
    while (all->slots[at].count && all->slots[at].term != term) at = (at + 1) & all->mask;
    return &all->slots[at];
}

static void count_terms(frequencies *all, const terms *t) {
    for (uint32_t i = 0; i < t->count; i++) {
        frequency *f = find(all, t->at[i]);
        f->term = t->at[i];
        f->count++;
    }
}

static float weight_of(const muster_audit *audit, const frequencies *all, uint32_t term, double share) {
    double accounts = (double)audit->narratives.count + BACKGROUND;
    return (float)(share * log(accounts / (find(all, term)->count + 1.0)));
}

static float *weigh(const muster_audit *audit, const frequencies *all, const terms *t, double share, double *norm) {
    float *weights = arena_alloc(audit->memory, sizeof(float) * (t->count + 1));
    for (uint32_t i = 0; i < t->count; i++) {
        weights[i] = weight_of(audit, all, t->at[i], share);
        *norm += (double)weights[i] * weights[i];
    }
    return weights;
}

/* The names that fewest others have, but some. */
static void find_rare(const frequencies *all, narrative *n) {
    uint32_t counts[AUDIT_RARE] = {0};
    for (uint32_t i = 0; i < n->names.count; i++) {
        uint32_t term = n->names.at[i], count = find(all, term)->count;
        for (uint32_t k = 0; k < AUDIT_RARE && count > 1; k++) {
            if (n->rare[k] && (counts[k] < count || (counts[k] == count && n->rare[k] < term))) continue;
            uint32_t old_term = n->rare[k], old_count = counts[k];
            n->rare[k] = term;
            counts[k] = count;
            term = old_term;
            count = old_term ? old_count : 0;
        }
    }
}

void audit_weigh(muster_audit *audit) {
    size_t total = 0;
    for (uint32_t i = 0; i < audit->narratives.count; i++)
        total += audit->narratives.at[i].names.count + audit->narratives.at[i].words.count;
    frequencies all = {.mask = 1023};
    while (all.mask < total * 2) all.mask = all.mask * 2 + 1;
    all.slots = calloc((size_t)all.mask + 1, sizeof *all.slots);
    if (!all.slots) arena_failf(audit->memory, MUSTER_NOMEM, "out of memory");
    arena_defer(audit->memory, free, all.slots);
    for (uint32_t i = 0; i < audit->narratives.count; i++) {
        count_terms(&all, &audit->narratives.at[i].names);
        count_terms(&all, &audit->narratives.at[i].words);
    }
    for (uint32_t i = 0; i < audit->narratives.count; i++) {
        narrative *n = &audit->narratives.at[i];
        n->norm = 0;
        n->name_weights = weigh(audit, &all, &n->names, 1, &n->norm);
        n->word_weights = weigh(audit, &all, &n->words, 0.4, &n->norm);
        n->norm = sqrt(n->norm);
        find_rare(&all, n);
    }
    audit->cache = ARENA_ARRAY(audit->memory, account_pair, LIKENESS_CACHE);
    memset(audit->cache, 0xFF, sizeof(account_pair) * LIKENESS_CACHE);
}

static double dot(const terms *a, const float *weights, const terms *b, const float *other) {
    double sum = 0;
    for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
        if (a->at[i] == b->at[j]) {
            sum += (double)weights[i] * other[j];
            i++, j++;
        } else if (a->at[i] < b->at[j]) {
            i++;
        } else {
            j++;
        }
    }
    return sum;
}

static double account_likeness(const narrative *a, const narrative *b) {
    if (a == b) return 1;
    if (a->norm <= 0 || b->norm <= 0) return 0;
    double sum = dot(&a->names, a->name_weights, &b->names, b->name_weights) + dot(&a->words, a->word_weights, &b->words, b->word_weights);
    return sum / (a->norm * b->norm);
}

/* Accounts of one event were found to have a cosine of 0.12 and more, mostly of 0.25 and more, those of others one below 0.15: what lies
 * between is evidence in part, and the more they share beyond, the surer (reprints have 0.7 and more). */
static double account_evidence(const narrative *a, const narrative *b) {
    double cosine = account_likeness(a, b);
    if (a == b) return 0.8; /* most numbers of one account are of different things */
    if (cosine <= 0.08) return 0;
    return cosine < 0.26 ? (cosine - 0.08) / 0.18 : 1 + (cosine - 0.26) * 0.6;
}

/* Claims of two accounts are compared many times. */
static double remembered_evidence(const muster_audit *audit, uint32_t a, uint32_t b) {
    if (a > b) {
        uint32_t other = a;
        a = b;
        b = other;
    }
    account_pair *known = &audit->cache[(a * 0x9E3779B1u ^ b * 0x85EBCA6Bu) >> 16];
    if (known->a != a || known->b != b) *known = (account_pair){a, b, account_evidence(&audit->narratives.at[a], &audit->narratives.at[b])};
    return known->evidence;
}

static double shared_words(const terms *a, const terms *b) {
    uint32_t shared = 0;
    for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
        if (a->at[i] == b->at[j]) {
            shared++, i++, j++;
        } else if (a->at[i] < b->at[j]) {
            i++;
        } else {
            j++;
        }
    }
    uint32_t fewest = a->count < b->count ? a->count : b->count;
    return fewest ? (double)shared / (fewest + 2) : 0;
}

/* --- what is counted --- */

static bool has(const statement *s, uint32_t traits) {
    return s->traits.bits & traits;
}

/* "Two officers were among the dead": among people told of in general they are all of their kind. */
static bool is_group_of_its_own(const statement *s) {
    return s->kind.size && !has(s, TRAIT_general | TRAIT_wide);
}

/* One of the two groups is told for the other. */
static bool are_kin(const statement *a, const statement *b) {
    return str_list_has(a->traits.like, '|', b->kind) || str_list_has(b->traits.like, '|', a->kind);
}

/* "Killed two women" was all that a first report told; a later one tells of more people. */
static bool is_outgrown(const muster_audit *audit, const statement *first, const statement *later) {
    days x = audit->reports.at[first->report].day, y = audit->reports.at[later->report].day;
    return first->main && later->main && x.from != NO_DAY && y.from > x.from && later->low > first->low;
}

/* One of them is told of people in general, or only by what happened to them. */
static const char *compare_with_people(const muster_audit *audit, const statement *wide, const statement *narrow, double *thing) {
    if (has(narrow, TRAIT_household)) return "families or houses, not people";
    if (has(narrow, TRAIT_general | TRAIT_plain)) return NULL;
    *thing = has(narrow, TRAIT_armed | TRAIT_part) || str_is(wide->kind, "any") ? -1 : 0;
    if (audit_same_bounds(wide, narrow)) return NULL;
    bool harmed = wide->measure == MEASURE_killed || wide->measure == MEASURE_wounded || wide->measure == MEASURE_casualties;
    if (has(narrow, TRAIT_part) && harmed && !is_outgrown(audit, narrow, wide)) return "a part of the people, not all";
    bool other_source = wide->source.size && narrow->source.size && !str_equal(wide->source, narrow->source);
    bool same_side = wide->side.size && str_equal(wide->side, narrow->side); /* "nine Indians" */
    bool open = same_side || (str_is(wide->kind, "toll") && (wide->narrative != narrow->narrative || other_source));
    return has(narrow, TRAIT_armed) && !open ? "men in arms, not people in general" : NULL;
}

static bool is_measured(unit u) {
    return u == UNIT_mass || u == UNIT_distance || u == UNIT_area || u == UNIT_money || u == UNIT_percent;
}

/* The same noun, the same kind, or people told of in general. */
static bool same_thing(const statement *a, const statement *b) {
    if ((a->noun_key && a->noun_key == b->noun_key) || (a->kind.size && str_equal(a->kind, b->kind))) return true;
    return has(a, TRAIT_general) && has(b, TRAIT_general);
}

/* Nouns of no kind: what is measured says more than the noun. */
static const char *compare_nouns(const statement *a, const statement *b, double *thing) {
    if (a->noun_key && a->noun_key == b->noun_key) {
        *thing = 1;
    } else if (a->noun_key && b->noun_key && (!is_measured(a->unit) || a->unit == UNIT_percent)) {
        return "other things are counted";
    } else if (!is_measured(a->unit)) {
        *thing = -1;
    }
    return NULL;
}

static const char *compare_kinds(const muster_audit *audit, const statement *a, const statement *b, double *thing) {
    static const char other[] = "other people or things are counted";
    *thing = 0;
    if (!a->kind.size && !b->kind.size) return compare_nouns(a, b, thing);
    if (str_equal(a->kind, b->kind)) {
        if (a->model && b->model && a->noun_key != b->noun_key) return other; /* F-14s and F-35s */
        *thing = a->noun_key && a->noun_key == b->noun_key ? 1 : a->unit == UNIT_equipment ? 0.3 : 0.7;
        return NULL;
    }
    if (!a->kind.size || !b->kind.size) {
        *thing = -1;
        const statement *named = a->kind.size ? b : a;
        return named->noun_key && (!audit_same_bounds(a, b) || audit_value(a) <= COMMON) ? other : NULL;
    }
    if (has(a, TRAIT_general)) return compare_with_people(audit, a, b, thing);
    if (has(b, TRAIT_general)) return compare_with_people(audit, b, a, thing);
    if (has(a, TRAIT_open) || has(b, TRAIT_open)) return has(a, TRAIT_part) || has(b, TRAIT_part) ? other : NULL;
    return are_kin(a, b) ? NULL : other;
}

static double value_likeness(const statement *a, const statement *b) {
    double x = audit_value(a), y = audit_value(b);
    if (x == y) return x > 3 ? 1 : 0.3;
    double least = x < y ? x : y, most = x < y ? y : x;
    if (least <= 0) return 0;
    if (most / least <= 1.34) return 0.4;
    if (most / least <= 12) return 0;
    return most / least <= 25 ? -1 : -3;
}

/* Neither more than half as much again as the other, or one within the other's bounds. */
static bool same_size(const statement *a, const statement *b) {
    double x = audit_value(a), y = audit_value(b);
    return (x <= y * 1.5 && y <= x * 1.5) || a->qualifier == QUALIFIER_vague || b->qualifier == QUALIFIER_vague;
}

/* Taken, arrested or gone: three words for the same people where the numbers are the same. */
static bool is_held(const statement *s) {
    return s->measure == MEASURE_captured || s->measure == MEASURE_detained || s->measure == MEASURE_missing;
}

static const char *compare_measures(const statement *a, const statement *b, double *thing) {
    if (a->unit != b->unit && !(has(a, TRAIT_household) && has(b, TRAIT_household))) {
        bool untold = (a->unit == UNIT_other && !a->noun_key) || (b->unit == UNIT_other && !b->noun_key);
        if (!(untold && audit_same_bounds(a, b)) && (!a->noun_key || a->noun_key != b->noun_key)) return "another unit";
        *thing -= 1;
    }
    if (a->unit == UNIT_distance && a->noun_key != b->noun_key && !audit_same_bounds(a, b)) return "another distance";
    if (a->unit == UNIT_distance && !a->noun_key && !audit_same_bounds(a, b)) return "another distance";
    if (a->measure == b->measure) {
        if (a->measure == MEASURE_other && !is_measured(a->unit) && !same_thing(a, b) && !audit_same_bounds(a, b))
            return "it is not told what happened to them";
        if (a->measure == MEASURE_other && a->unit == UNIT_people && value_likeness(a, b) <= 0 && !same_size(a, b))
            return "it is not told what happened to them";
        return NULL;
    }
    if (a->measure == MEASURE_other || b->measure == MEASURE_other) {
        *thing -= 1;
        if (has(a, TRAIT_fired) && str_equal(a->kind, b->kind) && (a->measure == MEASURE_launched || b->measure == MEASURE_launched))
            return NULL;
        if (same_thing(a, b) && same_size(a, b) && (audit_contains(a, b) || audit_contains(b, a))) return NULL;
        return "another measure";
    }
    if (a->measure == MEASURE_deployed || b->measure == MEASURE_deployed) { /* what is said of men in arms if nothing else is */
        *thing -= 1;
        if (audit_same_bounds(a, b)) return NULL;
    }
    return is_held(a) && is_held(b) && audit_same_bounds(a, b) ? NULL : "another measure";
}

/* A part that is told by kind or side ("31 of them civilians", "92 of the dead were Druze") is all of that kind. */
static bool is_same_population(const statement *a, const statement *b) {
    if (is_group_of_its_own(a) && str_equal(a->kind, b->kind)) return true;
    if (a->report == b->report) return false;
    if (a->side.size && str_equal(a->side, b->side)) return str_equal(a->kind, b->kind) || has(a, TRAIT_general);
    if (has(a, TRAIT_armed) && str_equal(a->kind, b->kind)) return true;
    return has(a, TRAIT_unsided) && str_equal(a->kind, b->kind) && !a->side.size && !b->side.size;
}

/* So many fall in a war only, whatever words say so. */
static bool are_of_a_war(const statement *a, const statement *b) {
    enum { MANY = 5000 };
    bool harmed = a->measure == MEASURE_killed || a->measure == MEASURE_wounded || a->measure == MEASURE_casualties;
    return harmed && audit_value(a) >= MANY && audit_value(b) >= MANY;
}

static const char *compare_scopes(const statement *a, const statement *b) {
    if (a->qualifier == QUALIFIER_implied || b->qualifier == QUALIFIER_implied) {
        bool two = a->qualifier == b->qualifier && a->noun_key != b->noun_key;
        bool told_again =
            a->report == b->report && a->measure == b->measure && audit_same_bounds(a, b) && !two; /* "kills one" in the heading */
        if (!told_again && (a->qualifier != b->qualifier || a->noun_key != b->noun_key)) return "one person, not a count";
    }
    bool total = a->scope == SCOPE_total || a->of_total, other = b->scope == SCOPE_total || b->of_total;
    if (total != other && !are_of_a_war(a, b)) return "a running total, not one event";
    if ((a->scope == SCOPE_standing) != (b->scope == SCOPE_standing) && !audit_same_bounds(a, b)) return "a state, not what happened";
    if ((a->scope == SCOPE_more) != (b->scope == SCOPE_more)) return "an addition, not the count";
    if (a->scope == SCOPE_more && !audit_same_bounds(a, b)) return "another addition";
    bool parted = a->scope == SCOPE_part || b->scope == SCOPE_part;
    if (parted && a->measure != MEASURE_other && is_same_population(a, b)) return NULL;
    bool same_kind = a->kind.size && str_equal(a->kind, b->kind) && !has(a, TRAIT_general);
    if (parted && same_kind && (audit_same_bounds(a, b) || (a->scope == b->scope && a->report != b->report))) return NULL;
    if (parted && !(has(a, TRAIT_part) && has(b, TRAIT_part)) && !audit_same_bounds(a, b)) return "a part, not the whole";
    bool general = a->unit == UNIT_people && has(a, TRAIT_general | TRAIT_plain) && has(b, TRAIT_general | TRAIT_plain);
    if (a->scope != b->scope && parted && general && a->report != b->report && audit_same_bounds(a, b) && a->low > COMMON) return NULL;
    if (a->scope != b->scope && parted && !(has(a, TRAIT_part) && has(b, TRAIT_part))) return "a part, not the whole";
    return NULL;
}

/* --- where --- */

static double kilometres(const statement *a, const statement *b) {
    double rad = 3.14159265358979 / 180, north = (a->latitude - b->latitude) * rad, east = (a->longitude - b->longitude) * rad;
    double east_here = east * cos((a->latitude + b->latitude) / 2 * rad);
    return 6371 * sqrt(north * north + east_here * east_here);
}

static bool has_term(const terms *in, uint32_t term) {
    uint32_t low = 0, high = in->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (in->at[middle] < term)
            low = middle + 1;
        else
            high = middle;
    }
    return low < in->count && in->at[low] == term;
}

/* "Krasny" for "Krasny Log" */
static bool lies_in(const terms *few, const terms *all) {
    for (uint32_t i = 0; i < few->count; i++)
        if (!has_term(all, few->at[i])) return false;
    return few->count > 0;
}

/* Whether the account of the other names the place, too. */
static bool named_in(const muster_audit *audit, const statement *s, const statement *other) {
    const terms *names = &audit->narratives.at[other->narrative].names;
    for (uint32_t i = 0; i < s->place_words.count; i++)
        if (!has_term(names, s->place_words.at[i])) return false;
    return s->place_words.count > 0;
}

/* The country of a place that no list knows is that of which most of the text speaks: a guess. */
static bool is_abroad(const statement *a, const statement *b) {
    bool known = (a->has_position || a->broad) && (b->has_position || b->broad);
    return known && a->country.size && b->country.size && !str_equal(a->country, b->country);
}

/* 1: the same place; 0: one may lie in the other, or the account of one names that of the other; below: two places. */
static double compare_places(const muster_audit *audit, const statement *a, const statement *b) {
    bool abroad = is_abroad(a, b);
    if (!a->place_key || !b->place_key) return 0;
    if (a->place_key == b->place_key && abroad && remembered_evidence(audit, a->narrative, b->narrative) >= 0.6)
        return 0; /* which of them? */
    if (a->place_key == b->place_key) return abroad ? -1.5 : a->broad ? 0.5 : 1;
    if (str_equal(a->region, b->place) || str_equal(b->region, a->place)) return 0.3;
    if (a->broad || b->broad) return abroad ? -1 : 0;
    if (lies_in(&a->place_words, &b->place_words) || lies_in(&b->place_words, &a->place_words)) return abroad ? 0 : 0.7;
    if (named_in(audit, a, b) || named_in(audit, b, a)) return 0;
    if (a->has_position && b->has_position) {
        double apart = kilometres(a, b);
        if (apart <= NEAR_KILOMETRES) return 0;
        if (apart > 10 * NEAR_KILOMETRES) return -1.5;
    }
    return abroad ? -1.5 : -1;
}

/* --- when --- */

static int gap(days a, days b) {
    if (a.from > b.to) return a.from - b.to;
    return b.from > a.to ? b.from - a.to : 0;
}

/* What an account without a date tells of happened in the days before it was written. */
static days event_days(const muster_audit *audit, const statement *s) {
    days d = s->day;
    if (s->dated == DATED_document && d.from != NO_DAY) d.from -= audit->options.window;
    return d;
}

static bool is_day(const statement *s) {
    return s->dated != DATED_document && s->day.from == s->day.to;
}

/* A day, a month, a year in its own sentence. */
static bool is_told_with(const statement *s) {
    return s->dated == DATED_sentence && s->day.from != NO_DAY;
}

/* From when on a total counts; a month or a year told with it is that. */
static days beginning(const statement *s) {
    bool period = s->scope == SCOPE_total && s->dated == DATED_sentence && s->day.from != s->day.to;
    return s->since.from == NO_DAY && period ? s->day : s->since;
}

/* Of what goes on for days, other days are told as it goes on: fighting, a flood. */
static bool is_in_course_of(const muster_audit *audit, const statement *a, const statement *b, int apart) {
    bool lasting = audit->narratives.at[a->narrative].lasting || audit->narratives.at[b->narrative].lasting;
    bool sure = a->dated == DATED_sentence && b->dated == DATED_sentence;
    return lasting && !sure && apart <= COURSE && remembered_evidence(audit, a->narrative, b->narrative) >= 0.75;
}

static const char *compare_days(const muster_audit *audit, const statement *a, const statement *b, double *day) {
    *day = 0;
    days x = audit->reports.at[a->report].day, y = audit->reports.at[b->report].day;
    if (a->scope == SCOPE_total || a->scope == SCOPE_standing || b->scope == SCOPE_standing) {
        if (x.from != NO_DAY && y.from != NO_DAY && gap(x, y) > audit->options.total_gap) return "too long after each other";
        days from = beginning(a), other = beginning(b);
        if (from.from != NO_DAY && other.from != NO_DAY) {
            if (gap(from, other) > 31) return "counted from another day on";
            *day = 1;
        }
        return NULL;
    }
    x = event_days(audit, a);
    y = event_days(audit, b);
    if (x.from == NO_DAY || y.from == NO_DAY) {
        *day = -0.5; /* it may be any day */
        return NULL;
    }
    int apart = gap(x, y);
    if (is_day(a) && is_day(b)) {
        bool arms = a->unit == UNIT_equipment && a->dated == DATED_sentence && b->dated == DATED_sentence; /* every night */
        if (apart > (arms ? 1 : 2) && !is_in_course_of(audit, a, b, apart)) return "another day";
        *day = apart == 0 ? 1 : apart == 1 ? 0.5 : -0.5;
        return NULL;
    }
    if (apart <= 1) return NULL;
    if (is_told_with(a) && is_told_with(b)) return "another time";
    *day = -0.5; /* a look back, weeks later, that does not say when it was */
    double alike = remembered_evidence(audit, a->narrative, b->narrative);
    bool there = a->place_key && a->place_key == b->place_key && !a->broad;
    bool near = apart <= COURSE && a->dated != DATED_sentence && b->dated != DATED_sentence;
    return apart > (alike >= 0.75 ? LONG_AFTER : LOOK_BACK) || alike < (there || near ? 0.25 : 0.5) ? "another time" : NULL;
}

/* --- together --- */

static const char *compare_sides(const statement *a, const statement *b, double *thing) {
    if (a->measure == MEASURE_deployed && b->measure == MEASURE_deployed && !a->side.size != !b->side.size && !audit_same_bounds(a, b))
        *thing -= 1; /* whose troops? */
    if (!a->side.size || !b->side.size || str_equal(a->side, b->side)) return NULL;
    if (a->unit == UNIT_equipment && str_equal(a->kind, b->kind)) return "arms of another side";
    return a->unit == UNIT_people && has(a, TRAIT_armed) == has(b, TRAIT_armed) ? "men of another side" : NULL;
}

bool audit_same_source(const muster_audit *audit, const statement *a, const statement *b) {
    if (!a->source.size || !b->source.size) return !a->source.size && !b->source.size;
    if (str_equal(a->source, b->source)) return true;
    return audit_shares_word(audit, a->source, b->source) || audit_shares_word(audit, a->role, b->source) ||
           audit_shares_word(audit, a->source, b->role);
}

/* In one document one source does not give two numbers for one thing, unless it says that the other is not, or no longer, right. */
static const char *compare_within(const muster_audit *audit, const statement *a, const statement *b, double *thing) {
    bool told_again = a->has_low && b->has_low && a->low == b->low; /* "at least 11", "11" in the heading */
    if (a->report != b->report || told_again || audit_same_bounds(a, b) || a->told == TOLD_earlier || b->told == TOLD_earlier) return NULL;
    if (!a->figure || !b->figure) {
        if (a->sentence == b->sentence) *thing += 3; /* it was read off the other */
        return NULL;
    }
    if ((a->told == TOLD_rejected) != (b->told == TOLD_rejected)) return NULL;
    bool open = audit_contains(a, b) || audit_contains(b, a), sure = a->source.size && b->source.size;
    if (a->sentence == b->sentence && audit_same_source(audit, a, b)) return "two numbers of one sentence";
    if (is_measured(a->unit) && !a->noun_key && !open) return "another amount";
    const narrative *x = &audit->narratives.at[a->narrative], *y = &audit->narratives.at[b->narrative];
    if (x != y && x->minute != y->minute) return NULL;
    if (!sure && open) return NULL;
    if (!sure) {                                            /* "the toll was nine … by evening it was 14": seldom one thing */
        *thing -= a->source.size || b->source.size ? 3 : 6; /* least of all where the writer tells both himself */
        return NULL;
    }
    return audit_same_source(audit, a, b) ? "the same source tells both" : NULL;
}

likeness audit_compare(const muster_audit *audit, const statement *a, const statement *b) {
    likeness l = {0};
    l.against = compare_kinds(audit, a, b, &l.thing);
    if (!l.against) l.against = compare_measures(a, b, &l.thing);
    if (!l.against) l.against = compare_scopes(a, b);
    if (!l.against) l.against = compare_sides(a, b, &l.thing);
    if (!l.against) l.against = compare_days(audit, a, b, &l.day);
    if (!l.against) {
        l.against = compare_within(audit, a, b, &l.thing);
        l.certain = l.against != NULL;
    }
    if (l.against) return l;
    l.place = compare_places(audit, a, b);
    l.account = remembered_evidence(audit, a->narrative, b->narrative);
    l.words = WEIGHT_WORDS * shared_words(&a->words, &b->words);
    l.value = WEIGHT_VALUE * value_likeness(a, b);
    l.place *= WEIGHT_PLACE;
    l.day *= WEIGHT_DAY;
    l.thing *= WEIGHT_THING;
    l.main = a->main && b->main ? WEIGHT_MAIN : a->main || b->main ? -WEIGHT_MAIN : 0;
    l.score = l.main + l.account + l.place + l.day + l.thing + l.words + l.value;
    return l;
}
