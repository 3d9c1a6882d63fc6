/* token: blocks -> tokens, sentences, quotations.
 *
 * Word boundaries are ICU's (Unicode Standard Annex 29), then the field's own. Whole stay `10,000` `1.5m` `F-16s` `Su-34` `al-Assad`
 * `Jong-un` `front-line` `Lt.` `U.S.` `2/503rd` `08:15` `2024-12-17` and addresses. Apart come `£` `1bn`, `80` `%`, `10` `km`, `Putin`
 * `’s`, `12` `-` `year` `-` `old`, `US` `-` `led`, `pro` `-` `Russian`. White space is no token, and no token has an invisible sign at its
 * edge. A token is at most 1,024 bytes long; longer words are cut.
 */
#ifndef TOKEN_TOKEN_H
#define TOKEN_TOKEN_H

#include "base/document.h"

/* The distinct word forms a worker has met, and what cutting text needs (break iterators). Not shared between threads. */
typedef struct lexicon lexicon;
/* Words that end in a stop without ending a sentence ("Lt.", "Gen.", "Mr.", "Jan."), and other vocabulary of the tokeniser. Immutable once
 * filled. */
typedef struct token_knowledge token_knowledge;

token_knowledge *token_knowledge_new(arena *memory);
/* An entry of a list. */
typedef struct token_entry {
    str kind, text;
    bool title;   /* of an abbreviation: it stands before a name, so that a capital behind it is no new sentence */
    bool exact;   /* of a number ending: in this case only */
    double scale; /* of a number ending, or a number word that may stand like one: what it multiplies digits by; else 0 */
} token_entry;
/* Takes an entry of one of these kinds, and ignores all others:
 *
 *   abbreviation    with its stop: "Lt."
 *   numbering       an abbreviation only where a number follows: "No."
 *   number_word     a compound that begins with it is parted: two-day
 *   number_ending   multiplies the digits before it: 1.5m
 *   unit_letter     a unit of one letter behind digits, cut from them: 100t
 *   name_particle   stays with its name: al-Assad
 *   name_prefix     is parted from a name: Anti-Russian
 *   compound_end    so is this: Iran-backed
 *   sentence_start  begins a sentence behind an abbreviation: "the U.S. The …"
 *   clear_start     does so in text in capitals, too
 *   currency        only the short signs in letters count: USD
 *   letter_name     a word and a capital behind it that is no initial: "on X"
 *   syllable_onset, syllable_vowel, syllable_coda   what syllables of Korean and Chinese given names are made of: j-o-ng
 */
void token_knowledge_entry(token_knowledge *known, arena *memory, const token_entry *entry);
/* The i-th of these kinds; NULL behind the last. */
const char *token_knowledge_kind(size_t i);
/* A name of one word that counts by itself inside a compound (a country, a nationality, an organisation): Israel-Hamas becomes three
 * tokens. */
void token_knowledge_name(token_knowledge *known, arena *memory, str text);

/* Asks whether a folded word is a name by itself; only of the parts of hyphened words (Kharkiv-Izium). */
typedef bool token_name_fn(const void *owner, str folded);
void token_knowledge_ask(token_knowledge *known, token_name_fn *ask, const void *owner);

/* NULL if memory runs out. The lexicon has memory of its own. */
lexicon *lexicon_new(const token_knowledge *known);
void lexicon_free(lexicon *words);
/* The word of that form, made if it is new. Running out of memory fails `memory` (arena_fail). Valid until the next lexicon_flush. */
const word *lexicon_word(lexicon *words, arena *memory, str text);
/* Forgets all words if there are more than `limit` of them. Only between documents. */
void lexicon_flush(lexicon *words, uint32_t limit);
/* How many there are; ids are below it. */
uint32_t lexicon_count(const lexicon *words);
/* A word whose stage fields (gazetteer, readings, rule, claim) may be set. */
word *lexicon_mutable(lexicon *words, const word *w);
/* Memory for what a stage keeps of a word; lasts as long as the word. Running out of it fails `memory`. */
void *lexicon_keep(lexicon *words, arena *memory, size_t size);
/* The folded form as gazetteer keys and rules compare it (see word.folded). In `memory`. */
str token_fold(arena *memory, str text);

/* Fills tokens, sentences and quotations of a document whose text and blocks are there. */
void token_document(document *doc, lexicon *words);

/* The parts of it. */
void token_split(document *doc, lexicon *words); /* tokens, their words, flags SPACED and NEWLINE; blocks' first and last */
void token_quotations(document *doc);            /* quotations, depth, OPEN and CLOSE */
void token_sentences(document *doc);             /* sentences, FIRST; at most 1,000 tokens each */

/* Cuts a short text (a list alias, a literal of a rule) into words, without sentences and quotations. Returns how many; *out in memory. */
uint32_t token_words(lexicon *words, arena *memory, str text, const word ***out);
/* Whether a text is nothing but letters of ASCII: one token whatever the vocabulary, so that it need not be cut. */
bool token_is_plain(str text);

#endif
