/* token_split.c: blocks -> tokens. A block is walked from white space to white space. A plain word between two spaces, most of a text, is a
 * token at once; any other stretch (a chunk) is cut by the boundaries of UAX 29 and put together again as the field writes its words
 * (token_piece.c). Flags and code points come from what lies between two tokens. */
#include "token/token_piece.h"

/* What stands between the last token and `start`: flags, and code points passed. */
static uint8_t gap(splitter *s, uint32_t start) {
    const char *text = s->doc->text.data;
    if (s->at + 1 == start && text[s->at] == ' ') {
        s->at = start;
        s->point++;
        return TOKEN_SPACED;
    }
    uint8_t flags = 0;
    while (s->at < start) {
        uint8_t class = breaker_next(s->breaks, text, &s->at, start);
        s->point++;
        if (class & BREAK_WHITE) flags |= TOKEN_SPACED;
        if ((class & BREAK_CLASS) == BREAK_newline) flags |= TOKEN_NEWLINE;
    }
    return flags;
}

static void emit_one(splitter *s, uint32_t start, uint32_t end) {
    document *doc = s->doc;
    uint8_t flags = gap(s, start);
    token t = {.start = start, .end = end, .flags = flags, .point = s->point};
    t.word = lexicon_word(s->words, doc->memory, str_slice(doc->text, start, end));
    VEC_PUSH(doc->memory, &doc->tokens, t);
    s->at = end;
    s->point += t.word->length;
}

void splitter_emit(splitter *s, uint32_t start, uint32_t end) {
    const char *text = s->doc->text.data;
    while (end - start > WORD_LIMIT) {
        uint32_t cut = start + WORD_LIMIT;
        while (cut > start + WORD_LIMIT - 4 && ((uint8_t)text[cut] & 0xC0) == 0x80) cut--;
        emit_one(s, start, cut);
        start = cut;
    }
    emit_one(s, start, end);
}

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The end of the letters that begin there. Modifier letters (lead byte CA) are left out: one of them is an apostrophe. */
static uint32_t letters_end(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    while (at < end) {
        if (is_letter(text[at])) {
            at++;
            continue;
        }
        uint32_t next = at;
        if ((uint8_t)text[at] < 0x80 || (uint8_t)text[at] == 0xCA || breaker_next(s->breaks, text, &next, end) != BREAK_letter) break;
        at = next;
    }
    return at;
}

/* A word of letters up to white space, with one sign between them at most. Returns where it ends, or `at` if it is not so plain. */
static uint32_t plain_word(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    uint32_t behind = letters_end(s, at, end);
    if (behind == at || behind - at > WORD_LIMIT) return at;
    if (behind == end || is_space(text[behind])) {
        emit_one(s, at, behind);
        return behind;
    }
    char sign = text[behind];
    if (behind + 1 < end && !is_space(text[behind + 1])) return at;
    if (sign != ',' && sign != '.' && sign != ';' && sign != ':' && sign != ')' && sign != '?' && sign != '!') return at;
    if (sign == '.' && splitter_stop_joins(s, at, behind, end)) {
        splitter_emit(s, at, behind + 1);
    } else {
        emit_one(s, at, behind);
        emit_one(s, behind, behind + 1);
    }
    return behind + 1;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool three_digits(const char *text, uint32_t at, uint32_t end) {
    return end - at >= 3 && is_digit(text[at]) && is_digit(text[at + 1]) && is_digit(text[at + 2]) &&
           (end - at == 3 || !is_digit(text[at + 3]));
}

/* Whether white space at [at, next) groups the digits of a number: a no-break or thin one (10 000), or an ordinary one if there are two
 * (1 414 021) or the group begins with 0 (10 000). */
static bool groups_digits(const char *text, uint32_t start, uint32_t at, uint32_t next, uint32_t end) {
    if (!three_digits(text, next, end)) return false;
    uint32_t before = 0;
    while (before < 4 && at - before > start && is_digit(text[at - before - 1])) before++;
    if (before < 1 || before > 3) return false;
    if (text[at] == ' ') {
        bool second = before == 3 && at - start > 4 && text[at - 4] == ' ' && is_digit(text[at - 5]);
        bool zero = text[next] == '0' && at - before == start; /* 10 000: no number begins like that */
        return second || zero || (at - before == start && end - next > 4 && text[next + 3] == ' ' && three_digits(text, next + 4, end));
    }
    return (next - at == 2 && memcmp(text + at, "\xC2\xA0", 2) == 0) ||
           (next - at == 3 && (memcmp(text + at, "\xE2\x80\xAF", 3) == 0 || memcmp(text + at, "\xE2\x80\x89", 3) == 0));
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

static void split_block(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    while (at < end) {
        uint32_t behind = at;
        if (is_space(text[at])) {
            at++;
            continue;
        }
        behind = plain_word(s, at, end);
        if (behind == at) {
            uint32_t next = at;
            uint8_t class = breaker_next(s->breaks, text, &next, end);
            if (class & BREAK_WHITE) {
                behind = next;
            } else {
                uint8_t classes;
                behind = chunk_end(s, at, end, &classes);
                splitter_chunk(s, at, behind, end, classes & BREAK_ICU);
            }
        }
        at = behind;
    }
}

void token_split(document *doc, lexicon *words) {
    splitter s; /* its arrays are left as they are */
    s.doc = doc;
    s.words = words;
    s.breaks = lexicon_breaker(words);
    s.at = s.point = 0;
    if (!doc->tokens.capacity) {
        /* English has five bytes a token: room for all of them, so that they are never copied. */
        doc->tokens.capacity = (uint32_t)(doc->text.size / 5) + 16;
        doc->tokens.at = arena_alloc(doc->memory, doc->tokens.capacity * sizeof *doc->tokens.at);
    }
    for (uint32_t i = 0; i < doc->blocks.count; i++) {
        block *b = &doc->blocks.at[i];
        b->first = s.block_first = doc->tokens.count;
        split_block(&s, b->start, b->end);
        b->last = doc->tokens.count;
    }
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
    token_sentences(doc, words);
}
