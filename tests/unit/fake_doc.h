/* fake_doc.h: a document made by hand behind the accessors of muster.h, so that output and store are tested without the stages before. A
 * fact is placed by its words: the n-th time they stand in the text. */
#ifndef TESTS_FAKE_DOC_H
#define TESTS_FAKE_DOC_H

#include <stdlib.h>

#include "base/utf8.h"

enum { FAKE_MOST = 64 };

struct muster_doc {
    str text, id, path, title, date, outlet;
    char hash[65];
    size_t blocks, sentences, entities, mentions, figures, quotes, relays, strays, accounts, claims;
    muster_block_view block[FAKE_MOST];
    muster_sentence_view sentence[FAKE_MOST];
    muster_entity_view entity[FAKE_MOST];
    muster_mention_view mention[FAKE_MOST];
    muster_figure_view figure[FAKE_MOST];
    muster_quote_view quote[FAKE_MOST];
    muster_relay_view relay[FAKE_MOST];
    muster_stray_view stray[FAKE_MOST];
    muster_account_view account[FAKE_MOST];
    muster_claim_view claim[FAKE_MOST];
    uint32_t *signature, shingles;
};

static uint32_t fake_points(str text) {
    return (uint32_t)utf8_length(text);
}

typedef struct fake_span {
    uint32_t start, end;
} fake_span;

static fake_span fake_find(const muster_doc *doc, const char *words, int nth) {
    const char *at = doc->text.data;
    for (; (at = strstr(at, words)) != NULL; at++)
        if (nth-- == 0) break;
    if (!at) {
        fprintf(stderr, "not in the text: %s\n", words);
        exit(1);
    }
    uint32_t start = fake_points((str){doc->text.data, (size_t)(at - doc->text.data)});
    return (fake_span){start, start + fake_points(str_from(words))};
}

/* One block and one sentence a line. */
static void fake_start(muster_doc *doc, const char *id, const char *text) {
    *doc = (muster_doc){.text = str_from(text), .id = str_from(id)};
    muster_hash(text, strlen(text), doc->hash);
    uint32_t point = 0;
    for (str rest = doc->text; rest.data && doc->blocks < FAKE_MOST;) {
        str line = str_split(rest, '\n', &rest);
        uint32_t size = fake_points(line);
        if (size) {
            doc->block[doc->blocks++] = (muster_block_view){point, point + size, "body"};
            doc->sentence[doc->sentences++] = (muster_sentence_view){point, point + size, (uint32_t)doc->blocks - 1};
        }
        point += size + 1;
    }
}

static uint32_t fake_sentence(const muster_doc *doc, uint32_t point) {
    for (uint32_t i = 0; i < doc->sentences; i++)
        if (point >= doc->sentence[i].start && point < doc->sentence[i].end) return i;
    return MUSTER_NONE;
}

static const muster_provenance fake_rule = {{"a-rule", 6}, {"rules/a.rules", 13}, 7, {NULL, 0}};
static const muster_provenance fake_mechanism = {{"gazetteer", 9}, {NULL, 0}, 0, {"place:Marsa", 11}};

/* The functions below are not all used by every test. */
static uint32_t fake_entity(muster_doc *doc, const char *kind, const char *name) __attribute__((unused));
static uint32_t fake_entity(muster_doc *doc, const char *kind, const char *name) {
    doc->entity[doc->entities] =
        (muster_entity_view){.id = (uint32_t)doc->entities + 1, .kind = kind, .name = str_from(name), .from = fake_mechanism};
    return (uint32_t)++doc->entities;
}

static void fake_mention(muster_doc *doc, uint32_t entity, const char *words, int nth) __attribute__((unused));
static void fake_mention(muster_doc *doc, uint32_t entity, const char *words, int nth) {
    fake_span s = fake_find(doc, words, nth);
    doc->mention[doc->mentions++] =
        (muster_mention_view){s.start, s.end, entity, fake_sentence(doc, s.start), doc->entity[entity - 1].kind, fake_mechanism};
}

