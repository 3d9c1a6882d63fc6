/* gazetteer_image.h: the compiled lists. Inside the stage.
 *
 * One file, made of arrays of little-endian 32-bit numbers and a pool of strings; no pointers. The header has magic, version, size, a
 * checksum (XXH3-128 of everything behind it) and where each section lies. A damaged file fails the checksum; a forged one can at worst
 * give wrong names, because every number read from a section is checked against the size of the section that it leads to.
 *
 *   words     hash table: key word (folded) → string, child of the root. The slot is the word's number
 *   edges     hash table: (node, word) → child node
 *   filter    bits: which hashes of edges there are, so that most searches for an edge that is not there need not look into the table
 *   nodes     first posting of each node; its postings end where the next node's begin. 32 bits that tell most words that no name goes on
 *             with behind it
 *   postings  entry, alias, flags
 *   aliases   string, entry by entry: as written, then the regular forms
 *   entries   kind by kind, in the order of the lists
 *   attributes  key, value, entry by entry
 *   ids       hash table: id → entry
 *   kinds     name, first entry, how many
 *   persons   names of persons by the key of their spelling: key, entry, alias
 *   lists     path, source, licence
 *   pool      strings: size as a varint, bytes, NUL
 */
#ifndef GAZETTEER_IMAGE_H
#define GAZETTEER_IMAGE_H

#include "gazetteer/gazetteer.h"
#include "gazetteer/gazetteer_number.h"

enum { IMAGE_VERSION = GAZETTEER_FORMAT, IMAGE_MAGIC_SIZE = 8, IMAGE_MAX_PROBES = 256, KEY_WORDS_LIMIT = 32 };
#define IMAGE_MAGIC "MUSTERGZ"

/* name, numbers an item has */
#define IMAGE_SECTIONS(X)                                                                                                                  \
    X(words, 2)                                                                                                                            \
    X(edges, 3)                                                                                                                            \
    X(filter, 1)                                                                                                                           \
    X(nodes, 2)                                                                                                                            \
    X(postings, 3)                                                                                                                         \
    X(aliases, 1)                                                                                                                          \
    X(entries, 8)                                                                                                                          \
    X(attributes, 2)                                                                                                                       \
    X(ids, 1)                                                                                                                              \
    X(kinds, 3)                                                                                                                            \
    X(persons, 3)                                                                                                                          \
    X(lists, 3)                                                                                                                            \
    X(pool, 0)

enum {
#define X(name, width) SECTION_##name,
    IMAGE_SECTIONS(X)
#undef X
        SECTION_COUNT
};

enum {
#define X(name, width) IMAGE_WIDTH_##name = (width),
    IMAGE_SECTIONS(X)
#undef X
};

/* Numbers of the header, after the magic. */
enum {
    HEADER_version = 2,
    HEADER_size,
    HEADER_checksum,                   /* four */
    HEADER_hash = HEADER_checksum + 4, /* two: what the sources say */
    HEADER_sections = HEADER_hash + 2, /* two each: offset in bytes, items (pool: bytes) */
    HEADER_COUNT = HEADER_sections + 2 * SECTION_COUNT,
    HEADER_CHECKED = HEADER_hash * 4 /* the checksum covers what lies from this byte on, size and version are compared */
};

/* Fields of the items. */
enum { WORD_text, WORD_child };
enum { WORD_ORDINARY = 1u << 31 }; /* in WORD_child */
enum { EDGE_node, EDGE_word, EDGE_child };
enum { NODE_posting, NODE_behind };
enum { NODE_ENDS = 1 << 30 }; /* part of a node's number: names end there; of the others the postings need not be looked for */
enum { POSTING_entry, POSTING_alias, POSTING_flags };
enum { ENTRY_id, ENTRY_name, ENTRY_kind, ENTRY_list, ENTRY_line, ENTRY_alias, ENTRY_written, ENTRY_attribute };
enum { KIND_name, KIND_first, KIND_entries };
enum { LIST_path, LIST_source, LIST_licence };
enum { PERSON_key, PERSON_entry, PERSON_alias };

