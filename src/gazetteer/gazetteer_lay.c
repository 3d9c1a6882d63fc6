/* gazetteer_lay.c: the compiled lists -> the image: the tree and the look-up tables as sections of numbers, then the file with its header
 * and checksum (gazetteer_image.h says what lies where). Equal lists give an equal file, byte for byte.
 */
#include <stdlib.h>
#include <xxhash.h>

#include "gazetteer/gazetteer_compile.h"

/* --- sections ------------------------------------------------------------------------------------------------------------------------- */

/* Vocabulary first, then names kind by kind; what is likelier meant first, former names and misspellings last. */
static int by_node(const void *a, const void *b) {
    const draft_posting *x = a, *y = b;
#define BY(field)                                                                                                                          \
    if ((x->field) != (y->field)) return (x->field) < (y->field) ? -1 : 1
    BY(node);
    BY(flags & POSTING_NAME);
    BY(kind);
    BY(former);
    if (x->rank != y->rank) return x->rank > y->rank ? -1 : 1;
    BY(entry);
    BY(flags & (POSTING_FORM << POSTING_FORM_SHIFT));
    BY(alias);
#undef BY
    return 0;
}

static void lay_nodes(compiler *c) {
    if (c->postings.count) qsort(c->postings.at, c->postings.count, sizeof *c->postings.at, by_node);
    uint32_t at = 0;
    for (uint32_t node = 0; node <= c->node_count; node++) {
        uint32_t begun[] = {[NODE_posting] = at, [NODE_behind] = 0}; /* which words go on behind it, the edges say */
        lay_item(c, SECTION_nodes, begun, IMAGE_WIDTH_nodes);
        for (; at < c->postings.count && c->postings.at[at].node == node; at++) {
            const draft_posting *p = &c->postings.at[at];
            uint32_t fields[] = {[POSTING_entry] = p->entry, [POSTING_alias] = p->alias, [POSTING_flags] = p->flags};
            lay_item(c, SECTION_postings, fields, IMAGE_WIDTH_postings);
        }
    }
    VEC_DROP(c->memory, &c->postings);
}

/* The number of a node as the file has it; the postings are laid. */
static uint32_t node_number(const compiler *c, uint32_t node) {
    const uint32_t *here = c->section[SECTION_nodes].at + (size_t)node * IMAGE_WIDTH_nodes, *next = here + IMAGE_WIDTH_nodes;
    return here[NODE_posting] < next[NODE_posting] ? node | NODE_ENDS : node;
}

/* Lays `count` items out in an open-addressing table of slots; where[i] is the slot of item i. The table grows until no search takes more
 * steps than a reader allows. Returns its size. */
static uint32_t lay_table(compiler *c, uint32_t count, const uint32_t *hashes, uint32_t *where) {
    uint32_t size = 16;
    while (size < count + count / 2) size *= 2;
    for (;; size *= 2) {
        if (size >= NODE_LIMIT) arena_failf(c->memory, MUSTER_LIMIT, "the lists have too many names");
        arena_mark here = arena_here(c->memory);
        bool *taken = ARENA_ARRAY(c->memory, bool, size);
        uint32_t longest = 0;
        for (uint32_t i = 0; i < count && longest < IMAGE_MAX_PROBES; i++) {
            uint32_t at = hashes[i] & (size - 1), steps = 1;
            for (; taken[at]; at = (at + 1) & (size - 1)) steps++;
            taken[at] = true;
            where[i] = at;
            if (steps > longest) longest = steps;
        }
        arena_release(c->memory, here);
        if (longest < IMAGE_MAX_PROBES) return size;
    }
}

static uint32_t *cleared(compiler *c, int section, uint32_t size, uint32_t value) {
    numbers32 *out = &c->section[section];
    out->at = arena_alloc(c->memory, sizeof(uint32_t) * size);
    out->count = out->capacity = size;
    for (uint32_t i = 0; i < size; i++) out->at[i] = value;
    return out->at;
}

/* Eight bits an edge at least: of ten searches in vain nine end here. */
static void lay_filter(compiler *c, uint32_t edges, const uint32_t *hashes) {
    uint32_t size = 1;
    while (size < (edges + 3) / 4 && size < 1u << 26) size *= 2;
    uint32_t *filter = cleared(c, SECTION_filter, size, 0);
    for (uint32_t i = 0; i < edges; i++) {
        uint32_t bit = image_filter_bit(hashes[i]) & (size * 32 - 1);
        filter[bit / 32] |= 1u << bit % 32;
    }
}

/* Lays out the key words; slots[i] is where word i is now, which is its number from here on. */
static void lay_words(compiler *c, uint32_t *slots) {
    uint32_t count = c->pool.words.count;
    uint32_t *hashes = ARENA_ARRAY(c->memory, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) hashes[i] = (uint32_t)str_hash(pool_word_text(&c->pool, i));
    uint32_t size = lay_table(c, count, hashes, slots);
    uint32_t *words = cleared(c, SECTION_words, size * IMAGE_WIDTH_words, 0);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *item = words + (size_t)slots[i] * IMAGE_WIDTH_words, child = c->root.at[i] & ~WORD_ORDINARY;
        item[WORD_text] = c->pool.words.at[i];
        item[WORD_child] = (child ? node_number(c, child) : 0) | (c->root.at[i] & WORD_ORDINARY);
    }
}

