/* The writers: JSON lines read back with another library, brat lines, marked text that cannot command a terminal. */
#include <jansson.h>

#include "check.h"
#include "fake_doc.h"

typedef struct printed {
    char text[64 * 1024];
    size_t size, calls, stop_after;
} printed;

static int collect(const char *data, size_t size, void *payload) {
    printed *p = payload;
    if (p->stop_after && ++p->calls >= p->stop_after) return 1;
    if (p->size + size >= sizeof p->text) return 1;
    memcpy(p->text + p->size, data, size);
    p->size += size;
    p->text[p->size] = '\0';
    return 0;
}

static printed out;

static const char *print(const muster_doc *doc, muster_format format, int colour) {
    muster_error error;
    memset(&out, 0, sizeof out);
    CHECK_INT(muster_doc_write(doc, format, colour, collect, &out, &error), MUSTER_OK);
    return out.text;
}

static muster_doc doc;

/* "Öz" has code points of two bytes before every fact. */
static void make_doc(void) {
    fake_start(
        &doc, "001",
        "\xC3\x96z report\nAt least nine \"rebels\" died in Marsa, Jane Doe said.\n\xE2\x80\x9CWe held\nMarsa,\xE2\x80\x9D she added.\n");
    doc.title = STR("\xC3\x96z report");
    doc.path = STR("in/001.txt");
    uint32_t marsa = fake_entity(&doc, "place", "Marsa"), jane = fake_entity(&doc, "person", "Jane Doe");
    doc.entity[0].link = STR("place:Marsa");
    doc.entity[0].has_position = 1;
    doc.entity[0].latitude = 12.5;
    doc.entity[0].longitude = -3;
    doc.entity[1].role = STR("doctor");
    fake_mention(&doc, marsa, "Marsa", 0);
    fake_mention(&doc, jane, "Jane Doe", 0);
    fake_mention(&doc, marsa, "Marsa", 1);
    muster_figure_view *f = fake_figure(&doc, "nine", 0);
    f->has_low = 1;
    f->low = 9;
    f->qualifier = "at_least";
    f->of = STR("\"rebels\"");
    f->place = STR("Marsa");
    f->place_entity = marsa;
    muster_quote_view *q = fake_quote(&doc, "\xE2\x80\x9CWe held\nMarsa,\xE2\x80\x9D", "Jane Doe");
    q->speaker_entity = jane;
    q->cue = STR("added");
    q->cue_start = fake_find(&doc, "added", 0).start;
    q->cue_end = q->cue_start + 5;
}

static void test_jsonl(void) {
    const char *line = print(&doc, MUSTER_JSONL, 0);
    CHECK(strchr(line, '\n') == line + strlen(line) - 1);
    static const char begins[] =
        "{\"doc\": \"001\", \"title\": \"\xC3\x96z report\", \"date\": null, \"entities\": [{\"id\": 1, \"kind\": \"place\", "
        "\"name\": \"Marsa\", \"role\": null, \"affiliation\": null, \"link\": \"place:Marsa\", \"latitude\": 12.5, "
        "\"longitude\": -3, ";
    CHECK(strncmp(line, begins, sizeof begins - 1) == 0);
    json_error_t error;
    json_t *record = json_loads(line, JSON_REJECT_DUPLICATES, &error);
    CHECK(record);
    json_t *figure = json_array_get(json_object_get(record, "figures"), 0);
    CHECK_INT(json_integer_value(json_object_get(figure, "low")), 9);
    CHECK(json_is_integer(json_object_get(figure, "low")));
    CHECK(json_is_null(json_object_get(figure, "high")));
    CHECK_INT(json_integer_value(json_object_get(figure, "start")), 19);
    CHECK_INT(json_integer_value(json_object_get(figure, "end")), 23);
    CHECK_STR(str_from(json_string_value(json_object_get(figure, "of"))), "\"rebels\"");
    json_t *quote = json_array_get(json_object_get(record, "quotes"), 0);
    CHECK_STR(str_from(json_string_value(json_object_get(quote, "speaker"))), "Jane Doe");
    CHECK_STR(str_from(json_string_value(json_object_get(quote, "cue"))), "added");
    CHECK_INT((long long)json_array_size(json_object_get(record, "mentions")), 3);
    CHECK_INT((long long)json_array_size(json_object_get(record, "sentences")), 4);
    json_decref(record);
}

