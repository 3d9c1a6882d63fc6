/* read_markdown.h: texts with the marks of Markdown. */
#ifndef READ_MARKDOWN_H
#define READ_MARKDOWN_H

#include "base/document.h"

/* The text as its marks dress it; where it stands in the file goes to doc->sources. A text without links or `**` is given back as it is. */
str markdown_plain(document *doc, str text);

#endif
