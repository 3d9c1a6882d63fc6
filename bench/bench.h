/* bench.h: what the benches share. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <time.h>

/* Seconds on the wall, from some moment on. */
static inline double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

#endif
