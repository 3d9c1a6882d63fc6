/* gazetteer_policy.c: when a name of the lists counts as written in a text, and when it is too doubtful to be a mention by itself. The
 * policy is described in gazetteers/README.md. */
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "gazetteer/gazetteer_walk.h"

/* --- does it fit? ------------------------------------------------------------------------------------------------------------------ */

/* All kinds of apostrophes are one. */
static UChar32 plain_point(UChar32 c) {
    return c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x02BB || c == 0x02B9 || c == '`' || c == 0x00B4 ? '\'' : c;
}

/* Compares a name with the tokens, whatever white space stands between them: as written, or in lower case. */
static bool equal_written(const matcher *m, const walk *w, str name, bool lower) {
    size_t at = 0;
    for (uint32_t i = w->first; i < w->at; i++) {
        const word *form = m->doc->tokens.at[i].word;
        str text = lower ? form->lower : form->text;
        for (size_t n = 0; n < text.size;) {
            UChar32 a, b;
            while (at < name.size && (name.data[at] == ' ' || name.data[at] == '\t')) at++;
            if (at >= name.size) return false;
            U8_NEXT((const uint8_t *)text.data, n, text.size, a);
            U8_NEXT((const uint8_t *)name.data, at, name.size, b);
            if (plain_point(a) != plain_point(lower ? u_tolower(b) : b)) return false;
        }
    }
    return at == name.size;
}

static const word *first_word(const matcher *m, const walk *w) {
    return m->doc->tokens.at[w->first].word;
}

static uint32_t first_shape(const matcher *m, const walk *w) {
    return first_word(m, w)->shape;
}

static bool fits_mixed(const matcher *m, const walk *w, const posting *p, writing in) {
    uint32_t need = p->flags >> POSTING_CAPS_SHIFT;
    switch (p->flags & POSTING_POLICY) {
    case CASE_title:
        if (need & ~w->capitals) return false;
        /* "Who", "Us" and "It" are no WHO, US and IT, though "Nato" is NATO. */
        return !(p->flags & POSTING_ACRONYM) || !(p->flags & (POSTING_ORDINARY | POSTING_SHORT)) || (first_shape(m, w) & SHAPE_UPPER);
    case CASE_exact:
        if ((p->flags & POSTING_CODE) && in == WRITING_capitals) return false;
        return equal_written(m, w, image_alias(m->known, p->alias), false);
    case CASE_upper: return w->upper;
    default: return true;
    }
}

/* A name in a text without capitals needs none; but letters that stand for one must be no word, and mostly three or more. */
static bool fits_small(const matcher *m, const walk *w, const posting *p) {
    if (p->flags & (POSTING_ACRONYM | POSTING_CODE))
        return !(p->flags & POSTING_ORDINARY) && first_word(m, w)->text.size >= (p->flags & (POSTING_STRONG | POSTING_BIG) ? 2 : 3);
    return (p->flags & POSTING_POLICY) != CASE_upper && !((p->flags & POSTING_POLICY) == CASE_exact && (p->flags & POSTING_ORDINARY));
}

bool policy_fits_case(const matcher *m, const walk *w, const posting *p, writing in) {
    /* The parts of names, too, need no capital there, unless they are words. */
    bool part = (p->flags & POSTING_POLICY) == CASE_title && !(p->flags & POSTING_ORDINARY);
    bool fits = in == WRITING_small && (part || p->flags & POSTING_NAME) ? fits_small(m, w, p) : fits_mixed(m, w, p, in);
    return fits && (!(p->flags & POSTING_ACCENTS) || equal_written(m, w, image_alias(m->known, p->alias), true));
}

/* --- is it certain? ------------------------------------------------------------------------------------------------------------------ */

bool policy_weak(const matcher *m, const walk *w, const posting *p, writing in) {
    bool strong = p->flags & POSTING_STRONG;
    if (in == WRITING_small && p->flags & POSTING_ORDINARY && !(strong && first_word(m, w)->text.size > 4)) return true;
    if (in == WRITING_small && p->flags & POSTING_SMALL) return true;
    if (strong) return false;
    if (p->flags & POSTING_WEAK) return true;
    if (w->at - w->first != 1 || (p->flags & POSTING_CODE)) return false;
    if (in == WRITING_small) return false;
    if (in == WRITING_capitals) {
        /* Three letters that stand for a name and are no word are hardly anything else. */
        bool letters = p->flags & POSTING_ACRONYM && first_word(m, w)->text.size >= 3;
        return p->flags & (POSTING_ORDINARY | POSTING_SMALL) || (p->flags & POSTING_SHORT && !letters);
    }
    /* ADRA is a body rather than the town of Adra. */
    if ((p->flags & (POSTING_SMALL | POSTING_ACRONYM)) == POSTING_SMALL && (first_shape(m, w) & SHAPE_UPPER) &&
        first_word(m, w)->text.size <= 5)
        return true;
    if (!(p->flags & (POSTING_ORDINARY | POSTING_SHORT))) return false;
    /* Capitals that the writer chose: the acronym is meant. */
    if ((p->flags & POSTING_ACRONYM) && (first_shape(m, w) & SHAPE_UPPER)) return false;
    bool first = m->doc->tokens.at[w->first].flags & TOKEN_FIRST;
    return !(p->flags & POSTING_BIG) || first;
}
