/* rule_automaton.c: whether a rule may match at a token. What all rules of a phase begin with and need is asked at once, as sets of bits
 * (rule_scan.c); those left are asked one by one, here. Each rule has a small automaton over its outline (its pattern without look-arounds
 * and anchors, and with repetitions that are not counted: few states), whose deterministic states, sets of positions in the program, are
 * made when the text first needs them and kept up to a bound. One automaton of all rules together would need a state for each way in which
 * they are under way at once: a varied text never ceases to make them. It looks at most AHEAD_LIMIT tokens ahead, so it may let a rule pass
 * that does not match (rule_run.c decides), but never leaves one out.
 *
 * Classes that the rule cannot tell apart are one column of its table; of all classes a rule meets few. A position is 2 * instruction, or 2
 * * instruction + 1 for "inside the annotation that began there". */
#include <stdlib.h>

#include "rule/rule_matcher.h"

enum {
    DEAD = 0,
    ACCEPT = 1,
    ACCEPTED = 0xFFFE,      /* cells: the row of the next state starts at this one, or is none: 0 for DEAD */
    LEAST_MET = 16,         /* classes that room is made for */
    ROWS_LIMIT = 60 * 1024, /* cells, and positions, of an automaton before it is begun again */
};

static const uint32_t ACCEPTING = UINT32_MAX; /* the one position of ACCEPT */
static const uint32_t UNMET = UINT32_MAX;     /* of the hash of classes met: an empty place */

static void forget_states(automaton *a) {
    intern_clear(&a->states);
    a->next.cells.count = 0;
}

void rule_forget_automaton(automaton *a) {
    forget_states(a);
    intern_clear(&a->columns);
    a->class_of.count = a->next.width = a->met.count = a->met_count = 0;
}

void rule_free_automaton(automaton *a) {
    intern_free(&a->states);
    intern_free(&a->columns);
    free(a->class_of.at);
    free(a->met.at);
    free(a->next.cells.at);
}

/* Adds what can be reached from an instruction without a token; explicit stack, each instruction once a closure (m->visited). */
static void add_closure(rule_matcher *m, uint32_t pc) {
    const instruction *code = m->rules->outlines.at;
    uint32_t bottom = m->stack.count;
    POOL_PUSH(m->memory, &m->stack, pc);
    while (m->stack.count > bottom) {
        pc = m->stack.at[--m->stack.count];
        if (m->visited.at[pc] == m->visit) continue;
        m->visited.at[pc] = m->visit;
        switch (code[pc].op) {
        case OP_TEST:
        case OP_ANNOTATION: POOL_PUSH(m->memory, &m->scratch, pc * 2); break;
        case OP_ACCEPT: POOL_PUSH(m->memory, &m->scratch, ACCEPTING); break;
        case OP_SPLIT:
            POOL_PUSH(m->memory, &m->stack, code[pc].b);
            POOL_PUSH(m->memory, &m->stack, code[pc].a); /* first, so that positions come nearly in order */
            break;
        case OP_FAIL: break;
        case OP_JUMP: POOL_PUSH(m->memory, &m->stack, code[pc].a); break;
        default: POOL_PUSH(m->memory, &m->stack, pc + 1); break;
        }
    }
}

void rule_next_visit(rule_matcher *m) {
    m->scratch.count = 0;
    if (++m->visit) return;
    memset(m->visited.at, 0, m->visited.count * sizeof *m->visited.at);
    m->visit = 1;
}

/* What is sorted comes nearly in order. */
void rule_sort_scratch(rule_matcher *m) {
    uint32_t *at = m->scratch.at, kept = 0;
    for (uint32_t i = 0; i < m->scratch.count; i++) {
        uint32_t one = at[i], j = kept;
        while (j && at[j - 1] > one) j--;
        if (j && at[j - 1] == one) continue;
        memmove(at + j + 1, at + j, (kept - j) * sizeof one);
        at[j] = one;
        kept++;
    }
    m->scratch.count = kept;
}

/* The state of the positions in m->scratch. ACCEPTING is the last of them in order; what else could match is of no interest then. */
static uint32_t state_of(rule_matcher *m, automaton *a) {
    bool is_new;
    rule_sort_scratch(m);
    uint32_t count = m->scratch.count;
    if (count && m->scratch.at[count - 1] == ACCEPTING && intern_count(&a->states) > ACCEPT) return ACCEPT;
    return intern_sequence(m->memory, &a->states, m->scratch.at, count, &is_new);
}

static uint32_t step(rule_matcher *m, automaton *a, uint32_t state, uint32_t class) {
    const instruction *code = m->rules->outlines.at;
    uint32_t count;
    const uint32_t *positions = interned(&a->states, state, &count);
    rule_next_visit(m);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t pc = positions[i] / 2;
        const instruction *one = &code[pc];
        if (one->op == OP_TEST) {
            if (rule_class_has(m, class, one->a)) add_closure(m, pc + 1);
        } else if (one->op == OP_ANNOTATION) {
            const annotation_pattern *pattern = &m->rules->annotation_patterns.at[one->a];
            if (!rule_class_has(m, class, positions[i] % 2 ? pattern->inside : pattern->begin)) continue;
            add_closure(m, pc + 1);
            POOL_PUSH(m->memory, &m->scratch, pc * 2 + 1);
        }
    }
    return state_of(m, a);
}

/* --- classes and columns --------------------------------------------------------------------------------------------------------- */

static inline uint32_t place_of(uint32_t class, uint32_t mask) {
    return class * 0x9E3779B1u >> COLUMN_BITS & mask;
}

