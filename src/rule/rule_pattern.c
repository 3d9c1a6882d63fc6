/* rule_pattern.c: patterns and conditions, by recursive descent as deep as the nesting limit allows. Names of macros and labels are looked
 * up when the rule is compiled, when all files are read. */
#include "rule/rule_internal.h"

typedef VEC(condition *) condition_list;

static node *alternatives(lexer *lex);

static void enter(lexer *lex) {
    if (++lex->build->nesting > NESTING_LIMIT)
        rule_refuse(lex->build, lex_place(lex), "more than %d groups inside each other", NESTING_LIMIT);
}

static void leave(lexer *lex) {
    lex->build->nesting--;
}

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

static condition *new_condition(lexer *lex, condition_type type) {
    condition *made = ARENA_NEW(lex->build->memory, condition);
    made->type = type;
    made->place = lex_place(lex);
    return made;
}

static condition *atom(lexer *lex, predicate value) {
    condition *made = new_condition(lex, CONDITION_atom);
    made->atom = value;
    return made;
}

static node *token_node(lexer *lex, condition *on) {
    node *made = node_from(lex, NODE_token, on->place);
    made->condition = on;
    return made;
}

/* --- words ----------------------------------------------------------------------------------------------------------------------- */

bool rule_plain_key(builder *build, str text, str *key) {
    if (!token_is_plain(text)) return false;
    char *lower = arena_alloc(build->memory, text.size);
    for (size_t i = 0; i < text.size; i++) lower[i] = (char)(text.data[i] | 0x20);
    *key = (str){lower, text.size};
    return true;
}

/* The current text, if it is a word that need not be cut; else NULL. */
static condition *plain_condition(lexer *lex) {
    str key = lex->now.text;
    if (lex->now.type == LEX_EXACT) return token_is_plain(key) ? atom(lex, (predicate){PREDICATE_TEXT, .text = key}) : NULL;
    return rule_plain_key(lex->build, key, &key) ? atom(lex, (predicate){PREDICATE_KEY, .text = key}) : NULL;
}

static condition *word_condition(lexer *lex, const word *w, bool exact) {
    char buffer[WORD_LIMIT * 3];
    if (w->text.size > WORD_LIMIT) rule_refuse(lex->build, lex_place(lex), "a word of more than %d bytes", WORD_LIMIT);
    str key = exact ? w->text : rule_key(w, buffer);
    return atom(lex, (predicate){exact ? PREDICATE_TEXT : PREDICATE_KEY, .text = arena_str(lex->build->memory, key)});
}

/* Cuts a literal as the tokeniser cuts running text. A leading apostrophe needs a word before it: `'s`. */
static uint32_t cut(lexer *lex, const word ***out) {
    builder *build = lex->build;
    str text = lex->now.text;
    uint32_t count = token_words(build->words, build->memory, text, out);
    if (count > 1 && (str_starts(text, STR("'")) || str_starts(text, STR("\u2019")))) {
        const word **behind;
        uint32_t with = token_words(build->words, build->memory, arena_printf(build->memory, "x" STR_FMT, STR_ARG(text)), &behind);
        if (with > 1 && str_is(behind[0]->text, "x")) {
            *out = behind + 1;
            count = with - 1;
        }
    }
    if (!count) rule_refuse(lex->build, lex_place(lex), "a text without a word in it");
    return count;
}

/* "two words": one token each. */
static node *words_node(lexer *lex) {
    const word **words;
    bool exact = lex->now.type == LEX_EXACT;
    uint32_t count = cut(lex, &words);
    if (count == 1) return token_node(lex, word_condition(lex, words[0], exact));
    node *sequence = new_node(lex, NODE_sequence);
    sequence->count = count;
    sequence->items = ARENA_ARRAY(lex->build->memory, node *, count);
    for (uint32_t i = 0; i < count; i++) sequence->items[i] = token_node(lex, word_condition(lex, words[i], exact));
    return sequence;
}

