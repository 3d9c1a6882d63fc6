/* The formats of lists: what every kind of mistake is told, and that good lists are read as they are meant. */
#include "check.h"
#include "gazetteer_fixture.h"

/* A list to be checked. */
typedef struct checked {
    str name, content;
    findings *found; /* NULL: nobody takes them */
} checked;

static void check_list(arena *memory, void *payload) {
    const checked *c = payload;
    gazetteer_check_list(memory, c->name, c->content, (finding_sink){c->found ? findings_take : NULL, c->found});
}

static void guarded_check(const char *name, str content, findings *out) {
    checked c = {str_from(name), content, out};
    muster_error error;
    memset(out, 0, sizeof *out);
    if (arena_scratch(check_list, &c, &error) != MUSTER_OK) snprintf(out->text, sizeof out->text, "failed: %s", error.message);
}

static void expect(const char *name, const char *content, const char *told) {
    findings all;
    guarded_check(name, str_from(content), &all);
    if (strcmp(all.text, told) != 0) fprintf(stderr, "%s\n  tells %s  not   %s", content, all.text, told);
    CHECK(strcmp(all.text, told) == 0);
}

#define FLAGS                                                                                                                              \
    "is no flag: @hist @code @weak @strong @typo @exact @upper @any @title @past @ing @s @plural are; an @ of the name itself is written " \
    "\\@\n"
#define BACKSLASH "a backslash stands before | ; @ # or \\ only\n"

static void test_list_errors(void) {
    expect("a.list", "@kind place\nDnipro | Dnieper ; country=UA # a river\n\n# end\n", "");
    expect("a.list", "\xEF\xBB\xBF@kind place\r\nDnipro\r\n", "");
    expect("a.list", "Dnipro\nDon\n",
           "1:1: no @kind stands above this entry: write `@kind place` (or another kind) at the head of the file\n");
    expect("a.list", "@kind pla ce\n", "1:7: a kind is a name of letters, digits and _, not `pla ce`\n");
    expect("a.list", "@kind place\n@kind person\n", "2:1: the kind is `place` already: a file has one kind\n");
    expect("a.list", "@kind\n", "1:1: `kind` has no value\n");
    expect("a.list", "@kind place\n@colour blue\n",
           "2:2: `colour` is no directive: kind, case, accents, inflect, readings, attr, source, licence and date are\n");
    expect("a.list", "@kind place\nDnipro\n@source own\n", "3:1: `@source` stands behind the first entry: directives belong above it\n");
    expect("a.list", "@kind place\n@case Title\n", "2:7: case is title, any, exact or upper, not `Title`\n");
    expect("a.list", "@kind place\n@case hist\n", "2:7: case is title, any, exact or upper, not `hist`\n");
    expect("a.list", "@kind place\n@accents some\n", "2:10: accents is fold or exact, not `some`\n");
    expect("a.list", "@kind place\n@inflect all\n", "2:10: inflect is none, noun or verb, not `all`\n");
    expect("a.list", "@kind place\n@readings few\n", "2:11: readings is none, not `few`\n");
    expect("a.list", "@kind place\n@attr river\n", "2:7: an attribute is key=value, `river` has no =\n");
    expect("a.list", "@kind place\nDnipro | | Don\n", "2:9: a name is missing here\n");
    expect("a.list", "@kind place\n ; country=UA\n", "2:2: a name is missing here\n");
    expect("a.list", "@kind place\nŁódź | Oskol@old\n", "2:14: `@old` " FLAGS);
    expect("a.list", "@kind place\nDnipro@weak@strong\n", "2:1: a name is @weak or @strong, not both\n");
    expect("a.list", "@kind place\nDnipro\\n\n", "2:7: " BACKSLASH);
    expect("a.list", "@kind place\nDnipro ; country\n", "2:10: an attribute is key=value, `country` has no =\n");
    expect("a.list", "@kind place\nDnipro ; coun try=UA\n", "2:10: `coun try` is no key: letters, digits and _ make one\n");
    expect("a.list", "@kind place\nDnipro ; country=\n", "2:17: `country` has no value: leave the attribute out where it is unknown\n");
    expect("a.list", "@kind place\nDnipro ; lat=north\n", "2:14: `lat` is a number, not `north`\n");
    expect(
        "a.list", "@kind number_word\nsome ; class=many\n",
        "2:14: `class` is one of unit, ten, scale, fraction, ordinal, vague, suffix, article, and, of, to, or, between, from, point, not "
        "`many`\n");
    expect("a.list", "@kind qualifier\nsome ; bound=over\n", "2:14: `bound` is one of at_least, at_most, about, not `over`\n");
    expect("a.list", "@kind qualifier\nsome ; side=left\n", "2:13: `side` is one of before, after, not `left`\n");
    expect("a.list", "@kind place\n-\n", "2:1: `- NAME` retires an entry, the name is missing\n");
    expect("a.list", "@kind place\n- Volga | Wolga\n",
           "2:3: `- NAME` retires an entry by its name alone, without aliases and attributes\n");
    expect("a.list", "@kind place\n- Volga\n",
           "2:1: warning: no entry of kind `place` is named `Volga` in the folders below: nothing is retired\n");
    expect("a.list", "@kind place\nDon\nDon ; country=RU\n",
           "3:1: warning: `Don` stands at a.list:2 already, the two are taken as one: give one an id= if they are different\n");
    expect("a.list", "@kind place\nDon ; id=x\nDon ; id=x\n", "3:1: the id `x` is taken by a.list:2: give one of the two another id\n");
    expect("a.list", "@kind place\nDn\xFFipro\nDon\xC3\n",
           "2:3: this is no valid UTF-8: save the list as UTF-8\n3:4: this is no valid UTF-8: save the list as UTF-8\n");
    findings all;
    guarded_check("a.list", (str){"@kind place\nD\0n\n", 16}, &all);
    CHECK(strcmp(all.text, "2:2: a NUL byte stands here: a list is text in UTF-8\n") == 0);
}

