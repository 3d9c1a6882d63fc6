/* audit_findings.c: what of an audit should be looked at. Of each group the different positions are taken (who tells which number; repeats
 * and copies are one), and the two that stand most against each other are a dispute; a thing that too few independent sources tell is a
 * finding, too. Ranked by what is counted, how much, and how far apart the numbers are. */
#include <math.h>
#include <stdlib.h>

#include "audit/audit_parts.h"
#include "base/error.h"

enum { MOST_POSITIONS = 48 }; /* of a group; more voices than these are not needed to see a dispute */

/* What a group tells: claims that stand for its positions and for its sources, and the clusters of copies that it comes from. */
typedef struct survey {
    muster_audit *audit;
    uint32_t positions[MOST_POSITIONS], origins[MOST_POSITIONS], sources[MOST_POSITIONS];
    uint32_t count, origin_count, source_count;
} survey;

typedef struct ranked {
    muster_audit_finding finding;
    double weight;
} ranked;

/* --- filters --- */

static bool date_within(const muster_audit *audit, const statement *s) {
    const muster_audit_options *o = &audit->options;
    str date = audit->reports.at[s->report].date;
    str from = str_from(o->from), to = str_from(o->to);
    size_t a = from.size < date.size ? from.size : date.size, b = to.size < date.size ? to.size : date.size;
    if (from.size && (!date.size || memcmp(date.data, from.data, a) < 0)) return false;
    return !to.size || (date.size && memcmp(date.data, to.data, b) <= 0);
}

static bool is_about(muster_audit *audit, uint32_t index) {
    const statement *s = &audit->claims.at[index];
    str words = str_from(audit->options.about);
    return store_has_words(s->counted, words) || store_has_words(s->source, words) || store_has_words(s->place, words) ||
           store_has_words(muster_audit_sentence(audit, index), words);
}

static bool passes(muster_audit *audit, uint32_t index) {
    const muster_audit_options *o = &audit->options;
    const statement *s = &audit->claims.at[index];
    if (o->measure && *o->measure && !str_is(str_from(measure_name(s->measure)), o->measure)) return false;
    if (o->place && *o->place && !store_has_words(s->place, str_from(o->place)) && !store_has_words(s->region, str_from(o->place)))
        return false;
    if (!date_within(audit, s)) return false;
    return !o->about || !*o->about || is_about(audit, index);
}

static void filter(muster_audit *audit) {
    const muster_audit_options *o = &audit->options;
    bool all = !(o->about && *o->about) && !(o->measure && *o->measure) && !(o->place && *o->place) && !o->from && !o->to;
    audit->shown = ARENA_ARRAY(audit->memory, bool, audit->group_first.count + 1);
    for (uint32_t g = 0; g < audit->group_first.count; g++) {
        audit->shown[g] = all;
        for (uint32_t i = audit->group_first.at[g]; i != NONE && !audit->shown[g]; i = audit->next_in_group[i])
            audit->shown[g] = passes(audit, i);
    }
}

int muster_audit_shown(const muster_audit *audit, size_t group) {
    return group && group <= audit->group_first.count && audit->shown[group - 1];
}

/* --- positions --- */

static bool same_position(const muster_audit *audit, const statement *a, const statement *b) {
    if (a->told != b->told || !audit_same_bounds(a, b)) return false;
    if (audit->reports.at[a->report].cluster == audit->reports.at[b->report].cluster) return true;
    return a->source.size && b->source.size && audit_same_source(audit, a, b);
}

/* Who is named stands for a heading that tells the same. */
static void note_position(survey *s, uint32_t index) {
    const statement *all = s->audit->claims.at, *c = &all[index];
    uint32_t k = 0;
    while (k < s->count && !same_position(s->audit, &all[s->positions[k]], c)) k++;
    if (k == s->count) {
        if (s->count < MOST_POSITIONS) s->positions[s->count++] = index;
        return;
    }
    const statement *known = &all[s->positions[k]];
    if ((known->lent || !known->source.size) && c->source.size && !c->lent) s->positions[k] = index;
}

static void note_origin(survey *s, uint32_t index) {
    uint32_t cluster = s->audit->reports.at[s->audit->claims.at[index].report].cluster;
    for (uint32_t k = 0; k < s->origin_count; k++)
        if (s->origins[k] == cluster) return;
    if (s->origin_count < MOST_POSITIONS) s->origins[s->origin_count++] = cluster;
}

/* Who is named, or the outlet, without copies. */
static bool same_voice(const muster_audit *audit, const statement *a, const statement *b) {
    if (a->source.size && b->source.size) return audit_same_source(audit, a, b);
    bool unnamed = !a->source.size && !b->source.size;
    return unnamed && audit->reports.at[a->report].cluster == audit->reports.at[b->report].cluster;
}

static void note_source(survey *s, uint32_t index) {
    const statement *all = s->audit->claims.at;
    for (uint32_t k = 0; k < s->source_count; k++)
        if (same_voice(s->audit, &all[index], &all[s->sources[k]])) return;
    if (s->source_count < MOST_POSITIONS) s->sources[s->source_count++] = index;
}

static void survey_group(survey *s, uint32_t group, muster_audit_finding *f) {
    const muster_audit *audit = s->audit;
    uint32_t last_report = NONE;
    for (uint32_t i = audit->group_first.at[group]; i != NONE; i = audit->next_in_group[i]) {
        const statement *c = &audit->claims.at[i];
        str date = audit->reports.at[c->report].date;
        f->claims++;
        f->documents += c->report != last_report;
        last_report = c->report;
        if (!f->first_seen.size) f->first_seen = date;
        if (date.size) f->last_seen = date;
        note_position(s, i);
        if (c->told != TOLD_asserted) continue;
        note_origin(s, i);
        note_source(s, i);
    }
    f->origins = s->origin_count;
    f->sources = s->source_count;
}

