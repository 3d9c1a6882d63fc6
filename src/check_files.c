/* check_files.c: files of a user's data folder that nothing reads: a list by another ending, rules that no phase names. What is written
 * into them would be missed without a word. */
#include "base/error.h"
#include "engine.h"

typedef struct search {
    const ruleset *rules;
    size_t folder_size; /* bytes of the data folder's path */
    finding_sink sink;
} search;

/* Why nothing reads a file of that name, relative to its data folder; NULL if something does, or it is not for us. */
static const char *unread(const search *s, str name) {
    if (str_ends(name, STR(".md")) || str_ends(name, STR("~"))) return NULL;
    if (str_starts(name, STR("gazetteers/")) && !gazetteer_has_file(name)) return "nothing reads this file: lists end in .list or .tsv";
    if (!str_ends(name, STR(".rules")) || !str_starts(name, STR("rules/")) || rule_has_file(s->rules, name)) return NULL;
    return "no phase reads this file: put it into rules/extra/, with `phase NAME` as its first statement";
}

static int look_at(const muster_file *file, const muster_error *problem, void *payload) {
    const search *s = payload;
    if (problem) return 0; /* what cannot be read was told when it was to be read */
    str name = str_from(file->path + s->folder_size);
    if (str_starts(name, STR("/"))) name = str_slice(name, 1, name.size);
    const char *why = unread(s, name);
    if (!why) return 0;
    muster_error finding;
    error_at(&finding, MUSTER_SYNTAX, file->path, 1, 1, "%s", why);
    return s->sink.report(&finding, true, s->sink.payload);
}

muster_status check_files(const ruleset *rules, const char *folder, finding_sink sink, muster_error *error) {
    search s = {.rules = rules, .folder_size = strlen(folder), .sink = sink};
    return muster_find(&folder, 1, look_at, &s, error);
}
