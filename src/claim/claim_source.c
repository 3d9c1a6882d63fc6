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

/* The word of denial nearest before a number that is told as false, or NULL. */
static const cue *denial_of(const claim_work *work, const claim *c) {
    const cue *found = NULL;
    for (uint32_t i = 0; i < work->cues.count; i++)
        if (work->cues.at[i].roles & (CUE_deny | CUE_doubt) && work->cues.at[i].last <= c->first) found = &work->cues.at[i];
    return found;
}

/* Where the words begin that end before a token and name one: "the colonel", "Colonel Berg of the army". */
static uint32_t start_of_subject(const claim_work *work, uint32_t first, uint32_t end) {
    enum { WORDS = 6 };
    const document *doc = work->doc;
    uint32_t index = entity_mention_at(doc, end - 1), at = index == NONE ? end - 1 : doc->mentions.at[index].first;
    for (uint32_t i = at + 1; index == NONE && i-- > first && end - i <= WORDS;) {
        bool article = claim_word_is(work, i, WORD_definite);
        if (!article && (doc->tokens.at[i].word->shape & SHAPE_PUNCT || claim_word_is(work, i, WORD_verb | WORD_closes))) break;
        at = i;
        if (article) break;
    }
    return at;
}

/* "The general, Berg, [has formally] denied": a comma behind a name, too. */
static bool is_between_subject_and_verb(const claim_work *work, uint32_t at) {
    if (claim_word_is(work, at, WORD_auxiliary | WORD_perfect) || document_text_is(work->doc, at, ",")) return true;
    return str_ends(work->doc->tokens.at[at].word->folded, STR("ly"));
}

/* "The colonel questioned the bishop's figure of 31": it is the colonel who rejects it. */
static void source_of_denial(const claim_work *work, claim *c) {
    enum { BACK = 3 };
    const document *doc = work->doc;
    const cue *denial = denial_of(work, c);
    uint32_t first = document_sentence(doc, c->first)->first, end = denial ? denial->first : first;
    if (end <= first || quote_at(doc, c->first) != NONE) return;
    const mention *named = c->source != NONE ? claim_source_mention(doc, c) : NULL;
    if (named && named->first >= first && named->first < denial->first) return;
    while (end > first + 1 && denial->first - end < BACK && is_between_subject_and_verb(work, end - 1)) end--;
    uint32_t start = start_of_subject(work, first, end);
    quote_meant meant = quote_resolve(doc, work->with, start, end);
    if (meant.open && !meant.text.size) return;
    c->source = meant.entity;
    c->source_text = meant.entity != NONE ? doc->entities.at[meant.entity].name
                     : meant.text.size    ? meant.text
                                          : document_words(doc, start, end);
}

/* "Two more have been found, the ministry says, which brings the toll to eight", "… the ministry says. That brings the toll to eight": the
 * same source tells it. */
static bool is_brought_by(const claim_work *work, const claim *before, const claim *c) {
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first;
    if (!before->source_text.size || !claim_has_cue(work, CUE_brings, before->last, c->first)) return false;
    bool goes_on = claim_word_is(work, first, WORD_pointing);
    return before->first >= first || (goes_on && document_block(doc, before->first) == document_block(doc, c->first));
}

void claim_name_source(const claim_work *work, claim *c, const claim *before) {
    if (c->figure == NONE) source_of_quote(work->doc, c);
    if (c->told == TOLD_rejected) source_of_denial(work, c);
    c->source_text = source_name(work->doc, c);
    if (!c->source_text.size && before && is_brought_by(work, before, c)) {
        c->source = before->source;
        c->source_text = before->source_text;
    }
}
