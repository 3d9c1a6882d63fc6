/* check_arena.h: tests in memory of their own. */
#ifndef TESTS_CHECK_ARENA_H
#define TESTS_CHECK_ARENA_H

#include "base/arena.h"
#include "check.h"

/* Runs tests in an arena that is freed behind them; to give up is to fail. */
static inline void check_in_arena(arena_work *tests, void *payload) {
    muster_error error;
    if (arena_scratch(tests, payload, &error) == MUSTER_OK) return;
    check_failed++;
    fprintf(stderr, "gave up: %s\n", error.message);
}

#endif
