/* quote_agree.c: what a description says ("the Ukrainian president", "her spokesman", "the group"), and how well an entity answers it: its
 * head and modifiers against the entity's role, affiliation, name and title, and against what the text tells of others by the same noun. */
#include "quote/quote_agree.h"

/* A noun's determiner stands within so many words of it. */
enum { DETERMINER_WORDS = 4 };
/* Sentences at the beginning of a text. */
enum { OPENING = 4 };

quote_described quote_describe(const quote_reading *reading) {
    const document *doc = reading->doc;
    uint32_t core = quote_head_end(reading, reading->first, reading->last);
    for (uint32_t i = reading->first + 1; i < core; i++)
        if (document_text_is(doc, i, ",")) core = i;
    core = quote_paper_end(reading, reading->first, core);
    quote_described d = {.first = reading->first, .head = core - 1, .class = NOUN_person, .complement = core < reading->last};
    bool of_number = core + 1 < reading->last && document_find(doc, core + 1, LABEL_number); /* "the father of four" */
    if (of_number) d.complement = false;
    const annotation *determiner = document_find(doc, reading->first, reading->label.determiner);
    if (determiner && determiner->last < core) {
        d.first = determiner->last;
        d.definite = quote_feature_is(doc, reading->with, determiner, STR("definite"), "yes");
        d.owned = quote_feature_is(doc, reading->with, determiner, STR("owned"), "yes");
    } else {
        d.bare = true;
    }
    const annotation *noun = document_find(doc, d.head, reading->label.speaker_noun); /* "chief of staff" goes on behind its head */
    if (!noun) noun = quote_noun_ending(doc, reading->label.speaker_noun, d.first, core);
    if (noun) {
        str class = quote_feature(doc, reading->with, noun, STR("class"));
        d.known = true;
        d.top = quote_feature_is(doc, reading->with, noun, STR("top"), "yes");
        d.general = quote_feature_is(doc, reading->with, noun, STR("general"), "yes");
        if (str_is(class, "group")) d.class = NOUN_group;
        if (str_is(class, "organisation")) d.class = NOUN_organisation;
        if (str_is(class, "document")) d.class = NOUN_document;
        d.plural = noun->form == FORM_plural;
        str gender = quote_feature(doc, reading->with, noun, STR("gender"));
        if (gender.size == 1) d.gender = gender.data[0];
        d.besides = quote_feature(doc, reading->with, noun, STR("besides"));
    } else {
        d.plural = str_ends(doc->tokens.at[d.head].word->lower, STR("s"));
    }
    return d;
}

/* Whether `text` has `sought` as a whole word; both in lower case or not, ASCII letters compared without case. */
bool quote_has_word(str text, str sought) {
    if (!sought.size || text.size < sought.size) return false;
    for (size_t i = 0; i + sought.size <= text.size; i++) {
        if (i > 0 && text.data[i - 1] != ' ' && text.data[i - 1] != '-') continue;
        if (i + sought.size < text.size && text.data[i + sought.size] != ' ' && text.data[i + sought.size] != '-' &&
            text.data[i + sought.size] != ',')
            continue;
        if (str_starts_caseless(str_slice(text, i, text.size), sought)) return true;
    }
    return false;
}

/* Whether some words of `text` begin like `sought` (Ukrainian, Ukraine): the first five letters of its last word, or all of a short one. */
static bool has_like(str text, str sought) {
    enum { STEM = 5 };
    size_t last_word = sought.size;
    while (last_word > 0 && sought.data[last_word - 1] != ' ') last_word--;
    str stem = str_slice(sought, 0, sought.size < last_word + STEM ? sought.size : last_word + STEM);
    for (size_t i = 0; stem.size && i < text.size; i++)
        if ((i == 0 || text.data[i - 1] == ' ') && str_starts_caseless(str_slice(text, i, text.size), stem)) return true;
    return false;
}

