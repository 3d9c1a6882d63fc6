/* import.c: opens an import, finds out a file's format, and runs it. A wrong line is reported and passed over; the rest goes on. */
#include "import/import.h"

#include <stdlib.h>

#include "base/error.h"

static const struct {
    const char *name;
    void (*run)(struct muster_import *to, str content);
} formats[IMPORT_COUNT] = {
    [IMPORT_csv] = {"csv", import_csv},
    [IMPORT_geonames] = {"geonames", import_geonames},
    [IMPORT_wikidata] = {"wikidata", import_csv},
    [IMPORT_ftm] = {"ftm", import_ftm},
    [IMPORT_spacy] = {"spacy", import_spacy},
    [IMPORT_gate] = {"gate", import_gate},
    [IMPORT_petrarch] = {"petrarch", import_petrarch},
};

typedef struct opening {
    const muster_import_options *options;
    struct muster_import *made;
} opening;

static void take_options(arena *memory, void *payload) {
    const opening *o = payload;
    struct muster_import *out = o->made;
    const muster_import_options *options = o->options;
    out->guess = !options->format;
    bool found = out->guess;
    for (int i = 0; i < IMPORT_COUNT && !found; i++)
        if (strcmp(formats[i].name, options->format) == 0) {
            out->format = (import_format)i;
            found = true;
        }
    if (!found)
        arena_failf(memory, MUSTER_USAGE, "no format is called \"%s\"; there are csv, geonames, wikidata, ftm, spacy, gate and petrarch",
                    options->format);
    out->kind = str_from(options->kind);
    out->source = str_from(options->source);
    out->licence = str_from(options->licence);
    for (size_t i = 0; i < options->map_count; i++) {
        const char *equals = strchr(options->map[i], '=');
        if (!equals || equals == options->map[i] || !equals[1])
            arena_failf(memory, MUSTER_USAGE, "a map is KEY=COLUMN, as in name=Label; \"%s\" is none", options->map[i]);
        made_attribute pair = {{options->map[i], (size_t)(equals - options->map[i])}, str_from(equals + 1)};
        VEC_PUSH(memory, &out->map, pair);
    }
}

muster_status muster_import_open(muster_import **out, const muster_import_options *options, muster_write_fn write, muster_finding_fn report,
                                 void *payload, muster_error *error) {
    *out = NULL;
    if (!options || options->size != sizeof *options) return error_set(error, MUSTER_USAGE, "options of another version of the library");
    struct muster_import *made = calloc(1, sizeof *made);
    if (!made) return error_nomem(error);
    made->write = write;
    made->report = report;
    made->payload = payload;
    made->memory = arena_new();
    made->lasting = arena_new();
    opening o = {options, made};
    muster_status status = made->memory && made->lasting ? arena_guard(made->lasting, take_options, &o, error) : error_nomem(error);
    if (status == MUSTER_OK)
        *out = made;
    else
        muster_import_close(made);
    return status;
}

void muster_import_close(muster_import *import) {
    if (!import) return;
    arena_free(import->memory); /* drops the object, too */
    arena_free(import->lasting);
    free(import);
}

/* --- which format ----------------------------------------------------------------------------------------------------------------- */

static bool has(str text, const char *words) {
    return str_has(text, str_from(words));
}

static import_format guess(str path, str content) {
    str rest, first = str_split(content, '\n', &rest);
    if (str_ends(path, STR(".lst")) || str_ends(path, STR(".def"))) return IMPORT_gate;
    if (str_ends(path, STR(".actors"))) return IMPORT_petrarch;
    if (str_starts(str_trim(first), STR("{"))) return has(first, "\"pattern\"") ? IMPORT_spacy : IMPORT_ftm;
    if (str_count(first, '\t') == 18) return IMPORT_geonames;
    if (has(first, "itemLabel")) return IMPORT_wikidata;
    return IMPORT_csv;
}

/* --- a file ------------------------------------------------------------------------------------------------------------------------- */

static void begin_file(struct muster_import *to, const char *path, str content) {
    to->path = arena_str(to->memory, str_from(path));
    to->line = to->findings = 0;
    to->kept.count = to->kept.capacity = 0;
    to->kept.at = NULL;
    str_table_init(&to->kept_keys, to->memory);
    if (to->guess) to->format = guess(to->path, content);
}

typedef struct file_run {
    struct muster_import *to;
    const char *path;
    str content;
} file_run;

static void run_file(arena *lasting, void *payload) {
    (void)lasting;
    const file_run *f = payload;
    begin_file(f->to, f->path, f->content);
    formats[f->to->format].run(f->to, f->content);
    made_write_kept(f->to);
}

/* Both arenas are in use: what the lasting one gives up on is passed on. */
static void guard_lasting(arena *memory, void *payload) {
    const file_run *f = payload;
    muster_error error;
    if (arena_guard(f->to->lasting, run_file, payload, &error) != MUSTER_OK) arena_fail(memory, &error);
}

muster_status muster_import_file(muster_import *import, const char *path, const char *bytes, size_t size, muster_error *error) {
    file_run f = {import, path, {bytes, size}};
    if (str_starts(f.content, STR("\xEF\xBB\xBF"))) f.content = str_slice(f.content, 3, size);
    muster_status status = arena_guard(import->memory, guard_lasting, &f, error);
    arena_recover(import->lasting, NULL); /* the guard of the one arena may have jumped over that of the other */
    arena_reset(import->memory);
    if (status != MUSTER_OK) return status;
    return import->stopped ? error_set(error, MUSTER_STOPPED, "stopped") : MUSTER_OK;
}

void muster_import_counts(const muster_import *import, size_t *entries, size_t *skipped, size_t *errors) {
    *entries = import->entries;
    *skipped = import->skipped;
    *errors = import->errors;
}
