/* token_lexicon.c: the distinct word forms of a worker. An open-addressed table of hashes and forms over memory of its own, which outlives
 * documents: most words of a text have been met before, and cost one look-up. */
#include <stdlib.h>

#include "base/error.h"
#include "token/token_part.h"

enum { FIRST_SLOTS = 1 << 14, CHUNK = 256 * 1024 };

typedef struct chunk {
    struct chunk *before;
    size_t used, capacity;
    max_align_t data[];
} chunk;

typedef struct place {
    uint32_t hash;   /* high half of the form's slot_hash */
    uint32_t number; /* id + 1; 0: empty */
} place;

struct lexicon {
    const token_knowledge *known;
    breaker *breaks;
    chunk *memory;
    place *places;
    uint32_t mask;
    form **forms; /* by id */
    uint32_t count, capacity;
    arena *failing; /* where running out of memory is told; set for the time of a call */
};

static bool start(lexicon *words) {
    words->places = calloc(FIRST_SLOTS, sizeof *words->places);
    words->forms = malloc(FIRST_SLOTS / 2 * sizeof *words->forms);
    words->mask = FIRST_SLOTS - 1;
    words->capacity = FIRST_SLOTS / 2;
    words->count = 0;
    return words->places && words->forms;
}

static void drop(lexicon *words) {
    while (words->memory) {
        chunk *before = words->memory->before;
        free(words->memory);
        words->memory = before;
    }
    free(words->places);
    free(words->forms);
    words->places = NULL;
    words->forms = NULL;
    words->mask = words->count = words->capacity = 0;
}

lexicon *lexicon_new(const token_knowledge *known) {
    lexicon *words = calloc(1, sizeof *words);
    if (!words) return NULL;
    words->known = known;
    words->breaks = breaker_new();
    if (!words->breaks || !start(words)) {
        lexicon_free(words);
        return NULL;
    }
    return words;
}

void lexicon_free(lexicon *words) {
    if (!words) return;
    drop(words);
    breaker_free(words->breaks);
    free(words);
}

void lexicon_flush(lexicon *words, uint32_t limit) {
    if (words->count > limit) drop(words); /* the next word starts the table again */
}

uint32_t lexicon_count(const lexicon *words) {
    return words->count;
}

word *lexicon_mutable(lexicon *words, const word *w) {
    return &words->forms[w->id]->word;
}

const token_knowledge *lexicon_known(const lexicon *words) {
    return words->known;
}

breaker *lexicon_breaker(lexicon *words) {
    return words->breaks;
}

static _Noreturn void out_of_memory(arena *memory) {
    muster_error error;
    error_nomem(&error);
    arena_fail(memory, &error);
}

static void *take(void *owner, size_t size) {
    lexicon *words = owner;
    size = (size + 15) & ~(size_t)15;
    chunk *top = words->memory;
    if (!top || top->capacity - top->used < size) {
        size_t capacity = size > CHUNK ? size : CHUNK;
        top = malloc(sizeof *top + capacity);
        if (!top) out_of_memory(words->failing);
        *top = (chunk){words->memory, 0, capacity};
        words->memory = top;
    }
    void *at = (char *)top->data + top->used;
    top->used += size;
    return at;
}

void *lexicon_keep(lexicon *words, arena *memory, size_t size) {
    words->failing = memory;
    return take(words, size);
}

/* Words of up to 16 bytes, nearly all, are read as two numbers that overlap. */
enum { SHORT = 16 };

typedef struct halves {
    uint64_t left, right;
} halves;

static inline uint64_t load(const char *from, size_t size) {
    uint64_t value = 0;
    memcpy(&value, from, size);
    return value;
}

static inline halves halves_of(const char *data, size_t size) {
    if (size >= 8) return (halves){load(data, 8), load(data + size - 8, 8)};
    if (size >= 4) return (halves){load(data, 4), load(data + size - 4, 4)};
    if (size >= 2) return (halves){load(data, 2), load(data + size - 2, 2)};
    return (halves){size ? (unsigned char)data[0] : 0, 0};
}

/* Where a word is looked for in the table. The factors have bytes that no UTF-8 has, so that none of them becomes 0. */
static inline uint64_t slot_hash(str text, halves h) {
    if (text.size > SHORT) return str_hash(text);
    __uint128_t product = (__uint128_t)(h.left ^ 0xFFA0761D6478BD64u) * (h.right ^ (0xF5E7037ED1A0B428u + text.size));
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline bool is_text(const word *w, str text, halves h) {
    if (w->text.size != text.size) return false;
    if (text.size > SHORT) return memcmp(w->text.data, text.data, text.size) == 0;
    halves own = halves_of(w->text.data, text.size);
    return own.left == h.left && own.right == h.right;
}

static uint64_t text_hash(str text) {
    return slot_hash(text, text.size > SHORT ? (halves){0, 0} : halves_of(text.data, text.size));
}

static void grow(lexicon *words) {
    uint32_t slots = (words->mask + 1) * 2;
    place *places = calloc(slots, sizeof *places);
    if (!places) out_of_memory(words->failing);
    form **forms = realloc(words->forms, slots / 2 * sizeof *forms);
    if (!forms) {
        free(places);
        out_of_memory(words->failing);
    }
    words->forms = forms;
    words->capacity = slots / 2;
    for (uint32_t id = 0; id < words->count; id++) {
        uint64_t hash = text_hash(forms[id]->word.text);
        uint32_t i = (uint32_t)hash & (slots - 1);
        while (places[i].number) i = (i + 1) & (slots - 1);
        places[i] = (place){(uint32_t)(hash >> 32), id + 1};
    }
    free(words->places);
    words->places = places;
    words->mask = slots - 1;
}

/* Apart, so that a look-up saves no registers for it. */
static __attribute__((noinline)) const word *add(lexicon *words, arena *memory, str text, uint64_t hash) {
    words->failing = memory;
    if (!words->places && !start(words)) {
        drop(words);
        out_of_memory(memory);
    }
    if (words->count == words->capacity) grow(words);
    char *copy = take(words, text.size + 1);
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    form *f = take(words, sizeof *f);
    *f = (form){.word = {.text = {copy, text.size}, .hash = str_hash(text), .id = words->count, .gazetteer = NONE, .rule = NONE}};
    form_compute(f, words->known, (form_memory){take, words});
    uint32_t i = (uint32_t)hash & words->mask;
    while (words->places[i].number) i = (i + 1) & words->mask;
    words->places[i] = (place){(uint32_t)(hash >> 32), words->count + 1};
    words->forms[words->count++] = f;
    return &f->word;
}

const word *lexicon_word(lexicon *words, arena *memory, str text) {
    if (text.size > WORD_LIMIT) text.size = WORD_LIMIT;
    halves h = text.size > SHORT ? (halves){0, 0} : halves_of(text.data, text.size);
    uint64_t hash = slot_hash(text, h);
    if (words->places) {
        for (uint32_t i = (uint32_t)hash & words->mask; words->places[i].number; i = (i + 1) & words->mask) {
            if (words->places[i].hash != (uint32_t)(hash >> 32)) continue;
            const word *w = &words->forms[words->places[i].number - 1]->word;
            if (is_text(w, text, h)) return w;
        }
    }
    return add(words, memory, text, hash);
}

str token_fold(lexicon *words, arena *memory, str text) {
    (void)words;
    if (text.size <= WORD_LIMIT) {
        char out[FOLD_LIMIT];
        return arena_str(memory, (str){out, form_fold(text, out)});
    }
    return STR_NONE;
}
