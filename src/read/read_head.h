/* read_head.h: the head and the foot of a text: labels with their values around the story. */
#ifndef READ_HEAD_H
#define READ_HEAD_H

#include "read/read_parts.h"

typedef struct head_line {
    uint32_t start, end; /* bytes */
    block_kind kind;
    bool settled; /* false: what it is shows in its words, as of any paragraph */
} head_line;

typedef struct head {
    VEC(head_line) lines; /* in order of the text */
    uint32_t above;       /* so many of them stand above the story */
    uint32_t end, foot;   /* bytes: the story stands between */
    bool labelled;        /* there is one */
} head;

/* Finds the head of a text, and takes from it what the document does not know of itself yet: title, author, date, outlet, URL. */
void read_head(document *doc, const read_knowledge *known, head *out);
/* Bytes of a label of the text that a paragraph of a labelled text begins with ("TD   "), or 0. */
uint32_t read_text_label(const read_knowledge *known, str text);
/* Bytes of the sign of a headline in Markdown ("## "), or 0. */
static inline size_t read_heading_size(str text) {
    enum { DEEPEST = 6 };
    size_t size = 0;
    while (size < text.size && size <= DEEPEST && text.data[size] == '#') size++;
    return size && size <= DEEPEST && size + 1 < text.size && text.data[size] == ' ' ? size + 1 : 0;
}

#endif
