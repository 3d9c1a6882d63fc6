/* rule_image.h: compiled rules as bytes, and back. What only explanations and examples need (patterns, places in the files, the examples)
 * is not in them. */
#ifndef RULE_IMAGE_H
#define RULE_IMAGE_H

#include "rule/rule_program.h"
#include "rule/rule_stream.h"

/* Number of their format; what the program is made of is told by its build id. */
enum { RULE_IMAGE_VERSION = 2 };

/* The bytes of rules that have just been compiled without an error, in `memory`. */
str rule_image_write(arena *memory, ruleset *set);
/* The names of the files they were made of, all but phases files, relative to rules/; false: damaged. */
bool rule_image_files(arena *memory, str bytes, const str **names, uint32_t *count);
/* The rules, which need `bytes` (on a multiple of 8) as long as they live; NULL: damaged. Labels are interned only if they are sound. No
 * number of the bytes is trusted: whatever they say, matching stays within bounds and comes to an end. */
ruleset *rule_image_read(arena *memory, str bytes, const gazetteer *known, labels *all);
/* Whether all numbers in the programs lead to what they may lead to. `outlines`: where the outline of each rule ends. */
bool rule_image_sound(const ruleset *set, const uint32_t *outlines);

#endif
