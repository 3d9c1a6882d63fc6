/* quote_pronoun.c: pronouns -> entities, or words for somebody, named before.
 *
 * A pronoun looks back over a few sentences, nearest first: in each the one who speaks there, else the first fitting name that is neither
 * possessive nor inside quotation marks (the subject, mostly). It looks a bounded way, and notes who else would fit. */
#include "quote/quote_antecedent.h"

enum {
    SENTENCES_BACK = 8,
    SENTENCES_BACK_IN_ALL = 32,
    SENTENCES_AHEAD = 4,
    OPENING_COMMAS = 4,
    OPENING_WORDS = 5,
    QUOTES_AROUND = 8,
    WORDS_OF_CUE = 8
};

static bool is_possessive(const document *doc, const mention *m) {
    return m->last < doc->tokens.count && document_is_possessive(doc, m->last);
}

typedef struct wanted {
    bool person, plural;
    bool outside;   /* of what others have said: a body named there is told of, no speaker ("The clerk said China was calm. It …") */
    char gender;    /* 0: any */
    uint32_t asker; /* who has just asked what the pronoun's cue answers, or NONE: somebody else */
} wanted;

static bool fits(const document *doc, uint32_t entity_index, const wanted *w) {
    const entity *e = &doc->entities.at[entity_index];
    if (w->person != (e->kind == KIND_person) || entity_index == w->asker) return false;
    if (e->kind == KIND_nationality || e->kind == KIND_weapon || (w->plural && e->kind == KIND_place)) return false;
    return !w->person || !w->gender || !e->gender || e->gender == w->gender;
}

/* Whether a name is behind a preposition: in the pronoun's own sentence right behind it ("In a statement on Telegram, it said"); a place in
 * any ("It is rife in northern Norway: the Red Cross has …. It said"). */
static bool is_adjunct(const quote_reading *reading, const mention *m) {
    enum { WORDS_BETWEEN = 2 };
    const document *doc = reading->doc;
    uint32_t i = m->first;
    if (i == 0 || i >= reading->first) return false;
    bool place = m->kind == KIND_place;
    if (!place && doc->tokens.at[i].sentence != doc->tokens.at[reading->first].sentence) return false;
    for (uint32_t n = 0; place && n < WORDS_BETWEEN && i > 1 && doc->tokens.at[i - 1].word->shape & SHAPE_LOWER; n++, i--)
        if (document_find(doc, i - 1, reading->label.head_end)) return true;
    return document_find(doc, i - 1, reading->label.head_end) != NULL;
}

/* Whether those who end at a token did something to whom the pronoun means ("A sergeant [laughed at her]. “…,” she said", "Berg [asked
 * him]"): then they are somebody else. "Her" before a noun is no object. */
static bool acts_on(const quote_reading *reading, uint32_t from, const wanted *w) {
    enum { VERB_WORDS = 2 };
    const document *doc = reading->doc;
    if (!w->person || !w->gender) return false;
    for (uint32_t i = from; i + 1 < doc->tokens.count && i <= from + VERB_WORDS && i < reading->first; i++) {
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT) return false;
        const annotation *object = i > from ? document_find(doc, i, reading->label.pronoun_object) : NULL;
        str gender = object ? quote_feature(doc, reading->with, object, STR("gender")) : STR_NONE;
        if (!gender.size || gender.data[0] != w->gender) continue;
        bool closes = doc->tokens.at[i + 1].word->shape & SHAPE_PUNCT || document_find(doc, i + 1, reading->label.head_end);
        return w->gender == 'm' || closes;
    }
    return false;
}

/* Whether a token lies in the question that the sentence opens with ("Asked if [Berg] would go, he said"): that is about another. */
static bool is_asked_about(const quote_reading *reading, uint32_t token_index) {
    const document *doc = reading->doc;
    const quote *last = quote_before(doc, reading->first);
    return last && last->stance == STANCE_asked && token_index >= last->first && token_index < last->last &&
           doc->tokens.at[last->first].sentence == doc->tokens.at[reading->first].sentence;
}

/* Whether a token lies in what one of the last quotes says. */
static bool is_in_speech(const quote_reading *reading, uint32_t token_index) {
    enum { QUOTES_NEAR = 4 };
    uint32_t count = quote_count_before(reading->doc, reading->first);
    for (uint32_t i = count; i > 0 && i + QUOTES_NEAR > count; i--) {
        const quote *q = &reading->doc->quotes.at[i - 1];
        if (token_index >= q->first && token_index < q->last) return true;
    }
    return false;
}

