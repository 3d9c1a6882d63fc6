/* read_recognise.c: what a file is, by its beginning. Binary formats by their first bytes; markup by its first tags; JSON, tables and
 * letters by reading the first record: a text that merely begins with a bracket, or has commas in its first line, is a text. */
#include "read/read_format.h"

#include "read/read_chat.h"
#include "read/read_export.h"
#include "read/read_story.h"
#include "read/read_table.h"

static str first_line(str text) {
    const char *end = text.size ? memchr(text.data, '\n', text.size) : NULL;
    str line = end ? str_slice(text, 0, (size_t)(end - text.data)) : text;
    if (str_ends(line, STR("\r"))) line.size--;
    return line;
}

/* --- Binary formats --- */

static bool has_at(str sample, size_t offset, str what) {
    return sample.size >= offset + what.size && memcmp(sample.data + offset, what.data, what.size) == 0;
}

/* What a ZIP archive is by its first member: books and office documents begin with a certain one. */
static format zip_format(str sample) {
    if (has_at(sample, ZIP_NAME_AT, STR("mimetypeapplication/epub+zip"))) return FORMAT_epub;
    if (has_at(sample, ZIP_NAME_AT, STR("mimetypeapplication/vnd.oasis.opendocument.text"))) return FORMAT_odt;
    if (has_at(sample, ZIP_NAME_AT, STR("[Content_Types].xml")) && memmem(sample.data, sample.size, "word/", 5)) return FORMAT_docx;
    static const str first[] = {STR("[Content_Types].xml"), STR("_rels/"), STR("docProps/"), STR("xl/")};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if (has_at(sample, ZIP_NAME_AT, first[i]) && memmem(sample.data, sample.size, "xl/", 3)) return FORMAT_xlsx;
    if (detect_office(sample)) return FORMAT_text; /* which it is not: what it is will be told */
    return FORMAT_archive;
}

static format binary_format(str sample) {
    enum { TAR_MARK_AT = 257 };
    if (str_starts(sample, STR("PK\x03\x04"))) return zip_format(sample);
    if (str_starts(sample, STR("%PDF-"))) return FORMAT_pdf;
    if (str_starts(sample, STR("WARC/"))) return FORMAT_warc;
    if (str_starts(sample, STR("{\\rtf"))) return FORMAT_rtf;
    if (has_at(sample, TAR_MARK_AT, STR("ustar"))) return FORMAT_archive;
    if (detect_packed(sample)) return FORMAT_archive;
    return FORMAT_unknown;
}

/* --- Letters --- */

/* The name of the header field that the line begins with, or none. */
static str header_name(str line) {
    size_t n = 0;
    while (n < line.size && (ascii_alnum(line.data[n]) || line.data[n] == '-')) n++;
    return n && n < line.size && line.data[n] == ':' ? str_slice(line, 0, n) : STR_NONE;
}

/* Lines of a header, one of them such as machines write: a memo that begins "From:" is a text. */
static bool is_mail(str text) {
    static const char *const machine[] = {"message-id", "received", "return-path", "mime-version", "delivered-to", "dkim-signature"};
    bool sure = false;
    for (int line_count = 0; line_count < 64 && text.size; line_count++) {
        str line = first_line(text);
        str name = header_name(line);
        bool folded_on = line_count && line.size && (line.data[0] == ' ' || line.data[0] == '\t');
        if (!line.size) break;
        if (!name.size && !folded_on) return false;
        for (size_t i = 0; i < sizeof machine / sizeof *machine; i++) sure |= str_equal_caseless(name, str_from(machine[i]));
        const char *end = memchr(text.data, '\n', text.size);
        text = end ? str_slice(text, (size_t)(end - text.data) + 1, text.size) : STR_NONE;
    }
    return sure;
}

static bool is_mbox(str text) {
    if (!str_starts(text, STR("From "))) return false;
    const char *end = memchr(text.data, '\n', text.size);
    return end && header_name(first_line(str_slice(text, (size_t)(end - text.data) + 1, text.size))).size;
}

/* --- Markup --- */

/* The name of a tag that stands at `at`, in letters; none if there is none. */
static str tag_name(str text, size_t at) {
    if (at + 1 < text.size && text.data[at + 1] == '/') at++;
    size_t n = at + 1;
    while (n < text.size && (ascii_alnum(text.data[n]) || text.data[n] == ':')) n++;
    bool ended = n < text.size && (text.data[n] == '>' || text.data[n] == '/' || ascii_space(text.data[n]));
    return ended ? str_slice(text, at + 1, n) : STR_NONE;
}

static bool is_one_of(str name, const char *const *all) {
    for (; *all; all++)
        if (str_equal_caseless(name, str_from(*all))) return true;
    return false;
}

/* Markup: by its root, or because it begins with a tag, or has several. A text with an angle bracket here and there has none that closes.
 */
static format markup_format(str text) {
    static const char *const feeds[] = {"rss", "feed", "rdf:RDF", NULL};
    static const char *const news[] = {"nitf", "newsItem", "newsMessage", "NewsML", NULL};
    static const char *const roots[] = {"html", "head", "body", NULL};
    static const char *const tags[] = {"p",      "br",    "div",        "span",    "a",       "b",      "i",    "em",
                                       "strong", "h1",    "h2",         "h3",      "h4",      "ul",     "ol",   "li",
                                       "img",    "table", "blockquote", "article", "section", "figure", "main", "header",
                                       "title",  "meta",  "script",     "style",   "font",    "center", NULL};
    enum { ENOUGH = 3 };
    int count = 0, known = 0, closing = 0;
    bool document = str_starts_caseless(text, STR("<!doctype html")) || str_starts(text, STR("<?xml"));
    for (const char *p = text.data; text.size && (p = memchr(p, '<', (size_t)(text.data + text.size - p))); p++) {
        size_t at = (size_t)(p - text.data);
        str name = tag_name(text, at);
        if (!name.size) continue;
        bool first = !count++;
        if (first && is_one_of(str_last(name, ':'), news)) return FORMAT_news;
        if (is_one_of(name, feeds) && (document || !at)) return FORMAT_feed;
        if (is_one_of(name, roots) || (document && !str_starts(text, STR("<?xml")))) return FORMAT_html;
        if (str_starts(text, STR("<?xml"))) return FORMAT_html;
        if (!is_one_of(name, tags)) continue;
        closing += text.data[at + 1] == '/';
        if (++known >= ENOUGH && closing) return FORMAT_html;
    }
    return known && closing && text.data[0] == '<' ? FORMAT_html : FORMAT_unknown;
}

format format_detect(const read_knowledge *known, str sample, str name) {
    if (sample.size > FORMAT_SAMPLE) sample.size = FORMAT_SAMPLE;
    format found = binary_format(sample);
    str text = format_beginning(sample);
    if (!found && text.size && text.data[0] == '<') found = chat_page_detect(text) ? FORMAT_chat : markup_format(text);
    if (!found && (format_is_json(text) || format_json_assigned(text))) found = FORMAT_json;
    if (!found && subtitles_detect(text)) found = FORMAT_subtitles;
    if (!found && is_mbox(text)) found = FORMAT_mbox;
    if (!found && is_mail(text)) found = FORMAT_mail;
    if (!found && chat_detect(text)) found = FORMAT_chat;
    if (!found && text.size) found = table_detect(known, text, name);
    if (!found && text.size) found = markup_format(text);
    if (!found && export_detect(known, text)) found = FORMAT_export;
    return found ? found : FORMAT_text;
}