static void test_json_text(void) {
    static muster_doc odd;
    fake_start(&odd, "q\"\\\n\t\x01\x7F\xE2\x80\xA8", "x");
    json_error_t error;
    json_t *record = json_loads(print(&odd, MUSTER_JSONL, 0), 0, &error);
    CHECK(record);
    CHECK_STR(str_from(json_string_value(json_object_get(record, "doc"))), "q\"\\\n\t\x01\x7F\xE2\x80\xA8");
    json_decref(record);
    /* a title longer than any buffer */
    char *title = malloc(40001);
    memset(title, 'a', 40000);
    title[40000] = '\0';
    odd.title = (str){title, 40000};
    record = json_loads(print(&odd, MUSTER_JSONL, 0), 0, &error);
    CHECK_INT((long long)json_string_length(json_object_get(record, "title")), 40000);
    json_decref(record);
    free(title);
}

static void test_numbers(void) {
    static muster_doc many;
    static const double values[] = {0, -1, 1e9, 0.1, 2.5e-7, 1e300, 123456789.25};
    fake_start(&many, "n", "a b c d e f g");
    static const char *const places[] = {"a", "b", "c", "d", "e", "f", "g"};
    for (int i = 0; i < 7; i++) {
        muster_figure_view *f = fake_figure(&many, places[i], 0);
        f->has_low = 1;
        f->low = values[i];
    }
    json_t *record = json_loads(print(&many, MUSTER_JSONL, 0), 0, NULL);
    for (size_t i = 0; i < 7; i++) {
        json_t *low = json_object_get(json_array_get(json_object_get(record, "figures"), i), "low");
        CHECK(json_number_value(low) == values[i]);
        CHECK(!json_is_integer(low) == (i > 2));
    }
    json_decref(record);
}

/* Whole numbers of every length, and at the ends of each. */
static void test_whole_numbers(void) {
    static muster_doc one;
    for (double power = 1; power < 1e15; power *= 10)
        for (int off = -1; off <= 1; off++) {
            char expected[64];
            fake_start(&one, "n", "a b");
            muster_figure_view *f = fake_figure(&one, "a", 0);
            f->has_low = 1;
            f->low = power + off;
            snprintf(expected, sizeof expected, "\"low\": %.0f,", f->low);
            CHECK(strstr(print(&one, MUSTER_JSONL, 0), expected) != NULL);
        }
}

static void test_brat(void) {
    const char *ann = print(&doc, MUSTER_BRAT, 0);
    CHECK(strstr(ann, "T1\tplace 41 46\tMarsa\n"));
    CHECK(strstr(ann, "T2\tperson 48 56\tJane Doe\n"));
    CHECK(strstr(ann, "*\tEquiv T1 T3\n"));
    CHECK(strstr(ann, "figure 19 23\tnine\n"));
    CHECK(strstr(ann, "\tmeasure T4 killed\n"));
    CHECK(strstr(ann, "quote 63 71;72 79\t\xE2\x80\x9CWe held Marsa,\xE2\x80\x9D\n")); /* a fragment a line */
    CHECK(strstr(ann, "\tspeaker Arg1:T5 Arg2:T2\n"));
    CHECK(strstr(ann, "cue 84 89\tadded\n"));
    CHECK(strstr(ann, "low=9; of=\"rebels\""));
}

