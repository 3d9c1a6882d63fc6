/* audit.c: the audit as muster.h shows it: the database is read, copies are found, claims are grouped; pairs are labelled when asked for.
 */
#include <stdlib.h>

#include "audit/audit_parts.h"
#include "base/error.h"

static void set_defaults(muster_audit_options *o) {
    if (o->same <= 0) o->same = 0.15;
    if (o->copy <= 0) o->copy = 0.5;
    if (o->window <= 0) o->window = 7;
    if (o->total_gap <= 0) o->total_gap = 60;
    if (o->min_sources <= 0) o->min_sources = 2;
}

/* A reprint tells what its origin tells, on the day of its origin. */
static void date_tellings(muster_audit *audit) {
    enum { REACH = 32 };
    for (uint32_t i = 0; i < audit->claims.count; i++) {
        statement *s = &audit->claims.at[i];
        const report *r = &audit->reports.at[s->report], *origin = &audit->reports.at[r->cluster];
        s->told_on = r->day;
        if (r == origin) continue;
        uint32_t place = i - r->first_claim, first = place > REACH ? place - REACH : 0;
        for (uint32_t k = first; k < origin->claim_count && k < place + REACH; k++) {
            const statement *before = &audit->claims.at[origin->first_claim + k];
            if (before->measure == s->measure && before->told == s->told && audit_same_number(before, s)) s->told_on = origin->day;
        }
    }
}

/* Of each account and measure the first number, and where it is told again. */
static void find_main(muster_audit *audit) {
    for (uint32_t i = 0; i < audit->claims.count;) {
        uint32_t first[MEASURE_COUNT], narrative_index = audit->claims.at[i].narrative;
        memset(first, 0xFF, sizeof first);
        for (; i < audit->claims.count && audit->claims.at[i].narrative == narrative_index; i++) {
            statement *s = &audit->claims.at[i];
            if (s->scope != SCOPE_event || s->told != TOLD_asserted || s->qualifier == QUALIFIER_implied) continue;
            if (first[s->measure] == NONE) first[s->measure] = i;
            s->main = audit_same_bounds(s, &audit->claims.at[first[s->measure]]);
        }
    }
}

/* "The union counts 71, the governor gives 38", "says it killed nine rebels; villagers saw three bodies": a number that does not say what
 * it counts, or only that they are dead, is told of what was told before it. */
static void find_followed(muster_audit *audit) {
    enum { REACH = 12 };
    for (uint32_t i = 0; i < audit->claims.count; i++) {
        statement *s = &audit->claims.at[i];
        s->follows = NONE;
        if ((s->counted.size && !str_equal(s->kind, GROUP_toll)) || s->qualifier == QUALIFIER_implied) continue;
        for (uint32_t k = i; k-- > 0 && i - k <= REACH && audit->claims.at[k].report == s->report && s->follows == NONE;)
            if (audit->claims.at[k].measure == s->measure && audit->claims.at[k].unit == s->unit) s->follows = k;
    }
}

typedef struct opening {
    muster_store *store;
    const audit_knowledge *known;
    const muster_audit_options *options;
    muster_audit *made;
} opening;

static void run(arena *memory, void *payload) {
    opening *o = payload;
    muster_audit *audit = o->made = ARENA_NEW(memory, muster_audit);
    audit->memory = memory;
    audit->store = o->store;
    audit->known = o->known;
    audit->options = *o->options;
    set_defaults(&audit->options);
    audit_load(audit);
    audit_copies(audit);
    audit_weigh(audit);
    audit_resolve(audit);
    find_main(audit);
    find_followed(audit);
    date_tellings(audit);
    audit_group(audit);
    audit_findings(audit);
}

muster_status audit_open(muster_audit **out, muster_store *store, const audit_knowledge *known, const muster_audit_options *options,
                         muster_error *error) {
    *out = NULL;
    muster_audit_options standard = MUSTER_AUDIT_OPTIONS_INIT;
    if (!options) options = &standard;
    if (options->size != sizeof *options) return error_set(error, MUSTER_USAGE, "options of another version of the library");
    muster_status status = error_unless_word(error, "measure", options->measure, measure_words);
    if (status != MUSTER_OK) return status;
    arena *memory = arena_new();
    if (!memory) return error_nomem(error);
    opening o = {store, known, options, NULL};
    status = arena_guard(memory, run, &o, error);
    if (status == MUSTER_OK)
        *out = o.made;
    else
        arena_free(memory);
    return status;
}

void muster_audit_close(muster_audit *audit) {
    if (audit) arena_free(audit->memory);
}

size_t muster_audit_document_count(const muster_audit *audit) {
    return audit->reports.count;
}
size_t muster_audit_claim_count(const muster_audit *audit) {
    return audit->claims.count;
}
size_t muster_audit_group_count(const muster_audit *audit) {
    return audit->group_first.count;
}

void muster_audit_document_at(const muster_audit *audit, size_t index, muster_audit_document *out) {
    const report *r = &audit->reports.at[index];
    *out = (muster_audit_document){r->id, r->doc, r->path, r->title, r->outlet, r->date, r->cluster};
}

void muster_audit_claim_at(const muster_audit *audit, size_t index, muster_audit_claim *out) {
    const statement *s = &audit->claims.at[index];
    *out = (muster_audit_claim){.id = s->id,
                                .document = s->report,
                                .group = s->group,
                                .start = s->start,
                                .end = s->end,
                                .has_low = s->has_low,
                                .has_high = s->has_high,
                                .low = s->low,
                                .high = s->high,
                                .qualifier = qualifier_name(s->qualifier),
                                .unit = unit_name(s->unit),
                                .measure = measure_name(s->measure),
                                .scope = scope_name(s->scope),
                                .told = told_name(s->told),
                                .counted = s->counted,
                                .kind = s->kind,
                                .side = s->side,
                                .place = s->place,
                                .region = s->region,
                                .country = s->country,
                                .date = s->date,
                                .source = s->source,
                                .has_position = s->has_position,
                                .latitude = s->latitude,
                                .longitude = s->longitude};
}

uint32_t muster_audit_group_first(const muster_audit *audit, size_t group) {
    return group && group <= audit->group_first.count ? audit->group_first.at[group - 1] : MUSTER_NONE;
}

uint32_t muster_audit_group_next(const muster_audit *audit, uint32_t claim) {
    return claim < audit->claims.count ? audit->next_in_group[claim] : MUSTER_NONE;
}

int muster_audit_compare(const muster_audit *audit, uint32_t first, uint32_t second, muster_audit_pair *out) {
    if (first > second) {
        uint32_t other = first;
        first = second;
        second = other;
    }
    const statement *a = &audit->claims.at[first], *b = &audit->claims.at[second];
    *out = (muster_audit_pair){first, second, NULL, NULL};
    if (first == second || !audit_pairs_up(audit, a, b)) return 0;
    out->label = audit_label(audit, a, b, &out->why);
    return 1;
}

void muster_audit_explain(const muster_audit *audit, uint32_t first, uint32_t second, muster_audit_reason *out) {
    likeness l = audit_compare(audit, &audit->claims.at[first], &audit->claims.at[second]);
    *out = (muster_audit_reason){l.against, l.score, l.account, l.place, l.day, l.thing, l.words, l.value, l.main, audit->options.same};
}

double muster_audit_share(const muster_audit *audit, uint32_t first, uint32_t second) {
    return audit_share(&audit->reports.at[first], &audit->reports.at[second]);
}
