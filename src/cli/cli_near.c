/* cli_near.c: where nothing fits what was asked for: names of the database that may be the one that was meant, spelled otherwise. The names
 * are gone through from the most frequent one on, so many of them at the most; of a large database they are not, for to gather them takes
 * as long as to read it. */
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"

enum { MOST_NAMES = 20000, MOST_SHOWN = 3, NAME_BYTES = 120, LARGE = 256 << 20 };

typedef struct near_names {
    muster_text wanted;
    muster_worker *worker;
    bool there; /* a name has the very words: it is something else that does not fit */
    size_t count;
    char shown[MOST_SHOWN][NAME_BYTES];
} near_names;

static int note_any(size_t columns, const char *const *names, const muster_text *values, const int *numeric, void *payload) {
    near_names *near = payload;
    (void)columns, (void)names, (void)numeric;
    near->there |= values != NULL;
    return 0;
}

/* Columns of the view `named`: the kind, the name, and what does not matter here. */
static int note_same(size_t columns, const char *const *names, const muster_text *values, const int *numeric, void *payload) {
    near_names *near = payload;
    muster_likeness like;
    (void)columns, (void)names, (void)numeric;
    if (!values || !values[1].size || values[1].size >= NAME_BYTES) return 0;
    if (muster_match(near->worker, near->wanted, values[1], &like, NULL) != MUSTER_OK || !like.same) return 0;
    for (size_t i = 0; i < near->count; i++) /* two places of one name */
        if (strlen(near->shown[i]) == values[1].size && memcmp(near->shown[i], values[1].data, values[1].size) == 0) return 0;
    memcpy(near->shown[near->count], values[1].data, values[1].size);
    near->shown[near->count][values[1].size] = '\0';
    return ++near->count == MOST_SHOWN;
}

static void find_near(near_names *near, const options *given, muster_store *store) {
    muster_query query = MUSTER_QUERY_INIT;
    muster_engine *engine;
    query.view = MUSTER_NAMED;
    query.limit = 1;
    query.name = near->wanted.data;
    if (muster_store_query(store, &query, note_any, near, NULL) != MUSTER_OK || near->there) return;
    cli_data *data = data_find(given);
    if (data && data_open(&engine, &near->worker, data, given, NEED_LISTS) == EXIT_OK) {
        query.limit = MOST_NAMES;
        query.name = NULL;
        muster_store_query(store, &query, note_same, near, NULL);
        muster_worker_free(near->worker);
        muster_engine_close(engine);
    }
    data_free(data);
}

void say_nothing_fits(const options *given, muster_store *store) {
    const char *wanted = given->by ? given->by : given->place ? given->place : given->about;
    near_names near = {0};
    struct stat file;
    if (wanted && stat(given->operands[0], &file) == 0 && file.st_size <= LARGE) {
        near.wanted = (muster_text){wanted, strlen(wanted)};
        find_near(&near, given, store);
    }
    char list[MOST_SHOWN * (NAME_BYTES + 4)] = "";
    for (size_t i = 0; i < near.count; i++) {
        strcat(list, i ? ", " : "; it has ");
        strcat(list, near.shown[i]);
    }
    say("muster %s: nothing in %s fits%s", given->verb, given->operands[0], list);
}
