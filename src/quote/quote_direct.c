/* quote_direct.c: a quotation -> a quote, if it is speech. What decides is what stands beside it in its sentence or block: a cue that leads
 * up to it ("said:"), a tag behind it (", he said"), a quote before it that it goes on with, or nothing. Quoted words in the middle of a
 * sentence that no cue governs are the writer's own (scare quotes, titles) and no quote. Everything looks a bounded way around the
 * quotation, so that the whole is linear. */
#include "quote/quote_parts.h"

/* Speech over paragraphs is followed so far to find who speaks, past so many quotations inside it. */
enum { PARAGRAPHS_AHEAD = 8, NESTED_MOST = 32 };
/* Tokens of the name of a work, marks included. */
enum { TITLE_LONGEST = 12 };
/* Words of a cue ("calls for"). */
enum { CUE_WORDS = 3 };

static const token *token_at(const document *doc, uint32_t i) {
    return &doc->tokens.at[i];
}

static bool ends_sentence(const document *doc, uint32_t i) {
    return document_text_is(doc, i, ".") || document_text_is(doc, i, "?") || document_text_is(doc, i, "!") ||
           document_text_is(doc, i, "…") || document_text_is(doc, i, "...");
}

/* The last token said, inside the closing mark. */
static uint32_t last_inside(const document *doc, const quotation *q) {
    uint32_t i = q->last - 1;
    while (i > q->first && (token_at(doc, i)->flags & TOKEN_CLOSE)) i--;
    return i;
}

/* Whether the quotation begins a sentence: the first of its block, or what stands before it ends one. */
static bool begins_sentence(const document *doc, const quotation *q) {
    const block *b = &doc->blocks.at[q->block];
    if (q->first <= b->first) return true;
    if (document_sentence(doc, q->first)->first == q->first) return true; /* behind an abbreviation, too: "… of the U.S. “We …”" */
    const token *before = token_at(doc, q->first - 1);
    if (before->flags & TOKEN_CLOSE) return q->first >= b->first + 2 && ends_sentence(doc, q->first - 2);
    return ends_sentence(doc, q->first - 1);
}

static const annotation *saying_at(const quote_pass *pass, uint32_t index) {
    return &pass->doc->annotations.at[pass->sayings.at[index]];
}

/* Whether a saying may stand right beside what was said; some govern quoted words only behind an object ("called it “a crime”"). */
static bool leads_words(const annotation *saying) {
    const slot *frame = annotation_slot(saying, STR("frame"));
    return !frame || str_list_has(frame->text, '|', STR("quote"));
}

/* Whether a clause behind the quotation takes the saying for itself ("…” Mose said the commission is …"). */
static bool governs_clause(const quote_pass *pass, const annotation *saying) {
    uint32_t cue, cue_last, other, other_last;
    if (!quote_slot_span(saying, STR("cue"), &cue, &cue_last)) return false;
    for (uint32_t i = pass->clause, n = 0; i < pass->clauses.count && n < 8; i++, n++) {
        const annotation *a = &pass->doc->annotations.at[pass->clauses.at[i].annotation];
        if (pass->clauses.at[i].first > saying->last + GAP_LIMIT) break;
        if (!pass->clauses.at[i].front && a->first >= saying->first && quote_slot_span(a, STR("cue"), &other, &other_last) && other == cue)
            return true;
    }
    return false;
}

/* Whether a sentence begins there with a pronoun: "“We pay.” I asked …". */
static bool begins_with_pronoun(const quote_pass *pass, uint32_t token_index) {
    return token_at(pass->doc, token_index)->word->shape & SHAPE_CAP && document_find(pass->doc, token_index, pass->label.pronoun);
}

/* Whether only a title in capitals, which no rule has read, stands between a quotation that ends with a comma and a token: "“…,” [Station
 * House Officer (SHO)] Anna Berg said". */
static bool is_title(const document *doc, const quotation *q, uint32_t last) {
    enum { TITLE_WORDS = 8 };
    if (last <= q->last || last - q->last > TITLE_WORDS || !document_text_is(doc, last_inside(doc, q), ",")) return false;
    for (uint32_t i = q->last; i < last; i++) {
        bool bracket = i > q->last && (document_text_is(doc, i, "(") || document_text_is(doc, i, ")"));
        if (!bracket && !(token_at(doc, i)->word->shape & SHAPE_CAP)) return false;
    }
    return true;
}

