/* The base: arenas that jump out, text helpers, labels, annotations in order. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/iso_date.h"
#include "base/label.h"
#include "base/str_search.h"
#include "base/utf8.h"
#include "check.h"

static int closed;

static void count_close(void *handle) {
    closed += *(int *)handle;
}

static void fill_and_fail(arena *memory, void *one) {
    arena_defer(memory, count_close, one);
    VEC(int) numbers = {0};
    for (int i = 0; i < 1000; i++) VEC_PUSH(memory, &numbers, i);
    CHECK_INT(numbers.count, 1000);
    CHECK_INT(numbers.at[999], 999);
    arena_mark here = arena_here(memory);
    size_t before = arena_size(memory);
    arena_alloc(memory, 10000000);
    CHECK(arena_size(memory) > before);
    arena_release(memory, here);
    CHECK_INT(arena_size(memory), before);
    CHECK_STR(arena_printf(memory, "%d %s", 3, "men"), "3 men");
    arena_failf(memory, MUSTER_LIMIT, "%d is too many", 7);
}

static void take_too_much(arena *memory, void *payload) {
    (void)payload;
    arena_alloc(memory, SIZE_MAX - 100);
    CHECK(!"reached");
}

static void fail_within(arena *memory, void *payload) {
    muster_error error;
    CHECK_INT(arena_guard(memory, take_too_much, NULL, &error), MUSTER_NOMEM);
    *(str *)payload = arena_printf(memory, "went on");
    arena_failf(memory, MUSTER_INPUT, "the outer one");
}

static void search_all(arena *memory, void *payload) {
    static const char *const sought[] = {"men were", "n w", "were killed.", "were killed!", "", "killed.x", "m", "z", "en were k", "aaab"};
    static const bool stands[] = {true, true, true, false, true, false, true, false, true, false};
    (void)payload;
    enum { COUNT = sizeof sought / sizeof *sought };
    str_search *s = str_search_new(memory);
    uint32_t which[COUNT];
    for (size_t i = 0; i < COUNT; i++) which[i] = str_search_add(s, str_from(sought[i]));
    str_search_run(s, STR("Nine men were killed."));
    for (size_t i = 0; i < COUNT; i++) CHECK_INT(str_search_found(s, which[i]), stands[i]);
}

/* All of a string of one letter, and what nearly stands in it: as many steps as bytes, whatever is sought. */
static void search_alike(arena *memory, void *payload) {
    enum { SIZE = 200000 };
    (void)payload;
    char *text = arena_alloc(memory, SIZE + 1);
    memset(text, 'a', SIZE);
    text[SIZE] = 'b';
    str_search *s = str_search_new(memory);
    uint32_t whole = str_search_add(s, (str){text, SIZE}), behind = str_search_add(s, (str){text + 1, SIZE});
    str_search_run(s, (str){text, SIZE});
    CHECK(str_search_found(s, whole) && !str_search_found(s, behind));
}

static void test_search(void) {
    CHECK_INT(arena_scratch(search_all, NULL, NULL), MUSTER_OK);
    CHECK_INT(arena_scratch(search_alike, NULL, NULL), MUSTER_OK);
}

/* What a piece of work gives up on is its status; inside another, that one goes on. */
static void test_arena(void) {
    static int one = 1;
    muster_error error;
    CHECK_INT(arena_scratch(fill_and_fail, &one, &error), MUSTER_LIMIT);
    CHECK(strcmp(error.message, "7 is too many") == 0);
    CHECK_INT(closed, 1);
    CHECK_INT(arena_scratch(take_too_much, NULL, NULL), MUSTER_NOMEM);
    arena *memory = arena_new();
    str told = STR_NONE;
    CHECK_INT(arena_guard(memory, fail_within, &told, &error), MUSTER_INPUT);
    CHECK_STR(told, "went on");
    arena_free(memory);
}

/* Arrays that grow large do so in turns, one of them behind a mark: nothing is left behind, and only what is younger goes. */
static void test_large_arrays(arena *memory, void *unused) {
    (void)unused;
    enum { COUNT = 4000000, SMALL = 8000000 };
    VEC(int) first = {0}, second = {0}, third = {0};
    for (int i = 0; i < COUNT; i++) {
        VEC_PUSH(memory, &first, i);
        VEC_PUSH(memory, &second, -i);
    }
    CHECK(arena_size(memory) < (first.capacity + second.capacity) * sizeof(int) + SMALL);
    arena_mark here = arena_here(memory);
    for (int i = 0; i < COUNT; i++) VEC_PUSH(memory, &third, i);
    for (int i = COUNT; i < 2 * COUNT; i++) VEC_PUSH(memory, &first, i);
    CHECK_INT(third.at[COUNT - 1], COUNT - 1);
    arena_release(memory, here);
    long wrong = 0;
    for (int i = 0; i < 2 * COUNT; i++) wrong += first.at[i] != i;
    for (int i = 0; i < COUNT; i++) wrong += second.at[i] != -i;
    CHECK_INT(wrong, 0);
    size_t held = arena_size(memory);
    VEC_DROP(memory, &first);
    CHECK(arena_size(memory) <= held - 2 * COUNT * sizeof(int));
    CHECK_INT(second.at[COUNT - 1], 1 - COUNT);
    const char *clear = arena_zero(memory, 5000000);
    for (int i = 0; i < 5000000; i++) wrong += clear[i] != 0;
    CHECK_INT(wrong, 0);
}