/* The column of a class; COLUMNS_LIMIT if the rule has not met it. */
static inline uint32_t column_of(const uint32_t *met, uint32_t mask, uint32_t class) {
    uint32_t at = place_of(class, mask);
    for (; met[at] >> COLUMN_BITS != class; at = (at + 1) & mask)
        if (met[at] == UNMET) return COLUMNS_LIMIT;
    return met[at] % COLUMNS_LIMIT;
}

static void put_met(automaton *a, uint32_t entry) {
    uint32_t mask = a->met.count - 1, at = place_of(entry >> COLUMN_BITS, mask);
    while (a->met.at[at] != UNMET) at = (at + 1) & mask;
    a->met.at[at] = entry;
}

/* Room for as many again. */
static void grow_met(rule_matcher *m, automaton *a) {
    uint32_t size = a->met.count ? a->met.count * 2 : LEAST_MET;
    m->scratch.count = 0;
    for (uint32_t i = 0; i < a->met.count; i++)
        if (a->met.at[i] != UNMET) POOL_PUSH(m->memory, &m->scratch, a->met.at[i]);
    POOL_RESERVE(m->memory, &a->met, size);
    memset(a->met.at, 0xFF, size * sizeof *a->met.at);
    a->met.count = size;
    for (uint32_t i = 0; i < m->scratch.count; i++) put_met(a, m->scratch.at[i]);
}

/* Of a class that the rule has not met; COLUMNS_LIMIT if there are too many. */
static uint32_t meet(rule_matcher *m, automaton *a, uint32_t bit, uint32_t class) {
    uint32_t words = m->phase->test_words;
    const uint64_t *bits = rule_class_tests(m, class), *asked = m->phase->outline_tests + (size_t)bit * words;
    if (2 * (a->met_count + 1) > a->met.count) grow_met(m, a);
    m->scratch.count = 0;
    for (uint32_t i = 0; i < words; i++)
        for (uint64_t rest = bits[i] & asked[i]; rest; rest &= rest - 1)
            POOL_PUSH(m->memory, &m->scratch, i * 64 + (uint32_t)__builtin_ctzll(rest));
    bool is_new;
    POOL_RESERVE(m->memory, &a->class_of, (size_t)intern_count(&a->columns) + 1);
    uint32_t column = intern_sequence(m->memory, &a->columns, m->scratch.at, m->scratch.count, &is_new);
    if (is_new) a->class_of.at[column] = class;
    if (column >= COLUMNS_LIMIT) return COLUMNS_LIMIT;
    put_met(a, class << COLUMN_BITS | column);
    a->met_count++;
    return column;
}

/* --- the table ------------------------------------------------------------------------------------------------------------------- */

static void make_room(rule_matcher *m, automaton *a) {
    transitions_fit(m->memory, &a->next, intern_count(&a->states), intern_count(&a->columns));
}

static void start(rule_matcher *m, automaton *a, uint32_t outline) {
    if (!a->met.count) grow_met(m, a);
    intern_clear(&a->states);
    rule_next_visit(m);
    state_of(m, a); /* DEAD */
    POOL_PUSH(m->memory, &m->scratch, ACCEPTING);
    state_of(m, a); /* ACCEPT */
    rule_next_visit(m);
    add_closure(m, outline);
    uint32_t kept = 0; /* no match is empty */
    for (uint32_t i = 0; i < m->scratch.count; i++)
        if (m->scratch.at[i] != ACCEPTING) m->scratch.at[kept++] = m->scratch.at[i];
    m->scratch.count = kept;
    a->start = state_of(m, a);
    make_room(m, a);
}

/* The next row where it is not known yet; ACCEPTED where the rule may match for all that is known. Apart from the loop, which is hot. */
static __attribute__((noinline)) uint32_t make_next(rule_matcher *m, automaton *a, uint32_t bit, uint32_t row, uint32_t class) {
    uint32_t state = row / a->next.width, column = column_of(a->met.at, a->met.count - 1, class);
    if (column == COLUMNS_LIMIT) column = meet(m, a, bit, class);
    if (column == COLUMNS_LIMIT) return ACCEPTED;
    make_room(m, a); /* wider, perhaps: then every row starts elsewhere */
    row = state * a->next.width;
    uint32_t cell = a->next.cells.at[row + column];
    if (cell != UNMADE) return cell;
    uint32_t next = step(m, a, state, a->class_of.at[column]);
    make_room(m, a);
    cell = next == ACCEPT ? ACCEPTED : next * a->next.width;
    if (a->next.cells.count > ROWS_LIMIT || a->states.pool.count > ROWS_LIMIT) {
        forget_states(a); /* the run cannot go on */
        return cell == DEAD ? DEAD : ACCEPTED;
    }
    return a->next.cells.at[row + column] = (uint16_t)cell;
}

bool rule_may_match(rule_matcher *m, uint32_t bit, uint32_t at, uint32_t last) {
    automaton *a = &m->state->automata.at[bit];
    if (!a->next.cells.count) start(m, a, m->rules->rules.at[m->phase->rules.at[bit]].outline);
    const uint32_t length = last - at > AHEAD_LIMIT ? AHEAD_LIMIT : last - at;
    const uint32_t *token_class = m->classes.at + (at - m->piece_first), *end = token_class + length, *met = a->met.at;
    uint32_t mask = a->met.count - 1;
    for (uint32_t row = a->start * a->next.width; token_class < end; token_class++) {
        uint32_t column = column_of(met, mask, *token_class), next = column < a->next.width ? a->next.cells.at[row + column] : UNMADE;
        if (next == UNMADE) {
            next = make_next(m, a, bit, row, *token_class);
            met = a->met.at;
            mask = a->met.count - 1;
        }
        if (next - 1 >= ACCEPTED - 1) return next != DEAD;
        row = next;
    }
    return length < last - at;
}
