/* token_split.c: blocks -> tokens. A block is walked from white space to white space. A plain word between two spaces, most of a text, is a
 * token at once; any other stretch (a chunk) is cut by the boundaries of UAX 29 and put together again as the field writes its words
 * (token_piece.c). */
#include <endian.h>

#include "token/token_piece.h"

/* What ASCII signs are to a plain word: bits. */
enum { SIGN_space = 1, SIGN_letter = 2, SIGN_digit = 4, SIGN_opens = 8, SIGN_ends = 16 };
static const uint8_t signs[256] = {
    [' '] = SIGN_space,          ['\n'] = SIGN_space,         ['\t'] = SIGN_space,        ['\r'] = SIGN_space,
    ['A' ... 'Z'] = SIGN_letter, ['a' ... 'z'] = SIGN_letter, ['0' ... '9'] = SIGN_digit, ['"'] = SIGN_opens | SIGN_ends,
    ['('] = SIGN_opens,          ['['] = SIGN_opens,          [','] = SIGN_ends,          ['.'] = SIGN_ends,
    [';'] = SIGN_ends,           [':'] = SIGN_ends,           [')'] = SIGN_ends,          ['?'] = SIGN_ends,
    ['!'] = SIGN_ends,           ['%'] = SIGN_ends,
};

static bool is_a(char c, uint8_t what) {
    return signs[(uint8_t)c] & what;
}

static bool is_space(char c) {
    return is_a(c, SIGN_space);
}

/* How many of the eight bytes from there on are ASCII letters, before one that is none. */
static uint32_t letters_of_eight(const char *from) {
    const uint64_t ones = 0x0101010101010101u, highs = 0x80 * ones;
    uint64_t bytes;
    memcpy(&bytes, from, sizeof bytes);
    bytes = le64toh(bytes);
    uint64_t small = (bytes & ~highs) | 0x20 * ones; /* sums of seven bits reach the highest one, and no other byte */
    uint64_t below_a = ~(small + (0x80 - 'a') * ones), above_z = small + (0x80 - 'z' - 1) * ones;
    uint64_t others = (below_a | above_z | bytes) & highs;
    return others ? (uint32_t)__builtin_ctzll(others) / 8 : 8;
}

static uint32_t ascii_letters_end(const char *text, uint32_t at, uint32_t end) {
    while (end - at >= 8) {
        uint32_t run = letters_of_eight(text + at);
        at += run;
        if (run < 8) return at;
    }
    while (at < end && is_a(text[at], SIGN_letter)) at++;
    return at;
}

/* The end of the letters that begin there. Modifier letters (lead byte CA) are left out: one of them is an apostrophe. */
static uint32_t letters_end(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    for (;;) {
        at = ascii_letters_end(text, at, end);
        if (at == end) break;
        uint32_t next = at;
        if ((uint8_t)text[at] < 0x80 || (uint8_t)text[at] == 0xCA || breaker_next(s->breaks, text, &next, end) != BREAK_letter) break;
        at = next;
    }
    return at;
}

static bool is_digit(char c) {
    return is_a(c, SIGN_digit);
}

static bool three_digits(const char *text, uint32_t at, uint32_t end) {
    return end - at >= 3 && is_digit(text[at]) && is_digit(text[at + 1]) && is_digit(text[at + 2]) &&
           (end - at == 3 || !is_digit(text[at + 3]));
}

/* Whether the word that ends at `end` has at least so many letters, all small but for the first of a sentence: none that is a name. */
static bool is_small_word(const char *text, uint32_t end, uint32_t least) {
    enum { LONGEST = 16 };
    uint32_t first = end;
    while (first > 0 && end - first < LONGEST && ascii_lower(text[first - 1])) first--;
    bool capital = first > 0 && ascii_upper(text[first - 1]);
    if (capital) first--;
    if (end - first < least || (first > 0 && text[first - 1] != ' ' && text[first - 1] != '\n')) return false;
    return !capital || first < 2 || text[first - 1] == '\n' || text[first - 2] == '.';
}

