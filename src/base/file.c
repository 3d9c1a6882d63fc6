/* file.c: reads a file as large as it is when it is asked for; one that grows meanwhile is read so far. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

str file_read(arena *memory, const char *path, size_t limit) {
    struct stat info;
    if (stat(path, &info)) return STR_NONE;
    if ((uint64_t)info.st_size > limit) {
        errno = EFBIG;
        return STR_NONE;
    }
    size_t size = (size_t)info.st_size, used = 0;
    char *bytes = arena_alloc(memory, size + 1); /* before the file is open: it may not come back */
    int handle = open(path, O_RDONLY | O_CLOEXEC);
    if (handle < 0) return STR_NONE;
    ssize_t got = 1;
    while (used < size && got) {
        got = read(handle, bytes + used, size - used);
        if (got < 0 && errno != EINTR) break;
        if (got > 0) used += (size_t)got;
    }
    int number = errno;
    close(handle);
    errno = number;
    bytes[used] = '\0';
    return got < 0 ? STR_NONE : (str){bytes, used};
}

bool file_write(int handle, str bytes) {
    while (bytes.size) {
        ssize_t put = write(handle, bytes.data, bytes.size);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        bytes = str_slice(bytes, (size_t)put, bytes.size);
    }
    return true;
}
