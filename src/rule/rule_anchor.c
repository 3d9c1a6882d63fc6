/* rule_anchor.c: whether a sentence, a block or a quotation starts or ends at a token, punctuation aside. */
#include "rule/rule_matcher.h"

static bool closes(const document *doc, uint32_t at, uint32_t end) {
    for (; at < end; at++)
        if (!(doc->tokens.at[at].word->shape & SHAPE_PUNCT)) return false;
    return true;
}

/* Closing marks and stops (at most four) may stand between. */
static bool at_end_of(const document *doc, uint32_t at, uint32_t end) {
    return at <= end && end - at <= 4 && closes(doc, at, end);
}

/* Opening marks (at most four) may stand between. */
static bool at_start_of(const document *doc, uint32_t at, uint32_t start) {
    return at >= start && at - start <= 4 && closes(doc, start, at);
}

static bool sentence_anchor(const document *doc, bool starts, uint32_t at) {
    if (starts) return at < doc->tokens.count && at_start_of(doc, at, doc->sentences.at[doc->tokens.at[at].sentence].first);
    return at && at_end_of(doc, at, doc->sentences.at[doc->tokens.at[at - 1].sentence].last);
}

static bool block_anchor(const document *doc, bool starts, uint32_t at) {
    if (starts) return at < doc->tokens.count && at_start_of(doc, at, document_block(doc, at)->first);
    return at && at_end_of(doc, at, document_block(doc, at - 1)->last);
}

static bool has_flag(const document *doc, uint32_t at, uint8_t flag) {
    return at < doc->tokens.count && doc->tokens.at[at].flags & flag;
}

/* Before or behind the mark. */
static bool quote_anchor(const document *doc, bool starts, uint32_t at) {
    uint8_t flag = starts ? TOKEN_OPEN : TOKEN_CLOSE;
    if (has_flag(doc, at, flag) || (at && has_flag(doc, at - 1, flag))) return true;
    return !starts && at && doc->tokens.at[at - 1].depth && (at == doc->tokens.count || !doc->tokens.at[at].depth);
}

bool rule_anchor_holds(const document *doc, anchor which, uint32_t at) {
    switch (which) {
    case ANCHOR_sentence_start: return sentence_anchor(doc, true, at);
    case ANCHOR_sentence_end: return sentence_anchor(doc, false, at);
    case ANCHOR_block_start: return block_anchor(doc, true, at);
    case ANCHOR_block_end: return block_anchor(doc, false, at);
    case ANCHOR_quote_start: return quote_anchor(doc, true, at);
    default: return quote_anchor(doc, false, at);
    }
}
