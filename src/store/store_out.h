/* Printing through the caller's function: a buffer, and the ways to write numbers and text into it. Once the caller has asked to stop,
 * everything is a no-op. */
#ifndef STORE_OUT_H
#define STORE_OUT_H

#include "base/str.h"

typedef struct out {
    muster_write_fn write;
    void *payload;
    bool stopped;
    size_t used;
    char buffer[16 * 1024];
} out;

/* The buffer's slow side: hands over what is there. */
void out_flush(out *o);
/* Room for that many bytes, at most the buffer's; whoever fills it says up to where (out_filled). */
static inline char *out_room(out *o, size_t size) {
    if (size > sizeof o->buffer - o->used) out_flush(o);
    return o->buffer + o->used;
}
static inline void out_filled(out *o, const char *end) {
    o->used = (size_t)(end - o->buffer);
}
static inline void out_bytes(out *o, const char *bytes, size_t size) {
    out_filled(o, (char *)memcpy(out_room(o, size), bytes, size) + size);
}
/* A literal: its size is known, so that it is a few stores. */
#define OUT(o, literal) out_bytes((o), "" literal, sizeof(literal) - 1)

void out_start(out *o, muster_write_fn write, void *payload);
/* Hands over what is left. MUSTER_OK, or MUSTER_STOPPED. */
muster_status out_finish(out *o, muster_error *error);
void out_str(out *o, str text);
void out_char(out *o, char c);
void out_literal(out *o, const char *text);
void out_uint(out *o, uint64_t value);
/* A number as JSON has it: an integer where it is integral, else the shortest form that reads back as the same; null if it is none. */
void out_number(out *o, double value);
/* A JSON string, or null where the text is none; or where it is empty; a number, or null. */
void out_json(out *o, str text);
void out_json_filled(out *o, str text);
void out_number_or_null(out *o, bool has, double value);

muster_status store_write_jsonl(const muster_doc *doc, out *o);
muster_status store_write_citron(const muster_doc *doc, out *o);
muster_status store_write_brat(const muster_doc *doc, out *o);
muster_status store_write_marked(const muster_doc *doc, bool colour, out *o);

#endif
