/* rule_table.c: what a matcher grows while it works: arrays, numbers for sequences, a table of 64-bit keys. Everything lies in flat
 * arrays of the worker, so that a jump out of the middle leaves nothing dangling and all of it can be forgotten at once. */
#include <stdlib.h>

#include "rule/rule_matcher.h"

void pool_reserve(arena *memory, void **at, uint32_t *capacity, size_t wanted, size_t item) {
    if (wanted <= *capacity) return;
    size_t size = *capacity ? (size_t)*capacity * 2 : 16;
    while (size < wanted) size *= 2;
    void *grown = size <= UINT32_MAX / 2 ? realloc(*at, size * item) : NULL;
    if (!grown) arena_nomem(memory);
    *at = grown;
    *capacity = (uint32_t)size;
}

/* --- sequences ------------------------------------------------------------------------------------------------------------------- */

const uint32_t *interned(const interner *in, uint32_t index, uint32_t *count) {
    uint32_t start = in->starts.at[index];
    *count = (index + 1 < in->starts.count ? in->starts.at[index + 1] : in->pool.count) - start;
    return in->pool.at + start;
}

uint32_t intern_count(const interner *in) {
    return in->starts.count;
}

static uint32_t *sequence_slot(const interner *in, const uint32_t *at, uint32_t count) {
    uint32_t mask = in->slots.count - 1;
    uint32_t slot_at = (uint32_t)(str_hash((str){(const char *)at, count * sizeof *at}) >> 16) & mask;
    for (;; slot_at = (slot_at + 1) & mask) {
        uint32_t found = in->slots.at[slot_at], size;
        if (!found) break;
        const uint32_t *other = interned(in, found - 1, &size);
        if (size == count && (!count || memcmp(other, at, count * sizeof *at) == 0)) break;
    }
    return &in->slots.at[slot_at];
}

static void rehash_sequences(arena *memory, interner *in) {
    uint32_t size = in->slots.count ? in->slots.count * 2 : 64;
    POOL_RESERVE(memory, &in->slots, size);
    memset(in->slots.at, 0, size * sizeof *in->slots.at);
    in->slots.count = size;
    for (uint32_t i = 0; i < in->starts.count; i++) {
        uint32_t count;
        const uint32_t *at = interned(in, i, &count);
        *sequence_slot(in, at, count) = i + 1;
    }
}

uint32_t intern_sequence(arena *memory, interner *in, const uint32_t *at, uint32_t count, bool *is_new) {
    if (in->starts.count * 2 >= in->slots.count) rehash_sequences(memory, in);
    uint32_t *found = sequence_slot(in, at, count);
    *is_new = !*found;
    if (*found) return *found - 1;
    POOL_RESERVE(memory, &in->pool, (size_t)in->pool.count + count);
    POOL_RESERVE(memory, &in->starts, (size_t)in->starts.count + 1);
    if (count) memcpy(in->pool.at + in->pool.count, at, count * sizeof *at);
    in->starts.at[in->starts.count++] = in->pool.count;
    in->pool.count += count;
    *found = in->starts.count;
    return in->starts.count - 1;
}

void intern_clear(interner *in) {
    in->pool.count = in->starts.count = 0;
    if (in->slots.count) memset(in->slots.at, 0, in->slots.count * sizeof *in->slots.at);
}

void intern_free(interner *in) {
    free(in->pool.at);
    free(in->starts.at);
    free(in->slots.at);
    *in = (interner){0};
}

/* --- transitions ----------------------------------------------------------------------------------------------------------------- */

enum { LEAST_WIDTH = 8 };

void transitions_fit(arena *memory, transitions *t, uint32_t states, uint32_t columns) {
    uint32_t width = t->width ? t->width : LEAST_WIDTH;
    while (width < columns) width *= 2;
    if (width != t->width) t->cells.count = 0;
    t->width = width;
    uint32_t count = states * width;
    if (t->cells.count >= count) return;
    POOL_RESERVE(memory, &t->cells, count);
    memset(t->cells.at + t->cells.count, 0xFF, (count - t->cells.count) * sizeof *t->cells.at);
    t->cells.count = count;
}

/* --- tables ---------------------------------------------------------------------------------------------------------------------- */

/* Every bit of a key must reach the low bits of its place: keys are packed, some parts of them high up. */
static uint32_t mixed(uint64_t key) {
    key = (key ^ (key >> 32)) * 0x9E3779B97F4A7C15ull;
    key = (key ^ (key >> 29)) * 0xBF58476D1CE4E5B9ull;
    return (uint32_t)(key >> 32);
}

/* Where a key is, or where it would stand. */
static uint32_t table_place(const table *t, uint64_t key) {
    uint32_t mask = t->slots.count - 1;
    uint32_t at = mixed(key) & mask;
    while (t->slots.at[at].generation == t->generation && t->slots.at[at].key != key) at = (at + 1) & mask;
    return at;
}

uint32_t *table_find(const table *t, uint64_t key) {
    if (!t->count) return NULL;
    table_slot *found = &t->slots.at[table_place(t, key)];
    return found->generation == t->generation ? &found->value : NULL;
}

/* Into twice the room; where that is not to be had the old slots stay as they are. */
static void rehash_table(arena *memory, table *t) {
    table old = *t;
    uint32_t size = old.slots.count ? old.slots.count * 2 : 256;
    t->slots.at = NULL;
    t->slots.capacity = 0;
    table_slot *fresh = calloc(size, sizeof *fresh);
    if (!fresh) {
        *t = old;
        arena_nomem(memory);
    }
    t->slots.at = fresh;
    t->slots.count = t->slots.capacity = size;
    t->generation = 1;
    for (uint32_t i = 0; i < old.slots.count; i++) {
        if (old.slots.at[i].generation != old.generation) continue;
        table_slot *to = &fresh[table_place(t, old.slots.at[i].key)];
        *to = old.slots.at[i];
        to->generation = 1;
    }
    free(old.slots.at);
}

void table_set(arena *memory, table *t, uint64_t key, uint32_t value) {
    if (t->count * 2 >= t->slots.count) rehash_table(memory, t);
    table_slot *to = &t->slots.at[table_place(t, key)];
    t->count += to->generation != t->generation;
    *to = (table_slot){key, value, t->generation};
}

/* Slots are kept, marked as old. But after a long piece a large table would lie there for the many short ones that follow, and every look
 * into it would miss the cache: it shrinks again. */
void table_clear(table *t) {
    bool shrinks = t->slots.count > 1024 && t->count < t->slots.count / 16;
    if (shrinks) t->slots.count /= 2;
    t->count = 0;
    if (++t->generation == 0 || shrinks) {
        memset(t->slots.at, 0, t->slots.count * sizeof *t->slots.at);
        t->generation = 1;
    }
}

void table_free(table *t) {
    free(t->slots.at);
    *t = (table){0};
}
