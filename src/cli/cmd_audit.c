/* cmd_audit.c: `muster audit`: claims about the same thing side by side. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli_audit.h"

/* With how many of those behind it a claim is compared, and a copy with those before it: more voices than these say nothing new. */
enum { MOST_PAIRS = 500, MOST_COPIES = 64 };

static json_t *json_text(muster_text text) {
    return text.size ? json_stringn_nocheck(text.data, text.size) : json_null();
}

static json_t *json_bound(int has, double value) {
    if (!has) return json_null();
    return fabs(value) < 1e15 && value == floor(value) ? json_integer((long long)value) : json_real(value);
}

static void print_object(json_t *row) {
    json_dumpf(row, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
    putchar('\n');
    json_decref(row);
}

static void print_claim(const muster_audit *audit, uint32_t index) {
    muster_audit_claim c;
    muster_audit_document d;
    muster_audit_claim_at(audit, index, &c);
    muster_audit_document_at(audit, c.document, &d);
    json_t *row = json_object();
    json_object_set_new(row, "claim", json_integer((long long)index + 1));
    json_object_set_new(row, "doc", json_text(d.doc));
    json_object_set_new(row, "start", json_integer(c.start));
    json_object_set_new(row, "end", json_integer(c.end));
    json_object_set_new(row, "group", json_integer(c.group));
    json_object_set_new(row, "measure", json_string(c.measure));
    json_object_set_new(row, "low", json_bound(c.has_low, c.low));
    json_object_set_new(row, "high", json_bound(c.has_high, c.high));
    json_object_set_new(row, "qualifier", c.qualifier ? json_string(c.qualifier) : json_null());
    json_object_set_new(row, "of", json_text(c.counted));
    json_object_set_new(row, "kind", json_text(c.kind));
    json_object_set_new(row, "side", json_text(c.side));
    json_object_set_new(row, "scope", json_string(c.scope));
    json_object_set_new(row, "told", json_string(c.told));
    json_object_set_new(row, "place", json_text(c.place));
    json_object_set_new(row, "country", json_text(c.country));
    json_object_set_new(row, "date", json_text(c.date));
    json_object_set_new(row, "source", json_text(c.source));
    json_object_set_new(row, "via", json_text(d.outlet));
    print_object(row);
}

static void print_pair(const muster_audit_pair *pair) {
    json_t *row = json_object(), *two = json_array();
    json_array_append_new(two, json_integer((long long)pair->first + 1));
    json_array_append_new(two, json_integer((long long)pair->second + 1));
    json_object_set_new(row, "pair", two);
    json_object_set_new(row, "label", json_string(pair->label));
    json_object_set_new(row, "why", json_string(pair->why));
    print_object(row);
}

static void print_pairs(const muster_audit *audit) {
    for (size_t group = 1; group <= muster_audit_group_count(audit); group++) {
        if (!muster_audit_shown(audit, group)) continue;
        for (uint32_t i = muster_audit_group_first(audit, group); i != MUSTER_NONE; i = muster_audit_group_next(audit, i))
            for (uint32_t k = muster_audit_group_next(audit, i), n = 0; k != MUSTER_NONE && n < MOST_PAIRS;
                 k = muster_audit_group_next(audit, k), n++) {
                muster_audit_pair pair;
                if (muster_audit_compare(audit, i, k, &pair)) print_pair(&pair);
            }
    }
}

typedef struct editing {
    const muster_audit *audit;
    json_t *edits;
} editing;

/* A claim by its number, as the lines above have it, and the number that it gives. */
static json_t *json_number_of(const muster_audit *audit, uint32_t index) {
    if (index == MUSTER_NONE) return json_null();
    muster_audit_claim c;
    muster_audit_claim_at(audit, index, &c);
    json_t *out = json_object();
    json_object_set_new(out, "claim", json_integer((long long)index + 1));
    json_object_set_new(out, "low", json_bound(c.has_low, c.low));
    json_object_set_new(out, "high", json_bound(c.has_high, c.high));
    return out;
}

static int take_edit(const muster_audit_edit *edit, void *payload) {
    const editing *e = payload;
    json_t *row = json_object();
    json_object_set_new(row, "change", json_string(edit->change));
    json_object_set_new(row, "kind", json_string(edit->is_quote ? "quote" : "figure"));
    if (edit->is_quote) json_object_set_new(row, "speaker", json_text(edit->speaker));
    json_object_set_new(row, "before", edit->is_quote ? json_text(edit->said_before) : json_number_of(e->audit, edit->before));
    json_object_set_new(row, "after", edit->is_quote ? json_text(edit->said_after) : json_number_of(e->audit, edit->after));
    json_array_append_new(e->edits, row);
    return 0;
}

/* With an origin, what the copy changed. */
static void print_copy(muster_audit *audit, uint32_t first, uint32_t second, bool origin) {
    muster_audit_document a, b;
    muster_audit_document_at(audit, first, &a);
    muster_audit_document_at(audit, second, &b);
    json_t *row = json_object(), *two = json_array();
    json_array_append_new(two, json_text(a.doc));
    json_array_append_new(two, json_text(b.doc));
    json_object_set_new(row, "copies", two);
    json_object_set_new(row, "share", json_real(muster_audit_share(audit, first, second)));
    editing e = {audit, json_array()};
    if (origin && muster_audit_versions(audit, first, second, take_edit, &e, NULL) == MUSTER_OK) json_object_set(row, "changes", e.edits);
    json_decref(e.edits);
    print_object(row);
}

/* Each copy with its origin, and with the other copies of it before it. */
static void print_copies(muster_audit *audit, double least) {
    for (uint32_t i = 0; i < muster_audit_document_count(audit); i++) {
        muster_audit_document d, other;
        muster_audit_document_at(audit, i, &d);
        if (d.origin == i) continue;
        print_copy(audit, d.origin, i, true);
        for (uint32_t k = d.origin + 1, n = 0; k < i && n < MOST_COPIES; k++) {
            muster_audit_document_at(audit, k, &other);
            if (other.origin != d.origin) continue;
            n++;
            if (muster_audit_share(audit, k, i) >= least) print_copy(audit, k, i, false);
        }
    }
}

/* "17:21" -> what speaks for and against their being about one thing. */
static int explain(muster_audit *audit, const char *numbers) {
    char *end;
    long long first = strtoll(numbers, &end, 10), second = *end == ':' ? strtoll(end + 1, &end, 10) : 0;
    long long count = (long long)muster_audit_claim_count(audit);
    if (*end || first < 1 || second < 1 || first > count || second > count) {
        say("muster audit: --why \"%s\" is not two of the %lld claims; write it as 17:21", numbers, count);
        return EXIT_USAGE;
    }
    audit_print_why(audit, (uint32_t)first - 1, (uint32_t)second - 1);
    return EXIT_OK;
}

static void print_json(muster_audit *audit, double least) {
    for (uint32_t i = 0; i < muster_audit_claim_count(audit); i++) {
        muster_audit_claim c;
        muster_audit_claim_at(audit, i, &c);
        if (muster_audit_shown(audit, c.group)) print_claim(audit, i);
    }
    print_pairs(audit);
    print_copies(audit, least);
}

/* EXIT_SOME_FAILED where there are findings, so that scripts can tell. */
static int show(muster_audit *audit, const options *given) {
    if (given->why) return explain(audit, given->why);
    if (given->quiet)
        ; /* the exit status says it */
    else if (given->rows_given && given->rows == ROWS_JSON)
        print_json(audit, given->copy ? strtod(given->copy, NULL) : 0.5);
    else if (given->rows_given && given->rows == ROWS_CSV)
        audit_print_csv(audit, given);
    else
        audit_print_findings(audit, given);
    return muster_audit_finding_count(audit) ? EXIT_SOME_FAILED : EXIT_OK;
}

static bool check_policy(const char *policy) {
    static const char *const known[] = {"lowest", "highest", "latest"};
    if (!policy) return true;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(policy, known[i]) == 0) return true;
    say("muster audit: --policy \"%s\" is none of lowest, highest, latest", policy);
    return false;
}

