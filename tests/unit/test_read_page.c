/* test_read_page.c: saved pages and other files of tests/pages against what should be read of them. Beside each file NAME.EXT stands
 * NAME.expected: the metadata, a line each, an empty line, and the blocks, `kind: text` each. With UPDATE=1 in the environment the expected
 * files are written instead (read the difference before you keep it). */
#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>

#include "check.h"
#include "muster.h"

static muster_engine *engine;
static muster_worker *worker;

static void open_engine(const char *root) {
    const char *dirs[] = {root};
    muster_options options = MUSTER_OPTIONS_INIT;
    options.data_dirs = dirs;
    options.data_dir_count = 1;
    muster_error error;
    if (muster_engine_open(&engine, &options, &error) != MUSTER_OK || muster_worker_new(&worker, engine, &error) != MUSTER_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
}

static void print_line(FILE *to, const char *name, muster_text text) {
    if (text.size) fprintf(to, "%s: %.*s\n", name, (int)text.size, text.data);
}

/* One line, with line breaks and tabs shown. */
static void print_block(FILE *to, const muster_doc *doc, const muster_block_view *b) {
    muster_text text = muster_doc_slice(doc, b->start, b->end);
    fprintf(to, "%s: ", b->kind);
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\n')
            fputs("\\n", to);
        else if (text.data[i] == '\t')
            fputs("\\t", to);
        else
            fputc(text.data[i], to);
    }
    fputc('\n', to);
}

static int print_document(const muster_input *input, const muster_error *problem, void *payload) {
    FILE *to = payload;
    muster_error error;
    muster_doc *doc = NULL;
    if (!problem && muster_extract_until(&doc, worker, input, "read", &error) != MUSTER_OK) problem = &error;
    if (problem) {
        fprintf(to, "error: %s\n\n", problem->message);
        return 0;
    }
    const char *inner = strchr(input->path, '!');
    fprintf(to, "id: %s\n", input->id);
    if (inner) fprintf(to, "inside: %s\n", inner + 1);
    print_line(to, "title", muster_doc_title(doc));
    print_line(to, "date", muster_doc_date(doc));
    print_line(to, "modified", muster_doc_modified(doc));
    print_line(to, "author", muster_doc_author(doc));
    print_line(to, "outlet", muster_doc_outlet(doc));
    print_line(to, "url", muster_doc_url(doc));
    print_line(to, "encoding", muster_doc_encoding(doc));
    fputc('\n', to);
    for (size_t i = 0; i < muster_doc_block_count(doc); i++) {
        muster_block_view b;
        muster_doc_block(doc, i, &b);
        print_block(to, doc, &b);
    }
    fputc('\n', to);
    muster_doc_free(doc);
    return 0;
}

static char *read_whole(const char *path) {
    FILE *from = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;
    if (!from) return strdup("");
    if (getdelim(&text, &size, '\0', from) < 0) {
        free(text);
        text = strdup("");
    }
    fclose(from);
    return text;
}

/* The first line in which they differ, to standard error. */
static void show_difference(const char *name, const char *found, const char *expected) {
    while (*found && *found == *expected) found++, expected++;
    fprintf(stderr, "%s: found    …%.*s\n%s: expected …%.*s\n", name, (int)strcspn(found, "\n"), found, name, (int)strcspn(expected, "\n"),
            expected);
}

static void test_file(const char *folder, const char *name) {
    char path[4096], expected_path[4096], *found = NULL;
    size_t size;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(expected_path, sizeof expected_path, "%s/%.*s.expected", folder, (int)strcspn(name, "."), name);
    FILE *to = open_memstream(&found, &size);
    muster_error error;
    CHECK(muster_read(engine, path, NULL, print_document, to, &error) == MUSTER_OK);
    fclose(to);
    if (getenv("UPDATE")) {
        FILE *out = fopen(expected_path, "w");
        if (out) fputs(found, out);
        if (out) fclose(out);
    } else {
        char *expected = read_whole(expected_path);
        bool same = strcmp(found, expected) == 0;
        if (!same) show_difference(name, found, expected);
        CHECK(same);
        free(expected);
    }
    free(found);
}

int main(void) {
    const char *root = getenv("MUSTER_SOURCE_ROOT");
    char folder[4096];
    struct dirent **items;
    open_engine(root ? root : ".");
    snprintf(folder, sizeof folder, "%s/tests/pages", root ? root : ".");
    int count = scandir(folder, &items, NULL, alphasort);
    CHECK(count > 2);
    for (int i = 0; i < count; i++) {
        const char *dot = strrchr(items[i]->d_name, '.');
        if (items[i]->d_name[0] != '.' && dot && strcmp(dot, ".expected") != 0 && strcmp(dot, ".md") != 0)
            test_file(folder, items[i]->d_name);
        free(items[i]);
    }
    if (count >= 0) free(items);
    muster_worker_free(worker);
    muster_engine_close(engine);
    CHECK_DONE();
}
