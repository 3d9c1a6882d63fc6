/* Books and office documents, which are ZIP archives of XML, and PDF. */
#ifndef READ_OFFICE_H
#define READ_OFFICE_H

#include "read/read_format.h"
#include "read/read_page.h"

/* Puts the text of an EPUB, DOCX or ODT on the page; title, author and date are its metadata's. `limit`: bytes that it may unpack to. */
void office_document(document *doc, const read_knowledge *known, format kind, str bytes, size_t limit, page *out);

/* The text of a PDF by the program pdftotext, as lines with form feeds between pages. Gives up if it is not installed, fails, takes too
 * long or writes more than `limit` bytes. */
str pdf_text(arena *memory, str bytes, size_t limit);

#endif