/* The saying right behind a quotation (commas and dashes between), or NONE. */
static uint32_t tag_behind(const quote_pass *pass, const quotation *q) {
    const document *doc = pass->doc;
    uint32_t i = pass->saying;
    while (i < pass->sayings.count && saying_at(pass, i)->first < q->last) i++;
    if (i >= pass->sayings.count) return NONE;
    const annotation *a = saying_at(pass, i);
    if (a->first >= doc->blocks.at[q->block].last || !leads_words(a)) return NONE;
    if (is_title(doc, q, a->first)) return pass->sayings.at[i];
    if (a->first - q->last > 2) return NONE;
    if (document_text_is(doc, last_inside(doc, q), ".") && begins_with_pronoun(pass, a->first)) return NONE;
    for (uint32_t t = q->last; t < a->first; t++)
        if (!(token_at(doc, t)->word->shape & SHAPE_PUNCT) || ends_sentence(doc, t) || document_text_is(doc, t, ":") ||
            document_text_is(doc, t, ";") || document_text_is(doc, t, "("))
            return NONE;
    bool comma = a->first > q->last || document_text_is(doc, last_inside(doc, q), ",");
    if (!comma && governs_clause(pass, a)) return NONE;
    return pass->sayings.at[i];
}

/* Whether [from, to) is what may stand between a cue and the quotation that it leads up to: nothing, a colon or comma at its end, or a
 * phrase of place ("wrote in a blog post"). */
static bool leads_up(const quote_pass *pass, uint32_t from, uint32_t to, uint32_t block_first) {
    const document *doc = pass->doc;
    if (from > to || from < block_first || to - from > GAP_LIMIT) return false;
    if (from == to) return true;
    for (uint32_t t = from; t < to - 1; t++)
        if (ends_sentence(doc, t) || (token_at(doc, t)->flags & TOKEN_CLOSE)) return false;
    if (to - from <= GAP_LIMIT / 2 && document_find(doc, from, pass->label.head_end)) return true;
    return document_text_is(doc, to - 1, ":") || document_text_is(doc, to - 1, ",") || (to - from <= 2 && !ends_sentence(doc, to - 1));
}

/* The saying before a quotation that leads up to it, in its block or at the end of the block before, after a colon or comma; or NONE. */
static uint32_t cue_before(const quote_pass *pass, const quotation *q) {
    const document *doc = pass->doc;
    uint32_t floor = doc->blocks.at[q->block].first;
    if (q->first <= floor && q->first > 0 && (document_text_is(doc, q->first - 1, ":") || document_text_is(doc, q->first - 1, ",")))
        floor = doc->blocks.at[document_block_index(doc, q->first - 1)].first;
    uint32_t nearest = NONE; /* the one that ends last: "Berg, asked by Lind if it was over, said" */
    for (uint32_t i = pass->saying, back = 0; i > 0 && back < 4; back++) {
        const annotation *a = saying_at(pass, --i);
        if (a->last > q->first) continue;
        const annotation *best = nearest == NONE ? NULL : saying_at(pass, nearest);
        if (!best || a->last > best->last || (a->last == best->last && leads_words(a) && !leads_words(best))) nearest = i;
    }
    if (nearest == NONE) return NONE;
    const annotation *a = saying_at(pass, nearest);
    return leads_words(a) && leads_up(pass, a->last, q->first, floor) ? pass->sayings.at[nearest] : NONE;
}

/* The last quote, if it and its words about the speaker stand in this block, so many sentences back, or in the last sentence of the one
 * before. */
static const quote *neighbour(const quote_pass *pass, const quotation *q, uint32_t sentences, bool *same_block) {
    const document *doc = pass->doc;
    if (!doc->quotes.count || q->first == 0) return NULL;
    const quote *last = quote_last_spoken(doc);
    uint32_t end = last->last > last->cue_last ? last->last : last->cue_last;
    if (end > q->first) end = q->first;
    uint32_t from = token_at(doc, end - 1)->sentence, here = token_at(doc, q->first)->sentence;
    *same_block = document_block_index(doc, end - 1) == q->block;
    if (*same_block) return here - from <= sentences ? last : NULL;
    uint32_t before = token_at(doc, doc->blocks.at[q->block].first - 1)->sentence;
    return before == from ? last : NULL;
}

