/* entity_initials.c: names that explain their own initials: "Torva Relief Board (TRB)", "TRB (Torva Relief Board)". In come tokens, out go
 * an annotation over the long name where no list or rule has one, and an `alias` that ties the initials to it.
 *
 * Method: from a bracket with one word in capitals the words before it are read backwards, from capitals with a bracket behind them the
 * words inside it: each letter must begin a word (or a part of one, at a hyphen), and only small words may be skipped. What the name ends
 * in tells that it names no body ("plan", "status": vocabulary `thing_noun`), and what it begins with that it is an office (`role`, `rank`:
 * "Director General of Police (DGP)"). At most REACH words a bracket are read, so the work is
 * linear. */
#include "entity/entity_work.h"

enum { FEWEST = 3, MOST = 8, REACH = 12 };

static bool is_initials(const word *w) {
    return (w->shape & SHAPE_UPPER) && (w->shape & SHAPE_ALPHA) && w->length >= FEWEST && w->length <= MOST && w->folded.size == w->length;
}

/* Reads the parts of a word from its end against the letters left; false where a part does not fit. Small words may be passed over. */
static bool read_word(const word *w, str letters, uint32_t *left, bool skip_small) {
    bool small = !(w->shape & (SHAPE_CAP | SHAPE_MIXED));
    if (small && skip_small) return true;
    size_t end = w->folded.size;
    while (end > 0) {
        size_t begin = end;
        while (begin > 0 && w->folded.data[begin - 1] != ' ') begin--;
        bool fits = *left > 0 && begin < end && w->folded.data[begin] == letters.data[*left - 1];
        if (fits) (*left)--;
        /* a hyphen's later parts may go without a letter ("Self-Defence": SD, but Surface-to-Air: SA) */
        if (!fits && begin == 0 && !small) return false;
        end = begin ? begin - 1 : 0;
    }
    return true;
}

/* Where the name that ends before `last` and has these initials begins; NONE if it is none. Not before `from`. */
static uint32_t name_begin(const document *doc, uint32_t from, uint32_t last, str letters, bool skip_small) {
    uint32_t left = (uint32_t)letters.size;
    for (uint32_t i = last; i > from && last - i < REACH;) {
        const word *w = doc->tokens.at[--i].word;
        if (w->shape & SHAPE_PUNCT) {
            if (str_is(w->text, "-") || str_is(w->text, "&") || str_is(w->text, ",")) continue;
            return NONE;
        }
        if (!read_word(w, letters, &left, skip_small)) return NONE;
        if (left == 0) return w->shape & SHAPE_CAP ? i : NONE;
    }
    return NONE;
}

static uint32_t find_name(const document *doc, uint32_t from, uint32_t last, str letters) {
    if (last <= from + 1 || !(doc->tokens.at[last - 1].word->shape & SHAPE_CAP)) return NONE;
    uint32_t first = name_begin(doc, from, last, letters, true);
    if (first == NONE) first = name_begin(doc, from, last, letters, false);
    return first != NONE && last - first >= 2 ? first : NONE;
}

/* The kind that lists give the initials; an organisation where they give none. KIND_COUNT: something that is no name. */
static uint32_t kind_of(const entity_work *work, label thing, uint32_t initials, uint32_t name_last) {
    const document *doc = work->doc;
    for (uint32_t i = doc->annotations_at[initials]; i != NONE; i = doc->annotations.at[i].next) {
        const annotation *a = &doc->annotations.at[i];
        if (a->label < (label)KIND_COUNT && a->last == initials + 1 && !(a->flags & ANNOTATION_RETIRED)) return a->label;
    }
    return document_find(doc, name_last - 1, thing) ? KIND_COUNT : KIND_organisation;
}

/* Does a name of a list or rule that begins here, or a little before, reach the end of [first, last)? */
static bool is_named(const document *doc, uint32_t first, uint32_t last) {
    uint32_t from = first > REACH ? first - REACH : 0;
    for (uint32_t t = from; t <= first; t++)
        for (uint32_t i = doc->annotations_at[t]; i != NONE; i = doc->annotations.at[i].next) {
            const annotation *a = &doc->annotations.at[i];
            if (a->label < (label)KIND_COUNT && !(a->flags & ANNOTATION_RETIRED) && a->last >= last) return true;
        }
    return false;
}

static void tie(entity_work *work, label thing, const label offices[2], uint32_t first, uint32_t last, uint32_t initials) {
    document *doc = work->doc;
    uint32_t found = kind_of(work, thing, initials, last);
    if (found == KIND_COUNT || found == KIND_person || found == KIND_nationality) return;
    if (document_find(doc, first, offices[0]) || document_find(doc, first, offices[1])) return;
    annotation made = {.first = first, .last = last, .entry = NONE, .number = NONE, .rule = NONE, .match = NONE, .origin = ORIGIN_builtin};
    if (!is_named(doc, first, last)) {
        made.label = (label)found;
        document_annotate(doc, made);
    }
    slot *slots = ARENA_ARRAY(doc->memory, slot, 2);
    slots[0] = (slot){.key = STR("name"), .first = first, .last = last};
    slots[1] = (slot){.key = STR("alias"), .first = initials, .last = initials + 1};
    made.label = LABEL_alias;
    made.slots = slots;
    made.slot_count = 2;
    document_annotate(doc, made);
}

void entity_initials(entity_work *work, label thing, const label offices[2]) {
    document *doc = work->doc;
    if (!doc->annotations_at) return;
    for (uint32_t t = 1; t + 1 < doc->tokens.count; t++) {
        if (!(doc->tokens.at[t].shape & SHAPE_PUNCT) || !document_text_is(doc, t, "(")) continue;
        const sentence *in = document_sentence(doc, t);
        const word *inside = doc->tokens.at[t + 1].word, *before = doc->tokens.at[t - 1].word;
        if (t + 2 < in->last && document_text_is(doc, t + 2, ")") && is_initials(inside)) {
            uint32_t first = find_name(doc, in->first, t, inside->folded);
            if (first != NONE) tie(work, thing, offices, first, t, t + 1);
        } else if (t > in->first && is_initials(before)) {
            uint32_t end = t + 1;
            while (end < in->last && end - t <= REACH && !document_text_is(doc, end, ")")) end++;
            if (end >= in->last || !document_text_is(doc, end, ")")) continue;
            if (find_name(doc, t + 1, end, before->folded) == t + 1) tie(work, thing, offices, t + 1, end, t - 1);
        }
    }
}
