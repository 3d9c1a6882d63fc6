/* The rule language, construct by construct: what each matches and what it does not, what matches make. */
#include "rule_fixture.h"

static fixture f;

/* Spans that a pattern matches, `|` between them. */
#define MATCHES(pattern, text, expected) CHECK_STR(fixture_pattern(&f, pattern, text), expected)
#define MAKES(rules, text, expected) CHECK_STR(fixture_run(&f, rules, text), expected)

static void test_words(void) {
    MATCHES("\"kyiv\"", "In Kyiv, KYIV and Kyivan", "Kyiv|KYIV");
    MATCHES("\"Kyiv\"", "kyiv", "kyiv");
    MATCHES("\"head of state\"", "the Head of State and the head of a state", "Head of State");
    MATCHES("'Kyiv'", "Kyiv kyiv KYIV", "Kyiv");
    MATCHES("\"goma\"", "G\u014Dma and Goma", "G\u014Dma|Goma");
    MATCHES("'Goma'", "G\u014Dma and Goma", "Goma");
    MATCHES("\"'s\"", "Kyiv's and Lviv\u2019s", "'s|\u2019s");
    MATCHES("\"us\"", "US and U.S. and us", "US|us");
    MATCHES("\",\"", "one, two.", ",");
    MATCHES("\"\\\"\" \"no\"", "said \"no\" again", "\"no");
    MATCHES("/[A-Z]\\d+/", "T72 and T-72 and t72", "T72");
    MATCHES("/[A-Z]\\d+/i", "T72 and t72x", "T72");
    MATCHES("/\\p{Lu}.*/", "\u00C9t\u00E9 \u00E9t\u00E9", "\u00C9t\u00E9");
    MATCHES("/a\\/b/", "a b", "");
    MATCHES(".", "one two", "one|two");
}

static void test_conditions(void) {
    MATCHES("[cap]", "One two THREE", "One|THREE");
    MATCHES("[upper]", "One USA A", "USA");
    MATCHES("[lower]", "One two", "two");
    MATCHES("[cap & !upper]", "One USA", "One");
    MATCHES("[digit & !number]", "B2B and 12", "B2B");
    MATCHES("[number]", "12 and 1.5m and x", "12|1.5m");
    MATCHES("[value>=2 & value<10]", "1 2 9 10", "2|9");
    MATCHES("[value=1500000]", "1.5m", "1.5m");
    MATCHES("[length>=4]", "one three", "three");
    MATCHES("[length!=3]", "one of", "of");
    MATCHES("[punct]", "a, b", ",");
    MATCHES("[\"a\" | 'B']", "A b B", "A|B");
    MATCHES("[(\"a\" | \"b\") & !cap]", "A b B", "b");
    MATCHES("[!(\"a\" | \"b\")]", "a b c", "c");
    MATCHES("[/x+/ | SIZE]", "xx large huge", "xx|large");
    MATCHES("[@place & cap]", "{the Hague|place} Hague", "Hague");
    MATCHES("[^@place]", "{the Hague|place} Hague", "the");
    MATCHES("[!@place & cap]", "{The Hague|place} Town", "Town");
    MATCHES("[in:headline]", "!h Big news\n\nsmall news", "Big|news");
    MATCHES("[in:headline|dateline & cap]", "!h Big news\n\n!d KYIV\n\nSmall", "Big|KYIV");
    MATCHES("[in:headline | \"news\"]", "!h Big\n\nsmall news", "Big|news");
    MATCHES("[caps]", "!c BIG\n\nSMALL", "BIG");
    MATCHES("[quoted & alpha]", "he \"did it\" then", "did|it");
    MATCHES("[depth>=2 & alpha]", "\"he said \u2018no\u2019 again\" then", "no");
    MATCHES("[first]", "He ran. \"She\" sat.", "He|She");
    MATCHES("[!spaced]", "a b", "a");
    MATCHES("[newline & alpha]", "a b\nc d", "c");
}

