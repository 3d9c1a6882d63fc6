/* Files read and written whole, and their times. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <time.h>

#include "base/arena.h"

/* The content of a file, in the arena, with a NUL behind it. Data NULL where it cannot be read or has more than `limit` bytes; errno says
 * why, EFBIG for the latter. */
str file_read(arena *memory, const char *path, size_t limit);
/* A time, of a file or a clock, as nanoseconds. */
static inline int64_t file_nanoseconds(struct timespec time) {
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}
/* Writes all bytes to a file that is open. False with errno set. */
bool file_write(int handle, str bytes);

#endif
