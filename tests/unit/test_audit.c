/* The audit over a database made by hand: how two claims about the same thing are labelled, what is never the same thing, which texts are
 * copies, and that a database with values that no document gives is no danger. */
#include <sqlite3.h>

#include "audit/audit_parts.h"
#include "check.h"
#include "fake_doc.h"
#include "gazetteer_fixture.h"

static folder here;
static const audit_knowledge *known;
static muster_error error;
static int databases;

typedef struct told_claim {
    const char *source, *qualifier, *told, *scope, *group;
    double low, high; /* below 0: open */
} told_claim;

#define EXACT(value, who) ((told_claim){.source = (who), .low = (value), .high = (value)})
#define LEAST_OF(value, who) ((told_claim){.source = (who), .qualifier = "at_least", .low = (value), .high = -1})
#define DOZENS(who) ((told_claim){.source = (who), .qualifier = "vague", .low = 24, .high = -1})
#define REJECTED(value, who) ((told_claim){.source = (who), .told = "rejected", .low = (value), .high = (value)})

static void add_claim(muster_doc *doc, const told_claim *t) {
    muster_claim_view *c = &doc->claim[doc->claims++];
    *c = (muster_claim_view){.start = 0, .end = 4, .sentence = 0, .figure = MUSTER_NONE, .unit = "people", .measure = "killed"};
    c->has_low = t->low >= 0;
    c->has_high = t->high >= 0;
    c->low = t->low;
    c->high = t->high;
    c->qualifier = t->qualifier;
    c->scope = t->scope ? t->scope : "event";
    c->told = t->told ? t->told : "asserted";
    c->group = str_from(t->group ? t->group : "any");
    c->noun = c->group;
    c->place = STR("Marsa");
    c->date = STR("2025-03-10");
    c->dated = "sentence";
    c->source = str_from(t->source);
    c->words = STR("bridge|marsa|strike");
}

static void make_doc(muster_doc *doc, const char *id, const char *date, const char *names) {
    fake_start(doc, id, "Nine people died when a strike hit the bridge of Marsa.\n");
    doc->hash[0] = id[0];
    doc->path = str_from(id);
    doc->date = str_from(date);
    doc->outlet = str_from(id);
    doc->accounts = 1;
    doc->account[0] = (muster_account_view){.start = 0, .end = 10, .minute = -1, .place = STR("Marsa"), .date = STR("2025-03-10")};
    doc->account[0].names = str_from(names);
    doc->account[0].words = STR("bridge|strike");
}

static muster_store *new_store(void) {
    char path[128];
    muster_store *store = NULL;
    snprintf(path, sizeof path, "%s/%d.db", here.path, databases++);
    CHECK_INT(muster_store_open(&store, path, 1, &error), MUSTER_OK);
    CHECK_INT(muster_store_begin(store, "knowledge", NULL, &error), MUSTER_OK);
    return store;
}

/* The label of two claims of two documents of those dates; "" where they are no pair. */
static const char *label_of(told_claim first, const char *first_date, told_claim second, const char *second_date) {
    muster_store *store = new_store();
    muster_doc a, b;
    muster_audit *audit = NULL;
    muster_audit_pair pair = {0};
    make_doc(&a, "a", first_date, "doe|marsa|reed|vell");
    make_doc(&b, "b", second_date, "doe|marsa|reed|vell");
    add_claim(&a, &first);
    add_claim(&b, &second);
    CHECK_INT(muster_store_add(store, &b, NULL, &error), MUSTER_OK); /* the later first: the order of adding does not matter */
    CHECK_INT(muster_store_add(store, &a, NULL, &error), MUSTER_OK);
    CHECK_INT(audit_open(&audit, store, known, NULL, &error), MUSTER_OK);
    CHECK_INT(muster_audit_claim_count(audit), 2);
    int paired = muster_audit_compare(audit, 0, 1, &pair);
    const char *label = paired ? pair.label : "";
    muster_audit_close(audit);
    muster_store_close(store);
    return label;
}

