/* gazetteer_compile.c: lists -> image.
 *
 * Every name and every regular form is cut into key words (gazetteer_cut.c); the sequences of key words become paths of a tree whose edges
 * lie in one hash table. Where a name ends, postings say what it means. Everything is numbered in the order of the lists.
 */
#include "gazetteer/gazetteer_compile.h"
#include "base/error.h"

enum { WORDS_KEPT = 1 << 18 };

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

/* The rank of a place is how many people it has, so that of places of one name the largest comes first; but a country comes before all, and
 * a capital counts as if it had a thousand million people more. A region, a sea or a site whose population no list tells comes before the
 * villages of its name. */
#define RANK_COUNTRY UINT32_MAX
#define RANK_MOST_PEOPLE 4000000000u
#define RANK_CAPITAL 1000000000u
#define RANK_UNPEOPLED 100000u
/* From so many people on, and below so many, the matcher treats a place's name otherwise (POSTING_BIG, POSTING_SMALL). */
static const double big_place = 1e6, small_place = 1e5;

static entry_facts facts_of(const draft *lists, const draft_entry *entry) {
    kind named;
    str kind_text = lists->kinds.keys.at[entry->kind];
    if (!kind_from(kind_text, &named)) return (entry_facts){str_table_find(&lists->silent, kind_text) == NONE ? 0 : POSTING_SILENT, 0};
    entry_facts facts = {POSTING_NAME, 0};
    double people = 0;
    str_number(attribute_of(lists, entry, "pop"), &people);
    if (people > 0) facts.rank = people < RANK_MOST_PEOPLE ? (uint32_t)people : RANK_MOST_PEOPLE;
    if (named != KIND_place) return facts;
    str feature = attribute_of(lists, entry, "feature");
    bool country = str_list_has(feature, '|', STR("country")), capital = str_list_has(feature, '|', STR("capital"));
    if (people <= 0 && !is_settlement(feature)) facts.rank = RANK_UNPEOPLED;
    if (country) facts.rank = RANK_COUNTRY;
    if (capital && facts.rank < RANK_MOST_PEOPLE - RANK_CAPITAL) facts.rank += RANK_CAPITAL;
    if (country || capital || people >= big_place)
        facts.flags |= POSTING_BIG;
    else if (people < small_place && is_settlement(feature) && !attribute_of(lists, entry, "noted").size)
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
    if (word_text.size <= 3 && cut_is_plain(word_text)) flags |= POSTING_SHORT;
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
        const draft_attribute *a = &lists->attributes.at[i];
        uint32_t key_offset = pool_add(&c->pool, a->key), value_offset = pool_add(&c->pool, a->value);
        lay_item(c, SECTION_attributes, (uint32_t[]){key_offset, value_offset}, IMAGE_WIDTH_attributes);
    }
    uint32_t id = pool_add(&c->pool, entry->id), name = pool_add(&c->pool, entry->name);
    uint32_t fields[] = {[ENTRY_id] = id,
                         [ENTRY_name] = name,
                         [ENTRY_kind] = entry->kind,
                         [ENTRY_list] = entry->list,
                         [ENTRY_line] = entry->line,
                         [ENTRY_alias] = first_alias,
                         [ENTRY_written] = written,
                         [ENTRY_attribute] = first_attribute};
    lay_item(c, SECTION_entries, fields, IMAGE_WIDTH_entries);
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
        lay_item(c, SECTION_kinds, fields, IMAGE_WIDTH_kinds);
        next[k + 1] += next[k];
    }
    for (uint32_t i = 0; i < lists->entries.count; i++)
        if (!lists->entries.at[i].gone) order[next[lists->entries.at[i].kind]++] = i;
    uint32_t count = kinds ? next[kinds - 1] : 0;
    for (; number < count; number++) {
        add_entry(c, &lists->entries.at[order[number]], number);
        if ((number & 4095) == 4095) lexicon_flush(c->words, WORDS_KEPT);
    }
}

static void add_lists(compiler *c) {
    const draft *lists = c->lists;
    for (uint32_t i = 0; i < lists->lists.count; i++) {
        const draft_list *list = &lists->lists.at[i];
        uint32_t path = pool_add(&c->pool, list->path), source = pool_add(&c->pool, list->source),
                 licence = pool_add(&c->pool, list->licence);
        uint32_t fields[] = {[LIST_path] = path, [LIST_source] = source, [LIST_licence] = licence};
        lay_item(c, SECTION_lists, fields, IMAGE_WIDTH_lists);
    }
}

/* --- the flow ------------------------------------------------------------------------------------------------------------------------- */

static void add_ordinary(compiler *c) {
    const str_table *ordinary = &c->lists->ordinary;
    for (uint32_t i = 0; i < ordinary->keys.count; i++) {
        str text = ordinary->keys.at[i];
        str folded = cut_is_plain(text) ? text : token_fold(c->memory, text);
        if (!folded.size || memchr(folded.data, ' ', folded.size)) continue;
        uint32_t number = cut_word(c, folded);
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
    add_lists(c);
    draft_drop(lists);
    pool_close(&c->pool);
    source_drop(files, memory);
    lay_sections(c);
    *image = lay_file(c, hash);
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
