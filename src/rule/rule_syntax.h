/* rule_syntax.h: rule files as they are read: limits, sources, lexemes, patterns, actions; what the files of the stage that read share. */
#ifndef RULE_SYNTAX_H
#define RULE_SYNTAX_H

#include <setjmp.h>

#include "base/error.h"
#include "base/str_table.h"
#include "rule/rule.h"

enum {
    FILE_LIMIT = 4 * 1024 * 1024, /* bytes of a rule file */
    RULES_LIMIT = 100000,         /* rules of all files */
    NAME_LIMIT = 64,              /* bytes of a name */
    NESTING_LIMIT = 64,           /* groups, conditions, macros inside each other */
    PROGRAM_LIMIT = 4000,         /* instructions of a rule */
    CODE_LIMIT = 4000000,         /* instructions of all rules */
    EXPANSION_LIMIT = 100000,     /* nodes visited while a rule is compiled */
    REGEX_LIMIT = 2000,           /* bytes of a regular expression */
    REPEAT_LIMIT = 255,           /* {n,m} */
    LOOK_LIMIT = 8,               /* look-arounds inside each other */
    CAPTURE_LIMIT = 64,           /* captures of a rule */
    NEED_LIMIT = 3,               /* needs noted of a rule */
    READING_BITS = 14,            /* size of the memory of readings of list entries */
    BEHIND_LIMIT = 16,            /* tokens that a look-behind sees */
    PIECE_LIMIT = 10000,          /* tokens of a piece of a block */
    ROUND_LIMIT = 16,             /* rounds of a repeating phase */
    AHEAD_LIMIT = 64,             /* tokens that an automaton looks ahead */
    BRANCH_LIMIT = 32,            /* ways that a choice is followed at once */
    FREE_STEPS = 500,             /* of a run before it begins to remember */
    WORD_LIMIT = 512,             /* bytes; longer words match no literal and no regular expression */
    PILE_LIMIT = 256,             /* annotations that may start at one token before rules add no more there */
    ERRORS_LIMIT = 100,           /* errors reported of one file */
};

typedef struct phase phase;
typedef VEC(uint32_t) index_list;

/* --- what files say ------------------------------------------------------------------------------------------------------------ */

typedef struct source {
    str path;    /* as opened; for errors */
    str name;    /* relative to its data folder; what facts are given as provenance */
    str content; /* NUL behind it; kept: `explain` shows pieces of it */
    uint32_t index;
} source;

/* A place of a source: bytes. */
typedef struct place_in {
    const source *file;
    uint32_t at, end;
} place_in;

typedef enum compare {
    COMPARE_equal,
    COMPARE_unequal,
    COMPARE_less,
    COMPARE_most,
    COMPARE_more,
    COMPARE_least,
    COMPARE_regex,
    COMPARE_has
} compare;

/* What may hold of a token. Those up to PREDICATE_LENGTH depend on the word alone. */
typedef enum predicate_type {
    PREDICATE_KEY,   /* text: the word's key (rule_key) */
    PREDICATE_TEXT,  /* text: the word as written */
    PREDICATE_MAP,   /* index: the word is a one-word entry of that map */
    PREDICATE_REGEX, /* index: of the ruleset's regexes */
    PREDICATE_SHAPE, /* index: SHAPE_* */
    PREDICATE_VALUE, /* compare, number */
    PREDICATE_ORDINARY,
    PREDICATE_LENGTH,
    PREDICATE_BEGIN,  /* index: an annotation of that label starts here */
    PREDICATE_INSIDE, /* index: the token is inside one */
    PREDICATE_FITS,   /* index: one of that label starts here that fulfils `on`, which is written as text */
    PREDICATE_BLOCK,  /* index: enum block_kind */
    PREDICATE_DEPTH,  /* compare, number */
    PREDICATE_FLAG,   /* index: TOKEN_* */
    PREDICATE_CAPS,
} predicate_type;

typedef struct predicate {
    predicate_type type;
    compare compare;
    uint32_t index;
    double number;
    str text;
    const struct condition *on;
    uint32_t fit; /* PREDICATE_FITS: index into the ruleset's fits */
} predicate;

