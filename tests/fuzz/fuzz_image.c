/* fuzz_image.c: any bytes as a compiled list; if it is taken for one, look-ups must be safe. */
#include "fuzz_knowledge.h"

static int count_entry(const muster_entry *entry, void *payload) {
    *(size_t *)payload += entry->name.size;
    return 0;
}

static void body(arena *memory, labels *all, lexicon *words, str input) {
    /* The image wants the alignment that a mapping has. */
    char *copy = arena_alloc(memory, input.size + 1);
    if (input.size) memcpy(copy, input.data, input.size);
    gazetteer *known;
    muster_error error;
    if (gazetteer_from_image(&known, (str){copy, input.size}, all, &error) != MUSTER_OK) return;
    size_t seen = 0;
    gazetteer_lookup(known, words, STR("Kyiv"), count_entry, &seen, &error);
    for (uint32_t i = 0; i < gazetteer_entry_count(known) && i < 1000; i++) {
        seen += gazetteer_entry_get(known, i).name.size;
        for (uint32_t k = 0; k < gazetteer_attribute_count(known, i) && k < 100; k++) {
            str key, value;
            gazetteer_attribute_at(known, i, k, &key, &value);
            seen += key.size + value.size;
        }
    }
    gazetteer_close(known);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_run(data, size, body);
}