/* Whether somebody says "I", "we" or "you" in the first words: then it is speech even if nobody stands beside it. */
static bool speaks(const quote_pass *pass, const quotation *q) {
    const document *doc = pass->doc;
    for (uint32_t i = q->first; i < q->last && i < q->first + 200; i++) {
        const annotation *pronoun = document_find(doc, i, pass->label.pronoun);
        if (!pronoun) continue;
        str person = quote_feature(doc, pass->with, pronoun, STR("person"));
        if (str_is(person, "1") || str_is(person, "2")) return true;
    }
    return false;
}

/* The quotation in a later paragraph that goes on with this one, or NONE. */
static uint32_t continuation(const document *doc, uint32_t index) {
    for (uint32_t i = index + 1; i < doc->quotations.count && i <= index + NESTED_MOST; i++)
        if (doc->quotations.at[i].depth == 1) return doc->quotations.at[i].continues == index ? i : NONE;
    return NONE;
}

/* Speech over paragraphs whose speaker is named behind the last of them. */
static bool take_later_tag(const quote_pass *pass, uint32_t index, quote_draft *draft) {
    uint32_t next = index;
    for (uint32_t n = 0; n < PARAGRAPHS_AHEAD && (next = continuation(pass->doc, next)) != NONE; n++) {
        uint32_t tag = tag_behind(pass, &pass->doc->quotations.at[next]);
        if (tag == NONE) continue;
        quote_take_slots(pass, draft, tag);
        draft->value.cue_first = draft->value.cue_last = 0;
        return true;
    }
    return false;
}

/* Takes the person, or the body before a colon, whom a sentence before a quotation is about. */
static bool take_subject_of(const quote_pass *pass, const quotation *q, uint32_t sentence_index, quote_draft *draft) {
    const document *doc = pass->doc;
    quote *value = &draft->value;
    quote_view in = quote_pass_view(pass);
    draft->subject = quote_subject(&in, sentence_index, q->first, &value->speaker_first, &value->speaker_last);
    uint32_t named = draft->subject ? entity_mention_at(doc, value->speaker_last - 1) : NONE;
    const annotation *pronoun = draft->subject ? document_find(doc, value->speaker_first, pass->label.pronoun) : NULL;
    if (quote_feature_is(doc, pass->with, pronoun, STR("person"), "3")) return true;
    bool body = named != NONE && document_text_is(doc, q->first - 1, ":") && doc->mentions.at[named].kind == KIND_organisation;
    if (named != NONE && (body || doc->mentions.at[named].kind == KIND_person)) return true;
    value->speaker_first = value->speaker_last = 0;
    return draft->subject = false;
}

/* Whom the sentence before a quotation is about, for speech that stands alone ("Berg was unmoved. “We stay.”"); for somebody's own account
 * that is a paragraph, whom the paragraph before it is about. */
static bool take_subject_before(const quote_pass *pass, const quotation *q, quote_draft *draft) {
    enum { SENTENCES_OF_INTRODUCTION = 3 };
    const document *doc = pass->doc;
    if (q->first == 0) return false;
    uint32_t before = token_at(doc, q->first - 1)->sentence, above = doc->sentences.at[before].block;
    if (doc->blocks.at[above].kind != BLOCK_body || above + 1 < q->block) return false;
    const block *own = &doc->blocks.at[q->block];
    bool account = above + 1 == q->block && q->first <= own->first && q->last >= own->last && speaks(pass, q);
    for (uint32_t n = 0; n < SENTENCES_OF_INTRODUCTION && n <= before && doc->sentences.at[before - n].block == above; n++) {
        if (doc->tokens.at[doc->sentences.at[before - n].first].depth) return false;
        if (take_subject_of(pass, q, before - n, draft)) return true;
        if (!account) return false;
    }
    return false;
}

/* Whether a quote is a question that somebody put in so many words. */
static bool is_question(const document *doc, const quote *q) {
    for (uint32_t i = q->last; i > q->first; i--)
        if (!(token_at(doc, i - 1)->flags & TOKEN_CLOSE)) return q->kind == SPEECH_direct && document_text_is(doc, i - 1, "?");
    return false;
}

