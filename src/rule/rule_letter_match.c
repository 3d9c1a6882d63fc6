/* rule_letter_match.c: which regular expressions match a word. The automaton's states are sets of steps of the program, made when a word
 * first needs them and kept up to a bound; letters that no set tells apart are one column. A step stands for all that is reached from it
 * without a letter, and where it leads by a column is worked out once, as most steps of a state are those of many others. */
#include <stdlib.h>

#include "base/utf8.h"
#include "rule/rule_internal.h"

enum {
    DEAD = 0,                 /* the state of no step */
    CELLS_LIMIT = 512 * 1024, /* and steps of states, before the automaton is begun again */
};

static void forget(letter_automaton *a) {
    interner *interners[] = {&a->states, &a->columns, &a->ways, &a->accepts};
    for (size_t i = 0; i < sizeof interners / sizeof *interners; i++) intern_clear(interners[i]);
    table_clear(&a->others);
    table_clear(&a->way_of);
    memset(a->ascii, 0, sizeof a->ascii);
    a->next.cells.count = a->next.width = a->accepted.count = 0;
}

void rule_free_letters(letter_automaton *a) {
    interner *interners[] = {&a->states, &a->columns, &a->ways, &a->accepts};
    for (size_t i = 0; i < sizeof interners / sizeof *interners; i++) intern_free(interners[i]);
    table_free(&a->others);
    table_free(&a->way_of);
    free(a->next.cells.at);
    free(a->accepted.at);
}

/* --- columns --------------------------------------------------------------------------------------------------------------------- */

/* The sets that a letter is in, as bits. */
static uint32_t new_column(rule_matcher *m, uint32_t letter) {
    const letter_program *program = &m->rules->letters;
    uint32_t words = (program->sets.count + 31) / 32;
    bool is_new;
    POOL_RESERVE(m->memory, &m->scratch, words);
    memset(m->scratch.at, 0, words * sizeof *m->scratch.at);
    for (uint32_t i = 0; i < program->sets.count; i++)
        if (rule_letter_in(&program->sets.at[i], letter)) m->scratch.at[i / 32] |= 1u << (i % 32);
    return intern_sequence(m->memory, &m->letters.columns, m->scratch.at, words, &is_new);
}

static uint32_t column_of(rule_matcher *m, uint32_t letter) {
    letter_automaton *a = &m->letters;
    if (letter < 128) {
        if (!a->ascii[letter]) a->ascii[letter] = (uint16_t)(new_column(m, letter) + 1);
        return a->ascii[letter] - 1u;
    }
    const uint32_t *known = table_find(&a->others, letter);
    if (known) return *known;
    uint32_t column = new_column(m, letter);
    table_set(m->memory, &a->others, letter, column);
    return column;
}

/* --- steps ----------------------------------------------------------------------------------------------------------------------- */

/* The steps of an operation that are reached from one without a letter: for sets, of those that a column is in, what they lead to; for
 * others, their predicates. Into m->scratch, in order. */
static void reach(rule_matcher *m, uint32_t from, letter_op wanted, const uint32_t *is_in) {
    const letter_step *steps = m->rules->letters.steps.at;
    rule_next_visit(m);
    m->stack.count = 0;
    POOL_PUSH(m->memory, &m->stack, from);
    while (m->stack.count) {
        uint32_t at = m->stack.at[--m->stack.count];
        const letter_step *one = &steps[at];
        if (m->visited.at[at] == m->visit) continue;
        m->visited.at[at] = m->visit;
        if (one->op == LETTER_SPLIT) POOL_PUSH(m->memory, &m->stack, one->b);
        if (one->op == LETTER_SPLIT || one->op == LETTER_JUMP) POOL_PUSH(m->memory, &m->stack, one->a);
        if (one->op != wanted) continue;
        if (wanted == LETTER_ACCEPT) POOL_PUSH(m->memory, &m->scratch, one->a);
        if (wanted == LETTER_SET && is_in[one->a / 32] >> (one->a % 32) & 1) {
            for (at++; steps[at].op == LETTER_JUMP;) at = steps[at].a;
            POOL_PUSH(m->memory, &m->scratch, at);
        }
    }
    rule_sort_scratch(m);
}

