/* overrides.c: the files of the user's corrections: DIR/overrides of every data folder that has one, then those that the options name. */
#include <errno.h>

#include "base/error.h"
#include "base/file.h"
#include "engine.h"

enum { OVERRIDES_LIMIT = 16 << 20 };

overrides *engine_overrides(arena *memory, const muster_options *options, lexicon *words, finding_sink sink) {
    VEC(override_file) files = {0};
    for (size_t i = 0; i < options->data_dir_count + options->override_count; i++) {
        bool stated = i >= options->data_dir_count;
        str path = stated ? arena_str(memory, str_from(options->overrides[i - options->data_dir_count]))
                          : arena_printf(memory, "%s/overrides", options->data_dirs[i]);
        str content = file_read(memory, path.data, OVERRIDES_LIMIT);
        if (!content.data && errno == EFBIG)
            arena_failf(memory, MUSTER_LIMIT, "%s: corrections have at most %d bytes", path.data, OVERRIDES_LIMIT);
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
