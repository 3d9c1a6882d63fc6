/* pool.c: many documents, several threads, one order. Documents come in by muster_pool_give and stand in a ring until they are handed over,
 * in the order in which they came, to the caller's function: so what is printed or stored is the same however many threads there are. The
 * ring is bounded by documents and by bytes, which bounds the memory. The caller's own thread reads, hands over, and takes its share of the
 * extracting where it would otherwise wait; others are begun only when there is work for them. With one thread there is no other at all. */
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/error.h"
#include "engine.h"

/* While the caller's thread stores a batch, the others go on: as many documents as such a batch has, and some for each of them. */
enum { MOST_THREADS = 256, DOCUMENTS_AHEAD = 144, DOCUMENTS_A_THREAD = 12, BYTES_A_THREAD = 512 * 1024 };

typedef enum job_state { JOB_waiting, JOB_running, JOB_finished } job_state;

/* One document in the ring. The input's texts are in `owned`. */
typedef struct job {
    muster_input input;
    char *owned;
    job_state state;
    muster_doc *doc;     /* NULL once finished: it failed */
    muster_error *error; /* set where there is no doc; NULL: there was no memory for it either */
} job;

struct muster_pool {
    const muster_engine *engine;
    muster_done_fn done;
    void *payload;
    const char *until;  /* stage, or NULL: all */
    muster_worker *own; /* of the caller's thread */
    unsigned most;      /* threads, the caller's among them */

    pthread_mutex_t lock; /* for all below */
    pthread_cond_t given, finished;
    job *ring;
    size_t capacity;
    size_t first, taken, end; /* counts since the start: handed over up to first, begun up to taken, given up to end */
    size_t bytes;             /* of what stands in the ring */
    unsigned idle;
    bool closing, stopped; /* stopped: the caller's function asked for it; only the caller's thread knows */
    unsigned thread_count;
    pthread_t threads[MOST_THREADS];
};

static job *job_at(muster_pool *pool, size_t index) {
    return &pool->ring[index % pool->capacity];
}

/* --- Copying what is given --- */

/* Every text of an input besides its bytes. */
static const size_t text_fields[] = {offsetof(muster_input, id),       offsetof(muster_input, path),    offsetof(muster_input, date),
                                     offsetof(muster_input, encoding), offsetof(muster_input, format),  offsetof(muster_input, hash),
                                     offsetof(muster_input, title),    offsetof(muster_input, author),  offsetof(muster_input, outlet),
                                     offsetof(muster_input, url),      offsetof(muster_input, modified)};
enum { TEXT_FIELDS = sizeof text_fields / sizeof *text_fields };

static const char **text_field(muster_input *input, size_t i) {
    return (const char **)(void *)((char *)input + text_fields[i]);
}

static bool copy_input(job *j, const muster_input *input) {
    j->input = *input;
    size_t size = input->size + 1;
    for (size_t i = 0; i < TEXT_FIELDS; i++)
        if (*text_field(&j->input, i)) size += strlen(*text_field(&j->input, i)) + 1;
    char *to = j->owned = malloc(size);
    if (!to) return false;
    if (input->size) memcpy(to, input->bytes, input->size);
    j->input.bytes = to;
    to += input->size;
    *to++ = '\0'; /* behind the bytes: whoever looks one too far reads nothing of the texts */
    for (size_t i = 0; i < TEXT_FIELDS; i++) {
        const char **text = text_field(&j->input, i);
        if (!*text) continue;
        char *at = to;
        to = stpcpy(to, *text) + 1;
        *text = at;
    }
    return true;
}

static void clear_job(job *j) {
    muster_doc_free(j->doc);
    free(j->error);
    free(j->owned);
    *j = (job){0};
}

/* --- Extracting --- */

static void note_error(job *j, const muster_error *error) {
    j->error = malloc(sizeof *j->error);
    if (j->error) *j->error = *error;
}

/* Begins the next waiting job and finishes it. Called with the lock, which is not held meanwhile. */
static void run_next(muster_pool *pool, muster_worker *worker) {
    job *j = job_at(pool, pool->taken++);
    j->state = JOB_running;
    pthread_mutex_unlock(&pool->lock);
    muster_error error;
    if (muster_extract_until(&j->doc, worker, &j->input, pool->until, &error) != MUSTER_OK) note_error(j, &error);
    pthread_mutex_lock(&pool->lock);
    j->state = JOB_finished;
    pthread_cond_signal(&pool->finished);
}

/* Jobs that need no extracting stand in the ring only to keep their place. */
static bool something_waits(muster_pool *pool) {
    while (pool->taken < pool->end && job_at(pool, pool->taken)->state == JOB_finished) pool->taken++;
    return pool->taken < pool->end;
}

static void *work(void *payload) {
    muster_pool *pool = payload;
    muster_worker *worker;
    if (muster_worker_new(&worker, pool->engine, NULL) != MUSTER_OK) return NULL; /* the others do its share */
    pthread_mutex_lock(&pool->lock);
    while (!pool->closing) {
        if (something_waits(pool)) {
            run_next(pool, worker);
            continue;
        }
        pool->idle++;
        pthread_cond_wait(&pool->given, &pool->lock);
        pool->idle--;
    }
    pthread_mutex_unlock(&pool->lock);
    muster_worker_free(worker);
    return NULL;
}

