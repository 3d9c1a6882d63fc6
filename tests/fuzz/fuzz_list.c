/* fuzz_list.c: any bytes as a list; the first byte picks the format. */
#include "fuzz_knowledge.h"

static void body(arena *memory, labels *all, lexicon *words, str input) {
    (void)all;
    (void)words;
    int findings = 0;
    finding_sink sink = {fuzz_finding, &findings};
    bool table = input.size && (input.data[0] & 1);
    gazetteer_check_list(memory, table ? STR("fuzz.tsv") : STR("fuzz.list"), input, sink);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_run(data, size, body);
}