#define HEAD "#gaz 1 kind=place case=title source=\"a b\" licence=X\n"

static void test_table_errors(void) {
    expect("a.tsv", HEAD "name\taliases\tcountry\nDnipro\tDnieper|Oskol@hist\tUA\n\n", "");
    expect("a.tsv", "name\tcountry\n", "1:1: the first line of a .tsv list is `#gaz 1 kind=… source=… licence=…`\n");
    expect("a.tsv", "#gaz 1 kind=place case\n", "1:19: the head has key=value behind `#gaz 1`, values with spaces in double quotes\n");
    expect("a.tsv", "#gaz 1 kind=place source=\"a b\n",
           "1:19: the head has key=value behind `#gaz 1`, values with spaces in double quotes\n");
    expect("a.tsv", "#gaz 1 kind=place case=small\n", "1:24: case is title, any, exact or upper, not `small`\n");
    expect("a.tsv", HEAD "name\tname\n", "2:6: there are two columns `name`\n");
    expect("a.tsv", HEAD "id\tcountry\n", "2:1: the column `name` is missing\n");
    expect("a.tsv", "#gaz 1 source=own\nid\tname\n", "2:1: the kind is missing: write kind=… in the first line, or a column `kind`\n");
    expect("a.tsv", HEAD "name\tcoun try\n", "2:6: `coun try` is no name of a column: letters, digits and _ make one\n");
    expect("a.tsv", HEAD "name\tcountry\nDon\tRU\tx\nKama\tRU\n", "3:8: the row has more cells than the 2 columns that line 2 names\n");
    expect("a.tsv", HEAD "name\tcountry\n\tRU\n", "3:1: the row has no name\n");
    expect("a.tsv", HEAD "name\tflags\nDon\told\n",
           "3:5: `old` is no flag: retired hist code weak strong typo exact upper any title past ing s plural are\n");
    expect("a.tsv", HEAD "name\tattrs\nDon\tcountry\n", "3:5: an attribute is key=value, `country` has no =\n");
    expect("a.tsv", HEAD "name\tpop\nDon\tmany\n", "3:5: `pop` is a number, not `many`\n");
    expect("a.tsv", HEAD "name\tflags\n\tretired\n", "3:1: what is retired has an id or a name\n");
    expect("a.tsv", HEAD "id\tname\tflags\nr1\t\tretired\n",
           "3:1: warning: no entry has the id `r1` in the folders below: nothing is retired\n");
}