static void test_annotations(void) {
    MATCHES("@place", "{New York|place} and {York|place}", "New York|York");
    MATCHES("@place @place", "{Kyiv|place} {Lviv|place}", "Kyiv Lviv");
    MATCHES("@place \"city\"", "{New {York|place} city|place}", "York city");
    MATCHES("@place \"city\"", "{{New York|place} city|place} x", "New York city");
    MATCHES("@place{country=UA}", "{Kyiv|place country=UA} {Minsk|place country=BY}", "Kyiv");
    MATCHES("@place{country!=UA}", "{Kyiv|place country=UA} {Minsk|place country=BY} {X|place}", "Minsk|X");
    MATCHES("@place{country=UA|BY}", "{Kyiv|place country=UA} {Minsk|place country=BY} {X|place country=PL}", "Kyiv|Minsk");
    MATCHES("@place{country=UA}", "{Kyiv|place country=RU|UA}", "Kyiv");
    MATCHES("@place{pop>=1000 & country}", "{Kyiv|place country=UA pop=2000} {Minsk|place pop=5000} {X|place country=PL pop=9}", "Kyiv");
    MATCHES("@place{!country}", "{Kyiv|place country=UA} {Minsk|place}", "Minsk");
    MATCHES("@place{country=UA | pop<10}", "{Kyiv|place country=UA} {X|place pop=9} {Y|place pop=10}", "Kyiv|X");
    MATCHES("@place{name~/k.*/i}", "{Kyiv|place name=Kyiv} {Minsk|place name=Minsk}", "Kyiv");
    MATCHES("@place{length>=2}", "{Kyiv|place} {New York|place}", "New York");
    MATCHES("@place{2}", "{Kyiv|place} {Lviv|place} {Minsk|place}", "Kyiv Lviv");
    MATCHES("@quotation{mark=double & closed}", "he \"did it\" then", "\"did it\"");
}

static void test_groups(void) {
    MATCHES("\"a\" | \"b\" \"c\"", "a b c", "a|b c");
    MATCHES("( \"a\" | \"b\" ) \"c\"", "a c b c", "a c|b c");
    MATCHES("\"a\"? \"b\"", "a b b", "a b|b");
    MATCHES("\"a\" \"b\"*", "a b b a", "a b b|a");
    MATCHES("\"a\"+", "a a b a", "a a|a");
    MATCHES("\"a\"{2}", "a a a a a", "a a|a a");
    MATCHES("\"a\"{2,}", "a a a b a", "a a a");
    MATCHES("\"a\"{1,2} \"b\"", "a a a b", "a a b");
    MATCHES("\"a\" .*? \"b\"", "a x b x b", "a x b");
    MATCHES("\"a\" .* \"b\"", "a x b x b", "a x b x b");
    MATCHES("\"a\" .+? \"b\"", "a b x b", "a b x b");
    MATCHES("\"a\" \"b\"??", "a b", "a");
    MATCHES("\"a\" .{0,2}? \"b\"", "a x y b a x y z b", "a x y b");
    MATCHES("( \"a\" \"b\"? )+ \"c\"", "a b a a b c", "a b a a b c");
    MATCHES("( \"a\"? \"b\"? )* \"c\"", "b a b c c", "b a b c|c");
    MATCHES("( ( \"a\"* )* \"b\"? )* \"c\"", "a a b a c", "a a b a c");
    MATCHES("( x:( \"a\"? ) y:( \"b\"* ) )* \"c\"", "b b a b c c", "b b a b c|c");
    MATCHES("( EITHER | \"d\" )* \"c\"", "b d a b c c", "b d a b c|c");
}

static void test_macros(void) {
    MATCHES("SIR [cap]", "Lord Black and sir Tom", "Lord Black|sir Tom");
    MATCHES("PAIR(SIR, \"lady\")", "lord and lady", "lord and lady");
    MATCHES("PAIR(PAIR(\"a\", \"b\"), \"c\")", "a and b and c", "a and b and c");
    MATCHES("SIZE \"house\"", "very small house, large house, very house", "very small house|large house");
    MATCHES("SIZE", "very small", "very small");
    MATCHES("near(2, \"a\", \"b\")", "a x b y b z z z a", "a x b");
    MATCHES("near(1, @place, \"b\")", "b x {Kyiv|place}", "b x Kyiv");
    MATCHES("near(0, \"a\", \"b\")", "a x b", "");
}

