/* read_mail.c: a letter -> text, with GMime: headers, nested parts, quoted-printable and base64, character sets. Of the parts that are
 * shown, the plain text is taken; the HTML where there is none, or only a line that says so. What is attached is given apart. A page that a
 * browser saved as one file (MHTML) is a letter too.
 *
 * GLib, which GMime stands on, ends the program where it gets no memory; nothing can be put under it (g_mem_set_vtable does nothing any
 * more). So a letter is only begun when several times its size is to be had; under a limit (ulimit -v, a container without overcommitment)
 * that is a message, not an end. What other threads take meanwhile is a chance that remains. */
#include "read/read_mail.h"

#include <stdlib.h>

#include "base/iso_date.h"
#include "read/read_gmime.h"
#include "read/read_html.h"

enum { PLAIN_TO_HTML = 8 }; /* plain text that is shorter than this part of the HTML only stands in for it */

/* Whether the memory for a letter is there: its parts as they are unpacked, twice while they grow, and once more in UTF-8. */
static bool has_room(str bytes) {
    enum { TIMES = 8, MORE = 1 << 20 };
    void *room = bytes.size < SIZE_MAX / TIMES - MORE ? malloc(bytes.size * TIMES + MORE) : NULL;
    free(room);
    return room != NULL;
}

static void unref(void *object) {
    gmime_load()->g_object_unref(object);
}

static void free_parts(void *parts) {
    gmime_load()->g_mime_part_iter_free(parts);
}

/* NULL: no letter. */
static GMimeMessage *parse_bytes(const gmime *gm, str bytes) {
    GMimeStream *stream = gm->g_mime_stream_mem_new_with_buffer(bytes.data, bytes.size);
    GMimeParser *parser = gm->g_mime_parser_new_with_stream(stream);
    gm->g_object_unref(stream);
    GMimeMessage *letter = gm->g_mime_parser_construct_message(parser, NULL);
    gm->g_object_unref(parser);
    return letter;
}

static GMimeMessage *parse(const gmime *gm, arena *memory, str bytes) {
    if (!has_room(bytes)) arena_nomem(memory);
    GMimeMessage *letter = parse_bytes(gm, bytes);
    if (!letter) arena_failf(memory, MUSTER_INPUT, "no letter that can be read");
    arena_defer(memory, unref, letter);
    return letter;
}

static bool is_part(const gmime *gm, GMimeObject *part) {
    return part && gm->g_type_check_instance_is_a((GTypeInstance *)part, gm->g_mime_part_get_type());
}

static bool is_text(const gmime *gm, GMimeObject *part) {
    return part && gm->g_type_check_instance_is_a((GTypeInstance *)part, gm->g_mime_text_part_get_type());
}

static str clean_copy(arena *memory, const char *text) {
    str copy = arena_str(memory, str_from(text ? text : ""));
    return str_trim(utf8_repair(memory, copy, NULL));
}

static void read_header(const gmime *gm, document *doc, GMimeMessage *letter) {
    InternetAddressList *from = gm->g_mime_message_get_from(letter);
    InternetAddress *first = from && gm->internet_address_list_length(from) > 0 ? gm->internet_address_list_get_address(from, 0) : NULL;
    const char *saved =
        gm->g_mime_object_get_header((GMimeObject *)letter, "Snapshot-Content-Location"); /* then the date is when it was saved */
    GDateTime *date = saved ? NULL : gm->g_mime_message_get_date(letter);
    if (saved && !doc->url.size) doc->url = clean_copy(doc->memory, saved);
    if (!doc->title.size) doc->title = clean_copy(doc->memory, gm->g_mime_message_get_subject(letter));
    if (!doc->author.size && first) doc->author = clean_copy(doc->memory, gm->internet_address_get_name(first));
    if (date && !doc->date.size) {
        day d;
        gm->g_date_time_get_ymd(date, &d.year, &d.month, &d.day);
        if (date_plausible(d)) doc->date = iso_date(doc->memory, d);
    }
}

/* Whether a letter answers another; what is sent on to somebody is often said to, too. */
static bool is_reply(const gmime *gm, GMimeMessage *letter) {
    const char *given = gm->g_mime_message_get_subject(letter);
    str subject = str_trim(str_from(given ? given : ""));
    if (str_starts_caseless(subject, STR("re:")) || str_starts_caseless(subject, STR("re["))) return true; /* "Re[2]:" */
    return gm->g_mime_object_get_header((GMimeObject *)letter, "In-Reply-To") && !str_starts_caseless(subject, STR("fw"));
}

typedef struct bodies {
    str plain, html;
} bodies;

static bool is_attached(const gmime *gm, GMimeObject *part) {
    GMimeContentDisposition *how = gm->g_mime_object_get_content_disposition(part);
    return how && gm->g_mime_content_disposition_is_attachment(how);
}

static str text_of(const gmime *gm, arena *memory, GMimeObject *part) {
    char *text = gm->g_mime_text_part_get_text((GMimeTextPart *)part);
    if (text) arena_defer(memory, gm->g_free, text);
    return clean_copy(memory, text);
}

