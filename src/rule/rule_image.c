/* rule_image.c: goes over all that matching needs of a ruleset, in one order for writing and for reading. What finishing works out of it
 * (rule_finish) is worked out again, which is quick, and checks nothing twice. */
#include "rule/rule_image.h"

enum { CONDITION_DEPTH = NESTING_LIMIT * 4, ASSIGNMENTS_LIMIT = 64, COMPARES = COMPARE_has + 1, KEYS = KEY_id + 1 };

typedef struct image {
    rule_stream s;
    ruleset *set;
    str *labels; /* names, by number */
    uint32_t label_count;
    uint32_t *outlines; /* per rule: the end of its outline */
} image;

static void refuse_unless(image *i, bool holds) {
    if (i->s.reads && !holds) rule_stream_refuse(&i->s);
}

/* --- names ------------------------------------------------------------------------------------------------------------------------ */

/* Of a file nothing is kept but its name. */
static void pass_source(image *i, source **at, uint32_t index) {
    if (i->s.reads) *at = ARENA_NEW(i->s.memory, source);
    source *one = *at;
    rule_stream_text(&i->s, &one->name);
    if (!i->s.reads) return;
    one->path = one->name;
    one->content = STR("");
    one->index = index;
}

static void pass_sources(image *i) {
    RULE_STREAM_ROOM(&i->s, &i->set->sources, 4);
    for (uint32_t k = 0; k < i->set->sources.count; k++) pass_source(i, &i->set->sources.at[k], k);
}

static void pass_labels(image *i) {
    i->label_count = rule_stream_count(&i->s, i->set->label_limit, 4);
    i->labels = ARENA_ARRAY(i->s.memory, str, i->label_count + 1);
    for (uint32_t k = 0; k < i->label_count; k++) {
        if (!i->s.reads) i->labels[k] = labels_name(i->set->labels, (label)k);
        rule_stream_text(&i->s, &i->labels[k]);
    }
    refuse_unless(i, i->label_count < NO_LABEL);
}

static void pass_label(image *i, label *of) {
    uint32_t number = *of;
    rule_stream_number(&i->s, &number, i->label_count);
    *of = (label)number;
}

/* --- words, maps, regular expressions --------------------------------------------------------------------------------------------- */

static void pass_map(image *i, rule_map **at) {
    if (i->s.reads) *at = ARENA_NEW(i->s.memory, rule_map);
    rule_map *map = *at;
    if (i->s.reads) str_table_init(&map->keys, i->s.memory);
    rule_stream_text(&i->s, &map->name);
    rule_stream_number(&i->s, &map->longest, UINT32_MAX);
    RULE_STREAM_ROOM(&i->s, &map->entries, 8);
    for (uint32_t k = 0; k < map->entries.count; k++) {
        rule_stream_text(&i->s, &map->entries.at[k].key);
        rule_stream_text(&i->s, &map->entries.at[k].value);
        if (i->s.reads) refuse_unless(i, str_table_add(&map->keys, map->entries.at[k].key) == k || i->s.damaged);
    }
}

static void pass_regex(image *i, regex *one) {
    rule_stream_text(&i->s, &one->pattern);
    rule_stream_flag(&i->s, &one->caseless);
    rule_stream_number(&i->s, &one->least, UINT32_MAX);
    rule_stream_flag(&i->s, &one->any_first);
    for (size_t k = 0; k < 4; k++) rule_stream_wide(&i->s, &one->first[k]);
    rule_stream_number(&i->s, &one->last, 0x80);
    refuse_unless(i, one->pattern.data && one->pattern.size <= REGEX_LIMIT);
}

static void pass_maps_and_regexes(image *i) {
    RULE_STREAM_ROOM(&i->s, &i->set->maps, 12);
    for (uint32_t k = 0; k < i->set->maps.count; k++) pass_map(i, &i->set->maps.at[k]);
    RULE_STREAM_ROOM(&i->s, &i->set->regexes, 48);
    for (uint32_t k = 0; k < i->set->regexes.count; k++) pass_regex(i, &i->set->regexes.at[k]);
}