static node *literal(lexer *lex) {
    condition *plain = plain_condition(lex);
    node *made = plain ? token_node(lex, plain) : words_node(lex);
    lex_next(lex);
    return made;
}

static condition *one_word(lexer *lex) {
    const word **words;
    condition *plain = plain_condition(lex);
    if (plain) return plain;
    if (cut(lex, &words) != 1)
        rule_refuse(lex->build, lex_place(lex), "a condition looks at one token, and this text is more than one; write it outside of [ ]");
    return word_condition(lex, words[0], lex->now.type == LEX_EXACT);
}

static condition *regex_condition(lexer *lex) {
    uint32_t index = rule_regex(lex->build, lex->now.text, lex->now.caseless, lex_place(lex));
    return atom(lex, (predicate){PREDICATE_REGEX, .index = index});
}

/* --- [CONDITION] ------------------------------------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    predicate_type type;
    uint32_t index;
} plain_conditions[] = {
    {"cap", PREDICATE_SHAPE, SHAPE_CAP},         {"upper", PREDICATE_SHAPE, SHAPE_UPPER},
    {"lower", PREDICATE_SHAPE, SHAPE_LOWER},     {"mixed", PREDICATE_SHAPE, SHAPE_MIXED},
    {"alpha", PREDICATE_SHAPE, SHAPE_ALPHA},     {"digit", PREDICATE_SHAPE, SHAPE_DIGIT},
    {"punct", PREDICATE_SHAPE, SHAPE_PUNCT},     {"number", PREDICATE_SHAPE, SHAPE_NUMBER},
    {"ordinal", PREDICATE_SHAPE, SHAPE_ORDINAL}, {"latin", PREDICATE_SHAPE, SHAPE_LATIN},
    {"first", PREDICATE_FLAG, TOKEN_FIRST},      {"spaced", PREDICATE_FLAG, TOKEN_SPACED},
    {"newline", PREDICATE_FLAG, TOKEN_NEWLINE},  {"caps", PREDICATE_CAPS, 0},
    {"ordinary", PREDICATE_ORDINARY, 0},
};

static compare comparison(lexer *lex) {
    compare found;
    if (lex_is(lex, '='))
        found = COMPARE_equal;
    else if (lex->now.type == LEX_NE)
        found = COMPARE_unequal;
    else if (lex_is(lex, '<'))
        found = COMPARE_less;
    else if (lex->now.type == LEX_LE)
        found = COMPARE_most;
    else if (lex_is(lex, '>'))
        found = COMPARE_more;
    else if (lex->now.type == LEX_GE)
        found = COMPARE_least;
    else
        lex_refuse(lex, "a comparison (= != < <= > >=)");
    return found;
}

static condition *compared(lexer *lex, predicate_type type) {
    condition *made = atom(lex, (predicate){.type = type});
    lex_next(lex);
    made->atom.compare = comparison(lex);
    lex_next(lex);
    if (lex->now.type != LEX_NUMBER) lex_refuse(lex, "a number behind the comparison");
    made->atom.number = lex->now.number;
    if (type == PREDICATE_DEPTH && (made->atom.number < 0 || made->atom.number > 15))
        rule_refuse(lex->build, lex_place(lex), "a quotation depth from 0 to 15");
    lex_next(lex);
    return made;
}

static bool block_kind_here(const lexer *lex, uint32_t *out) {
    if (lex->now.type != LEX_NAME) return false;
    for (uint32_t i = BLOCK_headline; i <= BLOCK_repeat; i++)
        if (str_is(lex->now.text, block_name((block_kind)i))) {
            *out = i;
            return true;
        }
    return false;
}

static condition *join(lexer *lex, condition_type type, const condition_list *items) {
    condition *made = new_condition(lex, type);
    made->place = items->at[0]->place;
    made->items = items->at;
    made->count = items->count;
    return made;
}

/* in:headline|body. The `|` belongs to the list if a kind follows it. */
static condition *in_block(lexer *lex) {
    condition_list kinds = {0};
    uint32_t kind;
    lex_next(lex);
    lex_expect(lex, ':', "behind `in`");
    do {
        if (!block_kind_here(lex, &kind)) lex_refuse(lex, "a kind of block (headline, dateline, caption, body, furniture, repeat)");
        VEC_PUSH(lex->build->memory, &kinds, atom(lex, (predicate){PREDICATE_BLOCK, .index = kind}));
        lex_next(lex);
        lexer back = *lex;
        if (!lex_take(lex, '|')) break;
        if (block_kind_here(lex, &kind)) continue;
        *lex = back;
        break;
    } while (true);
    return kinds.count == 1 ? kinds.at[0] : join(lex, CONDITION_or, &kinds);
}

