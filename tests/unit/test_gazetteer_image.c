/* The compiled file: equal lists give equal bytes; a damaged or forged one gives an error or wrong names, never a crash. */
#include <xxhash.h>

#include "check.h"
#include "gazetteer/gazetteer_image.h"
#include "gazetteer_fixture.h"

static const char text[] = "Alpha Beta met Robert in Kharkiv on Monday; two hundred and fifty thousand of F-16s said so. "
                           "NATO, Mobile, dozens of Jong-un's men were told that several thousand of 10-12,000 left Gamma Delta Epsilon.";

static void write_lists(const folder *f) {
    folder_list(f, "gazetteers/words/ordinary.txt", "mobile\nof\n");
    folder_list(f, "gazetteers/a.list",
                "@kind place\nAlpha | Alpha Beta ; pop=5\nKharkiv\nMobile\nGamma Delta | Gamma Delta Epsilon@weak\nJong-un@exact\n");
    folder_list(f, "gazetteers/b.list", "@kind organisation\nNATO@code\nBeta@accents@any\n");
    folder_list(f, "gazetteers/c.list", "@kind saying\n@inflect verb\nsay | said@past\ntell | told@past\n");
    folder_list(f, "gazetteers/n.list",
                "@kind number_word\ntwo ; class=unit ; value=2\nfifty ; class=ten ; value=50\nhundred ; class=scale ; value=100\n"
                "thousand ; class=scale ; value=1000\nseveral ; class=vague ; low=3 ; high=9\ndozens ; class=vague ; low=24 ; value=12\n");
    folder_list(f, "gazetteers/j.list", "@kind number_joiner\n@readings none\nand ; class=and\nof ; class=of\n");
    folder_list(f, "gazetteers/t.tsv", "#gaz 1 kind=weapon\nid\tname\taliases\nw1\tF-16\tF-16s\n");
}

static str compile(arena *memory, const folder *f, lexicon *words) {
    const char *dirs[] = {f->path};
    gazetteer_source source = {dirs, 1, NULL, false};
    str image;
    findings found = {0};
    gazetteer_compile(&image, memory, &source, words, (finding_sink){findings_take, &found});
    return image;
}

/* Runs every call over an image; the results do not matter, that they come does. */
static void exercise(bench *b) {
    bench_readings(b, text, NULL);
    uint32_t entries = gazetteer_entry_count(b->known);
    for (uint32_t i = 0; i < entries && i < 64; i++) {
        str a, v;
        gazetteer_entry entry = gazetteer_entry_get(b->known, i);
        gazetteer_find(b->known, entry.id);
        gazetteer_next(b->known, entry.kind, i);
        for (uint32_t n = 0; n < 4; n++) {
            gazetteer_attribute_at(b->known, i, n, &a, &v);
            gazetteer_alias_at(b->known, i, n, &a);
        }
        gazetteer_attribute(b->known, i, STR("pop"));
    }
}

static int nothing(const muster_entry *entry, void *payload) {
    (void)entry;
    (void)payload;
    return 0;
}

static void seal(char *image, size_t size) {
    XXH128_canonical_t sum;
    XXH128_canonicalFromHash(&sum, XXH3_128bits(image + HEADER_CHECKED, size - HEADER_CHECKED));
    memcpy(image + HEADER_checksum * 4, sum.digest, sizeof sum.digest);
}

static void try_image(bench *b, str image, int *opened) {
    if (gazetteer_from_image(&b->known, image, b->all, &b->error) == MUSTER_OK) {
        ++*opened;
        lexicon_flush(b->words, 0);
        exercise(b);
        gazetteer_lookup(b->known, b->words, STR("Gamma Delta"), nothing, NULL, NULL);
    } else if (b->error.status != MUSTER_DAMAGED) {
        CHECK_INT(b->error.status, MUSTER_DAMAGED);
    }
    gazetteer_close(b->known);
    b->known = NULL;
}

static void test_equal(const folder *f, bench *b) {
    str one = compile(b->memory, f, b->words), two = compile(b->memory, f, b->words);
    CHECK(one.size > 1000);
    CHECK(str_equal(one, two));
    lexicon *fresh = lexicon_new(b->token_known);
    str three = compile(b->memory, f, fresh);
    CHECK(str_equal(one, three));
    lexicon_free(fresh);
}

