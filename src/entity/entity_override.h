/* What reading the user's corrections and applying them share. Inside the stage. */
#ifndef ENTITY_ENTITY_OVERRIDE_H
#define ENTITY_ENTITY_OVERRIDE_H

#include "entity/entity_work.h"

enum { OVERRIDE_NAMES = 8, OVERRIDE_BYTES = 200, SALT_OVERRIDE = 900 };

typedef enum override_verb { OVERRIDE_merge, OVERRIDE_split, OVERRIDE_rename, OVERRIDE_reject } override_verb;

typedef struct override_line {
    override_verb verb;
    bool any_kind;
    kind kind;
    str names[OVERRIDE_NAMES]; /* split: what is parted, what from; rename: old, new */
    uint32_t count;
    str documents; /* pattern of document ids, NUL-terminated; empty: all */
    str file;
    uint32_t line;
} override_line;

/* That a line has a name. */
typedef struct override_use {
    uint32_t line, name;
    uint32_t next; /* of the same key, or NONE */
} override_use;

struct overrides {
    VEC(override_line) lines;
    VEC(override_use) uses;
    name_table keys;         /* of names, to uses */
    _Atomic(uint32_t) *used; /* a line: how often it changed something. The engine's only counters; nothing is decided by them */
    uint64_t hash;
};

/* The first use of a mention's text, NONE if no line has it. */
uint32_t entity_override_first(const entity_work *work, const mention *of);
/* Whether a use concerns this document and kind. */
bool entity_override_holds(const entity_work *work, const override_use *use, const mention *of);
void entity_override_mark(const entity_work *work, uint32_t line);

#endif
