/* rule_need.c: what a rule cannot match without: a test (the start of an annotation is one) that every way through its program passes or,
 * where there is none, a few of which every way passes one. A rule is tried only before its needs; most rules need a word or reading that
 * most sentences lack. */
#include "rule/rule_internal.h"

enum { TRIED_TESTS = 48, CUT_TESTS = 96 };

/* The test that an instruction asks of the token it starts at, or NONE. */
static uint32_t test_of(const ruleset *set, const instruction *one) {
    if (one->op == OP_TEST) return one->a;
    if (one->op == OP_ANNOTATION) return set->annotation_patterns.at[one->a].begin;
    return NONE;
}

typedef struct walk {
    const ruleset *set;
    const phase *p;
    const rule_item *item;
    uint32_t *stack;
    uint32_t *seen;   /* per instruction: stamp */
    uint32_t *from;   /* per instruction: the one before it on the way, or NONE */
    uint32_t *on_way; /* per test: rule + 1 on whose shortest way it stands */
    uint32_t *tried;  /* per test: rule + 1 that has tried it */
    uint32_t *banned; /* per test: rule + 1 for which it must not hold */
    uint32_t stamp, rule;
    index_list *needs; /* per rule */
} walk;

static void push(walk *w, uint32_t *height, uint32_t pc) {
    uint32_t at = pc - w->item->start;
    if (at >= w->item->size || w->seen[at] == w->stamp) return;
    w->seen[at] = w->stamp;
    w->stack[(*height)++] = pc;
}

/* Whether the program can be passed without a banned test holding anywhere. Look-arounds are stepped over. */
static bool passes(walk *w) {
    uint32_t height = 0;
    w->stamp++;
    push(w, &height, w->item->start);
    while (height) {
        uint32_t pc = w->stack[--height];
        const instruction *one = &w->set->code.at[pc];
        uint32_t test = test_of(w->set, one);
        if (one->op == OP_ACCEPT) return true;
        if (one->op == OP_FAIL || (test != NONE && w->banned[test] == w->rule)) continue;
        if (one->op == OP_SPLIT) push(w, &height, one->b);
        push(w, &height, one->op == OP_SPLIT || one->op == OP_JUMP || one->op == OP_LOOK ? one->a : pc + 1);
    }
    return false;
}

/* --- needs ----------------------------------------------------------------------------------------------------------------------- */

/* One more of the latest rule. */
static void add_need(const ruleset *set, phase *p, walk *w, const uint32_t *tests, uint32_t count) {
    uint32_t index = count == 1 ? p->need_index[tests[0]] : NONE;
    if (index == NONE) {
        need made = {ARENA_ARRAY(set->memory, uint32_t, count), count};
        memcpy(made.tests, tests, count * sizeof *tests);
        VEC_PUSH(set->memory, &p->needs, made);
        index = p->needs.count - 1;
        if (count == 1) p->need_index[tests[0]] = index;
    }
    VEC_PUSH(set->memory, &w->needs[w->item->bit], index);
}

/* Marks the tests on a shortest way through the program: what every way passes, this one passes. */
static void mark_way(const ruleset *set, const rule_item *item, walk *w) {
    uint32_t count = 0, pc = NONE;
    w->stamp++;
    push(w, &count, item->start);
    w->from[0] = NONE;
    for (uint32_t i = 0; i < count; i++) { /* the stack as a queue */
        pc = w->stack[i];
        const instruction *one = &set->code.at[pc];
        uint32_t before = count;
        if (one->op == OP_ACCEPT) break;
        if (one->op == OP_FAIL) continue;
        push(w, &count, one->op == OP_SPLIT || one->op == OP_JUMP || one->op == OP_LOOK ? one->a : pc + 1);
        if (one->op == OP_SPLIT) push(w, &count, one->b);
        for (; before < count; before++) w->from[w->stack[before] - item->start] = pc;
    }
    for (; pc != NONE; pc = w->from[pc - item->start]) {
        uint32_t test = test_of(set, &set->code.at[pc]);
        if (test != NONE) w->on_way[test] = w->rule;
    }
}

/* Makes needs of those tests on the way that the program asks in that way. */
static void try_tests(const ruleset *set, phase *p, const rule_item *item, walk *w, opcode how, uint32_t *tried) {
    const instruction *end = set->code.at + item->start + item->size;
    for (const instruction *one = end - item->size; one < end; one++) {
        if (one->op != how) continue;
        uint32_t test = test_of(set, one);
        if (w->tried[test] == w->rule || w->on_way[test] != w->rule) continue;
        if (*tried == TRIED_TESTS || w->needs[item->bit].count == NEED_LIMIT) return;
        w->tried[test] = w->banned[test] = w->rule;
        ++*tried;
        if (!passes(w)) add_need(set, p, w, &test, 1);
        w->banned[test] = 0;
    }
}

/* Readings first: they are rarer than shapes. */
static void find_single_needs(const ruleset *set, phase *p, const rule_item *item, walk *w) {
    uint32_t tried = 0;
    mark_way(set, item, w);
    try_tests(set, p, item, w, OP_ANNOTATION, &tried);
    try_tests(set, p, item, w, OP_TEST, &tried);
}

