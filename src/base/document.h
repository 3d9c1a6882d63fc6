/* document.h: what the stages hand on. Each stage fills its part and reads only the parts of the stages before it.
 *
 * Positions: bytes and code points of the stored text, or indices of tokens; spans are half open, [first, last).
 * Owner of everything here is the document's arena, unless said otherwise.
 */
#ifndef BASE_DOCUMENT_H
#define BASE_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/record.h"
#include "base/str.h"

/* --- read ---------------------------------------------------------------------------------------------------------------------- */

typedef struct block {
    uint32_t start, end; /* bytes, without white space at the edges */
    block_kind kind;
    bool caps;            /* (nearly) all letters are capitals */
    bool small;           /* none is, as in many messages */
    uint32_t repeat_of;   /* block whose text it repeats, or NONE */
    uint32_t first, last; /* tokens; set by the stage token */
} block;

/* From byte `text` of the stored text on, until the next run, text and decoded file run in step: the text's byte comes from byte `source`
 * of the file as UTF-8. */
typedef struct source_run {
    uint32_t text, source;
} source_run;

/* From byte `text` of the decoded file (UTF-8) on, until the next run, characters begin `text_step` bytes apart, and in the file itself,
 * from byte `source` on, `source_step`: all of a file in UTF-16 and English is one run, a file in windows-1251 and Russian has one a word.
 */
typedef struct decoded_run {
    uint32_t text, source, text_step, source_step;
} decoded_run;
typedef VEC(decoded_run) decoded_runs;

/* --- token --------------------------------------------------------------------------------------------------------------------- */

/* Shape of a word, bits. */
enum {
    SHAPE_CAP = 1,       /* first letter is a capital */
    SHAPE_UPPER = 2,     /* two letters or more, all capitals */
    SHAPE_LOWER = 4,     /* has letters, none a capital */
    SHAPE_MIXED = 8,     /* a capital behind a small letter (iPhone, McCain, al-Assad) */
    SHAPE_ALPHA = 16,    /* letters only (hyphens, apostrophes and stops between them allowed) */
    SHAPE_DIGIT = 32,    /* has a digit */
    SHAPE_PUNCT = 64,    /* no letter, no digit */
    SHAPE_NUMBER = 128,  /* has a number value (digits: 10,000  1.5m  £1bn  50% ) */
    SHAPE_ORDINAL = 256, /* 13th, 1st */
    SHAPE_LATIN = 512,   /* its letters are Latin */
};

/* A distinct word form. Kept by the worker over documents (worker's memory), so that folding, look-ups and patterns are done once a form.
 * What the stages ask of every token comes first.
 */
typedef struct word {
    str folded; /* case folded, marks, apostrophes and stops dropped, hyphens as spaces: "al assad", "us", "sanaa" */
    uint32_t shape;
    uint32_t length;                      /* code points */
    uint32_t gazetteer;                   /* set by the stage gazetteer: what it needs to know of the form; NONE until asked */
    uint32_t rule;                        /* set by the stage rule, the same */
    const struct form_readings *readings; /* set by the stage gazetteer: the readings of the form where it stands alone; or NULL */
    uint32_t id;                          /* from 0, dense, within the worker's lexicon since its last flush */
    uint16_t outline;                     /* word_outline of `folded` */
    uint8_t claim;                        /* set by the stage claim: what it needs to know of the form; 0 until asked */
    str text;                             /* as written */
    str lower;                            /* lower case */
    uint64_t hash;                        /* of text */
    double value;                         /* SHAPE_NUMBER, SHAPE_ORDINAL: the value, scale letters applied (1.5m → 1500000) */
} word;

/* First and last letter and length of a folded form in OUTLINE_BITS bits: what has another outline is another form. */
enum { OUTLINE_BITS = 12 };
static inline uint16_t word_outline(str folded) {
    uint32_t first = folded.size ? (unsigned char)folded.data[0] : 0, last = folded.size ? (unsigned char)folded.data[folded.size - 1] : 0;
    return (uint16_t)((first & 31) << 7 | (last & 7) << 4 | (folded.size & 15));
}

enum {
    TOKEN_SPACED = 1,  /* white space stands before it */
    TOKEN_NEWLINE = 2, /* a line break stands before it */
    TOKEN_FIRST = 4,   /* first of its sentence (opening quotation marks and brackets aside) */
    TOKEN_OPEN = 8,    /* an opening quotation mark (of a quotation) */
    TOKEN_CLOSE = 16,  /* a closing one */
};

