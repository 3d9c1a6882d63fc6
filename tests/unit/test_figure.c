/* The stage figure on documents made by hand: bounds, measures, coordination, places, sources, dates, and what is no figure. */
#include <stdlib.h>

#include "base/arena.h"
#include "check.h"
#include "figure/figure_parts.h"

typedef struct bench {
    arena *memory;
    document doc;
    labels *all;
    resolver with;
    label counted, party, joined, locative;
} bench;

static arena_recovery recovery;

/* Tokens are the words between blanks, in one sentence of one block of body. */
static void bench_text(bench *b, const char *text) {
    *b = (bench){.memory = arena_new()};
    arena_recover(b->memory, &recovery);
    b->doc.memory = b->memory;
    b->doc.text = arena_str(b->memory, str_from(text));
    b->doc.date = STR("2024-12-28");
    for (uint32_t at = 0; text[at];) {
        uint32_t end = at;
        while (text[end] && text[end] != ' ') end++;
        word *w = ARENA_NEW(b->memory, word);
        w->text = str_slice(b->doc.text, at, end);
        w->length = end - at;
        w->shape = str_number(w->text, &w->value) ? SHAPE_NUMBER : SHAPE_ALPHA;
        VEC_PUSH(b->memory, &b->doc.tokens, ((token){.word = w, .start = at, .end = end, .point = at, .shape = (uint16_t)w->shape}));
        at = text[end] ? end + 1 : end;
    }
    VEC_PUSH(b->memory, &b->doc.sentences, ((sentence){0, b->doc.tokens.count, 0}));
    VEC_PUSH(b->memory, &b->doc.blocks, ((block){.kind = BLOCK_body, .end = (uint32_t)b->doc.text.size, .last = b->doc.tokens.count}));
    b->all = labels_new(b->memory);
    b->counted = labels_intern(b->all, STR("counted"));
    b->party = labels_intern(b->all, STR("party"));
    b->joined = labels_intern(b->all, STR("joined"));
    b->locative = labels_intern(b->all, STR("locative"));
    labels_intern(b->all, STR("person_noun"));
    b->with.all = b->all;
}

static annotation *put(bench *b, label of, uint32_t first, uint32_t last) {
    uint32_t i =
        document_annotate(&b->doc, (annotation){.first = first, .last = last, .entry = NONE, .number = NONE, .rule = 7, .label = of});
    b->doc.annotations.at[i].slots = ARENA_ARRAY(b->memory, slot, 8);
    return &b->doc.annotations.at[i];
}

static void put_text(annotation *a, const char *key, const char *text) {
    a->slots[a->slot_count++] = (slot){.key = str_from(key), .text = str_from(text)};
}

static void put_span(annotation *a, const char *key, uint32_t first, uint32_t last) {
    a->slots[a->slot_count++] = (slot){.key = str_from(key), .first = first, .last = last};
}

static annotation *put_number(bench *b, uint32_t first, uint32_t last, double low, double high) {
    VEC_PUSH(b->memory, &b->doc.numbers, ((number){.has_low = true, .has_high = high >= 0, .low = low, .high = high}));
    uint32_t index = b->doc.numbers.count - 1;
    annotation *a = put(b, LABEL_number, first, last);
    a->number = index;
    return a;
}

static void put_counted(bench *b, uint32_t first, uint32_t number_last, uint32_t last, const char *of_unit) {
    annotation *a = put(b, b->counted, first, last);
    put_span(a, "n", first, number_last);
    put_span(a, "of", number_last, last);
    if (of_unit) put_text(a, "unit", of_unit);
}

static void put_figure(bench *b, uint32_t first, uint32_t last, const char *measured) {
    put_text(put(b, LABEL_figure, first, last), "measure", measured);
}

static uint32_t put_mention(bench *b, kind of, uint32_t first, uint32_t last) {
    uint32_t index = b->doc.entities.count;
    VEC_PUSH(
        b->memory, &b->doc.entities,
        ((entity){.kind = of, .name = document_span(&b->doc, first, last), .entry = NONE, .first_mention = index, .mention_count = 1}));
    VEC_PUSH(b->memory, &b->doc.mentions, ((mention){.first = first, .last = last, .entity = index, .kind = of}));
    return index;
}

static const figure *at(const bench *b, uint32_t i) {
    static const figure none = {.measure = MEASURE_COUNT};
    return i < b->doc.figures.count ? &b->doc.figures.at[i] : &none;
}

