/* cmd_import.c: `muster import`: lists of others as a list of ours, to standard output or a file. */
#include <string.h>

#include "cli/cli.h"

typedef struct job {
    const options *given;
    muster_import *import;
    FILE *to;
    int exit;
} job;

static int write_piece(const char *data, size_t size, void *payload) {
    const job *j = payload;
    return fwrite(data, 1, size, j->to) != size;
}

static int print_problem(const muster_error *finding, int is_warning, void *payload) {
    (void)payload;
    say("%s:%u:%u: %s: %s", finding->file, finding->line, finding->column, is_warning ? "warning" : "error", finding->message);
    return 0;
}

static int take_file(const char *path, const char *bytes, size_t size, const muster_error *problem, void *payload) {
    job *j = payload;
    muster_error error;
    if (problem) {
        say_error(problem);
        j->exit = EXIT_SOME_FAILED;
        return 0;
    }
    muster_status status = muster_import_file(j->import, strcmp(path, "-") == 0 ? "standard input" : path, bytes, size, &error);
    if (status == MUSTER_OK) return 0;
    if (status != MUSTER_STOPPED) say_error(&error);
    j->exit = status == MUSTER_STOPPED ? EXIT_IO : exit_status(status);
    return 1;
}

static int print_list(FILE *to, void *payload) {
    job *j = payload;
    const options *given = j->given;
    muster_import_options options = MUSTER_IMPORT_OPTIONS_INIT;
    options.format = given->format;
    options.kind = given->kind;
    options.source = given->source;
    options.licence = given->licence;
    options.map = given->map.at;
    options.map_count = given->map.count;
    j->to = to;
    muster_error error;
    muster_status status = muster_import_open(&j->import, &options, write_piece, print_problem, j, &error);
    if (status == MUSTER_OK) status = muster_walk(given->operands, given->operand_count, take_file, j, &error);
    if (status != MUSTER_OK && status != MUSTER_STOPPED) {
        say_error(&error);
        j->exit = exit_status(status);
    }
    if (!j->import) return j->exit;
    size_t entries, skipped, errors;
    muster_import_counts(j->import, &entries, &skipped, &errors);
    if (errors && j->exit == EXIT_OK) j->exit = EXIT_SOME_FAILED;
    bool read = j->exit == EXIT_OK || entries || errors;
    if (!given->quiet && read)
        say("%zu %s, %zu passed over because they are no names that texts need, %zu error%s", entries, entries == 1 ? "entry" : "entries",
            skipped, errors, plural(errors));
    muster_import_close(j->import);
    return j->exit;
}

int cmd_import(const options *given) {
    job j = {.given = given, .exit = EXIT_OK};
    const char *path = given->output;
    if (!path || strcmp(path, "-") == 0) return print_list(stdout, &j);
    size_t size = strlen(path);
    if (size < 4 || strcmp(path + size - 4, ".tsv") != 0) {
        say("muster import: --output \"%s\": the list is in our .tsv form; name it so, for its ending says how it is read", path);
        return EXIT_USAGE;
    }
    return write_whole_file(path, print_list, &j);
}