/* Whether a quotation is a paragraph of its own, and a short one, as in a conversation. */
static bool is_turn(const document *doc, const quotation *q) {
    enum { TURN_WORDS = 12 };
    const block *b = &doc->blocks.at[q->block];
    return q->first == b->first && q->last == b->last && quote_words_in(doc, q, TURN_WORDS) < TURN_WORDS;
}

/* Whether the paragraph behind that of a quotation is such a turn, too. */
static bool turn_follows(const document *doc, const quotation *q) {
    uint32_t i = quote_marks_from(doc, q->last);
    return i < doc->quotations.count && doc->quotations.at[i].block == q->block + 1 && is_turn(doc, &doc->quotations.at[i]);
}

/* Whether a quote's cue says that it answers somebody ("…, he replied"). */
static bool is_reply(const quote_pass *pass, const quote *q) {
    const annotation *cue = q->cue_first < q->cue_last ? document_find(pass->doc, q->cue_first, LABEL_saying) : NULL;
    return quote_feature_is(pass->doc, pass->with, cue, STR("reply"), "yes");
}

/* In an exchange, a paragraph each: the quote before the last, if this one is its speaker's again. It answers a question, asks another, or
 * is a turn like the last one. */
static const quote *other_side(const quote_pass *pass, const quotation *q, const quote *last) {
    const document *doc = pass->doc;
    if (last == doc->quotes.at || document_block_index(doc, last->first) + 1 != q->block || q->first != doc->blocks.at[q->block].first)
        return NULL;
    const quote *before = last - 1;
    if (document_block_index(doc, before->first) + 1 != document_block_index(doc, last->first) || before->kind != SPEECH_direct)
        return NULL;
    if (!before->speaker_text.size || str_equal(before->speaker_text, last->speaker_text)) return NULL;
    bool asks = document_text_is(doc, last_inside(doc, q), "?");
    if (is_question(doc, last)) return asks ? NULL : before;
    if (!is_turn(doc, q)) return asks && is_question(doc, before) ? before : NULL;
    bool follows = (asks || is_reply(pass, last) || is_question(doc, before)) && turn_follows(doc, q);
    return last->answers || follows || (asks && is_question(doc, before)) ? before : NULL;
}

/* What stands around a quotation with neither cue nor tag. */
typedef struct setting {
    const quote *last;           /* the quote before it that it may go on with, or NULL */
    bool same_block;             /* as that one */
    bool begins, ends;           /* a sentence */
    bool colon;                  /* stands before it */
    bool closes;                 /* its block */
    bool has_words, long_enough; /* words to be speech: beside a quote; on its own */
} setting;

/* Fewer words are speech only with a quote, a colon or a speaker beside them. */
enum { WORDS_BESIDE = 3, WORDS_ALONE = 4, WORDS_OF_BLOCK = 2, WORDS_OF_NOBODY = 5 };

static setting setting_of(const quote_pass *pass, const quotation *q) {
    const document *doc = pass->doc;
    const block *b = &doc->blocks.at[q->block];
    setting s = {.begins = begins_sentence(doc, q), .ends = ends_sentence(doc, last_inside(doc, q)), .closes = q->last >= b->last};
    s.last = neighbour(pass, q, 1, &s.same_block);
    bool titled = q->first <= b->first && q->last < b->last && document_text_is(doc, q->last, ":");
    if (titled) s.last = NULL; /* a headline: "‘We ran’: how the town fell" */
    s.colon = q->first > 0 && document_text_is(doc, q->first - 1, ":");
    s.has_words = quote_words_in(doc, q, WORDS_BESIDE) >= WORDS_BESIDE || (s.begins && s.ends);
    uint32_t enough = s.ends && s.closes ? WORDS_OF_BLOCK : WORDS_ALONE;
    s.long_enough = quote_words_in(doc, q, enough) >= enough;
    return s;
}

/* Who answers what somebody has just asked in a clause ("“Short,” he said. She asked how short. “Very.”"): who spoke before, or NULL. */
static const quote *who_answers(const document *doc, const quote *last) {
    if (last->stance != STANCE_asked || last->kind == SPEECH_direct || last == doc->quotes.at) return NULL;
    const quote *before = last - 1;
    if (document_block_index(doc, before->first) != document_block_index(doc, last->first)) return NULL;
    return before->speaker_text.size && !str_equal(before->speaker_text, last->speaker_text) ? before : NULL;
}

