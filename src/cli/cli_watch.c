/* cli_watch.c: folders that are watched (inotify). Every folder below an operand is; a file counts once it has been written and closed, or
 * moved there. Events are gathered until it is quiet, for who writes one file often writes many. */
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "cli/cli_run.h"

enum { QUIET_MILLISECONDS = 300, MOST_ROUNDS = 30, DEEPEST = 128 };

struct watch {
    int events;
    const intake *in;
    char **folders; /* by number of the watch */
    size_t folder_count;
    char **changed;
    size_t changed_count, changed_capacity;
    bool lost; /* events were lost, or there is no memory: everything may have changed */
};

static bool note_folder(watch *w, size_t number, const char *path) {
    if (number >= w->folder_count) {
        size_t count = number + 64;
        char **grown = realloc(w->folders, count * sizeof *grown);
        if (!grown) return false;
        memset(grown + w->folder_count, 0, (count - w->folder_count) * sizeof *grown);
        w->folders = grown;
        w->folder_count = count;
    }
    free(w->folders[number]);
    w->folders[number] = strdup(path);
    return w->folders[number] != NULL;
}

/* A folder and those in it but hidden ones, which are not read either. What is no folder, or is gone, is passed over. */
static bool watch_below(watch *w, const char *path, int depth) {
    int number = inotify_add_watch(w->events, path, IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR);
    if (number < 0) return errno == ENOTDIR || errno == ENOENT || errno == EACCES;
    DIR *folder = opendir(path);
    bool fine = note_folder(w, (size_t)number, path);
    for (struct dirent *item; fine && folder && depth < DEEPEST && (item = readdir(folder));) {
        if (item->d_name[0] == '.' || (item->d_type != DT_DIR && item->d_type != DT_LNK && item->d_type != DT_UNKNOWN)) continue;
        char *inner = NULL;
        fine = asprintf(&inner, "%s/%s", path, item->d_name) >= 0 && watch_below(w, inner, depth + 1);
        free(inner);
    }
    if (folder) closedir(folder);
    return fine;
}

watch *watch_open(const intake *in) {
    watch *w = calloc(1, sizeof *w);
    bool fine = w && (w->events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) >= 0;
    if (w) w->in = in;
    for (size_t i = 0; fine && i < in->count; i++) fine = watch_below(w, in->paths[i], 0);
    if (fine && w->folder_count) return w;
    say(fine ? "muster add: --watch wants a folder to watch" : "muster add: these folders cannot be watched (%s)", strerror(errno));
    if (w) watch_close(w);
    return NULL;
}

static void forget_changes(watch *w) {
    for (size_t i = 0; i < w->changed_count; i++) free(w->changed[i]);
    w->changed_count = 0;
    w->lost = false;
}

void watch_close(watch *w) {
    if (!w) return;
    forget_changes(w);
    for (size_t i = 0; i < w->folder_count; i++) free(w->folders[i]);
    free(w->changed);
    free(w->folders);
    if (w->events >= 0) close(w->events);
    free(w);
}

/* Takes the path over. */
static void add_changed(watch *w, char *path) {
    if (w->changed_count == w->changed_capacity) {
        size_t capacity = w->changed_capacity ? w->changed_capacity * 2 : 64;
        char **grown = realloc(w->changed, capacity * sizeof *grown);
        if (!grown) {
            free(path);
            w->lost = true;
            return;
        }
        w->changed = grown;
        w->changed_capacity = capacity;
    }
    w->changed[w->changed_count++] = path;
}

static void take_event(watch *w, const struct inotify_event *event) {
    if (event->mask & IN_Q_OVERFLOW) w->lost = true;
    size_t number = (size_t)event->wd;
    bool known = event->wd >= 0 && number < w->folder_count && w->folders[number];
    if (!known || !event->len || event->name[0] == '.') return;
    bool folder = event->mask & IN_ISDIR;
    if (!folder && !(event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO))) return; /* begun, not written yet */
    char *path;
    if (asprintf(&path, "%s/%s", w->folders[number], event->name) < 0) {
        w->lost = true;
        return;
    }
    if (folder && !watch_below(w, path, 0)) w->lost = true;
    add_changed(w, path);
}

static void take_events(watch *w) {
    _Alignas(struct inotify_event) char buffer[16 * 1024];
    for (ssize_t size; (size = read(w->events, buffer, sizeof buffer)) > 0;)
        for (char *at = buffer; at < buffer + size;) {
            const struct inotify_event *event = (const struct inotify_event *)(void *)at;
            take_event(w, event);
            at += sizeof *event + event->len;
        }
}

/* The page that a folder belongs to may come after it: that is looked at when all is quiet. */
static void leave_out_beside_pages(watch *w) {
    size_t kept = 0;
    for (size_t i = 0; i < w->changed_count; i++)
        if (muster_lies_beside_page(w->changed[i]))
            free(w->changed[i]);
        else
            w->changed[kept++] = w->changed[i];
    w->changed_count = kept;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool watch_wait(watch *w, const volatile sig_atomic_t *stop, const char *const **paths, size_t *count) {
    struct pollfd events = {.fd = w->events, .events = POLLIN};
    forget_changes(w);
    while (!*stop && !w->changed_count && !w->lost) {
        poll(&events, 1, 1000); /* a signal that comes just before this is seen a second later */
        take_events(w);
    }
    for (int i = 0; i < MOST_ROUNDS && !*stop && poll(&events, 1, QUIET_MILLISECONDS) > 0; i++) take_events(w);
    leave_out_beside_pages(w);
    if (w->changed_count) qsort(w->changed, w->changed_count, sizeof *w->changed, by_name);
    *paths = w->lost ? w->in->paths : (const char *const *)w->changed;
    *count = w->lost ? w->in->count : w->changed_count;
    return !*stop;
}
