/* rule_letter.h: the regular expressions that rules ask of words, all of them at once: one program over letters and, while matching, one
 * automaton. It reads a word from its end. What of a pattern cannot be put into the program (look-arounds, references, rare escapes) stays
 * with the library. */
#ifndef RULE_LETTER_H
#define RULE_LETTER_H

#include "rule/rule_syntax.h"

typedef enum letter_op {
    LETTER_SET,    /* a: set; one letter */
    LETTER_SPLIT,  /* a or b */
    LETTER_JUMP,   /* a */
    LETTER_ACCEPT, /* a: predicate; it holds of a word that ends here */
    LETTER_FAIL,
} letter_op;

typedef struct letter_step {
    letter_op op;
    uint32_t a, b;
} letter_step;

typedef struct letter_range {
    uint32_t first, last;
} letter_range;

/* What one letter may be. `ascii` says it of U+0000 to U+007F, inverted and in both cases where asked; the rest of the others. */
typedef struct letter_set {
    uint64_t ascii[2];
    uint32_t categories; /* ICU's bits of general categories */
    bool inverted, caseless;
    VEC(letter_range) ranges;
} letter_set;

typedef struct letter_program {
    VEC(letter_step) steps;
    VEC(letter_set) sets;
    VEC(uint32_t) starts;    /* of each pattern */
    uint32_t single[2][128]; /* set of one ASCII letter alone, and in both cases: index + 1, or 0 */
} letter_program;

/* Adds a pattern, which the library has found to be right and which is to match a word whole. False: it cannot be put so, and no
 * step of it is left. */
bool rule_letters_add(arena *memory, letter_program *to, str pattern, bool caseless, uint32_t predicate);
bool rule_letter_in(const letter_set *set, uint32_t letter);

#endif
