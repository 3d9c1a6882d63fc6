/* explain.c: why each fact was found. A fact leads to the annotation it was made of, that to the rule and its match (kept because the
 * engine traces), and the match to the words, readings and list entries it used. */
#include "base/error.h"
#include "base/printer.h"
#include "base/utf8.h"
#include "engine.h"

typedef struct explanation {
    const muster_doc *doc;
    printer to;
} explanation;

/* A span on one line, without control characters, at most 120 bytes or so of it. */
static str legible(explanation *x, str text) {
    static const str more = STR("\xE2\x80\xA6");
    str shown = utf8_cut(text, 120);
    char *copy = arena_alloc(x->doc->memory, shown.size + more.size);
    for (size_t i = 0; i < shown.size; i++) copy[i] = (unsigned char)shown.data[i] < 0x20 || shown.data[i] == 0x7F ? ' ' : shown.data[i];
    if (shown.size == text.size) return (str){copy, shown.size};
    memcpy(copy + shown.size, more.data, more.size);
    return (str){copy, shown.size + more.size};
}

static void print_entry(explanation *x, uint32_t entry, const char *what) {
    gazetteer_entry found = gazetteer_entry_get(x->doc->engine->gazetteer, entry);
    printer_add(&x->to, "    %s " STR_FMT " (" STR_FMT ") in " STR_FMT ":%u\n", what, STR_ARG(found.name), STR_ARG(found.id),
                STR_ARG(found.list), found.line);
}

/* The reading that a capture stands on, if one fills it. */
static void print_reading(explanation *x, const slot *capture) {
    const document *facts = x->doc->facts;
    if (!facts->annotations_at) return;
    for (uint32_t i = facts->annotations_at[capture->first]; i != NONE; i = facts->annotations.at[i].next) {
        const annotation *a = &facts->annotations.at[i];
        if (a->last != capture->last || a->entry == NONE) continue;
        gazetteer_entry found = gazetteer_entry_get(x->doc->engine->gazetteer, a->entry);
        str name = labels_name(x->doc->engine->labels, a->label);
        printer_add(&x->to, "      @" STR_FMT " by " STR_FMT ":%u\n", STR_ARG(name), STR_ARG(found.list), found.line);
    }
}

static void print_match(explanation *x, const match *m) {
    const document *facts = x->doc->facts;
    printer_add(&x->to, "    over \"" STR_FMT "\"\n", STR_ARG(legible(x, document_span(facts, m->first, m->last))));
    for (uint32_t i = 0; i < m->capture_count; i++) {
        const slot *capture = &m->captures[i];
        if (capture->first >= capture->last) continue;
        printer_add(&x->to, "    " STR_FMT " = \"" STR_FMT "\"\n", STR_ARG(capture->key),
                    STR_ARG(legible(x, document_span(facts, capture->first, capture->last))));
        print_reading(x, capture);
    }
}

static void print_provenance(explanation *x, const provenance *from) {
    const muster_engine *engine = x->doc->engine;
    if (from->rule != NONE)
        printer_add(&x->to, "    rule " STR_FMT " (" STR_FMT ":%u)\n", STR_ARG(rule_name(engine->rules, from->rule)),
                    STR_ARG(rule_file(engine->rules, from->rule)), rule_line(engine->rules, from->rule));
    if (from->mechanism.size) printer_add(&x->to, "    by " STR_FMT "\n", STR_ARG(from->mechanism));
    if (from->entry != NONE) print_entry(x, from->entry, "entry");
    if (from->annotation == NONE || from->annotation >= x->doc->facts->annotations.count) return;
    const annotation *a = &x->doc->facts->annotations.at[from->annotation];
    if (a->match != NONE) print_match(x, &x->doc->facts->matches.at[a->match]);
}

/* Where in the file it stands, if that is another place than in the text. */
static void print_source(explanation *x, uint32_t first) {
    const document *facts = x->doc->facts;
    uint32_t source = facts->sources.count || facts->decoded.count ? muster_doc_source(x->doc, document_start(facts, first)) : MUSTER_NONE;
    if (source != MUSTER_NONE) printer_add(&x->to, "    at byte %u of " STR_FMT "\n", source, STR_ARG(facts->path));
}

