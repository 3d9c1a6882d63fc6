/* audit_label.c: how two claims about the same thing stand to each other. Which is the later one is told by the documents' dates, in a live
 * blog by the posts' clock times. A later, higher count is an update unless the lower one is still told beside it: then the sources
 * disagree. */
#include <math.h>

#include "audit/audit_parts.h"

enum {
    MOST_WITNESSES = 256, /* claims of the group that are asked whether a number is still told */
    MUCH = 2,             /* so many times another number that who tells it disputes the other */
};

bool audit_pairs_up(const muster_audit *audit, const statement *a, const statement *b) {
    if (a->group != b->group) return false;
    if (a->report != b->report) return true;
    return a->source.size && b->source.size && !audit_same_source(audit, a, b);
}

/* --- which is the later --- */

/* Later by so many days, or by clock times within a live blog: > 0, < 0; 0: told at the same time. */
static int later(const muster_audit *audit, const statement *a, const statement *b) {
    days x = a->told_on, y = b->told_on;
    if (a->report == b->report) {
        int32_t m = audit->narratives.at[a->narrative].minute, n = audit->narratives.at[b->narrative].minute;
        if (m >= 0 && n >= 0) return n - m;
        if (a->told == TOLD_earlier || b->told == TOLD_earlier) return (a->told == TOLD_earlier) - (b->told == TOLD_earlier);
        return 0;
    }
    if (x.from == NO_DAY || y.from == NO_DAY) return 0;
    return y.from - x.from;
}

/* "Had at first spoken of 19": what was told earlier, and has risen since, was told before what others tell. */
static bool was_told_before(const statement *earlier, const statement *other) {
    bool lower = earlier->has_low && other->has_low && earlier->low < other->low;
    return lower && earlier->told == TOLD_earlier && other->told == TOLD_asserted && earlier->report != other->report;
}

/* --- values --- */

/* Told as the same number, be it as a bound: "at least 11", "11". */
static bool same_value(const statement *a, const statement *b) {
    if (a->qualifier == QUALIFIER_range || b->qualifier == QUALIFIER_range)
        return a->low == b->low && a->high == b->high && a->has_low == b->has_low && a->has_high == b->has_high;
    if (a->has_low && b->has_low) return a->low == b->low;
    if (a->has_high && b->has_high) return a->high == b->high;
    return audit_value(a) == audit_value(b);
}

static bool is_exact(const statement *s) {
    return s->has_low && s->has_high && s->low == s->high;
}

static double least(const statement *s) {
    return s->has_low ? s->low : 0;
}

static bool is_round(double value) {
    if (value >= 1000) return fmod(value, 100) == 0;
    return value >= 50 && fmod(value, 10) == 0;
}

/* Told as no count: "dozens", "up to 50", "30 to 40", "more than 250". */
static bool is_vague(const statement *s) {
    if (s->qualifier == QUALIFIER_vague || s->qualifier == QUALIFIER_at_most || s->qualifier == QUALIFIER_range) return true;
    return s->qualifier == QUALIFIER_at_least && s->scope == SCOPE_total && is_round(s->low);
}

static bool is_zero(const statement *s) {
    return s->has_high && s->high == 0;
}

/* --- whether the dispute is an old one: what other claims of the group, the witnesses, tell --- */

typedef struct witnesses {
    const muster_audit *audit;
    uint32_t next, asked;
} witnesses;

static witnesses witnesses_of(const muster_audit *audit, const statement *a) {
    return (witnesses){audit, audit->group_first.at[a->group - 1], 0};
}

static const statement *next_witness(witnesses *all) {
    if (all->next == NONE || all->asked++ == MOST_WITNESSES) return NULL;
    const statement *w = &all->audit->claims.at[all->next];
    all->next = all->audit->next_in_group[all->next];
    return w;
}