typedef struct token {
    const word *word;
    uint32_t start, end; /* bytes */
    uint32_t point;      /* code point at which it starts; it ends at point + word->length */
    uint32_t sentence;   /* index */
    uint8_t flags;
    uint8_t depth; /* quotation depth inside which it stands (the marks themselves count as inside) */
    /* Of the word, for passes over all tokens, which need not look at every word then: */
    uint8_t sign; /* what it is to the stage token */
    uint16_t shape, outline;
} token;

typedef struct sentence {
    uint32_t first, last; /* tokens, never empty */
    uint32_t block;
} sentence;

typedef enum mark { MARK_double, MARK_single, MARK_angle, MARK_low, MARK_dash } mark;

/* A stretch between quotation marks. Ordered by `first`; nested ones lie inside. */
typedef struct quotation {
    uint32_t first, last; /* tokens: from the opening mark to behind the closing one */
    uint32_t block;       /* a quotation never leaves its block */
    uint32_t continues;   /* quotation in an earlier block that this one goes on with (paragraph re-opened), or NONE */
    uint8_t depth;        /* 1: outermost */
    uint8_t mark;         /* enum mark */
    bool closed;          /* false: the closing mark is missing; it ends with the block or was left open for the next paragraph */
} quotation;

/* --- gazetteer, rule: annotations ------------------------------------------------------------------------------------------------- */

typedef uint16_t label;     /* index into the engine's labels */
#define NO_LABEL UINT16_MAX /* no annotation has it */

/* A slot or feature: a span of tokens (first < last), or a text. */
typedef struct slot {
    str key;
    str text;             /* of a span: empty */
    uint32_t first, last; /* of a text: 0, 0 */
} slot;

/* Whether there is such a slot and it is a span. */
static inline bool slot_is_span(const slot *s) {
    return s && s->first < s->last;
}

typedef enum origin { ORIGIN_gazetteer, ORIGIN_rule, ORIGIN_builtin } origin;

enum {
    ANNOTATION_WEAK = 1,    /* its label is maybe_KIND */
    ANNOTATION_RETIRED = 2, /* dropped; nobody sees it any more */
};

typedef struct annotation {
    uint32_t first, last; /* tokens, never empty */
    uint32_t next;        /* the next annotation that starts at the same token (longest first), or NONE */
    uint32_t entry;       /* gazetteer entry, or NONE */
    uint32_t number;      /* index of its number, or NONE */
    uint32_t rule;        /* rule that made it, or NONE */
    uint32_t match;       /* index into document.matches of the match that made it (when tracing), or NONE */
    label label;
    uint8_t origin; /* enum origin */
    uint8_t flags;
    uint16_t form; /* FORM_* of the alias that matched */
    uint16_t slot_count;
    slot *slots;
} annotation;

enum { FORM_base, FORM_s, FORM_past, FORM_ing, FORM_plural };

typedef struct number {
    bool has_low, has_high, exact, ordinal, year, percent, spelled;
    double low, high;
    qualifier qualifier; /* of the number words themselves: range, vague; at_least and so on come from rules */
} number;

/* What matched, for `explain`; kept only when the engine traces. */
typedef struct match {
    uint32_t rule, first, last;
    uint32_t capture_count;
    slot *captures; /* key: name of the capture; its span */
} match;

/* --- entity, quote, figure ------------------------------------------------------------------------------------------------------- */

/* Where a fact comes from: a rule (NONE: a mechanism), an entry (or NONE), and a word on the mechanism. */
typedef struct provenance {
    uint32_t rule, entry, annotation;
    str mechanism;
} provenance;

typedef struct mention {
    uint32_t first, last; /* tokens */
    uint32_t entity;      /* index */
    kind kind;
    provenance from;
} mention;

/* What a unit's name says of it; empty where it does not. */
typedef struct unit_traits {
    str designation; /* its number, as written: 3rd, 151 */
    str arm;         /* Separate Mechanised */
    str echelon;     /* Brigade; Ship, Service, Task Force */
    str state;       /* the country's name in the lists */
    str parent;      /* the formation it is part of, as the text names it */
} unit_traits;

typedef struct entity {
    kind kind;
    str name, role, affiliation;
    uint32_t entry;  /* gazetteer entry, or NONE */
    uint32_t second; /* of places: the entry that it is if not that one, or NONE */
    uint32_t first_mention, mention_count;
    char gender;       /* 'm', 'f' or 0 */
    unit_traits *unit; /* of units; else NULL */
    provenance from;
} entity;

enum { QUOTE_CANDIDATES = 3 };