static void print_head(explanation *x, uint32_t first, uint32_t last, const char *what, const char *more) {
    const document *facts = x->doc->facts;
    printer_add(&x->to, STR_FMT ":%u-%u  %s %s \"" STR_FMT "\"\n", STR_ARG(facts->id), document_start(facts, first),
                document_end(facts, last), what, more, STR_ARG(legible(x, document_span(facts, first, last))));
    print_source(x, first);
}

static void print_trait(explanation *x, const char *what, str value) {
    if (value.size) printer_add(&x->to, "      %s " STR_FMT "\n", what, STR_ARG(legible(x, value)));
}

/* Which place it is, and which else it may be; what a unit's name says. */
static void print_entity(explanation *x, const entity *e) {
    if (e->kind == KIND_place && e->second != NONE) {
        print_entry(x, e->entry, "  is");
        print_entry(x, e->second, "  or else");
    }
    if (!e->unit) return;
    print_trait(x, "number", e->unit->designation);
    print_trait(x, "arm", e->unit->arm);
    print_trait(x, "echelon", e->unit->echelon);
    print_trait(x, "state", e->unit->state);
    print_trait(x, "part of", e->unit->parent);
}

static void explain_mentions(explanation *x) {
    const document *facts = x->doc->facts;
    for (uint32_t i = 0; i < facts->mentions.count && !x->to.stopped; i++) {
        const mention *m = &facts->mentions.at[i];
        print_head(x, m->first, m->last, kind_name(m->kind), "");
        printer_add(&x->to, "    entity %u " STR_FMT "\n", m->entity + 1, STR_ARG(facts->entities.at[m->entity].name));
        print_entity(x, &facts->entities.at[m->entity]);
        print_provenance(x, &m->from);
    }
}

static void explain_quotes(explanation *x) {
    const document *facts = x->doc->facts;
    for (uint32_t i = 0; i < facts->quotes.count && !x->to.stopped; i++) {
        const quote *q = &facts->quotes.at[i];
        print_head(x, q->first, q->last, "quote", speech_name(q->kind));
        printer_add(&x->to, "    speaker %s" STR_FMT "%s" STR_FMT "\n", q->speaker_text.size ? "" : "unresolved", STR_ARG(q->speaker_text),
                    q->reason.size ? ": " : "", STR_ARG(q->reason));
        print_provenance(x, &q->from);
    }
}

static void explain_figures(explanation *x) {
    const document *facts = x->doc->facts;
    for (uint32_t i = 0; i < facts->figures.count && !x->to.stopped; i++) {
        const figure *f = &facts->figures.at[i];
        print_head(x, f->first, f->last, "figure", measure_name(f->measure));
        print_provenance(x, &f->from);
    }
}

static void explain_facts(arena *memory, void *payload) {
    (void)memory;
    explain_mentions(payload);
    explain_quotes(payload);
    explain_figures(payload);
}

/* Why a rule did not match. */
typedef struct doubt {
    explanation *x;
    muster_worker *worker;
    uint32_t rule;
} doubt;

static void explain_why_not(arena *memory, void *payload) {
    (void)memory;
    doubt *d = payload;
    document copy = *d->x->doc->facts; /* the matcher adds to annotations; what it adds must not reach the caller's document */
    rule_why_not(&copy, d->worker->matcher, d->worker->words, d->rule, &d->x->to);
}

static muster_status no_rule(const ruleset *rules, const char *name, muster_error *error) {
    str like = rule_like(rules, str_from(name));
    if (!like.data) return error_set(error, MUSTER_USAGE, "no rule is called \"%s\"", name);
    return error_set(error, MUSTER_USAGE, "no rule is called \"%s\"; is " STR_FMT " meant?", name, STR_ARG(like));
}

muster_status muster_doc_explain(const muster_doc *doc, muster_worker *worker, const char *why_not, muster_write_fn write, void *payload,
                                 muster_error *error) {
    if (!doc->facts) return error_set(error, MUSTER_USAGE, "the engine was opened without `trace`");
    explanation x = {.doc = doc, .to = {.write = write, .payload = payload}};
    muster_status status;
    if (why_not) {
        doubt d = {.x = &x, .worker = worker, .rule = rule_find(doc->engine->rules, str_from(why_not))};
        if (d.rule == NONE) return no_rule(doc->engine->rules, why_not, error);
        status = arena_guard(doc->memory, explain_why_not, &d, error);
    } else {
        status = arena_guard(doc->memory, explain_facts, &x, error);
    }
    return status == MUSTER_OK && x.to.stopped ? error_set(error, MUSTER_STOPPED, "stopped") : status;
}
