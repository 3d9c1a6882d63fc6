/* What the lists make of a text: matching, case, inflection, doubtful names, lists over lists, look-ups, the cache. */
#include <fcntl.h>
#include <time.h>

#include "check.h"
#include "gazetteer_fixture.h"

static bench b;

static void reads(const char *text, const char *only, const char *expected) {
    const char *found = bench_readings(&b, text, only);
    if (strcmp(found, expected) != 0) fprintf(stderr, "%s\n  is  %s\n  not %s\n", text, found, expected);
    CHECK(strcmp(found, expected) == 0);
}

static void names(const char *text, const char *expected) {
    reads(text, "names", expected);
}

/* --- lists of the cases ------------------------------------------------------------------------------------------------------------- */

static void write_lists(const folder *f) {
    folder_list(f, "gazetteers/words/ordinary.txt", "# words\nof\nmobile\nbest\nwho\nin\non\nturkey\nwood\nmany\nus\nthe\nattack\n");
    folder_list(f, "gazetteers/place/places.list",
                "@kind place\n@source own\n@licence Apache-2.0\n"
                "Kharkiv | Kharkov | Харків ; country=UA ; pop=1400000 ; feature=city\n"
                "New York ; pop=8000000\nYork ; pop=200000\nAustin ; pop=900000\nWood ; pop=500\nMobile ; pop=190000 ; feature=city\n"
                "Turkey | Türkiye ; feature=country\nUS@code | U.S. | United States ; feature=country\nGōma ; pop=700000\n"
                "Sana'a ; pop=3000000\nSt. Petersburg ; pop=5000000\nOf ; pop=30000\nBakhmut ; pop=70000\nKyiv ; feature=capital\n"
                "Ivory Coast | Côte d'Ivoire ; feature=country\nBest@strong ; pop=30000\nMuch Wenlock@weak\nLa@accents ; pop=1\n"
                "Washington, D.C. ; feature=capital\n");
    folder_list(f, "gazetteers/place/exact.list", "@kind place\n@accents exact\nPećka\n");
    folder_list(f, "gazetteers/organisation/bodies.list",
                "@kind organisation\nWHO\nNATO\nForeign Ministry@any\nBank of York\nISIS@upper\neBay@exact\n");
    folder_list(f, "gazetteers/person/people.list", "@kind person\nKim Jong-un\nBashar al-Assad\n");
    folder_list(f, "gazetteers/person/given.list", "@kind given\n@case title\nRobert\nSay\n");
    folder_list(f, "gazetteers/nationality/n.list", "@kind nationality\nUkrainian | Ukrainians\n");
    folder_list(f, "gazetteers/words/saying.list",
                "@kind saying\n@inflect verb\nsay | said@past\ncall for\nadmit | admitted@past | admitting@ing\ndeny\nstop\nagree\n");
    folder_list(f, "gazetteers/words/nouns.list",
                "@kind person_noun\n@inflect noun\nsoldier\ntrooper\npoliceman | policemen@plural\nspy\n"
                "aid worker\nF-16 pilot\n");
    folder_list(f, "gazetteers/words/titles.list", "@kind title\nPresident\n");
    folder_list(f, "gazetteers/words/silent.list", "@kind silence\n@readings none\nhush\n");
}

static void test_matching(void) {
    names("Shelling of Kharkiv, Kharkov and Харків.", "[Kharkiv]place [Kharkov]place [Харків]place");
    names("He left kharkiv for New york.", "");
    names("In New York and York", "[New York]place [York]place");
    names("the Bank of York said", "[Bank of York]organisation");
    names("Goma, Gōma, GOMA; Sanaa, Sana'a and Sana’a", "[Goma]place [Gōma]place [GOMA]place [Sanaa]place [Sana'a]place [Sana’a]place");
    names("Kim Jong Un, Kim Jong-un", "[Kim Jong Un]person [Kim Jong-un]person");
    /* A form that is settled alone is not where a longer name begins with it, nor a name where it is written as one. */
    reads("say, say; Say so: SAY they say for call for Call For", NULL,
          "[say]saying [say]saying [Say]given [Say]saying [SAY]given [SAY]saying [say]saying [call for]saying [Call For]saying");
    names("kim jong-un, Kim jong-un, Kim jong un", "");
    names("Bashar al-Assad and Bashar al-assad", "[Bashar al-Assad]person");
    names("Bashar al - Assad, Bashar-al-Assad", "[Bashar-al-Assad]person");
    names("Côte d'Ivoire, Cote d’Ivoire", "[Côte d'Ivoire]place [Cote d’Ivoire]place");
    names("at Pećka, not Pecka", "[Pećka]place");
    names("NATO, Nato, nato", "[NATO]organisation [Nato]organisation");
    names("the foreign ministry, Foreign Ministry", "[foreign ministry]organisation [Foreign Ministry]organisation");
    names("ISIS and Isis; eBay and Ebay", "[ISIS]organisation [eBay]organisation");
    names("in Washington, D.C. today", "[Washington, D.C.]place");
    names("Kharkiv's mayor; the Kharkiv.", "[Kharkiv]place [Kharkiv]place");
    /* A name never goes from one block into the next. */
    names("He came to New\n\nYork is far", "[York]place");
    reads("hush, he said", NULL, "[said]saying");
}

