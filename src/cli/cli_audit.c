/* cli_audit.c: what an audit found, for reading: each finding with its two sentences, who says so where and when, and how many of the
 * articles are independent; and, as CSV, a row a finding. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli_audit.h"

enum { DEFAULT_DISPUTES = 20, DEFAULT_SINGLES = 10, SENTENCE_BYTES = 320 };

static void print_sentence(muster_audit *audit, uint32_t index, bool colour) {
    fputs(colour ? "      \x1b[3m" : "      ", stdout);
    audit_print_flat(muster_audit_sentence(audit, index), SENTENCE_BYTES);
    puts(colour ? "\x1b[0m" : "");
}

static void print_voice(muster_audit *audit, uint32_t index, bool colour) {
    muster_audit_claim c;
    muster_audit_document d;
    muster_audit_claim_at(audit, index, &c);
    muster_audit_document_at(audit, c.document, &d);
    fputs(colour ? "    \x1b[1m" : "    ", stdout);
    audit_print_value(&c);
    fputs(colour ? "\x1b[0m  " : "  ", stdout);
    audit_print_text(c.source.size ? c.source : (muster_text){"the article itself", 18});
    fputs(", in ", stdout);
    audit_print_text(d.outlet.size ? d.outlet : d.doc);
    if (d.date.size) {
        fputs(", ", stdout);
        audit_print_text(d.date);
    }
    fputs(" (", stdout);
    if (d.outlet.size) {
        audit_print_text(d.doc);
        fputs(", ", stdout);
    }
    printf("claim %u)\n", index + 1);
    print_sentence(audit, index, colour);
}

/* The number that a policy takes of a group. */
static void print_policy(const muster_audit *audit, const muster_audit_finding *f, const char *policy) {
    double taken = 0;
    bool first = true;
    for (uint32_t i = muster_audit_group_first(audit, f->group); i != MUSTER_NONE; i = muster_audit_group_next(audit, i)) {
        muster_audit_claim c;
        muster_audit_claim_at(audit, i, &c);
        if (strcmp(c.told, "asserted") != 0) continue;
        double value = c.has_low ? c.low : c.high;
        bool better = strcmp(policy, "latest") == 0 || (strcmp(policy, "lowest") == 0 ? value < taken : value > taken);
        if (first || better) taken = value;
        first = false;
    }
    if (first) return;
    printf("; %s ", policy);
    audit_print_number(taken);
}

static void print_counts(const muster_audit *audit, const muster_audit_finding *f, const char *policy) {
    printf("    %u article%s, %u independent origin%s, %u source%s", f->documents, plural(f->documents), f->origins, plural(f->origins),
           f->sources, plural(f->sources));
    if (f->first_seen.size) printf(", first seen %.*s", (int)f->first_seen.size, f->first_seen.data);
    if (!f->has_low && f->has_high) {
        fputs("; told up to ", stdout);
        audit_print_number(f->high);
    }
    if (f->has_low) {
        fputs("; told ", stdout);
        audit_print_number(f->low);
        if (f->high != f->low) {
            fputs(" to ", stdout);
            audit_print_number(f->high);
        }
        if (!f->has_high) fputs(" or more", stdout);
    }
    if (policy && f->claims > 1) print_policy(audit, f, policy);
    putchar('\n');
}

static bool same_number(const muster_audit_claim *a, const muster_audit_claim *b) {
    return a->low == b->low && a->high == b->high && a->has_low == b->has_low && a->has_high == b->has_high &&
           strcmp(a->told, b->told) == 0;
}