/* What is known of an entity besides what the document says: an attribute of its gazetteer entry. */
static str known_of(const quote_reading *reading, const entity *e, const char *key) {
    return reading->with ? gazetteer_attribute(reading->with->known, e->entry, str_from(key)) : STR_NONE;
}

/* Whether capitals are the first letters of words in a row ("CM": "Balochistan [C]hief [M]inister"; "DGP": "[D]irector [G]eneral of
 * [P]olice"). */
static bool has_initials(str text, str letters) {
    for (size_t i = 0; letters.size > 1 && i < text.size; i++) {
        if (i > 0 && text.data[i - 1] != ' ') continue;
        size_t at = i, met = 0;
        while (at < text.size && met < letters.size &&
               str_starts_caseless(str_slice(text, at, text.size), str_slice(letters, met, met + 1))) {
            met++;
            while (at < text.size && text.data[at] != ' ') at++;
            at++;
            bool of = str_starts(str_slice(text, at < text.size ? at : text.size, text.size), STR("of "));
            if (of && met < letters.size && letters.data[met] != 'o') at += 3;
        }
        if (met == letters.size) return true;
    }
    return false;
}

static bool role_has(const quote_reading *reading, const entity *e, str sought) {
    if (e->kind != KIND_person) return quote_has_word(e->name, sought);
    return quote_has_word(e->role, sought) || quote_has_word(known_of(reading, e, "role"), sought);
}

/* Whether a text names a place so. */
static bool is_place(const document *doc, str name) {
    enum { ENTITIES_MOST = 256 };
    for (uint32_t i = 0; i < doc->entities.count && i < ENTITIES_MOST; i++)
        if (doc->entities.at[i].kind == KIND_place && str_equal(doc->entities.at[i].name, name)) return true;
    return doc->entities.count > ENTITIES_MOST;
}

/* How a mention that modifies a description ("the Ukrainian president", "Russia's defence ministry") agrees with an entity: 1 yes, -1 no,
 * 0 nothing is known. */
int quote_mention_agrees(const quote_reading *reading, const mention *m, const entity *e) {
    const document *doc = reading->doc;
    const entity *modifier = &doc->entities.at[m->entity];
    str listed = reading->with && modifier->entry != NONE ? gazetteer_entry_name(reading->with->known, modifier->entry) : STR_NONE; /* US */
    str forms[4] = {document_span(doc, m->first, m->last), modifier->name, known_of(reading, modifier, "of"), listed};
    str texts[4] = {e->role, e->affiliation, known_of(reading, e, "role"), known_of(reading, e, "affiliation")};
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++)
            if (has_like(texts[j], forms[i]) || (e->kind != KIND_person && has_like(e->name, forms[i]))) return 1;
    if (str_is(known_of(reading, modifier, "feature"), "capital")) return 0; /* Moscow, of a Russian */
    if (modifier->kind == KIND_nationality && e->kind == KIND_person && texts[1].size && !is_place(doc, texts[1]) && !texts[3].size)
        return 0;                                                        /* the Dutch doctor, of a representative of the WHO */
    if (modifier->kind == KIND_unit && e->kind == KIND_person) return 0; /* the army, of the commander of one of its corps */
    if (modifier->kind == KIND_organisation && e->kind == KIND_person && !texts[1].size && !texts[3].size) return 0;
    return texts[1].size || texts[3].size || e->kind != KIND_person ? -1 : 0;
}

/* Whether a description is of somebody of one body or state by name ("the representative [of France]") and a person's office of another
 * ("Special Representative of the Secretary-General"). */
static bool is_of_another(const quote_reading *reading, const quote_described *d, const entity *e) {
    const document *doc = reading->doc;
    if (!d->complement || e->kind != KIND_person) return false;
    int least = quote_has_word(e->role, STR("of")) ? 1 : 0; /* "Kyiv regional governor" tells less */
    for (uint32_t i = d->head + 2; i < reading->last; i++) {
        uint32_t named = entity_mention_at(doc, i);
        if (named != NONE) return quote_mention_agrees(reading, &doc->mentions.at[named], e) < least;
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT) break;
    }
    return false;
}

