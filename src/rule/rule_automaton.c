/* rule_automaton.c: which rules may match at a token. All rules of a phase with the same kind of window are one automaton; its
 * deterministic states (sets of positions in the program) are made when the text first needs them and kept up to a bound. It runs over
 * the outlines of the rules (without look-arounds and anchors, and with repetitions that are not counted: few states) and at most
 * AHEAD_LIMIT tokens ahead, so it may name a rule that does not match (the matcher decides), but never leaves one out.
 *
 * A position is 2 * instruction, or 2 * instruction + 1 for "inside the annotation that began there". */
#include "rule/rule_internal.h"

enum {
    STATE_MEMORY = 4 * 1024 * 1024,
    ROWS_LIMIT = 8 * 1024 * 1024,
    STATES_LIMIT = 60000,
    UNMADE = 0xFFFF,
    DEAD = 0,
    LIVE = 1,
    ACCEPTS = 2
};

static void forget_states(automaton *a) {
    intern_clear(&a->states);
    a->rows.count = a->accepts.count = a->accept_from.count = a->live.count = 0;
}

void rule_forget_automaton(automaton *a) {
    forget_states(a);
    intern_clear(&a->columns);
    a->column_of.count = a->class_of.count = a->width = 0;
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
        case OP_ANNOTATION:
        case OP_ACCEPT: POOL_PUSH(m->memory, &m->scratch, pc * 2); break;
        case OP_SPLIT:
            POOL_PUSH(m->memory, &m->stack, code[pc].a);
            POOL_PUSH(m->memory, &m->stack, code[pc].b);
            break;
        case OP_FAIL: break;
        case OP_JUMP: POOL_PUSH(m->memory, &m->stack, code[pc].a); break;
        default: POOL_PUSH(m->memory, &m->stack, pc + 1); break;
        }
    }
}

/* In order, each once: "inside" is reached from both positions of an annotation. They are many and dense: as bits. */
static void sort_positions(rule_matcher *m) {
    uint32_t low = UINT32_MAX, high = 0;
    POOL_RESERVE(m->memory, &m->position_bits, m->rules->outlines.count * 2 / 64 + 1);
    uint64_t *bits = m->position_bits.at;
    for (uint32_t i = 0; i < m->scratch.count; i++) {
        uint32_t at = m->scratch.at[i] / 64;
        if (at < low) low = at;
        if (at > high) high = at;
    }
    if (m->scratch.count) memset(bits + low, 0, (high - low + 1) * sizeof *bits);
    for (uint32_t i = 0; i < m->scratch.count; i++) bits[m->scratch.at[i] / 64] |= 1ull << (m->scratch.at[i] % 64);
    m->scratch.count = 0;
    for (uint32_t i = low; i <= high; i++)
        for (uint64_t rest = bits[i]; rest; rest &= rest - 1) m->scratch.at[m->scratch.count++] = i * 64 + (uint32_t)__builtin_ctzll(rest);
}

static void add_row(rule_matcher *m, automaton *a) {
    POOL_RESERVE(m->memory, &a->rows, (size_t)a->rows.count + a->width);
    if (a->width) memset(a->rows.at + a->rows.count, 0xFF, a->width * sizeof *a->rows.at);
    a->rows.count += a->width;
}

static void note_state(rule_matcher *m, automaton *a) {
    add_row(m, a);
    const instruction *code = m->rules->outlines.at;
    uint8_t live = 0;
    POOL_PUSH(m->memory, &a->accept_from, a->accepts.count);
    for (uint32_t i = 0; i < m->scratch.count; i++) {
        const instruction *one = &code[m->scratch.at[i] / 2];
        live |= one->op == OP_ACCEPT ? ACCEPTS : LIVE;
        if (one->op == OP_ACCEPT) POOL_PUSH(m->memory, &a->accepts, one->rule);
    }
    POOL_PUSH(m->memory, &a->live, live);
}

/* The state of the positions in m->scratch. */
static uint32_t state_of(rule_matcher *m, automaton *a) {
    sort_positions(m);
    bool is_new;
    uint32_t state = intern_sequence(m->memory, &a->states, m->scratch.at, m->scratch.count, &is_new);
    if (is_new) note_state(m, a);
    return state;
}

static void next_visit(rule_matcher *m) {
    if (++m->visit) return;
    memset(m->visited.at, 0, m->visited.count * sizeof *m->visited.at);
    m->visit = 1;
}

static uint32_t step(rule_matcher *m, automaton *a, uint32_t state, uint32_t class) {
    const instruction *code = m->rules->outlines.at;
    m->scratch.count = 0;
    next_visit(m);
    uint32_t count;
    const uint32_t *positions = interned(&a->states, state, &count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t position = positions[i];
        const instruction *one = &code[position / 2];
        if (one->op == OP_TEST) {
            if (rule_class_has(m, class, one->a)) add_closure(m, position / 2 + 1);
        } else if (one->op == OP_ANNOTATION) {
            const annotation_pattern *pattern = &m->rules->annotation_patterns.at[one->a];
            if (!rule_class_has(m, class, position % 2 ? pattern->inside : pattern->begin)) continue;
            add_closure(m, position / 2 + 1);
            POOL_PUSH(m->memory, &m->scratch, (position / 2) * 2 + 1);
        }
    }
    return state_of(m, a);
}

static void start(rule_matcher *m, automaton *a, window_kind kind) {
    m->scratch.count = 0;
    state_of(m, a); /* DEAD */
    next_visit(m);
    for (uint32_t anchored = 0; anchored < 2; anchored++) {
        for (uint32_t i = 0; i < m->phase->groups[kind].count; i++) {
            const rule_item *item = &m->rules->rules.at[m->phase->groups[kind].at[i]];
            if (item->anchored == anchored) add_closure(m, item->outline);
        }
        a->start[anchored] = state_of(m, a); /* the positions stay, so that the second start has all */
    }
}

