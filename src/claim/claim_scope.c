/* claim_scope.c: what kind of claim a number is, by the cues of its sentence: of one event, a total, a part, an addition, a
 * state; and whether it is told as so. */
#include "base/iso_date.h"
#include "claim/claim_parts.h"
#include "quote/quote.h"

/* How many claims back it is looked whether something was told of others before: for "another 19", and for "70 more". */
enum { TOLD_BACK = 4, TOLD_LONG_BACK = 12 };
/* A count since a day is a sum over many events where the day lies so many days before the report; since an event ("since the clash of 13
 * February"), whose own dead go on being counted for a while, so many. */
enum { LONG = 14, LONG_SINCE_EVENT = 40 };

/* A "since" behind a comma speaks of something else, unless the comma is that of a list ("649 aircraft, 283 helicopters … since"). */
static bool belongs(const claim_work *work, const claim *c, const cue *since) {
    const document *doc = work->doc;
    for (uint32_t i = c->last; i < since->first; i++)
        if (claim_is_stop(doc, i) && !(document_word_is(doc, i, ",") && document_find(doc, i + 1, LABEL_number))) return false;
    return true;
}

/* "The rebels, who have held the town since May, said that two": whoever tells it has done something else since then. */
static bool is_of_teller(const claim_work *work, const claim *c, const cue *since) {
    const document *doc = work->doc;
    bool closed = false;
    if (since->first <= document_sentence(doc, c->first)->first + 1) return false;
    for (uint32_t i = since->last; i < c->first; i++) {
        closed |= document_word_is(doc, i, ",");
        if (document_find(doc, i, LABEL_saying)) return closed;
    }
    return false;
}

/* Whether a clause ends in [first, last). */
static bool is_clause_between(const document *doc, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last; i++) {
        char sign = doc->text.data[doc->tokens.at[i].start];
        if (sign == ';' || sign == ':') return true;
    }
    return false;
}

/* A day so long before the report that who counts from it on counts more than what is told of; the end of a month is its last day. */
static bool is_long_ago(const document *doc, str date, bool end_of_month, int32_t days) {
    enum { LAST_DAY = 31 };
    day now = iso_date_read(doc->date), then = iso_date_read(date);
    if (end_of_month) then.day = LAST_DAY;
    return now.day && then.day && iso_day_number(now) - iso_day_number(then) > days;
}

/* "since the clash of 13 February": so long after one event its dead are still counted. */
static bool is_event_behind(const claim_work *work, uint32_t at) {
    enum { WORDS = 3 };
    for (uint32_t i = at; i < work->doc->tokens.count && i < at + WORDS; i++)
        if (document_find(work->doc, i, work->event_noun)) return true;
    return false;
}

/* "since the raid began": of a war, a beginning is that of a sum, of a raid it only says when. */
static bool is_since_event(const claim_work *work, const cue *since) {
    enum { REACH = 3 };
    role_set said = claim_cues_behind(work, since->last, REACH);
    return said & CUE_begin && !(said & CUE_conflict) && is_event_behind(work, since->last);
}

/* "Since the road was closed 40 people have been killed": since something that is no attack so many, one by one. */
static bool is_since_clause(const claim_work *work, const claim *c, const cue *since) {
    uint32_t behind = claim_end(c), first = document_sentence(work->doc, c->first)->first;
    if (since->first > first || is_event_behind(work, since->last) || c->measure == MEASURE_other || behind >= work->doc->tokens.count)
        return false;
    for (uint32_t i = since->last; i < c->first; i++)
        if (document_find(work->doc, i, LABEL_date)) return false;
    return claim_word_is(work, behind, WORD_perfect);
}

/* "since" with a beginning, a war, a month, a year or a day long ago is the start of a sum; with a weekday or a day it only says when. */
static bool begins_total(const claim_work *work, const claim *claimed) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *c = &work->cues.at[i];
        if (!(c->roles & CUE_since) || !belongs(work, claimed, c) || c == claim_since_when(work, claimed)) continue;
        if (is_of_teller(work, claimed, c)) continue;
        if (is_since_event(work, c)) continue;
        if (is_since_clause(work, claimed, c)) return true;
        bool dated = c->last < work->doc->tokens.count && document_find(work->doc, c->last, LABEL_date); /* "since 16 January the war" */
        if (!dated && claim_cues_behind(work, c->last, 3) & (CUE_begin | CUE_conflict)) return true;
        str since = claim_since(work, c->last + 6 < work->doc->tokens.count ? c->last + 6 : work->doc->tokens.count);
        bool late = since.size == 7 && document_word_is(work->doc, c->last, "the") && document_word_is(work->doc, c->last + 1, "end");
        int32_t days = is_event_behind(work, c->last) ? LONG_SINCE_EVENT : LONG;
        if (since.size && ((since.size < 10 && !late) || is_long_ago(work->doc, since, late, days))) return true;
    }
    return false;
}

