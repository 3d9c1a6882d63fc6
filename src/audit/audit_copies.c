/* audit_copies.c: which documents are copies of each other. Signatures (claim_signature.c) are cut into bands of three hashes; two texts
 * that agree in a whole band are compared (locality-sensitive hashing: Indyk, Motwani 1998), and are copies if the smaller has most of
 * its word sequences from the larger. Copies of copies make one cluster, whose first document is its origin. */
#include <stdlib.h>
#include <xxhash.h>

#include "audit/audit_parts.h"

enum { ROWS = 3, BANDS = SIGNATURE_SIZE / ROWS, NEAR_IN_BAND = 8 };

double audit_share(const report *a, const report *b) {
    if (!a->signature || !b->signature) return 0;
    uint32_t same = 0;
    for (uint32_t i = 0; i < SIGNATURE_SIZE; i++) same += a->signature[i] == b->signature[i];
    double alike = (double)same / SIGNATURE_SIZE, both = (double)a->shingles + b->shingles;
    double least = a->shingles < b->shingles ? a->shingles : b->shingles;
    double share = alike * both / (1 + alike) / least;
    return share > 1 ? 1 : share;
}

typedef struct band {
    uint64_t hash;
    uint32_t report;
} band;

static int by_hash(const void *left, const void *right) {
    const band *a = left, *b = right;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->report > b->report) - (a->report < b->report);
}

static uint32_t first_of(muster_audit *audit, uint32_t at) {
    report *all = audit->reports.at;
    while (all[at].cluster != at) at = all[at].cluster = all[all[at].cluster].cluster;
    return at;
}

static void compare(muster_audit *audit, uint32_t a, uint32_t b) {
    uint32_t x = first_of(audit, a), y = first_of(audit, b);
    if (x == y || audit_share(&audit->reports.at[a], &audit->reports.at[b]) < audit->options.copy) return;
    /* The origins must be alike, too, so that a chain of half copies does not make one of all. */
    if (audit_share(&audit->reports.at[x], &audit->reports.at[y]) < audit->options.copy * 0.6) return;
    audit->reports.at[x > y ? x : y].cluster = x < y ? x : y;
}

void audit_copies(muster_audit *audit) {
    uint32_t count = audit->reports.count, signed_count = 0;
    for (uint32_t i = 0; i < count; i++) audit->reports.at[i].cluster = i;
    band *bands = malloc(sizeof *bands * (count + 1));
    if (!bands) arena_nomem(audit->memory);
    for (uint32_t at = 0; at + ROWS <= SIGNATURE_SIZE; at += ROWS) {
        signed_count = 0;
        for (uint32_t i = 0; i < count; i++) {
            const uint32_t *signature = audit->reports.at[i].signature;
            if (signature) bands[signed_count++] = (band){XXH3_64bits(signature + at, sizeof(uint32_t) * ROWS), i};
        }
        if (signed_count) qsort(bands, signed_count, sizeof *bands, by_hash);
        /* Each with the next few of its band: clusters join what lies further apart. */
        for (uint32_t i = 0; i < signed_count; i++)
            for (uint32_t k = i + 1; k < signed_count && k <= i + NEAR_IN_BAND && bands[k].hash == bands[i].hash; k++)
                compare(audit, bands[i].report, bands[k].report);
    }
    free(bands);
    for (uint32_t i = 0; i < count; i++) audit->reports.at[i].cluster = first_of(audit, i);
}
