/* cmd_check.c: `muster check`: lists and rules, and the rules' examples. */
#include "cli/cli.h"

typedef struct tally {
    bool quiet;
    size_t warnings;
} tally;

static int print_finding(const muster_error *finding, int is_warning, void *payload) {
    tally *count = payload;
    count->warnings += is_warning != 0;
    if (is_warning && count->quiet) return 0;
    printf("%s:%u:%u: %s: %s\n", finding->file, finding->line, finding->column, is_warning ? "warning" : "error", finding->message);
    if (finding->excerpt[0]) puts(finding->excerpt);
    return ferror(stdout);
}

/* Folders given as operands lie over ours, as with --data. */
static bool add_operands(options *given) {
    for (size_t i = 0; i < given->operand_count; i++) {
        if (given->data.count == MOST_REPEATED) {
            say("muster check: more than %d folders", MOST_REPEATED);
            return false;
        }
        given->data.at[given->data.count++] = given->operands[i];
    }
    return true;
}

int cmd_check(const options *given) {
    options all = *given;
    if (!add_operands(&all)) return EXIT_USAGE;
    cli_data *data = data_find(&all);
    if (!data) return EXIT_USAGE;
    muster_options with = data_options(data, &all, NEED_TRACE);
    tally count = {given->quiet, 0};
    size_t errors = 0, examples = 0;
    muster_error error;
    muster_status status = muster_check(&with, print_finding, &count, &errors, &examples, &error);
    data_free(data);
    if (status != MUSTER_OK) {
        say_error(&error);
        return exit_status(status);
    }
    if (!given->quiet)
        printf("%zu example%s, %zu error%s, %zu warning%s\n", examples, plural(examples), errors, plural(errors), count.warnings,
               plural(count.warnings));
    return errors ? EXIT_SOME_FAILED : EXIT_OK;
}
