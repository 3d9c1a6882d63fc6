/* quote_subject.c: the subject of a sentence, guessed without a parse: past a fronted adjunct ("In a statement, …"), the words up to the
 * first name or noun of a speaker. For cues that stand far from it ("the ministry did not confirm it, but reiterated that …"). */
#include "quote/quote_parts.h"

#define SUBJECT_WORDS 9
#define ADJUNCT_WORDS 12
#define COMPLEMENT_WORDS 8

bool quote_is_modifier(const document *doc, const mention *m) {
    uint32_t behind = m->last;
    return behind < doc->tokens.count && document_text_is(doc, behind, "-") && !(doc->tokens.at[behind].flags & TOKEN_SPACED);
}

static bool speaks(const document *doc, uint32_t i, uint32_t *last) {
    uint32_t found = entity_mention_at(doc, i);
    if (found == NONE) return false;
    const mention *m = &doc->mentions.at[found];
    if (!quote_can_speak(m) || quote_is_modifier(doc, m)) return false;
    *last = m->last;
    return true;
}

static bool is_noun(const document *doc, const resolver *with, const quote_labels *known, uint32_t i, uint32_t *last) {
    const annotation *noun = document_find(doc, i, known->speaker_noun);
    if (!noun || str_is(quote_feature(doc, with, noun, STR("class")), "document")) return false;
    *last = noun->last;
    return true;
}

static bool is_title(const document *doc, const quote_labels *known, uint32_t i, uint32_t *last) {
    const annotation *title = document_find(doc, i, known->title);
    if (!title) title = document_find(doc, i, known->rank);
    if (title) *last = title->last;
    return title != NULL;
}

/* Where the sentence begins behind an adjunct and its comma. */
static uint32_t behind_adjunct(const document *doc, const resolver *with, const quote_labels *known, uint32_t from, uint32_t end) {
    bool prepositional = document_find(doc, from, known->head_end) != NULL;
    uint32_t last;
    for (uint32_t i = from; i < end && i < from + ADJUNCT_WORDS; i++) {
        if (document_text_is(doc, i, ",")) return i + 1;
        if (document_find(doc, i, known->pronoun)) return prepositional ? i : from; /* "In a ruling on Monday he" */
        if (!prepositional && (speaks(doc, i, &last) || is_noun(doc, with, known, i, &last))) return from;
    }
    return from;
}

bool quote_is_possessive(const document *doc, uint32_t i) {
    if (document_is_possessive(doc, i)) return true;
    bool apostrophe = document_text_is(doc, i, "'") || document_text_is(doc, i, "’");
    return apostrophe && !(doc->tokens.at[i].flags & (TOKEN_SPACED | TOKEN_OPEN | TOKEN_CLOSE)) &&
           str_ends(doc->tokens.at[i - 1].word->lower, STR("s"));
}

/* "Facebook [co-founder Mark …]", "Harbour Board [officials]": the nouns of a speaker and the person whom they lead up to, or `last`. */
static uint32_t to_person(const document *doc, const resolver *with, const quote_labels *known, uint32_t last, uint32_t end) {
    uint32_t behind = last, noun;
    uint32_t next = last < end ? entity_mention_at(doc, last) : NONE;
    bool apposed = next != NONE && doc->mentions.at[next].kind == KIND_person && doc->tokens.at[last - 1].word->shape & SHAPE_LOWER;
    if (apposed) return doc->mentions.at[next].last; /* "her son Kyle" */
    for (uint32_t i = last; i < end && i < last + 5; i++) {
        uint32_t found = entity_mention_at(doc, i);
        if (found != NONE && doc->mentions.at[found].kind == KIND_person) return behind > last ? doc->mentions.at[found].last : last;
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT) break;
        if (i <= behind && (is_noun(doc, with, known, i, &noun) || is_title(doc, known, i, &noun))) behind = noun;
    }
    if (behind > last) return behind;
    /* A name that no list has: capitals behind a noun in small letters. */
    if (!(doc->tokens.at[last - 1].word->shape & SHAPE_LOWER)) return last;
    while (last < end && (doc->tokens.at[last].word->shape & SHAPE_CAP) && (doc->tokens.at[last].word->shape & SHAPE_ALPHA)) last++;
    return last;
}

/* Widens a head: "China['s foreign ministry]", "the US [and South Korea]", "the minister[, Anna Berg]". */
static uint32_t widen(const document *doc, const resolver *with, const quote_labels *known, uint32_t last, uint32_t end) {
    uint32_t next;
    last = to_person(doc, with, known, last, end);
    if (last < end && quote_is_possessive(doc, last))
        for (uint32_t i = last + 1; i < end && i < last + 5; i++)
            if (speaks(doc, i, &next) || is_noun(doc, with, known, i, &next)) {
                last = next;
                while (last < end && is_noun(doc, with, known, last, &next)) last = next; /* "Berg's campaign manager" */
                break;
            }
    uint32_t comma = last; /* behind what it is head of: "the head of the clinic, Anna Berg" */
    if (last < end && document_find(doc, last, known->head_end))
        while (comma < end && comma < last + COMPLEMENT_WORDS && !document_text_is(doc, comma, ",")) comma++;
    if (comma + 1 < end && document_text_is(doc, comma, ",")) {
        uint32_t named = entity_mention_at(doc, comma + 1);
        if (named != NONE && doc->mentions.at[named].kind == KIND_person) return doc->mentions.at[named].last;
    }
    if (last < end && document_find(doc, last, known->join))
        for (uint32_t i = last + 1; i < end && i < last + 4; i++)
            if (speaks(doc, i, &next)) return next;
    return last;
}

bool quote_subject(const document *doc, const resolver *with, const quote_labels *known, uint32_t sentence_index, uint32_t limit,
                   uint32_t *first, uint32_t *last) {
    const sentence *s = &doc->sentences.at[sentence_index];
    uint32_t end = s->last < limit ? s->last : limit;
    if (s->first >= end || doc->tokens.at[s->first].depth > 0) return false;
    const annotation *lead = document_find(doc, s->first, known->lead); /* a dateline */
    uint32_t from = lead && lead->last < end ? lead->last : s->first;
    from = behind_adjunct(doc, with, known, from, end);
    for (uint32_t i = from; i < end && i < from + SUBJECT_WORDS; i++) {
        bool found = i <= from + 1 && document_find(doc, i, known->pronoun);
        if (found) *last = i + 1;
        if (!found && !speaks(doc, i, last) && !is_noun(doc, with, known, i, last)) {
            if (i > from && document_find(doc, i, known->head_end)) return false;
            continue;
        }
        *first = found ? i : from;
        *last = found ? i + 1 : widen(doc, with, known, *last, end);
        return *last <= end;
    }
    return false;
}
