/* claim.c: figures -> claims, sentence by sentence. The cues of a sentence say what kind of claim its numbers are; place and date come from
 * the sentence, else from what its paragraph says before, else from the account. */
#include <stdlib.h>

#include "claim/claim_parts.h"
#include "quote/quote.h"

/* Bounds, so that a sentence full of numbers and a paragraph without end stay linear. */
enum { MOST_CUES = 64, PARAGRAPH_REACH = 200 };

void claim_find_cues(claim_work *work, const sentence *s) {
    work->cues.count = 0;
    for (uint32_t i = s->first; i < s->last && work->cues.count < MOST_CUES;) {
        uint32_t last = i + 1;
        const claim_entry *found = claim_lookup(work, i, s->last, &last);
        if (found && found->roles) {
            cue c = {i, last, found->roles};
            VEC_PUSH(work->doc->memory, &work->cues, c);
        }
        i = found && found->roles ? last : i + 1;
    }
}

/* --- where --- */

/* Where the paragraph of a sentence begins, or as far before it as is looked. */
static uint32_t paragraph_of(const document *doc, const sentence *s) {
    uint32_t first = doc->blocks.at[s->block].first;
    return s->first > PARAGRAPH_REACH && first < s->first - PARAGRAPH_REACH ? s->first - PARAGRAPH_REACH : first;
}

/* How the source is named where it is nearest: in the claim's paragraph, not behind its sentence; else where it is named first. Two bodies
 * of one name ("the defence ministry") are one entity, and only what stands before each says whose it is. */
static const mention *source_mention(const document *doc, const claim *c) {
    const sentence *s = document_sentence(doc, c->first);
    uint32_t first = paragraph_of(doc, s), last = s->last < c->first + PARAGRAPH_REACH ? s->last : c->first + PARAGRAPH_REACH;
    if (c->first > first + 2 * PARAGRAPH_REACH) first = c->first - 2 * PARAGRAPH_REACH;
    const mention *found = NULL;
    for (uint32_t i = entity_mention_behind(doc, first); i < doc->mentions.count && doc->mentions.at[i].first < last; i++)
        if (doc->mentions.at[i].entity == c->source) found = &doc->mentions.at[i];
    return found ? found : &doc->mentions.at[doc->entities.at[c->source].first_mention];
}

/* A body is told by whose it is: "Pakistan's military", not "military". */
static str source_name(const document *doc, const claim *c) {
    if (c->source == NONE) return c->source_text;
    const mention *m = source_mention(doc, c);
    if (m->kind == KIND_person || m->kind == KIND_place || m->first < 2) return c->source_text;
    uint32_t index = entity_mention_at(doc, m->first - 2);
    if (index == NONE || !str_ends(c->source_text, document_span(doc, m->first, m->last))) return c->source_text;
    const mention *owner = &doc->mentions.at[index];
    bool beside = owner->last + 1 == m->first && doc->tokens.at[m->first].sentence == doc->tokens.at[owner->first].sentence;
    bool attached = beside && !(doc->tokens.at[owner->last].flags & TOKEN_SPACED) && doc->tokens.at[owner->last].word->length <= 2;
    return attached && owner->kind == KIND_place ? document_span(doc, owner->first, m->last) : c->source_text;
}

/* "in the town of Orlen in Sumy region": of an article about Orlen, it is that which is meant. */
static bool is_narrower(const claim_work *work, const sentence *s, uint32_t entity, uint32_t than) {
    if (than == NONE || !work->places[than].broad || !claim_is_place(work, entity)) return false;
    const document *doc = work->doc;
    for (uint32_t i = entity_mention_behind(doc, s->first); i < doc->mentions.count && doc->mentions.at[i].first < s->last; i++)
        if (doc->mentions.at[i].entity == entity) return true;
    return false;
}

/* A sentence of an article that names no place goes on with that of its paragraph. */
static void place_claim(const claim_work *work, claim *c, uint32_t own) {
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    const account *a = &doc->accounts.at[c->account];
    uint32_t entity = claim_place_fits(work, c, s, own) ? own : NONE;
    if (entity == NONE) entity = claim_place_before(work, c, s->first, s->last);
    if (is_narrower(work, s, a->place, entity)) entity = a->place;
    if (entity == NONE) entity = claim_place_before(work, c, paragraph_of(doc, s), s->first);
    if (entity == NONE && c->scope != SCOPE_total) entity = a->place; /* a total is of more than the place of one event */
    if (entity != NONE) c->place = work->places[entity];
    if (!c->place.country.size) c->place.country = a->country;
}

/* --- when --- */

