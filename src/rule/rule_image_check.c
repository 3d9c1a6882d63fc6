/* rule_image_check.c: whether the programs of kept rules are such as compiling makes. Matching does not look where a number leads: here it
 * is made sure that each leads to what it may lead to, that a run cannot go round without end, and that look-arounds are not too deep. */
#include "rule/rule_image.h"

#include <stddef.h>

enum { TEST_DEPTH = 1000 };

/* --- tests ------------------------------------------------------------------------------------------------------------------------ */

/* One condition in prefix form; *at is moved behind it. Recursion is bounded by `depth`. */
static bool check_condition(const ruleset *set, const uint32_t *code, uint32_t *at, uint32_t end, uint32_t depth) {
    if (*at >= end || !depth) return false;
    uint32_t op = rule_test_op(code[*at]), value = code[*at] >> TEST_BITS;
    ++*at;
    if (op == TEST_PREDICATE) return value < set->predicates.count;
    if (op > TEST_OR || value > end - *at || (op == TEST_NOT && !value)) return false;
    for (uint32_t inner = *at + value; *at < inner;)
        if (op == TEST_ANY || !check_condition(set, code, at, inner, depth - 1)) return false;
    return true;
}

static bool check_tests(const ruleset *set, const phase *p) {
    for (uint32_t i = 0; i < p->tests.count; i++) {
        uint32_t at = 0;
        const token_test *one = &p->tests.at[i];
        if (!check_condition(set, one->code, &at, one->size, TEST_DEPTH) || at != one->size) return false;
    }
    return true;
}

/* --- letters ---------------------------------------------------------------------------------------------------------------------- */

static bool check_letter(const ruleset *set, uint32_t at) {
    const letter_program *of = &set->letters;
    const letter_step *one = &of->steps.at[at];
    uint32_t count = of->steps.count;
    switch (one->op) {
    case LETTER_SET: return one->a < of->sets.count && at + 1 < count;
    case LETTER_SPLIT: return one->a < count && one->b < count;
    case LETTER_JUMP: return one->a < count && of->steps.at[one->a].op != LETTER_JUMP;
    case LETTER_ACCEPT: return one->a < set->predicates.count;
    case LETTER_FAIL: return true;
    default: return false;
    }
}

static bool check_letters(const ruleset *set) {
    const letter_program *of = &set->letters;
    for (uint32_t i = 0; i < of->steps.count; i++)
        if (!check_letter(set, i)) return false;
    for (uint32_t i = 0; i < of->starts.count; i++)
        if (of->starts.at[i] >= of->steps.count) return false;
    return true;
}

/* --- programs --------------------------------------------------------------------------------------------------------------------- */

/* The program, or outline, of a rule. */
typedef struct extent {
    const ruleset *set;
    const instruction *code;
    uint32_t start, end;
    uint32_t tests, captures;       /* how many there are */
    bool looks;                     /* there are look-arounds */
    uint16_t look[PROGRAM_LIMIT];   /* per instruction: the look-around that it is inside of (its instruction + 1), or 0; if there are */
    uint64_t opened[PROGRAM_LIMIT]; /* captures (bits) that every way to it has opened */
} extent;

static void set_look(extent *e, uint32_t from, uint32_t to, uint32_t look) {
    for (uint32_t pc = from; pc < to; pc++) e->look[pc - e->start] = (uint16_t)look;
}

/* Each look-around goes on up to an end of its own (OP_ACCEPT), the program up to its last instruction. */
static bool find_looks(extent *e) {
    uint32_t open[LOOK_LIMIT + 1] = {0}, depth = 0, from = e->start;
    e->looks = false;
    for (uint32_t pc = e->start; pc < e->end; pc++) {
        uint8_t op = e->code[pc].op;
        if (op != OP_LOOK && op != OP_ACCEPT) continue;
        e->looks |= op == OP_LOOK;
        if (e->looks) set_look(e, from, pc + 1, open[depth]);
        from = pc + 1;
        if (op == OP_ACCEPT && !depth) return from == e->end;
        if (op == OP_LOOK && depth == LOOK_LIMIT) return false;
        if (op == OP_LOOK)
            open[++depth] = from - e->start;
        else
            depth--;
    }
    return false;
}

static inline uint32_t look_at(const extent *e, uint32_t pc) {
    return e->looks ? e->look[pc - e->start] : 0;
}

/* Whether an instruction may lead to another: both are in the same look-around, or in none. */
static inline bool leads(const extent *e, uint32_t from, uint32_t to) {
    return to >= e->start && to < e->end && (!e->looks || e->look[to - e->start] == e->look[from - e->start]);
}

/* Backwards, too: if the matcher remembers there, it does not come by twice. */
static inline bool leads_round(const extent *e, uint32_t from, uint32_t to) {
    return leads(e, from, to) && (to > from || e->code[to].memo);
}

/* Whether an instruction is part of a look-behind, which goes backwards. */
static bool goes_back(const extent *e, uint32_t pc) {
    uint32_t look = look_at(e, pc);
    return look && e->code[e->start + look - 1].b & LOOK_BEHIND;
}

/* Up to one that leads nowhere; a guard is a test, or NONE. */
static bool check_branches(const extent *e, uint32_t pc) {
    const branch *at = e->set->branches.at + e->code[pc].branches, *end = e->set->branches.at + e->set->branches.count;
    if (e->code[pc].branches >= e->set->branches.count) return false;
    if (end - at > BRANCH_LIMIT + 1) end = at + BRANCH_LIMIT + 1;
    for (; at < end && at->pc != NONE; at++)
        if (!leads(e, pc, at->pc) || at->guard + 1 > e->tests) return false;
    return at < end;
}

