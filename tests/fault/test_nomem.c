/* Fails the n-th allocation of a short run, for every n, anywhere in the process: the library, ICU, PCRE2, SQLite. Whatever fails, the
 * calls must return (with MUSTER_NOMEM, or with the whole result where the library below could do without), and the next run must work. Not
 * for sanitized builds, which have an allocator of their own. Each n runs in a process of its own: ICU remembers for good that it could not
 * be initialised. The n are shared out to a lane a processor; nothing is synced to the disk, which is other tests' concern. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <muster.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static long countdown = -1; /* < 0: nothing fails */
static int fired;

static int fails(void) {
    if (countdown < 0) return 0;
    if (countdown-- > 0) return 0;
    fired = 1;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size) {
    return fails() ? NULL : __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
    return fails() ? NULL : __libc_calloc(count, size);
}
void *realloc(void *old, size_t size) {
    return fails() ? NULL : __libc_realloc(old, size);
}

int fsync(int file) {
    (void)file;
    return 0;
}
int fdatasync(int file) {
    (void)file;
    return 0;
}

static const char article[] =
    "Strike kills 9\n\n9 people were killed near Kyiv, Mr Lee said. \xE2\x80\x9CWe saw it,\xE2\x80\x9D he said.\n";

static int swallow(const char *data, size_t size, void *payload) {
    (void)data;
    *(size_t *)payload += size;
    return 0;
}

static muster_status use_audit(muster_store *store, muster_error *error) {
    muster_audit *audit;
    muster_status status = muster_audit_open(&audit, store, NULL, error);
    if (status != MUSTER_OK) return status;
    muster_audit_change change;
    if (!muster_audit_claim_count(audit)) abort();
    status = muster_audit_versions(audit, 0, 0, &change, error);
    muster_audit_close(audit);
    return status;
}

static muster_status use_store(const muster_engine *engine, const muster_doc *doc, const char *path, muster_error *error) {
    muster_store *store;
    muster_add how;
    muster_status status = muster_store_open(&store, path, 1, error);
    if (status != MUSTER_OK) return status;
    status = muster_store_begin(store, muster_engine_hash(engine), "", error);
    if (status == MUSTER_OK) status = muster_store_add(store, doc, &how, error);
    if (status == MUSTER_OK) status = muster_store_end(store, error);
    muster_report_options report = MUSTER_REPORT_OPTIONS_INIT;
    size_t printed = 0;
    if (status == MUSTER_OK) status = muster_report(store, &report, swallow, &printed, error);
    if (status == MUSTER_OK && printed < 10000) abort();
    if (status == MUSTER_OK) status = use_audit(store, error);
    muster_store_close(store);
    return status;
}

/* A pair of names, and a list of others. */
static muster_status use_names(muster_worker *worker, muster_error *error) {
    static const char one[] = "Mr Taras Zub", other[] = "Zub, Taras", csv[] = "name,aliases\nZub,a|b\n\"Le\"\"v\",\n";
    muster_likeness like;
    muster_status status = muster_match(worker, (muster_text){one, sizeof one - 1}, (muster_text){other, sizeof other - 1}, &like, error);
    muster_import *import;
    muster_import_options options = MUSTER_IMPORT_OPTIONS_INIT;
    options.kind = "place";
    size_t printed = 0;
    if (status == MUSTER_OK) status = muster_import_open(&import, &options, swallow, NULL, &printed, error);
    if (status != MUSTER_OK) return status;
    status = muster_import_file(import, "a.csv", csv, sizeof csv - 1, error);
    muster_import_close(import);
    if (status == MUSTER_OK && !printed) abort();
    return status;
}

