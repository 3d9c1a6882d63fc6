/* rule_parse.c: the statements of a rule file. An error is reported and reading goes on with the next statement. */
#include "base/utf8.h"
#include "rule/rule_program.h"

/* The parse of one file. */
typedef struct file_parse {
    lexer lex;
    scope *names;
    bool rules; /* rules are wanted; else only definitions */
    uint32_t phase;
    rule_item item; /* the rule being read */
} file_parse;

static definition *new_definition(lexer *lex, scope *names, const char *what) {
    definition *made = ARENA_NEW(lex->build->memory, definition);
    made->place = lex_place(lex);
    made->scope = names;
    made->map = NONE;
    made->name = lex_name(lex, what);
    if (made->name.data[0] < 'A' || made->name.data[0] > 'Z')
        rule_refuse(lex->build, made->place, "the name of a macro or map begins with a capital, not `" STR_FMT "`", STR_ARG(made->name));
    return made;
}

static void define(lexer *lex, scope *names, definition *made) {
    if (scope_add(lex->build, names, made) != made)
        rule_refuse(lex->build, made->place, "`" STR_FMT "` is defined already", STR_ARG(made->name));
}

static void parameters(lexer *lex, definition *made) {
    VEC(str) list = {0};
    lex_next(lex);
    do {
        str name = lex_name(lex, "the name of a parameter");
        VEC_PUSH(lex->build->memory, &list, name);
    } while (lex_take(lex, ','));
    lex_expect(lex, ')', "behind the parameters of the macro");
    made->parameters = list.at;
    made->parameter_count = list.count;
}

static void read_let(file_parse *file) {
    lexer *lex = &file->lex;
    lex_next(lex);
    bool arguments = lex->now.type == LEX_NAME && lex_adjacent(lex) == '(';
    definition *made = new_definition(lex, file->names, "the name of the macro behind `let`");
    if (arguments) parameters(lex, made);
    lex_expect(lex, '=', "after the macro's name");
    made->body = rule_parse_pattern(lex);
    define(lex, file->names, made);
}

/* --- map ------------------------------------------------------------------------------------------------------------------------- */

static map_entry entry_of(lexer *lex, str text, place_in place) {
    builder *build = lex->build;
    const word **words;
    map_entry made = {.count = 1};
    if (rule_plain_key(build, text, &made.key)) {
        made.words = ARENA_NEW(build->memory, str);
        made.words[0] = made.key;
        return made;
    }
    made.count = token_words(build->words, build->memory, text, &words);
    if (!made.count || made.count > 16) rule_refuse(build, place, "an entry of a map has from 1 to 16 words");
    made.words = ARENA_ARRAY(build->memory, str, made.count);
    char buffer[WORD_LIMIT * 3];
    for (uint32_t i = 0; i < made.count; i++) {
        if (words[i]->text.size > WORD_LIMIT) rule_refuse(build, place, "a word of more than %d bytes", WORD_LIMIT);
        made.words[i] = arena_str(build->memory, rule_key(words[i], buffer));
        made.key =
            made.key.size ? arena_printf(build->memory, STR_FMT " " STR_FMT, STR_ARG(made.key), STR_ARG(made.words[i])) : made.words[i];
    }
    return made;
}

static str map_word(lexer *lex, const char *what) {
    if (lex->now.type != LEX_WORD && lex->now.type != LEX_STRING) lex_refuse(lex, what);
    str text = lex->now.text;
    lex_next(lex);
    return text;
}

/* w, w = VALUE */
static void map_group(lexer *lex, rule_map *map) {
    VEC(map_entry) group = {0};
    place_in place;
    do {
        place = lex_place(lex);
        map_entry entry = entry_of(lex, map_word(lex, "a word of the map"), place);
        VEC_PUSH(lex->build->memory, &group, entry);
    } while (lex_take(lex, ','));
    if (!lex_take(lex, '=')) lex_refuse(lex, "`=` and a value behind the words, or `,` and another word");
    str value = map_word(lex, "a value behind `=`");
    for (uint32_t i = 0; i < group.count; i++) {
        group.at[i].value = value;
        rule_map_add(lex->build, map, group.at[i], place);
    }
}

/* map NAME = OTHER …: all that the other map has. */
static void take_map(lexer *lex, const scope *names, rule_map *map) {
    place_in place = lex_place(lex);
    str name = map_word(lex, "the name of the map whose words this one has, too");
    const definition *other = scope_find(names, name);
    if (!other || other->map == NONE)
        rule_refuse(lex->build, place, "no map `" STR_FMT "` in this file or those it includes", STR_ARG(name));
    const rule_map *from = lex->build->set->maps.at[other->map];
    for (uint32_t i = 0; i < from->entries.count; i++) rule_map_add(lex->build, map, from->entries.at[i], place);
}

