/* rule_begin.c: where a rule may begin, as far as single tokens tell: which tests the first token of a match passes, what look-arounds in
 * front of it ask of that token and of the one before it, and which tests the second token passes. A class of tokens knows these as bits
 * for all rules of its phase (phase.implied, rule_fill_row), so that most rules are ruled out at a token by a few words of bits.
 *
 * A rule may have several beginnings: the ways through its program to the first test, as far as they pass different look-arounds. All that
 * is noted of one is necessary, not sufficient: what a look-around of more than one token asks is noted in part, or not at all. */
#include "rule/rule_program.h"

enum { CONSTRAINTS_LIMIT = 32 };

typedef struct walk {
    const ruleset *set;
    phase *p;
    const rule_item *item;
    uint32_t *seen; /* per instruction: stamp */
    uint32_t stamp;
    index_list stack;
    uint64_t *passed;     /* constraints x instructions of the rule: bits */
    VEC(beginning) found; /* by constraints */
    VEC(uint32_t) asking; /* instructions that ask the first token */
    index_list *seconds;  /* per rule: one of these tests holds of the second token, if there is one */
} walk;

/* --- what look-arounds ask --------------------------------------------------------------------------------------------------------- */

/* Pushes where a step that reads no token leads to; false for one that reads. Look-arounds are stepped over. */
static bool steps_on(walk *w, uint32_t pc) {
    const instruction *one = &w->set->code.at[pc];
    switch (one->op) {
    case OP_SPLIT: VEC_PUSH(w->set->memory, &w->stack, one->b); /* fall through */
    case OP_JUMP:
    case OP_LOOK: VEC_PUSH(w->set->memory, &w->stack, one->a); return true;
    case OP_OPEN:
    case OP_CLOSE:
    case OP_ANCHOR: VEC_PUSH(w->set->memory, &w->stack, pc + 1); return true;
    default: return false;
    }
}

static bool is_new(walk *w, uint32_t pc) {
    uint32_t at = pc - w->item->start;
    bool fresh = w->seen[at] != w->stamp;
    w->seen[at] = w->stamp;
    return fresh;
}

/* The tests of which the token that the inner program of a look-around reads first passes one. False: it need not read any. */
static bool first_tests(walk *w, uint32_t inner, index_list *tests) {
    const instruction *code = w->set->code.at;
    bool reads = true;
    w->stamp++;
    w->stack.count = 0;
    VEC_PUSH(w->set->memory, &w->stack, inner);
    while (w->stack.count && reads) {
        uint32_t pc = w->stack.at[--w->stack.count];
        if (!is_new(w, pc) || steps_on(w, pc)) continue;
        const instruction *one = &code[pc];
        if (one->op == OP_ACCEPT) reads = false;
        if (one->op == OP_TEST || one->op == OP_TEST_BACK) VEC_PUSH(w->set->memory, tests, one->a);
        if (one->op == OP_ANNOTATION) VEC_PUSH(w->set->memory, tests, rule_test_asked(one));
        if (one->op == OP_ANNOTATION_BACK) VEC_PUSH(w->set->memory, tests, w->set->annotation_patterns.at[one->a].inside);
    }
    return reads;
}

/* Whether the inner program may be over at an instruction, nothing more being asked. */
static bool may_end(const walk *w, uint32_t pc) {
    const instruction *code = w->set->code.at;
    for (uint32_t end = w->item->start + w->item->size; pc < end;) {
        const instruction *one = &code[pc];
        if (one->op == OP_ACCEPT) return true;
        if (one->op == OP_SPLIT && (code[one->a].op == OP_ACCEPT || code[one->b].op == OP_ACCEPT)) return true;
        if (one->op == OP_JUMP && one->a <= pc) return false;
        if (one->op != OP_JUMP && one->op != OP_CLOSE) return false;
        pc = one->op == OP_JUMP ? one->a : pc + 1;
    }
    return false;
}

