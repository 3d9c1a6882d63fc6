/* The stage read: decoding, blocks, title, date, outlet, on small texts of our own and with the real lists. */
#include <time.h>

#include "check_arena.h"
#include "read_lists.h"

typedef struct reading {
    arena *memory;
    document *doc; /* NULL: it failed */
    muster_input input;
    muster_error error;
} reading;

static read_knowledge *known;

static void read_input(arena *memory, void *payload) {
    reading *r = payload;
    document *doc = ARENA_NEW(memory, document);
    doc->memory = memory;
    read_document(doc, known, &r->input, 0);
    r->doc = doc;
}

static void read_bytes(reading *r, muster_input input) {
    *r = (reading){.memory = arena_new(), .input = input};
    arena_guard(r->memory, read_input, r, &r->error);
}

static void read_text(reading *r, const char *text) {
    read_bytes(r, (muster_input){.bytes = text, .size = strlen(text)});
}

static str block_text(const reading *r, uint32_t i) {
    return str_slice(r->doc->text, r->doc->blocks.at[i].start, r->doc->blocks.at[i].end);
}

/* Kinds as letters: h d c b f r. */
static const char *kinds(const reading *r) {
    static char out[256];
    uint32_t i = 0;
    for (; i < r->doc->blocks.count && i < 255; i++) out[i] = "hdcbfr"[r->doc->blocks.at[i].kind];
    out[i] = '\0';
    return out;
}

#define CHECK_KINDS(text, expected)                                                                                                        \
    do {                                                                                                                                   \
        reading r_;                                                                                                                        \
        read_text(&r_, text);                                                                                                              \
        CHECK_STR(str_from(kinds(&r_)), expected);                                                                                         \
        arena_free(r_.memory);                                                                                                             \
    } while (0)

static void check_decoded(const char *bytes, size_t size, const char *text, const char *encoding) {
    reading r;
    read_bytes(&r, (muster_input){.bytes = bytes, .size = size});
    CHECK(r.doc);
    if (r.doc) {
        CHECK_STR(r.doc->text, text);
        CHECK_STR(r.doc->encoding, encoding);
        CHECK(r.doc->text.data[r.doc->text.size] == '\0');
    }
    arena_free(r.memory);
}

#define DECODED(bytes, text, encoding) check_decoded(bytes, sizeof(bytes) - 1, text, encoding)

static void test_decoding(void) {
    DECODED("", "", "utf-8");
    DECODED("Goma f\xC3\xA4llt", "Goma f\xC3\xA4llt", "utf-8");
    DECODED("\xEF\xBB\xBFGoma", "Goma", "utf-8");
    DECODED("\xFF\xFEG\0o\0m\0a\0", "Goma", "utf-16le");
    DECODED("\xFE\xFF\0G\0o\0m\0a", "Goma", "utf-16be");
    DECODED("G\0o\0m\0a\0 \0f\0e\0l\0l\0", "Goma fell", "utf-16le");
    DECODED("\0G\0o\0m\0a\0 \0f\0e\0l\0l", "Goma fell", "utf-16be");
    DECODED("\xFF\xFE\0\0G\0\0\0o\0\0\0", "Go", "utf-32le");
    DECODED("G\0\0\0o\0\0\0", "Go", "utf-32le");
    DECODED("\x93No\x94, he said. It\x92s over. The soldiers left the town.",
            "\xE2\x80\x9CNo\xE2\x80\x9D, he said. It\xE2\x80\x99s over. The soldiers left the town.", "windows-1252");
}

