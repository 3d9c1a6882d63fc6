/* rule_load.c: data folders -> a ruleset. The phases file names the files in order; folders later in the list lie over earlier ones: a
 * file of theirs replaces one of the same name, `extra/` and a phases file of their own add to it. All files are read before the first
 * rule is compiled, as any rule may make the labels that any other looks at. */
#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "rule/rule_cache.h"

/* --- files ----------------------------------------------------------------------------------------------------------------------- */

source *rule_new_source(builder *build, str path, str name, str content) {
    source *made = ARENA_NEW(build->memory, source);
    *made = (source){arena_str(build->memory, path), arena_str(build->memory, name), content, build->set->sources.count};
    VEC_PUSH(build->memory, &build->set->sources, made);
    ruleset *set = build->set;
    set->hash = (set->hash ^ str_hash(made->name)) * 0x9E3779B97F4A7C15ull;
    set->hash = (set->hash ^ str_hash(content)) * 0x9E3779B97F4A7C15ull;
    return made;
}

static bool is_plain_path(str name) {
    if (!name.size || name.data[0] == '/' || memchr(name.data, '\0', name.size)) return false;
    for (str rest = name; rest.data;) {
        str part = str_split(rest, '/', &rest);
        if (!part.size || str_is(part, ".") || str_is(part, "..")) return false;
    }
    return true;
}

static source *open_in(builder *build, const char *folder, str name, place_in from) {
    str path = arena_printf(build->memory, "%s/rules/" STR_FMT, folder, STR_ARG(name));
    str content = rule_read_file(build->memory, path.data);
    if (!content.data && errno == EFBIG) rule_refuse(build, from, "rules/" STR_FMT " is larger than 4 MiB", STR_ARG(name));
    if (!content.data) return NULL;
    return rule_new_source(build, path, arena_printf(build->memory, "rules/" STR_FMT, STR_ARG(name)), content);
}

source *rule_open_file(builder *build, str name, place_in from) {
    if (!is_plain_path(name)) rule_refuse(build, from, "a file's name is relative to rules/, not `" STR_FMT "`", STR_ARG(name));
    for (uint32_t i = 0; i < build->set->sources.count; i++) {
        str known = build->set->sources.at[i]->name;
        if (str_starts(known, STR("rules/")) && str_equal(str_slice(known, 6, known.size), name)) return build->set->sources.at[i];
    }
    source *found = NULL;
    for (size_t i = build->options ? build->options->data_dir_count : 0; i-- > 0 && !found;)
        found = open_in(build, build->options->data_dirs[i], name, from);
    bool searched = build->options && build->options->data_dir_count;
    if (!found)
        rule_refuse(build, from, "cannot read rules/" STR_FMT ": %s", STR_ARG(name), searched ? strerror(ENOENT) : "no data folder");
    return found;
}

static scope *scope_of(builder *build, const source *file) {
    for (uint32_t i = 0; i < build->scopes.count; i++)
        if (build->scopes.at[i]->file == file) return build->scopes.at[i];
    return NULL;
}

scope *rule_included(builder *build, source *file) {
    scope *known = scope_of(build, file);
    return known ? known : rule_parse_file(build, file, false, 0);
}

/* --- phases ---------------------------------------------------------------------------------------------------------------------- */

static uint32_t find_phase(const ruleset *set, str name) {
    for (uint32_t i = 0; i < set->phases.count; i++)
        if (str_equal(set->phases.at[i].name, name)) return i;
    return NONE;
}

static str phase_name_at(const void *names, uint32_t index) {
    return ((const ruleset *)names)->phases.at[index].name;
}

static uint32_t phase_named(builder *build, str name, place_in place) {
    uint32_t found = find_phase(build->set, name);
    if (found != NONE) return found;
    str like = rule_nearest(name, phase_name_at, build->set, build->set->phases.count);
    if (like.data) rule_refuse(build, place, "no phase `" STR_FMT "`; did you mean `" STR_FMT "`", STR_ARG(name), STR_ARG(like));
    rule_refuse(build, place, "no phase `" STR_FMT "`", STR_ARG(name));
}

void rule_phase_options(lexer *lex, phase *p) {
    if (!p->rounds) p->rounds = 1;
    for (;;) {
        if (lex_is_name(lex, "repeat")) {
            lex_next(lex);
            if (lex->now.type != LEX_NUMBER || lex->now.number < 1 || lex->now.number > ROUND_LIMIT)
                lex_refuse(lex, "the number of rounds behind `repeat`, from 1 to 16");
            p->rounds = (uint32_t)lex->now.number;
        } else if (lex_is_name(lex, "conflict")) {
            lex_next(lex);
            if (!lex_is_name(lex, "longest") && !lex_is_name(lex, "all")) lex_refuse(lex, "`longest` or `all` behind `conflict`");
            p->all = lex_is_name(lex, "all");
        } else {
            return;
        }
        lex_next(lex);
    }
}

static phase *insert_phase(builder *build, phase made, uint32_t at) {
    ruleset *set = build->set;
    VEC_PUSH(build->memory, &set->phases, made);
    memmove(&set->phases.at[at + 1], &set->phases.at[at], sizeof made * (set->phases.count - 1 - at));
    set->phases.at[at] = made;
    return &set->phases.at[at];
}

