/* Fails each single allocation of a short run, anywhere in the process: the library, ICU, PCRE2, SQLite. Whatever fails, the calls must
 * return (with MUSTER_NOMEM, or with the whole result where the library below could do without). Not for sanitized builds, which have an
 * allocator of their own.
 *
 * The run is made once. At each of its allocations it forks: in the child that one fails, and the child goes on to its end; the parent
 * waits for it and goes on, too. So the way to an allocation is gone once for all of them, and the children only go the short way out.
 * (Each failure needs a process of its own: ICU remembers for good that it could not be initialised.) The database is in memory, SQLite's
 * "memdb", so that a child has its own. What SQLite does with files is tried after that in the plain way, a run from the beginning for each
 * allocation: writing into a database that is there, and, at every so many-th allocation, making one. So is an engine that opens what the
 * cache has. The allocations are shared out to a lane a processor; nothing is synced to the disk, which is other tests' concern. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <muster.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void *__libc_realloc(void *old, size_t size);

enum { PASSED, TOLERATED, COMPLETE, FAILED, VERDICTS };

static long countdown = -1; /* < 0: nothing fails */
static int fired;

/* Forking at allocations: at every `lanes`-th from the `lane`-th on. */
static struct {
    bool on, in_child;
    long lane, lanes, seen;
    long *counts;
} splitting;

static int verdict(muster_status status, const muster_error *error, long n) {
    if (status != MUSTER_OK && (status != MUSTER_NOMEM || !fired)) {
        fprintf(stderr, "allocation %ld: status %d: %s %s\n", n, (int)status, error->file, error->message);
        return FAILED;
    }
    return !fired ? COMPLETE : status == MUSTER_OK ? TOLERATED : PASSED;
}

/* How the child that is allocation n's came out. */
static int await(pid_t child, long n) {
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0) return FAILED;
    if (WIFEXITED(status)) return WEXITSTATUS(status);
    fprintf(stderr, "allocation %ld: killed by signal %d\n", n, WTERMSIG(status));
    return FAILED;
}

static pid_t fork_with_alarm(void) {
    pid_t child = fork();
    if (child == 0) alarm(20); /* a hang is a failure */
    return child;
}

enum { MOST_OPEN = 64 };

/* A child reads the same open files on, and so moves the parent's place in them. */
static void note_places(off_t places[MOST_OPEN]) {
    for (int file = 0; file < MOST_OPEN; file++) places[file] = lseek(file, 0, SEEK_CUR);
}

static void restore_places(const off_t places[MOST_OPEN]) {
    for (int file = 3; file < MOST_OPEN; file++)
        if (places[file] >= 0) lseek(file, places[file], SEEK_SET);
}

/* True in the child. */
static int split(void) {
    long n = splitting.seen++;
    if (n % splitting.lanes != splitting.lane || splitting.counts[FAILED] >= 20) return 0;
    splitting.on = false;
    int before = errno;
    off_t places[MOST_OPEN];
    note_places(places);
    pid_t child = fork_with_alarm();
    if (child == 0) {
        splitting.in_child = true;
        return fired = 1;
    }
    splitting.counts[await(child, n)]++;
    restore_places(places);
    splitting.on = true;
    errno = before;
    return 0;
}

