/* quote_later.c: whose words a headline quotes; and who is told of by an office first and by name a sentence or two later ("…, Denmark's
 * ambassador to Oslo has said. … Anna Berg told the council: “…”"): news likes to begin so. A quote whose speaker is such a description and
 * was named nowhere before gets the person who speaks next, if the text names that person there for the first time and nothing known of
 * them speaks against the office. */
#include "quote/quote_agree.h"

/* Quotes and sentences behind the description in which the person may be named. */
enum { QUOTES_AHEAD = 4, SENTENCES_LATER = 3 };
/* Headlines whose words are looked for in the text. */
enum { HEADLINES = 32 };
/* So many quotes on, whoever is called so is that person. */
enum { QUOTES_NAMED = 64 };

static uint32_t sentence_of(const document *doc, const quote *q) {
    return doc->tokens.at[q->cue_first < q->cue_last ? q->cue_first : q->first].sentence;
}

/* Where a person is named first. */
static const mention *introduction_of(const document *doc, uint32_t entity_index) {
    const entity *e = &doc->entities.at[entity_index];
    return e->kind == KIND_person && e->first_mention < doc->mentions.count ? &doc->mentions.at[e->first_mention] : NULL;
}

/* Whether the next sentence is about that person, and tells no office of theirs ("Anna Berg, who leads most polls, …", "Anna Berg, 39, …").
 */
static bool goes_on(const quote_pass *pass, const quote *described, const mention *named) {
    const document *doc = pass->doc;
    uint32_t here = doc->tokens.at[named->first].sentence;
    if (doc->sentences.at[here].first != named->first || here != sentence_of(doc, described) + 1 || named->last + 1 >= doc->tokens.count)
        return false;
    if (doc->tokens.at[named->last + 1].word->shape & SHAPE_NUMBER) return true;
    const annotation *relative = document_find(doc, named->last + 1, pass->label.head_end);
    return quote_feature_is(doc, pass->with, relative, STR("relative"), "yes");
}

/* Whether the person who says a later quote may be the speaker of an earlier one. */
static bool may_be(const quote_pass *pass, const quote *described, const quote *later) {
    const document *doc = pass->doc;
    const mention *named = later->speaker == NONE ? NULL : introduction_of(doc, later->speaker);
    if (!named || named->first < described->speaker_last || described->stance == STANCE_asked) return false;
    if (doc->tokens.at[named->first].sentence <= sentence_of(doc, described)) return false; /* "…, prompting Anna Berg to shout" */
    quote_reading reading = quote_reading_of(quote_pass_view(pass), described->speaker_first, described->speaker_last);
    int agrees = quote_agrees(&reading, later->speaker);
    /* "Anna Berg, a resident,", "the union's Anna Berg" */
    bool apposed = (named->last < doc->tokens.count && document_text_is(doc, named->last, ",") && !goes_on(pass, described, named)) ||
                   (named->first > 0 && quote_is_possessive(doc, named->first - 1));
    return agrees > 0 || (agrees == 0 && !apposed);
}

/* Whether a pronoun beside one of the next quotes of a description is of another gender than a person ("Her cook says … “…,” she says"). */
static bool is_other_gender(const quote_pass *pass, uint32_t index, uint32_t entity_index) {
    const document *doc = pass->doc;
    char known = doc->entities.at[entity_index].gender;
    for (uint32_t i = index; known && i < doc->quotes.count && i <= index + QUOTES_AHEAD; i++) {
        const quote *q = &doc->quotes.at[i];
        if (q->speaker_first >= q->speaker_last || !str_equal(q->speaker_text, doc->quotes.at[index].speaker_text)) continue;
        const annotation *pronoun = document_find(doc, q->speaker_first, pass->label.pronoun);
        str gender = pronoun ? quote_feature(doc, pass->with, pronoun, STR("gender")) : STR_NONE;
        if (gender.size == 1 && (gender.data[0] == 'm' || gender.data[0] == 'f') && gender.data[0] != known) return true;
    }
    return false;
}

/* Gives the quotes of a description, from `index` on, its speaker. */
static void name_all(const quote_pass *pass, uint32_t index, uint32_t entity_index) {
    document *doc = pass->doc;
    quote_learn_role(pass, &doc->quotes.at[index], entity_index);
    str described = doc->quotes.at[index].speaker_text;
    for (uint32_t i = index; i < doc->quotes.count && i <= index + QUOTES_NAMED; i++) {
        quote *q = &doc->quotes.at[i];
        if (q->speaker != NONE || !str_equal(q->speaker_text, described)) continue;
        q->speaker = entity_index;
        q->speaker_text = doc->entities.at[entity_index].name;
        q->reason = STR("description: who is named next");
    }
}

/* Words quoted in a headline ("‘We ran’: how the town fell") are said by who says them in the text below. */
static void name_headline(document *doc, quote *q) {
    if (q->kind != SPEECH_direct || quote_words_between(doc, q->first, q->last, HEADLINE_WORDS) < HEADLINE_WORDS) return;
    for (const quote *other = q + 1; other < doc->quotes.at + doc->quotes.count && other <= q + QUOTES_NAMED; other++) {
        if (!other->speaker_text.size || !quote_stands_in(doc, q->first, q->last, other->first, other->last)) continue;
        q->speaker = other->speaker;
        q->speaker_text = other->speaker_text;
        q->reason = STR("headline: who says it in the text");
        return;
    }
}

/* Whether a quote is a turn of a transcript, which calls its speakers by their parts ("THE WITNESS"). */
static bool is_turn(const quote_pass *pass, const quote *q) {
    return q->from.annotation != NONE && pass->doc->annotations.at[q->from.annotation].label == pass->label.turn;
}

void quote_name_later(const quote_pass *pass) {
    document *doc = pass->doc;
    uint32_t headlines = 0;
    for (uint32_t i = 0; i < doc->quotes.count && headlines < HEADLINES; i++) {
        quote *q = &doc->quotes.at[i];
        if (q->speaker != NONE || document_block(doc, q->first)->kind != BLOCK_headline) continue;
        name_headline(doc, q);
        headlines++;
    }
    for (uint32_t i = 0; i < doc->quotes.count; i++) {
        const quote *q = &doc->quotes.at[i];
        if (q->speaker != NONE || q->speaker_first >= q->speaker_last || is_turn(pass, q)) continue;
        for (uint32_t k = i + 1; k < doc->quotes.count && k <= i + QUOTES_AHEAD; k++) {
            const quote *later = &doc->quotes.at[k];
            if (sentence_of(doc, later) > sentence_of(doc, q) + SENTENCES_LATER) break;
            if (!may_be(pass, q, later) || is_other_gender(pass, i, later->speaker)) continue;
            name_all(pass, i, later->speaker);
            break;
        }
    }
}