static void read_map(file_parse *file) {
    lexer *lex = &file->lex;
    builder *build = lex->build;
    lex_next(lex);
    lex->raw = true;
    definition *made = new_definition(lex, file->names, "the name of the map behind `map`");
    rule_map *map = ARENA_NEW(build->memory, rule_map);
    str_table_init(&map->keys, build->memory);
    map->name = made->name;
    if (lex_take(lex, '='))
        take_map(lex, file->names, map);
    else if (lex->now.type == LEX_END)
        lex_refuse(lex, "words and their value (w, w = VALUE)");
    while (lex->now.type != LEX_END) map_group(lex, map);
    made->map = build->set->maps.count;
    VEC_PUSH(build->memory, &build->set->maps, map);
    define(lex, file->names, made);
}

/* --- include --------------------------------------------------------------------------------------------------------------------- */

static void read_include(file_parse *file) {
    lexer *lex = &file->lex;
    lex_next(lex);
    if (lex->now.type != LEX_STRING) lex_refuse(lex, "the name of a file in quotation marks behind `include`");
    place_in place = lex_place(lex);
    str name = lex->now.text;
    lex_next(lex);
    if (lex->now.type != LEX_END) lex_refuse(lex, "the end of the line");
    source *other = rule_open_file(lex->build, name, place);
    const scope *names = rule_included(lex->build, other);
    if (!names->complete) rule_refuse(lex->build, place, "`" STR_FMT "` includes this file", STR_ARG(name));
    for (uint32_t i = 0; i < names->definitions.count; i++) {
        definition *value = names->definitions.at[i];
        if (scope_add(lex->build, file->names, value) != value)
            rule_refuse(lex->build, place, "`" STR_FMT "` of that file is defined already", STR_ARG(value->name));
    }
}

/* --- rule ------------------------------------------------------------------------------------------------------------------------ */

static void read_within(lexer *lex, rule_item *item) {
    lex_next(lex);
    if (lex_is_name(lex, "block"))
        item->window = WINDOW_block;
    else if (lex_is_name(lex, "quote"))
        item->window = WINDOW_quote;
    else if (lex->now.type == LEX_NUMBER && lex->now.number >= 1 && lex->now.number <= 1000)
        item->within = (uint32_t)lex->now.number;
    else if (!lex_is_name(lex, "sentence"))
        lex_refuse(lex, "`block`, `quote`, `sentence` or a number of tokens from 1 to 1000");
    lex_next(lex);
}

static void read_tags(lexer *lex, rule_item *item) {
    lex_next(lex);
    while (lex->now.type == LEX_NAME) {
        VEC_PUSH(lex->build->memory, &item->tags, lex->now.text);
        lex_next(lex);
    }
}

static void read_match(lexer *lex, rule_item *item) {
    if (item->pattern) rule_refuse(lex->build, lex_place(lex), "a second `match`; alternatives are written ( … | … )");
    lex_next(lex);
    item->pattern = rule_parse_pattern(lex);
}

static void read_clause(lexer *lex, rule_item *item) {
    static const char what[] = "a clause (match, make, set, drop, within, overlap, tags, yes, no)";
    if (lex_is_name(lex, "match"))
        read_match(lex, item);
    else if (lex_is_name(lex, "make"))
        rule_parse_action(lex, item, ACTION_make);
    else if (lex_is_name(lex, "set"))
        rule_parse_action(lex, item, ACTION_set);
    else if (lex_is_name(lex, "drop"))
        rule_parse_action(lex, item, ACTION_drop);
    else if (lex_is_name(lex, "within"))
        read_within(lex, item);
    else if (lex_is_name(lex, "tags"))
        read_tags(lex, item);
    else if (lex_is_name(lex, "yes") || lex_is_name(lex, "no"))
        rule_parse_example(lex, item, lex_is_name(lex, "yes"));
    else if (lex_is_name(lex, "overlap")) {
        item->overlap = true;
        lex_next(lex);
    } else
        lex_refuse(lex, what);
    if (lex->now.type != LEX_END) lex_refuse(lex, "the end of the clause");
}