static void test_broken_bytes(void) {
    DECODED("a\0b",
            "a\xEF\xBF\xBD"
            "b",
            "utf-8, 1 broken");
    /* the examples of the Unicode Standard, table 3-8 and following: one replacement a maximal subpart */
    DECODED("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xC0\xAF!", "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xEF\xBF\xBD\xEF\xBF\xBD!", "utf-8, 2 broken");
    DECODED("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xED\xA0\x80", "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
            "utf-8, 3 broken");
    DECODED("\xC3\xA9\xC3\xA9 \xE1\x80\xE2\xF0\x91\x92", "\xC3\xA9\xC3\xA9 \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", "utf-8, 3 broken");
    DECODED("cut off \xE2\x80", "cut off \xEF\xBF\xBD", "utf-8, 1 broken");
    DECODED("\xFF\xFE\0\xD8x\0", "\xEF\xBF\xBDx", "utf-16le, 1 broken");
}

static void check_refused(const char *bytes, size_t size, muster_status status, const char *encoding, const char *date) {
    reading r;
    read_bytes(&r, (muster_input){.bytes = bytes, .size = size, .encoding = encoding, .date = date});
    CHECK(!r.doc);
    CHECK_INT(r.error.status, status);
    CHECK(r.error.message[0]);
    arena_free(r.memory);
}

