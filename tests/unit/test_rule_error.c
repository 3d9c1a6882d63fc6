/* What is wrong in a rule file is said at its place, all of it, and nothing a file contains crashes or hangs. */
#include <sys/stat.h>
#include <unistd.h>

#include "rule_fixture.h"

static fixture f;

static void wrong(const char *content, const char *expected) {
    fixture_rules(&f, str_from(content));
    CHECK_STR(str_from(f.findings), expected);
}

/* The clauses of a rule that is else right. */
static void wrong_rule(const char *clauses, const char *expected) {
    wrong(arena_printf(f.memory, "let M = \"a\"\nmap W a = b\nrule r\n%s", clauses).data, expected);
}

static void wrong_pattern(const char *pattern, const char *expected) {
    wrong_rule(arena_printf(f.memory, "  match %s\n  make x\n", pattern).data, expected);
}

static void test_statements(void) {
    wrong("word\n", "1:1: expected a statement (let, map, include, rule), not `word`\n");
    wrong("  rule r\n", "1:3: expected a statement at the beginning of the line (let, map, include, rule), not `rule`\n");
    wrong("let\n", "2:1: expected the name of the macro behind `let`, but the clause ends here\n");
    wrong("let a = \"b\"\n", "1:5: the name of a macro or map begins with a capital, not `a`\n");
    wrong("let A \"b\"\n", "1:7: expected `=` after the macro's name, not `\"b\"`\n");
    wrong("let A = \"b\"\nlet A = \"c\"\n", "2:5: `A` is defined already\n");
    wrong("map A\n", "2:1: expected words and their value (w, w = VALUE), but the clause ends here\n");
    wrong("map A x y\n", "1:9: expected `=` and a value behind the words, or `,` and another word, not `y`\n");
    wrong("map A = B  x = y\n", "1:9: no map `B` in this file or those it includes\n");
    wrong("let B = \"a\"\nmap A = B\n", "2:9: no map `B` in this file or those it includes\n");
    wrong("map B x = y\nmap A = B  x = z\n", "2:12: `x` has the value `y` already\n");
    wrong("map A x = y  x = z\n", "1:14: `x` has the value `y` already\n");
    wrong("include \"x.rules\"\n", "1:9: cannot read rules/x.rules: no data folder\n");
    wrong("include \"../x.rules\"\n", "1:9: a file's name is relative to rules/, not `../x.rules`\n");
    wrong("rule r\n  make x\n", "1:6: rule `r` has no `match`\n");
    wrong("rule r\n  match \"a\"\n", "1:6: rule `r` has no `make`, `set` or `drop`\n");
    wrong("rule r\n  match \"a\"\n  make x\nrule r\n  match \"b\"\n  make x\n", "4:6: a rule `r` stands already in test.rules:1\n");
    wrong("rule r extra\n", "1:8: expected the end of the line behind the rule's name, not `extra`\n");
    wrong("\xFF", "1:1: the file is no UTF-8 here (or has a NUL)\n");
}

/* How many warnings a sound rule gets beside that of the examples it has not. */
static uint32_t doubts(const char *clauses) {
    wrong_rule(clauses, "");
    return f.warnings - 1;
}

static void test_measures_of_another_unit(void) {
    CHECK(doubts("  match n:@number\n  make figure n measure=\"killed\" unit=\"people\"\n") == 0);
    CHECK(doubts("  match n:@number\n  make figure n measure=\"killed\" unit=\"place\"\n") == 1);
    CHECK(doubts("  match n:@number\n  make figure n measure=\"other\" unit=\"place\"\n") == 0);
    CHECK(doubts("  match n:@number{unit=people}\n  make figure n measure=\"destroyed\"\n") == 1);
    CHECK(doubts("  match \"a\" ( n:@number{low=1 & unit=event} | \"b\" )\n  make figure n measure=\"missing\"\n") == 1);
    CHECK(doubts("  match n:@number{unit=equipment|place}\n  make figure n measure=\"destroyed\"\n") == 0);
    CHECK(doubts("  match n:@number{unit=place}\n  make figure n measure=\"destroyed\" unit=\"equipment\"\n") == 0);
}

