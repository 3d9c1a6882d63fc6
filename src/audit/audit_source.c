/* audit_source.c: whether two sources are one. They are called differently from text to text ("the Sarmar health office", "health officials
 * in Sarmar"), so that one word that tells something is enough. */
#include "audit/audit_parts.h"

enum { TELLING = 5 }; /* bytes that a word has at least which may tell two sources apart */

static bool tells(const muster_audit *audit, str word) {
    return word.size >= TELLING && !audit_is_general_source(audit->known, word);
}

static bool letter(char c) {
    return ascii_letter(c) || (unsigned char)c >= 0x80;
}

static str next_word(str text, size_t *at) {
    while (*at < text.size && !letter(text.data[*at])) ++*at;
    size_t start = *at;
    while (*at < text.size && letter(text.data[*at])) ++*at;
    return str_slice(text, start, *at);
}

bool audit_shares_word(const muster_audit *audit, str a, str b) {
    size_t i = 0;
    for (str word = next_word(a, &i); word.size; word = next_word(a, &i)) {
        if (!tells(audit, word)) continue;
        size_t j = 0;
        for (str other = next_word(b, &j); other.size; other = next_word(b, &j)) {
            str longest = other.size > word.size ? other : word, shortest = other.size > word.size ? word : other;
            if (longest.size - shortest.size <= 1 && shortest.size >= TELLING && str_starts(longest, shortest)) return true;
        }
    }
    return false;
}

/* "RSF", "Rapid Support Forces" */
static bool is_short_for(str letters, str name) {
    size_t at = 0, i = 0;
    for (str word = next_word(name, &i); word.size; word = next_word(name, &i)) {
        if (!ascii_upper(word.data[0])) continue; /* "of" */
        if (at == letters.size || letters.data[at++] != word.data[0]) return false;
    }
    return at > 1 && at == letters.size;
}

bool audit_same_source(const muster_audit *audit, const statement *a, const statement *b) {
    if (!a->source.size || !b->source.size) return !a->source.size && !b->source.size;
    if (str_equal(a->source, b->source) || is_short_for(a->source, b->source) || is_short_for(b->source, a->source)) return true;
    return audit_shares_word(audit, a->source, b->source) || audit_shares_word(audit, a->role, b->source) ||
           audit_shares_word(audit, a->source, b->role);
}
