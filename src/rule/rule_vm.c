/* rule_vm.c: the exact matcher of one rule. Backtracking in the order that the pattern says, with an explicit stack and a memory: where an
 * instruction has failed at a token it fails for every start of the window, and where one led to a match it leads to the same end. So all
 * starts of a window together cost at most instructions x tokens. Captures are read in a second walk, of matches that have won only; it
 * follows what is known and does not go wrong twice.
 * A run never comes to an instruction twice at one token (rounds of loops consume something: rule_compile.c), so what it comes to is taken
 * for failed at once, until the run succeeds. */
#include "rule/rule_internal.h"

/* Where a match ends, or: it fails; nothing is known. */
static const uint32_t FAILED = UINT32_MAX, UNKNOWN = UINT32_MAX - 1;

/* One run from an instruction. */
typedef struct run {
    rule_matcher *m;
    const instruction *code;
    table *memo;
    bool walking;       /* reads captures: memo is m->walked, and m->memo only says what has failed */
    uint32_t low, high; /* tokens that may be read */
    uint32_t origin;    /* of a look-behind: the token it was asked at; else NONE */
    uint32_t pc, at;
    uint32_t frames, path, trail; /* where this run's part of the stacks starts */
} run;

static uint32_t run_program(run *r);

/* Inside a look-behind, which sees only so far, what is known depends on where it was asked, too. */
static uint64_t key_of(const run *r) {
    uint64_t behind = r->origin == NONE ? 0 : r->origin - r->at + 1;
    return behind << 56 | (uint64_t)r->pc << 32 | r->at;
}

/* --- the memory ------------------------------------------------------------------------------------------------------------------ */

static uint32_t known_of(const table *memo, uint64_t key) {
    const uint32_t *value = table_find(memo, key);
    return value ? *value : UNKNOWN;
}

/* Notes that the run is here. Returns what is known of the place: FAILED, where the match ends, or UNKNOWN to go on. */
static uint32_t enter_point(run *r) {
    uint64_t key = key_of(r);
    uint32_t known = known_of(r->memo, key);
    if (known != UNKNOWN) return known;
    if (r->walking && known_of(&r->m->memo, key) == FAILED) return FAILED;
    table_set(r->m->memory, r->memo, key, FAILED);
    POOL_PUSH(r->m->memory, &r->m->path, key);
    return UNKNOWN;
}

/* All that the run came by on its way leads to this end. */
static uint32_t succeed(run *r, uint32_t end) {
    while (r->m->path.count > r->path) *table_find(r->memo, r->m->path.at[--r->m->path.count]) = end;
    r->m->frames.count = r->frames;
    return end;
}

/* --- captures -------------------------------------------------------------------------------------------------------------------- */

enum { OPENED = CAPTURE_LIMIT, LAST_ANNOTATION = CAPTURE_LIMIT * 2 };

static void change(run *r, uint32_t index, captured value) {
    POOL_PUSH(r->m->memory, &r->m->trail, ((undo){index, r->m->captures[index]}));
    r->m->captures[index] = value;
}

static void undo_to(run *r, uint32_t length) {
    while (r->m->trail.count > length) {
        undo *last = &r->m->trail.at[--r->m->trail.count];
        r->m->captures[last->index] = last->before;
    }
}

static void open_capture(run *r, uint32_t index) {
    change(r, OPENED + index, (captured){r->at, r->at, NONE});
}

/* Its annotation is the last one matched inside. */
static void close_capture(run *r, uint32_t index) {
    uint32_t first = r->m->captures[OPENED + index].first;
    const captured *last = &r->m->captures[LAST_ANNOTATION];
    bool inside = last->annotation != NONE && last->first >= first && last->last <= r->at;
    change(r, index, (captured){first, r->at, inside ? last->annotation : NONE});
}

/* --- instructions ----------------------------------------------------------------------------------------------------------------- */

static void push_frame(run *r, uint32_t pc, uint32_t at, uint32_t annotation) {
    POOL_PUSH(r->m->memory, &r->m->frames, ((frame){pc, at, annotation, r->m->path.count, r->m->trail.count}));
}