static void test_looks(void) {
    MATCHES("\"a\" (?= \"b\")", "a b a c", "a");
    MATCHES("[lower] (?! . )", "a b c", "c");
    MATCHES("(?! \"a\") [lower]", "a b", "b");
    MATCHES("(?<= \"a\") .", "a b c", "b");
    MATCHES("(?<! \"a\") [lower]", "a b c", "a|c");
    MATCHES("(?<= \"a\" .* ) \"z\"", "a b c z", "z");
    MATCHES("(?<= @place \"near\" ) .", "{New York|place} near it", "it");
    MATCHES("(?<= SIZE ) \"house\"", "very small house", "house");
    MATCHES("(?<= \"very small\" ) \"house\"", "very small house and small house", "house");
    MATCHES("(?= . (?! \"c\")) [lower]", "a c b d", "c|b|d");
    MATCHES("(?<= (?<! \"x\") \"a\") \"b\"", "x a b a b", "b");
    /* a look-behind sees sixteen tokens */
    MATCHES("(?<= \"q\" .* ) \"z\"", "q b c d e f g h i j k l m n o p z", "z");
    MATCHES("(?<= \"q\" .* ) \"z\"", "q a b c d e f g h i j k l m n o p z", "");
}

static void test_anchors(void) {
    MATCHES("<s .", "He ran. She sat.", "He|She");
    MATCHES("[alpha] s>", "He ran. She sat!", "ran|sat");
    MATCHES("<b .", "He ran. She sat.\n\nIt rained.", "He|It");
    MATCHES("[alpha] b>", "He ran. She sat.\n\nIt rained.", "sat|rained");
    MATCHES("<q [alpha]", "He \"saw it\" and \"did it\".", "saw|did");
    MATCHES("[alpha] q>", "He \"saw it\" and \"did that\".", "it|that");
    MATCHES("(<s)* \"she\"", "He ran. She sat.", "She");
}

static void test_within(void) {
    MAKES("rule r\n  match \"a\" .* \"b\"\n  make x\n", "A is. And b.", "");
    MAKES("rule r\n  match \"a\" .* \"b\"\n  within block\n  make x\n", "A is. And b.\n\nB", "x \"A is. And b\"");
    MAKES("rule r\n  match \"a\" .* \"b\"\n  within 3\n  make x\n", "a x b a x x b", "x \"a x b\"");
    MAKES("rule r\n  match \"a\" .* \"b\"\n  within quote\n  make x\n", "a \"x b\" a \"a b\" b", "x \"a b\"");
    MAKES("rule r\n  match \"a\" .* \"b\"\n  within quote\n  make x\n", "a c b \"x\" b", "x \"a c b\"");
    /* a look-ahead sees the rest of the sentence */
    MAKES("rule r\n  match \"a\" (?= . \"c\")\n  within quote\n  make x\n", "\"b a\" c", "x \"a\"");
    MAKES("rule r\n  match \"a\" (?= . \"c\")\n  within quote\n  make x\n", "\"b a\" d", "");
}

static void test_captures(void) {
    MAKES("rule r\n  match who:[cap] \"of\" where:@place\n  make place where by=who\n", "Tom of {Kyiv|place}", "place \"Kyiv\" by=Tom");
    MAKES("rule r\n  match who:[cap]+ \"ran\"\n  make person who\n", "Tom Lee ran", "person \"Tom Lee\"");
    MAKES("rule r\n  match ( who:[cap] \",\" )+ \"ran\"\n  make person who\n", "Tom, Lee, ran", "person \"Lee\"");
    MAKES("rule r\n  match \"a\" b:( \"b\" )?\n  make x b\n", "a c", "");
    MAKES("rule r\n  match \"a\" b:\"b\"?\n  make x s=b t=\"1\"\n", "a c a b", "x \"a\" t=1; x \"a b\" s=b t=1");
    MAKES("rule r\n  match a:\"a\" b:\"b\"?\n  make x a if b\n  make y a\n", "a c a b", "y \"a\"; x \"a\"; y \"a\"");
    MAKES("rule r\n  match w:( \"a\" | \"a\" \"b\" ) \"c\"\n  make x w\n", "a b c a c", "x \"a b\"; x \"a\"");
    MAKES("rule r\n  match a:.*? b:\"b\"\n  make x a\n", "q r b", "x \"q r\"");
}

