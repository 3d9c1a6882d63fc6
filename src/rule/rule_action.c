/* rule_action.c: what a match does (`make`, `set`, `drop`) and the examples of a rule. Captures are names here; rule_compile.c finds them.
 */
#include "rule/rule_program.h"

static uint32_t map_named(lexer *lex, const scope *names, str name) {
    definition *found = scope_find(names, name);
    if (!found || found->map == NONE)
        rule_refuse(lex->build, lex_place(lex),
                    found ? "`" STR_FMT "` is a macro, not a map" : "no map `" STR_FMT "` in this file or those it includes",
                    STR_ARG(name));
    return found->map;
}

/* CAPTURE or CAPTURE.KEY */
static void capture_value(lexer *lex, rule_value *value) {
    value->place = lex_place(lex);
    value->name = lex_name(lex, "a capture");
    if (!lex_is(lex, '.')) return;
    lex_next(lex);
    value->type = VALUE_feature;
    value->key = lex_name(lex, "a key behind `.`");
    value->known = rule_known_key(value->key);
}

static rule_value value_here(lexer *lex, const scope *names) {
    rule_value value = {.capture = NONE, .map = NONE, .place = lex_place(lex)};
    if (lex->now.type == LEX_STRING) {
        value.type = VALUE_text;
        value.text = lex->now.text;
        lex_next(lex);
    } else if (lex->now.type == LEX_NUMBER) {
        value.type = VALUE_text;
        value.text = str_slice(lex->file->content, lex->now.at, lex->now.end);
        lex_next(lex);
    } else if (lex->now.type == LEX_NAME && lex_adjacent(lex) == '(') {
        value.map = map_named(lex, names, lex->now.text);
        lex_next(lex);
        lex_next(lex);
        capture_value(lex, &value);
        lex_expect(lex, ')', "behind the capture");
    } else if (lex->now.type == LEX_NAME) {
        capture_value(lex, &value);
    } else {
        lex_refuse(lex, "a value (CAPTURE, \"text\", MAP(CAPTURE) or CAPTURE.KEY)");
    }
    return value;
}

static void assignments(lexer *lex, const scope *names, action *made) {
    while (lex->now.type == LEX_NAME && lex_peek(lex) == '=') {
        assignment one = {.key = lex->now.text};
        for (uint32_t i = 0; i < made->assignments.count; i++)
            if (str_equal(made->assignments.at[i].key, one.key))
                rule_refuse(lex->build, lex_place(lex), "`" STR_FMT "` is set twice", STR_ARG(one.key));
        lex_next(lex);
        lex_next(lex);
        one.value = value_here(lex, names);
        VEC_PUSH(lex->build->memory, &made->assignments, one);
        if (made->assignments.count > 32) rule_refuse(lex->build, one.value.place, "more than 32 slots");
    }
}

static void capture_name(lexer *lex, str *name, place_in *place) {
    *place = lex_place(lex);
    *name = lex_name(lex, "a capture");
}

void rule_parse_action(lexer *lex, rule_item *item, action_type type) {
    action made = {.type = type, .capture = NONE, .if_capture = NONE, .capture_place = lex_place(lex)};
    lex_next(lex);
    if (type == ACTION_make) {
        made.label_name = lex_name(lex, "the label that is made");
        if (lex->now.type == LEX_NAME && lex_peek(lex) != '=' && !lex_is_name(lex, "if"))
            capture_name(lex, &made.capture_name, &made.capture_place);
    } else {
        capture_name(lex, &made.capture_name, &made.capture_place);
    }
    if (type != ACTION_drop) assignments(lex, item->scope, &made);
    if (type == ACTION_set && !made.assignments.count) lex_refuse(lex, "key=VALUE behind the capture");
    if (lex_is_name(lex, "if")) {
        lex_next(lex);
        capture_name(lex, &made.if_name, &made.if_place);
    }
    if (lex->now.type != LEX_END)
        lex_refuse(lex,
                   type == ACTION_drop ? "the end of the clause, or `if CAPTURE`" : "key=VALUE, `if CAPTURE` or the end of the clause");
    VEC_PUSH(lex->build->memory, &item->actions, made);
}

void rule_parse_example(lexer *lex, rule_item *item, bool yes) {
    example made = {.line = lex->now.line, .yes = yes};
    lex_next(lex);
    if (lex->now.type != LEX_STRING) lex_refuse(lex, "the text of the example in quotation marks");
    made.text = lex->now.text;
    lex_next(lex);
    while (lex->now.type == LEX_NAME) {
        if (!yes) lex_refuse(lex, "the end of the clause: a rule makes nothing in a `no` text");
        expected fact = {.label = lex->now.text};
        lex_next(lex);
        if (lex->now.type == LEX_STRING) {
            fact.span = lex->now.text;
            lex_next(lex);
        } else if (lex->now.type != LEX_NAME || lex_peek(lex) != '=') {
            lex_refuse(lex, "the words of the annotation in quotation marks, or key=value, behind its label");
        }
        while (lex->now.type == LEX_NAME && lex_peek(lex) == '=') {
            assignment one = {.key = lex->now.text};
            lex_next(lex);
            one.value = (rule_value){.type = VALUE_text, .capture = NONE, .map = NONE, .place = lex_place(lex)};
            one.value.text = lex_bare(lex, "", "a value");
            VEC_PUSH(lex->build->memory, &fact.slots, one);
        }
        VEC_PUSH(lex->build->memory, &made.made, fact);
    }
    if (lex->now.type != LEX_END) lex_refuse(lex, "a label that the rule makes, or the end of the clause");
    VEC_PUSH(lex->build->memory, &item->examples, made);
}