static void test_str(void) {
    CHECK_STR(str_trim(STR(" \t a b \n")), "a b");
    str rest;
    CHECK_STR(str_split(STR("a|b|c"), '|', &rest), "a");
    CHECK_STR(rest, "b|c");
    CHECK(str_list_has(STR("a|b|c"), '|', STR("b")));
    CHECK(!str_list_has(STR("a|bb|c"), '|', STR("b")));
    static const char *const names[] = {"a", "b", "c"};
    CHECK_INT(str_list_bits(STR("c|x|a"), '|', names, 3), 5);
    CHECK_INT(str_list_bits(STR_NONE, '|', names, 3), 0);
    double value;
    CHECK(str_number(STR("-12.5"), &value) && value == -12.5);
    CHECK(!str_number(STR("12a"), &value));
    CHECK(!str_number(STR(""), &value));
    CHECK(str_compare(STR("ab"), STR("abc")) < 0);
    CHECK(str_equal_caseless(STR("us-ASCII"), STR("US-ascii")) && !str_equal_caseless(STR("a"), STR("ab")));
    CHECK(!str_equal_caseless(STR("@"), STR("`")) && !str_equal_caseless(STR("\xC3\x89"), STR("\xC3\xA9"))); /* letters of ASCII alone */
    CHECK(str_starts_caseless(STR("Text/HTML"), STR("text/")) && !str_starts_caseless(STR("te"), STR("text")));
    CHECK(str_has_caseless(STR("the Defence Minister"), STR("defence min")) && !str_has_caseless(STR("minist"), STR("minister")));
}

static void test_join(arena *memory, void *unused) {
    (void)unused;
    const str words[] = {STR("a"), STR_NONE, STR("bc")};
    CHECK_STR(arena_join(memory, words, 3, STR(", ")), "a, , bc");
    CHECK_STR(arena_join(memory, words, 3, STR_NONE), "abc");
    CHECK_STR(arena_join(memory, words, 1, STR(", ")), "a");
    CHECK_STR(arena_join(memory, NULL, 0, STR(", ")), "");
    CHECK(arena_join(memory, words, 3, STR_NONE).data[3] == '\0');
}

static void test_numbers(void) {
    static const double values[] = {0.1, -2.5e-7, 1e300, 1.7976931348623157e308, 5e-324, 123456789.123456789, 1.0 / 3};
    char text[NUMBER_BYTES];
    double value;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        CHECK(str_put_number(text, values[i]) == strlen(text));
        CHECK(strtod(text, NULL) == values[i]);
    }
    CHECK(str_put_number(text, 0.1) && strcmp(text, "0.1") == 0);
    CHECK(str_number(STR("+3.14159265358979323846"), &value) && value == 3.14159265358979323846);
    CHECK(str_number(STR("0.00000000000000000000000000000000000000000000000000000000001"), &value) && value == 1e-59);
    CHECK(str_number(STR("1234567890123456789"), &value) && value == 1234567890123456789.0);
    CHECK(str_number(STR(".5"), &value) && value == 0.5);
    static const char *const wrong[] = {"1,5", "1.2.3", "--1", "1e5", ".", "+", "1-", "0x10", " 1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) CHECK(!str_number(str_from(wrong[i]), &value));
}

static void test_excerpt(void) {
    muster_error error;
    error_at(&error, MUSTER_SYNTAX, "a.rules", 2, 4, "bad");
    error_excerpt(&error, STR("one\n\xC3\xA9t\xC3\xA9 two\nthree"));
    CHECK(strcmp(error.excerpt, "\xC3\xA9t\xC3\xA9 two\n   ^") == 0);
}

