/* test_read_source.c: the source of each character of a text leads back to the very bytes of the file that it was made of, in encodings of
 * one byte, two, four and several a character, with marks and without, in pages and plain texts, whole and broken. */
#include <stdbool.h>
#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include "check.h"
#include "muster.h"

enum { MOST_BYTES = 1 << 16 };

static muster_engine *engine;
static muster_worker *worker;

static const char page[] = "<!DOCTYPE html><html><head><title>Пожежа | Вісник</title></head><body><div class=\"menu\">Меню</div>\n"
                           "<h1>Пожежа &amp; дим</h1>\n<p>Fire at dawn: дев’ять «людей»\n  <b>загинули</b> near &lt;Kyiv&gt; "
                           "&#1085;&#1072; <i>світанку</i>, a < b.</p>"
                           "<p>Далі &nbsp; &amp;&безназви; &lt;< буде.\f</p>\n<pre>раз\n  два</pre></body></html>";
static const char plain[] = "Fire at dawn\n\nДев’ять people загинули near Київ, «officials» said.\n\nДалі буде.\n";

static const char spoken[] =
    "1\n00:00:01,000 --> 00:00:03,500\n<i>Дев’ять людей</i> &amp; two dogs\n\n2\n00:00:03,600 --> 00:00:06,000\n"
    "{\\an8}загинули near Київ on Tuesday,\nthe governor said.\n\n3\n00:00:20,000 --> 00:00:22,000\n- Далі буде.\n";
static const char agency[] =
    "<?xml version=\"1.0\"?>\n<nitf><head><title>t</title></head><body><body.head><hedline><hl1>Пожежа &amp; дим</hl1></hedline>"
    "<dateline>КИЇВ</dateline></body.head>\n<body.content><p>Fire at dawn: <em>дев’ять</em> «людей» загинули.</p>"
    "<media><media-reference>x</media-reference><media-caption><p>Дим над містом</p></media-caption></media>"
    "<p>Далі буде.</p></body.content></body></nitf>";

/* The character at *at of valid UTF-8, which moves behind it. */
static UChar32 next_character(const char *text, size_t *at) {
    unsigned char lead = (unsigned char)text[(*at)++];
    int more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    UChar32 c = more ? lead & (0x3F >> more) : lead;
    while (more--) c = c << 6 | (text[(*at)++] & 0x3F);
    return c;
}

/* What the encoding makes of a character; without a mark. */
static size_t encode(UConverter *to, UChar32 c, char out[16]) {
    UErrorCode status = U_ZERO_ERROR;
    UChar units[2];
    int32_t count = 0;
    U16_APPEND_UNSAFE(units, count, c);
    int32_t size = ucnv_fromUChars(to, out, 16, units, count, &status);
    return U_SUCCESS(status) ? (size_t)size : 0;
}

static size_t encode_all(UConverter *to, const char *mark, size_t mark_size, const char *text, char *out) {
    size_t size = mark_size;
    memcpy(out, mark, mark_size);
    for (size_t at = 0; text[at];) {
        size += encode(to, next_character(text, &at), out + size);
    }
    return size;
}

static bool is_space(UChar32 c) {
    return c == ' ' || c == '\n' || c == '\t' || c == 0xA0;
}

/* Each character's source has its bytes there, or an entity. Returns how many there are. */
static size_t check_sources(const muster_doc *doc, UConverter *to, const char *bytes, size_t size) {
    size_t length = muster_doc_length(doc), right = 0, entities = 0;
    for (uint32_t point = 0; point < length; point++) {
        muster_text text = muster_doc_slice(doc, point, point + 1);
        size_t at = 0, had;
        UChar32 c = next_character(text.data, &at);
        char expected[16], ampersand[16];
        if (is_space(c)) continue;
        uint32_t source = muster_doc_source(doc, point);
        had = encode(to, c, expected);
        bool same = source != MUSTER_NONE && source + had <= size && memcmp(bytes + source, expected, had) == 0;
        had = encode(to, '&', ampersand);
        bool entity = !same && source != MUSTER_NONE && source + had <= size && memcmp(bytes + source, ampersand, had) == 0;
        if (!same && !entity) fprintf(stderr, "character %u, \"%.*s\": source %u\n", point, (int)text.size, text.data, source);
        CHECK(same || entity);
        right += same;
        entities += entity;
    }
    CHECK(entities <= 7);
    return right;
}

static void test_one(const char *encoding, const char *stated, const char *mark, size_t mark_size, const char *text, const char *format) {
    static char bytes[MOST_BYTES];
    UErrorCode status = U_ZERO_ERROR;
    UConverter *to = ucnv_open(encoding, &status);
    CHECK(U_SUCCESS(status));
    size_t size = encode_all(to, mark, mark_size, text, bytes);
    muster_input input = {.path = "a", .bytes = bytes, .size = size, .encoding = stated, .format = format};
    muster_doc *doc = NULL;
    muster_error error = {.message = ""};
    bool read = muster_extract_until(&doc, worker, &input, "read", &error) == MUSTER_OK;
    if (!read) fprintf(stderr, "%s: %s\n", encoding, error.message);
    CHECK(read);
    if (read) CHECK(check_sources(doc, to, bytes, size) > 50);
    muster_doc_free(doc);
    ucnv_close(to);
}