/* "The war has killed tens of thousands": a war stands at the beginning of the sentence, before the number. */
static bool war_counts(const claim_work *work, const claim *c, uint32_t first) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        if (found->roles & CUE_conflict && found->first < first + 5 && found->last <= c->first) return true;
    }
    return false;
}

/* "The truce holds. It has cost 357 lives" */
static bool it_counts(const claim_work *work, const claim *c, const sentence *s) {
    enum { SUBJECT = 3 };
    const document *doc = work->doc;
    if (!document_word_is(doc, s->first, "it") || s->first == 0 || c->measure == MEASURE_other) return false;
    uint32_t index = doc->tokens.at[s->first - 1].sentence, last;
    const sentence *before_it = &doc->sentences.at[index];
    if (before_it->block != s->block && before_it->block + 1 != s->block) return false;
    for (uint32_t i = before_it->first; i < before_it->first + SUBJECT && i < before_it->last; i++) {
        const claim_entry *found = claim_lookup(work, i, before_it->last, &last);
        if (found && found->roles & CUE_conflict) return true;
    }
    return false;
}

/* "221 have died this year"; but not "in the deadliest raid this year". */
static bool has_total(const claim_work *work, const sentence *s) {
    enum { REACH = 8 };
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        bool of_one = false;
        for (uint32_t k = found->first; k-- > s->first && found->first - k <= REACH && !claim_is_stop(work->doc, k) && !of_one;)
            of_one = claim_word_is(work, k, WORD_superlative);
        if (found->roles & CUE_total && !of_one) return true;
    }
    return false;
}

/* "killed 1,150 people in 2024", "launched 27 boats between May and August": so many over a long time. */
static bool is_over_long_time(const claim_work *work, const claim *c, const sentence *s) {
    enum { BEGINNING = 3 };
    const document *doc = work->doc;
    if (c->measure == MEASURE_other || c->low < 2) return false;
    for (uint32_t i = s->first + 1; i < s->last; i++) {
        if (i > s->first + BEGINNING && i < c->last) i = c->last;
        if (i >= s->last) return false;
        if (i >= c->last && (claim_is_stop(doc, i) || claim_word_is(work, i, WORD_relative))) return false;
        const annotation *date = document_find(doc, i, LABEL_date);
        if (!date || annotation_slot(date, STR("weekday"))) continue;
        if (claim_is_span(work, i)) return true;
        if (document_word_is(doc, i - 1, "in") && annotation_slot(date, STR("year")) && date->last - date->first == 1) return true;
        bool span = claim_word_is(work, i - 1, WORD_between) && date->last + 1 < s->last && document_word_is(doc, date->last, "and");
        if (span && !annotation_slot(date, STR("day")) && doc->tokens.at[date->last + 1].word->shape & SHAPE_CAP) return true;
    }
    return false;
}

/* "48 raids since January, in which 31 people died", "The office has verified 38 raids this year. They killed 933 people": what is counted
 * is what a sum of events did. */
static bool is_of_counted_events(const claim_work *work, const claim *c, const sentence *s) {
    enum { SUBJECT = 3 };
    const document *doc = work->doc;
    if (!doc->claims.count || c->unit == UNIT_event || c->measure == MEASURE_other) return false;
    const claim *events = &doc->claims.at[doc->claims.count - 1];
    if (events->unit != UNIT_event || events->scope != SCOPE_total || document_block(doc, events->first) != document_block(doc, c->first))
        return false;
    if (events->first < s->first)
        return events->last + PARAGRAPH_REACH > c->first && claim_word_is(work, s->first, WORD_itself) && c->first <= s->first + SUBJECT;
    for (uint32_t i = events->last; i < c->first; i++)
        if (claim_word_is(work, i, WORD_relative)) return true;
    return false;
}