/* All numbers of a dispute, each where it was told first, if there are more than the two that are quoted. */
static void print_numbers(const muster_audit *audit, const muster_audit_finding *f) {
    enum { MOST = 8 };
    muster_audit_claim told[MOST];
    size_t count = 0;
    bool more = false;
    for (uint32_t i = muster_audit_group_first(audit, f->group); i != MUSTER_NONE && !more; i = muster_audit_group_next(audit, i)) {
        muster_audit_claim c;
        size_t k = 0;
        muster_audit_claim_at(audit, i, &c);
        while (k < count && !same_number(&told[k], &c)) k++;
        more = k == MOST;
        if (k == count && !more) told[count++] = c;
    }
    if (count < 3) return;
    fputs("    in turn: ", stdout);
    muster_text day = {NULL, 0};
    for (size_t k = 0; k < count; k++) {
        muster_audit_document d;
        muster_audit_document_at(audit, told[k].document, &d);
        bool same_day = k && d.date.size == day.size && (!day.size || memcmp(d.date.data, day.data, day.size) == 0);
        if (k) fputs(same_day ? ", " : " · ", stdout);
        if (!same_day && d.date.size) {
            audit_print_text(d.date);
            fputs(": ", stdout);
        }
        audit_print_value(&told[k]);
        day = d.date;
    }
    puts(more ? " · …" : "");
}

static void print_finding(muster_audit *audit, const muster_audit_finding *f, size_t number, const options *given, bool colour) {
    muster_audit_claim c;
    muster_audit_claim_at(audit, f->first, &c);
    printf("%3zu. ", number);
    audit_print_thing(&c);
    if (f->label) printf(": %s", f->label);
    putchar('\n');
    print_counts(audit, f, given->policy);
    if (f->label) print_numbers(audit, f);
    print_voice(audit, f->first, colour);
    if (f->second != f->first) {
        print_voice(audit, f->second, colour);
        printf("    %s\n", f->why);
    }
    putchar('\n');
}

static size_t print_kind(muster_audit *audit, const char *kind, size_t most, const options *given) {
    bool colour = use_colour(stdout);
    size_t shown = 0, all = 0;
    for (size_t i = 0; i < muster_audit_finding_count(audit); i++) {
        muster_audit_finding f;
        muster_audit_finding_at(audit, i, &f);
        if (strcmp(f.kind, kind) != 0) continue;
        if (all++ < most) print_finding(audit, &f, ++shown, given, colour);
    }
    if (all > shown) printf("     … and %zu more (--limit N shows as many)\n\n", all - shown);
    return all;
}

static size_t count_kind(const muster_audit *audit, const char *kind) {
    size_t count = 0;
    for (size_t i = 0; i < muster_audit_finding_count(audit); i++) {
        muster_audit_finding f;
        muster_audit_finding_at(audit, i, &f);
        count += strcmp(f.kind, kind) == 0;
    }
    return count;
}

/* --- Two claims --- */

static void print_evidence(const muster_audit_reason *r) {
    printf("accounts %.2f, place %.2f, day %.2f, what is counted %.2f, words %.2f, value %.2f, main %.2f", r->account, r->place, r->day,
           r->thing, r->words, r->value, r->main);
}

void audit_print_why(muster_audit *audit, uint32_t first, uint32_t second) {
    const uint32_t both[] = {first, second};
    muster_audit_claim claims[2];
    for (size_t i = 0; i < 2; i++) {
        muster_audit_claim_at(audit, both[i], &claims[i]);
        fputs("  ", stdout);
        audit_print_thing(&claims[i]);
        putchar('\n');
        print_voice(audit, both[i], use_colour(stdout));
    }
    muster_audit_reason r;
    muster_audit_pair pair;
    muster_audit_explain(audit, first, second, &r);
    bool same = claims[0].group == claims[1].group, enough = !r.against && r.score >= r.enough;
    fputs(same ? "the same thing" : "not the same thing", stdout);
    if (same && !enough) fputs(", by other claims that are like both", stdout);
    if (!same && enough) fputs(", by other claims of the one that are not like the other", stdout);
    if (r.against) {
        printf(": %s\n", r.against);
    } else {
        printf(": evidence %.2f: ", r.score);
        print_evidence(&r);
        printf(" (%g is enough)\n", r.enough);
    }
    if (same && muster_audit_compare(audit, first, second, &pair)) printf("%s: %s\n", pair.label, pair.why);
}

/* What the filters let through. */
typedef struct shown {
    size_t claims, things, documents, origins;
} shown;

