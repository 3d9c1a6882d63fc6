/* rule_cache.h: compiled rules kept in a file for the next run. */
#ifndef RULE_CACHE_H
#define RULE_CACHE_H

#include "rule/rule_image.h"

typedef struct rule_cache {
    arena *memory;
    const rule_options *options;
    finding_sink sink;
    uint64_t identity; /* of all that rules depend on besides their files */
    str path;          /* empty: none is kept */
} rule_cache;

/* Where the rules of these options would be kept. */
rule_cache rule_cache_of(arena *memory, const rule_options *options, const gazetteer *known, const labels *all, finding_sink sink);
/* The bytes of rules that are kept, are sound and were made of the files as they are now; else none. They stay as long as the memory. A
 * damaged file is told to the sink. */
str rule_cache_find(const rule_cache *c);
/* Tells that what was found is damaged after all. */
void rule_cache_doubt(const rule_cache *c);
/* Keeps what was compiled without an error. That it cannot be kept is told to the sink. */
void rule_cache_keep(const rule_cache *c, const builder *build);

#endif
