/* Compiled rules as bytes: equal rules give equal bytes; what is cut or changed is refused or matches within bounds, never a crash. That
 * what is read back matches as what was compiled is asked of every text of the other tests (rule_fixture.h). */
#include "../fuzz/fuzz_kept.h"
#include "rule_fixture.h"

static const char rules[] =
    "map LOSS\n  killed, \"shot dead\" = killed\n  wounded = wounded\n"
    "let NP(A) = [cap & !upper]{1,3} A\n"
    "rule loss\n  match n:[number & value>=2] ( \"men\" | \"women\" ) (\"was\" | \"were\")? how:LOSS (?! \"not\" )\n"
    "  within block\n  make figure n measure=LOSS(how) unit=\"people\" if n\n"
    "rule word\n  match (?<! \"no\" ) w:/[a-z]+(?=t)t/ | w:/[mw](en|om)[a-z]*/ | <s w:.{1,2}?\n  make x w\n"
    "rule place\n  match NP(\",\") | p:@place{pop>3 | pop~/[1-9]{2,}/ & !old} near(3, \",\", \"said\")\n  make y\n"
    "rule again\n  match a:@x b:@x{2,3} s>\n  set a last=b\n  drop b\n";

static fixture f;

static void round_trip(void) {
    str made = fixture_run(&f, rules, "Five men were shot dead in {Kharkiv|place pop=5}, said no woman. 12 men wounded.");
    CHECK(made.size > 0 && !f.errors);
    str one = rule_image_write(f.memory, f.rules);
    fixture_rules(&f, str_from(rules));
    str other = rule_image_write(f.memory, f.rules);
    CHECK(one.size == other.size && memcmp(one.data, other.data, one.size) == 0);
    const str *names;
    uint32_t count;
    CHECK(rule_image_files(f.memory, one, &names, &count) && count == 0);
}

static void other_labels(void) {
    str bytes = rule_image_write(f.memory, f.rules);
    labels *fewer = labels_new(f.memory), *others = labels_new(f.memory);
    labels_intern(others, STR("other"));
    CHECK(rule_image_read(f.memory, bytes, NULL, fewer) != NULL);
    CHECK(labels_count(fewer) == labels_count(f.all));
    CHECK(rule_image_read(f.memory, bytes, NULL, others) == NULL);
    CHECK(labels_count(others) == LABEL_FIXED + 1);
}

typedef struct shortened {
    str bytes;
    bool refused;
} shortened;

static void read_shortened(arena *memory, void *payload) {
    shortened *s = payload;
    s->refused = rule_image_read(memory, s->bytes, NULL, labels_new(memory)) == NULL;
}

static void cut(void) {
    str bytes = rule_image_write(f.memory, f.rules);
    for (size_t size = 0; size < bytes.size; size += 4) {
        shortened s = {str_slice(bytes, 0, size), false};
        CHECK(arena_scratch(read_shortened, &s, NULL) == MUSTER_OK && s.refused);
    }
}

typedef struct trial {
    uint32_t change[2];
    bool taken;
} trial;

static void try_change(arena *memory, void *payload) {
    trial *t = payload;
    lexicon *words = lexicon_new(token_knowledge_new(memory));
    if (!words) return;
    arena_defer(memory, fuzz_close_lexicon, words);
    labels *all = labels_new(memory);
    ruleset *set = rule_load_text(memory, STR("test.rules"), str_from(rules), NULL, all, words, (finding_sink){NULL, NULL});
    t->taken = kept_read(memory, set, all, words, (str){(const char *)t->change, sizeof t->change});
}

static void changed(void) {
    uint32_t taken = 0, state = 7;
    for (uint32_t i = 0; i < 3000; i++) {
        trial t = {{(state = state * 1664525 + 1013904223) >> 3, (state = state * 1664525 + 1013904223) >> 5}, false};
        if (i % 2) t.change[1] = t.change[0] + 1; /* beside it */
        if (i % 3) t.change[0] &= 0x0FFFFFFF;     /* small values more often */
        CHECK(arena_scratch(try_change, &t, NULL) == MUSTER_OK);
        taken += t.taken;
    }
    CHECK(taken > 0 && taken < 3000);
}

int main(void) {
    FIXTURE_GUARD();
    fixture_open(&f);
    round_trip();
    other_labels();
    cut();
    changed();
    fixture_close(&f);
    CHECK_DONE();
}
