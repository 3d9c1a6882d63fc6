/* Files read and written whole. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"

/* The content of a file, in the arena, with a NUL behind it. Data NULL where it cannot be read or has more than `limit` bytes; errno says
 * why, EFBIG for the latter. */
str file_read(arena *memory, const char *path, size_t limit);
/* Writes all bytes to a file that is open. False with errno set. */
bool file_write(int handle, str bytes);

#endif