/* What another source than b's tells beside b's number, not in an earlier post. */
static bool is_beside(const muster_audit *audit, const statement *w, const statement *b) {
    if (w == b || w->told != TOLD_asserted || w->report != b->report) return false;
    return later(audit, w, b) <= 0 && !audit_same_source(audit, w, b);
}

/* Another source than b's tells a's number still, beside b's. */
static bool is_still_told(const muster_audit *audit, const statement *a, const statement *b) {
    witnesses all = witnesses_of(audit, a);
    for (const statement *w = next_witness(&all); w; w = next_witness(&all))
        if (w != a && is_beside(audit, w, b) && same_value(w, a) && (w->source.size || !a->source.size)) return true;
    return false;
}

/* Another source, or the writer, tells beside b's number one that is no lower than a's, but much lower than b's: what b's source tells is
 * no update. */
static bool is_outbid(const muster_audit *audit, const statement *a, const statement *b) {
    witnesses all = witnesses_of(audit, a);
    bool disputed = b->source.size && !audit_same_source(audit, a, b);
    for (const statement *w = next_witness(&all); disputed && w; w = next_witness(&all))
        if (is_beside(audit, w, b) && least(w) >= least(a) && least(b) >= least(w) * MUCH) return true;
    return false;
}

/* The later one's own sentence tells the earlier number, too, as an earlier one. */
static bool looks_back_on(const muster_audit *audit, const statement *a, const statement *b) {
    witnesses all = witnesses_of(audit, a);
    for (const statement *w = next_witness(&all); w; w = next_witness(&all))
        if (w->report == b->report && w->told == TOLD_earlier && w->sentence == b->sentence && same_value(w, a)) return true;
    return false;
}

/* "Corrected from 32 to 28", where b's number is told, or before. */
static bool is_replaced(const muster_audit *audit, const statement *a, const statement *b) {
    witnesses all = witnesses_of(audit, a);
    for (const statement *w = next_witness(&all); w; w = next_witness(&all))
        if (w->told == TOLD_asserted && same_value(w, b) && later(audit, w, b) >= 0 && looks_back_on(audit, a, w)) return true;
    return false;
}

/* b's number was told when a's was, or before. */
static bool told_before(const muster_audit *audit, const statement *a, const statement *b) {
    witnesses all = witnesses_of(audit, a);
    for (const statement *w = next_witness(&all); w; w = next_witness(&all)) {
        if (w == a || w == b || w->told != TOLD_asserted || !same_value(w, b) || same_value(w, a)) continue;
        if (later(audit, w, a) >= 0 && audit_alike(audit, w, a) && audit_alike(audit, w, b)) return true;
    }
    return false;
}

/* "The police, who first spoke of six dead, now accept the figure of 11": a's own source tells b's number later. */
static bool has_come_round(const muster_audit *audit, const statement *a, const statement *b) {
    witnesses all = witnesses_of(audit, a);
    for (const statement *w = next_witness(&all); a->source.size && w; w = next_witness(&all))
        if (w->told == TOLD_asserted && same_value(w, b) && later(audit, a, w) > 0 && audit_same_source(audit, a, w)) return true;
    return false;
}

/* "At least 9" and 11 may both be so; "at least 7" and 57, told at the same time, may not. */
static bool leaves_room(const statement *wide, const statement *narrow) {
    if (!audit_contains(wide, narrow)) return false;
    return wide->qualifier != QUALIFIER_at_least || narrow->low <= wide->low * 2;
}

/* "the army" may be anybody's. */
static bool has_name(str source) {
    for (size_t i = 0; i < source.size; i++)
        if (ascii_upper(source.data[i]) || (unsigned char)source.data[i] >= 0x80) return true;
    return false;
}

static bool is_of_side(const muster_audit *audit, const statement *s, const statement *of) {
    return audit_shares_word(audit, s->source, of->side) || (s->source_state && s->source_state == of->side_state);
}