/* Whether digits at [start, behind) stand between two words of small letters ("lost 12 500 men", "a toll of 53 412 people"): not "on 12 500
 * men", "in July 12 500 men", "2 155 mm shells". */
static bool among_small_words(const char *text, uint32_t start, uint32_t behind, uint32_t end) {
    enum { LETTERS = 3 };
    if (start < 2 || text[start - 1] != ' ' || behind == end) return false;
    bool stop = text[behind] == '.' || text[behind] == ',';
    if (stop && behind + 1 < end && text[behind + 1] != ' ' && text[behind + 1] != '\n') return false;
    if (!stop && (text[behind] != ' ' || end - behind <= LETTERS)) return false;
    for (uint32_t i = 1; !stop && i <= LETTERS; i++)
        if (!ascii_lower(text[behind + i])) return false;
    bool day = text[start + 1] == ' ' || (text[start + 2] == ' ' && memcmp(text + start, "31", 2) <= 0); /* of a month: "on 12" */
    return is_small_word(text, start - 1, day ? LETTERS : 1);
}

/* Whether white space at [at, next) groups the digits of a number: a no-break or thin one (10 000), or an ordinary one if there are two
 * (1 414 021), the group begins with 0 (10 000) or the words around it say so. */
static bool groups_digits(const char *text, uint32_t start, uint32_t at, uint32_t next, uint32_t end) {
    if (!three_digits(text, next, end)) return false;
    uint32_t before = 0;
    while (before < 4 && at - before > start && is_digit(text[at - before - 1])) before++;
    if (before < 1 || before > 3) return false;
    if (text[at] == ' ') {
        bool second = before == 3 && at - start > 4 && text[at - 4] == ' ' && is_digit(text[at - 5]);
        bool zero = text[next] == '0' && at - before == start; /* 10 000: no number begins like that */
        if (at - before == start && among_small_words(text, start, next + 3, end)) return true;
        return second || zero || (at - before == start && end - next > 4 && text[next + 3] == ' ' && three_digits(text, next + 4, end));
    }
    return (next - at == 2 && memcmp(text + at, "\xC2\xA0", 2) == 0) ||
           (next - at == 3 && (memcmp(text + at, "\xE2\x80\xAF", 3) == 0 || memcmp(text + at, "\xE2\x80\x89", 3) == 0));
}

/* Bytes of a quotation mark of three bytes: “ (opening), or ” and ’ (closing); 0 if none stands there. */
static uint32_t curly(const char *text, uint32_t at, uint32_t end, bool opening) {
    if (end - at < 3 || memcmp(text + at, "\xE2\x80", 2) != 0) return 0;
    if (opening) return text[at + 2] == '\x9C' ? 3 : 0;
    return text[at + 2] == '\x9D' || text[at + 2] == '\x99' ? 3 : 0;
}