/* Where a step leads by a column: an index into `ways`. */
static uint32_t way_of(rule_matcher *m, uint32_t from, uint32_t column) {
    letter_automaton *a = &m->letters;
    uint64_t key = (uint64_t)from << 32 | column;
    const uint32_t *known = table_find(&a->way_of, key);
    if (known) return *known;
    uint32_t words;
    bool is_new;
    reach(m, from, LETTER_SET, interned(&a->columns, column, &words));
    uint32_t way = intern_sequence(m->memory, &a->ways, m->scratch.at, m->scratch.count, &is_new);
    table_set(m->memory, &a->way_of, key, way);
    return way;
}

/* --- states ---------------------------------------------------------------------------------------------------------------------- */

/* The state of the steps in m->scratch. */
static uint32_t state_of(rule_matcher *m) {
    letter_automaton *a = &m->letters;
    bool is_new;
    rule_sort_scratch(m);
    uint32_t state = intern_sequence(m->memory, &a->states, m->scratch.at, m->scratch.count, &is_new);
    if (is_new) POOL_PUSH(m->memory, &a->accepted, NONE);
    return state;
}

static uint32_t follow(rule_matcher *m, uint32_t state, uint32_t column) {
    letter_automaton *a = &m->letters;
    uint32_t count;
    const uint32_t *from = interned(&a->states, state, &count);
    m->scratch_labels.count = 0;
    for (uint32_t i = 0; i < count; i++) POOL_PUSH(m->memory, &m->scratch_labels, way_of(m, from[i], column));
    rule_next_visit(m);
    for (uint32_t i = 0; i < m->scratch_labels.count; i++) {
        uint32_t leads;
        const uint32_t *to = interned(&a->ways, m->scratch_labels.at[i], &leads);
        for (uint32_t j = 0; j < leads; j++) {
            if (m->visited.at[to[j]] != m->visit) POOL_PUSH(m->memory, &m->scratch, to[j]);
            m->visited.at[to[j]] = m->visit;
        }
    }
    return state_of(m);
}

static void make_room(rule_matcher *m) {
    transitions_fit(m->memory, &m->letters.next, intern_count(&m->letters.states), intern_count(&m->letters.columns));
}

static void start(rule_matcher *m) {
    const letter_program *program = &m->rules->letters;
    forget(&m->letters);
    rule_next_visit(m);
    state_of(m); /* DEAD */
    for (uint32_t i = 0; i < program->starts.count; i++) POOL_PUSH(m->memory, &m->scratch, program->starts.at[i]);
    m->letters.start = state_of(m);
    make_room(m);
}

static uint32_t make_next(rule_matcher *m, uint32_t state, uint32_t column) {
    letter_automaton *a = &m->letters;
    make_room(m);
    uint16_t known = a->next.cells.at[(size_t)state * a->next.width + column];
    if (known != UNMADE) return known;
    uint32_t next = follow(m, state, column);
    make_room(m);
    if (next < UNMADE) a->next.cells.at[(size_t)state * a->next.width + column] = (uint16_t)next;
    return next;
}

/* What holds of a word that ends in a state: an index into `accepts`. */
static uint32_t accepted_in(rule_matcher *m, uint32_t state) {
    letter_automaton *a = &m->letters;
    uint32_t count, end = 0;
    bool is_new;
    const uint32_t *steps = interned(&a->states, state, &count);
    m->scratch_labels.count = 0;
    for (uint32_t i = 0; i < count; i++) {
        reach(m, steps[i], LETTER_ACCEPT, NULL);
        for (uint32_t j = 0; j < m->scratch.count; j++) POOL_PUSH(m->memory, &m->scratch_labels, m->scratch.at[j]);
    }
    end = m->scratch_labels.count;
    return a->accepted.at[state] = intern_sequence(m->memory, &a->accepts, m->scratch_labels.at, end, &is_new);
}

void rule_match_letters(rule_matcher *m, str text) {
    letter_automaton *a = &m->letters;
    if (!a->next.cells.count || a->next.cells.count > CELLS_LIMIT || a->states.pool.count > CELLS_LIMIT) start(m);
    uint32_t state = a->start, count;
    for (size_t at = 0; at < text.size && state != DEAD;) {
        uint32_t column = column_of(m, utf8_next(text, &at));
        uint32_t next = column < a->next.width ? a->next.cells.at[(size_t)state * a->next.width + column] : UNMADE;
        state = next != UNMADE ? next : make_next(m, state, column);
    }
    uint32_t known = a->accepted.at[state] != NONE ? a->accepted.at[state] : accepted_in(m, state);
    const uint32_t *accepted = interned(&a->accepts, known, &count);
    m->scratch.count = 0;
    for (uint32_t i = 0; i < count; i++) POOL_PUSH(m->memory, &m->scratch, accepted[i]);
}