static void test_counted_and_killed(void) {
    bench b;
    bench_text(&b, "At least 9 soldiers were killed in Kharkiv");
    put_text(put_number(&b, 2, 3, 9, 9), "bound", "at_least");
    put_counted(&b, 2, 3, 4, "people");
    put_figure(&b, 2, 4, "killed");
    put_mention(&b, KIND_place, 7, 8);
    put_span(put(&b, b.locative, 6, 8), "place", 7, 8);
    figure_document(&b.doc, &b.with);
    CHECK_INT(b.doc.figures.count, 1);
    const figure *f = at(&b, 0);
    CHECK(f->first == 2 && f->last == 3 && f->has_low && f->low == 9 && !f->has_high);
    CHECK_INT(f->qualifier, QUALIFIER_at_least);
    CHECK_INT(f->measure, MEASURE_killed);
    CHECK_INT(f->unit, UNIT_people);
    CHECK_STR(document_span(&b.doc, f->of_first, f->of_last), "soldiers");
    CHECK_INT(f->place, 0);
    CHECK_INT(f->source, NONE);
    arena_free(b.memory);
}

static void test_bounds(void) {
    static const struct {
        const char *bound;
        double low, high;
        bool has_low, has_high;
    } cases[] = {
        {"at_least", 10, 0, true, false}, {"at_most", 0, 12, false, true}, {"about", 10, 12, true, true}, {"nonsense", 10, 12, true, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bench b;
        bench_text(&b, "10 men");
        put_text(put_number(&b, 0, 1, 10, 12), "bound", cases[i].bound);
        put_counted(&b, 0, 1, 2, "people");
        figure_document(&b.doc, &b.with);
        const figure *f = at(&b, 0);
        CHECK(f->has_low == cases[i].has_low && f->has_high == cases[i].has_high);
        CHECK((!f->has_low || f->low == cases[i].low) && (!f->has_high || f->high == cases[i].high));
        CHECK_INT(f->measure, MEASURE_other);
        arena_free(b.memory);
    }
}

static void test_measure_passes_along_a_list(void) {
    bench b;
    bench_text(&b, "destroyed 6 tanks , 2 bridges and 3 trucks ; killed 1 man");
    uint32_t starts[] = {1, 4, 7};
    for (uint32_t i = 0; i < 3; i++) {
        put_number(&b, starts[i], starts[i] + 1, 2, 2);
        put_counted(&b, starts[i], starts[i] + 1, starts[i] + 2, i == 1 ? "place" : "equipment");
    }
    put_figure(&b, 1, 3, "destroyed");
    for (uint32_t i = 0; i < 3; i += 2) {
        annotation *a = put(&b, b.joined, starts[0], 9);
        put_span(a, "a", starts[0], starts[0] + 2);
        put_span(a, "b", starts[i ? 2 : 1], starts[i ? 2 : 1] + 2);
    }
    figure_document(&b.doc, &b.with);
    CHECK_INT(b.doc.figures.count, 3);
    CHECK_INT(at(&b, 0)->measure, MEASURE_destroyed);
    CHECK_INT(at(&b, 1)->measure, MEASURE_other);
    CHECK_INT(at(&b, 1)->unit, UNIT_place);
    CHECK_INT(at(&b, 2)->measure, MEASURE_destroyed);
    arena_free(b.memory);
}

static void test_measure_passes_backwards(void) {
    bench b;
    bench_text(&b, "11 adults and 9 children were killed");
    put_number(&b, 0, 1, 11, 11);
    put_counted(&b, 0, 1, 2, "people");
    put_number(&b, 3, 4, 9, 9);
    put_counted(&b, 3, 4, 5, "people");
    put_figure(&b, 3, 5, "killed");
    annotation *a = put(&b, b.joined, 0, 5);
    put_span(a, "a", 0, 2);
    put_span(a, "b", 3, 5);
    figure_document(&b.doc, &b.with);
    CHECK_INT(b.doc.figures.count, 2);
    CHECK_INT(at(&b, 0)->measure, MEASURE_killed);
    CHECK_INT(at(&b, 1)->measure, MEASURE_killed);
    arena_free(b.memory);
}

/* A list in which the middle does not fit, losses of men and arms, and a last item with a verb of its own. */
static void test_measure_is_carried(void) {
    bench b;
    bench_text(&b, "lost 9 men , 2 bridges , 4 tanks and 5 boys fled");
    static const char *units[] = {"people", "place", "equipment", "people"};
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t first = 1 + 3 * i;
        put_number(&b, first, first + 1, 9, 9);
        put_counted(&b, first, first + 1, first + 2, units[i]);
        if (!i) continue;
        annotation *a = put(&b, b.joined, first - 3, first + 2);
        put_span(a, "a", first - 3, first - 1);
        put_span(a, "b", first, first + 2);
        if (i == 3) put_text(a, "back", "1");
    }
    put_figure(&b, 1, 3, "casualties");
    figure_document(&b.doc, &b.with);
    CHECK_INT(b.doc.figures.count, 4);
    CHECK_INT(at(&b, 0)->measure, MEASURE_casualties);
    CHECK_INT(at(&b, 1)->measure, MEASURE_other);
    CHECK_INT(at(&b, 2)->measure, MEASURE_destroyed);
    CHECK_INT(at(&b, 3)->measure, MEASURE_other);
    arena_free(b.memory);
}

