/* Characters of UTF-8: stepping through them, counting them, and what to do with bytes that are none. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"

/* Whether a byte goes on with the character that an earlier one begins. */
static inline bool utf8_continues(char byte) {
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Length of the well-formed sequence at p (NUL counts as ill-formed), or minus the length of the maximal ill-formed subsequence. */
int utf8_sequence(const unsigned char *p, size_t left);
/* The first place at or after `from` that is ill-formed or NUL; size if there is none. */
size_t utf8_valid(str text, size_t from);
/* The code point at *at, which moves behind it, and the one before *at, which moves to its start; U+FFFD for what is ill-formed. */
static inline uint32_t utf8_next(str text, size_t *at);
uint32_t utf8_before(str text, size_t *at);
/* Code points of a valid text. */
size_t utf8_length(str text);
/* As many whole characters of a text as fit into so many bytes. */
str utf8_cut(str text, size_t most);
/* The text with every ill-formed subsequence and NUL replaced (itself if there are none); *broken (NULL allowed) counts them. NUL behind
 * it. */
str utf8_repair(arena *memory, str text, size_t *broken);
/* Names of files are bytes. A text that says which: those that are no UTF-8 are written \xff (itself if there are none). NUL behind it. */
str utf8_escape(arena *memory, str bytes);
/* The bytes again. A name that had such a sign in it from the first is not told apart. */
str utf8_unescape(arena *memory, str text);

uint32_t utf8_next_wide(str text, size_t *at); /* where the character is none of ASCII */
static inline uint32_t utf8_next(str text, size_t *at) {
    unsigned char first = (unsigned char)text.data[*at];
    if (first >= 0x80) return utf8_next_wide(text, at);
    ++*at;
    return first;
}

#endif
