/* audit_value.c: how well two numbers fit one thing. The same number speaks for it, the more so the rarer it is; the further apart they
 * are, the less; and a count rises as it becomes known, so that a later, lower one is rather of something else. */
#include "audit/audit_evidence.h"

/* What the numbers count. Of those that are not the same: for each time that one is e times the other. */
#define SAME_NUMBER 0.7
#define RARE 0.75
#define FEW (-0.7)
#define APART (-0.8)
#define FAR_APART (-0.5)
#define FALLEN (-1.0)
#define REJECTED 0.3

/* Of other numbers: prisoners are taken and arms destroyed again and again; who fled or is missing, and what was fired, is one count. */
#define AGAIN (-0.3)
#define ONE_COUNT 0.3

/* One or two, and another number: of whom so few are told is mostly somebody else. */
#define ONE_OR_TWO (-0.4)

enum { TWO = 2, SO_FEW = 3, FAR = 1, FARTHEST = 4 };

static double how_far(const statement *a, const statement *b) {
    if (audit_value(a) == 0 || audit_value(b) == 0) return 0; /* none: a denial */
    double apart = a->log_value > b->log_value ? a->log_value - b->log_value : b->log_value - a->log_value;
    if (apart > FARTHEST) apart = FARTHEST;
    return apart <= FAR ? APART * apart : APART * FAR + FAR_APART * (apart - FAR);
}

static bool has_fallen(const muster_audit *audit, const statement *a, const statement *b) {
    days x = audit->reports.at[a->report].day, y = audit->reports.at[b->report].day;
    if (x.from == NO_DAY || y.from == NO_DAY || x.from == y.from || a->measure == MEASURE_missing) return false;
    return x.from < y.from ? audit_value(b) < audit_value(a) : audit_value(a) < audit_value(b);
}

static bool is_one_or_two(const statement *s) {
    return audit_value(s) > 0 && audit_value(s) <= TWO;
}

static double by_measure(const statement *a, const statement *b) {
    if (a->measure != b->measure) return 0;
    switch (a->measure) {
    case MEASURE_captured:
    case MEASURE_detained:
    case MEASURE_destroyed: return AGAIN;
    case MEASURE_displaced:
    case MEASURE_missing:
    case MEASURE_launched: return ONE_COUNT;
    default: return 0;
    }
}

double audit_compare_values(const muster_audit *audit, const statement *a, const statement *b) {
    bool rejected = a->told == TOLD_rejected || b->told == TOLD_rejected, earlier = a->told == TOLD_earlier || b->told == TOLD_earlier;
    double value = audit_value(a), fit = rejected ? REJECTED : 0;
    if (value == audit_value(b)) return fit + SAME_NUMBER + (value <= SO_FEW ? FEW : value > AUDIT_COMMON ? RARE : 0);
    if (is_one_or_two(a) || is_one_or_two(b)) fit += ONE_OR_TWO;
    if (!rejected && !earlier && has_fallen(audit, a, b)) fit += FALLEN;
    return fit + how_far(a, b) + (rejected ? 0 : by_measure(a, b));
}
