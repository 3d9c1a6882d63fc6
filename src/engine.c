/* engine.c: opens the compiled knowledge, in the order in which each part needs the one before: labels, lists, what the reader and the
 * tokeniser know from the lists, rules. */
#include "engine.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"

enum { DEFAULT_DOCUMENT_LIMIT = 1 << 30 };

static void close_gazetteer(void *handle) {
    muster_engine *engine = handle;
    gazetteer_close(engine->gazetteer);
}

static void close_lexicon(void *handle) {
    lexicon_free(handle);
}

static lexicon *open_lexicon(arena *memory, const token_knowledge *known) {
    lexicon *words = lexicon_new(known);
    if (!words) arena_nomem(memory);
    arena_defer(memory, close_lexicon, words);
    return words;
}

/* The lists are cut into words by a tokeniser that knows no abbreviation yet: those stand in the lists. */
static void open_lists(muster_engine *engine, const muster_options *options, finding_sink sink) {
    gazetteer_source source = {options->data_dirs, options->data_dir_count, options->cache_dir, sink.report != NULL};
    lexicon *plain = open_lexicon(engine->memory, token_knowledge_new(engine->memory));
    muster_error error;
    /* First, since gazetteer_open may jump with the gazetteer set: when its labels find no memory. */
    arena_defer(engine->memory, close_gazetteer, engine);
    if (gazetteer_open(&engine->gazetteer, &source, plain, engine->labels, sink, &error) != MUSTER_OK) arena_fail(engine->memory, &error);
}

/* The kind of an entry as the tokeniser knows it. */
typedef struct token_kind {
    muster_engine *engine;
    str kind;
} token_kind;

static void take_token_word(void *payload, uint32_t entry, uint32_t index, str alias) {
    const token_kind *k = payload;
    muster_engine *engine = k->engine;
    (void)index;
    token_entry e = {.kind = k->kind, .text = alias};
    e.title = str_is(gazetteer_attribute(engine->gazetteer, entry, STR("title")), "1");
    e.exact = str_is(gazetteer_attribute(engine->gazetteer, entry, STR("exact")), "1");
    bool ending = str_is(k->kind, "number_ending") || str_is(gazetteer_attribute(engine->gazetteer, entry, STR("class")), "suffix");
    if (ending) str_number(gazetteer_attribute(engine->gazetteer, entry, STR("value")), &e.scale);
    token_knowledge_entry(engine->token_known, engine->memory, &e);
}

/* Nationalities and their countries count by themselves inside a compound ("Iran-Iraq"). */
static void take_token_name(void *payload, uint32_t entry, uint32_t index, str alias) {
    muster_engine *engine = payload;
    if (index) return;
    token_knowledge_name(engine->token_known, engine->memory, alias);
    token_knowledge_name(engine->token_known, engine->memory, gazetteer_attribute(engine->gazetteer, entry, STR("of")));
}

static bool names_by_itself(const void *owner, str folded) {
    return gazetteer_names(owner, folded);
}

/* A list that the reader knows: each name of an entry is taken with the entry's role, or behind its first name, which says what a field or
 * a tag called by the others is for. */
typedef struct read_list {
    const char *kind;
    void (*take)(read_knowledge *known, arena *memory, str one, str other);
    bool by_first_name;
} read_list;

static const read_list read_lists[] = {{"furniture", read_knowledge_furniture, false},
                                       {"outlet", read_knowledge_outlet, false},
                                       {"field", read_knowledge_field, true},
                                       {"markup", read_knowledge_markup, true},
                                       {"meta", read_knowledge_meta, true}};

typedef struct read_list_work {
    muster_engine *engine;
    const read_list *list;
} read_list_work;

static void take_read_name(void *payload, uint32_t entry, uint32_t index, str alias) {
    const read_list_work *w = payload;
    muster_engine *engine = w->engine;
    (void)index;
    if (!w->list->by_first_name) {
        w->list->take(engine->read_known, engine->memory, alias, gazetteer_attribute(engine->gazetteer, entry, STR("role")));
        return;
    }
    str first;
    gazetteer_alias_at(engine->gazetteer, entry, 0, &first);
    w->list->take(engine->read_known, engine->memory, first, alias);
}