/* "217 people have been killed in the last five years" */
static bool is_over_past_years(const claim_work *work, const claim *c, const sentence *s) {
    if (c->measure == MEASURE_other || c->low < 2) return false;
    for (uint32_t i = c->last; i + 1 < s->last; i++) {
        if (claim_is_stop(work->doc, i) || claim_word_is(work, i, WORD_relative)) return false;
        bool number = document_find(work->doc, i + 1, LABEL_number) && i + 2 < s->last;
        if (claim_word_is(work, i, WORD_past) && claim_word_is(work, i + 1 + number, WORD_period)) return true;
    }
    return false;
}

static bool is_total(const claim_work *work, const claim *c, const sentence *s) {
    if (is_over_past_years(work, c, s)) return true;
    if (begins_total(work, c) || is_over_long_time(work, c, s) || is_of_counted_events(work, c, s)) return true;
    if (has_total(work, s)) return true;
    bool heading = work->doc->blocks.at[s->block].kind == BLOCK_headline;
    return !heading && ((c->low >= 1000 && war_counts(work, c, s->first)) || it_counts(work, c, s));
}

/* "killed 40 of them", "46 of them were killed": the measure is told of these, not of those before. */
static bool has_own_verb(const claim_work *work, const claim *c, const cue *of_them) {
    const document *doc = work->doc;
    measure told;
    const sentence *s = document_sentence(doc, c->first);
    for (uint32_t i = of_them->last; i < s->last && i < of_them->last + 4 && !claim_is_stop(doc, i); i++)
        if (claim_measure_at(work, i, &told)) return told == c->measure; /* not "eight people, three of them children, died" */
    for (uint32_t i = c->first;
         i-- > s->first && c->first - i <= 4;) { /* "killed more than 60 of them"; not "were hurt, 20 of them badly" */
        if (claim_is_stop(doc, i)) break;
        if (claim_measure_at(work, i, &told)) return told == c->measure;
    }
    bool apposed = c->first > s->first && claim_is_stop(doc, c->first - 1);
    uint32_t state = of_them->last + (of_them->last < s->last && claim_word_is(work, of_them->last, WORD_plural));
    return !apposed && state < s->last && claim_state_at(work, state, &told) &&
           told == c->measure; /* "left 100 of them dead", "70 of them were dead" */
}

/* "restored power to 45,000 of them.": nothing else is told of them, but it happened to these alone. */
static bool restores(const claim_work *work, const claim *c) {
    return c->measure == MEASURE_other && c->first && document_word_is(work->doc, c->first - 1, "to");
}

/* "Thirty-one were wounded. Eleven of them had been wounded before": more of whom the same is told stand before. */
static bool is_of_those_before(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    if (!doc->claims.count || c->unit != UNIT_people) return false;
    const claim *whole = &doc->claims.at[doc->claims.count - 1];
    if (document_block(doc, whole->first) != document_block(doc, c->first) || whole->unit != UNIT_people) return false;
    return whole->measure == c->measure && whole->low > c->low && whole->scope != SCOPE_part;
}

/* "39 of the survivors are", "three of the abducted have escaped": nothing is told of them but that they are some of these. */
static bool is_some_of(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    if (c->measure != MEASURE_other || c->unit != UNIT_people || c->last + 3 > doc->tokens.count) return false;
    if (!document_word_is(doc, c->last, "of") || doc->tokens.at[c->last + 2].sentence != doc->tokens.at[c->first].sentence) return false;
    measure told;
    bool several = str_ends(doc->tokens.at[c->last + 2].word->folded, STR("s")) || claim_measure_at(work, c->last + 2, &told);
    return claim_word_is(work, c->last + 1, WORD_those) && several;
}

/* "12 of the wounded have since died": of those to whom something else happened. */
static bool is_of_other_state(const claim_work *work, const claim *c, const cue *of_them) {
    measure told;
    return claim_state_in(work, of_them->first, of_them->last, &told) && told != c->measure;
}

/* "18 of them children", "nine of them seriously"; but not "destroyed 12 of them.", where nothing else is told of them, nor "the 80 of whom
 * he spoke". */