static void test_clauses(void) {
    wrong_rule("  mach \"a\"\n", "4:3: expected a clause (match, make, set, drop, within, overlap, tags, yes, no), not `mach`\n");
    wrong_rule("  match \"a\"\n  match \"b\"\n", "5:3: a second `match`; alternatives are written ( … | … )\n");
    wrong_rule("  match a:\"a\"\n  make x b\n", "5:10: no capture `b` in the pattern; did you mean `a`\n");
    wrong_rule("  match a:\"a\"\n  make x if place\n", "5:13: no capture `place` in the pattern; a text is written \"place\"\n");
    wrong_rule("  match a:\"a\"\n  make x k=killed\n", "5:12: no capture `killed` in the pattern; a text is written \"killed\"\n");
    wrong_rule("  match a:\"a\"\n  make figure measure=\"stolen\"\n",
               "5:23: `stolen` is no measure of a figure: killed, wounded, casualties, captured, missing, displaced, deployed, detained, "
               "destroyed, launched, supplied, duration, age, other\n");
    wrong_rule("  match a:\"a\"\n  make figure qualifier=\"exactly\"\n",
               "5:25: `exactly` is no qualifier of a figure: at_least, at_most, about, range, vague, implied\n");
    wrong_rule("  match a:\"a\"\n  make x k=a.low\n", "5:12: capture `a` holds no annotation, such as a:@label\n");
    wrong_rule("  match a:\"a\"\n  set a k=\"b\"\n", "5:7: capture `a` holds no annotation, such as a:@label\n");
    wrong_rule("  match a:@place\n  set a\n", "6:1: expected key=VALUE behind the capture, but the clause ends here\n");
    wrong_rule("  match a:@place\n  make x k=M(a)\n", "5:12: `M` is a macro, not a map\n");
    wrong_rule("  match a:@place\n  make x k=X(a)\n", "5:12: no map `X` in this file or those it includes\n");
    wrong_rule("  match a:@place\n  make x k=a k=a\n", "5:14: `k` is set twice\n");
    wrong_rule("  match \"a\"\n  within 0\n  make x\n",
               "5:10: expected `block`, `quote`, `sentence` or a number of tokens from 1 to 1000, not `0`\n");
    wrong_rule("  match \"a\"\n  make x\n  yes word\n", "6:7: expected the text of the example in quotation marks, not `word`\n");
    wrong_rule("  match \"a\"\n  make x\n  no \"a\" x \"a\"\n",
               "6:10: expected the end of the clause: a rule makes nothing in a `no` text, not `x`\n");
}

static void test_patterns(void) {
    wrong_pattern("\"a", "4:9: the text has no closing `\"` on its line\n");
    wrong_pattern("/a", "4:9: the regular expression has no closing `/` on its line\n");
    wrong_pattern("/a(/", "4:12: the regular expression is wrong here: missing closing parenthesis\n");
    wrong_pattern("//", "4:10: the regular expression is empty\n");
    wrong_pattern("word", "4:9: `word` is no macro (those are in capitals); the word is written \"word\", a capture word:\xE2\x80\xA6\n");
    wrong_pattern("( \"a\"", "5:3: expected `)` to close the group, but the clause ends here\n");
    wrong_pattern("( )", "4:11: expected an element (\"word\", @label, [condition], MACRO, group), not `)`\n");
    wrong_pattern("\"a\" )", "4:13: expected the end of the pattern, not `)`\n");
    wrong_pattern("\"a\"+*", "4:13: a second quantifier; put a group ( \xE2\x80\xA6 ) around the first\n");
    wrong_pattern("\"a\"{3,2}", "4:13: {3,2}: the second number is below the first\n");
    wrong_pattern("\"a\"{256}", "4:13: at most 255 repetitions\n");
    wrong_pattern("[cap", "5:3: expected `]` to close the condition, or `&` or `|` and another one, but the clause ends here\n");
    wrong_pattern("[\"a b\"]", "4:10: a condition looks at one token, and this text is more than one; write it outside of [ ]\n");
    wrong_pattern("[M]", "4:10: `M` is a macro; inside [ ] only a map can stand\n");
    wrong_pattern("[value cap]", "4:16: expected a comparison (= != < <= > >=), not `cap`\n");
    wrong_pattern("[in:town]", "4:13: expected a kind of block (headline, dateline, caption, body, furniture, repeat), not `town`\n");
    wrong_pattern("@plase", "4:9: no list and no rule makes label `plase`; did you mean `place`\n");
    wrong_pattern("@zzzzzzzz", "4:9: no list and no rule makes label `zzzzzzzz`\n");
    wrong_pattern("[@plase]", "4:11: no list and no rule makes label `plase`; did you mean `place`\n");
    wrong_pattern("@place{low>=x}", "4:19: a number behind the comparison, not `x`\n");
    wrong_pattern("@place{low>=2", "5:3: expected `}` to close the conditions, or `&` and another one, but the clause ends here\n");
    wrong_pattern("N", "4:9: no macro or map `N`; did you mean `M`\n");
    wrong_pattern("M(\"a\")", "4:9: `M` takes 0 arguments, not 1\n");
    wrong_pattern("(?= a:\"b\") \"b\"", "4:13: a capture inside a look-around, which consumes nothing; capture outside of it\n");
    wrong_pattern("near(x, \"a\", \"b\")", "4:14: expected how many tokens may stand between, from 0 to 255, not `x`\n");
    wrong_pattern("\xE2\x80\x9Cword\xE2\x80\x9D", "4:9: unexpected character; words are written in plain quotation marks: \"word\"\n");
    wrong("let A = A\nrule r\n  match A\n  make x\n", "1:9: `A` uses itself, or macros are more than 64 deep\n");
    wrong("let A = \"a\" B\nlet B = A\nrule r\n  match A\n  make x\n", "2:9: `A` uses itself, or macros are more than 64 deep\n");
}

