/* Numbers: what they are worth, and from which word to which they go. */
#include <time.h>

#include "check.h"
#include "gazetteer_fixture.h"

static const struct {
    const char *text, *numbers;
} cases[] = {
    {"Nine soldiers and 1,200 others.", "[Nine]=9 [1,200]=1200"},
    {"two hundred and fifty thousand men", "[two hundred and fifty thousand]=250000"},
    {"It cost 2.5 million.", "[2.5 million]=2500000"},
    {"some 1.5m shells", "[1.5m]=1500000"},
    {"worth £1bn", "[1bn]=1000000000"},
    {"worth 3 bn", "[3 bn]=3000000000"},
    {"twenty-one ships", "[twenty-one]=21"},
    {"twenty one ships", "[twenty one]=21"},
    {"a hundred men", "[a hundred]=100"},
    {"half a million people", "[half a million]=500000"},
    {"half million people", "[half million]=500000"},
    {"half a dozen boats", "[half a dozen]=6"},
    {"a million and a half people", "[a million and a half]=1500000"},
    {"two and a half million people", "[two and a half million]=2500000"},
    {"two and a half years", "[two and a half]=2.5"},
    {"three quarters of a million", "[three quarters of a million]=750000"},
    {"two-thirds of the troops", "[two-thirds]=0.66666666666667"},
    {"a third of the troops", "[a third]=0.33333333333333"},
    {"a third man", "[third]=3th"},
    {"a quarter of the city", "[a quarter]=0.25"},
    {"the second half began", "[second]=2th"},
    {"the twenty-first day", "[twenty-first]=21th"},
    {"the two hundredth day", "[two hundredth]=200th"},
    {"the 13th brigade", "[13th]=13th"},
    {"dozens of people", "[dozens]=24..vague"},
    {"hundreds of people", "[hundreds]=200..vague"},
    {"thousands fled", "[thousands]=2000..vague"},
    {"tens of thousands of troops", "[tens of thousands]=20000..vague"},
    {"hundreds of thousands of troops", "[hundreds of thousands]=200000..vague"},
    {"several hundred casualties", "[several hundred]=300..900vague"},
    {"several people", "[several]=3..9vague"},
    {"a few thousand men", "[a few thousand]=3000..5000vague"},
    {"a couple of men", "[a couple]=2..2vague"},
    {"a dozen men", "[a dozen]=12"},
    {"two dozen or so", "[two dozen]=24"},
    {"3 dozens of eggs", "[3 dozens]=36"},
    {"10 to 12 people", "[10 to 12]=10..12range"},
    {"10-12 people", "[10-12]=10..12range"},
    {"10–12 people", "[10–12]=10..12range"},
    {"10-12,000 people", "[10-12,000]=10000..12000range"},
    {"10,000 – 12,000 people", "[10,000 – 12,000]=10000..12000range"},
    {"two to three million people", "[two to three million]=2000000..3000000range"},
    {"ten to 32 pages", "[ten to 32]=10..32range"},
    {"between 10,000 and 12,000 people", "[10,000 and 12,000]=10000..12000range"},
    {"between $10 and $20", "[10 and $20]=10..20range"},
    {"one or two points", "[one or two]=1..2range"},
    {"five or ten points", "[five]=5 [ten]=10"},
    {"rose from 10 to 12 dead", "[10]=10 [12]=12"},
    {"won 3-2", "[3]=3 [2]=2"},
    {"in 2014 and 2016", "[2014]=2014year [2016]=2016year"},
    {"from 2014-2016", "[2014]=2014year [2016]=2016year"},
    {"555-12-34", "[555]=555 [12]=12 [34]=34"},
    {"two hundred and three hundred", "[two hundred]=200 [three hundred]=300"},
    {"3 hundred and 2 hundred", "[3 hundred]=300 [2 hundred]=200"},
    {"one hundred and six", "[one hundred and six]=106"},
    {"4 thousand 3 hundred", "[4 thousand 3 hundred]=4300"},
    {"one thousand and five hundred", "[one thousand and five hundred]=1500"},
    {"killed one and two wounded", "[one]=1 [two]=2"},
    {"two hundred point zero three", "[two hundred point zero three]=200.03"},
    {"twenty-one trillion", "[twenty-one trillion]=21000000000000"},
    {"hundred thousand dollars", "[hundred thousand]=100000"},
    {"1\xC2\xA0"
     "414\xC2\xA0"
     "021 people",
     "[1\xC2\xA0"
     "414\xC2\xA0"
     "021]=1414021"},
    {"70 20 people", "[70]=70 [20]=20"},
    {"forty two and a third", "[forty two and a third]=42.333333333333"},
    {"a billion and three quarters of a million", "[a billion and three quarters of a million]=1000750000"},
    {"2/3 of the men", "[2/3]=0.66666666666667"},
    {"3 1/2 years", "[3 1/2]=3.5"},
    {"12 and 1/2 percent", "[12 and 1/2]=12.5"},
    {"works 24/7, on 12/06/2024, in 2023/24", ""},
    {"\xC2\xBD million", "[\xC2\xBD million]=500000"},
    {"2 \xC2\xBD million", "[2 \xC2\xBD million]=2500000"},
    {"a half-million people", "[a half-million]=500000"},
    {"three-and-a-half years", "[three-and-a-half]=3.5"},
    {"25 thousand 300 men", "[25 thousand 300]=25300"},
    {"3,5 million people", "[3,5 million]=3500000"},
    {"articles 3,5 and 7", "[3]=3 [5]=5 [7]=7"},
    {"20% to 30%", "[20% to 30]=20..30range"},
    {"10~12 men", "[10~12]=10..12range"},
    {"between a third and a half", "[a third and a half]=0.33333333333333..0.5range"},
    {"$3.2T", "[3.2T]=3200000000000"},
    {"threescore and nine", "[threescore]=60 [nine]=9"},
    {"two hundredths", "[two hundredths]=0.02"},
    {"thousands upon thousands of men", "[thousands upon thousands]=2000..vague"},
    {"one point two million people", "[one point two million]=1200000"},
    {"5 lakh rupees and 2 crore rupees", "[5 lakh]=500000 [2 crore]=20000000"},
    {"a man and a woman", ""},
    {"to and from, or between them", ""},
    {"zero dead", "[zero]=0"},
};

