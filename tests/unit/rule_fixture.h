/* rule_fixture.h: rules over texts with hand-made readings. In a text `{words|label key=value}` is an annotation over the words; an empty
 * line parts blocks; a block that begins with `!h ` is a headline, with `!c ` in all capitals, with `!d ` a dateline. */
#ifndef TESTS_RULE_FIXTURE_H
#define TESTS_RULE_FIXTURE_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "check.h"
#include "number_endings.h"
#include "rule/rule_image.h"
#include "rule/rule_matcher.h"

typedef struct fixture {
    arena *memory;
    labels *all;
    lexicon *words;
    ruleset *rules;
    rule_matcher *matcher;
    document *doc;
    char findings[8192];
    size_t used;
    uint32_t errors, warnings;
} fixture;

static inline int fixture_finding(const muster_error *finding, int is_warning, void *payload) {
    fixture *f = payload;
    ++*(is_warning ? &f->warnings : &f->errors);
    if (is_warning) return 0;
    int put =
        snprintf(f->findings + f->used, sizeof f->findings - f->used, "%u:%u: %s\n", finding->line, finding->column, finding->message);
    if (put > 0 && f->used + (size_t)put < sizeof f->findings) f->used += (size_t)put;
    return 0;
}

static arena_recovery fixture_recovery;

/* Stands at the start of main: where running out of memory and errors without a sink end. */
#define FIXTURE_GUARD()                                                                                                                    \
    if (setjmp(fixture_recovery.jump)) {                                                                                                   \
        fprintf(stderr, "failed: %s\n", fixture_recovery.error.message);                                                                   \
        return 1;                                                                                                                          \
    }

static inline void fixture_open(fixture *f) {
    static const char *const known[] = {"given", "rank", "verb", "title", "word"};
    memset(f, 0, sizeof *f);
    f->memory = arena_new();
    if (!f->memory) abort();
    arena_recover(f->memory, &fixture_recovery);
    f->all = labels_new(f->memory);
    token_knowledge *vocabulary = token_knowledge_new(f->memory);
    add_number_endings(vocabulary, f->memory);
    f->words = lexicon_new(vocabulary);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) labels_intern(f->all, str_from(known[i]));
}

static inline void fixture_close(fixture *f) {
    rule_matcher_free(f->matcher);
    lexicon_free(f->words);
    arena_free(f->memory);
}

static inline void fixture_rules(fixture *f, str content) {
    rule_matcher_free(f->matcher);
    f->matcher = NULL;
    f->used = f->errors = f->warnings = 0;
    f->findings[0] = '\0';
    f->rules = rule_load_text(f->memory, STR("test.rules"), content, NULL, f->all, f->words, (finding_sink){fixture_finding, f});
    f->matcher = rule_matcher_new(f->rules);
}

/* --- documents ---- */

typedef struct marked {
    uint32_t start, end; /* bytes of the plain text */
    str spec;
} marked;

static inline str fixture_plain(fixture *f, str text, marked *out, uint32_t *count) {
    char *plain = arena_alloc(f->memory, text.size + 1);
    size_t size = 0;
    uint32_t open[16], depth = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '{' && depth < 16)
            open[depth++] = (uint32_t)size;
        else if (c == '|' && depth) {
            size_t end = i;
            while (text.data[end] != '}') end++;
            out[(*count)++] = (marked){open[--depth], (uint32_t)size, str_slice(text, i + 1, end)};
            i = end;
        } else
            plain[size++] = c;
    }
    plain[size] = '\0';
    return (str){plain, size};
}

static inline void fixture_block(fixture *f, str text, uint32_t start, uint32_t end) {
    block made = {.start = start, .end = end, .kind = BLOCK_body, .repeat_of = NONE};
    if (start + 3 < end && text.data[start] == '!' && text.data[start + 2] == ' ') {
        char kind = text.data[start + 1];
        made.kind = kind == 'h' ? BLOCK_headline : kind == 'd' ? BLOCK_dateline : BLOCK_body;
        made.caps = kind == 'c';
        made.start += 3;
    }
    VEC_PUSH(f->memory, &f->doc->blocks, made);
}

static inline void fixture_blocks(fixture *f, str text) {
    uint32_t start = 0;
    for (uint32_t i = 0; i <= text.size; i++)
        if (i == text.size || (text.data[i] == '\n' && i + 1 < text.size && text.data[i + 1] == '\n')) {
            if (i > start) fixture_block(f, text, start, i);
            start = i + 2;
            i++;
        }
}

