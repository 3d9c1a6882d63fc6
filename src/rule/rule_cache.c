/* rule_cache.c: the compiled rules kept in a file, beside the compiled lists.
 *
 * The file is named by the data folders, the tags and the build of the program, so that two of them do not drive out each other's. Its head
 * says what the rules depend on besides their files (program, libraries, lists, labels) and, as one hash, what the files said: they are
 * read at every start, which costs little, so that nothing depends on clocks. A file that does not fit is made anew; one that is damaged is
 * told and made anew. It is replaced whole, so that processes may race.
 */
#include "rule/rule_cache.h"

#include <errno.h>
#include <unicode/uversion.h>
#include <xxhash.h>

#include "base/build_id.h"
#include "base/cache_file.h"
#include "base/file.h"

typedef struct head {
    char magic[8];
    uint64_t size; /* of the file */
    uint64_t identity, files;
    XXH128_canonical_t checksum; /* of everything behind it */
} head;
_Static_assert(sizeof(head) % 8 == 0, "what follows lies on a multiple of 8");

static const char MAGIC[8] = "MUSTRULE";

static uint64_t mix(uint64_t hash, str text) {
    return (hash ^ str_hash(text)) * 0x9E3779B97F4A7C15ull;
}

static void warn(const rule_cache *c, const char *message) {
    if (!c->sink.report) return;
    muster_error finding;
    error_at(&finding, MUSTER_DAMAGED, c->path.data, 0, 0, "%s", message);
    if (c->sink.report(&finding, 1, c->sink.payload)) arena_failf(c->memory, MUSTER_STOPPED, "stopped");
}

/* --- what rules depend on --------------------------------------------------------------------------------------------------------- */

static uint64_t hash_libraries(uint64_t hash) {
    UVersionInfo icu;
    char pcre[64] = "";
    u_getVersion(icu);
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) < (int)sizeof pcre) pcre2_config(PCRE2_CONFIG_VERSION, pcre);
    return mix(mix(hash, (str){(const char *)icu, sizeof icu}), str_from(pcre));
}

static uint64_t hash_names(uint64_t hash, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) hash = mix(hash, str_from(names[i]));
    return mix(hash, STR("."));
}

rule_cache rule_cache_of(arena *memory, const rule_options *options, const gazetteer *known, const labels *all, finding_sink sink) {
    rule_cache c = {.memory = memory, .options = options, .sink = sink};
    str build = build_id();
    if (!options->cache_dir || !build.size) return c;
    uint64_t name = mix(RULE_IMAGE_VERSION, build);
    name = hash_names(name, options->with_tags, options->with_tag_count);
    name = hash_names(name, options->without_tags, options->without_tag_count);
    c.identity = hash_libraries(name) ^ (known ? gazetteer_hash(known) : 0);
    for (uint32_t i = 0; i < labels_count(all); i++) c.identity = mix(c.identity, labels_name(all, (label)i));
    name = cache_folders(options->data_dirs, options->data_dir_count, name);
    c.path = arena_printf(memory, "%s/rules-%016llx.bin", options->cache_dir, (unsigned long long)name);
    return c;
}

/* --- what files say --------------------------------------------------------------------------------------------------------------- */

static uint64_t hash_file(uint64_t hash, str name, str content) {
    return mix(mix(hash, name), content);
}

/* The files in extra/ are known by being there. */
static uint64_t hash_extra(const str *names, uint32_t count) {
    uint64_t hash = count;
    for (uint32_t i = 0; i < count; i++) hash = mix(hash, names[i]);
    return hash;
}

/* Of what has just been compiled: what was read. */
static uint64_t hash_compiled(const builder *build) {
    const ruleset *set = build->set;
    uint64_t hash = hash_extra(build->extra, build->extra_count);
    for (uint32_t i = 0; i < set->sources.count; i++) hash = hash_file(hash, set->sources.at[i]->name, set->sources.at[i]->content);
    return hash;
}

/* The same of the files as they are now, in the same order. */
typedef struct reading {
    const rule_cache *c;
    str bytes; /* of the kept rules, which say which files there are */
    uint64_t hash;
    bool complete; /* all were found */
} reading;

/* Whether a folder has a file of that name; then it is part of the hash. */
static bool read_in(reading *r, arena *memory, const char *folder, str name) {
    arena_mark mark = arena_here(memory);
    str path = arena_printf(memory, "%s/rules/" STR_FMT, folder, STR_ARG(name));
    str content = file_read(memory, path.data, FILE_LIMIT);
    if (content.data) r->hash = hash_file(r->hash, arena_printf(memory, "rules/" STR_FMT, STR_ARG(name)), content);
    if (!content.data && errno != ENOENT && errno != ENOTDIR) r->complete = false;
    arena_release(memory, mark);
    return content.data != NULL;
}

