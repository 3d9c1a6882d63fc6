/* rule_matcher.h: what a worker keeps while it matches rules, and what the files of matching share.
 *
 * At run time: words and tokens -> classes (rule_word.c, rule_cover.c, rule_class.c), rules that may begin (rule_scan.c), those that may
 * match (rule_automaton.c), exact matches (rule_run.c), what they make (rule_apply.c).
 */
#ifndef RULE_MATCHER_H
#define RULE_MATCHER_H

#include "rule/rule_program.h"

enum {
    CONTEXT_FLAGS = 7, /* TOKEN_SPACED, TOKEN_NEWLINE, TOKEN_FIRST */
    CONTEXT_BLOCK_SHIFT = 3,
    CONTEXT_BLOCK = 7 << 3,
    CONTEXT_CAPS = 1 << 6,
    CONTEXT_DEPTH_SHIFT = 7,
    CONTEXT_DEPTH = 15 << 7,
};

/* Growing arrays and tables of a matcher: malloc, and failing through the document's arena. */
#define POOL_PUSH(memory, vec, value)                                                                                                      \
    do {                                                                                                                                   \
        if ((vec)->count == (vec)->capacity)                                                                                               \
            pool_reserve((memory), (void **)&(vec)->at, &(vec)->capacity, (size_t)(vec)->count + 1, sizeof *(vec)->at);                    \
        (vec)->at[(vec)->count++] = (value);                                                                                               \
    } while (0)
#define POOL_RESERVE(memory, vec, wanted)                                                                                                  \
    do {                                                                                                                                   \
        size_t wanted_here = (wanted);                                                                                                     \
        if (wanted_here > (vec)->capacity) pool_reserve((memory), (void **)&(vec)->at, &(vec)->capacity, wanted_here, sizeof *(vec)->at);  \
    } while (0)
void pool_reserve(arena *memory, void **at, uint32_t *capacity, size_t wanted, size_t item);

/* Numbers for sequences. */
typedef struct interner {
    VEC(uint32_t) pool;
    VEC(uint32_t) starts; /* of sequence i; it ends where the next starts */
    VEC(uint32_t) slots;  /* index + 1 */
} interner;
uint32_t intern_sequence(arena *memory, interner *in, const uint32_t *at, uint32_t count, bool *is_new);
const uint32_t *interned(const interner *in, uint32_t index, uint32_t *count);
uint32_t intern_count(const interner *in);
void intern_clear(interner *in);
void intern_free(interner *in);

/* 64-bit keys to 32-bit values. */
typedef struct table_slot {
    uint64_t key;
    uint32_t value, generation;
} table_slot;
typedef struct table {
    VEC(table_slot) slots;
    uint32_t count, generation;
} table;
/* The value of a key (good until the next table_set), or NULL. */
uint32_t *table_find(const table *t, uint64_t key);
void table_set(arena *memory, table *t, uint64_t key, uint32_t value);
void table_clear(table *t);
void table_free(table *t);

/* Of an automaton: state x width cells, one for each column. */
enum { UNMADE = 0xFFFF }; /* a cell that is not filled in yet */
typedef struct transitions {
    VEC(uint16_t) cells;
    uint32_t width; /* columns a row has room for */
} transitions;
/* Makes room for so many rows and columns; where rows grow, all cells are UNMADE again. */
void transitions_fit(arena *memory, transitions *t, uint32_t states, uint32_t columns);

/* Of a rule. */
enum { COLUMN_BITS = 12, COLUMNS_LIMIT = 1 << COLUMN_BITS, CLASSES_LIMIT = 1 << 19 };
typedef struct automaton {
    transitions next;       /* where the row of the next state starts */
    uint32_t start;         /* state */
    interner states;        /* sets of positions */
    interner columns;       /* the tests of its outline that hold */
    VEC(uint32_t) class_of; /* column -> a class of it */
    VEC(uint32_t) met;      /* hash of the classes that the rule has met: class << COLUMN_BITS | column */
    uint32_t met_count;
} automaton;

