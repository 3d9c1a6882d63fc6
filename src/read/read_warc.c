/* read_warc.c: a web archive (WARC, ISO 28500) -> the pages in it: what servers answered with success and what is text, markup or a feed;
 * images, scripts and the rest are passed over, and so are requests and metadata. What was sent in chunks or packed is put together again.
 * The path is the address; a page that was fetched again is told apart by its number. */
#include <stdio.h>
#include <stdlib.h>

#include "read/read_files.h"
#include "read/read_unpack.h"

enum { HEADER_BYTES = 1 << 16, VALUE_BYTES = 2048, LEAST_SIGHT = 1 << 16 };

/* --- Headers --- */

/* Bytes of a header up to and with its empty line; 0 if it does not end. */
static size_t header_size(str text) {
    const char *end = memmem(text.data, text.size, "\r\n\r\n", 4);
    return end ? (size_t)(end - text.data) + 4 : 0;
}

static uint64_t header_number(str header, const char *name) {
    double value;
    return str_number(reading_header(header, name), &value) && value >= 0 && value < 1e15 ? (uint64_t)value : 0;
}

/* --- What the server sent --- */

/* Chunks put together, in place; what does not look like chunks is left as it is. */
static str join_chunks(char *bytes, size_t size) {
    size_t in = 0, out = 0;
    while (in < size) {
        char *end;
        unsigned long long chunk = strtoull(bytes + in, &end, 16);
        char *line = memchr(bytes + in, '\n', size - in < 64 ? size - in : 64);
        if (!line || end == bytes + in) return (str){bytes, out ? out : size};
        in = (size_t)(line - bytes) + 1;
        if (!chunk) break;
        if (chunk > size - in) chunk = size - in;
        memmove(bytes + out, bytes + in, chunk);
        out += chunk;
        in += chunk + 2;
    }
    return (str){bytes, out};
}

/* Formats of what is worth reading, by the type that the server gave: NULL: none. */
static const char *wanted_format(str type) {
    if (str_has_caseless(type, STR("text/html")) || str_has_caseless(type, STR("xhtml"))) return "html";
    if (str_has_caseless(type, STR("text/plain"))) return "text";
    if (str_has_caseless(type, STR("application/pdf"))) return "pdf";
    return NULL;
}

typedef struct web {
    reading *in;
    const place *at;
    record_ids *ids;
    uint64_t number;
} web;

static void give_page(web *f, str address, str type, str body) {
    char url[VALUE_BYTES], encoding[64] = "";
    const char *kind = wanted_format(type);
    if (!kind || !body.size || address.size >= sizeof url) return;
    snprintf(url, sizeof url, STR_FMT, STR_ARG(address));
    record r = {.number = ++f->number, .raw = body, .text_size = body.size, .format = kind, .encoded = true};
    const char *named = memmem(type.data, type.size, "charset=", 8);
    if (named) {
        str name = str_trim(str_slice(type, (size_t)(named - type.data) + 8, type.size));
        while (name.size && strchr("\"' ", name.data[0])) name = str_slice(name, 1, name.size);
        size_t size = strcspn(name.size ? name.data : "", "\"'; \r\n");
        if (size < name.size) name.size = size;
        snprintf(encoding, sizeof encoding, STR_FMT, STR_ARG(name));
    }
    r.encoding = decode_knows(encoding) && !str_starts_caseless(str_from(encoding), STR("utf")) ? encoding : NULL;
    r.value[FIELD_text] = body.data;
    r.value[FIELD_id] = r.value[FIELD_url] = url;
    reading_record(f->in, f->at, f->ids, &r);
}

/* gzip shows in its bytes, the others only in what is said. */
static bool is_packed(str body, str coding) {
    return str_starts(body, STR("\x1F\x8B")) || str_is(coding, "br") || str_is(coding, "deflate") || str_is(coding, "zstd");
}

