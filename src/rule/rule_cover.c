/* rule_cover.c: for each token of a piece its cover: the labels whose annotations go on there and the readings that begin there, as a
 * number; and its signature, of which every phase makes its class. Both are worked out once a piece and kept up while rules make and drop.
 * A cover is a sequence of 2 * label (goes on here) and 2 * reading + 1 (begins here), in order; labels that no rule looks at any more are
 * left out. */
#include "rule/rule_matcher.h"

enum { COVERS_LIMIT = 1 << 20, SIGNATURES_LIMIT = 1 << 18, READINGS_LIMIT = 1 << 18, CONTEXT_BITS = 11 };

/* --- covers ---------------------------------------------------------------------------------------------------------------------- */

static uint32_t with_element(rule_matcher *m, uint32_t cover, uint32_t element) {
    uint32_t count, i = 0;
    const uint32_t *old = interned(&m->covers, cover, &count);
    m->scratch.count = 0;
    for (; i < count && old[i] < element; i++) POOL_PUSH(m->memory, &m->scratch, old[i]);
    if (i < count && old[i] == element) return cover;
    POOL_PUSH(m->memory, &m->scratch, element);
    for (; i < count; i++) POOL_PUSH(m->memory, &m->scratch, old[i]);
    bool is_new;
    return intern_sequence(m->memory, &m->covers, m->scratch.at, m->scratch.count, &is_new);
}

static uint32_t add_element(rule_matcher *m, uint32_t cover, uint32_t element) {
    uint64_t key = (uint64_t)cover << 32 | element;
    const uint32_t *known = table_find(&m->cover_next, key);
    if (known) return *known;
    uint32_t next = with_element(m, cover, element);
    table_set(m->memory, &m->cover_next, key, next);
    return next;
}

static bool is_looked_at(const rule_matcher *m, uint32_t of, uint32_t phase_index) {
    return of < m->rules->label_limit && m->rules->looked_until[of] > phase_index;
}

/* Notes the labels that start at a token: how far they reach. */
static uint32_t start_labels(rule_matcher *m, uint32_t token_index, uint32_t cover) {
    for (uint32_t i = m->doc->annotations_at[token_index]; i != NONE; i = m->doc->annotations.at[i].next) {
        const annotation *a = &m->doc->annotations.at[i];
        if (a->flags & ANNOTATION_RETIRED || !is_looked_at(m, a->label, 0)) continue;
        if (m->sweep.at[a->label] <= token_index) POOL_PUSH(m->memory, &m->active, a->label);
        if (m->sweep.at[a->label] < a->last) m->sweep.at[a->label] = a->last;
        cover = add_element(m, cover, rule_reading(m, i) * 2 + 1);
    }
    return cover;
}

/* Only quotations reach over the border of a piece. */
static void start_sweep(rule_matcher *m) {
    POOL_RESERVE(m->memory, &m->sweep, (size_t)m->rules->label_limit + 1);
    memset(m->sweep.at, 0, (m->rules->label_limit + 1) * sizeof *m->sweep.at);
    m->active.count = 0;
    if (!is_looked_at(m, LABEL_quotation, 0)) return;
    for (uint32_t i = m->quotation_first; i < m->doc->quotations.count && m->doc->quotations.at[i].first < m->piece_first; i++)
        if (m->sweep.at[LABEL_quotation] < m->doc->quotations.at[i].last) m->sweep.at[LABEL_quotation] = m->doc->quotations.at[i].last;
    if (m->sweep.at[LABEL_quotation] > m->piece_first) POOL_PUSH(m->memory, &m->active, LABEL_quotation);
}

static void sweep(rule_matcher *m) {
    start_sweep(m);
    for (uint32_t i = m->piece_first; i < m->piece_last; i++) {
        uint32_t kept = 0, cover = 0;
        for (uint32_t j = 0; j < m->active.count; j++)
            if (m->sweep.at[m->active.at[j]] > i) {
                cover = add_element(m, cover, m->active.at[j] * 2);
                m->active.at[kept++] = m->active.at[j];
            }
        m->active.count = kept;
        if (m->doc->annotations_at && m->doc->annotations_at[i] != NONE) cover = start_labels(m, i, cover);
        m->cover.at[i - m->piece_first] = cover;
    }
}

/* --- signatures ------------------------------------------------------------------------------------------------------------------ */

static uint32_t context_of(const rule_matcher *m, const token *t, const block *in) {
    uint32_t depth = t->depth < 15 ? t->depth : 15;
    uint32_t context = t->flags & CONTEXT_FLAGS;
    context |= (uint32_t)in->kind << CONTEXT_BLOCK_SHIFT & CONTEXT_BLOCK;
    context |= in->caps ? CONTEXT_CAPS : 0;
    context |= depth << CONTEXT_DEPTH_SHIFT;
    return context & m->rules->context;
}

/* Its classes in the phases from the current one on. */
static void classify(rule_matcher *m, uint32_t index) {
    const phase *now = m->phase;
    uint32_t phases = m->rules->phases.count, from = (uint32_t)(now - m->rules->phases.at);
    for (uint32_t i = from; i < m->known_signatures.at[index].from; i++) {
        bool tells;
        m->phase = &m->rules->phases.at[i];
        m->state = &m->states[i];
        m->class_of.at[(size_t)index * phases + i] = rule_class_of(m, &m->known_signatures.at[index], &tells);
        if (tells || i >= 63) m->known_signatures.at[index].telling |= rule_phase_bit(i);
    }
    m->known_signatures.at[index].from = from;
    m->phase = now;
    m->state = &m->states[from];
}