static inline void fixture_annotate(fixture *f, const marked *m) {
    document *doc = f->doc;
    annotation made = {.entry = NONE, .number = NONE, .rule = NONE, .match = NONE, .origin = ORIGIN_gazetteer, .first = NONE};
    for (uint32_t i = 0; i < doc->tokens.count; i++) {
        if (doc->tokens.at[i].start >= m->start && made.first == NONE) made.first = i;
        if (doc->tokens.at[i].end <= m->end) made.last = i + 1;
    }
    str rest, name = str_split(m->spec, ' ', &rest);
    made.label = labels_intern(f->all, name);
    made.slots = ARENA_ARRAY(f->memory, slot, 16);
    while (rest.data) {
        str value, key = str_split(str_split(rest, ' ', &rest), '=', &value);
        made.slots[made.slot_count++] = (slot){.key = key, .text = value};
    }
    if (made.first < made.last) document_annotate(doc, made);
}

static inline document *fixture_document(fixture *f, str text) {
    marked marks[256];
    uint32_t count = 0;
    f->doc = ARENA_NEW(f->memory, document);
    f->doc->memory = f->memory;
    f->doc->text = fixture_plain(f, text, marks, &count);
    for (size_t i = 0; i < f->doc->text.size; i++) f->doc->length += (f->doc->text.data[i] & 0xC0) != 0x80;
    fixture_blocks(f, f->doc->text);
    token_document(f->doc, f->words);
    for (uint32_t i = 0; i < count; i++) fixture_annotate(f, &marks[i]);
    return f->doc;
}

/* What rules made: `label "span" key="value"`, separated by `; `, in order of the text. Retired annotations are left out. */
static inline str fixture_made(fixture *f) {
    str out = STR("");
    document *doc = f->doc;
    for (uint32_t t = 0; t < doc->tokens.count; t++)
        for (uint32_t i = doc->annotations_at ? doc->annotations_at[t] : NONE; i != NONE; i = doc->annotations.at[i].next) {
            const annotation *a = &doc->annotations.at[i];
            if (a->origin != ORIGIN_rule || a->flags & ANNOTATION_RETIRED) continue;
            out = arena_printf(f->memory, STR_FMT "%s" STR_FMT " \"" STR_FMT "\"", STR_ARG(out), out.size ? "; " : "",
                               STR_ARG(labels_name(f->all, a->label)), STR_ARG(document_span(doc, a->first, a->last)));
            for (uint16_t j = 0; j < a->slot_count; j++) {
                const slot *s = &a->slots[j];
                str value = s->last > s->first ? document_span(doc, s->first, s->last) : s->text;
                out = arena_printf(f->memory, STR_FMT " " STR_FMT "=" STR_FMT, STR_ARG(out), STR_ARG(s->key), STR_ARG(value));
            }
        }
    return out;
}

/* The rules written as bytes and read back must make the same of the text. */
static inline void fixture_check_kept(fixture *f, const char *text, str made) {
    fixture kept = *f;
    kept.rules = rule_image_read(f->memory, rule_image_write(f->memory, f->rules), NULL, f->all);
    CHECK(kept.rules);
    kept.matcher = kept.rules ? rule_matcher_new(kept.rules) : NULL;
    if (!kept.matcher) return;
    fixture_document(&kept, str_from(text));
    rule_match(kept.doc, kept.rules, kept.matcher, kept.words, true);
    CHECK(rule_hash(kept.rules) == rule_hash(f->rules) && str_equal(fixture_made(&kept), made));
    rule_matcher_free(kept.matcher);
}

/* Runs rules over a text. */
static inline str fixture_run(fixture *f, const char *rules, const char *text) {
    fixture_rules(f, str_from(rules));
    if (f->errors) return arena_printf(f->memory, "errors: %s", f->findings);
    fixture_document(f, str_from(text));
    rule_match(f->doc, f->rules, f->matcher, f->words, true);
    str made = fixture_made(f);
    fixture_check_kept(f, text, made);
    return made;
}

/* A rule `make x` of one pattern: the spans it is made over. */
static inline str fixture_pattern(fixture *f, const char *pattern, const char *text) {
    str rules = arena_printf(
        f->memory,
        "map SIZE big, large = b  \"very small\", small = s\nlet PAIR(A, B) = A \"and\" B\nlet EITHER = \"a\"? \"b\"*\nlet SIR = \"sir\" | "
        "\"lord\"\nrule r\n  match %s\n  make x\n",
        pattern);
    str made = fixture_run(f, rules.data, text);
    if (f->errors) return made;
    str out = STR("");
    for (uint32_t t = 0; t < f->doc->tokens.count; t++)
        for (uint32_t i = f->doc->annotations_at ? f->doc->annotations_at[t] : NONE; i != NONE; i = f->doc->annotations.at[i].next) {
            const annotation *a = &f->doc->annotations.at[i];
            if (a->origin != ORIGIN_rule) continue;
            out = arena_printf(f->memory, STR_FMT "%s" STR_FMT, STR_ARG(out), out.size ? "|" : "",
                               STR_ARG(document_span(f->doc, a->first, a->last)));
        }
    return out;
}

#endif
