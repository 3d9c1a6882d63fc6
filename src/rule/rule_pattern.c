/* rule_pattern.c: patterns, by recursive descent as deep as the nesting limit allows. Names of macros and labels are looked
 * up when the rule is compiled, when all files are read. */
#include "rule/rule_program.h"

static node *alternatives(lexer *lex);

static node *node_from(lexer *lex, node_type type, place_in place) {
    node *made = ARENA_NEW(lex->build->memory, node);
    made->type = type;
    made->place = place;
    return made;
}

static node *new_node(lexer *lex, node_type type) {
    return node_from(lex, type, lex_place(lex));
}

/* The end of what a node was read from: of its last lexeme, or of its first line. */
static node *finish(lexer *lex, node *made) {
    const char *newline = memchr(lex->text + made->place.at, '\n', lex->behind - made->place.at);
    made->place.end = newline ? (uint32_t)(newline - lex->text) : lex->behind;
    return made;
}

static node *with_item(lexer *lex, node *outer, node *inner) {
    outer->items = ARENA_NEW(lex->build->memory, node *);
    outer->items[0] = inner;
    outer->count = 1;
    return outer;
}

static node *token_node(lexer *lex, condition *on) {
    node *made = node_from(lex, NODE_token, on->place);
    made->condition = on;
    return made;
}

/* "two words": one token each. */
static node *literal(lexer *lex) {
    uint32_t count;
    node *made = new_node(lex, NODE_sequence);
    condition **words = rule_parse_words(lex, &count);
    made->count = count;
    made->items = ARENA_ARRAY(lex->build->memory, node *, count);
    for (uint32_t i = 0; i < count; i++) made->items[i] = token_node(lex, words[i]);
    lex_next(lex);
    return count == 1 ? made->items[0] : made;
}

/* --- elements ---------------------------------------------------------------------------------------------------------------------- */

static node *bracket(lexer *lex) {
    node *made = new_node(lex, NODE_token);
    lex_next(lex);
    made->condition = rule_parse_on_token(lex);
    lex_expect(lex, ']', "to close the condition, or `&` or `|` and another one");
    return made;
}

static node *annotation_node(lexer *lex) {
    node *made = new_node(lex, NODE_annotation);
    lex_next(lex);
    if (lex->now.type != LEX_NAME) lex_refuse(lex, "a label behind `@`");
    made->name = lex->now.text;
    made->place.end = lex->now.end;
    bool conditions = lex_adjacent(lex) == '{';
    lex_next(lex);
    if (!conditions || ascii_digit(lex_peek(lex))) return made;
    lex_next(lex);
    made->condition = rule_parse_on_annotation(lex);
    made->text = str_slice(lex->file->content, made->place.at, lex->now.end);
    lex_expect(lex, '}', "to close the conditions, or `&` and another one");
    return made;
}

/* Behind `(`, at `?`. */
static node *look_around(lexer *lex, place_in place) {
    node *made = node_from(lex, NODE_look, place);
    lex_next(lex);
    if (lex->now.type == LEX_LE) { /* (?<= */
        made->behind = true;
        lex_next(lex);
    } else {
        made->behind = lex_take(lex, '<');
        if (lex_is(lex, '!'))
            made->negated = true;
        else if (!lex_is(lex, '=') || made->behind)
            lex_refuse(lex, "`(?=`, `(?!`, `(?<=` or `(?<!`");
        lex_next(lex);
    }
    return made;
}

static node *group(lexer *lex) {
    place_in place = lex_place(lex);
    rule_enter_group(lex);
    lex_next(lex);
    node *look = lex_is(lex, '?') ? look_around(lex, place) : NULL;
    node *inner = alternatives(lex);
    lex_expect(lex, ')', "to close the group");
    rule_leave_group(lex);
    return look ? with_item(lex, look, inner) : inner;
}

static node *near_node(lexer *lex) {
    node *made = new_node(lex, NODE_near);
    rule_enter_group(lex);
    lex_next(lex);
    lex_expect(lex, '(', "behind `near`");
    if (lex->now.type != LEX_NUMBER || lex->now.number < 0 || lex->now.number > REPEAT_LIMIT)
        lex_refuse(lex, "how many tokens may stand between, from 0 to 255");
    made->low = (uint32_t)lex->now.number;
    lex_next(lex);
    made->items = ARENA_ARRAY(lex->build->memory, node *, 2);
    made->count = 2;
    for (uint32_t i = 0; i < 2; i++) {
        lex_expect(lex, ',', "between the parts: near(N, A, B)");
        made->items[i] = alternatives(lex);
    }
    lex_expect(lex, ')', "to close `near(N, A, B)`");
    rule_leave_group(lex);
    return made;
}

static node *macro_node(lexer *lex) {
    node *made = new_node(lex, NODE_macro);
    made->name = lex->now.text;
    bool arguments = lex_adjacent(lex) == '(';
    if (made->name.data[0] < 'A' || made->name.data[0] > 'Z')
        rule_refuse(lex->build, made->place,
                    "`" STR_FMT "` is no macro (those are in capitals); the word is written \"" STR_FMT "\", a capture " STR_FMT ":…",
                    STR_ARG(made->name), STR_ARG(made->name), STR_ARG(made->name));
    lex_next(lex);
    if (!arguments) return made;
    rule_enter_group(lex);
    lex_next(lex);
    node_list items = {0};
    do VEC_PUSH(lex->build->memory, &items, alternatives(lex));
    while (lex_take(lex, ','));
    lex_expect(lex, ')', "behind the arguments of the macro");
    rule_leave_group(lex);
    made->items = items.at;
    made->count = items.count;
    return made;
}

