/* rule_files.c: reads rule files, and lists those that are known by lying in extra/. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "rule/rule_internal.h"

/* What is there but cannot be read must not pass for what is not there. That a file is too large the caller tells, who knows who asked. */
static void fail_unread(arena *memory, const char *path) {
    if (errno == ENOENT || errno == ENOTDIR || errno == EFBIG) return;
    if (errno == ENOMEM) arena_nomem(memory);
    muster_error error;
    error_at(&error, MUSTER_IO, path, 0, 0, "cannot be read: %s", strerror(errno));
    arena_fail(memory, &error);
}

str rule_read_file(arena *memory, const char *path) {
    str content = file_read(memory, path, FILE_LIMIT);
    if (!content.data) fail_unread(memory, path);
    return content;
}

static void close_folder(void *handle) {
    closedir(handle);
}

static int by_name(const void *a, const void *b) {
    return str_compare(*(const str *)a, *(const str *)b);
}

const str *rule_extra_files(arena *memory, const rule_options *options, uint32_t *count) {
    VEC(str) names = {0};
    for (size_t i = 0; i < options->data_dir_count; i++) {
        const char *path = arena_printf(memory, "%s/rules/extra", options->data_dirs[i]).data;
        DIR *folder = opendir(path);
        if (!folder) {
            fail_unread(memory, path);
            continue;
        }
        arena_defer(memory, close_folder, folder);
        for (struct dirent *item; (item = readdir(folder));) {
            str name = str_from(item->d_name);
            if (str_ends(name, STR(".rules")) && name.data[0] != '.')
                VEC_PUSH(memory, &names, arena_printf(memory, "extra/" STR_FMT, STR_ARG(name)));
        }
    }
    if (names.count) qsort(names.at, names.count, sizeof *names.at, by_name);
    *count = 0;
    for (uint32_t i = 0; i < names.count; i++)
        if (!i || !str_equal(names.at[i], names.at[i - 1])) names.at[(*count)++] = names.at[i];
    return names.at;
}