/* How well an entity answers a description; 3 or more is good enough. */
int quote_answers(const quote_reading *reading, const quote_described *d, const entity *e) {
    const document *doc = reading->doc;
    const word *head = doc->tokens.at[d->head].word;
    bool person = d->class == NOUN_person;
    bool letters = person && head->shape & SHAPE_UPPER && has_initials(e->role, head->lower);
    if (person != (e->kind == KIND_person) || !(letters || role_has(reading, e, head->lower))) return 0;
    if (d->first == d->head && d->besides.size && quote_is_of_type(reading, d->besides, e)) return 0;
    if (is_of_another(reading, d, e)) return 0;
    int total = 3;
    for (uint32_t i = d->first; i < d->head; i++) {
        uint32_t m = entity_mention_at(doc, i);
        if (m != NONE) {
            total += 2 * quote_mention_agrees(reading, &doc->mentions.at[m], e);
            i = doc->mentions.at[m].last - 1;
        } else if (doc->tokens.at[i].word->shape & SHAPE_ALPHA) {
            total += role_has(reading, e, doc->tokens.at[i].word->lower) ? 1 : -1;
        }
    }
    return total;
}

/* Whether a phrase stands in the first sentences of a text, or of a part of it that has a heading: there an office is told of before its
 * holder is named. */
static bool opens(const quote_reading *reading) {
    const document *doc = reading->doc;
    if (doc->tokens.at[reading->first].sentence < OPENING) return true;
    uint32_t block = document_block_index(doc, reading->first);
    while (block > 0 && doc->blocks.at[block - 1].first >= doc->blocks.at[block - 1].last) block--;
    return block > 0 && doc->blocks.at[block - 1].kind == BLOCK_headline;
}

/* Whether the lists tell an office of a person: more than "US diplomat". */
static bool has_known_office(const quote_reading *reading, const entity *e) {
    str role = known_of(reading, e, "role");
    size_t last = role.size;
    while (last > 0 && role.data[last - 1] != ' ') last--;
    return role.size && gazetteer_entry_with(reading->with->known, STR("speaker_noun"), str_slice(role, last, role.size), STR("general"),
                                             STR("yes")) == NONE;
}

int quote_agrees(const quote_reading *reading, uint32_t entity_index) {
    const document *doc = reading->doc;
    const entity *e = &doc->entities.at[entity_index];
    quote_described d = quote_describe(reading);
    if (d.class != NOUN_person || d.plural || (d.owned && (!d.known || d.general || !opens(reading)))) return -1;
    bool owner = false, supported = false, against = false, of_body = false;
    for (uint32_t i = reading->first; i < reading->last; i++) {
        uint32_t m = entity_mention_at(doc, i);
        if (m == NONE) continue;
        owner = true;
        int sign = quote_mention_agrees(reading, &doc->mentions.at[m], e);
        supported |= sign > 0;
        against |= sign < 0 && (i <= d.head || !supported); /* "the US ambassador to the UN" is of the US */
        of_body |= sign > 0 && doc->mentions.at[m].kind == KIND_organisation;
        i = doc->mentions.at[m].last - 1;
    }
    bool known = (d.definite || d.bare) && !d.owned;
    if (!owner && known && d.first == d.head && !d.complement && (!d.known || d.general || !opens(reading))) return -1;
    if (!(owner && known) && !opens(reading)) return -1;
    if (role_has(reading, e, doc->tokens.at[d.head].word->lower)) return against && !supported ? -1 : 1;
    if (d.general && !known && supported && !against) return 1;
    if (d.known && of_body && !against) return 1; /* "the central bank governor": head of the Central Bank */
    if (!d.known || (d.general && known && !(d.complement && opens(reading)))) return -1;
    bool other = e->role.size && !str_starts_caseless(e->role, STR("former")); /* than the office of now */
    return against || other || has_known_office(reading, e) ? -1 : 0;
}