static void lay_edges(compiler *c, const uint32_t *slots) {
    uint32_t *hashes = ARENA_ARRAY(c->memory, uint32_t, c->edge_count + 1), *where = ARENA_ARRAY(c->memory, uint32_t, c->edge_count + 1);
    edge *list = ARENA_ARRAY(c->memory, edge, c->edge_count + 1);
    uint32_t *nodes = c->section[SECTION_nodes].at;
    uint32_t edges = 0;
    for (uint32_t i = 0; c->edges && i <= c->edge_mask; i++) {
        const edge *e = &c->edges[i];
        if (!e->child) continue;
        list[edges] = (edge){node_number(c, e->node), slots[e->word], node_number(c, e->child)};
        hashes[edges] = image_edge_hash(list[edges].node, list[edges].word);
        nodes[(size_t)e->node * IMAGE_WIDTH_nodes + NODE_behind] |= image_behind_bit(list[edges].word);
        edges++;
    }
    uint32_t size = lay_table(c, edges, hashes, where);
    uint32_t *table = cleared(c, SECTION_edges, size * IMAGE_WIDTH_edges, 0);
    for (uint32_t i = 0; i < edges; i++) {
        uint32_t *item = table + (size_t)where[i] * IMAGE_WIDTH_edges;
        item[EDGE_node] = list[i].node;
        item[EDGE_word] = list[i].word;
        item[EDGE_child] = list[i].child;
    }
    lay_filter(c, edges, hashes);
}

static void lay_ids(compiler *c) {
    uint32_t count = c->id_hashes.count;
    uint32_t *slots = ARENA_ARRAY(c->memory, uint32_t, count + 1);
    uint32_t room = lay_table(c, count, c->id_hashes.at, slots);
    uint32_t *ids = cleared(c, SECTION_ids, room, NONE);
    for (uint32_t i = 0; i < count; i++) ids[slots[i]] = i;
}

static int by_person_key(const void *a, const void *b) {
    const draft_person *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->alias < y->alias ? -1 : x->alias > y->alias;
}

static void lay_persons(compiler *c) {
    if (c->persons.count) qsort(c->persons.at, c->persons.count, sizeof *c->persons.at, by_person_key);
    for (uint32_t i = 0; i < c->persons.count; i++) {
        const draft_person *p = &c->persons.at[i];
        uint32_t fields[] = {[PERSON_key] = p->key, [PERSON_entry] = p->entry, [PERSON_alias] = p->alias};
        lay_item(c, SECTION_persons, fields, IMAGE_WIDTH_persons);
    }
}

void lay_sections(compiler *c) {
    uint32_t *slots = ARENA_ARRAY(c->memory, uint32_t, c->pool.words.count + 1);
    lay_nodes(c);
    lay_words(c, slots);
    lay_edges(c, slots);
    lay_ids(c);
    lay_persons(c);
}

/* --- the file ------------------------------------------------------------------------------------------------------------------------- */

static void put(char *at, uint32_t value) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    memcpy(at, &value, sizeof value);
}

str lay_file(const compiler *c, uint64_t hash) {
    static const uint32_t widths[] = {
#define X(name, width) width,
        IMAGE_SECTIONS(X)
#undef X
    };
    size_t size = HEADER_COUNT * 4 + c->pool.bytes.count;
    for (int i = 0; i < SECTION_COUNT; i++) size += (size_t)c->section[i].count * 4;
    if (size > UINT32_MAX) arena_failf(c->memory, MUSTER_LIMIT, "the compiled lists are larger than 4 GiB");
    char *image = arena_alloc(c->memory, size);
    size_t at = HEADER_COUNT * 4;
    memcpy(image, IMAGE_MAGIC, IMAGE_MAGIC_SIZE);
    put(image + HEADER_version * 4, IMAGE_VERSION);
    put(image + HEADER_size * 4, (uint32_t)size);
    put(image + HEADER_hash * 4, (uint32_t)hash);
    put(image + HEADER_hash * 4 + 4, (uint32_t)(hash >> 32));
    for (int i = 0; i < SECTION_COUNT; i++) {
        char *where = image + (HEADER_sections + 2 * i) * 4;
        put(where, (uint32_t)at);
        put(where + 4, widths[i] ? c->section[i].count / widths[i] : c->pool.bytes.count);
        for (uint32_t n = 0; n < c->section[i].count; n++, at += 4) put(image + at, c->section[i].at[n]);
    }
    if (c->pool.bytes.count) memcpy(image + at, c->pool.bytes.at, c->pool.bytes.count);
    XXH128_canonical_t sum;
    XXH128_canonicalFromHash(&sum, XXH3_128bits(image + HEADER_CHECKED, size - HEADER_CHECKED));
    memcpy(image + HEADER_checksum * 4, sum.digest, sizeof sum.digest);
    return (str){image, size};
}
