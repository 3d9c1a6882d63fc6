/* quote_indirect.c: a reported clause that a rule found -> a quote. Rules say roughly where the clause lies; here it is fitted to the
 * quotation marks (a clause never ends inside one), rid of a leading "that" and of punctuation outside the marks, and told direct, mixed
 * or indirect by the marks inside. */
#include "quote/quote_parts.h"

static bool is_mark(const token *t) {
    return (t->flags & (TOKEN_OPEN | TOKEN_CLOSE)) != 0;
}

/* Punctuation that may not stand at the edge of a clause. Brackets and signs of money or percent belong to it. */
static bool is_edge(const token *t) {
    static const char *const stops[] = {",", ".", ";", ":", "-", "--", "–", "—", "―", "?", "!", "…", "...", "•", "|", "/"};
    if (!(t->word->shape & SHAPE_PUNCT) || is_mark(t)) return false;
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (str_is(t->word->text, stops[i])) return true;
    return false;
}

/* Widens the end so that a top-level quotation that begins inside the clause ends inside it too, within the block. */
static void close_marks(const document *doc, quote *value) {
    uint32_t i = quote_marks_from(doc, value->last);
    for (uint32_t back = 0; i > 0 && back < 16; back++) {
        const quotation *q = &doc->quotations.at[--i];
        if (q->depth > 1) continue;
        if (q->first >= value->first && q->last > value->last) value->last = q->last;
        return;
    }
}

static speech kind_of(const document *doc, const quote *value) {
    uint32_t i = quote_marks_from(doc, value->first);
    if (i >= doc->quotations.count || doc->quotations.at[i].first >= value->last) return SPEECH_indirect;
    const quotation *q = &doc->quotations.at[i];
    return q->first == value->first && q->last >= value->last ? SPEECH_direct : SPEECH_mixed;
}

/* Whether the clause ends with a note mark ("[3]"); if so, all but its first token is cut. */
static bool ends_with_note(const document *doc, quote *value) {
    const token *tokens = doc->tokens.at;
    if (value->last < value->first + 4 || !str_is(tokens[value->last - 1].word->text, "]")) return false;
    if (!(tokens[value->last - 2].word->shape & SHAPE_DIGIT) || !str_is(tokens[value->last - 3].word->text, "[")) return false;
    value->last -= 2;
    return true;
}

bool quote_trim(const quote_pass *pass, quote *value) {
    const document *doc = pass->doc;
    const token *tokens = doc->tokens.at;
    close_marks(doc, value);
    while (value->first < value->last && (is_edge(&tokens[value->first]) || str_is(tokens[value->first].word->text, "that")))
        value->first++;
    while (value->last > value->first && (is_edge(&tokens[value->last - 1]) || ends_with_note(doc, value))) value->last--;
    if (value->first >= value->last) return false;
    value->kind = kind_of(doc, value);
    return true;
}

/* Whether the token lies inside a top-level quotation that begins before it. */
static bool inside_marks(const document *doc, uint32_t token_index) {
    const token *t = &doc->tokens.at[token_index];
    return t->depth > 0 && !(t->depth == 1 && (t->flags & TOKEN_OPEN));
}

bool quote_indirect(const quote_pass *pass, uint32_t annotation_index, quote_draft *draft) {
    const annotation *a = &pass->doc->annotations.at[annotation_index];
    *draft = (quote_draft){.value = {.first = a->first, .last = a->last, .speaker = NONE}};
    draft->value.from = (provenance){a->rule, NONE, annotation_index, STR_NONE};
    quote_take_slots(pass, draft, annotation_index);
    uint32_t cue = draft->value.cue_first < draft->value.cue_last ? draft->value.cue_first : a->first;
    /* A clause that begins in one quotation and whose cue stands outside it is the end of that quotation, which is a quote itself. */
    if (inside_marks(pass->doc, a->first) && !inside_marks(pass->doc, cue)) return false;
    return quote_trim(pass, &draft->value);
}