/* One error a statement; what is right between them is kept. */
static void test_several(void) {
    fixture_rules(
        &f, STR("let A \"a\"\nrule one\n  match \"a\"\n  make x\n  yes bad\n# comment\nrule two\n  match \"b\"\n  make x\nlet B = (\nrule "
                "three\n  match @nolabel\n  make x\n"));
    CHECK_STR(str_from(f.findings),
              "1:7: expected `=` after the macro's name, not `\"a\"`\n5:7: expected the text of the example in quotation "
              "marks, not `bad`\n11:1: expected an element (\"word\", @label, [condition], MACRO, group), but the "
              "clause ends here\n12:9: no list and no rule makes label `nolabel`\n");
    fixture_document(&f, STR("a b"));
    rule_match(f.doc, f.rules, f.matcher, f.words, true);
    CHECK_STR(fixture_made(&f), "x \"b\"");
}

/* Without a sink the first error fails, with its place and excerpt. */
static void test_no_sink(void) {
    arena *memory = arena_new();
    arena_recovery recovery;
    if (setjmp(recovery.jump)) {
        CHECK_INT(recovery.error.status, MUSTER_SYNTAX);
        CHECK_INT(recovery.error.line, 1);
        CHECK_STR(str_from(recovery.error.excerpt), "let a = \"b\"\n    ^");
        arena_free(memory);
        return;
    }
    arena_recover(memory, &recovery);
    rule_load_text(memory, STR("x.rules"), STR("let a = \"b\"\n"), NULL, labels_new(memory), f.words, (finding_sink){NULL, NULL});
    CHECK(!"reached");
}

/* --- limits ------------------------------------------------------------------------------------------------------------------------- */

static str repeated(const char *text, uint32_t count, const char *end) {
    str piece = str_from(text);
    char *all = arena_alloc(f.memory, piece.size * count + strlen(end) + 1);
    for (uint32_t i = 0; i < count; i++) memcpy(all + piece.size * i, text, piece.size);
    strcpy(all + piece.size * count, end);
    return str_from(all);
}

