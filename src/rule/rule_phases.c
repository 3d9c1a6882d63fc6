/* rule_phases.c: which rule files a phase has: as the file `phases` of each data folder says, and as the heads of the files in extra/ say.
 * Folders later in the list add to the phases of earlier ones. */
#include "rule/rule_program.h"

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

void rule_read_phases(builder *build) {
    for (size_t i = 0; i < build->options->data_dir_count; i++) {
        source *file = rule_open_in(build, build->options->data_dirs[i], STR("phases"), (place_in){0});
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

void rule_read_extra(builder *build) {
    uint32_t count;
    const str *names = build->extra = rule_extra_files(build->memory, build->options, &count);
    build->extra_count = count;
    for (uint32_t i = 0; i < count; i++) place_extra(build, names[i]);
}

/* --- one text ---------------------------------------------------------------------------------------------------------------------- */

static int ignore_finding(const muster_error *finding, int is_warning, void *payload) {
    (void)finding, (void)is_warning, (void)payload;
    return 0;
}

void rule_read_head(builder *build, source *file, phase *p) {
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