static void check_whole(lexer *lex, const rule_item *item) {
    if (!item->pattern) rule_refuse(lex->build, item->place, "rule `" STR_FMT "` has no `match`", STR_ARG(item->name));
    if (!item->actions.count)
        rule_refuse(lex->build, item->place, "rule `" STR_FMT "` has no `make`, `set` or `drop`", STR_ARG(item->name));
    bool yes = false, no = false;
    for (uint32_t i = 0; i < item->examples.count; i++) *(item->examples.at[i].yes ? &yes : &no) = true;
    if (!yes || !no) rule_warn(lex->build, item->place, "rule `" STR_FMT "` has no `%s` example", STR_ARG(item->name), yes ? "no" : "yes");
}

static void read_rule(file_parse *file) {
    lexer *lex = &file->lex;
    rule_item *item = &file->item;
    *item = (rule_item){.line = lex->now.line, .phase = file->phase, .scope = file->names};
    lex_next(lex);
    item->place = lex_place(lex);
    item->name = lex_name(lex, "the name of the rule");
    if (lex->now.type != LEX_END && lex->now.indent == NONE) lex_refuse(lex, "the end of the line behind the rule's name");
    while (lex->now.type != LEX_END) {
        lex->margin = (int32_t)lex->now.indent;
        read_clause(lex, item);
        lex->margin = 0;
        lex_next(lex);
    }
    check_whole(lex, item);
    if (!file->rules) rule_refuse(lex->build, item->place, "a file that others include holds only `let` and `map`");
    if (lex->build->set->rules.count >= RULES_LIMIT) rule_refuse(lex->build, item->place, "more than %d rules", RULES_LIMIT);
    VEC_PUSH(lex->build->memory, &lex->build->set->rules, *item);
}

/* --- files ----------------------------------------------------------------------------------------------------------------------- */

static void skip_head(lexer *lex) {
    lex_next(lex);
    lex_name(lex, "the name of a phase behind `phase`");
    phase ignored = {0};
    rule_phase_options(lex, &ignored);
}

static void read_statement(file_parse *file) {
    lexer *lex = &file->lex;
    if (lex->now.indent != 0) lex_refuse(lex, "a statement at the beginning of the line (let, map, include, rule)");
    lex->margin = 0;
    if (lex_is_name(lex, "rule"))
        read_rule(file);
    else if (lex_is_name(lex, "let"))
        read_let(file);
    else if (lex_is_name(lex, "map"))
        read_map(file);
    else if (lex_is_name(lex, "include"))
        read_include(file);
    else if (lex_is_name(lex, "phase") && !file->names->definitions.count)
        skip_head(lex);
    else
        lex_refuse(lex, "a statement (let, map, include, rule)");
    if (lex->now.type != LEX_END) lex_refuse(lex, "the end of the statement");
}

/* One statement, or what an error leaves of it. Returns whether there was one. */
static bool next_statement(file_parse *file) {
    jmp_buf here;
    jmp_buf *outer = file->lex.build->resume;
    volatile bool more = true;
    file->lex.build->resume = &here;
    if (setjmp(here)) {
        file->lex.margin = 0;
        lex_skip_clause(&file->lex);
    } else {
        file->lex.margin = -1;
        lex_next(&file->lex);
        if (file->lex.now.type == LEX_END)
            more = false;
        else
            read_statement(file);
    }
    file->lex.raw = false;
    file->lex.build->resume = outer;
    return more;
}

static bool check_encoding(builder *build, const source *file) {
    uint32_t valid = (uint32_t)utf8_valid(file->content, 0);
    if (valid == file->content.size) return true;
    const place_in wrong = {file, valid, valid + 1};
    jmp_buf here;
    jmp_buf *outer = build->resume;
    build->resume = &here;
    if (!setjmp(here)) rule_refuse(build, wrong, "the file is no UTF-8 here (or has a NUL)");
    build->resume = outer;
    return false;
}

scope *rule_parse_file(builder *build, source *file, bool rules, uint32_t phase_index) {
    file_parse *parse = ARENA_NEW(build->memory, file_parse);
    scope *names = ARENA_NEW(build->memory, scope);
    str_table_init(&names->names, build->memory);
    names->file = file;
    VEC_PUSH(build->memory, &build->scopes, names);
    parse->names = names;
    parse->rules = rules;
    parse->phase = phase_index;
    uint32_t errors_before = build->errors;
    build->errors = 0;
    bool broken = !check_encoding(build, file);
    lex_start(&parse->lex, build, file);
    while (!broken && build->errors < ERRORS_LIMIT && next_statement(parse)) continue;
    build->errors = errors_before;
    names->complete = true;
    return names;
}

scope *rule_included(builder *build, source *file) {
    scope *known = scope_of_file(build, file);
    return known ? known : rule_parse_file(build, file, false, 0);
}
