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

bool claim_loss_at(const claim_work *work, uint32_t at, measure *out) {
    const annotation *found = work->loss_verb == NO_LABEL ? NULL : document_find(work->doc, at, work->loss_verb);
    return found && found->entry != NONE && measure_from(gazetteer_attribute(work->with->known, found->entry, STR("measure")), out);
}

/* "The displacement goes on": a noun of harm. */
static bool noun_at(const claim_work *work, uint32_t at, measure *out) {
    const annotation *found = work->harm_noun == NO_LABEL ? NULL : document_find(work->doc, at, work->harm_noun);
    return found && found->entry != NONE && measure_from(gazetteer_attribute(work->with->known, found->entry, STR("measure")), out);
}

bool claim_state_at(const claim_work *work, uint32_t at, measure *out) {
    const document *doc = work->doc;
    for (const annotation *found = document_find(doc, at, work->state_noun); found; found = document_find_next(doc, found)) {
        if (found->entry == NONE) continue;
        str state = gazetteer_attribute(work->with->known, found->entry, STR("class"));
        if (measure_from(str_is(state, "dead") ? STR("killed") : state, out)) return true;
    }
    return false;
}

/* "says nine Indians and two Pakistanis": a word of saying right before, no verb behind, or so for the one that it is joined to. */
static bool is_elliptical(const claim_work *work, const claim *c, const claim *joined) {
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    uint32_t last = c->of_last > c->last ? c->of_last : c->last;
    const word *behind = last < s->last ? doc->tokens.at[last].word : NULL;
    if (behind && !(behind->shape & SHAPE_PUNCT) && !str_is(behind->folded, "and")) return false;
    for (uint32_t i = c->first; i-- > s->first && c->first - i <= CUE_REACH;) {
        uint32_t end;
        const claim_entry *cue = claim_lookup(work, i, c->first, &end);
        if (document_find(doc, i, LABEL_saying) || (cue && cue->roles & CUE_tells)) return true;
    }
    return joined && joined->of_last + 1 == c->first && document_word_is(doc, joined->of_last, "and");
}

static bool is_harm(measure m) {
    return m == MEASURE_killed || m == MEASURE_wounded || m == MEASURE_captured || m == MEASURE_missing || m == MEASURE_detained ||
           m == MEASURE_casualties;
}

static bool is_bare(const claim_work *work, const claim *c) {
    uint32_t last, end = work->doc->tokens.count;
    const claim_entry *behind = c->last < end ? claim_lookup(work, c->last, end, &last) : NULL;
    if (behind && behind->roles & CUE_fate) return false; /* "212 freed" */
    if (c->figure == NONE || c->measure != MEASURE_other || c->qualifier == QUALIFIER_implied) return false;
    if (c->unit != UNIT_other && c->unit != UNIT_people) return false;
    return !c->noun.size || str_is(c->group, "list") || str_is(c->noun, "our");
}

/* Of these a bare number is told only right beside one. */
static bool is_beside_only(const claim *c) {
    return c->unit == UNIT_distance || c->unit == UNIT_percent || c->unit == UNIT_money || c->unit == UNIT_area || c->unit == UNIT_time;
}

/* What a bare number may be told of: a claim that says what it counts, and is no part of another. */
static bool is_model(const claim *c) {
    if (c->scope == SCOPE_part || c->qualifier == QUALIFIER_implied) return false;
    if (c->measure != MEASURE_other || c->unit == UNIT_mass || is_beside_only(c)) return true;
    return c->group.size && c->unit != UNIT_people;
}

/* "a list of 41 names" counts people to whom something happened. */
static bool suits(const document *doc, const claim *c, const claim *model) {
    if (!is_model(model)) return false;
    if (is_beside_only(model)) return doc->tokens.at[model->first].sentence == doc->tokens.at[c->first].sentence;
    return !c->noun.size || model->unit == UNIT_people;
}

static bool is_same_number(const claim *a, const claim *b) {
    return a->low == b->low && a->high == b->high && a->has_low == b->has_low && a->has_high == b->has_high;
}