static void read_files(lexer *lex, phase *p) {
    while (lex->now.type == LEX_WORD || lex->now.type == LEX_STRING) {
        source *file = rule_open_file(lex->build, lex->now.text, lex_place(lex));
        VEC_PUSH(lex->build->memory, &p->files, file);
        lex_next(lex);
    }
    if (lex->now.type != LEX_END) lex_refuse(lex, "the name of a file");
}

/* phase NAME [after OTHER] [repeat N] [conflict longest|all]: FILE… */
static void read_phase(lexer *lex) {
    builder *build = lex->build;
    if (!lex_is_name(lex, "phase")) lex_refuse(lex, "phase NAME: FILE…");
    lex_next(lex);
    phase made = {.place = lex_place(lex), .rounds = 1};
    made.name = lex_name(lex, "the name of the phase");
    uint32_t old = find_phase(build->set, made.name), at = build->set->phases.count;
    if (old != NONE && build->set->phases.at[old].place.file == lex->file)
        rule_refuse(build, made.place, "phase `" STR_FMT "` stands in this file already", STR_ARG(made.name));
    if (lex_is_name(lex, "after")) {
        lex_next(lex);
        place_in place = lex_place(lex);
        at = phase_named(build, lex_name(lex, "the name of a phase behind `after`"), place) + 1;
    }
    phase *p = old == NONE ? insert_phase(build, made, at) : &build->set->phases.at[old];
    rule_phase_options(lex, p);
    if (!lex_is(lex, ':')) lex_refuse(lex, "`:` and the files of the phase, or `after`, `repeat N`, `conflict longest|all`");
    lex->raw = true;
    lex_next(lex);
    read_files(lex, p);
}

static bool next_phase(lexer *lex) {
    jmp_buf here;
    volatile bool more = true;
    lex->build->resume = &here;
    if (setjmp(here)) {
        lex->margin = 0;
        lex_skip_clause(lex);
    } else {
        lex->margin = -1;
        lex_next(lex);
        lex->margin = 0;
        more = lex->now.type != LEX_END;
        if (more) read_phase(lex);
    }
    lex->raw = false;
    lex->build->resume = NULL;
    return more;
}

static void read_phases(builder *build) {
    for (size_t i = 0; i < build->options->data_dir_count; i++) {
        source *file = open_in(build, build->options->data_dirs[i], STR("phases"), (place_in){0});
        if (!file) continue;
        lexer *lex = ARENA_NEW(build->memory, lexer);
        lex_start(lex, build, file);
        build->errors = 0;
        while (build->errors < ERRORS_LIMIT && next_phase(lex)) continue;
    }
}

/* --- extra/ ---------------------------------------------------------------------------------------------------------------------- */

/* The first statement of an extra file says where it belongs. */
static void place_extra(builder *build, str name) {
    jmp_buf here;
    build->resume = &here;
    if (!setjmp(here)) {
        source *file = rule_open_file(build, name, (place_in){0});
        lexer *lex = ARENA_NEW(build->memory, lexer);
        lex_start(lex, build, file);
        lex_next(lex);
        if (!lex_is_name(lex, "phase")) lex_refuse(lex, "`phase NAME` as the first statement of a file in extra/");
        lex->margin = 0;
        lex_next(lex);
        place_in place = lex_place(lex);
        phase *p = &build->set->phases.at[phase_named(build, lex_name(lex, "the name of the phase"), place)];
        VEC_PUSH(build->memory, &p->files, file);
    }
    build->resume = NULL;
}

static void read_extra(builder *build) {
    uint32_t count;
    const str *names = build->extra = rule_extra_files(build->memory, build->options, &count);
    build->extra_count = count;
    for (uint32_t i = 0; i < count; i++) place_extra(build, names[i]);
}

/* --- rules ----------------------------------------------------------------------------------------------------------------------- */

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
    read_phases(build);
    read_extra(build);
    for (uint32_t i = 0; i < build->set->phases.count; i++)
        for (uint32_t j = 0; j < build->set->phases.at[i].files.count; j++)
            if (!scope_of(build, build->set->phases.at[i].files.at[j]))
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

static int ignore_finding(const muster_error *finding, int is_warning, void *payload) {
    (void)finding, (void)is_warning, (void)payload;
    return 0;
}

/* Options of the only phase, from the head of the text; what is wrong with it is reported when the text is parsed. */
static void read_head(builder *build, source *file, phase *p) {
    jmp_buf here;
    finding_sink sink = build->sink;
    build->sink.report = ignore_finding;
    build->resume = &here;
    if (!setjmp(here)) {
        lexer *lex = ARENA_NEW(build->memory, lexer);
        lex_start(lex, build, file);
        lex_next(lex);
        if (lex_is_name(lex, "phase")) {
            lex->margin = 0;
            lex_next(lex);
            p->name = lex_name(lex, "the name of the phase");
            rule_phase_options(lex, p);
        }
    }
    build->sink = sink;
    build->resume = NULL;
}

ruleset *rule_load_text(arena *memory, str path, str content, const gazetteer *known, labels *all, lexicon *words, finding_sink sink) {
    builder *build = new_builder(memory, known, all, words, sink);
    if (content.size > FILE_LIMIT) arena_failf(memory, MUSTER_LIMIT, STR_FMT " is larger than 4 MiB", STR_ARG(path));
    source *file = rule_new_source(build, path, path, arena_str(memory, content));
    phase only = {.name = STR("text"), .rounds = 1};
    if (content.size) read_head(build, file, &only);
    VEC_PUSH(memory, &build->set->phases, only);
    rule_parse_file(build, file, true, 0);
    return compile_rules(build);
}
