/* rule_run.c: the short run. Nearly all runs of a rule at a token are over after a few steps, with or without a match. They do not need
 * the memory of rule_vm.c, so they are made here, in one loop over local state, on a budget of steps; a run that spends it is made anew by
 * rule_vm.c, whose memory bounds the whole. The order of choices is the same, and so is the match. A run notes the captures and annotations
 * that it passes, takes the notes back with its choices, and reads the captures off them at its end. */
#include "rule/rule_internal.h"

/* A choice left open: an instruction and a token; for an annotation, the next one to try (else NONE). */
typedef struct choice {
    uint32_t pc, at, annotation, events;
} choice;

/* Something passed on the way: a capture opened or closed at a token, or an annotation (index) that ends there. */
typedef struct event {
    opcode op;
    uint32_t index, at;
} event;

typedef struct runner {
    rule_matcher *m;
    const document *doc;
    const instruction *code;
    const annotation *annotations;
    const uint32_t *annotations_at;
    const uint64_t *tests;   /* of class 0 */
    const uint32_t *classes; /* of the piece */
    uint32_t piece_first, class_words;
    uint32_t steps; /* left */
    event *events;  /* NULL: not asked for */
    uint32_t event_count;
} runner;

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

static bool fits(const runner *r, uint32_t index, const annotation_pattern *asked, uint32_t low, uint32_t high) {
    const annotation *a = &r->annotations[index];
    return a->last <= high && a->first >= low && rule_fits(r->m, index, asked);
}

/* The first annotation of a list that fits, or NONE. */
static uint32_t next_fit(const runner *r, uint32_t list, uint32_t pattern, uint32_t low, uint32_t high) {
    const annotation_pattern *asked = &r->m->rules->annotation_patterns.at[pattern];
    while (list != NONE && !fits(r, list, asked, low, high)) list = r->annotations[list].next;
    return list;
}

/* An annotation that ends at a token and starts at `from` or behind it: its start (the longest first), or NONE. */
static uint32_t fit_behind(const runner *r, uint32_t from, uint32_t at, uint32_t pattern) {
    const annotation_pattern *asked = &r->m->rules->annotation_patterns.at[pattern];
    if (from >= at || !holds(r, asked->inside, at - 1)) return NONE;
    for (uint32_t start = from; start < at; start++)
        for (uint32_t i = r->annotations_at[start]; i != NONE && r->annotations[i].last >= at; i = r->annotations[i].next)
            if (r->annotations[i].last == at && fits(r, i, asked, from, at)) return start;
    return NONE;
}

static uint32_t run_from(runner *r, uint32_t pc, uint32_t at, uint32_t low, uint32_t high);

static bool finds(runner *r, const instruction *inner, bool behind, uint32_t at) {
    const window *in = &r->m->window;
    uint32_t low = at > in->look_first + BEHIND_LIMIT ? at - BEHIND_LIMIT : in->look_first;
    if (inner[0].op == OP_TEST && inner[1].op == OP_ACCEPT) return at < in->look_last && holds(r, inner->a, at);
    if (inner[0].op == OP_TEST_BACK && inner[1].op == OP_ACCEPT) return at > low && holds(r, inner->a, at - 1);
    event *events = r->events;
    r->events = NULL; /* a look-around captures nothing */
    uint32_t pc = (uint32_t)(inner - r->code), end = behind ? run_from(r, pc, at, low, at) : run_from(r, pc, at, at, in->look_last);
    r->events = events;
    return end != NONE;
}

static bool look_holds(runner *r, const instruction *look, uint32_t at) {
    return finds(r, look + 1, look->b & LOOK_BEHIND, at) != ((look->b & LOOK_NEGATED) != 0);
}

/* The first branch of a choice that the token fits, or NONE; the others are left open. Each takes a step, as if it were one choice more. */
static inline uint32_t follow(runner *r, const instruction *split, uint32_t at, uint32_t high, choice *open, uint32_t *count) {
    if (r->steps < BRANCH_LIMIT) {
        r->steps = 0;
        return NONE;
    }
    const uint64_t *tests = at < high ? tests_at(r, at) : NULL;
    uint32_t pc = NONE;
    for (const branch *way = r->m->rules->branches.at + split->branches; way->pc != NONE; way++) {
        if (way->guard != NONE && (!tests || !has_test(tests, way->guard))) continue;
        if (pc != NONE) open[(*count)++] = (choice){pc, at, NONE, r->event_count};
        pc = way->pc;
        r->steps--;
    }
    return pc;
}