static void pass_predicate_indices(image *i, index_list *list) {
    RULE_STREAM_PLAIN(&i->s, list);
    for (uint32_t k = 0; i->s.reads && k < list->count; k++) refuse_unless(i, list->at[k] < i->set->predicates.count);
    if (i->s.damaged) list->count = 0;
}

static void pass_keys(image *i, key_table *keys) {
    if (i->s.reads) str_table_init(&keys->words, i->s.memory);
    RULE_STREAM_ROOM(&i->s, &keys->predicates, 8);
    for (uint32_t k = 0; k < keys->predicates.count; k++) {
        str word = i->s.reads ? STR_NONE : keys->words.keys.at[k];
        rule_stream_text(&i->s, &word);
        if (i->s.reads) refuse_unless(i, str_table_add(&keys->words, word) == k);
        pass_predicate_indices(i, &keys->predicates.at[k]);
    }
}

/* Jumps are written as where they lead to in the end, so that no chain of them is met where nobody has checked it. */
static void pass_letter_steps(image *i) {
    letter_program *of = &i->set->letters;
    letter_program copy = {.steps.count = of->steps.count};
    if (!i->s.reads) {
        copy.steps.at = ARENA_ARRAY(i->s.memory, letter_step, of->steps.count + 1);
        for (uint32_t k = 0; k < of->steps.count; k++) {
            copy.steps.at[k] = of->steps.at[k];
            for (letter_step *one = &copy.steps.at[k]; one->op == LETTER_JUMP && of->steps.at[one->a].op == LETTER_JUMP;)
                one->a = of->steps.at[one->a].a;
        }
    }
    RULE_STREAM_PLAIN(&i->s, &copy.steps);
    if (i->s.reads) of->steps.at = copy.steps.at;
    of->steps.count = copy.steps.count;
}

static void pass_letters(image *i) {
    letter_program *of = &i->set->letters;
    pass_letter_steps(i);
    RULE_STREAM_PLAIN(&i->s, &of->starts);
    RULE_STREAM_ROOM(&i->s, &of->sets, 32);
    for (uint32_t k = 0; k < of->sets.count; k++) {
        letter_set *one = &of->sets.at[k];
        rule_stream_wide(&i->s, &one->ascii[0]);
        rule_stream_wide(&i->s, &one->ascii[1]);
        rule_stream_number(&i->s, &one->categories, UINT32_MAX);
        rule_stream_flag(&i->s, &one->inverted);
        rule_stream_flag(&i->s, &one->caseless);
        RULE_STREAM_PLAIN(&i->s, &one->ranges);
    }
}

/* --- conditions ------------------------------------------------------------------------------------------------------------------- */

static void pass_feature(image *i, feature *of) {
    RULE_STREAM_ENUM(&i->s, of->known, KEYS);
    RULE_STREAM_ENUM(&i->s, of->compare, COMPARES);
    rule_stream_text(&i->s, &of->key);
    rule_stream_text(&i->s, &of->value);
    rule_stream_real(&i->s, &of->number);
    rule_stream_flag(&i->s, &of->numeric);
    if (of->compare == COMPARE_regex) rule_stream_number(&i->s, &of->regex, i->set->regexes.count);
}

/* A condition on an annotation. Recursion is as deep as groups in a file may be. */
static void pass_condition(image *i, condition **at, uint32_t depth) {
    if (i->s.reads) *at = ARENA_NEW(i->s.memory, condition);
    condition *on = *at;
    RULE_STREAM_ENUM(&i->s, on->type, CONDITION_or + 1);
    if (on->type == CONDITION_feature) pass_feature(i, &on->feature);
    if (on->type < CONDITION_not) return;
    on->count = rule_stream_count(&i->s, on->count, 4);
    refuse_unless(i, depth && (on->count || on->type != CONDITION_not));
    if (i->s.damaged) {
        *on = (condition){.type = CONDITION_any};
        return;
    }
    if (i->s.reads) on->items = ARENA_ARRAY(i->s.memory, condition *, on->count + 1);
    for (uint32_t k = 0; k < on->count; k++) pass_condition(i, &on->items[k], depth - 1);
}