static void test_inflection(void) {
    reads("says said saying say sayed", "saying", "[says] [said] [saying] [say]");
    reads("calls for, called for, calling for, call for", "saying", "[calls for] [called for] [calling for] [call for]");
    reads("admits admitted admitting admited", "saying", "[admits] [admitted] [admitting]");
    reads("denies denied denying; stops stopped stopping; agrees agreed agreeing", "saying",
          "[denies] [denied] [denying] [stops] [stopped] [stopping] [agrees] [agreed] [agreeing]");
    reads("soldiers troopers policemen policemans spies aid workers", "person_noun",
          "[soldiers] [troopers] [policemen] [spies] [aid workers]");
}

static void test_doubtful(void) {
    names("The Best of all", "[Best]place");
    names("He left Mobile for Kharkiv", "[Mobile]maybe_place [Kharkiv]place");
    names("Who said so? He said the WHO did.", "[WHO]organisation");
    names("They told us; Us and them; US troops; U.S. troops", "[US]place [U.S.]place");
    names("He saw Turkey. Turkey said so.", "[Turkey]place [Turkey]maybe_place");
    names("Many sheep of Much Wenlock", "[Much Wenlock]maybe_place");
    /* In a run of capitalised words that no list explains. */
    names("He met Lloyd Austin today", "[Austin]maybe_place");
    names("He met Robert Austin today", "[Austin]place");
    names("In Austin, President Austin", "[Austin]place [Austin]place");
    names("He met York Minster staff", "[York]maybe_place");
    names("the Ukrainian Telegram channels, the Xyz Ukrainian", "[Ukrainian]nationality [Ukrainian]maybe_nationality");
    names("Attack Kharkiv", "[Kharkiv]place");
    /* All in capitals. */
    names("TROOPS LEFT MOBILE AND BAKHMUT FOR KHARKIV IN THE US",
          "[MOBILE]maybe_place [BAKHMUT]maybe_place [KHARKIV]place [US]maybe_place");
}

static void test_match(void) {
    folder f = folder_new();
    write_lists(&f);
    const char *dirs[] = {f.path};
    findings told = {0};
    CHECK_INT(bench_open(&b, dirs, 1, NULL, (finding_sink){findings_take, &told}), MUSTER_OK);
    /* "La@accents" is no flag: the entry is left out, the rest counts. */
    CHECK_INT(told.count, 1);
    test_matching();
    test_inflection();
    test_doubtful();
    bench_close(&b);
    folder_remove(&f);
}

/* --- entries -------------------------------------------------------------------------------------------------------------------------- */

typedef struct told {
    char text[2048];
} told;

static int take_entry(const muster_entry *entry, void *payload) {
    told *all = payload;
    size_t used = strlen(all->text);
    snprintf(all->text + used, sizeof all->text - used, STR_FMT "/" STR_FMT "/" STR_FMT "/" STR_FMT "/" STR_FMT ":%u%s\n",
             STR_ARG(entry->id), STR_ARG(entry->name), STR_ARG(entry->alias), STR_ARG(entry->attributes), STR_ARG(entry->list), entry->line,
             entry->weak ? " weak" : "");
    return 0;
}

static const char *looked_up(const char *name) {
    static told all;
    memset(&all, 0, sizeof all);
    CHECK_INT(gazetteer_lookup(b.known, b.words, str_from(name), take_entry, &all, NULL), MUSTER_OK);
    return all.text;
}