static condition *label_condition(lexer *lex, predicate_type type) {
    lex_expect(lex, '@', "and a label behind `^`");
    condition *made = atom(lex, (predicate){.type = type});
    made->atom.text = lex_name(lex, "a label behind `@`");
    return made;
}

static condition *named_condition(lexer *lex) {
    for (size_t i = 0; i < sizeof plain_conditions / sizeof *plain_conditions; i++)
        if (lex_is_name(lex, plain_conditions[i].name)) {
            condition *made = atom(lex, (predicate){plain_conditions[i].type, .index = plain_conditions[i].index});
            lex_next(lex);
            return made;
        }
    if (lex_is_name(lex, "value")) return compared(lex, PREDICATE_VALUE);
    if (lex_is_name(lex, "length")) return compared(lex, PREDICATE_LENGTH);
    if (lex_is_name(lex, "depth")) return compared(lex, PREDICATE_DEPTH);
    if (lex_is_name(lex, "in")) return in_block(lex);
    condition *made;
    if (lex_is_name(lex, "quoted"))
        made = atom(lex, (predicate){PREDICATE_DEPTH, .compare = COMPARE_least, .number = 1});
    else if (lex->now.text.data[0] >= 'A' && lex->now.text.data[0] <= 'Z')
        made = atom(lex, (predicate){PREDICATE_MAP, .index = NONE, .text = lex->now.text});
    else
        lex_refuse(
            lex,
            "a condition (cap, upper, lower, mixed, alpha, digit, punct, ordinary, number, value>=2, length>=3, in:body, quoted, depth>=2, "
            "first, caps, spaced, newline, @label, ^@label, \"word\", 'Word', /regex/, MAP)");
    lex_next(lex);
    return made;
}

static condition *token_atom(lexer *lex) {
    condition *made = NULL;
    switch (lex->now.type) {
    case LEX_STRING:
    case LEX_EXACT: made = one_word(lex); break;
    case LEX_REGEX: made = regex_condition(lex); break;
    case LEX_NAME: return named_condition(lex);
    default:
        if (lex_is(lex, '@')) return label_condition(lex, PREDICATE_INSIDE);
        if (lex_take(lex, '^')) return label_condition(lex, PREDICATE_BEGIN);
        lex_refuse(lex, "a condition");
    }
    lex_next(lex);
    return made;
}

/* --- {conditions} on an annotation ------------------------------------------------------------------------------------------------ */

static void feature_comparison(lexer *lex, feature *made) {
    static const char what[] = "a value";
    if (lex_is(lex, '~')) {
        lex_next(lex);
        if (lex->now.type != LEX_REGEX) lex_refuse(lex, "a /regular expression/ behind `~`");
        made->compare = COMPARE_regex;
        made->regex = rule_regex(lex->build, lex->now.text, lex->now.caseless, lex_place(lex));
        lex_next(lex);
        return;
    }
    made->compare = comparison(lex);
    place_in place = lex_place(lex);
    made->value = lex_bare(lex, "}&)", what);
    made->numeric = str_number(made->value, &made->number);
    if (!made->numeric && made->compare != COMPARE_equal && made->compare != COMPARE_unequal)
        rule_refuse(lex->build, place, "a number behind the comparison, not `" STR_FMT "`", STR_ARG(made->value));
}