/* What follows a step of the letter program: a set and the step behind it, or (LEAD_ACCEPT) a predicate of a word that ends here. */
enum { LEAD_ACCEPT = UINT32_MAX - 1, LEAD_END = UINT32_MAX };
typedef struct letter_lead {
    uint32_t set, to;
} letter_lead;

/* Of the letters of words. */
typedef struct letter_automaton {
    transitions next;       /* the next state */
    uint32_t start;         /* state */
    interner states;        /* steps of the program */
    interner columns;       /* the sets that a letter is in, as bits */
    uint16_t ascii[128];    /* letter -> column + 1, or 0 */
    table others;           /* the same of other letters: column */
    VEC(letter_lead) leads; /* of steps, each list up to LEAD_END */
    index_list leads_of;    /* per step: where its list begins, + 1; 0: not asked yet */
    interner accepts;       /* predicates that hold where a word ends */
    index_list accepted;    /* of a state, or NONE: not asked yet */
} letter_automaton;

/* What a worker has learnt of a phase. */
typedef struct phase_state {
    index_list local_word; /* word class -> class of words in this phase */
    interner words;        /* predicates of the phase that hold of a word */
    index_list projected;  /* cover -> label set, or NONE */
    interner label_sets;   /* what the phase looks at of a cover: 2 * label index + (1: begins here), 2 * labels + index of a fit */
    table classes;         /* word class, context, label set -> class */
    VEC(uint64_t) bits;    /* per class: see phase */
    uint32_t class_count;
    VEC(uint32_t) class_slots; /* hash of the classes by the tests that hold: class + 1; 0: empty */
    VEC(automaton) automata;   /* per rule (bit) */
} phase_state;

/* What all phases look at of a token: its word's class, its context, its cover. Most tokens share theirs with others. */
typedef struct signature {
    uint32_t word, context, cover;
    uint32_t from;    /* first phase in which its class is known: all before are over when it is met first */
    uint64_t telling; /* phases (bits) whose class of it has a row that is not empty; the last bit stands for all further ones */
} signature;

/* A list entry's reading in a form. */
typedef struct known_reading {
    uint32_t entry; /* + 1 */
    label label;
    uint16_t form;
    uint32_t reading;
} known_reading;

/* What a matcher knows of a word form: its class, and the signature that it had last, which it mostly has again. */
typedef struct word_note {
    uint64_t hash;
    uint32_t class;
    uint32_t stamp, cover, context, signature; /* good if the stamp is the matcher's */
} word_note;

typedef struct captured {
    uint32_t first, last, annotation;
} captured;

/* Of a run: a choice left open, an instruction and a token (list: see rule_run.c), with the events and the path up to there. */
typedef struct open_choice {
    uint32_t pc, at, list, events, path;
} open_choice;

/* Something passed on the way: a capture opened or closed at a token, or an annotation (index) that ends there. */
typedef struct event {
    opcode op;
    uint32_t index, at;
} event;

/* The stretch that a rule may match in, and how far look-arounds see. */
typedef struct window {
    uint32_t first, last;
    uint32_t look_first, look_last;
} window;

/* A match: where, and its captures once they are read. */
typedef struct found {
    uint32_t rule, first, last;
    window in;
    uint32_t saved; /* index into rule_matcher.saved, or NONE: not read yet */
} found;

/* How far a rule got (why-not). */
typedef struct furthest {
    bool on;
    uint32_t at, pc, start;
} furthest;

struct rule_matcher {
    const ruleset *rules;
    pcre2_match_data *match_data;
    pcre2_match_context *match_context;
    document *doc; /* while matching */
    lexicon *lexicon;
    arena *memory; /* the document's, for failing */
    const phase *phase;
    phase_state *state;
    phase_state *states; /* per phase */
    uint64_t steps;      /* of the matcher, for tests */

    /* of words */
    interner words;
    VEC(word_note) notes;
    letter_automaton letters;
    index_list holds;       /* per predicate, and then per union: stamp */
    VEC(uint64_t) prompted; /* bits: tests to be asked */
    uint32_t stamp;

