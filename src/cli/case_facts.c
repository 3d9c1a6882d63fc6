/* case_facts.c: facts as lines of words, and when one agrees with another. */
#include <stdlib.h>
#include <string.h>

#include "cli/case.h"

bool facts_add(facts *all, size_t start, size_t end, char *words, unsigned line) {
    if (!words) return false;
    if (all->count == all->capacity) {
        size_t capacity = all->capacity ? all->capacity * 2 : 16;
        fact *grown = realloc(all->at, capacity * sizeof *grown);
        if (!grown) {
            free(words);
            return false;
        }
        all->at = grown;
        all->capacity = capacity;
    }
    all->at[all->count++] = (fact){start, end, words, line};
    return true;
}

/* ` key=value`, quoted where it has a space; white space inside becomes one space, a quotation mark a single one. */
static void write_value(FILE *to, const char *key, muster_text value) {
    if (!value.size) return;
    bool quote = memchr(value.data, ' ', value.size) || memchr(value.data, '\n', value.size) || memchr(value.data, '"', value.size);
    fprintf(to, " %s=%s", key, quote ? "\"" : "");
    for (size_t i = 0; i < value.size; i++) {
        char c = value.data[i];
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
        if (c == '"') c = '\'';
        fputc(c, to);
    }
    if (quote) fputc('"', to);
}

static char *mention_words(const muster_doc *doc, const muster_mention_view *m, bool first) {
    char *words = NULL;
    size_t size;
    FILE *to = open_memstream(&words, &size);
    if (!to) return NULL;
    muster_entity_view entity;
    muster_doc_entity(doc, m->entity - 1, &entity);
    muster_text text = muster_doc_slice(doc, m->start, m->end);
    fputs(m->kind, to);
    if (entity.name.size != text.size || memcmp(entity.name.data, text.data, text.size) != 0) write_value(to, "name", entity.name);
    if (first) {
        write_value(to, "role", entity.role);
        write_value(to, "affiliation", entity.affiliation);
    }
    return fclose(to) == 0 ? words : NULL;
}

static char *figure_words(const muster_figure_view *f) {
    char *words = NULL;
    size_t size;
    FILE *to = open_memstream(&words, &size);
    if (!to) return NULL;
    fputs("figure ", to);
    if (f->has_low) fprintf(to, "%.15g", f->low);
    fputs("..", to);
    if (f->has_high) fprintf(to, "%.15g", f->high);
    if (f->qualifier) fprintf(to, " %s", f->qualifier);
    fprintf(to, " %s %s", f->measure, f->unit);
    write_value(to, "of", f->of);
    write_value(to, "place", f->place);
    write_value(to, "date", f->date);
    write_value(to, "source", f->source);
    write_value(to, "actor", f->actor);
    return fclose(to) == 0 ? words : NULL;
}

static char *quote_words(const muster_quote_view *q) {
    char *words = NULL;
    size_t size;
    FILE *to = open_memstream(&words, &size);
    if (!to) return NULL;
    fprintf(to, "quote %s %s", q->kind, q->stance);
    write_value(to, "speaker", q->speaker);
    write_value(to, "cue", q->cue);
    return fclose(to) == 0 ? words : NULL;
}

static int by_place(const void *a, const void *b) {
    const fact *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    if (x->end != y->end) return x->end < y->end ? -1 : 1;
    return strcmp(x->words, y->words);
}

static bool add_mentions(facts *out, const muster_doc *doc) {
    bool *seen = calloc(muster_doc_entity_count(doc) + 1, sizeof *seen);
    bool fine = seen != NULL;
    for (size_t i = 0; fine && i < muster_doc_mention_count(doc); i++) {
        muster_mention_view m;
        muster_doc_mention(doc, i, &m);
        fine = facts_add(out, m.start, m.end, mention_words(doc, &m, !seen[m.entity]), 0);
        seen[m.entity] = true;
    }
    free(seen);
    return fine;
}

bool facts_of(facts *out, const muster_doc *doc) {
    *out = (facts){0};
    bool fine = add_mentions(out, doc);
    for (size_t i = 0; fine && i < muster_doc_figure_count(doc); i++) {
        muster_figure_view f;
        muster_doc_figure(doc, i, &f);
        fine = facts_add(out, f.start, f.end, figure_words(&f), 0);
    }
    for (size_t i = 0; fine && i < muster_doc_quote_count(doc); i++) {
        muster_quote_view q;
        muster_doc_quote(doc, i, &q);
        fine = facts_add(out, q.start, q.end, quote_words(&q), 0);
    }
    if (fine && out->count) qsort(out->at, out->count, sizeof *out->at, by_place);
    return fine;
}

/* The next word, quoted text belonging to it; its size, 0 at the end. */
static size_t next_word(const char **at) {
    while (**at == ' ') ++*at;
    size_t size = 0;
    bool quoted = false;
    for (const char *c = *at; *c && (quoted || *c != ' '); c++, size++) quoted ^= *c == '"';
    return size;
}

static bool has_word(const char *words, const char *word, size_t size) {
    for (size_t found; (found = next_word(&words)) > 0; words += found)
        if (found == size && memcmp(words, word, size) == 0) return true;
    return false;
}

bool fact_agrees(const char *expected, const char *found) {
    for (size_t size; (size = next_word(&expected)) > 0; expected += size)
        if (!has_word(found, expected, size)) return false;
    return true;
}

bool fact_counts(const char *words, const char *only) {
    if (!only) return true;
    size_t size = next_word(&words);
    return has_word(only, words, size);
}
