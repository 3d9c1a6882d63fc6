/* rule_match.c: a document piece by piece, each through all phases. A piece is (a part of) a block, of whole sentences and at most
 * PIECE_LIMIT tokens: no match leaves it, so all that is known of its tokens may be forgotten behind it. */
#include <stdlib.h>

#include "rule/rule_matcher.h"

/* --- matcher --------------------------------------------------------------------------------------------------------------------- */

enum { MATCH_LIMIT = 20000, DEPTH_LIMIT = 2000, HEAP_LIMIT = 1024, NOTES_LIMIT = 4000000, WORD_CLASSES_LIMIT = 1000000 };

rule_matcher *rule_matcher_new(const ruleset *rules) {
    rule_matcher *m = calloc(1, sizeof *m);
    if (!m) return NULL;
    m->rules = rules;
    m->signature_stamp = 1;
    m->match_data = pcre2_match_data_create(1, NULL);
    m->match_context = pcre2_match_context_create(NULL);
    m->states = calloc((size_t)rules->phases.count + 1, sizeof *m->states);
    if (!m->match_data || !m->match_context || !m->states) {
        rule_matcher_free(m);
        return NULL;
    }
    pcre2_set_match_limit(m->match_context, MATCH_LIMIT);
    pcre2_set_depth_limit(m->match_context, DEPTH_LIMIT);
    pcre2_set_heap_limit(m->match_context, HEAP_LIMIT);
    return m;
}

static void free_state(phase_state *s) {
    free(s->local_word.at);
    intern_free(&s->words);
    free(s->projected.at);
    intern_free(&s->label_sets);
    table_free(&s->classes);
    free(s->bits.at);
    free(s->class_slots.at);
    for (uint32_t i = 0; i < s->automata.count; i++) rule_free_automaton(&s->automata.at[i]);
    free(s->automata.at);
}

void rule_matcher_free(rule_matcher *m) {
    if (!m) return;
    for (uint32_t i = 0; m->states && i < m->rules->phases.count; i++) free_state(&m->states[i]);
    free(m->states);
    pcre2_match_data_free(m->match_data);
    pcre2_match_context_free(m->match_context);
    interner *interners[] = {&m->words, &m->readings, &m->covers};
    table *tables[] = {&m->made_readings, &m->cover_next, &m->signature_of, &m->memo, &m->bounded, &m->walked};
    rule_free_letters(&m->letters);
    for (size_t i = 0; i < sizeof interners / sizeof *interners; i++) intern_free(interners[i]);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) table_free(tables[i]);
    void *pools[] = {m->notes.at,      m->holds.at,   m->reading_bits.at, m->reading_of.at,     m->word_notes.at, m->cover.at,
                     m->signatures.at, m->classes.at, m->taken.at,        m->sweep.at,          m->active.at,     m->known_signatures.at,
                     m->bit_sets.at,   m->visited.at, m->scratch.at,      m->scratch_labels.at, m->stack.at,      m->choices.at,
                     m->path.at,       m->events.at,  m->founds.at,       m->saved.at,          m->class_of.at,   m->telling.at,
                     m->prompted.at};
    for (size_t i = 0; i < sizeof pools / sizeof *pools; i++) free(pools[i]);
    free(m);
}

/* --- windows --------------------------------------------------------------------------------------------------------------------- */

uint32_t rule_piece(const document *doc, uint32_t sentence_index, uint32_t *next) {
    const sentence *first = &doc->sentences.at[sentence_index];
    uint32_t last = first->last, i = sentence_index + 1;
    for (; i < doc->sentences.count; i++) {
        const sentence *s = &doc->sentences.at[i];
        if (s->block != first->block || s->last - first->first > PIECE_LIMIT) break;
        last = s->last;
    }
    *next = i;
    return last;
}

/* Where the stretch of equal quotation that holds a token ends in its sentence: the outermost quotation, or outside of all. */
static uint32_t quote_end(const document *doc, uint32_t at, uint32_t last, uint32_t *quotation_at) {
    while (*quotation_at < doc->quotations.count &&
           (doc->quotations.at[*quotation_at].last <= at || doc->quotations.at[*quotation_at].depth > 1))
        ++*quotation_at;
    if (*quotation_at == doc->quotations.count) return last;
    const quotation *q = &doc->quotations.at[*quotation_at];
    uint32_t end = q->first > at ? q->first : q->last;
    return end < last ? end : last;
}

