/* quote_weigh.c: what a quote is worth: the words that hedge it ("appears to"), the writer's doubt ("could not be independently verified"),
 * whom its speaker has it from ("Reuters reported that [a spokesman said …]"), who said what a heading quotes, and what stands between
 * quotation marks though nobody is seen to say it. One walk each over quotes and annotations, in order of the text. */
#include "quote/quote_parts.h"

/* A doubt looks back at most so many sentences for what it doubts, and over at most so many quotes. */
enum { DOUBT_SENTENCES = 3, DOUBT_QUOTES = 2 };
/* A heading has at most so many tokens; its words are sought in the beginning of so many quotes further on, and so for the first headings.
 */
enum { HEADING_TOKENS = 24, WHOLE_QUOTES = 48, WHOLE_TOKENS = 256, HEADINGS = 256 };

/* The first hedge in what was said. */
static void find_hedge(const quote_pass *pass, quote *value) {
    for (uint32_t t = value->first; t < value->last; t++) {
        const annotation *found = document_find(pass->doc, t, pass->label.hedge);
        if (!found || found->last > value->last) continue;
        value->hedge_first = found->first;
        value->hedge_last = found->last;
        return;
    }
}

/* A doubt is about the quote before it; one of several ("neither claim") about the two before. */
static void spread_doubt(const quote_pass *pass, const annotation *doubt) {
    document *doc = pass->doc;
    bool several = annotation_slot(doubt, STR("several")) != NULL;
    uint32_t here = doc->tokens.at[doubt->first].sentence;
    uint32_t index = quote_count_before(doc, doubt->first);
    for (uint32_t n = 0; index > 0 && n < (several ? DOUBT_QUOTES : 1); n++) {
        quote *value = &doc->quotes.at[--index];
        if (doc->tokens.at[value->last - 1].sentence + DOUBT_SENTENCES < here) return;
        value->doubt_first = doubt->first;
        value->doubt_last = doubt->last;
    }
}

/* A saying inside a quote, outside its marks: somebody passes on what somebody else said. */
static void add_relay(const quote_pass *pass, const annotation *saying, uint32_t quote_index) {
    document *doc = pass->doc;
    const quote *value = &doc->quotes.at[quote_index];
    relay found = {.quote = quote_index, .speaker = NONE};
    if (!quote_slot_span(saying, STR("speaker"), &found.speaker_first, &found.speaker_last)) return;
    quote_slot_span(saying, STR("cue"), &found.cue_first, &found.cue_last);
    if (saying->last > value->last || found.cue_first == value->cue_first) return;
    if (found.speaker_first < value->first || found.speaker_last > value->last) return;
    found.speaker = quote_resolve(doc, pass->with, found.speaker_first, found.speaker_last).entity;
    found.speaker_text =
        found.speaker != NONE ? doc->entities.at[found.speaker].name : document_words(doc, found.speaker_first, found.speaker_last);
    VEC_PUSH(doc->memory, &doc->relays, found);
}

static void find_relays(const quote_pass *pass) {
    const document *doc = pass->doc;
    uint32_t index = 0;
    for (uint32_t i = 0; i < pass->sayings.count; i++) {
        const annotation *saying = &doc->annotations.at[pass->sayings.at[i]];
        while (index < doc->quotes.count && doc->quotes.at[index].last <= saying->first) index++;
        if (index == doc->quotes.count) return;
        if (doc->quotes.at[index].first <= saying->first) add_relay(pass, saying, index);
    }
}

static str why_stray(const document *doc, const quotation *q) {
    uint32_t words = quote_words_in(doc, q, 4);
    if (words == 0) return STR("no words");
    return words < 4 ? STR("a word or two: a title, a name or scare quotes") : STR("no cue beside it, and no quote that it goes on with");
}

static void find_strays(const quote_pass *pass) {
    document *doc = pass->doc;
    uint32_t index = 0;
    for (uint32_t i = 0; i < doc->quotations.count; i++) {
        const quotation *q = &doc->quotations.at[i];
        if (q->depth > 1 || document_block(doc, q->first)->kind == BLOCK_furniture) continue;
        while (index < doc->quotes.count && doc->quotes.at[index].last <= q->first) index++;
        if (index < doc->quotes.count && doc->quotes.at[index].first < q->last) continue;
        VEC_PUSH(doc->memory, &doc->strays, ((stray){q->first, q->last, why_stray(doc, q)}));
    }
}

/* The next word at or behind a token, before `last`. */
static uint32_t next_word(const document *doc, uint32_t from, uint32_t last) {
    while (from < last && doc->tokens.at[from].word->shape & SHAPE_PUNCT) from++;
    return from;
}

/* Whether the words of one quote, in their order, begin at a word of another. */
static bool repeats_at(const document *doc, const quote *part, const quote *whole, uint32_t at) {
    uint32_t i = next_word(doc, part->first, part->last);
    while (i < part->last && at < whole->last) {
        if (!str_equal(doc->tokens.at[i].word->lower, doc->tokens.at[at].word->lower)) return false;
        i = next_word(doc, i + 1, part->last);
        at = next_word(doc, at + 1, whole->last);
    }
    return i >= part->last;
}

static bool repeats(const document *doc, const quote *part, const quote *whole) {
    uint32_t end = whole->last - whole->first > WHOLE_TOKENS ? whole->first + WHOLE_TOKENS : whole->last;
    for (uint32_t at = next_word(doc, whole->first, end); at < end; at = next_word(doc, at + 1, end))
        if (repeats_at(doc, part, whole, at)) return true;
    return false;
}

/* A heading quotes somebody before the story says who ("‘We ran with the children’"): whoever says these words further on. */
static void find_whole(document *doc, uint32_t index) {
    quote *part = &doc->quotes.at[index];
    for (uint32_t i = index + 1; i < doc->quotes.count && i <= index + WHOLE_QUOTES; i++) {
        const quote *whole = &doc->quotes.at[i];
        if (!whole->speaker_text.size || !repeats(doc, part, whole)) continue;
        part->speaker = whole->speaker;
        part->speaker_text = whole->speaker_text;
        part->reason = STR("who says the same words further on");
        return;
    }
}

static void find_wholes(document *doc) {
    for (uint32_t i = 0, headings = 0; i < doc->quotes.count && headings < HEADINGS; i++) {
        const quote *q = &doc->quotes.at[i];
        bool alone = q->first == document_block(doc, q->first)->first && q->kind == SPEECH_direct && q->last - q->first <= HEADING_TOKENS;
        if (!alone || q->speaker_text.size || q->cue_first < q->cue_last) continue;
        find_whole(doc, i);
        headings++;
    }
}

void quote_weigh(quote_pass *pass) {
    const document *doc = pass->doc;
    find_wholes(pass->doc);
    for (uint32_t i = 0; i < doc->quotes.count; i++) find_hedge(pass, &pass->doc->quotes.at[i]);
    for (uint32_t t = 0; document_may_have_any(doc, pass->label.doubt) && t < doc->tokens.count; t++) {
        const annotation *doubt = document_find(doc, t, pass->label.doubt);
        if (!doubt) continue;
        spread_doubt(pass, doubt);
        t = doubt->last - 1;
    }
    find_relays(pass);
    find_strays(pass);
}