static void test_values(void) {
    MAKES("map LOSS killed, slain = killed  \"shot dead\" = killed  hurt = wounded\nrule r\n  match n:@number \"were\" how:LOSS\n"
          "  make figure n measure=LOSS(how) low=n.low unit=\"people\"\n",
          "{nine|number low=9} were shot dead; {two|number low=2} were hurt",
          "figure \"nine\" measure=killed low=9 unit=people; figure \"two\" measure=wounded low=2 unit=people");
    MAKES("map M dead = k\nmap N = M  hurt = w\nrule r\n  match w:N v:[N]\n  make x w=N(w) v=N(v)\n", "dead hurt",
          "x \"dead hurt\" w=k v=w");
    MAKES("map M dead = k\nrule r\n  match w:( \"found\" \"dead\" )\n  make x m=M(w)\n", "found dead", "x \"found dead\" m=k");
    MAKES("map M big = b\nrule r\n  match p:@place\n  make x m=M(p.size) c=p.country\n",
          "{Kyiv|place size=big} {X|place size=odd country=UA}", "x \"Kyiv\" m=b; x \"X\" c=UA");
    MAKES("rule r\n  match p:( \"the\" @place )\n  make x p c=p.country l=p.length\n", "the {New York|place country=US}",
          "x \"the New York\" c=US l=2");
}

static void test_set_and_drop(void) {
    fixture_run(&f, "rule r\n  match p:@place \"city\"\n  set p feature=\"city\" near=p\n", "{Kyiv|place country=UA} city");
    const slot *s = annotation_slot(&f.doc->annotations.at[0], STR("feature"));
    CHECK(s && str_is(s->text, "city"));
    CHECK(annotation_slot(&f.doc->annotations.at[0], STR("country")) != NULL);
    fixture_run(&f, "rule r\n  match p:@place \"city\"\n  drop p\n", "{Kyiv|place} city {Lviv|place}");
    CHECK(f.doc->annotations.at[0].flags & ANNOTATION_RETIRED);
    CHECK(!(f.doc->annotations.at[1].flags & ANNOTATION_RETIRED));
}

static void test_conflicts(void) {
    const char *two = "rule short\n  match \"a\" \"b\"\n  make x\nrule long\n  match \"b\" \"c\" \"d\"\n  make y\n";
    MAKES(two, "a b c d", "y \"b c d\"");
    MAKES("rule one\n  match \"a\" \"b\"\n  make x\nrule two\n  match \"b\" \"c\"\n  make y\n", "a b c", "x \"a b\"");
    MAKES("rule one\n  match \"a\"\n  make x\nrule two\n  match [\"a\"]\n  make y\n", "a", "x \"a\"");
    MAKES("rule one\n  match \"a\"\n  make x\nrule two\n  match \"a\"\n  overlap\n  make y\n", "a", "x \"a\"; y \"a\"");
    MAKES("phase p conflict all\nrule one\n  match \"a\" \"b\"\n  make x\nrule two\n  match \"b\" \"c\"\n  make y\n", "a b c",
          "x \"a b\"; y \"b c\"");
    /* a rule's own matches compete, too */
    MAKES("rule r\n  match \"a\" \"a\"\n  make x\n", "a a a", "x \"a a\"");
}

static void test_rounds(void) {
    const char *chain = "rule r\n  match p:@person \"and\" q:[cap & !@person]\n  make person q\n";
    char text[512];
    snprintf(text, sizeof text, "phase p repeat 3\n%s", chain);
    MAKES(chain, "{Tom|person} and Lee and Kim and Bo and Al", "person \"Lee\"");
    MAKES(text, "{Tom|person} and Lee and Kim and Bo and Al", "person \"Lee\"; person \"Kim\"; person \"Bo\"");
    CHECK_INT(f.doc->matches.count, 3);
    /* the same annotation is not made twice, and a round that makes nothing ends it */
    MAKES("phase p repeat 16\nrule r\n  match p:[cap]\n  make person p\n", "Tom and Lee", "person \"Tom\"; person \"Lee\"");
    CHECK_INT(f.doc->matches.count, 2);
}

