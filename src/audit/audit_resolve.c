/* audit_resolve.c: what a number leaves open is read off the same number told elsewhere: of whom ("kills nine", "57 dead"), what happened
 * to them ("11,000 have arrived"), and who says so. In its own document any will do; in others it must be one that is told of few things,
 * or told by the same source, in an account that is surely of the same event: a look back speaks of "the rebels' 47" who were 47 soldiers.
 */
#include <stdlib.h>

#include "audit/audit_evidence.h"

static bool is_general(const statement *s) {
    return audit_has(s, TRAIT_general);
}

/* Only what happened to them is told. */
static bool is_toll(const statement *s) {
    return str_equal(s->kind, GROUP_toll);
}

/* "makes three dead", and "three of its men": so small a number is told of many, and of men in arms of a body it is theirs. */
static bool may_be_others(const statement *s, const statement *other) {
    enum { FEW = 20 };
    return audit_value(s) <= FEW && is_general(s) && str_equal(other->kind, GROUP_force);
}

static void take_kind(statement *s, const statement *other) {
    s->kind = other->kind;
    s->traits = other->traits;
    if (!s->side.size) s->side = other->side;
}

static void resolve(statement *s, const statement *other) {
    if (!audit_same_number(s, other) || other->qualifier == QUALIFIER_implied || may_be_others(s, other)) return;
    if (!s->source.size && other->source.size && s->measure == other->measure && s->told == TOLD_asserted && other->told == TOLD_asserted) {
        s->source = other->source;
        s->lent = true;
    }
    if (s->measure == MEASURE_other && s->unit == UNIT_people && is_general(s) && is_general(other)) s->measure = other->measure;
    if (s->measure != other->measure || !is_toll(s) || !other->kind.size || is_toll(other)) return;
    take_kind(s, other);
    s->noun_key = other->noun_key;
}

static void resolve_within(muster_audit *audit) {
    enum { REACH = 64 };
    for (uint32_t i = 0; i < audit->claims.count; i++) {
        statement *s = &audit->claims.at[i];
        if (s->qualifier == QUALIFIER_implied || (!is_general(s) && s->source.size)) continue;
        const report *r = &audit->reports.at[s->report];
        uint32_t first = i > r->first_claim + REACH ? i - REACH : r->first_claim, last = r->first_claim + r->claim_count;
        for (uint32_t k = first; k < last && k < i + REACH; k++)
            if (k != i) resolve(s, &audit->claims.at[k]);
    }
}

/* --- other documents --- */

#define SURELY_ONE_EVENT 0.75
enum {
    RARE = 10,  /* so high a number is told of one thing only in what is written of an event */
    REACH = 20, /* claims of one number that are asked, before one and behind it */
};

typedef struct numbered {
    double value;
    uint32_t measure, claim;
} numbered;

static int by_number(const void *left, const void *right) {
    const numbered *a = left, *b = right;
    if (a->measure != b->measure) return a->measure < b->measure ? -1 : 1;
    if (a->value != b->value) return a->value < b->value ? -1 : 1;
    return (a->claim > b->claim) - (a->claim < b->claim);
}

/* What men in arms they are is told, of all of them. */
static bool says_who(const statement *s) {
    return audit_has(s, TRAIT_armed) && s->noun_key && s->scope != SCOPE_part && s->qualifier != QUALIFIER_implied;
}

static bool may_lend(const muster_audit *audit, const statement *s, const statement *other) {
    if (other->report == s->report || !says_who(other) || s->unit != other->unit || s->scope != other->scope) return false;
    if (audit_value(s) < RARE && !(s->source.size && audit_same_source(audit, s, other))) return false;
    if (audit_account_evidence(audit, s->narrative, other->narrative) < SURELY_ONE_EVENT) return false;
    statement read_so = *s;
    take_kind(&read_so, other);
    likeness l = audit_compare(audit, &read_so, other);
    return !l.against && l.score >= audit->options.same;
}

/* Tells the same number of people in general, in an account of the same event: "30 people", of which 30 bodies are not "30 gunmen". */
static bool is_of_people(const muster_audit *audit, const statement *s, const statement *other) {
    if (!audit_has(other, TRAIT_general | TRAIT_plain) || !other->noun_key || audit_has(other, TRAIT_open)) return false;
    return s->unit == other->unit && audit_account_evidence(audit, s->narrative, other->narrative) >= SURELY_ONE_EVENT;
}

/* Claims by measure and number, so that those that tell the same stand side by side. */
typedef struct numbers {
    numbered *at;
    uint32_t count;
} numbers;

/* The next claim of the same number behind k that is near enough to `at`, or NONE. */
static uint32_t next_of_number(const numbers *all, uint32_t at, uint32_t k) {
    for (k++; k < all->count && k <= at + REACH; k++)
        if (k != at && all->at[k].value == all->at[at].value && all->at[k].measure == all->at[at].measure) return k;
    return NONE;
}

static uint32_t first_of_number(const numbers *all, uint32_t at) {
    return next_of_number(all, at, at > REACH ? at - REACH - 1 : NONE); /* behind NONE is the first one */
}

/* The claim that tells of whom the number is, if those that may are of one kind and none tells it of people in general. */
static const statement *find_lender(const muster_audit *audit, const numbers *all, uint32_t at) {
    const statement *claims = audit->claims.at, *s = &claims[all->at[at].claim], *found = NULL;
    for (uint32_t k = first_of_number(all, at); k != NONE; k = next_of_number(all, at, k)) {
        const statement *other = &claims[all->at[k].claim];
        if (!may_lend(audit, s, other)) continue;
        if (found && !str_equal(found->kind, other->kind)) return NULL;
        if (!found) found = other;
    }
    for (uint32_t k = first_of_number(all, at); found && k != NONE; k = next_of_number(all, at, k))
        if (is_of_people(audit, s, &claims[all->at[k].claim])) return NULL;
    return found;
}

static void resolve_across(muster_audit *audit) {
    numbers all = {calloc(audit->claims.count + 1u, sizeof *all.at), 0};
    if (!all.at) arena_nomem(audit->memory);
    arena_defer(audit->memory, free, all.at);
    for (uint32_t i = 0; i < audit->claims.count; i++) {
        const statement *s = &audit->claims.at[i];
        if (s->unit == UNIT_people) all.at[all.count++] = (numbered){audit_value(s), s->measure, i};
    }
    if (all.count) qsort(all.at, all.count, sizeof *all.at, by_number);
    const statement **lender = ARENA_ARRAY(audit->memory, const statement *, all.count + 1u);
    for (uint32_t i = 0; i < all.count; i++)
        if (is_toll(&audit->claims.at[all.at[i].claim])) lender[i] = find_lender(audit, &all, i);
    for (uint32_t i = 0; i < all.count; i++)
        if (lender[i]) take_kind(&audit->claims.at[all.at[i].claim], lender[i]);
}

void audit_resolve(muster_audit *audit) {
    resolve_within(audit);
    resolve_across(audit);
}
