/* rule_class.c: signatures -> classes of a phase: the set of the phase's tests that hold at a token; and the row of a class: the rules that
 * may begin there and the needs that it meets. Signatures that differ in nothing that the phase looks at share a class; only a class that
 * was never met is evaluated. */
#include "rule/rule_matcher.h"

enum { CLASS_MEMORY = 8 * 1024 * 1024, TUPLE_PARTS = 1 << 24 };

static uint32_t *grow_to(rule_matcher *m, index_list *list, uint32_t index) {
    POOL_RESERVE(m->memory, list, (size_t)index + 1);
    while (list->count <= index) list->at[list->count++] = NONE;
    return &list->at[index];
}

/* The word's predicates that the phase asks for, as a class of its own: the phase's classes stay few. */
static uint32_t new_local_word(rule_matcher *m, uint32_t global) {
    phase_state *s = m->state;
    uint32_t count;
    const uint32_t *holds = interned(&m->words, global, &count);
    m->scratch.count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (m->phase->uses[holds[i]]) POOL_PUSH(m->memory, &m->scratch, holds[i]);
    bool is_new;
    uint32_t local = intern_sequence(m->memory, &s->words, m->scratch.at, m->scratch.count, &is_new);
    return *grow_to(m, &s->local_word, global) = local;
}

/* --- label sets ------------------------------------------------------------------------------------------------------------------ */

/* In order, each once. */
static void insert_sorted(rule_matcher *m, uint32_t value) {
    uint32_t at = m->scratch_labels.count;
    while (at && m->scratch_labels.at[at - 1] > value) at--;
    if (at && m->scratch_labels.at[at - 1] == value) return;
    POOL_PUSH(m->memory, &m->scratch_labels, value);
    memmove(m->scratch_labels.at + at + 1, m->scratch_labels.at + at, (m->scratch_labels.count - 1 - at) * sizeof value);
    m->scratch_labels.at[at] = value;
}

static void insert_reading(rule_matcher *m, uint32_t reading) {
    const phase *p = m->phase;
    label of = rule_reading_label(m, reading);
    if (p->label_index[of] == NONE) return;
    insert_sorted(m, p->label_index[of] * 2 + 1);
    for (uint32_t i = 0; i < p->fits.count; i++)
        if (m->rules->predicates.at[p->fits.at[i]].index == of && rule_reading_fits(m, reading, m->rules->predicates.at[p->fits.at[i]].fit))
            insert_sorted(m, p->labels.count * 2 + i);
}

static uint32_t new_label_set(rule_matcher *m, uint32_t cover) {
    phase_state *s = m->state;
    uint32_t count;
    const uint32_t *all = interned(&m->covers, cover, &count);
    m->scratch_labels.count = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (all[i] % 2)
            insert_reading(m, all[i] / 2);
        else if (m->phase->label_index[all[i] / 2] != NONE)
            insert_sorted(m, m->phase->label_index[all[i] / 2] * 2);
    }
    bool is_new;
    uint32_t set = intern_sequence(m->memory, &s->label_sets, m->scratch_labels.at, m->scratch_labels.count, &is_new);
    return *grow_to(m, &s->projected, cover) = set;
}

/* --- what holds ------------------------------------------------------------------------------------------------------------------ */

static bool context_holds(const predicate *value, uint32_t context) {
    switch (value->type) {
    case PREDICATE_FLAG: return context & value->index;
    case PREDICATE_BLOCK: return (context & CONTEXT_BLOCK) >> CONTEXT_BLOCK_SHIFT == value->index;
    case PREDICATE_CAPS: return context & CONTEXT_CAPS;
    case PREDICATE_DEPTH: return rule_compares(value->compare, context >> CONTEXT_DEPTH_SHIFT, value->number);
    default: return false;
    }
}

static inline void set_tests(const test_index *of, uint32_t predicate, uint64_t *bits) {
    for (const uint32_t *test = of->tests + of->from[predicate], *end = of->tests + of->from[predicate + 1]; test < end; test++)
        bits[*test / 64] |= 1ull << (*test % 64);
}