static void take_bounds(const survey *s, muster_audit_finding *f) {
    bool first = true, bounded = false;
    for (uint32_t k = 0; k < s->count; k++) {
        const statement *c = &s->audit->claims.at[s->positions[k]];
        if (c->told != TOLD_asserted) continue;
        double high = c->has_high ? c->high : c->low;
        if (c->has_low && (!bounded || c->low < f->low)) f->low = c->low;
        bounded |= c->has_low;
        if (first || high > f->high) f->high = high;
        f->has_high = (first || f->has_high) && c->has_high;
        first = false;
    }
    f->has_low = bounded;
}

/* --- how much it matters --- */

static double weight_of_measure(measure m) {
    switch (m) {
    case MEASURE_killed: return 4;
    case MEASURE_wounded:
    case MEASURE_casualties:
    case MEASURE_captured:
    case MEASURE_missing: return 3;
    case MEASURE_displaced:
    case MEASURE_detained:
    case MEASURE_destroyed:
    case MEASURE_deployed:
    case MEASURE_launched: return 2;
    default: return 1;
    }
}

/* How far two numbers are apart: 1 for twice as much. */
static double apart(const statement *a, const statement *b) {
    double x = audit_value(a) + 1, y = audit_value(b) + 1;
    return x > 0 && y > 0 ? fabs(log2(x / y)) : 1;
}

static bool find_dispute(const survey *s, ranked *out) {
    const muster_audit *audit = s->audit;
    bool found = false;
    for (uint32_t i = 0; i < s->count; i++)
        for (uint32_t k = i + 1; k < s->count; k++) {
            const statement *a = &audit->claims.at[s->positions[i]], *b = &audit->claims.at[s->positions[k]];
            if (!audit_pairs_up(audit, a, b)) continue;
            const char *why, *label = audit_label(audit, a, b, &why);
            if (strcmp(label, "conflicts") != 0 && strcmp(label, "denies") != 0) continue;
            bool denied = strcmp(label, "denies") == 0;
            if (!denied && (a->qualifier == QUALIFIER_implied || b->qualifier == QUALIFIER_implied)) continue; /* "the mayor" is no count */
            double weight = denied ? 3 - (audit_value(a) == audit_value(b) ? 0 : 0.5) : apart(a, b);
            weight += (a->source.size ? 0.1 : 0) + (b->source.size ? 0.1 : 0); /* named sources say more than a heading */
            if ((found && weight <= out->weight) || !audit_alike(audit, a, b)) continue;
            found = true;
            out->weight = weight;
            out->finding.first = s->positions[i];
            out->finding.second = s->positions[k];
            out->finding.label = label;
            out->finding.why = why;
        }
    return found;
}

static void survey_all(muster_audit *audit, ranked *all, uint32_t *count) {
    for (uint32_t g = 0; g < audit->group_first.count; g++) {
        survey s = {.audit = audit};
        ranked r = {.finding = {.group = g + 1}};
        muster_audit_finding *f = &r.finding;
        if (!audit->shown[g]) continue;
        survey_group(&s, g, f);
        take_bounds(&s, f);
        const statement *head = &audit->claims.at[audit->group_first.at[g]];
        uint32_t independent = f->origins < f->sources ? f->origins : f->sources;
        double matters = weight_of_measure(head->measure);
        if (find_dispute(&s, &r)) {
            f->kind = "disputed";
            r.weight = 1000 + matters * (1 + r.weight) * log2(1 + f->documents);
        } else if (independent && independent < (uint32_t)audit->options.min_sources && head->unit != UNIT_distance) {
            f->kind = "single";
            f->first = f->second = audit->group_first.at[g];
            r.weight = matters * log2(2 + audit_value(head)) / (head->qualifier == QUALIFIER_implied ? 4 : 1);
        } else {
            continue;
        }
        all[(*count)++] = r;
    }
}

static int by_weight(const void *left, const void *right) {
    const ranked *a = left, *b = right;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return (a->finding.group > b->finding.group) - (a->finding.group < b->finding.group);
}

void audit_findings(muster_audit *audit) {
    audit->sentence = audit_prepare(audit, "SELECT sentence FROM claims WHERE id = ?");
    filter(audit);
    uint32_t count = 0;
    ranked *all = ARENA_ARRAY(audit->memory, ranked, audit->group_first.count + 1);
    survey_all(audit, all, &count);
    if (count) qsort(all, count, sizeof *all, by_weight);
    for (uint32_t i = 0; i < count; i++) VEC_PUSH(audit->memory, &audit->findings, all[i].finding);
}

size_t muster_audit_finding_count(const muster_audit *audit) {
    return audit->findings.count;
}

void muster_audit_finding_at(const muster_audit *audit, size_t index, muster_audit_finding *out) {
    *out = audit->findings.at[index];
}

muster_text muster_audit_sentence(muster_audit *audit, uint32_t claim) {
    sqlite3_reset(audit->sentence);
    sqlite3_bind_int64(audit->sentence, 1, audit->claims.at[claim].id);
    if (sqlite3_step(audit->sentence) != SQLITE_ROW) return STR_NONE;
    const char *data = (const char *)sqlite3_column_text(audit->sentence, 0);
    return (str){data, data ? (size_t)sqlite3_column_bytes(audit->sentence, 0) : 0};
}