bool rule_next_window(const document *doc, window_kind kind, uint32_t last, uint32_t *at, uint32_t *quotation_at, window *out) {
    if (*at >= last) return false;
    const sentence *s = &doc->sentences.at[doc->tokens.at[*at].sentence];
    uint32_t end = s->last < last ? s->last : last;
    *out = (window){*at, end, s->first, end};
    if (kind == WINDOW_block) *out = (window){*at, last, *at, last};
    if (kind == WINDOW_quote) out->last = quote_end(doc, *at, end, quotation_at);
    *at = out->last;
    return true;
}

/* --- matches of a piece ------------------------------------------------------------------------------------------------------------ */

static void find_all(rule_matcher *m) {
    m->founds.count = m->saved.count = 0;
    m->classed = 0;
    table_clear(&m->memo);
    for (window_kind kind = 0; kind < WINDOW_KINDS; kind++) {
        window in;
        uint32_t at = m->piece_first;
        if (!m->phase->groups[kind].count) continue;
        while (rule_next_window(m->doc, kind, m->piece_last, &at, &m->quotation_at, &in)) rule_scan(m, kind, &in);
        m->quotation_at = m->quotation_first;
    }
}

/* Mostly a handful. */
static void sort_founds(rule_matcher *m, int (*order)(const void *, const void *)) {
    found *at = m->founds.at;
    if (m->founds.count > 32) {
        qsort(at, m->founds.count, sizeof *at, order);
        return;
    }
    for (uint32_t i = 1; i < m->founds.count; i++) {
        found one = at[i];
        uint32_t j = i;
        for (; j && order(&at[j - 1], &one) > 0; j--) at[j] = at[j - 1];
        at[j] = one;
    }
}

