/* report_audit.c: what the audit brings together, for the page and the map: groups of claims about the same thing with the pairs that
 * differ or agree, and the documents that repeat one another. Documents are known by their position in the report; claims of others are
 * left out. */
#include <stdlib.h>

#include "report/report.h"

enum { MOST_CLAIMS = 300, MOST_COMPARED = 40, MOST_PAIRS = MOST_COMPARED * (MOST_COMPARED - 1) / 2, MOST_REASONS = 64, ABSENT = -1 };

/* The label of a pair, and why; constants of the audit. */
typedef struct reason {
    const char *label, *why;
} reason;

struct gathering {
    muster_audit *audit;
    int32_t *positions;                  /* of the audit's documents in the report; ABSENT: not in it */
    uint32_t members[MOST_CLAIMS];       /* of the group at hand */
    size_t member_count, total;          /* total: more than are kept, perhaps */
    muster_audit_pair pairs[MOST_PAIRS]; /* first and second are indices of members */
    size_t pair_count;
    reason reasons[MOST_REASONS]; /* those met so far: the page names them by number */
    size_t reason_count;
};

static int find_positions(const report *r, gathering *g) {
    sqlite3_stmt *s;
    int code = sqlite3_prepare_v2(r->db, "SELECT position FROM temp.report_document WHERE id = ?", -1, &s, NULL);
    for (size_t i = 0; i < muster_audit_document_count(g->audit) && code == SQLITE_OK; i++) {
        muster_audit_document document;
        muster_audit_document_at(g->audit, i, &document);
        sqlite3_bind_int64(s, 1, document.id);
        code = sqlite3_step(s);
        g->positions[i] = code == SQLITE_ROW ? sqlite3_column_int(s, 0) : ABSENT;
        code = code == SQLITE_ROW || code == SQLITE_DONE ? sqlite3_reset(s) : code;
    }
    sqlite3_finalize(s);
    return code;
}

int report_gather(const report *r, gathering **out) {
    gathering *g = *out = calloc(1, sizeof *g);
    if (!g) return SQLITE_NOMEM;
    g->audit = r->audit;
    g->positions = calloc(muster_audit_document_count(r->audit) + 1, sizeof *g->positions);
    return g->positions ? find_positions(r, g) : SQLITE_NOMEM;
}

void report_gather_end(gathering *g) {
    if (!g) return;
    free(g->positions);
    free(g);
}

static int32_t position_of(const gathering *g, uint32_t claim) {
    muster_audit_claim c;
    muster_audit_claim_at(g->audit, claim, &c);
    return g->positions[c.document];
}

static void gather_group(gathering *g, size_t group) {
    g->member_count = g->total = g->pair_count = 0;
    for (uint32_t claim = muster_audit_group_first(g->audit, group); claim != MUSTER_NONE;
         claim = muster_audit_group_next(g->audit, claim)) {
        if (position_of(g, claim) == ABSENT) continue;
        if (g->member_count < MOST_CLAIMS) g->members[g->member_count++] = claim;
        g->total++;
    }
}

static void compare_members(gathering *g) {
    size_t compared = g->member_count < MOST_COMPARED ? g->member_count : MOST_COMPARED;
    for (size_t i = 0; i < compared; i++)
        for (size_t k = i + 1; k < compared; k++) {
            muster_audit_pair *pair = &g->pairs[g->pair_count];
            if (!muster_audit_compare(g->audit, g->members[i], g->members[k], pair)) continue;
            pair->first = (uint32_t)i;
            pair->second = (uint32_t)k;
            g->pair_count++;
        }
}

static void put_text(out *o, muster_text text) {
    OUT(o, ",");
    out_json_filled(o, text);
}

/* --- The page --- */

