/* The stage quote on documents made by hand: text is cut by the stage token, names and annotations are put where the test says. */
#include <stdlib.h>

#include "base/label.h"
#include "check.h"
#include "quote/quote.h"
#include "token/token.h"

typedef struct scene {
    arena *memory;
    lexicon *words;
    labels *all;
    document doc;
    resolver with;
    label pronoun, determiner, head_end, speaker_noun;
} scene;

static void scene_open(scene *s, const char *text) {
    *s = (scene){.memory = arena_new()};
    s->words = lexicon_new(token_knowledge_new(s->memory));
    s->all = labels_new(s->memory);
    s->with.all = s->all;
    s->pronoun = labels_intern(s->all, STR("pronoun"));
    s->determiner = labels_intern(s->all, STR("determiner"));
    s->head_end = labels_intern(s->all, STR("head_end"));
    s->speaker_noun = labels_intern(s->all, STR("speaker_noun"));
    document *doc = &s->doc;
    doc->memory = s->memory;
    doc->text = str_from(text);
    uint32_t start = 0;
    for (uint32_t i = 0; i <= doc->text.size; i++) {
        if (i < doc->text.size && text[i] != '\n') continue;
        if (i > start) VEC_PUSH(s->memory, &doc->blocks, ((block){.start = start, .end = i, .kind = BLOCK_body, .repeat_of = NONE}));
        start = i + 1;
    }
    token_document(doc, s->words);
}

static void scene_close(scene *s) {
    lexicon_free(s->words);
    arena_free(s->memory);
}

/* Tokens of the n-th (from 0) occurrence of some words. */
static bool find(const scene *s, const char *words, uint32_t nth, uint32_t *first, uint32_t *last) {
    const document *doc = &s->doc;
    size_t size = strlen(words);
    for (uint32_t i = 0; i < doc->tokens.count; i++) {
        size_t start = doc->tokens.at[i].start;
        if (start + size > doc->text.size || memcmp(doc->text.data + start, words, size) != 0 || nth--) continue;
        *first = i;
        for (*last = i; *last < doc->tokens.count && doc->tokens.at[*last].start < start + size;) ++*last;
        return true;
    }
    CHECK(!"words of the test are in its text");
    *first = 0, *last = 1;
    return false;
}

static slot *add_slot(scene *s, annotation *a, const char *key, const char *text) {
    slot *grown = ARENA_ARRAY(s->memory, slot, a->slot_count + 1);
    if (a->slot_count) memcpy(grown, a->slots, sizeof(slot) * a->slot_count);
    a->slots = grown;
    grown[a->slot_count] = (slot){.key = str_from(key), .text = str_from(text)};
    return &grown[a->slot_count++];
}

static void add_span(scene *s, annotation *a, const char *key, const char *words, uint32_t nth) {
    uint32_t first, last;
    find(s, words, nth, &first, &last);
    slot *made = add_slot(s, a, key, "");
    *made = (slot){.key = made->key, .first = first, .last = last};
}

static annotation begin(scene *s, label name, const char *words, uint32_t nth) {
    annotation a = {.entry = NONE, .number = NONE, .rule = NONE, .match = NONE, .label = name, .origin = ORIGIN_rule};
    find(s, words, nth, &a.first, &a.last);
    return a;
}

/* A saying or a quote over `words` with speaker and cue (NULL: none) looked for from the nth occurrence. */
static void add(scene *s, label name, const char *words, uint32_t nth, const char *speaker, const char *cue, uint32_t cue_nth) {
    annotation a = begin(s, name, words, nth);
    if (speaker) add_span(s, &a, "speaker", speaker, cue_nth);
    if (cue) add_span(s, &a, "cue", cue, cue_nth);
    add_slot(s, &a, "stance", "asserted");
    document_annotate(&s->doc, a);
}

static void add_word(scene *s, label name, const char *text, uint32_t nth, const char *key, const char *value) {
    annotation a = begin(s, name, text, nth);
    add_slot(s, &a, key, value);
    document_annotate(&s->doc, a);
}

