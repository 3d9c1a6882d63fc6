/* The identity of the compiled program, for what it keeps from run to run. */
#ifndef BASE_BUILD_ID_H
#define BASE_BUILD_ID_H

#include "base/str.h"

/* The build id that the linker has put into this library (or into the program, where it is linked into that): other code, another id.
 * STR_NONE where it has none. Static. */
str build_id(void);

#endif