static bool fits(const run *r, uint32_t index, const annotation_pattern *pattern) {
    const annotation *a = &r->m->doc->annotations.at[index];
    return a->last <= r->high && a->first >= r->low && rule_fits(r->m, index, pattern);
}

/* Goes over the first annotation of the list that fits; the rest is tried later. */
static bool take_annotation(run *r, uint32_t list) {
    const document *doc = r->m->doc;
    const annotation_pattern *pattern = &r->m->rules->annotation_patterns.at[r->code[r->pc].a];
    if (!rule_class_has(r->m, rule_class_at(r->m, r->at), pattern->begin)) return false;
    for (; list != NONE; list = doc->annotations.at[list].next) {
        const annotation *a = &doc->annotations.at[list];
        if (!fits(r, list, pattern)) continue;
        if (a->next != NONE) push_frame(r, r->pc, r->at, a->next);
        if (r->walking) change(r, LAST_ANNOTATION, (captured){a->first, a->last, list});
        r->at = a->last;
        r->pc++;
        return true;
    }
    return false;
}

/* Of annotations that end here, the longest first: `from` is the first token where one may start. Inside a look-behind nothing is captured.
 */
static bool take_annotation_back(run *r, uint32_t from) {
    const document *doc = r->m->doc;
    const annotation_pattern *pattern = &r->m->rules->annotation_patterns.at[r->code[r->pc].a];
    if (from < r->low) from = r->low;
    if (from >= r->at || !rule_class_has(r->m, rule_class_at(r->m, r->at - 1), pattern->inside)) return false;
    for (; from < r->at && doc->annotations_at; from++)
        for (uint32_t i = doc->annotations_at[from]; i != NONE && doc->annotations.at[i].last >= r->at; i = doc->annotations.at[i].next) {
            if (doc->annotations.at[i].last != r->at || !fits(r, i, pattern)) continue;
            if (from + 1 < r->at) push_frame(r, r->pc, r->at, from + 1);
            r->at = from;
            r->pc++;
            return true;
        }
    return false;
}

static bool look_holds(run *r, const window *in) {
    const instruction *look = &r->code[r->pc];
    run inner = *r;
    bool behind = look->b & LOOK_BEHIND;
    inner.pc = r->pc + 1;
    inner.walking = false;
    inner.memo = r->memo ? &r->m->memo : NULL;
    inner.origin = behind ? r->at : NONE;
    inner.low = behind ? (r->at > in->look_first + BEHIND_LIMIT ? r->at - BEHIND_LIMIT : in->look_first) : r->at;
    inner.high = behind ? r->at : in->look_last;
    inner.frames = r->m->frames.count;
    inner.path = r->m->path.count;
    inner.trail = r->m->trail.count;
    r->m->looking++;
    bool found = run_program(&inner) != FAILED;
    r->m->looking--;
    return found != ((look->b & LOOK_NEGATED) != 0);
}

/* Goes on behind the instruction; false: it fails. */
static bool execute(run *r) {
    const instruction *one = &r->code[r->pc];
    switch (one->op) {
    case OP_TEST:
        if (r->at >= r->high || !rule_class_has(r->m, rule_class_at(r->m, r->at), one->a)) return false;
        r->at++;
        break;
    case OP_TEST_BACK:
        if (r->at <= r->low || !rule_class_has(r->m, rule_class_at(r->m, r->at - 1), one->a)) return false;
        r->at--;
        break;
    case OP_ANNOTATION: return r->at < r->high && r->m->doc->annotations_at && take_annotation(r, r->m->doc->annotations_at[r->at]);
    case OP_ANNOTATION_BACK: return take_annotation_back(r, r->low);
    case OP_SPLIT:
        push_frame(r, one->b, r->at, NONE);
        r->pc = one->a;
        return true;
    case OP_JUMP: r->pc = one->a; return true;
    case OP_OPEN:
        if (r->walking) open_capture(r, one->a);
        break;
    case OP_CLOSE:
        if (r->walking) close_capture(r, one->a);
        break;
    case OP_LOOK:
        if (!look_holds(r, &r->m->window)) return false;
        r->pc = one->a;
        return true;
    case OP_ANCHOR:
        if (!rule_anchor_holds(r->m->doc, (anchor)one->a, r->at)) return false;
        break;
    default: return false;
    }
    r->pc++;
    return true;
}