static void put_claim(const gathering *g, uint32_t index, out *o) {
    muster_audit_claim c;
    muster_audit_claim_at(g->audit, index, &c);
    OUT(o, "[");
    out_uint(o, (uint64_t)g->positions[c.document]);
    OUT(o, ",");
    out_uint(o, c.start);
    OUT(o, ",");
    out_uint(o, c.end);
    OUT(o, ",");
    out_number_or_null(o, c.has_low, c.low);
    OUT(o, ",");
    out_number_or_null(o, c.has_high, c.high);
    const char *words[] = {c.qualifier, c.unit, c.measure, c.scope, c.told};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) put_text(o, str_from(words[i]));
    const muster_text texts[] = {c.counted, c.side, c.place, c.date, c.source};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) put_text(o, texts[i]);
    OUT(o, "]");
}

/* The number of a pair's reason; the last one stands for all that are too many. */
static size_t number_of(gathering *g, const muster_audit_pair *pair) {
    size_t i = 0;
    while (i < g->reason_count && (strcmp(g->reasons[i].label, pair->label) != 0 || strcmp(g->reasons[i].why, pair->why) != 0)) i++;
    if (i == MOST_REASONS) return i - 1;
    if (i == g->reason_count) g->reasons[g->reason_count++] = (reason){pair->label, pair->why};
    return i;
}

/* [claims, pairs, how many claims there are]; of each pair three numbers: claim, claim, reason. */
static void put_group(gathering *g, out *o) {
    OUT(o, "[[");
    for (size_t i = 0; i < g->member_count; i++) {
        if (i) OUT(o, ",");
        put_claim(g, g->members[i], o);
    }
    OUT(o, "],[");
    for (size_t i = 0; i < g->pair_count; i++) {
        const muster_audit_pair *pair = &g->pairs[i];
        if (i) OUT(o, ",");
        out_uint(o, pair->first);
        OUT(o, ",");
        out_uint(o, pair->second);
        OUT(o, ",");
        out_uint(o, number_of(g, pair));
    }
    OUT(o, "],");
    out_uint(o, g->total);
    OUT(o, "]");
}

void report_put_groups(gathering *g, out *o) {
    bool first = true;
    OUT(o, "{\"groups\":[");
    for (size_t group = 1; group <= muster_audit_group_count(g->audit) && !o->stopped; group++) {
        gather_group(g, group);
        if (g->member_count < 2) continue;
        compare_members(g);
        if (!g->pair_count) continue;
        out_literal(o, first ? "" : ",\n");
        first = false;
        put_group(g, o);
    }
    OUT(o, "],\"reasons\":[");
    for (size_t i = 0; i < g->reason_count; i++) {
        out_literal(o, i ? ",[" : "[");
        out_json(o, str_from(g->reasons[i].label));
        put_text(o, str_from(g->reasons[i].why));
        OUT(o, "]");
    }
    OUT(o, "]}");
}

/* How much of each kind the copy changed: figures raised, lowered, dropped, added; quotes dropped, added, reworded. */
enum { RAISED, LOWERED, DROPPED, ADDED, QUOTES_DROPPED, QUOTES_ADDED, REWORDED, CHANGE_KINDS };

static int count_edit(const muster_audit_edit *edit, void *payload) {
    static const char *const figures[] = {"raised", "lowered", "dropped", "added"}, *const quotes[] = {"dropped", "added", "reworded"};
    uint32_t *counts = payload;
    for (int i = 0; i < (edit->is_quote ? 3 : 4); i++)
        if (strcmp(edit->change, edit->is_quote ? quotes[i] : figures[i]) == 0) counts[i + (edit->is_quote ? QUOTES_DROPPED : RAISED)]++;
    return 0;
}

static void put_changes(const gathering *g, uint32_t origin, uint32_t copy, out *o) {
    uint32_t counts[CHANGE_KINDS] = {0};
    if (muster_audit_versions(g->audit, origin, copy, count_edit, counts, NULL) != MUSTER_OK) return;
    for (size_t i = 0; i < CHANGE_KINDS; i++) {
        OUT(o, ",");
        out_uint(o, counts[i]);
    }
}

