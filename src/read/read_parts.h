/* What the files of this stage share: phrases folded for comparison, dates, encodings, blocks. */
#ifndef READ_PARTS_H
#define READ_PARTS_H

#include "base/iso_date.h"
#include "base/utf8.h"
#include "read/read.h"

/* Roles of a phrase, bits. */
enum {
    ROLE_PHRASE = 1, /* furniture */
    ROLE_OPENER = 4,
    ROLE_APPEAL = 8,
    ROLE_WORD = 16,
    ROLE_CAPTION = 32,
    ROLE_BYLINE = 64,
    ROLE_TITLE = 128,
    ROLE_DATE = 256,
    ROLE_WEEKDAY = 512,
    ROLE_OUTLET = 1024,
    ROLE_PART = 2048,
    ROLE_MONTH = 1 << 12, /* 12 << 12 is December */
    ROLE_MONTHS = 15 << 12,
    ROLE_WITHIN = 1 << 16,
    ROLE_OPENS = 1 << 17,
    ROLE_CLOSES = 1 << 18,
    ROLE_ANSWERED = 1 << 19,
    ROLE_FURNITURE = ROLE_PHRASE | ROLE_OPENER,
};

/* How a phrase is written in the list. */
typedef enum phrase_form { FORM_WHOLE, FORM_PREFIX /* `*` */, FORM_LABEL /* `:*` */, FORM_COUNT } phrase_form;

/* Roles of a folded phrase that is in a list in that form, 0 if it is not. */
uint32_t knowledge_roles(const read_knowledge *known, str folded, phrase_form form);
/* Whether any phrase begins with that folded word: a quick no for most blocks. May say yes wrongly. */
bool knowledge_begins(const read_knowledge *known, str word);

typedef struct folded folded;
/* How many of the first words of a whole text may be one: none, only the first, or as many as there are. */
uint32_t knowledge_opens(const read_knowledge *known, const folded *f);

enum { FOLD_BYTES = 240, FOLD_WORDS = 48 };

/* The beginning of a text, folded: lower case, one space between words, plain apostrophes, no quotation marks. */
struct folded {
    char text[FOLD_BYTES + 8];
    uint32_t size;  /* without punctuation at the end, if `whole` */
    bool whole;     /* all of the text is there */
    uint32_t words; /* words met, up to FOLD_WORDS */
    struct {
        uint16_t start, end; /* bytes in text; end without punctuation */
        uint32_t from, to;   /* bytes in the source; `to` behind the punctuation that clings to it */
    } word[FOLD_WORDS];
};

/* Folds as much of the text as fits. A small letter with a capital straight behind it ends a word ("repliesComments"). */
void fold_text(str text, folded *out);
/* The same, but only about as far as its first words: at least so many, if the text has them. */
void fold_words(str text, uint32_t most, folded *out);
/* Folded words [first, last) as one text. */
static inline str fold_slice(const folded *f, uint32_t first, uint32_t last) {
    return (str){f->text + f->word[first].start, (size_t)(f->word[last - 1].end - f->word[first].start)};
}

/* What the fields of a table, or the keys of JSON, are for; `aside`: labels of the head of a text that are for nothing here; `piece`: keys
 * under which blocks of a text hold the pieces of it; `header`: what the lines of a letter's header are called. */
typedef enum field {
    FIELD_text,
    FIELD_title,
    FIELD_id,
    FIELD_date,
    FIELD_url,
    FIELD_author,
    FIELD_outlet,
    FIELD_COUNT,
    FIELD_aside = FIELD_COUNT,
    FIELD_piece,
    FIELD_header,
    FIELD_PURPOSES
} field;
/* The i-th name that such a field may have, best first; none behind the last. */
str knowledge_field(const read_knowledge *known, field which, uint32_t i);
/* How many of the names of FIELD_text, the first, hold a whole text; the others hold a teaser where there is one of the first. */
uint32_t knowledge_whole_texts(const read_knowledge *known);
/* "By Jane Doe" → "Jane Doe". */
str knowledge_without_by(const read_knowledge *known, str text);
/* Bytes of what parts a title from the name of the outlet (" - ", " | " and the like) at that place, 0 if it does not stand there. */
uint32_t title_separator(str text, size_t at);
/* Whether two names of a field are one: letter case, spaces, and `_` and `-` do not matter ("Article Text", "articleText"). */
bool knowledge_same_field(str one, str other);

/* What classes and ids of markup say of what they mark. */
enum { MARKUP_FURNITURE = 1, MARKUP_STORY = 2, MARKUP_CAPTION = 4, MARKUP_BYLINE = 8, MARKUP_CONSENT = 16, MARKUP_ANSWERED = 32 };
/* MARKUP_ bits of a word, or of several with a hyphen between ("most-read"), in lower case. */
uint32_t knowledge_markup(const read_knowledge *known, str name);

