/* rule_run.c: whether one rule matches at a token, and where. Backtracking in the order that the pattern says, with the choices left open
 * on a stack. Nearly all runs are over after a few steps and remember nothing. One that has spent its steps is made anew with a memory:
 * where an instruction has failed at a token it fails for every start of the window, and where one led to a match it leads to the same end.
 * So all starts of a window together cost at most instructions x tokens. What is known of an instruction tells where a match ends, not what
 * it captures: captures of such a match are read in a run of their own, of matches that have won only, which does not go wrong twice.
 * A run never comes to an instruction twice at one token (rounds of loops consume something: rule_compile.c), so what it comes to is taken
 * for failed at once, until the run succeeds. */
#include "rule/rule_matcher.h"

/* Where a match ends, or: it fails (NONE); nothing is known. */
static const uint32_t UNKNOWN = UINT32_MAX - 1;

/* What a run remembers and notes. */
typedef struct bookkeeping {
    table *memo;         /* what is known, by instructions and tokens; NULL: nothing is remembered */
    const table *failed; /* what is known besides to fail, or NULL */
    bool tells;          /* notes how far it got (why-not) */
} bookkeeping;

typedef struct runner {
    rule_matcher *m;
    const document *doc;
    const instruction *code;
    const annotation *annotations;
    const uint32_t *annotations_at;
    const uint64_t *tests;   /* of class 0 */
    const uint32_t *classes; /* of the piece */
    uint32_t piece_first, class_words;
    const window *in;
    uint32_t steps; /* left */
    bookkeeping books;
} runner;

/* The tokens that a program may read; of a look-behind: the one it was asked at, else NONE. */
typedef struct reach {
    uint32_t low, high, origin;
} reach;

static uint32_t run_from(runner *r, uint32_t pc, uint32_t at, reach of);

/* --- tests and annotations -------------------------------------------------------------------------------------------------------- */

/* The tests that hold of a token: bits. */
static inline const uint64_t *tests_at(const runner *r, uint32_t at) {
    return r->tests + (size_t)r->classes[at - r->piece_first] * r->class_words;
}

static inline bool has_test(const uint64_t *tests, uint32_t test) {
    return tests[test / 64] >> (test % 64) & 1;
}

static inline bool holds(const runner *r, uint32_t test, uint32_t at) {
    return has_test(tests_at(r, at), test);
}

/* The tests that hold of the token that a program reads next, or NULL: there is none. */
static inline const uint64_t *next_tests(const runner *r, uint32_t at, reach of) {
    if (of.origin != NONE) return at > of.low ? tests_at(r, at - 1) : NULL;
    return at < of.high ? tests_at(r, at) : NULL;
}

static bool fits(const runner *r, uint32_t index, const annotation_pattern *asked, reach of) {
    const annotation *a = &r->annotations[index];
    return a->last <= of.high && a->first >= of.low && rule_fits(r->m, index, asked);
}

/* The first annotation of a list that fits, or NONE. */
static inline __attribute__((always_inline)) uint32_t next_fit(const runner *r, uint32_t list, uint32_t pattern, reach of) {
    const annotation_pattern *asked = &r->m->rules->annotation_patterns.at[pattern];
    while (list != NONE && !fits(r, list, asked, of)) list = r->annotations[list].next;
    return list;
}

/* An annotation that ends at a token and starts at `from` or behind it: its start (the longest first), or NONE. */
static uint32_t fit_behind(const runner *r, uint32_t from, uint32_t at, uint32_t pattern, reach of) {
    const annotation_pattern *asked = &r->m->rules->annotation_patterns.at[pattern];
    if (!r->annotations_at || from >= at || !holds(r, asked->inside, at - 1)) return NONE;
    for (uint32_t start = from; start < at; start++)
        for (uint32_t i = r->annotations_at[start]; i != NONE && r->annotations[i].last >= at; i = r->annotations[i].next)
            if (r->annotations[i].last == at && fits(r, i, asked, of)) return start;
    return NONE;
}