/* Of two phrases of one number the shorter known one counts; a party inside it is no casualty of its own. */
static void test_one_number_one_phrase(void) {
    bench b;
    bench_text(&b, "15 strikes hit units ; 3 of the men died");
    put_number(&b, 0, 1, 15, 15);
    put_counted(&b, 0, 1, 4, "other");
    put_counted(&b, 0, 1, 2, "event");
    put_number(&b, 5, 6, 3, 3);
    put_counted(&b, 5, 6, 9, "people");
    put(&b, b.party, 7, 9);
    put_figure(&b, 5, 9, "killed");
    put_figure(&b, 7, 9, "killed");
    figure_document(&b.doc, &b.with);
    CHECK_INT(b.doc.figures.count, 2);
    CHECK_INT(at(&b, 0)->unit, UNIT_event);
    CHECK_INT(at(&b, 0)->of_last, 2);
    CHECK_INT(at(&b, 1)->measure, MEASURE_killed);
    arena_free(b.memory);
}

static void test_casualties_beat_others(void) {
    bench b;
    bench_text(&b, "5 men");
    put_number(&b, 0, 1, 5, 5);
    put_counted(&b, 0, 1, 2, "people");
    put_figure(&b, 0, 1, "deployed");
    put_figure(&b, 0, 2, "wounded");
    put_figure(&b, 0, 1, "other");
    figure_document(&b.doc, &b.with);
    CHECK_INT(b.doc.figures.count, 1);
    CHECK_INT(at(&b, 0)->measure, MEASURE_wounded);
    arena_free(b.memory);
}

static void test_implied(void) {
    bench b;
    bench_text(&b, "the leader , Alaudin , was killed ; a man slept");
    put(&b, b.party, 0, 4);
    put(&b, b.party, 8, 10);
    put_figure(&b, 0, 4, "killed");
    put_mention(&b, KIND_person, 3, 4);
    figure_document(&b.doc, &b.with);
    CHECK_INT(b.doc.figures.count, 1);
    const figure *f = at(&b, 0);
    CHECK(f->first == 3 && f->last == 4);
    CHECK(f->low == 1 && f->high == 1 && f->has_low && f->has_high);
    CHECK_INT(f->qualifier, QUALIFIER_implied);
    arena_free(b.memory);
}

static void test_no_figures(void) {
    bench b;
    bench_text(&b, "the 2 countries on 6 August in 2014 lost 5 tanks of the 13 Brigade");
    put_number(&b, 1, 2, 2, 2);
    put_counted(&b, 1, 2, 3, "place");
    put_text(put(&b, b.counted, 1, 2), "definite", "1");
    put_number(&b, 4, 5, 6, 6);
    put(&b, LABEL_date, 4, 6);
    put_counted(&b, 4, 5, 6, NULL);
    annotation *year = put_number(&b, 7, 8, 2014, 2014);
    b.doc.numbers.at[year->number].year = true;
    put_counted(&b, 7, 8, 9, NULL);
    put_number(&b, 9, 10, 5, 5);
    put_counted(&b, 9, 10, 11, "equipment");
    put_text(put(&b, LABEL_figure, 9, 11), "negated", "1");
    put_number(&b, 13, 14, 13, 13);
    put_counted(&b, 13, 14, 15, NULL);
    put_mention(&b, KIND_unit, 13, 15);
    figure_document(&b.doc, &b.with);
    CHECK_INT(b.doc.figures.count, 0);
    arena_free(b.memory);
}

static void test_source_is_the_speaker(void) {
    bench b;
    bench_text(&b, "Blinken said 10 troops came");
    uint32_t who = put_mention(&b, KIND_person, 0, 1);
    VEC_PUSH(b.memory, &b.doc.quotes, ((quote){.first = 2, .last = 5, .speaker = who, .speaker_text = STR("Antony Blinken")}));
    put_number(&b, 2, 3, 10, 10);
    put_counted(&b, 2, 3, 4, "people");
    figure_document(&b.doc, &b.with);
    CHECK_INT(at(&b, 0)->source, who);
    CHECK_STR(at(&b, 0)->source_text, "Antony Blinken");
    arena_free(b.memory);
}