/* `key=value` inside @label{ }: on the annotation. */
/* Keys that are no slots nor attributes of entries. */
typedef enum feature_key {
    KEY_other,
    KEY_length,
    KEY_low,
    KEY_high,
    KEY_value,
    KEY_qualifier,
    KEY_ordinal,
    KEY_year,
    KEY_percent,
    KEY_exact,
    KEY_spelled,
    KEY_form,
    KEY_name,
    KEY_id
} feature_key;

typedef struct feature {
    feature_key known;
    str key, value;
    compare compare;
    double number;
    bool numeric;   /* the value is a number */
    uint32_t regex; /* of COMPARE_regex */
} feature;

typedef enum condition_type { CONDITION_any, CONDITION_atom, CONDITION_feature, CONDITION_not, CONDITION_and, CONDITION_or } condition_type;

typedef struct condition {
    condition_type type;
    union {
        predicate atom; /* labels not looked up yet: atom.text is the name */
        feature feature;
    };
    place_in place;
    struct condition **items;
    uint32_t count;
    uint32_t known_atom;             /* index of the predicate that the atom is, + 1; 0: not looked up */
    uint32_t known_test, test_phase; /* the test that it is in a phase (index + 1; 0: in none yet) */
} condition;

typedef enum anchor {
    ANCHOR_sentence_start,
    ANCHOR_sentence_end,
    ANCHOR_block_start,
    ANCHOR_block_end,
    ANCHOR_quote_start,
    ANCHOR_quote_end
} anchor;

typedef enum node_type {
    NODE_token,        /* condition */
    NODE_annotation,   /* name: the label; condition or NULL */
    NODE_sequence,     /* items */
    NODE_alternatives, /* items */
    NODE_repeat,       /* items[0], low, high (NONE: no end), lazy */
    NODE_capture,      /* name, items[0] */
    NODE_look,         /* items[0], behind, negated */
    NODE_anchor,       /* low: enum anchor */
    NODE_macro,        /* name, items: arguments */
    NODE_near,         /* low: tokens between, items[0], items[1] */
} node_type;

typedef VEC(struct node *) node_list;

typedef struct node {
    node_type type;
    bool lazy, behind, negated;
    uint32_t low, high;
    str name;
    str text; /* of an annotation with conditions: as written */
    condition *condition;
    place_in place;
    struct node **items;
    uint32_t count;
    /* What compiling has found out of it, to be found out once: */
    uint32_t pattern, pattern_phase; /* of an annotation: what it asks for in a phase (index + 1; 0: in none yet) */
    struct definition *meant;        /* what a macro's name stands for */
    condition *single;               /* the condition on the one token that it matches, if `single_known`; NULL: there is none */
    bool single_known;
    node_list merged; /* alternatives, or parts of a sequence, of which some neighbours are made one */
} node;

/* Words to values. */
typedef struct map_entry {
    str key; /* keys of its words, joined by spaces */
    str value;
    str *words;
    uint32_t count;
} map_entry;

typedef struct rule_map {
    str name;
    VEC(map_entry) entries;
    str_table keys;   /* of the entries, in their order */
    uint32_t longest; /* words */
} rule_map;

/* The code of a macro. */
typedef struct macro_code {
    uint32_t phase;           /* index + 1 of the phase that it is for; 0: none */
    struct instruction *code; /* jumps count from its start */
    place_in *places;         /* of each instruction; not of an outline */
    uint32_t count;
    bool annotated; /* it has annotations */
} macro_code;

/* A macro or a map. */
typedef struct definition {
    str name;
    place_in place;
    const struct scope *scope;
    node *body;      /* macro */
    str *parameters; /* macro */
    uint32_t parameter_count;
    uint32_t map;          /* NONE: a macro */
    macro_code code[2][2]; /* macro: as it was last compiled, [forwards or back][in full or as outline] */
} definition;

/* The names that a file may use: its own and those of the files it includes. */
typedef struct scope {
    const source *file;
    bool complete;
    VEC(definition *) definitions;
    str_table names; /* of the definitions, in their order */
} scope;

typedef enum value_type { VALUE_span, VALUE_text, VALUE_feature } value_type;

typedef struct rule_value {
    value_type type;
    str text, key;     /* VALUE_text; VALUE_feature: key */
    feature_key known; /* the same */
    str name;          /* of the capture */
    uint32_t capture;
    uint32_t map; /* NONE, or what its text is looked up in */
    place_in place;
} rule_value;

