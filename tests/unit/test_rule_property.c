/* The matcher against a naive one, on small random patterns and texts; the prefilter against trying every rule everywhere; and that the
 * work is linear where naive backtracking would not end. */
#include "rule_fixture.h"

static fixture f;

static uint64_t random_state = 42424242;

static uint32_t random_below(uint32_t limit) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)((random_state * 0x2545F4914F6CDD1Dull) >> 33) % limit;
}

/* --- a pattern, its text, and its naive meaning ------------------------------------------------------------------------------------- */

typedef enum piece_type {
    PIECE_word,
    PIECE_any,
    PIECE_place,
    PIECE_sequence,
    PIECE_choice,
    PIECE_repeat,
    PIECE_ahead,
    PIECE_behind,
    PIECE_capture
} piece_type;

typedef struct piece {
    piece_type type;
    char letter;
    bool negated, lazy;
    uint32_t low, high; /* high 9: no end */
    struct piece *items[3];
    uint32_t count;
} piece;

static piece *random_piece(uint32_t depth, bool behind) {
    piece *p = ARENA_NEW(f.memory, piece);
    uint32_t kind = random_below(depth ? 12 : 4);
    p->letter = (char)('a' + random_below(3));
    if (kind < 3) {
        p->type = PIECE_word;
    } else if (kind == 3) {
        p->type = random_below(2) ? PIECE_any : PIECE_place;
    } else if (kind < 7) {
        p->type = kind < 6 ? PIECE_sequence : PIECE_choice;
        p->count = 2 + random_below(2);
    } else if (kind < 10) {
        p->type = PIECE_repeat;
        p->count = 1;
        p->lazy = random_below(3) == 0;
        p->low = random_below(2);
        p->high = random_below(3) ? 9 : p->low + 1;
    } else {
        p->type = behind ? PIECE_choice : kind == 10 ? PIECE_ahead : PIECE_behind;
        p->count = p->type == PIECE_choice ? 2 : 1;
        p->negated = random_below(2);
    }
    for (uint32_t i = 0; i < p->count; i++) p->items[i] = random_piece(depth - 1, behind || p->type == PIECE_behind);
    return p;
}

static str written(const piece *p) {
    str a = p->count ? written(p->items[0]) : STR("");
    switch (p->type) {
    case PIECE_word: return arena_printf(f.memory, "\"%c\"", p->letter);
    case PIECE_any: return STR(".");
    case PIECE_place: return STR("@place");
    case PIECE_repeat:
        return arena_printf(f.memory, "( " STR_FMT " )%s%s", STR_ARG(a),
                            p->high == 9 ? (p->low ? "+" : "*")
                            : p->low     ? "{1,2}"
                                         : "?",
                            p->lazy ? "?" : "");
    case PIECE_ahead: return arena_printf(f.memory, "(?%s " STR_FMT " )", p->negated ? "!" : "=", STR_ARG(a));
    case PIECE_behind: return arena_printf(f.memory, "(?<%s " STR_FMT " )", p->negated ? "!" : "=", STR_ARG(a));
    default: break;
    }
    for (uint32_t i = 1; i < p->count; i++)
        a = arena_printf(f.memory, STR_FMT "%s" STR_FMT, STR_ARG(a), p->type == PIECE_choice ? " | " : " ", STR_ARG(written(p->items[i])));
    return arena_printf(f.memory, "( " STR_FMT " )", STR_ARG(a));
}

/* A continuation: pieces still to match, innermost first. */
typedef struct rest {
    const piece *p;
    uint32_t done;  /* of a repetition: rounds; of a sequence: items */
    uint32_t since; /* of a repetition: where its round began */
    const struct rest *behind;
} rest;

static uint32_t budget;
static uint32_t wanted_end; /* NONE: any */

static uint32_t match_rest(uint32_t at, const rest *r);