    /* of annotations: label, then the fits that they fulfil */
    interner readings;
    VEC(uint64_t) reading_bits; /* per reading: its fits */
    VEC(uint32_t) reading_of;   /* per annotation of the document, or NONE */
    known_reading known_readings[1 << READING_BITS];
    table made_readings; /* of what rules make: what conditions can see of it -> reading */

    /* of the piece, by tokens: piece_first is 0 */
    uint32_t piece_first, piece_last;
    VEC(uint32_t) word_notes, cover, signatures;
    VEC(uint32_t) classes; /* in the phase; of a window in which a rule may begin, and of the tokens before it */
    uint32_t classed;      /* tokens (from 0) whose class is there */
    VEC(uint64_t) telling; /* phases (bits) to which the token tells something */
    uint64_t told;         /* the same of any token */
    VEC(uint8_t) taken;
    interner covers;                      /* sets of 2 * label: goes on here; 2 * reading + 1: begins here */
    table cover_next;                     /* cover, element -> cover */
    VEC(uint32_t) sweep;                  /* per label: end of its annotations met so far */
    VEC(uint32_t) active;                 /* labels whose annotations reach the current token */
    uint32_t cover_budget;                /* tokens that may still be gone over one by one in this round */
    bool cover_stale;                     /* the piece is to be gone over again */
    uint32_t changed_first, changed_last; /* tokens among which signatures are to be made again, where there are none */
    VEC(signature) known_signatures;
    VEC(uint32_t) class_of; /* per signature and phase */
    table signature_of;
    uint32_t signature_stamp; /* new when they are forgotten */

    /* of a window */
    uint32_t quotation_first, quotation_at; /* walk over the quotations: of the piece, of the window */
    VEC(uint64_t) bit_sets;                 /* see rule_scan.c */

    /* of a run */
    index_list visited; /* per instruction: stamp of the closure */
    uint32_t visit;
    VEC(uint32_t) scratch, scratch_labels, stack;
    table memo, bounded, walked; /* of the piece; of one start of a `within N` rule; of one reading of captures */
    VEC(open_choice) choices;
    VEC(event) events;
    VEC(uint64_t) path; /* memo keys */
    captured captures[CAPTURE_LIMIT];
    VEC(found) founds;
    VEC(captured) saved;
    furthest furthest;
};

