/* quote_description.c: descriptions ("the minister", "her spokesman", "the group") -> entities, or words for somebody, named before.
 *
 * Of the entities named before the one is meant that answers the description best (quote_agree.c); failing that, a definite one is whoever
 * was introduced by its noun, or the last speaker. It looks a bounded way. */
#include "quote/quote_agree.h"

enum { WORDS_BACK = 32, MENTIONS_AHEAD = 48, PHRASE_WORDS = 9 };

/* Whether the cue behind a description has somebody for its object who may be this person: "The chair asked [him] to go". */
static bool speaks_to(const quote_reading *reading, const entity *e) {
    enum { VERB_WORDS = 2 };
    const document *doc = reading->doc;
    for (uint32_t i = reading->last; i < doc->tokens.count && i <= reading->last + VERB_WORDS; i++) {
        const annotation *object = document_find(doc, i, reading->label.pronoun_object);
        str gender = object ? quote_feature(doc, reading->with, object, STR("gender")) : STR_NONE;
        if (object) return !e->gender || (gender.size == 1 && gender.data[0] == e->gender);
    }
    return false;
}

/* Whether the head of a description is a noun, or the name of a people. */
static bool is_common(const document *doc, const quote_described *d) {
    return d->known || doc->tokens.at[d->head].word->shape & SHAPE_LOWER || quote_is_of_people(doc, d);
}

/* The entity named before that answers the description best; *loosely if only because it has just spoken. */
static uint32_t best_before(const quote_reading *reading, const quote_described *d, bool *loosely) {
    const document *doc = reading->doc;
    const quote *last = quote_before(doc, reading->first);
    uint32_t i = quote_mentions_from(doc, reading->first), best = NONE;
    int best_score = 2;
    for (uint32_t n = 0; n < QUOTE_MENTIONS_BACK && i > 0; n++) {
        uint32_t candidate = doc->mentions.at[--i].entity;
        if (candidate == best) continue;
        if (d->owned && document_block_index(doc, doc->mentions.at[i].first) != document_block_index(doc, reading->first))
            break; /* his spokesman, here */
        const entity *e = &doc->entities.at[candidate];
        int points = quote_answers(reading, d, e);
        if (points == 0 && (quote_leads(reading, d, e) || quote_is_titled(reading, d, &doc->mentions.at[i]))) points = 3;
        /* Who has just spoken in this paragraph is meant sooner than another of that role. */
        bool spoke =
            last && last->speaker == candidate && document_block_index(doc, last->first) == document_block_index(doc, reading->first);
        bool loose = spoke && !d->owned && is_common(doc, d) && e->kind == KIND_person && d->class == NOUN_person &&
                     quote_loosely_fits(reading, d, e) && !speaks_to(reading, e);
        bool fits = points > 2;
        if (spoke && (fits || loose)) points += fits ? 2 : 5;
        if (points > best_score) {
            best = candidate;
            best_score = points;
            *loosely = !fits;
        }
    }
    return best;
}

/* The first named before the token `end` who answers the description. */
static uint32_t best_ahead(const quote_reading *reading, const quote_described *d, uint32_t end) {
    const document *doc = reading->doc;
    uint32_t i = quote_mentions_from(doc, reading->last);
    for (uint32_t n = 0; n < MENTIONS_AHEAD && i < doc->mentions.count && doc->mentions.at[i].first < end; n++, i++)
        if (quote_answers(reading, d, &doc->entities.at[doc->mentions.at[i].entity]) > 2) return doc->mentions.at[i].entity;
    return NONE;
}

