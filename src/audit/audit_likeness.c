/* audit_likeness.c: are two claims about the same thing? What cannot be the same (another measure, other people, another day, a part and
 * its whole) is ruled out; for the rest the evidence is added up: how alike the accounts are in which the claims stand, the place, the
 * day, what is counted, the words of the sentences, the values. docs/audit.md explains each weight.
 */
#include <math.h>
#include <stdlib.h>

#include "audit/audit_parts.h"

enum { BACKGROUND = 60 };      /* accounts of a supposed larger collection: so that in a small one rare words still weigh more */
enum { NEAR_KILOMETRES = 40 }; /* two named places so near may be told for each other */

/* Hundredths of the evidence that makes one thing. */
#define WEIGHT_ACCOUNT 2.2
#define WEIGHT_PLACE 0.6
#define WEIGHT_DAY 0.4
#define WEIGHT_THING 0.2
#define WEIGHT_WORDS 0.5
#define WEIGHT_VALUE 0.3

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

void audit_weigh(muster_audit *audit) {
    size_t total = 0;
    for (uint32_t i = 0; i < audit->narratives.count; i++)
        total += audit->narratives.at[i].names.count + audit->narratives.at[i].words.count;
    frequencies all = {.mask = 1023};
    while (all.mask < total * 2) all.mask = all.mask * 2 + 1;
    all.slots = calloc((size_t)all.mask + 1, sizeof *all.slots);
    if (!all.slots) arena_failf(audit->memory, MUSTER_NOMEM, "out of memory");
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
    }
    free(all.slots);
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

/* Whether one kind of people or things lies in the other; 1: the same, 0.5: one in the other, 0: neither. Kinds are few and told by name:
 * the lists say which lie in which, by the claims' own `kind` only; `any` holds all people. */
static bool is_any(const statement *s) {
    return str_is(s->kind, "any");
}

static bool one_of(const statement *s, const char *first, const char *second) {
    return str_is(s->kind, first) || str_is(s->kind, second);
}

/* Parts of a population of their own: children, women, medics. They are not the whole unless the numbers say so. */
static bool is_special(const statement *s) {
    return s->kind.size && !is_any(s) && !one_of(s, "civilian", "force") && !one_of(s, "man", "officer");
}

static bool same_bounds(const statement *a, const statement *b) {
    return a->has_low == b->has_low && a->has_high == b->has_high && (!a->has_low || a->low == b->low) &&
           (!a->has_high || a->high == b->high);
}

static const char *compare_kinds(const statement *a, const statement *b, double *thing) {
    *thing = 0;
    if (a->noun_key && a->noun_key == b->noun_key) *thing = 1;
    if (str_equal(a->kind, b->kind)) {
        if (a->kind.size && !is_any(a) && *thing < 0.8) *thing = 0.8;
        if (!a->kind.size && a->noun_key && b->noun_key && a->noun_key != b->noun_key) return "other things are counted";
        return NULL;
    }
    if (!a->kind.size || !b->kind.size) {
        *thing = -0.5;
        return a->noun_key && b->noun_key ? "other things are counted" : NULL;
    }
    const statement *wide = is_any(a) || str_is(a->kind, "man") ? a : b, *narrow = wide == a ? b : a;
    if (is_any(wide) && str_is(narrow->kind, "family")) return "families, not people";
    if (is_any(wide) || str_is(wide->kind, "man")) {
        if (str_is(narrow->kind, "civilian") || one_of(narrow, "man", "officer")) return NULL;
        if (!same_bounds(a, b)) return is_special(narrow) ? "a part of the people, not all" : "fighters, not people in general";
        *thing = -0.5;
        return NULL;
    }
    if ((one_of(a, "police", "officer") && one_of(b, "police", "officer")) ||
        (one_of(a, "force", "officer") && one_of(b, "force", "officer")))
        return NULL;
    if ((one_of(a, "tank", "armour") && one_of(b, "tank", "armour")) || (one_of(a, "armour", "vehicle") && one_of(b, "armour", "vehicle")))
        return NULL;
    if (one_of(a, "missile", "ballistic") && one_of(b, "missile", "ballistic")) return NULL;
    if (one_of(a, "missile", "rocket") && one_of(b, "missile", "rocket")) return NULL;
    return "other people or things are counted";
}

static const char *compare_measures(const statement *a, const statement *b, double *thing) {
    if (a->unit != b->unit) return "another unit";
    if (a->measure == b->measure) return NULL;
    if (a->measure == MEASURE_other || b->measure == MEASURE_other) {
        *thing -= 1;
        return NULL;
    }
    bool held = (a->measure == MEASURE_captured || a->measure == MEASURE_detained) &&
                (b->measure == MEASURE_captured || b->measure == MEASURE_detained);
    return held ? NULL : "another measure";
}

static const char *compare_scopes(const statement *a, const statement *b) {
    if (a->qualifier == QUALIFIER_implied || b->qualifier == QUALIFIER_implied) {
        if (a->qualifier != b->qualifier || a->noun_key != b->noun_key) return "one person, not a count";
    }
    if ((a->scope == SCOPE_total) != (b->scope == SCOPE_total)) return "a running total, not one event";
    if ((a->scope == SCOPE_more) != (b->scope == SCOPE_more)) return "an addition, not the count";
    if (a->scope == SCOPE_more && !same_bounds(a, b)) return "another addition";
    bool parted = a->scope == SCOPE_part || b->scope == SCOPE_part;
    if (parted && !(is_special(a) && is_special(b)) && !same_bounds(a, b)) return "a part, not the whole";
    if (a->scope != b->scope && parted && !(is_special(a) && is_special(b))) return "a part, not the whole";
    return NULL;
}