static bool naive_look(const piece *p, uint32_t at) {
    uint32_t outer = wanted_end;
    bool found = false;
    rest only = {p->items[0], 0, NONE, NULL};
    if (p->type == PIECE_ahead) {
        wanted_end = NONE;
        found = match_rest(at, &only) != NONE;
    } else {
        wanted_end = at;
        for (uint32_t from = at > 16 ? at - 16 : 0; from <= at && !found; from++) found = match_rest(from, &only) != NONE;
    }
    wanted_end = outer;
    return found != p->negated;
}

static uint32_t naive_place(uint32_t at, const rest *behind) {
    uint32_t i = at < f.doc->tokens.count && f.doc->annotations_at ? f.doc->annotations_at[at] : NONE;
    for (; i != NONE; i = f.doc->annotations.at[i].next) {
        if (f.doc->annotations.at[i].label != LABEL_place) continue;
        uint32_t end = match_rest(f.doc->annotations.at[i].last, behind);
        if (end != NONE) return end;
    }
    return NONE;
}

/* One more round, and none: in the order of greed. A round of an endless loop that consumed nothing is refused. */
static uint32_t naive_repeat(uint32_t at, const rest *r) {
    const piece *p = r->p;
    rest again = {p, r->done + 1, at, r->behind};
    rest body = {p->items[0], 0, NONE, &again};
    uint32_t end = NONE;
    if (p->high == 9 && r->done > p->low && r->since == at) return NONE;
    bool may_stop = r->done >= p->low;
    bool may_go = p->high == 9 || r->done < p->high;
    for (uint32_t turn = 0; turn < 2 && end == NONE; turn++) {
        if ((turn == 0) == p->lazy) {
            if (may_stop) end = match_rest(at, r->behind);
        } else if (may_go) {
            end = match_rest(at, &body);
        }
    }
    return end;
}

static uint32_t match_rest(uint32_t at, const rest *r) {
    if (budget == 0) return NONE;
    budget--;
    if (!r) return wanted_end == NONE || wanted_end == at ? at : NONE;
    const piece *p = r->p;
    switch (p->type) {
    case PIECE_word:
        return at < f.doc->tokens.count && f.doc->tokens.at[at].word->text.data[0] == p->letter ? match_rest(at + 1, r->behind) : NONE;
    case PIECE_any: return at < f.doc->tokens.count ? match_rest(at + 1, r->behind) : NONE;
    case PIECE_place: return naive_place(at, r->behind);
    case PIECE_repeat: return naive_repeat(at, r);
    case PIECE_ahead:
    case PIECE_behind: return naive_look(p, at) ? match_rest(at, r->behind) : NONE;
    case PIECE_choice:
        for (uint32_t i = 0; i < p->count; i++) {
            rest one = {p->items[i], 0, NONE, r->behind};
            uint32_t end = match_rest(at, &one);
            if (end != NONE) return end;
        }
        return NONE;
    default: break;
    }
    if (r->done == p->count) return match_rest(at, r->behind);
    rest next = {p, r->done + 1, NONE, r->behind};
    rest item = {p->items[r->done], 0, NONE, &next};
    return match_rest(at, &item);
}

static uint32_t naive_end(const piece *p, uint32_t at) {
    rest whole = {p, 0, NONE, NULL};
    wanted_end = NONE;
    uint32_t end = match_rest(at, &whole);
    return end == NONE || end <= at ? NONE : end;
}

/* --- random texts ------------------------------------------------------------------------------------------------------------------- */

static void random_text(void) {
    char text[64];
    uint32_t count = 1 + random_below(9);
    for (uint32_t i = 0; i < count; i++) {
        text[i * 2] = (char)('a' + random_below(3));
        text[i * 2 + 1] = ' ';
    }
    text[count * 2 - 1] = '\0';
    fixture_document(&f, str_from(text));
    for (uint32_t i = random_below(4); i > 0 && count; i--) {
        annotation a = {.first = random_below(count), .entry = NONE, .number = NONE, .rule = NONE, .match = NONE, .label = LABEL_place};
        a.last = a.first + 1 + random_below(count - a.first);
        document_annotate(f.doc, a);
    }
}