static void test_messages(bench *b, str image) {
    char *copy = malloc(image.size + 8);
    memcpy(copy, image.data, image.size);
    CHECK_INT(gazetteer_from_image(&b->known, (str){copy, 7}, b->all, &b->error), MUSTER_DAMAGED);
    CHECK_STR(str_from(b->error.message), "this is no file of compiled lists");
    CHECK_INT(gazetteer_from_image(&b->known, (str){copy, image.size - 1}, b->all, &b->error), MUSTER_DAMAGED);
    CHECK(strstr(b->error.message, "bytes, not the") != NULL);
    copy[8] = 99;
    CHECK_INT(gazetteer_from_image(&b->known, (str){copy, image.size}, b->all, &b->error), MUSTER_DAMAGED);
    CHECK(strstr(b->error.message, "are of format 99") != NULL);
    copy[8] = image.data[8];
    copy[image.size - 3] ^= 1;
    CHECK_INT(gazetteer_from_image(&b->known, (str){copy, image.size}, b->all, &b->error), MUSTER_DAMAGED);
    CHECK_STR(str_from(b->error.message), "the compiled lists are damaged: their checksum does not fit");
    free(copy);
}

/* Each byte changed: the checksum catches every one. */
static void test_flipped(bench *b, str image) {
    char *copy = malloc(image.size);
    int opened = 0;
    for (size_t i = 0; i < image.size; i++) {
        memcpy(copy, image.data, image.size);
        copy[i] ^= 0x55;
        try_image(b, (str){copy, image.size}, &opened);
    }
    CHECK_INT(opened, 0);
    for (size_t size = 0; size < image.size; size += 7) try_image(b, (str){image.data, size}, &opened);
    CHECK_INT(opened, 0);
    free(copy);
}

/* Forged: numbers changed and the checksum made to fit. */
static void test_forged(bench *b, str image) {
    char *copy = malloc(image.size);
    int opened = 0;
    uint64_t state = 88172645463325252u;
    static const uint32_t values[] = {0, 1, 2, 7, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 100, 65536};
    size_t start = HEADER_COUNT * 4, words = (image.size - start) / 4;
    for (int round = 0; round < 6000; round++) {
        memcpy(copy, image.data, image.size);
        for (int change = 0; change < 1 + round % 5; change++) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            uint32_t value = (state & 1) ? values[(state >> 1) % 10] : (uint32_t)(state >> 40);
            size_t at = round % 10 == 0 ? (HEADER_sections + (state >> 8) % (2 * SECTION_COUNT)) * 4 : start + (state >> 8) % words * 4;
            memcpy(copy + at, &value, sizeof value);
        }
        seal(copy, image.size);
        try_image(b, (str){copy, image.size}, &opened);
    }
    CHECK(opened > 3000);
    free(copy);
}

/* A table without a free slot must not be searched for ever, nor a text of one word cost more than its words. */
static void test_full_tables(bench *b, str image) {
    char *copy = malloc(image.size);
    memcpy(copy, image.data, image.size);
    uint32_t at, count;
    memcpy(&at, copy + (HEADER_sections + 2 * SECTION_words) * 4, 4);
    memcpy(&count, copy + (HEADER_sections + 2 * SECTION_words + 1) * 4, 4);
    uint32_t value = 1;
    for (uint32_t i = 0; i < count; i++) memcpy(copy + at + i * 8, &value, 4);
    seal(copy, image.size);
    int opened = 0;
    try_image(b, (str){copy, image.size}, &opened);
    CHECK_INT(opened, 1);
    free(copy);
}

int main(void) {
    folder f = folder_new();
    write_lists(&f);
    bench b;
    CHECK_INT(bench_open(&b, NULL, 0, NULL, (finding_sink){NULL, NULL}), MUSTER_OK);
    gazetteer_close(b.known);
    b.known = NULL;
    test_equal(&f, &b);
    str image = compile(b.memory, &f, b.words);
    int opened = 0;
    try_image(&b, image, &opened);
    CHECK_INT(opened, 1);
    test_messages(&b, image);
    test_flipped(&b, image);
    test_forged(&b, image);
    test_full_tables(&b, image);
    bench_close(&b);
    folder_remove(&f);
    CHECK_DONE();
}
