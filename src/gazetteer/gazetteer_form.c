/* gazetteer_form.c: the way down the tree of names over the forms of a text, and what the lists make of a form by itself. That is asked
 * once a form and kept in the lexicon, because the same forms come again in every text: whether a name begins with it, whether it is part
 * of a number, and, for most vocabulary, its readings. */
#include "gazetteer/gazetteer_walk.h"

/* --- walking ------------------------------------------------------------------------------------------------------------------------ */

walk walk_begin(uint32_t token_index) {
    return (walk){.first = token_index, .at = token_index, .upper = true};
}

static inline void step_word(const matcher *m, walk *w, uint32_t word_number, bool capital) {
    w->node = w->count ? image_child(m->known, w->node, word_number) : image_root_child(m->known, word_number);
    if (capital && w->count < 16) w->capitals |= 1u << w->count;
    w->count++;
}

/* A hyphen that the tokeniser made a token of its own, with no white space on either side, or the apostrophe behind a plural
 * ("Workers' Party"), with none before it. */
static bool step_joint(const matcher *m, walk *w, const token *t) {
    bool joins = (t->word->gazetteer & KEY_JOINT) && w->count && !w->joint && !(t->flags & TOKEN_SPACED) && w->at < m->doc->tokens.count &&
                 (!(m->doc->tokens.at[w->at].flags & TOKEN_SPACED) || match_is_apostrophe(t->word->text));
    w->joint = true;
    if (!joins) w->node = 0;
    return joins;
}

bool walk_step(const matcher *m, walk *w) {
    const token *t = &m->doc->tokens.at[w->at++];
    const word *form = t->word;
    uint32_t key = match_key(m, form);
    if (!(key & KEY_KNOWN) && (form->shape & SHAPE_PUNCT)) return step_joint(m, w, t);
    w->joint = false;
    if (!(key & KEY_KNOWN) || w->count >= KEY_WORDS_LIMIT) {
        w->node = 0;
        return false;
    }
    bool capital = form->shape & (SHAPE_CAP | SHAPE_UPPER | SHAPE_MIXED);
    if ((form->shape & SHAPE_ALPHA) && !(form->shape & SHAPE_UPPER)) w->upper = false;
    step_word(m, w, key & KEY_NUMBER, capital);
    if (!(key & KEY_SEVERAL) || !w->node) return w->node != 0;
    str rest;
    str_split(form->folded, ' ', &rest);
    while (rest.data && w->node) {
        str part = str_split(rest, ' ', &rest);
        if (!part.size) continue;
        uint32_t found = image_word(m->known, part);
        if (found == NONE || w->count >= KEY_WORDS_LIMIT)
            w->node = 0;
        else
            step_word(m, w, found, capital);
    }
    return w->node != 0;
}

/* --- a form by itself -------------------------------------------------------------------------------------------------------------------
 */

annotation match_annotation(const posting *p, label named) {
    return (annotation){.entry = p->entry,
                        .number = NONE,
                        .rule = NONE,
                        .match = NONE,
                        .label = named,
                        .origin = ORIGIN_gazetteer,
                        .form = posting_form(p)};
}

/* What of a number its first key word is: classes of NUMBER_*, 0 if it is no number word. */
static uint32_t number_classes(const gazetteer *g, uint32_t node) {
    uint32_t first, last, classes = 0;
    posting p;
    image_postings(g, node, &first, &last);
    for (uint32_t i = first; i < last && i - first < POSTINGS_TRIED && image_posting(g, i, &p) && !(p.flags & POSTING_NAME); i++) {
        const number_word *w = image_number_word(g, p.entry);
        if (w) classes |= w->classes | KEY_NUMERIC;
    }
    return classes;
}

static uint32_t numeric_bits(const gazetteer *g, uint32_t node) {
    enum { COUNTING = NUMBER_UNIT | NUMBER_TEN | NUMBER_SCALE | NUMBER_FRACTION | NUMBER_ORDINAL | NUMBER_VAGUE };
    uint32_t classes = number_classes(g, node);
    if (!classes) return 0;
    return classes & COUNTING ? KEY_NUMERIC : KEY_NUMERIC | KEY_JOINER;
}

