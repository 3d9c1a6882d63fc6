/* gazetteer_compile.c: lists -> image.
 *
 * Every name and every regular form is cut into key words (folded as the tokeniser folds words of a text); the sequences of key words
 * become paths of a tree whose edges lie in one hash table. Everything is numbered in the order of the lists, so that equal lists give an
 * equal file, byte for byte.
 */
#include <stdlib.h>
#include <xxhash.h>

#include "base/error.h"
#include "gazetteer/gazetteer_draft.h"
#include "gazetteer/gazetteer_image.h"
#include "gazetteer/gazetteer_pool.h"

enum { WORDS_KEPT = 1 << 18, NODE_LIMIT = 1 << 29 };

typedef VEC(uint32_t) numbers32;

typedef struct draft_posting {
    uint32_t node, entry, alias, flags, rank, kind, former;
} draft_posting;

typedef struct draft_person {
    uint32_t key, entry, alias;
} draft_person;

typedef struct edge {
    uint32_t node, word, child;
} edge;

typedef struct compiler {
    arena *memory;
    lexicon *words;
    draft *lists;
    string_pool pool;
    numbers32 root; /* of each key word: child of the root, and WORD_ORDINARY */
    edge *edges;    /* hash table, child 0: empty */
    uint32_t edge_count, edge_mask;
    uint32_t node_count;
    VEC(draft_posting) postings;
    numbers32 id_hashes;
    VEC(draft_person) persons;
    numbers32 section[SECTION_COUNT];
} compiler;

/* --- keys ------------------------------------------------------------------------------------------------------------------------ */

typedef struct key {
    uint32_t words[KEY_WORDS_LIMIT];
    uint32_t count;
    uint32_t capitals; /* which of them have a capital */
    bool acronym;      /* one word, all capitals */
    bool too_long;
} key;

static uint32_t key_word(compiler *c, str folded) {
    uint32_t number = pool_word(&c->pool, folded);
    if (number == c->root.count) VEC_PUSH(c->memory, &c->root, 0);
    return number;
}

static void push_word(compiler *c, key *out, str folded, bool capital) {
    if (out->count == KEY_WORDS_LIMIT) {
        out->too_long = true;
        return;
    }
    if (capital) out->capitals |= 1u << out->count;
    out->words[out->count++] = key_word(c, folded);
}

/* A folded word may hold several key words ("jong un"). Those that are written small need no capital in a text, where the tokeniser may
 * have cut them off ("Pag-asa"). */
static void push_word_parts(compiler *c, key *out, const word *w) {
    bool capital = w->shape & (SHAPE_CAP | SHAPE_UPPER | SHAPE_MIXED);
    str folded = w->folded, written = w->text;
    while (folded.size) {
        str rest, part = str_split(folded, ' ', &rest);
        bool small = rest.size + part.size < w->folded.size && written.size && ascii_lower(written.data[0]);
        if (part.size) push_word(c, out, part, capital && !small);
        folded = rest;
        str_split(written, '-', &written);
    }
}

static bool is_plain(str text) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != ' ' && !ascii_letter(text.data[i])) return false;
    }
    return true;
}

/* Letters A to Z and spaces: what the tokeniser would do is known, and most names are of that sort. */
static void cut_plain(compiler *c, str text, key *out) {
    uint32_t capitals = 0, letters = 0;
    for (size_t at = 0; at < text.size;) {
        char folded[1024];
        size_t size = 0;
        bool capital = false;
        for (; at < text.size && text.data[at] != ' '; at++) {
            capital |= text.data[at] <= 'Z';
            capitals += text.data[at] <= 'Z';
            letters++;
            if (size < sizeof folded) folded[size++] = ascii_small(text.data[at]);
        }
        if (size) push_word(c, out, (str){folded, size}, capital);
        at++;
    }
    out->acronym = out->count == 1 && letters >= 2 && capitals == letters;
}

static void cut_name(compiler *c, str text, key *out) {
    memset(out, 0, sizeof *out);
    if (is_plain(text)) {
        cut_plain(c, text, out);
        return;
    }
    const word **cut;
    arena_mark here = arena_here(c->memory);
    uint32_t count = token_words(c->words, c->memory, text, &cut);
    /* Held here, because the arena's array goes before key_word allocates in it; the words themselves are the lexicon's. */
    const word *few[KEY_WORDS_LIMIT];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count && kept < KEY_WORDS_LIMIT; i++)
        if (cut[i]->folded.size) few[kept++] = cut[i];
    arena_release(c->memory, here);
    out->too_long = count > KEY_WORDS_LIMIT;
    for (uint32_t i = 0; i < kept; i++) push_word_parts(c, out, few[i]);
    out->acronym = kept == 1 && (few[0]->shape & SHAPE_UPPER);
}

