/* cli_audit.c: what an audit found, for reading: each finding with its two sentences, who says so where and when, and how many of the
 * articles are independent; and, as CSV, a row a finding. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli_audit.h"

enum { DEFAULT_DISPUTES = 20, DEFAULT_SINGLES = 10, DEFAULT_COPIES = 50, SENTENCE_BYTES = 320 };

static void print_text(muster_text text) {
    fwrite(text.data ? text.data : "", 1, text.size, stdout);
}

/* 1500000 -> 1,500,000 */
static void print_number(double value) {
    char digits[24];
    if (fabs(value) >= 1e15 || value != floor(value)) {
        printf("%g", value);
        return;
    }
    int count = snprintf(digits, sizeof digits, "%lld", (long long)value);
    for (int i = 0; i < count; i++) {
        putchar(digits[i]);
        if (digits[i] != '-' && i + 1 < count && (count - i - 1) % 3 == 0) putchar(',');
    }
}

void audit_print_value(const muster_audit_claim *c) {
    const char *before = "";
    if (c->qualifier && strcmp(c->qualifier, "about") == 0) before = "about ";
    if (c->has_low && !c->has_high) before = c->qualifier && strcmp(c->qualifier, "vague") == 0 ? "some, at least " : "at least ";
    if (!c->has_low) before = "up to ";
    fputs(before, stdout);
    print_number(c->has_low ? c->low : c->high);
    if (c->has_low && c->has_high && c->low != c->high) {
        fputs(" to ", stdout);
        print_number(c->high);
    }
    if (strcmp(c->told, "rejected") == 0) fputs(" (rejected)", stdout);
    if (strcmp(c->told, "earlier") == 0) fputs(" (told before)", stdout);
}

/* On one line; what is longer than so many bytes is cut. */
static void print_flat(muster_text text, size_t most) {
    size_t size = text.size > most ? most : text.size;
    while (size && size < text.size && ((unsigned char)text.data[size] & 0xC0) == 0x80) size--;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        putchar(byte < ' ' || byte == 0x7F ? ' ' : byte);
    }
    if (size < text.size) fputs("…", stdout);
}

static void print_sentence(muster_audit *audit, uint32_t index, bool colour) {
    fputs(colour ? "      \x1b[3m" : "      ", stdout);
    print_flat(muster_audit_sentence(audit, index), SENTENCE_BYTES);
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
    print_text(c.source.size ? c.source : (muster_text){"the article itself", 18});
    fputs(", in ", stdout);
    print_text(d.outlet.size ? d.outlet : d.doc);
    if (d.date.size) {
        fputs(", ", stdout);
        print_text(d.date);
    }
    fputs(" (", stdout);
    if (d.outlet.size) {
        print_text(d.doc);
        fputs(", ", stdout);
    }
    printf("claim %u)\n", index + 1);
    print_sentence(audit, index, colour);
}

static bool is_word(muster_text text, const char *word) {
    return text.size == strlen(word) && memcmp(text.data, word, text.size) == 0;
}

static void print_thing(const muster_audit_claim *c) {
    fputs(c->measure, stdout);
    bool general = is_word(c->kind, "any") || is_word(c->kind, "toll");
    muster_text what = c->counted.size || general ? c->counted : c->kind;
    if (what.size) {
        fputs(", ", stdout);
        print_text(what);
    }
    if (c->place.size) {
        fputs(", ", stdout);
        print_text(c->place);
    }
    if (c->date.size) {
        fputs(", ", stdout);
        print_text(c->date);
    }
    if (strcmp(c->scope, "total") == 0) fputs(" (a running total)", stdout);
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
    print_number(taken);
}