static void hold(rule_matcher *m, uint32_t predicate, uint64_t *bits) {
    const phase *p = m->phase;
    m->holds.at[predicate] = m->stamp;
    set_tests(&p->plain, predicate, bits);
    set_tests(&p->prompted, predicate, m->prompted.at);
    for (uint32_t i = p->united.from[predicate]; i < p->united.from[predicate + 1]; i++) {
        uint32_t one = m->rules->predicates.count + p->united.tests[i];
        if (m->holds.at[one] == m->stamp) continue;
        m->holds.at[one] = m->stamp;
        set_tests(&p->prompted, one, m->prompted.at);
    }
}

/* Where an annotation begins its label is there, too. */
static void hold_label(rule_matcher *m, uint32_t element, uint64_t *bits) {
    const phase *p = m->phase;
    if (element >= 2 * p->labels.count) {
        hold(m, p->fits.at[element - 2 * p->labels.count], bits);
        return;
    }
    const label_predicates *of = &p->labels.at[element / 2];
    if (of->inside != NONE) hold(m, of->inside, bits);
    if (element % 2 && of->begins != NONE) hold(m, of->begins, bits);
}

static void hold_context(rule_matcher *m, uint32_t context, uint32_t label_set, uint64_t *bits) {
    const phase *p = m->phase;
    uint32_t count;
    const uint32_t *here = interned(&m->state->label_sets, label_set, &count);
    for (uint32_t i = 0; i < count; i++) hold_label(m, here[i], bits);
    for (uint32_t i = 0; i < p->surroundings.count; i++)
        if (context_holds(&m->rules->predicates.at[p->surroundings.at[i]], context)) hold(m, p->surroundings.at[i], bits);
}

/* --- classes --------------------------------------------------------------------------------------------------------------------- */

/* The tests that hold, as bits. */
static void evaluate_tests(rule_matcher *m, uint32_t local, uint32_t context, uint32_t label_set, uint64_t *bits) {
    const phase *p = m->phase;
    uint32_t count;
    if (++m->stamp == 0) {
        memset(m->holds.at, 0, m->holds.count * sizeof *m->holds.at);
        m->stamp = 1;
    }
    POOL_RESERVE(m->memory, &m->prompted, p->test_words);
    memcpy(m->prompted.at, p->always, p->test_words * sizeof *p->always);
    const uint32_t *of_word = interned(&m->state->words, local, &count);
    for (uint32_t i = 0; i < count; i++) hold(m, of_word[i], bits);
    hold_context(m, context, label_set, bits);
    for (uint32_t i = 0; i < p->test_words; i++)
        for (uint64_t rest = m->prompted.at[i]; rest; rest &= rest - 1) {
            uint32_t test = i * 64 + (uint32_t)__builtin_ctzll(rest);
            if (rule_test_holds(&p->tests.at[test], m->holds.at, m->stamp)) bits[i] |= rest & -rest;
        }
}

/* Where a class stands in the hash, or would. */
static uint32_t *class_slot(rule_matcher *m, const uint64_t *tests) {
    phase_state *s = m->state;
    const size_t size = m->phase->test_words * sizeof *tests;
    uint32_t mask = s->class_slots.count - 1, at = (uint32_t)str_hash((str){(const char *)tests, size}) & mask;
    while (s->class_slots.at[at] && memcmp(rule_class_tests(m, s->class_slots.at[at] - 1), tests, size) != 0) at = (at + 1) & mask;
    return &s->class_slots.at[at];
}

/* Room for one more class in the hash, of which at most half is taken. */
static void fit_class_slots(rule_matcher *m) {
    enum { LEAST = 64 };
    phase_state *s = m->state;
    uint32_t size = s->class_slots.count ? s->class_slots.count : LEAST;
    while (size < 2 * (s->class_count + 1)) size *= 2;
    if (size == s->class_slots.count) return;
    POOL_RESERVE(m->memory, &s->class_slots, size);
    memset(s->class_slots.at, 0, size * sizeof *s->class_slots.at);
    s->class_slots.count = size;
    for (uint32_t i = 0; i < s->class_count; i++) *class_slot(m, rule_class_tests(m, i)) = i + 1;
}