/* --- the tree ---------------------------------------------------------------------------------------------------------------------- */

static edge *edge_slot(edge *edges, uint32_t mask, uint32_t node, uint32_t word_number) {
    uint32_t at = image_edge_hash(node, word_number) & mask;
    while (edges[at].child && (edges[at].node != node || edges[at].word != word_number)) at = (at + 1) & mask;
    return &edges[at];
}

static void grow_edges(compiler *c) {
    uint32_t size = c->edges ? (c->edge_mask + 1) * 2 : 1024;
    edge *grown = ARENA_ARRAY(c->memory, edge, size);
    for (uint32_t i = 0; c->edges && i <= c->edge_mask; i++)
        if (c->edges[i].child) *edge_slot(grown, size - 1, c->edges[i].node, c->edges[i].word) = c->edges[i];
    if (c->edges) arena_drop(c->memory, c->edges, sizeof *c->edges * ((size_t)c->edge_mask + 1));
    c->edges = grown;
    c->edge_mask = size - 1;
}

static uint32_t new_node(compiler *c) {
    if (c->node_count >= NODE_LIMIT) arena_failf(c->memory, MUSTER_LIMIT, "the lists have too many names");
    return c->node_count++;
}

static uint32_t node_of(compiler *c, const key *name) {
    uint32_t *first = &c->root.at[name->words[0]];
    if (!(*first & ~WORD_ORDINARY)) *first |= new_node(c);
    uint32_t node = *first & ~WORD_ORDINARY;
    for (uint32_t i = 1; i < name->count; i++) {
        if (!c->edges || c->edge_count * 2 > c->edge_mask) grow_edges(c);
        edge *found = edge_slot(c->edges, c->edge_mask, node, name->words[i]);
        if (!found->child) {
            *found = (edge){node, name->words[i], new_node(c)};
            c->edge_count++;
        }
        node = found->child;
    }
    return node;
}

/* --- entries ------------------------------------------------------------------------------------------------------------------------ */

static str attribute_of(const draft *lists, const draft_entry *entry, const char *name) {
    for (uint32_t i = entry->first_attribute; i != NONE; i = lists->attributes.at[i].next)
        if (str_is(lists->attributes.at[i].key, name)) return lists->attributes.at[i].value;
    return STR_NONE;
}

typedef struct entry_facts {
    uint32_t flags; /* of all its postings */
    uint32_t rank;  /* the larger, the likelier it is meant */
} entry_facts;

static bool is_settlement(str feature) {
    return !feature.size || str_list_has(feature, '|', STR("city")) || str_list_has(feature, '|', STR("town")) ||
           str_list_has(feature, '|', STR("village"));
}

/* A region, a sea, a site of which no population is told comes before villages of its name. */
#define NOTED 100000u

static entry_facts facts_of(const draft *lists, const draft_entry *entry) {
    kind named;
    str kind_text = lists->kinds.keys.at[entry->kind];
    if (!kind_from(kind_text, &named)) return (entry_facts){str_table_find(&lists->silent, kind_text) == NONE ? 0 : POSTING_SILENT, 0};
    entry_facts facts = {POSTING_NAME, 0};
    double people = 0;
    str_number(attribute_of(lists, entry, "pop"), &people);
    if (people > 0) facts.rank = people < 4e9 ? (uint32_t)people : 4000000000u;
    if (named != KIND_place) return facts;
    str feature = attribute_of(lists, entry, "feature");
    bool country = str_list_has(feature, '|', STR("country")), capital = str_list_has(feature, '|', STR("capital"));
    if (people <= 0 && !is_settlement(feature)) facts.rank = NOTED;
    if (country) facts.rank = UINT32_MAX;
    if (capital && facts.rank < 3000000000u) facts.rank += 1000000000u;
    if (country || capital || people >= 1e6)
        facts.flags |= POSTING_BIG;
    else if (people < 1e5 && is_settlement(feature) && !attribute_of(lists, entry, "noted").size)
        facts.flags |= POSTING_SMALL;
    return facts;
}

