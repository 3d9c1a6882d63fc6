/* cmd_test.c: `muster test`: runs cases and says what differs; with -u it writes down what is found. */
#include <stdlib.h>
#include <string.h>

#include "cli/case.h"

typedef struct tester {
    const options *given;
    muster_worker *worker;
    const char *path;
    size_t passed, failed;
    int status;
} tester;

static muster_doc *extract(const tester *t, const char *text, size_t size, const char *date) {
    muster_input input = {.id = "case", .bytes = text, .size = size, .date = date, .encoding = "UTF-8", .format = "text"};
    muster_doc *doc;
    muster_error error;
    if (muster_extract(&doc, t->worker, &input, &error) == MUSTER_OK) return doc;
    say_error(&error);
    return NULL;
}

/* What differs: `line` of the case file (0: of the case itself), the words of the text, the words of the fact. */
typedef struct difference {
    unsigned line;
    const char *what;
    muster_text span;
    const char *words;
} difference;

static void report(const tester *t, const test_case *c, const difference *d) {
    printf("%s:%u: %s: %s \"%.*s\" %s\n", t->path, d->line ? d->line : c->line, c->header + 5, d->what,
           (int)(d->span.size > 60 ? 60 : d->span.size), d->span.data ? d->span.data : "", d->words);
}

/* Takes out of `found` what the expected facts account for; says what is missing. Returns how many are. */
static size_t match_expected(const tester *t, const test_case *c, const muster_doc *doc, facts *found) {
    size_t missing = 0;
    for (size_t i = 0; i < c->expected.count; i++) {
        const fact *want = &c->expected.at[i];
        fact *hit = NULL;
        for (size_t k = 0; k < found->count && !hit; k++) {
            fact *f = &found->at[k];
            if (f->words && f->start == want->start && f->end == want->end && fact_agrees(want->words, f->words)) hit = f;
        }
        if (hit) {
            free(hit->words);
            hit->words = NULL;
            continue;
        }
        muster_text span = muster_doc_slice(doc, (uint32_t)want->start, (uint32_t)want->end);
        report(t, c, &(difference){want->line, "not found:", span, want->words});
        missing++;
    }
    return missing;
}

static size_t report_false(const tester *t, const test_case *c, const muster_doc *doc, const facts *found) {
    size_t wrong = 0;
    for (size_t k = 0; k < found->count; k++) {
        const fact *f = &found->at[k];
        if (!f->words || !fact_counts(f->words, c->only)) continue;
        muster_text span = muster_doc_slice(doc, (uint32_t)f->start, (uint32_t)f->end);
        report(t, c, &(difference){0, "found, but not expected:", span, f->words});
        wrong++;
    }
    return wrong;
}

static void run_text(tester *t, const test_case *c) {
    muster_doc *doc = extract(t, c->text, strlen(c->text), c->date);
    facts found = {0};
    bool fine = doc && facts_of(&found, doc);
    if (fine) {
        size_t wrong = match_expected(t, c, doc, &found);
        wrong += report_false(t, c, doc, &found);
        fine = wrong == 0;
    }
    facts_free(&found);
    muster_doc_free(doc);
    *(fine ? &t->passed : &t->failed) += 1;
}

/* One phrase of a table of values, put into the carrier sentence. */
static void run_phrase(tester *t, const test_case *c, muster_text value, muster_text phrase) {
    const char *gap = strstr(c->carrier, "{}");
    char *text = NULL, *want = NULL;
    int size = gap ? asprintf(&text, "%.*s%.*s%s", (int)(gap - c->carrier), c->carrier, (int)phrase.size, phrase.data, gap + 2) : -1;
    if (asprintf(&want, "figure %.*s", (int)value.size, value.data) < 0) want = NULL;
    muster_doc *doc = size > 0 ? extract(t, text, (size_t)size, c->date) : NULL;
    facts found = {0};
    bool hit = false;
    if (doc && want && facts_of(&found, doc))
        for (size_t k = 0; k < found.count && !hit; k++) hit = fact_agrees(want, found.at[k].words);
    if (!hit) report(t, c, &(difference){0, "not found in", phrase, want ? want : ""});
    *(hit ? &t->passed : &t->failed) += 1;
    facts_free(&found);
    muster_doc_free(doc);
    free(text);
    free(want);
}

/* Lines `VALUE  phrase | phrase`; the value is parted from the phrases by two spaces. */
static void run_values(tester *t, const test_case *c) {
    for (const char *line = c->text; *line;) {
        const char *stop = strchrnul(line, '\n');
        const char *gap = strstr(line, "  ");
        if (gap && gap < stop) {
            const char *phrase = gap;
            while (phrase < stop) {
                phrase += strspn(phrase, " |");
                const char *bar = memchr(phrase, '|', (size_t)(stop - phrase));
                const char *end = bar ? bar : stop;
                while (end > phrase && end[-1] == ' ') end--;
                run_phrase(t, c, (muster_text){line, (size_t)(gap - line)}, (muster_text){phrase, (size_t)(end - phrase)});
                phrase = bar ? bar : stop;
            }
        }
        line = *stop ? stop + 1 : stop;
    }
}

static bool update_file(tester *t, const test_file *file) {
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.new", t->path) < 0) return false;
    FILE *to = fopen(temporary, "w");
    bool fine = to != NULL;
    if (fine) fputs(file->head, to);
    for (size_t i = 0; fine && i < file->count; i++) {
        const test_case *c = &file->cases[i];
        facts found = {0};
        muster_doc *doc = c->carrier ? NULL : extract(t, c->text, strlen(c->text), c->date);
        fine = c->carrier || (doc && facts_of(&found, doc));
        if (fine) case_write(to, c, &found);
        facts_free(&found);
        muster_doc_free(doc);
    }
    if (to && fclose(to) != 0) fine = false;
    fine = fine && rename(temporary, t->path) == 0;
    if (!fine) say("%s: cannot be rewritten", t->path);
    free(temporary);
    return fine;
}

static int take_file(const char *path, const char *bytes, size_t size, const muster_error *problem, void *payload) {
    tester *t = payload;
    size_t length = strlen(path);
    if (problem) {
        say_error(problem);
        t->status = EXIT_IO;
        return 0;
    }
    if (length < 4 || strcmp(path + length - 4, ".txt") != 0) return 0;
    test_file file;
    t->path = path;
    bool fine = case_parse(&file, path, bytes, size);
    if (fine && t->given->update) {
        fine = update_file(t, &file);
    } else if (fine) {
        for (size_t i = 0; i < file.count; i++) file.cases[i].carrier ? run_values(t, &file.cases[i]) : run_text(t, &file.cases[i]);
    }
    if (!fine) t->status = EXIT_SOME_FAILED;
    case_free(&file);
    return 0;
}

static int test_files(const options *given, muster_worker *worker) {
    tester t = {.given = given, .worker = worker};
    muster_error error;
    muster_walk(given->operands, given->operand_count, take_file, &t, &error);
    if (!given->update) printf("%zu passed, %zu failed\n", t.passed, t.failed);
    return t.failed ? EXIT_SOME_FAILED : t.status;
}

int cmd_test(const options *given) {
    return data_run(given, NEED_FACTS, test_files);
}