/* One more thread if all are busy and something waits besides what the caller's thread may take. If there can be none, the others do. */
static void add_thread(muster_pool *pool) {
    if (pool->idle || pool->thread_count + 1 >= pool->most || pool->end - pool->taken < 2) return;
    if (pthread_create(&pool->threads[pool->thread_count], NULL, work, pool) == 0) pool->thread_count++;
}

/* --- Handing over, in the caller's thread. Called with the lock, which is not held while the caller's function runs. --- */

static void hand_over(muster_pool *pool) {
    job ready = *job_at(pool, pool->first);
    *job_at(pool, pool->first) = (job){0};
    if (pool->taken == pool->first) pool->taken++; /* it was finished when it came */
    pool->first++;
    pool->bytes -= ready.input.size;
    muster_doc *doc = ready.doc;
    ready.doc = NULL;
    if (pool->stopped) {
        muster_doc_free(doc);
    } else {
        pthread_mutex_unlock(&pool->lock);
        muster_error nomem;
        if (!doc && !ready.error) error_nomem(&nomem);
        const muster_error *problem = doc ? NULL : ready.error ? ready.error : &nomem;
        bool stop = pool->done(&ready.input, doc, problem, pool->payload) != 0;
        pthread_mutex_lock(&pool->lock);
        pool->stopped |= stop;
    }
    clear_job(&ready);
}

static bool first_is_finished(muster_pool *pool) {
    return pool->first < pool->end && job_at(pool, pool->first)->state == JOB_finished;
}

/* Hands over what is finished, and goes on until no more than so many documents stand in the ring, or none if there is no room. */
static void make_room(muster_pool *pool, size_t most_documents, size_t room) {
    size_t most_bytes = (size_t)pool->most * BYTES_A_THREAD;
    for (;;) {
        while (first_is_finished(pool)) hand_over(pool);
        size_t documents = pool->end - pool->first;
        if (!documents || (documents <= most_documents && pool->bytes + room <= most_bytes)) return;
        if (something_waits(pool))
            run_next(pool, pool->own);
        else
            pthread_cond_wait(&pool->finished, &pool->lock);
    }
}

static muster_status outcome(const muster_pool *pool, muster_error *error) {
    return pool->stopped ? error_set(error, MUSTER_STOPPED, "stopped") : MUSTER_OK;
}

muster_status muster_pool_give(muster_pool *pool, const muster_input *input, const muster_error *problem, muster_error *error) {
    static const muster_input none = {0};
    job fresh = {.state = problem ? JOB_finished : JOB_waiting};
    if (!copy_input(&fresh, input ? input : &none)) return error_nomem(error);
    if (problem) note_error(&fresh, problem);
    pthread_mutex_lock(&pool->lock);
    make_room(pool, pool->capacity - 1, fresh.input.size);
    pool->bytes += fresh.input.size;
    *job_at(pool, pool->end++) = fresh;
    add_thread(pool);
    if (pool->idle) pthread_cond_signal(&pool->given);
    if (pool->most == 1) make_room(pool, 0, 0);
    pthread_mutex_unlock(&pool->lock);
    return outcome(pool, error);
}

muster_status muster_pool_finish(muster_pool *pool, muster_error *error) {
    pthread_mutex_lock(&pool->lock);
    make_room(pool, 0, 0);
    pthread_mutex_unlock(&pool->lock);
    return outcome(pool, error);
}

/* --- Opening and closing --- */

muster_status muster_pool_open(muster_pool **out, const muster_engine *engine, unsigned threads, muster_done_fn done, void *payload,
                               muster_error *error) {
    *out = NULL;
    muster_pool *pool = calloc(1, sizeof *pool);
    if (!pool) return error_nomem(error);
    pool->engine = engine;
    pool->done = done;
    pool->payload = payload;
    pool->most = threads < 1 ? 1 : threads > MOST_THREADS ? MOST_THREADS : threads;
    pool->capacity = pool->most == 1 ? 1 : DOCUMENTS_AHEAD + (size_t)pool->most * DOCUMENTS_A_THREAD;
    pool->ring = calloc(pool->capacity, sizeof *pool->ring);
    muster_status status = pool->ring ? muster_worker_new(&pool->own, engine, error) : error_nomem(error);
    if (status != MUSTER_OK) {
        free(pool->ring);
        free(pool);
        return status;
    }
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->given, NULL);
    pthread_cond_init(&pool->finished, NULL);
    *out = pool;
    return MUSTER_OK;
}

void muster_pool_until(muster_pool *pool, const char *stage_name) {
    pool->until = stage_name;
}

void muster_pool_close(muster_pool *pool) {
    if (!pool) return;
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->given);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->thread_count; i++) pthread_join(pool->threads[i], NULL);
    for (size_t i = pool->first; i < pool->end; i++) clear_job(job_at(pool, i));
    pthread_cond_destroy(&pool->finished);
    pthread_cond_destroy(&pool->given);
    pthread_mutex_destroy(&pool->lock);
    muster_worker_free(pool->own);
    free(pool->ring);
    free(pool);
}
