/* Formats: what a file is, by its content. */
#ifndef READ_FORMAT_H
#define READ_FORMAT_H

#include "read/read_parts.h"

typedef enum format {
    FORMAT_unknown,
    FORMAT_text,
    FORMAT_html,
    FORMAT_mail,
    FORMAT_epub,
    FORMAT_docx,
    FORMAT_odt,
    FORMAT_rtf,
    FORMAT_subtitles, /* SubRip or WebVTT */
    FORMAT_news,      /* NITF, NewsML */
    FORMAT_pdf,
    FORMAT_json, /* objects one after the other, a line each or not, or an array of them */
    FORMAT_csv,
    FORMAT_tsv,
    FORMAT_xlsx,
    FORMAT_feed,   /* RSS, RDF or Atom */
    FORMAT_export, /* articles in one text, as news archives give them out */
    FORMAT_chat,   /* messages, as WhatsApp exports them */
    FORMAT_mbox,
    FORMAT_warc,
    FORMAT_archive, /* members, or one compressed file */
    FORMAT_COUNT
} format;

const char *format_name(format which);
/* By the name that the user writes; FORMAT_unknown if there is none such. */
format format_from(const char *name);
/* What the bytes are, by their beginning (up to FORMAT_SAMPLE are looked at); `name` of the file, or "", settles what a table is only where
 * the content leaves it open. FORMAT_text where nothing speaks for another: whether it is text at all is for read_decode to say. */
enum { FORMAT_SAMPLE = 1 << 16 };
format format_detect(const read_knowledge *known, str sample, str name);
/* The sample without a byte order mark and white space before it; whether that may be JSON. */
str format_beginning(str sample);
bool format_is_json(str text);
/* Bytes before JSON that is assigned to a name of a script ("window.data = {"); 0 if there are none. */
size_t format_json_assigned(str text);
/* Whether such a file is one document, for muster_extract. */
bool format_single(format which);

#endif
