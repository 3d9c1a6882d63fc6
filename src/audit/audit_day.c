/* audit_day.c: whether two claims tell of one time: the day of an event, the beginning from which a total counts, or the days before the
 * report where no day is told. */
#include "audit/audit_evidence.h"

enum {
    A_WEEK = 7,
    COURSE = 14,      /* days that fighting may go on */
    LOOK_BACK = 30,   /* days after which an article may still be about an event, if it is much like another about it */
    LONG_AFTER = 400, /* and if it is very much like it, at an anniversary or in a court */
    TELLING = 3,      /* any two things may have so few */
    BEGINNINGS = 31,  /* days by which the beginnings of one total may differ: a month is as good as its first day */
};

/* Evidence of the accounts (audit_account_evidence) that is asked for where the days alone do not say. */
#define SURELY_ONE_EVENT 0.75
#define MAYBE_ONE_EVENT 0.25

/* What the day counts, from `the same` down to what does not fit well. */
#define SAME_DAY 1.0
#define NEXT_DAY 0.5
#define NO_MATCH (-0.5)
#define MISREAD (-1.6)
#define OTHER_DAY (-7)
#define FAR_OFF (-4.5)

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

int audit_days_between_reports(const muster_audit *audit, const statement *a, const statement *b) {
    days x = audit->reports.at[a->report].day, y = audit->reports.at[b->report].day;
    return x.from == NO_DAY || y.from == NO_DAY ? 0 : gap(x, y);
}

/* The day on which something else happened may be read as theirs: a list closed, a report written. */
static bool is_of_one_event(const muster_audit *audit, const statement *a, const statement *b, int apart) {
    return apart <= COURSE && audit_account_evidence(audit, a->narrative, b->narrative) >= SURELY_ONE_EVENT;
}

/* Of what goes on for days, other days are told as it goes on: fighting, a flood. */
static bool is_in_course_of(const muster_audit *audit, const statement *a, const statement *b, int apart) {
    bool lasting = audit->narratives.at[a->narrative].lasting || audit->narratives.at[b->narrative].lasting;
    bool sure = a->dated == DATED_sentence && b->dated == DATED_sentence;
    return lasting && !sure && apart <= COURSE && audit_account_evidence(audit, a->narrative, b->narrative) >= SURELY_ONE_EVENT;
}

bool audit_are_of_two_days(const statement *a, const statement *b) {
    return is_day(a) && is_day(b) && gap(a->day, b->day) > A_WEEK;
}

bool audit_are_a_week_apart(const statement *a, const statement *b) {
    return is_day(a) && is_day(b) && gap(a->day, b->day) > A_WEEK;
}

static const char *compare_totals(const muster_audit *audit, const statement *a, const statement *b, double *day) {
    days x = audit->reports.at[a->report].day, y = audit->reports.at[b->report].day, from = beginning(a), other = beginning(b);
    if (x.from != NO_DAY && y.from != NO_DAY && gap(x, y) > audit->options.total_gap) return "too long after each other";
    if (from.from == NO_DAY || other.from == NO_DAY) return NULL;
    if (gap(from, other) > BEGINNINGS) return "counted from another day on";
    *day = SAME_DAY;
    return NULL;
}

/* Both tell the day. */
static const char *compare_told_days(const muster_audit *audit, const statement *a, const statement *b, int apart, double *day) {
    bool sure = a->dated == DATED_sentence && b->dated == DATED_sentence, arms = a->unit == UNIT_equipment && sure; /* fired every night */
    if (apart <= (arms ? 1 : 2) || is_in_course_of(audit, a, b, apart)) {
        *day = apart == 0 ? SAME_DAY : apart == 1 ? NEXT_DAY : NO_MATCH;
        return NULL;
    }
    *day = MISREAD;
    return !sure && is_of_one_event(audit, a, b, apart) ? NULL : "another day";
}

/* A look back, weeks later, that does not say when it was. */
static bool may_look_back(const muster_audit *audit, const statement *a, const statement *b, int apart) {
    double alike = audit_account_evidence(audit, a->narrative, b->narrative);
    bool there = a->place_key && a->place_key == b->place_key && !a->broad;
    return apart <= (alike >= SURELY_ONE_EVENT && there ? LONG_AFTER : LOOK_BACK) && alike >= MAYBE_ONE_EVENT;
}

const char *audit_compare_days(const muster_audit *audit, const statement *a, const statement *b, double *day) {
    *day = 0;
    if (a->scope == SCOPE_total || a->scope == SCOPE_standing || b->scope == SCOPE_standing) return compare_totals(audit, a, b, day);
    days x = event_days(audit, a), y = event_days(audit, b);
    if (x.from == NO_DAY || y.from == NO_DAY) {
        *day = NO_MATCH; /* it may be any day */
        return NULL;
    }
    int apart = gap(x, y);
    if (is_day(a) && is_day(b)) return compare_told_days(audit, a, b, apart, day);
    if (apart <= 1) return NULL;
    if (is_told_with(a) && is_told_with(b)) return "another time";
    *day = NO_MATCH;
    if (may_look_back(audit, a, b, apart)) return NULL;
    *day = FAR_OFF;
    if (audit_same_bounds(a, b) && audit_value(a) > TELLING) return NULL;
    *day = MISREAD;
    return is_of_one_event(audit, a, b, apart) ? NULL : "another time";
}
