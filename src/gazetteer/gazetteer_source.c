/* gazetteer_source.c: finds and reads the lists of all data folders, in an order that does not depend on the file system. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unicode/uversion.h>
#include <xxhash.h>

#include "base/error.h"
#include "base/file.h"
#include "gazetteer/gazetteer_draft.h"
#include "gazetteer/gazetteer_image.h"

enum { DEPTH_LIMIT = 16, LIST_SIZE_LIMIT = 1 << 30 };

/* A folder being walked, and those it lies in: a symbolic link back to one of them is not followed. */
typedef struct folder {
    const struct folder *parent;
    dev_t device;
    ino_t inode;
    int depth;
} folder;

static _Noreturn void fail_file(arena *memory, str path, const char *what, int number) {
    muster_error error;
    error_at(&error, number == ENOMEM ? MUSTER_NOMEM : MUSTER_IO, path.data, 0, 0, "%s: %s", what, strerror(number));
    arena_fail(memory, &error);
}

/* The names in a folder, NUL-terminated one behind the other. Freed with the arena. False if it cannot be read (errno says why). */
static bool folder_names(arena *memory, const char *path, str *out) {
    DIR *dir = opendir(path);
    if (!dir) return false;
    char *names = NULL;
    size_t used = 0, room = 0;
    bool fits = true;
    for (struct dirent *item; fits && (item = readdir(dir));) {
        size_t size = strlen(item->d_name) + 1;
        if (item->d_name[0] == '.') continue;
        if (used + size > room) {
            char *grown = realloc(names, room = (used + size) * 2);
            fits = grown != NULL;
            if (!fits) break;
            names = grown;
        }
        memcpy(names + used, item->d_name, size);
        used += size;
    }
    closedir(dir);
    if (names) arena_defer(memory, free, names);
    if (!fits) arena_nomem(memory);
    *out = (str){names, used};
    return true;
}

bool gazetteer_has_file(str name) {
    return str_ends(name, STR(".list")) || str_ends(name, STR(".tsv")) || str_is(name, "gazetteers/words/ordinary.txt");
}

/* The lists of a data folder being found. */
typedef struct scan {
    list_files *out;
    arena *memory;
    uint32_t layer;
} scan;

static void walk(const scan *s, str path, str relative, const folder *in);

static void visit(const scan *s, str path, str relative, const folder *in) {
    struct stat info;
    if (stat(path.data, &info)) return; /* a dangling link */
    if (S_ISDIR(info.st_mode)) {
        for (const folder *above = in; above; above = above->parent)
            if (above->device == info.st_dev && above->inode == info.st_ino) return;
        folder here = {in, info.st_dev, info.st_ino, in ? in->depth + 1 : 0};
        if (here.depth < DEPTH_LIMIT) walk(s, path, relative, &here);
    } else if (S_ISREG(info.st_mode) && gazetteer_has_file(relative)) {
        list_file file = {path, relative, s->layer, (uint64_t)info.st_size, file_nanoseconds(info.st_mtim), STR_NONE};
        VEC_PUSH(s->memory, &s->out->at, file);
    }
}

static void walk(const scan *s, str path, str relative, const folder *in) {
    arena *memory = s->memory;
    str names;
    if (!folder_names(memory, path.data, &names)) fail_file(memory, path, "the folder cannot be read", errno);
    for (size_t at = 0; at < names.size;) {
        const char *name = names.data + at;
        at += strlen(name) + 1;
        visit(s, arena_printf(memory, "%s/%s", path.data, name), arena_printf(memory, "%s/%s", relative.data, name), in);
    }
}

static int by_place(const void *a, const void *b) {
    const list_file *x = a, *y = b;
    if (x->layer != y->layer) return x->layer < y->layer ? -1 : 1;
    return str_compare(x->relative, y->relative);
}

void source_scan(list_files *out, arena *memory, const gazetteer_source *source) {
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < source->data_dir_count; i++) {
        str path = arena_printf(memory, "%s/gazetteers", source->data_dirs[i]);
        visit(&(scan){out, memory, (uint32_t)i}, path, STR("gazetteers"), NULL);
    }
    if (out->at.count) qsort(out->at.at, out->at.count, sizeof *out->at.at, by_place);
}

static void read_file(list_file *file, arena *memory) {
    file->content = file_read(memory, file->path.data, LIST_SIZE_LIMIT);
    if (file->content.data) return;
    if (errno == EFBIG) arena_failf(memory, MUSTER_LIMIT, "%s: a list has at most %d bytes", file->path.data, LIST_SIZE_LIMIT);
    fail_file(memory, file->path, "the list cannot be read", errno);
}

void source_read(list_files *files, arena *memory) {
    for (uint32_t i = 0; i < files->at.count; i++)
        if (!files->at.at[i].content.data) read_file(&files->at.at[i], memory);
}

void source_drop(list_files *files, arena *memory) {
    for (uint32_t i = 0; i < files->at.count; i++) {
        list_file *file = &files->at.at[i];
        if (file->content.data) arena_drop(memory, (char *)(uintptr_t)file->content.data, (size_t)file->size + 1);
        file->content = STR_NONE;
    }
}

static uint64_t hash_on(uint64_t hash, const void *bytes, size_t size) {
    return XXH3_64bits_withSeed(size ? bytes : "", size, hash);
}

uint64_t source_cutting(arena *memory, lexicon *words) {
    static const char sample[] = "St. Petersburg al-Assad Jong-un U.S. Sana’a Gōma F-16s 10,000 Łódź Straße Дніпро O'Brien";
    const word **cut;
    uint64_t hash = IMAGE_VERSION;
    uint32_t count = token_words(words, memory, (str){sample, sizeof sample - 1}, &cut);
    for (uint32_t i = 0; i < count; i++) hash = hash_on(hash, cut[i]->folded.data, cut[i]->folded.size);
    return hash_on(hash, U_ICU_VERSION, sizeof U_ICU_VERSION);
}

uint64_t source_hash(const list_files *files, arena *memory, lexicon *words) {
    uint64_t hash = source_cutting(memory, words);
    for (uint32_t i = 0; i < files->at.count; i++) {
        const list_file *file = &files->at.at[i];
        hash = hash_on(hash, &file->layer, sizeof file->layer);
        hash = hash_on(hash, file->relative.data, file->relative.size);
        hash = hash_on(hash, file->content.data, file->content.size);
    }
    return hash;
}
