/* audit_sayings.c: the quotes of two versions of a text brought together: those with the same words, whatever marks stand around them, then
 * those of one speaker that share most of their words ("Five people were killed and 12 wounded", "Eight people were killed and 14
 * wounded"). */
#include <stdlib.h>

#include "audit/audit_parts.h"

/* MOST_REWORDED: left without a partner on either side; more are two texts, not two versions of one. */
enum { MOST_WORDS = 400, MOST_REWORDED = 300, FEWEST_SHARED = 3 };

static int by_number(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void add_saying(arena *memory, sayings *to, const saying *given) {
    uint32_t words[MOST_WORDS];
    saying s = *given;
    s.word_count = store_word_numbers(s.said, words, MOST_WORDS);
    s.key = 0;
    for (uint32_t i = 0; i < s.word_count; i++) s.key = s.key * 0x9E3779B97F4A7C15u + words[i];
    if (s.word_count) qsort(words, s.word_count, sizeof *words, by_number);
    uint32_t *kept = arena_alloc(memory, sizeof *words * (s.word_count + 1));
    if (s.word_count) memcpy(kept, words, sizeof *words * s.word_count);
    s.words = kept;
    s.partner = NONE;
    VEC_PUSH(memory, to, s);
}

sayings audit_read_sayings(arena *memory, sqlite3 *db, sqlite3_stmt *quotes, const char *doing) {
    sayings out = {0};
    int code;
    while ((code = sqlite3_step(quotes)) == SQLITE_ROW) {
        saying q = {.speaker = arena_str(memory, store_column(quotes, 0)),
                    .said = arena_str(memory, store_column(quotes, 1)),
                    .telling = arena_str(memory, store_column(quotes, 2))};
        add_saying(memory, &out, &q);
    }
    audit_check(memory, db, code, doing);
    sqlite3_reset(quotes);
    return out;
}

static int by_key(const void *left, const void *right) {
    const saying *a = *(saying *const *)left, *b = *(saying *const *)right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a > b) - (a < b);
}

static saying **sorted(arena *memory, sayings *from) {
    saying **out = arena_alloc(memory, sizeof *out * ((size_t)from->count + 1));
    for (uint32_t i = 0; i < from->count; i++) out[i] = &from->at[i];
    if (from->count) qsort(out, from->count, sizeof *out, by_key);
    return out;
}

static void join(saying *a, const sayings *before, saying *b, const sayings *after) {
    a->partner = (uint32_t)(b - after->at);
    b->partner = (uint32_t)(a - before->at);
}

static void join_same(arena *memory, sayings *before, sayings *after) {
    saying **a = sorted(memory, before), **b = sorted(memory, after);
    for (uint32_t i = 0, k = 0; i < before->count && k < after->count;) {
        if (a[i]->key == b[k]->key) join(a[i], before, b[k], after);
        uint64_t left = a[i]->key, right = b[k]->key;
        i += left <= right;
        k += right <= left;
    }
}

static uint32_t shared_words(const saying *a, const saying *b) {
    uint32_t shared = 0;
    for (uint32_t i = 0, k = 0; i < a->word_count && k < b->word_count;) {
        uint32_t left = a->words[i], right = b->words[k];
        shared += left == right;
        i += left <= right;
        k += right <= left;
    }
    return shared;
}

/* The quote of the later version that shares most words with this one, half of the longer one's at least; NULL if there is none. */
static saying *reworded(const saying *a, const sayings *after) {
    saying *best = NULL;
    uint32_t most = FEWEST_SHARED - 1;
    for (uint32_t k = 0; k < after->count; k++) {
        saying *b = &after->at[k];
        if (b->partner != NONE || !str_equal(a->speaker, b->speaker)) continue;
        uint32_t longer = a->word_count > b->word_count ? a->word_count : b->word_count, shared = shared_words(a, b);
        if (shared <= most || 2 * shared < longer) continue;
        best = b;
        most = shared;
    }
    return best;
}

static uint32_t without_partner(const sayings *of) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < of->count; i++) count += of->at[i].partner == NONE;
    return count;
}

void audit_join_sayings(arena *memory, sayings *before, sayings *after) {
    join_same(memory, before, after);
    if (without_partner(before) > MOST_REWORDED || without_partner(after) > MOST_REWORDED) return;
    for (uint32_t i = 0; i < before->count; i++) {
        saying *a = &before->at[i], *b = a->partner == NONE ? reworded(a, after) : NULL;
        if (b) join(a, before, b, after);
    }
}
