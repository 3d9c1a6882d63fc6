/* cmd_merge.c: `muster merge`: databases of parts of a collection into one. */
#include "cli/cli.h"

/* An exit status. */
static int merge_one(muster_store *store, const options *given, const char *path) {
    muster_merged what;
    muster_error error;
    muster_status status = muster_store_merge(store, path, &what, &error);
    if (status != MUSTER_OK) return say_database_error(&error, path);
    if (given->quiet) return EXIT_OK;
    size_t all = what.added + what.replaced + what.unchanged + what.older;
    say("%s: %zu document%s: %zu added, %zu replaced, %zu unchanged, %zu older than those in %s", path, all, all == 1 ? "" : "s",
        what.added, what.replaced, what.unchanged, what.older, given->operands[0]);
    return EXIT_OK;
}

int cmd_merge(const options *given) {
    muster_store *store;
    muster_error error;
    if (muster_store_open(&store, given->operands[0], 1, &error) != MUSTER_OK) return say_database_error(&error, given->operands[0]);
    int status = EXIT_OK;
    for (size_t i = 1; i < given->operand_count; i++) {
        int merged = merge_one(store, given, given->operands[i]);
        if (merged > status) status = merged;
    }
    muster_store_close(store);
    return status;
}
