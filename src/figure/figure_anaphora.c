/* figure_anaphora.c: who has been told of before, so that nobody is counted twice. "Two guards and a cook were seized … the cook was seized
 * at home", "Governor Hans Marsh was shot … the governor's murder": a casualty without a number that the text points back to ("the cook",
 * slot `back` of its rule) is dropped where the same thing happened to somebody called so before it, or, for a noun that may mean anybody
 * ("the man", attribute general=1) or is pointed at ("this man"), to one person; "all three" and "both men" where it happened to anybody
 * (but "all seven" not where it did to two), "the priests" where it did to priests or to more than one. Who is told of again and to whom
 * nothing has happened before is as many as then: "five rebels were seen … killing the rebels". A headline comes before all and introduces
 * nobody. What is kept is one row a noun and fate, so that the work stays linear. */
#include "figure/figure_parts.h"

/* In place of a noun: anybody, and more than one. */
#define ANYBODY (NONE - 1)
#define SEVERAL (NONE - 2)

/* Things that happen to the same person: killed and captured people are others. */
static int fate(measure value) {
    switch (value) {
    case MEASURE_killed:
    case MEASURE_wounded:
    case MEASURE_missing: return (int)value;
    case MEASURE_captured:
    case MEASURE_detained: return (int)MEASURE_captured;
    default: return -1;
    }
}

/* The entry of the noun for people that ends a phrase, or NONE. */
static uint32_t head_noun(const figure_work *work, uint32_t first, uint32_t last) {
    const document *doc = work->doc;
    for (uint32_t i = last; i-- > first && last - i <= 3;)
        for (const annotation *noun = document_find(doc, i, work->labels.person_noun); noun; noun = document_find_next(doc, noun))
            if (noun->last == last) return noun->entry;
    return NONE;
}

static bool is_general(const figure_work *work, uint32_t entry) {
    return str_is(gazetteer_attribute(work->with->known, entry, STR("general")), "1");
}

static bool is_one(const figure *f) {
    return f->has_low && f->has_high && f->low == 1 && f->high == 1;
}

static told *find(figure_work *work, uint32_t noun, int what) {
    for (uint32_t i = 0; i < work->told.count; i++)
        if (work->told.at[i].noun == noun && work->told.at[i].fate == what) return &work->told.at[i];
    return NULL;
}

/* "All three", "both men": as many as were told of. */
static bool is_all(const candidate *c) {
    return c->number != NONE || (c->low && str_is(c->low->text, "2"));
}

/* "They killed all seven" says more than "two guards were killed" has told, and "both men" more than "a guard was". */
static bool is_more_than_told(figure_work *work, const candidate *c, int what) {
    const told *anybody = find(work, ANYBODY, what);
    if (!anybody) return false;
    if (c->number == NONE) return c->high && anybody->people < 2;
    const annotation *a = &work->doc->annotations.at[c->number];
    return a->number != NONE && work->doc->numbers.at[a->number].low > anybody->people;
}

/* The last who were called so before a phrase, by the longest phrase that ends in them ("several armed rebels"); NULL if nobody was. */
static const candidate *group_before(const figure_work *work, uint32_t before, uint32_t noun) {
    const candidate *group = NULL;
    uint32_t from = before > FIGURE_BACK ? before - FIGURE_BACK : 0;
    for (uint32_t i = before; i-- > from;) {
        if (group && group->phrase_last - i > FIGURE_PHRASE) break;
        uint32_t id = work->phrase_at[i] != NONE ? work->phrase_at[i] : work->party_at[i];
        const candidate *c = id == NONE ? NULL : &work->candidates.at[id];
        if (!c || c->back || c->phrase_last > before || (group && c->phrase_last != group->phrase_last)) continue;
        if (group || head_noun(work, c->phrase_first, c->phrase_last) == noun) group = c;
    }
    return group;
}

void figure_as_many_as_before(const figure_work *work, const candidate *c, figure *out) {
    bool bare = c->number == NONE && c->back && out->has_low && out->low <= 2 && !out->has_high;
    uint32_t noun = bare ? head_noun(work, c->phrase_first, c->phrase_last) : NONE;
    if (noun == NONE || is_general(work, noun)) return;
    const candidate *group = group_before(work, c->first, noun);
    if (!group || group->negated || group->strength > FIGURE_WEAK) return;
    figure before = {0};
    figure_bound(work, group, &before);
    if (!before.has_low || before.low < out->low) return;
    out->low = before.low;
    out->has_high = before.has_high;
    out->high = before.high;
}

bool figure_told_before(figure_work *work, const candidate *c) {
    int what = fate(c->measure);
    if (!c->back || what < 0 || is_more_than_told(work, c, what)) return false;
    uint32_t noun = head_noun(work, c->phrase_first, c->phrase_last);
    bool any = c->number != NONE || noun == NONE || is_general(work, noun);
    if (is_all(c)) return find(work, any ? ANYBODY : SEVERAL, what) || (!any && find(work, noun, what));
    if (c->number != NONE || noun == NONE) return false;
    return find(work, noun, what) || ((is_general(work, noun) || c->pointed) && find(work, NONE, what));
}

/* What somebody is called: the noun that ends the phrase, or of a name the last one that stands with it ("the governor, Dr Hans Marsh"). */
static uint32_t called(const figure_work *work, const candidate *c) {
    uint32_t noun = head_noun(work, c->phrase_first, c->phrase_last);
    for (uint32_t end = c->called_last; noun == NONE && end > c->called_first && c->called_last - end <= 3; end--)
        noun = head_noun(work, c->called_first, end);
    return noun;
}

void figure_tell(figure_work *work, const candidate *c, const figure *f) {
    int what = fate(f->measure);
    if (what < 0 || document_block(work->doc, c->first)->kind == BLOCK_headline) return;
    uint32_t noun = called(work, c);
    if (noun != NONE && !find(work, noun, what)) VEC_PUSH(work->doc->memory, &work->told, ((told){.noun = noun, .fate = what}));
    bool several = (f->has_low && f->low >= 2) || find(work, NONE, what);
    if (several && !find(work, SEVERAL, what)) VEC_PUSH(work->doc->memory, &work->told, ((told){.noun = SEVERAL, .fate = what}));
    if (!find(work, ANYBODY, what)) VEC_PUSH(work->doc->memory, &work->told, ((told){.noun = ANYBODY, .fate = what}));
    find(work, ANYBODY, what)->people += f->has_low ? f->low : 1;
    if (is_one(f) && !find(work, NONE, what)) VEC_PUSH(work->doc->memory, &work->told, ((told){.noun = NONE, .fate = what}));
}