static void test_examples(void) {
    const char *rules =
        "rule r\n  match n:[number] w:\"men\"\n  make figure n of=w\n  yes \"Two: 2 men.\"  figure \"2\" of=\"men\"\n"
        "  yes \"3 men\"  figure of=men\n  yes \"3 men\" figure \"3\" of=women\n  no \"3 women\"\n  no \"4 men\"\n  yes \"none\"\n";
    static const bool holds[] = {true, true, false, true, false, false};
    static const char *const reasons[] = {"",
                                          "",
                                          "it does not make figure \"3\" of=\"women\", but figure \"3\" of=\"men\"",
                                          "",
                                          "it makes figure \"4\" of=\"men\"",
                                          "it does not match, and no other of its phase does; `explain --why-not` tells how far it comes"};
    fixture_rules(&f, str_from(rules));
    CHECK_INT(f.errors, 0);
    CHECK_INT(f.warnings, 0);
    CHECK_INT(rule_example_count(f.rules), 6);
    for (uint32_t i = 0; i < 6; i++) {
        rule_example e = rule_example_get(f.rules, i);
        str why;
        CHECK_INT(e.line, 4 + i);
        fixture_document(&f, e.text);
        rule_match(f.doc, f.rules, f.matcher, f.words, true);
        CHECK_INT(rule_example_holds(f.doc, f.rules, i, &why), holds[i]);
        CHECK_STR(why, reasons[i]);
    }
    str why;
    fixture_rules(
        &f, STR("rule long\n  match a:[cap] [cap]\n  make person a\nrule short\n  match a:[cap]\n  make person a\n  yes \"Tom Lee\"\n"));
    fixture_document(&f, STR("Tom Lee"));
    rule_match(f.doc, f.rules, f.matcher, f.words, true);
    CHECK(!rule_example_holds(f.doc, f.rules, 0, &why));
    CHECK_STR(why, "it does not match, or loses against one that does (long); `explain --why-not` tells how far it comes");
}

static char printed[4096];
static size_t printed_size;

static int keep(const char *data, size_t size, void *payload) {
    (void)payload;
    if (printed_size + size < sizeof printed) {
        memcpy(printed + printed_size, data, size);
        printed_size += size;
    }
    return 0;
}

static void why_not(const char *rules, const char *text, const char *name, const char *expected) {
    fixture_run(&f, rules, text);
    printer to = {.write = keep};
    printed_size = 0;
    rule_why_not(f.doc, f.matcher, f.words, rule_find(f.rules, str_from(name)), &to);
    CHECK_STR(((str){printed, printed_size}), expected);
}

static void test_why_not(void) {
    const char *rules = "rule r\n  match \"nine\" MEN \"were\" [ \"lost\" | \"shot\" ]\n  make x\nlet MEN = \"men\" | \"soldiers\"\n";
    why_not(
        rules, "Nine soldiers were here.", "r",
        "\"Nine soldiers were here.\"\n  matches \"Nine soldiers were\", then wants [ \"lost\" | \"shot\" ] (test.rules:2:27), but finds "
        "\"here\"\n");
    why_not(rules, "Nine cows.", "r", "\"Nine cows.\"\n  matches \"Nine\", then wants MEN (test.rules:2:16), but finds \"cows\"\n");
    why_not(
        rules, "Nine men were", "r",
        "\"Nine men were\"\n  matches \"Nine men were\", then wants [ \"lost\" | \"shot\" ] (test.rules:2:27), but the sentence ends\n");
    why_not("rule r\n  match \"b\"\n  make x\nrule s\n  match \"a\" \"b\"\n  make y\n", "a b", "r",
            "\"a b\"\n  matches \"b\", but lost against s (longer: \"a b\")\n");
    why_not("rule r\n  match \"b\"\n  make x\n", "a b", "r", "\"a b\"\n  matches \"b\" and is applied\n");
}

/* A user lexicon that forgets its words, and one that serves two matchers: notes are never taken for another word's. */
static void test_lexicon_changes(void) {
    MATCHES("\"a\"", "a b", "a");
    MATCHES("\"b\"", "a b", "b");
    lexicon_flush(f.words, 0);
    fixture_document(&f, STR("b a b"));
    rule_match(f.doc, f.rules, f.matcher, f.words, false);
    CHECK_STR(fixture_made(&f), "x \"b\"; x \"b\"");
    CHECK_INT(f.doc->matches.count, 0);
}

int main(void) {
    FIXTURE_GUARD();
    fixture_open(&f);
    test_words();
    test_conditions();
    test_annotations();
    test_groups();
    test_macros();
    test_looks();
    test_anchors();
    test_within();
    test_captures();
    test_values();
    test_set_and_drop();
    test_conflicts();
    test_rounds();
    test_examples();
    test_why_not();
    test_lexicon_changes();
    fixture_close(&f);
    CHECK_DONE();
}
