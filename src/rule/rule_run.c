/* rule_run.c: the short run. Nearly all runs of a rule at a token are over after a few steps, with or without a match. They do not need
 * the memory of rule_vm.c, so they are made here, in one loop over local state, on a budget of steps; a run that spends it is made anew by
 * rule_vm.c, whose memory bounds the whole. The order of choices is the same, and so is the match. A run that reads captures notes what it
 * passes, takes the notes back with its choices, and reads the captures off them at its end. */
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
    const uint64_t *bits;
    const uint32_t *classes; /* of the piece; index with token - piece_first */
    uint32_t piece_first, class_words;
    uint32_t steps; /* left */
    event *events;  /* NULL: not asked for */
    uint32_t event_count;
} runner;

/* At most one a step. */
static void note(runner *r, opcode op, uint32_t index, uint32_t at) {
    if (r->events) r->events[r->event_count++] = (event){op, index, at};
}

static bool holds(const runner *r, uint32_t test, uint32_t at) {
    size_t class = r->classes[at - r->piece_first];
    return r->bits[class * r->class_words + test / 64] >> (test % 64) & 1;
}

/* Whether the condition of a pattern holds of an annotation; answers are kept, as several rules ask the same at many starts. */
static bool condition_holds(rule_matcher *m, uint32_t pattern, uint32_t index) {
    uint32_t slot_at = (index * 0x9E3779B1u ^ pattern * 0x85EBCA6Bu) >> (32 - ANSWER_BITS);
    answer *kept = &m->answers[slot_at];
    if (kept->stamp == m->answer_stamp && kept->annotation == index && kept->pattern == pattern) return kept->holds;
    const annotation_pattern *asked = &m->rules->annotation_patterns.at[pattern];
    bool held = rule_features_hold(m, &m->doc->annotations.at[index], asked->condition);
    *kept = (answer){m->answer_stamp, index, pattern, held};
    return held;
}

static bool fits(const runner *r, uint32_t index, uint32_t pattern, uint32_t low, uint32_t high) {
    const annotation *a = &r->annotations[index];
    const annotation_pattern *asked = &r->m->rules->annotation_patterns.at[pattern];
    if (a->label != asked->label || a->flags & ANNOTATION_RETIRED || a->last > high || a->first < low) return false;
    return !asked->condition || condition_holds(r->m, pattern, index);
}

/* The first annotation of a list that fits, or NONE. */
static uint32_t next_fit(const runner *r, uint32_t list, uint32_t pattern, uint32_t low, uint32_t high) {
    while (list != NONE && !fits(r, list, pattern, low, high)) list = r->annotations[list].next;
    return list;
}

/* An annotation that ends at a token and starts at `from` or behind it: its start (the longest first), or NONE. */
static uint32_t fit_behind(const runner *r, uint32_t from, uint32_t at, uint32_t pattern) {
    for (uint32_t start = from; start < at; start++)
        for (uint32_t i = r->annotations_at[start]; i != NONE && r->annotations[i].last >= at; i = r->annotations[i].next)
            if (r->annotations[i].last == at && fits(r, i, pattern, from, at)) return start;
    return NONE;
}

static uint32_t run_from(runner *r, uint32_t pc, uint32_t at, uint32_t low, uint32_t high);

static bool look_holds(runner *r, uint32_t pc, uint32_t at) {
    const instruction *look = &r->code[pc];
    const window *in = &r->m->window;
    event *events = r->events;
    uint32_t end;
    r->events = NULL; /* a look-around captures nothing */
    if (look->b & LOOK_BEHIND)
        end = run_from(r, pc + 1, at, at > in->look_first + BEHIND_LIMIT ? at - BEHIND_LIMIT : in->look_first, at);
    else
        end = run_from(r, pc + 1, at, at, in->look_last);
    r->events = events;
    return (end != NONE) != ((look->b & LOOK_NEGATED) != 0);
}

/* Where the run ends, or NONE. At most as many choices are open as steps were made. */
static uint32_t run_from(runner *r, uint32_t pc, uint32_t at, uint32_t low, uint32_t high) {
    choice open[FREE_STEPS];
    uint32_t count = 0, list = NONE; /* list: of an annotation, where to go on in its list */
    while (r->steps) {
        const instruction *one = &r->code[pc];
        bool fine = true;
        uint32_t next = pc + 1;
        r->steps--;
        switch (one->op) {
        case OP_TEST: fine = at < high && holds(r, one->a, at++); break;
        case OP_SPLIT:
            open[count++] = (choice){one->b, at, NONE, r->event_count};
            next = one->a;
            break;
        case OP_JUMP: next = one->a; break;
        case OP_ANNOTATION:
            if (list == NONE) list = at < high && r->annotations_at ? r->annotations_at[at] : NONE;
            list = next_fit(r, list, one->a, low, high);
            fine = list != NONE;
            if (!fine) break;
            if (r->annotations[list].next != NONE) open[count++] = (choice){pc, at, r->annotations[list].next, r->event_count};
            at = r->annotations[list].last;
            note(r, OP_ANNOTATION, list, at);
            break;
        case OP_LOOK:
            fine = look_holds(r, pc, at);
            next = one->a;
            break;
        case OP_ANCHOR: fine = rule_anchor_holds(r->doc, (anchor)one->a, at); break;
        case OP_OPEN:
        case OP_CLOSE: note(r, (opcode)one->op, one->a, at); break;
        case OP_ACCEPT: return at;
        case OP_TEST_BACK: fine = at > low && holds(r, one->a, --at); break;
        case OP_ANNOTATION_BACK:
            list = r->annotations_at ? fit_behind(r, list == NONE ? low : list, at, one->a) : NONE;
            fine = list != NONE;
            if (!fine) break;
            if (list + 1 < at) open[count++] = (choice){pc, at, list + 1, r->event_count};
            at = list;
            break;
        default: fine = false;
        }
        list = NONE;
        pc = next;
        if (fine) continue;
        if (!count) return NONE;
        pc = open[--count].pc;
        at = open[count].at;
        list = open[count].annotation;
        r->event_count = open[count].events;
    }
    return NONE;
}

static runner runner_of(rule_matcher *m) {
    return (runner){.m = m,
                    .doc = m->doc,
                    .code = m->rules->code.at,
                    .annotations = m->doc->annotations.at,
                    .annotations_at = m->doc->annotations_at,
                    .bits = m->state->bits.at,
                    .classes = m->classes.at,
                    .piece_first = m->piece_first,
                    .class_words = m->state->class_words,
                    .steps = FREE_STEPS};
}

bool rule_short_run(rule_matcher *m, uint32_t pc, uint32_t at, uint32_t high, uint32_t *end) {
    runner r = runner_of(m);
    *end = run_from(&r, pc, at, at, high);
    m->steps += FREE_STEPS - r.steps;
    return r.steps > 0;
}

/* A capture's annotation is the last one passed inside of it. */
static void read_events(rule_matcher *m, const runner *r) {
    uint32_t opened[CAPTURE_LIMIT] = {0};
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

bool rule_short_capture(rule_matcher *m, const rule_item *item, uint32_t at, uint32_t high, uint32_t *end) {
    event events[FREE_STEPS];
    runner r = runner_of(m);
    r.events = events;
    *end = run_from(&r, item->start, at, at, high);
    m->steps += FREE_STEPS - r.steps;
    if (!r.steps) return false;
    for (uint32_t i = 0; i < item->captures.count; i++) m->captures[i] = (captured){0, 0, NONE};
    if (*end != NONE) read_events(m, &r);
    return true;
}
