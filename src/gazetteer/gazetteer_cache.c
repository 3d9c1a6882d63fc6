/* gazetteer_cache.c: the compiled lists kept in a file.
 *
 * Two files a set of data folders, named by the folders: the image, and the stamps, which say of each list its size and time when the image
 * was last found to fit, and of the image when its checksum was. Where all stamps agree only the parts of the image that are needed are
 * ever read; where not, what the lists say is hashed and compared with the image's hash; only where that differs they are compiled anew.
 * Whoever writes an image drops the oldest ones of other folders and formats.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cache_file.h"
#include "base/error.h"
#include "base/file.h"
#include "gazetteer/gazetteer_draft.h"
#include "gazetteer/gazetteer_image.h"

/* A list that changed this shortly before it was stamped may change again within the same tick of the clock. */
static const int64_t FRESH = 2000000000;

enum { STAMPS_LIMIT = 1 << 28 };

typedef struct cache {
    arena *memory;
    str image_path, stamps_path;
    finding_sink sink;
} cache;

static void warn(const cache *c, str path, const char *message) {
    if (!c->sink.report) return;
    muster_error finding;
    error_at(&finding, MUSTER_DAMAGED, path.data, 0, 0, "%s", message);
    if (c->sink.report(&finding, 1, c->sink.payload)) arena_failf(c->memory, MUSTER_STOPPED, "stopped");
}

static void name_files(cache *c, const gazetteer_source *source) {
    uint64_t name = cache_folders(source->data_dirs, source->data_dir_count, IMAGE_VERSION);
    c->image_path = arena_printf(c->memory, "%s/lists-%016llx.gaz", source->cache_dir, (unsigned long long)name);
    c->stamps_path = arena_printf(c->memory, "%s/lists-%016llx.stamps", source->cache_dir, (unsigned long long)name);
}

/* --- writing ---------------------------------------------------------------------------------------------------------------------- */

static str stamps_of(arena *memory, const list_files *files, uint64_t hash, uint64_t cutting, int64_t now) {
    VEC(char) text = {0};
    str line = arena_printf(memory, "muster stamps %016llx %016llx\n", (unsigned long long)hash, (unsigned long long)cutting);
    for (uint32_t i = 0;; i++) {
        for (size_t n = 0; n < line.size; n++) VEC_PUSH(memory, &text, line.data[n]);
        if (i == files->at.count) break;
        const list_file *file = &files->at.at[i];
        int64_t time = file->mtime > now - FRESH ? -1 : file->mtime;
        line = arena_printf(memory, "%llu %lld %s\n", (unsigned long long)file->size, (long long)time, file->path.data);
    }
    return (str){text.at, text.count};
}

/* What tells that the image is still the file that was checked; the same for every file that may yet change within the tick. */
static str image_stamp(const cache *c, int64_t now) {
    struct stat info;
    if (stat(c->image_path.data, &info)) return STR("image -\n");
    int64_t written = file_nanoseconds(info.st_mtim);
    int64_t changed = file_nanoseconds(info.st_ctim);
    if (written > now - FRESH || changed > now - FRESH) return STR("image -\n");
    return arena_printf(c->memory, "image %llu %lld %lld\n", (unsigned long long)info.st_size, (long long)written, (long long)changed);
}

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return file_nanoseconds(now);
}

/* --- reading ------------------------------------------------------------------------------------------------------------------------ */

/* The hash that the compiled file's header gives for its sources; unchecked. */
static bool peek_hash(const cache *c, uint64_t *hash) {
    uint32_t header[HEADER_COUNT];
    int handle = open(c->image_path.data, O_RDONLY | O_CLOEXEC);
    if (handle < 0) return false;
    ssize_t got = read(handle, header, sizeof header);
    close(handle);
    if (got != sizeof header) return got > 0;
    *hash = image_source_hash((str){(const char *)header, sizeof header});
    return true;
}

/* What the stamps say of an image. */
typedef struct fit {
    bool lists, image; /* it says what the lists say; it is sound */
} fit;

/* The compiled file, if it is sound; if not, that is told. */
static str find_image(const cache *c, uint64_t hash, fit known) {
    str image = cache_map(c->image_path, !known.image);
    muster_error error;
    muster_status status = !image.data ? MUSTER_OK : known.image ? image_check_again(image, &error) : image_check(image, &error);
    if (image.data && !status && known.lists && image_source_hash(image) == hash) return image;
    cache_unmap(image);
    if (status) warn(c, c->image_path, arena_printf(c->memory, "%s; they are compiled anew", error.message).data);
    return STR_NONE;
}

/* --- opening -------------------------------------------------------------------------------------------------------------------------- */

typedef struct found {
    str image;
    bool mapped;
} found;