static muster_figure_view *fake_figure(muster_doc *doc, const char *words, int nth) __attribute__((unused));
static muster_figure_view *fake_figure(muster_doc *doc, const char *words, int nth) {
    fake_span s = fake_find(doc, words, nth);
    muster_figure_view *f = &doc->figure[doc->figures++];
    *f = (muster_figure_view){
        .start = s.start, .end = s.end, .sentence = fake_sentence(doc, s.start), .unit = "people", .measure = "killed"};
    f->from = fake_rule;
    return f;
}

static muster_quote_view *fake_quote(muster_doc *doc, const char *words, const char *speaker) __attribute__((unused));
static muster_quote_view *fake_quote(muster_doc *doc, const char *words, const char *speaker) {
    fake_span s = fake_find(doc, words, 0);
    muster_quote_view *q = &doc->quote[doc->quotes++];
    *q = (muster_quote_view){
        .start = s.start, .end = s.end, .sentence = fake_sentence(doc, s.start), .kind = "direct", .stance = "asserted"};
    q->speaker = str_from(speaker);
    q->from = fake_rule;
    return q;
}

const char *muster_version(void) {
    return "muster of the tests";
}
muster_text muster_doc_text(const muster_doc *doc) {
    return doc->text;
}
size_t muster_doc_length(const muster_doc *doc) {
    return fake_points(doc->text);
}
muster_text muster_doc_id(const muster_doc *doc) {
    return doc->id;
}
muster_text muster_doc_path(const muster_doc *doc) {
    return doc->path;
}
muster_text muster_doc_title(const muster_doc *doc) {
    return doc->title;
}
muster_text muster_doc_date(const muster_doc *doc) {
    return doc->date;
}
muster_text muster_doc_outlet(const muster_doc *doc) {
    return doc->outlet;
}
muster_text muster_doc_author(const muster_doc *doc) {
    (void)doc;
    return STR("Ana Reis");
}
muster_text muster_doc_url(const muster_doc *doc) {
    (void)doc;
    return STR_NONE;
}
muster_text muster_doc_modified(const muster_doc *doc) {
    (void)doc;
    return STR_NONE;
}
const char *muster_doc_format(const muster_doc *doc) {
    (void)doc;
    return "text";
}
uint32_t muster_doc_source(const muster_doc *doc, uint32_t point) {
    (void)doc;
    return point;
}
muster_text muster_doc_encoding(const muster_doc *doc) {
    (void)doc;
    return STR("utf-8");
}
const char *muster_doc_hash(const muster_doc *doc) {
    return doc->hash;
}
muster_text muster_doc_slice(const muster_doc *doc, uint32_t start, uint32_t end) {
    size_t from = 0, to;
    uint32_t point = 0;
    for (; from < doc->text.size && point < start; point += !utf8_continues(doc->text.data[++from])) {
    }
    for (to = from; to < doc->text.size && point < end; point += !utf8_continues(doc->text.data[++to])) {
    }
    return str_slice(doc->text, from, to);
}

#define FAKE_ACCESSORS(name, view, items, item)                                                                                            \
    size_t muster_doc_##name##_count(const muster_doc *doc) {                                                                              \
        return doc->items;                                                                                                                 \
    }                                                                                                                                      \
    void muster_doc_##name(const muster_doc *doc, size_t index, view *out) {                                                               \
        *out = doc->item[index];                                                                                                           \
    }
FAKE_ACCESSORS(block, muster_block_view, blocks, block)
FAKE_ACCESSORS(sentence, muster_sentence_view, sentences, sentence)
FAKE_ACCESSORS(entity, muster_entity_view, entities, entity)
FAKE_ACCESSORS(mention, muster_mention_view, mentions, mention)
FAKE_ACCESSORS(figure, muster_figure_view, figures, figure)
FAKE_ACCESSORS(quote, muster_quote_view, quotes, quote)
FAKE_ACCESSORS(relay, muster_relay_view, relays, relay)
FAKE_ACCESSORS(stray, muster_stray_view, strays, stray)
FAKE_ACCESSORS(account, muster_account_view, accounts, account)
FAKE_ACCESSORS(claim, muster_claim_view, claims, claim)
const uint32_t *muster_doc_signature(const muster_doc *doc, uint32_t *shingles) {
    *shingles = doc->shingles;
    return doc->signature;
}

#endif
