/* audit_counted.c: whether two claims count the same: kinds of people and things by the traits of their groups (group_traits.list),
 * measures and units, and sides. */
#include "audit/audit_evidence.h"

/* What two measures count that are not the same, but may be said of the same people or things. */
#define OPEN (-2.0) /* "14 men": who they are is not told */
#define NONE_HARMED (-0.5)
#define HELD_SAME (-0.1)
#define HELD (-2.0)
#define FIGHTERS (-3.0)
#define SENT (-4.5)
#define UNTOLD (-5.0)
#define BURNT (-6.5)
#define RARE_NUMBER (-5.0)
#define MISREAD_UNIT (-3.0)

bool audit_is_amount(unit u) {
    return u == UNIT_mass || u == UNIT_distance || u == UNIT_area || u == UNIT_money || u == UNIT_percent;
}

static bool same_noun(const statement *a, const statement *b) {
    return a->noun_key && a->noun_key == b->noun_key;
}

static bool both_told(str a, str b) {
    return a.size && b.size;
}

/* Neither more than half as much again as the other, or no count at all ("dozens"). */
static bool same_size(const statement *a, const statement *b) {
    double x = audit_value(a), y = audit_value(b);
    return (x <= y * 1.5 && y <= x * 1.5) || a->qualifier == QUALIFIER_vague || b->qualifier == QUALIFIER_vague;
}

/* --- kinds --- */

/* "The ministry says that 12 of its men fell": they are no militants. */
static bool is_of_the_state(const statement *own, const statement *other) {
    return own->of_state && str_equal(own->kind, GROUP_force) && audit_has(other, TRAIT_rebel);
}

/* One of the two groups is told for the other. */
static bool are_kin(const statement *a, const statement *b) {
    if (is_of_the_state(a, b) || is_of_the_state(b, a)) return false;
    return str_list_has(a->traits.like, '|', b->kind) || str_list_has(b->traits.like, '|', a->kind);
}

/* "Killed two women" was all that a first report told; a later one tells of more people. */
static bool is_outgrown(const muster_audit *audit, const statement *first, const statement *later) {
    days x = audit->reports.at[first->report].day, y = audit->reports.at[later->report].day;
    return first->main && later->main && x.from != NO_DAY && y.from > x.from && later->low > first->low;
}

/* `wide` is told of people in general, or only by what happened to them. */
static const char *compare_with_people(const muster_audit *audit, const statement *wide, const statement *narrow, double *thing) {
    if (audit_has(narrow, TRAIT_household)) return "families or houses, not people";
    if (audit_has(narrow, TRAIT_general | TRAIT_plain)) return NULL;
    *thing = audit_has(narrow, TRAIT_armed | TRAIT_part) || str_equal(wide->kind, GROUP_any) ? -1 : 0;
    if (audit_same_bounds(wide, narrow)) return NULL;
    bool harmed = wide->measure == MEASURE_killed || wide->measure == MEASURE_wounded || wide->measure == MEASURE_casualties;
    bool whole = narrow->main && str_equal(wide->kind, GROUP_toll); /* the policemen with whom an account begins are its dead */
    if (audit_has(narrow, TRAIT_part) && harmed && !whole && !is_outgrown(audit, narrow, wide)) return "a part of the people, not all";
    bool other_source = both_told(wide->source, narrow->source) && !str_equal(wide->source, narrow->source);
    bool same_side = wide->side.size && str_equal(wide->side, narrow->side); /* "nine Indians" */
    bool open = same_side || whole || (str_equal(wide->kind, GROUP_toll) && (wide->narrative != narrow->narrative || other_source));
    return audit_has(narrow, TRAIT_armed) && !open ? "men in arms, not people in general" : NULL;
}

/* Nouns of no kind: of amounts, the unit says more than the noun. */
static const char *compare_nouns(const statement *a, const statement *b, double *thing) {
    if (same_noun(a, b)) {
        *thing = 1;
    } else if (a->noun_key && b->noun_key && (!audit_is_amount(a->unit) || a->unit == UNIT_percent)) {
        return "other things are counted";
    } else if (!audit_is_amount(a->unit)) {
        *thing = -1;
    }
    return NULL;
}

const char *audit_compare_kinds(const muster_audit *audit, const statement *a, const statement *b, double *thing) {
    static const char other[] = "other people or things are counted";
    *thing = 0;
    if (!a->kind.size && !b->kind.size) return compare_nouns(a, b, thing);
    if (str_equal(a->kind, b->kind)) {
        if (a->model && b->model && a->noun_key != b->noun_key) return other; /* F-14s and F-35s */
        *thing = same_noun(a, b) ? 1 : a->unit == UNIT_equipment ? 0.3 : 0.7;
        return NULL;
    }
    if (!both_told(a->kind, b->kind)) {
        *thing = -1;
        const statement *without = a->kind.size ? b : a;
        return without->noun_key && (!audit_same_bounds(a, b) || audit_value(a) <= AUDIT_COMMON) ? other : NULL;
    }
    if (audit_has(a, TRAIT_general)) return compare_with_people(audit, a, b, thing);
    if (audit_has(b, TRAIT_general)) return compare_with_people(audit, b, a, thing);
    if (are_kin(a, b)) return NULL;
    if (audit_has(a, TRAIT_armed) && audit_has(b, TRAIT_armed) && audit_same_bounds(a, b) && audit_value(a) > AUDIT_COMMON) {
        *thing = -1; /* "64 soldiers and militiamen", "64 fighters" */
        return NULL;
    }
    if (!audit_has(a, TRAIT_open) && !audit_has(b, TRAIT_open)) return other;
    *thing = OPEN;
    return audit_has(a, TRAIT_part) || audit_has(b, TRAIT_part) ? other : NULL;
}