static bool check_annotation(const extent *e, const instruction *one) {
    if (one->a >= e->set->annotation_patterns.count || one->b >= e->tests) return false;
    const annotation_pattern *asked = &e->set->annotation_patterns.at[one->a];
    return asked->begin < e->tests && asked->inside < e->tests;
}

static bool check_step(const extent *e, uint32_t pc) {
    const instruction *one = &e->code[pc];
    switch (one->op) {
    case OP_TEST: return one->a < e->tests;
    case OP_TEST_BACK: return goes_back(e, pc) && one->a < e->tests;
    case OP_ANNOTATION: return one->memo && check_annotation(e, one);
    case OP_ANNOTATION_BACK: return one->memo && goes_back(e, pc) && check_annotation(e, one);
    case OP_SPLIT: return one->memo && leads_round(e, pc, one->a) && leads_round(e, pc, one->b) && check_branches(e, pc);
    case OP_JUMP: return leads_round(e, pc, one->a);
    case OP_OPEN:
    case OP_CLOSE: return !look_at(e, pc) && one->a < e->captures;
    case OP_LOOK: return leads_round(e, pc, one->a) && one->b <= (LOOK_BEHIND | LOOK_NEGATED) && pc + 2 < e->end;
    case OP_ANCHOR: return one->a <= ANCHOR_quote_end;
    case OP_ACCEPT:
    case OP_FAIL: return true;
    default: return false;
    }
}

/* A way leads on. Backwards it must have opened what was taken for opened there. */
static inline bool flow(extent *e, uint32_t from, uint32_t to, uint64_t opened) {
    uint64_t *there = &e->opened[to - e->start];
    if (to <= from) return (*there & ~opened) == 0;
    *there &= opened;
    return true;
}

/* No capture is closed that may not have been opened. Look-arounds have none, and are stepped over. */
static bool check_captures(extent *e) {
    const uint64_t all = UINT64_MAX;
    memset(e->opened, 0xFF, (e->end - e->start) * sizeof *e->opened);
    uint64_t opened = 0; /* on the way from the instruction before */
    for (uint32_t pc = e->start; pc < e->end; pc++) {
        const instruction *one = &e->code[pc];
        opened = e->opened[pc - e->start] &= opened;
        switch (one->op) {
        case OP_OPEN: opened |= 1ull << one->a; break;
        case OP_CLOSE:
            if (!(opened >> one->a & 1)) return false;
            break;
        case OP_SPLIT:
            if (!flow(e, pc, one->b, opened)) return false; /* fall through */
        case OP_JUMP:
        case OP_LOOK:
            if (!flow(e, pc, one->a, opened)) return false;
            opened = all;
            break;
        case OP_ACCEPT:
        case OP_FAIL: opened = all; break;
        default: break;
        }
    }
    return true;
}

/* A flag that is neither 0 nor 1 must not be taken for one. */
static bool check_flags(const extent *e) {
    uint8_t any = 0;
    for (uint32_t pc = e->start; pc < e->end; pc++) any |= *((const uint8_t *)&e->code[pc] + offsetof(instruction, memo));
    return any <= 1;
}

static bool check_program(extent *e) {
    if (e->start >= e->end || e->end > e->set->code.count || !check_flags(e) || !find_looks(e)) return false;
    for (uint32_t pc = e->start; pc < e->end; pc++)
        if (!check_step(e, pc)) return false;
    return !e->captures || check_captures(e);
}

/* Of an outline: it remembers everywhere. */
static bool check_outline_step(const extent *e, uint32_t pc, uint32_t rule) {
    const instruction *one = &e->code[pc];
    if (one->rule != rule) return false;
    switch (one->op) {
    case OP_TEST: return one->a < e->tests;
    case OP_ANNOTATION: return check_annotation(e, one);
    case OP_SPLIT: return one->a >= e->start && one->a < e->end && one->b >= e->start && one->b < e->end;
    case OP_JUMP: return one->a >= e->start && one->a < e->end;
    case OP_ACCEPT:
    case OP_FAIL: return true;
    default: return false;
    }
}

static bool check_outline(const extent *e, uint32_t rule) {
    if (e->start >= e->end || e->end > e->set->outlines.count || e->code[e->end - 1].op != OP_ACCEPT) return false;
    for (uint32_t pc = e->start; pc < e->end; pc++)
        if (!check_outline_step(e, pc, rule)) return false;
    return true;
}

bool rule_image_sound(const ruleset *set, const uint32_t *outlines) {
    extent e = {.set = set};
    for (uint32_t i = 0; i < set->phases.count; i++)
        if (!check_tests(set, &set->phases.at[i])) return false;
    for (uint32_t i = 0; i < set->rules.count; i++) {
        const rule_item *item = &set->rules.at[i];
        e.tests = set->phases.at[item->phase].tests.count;
        e.captures = item->captures.count;
        e.code = set->code.at;
        e.start = item->start;
        e.end = item->start + item->size;
        if (!check_program(&e)) return false;
        e.code = set->outlines.at;
        e.start = item->outline;
        e.end = outlines[i];
        if (!check_outline(&e, i)) return false;
    }
    return check_letters(set);
}