/* Flags of a posting. */
enum {
    POSTING_POLICY = 3, /* enum case_policy */
    POSTING_FORM_SHIFT = 2,
    POSTING_FORM = 7,
    POSTING_WEAK = 1 << 5,
    POSTING_STRONG = 1 << 6,
    POSTING_CODE = 1 << 7,
    POSTING_SILENT = 1 << 8,    /* texts get no readings of its kind */
    POSTING_ACCENTS = 1 << 9,   /* accents must be as written */
    POSTING_ORDINARY = 1 << 10, /* one word, and an ordinary one */
    POSTING_SHORT = 1 << 11,    /* one word of three letters or fewer */
    POSTING_ACRONYM = 1 << 12,  /* one word, all capitals in the list */
    POSTING_BIG = 1 << 13,      /* a country, a capital, a place of a million people */
    POSTING_SMALL = 1 << 14,    /* a settlement of less than 100,000 people */
    POSTING_NAME = 1 << 15,     /* of one of the six kinds */
    POSTING_CAPS_SHIFT = 16,    /* which of the first 16 key words need a capital */
};

struct gazetteer {
    str image;
    const uint32_t *section[SECTION_COUNT];
    const char *pool;
    uint32_t count[SECTION_COUNT];
    label *labels; /* of each kind */
    number_words numbers;
    void *mapping; /* to unmap, or NULL */
    void *copy;    /* to free, or NULL */
};

/* A number of an item. Index and field must be inside. */
static inline uint32_t image_get(const gazetteer *g, int section, uint32_t width, uint32_t index, uint32_t field) {
    uint32_t value = g->section[section][(size_t)index * width + field];
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    return value;
}
#define IMAGE_GET(g, name, index, field) image_get((g), SECTION_##name, IMAGE_WIDTH_##name, (index), (field))

/* Hash of an edge, before the mask. */
static inline uint32_t image_edge_hash(uint32_t node, uint32_t word) {
    uint64_t mixed = ((uint64_t)node << 32 | word) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(mixed >> 32);
}

/* Its bit of the filter, before the mask; made of other bits than its slot. */
static inline uint32_t image_filter_bit(uint32_t hash) {
    return (hash * 0x85EBCA6Bu) ^ (hash >> 15);
}

/* A string of the pool; empty where the reference leads outside. */
str image_string(const gazetteer *g, uint32_t reference);
/* Whether it is that text. Short strings, whose size is one byte, are mostly told apart by that and by their first letter. */
static inline bool image_string_is(const gazetteer *g, uint32_t reference, str text) {
    uint32_t room = g->count[SECTION_pool];
    if (!text.size || text.size >= 128) return str_equal(image_string(g, reference), text);
    if (reference >= room || (unsigned char)g->pool[reference] != text.size || text.size >= room - reference) return false;
    const char *at = g->pool + reference + 1;
    return at[0] == text.data[0] && str_same_bytes(at, text.data, text.size);
}
/* The number of a key word, or NONE. */
uint32_t image_word(const gazetteer *g, str folded);
/* What the matcher does at every token stands here, so that it is compiled into it. */

/* The child of the root by a word; 0 if there is none. */
static inline uint32_t image_root_child(const gazetteer *g, uint32_t word) {
    return IMAGE_GET(g, words, word, WORD_child) & ~WORD_ORDINARY;
}

static inline bool image_word_ordinary(const gazetteer *g, uint32_t word) {
    return IMAGE_GET(g, words, word, WORD_child) & WORD_ORDINARY;
}