/* Whether a sentence names an entity outside quotation marks. */
static bool names(const document *doc, const sentence *s, uint32_t entity_index) {
    for (uint32_t i = quote_mentions_from(doc, s->first); i < doc->mentions.count && doc->mentions.at[i].first < s->last; i++)
        if (doc->mentions.at[i].entity == entity_index && !quote_is_quoted(doc, &doc->mentions.at[i])) return true;
    return false;
}

/* Whether the noun at a token is of a phrase of its own ("asked a consultant", "to the minister"), no apposition (", a consultant"). */
static bool stands_apart(const quote_reading *reading, uint32_t noun) {
    const document *doc = reading->doc;
    for (uint32_t k = noun; k > 1 && noun - k < DETERMINER_WORDS; k--) {
        const annotation *determiner = document_find(doc, k - 1, reading->label.determiner);
        if (!determiner || determiner->last > noun) continue;
        bool definite = quote_feature_is(doc, reading->with, determiner, STR("definite"), "yes");
        return definite || !(doc->tokens.at[k - 2].word->shape & SHAPE_PUNCT);
    }
    return false;
}

/* Whether somebody else was told of by the noun of a description, in a sentence that names this entity as well ("In her letter to the
 * minister Berg wrote …", "the minister replied"). */
bool quote_told_apart(const quote_reading *reading, const quote_described *d, uint32_t entity_index) {
    const document *doc = reading->doc;
    str head = doc->tokens.at[d->head].word->lower;
    uint32_t here = doc->tokens.at[reading->first].sentence, back = here < QUOTE_SENTENCES_NEAR ? here : QUOTE_SENTENCES_NEAR;
    for (uint32_t i = reading->first; i-- > doc->sentences.at[here - back].first;) {
        if (doc->tokens.at[i].depth || !str_equal(doc->tokens.at[i].word->lower, head)) continue;
        if (!stands_apart(reading, i)) continue;
        const sentence *s = document_sentence(doc, i);
        if (names(doc, s, entity_index)) return true;
        i = s->first; /* once a sentence */
    }
    return false;
}

bool quote_is_of_people(const document *doc, const quote_described *d) {
    uint32_t named = entity_mention_at(doc, d->head);
    return named != NONE && doc->mentions.at[named].kind == KIND_nationality;
}

/* Whether a description may mean somebody whose role does not name its head: its noun is a general one, or no noun that we know, or a
 * modifier agrees ("the former spymaster": former MI6 chief); never somebody of something ("the head of the port", "the group's leader").
 */
bool quote_loosely_fits(const quote_reading *reading, const quote_described *d, const entity *e) {
    const document *doc = reading->doc;
    if (d->complement || (d->gender && e->gender && d->gender != e->gender)) return false;
    if (quote_told_apart(reading, d, (uint32_t)(e - doc->entities.at))) return false;
    bool former = d->first < d->head && document_text_is(doc, d->first, "former"); /* of the past: their office of now says nothing */
    bool agrees = !d->known || !e->role.size || d->general || former;
    uint32_t people = entity_mention_at(doc, d->head); /* "the 51-year-old Dane" */
    if (quote_is_of_people(doc, d) && quote_mention_agrees(reading, &doc->mentions.at[people], e) < 0) return false;
    for (uint32_t i = d->first; i < d->head; i++) {
        uint32_t m = entity_mention_at(doc, i);
        bool beside = m != NONE && doc->mentions.at[m].last <= d->head; /* "the [Social Democrat]" is no modifier */
        if (beside && quote_mention_agrees(reading, &doc->mentions.at[m], e) < 0) return false;
        if (m == NONE && quote_is_possessive(doc, i)) return false;
        if (m == NONE && quote_has_word(e->role, doc->tokens.at[i].word->lower)) agrees = true;
    }
    return agrees;
}