/* Bytes of an apostrophe between the letters of a plain word, of the two usual signs; others go through token_piece.c. */
static uint32_t plain_apostrophe(const char *text, uint32_t at, uint32_t end) {
    if (at < end && text[at] == '\'') return 1;
    return end - at >= 3 && memcmp(text + at, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

/* A stretch without white space that has a word of letters, or a few digits, and hardly more. */
enum { PLAIN_DIGITS = 4 };
typedef struct plain {
    uint32_t start; /* of the word; before it stands at most one opening sign */
    uint32_t end;   /* of the word */
    uint32_t tail;  /* behind an `’s` */
    uint32_t signs; /* behind the punctuation: at white space or the end */
} plain;

/* Where the punctuation behind a word ends, at white space or at the end; 0 where something else stands there. */
static uint32_t signs_end(const char *text, uint32_t at, uint32_t end) {
    uint32_t i = at;
    while (i < end && !is_space(text[i])) {
        uint32_t size = is_a(text[i], SIGN_ends) ? 1 : curly(text, i, end, false);
        if (!size || (text[i] == '.' && i > at) || (text[i] == ':' && i + 1 < end && text[i + 1] == '/')) return 0;
        i += size;
    }
    return i;
}

/* The word of a plain stretch, if it has letters: with an apostrophe inside, or an `’s` behind it. */
static bool read_letters(splitter *s, uint32_t end, plain *out) {
    const char *text = s->doc->text.data;
    uint32_t mark = plain_apostrophe(text, out->end, end), behind = out->end + mark;
    out->tail = out->end;
    if (mark && behind < end && is_a(text[behind], SIGN_letter)) {
        out->tail = letters_end(s, behind, end);
        bool suffix = out->tail == behind + 1 && ascii_small(text[behind]) == 's';
        if (!suffix) out->end = out->tail;
    }
    return out->tail - out->start <= WORD_LIMIT / 2;
}

/* Reads such a stretch; false if it is not so plain, and UAX 29 has to cut it. */
static bool read_plain(splitter *s, uint32_t at, uint32_t end, plain *out) {
    const char *text = s->doc->text.data;
    out->start = at + (is_a(text[at], SIGN_opens) ? 1 : curly(text, at, end, true));
    out->end = letters_end(s, out->start, end);
    if (out->end > out->start) {
        if (!read_letters(s, end, out)) return false;
        return (out->signs = signs_end(text, out->tail, end)) != 0;
    }
    while (out->end < end && out->end - at < PLAIN_DIGITS && is_digit(text[out->end])) out->end++;
    out->tail = out->end;
    if (out->end == at || out->start > at) return false;
    out->signs = signs_end(text, out->tail, end);
    return out->signs && !(out->signs == out->end && out->end < end && groups_digits(text, at, out->end, out->end + 1, end));
}

/* Whether the letters before and behind a line's end are one word, and not two that a hyphen joins: "resi-\ndent", but "Hamas-\nrun". */
static bool is_one_word(splitter *s, uint32_t start, uint32_t hyphen, uint32_t end) {
    const form *left = splitter_form(s, start, hyphen);
    if (hyphen - start < 2 || left->word.shape & (SHAPE_UPPER | SHAPE_MIXED)) return false;
    if (!(left->word.shape & SHAPE_CAP)) return true;
    const token_knowledge *known = lexicon_known(s->words);
    if (token_knowledge_asked(known, splitter_form(s, start, end)->word.folded)) return true;
    uint32_t from = hyphen + (uint32_t)str_broken(s->doc->text, hyphen);
    return !(splitter_form(s, from, end)->known & KNOWN_COMPOUND_END) && !token_knowledge_asked(known, left->word.folded);
}

/* The word [at, hyphen) and what it goes on with in the next line, as one token; "twen-\nty-one" with what its hyphens join. Returns where
 * it ends, or `at` if it is none. */
static uint32_t broken_word(splitter *s, uint32_t at, uint32_t hyphen, uint32_t end) {
    const char *text = s->doc->text.data;
    uint32_t from = hyphen + (uint32_t)str_broken((str){text, end}, hyphen);
    if (from == hyphen) return at;
    uint32_t behind = letters_end(s, from, end);
    while (behind + 1 < end && text[behind] == '-' && ascii_letter(text[behind + 1])) behind = letters_end(s, behind + 1, end);
    if (behind - at > WORD_LIMIT || !is_one_word(s, at, hyphen, behind)) return at;
    splitter_emit_word(s, at, behind);
    return behind;
}

/* Makes the tokens of a plain stretch. Returns where it ends, or `at` if it is none. */
static uint32_t plain_word(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    uint32_t letters = letters_end(s, at, end);
    if (letters > at && (letters == end || is_space(text[letters])) && letters - at <= WORD_LIMIT) {
        splitter_emit_word(s, at, letters); /* most words */
        return letters;
    }
    if (letters > at && (text[letters] == '-' || (uint8_t)text[letters] == 0xC2)) {
        uint32_t behind = broken_word(s, at, letters, end);
        if (behind > at) return behind;
    }
    plain p;
    if (!read_plain(s, at, end, &p)) return at;
    if (p.start > at) splitter_emit_word(s, at, p.start);
    uint32_t i = p.tail;
    if (i < p.signs && text[i] == '.' && i == p.end && splitter_stop_joins(s, p.start, i, end)) p.end = ++i;
    splitter_emit_word(s, p.start, p.end);
    if (p.tail > p.end) splitter_emit_word(s, p.end, p.tail);
    while (i < p.signs) {
        uint32_t next = i + ((uint8_t)text[i] < 0x80 ? 1 : 3);
        splitter_emit_word(s, i, next);
        i = next;
    }
    return p.signs;
}

static uint32_t chunk_end(splitter *s, uint32_t at, uint32_t end, uint8_t *classes) {
    const char *text = s->doc->text.data;
    uint32_t start = at;
    uint8_t all = 0;
    while (at < end) {
        uint32_t next = at;
        uint8_t class = breaker_next(s->breaks, text, &next, end);
        if (class & BREAK_WHITE && !groups_digits(text, start, at, next, end)) break;
        all |= class;
        at = next;
    }
    *classes = all;
    return at;
}

/* Makes the tokens of what begins there, white space or a stretch without any. Returns where it ends. */
static uint32_t split_stretch(splitter *s, uint32_t at, uint32_t end) {
    if (is_space(s->doc->text.data[at])) return at + 1;
    uint32_t behind = plain_word(s, at, end);
    if (behind > at) return behind;
    behind = at;
    if (breaker_next(s->breaks, s->doc->text.data, &behind, end) & BREAK_WHITE) return behind;
    uint8_t classes;
    behind = chunk_end(s, at, end, &classes);
    splitter_chunk(s, at, behind, end, classes & BREAK_ICU);
    return behind;
}

void token_split(document *doc, lexicon *words) {
    splitter s; /* its arrays are left as they are */
    s.doc = doc;
    s.words = words;
    s.breaks = lexicon_breaker(words);
    s.at = s.point = 0;
    if (!doc->tokens.capacity) {
        /* English has five bytes a token, in short words four: room for all of them, so that they are never copied. */
        doc->tokens.capacity = (uint32_t)(doc->text.size / 4) + 16;
        doc->tokens.at = arena_alloc(doc->memory, doc->tokens.capacity * sizeof *doc->tokens.at);
    }
    for (uint32_t i = 0; i < doc->blocks.count; i++) {
        block *b = &doc->blocks.at[i];
        b->first = s.block_first = doc->tokens.count;
        for (uint32_t at = b->start; at < b->end;) at = split_stretch(&s, at, b->end);
        b->last = doc->tokens.count;
    }
}

bool token_is_plain(str text) {
    for (size_t i = 0; i < text.size; i++)
        if (!is_a(text.data[i], SIGN_letter)) return false;
    return text.size && text.size <= WORD_LIMIT;
}

/* The tokens of a few words need no memory but the stack: rules have thousands of such texts, and their arena lives as long as they do. */
uint32_t token_words(lexicon *words, arena *memory, str text, const word ***out) {
    enum { FEW = 32 };
    token few[FEW];
    if (text.size > UINT32_MAX / 2) text.size = UINT32_MAX / 2;
    block whole = {.start = 0, .end = (uint32_t)text.size};
    document doc = {.memory = memory, .text = text, .tokens = {few, 0, FEW}, .blocks = {&whole, 1, 1}};
    token_split(&doc, words);
    const word **found = arena_alloc(memory, sizeof *found * doc.tokens.count);
    for (uint32_t i = 0; i < doc.tokens.count; i++) found[i] = doc.tokens.at[i].word;
    *out = found;
    return doc.tokens.count;
}

void token_document(document *doc, lexicon *words) {
    token_split(doc, words);
    token_quotations(doc);
    token_sentences(doc);
}