/* Number words without end, as many numbers as they are, or one; in time that grows with the text. */
static void test_long(bench *b) {
    static const char *const parts[] = {"one ",   "two hundred and ",      "half of a ", "between one and ",
                                        "10-12-", "tens of thousands of ", "a "};
    enum { SIZE = 1 << 19 };
    char *text = malloc(SIZE + 64);
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        size_t used = 0;
        for (; used < SIZE; used += strlen(parts[p])) memcpy(text + used, parts[p], strlen(parts[p]) + 1);
        clock_t start = clock();
        const char *found = bench_readings(b, text, "number");
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (seconds > 10) fprintf(stderr, "%s takes %.1f s\n", parts[p], seconds);
        CHECK(seconds < 10 && (found[0] == '[' || found[0] == '\0'));
    }
    free(text);
}

int main(void) {
    char root[512];
    snprintf(root, sizeof root, "%s", getenv("MUSTER_SOURCE_ROOT") ? getenv("MUSTER_SOURCE_ROOT") : ".");
    folder f = folder_new();
    static char content[65536];
    const char *const lists[] = {"number_word.list", "number_joiner.list"};
    for (int i = 0; i < 2; i++) {
        char path[600], name[100];
        snprintf(path, sizeof path, "%s/gazetteers/number/%s", root, lists[i]);
        snprintf(name, sizeof name, "gazetteers/number/%s", lists[i]);
        FILE *file = fopen(path, "rb");
        size_t size = file ? fread(content, 1, sizeof content, file) : 0;
        CHECK(size > 0);
        if (file) fclose(file);
        folder_write(&f, name, content, size);
    }
    bench b;
    const char *dirs[] = {f.path};
    muster_status status = bench_open(&b, dirs, 1, NULL, (finding_sink){NULL, NULL});
    CHECK_INT(status, MUSTER_OK);
    if (status) fprintf(stderr, "%s:%u: %s\n", b.error.file, b.error.line, b.error.message);
    for (size_t i = 0; !status && i < sizeof cases / sizeof *cases; i++) {
        const char *found = bench_readings(&b, cases[i].text, "number");
        if (strcmp(found, cases[i].numbers) != 0) fprintf(stderr, "%s\n  is  %s\n  not %s\n", cases[i].text, found, cases[i].numbers);
        CHECK(strcmp(found, cases[i].numbers) == 0);
    }
    if (!status) test_long(&b);
    bench_close(&b);
    folder_remove(&f);
    CHECK_DONE();
}
