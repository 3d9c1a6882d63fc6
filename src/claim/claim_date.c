/* claim_date.c: when it happened. A date beside a claim is often not that of the event: the day on which somebody said so, the day up to
 * which was counted, the day on which a toll rose, the beginning of a total. Words before the date tell them apart. */
#include "base/iso_date.h"
#include "claim/claim_parts.h"
#include "figure/figure.h"

static const annotation *date_at(const document *doc, uint32_t at) {
    const annotation *found = document_find(doc, at, LABEL_date);
    while (found && annotation_slot(found, STR("dateline"))) found = document_find_next(doc, found);
    return found;
}

/* "attacked the village on Monday" as well as "attacked the plan": the name of an attack. */
static bool is_attack(const claim_work *work, uint32_t entry) {
    str name = gazetteer_entry_name(work->with->known, entry);
    return gazetteer_entry_with(work->with->known, STR("event_noun"), name, STR("class"), STR("attack")) != NONE;
}

/* A verb of saying: a noun is not ("in Upper Nile state on Monday"). */
static bool is_telling(const claim_work *work, uint32_t at) {
    const annotation *found = document_find(work->doc, at, LABEL_saying);
    for (; found; found = document_find_next(work->doc, found)) {
        if (found->entry == NONE) continue;
        bool noun = str_is(gazetteer_attribute(work->with->known, found->entry, STR("noun")), "yes");
        if (!noun || (found->form != FORM_base && !is_attack(work, found->entry))) return true;
    }
    return false;
}

/* "told a news conference in the capital on Friday": nothing but who was told it stands between. */
static bool is_told_to_somebody(const claim_work *work, uint32_t first, uint32_t at) {
    enum { REACH = 7 };
    const document *doc = work->doc;
    measure harm;
    for (uint32_t i = at; i-- > first && at - i <= REACH;) {
        if (claim_is_stop(doc, i) || claim_word_is(work, i, WORD_verb | WORD_relative | WORD_itself) || claim_measure_at(work, i, &harm))
            return false;
        bool named = entity_mention_at(doc, i) != NONE; /* "in Tell Abyad on Friday" */
        for (const annotation *found = document_find(doc, i, LABEL_saying); found && !named; found = document_find_next(doc, found))
            if (found->entry != NONE && gazetteer_attribute(work->with->known, found->entry, STR("tell")).size) return true;
    }
    return false;
}

/* "said on Tuesday", "told reporters yesterday": a word of saying stands at most three tokens before it, in the same clause. */
static bool is_saying(const claim_work *work, uint32_t first, uint32_t at) {
    const document *doc = work->doc;
    uint32_t manner = 0; /* tokens of "by telephone", "in a statement" */
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *c = &work->cues.at[i];
        if (c->roles & CUE_manner && c->last <= at && at - c->last <= 2) manner = c->last - c->first;
    }
    for (uint32_t i = at, reach = 3 + manner; i-- > first && at - i <= reach;) {
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT) return false;
        if (claim_place_at(work, i) != NONE)
            reach += 2; /* "said in Geneva on Monday"; "Tell Abyad" tells nothing */
        else if (is_telling(work, i))
            return true;
    }
    return false;
}

/* "rose to nine on Friday": behind the number to which a count rose. */
static bool is_of_count(const claim_work *work, uint32_t at) {
    enum { REACH = 3 };
    const document *doc = work->doc;
    for (uint32_t i = at; i-- > 0 && at - i <= REACH;) {
        if (doc->tokens.at[i].word->shape & SHAPE_PUNCT || doc->tokens.at[i].sentence != doc->tokens.at[at].sentence) return false;
        if (!document_find(doc, i, LABEL_number)) continue;
        return claim_cues_before(work, i, REACH) & CUE_update;
    }
    return false;
}

/* "a man died on Sunday and raised the toll to four": the day of one death among others. */
static bool is_of_one_death(const claim_work *work, uint32_t at, uint32_t near) {
    enum { BACK = 12 };
    const document *doc = work->doc;
    bool update = false, death = false;
    uint32_t first = document_sentence(doc, at)->first;
    measure told;
    if (at > near) return false;
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *c = &work->cues.at[i];
        update |= c->roles & CUE_update && c->first > at && c->last <= near && document_word_is(doc, c->first - 1, "and");
    }
    for (uint32_t i = at; update && !death && i-- > first && at - i <= BACK;)
        death = document_find(doc, i, work->die_verb) && claim_measure_at(work, i, &told) && told == MEASURE_killed;
    return death;
}

/* "died on Saturday, taking army fatalities to three": behind a date, words that bring a count to a number. */
static bool is_bringing_to(const claim_work *work, uint32_t at) {
    enum { AHEAD = 4, WORDS = 7 };
    const document *doc = work->doc;
    uint32_t end = document_sentence(doc, at)->last, verb = at;
    while (verb < end && verb <= at + AHEAD && !(claim_word_is(work, verb, WORD_brings) && claim_is_stop(doc, verb - 1))) verb++;
    bool to = false;
    for (uint32_t i = verb + 1; verb <= at + AHEAD && i < end && i <= verb + WORDS && !claim_is_stop(doc, i); i++) {
        if (to && document_find(doc, i, LABEL_number)) return true;
        to |= document_word_is(doc, i, "to");
    }
    return false;
}

