/* claim_model.c: finds the claim of which a number that does not say what it counts is told, and takes from it. Every search ends after
 * CLAIMS_AWAY claims or with the account. */
#include "claim/claim_inherit.h"

void claim_take(claim *c, const claim *from, uint32_t what) {
    if (what & TAKE_measure) c->measure = from->measure;
    if (what & TAKE_unit) c->unit = from->unit;
    if (what & TAKE_noun) c->noun = from->noun;
    if (what & TAKE_group) c->group = from->group;
    if (what & TAKE_side && !c->side.size) c->side = from->side;
    if (what & TAKE_place) c->place = from->place;
    if (what & TAKE_scope) c->scope = from->scope;
    if (what & TAKE_since) c->since = from->since;
    if (what & TAKE_date) {
        c->date = from->date;
        c->dated = from->dated;
    }
}

bool claim_is_harm(measure m) {
    return m == MEASURE_killed || m == MEASURE_wounded || m == MEASURE_captured || m == MEASURE_missing || m == MEASURE_detained ||
           m == MEASURE_casualties;
}

bool claim_same_number(const claim *a, const claim *b) {
    return a->low == b->low && a->high == b->high && a->has_low == b->has_low && a->has_high == b->has_high;
}

bool claim_is_quantity(const claim *c) {
    return c->unit == UNIT_distance || c->unit == UNIT_percent || c->unit == UNIT_money || c->unit == UNIT_area || c->unit == UNIT_time;
}

bool claim_is_of_them(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    if (c->last + 1 >= doc->tokens.count || !document_word_is(doc, c->last, "of")) return false;
    return claim_word_is(work, c->last + 1, WORD_them | WORD_whom);
}

/* Says what it counts, and is no part of another. */
static bool is_model(const claim *c) {
    if (c->scope == SCOPE_part || c->qualifier == QUALIFIER_implied) return false;
    if (c->measure != MEASURE_other || c->unit == UNIT_mass || claim_is_quantity(c)) return true;
    return c->group.size && c->unit != UNIT_people;
}

/* "a list of 41 names" counts people to whom something happened. */
static bool suits(const claim_work *work, const claim *c, const claim *model) {
    const document *doc = work->doc;
    if (!is_model(model)) return false;
    if (claim_is_of_them(work, c) && model->unit == UNIT_mass) return false;
    if (claim_is_quantity(model)) return doc->tokens.at[model->first].sentence == doc->tokens.at[c->first].sentence;
    return !c->noun.size || model->unit == UNIT_people;
}

/* "2,048" is hardly told of what "23 soldiers" were. */
static bool is_of_other_size(const claim *c, const claim *model) {
    enum { TIMES = 20 };
    double x = c->has_low ? c->low : c->high, y = model->has_low ? model->low : model->high;
    return x > y * TIMES || y > x * TIMES;
}

static double value_of(const claim *c) {
    return c->has_low ? c->low : c->high;
}

double claim_times(const claim *a, const claim *b) {
    double x = value_of(a) + 1, y = value_of(b) + 1;
    return x > y ? x / y : y / x;
}

/* How far a number must be from that of the wounded, or the missing, to be rather of the dead. */
#define FAR_FROM_HURT 1.5
#define FAR_FROM_MISSING 4

/* "430 were killed and 3,500 wounded. A group counts 722": the dead of a sentence are meant where both may be. "There are 43 dead. Fifteen
 * wounded are in hospital. The army confirms 40": of two sentences, those of whom the number is nearer. */
static const claim *dead_or_hurt(const claim_work *work, uint32_t index, const claim *c) {
    const document *doc = work->doc;
    const claim *hurt = &doc->claims.at[index], *dead = claim_model_killed(doc, index);
    uint32_t own = doc->tokens.at[c->first].sentence, hurts = doc->tokens.at[hurt->first].sentence;
    bool open = hurt->measure == MEASURE_wounded || hurt->measure == MEASURE_missing;
    if (!open || own == hurts || !dead || dead->account != c->account || !suits(work, c, dead) || is_of_other_size(c, dead)) return hurt;
    bool beside = dead + 1 == hurt && doc->tokens.at[dead->first].sentence == hurts && hurt->measure == MEASURE_wounded;
    double far = hurt->measure == MEASURE_wounded ? FAR_FROM_HURT : FAR_FROM_MISSING, away = claim_times(c, hurt);
    return beside || (away > far && claim_times(c, dead) < away) ? dead : hurt;
}