void report_put_copies(const gathering *g, out *o) {
    bool first = true;
    OUT(o, "[");
    for (uint32_t i = 0; i < muster_audit_document_count(g->audit); i++) {
        muster_audit_document document;
        muster_audit_document_at(g->audit, i, &document);
        if (document.origin == i || g->positions[i] == ABSENT || g->positions[document.origin] == ABSENT) continue;
        out_literal(o, first ? "[" : ",\n[");
        first = false;
        out_uint(o, (uint64_t)g->positions[i]);
        OUT(o, ",");
        out_uint(o, (uint64_t)g->positions[document.origin]);
        OUT(o, ",");
        out_number(o, muster_audit_share(g->audit, i, document.origin));
        put_changes(g, document.origin, i, o);
        OUT(o, "]");
    }
    OUT(o, "]");
}

/* --- The map: a group as one event --- */

typedef struct event {
    muster_audit_claim at; /* the first claim that has a position */
    bool has_low, has_high;
    double low, high;
    size_t documents, origins;
} event;

/* The lowest and the highest that anybody tells: an open bound is no bound. */
static void widen(event *e, const muster_audit_claim *c) {
    double low = c->has_low ? c->low : c->high, high = c->has_high ? c->high : c->low;
    if (!c->has_low && !c->has_high) return;
    if (!e->has_low || low < e->low) e->low = low;
    if (!e->has_high || high > e->high) e->high = high;
    e->has_low = e->has_high = true;
}

/* Members stand in order of their documents, so that equal documents are neighbours; origins come first of their copies. */
static bool sum_up(const gathering *g, event *e) {
    uint32_t last = MUSTER_NONE;
    *e = (event){0};
    for (size_t i = 0; i < g->member_count; i++) {
        muster_audit_claim c;
        muster_audit_document document;
        muster_audit_claim_at(g->audit, g->members[i], &c);
        muster_audit_document_at(g->audit, c.document, &document);
        if (!e->at.has_position && c.has_position) e->at = c;
        widen(e, &c);
        if (c.document == last) continue;
        last = c.document;
        e->documents++;
        e->origins += document.origin == c.document;
    }
    return e->at.has_position && e->at.latitude >= -90 && e->at.latitude <= 90 && e->at.longitude >= -180 && e->at.longitude <= 180;
}

static void put_event(const event *e, size_t group, size_t claims, out *o) {
    OUT(o, "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[");
    out_number(o, e->at.longitude);
    OUT(o, ",");
    out_number(o, e->at.latitude);
    OUT(o, "]},\"properties\":{\"feature\":\"event\",\"group\":");
    out_uint(o, group);
    const struct {
        const char *name;
        muster_text text;
    } texts[] = {{"measure", str_from(e->at.measure)},
                 {"scope", str_from(e->at.scope)},
                 {"counted", e->at.counted},
                 {"side", e->at.side},
                 {"place", e->at.place},
                 {"region", e->at.region},
                 {"country", e->at.country},
                 {"date", e->at.date}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        report_key(texts[i].name, o);
        out_json_filled(o, texts[i].text);
    }
    OUT(o, ",\"low\":");
    out_number_or_null(o, e->has_low, e->low);
    OUT(o, ",\"high\":");
    out_number_or_null(o, e->has_high, e->high);
    OUT(o, ",\"claims\":");
    out_uint(o, claims);
    OUT(o, ",\"documents\":");
    out_uint(o, e->documents);
    OUT(o, ",\"origins\":");
    out_uint(o, e->origins ? e->origins : 1);
    OUT(o, "}}");
}

void report_put_events(gathering *g, bool *first, out *o) {
    for (size_t group = 1; group <= muster_audit_group_count(g->audit) && !o->stopped; group++) {
        event e;
        gather_group(g, group);
        if (!g->member_count || !sum_up(g, &e)) continue;
        out_literal(o, *first ? "\n" : ",\n");
        *first = false;
        put_event(&e, group, g->total, o);
    }
}