static uint32_t posting_flags(compiler *c, const draft_alias *alias, const key *name, uint32_t facts) {
    static const struct {
        uint32_t from, to;
    } same[] = {{ALIAS_WEAK, POSTING_WEAK}, {ALIAS_STRONG, POSTING_STRONG}, {ALIAS_CODE, POSTING_CODE}, {ALIAS_ACCENTS, POSTING_ACCENTS}};
    uint32_t policy = alias->flags & ALIAS_CODE ? CASE_exact : alias->policy;
    uint32_t flags = facts | policy | (uint32_t)alias->form << POSTING_FORM_SHIFT;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (alias->flags & same[i].from) flags |= same[i].to;
    if (policy == CASE_title) flags |= name->capitals << POSTING_CAPS_SHIFT;
    if (name->count != 1) return flags;
    str word_text = pool_word_text(&c->pool, name->words[0]);
    if (c->root.at[name->words[0]] & WORD_ORDINARY) flags |= POSTING_ORDINARY;
    if (word_text.size <= 3 && is_plain(word_text)) flags |= POSTING_SHORT;
    if (name->acronym) flags |= POSTING_ACRONYM;
    return flags;
}

static void report_name(compiler *c, const draft_entry *entry, const draft_alias *alias, const key *name) {
    draft *lists = c->lists;
    str message = name->too_long
                      ? arena_printf(c->memory, "`" STR_FMT "` has more than %d words", STR_ARG(alias->text), KEY_WORDS_LIMIT)
                      : arena_printf(c->memory, "`" STR_FMT "` has no letter and no digit that a text could match", STR_ARG(alias->text));
    draft_report(lists, false, &(list_place){lists->lists.at[entry->list].file, alias->text, entry->line, 1}, message.data);
}

/* A person's full name is found by the spelling of its first and last words, too. */
static void add_person(compiler *c, const draft_alias *alias, const key *name, uint32_t number, uint32_t index) {
    if (name->count < 2 || alias->flags & (ALIAS_WEAK | ALIAS_CODE | ALIAS_TYPO)) return;
    str given = pool_word_text(&c->pool, name->words[0]), surname = pool_word_text(&c->pool, name->words[name->count - 1]);
    draft_person fresh = {gazetteer_person_key(given, surname), number, index};
    VEC_PUSH(c->memory, &c->persons, fresh);
}

/* Gives an alias its number and its place in the tree. */
static void add_alias(compiler *c, const draft_entry *entry, const draft_alias *alias, uint32_t number, entry_facts facts) {
    uint32_t index = c->section[SECTION_aliases].count;
    VEC_PUSH(c->memory, &c->section[SECTION_aliases], pool_add(&c->pool, alias->text));
    key name;
    cut_name(c, alias->text, &name);
    if (name.too_long || !name.count) {
        report_name(c, entry, alias, &name);
        return;
    }
    if (facts.flags & POSTING_NAME && str_is(c->lists->kinds.keys.at[entry->kind], "person")) add_person(c, alias, &name, number, index);
    uint32_t flags = posting_flags(c, alias, &name, facts.flags);
    draft_posting fresh = {.node = node_of(c, &name),
                           .entry = number,
                           .alias = index,
                           .flags = flags,
                           .rank = facts.rank,
                           .kind = entry->kind,
                           .former = (alias->flags & (ALIAS_HIST | ALIAS_TYPO)) != 0};
    VEC_PUSH(c->memory, &c->postings, fresh);
}

