/* Distinct strings, numbered from 0 in the order they came. */
#ifndef BASE_STR_TABLE_H
#define BASE_STR_TABLE_H

#include "base/arena.h"

typedef struct str_table {
    arena *memory;
    VEC(str) keys;
    uint32_t *slots; /* number + 1, 0 empty */
    uint32_t mask;
} str_table;

void str_table_init(str_table *table, arena *memory);
/* The number of a string, made if it is new. The bytes are not copied. */
uint32_t str_table_add(str_table *table, str key);
/* The same; of a new string the bytes are copied. */
uint32_t str_table_copy(str_table *table, str key);
/* The number, or NONE. */
uint32_t str_table_find(const str_table *table, str key);
/* It is not used any more: what is large of it goes. */
void str_table_drop(str_table *table);

#endif