/* --- look-arounds ----------------------------------------------------------------------------------------------------------------- */

/* It captures nothing, tells nothing, and remembers for all rules that ask it. */
static __attribute__((noinline)) bool finds(runner *r, uint32_t pc, uint32_t at, reach of) {
    const bookkeeping outer = r->books;
    const uint32_t events = r->m->events.count;
    r->books = (bookkeeping){.memo = outer.memo ? &r->m->memo : NULL};
    uint32_t end = run_from(r, pc, at, of);
    r->books = outer;
    r->m->events.count = events;
    return end != NONE;
}

/* Whether the token that is read next fits what a program begins with. */
static bool may_begin(const runner *r, const instruction *first, uint32_t at, reach of) {
    const uint64_t *tests = next_tests(r, at, of);
    if (first->op == OP_TEST || first->op == OP_TEST_BACK) return tests && has_test(tests, first->a);
    if (first->op != OP_SPLIT) return true;
    for (const branch *way = r->m->rules->branches.at + first->branches; way->pc != NONE; way++)
        if (way->guard == NONE || (tests && has_test(tests, way->guard))) return true;
    return false;
}

/* Most look at one token, and of the others most fail at the first. */
static inline __attribute__((always_inline)) bool look_holds(runner *r, uint32_t pc, uint32_t at) {
    const instruction *look = &r->code[pc], *inner = look + 1;
    const window *in = r->in;
    uint32_t low = at > in->look_first + BEHIND_LIMIT ? at - BEHIND_LIMIT : in->look_first;
    bool found, single = inner[1].op == OP_ACCEPT;
    if (single && inner->op == OP_TEST) {
        found = at < in->look_last && holds(r, inner->a, at);
    } else if (single && inner->op == OP_TEST_BACK) {
        found = at > low && holds(r, inner->a, at - 1);
    } else {
        reach seen = look->b & LOOK_BEHIND ? (reach){low, at, at} : (reach){at, in->look_last, NONE};
        found = may_begin(r, inner, at, seen) && finds(r, pc + 1, at, seen);
    }
    return found != ((look->b & LOOK_NEGATED) != 0);
}

/* --- the memory ------------------------------------------------------------------------------------------------------------------- */

/* Inside a look-behind, which sees only so far, what is known depends on where it was asked, too. */
static uint64_t key_of(uint32_t pc, uint32_t at, uint32_t origin) {
    uint64_t behind = origin == NONE ? 0 : origin - at + 1;
    return behind << 56 | (uint64_t)pc << 32 | at;
}

/* Notes that the run is at an instruction and a token. Returns what is known of it: NONE, where the match ends, or UNKNOWN to go on. */
static uint32_t enter_point(const runner *r, uint64_t key) {
    const uint32_t *known = table_find(r->books.memo, key);
    if (known) return *known;
    known = r->books.failed ? table_find(r->books.failed, key) : NULL;
    if (known && *known == NONE) return NONE;
    table_set(r->m->memory, r->books.memo, key, NONE);
    POOL_PUSH(r->m->memory, &r->m->path, key);
    return UNKNOWN;
}

/* All that the program came by on its way leads to this end. */
static uint32_t succeed(const runner *r, uint32_t end, uint32_t choices, uint32_t path) {
    rule_matcher *m = r->m;
    while (m->path.count > path) *table_find(r->books.memo, m->path.at[--m->path.count]) = end;
    m->choices.count = choices;
    return end;
}

/* --- a program -------------------------------------------------------------------------------------------------------------------- */

static inline void leave_open(const runner *r, uint32_t pc, uint32_t at, uint32_t list) {
    rule_matcher *m = r->m;
    POOL_PUSH(m->memory, &m->choices, ((open_choice){pc, at, list, m->events.count, m->path.count}));
}

/* Something passed on the way, which captures are read off. */
static inline void note(const runner *r, opcode op, uint32_t index, uint32_t at) {
    POOL_PUSH(r->m->memory, &r->m->events, ((event){op, index, at}));
}

