/* quote_phrase.c: the noun phrases beside quotes: their heads, and what these say of who is meant. */
#include "quote/quote_antecedent.h"

uint32_t quote_mentions_from(const document *doc, uint32_t token_index) {
    uint32_t i = entity_mention_behind(doc, token_index);
    return i < doc->mentions.count && doc->mentions.at[i].first < token_index ? i + 1 : i;
}

uint32_t quote_head_end(const quote_reading *reading, uint32_t from, uint32_t last) {
    for (uint32_t i = from + 1; i < last; i++)
        if ((document_text_is(reading->doc, i, "(") || document_find(reading->doc, i, reading->label.head_end)) &&
            entity_mention_at(reading->doc, i) == NONE)
            return i;
    return last;
}

const annotation *quote_head_noun(const quote_reading *reading, const quote *q) {
    if (q->speaker_first >= q->speaker_last) return NULL;
    return document_find(reading->doc, quote_head_end(reading, q->speaker_first, q->speaker_last) - 1, reading->label.speaker_noun);
}

bool quote_is_person_noun(const quote_reading *reading, const annotation *noun) {
    return quote_feature_is(reading->doc, reading->with, noun, STR("class"), "person");
}

bool quote_is_apposed(const quote_reading *reading, const annotation *noun, const mention *m) {
    str types = quote_feature(reading->doc, reading->with, noun, STR("apposed"));
    if (m->kind != KIND_organisation || !types.size) return false;
    uint32_t entry = reading->doc->entities.at[m->entity].entry;
    str type = reading->with ? gazetteer_attribute(reading->with->known, entry, STR("type")) : STR_NONE;
    return str_is(types, "yes") || !type.size || str_list_has(types, '|', type);
}

bool quote_is_one_person(const quote_reading *reading, const quote *q) {
    const annotation *noun = quote_head_noun(reading, q);
    return noun && noun->form != FORM_plural && quote_is_person_noun(reading, noun);
}

uint32_t quote_paper_end(const quote_reading *reading, uint32_t first, uint32_t last) {
    const document *doc = reading->doc;
    for (uint32_t i = first + 1; i < last; i++) {
        if (!str_ends(doc->tokens.at[i].word->lower, STR("ed")) || !(doc->tokens.at[i].word->shape & SHAPE_LOWER)) continue;
        const annotation *noun = quote_noun_ending(doc, reading->label.speaker_noun, first, i);
        if (quote_feature_is(doc, reading->with, noun, STR("class"), "document")) return i;
    }
    return last;
}