/* The day that the first sentence of a block tells, in which the rest of it happened, too. */
static str date_of_block(claim_work *work, uint32_t index) {
    const document *doc = work->doc;
    if (work->dated_block == index) return work->block_date;
    const sentence *s = document_sentence(doc, doc->blocks.at[index].first);
    cues own = work->cues;
    memset(&work->cues, 0, sizeof work->cues);
    claim_find_cues(work, s);
    work->block_date = claim_date(work, s->first, s->last, s->first, true);
    work->dated_block = index;
    work->cues = own;
    return work->block_date;
}

static void date_claim(claim_work *work, claim *c) {
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    const account *a = &doc->accounts.at[c->account];
    const cue *since = claim_since_when(work, c);
    c->date = since ? claim_since(work, c->first) : claim_date(work, s->first, s->last, c->first, false);
    c->dated = DATED_sentence;
    if (!c->date.size && doc->blocks.at[s->block].first < s->first) {
        c->date = date_of_block(work, s->block);
        c->dated = DATED_paragraph;
    }
    if (!c->date.size) {
        c->date = a->date;
        c->dated = DATED_account;
    }
    if (!c->date.size) {
        c->date = doc->date;
        c->dated = DATED_document;
    }
}

/* --- whose --- */

/* A zero takes its source from the quote in which it stands. */
static void source_of_quote(const document *doc, claim *c) {
    uint32_t index = c->source_text.size ? NONE : quote_at(doc, c->first);
    if (index == NONE) return;
    c->source = doc->quotes.at[index].speaker;
    c->source_text = doc->quotes.at[index].speaker_text;
}

/* The country of a nationality or a country's name, else the name. */
static str side_name(const claim_work *work, const mention *m) {
    const entity *e = &work->doc->entities.at[m->entity];
    str of = m->kind == KIND_nationality && e->entry != NONE ? gazetteer_attribute(work->with->known, e->entry, STR("of")) : STR_NONE;
    return of.size ? of : e->name;
}

/* Whose the source is: a nationality or country in its name or right before it ("Pakistan's military"). */
static str side_of_source(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    if (c->source == NONE) return STR_NONE;
    const mention *m = source_mention(doc, c);
    if (m->kind == KIND_place) return doc->entities.at[m->entity].name;
    for (uint32_t i = m->first > 2 ? m->first - 2 : 0; i < m->last; i++) {
        uint32_t index = entity_mention_at(doc, i);
        const mention *before = index == NONE ? NULL : &doc->mentions.at[index];
        if (before && (before->kind == KIND_nationality || before->kind == KIND_place)) return side_name(work, before);
    }
    return STR_NONE;
}

/* "280 of its staff" */
static bool is_of_civilians(const claim_work *work, uint32_t at) {
    uint32_t last;
    const claim_entry *found = at < work->doc->tokens.count ? claim_lookup(work, at, work->doc->tokens.count, &last) : NULL;
    return found && (str_is(found->group, "civilian") || str_is(found->group, "any") || str_is(found->group, "child"));
}

/* "two of its soldiers" */
static bool has_own_behind(const claim_work *work, const claim *c) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *own = &work->cues.at[i];
        if (own->roles & CUE_own && own->first >= c->last && own->first - c->last <= 4) return !is_of_civilians(work, own->last);
    }
    return false;
}

/* "its own losses along the whole front on Saturday at nine": no other number between. */
static bool is_sum_of_own(const claim_work *work, const cue *own, uint32_t at) {
    enum { REACH = 14, WORDS = 3 };
    const document *doc = work->doc;
    uint32_t last;
    const claim_entry *what = claim_lookup(work, own->last - 1, own->last, &last);
    if (own->last - own->first < WORDS || !what || !str_is(what->group, "toll") || at - own->last > REACH) return false;
    for (uint32_t i = own->last; i < at; i++)
        if ((doc->tokens.at[i].word->shape & SHAPE_PUNCT && !document_text_is(doc, i, ":")) || document_find(doc, i, LABEL_number))
            return false;
    return true;
}

static bool has_own_sum(const claim_work *work, const claim *c) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *own = &work->cues.at[i];
        if (own->roles & CUE_own && own->last <= c->first && is_sum_of_own(work, own, c->first)) return true;
    }
    return false;
}

/* "the number of its men killed there to 15" */
static bool is_sum_up_to(const claim_work *work, uint32_t first, uint32_t at) {
    measure told;
    for (uint32_t i = first; i < at; i++) {
        if (work->doc->tokens.at[i].word->shape & SHAPE_PUNCT) return false;
        if (claim_measure_at(work, i, &told)) return document_word_is(work->doc, at - 1, "to") || document_word_is(work->doc, at - 1, "at");
    }
    return false;
}