/* "2,048" is hardly told of what "23 soldiers" were. */
static bool is_of_other_size(const claim *c, const claim *model) {
    double x = c->has_low ? c->low : c->high, y = model->has_low ? model->low : model->high;
    return x > y * 20 || y > x * 20;
}

/* "430 were killed and 3,500 wounded. A group counts 722": the dead of a sentence are meant where both may be. */
static const claim *dead_beside(const document *doc, uint32_t index, const claim *c) {
    const claim *hurt = &doc->claims.at[index], *dead = index ? hurt - 1 : NULL;
    if (hurt->measure != MEASURE_wounded || !dead || dead->measure != MEASURE_killed || !suits(doc, c, dead)) return hurt;
    bool same = doc->tokens.at[dead->first].sentence == doc->tokens.at[hurt->first].sentence;
    return same && doc->tokens.at[c->first].sentence != doc->tokens.at[hurt->first].sentence && !is_of_other_size(c, dead) ? dead : hurt;
}

/* "It repeats the figure of 19": a version is told of what befell people. */
static bool is_version(const claim_work *work, const claim *c) {
    uint32_t last;
    if (c->first < 2 || !document_word_is(work->doc, c->first - 1, "of")) return false;
    const claim_entry *found = claim_lookup(work, c->first - 2, c->first - 1, &last);
    return found && found->roles & CUE_version;
}

/* The nearest before it of which it is known what happened; else the nearest of all. */
static const claim *find_model(const claim_work *work, uint32_t index, uint32_t blocks_back) {
    const document *doc = work->doc;
    const claim *c = &doc->claims.at[index], *any = NULL;
    bool version = is_version(work, c);
    uint32_t block = document_block_index(doc, c->first);
    for (uint32_t i = index; i-- > 0 && index - i <= CLAIMS_BACK;) {
        const claim *before = &doc->claims.at[i];
        uint32_t other = document_block_index(doc, before->first);
        if (before->account != c->account || block - other > blocks_back) break;
        if (!suits(doc, c, before) || (version && !is_harm(before->measure))) continue;
        if (!any && is_of_other_size(c, before)) any = before;
        if (is_of_other_size(c, before)) continue;
        if (before->measure != MEASURE_other || before->unit == UNIT_mass || (index - i == 1 && before->unit != UNIT_place))
            return dead_beside(doc, i, c);
        if (!any) any = before;
    }
    return any;
}

/* "of the 60 that set out, 38 have arrived", "eight of the depot's 12". */
static bool is_part_of_next(const claim_work *work, uint32_t index) {
    const document *doc = work->doc;
    const claim *c = &doc->claims.at[index];
    const claim *next = index + 1 < doc->claims.count ? c + 1 : NULL, *before = index ? c - 1 : NULL;
    uint32_t sentence_index = doc->tokens.at[c->first].sentence;
    if (next && next->first - c->last <= 6 && next->first > c->last + 1 && document_word_is(doc, c->last, "of")) {
        bool joined = document_word_is(doc, next->first - 1, "and"); /* "five of its own and 11 of ours" */
        return !joined && doc->tokens.at[next->first].sentence == sentence_index;
    }
    if (!before || before->qualifier == QUALIFIER_implied || before->first < 2) return false;
    if (doc->tokens.at[before->first].sentence != sentence_index) return false;
    return document_word_is(doc, before->first - 2, "of");
}

/* The nearest word in [first, last) that says what happened to people: of the block behind its other words, or before them. */
static bool take_verb(const claim_work *work, claim *c, uint32_t first, uint32_t last, bool forward) {
    for (uint32_t i = 0; i < last - first; i++) {
        uint32_t at = forward ? first + i : last - 1 - i;
        bool told = claim_measure_at(work, at, &c->measure) || claim_state_at(work, at, &c->measure);
        if (!told && !noun_at(work, at, &c->measure)) continue;
        c->unit = UNIT_people;
        return true;
    }
    return false;
}

static bool take_verb_before(const claim_work *work, claim *c, bool of_block) {
    const document *doc = work->doc;
    uint32_t first = of_block ? document_block(doc, c->first)->first : doc->accounts.at[c->account].first;
    if (c->first > TOKENS_BACK && first < c->first - TOKENS_BACK) first = c->first - TOKENS_BACK;
    return first < c->first && take_verb(work, c, first, c->first, false);
}

