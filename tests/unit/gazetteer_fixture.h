/* gazetteer_fixture.h: lists in a folder of their own, and texts run through read, token and gazetteer. */
#ifndef TESTS_GAZETTEER_FIXTURE_H
#define TESTS_GAZETTEER_FIXTURE_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "gazetteer/gazetteer.h"
#include "number_endings.h"
#include "read/read.h"

/* A folder under the build folder that is removed with everything in it. */
typedef struct folder {
    char path[64];
} folder;

static inline folder folder_new(void) {
    folder f = {"/tmp/muster-gazetteer-XXXXXX"};
    if (!mkdtemp(f.path)) abort();
    return f;
}

static inline void folder_remove(const folder *f) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", f->path);
    if (system(command)) abort();
}

/* Writes FOLDER/NAME, making the folders above it. */
static inline void folder_write(const folder *f, const char *name, const char *content, size_t size) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", f->path, name);
    for (char *slash = strchr(path + strlen(f->path) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(content, 1, size, file) != size || fclose(file)) abort();
}

static inline void folder_list(const folder *f, const char *name, const char *content) {
    folder_write(f, name, content, strlen(content));
}

/* Findings, as "line:column: [warning: ]message" one a line. */
typedef struct findings {
    char text[8192];
    size_t used;
    int count;
} findings;

static inline int findings_take(const muster_error *finding, int is_warning, void *payload) {
    findings *all = payload;
    all->count++;
    int put = snprintf(all->text + all->used, sizeof all->text - all->used, "%u:%u: %s%s\n", finding->line, finding->column,
                       is_warning ? "warning: " : "", finding->message);
    if (put > 0 && all->used + (size_t)put < sizeof all->text) all->used += (size_t)put;
    return 0;
}

/* Everything a text needs. */
typedef struct bench {
    arena *memory;
    token_knowledge *token_known;
    read_knowledge *read_known;
    labels *all;
    lexicon *words;
    gazetteer *known;
    muster_error error;
} bench;

static inline muster_status bench_open(bench *b, const char *const *dirs, size_t count, const char *cache, finding_sink sink) {
    memset(b, 0, sizeof *b);
    b->memory = arena_new(); /* without a recovery point: to give up is to abort */
    b->token_known = token_knowledge_new(b->memory);
    add_number_endings(b->token_known, b->memory);
    b->read_known = read_knowledge_new(b->memory);
    b->all = labels_new(b->memory);
    b->words = lexicon_new(b->token_known);
    gazetteer_source source = {dirs, count, cache, false};
    return gazetteer_open(&b->known, &source, b->words, b->all, sink, &b->error);
}

static inline void bench_close(bench *b) {
    gazetteer_close(b->known);
    lexicon_free(b->words);
    arena_free(b->memory);
}

/* A text whose readings are asked for. */
typedef struct bench_text {
    bench *b;
    const char *text, *only;
    char out[16384];
    size_t used;
} bench_text;

static inline void bench_put(bench_text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline void bench_put(bench_text *t, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int put = vsnprintf(t->out + t->used, sizeof t->out - t->used, format, arguments);
    va_end(arguments);
    if (put > 0 && t->used + (size_t)put < sizeof t->out) t->used += (size_t)put;
}

static inline void bench_put_number(bench_text *t, const number *n) {
    char low[32] = "", high[32] = "";
    if (n->has_low) snprintf(low, sizeof low, "%.14g", n->low);
    if (n->has_high) snprintf(high, sizeof high, "%.14g", n->high);
    bench_put(t, "=%s%s%s%s%s%s", low, n->exact ? "" : "..", n->exact ? "" : high, n->qualifier ? qualifier_name(n->qualifier) : "",
              n->ordinal ? "th" : "", n->year ? "year" : "");
}

static inline void bench_read(arena *memory, void *payload) {
    bench_text *t = payload;
    const bench *b = t->b;
    document *doc = ARENA_NEW(memory, document);
    doc->memory = memory;
    muster_input input = {.id = "test", .bytes = t->text, .size = strlen(t->text)};
    read_document(doc, b->read_known, &input, 1 << 30);
    token_document(doc, b->words);
    gazetteer_match(doc, b->known, b->words);
    for (uint32_t at = 0; doc->annotations_at && at < doc->tokens.count; at++)
        for (uint32_t i = doc->annotations_at[at]; i != NONE; i = doc->annotations.at[i].next) {
            const annotation *a = &doc->annotations.at[i];
            str name = labels_name(b->all, a->label), span = document_span(doc, a->first, a->last);
            bool one = t->only && str_is(name, t->only);
            if (t->only && !one && !(strcmp(t->only, "names") == 0 && a->label < LABEL_none)) continue;
            bench_put(t, "%s[" STR_FMT "]" STR_FMT, t->used ? " " : "", STR_ARG(span), STR_ARG(one ? STR_NONE : name));
            if (a->number != NONE) bench_put_number(t, &doc->numbers.at[a->number]);
        }
}

/* The annotations of a text, in its order, as "[words]label" with a blank between them; of one label, or of "names", or of all (NULL). */
static inline const char *bench_readings(bench *b, const char *text, const char *only) {
    static bench_text t;
    t = (bench_text){.b = b, .text = text, .only = only};
    muster_error error;
    if (arena_scratch(bench_read, &t, &error) != MUSTER_OK) snprintf(t.out, sizeof t.out, "%s", error.message);
    return t.out;
}

#endif
