/* rule_load.c: data folders, or one text -> a ruleset. All files are read before the first rule is compiled, as any rule may make the
 * labels that any other looks at. */
#include <stdlib.h>

#include "rule/rule_cache.h"

static bool listed(const char *const *names, size_t count, str name) {
    for (size_t i = 0; i < count; i++)
        if (str_is(name, names[i])) return true;
    return false;
}

static bool is_enabled(const rule_options *options, const rule_item *item) {
    bool off = false, wanted = false;
    for (uint32_t i = 0; i < item->tags.count; i++) {
        str tag = item->tags.at[i];
        if (str_is(tag, "off"))
            off = true;
        else if (options && listed(options->with_tags, options->with_tag_count, tag))
            wanted = true;
        if (options && listed(options->without_tags, options->without_tag_count, tag)) return false;
    }
    return !off || wanted;
}

static int by_rule_name(const void *a, const void *b) {
    const rule_item *const *x = a, *const *y = b;
    int order = str_compare((*x)->name, (*y)->name);
    return order ? order : (*x > *y) - (*x < *y);
}

static void refuse_double(builder *build, const rule_item *item, const rule_item *first) {
    jmp_buf here;
    build->resume = &here;
    if (!setjmp(here))
        rule_refuse(build, item->place, "a rule `" STR_FMT "` stands already in " STR_FMT ":%u", STR_ARG(item->name),
                    STR_ARG(first->place.file->name), first->line);
    build->resume = NULL;
}

static void check_names(builder *build) {
    ruleset *set = build->set;
    const rule_item **sorted = ARENA_ARRAY(build->memory, const rule_item *, set->rules.count + 1);
    for (uint32_t i = 0; i < set->rules.count; i++) sorted[i] = &set->rules.at[i];
    qsort(sorted, set->rules.count, sizeof *sorted, by_rule_name);
    for (uint32_t i = 1; i < set->rules.count; i++)
        if (str_equal(sorted[i]->name, sorted[i - 1]->name)) refuse_double(build, sorted[i], sorted[i - 1]);
}

static void intern_labels(builder *build) {
    for (uint32_t i = 0; i < build->set->rules.count; i++) {
        rule_item *item = &build->set->rules.at[i];
        for (uint32_t j = 0; j < item->actions.count; j++)
            if (item->actions.at[j].type == ACTION_make)
                item->actions.at[j].label = labels_intern(build->all, item->actions.at[j].label_name);
    }
}

static void compile_guarded(builder *build, uint32_t rule) {
    jmp_buf here;
    build->resume = &here;
    if (setjmp(here)) {
        build->set->rules.at[rule].enabled = false;
        build->set->code.count = build->set->places.count = build->set->rules.at[rule].start;
        build->set->outlines.count = build->set->rules.at[rule].outline;
    } else
        rule_compile(build, rule);
    build->resume = NULL;
}

/* About as much as the rules of these files will need: arrays that grow leave behind what they were. */
static void reserve_code(ruleset *set) {
    size_t size = 0;
    for (uint32_t i = 0; i < set->sources.count; i++) size += set->sources.at[i]->content.size;
    VEC_RESERVE(set->memory, &set->code, size / 5 + 64);
    VEC_RESERVE(set->memory, &set->places, size / 5 + 64);
    VEC_RESERVE(set->memory, &set->outlines, size / 12 + 64);
    VEC_RESERVE(set->memory, &set->branches, size / 4 + 64);
}

static ruleset *compile_rules(builder *build) {
    ruleset *set = build->set;
    check_names(build);
    reserve_code(set);
    intern_labels(build);
    for (uint32_t i = 0; i < set->rules.count; i++) {
        set->rules.at[i].enabled = is_enabled(build->options, &set->rules.at[i]);
        compile_guarded(build, i);
        rule_enlist(set, i);
    }
    rule_finish(set);
    return set;
}

static builder *new_builder(arena *memory, const gazetteer *known, labels *all, lexicon *words, finding_sink sink) {
    builder *build = ARENA_NEW(memory, builder);
    build->memory = memory;
    build->all = all;
    build->words = words;
    build->sink = sink;
    build->set = rule_new_set(memory, known, all);
    for (size_t i = 0; i < 2; i++) str_table_init(&build->set->keys[i].words, memory);
    return build;
}

static ruleset *load_folders(builder *build) {
    rule_read_phases(build);
    rule_read_extra(build);
    for (uint32_t i = 0; i < build->set->phases.count; i++)
        for (uint32_t j = 0; j < build->set->phases.at[i].files.count; j++)
            if (!scope_of_file(build, build->set->phases.at[i].files.at[j]))
                rule_parse_file(build, build->set->phases.at[i].files.at[j], true, i);
    return compile_rules(build);
}

ruleset *rule_load(arena *memory, const rule_options *options, const gazetteer *known, labels *all, lexicon *words, finding_sink sink) {
    rule_cache cache = rule_cache_of(memory, options, known, all, sink);
    str kept = rule_cache_find(&cache);
    if (kept.data && !options->whole) {
        ruleset *set = rule_image_read(memory, kept, known, all);
        if (set) return set;
        rule_cache_doubt(&cache);
        kept = STR_NONE;
    }
    builder *build = new_builder(memory, known, all, words, sink);
    build->options = options;
    ruleset *set = load_folders(build);
    if (!kept.data && !build->wrong) rule_cache_keep(&cache, build);
    return set;
}

ruleset *rule_load_text(arena *memory, str path, str content, const gazetteer *known, labels *all, lexicon *words, finding_sink sink) {
    builder *build = new_builder(memory, known, all, words, sink);
    if (content.size > FILE_LIMIT) arena_failf(memory, MUSTER_LIMIT, STR_FMT " is larger than 4 MiB", STR_ARG(path));
    source *file = rule_new_source(build, path, path, arena_str(memory, content));
    phase only = {.name = STR("text"), .rounds = 1};
    if (content.size) rule_read_head(build, file, &only);
    VEC_PUSH(memory, &build->set->phases, only);
    rule_parse_file(build, file, true, 0);
    return compile_rules(build);
}
