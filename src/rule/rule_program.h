/* rule_program.h: rules as they are compiled, and what compiles them.
 *
 * The way of a rule: lexemes -> nodes of its pattern (rule_lex.c, rule_pattern.c) -> instructions of the ruleset's one program
 * (rule_compile.c) -> what its phase looks up (rule_begin.c, rule_need.c, rule_union.c, rule_prompt.c). What matching makes of it stands in
 * rule_matcher.h.
 */
#ifndef RULE_PROGRAM_H
#define RULE_PROGRAM_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdatomic.h>

#include "rule/rule_letter.h"
#include "rule/rule_syntax.h"

/* --- the program ----------------------------------------------------------------------------------------------------------------- */

typedef enum opcode {
    OP_TEST,            /* a: test of the phase; one token */
    OP_TEST_BACK,       /* the token before */
    OP_ANNOTATION,      /* a: index into annotation_patterns; its tokens; b: the test that one begins here */
    OP_ANNOTATION_BACK, /* one that ends here */
    OP_SPLIT,           /* a first, then b */
    OP_JUMP,            /* a */
    OP_OPEN,            /* a: capture */
    OP_CLOSE,
    OP_LOOK,   /* a: instruction to go on at; the inner program follows; b: LOOK_* */
    OP_ANCHOR, /* a: enum anchor */
    OP_ACCEPT,
    OP_FAIL,
} opcode;

enum { LOOK_BEHIND = 1, LOOK_NEGATED = 2 };

/* Small, as a run goes over many of them; where it stands in a file is kept apart (program.places). */
typedef struct instruction {
    uint8_t op;
    bool memo; /* may be reached in more than one way: what is known of it at a token is kept */
    uint32_t a, b;
    union {
        uint32_t rule;     /* of an outline */
        uint32_t branches; /* of a split that a run may come to: index into ruleset.branches; they end with one without pc */
    };
} instruction;

/* The test that an instruction asks of the token it starts at, or NONE. */
static inline uint32_t rule_test_asked(const instruction *one) {
    return one->op == OP_TEST ? one->a : one->op == OP_ANNOTATION ? one->b : (uint32_t)NONE;
}

/* Where a run may go on, if the token passes the test. */
typedef struct branch {
    uint32_t pc, guard; /* or NONE */
} branch;

typedef VEC(instruction) instruction_list;
typedef VEC(place_in) place_list;

typedef struct annotation_pattern {
    label label;
    uint32_t predicate;     /* of its condition on features, or NONE */
    uint32_t fit;           /* the same as an index into ruleset.fits */
    uint32_t begin, inside; /* tests of the phase; begin: of one that fulfils the condition */
} annotation_pattern;

/* A condition on one token, in prefix form: operators (TEST_*), each with the size of what it joins, and predicates. */
enum { TEST_ANY = 0, TEST_NOT = 1, TEST_AND = 2, TEST_OR = 3, TEST_PREDICATE = 4, TEST_BITS = 3 };

static inline uint32_t rule_test_op(uint32_t word) {
    return word & ((1u << TEST_BITS) - 1);
}

/* Whether code is one predicate, or predicates joined by `|`. */
static inline bool rule_is_plain(const uint32_t *code, uint32_t size) {
    for (uint32_t i = 0; i < size; i++)
        if (rule_test_op(code[i]) != TEST_PREDICATE && (i || rule_test_op(code[i]) != TEST_OR)) return false;
    return true;
}

typedef struct token_test {
    uint32_t *code;
    uint32_t size;
    const uint32_t *asked; /* the same with unions in it: see rule_union.c */
    bool plain;            /* one predicate, or predicates joined by `|` */
    uint32_t weight;       /* how common the words are that it holds of, roughly (rule_prompt.c); 0: it may hold of any */
} token_test;

/* A condition on annotations of a label. */
typedef struct fit {
    const condition *on;
    uint32_t until; /* behind the last phase that asks it */
} fit;
typedef VEC(fit) fit_list;

/* What look-arounds in front of the first token ask of a token: it passes none of these tests, and of each of these lists one. */
typedef struct constraints {
    index_list none;
    VEC(index_list) any;
} constraints;

/* One way in which a rule may begin: its first token passes one of these tests. */
typedef struct beginning {
    uint32_t rule; /* bit */
    index_list firsts;
    constraints here, before; /* of the first token, of the one before it */
    bool asked, guarded;      /* whether there are such constraints */
} beginning;