static void test_entries(void) {
    folder f = folder_new();
    folder_list(&f, "gazetteers/a.list",
                "@kind place\n@source a source\n@licence CC0\n@attr feature=city\nAlpha | Beta@hist ; pop=5\nDelta ; id=d1 ; "
                "feature=village\nOf\nOmega@weak ; pop=2000000\n");
    folder_list(&f, "gazetteers/b.tsv", "#gaz 1 kind=person\nid\tname\taliases\tpop\nq1\tBeta\tGamma|Bêta\t\nq2\tBeta\t\t9\n");
    folder_list(&f, "gazetteers/words/ordinary.txt", "of\n");
    folder_list(&f, "gazetteers/c.list", "@kind verb\n@inflect verb\nrun\n");
    const char *dirs[] = {f.path};
    CHECK_INT(bench_open(&b, dirs, 1, NULL, (finding_sink){NULL, NULL}), MUSTER_OK);
    CHECK_INT(gazetteer_entry_count(b.known), 7);
    CHECK_STR(str_from(looked_up("beta")), "place:Alpha/Alpha/Beta/pop=5;feature=city/gazetteers/a.list:5\n"
                                           "q2/Beta/Beta/pop=9/gazetteers/b.tsv:4\nq1/Beta/Beta//gazetteers/b.tsv:3\n");
    CHECK_STR(str_from(looked_up("Of")), "place:Of/Of/Of/feature=city/gazetteers/a.list:7 weak\n");
    CHECK_STR(str_from(looked_up("Omega")), "place:Omega/Omega/Omega/pop=2000000;feature=city/gazetteers/a.list:8 weak\n");
    CHECK_STR(str_from(looked_up("Nothing of that name")), "");
    CHECK_STR(str_from(looked_up("")), "");
    uint32_t d = gazetteer_find(b.known, STR("d1"));
    CHECK(d != NONE);
    gazetteer_entry entry = gazetteer_entry_get(b.known, d);
    CHECK_STR(entry.kind, "place");
    CHECK_STR(entry.source, "a source");
    CHECK_STR(entry.licence, "CC0");
    CHECK_INT(entry.label, LABEL_place);
    CHECK_STR(gazetteer_attribute(b.known, d, STR("feature")), "village");
    CHECK(gazetteer_attribute(b.known, d, STR("pop")).data == NULL);
    CHECK_INT(gazetteer_find(b.known, STR("nobody")), NONE);
    str alias;
    CHECK_INT(gazetteer_alias_at(b.known, gazetteer_find(b.known, STR("verb:run")), 0, &alias), 1);
    CHECK_STR(alias, "run");
    CHECK_INT(gazetteer_alias_at(b.known, gazetteer_find(b.known, STR("q1")), 2, &alias), 3);
    CHECK_STR(alias, "Bêta");
    uint32_t first = gazetteer_next(b.known, STR("person"), 0);
    CHECK_STR(gazetteer_entry_get(b.known, first).id, "q1");
    CHECK_STR(gazetteer_entry_get(b.known, gazetteer_next(b.known, STR("person"), first + 1)).id, "q2");
    CHECK_INT(gazetteer_next(b.known, STR("person"), first + 2), NONE);
    CHECK_INT(gazetteer_next(b.known, STR("weapon"), 0), NONE);
    /* What does not exist is empty, not a crash. */
    CHECK_INT(gazetteer_entry_get(b.known, NONE).id.size, 0);
    CHECK_INT(gazetteer_attribute_count(b.known, 1000), 0);
    bench_close(&b);
    folder_remove(&f);
}

static void test_names_without_words(void) {
    folder f = folder_new();
    folder_list(&f, "gazetteers/a.list", "@kind place\nAlpha\n. '\na b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g\n");
    const char *dirs[] = {f.path};
    findings found = {0};
    CHECK_INT(bench_open(&b, dirs, 1, NULL, (finding_sink){findings_take, &found}), MUSTER_OK);
    CHECK_STR(str_from(found.text), "3:1: `. '` has no letter and no digit that a text could match\n"
                                    "4:1: `a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g` has more than 32 words\n");
    names("Alpha . '", "[Alpha]place");
    bench_close(&b);
    folder_remove(&f);
}

