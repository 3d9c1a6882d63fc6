/* gazetteer_match.h: what the matcher, the policy and the numbers share. Inside the stage. */
#ifndef GAZETTEER_MATCH_H
#define GAZETTEER_MATCH_H

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
    bool hyphen;       /* the last token is a hyphen, which is no key word but holds two together */
} walk;

/* What word.gazetteer says of a form. */
enum {
    KEY_KNOWN = 1 << 27,   /* its first key word is in the lists, the low bits are its number */
    KEY_BEGINS = 1 << 28,  /* a name begins with it */
    KEY_SEVERAL = 1 << 29, /* it has several key words, the low bits give the first */
    KEY_NUMERIC = 1 << 30, /* it may be part of a number */
    KEY_NUMBER = KEY_KNOWN - 1,
};
/* The same of a form that nobody has asked for yet. */
uint32_t match_key_new(const matcher *m, const word *w);
static inline uint32_t match_key(const matcher *m, const word *w) {
    return w->gazetteer == NONE ? match_key_new(m, w) : w->gazetteer;
}
walk walk_begin(uint32_t token_index);
/* Takes the next token in. False where no name goes on with it. */
bool walk_step(const matcher *m, walk *w);

/* Whether a posting holds for the tokens walked over, by its case policy and accents. */
bool policy_fits_case(const matcher *m, const walk *w, const posting *p, bool caps);
static inline bool policy_fits(const matcher *m, const walk *w, const posting *p, bool caps) {
    if ((p->flags & POSTING_POLICY) == CASE_any && !(p->flags & POSTING_ACCENTS)) return true; /* most vocabulary */
    return policy_fits_case(m, w, p, caps);
}
/* Whether a name that fits is weak by itself. */
bool policy_weak(const matcher *m, const walk *w, const posting *p, bool caps);

/* What is known of a token; bits of an array of bytes, one a token. */
enum { EXPLAINED = 1, NEVER_WEAK = 2 };
/* Makes names of one token weak that stand in a run of capitalised words which no list explains. */
void policy_runs(const matcher *m, const uint8_t *explained, uint32_t first_annotation);

/* Composes the numbers of the document. */
void number_document(const matcher *m);

#endif
