/* quote_subject.c: the subject of a sentence, guessed without a parse: past a fronted adjunct ("In a statement, …"), the words up to the
 * first name or noun of a speaker. For cues that stand far from it ("the ministry did not confirm it, but reiterated that …"). */
#include "quote/quote_parts.h"

/* Words that are looked at: of the subject; of an adjunct before it ("In a statement on Monday, …"); of what follows the subject's head
 * ("of the clinic"); of the names and titles behind a noun; of an office with its holder; of an office behind a body's name; of a second
 * speaker behind "and". */
enum { SUBJECT_WORDS = 9, ADJUNCT_WORDS = 12, COMPLEMENT_WORDS = 8, NAME_WORDS = 5, TITLE_WORDS = 8, OFFICE_WORDS = 3, JOINED_WORDS = 4 };

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

static bool is_noun(const quote_view *in, uint32_t i, uint32_t *last) {
    const annotation *noun = document_find(in->doc, i, in->label->speaker_noun);
    if (!noun || quote_feature_is(in->doc, in->with, noun, STR("class"), "document")) return false;
    *last = noun->last;
    return true;
}

static bool is_title(const quote_view *in, uint32_t i, uint32_t *last) {
    const annotation *title = document_find(in->doc, i, in->label->title);
    if (!title) title = document_find(in->doc, i, in->label->rank);
    if (title) *last = title->last;
    return title != NULL;
}

/* Whether a noun phrase begins at a determiner that no preposition, and no other, ties to what stands before it ("over the days [the] …").
 */
static bool begins_phrase(const quote_view *in, uint32_t i) {
    const document *doc = in->doc;
    if (!document_find(doc, i, in->label->determiner) || quote_is_possessive(doc, i - 1)) return false;
    if (document_find(doc, i - 1, in->label->head_end) || document_find(doc, i - 1, in->label->join)) return false;
    return !document_find(doc, i - 1, in->label->determiner) || document_find(doc, i - 1, in->label->pronoun_object); /* "behind her a" */
}

/* Where the sentence begins behind an adjunct: at a pronoun, or behind its comma; where nothing follows that, at the next noun phrase. */
static uint32_t behind_adjunct(const quote_view *in, uint32_t from, uint32_t end) {
    const document *doc = in->doc;
    bool prepositional = document_find(doc, from, in->label->head_end) != NULL;
    uint32_t last, phrase = from;
    for (uint32_t i = from; i < end && i < from + ADJUNCT_WORDS; i++) {
        if (document_text_is(doc, i, ",")) { /* "The motion passed, with members of …": no adjunct */
            if (phrase > from && i + 1 == end && end < doc->tokens.count && !document_find(doc, end, in->label->pronoun))
                return phrase; /* "…, claiming" */
            bool goes_on = document_find(doc, i + 1, in->label->head_end) || document_find(doc, i + 1, in->label->join);
            return prepositional || !goes_on ? i + 1 : from;
        }
        if (document_find(doc, i, in->label->pronoun)) return prepositional ? i : from; /* "In a ruling on Monday he" */
        if (prepositional && i > from + 1 && begins_phrase(in, i)) {
            if (doc->tokens.at[i - 1].word->shape & SHAPE_CAP) return i; /* "In Lviv the" */
            if (phrase == from) phrase = i;
        }
        if (!prepositional && (speaks(doc, i, &last) || is_noun(in, i, &last))) return from;
    }
    return phrase;
}

bool quote_is_possessive(const document *doc, uint32_t i) {
    if (document_is_possessive(doc, i)) return true;
    bool apostrophe = document_text_is(doc, i, "'") || document_text_is(doc, i, "’");
    return apostrophe && !(doc->tokens.at[i].flags & (TOKEN_SPACED | TOKEN_OPEN | TOKEN_CLOSE)) &&
           str_ends(doc->tokens.at[i - 1].word->lower, STR("s"));
}

/* Whether a word in small letters may be a verb or noun: it joins no words of an office ("High Commissioner [for] Human Rights"). */
static bool is_verb_or_noun(const quote_view *in, uint32_t i) {
    if (!(in->doc->tokens.at[i].word->shape & SHAPE_LOWER)) return false;
    return !document_find(in->doc, i, in->label->head_end) && !document_find(in->doc, i, in->label->join);
}

