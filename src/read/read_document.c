/* read_document.c: the stage as a whole: identity, text, blocks, metadata. */
#include <stdio.h>

#include "read/read_format.h"
#include "read/read_html.h"
#include "read/read_mail.h"
#include "read/read_markdown.h"
#include "read/read_office.h"
#include "read/read_story.h"

enum { LARGEST = 1 << 30 };

/* What the record and the database have is text. */
static str clean(arena *memory, const char *name) {
    str text = utf8_repair(memory, str_from(name), NULL);
    return text.data == name ? arena_str(memory, text) : text;
}

/* Names of files are bytes: what is no text in them is written so that two names stay two. */
static str clean_name(arena *memory, const char *name) {
    str text = utf8_escape(memory, str_from(name));
    return text.data == name ? arena_str(memory, text) : text;
}

/* What the file it stands in says of it. */
static void take_stated(document *doc, const read_knowledge *known, const muster_input *input) {
    const struct {
        str *to;
        const char *from;
    } stated[] = {{&doc->title, input->title},
                  {&doc->author, input->author},
                  {&doc->outlet, input->outlet},
                  {&doc->url, input->url},
                  {&doc->modified, input->modified}};
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++)
        if (stated[i].from) *stated[i].to = str_trim(clean(doc->memory, stated[i].from));
    doc->author = knowledge_without_by(known, doc->author);
}

/* Bytes to UTF-8. Markup names its encoding; that counts where the bytes are not UTF-8: pages that a browser saved are, whatever they say.
 */
static str decode(document *doc, format kind, str bytes, const char *stated) {
    char named[64] = "";
    if ((kind == FORMAT_html || kind == FORMAT_news) && !stated && utf8_valid(bytes, 0) < bytes.size) {
        str said = html_encoding(bytes);
        if (said.size < sizeof named) snprintf(named, sizeof named, STR_FMT, STR_ARG(said));
        if (str_starts_caseless(str_from(named), STR("utf")) || !decode_knows(named)) named[0] = '\0';
        bool western = str_equal_caseless(str_from(named), STR("iso-8859-1")) || str_equal_caseless(str_from(named), STR("us-ascii"));
        if (western) snprintf(named, sizeof named, "windows-1252");
    }
    decoding how;
    str text = read_decode(doc->memory, bytes, named[0] ? named : stated, &how);
    doc->encoding = how.encoding;
    doc->decoded = how.runs;
    return text;
}

/* The text, and the page it was put together on; NULL for a text. */
static page *read_text(document *doc, const read_knowledge *known, format kind, const muster_input *input, size_t limit) {
    str bytes = {input->bytes, input->size};
    doc->format = format_name(kind);
    if (kind == FORMAT_mail) return mail_document(doc, known, bytes);
    if (kind == FORMAT_epub || kind == FORMAT_docx || kind == FORMAT_odt) {
        page *out = page_new(doc);
        office_document(doc, known, &(office_file){kind, bytes, limit}, out);
        page_finish(out);
        return out;
    }
    if (kind == FORMAT_pdf) {
        doc->text = utf8_repair(doc->memory, pdf_text(doc->memory, bytes, limit), NULL);
        doc->unmapped = true;
        doc->encoding = STR("utf-8");
        return NULL;
    }
    str text = decode(doc, kind, bytes, input->encoding);
    if (kind == FORMAT_text) {
        doc->text = markdown_plain(doc, text);
        return NULL;
    }
    page *out = page_new(doc);
    if (kind == FORMAT_subtitles)
        subtitles_document(text, out);
    else if (kind == FORMAT_news)
        news_document(doc, known, text, out);
    else if (kind == FORMAT_rtf)
        rtf_document(doc, known, text, out);
    else {
        const char *wrong = html_document(doc, known, text, out);
        if (wrong) arena_failf(doc->memory, MUSTER_INPUT, "%s", wrong);
    }
    page_finish(out);
    return out;
}

static format format_of(document *doc, const read_knowledge *known, const muster_input *input) {
    format kind = input->format ? format_from(input->format) : format_detect(known, (str){input->bytes, input->size}, doc->path);
    if (!kind) arena_failf(doc->memory, MUSTER_USAGE, "no format is called \"%.40s\"", input->format);
    return format_single(kind) ? kind : FORMAT_text;
}

void read_document(document *doc, const read_knowledge *known, const muster_input *input, size_t limit) {
    if (!limit || limit > LARGEST) limit = LARGEST;
    if (input->path) doc->path = clean_name(doc->memory, input->path);
    doc->id = input->id ? clean_name(doc->memory, input->id) : read_id(doc->path);
    if (input->size > limit) arena_failf(doc->memory, MUSTER_LIMIT, "%zu bytes: documents may have %zu", input->size, limit);
    if (input->hash && strlen(input->hash) == sizeof doc->hash - 1)
        memcpy(doc->hash, input->hash, sizeof doc->hash);
    else
        muster_hash(input->bytes, input->size, doc->hash);
    take_stated(doc, known, input);
    const page *from = read_text(doc, known, format_of(doc, known, input), input, limit);
    doc->length = (uint32_t)utf8_length(doc->text);
    read_blocks(doc, known, from);
    read_metadata(doc, known, input->date);
}
