/* rule_match.c: the phases over a document, piece by piece. A piece is (a part of) a block, of whole sentences and at most PIECE_LIMIT
 * tokens: no match leaves it, so all that a phase knows of matches it may forget behind it, and rounds go over a piece alone. */
#include <stdlib.h>

#include "rule/rule_internal.h"

/* --- matcher --------------------------------------------------------------------------------------------------------------------- */

enum { MATCH_LIMIT = 20000, DEPTH_LIMIT = 2000, HEAP_LIMIT = 1024, NOTES_LIMIT = 4000000, WORD_CLASSES_LIMIT = 1000000 };

rule_matcher *rule_matcher_new(const ruleset *rules) {
    rule_matcher *m = calloc(1, sizeof *m);
    if (!m) return NULL;
    m->rules = rules;
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

static void free_automaton(automaton *a) {
    intern_free(&a->states);
    intern_free(&a->columns);
    free(a->column_of.at);
    free(a->class_of.at);
    free(a->rows.at);
    free(a->leads.at);
    free(a->accepts.at);
    free(a->accept_from.at);
    free(a->live.at);
}

static void free_state(phase_state *s) {
    free(s->local_word.at);
    intern_free(&s->words);
    intern_free(&s->label_sets);
    table_free(&s->classes);
    free(s->bits.at);
    free(s->class_needs.at);
    free(s->class_needs_from.at);
    free(s->projected.at);
    for (uint32_t i = 0; i < WINDOW_KINDS; i++) free_automaton(&s->groups[i]);
}

void rule_matcher_free(rule_matcher *m) {
    if (!m) return;
    for (uint32_t i = 0; m->states && i < m->rules->phases.count; i++) free_state(&m->states[i]);
    free(m->states);
    pcre2_match_data_free(m->match_data);
    pcre2_match_context_free(m->match_context);
    intern_free(&m->words);
    intern_free(&m->covers);
    table_free(&m->cover_next);
    table_free(&m->memo);
    table_free(&m->bounded);
    table_free(&m->walked);
    void *pools[] = {m->notes.at,           m->holds.at,   m->word_classes.at, m->classes.at,         m->visited.at,    m->scratch.at,
                     m->scratch_labels.at,  m->stack.at,   m->sweep.at,        m->active.at,          m->cover.at,      m->candidates.at,
                     m->candidate_stamp.at, m->frames.at,  m->path.at,         m->trail.at,           m->founds.at,     m->taken.at,
                     m->saved.at,           m->last_at.at, m->fits.at,         m->entry_fits_pool.at, m->seen_needs.at, m->lead_tokens.at};
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

/* Notes where the needs of the phase's rules stand in a window, and which tokens a rule may begin with. */
static void scan_window(rule_matcher *m, window_kind kind, const window *in) {
    const phase_state *s = m->state;
    m->seen_needs.count = m->lead_tokens.count = 0;
    for (uint32_t i = in->first; i < in->last; i++) {
        uint32_t class = rule_class_at(m, i);
        uint32_t end = class + 1 < s->class_needs_from.count ? s->class_needs_from.at[class + 1] : s->class_needs.count;
        for (uint32_t k = s->class_needs_from.at[class]; k < end; k++) {
            uint32_t need = s->class_needs.at[k];
            if (m->last_at.at[need] <= in->first) POOL_PUSH(m->memory, &m->seen_needs, need);
            m->last_at.at[need] = i + 1;
        }
        if (rule_leads(m, kind, i)) POOL_PUSH(m->memory, &m->lead_tokens, i);
    }
}

/* Behind the last token at which all needs of a rule of the group are still to come. */
static uint32_t viable_end(const rule_matcher *m, window_kind kind, const window *in) {
    uint32_t end = in->first;
    if (m->phase->group_free[kind]) return in->last;
    for (uint32_t i = 0; i < m->seen_needs.count && end < in->last; i++) {
        const rule_list *rules = &m->phase->needed_by[m->seen_needs.at[i]];
        for (uint32_t j = 0; j < rules->count; j++) {
            const rule_item *item = &m->rules->rules.at[rules->at[j]];
            uint32_t last = item->window == kind ? m->last_at.at[item->needs[0]] : 0;
            for (uint32_t k = 1; k < item->need_count; k++)
                if (m->last_at.at[item->needs[k]] < last) last = m->last_at.at[item->needs[k]];
            if (last > end) end = last;
        }
    }
    return end;
}

static bool may_match(const rule_matcher *m, const rule_item *item, uint32_t at) {
    for (uint32_t i = 0; i < item->need_count; i++)
        if (m->last_at.at[item->needs[i]] <= at) return false;
    return !item->anchored || rule_anchor_holds(m->doc, item->lead, at);
}

static void save_captures(rule_matcher *m, found *f) {
    uint32_t count = m->rules->rules.at[f->rule].captures.count;
    f->saved = m->saved.count;
    POOL_RESERVE(m->memory, &m->saved, (size_t)m->saved.count + count);
    if (count) memcpy(m->saved.at + m->saved.count, m->captures, sizeof *m->captures * count);
    m->saved.count += count;
}

static void find_at(rule_matcher *m, window_kind kind, uint32_t at, const window *in) {
    rule_candidates(m, kind, at, in->last);
    for (uint32_t i = 0; i < m->candidates.count; i++) {
        uint32_t rule = m->candidates.at[i];
        if (!may_match(m, &m->rules->rules.at[rule], at)) continue;
        bool read;
        uint32_t end = rule_find_match(m, &m->rules->rules.at[rule], at, in, &read);
        if (end == NONE) continue;
        found made = {rule, at, end, *in, NONE};
        if (read) save_captures(m, &made);
        POOL_PUSH(m->memory, &m->founds, made);
    }
}

static void find_in(rule_matcher *m, window_kind kind, const window *in) {
    uint32_t end = m->lead_tokens.count ? viable_end(m, kind, in) : 0;
    if (end <= in->first) return;
    rule_prepare_window(m, kind, in);
    for (uint32_t i = 0; i < m->lead_tokens.count && m->lead_tokens.at[i] < end; i++) find_at(m, kind, m->lead_tokens.at[i], in);
}

static void find_all(rule_matcher *m, uint32_t first, uint32_t last) {
    m->founds.count = m->saved.count = 0;
    table_clear(&m->memo);
    for (window_kind kind = 0; kind < WINDOW_KINDS; kind++) {
        window in;
        uint32_t at = first;
        if (!m->phase->groups[kind].count) continue;
        POOL_RESERVE(m->memory, &m->last_at, (size_t)m->phase->needs.count + 1);
        memset(m->last_at.at, 0, sizeof *m->last_at.at * m->phase->needs.count);
        while (rule_next_window(m->doc, kind, last, &at, &m->quotation_at, &in)) {
            scan_window(m, kind, &in);
            find_in(m, kind, &in);
        }
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
static void resolve(rule_matcher *m, uint32_t first, uint32_t last) {
    if (!m->phase->all) {
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
        save_captures(m, f);
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

static void match_piece(rule_matcher *m, uint32_t first, uint32_t last, bool trace) {
    rule_trim(m);
    for (uint32_t i = 0; i < m->phase->rounds; i++) {
        rule_classify(m, first, last);
        find_all(m, first, last);
        if (!m->founds.count) break;
        resolve(m, first, last);
        read_captures(m);
        rule_cover_begin(m, first, last);
        bool changed = apply_all(m, trace);
        rule_cover_end(m, first, last);
        if (!changed) break;
    }
}

/* --- phases ---------------------------------------------------------------------------------------------------------------------- */

static void annotate_quotation(document *doc, const quotation *q) {
    static const char *const marks[] = {"double", "single", "angle", "low", "dash"};
    annotation made = {.first = q->first, .last = q->last, .entry = NONE, .number = NONE, .rule = NONE, .match = NONE};
    if (q->first >= q->last || q->last > doc->tokens.count || q->mark >= sizeof marks / sizeof *marks) return;
    made.label = LABEL_quotation;
    made.origin = ORIGIN_builtin;
    made.slots = ARENA_ARRAY(doc->memory, slot, 3);
    made.slots[made.slot_count++] = (slot){.key = STR("mark"), .text = str_from(marks[q->mark])};
    made.slots[made.slot_count++] = (slot){.key = STR("depth"), .text = arena_printf(doc->memory, "%u", (unsigned)q->depth)};
    if (q->closed) made.slots[made.slot_count++] = (slot){.key = STR("closed"), .text = STR("1")};
    document_annotate(doc, made);
}

void rule_enter(rule_matcher *m, document *doc, lexicon *words) {
    m->doc = doc;
    m->memory = doc->memory;
    m->lexicon = words;
    m->looking = 0;
    rule_forget_answers(m);
    m->furthest.on = false;
    if (m->notes.count > NOTES_LIMIT || intern_count(&m->words) > WORD_CLASSES_LIMIT) {
        m->notes.count = 0;
        intern_clear(&m->words);
        for (uint32_t i = 0; i < m->rules->phases.count; i++) m->states[i].local_word.count = 0;
    }
    uint32_t code = m->rules->outlines.count, predicates = m->rules->predicates.count, rules = m->rules->rules.count;
    if (m->visited.count < code) {
        POOL_RESERVE(m->memory, &m->visited, code);
        memset(m->visited.at, 0, sizeof *m->visited.at * code);
        m->visited.count = code;
    }
    if (m->holds.count < predicates) {
        POOL_RESERVE(m->memory, &m->holds, predicates);
        memset(m->holds.at, 0, sizeof *m->holds.at * predicates);
        m->holds.count = predicates;
    }
    if (m->candidate_stamp.count < rules) {
        POOL_RESERVE(m->memory, &m->candidate_stamp, rules);
        memset(m->candidate_stamp.at, 0, sizeof *m->candidate_stamp.at * rules);
        m->candidate_stamp.count = rules;
    }
    rule_classify_words(m, words);
    rule_cover_document(m);
}

void rule_enter_phase(rule_matcher *m, uint32_t index) {
    m->phase = &m->rules->phases.at[index];
    m->state = &m->states[index];
    m->quotation_at = m->quotation_first = 0;
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
    for (uint32_t p = 0; p < rules->phases.count; p++) {
        if (!rules->phases.at[p].rules.count) continue;
        rule_enter_phase(m, p);
        for (uint32_t i = 0; i < doc->sentences.count;) {
            uint32_t first = doc->sentences.at[i].first;
            pass_quotations(m, first);
            uint32_t last = rule_piece(doc, i, &i);
            match_piece(m, first, last, trace);
        }
    }
}