/* --- where --- */

static double kilometres(const statement *a, const statement *b) {
    double rad = 3.14159265358979 / 180, north = (a->latitude - b->latitude) * rad, east = (a->longitude - b->longitude) * rad;
    double east_here = east * cos((a->latitude + b->latitude) / 2 * rad);
    return 6371 * sqrt(north * north + east_here * east_here);
}

/* 1: the same place, 0: one may lie in the other, -1: two places. */
static const char *compare_places(const statement *a, const statement *b, double *place) {
    *place = 0;
    if (a->country.size && b->country.size && !str_equal(a->country, b->country)) return "another country";
    if (!a->place_key || !b->place_key) return NULL;
    if (a->place_key == b->place_key) {
        *place = a->broad ? 0.5 : 1;
        return NULL;
    }
    if (str_equal(a->region, b->place) || str_equal(b->region, a->place)) {
        *place = 0.3;
        return NULL;
    }
    if (a->broad || b->broad) return NULL;
    *place = -1;
    if (a->has_position && b->has_position) {
        double apart = kilometres(a, b);
        if (apart <= NEAR_KILOMETRES) *place = 0;
        if (apart > 10 * NEAR_KILOMETRES) *place = -1.5;
    }
    return NULL;
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

static const char *compare_days(const muster_audit *audit, const statement *a, const statement *b, double *day) {
    *day = 0;
    days x = audit->reports.at[a->report].day, y = audit->reports.at[b->report].day;
    if (a->scope == SCOPE_total || a->scope == SCOPE_standing || b->scope == SCOPE_standing) {
        if (x.from != NO_DAY && y.from != NO_DAY && gap(x, y) > audit->options.total_gap) return "too long after each other";
        if (a->since.from != NO_DAY && b->since.from != NO_DAY) {
            if (gap(a->since, b->since) > 31) return "counted from another day on";
            *day = 1;
        }
        return NULL;
    }
    x = event_days(audit, a);
    y = event_days(audit, b);
    if (x.from == NO_DAY || y.from == NO_DAY) return NULL;
    int apart = gap(x, y);
    if (is_day(a) && is_day(b)) {
        bool sure = a->dated == DATED_sentence && b->dated == DATED_sentence;
        if (apart > (sure ? 2 : 3)) return "another day";
        *day = apart <= 1 ? 1 : apart == 2 ? -0.5 : -1;
        return NULL;
    }
    return apart > 1 ? "another time" : NULL;
}

/* --- together --- */

static const char *compare_sides(const statement *a, const statement *b) {
    if (!a->side.size || !b->side.size || str_equal(a->side, b->side)) return NULL;
    if (!str_equal(a->kind, b->kind) || !str_is(a->kind, "force")) return NULL;
    return "men of another side";
}

static double value_likeness(const statement *a, const statement *b) {
    double x = a->has_low ? a->low : a->high, y = b->has_low ? b->low : b->high;
    if (x == y) return x > 3 ? 1 : 0.3;
    double least = x < y ? x : y, most = x < y ? y : x;
    return least > 0 && most / least > 12 ? -1 : 0;
}

bool audit_same_source(const muster_audit *audit, const statement *a, const statement *b) {
    (void)audit;
    if (!a->source.size || !b->source.size) return !a->source.size && !b->source.size;
    if (str_equal(a->source, b->source)) return true;
    return audit_shares_word(a->source, b->source) || audit_shares_word(a->role, b->source) || audit_shares_word(a->source, b->role);
}

/* In one document one source does not give two numbers for one thing, unless it says that the other is not, or no longer, right. */
static const char *compare_within(const muster_audit *audit, const statement *a, const statement *b) {
    if (a->report != b->report || same_bounds(a, b) || a->told != TOLD_asserted || b->told != TOLD_asserted) return NULL;
    const narrative *x = &audit->narratives.at[a->narrative], *y = &audit->narratives.at[b->narrative];
    if (x != y && x->minute != y->minute) return NULL;
    return audit_same_source(audit, a, b) ? "the same source tells both" : NULL;
}

likeness audit_compare(const muster_audit *audit, const statement *a, const statement *b) {
    likeness l = {0};
    l.against = compare_kinds(a, b, &l.thing);
    if (!l.against) l.against = compare_measures(a, b, &l.thing);
    if (!l.against) l.against = compare_scopes(a, b);
    if (!l.against) l.against = compare_sides(a, b);
    if (!l.against) l.against = compare_places(a, b, &l.place);
    if (!l.against) l.against = compare_days(audit, a, b, &l.day);
    if (!l.against) l.against = compare_within(audit, a, b);
    if (l.against) return l;
    l.account = account_likeness(&audit->narratives.at[a->narrative], &audit->narratives.at[b->narrative]);
    l.words = shared_words(&a->words, &b->words);
    l.value = value_likeness(a, b);
    l.score = WEIGHT_ACCOUNT * l.account + WEIGHT_PLACE * l.place + WEIGHT_DAY * l.day + WEIGHT_THING * l.thing + WEIGHT_WORDS * l.words +
              WEIGHT_VALUE * l.value;
    return l;
}
