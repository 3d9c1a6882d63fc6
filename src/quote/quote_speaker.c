/* quote_speaker.c: the words beside a quote that name its speaker -> an entity of the document, or words as the text has them.
 *
 * A name in the head of the phrase, or in an apposition to it, is the speaker. A pronoun goes to the speaker or the subject of the nearest
 * sentence before, a description ("the minister", "the agency") to the nearest entity whose role or name has its head; see
 * quote_pronoun.c and quote_description.c. What is indefinite ("a senior official") stays as the text has it, what is open stays null, both
 * with a reason. */
#include "quote/quote_agree.h"

/* A speaker's words are looked at no further than this; longer ones are no noun phrase. */
enum { PHRASE_LIMIT = 64, APPOSED_WORDS = 3, RELATIVE_WORDS = 3 };
/* An office with what it is over is no longer. */
enum { OFFICE_WORDS = 10 };

/* The comma at which the part of a phrase from `from` ends, or its end. Commas inside names are none. */
static uint32_t part_end(const document *doc, uint32_t from, uint32_t last) {
    for (uint32_t i = from; i < last; i++)
        if (document_text_is(doc, i, ",") && entity_mention_at(doc, i) == NONE) return i;
    return last;
}

/* Where a name ends behind which a noun says what it is: "the Times [newspaper]". */
static uint32_t before_apposed(const quote_reading *reading, uint32_t from, uint32_t end) {
    const annotation *determiner = document_find(reading->doc, from, reading->label.determiner);
    if (quote_feature_is(reading->doc, reading->with, determiner, STR("definite"), "no")) return end; /* a Telegram channel */
    for (uint32_t i = end; i > from + 1 && i + APPOSED_WORDS > end;) {
        const annotation *noun = document_find(reading->doc, --i, reading->label.speaker_noun);
        if (!noun || noun->last != end) continue;
        uint32_t named = entity_mention_at(reading->doc, i - 1);
        if (named != NONE && quote_is_apposed(reading, noun, &reading->doc->mentions.at[named])) return i;
    }
    return end;
}

/* Where a person's name ends behind which letters stand: "Anna Berg[ KC]". */
static uint32_t before_letters(const document *doc, uint32_t from, uint32_t end) {
    if (end < from + 2 || !(doc->tokens.at[end - 1].word->shape & SHAPE_UPPER)) return end;
    uint32_t named = entity_mention_at(doc, end - 2);
    bool person = named != NONE && doc->mentions.at[named].kind == KIND_person && doc->mentions.at[named].last == end - 1;
    return person ? end - 1 : end;
}

/* The mention at the very end of [from, end), if it may speak; closing marks behind it do not matter. */
static uint32_t name_ending(const quote_reading *reading, uint32_t from, uint32_t end) {
    const document *doc = reading->doc;
    while (end > from && (doc->tokens.at[end - 1].flags & TOKEN_CLOSE)) end--;
    end = before_letters(doc, from, before_apposed(reading, from, end));
    if (end <= from) return NONE;
    uint32_t found = entity_mention_at(doc, end - 1);
    if (found == NONE || doc->mentions.at[found].first < from || !quote_can_speak(&doc->mentions.at[found])) return NONE;
    return found;
}

/* Whether something other than titles stands between a preposition and a name: "of state Blinken", "for the mayor Lind"; not "for
 * President Lind". A body or place between them ends what the preposition governs. */
static bool noun_between(const quote_reading *reading, uint32_t from, uint32_t to) {
    const document *doc = reading->doc;
    for (uint32_t i = from; i < to;) {
        const annotation *title = document_find(doc, i, reading->label.title);
        if (!title) title = document_find(doc, i, reading->label.rank);
        if (!title) title = document_find(doc, i, reading->label.determiner);
        uint32_t named = entity_mention_at(doc, i);
        if (named != NONE && doc->mentions.at[named].kind != KIND_nationality) return true;
        if (!title && named == NONE && !(doc->tokens.at[i].word->shape & SHAPE_PUNCT)) return true;
        i = title ? title->last : i + 1;
    }
    return false;
}

/* "chair of the Refugee Council Enver Solomon": a person that ends the part, behind the noun that "of" takes; but not "a spokesman for
 * President X". */
