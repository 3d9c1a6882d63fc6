/* rule_class.c: tokens -> classes: the set of the phase's tests that hold at a token. A token's tuple (class of its word, what the phase
 * asks of its context, labels that start here or go on here) is looked up; only a tuple that was never met is evaluated. */
#include "rule/rule_internal.h"

enum { POOLED_FITS = 1 << 18, CLASS_MEMORY = 16 * 1024 * 1024, TUPLE_PARTS = 1 << 24 };

/* The word's predicates that the phase asks for, as a class of its own: the phase's classes stay few. */
static uint32_t new_local_word(rule_matcher *m, uint32_t global) {
    phase_state *s = m->state;
    POOL_RESERVE(m->memory, &s->local_word, (size_t)global + 1);
    while (s->local_word.count <= global) s->local_word.at[s->local_word.count++] = NONE;
    uint32_t count;
    const uint32_t *holds = interned(&m->words, global, &count);
    m->scratch.count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (m->phase->uses[holds[i]]) POOL_PUSH(m->memory, &m->scratch, holds[i]);
    bool is_new;
    uint32_t local = intern_sequence(m->memory, &s->words, m->scratch.at, m->scratch.count, &is_new);
    s->local_word.at[global] = local;
    return local;
}

static uint32_t context_of(const rule_matcher *m, const token *t, const block *in) {
    uint32_t depth = t->depth < 15 ? t->depth : 15;
    uint32_t context = t->flags & CONTEXT_FLAGS;
    context |= (uint32_t)in->kind << CONTEXT_BLOCK_SHIFT & CONTEXT_BLOCK;
    context |= in->caps ? CONTEXT_CAPS : 0;
    context |= depth << CONTEXT_DEPTH_SHIFT;
    return context & m->phase->context;
}

static bool context_holds(const predicate *value, uint32_t context) {
    switch (value->type) {
    case PREDICATE_FLAG: return context & value->index;
    case PREDICATE_BLOCK: return (context & CONTEXT_BLOCK) >> CONTEXT_BLOCK_SHIFT == value->index;
    case PREDICATE_CAPS: return context & CONTEXT_CAPS;
    case PREDICATE_DEPTH: return rule_compares(value->compare, context >> CONTEXT_DEPTH_SHIFT, value->number);
    default: return false;
    }
}

static void hold(rule_matcher *m, uint32_t predicate, uint64_t *bits) {
    const phase *p = m->phase;
    m->holds.at[predicate] = m->stamp;
    for (uint32_t i = p->plain_at[predicate]; i < p->plain_at[predicate + 1]; i++) bits[p->plain[i] / 64] |= 1ull << (p->plain[i] % 64);
}

/* Label sets are sequences of 2 * label index + (1: begins here), then of 2 * labels + index of a condition that one of them fulfils. */
static bool labels_hold(const rule_matcher *m, const predicate *value, uint32_t index, const uint32_t *here, uint32_t count) {
    const phase *p = m->phase;
    for (uint32_t j = 0; j < count; j++) {
        if (here[j] >= 2 * p->labels.count) {
            if (p->fits.at[here[j] - 2 * p->labels.count].predicate == index) return true;
            continue;
        }
        bool same = value->index == p->labels.at[here[j] / 2];
        if (same && (value->type == PREDICATE_INSIDE || (value->type == PREDICATE_BEGIN && here[j] % 2))) return true;
    }
    return false;
}

static void hold_context(rule_matcher *m, uint32_t context, uint32_t label_set, uint64_t *bits) {
    const phase *p = m->phase;
    uint32_t count;
    const uint32_t *here = interned(&m->state->label_sets, label_set, &count);
    for (uint32_t i = 0; i < p->asked.count; i++) {
        const predicate *value = &m->rules->predicates.at[p->asked.at[i]];
        bool of_label = value->type == PREDICATE_BEGIN || value->type == PREDICATE_INSIDE || value->type == PREDICATE_FITS;
        if (of_label ? labels_hold(m, value, p->asked.at[i], here, count) : context_holds(value, context)) hold(m, p->asked.at[i], bits);
    }
}

