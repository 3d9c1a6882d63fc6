/* gazetteer_number.h: number words and the numbers composed of them. Inside the stage. */
#ifndef GAZETTEER_NUMBER_H
#define GAZETTEER_NUMBER_H

#include "base/document.h"
#include "token/token.h"

/* What a number word can be, bits: the attribute `class` of the kinds number_word and number_joiner, which has these names, in this order;
 * NULL behind the last. */
extern const char *const number_class_names[];
enum {
    NUMBER_UNIT = 1,     /* zero … nineteen */
    NUMBER_TEN = 2,      /* twenty … ninety */
    NUMBER_SCALE = 4,    /* dozen, hundred, thousand, million */
    NUMBER_FRACTION = 8, /* half, quarter, thirds */
    NUMBER_ORDINAL = 16,
    NUMBER_VAGUE = 32,    /* several, dozens, thousands */
    NUMBER_SUFFIX = 64,   /* a scale that follows digits only: bn */
    NUMBER_ARTICLE = 128, /* a, an */
    NUMBER_AND = 256,
    NUMBER_OF = 512,
    NUMBER_TO = 1024,
    NUMBER_OR = 2048,
    NUMBER_BETWEEN = 4096,
    NUMBER_FROM = 8192,
    NUMBER_POINT = 16384,
    /* What is no word. */
    NUMBER_DIGITS = 1 << 15,
    NUMBER_DASH = 1 << 16,
    NUMBER_CURRENCY = 1 << 17,
    NUMBER_ORDINAL_DIGITS = 1 << 18,
    NUMBER_COMMA = 1 << 19,
    NUMBER_PERCENT = 1 << 20,
    NUMBER_PART = 1 << 21, /* ½, 2/3 */
};

typedef struct number_word {
    uint32_t classes;
    double value;    /* of all classes but the next */
    double fraction; /* of NUMBER_FRACTION */
    bool has_low, has_high;
    double low, high; /* of NUMBER_VAGUE */
} number_word;

/* The number words of an image, by entry. */
typedef struct number_words {
    uint32_t first[2], count[2]; /* entries of number_word and number_joiner */
    number_word *words[2];
} number_words;

#endif
