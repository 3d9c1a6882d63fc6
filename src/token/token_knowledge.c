/* token_knowledge.c: what the lists tell the tokeniser: bits of a text. Abbreviations are kept as written (their case matters: "No." but
 * not "no."), all else in lower case. */
#include "base/str_table.h"
#include "token/token_part.h"

typedef struct number_ending {
    str letters;
    double scale;
    bool exact;
} number_ending;

struct token_knowledge {
    str_table texts;
    VEC(uint32_t) bits;         /* of each */
    VEC(number_ending) endings; /* a dozen */
    token_name_fn *ask;         /* NULL: nobody to ask */
    const void *owner;
};

/* What an entry of a kind is, and whether it is kept as written. */
static const struct {
    const char *kind;
    uint32_t bits;
    bool as_written;
} kinds[] = {
    {"abbreviation", KNOWN_ABBREVIATION, true}, {"numbering", KNOWN_NUMBERING, true},      {"number_word", KNOWN_NUMBER_WORD, false},
    {"name_particle", KNOWN_PARTICLE, false},   {"name_prefix", KNOWN_PREFIX, false},      {"compound_end", KNOWN_COMPOUND_END, false},
    {"sentence_start", KNOWN_START, false},     {"clear_start", KNOWN_CLEAR_START, false}, {"currency", KNOWN_CURRENCY, false},
    {"letter_name", KNOWN_LETTER_NAME, false},  {"syllable_onset", KNOWN_ONSET, false},    {"syllable_vowel", KNOWN_VOWEL, false},
    {"syllable_coda", KNOWN_CODA, false},       {"unit_letter", KNOWN_UNIT_LETTER, true},  {"number_ending", 0, true},
    {"currency_letter", KNOWN_CURRENCY, false},
};

const char *token_knowledge_kind(size_t i) {
    return i < sizeof kinds / sizeof *kinds ? kinds[i].kind : NULL;
}

token_knowledge *token_knowledge_new(arena *memory) {
    token_knowledge *known = ARENA_NEW(memory, token_knowledge);
    str_table_init(&known->texts, memory);
    return known;
}

static void add(token_knowledge *known, arena *memory, str text, uint32_t bits) {
    if (!text.size || text.size > WORD_LIMIT) return;
    uint32_t number = str_table_copy(&known->texts, text);
    if (number == known->bits.count) VEC_PUSH(memory, &known->bits, 0);
    known->bits.at[number] |= bits;
}

static str lowered(arena *memory, str text) {
    str copy = arena_str(memory, text);
    char *at = (char *)(uintptr_t)copy.data;
    for (size_t i = 0; i < copy.size; i++) at[i] = ascii_small(at[i]);
    return copy;
}

void token_knowledge_name(token_knowledge *known, arena *memory, str text) {
    add(known, memory, lowered(memory, text), KNOWN_NAME);
}

/* A sign of money in letters: short, in capitals. */
static bool is_currency(str text) {
    return text.size >= 1 && text.size <= 4 && ascii_upper(text.data[0]);
}

void token_knowledge_entry(token_knowledge *known, arena *memory, const token_entry *entry) {
    size_t i = 0, count = sizeof kinds / sizeof *kinds;
    while (i < count && !str_is(entry->kind, kinds[i].kind)) i++;
    if (i == count || (kinds[i].bits == KNOWN_CURRENCY && !is_currency(entry->text))) return;
    if (entry->scale > 0) {
        number_ending ending = {arena_str(memory, entry->text), entry->scale, entry->exact};
        VEC_PUSH(memory, &known->endings, ending);
    }
    uint32_t bits = kinds[i].bits;
    if (bits == KNOWN_ABBREVIATION && entry->title) bits |= KNOWN_TITLE;
    if (bits) add(known, memory, kinds[i].as_written ? entry->text : lowered(memory, entry->text), bits);
}

double token_knowledge_scale(const token_knowledge *known, str letters) {
    for (uint32_t i = 0; known && letters.size && i < known->endings.count; i++) {
        const number_ending *e = &known->endings.at[i];
        if (e->exact ? str_equal(e->letters, letters) : str_equal_caseless(e->letters, letters)) return e->scale;
    }
    return 0;
}

void token_knowledge_ask(token_knowledge *known, token_name_fn *ask, const void *owner) {
    known->ask = ask;
    known->owner = owner;
}

bool token_knowledge_asked(const token_knowledge *known, str folded) {
    return known && known->ask && known->ask(known->owner, folded);
}

uint32_t token_knowledge_bits(const token_knowledge *known, str text) {
    uint32_t number = known ? str_table_find(&known->texts, text) : NONE;
    return number == NONE ? 0 : known->bits.at[number];
}