/* A row goes between the longer and the shorter annotations of its token; what has a label is found by it, if it is not retired. */
static void check_rows(document *doc) {
    const annotation row[] = {{.label = LABEL_date}, {.label = 99}, {.label = LABEL_date}};
    document_annotate_row(doc, 1, 3, row, 3);
    static const uint32_t lasts[] = {4, 3, 3, 3, 3, 2};
    uint32_t i = doc->annotations_at[1];
    for (size_t n = 0; n < sizeof lasts / sizeof *lasts; i = doc->annotations.at[i].next, n++)
        CHECK_INT(doc->annotations.at[i].last, lasts[n]);
    CHECK(i == NONE);
    CHECK_INT(document_find(doc, 1, 99)->label, 99);
    CHECK(document_find(doc, 1, LABEL_date) == &doc->annotations.at[3]);
    CHECK(document_find_next(doc, document_find(doc, 1, LABEL_date)) == &doc->annotations.at[5]);
    doc->annotations.at[3].flags = ANNOTATION_RETIRED;
    CHECK(document_find(doc, 1, LABEL_date) == &doc->annotations.at[5]);
    CHECK(!document_find_next(doc, document_find(doc, 1, 99)));
    CHECK(!document_find(doc, 2, LABEL_date) && !document_find(doc, 1, LABEL_number) && !document_find(doc, 1, NO_LABEL));
    document_relabel(doc, 5, LABEL_number);
    CHECK(document_find(doc, 1, LABEL_number) == &doc->annotations.at[5]);
    CHECK(!document_find(doc, 1, LABEL_date));
    document_annotate_row(doc, 1, 3, row, 0);
    CHECK_INT(doc->annotations.count, 6);
}

static void test_iso_date(arena *memory) {
    CHECK_STR(iso_date(memory, (day){2025, 4, 9}), "2025-04-09");
    CHECK_STR(iso_date(memory, (day){987, 12, 0}), "0987-12");
    CHECK_STR(iso_date(memory, (day){2025, 0, 9}), "2025");
    day read = iso_date_read(STR("2024-02"));
    CHECK(read.year == 2024 && read.month == 2 && read.day == 0);
    CHECK_INT(iso_day_number((day){1970, 1, 1}), 0);
    CHECK_INT(iso_day_number((day){2024, 3, 1}) - iso_day_number((day){2024, 2, 28}), 2);
    for (long number = iso_day_number((day){-1, 1, 1}); number < iso_day_number((day){2110, 1, 1}); number += 17)
        CHECK_INT(iso_day_number(iso_day(number)), number);
    CHECK_STR(iso_date(memory, iso_day(iso_day_number((day){2024, 2, 28}) + 1)), "2024-02-29");
}

static void test_utf8(arena *memory) {
    CHECK_STR(utf8_cut(STR("a\xC3\xA9z"), 2), "a");
    CHECK_STR(utf8_cut(STR("a\xC3\xA9z"), 3), "a\xC3\xA9");
    CHECK_STR(utf8_cut(STR("a\xC3\xA9z"), 9), "a\xC3\xA9z");
    CHECK_STR(utf8_cut(STR("\x80\x80"), 1), "");
    CHECK_INT(utf8_length(STR("a\xC3\xA9 longer than eight \xE2\x80\x99")), 22);
    size_t broken, at = 5;
    CHECK_STR(utf8_repair(memory, STR("a\xC3z"), &broken), "a\xEF\xBF\xBDz");
    CHECK_INT(broken, 1);
    CHECK_STR(utf8_repair(memory, STR("az"), NULL), "az");
    CHECK_INT(utf8_before(STR("ab\xE2\x80\x99"), &at), 0x2019);
    CHECK_INT(at, 2);
}

static void test_labels_and_annotations(arena *memory, void *payload) {
    (void)payload;
    test_iso_date(memory);
    test_utf8(memory);
    labels *all = labels_new(memory);
    CHECK_STR(labels_name(all, LABEL_date), "date");
    for (int i = 0; i < 500; i++) labels_intern(all, arena_printf(memory, "label%d", i));
    label found;
    CHECK(labels_find(all, STR("label499"), &found));
    CHECK_STR(labels_name(all, found), "label499");
    CHECK(!labels_find(all, STR("label500"), &found));
    CHECK_INT(labels_known(all, STR("label499")), found);
    CHECK_INT(labels_known(all, STR("label500")), NO_LABEL);
    CHECK_INT(labels_known(NULL, STR("date")), NO_LABEL);

    document doc = {.memory = memory};
    for (int i = 0; i < 4; i++) VEC_PUSH(memory, &doc.tokens, ((token){0}));
    document_annotate(&doc, (annotation){.first = 1, .last = 2});
    document_annotate(&doc, (annotation){.first = 1, .last = 4});
    document_annotate(&doc, (annotation){.first = 1, .last = 3});
    uint32_t i = doc.annotations_at[1];
    CHECK_INT(doc.annotations.at[i].last, 4);
    i = doc.annotations.at[i].next;
    CHECK_INT(doc.annotations.at[i].last, 3);
    i = doc.annotations.at[i].next;
    CHECK_INT(doc.annotations.at[i].last, 2);
    CHECK(doc.annotations.at[i].next == NONE);
    check_rows(&doc);
}

int main(void) {
    test_arena();
    test_search();
    CHECK_INT(arena_scratch(test_large_arrays, NULL, NULL), MUSTER_OK);
    test_str();
    test_numbers();
    CHECK_INT(arena_scratch(test_join, NULL, NULL), MUSTER_OK);
    test_excerpt();
    CHECK_INT(arena_scratch(test_labels_and_annotations, NULL, NULL), MUSTER_OK);
    CHECK_DONE();
}
