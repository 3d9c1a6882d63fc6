/* gazetteer_key.c: a word -> a key that its other spellings mostly share, so that names worth comparing are found without comparing all.
 *
 * What is kept are the consonants that systems of romanisation agree on: l m n r, t with d, and the lips' sounds as one. Vowels, what is
 * rendered now by h, kh, g, now by k, q, c, and the hissing sounds are left out, and so is a t that begins one (ts, tch). Coarse on
 * purpose: what shares a key is compared, what does not is never met.
 */
#include "gazetteer/gazetteer.h"

enum { KEY_LETTERS = 32 };

static char kept(char c, char next) {
    switch (c) {
    case 'l':
    case 'm':
    case 'n':
    case 'r': return c;
    case 't':
    case 'd': return next == 's' || next == 'z' || next == 'c' || next == 'j' || (next == 'h' && c == 'd') ? 0 : 't';
    case 'b':
    case 'p':
    case 'v':
    case 'f': return 'p';
    default: return 0;
    }
}

uint32_t gazetteer_key(str folded) {
    char key[KEY_LETTERS];
    size_t used = 0;
    for (size_t i = 0; i < folded.size && used < sizeof key; i++) {
        char next = i + 1 < folded.size ? folded.data[i + 1] : 0;
        char c = kept(folded.data[i], next);
        if (!c || (used && key[used - 1] == c && i && folded.data[i - 1] == folded.data[i])) continue;
        if (c == 'p' && folded.data[i] == 'p' && next == 'h') i++;
        key[used++] = c;
    }
    return (uint32_t)str_hash((str){key, used});
}

uint32_t gazetteer_person_key(str given, str surname) {
    return (gazetteer_key(given) * 0x9E3779B1u) ^ gazetteer_key(surname);
}
