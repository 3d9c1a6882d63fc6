/* fuzz_kept.h: compiled rules as bytes, some of which are changed, read back and, if they are taken for rules, matched. What a change does
 * is found by the fuzzer; that the bytes begin as sound ones lets it come further than any bytes would. */
#ifndef TESTS_FUZZ_KEPT_H
#define TESTS_FUZZ_KEPT_H

#include "fuzz_knowledge.h"
#include "rule/rule_image.h"

static const char kept_text[] = "Five men were shot dead at Kharkiv, said \"the mayor\". No women were killed; 2 men wounded 12 or more.";

static inline void kept_close_matcher(void *matcher) {
    rule_matcher_free(matcher);
}

static inline void kept_match(arena *memory, const ruleset *rules, lexicon *words) {
    rule_matcher *matcher = rule_matcher_new(rules);
    if (!matcher) return;
    arena_defer(memory, kept_close_matcher, matcher);
    document *doc = ARENA_NEW(memory, document);
    doc->memory = memory;
    doc->text = str_from(kept_text);
    doc->length = (uint32_t)doc->text.size;
    block whole = {.end = doc->length, .kind = BLOCK_body, .repeat_of = NONE};
    VEC_PUSH(memory, &doc->blocks, whole);
    token_document(doc, words);
    for (uint32_t i = 0; i + 1 < doc->tokens.count; i += 3) {
        annotation reading = {.label = (label)(i % LABEL_FIXED), .first = i, .last = i + 2, .entry = NONE, .number = NONE, .rule = NONE};
        document_annotate(doc, reading);
    }
    rule_match(doc, rules, matcher, words, false);
}

/* Sound bytes with changes: each is four of `changes`, where (three bytes) and what. Returns whether rules were read from them. */
static inline bool kept_read(arena *memory, ruleset *rules, labels *all, lexicon *words, str changes) {
    str bytes = rule_image_write(memory, rules);
    char *at = (char *)(uintptr_t)bytes.data;
    for (size_t i = 0; i + 4 <= changes.size; i += 4) {
        const unsigned char *change = (const unsigned char *)changes.data + i;
        at[(change[0] | (size_t)change[1] << 8 | (size_t)change[2] << 16) % bytes.size] = (char)change[3];
    }
    ruleset *kept = rule_image_read(memory, bytes, NULL, all);
    if (kept) kept_match(memory, kept, words);
    return kept != NULL;
}

#endif
