/* A page: the text of a document that is no plain text, as its reader puts it together, paragraph by paragraph. Each piece of text knows
 * where in the file it comes from. */
#ifndef READ_PAGE_H
#define READ_PAGE_H

#include "read/read_parts.h"

typedef struct paragraph {
    uint32_t start, end; /* bytes of the text */
    block_kind kind;     /* BLOCK_body: to be found out by its text */
} paragraph;

typedef struct page {
    document *doc;
    struct {
        char *at;
        size_t count, capacity;
    } text;
    VEC(paragraph) paragraphs;
    uint32_t told; /* where the text ends that comes from the file; breaks may follow */
    bool marked;   /* headlines are marked as such */
    bool open;     /* a paragraph has begun */
    str space;     /* white space that is due before the next word; none: none */
} page;

/* An empty page, in the memory of the document. */
page *page_new(document *doc);
/* Adds text to the paragraph: white space is collapsed to one space (a no-break space between two words stays), none stands at its edges.
 * `source`: where it comes from. Valid UTF-8.
 */
void page_text(page *p, str text, uint32_t source);
/* A line break, or a tab, within the paragraph. */
void page_break(page *p, char c);
/* Ends the paragraph, if one has begun. */
void page_end(page *p, block_kind kind);
/* Takes back all that was added. */
void page_clear(page *p);
/* Makes it the document's text: doc->text and doc->sources. */
void page_finish(page *p);

#endif
