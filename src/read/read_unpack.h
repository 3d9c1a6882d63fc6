/* Bodies that a web server packed. */
#ifndef READ_UNPACK_H
#define READ_UNPACK_H

#include "base/str.h"

/* Unpacks into memory of its own, to be freed; `coding`: "br", "deflate", else gzip or Zstandard by its bytes.
 * NULL: broken, not packed so, larger than `most` bytes, or no memory. */
char *unpack_body(str packed, str coding, size_t most, size_t *size);

#endif
