/* gazetteer_inflect.c: the regular forms of English words: plural; third person, past and -ing.
 *
 * Only what spelling decides. A verb of several words changes its first ("call for" → "called for"), a noun its last. Whatever is
 * irregular is written in the list. A text that does not end in a letter (a digit, for plurals) has no regular form.
 */
#include "gazetteer/gazetteer_draft.h"

static bool is_vowel(char c) {
    return c && strchr("aeiou", ascii_small(c)) != NULL;
}

static bool ends(str word, const char *ending) {
    return str_ends_caseless(word, str_from(ending));
}

static bool ends_in_consonant_y(str word) {
    return word.size >= 2 && ends(word, "y") && ascii_letter(word.data[word.size - 2]) && !is_vowel(word.data[word.size - 2]);
}

/* One syllable that ends in consonant, vowel, consonant: its last letter is doubled ("stop", "quit", not "rain", "visit", "show"). */
static bool doubles(str word) {
    if (word.size < 3) return false;
    char last = ascii_small(word.data[word.size - 1]), before = word.data[word.size - 2];
    if (!ascii_letter(last) || is_vowel(last) || strchr("wxy", last) || !is_vowel(before)) return false;
    for (size_t i = 0; i + 2 < word.size; i++) {
        bool after_q = i > 0 && ascii_small(word.data[i - 1]) == 'q' && ascii_small(word.data[i]) == 'u';
        if (is_vowel(word.data[i]) && !after_q) return false;
        if (!ascii_letter(word.data[i])) return false;
    }
    return true;
}

/* The word of a phrase that takes the ending, and what stands around it. */
typedef struct phrase {
    arena *memory;
    str before, word, after;
} phrase;

/* The word without its last `cut` bytes, its last letter once more if wanted, an ending, and what stands behind the word. */
static str build(const phrase *p, size_t cut, bool twice, const char *ending) {
    str word = p->word, last = twice ? str_slice(word, word.size - 1, word.size) : STR_NONE;
    return arena_join(p->memory, (str[]){p->before, str_slice(word, 0, word.size - cut), last, str_from(ending), p->after}, 5, STR_NONE);
}

static str with_s(const phrase *p) {
    str word = p->word;
    if (ends(word, "s") || ends(word, "x") || ends(word, "z") || ends(word, "ch") || ends(word, "sh")) return build(p, 0, false, "es");
    if (ends_in_consonant_y(word)) return build(p, 1, false, "ies");
    return build(p, 0, false, "s");
}

static str with_past(const phrase *p) {
    str word = p->word;
    if (ends(word, "e")) return build(p, 0, false, "d");
    if (ends_in_consonant_y(word)) return build(p, 1, false, "ied");
    return build(p, 0, doubles(word), "ed");
}

static str with_ing(const phrase *p) {
    str word = p->word;
    if (ends(word, "ie")) return build(p, 2, false, "ying");
    bool silent_e = ends(word, "e") && !ends(word, "ee") && !ends(word, "oe") && !ends(word, "ye");
    if (silent_e && word.size > 2) return build(p, 1, false, "ing");
    return build(p, 0, doubles(word), "ing");
}

str inflect_regular(arena *memory, str text, inflection how, uint8_t form) {
    phrase p = {memory, STR_NONE, text, STR_NONE};
    if (how == INFLECT_verb) {
        const char *space = memchr(text.data, ' ', text.size);
        if (space) {
            p.word = (str){text.data, (size_t)(space - text.data)};
            p.after = str_slice(text, p.word.size, text.size);
        }
    } else {
        size_t start = text.size;
        while (start && text.data[start - 1] != ' ' && text.data[start - 1] != '-') start--;
        p.before = str_slice(text, 0, start);
        p.word = str_slice(text, start, text.size);
    }
    if (!p.word.size) return STR_NONE;
    char last = p.word.data[p.word.size - 1];
    bool digit = ascii_digit(last);
    if (!ascii_letter(last) && !(digit && form == FORM_plural)) return STR_NONE;
    switch (form) {
    case FORM_plural:
    case FORM_s: return with_s(&p);
    case FORM_past: return with_past(&p);
    case FORM_ing: return with_ing(&p);
    default: return STR_NONE;
    }
}