/* How conditions ask for a key of the annotations of a label. */
typedef enum asked_how { ASKED_not, ASKED_whether, ASKED_what } asked_how;

typedef struct assignment {
    str key;
    rule_value value;
    asked_how asked; /* of a `make` */
} assignment;

typedef enum action_type { ACTION_make, ACTION_set, ACTION_drop } action_type;

typedef struct action {
    action_type type;
    label label;
    str label_name, capture_name, if_name; /* empty: none */
    place_in capture_place, if_place;
    uint32_t capture, if_capture; /* NONE: the whole match; no condition */
    uint32_t number;              /* of all actions of the ruleset */
    bool length_asked;            /* of its label */
    VEC(assignment) assignments;
} action;

typedef struct expected {
    str label, span;
    VEC(assignment) slots; /* VALUE_text */
} expected;

typedef struct example {
    uint32_t rule, line;
    bool yes;
    str text;
    VEC(expected) made;
} example;

typedef enum window_kind { WINDOW_sentence, WINDOW_block, WINDOW_quote, WINDOW_KINDS } window_kind;

typedef struct rule_item {
    str name;
    place_in place;
    uint32_t line, phase;
    const scope *scope;
    node *pattern;
    VEC(action) actions;
    VEC(str) tags;
    VEC(str) captures;
    VEC(example) examples;
    uint64_t annotated; /* bit per capture: an annotation may stand in it */
    window_kind window;
    uint32_t within; /* tokens from the start of a match; 0: no bound of its own */
    bool overlap, enabled;
    uint32_t start, size;                   /* instructions */
    uint32_t outline;                       /* of the outline (ruleset.outlines) */
    uint32_t bit;                           /* index into its phase's rules */
    uint32_t needs[NEED_LIMIT], need_count; /* of the phase's needs */
    bool anchored;                          /* begins with an anchor: lead */
    anchor lead;
} rule_item;

/* --- reading rules --------------------------------------------------------------------------------------------------------------- */

typedef struct builder {
    arena *memory;
    ruleset *set;
    const rule_options *options; /* NULL: one text */
    labels *all;
    lexicon *words;
    finding_sink sink;
    jmp_buf *resume; /* where an error goes on */
    VEC(scope *) scopes;
    const str *extra; /* names of the files in extra/ */
    uint32_t extra_count;
    uint32_t errors; /* of the current file */
    bool wrong;      /* there was an error */
    uint32_t nesting;
    index_list code; /* of the test being made */
} builder;

