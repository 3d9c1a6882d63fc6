/* rule_letter.c: regular expressions on words -> a program over letters (Thompson's construction), read straight from the pattern; what is
 * repeated is read again for each time. The program reads words from their ends, as most patterns ask how a word ends (`.+ed`): from the
 * front all of them would be under way up to the last letter. A subset of the library's syntax: letters, `.`, classes, \d, \p{...} of a few
 * general categories, groups, alternatives, repetitions (a lazy one matches the same whole words). */
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "rule/rule_letter.h"

enum { STEPS_LIMIT = 4000, GROUP_LIMIT = 20 };

typedef struct reader {
    arena *memory;
    letter_program *out;
    str pattern;
    size_t at;
    uint32_t start; /* of the pattern's steps */
    uint32_t depth;
    bool caseless;
} reader;

static bool read_alternatives(reader *r);

static char ahead(const reader *r) {
    return r->at < r->pattern.size ? r->pattern.data[r->at] : 0;
}

static bool eat(reader *r, const char *text) {
    size_t size = strlen(text);
    if (r->pattern.size - r->at < size || memcmp(r->pattern.data + r->at, text, size) != 0) return false;
    r->at += size;
    return true;
}

static bool emit(reader *r, letter_op op, uint32_t a, uint32_t b) {
    VEC_PUSH(r->memory, &r->out->steps, ((letter_step){op, a, b}));
    return r->out->steps.count - r->start <= STEPS_LIMIT;
}

/* --- sets ------------------------------------------------------------------------------------------------------------------------ */

static bool is_in_ranges(const letter_set *set, uint32_t letter) {
    for (uint32_t i = 0; i < set->ranges.count; i++)
        if (letter >= set->ranges.at[i].first && letter <= set->ranges.at[i].last) return true;
    return false;
}

/* In one of the forms that fold to the same; the dotted and dotless i, which change case otherwise, do not. */
static bool is_in_some_case(const letter_set *set, uint32_t letter) {
    UChar32 c = (UChar32)letter, folded = u_foldCase(c, U_FOLD_CASE_DEFAULT);
    const UChar32 forms[] = {c, folded, u_tolower(c), u_toupper(c), u_toupper(folded)};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (u_foldCase(forms[i], U_FOLD_CASE_DEFAULT) == folded && is_in_ranges(set, (uint32_t)forms[i])) return true;
    return false;
}

bool rule_letter_in(const letter_set *set, uint32_t letter) {
    if (letter < 128) return set->ascii[letter / 64] >> (letter % 64) & 1;
    bool is_in = U_MASK(u_charType((UChar32)letter)) & set->categories;
    return (is_in || (set->caseless ? is_in_some_case(set, letter) : is_in_ranges(set, letter))) != set->inverted;
}

static void add_range(reader *r, letter_set *to, uint32_t first, uint32_t last) {
    VEC_PUSH(r->memory, &to->ranges, ((letter_range){first, last}));
}

static bool same_set(const letter_set *a, const letter_set *b) {
    if (a->categories != b->categories || a->inverted != b->inverted || a->caseless != b->caseless || a->ranges.count != b->ranges.count)
        return false;
    return !a->ranges.count || memcmp(a->ranges.at, b->ranges.at, a->ranges.count * sizeof *a->ranges.at) == 0;
}

static void set_ascii(letter_set *set, uint32_t letter) {
    set->ascii[letter / 64] |= 1ull << (letter % 64);
}

/* The ASCII letters of the set. In both cases two more letters are ASCII ones: the long s and the sign for kelvin. */
static void fill_ascii(letter_set *set) {
    for (uint32_t i = 0; set->categories && i < 128; i++)
        if (U_MASK(u_charType((UChar32)i)) & set->categories) set_ascii(set, i);
    for (uint32_t i = 0; i < set->ranges.count; i++)
        for (uint32_t letter = set->ranges.at[i].first; letter <= set->ranges.at[i].last && letter < 128; letter++) {
            set_ascii(set, letter);
            if (set->caseless) set_ascii(set, (uint32_t)u_tolower((UChar32)letter));
            if (set->caseless) set_ascii(set, (uint32_t)u_toupper((UChar32)letter));
        }
    for (const char *one = set->caseless ? "sSkK" : ""; *one; one++)
        if (is_in_ranges(set, *one == 's' || *one == 'S' ? 0x17F : 0x212A)) set_ascii(set, (uint32_t)*one);
    for (size_t i = 0; set->inverted && i < 2; i++) set->ascii[i] = ~set->ascii[i];
}

