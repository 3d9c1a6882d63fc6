/* token_sentence.c: tokens -> sentences. A stop ends a sentence, with the closing marks and brackets behind it, unless a small letter goes
 * on (“Why?” he asked) or the stop is an abbreviation's. Sentences end inside quotations too, so that every fact has a sentence of its own.
 */
#include "token/token_part.h"

enum { SENTENCE_LIMIT = 1000, CLOSER_LIMIT = 64, NOTE_WORDS = 3, NOTES_LIMIT = 8 };

static bool is_closer(const document *doc, uint32_t i) {
    const token *t = &doc->tokens.at[i];
    form_class c = token_class(doc, i);
    if (t->flags & TOKEN_CLOSE) return true;
    if (t->flags & (TOKEN_OPEN | TOKEN_SPACED)) return false;
    return c == CLASS_bracket_close || c == CLASS_double_close || c == CLASS_double_straight || c == CLASS_single_close ||
           c == CLASS_single_straight || c == CLASS_angle_close;
}

static bool is_opener(const document *doc, uint32_t i) {
    form_class c = token_class(doc, i);
    return c == CLASS_bracket_open || class_is_mark(c) || doc->tokens.at[i].flags & TOKEN_OPEN;
}

static bool ends_clause(form_class c) {
    return c == CLASS_terminator || c == CLASS_ellipsis;
}

/* Index behind opening marks and brackets, at most a few of them. */
static uint32_t skip_openers(const document *doc, uint32_t i, uint32_t last) {
    for (uint32_t steps = 0; i < last && steps < 8 && is_opener(doc, i); steps++) i++;
    return i;
}

/* Whether a sentence may begin at i, behind a stop. `sure`: only where it clearly does (behind an abbreviation). */
static bool begins(const document *doc, uint32_t i, uint32_t last, bool sure) {
    if (i >= last) return true;
    bool spaced = doc->tokens.at[i].flags & TOKEN_SPACED;
    if (token_class(doc, i) == CLASS_bullet) return true;
    uint32_t at = skip_openers(doc, i, last);
    if (at >= last) return false;
    bool quoted = at > i && class_is_mark(token_class(doc, i));
    const form *f = form_of(doc->tokens.at[at].word);
    uint32_t shape = f->word.shape;
    uint32_t start = shape & SHAPE_UPPER && f->word.length > 1 ? KNOWN_CLEAR_START : KNOWN_START;
    if (sure) return spaced && shape & SHAPE_CAP && (f->known & start || quoted);
    if (shape & SHAPE_PUNCT) return spaced && f->class == CLASS_none && !str_is(f->word.text, "%") && !str_is(f->word.text, "&");
    if (shape & SHAPE_LOWER) return spaced && f->known & KNOWN_PARTICLE;   /* al-Assad begins one too */
    if (!(shape & (SHAPE_CAP | SHAPE_MIXED | SHAPE_ALPHA))) return spaced; /* digits */
    return true;
}

/* A number at the start of a line: "1. The …" is no sentence of its own. */
static bool is_numbering(const document *doc, uint32_t first, uint32_t i) {
    return i == first + 1 && doc->tokens.at[first].word->shape & SHAPE_DIGIT && doc->tokens.at[first].word->length <= 3;
}

/* Index behind the marks of notes that stand right at a stop: "[3]", "[citation needed]". */
static uint32_t skip_notes(const document *doc, uint32_t i, uint32_t last) {
    for (uint32_t n = 0; n < NOTES_LIMIT && i < last; n++) {
        if (!str_is(doc->tokens.at[i].word->text, "[") || doc->tokens.at[i].flags & TOKEN_SPACED) return i;
        uint32_t end = i + 1;
        while (end < last && end - i <= NOTE_WORDS && !str_is(doc->tokens.at[end].word->text, "]")) end++;
        if (end >= last || end - i > NOTE_WORDS) return i;
        i = end + 1;
    }
    return i;
}

/* Where the sentence that the token at i may end ends; 0 if it does not. */
static uint32_t sentence_end(const document *doc, uint32_t first, uint32_t i, uint32_t last) {
    form_class c = token_class(doc, i);
    if (c == CLASS_abbreviation) {
        uint32_t behind = i + 1;
        while (behind < last && behind - i < CLOSER_LIMIT && is_closer(doc, behind)) behind++;
        return begins(doc, behind, last, true) ? behind : 0;
    }
    if (!ends_clause(c) || is_numbering(doc, first, i)) return 0;
    uint32_t behind = i + 1;
    while (behind < last && behind - i < CLOSER_LIMIT && (is_closer(doc, behind) || ends_clause(token_class(doc, behind)))) behind++;
    behind = skip_notes(doc, behind, last);
    if (c == CLASS_ellipsis && behind == i + 1 && behind < last && !(doc->tokens.at[behind].flags & TOKEN_SPACED)) return 0;
    return begins(doc, behind, last, false) ? behind : 0;
}

static void add(document *doc, uint32_t block_index, uint32_t first, uint32_t last) {
    sentence s = {first, last, block_index};
    uint32_t index = doc->sentences.count;
    VEC_PUSH(doc->memory, &doc->sentences, s);
    bool found = false;
    for (uint32_t i = first; i < last; i++) {
        doc->tokens.at[i].sentence = index;
        form_class c = token_class(doc, i);
        if (found || (i + 1 < last && (is_opener(doc, i) || c == CLASS_bullet || c == CLASS_dash))) continue;
        doc->tokens.at[i].flags |= TOKEN_FIRST;
        found = true;
    }
}

static void split_block(document *doc, uint32_t block_index, uint32_t first, uint32_t last) {
    uint32_t start = first;
    for (uint32_t i = first; i < last; i++) {
        if (i - start == SENTENCE_LIMIT || (i > start && token_class(doc, i) == CLASS_bullet && doc->tokens.at[i].flags & TOKEN_SPACED)) {
            add(doc, block_index, start, i);
            start = i;
        }
        uint32_t end = sentence_end(doc, start, i, last);
        if (!end) continue;
        if (end - start > SENTENCE_LIMIT) end = start + SENTENCE_LIMIT;
        add(doc, block_index, start, end);
        start = end;
        i = end - 1;
    }
    if (start < last) add(doc, block_index, start, last);
}

void token_sentences(document *doc) {
    for (uint32_t b = 0; b < doc->blocks.count; b++) split_block(doc, b, doc->blocks.at[b].first, doc->blocks.at[b].last);
}