/* A bare "yesterday" right behind what a count rose to is the day on which it rose, as is that of "was last raised on Monday"; so is a date
 * before the rise ("a man died on Friday, bringing the toll to nine"). */
static bool is_update(const claim_work *work, uint32_t at, uint32_t near) {
    if (is_of_count(work, at) || is_of_one_death(work, at, near)) return true;
    if (is_bringing_to(work, at)) return true;
    uint32_t on = at && document_word_is(work->doc, at - 1, "the") ? at - 1 : at;
    if (on && document_word_is(work->doc, on - 1, "on") && claim_cues_before(work, on - 1, 0) & CUE_update) return true;
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *c = &work->cues.at[i];
        if (c->roles & CUE_brings && at < c->first && (c->last <= near || near <= at)) return true;
    }
    return at >= near && at - near <= 3 && claim_cues_before(work, near, 3) & CUE_update;
}

/* "who on Friday spoke of 61", "on Friday gave 39 dead": telling follows right behind. */
static bool is_told(const claim_work *work, uint32_t at) {
    const document *doc = work->doc;
    const annotation *date = date_at(doc, at);
    if (date->last >= doc->tokens.count || doc->tokens.at[date->last].sentence != doc->tokens.at[at].sentence) return false;
    return is_telling(work, date->last) || claim_cues_behind(work, date->last, 0) & (CUE_tells | CUE_deny | CUE_doubt);
}

/* What stands behind a colon or a semicolon has its own day. */
static bool starts_anew(const document *doc, uint32_t at) {
    char c = doc->text.data[doc->tokens.at[at].start];
    return c == ';' || c == ':';
}

/* "rejected the lies of certain media about Velmi on Thursday": of nothing else is told that may have happened then. */
static bool is_of_denial(const claim_work *work, uint32_t first, uint32_t at) {
    measure told;
    uint32_t denial = NONE;
    for (uint32_t i = 0; i < work->cues.count; i++)
        if (work->cues.at[i].roles & (CUE_deny | CUE_doubt) && work->cues.at[i].last <= at) denial = work->cues.at[i].last;
    for (uint32_t i = first; denial != NONE && i < at; i++)
        if (document_find(work->doc, i, work->event_noun) || claim_measure_at(work, i, &told)) return false;
    return denial != NONE;
}

/* No harm is told in the tokens between. */
static bool is_harmless(const claim_work *work, uint32_t first, uint32_t last) {
    measure told;
    for (uint32_t i = first; i < last; i++)
        if (claim_measure_at(work, i, &told)) return false;
    return true;
}

/* "buried its students on Saturday", "on 30 April the coffins were carried through the town" */
static bool is_of_rites(const claim_work *work, uint32_t at) {
    enum { BACK = 24, AHEAD = 12 };
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *c = &work->cues.at[i];
        if (!(c->roles & CUE_rites)) continue;
        if (c->last <= at && at - c->last <= BACK && is_harmless(work, c->last, at)) return true;
        if (c->first > at && c->first - at <= AHEAD && is_harmless(work, at, c->first)) return true;
    }
    return false;
}

/* "killed by Monday's missile", "after Saturday's clash": the day of what happened, whatever stands around it; not "Monday's toll",
 * "Monday's 12", "Friday's funeral". */
static bool is_of_event(const claim_work *work, uint32_t at) {
    enum { WORDS = 4 };
    const document *doc = work->doc;
    uint32_t behind = date_at(doc, at)->last;
    if (behind + 1 >= doc->tokens.count || !document_is_possessive(doc, behind)) return false;
    if (document_find(doc, behind + 1, LABEL_number) || is_telling(work, behind + 1)) return false;
    return !claim_has_cue(work, CUE_version | CUE_rites, behind, behind + 1 + WORDS);
}

/* "killed by Monday's missile", "died after Monday's clash", "have died since Monday's raid": no day up to or from which was counted. */
static bool is_by_or_after(const claim_work *work, uint32_t at) {
    return at && (document_word_is(work->doc, at - 1, "by") || claim_word_is(work, at - 1, WORD_after) ||
                  claim_cues_before(work, at, 0) & CUE_since);
}

bool claim_is_span(const claim_work *work, uint32_t at) {
    enum { LONG = 7 };
    const document *doc = work->doc;
    const annotation *from = date_at(doc, at);
    if (!from || !at || !(claim_word_is(work, at - 1, WORD_between | WORD_from)) || from->last + 1 >= doc->tokens.count) return false;
    bool joined = document_word_is(doc, from->last, "and") || document_word_is(doc, from->last, "to") ||
                  claim_has_cue(work, CUE_asof, from->last, from->last + 1);
    const annotation *to = joined ? date_at(doc, from->last + 1) : NULL;
    if (!to) return false;
    day a = iso_date_read(figure_date(work->doc, from)), b = iso_date_read(figure_date(work->doc, to));
    if (!a.month || !b.month) return a.year != b.year;
    if (!a.day || !b.day) return a.month != b.month || a.year != b.year;
    return iso_day_number(b) - iso_day_number(a) > LONG;
}

