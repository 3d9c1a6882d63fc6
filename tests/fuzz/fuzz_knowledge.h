/* fuzz_knowledge.h: what the targets for lists, images and rules share: memory with a recovery point, labels, a lexicon. */
#ifndef TESTS_FUZZ_KNOWLEDGE_H
#define TESTS_FUZZ_KNOWLEDGE_H

#include <stdlib.h>

#include "base/arena.h"
#include "base/label.h"
#include "gazetteer/gazetteer.h"
#include "rule/rule.h"
#include "token/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef void fuzz_body(arena *memory, labels *all, lexicon *words, str input);

static inline int fuzz_finding(const muster_error *finding, int is_warning, void *payload) {
    (void)finding;
    (void)is_warning;
    return ++*(int *)payload > 1000;
}

static inline void fuzz_close_lexicon(void *words) {
    lexicon_free(words);
}

typedef struct fuzz_case {
    str input;
    fuzz_body *body;
} fuzz_case;

static inline void fuzz_run_case(arena *memory, void *payload) {
    const fuzz_case *c = payload;
    lexicon *words = lexicon_new(token_knowledge_new(memory));
    if (!words) return;
    arena_defer(memory, fuzz_close_lexicon, words);
    c->body(memory, labels_new(memory), words, c->input);
}

/* Runs a body with fresh memory; giving up (arena_fail) is a fine end. */
static inline int fuzz_run(const uint8_t *data, size_t size, fuzz_body *body) {
    fuzz_case c = {{(const char *)data, size}, body};
    arena_scratch(fuzz_run_case, &c, NULL);
    return 0;
}

#endif
