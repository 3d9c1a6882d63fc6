/* Files that are made of others and kept for the next run, in a folder of the user's. Each is replaced whole, so that processes may race,
 * and the oldest go when new ones come, so that the folder does not grow. */
#ifndef BASE_CACHE_FILE_H
#define BASE_CACHE_FILE_H

#include "base/arena.h"

/* A number for a list of data folders, wherever a path to them begins; `seed` is part of it. */
uint64_t cache_folders(const char *const *folders, size_t count, uint64_t seed);
/* Makes a folder and those it lies in; whether that was possible shows when a file is written. */
void cache_make_folder(arena *memory, const char *path);
/* Replaces a file whole, or makes it. False with errno set: it is as it was. */
bool cache_replace(arena *memory, str path, str bytes);
/* A file in memory, read-only; `whole`: all of it will be read. Size 0: it cannot be. */
str cache_map(str path, bool whole);
void cache_unmap(str bytes);
/* Of the files called `prefix`, 16 hex digits, `suffix` keeps the newest few. Of each one that goes the file with `beside` in place of
 * `suffix` goes too. Whoever has one mapped keeps it until it is unmapped. */
void cache_drop_old(const char *folder, const char *prefix, const char *suffix, const char *beside);

#endif
