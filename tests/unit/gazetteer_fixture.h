/* gazetteer_fixture.h: lists in a folder of their own, and texts run through read, token and gazetteer. */
#ifndef TESTS_GAZETTEER_FIXTURE_H
#define TESTS_GAZETTEER_FIXTURE_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "gazetteer/gazetteer.h"
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
    b->memory = arena_new();
    static arena_recovery recovery;
    if (setjmp(recovery.jump)) abort();
    arena_recover(b->memory, &recovery);
    b->token_known = token_knowledge_new(b->memory);
    b->read_known = read_knowledge_new(b->memory);
    b->all = labels_new(b->memory);
    b->words = lexicon_new(b->token_known);
    gazetteer_source source = {dirs, count, cache};
    return gazetteer_open(&b->known, &source, b->words, b->all, sink, &b->error);
}

static inline void bench_close(bench *b) {
    gazetteer_close(b->known);
    lexicon_free(b->words);
    arena_free(b->memory);
}

/* The annotations of a text, in its order, as "[words]label" with a blank between them; of one label, or of "names", or of all (NULL). */
static inline const char *bench_readings(bench *b, const char *text, const char *only) {
    static char out[16384];
    arena *memory = arena_new();
    arena_recovery recovery;
    if (setjmp(recovery.jump)) {
        arena_free(memory);
        snprintf(out, sizeof out, "%s", recovery.error.message);
        return out;
    }
    arena_recover(memory, &recovery);
    document *doc = ARENA_NEW(memory, document);
    doc->memory = memory;
    muster_input input = {.id = "test", .bytes = text, .size = strlen(text)};
    read_document(doc, b->read_known, &input, 1 << 30);
    token_document(doc, b->words);
    gazetteer_match(doc, b->known, b->words);
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t t = 0; doc->annotations_at && t < doc->tokens.count; t++)
        for (uint32_t i = doc->annotations_at[t]; i != NONE; i = doc->annotations.at[i].next) {
            const annotation *a = &doc->annotations.at[i];
            str name = labels_name(b->all, a->label), span = document_span(doc, a->first, a->last);
            if (only && !str_is(name, only) && !(strcmp(only, "names") == 0 && a->label < LABEL_none)) continue;
            bool one = only && str_is(name, only);
            int put = snprintf(out + used, sizeof out - used, "%s[" STR_FMT "]" STR_FMT, used ? " " : "", STR_ARG(span),
                               STR_ARG(one ? STR_NONE : name));
            if (put > 0 && used + (size_t)put < sizeof out) used += (size_t)put;
            if (a->number == NONE) continue;
            const number *n = &doc->numbers.at[a->number];
            char low[32] = "", high[32] = "";
            if (n->has_low) snprintf(low, sizeof low, "%.14g", n->low);
            if (n->has_high) snprintf(high, sizeof high, "%.14g", n->high);
            put = snprintf(out + used, sizeof out - used, "=%s%s%s%s%s%s", low, n->exact ? "" : "..", n->exact ? "" : high,
                           n->qualifier ? qualifier_name(n->qualifier) : "", n->ordinal ? "th" : "", n->year ? "year" : "");
            if (put > 0 && used + (size_t)put < sizeof out) used += (size_t)put;
        }
    arena_free(memory);
    return out;
}

#endif