/* The predicates of the regular expressions (of the program) that match a word, into m->scratch. */
void rule_match_letters(rule_matcher *m, str text);
void rule_free_letters(letter_automaton *a);
/* Sets of numbers in m->scratch: begins one (with m->visit for what is visited), puts it in order, each once. */
void rule_next_visit(rule_matcher *m);
void rule_sort_scratch(rule_matcher *m);
/* The note of a word form, with its class: what the rules' predicates say of it. An index into m->notes. */
uint32_t rule_word_note(rule_matcher *m, const word *w);
/* The reading of an annotation of the document; worked out once. */
uint32_t rule_reading(rule_matcher *m, uint32_t index);
/* The same of one that a rule has just made; `seen` stands for all that conditions can see of it. */
uint32_t rule_made_reading(rule_matcher *m, uint32_t index, uint64_t seen);
static inline label rule_reading_label(const rule_matcher *m, uint32_t reading) {
    return (label)m->readings.pool.at[m->readings.starts.at[reading]];
}
static inline bool rule_reading_fits(const rule_matcher *m, uint32_t reading, uint32_t fit_index) {
    return m->reading_bits.at[(size_t)reading * m->rules->fit_words + fit_index / 64] >> (fit_index % 64) & 1;
}
/* Whether an annotation of this piece is what a pattern asks for, its place aside. */
static inline bool rule_fits(const rule_matcher *m, uint32_t index, const annotation_pattern *asked) {
    const annotation *a = &m->doc->annotations.at[index];
    if (a->label != asked->label || a->flags & ANNOTATION_RETIRED) return false;
    return asked->fit == NONE || rule_reading_fits(m, m->reading_of.at[index], asked->fit);
}
/* Words, labels and signatures of the tokens [first, last), which are the piece that rules are matched in from now on. */
void rule_enter_piece(rule_matcher *m, uint32_t first, uint32_t last);
void rule_forget_signatures(rule_matcher *m);
/* The class of a signature in the phase; *tells: its row is not empty. */
uint32_t rule_class_of(rule_matcher *m, const signature *of, bool *tells);
/* Forgets the classes and automata of phases that have grown too large; whether there was one. Only between pieces. */
bool rule_trim(rule_matcher *m);
static inline uint64_t rule_phase_bit(uint32_t phase_index) {
    return 1ull << (phase_index < 63 ? phase_index : 63);
}
void rule_forget_automaton(automaton *a);
void rule_free_automaton(automaton *a);
/* The labels at each token are kept up over what a round makes, changes and drops. */
void rule_cover_begin(rule_matcher *m);
void rule_cover_add(rule_matcher *m, uint32_t index, uint64_t seen);
void rule_cover_change(rule_matcher *m, uint32_t index);
void rule_cover_end(rule_matcher *m);
bool rule_compares(compare how, double a, double b);
static inline const uint64_t *rule_class_tests(const rule_matcher *m, uint32_t class) {
    return m->state->bits.at + (size_t) class * m->phase->class_words + m->phase->row_words;
}
static inline bool rule_class_has(const rule_matcher *m, uint32_t class, uint32_t test) {
    return rule_class_tests(m, class)[test / 64] >> (test % 64) & 1;
}
static inline uint32_t rule_class_at(const rule_matcher *m, uint32_t token_index) {
    return m->classes.at[token_index - m->piece_first];
}
/* Fills in the classes of the tokens before `last`. */
void rule_classify(rule_matcher *m, uint32_t last);
/* Makes room for scans in the phase. */
void rule_ready_scan(rule_matcher *m);
/* Adds the matches of a window to m->founds. */
void rule_scan(rule_matcher *m, window_kind kind, const window *in);
/* Keeps the captures (in m->captures) of a match. */
void rule_save_captures(rule_matcher *m, found *f);
/* Whether a rule (its bit) may match at a token, in a window up to `last`, as far as its automaton tells. */
bool rule_may_match(rule_matcher *m, uint32_t bit, uint32_t at, uint32_t last);
/* Where the match of a rule at a token ends, or NONE; *read: its captures are in m->captures. m->memo knows the window until it is cleared.
 */
uint32_t rule_find_match(rule_matcher *m, const rule_item *item, uint32_t at, const window *in, bool *read);
/* The same for a match that was found with the memory: its captures into m->captures. */
uint32_t rule_capture(rule_matcher *m, const rule_item *item, uint32_t at, const window *in);
bool rule_anchor_holds(const document *doc, anchor which, uint32_t at);

/* The value of a key of an annotation: a slot's, a number's, an entry's. */
typedef struct feature_value {
    str text;             /* empty for a number */
    uint32_t first, last; /* of a span; else 0, 0 */
    bool is_number;
    double number;
} feature_value;
/* False if it has none. */
bool rule_feature(const document *doc, const ruleset *set, const annotation *a, str key, feature_key known, feature_value *out);
bool rule_features_hold(const rule_matcher *m, const annotation *a, const condition *on);
/* Whether a regular expression matches a whole text. */
bool rule_regex_matches(const rule_matcher *m, uint32_t index, str text);
/* Applies a rule's match (captures in m->captures). Whether it changed anything. */
bool rule_apply(rule_matcher *m, uint32_t rule, uint32_t first, uint32_t last, bool trace);
/* The windows of a kind in the piece [first, last), in order: the one at or behind *at, which is moved on. False: none is left. */
bool rule_next_window(const document *doc, window_kind kind, uint32_t last, uint32_t *at, uint32_t *quotation_at, window *out);
/* The end of the piece that starts with a sentence; *next: the sentence behind it. */
uint32_t rule_piece(const document *doc, uint32_t sentence_index, uint32_t *next);
void rule_enter(rule_matcher *m, document *doc, lexicon *words);
void rule_enter_phase(rule_matcher *m, uint32_t index);

#endif
