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

static bool same_word(str a, str b) {
    str longest = b.size > a.size ? b : a, shortest = b.size > a.size ? a : b;
    return longest.size - shortest.size <= 1 && shortest.size >= TELLING && str_starts(longest, shortest);
}

/* How many of a's words tell something, and how many of these b has, too; of a country's name, only if that is asked for. */
static uint32_t count_telling(const muster_audit *audit, str a, str b, bool countries, uint32_t *shared) {
    uint32_t count = 0;
    size_t i = 0;
    *shared = 0;
    for (str word = next_word(a, &i); word.size; word = next_word(a, &i)) {
        if (!tells(audit, word)) continue;
        count++;
        size_t j = 0;
        str other = next_word(b, &j);
        while (other.size && !same_word(word, other)) other = next_word(b, &j);
        *shared += other.size > 0 && (countries || !audit_names_country(audit->known, word));
    }
    return count;
}

bool audit_shares_word(const muster_audit *audit, str a, str b) {
    uint32_t shared;
    count_telling(audit, a, b, true, &shared);
    return shared > 0;
}

/* "The Sarmar health office", "health officials in Sarmar"; but not "the Syrian government", "the Syrian Observatory for Human Rights", nor
 * "Afghanistan's government", "the UN mission in Afghanistan". */
static bool is_called_like(const muster_audit *audit, str a, str b) {
    enum { MOST_OTHERS = 3 };
    uint32_t shared, other, count = count_telling(audit, a, b, false, &shared), count_b = count_telling(audit, b, a, false, &other);
    return shared && (count > count_b ? count : count_b) <= shared * MOST_OTHERS;
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

/* "Baku", "Azerbaijan's defence ministry", "the Azerbaijani army" */
static bool is_of_one_state(const statement *a, const statement *b) {
    return a->source_state && a->source_state == b->source_state;
}

bool audit_same_source(const muster_audit *audit, const statement *a, const statement *b) {
    if (!a->source.size || !b->source.size) return !a->source.size && !b->source.size;
    if (is_of_one_state(a, b)) return true;
    if (str_equal(a->source, b->source) || is_short_for(a->source, b->source) || is_short_for(b->source, a->source)) return true;
    return is_called_like(audit, a->source, b->source) || audit_shares_word(audit, a->role, b->source) ||
           audit_shares_word(audit, a->source, b->role);
}