/* The tests of which each alone lets the inner program match one token. */
static void sufficient_tests(walk *w, uint32_t inner, index_list *tests) {
    const instruction *code = w->set->code.at;
    w->stamp++;
    w->stack.count = 0;
    VEC_PUSH(w->set->memory, &w->stack, inner);
    while (w->stack.count) {
        uint32_t pc = w->stack.at[--w->stack.count];
        const instruction *one = &code[pc];
        if (!is_new(w, pc) || one->op == OP_LOOK || one->op == OP_ANCHOR || steps_on(w, pc)) continue;
        if ((one->op == OP_TEST || one->op == OP_TEST_BACK) && may_end(w, pc + 1)) VEC_PUSH(w->set->memory, tests, one->a);
    }
}

/* Adds what a look-around asks of the token that it looks at first. */
static void constrain(walk *w, uint32_t pc, constraints *of) {
    const instruction *look = &w->set->code.at[pc];
    if (look->b & LOOK_NEGATED) {
        sufficient_tests(w, pc + 1, &of->none);
        return;
    }
    index_list any = {0};
    if (first_tests(w, pc + 1, &any) && any.count) VEC_PUSH(w->set->memory, &of->any, any);
}

/* Only opening marks stand between the start of a sentence or block and a token. */
static void constrain_by_anchor(walk *w, uint32_t pc, constraints *before) {
    anchor which = (anchor)w->set->code.at[pc].a;
    if (which != ANCHOR_sentence_start && which != ANCHOR_block_start) return;
    index_list any = {0};
    VEC_PUSH(w->set->memory, &any, w->p->mark_test);
    VEC_PUSH(w->set->memory, &before->any, any);
}

static constraints copy_of(walk *w, const constraints *from) {
    constraints made = {0};
    for (uint32_t i = 0; i < from->none.count; i++) VEC_PUSH(w->set->memory, &made.none, from->none.at[i]);
    for (uint32_t i = 0; i < from->any.count; i++) VEC_PUSH(w->set->memory, &made.any, from->any.at[i]);
    return made;
}

/* --- ways to the first test -------------------------------------------------------------------------------------------------------- */

/* A step of a way: an instruction, come to under the constraints of a beginning. */
static void come_to(walk *w, uint32_t pc, uint32_t under) {
    uint32_t bit = under * w->item->size + (pc - w->item->start);
    if (pc >= w->item->start + w->item->size || w->passed[bit / 64] >> (bit % 64) & 1) return;
    w->passed[bit / 64] |= 1ull << (bit % 64);
    VEC_PUSH(w->set->memory, &w->asking, pc);
    VEC_PUSH(w->set->memory, &w->asking, under);
}

/* The same constraints and those of a look-around or an anchor; too many are not told apart. */
static uint32_t constrained(walk *w, uint32_t pc, uint32_t under) {
    const instruction *one = &w->set->code.at[pc];
    if (w->found.count == CONSTRAINTS_LIMIT) return 0;
    beginning made = {.rule = w->item->bit};
    made.here = copy_of(w, &w->found.at[under].here);
    made.before = copy_of(w, &w->found.at[under].before);
    if (one->op == OP_ANCHOR) constrain_by_anchor(w, pc, &made.before);
    if (one->op == OP_LOOK) constrain(w, pc, one->b & LOOK_BEHIND ? &made.before : &made.here);
    VEC_PUSH(w->set->memory, &w->found, made);
    return w->found.count - 1;
}

static void find_ways(walk *w) {
    const instruction *code = w->set->code.at;
    uint32_t bits = CONSTRAINTS_LIMIT * w->item->size;
    memset(w->passed, 0, (bits / 64 + 1) * sizeof *w->passed);
    w->found.count = w->asking.count = 0;
    VEC_PUSH(w->set->memory, &w->found, ((beginning){.rule = w->item->bit}));
    come_to(w, w->item->start, 0);
    while (w->asking.count) {
        uint32_t under = w->asking.at[w->asking.count - 1], pc = w->asking.at[w->asking.count - 2];
        const instruction *one = &code[pc];
        w->asking.count -= 2;
        switch (one->op) {
        case OP_TEST:
        case OP_ANNOTATION: VEC_PUSH(w->set->memory, &w->found.at[under].firsts, rule_test_asked(one)); break;
        case OP_SPLIT: come_to(w, one->b, under); /* fall through */
        case OP_JUMP: come_to(w, one->a, under); break;
        case OP_LOOK: come_to(w, one->a, constrained(w, pc, under)); break;
        case OP_ANCHOR: come_to(w, pc + 1, constrained(w, pc, under)); break;
        case OP_OPEN:
        case OP_CLOSE: come_to(w, pc + 1, under); break;
        default: break;
        }
    }
}

