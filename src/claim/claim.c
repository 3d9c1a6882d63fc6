/* claim.c: figures -> claims, sentence by sentence. The cues of a sentence say what kind of claim its numbers are; place and date come from
 * the sentence, else from what its paragraph says before, else from the account. */
#include <stdlib.h>

#include "claim/claim_parts.h"

/* --- where --- */

/* "in the town of Orlen in Sumy region": of an article about Orlen, it is that which is meant. */
static bool is_narrower(const claim_work *work, const sentence *s, uint32_t entity, uint32_t than) {
    if (than == NONE || !work->places[than].broad || !claim_is_place(work, entity)) return false;
    const document *doc = work->doc;
    for (uint32_t i = entity_mention_behind(doc, s->first); i < doc->mentions.count && doc->mentions.at[i].first < s->last; i++)
        if (doc->mentions.at[i].entity == entity) return true;
    return false;
}

/* Where what was counted before in the paragraph was, if its own sentence tells it; a total goes on with a total. */
static uint32_t place_of_paragraph(const claim_work *work, const claim *c, const sentence *s) {
    const document *doc = work->doc;
    uint32_t first = claim_paragraph(doc, s);
    for (uint32_t i = doc->claims.count; i-- > 0 && doc->claims.at[i].first >= first;) {
        const claim *before = &doc->claims.at[i];
        if (before->first >= s->first || before->figure == NONE || before->scope == SCOPE_part || before->scope == SCOPE_standing) continue;
        if (c->scope == SCOPE_total && before->scope != SCOPE_total) return NONE;
        uint32_t place = doc->figures.at[before->figure].place;
        if (place != NONE && str_equal(before->place.name, work->places[place].name)) return place;
    }
    return NONE;
}

/* A sentence of an article that names no place goes on with that of its paragraph. */
static void place_claim(const claim_work *work, claim *c, uint32_t own) {
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    const account *a = &doc->accounts.at[c->account];
    uint32_t entity = c->measure == MEASURE_displaced ? claim_place_left(work, c, s) : NONE;
    if (entity == NONE && claim_place_fits(work, c, s, own)) entity = own;
    if (entity == NONE) entity = claim_place_before(work, c, s->first, s->last);
    if (is_narrower(work, s, a->place, entity)) entity = a->place;
    if (entity == NONE) entity = place_of_paragraph(work, c, s);
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

/* "All nine hostages were released on Friday": they were taken before, on a day that is not told. */
static bool is_end_of_captivity(const claim_work *work, const claim *c) {
    return c->measure == MEASURE_captured && claim_is_all(work->doc, c) && claim_cues_of_sentence(work) & CUE_frees;
}

/* The date that the number before it in its paragraph has from there; empty where that has none. */
static str date_before(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    uint32_t first = claim_paragraph(doc, s);
    for (uint32_t i = doc->claims.count; i-- > 0 && doc->claims.at[i].first >= first;) {
        const claim *before = &doc->claims.at[i];
        bool of_all = before->scope == SCOPE_event && before->qualifier != QUALIFIER_implied; /* no "a man died on Friday" */
        if (before->first >= s->first || !of_all) continue;
        bool told = before->dated <= DATED_paragraph && before->date.size == 10; /* YYYY-MM-DD */
        return told ? before->date : STR_NONE;
    }
    return STR_NONE;
}

/* "A third man died on Tuesday. That makes it three dead": not all of them on that day. */
static bool is_sum_of_before(const claim_work *work, const sentence *s, const claim *c) {
    enum { WORDS = 2 };
    if (!claim_word_is(work, s->first, WORD_pointing)) return false;
    for (uint32_t i = s->first + 1; i < c->first && i <= s->first + WORDS; i++)
        if (claim_word_is(work, i, WORD_brings)) return true;
    return false;
}

static void date_claim(claim_work *work, claim *c) {
    const document *doc = work->doc;
    c->dated = DATED_document;
    if (is_end_of_captivity(work, c)) return;
    const sentence *s = document_sentence(doc, c->first);
    const account *a = &doc->accounts.at[c->account];
    const cue *since = claim_since_when(work, c);
    c->date = since ? claim_since(work, c->first) : claim_date(work, s->first, s->last, c->first, false);
    if (!c->date.size) c->date = c->scope == SCOPE_total ? claim_span(work, s->first, s->last) : claim_since_day(work, c);
    c->dated = DATED_sentence;
    if (!c->date.size && doc->blocks.at[s->block].first < s->first && !is_sum_of_before(work, s, c)) {
        c->date = date_before(work, c);
        if (!c->date.size) c->date = date_of_block(work, s->block);
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
        claim_name_side(work, c);
        c->words = joined;
        claim_take_flight(work, c);
        place_claim(work, c, c->figure == NONE ? NONE : doc->figures.at[c->figure].place);
        date_claim(work, c);
        claim_name_source(work, c, i ? c - 1 : NULL);
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
               .unit = f->taken ? UNIT_other : f->unit,
               .measure = f->taken || f->assumed ? MEASURE_other : f->measure,
               .assumed = f->assumed && !f->taken,
               .of_first = f->of_first,
               .of_last = f->of_last,
               .source = f->source,
               .source_text = f->source_text};
    bool borrowed = c.of_first < c.of_last && c.of_last <= f->first; /* "it was 12": whom it counts, the number before it told */
    if (borrowed) c.of_first = c.of_last = f->last;
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

void claim_document(document *doc, const resolver *with, const claim_knowledge *known, lexicon *words) {
    claim_work work = {.doc = doc, .with = with, .known = known, .words = words, .dated_block = NONE};
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
