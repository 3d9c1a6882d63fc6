/* gazetteer_number.c: composes numbers of digits and number words.
 *
 * A stretch of tokens that can be part of numbers is turned into atoms, one a number word, so that `twenty-one` is two of them in one
 * token; then numbers are read off it from left to right, each as long as the grammar allows (gazetteer_value.c). What a word means is in
 * the lists of kinds number_word and number_joiner; how numbers are put together is here.
 */
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "gazetteer/gazetteer_draft.h"
#include "gazetteer/gazetteer_value.h"

/* A word that stands in the lists more often than this is a mistake or a trap. */
enum { NUMBER_READINGS = 64 };

/* Word classes of the posting's entry that it adds to an atom. */
static void add_word(const gazetteer *g, uint32_t node, atom *out) {
    uint32_t first, last;
    posting p;
    image_postings(g, node, &first, &last);
    if (last - first > NUMBER_READINGS) last = first + NUMBER_READINGS;
    for (uint32_t i = first; i < last && image_posting(g, i, &p) && !(p.flags & POSTING_NAME); i++) {
        const number_word *w = image_number_word(g, p.entry);
        if (!w) continue;
        out->classes |= w->classes;
        if (w->classes & NUMBER_FRACTION) {
            out->fraction = w->fraction;
            continue;
        }
        out->value = w->value;
        out->has_low = w->has_low;
        out->has_high = w->has_high;
        out->low = w->low;
        out->high = w->high;
    }
}

/* The number word that goes over most tokens from here; false if there is none. */
static bool word_atom(const matcher *m, uint32_t at, uint32_t end, atom *out) {
    walk w = walk_begin(at);
    bool found = false;
    while (w.at < end && w.at - at < 4 && walk_step(m, &w)) {
        if (w.joint) continue;
        atom here = {.token = at, .last = w.at};
        add_word(m->known, w.node, &here);
        if (!here.classes) continue;
        *out = here;
        found = true;
    }
    return found;
}

/* The atoms of a token of several number words ("twenty-one"); 0 if one of its words is none. */
static uint32_t compound_atoms(const matcher *m, uint32_t at, atom *out, uint32_t room) {
    uint32_t count = 0;
    for (str rest = m->doc->tokens.at[at].word->folded; rest.data;) {
        str part = str_split(rest, ' ', &rest);
        if (!part.size) continue;
        uint32_t found = image_word(m->known, part);
        uint32_t node = found == NONE ? 0 : image_root_child(m->known, found);
        if (!node || count == room) return 0;
        atom here = {.token = at, .last = at + 1, .inside = true};
        add_word(m->known, node, &here);
        if (!here.classes) return 0;
        out[count++] = here;
    }
    if (count) out[count - 1].inside = false;
    return count;
}

static bool has_letter(str text) {
    for (size_t i = 0; i < text.size; i++)
        if (ascii_letter(text.data[i])) return true;
    return false;
}

static bool is_digits(str text) {
    for (size_t i = 0; i < text.size; i++)
        if (!ascii_digit(text.data[i])) return false;
    return text.size > 0;
}

/* "½", "2/3". */
static bool is_part(const word *form) {
    bool sign = !(form->shape & SHAPE_DIGIT) || memchr(form->text.data, '/', form->text.size);
    return sign && form->shape & SHAPE_NUMBER && form->value < 1;
}

static atom digits_atom(const word *form, uint32_t at) {
    atom out = {.token = at, .last = at + 1, .value = form->value};
    out.classes = form->shape & SHAPE_ORDINAL ? NUMBER_ORDINAL_DIGITS : NUMBER_DIGITS;
    out.plain = is_digits(form->text);
    out.grouped = memchr(form->text.data, ',', form->text.size) != NULL;
    out.scaled = has_letter(form->text);
    out.percent = str_ends(form->text, STR("%"));
    out.digits = (uint8_t)(form->text.size < 255 ? form->text.size : 255);
    return out;
}

/* Dashes and signs of currency, by their Unicode properties, and the other signs that stand inside numbers. */
static uint32_t sign_class(const word *form) {
    if (!(form->shape & SHAPE_PUNCT) || form->length != 1) return 0;
    size_t at = 0;
    UChar32 c;
    U8_NEXT((const uint8_t *)form->text.data, at, form->text.size, c);
    switch (c) {
    case ',': return NUMBER_COMMA;
    case '%': return NUMBER_PERCENT;
    case '~':
    case 0xFF5E: return NUMBER_DASH;
    default: break;
    }
    if (c < 0) return 0;
    if (u_hasBinaryProperty(c, UCHAR_DASH)) return NUMBER_DASH;
    return u_charType(c) == U_CURRENCY_SYMBOL ? NUMBER_CURRENCY : 0;
}

