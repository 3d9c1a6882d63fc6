/* str_search: whether many texts stand in one, all asked at once (Aho and Corasick): linear in what is sought and in the text, whatever
 * they are. */
#ifndef BASE_STR_SEARCH_H
#define BASE_STR_SEARCH_H

#include <stdbool.h>

#include "base/arena.h"

typedef struct str_search str_search;

/* Lives in the arena. */
str_search *str_search_new(arena *memory);
/* Adds a text that is sought; gives back what to ask str_search_found with. Before str_search_run only. */
uint32_t str_search_add(str_search *s, str sought);
/* Goes over the text. Once. */
void str_search_run(str_search *s, str text);
/* Whether it stood there; nothing stands everywhere. */
bool str_search_found(const str_search *s, uint32_t which);

#endif