static uint32_t person_behind_role(const quote_reading *reading, uint32_t from, uint32_t end) {
    const document *doc = reading->doc;
    uint32_t found = name_ending(reading, from, end);
    if (found == NONE || doc->mentions.at[found].kind != KIND_person) return NONE;
    uint32_t first = doc->mentions.at[found].first;
    for (uint32_t i = first; i > from;) {
        i--;
        if (document_find(doc, i, reading->label.head_end)) return noun_between(reading, i + 1, first) ? found : NONE;
    }
    return found;
}

/* Names on both sides of "and": several speak. */
static bool is_joint(const quote_reading *reading) {
    const document *doc = reading->doc;
    for (uint32_t from = reading->first; from < reading->last;) {
        uint32_t end = part_end(doc, from, reading->last), core = quote_head_end(reading, from, end);
        for (uint32_t i = from + 1; i + 1 < core; i++) {
            if (!document_find(doc, i, reading->label.join) || entity_mention_at(doc, i) != NONE) continue;
            if (entity_mention_at(doc, i - 1) != NONE || str_ends(doc->tokens.at[i - 1].word->lower, STR("s"))) return true;
        }
        from = end + 1;
    }
    return false;
}

/* The noun, of a few words at most, that is the head of a phrase, or NULL. */
static const annotation *head_noun(const quote_reading *reading) {
    uint32_t core = quote_head_end(reading, reading->first, part_end(reading->doc, reading->first, reading->last));
    return quote_noun_ending(reading->doc, reading->label.speaker_noun, reading->first, core);
}

/* "The army's media wing, the Torva Press Office", "a war monitor, the Torva Observatory": an apposition that is a body's name and no more,
 * to a noun that is no person, or with its article. */
static bool is_body_apposed(const quote_reading *reading, uint32_t from, uint32_t found) {
    const annotation *head = head_noun(reading);
    uint32_t name = document_find(reading->doc, from, reading->label.determiner) ? from + 1 : from;
    const mention *m = &reading->doc->mentions.at[found];
    bool body = name > from && m->kind == KIND_organisation;
    return head && (body || !quote_is_person_noun(reading, head)) && m->first == name;
}

/* "An adviser to the president, Anna Berg": the name is the president's, not the adviser's. */
static bool is_other_named(const quote_reading *reading, uint32_t part_end_at) {
    const document *doc = reading->doc;
    const annotation *determiner = document_find(doc, reading->first, reading->label.determiner);
    if (!quote_feature_is(doc, reading->with, determiner, STR("definite"), "no")) return false;
    const annotation *noun = quote_noun_ending(doc, reading->label.speaker_noun, reading->first, part_end_at);
    if (!noun || noun->form == FORM_plural || !quote_is_person_noun(reading, noun)) return false;
    for (uint32_t i = noun->first; i-- > reading->first + 1;) {
        const annotation *before = document_find(doc, i, reading->label.determiner);
        if (before) return quote_feature_is(doc, reading->with, before, STR("definite"), "yes");
        if (document_find(doc, i, reading->label.head_end)) return false;
    }
    return false;
}

/* The mention in a phrase that is its head or an apposition to it, or NONE. */
static uint32_t named_in(const quote_reading *reading) {
    const document *doc = reading->doc;
    uint32_t end, first_name = NONE;
    for (uint32_t from = reading->first; from < reading->last; from = end + 1) {
        end = part_end(doc, from, reading->last);
        uint32_t core = quote_head_end(reading, from, end);
        uint32_t found = name_ending(reading, from, core);
        if (found == NONE) found = person_behind_role(reading, from, end);
        if (found == NONE) continue;
        if (doc->mentions.at[found].kind == KIND_person) return from > reading->first && is_other_named(reading, from - 1) ? NONE : found;
        if (from == reading->first || (first_name == NONE && is_body_apposed(reading, from, found))) first_name = found;
    }
    return first_name;
}