/* A person of the country or body that modifies the description, who has a role: "the Ukrainian leader"; of a body's "official", too. */
bool quote_leads(const quote_reading *reading, const quote_described *d, const entity *e) {
    if (!(d->top || d->general) || e->kind != KIND_person || !(e->role.size || known_of(reading, e, "role").size)) return false;
    for (uint32_t i = d->first; i < d->head; i++) {
        uint32_t found = entity_mention_at(reading->doc, i);
        if (found == NONE) continue;
        const mention *m = &reading->doc->mentions.at[found];
        bool body = m->kind == KIND_organisation || m->kind == KIND_unit;
        if ((d->top || (body && d->definite && !d->plural)) && quote_mention_agrees(reading, m, e) > 0) return true;
    }
    return false;
}

/* The title or rank right before a mention, or NULL. */
static const annotation *title_before(const quote_reading *reading, const mention *m, label of) {
    enum { TITLE_WORDS = 4 }; /* "Maj.-Gen." */
    for (uint32_t back = 1; back <= TITLE_WORDS && back <= m->first; back++) {
        const annotation *title = document_find(reading->doc, m->first - back, of);
        if (title) return title->last <= m->first ? title : NULL;
    }
    return NULL;
}

/* Whether letters are those with which the words of an office before a mention begin: "PPRO" of "the Police Public Relations Officer in the
 * state, DSP Jan Berg". */
static bool has_letters_before(const document *doc, const mention *m, str letters) {
    enum { OFFICE_TOKENS = 16 };
    uint32_t first = doc->sentences.at[doc->tokens.at[m->first].sentence].first;
    if (m->first > first + OFFICE_TOKENS) first = m->first - OFFICE_TOKENS;
    for (uint32_t from = first; from < m->first; from++) {
        size_t met = 0;
        for (uint32_t i = from; i < m->first && met < letters.size; i++) {
            const word *w = doc->tokens.at[i].word;
            if (!(w->shape & SHAPE_CAP) && i > from) continue;
            if (!str_starts_caseless(w->lower, str_slice(letters, met, met + 1))) break;
            met++;
        }
        if (met == letters.size && met > 1) return true;
    }
    return false;
}

bool quote_has_letters(const quote_reading *reading, const quote_described *d, const mention *m) {
    const document *doc = reading->doc;
    const word *head = doc->tokens.at[d->head].word;
    if (m->kind != KIND_person || d->class != NOUN_person || !(head->shape & SHAPE_UPPER)) return false;
    return has_initials(doc->entities.at[m->entity].role, head->lower) || has_letters_before(doc, m, head->lower);
}

/* Whether the title before a mention says what its bearer may be called: "Gov. Anna Berg … the governor", "Maj. Gen. Anna Berg … the
 * general". */
bool quote_is_titled(const quote_reading *reading, const quote_described *d, const mention *m) {
    if (m->kind != KIND_person || d->class != NOUN_person || !reading->with) return false;
    if (quote_has_letters(reading, d, m)) return true;
    str head = reading->doc->tokens.at[d->head].word->lower;
    const annotation *title = title_before(reading, m, reading->label.title);
    if (title && str_list_has(quote_feature(reading->doc, reading->with, title, STR("role")), '|', head)) return true;
    const annotation *rank = title_before(reading, m, reading->label.rank);
    return rank && str_ends(gazetteer_entry_name(reading->with->known, rank->entry), head);
}

/* Whether a body is of a type that the noun means ("the group": an armed group, a charity). */
bool quote_is_of_type(const quote_reading *reading, str types, const entity *e) {
    str type = e->kind == KIND_organisation ? known_of(reading, e, "type") : STR_NONE;
    return type.size && str_list_has(types, '|', type);
}