static uint32_t find_signature(rule_matcher *m, uint64_t key, signature value) {
    const uint32_t *known = table_find(&m->signature_of, key);
    if (known) return *known;
    uint32_t index = m->known_signatures.count, phases = m->rules->phases.count;
    value.from = phases;
    POOL_PUSH(m->memory, &m->known_signatures, value);
    POOL_RESERVE(m->memory, &m->class_of, (size_t)m->known_signatures.count * phases);
    table_set(m->memory, &m->signature_of, key, index);
    return index;
}

static uint32_t signature_at(rule_matcher *m, uint32_t i, const block *in) {
    word_note *note = &m->notes.at[m->word_notes.at[i]];
    uint32_t cover = m->cover.at[i], context = context_of(m, &m->doc->tokens.at[m->piece_first + i], in);
    if (note->stamp == m->signature_stamp && note->cover == cover && note->context == context) return note->signature;
    uint64_t key = ((uint64_t)cover << 32 | note->class) << CONTEXT_BITS | context;
    note->signature = find_signature(m, key, (signature){.word = note->class, .context = context, .cover = cover});
    note->cover = cover;
    note->context = context;
    note->stamp = m->signature_stamp;
    return note->signature;
}

/* Those of the tokens [from, to) of the piece that have none. What others told before counts on: a phase more is gone over in vain. */
static void sign(rule_matcher *m, uint32_t from, uint32_t to) {
    const block *in = document_block(m->doc, m->piece_first); /* a piece never leaves its block */
    uint32_t phase_index = (uint32_t)(m->phase - m->rules->phases.at);
    for (uint32_t i = from; i < to; i++) {
        if (m->signatures.at[i] != NONE) continue;
        uint32_t index = m->signatures.at[i] = signature_at(m, i, in);
        if (m->known_signatures.at[index].from > phase_index) classify(m, index);
        m->told |= m->telling.at[i] = m->known_signatures.at[index].telling;
    }
}

static void sign_all(rule_matcher *m) {
    uint32_t count = m->piece_last - m->piece_first;
    memset(m->signatures.at, 0xFF, count * sizeof *m->signatures.at);
    m->told = 0;
    sign(m, 0, count);
}

/* --- pieces ---------------------------------------------------------------------------------------------------------------------- */

void rule_forget_signatures(rule_matcher *m) {
    m->known_signatures.count = 0;
    table_clear(&m->signature_of);
    m->signature_stamp++;
    for (uint32_t i = 0; i < m->rules->phases.count; i++) m->states[i].projected.count = 0;
}

static void trim_piece(rule_matcher *m) {
    bool is_new, full = intern_count(&m->readings) > READINGS_LIMIT || m->made_readings.count > READINGS_LIMIT;
    if (full) {
        intern_clear(&m->readings);
        memset(m->known_readings, 0, sizeof m->known_readings);
        table_clear(&m->made_readings);
        m->reading_of.count = 0;
    }
    if (full || intern_count(&m->covers) > COVERS_LIMIT) {
        intern_clear(&m->covers);
        table_clear(&m->cover_next);
        rule_forget_signatures(m);
    }
    if (!intern_count(&m->covers)) intern_sequence(m->memory, &m->covers, NULL, 0, &is_new); /* set 0: no label */
    if (rule_trim(m) || m->known_signatures.count > SIGNATURES_LIMIT) rule_forget_signatures(m);
}

void rule_enter_piece(rule_matcher *m, uint32_t first, uint32_t last) {
    size_t count = last - first;
    trim_piece(m);
    m->piece_first = first;
    m->piece_last = last;
    POOL_RESERVE(m->memory, &m->word_notes, count);
    POOL_RESERVE(m->memory, &m->cover, count);
    POOL_RESERVE(m->memory, &m->signatures, count);
    POOL_RESERVE(m->memory, &m->telling, count);
    POOL_RESERVE(m->memory, &m->classes, count);
    for (uint32_t i = 0; i < count; i++) m->word_notes.at[i] = rule_word_note(m, m->doc->tokens.at[first + i].word);
    sweep(m);
    sign_all(m);
}

/* --- what a round does ------------------------------------------------------------------------------------------------------------- */

void rule_cover_begin(rule_matcher *m) {
    m->cover_budget = 4 * (m->piece_last - m->piece_first) + 1000;
    m->cover_stale = false;
    m->changed_first = NONE;
    m->changed_last = 0;
}

/* Long ones over each other would cost their product: then the piece is gone over again instead. */
void rule_cover_add(rule_matcher *m, uint32_t index, uint64_t seen) {
    const annotation *made = &m->doc->annotations.at[index];
    uint32_t seen_from = (uint32_t)(m->phase - m->rules->phases.at) + (m->phase->rounds == 1);
    if (m->cover_stale || !is_looked_at(m, made->label, seen_from)) return;
    m->cover_stale = made->last - made->first > m->cover_budget;
    if (m->cover_stale) return;
    m->cover_budget -= made->last - made->first;
    if (made->first < m->changed_first) m->changed_first = made->first;
    if (made->last > m->changed_last) m->changed_last = made->last;
    uint32_t begins = rule_made_reading(m, index, seen) * 2 + 1;
    for (uint32_t i = made->first; i < made->last; i++) {
        uint32_t at = i - m->piece_first;
        m->cover.at[at] = add_element(m, m->cover.at[at], i == made->first ? begins : made->label * 2u);
        m->signatures.at[at] = NONE;
    }
}

void rule_cover_change(rule_matcher *m, uint32_t index) {
    if (index < m->reading_of.count) m->reading_of.at[index] = NONE;
    m->cover_stale = true;
}

void rule_cover_end(rule_matcher *m) {
    if (m->cover_stale) {
        sweep(m);
        sign_all(m);
    } else if (m->changed_first < m->changed_last) {
        sign(m, m->changed_first - m->piece_first, m->changed_last - m->piece_first);
    }
}