/* "The Ohio Democrat": a member of the body that the head names, hence a description. */
static bool is_member(const quote_reading *reading) {
    const document *doc = reading->doc;
    const annotation *determiner = document_find(doc, reading->first, reading->label.determiner);
    if (!quote_feature_is(doc, reading->with, determiner, STR("definite"), "yes")) return false;
    const annotation *noun = head_noun(reading);
    return noun && noun->form != FORM_plural && quote_is_person_noun(reading, noun);
}

/* "The PPRO": letters that a name's rule took for a body, of an office that the text gives to a person. */
static bool is_office_letters(const quote_reading *reading, const mention *m) {
    const document *doc = reading->doc;
    const annotation *determiner = document_find(doc, reading->first, reading->label.determiner);
    if (!quote_feature_is(doc, reading->with, determiner, STR("definite"), "yes") || reading->last != reading->first + 2) return false;
    if (m->kind != KIND_organisation || doc->entities.at[m->entity].entry != NONE) return false;
    quote_described d = quote_describe(reading);
    uint32_t i = quote_mentions_from(doc, reading->first);
    for (uint32_t n = 0; n < QUOTE_MENTIONS_BACK && i > 0; n++)
        if (quote_has_letters(reading, &d, &doc->mentions.at[--i])) return true;
    return false;
}

/* The word that tells whose something is ("[his] words"), or NULL. */
static const annotation *owner_of(const quote_reading *reading) {
    const annotation *owner = document_find(reading->doc, reading->first, reading->label.determiner);
    return quote_feature_is(reading->doc, reading->with, owner, STR("owned"), "yes") ? owner : NULL;
}

/* Whose a paper is that a pronoun gives to somebody ("[her] letter said"), if that is an entity, else NONE. */
static uint32_t paper_owner(const quote_reading *reading, str *reason) {
    const annotation *owner = owner_of(reading);
    if (!owner || !quote_feature_is(reading->doc, reading->with, head_noun(reading), STR("class"), "document")) return NONE;
    quote_reading whose = *reading;
    whose.last = reading->first + 1;
    uint32_t found = quote_pronoun(&whose, owner, reason);
    if (found != NONE) *reason = STR("description: who issued it");
    return found;
}

static uint32_t resolve(quote_reading *reading, str *reason) {
    const document *doc = reading->doc;
    if (reading->last > reading->first + PHRASE_LIMIT) reading->last = reading->first + PHRASE_LIMIT;
    const annotation *pronoun = document_find(doc, reading->first, reading->label.pronoun);
    if (!pronoun) pronoun = document_find(doc, reading->first, reading->label.pronoun_object);
    if (!pronoun && reading->last == reading->first + 1) pronoun = owner_of(reading); /* "in [his] words" */
    if (pronoun && pronoun->last == reading->last) return quote_pronoun(reading, pronoun, reason);
    uint32_t issuer = paper_owner(reading, reason);
    if (issuer != NONE) return issuer;
    if (is_joint(reading)) {
        *reason = STR("several speak");
        return NONE;
    }
    uint32_t found = named_in(reading);
    const mention *m = found == NONE ? NULL : &doc->mentions.at[found];
    if (m && (m->kind == KIND_person || !(is_member(reading) || is_office_letters(reading, m)))) {
        *reason = STR("named");
        return m->entity;
    }
    if (reading->part) {
        *reason = STR("as the text has it");
        return NONE;
    }
    return quote_description(reading, reason);
}

quote_meant quote_resolve(const document *doc, const resolver *with, uint32_t first, uint32_t last) {
    if (first >= last || last > doc->tokens.count) return (quote_meant){.entity = NONE};
    quote_labels labels = quote_labels_of(with);
    quote_reading reading = quote_reading_of((quote_view){doc, with, &labels}, first, last);
    str reason = STR_NONE;
    uint32_t found = resolve(&reading, &reason);
    return (quote_meant){found, found == NONE ? reading.text : STR_NONE, reading.open};
}