static bool is_part_of_them(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        if (!(found->roles & CUE_of_them) || found->first != c->last) continue;
        if (c->measure != MEASURE_other && (is_of_those_before(work, c) || is_of_other_state(work, c, found))) return true;
        if (c->measure != MEASURE_other && has_own_verb(work, c, found)) return false;
        if (c->first && str_is(doc->tokens.at[c->first - 1].word->folded, "the")) return false;
        if (found->last < doc->tokens.count && document_word_is(doc, found->last, "in") && c->measure != MEASURE_other) return false;
        bool named =
            c->measure != MEASURE_killed && !claim_word_is(work, found->last - 1, WORD_them | WORD_whom); /* "11 of the wounded." */
        return found->last < doc->tokens.count && (named || !claim_is_stop(doc, found->last) || restores(work, c));
    }
    return false;
}

/* "one of the six priests murdered", "one of the students killed last week": of those to whom it happened, as no verb stands between. */
static bool is_of_the_harmed(const claim_work *work, const claim *c) {
    enum { REACH = 5 };
    const document *doc = work->doc;
    if (c->unit != UNIT_people || c->last + 2 >= doc->tokens.count || !document_word_is(doc, c->last, "of")) return false;
    uint32_t end = document_sentence(doc, c->first)->last;
    for (uint32_t i = c->last + 1; i < end && i <= c->last + REACH && !claim_word_is(work, i, WORD_verb | WORD_auxiliary); i++) {
        measure told;
        if (document_find(doc, i, work->die_verb) || (doc->tokens.at[i].word->shape & SHAPE_PUNCT)) return false;
        if (i > c->last + 2 && document_find(doc, i, work->harm_verb) && claim_measure_at(work, i, &told)) return told == c->measure;
    }
    return false;
}

static bool is_part_of_number(const claim_work *work, const claim *c) {
    const annotation *whole = claim_whole_of(work, c);
    measure told;
    if (!whole || c->measure == MEASURE_other) return whole;
    if (c->unit != UNIT_people || !claim_measure_of_those(work, whole, &told)) return false;
    return told == c->measure || (told == MEASURE_wounded && c->measure == MEASURE_killed); /* "one of the two wounded has died" */
}

/* "Of the guards who were taken, five were found": the first number of a sentence that so begins, behind its comma. */
static bool is_of_a_kind(const claim_work *work, const claim *c) {
    enum { KIND_WORDS = 6 };
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    if (!document_word_is(doc, s->first, "of") || !document_word_is(doc, s->first + 1, "the") || c->first < s->first + 3) return false;
    if (document_find(doc, s->first + 2, LABEL_number)) { /* "of the 36 wounded three have died" */
        measure told;
        return c->first - s->first <= KIND_WORDS && claim_state_at(work, c->first - 1, &told);
    }
    bool before_it = doc->claims.count && doc->claims.at[doc->claims.count - 1].first > s->first;
    return !before_it && document_word_is(doc, c->first - 1, ",");
}

/* "Among the dead are two workers" */
static bool opens_sentence(const claim_work *work, const claim *c) {
    uint32_t first = document_sentence(work->doc, c->first)->first;
    for (uint32_t i = 0; i < work->cues.count; i++)
        if (work->cues.at[i].roles & CUE_among) return work->cues.at[i].first <= first + 1 && work->cues.at[i].last <= c->first;
    return false;
}

/* "two children were among the wounded", "nine fighters were among them"; but not "toll rises to 14; no soldiers among the dead". */
static bool is_told_among(const claim_work *work, const claim *c) {
    enum { REACH = 6 };
    uint32_t end = claim_end(c);
    if (end + 1 < work->doc->tokens.count && claim_word_is(work, end, WORD_verb) && claim_word_is(work, end + 1, WORD_among))
        return c->unit == UNIT_people; /* "seven minors were among the 20 people killed" */
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        if (found->first < c->last || found->first - c->last > REACH) continue;
        bool apposed = found->first == end && found->roles & CUE_includes && c->first && claim_is_stop(work->doc, c->first - 1);
        if (apposed && c->unit == UNIT_people) return true; /* "15 people died, two nuns among them" */
        bool verb = found->roles & CUE_includes && claim_word_is(work, found->first, WORD_among) &&
                    claim_word_is(work, found->first - 1, WORD_verb);
        if ((verb || found->roles & CUE_among) && !is_clause_between(work->doc, c->last, found->first)) return true;
    }
    return false;
}

/* "162 were civilians": what is counted stands behind the verb. */
static bool is_told_behind_verb(const claim_work *work, const claim *c) {
    if (c->unit != UNIT_people || c->of_first <= c->last || c->of_first - c->last > 3) return false;
    return claim_word_is(work, c->last, WORD_plural);
}