static uint32_t new_class(rule_matcher *m, uint32_t local, uint32_t context, uint32_t label_set) {
    phase_state *s = m->state;
    uint32_t class = s->class_count, count;
    POOL_RESERVE(m->memory, &s->bits, ((size_t) class + 1) * s->class_words);
    uint64_t *bits = &s->bits.at[(size_t) class * s->class_words];
    memset(bits, 0, s->class_words * sizeof *bits);
    if (++m->stamp == 0) {
        memset(m->holds.at, 0, m->holds.count * sizeof *m->holds.at);
        m->stamp = 1;
    }
    const uint32_t *of_word = interned(&s->words, local, &count);
    for (uint32_t i = 0; i < count; i++) hold(m, of_word[i], bits);
    hold_context(m, context, label_set, bits);
    for (uint32_t i = 0; i < m->phase->complex.count; i++) {
        uint32_t test = m->phase->complex.at[i];
        if (rule_test_holds(&m->phase->tests.at[test], m->holds.at, m->stamp)) bits[test / 64] |= 1ull << (test % 64);
    }
    POOL_PUSH(m->memory, &s->class_needs_from, s->class_needs.count);
    for (uint32_t i = 0; i < m->phase->needs.count; i++)
        if (bits[m->phase->needs.at[i] / 64] >> (m->phase->needs.at[i] % 64) & 1) POOL_PUSH(m->memory, &s->class_needs, i);
    s->class_count++;
    return class;
}

static uint32_t class_of(rule_matcher *m, uint32_t local, uint32_t context, uint32_t label_set) {
    phase_state *s = m->state;
    uint64_t key = (uint64_t)local << 40 | (uint64_t)context << 24 | label_set;
    recent_class *recent = &s->recent[(key * 0x9E3779B97F4A7C15ull) >> (64 - RECENT_BITS)];
    if (recent->key == key + 1) return recent->class;
    const uint32_t *known = table_find(&s->classes, key);
    uint32_t class = known ? *known : new_class(m, local, context, label_set);
    if (!known) table_set(m->memory, &s->classes, key, class);
    *recent = (recent_class){key + 1, class};
    return class;
}

/* Asks all conditions on the label; those that hold go to the pool. */
static void ask_fits(rule_matcher *m, const annotation *a, uint32_t label_index) {
    const phase *p = m->phase;
    for (uint32_t i = 0; i < p->fits.count; i++)
        if (p->fits.at[i].label_index == label_index && rule_features_hold(m, a, m->rules->predicates.at[p->fits.at[i].predicate].on))
            POOL_PUSH(m->memory, &m->entry_fits_pool, i);
}

/* Of a plain reading of a list the answers are always the same: they are kept. What rules made is asked anew. */
static entry_fits fits_of(rule_matcher *m, const annotation *a, uint32_t label_index) {
    uint32_t phase_index = (uint32_t)(m->phase - m->rules->phases.at);
    bool plain = a->entry != NONE && !a->slot_count && a->number == NONE && a->last - a->first < 4096;
    uint16_t form = (uint16_t)(a->form + 8 * (a->last - a->first)); /* aliases differ in length, which may be asked, too */
    uint32_t at = ((a->entry * 8 + form) * 0x9E3779B1u ^ phase_index * 0x85EBCA6Bu ^ a->label * 0xC2B2AE35u) >> (32 - ANSWER_BITS);
    entry_fits *kept = &m->entry_fits[at];
    if (plain && kept->entry == a->entry + 1 && kept->phase == phase_index && kept->label == a->label && kept->form == form) return *kept;
    entry_fits made = {a->entry + 1, phase_index, m->entry_fits_pool.count, 0, a->label, form};
    ask_fits(m, a, label_index);
    made.count = m->entry_fits_pool.count - made.from;
    if (plain) *kept = made;
    return made;
}

/* Conditions that an annotation fulfils, each once. */
static void add_fits(rule_matcher *m, const annotation *a, uint32_t label_index) {
    uint32_t pooled = m->entry_fits_pool.count;
    entry_fits found = fits_of(m, a, label_index);
    for (uint32_t i = 0; i < found.count; i++) {
        uint32_t value = 2 * m->phase->labels.count + m->entry_fits_pool.at[found.from + i], known = 0;
        while (known < m->fits.count && m->fits.at[known] != value) known++;
        if (known == m->fits.count) POOL_PUSH(m->memory, &m->fits, value);
    }
    if (a->entry == NONE || a->slot_count || a->number != NONE || a->last - a->first >= 4096) m->entry_fits_pool.count = pooled;
}

static void insert_sorted(rule_matcher *m, uint32_t value) {
    POOL_PUSH(m->memory, &m->scratch_labels, value);
    uint32_t at = m->scratch_labels.count - 1;
    for (; at && m->scratch_labels.at[at - 1] > value; at--) m->scratch_labels.at[at] = m->scratch_labels.at[at - 1];
    m->scratch_labels.at[at] = value;
}

static bool is_asked(const phase *p, uint32_t label_index) {
    for (uint32_t i = 0; i < p->fits.count; i++)
        if (p->fits.at[i].label_index == label_index) return true;
    return false;
}