/* Whoever issues a statement, a report: a name before the noun ("a Defense Department news release") or behind it ("… by the ministry"). */
static uint32_t issuer(const quote_reading *reading, const quote_described *d) {
    const document *doc = reading->doc;
    uint32_t behind_head = d->head + 1;
    if (behind_head < reading->last && str_ends(doc->tokens.at[behind_head].word->lower, STR("ed")))
        behind_head++; /* "a statement issued by" */
    const annotation *link = behind_head < reading->last ? document_find(doc, behind_head, reading->label.head_end) : NULL;
    bool behind = quote_feature_is(doc, reading->with, link, STR("issuer"), "yes");
    uint32_t found = NONE;
    for (uint32_t i = quote_mentions_from(doc, reading->first); i < doc->mentions.count && doc->mentions.at[i].first < reading->last; i++) {
        const mention *m = &doc->mentions.at[i];
        if (!quote_can_speak(m)) continue;
        if (m->first > d->head && (found != NONE || !behind)) break;
        if (found == NONE || m->kind != KIND_place) found = m->entity;
    }
    return found;
}

/* How many blocks lie between a quote and the description. */
static uint32_t blocks_since(const quote_reading *reading, const quote *last) {
    return document_block_index(reading->doc, reading->first) - document_block_index(reading->doc, last->first);
}

/* The noun phrase that ends with a head and opens with "a", "one", "another", or, if `definite`, with "the" and has more words; or none. */
static str introducing(const quote_reading *reading, uint32_t head, bool definite) {
    const document *doc = reading->doc;
    for (uint32_t i = head, n = 0; i-- > 0 && n < PHRASE_WORDS; n++) {
        const annotation *determiner = document_find(doc, i, reading->label.determiner);
        bool bare = determiner && n == 0 && quote_feature_is(doc, reading->with, determiner, STR("definite"), "yes"); /* "the envoy" */
        if (bare) return STR_NONE;
        if (determiner && !(i > 0 && document_find(doc, i - 1, reading->label.determiner))) {
            bool several = document_find(doc, i, LABEL_number) && !str_is(doc->tokens.at[i].word->lower, "one"); /* "[three] army cooks" */
            bool indefinite = quote_feature_is(doc, reading->with, determiner, STR("definite"), "no");
            return !several && (indefinite || (definite && n > 0)) ? document_words(doc, i, head + 1) : STR_NONE;
        }
        bool hyphen = document_text_is(doc, i, "-"); /* "a three-year-old girl" */
        if (document_find(doc, i, reading->label.head_end) || (!hyphen && !(doc->tokens.at[i].word->shape & (SHAPE_ALPHA | SHAPE_DIGIT))))
            break;
    }
    return STR_NONE;
}

/* Whether the person of whom a noun tells is named right behind it: "the mayor Anna Berg", "a cook, Jan Lind". */
static bool is_named(const document *doc, uint32_t noun) {
    uint32_t behind = noun + 1 < doc->tokens.count && document_text_is(doc, noun + 1, ",") ? noun + 2 : noun + 1;
    uint32_t named = behind < doc->tokens.count ? entity_mention_at(doc, behind) : NONE;
    return named != NONE && doc->mentions.at[named].kind == KIND_person;
}

/* How somebody was introduced who has not spoken yet ("A diplomat who knows both … “Nobody agrees,” the diplomat said"), and where; if
 * `definite`, also by "the" with more words ("the Danish envoy … the envoy"). */
static str introduction(const quote_reading *reading, const quote_described *d, bool definite, uint32_t *where) {
    const document *doc = reading->doc;
    str head = doc->tokens.at[d->head].word->lower, found = STR_NONE;
    uint32_t here = doc->tokens.at[reading->first].sentence, back = here < QUOTE_SENTENCES_NEAR ? here : QUOTE_SENTENCES_NEAR;
    for (uint32_t i = reading->first; !found.size && i-- > doc->sentences.at[here - back].first;) {
        if (doc->tokens.at[i].depth || !str_equal(doc->tokens.at[i].word->lower, head) || is_named(doc, i)) continue;
        if (document_block(doc, i)->kind == BLOCK_headline) break;
        found = introducing(reading, i, definite);
        *where = i;
    }
    return found;
}

