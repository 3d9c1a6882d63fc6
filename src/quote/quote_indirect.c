/* quote_indirect.c: a reported clause that a rule found -> a quote. Rules say roughly where the clause lies; here it is fitted to the
 * quotation marks (a clause never ends inside one), rid of punctuation outside the marks, and told direct, mixed
 * or indirect by the marks inside. */
#include "quote/quote_parts.h"

/* Fewer words before a tag are an adjunct ("Also today, he said …"), no clause. */
enum { FRONT_WORDS = 3 };

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
    while (value->first < value->last && is_edge(&tokens[value->first])) value->first++;
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

/* Where the clause begins that a tag reports: behind a semicolon, if another cue stands before that ("Berg urged both to stop; nobody
 * had, she said"). */
static uint32_t behind_other_cue(const quote_pass *pass, uint32_t first, uint32_t last) {
    uint32_t i = last;
    while (i > first && !document_text_is(pass->doc, i - 1, ";")) i--;
    if (i > first && document_block(pass->doc, first)->kind == BLOCK_headline) return i; /* "Ship aground; no spill, says owner" */
    for (uint32_t n = pass->sayings.count; i > first && n > 0; n--) {
        const annotation *saying = &pass->doc->annotations.at[pass->sayings.at[n - 1]];
        if (saying->first < first) break;
        if (saying->first < i) return i;
    }
    return first;
}

void quote_front(const quote_pass *pass, quote_clause *clause) {
    const document *doc = pass->doc;
    const annotation *tag = &doc->annotations.at[clause->annotation];
    clause->first = document_sentence(doc, tag->first)->first;
    clause->last = tag->first;
    const annotation *lead = document_find(doc, clause->first, pass->label.lead);
    if (lead && lead->last <= tag->first) clause->first = lead->last;
    clause->first = behind_other_cue(pass, clause->first, clause->last);
}

/* Whether the sentence of a tag begins with a cue of its own over a clause ("the agency said that …, the newspaper reported"): what the
 * agency said is the quote, not that it said so. */
static bool opens_with_cue(const quote_pass *pass, const quote_clause *clause) {
    const document *doc = pass->doc;
    for (uint32_t i = pass->saying, n = 0; i < pass->sayings.count && n < 4; i++, n++) {
        const annotation *saying = &doc->annotations.at[pass->sayings.at[i]];
        if (saying->first > clause->first) return false;
        const slot *frame = annotation_slot(saying, STR("frame"));
        if (saying->first < clause->first || saying->last > clause->last || !frame || !str_list_has(frame->text, '|', STR("bare")))
            continue;
        for (uint32_t j = pass->clause, k = 0; j < pass->clauses.count && k < 4; j++, k++) {
            const quote_clause *other = &pass->clauses.at[j];
            if (!other->front && other->first >= saying->last && other->first < clause->last && other->first <= saying->last + GAP_LIMIT)
                return true;
        }
    }
    return false;
}

/* Whether what stands before a quotation in a clause is an adjunct: "By then, [“she was ill”], according to the Herald"; or what a colon
 * ends: "His deputy was glum: [“it is over”], he said". */
static bool is_adjunct(const quote_pass *pass, uint32_t first, uint32_t last) {
    enum { ADJUNCT_WORDS = 6 };
    const document *doc = pass->doc;
    if (document_text_is(doc, last - 1, ":")) return true;
    return last <= first + ADJUNCT_WORDS && document_text_is(doc, last - 1, ",") && document_find(doc, first, pass->label.head_end);
}

/* Whether a quotation fills the clause, but for a comma or an adjunct: then it is the quotation's, which knows better where it begins. */
static bool is_quotation(const quote_pass *pass, const quote_clause *clause) {
    const document *doc = pass->doc;
    uint32_t i = quote_marks_from(doc, clause->first);
    if (i >= doc->quotations.count) return false;
    const quotation *q = &doc->quotations.at[i];
    if (q->last > clause->last || clause->last - q->last > 1) return false;
    uint32_t behind = doc->annotations.at[clause->annotation].last; /* "The loss — [“a pity”], he said — is grave" */
    if (q->first > clause->first && quote_is_dash(doc, q->first - 1) && behind < doc->tokens.count && quote_is_dash(doc, behind))
        return true;
    return q->first == clause->first || (q->first < clause->last && is_adjunct(pass, clause->first, q->first));
}

bool quote_indirect(const quote_pass *pass, const quote_clause *clause, quote_draft *draft) {
    const document *doc = pass->doc;
    const annotation *a = &doc->annotations.at[clause->annotation];
    *draft = (quote_draft){.value = {.first = clause->first, .last = clause->last, .speaker = NONE}};
    draft->value.from = (provenance){a->rule, NONE, clause->annotation, STR_NONE};
    quote_take_slots(pass, draft, clause->annotation);
    uint32_t cue = draft->value.cue_first < draft->value.cue_last ? draft->value.cue_first : clause->first;
    /* A clause that begins in one quotation and whose cue stands outside it is the end of that quotation, which is a quote itself. */
    if (inside_marks(doc, clause->first) && !inside_marks(doc, cue)) return false;
    if (clause->front && (is_quotation(pass, clause) || opens_with_cue(pass, clause))) return false;
    if (!quote_trim(pass, &draft->value)) return false;
    return !clause->front || draft->value.last >= draft->value.first + FRONT_WORDS;
}