/* The atoms of the token at `at`, and the token after them. 0: it has none. */
static uint32_t atoms_at(const matcher *m, uint32_t at, uint32_t end, atom *out, uint32_t room, uint32_t *next) {
    const token *t = &m->doc->tokens.at[at];
    uint32_t key = match_key(m, t->word);
    *next = at + 1;
    if (is_part(t->word)) {
        out[0] = (atom){.token = at, .last = at + 1, .classes = NUMBER_PART, .value = t->word->value};
        return 1;
    }
    if (t->word->shape & (SHAPE_NUMBER | SHAPE_ORDINAL) && (t->word->shape & SHAPE_DIGIT)) {
        out[0] = digits_atom(t->word, at);
        return 1;
    }
    if (key & KEY_NUMERIC) {
        if ((key & KEY_SEVERAL) != 0) {
            uint32_t count = compound_atoms(m, at, out, room);
            if (count) return count;
        }
        if (!word_atom(m, at, end, &out[0])) return 0;
        *next = out[0].last;
        return 1;
    }
    uint32_t sign = sign_class(t->word);
    if (!sign) return 0;
    out[0] = (atom){.token = at, .last = at + 1, .classes = sign};
    return 1;
}

static void emit(const matcher *m, const atoms *in, uint32_t first, uint32_t last, const value *v) {
    document *doc = m->doc;
    number n = {.has_low = v->has_low,
                .has_high = v->has_high,
                .exact = v->has_low && v->has_high && v->low == v->high && !v->vague,
                .ordinal = v->ordinal,
                .year = v->year,
                .percent = v->percent,
                .spelled = v->spelled,
                .low = v->low,
                .high = v->high,
                .qualifier = v->vague   ? QUALIFIER_vague
                             : v->range ? QUALIFIER_range
                                        : QUALIFIER_none};
    annotation fresh = {.first = in->at[first].token,
                        .last = in->at[last - 1].last,
                        .next = NONE,
                        .entry = NONE,
                        .number = doc->numbers.count,
                        .rule = NONE,
                        .match = NONE,
                        .label = LABEL_number,
                        .origin = ORIGIN_builtin};
    VEC_PUSH(doc->memory, &doc->numbers, n);
    document_annotate(doc, fresh);
}

/* Hyphens that only tie the words of one number: "half-million", "three-and-a-half". */
static void drop_hyphens(atoms *in) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i <= in->count; i++) {
        const atom *a = &in->at[i];
        bool tie = kept && i < in->count && (a->classes & NUMBER_DASH) && !a->spaced && !in->at[i + 1].spaced;
        if (tie) {
            uint32_t behind = in->at[i + 1].classes, before = in->at[kept - 1].classes;
            bool words = (behind & (NUMBER_AND | NUMBER_ARTICLE | NUMBER_SCALE)) || (before & (NUMBER_AND | NUMBER_ARTICLE));
            if (words && !(before & NUMBER_DASH)) continue;
        }
        in->at[kept++] = *a;
    }
    in->count = kept - 1;
}

static void read_stretch(const matcher *m, atoms *in) {
    drop_hyphens(in);
    for (uint32_t at = 0; at < in->count;) {
        value v;
        uint32_t start, end = value_read(in, at, &start, &v);
        if (!end) {
            at++;
            continue;
        }
        emit(m, in, start, end, &v);
        at = end;
    }
}

/* Gathers the atoms from a token on, to the end of the sentence at most. Returns the token after them. */
static uint32_t gather(const matcher *m, uint32_t at, uint32_t end, atoms *into) {
    enum { ROOM = KEY_WORDS_LIMIT };
    atom few[ROOM];
    into->count = 0;
    while (at < end) {
        uint32_t next, count = atoms_at(m, at, end, few, ROOM, &next);
        if (!count) break;
        few[0].spaced = m->doc->tokens.at[at].flags & TOKEN_SPACED;
        for (uint32_t i = 0; i < count; i++) VEC_PUSH(m->doc->memory, into, few[i]);
        at = next;
    }
    /* What follows the stretch directly is part of how its last atom reads. */
    atom behind = {.token = at, .last = at, .spaced = at >= end || (m->doc->tokens.at[at].flags & TOKEN_SPACED)};
    VEC_PUSH(m->doc->memory, into, behind);
    into->count--;
    return at;
}

/* "a" or "of" in front of what is no part of a number: most words that may be part of one. */
static bool joins_nothing(const matcher *m, uint32_t at, uint32_t end) {
    const word *w = m->doc->tokens.at[at].word;
    if (!(match_key(m, w) & KEY_JOINER)) return false;
    if (at + 1 == end) return true;
    const token *behind = &m->doc->tokens.at[at + 1];
    if ((match_key(m, behind->word) & KEY_NUMERIC) || (behind->word->shape & SHAPE_PUNCT)) return false;
    return (w->gazetteer & KEY_SETTLED) && !settled_goes_on(m, w, behind);
}

void number_document(const matcher *m, const token_list *numeric) {
    const document *doc = m->doc;
    atoms gathered = {0};
    uint32_t next = 0;
    for (uint32_t i = 0; i < numeric->count; i++) {
        uint32_t at = numeric->at[i];
        if (at < next || doc->tokens.at[at].sentence >= doc->sentences.count) continue;
        uint32_t end = document_sentence(doc, at)->last;
        if (end > doc->tokens.count) end = doc->tokens.count;
        if (joins_nothing(m, at, end)) continue;
        next = gather(m, at, end, &gathered);
        read_stretch(m, &gathered);
    }
}