/* The last speaker, if a definite description of that kind may mean it. */
static uint32_t last_speaker(const quote_reading *reading, const quote_described *d) {
    const document *doc = reading->doc;
    const quote *last = quote_before(doc, reading->first);
    if (!last || last->speaker == NONE) return NONE;
    if (blocks_since(reading, last) > 3) return NONE;
    const entity *e = &doc->entities.at[last->speaker];
    bool near = blocks_since(reading, last) <= 1;
    uint32_t where;
    if (d->class == NOUN_document) { /* "In a statement Anna Berg said … The statement added" */
        bool theirs = e->kind != KIND_person || introduction(reading, d, false, &where).size;
        return near && theirs ? last->speaker : NONE;
    }
    if ((d->class == NOUN_person) != (e->kind == KIND_person)) return NONE;
    if (!is_common(doc, d)) return NONE; /* a name that no list has */
    /* "The group", "the agency" may be any body; "the army", "the court" is one whose name says so, found before, or another. */
    if (d->class == NOUN_organisation) return d->head == d->first && d->general ? last->speaker : NONE;
    return quote_loosely_fits(reading, d, e) ? last->speaker : NONE;
}

/* Whether all names that modify a description agree with a body: "the [UN] agency", of one of the UN's; nobody's own is meant. */
static bool modifiers_agree(const quote_reading *reading, const quote_described *d, const entity *e) {
    const document *doc = reading->doc;
    for (uint32_t i = d->first; i < d->head; i++) {
        if (quote_is_possessive(doc, i)) return false;
        uint32_t named = entity_mention_at(doc, i);
        if (named == NONE) continue;
        const mention *m = &doc->mentions.at[named];
        if (&doc->entities.at[m->entity] == e || quote_mention_agrees(reading, m, e) <= 0) return false;
        i = m->last - 1;
    }
    return true;
}

/* The body of the noun's type that was named last, for "the group", "the militant group"; two in one sentence may both be meant. */
static uint32_t body_of_type(const quote_reading *reading, const quote_described *d) {
    const document *doc = reading->doc;
    const annotation *noun = document_find(doc, d->head, reading->label.speaker_noun);
    str types = noun ? quote_feature(doc, reading->with, noun, STR("type")) : STR_NONE;
    if (!types.size || d->complement) return NONE;
    uint32_t here = doc->tokens.at[reading->first].sentence, i = quote_mentions_from(doc, reading->first), found = NONE, in = 0;
    for (uint32_t n = 0; n < QUOTE_MENTIONS_BACK && i > 0; n++) {
        const mention *m = &doc->mentions.at[--i];
        uint32_t at = doc->tokens.at[m->first].sentence;
        if (at + QUOTE_SENTENCES_NEAR < here || (found != NONE && at != in)) break;
        const entity *e = &doc->entities.at[m->entity];
        if (m->entity == found || !quote_is_of_type(reading, types, e) || !modifiers_agree(reading, d, e)) continue;
        if (found != NONE) return NONE;
        found = m->entity;
        in = at;
    }
    return found;
}

/* The person whom a sentence is about, and the words that tell so; NONE if that is nobody with a name. */
static uint32_t subject_of(const quote_reading *reading, uint32_t sentence_index, quote_reading *words) {
    const document *doc = reading->doc;
    quote_view in = {doc, reading->with, &reading->label};
    *words = (quote_reading){.doc = doc, .with = reading->with, .label = reading->label};
    if (!quote_subject(&in, sentence_index, reading->first, &words->first, &words->last)) return NONE;
    uint32_t named = entity_mention_at(doc, words->last - 1);
    return named != NONE && doc->mentions.at[named].kind == KIND_person ? doc->mentions.at[named].entity : NONE;
}

/* The person whom the last sentence in this paragraph outside quotation marks is about ("Her MP, Anna Berg, has written. “…,” the
 * backbencher said"). */
