/* fuzz_driver.c: runs a fuzz target over the files and folders given, without a fuzzer: its seed corpus as a test. */
#include <stdio.h>
#include <stdlib.h>

#include <muster.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run(const char *path, const char *bytes, size_t size, const muster_error *problem, void *payload) {
    if (problem) {
        fprintf(stderr, "%s: %s\n", path, problem->message);
        return 1;
    }
    LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
    ++*(unsigned *)payload;
    return 0;
}

int main(int argc, char **argv) {
    unsigned count = 0;
    muster_error error;
    muster_status status = muster_walk((const char *const *)argv + 1, (size_t)argc - 1, run, &count, &error);
    printf("%u passed, %d failed\n", count, status != MUSTER_OK);
    return status != MUSTER_OK || count == 0;
}
