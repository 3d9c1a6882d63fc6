/* Threads that share an engine give the same facts as one alone: each with a worker of its own, and in a pool that hands over to a store.
 * Built with the thread sanitizer by scripts/check. */
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <muster.h>

enum { THREADS = 4, ROUNDS = 3, MOST_TEXTS = 64 };

typedef struct text {
    char *path, *bytes;
    size_t size;
} text;

typedef struct printed {
    char *data;
    size_t size, capacity;
} printed;

static text texts[MOST_TEXTS];
static size_t text_count;
static muster_engine *engine;

static int load(const char *path, const char *bytes, size_t size, const muster_error *problem, void *payload) {
    (void)payload;
    if (problem || text_count == MOST_TEXTS) return 1;
    text *t = &texts[text_count++];
    *t = (text){strdup(path), malloc(size + 1), size};
    memcpy(t->bytes, bytes, size);
    return 0;
}

static int append(const char *data, size_t size, void *payload) {
    printed *to = payload;
    if (to->size + size > to->capacity) {
        to->capacity = (to->size + size) * 2;
        to->data = realloc(to->data, to->capacity);
        if (!to->data) abort();
    }
    memcpy(to->data + to->size, data, size);
    to->size += size;
    return 0;
}

static void *work(void *payload) {
    printed *to = payload;
    muster_worker *worker;
    muster_error error;
    if (muster_worker_new(&worker, engine, &error) != MUSTER_OK) return NULL;
    for (size_t i = 0; i < text_count * ROUNDS; i++) {
        const text *t = &texts[i % text_count];
        muster_input input = {.path = t->path, .bytes = t->bytes, .size = t->size};
        muster_doc *doc;
        if (muster_extract(&doc, worker, &input, &error) != MUSTER_OK) break;
        muster_doc_write(doc, MUSTER_JSONL, 0, append, to, &error);
        muster_doc_free(doc);
    }
    muster_worker_free(worker);
    return NULL;
}

/* --- A pool, and a store that takes what it hands over --- */

enum { BATCH = 5, PROBLEM_EVERY = 7 };

typedef struct adding {
    muster_store *store;
    muster_doc *batch[BATCH];
    size_t batch_count, documents, problems, stop_after;
    printed order; /* paths as they were handed over */
} adding;