static node *anchor_node(lexer *lex, char letter, bool start) {
    node *made = new_node(lex, NODE_anchor);
    made->low = letter == 's'   ? (start ? ANCHOR_sentence_start : ANCHOR_sentence_end)
                : letter == 'b' ? (start ? ANCHOR_block_start : ANCHOR_block_end)
                                : (start ? ANCHOR_quote_start : ANCHOR_quote_end);
    lex_next(lex);
    lex_next(lex);
    made->place.end = made->place.at + 2;
    return made;
}

static bool is_anchor_letter(str name) {
    return name.size == 1 && strchr("sbq", name.data[0]);
}

static node *element_atom(lexer *lex) {
    switch (lex->now.type) {
    case LEX_STRING:
    case LEX_EXACT: return literal(lex);
    case LEX_REGEX: {
        node *made = token_node(lex, rule_parse_regex(lex));
        lex_next(lex);
        return made;
    }
    case LEX_NAME:
        if (is_anchor_letter(lex->now.text) && lex_adjacent(lex) == '>') return anchor_node(lex, lex->now.text.data[0], false);
        if (lex_is_name(lex, "near") && lex_adjacent(lex) == '(') return near_node(lex);
        return macro_node(lex);
    default: break;
    }
    if (lex_is(lex, '@')) return annotation_node(lex);
    if (lex_is(lex, '[')) return bracket(lex);
    if (lex_is(lex, '(')) return group(lex);
    if (lex_is(lex, '.')) {
        node *made = token_node(lex, rule_new_condition(lex, CONDITION_any));
        lex_next(lex);
        return made;
    }
    if (lex_is(lex, '<') && lex_adjacent(lex) && strchr("sbq", lex_adjacent(lex))) return anchor_node(lex, lex_adjacent(lex), true);
    lex_refuse(lex, "an element (\"word\", @label, [condition], MACRO, group)");
}

static uint32_t count_of(lexer *lex) {
    if (lex->now.type != LEX_NUMBER || lex->now.number < 0) lex_refuse(lex, "a number of repetitions");
    if (lex->now.number > REPEAT_LIMIT) rule_refuse(lex->build, lex_place(lex), "at most %d repetitions", REPEAT_LIMIT);
    uint32_t count = (uint32_t)lex->now.number;
    lex_next(lex);
    return count;
}

static void braces(lexer *lex, node *made) {
    lex_next(lex);
    place_in place = lex_place(lex);
    made->low = made->high = count_of(lex);
    if (lex_take(lex, ',')) made->high = lex_is(lex, '}') ? NONE : count_of(lex);
    lex_expect(lex, '}', "behind the number of repetitions");
    if (made->high < made->low) rule_refuse(lex->build, place, "{%u,%u}: the second number is below the first", made->low, made->high);
}

static bool is_quantifier(const lexer *lex) {
    return lex_is(lex, '?') || lex_is(lex, '*') || lex_is(lex, '+') || lex_is(lex, '{');
}

static node *quantified(lexer *lex, node *inner) {
    if (!is_quantifier(lex)) return inner;
    node *made = new_node(lex, NODE_repeat);
    made->place.at = inner->place.at;
    made->low = lex_is(lex, '+');
    made->high = lex_is(lex, '?') ? 1 : NONE;
    if (lex_is(lex, '{'))
        braces(lex, made);
    else
        lex_next(lex);
    made->lazy = lex_take(lex, '?');
    if (is_quantifier(lex)) rule_refuse(lex->build, lex_place(lex), "a second quantifier; put a group ( … ) around the first");
    return with_item(lex, finish(lex, made), inner);
}

static node *element(lexer *lex) {
    if (lex->now.type != LEX_NAME || lex_adjacent(lex) != ':') return quantified(lex, finish(lex, element_atom(lex)));
    node *made = new_node(lex, NODE_capture);
    made->name = lex->now.text;
    rule_enter_group(lex);
    lex_next(lex);
    lex_next(lex);
    with_item(lex, made, quantified(lex, finish(lex, element_atom(lex))));
    rule_leave_group(lex);
    return finish(lex, made);
}

static bool ends_sequence(const lexer *lex) {
    return lex->now.type == LEX_END || lex_is(lex, '|') || lex_is(lex, ')') || lex_is(lex, ',');
}

/* Several items as one node. */
static node *joined(lexer *lex, node_type type, place_in place, const node_list *items) {
    node *made = node_from(lex, type, place);
    made->items = items->at;
    made->count = items->count;
    return finish(lex, made);
}

static node *sequence(lexer *lex) {
    place_in place = lex_place(lex);
    node *first = element(lex);
    if (ends_sequence(lex)) return first;
    node_list items = {0};
    VEC_PUSH(lex->build->memory, &items, first);
    while (!ends_sequence(lex)) VEC_PUSH(lex->build->memory, &items, element(lex));
    return joined(lex, NODE_sequence, place, &items);
}

static node *alternatives(lexer *lex) {
    place_in place = lex_place(lex);
    node *first = sequence(lex);
    if (!lex_is(lex, '|')) return first;
    node_list items = {0};
    VEC_PUSH(lex->build->memory, &items, first);
    while (lex_take(lex, '|')) VEC_PUSH(lex->build->memory, &items, sequence(lex));
    return joined(lex, NODE_alternatives, place, &items);
}

node *rule_parse_pattern(lexer *lex) {
    lex->build->nesting = 0;
    node *made = alternatives(lex);
    if (lex->now.type != LEX_END) lex_refuse(lex, "the end of the pattern");
    return made;
}
