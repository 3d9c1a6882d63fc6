/* token_piece.h: between walking a block (token_split.c), cutting a chunk into pieces (token_piece.c), joining them (token_join.c) and
 * making tokens of them (token_emit.c). */
#ifndef TOKEN_TOKEN_PIECE_H
#define TOKEN_TOKEN_PIECE_H

#include "token/token_part.h"

typedef enum piece_kind {
    PIECE_word,
    PIECE_sign,
    PIECE_suffix,  /* 's */
    PIECE_stopped, /* with its stop: "Lt." "U.S." */
    PIECE_white,   /* groups the digits of a number */
} piece_kind;

typedef struct piece {
    uint32_t start, end;
    piece_kind kind;
} piece;

/* A chunk with more pieces than that is done in parts. */
enum { PIECE_LIMIT = 512, PIECE_SPARE = 80 };

typedef struct splitter {
    document *doc;
    lexicon *words;
    breaker *breaks;
    uint32_t at, point;   /* end of the last token, in bytes and code points */
    uint32_t block_first; /* first token of the block */
    uint32_t count;
    piece pieces[PIECE_LIMIT];
    uint32_t ends[PIECE_LIMIT];
} splitter;

/* Makes a token of at most WORD_LIMIT bytes; of any stretch: several where it is longer. */
void splitter_emit_word(splitter *s, uint32_t start, uint32_t end);
void splitter_emit(splitter *s, uint32_t start, uint32_t end);
/* Whether the stop at `behind` belongs to the word [at, behind). */
bool splitter_stop_joins(splitter *s, uint32_t at, uint32_t behind, uint32_t end);
/* All tokens of a stretch [at, behind) without white space, of a block that ends at `end`. */
void splitter_chunk(splitter *s, uint32_t at, uint32_t behind, uint32_t end, bool icu);
/* Makes tokens of the pieces. Returns where to go on: the end of the last piece, or of an address that begins among them. */
uint32_t splitter_join(splitter *s, uint32_t behind);

/* The form of a stretch of the text. */
static inline const form *splitter_form(splitter *s, uint32_t start, uint32_t end) {
    return form_of(lexicon_word_in(s->words, s->doc->memory, s->doc->text, start, end));
}

#endif