static uint32_t add_entity(scene *s, kind what, const char *name, const char *role, char gender) {
    entity e = {.kind = what, .name = str_from(name), .role = str_from(role), .entry = NONE, .gender = gender};
    VEC_PUSH(s->memory, &s->doc.entities, e);
    return s->doc.entities.count - 1;
}

/* Mentions are added in order of the text. */
static void add_mention(scene *s, const char *words, uint32_t nth, uint32_t of) {
    mention m = {.entity = of, .kind = s->doc.entities.at[of].kind};
    find(s, words, nth, &m.first, &m.last);
    VEC_PUSH(s->memory, &s->doc.mentions, m);
}

static str said(const scene *s, uint32_t index) {
    if (index >= s->doc.quotes.count) return STR("(no such quote)");
    const quote *q = &s->doc.quotes.at[index];
    return document_span(&s->doc, q->first, q->last);
}

static str speaker(const scene *s, uint32_t index) {
    return index < s->doc.quotes.count ? s->doc.quotes.at[index].speaker_text : STR("(no such quote)");
}

static void test_interrupted(void) {
    scene s;
    scene_open(&s, "“We are here,” Anna Berg told the press, “to stay.” “It was hard.”\n“And we will return.”");
    uint32_t anna = add_entity(&s, KIND_person, "Anna Berg", "", 'f');
    add_mention(&s, "Anna Berg", 0, anna);
    add(&s, LABEL_saying, "Anna Berg told", 0, "Anna Berg", "told", 0);
    quote_document(&s.doc, &s.with);
    CHECK_INT(s.doc.quotes.count, 4);
    CHECK_STR(said(&s, 0), "“We are here,”");
    CHECK_STR(said(&s, 1), "“to stay.”");
    CHECK_STR(said(&s, 3), "“And we will return.”");
    for (uint32_t i = 0; i < s.doc.quotes.count; i++) {
        CHECK_STR(speaker(&s, i), "Anna Berg");
        CHECK_INT(s.doc.quotes.at[i].kind, SPEECH_direct);
    }
    CHECK(s.doc.quotes.at[2].cue_first < s.doc.quotes.at[2].cue_last);
    CHECK_INT(s.doc.quotes.at[3].cue_first, s.doc.quotes.at[3].cue_last);
    CHECK_INT(quote_at(&s.doc, s.doc.quotes.at[1].first), 1);
    CHECK_INT(quote_at(&s.doc, s.doc.quotes.at[0].last), NONE);
    scene_close(&s);
}

static void test_clause_and_marks(void) {
    scene s;
    scene_open(&s, "The war was “a disaster for all,” the mayor said.\nHe lives in the “green zone” of the city.");
    uint32_t mayor = add_entity(&s, KIND_person, "Ivo Lind", "mayor of Nordby", 'm');
    (void)mayor;
    add(&s, LABEL_saying, "the mayor said", 0, "the mayor", "said", 0);
    add(&s, LABEL_quote, "The war was “a disaster for all,”", 0, "the mayor", "said", 0);
    quote_document(&s.doc, &s.with);
    CHECK_INT(s.doc.quotes.count, 1);
    CHECK_STR(said(&s, 0), "The war was “a disaster for all,”");
    CHECK_INT(s.doc.quotes.at[0].kind, SPEECH_mixed);
    CHECK_STR(speaker(&s, 0), "the mayor");
    scene_close(&s);
}

static void test_trim(void) {
    scene s;
    scene_open(&s, "Kyiv said that the raid was over.");
    uint32_t kyiv = add_entity(&s, KIND_place, "Kyiv", "", 0);
    add_mention(&s, "Kyiv", 0, kyiv);
    add(&s, LABEL_quote, "the raid was over.", 0, "Kyiv", "said", 0);
    quote_document(&s.doc, &s.with);
    CHECK_STR(said(&s, 0), "the raid was over");
    CHECK_STR(speaker(&s, 0), "Kyiv");
    CHECK_INT(s.doc.quotes.at[0].speaker, kyiv);
    CHECK_INT(s.doc.quotes.at[0].kind, SPEECH_indirect);
    scene_close(&s);
}

