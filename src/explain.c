/* explain.c: why each fact was found. A fact leads to the annotation it was made of, that to the rule and its match (kept because the
 * engine traces), and the match to the words, readings and list entries it used. */
#include <stdarg.h>
#include <stdio.h>

#include "base/error.h"
#include "base/utf8.h"
#include "engine.h"

typedef struct printer {
    muster_write_fn write;
    void *payload;
    arena *memory;
    const muster_doc *doc;
    bool stopped;
} printer;

static void print(printer *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void print(printer *to, const char *format, ...) {
    char line[4096];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (size < 0 || to->stopped) return;
    size_t length = (size_t)size < sizeof line ? (size_t)size : sizeof line - 1;
    to->stopped = to->write(line, length, to->payload) != 0;
}

/* A span on one line, without control characters, at most 120 bytes or so of it. */
static str legible(printer *to, str text) {
    static const str more = STR("\xE2\x80\xA6");
    str shown = utf8_cut(text, 120);
    char *copy = arena_alloc(to->memory, shown.size + more.size);
    for (size_t i = 0; i < shown.size; i++) copy[i] = (unsigned char)shown.data[i] < 0x20 || shown.data[i] == 0x7F ? ' ' : shown.data[i];
    if (shown.size == text.size) return (str){copy, shown.size};
    memcpy(copy + shown.size, more.data, more.size);
    return (str){copy, shown.size + more.size};
}

static void print_entry(printer *to, uint32_t entry, const char *what) {
    gazetteer_entry found = gazetteer_entry_get(to->doc->engine->gazetteer, entry);
    print(to, "    %s " STR_FMT " (" STR_FMT ") in " STR_FMT ":%u\n", what, STR_ARG(found.name), STR_ARG(found.id), STR_ARG(found.list),
          found.line);
}

/* The reading that a capture stands on, if one fills it. */
static void print_reading(printer *to, const slot *capture) {
    const document *facts = to->doc->facts;
    if (!facts->annotations_at) return;
    for (uint32_t i = facts->annotations_at[capture->first]; i != NONE; i = facts->annotations.at[i].next) {
        const annotation *a = &facts->annotations.at[i];
        if (a->last != capture->last || a->entry == NONE) continue;
        gazetteer_entry found = gazetteer_entry_get(to->doc->engine->gazetteer, a->entry);
        str name = labels_name(to->doc->engine->labels, a->label);
        print(to, "      @" STR_FMT " by " STR_FMT ":%u\n", STR_ARG(name), STR_ARG(found.list), found.line);
    }
}

static void print_match(printer *to, const match *m) {
    const document *facts = to->doc->facts;
    print(to, "    over \"" STR_FMT "\"\n", STR_ARG(legible(to, document_span(facts, m->first, m->last))));
    for (uint32_t i = 0; i < m->capture_count; i++) {
        const slot *capture = &m->captures[i];
        if (capture->first >= capture->last) continue;
        print(to, "    " STR_FMT " = \"" STR_FMT "\"\n", STR_ARG(capture->key),
              STR_ARG(legible(to, document_span(facts, capture->first, capture->last))));
        print_reading(to, capture);
    }
}

static void print_provenance(printer *to, const provenance *from) {
    const muster_engine *engine = to->doc->engine;
    if (from->rule != NONE)
        print(to, "    rule " STR_FMT " (" STR_FMT ":%u)\n", STR_ARG(rule_name(engine->rules, from->rule)),
              STR_ARG(rule_file(engine->rules, from->rule)), rule_line(engine->rules, from->rule));
    if (from->mechanism.size) print(to, "    by " STR_FMT "\n", STR_ARG(from->mechanism));
    if (from->entry != NONE) print_entry(to, from->entry, "entry");
    if (from->annotation == NONE || from->annotation >= to->doc->facts->annotations.count) return;
    const annotation *a = &to->doc->facts->annotations.at[from->annotation];
    if (a->match != NONE) print_match(to, &to->doc->facts->matches.at[a->match]);
}

/* Where in the file it stands, if that is another place than in the text. */
static void print_source(printer *to, uint32_t first) {
    const document *facts = to->doc->facts;
    uint32_t source = facts->sources.count || facts->decoded.count ? muster_doc_source(to->doc, document_start(facts, first)) : MUSTER_NONE;
    if (source != MUSTER_NONE) print(to, "    at byte %u of " STR_FMT "\n", source, STR_ARG(facts->path));
}

static void print_head(printer *to, uint32_t first, uint32_t last, const char *what, const char *more) {
    const document *facts = to->doc->facts;
    print(to, STR_FMT ":%u-%u  %s %s \"" STR_FMT "\"\n", STR_ARG(facts->id), document_start(facts, first), document_end(facts, last), what,
          more, STR_ARG(legible(to, document_span(facts, first, last))));
    print_source(to, first);
}

static void print_trait(printer *to, const char *what, str value) {
    if (value.size) print(to, "      %s " STR_FMT "\n", what, STR_ARG(legible(to, value)));
}

/* Which place it is, and which else it may be; what a unit's name says. */
static void print_entity(printer *to, const entity *e) {
    if (e->kind == KIND_place && e->second != NONE) {
        print_entry(to, e->entry, "  is");
        print_entry(to, e->second, "  or else");
    }
    if (!e->unit) return;
    print_trait(to, "number", e->unit->designation);
    print_trait(to, "arm", e->unit->arm);
    print_trait(to, "echelon", e->unit->echelon);
    print_trait(to, "state", e->unit->state);
    print_trait(to, "part of", e->unit->parent);
}

static void explain_mentions(printer *to) {
    const document *facts = to->doc->facts;
    for (uint32_t i = 0; i < facts->mentions.count && !to->stopped; i++) {
        const mention *m = &facts->mentions.at[i];
        print_head(to, m->first, m->last, kind_name(m->kind), "");
        print(to, "    entity %u " STR_FMT "\n", m->entity + 1, STR_ARG(facts->entities.at[m->entity].name));
        print_entity(to, &facts->entities.at[m->entity]);
        print_provenance(to, &m->from);
    }
}

static void explain_quotes(printer *to) {
    const document *facts = to->doc->facts;
    for (uint32_t i = 0; i < facts->quotes.count && !to->stopped; i++) {
        const quote *q = &facts->quotes.at[i];
        print_head(to, q->first, q->last, "quote", speech_name(q->kind));
        print(to, "    speaker %s" STR_FMT "%s" STR_FMT "\n", q->speaker_text.size ? "" : "unresolved", STR_ARG(q->speaker_text),
              q->reason.size ? ": " : "", STR_ARG(q->reason));
        print_provenance(to, &q->from);
    }
}

static void explain_figures(printer *to) {
    const document *facts = to->doc->facts;
    for (uint32_t i = 0; i < facts->figures.count && !to->stopped; i++) {
        const figure *f = &facts->figures.at[i];
        print_head(to, f->first, f->last, "figure", measure_name(f->measure));
        print_provenance(to, &f->from);
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
    printer *to;
    muster_worker *worker;
    uint32_t rule;
    muster_status status;
    muster_error *error;
} doubt;

static void explain_why_not(arena *memory, void *payload) {
    (void)memory;
    doubt *d = payload;
    const muster_doc *doc = d->to->doc;
    document copy = *doc->facts; /* the matcher adds to annotations; what it adds must not reach the caller's document */
    d->status =
        rule_why_not(&copy, doc->engine->rules, d->worker->matcher, d->worker->words, d->rule, d->to->write, d->to->payload, d->error);
}

muster_status muster_doc_explain(const muster_doc *doc, muster_worker *worker, const char *why_not, muster_write_fn write, void *payload,
                                 muster_error *error) {
    if (!doc->facts) return error_set(error, MUSTER_USAGE, "the engine was opened without `trace`");
    printer to = {write, payload, doc->memory, doc, false};
    if (why_not) {
        doubt d = {.to = &to, .worker = worker, .rule = rule_find(doc->engine->rules, str_from(why_not)), .error = error};
        if (d.rule == NONE) return error_set(error, MUSTER_USAGE, "no rule is called \"%s\"", why_not);
        muster_status status = arena_guard(doc->memory, explain_why_not, &d, error);
        return status == MUSTER_OK ? d.status : status;
    }
    muster_status status = arena_guard(doc->memory, explain_facts, &to, error);
    return to.stopped ? error_set(error, MUSTER_STOPPED, "stopped") : status;
}