/* --- measures --- */

/* The same noun, the same kind, or people told of in general. */
static bool same_thing(const statement *a, const statement *b) {
    if (same_noun(a, b) || (a->kind.size && str_equal(a->kind, b->kind))) return true;
    return audit_has(a, TRAIT_general) && audit_has(b, TRAIT_general);
}

/* Taken, arrested or gone: three words for the same people where the numbers are the same. */
static bool is_held(const statement *s) {
    return s->measure == MEASURE_captured || s->measure == MEASURE_detained || s->measure == MEASURE_missing;
}

static const char *compare_units(const statement *a, const statement *b, double *thing) {
    bool households = audit_has(a, TRAIT_household) && audit_has(b, TRAIT_household);
    if (a->unit != b->unit && !households) {
        bool untold = (a->unit == UNIT_other && !a->noun_key) || (b->unit == UNIT_other && !b->noun_key);
        bool same = audit_same_bounds(a, b), counts = !audit_is_amount(a->unit) && !audit_is_amount(b->unit);
        bool misread = !untold && same && counts && audit_value(a) > AUDIT_COMMON; /* so rare a number is of one thing */
        if (!(untold && same) && !same_noun(a, b) && !misread) return "another unit";
        *thing += misread ? MISREAD_UNIT : -1;
    }
    if (a->unit == UNIT_distance && !same_noun(a, b) && !audit_same_bounds(a, b)) return "another distance";
    return NULL;
}

/* Of neither is it told what happened. */
static const char *compare_untold(const statement *a, const statement *b) {
    static const char untold[] = "it is not told what happened to them";
    if (!audit_is_amount(a->unit) && !same_thing(a, b) && !audit_same_bounds(a, b)) return untold;
    return a->unit == UNIT_people && !same_size(a, b) ? untold : NULL;
}

static bool is_harm(measure m) {
    return m == MEASURE_killed || m == MEASURE_wounded || m == MEASURE_casualties;
}

/* "Not one soldier was hurt" */
static bool is_none(const statement *s) {
    return s->has_high && s->high == 0;
}

/* What is said of one of them may be misread, or less than what happened: not the same measure, but no other either. What that counts; 0:
 * it is another. */
static double compare_loosely(const statement *a, const statement *b) {
    measure first = a->measure < b->measure ? a->measure : b->measure, second = a->measure < b->measure ? b->measure : a->measure;
    if (is_none(a) != is_none(b) && is_harm(a->measure) && is_harm(b->measure)) return NONE_HARMED;
    bool same = same_thing(a, b), same_bounds = audit_same_bounds(a, b), fired = audit_has(a, TRAIT_fired) && str_equal(a->kind, b->kind);
    if (second == MEASURE_other) {
        if (first == MEASURE_launched && fired) return UNTOLD;
        bool counts = (a->has_low && b->has_low) || same_bounds; /* "up to eight may be under the rubble" */
        if (same && counts && same_size(a, b) && (audit_contains(a, b) || audit_contains(b, a))) return UNTOLD;
        if (first == MEASURE_destroyed && same) return same_bounds ? UNTOLD : BURNT; /* "damaged or destroyed four"; "two are burnt out" */
    }
    bool arrested = first == MEASURE_detained || second == MEASURE_detained; /* other people than who are missing */
    if (is_held(a) && is_held(b) && (same_bounds || !arrested)) return same_bounds ? HELD_SAME : HELD;
    if (same_bounds && (first == MEASURE_deployed || second == MEASURE_deployed))
        return HELD; /* what is said of men in arms if nothing else is */
    bool dead_and_hurt = first == MEASURE_killed && second == MEASURE_wounded;
    if (same_bounds && audit_value(a) > AUDIT_COMMON && !dead_and_hurt) return RARE_NUMBER;
    if (first == MEASURE_killed && second == MEASURE_deployed && same) return SENT;
    return first == MEASURE_killed && second == MEASURE_casualties ? FIGHTERS : 0;
}

const char *audit_compare_measures(const statement *a, const statement *b, double *thing) {
    const char *against = compare_units(a, b, thing);
    if (against) return against;
    if (a->measure == b->measure) return a->measure == MEASURE_other ? compare_untold(a, b) : NULL;
    double loosely = compare_loosely(a, b);
    *thing += loosely;
    return loosely < 0 ? NULL : "another measure";
}

/* --- sides --- */

const char *audit_compare_sides(const statement *a, const statement *b, double *thing) {
    bool deployed = a->measure == MEASURE_deployed && b->measure == MEASURE_deployed;
    if (deployed && !a->side.size != !b->side.size && !audit_same_bounds(a, b)) *thing -= 1; /* whose troops? */
    if (!both_told(a->side, b->side) || str_equal(a->side, b->side)) return NULL;
    if (a->unit == UNIT_equipment && str_equal(a->kind, b->kind)) return "arms of another side";
    return a->unit == UNIT_people && audit_has(a, TRAIT_armed) == audit_has(b, TRAIT_armed) ? "men of another side" : NULL;
}