static void note_failure(const run *r) {
    furthest *f = &r->m->furthest;
    if (!f->on || r->m->looking || (f->pc != NONE && r->at <= f->at)) return;
    f->at = r->at;
    f->pc = r->pc;
}

/* Takes up the latest choice left open; false if there is none. */
static bool go_back(run *r) {
    while (r->m->frames.count > r->frames) {
        frame last = r->m->frames.at[--r->m->frames.count];
        r->m->path.count = last.path;
        if (r->walking) undo_to(r, last.trail);
        r->pc = last.pc;
        r->at = last.at;
        if (last.annotation == NONE) return true;
        bool back = r->code[r->pc].op == OP_ANNOTATION_BACK;
        if (back ? take_annotation_back(r, last.annotation) : take_annotation(r, last.annotation)) return true;
    }
    r->m->path.count = r->path;
    return false;
}

static uint32_t run_program(run *r) {
    for (;;) {
        r->m->steps++;
        bool failed = false;
        if (!r->memo) {
            if (!r->m->budget) return FAILED;
            r->m->budget--;
        } else if (r->code[r->pc].memo) {
            uint32_t known = enter_point(r);
            if (known == FAILED)
                failed = true;
            else if (known != UNKNOWN)
                return succeed(r, known);
        }
        if (!failed) {
            if (r->code[r->pc].op == OP_ACCEPT) return succeed(r, r->at);
            failed = !execute(r);
            if (failed) note_failure(r);
        }
        if (failed && !go_back(r)) return FAILED;
    }
}

static void reset(rule_matcher *m) {
    m->frames.count = m->path.count = m->trail.count = 0;
    m->looking = 0;
    for (uint32_t i = 0; i < CAPTURE_LIMIT; i++) m->captures[i] = (captured){0, 0, NONE};
    m->captures[LAST_ANNOTATION] = (captured){0, 0, NONE};
}

/* Behind the last token that a match from `at` may have. */
static uint32_t match_bound(const rule_item *item, uint32_t at, const window *in) {
    return item->within && in->last - at > item->within ? at + item->within : in->last;
}

static run run_of(rule_matcher *m, const rule_item *item, uint32_t at, const window *in, bool walking) {
    run r = {.m = m,
             .code = m->rules->code.at,
             .walking = walking,
             .origin = NONE,
             .pc = item->start,
             .low = at,
             .at = at,
             .high = match_bound(item, at, in)};
    m->window = *in;
    reset(m);
    return r;
}

/* A match is never empty. */
static uint32_t found_end(uint32_t end, uint32_t at) {
    return end == FAILED || end <= at ? NONE : end;
}

/* With the memory. */
static uint32_t long_run(rule_matcher *m, const rule_item *item, uint32_t at, const window *in, bool walking) {
    run r = run_of(m, item, at, in, walking);
    if (item->within && !walking) table_clear(&m->bounded); /* its bound moves with the start */
    if (walking) table_clear(&m->walked);
    r.memo = walking ? &m->walked : item->within ? &m->bounded : &m->memo;
    return found_end(run_program(&r), at);
}

/* For why-not: without the memory, which would hide how far a start got where an earlier one failed; unless it is too long. */
static uint32_t told_run(rule_matcher *m, const rule_item *item, uint32_t at, const window *in) {
    run r = run_of(m, item, at, in, false);
    m->budget = FREE_STEPS;
    uint32_t end = run_program(&r);
    return m->budget ? found_end(end, at) : long_run(m, item, at, in, false);
}

uint32_t rule_find_match(rule_matcher *m, const rule_item *item, uint32_t at, const window *in, bool *read) {
    uint32_t end;
    *read = false;
    if (m->furthest.on) return told_run(m, item, at, in);
    m->window = *in;
    *read = rule_short_run(m, item, at, match_bound(item, at, in), &end);
    return *read ? found_end(end, at) : long_run(m, item, at, in, false);
}

uint32_t rule_capture(rule_matcher *m, const rule_item *item, uint32_t at, const window *in) {
    return long_run(m, item, at, in, true);
}