static int fails(void) {
    if (splitting.on ? !split() : countdown < 0 || countdown-- > 0) return 0;
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
void *aligned_alloc(size_t alignment, size_t size) {
    return fails() ? NULL : __libc_memalign(alignment, size);
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

static int pass_over(const muster_audit_edit *edit, void *payload) {
    (void)edit, (void)payload;
    return 0;
}

static muster_status use_audit(muster_store *store, const muster_engine *engine, muster_error *error) {
    muster_audit *audit;
    muster_status status = muster_audit_open(&audit, store, engine, NULL, error);
    if (status != MUSTER_OK) return status;
    if (!muster_audit_claim_count(audit)) abort();
    status = muster_audit_versions(audit, 0, 0, pass_over, NULL, error);
    muster_audit_close(audit);
    return status;
}

static muster_status write_store(muster_store *store, const muster_engine *engine, const muster_doc *doc, muster_error *error) {
    muster_add how;
    muster_status status = muster_store_begin(store, muster_engine_hash(engine), "", error);
    if (status == MUSTER_OK) status = muster_store_add(store, doc, &how, error);
    return status == MUSTER_OK ? muster_store_end(store, error) : status;
}

static muster_status read_store(muster_store *store, const muster_engine *engine, muster_error *error) {
    muster_report_options report = MUSTER_REPORT_OPTIONS_INIT;
    size_t printed = 0;
    muster_status status = muster_report(store, engine, &report, swallow, &printed, error);
    if (status == MUSTER_OK && printed < 10000) abort();
    return status == MUSTER_OK ? use_audit(store, engine, error) : status;
}

static muster_status use_store(const muster_engine *engine, const muster_doc *doc, const char *path, bool read, muster_error *error) {
    muster_store *store;
    muster_status status = muster_store_open(&store, path, 1, error);
    if (status != MUSTER_OK) return status;
    status = write_store(store, engine, doc, error);
    if (status == MUSTER_OK && read) status = read_store(store, engine, error);
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

static const char *database; /* its path */

static muster_status use_worker(const muster_engine *engine, muster_error *error) {
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
        if (status == MUSTER_OK) status = use_store(engine, doc, database, true, error);
        muster_doc_free(doc);
    }
    if (status == MUSTER_OK) status = use_names(worker, error);
    muster_worker_free(worker);
    return status;
}

static muster_engine *open_engine(const char *data, const char *cache, muster_status *status, muster_error *error) {
    const char *dirs[] = {data};
    muster_options options = MUSTER_OPTIONS_INIT;
    options.cache_dir = cache;
    options.data_dirs = dirs;
    options.data_dir_count = 1;
    muster_engine *engine = NULL;
    *status = muster_engine_open(&engine, &options, error);
    return engine;
}

static muster_status run(const char *data, muster_error *error) {
    muster_status status;
    muster_engine *engine = open_engine(data, NULL, &status, error);
    if (status == MUSTER_OK) status = use_worker(engine, error);
    muster_engine_close(engine);
    return status;
}

/* --- At every allocation, in memory --- */

static void split_everywhere(const char *data, long lane, long lanes, long *counts) {
    muster_error error = {.message = ""};
    splitting.lane = lane;
    splitting.lanes = lanes;
    splitting.counts = counts;
    splitting.on = true;
    muster_status status = run(data, &error);
    splitting.on = false;
    int result = verdict(status, &error, splitting.seen);
    if (splitting.in_child) _exit(result);
    counts[result]++;
}

/* --- In files --- */

enum { NEW_STEP = 16, MOST_ALLOCATIONS = 1000000 };

static muster_engine *warm_engine;
static muster_doc *warm_doc;

static void copy_file(const char *from, const char *to) {
    char bytes[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    if (!in || !out) abort();
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, in)) > 0;)
        if (fwrite(bytes, 1, got, out) != got) abort();
    fclose(in);
    if (fclose(out) != 0) abort();
}

