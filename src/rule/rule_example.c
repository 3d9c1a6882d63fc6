/* rule_example.c: what the ruleset says of its rules, and whether an example holds once the pipeline ran over its text. */
#include "rule/rule_program.h"

uint64_t rule_hash(const ruleset *set) {
    return set->hash;
}

uint32_t rule_count(const ruleset *set) {
    return set->rules.count;
}

str rule_name(const ruleset *set, uint32_t rule) {
    return set->rules.at[rule].name;
}

str rule_file(const ruleset *set, uint32_t rule) {
    return set->rules.at[rule].place.file->name;
}

uint32_t rule_line(const ruleset *set, uint32_t rule) {
    return set->rules.at[rule].line;
}

uint32_t rule_find(const ruleset *set, str name) {
    for (uint32_t i = 0; i < set->rules.count; i++)
        if (str_equal(set->rules.at[i].name, name)) return i;
    return NONE;
}

static str name_at(const void *rules, uint32_t rule) {
    return rule_name(rules, rule);
}

str rule_like(const ruleset *set, str name) {
    return rule_nearest(name, name_at, set, set->rules.count);
}

bool rule_has_file(const ruleset *set, str name) {
    for (uint32_t i = 0; i < set->sources.count; i++)
        if (str_equal(set->sources.at[i]->name, name)) return true;
    return false;
}

uint32_t rule_example_count(const ruleset *set) {
    return set->examples.count;
}

rule_example rule_example_get(const ruleset *set, uint32_t index) {
    const example *e = &set->examples.at[index];
    return (rule_example){e->rule, e->line, e->yes, e->text};
}

/* --- does it hold? ------------------------------------------------------------------------------------------------------------------ */

static str slot_text(const document *doc, const slot *s) {
    return s->last > s->first ? document_span(doc, s->first, s->last) : s->text;
}

static bool slots_agree(const document *doc, const annotation *a, const expected *wanted) {
    for (uint32_t i = 0; i < wanted->slots.count; i++) {
        const slot *own = annotation_slot(a, wanted->slots.at[i].key);
        if (!own || !str_equal(slot_text(doc, own), wanted->slots.at[i].value.text)) return false;
    }
    return true;
}

static bool is_made(const document *doc, const ruleset *set, uint32_t rule, const expected *wanted) {
    for (uint32_t i = 0; i < doc->annotations.count; i++) {
        const annotation *a = &doc->annotations.at[i];
        if (a->rule == rule && a->origin == ORIGIN_rule && str_equal(labels_name(set->labels, a->label), wanted->label) &&
            (!wanted->span.size || str_equal(document_span(doc, a->first, a->last), wanted->span)) && slots_agree(doc, a, wanted))
            return true;
    }
    return false;
}

static uint32_t first_match(const document *doc, uint32_t rule) {
    for (uint32_t i = 0; i < doc->matches.count; i++)
        if (doc->matches.at[i].rule == rule) return i;
    return NONE;
}

enum { RIVALS_TOLD = 6 };

/* Why a rule has no match. Where others of its phase have one, it may have lost against them. */
static str describe_absence(const document *doc, const ruleset *set, uint32_t rule) {
    uint32_t told[RIVALS_TOLD], count = 0;
    str rivals = STR("");
    for (uint32_t i = 0; i < doc->matches.count && count < RIVALS_TOLD; i++) {
        uint32_t other = doc->matches.at[i].rule, known = 0;
        if (set->rules.at[other].phase != set->rules.at[rule].phase) continue;
        while (known < count && told[known] != other) known++;
        if (known < count) continue;
        told[count++] = other;
        rivals = arena_printf(doc->memory, STR_FMT "%s" STR_FMT, STR_ARG(rivals), count > 1 ? ", " : "", STR_ARG(rule_name(set, other)));
    }
    const char *hint = "`explain --why-not` tells how far it comes";
    return rivals.size
               ? arena_printf(doc->memory, "it does not match, or loses against one that does (" STR_FMT "); %s", STR_ARG(rivals), hint)
               : arena_printf(doc->memory, "it does not match, and no other of its phase does; %s", hint);
}

/* place "Kyiv" name="Kyiv", figure … */
static str describe_made(const document *doc, const ruleset *set, uint32_t rule) {
    str all = STR("");
    for (uint32_t i = 0, count = 0; i < doc->annotations.count && count < 8; i++) {
        const annotation *a = &doc->annotations.at[i];
        if (a->rule != rule || a->origin != ORIGIN_rule) continue;
        all = arena_printf(doc->memory, STR_FMT "%s" STR_FMT " \"" STR_FMT "\"", STR_ARG(all), count++ ? ", " : "",
                           STR_ARG(labels_name(set->labels, a->label)), STR_ARG(document_span(doc, a->first, a->last)));
        for (uint16_t j = 0; j < a->slot_count; j++)
            all = arena_printf(doc->memory, STR_FMT " " STR_FMT "=\"" STR_FMT "\"", STR_ARG(all), STR_ARG(a->slots[j].key),
                               STR_ARG(slot_text(doc, &a->slots[j])));
    }
    return all;
}

static str describe_expected(const document *doc, const expected *wanted) {
    str all = wanted->label;
    if (wanted->span.size) all = arena_printf(doc->memory, STR_FMT " \"" STR_FMT "\"", STR_ARG(wanted->label), STR_ARG(wanted->span));
    for (uint32_t i = 0; i < wanted->slots.count; i++)
        all = arena_printf(doc->memory, STR_FMT " " STR_FMT "=\"" STR_FMT "\"", STR_ARG(all), STR_ARG(wanted->slots.at[i].key),
                           STR_ARG(wanted->slots.at[i].value.text));
    return all;
}

static bool no_holds(const document *doc, const ruleset *set, uint32_t rule, str *why) {
    uint32_t at = first_match(doc, rule);
    if (at == NONE) return true;
    str made = describe_made(doc, set, rule);
    if (made.size)
        *why = arena_printf(doc->memory, "it makes " STR_FMT, STR_ARG(made));
    else
        *why = arena_printf(doc->memory, "it matches \"" STR_FMT "\"",
                            STR_ARG(document_span(doc, doc->matches.at[at].first, doc->matches.at[at].last)));
    return false;
}

bool rule_example_holds(const document *doc, const ruleset *set, uint32_t index, str *why) {
    const example *e = &set->examples.at[index];
    *why = STR("");
    if (!e->yes) return no_holds(doc, set, e->rule, why);
    if (first_match(doc, e->rule) == NONE) {
        *why = describe_absence(doc, set, e->rule);
        return false;
    }
    for (uint32_t i = 0; i < e->made.count; i++) {
        if (is_made(doc, set, e->rule, &e->made.at[i])) continue;
        str made = describe_made(doc, set, e->rule);
        *why = arena_printf(doc->memory, "it does not make " STR_FMT ", but %s" STR_FMT, STR_ARG(describe_expected(doc, &e->made.at[i])),
                            made.size ? "" : "nothing", STR_ARG(made));
        return false;
    }
    return true;
}