/* The first fitting name in tokens [first, last) outside quotation marks and what was said; possessives only if `possessive`. */
static uint32_t subject_in(const quote_reading *reading, uint32_t first, uint32_t last, const wanted *w, bool possessive) {
    const document *doc = reading->doc;
    const annotation *lead = first < doc->tokens.count ? document_find(doc, first, reading->label.lead) : NULL;
    uint32_t i = quote_mentions_from(doc, lead && lead->last < last ? lead->last : first); /* past a dateline */
    for (uint32_t n = 0; n < QUOTE_MENTIONS_BACK && i < doc->mentions.count && doc->mentions.at[i].first < last; i++, n++) {
        const mention *m = &doc->mentions.at[i];
        if (quote_is_aside(doc, m) || (m->first >= reading->avoid_first && m->first < reading->avoid_last)) continue;
        if (m->last + 1 == reading->first || is_asked_about(reading, m->first)) continue; /* "Berg, she said, had left" */
        if (w->outside && is_in_speech(reading, m->first)) continue;
        if (is_possessive(doc, m) != possessive || quote_is_modifier(doc, m) || (!w->person && is_adjunct(reading, m))) continue;
        if (fits(doc, m->entity, w) && !acts_on(reading, m->last, w)) return m->entity;
    }
    return NONE;
}

/* What the words beside a quote say of the gender of its speaker: a pronoun, or a noun like "the man". */
static char words_gender(const quote_reading *reading, const quote *q) {
    if (q->speaker_first >= q->speaker_last) return 0;
    const annotation *word = document_find(reading->doc, q->speaker_first, reading->label.pronoun);
    if (!word) word = document_find(reading->doc, q->speaker_last - 1, reading->label.speaker_noun);
    str gender = word ? quote_feature(reading->doc, reading->with, word, STR("gender")) : STR_NONE;
    return gender.size == 1 ? gender.data[0] : 0;
}

/* The gender of who said a quote, who has no name, as the words beside it or another of the last quotes of theirs tell. */
static char speaker_gender(const quote_reading *reading, const quote *q) {
    const quote *end = reading->doc->quotes.at + quote_count_before(reading->doc, reading->first);
    char gender = words_gender(reading, q);
    for (const quote *other = q + 1; !gender && other < end && other <= q + QUOTES_AROUND; other++)
        if (str_equal(other->speaker_text, q->speaker_text)) gender = words_gender(reading, other);
    for (const quote *other = q; !gender && other > reading->doc->quotes.at && other + QUOTES_AROUND > q;)
        if (str_equal((--other)->speaker_text, q->speaker_text)) gender = words_gender(reading, other);
    return gender;
}

/* Whether a phrase is one of several ("[one of] her clients"). */
static bool is_one_of(const quote_reading *phrase) {
    const document *doc = phrase->doc;
    const annotation *some = document_find(doc, phrase->first, phrase->label.determiner);
    return quote_feature_is(doc, phrase->with, some, STR("number"), "s") &&
           quote_feature_is(doc, phrase->with, some, STR("definite"), "no") && document_find(doc, some->last, phrase->label.head_end);
}

/* Whether the speaker of a quote is several, as far as a plural noun or its last letter tells; a name may end like that. */
static bool is_plural(const quote_reading *reading, const quote *q) {
    const document *doc = reading->doc;
    const annotation *noun = quote_head_noun(reading, q);
    if (noun) return noun->form == FORM_plural;
    quote_reading phrase = quote_reading_of(quote_reading_view(reading), q->speaker_first, q->speaker_last);
    if (q->speaker_first < q->speaker_last && is_one_of(&phrase)) return false;
    if (!str_ends(q->speaker_text, STR("s"))) return false;
    return q->speaker_first >= q->speaker_last || !(doc->tokens.at[q->speaker_last - 1].word->shape & SHAPE_CAP);
}

/* Whether the words beside a quote name a body or a paper, not somebody. */
static bool is_thing(const quote_reading *reading, const quote *q) {
    const annotation *noun = quote_head_noun(reading, q);
    return noun && !quote_is_person_noun(reading, noun);
}