/* Whether few words fulfil a test: it asks for certain words, or for a reading. */
static bool is_telling(const ruleset *set, const token_test *test) {
    for (uint32_t i = 0; i < test->size; i++) {
        uint32_t op = test->code[i] & ((1u << TEST_BITS) - 1);
        if (op == TEST_OR && !i) continue;
        if (op != TEST_PREDICATE) return false;
        predicate_type type = set->predicates.at[test->code[i] >> TEST_BITS].type;
        if (type != PREDICATE_KEY && type != PREDICATE_TEXT && type != PREDICATE_MAP && type != PREDICATE_BEGIN && type != PREDICATE_FITS)
            return false;
    }
    return true;
}

/* All telling tests of the program, as far as they are few. */
static uint32_t telling_tests(const ruleset *set, const rule_item *item, walk *w, uint32_t *tests) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < item->size; i++) {
        uint32_t test = test_of(set, &set->code.at[item->start + i]);
        if (test == NONE || w->banned[test] == w->rule || !is_telling(set, &w->p->tests.at[test])) continue;
        if (count == CUT_TESTS) return count;
        w->banned[test] = w->rule;
        tests[count++] = test;
    }
    return count;
}

/* A few tests of which every way passes one: as many as can be are taken away from all of them, the latest of the program first. */
static void find_cut(const ruleset *set, phase *p, const rule_item *item, walk *w) {
    uint32_t tests[CUT_TESTS], count = telling_tests(set, item, w, tests), kept = 0;
    bool cuts = count && !passes(w);
    for (uint32_t i = count; cuts && i--;) {
        w->banned[tests[i]] = 0;
        if (passes(w)) w->banned[tests[i]] = w->rule;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (w->banned[tests[i]] == w->rule) tests[kept++] = tests[i];
        w->banned[tests[i]] = 0;
    }
    if (cuts) add_need(set, p, w, tests, kept);
}

/* --- what is kept ----------------------------------------------------------------------------------------------------------------- */

/* Who waits for each need. */
static void index_needs(ruleset *set, phase *p, const walk *w) {
    p->need_counts = ARENA_ARRAY(set->memory, uint8_t, p->rules.count + 1);
    uint32_t *from = p->waiting_from = ARENA_ARRAY(set->memory, uint32_t, p->needs.count + 2);
    for (uint32_t i = 0; i < p->rules.count; i++) {
        p->need_counts[i] = (uint8_t)w->needs[i].count;
        for (uint32_t j = 0; j < w->needs[i].count; j++) from[w->needs[i].at[j] + 2]++;
    }
    for (uint32_t i = 1; i < p->needs.count + 2; i++) from[i] += from[i - 1];
    p->waiting = ARENA_ARRAY(set->memory, uint32_t, from[p->needs.count + 1] + 1);
    for (uint32_t i = 0; i < p->rules.count; i++)
        for (uint32_t j = 0; j < w->needs[i].count; j++) p->waiting[from[w->needs[i].at[j] + 1]++] = i;
    for (window_kind kind = 0; kind < WINDOW_KINDS; kind++) {
        p->needless[kind] = ARENA_ARRAY(set->memory, uint64_t, p->rule_words);
        for (uint32_t i = 0; i < p->rules.count; i++)
            if (!p->need_counts[i]) p->needless[kind][i / 64] |= p->group_rules[kind][i / 64] & 1ull << (i % 64);
    }
}

static walk start_walk(ruleset *set, phase *p) {
    uint32_t largest = 0;
    for (uint32_t i = 0; i < p->rules.count; i++)
        if (set->rules.at[p->rules.at[i]].size > largest) largest = set->rules.at[p->rules.at[i]].size;
    walk w = {.set = set, .p = p};
    w.stack = ARENA_ARRAY(set->memory, uint32_t, largest + 1);
    w.seen = ARENA_ARRAY(set->memory, uint32_t, largest + 1);
    w.from = ARENA_ARRAY(set->memory, uint32_t, largest + 1);
    w.needs = ARENA_ARRAY(set->memory, index_list, p->rules.count + 1);
    w.on_way = ARENA_ARRAY(set->memory, uint32_t, p->tests.count + 1);
    w.tried = ARENA_ARRAY(set->memory, uint32_t, p->tests.count + 1);
    w.banned = ARENA_ARRAY(set->memory, uint32_t, p->tests.count + 1);
    return w;
}

void rule_find_needs(ruleset *set, phase *p) {
    p->need_index = ARENA_ARRAY(set->memory, uint32_t, p->tests.count + 1);
    memset(p->need_index, 0xFF, sizeof *p->need_index * (p->tests.count + 1));
    walk w = start_walk(set, p);
    for (uint32_t i = 0; i < p->rules.count; i++) {
        rule_item *item = &set->rules.at[p->rules.at[i]];
        w.rule = i + 1;
        w.item = item;
        find_single_needs(set, p, item, &w);
        if (!w.needs[i].count) find_cut(set, p, item, &w);
    }
    p->need_words = p->needs.count / 64 + 1;
    index_needs(set, p, &w);
}