/* A form that stands alone in a text of its own: whether a posting counts for it does not depend on more, but in blocks of capitals. */
typedef struct alone {
    matcher m;
    document doc;
    token token;
    walk walk;
} alone;

static void stand_alone(alone *a, const matcher *m, const word *w) {
    a->token = (token){.word = w};
    a->doc = (document){.memory = m->doc->memory, .tokens = {&a->token, 1, 1}};
    a->m = (matcher){&a->doc, m->known, m->words};
    a->walk = walk_begin(0);
    walk_step(&a->m, &a->walk);
}

/* Whether every reading of the form is vocabulary, and sure: what it means depends on no text. */
static bool is_settled(const alone *a) {
    uint32_t first, last;
    posting p;
    image_postings(a->m.known, a->walk.node, &first, &last);
    if (last - first > POSTINGS_TRIED) return false;
    for (uint32_t i = first; i < last; i++) {
        if (!image_posting(a->m.known, i, &p) || (p.flags & POSTING_SILENT) || !policy_fits(&a->m, &a->walk, &p, WRITING_mixed)) continue;
        if (p.flags & (POSTING_NAME | POSTING_CODE)) return false;
    }
    return true;
}

static const form_readings *settled_readings(const alone *a) {
    const gazetteer *g = a->m.known;
    uint32_t first, last;
    posting p;
    image_postings(g, a->walk.node, &first, &last);
    form_readings *out = lexicon_keep(a->m.words, a->doc.memory, sizeof *out + (last - first) * sizeof *out->at);
    *out = (form_readings){.node = a->walk.node, .behind = image_behind(g, a->walk.node)};
    taking taken = taking_begin();
    for (uint32_t i = first; i < last; i++) {
        if (!image_posting(g, i, &p) || (p.flags & (POSTING_SILENT | POSTING_NAME))) continue;
        if (!taking_wants(g, &taken, &p) || !policy_fits(&a->m, &a->walk, &p, WRITING_mixed)) continue;
        taking_took(&taken, &p);
        out->at[out->count++] = match_annotation(&p, taken.named);
        out->strong |= (p.flags & POSTING_STRONG) != 0;
    }
    return out;
}

/* A hyphen by itself, which joins two words without white space, or the apostrophe behind a plural. */
static bool is_joint(str text) {
    return str_is(text, "-") || str_is(text, "\xE2\x80\x90") || str_is(text, "\xE2\x80\x91") || match_is_apostrophe(text);
}

uint32_t match_key_new(const matcher *m, const word *w) {
    const gazetteer *g = m->known;
    word *kept = lexicon_mutable(m->words, w);
    str rest, part = str_split(w->folded, ' ', &rest);
    uint32_t found = part.size ? image_word(g, part) : NONE;
    uint32_t key = (w->shape & (SHAPE_NUMBER | SHAPE_ORDINAL)) ? KEY_NUMERIC : 0;
    if (found == NONE || found > KEY_NUMBER) {
        if ((w->shape & SHAPE_PUNCT) && is_joint(w->text)) key |= KEY_JOINT;
        return kept->gazetteer = key;
    }
    uint32_t node = image_root_child(g, found);
    uint32_t numeric = node ? numeric_bits(g, node) : 0;
    if (key || rest.data) numeric &= ~(uint32_t)KEY_JOINER;
    key |= KEY_KNOWN | found | numeric;
    if (node) key |= KEY_BEGINS;
    if (rest.data) key |= KEY_SEVERAL;
    kept->gazetteer = key;
    if (!node || rest.data) return key;
    alone by_itself;
    stand_alone(&by_itself, m, w);
    if (!is_settled(&by_itself)) return key;
    kept->readings = settled_readings(&by_itself);
    return kept->gazetteer = key | KEY_SETTLED;
}
