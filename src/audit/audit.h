/* audit: claims of a database -> groups of claims about the same thing, how the claims of a group stand to each other, copies of texts. The
 * calls that muster.h shows are here but those that need an engine, which stand above the stages (src/across.c). */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "base/arena.h"
#include "gazetteer/gazetteer.h"
#include "muster.h"

/* What the lists say of the groups of what is counted, and of the words of sources. Immutable; shared by threads. */
typedef struct audit_knowledge audit_knowledge;
/* In the engine's memory; the lists must outlive it. */
const audit_knowledge *audit_knowledge_new(arena *memory, const gazetteer *lists);

/* muster_audit_open with the knowledge at hand, which must outlive the audit, as the store must. */
muster_status audit_open(muster_audit **out, muster_store *store, const audit_knowledge *known, const muster_audit_options *options,
                         muster_error *error);

#endif