static uint32_t subject_just_before(const quote_reading *reading, const quote_described *d) {
    const document *doc = reading->doc;
    uint32_t at = doc->tokens.at[reading->first].sentence, block = doc->sentences.at[at].block;
    do {
        if (at == 0 || doc->sentences.at[at - 1].block != block) return NONE;
        at--;
    } while (doc->tokens.at[doc->sentences.at[at].first].depth);
    quote_reading words;
    uint32_t found = d->class == NOUN_person && d->known ? subject_of(reading, at, &words) : NONE;
    return found != NONE && quote_loosely_fits(reading, d, &doc->entities.at[found]) ? found : NONE;
}

/* The person of whom one of the last sentences tells by the noun of the description ("The imam of the old mosque, Anna Berg, has …"). */
static uint32_t subject_called_so(const quote_reading *reading, const quote_described *d) {
    const document *doc = reading->doc;
    str head = doc->tokens.at[d->head].word->lower;
    uint32_t here = doc->tokens.at[reading->first].sentence;
    for (uint32_t n = 1; n <= QUOTE_SENTENCES_NEAR && n <= here && d->class == NOUN_person; n++) {
        quote_reading words;
        uint32_t found = subject_of(reading, here - n, &words);
        uint32_t noun = found == NONE ? 0 : quote_head_end(&words, words.first, words.last);
        if (noun > words.first && str_equal(doc->tokens.at[noun - 1].word->lower, head)) return found;
    }
    return NONE;
}

/* The only person named in the last sentences, for a description that says nothing against it ("the former spymaster"); an office or a
 * trade ("the nurse") is only theirs with whom the sentence before begins. */
static uint32_t only_person(const quote_reading *reading, const quote_described *d) {
    const document *doc = reading->doc;
    bool office = d->known && !d->general;
    if (d->class != NOUN_person || d->complement) return NONE;
    if (!is_common(doc, d)) return NONE;
    const quote *last = quote_before(doc, reading->first); /* somebody without a name has just spoken, who may be meant as well */
    if (last && quote_is_one_person(reading, last) && last->speaker == NONE && blocks_since(reading, last) <= 1) return NONE;
    uint32_t here = doc->tokens.at[reading->first].sentence, i = quote_mentions_from(doc, reading->first), found = NONE;
    for (uint32_t n = 0; n < QUOTE_MENTIONS_BACK && i > 0; n++) {
        const mention *m = &doc->mentions.at[--i];
        uint32_t at = doc->tokens.at[m->first].sentence;
        if (at + (office ? 1 : QUOTE_SENTENCES_NEAR) < here) break;
        if (m->kind != KIND_person || m->entity == found || quote_is_aside(doc, m)) continue;
        if (found != NONE || (office && doc->sentences.at[at].first != m->first)) return NONE;
        found = m->entity;
    }
    return found != NONE && quote_loosely_fits(reading, d, &doc->entities.at[found]) ? found : NONE;
}

/* Who has just spoken in this paragraph, if it names nobody else, for what only a reader knows of them ("the retired general said"). */
static uint32_t only_speaker(const quote_reading *reading, const quote_described *d) {
    const document *doc = reading->doc;
    const quote *last = quote_before(doc, reading->first);
    if (!last || last->speaker == NONE || blocks_since(reading, last) > 0 || d->class != NOUN_person || d->complement) return NONE;
    const entity *e = &doc->entities.at[last->speaker];
    bool other =
        e->kind != KIND_person || (d->gender && e->gender && d->gender != e->gender) || quote_told_apart(reading, d, last->speaker);
    uint32_t i = quote_mentions_from(doc, document_block(doc, reading->first)->first);
    for (uint32_t n = 0; !other && i < doc->mentions.count && doc->mentions.at[i].first < reading->last; i++, n++) {
        const mention *m = &doc->mentions.at[i];
        if (n == QUOTE_MENTIONS_BACK) return NONE;
        int agrees = m->first >= reading->first ? quote_mention_agrees(reading, m, e) : 1;
        if (agrees < 0 || (agrees == 0 && m->kind == KIND_organisation)) other = true; /* "the ICC prosecutor" */
        if (m->kind != KIND_person || quote_is_quoted(doc, m) || m->entity == last->speaker) continue;
        other = m->last >= doc->tokens.count || !quote_is_possessive(doc, m->last); /* "Anna Berg's envoy Jan Lind" */
    }
    return other ? NONE : last->speaker;
}