/* Whether a quote lies behind a semicolon: another clause ("A cook saw it; it was a boy, he said"). */
static bool is_clause_before(const document *doc, const quote *q, uint32_t token_index) {
    for (uint32_t i = token_index; i-- > q->last;)
        if (document_text_is(doc, i, ";")) return true;
    return false;
}

/* Whether somebody says a quote in a paper ("Berg said [in a statement] that …"): "it" is what they wrote. */
static bool is_in_paper(const quote_reading *reading, const quote *q) {
    const document *doc = reading->doc;
    uint32_t from = q->cue_last, last = from < q->first ? q->first : from;
    for (uint32_t i = from; i < last && i < from + WORDS_OF_CUE; i++) {
        const annotation *noun = document_find(doc, i, reading->label.speaker_noun);
        if (noun && noun->form != FORM_plural && quote_feature_is(doc, reading->with, noun, STR("class"), "document")) return true;
    }
    return false;
}

/* Whether words for a speaker begin with a number: "three residents"; of people, "one" and "two of them" may be meant by "he". */
static bool is_counted(const quote_reading *reading, uint32_t first, bool person) {
    const document *doc = reading->doc;
    if (person) return doc->tokens.at[first].word->shape & SHAPE_DIGIT;
    return document_find(doc, first, LABEL_number) &&
           !quote_feature_is(doc, reading->with, document_find(doc, first, reading->label.determiner), STR("number"), "s");
}

/* The speaker of the last quote whose cue or words lie in a sentence; *text where the speaker is words only ("the governor said … He").
 * In the pronoun's own clause "he" is rather somebody else. */
static uint32_t speaker_in(const quote_reading *reading, uint32_t *cursor, uint32_t sentence_index, const wanted *w, str *text) {
    uint32_t here = reading->doc->tokens.at[reading->first].sentence;
    const document *doc = reading->doc;
    for (; *cursor > 0; (*cursor)--) {
        const quote *q = &doc->quotes.at[*cursor - 1];
        uint32_t at = q->cue_first < q->cue_last ? q->cue_first : q->first;
        if (at >= reading->first) continue;
        if (doc->tokens.at[at].sentence < sentence_index) return NONE;
        if (q->speaker != NONE && fits(doc, q->speaker, w)) return q->speaker;
        if (q->speaker != NONE && !w->person && !w->plural && is_in_paper(reading, q)) return q->speaker;
        if (q->speaker == NONE && document_block(doc, q->first)->kind == BLOCK_headline) continue;
        bool asks = q->stance == STANCE_asked && w->person; /* "a reporter asked … “No,” she said": who answers is another */
        bool same = sentence_index == here && !is_clause_before(doc, q, reading->first);
        if (q->speaker != NONE || asks || !q->speaker_text.size || (w->person && (same || is_plural(reading, q)))) continue;
        char gender = w->gender ? speaker_gender(reading, q) : 0;
        bool counted = q->speaker_first < q->speaker_last && is_counted(reading, q->speaker_first, w->person);
        if ((gender && gender != w->gender) || (counted && !w->plural) || (!w->person && quote_is_one_person(reading, q)) || q->open ||
            (w->person && is_thing(reading, q)))
            continue;
        *text = q->speaker_text;
        return NONE;
    }
    return NONE;
}

/* Whether the words lie in what was said, or are its subject ("A neighbour, she said, was hit"): nobody in there says it. */
static bool is_said(const quote_reading *reading, uint32_t first, uint32_t last) {
    return (first >= reading->avoid_first && first < reading->avoid_last) || last + 1 == reading->first;
}

/* The words of a sentence's subject, if it is plural ("officials … they"). */
static str plural_subject(const quote_reading *reading, uint32_t sentence_index) {
    const document *doc = reading->doc;
    uint32_t first, last;
    quote_view in = quote_reading_view(reading);
    if (!quote_subject(&in, sentence_index, reading->first, &first, &last) || is_said(reading, first, last)) return STR_NONE;
    if (!str_ends(doc->tokens.at[last - 1].word->lower, STR("s")) || document_find(doc, first, reading->label.pronoun)) return STR_NONE;
    return document_words(doc, first, last);
}