static void test_labels(void) {
    static const char day[] = "2025-03-10", next[] = "2025-03-12";
    CHECK_STR(str_from(label_of(EXACT(7, "the mayor"), day, EXACT(7, "the governor"), next)), "agrees");
    CHECK_STR(str_from(label_of(LEAST_OF(9, "the mayor"), day, EXACT(11, "the governor"), day)), "agrees");
    CHECK_STR(str_from(label_of(LEAST_OF(9, "the mayor"), day, EXACT(60, "rebels"), day)), "conflicts");
    CHECK_STR(str_from(label_of(LEAST_OF(9, "the mayor"), day, EXACT(9, "the governor"), next)), "agrees");
    CHECK_STR(str_from(label_of(DOZENS("doctors"), day, EXACT(34, "the mayor"), next)), "refines");
    CHECK_STR(str_from(label_of(DOZENS("doctors"), day, LEAST_OF(61, "the mayor"), next)), "refines");
    CHECK_STR(str_from(label_of(EXACT(7, "the mayor"), day, EXACT(9, "the mayor"), next)), "updates");
    CHECK_STR(str_from(label_of(EXACT(7, "the mayor"), day, EXACT(9, "the governor"), day)), "conflicts");
    CHECK_STR(str_from(label_of(EXACT(9, "the mayor"), day, EXACT(7, "rescuers"), next)), "conflicts");
    CHECK_STR(str_from(label_of(EXACT(9, "the mayor"), day, EXACT(7, "the mayor"), next)), "updates");
    CHECK_STR(str_from(label_of(EXACT(9, "the mayor"), day, REJECTED(9, "the army"), next)), "denies");
    CHECK_STR(str_from(label_of(EXACT(9, "the mayor"), day, EXACT(0, "the army"), day)), "denies");
}

static void test_other_things(void) {
    static const char day[] = "2025-03-10";
    told_claim total = EXACT(9, "x"), child = EXACT(2, "x"), family = EXACT(9, "x"), part = EXACT(2, "x");
    total.scope = "total";
    child.group = "child";
    family.group = "family";
    part.scope = "part";
    CHECK_STR(str_from(label_of(EXACT(9, "the mayor"), day, total, day)), "");
    CHECK_STR(str_from(label_of(EXACT(9, "the mayor"), day, child, day)), "");
    CHECK_STR(str_from(label_of(EXACT(9, "the mayor"), day, family, day)), "");
    CHECK_STR(str_from(label_of(EXACT(9, "the mayor"), day, part, day)), "");
    CHECK_STR(str_from(label_of(EXACT(9, "the mayor"), day, EXACT(9, "the mayor"), "2025-03-11")), "agrees");
}

/* What the groups are to each other stands in the lists; of a group they do not know nothing is known. */
static void test_groups(void) {
    static const char day[] = "2025-03-10";
    told_claim herders = EXACT(9, "the mayor"), nomads = EXACT(9, "the mayor"), divers = EXACT(9, "the mayor");
    herders.group = "herder";
    nomads.group = "nomad";
    divers.group = "diver";
    CHECK_STR(str_from(label_of(herders, day, nomads, day)), "agrees");
    CHECK_STR(str_from(label_of(nomads, day, herders, day)), "agrees");
    CHECK_STR(str_from(label_of(herders, day, divers, day)), "");
    herders.low = herders.high = 2;
    CHECK_STR(str_from(label_of(EXACT(9, "the mayor"), day, herders, day)), "updates"); /* plain: they may be people told of in general */
}

/* A word that many sources share makes them no one source; another does. */
static void test_sources(void) {
    static const char day[] = "2025-03-10", next[] = "2025-03-12";
    CHECK_STR(str_from(label_of(EXACT(9, "a hospital envoy"), day, EXACT(7, "an army envoy"), next)), "conflicts");
    CHECK_STR(str_from(label_of(EXACT(9, "a hospital envoy"), day, EXACT(7, "the hospital"), next)), "updates");
    CHECK_STR(str_from(label_of(EXACT(9, "Red Sea Guard"), day, EXACT(7, "RSG"), next)), "updates");
    CHECK_STR(str_from(label_of(EXACT(9, "Red Sea Guard"), day, EXACT(7, "RSF"), next)), "conflicts");
}

/* Signatures that agree in so many of their hashes. */
static void sign(muster_doc *doc, uint32_t *hashes, uint32_t same, uint32_t seed) {
    for (uint32_t i = 0; i < SIGNATURE_SIZE; i++) hashes[i] = i < same ? i * 7919u : (i + 1) * seed;
    doc->signature = hashes;
    doc->shingles = 200;
}