static bool take_verb_behind(const claim_work *work, claim *c) {
    const document *doc = work->doc;
    uint32_t last = document_block(doc, c->first)->last;
    if (last > c->last + TOKENS_BACK) last = c->last + TOKENS_BACK;
    return c->last < last && take_verb(work, c, c->last, last, true);
}

/* A heading's number is that of the text below. */
static const claim *find_again(const document *doc, uint32_t index) {
    const claim *c = &doc->claims.at[index];
    if (document_block(doc, c->first)->kind != BLOCK_headline) return NULL;
    for (uint32_t i = index + 1; i < doc->claims.count && i <= index + CLAIMS_BACK; i++) {
        const claim *later = &doc->claims.at[i];
        if (later->account != c->account) return NULL;
        if (is_model(later) && is_same_number(c, later)) return later;
    }
    return NULL;
}

/* "798 killed at food points": the text below says from when on they were counted, where and when it happened. */
static void go_on_below(const document *doc, uint32_t index) {
    claim *c = &doc->claims.at[index];
    const claim *below = find_again(doc, index);
    bool untold = c->measure == MEASURE_other && c->unit == UNIT_people && c->qualifier != QUALIFIER_implied; /* "mourns four workers" */
    if (below && untold && below->unit == UNIT_people && is_harm(below->measure)) c->measure = below->measure;
    if (!below || below->measure != c->measure || (below->unit != c->unit && below->unit != UNIT_other) ||
        document_block(doc, below->first)->kind == BLOCK_headline)
        return;
    if (c->scope == SCOPE_event) c->scope = below->scope;
    c->since = below->since;
    if (below->dated < c->dated || c->dated >= DATED_account) {
        c->date = below->date;
        c->dated = below->dated;
    }
    if (!below->place.broad) c->place = below->place;
}

/* A list with which an account begins is of those of whom it tells first. */
static const claim *find_next(const document *doc, uint32_t index) {
    const claim *c = &doc->claims.at[index];
    for (uint32_t i = index + 1; i < doc->claims.count && i <= index + CLAIMS_BACK; i++) {
        const claim *next = &doc->claims.at[i];
        if (next->account != c->account) return NULL;
        if (is_model(next) && next->unit == UNIT_people && is_harm(next->measure) && !is_of_other_size(c, next)) return next;
    }
    return NULL;
}

static void take(claim *c, const claim *model) {
    c->measure = model->measure;
    c->unit = model->unit;
    if (!c->noun.size || str_is(c->noun, "our")) {
        c->noun = model->noun;
        c->group = model->group;
    }
    if (!c->side.size) c->side = model->side;
    c->place = model->place;
    if (c->dated == DATED_sentence && c->date.size == 10 && model->scope == SCOPE_total) return; /* "on that day 909 came home" */
    if (c->scope == SCOPE_event && model->scope != SCOPE_more) c->scope = model->scope;
    c->since = model->since;
    c->date = model->date;
    c->dated = model->dated;
}

/* What is denied is mostly a toll: the dead told last before. */
static const claim *find_dead(const document *doc, uint32_t index) {
    for (uint32_t i = index; i-- > 0 && index - i <= CLAIMS_BACK;) {
        const claim *before = &doc->claims.at[i];
        if (before->account != doc->claims.at[index].account) return NULL;
        if (is_model(before) && before->measure == MEASURE_killed) return before;
    }
    return NULL;
}

/* Who rejects a number seldom speaks of those whom he counted himself: it is a toll. */
static void forget_whose(claim *c) {
    if (c->unit != UNIT_people) return;
    c->group = STR("toll");
    c->noun = c->side = STR_NONE;
}