/* Whom the text has just told of, where nothing that is known of them answers the description or speaks against it. */
static uint32_t who_is_told_of(const quote_reading *reading, const quote_described *d) {
    uint32_t found = subject_just_before(reading, d);
    if (found == NONE) found = last_speaker(reading, d);
    if (found == NONE) found = only_person(reading, d);
    if (found == NONE && d->known) found = only_speaker(reading, d);
    return found != NONE && speaks_to(reading, &reading->doc->entities.at[found]) ? NONE : found;
}

/* A name that no list explains and that stands alone ("Salih said"): the last word of a person's name before. */
static uint32_t surname_before(const quote_reading *reading) {
    const document *doc = reading->doc;
    if (reading->last != reading->first + 1 || !(doc->tokens.at[reading->first].word->shape & SHAPE_CAP)) return NONE;
    str sought = doc->tokens.at[reading->first].word->text;
    uint32_t i = quote_mentions_from(doc, reading->first);
    for (uint32_t n = 0; n < QUOTE_MENTIONS_BACK && i > 0; n++) {
        const entity *e = &doc->entities.at[doc->mentions.at[--i].entity];
        if (e->kind != KIND_person || e->name.size <= sought.size) continue;
        if (quote_has_word(str_slice(e->name, e->name.size - sought.size - 1, e->name.size), sought)) return doc->mentions.at[i].entity;
    }
    return NONE;
}

/* Whether words that stand for a speaker end their head with the head of the description ("a diplomat in Oslo … the diplomat") and have
 * what stands before it there ("the prime minister" is not the health minister). */
static bool has_head(const quote_reading *reading, const quote_described *d, const quote *q) {
    const document *doc = reading->doc;
    str head = doc->tokens.at[d->head].word->lower, text = q->speaker_text;
    if (q->speaker != NONE || text.size < head.size || d->complement) return false; /* "the governor of Kyiv" is not the last one */
    for (uint32_t i = d->first; i < d->head; i++)
        if (doc->tokens.at[i].word->shape & SHAPE_ALPHA && !quote_has_word(text, doc->tokens.at[i].word->lower)) return false;
    if (quote_has_word(str_slice(text, text.size - head.size, text.size), head)) return true;
    if (q->speaker_first >= q->speaker_last) return false;
    uint32_t core = quote_head_end(reading, q->speaker_first, q->speaker_last);
    return str_equal(doc->tokens.at[core - 1].word->lower, head);
}

/* The words of somebody else who was told of by the noun of a description, introduced or quoted, behind the last words of and on an entity
 * that answers it ("Her lawyer, Anna Berg, left. He asked [a state lawyer] … the lawyer said"). */
static str another(const quote_reading *reading, const quote_described *d, uint32_t entity_index) {
    const document *doc = reading->doc;
    uint32_t where = 0, i = quote_mentions_from(doc, reading->first), count = quote_count_before(doc, reading->first);
    str found = introduction(reading, d, false, &where);
    for (uint32_t n = count; !found.size && n > 0 && count - n < WORDS_BACK; n--) {
        const quote *q = &doc->quotes.at[n - 1];
        if (q->speaker == entity_index) return STR_NONE;
        if (has_head(reading, d, q)) found = q->speaker_text;
        where = q->first;
    }
    if (!found.size) return STR_NONE;
    const quote *last = quote_before(doc, reading->first);
    if (last && last->speaker == entity_index && (last->first > where || last->cue_first > where)) return STR_NONE;
    for (; i > 0 && doc->mentions.at[i - 1].last > where; i--)
        if (doc->mentions.at[i - 1].entity == entity_index) return STR_NONE;
    return found;
}