/* The first branch of a choice that the token fits, or NONE; the others are left open. Each takes a step, as if it were one choice more.
 * To tell how far it got a run goes where it can get no further, too. */
static inline uint32_t follow(runner *r, const instruction *split, uint32_t at, reach of) {
    if (r->books.tells) {
        leave_open(r, split->b, at, NONE);
        return split->a;
    }
    if (r->steps < BRANCH_LIMIT) {
        r->steps = 0;
        return NONE;
    }
    const uint64_t *tests = next_tests(r, at, of);
    uint32_t pc = NONE;
    for (const branch *way = r->m->rules->branches.at + split->branches; way->pc != NONE; way++) {
        if (way->guard != NONE && (!tests || !has_test(tests, way->guard))) continue;
        if (pc != NONE) leave_open(r, pc, at, NONE);
        pc = way->pc;
        r->steps--;
    }
    return pc;
}

/* Where a run stands. */
typedef struct spot {
    uint32_t pc, at;
    uint32_t list; /* of an annotation, where to go on in its list; behind, the first token that one may start at; else NONE */
} spot;

/* Goes on behind an instruction; false: it fails. */
static inline __attribute__((always_inline)) bool execute(runner *r, const instruction *one, spot *s, reach of) {
    uint32_t found;
    switch (one->op) {
    case OP_TEST:
        if (s->at >= of.high || !holds(r, one->a, s->at)) return false;
        s->at++;
        break;
    case OP_TEST_BACK:
        if (s->at <= of.low || !holds(r, one->a, s->at - 1)) return false;
        s->at--;
        break;
    case OP_ANNOTATION:
        if (s->list == NONE && (s->at >= of.high || !holds(r, one->b, s->at))) return false;
        found = next_fit(r, s->list == NONE ? r->annotations_at[s->at] : s->list, one->a, of);
        if (found == NONE) return false;
        if (r->annotations[found].next != NONE) leave_open(r, s->pc, s->at, r->annotations[found].next);
        s->at = r->annotations[found].last;
        note(r, OP_ANNOTATION, found, s->at);
        break;
    case OP_ANNOTATION_BACK:
        found = fit_behind(r, s->list == NONE ? of.low : s->list, s->at, one->a, of);
        if (found == NONE) return false;
        if (found + 1 < s->at) leave_open(r, s->pc, s->at, found + 1);
        s->at = found;
        break;
    case OP_SPLIT: s->pc = follow(r, one, s->at, of); return s->pc != NONE;
    case OP_JUMP: s->pc = one->a; return true;
    case OP_LOOK:
        if (!look_holds(r, s->pc, s->at)) return false;
        s->pc = one->a;
        return true;
    case OP_ANCHOR:
        if (!rule_anchor_holds(r->doc, (anchor)one->a, s->at)) return false;
        break;
    case OP_OPEN:
    case OP_CLOSE: note(r, (opcode)one->op, one->a, s->at); break;
    default: return false;
    }
    s->pc++;
    s->list = NONE;
    return true;
}

static void note_failure(rule_matcher *m, const spot *s) {
    furthest *f = &m->furthest;
    if (f->pc != NONE && s->at <= f->at) return;
    f->at = s->at;
    f->pc = s->pc;
}

/* Takes up the latest choice left open; false if there is none. */
static inline bool go_back(rule_matcher *m, uint32_t choices, spot *s) {
    if (m->choices.count == choices) return false;
    const open_choice *last = &m->choices.at[--m->choices.count];
    *s = (spot){last->pc, last->at, last->list};
    m->events.count = last->events;
    m->path.count = last->path;
    return true;
}