static void enter(uint32_t last) {
    rule_enter(f.matcher, f.doc, f.words);
    rule_enter_phase(f.matcher, 0);
    rule_enter_piece(f.matcher, 0, last);
    f.matcher->classed = 0;
    rule_classify(f.matcher, last);
    table_clear(&f.matcher->memo);
}

static void compare_one(const piece *p, str pattern, uint32_t *compared) {
    window in = {0, f.doc->tokens.count, 0, f.doc->tokens.count};
    bool read;
    enter(in.last);
    uint32_t order = random_below(2);
    for (uint32_t i = 0; i < in.last; i++) {
        uint32_t at = order ? in.last - 1 - i : i;
        budget = 200000;
        uint32_t naive = naive_end(p, at);
        if (!budget) continue;
        uint32_t found = rule_find_match(f.matcher, &f.rules->rules.at[0], at, &in, &read);
        bool passed = rule_may_match(f.matcher, 0, at, in.last), kept = found == NONE || passed;
        uint32_t walked = found == NONE ? NONE : rule_capture(f.matcher, &f.rules->rules.at[0], at, &in);
        ++*compared;
        if (naive == found && kept && walked == found) continue;
        printf("pattern %.*s, text \"%.*s\", at %u: naive %d, found %d, walked %d, may match %d\n", STR_ARG(pattern), STR_ARG(f.doc->text),
               at, (int)naive, (int)found, (int)walked, passed);
        for (uint32_t j = 0; j < f.doc->annotations.count; j++)
            printf("  place %u-%u\n", f.doc->annotations.at[j].first, f.doc->annotations.at[j].last);
        CHECK(!"the matchers agree");
    }
}

static void test_against_naive(void) {
    uint32_t compared = 0;
    for (uint32_t i = 0; i < 4000 && check_failed < 5; i++) {
        piece *p = random_piece(1 + random_below(4), false);
        str pattern = written(p);
        fixture_rules(&f, arena_printf(f.memory, "rule r\n  match " STR_FMT "\n  make x\n", STR_ARG(pattern)));
        if (f.errors) continue; /* too large, or too many look-arounds */
        for (uint32_t j = 0; j < 5; j++) {
            random_text();
            compare_one(p, pattern, &compared);
        }
    }
    CHECK(compared > 50000);
}

/* --- many rules at once: the prefilter leaves none out ------------------------------------------------------------------------------ */

static void test_many_rules(void) {
    for (uint32_t round = 0; round < 60; round++) {
        str rules = STR("phase p conflict all\n");
        for (uint32_t i = 0; i < 12; i++)
            rules = arena_printf(f.memory, STR_FMT "rule r%u\n  match " STR_FMT "\n  make x\n", STR_ARG(rules), i,
                                 STR_ARG(written(random_piece(3, false))));
        fixture_rules(&f, rules);
        for (uint32_t j = 0; j < 8; j++) {
            random_text();
            window in = {0, f.doc->tokens.count, 0, f.doc->tokens.count};
            enter(in.last);
            for (uint32_t at = 0; at < in.last; at++) {
                for (uint32_t r = 0; r < f.rules->rules.count; r++) {
                    if (!f.rules->rules.at[r].enabled) continue;
                    bool read, listed = rule_may_match(f.matcher, f.rules->rules.at[r].bit, at, in.last);
                    CHECK(listed || rule_find_match(f.matcher, &f.rules->rules.at[r], at, &in, &read) == NONE);
                }
            }
        }
    }
}

/* --- linear ------------------------------------------------------------------------------------------------------------------------- */

