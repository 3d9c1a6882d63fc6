/* bench_rule.c: what rules cost that never fire. Runs the stage rule over texts with the project's rules, then with as many generated ones
 * again: half begin with a word that no text has, half with a capitalised word and end with one that no text has.
 *
 *     bench_rule DATA_DIR TEXT…      DATA_DIR has gazetteers/ and rules/
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "bench.h"
#include "engine.h"

enum { ROUNDS = 5 };

/* As many rules again, in a folder that lies over the data. */
static void write_rules(const char *folder, uint32_t count) {
    static const char *const phases[] = {"names", "roles", "figures", "cues", "quotes"};
    char path[256];
    snprintf(path, sizeof path, "%s/rules", folder);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/rules/extra", folder);
    mkdir(path, 0777);
    for (uint32_t p = 0; p < 5; p++) {
        snprintf(path, sizeof path, "%s/rules/extra/generated-%u.rules", folder, p);
        FILE *file = fopen(path, "w");
        if (!file) exit(1);
        fprintf(file, "phase %s\n", phases[p]);
        for (uint32_t i = p; i < count; i += 5)
            fprintf(file,
                    i % 2 ? "rule generated-%u\n  match w:[cap]+ ( \"of\" | \"in\" ) \"qxz%uv\" @place?\n  make place w\n"
                          : "rule generated-%u\n  match \"qxz%uv\" [cap]{1,3} ( \"of\" @place )?\n  make place\n",
                    i, i);
        fclose(file);
    }
}

static muster_engine *open_engine(const char *const *dirs, size_t count) {
    muster_options options = MUSTER_OPTIONS_INIT;
    muster_engine *engine;
    muster_error error;
    options.data_dirs = dirs;
    options.data_dir_count = count;
    if (muster_engine_open(&engine, &options, &error) == MUSTER_OK) return engine;
    fprintf(stderr, "%s:%u:%u: %s\n", error.file, error.line, error.column, error.message);
    exit(1);
}

static muster_worker *new_worker(const muster_engine *engine) {
    muster_worker *worker;
    muster_error error;
    if (muster_worker_new(&worker, engine, &error) == MUSTER_OK) return worker;
    fprintf(stderr, "%s\n", error.message);
    exit(1);
}

/* Takes the time of the stage alone: documents with rules less documents up to the gazetteer. */
static int run_text(const char *path, const char *bytes, size_t size, const muster_error *problem, void *payload) {
    muster_worker *worker = ((void **)payload)[0];
    double *spent = ((void **)payload)[1];
    static const char *const stages[] = {"gazetteer", "rule"};
    muster_input input = {.path = path, .bytes = bytes, .size = size};
    if (problem) return 0;
    for (int i = 0; i < 2; i++) {
        muster_doc *doc;
        double start = now();
        if (muster_extract_until(&doc, worker, &input, stages[i], NULL) != MUSTER_OK) continue;
        *spent += i ? now() - start : start - now();
        muster_doc_free(doc);
    }
    return 0;
}

static double best_of(muster_worker *worker, const char *const *paths, size_t count, double best) {
    double spent = 0;
    void *payload[] = {worker, &spent};
    if (muster_walk(paths, count, run_text, payload, NULL) != MUSTER_OK) exit(1);
    return best == 0 || spent < best ? spent : best;
}

static void remove_rules(const char *folder) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command)) exit(1);
}

int main(int argc, char **argv) {
    char folder[] = "/tmp/muster-bench-XXXXXX";
    if (argc < 3 || !mkdtemp(folder)) return 2;
    const char *dirs[] = {argv[1], folder};
    muster_engine *plain = open_engine(dirs, 1);
    uint32_t count = rule_count(plain->rules);
    write_rules(folder, count);
    muster_engine *doubled = open_engine(dirs, 2);
    muster_worker *workers[] = {new_worker(plain), new_worker(doubled)};
    double best[2] = {0, 0};
    for (int i = 0; i <= ROUNDS; i++)
        for (int j = 0; j < 2; j++) best[j] = best_of(workers[j], (const char *const *)argv + 2, (size_t)argc - 2, i ? best[j] : 0);
    printf("%u rules: %.1f ms; %u rules: %.1f ms; ratio %.3f\n", count, best[0] * 1e3, rule_count(doubled->rules), best[1] * 1e3,
           best[1] / best[0]);
    for (int j = 0; j < 2; j++) muster_worker_free(workers[j]);
    muster_engine_close(doubled);
    muster_engine_close(plain);
    remove_rules(folder);
    return 0;
}
