/* cmd_lookup.c: `muster lookup`: what a name is known as, and from which list. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const char *const columns[] = {"asked", "kind", "name", "alias", "id", "weak", "attributes", "list", "line", "source", "licence"};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

typedef struct asked {
    row_printer *rows;
    muster_text name;
    size_t found;
    long long limit;
} asked;

static int print_entry(const muster_entry *entry, void *payload) {
    asked *to = payload;
    if (to->limit && (long long)to->found >= to->limit) return 0;
    to->found++;
    char line[16];
    int size = snprintf(line, sizeof line, "%u", entry->line);
    muster_text weak = entry->weak ? (muster_text){"yes", 3} : (muster_text){NULL, 0};
    muster_text values[COLUMN_COUNT] = {to->name,          entry->kind,   entry->name,
                                        entry->alias,      entry->id,     weak,
                                        entry->attributes, entry->list,   (muster_text){line, (size_t)size},
                                        entry->source,     entry->licence};
    int numeric[COLUMN_COUNT] = {[8] = 1};
    return rows_add(COLUMN_COUNT, columns, values, numeric, to->rows);
}

static int look_up(const options *given, muster_worker *worker) {
    asked to = {.rows = rows_begin(given->rows, "asked kind name alias weak attributes list line source licence"), .limit = given->limit};
    if (!to.rows) return EXIT_IO;
    int exit = EXIT_OK;
    rows_add(COLUMN_COUNT, columns, NULL, NULL, to.rows);
    muster_error error;
    for (size_t i = 0; i < given->operand_count; i++) {
        to.name = (muster_text){given->operands[i], strlen(given->operands[i])};
        to.found = 0;
        muster_status status = muster_lookup(worker, to.name, print_entry, &to, &error);
        if (status != MUSTER_OK && status != MUSTER_STOPPED) {
            say_error(&error);
            exit = exit_status(status);
        } else if (!to.found) {
            if (!given->quiet) say("muster lookup: no list knows \"%s\"", given->operands[i]);
            if (exit == EXIT_OK) exit = EXIT_SOME_FAILED;
        }
    }
    return rows_end(to.rows) ? exit : EXIT_IO;
}

int cmd_lookup(const options *given) {
    return data_run(given, NEED_LISTS, look_up);
}
