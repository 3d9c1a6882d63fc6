/* rule_files.c: the rule files of the data folders, each read once, and those that are known by lying in extra/. A file of a folder later
 * in the list takes the place of one of the same name. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "rule/rule_program.h"

/* What is there but cannot be read must not pass for what is not there. */
static void fail_unread(arena *memory, const char *path) {
    if (errno == ENOENT || errno == ENOTDIR) return;
    if (errno == ENOMEM) arena_nomem(memory);
    muster_error error;
    error_at(&error, MUSTER_IO, path, 0, 0, "cannot be read: %s", strerror(errno));
    arena_fail(memory, &error);
}

/* --- the files of a ruleset --------------------------------------------------------------------------------------------------------- */

source *rule_new_source(builder *build, str path, str name, str content) {
    source *made = ARENA_NEW(build->memory, source);
    *made = (source){arena_str(build->memory, path), arena_str(build->memory, name), content, build->set->sources.count};
    VEC_PUSH(build->memory, &build->set->sources, made);
    ruleset *set = build->set;
    set->hash = (set->hash ^ str_hash(made->name)) * 0x9E3779B97F4A7C15ull;
    set->hash = (set->hash ^ str_hash(content)) * 0x9E3779B97F4A7C15ull;
    return made;
}

static bool is_plain_path(str name) {
    if (!name.size || name.data[0] == '/' || memchr(name.data, '\0', name.size)) return false;
    for (str rest = name; rest.data;) {
        str part = str_split(rest, '/', &rest);
        if (!part.size || str_is(part, ".") || str_is(part, "..")) return false;
    }
    return true;
}

source *rule_open_in(builder *build, const char *folder, str name, place_in from) {
    str path = arena_printf(build->memory, "%s/rules/" STR_FMT, folder, STR_ARG(name));
    str content = file_read(build->memory, path.data, FILE_LIMIT);
    if (!content.data && errno == EFBIG) rule_refuse(build, from, "rules/" STR_FMT " is larger than 4 MiB", STR_ARG(name));
    if (!content.data) fail_unread(build->memory, path.data);
    if (!content.data) return NULL;
    return rule_new_source(build, path, arena_printf(build->memory, "rules/" STR_FMT, STR_ARG(name)), content);
}

source *rule_open_file(builder *build, str name, place_in from) {
    if (!is_plain_path(name)) rule_refuse(build, from, "a file's name is relative to rules/, not `" STR_FMT "`", STR_ARG(name));
    for (uint32_t i = 0; i < build->set->sources.count; i++) {
        str known = build->set->sources.at[i]->name;
        if (str_starts(known, STR("rules/")) && str_equal(str_slice(known, 6, known.size), name)) return build->set->sources.at[i];
    }
    source *found = NULL;
    for (size_t i = build->options ? build->options->data_dir_count : 0; i-- > 0 && !found;)
        found = rule_open_in(build, build->options->data_dirs[i], name, from);
    bool searched = build->options && build->options->data_dir_count;
    if (!found)
        rule_refuse(build, from, "cannot read rules/" STR_FMT ": %s", STR_ARG(name), searched ? strerror(ENOENT) : "no data folder");
    return found;
}

/* --- extra/ ------------------------------------------------------------------------------------------------------------------------- */

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