/* "Facebook [co-founder Mark …]", "Harbour Board [officials]": the nouns of a speaker and the person whom they lead up to, or `last`. */
static uint32_t to_person(const quote_view *in, uint32_t last, uint32_t end) {
    const document *doc = in->doc;
    uint32_t behind = last, noun;
    uint32_t next = last < end ? entity_mention_at(doc, last) : NONE;
    bool noun_before = doc->tokens.at[last - 1].word->shape & SHAPE_LOWER || entity_mention_at(doc, last - 1) == NONE;
    bool apposed = next != NONE && doc->mentions.at[next].kind == KIND_person && noun_before;
    if (apposed) return doc->mentions.at[next].last; /* "her son Kyle", "Secretary Berg" */
    bool office = true;                              /* so far: nouns, and words with a capital */
    for (uint32_t i = last; i < end && i < last + TITLE_WORDS; i++) {
        const word *w = doc->tokens.at[i].word;
        uint32_t found = entity_mention_at(doc, i);
        if (found != NONE && doc->mentions.at[found].kind == KIND_person) return behind > last ? doc->mentions.at[found].last : last;
        office = office && (i < behind || w->shape & SHAPE_CAP);
        if ((i <= behind || office) && (is_noun(in, i, &noun) || is_title(in, i, &noun)))
            behind = noun;
        else if (w->shape & SHAPE_PUNCT || (i >= behind && !office && is_verb_or_noun(in, i)))
            break;
    }
    if (behind > last) return behind;
    /* A name that no list has: capitals behind a noun in small letters. */
    if (!(doc->tokens.at[last - 1].word->shape & SHAPE_LOWER)) return last;
    while (last < end && (doc->tokens.at[last].word->shape & SHAPE_CAP) && (doc->tokens.at[last].word->shape & SHAPE_ALPHA)) last++;
    return last;
}

/* "China['s foreign ministry]", "Berg['s campaign manager]" */
static uint32_t to_owned(const quote_view *in, uint32_t last, uint32_t end) {
    uint32_t owned;
    if (last >= end || !quote_is_possessive(in->doc, last)) return last;
    for (uint32_t i = last + 1; i < end && i < last + NAME_WORDS; i++) {
        if (!speaks(in->doc, i, &owned) && !is_noun(in, i, &owned)) continue;
        uint32_t head = owned;
        while (head < end && is_noun(in, head, &owned)) head = owned;
        return head;
    }
    return last;
}

/* The name with which an apposition begins, past titles ("Major General Anna Berg"), nouns ("former mayor Anna Berg") or another apposition
 * ("the Director, Media Operations, Anna Berg"); NONE if there is none. */
static uint32_t to_name(const quote_view *in, uint32_t from, uint32_t end) {
    const document *doc = in->doc;
    uint32_t noun = NONE; /* where the noun ends that words in small letters lead up to */
    bool small = false;
    for (uint32_t i = from; i < end && i < from + COMPLEMENT_WORDS; i++) {
        uint32_t named = entity_mention_at(doc, i);
        if (named != NONE && doc->mentions.at[named].kind == KIND_person) return small && noun != i ? NONE : named;
        is_noun(in, i, &noun);
        if (doc->tokens.at[i].word->shape & SHAPE_LOWER && is_verb_or_noun(in, i) && !document_find(doc, i, in->label->determiner)) {
            small = true;
            continue;
        }
        bool opens = doc->tokens.at[i].flags & TOKEN_OPEN; /* “Amal” */
        if (!(doc->tokens.at[i].word->shape & SHAPE_CAP) && !opens && !document_text_is(doc, i, ",")) return NONE;
    }
    return NONE;
}

/* "the member [representing] the port", "a clerk [based] there" */
static bool is_participle(const document *doc, uint32_t i) {
    const word *w = doc->tokens.at[i].word;
    return w->shape & SHAPE_LOWER && (str_ends(w->lower, STR("ing")) || str_ends(w->lower, STR("ed")));
}

/* "the minister[, Anna Berg]", "the head[ of the clinic, Anna Berg]"; 0 if nobody is named. */
static uint32_t to_apposed(const quote_view *in, uint32_t last, uint32_t end) {
    const document *doc = in->doc;
    uint32_t comma = last;
    if (last < end && (document_find(doc, last, in->label->head_end) || is_participle(doc, last)))
        while (comma < end && comma < last + COMPLEMENT_WORDS && !document_text_is(doc, comma, ",")) comma++;
    if (comma + 1 >= end || !document_text_is(doc, comma, ",")) return 0;
    uint32_t named = to_name(in, comma + 1, end);
    return named != NONE && doc->mentions.at[named].kind == KIND_person ? doc->mentions.at[named].last : 0;
}

/* "the US[ and South Korea]" */
static uint32_t to_joined(const quote_view *in, uint32_t last, uint32_t end) {
    uint32_t joined;
    if (last >= end || !document_find(in->doc, last, in->label->join)) return last;
    for (uint32_t i = last + 1; i < end && i < last + JOINED_WORDS; i++)
        if (speaks(in->doc, i, &joined)) return joined;
    return last;
}

/* "the UN[ humanitarian coordinator in Sudan, Anna Berg]": the office that a body's name modifies, if its holder is named; 0 if nobody is.
 */
static uint32_t to_holder(const quote_view *in, uint32_t last, uint32_t end) {
    const document *doc = in->doc;
    uint32_t noun;
    for (uint32_t i = last; i < end && i < last + OFFICE_WORDS; i++) {
        if (is_noun(in, i, &noun)) return to_apposed(in, noun, end);
        if (!(doc->tokens.at[i].word->shape & SHAPE_LOWER) || doc->tokens.at[i].word->shape & SHAPE_PUNCT) return 0;
        if (document_find(doc, i, in->label->head_end) || document_find(doc, i, in->label->determiner)) return 0;
    }
    return 0;
}

