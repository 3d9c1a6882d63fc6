/* cache_file.c: what all caches do with their files. */
#include "base/cache_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { FILES_KEPT = 4 };

uint64_t cache_folders(const char *const *folders, size_t count, uint64_t seed) {
    for (size_t i = 0; i < count; i++) {
        char *real = realpath(folders[i], NULL);
        uint64_t one = str_hash(str_from(real ? real : folders[i]));
        free(real);
        seed = (seed ^ one) * 0x9E3779B97F4A7C15u;
        seed ^= seed >> 29;
    }
    return seed;
}

void cache_make_folder(arena *memory, const char *path) {
    str copy = arena_str(memory, str_from(path));
    char *text = (char *)(uintptr_t)copy.data;
    for (size_t i = 1; i <= copy.size; i++)
        if (text[i] == '/' || i == copy.size) {
            char kept = text[i];
            text[i] = '\0';
            (void)!mkdir(text, 0777);
            text[i] = kept;
        }
}

bool cache_replace(arena *memory, str path, str bytes) {
    str beside = arena_printf(memory, "%s.XXXXXX", path.data);
    char *name = (char *)(uintptr_t)beside.data;
    int handle = mkstemp(name);
    if (handle < 0) return false;
    bool written = file_write(handle, bytes) && fchmod(handle, 0644) == 0;
    written = close(handle) == 0 && written;
    if (written && rename(name, path.data) == 0) return true;
    int number = errno;
    unlink(name);
    errno = number;
    return false;
}

str cache_map(str path, bool whole) {
    int handle = open(path.data, O_RDONLY | O_CLOEXEC);
    if (handle < 0) return STR_NONE;
    struct stat info;
    void *at = MAP_FAILED;
    if (!fstat(handle, &info) && S_ISREG(info.st_mode) && info.st_size > 0 && (uint64_t)info.st_size <= UINT32_MAX)
        at = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED | (whole ? MAP_POPULATE : 0), handle, 0);
    close(handle);
    return at == MAP_FAILED ? STR_NONE : (str){at, (size_t)info.st_size};
}

void cache_unmap(str bytes) {
    if (bytes.data) munmap((void *)(uintptr_t)bytes.data, bytes.size);
}

/* --- forgetting ----------------------------------------------------------------------------------------------------------------------- */

typedef struct kept_file {
    char name[64];
    int64_t mtime;
} kept_file;

static bool is_named(str name, const char *prefix, const char *suffix) {
    return name.size == strlen(prefix) + strlen("0123456789abcdef") + strlen(suffix) && name.size < sizeof((kept_file *)0)->name &&
           str_starts(name, str_from(prefix)) && str_ends(name, str_from(suffix));
}

static void drop(int folder, const kept_file *file, const char *suffix, const char *beside) {
    char other[sizeof file->name + 32];
    unlinkat(folder, file->name, 0);
    if (!beside) return;
    snprintf(other, sizeof other, "%.*s%s", (int)(strlen(file->name) - strlen(suffix)), file->name, beside);
    unlinkat(folder, other, 0);
}

void cache_drop_old(const char *path, const char *prefix, const char *suffix, const char *beside) {
    DIR *folder = opendir(path);
    if (!folder) return;
    kept_file newest[FILES_KEPT + 1]; /* latest first */
    size_t count = 0;
    for (struct dirent *item; (item = readdir(folder));) {
        struct stat info;
        if (!is_named(str_from(item->d_name), prefix, suffix) || fstatat(dirfd(folder), item->d_name, &info, 0) || !S_ISREG(info.st_mode))
            continue;
        kept_file one = {.mtime = file_nanoseconds(info.st_mtim)};
        snprintf(one.name, sizeof one.name, "%s", item->d_name);
        size_t at = count++;
        for (; at > 0 && newest[at - 1].mtime < one.mtime; at--) newest[at] = newest[at - 1];
        newest[at] = one;
        if (count > FILES_KEPT) drop(dirfd(folder), &newest[--count], suffix, beside);
    }
    closedir(folder);
}
