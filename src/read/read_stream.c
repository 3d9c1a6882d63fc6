/* read_stream.c: streams and the window over them. The window is one block of memory that grows to what its reader asks for, twice as large
 * each time, and is moved to its beginning only when it is full: every byte is moved a constant number of times. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "read/read_stream.h"

enum { STEP = 1 << 16 };

static ssize_t pull_file(stream *from, char *to, size_t room) {
    file_stream *s = (file_stream *)from;
    ssize_t got;
    do got = read(s->file, to, room);
    while (got < 0 && errno == EINTR);
    if (got < 0) error_set(&from->error, MUSTER_IO, "%s", strerror(errno));
    if (got > 0) s->given += (uint64_t)got;
    return got;
}

void file_stream_open(file_stream *out, int file, size_t expected) {
    *out = (file_stream){.base = {.pull = pull_file, .expected = expected}, .file = file};
}

static ssize_t pull_memory(stream *from, char *to, size_t room) {
    memory_stream *s = (memory_stream *)from;
    size_t size = room < s->left.size ? room : s->left.size;
    if (size) memcpy(to, s->left.data, size);
    s->left = (str){s->left.data + size, s->left.size - size};
    return (ssize_t)size;
}

void memory_stream_open(memory_stream *out, str bytes) {
    *out = (memory_stream){.base = {.pull = pull_memory, .expected = bytes.size}, .left = bytes};
}

void window_open(window *out, stream *from) {
    *out = (window){.from = from};
}

void window_close(window *w) {
    free(w->bytes);
    w->bytes = NULL;
}

/* Room for `want` bytes from `start` on. */
static bool make_room(window *w, size_t want) {
    if (w->capacity - w->start >= want) return true;
    size_t sight = w->end - w->start;
    if (w->capacity < want) {
        size_t capacity = w->capacity * 2 > want ? w->capacity * 2 : want;
        char *fresh = malloc(capacity);
        if (!fresh) return false;
        if (sight) memcpy(fresh, w->bytes + w->start, sight);
        free(w->bytes);
        w->bytes = fresh;
        w->capacity = capacity;
    } else if (sight) {
        memmove(w->bytes, w->bytes + w->start, sight);
    }
    w->start = 0;
    w->end = sight;
    return true;
}

str window_fill(window *w, size_t want) {
    while (!w->ended && w->end - w->start < want) {
        if (!make_room(w, want < STEP ? STEP : want)) {
            error_nomem(&w->error);
            w->ended = w->failed = true;
            break;
        }
        ssize_t got = w->from->pull(w->from, w->bytes + w->end, w->capacity - w->end);
        if (got > 0) {
            w->end += (size_t)got;
            continue;
        }
        w->ended = true;
        if (got < 0) {
            w->failed = true;
            w->error = w->from->error;
        }
    }
    return window_sight(w);
}

str window_more(window *w, size_t most) {
    size_t twice = (w->end - w->start) * 2;
    return window_fill(w, twice < most + 1 ? twice : most + 1);
}

void window_skip_mark(window *w) {
    if (str_starts(window_fill(w, 3), STR("\xEF\xBB\xBF"))) window_skip(w, 3);
}

void window_skip(window *w, size_t size) {
    w->start += size < w->end - w->start ? size : w->end - w->start;
}

/* The rest of a line that was cut. */
static void skip_line(window *w) {
    for (str sight = window_fill(w, 1); sight.size; sight = window_fill(w, 1)) {
        const char *end = memchr(sight.data, '\n', sight.size);
        window_skip(w, end ? (size_t)(end - sight.data) + 1 : sight.size);
        if (end) return;
    }
}

str window_line(window *w, size_t most, bool *cut) {
    size_t searched = 0;
    *cut = false;
    if (w->within_line) skip_line(w);
    w->within_line = false;
    for (str sight = window_fill(w, 1);; sight = window_more(w, most)) {
        size_t stop = sight.size < most ? sight.size : most;
        const char *end = stop > searched ? memchr(sight.data + searched, '\n', stop - searched) : NULL;
        if (end) stop = (size_t)(end - sight.data) + 1;
        if (end || w->ended || sight.size > most) {
            *cut = !end && sight.size > most;
            str line = str_slice(sight, 0, stop);
            window_skip(w, stop);
            w->within_line = *cut;
            return line;
        }
        searched = stop;
    }
}

str window_all(window *w, size_t most, bool *cut) {
    size_t expected = w->from->expected < most ? w->from->expected : most;
    str sight = window_fill(w, expected + 1);
    while (!w->ended && sight.size <= most) sight = window_more(w, most);
    *cut = sight.size > most;
    return sight;
}
