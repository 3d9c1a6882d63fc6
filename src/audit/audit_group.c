/* audit_group.c: claims about the same thing -> groups. Which claims are compared at all is bounded: the claims are sorted in several ways
 * (by time, by place, by the rarest names of their accounts), and each is compared with some of those before it in each order (sorted
 * neighbourhoods: Hernández, Stolfo 1995), so that the work grows with the claims, not with their square. Of its likely partners each keeps
 * the best few. Pairs are then joined, the likeliest first, unless their groups are not alike on the whole (average linkage over a bounded
 * sample). Ties are broken by the order of the claims, which is that of the documents, so that the groups depend on nothing else. */
#include <stdlib.h>

#include "audit/audit_parts.h"

enum {
    BEST = 10,             /* partners that a claim keeps */
    SAMPLE = 8,            /* claims of a group that stand for it when groups are joined */
    WINDOW = 20,           /* neighbours in an order */
    MOST_WINDOW = 300,     /* of the order by time, where there are few claims */
    COMPARISONS = 4000000, /* so many in the order by time at the most */
    REFUSED = 1 << 16,     /* refused pairs of groups that are remembered */
};

/* What a pair that is ruled out counts in the likeness of two groups: one such pair, which may be misread, or of one text that tells how
 * its number rose, need not keep apart two groups that are otherwise alike. */
#define AGAINST (-1.0)
#define FIRMLY_AGAINST (-2.5)
/* A number need not be near all those that are told for a thing in dispute: by so much the best fit of two numbers counts instead of the
 * average. */
#define BEST_FIT 0.5

typedef struct edge {
    float score;
    uint32_t a, b;
} edge;

typedef struct sortable {
    uint64_t key;
    int32_t day;
    uint32_t claim;
} sortable;

typedef struct grouping {
    muster_audit *audit;
    edge *best; /* BEST per claim: the partners before it */
    uint8_t *best_count;
    sortable *order;
    uint32_t *parent; /* union-find; a root is the first claim of its group */
    uint32_t *next, *last, *size;
    uint64_t *refused;
} grouping;

/* --- which claims are compared --- */

static int by_key_and_day(const void *left, const void *right) {
    const sortable *a = left, *b = right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return (a->claim > b->claim) - (a->claim < b->claim);
}

static bool weaker(const edge *a, const edge *b) {
    if (a->score != b->score) return a->score < b->score;
    return a->a != b->a ? a->a > b->a : a->b > b->b;
}

static void keep(grouping *g, edge e) {
    edge *mine = g->best + (size_t)e.b * BEST;
    uint8_t *count = &g->best_count[e.b];
    uint32_t least = 0;
    for (uint32_t i = 0; i < *count; i++) {
        if (mine[i].a == e.a) return;
        if (weaker(&mine[i], &mine[least])) least = i;
    }
    if (*count < BEST)
        mine[(*count)++] = e;
    else if (weaker(&mine[least], &e))
        mine[least] = e;
}

static void compare(grouping *g, uint32_t a, uint32_t b) {
    muster_audit *audit = g->audit;
    double score;
    if (audit_likely(audit, &audit->claims.at[a], &audit->claims.at[b], &score))
        keep(g, (edge){(float)score, a < b ? a : b, a < b ? b : a});
}

/* In order of key and day; a key of 0 is none. */
static void compare_order(grouping *g, uint32_t count, uint32_t window) {
    if (count) qsort(g->order, count, sizeof *g->order, by_key_and_day);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = i; k-- > 0 && i - k <= window && g->order[k].key == g->order[i].key;)
            compare(g, g->order[k].claim, g->order[i].claim);
}

/* What two claims that are one thing have in common whatever else: the unit, where it is told, and mostly the measure. */
static uint64_t unit_key(const statement *s) {
    return (s->unit == UNIT_other ? UNIT_equipment : s->unit) + 1u;
}

static uint64_t mixed(uint64_t a, uint64_t b) {
    uint64_t x = (a ^ (b * 0x9E3779B97F4A7C15u)) * 0xBF58476D1CE4E5B9u;
    return (x ^ (x >> 31)) | 1;
}

static uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

enum { ORDER_time, ORDER_place, ORDER_value, ORDER_name, ORDER_COUNT = ORDER_name + AUDIT_RARE };

static uint64_t order_key(const muster_audit *audit, const statement *s, int which) {
    uint64_t thing = unit_key(s) * 64 + s->measure;
    switch (which) {
    case ORDER_time: return unit_key(s);
    case ORDER_place: return s->place_key ? mixed(s->place_key, thing) : 0;
    case ORDER_value: return mixed(bits_of(audit_value(s)), unit_key(s));
    default: {
        uint32_t rare = audit->narratives.at[s->narrative].rare[which - ORDER_name];
        return rare ? mixed(rare, thing) : 0;
    }
    }
}

