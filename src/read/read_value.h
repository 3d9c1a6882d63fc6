/* JSON values that lie in a file. */
#ifndef READ_VALUE_H
#define READ_VALUE_H

#include <jansson.h>

#include "base/str.h"

/* A member of an object, whatever the case of its key's letters; "a.b": b inside a. NULL: there is none. */
const json_t *value_member(const json_t *object, str name);
/* The text of a string; none of another value. */
str value_string(const json_t *value);

#endif