/* Whether a phrase is one noun phrase: it opens with a determiner or somebody's name, and no other determiner follows. */
static bool is_one_phrase(const quote_reading *phrase) {
    const document *doc = phrase->doc;
    if (!document_find(doc, phrase->first, phrase->label.determiner) && entity_mention_at(doc, phrase->first) == NONE) return false;
    for (uint32_t i = phrase->first + 1; i < phrase->last; i++)
        if (document_find(doc, i, phrase->label.determiner) || document_find(doc, i, phrase->label.head_end)) return false;
    return true;
}

/* The entity that a description means, if it fits, else *text. */
static uint32_t described(quote_reading *phrase, const wanted *w, str *text) {
    str reason;
    uint32_t found = quote_description(phrase, &reason);
    if (found != NONE && fits(phrase->doc, found, w)) return found;
    *text = phrase->text.size ? phrase->text : document_words(phrase->doc, phrase->first, phrase->last);
    return NONE;
}

/* "Her [mother] … she": rather whose mother it is, as long as the mother has said nothing; "his deputy … he" is the deputy. */
static bool is_kin_of(const quote_reading *phrase, str noun_gender, const wanted *w) {
    const annotation *owner = document_find(phrase->doc, phrase->first, phrase->label.determiner);
    str gender = owner ? quote_feature(phrase->doc, phrase->with, owner, STR("gender")) : STR_NONE;
    return w->gender && noun_gender.size == 1 && gender.size == 1 && gender.data[0] == w->gender;
}

/* The only one of that gender who was named in the last sentences. */
static uint32_t only_of_gender(const quote_reading *reading, const wanted *w) {
    const document *doc = reading->doc;
    uint32_t here = doc->tokens.at[reading->first].sentence, i = quote_mentions_from(doc, reading->first), found = NONE;
    for (uint32_t n = 0; n < QUOTE_MENTIONS_BACK && i > 0; n++) {
        const mention *m = &doc->mentions.at[--i];
        if (doc->tokens.at[m->first].sentence + QUOTE_SENTENCES_NEAR < here) break;
        if (quote_is_aside(doc, m) || m->kind != KIND_person || m->entity == found) continue;
        if (doc->entities.at[m->entity].gender != w->gender) continue;
        if (found != NONE) return NONE;
        found = m->entity;
    }
    return found;
}

/* Whether one of the last quotes tells that words stand for somebody of another gender ("a cook … he told her"). */
static bool is_told_of_as(const quote_reading *reading, str text, const wanted *w) {
    const quote *end = reading->doc->quotes.at + quote_count_before(reading->doc, reading->first);
    for (const quote *q = end; text.size && w->gender && q > reading->doc->quotes.at && q + QUOTES_AROUND > end;)
        if (str_equal((--q)->speaker_text, text)) {
            char gender = words_gender(reading, q);
            if (gender) return gender != w->gender;
        }
    return false;
}

/* The subject of a clause if it is one person or body without a name ("A teacher … she", "Her husband … he", "The army … it"): the entity
 * that the description means, else *text. */
static uint32_t unnamed_phrase(const quote_reading *reading, uint32_t first, uint32_t last, const wanted *w, str *text) {
    const document *doc = reading->doc;
    quote_reading inner = quote_reading_of(quote_reading_view(reading), first, last);
    if (is_said(reading, inner.first, inner.last)) return NONE;
    const annotation *noun = quote_noun_ending(doc, reading->label.speaker_noun, inner.first, inner.last);
    if (w->person && noun && is_one_of(&inner) && quote_is_person_noun(reading, noun)) {
        *text = document_words(doc, inner.first, inner.last);
        return NONE;
    }
    if (!is_one_phrase(&inner) || quote_is_possessive(doc, inner.last)) return NONE;
    if (!noun || noun->form == FORM_plural || entity_mention_at(doc, inner.last - 1) != NONE) return NONE;
    if (quote_is_person_noun(reading, noun) != w->person) return NONE;
    str gender = quote_feature(doc, reading->with, noun, STR("gender"));
    if ((w->gender && gender.size == 1 && gender.data[0] != w->gender) || acts_on(reading, inner.last, w)) return NONE;
    if (is_kin_of(&inner, gender, w)) return NONE;
    uint32_t found = described(&inner, w, text);
    if (found == NONE && is_told_of_as(reading, *text, w)) *text = STR_NONE;
    if (found != NONE || inner.text.size || gender.size || !w->gender) return found;
    /* "The witness … she", of whom nobody was told so: the woman named before. */
    const annotation *determiner = document_find(doc, inner.first, reading->label.determiner);
    if (quote_feature_is(doc, reading->with, determiner, STR("definite"), "yes")) found = only_of_gender(reading, w);
    if (found != NONE) *text = STR_NONE;
    return found;
}

