/* store_print.c: the buffer between the writers and the caller's function: text, numbers and JSON strings into it, whole buffers out. */
#include "store/store_out.h"

#include <math.h>
#include <stdio.h>

#include "base/error.h"

void out_flush(out *o) {
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
    out_flush(o);
    return o->stopped ? error_set(error, MUSTER_STOPPED, "stopped while printing") : MUSTER_OK;
}

void out_str(out *o, str text) {
    if (text.size > sizeof o->buffer - o->used) {
        out_flush(o);
        if (text.size > sizeof o->buffer) {
            if (!o->stopped && o->write(text.data, text.size, o->payload)) o->stopped = true;
            return;
        }
    }
    if (text.size) memcpy(o->buffer + o->used, text.data, text.size);
    o->used += text.size;
}

void out_char(out *o, char c) {
    if (o->used == sizeof o->buffer) out_flush(o);
    o->buffer[o->used++] = c;
}

void out_literal(out *o, const char *text) {
    out_str(o, str_from(text));
}

/* Two digits at a time, from the last; then all that a number may have is copied, which is one store or two. */
void out_uint(out *o, uint64_t value) {
    enum { MOST = 20 };
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354"
        "555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    char digits[2 * MOST], *at = digits + MOST;
    for (; value >= 100; value /= 100) memcpy(at -= 2, pairs + value % 100 * 2, 2);
    if (value >= 10)
        memcpy(at -= 2, pairs + value * 2, 2);
    else
        *--at = (char)('0' + value);
    char *to = out_room(o, MOST);
    memcpy(to, at, MOST);
    out_filled(o, to + (digits + MOST - at));
}

/* Most fractions are short decimals: written as the integer that they are of tenths, hundredths … Whether that reads back as the same is
 * told by a division, which is exact to the last bit for such numbers (Clinger, "How to Read Floating Point Numbers Accurately"). */
static bool out_decimal(out *o, double value) {
    enum { MOST_PLACES = 9 };
    double size = fabs(value), scale = 10;
    if (size < 1e-4 || size >= 1e6) return false;
    int places = 1;
    while (places < MOST_PLACES && nearbyint(size * scale) / scale != size) {
        scale *= 10;
        places++;
    }
    uint64_t whole = (uint64_t)nearbyint(size * scale);
    if ((double)whole / scale != size) return false;
    char *to = out_room(o, 40);
    if (value < 0) *to++ = '-';
    out_filled(o, to);
    uint64_t unit = (uint64_t)scale;
    out_uint(o, whole / unit);
    OUT(o, ".");
    char *end = out_room(o, MOST_PLACES) + places;
    whole %= unit;
    for (int i = 1; i <= places; i++, whole /= 10) end[-i] = (char)('0' + whole % 10);
    out_filled(o, end);
    return true;
}

void out_number(out *o, double value) {
    if (!isfinite(value)) {
        OUT(o, "null");
        return;
    }
    if (value == floor(value) && fabs(value) < 1e15) {
        if (value < 0) out_char(o, '-');
        out_uint(o, (uint64_t)fabs(value));
        return;
    }
    if (out_decimal(o, value)) return;
    char text[NUMBER_BYTES];
    size_t size = str_put_number(text, value);
    out_str(o, (str){text, size});
}

/* --- JSON strings --- */

enum { JSON_PIECE = 1024, JSON_ESCAPED = 6 /* bytes that one byte may become */ };

/* Bytes that JSON escapes. */
static const bool special[256] = {[0 ... 0x1F] = true, ['"'] = true, ['\\'] = true, [0x7F] = true};

/* Whether eight bytes are all plain. */
static bool eight_plain(uint64_t v) {
    const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    uint64_t quote = v ^ ones * '"', slash = v ^ ones * '\\', delete = v ^ ones * 0x7F;
    uint64_t escaped = (v - ones * 0x20) & ~v;
    escaped |= ((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((delete - ones) & ~delete);
    return !(escaped & highs);
}

static char *escape(char *to, unsigned char c) {
    static const char hex[] = "0123456789abcdef";
    char letter = c == '\n' ? 'n' : c == '\t' ? 't' : c == '\r' ? 'r' : c == '"' || c == '\\' ? (char)c : 'u';
    *to++ = '\\';
    *to++ = letter;
    if (letter != 'u') return to;
    *to++ = '0';
    *to++ = '0';
    *to++ = hex[c >> 4];
    *to++ = hex[c & 15];
    return to;
}

static char *put_json(char *to, const char *from, size_t size) {
    const char *end = from + size;
    while (from < end) {
        uint64_t eight;
        while (end - from >= 8 && (memcpy(&eight, from, sizeof eight), eight_plain(eight))) {
            memcpy(to, &eight, sizeof eight);
            from += 8;
            to += 8;
        }
        const char *stop = end - from < 8 ? end : from + 8;
        for (; from < stop; from++)
            if (special[(unsigned char)*from])
                to = escape(to, (unsigned char)*from);
            else
                *to++ = *from;
    }
    return to;
}

void out_json(out *o, str text) {
    if (!text.data) {
        OUT(o, "null");
        return;
    }
    OUT(o, "\"");
    while (text.size) {
        size_t piece = text.size < JSON_PIECE ? text.size : JSON_PIECE;
        out_filled(o, put_json(out_room(o, piece * JSON_ESCAPED), text.data, piece));
        text = str_slice(text, piece, text.size);
    }
    OUT(o, "\"");
}

void out_json_filled(out *o, str text) {
    out_json(o, text.size ? text : STR_NONE);
}

void out_number_or_null(out *o, bool has, double value) {
    if (has)
        out_number(o, value);
    else
        OUT(o, "null");
}