/* Tokens of which the same tests hold are one class, whatever their words: the fewer there are, the more of them stay near the processor.
 */
static uint32_t find_class(rule_matcher *m, uint32_t local, uint32_t context, uint32_t label_set) {
    phase_state *s = m->state;
    const phase *p = m->phase;
    fit_class_slots(m);
    POOL_RESERVE(m->memory, &s->bits, ((size_t)s->class_count + 1) * p->class_words);
    uint64_t *row = &s->bits.at[(size_t)s->class_count * p->class_words], *tests = row + p->row_words;
    memset(row, 0, p->class_words * sizeof *row);
    evaluate_tests(m, local, context, label_set, tests);
    uint32_t *slot = class_slot(m, tests);
    if (*slot) return *slot - 1;
    rule_fill_row(p, row);
    *slot = ++s->class_count;
    return *slot - 1;
}

static bool tells(const phase *p, const phase_state *s, uint32_t class) {
    const uint64_t *row = s->bits.at + (size_t) class * p->class_words;
    for (uint32_t i = 0; i < p->seconds_at; i++)
        if (row[i]) return true;
    return false;
}

uint32_t rule_class_of(rule_matcher *m, const signature *of, bool *does_tell) {
    phase_state *s = m->state;
    uint32_t local = of->word < s->local_word.count ? s->local_word.at[of->word] : NONE;
    uint32_t labels = of->cover < s->projected.count ? s->projected.at[of->cover] : NONE;
    if (local == NONE) local = new_local_word(m, of->word);
    if (labels == NONE) labels = new_label_set(m, of->cover);
    uint32_t context = of->context & m->phase->context;
    uint64_t key = (uint64_t)local << 40 | (uint64_t)context << 24 | labels;
    const uint32_t *known = table_find(&s->classes, key);
    uint32_t class = known ? *known : find_class(m, local, context, labels);
    if (!known) table_set(m->memory, &s->classes, key, class);
    *does_tell = tells(m->phase, s, class);
    return class;
}

void rule_classify(rule_matcher *m, uint32_t last) {
    const uint32_t *signatures = m->signatures.at, *known = m->class_of.at + (m->phase - m->rules->phases.at);
    uint32_t *classes = m->classes.at;
    uint32_t end = last - m->piece_first, phases = m->rules->phases.count;
    for (uint32_t i = m->classed; i < end; i++) classes[i] = known[(size_t)signatures[i] * phases];
    if (end > m->classed) m->classed = end;
}

/* --- bounds ---------------------------------------------------------------------------------------------------------------------- */

static void forget(phase_state *s) {
    s->local_word.count = s->projected.count = 0;
    s->class_count = 0;
    if (s->class_slots.count) memset(s->class_slots.at, 0, s->class_slots.count * sizeof *s->class_slots.at);
    intern_clear(&s->words);
    intern_clear(&s->label_sets);
    table_clear(&s->classes);
    for (uint32_t i = 0; i < s->automata.count; i++) rule_forget_automaton(&s->automata.at[i]);
}

/* What automata find out is bounded by each of them. */
static bool trim(rule_matcher *m, const phase *p, phase_state *s) {
    if (s->automata.count < p->rules.count) {
        POOL_RESERVE(m->memory, &s->automata, p->rules.count);
        memset(s->automata.at, 0, p->rules.count * sizeof *s->automata.at);
        s->automata.count = p->rules.count;
    }
    size_t bytes = s->class_count * p->class_words * sizeof(uint64_t);
    bool full = bytes > CLASS_MEMORY || s->class_count > CLASSES_LIMIT || s->classes.count > TUPLE_PARTS / 16;
    full |= intern_count(&s->label_sets) > TUPLE_PARTS / 2 || intern_count(&s->words) > TUPLE_PARTS / 2;
    if (full) forget(s);
    return full;
}

bool rule_trim(rule_matcher *m) {
    bool any = false;
    for (uint32_t i = 0; i < m->rules->phases.count; i++) any |= trim(m, &m->rules->phases.at[i], &m->states[i]);
    return any;
}
