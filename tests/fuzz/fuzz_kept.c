/* fuzz_kept.c: any change of compiled rules as they are kept: how many bytes are changed, which and how, then a rule file. */
#include "fuzz_kept.h"

static int count_error(const muster_error *finding, int is_warning, void *payload) {
    (void)finding;
    *(int *)payload += !is_warning;
    return 0;
}

static void body(arena *memory, labels *all, lexicon *words, str input) {
    int errors = 0;
    size_t changes = input.size ? 4 * (size_t)(unsigned char)input.data[0] : 0;
    if (input.size < 1 + changes) return;
    str file = str_slice(input, 1 + changes, input.size);
    ruleset *rules = rule_load_text(memory, STR("fuzz.rules"), file, NULL, all, words, (finding_sink){count_error, &errors});
    if (errors) return;
    if (!kept_read(memory, rules, all, words, str_slice(input, 1, 1 + changes)) && !changes) abort(); /* what is unchanged is sound */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_run(data, size, body);
}
