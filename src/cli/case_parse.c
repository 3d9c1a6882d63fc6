/* case_parse.c: reads and writes files of cases. */
#include <stdlib.h>
#include <string.h>

#include "cli/case.h"

typedef struct reader {
    const char *path;
    const char *at, *end;
    unsigned line;
} reader;

/* The next line without its end; false at the end of the file. */
static bool next_line(reader *r, const char **start, size_t *size) {
    if (r->at >= r->end) return false;
    const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
    const char *stop = newline ? newline : r->end;
    *start = r->at;
    *size = (size_t)(stop - r->at);
    r->at = newline ? newline + 1 : r->end;
    r->line++;
    return true;
}

static bool is_header(const char *line, size_t size) {
    return size >= 5 && memcmp(line, "==== ", 5) == 0;
}

/* The value of an option `:name value` of a header, up to the next ` :` or the end; NULL if it has none. */
static char *header_option(const char *header, const char *name) {
    char key[32];
    snprintf(key, sizeof key, " :%s ", name);
    const char *at = strstr(header, key);
    if (!at) return NULL;
    at += strlen(key);
    const char *stop = strstr(at, " :");
    return strndup(at, stop ? (size_t)(stop - at) : strlen(at));
}

static test_case *add_case(test_file *file, const char *line, size_t size, unsigned number) {
    if (file->count == file->capacity) {
        size_t capacity = file->capacity ? file->capacity * 2 : 16;
        test_case *grown = realloc(file->cases, capacity * sizeof *grown);
        if (!grown) return NULL;
        file->cases = grown;
        file->capacity = capacity;
    }
    test_case *c = &file->cases[file->count++];
    *c = (test_case){.line = number, .header = strndup(line, size), .text = calloc(1, 1)};
    if (!c->header || !c->text) return NULL;
    c->only = header_option(c->header, "only");
    c->date = header_option(c->header, "date");
    c->carrier = header_option(c->header, "values");
    return c;
}

static bool append(char **to, const char *start, size_t size) {
    size_t had = strlen(*to);
    char *grown = realloc(*to, had + size + 2);
    if (!grown) return false;
    memcpy(grown + had, start, size);
    memcpy(grown + had + size, "\n", 2);
    *to = grown;
    return true;
}

/* `   ^^^^ fact` below a line of text: the columns are code points of that line. */
static bool read_carets(const char *line, size_t size, size_t *from, size_t *to, size_t *rest) {
    size_t i = 0;
    while (i < size && line[i] == ' ') i++;
    size_t start = i;
    while (i < size && line[i] == '^') i++;
    if (i == start || i >= size || line[i] != ' ') return false;
    *from = start;
    *to = i;
    *rest = i + 1;
    return true;
}

/* `[12-85] fact`: code points of the case's text. */
static bool read_range(const char *line, size_t size, size_t *from, size_t *to, size_t *rest) {
    char head[48], *at;
    snprintf(head, sizeof head, "%.*s", (int)(size < 47 ? size : 47), line);
    if (head[0] != '[' || head[1] < '0' || head[1] > '9') return false;
    *from = strtoul(head + 1, &at, 10);
    if (*at != '-' || at[1] < '0' || at[1] > '9') return false;
    *to = strtoul(at + 1, &at, 10);
    if (at[0] != ']' || at[1] != ' ') return false;
    *rest = (size_t)(at + 2 - head);
    return true;
}

static bool complain(const reader *r, const char *what) {
    say("%s:%u:1: error: %s", r->path, r->line, what);
    return false;
}

static bool take_line(reader *r, test_case *c, size_t *line_start, const char *line, size_t size) {
    size_t from, to, rest;
    size_t length = count_points(c->text, strlen(c->text));
    if (!c->carrier && read_carets(line, size, &from, &to, &rest)) {
        if (!length) return complain(r, "carets stand below no text; the text line they belong to comes before them");
        if (*line_start + to > length - 1) return complain(r, "the carets reach beyond the end of the text line above");
        return facts_add(&c->expected, *line_start + from, *line_start + to, strndup(line + rest, size - rest), r->line);
    }
    if (!c->carrier && read_range(line, size, &from, &to, &rest)) {
        if (from >= to || to > length) return complain(r, "the range is empty or reaches beyond the text above");
        return facts_add(&c->expected, from, to, strndup(line + rest, size - rest), r->line);
    }
    *line_start = length;
    return append(&c->text, line, size);
}

/* Empty lines at the end part the cases; they are no text. */
static void drop_last_lines(char *text) {
    size_t size = strlen(text);
    while (size && text[size - 1] == '\n') text[--size] = '\0';
}

bool case_parse(test_file *out, const char *path, const char *content, size_t size) {
    *out = (test_file){.head = calloc(1, 1)};
    reader r = {path, content, content + size, 0};
    test_case *now = NULL;
    size_t line_start = 0;
    const char *line;
    bool fine = out->head != NULL;
    while (fine && next_line(&r, &line, &size)) {
        if (is_header(line, size)) {
            now = add_case(out, line, size, r.line);
            line_start = 0;
            fine = now != NULL;
        } else if (now) {
            fine = take_line(&r, now, &line_start, line, size);
        } else {
            fine = append(&out->head, line, size);
        }
    }
    for (size_t i = 0; i < out->count; i++) drop_last_lines(out->cases[i].text);
    return fine;
}

void facts_free(facts *all) {
    for (size_t i = 0; i < all->count; i++) free(all->at[i].words);
    free(all->at);
    *all = (facts){0};
}

void case_free(test_file *file) {
    for (size_t i = 0; i < file->count; i++) {
        test_case *c = &file->cases[i];
        free(c->header);
        free(c->only);
        free(c->date);
        free(c->carrier);
        free(c->text);
        facts_free(&c->expected);
    }
    free(file->cases);
    free(file->head);
}

/* The facts that end in [start, end): carets where they lie in one line, a range where they do not. */
static void write_facts(FILE *to, const test_case *c, const facts *found, size_t start, size_t end) {
    for (size_t i = 0; i < found->count; i++) {
        const fact *f = &found->at[i];
        if (f->end <= start || f->end > end || !fact_counts(f->words, c->only)) continue;
        if (f->start >= start) {
            fprintf(to, "%*s", (int)(f->start - start), "");
            for (size_t k = f->start; k < f->end; k++) fputc('^', to);
            fprintf(to, " %s\n", f->words);
        } else {
            fprintf(to, "[%zu-%zu] %s\n", f->start, f->end, f->words);
        }
    }
}

void case_write(FILE *to, const test_case *c, const facts *found) {
    fprintf(to, "%s\n", c->header);
    size_t point = 0;
    for (const char *line = c->text; line;) {
        const char *newline = strchr(line, '\n');
        size_t size = newline ? (size_t)(newline - line) : strlen(line);
        fprintf(to, "%.*s\n", (int)size, line);
        size_t length = count_points(line, size);
        if (!c->carrier) write_facts(to, c, found, point, point + length);
        point += length + 1;
        line = newline ? newline + 1 : NULL;
    }
    fputc('\n', to);
}
