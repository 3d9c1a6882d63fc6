/* claim_inherit.c: a number that stands without what it counts ("the mayor says five", "a list of 41 names", "Pakistan says nine Indians")
 * is told of what was told before. From the nearest claim before it that says so it takes measure, unit, what is counted, place and day;
 * where there is none, its measure is that of the nearest verb of harm in its paragraph ("How many men died? India says five of its own").
 */
#include "claim/claim_parts.h"

enum { BLOCKS_BACK = 3, CLAIMS_BACK = 12, TOKENS_BACK = 80, CUE_REACH = 4 };

bool claim_measure_at(const claim_work *work, uint32_t at, measure *out) {
    const document *doc = work->doc;
    for (uint32_t a = doc->annotations_at[at]; a != NONE; a = doc->annotations.at[a].next) {
        const annotation *found = &doc->annotations.at[a];
        if (found->entry == NONE || (found->label != work->die_verb && found->label != work->harm_verb)) continue;
        if (measure_from(gazetteer_attribute(work->with->known, found->entry, STR("measure")), out)) return true;
    }
    return false;
}

static bool has_saying(const document *doc, uint32_t at) {
    for (uint32_t a = doc->annotations_at[at]; a != NONE; a = doc->annotations.at[a].next)
        if (doc->annotations.at[a].label == LABEL_saying && !(doc->annotations.at[a].flags & ANNOTATION_RETIRED)) return true;
    return false;
}

/* "says nine Indians and two Pakistanis": a word of saying right before, no verb behind, or so for the one that it is joined to. */
static bool is_elliptical(const claim_work *work, const claim *c, const claim *joined) {
    const document *doc = work->doc;
    const sentence *s = &doc->sentences.at[doc->tokens.at[c->first].sentence];
    uint32_t last = c->of_last > c->last ? c->of_last : c->last;
    const word *behind = last < s->last ? doc->tokens.at[last].word : NULL;
    if (behind && !(behind->shape & SHAPE_PUNCT) && !str_is(behind->folded, "and")) return false;
    for (uint32_t i = c->first; i-- > s->first && c->first - i <= CUE_REACH;)
        if (has_saying(doc, i)) return true;
    return joined && joined->of_last + 1 == c->first && str_is(doc->tokens.at[joined->of_last].word->folded, "and");
}

static bool is_bare(const claim *c) {
    if (c->figure == NONE || c->measure != MEASURE_other || c->qualifier == QUALIFIER_implied) return false;
    if (c->unit != UNIT_other && c->unit != UNIT_people) return false;
    return !c->noun.size || str_is(c->group, "toll") || str_is(c->noun, "our");
}

/* What a bare number may be told of: a claim that says what it counts, and is no part of another. */
static bool is_model(const claim *c) {
    if (c->scope == SCOPE_part || c->qualifier == QUALIFIER_implied || c->unit == UNIT_distance || c->unit == UNIT_percent) return false;
    return c->measure != MEASURE_other || c->group.size || c->unit == UNIT_mass || c->unit == UNIT_money;
}

static const claim *find_model(const document *doc, uint32_t index, uint32_t blocks_back) {
    const claim *c = &doc->claims.at[index];
    uint32_t block = doc->sentences.at[doc->tokens.at[c->first].sentence].block;
    for (uint32_t i = index; i-- > 0 && index - i <= CLAIMS_BACK;) {
        const claim *before = &doc->claims.at[i];
        uint32_t other = doc->sentences.at[doc->tokens.at[before->first].sentence].block;
        if (before->account != c->account || block - other > blocks_back) return NULL;
        if (is_model(before)) return before;
    }
    return NULL;
}

static bool take_verb(const claim_work *work, claim *c) {
    const document *doc = work->doc;
    uint32_t first = doc->blocks.at[doc->sentences.at[doc->tokens.at[c->first].sentence].block].first;
    for (uint32_t i = c->first; i-- > first && c->first - i <= TOKENS_BACK;)
        if (claim_measure_at(work, i, &c->measure)) {
            c->unit = UNIT_people;
            return true;
        }
    return false;
}

static void take(claim *c, const claim *model) {
    c->measure = model->measure;
    c->unit = model->unit;
    if (!c->noun.size || str_is(c->noun, "our")) {
        c->noun = model->noun;
        c->group = model->group;
    }
    if (!c->side.size) c->side = model->side;
    if (c->scope == SCOPE_event && model->scope != SCOPE_more) c->scope = model->scope;
    c->since = model->since;
    c->place = model->place;
    c->date = model->date;
    c->dated = model->dated;
}

static void resolve_bare(const claim_work *work, uint32_t index) {
    document *doc = work->doc;
    claim *c = &doc->claims.at[index];
    const claim *model = find_model(doc, index, 0);
    if (!model && take_verb(work, c)) {
        if (!c->noun.size) c->group = STR("toll");
        return;
    }
    if (!model) model = find_model(doc, index, BLOCKS_BACK);
    if (model) take(c, model);
}

static bool resolve_elliptical(const claim_work *work, uint32_t index) {
    document *doc = work->doc;
    claim *c = &doc->claims.at[index];
    const claim *model = find_model(doc, index, BLOCKS_BACK);
    if (!take_verb(work, c) && model && model->unit == UNIT_people) c->measure = model->measure;
    return c->measure != MEASURE_other;
}

void claim_inherit(const claim_work *work) {
    document *doc = work->doc;
    const claim *joined = NULL;
    for (uint32_t i = 0; i < doc->claims.count; i++) {
        claim *c = &doc->claims.at[i];
        if (is_bare(c)) {
            resolve_bare(work, i);
        } else if (c->measure == MEASURE_other && c->unit == UNIT_people && is_elliptical(work, c, joined) && resolve_elliptical(work, i)) {
            joined = c;
        }
    }
}
