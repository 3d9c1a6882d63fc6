/* read_mail.c: a letter -> text, with GMime: headers, nested parts, quoted-printable and base64, character sets. Of the parts that are
 * shown, the plain text is taken; the HTML where there is none, or only a line that says so. What is attached is given apart. A page that a
 * browser saved as one file (MHTML) is a letter too.
 *
 * GLib, which GMime stands on, ends the program where it gets no memory; nothing can be put under it (g_mem_set_vtable does nothing any
 * more). So a letter is only begun when several times its size is to be had; under a limit (ulimit -v, a container without overcommitment)
 * that is a message, not an end. What other threads take meanwhile is a chance that remains. */
#include "read/read_mail.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/iso_date.h"
#include "read/read_html.h"

enum { PLAIN_TO_HTML = 8 }; /* plain text that is shorter than this part of the HTML only stands in for it */

/* GMime has one state for all; it is set up once, whichever thread comes first, and lives as long as the program. */
static void set_up(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, g_mime_init);
}

/* Whether the memory for a letter is there: its parts as they are unpacked, twice while they grow, and once more in UTF-8. */
static bool has_room(str bytes) {
    enum { TIMES = 8, MORE = 1 << 20 };
    void *room = bytes.size < SIZE_MAX / TIMES - MORE ? malloc(bytes.size * TIMES + MORE) : NULL;
    free(room);
    return room != NULL;
}

static void unref(void *object) {
    g_object_unref(object);
}

/* NULL: no letter. */
static GMimeMessage *parse_bytes(str bytes) {
    set_up();
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.data, bytes.size);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_object_unref(stream);
    GMimeMessage *letter = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    return letter;
}

static GMimeMessage *parse(arena *memory, str bytes) {
    if (!has_room(bytes)) arena_failf(memory, MUSTER_NOMEM, "out of memory");
    GMimeMessage *letter = parse_bytes(bytes);
    if (!letter) arena_failf(memory, MUSTER_INPUT, "no letter that can be read");
    arena_defer(memory, unref, letter);
    return letter;
}

static str clean_copy(arena *memory, const char *text) {
    str copy = arena_str(memory, str_from(text ? text : ""));
    return str_trim(utf8_repair(memory, copy, NULL));
}

static void read_header(document *doc, GMimeMessage *letter) {
    InternetAddressList *from = g_mime_message_get_from(letter);
    InternetAddress *first = from && internet_address_list_length(from) > 0 ? internet_address_list_get_address(from, 0) : NULL;
    const char *saved =
        g_mime_object_get_header(GMIME_OBJECT(letter), "Snapshot-Content-Location"); /* then the date is when it was saved */
    GDateTime *date = saved ? NULL : g_mime_message_get_date(letter);
    if (saved && !doc->url.size) doc->url = clean_copy(doc->memory, saved);
    if (!doc->title.size) doc->title = clean_copy(doc->memory, g_mime_message_get_subject(letter));
    if (!doc->author.size && first) doc->author = clean_copy(doc->memory, internet_address_get_name(first));
    if (date && !doc->date.size) {
        day d;
        g_date_time_get_ymd(date, &d.year, &d.month, &d.day);
        if (date_plausible(d)) doc->date = iso_date(doc->memory, d.year, d.month, d.day);
    }
}

typedef struct bodies {
    str plain, html;
} bodies;

static bool is_attached(GMimeObject *part) {
    GMimeContentDisposition *how = g_mime_object_get_content_disposition(part);
    return how && g_mime_content_disposition_is_attachment(how);
}

static str text_of(arena *memory, GMimeObject *part) {
    char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
    if (text) arena_defer(memory, g_free, text);
    return clean_copy(memory, text);
}

