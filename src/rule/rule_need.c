/* rule_need.c: what a rule cannot match without: sets of tests (the start of an annotation is one) such that every way through its program
 * passes one of them. A rule is tried only where each of its needs is met at the token or behind it; most rules need a word or reading that
 * most sentences lack.
 *
 * A need is a cut of the program's graph, of tests that few words fulfil: of the rarest alone, if there is such a cut, else of more common
 * ones, too. The latest is sought first: the tests from which the end can be come to without another; of these, those that are come to
 * first. Then the same without the tests of that cut, and so on towards the beginning. The cut that every match begins with is of no use:
 * what a rule begins with is asked anyway (rule_begin.c). */
#include "rule/rule_program.h"

typedef struct walk {
    const ruleset *set;
    phase *p;
    rule_item *item;
    const instruction *code; /* of the rule */
    uint32_t size;           /* instructions */
    uint32_t *next;          /* per instruction: two that it leads to, or NONE */
    uint32_t *from, *before; /* per instruction: where those that lead to it start in `before`; one more at the end */
    uint32_t *stack, *seen;  /* seen: stamp */
    uint32_t *cut;           /* per instruction: stamp of the cut that it belongs to */
    uint32_t *taken;         /* per test: rule + 1 that has it in a cut */
    uint32_t heaviest;       /* weight of a test that a cut may have */
    uint32_t stamp, rule, end;
    index_list tests; /* of the latest cut */
} walk;

/* --- the graph -------------------------------------------------------------------------------------------------------------------- */

/* A look-ahead that must hold is passed through: what it asks of tokens stands at or behind the start, too, as it sees no further than a
 * match may reach (but for rules that are matched in quotations). Other look-arounds are stepped over. */
static bool is_passed_through(const walk *w, const instruction *look) {
    return !(look->b & (LOOK_BEHIND | LOOK_NEGATED)) && w->item->window != WINDOW_quote;
}

static void lead(walk *w, uint32_t at, uint32_t one, uint32_t other) {
    w->next[at * 2] = one;
    w->next[at * 2 + 1] = other;
}

/* Each look-around ends with the next end that belongs to none inside of it. */
static void lead_on(walk *w) {
    uint32_t start = w->item->start, height = 0;
    for (uint32_t i = 0; i < w->size; i++) {
        const instruction *one = &w->code[i];
        switch (one->op) {
        case OP_SPLIT: lead(w, i, one->a - start, one->b - start); break;
        case OP_JUMP: lead(w, i, one->a - start, NONE); break;
        case OP_FAIL: lead(w, i, NONE, NONE); break;
        case OP_LOOK:
            w->stack[height++] = i;
            lead(w, i, is_passed_through(w, one) ? i + 1 : one->a - start, NONE);
            break;
        case OP_ACCEPT:
            lead(w, i, NONE, NONE);
            if (!height)
                w->end = i;
            else if (is_passed_through(w, &w->code[w->stack[--height]]))
                lead(w, i, w->code[w->stack[height]].a - start, NONE);
            break;
        default: lead(w, i, i + 1, NONE);
        }
    }
}

static void lead_back(walk *w) {
    memset(w->from, 0, ((size_t)w->size + 2) * sizeof *w->from);
    for (uint32_t i = 0; i < w->size * 2; i++)
        if (w->next[i] != NONE) w->from[w->next[i] + 2]++;
    for (uint32_t i = 1; i < w->size + 2; i++) w->from[i] += w->from[i - 1];
    for (uint32_t i = 0; i < w->size * 2; i++)
        if (w->next[i] != NONE) w->before[w->from[w->next[i] + 1]++] = i / 2;
}

/* --- cuts ------------------------------------------------------------------------------------------------------------------------- */

/* Whether an instruction may be part of the cut that is sought. */
static bool may_cut(walk *w, uint32_t at) {
    uint32_t test = rule_test_asked(&w->code[at]);
    if (test == NONE || w->taken[test] == w->rule) return false;
    uint32_t weight = w->p->tests.at[test].weight;
    return weight && weight <= w->heaviest;
}

static void visit(walk *w, uint32_t *height, uint32_t at) {
    if (w->seen[at] == w->stamp) return;
    w->seen[at] = w->stamp;
    w->stack[(*height)++] = at;
}

