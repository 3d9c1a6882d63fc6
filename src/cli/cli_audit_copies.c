/* cli_audit_copies.c: which documents repeat others, and what of figures and quotes each of them changed. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli_audit.h"

enum { DEFAULT_COPIES = 50, MOST_EDITS = 6, MOST_WORDS_BYTES = 100 };

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
    audit_print_flat(text, MOST_WORDS_BYTES);
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
    audit_print_thing(had ? &before : &after);
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
    audit_print_text(by_path ? second.path : second.doc);
    fputs(" repeats ", stdout);
    audit_print_text(by_path ? first.path : first.doc);
    double share = muster_audit_share(audit, origin, copy);
    if (share > 0) printf(" (%.0f%%)", share * 100);
    print_changes(audit, origin, copy);
}

bool *audit_find_shown(const muster_audit *audit, const options *given) {
    if (!given->about && !given->measure && !given->place && !given->from && !given->to) return NULL;
    bool *shown = calloc(muster_audit_document_count(audit) + 1, sizeof *shown);
    for (uint32_t i = 0; shown && i < muster_audit_claim_count(audit); i++) {
        muster_audit_claim c;
        muster_audit_claim_at(audit, i, &c);
        if (muster_audit_shown(audit, c.group)) shown[c.document] = true;
    }
    return shown;
}

void audit_print_copies(muster_audit *audit, const options *given) {
    size_t most = given->limit ? (size_t)given->limit : DEFAULT_COPIES, count = 0;
    bool *wanted = audit_find_shown(audit, given);
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