/* What a phase asks of a label: predicates, or NONE. */
typedef struct label_predicates {
    uint32_t begins, inside;
} label_predicates;

/* Bits of one word of a class's row, and the next of the same test, or NONE. */
typedef struct implication {
    uint32_t word, next;
    uint64_t bits;
} implication;

/* Lists of numbers, each once; slots: hash of them (index + 1), needed while lists are added. */
typedef struct number_lists {
    VEC(index_list) lists;
    uint32_t *slots;
    uint32_t mask;
} number_lists;

/* Tests by predicates: those of one are tests[from[predicate]] and on, up to from[predicate + 1]. */
typedef struct test_index {
    uint32_t *from, *tests;
} test_index;

struct phase {
    str name;
    place_in place;
    uint32_t rounds;
    bool all;            /* conflict all */
    VEC(source *) files; /* in order */
    VEC(uint32_t) rules; /* enabled ones, in order; a rule's `bit` is its index here */
    VEC(uint32_t) groups[WINDOW_KINDS];
    uint64_t *group_rules[WINDOW_KINDS]; /* bits: rules of the group */
    uint64_t *anchored;                  /* bits: rules that begin with an anchor */
    VEC(token_test) tests;
    number_lists test_codes;      /* of the tests, while they are made */
    VEC(label_predicates) labels; /* that its patterns look at */
    VEC(uint32_t) fits;           /* conditions on annotations: predicates */
    uint32_t *label_index;        /* label -> index into labels, or NONE; label_limit long */
    number_lists unions;          /* predicates that conditions list; numbered behind the predicates */
    test_index united;            /* predicate -> unions that it is in */
    test_index plain;             /* tests that hold where the predicate does */
    test_index prompted;          /* tests that may */
    uint64_t *always;             /* bits: tests that may hold where no predicate prompts them */
    uint32_t context;             /* CONTEXT_* bits that it looks at */
    uint8_t *uses;                /* per predicate: whether a test of the phase has it */
    /* Sets of bits. A class has, one after the other: rules that may begin with it; rules of which it meets the first
     * need, the second, … (NEED_LIMIT sets); rules that may go on with it
     * behind their first token; those of the first set that begin with it only behind a class that allows it; rules that it allows to begin
     * behind it; tests that hold. All but the last follow from the tests: */
    uint32_t rule_words, test_words;                                              /* 64-bit words of each */
    VEC(implication) implied;                                                     /* what a class has where a test holds */
    uint32_t *latest_implied;                                                     /* per test: the latest of its own, or NONE */
    uint32_t needs_at, seconds_at, guarded_at, behind_at, row_words, class_words; /* where the sets start, and end */
    VEC(beginning) beginnings;                                                    /* with constraints */
    uint32_t mark_test;                                                           /* of punctuation, if a rule has an anchor */
    uint64_t *outline_tests; /* per rule (bit): tests that its outline asks (test_words each) */
    uint64_t *single;        /* bits: rules that may match one token alone */
    uint64_t *every;         /* bits: all rules */
    number_lists needs;      /* what rules cannot match without: one of these tests (in order) holds at their first token or behind it */
    bool needs_known;
    uint64_t *open;             /* bits: rules that have no first need, no second, … (rule_words each) */
    VEC(uint32_t) surroundings; /* predicates on what stands around a word */
};

typedef struct regex {
    str pattern;
    bool caseless;
    _Atomic(pcre2_code *) code; /* NULL: of kept rules, not asked yet */
    _Atomic(pcre2_code *) fast; /* the same as machine code, once it is made */
    _Atomic(uint32_t) tries;
    /* What a text that it matches has, so that most need not be tried: */
    uint32_t least;    /* so many bytes, or more */
    bool any_first;    /* false: its first byte is in `first` */
    uint64_t first[4]; /* 256 bits */
    uint32_t last;     /* this ASCII character (letters in either case) anywhere; 0: none in particular */
} regex;

/* Words of literals and maps. */
typedef struct key_table {
    str_table words;
    VEC(index_list) predicates; /* of each word */
} key_table;