static int by_strength(const void *a, const void *b) {
    const found *x = a, *y = b;
    uint32_t x_length = x->last - x->first, y_length = y->last - y->first;
    if (x_length != y_length) return x_length < y_length ? 1 : -1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

static int by_place(const void *a, const void *b) {
    const found *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

/* Keeps the matches that win. As those that were kept are at least as long, one that overlaps them has an end inside of them. */
static void resolve(rule_matcher *m) {
    if (!m->phase->all) {
        uint32_t first = m->piece_first, last = m->piece_last;
        POOL_RESERVE(m->memory, &m->taken, (size_t)(last - first));
        memset(m->taken.at, 0, last - first);
        sort_founds(m, by_strength);
        uint32_t kept = 0;
        for (uint32_t i = 0; i < m->founds.count; i++) {
            found f = m->founds.at[i];
            bool competes = !m->rules->rules.at[f.rule].overlap;
            if (competes && (m->taken.at[f.first - first] || m->taken.at[f.last - 1 - first])) continue;
            if (competes) memset(m->taken.at + (f.first - first), 1, f.last - f.first);
            m->founds.at[kept++] = f;
        }
        m->founds.count = kept;
    }
    sort_founds(m, by_place);
}

/* All captures are read before the first action, as actions change what a pattern sees. */
static void read_captures(rule_matcher *m) {
    for (uint32_t i = 0; i < m->founds.count; i++) {
        found *f = &m->founds.at[i];
        if (f->saved != NONE) continue;
        uint32_t end = rule_capture(m, &m->rules->rules.at[f->rule], f->first, &f->in);
        if (end != NONE) f->last = end;
        rule_save_captures(m, f);
    }
}

static bool apply_all(rule_matcher *m, bool trace) {
    bool changed = false;
    for (uint32_t i = 0; i < m->founds.count; i++) {
        const found *f = &m->founds.at[i];
        uint32_t count = m->rules->rules.at[f->rule].captures.count;
        if (count) memcpy(m->captures, m->saved.at + f->saved, sizeof *m->captures * count);
        changed |= rule_apply(m, f->rule, f->first, f->last, trace);
    }
    return changed;
}

static void match_phase(rule_matcher *m, bool trace) {
    const uint64_t phase_bit = rule_phase_bit((uint32_t)(m->phase - m->rules->phases.at));
    rule_ready_scan(m);
    for (uint32_t i = 0; i < m->phase->rounds && m->told & phase_bit; i++) {
        find_all(m);
        if (!m->founds.count) break;
        resolve(m);
        read_captures(m);
        rule_cover_begin(m);
        bool changed = apply_all(m, trace);
        rule_cover_end(m);
        if (!changed) break;
    }
}

/* --- phases ---------------------------------------------------------------------------------------------------------------------- */

static void annotate_quotation(document *doc, const quotation *q) {
    static const char *const marks[] = {"double", "single", "angle", "low", "dash"};
    static const char *const depths[] = {"0", "1", "2", "3", "4"}; /* deeper ones are rare */
    annotation made = {.first = q->first, .last = q->last, .entry = NONE, .number = NONE, .rule = NONE, .match = NONE};
    if (q->first >= q->last || q->last > doc->tokens.count || q->mark >= sizeof marks / sizeof *marks) return;
    bool deep = q->depth >= sizeof depths / sizeof *depths;
    str depth = deep ? arena_printf(doc->memory, "%u", (unsigned)q->depth) : str_from(depths[q->depth]);
    made.label = LABEL_quotation;
    made.origin = ORIGIN_builtin;
    made.slots = ARENA_ARRAY(doc->memory, slot, 3);
    made.slots[made.slot_count++] = (slot){.key = STR("mark"), .text = str_from(marks[q->mark])};
    made.slots[made.slot_count++] = (slot){.key = STR("depth"), .text = depth};
    if (q->closed) made.slots[made.slot_count++] = (slot){.key = STR("closed"), .text = STR("1")};
    document_annotate(doc, made);
}

/* Stamps of something, one each, all 0. */
static void ready_stamps(rule_matcher *m, index_list *stamps, uint32_t count) {
    if (stamps->count >= count) return;
    POOL_RESERVE(m->memory, stamps, count);
    memset(stamps->at, 0, sizeof *stamps->at * count);
    stamps->count = count;
}

static void forget_words(rule_matcher *m) {
    m->notes.count = 0;
    intern_clear(&m->words);
    rule_forget_signatures(m);
    for (uint32_t i = 0; i < m->rules->phases.count; i++) m->states[i].local_word.count = 0;
}

void rule_enter(rule_matcher *m, document *doc, lexicon *words) {
    m->doc = doc;
    m->memory = doc->memory;
    m->lexicon = words;
    m->furthest.on = false;
    m->reading_of.count = 0;
    m->quotation_at = m->quotation_first = 0;
    if (m->notes.count > NOTES_LIMIT || intern_count(&m->words) > WORD_CLASSES_LIMIT) forget_words(m);
    ready_stamps(m, &m->visited, m->rules->outlines.count);
    ready_stamps(m, &m->visited, m->rules->letters.steps.count);
    ready_stamps(m, &m->holds, m->rules->predicates.count + m->rules->most_unions);
}

void rule_enter_phase(rule_matcher *m, uint32_t index) {
    m->phase = &m->rules->phases.at[index];
    m->state = &m->states[index];
}

/* The first quotation that may reach into what follows. */
static void pass_quotations(rule_matcher *m, uint32_t at) {
    while (m->quotation_first < m->doc->quotations.count && m->doc->quotations.at[m->quotation_first].last <= at) m->quotation_first++;
    m->quotation_at = m->quotation_first;
}

void rule_match(document *doc, const ruleset *rules, rule_matcher *m, lexicon *words, bool trace) {
    if (!doc->tokens.count) return;
    for (uint32_t i = 0; i < doc->quotations.count; i++) annotate_quotation(doc, &doc->quotations.at[i]);
    rule_enter(m, doc, words);
    for (uint32_t i = 0; i < doc->sentences.count;) {
        uint32_t first = doc->sentences.at[i].first;
        pass_quotations(m, first);
        uint32_t last = rule_piece(doc, i, &i);
        rule_enter_phase(m, 0);
        rule_enter_piece(m, first, last);
        for (uint32_t p = 0; p < rules->phases.count; p++) {
            if (!rules->phases.at[p].rules.count) continue;
            rule_enter_phase(m, p);
            match_phase(m, trace);
        }
    }
}
