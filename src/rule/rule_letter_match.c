/* rule_letter_match.c: which regular expressions match a word. The automaton's states are sets of steps of the program, made when a word
 * first needs them and kept up to a bound; letters that no set tells apart are one column. A step stands for all that is reached from it
 * without a letter, which is worked out once. */
#include <stdlib.h>

#include "base/utf8.h"
#include "rule/rule_matcher.h"

enum {
    DEAD = 0,                 /* the state of no step */
    CELLS_LIMIT = 512 * 1024, /* and steps of states, before the automaton is begun again */
};

static void forget(letter_automaton *a) {
    interner *interners[] = {&a->states, &a->columns, &a->accepts};
    for (size_t i = 0; i < sizeof interners / sizeof *interners; i++) intern_clear(interners[i]);
    table_clear(&a->others);
    memset(a->ascii, 0, sizeof a->ascii);
    a->next.cells.count = a->next.width = a->accepted.count = 0;
}

void rule_free_letters(letter_automaton *a) {
    interner *interners[] = {&a->states, &a->columns, &a->accepts};
    for (size_t i = 0; i < sizeof interners / sizeof *interners; i++) intern_free(interners[i]);
    table_free(&a->others);
    free(a->leads.at);
    free(a->leads_of.at);
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

/* Makes the list of what follows a step, if it is not there. Those for sets stand in no order, predicates neither. */
static void make_leads(rule_matcher *m, uint32_t from) {
    const letter_step *steps = m->rules->letters.steps.at;
    letter_automaton *a = &m->letters;
    if (a->leads_of.at[from]) return;
    a->leads_of.at[from] = a->leads.count + 1;
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
        if (one->op == LETTER_ACCEPT) POOL_PUSH(m->memory, &a->leads, ((letter_lead){LEAD_ACCEPT, one->a}));
        if (one->op != LETTER_SET) continue;
        for (at++; steps[at].op == LETTER_JUMP;) at = steps[at].a;
        POOL_PUSH(m->memory, &a->leads, ((letter_lead){one->a, at}));
    }
    POOL_PUSH(m->memory, &a->leads, ((letter_lead){LEAD_END, 0}));
}

/* The steps of a state, and what follows each of them is known. */
static const uint32_t *steps_of(rule_matcher *m, uint32_t state, uint32_t *count) {
    const uint32_t *steps = interned(&m->letters.states, state, count);
    for (uint32_t i = 0; i < *count; i++) make_leads(m, steps[i]);
    rule_next_visit(m);
    return steps;
}

static const letter_lead *leads_of(const letter_automaton *a, uint32_t step) {
    return &a->leads.at[a->leads_of.at[step] - 1];
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
    uint32_t count, words;
    const uint32_t *steps = steps_of(m, state, &count), *is_in = interned(&m->letters.columns, column, &words);
    for (uint32_t i = 0; i < count; i++)
        for (const letter_lead *lead = leads_of(&m->letters, steps[i]); lead->set != LEAD_END; lead++) {
            if (lead->set == LEAD_ACCEPT || !(is_in[lead->set / 32] >> (lead->set % 32) & 1)) continue;
            if (m->visited.at[lead->to] != m->visit) POOL_PUSH(m->memory, &m->scratch, lead->to);
            m->visited.at[lead->to] = m->visit;
        }
    return state_of(m);
}

static void make_room(rule_matcher *m) {
    transitions_fit(m->memory, &m->letters.next, intern_count(&m->letters.states), intern_count(&m->letters.columns));
}

static void start(rule_matcher *m) {
    const letter_program *program = &m->rules->letters;
    forget(&m->letters);
    POOL_RESERVE(m->memory, &m->letters.leads_of, program->steps.count);
    if (program->steps.count) memset(m->letters.leads_of.at, 0, program->steps.count * sizeof *m->letters.leads_of.at);
    m->letters.leads.count = 0;
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
    uint32_t count;
    bool is_new;
    const uint32_t *steps = steps_of(m, state, &count);
    for (uint32_t i = 0; i < count; i++)
        for (const letter_lead *lead = leads_of(a, steps[i]); lead->set != LEAD_END; lead++)
            if (lead->set == LEAD_ACCEPT) POOL_PUSH(m->memory, &m->scratch, lead->to);
    return a->accepted.at[state] = intern_sequence(m->memory, &a->accepts, m->scratch.at, m->scratch.count, &is_new);
}

void rule_match_letters(rule_matcher *m, str text) {
    letter_automaton *a = &m->letters;
    if (!a->next.cells.count || a->next.cells.count > CELLS_LIMIT || a->states.pool.count > CELLS_LIMIT) start(m);
    uint32_t state = a->start, count;
    for (size_t at = text.size; at > 0 && state != DEAD;) {
        uint32_t column = column_of(m, utf8_before(text, &at));
        uint32_t next = column < a->next.width ? a->next.cells.at[(size_t)state * a->next.width + column] : UNMADE;
        state = next != UNMADE ? next : make_next(m, state, column);
    }
    uint32_t known = a->accepted.at[state] != NONE ? a->accepted.at[state] : accepted_in(m, state);
    const uint32_t *accepted = interned(&a->accepts, known, &count);
    m->scratch.count = 0;
    for (uint32_t i = 0; i < count; i++) POOL_PUSH(m->memory, &m->scratch, accepted[i]);
}
