/* gazetteer_walk.h: what the matcher, the policy and the numbers share. Inside the stage. */
#ifndef GAZETTEER_WALK_H
#define GAZETTEER_WALK_H

#include "gazetteer/gazetteer_draft.h"
#include "gazetteer/gazetteer_image.h"

typedef struct matcher {
    document *doc;
    const gazetteer *known;
    lexicon *words;
} matcher;

/* A way down the tree over the tokens of a text. */
typedef struct walk {
    uint32_t node;     /* 0: ended */
    uint32_t first;    /* token where it began */
    uint32_t at;       /* next token */
    uint32_t count;    /* key words so far */
    uint32_t capitals; /* which of the first 16 stood in a token with a capital */
    bool upper;        /* all tokens so far are in capitals */
    bool joint;        /* the last token is a hyphen or an apostrophe, which is no key word but holds two together */
} walk;

/* What word.gazetteer says of a form. */
enum {
    KEY_JOINT = 1 << 24,   /* no key word, but a hyphen or apostrophe */
    KEY_JOINER = 1 << 25,  /* it may be part of a number, but alone it is none ("a", "of") */
    KEY_SETTLED = 1 << 26, /* where it stands alone its readings are word.readings, whatever the text */
    KEY_KNOWN = 1 << 27,   /* its first key word is in the lists, the low bits are its number */
    KEY_BEGINS = 1 << 28,  /* a name begins with it */
    KEY_SEVERAL = 1 << 29, /* it has several key words, the low bits give the first */
    KEY_NUMERIC = 1 << 30, /* it may be part of a number */
    KEY_NUMBER = KEY_JOINT - 1,
};
typedef struct form_readings {
    uint32_t node;   /* of the tree, where names that begin with the form go on */
    uint32_t behind; /* bits (image_behind_bit) of the words that they go on with: most others are told by them */
    uint32_t count;
    bool strong;     /* one of them is certain beside any word */
    annotation at[]; /* all but the span is filled */
} form_readings;
/* The same of a form that nobody has asked for yet. */
uint32_t match_key_new(const matcher *m, const word *w);
static inline uint32_t match_key(const matcher *m, const word *w) {
    return w->gazetteer == NONE ? match_key_new(m, w) : w->gazetteer;
}
/* Whether a name that begins with a settled form may take in the token behind it as well. */
static inline bool settled_goes_on(const matcher *m, const word *w, const token *behind) {
    uint32_t key = match_key(m, behind->word);
    if (!(key & KEY_KNOWN)) return key & KEY_JOINT;
    uint32_t number = key & KEY_NUMBER;
    return w->readings->behind & image_behind_bit(number) && image_child(m->known, w->readings->node, number);
}
/* What a posting becomes in a document: an annotation that has no span yet. */
annotation match_annotation(const posting *p, label named);
/* Whether a token is an apostrophe by itself. */
static inline bool match_is_apostrophe(str text) {
    return str_is(text, "'") || str_is(text, "\xE2\x80\x99");
}
walk walk_begin(uint32_t token_index);
/* Takes the next token in. False where no name goes on with it. */
bool walk_step(const matcher *m, walk *w);

/* How a block is written: where capitals tell of names, where all letters are capitals, where none is. */
typedef enum writing { WRITING_mixed, WRITING_capitals, WRITING_small } writing;

/* Whether a posting holds for the tokens walked over, by its case policy and accents. */
bool policy_fits_case(const matcher *m, const walk *w, const posting *p, writing in);
/* Most vocabulary holds however it is written. */
static inline bool policy_fits_always(const posting *p) {
    return (p->flags & POSTING_POLICY) == CASE_any && !(p->flags & POSTING_ACCENTS);
}
static inline bool policy_fits(const matcher *m, const walk *w, const posting *p, writing in) {
    return policy_fits_always(p) || policy_fits_case(m, w, p, in);
}
/* Whether a name that fits is weak by itself. */
bool policy_weak(const matcher *m, const walk *w, const posting *p, writing in);

/* The postings of a node as readings: each form of an entry once, and a few entries of a kind. */
enum { POSTINGS_TRIED = 256, READINGS_A_KIND = 8 };
typedef struct taking {
    uint32_t kind, entry, form; /* of the posting before */
    uint32_t taken;             /* of that kind */
    label named;                /* of the posting asked for last */
} taking;
static inline taking taking_begin(void) {
    return (taking){.kind = NONE, .entry = NONE, .form = NONE};
}
static inline uint16_t posting_form(const posting *p) {
    return (uint16_t)(p->flags >> POSTING_FORM_SHIFT & POSTING_FORM);
}
/* Whether the posting is one more reading. */
static inline bool taking_wants(const gazetteer *g, taking *t, const posting *p) {
    uint32_t kind_number = image_kind(g, p->entry);
    t->named = g->labels[kind_number];
    if (p->entry == t->entry && posting_form(p) == t->form) return false;
    if (kind_number != t->kind) t->taken = 0;
    t->kind = kind_number;
    return t->taken < READINGS_A_KIND;
}
static inline void taking_took(taking *t, const posting *p) {
    t->taken++;
    t->entry = p->entry;
    t->form = posting_form(p);
}

/* What is known of a token; bits of an array of bytes, one a token. */
enum { EXPLAINED = 1, NEVER_WEAK = 2 };
/* Makes names of one token weak that stand in a run of capitalised words which no list explains. */
void policy_runs(const matcher *m, const uint8_t *explained, uint32_t first_annotation);

/* Composes the numbers of the document. `numeric`: the tokens that may be part of one (KEY_NUMERIC), in order. */
typedef VEC(uint32_t) token_list;
void number_document(const matcher *m, const token_list *numeric);

#endif
