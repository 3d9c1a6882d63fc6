/* rule_list.c: lists of numbers, each known by a number: what the tests of a phase ask, what its rules need, what its conditions list. They
 * are found while rules are compiled, and lie in the ruleset's memory. */
#include <stdlib.h>

#include "rule/rule_program.h"

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Where the list is, or would be. */
static uint32_t *list_slot(const number_lists *all, const uint32_t *at, uint32_t count) {
    size_t size = count * sizeof *at;
    uint32_t slot = (uint32_t)str_hash((str){(const char *)at, size}) & all->mask;
    for (; all->slots[slot]; slot = (slot + 1) & all->mask) {
        const index_list *known = &all->lists.at[all->slots[slot] - 1];
        if (known->count == count && !memcmp(known->at, at, size)) break;
    }
    return &all->slots[slot];
}

static void widen(arena *memory, number_lists *all) {
    uint32_t size = all->mask ? (all->mask + 1) * 2 : 64;
    all->slots = ARENA_ARRAY(memory, uint32_t, size);
    all->mask = size - 1;
    for (uint32_t i = 0; i < all->lists.count; i++) *list_slot(all, all->lists.at[i].at, all->lists.at[i].count) = i + 1;
}

uint32_t rule_list_number(arena *memory, number_lists *all, const uint32_t *at, uint32_t count) {
    while (all->lists.count * 2 >= all->mask) widen(memory, all);
    uint32_t *slot = list_slot(all, at, count);
    if (*slot) return *slot - 1;
    index_list made = {.at = ARENA_ARRAY(memory, uint32_t, count), .count = count, .capacity = count};
    memcpy(made.at, at, count * sizeof *at);
    VEC_PUSH(memory, &all->lists, made);
    return (*slot = all->lists.count) - 1;
}

uint32_t rule_set_number(arena *memory, number_lists *all, uint32_t *at, uint32_t count) {
    qsort(at, count, sizeof *at, by_number);
    return rule_list_number(memory, all, at, count);
}