/* Plain parts one after the other; of HTML the first. */
static bodies read_bodies(arena *memory, GMimeMessage *letter) {
    bodies found = {STR_NONE, STR_NONE};
    GMimePartIter *parts = g_mime_part_iter_new(GMIME_OBJECT(letter));
    arena_defer(memory, (void (*)(void *))g_mime_part_iter_free, parts);
    do {
        GMimeObject *part = g_mime_part_iter_get_current(parts);
        if (!part || !GMIME_IS_TEXT_PART(part) || is_attached(part)) continue;
        GMimeContentType *type = g_mime_object_get_content_type(part);
        if (g_mime_content_type_is_type(type, "text", "html")) {
            if (!found.html.size) found.html = text_of(memory, part);
        } else if (g_mime_content_type_is_type(type, "text", "plain")) {
            str more = text_of(memory, part);
            if (!found.plain.size)
                found.plain = more;
            else if (more.size)
                found.plain = arena_printf(memory, STR_FMT "\n\n" STR_FMT, STR_ARG(found.plain), STR_ARG(more));
        }
    } while (g_mime_part_iter_next(parts));
    return found;
}

page *mail_document(document *doc, const read_knowledge *known, str bytes) {
    GMimeMessage *letter = parse(doc->memory, bytes);
    read_header(doc, letter);
    bodies found = read_bodies(doc->memory, letter);
    doc->unmapped = true;
    doc->encoding = STR("utf-8");
    if (found.html.size && found.plain.size * PLAIN_TO_HTML < found.html.size) {
        page *out = page_new(doc);
        html_document(doc, known, found.html, out);
        page_finish(out);
        if (out->paragraphs.count) return out;
    }
    doc->text = arena_printf(doc->memory, STR_FMT "\n\n" STR_FMT, STR_ARG(doc->title), STR_ARG(found.plain));
    return NULL;
}

/* --- Attachments --- */

/* The name that the letter gives it, without folders and control characters. */
static void write_name(GMimePart *part, unsigned number, char *out, size_t room) {
    const char *given = g_mime_part_get_filename(part);
    str name = str_last(str_last(str_trim(str_from(given)), '/'), '\\');
    snprintf(out, room, STR_FMT, STR_ARG(name));
    if (!name.size || name.size >= room) snprintf(out, room, "attachment-%u", number);
    for (char *c = out; *c; c++)
        if ((unsigned char)*c < ' ') *c = ' ';
}

static void give_attachment(GMimePart *part, unsigned number, void (*each)(const attachment *, void *), void *payload) {
    char name[256], type[128];
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeContentType *given = g_mime_object_get_content_type(GMIME_OBJECT(part));
    if (!content) return;
    write_name(part, number, name, sizeof name);
    snprintf(type, sizeof type, "%s/%s", given ? g_mime_content_type_get_media_type(given) : "",
             given ? g_mime_content_type_get_media_subtype(given) : "");
    GMimeStream *to = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(content, to);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));
    attachment a = {
        name, type, given ? g_mime_content_type_get_parameter(given, "charset") : NULL, {(const char *)bytes->data, bytes->len}};
    if (bytes->len) each(&a, payload);
    g_object_unref(to);
}

/* A quick no: most letters have nothing but their text. */
static bool may_have_attachments(str bytes) {
    return bytes.size && memmem(bytes.data, bytes.size, "ultipart", 8) != NULL;
}

bool mail_attachments(str bytes, void (*each)(const attachment *a, void *payload), void *payload) {
    if (!may_have_attachments(bytes)) return true;
    if (!has_room(bytes)) return false;
    GMimeMessage *letter = parse_bytes(bytes);
    if (!letter) return true;
    GMimePartIter *parts = g_mime_part_iter_new(GMIME_OBJECT(letter));
    unsigned number = 0;
    do {
        GMimeObject *part = g_mime_part_iter_get_current(parts);
        if (!part || !GMIME_IS_PART(part) || (GMIME_IS_TEXT_PART(part) && !is_attached(part))) continue;
        give_attachment(GMIME_PART(part), ++number, each, payload);
    } while (g_mime_part_iter_next(parts));
    g_mime_part_iter_free(parts);
    g_object_unref(letter);
    return true;
}