/* A threshold that the user gives; 0 where there is none, -1 after a message. */
static double threshold(const char *text, const char *option, double most) {
    char *end;
    if (!text) return 0;
    double value = strtod(text, &end);
    if (*text && !*end && value > 0 && value <= most) return value;
    say("muster audit: --%s \"%s\" is no number above 0, up to %g", option, text, most);
    return -1;
}

/* False after a message. */
static bool take_options(const options *given, muster_audit_options *with) {
    with->same = threshold(given->same, "same", 10);
    with->copy = threshold(given->copy, "copy", 1);
    double window = threshold(given->window, "window", 3650), sources = threshold(given->min_sources, "min-sources", 1000);
    if (with->same < 0 || with->copy < 0 || window < 0 || sources < 0 || !check_policy(given->policy)) return false;
    with->window = (int)window;
    with->min_sources = (int)sources;
    with->about = given->about;
    with->measure = given->measure;
    with->place = given->place;
    with->from = given->from;
    with->to = given->to;
    return true;
}

static int audit(const options *given, const muster_engine *engine) {
    muster_error error;
    muster_store *store;
    muster_audit *made = NULL;
    muster_audit_options with = MUSTER_AUDIT_OPTIONS_INIT;
    if (!take_options(given, &with)) return EXIT_USAGE;
    int result = EXIT_OK;
    muster_status status = muster_store_open(&store, given->operands[0], 0, &error);
    if (status == MUSTER_OK) {
        status = muster_audit_open(&made, store, engine, &with, &error);
        if (status == MUSTER_OK) result = show(made, given);
        muster_audit_close(made);
        muster_store_close(store);
    }
    return status == MUSTER_OK ? result : say_database_error(&error, given->operands[0]);
}

int cmd_audit(const options *given) {
    return data_run_lists(given, audit);
}