typedef struct quote {
    uint32_t first, last; /* tokens of what was said, marks included */
    uint32_t cue_first, cue_last;
    uint32_t speaker_first, speaker_last; /* the words beside it; equal where there are none */
    uint32_t speaker;                     /* entity index, or NONE */
    str speaker_text;                     /* speaker as the record wants it; empty: none */
    speech kind;
    stance stance;
    bool answers; /* said in turn with the quote before, a paragraph each */
    bool open;    /* the speaker is a pronoun for which nobody was found */
    str reason;
    uint32_t candidates[QUOTE_CANDIDATES]; /* entities that the pronoun or description may mean as well, likeliest first */
    uint32_t candidate_count;
    uint32_t hedge_first, hedge_last; /* the words that weaken it ("appears to"); equal where there are none */
    uint32_t doubt_first, doubt_last; /* the words of the writer that doubt it ("could not be verified"); equal where there are none */
    provenance from;
} quote;

/* A report inside a quote: "Reuters reported that [a spokesman said] …". The quote is Reuters's; this is whom Reuters has it from. */
typedef struct relay {
    uint32_t quote; /* index */
    uint32_t speaker_first, speaker_last, cue_first, cue_last;
    uint32_t speaker; /* entity index, or NONE */
    str speaker_text;
} relay;

/* A stretch between quotation marks that nobody is seen to say: a title, a scare quote, or speech that no rule attributes. */
typedef struct stray {
    uint32_t first, last; /* tokens */
    str reason;
} stray;

typedef struct figure {
    uint32_t first, last; /* tokens */
    bool has_low, has_high;
    double low, high;
    qualifier qualifier;
    unit unit;
    measure measure;
    bool taken;                 /* the measure is that of what was told last: the claims ask anew what it counts */
    bool assumed;               /* nothing tells the measure; it is what such people mostly are */
    uint32_t of_first, of_last; /* equal where there is none */
    uint32_t place, source;     /* entity indices, or NONE */
    uint32_t actor;             /* entity index of who did it, or NONE */
    str source_text, date, actor_text;
    provenance from;
} figure;

/* --- claim --------------------------------------------------------------------------------------------------------------------- */

/* What a document, or one post of a live blog, tells of: the surroundings that its claims share. */
typedef struct account {
    uint32_t first, last; /* tokens */
    uint32_t minute;      /* of the day, of a post with a clock time; else NONE */
    uint32_t place;       /* entity index of the place it is about, or NONE */
    str country;          /* ISO code; empty: unknown */
    str date;             /* of what happened, ISO; empty: not told */
    str names, words;     /* "a|b|c", folded, sorted: who and where is named; what happened, with what, at what kind of site */
} account;

/* A place with what the lists know of it. */
typedef struct claim_place {
    str name, id, region, country;
    bool broad; /* a country, a region, a sea: other places lie in it */
    bool has_position;
    double latitude, longitude;
} claim_place;

typedef struct claim {
    uint32_t first, last; /* tokens of the number */
    uint32_t figure;      /* index, or NONE: a number told only to be rejected or as an earlier one */
    uint32_t account;     /* index */
    bool has_low, has_high;
    double low, high;
    qualifier qualifier;
    unit unit;
    measure measure;
    bool assumed; /* nothing has told the measure yet: if nothing does, it is that of the figure */
    scope_kind scope;
    telling told;
    uint32_t of_first, of_last;
    str noun, group, side; /* head of what is counted, singular, folded; its group (civilian, drone, …); whose they are */
    claim_place place;
    str date;    /* of what happened, as precise as known */
    dated dated; /* where that date stands */
    str since;   /* of totals: the beginning of what is counted */
    uint32_t source;
    str source_text;
    str words; /* as of account, of the sentence alone */
} claim;

enum { SIGNATURE_SIZE = 256 };

enum { DOCUMENT_LABELS = 4 };

typedef struct document {
    arena *memory;
    str text;        /* stored text: valid UTF-8, NUL-terminated */
    uint32_t length; /* code points */
    str id, path, title, date, outlet, encoding;
    str author, url, modified; /* modified: ISO date of the last change */
    const char *format;        /* what the bytes were: "text", "html", … */
    char hash[65];
    VEC(source_run) sources; /* empty: the text is the decoded file */
    decoded_runs decoded;    /* empty: the file is UTF-8 */
    bool unmapped;           /* the text's bytes are not those of the file, and no run says where they come from */
    bool reply;              /* a letter that answers another one: lines that begin with > are the other's */
    VEC(block) blocks;
    VEC(token) tokens;
    VEC(sentence) sentences;
    VEC(quotation) quotations;
    VEC(annotation) annotations;
    uint32_t *annotations_at;         /* per token: first annotation that starts there, or NONE */
    uint64_t *labels_at;              /* per token: the bits (document_label_bit) of the labels of annotations that start there, or did */
    uint64_t labels[DOCUMENT_LABELS]; /* a bit a label, of annotations that there are or were; labels too many for it share bits */
    VEC(number) numbers;
    VEC(match) matches;
    VEC(mention) mentions; /* in order of the text, never overlapping */
    VEC(entity) entities;
    VEC(quote) quotes; /* in order of the text, never overlapping */
    VEC(relay) relays; /* in order of the text */
    VEC(stray) strays; /* in order of the text, apart from quotes */
    VEC(figure) figures;
    VEC(account) accounts;
    VEC(claim) claims;      /* in order of the text */
    uint32_t *signature;    /* SIGNATURE_SIZE minimal hashes of its word sequences; NULL where the text is too short */
    uint32_t shingle_count; /* distinct word sequences */
    const struct muster_engine *engine;
} document;

