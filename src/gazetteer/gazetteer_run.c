/* gazetteer_run.c: names of one word inside a run of capitalised words which no list explains are weak: "Paris Hilton" is not in France. */
#include "gazetteer/gazetteer_walk.h"

/* A capitalised word that belongs to a name, as far as one sees, but to none of the lists. `title`: in a headline ordinary words have
 * capitals too. */
static bool is_unexplained(const matcher *m, const uint8_t *explained, uint32_t i, bool title) {
    const token *t = &m->doc->tokens.at[i];
    uint32_t shape = t->shape;
    if ((explained[i] & EXPLAINED) || !(shape & (SHAPE_CAP | SHAPE_UPPER | SHAPE_MIXED)) || !(shape & SHAPE_ALPHA) || (shape & SHAPE_PUNCT))
        return false;
    uint32_t key = match_key(m, t->word);
    bool ordinary = (key & KEY_KNOWN) && !(key & KEY_SEVERAL) && image_word_ordinary(m->known, key & KEY_NUMBER);
    return !(ordinary && (title || (t->flags & TOKEN_FIRST)));
}

static bool in_run(const matcher *m, const uint8_t *explained, const annotation *a) {
    const document *doc = m->doc;
    const block *in = document_block(doc, a->first);
    if (in->caps) return false;
    bool title = in->kind == BLOCK_headline;
    uint32_t sentence_number = doc->tokens.at[a->first].sentence;
    bool left = a->first > in->first && doc->tokens.at[a->first - 1].sentence == sentence_number &&
                is_unexplained(m, explained, a->first - 1, title);
    if (left) return true;
    /* "Ukrainian Telegram channels": an adjective before a name that is not known is none the less what it is. */
    if (a->label == LABEL_nationality) return false;
    return a->last < in->last && a->last < doc->tokens.count && doc->tokens.at[a->last].sentence == sentence_number &&
           is_unexplained(m, explained, a->last, title);
}

void policy_runs(const matcher *m, const uint8_t *explained, uint32_t first_annotation) {
    document *doc = m->doc;
    for (uint32_t i = first_annotation; i < doc->annotations.count; i++) {
        annotation *a = &doc->annotations.at[i];
        if (a->last - a->first != 1 || a->label >= KIND_COUNT || (a->flags & ANNOTATION_WEAK) || (explained[a->first] & NEVER_WEAK))
            continue;
        if (!in_run(m, explained, a)) continue;
        a->flags |= ANNOTATION_WEAK;
        document_relabel(doc, i, (label)(LABEL_maybe_person + a->label));
    }
}
