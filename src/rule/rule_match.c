/* rule_match.c: a document piece by piece, each through all phases. A piece is (a part of) a block, of whole sentences and at most
 * PIECE_LIMIT tokens: no match leaves it, so all that is known of its tokens may be forgotten behind it. */
#include <stdlib.h>

#include "rule/rule_internal.h"

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
    intern_free(&s->tests);
    free(s->bits.at);
    free(s->columns.at);
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
    void *pools[] = {m->notes.at,      m->holds.at,   m->reading_bits.at, m->reading_of.at, m->word_notes.at,     m->cover.at,
                     m->signatures.at, m->classes.at, m->taken.at,        m->sweep.at,      m->active.at,         m->known_signatures.at,
                     m->bit_sets.at,   m->unmet.at,   m->visited.at,      m->scratch.at,    m->scratch_labels.at, m->stack.at,
                     m->frames.at,     m->path.at,    m->trail.at,        m->founds.at,     m->saved.at,          m->class_of.at,
                     m->telling.at};
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

/* What a scan looks up for each token of the piece, from 0. */
typedef struct piece_view {
    const uint64_t *telling;
    uint64_t phase_bit;
    const uint32_t *signatures, *class_of; /* the classes of the phase: one in so many */
    uint32_t phases;
} piece_view;

static piece_view view_piece(const rule_matcher *m) {
    uint32_t index = (uint32_t)(m->phase - m->rules->phases.at);
    return (piece_view){m->telling.at, rule_phase_bit(index), m->signatures.at, m->class_of.at + index, m->rules->phases.count};
}

/* Of the rules that may begin, those whose anchor holds. */
static void drop_unanchored(rule_matcher *m, uint32_t at, uint64_t *left) {
    for (uint32_t i = 0; i < m->phase->rule_words; i++)
        for (uint64_t rest = left[i] & m->phase->anchored[i]; rest; rest &= rest - 1) {
            uint32_t bit = i * 64 + (uint32_t)__builtin_ctzll(rest);
            if (!rule_anchor_holds(m->doc, m->rules->rules.at[m->phase->rules.at[bit]].lead, at)) left[i] &= ~(1ull << (bit % 64));
        }
}

static void save_captures(rule_matcher *m, found *f) {
    uint32_t count = m->rules->rules.at[f->rule].captures.count;
    f->saved = m->saved.count;
    POOL_RESERVE(m->memory, &m->saved, (size_t)m->saved.count + count);
    if (count) memcpy(m->saved.at + m->saved.count, m->captures, sizeof *m->captures * count);
    m->saved.count += count;
}

static void find_match(rule_matcher *m, uint32_t rule, uint32_t at, const window *in) {
    bool read;
    uint32_t end = rule_find_match(m, &m->rules->rules.at[rule], at, in, &read);
    if (end == NONE) return;
    found made = {rule, at, end, *in, NONE};
    if (read) save_captures(m, &made);
    POOL_PUSH(m->memory, &m->founds, made);
}

/* The matches of those rules that begin at a token. */
static void find_at(rule_matcher *m, uint64_t *rules, uint32_t at, const window *in) {
    rule_classify(m, in->last);
    drop_unanchored(m, at, rules);
    for (uint32_t k = 0; k < m->phase->rule_words; k++)
        for (uint64_t rest = rules[k]; rest; rest &= rest - 1) {
            uint32_t bit = k * 64 + (uint32_t)__builtin_ctzll(rest);
            if (rule_may_match(m, bit, at, in->last)) find_match(m, m->phase->rules.at[bit], at, in);
        }
}

/* Sets of bits, while a window is gone over. */
typedef struct window_sets {
    uint64_t *allowed, *left; /* rules that may begin where the walk is, as far as their needs tell; those at one token */
    uint64_t *met;            /* needs */
} window_sets;

/* Behind the last token of a window rules without needs are allowed. */
static window_sets begin_window(rule_matcher *m, window_kind kind) {
    const phase *p = m->phase;
    uint64_t *at = m->bit_sets.at;
    window_sets sets = {.allowed = at, .left = at + p->rule_words, .met = at + 2u * p->rule_words};
    memcpy(sets.allowed, p->needless[kind], p->rule_words * sizeof *at);
    memset(sets.met, 0, p->need_words * sizeof *at);
    memcpy(m->unmet.at, p->need_counts, p->rules.count);
    return sets;
}

/* Needs that are met now for the first time allow the rules that wait for nothing else. */
static void meet(rule_matcher *m, window_kind kind, uint64_t *allowed, uint32_t word, uint64_t met) {
    const uint32_t *waiting = m->phase->waiting, *from = m->phase->waiting_from + word * 64;
    const uint64_t *group = m->phase->group_rules[kind];
    uint8_t *unmet = m->unmet.at;
    for (; met; met &= met - 1) {
        uint32_t index = (uint32_t)__builtin_ctzll(met);
        for (const uint32_t *one = waiting + from[index], *end = waiting + from[index + 1]; one < end; one++)
            if (!--unmet[*one]) allowed[*one / 64] |= group[*one / 64] & 1ull << (*one % 64);
    }
}