/* Where the run ends, or NONE. At most as many choices are open, and as many events noted, as steps were made. */
static uint32_t run_from(runner *r, uint32_t pc, uint32_t at, uint32_t low, uint32_t high) {
    choice open[FREE_STEPS];
    const instruction *const code = r->code;
    uint32_t count = 0, list = NONE; /* list: of an annotation, where to go on in its list */
    while (r->steps) {
        const instruction *one = &code[pc++];
        bool fine = true;
        r->steps--;
        switch (one->op) {
        case OP_TEST:
            fine = at < high && holds(r, one->a, at);
            at++;
            break;
        case OP_SPLIT:
            pc = follow(r, one, at, high, open, &count);
            fine = pc != NONE;
            break;
        case OP_JUMP: pc = one->a; break;
        case OP_ANNOTATION:
            fine = list != NONE || (at < high && holds(r, one->b, at));
            if (!fine) break;
            list = next_fit(r, list == NONE ? r->annotations_at[at] : list, one->a, low, high);
            fine = list != NONE;
            if (!fine) break;
            if (r->annotations[list].next != NONE) open[count++] = (choice){pc - 1, at, r->annotations[list].next, r->event_count};
            at = r->annotations[list].last;
            if (r->events) r->events[r->event_count++] = (event){OP_ANNOTATION, list, at};
            list = NONE;
            break;
        case OP_LOOK:
            fine = look_holds(r, one, at);
            pc = one->a;
            break;
        case OP_ANCHOR: fine = rule_anchor_holds(r->doc, (anchor)one->a, at); break;
        case OP_OPEN:
        case OP_CLOSE:
            if (r->events) r->events[r->event_count++] = (event){(opcode)one->op, one->a, at};
            break;
        case OP_ACCEPT: return at;
        case OP_TEST_BACK: fine = at > low && holds(r, one->a, --at); break;
        case OP_ANNOTATION_BACK:
            list = r->annotations_at ? fit_behind(r, list == NONE ? low : list, at, one->a) : NONE;
            fine = list != NONE;
            if (!fine) break;
            if (list + 1 < at) open[count++] = (choice){pc - 1, at, list + 1, r->event_count};
            at = list;
            list = NONE;
            break;
        default: fine = false;
        }
        if (fine) continue;
        if (!count) return NONE;
        const choice *last = &open[--count];
        pc = last->pc;
        at = last->at;
        list = last->annotation;
        r->event_count = last->events;
    }
    return NONE;
}

/* A capture's annotation is the last one passed inside of it. */
static void read_events(rule_matcher *m, const runner *r) {
    uint32_t opened[CAPTURE_LIMIT];
    uint32_t last = NONE;
    for (uint32_t i = 0; i < r->event_count; i++) {
        const event *e = &r->events[i];
        if (e->op == OP_OPEN) {
            opened[e->index] = e->at;
        } else if (e->op == OP_ANNOTATION) {
            last = e->index;
        } else {
            uint32_t first = opened[e->index];
            bool inside = last != NONE && r->annotations[last].first >= first && r->annotations[last].last <= e->at;
            m->captures[e->index] = (captured){first, e->at, inside ? last : NONE};
        }
    }
}

bool rule_short_run(rule_matcher *m, const rule_item *item, uint32_t at, uint32_t high, uint32_t *end) {
    event events[FREE_STEPS];
    runner r = {.m = m,
                .doc = m->doc,
                .code = m->rules->code.at,
                .annotations = m->doc->annotations.at,
                .annotations_at = m->doc->annotations_at,
                .tests = m->state->bits.at + m->phase->row_words,
                .classes = m->classes.at,
                .piece_first = m->piece_first,
                .class_words = m->phase->class_words,
                .steps = FREE_STEPS,
                .events = events};
    *end = run_from(&r, item->start, at, at, high);
    m->steps += FREE_STEPS - r.steps;
    if (!r.steps) return false;
    if (*end == NONE) return true;
    for (uint32_t i = 0; i < item->captures.count; i++) m->captures[i] = (captured){0, 0, NONE};
    read_events(m, &r);
    return true;
}
