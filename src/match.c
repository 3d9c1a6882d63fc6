/* match.c: what names are known as, and whether two of them may be one. What the lists know of both goes before the rules of spelling: Kyiv
 * and Kiev are one place of the list; two entries whose names are near each other stay two. */
#include <stdio.h>

#include "base/error.h"
#include "engine.h"

enum { ENTRIES_KEPT = 16 };

typedef struct known_as {
    str id, kind, name, list;
    uint32_t line;
} known_as;

typedef struct known_name {
    known_as at[ENTRIES_KEPT];
    uint32_t count;
} known_name;

static int take_entry(const muster_entry *entry, void *payload) {
    known_name *name = payload;
    kind named;
    if (!kind_from(entry->kind, &named) || name->count == ENTRIES_KEPT) return 0;
    /* Strings of an entry lie in the lists. */
    name->at[name->count++] = (known_as){entry->id, entry->kind, entry->name, entry->list, entry->line};
    return 0;
}

static void tell(muster_likeness *out, bool same, str reason) {
    out->same = same;
    snprintf(out->reason, sizeof out->reason, STR_FMT, STR_ARG(reason));
}

static bool share_entry(arena *memory, const known_name *a, const known_name *b, muster_likeness *out) {
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t j = 0; j < b->count; j++) {
            if (!str_equal(a->at[i].id, b->at[j].id)) continue;
            const known_as *e = &a->at[i];
            tell(out, true,
                 arena_printf(memory, "the lists know both as the " STR_FMT " " STR_FMT " (" STR_FMT ":%u)", STR_ARG(e->kind),
                              STR_ARG(e->name), STR_ARG(e->list), e->line));
            return true;
        }
    return false;
}

/* Two entries of one kind whose names are no regular spellings of each other are two things. */
static bool are_two(arena *memory, const known_name *a, const known_name *b, muster_likeness *out) {
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t j = 0; j < b->count; j++) {
            if (!str_equal(a->at[i].kind, b->at[j].kind)) continue;
            const known_as *x = &a->at[i], *y = &b->at[j];
            tell(out, false,
                 arena_printf(memory,
                              "near each other, but the lists know them as two: " STR_FMT " (" STR_FMT ":%u), " STR_FMT " (" STR_FMT ":%u)",
                              STR_ARG(x->name), STR_ARG(x->list), x->line, STR_ARG(y->name), STR_ARG(y->list), y->line));
            return true;
        }
    return false;
}

static void look_up(known_name *out, arena *memory, muster_worker *worker, str text) {
    muster_error error;
    out->count = 0;
    if (gazetteer_lookup(worker->engine->gazetteer, worker->words, text, take_entry, out, &error) != MUSTER_OK) arena_fail(memory, &error);
}

/* A question about names: one, or two of them. */
typedef struct question {
    muster_worker *worker;
    str one, other;
    muster_likeness *likeness; /* the answer for two */
    str spelled;               /* the answer for one */
} question;

static void match_names(arena *memory, void *payload) {
    question *q = payload;
    const name_knowledge *known = q->worker->engine->names;
    name *a = ARENA_NEW(memory, name), *b = ARENA_NEW(memory, name);
    name_read(a, known, memory, q->worker->script, q->one);
    name_read(b, known, memory, q->worker->script, q->other);
    q->likeness->unreadable = a->problem ? 1 : b->problem ? 2 : 0;
    if (a->problem) arena_failf(memory, MUSTER_INPUT, "the first name %s", a->problem);
    if (b->problem) arena_failf(memory, MUSTER_INPUT, "the second name %s", b->problem);
    known_name in_a, in_b;
    look_up(&in_a, memory, q->worker, str_trim(q->one));
    look_up(&in_b, memory, q->worker, str_trim(q->other));
    if (share_entry(memory, &in_a, &in_b, q->likeness)) return;
    name_verdict verdict = name_compare(known, memory, a, b);
    if ((verdict.grade == GRADE_loose || verdict.grade == GRADE_slip) && are_two(memory, &in_a, &in_b, q->likeness)) return;
    tell(q->likeness, verdict.grade != GRADE_different, verdict.reason);
}

muster_status muster_match(muster_worker *worker, muster_text one, muster_text other, muster_likeness *out, muster_error *error) {
    out->same = out->unreadable = 0;
    out->reason[0] = '\0';
    question q = {.worker = worker, .one = one, .other = other, .likeness = out};
    return arena_scratch(match_names, &q, error);
}

/* --- looking up ------------------------------------------------------------------------------------------------------------------ */

typedef struct counted_entries {
    muster_entry_fn each;
    void *payload;
    size_t count;
} counted_entries;

static int count_entry(const muster_entry *entry, void *payload) {
    counted_entries *to = payload;
    to->count++;
    return to->each(entry, to->payload);
}

/* The name under which the lists have a person whose name is spelled otherwise here; empty if they have none. */
static void find_spelling(arena *memory, void *payload) {
    question *q = payload;
    name *wanted = ARENA_NEW(memory, name);
    name_read(wanted, q->worker->engine->names, memory, q->worker->script, q->one);
    name_find(q->worker->engine->names, memory, wanted, &q->spelled); /* lies in the lists */
}

muster_status muster_lookup(muster_worker *worker, muster_text name, muster_entry_fn each, void *payload, muster_error *error) {
    counted_entries to = {each, payload, 0};
    question q = {.worker = worker, .one = name};
    muster_status status = gazetteer_lookup(worker->engine->gazetteer, worker->words, name, count_entry, &to, error);
    if (status == MUSTER_OK && !to.count) status = arena_scratch(find_spelling, &q, error);
    if (status != MUSTER_OK || to.count || !q.spelled.size) return status;
    return gazetteer_lookup(worker->engine->gazetteer, worker->words, q.spelled, each, payload, error);
}
