/* token_join.c: pieces of a chunk -> tokens. Addresses, times, dates, grouped digits and hyphened words are put together again.
 *
 * Which hyphens join. Behind a number they part (12-year-old, two-day): the number is a figure. Between letters and digits they join
 * (F-16s, Shahed-136). A small word stays with a name if it is a particle (al-Assad) or the second syllable of a given name (Jong-un);
 * else name and small word part (US-led, pro-Russian), so that the name can be found, and so do two names of the lists (Kharkiv-Izium).
 * All other hyphened words stay whole. */
#include "token/token_piece.h"

static const char *text_of(const splitter *s) {
    return s->doc->text.data;
}

static bool is_sign(const splitter *s, uint32_t i, char sign) {
    return i < s->count && s->pieces[i].kind == PIECE_sign && s->pieces[i].end == s->pieces[i].start + 1 &&
           text_of(s)[s->pieces[i].start] == sign;
}

static bool is_hyphen(const splitter *s, uint32_t i) {
    if (is_sign(s, i, '-')) return true;
    if (i >= s->count || s->pieces[i].kind != PIECE_sign || s->pieces[i].end - s->pieces[i].start != 3) return false;
    const char *at = text_of(s) + s->pieces[i].start;
    return memcmp(at, "\xE2\x80\x90", 3) == 0 || memcmp(at, "\xE2\x80\x91", 3) == 0;
}

static bool glued(const splitter *s, uint32_t i) {
    return i < s->count && i > 0 && s->pieces[i - 1].end == s->pieces[i].start;
}

/* A word glued to the sign before it. */
static bool is_word(const splitter *s, uint32_t i) {
    return i < s->count && (s->pieces[i].kind == PIECE_word || s->pieces[i].kind == PIECE_stopped);
}

static bool is_glued_word(const splitter *s, uint32_t i) {
    return is_word(s, i) && glued(s, i) && glued(s, i - 1);
}

/* Digits only: how many, else 0. */
static uint32_t digits(const splitter *s, uint32_t i) {
    if (i >= s->count || s->pieces[i].kind != PIECE_word) return 0;
    for (uint32_t at = s->pieces[i].start; at < s->pieces[i].end; at++)
        if (text_of(s)[at] < '0' || text_of(s)[at] > '9') return 0;
    return s->pieces[i].end - s->pieces[i].start;
}

/* --- Groups that are a token whatever their words ------------------------------------------------------------------------------------- */

/* Each returns the index behind the group that starts at i, or i if none does. */

static uint32_t time_group(const splitter *s, uint32_t i) {
    uint32_t hours = digits(s, i);
    if (!hours || hours > 2) return i;
    uint32_t last = i;
    while (last < i + 4 && is_sign(s, last + 1, ':') && glued(s, last + 1) && is_glued_word(s, last + 2) && digits(s, last + 2) == 2)
        last += 2;
    return last > i ? last + 1 : i;
}

static uint32_t date_group(const splitter *s, uint32_t i) {
    uint32_t first = digits(s, i);
    if (!first || first > 4 || !is_glued_word(s, i + 2) || !is_glued_word(s, i + 4)) return i;
    bool hyphens = is_hyphen(s, i + 1) && is_hyphen(s, i + 3), slashes = is_sign(s, i + 1, '/') && is_sign(s, i + 3, '/');
    uint32_t second = digits(s, i + 2), third = digits(s, i + 4);
    if ((!hyphens && !slashes) || !second || second > 2 || !third) return i;
    bool year_first = first == 4 && third <= 2, year_last = first <= 2 && (third == 4 || (third == 2 && slashes));
    return year_first || year_last ? i + 5 : i;
}