static muster_status use_worker(const muster_engine *engine, const char *path, muster_error *error) {
    muster_worker *worker;
    muster_status status = muster_worker_new(&worker, engine, error);
    if (status != MUSTER_OK) return status;
    muster_input input = {.path = "a.txt", .bytes = article, .size = sizeof article - 1};
    muster_doc *doc;
    status = muster_extract(&doc, worker, &input, error);
    if (status == MUSTER_OK) {
        size_t printed = 0;
        status = muster_doc_write(doc, MUSTER_JSONL, 0, swallow, &printed, error);
        if (status == MUSTER_OK && !fired && (!printed || muster_doc_mention_count(doc) < 2 || muster_doc_figure_count(doc) != 1)) abort();
        if (status == MUSTER_OK) status = use_store(engine, doc, path, error);
        muster_doc_free(doc);
    }
    if (status == MUSTER_OK) status = use_names(worker, error);
    muster_worker_free(worker);
    return status;
}

static muster_status run(const char *data, const char *path, muster_error *error) {
    const char *dirs[] = {data};
    muster_options options = MUSTER_OPTIONS_INIT;
    options.data_dirs = dirs;
    options.data_dir_count = 1;
    muster_engine *engine;
    muster_status status = muster_engine_open(&engine, &options, error);
    if (status != MUSTER_OK) return status;
    status = use_worker(engine, path, error);
    muster_engine_close(engine);
    return status;
}

enum { PASSED, TOLERATED, COMPLETE, FAILED };

/* What became of a run whose n-th allocation fails. */
static int run_child(const char *data, const char *path, long n) {
    muster_error error;
    countdown = n;
    muster_status status = run(data, path, &error);
    countdown = -1;
    if (status != MUSTER_OK && (status != MUSTER_NOMEM || !fired)) {
        fprintf(stderr, "allocation %ld: status %d: %s %s\n", n, (int)status, error.file, error.message);
        return FAILED;
    }
    if (!fired) return COMPLETE;
    /* What failed must not spoil the next run, unless a library below us keeps the failure. */
    return status == MUSTER_OK ? TOLERATED : PASSED;
}

static int run_forked(const char *data, const char *path, long n) {
    pid_t child = fork();
    if (child == 0) {
        alarm(20); /* a hang is a failure */
        _exit(run_child(data, path, n));
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0) return FAILED;
    if (WIFEXITED(status)) return WEXITSTATUS(status);
    fprintf(stderr, "allocation %ld: killed by signal %d\n", n, WTERMSIG(status));
    return FAILED;
}

enum { MOST_LANES = 16, MOST_ALLOCATIONS = 1000000 };

/* Every so many-th n, up to the first that fails nothing, with a database of its own. */
static void run_lane(const char *data, const char *path, long lane, long lanes, long *counts) {
    char own[4096];
    snprintf(own, sizeof own, "%s.%ld", path, lane);
    for (long n = lane; n < MOST_ALLOCATIONS && !counts[COMPLETE] && counts[FAILED] < 20; n += lanes) {
        unlink(own);
        counts[run_forked(data, own, n)]++;
    }
    unlink(own);
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    long lanes = sysconf(_SC_NPROCESSORS_ONLN), total[4] = {0};
    lanes = lanes < 1 ? 1 : lanes > MOST_LANES ? MOST_LANES : lanes;
    long(*counts)[4] = mmap(NULL, sizeof *counts * MOST_LANES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (counts == MAP_FAILED || run_child(argv[1], argv[2], LONG_MAX) != COMPLETE) return 1;
    unlink(argv[2]);
    for (long i = 0; i < lanes; i++) {
        pid_t child = fork();
        if (child == 0) {
            run_lane(argv[1], argv[2], i, lanes, counts[i]);
            _exit(0);
        }
        if (child < 0) return 1;
    }
    while (wait(NULL) > 0) {
    }
    long complete = 0;
    for (long i = 0; i < lanes; i++) {
        complete += counts[i][COMPLETE] > 0;
        for (int k = 0; k < 4; k++) total[k] += counts[i][k];
    }
    printf("%ld allocations, %ld tolerated\n%ld passed, %ld failed\n", total[PASSED] + total[TOLERATED], total[TOLERATED],
           total[PASSED] + total[TOLERATED] + total[COMPLETE], total[FAILED] + (complete < lanes));
    return total[FAILED] || complete < lanes;
}
