/* rule_predicate.c: what rules ask of a token, each thing once: predicates of the ruleset, and tests (conditions over predicates) of a
 * phase. A token's class is the set of its phase's tests that hold, so that matching asks one bit. */
#include "rule/rule_matcher.h"

/* --- predicates ------------------------------------------------------------------------------------------------------------------ */

static bool same_predicate(const predicate *a, const predicate *b) {
    return a->type == b->type && a->compare == b->compare && a->index == b->index && a->number == b->number && str_equal(a->text, b->text);
}

static uint32_t predicate_hash(const predicate *value) {
    uint64_t hash = str_hash(value->text) ^ ((uint64_t)value->type << 56), number;
    memcpy(&number, &value->number, sizeof number);
    hash = (hash ^ value->index) * 0x9E3779B97F4A7C15ull;
    hash = (hash ^ number) * 0x9E3779B97F4A7C15ull;
    return (uint32_t)(hash >> 24);
}

static uint32_t *predicate_slot(const ruleset *set, const predicate *value) {
    uint32_t at = predicate_hash(value) & set->predicate_mask;
    while (set->predicate_slots[at] && !same_predicate(&set->predicates.at[set->predicate_slots[at] - 1], value))
        at = (at + 1) & set->predicate_mask;
    return &set->predicate_slots[at];
}

const index_list *rule_key_predicates(const ruleset *set, str key, bool exact) {
    uint32_t found = str_table_find(&set->keys[exact].words, key);
    return found == NONE ? NULL : &set->keys[exact].predicates.at[found];
}

static void add_key(ruleset *set, str key, bool exact, uint32_t predicate) {
    key_table *keys = &set->keys[exact];
    uint32_t index = str_table_add(&keys->words, key);
    if (index == keys->predicates.count) VEC_PUSH(set->memory, &keys->predicates, (index_list){0});
    VEC_PUSH(set->memory, &keys->predicates.at[index], predicate);
}

static bool is_of_letters(ruleset *set, uint32_t index) {
    const predicate *value = &set->predicates.at[index];
    if (value->type != PREDICATE_REGEX) return false;
    const regex *of = &set->regexes.at[value->index];
    return rule_letters_add(set->memory, &set->letters, of->pattern, of->caseless, index);
}

/* Makes words find the predicate. */
static void index_predicate(ruleset *set, uint32_t index) {
    const predicate *value = &set->predicates.at[index];
    if (value->type == PREDICATE_KEY || value->type == PREDICATE_TEXT) {
        add_key(set, value->text, value->type == PREDICATE_TEXT, index);
    } else if (value->type == PREDICATE_MAP) {
        const rule_map *map = set->maps.at[value->index];
        for (uint32_t i = 0; i < map->entries.count; i++)
            if (map->entries.at[i].count == 1) add_key(set, map->entries.at[i].key, false, index);
    } else if (value->type <= PREDICATE_LENGTH && !is_of_letters(set, index)) {
        VEC_PUSH(set->memory, &set->general, index);
    }
}

uint32_t rule_predicate(ruleset *set, const predicate *value) {
    if (set->predicates.count * 2 >= set->predicate_mask) {
        uint32_t size = set->predicate_mask ? (set->predicate_mask + 1) * 2 : 256;
        set->predicate_slots = ARENA_ARRAY(set->memory, uint32_t, size);
        set->predicate_mask = size - 1;
        for (uint32_t i = 0; i < set->predicates.count; i++) *predicate_slot(set, &set->predicates.at[i]) = i + 1;
    }
    uint32_t *found = predicate_slot(set, value);
    if (*found) return *found - 1;
    VEC_PUSH(set->memory, &set->predicates, *value);
    *found = set->predicates.count;
    index_predicate(set, set->predicates.count - 1);
    return set->predicates.count - 1;
}

/* --- names in conditions --------------------------------------------------------------------------------------------------------- */

static str label_at(const void *names, uint32_t index) {
    return labels_name(names, (label)index);
}

label rule_label(builder *build, str name, place_in place) {
    label found;
    if (labels_find(build->all, name, &found)) return found;
    str like = rule_nearest(name, label_at, build->all, labels_count(build->all));
    if (like.data)
        rule_refuse(build, place, "no list and no rule makes label `" STR_FMT "`; did you mean `" STR_FMT "`", STR_ARG(name),
                    STR_ARG(like));
    rule_refuse(build, place, "no list and no rule makes label `" STR_FMT "`", STR_ARG(name));
}

void rule_resolve(builder *build, const scope *names, condition *on) {
    for (uint32_t i = 0; i < on->count; i++) rule_resolve(build, names, on->items[i]);
    if (on->type != CONDITION_atom || !on->atom.text.data) return;
    if (on->atom.type == PREDICATE_MAP) {
        const definition *found = scope_find(names, on->atom.text);
        if (!found) rule_refuse(build, on->place, "no map `" STR_FMT "` in this file or those it includes", STR_ARG(on->atom.text));
        if (found->map == NONE)
            rule_refuse(build, on->place, "`" STR_FMT "` is a macro; inside [ ] only a map can stand", STR_ARG(on->atom.text));
        on->atom.index = found->map;
        on->atom.text = STR_NONE;
    } else if (on->atom.type == PREDICATE_BEGIN || on->atom.type == PREDICATE_INSIDE) {
        on->atom.index = rule_label(build, on->atom.text, on->place);
        on->atom.text = STR_NONE;
    }
}