static uint32_t white_group(const splitter *s, uint32_t i) {
    uint32_t last = i;
    while (last + 2 < s->count && s->pieces[last + 1].kind == PIECE_white && digits(s, last + 2) == 3) last += 2;
    if (last + 2 < s->count && s->pieces[last + 1].kind == PIECE_white && s->pieces[last + 2].kind == PIECE_word && last == i) {
        double value; /* the last group may have a fraction or a scale letter: 10 000.5 */
        str whole = str_slice(s->doc->text, s->pieces[i].start, s->pieces[i + 2].end);
        if (whole.size <= 64 && form_value(lexicon_known(s->words), whole, &value)) return i + 3;
    }
    return last > i ? last + 1 : i;
}

/* "#word"; ICU joins "@name" and "a@b.org". */
static uint32_t tag_group(const splitter *s, uint32_t i) {
    if (!is_sign(s, i, '#') || !is_word(s, i + 1) || !glued(s, i + 1)) return i;
    return i > 0 && glued(s, i) && is_word(s, i - 1) ? i : i + 2;
}

/* An apostrophe and an s that UAX 29 did not join: 1990's, U.S.'s. */
static uint32_t suffix_group(const splitter *s, uint32_t i) {
    if (i == 0 || !glued(s, i) || !is_word(s, i - 1) || !is_word(s, i + 1) || !glued(s, i + 1)) return i;
    str sign = str_slice(s->doc->text, s->pieces[i].start, s->pieces[i].end);
    str tail = str_slice(s->doc->text, s->pieces[i + 1].start, s->pieces[i + 1].end);
    bool apostrophe = str_is(sign, "'") || str_is(sign, "\xE2\x80\x99") || str_is(sign, "\xE2\x80\x98");
    return apostrophe && (str_is(tail, "s") || str_is(tail, "S")) ? i + 2 : i;
}

/* ".08", not behind a word */
static uint32_t decimal_group(const splitter *s, uint32_t i) {
    bool alone = i == 0 || !glued(s, i);
    return alone && is_sign(s, i, '.') && glued(s, i + 1) && digits(s, i + 1) ? i + 2 : i;
}

/* 2½ */
static uint32_t fraction_group(const splitter *s, uint32_t i) {
    if (!digits(s, i) || i + 1 >= s->count || !glued(s, i + 1) || s->pieces[i + 1].kind != PIECE_sign) return i;
    double value;
    str sign = str_slice(s->doc->text, s->pieces[i + 1].start, s->pieces[i + 1].end);
    return (uint8_t)sign.data[0] >= 0x80 && form_value(lexicon_known(s->words), sign, &value) ? i + 2 : i;
}

/* --- Addresses ------------------------------------------------------------------------------------------------------------------------ */

static bool starts_address(const splitter *s, uint32_t i, uint32_t behind) {
    const piece *p = &s->pieces[i];
    if (p->kind != PIECE_word) return false;
    const char *text = text_of(s);
    if (p->end - p->start > 4 && memcmp(text + p->start, "www.", 4) == 0) return true;
    return behind - p->end > 3 && memcmp(text + p->end, "://", 3) == 0;
}

/* Where an address ends: at a sign that no address has, without the punctuation of the sentence. */
static uint32_t address_end(const splitter *s, uint32_t at, uint32_t behind) {
    const char *text = text_of(s);
    uint32_t end = at;
    while (end < behind && !strchr("<>\"`{}|\\^", text[end]) && (uint8_t)text[end] > ' ') {
        if (behind - end >= 3 && memcmp(text + end, "\xE2\x80", 2) == 0) break; /* quotation marks, dashes */
        end++;
    }
    while (end > at && strchr(".,;:!?)]}'*", text[end - 1])) end--;
    return end;
}

/* --- Hyphened words ------------------------------------------------------------------------------------------------------------------- */

