/* token_part.h: what the files of the stage token share, and nobody else sees. */
#ifndef TOKEN_TOKEN_PART_H
#define TOKEN_TOKEN_PART_H

#include "base/utf8.h"
#include "token/token.h"

/* --- What the lists say of a word (token_knowledge.c) ----------------------------------------------------------------------- */

enum {
    KNOWN_ABBREVIATION = 1 << 0, /* its stop belongs to it */
    KNOWN_TITLE = 1 << 1,        /* … and stands before a name */
    KNOWN_NUMBERING = 1 << 2,    /* its stop belongs to it where a number follows ("No. 5") */
    KNOWN_NUMBER_WORD = 1 << 3,
    KNOWN_PARTICLE = 1 << 4,     /* part of a name, though lower case: al-Assad */
    KNOWN_COMPOUND_END = 1 << 5, /* Iran-backed */
    KNOWN_START = 1 << 6,        /* a capital here, behind an abbreviation, begins a sentence: "The", "He" */
    KNOWN_CLEAR_START = 1 << 7,  /* the same where all is in capitals: no part of the sentence before it ("U.S. TROOPS" is one) */
    KNOWN_NAME = 1 << 8,         /* counts by itself in a compound of two names: Israel-Hamas */
    KNOWN_PREFIX = 1 << 9,       /* Anti-Russian */
    KNOWN_CURRENCY = 1 << 10,    /* a short sign of money in letters: USD, Rs */
    KNOWN_LETTER_NAME = 1 << 11, /* a word and a capital that is no initial behind it: "on X" */
    KNOWN_ONSET = 1 << 12,       /* beginning, … */
    KNOWN_VOWEL = 1 << 13,       /* … middle … */
    KNOWN_CODA = 1 << 14,        /* … and end of a syllable of a given name: j-o-ng */
    KNOWN_UNIT_LETTER = 1 << 15, /* a unit of one letter behind digits: 100t, 20m2 */
};

/* Bits of what is known of exactly that text; 0 if nothing. */
uint32_t token_knowledge_bits(const token_knowledge *known, str text);

/* What letters right behind digits multiply them by ("m", "bn"); 0: they are none of that. */
double token_knowledge_scale(const token_knowledge *known, str letters);

/* Whether that folded word is a name by itself, says whoever is asked (token_knowledge_ask). */
bool token_knowledge_asked(const token_knowledge *known, str folded);

/* --- Forms: words with what this stage needs of them (token_form.c, token_lexicon.c) --------------------------------------------- */

typedef enum form_class {
    CLASS_none,
    CLASS_terminator,
    CLASS_ellipsis,
    CLASS_abbreviation,
    CLASS_title,
    CLASS_numbering,
    CLASS_initial, /* "J." */
    CLASS_bracket_open,
    CLASS_bracket_close,
    CLASS_dash,
    CLASS_bullet,
    CLASS_comma, /* , : ; */
    CLASS_double_open,
    CLASS_double_close,
    CLASS_double_straight,
    CLASS_low,
    CLASS_single_open,
    CLASS_single_close,
    CLASS_single_straight,
    CLASS_low_single,
    CLASS_angle_open,
    CLASS_angle_close,
} form_class;

typedef struct form {
    uint16_t known; /* KNOWN_* of the lower-case form */
    uint8_t class;  /* enum form_class */
    uint8_t stop;   /* KNOWN_ABBREVIATION … KNOWN_NUMBERING of the form with a stop behind it */
    word word;      /* every word of a lexicon is one of a form */
} form;

static inline const form *form_of(const word *w) {
    return (const form *)(const void *)((const char *)w - offsetof(form, word));
}
static inline form_class token_class(const document *doc, uint32_t i) {
    return (form_class)doc->tokens.at[i].sign;
}
static inline bool class_is_mark(form_class c) {
    return c >= CLASS_double_open;
}

/* Longer words are cut, so that no work on a word depends on the size of the document. */
enum { WORD_LIMIT = 1024 };

/* Fills all of a form but id and the fields of other stages. f->word.text is set and at most WORD_LIMIT bytes. Texts go to `memory`. */
typedef struct form_memory {
    void *(*take)(void *owner, size_t size);
    void *owner;
} form_memory;
void form_compute(form *f, const token_knowledge *known, form_memory memory);
/* The folded form of any text up to WORD_LIMIT bytes, into `out` (FOLD_LIMIT bytes). Returns its size. */
enum { FOLD_LIMIT = WORD_LIMIT * 20 };
size_t form_fold(str text, char *out);
/* Value and shape bits of a text that begins with a digit: 0 if it is no number, SHAPE_NUMBER or SHAPE_ORDINAL. */
uint32_t form_value(const token_knowledge *known, str text, double *value);
/* Bytes of the leading digits with their separators where what follows is a unit ("10km"), else 0. */
size_t form_unit_cut(const token_knowledge *known, str text);

/* --- Word boundaries (token_break.c) -------------------------------------------------------------------------------------------- */

/* Word_Break classes, as far as rules tell them apart; the high bits say what the class does not. */
enum {
    BREAK_other,
    BREAK_letter,
    BREAK_hebrew,
    BREAK_numeric,
    BREAK_connector, /* ExtendNumLet */
    BREAK_midletter,
    BREAK_midnum,
    BREAK_midnumlet,
    BREAK_single,
    BREAK_double,
    BREAK_extend, /* Extend, Format, ZWJ */
    BREAK_newline,
    BREAK_space, /* WSegSpace */
    BREAK_CLASS = 15,
    BREAK_WHITE = 16,     /* white space */
    BREAK_INVISIBLE = 32, /* never at the edge of a token */
    BREAK_ICU = 64,       /* boundaries near it are left to ICU: dictionary scripts, emoji, flags */
};

typedef struct breaker breaker;
breaker *breaker_new(void);
void breaker_free(breaker *b);
/* Class of the code point at *at (valid UTF-8, at < end), and moves over it. */
uint8_t breaker_next(breaker *b, const char *text, uint32_t *at, uint32_t end);
/* The end of the segment that starts at `at` (a boundary), for text without BREAK_ICU. */
uint32_t breaker_segment(breaker *b, const char *text, uint32_t at, uint32_t end);
/* Ends of segments from `at` to the end of the text, where some are BREAK_ICU: at most `limit` of them, as far as known for sure. Never 0.
 */
uint32_t breaker_icu(breaker *b, str text, uint32_t at, uint32_t *ends, uint32_t limit);

/* What a lexicon holds for the splitter. */
const token_knowledge *lexicon_known(const lexicon *words);
breaker *lexicon_breaker(lexicon *words);
/* The word of bytes [start, end) of a text: lexicon_word, which knows that it may read behind the word. */
const word *lexicon_word_in(lexicon *words, arena *memory, str whole, uint32_t start, uint32_t end);

#endif
