/* Threads that share an engine give the same facts as one alone. Built with the thread sanitizer by scripts/check. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    printed alone = {0}, together[THREADS] = {{0}};
    work(&alone);
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, &together[i]) != 0) return 1;
    int same = 0;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        same += alone.size && together[i].size == alone.size && memcmp(together[i].data, alone.data, alone.size) == 0;
    }
    muster_engine_close(engine);
    printf("%d passed, %d failed\n", same, THREADS - same);
    return same != THREADS;
}