static void compare_all(grouping *g) {
    muster_audit *audit = g->audit;
    uint32_t all = audit->claims.count, wide = all ? COMPARISONS / all : 0;
    for (int which = 0; which < ORDER_COUNT; which++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < all; i++) {
            const statement *s = &audit->claims.at[i];
            uint64_t key = all <= MOST_WINDOW ? 1 : order_key(audit, s, which); /* so few: all with all */
            if (key) g->order[count++] = (sortable){key, audit->reports.at[s->report].day.from, i};
        }
        uint32_t window = which == ORDER_time && wide > WINDOW ? (wide > MOST_WINDOW ? MOST_WINDOW : wide) : WINDOW;
        compare_order(g, count, window);
        if (all <= MOST_WINDOW) return; /* the order by time has compared them all */
    }
}

/* --- joining --- */

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

/* Whether two groups may be one: on average their claims are as alike as two must be. */
static bool fits(const grouping *g, uint32_t a, uint32_t b) {
    double sum = 0, values = 0, best = 0;
    uint32_t count = 0, open = 0, i = a;
    for (uint32_t x = 0; i != NONE && x < SAMPLE; i = g->next[i], x++) {
        uint32_t j = b;
        for (uint32_t y = 0; j != NONE && y < SAMPLE; j = g->next[j], y++, count++) {
            likeness l = audit_compare(g->audit, &g->audit->claims.at[i], &g->audit->claims.at[j]);
            sum += !l.against ? l.score : l.firmly ? FIRMLY_AGAINST : AGAINST;
            if (l.against) continue;
            if (!open++ || l.value > best) best = l.value;
            values += l.value;
        }
    }
    return (sum + BEST_FIT * (best * open - values)) / count >= g->audit->options.same;
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
    uint64_t key = mixed(((uint64_t)a << 32) | b, ((uint64_t)g->size[a] << 32) | g->size[b]);
    if (g->refused[key % REFUSED] == key) return;
    if (!fits(g, a, b)) {
        g->refused[key % REFUSED] = key;
        return;
    }
    g->parent[b] = a;
    g->next[g->last[a]] = b;
    g->last[a] = g->last[b];
    g->size[a] += g->size[b];
}

static void join_all(grouping *g) {
    uint32_t all = g->audit->claims.count;
    size_t count = 0;
    for (uint32_t i = 0; i < all; i++)
        for (uint32_t k = 0; k < g->best_count[i]; k++) g->best[count++] = g->best[(size_t)i * BEST + k];
    if (count) qsort(g->best, count, sizeof *g->best, by_score);
    for (size_t i = 0; i < count; i++) join(g, g->best[i].a, g->best[i].b);
}

static void number_groups(grouping *g) {
    muster_audit *audit = g->audit;
    uint32_t count = audit->claims.count;
    audit->next_in_group = ARENA_ARRAY(audit->memory, uint32_t, count + 1);
    uint32_t *last = g->last; /* no longer needed for joining */
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

/* One block for all that is needed only meanwhile. */
static void *take(char **at, size_t size) {
    void *here = *at;
    *at += (size + 15) / 16 * 16;
    return here;
}

void audit_group(muster_audit *audit) {
    grouping g = {.audit = audit};
    size_t count = audit->claims.count + 1u;
    size_t bytes = count * (sizeof(edge) * BEST + 1 + sizeof(sortable) + 4 * sizeof(uint32_t)) + REFUSED * sizeof(uint64_t) + 256;
    char *block = calloc(1, bytes), *at = block;
    if (!block) arena_nomem(audit->memory);
    g.best = take(&at, count * sizeof(edge) * BEST);
    g.best_count = take(&at, count);
    g.order = take(&at, count * sizeof(sortable));
    g.parent = take(&at, count * sizeof(uint32_t));
    g.next = take(&at, count * sizeof(uint32_t));
    g.last = take(&at, count * sizeof(uint32_t));
    g.size = take(&at, count * sizeof(uint32_t));
    g.refused = take(&at, REFUSED * sizeof(uint64_t));
    arena_defer(audit->memory, free, block);
    for (uint32_t i = 0; i < audit->claims.count; i++) {
        g.parent[i] = g.last[i] = i;
        g.next[i] = NONE;
        g.size[i] = 1;
    }
    compare_all(&g);
    join_all(&g);
    number_groups(&g);
}
