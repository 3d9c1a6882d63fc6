/* claim_source.c: who tells a number, by the name that says whose body it is ("Pakistan's military"). */
#include "claim/claim_parts.h"
#include "quote/quote.h"

/* How the source is named where it is nearest: in the claim's paragraph, not behind its sentence; else where it is named first. Two bodies
 * of one name ("the defence ministry") are one entity, and only what stands before each says whose it is. */
const mention *claim_source_mention(const document *doc, const claim *c) {
    const sentence *s = document_sentence(doc, c->first);
    uint32_t first = claim_paragraph(doc, s), last = s->last < c->first + PARAGRAPH_REACH ? s->last : c->first + PARAGRAPH_REACH;
    if (c->first > first + 2 * PARAGRAPH_REACH) first = c->first - 2 * PARAGRAPH_REACH;
    const mention *found = NULL;
    for (uint32_t i = entity_mention_behind(doc, first); i < doc->mentions.count && doc->mentions.at[i].first < last; i++)
        if (doc->mentions.at[i].entity == c->source) found = &doc->mentions.at[i];
    return found ? found : &doc->mentions.at[doc->entities.at[c->source].first_mention];
}

/* A body is told by whose it is: "Pakistan's military", not "military". */
static str source_name(const document *doc, const claim *c) {
    if (c->source == NONE) return c->source_text;
    const mention *m = claim_source_mention(doc, c);
    if (m->kind == KIND_person || m->kind == KIND_place || m->first < 2) return c->source_text;
    uint32_t index = entity_mention_at(doc, m->first - 2);
    if (index == NONE || !str_ends(c->source_text, document_span(doc, m->first, m->last))) return c->source_text;
    const mention *owner = &doc->mentions.at[index];
    bool beside = owner->last + 1 == m->first && doc->tokens.at[m->first].sentence == doc->tokens.at[owner->first].sentence;
    bool attached = beside && !(doc->tokens.at[owner->last].flags & TOKEN_SPACED) && doc->tokens.at[owner->last].word->length <= 2;
    return attached && owner->kind == KIND_place ? document_span(doc, owner->first, m->last) : c->source_text;
}

/* A zero takes its source from the quote in which it stands. */
static void source_of_quote(const document *doc, claim *c) {
    uint32_t index = c->source_text.size ? NONE : quote_at(doc, c->first);
    if (index == NONE) return;
    c->source = doc->quotes.at[index].speaker;
    c->source_text = doc->quotes.at[index].speaker_text;
}

void claim_name_source(const document *doc, claim *c) {
    if (c->figure == NONE) source_of_quote(doc, c);
    c->source_text = source_name(doc, c);
}
