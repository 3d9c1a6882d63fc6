/* read_walk.c: files and folders. Paths come in, the files below them go out, by name or with their bytes; folders in order of name
 * (bytes), so that a run is the same on every machine. Hidden files are left out inside folders, links are followed unless they lead back
 * into a folder that is being walked, and a file reached twice (by device and inode) is given once; the folder of pictures and scripts
 * beside a saved page is left out. Files are read, not mapped: one that shrinks meanwhile must not kill the run. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "read/read_stream.h"

enum { DEEPEST = 128 };

typedef struct seen {
    dev_t device;
    ino_t inode;
    bool used;
} seen;

typedef struct walk {
    muster_path_fn each;
    void *payload;
    seen *seen; /* open addressing, at most half full */
    size_t seen_count, seen_mask;
    bool stopped;
} walk;

static void tell_problem(walk *w, const char *path, bool found, const char *what) {
    muster_error problem;
    muster_file file = {.path = path, .found = found};
    error_at(&problem, MUSTER_IO, path, 0, 0, "%s", what);
    if (w->each(&file, &problem, w->payload)) w->stopped = true;
}

static void tell_file(walk *w, const char *path, const struct stat *status, bool found) {
    bool regular = S_ISREG(status->st_mode);
    muster_file file = {path, regular ? (uint64_t)status->st_size : 0, regular ? (int64_t)status->st_mtime : 0, found};
    if (w->each(&file, NULL, w->payload)) w->stopped = true;
}

static seen *seen_slot(walk *w, dev_t device, ino_t inode) {
    size_t at = (size_t)((uint64_t)inode * 0x9E3779B97F4A7C15u ^ (uint64_t)device) & w->seen_mask;
    while (w->seen[at].used && (w->seen[at].device != device || w->seen[at].inode != inode)) at = (at + 1) & w->seen_mask;
    return &w->seen[at];
}

static bool grow_seen(walk *w) {
    seen *old = w->seen;
    size_t old_size = old ? w->seen_mask + 1 : 0;
    size_t size = old_size ? old_size * 2 : 256;
    seen *fresh = calloc(size, sizeof *fresh);
    if (!fresh) return false;
    w->seen = fresh;
    w->seen_mask = size - 1;
    for (size_t i = 0; i < old_size; i++)
        if (old[i].used) *seen_slot(w, old[i].device, old[i].inode) = old[i];
    free(old);
    return true;
}

/* True if it was there already. Without memory for the note it counts as new. */
static bool note_seen(walk *w, const struct stat *status) {
    if ((!w->seen || (w->seen_count + 1) * 2 > w->seen_mask) && !grow_seen(w)) return false;
    seen *slot = seen_slot(w, status->st_dev, status->st_ino);
    if (slot->used) return true;
    *slot = (seen){status->st_dev, status->st_ino, true};
    w->seen_count++;
    return false;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names in a folder, sorted; false if it cannot be read. */
static bool list_folder(walk *w, const char *path, char ***names, size_t *count) {
    DIR *folder = opendir(path);
    if (!folder) return false;
    char **list = NULL;
    size_t capacity = 0;
    bool whole = true;
    *count = 0;
    for (struct dirent *item; whole && (item = readdir(folder));) {
        if (item->d_name[0] == '.') continue;
        if (*count == capacity) {
            capacity = capacity ? capacity * 2 : 64;
            char **grown = realloc(list, capacity * sizeof *list);
            if (grown) list = grown;
            whole = grown != NULL;
        }
        if (whole) whole = (list[*count] = strdup(item->d_name)) != NULL;
        *count += whole;
    }
    closedir(folder);
    if (list) qsort(list, *count, sizeof *list, by_name);
    *names = list;
    if (!whole) tell_problem(w, path, true, "out of memory");
    return true;
}

/* "page_files" beside "page.html": browsers put there what a page is shown with. `size`: of the path as far as the folder's name. */
static bool belongs_to_page(const char *path, size_t size) {
    static const char *const endings[] = {".html", ".htm", ".xhtml"};
    static const char tail[] = "_files";
    size_t page = size - (sizeof tail - 1);
    if (size < sizeof tail || memcmp(path + page, tail, sizeof tail - 1) != 0 || path[page - 1] == '/') return false;
    bool found = false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings && !found; i++) {
        char *name;
        if (asprintf(&name, "%.*s%s", (int)page, path, endings[i]) < 0) return false;
        found = access(name, F_OK) == 0;
        free(name);
    }
    return found;
}