static void test_limits(void) {
    static const char too_large[] = "rule `r` is too large: more than 4000 steps when its macros and repetitions are written out";
    fixture_rules(&f, STR("rule r\n  match ( ( \"a\"{255} ){255} ){255}\n  make x\n"));
    CHECK(strstr(f.findings, too_large) != NULL);
    fixture_rules(
        &f, STR("let A = \"a\" \"a\"\nlet B = A A A A A A A A\nlet C = B B B B B B B B\nlet D = C C C C C C C C\nlet E = D D D D D D D D\n"
                "rule r\n  match E\n  make x\n"));
    CHECK(strstr(f.findings, too_large) != NULL);
    fixture_rules(&f, STR("rule r\n  match ( ( ( ( s>{255} ){255} ){255} ){255} ){255}\n  make x\n"));
    CHECK_INT(f.errors, 1);
    fixture_rules(&f, arena_printf(f.memory, "rule r\n  match " STR_FMT "\n  make x\n", STR_ARG(repeated("(", 100000, ""))));
    CHECK(strstr(f.findings, "more than 64 groups inside each other") != NULL);
    fixture_rules(&f, arena_printf(f.memory, "rule r\n  match [" STR_FMT "\n  make x\n", STR_ARG(repeated("!", 100000, ""))));
    CHECK(strstr(f.findings, "more than 64 groups inside each other") != NULL);
    fixture_rules(&f, arena_printf(f.memory, "rule r\n  match " STR_FMT "\n  make x\n", STR_ARG(repeated("a:", 100000, "\"b\""))));
    CHECK_INT(f.errors, 1);
    fixture_rules(&f, arena_printf(f.memory, "rule r\n  match " STR_FMT "\n  make x\n", STR_ARG(repeated("(?= ", 20, "\"b\""))));
    CHECK_INT(f.errors, 1);
    fixture_rules(&f, repeated("let A\n", 10000, ""));
    CHECK_INT(f.errors, 100);
    fixture_rules(&f, repeated("a", 200, ""));
    CHECK(strstr(f.findings, "longer than 64 bytes") != NULL);
}

/* --- folders ------------------------------------------------------------------------------------------------------------------------ */

static char folder[2][64];

static void write_file(const char *in, const char *name, const char *content) {
    char path[256];
    snprintf(path, sizeof path, "%s/rules", in);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/rules/extra", in);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/rules/%s", in, name);
    FILE *file = fopen(path, "w");
    if (!file || fputs(content, file) < 0 || fclose(file)) abort();
}

static str load_and_run(const char *const *with, size_t with_count, const char *const *without, size_t without_count, const char *text) {
    const char *const dirs[] = {folder[0], folder[1]};
    rule_options options = {dirs, 2, with, with_count, without, without_count, NULL, false};
    rule_matcher_free(f.matcher);
    f.used = f.errors = 0;
    f.findings[0] = '\0';
    f.rules = rule_load(f.memory, &options, NULL, f.all, f.words, (finding_sink){fixture_finding, &f});
    f.matcher = rule_matcher_new(f.rules);
    if (f.errors) return str_from(f.findings);
    fixture_document(&f, str_from(text));
    rule_match(f.doc, f.rules, f.matcher, f.words, true);
    return fixture_made(&f);
}

static str load(const char *text) {
    return load_and_run(NULL, 0, NULL, 0, text);
}