/* Whether "the man" may be who has just spoken without a name ("a resident"). */
static bool is_anyone(const quote_reading *reading, const quote_described *d, const quote *q) {
    const annotation *noun = d->complement || d->first < d->head ? NULL : document_find(reading->doc, d->head, reading->label.speaker_noun);
    return quote_feature_is(reading->doc, reading->with, noun, STR("anyone"), "yes") && q->speaker == NONE &&
           quote_is_one_person(reading, q);
}

/* The words of who has just spoken, if the description is theirs: a name further off is then of another. */
static str words_just_before(const quote_reading *reading, const quote_described *d) {
    const quote *last = quote_before(reading->doc, reading->first);
    bool same =
        last && d->definite && !d->owned && blocks_since(reading, last) == 0 && (has_head(reading, d, last) || is_anyone(reading, d, last));
    return same ? last->speaker_text : STR_NONE;
}

/* Words that an earlier quote has for its speaker. */
static str words_before(const quote_reading *reading, const quote_described *d) {
    uint32_t count = quote_count_before(reading->doc, reading->first);
    for (uint32_t i = count; i > 0 && count - i < WORDS_BACK; i--)
        if (has_head(reading, d, &reading->doc->quotes.at[i - 1])) return reading->doc->quotes.at[i - 1].speaker_text;
    return STR_NONE;
}

/* Whose a statement is ("the ministry's statement", "the UN experts' report"): the entity, else NONE and the owner's words as
 * reading->text. False: it is nobody's. */
static bool find_owner(quote_reading *reading, const quote_described *d, uint32_t *found) {
    const document *doc = reading->doc;
    uint32_t i = reading->first + 1;
    while (i < d->head && !quote_is_possessive(doc, i)) i++;
    if (i >= d->head) return false;
    uint32_t named = entity_mention_at(doc, i - 1);
    if (named != NONE && quote_can_speak(&doc->mentions.at[named])) {
        *found = doc->mentions.at[named].entity;
        return true;
    }
    quote_reading owner = quote_reading_of(quote_reading_view(reading), reading->first, i);
    str reason;
    *found = quote_description(&owner, &reason);
    if (*found == NONE) reading->text = owner.text.size ? owner.text : document_words(doc, owner.first, owner.last);
    return true;
}

/* The body whose name stands before a noun for bodies of its type: "the M23 rebel movement", "Hamas militant group". */
static uint32_t named_body(const quote_reading *reading, const quote_described *d) {
    const document *doc = reading->doc;
    const annotation *noun = document_find(doc, d->head, reading->label.speaker_noun);
    str types = noun && !d->complement ? quote_feature(doc, reading->with, noun, STR("type")) : STR_NONE;
    for (uint32_t i = d->first; types.size && i < d->head; i++) {
        uint32_t named = entity_mention_at(doc, i);
        if (named == NONE || doc->mentions.at[named].kind == KIND_nationality) continue;
        const mention *m = &doc->mentions.at[named];
        bool listed = quote_feature(doc, reading->with, noun, STR("apposed")).size > 0; /* "the UN agency" is not the UN */
        if (quote_is_possessive(doc, m->last) || (listed && !quote_is_apposed(reading, noun, m))) return NONE;
        return quote_is_of_type(reading, types, &doc->entities.at[m->entity]) ? m->entity : NONE;
    }
    return NONE;
}

/* "One", "others": nobody who was told of before. */
static bool is_indefinite(const quote_reading *reading) {
    const annotation *determiner = document_find(reading->doc, reading->first, reading->label.determiner);
    return determiner && determiner->last >= reading->last &&
           quote_feature_is(reading->doc, reading->with, determiner, STR("definite"), "no");
}

