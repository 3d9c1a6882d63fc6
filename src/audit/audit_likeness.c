/* audit_likeness.c: are two claims about the same thing? What cannot be the same (another measure, other people, another day, a part and
 * its whole) is ruled out; for the rest the evidence is added up: how alike the accounts are in which the claims stand, the place, the
 * day, what is counted, the words of the sentences, the values. docs/audit.md explains each weight.
 */
#include "audit/audit_evidence.h"

/* What each piece of evidence counts; options.same of it makes two claims one thing. They were fitted to stories of which the truth is
 * known (tests/stories): the logarithms of the odds that two claims are one thing, by 1.6. */
#define WEIGHT_PLACE 0.38
#define WEIGHT_DAY 0.34
#define WEIGHT_THING 0.19
#define WEIGHT_WORDS 0.7
#define ONE_REPORT (-0.6) /* most numbers of one text are of different things */
#define ONE_GENERAL (-0.48)
#define ELSEWHERE (-1.0)   /* two places, or countries, and accounts that are not very alike: what else they share is chance */
#define WEEKS_AFTER (-1.0) /* and accounts that are not very alike, and tell no same day */
#define VERY_ALIKE 0.6
#define A_MONTH_AFTER (-0.3)
#define FOLLOWS 0.3
#define FOLLOWS_CLOSELY 1.0
#define BOTH_MAIN 0.76
#define ONE_MAIN 0.19
#define BOTH_ARMED 0.2 /* men in arms of one kind: the sides count each other's */
#define BOTH_NAMED 0.1 /* of two texts, each with a source: who tells numbers tells those of the event */

#define TWO_PLACES (-1.0) /* as evidence on the place */

/* What it counts, as evidence on the thing, that two numbers stand in one document: for them where one was read off the other's sentence;
 * against them where one source at most is named ("the toll was nine ... by evening it was 14"), and most where the writer tells both. */
#define READ_OFF 3
#define ONE_SOURCE 3
#define NO_SOURCE 6

enum { WEEKS = 14, A_MONTH = 30 };

/* By how much less alike than two claims that are joined a pair of one group may be. */
#define PAIR_SLACK 0.5

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

/* In one document one source does not give two numbers for one thing, unless it says that the other is not, or no longer, right. */
static const char *compare_within(const muster_audit *audit, const statement *a, const statement *b, double *thing) {
    bool told_again = a->has_low && b->has_low && a->low == b->low; /* "at least 11", "11" in the heading */
    if (a->report != b->report || told_again || audit_same_bounds(a, b) || a->told == TOLD_earlier || b->told == TOLD_earlier) return NULL;
    if (!a->figure || !b->figure) {
        if (a->sentence == b->sentence) *thing += READ_OFF;
        return NULL;
    }
    if ((a->told == TOLD_rejected) != (b->told == TOLD_rejected)) return NULL;
    if (a->sentence == b->sentence && audit_same_source(audit, a, b)) return "two numbers of one sentence";
    bool open = audit_contains(a, b) || audit_contains(b, a);
    bool vague = open && (a->qualifier == QUALIFIER_vague || b->qualifier == QUALIFIER_vague);
    if (audit_is_amount(a->unit) && !a->noun_key && !open) return "another amount";
    const narrative *x = &audit->narratives.at[a->narrative], *y = &audit->narratives.at[b->narrative];
    if (x != y && x->minute != y->minute) return NULL;
    if (a->source.size && b->source.size) return !vague && audit_same_source(audit, a, b) ? "the same source tells both" : NULL;
    if (!open) *thing -= a->source.size || b->source.size ? ONE_SOURCE : NO_SOURCE;
    return NULL;
}

/* The first thing that rules it out, cheapest first, or NULL. */
static const char *rule_out(const muster_audit *audit, const statement *a, const statement *b, likeness *l) {
    const char *against = audit_compare_kinds(audit, a, b, &l->thing);
    if (!against) against = audit_compare_measures(a, b, &l->thing);
    if (!against) against = audit_compare_scopes(a, b);
    if (!against) against = audit_compare_sides(a, b, &l->thing);
    if (!against) against = audit_compare_days(audit, a, b, &l->day);
    return against ? against : compare_within(audit, a, b, &l->thing);
}

