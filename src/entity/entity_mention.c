/* entity_mention.c: chooses one reading of each stretch of text. In come the annotations with a label of a name (weak ones aside), out go
 * mentions that do not overlap, in order.
 *
 * Method: in each cluster of overlapping candidates the longest wins, then the kind that comes first in gazetteers/README.md. Since the
 * longest are taken first, what is taken already covers an end of whatever it overlaps: two look-ups decide, and the sweep is linear but
 * for the sort inside a cluster. What a rule marked weak only fills the gaps that are left. */
#include <stdlib.h>

#include "entity/entity_work.h"

typedef struct candidate {
    uint32_t first, last; /* the whole annotation */
    uint32_t annotation;
    uint8_t rank; /* smaller wins among equals */
    bool weak;
} candidate;

typedef VEC(candidate) candidates;

/* A weak name of more words than this is no name. */
enum { WEAK_LIMIT = 16 };

static uint8_t rank_of(const entity_work *work, const annotation *a) {
    if (a->label == LABEL_none) return 0;
    if (a->origin != ORIGIN_gazetteer) return 1;
    return (uint8_t)(1 + gazetteer_rank(work->with->known, (kind)a->label, a->entry));
}

static bool is_weak(const annotation *a) {
    const slot *weak = a->slot_count ? annotation_slot(a, STR("weak")) : NULL;
    return weak && str_is(weak->text, "1");
}

static int compare(const void *left, const void *right) {
    const candidate *a = left, *b = right;
    if (a->weak != b->weak) return a->weak - b->weak;
    uint32_t a_length = a->last - a->first, b_length = b->last - b->first;
    if (a_length != b_length) return a_length > b_length ? -1 : 1;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    /* of two rules the later phase knows more; of two entries the list's order holds */
    if (a->rank <= 1) return a->annotation > b->annotation ? -1 : a->annotation < b->annotation;
    return a->annotation < b->annotation ? -1 : a->annotation > b->annotation;
}

static bool is_free(const entity_work *work, const candidate *c) {
    if (!c->weak) return !((work->taken[c->first] | work->taken[c->last - 1]) & TAKEN_NAME);
    if (c->last - c->first > WEAK_LIMIT) return false;
    for (uint32_t i = c->first; i < c->last; i++)
        if (work->taken[i] & TAKEN_NAME) return false;
    return true;
}

/* How much an entry is the one meant where only its name is told: the country, then the capital, then the larger place. */
static double weight_of(const entity_work *work, uint32_t entry) {
    str feature = gazetteer_attribute(work->with->known, entry, STR("feature"));
    double weight = 0;
    str_number(gazetteer_attribute(work->with->known, entry, STR("pop")), &weight);
    return weight + (str_is(feature, "country") ? 1e12 : str_is(feature, "capital") ? 1e11 : 0);
}

/* The entry that the name stands for; NONE if no list has it, or several people bear it. */
static uint32_t entry_of(const entity_work *work, const mention *m, uint32_t chosen) {
    const document *doc = work->doc;
    uint32_t best = NONE;
    double most = -1;
    for (uint32_t i = doc->annotations_at[m->first]; i != NONE; i = doc->annotations.at[i].next) {
        const annotation *a = &doc->annotations.at[i];
        bool same_kind = a->label == (label)m->kind || a->label == (label)(LABEL_maybe_person + m->kind);
        if (a->entry == NONE || a->last != m->last || !same_kind || a->entry == best) continue;
        if (best == NONE) {
            best = a->entry;
            continue;
        }
        if (m->kind == KIND_person) return NONE;
        if (m->kind != KIND_place || !work->with->known) {
            if (a->entry == chosen) best = chosen;
            continue;
        }
        if (most < 0) most = weight_of(work, best);
        double weight = weight_of(work, a->entry);
        if (weight <= most) continue;
        most = weight;
        best = a->entry;
    }
    return best;
}

/* "Sir Keir" of a list of people is Keir. */
static void strip_title(const entity_work *work, mention *m) {
    if (m->kind == KIND_person && m->last - m->first > 1 && entity_reading(work, work->title, m->first, m->first + 1, STR("strip")).size)
        m->first++;
}