/* One source is of the side whose losses are counted, the other is not. */
static bool are_enemies(const muster_audit *audit, const statement *a, const statement *b) {
    const statement *sided = a->side.size ? a : b;
    if (!sided->side.size || !a->source.size || !b->source.size) return false;
    bool ours = is_of_side(audit, a, sided);
    return ours != is_of_side(audit, b, sided) && has_name(ours ? b->source : a->source);
}

static const char *label_later(const muster_audit *audit, const statement *a, const statement *b, const char **why) {
    if (is_vague(a) && !is_vague(b) && audit_contains(a, b)) return *why = "a count in place of a vague number", "refines";
    if (a->qualifier == QUALIFIER_vague && audit_contains(a, b)) return *why = "a narrower number in place of a vague one", "refines";
    if (audit_contains(b, a)) return *why = "the later number leaves room for the earlier one", "agrees";
    bool two_sources = a->source.size && b->source.size, disputed = two_sources && !audit_same_source(audit, a, b);
    bool both_missing = a->measure == MEASURE_missing && b->measure == MEASURE_missing;
    bool raised = least(b) > least(a) || (is_exact(b) && a->has_low && b->low > a->low);
    if (has_come_round(audit, a, b)) return *why = "the source itself has come to the later number", "updates";
    if (raised) {
        if (both_missing && disputed) return *why = "more are missing by another source", "conflicts";
        if (are_enemies(audit, a, b)) return *why = "one counts its own, the other its enemy's", "conflicts";
        if (told_before(audit, a, b)) return *why = "both numbers were told at the same time", "conflicts";
        if (is_still_told(audit, a, b)) return *why = "the lower number is still told by another source", "conflicts";
        if (is_outbid(audit, a, b)) return *why = "another source tells a much lower number beside it", "conflicts";
        return *why = "later, and higher", "updates";
    }
    if (both_missing || (!disputed && (a->measure == MEASURE_missing || b->measure == MEASURE_missing)))
        return *why = "later: some of the missing are accounted for", "updates";
    if (audit_contains(a, b)) return *why = "the later number lies within the earlier one", "agrees";
    if (audit_same_source(audit, a, b) && a->source.size) return *why = "the source corrects itself", "updates";
    if (is_replaced(audit, a, b)) return *why = "the earlier number is corrected", "updates";
    if (b->scope == SCOPE_standing && b->unit == UNIT_people) return *why = "later: fewer are left", "updates";
    if (b->measure == MEASURE_wounded && !disputed && !is_still_told(audit, a, b))
        return *why = "later: some of the wounded have died or gone home", "updates";
    return *why = "later, but lower, and from another source", "conflicts";
}

const char *audit_label(const muster_audit *audit, const statement *a, const statement *b, const char **why) {
    bool rejected = a->told == TOLD_rejected, other = b->told == TOLD_rejected;
    if (rejected && other) return *why = "both reject it", "agrees";
    if (rejected || other) return *why = "one says that the number is false", "denies";
    if (is_zero(a) != is_zero(b)) return *why = "one says that there was none", "denies";
    if (same_value(a, b)) return *why = "the same number", "agrees";
    int order = was_told_before(a, b) ? 1 : was_told_before(b, a) ? -1 : later(audit, a, b);
    if (order > 0) return label_later(audit, a, b, why);
    if (order < 0) return label_later(audit, b, a, why);
    if (a->qualifier == QUALIFIER_vague && !is_vague(b) && audit_contains(a, b))
        return *why = "a count in place of a vague number", "refines";
    if (audit_same_source(audit, a, b) && a->source.size) return *why = "the same source, at different hours", "updates";
    if (leaves_room(a, b) || leaves_room(b, a)) return *why = "one lies within the bounds of the other", "agrees";
    bool dated = audit->reports.at[a->report].day.from != NO_DAY && audit->reports.at[b->report].day.from != NO_DAY;
    return *why = dated || a->report == b->report ? "told at the same time, and they cannot both be true"
                                                  : "they cannot both be true; which is later is not known",
           "conflicts";
}
