/* audit_scope.c: whether two counts have the same extent. A running total and one event, a part and its whole, an addition and the count it
 * adds to are two things, unless the words or the numbers say that the same people are meant. */
#include "audit/audit_evidence.h"

#define ABOUT 1.25 /* times another number */

/* So many fall in a war only, whatever words say so. */
static bool are_of_a_war(const statement *a, const statement *b) {
    enum { MANY = 5000 };
    bool harmed = a->measure == MEASURE_killed || a->measure == MEASURE_wounded || a->measure == MEASURE_casualties;
    return harmed && audit_value(a) >= MANY && audit_value(b) >= MANY;
}

/* "Kills one" in the heading is told again as a number below it. */
static const char *compare_implied(const statement *a, const statement *b) {
    static const char person[] = "one person, not a count";
    if (a->qualifier == b->qualifier) return a->noun_key != b->noun_key ? person : NULL;
    return a->report == b->report && a->measure == b->measure && audit_same_bounds(a, b) ? NULL : person;
}

/* "Two officers were among the dead": among people told of in general they are all of their kind. */
static bool is_group_of_its_own(const statement *s) {
    return s->kind.size && !audit_has(s, TRAIT_general | TRAIT_wide);
}

/* A part that is told by kind or side ("31 of them civilians", "92 of the dead were Druze") is all of that kind. */
static bool is_same_population(const statement *a, const statement *b) {
    bool same_kind = str_equal(a->kind, b->kind);
    if (is_group_of_its_own(a) && same_kind) return true;
    if (a->report == b->report) return false;
    if (a->side.size && str_equal(a->side, b->side)) return same_kind || audit_has(a, TRAIT_general);
    if (audit_has(a, TRAIT_armed) && same_kind) return true;
    return audit_has(a, TRAIT_unsided) && same_kind && !a->side.size && !b->side.size;
}

/* One of the two is a part. */
static const char *compare_parts(const statement *a, const statement *b) {
    static const char part[] = "a part, not the whole";
    bool same_bounds = audit_same_bounds(a, b), two_reports = a->report != b->report;
    if (a->measure != MEASURE_other && is_same_population(a, b)) return NULL;
    if (same_bounds && (a->told == TOLD_rejected) != (b->told == TOLD_rejected)) return NULL; /* he names the number that he denies */
    bool same_kind = a->kind.size && str_equal(a->kind, b->kind) && !audit_has(a, TRAIT_general);
    if (same_kind && (same_bounds || (a->scope == b->scope && two_reports))) return NULL;
    if (audit_has(a, TRAIT_part) && audit_has(b, TRAIT_part)) return NULL;
    if (!same_bounds) return part;
    if (a->scope == b->scope) return NULL;
    bool people = a->unit == UNIT_people && audit_has(a, TRAIT_general | TRAIT_plain) && audit_has(b, TRAIT_general | TRAIT_plain);
    return people && a->low > AUDIT_COMMON ? NULL : part;
}

/* 41 are in hospital of whom another text says that 44 were wounded: near enough to be the same people. */
static bool is_about(const statement *a, const statement *b) {
    double x = audit_value(a), y = audit_value(b);
    return a->report != b->report && x <= y * ABOUT && y <= x * ABOUT;
}

/* "22 are being treated", where 12 were wounded by what was told before: they are all wounded. */
static bool is_more(const statement *state, const statement *event) {
    return state->scope == SCOPE_standing && state->measure == MEASURE_wounded && event->measure == MEASURE_wounded &&
           state->report != event->report && audit_value(state) > audit_value(event);
}

static bool is_total(const statement *s) {
    return s->scope == SCOPE_total || s->of_total;
}

const char *audit_compare_scopes(const statement *a, const statement *b) {
    bool implied = a->qualifier == QUALIFIER_implied || b->qualifier == QUALIFIER_implied, same_bounds = audit_same_bounds(a, b);
    const char *against = implied ? compare_implied(a, b) : NULL;
    if (against) return against;
    if (is_total(a) != is_total(b) && !are_of_a_war(a, b)) return "a running total, not one event";
    if ((a->scope == SCOPE_standing) != (b->scope == SCOPE_standing) && !is_about(a, b) && !is_more(a, b) && !is_more(b, a) && !same_bounds)
        return "a state, not what happened";
    bool added = same_bounds && a->unit == UNIT_people && a->low > AUDIT_COMMON; /* "1,200 more soldiers", "the 1,200 soldiers" */
    if ((a->scope == SCOPE_more) != (b->scope == SCOPE_more)) return added ? NULL : "an addition, not the count";
    if (a->scope == SCOPE_more && !same_bounds) return "another addition";
    return a->scope == SCOPE_part || b->scope == SCOPE_part ? compare_parts(a, b) : NULL;
}