/* A tag that interrupts: one quote with two contents. */
static void test_citron(void) {
    static muster_doc said;
    fake_start(&said, "c", "\"No,\" Jane Doe said. \"Not now.\" \"Maybe.\"");
    uint32_t jane = fake_entity(&said, "person", "Jane Doe");
    fake_mention(&said, jane, "Jane Doe", 0);
    for (int i = 0; i < 2; i++) {
        muster_quote_view *q = fake_quote(&said, i ? "\"Not now.\"" : "\"No,\"", "Jane Doe");
        q->cue_start = 15;
        q->cue_end = 19;
        q->speaker_entity = jane;
        if (!i) q->speaker_start = 6, q->speaker_end = 14;
    }
    fake_quote(&said, "\"Maybe.\"", "");
    json_t *file = json_loads(print(&said, MUSTER_CITRON, 0), JSON_REJECT_DUPLICATES, NULL);
    json_t *quotes = json_object_get(file, "quotes"), *first = json_array_get(quotes, 0), *second = json_array_get(quotes, 1);
    CHECK_INT((long long)json_array_size(quotes), 2);
    CHECK_INT((long long)json_array_size(json_object_get(first, "contents")), 2);
    CHECK_STR(str_from(json_string_value(json_object_get(json_object_get(first, "cue"), "text"))), "said");
    CHECK_STR(str_from(json_string_value(json_object_get(json_array_get(json_object_get(first, "sources"), 0), "text"))), "Jane Doe");
    CHECK(json_is_null(json_object_get(second, "cue")));
    CHECK_INT((long long)json_array_size(json_object_get(second, "sources")), 0);
    json_decref(file);
}

/* Who else it may be, whom the speaker has it from, what nobody said. */
static void test_weighed(void) {
    static muster_doc said;
    fake_start(&said, "w", "Jane Doe said officials told her \"it\" may fall.");
    uint32_t jane = fake_entity(&said, "person", "Jane Doe");
    muster_quote_view *q = fake_quote(&said, "officials told her \"it\" may fall", "Jane Doe");
    q->candidates[0] = q->candidates[1] = jane;
    q->hedge = str_from("may");
    said.relay[said.relays++] = (muster_relay_view){0, str_from("officials"), str_from("told"), 0, 14, 23};
    said.stray[said.strays++] = (muster_stray_view){33, 37, 0, str_from("no words")};
    json_t *record = json_loads(print(&said, MUSTER_JSONL, 0), JSON_REJECT_DUPLICATES, NULL);
    json_t *quote = json_array_get(json_object_get(record, "quotes"), 0);
    CHECK_INT((long long)json_array_size(json_object_get(quote, "candidates")), 2);
    CHECK_STR(str_from(json_string_value(json_object_get(quote, "hedge"))), "may");
    CHECK(!json_object_get(quote, "doubt"));
    json_t *relayed = json_array_get(json_object_get(quote, "relayed"), 0);
    CHECK_STR(str_from(json_string_value(json_object_get(relayed, "speaker"))), "officials");
    json_t *left = json_array_get(json_object_get(record, "unattributed"), 0);
    CHECK_STR(str_from(json_string_value(json_object_get(left, "reason"))), "no words");
    json_decref(record);
}

static void test_marked(void) {
    CHECK_STR(str_from(print(&doc, MUSTER_MARKED, 0)),
              "\xC3\x96z report\nAt least {nine = 9.. killed} \"rebels\" died in [Marsa/place], [Jane Doe/person] said.\n"
              "<<\xE2\x80\x9CWe held\n[Marsa/place],\xE2\x80\x9D -- Jane Doe, asserted>> she added.\n");
    CHECK(strstr(print(&doc, MUSTER_MARKED, 1), "\x1B[0;33mJane Doe\x1B[0m said"));
    static muster_doc evil;
    fake_start(&evil, "e",
               "a\x1B[2Jb\r\nc\x07 \xC2\x9B"
               "d\xE2\x80\xAE"
               "e\xEF\xBF\xBD");
    CHECK_STR(str_from(print(&evil, MUSTER_MARKED, 1)), "a<U+001B>[2Jb\nc<U+0007> <U+009B>d<U+202E>e\xEF\xBF\xBD\n");
}

static void test_stopping(void) {
    muster_error error;
    memset(&out, 0, sizeof out);
    out.stop_after = 1;
    CHECK_INT(muster_doc_write(&doc, MUSTER_JSONL, 0, collect, &out, &error), MUSTER_STOPPED);
    CHECK_INT(muster_doc_write(&doc, (muster_format)9, 0, collect, &out, &error), MUSTER_USAGE);
}

int main(void) {
    make_doc();
    test_jsonl();
    test_json_text();
    test_numbers();
    test_whole_numbers();
    test_brat();
    test_citron();
    test_weighed();
    test_marked();
    test_stopping();
    CHECK_DONE();
}
