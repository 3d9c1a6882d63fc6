/* rule_word.c: what the rules know of a distinct word form: the predicates on words that hold, numbered as a class. Done once a form
 * (the worker's lexicon keeps an index into the matcher's notes), so that regular expressions never run on running text. */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "rule/rule_matcher.h"

/* --- keys ------------------------------------------------------------------------------------------------------------------------ */

static bool is_ascii(str text) {
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80) return false;
    return true;
}

static UChar plain(UChar c) {
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x02BC:
    case 0x02BB:
    case 0x02B9:
    case 0x0060:
    case 0x00B4: return '\'';
    case 0x2010:
    case 0x2011: return '-';
    default: return c;
    }
}

str rule_key(const word *w, char buffer[WORD_LIMIT * 3]) {
    if (w->lower.size > WORD_LIMIT || is_ascii(w->lower)) return w->lower;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *decompose = unorm2_getNFDInstance(&status);
    UChar wide[WORD_LIMIT], apart[WORD_LIMIT * 4];
    int32_t wide_size = 0, apart_size = 0, size = 0;
    u_strFromUTF8(wide, WORD_LIMIT, &wide_size, w->lower.data, (int32_t)w->lower.size, &status);
    if (U_FAILURE(status)) return w->lower;
    apart_size = unorm2_normalize(decompose, wide, wide_size, apart, WORD_LIMIT * 4, &status);
    if (U_FAILURE(status)) return w->lower;
    int32_t kept = 0;
    for (int32_t i = 0; i < apart_size; i++)
        if (u_charType(apart[i]) != U_NON_SPACING_MARK) apart[kept++] = plain(apart[i]);
    u_strToUTF8(buffer, WORD_LIMIT * 3, &size, apart, kept, &status);
    return U_FAILURE(status) || !size ? w->lower : (str){buffer, (size_t)size};
}

/* --- predicates on words ------------------------------------------------------------------------------------------------------------ */

bool rule_compares(compare how, double a, double b) {
    switch (how) {
    case COMPARE_equal: return a == b;
    case COMPARE_unequal: return a != b;
    case COMPARE_less: return a < b;
    case COMPARE_most: return a <= b;
    case COMPARE_more: return a > b;
    case COMPARE_least: return a >= b;
    default: return false;
    }
}

static bool holds_of_word(const rule_matcher *m, const predicate *value, const word *w) {
    switch (value->type) {
    case PREDICATE_SHAPE: return w->shape & value->index;
    case PREDICATE_VALUE: return w->shape & (SHAPE_NUMBER | SHAPE_ORDINAL) && rule_compares(value->compare, w->value, value->number);
    case PREDICATE_ORDINARY: return m->rules->known && gazetteer_is_ordinary(m->rules->known, w->folded);
    case PREDICATE_LENGTH: return rule_compares(value->compare, w->length, value->number);
    case PREDICATE_REGEX: return w->text.size && rule_regex_matches(m, value->index, w->text);
    default: return false;
    }
}

static void push_all(rule_matcher *m, const index_list *predicates) {
    for (uint32_t i = 0; predicates && i < predicates->count; i++) POOL_PUSH(m->memory, &m->scratch, predicates->at[i]);
}

static uint32_t class_of_word(rule_matcher *m, const word *w) {
    const ruleset *set = m->rules;
    m->scratch.count = 0;
    if (w->text.size <= WORD_LIMIT) {
        if (w->text.size) rule_match_letters(m, w->text);
        char buffer[WORD_LIMIT * 3];
        push_all(m, rule_key_predicates(set, rule_key(w, buffer), false));
        push_all(m, rule_key_predicates(set, w->text, true));
    }
    for (uint32_t i = 0; i < set->general.count; i++)
        if (holds_of_word(m, &set->predicates.at[set->general.at[i]], w)) POOL_PUSH(m->memory, &m->scratch, set->general.at[i]);
    rule_sort_scratch(m);
    bool is_new;
    return intern_sequence(m->memory, &m->words, m->scratch.at, m->scratch.count, &is_new);
}

/* The note that a word points to is its own only if the hash agrees: the lexicon may have served another matcher, or forgotten its words.
 */
uint32_t rule_word_note(rule_matcher *m, const word *w) {
    if (w->rule < m->notes.count && m->notes.at[w->rule].hash == w->hash) return w->rule;
    uint32_t class = class_of_word(m, w);
    POOL_PUSH(m->memory, &m->notes, ((word_note){.hash = w->hash, .class = class}));
    lexicon_mutable(m->lexicon, w)->rule = m->notes.count - 1;
    return m->notes.count - 1;
}