static uint64_t steps_of(const char *pattern, const char *word, uint32_t count, const char *end) {
    size_t size = strlen(word);
    char *text = arena_alloc(f.memory, size * count + strlen(end) + 1);
    for (uint32_t i = 0; i < count; i++) memcpy(text + size * i, word, size);
    strcpy(text + size * count, end);
    fixture_rules(&f, arena_printf(f.memory, "rule r\n  match %s\n  within block\n  make x\n", pattern));
    CHECK_INT(f.errors, 0);
    fixture_document(&f, str_from(text));
    f.matcher->steps = 0;
    rule_match(f.doc, f.rules, f.matcher, f.words, false);
    uint64_t bound =
        (uint64_t)f.rules->rules.at[0].size * (f.doc->tokens.count + 1) * 3 + 2 * (FREE_STEPS + 1) * (uint64_t)f.doc->tokens.count;
    if (f.matcher->steps > bound)
        printf("%s: %llu steps, not %llu\n", pattern, (unsigned long long)f.matcher->steps, (unsigned long long)bound);
    CHECK(f.matcher->steps <= bound);
    return f.matcher->steps;
}

static void test_linear(void) {
    static const char *const patterns[] = {
        "( \"a\"? ){20} \"a\"{20} \"x\"",
        "( ( ( \"a\"* )* )* )* \"x\"",
        "( \"a\" \"a\"? | \"a\"? \"a\" )* \"x\"",
        ".* .* .* \"x\"",
        ".* .* .* \"a\"",
        "( .* \"a\" )* .*? \"x\"",
        "( ( \"a\"? \"b\"? )* \"a\"? )* \"x\"",
        "( ( \"a\"? \"b\"? )* \"a\"? )*",
        "( (?= \"a\"+ \"x\") . | . )* \"x\"",
        "( (?! .* \"x\") . )* \"a\"",
        "\"a\" .*? \"x\"",
    };
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        steps_of(patterns[i], "a ", 300, "a");
        steps_of(patterns[i], "a ", 9000, "a");
        steps_of(patterns[i], "a ", 900, "x");
        steps_of(patterns[i], "a b ", 900, "x");
    }
}

/* A pile of annotations at each token, and rules that make more: bounded. */
static void test_piles(void) {
    str text = STR("");
    for (uint32_t i = 0; i < 400; i++) text = arena_printf(f.memory, STR_FMT "a ", STR_ARG(text));
    fixture_rules(&f, STR("phase p repeat 4 conflict all\nrule r\n  match p:. q:.*\n  within block\n  make x p q=q\nrule s\n  match p:@x "
                          "@x+\n  within block\n  make x p\n"));
    fixture_document(&f, text);
    f.matcher->steps = 0;
    rule_match(f.doc, f.rules, f.matcher, f.words, false);
    CHECK(f.doc->annotations.count <= 400u * PILE_LIMIT);
    CHECK(f.matcher->steps < 4u * 400 * (400 * 8 + 2 * FREE_STEPS));
}

/* Bounds of memory: classes and states are forgotten and made again. */
static void test_forgetting(void) {
    str rules = STR("");
    for (uint32_t i = 0; i < 40; i++)
        rules = arena_printf(f.memory, STR_FMT "rule r%u\n  match \"w%u\" .{0,9} [ \"w%u\" | length>=%u ]\n  make x\n", STR_ARG(rules), i,
                             i, i * 7 % 40, i + 4);
    fixture_rules(&f, rules);
    str text = STR("");
    for (uint32_t i = 0; i < 500; i++) text = arena_printf(f.memory, STR_FMT "w%u ", STR_ARG(text), random_below(40));
    fixture_document(&f, text);
    rule_match(f.doc, f.rules, f.matcher, f.words, false);
    str before = fixture_made(&f);
    CHECK(before.size > 100);
    for (uint32_t i = 0; i < 3; i++) {
        f.doc->annotations.count = 0;
        memset(f.doc->annotations_at, 0xFF, sizeof(uint32_t) * f.doc->tokens.count);
        if (i) f.matcher->states[0].classes.count = (1 << 20) + 1; /* as if it had grown too large */
        rule_match(f.doc, f.rules, f.matcher, f.words, false);
        CHECK_STR(before, arena_str(f.memory, fixture_made(&f)).data);
    }
}

int main(void) {
    FIXTURE_GUARD();
    fixture_open(&f);
    test_against_naive();
    test_many_rules();
    test_linear();
    test_piles();
    test_forgetting();
    fixture_close(&f);
    CHECK_DONE();
}
