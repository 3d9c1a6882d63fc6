/* audit_account.c: how alike two accounts are: the cosine of their terms (names, and words of what happened), rare ones weighing more. */
#include <math.h>
#include <stdlib.h>

#include "audit/audit_evidence.h"

/* Accounts of a supposed larger collection, of which these are a part: so that in a small one, too, rare terms weigh more; it is no smaller
 * than LEAST, and words (names are not) are in every fiftieth of those others. */
enum { BACKGROUND = 60, LEAST = 600 };
#define IN_OTHERS 0.02
#define WORD_SHARE 0.4   /* what a word weighs beside a name that is as rare */
#define OWN_EVIDENCE 0.8 /* of one account with itself: most of its numbers are of different things */

/* Accounts of one event were found to have a cosine of 0.12 and more, mostly of 0.25 and more, those of others one below 0.15: what lies
 * between is evidence in part, and the more they share beyond, the surer (reprints have 0.7 and more). */
#define COSINE_NONE 0.08
#define COSINE_FULL 0.22
#define BEYOND_FULL 0.1

typedef struct frequency {
    uint32_t term, count;
} frequency;

typedef struct frequencies {
    frequency *slots;
    uint32_t mask;
} frequencies;

static frequency *find(const frequencies *all, uint32_t term) {
    uint32_t at = (term * 0x9E3779B1u) & all->mask;
    while (all->slots[at].count && all->slots[at].term != term) at = (at + 1) & all->mask;
    return &all->slots[at];
}

static void count_terms(frequencies *all, const weighed_terms *t) {
    for (uint32_t i = 0; i < t->count; i++) {
        frequency *f = find(all, t->at[i].term);
        f->term = t->at[i].term;
        f->count++;
    }
}

static float weight_of(const muster_audit *audit, const frequencies *all, uint32_t term, double share) {
    double here = audit->narratives.count, accounts = fmax(here + BACKGROUND, LEAST), count = find(all, term)->count + 1.0;
    if (share < 1) count += IN_OTHERS * (accounts - here);
    return (float)(share * log(accounts / count));
}

static void weigh(const muster_audit *audit, const frequencies *all, weighed_terms *t, double share, double *norm) {
    for (uint32_t i = 0; i < t->count; i++) {
        t->at[i].weight = weight_of(audit, all, t->at[i].term, share);
        *norm += (double)t->at[i].weight * t->at[i].weight;
    }
}

/* The names that fewest others have, but some. */
static void find_rare(const frequencies *all, narrative *n) {
    uint32_t counts[AUDIT_RARE] = {0};
    for (uint32_t i = 0; i < n->names.count; i++) {
        uint32_t term = n->names.at[i].term, count = find(all, term)->count;
        for (uint32_t k = 0; k < AUDIT_RARE && count > 1; k++) {
            if (n->rare[k] && (counts[k] < count || (counts[k] == count && n->rare[k] < term))) continue;
            uint32_t old_term = n->rare[k], old_count = counts[k];
            n->rare[k] = term;
            counts[k] = count;
            term = old_term;
            count = old_term ? old_count : 0;
        }
    }
}

void audit_weigh(muster_audit *audit) {
    size_t total = 0;
    for (uint32_t i = 0; i < audit->narratives.count; i++)
        total += audit->narratives.at[i].names.count + audit->narratives.at[i].words.count;
    frequencies all = {.mask = 1023};
    while (all.mask < total * 2) all.mask = all.mask * 2 + 1;
    all.slots = calloc((size_t)all.mask + 1, sizeof *all.slots);
    if (!all.slots) arena_nomem(audit->memory);
    arena_defer(audit->memory, free, all.slots);
    for (uint32_t i = 0; i < audit->narratives.count; i++) {
        count_terms(&all, &audit->narratives.at[i].names);
        count_terms(&all, &audit->narratives.at[i].words);
    }
    for (uint32_t i = 0; i < audit->narratives.count; i++) {
        narrative *n = &audit->narratives.at[i];
        n->norm = 0;
        weigh(audit, &all, &n->names, 1, &n->norm);
        weigh(audit, &all, &n->words, WORD_SHARE, &n->norm);
        n->norm = sqrt(n->norm);
        find_rare(&all, n);
    }
    audit->cache = ARENA_ARRAY(audit->memory, account_pair, LIKENESS_CACHE);
    memset(audit->cache, 0xFF, sizeof(account_pair) * LIKENESS_CACHE);
}

/* Half of an audit's work. Which of two terms is the less is as good as chance: it is counted, not branched on. */
static double dot(const weighed_terms *a, const weighed_terms *b) {
    double sum = 0;
    for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint32_t x = a->at[i].term, y = b->at[j].term;
        if (x == y) sum += (double)a->at[i].weight * b->at[j].weight;
        i += x <= y;
        j += y <= x;
    }
    return sum;
}

static double account_likeness(const narrative *a, const narrative *b) {
    if (a == b) return 1;
    if (a->norm <= 0 || b->norm <= 0) return 0;
    return (dot(&a->names, &b->names) + dot(&a->words, &b->words)) / (a->norm * b->norm);
}

static double account_evidence(const narrative *a, const narrative *b) {
    if (a == b) return OWN_EVIDENCE;
    double cosine = account_likeness(a, b);
    if (cosine <= COSINE_NONE) return cosine / COSINE_NONE - 1;
    if (cosine < COSINE_FULL) return (cosine - COSINE_NONE) / (COSINE_FULL - COSINE_NONE);
    return 1 + (cosine - COSINE_FULL) * BEYOND_FULL;
}

double audit_account_evidence(const muster_audit *audit, uint32_t a, uint32_t b) {
    if (a > b) {
        uint32_t other = a;
        a = b;
        b = other;
    }
    account_pair *known = &audit->cache[(a * 0x9E3779B1u ^ b * 0x85EBCA6Bu) >> (32 - LIKENESS_BITS)];
    if (known->a != a || known->b != b) *known = (account_pair){a, b, account_evidence(&audit->narratives.at[a], &audit->narratives.at[b])};
    return known->evidence;
}
