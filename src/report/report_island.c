/* report_island.c: islands of data in a page. JSON comes in piece by piece, is compressed (zlib) and goes out in base 64 (nettle), so that
 * ten thousand articles make a page that a browser opens at once, and no text of theirs stands in it as markup. */
#define ZLIB_CONST /* zlib reads its input only */
#include <nettle/base64.h>
#include <stdlib.h>
#include <zlib.h>

#include "report/report.h"

enum { PACKED_PIECE = 8 * 1024 };

struct island {
    out in;
    out *to;
    z_stream packer;
    struct base64_encode_ctx text;
    uint8_t packed[PACKED_PIECE];
};

static void put_text(island *i, size_t size) {
    char text[BASE64_ENCODE_LENGTH(PACKED_PIECE)];
    out_str(i->to, (str){text, base64_encode_update(&i->text, text, size, i->packed)});
}

/* A piece of JSON through the packer, all that comes out of it to the page. zlib fails here only on misuse: its memory is had already. */
static int pack(island *i, const char *data, size_t size, int flush) {
    static const char nothing[1];
    i->packer.next_in = (const unsigned char *)(data ? data : nothing);
    i->packer.avail_in = (unsigned)size;
    do {
        i->packer.next_out = i->packed;
        i->packer.avail_out = PACKED_PIECE;
        if (deflate(&i->packer, flush) == Z_STREAM_ERROR) return 1;
        put_text(i, PACKED_PIECE - i->packer.avail_out);
    } while (i->packer.avail_out == 0 && !i->to->stopped);
    return i->to->stopped;
}

/* A muster_write_fn: texts may be larger than zlib's counts. */
static int take(const char *data, size_t size, void *payload) {
    enum { MOST_AT_ONCE = 1 << 24 };
    for (size_t piece; size; data += piece, size -= piece) {
        piece = size < MOST_AT_ONCE ? size : MOST_AT_ONCE;
        if (pack(payload, data, piece, Z_NO_FLUSH)) return 1;
    }
    return 0;
}

out *report_island_begin(island **made, out *to, const char *name, int64_t number) {
    island *i = *made = calloc(1, sizeof *i);
    if (!i) return NULL;
    if (deflateInit(&i->packer, Z_DEFAULT_COMPRESSION) != Z_OK) {
        free(i);
        *made = NULL;
        return NULL;
    }
    i->to = to;
    base64_encode_init(&i->text);
    out_start(&i->in, take, i);
    OUT(to, "<script type=\"text/plain\" id=\"data-");
    out_literal(to, name);
    if (number >= 0) {
        OUT(to, "-");
        out_uint(to, (uint64_t)number);
    }
    OUT(to, "\">");
    return &i->in;
}

int report_island_end(island *i) {
    if (!i) return SQLITE_NOMEM;
    out_flush(&i->in);
    if (!i->in.stopped) pack(i, NULL, 0, Z_FINISH);
    char last[BASE64_ENCODE_FINAL_LENGTH];
    out_str(i->to, (str){last, base64_encode_final(&i->text, last)});
    OUT(i->to, "</script>\n");
    deflateEnd(&i->packer);
    free(i);
    return SQLITE_OK;
}