/* "In the mill alone nine died", "I counted six by the well alone": there were more elsewhere. */
static bool is_of_one_place(const claim_work *work, const claim *c) {
    enum { BEFORE = 3, BEHIND = 10 };
    const document *doc = work->doc;
    if (claim_cues_before(work, c->first, BEFORE) & CUE_alone) return true;
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        if (!(found->roles & CUE_alone) || found->first < c->last || found->first - c->last > BEHIND) continue;
        bool other = is_clause_between(doc, c->last, found->first);
        for (uint32_t k = c->last; k < found->first; k++) other |= document_find(doc, k, LABEL_number) || document_text_is(doc, k, ",");
        if (!other) return true;
    }
    return false;
}

/* "40 people, including three children"; not "five died, among them her sister; ten were hurt". */
static bool is_included(const claim_work *work, const claim *c) {
    enum { REACH = 3 };
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        if (!(found->roles & CUE_includes) || found->last > c->first || c->first - found->last > REACH) continue;
        if (!is_clause_between(work->doc, found->last, c->first) || !claim_word_is(work, claim_end(c), WORD_verb)) return true;
    }
    return false;
}

static bool is_part(const claim_work *work, const claim *c) {
    if (claim_is_freed(work, c) && !claim_is_all(work->doc, c)) return true;
    if (is_told_behind_verb(work, c)) return true;
    if (is_included(work, c)) return true;
    if (is_part_of_them(work, c) || is_some_of(work, c) || is_part_of_number(work, c) || is_of_the_harmed(work, c) || is_of_a_kind(work, c))
        return true;
    if (claim_cues_before(work, c->first, 3) & CUE_among && opens_sentence(work, c)) return true;
    return is_told_among(work, c) || is_of_one_place(work, c);
}

static bool is_standing(const claim_work *work, const claim *c) {
    if (c->unit == UNIT_distance) return true;
    uint32_t end = claim_end(c);
    if ((c->measure == MEASURE_wounded || c->measure == MEASURE_captured) && claim_cues_behind(work, end, 1) & CUE_standing) return true;
    if (c->measure != MEASURE_other) return false;
    for (uint32_t i = 0; i < work->cues.count; i++) { /* "a town of" stands right before its number, "before the war" anywhere */
        const cue *found = &work->cues.at[i];
        if (!(found->roles & CUE_standing)) continue;
        if (!document_word_is(work->doc, found->last - 1, "of")) return true;
        if (found->last <= c->first && c->first - found->last <= 2) return true;
    }
    return false;
}

/* Whether a number can be an addition: one of the last `back` claims tells the same of others. Also true where nothing was counted before,
 * or where it is not said what happened to these. */
static bool may_add_to(const document *doc, const claim *c, uint32_t back) {
    uint32_t count = doc->claims.count;
    if (!count || c->measure == MEASURE_other) return true;
    for (uint32_t i = count; i-- > 0 && count - i <= back;)
        if (doc->claims.at[i].measure == c->measure) return true;
    return false;
}

/* "At least 45 are dead. They say 70 more are wounded": the 70 are more people, but no addition to a count, since to those counted right
 * before something else happened. */
static bool goes_with_others(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    uint32_t count = doc->claims.count;
    if (!count || c->measure == MEASURE_other || c->measure == MEASURE_killed) return false;
    const claim *last = &doc->claims.at[count - 1];
    if (last->unit != UNIT_people || document_block(doc, last->first) != document_block(doc, c->first)) return false;
    return last->measure != MEASURE_other && !may_add_to(doc, c, TOLD_LONG_BACK);
}

/* "three more bodies", "another 19", "40 others"; but not "killing 11 and wounding 40 others", nor "killed 11; another 40 were wounded",
 * who are all that were wounded. */
static bool is_addition(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    role_set roles = claim_cues_behind(work, c->last, 0);
    uint32_t end = claim_end(c);
    if (roles & CUE_more) return !goes_with_others(work, c);
    if (end > c->last && claim_cues_behind(work, end, 0) & CUE_more) return true; /* "three people died of their wounds" */
    if (claim_cues_before(work, c->first, 0) & CUE_another && may_add_to(doc, c, TOLD_BACK)) return true;
    return roles & CUE_others && may_add_to(doc, c, 1);
}