static void take(entity_work *work, const candidate *c) {
    document *doc = work->doc;
    const annotation *a = &doc->annotations.at[c->annotation];
    for (uint32_t i = c->first; i < c->last; i++) work->taken[i] |= TAKEN_NAME;
    if (a->label == LABEL_none) return;
    const slot *name = a->slot_count ? annotation_slot(a, STR("name")) : NULL;
    bool narrow = slot_is_span(name) && name->first >= a->first && name->last <= a->last;
    mention made = {.first = narrow ? name->first : a->first,
                    .last = narrow ? name->last : a->last,
                    .entity = NONE,
                    .kind = (kind)a->label,
                    .from = {a->rule, a->entry, c->annotation,
                             a->origin == ORIGIN_gazetteer ? STR("gazetteer")
                             : a->rule == NONE             ? STR("initials")
                                                           : STR_NONE}};
    made.from.entry = entry_of(work, &made, a->entry);
    strip_title(work, &made);
    /* an article that a list has in the name is still none of it; in a place's name it is (The Hague) */
    if (made.kind != KIND_place && made.last - made.first > 1 && document_word_is(doc, made.first, "the")) made.first++;
    VEC_PUSH(doc->memory, &doc->mentions, made);
}

static int by_place(const void *left, const void *right) {
    const mention *a = left, *b = right;
    return a->first < b->first ? -1 : a->first > b->first;
}

static void settle(entity_work *work, candidate *cluster, uint32_t count) {
    document *doc = work->doc;
    for (uint32_t i = 0; count > 1 && i < count; i++) cluster[i].rank = rank_of(work, &doc->annotations.at[cluster[i].annotation]);
    if (count > 1) qsort(cluster, count, sizeof *cluster, compare);
    uint32_t before = doc->mentions.count;
    for (uint32_t i = 0; i < count; i++)
        if (is_free(work, &cluster[i])) take(work, &cluster[i]);
    if (doc->mentions.count - before > 1) qsort(doc->mentions.at + before, doc->mentions.count - before, sizeof(mention), by_place);
}

static void mark_vocabulary(entity_work *work, const annotation *a) {
    uint8_t bit = 0;
    if (a->label == LABEL_date)
        bit = TAKEN_DATE;
    else if (a->label == work->title || a->label == work->rank || a->label == LABEL_role)
        bit = TAKEN_TITLE;
    if (!bit || a->last - a->first > WEAK_LIMIT) return;
    for (uint32_t i = a->first; i < a->last; i++) work->taken[i] |= bit;
}

static bool names_something(const annotation *a) {
    return a->label < (label)KIND_COUNT || a->label == LABEL_none;
}

void entity_choose(entity_work *work) {
    document *doc = work->doc;
    if (!doc->annotations_at) return;
    candidates cluster = {0};
    uint32_t end = 0; /* behind the cluster */
    uint64_t wanted = document_label_bit(LABEL_none) | document_label_bit(LABEL_date) | document_label_bit(work->title) |
                      document_label_bit(work->rank) | document_label_bit(LABEL_role);
    for (label l = 0; l < (label)KIND_COUNT; l++) wanted |= document_label_bit(l);
    for (uint32_t t = 0; t < doc->tokens.count; t++) {
        if (t >= end && cluster.count) {
            settle(work, cluster.at, cluster.count);
            cluster.count = 0;
        }
        if (!document_may_have(doc, t, wanted)) continue;
        for (uint32_t i = doc->annotations_at[t]; i != NONE; i = doc->annotations.at[i].next) {
            const annotation *a = &doc->annotations.at[i];
            if (a->flags & (ANNOTATION_RETIRED | ANNOTATION_WEAK)) continue;
            if (!names_something(a)) {
                mark_vocabulary(work, a);
                continue;
            }
            if (document_block(doc, t)->kind == BLOCK_furniture) continue;
            candidate c = {a->first, a->last, i, 0, is_weak(a)};
            VEC_PUSH(doc->memory, &cluster, c);
            if (a->last > end) end = a->last;
        }
    }
    settle(work, cluster.at, cluster.count);
}
