/* rule_scan.c: a window gone over for the tokens that rules may begin at, and their matches there. What rules begin with, go on with, stand
 * behind and need is asked of all rules at once, as sets of bits that the class of a token has (rule_begin.c, rule_need.c); those that are
 * left are asked one by one (rule_automaton.c, rule_run.c). */
#include "rule/rule_matcher.h"

/* --- one token -------------------------------------------------------------------------------------------------------------------- */

/* Of 64 rules that may begin, those whose anchor, if they have one, holds. */
static uint64_t drop_unanchored(const rule_matcher *m, uint32_t word, uint64_t rules, uint32_t at) {
    for (uint64_t rest = rules & m->phase->anchored[word]; rest; rest &= rest - 1) {
        uint32_t bit = word * 64 + (uint32_t)__builtin_ctzll(rest);
        if (!rule_anchor_holds(m->doc, m->rules->rules.at[m->phase->rules.at[bit]].lead, at)) rules &= ~(rest & -rest);
    }
    return rules;
}

void rule_save_captures(rule_matcher *m, found *f) {
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
    if (read) rule_save_captures(m, &made);
    POOL_PUSH(m->memory, &m->founds, made);
}

/* The matches of those rules that begin at a token. */
static void find_at(rule_matcher *m, const uint64_t *rules, uint32_t at, const window *in) {
    const phase *p = m->phase;
    for (uint32_t k = 0; k < p->rule_words; k++) {
        if (!rules[k]) continue;
        for (uint64_t rest = drop_unanchored(m, k, rules[k], at); rest; rest &= rest - 1) {
            uint32_t bit = k * 64 + (uint32_t)__builtin_ctzll(rest);
            if (rule_may_match(m, bit, at, in->last)) find_match(m, p->rules.at[bit], at, in);
        }
    }
}

/* --- windows ---------------------------------------------------------------------------------------------------------------------- */

/* Whether a token of the piece has none before it that a look-behind of the window sees, or that an anchor looks at. */
static bool begins_anew(const rule_matcher *m, window_kind kind, const window *in, uint32_t i) {
    const uint32_t at = m->piece_first + i;
    return at == in->look_first || (kind == WINDOW_block && m->doc->sentences.at[m->doc->tokens.at[at].sentence].first == at);
}

/* The matches of a window, whose classes are known. From behind: what a rule needs stands at or behind the token it begins at, so that the
 * rules that may begin are known at each. Inlined for the sizes that phases have, or get when a user adds as many rules again: a loop of a
 * size that is not known takes half as long again. */
static inline __attribute__((always_inline)) void find_sized(rule_matcher *m, window_kind kind, const window *in, uint32_t rules) {
    const phase *p = m->phase;
    const uint64_t *bits = m->state->bits.at, *group = p->group_rules[kind], *single = p->single, *telling = m->telling.at;
    const uint64_t phase_bit = rule_phase_bit((uint32_t)(p - m->rules->phases.at));
    const uint32_t *classes = m->classes.at, first = m->piece_first, last = in->last - first, class_words = p->class_words;
    const uint32_t seconds_at = (1 + NEED_LIMIT) * rules, guarded_at = seconds_at + rules, behind_at = guarded_at + rules;
    uint64_t *left = m->bit_sets.at, *open = left + rules; /* rules that may begin here; those of which each need has been met */
    memcpy(open, p->open, NEED_LIMIT * rules * sizeof *open);
    for (uint32_t i = last; i-- > in->first - first;) {
        if (!(telling[i] & phase_bit)) continue;
        const uint64_t *row = bits + (size_t)classes[i] * class_words;
        uint64_t any = 0, guarded = 0;
        for (uint32_t k = 0; k < rules; k++) {
            uint64_t may = row[k] & group[k];
            for (uint32_t at = k; at < NEED_LIMIT * rules; at += rules) may &= open[at] |= row[rules + at];
            any |= left[k] = may;
        }
        if (!any) continue;
        const uint64_t *second = i + 1 < last ? bits + (size_t)classes[i + 1] * class_words + seconds_at : single;
        any = 0;
        for (uint32_t k = 0; k < rules; k++) any |= left[k] &= second[k] | single[k];
        if (!any) continue;
        for (uint32_t k = 0; k < rules; k++) guarded |= left[k] & row[guarded_at + k];
        if (guarded && !begins_anew(m, kind, in, i)) {
            const uint64_t *behind = bits + (size_t)classes[i - 1] * class_words + behind_at;
            any = 0;
            for (uint32_t k = 0; k < rules; k++) any |= left[k] &= ~row[guarded_at + k] | behind[k];
        }
        if (any) find_at(m, left, first + i, in);
    }
}

void rule_ready_scan(rule_matcher *m) {
    POOL_RESERVE(m->memory, &m->bit_sets, (1 + NEED_LIMIT) * m->phase->rule_words);
}

void rule_scan(rule_matcher *m, window_kind kind, const window *in) {
    rule_classify(m, in->look_last);
    switch (m->phase->rule_words) {
    case 1: find_sized(m, kind, in, 1); break;
    case 2: find_sized(m, kind, in, 2); break;
    case 3: find_sized(m, kind, in, 3); break;
    case 4: find_sized(m, kind, in, 4); break;
    case 5: find_sized(m, kind, in, 5); break;
    case 6: find_sized(m, kind, in, 6); break;
    case 7: find_sized(m, kind, in, 7); break;
    case 8: find_sized(m, kind, in, 8); break;
    case 9: find_sized(m, kind, in, 9); break;
    case 10: find_sized(m, kind, in, 10); break;
    case 11: find_sized(m, kind, in, 11); break;
    case 12: find_sized(m, kind, in, 12); break;
    default: find_sized(m, kind, in, m->phase->rule_words);
    }
}