static void remove_files(const char *path) {
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (int i = 0; i < 4; i++) {
        char name[4200];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

typedef muster_status (*attempt)(const void *what, muster_error *error);

/* An attempt in a process of its own, whose n-th allocation fails. Whether it came to its end with none failing. */
static bool fail_at(long n, attempt run_it, const void *what, long *counts) {
    pid_t child = fork_with_alarm();
    if (child == 0) {
        muster_error error = {.message = ""};
        countdown = n;
        muster_status status = run_it(what, &error);
        countdown = -1;
        _exit(verdict(status, &error, n));
    }
    int result = await(child, n);
    counts[result]++;
    return result == COMPLETE;
}

static muster_status store_warm(const void *what, muster_error *error) {
    return use_store(warm_engine, warm_doc, what, false, error);
}

/* Every so many-th n, up to the first that fails nothing; into a copy of the database `before`, or a new one. */
static void fail_in_files(const char *before, const char *own, long first, long step, long *counts) {
    bool complete = false;
    for (long n = first; n < MOST_ALLOCATIONS && !complete && counts[FAILED] < 20; n += step) {
        remove_files(own);
        if (before) copy_file(before, own);
        complete = fail_at(n, store_warm, own, counts);
    }
    remove_files(own);
}

/* The engine and the document that are stored, and a database that has been stored into. */
static void warm_up(const char *data, const char *path) {
    static const char other[] = "Quiet\n\nNobody was hurt in Kyiv, Mr Lee said.\n";
    muster_input input = {.path = "a.txt", .bytes = article, .size = sizeof article - 1},
                 first = {.path = "b.txt", .bytes = other, .size = sizeof other - 1};
    muster_status status;
    muster_worker *worker;
    muster_doc *before;
    remove_files(path);
    warm_engine = open_engine(data, NULL, &status, NULL);
    if (status != MUSTER_OK || muster_worker_new(&worker, warm_engine, NULL) != MUSTER_OK) exit(2);
    if (muster_extract(&warm_doc, worker, &input, NULL) != MUSTER_OK || muster_extract(&before, worker, &first, NULL) != MUSTER_OK) exit(2);
    if (use_store(warm_engine, before, path, false, NULL) != MUSTER_OK) exit(2);
    muster_doc_free(before);
    muster_worker_free(worker);
}

/* --- From the cache --- */

static void remove_folder(const char *path) {
    DIR *folder = opendir(path);
    for (struct dirent *item; folder && (item = readdir(folder));) unlinkat(dirfd(folder), item->d_name, 0);
    if (folder) closedir(folder);
    rmdir(path);
}

typedef struct kept_in {
    const char *data, *cache;
} kept_in;

static muster_status use_kept(const void *what, muster_error *error) {
    const kept_in *in = what;
    muster_status status;
    muster_worker *worker = NULL;
    muster_doc *doc = NULL;
    muster_input input = {.path = "a.txt", .bytes = article, .size = sizeof article - 1};
    muster_engine *engine = open_engine(in->data, in->cache, &status, error);
    if (status == MUSTER_OK) status = muster_worker_new(&worker, engine, error);
    if (status == MUSTER_OK) status = muster_extract(&doc, worker, &input, error);
    if (status == MUSTER_OK && (muster_doc_mention_count(doc) < 2 || muster_doc_figure_count(doc) != 1)) abort();
    muster_doc_free(doc);
    muster_worker_free(worker);
    muster_engine_close(engine);
    return status;
}

/* Opening what the cache has, and finding the same facts with it. */
static void fail_from_cache(const char *data, const char *cache, long lane, long lanes, long *counts) {
    const kept_in in = {data, cache};
    bool complete = false;
    if (use_kept(&in, NULL) != MUSTER_OK) exit(2);
    for (long n = lane; n < MOST_ALLOCATIONS && !complete && counts[FAILED] < 20; n += lanes) complete = fail_at(n, use_kept, &in, counts);
    remove_folder(cache);
}

/* --- Lanes --- */

enum { MOST_LANES = 16 };

static void run_lane(const char *data, const char *path, long lane, long lanes, long *counts) {
    char own[4096], before[4096], cache[4096];
    snprintf(own, sizeof own, "%s.%ld", path, lane);
    snprintf(before, sizeof before, "%s.%ld.before", path, lane);
    snprintf(cache, sizeof cache, "%s.%ld.cache", path, lane);
    warm_up(data, before);
    fail_from_cache(data, cache, lane, lanes, counts);
    fail_in_files(before, own, lane, lanes, counts);
    fail_in_files(NULL, own, lane * NEW_STEP, lanes * NEW_STEP, counts);
    remove_files(before);
    database = "/memory"; /* of memdb */
    sqlite3_vfs_register(sqlite3_vfs_find("memdb"), 1);
    split_everywhere(data, lane, lanes, counts);
}

int main(int argc, char **argv) {
    if (argc < 3 || !sqlite3_vfs_find("memdb")) return 2;
    long lanes = sysconf(_SC_NPROCESSORS_ONLN), total[VERDICTS] = {0};
    lanes = lanes < 1 ? 1 : lanes > MOST_LANES ? MOST_LANES : lanes;
    long(*counts)[VERDICTS] = mmap(NULL, sizeof *counts * MOST_LANES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (counts == MAP_FAILED) return 1;
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
        complete += counts[i][COMPLETE] == 4; /* each of the four ways got to its end */
        for (int k = 0; k < VERDICTS; k++) total[k] += counts[i][k];
    }
    printf("%ld allocations, %ld tolerated\n%ld passed, %ld failed\n", total[PASSED] + total[TOLERATED], total[TOLERATED],
           total[PASSED] + total[TOLERATED] + total[COMPLETE], total[FAILED] + (complete < lanes));
    return total[FAILED] || complete < lanes;
}
