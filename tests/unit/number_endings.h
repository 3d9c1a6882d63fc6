/* number_endings.h: letters that multiply the digits before them, for fixtures that read no lists. */
#ifndef TESTS_NUMBER_ENDINGS_H
#define TESTS_NUMBER_ENDINGS_H

#include "token/token.h"

static inline void add_number_endings(token_knowledge *known, arena *memory) {
    const token_entry endings[] = {{.kind = STR("number_ending"), .text = STR("k"), .scale = 1e3},
                                   {.kind = STR("number_ending"), .text = STR("m"), .scale = 1e6},
                                   {.kind = STR("number_ending"), .text = STR("bn"), .scale = 1e9},
                                   {.kind = STR("number_ending"), .text = STR("T"), .scale = 1e12, .exact = true}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) token_knowledge_entry(known, memory, &endings[i]);
}

#endif