/* The same of a whole sentence: of its first clause, else of its last ("The UN paid, and [the governor] came. He …"). */
static uint32_t unnamed_subject(const quote_reading *reading, uint32_t sentence_index, const wanted *w, str *text) {
    quote_view in = quote_reading_view(reading);
    uint32_t first, last, next, next_last;
    if (!quote_subject(&in, sentence_index, reading->first, &first, &last)) return NONE;
    uint32_t found = unnamed_phrase(reading, first, last, w, text);
    uint32_t named = entity_mention_at(reading->doc, last - 1);
    if (found != NONE || text->size || !w->person || named == NONE || reading->doc->mentions.at[named].kind == KIND_person) return found;
    if (!quote_clause_subject(&in, sentence_index, reading->first, &next, &next_last) || next == first) return NONE;
    return unnamed_phrase(reading, next, next_last, w, text);
}

/* The paper with which a sentence opens ("The suit was filed in May. It alleges that …"): whoever issued it, else *text. */
static uint32_t document_subject(const quote_reading *reading, uint32_t sentence_index, const wanted *w, str *text) {
    const document *doc = reading->doc;
    const sentence *s = &doc->sentences.at[sentence_index];
    if (!document_find(doc, s->first, reading->label.determiner) || doc->tokens.at[s->first].depth) return NONE;
    for (uint32_t i = s->first + 1; i < s->last && i < s->first + OPENING_WORDS && i < reading->first; i++) {
        if (document_find(doc, i, reading->label.head_end)) return NONE;
        const annotation *noun = document_find(doc, i, reading->label.speaker_noun);
        if (!noun || noun->form == FORM_plural) continue;
        if (!quote_feature_is(doc, reading->with, noun, STR("class"), "document")) return NONE;
        quote_reading inner = quote_reading_of(quote_reading_view(reading), s->first, noun->last);
        return described(&inner, w, text);
    }
    return NONE;
}

/* Who issued the paper of which a sentence tells ("She received [a letter from the army]. It said that …"), or NONE. */
static uint32_t document_issuer(const quote_reading *reading, uint32_t sentence_index) {
    const document *doc = reading->doc;
    const sentence *s = &doc->sentences.at[sentence_index];
    for (uint32_t i = s->first + 1; i < s->last && i < reading->first; i++) {
        const annotation *determiner = doc->tokens.at[i].depth ? NULL : document_find(doc, i, reading->label.determiner);
        if (!quote_feature_is(doc, reading->with, determiner, STR("definite"), "no")) continue;
        uint32_t end = quote_head_end(reading, i, s->last < i + OPENING_WORDS ? s->last : i + OPENING_WORDS);
        const annotation *noun = quote_noun_ending(doc, reading->label.speaker_noun, i, end);
        if (!noun || noun->form == FORM_plural || !quote_feature_is(doc, reading->with, noun, STR("class"), "document")) continue;
        quote_reading inner = quote_reading_of(quote_reading_view(reading), i, s->last - 1);
        str reason;
        return quote_description(&inner, &reason);
    }
    return NONE;
}

static void add_candidate(quote_reading *reading, uint32_t found, uint32_t entity_index) {
    if (entity_index == found || reading->candidate_count == QUOTE_CANDIDATES) return;
    for (uint32_t i = 0; i < reading->candidate_count; i++)
        if (reading->candidates[i] == entity_index) return;
    reading->candidates[reading->candidate_count++] = entity_index;
}

/* Notes who else of the last sentences fits. */
static void note_candidates(quote_reading *reading, const wanted *w, uint32_t found) {
    const document *doc = reading->doc;
    uint32_t here = doc->tokens.at[reading->first].sentence, i = quote_mentions_from(doc, reading->first);
    for (uint32_t n = 0; n < QUOTE_MENTIONS_BACK && i > 0; n++) {
        const mention *m = &doc->mentions.at[--i];
        if (doc->tokens.at[m->first].sentence + QUOTE_SENTENCES_NEAR < here) return;
        if (!quote_is_aside(doc, m) && fits(doc, m->entity, w)) add_candidate(reading, found, m->entity);
    }
}

