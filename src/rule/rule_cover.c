/* rule_cover.c: for each token the labels whose annotations start or go on there, as a number. It is worked out once a document and kept up
 * while rules make and drop, so that a phase need not go over the annotations again. A set is a sequence of 2 * label + (1: begins here),
 * in order; labels that no rule looks at are left out. */
#include "rule/rule_internal.h"

enum { COVERS_LIMIT = 1 << 20 };

static uint32_t with_element(rule_matcher *m, uint32_t cover, uint32_t element) {
    uint32_t count;
    const uint32_t *old = interned(&m->covers, cover, &count);
    m->scratch.count = 0;
    bool placed = false;
    for (uint32_t i = 0; i < count; i++) {
        if (!placed && old[i] / 2 >= element / 2) {
            bool same = old[i] / 2 == element / 2;
            POOL_PUSH(m->memory, &m->scratch, same && old[i] > element ? old[i] : element);
            placed = true;
            if (same) continue;
        }
        POOL_PUSH(m->memory, &m->scratch, old[i]);
    }
    if (!placed) POOL_PUSH(m->memory, &m->scratch, element);
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

/* Notes the labels that start at a token: how far they reach. */
static void start_labels(rule_matcher *m, uint32_t token_index, uint32_t *cover) {
    for (uint32_t i = m->doc->annotations_at[token_index]; i != NONE; i = m->doc->annotations.at[i].next) {
        const annotation *a = &m->doc->annotations.at[i];
        if (a->flags & ANNOTATION_RETIRED || a->label >= m->rules->label_limit || !m->rules->looked_at[a->label]) continue;
        if (m->sweep.at[a->label] <= token_index) POOL_PUSH(m->memory, &m->active, a->label);
        if (m->sweep.at[a->label] < a->last) m->sweep.at[a->label] = a->last;
        *cover = add_element(m, *cover, a->label * 2u + 1);
    }
}

/* Only quotations reach over the border of a piece. */
static void start_sweep(rule_matcher *m, uint32_t first) {
    m->active.count = 0;
    for (uint32_t i = m->quotation_first; i < m->doc->quotations.count && m->doc->quotations.at[i].first < first; i++)
        if (m->sweep.at[LABEL_quotation] < m->doc->quotations.at[i].last) m->sweep.at[LABEL_quotation] = m->doc->quotations.at[i].last;
    if (m->sweep.at[LABEL_quotation] > first && m->rules->looked_at[LABEL_quotation]) POOL_PUSH(m->memory, &m->active, LABEL_quotation);
}

static void sweep(rule_matcher *m, uint32_t first, uint32_t last) {
    POOL_RESERVE(m->memory, &m->sweep, (size_t)m->rules->label_limit + 1);
    memset(m->sweep.at, 0, (m->rules->label_limit + 1) * sizeof *m->sweep.at);
    start_sweep(m, first);
    for (uint32_t i = first; i < last; i++) {
        uint32_t kept = 0, cover = 0;
        for (uint32_t j = 0; j < m->active.count; j++)
            if (m->sweep.at[m->active.at[j]] > i) {
                cover = add_element(m, cover, m->active.at[j] * 2);
                m->active.at[kept++] = m->active.at[j];
            }
        m->active.count = kept;
        if (m->doc->annotations_at && m->doc->annotations_at[i] != NONE) start_labels(m, i, &cover);
        m->cover.at[i] = cover;
    }
}

void rule_cover_document(rule_matcher *m) {
    bool is_new;
    if (intern_count(&m->covers) > COVERS_LIMIT) {
        intern_clear(&m->covers);
        table_clear(&m->cover_next);
        for (uint32_t i = 0; i < m->rules->phases.count; i++) m->states[i].projected.count = 0;
    }
    if (!intern_count(&m->covers)) intern_sequence(m->memory, &m->covers, NULL, 0, &is_new); /* set 0: no label */
    POOL_RESERVE(m->memory, &m->cover, (size_t)m->doc->tokens.count + 1);
    m->quotation_first = 0;
    sweep(m, 0, m->doc->tokens.count);
}

void rule_cover_begin(rule_matcher *m, uint32_t first, uint32_t last) {
    m->cover_budget = 4 * (last - first) + 1000;
    m->cover_stale = false;
}

/* Long ones over each other would cost their product: then the piece is gone over again instead. */
void rule_cover_add(rule_matcher *m, const annotation *made) {
    if (m->cover_stale || made->label >= m->rules->label_limit || !m->rules->looked_at[made->label]) return;
    m->cover_stale = made->last - made->first > m->cover_budget;
    if (m->cover_stale) return;
    m->cover_budget -= made->last - made->first;
    for (uint32_t i = made->first; i < made->last; i++)
        m->cover.at[i] = add_element(m, m->cover.at[i], made->label * 2u + (i == made->first));
}

void rule_cover_drop(rule_matcher *m) {
    m->cover_stale = true;
}

void rule_cover_end(rule_matcher *m, uint32_t first, uint32_t last) {
    if (m->cover_stale) sweep(m, first, last);
}