/* "Of 47 requests 19 were granted, 21 were denied": of the things with whose number its sentence opens. */
static bool take_things(document *doc, uint32_t index) {
    claim *c = &doc->claims.at[index];
    uint32_t at = doc->tokens.at[c->first].sentence, opens = doc->sentences.at[at].first;
    if (!document_word_is(doc, opens, "of")) return false;
    for (uint32_t i = index; i-- > 0 && doc->tokens.at[doc->claims.at[i].first].sentence == at;) {
        const claim *whole = &doc->claims.at[i];
        if (whole->first > opens + 1) continue;
        if (!whole->noun.size || whole->unit == UNIT_people || is_beside_only(whole)) return false;
        c->noun = whole->noun;
        c->group = whole->group;
        c->unit = whole->unit;
        c->scope = SCOPE_part;
        return true;
    }
    return false;
}

static void resolve_bare(const claim_work *work, uint32_t index) {
    document *doc = work->doc;
    claim *c = &doc->claims.at[index];
    if (claim_take_noun(work, c) || take_things(doc, index)) return;
    const claim *model = find_again(doc, index);
    if (!model) model = find_model(work, index, 0);
    const claim_entry *thing = c->noun.size ? NULL : claim_thing_before(work, c, model);
    if (is_part_of_next(work, index)) c->scope = SCOPE_part;
    if (thing) {
        c->noun = thing->text;
        c->group = thing->group;
        c->unit = UNIT_equipment;
        return;
    }
    bool verb = !model && take_verb_before(work, c, true);
    if (!model && !verb) model = find_model(work, index, BLOCKS_BACK);
    if (!model && !verb) verb = take_verb_before(work, c, false) || take_verb_behind(work, c);
    if (!verb && str_is(c->group, "list") && (!model || model->measure == MEASURE_other)) model = find_next(doc, index);
    if (model && c->told == TOLD_rejected && !is_same_number(c, model) && find_dead(doc, index)) model = find_dead(doc, index);
    if (model) take(c, model);
    if (str_is(c->group, "list")) c->group = STR("toll");
    if (model && c->told == TOLD_rejected && !is_same_number(c, model)) forget_whose(c);
    if (verb && !c->noun.size) c->group = STR("toll");
}

static bool resolve_elliptical(const claim_work *work, uint32_t index) {
    document *doc = work->doc;
    claim *c = &doc->claims.at[index];
    const claim *model = find_model(work, index, BLOCKS_BACK);
    if (str_is(c->group, "family")) { /* who counts them counts who fled */
        c->measure = MEASURE_displaced;
        return true;
    }
    if (!take_verb_before(work, c, true) && model && model->unit == UNIT_people) c->measure = model->measure;
    return c->measure != MEASURE_other;
}

/* "Sixteen were children", "Seven of the victims were women", "Among them were four nurses": of those told of before. */
static bool is_said_of_them(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    if (c->measure != MEASURE_other || c->unit != UNIT_people || !c->group.size || c->last >= doc->tokens.count) return false;
    if (c->scope == SCOPE_part) return true;
    str behind = doc->tokens.at[c->last].word->folded;
    bool begins = doc->tokens.at[c->first].flags & TOKEN_FIRST || (c->first && document_word_is(doc, c->first - 1, ";"));
    return begins && (str_is(behind, "were") || str_is(behind, "are"));
}

/* People told of right before, of whom it is not told what happened to them. */
static bool is_whole(const document *doc, const claim *c, const claim *whole) {
    bool beside = doc->tokens.at[c->first].sentence - doc->tokens.at[whole->first].sentence <= 1;
    return beside && whole->account == c->account && whole->unit == UNIT_people && whole->measure == MEASURE_other &&
           whole->low >= c->low && whole->group.size && whole->qualifier != QUALIFIER_implied;
}

static void resolve_said_of_them(const claim_work *work, uint32_t index) {
    claim *c = &work->doc->claims.at[index];
    const claim *model = find_model(work, index, 1), *whole = index ? c - 1 : NULL;
    if (whole && whole != model && is_whole(work->doc, c, whole)) return; /* "It had 3,000 inhabitants. Hundreds of them left" */
    if (!model || model->unit != UNIT_people || !is_harm(model->measure) || model->low < c->low) return;
    c->measure = model->measure;
    c->scope = SCOPE_part;
    c->place = model->place;
    c->date = model->date;
    c->dated = model->dated;
}

