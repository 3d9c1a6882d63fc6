/* store_out.c: the buffer between the writers and the caller's function, and the choice of the writer. */
#include "store/store_out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"

static void flush(out *o) {
    if (!o->stopped && o->used && o->write(o->buffer, o->used, o->payload)) o->stopped = true;
    o->used = 0;
}

void out_start(out *o, muster_write_fn write, void *payload) {
    o->write = write;
    o->payload = payload;
    o->stopped = false;
    o->used = 0;
}

muster_status out_finish(out *o, muster_error *error) {
    flush(o);
    return o->stopped ? error_set(error, MUSTER_STOPPED, "stopped while printing") : MUSTER_OK;
}

void out_str(out *o, str text) {
    if (text.size > sizeof o->buffer - o->used) {
        flush(o);
        if (text.size > sizeof o->buffer) {
            if (!o->stopped && o->write(text.data, text.size, o->payload)) o->stopped = true;
            return;
        }
    }
    if (text.size) memcpy(o->buffer + o->used, text.data, text.size);
    o->used += text.size;
}

void out_char(out *o, char c) {
    if (o->used == sizeof o->buffer) flush(o);
    o->buffer[o->used++] = c;
}

void out_literal(out *o, const char *text) {
    out_str(o, str_from(text));
}

void out_uint(out *o, uint64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    out_str(o, (str){digits + at, sizeof digits - at});
}

void out_number(out *o, double value) {
    if (!isfinite(value)) {
        out_literal(o, "null");
        return;
    }
    if (value == floor(value) && fabs(value) < 1e15) {
        if (value < 0) out_char(o, '-');
        out_uint(o, (uint64_t)fabs(value));
        return;
    }
    char text[40];
    int size = 0;
    for (int precision = 15; precision <= 17; precision++) {
        size = snprintf(text, sizeof text, "%.*g", precision, value);
        if (strtod(text, NULL) == value) break;
    }
    for (int i = 0; i < size; i++)
        if (!strchr("0123456789+-eE", text[i])) text[i] = '.'; /* some locales write a comma */
    out_str(o, (str){text, (size_t)size});
}

static void escape(out *o, unsigned char c) {
    static const char hex[] = "0123456789abcdef";
    out_char(o, '\\');
    switch (c) {
    case '\n': out_char(o, 'n'); return;
    case '\t': out_char(o, 't'); return;
    case '\r': out_char(o, 'r'); return;
    case '"':
    case '\\': out_char(o, (char)c); return;
    default: break;
    }
    out_literal(o, "u00");
    out_char(o, hex[c >> 4]);
    out_char(o, hex[c & 15]);
}

void out_json(out *o, str text) {
    if (!text.data) {
        out_literal(o, "null");
        return;
    }
    out_char(o, '"');
    size_t from = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
        out_str(o, str_slice(text, from, i));
        escape(o, c);
        from = i + 1;
    }
    out_str(o, str_slice(text, from, text.size));
    out_char(o, '"');
}

muster_status muster_doc_write(const muster_doc *doc, muster_format format, int colour, muster_write_fn write, void *payload,
                               muster_error *error) {
    out *o = malloc(sizeof *o);
    if (!o) return error_nomem(error);
    out_start(o, write, payload);
    muster_status status;
    switch (format) {
    case MUSTER_JSONL: status = store_write_jsonl(doc, o); break;
    case MUSTER_BRAT: status = store_write_brat(doc, o); break;
    case MUSTER_MARKED: status = store_write_marked(doc, colour != 0, o); break;
    default: status = MUSTER_USAGE; break;
    }
    if (status == MUSTER_OK)
        status = out_finish(o, error);
    else if (status == MUSTER_NOMEM)
        error_nomem(error);
    else
        error_set(error, status, "no such format");
    free(o);
    return status;
}
