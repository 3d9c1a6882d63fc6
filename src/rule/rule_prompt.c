/* rule_prompt.c: which tests a predicate decides. One that is a predicate, or several joined by `|`, holds where one of them does (it is
 * plain). Any other is worth asking only where one of its prompts holds: predicates without which it cannot. Those that may hold without
 * any, as `!"a"` does, are asked always. */
#include "rule/rule_program.h"

/* Predicates, or unions of them, that prompt a test, and how common they are together (0: it may hold without any). */
typedef struct prompts {
    const ruleset *set;
    const phase *p;
    index_list list;
    uint32_t weight;
} prompts;

/* Marks and short words are the common ones, unless a capital is wanted ('Ltd'). */
static bool is_common(str text) {
    enum { LONGEST = 3 };
    return text.size <= LONGEST && !(text.size && text.data[0] >= 'A' && text.data[0] <= 'Z');
}

/* How common the words are that a predicate holds of, roughly. An expression that may begin with anything asks for an ending, which many
 * words have. */
static uint32_t weight_of_predicate(const ruleset *set, const predicate *value) {
    switch (value->type) {
    case PREDICATE_KEY:
    case PREDICATE_TEXT: return is_common(value->text) ? 16 : 1;
    case PREDICATE_MAP:
    case PREDICATE_BEGIN:
    case PREDICATE_FITS: return 4;
    case PREDICATE_REGEX: return set->regexes.at[value->index].any_first ? 64 : 8;
    case PREDICATE_BLOCK: return 8;
    case PREDICATE_CAPS: return 64;
    case PREDICATE_VALUE:
    case PREDICATE_INSIDE: return 16;
    default: return 256;
    }
}

static uint32_t weight_of(const prompts *of, uint32_t index) {
    uint32_t first = of->set->predicates.count, weight = 0;
    if (index < first) return weight_of_predicate(of->set, &of->set->predicates.at[index]);
    const index_list *all = &of->p->unions.lists.at[index - first];
    for (uint32_t i = 0; i < all->count; i++) weight += weight_of_predicate(of->set, &of->set->predicates.at[all->at[i]]);
    return weight;
}

static void find_prompts(const uint32_t **code, prompts *out);

/* One of them must hold: all that prompt any of them. */
static void prompts_of_any(const uint32_t **code, const uint32_t *end, prompts *out) {
    bool always = false;
    while (*code < end) {
        uint32_t before = out->weight;
        out->weight = 0;
        find_prompts(code, out);
        always |= !out->weight;
        out->weight += before;
    }
    if (always) out->weight = 0;
}

/* All must hold: what prompts the rarest. */
static void prompts_of_all(const uint32_t **code, const uint32_t *end, prompts *out) {
    uint32_t first = out->list.count, best = first, weight = 0;
    while (*code < end) {
        out->weight = 0;
        find_prompts(code, out);
        if (out->weight && (!weight || out->weight < weight)) {
            memmove(out->list.at + first, out->list.at + best, (out->list.count - best) * sizeof *out->list.at);
            best = first + out->list.count - best;
            weight = out->weight;
        }
        out->list.count = best;
    }
    out->weight = weight;
}

/* Goes on behind the condition. */
static void find_prompts(const uint32_t **code, prompts *out) {
    uint32_t word = *(*code)++, rest = word >> TEST_BITS;
    switch (rule_test_op(word)) {
    case TEST_PREDICATE:
        VEC_PUSH(out->set->memory, &out->list, rest);
        out->weight = weight_of(out, rest);
        return;
    case TEST_OR: prompts_of_any(code, *code + rest, out); return;
    case TEST_AND: prompts_of_all(code, *code + rest, out); return;
    default: *code += rest; out->weight = 0;
    }
}

/* The same for a whole test; no list where it is asked always. */
static void prompts_of_test(const token_test *test, prompts *out) {
    const uint32_t *code = test->asked;
    out->list.count = 0;
    out->weight = 0;
    find_prompts(&code, out);
    if (!out->weight) out->list.count = 0;
}

/* --- by predicates ---------------------------------------------------------------------------------------------------------------- */

/* A predicate, and a test or union that it has to do with. */
typedef struct link {
    uint32_t predicate, to;
} link;
typedef VEC(link) links;

/* The same as one array, by predicates; the order of those of one stays. */
static test_index index_links(const ruleset *set, const links *all, uint32_t predicates) {
    test_index made = {ARENA_ARRAY(set->memory, uint32_t, predicates + 2), ARENA_ARRAY(set->memory, uint32_t, all->count + 1)};
    for (uint32_t i = 0; i < all->count; i++) made.from[all->at[i].predicate + 2]++;
    for (uint32_t i = 1; i < predicates + 2; i++) made.from[i] += made.from[i - 1];
    for (uint32_t i = 0; i < all->count; i++) made.tests[made.from[all->at[i].predicate + 1]++] = all->at[i].to;
    return made;
}

static void link_all(const ruleset *set, links *all, const index_list *predicates, uint32_t to) {
    for (uint32_t i = 0; i < predicates->count; i++) VEC_PUSH(set->memory, all, ((link){predicates->at[i], to}));
}

void rule_index_tests(ruleset *set, phase *p) {
    links united = {0}, plain = {0}, prompted = {0};
    prompts one = {.set = set, .p = p};
    p->always = ARENA_ARRAY(set->memory, uint64_t, p->test_words);
    for (uint32_t i = 0; i < p->unions.lists.count; i++) link_all(set, &united, &p->unions.lists.at[i], i);
    for (uint32_t i = 0; i < p->tests.count; i++) {
        prompts_of_test(&p->tests.at[i], &one);
        p->tests.at[i].weight = one.weight;
        link_all(set, p->tests.at[i].plain ? &plain : &prompted, &one.list, i);
        if (!one.list.count) p->always[i / 64] |= 1ull << (i % 64);
    }
    uint32_t predicates = set->predicates.count + p->unions.lists.count;
    p->united = index_links(set, &united, predicates);
    p->plain = index_links(set, &plain, predicates);
    p->prompted = index_links(set, &prompted, predicates);
}