static uint32_t end_of(const claim *c) {
    return c->of_last > c->last ? c->of_last : c->last;
}

/* "52 members of the security forces" */
static uint32_t end_of_phrase(const claim_work *work, const claim *c) {
    uint32_t last, end = end_of(c);
    const claim_entry *found = c->of_first < c->of_last ? claim_lookup(work, c->of_first, work->doc->tokens.count, &last) : NULL;
    return found && found->group.size && last > end ? last : end;
}

/* What stands between two numbers of a list: a comma, "and", words of measure ("some"), or more words and a colon. The sign is the colon if
 * there is one; 0: it is no list. */
static char list_sign(const claim_work *work, const claim *before, const claim *c) {
    enum { FAR = 14 };
    const document *doc = work->doc;
    uint32_t first = end_of_phrase(work, before), other = 0, last;
    char sign = 0;
    if (first >= c->first || c->first - first > FAR) return 0;
    for (uint32_t i = first; i < c->first; i++) {
        char text = doc->text.data[doc->tokens.at[i].start];
        bool listing = text == ',' || text == ';' || document_word_is(doc, i, "and");
        if (text == ':' || (listing && !sign)) sign = text;
        if (text == ':')
            other = 0;
        else if (i > first && document_word_is(doc, i - 1, "and") && claim_lookup(work, i, c->first, &last))
            continue; /* "121 attackers and inmates, 52 guards" */
        else
            other += !listing && !document_find(doc, i, work->qualifier) && !(i > first && document_find(doc, i - 1, work->qualifier));
    }
    return other ? 0 : sign;
}

/* A verb of its own, or a clause. */
static bool has_verb_behind(const claim_work *work, const claim *c) {
    uint32_t last = end_of(c);
    return last < work->doc->tokens.count && claim_word_is(work, last, WORD_verb);
}

static bool is_weak(const claim *c) {
    return c->measure == MEASURE_other || c->measure == MEASURE_deployed;
}

/* "64 were killed: 42 villagers, eight soldiers and 14 raiders": the numbers of a list are of one measure where no word says another, and
 * those behind a colon are parts of the one before it. */
static void go_on_in_list(const claim_work *work, claim *c, const claim *before) {
    if (c->unit != UNIT_people || before->unit != UNIT_people || !is_harm(before->measure)) return;
    bool same = c->measure == before->measure;
    if ((!is_weak(c) && !same) || has_verb_behind(work, c)) return;
    char sign = list_sign(work, before, c);
    if (!sign || (sign == ':' && c->low > before->low)) return;
    c->measure = before->measure;
    if (sign == ':' || (before->scope == SCOPE_part && !same)) c->scope = SCOPE_part;
    if (before->scope == SCOPE_part && before->figure != NONE && same && c->noun.size && sign != 'a') c->scope = SCOPE_part;
}

/* "93 soldiers and 18 raiders among the dead": what is said of the last of a list is said of those before. */
static void go_back_in_list(const claim_work *work, uint32_t index) {
    const document *doc = work->doc;
    claim *c = &doc->claims.at[index];
    for (claim *before = c - 1; index-- > 0 && before->unit == UNIT_people && is_weak(before); c--, before--) {
        if (doc->tokens.at[before->first].sentence != doc->tokens.at[c->first].sentence || !list_sign(work, before, c)) return;
        if (has_verb_behind(work, before)) return;
        before->measure = c->measure;
        before->scope = c->scope;
    }
}

/* "13 people, eight villagers and five soldiers, had been killed" */
static bool has_verb_of_list(const claim_work *work, claim *c) {
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    if (c->unit != UNIT_people || !is_weak(c) || c->scope == SCOPE_more) return false;
    for (uint32_t i = end_of(c); i < s->last && i < end_of(c) + 5; i++) {
        measure told;
        if (i > end_of(c) && claim_measure_at(work, i, &told) && is_harm(told)) {
            c->measure = told;
            return true;
        }
        if (!document_text_is(doc, i, ",") && !claim_word_is(work, i, WORD_auxiliary)) return false;
    }
    return false;
}

