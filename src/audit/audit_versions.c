/* audit_versions.c: what a copy, or a later version of a text, changed. Figures are brought together by the groups of the audit; quotes are
 * the same if their words are. */
#include <stdlib.h>

#include "audit/audit_parts.h"
#include "base/error.h"

enum { MOST_CLAIMS = 2000 }; /* of each document: a bound on what two of them can cost */

static uint32_t claims_of(const muster_audit *audit, uint32_t report_index, uint32_t *first) {
    const report *r = &audit->reports.at[report_index];
    *first = r->first_claim;
    return r->claim_count < MOST_CLAIMS ? r->claim_count : MOST_CLAIMS;
}

/* The last claim of a document in a group, or NULL: what it says in the end. */
static const statement *in_group(const muster_audit *audit, uint32_t report_index, uint32_t group) {
    uint32_t first, count = claims_of(audit, report_index, &first);
    const statement *found = NULL;
    for (uint32_t i = first; i < first + count; i++)
        if (audit->claims.at[i].group == group) found = &audit->claims.at[i];
    return found;
}

static void compare_figures(const muster_audit *audit, uint32_t a, uint32_t b, bool forward, muster_audit_change *out) {
    uint32_t first, count = claims_of(audit, a, &first);
    for (uint32_t i = first; i < first + count; i++) {
        const statement *mine = &audit->claims.at[i];
        if (in_group(audit, a, mine->group) != mine) continue; /* told again further down */
        const statement *other = in_group(audit, b, mine->group);
        if (!other && forward) out->figures_dropped++;
        if (!other && !forward) out->figures_added++;
        if (!other || !forward) continue;
        out->raised += audit_value(other) > audit_value(mine);
        out->lowered += audit_value(other) < audit_value(mine);
    }
}

static int count_quotes(const muster_audit *audit, sqlite3_int64 of, sqlite3_int64 missing_in, uint32_t *out) {
    static const char sql[] = "SELECT count(*) FROM quote WHERE document = ?1 AND said NOT IN (SELECT said FROM quote WHERE document = ?2)";
    sqlite3_stmt *s;
    int code = sqlite3_prepare_v2(audit->store->db, sql, -1, &s, NULL);
    if (code != SQLITE_OK) return code;
    sqlite3_bind_int64(s, 1, of);
    sqlite3_bind_int64(s, 2, missing_in);
    code = sqlite3_step(s);
    *out = (uint32_t)sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

muster_status muster_audit_versions(muster_audit *audit, uint32_t first, uint32_t second, muster_audit_change *out, muster_error *error) {
    *out = (muster_audit_change){0};
    compare_figures(audit, first, second, true, out);
    compare_figures(audit, second, first, false, out);
    sqlite3_int64 a = audit->reports.at[first].id, b = audit->reports.at[second].id;
    int code = count_quotes(audit, a, b, &out->quotes_dropped);
    if (code == SQLITE_OK) code = count_quotes(audit, b, a, &out->quotes_added);
    return code == SQLITE_OK ? MUSTER_OK : store_failed(audit->store->db, code, "comparing quotes", error);
}