/* The compiler cuts plain names (letters and spaces) by itself; the tokeniser must find the same words in them. */
static void test_plain_words(void) {
    CHECK_INT(bench_open(&b, NULL, 0, NULL, (finding_sink){NULL, NULL}), MUSTER_OK);
    uint64_t state = 88172645463325252u;
    for (int round = 0; round < 2000; round++) {
        char name[64], folded[64];
        int size = 0, used = 0;
        for (int i = 0; i < 40; i++) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char c = state % 6 ? (char)((state & 64 ? 'a' : 'A') + (state >> 20) % 26) : ' ';
            name[size++] = c;
            if (c != ' ' || (used && folded[used - 1] != ' ')) folded[used++] = (char)(c | 0x20);
        }
        while (used && folded[used - 1] == ' ') used--;
        char found[128];
        int at = 0;
        arena_mark here = arena_here(b.memory);
        const word **cut;
        uint32_t count = token_words(b.words, b.memory, (str){name, (size_t)size}, &cut);
        for (uint32_t i = 0; i < count; i++)
            at += snprintf(found + at, sizeof found - (size_t)at, "%s" STR_FMT, i ? " " : "", STR_ARG(cut[i]->folded));
        arena_release(b.memory, here);
        CHECK(at == used && memcmp(found, folded, (size_t)used) == 0);
    }
    bench_close(&b);
}

static void test_layers(void) {
    folder base = folder_new(), mine = folder_new(), top = folder_new();
    folder_list(&base, "gazetteers/a.list", "@kind place\nAlpha | Alfa ; pop=1\nBeta\nGamma ; id=g1\nDelta\nOmega\n");
    folder_list(&base, "gazetteers/p.list", "@kind person\nBeta\n");
    folder_list(&mine, "gazetteers/b.list", "@kind place\nAlpha | Alef ; pop=2\n- Beta\nNovum\n- Gamma\n");
    folder_list(&top, "gazetteers/c.tsv", "#gaz 1 kind=place\nid\tname\tflags\nplace:Delta\t\tretired\n");
    folder_list(&top, "gazetteers/d.list", "@kind place\nBeta\n");
    const char *dirs[] = {base.path, mine.path, top.path};
    findings found = {0};
    CHECK_INT(bench_open(&b, dirs, 3, NULL, (finding_sink){findings_take, &found}), MUSTER_OK);
    CHECK_STR(str_from(found.text), "");
    names("Alpha, Alfa, Alef, Beta, Gamma, Delta, Omega, Novum",
          "[Alpha]place [Alef]place [Beta]place [Beta]person [Omega]place [Novum]place");
    CHECK_STR(gazetteer_attribute(b.known, gazetteer_find(b.known, STR("place:Alpha")), STR("pop")), "2");
    CHECK_INT(gazetteer_find(b.known, STR("g1")), NONE);
    bench_close(&b);
    CHECK_INT(bench_open(&b, dirs, 2, NULL, (finding_sink){NULL, NULL}), MUSTER_OK);
    names("Alpha, Beta, Delta", "[Alpha]place [Beta]person [Delta]place");
    bench_close(&b);
    CHECK_INT(bench_open(&b, dirs, 0, NULL, (finding_sink){NULL, NULL}), MUSTER_OK);
    names("Alpha and 10 to 12 Betas", "");
    bench_close(&b);
    folder_remove(&base);
    folder_remove(&mine);
    folder_remove(&top);
}

/* --- the cache -------------------------------------------------------------------------------------------------------------------- */

static void damage_caches(const folder *cache) {
    char command[256];
    snprintf(command, sizeof command, "for f in %s/sub/*.gaz; do printf xyz | dd of=$f bs=1 seek=600 conv=notrunc 2>/dev/null; done",
             cache->path);
    CHECK_INT(system(command), 0);
}

