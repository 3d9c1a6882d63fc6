/* cli_intake.c: which files a run is about: the operands and a list of paths, less what the patterns and --since leave out. */
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli_run.h"

/* --- The list of paths --- */

static char *read_all(int file, size_t *size) {
    size_t capacity = 1 << 16;
    char *text = malloc(capacity + 1);
    *size = 0;
    for (ssize_t got; text && (got = read(file, text + *size, capacity - *size)) != 0;) {
        if (got < 0) {
            free(text);
            return NULL;
        }
        *size += (size_t)got;
        if (*size < capacity) continue;
        char *grown = realloc(text, (capacity *= 2) + 1);
        if (!grown) free(text);
        text = grown;
    }
    if (text) text[*size] = '\0';
    return text;
}

static bool add_path(intake *in, size_t *capacity, const char *path) {
    if (in->count == *capacity) {
        *capacity = *capacity ? *capacity * 2 : 64;
        const char **grown = realloc(in->paths, *capacity * sizeof *grown);
        if (!grown) return false;
        in->paths = grown;
    }
    in->paths[in->count++] = path;
    return true;
}

static bool add_list(intake *in, size_t *capacity, size_t size) {
    char end = in->given->null ? '\0' : '\n';
    for (char *at = in->list, *stop = in->list + size; at < stop;) {
        char *line_end = memchr(at, end, (size_t)(stop - at));
        if (!line_end) line_end = stop;
        *line_end = '\0';
        if (!in->given->null && line_end > at && line_end[-1] == '\r') line_end[-1] = '\0';
        if (*at && !add_path(in, capacity, at)) return false;
        at = line_end + 1;
    }
    return true;
}

static bool read_list(intake *in, size_t *capacity) {
    const char *name = in->given->files_from;
    size_t size = 0;
    int file = strcmp(name, "-") == 0 ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (file >= 0) in->list = read_all(file, &size);
    if (file > STDIN_FILENO) close(file);
    if (in->list && add_list(in, capacity, size)) return true;
    say("muster %s: --files-from %s cannot be read", in->given->verb, name);
    return false;
}

bool intake_open(intake *in, const options *given, size_t first) {
    *in = (intake){.given = given};
    size_t capacity = 0;
    bool fine = true;
    for (size_t i = first; fine && i < given->operand_count; i++) fine = add_path(in, &capacity, given->operands[i]);
    if (!fine) say("muster: out of memory");
    if (fine && given->files_from) fine = read_list(in, &capacity);
    if (!fine) intake_close(in);
    return fine;
}

void intake_close(intake *in) {
    free(in->paths);
    free(in->list);
    *in = (intake){.given = in->given};
}

/* --- What is wanted --- */

/* A pattern with a slash is held against every end of the path that begins behind one; one without against every name in it, or the last. A
 * folder that matches stands for all in it where `folders` says so. */
static bool matches(const char *pattern, const char *path, bool folders) {
    bool parts = strchr(pattern, '/') != NULL;
    const char *last = strrchr(path, '/');
    if (!parts && !folders) return fnmatch(pattern, last ? last + 1 : path, 0) == 0;
    for (const char *at = path; at; at = strchr(at, '/')) {
        at += *at == '/';
        if (fnmatch(pattern, at, FNM_PATHNAME | (folders ? FNM_LEADING_DIR : 0)) == 0) return true;
    }
    return false;
}

static bool matches_any(const texts *patterns, const char *path, bool folders) {
    for (size_t i = 0; i < patterns->count; i++)
        if (matches(patterns->at[i], path, folders)) return true;
    return false;
}

bool intake_wants(const options *given, const muster_file *file, const muster_error *problem) {
    if (strcmp(file->path, "-") == 0) return true;
    if (problem && !file->found) return true; /* the caller has named it */
    if (given->include.count && !matches_any(&given->include, file->path, false)) return false;
    if (matches_any(&given->exclude, file->path, true)) return false;
    return problem || !given->since || file->modified >= given->since;
}

bool since_from(const char *text, time_t now, int64_t *out) {
    char *end;
    long count = strtol(text, &end, 10);
    if (count >= 0 && count < 100000 && end > text && *end && !end[1]) {
        static const char letters[] = "mhdw";
        static const int seconds[] = {60, 3600, 86400, 604800};
        const char *letter = strchr(letters, *end);
        if (letter) *out = (int64_t)now - (int64_t)count * seconds[letter - letters];
        return letter != NULL;
    }
    struct tm day = {.tm_isdst = -1};
    end = strptime(text, "%Y-%m-%d", &day);
    if (!end || *end) return false;
    *out = (int64_t)mktime(&day);
    return true;
}

/* --- Reading --- */

/* A file of the run itself, which may lie in a folder that is read. */
typedef struct own_file {
    dev_t device;
    ino_t inode;
} own_file;

typedef struct reading {
    const intake_sink *to;
    muster_reading how;
    const char *database; /* NULL: none */
    own_file own[5];
    size_t own_count;
    bool held; /* the file at hand gave something */
    bool any;  /* some file was there to be read */
} reading;

static void note_own(reading *r, const char *path, const char *ending) {
    struct stat status;
    char *name;
    if (!path || asprintf(&name, "%s%s", path, ending) < 0) return;
    if (stat(name, &status) == 0) r->own[r->own_count++] = (own_file){status.st_dev, status.st_ino};
    free(name);
}

/* The log, and the database with what SQLite puts beside it. */
static void note_all_own(reading *r) {
    note_own(r, r->to->given->log, "");
    if (!r->database) return;
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) note_own(r, r->database, endings[i]);
}

static bool is_own(const reading *r, const muster_file *file) {
    struct stat status;
    if (!(file->found || r->to->found) || !r->own_count || stat(file->path, &status) != 0) return false;
    for (size_t i = 0; i < r->own_count; i++)
        if (r->own[i].device == status.st_dev && r->own[i].inode == status.st_ino) return true;
    return false;
}

static int take_document(const muster_input *input, const muster_error *problem, void *payload) {
    reading *r = payload;
    r->held = true;
    return r->to->each(input, problem, r->to->payload);
}

static int read_file(const muster_file *file, const muster_error *problem, void *payload) {
    reading *r = payload;
    muster_error error;
    if (!intake_wants(r->to->given, file, problem)) return 0;
    r->any = true;
    if (problem) return r->to->each(NULL, problem, r->to->payload);
    if (is_own(r, file)) return 0;
    muster_reading how = r->how;
    how.found = file->found || r->to->found;
    r->held = !how.found;
    muster_status status = muster_read(r->to->engine, file->path, &how, take_document, r, &error);
    if (status != MUSTER_OK && status != MUSTER_STOPPED) take_document(NULL, &error, r);
    if (r->to->read) r->to->read(file, r->held, r->to->payload);
    return status != MUSTER_OK;
}

muster_status intake_read(const intake_sink *to, const char *const *paths, size_t count) {
    const options *given = to->given;
    reading r = {.to = to, .how = given->reading, .database = strcmp(given->verb, "add") == 0 ? given->operands[0] : NULL};
    r.how.date = given->date;
    r.how.encoding = given->encoding;
    note_all_own(&r);
    muster_status status = muster_find(paths, count, read_file, &r, NULL);
    if (!r.any && count && !given->quiet && !given->watch)
        say("muster %s: there is no file to read%s%s", given->verb, count == 1 ? " in " : "", count == 1 ? paths[0] : "");
    return status;
}
