/* The regular expressions of all rules asked at once, against the library asking one after the other: words made of the letters that the
 * patterns look at, in whole and in pieces. */
#include "rule_fixture.h"

static fixture f;

static const char *const patterns[] = {
    ".+ing",
    ".+(ed|es|s)",
    "\\p{L}{3,}ed",
    "\\p{Lu}\\p{L}*(?:enko|ov|ova|sky|[^aeiou]ev)",
    "(?:Al|El|al)[-\xE2\x80\x91]\\p{Lu}[\\p{L}'\xE2\x80\x99]+",
    "[A-Z]{1,3}(?:-\\d+)?",
    "\\d{1,3}(?:,\\d{3})+",
    "\\d{4}-\\d\\d-\\d\\d|\\d{1,2}[\\/.]\\d{1,2}",
    "[^s]+s",
    "(?:a|b|ab)*c",
    "(?:a*)*b?",
    "((a|\xC3\xA9){2}e?){1,2}?",
    "x{0}y{2}z{1,}",
    "(?i)k+[st]*",
    "(?i)[i\xC3\xA9\xC5\xBF]+",
    "|ka|",
    "[-a]b|[a-]c",
    "\\p{Sc}\\d+\\.?",
    "\\$\\p{Nd}+|\\(\\)",
    ".",
    ".*",
};
static const char *const caseless[] = {"[^sui']s", "(?:ka|\xC3\xBC)+", "[k-s\xC3\xBC]{2,3}", "st\\.?", "\\p{L}+ed"};
static const char *const library[] = {"(?=a)ab", "(a)\\1", "a++b", "\\w+", "\\bka", "[[:alpha:]]+", "[\\p{Greek}]", "[]d]", "(?>a|ab)c"};

enum { PATTERNS = sizeof patterns / sizeof *patterns, CASELESS = sizeof caseless / sizeof *caseless };

static uint64_t random_state = 20221;

static uint32_t random_below(uint32_t limit) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)((random_state * 0x2545F4914F6CDD1Dull) >> 33) % limit;
}

static str random_word(char buffer[64]) {
    static const char *const pieces[] = {"a",
                                         "b",
                                         "c",
                                         "e",
                                         "k",
                                         "K",
                                         "s",
                                         "S",
                                         "t",
                                         "ing",
                                         "ed",
                                         "enko",
                                         "ov",
                                         "Al",
                                         "-",
                                         "1",
                                         "2",
                                         "0",
                                         ",1",
                                         ".",
                                         "$",
                                         "ev",
                                         "sky",
                                         "\n",
                                         "2023",
                                         "y",
                                         "\xC3\xA9",
                                         "\xC3\x9C",
                                         "\xC5\xBF",
                                         "z",
                                         "'",
                                         "()",
                                         "x",
                                         "d",
                                         "/",
                                         "]",
                                         "u",
                                         "KA",
                                         "es",
                                         "st",
                                         "\xE2\x82\xAC",
                                         "\xC4\xB0",
                                         "\xC4\xB1",
                                         "\xE2\x84\xAA",
                                         "\xD0\x96",
                                         "\xE2\x80\x91"};
    size_t size = 0;
    for (uint32_t i = 1 + random_below(6); i; i--) {
        const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
        memcpy(buffer + size, piece, strlen(piece));
        size += strlen(piece);
    }
    return (str){buffer, size};
}

static str rules_of(void) {
    str text = STR("");
    for (uint32_t i = 0; i < PATTERNS; i++)
        text = arena_printf(f.memory, STR_FMT "rule p%u\n  match /%s/\n  make x\n", STR_ARG(text), i, patterns[i]);
    for (uint32_t i = 0; i < CASELESS; i++)
        text = arena_printf(f.memory, STR_FMT "rule i%u\n  match /%s/i\n  make x\n", STR_ARG(text), i, caseless[i]);
    return text;
}

/* Whether the words' predicates are those of the library. */
static bool agree(str word) {
    const ruleset *set = f.rules;
    rule_match_letters(f.matcher, word);
    rule_sort_scratch(f.matcher);
    uint32_t next = 0;
    for (uint32_t i = 0; i < set->predicates.count; i++) {
        bool is_found = next < f.matcher->scratch.count && f.matcher->scratch.at[next] == i;
        next += is_found;
        if (set->predicates.at[i].type != PREDICATE_REGEX) continue;
        if (is_found == rule_regex_matches(f.matcher, set->predicates.at[i].index, word)) continue;
        str pattern = set->regexes.at[set->predicates.at[i].index].pattern;
        fprintf(stderr, "`" STR_FMT "` and /" STR_FMT "/: %d\n", STR_ARG(word), STR_ARG(pattern), is_found);
        return false;
    }
    return next == f.matcher->scratch.count;
}

static void test_against_library(void) {
    fixture_rules(&f, rules_of());
    CHECK_INT(f.errors, 0);
    CHECK_INT(f.rules->letters.starts.count, PATTERNS + CASELESS);
    rule_enter(f.matcher, fixture_document(&f, STR("word")), f.words);
    for (uint32_t i = 0; i < 20000; i++) {
        char buffer[64];
        CHECK(agree(random_word(buffer)));
    }
}

/* What the program cannot say stays with the library, and leaves no step in the program. */
static void test_others(void) {
    for (size_t i = 0; i < sizeof library / sizeof *library; i++) {
        fixture_rules(&f, arena_printf(f.memory, "rule r\n  match /%s/\n  make x\n", library[i]));
        CHECK_INT(f.errors, 0);
        CHECK_INT(f.rules->letters.steps.count, 0);
        CHECK_INT(f.rules->general.count, 1);
    }
    CHECK_STR(fixture_pattern(&f, "/(?=k)\\p{L}+/", "kyiv lviv kharkiv"), "kyiv|kharkiv");
    fixture_rules(&f, STR("rule r\n  match /(?:(?:(?:a{50}){50}){50}){50}/\n  make x\n")); /* would be millions of steps */
    CHECK_INT(f.rules->letters.steps.count, 0);
}

/* More letters and states than are kept. */
static void test_forgetting(void) {
    fixture_rules(&f, STR("rule r\n  match /(?:a|b)*a(?:a|b){12}/\n  make x\nrule s\n  match /[\xD0\x96\xC3\xA9]+/\n  make x\n"));
    rule_enter(f.matcher, fixture_document(&f, STR("word")), f.words);
    for (uint32_t i = 0; i < 30000; i++) {
        char word[40];
        for (uint32_t j = 0; j < sizeof word; j++) word[j] = (char)('a' + random_below(2));
        rule_match_letters(f.matcher, (str){word, sizeof word});
        CHECK((f.matcher->scratch.count == 1) == (word[sizeof word - 13] == 'a'));
        CHECK(f.matcher->letters.next.cells.count <= 600 * 1024);
    }
}

int main(void) {
    FIXTURE_GUARD();
    fixture_open(&f);
    test_against_library();
    test_others();
    test_forgetting();
    fixture_close(&f);
    CHECK_DONE();
}
