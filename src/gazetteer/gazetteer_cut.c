/* gazetteer_cut.c: a name -> the key words by which it is found. They are folded as the tokeniser folds the words of a text, so that the
 * matcher compares numbers; each distinct one is numbered in the order in which they come.
 */
#include "gazetteer/gazetteer_compile.h"

uint32_t cut_word(compiler *c, str folded) {
    uint32_t number = pool_word(&c->pool, folded);
    if (number == c->root.count) VEC_PUSH(c->memory, &c->root, 0);
    return number;
}

static void push_word(compiler *c, key *out, str folded, bool capital) {
    if (out->count == KEY_WORDS_LIMIT) {
        out->too_long = true;
        return;
    }
    if (capital) out->capitals |= 1u << out->count;
    out->words[out->count++] = cut_word(c, folded);
}

/* A folded word may hold several key words ("jong un"). Those that are written small need no capital in a text, where the tokeniser may
 * have cut them off ("Pag-asa"). */
static void push_word_parts(compiler *c, key *out, const word *w) {
    bool capital = w->shape & (SHAPE_CAP | SHAPE_UPPER | SHAPE_MIXED);
    str folded = w->folded, written = w->text;
    while (folded.size) {
        str rest, part = str_split(folded, ' ', &rest);
        bool small = rest.size + part.size < w->folded.size && written.size && ascii_lower(written.data[0]);
        if (part.size) push_word(c, out, part, capital && !small);
        folded = rest;
        str_split(written, '-', &written);
    }
}

bool cut_is_plain(str text) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != ' ' && !ascii_letter(text.data[i])) return false;
    }
    return true;
}

/* Letters A to Z and spaces: what the tokeniser would do is known, and most names are of that sort. */
static void cut_plain(compiler *c, str text, key *out) {
    uint32_t capitals = 0, letters = 0;
    for (size_t at = 0; at < text.size;) {
        char folded[1024];
        size_t size = 0;
        bool capital = false;
        for (; at < text.size && text.data[at] != ' '; at++) {
            capital |= text.data[at] <= 'Z';
            capitals += text.data[at] <= 'Z';
            letters++;
            if (size < sizeof folded) folded[size++] = ascii_small(text.data[at]);
        }
        if (size) push_word(c, out, (str){folded, size}, capital);
        at++;
    }
    out->acronym = out->count == 1 && letters >= 2 && capitals == letters;
}

void cut_name(compiler *c, str text, key *out) {
    memset(out, 0, sizeof *out);
    if (cut_is_plain(text)) {
        cut_plain(c, text, out);
        return;
    }
    const word **cut;
    arena_mark here = arena_here(c->memory);
    uint32_t count = token_words(c->words, c->memory, text, &cut);
    /* Held here, because the arena's array goes before cut_word allocates in it; the words themselves are the lexicon's. */
    const word *few[KEY_WORDS_LIMIT];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count && kept < KEY_WORDS_LIMIT; i++)
        if (cut[i]->folded.size) few[kept++] = cut[i];
    arena_release(c->memory, here);
    out->too_long = count > KEY_WORDS_LIMIT;
    for (uint32_t i = 0; i < kept; i++) push_word_parts(c, out, few[i]);
    out->acronym = kept == 1 && (few[0]->shape & SHAPE_UPPER);
}
