/* audit_evidence.h: what the files share that ask whether two claims are about the same thing. Each compares one side of it. It gives back
 * NULL, or a fixed text that says why the two cannot be the same; and adds to a piece of evidence: from 1, as alike as can be, over 0,
 * which says nothing, to below 0, rather not the same. `thing` is the evidence of what is counted, `day` of when; audit_likeness.c weighs
 * them.
 */
#ifndef AUDIT_AUDIT_EVIDENCE_H
#define AUDIT_AUDIT_EVIDENCE_H

#include "audit/audit_parts.h"

/* So small a number is told of many things. */
enum { AUDIT_COMMON = 20 };

static inline bool audit_has(const statement *s, uint32_t traits) {
    return s->traits.bits & traits;
}

/* audit_account.c: evidence that two accounts tell of one event: 0: none; 1: surely; more for a reprint. Remembered, since claims of
 * two accounts are compared many times. */
#define AUDIT_MOST_OF_ACCOUNTS 1.1 /* it is never more */
double audit_account_evidence(const muster_audit *audit, uint32_t a, uint32_t b);

/* audit_counted.c: who or what is counted; and what happened to them, in which unit. */
const char *audit_compare_kinds(const muster_audit *audit, const statement *a, const statement *b, double *thing);
const char *audit_compare_measures(const statement *a, const statement *b, double *thing);
/* Whose men or arms they are. */
const char *audit_compare_sides(const statement *a, const statement *b, double *thing);
/* A unit that measures (mass, distance, area, money, percent), and does not count. */
bool audit_is_amount(unit u);

/* audit_value.c: how well two numbers fit: the same, near each other, a count that rises. */
double audit_compare_values(const muster_audit *audit, const statement *a, const statement *b);

/* audit_scope.c: one event, a total, a part, an addition, a state. */
const char *audit_compare_scopes(const statement *a, const statement *b);

/* audit_place.c: 1: the same place; 0: one may lie in the other, or the account of one names that of the other; below: two places. */
double audit_compare_places(const muster_audit *audit, const statement *a, const statement *b);
/* Whether they may be of two places, as far as is known: by that evidence, or by their countries. */
bool audit_may_be_elsewhere(const statement *a, const statement *b, double place);

/* audit_day.c */
const char *audit_compare_days(const muster_audit *audit, const statement *a, const statement *b, double *day);
/* Both tell a day, and not the same. */
bool audit_are_of_two_days(const statement *a, const statement *b);
/* Both tell a day, and more than a week lies between. */
bool audit_are_a_week_apart(const statement *a, const statement *b);
/* 0 where a date is not known. */
int audit_days_between_reports(const muster_audit *audit, const statement *a, const statement *b);

#endif