static void print_counts(const muster_audit *audit, const muster_audit_finding *f, const char *policy) {
    printf("    %u article%s, %u independent origin%s, %u source%s", f->documents, plural(f->documents), f->origins, plural(f->origins),
           f->sources, plural(f->sources));
    if (f->first_seen.size) printf(", first seen %.*s", (int)f->first_seen.size, f->first_seen.data);
    if (!f->has_low && f->has_high) {
        fputs("; told up to ", stdout);
        print_number(f->high);
    }
    if (f->has_low) {
        fputs("; told ", stdout);
        print_number(f->low);
        if (f->high != f->low) {
            fputs(" to ", stdout);
            print_number(f->high);
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
            print_text(d.date);
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
    print_thing(&c);
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

/* --- Copies, and versions of one article --- */

enum { MOST_EDITS = 6, MOST_WORDS_BYTES = 100 };

/* What is shown of an edit, whose texts are lent: of each as much as is printed, and a byte more that tells whether it goes on. */
typedef struct kept_edit {
    muster_audit_edit edit;
    char speaker[MOST_WORDS_BYTES + 1], before[MOST_WORDS_BYTES + 1], after[MOST_WORDS_BYTES + 1];
} kept_edit;

typedef struct edits {
    uint32_t raised, lowered, dropped, added; /* figures */
    uint32_t quotes_dropped, quotes_added, reworded;
    uint32_t count;
    kept_edit first[MOST_EDITS];
} edits;

static void keep_words(muster_text *text, char *to) {
    if (text->size > MOST_WORDS_BYTES) text->size = MOST_WORDS_BYTES + 1;
    if (text->size) memcpy(to, text->data, text->size);
    text->data = to;
}

static int take_edit(const muster_audit_edit *edit, void *payload) {
    edits *e = payload;
    if (e->count < MOST_EDITS) {
        kept_edit *kept = &e->first[e->count];
        kept->edit = *edit;
        keep_words(&kept->edit.speaker, kept->speaker);
        keep_words(&kept->edit.said_before, kept->before);
        keep_words(&kept->edit.said_after, kept->after);
    }
    e->count++;
    bool dropped = strcmp(edit->change, "dropped") == 0, added = strcmp(edit->change, "added") == 0;
    e->raised += strcmp(edit->change, "raised") == 0;
    e->lowered += strcmp(edit->change, "lowered") == 0;
    e->reworded += strcmp(edit->change, "reworded") == 0;
    *(edit->is_quote ? &e->quotes_dropped : &e->dropped) += dropped;
    *(edit->is_quote ? &e->quotes_added : &e->added) += added;
    return 0;
}

static void print_part(uint32_t count, const char *noun, const char *what, bool *first) {
    if (!count) return;
    printf("%s%u %s%s %s", *first ? ": " : ", ", count, noun, plural(count), what);
    *first = false;
}

static void print_edit_counts(const edits *e) {
    bool none = true;
    print_part(e->raised, "figure", "raised", &none);
    print_part(e->lowered, "figure", "lowered", &none);
    print_part(e->dropped, "figure", "dropped", &none);
    print_part(e->added, "figure", "added", &none);
    print_part(e->quotes_dropped, "quote", "dropped", &none);
    print_part(e->quotes_added, "quote", "added", &none);
    print_part(e->reworded, "quote", "reworded", &none);
}

static void print_words(muster_text text) {
    print_flat(text, MOST_WORDS_BYTES);
}

static void print_quote_edit(const muster_audit_edit *edit) {
    bool both = edit->said_before.size && edit->said_after.size;
    printf("%s: ", edit->change);
    print_words(edit->said_before.size ? edit->said_before : edit->said_after);
    if (both) {
        fputs(" → ", stdout);
        print_words(edit->said_after);
    }
    if (edit->speaker.size) {
        fputs(" (", stdout);
        print_words(edit->speaker);
        putchar(')');
    }
}

static void print_figure_edit(const muster_audit *audit, const muster_audit_edit *edit) {
    muster_audit_claim before = {0}, after = {0};
    bool had = edit->before != MUSTER_NONE, has = edit->after != MUSTER_NONE;
    if (had) muster_audit_claim_at(audit, edit->before, &before);
    if (has) muster_audit_claim_at(audit, edit->after, &after);
    printf("%s: ", edit->change);
    print_thing(had ? &before : &after);
    fputs(": ", stdout);
    if (had) audit_print_value(&before);
    if (had && has) fputs(" → ", stdout);
    if (has) audit_print_value(&after);
}

static void print_changes(muster_audit *audit, uint32_t first, uint32_t second) {
    edits e = {0};
    bool known = muster_audit_versions(audit, first, second, take_edit, &e, NULL) == MUSTER_OK;
    if (known) print_edit_counts(&e);
    putchar('\n');
    for (uint32_t i = 0; known && i < e.count && i < MOST_EDITS; i++) {
        const muster_audit_edit *edit = &e.first[i].edit;
        fputs("        ", stdout);
        if (edit->is_quote)
            print_quote_edit(edit);
        else
            print_figure_edit(audit, edit);
        putchar('\n');
    }
    if (e.count > MOST_EDITS) puts("        …");
}

static bool same_text(muster_text a, muster_text b) {
    return a.size == b.size && (!a.size || memcmp(a.data, b.data, a.size) == 0);
}

/* Documents of one name are told apart by their paths. */
static void print_copy(muster_audit *audit, uint32_t origin, uint32_t copy) {
    muster_audit_document first, second;
    muster_audit_document_at(audit, origin, &first);
    muster_audit_document_at(audit, copy, &second);
    bool by_path = same_text(first.doc, second.doc);
    fputs("    ", stdout);
    print_text(by_path ? second.path : second.doc);
    fputs(" repeats ", stdout);
    print_text(by_path ? first.path : first.doc);
    double share = muster_audit_share(audit, origin, copy);
    if (share > 0) printf(" (%.0f%%)", share * 100);
    print_changes(audit, origin, copy);
}

/* The documents of which the filters show a claim; NULL where all are shown, or without memory to tell. */
static bool *find_shown(const muster_audit *audit, const options *given) {
    if (!given->about && !given->measure && !given->place && !given->from && !given->to) return NULL;
    bool *shown = calloc(muster_audit_document_count(audit) + 1, sizeof *shown);
    for (uint32_t i = 0; shown && i < muster_audit_claim_count(audit); i++) {
        muster_audit_claim c;
        muster_audit_claim_at(audit, i, &c);
        if (muster_audit_shown(audit, c.group)) shown[c.document] = true;
    }
    return shown;
}

static void print_copies(muster_audit *audit, const options *given) {
    size_t most = given->limit ? (size_t)given->limit : DEFAULT_COPIES, count = 0;
    bool *wanted = find_shown(audit, given);
    for (uint32_t i = 0; i < muster_audit_document_count(audit); i++) {
        muster_audit_document d;
        muster_audit_document_at(audit, i, &d);
        if (d.origin == i || (wanted && !wanted[i] && !wanted[d.origin])) continue;
        if (!count++) puts("COPIES\n");
        if (count <= most) print_copy(audit, d.origin, i);
    }
    if (count > most) printf("    … and %zu more\n", count - most);
    free(wanted);
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
        print_thing(&claims[i]);
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
    bool *wanted = find_shown(audit, given), *counted = calloc((size_t)count + 1, sizeof *counted);
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
    print_copies(audit, given);
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
