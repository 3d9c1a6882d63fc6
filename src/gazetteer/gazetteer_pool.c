/* gazetteer_pool.c: distinct strings in one row of bytes, found by a hash table of offsets. There are a million of them, most of them
 * short: a table of texts beside the row would be larger than the row. */
#include "gazetteer/gazetteer_pool.h"

enum { FIRST_SLOTS = 1024 };

static void put_bytes(string_pool *pool, const char *bytes, size_t size) {
    if (size > UINT32_MAX - pool->bytes.count) arena_failf(pool->memory, MUSTER_LIMIT, "the lists have too much text");
    while (pool->bytes.capacity - pool->bytes.count < size)
        pool->bytes.at = arena_vec_grow(pool->memory, pool->bytes.at, &pool->bytes.capacity, 1);
    if (size) memcpy(pool->bytes.at + pool->bytes.count, bytes, size);
    pool->bytes.count += (uint32_t)size;
}

static void put_string(string_pool *pool, str text) {
    char size[5];
    size_t used = 0;
    uint32_t rest = (uint32_t)text.size;
    for (; rest >= 128; rest >>= 7) size[used++] = (char)(rest | 128);
    size[used++] = (char)rest;
    put_bytes(pool, size, used);
    put_bytes(pool, text.data, text.size);
    put_bytes(pool, "", 1);
}

str pool_text(const string_pool *pool, uint32_t offset) {
    const char *at = pool->bytes.at + offset;
    uint32_t size = 0;
    for (int shift = 0;; shift += 7) {
        unsigned char byte = (unsigned char)*at++;
        size |= (uint32_t)(byte & 127) << shift;
        if (byte < 128) return (str){at, size};
    }
}

str pool_word_text(const string_pool *pool, uint32_t number) {
    return pool_text(pool, pool->words.at[number]);
}

static pool_slot *slot_of(const string_pool *pool, str text) {
    uint32_t at = (uint32_t)str_hash(text) & pool->mask;
    while (pool->slots[at].text && !str_equal(pool_text(pool, pool->slots[at].text), text)) at = (at + 1) & pool->mask;
    return &pool->slots[at];
}

static void resize(string_pool *pool, uint32_t size) {
    pool_slot *old = pool->slots;
    uint32_t old_size = old ? pool->mask + 1 : 0;
    pool->slots = ARENA_ARRAY(pool->memory, pool_slot, size);
    pool->mask = size - 1;
    for (uint32_t i = 0; i < old_size; i++)
        if (old[i].text) *slot_of(pool, pool_text(pool, old[i].text)) = old[i];
    arena_drop(pool->memory, old, sizeof *old * old_size);
}

void pool_init(string_pool *pool, arena *memory) {
    *pool = (string_pool){.memory = memory};
    put_string(pool, STR(""));
    resize(pool, FIRST_SLOTS);
}

static pool_slot *add(string_pool *pool, str text) {
    pool_slot *slot = slot_of(pool, text);
    if (slot->text) return slot;
    if (pool->count >= pool->mask / 2) {
        if (pool->mask >= UINT32_MAX / 4) arena_failf(pool->memory, MUSTER_LIMIT, "the lists have too many different texts");
        resize(pool, (pool->mask + 1) * 2);
        slot = slot_of(pool, text);
    }
    pool->count++;
    slot->text = pool->bytes.count;
    put_string(pool, text);
    return slot;
}

uint32_t pool_add(string_pool *pool, str text) {
    return text.size ? add(pool, text)->text : 0;
}

uint32_t pool_word(string_pool *pool, str folded) {
    pool_slot *slot = add(pool, folded);
    if (!slot->word) {
        VEC_PUSH(pool->memory, &pool->words, slot->text);
        slot->word = pool->words.count;
    }
    return slot->word - 1;
}

void pool_close(string_pool *pool) {
    arena_drop(pool->memory, pool->slots, sizeof *pool->slots * ((size_t)pool->mask + 1));
    pool->slots = NULL;
}