static uint32_t intern_set(reader *r, letter_set *set) {
    set->caseless = r->caseless;
    for (uint32_t i = 0; i < r->out->sets.count; i++)
        if (same_set(&r->out->sets.at[i], set)) return i;
    fill_ascii(set);
    VEC_PUSH(r->memory, &r->out->sets, *set);
    return r->out->sets.count - 1;
}

static bool emit_set(reader *r, letter_set *set) {
    return emit(r, LETTER_SET, intern_set(r, set), 0);
}

/* Most of a pattern is letters. */
static bool emit_letter(reader *r, uint32_t letter) {
    uint32_t unknown = 0, *index = letter < 128 ? &r->out->single[r->caseless][letter] : &unknown;
    letter_set set = {0};
    if (!*index) {
        add_range(r, &set, letter, letter);
        *index = intern_set(r, &set) + 1;
    }
    return emit(r, LETTER_SET, *index - 1, 0);
}

/* Behind a backslash: a letter stands for itself only if it is no letter or digit. In both cases the library's \p{Lu} is not ours. */
static bool read_escape(reader *r, letter_set *to) {
    static const struct {
        const char *name;
        uint32_t categories;
        bool cased;
    } kinds[] = {{"d", U_GC_ND_MASK, false},    {"p{L}", U_GC_L_MASK, false},   {"p{Lu}", U_GC_LU_MASK, true},
                 {"p{Ll}", U_GC_LL_MASK, true}, {"p{Sc}", U_GC_SC_MASK, false}, {"p{Nd}", U_GC_ND_MASK, false},
                 {"p{P}", U_GC_P_MASK, false}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (eat(r, kinds[i].name)) {
            to->categories |= kinds[i].categories;
            return !(kinds[i].cased && r->caseless);
        }
    if ((unsigned char)ahead(r) >= 0x80 || !ahead(r) || u_isalnum(ahead(r))) return false;
    uint32_t itself = (uint32_t)ahead(r);
    r->at++;
    add_range(r, to, itself, itself);
    return true;
}

static bool read_class(reader *r, letter_set *to) {
    to->inverted = eat(r, "^");
    if (ahead(r) == ']') return false;
    while (r->at < r->pattern.size && ahead(r) != ']') {
        if (ahead(r) == '[') return false;
        if (eat(r, "\\")) {
            if (!read_escape(r, to) || (ahead(r) == '-' && r->at + 1 < r->pattern.size && r->pattern.data[r->at + 1] != ']')) return false;
            continue;
        }
        uint32_t first = utf8_next(r->pattern, &r->at), last = first;
        if (ahead(r) == '-' && r->at + 1 < r->pattern.size && r->pattern.data[r->at + 1] != ']') {
            r->at++;
            if (ahead(r) == '\\' || ahead(r) == '[') return false;
            last = utf8_next(r->pattern, &r->at);
        }
        add_range(r, to, first, last);
    }
    return eat(r, "]");
}

/* --- patterns -------------------------------------------------------------------------------------------------------------------- */

static bool read_atom(reader *r) {
    letter_set set = {0};
    if (eat(r, "(")) {
        if (ahead(r) == '*' || (ahead(r) == '?' && !eat(r, "?:"))) return false;
        return read_alternatives(r) && eat(r, ")");
    }
    if (eat(r, "[")) return read_class(r, &set) && emit_set(r, &set);
    if (eat(r, "\\")) return read_escape(r, &set) && emit_set(r, &set);
    if (memchr("^$?*+{", ahead(r), 6)) return false;
    if (!eat(r, ".")) return emit_letter(r, utf8_next(r->pattern, &r->at));
    set.inverted = true;
    add_range(r, &set, '\n', '\n');
    return emit_set(r, &set);
}

static bool read_number(reader *r, uint32_t *value) {
    size_t from = r->at;
    for (*value = 0; ascii_digit(ahead(r)) && *value < STEPS_LIMIT; r->at++) *value = *value * 10 + (uint32_t)(ahead(r) - '0');
    return r->at > from;
}

/* How often what stands in front may come: high NONE for any number. */
static bool read_quantifier(reader *r, uint32_t *low, uint32_t *high) {
    *low = *high = 1;
    if (eat(r, "?")) {
        *low = 0;
    } else if (eat(r, "*")) {
        *low = 0;
        *high = NONE;
    } else if (eat(r, "+")) {
        *high = NONE;
    } else if (eat(r, "{")) {
        if (!read_number(r, low)) return false;
        *high = *low;
        if (eat(r, ",") && !read_number(r, high)) *high = NONE;
        if (!eat(r, "}")) return false;
    } else {
        return true;
    }
    eat(r, "?");
    return ahead(r) != '+';
}

static bool again(reader *r, size_t from) {
    r->at = from;
    return read_atom(r);
}

/* Each round is a choice between the atom and what follows behind all of them. */
static bool emit_rounds(reader *r, size_t from, uint32_t low, uint32_t high) {
    index_list out = {0};
    for (uint32_t i = 0; i < low; i++)
        if (!again(r, from)) return false;
    uint32_t loop = r->out->steps.count, most = high == NONE ? low + 1 : high;
    for (uint32_t i = low; i < most; i++) {
        VEC_PUSH(r->memory, &out, r->out->steps.count);
        if (!emit(r, LETTER_SPLIT, r->out->steps.count + 1, 0) || !again(r, from)) return false;
    }
    if (high == NONE && !emit(r, LETTER_JUMP, loop, 0)) return false;
    for (uint32_t i = 0; i < out.count; i++) r->out->steps.at[out.at[i]].b = r->out->steps.count;
    return true;
}

static bool read_repeated(reader *r) {
    size_t from = r->at;
    uint32_t start = r->out->steps.count, low, high;
    if (!read_atom(r) || !read_quantifier(r, &low, &high)) return false;
    if (low == 1 && high == 1) return true;
    size_t behind = r->at;
    r->out->steps.count = start;
    if (!emit_rounds(r, from, low, high)) return false;
    r->at = behind;
    return true;
}

/* Puts the parts of a sequence, each of which begins where `parts` says and leads nowhere beyond its end, in the other order. */
static void turn_round(reader *r, const index_list *parts) {
    if (parts->count < 2) return;
    uint32_t first = parts->at[0], end = r->out->steps.count, to = first;
    letter_step *steps = r->out->steps.at, *before = ARENA_ARRAY(r->memory, letter_step, end - first);
    memcpy(before, steps + first, (end - first) * sizeof *before);
    for (uint32_t i = parts->count; i-- > 0; end = parts->at[i])
        for (uint32_t from = parts->at[i], moved = to - from; from < end; from++, to++) {
            steps[to] = before[from - first];
            if (steps[to].op == LETTER_SPLIT || steps[to].op == LETTER_JUMP) steps[to].a += moved;
            if (steps[to].op == LETTER_SPLIT) steps[to].b += moved;
        }
}

static bool read_sequence(reader *r) {
    index_list parts = {0};
    while (r->at < r->pattern.size && ahead(r) != '|' && ahead(r) != ')') {
        VEC_PUSH(r->memory, &parts, r->out->steps.count);
        if (!read_repeated(r)) return false;
    }
    turn_round(r, &parts);
    return true;
}

/* Each alternative is a choice between it and the next; behind the last there is none. */
static bool read_alternatives(reader *r) {
    index_list ends = {0};
    if (++r->depth > GROUP_LIMIT) return false;
    do {
        uint32_t split = r->out->steps.count;
        if (!emit(r, LETTER_SPLIT, split + 1, 0) || !read_sequence(r)) return false;
        VEC_PUSH(r->memory, &ends, r->out->steps.count);
        if (!emit(r, LETTER_JUMP, 0, 0)) return false;
        r->out->steps.at[split].b = r->out->steps.count;
    } while (eat(r, "|"));
    if (!emit(r, LETTER_FAIL, 0, 0)) return false;
    for (uint32_t i = 0; i < ends.count; i++) r->out->steps.at[ends.at[i]].a = r->out->steps.count;
    r->depth--;
    return true;
}

bool rule_letters_add(arena *memory, letter_program *to, str pattern, bool caseless, uint32_t predicate) {
    reader r = {.memory = memory, .out = to, .pattern = pattern, .start = to->steps.count, .caseless = caseless};
    r.caseless |= eat(&r, "(?i)");
    if (read_alternatives(&r) && r.at == pattern.size && emit(&r, LETTER_ACCEPT, predicate, 0)) {
        VEC_PUSH(memory, &to->starts, r.start);
        return true;
    }
    to->steps.count = r.start;
    return false;
}
