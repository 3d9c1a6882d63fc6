/* rule_explain.c: why a rule did not match: in each sentence the element at which it stopped furthest on, and the token that stopped it. */
#include "base/utf8.h"
#include "rule/rule_internal.h"

typedef struct printer {
    muster_write_fn write;
    void *payload;
    bool stopped;
} printer;

static void print(printer *out, str text) {
    if (!out->stopped && text.size) out->stopped = out->write(text.data, text.size, out->payload) != 0;
}

static str shorten(document *doc, str text) {
    if (text.size <= 70) return text;
    return arena_printf(doc->memory, STR_FMT "...", STR_ARG(utf8_cut(text, 67)));
}

static void print_sentence(rule_matcher *m, printer *out, const window *in) {
    str text = document_span(m->doc, in->first, in->last);
    print(out, arena_printf(m->memory, "\"" STR_FMT "\"\n", STR_ARG(shorten(m->doc, text))));
}

static void print_stop(rule_matcher *m, printer *out, const window *in) {
    const furthest *f = &m->furthest;
    if (f->pc == NONE) {
        print(out, STR("  does not begin to match\n"));
        return;
    }
    const place_in *place = &m->rules->places.at[f->pc];
    uint32_t line, column;
    rule_position(place->file, place->at, &line, &column);
    str element =
        m->rules->code.at[f->pc].op == OP_ACCEPT ? STR("the end") : shorten(m->doc, str_slice(place->file->content, place->at, place->end));
    str before = f->at > f->start ? shorten(m->doc, document_span(m->doc, f->start, f->at)) : STR("");
    str at = f->at < in->last ? m->doc->tokens.at[f->at].word->text : STR("");
    if (before.size)
        print(out, arena_printf(m->memory, "  matches \"" STR_FMT "\", then ", STR_ARG(before)));
    else
        print(out, STR("  "));
    print(out,
          arena_printf(m->memory, "wants " STR_FMT " (" STR_FMT ":%u:%u)", STR_ARG(element), STR_ARG(place->file->name), line, column));
    if (at.size)
        print(out, arena_printf(m->memory, ", but finds \"" STR_FMT "\"\n", STR_ARG(shorten(m->doc, at))));
    else
        print(out, STR(", but the sentence ends\n"));
}

/* The match of the same phase that took the tokens, or NONE. */
static uint32_t winner(const rule_matcher *m, uint32_t rule, uint32_t first, uint32_t last) {
    const rule_item *item = &m->rules->rules.at[rule];
    for (uint32_t i = 0; i < m->doc->matches.count; i++) {
        const match *other = &m->doc->matches.at[i];
        if (other->rule != rule && m->rules->rules.at[other->rule].phase == item->phase && other->first < last && first < other->last)
            return i;
    }
    return NONE;
}

static bool was_applied(const rule_matcher *m, uint32_t rule, uint32_t first, uint32_t last) {
    for (uint32_t i = 0; i < m->doc->matches.count; i++) {
        const match *one = &m->doc->matches.at[i];
        if (one->rule == rule && one->first < last && first < one->last) return true;
    }
    return false;
}

static void print_match(rule_matcher *m, printer *out, uint32_t rule, uint32_t first, uint32_t last) {
    str text = shorten(m->doc, document_span(m->doc, first, last));
    print(out, arena_printf(m->memory, "  matches \"" STR_FMT "\"", STR_ARG(text)));
    if (was_applied(m, rule, first, last)) {
        print(out, STR(" and is applied\n"));
        return;
    }
    uint32_t other = winner(m, rule, first, last);
    if (other == NONE) {
        print(out, STR(", but makes nothing (what it would make was made before, or appeared only later)\n"));
        return;
    }
    const match *w = &m->doc->matches.at[other];
    const char *reason = w->last - w->first > last - first ? "longer" : w->first < first ? "starts earlier" : "stands earlier";
    print(out, arena_printf(m->memory, ", but lost against " STR_FMT " (%s: \"" STR_FMT "\")\n", STR_ARG(m->rules->rules.at[w->rule].name),
                            reason, STR_ARG(shorten(m->doc, document_span(m->doc, w->first, w->last)))));
}

static void explain_window(rule_matcher *m, printer *out, uint32_t rule, const window *in) {
    const rule_item *item = &m->rules->rules.at[rule];
    print_sentence(m, out, in);
    m->furthest = (furthest){.on = true, .pc = NONE};
    uint32_t matches = 0;
    for (uint32_t at = in->first; at < in->last && !out->stopped;) {
        furthest before = m->furthest;
        m->furthest.pc = NONE;
        bool read;
        uint32_t end = rule_find_match(m, item, at, in, &read);
        m->furthest.start = at;
        if (before.pc != NONE && (m->furthest.pc == NONE || m->furthest.at - at <= before.at - before.start)) m->furthest = before;
        if (end != NONE) {
            print_match(m, out, rule, at, end);
            matches++;
        }
        at = end != NONE ? end : at + 1;
    }
    if (!matches) print_stop(m, out, in);
    m->furthest.on = false;
}

static void explain(rule_matcher *m, printer *out, uint32_t rule) {
    const rule_item *item = &m->rules->rules.at[rule];
    rule_enter_phase(m, item->phase);
    for (uint32_t i = 0; i < m->doc->sentences.count && !out->stopped;) {
        uint32_t first = m->doc->sentences.at[i].first, at = first;
        uint32_t last = rule_piece(m->doc, i, &i);
        window in;
        rule_enter_piece(m, first, last);
        m->classed = 0;
        rule_classify(m, last);
        while (!out->stopped && rule_next_window(m->doc, item->window, last, &at, &m->quotation_at, &in)) {
            table_clear(&m->memo);
            explain_window(m, out, rule, &in);
        }
    }
}

typedef struct question {
    document *doc;
    const ruleset *set;
    rule_matcher *m;
    lexicon *words;
    uint32_t rule;
    printer out;
} question;

static void answer(arena *memory, void *payload) {
    question *q = payload;
    const rule_item *item = &q->set->rules.at[q->rule];
    if (!item->enabled) {
        print(&q->out, arena_printf(memory, "rule " STR_FMT " is switched off by its tags\n", STR_ARG(item->name)));
    } else if (q->doc->tokens.count) {
        rule_enter(q->m, q->doc, q->words);
        explain(q->m, &q->out, q->rule);
    }
}

muster_status rule_why_not(document *doc, const ruleset *set, rule_matcher *m, lexicon *words, uint32_t rule, muster_write_fn write,
                           void *payload, muster_error *error) {
    if (rule >= set->rules.count) return error_set(error, MUSTER_USAGE, "no such rule");
    question q = {doc, set, m, words, rule, {write, payload, false}};
    muster_status status = arena_guard(doc->memory, answer, &q, error);
    return status == MUSTER_OK && q.out.stopped ? MUSTER_STOPPED : status;
}
