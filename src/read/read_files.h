/* One call of muster_read: what the readers of each format share. A reader takes the bytes of a file (or of a member of an archive) from a
 * window, and gives each document in it; what is broken it tells, and goes on where it can. */
#ifndef READ_FILES_H
#define READ_FILES_H

#include "read/read_format.h"
#include "read/read_stream.h"

/* Where a document stands: the path it is told by, and the name its id is made of. Both end with a NUL. */
typedef struct place {
    const char *path;
    const char *name; /* of the file or the member */
} place;

typedef struct reading reading;
/* Reads what is in the window, whatever it is: what the user states (but packed files are unpacked first), else by content. */
typedef void reading_fn(reading *s, const place *at, window *w);

struct reading {
    const read_knowledge *known;
    muster_reading how; /* with its limits filled in */
    muster_document_fn each;
    void *payload;
    bool stopped; /* the caller has had enough, or memory is out: readers return */
    bool no_memory;
    bool bomb;                 /* the file unpacks to too much: nothing more of it is read */
    format stated;             /* what every file is said to be */
    uint32_t depth;            /* archives open */
    uint64_t packed, unpacked; /* bytes of the file that went into unpacking, and bytes that came out, of all archives in it */
    const file_stream *file;   /* the file itself */
    reading_fn *inner;         /* for what is packed in it */
};

/* The path of what lies in a place: "a.zip!b.html". False if it is too long. */
enum { READING_PATH = 4096 };
bool reading_path(char out[READING_PATH], const place *at, const char *name);

/* Gives a document. Sets its id from the place if it has none, its hash from its bytes if it has none, and what the user states. */
void reading_give(reading *s, const place *at, muster_input *input);
/* Tells a problem. `line` 0: of the whole. */
void reading_problem(reading *s, const place *at, uint32_t line, muster_status status, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void reading_nomem(reading *s);
/* The value of a field in the header of a letter or of a web page, up to its empty line; none if it is not there. */
str reading_header(str header, const char *name);
/* If the window's stream broke off, tells it. */
void reading_check(reading *s, const place *at, const window *w);

/* All that is in the window; none, after telling why, if it cannot be read or is larger than a document may be. */
str reading_whole(reading *s, const place *at, window *w);
/* Gives all of the window as one document, and returns its bytes; none, after telling why, if it cannot be read. */
str reading_single(reading *s, const place *at, window *w, format kind);

/* The readers of what holds several documents. */
void reading_archive(reading *s, const place *at, window *w);
void reading_json(reading *s, const place *at, window *w);
void reading_table(reading *s, const place *at, window *w, format kind);
/* The sheets of a workbook, each as a table. */
void reading_workbook(reading *s, const place *at, window *w);
void reading_feed(reading *s, const place *at, window *w);
/* Items of news agencies' XML. */
void reading_news(reading *s, const place *at, window *w);
/* Articles of one text; of what is larger than a few megabytes, parts. */
void reading_export(reading *s, const place *at, window *w);
/* Messages of a chat. */
void reading_chat(reading *s, const place *at, window *w);
void reading_mbox(reading *s, const place *at, window *w);
void reading_warc(reading *s, const place *at, window *w);
/* A letter, and what is attached to it; what is attached to one that has been given. */
void reading_letter(reading *s, const place *at, window *w);
void reading_attachments(reading *s, const place *at, str bytes);

/* --- Records: rows of tables, JSON objects --- */

/* Reads bytes that stand at a place and have been given already. */
typedef void reading_bytes_fn(reading *s, const place *at, str bytes);

/* What one record says. Texts end with a NUL or are NULL. */
typedef struct record {
    str raw;         /* the record as it stands in the file */
    uint64_t number; /* from 1 */
    uint32_t line;   /* where it begins, 0 unknown */
    bool alone;      /* it is all of the file: path and id are the file's */
    const char *value[FIELD_COUNT];
    size_t text_size;     /* the text may have NULs in it */
    const char *encoding; /* if `encoded`: of the text, NULL: to be found out; else it is UTF-8 */
    bool encoded;
    const char *format;         /* of the text; NULL: by content */
    reading_bytes_fn *attached; /* reads what is attached to it; NULL: nothing is */
} record;

/* Which names a field may have in the order of preference: the one stated, or those that the lists know. The i-th, or none behind the last.
 */
str reading_field_name(const reading *s, field which, uint32_t i);
/* Whether a value can be what the field is for: an address has a slash and no blank, an outlet is no address. */
bool record_fits(field which, str text);
/* Titles are often escaped twice ("Raid &amp; rescue" in CDATA, Atom's type="html", JSON): HTML's entities become what they stand for,
 * no-break spaces spaces. In place: what comes out is never longer. */
void record_unescape(char *text);
/* Gives the record as a document. Its id is its own, or the file's with its number; an id that was there before in this file is told apart.
 */
typedef struct record_ids record_ids;
record_ids *record_ids_new(void);
void record_ids_free(record_ids *ids);
void reading_record(reading *s, const place *at, record_ids *ids, const record *r);

#endif