/* Marks those that may cut and come last. False: some way passes none. */
static bool mark_last(walk *w) {
    uint32_t height = 0;
    w->stamp++;
    visit(w, &height, w->end);
    while (height) {
        uint32_t at = w->stack[--height];
        if (!at) return false; /* a program starts with its first instruction */
        for (uint32_t i = w->from[at]; i < w->from[at + 1]; i++) {
            if (may_cut(w, w->before[i]))
                w->cut[w->before[i]] = w->stamp;
            else
                visit(w, &height, w->before[i]);
        }
    }
    return true;
}

/* The tests of those that are marked and come to first, each once. Whether a way reads something before. */
static bool collect_first(walk *w) {
    uint32_t height = 0, cut = w->stamp++;
    bool later = false;
    w->tests.count = 0;
    visit(w, &height, 0);
    while (height) {
        uint32_t at = w->stack[--height];
        uint32_t test = rule_test_asked(&w->code[at]);
        if (w->cut[at] == cut) {
            if (w->taken[test] != w->rule) VEC_PUSH(w->set->memory, &w->tests, test);
            w->taken[test] = w->rule;
            continue;
        }
        later |= test != NONE;
        for (uint32_t i = 0; i < 2; i++)
            if (w->next[at * 2 + i] != NONE) visit(w, &height, w->next[at * 2 + i]);
    }
    return later;
}

/* --- needs ------------------------------------------------------------------------------------------------------------------------ */

static void find_needs(walk *w) {
    static const uint32_t heaviest[] = {8, 32, 128}; /* readings and words; short words, too; and what many words fulfil */
    rule_item *item = w->item;
    lead_on(w);
    lead_back(w);
    item->need_count = 0;
    for (size_t i = 0; i < sizeof heaviest / sizeof *heaviest; i++) {
        w->heaviest = heaviest[i];
        while (item->need_count < NEED_LIMIT && mark_last(w) && collect_first(w))
            item->needs[item->need_count++] = rule_set_number(w->set->memory, &w->p->needs, w->tests.at, w->tests.count);
    }
}

static walk start_walk(ruleset *set, phase *p) {
    uint32_t largest = 0;
    for (uint32_t i = 0; i < p->rules.count; i++)
        if (set->rules.at[p->rules.at[i]].size > largest) largest = set->rules.at[p->rules.at[i]].size;
    walk w = {.set = set, .p = p};
    w.next = ARENA_ARRAY(set->memory, uint32_t, largest * 2 + 2);
    w.before = ARENA_ARRAY(set->memory, uint32_t, largest * 2 + 2);
    w.from = ARENA_ARRAY(set->memory, uint32_t, largest + 2);
    w.stack = ARENA_ARRAY(set->memory, uint32_t, largest + 1);
    w.seen = ARENA_ARRAY(set->memory, uint32_t, largest + 1);
    w.cut = ARENA_ARRAY(set->memory, uint32_t, largest + 1);
    w.taken = ARENA_ARRAY(set->memory, uint32_t, p->tests.count + 1);
    return w;
}

static void find_all_needs(ruleset *set, phase *p) {
    walk w = start_walk(set, p);
    for (uint32_t i = 0; i < p->rules.count; i++) {
        w.item = &set->rules.at[p->rules.at[i]];
        w.code = set->code.at + w.item->start;
        w.size = w.item->size;
        w.rule = i + 1;
        find_needs(&w);
    }
}

/* Where a rule has no need of a place it is open from the start. */
static void leave_open(const ruleset *set, phase *p) {
    p->open = ARENA_ARRAY(set->memory, uint64_t, (size_t)NEED_LIMIT * p->rule_words);
    for (uint32_t bit = 0; bit < p->rules.count; bit++)
        for (uint32_t place = set->rules.at[p->rules.at[bit]].need_count; place < NEED_LIMIT; place++)
            p->open[place * p->rule_words + bit / 64] |= 1ull << (bit % 64);
}

void rule_find_needs(ruleset *set, phase *p) {
    if (!p->needs_known) find_all_needs(set, p);
    p->needs_known = true;
    leave_open(set, p);
}