static void load_knowledge(muster_engine *engine) {
    engine->token_known = token_knowledge_new(engine->memory);
    for (size_t i = 0; token_knowledge_kind(i); i++) {
        token_kind k = {engine, str_from(token_knowledge_kind(i))};
        gazetteer_each_alias(engine->gazetteer, k.kind, take_token_word, &k);
    }
    gazetteer_each_alias(engine->gazetteer, STR("nationality"), take_token_name, engine);
    token_knowledge_ask(engine->token_known, names_by_itself, engine->gazetteer);
    engine->read_known = read_knowledge_new(engine->memory);
    for (size_t i = 0; i < sizeof read_lists / sizeof *read_lists; i++) {
        read_list_work w = {engine, &read_lists[i]};
        gazetteer_each_alias(engine->gazetteer, str_from(read_lists[i].kind), take_read_name, &w);
    }
    engine->claim_known = claim_knowledge_new(engine->memory, engine->gazetteer);
    engine->audit_known = audit_knowledge_new(engine->memory, engine->gazetteer);
}

/* Rules and corrections, whose words are cut as those of texts are. */
static void load_rules(muster_engine *engine, const muster_options *options, finding_sink sink) {
    rule_options with = {options->data_dirs,    options->data_dir_count,    options->with_tags, options->with_tag_count,
                         options->without_tags, options->without_tag_count, options->cache_dir, options->trace != 0};
    lexicon *words = open_lexicon(engine->memory, engine->token_known);
    engine->rules = options->lists_only
                        ? rule_load_text(engine->memory, STR("rules"), STR(""), engine->gazetteer, engine->labels, words, sink)
                        : rule_load(engine->memory, &with, engine->gazetteer, engine->labels, words, sink);
    overrides *corrections = engine_overrides(engine->memory, options, words, sink);
    engine->resolver = (resolver){engine->gazetteer, engine->labels, engine->rules, engine->names, corrections};
}

typedef struct opening {
    const muster_options *options;
    finding_sink sink;
    muster_engine *engine; /* made */
} opening;

static void open_engine(arena *memory, void *payload) {
    opening *o = payload;
    const muster_options *options = o->options;
    finding_sink sink = o->sink;
    muster_engine *engine = o->engine = ARENA_NEW(memory, muster_engine);
    engine->memory = memory;
    engine->document_limit = options->document_limit ? options->document_limit : DEFAULT_DOCUMENT_LIMIT;
    engine->trace = options->trace != 0;
    engine->labels = labels_new(engine->memory);
    open_lists(engine, options, sink);
    load_knowledge(engine);
    engine->names = name_knowledge_new(engine->memory, engine->gazetteer);
    load_rules(engine, options, sink);
    snprintf(engine->hash, sizeof engine->hash, "%016" PRIx64 "%016" PRIx64, gazetteer_hash(engine->gazetteer),
             rule_hash(engine->rules) ^ overrides_hash(engine->resolver.overrides));
}

muster_status engine_open(muster_engine **out, const muster_options *options, finding_sink sink, muster_error *error) {
    *out = NULL;
    if (!options || options->size != sizeof *options) return error_set(error, MUSTER_USAGE, "options of another version of the library");
    arena *memory = arena_new_lasting();
    if (!memory) return error_nomem(error);
    opening o = {options, sink, NULL};
    muster_status status = arena_guard(memory, open_engine, &o, error);
    if (status == MUSTER_OK)
        *out = o.engine;
    else
        arena_free(memory);
    return status;
}

muster_status muster_engine_open(muster_engine **out, const muster_options *options, muster_error *error) {
    return engine_open(out, options, (finding_sink){NULL, NULL}, error);
}

void muster_engine_close(muster_engine *engine) {
    if (engine) arena_free(engine->memory);
}

const char *muster_engine_hash(const muster_engine *engine) {
    return engine->hash;
}

muster_status muster_worker_new(muster_worker **out, const muster_engine *engine, muster_error *error) {
    *out = NULL;
    muster_worker *worker = calloc(1, sizeof *worker);
    if (!worker) return error_nomem(error);
    worker->engine = engine;
    worker->memory = arena_new();
    worker->words = lexicon_new(engine->token_known);
    worker->matcher = rule_matcher_new(engine->rules);
    worker->script = name_script_new();
    worker->names_met = name_memo_new();
    if (!worker->memory || !worker->words || !worker->matcher || !worker->script || !worker->names_met) {
        muster_worker_free(worker);
        return error_nomem(error);
    }
    *out = worker;
    return MUSTER_OK;
}

void muster_worker_free(muster_worker *worker) {
    if (!worker) return;
    rule_matcher_free(worker->matcher);
    name_script_free(worker->script);
    name_memo_free(worker->names_met);
    lexicon_free(worker->words);
    arena_free(worker->memory);
    free(worker);
}
