/* gazetteer_value.h: the grammar of numbers over atoms. Inside the stage. */
#ifndef GAZETTEER_VALUE_H
#define GAZETTEER_VALUE_H

#include "gazetteer/gazetteer_walk.h"

/* A number word, a number in digits, or a sign between them. */
typedef struct atom {
    uint32_t token, last; /* tokens it stands for: [token, last) */
    uint32_t classes;
    double value, fraction, low, high;
    bool has_low, has_high;
    bool inside;  /* more atoms of the same token follow */
    bool spaced;  /* white space stands before it */
    bool plain;   /* digits alone */
    bool grouped; /* 10,000 */
    bool scaled;  /* 1.5m */
    bool percent;
    uint8_t digits; /* how many */
} atom;

typedef VEC(atom) atoms; /* behind the last stands one more, of no class */

typedef struct value {
    double low, high;
    bool has_low, has_high, vague, range, ordinal, year, percent, spelled;
    double scale; /* of the scale word or letter that ends it; 1 if there is none */
    bool bare;    /* digits alone, or spelled without a scale: it may borrow the other's scale in a range */
} value;

/* The number that begins at atom `at` (or, with "between", behind it: *start). Returns the atom after it, 0 if there is none. */
uint32_t value_read(const atoms *in, uint32_t at, uint32_t *start, value *out);

#endif
