/* read_files.c: muster_read. A file comes in; its format is found out, and the reader of that format gives its documents. Readers of what
 * holds files hand these back. */
#include "read/read_files.h"
#include "read/read_export.h"
#include "read/read_transcode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"

enum { DEFAULT_SIZE = 256 << 20, DEFAULT_RATIO = 250, DEFAULT_DEPTH = 4 };
static const uint64_t default_total = 64ULL << 30;

static void read_as(reading *s, const place *at, window *w, format kind) {
    switch (kind) {
    case FORMAT_json: reading_json(s, at, w); break;
    case FORMAT_csv:
    case FORMAT_tsv: reading_table(s, at, w, kind); break;
    case FORMAT_xlsx: reading_workbook(s, at, w); break;
    case FORMAT_feed: reading_feed(s, at, w); break;
    case FORMAT_news: reading_news(s, at, w); break;
    case FORMAT_export: reading_export(s, at, w); break;
    case FORMAT_chat: reading_chat(s, at, w); break;
    case FORMAT_mbox: reading_mbox(s, at, w); break;
    case FORMAT_warc: reading_warc(s, at, w); break;
    case FORMAT_archive: reading_archive(s, at, w); break;
    case FORMAT_mail: reading_letter(s, at, w); break;
    default: reading_single(s, at, w, kind); break;
    }
}

/* --- Encodings --- */

static bool has_records(format kind) {
    return kind == FORMAT_json || kind == FORMAT_csv || kind == FORMAT_tsv || kind == FORMAT_feed || kind == FORMAT_export ||
           kind == FORMAT_chat;
}

/* What a file is that is not UTF-8: seen through its encoding. */
static format detect_through(const reading *s, const place *at, str sample, const char *encoding) {
    memory_stream bytes;
    window raw, decoded;
    transcoder t;
    format kind = FORMAT_text;
    memory_stream_open(&bytes, sample);
    window_open(&raw, &bytes.base);
    if (transcoder_open(&t, &raw, encoding)) {
        window_open(&decoded, &t.base);
        kind = format_detect(s->known, window_fill(&decoded, FORMAT_SAMPLE), str_from(at->name));
        window_close(&decoded);
        transcoder_close(&t);
    }
    window_close(&raw);
    return kind;
}

/* Records are read in UTF-8; whatever they are in. */
static void read_transcoded(reading *s, const place *at, window *w, format kind, const char *encoding) {
    transcoder t;
    window decoded;
    const char *stated = s->how.encoding;
    if (!transcoder_open(&t, w, encoding)) {
        reading_problem(s, at, 0, MUSTER_USAGE, "no encoding is called \"%s\"", encoding);
        return;
    }
    window_open(&decoded, &t.base);
    s->how.encoding = "utf-8";
    read_as(s, at, &decoded, kind);
    s->how.encoding = stated;
    window_close(&decoded);
    transcoder_close(&t);
}

/* The encoding of a text that is not UTF-8, as the user says or as its bytes show; a feed in an encoding of one byte a character says it
 * itself, and its reader knows it. */
static bool is_foreign(const reading *s, str sample, format kind, char encoding[64]) {
    bool text = kind == FORMAT_text || kind == FORMAT_html || has_records(kind);
    if (!text || kind == FORMAT_feed || str_starts(sample, STR("PK\x03\x04"))) return false; /* a package that is not read is no text */
    if (!s->how.encoding) return decode_foreign(sample, encoding);
    snprintf(encoding, 64, "%s", s->how.encoding);
    return !decode_is_utf8(encoding);
}

static void read_any(reading *s, const place *at, window *w) {
    char encoding[64];
    str sample = window_fill(w, FORMAT_SAMPLE);
    bool apart = s->how.found || s->depth; /* not named by the user */
    if (apart && detect_media(sample)) return;
    format kind = format_detect(s->known, sample, str_from(at->name));
    if (apart && kind != FORMAT_json && detect_aside(str_from(at->name))) return;
    bool foreign = is_foreign(s, sample, kind, encoding);
    if (foreign) kind = detect_through(s, at, sample, encoding);
    if (s->stated && kind != FORMAT_archive) kind = s->stated;
    if (kind == FORMAT_text && export_is_large(s, w)) kind = FORMAT_export;
    if (foreign && has_records(kind))
        read_transcoded(s, at, w, kind, encoding);
    else
        read_as(s, at, w, kind);
}

/* --- The call --- */

static void read_file(reading *s, const char *path) {
    bool standard = strcmp(path, "-") == 0;
    place at = {path, path};
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        reading_problem(s, &at, 0, MUSTER_IO, "%s", strerror(errno));
        return;
    }
    off_t size = lseek(file, 0, SEEK_END);
    if (size > 0) lseek(file, 0, SEEK_SET);
    file_stream bytes;
    window w;
    file_stream_open(&bytes, file, size > 0 ? (size_t)size : 0);
    window_open(&w, &bytes.base);
    s->file = &bytes;
    read_any(s, &at, &w);
    window_close(&w);
    s->file = NULL;
    if (!standard) close(file);
}

static void fill_limits(muster_reading *how) {
    if (!how->max_size) how->max_size = DEFAULT_SIZE;
    if (!how->max_total) how->max_total = default_total;
    if (!how->max_ratio) how->max_ratio = DEFAULT_RATIO;
    if (!how->max_depth) how->max_depth = DEFAULT_DEPTH;
}

muster_status reading_run(const read_knowledge *known, const char *path, const muster_reading *how, muster_document_fn each, void *payload,
                          muster_error *error) {
    reading s = {.stated = how->format ? format_from(how->format) : FORMAT_unknown,
                 .known = known,
                 .how = *how,
                 .inner = read_any,
                 .each = each,
                 .payload = payload};
    if (how->format && !s.stated) return error_unless_word(error, "format", how->format, muster_formats());
    fill_limits(&s.how);
    read_file(&s, path);
    if (s.no_memory) return error_nomem(error);
    return s.stopped ? error_set(error, MUSTER_STOPPED, "stopped") : MUSTER_OK;
}
