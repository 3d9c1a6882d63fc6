/* token_knowledge.c: what the lists tell the tokeniser, a hash table from a text to bits. Abbreviations are kept as written (their case
 * matters: "No." but not "no."), all else in lower case. */
#include "base/arena.h"
#include "token/token_part.h"

typedef struct entry {
    str text;
    uint32_t bits;
} entry;

struct token_knowledge {
    entry *slots;
    uint32_t capacity, count;
    token_name_fn *ask; /* NULL: nobody to ask */
    const void *owner;
};

const char *const token_knowledge_kinds[] = {
    "abbreviation", "numbering",      "number_word", "name_particle", "name_prefix",
    "compound_end", "sentence_start", "clear_start", "currency",      NULL,
};

token_knowledge *token_knowledge_new(arena *memory) {
    return ARENA_NEW(memory, token_knowledge);
}

static entry *find(entry *slots, uint32_t capacity, str text) {
    uint32_t i = (uint32_t)str_hash(text) & (capacity - 1);
    while (slots[i].text.data && !str_equal(slots[i].text, text)) i = (i + 1) & (capacity - 1);
    return &slots[i];
}

static void grow(token_knowledge *known, arena *memory) {
    uint32_t capacity = known->capacity ? known->capacity * 2 : 256;
    entry *slots = ARENA_ARRAY(memory, entry, capacity);
    for (uint32_t i = 0; i < known->capacity; i++)
        if (known->slots[i].text.data) *find(slots, capacity, known->slots[i].text) = known->slots[i];
    known->slots = slots;
    known->capacity = capacity;
}

static void add(token_knowledge *known, arena *memory, str text, uint32_t bits) {
    if (!text.size || text.size > WORD_LIMIT) return;
    if (known->count * 2 >= known->capacity) grow(known, memory);
    entry *e = find(known->slots, known->capacity, text);
    if (!e->text.data) {
        e->text = arena_str(memory, text);
        known->count++;
    }
    e->bits |= bits;
}

static str lowered(arena *memory, str text) {
    str copy = arena_str(memory, text);
    char *at = (char *)(uintptr_t)copy.data;
    for (size_t i = 0; i < copy.size; i++)
        if (at[i] >= 'A' && at[i] <= 'Z') at[i] = (char)(at[i] + 32);
    return copy;
}

void token_knowledge_name(token_knowledge *known, arena *memory, str text) {
    add(known, memory, lowered(memory, text), KNOWN_NAME);
}

void token_knowledge_entry(token_knowledge *known, arena *memory, str kind, str text, bool title) {
    if (str_is(kind, "abbreviation")) {
        add(known, memory, text, KNOWN_ABBREVIATION | (title ? KNOWN_TITLE : 0));
    } else if (str_is(kind, "numbering")) {
        add(known, memory, text, KNOWN_NUMBERING);
    } else if (str_is(kind, "number_word")) {
        add(known, memory, lowered(memory, text), KNOWN_NUMBER_WORD);
    } else if (str_is(kind, "name_particle")) {
        add(known, memory, lowered(memory, text), KNOWN_PARTICLE);
    } else if (str_is(kind, "name_prefix")) {
        add(known, memory, lowered(memory, text), KNOWN_PREFIX);
    } else if (str_is(kind, "compound_end")) {
        add(known, memory, lowered(memory, text), KNOWN_COMPOUND_END);
    } else if (str_is(kind, "sentence_start")) {
        add(known, memory, lowered(memory, text), KNOWN_START);
    } else if (str_is(kind, "currency")) {
        if (text.size >= 2 && text.size <= 4 && text.data[0] >= 'A' && text.data[0] <= 'Z')
            add(known, memory, lowered(memory, text), KNOWN_CURRENCY);
    } else if (str_is(kind, "clear_start")) {
        add(known, memory, lowered(memory, text), KNOWN_CLEAR_START);
    }
}

void token_knowledge_ask(token_knowledge *known, token_name_fn *ask, const void *owner) {
    known->ask = ask;
    known->owner = owner;
}

bool token_knowledge_asked(const token_knowledge *known, str folded) {
    return known && known->ask && known->ask(known->owner, folded);
}

uint32_t token_knowledge_bits(const token_knowledge *known, str text) {
    if (!known || !known->count) return 0;
    return find(known->slots, known->capacity, text)->bits;
}