/* A syllable of a Korean or Chinese given name in Latin letters: un, bak, yong, hee, ping. */
static bool is_syllable(const splitter *s, str word) {
    enum { LONGEST_ONSET = 2, LONGEST_VOWEL = 3 };
    const token_knowledge *known = lexicon_known(s->words);
    size_t onset = word.size < LONGEST_ONSET ? word.size : LONGEST_ONSET; /* the longest beginning decides */
    while (onset && !(token_knowledge_bits(known, str_slice(word, 0, onset)) & KNOWN_ONSET)) onset--;
    for (size_t end = onset + 1; end <= word.size && end <= onset + LONGEST_VOWEL; end++) {
        str coda = str_slice(word, end, word.size);
        bool vowel = token_knowledge_bits(known, str_slice(word, onset, end)) & KNOWN_VOWEL;
        if (vowel && (!coda.size || token_knowledge_bits(known, coda) & KNOWN_CODA)) return true;
    }
    return false;
}

/* Whether the next token begins a sentence, or may: then its capital says nothing. */
static bool may_begin(const splitter *s) {
    const document *doc = s->doc;
    if (doc->tokens.count == s->block_first) return true;
    form_class before = token_class(doc, doc->tokens.count - 1);
    return before == CLASS_terminator || before == CLASS_ellipsis || before == CLASS_bullet || class_is_mark(before) ||
           (before == CLASS_comma && str_is(doc->tokens.at[doc->tokens.count - 1].word->text, ":"));
}

static bool parts_capital_small(const splitter *s, const form *a, const form *b, bool begins, bool more) {
    if (a->word.length == 1) return false;
    if (b->known & KNOWN_PARTICLE && (more || b->word.length <= 2)) return false; /* Nahr-e Saraj */
    if (a->word.shape & SHAPE_UPPER || b->known & KNOWN_COMPOUND_END || a->known & KNOWN_NAME) return true;
    if (begins) return b->word.text.size >= 4 && str_ends(b->word.text, STR("ed"));
    return !(a->word.length <= 6 && b->word.length <= 6 && is_syllable(s, b->word.text) && is_syllable(s, a->word.lower));
}

/* Two names of the lists: a road, line or talks between them (Kharkiv-Izium). */
static bool are_names(const splitter *s, const form *a, const form *b) {
    const token_knowledge *known = lexicon_known(s->words);
    return !(a->known & KNOWN_PARTICLE) && a->word.length >= 4 && b->word.length >= 4 && token_knowledge_asked(known, a->word.folded) &&
           token_knowledge_asked(known, b->word.folded);
}

static bool parts_capitals(const splitter *s, const form *a, const form *b) {
    if ((a->known | b->known) & KNOWN_NAME || a->known & KNOWN_PREFIX) return true;
    /* "US-BACKED", "Iran-Backed" in a headline; but "Ka-Wing" is a name */
    bool both_upper = a->word.shape & b->word.shape & SHAPE_UPPER;
    if (b->known & KNOWN_COMPOUND_END && (both_upper || !is_syllable(s, b->word.lower))) return true;
    bool upper_a = a->word.shape & SHAPE_UPPER, upper_b = b->word.shape & SHAPE_UPPER;
    return (upper_a != upper_b && a->word.length >= 2 && b->word.length >= 3) || are_names(s, a, b);
}

/* Whether the hyphen between two parts of a compound parts them. */
static bool hyphen_parts(const splitter *s, const form *a, const form *b, bool begins, bool more) {
    uint32_t first = a->word.shape, second = b->word.shape;
    if (second & SHAPE_DIGIT && !(first & SHAPE_DIGIT)) return false;
    if (first & SHAPE_DIGIT) return !(second & SHAPE_DIGIT) && second & SHAPE_LOWER && b->word.length >= 3;
    if (!((first | second) & (SHAPE_CAP | SHAPE_MIXED))) return false;
    if (first & SHAPE_CAP && second & SHAPE_CAP) return parts_capitals(s, a, b);
    if (first & SHAPE_CAP) return second & SHAPE_LOWER && parts_capital_small(s, a, b, begins, more);
    return second & SHAPE_CAP && !(a->known & KNOWN_PARTICLE) && a->word.length > 1;
}

