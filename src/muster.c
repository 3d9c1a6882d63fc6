/* muster.c: the flow. Bytes of one document go in, its facts come out; each stage fills its part of the document and reads only what the
 * stages before it filled. */
#include "muster.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <sqlite3.h>
#include <unicode/uvernum.h>

#include "base/error.h"
#include "engine.h"
#include "figure/figure.h"

enum { LEXICON_LIMIT = 400000 }; /* distinct words a worker keeps between documents; about 100 MB at the most */

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

typedef enum stage { STAGE_read, STAGE_token, STAGE_gazetteer, STAGE_rule, STAGE_entity, STAGE_quote, STAGE_figure, STAGE_claim } stage;

static void run_stages(document *doc, muster_worker *worker, const muster_input *input, stage until) {
    const muster_engine *engine = worker->engine;
    read_document(doc, engine->read_known, input, engine->document_limit);
    if (until >= STAGE_token) token_document(doc, worker->words);
    if (until >= STAGE_gazetteer) gazetteer_match(doc, engine->gazetteer, worker->words);
    if (until >= STAGE_rule) rule_match(doc, engine->rules, worker->matcher, worker->words, engine->trace);
    if (until >= STAGE_entity) entity_document(doc, &engine->resolver, worker->names_met);
    if (until >= STAGE_quote) quote_document(doc, &engine->resolver);
    if (until >= STAGE_figure) figure_document(doc, &engine->resolver);
    if (until >= STAGE_claim) claim_document(doc, &engine->resolver, engine->claim_known, worker->words);
}

static bool find_stage(const char *name, stage *out) {
    static const char *const names[] = {"read", "token", "gazetteer", "rule", "entity", "quote", "figure", "claim"};
    *out = STAGE_claim;
    if (!name) return true;
    for (int i = 0; i <= STAGE_claim; i++)
        if (strcmp(name, names[i]) == 0) {
            *out = (stage)i;
            return true;
        }
    return false;
}

/* One document on its way. The stages work in the worker's memory, or, where the facts are kept, in the document's own. */
typedef struct extraction {
    muster_worker *worker;
    const muster_input *input;
    stage until;
    document *facts;
    muster_doc *shown;
} extraction;

static void find_facts(arena *memory, void *payload) {
    extraction *e = payload;
    e->facts = ARENA_NEW(memory, document);
    e->facts->memory = memory;
    e->facts->engine = e->worker->engine;
    run_stages(e->facts, e->worker, e->input, e->until);
}

static void show_facts(arena *memory, void *payload) {
    extraction *e = payload;
    e->shown = view_document(memory, e->worker->engine, e->facts, e->facts->memory == memory);
}

muster_status muster_extract_until(muster_doc **out, muster_worker *worker, const muster_input *input, const char *stage_name,
                                   muster_error *error) {
    *out = NULL;
    extraction e = {.worker = worker, .input = input};
    if (!find_stage(stage_name, &e.until)) return error_set(error, MUSTER_USAGE, "no stage is called \"%s\"", stage_name);
    lexicon_flush(worker->words, LEXICON_LIMIT);
    bool keep = worker->engine->trace;
    arena *memory = keep ? arena_new() : NULL;
    if (keep && !memory) return error_nomem(error);
    muster_status status = arena_guard(keep ? memory : worker->memory, find_facts, &e, error);
    if (status == MUSTER_OK && !keep && !(memory = arena_new_sized(view_size(e.facts)))) status = error_nomem(error);
    if (status == MUSTER_OK) status = arena_guard(memory, show_facts, &e, error);
    if (!keep) arena_reset(worker->memory);
    if (status == MUSTER_OK)
        *out = e.shown;
    else
        arena_free(memory);
    return status;
}

muster_status muster_extract(muster_doc **out, muster_worker *worker, const muster_input *input, muster_error *error) {
    return muster_extract_until(out, worker, input, NULL, error);
}

muster_status muster_read(const muster_engine *engine, const char *path, const muster_reading *how, muster_document_fn each, void *payload,
                          muster_error *error) {
    static const muster_reading plain = MUSTER_READING_INIT;
    if (how && how->size != sizeof *how) return error_set(error, MUSTER_USAGE, "options of another version of the library");
    return reading_run(engine->read_known, path, how ? how : &plain, each, payload, error);
}

void muster_doc_free(muster_doc *doc) {
    if (doc) arena_free(doc->memory);
}

const char *muster_version(void) {
    return "muster " MUSTER_VERSION " (ICU " U_ICU_VERSION
           ", PCRE2 " TEXT(PCRE2_MAJOR) "." TEXT(PCRE2_MINOR) ", SQLite " SQLITE_VERSION ", lists of format " TEXT(GAZETTEER_FORMAT) ")";
}
