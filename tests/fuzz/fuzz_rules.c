/* fuzz_rules.c: any bytes as a rule file, compiled without lists. */
#include "fuzz_knowledge.h"

static gazetteer *no_lists(arena *memory, labels *all, lexicon *words) {
    gazetteer_source source = {NULL, 0, NULL, false};
    gazetteer *known = NULL;
    muster_error error;
    (void)memory;
    if (gazetteer_open(&known, &source, words, all, (finding_sink){NULL, NULL}, &error) != MUSTER_OK) return NULL;
    return known;
}

static void close_lists(void *known) {
    gazetteer_close(known);
}

static void body(arena *memory, labels *all, lexicon *words, str input) {
    int findings = 0;
    finding_sink sink = {fuzz_finding, &findings};
    gazetteer *known = no_lists(memory, all, words);
    if (!known) return;
    arena_defer(memory, close_lists, known);
    ruleset *rules = rule_load_text(memory, STR("fuzz.rules"), input, known, all, words, sink);
    if (!rules) return;
    rule_matcher *matcher = rule_matcher_new(rules);
    rule_matcher_free(matcher);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_run(data, size, body);
}