/* Text of tokens [first, last), from the start of the first to the end of the last. */
static inline str document_span(const document *doc, uint32_t first, uint32_t last) {
    return str_slice(doc->text, doc->tokens.at[first].start, doc->tokens.at[last - 1].end);
}

/* The same on one line: a line break among the words is a space. */
str document_words(const document *doc, uint32_t first, uint32_t last);

/* Code points at which tokens [first, last) start and end. */
static inline uint32_t document_start(const document *doc, uint32_t first) {
    return doc->tokens.at[first].point;
}
static inline uint32_t document_end(const document *doc, uint32_t last) {
    const token *t = &doc->tokens.at[last - 1];
    return t->point + t->word->length;
}

/* Adds an annotation and links it in at its token. Slots must lie in the document's memory. Returns its index. */
uint32_t document_annotate(document *doc, annotation value);
/* Adds copies of a row of annotations, all of the span [first, last), and links them in, in their order. */
void document_annotate_row(document *doc, uint32_t first, uint32_t last, const annotation *row, uint32_t count);
/* Gives an annotation another label. */
void document_relabel(document *doc, uint32_t index, label to);
/* The bit of a label in labels_at: the labels that every engine has come first, each with a bit of its own; the others share the rest. */
static inline uint64_t document_label_bit(label l) {
    enum { OWN = 32 };
    return (uint64_t)1 << (l < OWN ? l : OWN + l % OWN);
}
/* False where no annotation of these labels starts at the token: most often, and told without a look at the annotations. */
static inline bool document_may_have(const document *doc, uint32_t token_index, uint64_t label_bits) {
    return doc->labels_at && (doc->labels_at[token_index] & label_bits);
}
/* False where the document has no annotation of the label. */
static inline bool document_may_have_any(const document *doc, label l) {
    return doc->labels[l / 64 % DOCUMENT_LABELS] >> l % 64 & 1;
}
/* The first annotation of that label, not retired, that starts at the token (of several the longest); or NULL. */
const annotation *document_find_there(const document *doc, uint32_t token_index, label l);
static inline const annotation *document_find(const document *doc, uint32_t token_index, label l) {
    return document_may_have(doc, token_index, document_label_bit(l)) ? document_find_there(doc, token_index, l) : NULL;
}
/* The next annotation of that label at that token, behind one that document_find gave; or NULL. */
const annotation *document_find_next(const document *doc, const annotation *found);
/* Where in the file a byte of the stored text comes from, which begins a character; NONE if that is not known. */
uint32_t document_source(const document *doc, uint32_t byte);
/* A slot of an annotation, or NULL. Here, so that a key that is a literal is compared by its size and in one or two numbers. */
static inline const slot *annotation_slot(const annotation *a, str key) {
    for (uint16_t i = 0; i < a->slot_count; i++)
        if (str_equal(a->slots[i].key, key)) return &a->slots[i];
    return NULL;
}
/* The sentence and the block in which a token stands. */
static inline const sentence *document_sentence(const document *doc, uint32_t token_index) {
    return &doc->sentences.at[doc->tokens.at[token_index].sentence];
}
static inline uint32_t document_block_index(const document *doc, uint32_t token_index) {
    return document_sentence(doc, token_index)->block;
}
static inline const block *document_block(const document *doc, uint32_t token_index) {
    return &doc->blocks.at[document_block_index(doc, token_index)];
}
/* Whether a token is written so; whether its folded form is that. */
static inline bool document_text_is(const document *doc, uint32_t token_index, const char *text) {
    return str_is(document_span(doc, token_index, token_index + 1), text); /* the text is nearer than the word */
}
static inline bool document_word_is(const document *doc, uint32_t token_index, const char *folded) {
    return str_is(doc->tokens.at[token_index].word->folded, folded);
}
/* Whether a token is the 's of the word before it. */
static inline bool document_is_possessive(const document *doc, uint32_t token_index) {
    return document_word_is(doc, token_index, "s") && !(doc->tokens.at[token_index].flags & TOKEN_SPACED);
}

#endif
