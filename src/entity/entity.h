/* entity: annotations -> mentions and entities. Chooses one reading of each stretch of text, brings the mentions of one entity together,
 * and gives persons their role and affiliation. Labels it reads: rules/README.md. */
#ifndef ENTITY_ENTITY_H
#define ENTITY_ENTITY_H

#include "base/document.h"
#include "base/label.h"
#include "gazetteer/gazetteer.h"
#include "name/name.h"
#include "rule/rule.h"

/* The user's corrections: which names are one entity, which are not, what it is called, what is no name (docs/overrides.md). */
typedef struct overrides overrides;
typedef struct override_file {
    str path, content;
} override_file;
/* Reads them, in the engine's memory; the contents must outlive them. Without a sink the first error fails the arena. */
overrides *overrides_read(arena *memory, const override_file *files, uint32_t count, lexicon *words, finding_sink sink);
/* Identity of what they say; 0 if they say nothing. */
uint64_t overrides_hash(const overrides *all);
/* Tells the lines that have changed nothing in any document yet. Returns what `each` returned last. */
int overrides_unused(const overrides *all, muster_finding_fn each, void *payload);

/* What the stages entity, quote and figure need of the engine. */
typedef struct resolver {
    const gazetteer *known;
    const labels *all;
    const ruleset *rules;
    const name_knowledge *names; /* NULL: spellings are not compared */
    overrides *overrides;        /* NULL: there are none. Only its counters ever change */
} resolver;

/* Fills mentions and entities. `memo` is the worker's, or NULL. */
void entity_document(document *doc, const resolver *with, name_memo *memo);

/* The mention that covers a token, or that a span [first, last) overlaps most; NONE if none. */
uint32_t entity_mention_at(const document *doc, uint32_t token_index);
uint32_t entity_mention_in(const document *doc, uint32_t first, uint32_t last);
/* The first mention that ends behind a token, or the number of mentions. */
uint32_t entity_mention_behind(const document *doc, uint32_t token_index);

#endif
