/* rule_condition.c: conditions on one token ("word", /regex/, [cap & !digit]) and on an annotation ({unit=people & low>=2}), by recursive
 * descent as deep as the nesting limit allows. */
#include "rule/rule_program.h"

typedef VEC(condition *) condition_list;

void rule_enter_group(lexer *lex) {
    if (++lex->build->nesting > NESTING_LIMIT)
        rule_refuse(lex->build, lex_place(lex), "more than %d groups inside each other", NESTING_LIMIT);
}

void rule_leave_group(lexer *lex) {
    lex->build->nesting--;
}

condition *rule_new_condition(lexer *lex, condition_type type) {
    condition *made = ARENA_NEW(lex->build->memory, condition);
    made->type = type;
    made->place = lex_place(lex);
    return made;
}

static condition *atom(lexer *lex, predicate value) {
    condition *made = rule_new_condition(lex, CONDITION_atom);
    made->atom = value;
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

condition **rule_parse_words(lexer *lex, uint32_t *count) {
    condition *plain = plain_condition(lex);
    const word **words;
    bool exact = lex->now.type == LEX_EXACT;
    *count = plain ? 1 : cut(lex, &words);
    condition **made = ARENA_ARRAY(lex->build->memory, condition *, *count);
    for (uint32_t i = 0; i < *count; i++) made[i] = plain ? plain : word_condition(lex, words[i], exact);
    return made;
}

static condition *one_word(lexer *lex) {
    uint32_t count;
    condition **words = rule_parse_words(lex, &count);
    if (count != 1)
        rule_refuse(lex->build, lex_place(lex), "a condition looks at one token, and this text is more than one; write it outside of [ ]");
    return words[0];
}

condition *rule_parse_regex(lexer *lex) {
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
    condition *made = rule_new_condition(lex, type);
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
    case LEX_REGEX: made = rule_parse_regex(lex); break;
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
    condition *made = rule_new_condition(lex, CONDITION_feature);
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
        condition *made = rule_new_condition(lex, CONDITION_not);
        rule_enter_group(lex);
        lex_next(lex);
        made->items = ARENA_NEW(lex->build->memory, condition *);
        made->items[0] = not_of(lex, parse);
        made->count = 1;
        rule_leave_group(lex);
        return made;
    }
    if (!lex_is(lex, '(')) return parse(lex);
    rule_enter_group(lex);
    lex_next(lex);
    condition *inner = any_of(lex, parse);
    lex_expect(lex, ')', "to close the group");
    rule_leave_group(lex);
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

condition *rule_parse_on_token(lexer *lex) {
    return any_of(lex, token_atom);
}

condition *rule_parse_on_annotation(lexer *lex) {
    return any_of(lex, feature_atom);
}