/* Reports an error at a place and goes on at builder.resume (without a sink: fails the arena). */
_Noreturn void rule_refuse(builder *build, place_in place, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Reports a warning, if anybody listens. */
void rule_warn(builder *build, place_in place, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Line and column (code points) of a byte, from 1. */
void rule_position(const source *file, uint32_t at, uint32_t *line, uint32_t *column);
/* Of `count` names (given by index) the one most like `name`, or none. For "did you mean". */
typedef str (*rule_name_at)(const void *names, uint32_t index);
str rule_nearest(str name, rule_name_at name_at, const void *names, uint32_t count);

typedef enum lexeme_type {
    LEX_END,
    LEX_NAME,
    LEX_STRING,
    LEX_EXACT,
    LEX_REGEX,
    LEX_NUMBER,
    LEX_NE,
    LEX_LE,
    LEX_GE,
    LEX_SIGN,
    LEX_WORD
} lexeme_type;

typedef struct lexeme {
    lexeme_type type;
    char sign; /* LEX_SIGN: the character */
    bool caseless;
    str text; /* names as written, strings without marks and escapes, regexes without slashes */
    double number;
    uint32_t at, end, line, indent; /* indent: bytes before the first lexeme of a line; NONE for the others */
} lexeme;

typedef struct lexer {
    builder *build;
    const source *file;
    const char *text; /* of the file */
    uint32_t size, at, line, line_start;
    uint32_t behind; /* the lexeme before the current one */
    bool fresh;      /* nothing but white space since line_start */
    bool raw;        /* words are read bare (LEX_WORD): only `,` `=` and strings are special */
    int32_t margin;  /* a line indented no deeper ends the clause */
    lexeme now;
} lexer;

void lex_start(lexer *lex, builder *build, const source *file);
void lex_next(lexer *lex);
/* From here to the next line that starts at the margin. */
void lex_skip_clause(lexer *lex);
static inline bool lex_is(const lexer *lex, char sign) {
    return lex->now.type == LEX_SIGN && lex->now.sign == sign;
}
static inline bool lex_is_name(const lexer *lex, const char *name) {
    return lex->now.type == LEX_NAME && str_is(lex->now.text, name);
}
/* Goes on if that sign is here. */
bool lex_take(lexer *lex, char sign);
/* Goes on behind that sign or refuses: "expected `)` …what". */
void lex_expect(lexer *lex, char sign, const char *what);
/* The name that stands here; goes on. */
str lex_name(lexer *lex, const char *what);
/* The character directly behind the current lexeme; the first one behind blanks. */
char lex_adjacent(const lexer *lex);
char lex_peek(const lexer *lex);
/* Reads a string or a bare word behind the current lexeme (which is a sign), up to white space or one of `stops`; goes on. */
str lex_bare(lexer *lex, const char *stops, const char *what);
/* The place of the current lexeme. */
place_in lex_place(const lexer *lex);
_Noreturn void lex_refuse(lexer *lex, const char *expected);

/* rule_condition.c: [CONDITION] on a token, {conditions} on an annotation, up to the bracket behind them. */
condition *rule_parse_on_token(lexer *lex);
condition *rule_parse_on_annotation(lexer *lex);
/* The words of a literal, one condition each; a regular expression. The lexer stays on them. */
condition **rule_parse_words(lexer *lex, uint32_t *count);
condition *rule_parse_regex(lexer *lex);
condition *rule_new_condition(lexer *lex, condition_type type);
/* What nests more deeply than NESTING_LIMIT is refused. */
void rule_enter_group(lexer *lex);
void rule_leave_group(lexer *lex);

node *rule_parse_pattern(lexer *lex);
void rule_parse_action(lexer *lex, rule_item *item, action_type type);
void rule_parse_example(lexer *lex, rule_item *item, bool yes);
/* Reads a file: definitions into its scope, and (unless it is included) rules into the phase. */
scope *rule_parse_file(builder *build, source *file, bool rules, uint32_t phase_index);
/* The scope of a file, parsing it if nobody has yet. */
scope *rule_included(builder *build, source *file);

/* rule_phases.c: the phases that the data folders name, with their files; then the files in extra/, each put into its phase. */
void rule_read_phases(builder *build);
void rule_read_extra(builder *build);
/* The name and the options of the only phase, from the head of a text; what is wrong with it is reported when the text is parsed. */
void rule_read_head(builder *build, source *file, phase *p);
/* `repeat N`, `conflict longest|all` behind a phase's name. */
void rule_phase_options(lexer *lex, phase *p);

/* rule_files.c: the file of that name (relative to rules/) in the topmost folder that has it, read once. from: who asked for it. */
source *rule_open_file(builder *build, str name, place_in from);
/* The same in one folder; NULL if it has none. */
source *rule_open_in(builder *build, const char *folder, str name, place_in from);
source *rule_new_source(builder *build, str path, str name, str content);
/* The names (extra/X.rules) of the files in extra/ of all folders, in order. */
const str *rule_extra_files(arena *memory, const rule_options *options, uint32_t *count);

/* rule_scope.c: of a file that was parsed; or NULL. */
scope *scope_of_file(builder *build, const source *file);
definition *scope_find(const scope *names, str name);
definition *scope_add(builder *build, scope *names, definition *value);
uint32_t rule_map_find(const rule_map *map, str key);
void rule_map_add(builder *build, rule_map *map, map_entry entry, place_in place);

/* A word as literals compare it: lower case, without accents, apostrophes and hyphens of one kind. In buffer, or the word's own text. */
str rule_key(const word *w, char buffer[WORD_LIMIT * 3]);
/* The same of a text that is one plain word. False: the tokeniser has to cut it. */
bool rule_plain_key(builder *build, str text, str *key);
feature_key rule_known_key(str key);
uint32_t rule_regex(builder *build, str pattern, bool caseless, place_in place);
/* Frees what running the regular expressions of a ruleset has made of them. */
void rule_close_regexes(void *set);

#endif
