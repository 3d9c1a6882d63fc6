/* store_words.c: has_words(text, words), by which queries find a speaker, a role, a place: whole words, whatever the case, in any order.
 * And a number by which the same words are known again. */
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "store/store_db.h"

static bool in_word(uint32_t c) {
    if (c < 0x80) return ascii_digit(c) || ascii_letter(c);
    return u_isalnum((UChar32)c) || U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK;
}

/* The next word at or behind *at, which moves behind it; empty at the end. */
static str next_word(str text, size_t *at) {
    size_t start = *at, end = *at;
    while (end < text.size) {
        size_t behind = end;
        bool inside = in_word(utf8_next(text, &behind));
        if (!inside && end > start) break;
        end = behind;
        if (!inside) start = end;
    }
    *at = end;
    return str_slice(text, start, end);
}

static UChar32 folded(uint32_t c) {
    return c < 0x80 ? ascii_small((char)c) : u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
}

static bool same_word(str a, str b) {
    size_t i = 0, j = 0;
    while (i < a.size && j < b.size) {
        uint32_t x = utf8_next(a, &i), y = utf8_next(b, &j);
        if (x != y && folded(x) != folded(y)) return false;
    }
    return i == a.size && j == b.size;
}

static bool has_word(str text, str word) {
    size_t at = 0;
    for (str found = next_word(text, &at); found.size; found = next_word(text, &at))
        if (same_word(found, word)) return true;
    return false;
}

/* False only where the word cannot stand in the text, told by its first two letters: most texts are asked in vain. */
static bool may_have(str text, str word) {
    if (word.size < 2 || !ascii_letter((unsigned char)word.data[0]) || !ascii_letter((unsigned char)word.data[1])) return true;
    char first = word.data[0] | 32, second = word.data[1] | 32;
    for (size_t i = 0; i + 1 < text.size; i++) {
        if ((text.data[i] | 32) == first && (text.data[i + 1] | 32) == second) return true;
        if ((unsigned char)text.data[i] >= 0x80) return true; /* signs that are the same as a letter but for their case (U+212A, U+017F) */
    }
    return text.size && (unsigned char)text.data[text.size - 1] >= 0x80;
}

bool store_has_words(str text, str words) {
    size_t at = 0;
    str word = next_word(words, &at);
    if (!word.size || !text.size || !may_have(text, word)) return false;
    for (; word.size; word = next_word(words, &at))
        if (!has_word(text, word)) return false;
    return true;
}

/* The sum of what stands before a word, with the word. */
static uint64_t add_word(uint64_t sum, str word) {
    for (size_t i = 0; i < word.size;) {
        UChar32 c = folded(utf8_next(word, &i));
        sum = (sum ^ (uint32_t)c) * 0x9E3779B97F4A7C15u;
        sum ^= sum >> 29;
    }
    return sum * 31 + 1; /* the end of a word */
}

sqlite3_int64 store_same_words(str text) {
    enum { FEWEST = 4 };
    uint64_t sum = 0;
    size_t at = 0, count = 0;
    for (str word = next_word(text, &at); word.size; word = next_word(text, &at), count++) sum = add_word(sum, word);
    return count < FEWEST ? 0 : (sqlite3_int64)(sum >> 1) + 1;
}

uint32_t store_word_numbers(str text, uint32_t *out, uint32_t most) {
    size_t at = 0;
    uint32_t count = 0;
    for (str word = next_word(text, &at); word.size && count < most; word = next_word(text, &at))
        out[count++] = (uint32_t)(add_word(0, word) >> 32);
    return count;
}

static str value_text(sqlite3_value *value) {
    const char *data = (const char *)sqlite3_value_text(value);
    return (str){data, data ? (size_t)sqlite3_value_bytes(value) : 0};
}

static void call_has_words(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    sqlite3_result_int(context, store_has_words(value_text(values[0]), value_text(values[1])));
}

int store_words_register(sqlite3 *db) {
    return sqlite3_create_function_v2(db, "has_words", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, call_has_words, NULL,
                                      NULL, NULL);
}