/* The first fitting name behind the pronoun ("“No,” he said, as Anna Berg's brother Jan left"); in further sentences only where the text
 * opens with somebody's words, to name them then. */
static uint32_t look_ahead(const quote_reading *reading, const wanted *w) {
    const document *doc = reading->doc;
    bool opens = quote_count_before(doc, reading->first) == 0;
    uint32_t here = doc->tokens.at[reading->first].sentence, end = here + (opens ? SENTENCES_AHEAD : 0);
    if (end >= doc->sentences.count) end = doc->sentences.count - 1;
    return subject_in(reading, reading->last, doc->sentences.at[end].last, w, false);
}

/* The first fitting name of the main clause of a sentence that opens with another ("When a reporter asked …, Berg smiled. “No,” she said").
 */
static uint32_t main_subject(const quote_reading *reading, const sentence *s, const wanted *w) {
    const document *doc = reading->doc;
    const annotation *opener = document_find(doc, s->first, reading->label.head_end);
    if (!quote_feature_is(doc, reading->with, opener, STR("clause"), "yes")) return NONE;
    uint32_t found = NONE, commas = 0;
    for (uint32_t i = s->first + 1; i < s->last && found == NONE && commas < OPENING_COMMAS; i++) {
        if (!document_text_is(doc, i, ",")) continue;
        found = subject_in(reading, i + 1, s->last, w, false);
        commas++;
    }
    return found;
}

/* The last speaker in this paragraph or the one before, whatever the lists say of the gender of that name. */
static uint32_t last_speaker_at_all(const quote_reading *reading, const wanted *w) {
    const document *doc = reading->doc;
    const quote *last = quote_before(doc, reading->first);
    if (!last || last->speaker == NONE || last->speaker == w->asker || doc->entities.at[last->speaker].kind != KIND_person) return NONE;
    return document_block_index(doc, last->first) + 1 >= document_block_index(doc, reading->first) ? last->speaker : NONE;
}

/* Whether a sentence begins with such a pronoun itself ("He named Jan Lind. … he said"): both mean the same. */
static bool goes_on(const quote_reading *reading, uint32_t sentence_index, const wanted *w) {
    uint32_t first = reading->doc->sentences.at[sentence_index].first;
    if (!w->person || !w->gender || first >= reading->first || reading->doc->tokens.at[first].depth) return false;
    const annotation *pronoun = document_find(reading->doc, first, reading->label.pronoun);
    str gender = pronoun ? quote_feature(reading->doc, reading->with, pronoun, STR("gender")) : STR_NONE;
    return gender.size == 1 && gender.data[0] == w->gender && !is_said(reading, first, first + 1);
}

/* Who has just spoken in this paragraph by a name that the lists give to the other gender, if it tells of nobody else of this one: the
 * lists know no more than most who are called so. */
static uint32_t misread_speaker(const quote_reading *reading, const wanted *w) {
    const document *doc = reading->doc;
    const quote *last = quote_before(doc, reading->first);
    if (!w->person || !w->gender || !last || last->speaker == NONE || last->cue_first >= last->cue_last) return NONE;
    const entity *e = &doc->entities.at[last->speaker];
    const block *here = document_block(doc, reading->first);
    if (e->kind != KIND_person || !e->gender || e->gender == w->gender || last->speaker == w->asker || last->first < here->first)
        return NONE;
    if (doc->tokens.at[last->cue_first].sentence + 1 < doc->tokens.at[reading->first].sentence) return NONE;
    for (uint32_t i = here->first; i < reading->first; i++) {
        const annotation *pronoun = document_find(doc, i, reading->label.pronoun);
        bool own = i >= last->speaker_first && i < last->speaker_last && !pronoun; /* "spokesman Naw Bu" */
        if (doc->tokens.at[i].depth || own) continue;
        uint32_t named = entity_mention_at(doc, i);
        bool other = named != NONE && doc->mentions.at[named].entity != last->speaker && fits(doc, doc->mentions.at[named].entity, w);
        const annotation *noun = document_find(doc, i, reading->label.speaker_noun);
        str gender = pronoun || noun ? quote_feature(doc, reading->with, pronoun ? pronoun : noun, STR("gender")) : STR_NONE;
        bool told = gender.size == 1 && (pronoun ? gender.data[0] != 'n' : gender.data[0] == w->gender);
        if (other || told) return NONE;
    }
    return last->speaker;
}

