/* audit_versions.c: what a copy, or a later version of a text, changed. Figures are brought together by the groups of the audit, quotes by
 * their words (audit_sayings.c). */
#include <stdlib.h>

#include "audit/audit_parts.h"
#include "base/error.h"

enum { MOST_CLAIMS = 2000 }; /* of each document: a bound on what two of them can cost */

static const char doing[] = "comparing quotes";

typedef struct comparing {
    muster_audit *audit;
    uint32_t first, second; /* documents */
    muster_audit_edit_fn each;
    void *payload;
    bool stopped;
} comparing;

static void give(comparing *c, const muster_audit_edit *edit) {
    if (!c->stopped) c->stopped = c->each(edit, c->payload) != 0;
}

/* --- Figures --- */

static uint32_t claims_of(const muster_audit *audit, uint32_t report_index, uint32_t *first) {
    const report *r = &audit->reports.at[report_index];
    *first = r->first_claim;
    return r->claim_count < MOST_CLAIMS ? r->claim_count : MOST_CLAIMS;
}

/* The last claim of a document in a group, or NONE: what it says in the end. */
static uint32_t in_group(const muster_audit *audit, uint32_t report_index, uint32_t group) {
    uint32_t first, count = claims_of(audit, report_index, &first), found = NONE;
    for (uint32_t i = first; i < first + count; i++)
        if (audit->claims.at[i].group == group) found = i;
    return found;
}

static void give_figure(comparing *c, const char *change, uint32_t before, uint32_t after) {
    give(c, &(muster_audit_edit){.change = change, .before = before, .after = after});
}

/* The numbers of one version that the other has not, or has otherwise: each thing once, by what is said of it last. */
static void compare_figures(comparing *c) {
    const muster_audit *audit = c->audit;
    uint32_t first, count = claims_of(audit, c->first, &first);
    for (uint32_t i = first; i < first + count; i++) {
        uint32_t group = audit->claims.at[i].group;
        if (in_group(audit, c->first, group) != i) continue;
        uint32_t other = in_group(audit, c->second, group);
        double before = audit_value(&audit->claims.at[i]), after = other == NONE ? before : audit_value(&audit->claims.at[other]);
        if (other == NONE || before != after) give_figure(c, other == NONE ? "dropped" : before < after ? "raised" : "lowered", i, other);
    }
    count = claims_of(audit, c->second, &first);
    for (uint32_t i = first; i < first + count; i++) {
        uint32_t group = audit->claims.at[i].group;
        if (in_group(audit, c->second, group) == i && in_group(audit, c->first, group) == NONE) give_figure(c, "added", NONE, i);
    }
}

/* --- Quotes --- */

static void give_quote(comparing *c, const char *change, const saying *before, const saying *after) {
    muster_audit_edit edit = {.change = change, .before = MUSTER_NONE, .after = MUSTER_NONE, .is_quote = 1};
    edit.speaker = before ? before->speaker : after->speaker;
    if (before) edit.said_before = before->said;
    if (after) edit.said_after = after->said;
    give(c, &edit);
}

static sayings quotes_of(const comparing *c, arena *memory, sqlite3_stmt *quotes, uint32_t document) {
    sqlite3_bind_int64(quotes, 1, c->audit->reports.at[document].id);
    return audit_read_sayings(memory, c->audit->store->db, quotes, doing);
}

static void compare_quotes(comparing *c, arena *memory) {
    static const char sql[] = "SELECT speaker, said, '' FROM quote WHERE document = ? ORDER BY start, \"end\", id";
    sqlite3_stmt *quotes = audit_statement(memory, c->audit->store->db, sql, doing);
    sayings before = quotes_of(c, memory, quotes, c->first), after = quotes_of(c, memory, quotes, c->second);
    audit_join_sayings(memory, &before, &after);
    for (uint32_t i = 0; i < before.count; i++) {
        const saying *a = &before.at[i], *b = a->partner == NONE ? NULL : &after.at[a->partner];
        if (!b || a->key != b->key) give_quote(c, b ? "reworded" : "dropped", a, b);
    }
    for (uint32_t i = 0; i < after.count; i++)
        if (after.at[i].partner == NONE) give_quote(c, "added", NULL, &after.at[i]);
}

static void compare(arena *memory, void *payload) {
    comparing *c = payload;
    compare_figures(c);
    compare_quotes(c, memory);
}

muster_status muster_audit_versions(muster_audit *audit, uint32_t first, uint32_t second, muster_audit_edit_fn each, void *payload,
                                    muster_error *error) {
    comparing c = {audit, first, second, each, payload, false};
    muster_status status = arena_scratch(compare, &c, error);
    return status == MUSTER_OK && c.stopped ? error_set(error, MUSTER_STOPPED, "stopped") : status;
}