void quote_take_slots(const quote_pass *pass, quote_draft *draft, uint32_t annotation_index) {
    const annotation *a = &pass->doc->annotations.at[annotation_index];
    quote *value = &draft->value;
    quote_slot_span(a, STR("cue"), &value->cue_first, &value->cue_last);
    quote_slot_span(a, STR("speaker"), &value->speaker_first, &value->speaker_last);
    const slot *found = annotation_slot(a, STR("stance"));
    if (found) stance_from(found->text, &value->stance);
    if (annotation_slot(a, STR("speaker_text"))) value->speaker_text = quote_feature(pass->doc, pass->with, a, STR("speaker_text"));
    draft->silent = annotation_slot(a, STR("anonymous")) != NULL;
    value->from.rule = a->rule;
    value->from.annotation = annotation_index;
}

/* The name of an entity; of one that is called by a common noun with whose it is: "Russia's defence ministry". */
static str full_name(const document *doc, uint32_t entity_index) {
    const entity *e = &doc->entities.at[entity_index];
    if (e->first_mention >= doc->mentions.count) return e->name;
    const mention *m = &doc->mentions.at[e->first_mention];
    if (m->first < 2 || !(doc->tokens.at[m->first].word->shape & SHAPE_LOWER) || !document_is_possessive(doc, m->first - 1)) return e->name;
    uint32_t owner = entity_mention_at(doc, m->first - 2);
    return owner == NONE ? e->name : document_words(doc, doc->mentions.at[owner].first, m->last);
}

static void name_entity(const document *doc, quote *value, uint32_t entity_index) {
    value->speaker = entity_index;
    value->speaker_text = full_name(doc, entity_index);
}

static void same_speaker(quote *value, const quote *as) {
    value->speaker = as->speaker;
    value->speaker_text = as->speaker_text;
    value->reason = as->speaker_text.size ? STR("speaker of the quote before") : STR("the quote before has no speaker");
}

/* The subject of the cue's sentence, for a cue without a speaker ("…, but reiterated that"). False if none is seen. */
static bool take_subject(const quote_pass *pass, quote *value) {
    const document *doc = pass->doc;
    uint32_t here = doc->tokens.at[value->cue_first].sentence;
    quote_view in = quote_pass_view(pass);
    return quote_clause_subject(&in, here, value->cue_first, &value->speaker_first, &value->speaker_last);
}

/* The speaker that the sentence names behind the cue ("Claiming that …, the envoy told the council"). */
static bool take_next(const quote_pass *pass, quote *value) {
    const document *doc = pass->doc;
    uint32_t here = doc->tokens.at[value->cue_first].sentence;
    for (uint32_t i = pass->saying, n = 0; i < pass->sayings.count && n < 8; i++, n++) {
        const annotation *a = &doc->annotations.at[pass->sayings.at[i]];
        if (doc->tokens.at[a->first].sentence != here) return false;
        if (a->first >= value->last && quote_slot_span(a, STR("speaker"), &value->speaker_first, &value->speaker_last)) return true;
    }
    return false;
}

/* Someone who is "he" or "she" has that gender from now on, whatever the lists say of the name, so that the next "he" is somebody else. */
static void learn_gender(const quote_pass *pass, const quote *value, uint32_t entity_index) {
    const annotation *pronoun = document_find(pass->doc, value->speaker_first, pass->label.pronoun);
    entity *found = &pass->doc->entities.at[entity_index];
    if (!pronoun || found->kind != KIND_person) return;
    str gender = quote_feature(pass->doc, pass->with, pronoun, STR("gender"));
    if (str_is(gender, "m") || str_is(gender, "f")) found->gender = gender.data[0];
}

void quote_learn_role(const quote_pass *pass, const quote *value, uint32_t entity_index) {
    document *doc = pass->doc;
    entity *found = &doc->entities.at[entity_index];
    if (found->kind != KIND_person || found->role.size) return;
    const annotation *determiner = document_find(doc, value->speaker_first, pass->label.determiner);
    uint32_t first = determiner ? determiner->last : value->speaker_first, last = part_end(doc, first, value->speaker_last);
    quote_reading phrase = quote_reading_of(quote_pass_view(pass), first, last);
    if (first >= last) return;
    const annotation *noun = quote_noun_ending(doc, pass->label.speaker_noun, first, quote_head_end(&phrase, first, last));
    if (!noun || !quote_is_person_noun(&phrase, noun)) return;
    if (quote_feature_is(doc, pass->with, noun, STR("general"), "yes") && noun->first <= first) return;
    found->role = document_words(doc, first, last <= first + OFFICE_WORDS ? last : noun->last);
}

