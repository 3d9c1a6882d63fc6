/* Letters: e-mail as it is sent and kept. */
#ifndef READ_MAIL_H
#define READ_MAIL_H

#include "read/read_page.h"

/* The text of a letter (RFC 5322, MIME): subject and plain text become doc->text, and NULL is returned; where there is only HTML (or hardly
 * any plain text), its story goes on the page that is returned. Title, author and date are the header's. */
page *mail_document(document *doc, const read_knowledge *known, str bytes);

typedef struct attachment {
    const char *name, *type; /* "list.csv", "text/csv"; a name without folders */
    const char *encoding;    /* of a text, or NULL */
    str bytes;
} attachment;
/* What is attached to a letter, in order, unpacked. False: no memory. */
bool mail_attachments(str bytes, void (*each)(const attachment *a, void *payload), void *payload);

#endif
