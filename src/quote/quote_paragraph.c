/* quote_paragraph.c: paragraphs that are somebody's words as a whole, without quotation marks: what follows "the ministry said:", the turns
 * of a transcript ("HOLT: We never saw it."), a post with its signature ("… — Karen Holt (@kholt) June 3, 2016"). */
#include "quote/quote_parts.h"

/* So many paragraphs that begin with a name and a colon, of two names at least, make a transcript. */
enum { TURNS_OF_A_TRANSCRIPT = 3 };
/* A signature stands so near to the end of its paragraph. */
enum { SIGNATURE_WORDS = 24 };

/* Whether a block is a paragraph in somebody's own words: text that begins with no quotation mark and in which nobody but the writer
 * ("we announced") says anything. */
static bool own_words(const quote_pass *pass, uint32_t block_index) {
    const document *doc = pass->doc;
    const block *b = &doc->blocks.at[block_index];
    if (b->first >= b->last || b->kind != BLOCK_body || pass->done > b->first) return false;
    bool ends =
        document_text_is(doc, b->last - 1, ".") || document_text_is(doc, b->last - 1, "?") || document_text_is(doc, b->last - 1, "!");
    if (!ends || (doc->tokens.at[b->first].word->shape & SHAPE_PUNCT)) return false;
    uint32_t marks = quote_marks_from(doc, b->first);
    if (marks < doc->quotations.count && doc->quotations.at[marks].first == b->first) return false;
    for (uint32_t i = pass->saying; i < pass->sayings.count; i++) {
        const annotation *a = &doc->annotations.at[pass->sayings.at[i]];
        if (a->first >= b->last) break;
        uint32_t first, last;
        if (a->first < b->first || !quote_slot_span(a, STR("speaker"), &first, &last)) continue;
        const annotation *pronoun = document_find(doc, first, pass->label.pronoun);
        if (!quote_feature_is(doc, pass->with, pronoun, STR("person"), "1")) return false;
    }
    return true;
}

/* A block that ends with a saying and a colon opens a statement: paragraphs without quotation marks, all of them quotes. */
void quote_open_statement(quote_pass *pass, uint32_t block_index) {
    const document *doc = pass->doc;
    const block *b = &doc->blocks.at[block_index];
    pass->stated = false;
    if (!pass->saying || b->first >= b->last || b->kind != BLOCK_body || !document_text_is(doc, b->last - 1, ":")) return;
    pass->opened = pass->sayings.at[pass->saying - 1];
    const annotation *a = &doc->annotations.at[pass->opened];
    pass->stated = a->first >= b->first && a->last >= pass->done && b->last - a->last <= GAP_LIMIT;
}

static bool stated(quote_pass *pass, uint32_t block_index, quote_draft *draft) {
    if (!pass->stated || !own_words(pass, block_index)) return pass->stated = false;
    draft->inherit = pass->opened == NONE;
    if (pass->opened != NONE) quote_take_slots(pass, draft, pass->opened);
    pass->opened = NONE;
    return true;
}

/* The turn with which a block begins. A short question may have been taken for a heading: it counts once there is a transcript. */
static const annotation *turn_of(const quote_pass *pass, uint32_t block_index) {
    const block *b = &pass->doc->blocks.at[block_index];
    bool spoken = b->kind == BLOCK_body || (b->kind == BLOCK_headline && pass->transcript);
    return b->first < b->last && spoken ? document_find(pass->doc, b->first, pass->label.turn) : NULL;
}

/* The person who is told of most before a token, the first of several; or NONE. */
static uint32_t person_introduced(const document *doc, uint32_t token_index) {
    enum { MENTIONS = 64 };
    uint32_t best = NONE, most = 0;
    for (uint32_t i = 0; i < doc->mentions.count && i < MENTIONS && doc->mentions.at[i].first < token_index; i++) {
        uint32_t count = 0;
        for (uint32_t k = i; k < doc->mentions.count && k < MENTIONS && doc->mentions.at[k].first < token_index; k++)
            count += doc->mentions.at[k].entity == doc->mentions.at[i].entity;
        if (doc->mentions.at[i].kind != KIND_person || count <= most) continue;
        best = doc->mentions.at[i].entity;
        most = count;
    }
    return best;
}

void quote_count_turns(quote_pass *pass) {
    const document *doc = pass->doc;
    uint32_t turns = 0;
    str name = STR_NONE, before = STR_NONE; /* of the last turn, and of the one before: a name that nothing explains comes again */
    bool several = false;
    for (uint32_t i = 0; i < doc->blocks.count && !pass->transcript; i++) {
        const block *b = &doc->blocks.at[i];
        const annotation *turn = b->first < b->last ? document_find(doc, b->first, pass->label.turn) : NULL;
        if (!turn) continue;
        if (turns == 0) pass->guest = person_introduced(doc, turn->first);
        str here = document_span(doc, turn->first, turn->last);
        several |= name.size && !str_equal(here, name);
        bool again = !annotation_slot(turn, STR("unknown")) || str_equal(here, before);
        if (again && turn_of(pass, i)) turns++; /* what looks like a heading only tells that several speak */
        before = name;
        name = here;
        pass->transcript = turns >= TURNS_OF_A_TRANSCRIPT && several;
    }
}

static bool spoken(const quote_pass *pass, uint32_t block_index, quote_draft *draft) {
    const annotation *turn = pass->transcript ? turn_of(pass, block_index) : NULL;
    if (!turn || turn->last >= draft->value.last) return false;
    quote_take_slots(pass, draft, (uint32_t)(turn - pass->doc->annotations.at));
    draft->value.first = turn->last;
    draft->turn = true;
    draft->guest = annotation_slot(turn, STR("answers")) && pass->guest != NONE;
    return true;
}

/* The signature in a block, or at the start of the next one. */
static const annotation *signature(const quote_pass *pass, uint32_t block_index) {
    const document *doc = pass->doc;
    const block *b = &doc->blocks.at[block_index];
    uint32_t from = b->last - b->first > SIGNATURE_WORDS ? b->last - SIGNATURE_WORDS : b->first + 1;
    const annotation *found = NULL;
    for (uint32_t i = from; i < b->last && !found; i++) found = document_find(doc, i, pass->label.posted);
    if (!found && b->last < doc->tokens.count && document_block_index(doc, b->last) == block_index + 1)
        found = document_find(doc, b->last, pass->label.posted);
    return found;
}

static bool posted(const quote_pass *pass, uint32_t block_index, quote_draft *draft) {
    const document *doc = pass->doc;
    const block *b = &doc->blocks.at[block_index];
    if (pass->label.posted == NO_LABEL || (b->kind != BLOCK_body && b->kind != BLOCK_headline)) return false;
    if (document_find(doc, b->first, pass->label.posted)) return false;
    const annotation *by = signature(pass, block_index);
    if (!by) return false;
    quote_take_slots(pass, draft, (uint32_t)(by - doc->annotations.at));
    if (by->first < b->last) draft->value.last = by->first;
    return true;
}

bool quote_paragraph(quote_pass *pass, uint32_t block_index, quote_draft *draft) {
    const block *b = &pass->doc->blocks.at[block_index];
    if (b->first >= b->last || b->first < pass->done) return false;
    *draft = (quote_draft){.value = {.first = b->first, .last = b->last, .speaker = NONE, .from = {NONE, NONE, NONE, STR("statement")}}};
    return (stated(pass, block_index, draft) || spoken(pass, block_index, draft) || posted(pass, block_index, draft)) &&
           quote_trim(pass, &draft->value);
}
