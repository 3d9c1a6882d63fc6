/* str_table.c: a hash table from strings to their numbers, by open addressing; at most half full. */
#include "base/str_table.h"

enum { FIRST_SIZE = 64 };

static void drop_slots(str_table *table) {
    if (table->slots) arena_drop(table->memory, table->slots, sizeof *table->slots * ((size_t)table->mask + 1));
    table->slots = NULL;
}

static void resize(str_table *table, uint32_t size) {
    drop_slots(table);
    table->slots = ARENA_ARRAY(table->memory, uint32_t, size);
    table->mask = size - 1;
    for (uint32_t i = 0; i < table->keys.count; i++) {
        uint32_t at = (uint32_t)str_hash(table->keys.at[i]) & table->mask;
        while (table->slots[at]) at = (at + 1) & table->mask;
        table->slots[at] = i + 1;
    }
}

void str_table_init(str_table *table, arena *memory) {
    memset(table, 0, sizeof *table);
    table->memory = memory;
    resize(table, FIRST_SIZE);
}

/* The slot of a string, or the empty one where it belongs. */
static uint32_t *find_slot(const str_table *table, str key) {
    uint32_t at = (uint32_t)str_hash(key) & table->mask;
    while (table->slots[at] && !str_equal(table->keys.at[table->slots[at] - 1], key)) at = (at + 1) & table->mask;
    return &table->slots[at];
}

static uint32_t add(str_table *table, str key, bool copied) {
    uint32_t *slot = find_slot(table, key);
    if (*slot) return *slot - 1;
    if (table->keys.count >= UINT32_MAX / 4) arena_failf(table->memory, MUSTER_LIMIT, "too many different texts");
    VEC_PUSH(table->memory, &table->keys, copied ? arena_str(table->memory, key) : key);
    *slot = table->keys.count;
    if (table->keys.count > table->mask / 2) resize(table, (table->mask + 1) * 2);
    return table->keys.count - 1;
}

uint32_t str_table_add(str_table *table, str key) {
    return add(table, key, false);
}

uint32_t str_table_copy(str_table *table, str key) {
    return add(table, key, true);
}

void str_table_drop(str_table *table) {
    drop_slots(table);
    VEC_DROP(table->memory, &table->keys);
}

uint32_t str_table_find(const str_table *table, str key) {
    return *find_slot(table, key) - 1; /* of an empty slot, 0: none */
}
