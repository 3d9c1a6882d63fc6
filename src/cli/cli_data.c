/* cli_data.c: where the knowledge lies. The base comes with the program: $MUSTER_DATA, ../share/muster beside the program, or the checkout
 * it was built in; the user's own folder ($XDG_DATA_HOME/muster) and those of --data lie over it, in this order. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

enum { LEVELS_UP = 6 };

struct cli_data {
    char base[PATH_MAX], user[PATH_MAX], cache[PATH_MAX];
    const char *dirs[MOST_REPEATED + 2];
    size_t dir_count;
};

static bool is_folder(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool has_inside(const char *folder, const char *name) {
    char path[PATH_MAX];
    int size = snprintf(path, sizeof path, "%s/%s", folder, name);
    return size > 0 && (size_t)size < sizeof path && access(path, R_OK) == 0;
}

static bool holds_knowledge(const char *folder) {
    return has_inside(folder, "gazetteers") && has_inside(folder, "rules/phases");
}

/* The program's folder, then those above it: a build folder lies inside its checkout. */
static bool find_beside_program(char *out) {
    char folder[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", folder, sizeof folder - 1);
    if (size <= 0) return false;
    folder[size] = '\0';
    for (int i = 0; i < LEVELS_UP; i++) {
        char *slash = strrchr(folder, '/');
        if (!slash) return false;
        *slash = '\0';
        if (snprintf(out, PATH_MAX, "%s/share/muster", folder) < PATH_MAX && holds_knowledge(out)) return true;
        if (snprintf(out, PATH_MAX, "%s", folder) < PATH_MAX && holds_knowledge(out)) return true;
    }
    return false;
}

static bool find_base(char *out) {
    const char *stated = getenv("MUSTER_DATA");
    if (stated && *stated) {
        if (snprintf(out, PATH_MAX, "%s", stated) < PATH_MAX && holds_knowledge(out)) return true;
        say("muster: $MUSTER_DATA is \"%s\", which has no gazetteers/ and rules/phases", stated);
        return false;
    }
    if (find_beside_program(out)) return true;
    say("muster: no folder with gazetteers/ and rules/phases lies beside the program; set $MUSTER_DATA to one");
    return false;
}

/* $VARIABLE/muster, or ~/FALLBACK/muster. */
static bool home_folder(char *out, const char *variable, const char *fallback) {
    const char *stated = getenv(variable), *home = getenv("HOME");
    int size = -1;
    if (stated && *stated == '/')
        size = snprintf(out, PATH_MAX, "%s/muster", stated);
    else if (home && *home)
        size = snprintf(out, PATH_MAX, "%s/%s/muster", home, fallback);
    return size > 0 && size < PATH_MAX;
}

/* Makes a folder and those above it. */
static bool make_folder(char *path) {
    for (char *at = path + 1; *at; at++) {
        if (*at != '/') continue;
        *at = '\0';
        mkdir(path, 0777);
        *at = '/';
    }
    return mkdir(path, 0777) == 0 || (errno == EEXIST && is_folder(path));
}

static bool add_given(cli_data *data, const options *given) {
    for (size_t i = 0; i < given->data.count; i++) {
        const char *folder = given->data.at[i];
        if (!has_inside(folder, "gazetteers") && !has_inside(folder, "rules") && !has_inside(folder, "overrides")) {
            say("muster %s: --data %s: %s", given->verb, folder,
                is_folder(folder)           ? "the folder has neither gazetteers/ nor rules/ nor overrides"
                : access(folder, F_OK) == 0 ? "a file; what is wanted is the folder with gazetteers/ or rules/ in it"
                                            : "no such folder");
            return false;
        }
        data->dirs[data->dir_count++] = folder;
    }
    return true;
}

cli_data *data_find(const options *given) {
    cli_data *data = calloc(1, sizeof *data);
    if (!data) {
        say("muster: out of memory");
        return NULL;
    }
    bool found = find_base(data->base);
    if (found) data->dirs[data->dir_count++] = data->base;
    if (found && !given->no_user_data && home_folder(data->user, "XDG_DATA_HOME", ".local/share") &&
        (has_inside(data->user, "gazetteers") || has_inside(data->user, "rules") || has_inside(data->user, "overrides")))
        data->dirs[data->dir_count++] = data->user;
    if (!found || !add_given(data, given)) {
        data_free(data);
        return NULL;
    }
    if (given->no_cache || !home_folder(data->cache, "XDG_CACHE_HOME", ".cache") || !make_folder(data->cache)) data->cache[0] = '\0';
    return data;
}

void data_free(cli_data *data) {
    free(data);
}

muster_options data_options(const cli_data *data, const options *given, data_need need) {
    muster_options all = MUSTER_OPTIONS_INIT;
    all.data_dirs = data->dirs;
    all.data_dir_count = data->dir_count;
    all.cache_dir = data->cache[0] ? data->cache : NULL;
    all.with_tags = given->with.at;
    all.with_tag_count = given->with.count;
    all.without_tags = given->without.at;
    all.without_tag_count = given->without.count;
    all.trace = need == NEED_TRACE;
    all.lists_only = need == NEED_LISTS;
    all.overrides = given->overrides.at;
    all.override_count = given->overrides.count;
    return all;
}

static int open_engine(muster_engine **engine, const cli_data *data, const options *given, data_need need) {
    muster_options all = data_options(data, given, need);
    muster_error error;
    if (muster_engine_open(engine, &all, &error) == MUSTER_OK) return EXIT_OK;
    say_error(&error);
    return exit_status(error.status);
}

/* An engine alone is of no use to a verb. */
static int with_engine(muster_engine *engine, muster_status status, const muster_error *error) {
    if (status == MUSTER_OK) return EXIT_OK;
    muster_engine_close(engine);
    say_error(error);
    return exit_status(status);
}

int data_open(muster_engine **engine, muster_worker **worker, const cli_data *data, const options *given, data_need need) {
    muster_error error;
    int status = open_engine(engine, data, given, need);
    return status != EXIT_OK ? status : with_engine(*engine, muster_worker_new(worker, *engine, &error), &error);
}

int data_run(const options *given, data_need need, int (*verb)(const options *given, muster_worker *worker)) {
    cli_data *data = data_find(given);
    if (!data) return EXIT_USAGE;
    muster_engine *engine;
    muster_worker *worker;
    int status = data_open(&engine, &worker, data, given, need);
    if (status == EXIT_OK) {
        status = verb(given, worker);
        muster_worker_free(worker);
        muster_engine_close(engine);
    }
    data_free(data);
    return status;
}

int data_run_lists(const options *given, int (*verb)(const options *given, const muster_engine *engine)) {
    cli_data *data = data_find(given);
    if (!data) return EXIT_USAGE;
    muster_engine *engine;
    int status = open_engine(&engine, data, given, NEED_LISTS);
    if (status == EXIT_OK) {
        status = verb(given, engine);
        muster_engine_close(engine);
    }
    data_free(data);
    return status;
}

int data_open_pool(muster_engine **engine, muster_pool **pool, const cli_data *data, const options *given, muster_done_fn done,
                   void *payload) {
    muster_error error;
    int status = open_engine(engine, data, given, NEED_FACTS);
    return status != EXIT_OK ? status : with_engine(*engine, muster_pool_open(pool, *engine, given->jobs, done, payload, &error), &error);
}

static int print_unused(const muster_error *finding, int is_warning, void *payload) {
    (void)is_warning, (void)payload;
    say("%s:%u: warning: %s", finding->file, finding->line, finding->message);
    return 0;
}

void tell_unused_overrides(const muster_engine *engine, const options *given) {
    if (!given->quiet) muster_engine_unused_overrides(engine, print_unused, NULL);
}