static str date_of(bench *b, const char *year, const char *month, const char *day, const char *weekday, const char *relative) {
    annotation *a = put(b, LABEL_date, 0, 1);
    if (year) put_text(a, "year", year);
    if (month) put_text(a, "month", month);
    if (day) put_text(a, "day", day);
    if (weekday) put_text(a, "weekday", weekday);
    if (relative) put_text(a, "relative", relative);
    return figure_date(&b->doc, a);
}

static void test_dates(void) {
    bench b;
    bench_text(&b, "then");
    CHECK_STR(date_of(&b, "2014", NULL, NULL, NULL, NULL), "2014");
    CHECK_STR(date_of(&b, "2005", "10", NULL, NULL, NULL), "2005-10");
    CHECK_STR(date_of(&b, NULL, "8", "6", NULL, NULL), "2024-08-06");
    CHECK_STR(date_of(&b, NULL, "12", "30", NULL, NULL), "2024-12-30"); /* in two days, not a year ago */
    CHECK_STR(date_of(&b, NULL, "1", "20", NULL, NULL), "2025-01-20");
    CHECK_STR(date_of(&b, NULL, "2", "6", NULL, NULL), "2024-02-06");
    CHECK_STR(date_of(&b, NULL, "12", NULL, NULL, NULL), "2024-12");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, "5", NULL), "2024-12-27"); /* 28 December 2024 is a Saturday */
    CHECK_STR(date_of(&b, NULL, NULL, NULL, "6", NULL), "2024-12-28");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, "7", NULL), "2024-12-22");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, NULL, "d-1"), "2024-12-27");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, NULL, "m-1"), "2024-11");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, NULL, "y-1"), "2023");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, NULL, "some_day"), "");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, NULL, "d"), "");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, NULL, "y-999999999999"), "");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, NULL, "w+0"), "2024-12");
    CHECK_STR(date_of(&b, NULL, "13", NULL, NULL, NULL), "");
    CHECK_STR(date_of(&b, "99999", NULL, NULL, NULL, NULL), "");
    b.doc.date = STR("2024-03-01");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, NULL, "d-1"), "2024-02-29");
    b.doc.date = STR_NONE;
    CHECK_STR(date_of(&b, NULL, "8", "6", NULL, NULL), "");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, NULL, "d-1"), "");
    CHECK_STR(date_of(&b, "2020", "8", "6", NULL, NULL), "2020-08-06");
    b.doc.date = STR("20x4-99");
    CHECK_STR(date_of(&b, NULL, NULL, NULL, "1", NULL), "");
    arena_free(b.memory);
}

/* Annotations that make no sense give no figure and do no harm. */
static void test_nonsense(void) {
    bench b;
    bench_text(&b, "a b c d");
    put(&b, b.counted, 0, 4);
    put(&b, LABEL_figure, 1, 3);
    put_text(put(&b, LABEL_figure, 2, 4), "qualifier", "implied");
    annotation *a = put(&b, b.joined, 0, 4);
    put_span(a, "a", 3, 4);
    put_text(a, "b", "words");
    put(&b, b.joined, 1, 2);
    put(&b, b.locative, 0, 4);
    put(&b, b.party, 3, 4);
    put_text(put(&b, LABEL_figure, 3, 4), "measure", "nonsense");
    figure_document(&b.doc, &b.with);
    CHECK_INT(b.doc.figures.count, 0);
    arena_free(b.memory);
    bench_text(&b, "");
    figure_document(&b.doc, &b.with);
    CHECK_INT(b.doc.figures.count, 0);
    arena_free(b.memory);
}

static void test_many_numbers_in_one_sentence(void) {
    enum { COUNT = 20000 };
    bench b;
    char *text = malloc(COUNT * 4 + 1);
    for (uint32_t i = 0; i < COUNT; i++) memcpy(text + i * 4, i % 2 ? "men " : "100 ", 4);
    text[COUNT * 4 - 1] = 0;
    bench_text(&b, text);
    for (uint32_t i = 0; i + 1 < COUNT; i += 2) {
        put_number(&b, i, i + 1, 100, 100);
        put_counted(&b, i, i + 1, i + 2, "people");
        put_figure(&b, i, i + 2, "killed");
    }
    figure_document(&b.doc, &b.with);
    CHECK_INT(b.doc.figures.count, COUNT / 2);
    arena_free(b.memory);
    free(text);
}

int main(void) {
    if (setjmp(recovery.jump)) {
        CHECK(!"the arena failed");
        CHECK_DONE();
    }
    test_counted_and_killed();
    test_bounds();
    test_measure_passes_along_a_list();
    test_measure_passes_backwards();
    test_measure_is_carried();
    test_one_number_one_phrase();
    test_casualties_beat_others();
    test_implied();
    test_no_figures();
    test_source_is_the_speaker();
    test_dates();
    test_nonsense();
    test_many_numbers_in_one_sentence();
    CHECK_DONE();
}