static void take_words(const quote_pass *pass, quote *value, bool part) {
    const document *doc = pass->doc;
    quote_reading reading = quote_reading_of(quote_pass_view(pass), value->speaker_first, value->speaker_last);
    reading.part = part;
    reading.avoid_first = value->first;
    reading.avoid_last = value->last;
    const annotation *cue = value->cue_first < value->cue_last ? document_find(doc, value->cue_first, LABEL_saying) : NULL;
    reading.replies = quote_feature_is(doc, pass->with, cue, STR("reply"), "yes");
    uint32_t found = resolve(&reading, &value->reason);
    value->open = reading.open;
    value->candidate_count = reading.candidate_count;
    memcpy(value->candidates, reading.candidates, sizeof value->candidates);
    if (found != NONE) {
        name_entity(doc, value, found);
        learn_gender(pass, value, found);
        quote_learn_role(pass, value, found);
    } else if (reading.text.size) {
        value->speaker_text = reading.text;
    } else if (!value->speaker_text.size) {
        value->speaker_text =
            document_words(doc, value->speaker_first, quote_paper_end(&reading, value->speaker_first, value->speaker_last));
    }
}

/* Whether a quote's cue stands in a relative clause ("critics who accused him of …"): who speaks there is not the subject of the sentence.
 */
static bool is_relative(const quote_pass *pass, const quote *q) {
    for (uint32_t i = q->cue_first; i > 0 && i + RELATIVE_WORDS > q->cue_first; i--) {
        const annotation *end = document_find(pass->doc, i - 1, pass->label.head_end);
        if (quote_feature_is(pass->doc, pass->with, end, STR("relative"), "yes")) return true;
    }
    return false;
}

/* Who has said something else between a quote and a cue in its sentence ("Berg said so, but [Lind] disputed it, noting that …"). */
static bool take_between(const quote_pass *pass, const quote *before, quote *value) {
    const document *doc = pass->doc;
    uint32_t first, last;
    for (uint32_t i = pass->saying, n = 0; i > 0 && n < 4; n++) {
        const annotation *a = &doc->annotations.at[pass->sayings.at[--i]];
        if (a->first < before->last || a->first < before->cue_last) return false;
        if (a->last > value->cue_first || !quote_slot_span(a, STR("speaker"), &first, &last) || first < before->last) continue;
        value->speaker_first = first;
        value->speaker_last = last;
        return true;
    }
    return false;
}

void quote_attribute(const quote_pass *pass, quote_draft *draft) {
    const document *doc = pass->doc;
    quote *value = &draft->value;
    const quote *last = doc->quotes.count ? &doc->quotes.at[doc->quotes.count - 1] : NULL;
    bool cued = value->cue_first < value->cue_last;
    if (draft->silent) {
        value->reason = STR("the text names nobody");
        return;
    }
    if (draft->guest) {
        name_entity(doc, value, pass->guest);
        value->reason = STR("question and answer: who is interviewed");
        return;
    }
    if (value->speaker_first < value->speaker_last) {
        take_words(pass, value, draft->turn);
        if (draft->subject) value->reason = STR("nobody beside it: the subject of the sentence before");
        return;
    }
    if (draft->as) {
        same_speaker(value, draft->as);
        value->answers = true;
        value->reason = STR("question and answer: the other speaker");
        return;
    }
    if (draft->inherit && last) {
        same_speaker(value, quote_last_spoken(doc));
        return;
    }
    if (!cued) {
        value->reason = STR("no cue beside it");
        return;
    }
    uint32_t here = doc->tokens.at[value->cue_first].sentence;
    bool beside = last && last->speaker_text.size && last->cue_first < last->cue_last && doc->tokens.at[last->cue_first].sentence == here;
    bool between = beside && take_between(pass, last, value);
    if (beside && !between && !(is_relative(pass, last) && take_subject(pass, value)))
        same_speaker(value, last);
    else if (beside || take_subject(pass, value) || take_next(pass, value))
        take_words(pass, value, false);
    else
        value->reason = STR("the cue has no speaker");
}