/* What the index of a predicate counts. */
static uint32_t index_limit(const image *i, predicate_type type) {
    switch (type) {
    case PREDICATE_MAP: return i->set->maps.count;
    case PREDICATE_REGEX: return i->set->regexes.count;
    case PREDICATE_BEGIN:
    case PREDICATE_INSIDE:
    case PREDICATE_FITS: return i->label_count;
    default: return UINT32_MAX;
    }
}

static void pass_predicate(image *i, predicate *one) {
    RULE_STREAM_ENUM(&i->s, one->type, PREDICATE_CAPS + 1);
    RULE_STREAM_ENUM(&i->s, one->compare, COMPARES);
    rule_stream_number(&i->s, &one->index, index_limit(i, one->type));
    rule_stream_real(&i->s, &one->number);
    rule_stream_text(&i->s, &one->text);
    if (one->type != PREDICATE_FITS) return;
    condition *on = (condition *)(uintptr_t)one->on;
    pass_condition(i, &on, CONDITION_DEPTH);
    one->on = on;
}

static void pass_predicates(image *i) {
    ruleset *set = i->set;
    RULE_STREAM_ROOM(&i->s, &set->predicates, 24);
    for (uint32_t k = 0; k < set->predicates.count; k++) pass_predicate(i, &set->predicates.at[k]);
    for (size_t k = 0; k < 2; k++) pass_keys(i, &set->keys[k]);
    pass_letters(i);
    RULE_STREAM_PLAIN(&i->s, &set->general);
    for (uint32_t k = 0; i->s.reads && k < set->general.count; k++) refuse_unless(i, set->general.at[k] < set->predicates.count);
    RULE_STREAM_ROOM(&i->s, &set->annotation_patterns, 16);
    for (uint32_t k = 0; k < set->annotation_patterns.count; k++) {
        annotation_pattern *one = &set->annotation_patterns.at[k];
        pass_label(i, &one->label);
        rule_stream_index(&i->s, &one->predicate, set->predicates.count);
        rule_stream_number(&i->s, &one->begin, UINT32_MAX);
        rule_stream_number(&i->s, &one->inside, UINT32_MAX);
        refuse_unless(i, one->predicate == NONE || set->predicates.at[one->predicate].type == PREDICATE_FITS);
    }
}

/* --- phases ----------------------------------------------------------------------------------------------------------------------- */

/* The code of the tests of a phase lies in one piece. */
static void pass_tests(image *i, phase *p) {
    index_list code = {0};
    RULE_STREAM_ROOM(&i->s, &p->tests, 8);
    for (uint32_t k = 0; k < p->tests.count; k++) {
        token_test *one = &p->tests.at[k];
        rule_stream_number(&i->s, &one->size, UINT32_MAX);
        rule_stream_flag(&i->s, &one->plain);
        for (uint32_t j = 0; !i->s.reads && j < one->size; j++) VEC_PUSH(i->s.memory, &code, one->code[j]);
    }
    RULE_STREAM_PLAIN(&i->s, &code);
    uint32_t at = 0;
    for (uint32_t k = 0; i->s.reads && k < p->tests.count; k++) {
        token_test *one = &p->tests.at[k];
        refuse_unless(i, one->size && one->size <= code.count - at);
        if (i->s.damaged) return;
        one->code = code.at + at;
        at += one->size;
    }
}

/* Found out again they would take as long as reading all the rest. */
static void pass_needs(image *i, phase *p) {
    RULE_STREAM_ROOM(&i->s, &p->needs.lists, 4);
    for (uint32_t k = 0; k < p->needs.lists.count; k++) {
        index_list *one = &p->needs.lists.at[k];
        RULE_STREAM_PLAIN(&i->s, one);
        for (uint32_t j = 0; i->s.reads && j < one->count; j++) refuse_unless(i, one->at[j] < p->tests.count);
    }
    p->needs_known = true;
}

static void pass_phase(image *i, phase *p) {
    rule_stream_text(&i->s, &p->name);
    rule_stream_number(&i->s, &p->rounds, ROUND_LIMIT + 1);
    rule_stream_flag(&i->s, &p->all);
    pass_tests(i, p);
    rule_stream_number(&i->s, &p->mark_test, p->tests.count + 1);
    pass_needs(i, p);
}