static void add_entry(compiler *c, const draft_entry *entry, uint32_t number) {
    draft *lists = c->lists;
    entry_facts facts = facts_of(lists, entry);
    uint32_t first_alias = c->section[SECTION_aliases].count, first_attribute = c->section[SECTION_attributes].count / 2;
    for (uint32_t i = entry->first_alias; i != NONE; i = lists->aliases.at[i].next)
        if (!(lists->aliases.at[i].flags & ALIAS_MADE)) add_alias(c, entry, &lists->aliases.at[i], number, facts);
    uint32_t written = c->section[SECTION_aliases].count - first_alias;
    for (uint32_t i = entry->first_alias; i != NONE; i = lists->aliases.at[i].next)
        if (lists->aliases.at[i].flags & ALIAS_MADE) add_alias(c, entry, &lists->aliases.at[i], number, facts);
    for (uint32_t i = entry->first_attribute; i != NONE; i = lists->attributes.at[i].next) {
        VEC_PUSH(c->memory, &c->section[SECTION_attributes], pool_add(&c->pool, lists->attributes.at[i].key));
        VEC_PUSH(c->memory, &c->section[SECTION_attributes], pool_add(&c->pool, lists->attributes.at[i].value));
    }
    uint32_t fields[] = {[ENTRY_id] = pool_add(&c->pool, entry->id),
                         [ENTRY_name] = pool_add(&c->pool, entry->name),
                         [ENTRY_kind] = entry->kind,
                         [ENTRY_list] = entry->list,
                         [ENTRY_line] = entry->line,
                         [ENTRY_alias] = first_alias,
                         [ENTRY_written] = written,
                         [ENTRY_attribute] = first_attribute};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) VEC_PUSH(c->memory, &c->section[SECTION_entries], fields[i]);
    VEC_PUSH(c->memory, &c->id_hashes, (uint32_t)str_hash(entry->id));
}

/* Entries are laid out kind by kind. */
static void add_entries(compiler *c) {
    draft *lists = c->lists;
    uint32_t kinds = lists->kinds.keys.count, number = 0;
    uint32_t *next = ARENA_ARRAY(c->memory, uint32_t, kinds + 1), *order = ARENA_ARRAY(c->memory, uint32_t, lists->entries.count);
    for (uint32_t i = 0; i < lists->entries.count; i++) next[lists->entries.at[i].kind + 1] += !lists->entries.at[i].gone;
    for (uint32_t k = 0; k < kinds; k++) {
        str name = lists->kinds.keys.at[k];
        uint32_t fields[] = {[KIND_name] = pool_add(&c->pool, name), [KIND_first] = next[k], [KIND_entries] = next[k + 1]};
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) VEC_PUSH(c->memory, &c->section[SECTION_kinds], fields[i]);
        next[k + 1] += next[k];
    }
    for (uint32_t i = 0; i < lists->entries.count; i++)
        if (!lists->entries.at[i].gone) order[next[lists->entries.at[i].kind]++] = i;
    uint32_t count = kinds ? next[kinds - 1] : 0;
    for (; number < count; number++) {
        add_entry(c, &lists->entries.at[order[number]], number);
        if ((number & 4095) == 4095) lexicon_flush(c->words, WORDS_KEPT);
    }
    for (uint32_t i = 0; i < lists->lists.count; i++) {
        const draft_list *list = &lists->lists.at[i];
        VEC_PUSH(c->memory, &c->section[SECTION_lists], pool_add(&c->pool, list->path));
        VEC_PUSH(c->memory, &c->section[SECTION_lists], pool_add(&c->pool, list->source));
        VEC_PUSH(c->memory, &c->section[SECTION_lists], pool_add(&c->pool, list->licence));
    }
}