/* One is told of people in general, the other of people of some kind. */
static bool is_one_general(const statement *a, const statement *b) {
    return a->unit == UNIT_people && audit_has(a, TRAIT_general) != audit_has(b, TRAIT_general);
}

/* One of the two does not say what it counts, and the other was told last before it. */
static bool is_followed(const muster_audit *audit, const statement *a, const statement *b) {
    const statement *claims = audit->claims.at;
    return (b->follows != NONE && a == &claims[b->follows]) || (a->follows != NONE && b == &claims[a->follows]);
}

/* What rules it out is seldom misread: one tells of people in general, the other of men in arms; or each says what it counts, and something
 * else happened to them. */
static bool is_firm(const statement *a, const statement *b) {
    if (is_one_general(a, b) && audit_has(a, TRAIT_armed) != audit_has(b, TRAIT_armed)) return true;
    return a->measure != b->measure && a->counted.size && b->counted.size;
}

/* All but the accounts, which cost most. */
static likeness compare_claims(const muster_audit *audit, const statement *a, const statement *b) {
    likeness l = {0};
    l.against = rule_out(audit, a, b, &l);
    l.firmly = l.against && (is_firm(a, b) || audit_are_a_week_apart(a, b));
    if (l.against) return l;
    l.place = audit_compare_places(audit, a, b);
    if (l.place <= TWO_PLACES && audit_are_of_two_days(a, b)) l.against = "another place, on another day";
    if (l.against) return l;
    l.place *= WEIGHT_PLACE;
    l.words = WEIGHT_WORDS * shared_words(&a->words, &b->words);
    l.value = audit_compare_values(audit, a, b);
    l.day = WEIGHT_DAY * l.day + (audit_days_between_reports(audit, a, b) > A_MONTH ? A_MONTH_AFTER : 0);
    l.thing = WEIGHT_THING * l.thing + (is_one_general(a, b) ? ONE_GENERAL : 0);
    if (audit_has(a, TRAIT_armed) && str_equal(a->kind, b->kind)) l.thing += BOTH_ARMED;
    if (a->report != b->report && a->source.size && b->source.size) l.thing += BOTH_NAMED;
    if (is_followed(audit, a, b)) l.thing += a->sentence == b->sentence ? FOLLOWS_CLOSELY : FOLLOWS;
    l.main = a->main && b->main ? BOTH_MAIN : a->main || b->main ? ONE_MAIN : 0;
    return l;
}

static void compare_accounts(const muster_audit *audit, const statement *a, const statement *b, likeness *l) {
    double alike = audit_account_evidence(audit, a->narrative, b->narrative);
    l->account = alike + (a->report == b->report ? ONE_REPORT : 0);
    if (alike < VERY_ALIKE && audit_may_be_elsewhere(a, b, l->place)) l->account += ELSEWHERE;
    if (alike < VERY_ALIKE && l->day <= 0 && audit_days_between_reports(audit, a, b) > WEEKS) l->account += WEEKS_AFTER;
    l->score = l->main + l->account + l->place + l->day + l->thing + l->words + l->value;
}

likeness audit_compare(const muster_audit *audit, const statement *a, const statement *b) {
    likeness l = compare_claims(audit, a, b);
    if (!l.against) compare_accounts(audit, a, b, &l);
    return l;
}

bool audit_likely(const muster_audit *audit, const statement *a, const statement *b, double *score) {
    likeness l = compare_claims(audit, a, b);
    double rest = l.main + l.place + l.day + l.thing + l.words + l.value;
    if (l.against || rest + AUDIT_MOST_OF_ACCOUNTS < audit->options.same) return false;
    compare_accounts(audit, a, b, &l);
    *score = l.score;
    return l.score >= audit->options.same;
}

bool audit_alike(const muster_audit *audit, const statement *a, const statement *b) {
    likeness l = audit_compare(audit, a, b);
    return !l.against && l.score >= audit->options.same - PAIR_SLACK;
}
