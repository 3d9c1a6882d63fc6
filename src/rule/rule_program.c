/* rule_program.c: what is worked out of a rule's program once it is compiled: where jumps lead, where the matcher remembers, and for each
 * choice the branches it comes down to, each with a test that the next token must pass. */
#include "rule/rule_program.h"

/* --- jumps ------------------------------------------------------------------------------------------------------------------------ */

/* Where a chain of jumps leads. A loop of nothing but jumps is not made. */
static uint32_t landing(const instruction *program, uint32_t pc) {
    while (program[pc].op == OP_JUMP) pc = program[pc].a;
    return pc;
}

void rule_shorten_jumps(instruction *program, uint32_t start, uint32_t end) {
    for (instruction *one = program + start; one < program + end; one++) {
        if (one->op == OP_SPLIT || one->op == OP_JUMP || one->op == OP_LOOK) one->a = landing(program, one->a);
        if (one->op == OP_SPLIT) one->b = landing(program, one->b);
    }
}

/* --- where to remember ------------------------------------------------------------------------------------------------------------ */

enum { MANY_WAYS = 2 };

static void add_way(uint8_t *ways, uint32_t to) {
    if (ways[to] < MANY_WAYS) ways[to]++;
}

/* Where paths part or meet: between two such points there is one way only, so remembering them alone bounds the steps. */
void rule_mark_memo(instruction *program, uint32_t start, uint32_t size) {
    uint8_t ways[PROGRAM_LIMIT + 1];
    memset(ways, 0, size + 1);
    for (uint32_t i = 0; i < size; i++) {
        const instruction *one = &program[i];
        switch (one->op) {
        case OP_ACCEPT:
        case OP_FAIL: break;
        case OP_SPLIT: add_way(ways, one->b - start); /* fall through */
        case OP_JUMP: add_way(ways, one->a - start); break;
        case OP_LOOK: add_way(ways, one->a - start); /* it is asked from several starts: */ /* fall through */
        case OP_ANNOTATION:
        case OP_ANNOTATION_BACK: ways[i + 1] = MANY_WAYS; break; /* ends at one token from several */
        default: add_way(ways, i + 1); break;
        }
    }
    for (uint32_t i = 0; i < size; i++) {
        instruction *one = &program[i];
        one->memo = !i || ways[i] > 1 || one->op == OP_SPLIT || one->op == OP_ANNOTATION || one->op == OP_ANNOTATION_BACK;
    }
}

/* --- branches --------------------------------------------------------------------------------------------------------------------- */

enum { GUARD_STEPS = 16 };

/* The test that the next token (behind: the one before) must pass if a run that stands at an instruction is to get any further, as far as
 * there is one way; else NONE. */
static uint32_t guard_of(const ruleset *set, uint32_t pc) {
    for (uint32_t i = 0; i < GUARD_STEPS; i++) {
        const instruction *one = &set->code.at[pc];
        switch (one->op) {
        case OP_TEST:
        case OP_TEST_BACK: return one->a;
        case OP_ANNOTATION: return one->b;
        case OP_ANNOTATION_BACK: return set->annotation_patterns.at[one->a].inside;
        case OP_JUMP:
        case OP_LOOK: pc = one->a; break;
        case OP_OPEN:
        case OP_CLOSE:
        case OP_ANCHOR: pc++; break;
        default: return NONE;
        }
    }
    return NONE;
}

typedef struct brancher {
    ruleset *set;
    uint32_t start;
    uint32_t seen[PROGRAM_LIMIT]; /* per instruction of the rule: stamp */
    uint32_t stamp;
} brancher;

/* The instructions that a split leads to, in their order, each once; of very many choices the rest stays a split. */
static uint32_t branches_of(brancher *b, const instruction *split, uint32_t found[BRANCH_LIMIT]) {
    uint32_t stack[BRANCH_LIMIT + 2], height = 0, count = 0, stamp = ++b->stamp;
    uint32_t start = b->start, *seen = b->seen;
    const instruction *code = b->set->code.at;
    stack[height++] = split->b;
    stack[height++] = split->a;
    while (height) {
        uint32_t pc = stack[--height];
        const instruction *one = &code[pc];
        if (seen[pc - start] == stamp || one->op == OP_FAIL) continue;
        seen[pc - start] = stamp;
        if (one->op == OP_JUMP) {
            stack[height++] = one->a;
        } else if (one->op == OP_SPLIT && height + count + 2 < BRANCH_LIMIT) {
            stack[height++] = one->b;
            stack[height++] = one->a;
        } else
            found[count++] = pc;
    }
    return count;
}

static bool needs_branches(const instruction *one) {
    return one->op == OP_SPLIT && one->branches == NONE;
}

/* Branches are kept from the last to the first, as a run puts them on its stack. */
static void add_branches(brancher *b, uint32_t pc) {
    ruleset *set = b->set;
    instruction *code = set->code.at;
    uint32_t found[BRANCH_LIMIT], count = branches_of(b, &code[pc], found);
    code[pc].branches = set->branches.count;
    for (uint32_t i = count; i--;) VEC_PUSH(set->memory, &set->branches, ((branch){found[i], guard_of(set, found[i])}));
    VEC_PUSH(set->memory, &set->branches, ((branch){NONE, NONE}));
    for (uint32_t i = 0; i < count; i++)
        if (needs_branches(&code[found[i]])) add_branches(b, found[i]);
}

/* A run may come to this instruction. */
static void come_to(brancher *b, uint32_t pc) {
    const instruction *code = b->set->code.at;
    pc = landing(code, pc);
    if (needs_branches(&code[pc])) add_branches(b, pc);
}

void rule_add_branches(ruleset *set, uint32_t start, uint32_t size) {
    brancher b;
    b.set = set;
    b.start = start;
    b.stamp = 0;
    memset(b.seen, 0, size * sizeof *b.seen);
    for (uint32_t pc = start; pc < start + size; pc++)
        if (set->code.at[pc].op == OP_SPLIT) set->code.at[pc].branches = NONE;
    come_to(&b, start);
    for (uint32_t pc = start; pc < start + size; pc++) {
        uint8_t op = set->code.at[pc].op;
        if (op == OP_LOOK) come_to(&b, set->code.at[pc].a);
        if (op != OP_SPLIT && op != OP_JUMP && op != OP_ACCEPT && op != OP_FAIL) come_to(&b, pc + 1);
    }
}