static void age(const folder *f, const char *name, int seconds) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", f->path, name);
    struct timespec times[2] = {{time(NULL) - seconds, 0}, {time(NULL) - seconds, 0}};
    CHECK_INT(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void open_cached(const folder *f, const folder *cache, const char *told_expected, const char *readings) {
    char where[128];
    snprintf(where, sizeof where, "%s/sub", cache->path);
    const char *dirs[] = {f->path};
    findings found = {0};
    CHECK_INT(bench_open(&b, dirs, 1, where, (finding_sink){findings_take, &found}), MUSTER_OK);
    CHECK_STR(str_from(found.text), told_expected);
    names("Alpha and Beta", readings);
    bench_close(&b);
}

static void test_cache(void) {
    folder f = folder_new(), cache = folder_new();
    folder_list(&f, "gazetteers/a.list", "@kind place\nAlpha\n");
    age(&f, "gazetteers/a.list", 100);
    open_cached(&f, &cache, "", "[Alpha]place");
    open_cached(&f, &cache, "", "[Alpha]place");
    /* Touched, the same; changed; changed again with the same size and time of day. */
    age(&f, "gazetteers/a.list", 50);
    open_cached(&f, &cache, "", "[Alpha]place");
    folder_list(&f, "gazetteers/a.list", "@kind place\nBeta\n");
    open_cached(&f, &cache, "", "[Beta]place");
    folder_list(&f, "gazetteers/a.list", "@kind place\nAlph\n");
    folder_list(&f, "gazetteers/a.list", "@kind place\nBeta\n");
    open_cached(&f, &cache, "", "[Beta]place");
    folder_list(&f, "gazetteers/b.list", "@kind person\nAlpha\n");
    open_cached(&f, &cache, "", "[Alpha]person [Beta]place");
    age(&f, "gazetteers/a.list", 100);
    age(&f, "gazetteers/b.list", 100);
    open_cached(&f, &cache, "", "[Alpha]person [Beta]place");
    damage_caches(&cache);
    open_cached(&f, &cache, "0:0: warning: the compiled lists are damaged: their checksum does not fit; they are compiled anew\n",
                "[Alpha]person [Beta]place");
    open_cached(&f, &cache, "", "[Alpha]person [Beta]place");
    /* A list with an error is told each time. */
    folder_list(&f, "gazetteers/b.list", "@kind person\nAlpha@old\n");
    age(&f, "gazetteers/b.list", 100);
    for (int i = 0; i < 2; i++) {
        findings found = {0};
        const char *dirs[] = {f.path};
        CHECK_INT(bench_open(&b, dirs, 1, cache.path, (finding_sink){findings_take, &found}), MUSTER_OK);
        CHECK_INT(found.count, 1);
        bench_close(&b);
        CHECK_INT(bench_open(&b, dirs, 1, cache.path, (finding_sink){NULL, NULL}), MUSTER_SYNTAX);
        CHECK_INT(b.error.line, 2);
        bench_close(&b);
    }
    folder_remove(&cache);
    folder_remove(&f);
}

/* An image that was checked once is not checked again until it changes, and then it is. A file just written counts as changing. */
static void test_checked_once(void) {
    folder f = folder_new(), cache = folder_new();
    folder_list(&f, "gazetteers/a.list", "@kind place\nAlpha\n");
    age(&f, "gazetteers/a.list", 100);
    open_cached(&f, &cache, "", "[Alpha]place");
    usleep(2100000);
    for (int i = 0; i < 2; i++) open_cached(&f, &cache, "", "[Alpha]place");
    char command[128];
    snprintf(command, sizeof command, "grep -q '^image [0-9]' %s/sub/*.stamps", cache.path);
    CHECK_INT(system(command), 0);
    damage_caches(&cache);
    open_cached(&f, &cache, "0:0: warning: the compiled lists are damaged: their checksum does not fit; they are compiled anew\n",
                "[Alpha]place");
    folder_remove(&cache);
    folder_remove(&f);
}

static bool stands(const folder *f, const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", f->path, name);
    return access(path, F_OK) == 0;
}

/* Of images of other folders only the newest are kept, with their stamps, when one is written; other files are left alone. */
static void test_old_images(void) {
    static const char *const images[] = {"sub/lists-0000000000000000.gaz", "sub/lists-0000000000000001.gaz",
                                         "sub/lists-0000000000000002.gaz", "sub/lists-0000000000000003.gaz",
                                         "sub/lists-0000000000000004.gaz"};
    folder f = folder_new(), cache = folder_new();
    folder_list(&f, "gazetteers/a.list", "@kind place\nAlpha\n");
    folder_list(&cache, "sub/lists-0000000000000000.stamps", "x");
    folder_list(&cache, "sub/lists-0000000000000002.stamps", "x");
    folder_list(&cache, "sub/lists-mine.gaz", "x");
    age(&cache, "sub/lists-mine.gaz", 10000);
    for (int i = 0; i < 5; i++) {
        folder_list(&cache, images[i], "x");
        age(&cache, images[i], 1000 - 100 * i);
    }
    open_cached(&f, &cache, "", "[Alpha]place");
    for (int i = 0; i < 5; i++) CHECK_INT(stands(&cache, images[i]), i >= 2);
    CHECK(!stands(&cache, "sub/lists-0000000000000000.stamps"));
    CHECK(stands(&cache, "sub/lists-0000000000000002.stamps"));
    CHECK(stands(&cache, "sub/lists-mine.gaz"));
    open_cached(&f, &cache, "", "[Alpha]place");
    folder_remove(&cache);
    folder_remove(&f);
}

int main(void) {
    test_match();
    test_entries();
    test_names_without_words();
    test_plain_words();
    test_layers();
    test_cache();
    test_checked_once();
    test_old_images();
    CHECK_DONE();
}