static void test_pronouns(void) {
    scene s;
    scene_open(&s, "Anna Berg met Karl Dahl in Oslo.\nShe said the talks were good. He denied it was so.");
    add_mention(&s, "Anna Berg", 0, add_entity(&s, KIND_person, "Anna Berg", "", 'f'));
    add_mention(&s, "Karl Dahl", 0, add_entity(&s, KIND_person, "Karl Dahl", "", 'm'));
    add_mention(&s, "Oslo", 0, add_entity(&s, KIND_place, "Oslo", "", 0));
    add_word(&s, s.pronoun, "She", 0, "gender", "f");
    add_word(&s, s.pronoun, "He", 0, "gender", "m");
    add(&s, LABEL_quote, "the talks were good", 0, "She", "said", 0);
    add(&s, LABEL_quote, "it was so", 0, "He", "denied", 0);
    quote_document(&s.doc, &s.with);
    CHECK_INT(s.doc.quotes.count, 2);
    CHECK_STR(speaker(&s, 0), "Anna Berg");
    CHECK_STR(speaker(&s, 1), "Karl Dahl");
    scene_close(&s);
}

static void test_descriptions(void) {
    scene s;
    scene_open(&s, "Anna Berg spoke after Karl Dahl.\nThe foreign minister said it was over. A senior official said it was not. The "
                   "defence minister said no.");
    add_mention(&s, "Anna Berg", 0, add_entity(&s, KIND_person, "Anna Berg", "Danish foreign minister", 'f'));
    add_mention(&s, "Karl Dahl", 0, add_entity(&s, KIND_person, "Karl Dahl", "Norwegian defence minister", 'm'));
    add_word(&s, s.determiner, "The", 0, "definite", "yes");
    add_word(&s, s.determiner, "A", 1, "definite", "no");
    add_word(&s, s.determiner, "The", 1, "definite", "yes");
    add(&s, LABEL_quote, "it was over", 0, "The foreign minister", "said", 0);
    add(&s, LABEL_quote, "it was not", 0, "A senior official", "said", 0);
    add(&s, LABEL_quote, "no.", 0, "The defence minister", "said", 0);
    quote_document(&s.doc, &s.with);
    CHECK_INT(s.doc.quotes.count, 3);
    CHECK_STR(speaker(&s, 0), "Anna Berg");
    CHECK_STR(speaker(&s, 1), "A senior official");
    CHECK_STR(speaker(&s, 2), "Karl Dahl");
    scene_close(&s);
}

static void test_names_in_phrases(void) {
    scene s;
    scene_open(&s, "Erik Mose, chair of the panel in Oslo, said yes. A spokesman for Karl Dahl said no.");
    add_mention(&s, "Erik Mose", 0, add_entity(&s, KIND_person, "Erik Mose", "", 'm'));
    add_mention(&s, "Oslo", 0, add_entity(&s, KIND_place, "Oslo", "", 0));
    add_mention(&s, "Karl Dahl", 0, add_entity(&s, KIND_person, "Karl Dahl", "", 'm'));
    add_word(&s, s.head_end, "of", 0, "x", "y");
    add_word(&s, s.head_end, "in", 0, "x", "y");
    add_word(&s, s.head_end, "for", 0, "x", "y");
    add_word(&s, s.determiner, "A", 0, "definite", "no");
    uint32_t first, last;
    find(&s, "Erik Mose, chair of the panel in Oslo", 0, &first, &last);
    CHECK_INT(quote_resolve(&s.doc, &s.with, first, last).entity, 0);
    find(&s, "A spokesman for Karl Dahl", 0, &first, &last);
    CHECK_INT(quote_resolve(&s.doc, &s.with, first, last).entity, NONE);
    CHECK_INT(quote_resolve(&s.doc, &s.with, last, last).entity, NONE);
    CHECK_INT(quote_resolve(&s.doc, &s.with, 0, NONE).entity, NONE);
    scene_close(&s);
}

