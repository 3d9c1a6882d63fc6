/* read: bytes -> document. Decodes a file to the stored text, finds title, date and outlet where the text states them, and cuts it into
 * blocks.
 *
 * The stored text is the file's own text in UTF-8: nothing is normalised. What cannot be text (broken bytes, NUL) becomes U+FFFD, one for
 * one maximal ill-formed subsequence (Unicode 15, section 3.9), and is reported in document.encoding ("utf-8, 3 broken"). A byte order mark
 * is not part of the text.
 */
#ifndef READ_READ_H
#define READ_READ_H

#include "base/document.h"

/* Furniture and other vocabulary of blocks, from the lists of kinds `furniture` (phrases that make a short block furniture, and the other
 * roles below) and `outlet`. */
typedef struct read_knowledge read_knowledge;
read_knowledge *read_knowledge_new(arena *memory);
/* One phrase, copied into memory; `*` at its end: the block only needs to begin with it. Letter case, kinds of quotation marks and spaces,
 * and punctuation at the end do not matter. `role` (none: furniture) is a list "a|b" of:
 *   furniture what a role is if none is given
 *   opener    furniture that opens an appeal: the paragraphs behind it that speak of an appeal are furniture too
 *   appeal    words of an appeal ("your donation")
 *   within    a short block that has it anywhere is furniture ("appeared first on")
 *   opens, closes   a line that stands before or behind each article of a text of many: 1 is any number, x1 a long mark with digits
 *   answered  a line above the letter that is answered
 *   word      a block of nothing but such words and numbers is furniture ("Share", "Print")
 *   caption   "Image", "Photograph": with a colon behind it, the block is a caption
 *   byline    "By", "From our correspondent": begins a line that names the writer
 *   title     "Headline": with a colon behind it, the rest of the line is the title
 *   date      "Published", "Updated": begins a line that gives the document's date
 *   month1 … month12, weekday   names in dates */
void read_knowledge_furniture(read_knowledge *known, arena *memory, str phrase, str role);
/* One name of a news outlet or agency, or (role `part`) a word that makes an unknown name one ("Tribune"). */
void read_knowledge_outlet(read_knowledge *known, arena *memory, str name, str role);
/* A name that a field of a table or a key of JSON may have. `purpose`: text, teaser (behind every text), title, id, date, url,
 * author, outlet, aside (a label that is for nothing here), piece (what blocks of a text hold of it), header (of a letter). */
void read_knowledge_field(read_knowledge *known, arena *memory, str purpose, str name);

/* A word, or several with hyphens between, of classes and ids in markup. `role`: furniture (what they mark stands around the story), story,
 * caption, byline, consent (asks whether it may track the reader: furniture, however long),
 * answered (the letter that a reply answers). */
void read_knowledge_markup(read_knowledge *known, arena *memory, str role, str name);

/* A name of <meta> tags that tell of a page what `purpose` says: title, author, outlet, url, date, modified; or (nobody) what a system
 * calls a writer whom it does not know. */
void read_knowledge_meta(read_knowledge *known, arena *memory, str purpose, str name);

/* Fills text, length, id, path, encoding, hash, title, date, outlet and blocks. Gives up (arena_fail) on a document that is no text. */
void read_document(document *doc, const read_knowledge *known, const muster_input *input, size_t limit);

/* muster_read with its knowledge. */
muster_status reading_run(const read_knowledge *known, const char *path, const muster_reading *how, muster_document_fn each, void *payload,
                          muster_error *error);

/* The id of a document that is given none: the base name of its path without the last extension; "-" without a path. */
str read_id(str path);

/* The parts of it. */
typedef struct decoding {
    str encoding;      /* from what: "windows-1252", "utf-8, 3 broken" */
    decoded_runs runs; /* none: the bytes are the text */
} decoding;
/* Decodes bytes (NULL encoding: by mark, validity, ICU's detector). The text has a NUL behind it. */
str read_decode(arena *memory, str bytes, const char *encoding, decoding *how);
/* Cuts the text into blocks: the page's paragraphs, or, without a page, lines, or, in hard-wrapped text, what stands between empty lines.
 * Linear. */
struct page;
void read_blocks(document *doc, const read_knowledge *known, const struct page *from);
/* Title, date and outlet. `stated`: the date of the command line, or NULL. */
void read_metadata(document *doc, const read_knowledge *known, const char *stated);

#endif