/* --- the second token -------------------------------------------------------------------------------------------------------------- */

/* From the instructions on the stack to those that ask the next token: these into *asking. Whether the end can be reached before one. */
static bool next_asking(walk *w, index_list *asking) {
    bool ends = false;
    w->stamp++;
    while (w->stack.count) {
        uint32_t pc = w->stack.at[--w->stack.count];
        if (!is_new(w, pc) || steps_on(w, pc)) continue;
        uint8_t op = w->set->code.at[pc].op;
        ends |= op == OP_ACCEPT;
        if (op == OP_TEST || op == OP_ANNOTATION) VEC_PUSH(w->set->memory, asking, pc);
    }
    return ends;
}

/* The tests of which the second token passes one, if there is one. */
static void find_second_tests(walk *w) {
    const ruleset *set = w->set;
    index_list first = {0}, second = {0}, *tests = &w->seconds[w->item->bit];
    w->stack.count = 0;
    VEC_PUSH(set->memory, &w->stack, w->item->start);
    next_asking(w, &first);
    for (uint32_t i = 0; i < first.count; i++) {
        const instruction *one = &set->code.at[first.at[i]];
        if (one->op == OP_ANNOTATION) VEC_PUSH(set->memory, tests, set->annotation_patterns.at[one->a].inside);
        VEC_PUSH(set->memory, &w->stack, first.at[i] + 1);
    }
    if (next_asking(w, &second)) w->p->single[w->item->bit / 64] |= 1ull << (w->item->bit % 64);
    for (uint32_t i = 0; i < second.count; i++) VEC_PUSH(set->memory, tests, rule_test_asked(&set->code.at[second.at[i]]));
}

/* --- rows ---------------------------------------------------------------------------------------------------------------------------- */

static bool is_asked(const constraints *of) {
    return of->any.count || of->none.count;
}

/* Each of the tests lets a class have a bit, at so many words. */
static void imply(walk *w, const uint32_t *tests, uint32_t count, uint32_t words, uint32_t bit) {
    for (uint32_t i = 0; i < count; i++) {
        implication made = {.word = words + bit / 64, .next = w->p->latest_implied[tests[i]], .bits = 1ull << (bit % 64)};
        uint32_t known = made.next;
        while (known != NONE && w->p->implied.at[known].word != made.word) known = w->p->implied.at[known].next;
        if (known != NONE) {
            w->p->implied.at[known].bits |= made.bits;
            continue;
        }
        w->p->latest_implied[tests[i]] = w->p->implied.count;
        VEC_PUSH(w->set->memory, &w->p->implied, made);
    }
}

/* What follows from tests alone is implied by them; of the rest a class is asked when it is made. */
static void keep_beginnings(walk *w) {
    for (uint32_t i = 0; i < w->found.count; i++) {
        beginning *one = &w->found.at[i];
        one->guarded = is_asked(&one->before);
        one->asked = is_asked(&one->here);
        if (!one->asked) imply(w, one->firsts.at, one->firsts.count, one->guarded ? w->p->guarded_at : 0, one->rule);
        if (one->firsts.count && (one->guarded || one->asked)) VEC_PUSH(w->set->memory, &w->p->beginnings, *one);
    }
}

static void imply_needs(walk *w) {
    const rule_item *item = w->item;
    const phase *p = w->p;
    for (uint32_t place = 0; place < item->need_count; place++) {
        const index_list *tests = &p->needs.lists.at[item->needs[place]];
        imply(w, tests->at, tests->count, p->needs_at + place * p->rule_words, item->bit);
    }
}