static void give_response(web *f, str address, char *bytes, size_t size) {
    size_t head = header_size((str){bytes, size});
    str header = {bytes, head};
    if (!head || !str_starts(header, STR("HTTP/")) || head < 12 || !memmem(header.data, 16, " 200", 4)) return;
    str body = {bytes + head, size - head};
    char *unpacked = NULL;
    if (!wanted_format(reading_header(header, "Content-Type"))) return;
    if (str_has_caseless(reading_header(header, "Transfer-Encoding"), STR("chunked"))) body = join_chunks(bytes + head, size - head);
    str coding = reading_header(header, "Content-Encoding");
    if (is_packed(body, coding)) {
        size_t unpacked_size;
        unpacked = unpack_body(body, coding, (size_t)f->in->how.max_size, &unpacked_size);
        if (unpacked) body = (str){unpacked, unpacked_size};
    }
    if (unpacked || !is_packed(body, coding) || utf8_valid(body, 0) == body.size) /* some archives keep it unpacked and say it is not */
        give_page(f, address, reading_header(header, "Content-Type"), body);
    else
        reading_problem(f->in, f->at, 0, MUSTER_INPUT, "the page " STR_FMT " cannot be unpacked (%.*s): damaged, or larger than --max-size",
                        STR_ARG(address), coding.size ? (int)coding.size : 4, coding.size ? coding.data : "gzip");
    free(unpacked);
}

static void give_record(web *f, str header, char *body, size_t size) {
    str type = reading_header(header, "WARC-Type"), address = reading_header(header, "WARC-Target-URI");
    while (address.size && strchr("<>", address.data[0])) address = str_slice(address, 1, address.size);
    while (address.size && address.data[address.size - 1] == '>') address.size--;
    if (str_is(type, "response") && str_starts(address, STR("http")))
        give_response(f, address, body, size);
    else if (str_is(type, "resource") || str_is(type, "conversion"))
        give_page(f, address, reading_header(header, "Content-Type"), (str){body, size});
}

static void skip(window *w, uint64_t size) {
    while (size) {
        str sight = window_fill(w, 1);
        if (!sight.size) return;
        size_t step = sight.size < size ? sight.size : (size_t)size;
        window_skip(w, step);
        size -= step;
    }
}

/* The record in sight; false at the end, or where nothing can be read behind. */
static bool read_record(web *f, window *w) {
    str sight = window_fill(w, LEAST_SIGHT);
    size_t blank = 0;
    while (blank < sight.size && strchr("\r\n", sight.data[blank])) blank++;
    window_skip(w, blank);
    sight = window_fill(w, HEADER_BYTES);
    if (!sight.size || w->failed) return false;
    size_t head = header_size(sight);
    if (!head && w->ended && str_starts(sight, STR("WARC/"))) {
        reading_problem(f->in, f->at, 0, MUSTER_INPUT, "the last record is cut off");
        return false;
    }
    if (!head || !str_starts(sight, STR("WARC/"))) {
        reading_problem(f->in, f->at, 0, MUSTER_INPUT, "no WARC record where one should begin, behind page %llu; the rest is not read",
                        (unsigned long long)f->number);
        return false;
    }
    uint64_t size = header_number(str_slice(sight, 0, head), "Content-Length");
    if (size > f->in->how.max_size) {
        reading_problem(f->in, f->at, 0, MUSTER_LIMIT, "a record of %llu bytes (--max-size)", (unsigned long long)size);
        window_skip(w, head);
        skip(w, size);
        return true;
    }
    sight = window_fill(w, head + (size_t)size);
    if (sight.size < head + size && !w->failed)
        reading_problem(f->in, f->at, 0, MUSTER_INPUT, "the last record is cut off");
    else if (!w->failed)
        give_record(f, str_slice(sight, 0, head), w->bytes + w->start + head, (size_t)size);
    window_skip(w, head + (size_t)size);
    return !w->ended || w->end > w->start;
}

void reading_warc(reading *s, const place *at, window *w) {
    web f = {.in = s, .at = at, .ids = record_ids_new()};
    if (!f.ids) {
        reading_nomem(s);
        return;
    }
    while (!s->stopped && read_record(&f, w)) {
    }
    reading_check(s, at, w);
    record_ids_free(f.ids);
}