/* `image`: the stamp that the image had before it was found sound. */
static void keep_stamps(const cache *c, const list_files *files, uint64_t hash, uint64_t cutting, str image) {
    str lists = stamps_of(c->memory, files, hash, cutting, now_ns());
    cache_replace(c->memory, c->stamps_path, arena_printf(c->memory, STR_FMT STR_FMT, STR_ARG(lists), STR_ARG(image)));
}

static str compile(const cache *c, list_files *files, lexicon *words, uint32_t *errors) {
    str image;
    source_read(files, c->memory);
    compile_files(&image, c->memory, files, words, c->sink, errors);
    return image;
}

/* The image is not held in memory and mapped at once: it goes before the file is looked at. Should that not be what was written, the lists
 * are compiled once more, for this run alone. */
static found compile_and_keep(const cache *c, list_files *files, lexicon *words, const char *cache_dir) {
    uint32_t errors = 0;
    str image = compile(c, files, words, &errors);
    /* Lists with errors are not kept: the next run is to report them again. */
    if (!cache_dir || errors) return (found){image, false};
    cache_make_folder(c->memory, cache_dir);
    if (!cache_replace(c->memory, c->image_path, image)) {
        warn(c, c->image_path, arena_printf(c->memory, "the compiled lists cannot be kept: %s", strerror(errno)).data);
        return (found){image, false};
    }
    keep_stamps(c, files, image_source_hash(image), source_cutting(c->memory, words), STR("image -\n"));
    cache_drop_old(cache_dir, "lists-", ".gaz", ".stamps");
    arena_drop(c->memory, (char *)(uintptr_t)image.data, image.size);
    str mapped = cache_map(c->image_path, true);
    if (mapped.data && !image_check(mapped, NULL)) return (found){mapped, true};
    cache_unmap(mapped);
    return (found){compile(c, files, words, &errors), false};
}

/* Whether a compiled file of that hash still says what the lists say, and is the file that was checked. */
static fit compare_stamps(const cache *c, list_files *files, lexicon *words, uint64_t hash, str image) {
    uint64_t cutting = source_cutting(c->memory, words);
    str lists = stamps_of(c->memory, files, hash, cutting, INT64_MAX), kept = file_read(c->memory, c->stamps_path.data, STAMPS_LIMIT);
    if (kept.size && str_starts(kept, lists)) return (fit){true, str_equal(str_slice(kept, lists.size, kept.size), image)};
    source_read(files, c->memory);
    return (fit){source_hash(files, c->memory, words) == hash, false};
}

static found find_or_compile(const cache *c, const gazetteer_source *source, lexicon *words) {
    list_files files;
    source_scan(&files, c->memory, source);
    uint64_t hash = 0;
    if (source->cache_dir && peek_hash(c, &hash)) {
        str stamp = image_stamp(c, now_ns());
        bool fresh = str_is(stamp, "image -\n");
        fit known = compare_stamps(c, &files, words, hash, stamp);
        if (fresh) known.image = false;
        str image = find_image(c, hash, known);
        if (image.data && !known.image && !fresh) keep_stamps(c, &files, hash, source_cutting(c->memory, words), stamp);
        if (image.data && !source->anew) return (found){image, true};
        cache_unmap(image);
    }
    return compile_and_keep(c, &files, words, source->cache_dir);
}

/* The gazetteer takes over the mapping, or a copy of what was compiled, so that the memory of the compiler can go. */
static muster_status adopt(gazetteer **out, found lists, muster_error *error) {
    void *copy = NULL;
    if (!lists.mapped) {
        copy = malloc(lists.image.size);
        if (!copy) return error_nomem(error);
        memcpy(copy, lists.image.data, lists.image.size);
        lists.image.data = copy;
    }
    muster_status status = image_adopt(out, lists.image, error);
    if (!status) {
        (*out)->mapping = lists.mapped ? (void *)(uintptr_t)lists.image.data : NULL;
        (*out)->copy = copy;
        return MUSTER_OK;
    }
    free(copy);
    if (lists.mapped) cache_unmap(lists.image);
    return status;
}

typedef struct opening {
    gazetteer **out;
    const gazetteer_source *source;
    lexicon *words;
    finding_sink sink;
} opening;

static void open_lists(arena *memory, void *payload) {
    const opening *o = payload;
    cache c = {.memory = memory, .sink = o->sink};
    if (o->source->cache_dir) name_files(&c, o->source);
    muster_error error;
    if (adopt(o->out, find_or_compile(&c, o->source, o->words), &error) != MUSTER_OK) arena_fail(memory, &error);
}

muster_status gazetteer_open(gazetteer **out, const gazetteer_source *source, lexicon *words, labels *all, finding_sink sink,
                             muster_error *error) {
    *out = NULL;
    opening o = {out, source, words, sink};
    muster_status status = arena_scratch(open_lists, &o, error);
    /* *out is set first: interning may jump to the recovery point of the labels' arena, and the caller closes what is open. */
    if (!status) image_labels(*out, all);
    return status;
}