static uint32_t look_back(quote_reading *reading, const wanted *w, str *reason) {
    const document *doc = reading->doc;
    uint32_t here = doc->tokens.at[reading->first].sentence, cursor = quote_count_before(doc, reading->first), inside = NONE;
    wanted outer = *w;
    outer.outside = !w->person && !w->plural;
    for (uint32_t n = 0, told = 0; told < SENTENCES_BACK && n < SENTENCES_BACK_IN_ALL && n <= here; n++) {
        const sentence *s = &doc->sentences.at[here - n];
        told += doc->tokens.at[s->last - 1].depth == 0; /* what is said at length is soon read */
        uint32_t last = s->last < reading->first ? s->last : reading->first;
        str text = STR_NONE;
        uint32_t found = n > 0 && w->person ? main_subject(reading, s, w) : NONE;
        if (found != NONE) {
            *reason = STR("pronoun: subject of the sentence before");
            return found;
        }
        found = speaker_in(reading, &cursor, here - n, w, &text);
        if (found != NONE) {
            *reason = STR("pronoun: who spoke before");
            return found;
        }
        if (!text.size && w->plural) text = plural_subject(reading, here - n);
        bool heading = doc->blocks.at[s->block].kind == BLOCK_headline; /* "A barber keeps the time": told of below */
        if (!text.size && !w->plural && !heading) found = unnamed_subject(reading, here - n, w, &text);
        if (!text.size && found == NONE && !w->plural && !w->person && n > 0) found = document_subject(reading, here - n, w, &text);
        if (!text.size && found == NONE && !w->plural && !w->person && n == 1) found = document_issuer(reading, here - n);
        if (text.size) {
            reading->text = text;
            *reason = STR("pronoun: who spoke before");
            return NONE;
        }
        if (found == NONE && n > 0 && goes_on(reading, here - n, w)) continue;
        if (found == NONE && s->first < last) found = subject_in(reading, s->first, last, &outer, false);
        if (found == NONE && s->first < last && n > 0) found = subject_in(reading, s->first, last, &outer, true);
        if (found == NONE && inside == NONE && outer.outside && s->first < last) inside = subject_in(reading, s->first, last, w, false);
        if (found == NONE && n >= QUOTE_SENTENCES_NEAR) found = inside;
        if (found != NONE) {
            *reason = STR("pronoun: nearest name before that fits");
            return found;
        }
    }
    if (inside != NONE) {
        *reason = STR("pronoun: nearest name before that fits");
        return inside;
    }
    uint32_t found = w->person ? last_speaker_at_all(reading, w) : NONE;
    if (found != NONE) {
        *reason = STR("pronoun: who spoke before");
        return found;
    }
    found = w->person ? look_ahead(reading, w) : NONE;
    *reason = found != NONE ? STR("pronoun: first name behind that fits") : STR("unresolved pronoun: no fitting name before");
    reading->open = found == NONE;
    return found;
}

uint32_t quote_pronoun(quote_reading *reading, const annotation *pronoun, str *reason) {
    str gender = quote_feature(reading->doc, reading->with, pronoun, STR("gender"));
    str count = quote_feature(reading->doc, reading->with, pronoun, STR("number"));
    str person = quote_feature(reading->doc, reading->with, pronoun, STR("person"));
    if (str_is(person, "1") || str_is(person, "2")) {
        *reason = STR("unresolved pronoun: the writer, or who is spoken to");
        reading->open = true;
        return NONE;
    }
    const quote *last = reading->replies ? quote_before(reading->doc, reading->first) : NULL;
    wanted w = {.plural = str_is(count, "p"), .gender = gender.size == 1 ? gender.data[0] : 0, .asker = NONE};
    if (last && last->stance == STANCE_asked) w.asker = last->speaker;
    w.person = !w.plural && w.gender != 'n';
    if (w.gender == 'n') w.gender = 0;
    uint32_t found = misread_speaker(reading, &w);
    *reason = STR("pronoun: who spoke before");
    if (found == NONE) found = look_back(reading, &w, reason);
    note_candidates(reading, &w, found);
    return found;
}
