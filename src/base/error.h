/* Errors are the caller's struct. Every function here takes a NULL error and gives the status back, so that `return error_set(...)` reads
 * well. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdint.h>

#include "base/str.h"
#include "muster.h"

muster_status error_set(muster_error *error, muster_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same, at a place of a file (line and column from 1, 0 unknown). */
muster_status error_at(muster_error *error, muster_status status, const char *file, uint32_t line, uint32_t column, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* Adds the line of `source` that the error points to, with a caret below the column. */
void error_excerpt(muster_error *error, str source);
/* MUSTER_OK if a value is one of the words (ended by NULL), or there is none; else an error that names them all. `what` they are words for.
 */
muster_status error_unless_word(muster_error *error, const char *what, const char *value, const char *const *words);
muster_status error_nomem(muster_error *error);

#endif