/* --- rules ------------------------------------------------------------------------------------------------------------------------ */

static void pass_assignment(image *i, const rule_item *item, assignment *one) {
    rule_value *value = &one->value;
    rule_stream_text(&i->s, &one->key);
    RULE_STREAM_ENUM(&i->s, value->type, VALUE_feature + 1);
    rule_stream_text(&i->s, &value->text);
    rule_stream_text(&i->s, &value->key);
    RULE_STREAM_ENUM(&i->s, value->known, KEYS);
    rule_stream_index(&i->s, &value->map, i->set->maps.count);
    if (value->type != VALUE_text) rule_stream_number(&i->s, &value->capture, item->captures.count);
}

static void pass_action(image *i, const rule_item *item, action *one) {
    RULE_STREAM_ENUM(&i->s, one->type, ACTION_drop + 1);
    pass_label(i, &one->label);
    rule_stream_index(&i->s, &one->capture, item->captures.count);
    rule_stream_index(&i->s, &one->if_capture, item->captures.count);
    refuse_unless(i, one->type == ACTION_make || one->capture != NONE);
    RULE_STREAM_ROOM(&i->s, &one->assignments, 24);
    refuse_unless(i, one->assignments.count <= ASSIGNMENTS_LIMIT);
    for (uint32_t k = 0; k < one->assignments.count; k++) pass_assignment(i, item, &one->assignments.at[k]);
}

static void pass_place(image *i, rule_item *item) {
    uint32_t file = i->s.reads ? 0 : item->place.file->index;
    rule_stream_number(&i->s, &file, i->set->sources.count);
    rule_stream_number(&i->s, &item->line, UINT32_MAX);
    if (i->s.reads && !i->s.damaged) item->place.file = i->set->sources.at[file];
}

/* Programs and outlines lie one after the other, in the order of the rules. */
static void pass_extent(image *i, uint32_t index) {
    rule_item *all = i->set->rules.at, *item = &all[index];
    bool last = index + 1 == i->set->rules.count;
    uint32_t outline_end = i->s.reads ? 0 : last ? i->set->outlines.count : all[index + 1].outline;
    rule_stream_number(&i->s, &item->size, PROGRAM_LIMIT + 1);
    rule_stream_number(&i->s, &outline_end, CODE_LIMIT + 1);
    i->outlines[index] = outline_end;
    if (!i->s.reads) return;
    item->start = index ? all[index - 1].start + all[index - 1].size : 0;
    item->outline = index ? i->outlines[index - 1] : 0;
}

static void pass_rule(image *i, uint32_t index) {
    rule_item *item = &i->set->rules.at[index];
    rule_stream_text(&i->s, &item->name);
    pass_place(i, item);
    rule_stream_number(&i->s, &item->phase, i->set->phases.count);
    RULE_STREAM_ENUM(&i->s, item->window, WINDOW_KINDS);
    rule_stream_number(&i->s, &item->within, UINT32_MAX);
    rule_stream_flag(&i->s, &item->overlap);
    rule_stream_flag(&i->s, &item->enabled);
    pass_extent(i, index);
    rule_stream_number(&i->s, &item->need_count, NEED_LIMIT + 1);
    for (uint32_t k = 0; k < item->need_count; k++)
        rule_stream_number(&i->s, &item->needs[k], i->set->phases.at[item->phase].needs.lists.count);
    RULE_STREAM_ROOM(&i->s, &item->captures, 4);
    refuse_unless(i, item->captures.count <= CAPTURE_LIMIT);
    for (uint32_t k = 0; k < item->captures.count; k++) rule_stream_text(&i->s, &item->captures.at[k]);
    RULE_STREAM_ROOM(&i->s, &item->actions, 20);
    for (uint32_t k = 0; k < item->actions.count; k++) pass_action(i, item, &item->actions.at[k]);
}