/* The child of a node by a word; 0 if there is none. */
static inline uint32_t image_child(const gazetteer *g, uint32_t node, uint32_t word) {
    uint32_t hash = image_edge_hash(node, word), bit = image_filter_bit(hash) & (g->count[SECTION_filter] * 32 - 1);
    if (!(IMAGE_GET(g, filter, bit / 32, 0) >> bit % 32 & 1)) return 0;
    uint32_t mask = g->count[SECTION_edges] - 1, at = hash & mask;
    for (int probe = 0; probe < IMAGE_MAX_PROBES; probe++, at = (at + 1) & mask) {
        uint32_t child = IMAGE_GET(g, edges, at, EDGE_child);
        if (!child) return 0;
        if (IMAGE_GET(g, edges, at, EDGE_node) == node && IMAGE_GET(g, edges, at, EDGE_word) == word) return child;
    }
    return 0;
}

/* The bit of a word in what a node tells of the words behind it, and all those of a node: none where it is damaged. */
static inline uint32_t image_behind_bit(uint32_t word) {
    return 1u << (word * 0x9E3779B1u >> 27);
}
static inline uint32_t image_behind(const gazetteer *g, uint32_t node) {
    node &= ~(uint32_t)NODE_ENDS;
    return node < g->count[SECTION_nodes] ? IMAGE_GET(g, nodes, node, NODE_behind) : 0;
}

/* The postings [first, last) of a node; empty where it is damaged. */
static inline void image_postings(const gazetteer *g, uint32_t node, uint32_t *first, uint32_t *last) {
    *first = *last = 0;
    if (!(node & NODE_ENDS) || (node &= ~NODE_ENDS) >= g->count[SECTION_nodes] - 1) return;
    uint32_t from = IMAGE_GET(g, nodes, node, NODE_posting), to = IMAGE_GET(g, nodes, node + 1, NODE_posting);
    if (from > to || to > g->count[SECTION_postings]) return;
    *first = from;
    *last = to;
}

typedef struct posting {
    uint32_t entry, alias, flags;
} posting;
/* False where it is damaged. */
static inline bool image_posting(const gazetteer *g, uint32_t index, posting *out) {
    if (index >= g->count[SECTION_postings]) return false;
    *out = (posting){IMAGE_GET(g, postings, index, POSTING_entry), IMAGE_GET(g, postings, index, POSTING_alias),
                     IMAGE_GET(g, postings, index, POSTING_flags)};
    return out->entry < g->count[SECTION_entries] && out->alias < g->count[SECTION_aliases];
}

/* The kind of an entry, always below the number of kinds; the entry must be below their count. */
static inline uint32_t image_kind(const gazetteer *g, uint32_t entry) {
    uint32_t found = IMAGE_GET(g, entries, entry, ENTRY_kind);
    return found < g->count[SECTION_kinds] ? found : 0;
}
/* What it is called. */
str image_kind_name(const gazetteer *g, uint32_t entry);

str image_alias(const gazetteer *g, uint32_t alias);

/* The number word or joiner that an entry is, or NULL. */
static inline const number_word *image_number_word(const gazetteer *g, uint32_t entry) {
    for (int which = 0; which < 2; which++) {
        uint32_t index = entry - g->numbers.first[which];
        if (g->numbers.words[which] && index < g->numbers.count[which]) return &g->numbers.words[which][index];
    }
    return NULL;
}

/* Whether a name is too doubtful to be a mention by itself, as far as that does not hang on the text. */
static inline bool posting_doubtful(uint32_t flags) {
    if (flags & POSTING_STRONG) return false;
    bool short_word = (flags & (POSTING_ORDINARY | POSTING_SHORT)) && !(flags & (POSTING_CODE | POSTING_ACRONYM | POSTING_BIG));
    return short_word || (flags & POSTING_WEAK);
}

/* Checks an image's header, checksum and sections. */
muster_status image_check(str image, muster_error *error);
/* The same without the checksum, which takes all of the file: for a file that was found sound and has not changed since. */
muster_status image_check_again(str image, muster_error *error);
uint64_t image_source_hash(str image);
/* A gazetteer over a checked image, its labels still missing. */
muster_status image_adopt(gazetteer **out, str image, muster_error *error);
/* Interns the labels. That may jump to the recovery point of the labels' arena: whoever calls it has stored the gazetteer before, so that
 * it can be closed. */
void image_labels(gazetteer *g, labels *all);

#endif