/* --- tables --------------------------------------------------------------------------------------------------------------------------- */

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
    numbers32 *nodes = &c->section[SECTION_nodes], *postings = &c->section[SECTION_postings];
    if (c->postings.count) qsort(c->postings.at, c->postings.count, sizeof *c->postings.at, by_node);
    uint32_t at = 0;
    for (uint32_t node = 0; node <= c->node_count; node++) {
        VEC_PUSH(c->memory, nodes, at);
        VEC_PUSH(c->memory, nodes, 0); /* no word stands behind it so far */
        for (; at < c->postings.count && c->postings.at[at].node == node; at++) {
            const draft_posting *p = &c->postings.at[at];
            VEC_PUSH(c->memory, postings, p->entry);
            VEC_PUSH(c->memory, postings, p->alias);
            VEC_PUSH(c->memory, postings, p->flags);
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

static void lay_words_and_edges(compiler *c) {
    uint32_t count = c->pool.words.count;
    uint32_t *hashes = ARENA_ARRAY(c->memory, uint32_t, count + c->edge_count + 1);
    uint32_t *slots = ARENA_ARRAY(c->memory, uint32_t, count + 1), *where = ARENA_ARRAY(c->memory, uint32_t, c->edge_count + 1);
    for (uint32_t i = 0; i < count; i++) {
        hashes[i] = (uint32_t)str_hash(pool_word_text(&c->pool, i));
    }
    uint32_t size = lay_table(c, count, hashes, slots);
    uint32_t *words = cleared(c, SECTION_words, size * 2, 0);
    for (uint32_t i = 0; i < count; i++) {
        words[slots[i] * 2 + WORD_text] = c->pool.words.at[i];
        uint32_t child = c->root.at[i] & ~WORD_ORDINARY;
        words[slots[i] * 2 + WORD_child] = (child ? node_number(c, child) : 0) | (c->root.at[i] & WORD_ORDINARY);
    }
    edge *list = ARENA_ARRAY(c->memory, edge, c->edge_count + 1);
    uint32_t *nodes = c->section[SECTION_nodes].at;
    uint32_t edges = 0;
    for (uint32_t i = 0; c->edges && i <= c->edge_mask; i++) {
        if (!c->edges[i].child) continue;
        list[edges] = (edge){node_number(c, c->edges[i].node), slots[c->edges[i].word], node_number(c, c->edges[i].child)};
        hashes[edges] = image_edge_hash(list[edges].node, list[edges].word);
        nodes[(size_t)c->edges[i].node * IMAGE_WIDTH_nodes + NODE_behind] |= image_behind_bit(list[edges].word);
        edges++;
    }
    size = lay_table(c, edges, hashes, where);
    uint32_t *table = cleared(c, SECTION_edges, size * 3, 0);
    for (uint32_t i = 0; i < edges; i++) memcpy(table + where[i] * 3, &list[i], sizeof *list);
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
        VEC_PUSH(c->memory, &c->section[SECTION_persons], c->persons.at[i].key);
        VEC_PUSH(c->memory, &c->section[SECTION_persons], c->persons.at[i].entry);
        VEC_PUSH(c->memory, &c->section[SECTION_persons], c->persons.at[i].alias);
    }
}

/* --- the file ------------------------------------------------------------------------------------------------------------------------- */

static void put(char *at, uint32_t value) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    memcpy(at, &value, sizeof value);
}

static str assemble(compiler *c, uint64_t hash) {
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

static void add_ordinary(compiler *c) {
    const str_table *ordinary = &c->lists->ordinary;
    for (uint32_t i = 0; i < ordinary->keys.count; i++) {
        str text = ordinary->keys.at[i];
        str folded = is_plain(text) ? text : token_fold(c->memory, text);
        if (!folded.size || memchr(folded.data, ' ', folded.size)) continue;
        uint32_t number = key_word(c, folded);
        c->root.at[number] |= WORD_ORDINARY;
    }
}

static void start(compiler *c, arena *memory, lexicon *words, draft *lists) {
    memset(c, 0, sizeof *c);
    c->memory = memory;
    c->words = words;
    c->lists = lists;
    c->node_count = 1; /* the root, so that 0 is no child */
    pool_init(&c->pool, memory);
}

void compile_files(str *image, arena *memory, list_files *files, lexicon *words, finding_sink sink, uint32_t *errors) {
    uint64_t hash = source_hash(files, memory, words);
    draft *lists = ARENA_NEW(memory, draft);
    draft_init(lists, memory, sink);
    for (uint32_t i = 0; i < files->at.count; i++) {
        const list_file *file = &files->at.at[i];
        while (lists->layer < file->layer) draft_close_layer(lists);
        if (str_ends(file->relative, STR(".txt")))
            draft_ordinary(lists, file->content);
        else
            draft_read(lists, file->path, file->relative, file->content);
    }
    draft_close_layer(lists);
    compiler *c = ARENA_NEW(memory, compiler);
    start(c, memory, words, lists);
    add_ordinary(c);
    add_entries(c);
    draft_drop(lists);
    pool_close(&c->pool);
    source_drop(files, memory);
    lay_nodes(c);
    lay_words_and_edges(c);
    lay_ids(c);
    lay_persons(c);
    *image = assemble(c, hash);
    *errors = lists->errors;
}

void gazetteer_compile(str *image, arena *memory, const gazetteer_source *source, lexicon *words, finding_sink sink) {
    list_files files;
    uint32_t errors;
    source_scan(&files, memory, source);
    source_read(&files, memory);
    compile_files(image, memory, &files, words, sink, &errors);
}

void gazetteer_check_list(arena *memory, str path, str content, finding_sink sink) {
    draft lists;
    draft_init(&lists, memory, sink);
    draft_read(&lists, path, path, content);
    draft_close_layer(&lists);
}