static scope_kind scope_of(const claim_work *work, const claim *c, const sentence *s) {
    if (is_part(work, c)) return SCOPE_part;
    if (is_addition(work, c)) return SCOPE_more;
    if (is_standing(work, c)) return SCOPE_standing;
    if (is_total(work, c, s)) return SCOPE_total;
    return SCOPE_event;
}

/* Whether a word of rejection says that something told is not so. A phrase of several words does. A single word does behind a verb ("was
 * mere propaganda", "called it absurd"), before a word for what is told ("the absurd claim"), or at the end of a clause, if the sentence
 * has a word for what is told anywhere. It does not in "an absurd pretext", "a propaganda channel", "uniforms and propaganda". */
static bool is_predicate(const claim_work *work, const cue *found) {
    enum { BACK = 3 };
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, found->first);
    if (found->last - found->first > 1) return true;
    if (found->last < s->last && claim_cues_behind(work, found->last, 0) & CUE_version) return true;
    bool told = found->last < s->last && document_word_is(doc, found->last, "that"); /* "spread the lie that 18 had died" */
    if (told && found->first > s->first && claim_word_is(work, found->first - 1, WORD_closes)) return true;
    bool closes =
        found->last >= s->last || (doc->tokens.at[found->last].word->shape & SHAPE_PUNCT) || claim_word_is(work, found->last, WORD_closes);
    if (!closes) return false;
    for (uint32_t i = found->first; i > s->first && i + BACK > found->first; i--)
        if (claim_word_is(work, i - 1, WORD_verb) || document_word_is(doc, i - 1, "as") || claim_cues_behind(work, i - 1, 0) & CUE_calls)
            return true;
    return claim_cues_of_sentence(work) & (CUE_version | CUE_calls | CUE_deny | CUE_doubt);
}

/* "said that it was a fabrication and repeated that 15 had died", "that the toll is inflated and that 15 died": what follows is told anew.
 */
static bool is_told_anew(const claim_work *work, uint32_t first, uint32_t last) {
    const document *doc = work->doc;
    for (uint32_t i = first + 1; i < last; i++)
        if ((document_find(doc, i, LABEL_saying) || document_word_is(doc, i, "that")) &&
            (document_word_is(doc, i - 1, "and") || document_word_is(doc, i - 1, "but")))
            return true;
    return false;
}

/* "said that the toll of eight stood, and that the rebels' numbers were propaganda": what stands before is about another number. */
static bool is_of_another(const claim_work *work, uint32_t first, uint32_t last) {
    bool joined = false;
    for (uint32_t i = first; i < last; i++) {
        if (joined && claim_has_cue(work, CUE_version, i, i + 1)) return true;
        joined |= document_word_is(work->doc, i, "and") || document_word_is(work->doc, i, "but");
    }
    return false;
}

/* Whether a word of rejection in the sentence is about the number. It is not where it stands behind the number and somebody else is said to
 * use it ("a figure that they call a fantasy"), nor where it is about another number: "four died, it said, dismissing as propaganda the
 * claim of 19", "It called the claim a lie: four had died". */
static bool rejects(const claim_work *work, const claim *c) {
    bool called = false;
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        if (found->first >= c->last) called |= (found->roles & (CUE_calls | CUE_deny | CUE_doubt)) != 0;
        bool before_it = found->last <= c->first;
        bool away = before_it && (is_clause_between(work->doc, found->last, c->first) || is_told_anew(work, found->last, c->first));
        away |= found->first >= c->last && is_of_another(work, c->last, found->first);
        if (found->roles & CUE_reject && !called && !away && is_predicate(work, found)) return true;
    }
    return false;
}

/* "called the six deaths “a play”", "called the talk of 60 prisoners “a dream”": what somebody calls a number he does not believe. */
static bool is_called(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    uint32_t the = c->first - 1;
    if (c->first >= s->first + 4 && document_word_is(doc, the, "of") && claim_has_cue(work, CUE_version, the - 1, the)) the -= 2;
    if (c->first <= s->first + 1 || !(claim_cues_before(work, the, 0) & CUE_calls) || !document_word_is(doc, the, "the")) return false;
    for (uint32_t i = c->last; i < s->last; i++)
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT && strchr("\"\xE2'", doc->text.data[doc->tokens.at[i].start])) return true;
    return false;
}

