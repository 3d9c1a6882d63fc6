/* rule_regex.c: the regular expressions of rules, on words and on values. Each is compiled when the rules are read, as its errors are
 * theirs (of kept rules, which had none, when it is first tried), but to machine code only when it has been tried often: that costs as much
 * as some thirty tries, and most are not tried so often in a short run. */
#include "rule/rule_matcher.h"

enum { SLOW_TRIES = 30 };

void rule_close_regexes(void *handle) {
    ruleset *set = handle;
    for (uint32_t i = 0; i < set->regexes.count; i++) {
        pcre2_code_free(atomic_load(&set->regexes.at[i].code));
        pcre2_code_free(atomic_load(&set->regexes.at[i].fast));
    }
}

/* What the library has found out of a pattern. */
static void note_hints(regex *of, const pcre2_code *code) {
    const uint8_t *first = NULL;
    uint32_t how = 0, unit = 0;
    pcre2_pattern_info(code, PCRE2_INFO_MINLENGTH, &of->least);
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, &first);
    pcre2_pattern_info(code, PCRE2_INFO_LASTCODETYPE, &how);
    pcre2_pattern_info(code, PCRE2_INFO_LASTCODEUNIT, &unit);
    of->any_first = !first;
    for (uint32_t i = 0; first && i < 256; i++) of->first[i / 64] |= (uint64_t)(first[i / 8] >> (i % 8) & 1) << (i % 64);
    if (how == 1 && unit < 0x80) of->last = unit;
}

static pcre2_code *compile(str pattern, bool caseless, int *code, PCRE2_SIZE *where) {
    uint32_t flags = PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C | (caseless ? PCRE2_CASELESS : 0);
    return pcre2_compile((PCRE2_SPTR)pattern.data, pattern.size, flags, code, where, NULL);
}

static _Noreturn void refuse_pattern(builder *build, place_in place, int code, PCRE2_SIZE where) {
    PCRE2_UCHAR message[160];
    if (code == PCRE2_ERROR_HEAP_FAILED) arena_nomem(build->memory);
    pcre2_get_error_message(code, message, sizeof message);
    place.at += 1 + (uint32_t)where;
    if (place.at > place.end) place.at = place.end;
    rule_refuse(build, place, "the regular expression is wrong here: %s", (const char *)message);
}

uint32_t rule_regex(builder *build, str pattern, bool caseless, place_in place) {
    ruleset *set = build->set;
    for (uint32_t i = 0; i < set->regexes.count; i++)
        if (set->regexes.at[i].caseless == caseless && str_equal(set->regexes.at[i].pattern, pattern)) return i;
    int code;
    PCRE2_SIZE where;
    if (pattern.size > REGEX_LIMIT) rule_refuse(build, place, "a regular expression of more than %d bytes", REGEX_LIMIT);
    VEC_PUSH(build->memory, &set->regexes, ((regex){.pattern = pattern, .caseless = caseless})); /* before there is what must be freed */
    pcre2_code *made = compile(pattern, caseless, &code, &where);
    if (!made) {
        set->regexes.count--;
        refuse_pattern(build, place, code, where);
    }
    regex *one = &set->regexes.at[set->regexes.count - 1];
    atomic_store(&one->code, made);
    note_hints(one, made);
    return set->regexes.count - 1;
}

/* --- matching -------------------------------------------------------------------------------------------------------------------- */

static bool has_letter(str text, char wanted) {
    bool is_letter = (wanted | 32) >= 'a' && (wanted | 32) <= 'z';
    return memchr(text.data, wanted, text.size) || (is_letter && memchr(text.data, wanted ^ 32, text.size));
}

static bool may_match(const regex *of, str text) {
    if (text.size < of->least || text.size > WORD_LIMIT) return false;
    if (!text.size) return true;
    uint8_t first = (uint8_t)text.data[0];
    if (!of->any_first && !(of->first[first / 64] >> (first % 64) & 1)) return false;
    return !of->last || has_letter(text, (char)of->last);
}

/* Workers share the rules: whoever makes something makes it where nobody else knows it yet, and the first that is made is kept. */
static const pcre2_code *keep_first(_Atomic(pcre2_code *) *place, pcre2_code *made) {
    pcre2_code *kept = NULL;
    if (atomic_compare_exchange_strong(place, &kept, made)) return made;
    pcre2_code_free(made);
    return kept;
}

/* NULL: a kept pattern that is none. */
static const pcre2_code *plain_code(const rule_matcher *m, regex *of) {
    const pcre2_code *known = atomic_load_explicit(&of->code, memory_order_acquire);
    if (known) return known;
    int code;
    PCRE2_SIZE where;
    pcre2_code *made = compile(of->pattern, of->caseless, &code, &where);
    if (!made && code == PCRE2_ERROR_HEAP_FAILED) arena_nomem(m->memory);
    return made ? keep_first(&of->code, made) : NULL;
}

/* NULL: there is none. */
static const pcre2_code *make_machine_code(regex *of, const pcre2_code *plain) {
    pcre2_code *made = pcre2_code_copy(plain);
    if (!made || pcre2_jit_compile(made, PCRE2_JIT_COMPLETE)) {
        pcre2_code_free(made);
        return NULL;
    }
    return keep_first(&of->fast, made);
}

static const pcre2_code *machine_code(regex *of, const pcre2_code *plain) {
    const pcre2_code *fast = atomic_load_explicit(&of->fast, memory_order_acquire);
    if (fast || atomic_fetch_add_explicit(&of->tries, 1, memory_order_relaxed) != SLOW_TRIES) return fast;
    return make_machine_code(of, plain);
}

static int match_with(const rule_matcher *m, const pcre2_code *code, str text) {
    return pcre2_match(code, (PCRE2_SPTR)(text.data ? text.data : ""), text.size, 0, 0, m->match_data, m->match_context);
}

/* Both ways tell the truth where they come to an end within their limits; where one does not the other is gone, so that it makes no
 * difference which was first. */
bool rule_regex_matches(const rule_matcher *m, uint32_t index, str text) {
    regex *of = &m->rules->regexes.at[index];
    if (!may_match(of, text)) return false;
    const pcre2_code *plain = plain_code(m, of), *fast = plain ? machine_code(of, plain) : NULL;
    if (!plain) return false;
    int count = match_with(m, fast ? fast : plain, text);
    if (count >= PCRE2_ERROR_NOMATCH) return count >= 0;
    const pcre2_code *other = fast ? plain : make_machine_code(of, plain);
    return other && match_with(m, other, text) >= 0;
}
