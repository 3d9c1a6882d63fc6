/* engine.h: the compiled knowledge, a thread's share of it, and a document with its facts ready to be shown; what muster.h keeps opaque. */
#ifndef ENGINE_H
#define ENGINE_H

#include "audit/audit.h"
#include "base/arena.h"
#include "claim/claim.h"
#include "entity/entity.h"
#include "gazetteer/gazetteer.h"
#include "name/name.h"
#include "read/read.h"
#include "rule/rule.h"
#include "token/token.h"

struct muster_engine {
    arena *memory;
    labels *labels;
    token_knowledge *token_known;
    read_knowledge *read_known;
    const claim_knowledge *claim_known;
    const audit_knowledge *audit_known;
    gazetteer *gazetteer;
    const name_knowledge *names;
    ruleset *rules;
    resolver resolver;
    size_t document_limit;
    bool trace;
    char hash[33];
};

struct muster_worker {
    const struct muster_engine *engine;
    arena *memory; /* of the document at hand; reset after it */
    lexicon *words;
    rule_matcher *matcher;
    name_memo *names_met;
    name_script *script;
};

enum { POINTS_A_STEP = 128 }; /* muster_doc.steps has a byte offset every so many code points */

/* A document as it is shown. All of it lies in its memory, or in the engine's. */
struct muster_doc {
    arena *memory;
    const struct muster_engine *engine;
    const document *facts;   /* what the stages made, which `explain` shows; NULL unless the engine traces */
    struct kept_texts *kept; /* while it is made: the texts that were copied last */
    str text, id, path, title, date, outlet, encoding, author, url, modified;
    const char *format;
    char hash[65];
    uint32_t length, token_count, shingle_count;
    document origin; /* of which only is set what tells where the text stands in the file */
    uint32_t *signature;
    uint32_t *steps;
    size_t block_count, sentence_count, entity_count, mention_count, figure_count, quote_count, relay_count, stray_count;
    size_t account_count, claim_count;
    muster_block_view *blocks;
    muster_sentence_view *sentences;
    muster_entity_view *entities;
    muster_mention_view *mentions;
    muster_figure_view *figures;
    muster_quote_view *quotes;
    muster_relay_view *relays;
    muster_stray_view *strays;
    muster_account_view *accounts;
    muster_claim_view *claims;
};

/* Opens an engine; with a sink every error of lists and rules is reported, and *out may be an engine without the wrong ones. */
muster_status engine_open(muster_engine **out, const muster_options *options, finding_sink sink, muster_error *error);
/* Reads the user's corrections (overrides.c). `words` cuts them. */
overrides *engine_overrides(arena *memory, const muster_options *options, lexicon *words, finding_sink sink);
/* A document whose stages are done as it is shown, in the memory given. What is made needs neither the worker's words nor the memory of the
 * facts, unless they are kept. */
muster_doc *view_document(arena *memory, const muster_engine *engine, const document *facts, bool keep_facts);
/* About as many bytes as that takes. */
size_t view_size(const document *facts);

/* check_files.c: tells, as warnings, the lists and rules of a data folder that nothing reads. */
muster_status check_files(const ruleset *rules, const char *folder, finding_sink sink, muster_error *error);

#endif