/* "“Seventy? We killed eleven”", "“A hundred marines?”": what somebody else has said, in disbelief. */
static bool is_asked_back(const document *doc, const claim *c) {
    return c->first <= document_sentence(doc, c->first)->first + 1 && claim_end(c) < doc->tokens.count && quote_at(doc, c->first) != NONE &&
           document_text_is(doc, claim_end(c), "?");
}

/* "have raised their count from 15 to 19" */
static bool is_raised_from(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first, last = c->last;
    if (c->first <= first + 1 || !claim_word_is(work, c->first - 1, WORD_from) || last + 1 >= doc->tokens.count) return false;
    return claim_word_is(work, last, WORD_upto) && document_find(doc, last + 1, LABEL_number);
}

/* "Thirty-one are in hospital, against 39 on Sunday" */
static bool is_set_against_then(const claim_work *work, const claim *c) {
    bool inside = c->first && c->last < work->doc->tokens.count;
    return inside && claim_word_is(work, c->first - 1, WORD_against) && claim_word_is(work, c->last, WORD_then);
}

/* "an earlier toll of 12", "had given the dead as 12", "spoke of 45 on the first day" */
static bool is_told_earlier(const claim_work *work, const claim *c) {
    enum { BEHIND = 2, BACK = 6 }; /* "had given the number of dead as 12" */
    if (is_raised_from(work, c) || is_set_against_then(work, c)) return true;
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        if (!(found->roles & CUE_earlier) || found->last > c->first) continue;
        uint32_t reach = document_word_is(work->doc, found->first, "had") ? BACK : 1;
        if (c->first - found->last <= reach && !is_clause_between(work->doc, found->last, c->first)) return true;
    }
    bool bodies = c->of_last > c->last && claim_word_is(work, c->of_last - 1, WORD_body); /* "seven bodies on the first night" */
    bool told = bodies || claim_cues_before(work, c->first, 1) & CUE_tells;
    return told && claim_cues_behind(work, claim_end(c), BEHIND) & CUE_outset;
}

/* "the army's four dead gunmen nobody has seen": a phrase of denial right behind. */
static bool is_unseen(const claim_work *work, const claim *c) {
    uint32_t at = claim_end(c);
    if (at < work->doc->tokens.count && claim_word_is(work, at, WORD_relative | WORD_whom)) at++;
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        if (found->roles & CUE_deny && found->first == at && found->last - found->first > 1) return true;
    }
    return false;
}

/* "the enemy's propaganda, which speaks of 38", "rejected the numbers of the rebels, who had spoken of 22" */
static bool is_retold(const claim_work *work, const claim *c) {
    enum { WORDS = 5, REACH = 20 };
    uint32_t first = document_sentence(work->doc, c->first)->first, comma = c->first;
    if (!(claim_cues_before(work, c->first, 1) & (CUE_tells | CUE_earlier))) return false;
    while (comma > first && c->first - comma < WORDS && !document_text_is(work->doc, comma, ",")) comma--;
    if (!document_text_is(work->doc, comma, ",") || !claim_word_is(work, comma + 1, WORD_relative)) return false;
    role_set said = 0;
    for (uint32_t i = 0; i < work->cues.count; i++)
        if (work->cues.at[i].last <= comma && comma - work->cues.at[i].last < REACH) said |= work->cues.at[i].roles;
    return said & CUE_reject || (said & (CUE_deny | CUE_doubt) && said & CUE_version);
}

static telling told_of(const claim_work *work, const claim *c) {
    if (claim_cues_before(work, c->first, 1) & CUE_instead) return TOLD_rejected;
    if (is_retold(work, c)) return TOLD_rejected;
    if (is_told_earlier(work, c)) return TOLD_earlier;
    if (is_called(work, c) || is_asked_back(work->doc, c) || is_unseen(work, c)) return TOLD_rejected;
    if (rejects(work, c) && document_block(work->doc, c->first)->kind != BLOCK_headline) return TOLD_rejected;
    return claim_is_denied(work, c->first) ? TOLD_rejected : TOLD_asserted;
}

void claim_scope(const claim_work *work, claim *c) {
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    c->scope = scope_of(work, c, s);
    c->told = told_of(work, c);
    if (c->scope == SCOPE_total || c->unit == UNIT_area) c->since = claim_since(work, s->last);
    if (c->scope == SCOPE_total && !c->since.size) c->since = claim_span(work, s->first, s->last);
}