static void test_copies(void) {
    static uint32_t hashes[3][SIGNATURE_SIZE];
    muster_store *store = new_store();
    muster_doc doc;
    muster_audit *audit = NULL;
    muster_audit_document d;
    make_doc(&doc, "wire", "2025-03-10", "doe");
    sign(&doc, hashes[0], 0, 31);
    CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_OK);
    make_doc(&doc, "reprint", "2025-03-11", "doe");
    sign(&doc, hashes[1], 0, 31);
    hashes[1][5] = 1;
    CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_OK);
    make_doc(&doc, "own", "2025-03-12", "doe");
    sign(&doc, hashes[2], 0, 97);
    CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_OK);
    CHECK_INT(audit_open(&audit, store, known, NULL, &error), MUSTER_OK);
    muster_audit_document_at(audit, 1, &d);
    CHECK_STR(d.doc, "reprint");
    CHECK_INT(d.origin, 0);
    muster_audit_document_at(audit, 2, &d);
    CHECK_INT(d.origin, 2);
    CHECK(muster_audit_share(audit, 0, 1) > 0.95);
    CHECK(muster_audit_share(audit, 0, 2) < 0.1);
    muster_audit_close(audit);
    muster_store_close(store);
}

/* Values, dates and signatures that no document gives. */
static void test_hostile(void) {
    static const char *const changes[] = {"UPDATE claim SET low = 1e308, high = -1e308",
                                          "UPDATE claim SET low = 9e999, high = NULL",
                                          "UPDATE claim SET low = NULL, high = NULL",
                                          "UPDATE claim SET date = '9999-99-99', since = 'x', place = '', words = '||||'",
                                          "UPDATE claim SET latitude = 1e300, longitude = -1e300",
                                          "UPDATE account SET names = '|', words = NULL, date = '0000-00'",
                                          "UPDATE claim SET sentence = NULL, source = '   '",
                                          "UPDATE signature SET hashes = x'00', shingles = -5",
                                          "UPDATE document SET date = 'yesterday', doc = ''"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        static uint32_t hashes[SIGNATURE_SIZE];
        muster_store *store = new_store();
        muster_doc doc;
        muster_audit *audit = NULL;
        for (int k = 0; k < 3; k++) {
            const char *const ids[] = {"a", "b", "c"};
            told_claim claim = EXACT(5 + k, "the mayor");
            make_doc(&doc, ids[k], "2025-03-10", "doe|vell");
            sign(&doc, hashes, 100, 5);
            add_claim(&doc, &claim);
            add_claim(&doc, &claim);
            CHECK_INT(muster_store_add(store, &doc, NULL, &error), MUSTER_OK);
        }
        CHECK_INT(store_run_sql(store->db, "PRAGMA foreign_keys = OFF"), SQLITE_OK);
        CHECK_INT(store_run_sql(store->db, changes[i]), SQLITE_OK);
        CHECK_INT(audit_open(&audit, store, known, NULL, &error), MUSTER_OK);
        for (uint32_t a = 0; a < muster_audit_claim_count(audit); a++)
            for (uint32_t b = 0; b < muster_audit_claim_count(audit); b++) {
                muster_audit_pair pair;
                muster_audit_reason reason;
                muster_audit_compare(audit, a, b, &pair);
                muster_audit_explain(audit, a, b, &reason);
            }
        CHECK(muster_audit_finding_count(audit) < 100);
        muster_audit_close(audit);
        muster_store_close(store);
    }
}

static void test_days(void) {
    CHECK_INT(audit_days(STR("1970-01-02")).from, 1);
    CHECK_INT(audit_days(STR("2024-02")).to - audit_days(STR("2024-02")).from, 28);
    CHECK_INT(audit_days(STR("2025")).to - audit_days(STR("2025")).from, 364);
    CHECK_INT(audit_days(STR("2025-12")).to, audit_days(STR("2025-12-31")).from);
    CHECK_INT(audit_days(STR("soon")).from, NO_DAY);
    CHECK_INT(audit_days(STR_NONE).from, NO_DAY);
}

int main(void) {
    bench lists;
    here = folder_new();
    folder_list(&here, "gazetteers/groups.list",
                "@kind group_trait\n@readings none\nany ; trait=general\nchild ; trait=part\nfamily ; trait=household\n"
                "herder | shepherd ; trait=plain ; like=nomad\n");
    folder_list(&here, "gazetteers/sources.list", "@kind general_source\n@readings none\nenvoy\n");
    const char *const dirs[] = {here.path};
    CHECK_INT(bench_open(&lists, dirs, 1, NULL, (finding_sink){NULL, NULL}), MUSTER_OK);
    known = audit_knowledge_new(lists.memory, lists.known);
    test_days();
    test_labels();
    test_other_things();
    test_groups();
    test_sources();
    test_copies();
    test_hostile();
    bench_close(&lists);
    folder_remove(&here);
    CHECK_DONE();
}
