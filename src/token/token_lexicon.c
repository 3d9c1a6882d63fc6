/* token_lexicon.c: the distinct word forms of a worker. An open-addressed table of forms over memory of its own, which outlives documents:
 * most words of a text have been met before, and cost one look-up. A slot has the bytes of a short form, nearly all, beside the form, so
 * that a look-up reads one line of memory, and a form lies on lines of its own, what every stage asks of it on the first. */
#include <stdlib.h>

#include "base/error.h"
#include "token/token_part.h"

enum { FIRST_SLOTS = 1 << 12, CHUNK = 256 * 1024, LINE = 64 };

typedef struct chunk {
    struct chunk *before;
    size_t used, capacity;
    max_align_t data[];
} chunk;

/* What a text is known by: up to 16 bytes, nearly all, the text itself, zeros behind it; of a longer one its hash. */
enum { SHORT = 16 };

typedef struct key {
    uint64_t left, right;
    uint64_t size;
} key;

typedef struct place {
    key key;
    form *form; /* NULL: empty */
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

/* Empty ones, of which none lies on two lines of memory. */
static place *places_new(uint32_t slots) {
    place *places = aligned_alloc(LINE, slots * sizeof *places);
    if (places) memset(places, 0, slots * sizeof *places);
    return places;
}

static bool start(lexicon *words) {
    words->places = places_new(FIRST_SLOTS);
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

static void *take(void *owner, size_t size) {
    lexicon *words = owner;
    size = (size + 15) & ~(size_t)15;
    chunk *top = words->memory;
    if (!top || top->capacity - top->used < size) {
        size_t capacity = size > CHUNK ? size : CHUNK;
        top = malloc(sizeof *top + capacity);
        if (!top) arena_nomem(words->failing);
        *top = (chunk){words->memory, 0, capacity};
        words->memory = top;
    }
    void *at = (char *)top->data + top->used;
    top->used += size;
    return at;
}

/* On lines of memory of their own. */
static void *take_lines(lexicon *words, size_t size) {
    uintptr_t at = (uintptr_t)take(words, size + LINE - 1);
    return (void *)((at + LINE - 1) & ~(uintptr_t)(LINE - 1));
}

void *lexicon_keep(lexicon *words, arena *memory, size_t size) {
    words->failing = memory;
    return take(words, size);
}

static inline uint64_t load(const char *from) {
    uint64_t value;
    memcpy(&value, from, sizeof value);
    return value;
}

/* `room`: so many bytes can be read from text.data on. */
static inline key key_of(str text, size_t room) {
    static const char keep[2 * SHORT] = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    if (text.size > SHORT) return (key){str_hash(text), 0, text.size};
    char copy[SHORT];
    const char *from = text.data, *mask = keep + SHORT - text.size;
    if (room < SHORT) {
        if (text.size) memcpy(copy, text.data, text.size);
        from = copy;
    }
    return (key){load(from) & load(mask), load(from + 8) & load(mask + 8), text.size};
}

static inline bool same_key(const key *a, const key *b) {
    return a->left == b->left && a->right == b->right && a->size == b->size;
}

/* Where a text is looked for in the table. The factors have bytes that no UTF-8 has, so that none of them becomes 0. */
static inline uint32_t slot_of(const key *k) {
    __uint128_t product = (__uint128_t)(k->left ^ 0xFFA0761D6478BD64u) * (k->right ^ (0xF5E7037ED1A0B428u + k->size));
    return (uint32_t)((uint64_t)product ^ (uint64_t)(product >> 64));
}

static void put(place *places, uint32_t mask, const place *made) {
    uint32_t i = slot_of(&made->key) & mask;
    while (places[i].form) i = (i + 1) & mask;
    places[i] = *made;
}

static void grow(lexicon *words) {
    uint32_t slots = (words->mask + 1) * 2;
    place *places = places_new(slots);
    if (!places) arena_nomem(words->failing);
    form **forms = realloc(words->forms, slots / 2 * sizeof *forms);
    if (!forms) {
        free(places);
        arena_nomem(words->failing);
    }
    words->forms = forms;
    words->capacity = slots / 2;
    for (uint32_t i = 0; i <= words->mask; i++)
        if (words->places[i].form) put(places, slots - 1, &words->places[i]);
    free(words->places);
    words->places = places;
    words->mask = slots - 1;
}

/* Apart, so that a look-up saves no registers for it. */
static __attribute__((noinline)) const word *add(lexicon *words, arena *memory, str text, const key *k) {
    words->failing = memory;
    if (!words->places && !start(words)) {
        drop(words);
        arena_nomem(memory);
    }
    if (words->count == words->capacity) grow(words);
    char *copy = take(words, text.size + 1);
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    form *f = take_lines(words, sizeof *f);
    *f = (form){.word = {.text = {copy, text.size}, .hash = str_hash(text), .id = words->count, .gazetteer = NONE, .rule = NONE}};
    form_compute(f, words->known, (form_memory){take, words});
    put(words->places, words->mask, &(place){*k, f});
    words->forms[words->count++] = f;
    return &f->word;
}

const word *lexicon_word_in(lexicon *words, arena *memory, str whole, uint32_t start, uint32_t end) {
    if (end - start > WORD_LIMIT) end = start + WORD_LIMIT;
    str text = str_slice(whole, start, end);
    key k = key_of(text, whole.size - start);
    if (words->places) {
        const place *p;
        for (uint32_t i = slot_of(&k) & words->mask; (p = &words->places[i])->form; i = (i + 1) & words->mask) {
            if (!same_key(&p->key, &k)) continue;
            if (text.size <= SHORT || memcmp(p->form->word.text.data, text.data, text.size) == 0) return &p->form->word;
        }
    }
    return add(words, memory, text, &k);
}

const word *lexicon_word(lexicon *words, arena *memory, str text) {
    return lexicon_word_in(words, memory, text, 0, text.size < WORD_LIMIT ? (uint32_t)text.size : WORD_LIMIT);
}

str token_fold(arena *memory, str text) {
    char out[FOLD_LIMIT];
    if (text.size > WORD_LIMIT) return STR_NONE;
    return arena_str(memory, (str){out, form_fold(text, out)});
}