/* Goes on with the quote before it in its block, unless the sentence between them names another speaker. */
static bool goes_on_in_block(const quote_pass *pass, const quotation *q, const setting *s, quote_draft *draft) {
    if (!s->last || !s->has_words) return false;
    bool open = s->last->speaker == NONE && !s->last->speaker_text.size;
    if (((open && s->begins) || s->colon) && take_subject_before(pass, q, draft)) return true;
    if (!s->same_block || !(s->begins || s->colon)) return false;
    draft->as = who_answers(pass->doc, s->last);
    if (draft->as) return true;
    draft->inherit = true;
    draft->value.cue_first = s->last->cue_first;
    draft->value.cue_last = s->last->cue_last;
    draft->value.stance = s->last->stance;
    return true;
}

/* Goes on with the quote of the block before, or answers it. */
static bool goes_on_over_blocks(const quote_pass *pass, const quotation *q, const setting *s, quote_draft *draft) {
    if (!s->last || s->same_block) return false;
    draft->as = other_side(pass, q, s->last);
    if (draft->as) return true;
    draft->inherit = s->long_enough && q->first <= pass->doc->blocks.at[q->block].first;
    return draft->inherit;
}

/* Whether a heading opens, or ends behind a colon, with words that are quoted again below: "‘We ran’: how the town fell". */
static bool heads_text(const document *doc, const quotation *q) {
    enum { QUOTATIONS_BELOW = 64 };
    const block *b = &doc->blocks.at[q->block];
    bool edge = q->first <= b->first || (q->last >= b->last && document_text_is(doc, q->first - 1, ":"));
    if (b->kind != BLOCK_headline || !edge || quote_words_in(doc, q, HEADLINE_WORDS) < HEADLINE_WORDS) return false;
    uint32_t from = quote_marks_from(doc, b->last);
    for (uint32_t i = from; i < doc->quotations.count && i < from + QUOTATIONS_BELOW; i++)
        if (quote_stands_in(doc, q->first, q->last, doc->quotations.at[i].first, doc->quotations.at[i].last)) return true;
    return false;
}

/* Whole sentences whose speaker is the subject of the sentence before, or that of the quote before it in its block; else speech of nobody.
 */
static bool stands_alone(const quote_pass *pass, const quotation *q, const setting *s, quote_draft *draft) {
    const document *doc = pass->doc;
    bool same;
    if (s->begins && s->ends && s->long_enough) {
        if (take_subject_before(pass, q, draft)) return true;
        draft->inherit = neighbour(pass, q, 2, &same) && same;
        if (draft->inherit) return true;
    }
    if (heads_text(doc, q)) return true;
    uint32_t words = quote_words_in(doc, q, WORDS_OF_NOBODY);
    if (s->colon && words >= (s->ends ? WORDS_OF_BLOCK : WORDS_ALONE) && take_subject_before(pass, q, draft)) return true;
    if (s->colon && s->ends && words >= WORDS_ALONE && speaks(pass, q)) return true;
    if (!s->begins || words < WORDS_OF_NOBODY || !(s->colon || speaks(pass, q))) return false;
    return s->closes || s->ends || document_text_is(doc, q->last, ":");
}

/* "Ancheva: ‘We will find them’": a heading that begins with who says it, by a name that only the text below explains. */
static bool take_name_before(const quote_pass *pass, const quotation *q, quote_draft *draft) {
    const document *doc = pass->doc;
    uint32_t first = doc->blocks.at[q->block].first;
    if (q->first < first + 2 || !document_text_is(doc, q->first - 1, ":")) return false;
    uint32_t named = entity_mention_at(doc, first);
    if (named == NONE || doc->mentions.at[named].last + 1 != q->first || doc->mentions.at[named].kind != KIND_person) return false;
    draft->value.speaker_first = first;
    draft->value.speaker_last = q->first - 1;
    return true;
}