static void test_statement(void) {
    scene s;
    scene_open(&s, "The minister, Anna Berg, said:\nThe town is free.\nWe are glad of it.\nHeadings end it");
    add_mention(&s, "Anna Berg", 0, add_entity(&s, KIND_person, "Anna Berg", "", 'f'));
    add(&s, LABEL_saying, "The minister, Anna Berg, said", 0, "The minister, Anna Berg", "said", 0);
    quote_document(&s.doc, &s.with);
    CHECK_INT(s.doc.quotes.count, 2);
    CHECK_STR(said(&s, 0), "The town is free");
    CHECK_STR(said(&s, 1), "We are glad of it");
    CHECK_STR(speaker(&s, 1), "Anna Berg");
    scene_close(&s);
}

static void test_unattributed(void) {
    scene s;
    scene_open(&s, "“I have to be here every day.”\nThe so-called “meat grinder” goes on.");
    add_word(&s, s.pronoun, "I", 0, "person", "1");
    quote_document(&s.doc, &s.with);
    CHECK_INT(s.doc.quotes.count, 1);
    CHECK_STR(speaker(&s, 0), "");
    CHECK(s.doc.quotes.at[0].reason.size > 0);
    scene_close(&s);
}

/* Quotes are ordered and never overlap, whatever rules say. */
static void check_order(const document *doc) {
    for (uint32_t i = 0; i < doc->quotes.count; i++) {
        CHECK(doc->quotes.at[i].first < doc->quotes.at[i].last);
        if (i) CHECK(doc->quotes.at[i - 1].last <= doc->quotes.at[i].first);
    }
}

static void test_overlaps(void) {
    scene s;
    scene_open(&s, "A said “b said c” and d said e “f” said g.");
    for (uint32_t i = 0; i < s.doc.tokens.count; i++)
        for (uint32_t n = 1; n < 6 && i + n <= s.doc.tokens.count; n += 2) {
            annotation a = {.first = i, .last = i + n, .entry = NONE, .number = NONE, .rule = NONE, .match = NONE, .origin = ORIGIN_rule};
            a.label = i % 3 ? LABEL_quote : LABEL_saying;
            document_annotate(&s.doc, a);
        }
    quote_document(&s.doc, &s.with);
    CHECK(s.doc.quotes.count > 0);
    check_order(&s.doc);
    scene_close(&s);
}

/* Many quotation marks, sayings and pronouns in one block: time stays in bounds (the test's time limit). */
static void test_many(void) {
    enum { TIMES = 30000 };
    static const char piece[] = "“We are here,” he said. ";
    size_t size = (sizeof piece - 1) * TIMES;
    char *text = malloc(size + 1);
    for (size_t i = 0; i < TIMES; i++) memcpy(text + i * (sizeof piece - 1), piece, sizeof piece);
    scene s;
    scene_open(&s, text);
    add_entity(&s, KIND_person, "Karl Dahl", "", 'm');
    for (uint32_t i = 0; i + 1 < s.doc.tokens.count; i++) {
        if (!str_is(s.doc.tokens.at[i].word->lower, "he")) continue;
        annotation a = {.first = i, .last = i + 2, .entry = NONE, .number = NONE, .rule = NONE, .match = NONE, .origin = ORIGIN_rule};
        a.label = LABEL_saying;
        add_slot(&s, &a, "speaker", "");
        a.slots[0].first = i, a.slots[0].last = i + 1;
        add_slot(&s, &a, "cue", "");
        a.slots[1].first = i + 1, a.slots[1].last = i + 2;
        document_annotate(&s.doc, a);
        a = (annotation){.first = i, .last = i + 1, .entry = NONE, .number = NONE, .rule = NONE, .match = NONE, .label = s.pronoun};
        add_slot(&s, &a, "gender", "m");
        document_annotate(&s.doc, a);
    }
    quote_document(&s.doc, &s.with);
    CHECK_INT(s.doc.quotes.count, TIMES);
    scene_close(&s);
    free(text);
}

int main(void) {
    test_interrupted();
    test_clause_and_marks();
    test_trim();
    test_pronouns();
    test_descriptions();
    test_names_in_phrases();
    test_statement();
    test_unattributed();
    test_overlaps();
    test_many();
    CHECK_DONE();
}
