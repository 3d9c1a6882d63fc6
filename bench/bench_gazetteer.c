/* bench_gazetteer.c: the gazetteer at a million names: how long compiling, opening and matching take, and matching beside a list of 10,000.
 *
 *     bench_gazetteer [NAMES [FOLDER]]     invents NAMES (1,000,000) names; keeps lists and cache in FOLDER (a temporary one)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "bench.h"
#include "gazetteer/gazetteer.h"
#include "read/read.h"

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* One of 60,000 invented words. */
static int put_word(char *out, uint64_t number) {
    static const char starts[] = "bdfgklmnprstvzhjcxqw", vowels[] = "aeiouy", ends[] = "nrlskmt-";
    uint64_t state = (number + 1) * 0x9E3779B97F4A7C15u;
    int used = 0, parts = 2 + (int)(next_random(&state) % 3);
    for (int i = 0; i < parts; i++) {
        uint64_t r = next_random(&state) >> 16;
        out[used++] = starts[r % 20];
        out[used++] = vowels[r / 20 % 6];
        if (ends[r / 120 % 8] != '-') out[used++] = ends[r / 120 % 8];
    }
    out[0] = (char)(out[0] - 32);
    return used;
}

/* The name of that number: two words or three, so that few names are the same. */
static int put_name(char *out, uint64_t number) {
    uint64_t state = (number + 1) * 0xD1B54A32D192ED03u;
    int words = 2 + (int)(next_random(&state) % 2), used = 0;
    for (int w = 0; w < words; w++) {
        if (w) out[used++] = ' ';
        used += put_word(out + used, (next_random(&state) >> 16) % 60000);
    }
    out[used] = '\0';
    return used;
}

static void write_list(const char *folder, long names) {
    char path[600];
    snprintf(path, sizeof path, "%s/gazetteers", folder);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/gazetteers/places.tsv", folder);
    FILE *out = fopen(path, "w");
    if (!out) exit(3);
    fprintf(out, "#gaz 1 kind=place source=invented licence=none\nid\tname\taliases\tcountry\tlat\tlon\tpop\n");
    uint64_t state = 88172645463325252u;
    for (long i = 0; i < names / 2; i++) {
        char name[256], alias[256];
        put_name(name, (uint64_t)i * 2);
        put_name(alias, (uint64_t)i * 2 + 1);
        fprintf(out, "x:%ld\t%s\t%s\tUA\t%.3f\t%.3f\t%u\n", i, name, alias, (double)(i % 90000) / 1000, (double)(i % 180000) / 1000,
                (unsigned)(next_random(&state) % 1000000));
    }
    fclose(out);
}

/* Prose with a name every ten words: one of two is in every list, the other in none. */
static char *make_text(size_t size, size_t *used) {
    static const char *const words[] = {"the",       "army",    "said", "that",      "it",        "had",   "shelled",
                                        "positions", "near",    "on",   "Monday,",   "and",       "two",   "soldiers",
                                        "were",      "wounded", "in",   "fighting.", "Officials", "denied"};
    char *text = malloc(size + 512);
    uint64_t state = 777;
    *used = 0;
    for (unsigned i = 0; *used < size; i++) {
        if (i % 10 == 9)
            *used += (size_t)put_name(text + *used, next_random(&state) % 5000 + (i % 20 == 9 ? 0 : (uint64_t)1 << 40));
        else
            *used += (size_t)sprintf(text + *used, "%s", words[next_random(&state) % 20]);
        text[(*used)++] = i % 97 == 96 ? '\n' : ' ';
    }
    text[*used] = '\0';
    return text;
}

static void open_and_match(const char *folder, const char *cache, const char *text, size_t size, long names) {
    arena *memory = arena_new();
    arena_recovery recovery;
    if (!memory) exit(3);
    if (setjmp(recovery.jump)) {
        fprintf(stderr, "%s\n", recovery.error.message);
        exit(3);
    }
    arena_recover(memory, &recovery);
    lexicon *words = lexicon_new(token_knowledge_new(memory));
    const char *dirs[] = {folder};
    gazetteer_source source = {dirs, 1, cache, false};
    for (int round = 0; round < 3; round++) {
        gazetteer *known;
        muster_error error;
        double start = now();
        if (gazetteer_open(&known, &source, words, labels_new(memory), (finding_sink){NULL, NULL}, &error)) {
            fprintf(stderr, "%s:%u: %s\n", error.file, error.line, error.message);
            exit(3);
        }
        double opened = now() - start;
        document *doc = ARENA_NEW(memory, document);
        doc->memory = memory;
        muster_input input = {.id = "bench", .bytes = text, .size = size};
        lexicon_flush(words, 0);
        read_document(doc, read_knowledge_new(memory), &input, 1 << 30);
        token_document(doc, words);
        start = now();
        gazetteer_match(doc, known, words);
        double matched = now() - start;
        printf("%8ld names  %-7s %8.1f ms   matching %5.1f ms, %5.1f ns a token, %u readings of %u tokens\n", names,
               round ? "open" : "compile", opened * 1e3, matched * 1e3, matched * 1e9 / doc->tokens.count, doc->annotations.count,
               doc->tokens.count);
        gazetteer_close(known);
    }
    lexicon_free(words);
    arena_free(memory);
}

int main(int count, char **arguments) {
    long names = count > 1 ? atol(arguments[1]) : 1000000;
    char made[] = "/tmp/muster-bench-XXXXXX", path[512];
    const char *folder = count > 2 ? arguments[2] : mkdtemp(made);
    size_t size;
    char *text = make_text(4 << 20, &size);
    const long sizes[] = {names < 10000 ? names : 10000, names};
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%ld", folder, sizes[i]);
        mkdir(path, 0777);
        write_list(path, sizes[i]);
        open_and_match(path, path, text, size, sizes[i]);
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("most memory held: %ld MiB; lists and compiled files are in %s\n", usage.ru_maxrss / 1024, folder);
    free(text);
    return 0;
}
