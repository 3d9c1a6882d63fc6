/* engine.h: the compiled knowledge and a thread's share of it; what muster.h keeps opaque. */
#ifndef ENGINE_H
#define ENGINE_H

#include "base/arena.h"
#include "entity/entity.h"
#include "gazetteer/gazetteer.h"
#include "read/read.h"
#include "rule/rule.h"
#include "token/token.h"

struct muster_engine {
    arena *memory;
    labels *labels;
    token_knowledge *token_known;
    read_knowledge *read_known;
    gazetteer *gazetteer;
    ruleset *rules;
    resolver resolver;
    size_t document_limit;
    bool trace;
    char hash[33];
};

struct muster_worker {
    const struct muster_engine *engine;
    lexicon *words;
    rule_matcher *matcher;
};

#endif