/* "puts its dead at nine" */
static bool has_own_before(const claim_work *work, const claim *c) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *own = &work->cues.at[i];
        if (!(own->roles & CUE_own) || own->last > c->first) continue;
        if (c->first - own->last <= 3 || (c->first - own->last <= 6 && is_sum_up_to(work, own->last, c->first))) return true;
    }
    return has_own_sum(work, c);
}

/* Whether people in general were killed, by another number told shortly before. */
static bool are_others_dead(const document *doc, const claim *c) {
    enum { CLAIMS_BACK = 12 };
    for (uint32_t i = doc->claims.count; i-- > 0 && doc->claims.count - i <= CLAIMS_BACK;) {
        const claim *before = &doc->claims.at[i];
        bool general = str_is(before->group, "any") || str_is(before->group, "toll") || str_is(before->group, "civilian");
        if (before->measure == MEASURE_killed && general && before->scope == SCOPE_event && before->low != c->low) return true;
    }
    return false;
}

/* "has lost at least four men": whoever loses men beside others who died is no town. */
static bool is_lost(const claim_work *work, const claim *c) {
    enum { REACH = 4 };
    if (!are_others_dead(work->doc, c)) return false;
    uint32_t first = document_sentence(work->doc, c->first)->first;
    for (uint32_t i = c->first; str_is(c->group, "man") && i-- > first && c->first - i <= REACH;) {
        if (claim_word_is(work, i, WORD_loses)) return true;
        if (!document_find(work->doc, i, work->qualifier) && c->first - i > 2) return false;
    }
    return false;
}

/* "The SDF raised the number of its dead": a state's dead may be anybody. */
static bool is_of_body(const document *doc, const claim *c) {
    if (c->source == NONE) return false;
    const mention *m = &doc->mentions.at[doc->entities.at[c->source].first_mention];
    return m->kind == KIND_organisation || m->kind == KIND_unit;
}

/* Of a body's own men no more is said: they are those who fight for it. */
static void name_own(const claim_work *work, claim *c) {
    bool open = !c->group.size || str_is(c->group, "toll") || str_is(c->group, "man");
    if (c->unit != UNIT_people || !open || c->qualifier == QUALIFIER_implied) return;
    if (has_own_behind(work, c) || is_lost(work, c) || has_own_sum(work, c) || (is_of_body(work->doc, c) && has_own_before(work, c)))
        c->group = STR("force");
}

static str side_at(const claim_work *work, uint32_t at) {
    uint32_t index = entity_mention_at(work->doc, at);
    const mention *m = index == NONE ? NULL : &work->doc->mentions.at[index];
    return m && (m->kind == KIND_nationality || m->kind == KIND_place) ? side_name(work, m) : STR_NONE;
}

/* "92 of the dead were Druze" */
static str side_of_part(const claim_work *work, const claim *c) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        if (!(found->roles & CUE_of_them) || found->first != c->last) continue;
        for (uint32_t k = found->last; k < found->last + 3 && k < work->doc->tokens.count; k++) {
            uint32_t index = entity_mention_at(work->doc, k);
            if (index != NONE && work->doc->mentions.at[index].kind == KIND_nationality) return side_at(work, k);
        }
    }
    return STR_NONE;
}

/* "Russia launched 58 drones, 52 of which were shot down", "the 88 drones that Russia launched": whose arms they are. */
static str side_of_arms(const claim_work *work, const claim *c) {
    enum { AUXILIARIES = 3, REACH = 24 };
    if (c->unit != UNIT_equipment || (c->measure != MEASURE_launched && c->measure != MEASURE_destroyed)) return STR_NONE;
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        uint32_t apart = found->first > c->first ? found->first - c->first : c->first - found->first;
        if (!(found->roles & CUE_fires) || apart > REACH) continue;
        for (uint32_t k = found->first; k-- > 0 && found->first - k <= AUXILIARIES;) {
            str side = side_at(work, k);
            if (side.size) return side;
        }
    }
    return STR_NONE;
}

static str side_of(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    for (uint32_t i = c->of_first; i < c->of_last; i++) {
        uint32_t index = entity_mention_at(doc, i);
        if (index == NONE) continue;
        const mention *m = &doc->mentions.at[index];
        if (m->kind != KIND_person && m->kind != KIND_weapon) return side_name(work, m);
        i = m->last - 1;
    }
    str side = side_of_part(work, c);
    if (!side.size) side = side_of_arms(work, c);
    if (!side.size && (has_own_behind(work, c) || has_own_before(work, c))) side = side_of_source(work, c);
    return side;
}