int muster_lies_beside_page(const char *path) {
    size_t end = 0;
    do {
        end += strcspn(path + end, "/");
        if (belongs_to_page(path, end)) return 1;
    } while (path[end++]);
    return 0;
}

static void walk_path(walk *w, const char *path, bool inside, unsigned depth);

static void walk_folder(walk *w, const char *path, unsigned depth) {
    char **names;
    size_t count;
    if (depth > DEEPEST) {
        tell_problem(w, path, depth > 0, "folders lie more than 128 deep");
        return;
    }
    if (!list_folder(w, path, &names, &count)) {
        tell_problem(w, path, depth > 0, strerror(errno));
        return;
    }
    size_t length = strlen(path);
    const char *between = length && path[length - 1] == '/' ? "" : "/";
    for (size_t i = 0; i < count; i++) {
        char *inner;
        if (w->stopped) break;
        if (asprintf(&inner, "%s%s%s", path, between, names[i]) < 0) {
            tell_problem(w, path, true, "out of memory");
            continue;
        }
        if (!belongs_to_page(inner, strlen(inner))) walk_path(w, inner, true, depth + 1);
        free(inner);
    }
    for (size_t i = 0; i < count; i++) free(names[i]);
    free(names);
}

static void walk_path(walk *w, const char *path, bool inside, unsigned depth) {
    struct stat status;
    if (!inside && strcmp(path, "-") == 0) {
        tell_file(w, path, &(struct stat){0}, false);
        return;
    }
    if (!*path) {
        tell_problem(w, "\"\"", inside, "no name of a file");
        return;
    }
    if (stat(path, &status) != 0) {
        int number = errno;
        bool link = number == ENOENT && lstat(path, &status) == 0;
        tell_problem(w, path, inside, number == ELOOP ? "the links lead in a circle" : link ? "the link leads nowhere" : strerror(number));
        return;
    }
    bool folder = S_ISDIR(status.st_mode);
    if (inside && !folder && !S_ISREG(status.st_mode)) return; /* pipes and devices in a folder are no documents */
    if (S_ISREG(status.st_mode) || folder)
        if (note_seen(w, &status)) return;
    if (folder)
        walk_folder(w, path, depth);
    else
        tell_file(w, path, &status, inside);
}

muster_status muster_find(const char *const *paths, size_t count, muster_path_fn each, void *payload, muster_error *error) {
    walk w = {.each = each, .payload = payload};
    for (size_t i = 0; i < count && !w.stopped; i++) walk_path(&w, paths[i], false, 0);
    free(w.seen);
    return w.stopped ? error_set(error, MUSTER_STOPPED, "stopped") : MUSTER_OK;
}

/* --- With their bytes --- */

typedef struct loader {
    muster_file_fn each;
    void *payload;
} loader;

static int load_file(const muster_file *file, const muster_error *problem, void *payload) {
    const loader *l = payload;
    if (problem) return l->each(file->path, NULL, 0, problem, l->payload);
    bool standard = strcmp(file->path, "-") == 0, cut;
    int handle = standard ? STDIN_FILENO : open(file->path, O_RDONLY | O_CLOEXEC);
    muster_error failed;
    if (handle < 0) {
        error_at(&failed, MUSTER_IO, file->path, 0, 0, "%s", strerror(errno));
        return l->each(file->path, NULL, 0, &failed, l->payload);
    }
    file_stream stream;
    window w;
    file_stream_open(&stream, handle, (size_t)file->size);
    window_open(&w, &stream.base);
    str bytes = window_all(&w, SIZE_MAX / 2 - 1, &cut);
    if (!standard) close(handle);
    if (w.failed) error_at(&failed, w.error.status, file->path, 0, 0, "%s", w.error.message);
    int stop = l->each(file->path, w.failed ? NULL : bytes.data, w.failed ? 0 : bytes.size, w.failed ? &failed : NULL, l->payload);
    window_close(&w);
    return stop;
}

muster_status muster_walk(const char *const *paths, size_t count, muster_file_fn each, void *payload, muster_error *error) {
    loader l = {each, payload};
    return muster_find(paths, count, load_file, &l, error);
}
