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
    if (until >= STAGE_claim) claim_document(doc, &engine->resolver, engine->claim_known);
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

/* The recovery point of a document: whatever a stage gives up on ends here, and the document's memory with it. `scratch` is for the stages;
 * where the facts are kept it is the document's memory too. */
static muster_status run_guarded(muster_doc **out, arena *memory, arena *scratch, muster_worker *worker, const muster_input *input,
                                 const stage *until, muster_error *error) {
    arena_recovery recovery;
    if (setjmp(recovery.jump)) {
        if (error) *error = recovery.error;
        arena_free(memory);
        return recovery.error.status;
    }
    arena_recover(memory, &recovery);
    arena_recover(scratch, &recovery);
    lexicon_flush(worker->words, LEXICON_LIMIT);
    document *facts = ARENA_NEW(scratch, document);
    facts->memory = scratch;
    facts->engine = worker->engine;
    run_stages(facts, worker, input, *until);
    *out = view_document(memory, worker->engine, facts, memory == scratch);
    arena_recover(memory, NULL);
    return MUSTER_OK;
}

muster_status muster_extract_until(muster_doc **out, muster_worker *worker, const muster_input *input, const char *stage_name,
                                   muster_error *error) {
    *out = NULL;
    stage until;
    if (!find_stage(stage_name, &until)) return error_set(error, MUSTER_USAGE, "no stage is called \"%s\"", stage_name);
    arena *memory = arena_new();
    if (!memory) return error_nomem(error);
    if (worker->engine->trace) return run_guarded(out, memory, memory, worker, input, &until, error);
    muster_status status = run_guarded(out, memory, worker->memory, worker, input, &until, error);
    arena_recover(worker->memory, NULL);
    arena_reset(worker->memory);
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
