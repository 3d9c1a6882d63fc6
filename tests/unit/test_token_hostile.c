/* What no writer writes: random mixes of signs, and megabytes of one sign. Tokens stay in order, code points stay right, nothing but white
 * space and invisible signs is lost, and the time is linear. */
#include <sys/resource.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "check_arena.h"
#include "token_lists.h"

static lexicon *words;
static arena *memory;
static uint32_t seed = 99;

static uint32_t draw(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(seed >> 4) * below) >> 28);
}

static bool only_blank(str text) {
    for (int32_t i = 0; i < (int32_t)text.size;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text.data, i, (int32_t)text.size, c);
        if (!u_isUWhiteSpace(c) && u_charType(c) != U_FORMAT_CHAR && u_charType(c) != U_CONTROL_CHAR) return false;
    }
    return true;
}

/* Order, code points, sentences that cover all, quotations that nest. Returns whether all of it holds. */
static bool is_sound(const document *doc) {
    uint32_t at = 0, point = 0, last = 0;
    for (uint32_t i = 0; i < doc->tokens.count; i++) {
        const token *t = &doc->tokens.at[i];
        if (t->start < at || t->end <= t->start || !only_blank(str_slice(doc->text, at, t->start))) return false;
        point += (uint32_t)utf8_length(str_slice(doc->text, at, t->start));
        str text = str_slice(doc->text, t->start, t->end);
        if (t->point != point || !str_equal(t->word->text, text) || t->word->length != utf8_length(text)) return false;
        point += t->word->length;
        at = t->end;
    }
    if (!only_blank(str_slice(doc->text, at, doc->text.size))) return false;
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        const sentence *s = &doc->sentences.at[i];
        if (s->first != last || s->last <= s->first || s->last - s->first > 1000) return false;
        last = s->last;
    }
    if (last != doc->tokens.count) return false;
    for (uint32_t i = 1; i < doc->quotations.count; i++) {
        const quotation *a = &doc->quotations.at[i - 1], *b = &doc->quotations.at[i];
        if (b->first <= a->first || b->last <= b->first || b->depth < 1 || b->depth > 8) return false;
        if (b->first < a->last && b->last > a->last) return false;
    }
    return true;
}

static void test_random(void) {
    static const char *const PARTS[] = {"a",  "The",    "Lt",     "U",      "s",      "10",   "000", ".",     ",",  "'", "’",
                                        "‘",  "\"",     "“",      "”",      "-",      "/",    ":",   "://",   "@",  "#", " ",
                                        " ",  " ",      "\n",     "\u00A0", "\t",     "é",    "Жx",  "日",    "本", "ก", "👍🏽",
                                        "🇺🇦", "\u0301", "\u200B", "\u202F", "\u200D", "•",    "(",   ")",     "…",  "!", "?",
                                        "«",  "»",      "„",      "½",      "\x01",   "www.", "km",  "\uFE0F"};
    int unsound = 0;
    for (int round = 0; round < 20000; round++) {
        char text[400];
        size_t size = 0;
        uint32_t count = 1 + draw(40);
        for (uint32_t i = 0; i < count; i++) {
            const char *part = PARTS[draw(sizeof PARTS / sizeof PARTS[0])];
            memcpy(text + size, part, strlen(part));
            size += strlen(part);
        }
        document doc = make_document(memory, (str){text, size});
        token_document(&doc, words);
        if (!is_sound(&doc) && unsound++ < 5) fprintf(stderr, "unsound: %.*s\n", (int)size, text);
        if (round % 1000 == 0) arena_reset(memory);
    }
    CHECK_INT(unsound, 0);
}

/* Time of ours, without what the system takes to find memory. */
static double seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec * 1e-6;
}

static double seconds_for(const char *part, size_t size) {
    size_t length = strlen(part);
    size = size / length * length;
    char *text = malloc(size);
    if (!text) return 0;
    for (size_t at = 0; at < size; at += length) memcpy(text + at, part, length);
    double start = seconds();
    document doc = make_document(memory, (str){text, size});
    token_document(&doc, words);
    double end = seconds();
    CHECK(is_sound(&doc));
    free(text);
    arena_reset(memory);
    lexicon_flush(words, 0);
    return end - start;
}

/* Ten times the text may cost ten times as much, with room for noise; a quadratic pass would cost a hundred times as much. */
static void test_linear(void) {
    static const char *const PARTS[] = {
        "“",  "“a ",  "\"", "\" ",  "'",      "' a", "’s’ ",  "‘a s’ ", "a.",   "Ab.",      "A.", ". ", "a",     "\u0301",
        "1,", "1 ",   "a-", "A-b-", "a/",     "://", "a://)", "1:11:",  "日本", "👍🏽", "(",  "!”", "x.\" ", "1\u00A0000\u00A0",
        "@a", "www.", "…",  "«»",   "\u200E", "'a ", "ก",     ".”)"};
    const char *megabytes = getenv("MUSTER_HOSTILE_MEGABYTES");
    size_t large = (megabytes ? (size_t)strtoul(megabytes, NULL, 10) : 1) << 20;
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        double one = seconds_for(PARTS[i], large / 10), ten = seconds_for(PARTS[i], large);
        if (ten > one * 40 + 0.2) fprintf(stderr, "%s: %.3f s, ten times as long %.3f s\n", PARTS[i], one, ten);
        CHECK(ten <= one * 40 + 0.2);
    }
}

static void run(arena *texts, void *known) {
    memory = texts;
    words = lexicon_new(known);
    test_random();
    test_linear();
    lexicon_free(words);
}

static void run_with_lists(arena *lists, void *payload) {
    (void)payload;
    check_in_arena(run, load_lists(lists));
}

int main(void) {
    check_in_arena(run_with_lists, NULL);
    CHECK_DONE();
}
