/* gazetteer_compile.h: the lists on their way into an image; what the files that compile them share. Inside the stage.
 *
 * gazetteer_compile.c goes over the entries and puts their names into the tree, gazetteer_cut.c cuts a name into the key words that are its
 * path in the tree, gazetteer_lay.c lays out the sections of the image and the file.
 */
#ifndef GAZETTEER_COMPILE_H
#define GAZETTEER_COMPILE_H

#include "gazetteer/gazetteer_draft.h"
#include "gazetteer/gazetteer_image.h"
#include "gazetteer/gazetteer_pool.h"

enum { NODE_LIMIT = 1 << 29 };

typedef VEC(uint32_t) numbers32;

/* That the names which end at a node mean an entry. */
typedef struct draft_posting {
    uint32_t node, entry, alias, flags;
    uint32_t rank; /* the larger, the likelier it is meant */
    uint32_t kind;
    uint32_t former; /* 1: a former name or a misspelling */
} draft_posting;

/* A person's name, by the key of its spelling. */
typedef struct draft_person {
    uint32_t key, entry, alias;
} draft_person;

/* From a node by a key word to a node. */
typedef struct edge {
    uint32_t node, word, child;
} edge;

typedef struct compiler {
    arena *memory;
    lexicon *words; /* cuts names */
    draft *lists;   /* gone once the entries are added */
    string_pool pool;
    numbers32 root; /* of each key word: child of the root, and WORD_ORDINARY */
    edge *edges;    /* hash table, child 0: empty */
    uint32_t edge_count, edge_mask;
    uint32_t node_count;
    VEC(draft_posting) postings;
    numbers32 id_hashes; /* of each entry */
    VEC(draft_person) persons;
    numbers32 section[SECTION_COUNT]; /* the numbers of each section of the image, so far */
} compiler;

/* A name as key words. */
typedef struct key {
    uint32_t words[KEY_WORDS_LIMIT];
    uint32_t count;
    uint32_t capitals; /* bits: which of them have a capital */
    bool acronym;      /* one word, all capitals */
    bool too_long;     /* it has more than KEY_WORDS_LIMIT; the rest is not here */
} key;

/* gazetteer_cut.c: the number of a folded word among the key words, made if it is new. */
uint32_t cut_word(compiler *c, str folded);
/* Cuts a name or a form into key words, folded as the tokeniser folds words of a text. */
void cut_name(compiler *c, str text, key *out);
/* Whether a text is nothing but letters of ASCII and spaces. */
bool cut_is_plain(str text);

/* Adds an item to a section. Here, since there are millions of them, and so that `count` is known where it is called. */
static inline void lay_item(compiler *c, int section, const uint32_t *fields, size_t count) {
    for (size_t i = 0; i < count; i++) VEC_PUSH(c->memory, &c->section[section], fields[i]);
}

/* gazetteer_lay.c: lays out the sections that are made of the whole tree, when all entries are there. */
void lay_sections(compiler *c);
/* The image of them all, in the compiler's memory; `hash` is that of the sources. */
str lay_file(const compiler *c, uint64_t hash);

#endif
