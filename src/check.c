/* check.c: validates lists and rules, looks for files that nothing reads (check_files.c) and runs the rules' examples through the whole
 * pipeline. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "engine.h"

/* Counts findings on their way to the caller. */
typedef struct counter {
    const muster_options *options;
    muster_finding_fn report;
    void *payload;
    size_t *errors;
} counter;

/* Whether a finding is of the first folder, which comes with the program, where others lie over it. */
static bool is_below(const muster_options *options, const char *file) {
    str folder = options->data_dir_count > 1 ? str_from(options->data_dirs[0]) : STR_NONE;
    return folder.size && str_starts(str_from(file), folder) && file[folder.size] == '/';
}

/* A user need not hear of what is doubtful in ours. */
static int count_finding(const muster_error *finding, int is_warning, void *payload) {
    counter *count = payload;
    if (is_warning && is_below(count->options, finding->file)) return 0;
    if (!is_warning) ++*count->errors;
    return count->report ? count->report(finding, is_warning, count->payload) : 0;
}

/* The data folder, the last first, that has a file of that name; its number, or 0. `path`: of the file. */
static size_t folder_of(const muster_options *options, str file, char *path, size_t room) {
    for (size_t i = options->data_dir_count; i > 0; i--) {
        int size = snprintf(path, room, "%s/" STR_FMT, options->data_dirs[i - 1], STR_ARG(file));
        if (size > 0 && (size_t)size < room && access(path, R_OK) == 0) return i - 1;
    }
    snprintf(path, room, STR_FMT, STR_ARG(file));
    return 0;
}

static int report_example(const muster_engine *engine, const rule_example *example, str why, counter *count) {
    muster_error finding;
    str name = rule_name(engine->rules, example->rule);
    str file = rule_file(engine->rules, example->rule);
    char path[sizeof finding.file];
    if (!folder_of(count->options, file, path, sizeof path)) snprintf(path, sizeof path, STR_FMT, STR_ARG(file));
    error_at(&finding, MUSTER_SYNTAX, path, example->line, 1, "rule " STR_FMT ": the example \"" STR_FMT "\" does not hold: " STR_FMT,
             STR_ARG(name), STR_ARG(example->text), STR_ARG(why));
    return count_finding(&finding, 0, count);
}

/* What the rules made of an example. */
typedef struct trial {
    const muster_doc *doc;
    uint32_t index;
    bool holds;
    str why; /* it does not hold; in the document's memory */
} trial;

static void judge_example(arena *memory, void *payload) {
    (void)memory;
    trial *t = payload;
    t->holds = rule_example_holds(t->doc->facts, t->doc->engine->rules, t->index, &t->why);
}

static muster_status run_example(muster_worker *worker, uint32_t index, counter *count, muster_error *error) {
    rule_example example = rule_example_get(worker->engine->rules, index);
    muster_doc *doc;
    muster_input input = {.id = "example", .bytes = example.text.data, .size = example.text.size, .encoding = "UTF-8"};
    muster_status status = muster_extract(&doc, worker, &input, error);
    if (status != MUSTER_OK) return status;
    trial t = {.doc = doc, .index = index};
    status = arena_guard(doc->memory, judge_example, &t, error);
    if (status == MUSTER_OK && !t.holds && report_example(worker->engine, &example, t.why, count))
        status = error_set(error, MUSTER_STOPPED, "stopped");
    muster_doc_free(doc);
    return status;
}

static muster_status run_examples(const muster_engine *engine, counter *count, size_t *examples, muster_error *error) {
    muster_worker *worker;
    muster_status status = muster_worker_new(&worker, engine, error);
    uint32_t total = status == MUSTER_OK ? rule_example_count(engine->rules) : 0;
    for (uint32_t i = 0; i < total && status == MUSTER_OK; i++, ++*examples) status = run_example(worker, i, count, error);
    muster_worker_free(worker);
    return status;
}

/* --- what is doubtful in the lists --------------------------------------------------------------------------------------------------- */

typedef struct linting {
    const muster_engine *engine;
    const muster_options *options;
    counter *count;
    bool stopped;
} linting;

static int take_doubt(lint what, uint32_t entry, uint32_t other, const char *message, void *payload) {
    linting *l = payload;
    muster_error finding;
    char path[sizeof finding.file], elsewhere[sizeof finding.file];
    const gazetteer *known = l->engine->gazetteer;
    gazetteer_entry e = gazetteer_entry_get(known, entry);
    size_t folder = folder_of(l->options, e.list, path, sizeof path);
    if (other != NONE && !folder) folder = folder_of(l->options, gazetteer_entry_get(known, other).list, elsewhere, sizeof elsewhere);
    /* Bulk lists live with homonyms, and which kind takes a name is our policy. */
    bool ours = folder == 0;
    if (ours && (l->options->data_dir_count > 1 || what == LINT_clash || str_ends(e.list, STR(".tsv")))) return 0;
    error_at(&finding, MUSTER_SYNTAX, path, e.line, 1, "%s", message);
    return count_finding(&finding, 1, l->count);
}

/* Persons that the lists have under two spellings. */
static void lint_spellings(arena *memory, void *payload) {
    linting *l = payload;
    if (l->engine->names) l->stopped = name_doubles(l->engine->names, memory, (lint_sink){take_doubt, l}) != 0;
}

static muster_status lint_lists(const muster_engine *engine, const muster_options *options, counter *count, muster_error *error) {
    linting l = {engine, options, count, false};
    char today[sizeof "2024-12-17"];
    time_t now = time(NULL);
    struct tm date;
    if (!gmtime_r(&now, &date) || !strftime(today, sizeof today, "%Y-%m-%d", &date)) today[0] = '\0';
    l.stopped = gazetteer_lint(engine->gazetteer, str_from(today), (lint_sink){take_doubt, &l}) != 0;
    muster_status status = l.stopped ? MUSTER_OK : arena_scratch(lint_spellings, &l, error);
    return l.stopped ? error_set(error, MUSTER_STOPPED, "stopped") : status;
}

muster_status muster_check(const muster_options *options, muster_finding_fn report, void *payload, size_t *errors, size_t *examples,
                           muster_error *error) {
    size_t no_errors = 0, no_examples = 0;
    if (!errors) errors = &no_errors;
    if (!examples) examples = &no_examples;
    *errors = *examples = 0;
    counter count = {options, report, payload, errors};
    finding_sink sink = {count_finding, &count};
    muster_options traced = *options;
    traced.trace = 1;
    muster_engine *engine;
    muster_status status = engine_open(&engine, &traced, sink, error);
    if (status != MUSTER_OK) return status;
    for (size_t i = 1; i < options->data_dir_count && status == MUSTER_OK; i++)
        status = check_files(engine->rules, options->data_dirs[i], sink, error);
    if (status == MUSTER_OK) status = lint_lists(engine, options, &count, error);
    if (status == MUSTER_OK) status = run_examples(engine, &count, examples, error);
    muster_engine_close(engine);
    return status;
}
