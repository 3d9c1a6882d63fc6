/* rule_union.c: conditions as they are asked. Many a condition lists words ("a" | "b" | …), or words that it does not want (!"a" & !"b" &
 * …): asked one by one these are most of the work of a new class. Each list of a phase becomes a group, of which is known, as soon as one
 * of its predicates holds, that it does; a condition then asks the group. Groups are numbered behind the predicates, and stand for one in
 * the code. The code that the file says stays as it is: it is what is kept. */
#include "rule/rule_internal.h"

typedef struct uniting {
    ruleset *set;
    phase *p;
    index_list out;  /* the code being made */
    index_list list; /* predicates of the lists that are open, one behind the other */
} uniting;

static uint32_t op_of(uint32_t word) {
    return word & ((1u << TEST_BITS) - 1);
}

/* The union of the predicates of the list from `first` on, which are taken off it; as a predicate of the code. */
static uint32_t union_of(uniting *g, uint32_t first) {
    uint32_t count = g->list.count - first;
    g->list.count = first;
    return g->set->predicates.count + rule_list_number(g->set->memory, &g->p->unions, g->list.at + first, count);
}

/* --- conditions ------------------------------------------------------------------------------------------------------------------- */

static uint32_t size_of(const uint32_t *code) {
    return op_of(*code) == TEST_PREDICATE ? 1 : 1 + (*code >> TEST_BITS);
}

/* Adds the predicate, or the predicates joined by `|`, that a condition is, to the list; false: it is neither. */
static bool take_list(uniting *g, const uint32_t *code) {
    uint32_t first = op_of(*code) == TEST_OR ? 1 : 0, size = size_of(code);
    if (op_of(*code) != TEST_OR && op_of(*code) != TEST_PREDICATE) return false;
    for (uint32_t i = first; i < size; i++)
        if (op_of(code[i]) != TEST_PREDICATE) return false;
    for (uint32_t i = first; i < size; i++) VEC_PUSH(g->set->memory, &g->list, code[i] >> TEST_BITS);
    return true;
}

static void emit(uniting *g, uint32_t op, uint32_t value) {
    VEC_PUSH(g->set->memory, &g->out, value << TEST_BITS | op);
}

static void rewrite(uniting *g, const uint32_t *code);

/* What is joined by `|`, or by `&`: the lists among it (behind `!`, in the second case) are one union. */
static void rewrite_joined(uniting *g, const uint32_t *code) {
    bool all = op_of(*code) == TEST_AND;
    uint32_t size = size_of(code), start = g->out.count, first = g->list.count;
    emit(g, op_of(*code), 0);
    for (uint32_t i = 1; i < size; i += size_of(code + i)) {
        bool listed = all ? op_of(code[i]) == TEST_NOT && take_list(g, code + i + 1) : take_list(g, code + i);
        if (!listed) rewrite(g, code + i);
    }
    if (g->list.count > first) {
        if (all) emit(g, TEST_NOT, 1);
        emit(g, TEST_PREDICATE, union_of(g, first));
    }
    g->out.at[start] |= (g->out.count - start - 1) << TEST_BITS;
}

static void rewrite(uniting *g, const uint32_t *code) {
    uint32_t start = g->out.count;
    switch (op_of(*code)) {
    case TEST_NOT:
        emit(g, TEST_NOT, 0);
        rewrite(g, code + 1);
        g->out.at[start] |= (g->out.count - start - 1) << TEST_BITS;
        break;
    case TEST_AND:
    case TEST_OR: rewrite_joined(g, code); break;
    default:
        for (uint32_t i = 0; i < size_of(code); i++) VEC_PUSH(g->set->memory, &g->out, code[i]);
    }
}

void rule_unite_tests(ruleset *set, phase *p) {
    uniting g = {.set = set, .p = p};
    index_list starts = {0};
    for (uint32_t i = 0; i < p->tests.count; i++) {
        VEC_PUSH(set->memory, &starts, g.out.count);
        if (!p->tests.at[i].plain) rewrite(&g, p->tests.at[i].code);
    }
    for (uint32_t i = 0; i < p->tests.count; i++)
        p->tests.at[i].asked = p->tests.at[i].plain ? p->tests.at[i].code : g.out.at + starts.at[i];
    if (set->most_unions < p->unions.lists.count) set->most_unions = p->unions.lists.count;
}