static condition *feature_atom(lexer *lex) {
    condition *made = new_condition(lex, CONDITION_feature);
    made->feature.compare = COMPARE_has;
    made->feature.key = lex_name(lex, "the key of a feature, attribute or slot");
    made->feature.known = rule_known_key(made->feature.key);
    if (lex->now.type == LEX_NE || lex->now.type == LEX_LE || lex->now.type == LEX_GE || lex_is(lex, '=') || lex_is(lex, '<') ||
        lex_is(lex, '>') || lex_is(lex, '~'))
        feature_comparison(lex, &made->feature);
    return made;
}

/* --- conditions joined by ! & | ( ) ------------------------------------------------------------------------------------------------ */

typedef condition *(*atom_parser)(lexer *lex);

static condition *any_of(lexer *lex, atom_parser parse);

static condition *not_of(lexer *lex, atom_parser parse) {
    if (lex_is(lex, '!')) {
        condition *made = new_condition(lex, CONDITION_not);
        enter(lex);
        lex_next(lex);
        made->items = ARENA_NEW(lex->build->memory, condition *);
        made->items[0] = not_of(lex, parse);
        made->count = 1;
        leave(lex);
        return made;
    }
    if (!lex_is(lex, '(')) return parse(lex);
    enter(lex);
    lex_next(lex);
    condition *inner = any_of(lex, parse);
    lex_expect(lex, ')', "to close the group");
    leave(lex);
    return inner;
}

static condition *all_of(lexer *lex, atom_parser parse) {
    condition *first = not_of(lex, parse);
    if (!lex_is(lex, '&')) return first;
    condition_list items = {0};
    VEC_PUSH(lex->build->memory, &items, first);
    while (lex_take(lex, '&')) VEC_PUSH(lex->build->memory, &items, not_of(lex, parse));
    return join(lex, CONDITION_and, &items);
}

static condition *any_of(lexer *lex, atom_parser parse) {
    condition *first = all_of(lex, parse);
    if (!lex_is(lex, '|')) return first;
    condition_list items = {0};
    VEC_PUSH(lex->build->memory, &items, first);
    while (lex_take(lex, '|')) VEC_PUSH(lex->build->memory, &items, all_of(lex, parse));
    return join(lex, CONDITION_or, &items);
}

/* --- elements ---------------------------------------------------------------------------------------------------------------------- */

static node *bracket(lexer *lex) {
    node *made = new_node(lex, NODE_token);
    lex_next(lex);
    made->condition = any_of(lex, token_atom);
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
    made->condition = any_of(lex, feature_atom);
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
    enter(lex);
    lex_next(lex);
    node *look = lex_is(lex, '?') ? look_around(lex, place) : NULL;
    node *inner = alternatives(lex);
    lex_expect(lex, ')', "to close the group");
    leave(lex);
    return look ? with_item(lex, look, inner) : inner;
}

static node *near_node(lexer *lex) {
    node *made = new_node(lex, NODE_near);
    enter(lex);
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
    leave(lex);
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
    enter(lex);
    lex_next(lex);
    node_list items = {0};
    do VEC_PUSH(lex->build->memory, &items, alternatives(lex));
    while (lex_take(lex, ','));
    lex_expect(lex, ')', "behind the arguments of the macro");
    leave(lex);
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
        node *made = token_node(lex, regex_condition(lex));
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
        node *made = token_node(lex, new_condition(lex, CONDITION_any));
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
    enter(lex);
    lex_next(lex);
    lex_next(lex);
    with_item(lex, made, quantified(lex, finish(lex, element_atom(lex))));
    leave(lex);
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