static void test_refused(void) {
    static const char png[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", zip[] = "PK\x03\x04\x14\0", pdf[] = "%PDF-1.4 text",
                      elf[] = "\x7F"
                              "ELF\2\1";
    check_refused(png, sizeof png, MUSTER_INPUT, NULL, NULL);
    check_refused(zip, sizeof zip, MUSTER_INPUT, NULL, NULL);
    check_refused(pdf, sizeof pdf, MUSTER_INPUT, NULL, NULL);
    check_refused(elf, sizeof elf, MUSTER_INPUT, NULL, NULL);
    check_refused("text", 4, MUSTER_USAGE, "no-such-encoding", NULL);
    check_refused("text", 4, MUSTER_USAGE, NULL, "2024-13-01");
    check_refused("text", 4, MUSTER_USAGE, NULL, "yesterday");
    char noise[4096];
    uint32_t state = 1;
    for (size_t i = 0; i < sizeof noise; i++) noise[i] = (char)((state = state * 1664525 + 1013904223) >> 24);
    check_refused(noise, sizeof noise, MUSTER_INPUT, NULL, NULL);
}

static void test_identity(void) {
    reading r;
    read_bytes(&r, (muster_input){.path = "in/2024-12-17-goma.v2.txt", .bytes = "abc", .size = 3});
    CHECK_STR(r.doc->id, "2024-12-17-goma.v2");
    CHECK_STR(r.doc->path, "in/2024-12-17-goma.v2.txt");
    CHECK_STR(r.doc->date, "2024-12-17");
    CHECK(strcmp(r.doc->hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == 0);
    arena_free(r.memory);
    read_bytes(&r, (muster_input){.path = "caf\xE9.txt", .bytes = "\xC3\xA9t\xC3\xA9", .size = 5, .date = "2024-02"});
    CHECK_STR(r.doc->id, "caf\\xe9");
    CHECK_STR(r.doc->date, "2024-02");
    CHECK_INT(r.doc->length, 3);
    arena_free(r.memory);
}

static void test_line_ends(void) {
    reading r;
    read_text(&r, "First line.\r\nSecond line.\rThird line.\xE2\x80\xA8"
                  "Fourth line.\xC2\x85  Fifth line. \fSixth line.\n\n\n");
    CHECK_INT(r.doc->blocks.count, 6);
    CHECK_STR(block_text(&r, 0), "First line.");
    CHECK_STR(block_text(&r, 3), "Fourth line.");
    CHECK_STR(block_text(&r, 4), "Fifth line.");
    CHECK_STR(block_text(&r, 5), "Sixth line.");
    arena_free(r.memory);
}

static const char wrapped[] = "Rebels took the bridge\n\n"
                              "   The town of Marsa fell on Tuesday after three days of fighting, in\n"
                              "which at least nine soldiers were killed, a hospital worker told this\n"
                              "paper. Nobody counted the wounded.\n\n"
                              "   The governor left for the coast on the same evening. His driver was\n"
                              "captured at the bridge.\n";

static void test_hard_wrapped(void) {
    reading r;
    read_text(&r, wrapped);
    CHECK_INT(r.doc->blocks.count, 3);
    CHECK_STR(str_from(kinds(&r)), "hbb");
    CHECK(str_starts(block_text(&r, 1), STR("The town")) && str_ends(block_text(&r, 1), STR("wounded.")));
    CHECK_STR(r.doc->title, "Rebels took the bridge");
    arena_free(r.memory);
    /* two lines in capitals, full and without an end, are one paragraph */
    CHECK_KINDS("MARSA, 3 JAN 90 -- [TEXT] NINE SOLDIERS OF THE SECOND BRIGADE WERE\nKILLED AT THE BRIDGE OF MARSA ON TUESDAY EVENING.",
                "b");
    /* short lines below one another are not */
    CHECK_KINDS("The army said nine died.\nThe rebels said two died.\nNobody said who fired first.", "bbb");
    /* a paragraph torn apart around a link is one */
    CHECK_KINDS("The army, backed by the \ncoalition\n in the north, took the bridge.\nNine died.", "bb");
}

static void test_kinds(void) {
    CHECK_KINDS("Nine soldiers were killed", "b"); /* one line alone is a sentence */
    CHECK_KINDS("3 hours ago", "b");               /* nor is it furniture */
    CHECK_KINDS("Nine killed in Marsa\nThe Northern Post, 4 March 2025\nBy Staff Writer in Marsa\nNine soldiers were killed in Marsa.",
                "hddb");
    CHECK_KINDS("MARSA, Sudan (March 4, 2025)\nNine soldiers were killed in Marsa.", "db");
    CHECK_KINDS("A bridge in Marsa. Image: Northern Post.\nNine soldiers were killed in Marsa.\n(Northern Post)", "cbc");
    CHECK_KINDS("08:15\nBridge falls to the rebels\nThe bridge of Marsa has fallen to the rebels, the army says.\nShare this post", "fhbf");
    CHECK_KINDS("Nine soldiers were killed.\nShare\nTweet WhatsApp Email\n3 hours ago\nSubscribe to our newsletter for more.", "bffff");
    CHECK_KINDS("Who holds the bridge of Marsa?\nThe army says that it holds the bridge, but no reporter has seen it there.", "hb");
    CHECK_KINDS("\xE2\x80\x9CSubscribe to nothing,\xE2\x80\x9D he said to the crowd.\nNine died.", "bb");
    CHECK_KINDS("By Tuesday the town had fallen to the rebels.\nNine died.", "bb");
    CHECK_KINDS("The bridge of Marsa has fallen.\nNine died.\nThe bridge of Marsa has fallen!\nNine died.", "bbrb");
    CHECK_KINDS("Sources said that nine soldiers died.\nThe army was silent.", "bb");
}

static void test_appeal(void) {
    reading r;
    read_text(
        &r, "Bridge falls\nNine soldiers were killed.\nYour support helps us to keep reporting\nFrom the bridge to the sea we were there.\n"
            "Your donation lets us send people.\nWe put up no paywalls.\nYour support makes all the difference.The governor fled at "
            "noon.\nHe took the road to the sea.");
    CHECK_STR(str_from(kinds(&r)), "hbfffffbb");
    CHECK_STR(block_text(&r, 7), "The governor fled at noon.");
    arena_free(r.memory);
    /* an opener alone takes nothing with it */
    CHECK_KINDS("Bridge falls\nSupport our journalism\nNine soldiers were killed.\nThe governor fled.\nHe took the road.", "hfbbb");
}

static void check_metadata(const char *text, const char *title, const char *date, const char *outlet) {
    reading r;
    read_text(&r, text);
    CHECK_STR(r.doc->title, title);
    CHECK_STR(r.doc->date, date);
    CHECK_STR(r.doc->outlet, outlet);
    arena_free(r.memory);
}

static void test_metadata(void) {
    check_metadata("Nine killed in Marsa\nThe Northern Post, 4 March 2025\nNine soldiers were killed.", "Nine killed in Marsa",
                   "2025-03-04", "The Northern Post");
    check_metadata("Nine killed in Marsa - BBC News\nFriday, July 21, 2017\nNine soldiers were killed.", "Nine killed in Marsa",
                   "2017-07-21", "BBC News");
    check_metadata("Nine soldiers were killed.\nThe town burns.\nNine killed in Marsa | World | The Guardian",
                   "Nine killed in Marsa | World", "", "The Guardian");
    check_metadata("date 2024-12-28 Nine killed in Marsa\nNine soldiers were killed.", "Nine killed in Marsa", "2024-12-28", "");
    check_metadata("Headline: Nine killed\nPublished: 14/03/2025\nNine soldiers were killed.", "Nine killed", "2025-03-14", "");
    check_metadata("MARSA, 3 JAN 90 (DPA) -- [TEXT] NINE SOLDIERS WERE KILLED AT THE BRIDGE.", "", "1990-01-03", "DPA");
    check_metadata("MARSA, 3 JAN 90 (RADIO OF THE FREE EASTERN PROVINCES) -- [TEXT] NINE SOLDIERS WERE KILLED AT THE BRIDGE.", "",
                   "1990-01-03", "");
    check_metadata("Orders\n\nMarsa, 9 March 2024. The staff tells the public of a raid.", "Orders", "2024-03-09", "");
    check_metadata("KABUL, Afghanistan (Jan. 25, 2013) - Nine soldiers were killed.", "", "2013-01-25", "");
    check_metadata("Nine killed\nPublished: 03/04/2025\nNine soldiers were killed.", "Nine killed", "", ""); /* March or April? */
    check_metadata("On 14 March 2025 nine soldiers were killed.\nThe town burns.", "", "", "");
    check_metadata("Nine killed\n31 February 2025\nNine soldiers were killed.", "Nine killed", "", "");
}

static double seconds_to_read(const char *bytes, size_t size, uint32_t *blocks) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    reading r;
    read_bytes(&r, (muster_input){.bytes = bytes, .size = size});
    clock_gettime(CLOCK_MONOTONIC, &end);
    *blocks = r.doc ? r.doc->blocks.count : 0;
    arena_free(r.memory);
    return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

/* Pieces repeated to `size`; the time must grow no faster than the text, and stay far from hanging. */
static void check_hostile(const char *piece, size_t size) {
    char *text = malloc(size + 64);
    size_t used = 0, length = strlen(piece);
    if (!text) return;
    while (used < size) {
        memcpy(text + used, piece, length < 64 ? length : 64);
        used += length < 64 ? length : 64;
    }
    uint32_t blocks;
    double whole = seconds_to_read(text, used, &blocks);
    CHECK(blocks > 0);
    CHECK(whole < 30);
    free(text);
}

static void test_hostile(void) {
    enum { SIZE = 20 * 1000 * 1000 };
    check_hostile("A man said that he saw 5 men. ", SIZE); /* one line of 20 MB */
    check_hostile("\"", SIZE / 10);
    check_hostile("a\n", SIZE / 10);
    check_hostile(".\n", SIZE / 10);
    check_hostile("Comments", SIZE / 10); /* furniture glued to furniture */
    check_hostile("Your support matters\nWe went there.\n", SIZE / 10);
    check_hostile("(((((((((((((((((\n", SIZE / 10);
    check_hostile(" - - - | ", SIZE / 10);
    check_hostile("\xE2\x80\xA8x", SIZE / 10);
    check_hostile("1 January 2025, ", SIZE / 10);
}

static void run(arena *memory, void *payload) {
    (void)payload;
    known = read_lists(memory);
    test_decoding();
    test_broken_bytes();
    test_refused();
    test_identity();
    test_line_ends();
    test_hard_wrapped();
    test_kinds();
    test_appeal();
    test_metadata();
    test_hostile();
}

int main(void) {
    check_in_arena(run, NULL);
    CHECK_DONE();
}