static void store_batch(adding *a) {
    muster_error error;
    if (muster_store_add_all(a->store, a->batch, a->batch_count, NULL, &error) != MUSTER_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    for (size_t i = 0; i < a->batch_count; i++) muster_doc_free(a->batch[i]);
    a->batch_count = 0;
}

static int take(const muster_input *input, muster_doc *doc, const muster_error *problem, void *payload) {
    adding *a = payload;
    const char *path = doc ? input->path : problem->file;
    append(path, strlen(path), &a->order);
    a->documents++;
    a->problems += !doc;
    if (doc) a->batch[a->batch_count++] = doc;
    if (a->batch_count == BATCH) store_batch(a);
    return a->stop_after && a->documents >= a->stop_after;
}

static int give(muster_pool *pool, size_t number) {
    const text *t = &texts[number % text_count];
    char path[4200];
    muster_error problem = {.status = MUSTER_IO};
    snprintf(path, sizeof path, "%zu-%s", number, strrchr(t->path, '/') ? strrchr(t->path, '/') + 1 : t->path);
    snprintf(problem.file, sizeof problem.file, "%zu", number);
    muster_input input = {.path = path, .bytes = t->bytes, .size = t->size};
    bool fails = number % PROBLEM_EVERY == 3;
    return muster_pool_give(pool, fails ? NULL : &input, fails ? &problem : NULL, NULL) != MUSTER_OK;
}

static int print_row(size_t columns, const char *const *names, const muster_text *values, const int *numeric, void *payload) {
    (void)names, (void)numeric;
    for (size_t i = 0; values && i < columns; i++)
        append(values[i].data ? values[i].data : "-", values[i].data ? values[i].size : 1, payload);
    return 0;
}

/* Adds everything on so many threads; what the views of the database say goes to `to`. stop_after: how many are handed over before the
 * rest is given up. Returns how many were. */
static size_t add_all(unsigned threads, size_t stop_after, printed *to) {
    char folder[] = "/tmp/muster-threads.XXXXXX", database[64];
    adding a = {.stop_after = stop_after};
    muster_pool *pool;
    if (!mkdtemp(folder)) exit(1);
    snprintf(database, sizeof database, "%s/facts.db", folder);
    if (muster_store_open(&a.store, database, 1, NULL) != MUSTER_OK || muster_store_begin(a.store, "", "", NULL) != MUSTER_OK ||
        muster_pool_open(&pool, engine, threads, take, &a, NULL) != MUSTER_OK)
        exit(1);
    for (size_t i = 0; i < text_count * ROUNDS && !give(pool, i); i++) {
    }
    muster_pool_finish(pool, NULL);
    muster_pool_close(pool); /* before the last are stored: what was handed over does not need it */
    store_batch(&a);
    muster_store_end(a.store, NULL);
    for (muster_view view = MUSTER_SAID; view <= MUSTER_NAMED; view++) {
        muster_query query = MUSTER_QUERY_INIT;
        query.view = view;
        muster_store_query(a.store, &query, print_row, to, NULL);
    }
    append(a.order.data, a.order.size, to);
    free(a.order.data);
    muster_store_close(a.store);
    unlink(database);
    rmdir(folder);
    return a.documents;
}

static int same(const printed *a, const printed *b) {
    return a->size && a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

static void test_pool(int *passed, int *failed) {
    static const unsigned counts[] = {2, 3, 8};
    printed alone = {0};
    size_t all = add_all(1, 0, &alone), half = text_count * ROUNDS / 2;
    *(all == text_count * ROUNDS ? passed : failed) += 1;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        printed together = {0}, stopped = {0};
        *(add_all(counts[i], 0, &together) == all && same(&alone, &together) ? passed : failed) += 1;
        *(add_all(counts[i], half, &stopped) == half ? passed : failed) += 1;
        free(together.data);
        free(stopped.data);
    }
    free(alone.data);
}

static void work_together(const printed *alone, int *passed, int *failed) {
    printed together[THREADS] = {{0}};
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, &together[i]) != 0) exit(1);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        *(same(alone, &together[i]) ? passed : failed) += 1;
        free(together[i].data);
    }
}

static void remove_folder(const char *path) {
    DIR *folder = opendir(path);
    for (struct dirent *item; folder && (item = readdir(folder));) unlinkat(dirfd(folder), item->d_name, 0);
    if (folder) closedir(folder);
    rmdir(path);
}

/* An engine that takes its rules from the cache, where another has just left them: their regular expressions are compiled by whichever
 * thread is the first to ask one. */
static void test_kept(muster_options options, const printed *alone, int *passed, int *failed) {
    char cache[] = "/tmp/muster-threads.XXXXXX";
    muster_engine *before = engine;
    if (!mkdtemp(cache)) exit(1);
    options.cache_dir = cache;
    for (int i = 0; i < 2; i++) {
        if (i) muster_engine_close(engine);
        if (muster_engine_open(&engine, &options, NULL) != MUSTER_OK) exit(1);
    }
    work_together(alone, passed, failed);
    muster_engine_close(engine);
    engine = before;
    remove_folder(cache);
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    const char *dirs[] = {argv[1]};
    muster_options options = MUSTER_OPTIONS_INIT;
    options.data_dirs = dirs;
    options.data_dir_count = 1;
    muster_error error;
    if (muster_engine_open(&engine, &options, &error) != MUSTER_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    muster_walk((const char *const *)argv + 2, (size_t)argc - 2, load, NULL, &error);
    int passed = 0, failed = 0;
    printed alone = {0};
    work(&alone);
    work_together(&alone, &passed, &failed);
    test_kept(options, &alone, &passed, &failed);
    free(alone.data);
    test_pool(&passed, &failed);
    muster_engine_close(engine);
    for (size_t i = 0; i < text_count; i++) {
        free(texts[i].path);
        free(texts[i].bytes);
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
