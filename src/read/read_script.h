/* What scripts of a page hold as literals: its data, without running anything. */
#ifndef READ_SCRIPT_H
#define READ_SCRIPT_H

#include <jansson.h>

#include "read/read_parts.h"

/* Takes a value that a script holds; it is freed with the arena. */
typedef void script_value_fn(json_t *value, void *payload);

/* The values that a program assigns (`a.b = {…}`, `= JSON.parse("…")`, `= (function(a, b){return {…}}("…", 1))`) or pushes (`.push([…])`),
 * each through `take`, in order. Linear in its text. */
void script_values(arena *memory, str program, script_value_fn *take, void *payload);

/* The value that a flat list stands for, in which the members of objects and lists are numbers of its items (`[{"title": 1}, "…"]`, as
 * Nuxt 3 has it); NULL: it is no such list. */
json_t *script_unfold(arena *memory, const json_t *flat);

#endif
