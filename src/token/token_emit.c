/* token_emit.c: stretches of a text -> tokens, each with what lies before it: white space, line breaks, code points passed. */
#include <string.h>

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

void splitter_emit_word(splitter *s, uint32_t start, uint32_t end) {
    document *doc = s->doc;
    uint8_t flags = gap(s, start);
    const word *w = lexicon_word_in(s->words, doc->memory, doc->text, start, end);
    token made = {.word = w,
                  .start = start,
                  .end = end,
                  .point = s->point,
                  .flags = flags,
                  .sign = form_of(w)->class,
                  .shape = (uint16_t)w->shape,
                  .outline = w->outline};
    VEC_PUSH(doc->memory, &doc->tokens, made);
    s->at = end;
    s->point += w->length;
}

/* Whether an asterisk ends a word, as a note mark ("Amina*, 34"): no token. */
static bool is_note_mark(const splitter *s, uint32_t start, uint32_t end) {
    str text = s->doc->text;
    if (end != start + 1 || text.data[start] != '*' || start != s->at || !s->doc->tokens.count) return false;
    if (!(s->doc->tokens.at[s->doc->tokens.count - 1].shape & SHAPE_ALPHA)) return false;
    static const char behind[] = " \n,.:;";
    return end >= text.size || memchr(behind, text.data[end], sizeof behind - 1);
}

void splitter_emit(splitter *s, uint32_t start, uint32_t end) {
    const char *text = s->doc->text.data;
    if (is_note_mark(s, start, end)) return;
    while (end - start > WORD_LIMIT) {
        uint32_t cut = start + WORD_LIMIT;
        while (cut > start + WORD_LIMIT - 4 && utf8_continues(text[cut])) cut--;
        splitter_emit_word(s, start, cut);
        start = cut;
    }
    splitter_emit_word(s, start, end);
}