/* "61 of the victims have been found": what the words for the whole say. */
static bool is_of_the_dead(const claim_work *work, claim *c) {
    const document *doc = work->doc;
    uint32_t end = document_sentence(doc, c->first)->last, last;
    if (c->scope != SCOPE_part || c->unit != UNIT_people || !is_weak(c) || c->last >= end) return false;
    const claim_entry *found = claim_lookup(work, c->last, end, &last);
    for (uint32_t k = c->last; found && found->roles & CUE_of_them && k < last; k++)
        if (claim_state_at(work, k, &c->measure)) return true;
    return false;
}

/* "Two children were among the wounded" */
static bool is_among(const claim_work *work, claim *c) {
    const document *doc = work->doc;
    uint32_t end = document_sentence(doc, c->first)->last, last;
    if (c->scope != SCOPE_part || c->unit != UNIT_people || !is_weak(c)) return false;
    for (uint32_t i = c->last; i < end && i <= c->last + 6; i++) {
        const claim_entry *found = claim_lookup(work, i, end, &last);
        if (!found || !(found->roles & CUE_among)) continue;
        for (uint32_t k = i; k < last; k++)
            if (claim_state_at(work, k, &c->measure)) return true;
    }
    return false;
}

/* "Ten soldiers were killed and 15 wounded": men in arms, too. */
static void go_on_in_arms(const document *doc, claim *c, const claim *before) {
    enum { APART = 6 };
    uint32_t first = end_of(before);
    if (!str_is(before->group, "soldier") && !str_is(before->group, "militant")) return;
    if (!str_is(c->group, "toll") || c->measure == before->measure || !is_harm(before->measure) || !is_harm(c->measure)) return;
    if (c->scope != SCOPE_event || before->scope != SCOPE_event || c->first < first || c->first - first > APART) return;
    bool joined = false;
    for (uint32_t i = first; i < c->first; i++) {
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT) return;
        joined |= document_word_is(doc, i, "and");
    }
    if (!joined) return;
    c->group = before->group;
    if (!c->side.size) c->side = before->side;
}

/* "43, among them 12 children": a part is of its whole's measure. "Four Indian soldiers were killed and seven wounded": of the same side.
 */
static void go_on(claim *c, const claim *before) {
    bool arms = c->unit == UNIT_equipment && before->unit == UNIT_equipment && c->measure == before->measure;
    if (arms && !c->noun.size && before->noun.size && c->of_first == c->of_last) { /* "found four trucks, where it says it burned nine" */
        c->noun = before->noun;
        c->group = before->group;
    }
    if (c->unit != UNIT_people || before->unit != UNIT_people || before->qualifier == QUALIFIER_implied || before->scope == SCOPE_more)
        return;
    if (c->scope == SCOPE_part && c->measure == MEASURE_other) c->measure = before->measure;
    bool same = c->measure == before->measure && before->scope != SCOPE_part && before->group.size;
    if (!c->noun.size && same && before->figure != NONE && c->figure != NONE &&
        c->of_first == c->of_last) { /* "of 100 dead marines, now says 40" */
        c->noun = before->noun;
        c->group = before->group;
    }
    if (!c->noun.size && !c->side.size && c->of_first == c->of_last && c->measure != MEASURE_other) c->side = before->side;
}

/* "17 wounded were lying there. Two had died": of those, not all who died. */
static bool is_of_wounded(const claim_work *work, const claim *c, const claim *before) {
    const document *doc = work->doc;
    if (c->measure != MEASURE_killed || c->unit != UNIT_people || c->noun.size || c->scope != SCOPE_event) return false;
    if (before->measure != MEASURE_wounded || before->low <= c->low || before->qualifier == QUALIFIER_implied) return false;
    if (document_block(doc, before->first) != document_block(doc, c->first) || !(doc->tokens.at[c->first].flags & TOKEN_FIRST))
        return false;
    if (doc->tokens.at[c->first].sentence - doc->tokens.at[before->first].sentence != 1 || c->last + 1 >= doc->tokens.count) return false;
    bool have = document_word_is(doc, c->last, "had") || document_word_is(doc, c->last, "have");
    return have && document_find(doc, c->last + 1, work->die_verb);
}