static inline const uint64_t *row_at(const rule_matcher *m, const piece_view *v, uint32_t i) {
    return m->state->bits.at + (size_t)v->class_of[(size_t)v->signatures[i] * v->phases] * m->phase->class_words;
}

/* Whether a token of the piece has none before it that a look-behind of the window sees, or that an anchor looks at. */
static bool begins_anew(const rule_matcher *m, window_kind kind, const window *in, uint32_t i) {
    const uint32_t at = m->piece_first + i;
    return at == in->look_first || (kind == WINDOW_block && m->doc->sentences.at[m->doc->tokens.at[at].sentence].first == at);
}

/* The matches of a window. From behind: what a rule needs stands at or behind the token it begins at, so that the rules that may begin are
 * known at each. Inlined for the sizes that phases mostly have. */
static inline __attribute__((always_inline)) void find_sized(rule_matcher *m, window_kind kind, const piece_view *v, const window *in,
                                                             uint32_t rules, uint32_t needs) {
    const uint64_t *single = m->phase->single, *telling = v->telling, phase_bit = v->phase_bit;
    const uint32_t first = m->piece_first, end = in->last - first, seconds_at = rules + needs, guarded_at = seconds_at + rules;
    const window_sets sets = begin_window(m, kind);
    for (uint32_t i = end; i-- > in->first - first;) {
        if (!(telling[i] & phase_bit)) continue;
        const uint64_t *row = row_at(m, v, i);
        uint64_t any = 0, guarded = 0;
        for (uint32_t k = 0; k < needs; k++) {
            uint64_t fresh = row[rules + k] & ~sets.met[k];
            sets.met[k] |= fresh;
            if (fresh) meet(m, kind, sets.allowed, k, fresh);
        }
        for (uint32_t k = 0; k < rules; k++) any |= sets.left[k] = row[k] & sets.allowed[k];
        if (!any) continue;
        const uint64_t *second = i + 1 < end ? row_at(m, v, i + 1) + seconds_at : single;
        any = 0;
        for (uint32_t k = 0; k < rules; k++) any |= sets.left[k] &= second[k] | single[k];
        if (!any) continue;
        for (uint32_t k = 0; k < rules; k++) guarded |= sets.left[k] & row[guarded_at + k];
        if (guarded && !begins_anew(m, kind, in, i)) {
            const uint64_t *behind = row_at(m, v, i - 1) + guarded_at + rules;
            any = 0;
            for (uint32_t k = 0; k < rules; k++) any |= sets.left[k] &= ~row[guarded_at + k] | behind[k];
        }
        if (any) find_at(m, sets.left, first + i, in);
    }
}

static void find_in(rule_matcher *m, window_kind kind, const piece_view *v, const window *in) {
    uint32_t rules = m->phase->rule_words, needs = m->phase->need_words;
    if (rules == 1 && needs == 1)
        find_sized(m, kind, v, in, 1, 1);
    else
        find_sized(m, kind, v, in, rules, needs);
}

static void find_all(rule_matcher *m) {
    m->founds.count = m->saved.count = 0;
    m->classed = 0;
    table_clear(&m->memo);
    const piece_view v = view_piece(m);
    for (window_kind kind = 0; kind < WINDOW_KINDS; kind++) {
        window in;
        uint32_t at = m->piece_first;
        if (!m->phase->groups[kind].count) continue;
        while (rule_next_window(m->doc, kind, m->piece_last, &at, &m->quotation_at, &in)) find_in(m, kind, &v, &in);
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

/* Whether some token of the piece tells the phase anything. */
static bool is_told(const rule_matcher *m) {
    const uint64_t phase_bit = rule_phase_bit((uint32_t)(m->phase - m->rules->phases.at));
    uint64_t any = 0;
    for (uint32_t i = 0; i < m->piece_last - m->piece_first; i++) any |= m->telling.at[i];
    return any & phase_bit;
}

static void match_phase(rule_matcher *m, bool trace) {
    POOL_RESERVE(m->memory, &m->bit_sets, m->phase->need_words + 2u * m->phase->rule_words);
    POOL_RESERVE(m->memory, &m->unmet, m->phase->rules.count);
    for (uint32_t i = 0; i < m->phase->rounds && is_told(m); i++) {
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
    m->looking = 0;
    m->furthest.on = false;
    m->reading_of.count = 0;
    m->quotation_at = m->quotation_first = 0;
    if (m->notes.count > NOTES_LIMIT || intern_count(&m->words) > WORD_CLASSES_LIMIT) forget_words(m);
    ready_stamps(m, &m->visited, m->rules->outlines.count);
    ready_stamps(m, &m->visited, m->rules->letters.steps.count);
    ready_stamps(m, &m->holds, m->rules->predicates.count);
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
