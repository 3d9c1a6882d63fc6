/* rule_union.c: conditions as they are asked. Many a condition lists words ("a" | "b" | …), or words that it does not want (!"a" & !"b" &
 * …): asked one by one these are most of the work of a new class. Each list of a phase becomes a union, which is known to hold as soon as
 * one of its predicates does; a condition then asks the union. Unions are numbered behind the predicates, and stand for one in the code.
 * The code that the file says stays as it is: it is what is kept. */
#include "rule/rule_program.h"

typedef struct uniting {
    ruleset *set;
    phase *p;
    index_list out;  /* the code being made */
    index_list list; /* predicates of the lists that are open, one behind the other */
} uniting;

/* The union of the predicates of the list from `first` on, which are taken off it; as a predicate of the code. One alone is its own. */
static uint32_t union_of(uniting *u, uint32_t first) {
    uint32_t count = u->list.count - first;
    u->list.count = first;
    if (count == 1) return u->list.at[first];
    return u->set->predicates.count + rule_set_number(u->set->memory, &u->p->unions, u->list.at + first, count);
}

static uint32_t size_of(const uint32_t *code) {
    return rule_test_op(*code) == TEST_PREDICATE ? 1 : 1 + (*code >> TEST_BITS);
}

/* Adds the predicate, or the predicates joined by `|`, that a condition is, to the list; false: it is neither. */
static bool take_list(uniting *u, const uint32_t *code) {
    uint32_t size = size_of(code);
    if (!rule_is_plain(code, size)) return false;
    for (uint32_t i = rule_test_op(*code) == TEST_OR; i < size; i++) VEC_PUSH(u->set->memory, &u->list, code[i] >> TEST_BITS);
    return true;
}

static void emit(uniting *u, uint32_t op, uint32_t value) {
    VEC_PUSH(u->set->memory, &u->out, value << TEST_BITS | op);
}

static void rewrite(uniting *u, const uint32_t *code);

/* What is joined by `|`, or by `&`: the lists among it (behind `!`, in the second case) are one union. */
static void rewrite_joined(uniting *u, const uint32_t *code) {
    bool all = rule_test_op(*code) == TEST_AND;
    uint32_t size = size_of(code), start = u->out.count, first = u->list.count;
    emit(u, rule_test_op(*code), 0);
    for (uint32_t i = 1; i < size; i += size_of(code + i)) {
        bool listed = all ? rule_test_op(code[i]) == TEST_NOT && take_list(u, code + i + 1) : take_list(u, code + i);
        if (!listed) rewrite(u, code + i);
    }
    if (u->list.count > first) {
        if (all) emit(u, TEST_NOT, 1);
        emit(u, TEST_PREDICATE, union_of(u, first));
    }
    u->out.at[start] |= (u->out.count - start - 1) << TEST_BITS;
}

static void rewrite(uniting *u, const uint32_t *code) {
    uint32_t start = u->out.count;
    switch (rule_test_op(*code)) {
    case TEST_NOT:
        emit(u, TEST_NOT, 0);
        rewrite(u, code + 1);
        u->out.at[start] |= (u->out.count - start - 1) << TEST_BITS;
        break;
    case TEST_AND:
    case TEST_OR: rewrite_joined(u, code); break;
    default:
        for (uint32_t i = 0; i < size_of(code); i++) VEC_PUSH(u->set->memory, &u->out, code[i]);
    }
}

void rule_unite_tests(ruleset *set, phase *p) {
    uniting u = {.set = set, .p = p};
    index_list starts = {0};
    for (uint32_t i = 0; i < p->tests.count; i++) {
        VEC_PUSH(set->memory, &starts, u.out.count);
        if (!p->tests.at[i].plain) rewrite(&u, p->tests.at[i].code);
    }
    for (uint32_t i = 0; i < p->tests.count; i++)
        p->tests.at[i].asked = p->tests.at[i].plain ? p->tests.at[i].code : u.out.at + starts.at[i];
    if (set->most_unions < p->unions.lists.count) set->most_unions = p->unions.lists.count;
}
