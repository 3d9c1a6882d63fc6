/* entity: annotations -> mentions and entities. Chooses one reading of each stretch of text, brings the mentions of one entity together,
 * and gives persons their role and affiliation. Labels it reads: rules/README.md. */
#ifndef ENTITY_ENTITY_H
#define ENTITY_ENTITY_H

#include "base/document.h"
#include "base/label.h"
#include "gazetteer/gazetteer.h"
#include "name/name.h"
#include "rule/rule.h"

/* What the stages entity, quote and figure need of the engine. */
typedef struct resolver {
    const gazetteer *known;
    const labels *all;
    const ruleset *rules;
    const name_knowledge *names; /* NULL: spellings are not compared */
} resolver;

/* Fills mentions and entities. */
void entity_document(document *doc, const resolver *with);

/* The mention that covers a token, or that a span [first, last) overlaps most; NONE if none. */
uint32_t entity_mention_at(const document *doc, uint32_t token_index);
uint32_t entity_mention_in(const document *doc, uint32_t first, uint32_t last);

#endif
