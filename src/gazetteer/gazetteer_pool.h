/* gazetteer_pool.h: the strings of the lists that are being compiled, as they will lie in the file. Inside the stage. */
#ifndef GAZETTEER_POOL_H
#define GAZETTEER_POOL_H

#include "base/arena.h"

/* Of a distinct string: where it lies, and its number if it is a key word. */
typedef struct pool_slot {
    uint32_t text; /* offset, 0: empty slot */
    uint32_t word; /* number + 1, 0: no key word */
} pool_slot;

typedef struct string_pool {
    arena *memory;
    VEC(char) bytes;     /* size as a varint, bytes, NUL; the empty string at 0 */
    VEC(uint32_t) words; /* offset of each key word */
    pool_slot *slots;
    uint32_t mask, count;
} string_pool;

void pool_init(string_pool *pool, arena *memory);
/* Offset of a string, which is copied if it is new. */
uint32_t pool_add(string_pool *pool, str text);
/* Number of a key word, from 0 in the order they came. */
uint32_t pool_word(string_pool *pool, str folded);
/* A string of the pool; valid until the next is added. */
str pool_text(const string_pool *pool, uint32_t offset);
/* The text of a key word, likewise. */
str pool_word_text(const string_pool *pool, uint32_t number);
/* Ends the adding: what only that needs goes. */
void pool_close(string_pool *pool);

#endif