/* --- tests ----------------------------------------------------------------------------------------------------------------------- */

typedef index_list code_list;

static void serialise(builder *build, condition *on, code_list *code) {
    if (on->type == CONDITION_atom) {
        if (!on->known_atom) on->known_atom = rule_predicate(build->set, &on->atom) + 1;
        VEC_PUSH(build->memory, code, TEST_PREDICATE | (on->known_atom - 1) << TEST_BITS);
        return;
    }
    uint32_t at = code->count, op = on->type == CONDITION_not ? TEST_NOT : on->type == CONDITION_and ? TEST_AND : TEST_OR;
    bool joins = on->type == CONDITION_not || on->type == CONDITION_and || on->type == CONDITION_or;
    VEC_PUSH(build->memory, code, joins ? op : TEST_ANY);
    for (uint32_t i = 0; joins && i < on->count; i++) serialise(build, on->items[i], code);
    code->at[at] |= (code->count - at - 1) << TEST_BITS;
}

static uint32_t intern_test(builder *build, phase *p, const code_list *code) {
    uint32_t number = rule_list_number(build->memory, &p->test_codes, code->at, code->count);
    if (number < p->tests.count) return number;
    token_test made = {.code = p->test_codes.lists.at[number].at, .size = code->count, .plain = rule_is_plain(code->at, code->count)};
    VEC_PUSH(build->memory, &p->tests, made);
    return number;
}

/* Macros bring the same condition again and again. */
uint32_t rule_test(builder *build, phase *p, condition *on) {
    uint32_t number = (uint32_t)(p - build->set->phases.at) + 1;
    if (on->test_phase == number) return on->known_test;
    build->code.count = 0;
    serialise(build, on, &build->code);
    on->test_phase = number;
    return on->known_test = intern_test(build, p, &build->code);
}

static uint32_t single_test(builder *build, phase *p, uint32_t predicate_index) {
    build->code.count = 0;
    VEC_PUSH(build->memory, &build->code, TEST_PREDICATE | predicate_index << TEST_BITS);
    return intern_test(build, p, &build->code);
}

uint32_t rule_label_test(builder *build, phase *p, label of, bool begin) {
    predicate value = {.type = begin ? PREDICATE_BEGIN : PREDICATE_INSIDE, .index = of};
    return single_test(build, p, rule_predicate(build->set, &value));
}

uint32_t rule_mark_test(builder *build, phase *p) {
    predicate value = {.type = PREDICATE_SHAPE, .index = SHAPE_PUNCT};
    return single_test(build, p, rule_predicate(build->set, &value));
}

uint32_t rule_fit_test(builder *build, phase *p, label of, const condition *on, str text, uint32_t *index) {
    predicate value = {.type = PREDICATE_FITS, .index = of, .text = text, .on = on};
    *index = rule_predicate(build->set, &value);
    return single_test(build, p, *index);
}

static bool evaluate(const uint32_t **code, const uint32_t *holds, uint32_t stamp);

/* The same of a part of a condition. Nearly all are a predicate, or `!` and one. */
static inline bool evaluate_part(const uint32_t **code, const uint32_t *holds, uint32_t stamp) {
    const uint32_t *part = *code;
    bool negated = rule_test_op(*part) == TEST_NOT;
    if (rule_test_op(part[negated]) != TEST_PREDICATE) return evaluate(code, holds, stamp);
    *code = part + 1 + negated;
    return (holds[part[negated] >> TEST_BITS] == stamp) != negated;
}

/* Goes on behind the condition, also where its outcome is known before its end. */
static bool evaluate(const uint32_t **code, const uint32_t *holds, uint32_t stamp) {
    uint32_t word = *(*code)++, rest = word >> TEST_BITS;
    if (rule_test_op(word) == TEST_PREDICATE) return holds[rest] == stamp;
    const uint32_t *end = *code + rest;
    bool outcome = true;
    switch (rule_test_op(word)) {
    case TEST_NOT: outcome = !evaluate_part(code, holds, stamp); break;
    case TEST_AND:
        while (outcome && *code < end) outcome = evaluate_part(code, holds, stamp);
        break;
    case TEST_OR:
        outcome = false;
        while (!outcome && *code < end) outcome = evaluate_part(code, holds, stamp);
        break;
    default: break;
    }
    *code = end;
    return outcome;
}

bool rule_test_holds(const token_test *test, const uint32_t *holds, uint32_t stamp) {
    const uint32_t *code = test->asked;
    return evaluate(&code, holds, stamp);
}

/* --- a finished phase ------------------------------------------------------------------------------------------------------------- */

