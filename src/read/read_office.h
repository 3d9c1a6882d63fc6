/* Books and office documents, which are ZIP archives of XML, and PDF. */
#ifndef READ_OFFICE_H
#define READ_OFFICE_H

#include "read/read_format.h"
#include "read/read_page.h"

/* An EPUB, DOCX or ODT, and the bytes that it may unpack to. */
typedef struct office_file {
    format kind;
    str bytes;
    size_t limit;
} office_file;
/* Puts its text on the page; title, author and date are its metadata's. */
void office_document(document *doc, const read_knowledge *known, const office_file *from, page *out);

/* The text of a PDF by the program pdftotext, as lines with form feeds between pages. Gives up if it is not installed, fails, takes too
 * long or writes more than `limit` bytes. */
str pdf_text(arena *memory, str bytes, size_t limit);

#endif