struct ruleset {
    arena *memory;
    const gazetteer *known;
    const labels *labels;
    VEC(source *) sources;
    VEC(phase) phases;
    VEC(rule_item) rules;
    VEC(rule_map *) maps;
    VEC(regex) regexes;
    VEC(predicate) predicates;
    uint32_t most_unions; /* that a phase has */
    uint32_t *predicate_slots;
    uint32_t predicate_mask;
    key_table keys[2];      /* [as written]: as a literal compares them, or as they are written */
    letter_program letters; /* regular expressions on words */
    VEC(uint32_t) general;  /* further predicates of words that no key finds: shapes, values, lengths, regexes that are not in `letters` */
    instruction_list code;
    VEC(branch) branches;
    place_list places;         /* per instruction of the code: the element it comes from */
    instruction_list outlines; /* rules without what their automata leave out: captures, look-arounds, anchors, how often */
    VEC(annotation_pattern) annotation_patterns;
    VEC(example) examples;  /* of enabled rules */
    fit_list fits;          /* conditions on annotations, each once */
    uint32_t fit_words;     /* 64-bit words for a bit each */
    index_list *label_fits; /* per label: its conditions */
    uint32_t label_limit;
    uint32_t *looked_until; /* per label: behind the last phase that looks at it; 0: none does */
    uint32_t context;       /* CONTEXT_* bits that some phase looks at */
    uint64_t hash;
};

/* --- compiling ------------------------------------------------------------------------------------------------------------------- */

/* The predicates that a word makes true, as a literal compares it or as written; or NULL. */
const index_list *rule_key_predicates(const ruleset *set, str key, bool exact);
/* Finds or adds. */
uint32_t rule_predicate(ruleset *set, const predicate *value);
uint32_t rule_test(builder *build, phase *p, condition *on);
/* Looks up the maps and labels that a condition names. */
void rule_resolve(builder *build, const scope *names, condition *on);
uint32_t rule_label_test(builder *build, phase *p, label of, bool begin);
/* *index: of its predicate. */
uint32_t rule_fit_test(builder *build, phase *p, label of, const condition *on, str text, uint32_t *index);
uint32_t rule_mark_test(builder *build, phase *p);
/* The label of a name, which a list provides or a rule makes. */
label rule_label(builder *build, str name, place_in place);
/* Compiles one rule's pattern and resolves the names in its actions. */
void rule_compile(builder *build, uint32_t rule);
void rule_resolve_actions(builder *build, rule_item *item);
/* Lets instructions [start, end) lead to where jumps lead. */
void rule_shorten_jumps(instruction *program, uint32_t start, uint32_t end);
/* Marks the instructions of one program at which the matcher remembers. */
void rule_mark_memo(instruction *program, uint32_t start, uint32_t size);
/* The branches of the splits of one program. */
void rule_add_branches(ruleset *set, uint32_t start, uint32_t size);
/* A ruleset without rules. Its regular expressions are freed with the memory. */
ruleset *rule_new_set(arena *memory, const gazetteer *known, const labels *all);
/* A compiled rule takes its place in its phase, if it is enabled. */
void rule_enlist(ruleset *set, uint32_t rule);
/* When all rules have: everything that follows from their programs. */
void rule_finish(ruleset *set);
/* When all rules are compiled: numbers their conditions on annotations, notes what these ask of what rules make. */
void rule_index_fits(ruleset *set);
void rule_note_asked(ruleset *set);
/* Then, phase by phase: what matching looks up in it. */
void rule_finish_phase(ruleset *set, phase *p);
/* The number of a list; finds or adds. Of a set: its numbers are put in order. */
uint32_t rule_list_number(arena *memory, number_lists *all, const uint32_t *at, uint32_t count);
uint32_t rule_set_number(arena *memory, number_lists *all, uint32_t *at, uint32_t count);
/* Makes unions of the predicates that conditions list. */
void rule_unite_tests(ruleset *set, phase *p);
/* Which tests each predicate decides or prompts. */
void rule_index_tests(ruleset *set, phase *p);
/* Whether a prefix coded test holds; holds[predicate or union] == stamp for those that do. */
bool rule_test_holds(const token_test *test, const uint32_t *holds, uint32_t stamp);
/* What the rules of a phase need, and then with what they begin, once they are compiled. */
void rule_find_needs(ruleset *set, phase *p);
void rule_find_beginnings(ruleset *set, phase *p);
/* Fills in a class's row (zeroed) from its tests, which stand behind it. */
void rule_fill_row(const phase *p, uint64_t *row);

#endif
