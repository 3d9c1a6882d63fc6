/* token_knowledge.c: what the lists tell the tokeniser: bits of a text. Abbreviations are kept as written (their case matters: "No." but
 * not "no."), all else in lower case. */
#include "base/str_table.h"
#include "token/token_part.h"

struct token_knowledge {
    str_table texts;
    VEC(uint32_t) bits; /* of each */
    token_name_fn *ask; /* NULL: nobody to ask */
    const void *owner;
};

/* What an entry of a kind is, and whether it is kept as written. */
static const struct {
    const char *kind;
    uint32_t bits;
    bool as_written;
} kinds[] = {{"abbreviation", KNOWN_ABBREVIATION, true}, {"numbering", KNOWN_NUMBERING, true},
             {"number_word", KNOWN_NUMBER_WORD, false},  {"name_particle", KNOWN_PARTICLE, false},
             {"name_prefix", KNOWN_PREFIX, false},       {"compound_end", KNOWN_COMPOUND_END, false},
             {"sentence_start", KNOWN_START, false},     {"clear_start", KNOWN_CLEAR_START, false},
             {"currency", KNOWN_CURRENCY, false},        {"letter_name", KNOWN_LETTER_NAME, false}};

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
    for (size_t i = 0; i < copy.size; i++)
        if (ascii_upper(at[i])) at[i] = (char)(at[i] + 32);
    return copy;
}

void token_knowledge_name(token_knowledge *known, arena *memory, str text) {
    add(known, memory, lowered(memory, text), KNOWN_NAME);
}

/* A sign of money in letters: short, in capitals. */
static bool is_currency(str text) {
    return text.size >= 2 && text.size <= 4 && ascii_upper(text.data[0]);
}

void token_knowledge_entry(token_knowledge *known, arena *memory, str kind, str text, bool title) {
    size_t i = 0, count = sizeof kinds / sizeof *kinds;
    while (i < count && !str_is(kind, kinds[i].kind)) i++;
    if (i == count || (kinds[i].bits == KNOWN_CURRENCY && !is_currency(text))) return;
    uint32_t bits = kinds[i].bits;
    if (bits == KNOWN_ABBREVIATION && title) bits |= KNOWN_TITLE;
    add(known, memory, kinds[i].as_written ? text : lowered(memory, text), bits);
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
