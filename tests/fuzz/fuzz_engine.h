/* fuzz_engine.h: what the targets for whole documents and files share: an engine of $MUSTER_DATA with a worker, and what must hold. */
#ifndef TESTS_FUZZ_ENGINE_H
#define TESTS_FUZZ_ENGINE_H

#include <stdio.h>
#include <stdlib.h>

#include <muster.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static muster_engine *engine;
static muster_worker *worker;

static inline void open_engine(int trace) {
    const char *dirs[] = {getenv("MUSTER_DATA")};
    muster_options options = MUSTER_OPTIONS_INIT;
    options.data_dirs = dirs;
    options.data_dir_count = 1;
    options.trace = trace;
    muster_error error;
    if (!dirs[0] || muster_engine_open(&engine, &options, &error) != MUSTER_OK || muster_worker_new(&worker, engine, &error) != MUSTER_OK) {
        fprintf(stderr, "set MUSTER_DATA: %s\n", dirs[0] ? error.message : "");
        exit(1);
    }
}

static inline void sound(int condition) {
    if (!condition) abort();
}

#endif