/* The first error is the caller's, with the line and a caret, where nobody takes findings. */
static void test_first_error_fails(void) {
    checked c = {STR("rivers.list"), STR("@kind place\nDon\nŁódź | Oskol@old\n"), NULL};
    muster_error error;
    CHECK_INT(arena_scratch(check_list, &c, &error), MUSTER_SYNTAX);
    CHECK_STR(str_from(error.file), "rivers.list");
    CHECK_INT(error.line, 3);
    CHECK_INT(error.column, 14);
    CHECK_STR(str_from(error.excerpt), "Łódź | Oskol@old\n             ^");
}

/* A thousand errors are not a thousand lines on the screen. */
static void test_many_errors(void) {
    static char content[64 * 1024] = "@kind place\n";
    for (int i = 0; i < 1000; i++) strcat(content, "Don@old\n");
    findings all;
    guarded_check("a.list", str_from(content), &all);
    CHECK_INT(all.count, 101);
}

/* Lists made to take for ever: very many attributes, aliases, entries of one name. */
static void test_large(void) {
    enum { COUNT = 60000 };
    char *content = malloc(COUNT * 24);
    findings all;
    size_t used = (size_t)sprintf(content, "@kind place\nDon");
    for (int i = 0; i < COUNT; i++) used += (size_t)sprintf(content + used, " ; k%d=v", i);
    content[used++] = '\n';
    guarded_check("a.list", (str){content, used}, &all);
    CHECK(strstr(all.text, ": an entry has at most 64 attributes\n") != NULL);
    used = (size_t)sprintf(content, "@kind place\n@inflect noun\nDon");
    for (int i = 0; i < COUNT; i++) used += (size_t)sprintf(content + used, " | a%d@past", i);
    content[used++] = '\n';
    guarded_check("a.list", (str){content, used}, &all);
    CHECK_STR(str_from(all.text), "");
    used = (size_t)sprintf(content, "@kind place\n");
    for (int i = 0; i < COUNT; i++) used += (size_t)sprintf(content + used, "Don ; k%d=v\n", i);
    guarded_check("a.list", (str){content, used}, &all);
    CHECK_INT(all.count, 101);
    free(content);
}

/* Nothing that stands in a list may crash the parser: lists cut, spliced and changed at random, always the same way. */
static void test_random(void) {
    static const char *const seeds[] = {
        "@kind place\n@attr a=b\nDnipro | Dnieper@hist@weak ; country=UA ; lat=1.5\n- Volga\nA\\|b\n# x\n",
        "#gaz 1 kind=place source=\"x y\"\nid\tname\taliases\tflags\tattrs\nq\tDon\ta|b@code\tweak retired\tk=v;l=w\n",
        "@kind saying\n@inflect verb\nsay | said@past\ncall for ; frame=to\n@date 2026-01\n"};
    uint64_t state = 88172645463325252u;
    int told = 0;
    for (int round = 0; round < 3000; round++) {
        char content[512];
        size_t size = strlen(seeds[round % 3]);
        memcpy(content, seeds[round % 3], size);
        for (int change = 0; change < 4; change++) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            static const char palette[] = "|;@#\\=-\t\n \"\0\xC3\xFF";
            content[state % size] = palette[(state >> 32) % (sizeof palette - 1)];
        }
        findings all;
        guarded_check(round % 3 == 1 ? "a.tsv" : "a.list", (str){content, size}, &all);
        told += all.count;
        CHECK(strncmp(all.text, "failed", 6) != 0);
    }
    CHECK(told > 1000);
}

int main(void) {
    test_list_errors();
    test_table_errors();
    test_first_error_fails();
    test_many_errors();
    test_large();
    test_random();
    CHECK_DONE();
}
