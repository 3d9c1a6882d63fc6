/* claim: figures, quotes -> claims. Each figure that a document gives (durations and ages aside), and each number that it tells only to
 * reject it or as an earlier one, becomes a statement that stands alone: who asserts it, how much of what, where, when, whether it is a
 * part, a sum over many events, or told as false. Beside them stand the accounts they belong to (the document, or one post of a live blog)
 * and a signature of the text, by which copies are known. All of it rests on the document alone, so that adding is incremental.
 */
#ifndef CLAIM_CLAIM_H
#define CLAIM_CLAIM_H

#include "entity/entity.h"
#include "token/token.h"

/* Groups of what is counted, by the words of the lists: GROUP_toll, … */
#define GROUP(name) static const str GROUP_##name __attribute__((unused)) = {#name, sizeof #name - 1};
#include "claim/claim_group.def"

/* What the lists of gazetteers/claim say. Immutable. */
typedef struct claim_knowledge claim_knowledge;
const claim_knowledge *claim_knowledge_new(arena *memory, const gazetteer *lists);

/* Fills accounts, claims and signature. Linear in the tokens. `words` are those of the tokens. */
void claim_document(document *doc, const resolver *with, const claim_knowledge *known, lexicon *words);

#endif
