/* Bytes as they come: a stream gives them piece by piece, a window over it shows as much of what comes next as its reader asks for. Files,
 * members of archives and memory are streams alike. */
#ifndef READ_STREAM_H
#define READ_STREAM_H

#include <sys/types.h>

#include "base/str.h"
#include "muster.h"

typedef struct stream stream;
struct stream {
    /* Writes up to `room` bytes to `to`; how many, 0 at the end, -1 after setting `error`. */
    ssize_t (*pull)(stream *from, char *to, size_t room);
    size_t expected;    /* bytes it will probably give; 0: unknown */
    muster_error error; /* what went wrong, once pull returned -1 */
};

typedef struct file_stream {
    stream base;
    int file;
    uint64_t given; /* bytes so far */
} file_stream;
/* A stream of an open file, which stays the caller's. */
void file_stream_open(file_stream *out, int file, size_t expected);

typedef struct memory_stream {
    stream base;
    str left;
} memory_stream;
/* A stream of bytes that stay the caller's. */
void memory_stream_open(memory_stream *out, str bytes);

typedef struct window {
    stream *from;
    char *bytes;
    size_t start, end, capacity; /* what is in sight is bytes [start, end) */
    bool ended;                  /* the stream has no more */
    bool failed;                 /* it broke off: `error` says why; what is in sight still stands */
    bool within_line;            /* the last line given was cut: its rest comes next */
    muster_error error;
} window;

/* The stream stays the caller's, and open; what is in sight belongs to the window until it is closed. */
void window_open(window *out, stream *from);
void window_close(window *w);
/* Tries to have at least `want` bytes in sight (fewer only at the end) and returns what is in sight. Moves what was in sight before. */
str window_fill(window *w, size_t want);
/* The same for twice as much as is in sight, but no more than a byte beyond `most`. */
str window_more(window *w, size_t most);
/* Passes over a byte order mark of UTF-8. */
void window_skip_mark(window *w);
/* The first `size` bytes in sight are done with. */
void window_skip(window *w, size_t size);
static inline str window_sight(const window *w) {
    return (str){w->bytes ? w->bytes + w->start : "", w->end - w->start};
}
/* The next line with its line break, at most `most` bytes of it (then *cut is set, and the rest of the line is skipped); size 0 at the end.
 * It is in sight until the next call: window_skip is not needed. */
str window_line(window *w, size_t most, bool *cut);
/* All there is, if it is at most `most` bytes; *cut is set if it is more. */
str window_all(window *w, size_t most, bool *cut);

#endif