/* Where the subject ends whose first name or noun ends at `last`. */
static uint32_t widen(const quote_view *in, uint32_t last, uint32_t end) {
    last = to_owned(in, to_person(in, last, end), end);
    uint32_t apposed = to_apposed(in, last, end);
    if (!apposed) apposed = to_holder(in, last, end);
    return apposed ? apposed : to_joined(in, last, end);
}

/* "One of them", "two of his sons": where it ends, or 0. */
static uint32_t to_some_of(const quote_view *in, uint32_t from, uint32_t end) {
    const document *doc = in->doc;
    const annotation *some = document_find(doc, from, in->label->determiner);
    uint32_t last;
    if (!some || str_is(quote_feature(doc, in->with, some, STR("definite")), "yes")) return 0;
    if (some->last + 1 >= end || !document_text_is(doc, some->last, "of")) return 0;
    for (uint32_t i = some->last + 1; i < end && i <= some->last + NAME_WORDS; i++) {
        const annotation *pronoun = document_find(doc, i, in->label->pronoun_object);
        if (pronoun && str_is(quote_feature(doc, in->with, pronoun, STR("number")), "p")) return pronoun->last;
        if (speaks(doc, i, &last) || is_noun(in, i, &last)) return last;
    }
    return 0;
}

/* Where the phrase begins whose noun stands at `noun`: behind what nothing ties to it ("A mile away [a girl]"). */
static uint32_t behind_adverb(const quote_view *in, uint32_t from, uint32_t noun) {
    for (uint32_t i = noun; i > from + 1; i--)
        if (document_find(in->doc, i, in->label->determiner)) return begins_phrase(in, i) ? i : from;
    return from;
}

/* Whether the sentence of a token asks something. */
static bool is_question(const document *doc, uint32_t token_index) {
    return document_text_is(doc, document_sentence(doc, token_index)->last - 1, "?");
}

/* The subject of what begins at `from`. */
static bool subject_between(const quote_view *in, uint32_t from, uint32_t end, uint32_t *first, uint32_t *last) {
    const document *doc = in->doc;
    from = behind_adjunct(in, from, end);
    const annotation *called = from < end ? document_find(doc, from, in->label->called) : NULL;
    if (called && called->last <= end && quote_slot_span(called, STR("person"), first, last)) return true;
    uint32_t some = from < end ? to_some_of(in, from, end) : 0;
    if (some) {
        *first = from;
        *last = some;
        return true;
    }
    for (uint32_t i = from; i < end && i < from + SUBJECT_WORDS; i++) {
        bool first_word = i <= from + 1 || (i == from + 2 && is_question(doc, from)); /* or the second: "and he"; "what did she" */
        if (first_word && document_find(doc, i, in->label->pronoun)) {
            *first = i;
            *last = i + 1;
            return true;
        }
        if (speaks(doc, i, last) || is_noun(in, i, last)) {
            *first = behind_adverb(in, from, i);
            *last = widen(in, *last, end);
            return *last <= end;
        }
        if (i > from && document_find(doc, i, in->label->head_end)) return false;
        if (i > from && document_text_is(doc, i, ",") && i + 1 < end && document_find(doc, i + 1, in->label->join)) return false;
    }
    return false;
}

bool quote_subject(const quote_view *in, uint32_t sentence_index, uint32_t limit, uint32_t *first, uint32_t *last) {
    const document *doc = in->doc;
    const sentence *s = &doc->sentences.at[sentence_index];
    uint32_t end = s->last < limit ? s->last : limit;
    uint32_t named = s->first + 1 < end && doc->tokens.at[s->first].depth ? entity_mention_at(doc, s->first + 1) : NONE;
    if (named != NONE && !quote_is_quoted(doc, &doc->mentions.at[named])) { /* “Amal,” a driver, … */
        *first = doc->mentions.at[named].first;
        *last = doc->mentions.at[named].last;
        return true;
    }
    if (s->first >= end || doc->tokens.at[s->first].depth > 0) return false;
    const annotation *lead = document_find(doc, s->first, in->label->lead); /* a dateline */
    return subject_between(in, lead && lead->last < end ? lead->last : s->first, end, first, last);
}

bool quote_clause_subject(const quote_view *in, uint32_t sentence_index, uint32_t limit, uint32_t *first, uint32_t *last) {
    const document *doc = in->doc;
    const sentence *s = &doc->sentences.at[sentence_index];
    for (uint32_t i = s->last < limit ? s->last : limit; i-- > s->first;) {
        const annotation *border = doc->tokens.at[i].depth ? NULL : document_find(doc, i, in->label->clause);
        if (border && border->last < limit)
            return subject_between(in, border->last, limit, first, last) || quote_subject(in, sentence_index, limit, first, last);
    }
    return quote_subject(in, sentence_index, limit, first, last);
}
