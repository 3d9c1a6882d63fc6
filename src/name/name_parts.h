/* What the parts of the stage name share. */
#ifndef NAME_NAME_PARTS_H
#define NAME_NAME_PARTS_H

#include "name/name.h"

enum { GROUP_LETTERS = 8, LETTER_CLASSES = 28, NO_LETTER = 27 };

typedef struct letter_group {
    char letters[GROUP_LETTERS];
    uint8_t size;
    bool start, end; /* only there in the word */
} letter_group;

/* A group of letters that may stand for another. */
typedef struct letter_rule {
    letter_group from, to;
    bool loose;
    uint32_t entry;
} letter_rule;

/* One language's rules with the common ones, ordered by the first letters of both groups. */
typedef struct spelling {
    str name, text;
    bool only_abjad; /* tried only where one name is in a script without vowels */
    bool only_short; /* … only on short words, or where one name is in ideographs or Hangul */
    bool fronted;    /* a given name of others may stand before its whole names */
    letter_rule *rules;
    uint16_t first[LETTER_CLASSES][LETTER_CLASSES]; /* rules of letters (x, y): [first, first + count) */
    uint16_t count[LETTER_CLASSES][LETTER_CLASSES];
} spelling;

typedef struct foreign_letter {
    int32_t point;
    str latin;
} foreign_letter;

/* A form and the line of given names it stands in; a form of several lines stands several times, side by side. */
typedef struct given_form {
    str form;
    uint32_t entry;
} given_form;

/* A word that tells whose spellings its name follows: a bit for each of name_knowledge.spellings. */
typedef struct tongue {
    str form;
    unsigned spellings;
} tongue;

/* A small word of names: what gazetteers/spelling/name_words.list says of it. */
typedef struct name_word_entry {
    str form, use;
    str line; /* the first form of its line, which stands for all of them */
    str lead; /* "any", "same" or empty */
    bool chain;
} name_word_entry;

struct name_knowledge {
    const gazetteer *lists;
    VEC(spelling) spellings;
    VEC(foreign_letter) letters; /* by point */
    VEC(given_form) given;       /* by form */
    VEC(given_form) given_lines; /* the same by entry */
    VEC(given_form) stems;       /* stems of the fathers' names in patronymics, by form */
    VEC(tongue) tongues;         /* by form; a form stands once */
    VEC(name_word_entry) words;  /* by form */
    VEC(str) patronymics;        /* endings, the longest first */
};

/* The range [*first, *last) of a form in a sorted table of given forms. */
void name_given_range(const given_form *table, uint32_t count, str form, uint32_t *first, uint32_t *last);
/* The forms of a line in name_knowledge.given_lines, [*first, *last). */
void name_given_line(const name_knowledge *known, uint32_t entry, uint32_t *first, uint32_t *last);
/* Whether a line of given names or a list of the kind `given` has the form. */
bool name_is_given(const name_knowledge *known, str form);
/* The spellings that a word tells of; 0: it tells nothing. */
unsigned name_tongue(const name_knowledge *known, str form);
const name_word_entry *name_word_find(const name_knowledge *known, str form);
/* Folds a text to letters a to z and digits without looking at words: for lists. */
str name_fold_plain(arena *memory, str text);
/* A patronymic's part before its ending, or a father's name, so that the two meet: without final vowels and y. */
str name_stem(str form);

/* How two words are alike. */
typedef struct likeness {
    name_grade grade;
    const spelling *how;        /* by whose letters; NULL: none needed */
    uint32_t given;             /* by that line of given names, or NONE */
    uint32_t other_given;       /* GRADE_different because they stand in these two lines, or NONE */
    const letter_rule *used[3]; /* letter groups exchanged */
    uint8_t used_count;
    bool initial;
} likeness;

/* SCRIPT_syllables: both are syllables of eastern names (Ching-te, Jong-un), where other languages' vowels have no say. */
enum { SCRIPT_abjad = 1, SCRIPT_ideographic = 2, SCRIPT_syllables = 4, SCRIPT_TONGUES = 3, TONGUES_LIMIT = 24 };
/* Compares two forms letter by letter, in all languages. `scripts`: in which one of the two was written, and from the bit SCRIPT_TONGUES up
 * the spellings that may explain them, besides the common ones (none: all may). `worst`: what is less alike is
 * different, which is found out sooner. */
likeness name_letters(const name_knowledge *known, str a, str b, unsigned scripts, name_grade worst);
/* The same, given names and stems of patronymics looked up first. */
likeness name_words(const name_knowledge *known, str a, str b, unsigned scripts, name_grade worst);

#endif