/* A quotation with neither cue nor tag: goes on with its neighbour, is somebody's unnamed words, or is no speech. */
static bool untagged(const quote_pass *pass, const quotation *q, quote_draft *draft) {
    draft->inherit = q->continues != NONE && pass->doc->quotes.count;
    if (draft->inherit || take_name_before(pass, q, draft)) return true;
    setting s = setting_of(pass, q);
    return goes_on_in_block(pass, q, &s, draft) || goes_on_over_blocks(pass, q, &s, draft) || stands_alone(pass, q, &s, draft);
}

/* Whether a word that may be the noun of quoted words follows right behind them, in their block: "‘radical’ politician", not "‘regret’ at".
 */
static bool is_modifier(const quote_pass *pass, const quotation *q) {
    const document *doc = pass->doc;
    uint32_t end = last_inside(doc, q);
    if (document_text_is(doc, end, ",") || ends_sentence(doc, end) || quote_is_dash(doc, end)) return false;
    bool governed = false; /* "voiced ‘regret’ at", "calls for ‘peace’ as", not "a ‘new deal’ for" */
    for (uint32_t i = q->first; i > 0 && i + CUE_WORDS > q->first && !governed; i--) {
        const annotation *cue = document_find(doc, i - 1, LABEL_saying);
        governed = cue && cue->last == q->first;
    }
    bool goes_on =
        q->last < doc->tokens.count && (document_find(doc, q->last, pass->label.head_end) || document_find(doc, q->last, pass->label.join));
    if (governed && goes_on) return false; /* "voiced ‘regret’ and left" */
    return q->last < doc->blocks.at[q->block].last && !(token_at(doc, q->last)->word->shape & SHAPE_PUNCT);
}

/* Whether quoted words are the name of a work: capitals but for small words, behind a word that is no cue ("on “Meet the Press”"). */
static bool is_titled_work(const quote_pass *pass, const quotation *q) {
    const document *doc = pass->doc;
    uint32_t capitals = 0;
    if (q->first <= doc->blocks.at[q->block].first || q->last - q->first > TITLE_LONGEST) return false;
    const token *before = token_at(doc, q->first - 1);
    bool possessive = str_is(before->word->text, "'") || str_is(before->word->text, "’");
    if (before->flags & TOKEN_CLOSE || (before->word->shape & SHAPE_PUNCT && !possessive)) return false;
    for (uint32_t i = q->first; i < q->last; i++) {
        const word *w = token_at(doc, i)->word;
        if (w->shape & SHAPE_PUNCT) continue;
        if (!(w->shape & SHAPE_CAP) && (w->length > 3 || capitals == 0)) return false;
        capitals += (w->shape & SHAPE_CAP) != 0;
    }
    if (capitals < 2) return false;
    for (uint32_t i = pass->saying, back = 0; i > 0 && back < 4; back++)
        if (saying_at(pass, --i)->last == q->first) return false;
    return true;
}

bool quote_direct(const quote_pass *pass, uint32_t quotation_index, quote_draft *draft) {
    const document *doc = pass->doc;
    const quotation *q = &doc->quotations.at[quotation_index];
    *draft = (quote_draft){.value = {.first = q->first, .last = q->last, .speaker = NONE, .kind = SPEECH_direct}};
    draft->value.from = (provenance){NONE, NONE, NONE, STR("quotation marks")};
    uint32_t words = quote_words_in(doc, q, 3);
    if (words == 0 || (words < 3 && is_modifier(pass, q)) || is_titled_work(pass, q)) return false;
    uint32_t tag = tag_behind(pass, q), cue = cue_before(pass, q);
    bool led = cue != NONE && (q->first == 0 || !ends_sentence(doc, q->first - 1));
    bool apart = q->first > 0 && quote_is_dash(doc, q->first - 1); /* "The loss — “a pity”, he said — is grave" */
    if (!led && words < 3 && !apart && !begins_sentence(doc, q)) tag = NONE;
    bool ended = document_text_is(doc, last_inside(doc, q), "."); /* then what follows is the next sentence */
    uint32_t from = led && (tag == NONE || ended || document_text_is(doc, q->first - 1, ":")) ? cue : tag;
    if (from == NONE && q->continues == NONE && take_later_tag(pass, quotation_index, draft)) return true;
    if (from == NONE) return untagged(pass, q, draft);
    quote_take_slots(pass, draft, from);
    return true;
}
