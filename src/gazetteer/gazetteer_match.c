/* gazetteer_match.c: readings of the tokens.
 *
 * Most tokens are words of settled readings (gazetteer_form.c) that nothing goes on from; they cost a look at the word and its neighbour.
 * From every token that begins a name the tree is walked as far as it goes, at most the length of the longest name. Of names the longest
 * match counts, of vocabulary too, each by itself, because rules need the rank inside a name's reach and the name beside it. A name inside
 * a longer one that is certain is no reading.
 */
#include "gazetteer/gazetteer_walk.h"

/* --- readings ------------------------------------------------------------------------------------------------------------------------- */

enum { HAS_WORDS = 1, HAS_NAME = 2, HAS_CERTAIN = 4 };

typedef struct scan {
    matcher m;
    writing in;       /* the block */
    uint32_t covered; /* end of the certain name that reaches furthest */
    uint8_t *explained;
    token_list numeric; /* tokens that may be part of a number */
} scan;

/* What kinds of readings the walk has where it stands. */
static int readings_here(const scan *s, const walk *w) {
    uint32_t first, last;
    posting p;
    int has = 0;
    if (!(w->node & NODE_ENDS)) return 0;
    image_postings(s->m.known, w->node, &first, &last);
    if (last - first > POSTINGS_TRIED) last = first + POSTINGS_TRIED;
    for (uint32_t i = first; i < last && has != (HAS_WORDS | HAS_NAME | HAS_CERTAIN); i++) {
        if (!image_posting(s->m.known, i, &p)) continue;
        if (p.flags & POSTING_SILENT) continue;
        int would = !(p.flags & POSTING_NAME) ? HAS_WORDS : HAS_NAME | HAS_CERTAIN;
        if ((has & would) == would || !policy_fits(&s->m, w, &p, s->in)) continue;
        if (would == HAS_WORDS)
            has |= HAS_WORDS;
        else
            has |= policy_weak(&s->m, w, &p, s->in) ? HAS_NAME : HAS_NAME | HAS_CERTAIN;
    }
    return has;
}

static void annotate(const scan *s, const walk *w, const posting *p, label named, bool weak) {
    annotation fresh = match_annotation(p, weak ? (label)(LABEL_maybe_person + named) : named);
    fresh.first = w->first;
    fresh.last = w->at;
    if (weak) fresh.flags = ANNOTATION_WEAK;
    document_annotate(s->m.doc, fresh);
}

/* Annotates the readings of vocabulary, or of names, that the walk has; returns whether one explains its tokens. */
static bool take(const scan *s, const walk *w, bool names) {
    const gazetteer *g = s->m.known;
    uint32_t first, last;
    posting p;
    bool certain = false;
    taking taken = taking_begin();
    image_postings(g, w->node, &first, &last);
    if (last - first > POSTINGS_TRIED) last = first + POSTINGS_TRIED;
    for (uint32_t i = first; i < last; i++) {
        if (!image_posting(g, i, &p) || (p.flags & POSTING_SILENT) || names != ((p.flags & POSTING_NAME) != 0)) continue;
        if (names && g->labels[image_kind(g, p.entry)] >= KIND_COUNT) continue;
        if (!taking_wants(g, &taken, &p) || !policy_fits(&s->m, w, &p, s->in)) continue;
        bool weak = names && policy_weak(&s->m, w, &p, s->in);
        annotate(s, w, &p, taken.named, weak);
        if (p.flags & POSTING_STRONG) s->explained[w->first] |= NEVER_WEAK;
        certain |= !weak;
        taking_took(&taken, &p);
    }
    return certain;
}

static void explain(const scan *s, const walk *w) {
    for (uint32_t i = w->first; i < w->at; i++) s->explained[i] |= EXPLAINED;
}

static void match_from(scan *s, uint32_t start, uint32_t end) {
    walk w = walk_begin(start), vocabulary = {0}, name = {0}, certain = {0};
    while (w.at < end && walk_step(&s->m, &w)) {
        int has = w.joint ? 0 : readings_here(s, &w);
        if (has & HAS_WORDS) vocabulary = w;
        if (has & HAS_NAME) name = w;
        if (has & HAS_CERTAIN) certain = w;
    }
    if (vocabulary.node && take(s, &vocabulary, false)) explain(s, &vocabulary);
    if (!name.node || name.at <= s->covered) return;
    if (take(s, &name, true)) explain(s, &name);
    /* Where the longest is uncertain, the shorter one that is certain must not be lost. */
    if (certain.node && certain.at < name.at && take(s, &certain, true)) explain(s, &certain);
    if (certain.node && certain.at > s->covered) s->covered = certain.at;
}

/* The readings of a settled form that stands alone. */
static void take_settled(const scan *s, const form_readings *known, uint32_t i) {
    if (!known->count) return;
    document_annotate_row(s->m.doc, i, i + 1, known->at, known->count);
    s->explained[i] |= known->strong ? EXPLAINED | NEVER_WEAK : EXPLAINED;
}

static void match_block(scan *s, const block *in) {
    document *doc = s->m.doc;
    const token *tokens = doc->tokens.at;
    uint32_t end = in->last < doc->tokens.count ? in->last : doc->tokens.count;
    s->in = in->caps ? WRITING_capitals : in->small ? WRITING_small : WRITING_mixed;
    for (uint32_t i = in->first; i < end; i++) {
        const word *form = tokens[i].word;
        uint32_t key = match_key(&s->m, form);
        if (key & KEY_NUMERIC) VEC_PUSH(doc->memory, &s->numeric, i);
        if (!(key & KEY_BEGINS)) continue;
        if ((key & KEY_SETTLED) && !in->small && (i + 1 == end || !settled_goes_on(&s->m, form, &tokens[i + 1])))
            take_settled(s, form->readings, i);
        else
            match_from(s, i, end);
    }
}

/* Room for the readings and for what the rules make of them, so that the array need not be copied as it grows. */
static void reserve(document *doc) {
    enum { MOST = 1 << 20 };
    if (doc->annotations.at) return;
    uint32_t room = doc->tokens.count < MOST ? doc->tokens.count + doc->tokens.count / 2 : MOST;
    doc->annotations.at = arena_alloc(doc->memory, sizeof *doc->annotations.at * ((size_t)room + 8));
    doc->annotations.capacity = room + 8;
}

void gazetteer_match(document *doc, const gazetteer *known, lexicon *words) {
    scan s = {.m = {doc, known, words}};
    uint32_t first = doc->annotations.count;
    reserve(doc);
    s.explained = ARENA_ARRAY(doc->memory, uint8_t, (size_t)doc->tokens.count + 1);
    for (uint32_t i = 0; i < doc->blocks.count; i++) match_block(&s, &doc->blocks.at[i]);
    policy_runs(&s.m, s.explained, first);
    number_document(&s.m, &s.numeric);
}