/* Phases are finished in their order. */
static label_predicates *use_label(ruleset *set, phase *p, uint32_t of) {
    if (p->label_index[of] != NONE) return &p->labels.at[p->label_index[of]];
    VEC_PUSH(set->memory, &p->labels, ((label_predicates){NONE, NONE}));
    set->looked_until[of] = (uint32_t)(p - set->phases.at) + 1;
    p->label_index[of] = p->labels.count - 1;
    return &p->labels.at[p->labels.count - 1];
}

static void use_fit(ruleset *set, phase *p, uint32_t of, uint32_t index) {
    use_label(set, p, of);
    VEC_PUSH(set->memory, &p->fits, index);
    set->fits.at[set->predicates.at[index].fit].until = (uint32_t)(p - set->phases.at) + 1;
}

static void note_use(ruleset *set, phase *p, uint32_t index) {
    if (p->uses[index]) return;
    p->uses[index] = 1;
    const predicate *value = &set->predicates.at[index];
    if (value->type == PREDICATE_BEGIN) use_label(set, p, value->index)->begins = index;
    if (value->type == PREDICATE_INSIDE) use_label(set, p, value->index)->inside = index;
    if (value->type == PREDICATE_FITS) use_fit(set, p, value->index, index);
    if (value->type > PREDICATE_LENGTH && value->type != PREDICATE_BEGIN && value->type != PREDICATE_INSIDE &&
        value->type != PREDICATE_FITS)
        VEC_PUSH(set->memory, &p->surroundings, index);
    if (value->type == PREDICATE_FLAG) p->context |= value->index & CONTEXT_FLAGS;
    if (value->type == PREDICATE_BLOCK) p->context |= CONTEXT_BLOCK;
    if (value->type == PREDICATE_CAPS) p->context |= CONTEXT_CAPS;
    if (value->type == PREDICATE_DEPTH) p->context |= CONTEXT_DEPTH;
}

static void set_bit(uint64_t *bits, uint32_t index) {
    bits[index / 64] |= 1ull << (index % 64);
}

/* What its outline asks. */
static void mark_outline(const ruleset *set, const phase *p, uint32_t rule) {
    const rule_item *item = &set->rules.at[rule];
    uint64_t *bits = p->outline_tests + (size_t)item->bit * p->test_words;
    for (uint32_t pc = item->outline; pc < set->outlines.count && set->outlines.at[pc].rule == rule; pc++) {
        const instruction *one = &set->outlines.at[pc];
        if (one->op == OP_TEST) set_bit(bits, one->a);
        if (one->op != OP_ANNOTATION) continue;
        set_bit(bits, set->annotation_patterns.at[one->a].begin);
        set_bit(bits, set->annotation_patterns.at[one->a].inside);
    }
}

static void mark_rules(ruleset *set, phase *p) {
    p->outline_tests = ARENA_ARRAY(set->memory, uint64_t, (size_t)p->rules.count * p->test_words + 1);
    for (window_kind kind = 0; kind < WINDOW_KINDS; kind++) {
        p->group_rules[kind] = ARENA_ARRAY(set->memory, uint64_t, p->rule_words);
        for (uint32_t i = 0; i < p->groups[kind].count; i++) {
            set_bit(p->group_rules[kind], set->rules.at[p->groups[kind].at[i]].bit);
            mark_outline(set, p, p->groups[kind].at[i]);
        }
    }
}

void rule_index_fits(ruleset *set) {
    set->label_fits = ARENA_ARRAY(set->memory, index_list, set->label_limit + 1);
    for (uint32_t i = 0; i < set->predicates.count; i++) {
        predicate *value = &set->predicates.at[i];
        if (value->type != PREDICATE_FITS) continue;
        value->fit = set->fits.count;
        VEC_PUSH(set->memory, &set->label_fits[value->index], value->fit);
        VEC_PUSH(set->memory, &set->fits, ((fit){.on = value->on}));
    }
    set->fit_words = set->fits.count / 64 + 1;
    for (uint32_t i = 0; i < set->annotation_patterns.count; i++) {
        annotation_pattern *asked = &set->annotation_patterns.at[i];
        asked->fit = asked->predicate == NONE ? NONE : set->predicates.at[asked->predicate].fit;
    }
}

void rule_finish_phase(ruleset *set, phase *p) {
    p->rule_words = p->rules.count / 64 + 1;
    p->test_words = p->tests.count / 64 + 1;
    mark_rules(set, p);
    p->uses = ARENA_ARRAY(set->memory, uint8_t, set->predicates.count + 1);
    p->label_index = ARENA_ARRAY(set->memory, uint32_t, set->label_limit + 1);
    memset(p->label_index, 0xFF, sizeof *p->label_index * (set->label_limit + 1));
    for (uint32_t i = 0; i < p->tests.count; i++)
        for (uint32_t j = 0; j < p->tests.at[i].size; j++)
            if (rule_test_op(p->tests.at[i].code[j]) == TEST_PREDICATE) note_use(set, p, p->tests.at[i].code[j] >> TEST_BITS);
    rule_unite_tests(set, p);
    rule_index_tests(set, p);
    rule_find_needs(set, p);
    rule_find_beginnings(set, p);
    set->context |= p->context;
}