/* What the phase looks at of a cover: 2 * label set + (1: conditions on what begins there are to be asked). */
static uint32_t new_projection(rule_matcher *m, uint32_t cover) {
    phase_state *s = m->state;
    POOL_RESERVE(m->memory, &s->projected, (size_t)cover + 1);
    while (s->projected.count <= cover) s->projected.at[s->projected.count++] = NONE;
    uint32_t count;
    const uint32_t *all = interned(&m->covers, cover, &count);
    bool asks = false, is_new;
    m->scratch_labels.count = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t index = m->phase->label_index[all[i] / 2];
        if (index == NONE) continue;
        asks |= all[i] % 2 && is_asked(m->phase, index);
        insert_sorted(m, index * 2 + all[i] % 2);
    }
    uint32_t set = intern_sequence(m->memory, &s->label_sets, m->scratch_labels.at, m->scratch_labels.count, &is_new);
    return s->projected.at[cover] = set * 2 + asks;
}

/* The label set with the conditions that annotations at the token fulfil. */
static uint32_t asked_label_set(rule_matcher *m, uint32_t token_index, uint32_t set) {
    uint32_t count;
    m->fits.count = 0;
    for (uint32_t i = m->doc->annotations_at[token_index]; i != NONE; i = m->doc->annotations.at[i].next) {
        const annotation *a = &m->doc->annotations.at[i];
        if (a->flags & ANNOTATION_RETIRED || a->label >= m->rules->label_limit) continue;
        if (m->phase->label_index[a->label] != NONE) add_fits(m, a, m->phase->label_index[a->label]);
    }
    if (!m->fits.count) return set;
    m->scratch_labels.count = 0;
    interned(&m->state->label_sets, set, &count);
    for (uint32_t i = 0; i < count; i++) POOL_PUSH(m->memory, &m->scratch_labels, interned(&m->state->label_sets, set, &count)[i]);
    for (uint32_t i = 0; i < m->fits.count; i++) insert_sorted(m, m->fits.at[i]);
    bool is_new;
    return intern_sequence(m->memory, &m->state->label_sets, m->scratch_labels.at, m->scratch_labels.count, &is_new);
}

static uint32_t class_at(rule_matcher *m, uint32_t token_index, const block *in) {
    const phase_state *s = m->state;
    uint32_t word_class = m->word_classes.at[token_index], cover = m->cover.at[token_index];
    uint32_t local = word_class < s->local_word.count ? s->local_word.at[word_class] : NONE;
    uint32_t projected = cover < s->projected.count ? s->projected.at[cover] : NONE;
    if (local == NONE) local = new_local_word(m, word_class);
    if (projected == NONE) projected = new_projection(m, cover);
    uint32_t context = m->phase->context ? context_of(m, &m->doc->tokens.at[token_index], in) : 0;
    return class_of(m, local, context, projected & 1 ? asked_label_set(m, token_index, projected / 2) : projected / 2);
}

void rule_classify(rule_matcher *m, uint32_t first, uint32_t last) {
    POOL_RESERVE(m->memory, &m->classes, (size_t)(last - first));
    const block *in = document_block(m->doc, first); /* a piece never leaves its block */
    for (uint32_t i = first; i < last; i++) m->classes.at[i - first] = class_at(m, i, in);
    m->piece_first = first;
}

static void forget(rule_matcher *m) {
    phase_state *s = m->state;
    bool is_new;
    s->local_word.count = s->projected.count = s->bits.count = s->class_count = s->class_needs.count = s->class_needs_from.count = 0;
    intern_clear(&s->words);
    intern_clear(&s->label_sets);
    intern_sequence(m->memory, &s->label_sets, NULL, 0, &is_new); /* set 0: no label */
    table_clear(&s->classes);
    memset(s->recent, 0, sizeof s->recent);
    for (uint32_t i = 0; i < WINDOW_KINDS; i++) rule_forget_automaton(&s->groups[i]);
}

static void forget_entry_fits(rule_matcher *m) {
    memset(m->entry_fits, 0, sizeof m->entry_fits);
    m->entry_fits_pool.count = 0;
}

void rule_trim(rule_matcher *m) {
    if (m->entry_fits_pool.count > POOLED_FITS) forget_entry_fits(m);
    phase_state *s = m->state;
    if (!s->class_words) {
        s->class_words = m->phase->tests.count / 64 + 1;
        forget(m);
    }
    if ((size_t)s->class_count * s->class_words * sizeof(uint64_t) > CLASS_MEMORY || s->class_count > TUPLE_PARTS / 64) forget(m);
    if (intern_count(&s->label_sets) > TUPLE_PARTS / 2 || intern_count(&s->words) > TUPLE_PARTS / 2) forget(m);
}
