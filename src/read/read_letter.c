/* read_letter.c: a letter -> the letter itself and what is attached to it, each by its own content: pages, documents, tables, archives.
 * Pictures, sounds, signatures, appointments and the like are passed over. */
#include <stdio.h>

#include "read/read_files.h"
#include "read/read_mail.h"

typedef struct letter {
    reading *in;
    const place *at;
} letter;

static bool is_passed_over(const attachment *a, format kind) {
    static const char *const types[] = {"text/calendar", "text/vcard",      "text/x-vcard",       "text/directory",
                                        "text/css",      "text/javascript", "text/rfc822-headers"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_equal_caseless(str_from(a->type), str_from(types[i]))) return true;
    bool text = str_starts_caseless(str_from(a->type), STR("text/"));
    return kind == FORMAT_text && (!text || detect_binary(a->bytes));
}

static void read_attachment(const attachment *a, void *payload) {
    const letter *l = payload;
    reading *s = l->in;
    char path[READING_PATH];
    if (s->stopped || s->bomb || is_passed_over(a, format_detect(s->known, a->bytes, str_from(a->name)))) return;
    if (!reading_path(path, l->at, a->name)) {
        reading_problem(s, l->at, 0, MUSTER_LIMIT, "an attachment's path is longer than %d bytes", READING_PATH);
        return;
    }
    const char *stated = s->how.encoding;
    bool named = a->encoding && decode_knows(a->encoding) && !str_starts_caseless(str_from(a->encoding), STR("utf"));
    if (!stated && named) s->how.encoding = a->encoding;
    memory_stream bytes;
    window w;
    memory_stream_open(&bytes, a->bytes);
    window_open(&w, &bytes.base);
    s->inner(s, &(place){path, a->name}, &w);
    window_close(&w);
    s->how.encoding = stated;
}

void reading_attachments(reading *s, const place *at, str bytes) {
    letter l = {s, at};
    format stated = s->stated;
    if (s->depth >= s->how.max_depth) return;
    if (!s->depth) s->packed += bytes.size;
    s->depth++;
    s->stated = FORMAT_unknown;
    if (!mail_attachments(bytes, read_attachment, &l)) reading_nomem(s);
    s->stated = stated;
    s->depth--;
}

void reading_letter(reading *s, const place *at, window *w) {
    str bytes = reading_single(s, at, w, FORMAT_mail);
    if (bytes.data) reading_attachments(s, at, bytes);
}