/* The claims of one sentence: what they have from their surroundings. */
static void finish(claim_work *work, const sentence *s, uint32_t first_claim, uint32_t account_index) {
    document *doc = work->doc;
    strs words = {0};
    if (first_claim == doc->claims.count) return;
    claim_gather(work, s->first, s->last, &words, &words);
    str joined = claim_join(doc->memory, &words);
    for (uint32_t i = first_claim; i < doc->claims.count; i++) {
        claim *c = &doc->claims.at[i];
        c->account = account_index;
        c->side = side_of(work, c);
        name_own(work, c);
        c->words = joined;
        place_claim(work, c, c->figure == NONE ? NONE : doc->figures.at[c->figure].place);
        date_claim(work, c);
        if (c->figure == NONE) source_of_quote(doc, c);
        c->source_text = source_name(doc, c);
    }
}

/* --- figures --- */

static bool is_claim(const document *doc, const figure *f) {
    if (f->measure == MEASURE_duration || f->measure == MEASURE_age) return false;
    block_kind kind = document_block(doc, f->first)->kind;
    return kind != BLOCK_furniture && kind != BLOCK_repeat;
}

/* A part is of the measure of what it is a part of. */
static void add_figure(claim_work *work, uint32_t index, uint32_t first_claim) {
    document *doc = work->doc;
    const figure *f = &doc->figures.at[index];
    claim c = {.first = f->first,
               .last = f->last,
               .figure = index,
               .has_low = f->has_low,
               .has_high = f->has_high,
               .low = f->low,
               .high = f->high,
               .qualifier = f->qualifier,
               .unit = f->unit,
               .measure = f->measure,
               .of_first = f->of_first,
               .of_last = f->of_last,
               .source = f->source,
               .source_text = f->source_text};
    claim_scope(work, &c);
    if (c.told == TOLD_rejected && c.qualifier == QUALIFIER_implied) return; /* nobody was harmed, says the text */
    claim_counted(work, &c);
    for (uint32_t i = doc->claims.count; c.scope == SCOPE_part && c.measure == MEASURE_other && i-- > first_claim;)
        if (doc->claims.at[i].unit == c.unit || c.unit == UNIT_other) c.measure = doc->claims.at[i].measure;
    VEC_PUSH(doc->memory, &doc->claims, c);
}

static int by_place_in_text(const void *left, const void *right) {
    const claim *a = left, *b = right;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return (a->last > b->last) - (a->last < b->last);
}

static bool may_claim(const document *doc, const sentence *s) {
    block_kind kind = doc->blocks.at[s->block].kind;
    return kind != BLOCK_furniture && kind != BLOCK_repeat && kind != BLOCK_dateline;
}

void claim_document(document *doc, const resolver *with, const claim_knowledge *known) {
    claim_work work = {.doc = doc, .with = with, .known = known, .dated_block = NONE};
    if (!doc->annotations_at || !doc->tokens.count) return;
    work.locative = labels_known(with->all, STR("locative"));
    work.event_noun = labels_known(with->all, STR("event_noun"));
    work.site_noun = labels_known(with->all, STR("site_noun"));
    work.equipment_noun = labels_known(with->all, STR("equipment_noun"));
    work.die_verb = labels_known(with->all, STR("die_verb"));
    work.state_noun = labels_known(with->all, STR("state_noun"));
    work.harm_noun = labels_known(with->all, STR("harm_noun"));
    work.harm_verb = labels_known(with->all, STR("harm_verb"));
    work.loss_verb = labels_known(with->all, STR("loss_verb"));
    work.qualifier = labels_known(with->all, STR("qualifier"));
    work.speaker_noun = labels_known(with->all, STR("speaker_noun"));
    claim_places(&work);
    claim_accounts(&work);
    claim_signature(doc);
    uint32_t next = 0, account_index = 0;
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        const sentence *s = &doc->sentences.at[i];
        uint32_t first_claim = doc->claims.count, first_figure = next;
        while (next < doc->figures.count && doc->figures.at[next].first < s->last) next++;
        if (!may_claim(doc, s)) continue;
        claim_find_cues(&work, s);
        if (next == first_figure && !work.cues.count) continue;
        for (uint32_t f = first_figure; f < next; f++)
            if (is_claim(doc, &doc->figures.at[f])) add_figure(&work, f, first_claim);
        claim_extras(&work, i, first_claim);
        while (account_index + 1 < doc->accounts.count && doc->accounts.at[account_index + 1].first <= s->first) account_index++;
        finish(&work, s, first_claim, account_index);
    }
    if (doc->claims.count) qsort(doc->claims.at, doc->claims.count, sizeof *doc->claims.at, by_place_in_text);
    claim_inherit(&work);
}