static void test_encodings(void) {
    static const struct {
        const char *encoding, *stated, *mark;
        size_t mark_size;
    } all[] = {{"UTF-8", NULL, "", 0},
               {"UTF-8", NULL, "\xEF\xBB\xBF", 3},
               {"UTF-8", "UTF-8", "\xEF\xBB\xBF", 3},
               {"UTF-16LE", NULL, "\xFF\xFE", 2},
               {"UTF-16BE", NULL, "\xFE\xFF", 2},
               {"UTF-16BE", "UTF-16", "\xFE\xFF", 2},
               {"UTF-16LE", NULL, "", 0},
               {"UTF-16BE", NULL, "", 0},
               {"UTF-32LE", NULL, "\xFF\xFE\0\0", 4},
               {"UTF-32BE", NULL, "", 0},
               {"windows-1251", "windows-1251", "", 0},
               {"KOI8-U", "KOI8-U", "", 0},
               {"GB18030", "GB18030", "", 0}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        test_one(all[i].encoding, all[i].stated, all[i].mark, all[i].mark_size, page, "html");
        test_one(all[i].encoding, all[i].stated, all[i].mark, all[i].mark_size, plain, "text");
        test_one(all[i].encoding, all[i].stated, all[i].mark, all[i].mark_size, spoken, "subtitles");
        test_one(all[i].encoding, all[i].stated, all[i].mark, all[i].mark_size, agency, "news");
    }
}

/* Behind what is broken the text goes on where the file does. */
static void test_broken(void) {
    static const char *const texts[] = {
        "\xD0\x94\xFF\xFE\xE2\x80 fire in \xD0\x9A\xD0\xB8\xD1\x97\xD0\xB2, \x80\x80 he said",
        "<html><body><p>\xD0\x94\xFF near &amp; \x01 \xE2\x82 \xD0\x9A\xD0\xB8\xD1\x97\xD0\xB2, he said</p></body></html>"};
    for (int i = 0; i < 2; i++) {
        const char *bytes = texts[i], *city = strstr(bytes, "\xD0\x9A");
        muster_input input = {.path = "a", .bytes = bytes, .size = strlen(bytes), .encoding = "UTF-8", .format = i ? "html" : "text"};
        muster_doc *doc = NULL;
        CHECK(muster_extract_until(&doc, worker, &input, "read", NULL) == MUSTER_OK);
        uint32_t found = 0;
        for (uint32_t point = 0; doc && point < muster_doc_length(doc); point++) {
            muster_text text = muster_doc_slice(doc, point, point + 1);
            if (memcmp(text.data, "\xD0\x9A", 2) == 0) found = muster_doc_source(doc, point);
        }
        CHECK(found == (uint32_t)(city - bytes));
        muster_doc_free(doc);
    }
}

/* A paragraph that the parser passes on in pieces. */
static void test_long(void) {
    static char text[30000];
    size_t size = (size_t)sprintf(text, "<html><body><p>");
    for (int i = 0; i < 1200; i++) size += (size_t)sprintf(text + size, "%s%d ", i % 3 ? "слово" : i % 5 ? "word" : "дім 家", i);
    sprintf(text + size, "кінець.</p></body></html>");
    test_one("UTF-8", NULL, "", 0, text, "html");
    test_one("UTF-16LE", NULL, "\xFF\xFE", 2, text, "html");
}

/* Rich text is ASCII: what is not stands there as an escape, at which its source is. */
static void test_rich_text(void) {
    static const char bytes[] =
        "{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset0 T;}{\\f1\\fcharset128 M;}}\\pard Fire in \\'ca\\'e8\\'bf\\'e2, "
        "{\\b he} said\\emdash  not \\u8220?here\\u8221?, \\f1 \\'93\\'fa\\f0  and \\u-10179?\\u-8704? end.\\par}";
    static const char expected[] = "Fire in Київ, he said— not “here”, 日 and 😀 end.";
    muster_input input = {.path = "a", .bytes = bytes, .size = sizeof bytes - 1};
    muster_doc *doc = NULL;
    CHECK(muster_extract_until(&doc, worker, &input, "read", NULL) == MUSTER_OK);
    if (!doc) return;
    CHECK_STR(muster_doc_text(doc), expected);
    for (uint32_t point = 0; point < muster_doc_length(doc); point++) {
        muster_text text = muster_doc_slice(doc, point, point + 1);
        uint32_t source = muster_doc_source(doc, point);
        CHECK(text.data[0] == ' ' || (source < input.size && bytes[source] == ((unsigned char)text.data[0] < 0x80 ? text.data[0] : '\\')));
    }
    muster_doc_free(doc);
}

int main(void) {
    const char *root = getenv("MUSTER_SOURCE_ROOT"), *dirs[] = {root ? root : "."};
    muster_options options = MUSTER_OPTIONS_INIT;
    options.data_dirs = dirs;
    options.data_dir_count = 1;
    CHECK(muster_engine_open(&engine, &options, NULL) == MUSTER_OK && muster_worker_new(&worker, engine, NULL) == MUSTER_OK);
    test_encodings();
    test_broken();
    test_long();
    test_rich_text();
    muster_worker_free(worker);
    muster_engine_close(engine);
    CHECK_DONE();
}
