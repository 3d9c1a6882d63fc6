/* rule_explain.c: why a rule did not match: in each sentence the element at which it stopped furthest on, and the token that stopped it. */
#include "base/utf8.h"
#include "rule/rule_matcher.h"

enum { SHOWN = 70 }; /* bytes of a text that are printed */

/* One rule against one document. */
typedef struct doubt {
    rule_matcher *m;
    uint32_t rule;
    printer *to;
} doubt;

static str shorten(const doubt *d, str text) {
    if (text.size <= SHOWN) return text;
    return arena_printf(d->m->memory, STR_FMT "...", STR_ARG(utf8_cut(text, SHOWN - 3)));
}

static str words_of(const doubt *d, uint32_t first, uint32_t last) {
    return shorten(d, document_span(d->m->doc, first, last));
}

static void print_stop(const doubt *d, const window *in) {
    const rule_matcher *m = d->m;
    const furthest *f = &m->furthest;
    if (f->pc == NONE) {
        printer_add(d->to, "  does not begin to match\n");
        return;
    }
    const place_in *place = &m->rules->places.at[f->pc];
    uint32_t line, column;
    rule_position(place->file, place->at, &line, &column);
    bool ends = m->rules->code.at[f->pc].op == OP_ACCEPT;
    str element = ends ? STR("the end") : shorten(d, str_slice(place->file->content, place->at, place->end));
    if (f->at > f->start)
        printer_add(d->to, "  matches \"" STR_FMT "\", then ", STR_ARG(words_of(d, f->start, f->at)));
    else
        printer_add(d->to, "  ");
    printer_add(d->to, "wants " STR_FMT " (" STR_FMT ":%u:%u)", STR_ARG(element), STR_ARG(place->file->name), line, column);
    if (f->at < in->last)
        printer_add(d->to, ", but finds \"" STR_FMT "\"\n", STR_ARG(shorten(d, m->doc->tokens.at[f->at].word->text)));
    else
        printer_add(d->to, ", but the sentence ends\n");
}

static bool overlaps(const match *m, uint32_t first, uint32_t last) {
    return m->first < last && first < m->last;
}

/* The match of another rule of the same phase that took one of the tokens, or NULL. */
static const match *winner(const doubt *d, uint32_t first, uint32_t last) {
    const ruleset *rules = d->m->rules;
    const document *doc = d->m->doc;
    for (uint32_t i = 0; i < doc->matches.count; i++) {
        const match *other = &doc->matches.at[i];
        bool same_phase = rules->rules.at[other->rule].phase == rules->rules.at[d->rule].phase;
        if (other->rule != d->rule && same_phase && overlaps(other, first, last)) return other;
    }
    return NULL;
}

static bool was_applied(const doubt *d, uint32_t first, uint32_t last) {
    const document *doc = d->m->doc;
    for (uint32_t i = 0; i < doc->matches.count; i++)
        if (doc->matches.at[i].rule == d->rule && overlaps(&doc->matches.at[i], first, last)) return true;
    return false;
}

static void print_match(const doubt *d, uint32_t first, uint32_t last) {
    printer_add(d->to, "  matches \"" STR_FMT "\"", STR_ARG(words_of(d, first, last)));
    if (was_applied(d, first, last)) {
        printer_add(d->to, " and is applied\n");
        return;
    }
    const match *w = winner(d, first, last);
    if (!w) {
        printer_add(d->to, ", but makes nothing (what it would make was made before, or appeared only later)\n");
        return;
    }
    const char *reason = w->last - w->first > last - first ? "longer" : w->first < first ? "starts earlier" : "stands earlier";
    printer_add(d->to, ", but lost against " STR_FMT " (%s: \"" STR_FMT "\")\n", STR_ARG(d->m->rules->rules.at[w->rule].name), reason,
                STR_ARG(words_of(d, w->first, w->last)));
}

static void explain_window(const doubt *d, const window *in) {
    rule_matcher *m = d->m;
    const rule_item *item = &m->rules->rules.at[d->rule];
    printer_add(d->to, "\"" STR_FMT "\"\n", STR_ARG(words_of(d, in->first, in->last)));
    m->furthest = (furthest){.on = true, .pc = NONE};
    bool matched = false;
    for (uint32_t at = in->first; at < in->last && !d->to->stopped;) {
        furthest before = m->furthest;
        m->furthest.pc = NONE;
        bool read;
        uint32_t end = rule_find_match(m, item, at, in, &read);
        m->furthest.start = at;
        if (before.pc != NONE && (m->furthest.pc == NONE || m->furthest.at - at <= before.at - before.start)) m->furthest = before;
        if (end != NONE) {
            print_match(d, at, end);
            matched = true;
        }
        at = end != NONE ? end : at + 1;
    }
    if (!matched) print_stop(d, in);
    m->furthest.on = false;
}

static void explain(const doubt *d) {
    rule_matcher *m = d->m;
    const rule_item *item = &m->rules->rules.at[d->rule];
    rule_enter_phase(m, item->phase);
    for (uint32_t i = 0; i < m->doc->sentences.count && !d->to->stopped;) {
        uint32_t first = m->doc->sentences.at[i].first, at = first;
        uint32_t last = rule_piece(m->doc, i, &i);
        window in;
        rule_enter_piece(m, first, last);
        m->classed = 0;
        rule_classify(m, last);
        while (!d->to->stopped && rule_next_window(m->doc, item->window, last, &at, &m->quotation_at, &in)) {
            table_clear(&m->memo);
            explain_window(d, &in);
        }
    }
}

void rule_why_not(document *doc, rule_matcher *matcher, lexicon *words, uint32_t rule, printer *to) {
    const rule_item *item = &matcher->rules->rules.at[rule];
    if (!item->enabled) {
        printer_add(to, "rule " STR_FMT " is switched off by its tags\n", STR_ARG(item->name));
    } else if (doc->tokens.count) {
        rule_enter(matcher, doc, words);
        explain(&(doubt){matcher, rule, to});
    }
}