/* What a page says of itself. */
typedef enum fact { FACT_title, FACT_author, FACT_outlet, FACT_url, FACT_date, FACT_modified, FACT_COUNT } fact;
/* What a <meta> tag of that name tells; FACT_COUNT where it tells nothing that is asked for here. */
fact knowledge_meta(const read_knowledge *known, str name);
/* Whether that is what a system calls a writer of whom it knows nothing ("Super User"). */
bool knowledge_is_nobody(const read_knowledge *known, str name);

/* A whole date that stands at folded word `at`: "14 March 2025", "Mar. 14th, 2025", "3 JAN 90", "2025-03-14", "14/03/2025" if only one
 * reading is possible; a weekday may stand before it. Returns the word behind it, or 0. `years_of_two`: two digits are a year. */
uint32_t date_at(const read_knowledge *known, const folded *f, uint32_t at, bool years_of_two, day *out);
/* Whether the weekday of a date that stands behind other words is rather the end of an outlet's name: "The Island Sun, 6 October 2025". */
bool date_begins_with_name(const read_knowledge *known, const folded *f, uint32_t at);
/* A date in a file name: 2024-12-17, 2024_12_17 or 20241217 between non-digits. */
bool date_in_name(str name, day *out);
/* The date in the path of an address ("/2023/06/19/", "/2023-06-19-"). */
bool date_in_address(str address, day *out);
/* YYYY-MM-DD or YYYY-MM or YYYY, plausible. */
bool date_plausible(day d);
enum { DATE_SIZE = 16 };
/* A date as machines write it, with or without a time (ISO 8601, RFC 5322, seconds or milliseconds since 1970), or as in date_at: written
 * YYYY-MM-DD into `out`; NULL if it is no date. */
const char *date_iso(const read_knowledge *known, const char *text, char out[DATE_SIZE]);

/* --- encodings --- */

/* Why these bytes are no text ("a PNG image"), or NULL; and the encoding they seem to be in. */
const char *detect_binary(str bytes);
/* The same, of pictures, sounds, films, fonts, programs and databases alone. */
const char *detect_media(str bytes);
/* The same of ZIP archives: office documents of kinds that are not read; and of what archivers have packed. */
enum { ZIP_NAME_AT = 30 }; /* bytes before the name of the first member */
const char *detect_office(str bytes);
const char *detect_packed(str bytes);
/* Whether a file of that name is a style sheet, a script or the like, which lie beside documents. */
bool detect_aside(str name);
/* Encoding by byte order mark, *skip bytes long, or NULL. */
const char *detect_mark(str bytes, size_t *skip);
/* UTF-16 or UTF-32 without a mark, or NULL. */
const char *detect_wide(str bytes);

/* Whether that is a name of UTF-8. */
bool decode_is_utf8(const char *encoding);
/* Whether there is an encoding of that name. */
bool decode_knows(const char *encoding);
/* Whether a file that begins so is not UTF-8; then its encoding, by mark, zeros or ICU's detector. */
bool decode_foreign(str sample, char name[64]);

/* --- blocks --- */

/* What is seen of a short block; long ones are body text. */
typedef struct block_look {
    uint32_t words;  /* up to FOLD_WORDS */
    bool opener;     /* opens an appeal */
    bool could_head; /* short, begins like a line of its own, ends without a full stop */
    bool asks;       /* the same, but ends with a question mark */
} block_look;

/* Kind of a block by its own text: body where nothing speaks for another kind. */
block_kind block_classify(const read_knowledge *known, str text, const folded *f, block_look *look);
/* Whether a paragraph has words of an appeal. */
bool block_appeals(const read_knowledge *known, str text);
/* Where a phrase of furniture that the text begins with runs into other text ("… the difference.North Korea"): its end, else 0. */
size_t block_glued(const read_knowledge *known, const folded *f);
/* Bytes of the first of several posts that stand in one paragraph, each behind its time ("14:05 … . 14:20 …"); of all of it where it is
 * none such. */
size_t block_first_post(str text);
/* Whether a paragraph is so long, and begins so, that it can be nothing but body text: no fold is needed. */
bool block_is_body(const read_knowledge *known, str text);
/* The paragraphs of bytes [first, last) of the text, in order, through `each`. */
typedef void paragraph_fn(document *doc, uint32_t start, uint32_t end, void *payload);
void lines_paragraphs(document *doc, uint32_t first, uint32_t last, paragraph_fn *each, void *payload);

#endif