static void test_folders(void) {
    static const char *const sea[] = {"sea"};
    for (int i = 0; i < 2; i++) {
        strcpy(folder[i], "/tmp/muster-rule-XXXXXX");
        if (!mkdtemp(folder[i])) abort();
    }
    CHECK_STR(load("a"), "");
    write_file(folder[0], "phases", "# order\nphase one: one.rules\nphase two repeat 2 conflict all: two.rules\n");
    write_file(folder[0], "words.rules", "let AB = \"a\" | \"b\"\nmap M a = 1  b = 2\n");
    write_file(folder[0], "one.rules", "include \"words.rules\"\nrule one\n  match w:AB\n  make x w m=M(w)\n");
    write_file(folder[0], "two.rules",
               "rule two\n  match @x @x\n  make y\nrule sea\n  tags sea\n  match \"c\"\n  make z\nrule off\n  tags sea off\n"
               "  match \"d\"\n  make z\n");
    CHECK_STR(load("a b c d"), "y \"a b\"; x \"a\" m=1; x \"b\" m=2; z \"c\"");
    uint64_t hash = rule_hash(f.rules);
    CHECK_STR(load_and_run(sea, 1, NULL, 0, "a b c d"), "y \"a b\"; x \"a\" m=1; x \"b\" m=2; z \"c\"; z \"d\"");
    CHECK(rule_hash(f.rules) != hash);
    CHECK_STR(load_and_run(NULL, 0, sea, 1, "a b c d"), "y \"a b\"; x \"a\" m=1; x \"b\" m=2");
    CHECK_STR(rule_file(f.rules, rule_find(f.rules, STR("two"))), "rules/two.rules");
    /* a folder above: replaces a file, adds one, adds a phase */
    write_file(folder[1], "words.rules", "let AB = \"a\"\nmap M a = 7\n");
    CHECK_STR(load("a b"), "x \"a\" m=7");
    write_file(folder[1], "extra/mine.rules", "phase two\nrule mine\n  match \"q\"\n  make q\n");
    write_file(folder[1], "phases", "phase mid after one: mid.rules\n");
    write_file(folder[1], "mid.rules", "rule mid\n  match @x\n  make mid\n");
    CHECK_STR(load("a q"), "x \"a\" m=7; mid \"a\"; q \"q\"");
    CHECK_STR(f.rules->phases.at[1].name, "mid");
    /* what may be wrong */
    write_file(folder[1], "extra/bad.rules", "rule bad\n  match \"q\"\n  make q\n");
    CHECK_STR(load("a"), "1:1: expected `phase NAME` as the first statement of a file in extra/, not `rule`\n");
    write_file(folder[1], "extra/bad.rules", "phase tow\n");
    CHECK_STR(load("a"), "1:7: no phase `tow`; did you mean `two`\n");
    write_file(folder[1], "extra/bad.rules", "phase two\n");
    write_file(folder[1], "phases", "phase mid after one: absent.rules\nphase one repeat 99: one.rules\n");
    CHECK_STR(load("a"),
              "1:22: cannot read rules/absent.rules: No such file or directory\n2:18: expected the number of rounds behind `repeat`, "
              "from 1 to 16, not `99`\n");
    write_file(folder[1], "phases", "");
    write_file(folder[0], "words.rules", "include \"words.rules\"\n");
    write_file(folder[1], "words.rules", "include \"loop.rules\"\n");
    write_file(folder[1], "loop.rules", "include \"words.rules\"\n");
    load("a");
    CHECK(strstr(f.findings, "1:9: `words.rules` includes this file") != NULL);
    for (int i = 0; i < 2; i++) {
        char command[128];
        snprintf(command, sizeof command, "rm -rf %s", folder[i]);
        CHECK_INT(system(command), 0);
    }
}

/* --- any bytes ---------------------------------------------------------------------------------------------------------------------- */

static uint64_t random_state = 20260714;

static uint32_t random_below(uint32_t limit) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)((random_state * 0x2545F4914F6CDD1Dull) >> 33) % limit;
}

/* Files of pieces that mean something, joined without sense, and of plain bytes. */
static void test_any_bytes(void) {
    static const char *const pieces[] = {"rule r", "\n",       "\n  ",    "match ",  "make x ",  "\"a\" ", "\"a b\" ", "'A' ",     "/a+/ ",
                                         "@place", "{",        "}",       "(",       ")",        "[",      "]",        "|",        "?",
                                         "*",      "+",        "&",       "!",       "a:",       "M",      "near(2,",  ",",        "=",
                                         "let M",  "let P(A)", "map W a", "1",       "{2,3}",    "(?=",    "(?<!",     "<s",       "s>",
                                         "cap",    "value>=",  "yes ",    "no ",     "set ",     "drop ",  "within ",  "tags ",    "#",
                                         "\\",     "\"",       "/",       "phase p", "include ", "W(a)",   ".low",     "\xC3\xA9", "if "};
    for (uint32_t round = 0; round < 3000; round++) {
        char content[512];
        size_t size = 0;
        while (size < 300) {
            const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
            if (random_below(40) == 0)
                content[size++] = (char)random_below(256);
            else
                size += (size_t)snprintf(content + size, sizeof content - size, "%s", piece);
        }
        fixture_rules(&f, (str){content, size});
        fixture_document(&f, STR("A a, b \"a b\" {Kyiv|place}"));
        rule_match(f.doc, f.rules, f.matcher, f.words, true);
        CHECK(f.errors || f.rules->rules.count || size);
    }
}

int main(void) {
    FIXTURE_GUARD();
    fixture_open(&f);
    test_statements();
    test_clauses();
    test_measures_of_another_unit();
    test_patterns();
    test_several();
    test_no_sink();
    test_limits();
    test_folders();
    test_any_bytes();
    fixture_close(&f);
    CHECK_DONE();
}