/* "640 families, about 3,300 people, have left; others speak of 600": of two that one sentence tells the same of, the one of about its
 * size. */
static const claim *nearer_in_size(const claim_work *work, uint32_t index, const claim *c) {
    const document *doc = work->doc;
    enum { ABOUT = 2, FAR = 3, APPOSED = 2 };
    const claim *near = dead_or_hurt(work, index, c), *other = index ? &doc->claims.at[index - 1] : NULL;
    if (!other || near != &doc->claims.at[index] || other->measure != near->measure || !suits(work, c, other)) return near;
    if (near->first < claim_end(other) || near->first - claim_end(other) > APPOSED || near->unit != other->unit) return near;
    double x = c->has_low ? c->low : c->high, y = near->has_low ? near->low : near->high, z = other->has_low ? other->low : other->high;
    bool far = x > y * FAR || y > x * FAR, about = x <= z * ABOUT && z <= x * ABOUT;
    return far && about ? other : near;
}

/* Before a number, its qualifier and an opening quotation mark. */
static uint32_t before_number(const claim_work *work, const claim *c, uint32_t first) {
    enum { WORDS = 3 };
    const document *doc = work->doc;
    uint32_t at = c->first;
    for (uint32_t k = 1; k <= WORDS && at >= first + k; k++) {
        const annotation *bound = document_find(doc, at - k, work->qualifier);
        if (!bound || bound->last != at) continue;
        at -= k;
        break;
    }
    return at > first && document_find(doc, at - 1, LABEL_quotation) ? at - 1 : at;
}

/* "JNIM's “more than 70” was", "stands by 30", "kept to its 13" */
static bool is_held_to(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first, at = before_number(work, c, first), last;
    if (at < first + 2 || c->of_first < c->of_last) return false;
    if (document_is_possessive(doc, at - 1)) return true;
    if (claim_word_is(work, at - 1, WORD_its)) at--;
    for (uint32_t i = at - 1; i >= first && at - i <= 2 && i > 0; i--) {
        const claim_entry *found = claim_lookup(work, i, at, &last);
        if (found && found->roles & CUE_holds && last == at) return true;
    }
    return false;
}

/* "The union's list has grown to 83", "closed its register at 26" */
static bool is_of_list(const claim_work *work, const claim *c) {
    enum { WORDS = 6 };
    uint32_t first = document_sentence(work->doc, c->first)->first;
    if (c->of_first < c->of_last) return false;
    for (uint32_t i = c->first; i-- > first && c->first - i <= WORDS;) {
        if (claim_is_stop(work->doc, i) || document_find(work->doc, i, LABEL_number)) return false;
        if (claim_word_is(work, i, WORD_list)) return true;
    }
    return false;
}

bool claim_is_version(const claim_work *work, const claim *c) {
    uint32_t last;
    if (is_held_to(work, c) || is_of_list(work, c)) return true;
    if (c->first < 2 || !(document_word_is(work->doc, c->first - 1, "of") || document_word_is(work->doc, c->first - 1, ","))) return false;
    const claim_entry *found = claim_lookup(work, c->first - 2, c->first - 1, &last);
    return found && found->roles & CUE_version;
}

/* "built for 800 people and held 2,000", "was to have 2,500 men, has 990": people of whom nothing else is told, in the same clauses. */
static bool is_beside(const document *doc, const claim *c, const claim *before) {
    if (c->noun.size || before->unit != UNIT_people || before->measure != MEASURE_other || before->scope == SCOPE_part) return false;
    if (!before->group.size || before->of_first >= before->of_last || before->qualifier == QUALIFIER_implied) return false;
    if (doc->tokens.at[before->first].sentence != doc->tokens.at[c->first].sentence) return false;
    for (uint32_t i = before->of_last; i < c->first; i++)
        if (document_find(doc, i, LABEL_saying) || document_text_is(doc, i, ";") || document_text_is(doc, i, ":")) return false;
    return true;
}

