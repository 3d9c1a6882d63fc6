/* cmd_match.c: `muster match`: pairs of names, one a line with a tab between, to same or different and why. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

typedef struct matching {
    muster_worker *worker;
    int exit;
    bool stopped;
} matching;

/* A line that is no pair is told with its place; standard output keeps a line for it, so that its lines go with those that came in. */
static void tell_problem(matching *m, const char *path, size_t line, size_t column, const char *message) {
    say("%s:%zu:%zu: error: %s", path, line, column, message);
    printf("error\t%s\n", message);
    m->exit = EXIT_SOME_FAILED;
}

static void match_line(matching *m, const char *path, size_t number, muster_text line) {
    const char *tab = memchr(line.data, '\t', line.size);
    if (!tab) {
        tell_problem(m, path, number, 1, "no tab stands in the line; write two names with a tab between them");
        return;
    }
    muster_text one = {line.data, (size_t)(tab - line.data)}, other = {tab + 1, line.size - one.size - 1};
    if (other.size && memchr(other.data, '\t', other.size)) {
        tell_problem(m, path, number, 1, "more than one tab stands in the line; write two names with a tab between them");
        return;
    }
    muster_likeness like;
    muster_error error;
    muster_status status = muster_match(m->worker, one, other, &like, &error);
    if (status == MUSTER_INPUT) {
        tell_problem(m, path, number, like.unreadable == 2 ? count_points(one.data, one.size) + 2 : 1, error.message);
    } else if (status != MUSTER_OK) {
        say_error(&error);
        m->exit = exit_status(status);
        m->stopped = true;
    } else {
        printf("%s\t%s\n", like.same ? "same" : "different", like.reason);
    }
}

static int match_file(const char *path, const char *bytes, size_t size, const muster_error *problem, void *payload) {
    matching *m = payload;
    if (problem) {
        say_error(problem);
        if (m->exit == EXIT_OK)
            say("muster match: it reads pairs of names, one a line with a tab between: printf 'Kyiv\\tKiev\\n' | muster match");
        m->exit = EXIT_SOME_FAILED;
        return 0;
    }
    if (strcmp(path, "-") == 0) path = "standard input";
    for (size_t at = 0, number = 1; at < size && !m->stopped; number++) {
        const char *end = memchr(bytes + at, '\n', size - at);
        size_t next = end ? (size_t)(end - bytes) : size, length = next - at;
        if (length && bytes[at + length - 1] == '\r') length--;
        match_line(m, path, number, (muster_text){bytes + at, length});
        at = next + 1;
    }
    return m->stopped || ferror(stdout);
}

static int match_names(const options *given, muster_worker *worker) {
    static const char *const standard_input[] = {"-"};
    bool piped = given->operand_count == 0;
    matching m = {.worker = worker, .exit = EXIT_OK};
    muster_error error;
    muster_status walked = muster_walk(piped ? standard_input : given->operands, piped ? 1 : given->operand_count, match_file, &m, &error);
    if (walked == MUSTER_OK || walked == MUSTER_STOPPED) return m.exit;
    say_error(&error);
    return exit_status(walked);
}

int cmd_match(const options *given) {
    return data_run(given, NEED_LISTS, match_names);
}
