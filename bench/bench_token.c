/* bench_token: what tokens cost beside the floor, ICU's bare word segmentation of the same text.
 *
 *     bench_token [FILE] [MEGABYTES]      FILE (else a text of ours) is repeated up to that size (8)
 *
 * Prints characters a second of ICU (UTF-16 made before, and made in the time), of splitting, and of all of the stage. */
#include <stdio.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

#include "bench.h"
#include "token/token.h"

static const char SAMPLE[] =
    "At least 12 soldiers were killed and 30 wounded when a column of the 4th Motor Rifle Brigade was hit near the river on Tuesday, the "
    "governor’s office said. “We counted 10,000 shells in two days,” Lt. Gen. Oleh Moroz told reporters, adding that the US-led coalition "
    "had “no plans” to withdraw. The ministry denied it.\nOfficials in Qasr al-Nahr said the F-16s had flown from a base 40 km away; "
    "the 12-year-old boy’s family fled on Dec. 5. \"It was a 'quiet' week,\" one of them said, “until they came.” More than $2.5bn has "
    "been promised since 2022, but only about 30% of it was paid, according to a report by the committee.\n";

static double best(double a, double b) {
    return a == 0 || b < a ? b : a;
}

static str read_text(const char *path, size_t wanted) {
    size_t size = sizeof SAMPLE - 1, filled = 0;
    char *part = NULL;
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (path && !file) return STR_NONE;
    if (file) {
        part = malloc(wanted);
        size = part ? fread(part, 1, wanted, file) : 0;
        fclose(file);
    }
    char *text = malloc(wanted + 1);
    for (; text && size && filled + size <= wanted; filled += size) memcpy(text + filled, part ? part : SAMPLE, size);
    free(part);
    return (str){text, text ? filled : 0};
}

static int32_t convert(str text, UChar *units) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = 0;
    u_strFromUTF8(units, (int32_t)text.size + 1, &size, text.data, (int32_t)text.size, &status);
    return U_SUCCESS(status) ? size : 0;
}

static uint32_t segment(UBreakIterator *icu, const UChar *units, int32_t size) {
    UErrorCode status = U_ZERO_ERROR;
    uint32_t count = 0;
    ubrk_setText(icu, units, size, &status);
    for (int32_t at = ubrk_first(icu); at != UBRK_DONE; at = ubrk_next(icu)) count++;
    return count;
}

static void blocks_of(document *doc) {
    for (size_t at = 0; at < doc->text.size;) {
        const char *end = memchr(doc->text.data + at, '\n', doc->text.size - at);
        size_t behind = end ? (size_t)(end - doc->text.data) : doc->text.size;
        block b = {.start = (uint32_t)at, .end = (uint32_t)behind, .kind = BLOCK_body, .repeat_of = NONE};
        if (behind > at) VEC_PUSH(doc->memory, &doc->blocks, b);
        at = behind + 1;
    }
}

typedef struct cost {
    double bare, converted, split, all; /* seconds, the best of several rounds */
    uint32_t segments, tokens;
} cost;

/* One document, in an arena of its own; adds to the seconds and tokens. */
static bool run_document(str text, lexicon *words, double *splitting, double *rest, uint32_t *tokens) {
    arena *memory = arena_new();
    arena_recovery recovery;
    if (!memory || setjmp(recovery.jump)) return false;
    arena_recover(memory, &recovery);
    document doc = {.memory = memory, .text = text};
    blocks_of(&doc);
    double start = now();
    token_split(&doc, words);
    double cut = now();
    token_quotations(&doc);
    token_sentences(&doc);
    *splitting += cut - start;
    *rest += now() - cut;
    *tokens += doc.tokens.count;
    arena_free(memory);
    return true;
}

/* The text as documents of the size of an article. */
static bool run_documents(cost *spent, str text, lexicon *words) {
    enum { ARTICLE = 16 * 1024 };
    double splitting = 0, rest = 0;
    spent->tokens = 0;
    for (size_t at = 0; at < text.size; at += ARTICLE) {
        str part = str_slice(text, at, at + ARTICLE < text.size ? at + ARTICLE : text.size);
        if (!run_document(part, words, &splitting, &rest, &spent->tokens)) return false;
    }
    spent->split = best(spent->split, splitting);
    spent->all = best(spent->all, splitting + rest);
    return true;
}

static void run_icu(cost *spent, str text, UBreakIterator *icu, UChar *units) {
    double start = now();
    int32_t size = convert(text, units);
    double made = now();
    spent->segments = segment(icu, units, size);
    double cut = now();
    spent->bare = best(spent->bare, cut - made);
    spent->converted = best(spent->converted, cut - start);
}

static void print_cost(const cost *spent, str text) {
    double size = (double)text.size / 1e6;
    printf("%zu bytes, %u segments, %u tokens\n", text.size, spent->segments, spent->tokens);
    printf("ICU words, of UTF-16   %7.1f MB/s\n", size / spent->bare);
    printf("ICU words, of UTF-8    %7.1f MB/s\n", size / spent->converted);
    printf("token_split            %7.1f MB/s  %.2f of ICU's time\n", size / spent->split, spent->split / spent->bare);
    printf("token_document         %7.1f MB/s  %.2f of ICU's time\n", size / spent->all, spent->all / spent->bare);
}

int main(int argc, char **argv) {
    size_t megabytes = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 8;
    str text = read_text(argc > 1 ? argv[1] : NULL, (megabytes ? megabytes : 8) << 20);
    UChar *units = malloc((text.size + 1) * sizeof *units);
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *icu = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    lexicon *words = lexicon_new(NULL);
    if (!text.size || !units || U_FAILURE(status) || !words) return 1;
    cost spent = {0};
    for (int round = 0; round < 5; round++) {
        run_icu(&spent, text, icu, units);
        if (!run_documents(&spent, text, words)) return 1;
    }
    print_cost(&spent, text);
    ubrk_close(icu);
    lexicon_free(words);
    free(units);
    free((void *)(uintptr_t)text.data);
    return 0;
}