static shown count_shown(const muster_audit *audit, const options *given) {
    shown out = {0};
    uint32_t count = (uint32_t)muster_audit_document_count(audit);
    bool *wanted = audit_find_shown(audit, given), *counted = calloc((size_t)count + 1, sizeof *counted);
    for (uint32_t group = 1; group <= muster_audit_group_count(audit); group++) {
        if (!muster_audit_shown(audit, group)) continue;
        out.things++;
        for (uint32_t i = muster_audit_group_first(audit, group); i != MUSTER_NONE; i = muster_audit_group_next(audit, i)) out.claims++;
    }
    for (uint32_t i = 0; counted && i < count; i++) {
        muster_audit_document d;
        muster_audit_document_at(audit, i, &d);
        if (wanted && !wanted[i]) continue;
        out.documents++;
        out.origins += !counted[d.origin];
        counted[d.origin] = true;
    }
    free(wanted);
    free(counted);
    return out;
}

void audit_print_findings(muster_audit *audit, const options *given) {
    shown all = count_shown(audit, given);
    size_t disputed = count_kind(audit, "disputed"), single = count_kind(audit, "single");
    printf("%zu claim%s about %zu thing%s in %zu article%s, %zu of them independent: %zu disputed, %zu told by one source only\n\n",
           all.claims, plural(all.claims), all.things, plural(all.things), all.documents, plural(all.documents), all.origins, disputed,
           single);
    if (disputed) {
        puts("DISPUTED\n");
        print_kind(audit, "disputed", given->limit ? (size_t)given->limit : DEFAULT_DISPUTES, given);
    }
    if (single) {
        puts("ONE SOURCE ONLY\n");
        print_kind(audit, "single", given->limit ? (size_t)given->limit : DEFAULT_SINGLES, given);
    }
    if (all.claims && !disputed && !single) puts("--json has what is told of each thing\n");
    audit_print_copies(audit, given);
}

/* --- CSV --- */

static muster_text text_of(const char *text) {
    return (muster_text){text, text ? strlen(text) : 0};
}

/* Digits alone, without the commas that a reader gets. */
static void csv_number(int has, double value) {
    if (has) printf("%.15g", value);
}

static void csv_text(muster_text text) {
    putchar(',');
    print_csv_cell(text);
}

static void csv_voice(muster_audit *audit, uint32_t index) {
    muster_audit_claim c;
    muster_audit_document d;
    muster_audit_claim_at(audit, index, &c);
    muster_audit_document_at(audit, c.document, &d);
    putchar(',');
    csv_number(c.has_low, c.low);
    putchar(',');
    csv_number(c.has_high, c.high);
    csv_text(text_of(c.qualifier));
    csv_text(text_of(c.told));
    csv_text(c.source);
    csv_text(d.doc);
    csv_text(d.date);
    csv_text(muster_audit_sentence(audit, index));
}

void audit_print_csv(muster_audit *audit, const options *given) {
    size_t count = muster_audit_finding_count(audit);
    if (given->limit && (size_t)given->limit < count) count = (size_t)given->limit;
    fputs("kind,label,why,measure,counted,place,date,articles,origins,sources,first_seen,low,high,qualifier,told,source,document,"
          "document_date,sentence,low_2,high_2,qualifier_2,told_2,source_2,document_2,document_date_2,sentence_2\r\n",
          stdout);
    for (size_t i = 0; i < count; i++) {
        muster_audit_finding f;
        muster_audit_claim c;
        muster_audit_finding_at(audit, i, &f);
        muster_audit_claim_at(audit, f.first, &c);
        print_csv_cell(text_of(f.kind));
        csv_text(text_of(f.label));
        csv_text(text_of(f.why));
        csv_text(text_of(c.measure));
        csv_text(c.counted);
        csv_text(c.place);
        csv_text(c.date);
        printf(",%u,%u,%u", f.documents, f.origins, f.sources);
        csv_text(f.first_seen);
        csv_voice(audit, f.first);
        if (f.first != f.second)
            csv_voice(audit, f.second);
        else
            fputs(",,,,,,,,", stdout);
        fputs("\r\n", stdout);
    }
}