/* --- columns --------------------------------------------------------------------------------------------------------------------- */

/* Rows for more columns. States are made again: that happens as often as the width doubles. */
static void widen(automaton *a) {
    a->width = a->width ? a->width * 2 : 64;
    forget_states(a);
}

static uint32_t new_column(rule_matcher *m, automaton *a, window_kind kind, uint32_t class) {
    const phase_state *s = m->state;
    const uint64_t *bits = &s->bits.at[(size_t) class * s->class_words], *asked = m->phase->group_tests[kind];
    m->scratch.count = 0;
    for (uint32_t i = 0; i < s->class_words; i++)
        for (uint64_t rest = bits[i] & asked[i]; rest; rest &= rest - 1)
            POOL_PUSH(m->memory, &m->scratch, i * 64 + (uint32_t)__builtin_ctzll(rest));
    bool is_new;
    uint32_t column = intern_sequence(m->memory, &a->columns, m->scratch.at, m->scratch.count, &is_new);
    if (is_new) POOL_PUSH(m->memory, &a->class_of, class);
    return column;
}

static uint32_t column_of(rule_matcher *m, automaton *a, window_kind kind, uint32_t class) {
    if (class < a->column_of.count && a->column_of.at[class] != NONE) return a->column_of.at[class];
    POOL_RESERVE(m->memory, &a->column_of, (size_t) class + 1);
    while (a->column_of.count <= class) a->column_of.at[a->column_of.count++] = NONE;
    return a->column_of.at[class] = new_column(m, a, kind, class);
}

/* The next state where it is not known yet, or UNMADE if the automaton had to be widened: then all states are new. */
static uint32_t make_next(rule_matcher *m, automaton *a, window_kind kind, uint32_t state, uint32_t class) {
    uint32_t column = column_of(m, a, kind, class);
    if (column >= a->width) {
        while (intern_count(&a->columns) > a->width) widen(a);
        return UNMADE;
    }
    uint16_t known = a->rows.at[(size_t)state * a->width + column];
    if (known != UNMADE) return known;
    uint32_t next = step(m, a, state, a->class_of.at[column]);
    a->rows.at[(size_t)state * a->width + column] = (uint16_t)next;
    return next;
}

static inline uint32_t next_state(rule_matcher *m, automaton *a, window_kind kind, uint32_t state, uint32_t class) {
    uint32_t column = class < a->column_of.count ? a->column_of.at[class] : NONE;
    uint32_t known = column < a->width ? a->rows.at[(size_t)state * a->width + column] : UNMADE;
    return known != UNMADE ? known : make_next(m, a, kind, state, class);
}

/* --- candidates ------------------------------------------------------------------------------------------------------------------ */

/* Each rule that was asked for, once. */
static void add_candidate(rule_matcher *m, uint32_t rule, uint64_t *left) {
    uint32_t bit = m->rules->rules.at[rule].bit;
    if (!(left[bit / 64] >> (bit % 64) & 1)) return;
    left[bit / 64] &= ~(1ull << (bit % 64));
    POOL_PUSH(m->memory, &m->candidates, rule);
}

static void add_accepting(rule_matcher *m, const automaton *a, uint32_t state, uint64_t *left) {
    uint32_t end = state + 1 < a->accept_from.count ? a->accept_from.at[state + 1] : a->accepts.count;
    for (uint32_t i = a->accept_from.at[state]; i < end; i++) add_candidate(m, a->accepts.at[i], left);
}

static void add_alive(rule_matcher *m, const automaton *a, uint32_t state, uint64_t *left) {
    uint32_t count;
    const uint32_t *positions = interned(&a->states, state, &count);
    for (uint32_t i = 0; i < count; i++) add_candidate(m, m->rules->outlines.at[positions[i] / 2].rule, left);
}

static bool is_done(const rule_matcher *m, const uint64_t *left) {
    uint64_t any = 0;
    for (uint32_t i = 0; i < m->state->rule_words; i++) any |= left[i];
    return !any;
}

/* False if it has to be begun again: the automaton was widened. */
static bool run_ahead(rule_matcher *m, window_kind kind, uint32_t at, uint32_t last, uint64_t *left) {
    automaton *a = &m->state->groups[kind];
    if (a->states.pool.count > STATE_MEMORY / sizeof(uint32_t) || a->rows.count > ROWS_LIMIT || a->live.count > STATES_LIMIT)
        forget_states(a);
    if (!intern_count(&a->states)) start(m, a, kind);
    uint64_t anchored = 0;
    for (uint32_t i = 0; i < m->state->rule_words; i++) anchored |= left[i] & m->phase->anchored[i];
    uint32_t state = a->start[anchored != 0];
    uint32_t end = last - at > AHEAD_LIMIT ? at + AHEAD_LIMIT : last;
    for (uint32_t i = at; i < end; i++) {
        state = next_state(m, a, kind, state, rule_class_at(m, i));
        if (state == UNMADE) return false;
        uint8_t can = a->live.at[state];
        if (can & ACCEPTS) {
            add_accepting(m, a, state, left);
            if (is_done(m, left)) return true;
        }
        if (!(can & LIVE)) return true;
    }
    if (end < last) add_alive(m, a, state, left);
    return true;
}

void rule_candidates(rule_matcher *m, window_kind kind, uint32_t at, uint32_t last, uint64_t *left) {
    m->candidates.count = 0;
    while (!run_ahead(m, kind, at, last, left)) {
    }
}
