/* overrides.c: the files of the user's corrections: DIR/overrides of every data folder that has one, then those that the options name. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/error.h"
#include "engine.h"

enum { OVERRIDES_LIMIT = 16 << 20 };

/* The content, in the arena; data NULL if it cannot be read (errno says why). */
static str read_overrides(arena *memory, const char *path) {
    struct stat info;
    if (stat(path, &info)) return STR_NONE;
    if (info.st_size > OVERRIDES_LIMIT) arena_failf(memory, MUSTER_LIMIT, "%s: corrections have at most %d bytes", path, OVERRIDES_LIMIT);
    char *bytes = arena_alloc(memory, (size_t)info.st_size + 1); /* before the file is open: it may not come back */
    FILE *from = fopen(path, "rbe");
    if (!from) return STR_NONE;
    size_t used = fread(bytes, 1, (size_t)info.st_size, from);
    bool failed = ferror(from) != 0;
    int number = errno;
    fclose(from);
    errno = number;
    return failed ? STR_NONE : (str){bytes, used};
}

overrides *engine_overrides(arena *memory, const muster_options *options, lexicon *words, finding_sink sink) {
    VEC(override_file) files = {0};
    for (size_t i = 0; i < options->data_dir_count + options->override_count; i++) {
        bool stated = i >= options->data_dir_count;
        str path = stated ? arena_str(memory, str_from(options->overrides[i - options->data_dir_count]))
                          : arena_printf(memory, "%s/overrides", options->data_dirs[i]);
        str content = read_overrides(memory, path.data);
        if (!content.data && (stated || errno != ENOENT)) {
            muster_error error;
            error_at(&error, MUSTER_IO, path.data, 0, 0, "the corrections cannot be read: %s", strerror(errno));
            arena_fail(memory, &error);
        }
        if (content.size) VEC_PUSH(memory, &files, ((override_file){path, content}));
    }
    return overrides_read(memory, files.at, files.count, words, sink);
}

void muster_engine_unused_overrides(const muster_engine *engine, muster_finding_fn report, void *payload) {
    overrides_unused(engine->resolver.overrides, report, payload);
}