/* The date at a token, or the one before it, begins such a span. */
static bool is_of_span(const claim_work *work, uint32_t first, uint32_t at) {
    enum { WORDS = 8 };
    for (uint32_t i = at; i-- > first && at - i <= WORDS;) {
        const annotation *before = date_at(work->doc, i);
        if (before && before->last + 1 == at && claim_is_span(work, i)) return true;
    }
    return claim_is_span(work, at);
}

static bool is_event_date(const claim_work *work, uint32_t first, uint32_t at, uint32_t near) {
    if (is_of_span(work, first, at)) return false;
    bool owned = is_of_event(work, at);
    role_set before = claim_cues_before(work, at, 1);
    if (owned && is_by_or_after(work, at)) before &= ~(CUE_asof | CUE_since);
    if (before & (CUE_since | CUE_begin | CUE_asof | CUE_conflict | CUE_earlier)) return false;
    if (owned) return !is_of_denial(work, first, at);
    return !is_saying(work, first, at) && !is_told_to_somebody(work, first, at) && !is_of_denial(work, first, at) && !is_told(work, at) &&
           !is_update(work, at, near) && !is_of_rites(work, at) && !claim_is_of_later_death(work, near, at);
}

/* Behind the document's own day: misread, as "a day later" where the text does not tell later than what; but not "on Saturday they are to".
 */
static bool is_behind_report(const document *doc, const annotation *date, str found) {
    if (annotation_slot(date, STR("coming"))) return false;
    return doc->date.size == 10 && found.size == 10 && str_compare(found, doc->date) > 0;
}

str claim_date(const claim_work *work, uint32_t first, uint32_t last, uint32_t near, bool exact) {
    str best = STR_NONE;
    uint32_t nearest = NONE;
    for (uint32_t i = first; i < last; i++) {
        uint32_t distance = i > near ? i - near : (near - i) * 2; /* what stands behind belongs to it rather */
        if (distance >= nearest) continue;
        if (near + (exact ? 6 : 0) < i && starts_anew(work->doc, i)) break; /* a heading's "Moscow: …" is short */
        const annotation *date = date_at(work->doc, i);
        if (!date || !is_event_date(work, first, i, near)) continue;
        str found = figure_date(work->doc, date);
        if (!found.size || (exact && found.size < 10) || is_behind_report(work->doc, date, found)) continue;
        if (found.size < 10 && claim_cues_before(work, i, 0) & CUE_named) continue; /* "the agreement of 2016" */
        best = found;
        nearest = distance;
    }
    return best;
}

const cue *claim_since_when(const claim_work *work, const claim *c) {
    for (uint32_t i = 0; i + 1 < work->cues.count; i++) {
        const cue *since = &work->cues.at[i];
        if (!(since->roles & CUE_since) || since->first >= c->first) continue;
        for (uint32_t k = i + 1; k < work->cues.count && work->cues.at[k].last <= c->first; k++)
            if (work->cues.at[k].roles & CUE_turns && work->cues.at[k].first - since->last <= 4) return since;
    }
    return NULL;
}

str claim_span(const claim_work *work, uint32_t first, uint32_t last) {
    for (uint32_t at = first; at < last; at++)
        if (claim_is_span(work, at)) return figure_date(work->doc, date_at(work->doc, at));
    return STR_NONE;
}

str claim_since(const claim_work *work, uint32_t last) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        if (!(work->cues.at[i].roles & CUE_since)) continue;
        for (uint32_t at = work->cues.at[i].last; at < last && at < work->cues.at[i].last + 8; at++) {
            const annotation *date = date_at(work->doc, at);
            if (date) return figure_date(work->doc, date);
        }
    }
    return STR_NONE;
}

/* A day from which on is counted what goes on as it is told. */
static bool is_of_late(const document *doc, str date) {
    enum { DAYS = 14 };
    day now = iso_date_read(doc->date), then = iso_date_read(date);
    return now.day && iso_day_number(now) - iso_day_number(then) <= DAYS;
}

str claim_since_day(const claim_work *work, const claim *c) {
    enum { REACH = 40 };
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, c->first);
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *since = &work->cues.at[i];
        bool joined = since->first == s->first || (since->first >= c->last && since->first - c->last <= REACH);
        for (uint32_t k = c->last; k < since->first && joined; k++) /* a comma may be that of a list of places */
            joined = !claim_is_stop(doc, k) || (document_text_is(doc, k, ",") && claim_place_at(work, k + 1) != NONE);
        const annotation *date = since->roles & CUE_since && joined && since->last < s->last ? date_at(doc, since->last) : NULL;
        str day = date ? figure_date(work->doc, date) : STR_NONE;
        if (day.size == 10 && is_of_late(doc, day)) return day; /* YYYY-MM-DD */
    }
    return STR_NONE;
}