static void pass_phases_and_rules(image *i) {
    ruleset *set = i->set;
    RULE_STREAM_ROOM(&i->s, &set->phases, 16);
    for (uint32_t k = 0; k < set->phases.count; k++) pass_phase(i, &set->phases.at[k]);
    RULE_STREAM_ROOM(&i->s, &set->rules, 48);
    refuse_unless(i, set->rules.count <= RULES_LIMIT);
    i->outlines = ARENA_ARRAY(i->s.memory, uint32_t, set->rules.count + 1);
    for (uint32_t k = 0; k < set->rules.count && !i->s.damaged; k++) pass_rule(i, k);
}

/* --- programs --------------------------------------------------------------------------------------------------------------------- */

/* What lies between the fields of an instruction is not written; a choice that no run comes to has no branches. */
static void pass_program(image *i, instruction_list *program, bool outline) {
    instruction_list copy = {.count = program->count};
    if (!i->s.reads) copy.at = ARENA_ARRAY(i->s.memory, instruction, program->count + 1);
    for (uint32_t k = 0; !i->s.reads && k < program->count; k++) {
        const instruction *from = &program->at[k];
        instruction *to = &copy.at[k];
        to->op = from->op;
        to->memo = from->memo;
        to->a = from->a;
        to->b = from->b;
        if (outline) to->rule = from->rule;
        if (!outline && from->op == OP_SPLIT) to->branches = from->branches != NONE ? from->branches : i->set->branches.count - 1;
    }
    RULE_STREAM_PLAIN(&i->s, &copy);
    if (i->s.reads) *program = copy;
}

static void pass_programs(image *i) {
    ruleset *set = i->set;
    RULE_STREAM_PLAIN(&i->s, &set->branches);
    pass_program(i, &set->code, false);
    pass_program(i, &set->outlines, true);
}

static void pass_all(image *i) {
    pass_sources(i);
    pass_labels(i);
    pass_maps_and_regexes(i);
    pass_predicates(i);
    pass_phases_and_rules(i);
    pass_programs(i);
    rule_stream_wide(&i->s, &i->set->hash);
    refuse_unless(i, i->s.at == i->s.end);
}

/* --- writing and reading ------------------------------------------------------------------------------------------------------------ */

str rule_image_write(arena *memory, ruleset *set) {
    image i = {.s = rule_stream_writer(memory), .set = set};
    pass_all(&i);
    return (str){i.s.out, i.s.size};
}

bool rule_image_files(arena *memory, str bytes, const str **names, uint32_t *count) {
    ruleset set = {0};
    image i = {.s = rule_stream_reader(memory, bytes), .set = &set};
    pass_sources(&i);
    str *made = ARENA_ARRAY(memory, str, set.sources.count + 1);
    *count = 0;
    for (uint32_t k = 0; k < set.sources.count; k++) {
        str name = set.sources.at[k]->name;
        if (str_starts(name, STR("rules/")) && !str_is(name, "rules/phases")) made[(*count)++] = str_slice(name, 6, name.size);
    }
    *names = made;
    return !i.s.damaged;
}

/* Whether the labels that there are already have the same numbers. */
static bool same_labels(const image *i, const labels *all) {
    uint32_t count = labels_count(all);
    if (i->label_count < count) return false;
    for (uint32_t k = 0; k < count; k++)
        if (!str_equal(i->labels[k], labels_name(all, (label)k))) return false;
    for (uint32_t k = count; k < i->label_count; k++)
        if (!label_valid(i->labels[k])) return false;
    return true;
}

ruleset *rule_image_read(arena *memory, str bytes, const gazetteer *known, labels *all) {
    image i = {.s = rule_stream_reader(memory, bytes), .set = rule_new_set(memory, known, all)};
    ruleset *set = i.set;
    pass_all(&i);
    uint64_t hash = set->hash;
    if (i.s.damaged || !same_labels(&i, all) || !rule_image_sound(set, i.outlines)) return NULL;
    for (uint32_t k = 0; k < i.label_count; k++)
        if (labels_intern(all, i.labels[k]) != k) return NULL;
    for (uint32_t k = 0; k < set->rules.count; k++) rule_enlist(set, k);
    rule_finish(set);
    set->hash = hash;
    return set;
}