/* One loop for each kind of run: with a memory, and without. */
static inline __attribute__((always_inline)) uint32_t run_program(runner *r, spot s, reach of, bool remembers) {
    rule_matcher *const m = r->m;
    const uint32_t choices = m->choices.count, path = m->path.count;
    while (r->steps) {
        const instruction *one = &r->code[s.pc];
        uint32_t known = UNKNOWN;
        r->steps--;
        if (remembers && one->memo && s.list == NONE) known = enter_point(r, key_of(s.pc, s.at, of.origin));
        if (known == UNKNOWN && execute(r, one, &s, of)) continue;
        if (known == UNKNOWN) known = one->op == OP_ACCEPT ? s.at : NONE;
        if (known != NONE) return succeed(r, known, choices, path);
        if (r->books.tells) note_failure(m, &s);
        if (!go_back(m, choices, &s)) break;
    }
    m->choices.count = choices;
    m->path.count = path;
    return NONE;
}

/* Where it ends, or NONE: it fails, or has spent its steps. */
static uint32_t run_from(runner *r, uint32_t pc, uint32_t at, reach of) {
    spot s = {pc, at, NONE};
    return r->books.memo ? run_program(r, s, of, true) : run_program(r, s, of, false);
}

/* --- a match ---------------------------------------------------------------------------------------------------------------------- */

/* Where the match of a rule ends, or NONE. A match is never empty. */
static uint32_t run(rule_matcher *m, const rule_item *item, uint32_t at, const window *in, bookkeeping books, uint32_t *steps) {
    runner r = {.m = m,
                .doc = m->doc,
                .code = m->rules->code.at,
                .annotations = m->doc->annotations.at,
                .annotations_at = m->doc->annotations_at,
                .tests = m->state->bits.at + m->phase->row_words,
                .classes = m->classes.at,
                .piece_first = m->piece_first,
                .class_words = m->phase->class_words,
                .in = in,
                .steps = *steps,
                .books = books};
    bool bounded = item->within && in->last - at > item->within;
    m->choices.count = m->path.count = m->events.count = 0;
    uint32_t end = run_from(&r, item->start, at, (reach){at, bounded ? at + item->within : in->last, NONE});
    m->steps += *steps - r.steps;
    *steps = r.steps;
    return end == NONE || end <= at ? NONE : end;
}

/* A capture's annotation is the last one passed inside of it. */
static void read_captures(rule_matcher *m, const rule_item *item) {
    uint32_t opened[CAPTURE_LIMIT];
    captured last = {0, 0, NONE};
    for (uint32_t i = 0; i < item->captures.count; i++) m->captures[i] = (captured){0, 0, NONE};
    for (uint32_t i = 0; i < m->events.count; i++) {
        const event *e = &m->events.at[i];
        if (e->op == OP_OPEN) {
            opened[e->index] = e->at;
        } else if (e->op == OP_ANNOTATION) {
            last = (captured){m->doc->annotations.at[e->index].first, e->at, e->index};
        } else {
            uint32_t first = opened[e->index];
            bool inside = last.annotation != NONE && last.first >= first && last.last <= e->at;
            m->captures[e->index] = (captured){first, e->at, inside ? last.annotation : NONE};
        }
    }
}

uint32_t rule_find_match(rule_matcher *m, const rule_item *item, uint32_t at, const window *in, bool *read) {
    bookkeeping books = {.tells = m->furthest.on};
    uint32_t steps = FREE_STEPS, end = run(m, item, at, in, books, &steps);
    *read = steps > 0;
    if (*read && end != NONE) read_captures(m, item);
    if (*read) return end;
    if (item->within) table_clear(&m->bounded); /* its bound moves with the start */
    books.memo = item->within ? &m->bounded : &m->memo;
    steps = UINT32_MAX;
    return run(m, item, at, in, books, &steps);
}

uint32_t rule_capture(rule_matcher *m, const rule_item *item, uint32_t at, const window *in) {
    uint32_t steps = UINT32_MAX;
    table_clear(&m->walked);
    uint32_t end = run(m, item, at, in, (bookkeeping){.memo = &m->walked, .failed = &m->memo}, &steps);
    read_captures(m, item);
    return end;
}
