/* read_pdf.c: PDF -> text, by the program pdftotext of poppler, if it is installed. It is started without a shell, gets the file through
 * memory that no name leads to, and is bounded: in time, in memory, and in what it may write. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "read/read_office.h"

enum { SECONDS = 60, STEP = 1 << 16 };
static const rlim_t most_memory = 2UL << 30;

typedef struct converter {
    int in, out;   /* the file; what is written. -1: closed */
    pid_t process; /* 0: none */
} converter;

static void stop_converter(void *handle) {
    converter *c = handle;
    if (c->in >= 0) close(c->in);
    if (c->out >= 0) close(c->out);
    if (c->process > 0) {
        kill(c->process, SIGKILL);
        while (waitpid(c->process, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    *c = (converter){-1, -1, 0};
}

/* 0, or an errno. */
static int start(converter *c, int write_end) {
    static char *const arguments[] = {"pdftotext", "-q", "-enc", "UTF-8", "-eol", "unix", "-", "-", NULL};
    static char *const environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", NULL};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, c->in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, write_end, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int failed = posix_spawnp(&c->process, arguments[0], &files, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&files);
    if (failed) {
        c->process = 0;
        return failed;
    }
    struct rlimit memory = {most_memory, most_memory}, time_limit = {SECONDS, SECONDS};
    prlimit(c->process, RLIMIT_AS, &memory, NULL);
    prlimit(c->process, RLIMIT_CPU, &time_limit, NULL);
    return 0;
}

static str read_output(arena *memory, converter *c, size_t limit) {
    size_t size = 0, capacity = STEP;
    char *text = arena_alloc(memory, capacity);
    time_t end = time(NULL) + SECONDS;
    for (;;) {
        struct pollfd wait = {.fd = c->out, .events = POLLIN};
        time_t left = end - time(NULL);
        if (left <= 0) arena_failf(memory, MUSTER_LIMIT, "pdftotext takes longer than %d seconds", SECONDS);
        if (poll(&wait, 1, (int)left * 1000) <= 0) continue;
        ssize_t got = read(c->out, text + size, capacity - size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        size += (size_t)got;
        if (size > limit) arena_failf(memory, MUSTER_LIMIT, "its text is larger than %zu bytes", limit);
        if (size == capacity) {
            text = arena_grow(memory, text, size, capacity * 2);
            capacity *= 2;
        }
    }
    return (str){text, size};
}

str pdf_text(arena *memory, str bytes, size_t limit) {
    converter *c = ARENA_NEW(memory, converter);
    int ends[2], status = 0;
    *c = (converter){memfd_create("document", MFD_CLOEXEC), -1, 0};
    arena_defer(memory, stop_converter, c);
    if (c->in < 0 || !file_write(c->in, bytes) || lseek(c->in, 0, SEEK_SET) != 0 || pipe2(ends, O_CLOEXEC) != 0)
        arena_failf(memory, MUSTER_IO, "%s", strerror(errno));
    c->out = ends[0];
    int failed = start(c, ends[1]);
    close(ends[1]);
    if (failed == ENOENT) arena_failf(memory, MUSTER_INPUT, "a PDF file: install poppler-utils (its program pdftotext reads it)");
    if (failed) arena_failf(memory, MUSTER_IO, "pdftotext cannot be started: %s", strerror(failed));
    str text = read_output(memory, c, limit);
    while (waitpid(c->process, &status, 0) < 0 && errno == EINTR) {
    }
    c->process = 0;
    stop_converter(c);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        arena_failf(memory, MUSTER_INPUT, "a PDF file that pdftotext cannot read: damaged or locked");
    if (!str_trim(text).size) arena_failf(memory, MUSTER_INPUT, "a PDF file without text: images of pages need OCR first");
    return text;
}