/* Plain parts one after the other; of HTML the first. */
static bodies read_bodies(const gmime *gm, arena *memory, GMimeMessage *letter) {
    bodies found = {STR_NONE, STR_NONE};
    VEC(str) plain = {0};
    GMimePartIter *parts = gm->g_mime_part_iter_new((GMimeObject *)letter);
    arena_defer(memory, free_parts, parts);
    do {
        GMimeObject *part = gm->g_mime_part_iter_get_current(parts);
        if (!is_text(gm, part) || is_attached(gm, part)) continue;
        GMimeContentType *type = gm->g_mime_object_get_content_type(part);
        if (gm->g_mime_content_type_is_type(type, "text", "html")) {
            if (!found.html.size) found.html = text_of(gm, memory, part);
        } else if (gm->g_mime_content_type_is_type(type, "text", "plain")) {
            str text = text_of(gm, memory, part);
            if (text.size) VEC_PUSH(memory, &plain, text);
        }
    } while (gm->g_mime_part_iter_next(parts));
    found.plain = arena_join(memory, plain.at, plain.count, STR("\n\n"));
    return found;
}

page *mail_document(document *doc, const read_knowledge *known, str bytes) {
    const gmime *gm = gmime_load();
    if (!gm) arena_failf(doc->memory, MUSTER_INPUT, "a letter: the library that reads them cannot be loaded (libgmime-3.0.so.0)");
    GMimeMessage *letter = parse(gm, doc->memory, bytes);
    read_header(gm, doc, letter);
    bodies found = read_bodies(gm, doc->memory, letter);
    doc->unmapped = true;
    doc->encoding = STR("utf-8");
    doc->reply = is_reply(gm, letter);
    if (found.html.size && found.plain.size * PLAIN_TO_HTML < found.html.size) {
        page *out = page_new(doc);
        (void)html_document(doc, known, found.html, out);
        page_finish(out);
        if (out->paragraphs.count) return out;
    }
    doc->text = arena_join(doc->memory, (const str[]){doc->title, found.plain}, 2, STR("\n\n"));
    return NULL;
}

/* --- Attachments --- */

/* The name that the letter gives it, without folders and control characters. */
static void write_name(const gmime *gm, GMimePart *part, unsigned number, char *out, size_t room) {
    const char *given = gm->g_mime_part_get_filename(part);
    str name = str_last(str_last(str_trim(str_from(given)), '/'), '\\');
    snprintf(out, room, STR_FMT, STR_ARG(name));
    if (!name.size || name.size >= room) snprintf(out, room, "attachment-%u", number);
    for (char *c = out; *c; c++)
        if ((unsigned char)*c < ' ') *c = ' ';
}

static void give_attachment(const gmime *gm, GMimePart *part, unsigned number, void (*each)(const attachment *, void *), void *payload) {
    char name[256], type[128];
    GMimeDataWrapper *content = gm->g_mime_part_get_content(part);
    GMimeContentType *given = gm->g_mime_object_get_content_type((GMimeObject *)part);
    if (!content) return;
    write_name(gm, part, number, name, sizeof name);
    snprintf(type, sizeof type, "%s/%s", given ? gm->g_mime_content_type_get_media_type(given) : "",
             given ? gm->g_mime_content_type_get_media_subtype(given) : "");
    GMimeStream *to = gm->g_mime_stream_mem_new();
    gm->g_mime_data_wrapper_write_to_stream(content, to);
    GByteArray *bytes = gm->g_mime_stream_mem_get_byte_array((GMimeStreamMem *)to);
    attachment a = {
        name, type, given ? gm->g_mime_content_type_get_parameter(given, "charset") : NULL, {(const char *)bytes->data, bytes->len}};
    if (bytes->len) each(&a, payload);
    gm->g_object_unref(to);
}

/* A quick no: most letters have nothing but their text. */
static bool may_have_attachments(str bytes) {
    return str_has(bytes, STR("ultipart"));
}

bool mail_attachments(str bytes, void (*each)(const attachment *a, void *payload), void *payload) {
    const gmime *gm = may_have_attachments(bytes) ? gmime_load() : NULL;
    if (!gm) return true;
    if (!has_room(bytes)) return false;
    GMimeMessage *letter = parse_bytes(gm, bytes);
    if (!letter) return true;
    GMimePartIter *parts = gm->g_mime_part_iter_new((GMimeObject *)letter);
    unsigned number = 0;
    do {
        GMimeObject *part = gm->g_mime_part_iter_get_current(parts);
        if (!is_part(gm, part) || (is_text(gm, part) && !is_attached(gm, part))) continue;
        give_attachment(gm, (GMimePart *)part, ++number, each, payload);
    } while (gm->g_mime_part_iter_next(parts));
    gm->g_mime_part_iter_free(parts);
    gm->g_object_unref(letter);
    return true;
}
