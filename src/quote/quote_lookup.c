/* quote_lookup.c: what the files of the stage ask of a document: features of annotations, quotations and quotes by place. */
#include "base/bisect.h"
#include "quote/quote_parts.h"

quote_labels quote_labels_of(const resolver *with) {
    const labels *all = with ? with->all : NULL;
    return (quote_labels){.pronoun = labels_known(all, STR("pronoun")),
                          .pronoun_object = labels_known(all, STR("pronoun_object")),
                          .determiner = labels_known(all, STR("determiner")),
                          .speaker_noun = labels_known(all, STR("speaker_noun")),
                          .head_end = labels_known(all, STR("head_end")),
                          .join = labels_known(all, STR("join")),
                          .title = labels_known(all, STR("title")),
                          .rank = labels_known(all, STR("rank")),
                          .lead = labels_known(all, STR("lead")),
                          .turn = labels_known(all, STR("turn")),
                          .posted = labels_known(all, STR("signed")),
                          .clause = labels_known(all, STR("clause")),
                          .called = labels_known(all, STR("called")),
                          .hedge = labels_known(all, STR("hedge")),
                          .doubt = labels_known(all, STR("doubt"))};
}

str quote_feature(const document *doc, const resolver *with, const annotation *a, str key) {
    const slot *found = annotation_slot(a, key);
    if (found) return slot_is_span(found) ? document_span(doc, found->first, found->last) : found->text;
    return with ? gazetteer_attribute(with->known, a->entry, key) : STR_NONE;
}

bool quote_feature_is(const document *doc, const resolver *with, const annotation *a, str key, const char *value) {
    return a && str_is(quote_feature(doc, with, a, key), value);
}

bool quote_slot_span(const annotation *a, str key, uint32_t *first, uint32_t *last) {
    const slot *found = annotation_slot(a, key);
    if (!slot_is_span(found)) return false;
    *first = found->first;
    *last = found->last;
    return true;
}

uint32_t quote_marks_from(const document *doc, uint32_t token_index) {
    bisection b = {0, doc->quotations.count};
    while (bisect_open(&b)) bisect_take(&b, doc->quotations.at[bisect_middle(&b)].first < token_index);
    return b.low;
}

/* How many quotes start at or before a token. */
static uint32_t quotes_until(const document *doc, uint32_t token_index) {
    bisection b = {0, doc->quotes.count};
    while (bisect_open(&b)) bisect_take(&b, doc->quotes.at[bisect_middle(&b)].first <= token_index);
    return b.low;
}

uint32_t quote_at(const document *doc, uint32_t token_index) {
    uint32_t count = quotes_until(doc, token_index);
    return count && token_index < doc->quotes.at[count - 1].last ? count - 1 : NONE;
}

uint32_t quote_count_before(const document *doc, uint32_t token_index) {
    uint32_t count = quotes_until(doc, token_index);
    return count && doc->quotes.at[count - 1].last > token_index ? count - 1 : count;
}

const quote *quote_before(const document *doc, uint32_t token_index) {
    uint32_t count = quote_count_before(doc, token_index);
    return count ? &doc->quotes.at[count - 1] : NULL;
}

const quote *quote_last_spoken(const document *doc) {
    if (!doc->quotes.count) return NULL;
    const quote *last = &doc->quotes.at[doc->quotes.count - 1];
    bool asked = last->stance == STANCE_asked && last->speaker == NONE && !last->speaker_text.size;
    if (!asked || last == doc->quotes.at || last[-1].cue_first >= last[-1].cue_last) return last;
    return doc->tokens.at[last[-1].cue_first].sentence == doc->tokens.at[last->first].sentence ? last - 1 : last;
}

const annotation *quote_noun_ending(const document *doc, label speaker_noun, uint32_t first, uint32_t last) {
    enum { NOUN_WORDS = 3 };
    for (uint32_t i = last; i > first && i + NOUN_WORDS > last;)
        for (const annotation *noun = document_find(doc, --i, speaker_noun); noun; noun = document_find_next(doc, noun))
            if (noun->last == last) return noun;
    return NULL;
}

bool quote_is_aside(const document *doc, const mention *m) {
    return document_block(doc, m->first)->kind == BLOCK_dateline || quote_is_quoted(doc, m);
}

bool quote_is_quoted(const document *doc, const mention *m) {
    const token *tokens = doc->tokens.at;
    if (!tokens[m->first].depth) return false;
    bool opened = m->first > 0 && tokens[m->first - 1].flags & TOKEN_OPEN;
    uint32_t behind = m->last < doc->tokens.count && str_is(tokens[m->last].word->text, ",") ? m->last + 1 : m->last;
    return !opened || behind >= doc->tokens.count || !(tokens[behind].flags & TOKEN_CLOSE);
}

bool quote_can_speak(const mention *m) {
    return m->kind != KIND_nationality && m->kind != KIND_weapon;
}

uint32_t quote_words_between(const document *doc, uint32_t first, uint32_t last, uint32_t most) {
    uint32_t count = 0;
    for (uint32_t i = first; i < last && count < most; i++) count += !(doc->tokens.at[i].word->shape & SHAPE_PUNCT);
    return count;
}

uint32_t quote_words_in(const document *doc, const quotation *q, uint32_t most) {
    return quote_words_between(doc, q->first, q->last, most);
}

bool quote_stands_in(const document *doc, uint32_t first, uint32_t last, uint32_t in_first, uint32_t in_last) {
    enum { LONGEST = 32 };
    const token *tokens = doc->tokens.at;
    if (last - first > LONGEST) return false;
    for (uint32_t from = in_first; from < in_last; from++) {
        uint32_t i = first, k = from;
        for (;; i++, k++) {
            while (i < last && tokens[i].word->shape & SHAPE_PUNCT) i++;
            while (k < in_last && tokens[k].word->shape & SHAPE_PUNCT) k++;
            if (i >= last) return true;
            if (k >= in_last || !str_equal(tokens[i].word->lower, tokens[k].word->lower)) break;
        }
    }
    return false;
}

bool quote_is_dash(const document *doc, uint32_t i) {
    return document_text_is(doc, i, "—") || document_text_is(doc, i, "–") || document_text_is(doc, i, "--");
}
