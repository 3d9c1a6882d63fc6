/* audit_group.c: claims about the same thing -> groups. Pairs that are likely enough are joined, the likeliest first, unless anything in
 * one group rules anything in the other out, or the two are not alike on the whole (average linkage over a bounded sample). Ties are
 * broken by the order of the claims, which is that of the documents, so that the groups depend on nothing else. */
#include <stdlib.h>

#include "audit/audit_parts.h"

enum { NEIGHBOURS = 256, SAMPLE = 24 };

typedef struct edge {
    float score;
    uint32_t a, b;
} edge;

typedef struct grouping {
    muster_audit *audit;
    VEC(edge) edges;
    uint32_t *parent; /* union-find; a root is the first claim of its group */
    uint32_t *next, *last, *size;
} grouping;

static int by_score(const void *left, const void *right) {
    const edge *a = left, *b = right;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

static uint32_t root(grouping *g, uint32_t at) {
    while (g->parent[at] != at) at = g->parent[at] = g->parent[g->parent[at]];
    return at;
}

/* Whether two groups may be one: nothing rules it out, and on average they are nearly as alike as two claims must be. */
static bool fits(const grouping *g, uint32_t a, uint32_t b) {
    double sum = 0;
    uint32_t count = 0, i = a;
    for (uint32_t x = 0; i != NONE && x < SAMPLE; i = g->next[i], x++) {
        uint32_t j = b;
        for (uint32_t y = 0; j != NONE && y < SAMPLE; j = g->next[j], y++) {
            likeness l = audit_compare(g->audit, &g->audit->claims.at[i], &g->audit->claims.at[j]);
            if (l.against) return false;
            sum += l.score;
            count++;
        }
    }
    return sum / count >= g->audit->options.same * 0.75;
}

static void join(grouping *g, uint32_t a, uint32_t b) {
    a = root(g, a);
    b = root(g, b);
    if (a == b) return;
    if (a > b) {
        uint32_t other = a;
        a = b;
        b = other;
    }
    if (!fits(g, a, b)) return;
    g->parent[b] = a;
    g->next[g->last[a]] = b;
    g->last[a] = g->last[b];
    g->size[a] += g->size[b];
}

/* --- which claims are compared: those of one unit, in order of time, each with a bounded number of those before it --- */

typedef struct sortable {
    uint32_t unit, claim;
    int32_t day;
    uint64_t country;
} sortable;

static int by_unit_and_day(const void *left, const void *right) {
    const sortable *a = left, *b = right;
    if (a->unit != b->unit) return a->unit < b->unit ? -1 : 1;
    if (a->country != b->country) return a->country < b->country ? -1 : 1;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return (a->claim > b->claim) - (a->claim < b->claim);
}

static void compare_all(grouping *g) {
    muster_audit *audit = g->audit;
    uint32_t count = audit->claims.count;
    sortable *order = ARENA_ARRAY(audit->memory, sortable, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const statement *s = &audit->claims.at[i];
        order[i] = (sortable){s->unit == UNIT_other ? UNIT_equipment : s->unit, i, audit->reports.at[s->report].day.from, 0};
    }
    if (count) qsort(order, count, sizeof *order, by_unit_and_day);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = i; k-- > 0 && i - k <= NEIGHBOURS && order[k].unit == order[i].unit;) {
            uint32_t a = order[k].claim, b = order[i].claim;
            likeness l = audit_compare(audit, &audit->claims.at[a], &audit->claims.at[b]);
            if (l.against || l.score < audit->options.same) continue;
            edge e = {(float)l.score, a < b ? a : b, a < b ? b : a};
            VEC_PUSH(audit->memory, &g->edges, e);
        }
}

static void number_groups(grouping *g) {
    muster_audit *audit = g->audit;
    uint32_t count = audit->claims.count;
    audit->next_in_group = ARENA_ARRAY(audit->memory, uint32_t, count + 1);
    uint32_t *last = ARENA_ARRAY(audit->memory, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        statement *s = &audit->claims.at[i];
        uint32_t first = root(g, i);
        audit->next_in_group[i] = NONE;
        if (first == i) {
            VEC_PUSH(audit->memory, &audit->group_first, i);
            s->group = audit->group_first.count;
        } else {
            s->group = audit->claims.at[first].group;
            audit->next_in_group[last[s->group - 1]] = i;
        }
        last[s->group - 1] = i;
    }
}

void audit_group(muster_audit *audit) {
    grouping g = {.audit = audit};
    uint32_t count = audit->claims.count;
    g.parent = ARENA_ARRAY(audit->memory, uint32_t, count + 1);
    g.next = ARENA_ARRAY(audit->memory, uint32_t, count + 1);
    g.last = ARENA_ARRAY(audit->memory, uint32_t, count + 1);
    g.size = ARENA_ARRAY(audit->memory, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        g.parent[i] = g.last[i] = i;
        g.next[i] = NONE;
        g.size[i] = 1;
    }
    compare_all(&g);
    if (g.edges.count) qsort(g.edges.at, g.edges.count, sizeof *g.edges.at, by_score);
    for (uint32_t i = 0; i < g.edges.count; i++) join(&g, g.edges.at[i].a, g.edges.at[i].b);
    number_groups(&g);
}