/* An anchor that stands before anything else. */
static void find_lead(const ruleset *set, phase *p, rule_item *item) {
    uint32_t pc = item->start;
    while (set->code.at[pc].op == OP_OPEN) pc++;
    item->anchored = set->code.at[pc].op == OP_ANCHOR;
    if (!item->anchored) return;
    item->lead = (anchor)set->code.at[pc].a;
    p->anchored[item->bit / 64] |= 1ull << (item->bit % 64);
}

static void lay_out_rows(const ruleset *set, phase *p) {
    p->needs_at = p->rule_words;
    p->seconds_at = p->needs_at + NEED_LIMIT * p->rule_words;
    p->guarded_at = p->seconds_at + p->rule_words;
    p->behind_at = p->guarded_at + p->rule_words;
    p->row_words = p->behind_at + p->rule_words;
    p->class_words = p->row_words + p->test_words;
    p->latest_implied = ARENA_ARRAY(set->memory, uint32_t, p->tests.count + 1);
    memset(p->latest_implied, 0xFF, (p->tests.count + 1) * sizeof *p->latest_implied);
    p->anchored = ARENA_ARRAY(set->memory, uint64_t, p->rule_words);
    p->single = ARENA_ARRAY(set->memory, uint64_t, p->rule_words);
}

static walk start_walk(ruleset *set, phase *p) {
    uint32_t largest = 0;
    for (uint32_t i = 0; i < p->rules.count; i++)
        if (set->rules.at[p->rules.at[i]].size > largest) largest = set->rules.at[p->rules.at[i]].size;
    walk w = {.set = set, .p = p};
    w.seen = ARENA_ARRAY(set->memory, uint32_t, largest + 1);
    w.passed = ARENA_ARRAY(set->memory, uint64_t, (size_t)largest * CONSTRAINTS_LIMIT / 64 + 1);
    w.seconds = ARENA_ARRAY(set->memory, index_list, p->rules.count + 1);
    return w;
}

void rule_find_beginnings(ruleset *set, phase *p) {
    lay_out_rows(set, p);
    walk w = start_walk(set, p);
    for (uint32_t i = 0; i < p->rules.count; i++) {
        rule_item *item = &set->rules.at[p->rules.at[i]];
        w.item = item;
        find_ways(&w);
        keep_beginnings(&w);
        find_second_tests(&w);
        imply(&w, w.seconds[i].at, w.seconds[i].count, p->seconds_at, i);
        imply_needs(&w);
        find_lead(set, p, item);
    }
}

static bool has_any(const uint64_t *tests, const index_list *of) {
    for (uint32_t i = 0; i < of->count; i++)
        if (tests[of->at[i] / 64] >> (of->at[i] % 64) & 1) return true;
    return false;
}

static bool holds(const uint64_t *tests, const constraints *of) {
    if (has_any(tests, &of->none)) return false;
    for (uint32_t i = 0; i < of->any.count; i++)
        if (!has_any(tests, &of->any.at[i])) return false;
    return true;
}

void rule_fill_row(const phase *p, uint64_t *row) {
    const uint64_t *tests = row + p->row_words;
    for (uint32_t i = 0; i < p->test_words; i++)
        for (uint64_t rest = tests[i]; rest; rest &= rest - 1) {
            uint32_t test = i * 64 + (uint32_t)__builtin_ctzll(rest);
            for (uint32_t at = p->latest_implied[test]; at != NONE; at = p->implied.at[at].next)
                row[p->implied.at[at].word] |= p->implied.at[at].bits;
        }
    for (uint32_t i = 0; i < p->beginnings.count; i++) {
        const beginning *one = &p->beginnings.at[i];
        uint64_t bit = 1ull << (one->rule % 64), *at = row + one->rule / 64;
        if (one->asked && has_any(tests, &one->firsts) && holds(tests, &one->here)) at[one->guarded ? p->guarded_at : 0] |= bit;
        if (one->guarded && holds(tests, &one->before)) at[p->behind_at] |= bit;
    }
    for (uint32_t k = 0; k < p->rule_words; k++) {
        uint64_t guarded = row[p->guarded_at + k] & ~row[k];
        row[k] |= guarded;
        row[p->guarded_at + k] = guarded;
    }
}
