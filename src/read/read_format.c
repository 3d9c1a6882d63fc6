/* read_format.c: what formats are called, and the beginnings by which JSON is known. */
#include "read/read_format.h"

/* What users call them; where no format stands, another name of JSON. */
static const char *const names[FORMAT_COUNT + 1] = {
    [FORMAT_unknown] = "jsonl", [FORMAT_text] = "text", [FORMAT_html] = "html",
    [FORMAT_mail] = "mail",     [FORMAT_epub] = "epub", [FORMAT_docx] = "docx",
    [FORMAT_odt] = "odt",       [FORMAT_pdf] = "pdf",   [FORMAT_json] = "json",
    [FORMAT_csv] = "csv",       [FORMAT_tsv] = "tsv",   [FORMAT_feed] = "feed",
    [FORMAT_mbox] = "mbox",     [FORMAT_warc] = "warc", [FORMAT_archive] = "archive",
    [FORMAT_export] = "export", [FORMAT_rtf] = "rtf",   [FORMAT_subtitles] = "subtitles",
    [FORMAT_news] = "news",     [FORMAT_xlsx] = "xlsx", [FORMAT_chat] = "chat",
};

const char *format_name(format which) {
    return which != FORMAT_unknown && which < FORMAT_COUNT ? names[which] : NULL;
}

format format_from(const char *name) {
    for (int i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(name, names[i]) == 0) return i == FORMAT_unknown ? FORMAT_json : (format)i;
    return FORMAT_unknown;
}

const char *const *muster_formats(void) {
    return names;
}

bool format_single(format which) {
    return which >= FORMAT_text && which <= FORMAT_pdf;
}

/* The sample without a byte order mark and white space before it. */
str format_beginning(str sample) {
    if (str_starts(sample, STR("\xEF\xBB\xBF"))) sample = str_slice(sample, 3, sample.size);
    while (sample.size && strchr(" \t\r\n\f", sample.data[0])) sample = str_slice(sample, 1, sample.size);
    return sample;
}

/* `{` before a key or a `}`; `[` before `{`. What is in curly brackets in a text has no quotation mark and colon behind its first. */
bool format_is_json(str text) {
    str inner = text.size ? format_beginning(str_slice(text, 1, text.size)) : STR_NONE;
    if (!inner.size) return false;
    if (text.data[0] == '[') return inner.data[0] == '{' && format_is_json(inner);
    if (text.data[0] != '{' || inner.data[0] != '"') return false;
    size_t i = 1;
    while (i < inner.size && inner.data[i] != '"' && inner.data[i] != '\n') i += inner.data[i] == '\\' ? 2 : 1;
    if (i >= inner.size || inner.data[i] != '"') return false;
    str behind = format_beginning(str_slice(inner, i + 1, inner.size));
    return behind.size && behind.data[0] == ':';
}

/* "window.YTD.tweets.part0 = [" */
size_t format_json_assigned(str text) {
    enum { NAME_BYTES = 100 };
    size_t at = 0;
    while (at < text.size && at < NAME_BYTES && (ascii_alnum(text.data[at]) || strchr(" ._$", text.data[at]))) at++;
    bool assigned = at && ascii_letter(text.data[0]) && at < text.size && text.data[at] == '=';
    return assigned && format_is_json(format_beginning(str_slice(text, at + 1, text.size))) ? at + 1 : 0;
}