/* A compound that begins with a number parts at every hyphen; but not a designation like 9K-720. */
static bool begins_with_number(const splitter *s, const form *a, uint32_t i) {
    if (a->known & KNOWN_NUMBER_WORD && a->word.length >= 3) return true; /* shorter ones are scales behind digits: "m", "bn" */
    char before = glued(s, i) ? text_of(s)[s->pieces[i - 1].start] : ' ';
    if (ascii_digit(before)) return true; /* the unit of "10km-long" */
    char first = text_of(s)[s->pieces[i].start], last = text_of(s)[s->pieces[i].end - 1];
    return ascii_digit(first) && !(ascii_upper(last) && digits(s, i + 2));
}

/* Whether the sign at i + 1 goes on with the compound whose last part is at i. */
static bool goes_on(const splitter *s, uint32_t i) {
    if (!glued(s, i + 1) || !is_glued_word(s, i + 2)) return false;
    if (is_hyphen(s, i + 1)) return true;
    if (!is_sign(s, i + 1, '/')) return false;
    const piece *a = &s->pieces[i], *b = &s->pieces[i + 2];
    char left = text_of(s)[a->start], right = text_of(s)[b->start];
    bool digit = ascii_digit(left) || ascii_digit(right);
    return digit || (a->end == a->start + 1 && ascii_upper(left)) || (b->end == b->start + 1 && ascii_upper(right));
}

/* Words with hyphens (and slashes, 2/503rd) between them. Returns the index behind the last. */
static uint32_t join_compound(splitter *s, uint32_t i) {
    const form *left = splitter_form(s, s->pieces[i].start, s->pieces[i].end);
    bool number = begins_with_number(s, left, i), begins = may_begin(s);
    uint32_t start = s->pieces[i].start;
    while (goes_on(s, i)) {
        const piece *sign = &s->pieces[i + 1], *next = &s->pieces[i + 2];
        const form *right = splitter_form(s, next->start, next->end);
        bool slash = is_sign(s, i + 1, '/');
        if (!slash && (number || hyphen_parts(s, left, right, begins, goes_on(s, i + 2)))) {
            splitter_emit(s, start, sign->start);
            splitter_emit(s, sign->start, sign->end);
            start = next->start;
        }
        left = right;
        begins = false;
        i += 2;
    }
    splitter_emit(s, start, s->pieces[i].end);
    return i + 1;
}

/* --- All ------------------------------------------------------------------------------------------------------------------------------ */

static uint32_t group_end(const splitter *s, uint32_t i) {
    static uint32_t (*const groups[])(const splitter *, uint32_t) = {time_group, date_group, white_group, fraction_group};
    if (s->pieces[i].kind == PIECE_sign) {
        uint32_t last = tag_group(s, i);
        if (last == i) last = suffix_group(s, i);
        return last > i ? last : decimal_group(s, i);
    }
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        uint32_t last = groups[g](s, i);
        if (last > i) return last;
    }
    return i;
}

uint32_t splitter_join(splitter *s, uint32_t behind) {
    uint32_t resume = 0;
    for (uint32_t i = 0; i < s->count;) {
        const piece *p = &s->pieces[i];
        if (p->start < resume || p->kind == PIECE_white) {
            if (p->start < resume && p->end > resume) splitter_emit(s, resume, p->end); /* "…/page." where "page." is an abbreviation */
            i++;
            continue;
        }
        if (starts_address(s, i, behind)) {
            uint32_t end = address_end(s, p->end, behind);
            if (end > p->end) {
                splitter_emit(s, p->start, end);
                resume = end;
                i++;
                continue;
            }
        }
        uint32_t last = group_end(s, i);
        if (last > i) {
            splitter_emit(s, p->start, s->pieces[last - 1].end);
            i = last;
        } else if (is_word(s, i)) {
            i = join_compound(s, i);
        } else {
            splitter_emit(s, p->start, p->end);
            i++;
        }
    }
    return resume;
}