/* "BGB", of which the text has told nothing: some body, nobody's office. */
static bool is_letters(const quote_reading *reading, const quote_described *d) {
    return d->bare && !d->known && reading->last == reading->first + 1 && reading->doc->tokens.at[d->head].word->shape & SHAPE_UPPER;
}

/* Whether somebody has just asked what the cue of a description answers ("“…?” asked Berg. “No,” the witness replied"). */
static bool is_asker(const quote_reading *reading, uint32_t entity_index) {
    const quote *last = reading->replies ? quote_before(reading->doc, reading->first) : NULL;
    return last && last->stance == STANCE_asked && last->speaker == entity_index;
}

/* "The chief, who asked not to be named": nobody whom the text names. */
static bool is_nameless(const quote_reading *reading) {
    const annotation *called = document_find(reading->doc, reading->first, reading->label.called);
    return called && !annotation_slot(called, STR("person"));
}

uint32_t quote_description(quote_reading *reading, str *reason) {
    quote_described d = quote_describe(reading);
    uint32_t found = NONE, where;
    *reason = STR("as the text has it");
    if (is_indefinite(reading)) return NONE;
    if (d.class == NOUN_document && find_owner(reading, &d, &found)) {
        if (found != NONE) *reason = STR("description: who issued it");
        return found;
    }
    if (d.class == NOUN_document) {
        found = issuer(reading, &d);
        if (found == NONE && (d.definite ? !(d.owned && d.plural) : d.bare && !d.plural) && !d.complement)
            found = last_speaker(reading, &d);
        if (found != NONE) *reason = STR("description: who issued it");
        return found;
    }
    if (d.class == NOUN_group || d.plural || !(d.definite || d.bare)) return NONE;
    if (document_find(reading->doc, d.head, LABEL_number)) return NONE; /* "the two" */
    reading->text = words_just_before(reading, &d);
    if (!reading->text.size && is_nameless(reading)) reading->text = d.definite ? words_before(reading, &d) : STR_NONE;
    if (reading->text.size || is_nameless(reading)) return NONE;
    found = d.bare ? surname_before(reading) : NONE;
    if (found == NONE && is_letters(reading, &d)) return NONE;
    if (found == NONE && d.class == NOUN_organisation) found = named_body(reading, &d);
    bool loosely = false;
    if (found == NONE) found = best_before(reading, &d, &loosely);
    if (loosely && d.definite && d.first == d.head) reading->text = introduction(reading, &d, true, &where);
    if (reading->text.size) return NONE;
    if (found != NONE && d.class == NOUN_person && d.definite && !d.owned && d.first == d.head) {
        reading->text = another(reading, &d, found);
        if (reading->text.size) return NONE;
    }
    bool several_words = d.bare || (d.definite && !d.owned && d.first < d.head); /* "the teacher": only "… is Anna Berg" */
    uint32_t ahead = several_words ? reading->doc->tokens.count : document_sentence(reading->doc, reading->first)->last;
    if (found == NONE && (several_words || (d.definite && !d.owned && d.known))) found = best_ahead(reading, &d, ahead);
    if (found == NONE && d.definite && d.known && !d.owned) found = subject_called_so(reading, &d);
    if (found == NONE && d.definite) reading->text = words_before(reading, &d);
    if (found == NONE && d.definite && d.known && !d.owned && !reading->text.size)
        reading->text = introduction(reading, &d, d.first == d.head, &where);
    if (found == NONE && reading->text.size) return NONE;
    if (found == NONE && d.definite && !d.owned) found = body_of_type(reading, &d);
    if (found == NONE && d.definite && !d.owned) found = who_is_told_of(reading, &d);
    if (found != NONE && is_asker(reading, found)) return NONE;
    if (found != NONE) *reason = STR("description: role or name fits");
    return found;
}
