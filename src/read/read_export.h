/* read_export.h: a text of many articles, as news archives give it out. */
#ifndef READ_EXPORT_H
#define READ_EXPORT_H

#include "read/read_files.h"

/* Whether a text is one, by its beginning. */
bool export_detect(const read_knowledge *known, str sample);
/* Whether a text is larger than one of its articles or parts may be. */
bool export_is_large(const reading *s, window *w);

#endif