/* "says it caught 20 of them": of whom the sentence before told. */
static bool is_of_them(const document *doc, const claim *c) {
    if (c->scope == SCOPE_part || c->last + 1 >= doc->tokens.count) return false;
    return document_word_is(doc, c->last, "of") && document_word_is(doc, c->last + 1, "them");
}

static void take_them(const document *doc, uint32_t index) {
    claim *c = &doc->claims.at[index];
    uint32_t block = document_block_index(doc, c->first);
    for (uint32_t i = index; i-- > 0 && index - i <= CLAIMS_BACK;) {
        const claim *before = &doc->claims.at[i];
        if (document_block_index(doc, before->first) != block) return;
        if (before->unit != c->unit || before->scope == SCOPE_part || !before->noun.size || str_is(before->group, "toll")) continue;
        c->noun = before->noun;
        c->group = before->group;
        if (!c->side.size) c->side = before->side;
        return;
    }
}

/* "denied that 60 had surrendered": what was told of the same number, before or behind. */
static void resolve_denied(const document *doc, uint32_t index) {
    claim *c = &doc->claims.at[index];
    for (uint32_t distance = 1; distance <= CLAIMS_BACK; distance++)
        for (int behind = 0; behind < 2; behind++) {
            if (behind ? index + distance >= doc->claims.count : distance > index) continue;
            const claim *other = behind ? c + distance : c - distance;
            if (other->figure == NONE || !is_same_number(c, other)) continue;
            if (!is_model(other) || (c->noun.size && other->unit != c->unit)) continue;
            take(c, other);
            if (str_is(c->group, "toll") && other->group.size) {
                c->noun = other->noun;
                c->group = other->group;
            }
            return;
        }
}

/* "raised the toll to 58 after six wounded men died": what raised it. */
static bool is_raised_by(const claim_work *work, const claim *before, const claim *c) {
    const document *doc = work->doc;
    if (c->measure != before->measure || c->unit != before->unit || !c->has_low || c->low >= before->low) return false;
    bool after = false, raised = false;
    for (uint32_t i = before->last; i < c->first; i++) after |= document_word_is(doc, i, "after") || document_word_is(doc, i, "when");
    uint32_t first = document_sentence(doc, before->first)->first, last;
    for (uint32_t i = before->first; after && i-- > first && before->first - i <= CUE_REACH;) {
        const claim_entry *found = claim_lookup(work, i, before->first, &last);
        raised |= found && found->roles & CUE_update;
    }
    return raised;
}

void claim_inherit(const claim_work *work) {
    document *doc = work->doc;
    const claim *joined = NULL;
    for (uint32_t i = 0; i < doc->claims.count; i++) {
        claim *c = &doc->claims.at[i];
        const claim *before = i && doc->tokens.at[c[-1].first].sentence == doc->tokens.at[c->first].sentence ? c - 1 : NULL;
        if (before) {
            go_on_in_arms(doc, c, before);
            go_on(c, before);
            if (c->scope == SCOPE_event && is_raised_by(work, before, c)) c->scope = SCOPE_more;
        }
        if (is_among(work, c) || is_of_the_dead(work, c) || has_verb_of_list(work, c)) go_back_in_list(work, i);
        if (before && c->scope != SCOPE_more) go_on_in_list(work, c, before);
        if (is_of_them(doc, c)) take_them(doc, i);
        if (i && is_of_wounded(work, c, c - 1)) c->scope = SCOPE_part;
        if (c->measure == MEASURE_other) claim_take_complement(work, c);
        if (c->figure == NONE && c->told == TOLD_rejected && c->measure == MEASURE_other) {
            resolve_denied(doc, i);
        } else if (is_bare(work, c)) {
            resolve_bare(work, i);
        } else if (is_said_of_them(work, c)) {
            resolve_said_of_them(work, i);
        } else if (c->measure == MEASURE_other && c->unit == UNIT_people && is_elliptical(work, c, joined) && resolve_elliptical(work, i)) {
            joined = c;
        }
    }
    for (uint32_t i = 0; i < doc->claims.count; i++) go_on_below(doc, i); /* which may have taken from what stands before it */
}