/* "says it gave out 9,000 tents; the committees speak of 2,500": things of no kind, told right before. */
static bool is_other_count(const document *doc, const claim *c, const claim *before) {
    bool thing = before->unit == UNIT_other || before->unit == UNIT_place || before->unit == UNIT_people;
    if (c->noun.size || !thing || !before->noun.size || before->of_first >= before->of_last) return false;
    if (before->measure != MEASURE_other || before->scope == SCOPE_part || before->qualifier == QUALIFIER_implied) return false;
    return doc->tokens.at[before->first].sentence == doc->tokens.at[c->first].sentence;
}

const claim *claim_model_before(const claim_work *work, uint32_t index, uint32_t blocks_back) {
    const document *doc = work->doc;
    const claim *c = &doc->claims.at[index], *any = NULL;
    bool version = claim_is_version(work, c);
    uint32_t block = document_block_index(doc, c->first);
    for (uint32_t i = index; i-- > 0 && index - i <= CLAIMS_AWAY;) {
        const claim *before = &doc->claims.at[i];
        if (before->account != c->account || block - document_block_index(doc, before->first) > blocks_back) break;
        if (index - i == 1 && !version && is_beside(doc, c, before)) return before;
        if (index - i == 1 && !is_of_other_size(c, before) && is_other_count(doc, c, before)) return before;
        if (!suits(work, c, before) || (version && !claim_is_harm(before->measure))) continue;
        bool other_harm = version && before->measure != MEASURE_killed; /* what is disputed is mostly a toll */
        bool told = before->measure != MEASURE_other || before->unit == UNIT_mass || (index - i == 1 && before->unit != UNIT_place);
        if (told && !other_harm && !is_of_other_size(c, before)) return nearer_in_size(work, i, c);
        if (!any) any = before;
    }
    return any;
}

const claim *claim_model_of_part(const document *doc, uint32_t index) {
    const claim *c = &doc->claims.at[index];
    uint32_t block = document_block_index(doc, c->first);
    for (uint32_t i = index; i-- > 0 && index - i <= CLAIMS_AWAY;) {
        const claim *before = &doc->claims.at[i];
        if (before->account != c->account || block - document_block_index(doc, before->first) > 1) return NULL;
        if (is_model(before) && before->unit == UNIT_people && claim_is_harm(before->measure) && before->low >= c->low) return before;
    }
    return NULL;
}

const claim *claim_model_killed(const document *doc, uint32_t index) {
    for (uint32_t i = index; i-- > 0 && index - i <= CLAIMS_AWAY;) {
        const claim *before = &doc->claims.at[i];
        if (before->account != doc->claims.at[index].account) return NULL;
        if (is_model(before) && before->measure == MEASURE_killed) return before;
    }
    return NULL;
}

const claim *claim_model_behind(const claim_work *work, uint32_t index) {
    const document *doc = work->doc;
    const claim *c = &doc->claims.at[index];
    bool version = claim_is_version(work, c);
    for (uint32_t i = index + 1; i < doc->claims.count && i <= index + CLAIMS_AWAY; i++) {
        const claim *next = &doc->claims.at[i];
        if (next->account != c->account) return NULL;
        if (version && next->measure != MEASURE_killed) continue;
        if (is_model(next) && next->unit == UNIT_people && claim_is_harm(next->measure) && !is_of_other_size(c, next)) return next;
    }
    return NULL;
}

const claim *claim_model_restated(const document *doc, uint32_t index) {
    const claim *c = &doc->claims.at[index];
    if (document_block(doc, c->first)->kind != BLOCK_headline) return NULL;
    for (uint32_t i = index + 1; i < doc->claims.count && i <= index + CLAIMS_AWAY; i++) {
        const claim *later = &doc->claims.at[i];
        if (later->account != c->account) return NULL;
        if (is_model(later) && claim_same_number(c, later)) return later;
    }
    return NULL;
}

static bool is_same(const claim *c, const claim *other) {
    if (other->figure == NONE || !claim_same_number(c, other) || !is_model(other)) return false;
    return !c->noun.size || other->unit == c->unit;
}

const claim *claim_model_same(const document *doc, uint32_t index) {
    const claim *c = &doc->claims.at[index];
    for (uint32_t distance = 1; distance <= CLAIMS_AWAY; distance++) {
        if (distance <= index && is_same(c, c - distance)) return c - distance;
        if (index + distance < doc->claims.count && is_same(c, c + distance)) return c + distance;
    }
    return NULL;
}
