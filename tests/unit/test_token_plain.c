/* The way of plain words gives what the way of UAX 29 gives: random stretches of letters, digits, apostrophes and punctuation are cut by
 * both. Words new to a lexicon are found again, whatever their size. */
#include "check_arena.h"
#include "token/token_piece.h"
#include "token_lists.h"

static arena *memory;
static lexicon *words;
static uint32_t state = 7;

static uint32_t roll(uint32_t most) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % most;
}

/* Two to seven pieces, in front of a word that may be one of a sentence, a number or a name. */
static str random_stretch(uint32_t *end) {
    static const char *const pieces[] = {"said", "It",   "don",     "s", "S", "t", "U", "Lt", "No", "war", "\xC3\xA9t\xC3\xA9",
                                         "12",   "2025", "007",     "1", "'", ",", ".", ";",  ":",  ")",   "?",
                                         "!",    "\"",   "(",       "[", "%", "-", "/", "_",  "’",  "“",   "”",
                                         "‘",    "—",    "\xC2\xAD"};
    static const char *const next[] = {" Next", " next", " 7", "", "\n\nThe", " \"We"};
    str out = STR("");
    for (uint32_t count = 2 + roll(6); count > 0; count--)
        out = arena_printf(memory, STR_FMT "%s", STR_ARG(out), pieces[roll(sizeof pieces / sizeof *pieces)]);
    *end = (uint32_t)out.size;
    return arena_printf(memory, STR_FMT "%s", STR_ARG(out), next[roll(sizeof next / sizeof *next)]);
}

static void compare(str text, uint32_t end) {
    document plain = make_document(memory, text), cut = make_document(memory, text);
    token_split(&plain, words);
    splitter *s = arena_zero(memory, sizeof *s);
    s->doc = &cut;
    s->words = words;
    s->breaks = lexicon_breaker(words);
    splitter_chunk(s, 0, end, cut.blocks.at[0].end, false);
    bool same = plain.tokens.count >= cut.tokens.count;
    for (uint32_t i = 0; same && i < cut.tokens.count; i++) {
        const token *a = &plain.tokens.at[i], *b = &cut.tokens.at[i];
        same = a->word == b->word && a->start == b->start && a->end == b->end && a->point == b->point && a->flags == b->flags;
    }
    same = same && (plain.tokens.count == cut.tokens.count || plain.tokens.at[cut.tokens.count].start >= end);
    if (!same) fprintf(stderr, "cut differently: " STR_FMT "\n", STR_ARG(text));
    CHECK(same);
}

static void test_plain(void) {
    for (int round = 0; round < 100000; round++) {
        arena_mark here = arena_here(memory);
        uint32_t end;
        str text = random_stretch(&end);
        compare(text, end);
        arena_release(memory, here);
    }
}

/* Words of every size that differ in one byte, at each place. */
static void test_found_again(void) {
    char text[40];
    for (size_t size = 1; size <= sizeof text; size++)
        for (size_t at = 0; at < size; at++) {
            memset(text, 'a', size);
            text[at] = 'b';
            const word *w = lexicon_word(words, memory, (str){text, size});
            CHECK(w->text.size == size && memcmp(w->text.data, text, size) == 0);
            CHECK(w == lexicon_word(words, memory, (str){text, size}));
        }
}

static void run(arena *own, void *payload) {
    (void)payload;
    memory = own;
    words = lexicon_new(load_lists(memory));
    test_plain();
    test_found_again();
    lexicon_free(words);
}

int main(void) {
    check_in_arena(run, NULL);
    CHECK_DONE();
}