static void read_files(arena *memory, void *payload) {
    reading *r = payload;
    const rule_options *options = r->c->options;
    const str *names, *extra;
    uint32_t count, extra_count;
    extra = rule_extra_files(memory, options, &extra_count);
    r->complete = rule_image_files(memory, r->bytes, &names, &count);
    r->hash = hash_extra(extra, extra_count);
    for (size_t i = 0; i < options->data_dir_count; i++) read_in(r, memory, options->data_dirs[i], STR("phases"));
    for (uint32_t k = 0; k < count && r->complete; k++) {
        bool found = false;
        for (size_t i = options->data_dir_count; i-- > 0 && !found;) found = read_in(r, memory, options->data_dirs[i], names[k]);
        r->complete &= found;
    }
}

static bool files_fit(const rule_cache *c, str bytes, uint64_t hash) {
    reading r = {c, bytes, 0, false};
    return arena_scratch(read_files, &r, NULL) == MUSTER_OK && r.complete && r.hash == hash;
}

/* --- the file --------------------------------------------------------------------------------------------------------------------- */

static XXH128_canonical_t sum_of(str file) {
    XXH128_canonical_t sum;
    XXH128_canonicalFromHash(&sum, XXH3_128bits(file.data + sizeof(head), file.size - sizeof(head)));
    return sum;
}

/* What is wrong with a file, or NULL. */
static const char *find_damage(str file, const head *h) {
    if (file.size < sizeof *h || memcmp(h->magic, MAGIC, sizeof MAGIC) != 0)
        return "this is no file of compiled rules; they are compiled anew";
    if (h->size != file.size) return "the compiled rules are damaged: the file is not as long as it says; they are compiled anew";
    XXH128_canonical_t sum = sum_of(file);
    if (memcmp(&sum, &h->checksum, sizeof sum) != 0)
        return "the compiled rules are damaged: their checksum does not fit; they are compiled anew";
    return NULL;
}

static void close_mapping(void *handle) {
    str *file = handle;
    cache_unmap(*file);
}

str rule_cache_find(const rule_cache *c) {
    if (!c->path.size) return STR_NONE;
    str *file = ARENA_NEW(c->memory, str);
    arena_defer(c->memory, close_mapping, file); /* before there is one */
    *file = cache_map(c->path, true);
    if (!file->data) return STR_NONE;
    head h = {0};
    memcpy(&h, file->data, file->size < sizeof h ? file->size : sizeof h);
    const char *damage = find_damage(*file, &h);
    str bytes = damage ? STR_NONE : str_slice(*file, sizeof h, file->size);
    if (!damage && h.identity == c->identity && files_fit(c, bytes, h.files)) return bytes;
    cache_unmap(*file);
    *file = STR_NONE;
    if (damage) warn(c, damage);
    return STR_NONE;
}

void rule_cache_doubt(const rule_cache *c) {
    warn(c, "the compiled rules are damaged; they are compiled anew");
}

/* --- keeping ---------------------------------------------------------------------------------------------------------------------- */

typedef struct keeping {
    const rule_cache *c;
    const builder *build;
    int problem; /* errno */
} keeping;

static void keep(arena *memory, void *payload) {
    keeping *k = payload;
    const rule_cache *c = k->c;
    str body = rule_image_write(memory, k->build->set);
    str file = {arena_zero(memory, sizeof(head) + body.size), sizeof(head) + body.size};
    head h = {.size = file.size, .identity = c->identity, .files = hash_compiled(k->build)};
    char *bytes = (char *)(uintptr_t)file.data;
    memcpy(h.magic, MAGIC, sizeof MAGIC);
    memcpy(bytes + sizeof h, body.data, body.size);
    h.checksum = sum_of(file);
    memcpy(bytes, &h, sizeof h);
    cache_make_folder(memory, c->options->cache_dir);
    if (cache_replace(memory, c->path, file))
        cache_drop_old(c->options->cache_dir, "rules-", ".bin", NULL);
    else
        k->problem = errno ? errno : EIO;
}

void rule_cache_keep(const rule_cache *c, const builder *build) {
    keeping k = {c, build, 0};
    if (!c->path.size || arena_scratch(keep, &k, NULL) != MUSTER_OK || !k.problem) return;
    warn(c, arena_printf(c->memory, "the compiled rules cannot be kept: %s", strerror(k.problem)).data);
}
