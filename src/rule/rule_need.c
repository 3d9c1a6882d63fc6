/* rule_need.c: what a rule cannot match without: tests (the start of an annotation is one) that every way through its program passes. A
 * rule whose needs do not stand in the window, at or behind a token, is not tried there; most rules need a word or reading that most
 * sentences lack. */
#include "rule/rule_internal.h"

enum { TRIED_TESTS = 48 };

/* The test that an instruction asks of the token it starts at, or NONE. */
static uint32_t test_of(const ruleset *set, const instruction *one) {
    if (one->op == OP_TEST) return one->a;
    if (one->op == OP_ANNOTATION) return set->annotation_patterns.at[one->a].begin;
    return NONE;
}

typedef struct walk {
    const ruleset *set;
    const rule_item *item;
    uint32_t *stack;
    uint32_t *seen;  /* per instruction: stamp */
    uint32_t *tried; /* per test: rule + 1 that has tried it */
    uint32_t stamp, rule;
} walk;

static void push(walk *w, uint32_t *height, uint32_t pc) {
    uint32_t at = pc - w->item->start;
    if (at >= w->item->size || w->seen[at] == w->stamp) return;
    w->seen[at] = w->stamp;
    w->stack[(*height)++] = pc;
}

/* Whether the program can be passed without that test holding anywhere. Look-arounds are stepped over. */
static bool passes_without(walk *w, uint32_t test) {
    uint32_t height = 0;
    w->stamp++;
    push(w, &height, w->item->start);
    while (height) {
        uint32_t pc = w->stack[--height];
        const instruction *one = &w->set->code.at[pc];
        if (one->op == OP_ACCEPT) return true;
        if (one->op == OP_FAIL || (test != NONE && test_of(w->set, one) == test)) continue;
        if (one->op == OP_SPLIT) push(w, &height, one->b);
        push(w, &height, one->op == OP_SPLIT || one->op == OP_JUMP || one->op == OP_LOOK ? one->a : pc + 1);
    }
    return false;
}

static uint32_t need_index(phase *p, arena *memory, uint32_t test) {
    if (p->need_index[test] == NONE) {
        p->need_index[test] = p->needs.count;
        VEC_PUSH(memory, &p->needs, test);
    }
    return p->need_index[test];
}

/* Readings first: they are rarer than shapes. */
static void find_needs(ruleset *set, phase *p, rule_item *item, walk *w) {
    for (uint32_t pass = 0, tried = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < item->size && tried < TRIED_TESTS && item->need_count < NEED_LIMIT; i++) {
            const instruction *one = &set->code.at[item->start + i];
            if (one->op != (pass ? OP_TEST : OP_ANNOTATION)) continue;
            uint32_t test = test_of(set, one);
            if (w->tried[test] == w->rule) continue;
            w->tried[test] = w->rule;
            tried++;
            if (!passes_without(w, test)) item->needs[item->need_count++] = need_index(p, set->memory, test);
        }
}

/* An anchor that stands before anything else. */
static void find_lead(const ruleset *set, rule_item *item) {
    uint32_t pc = item->start;
    while (set->code.at[pc].op == OP_OPEN) pc++;
    item->anchored = set->code.at[pc].op == OP_ANCHOR;
    if (item->anchored) item->lead = (anchor)set->code.at[pc].a;
}

/* need -> the rules whose first need it is. */
static void index_needs(ruleset *set, phase *p) {
    p->needed_by = ARENA_ARRAY(set->memory, rule_list, p->needs.count + 1);
    for (uint32_t i = 0; i < p->rules.count; i++) {
        const rule_item *item = &set->rules.at[p->rules.at[i]];
        if (item->need_count) VEC_PUSH(set->memory, &p->needed_by[item->needs[0]], p->rules.at[i]);
    }
}

void rule_find_needs(ruleset *set, phase *p) {
    p->need_index = ARENA_ARRAY(set->memory, uint32_t, p->tests.count + 1);
    memset(p->need_index, 0xFF, sizeof *p->need_index * (p->tests.count + 1));
    uint32_t largest = 0;
    for (uint32_t i = 0; i < p->rules.count; i++)
        if (set->rules.at[p->rules.at[i]].size > largest) largest = set->rules.at[p->rules.at[i]].size;
    walk w = {
        .set = set, .stack = ARENA_ARRAY(set->memory, uint32_t, largest + 1), .seen = ARENA_ARRAY(set->memory, uint32_t, largest + 1)};
    w.tried = ARENA_ARRAY(set->memory, uint32_t, p->tests.count + 1);
    for (uint32_t i = 0; i < p->rules.count; i++) {
        w.rule = i + 1;
        w.item = &set->rules.at[p->rules.at[i]];
        find_needs(set, p, &set->rules.at[p->rules.at[i]], &w);
        find_lead(set, &set->rules.at[p->rules.at[i]]);
        if (w.item->anchored) p->group_anchors[w.item->window] |= 1u << w.item->lead;
        if (!set->rules.at[p->rules.at[i]].need_count) p->group_free[set->rules.at[p->rules.at[i]].window] = true;
    }
    index_needs(set, p);
}
