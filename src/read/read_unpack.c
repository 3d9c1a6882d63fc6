/* read_unpack.c: the body of an answer as a web server packed it (RFC 9110, content codings) -> the page. Each packing by its library; what
 * comes out is bounded before it is there. */
#include <archive.h>
#include <brotli/decode.h>
#include <stdlib.h>
#include <zlib.h>

#include "read/read_stream.h"
#include "read/read_unpack.h"

enum { FIRST_STEP = 1 << 16 };

/* What has come out so far. */
typedef struct unpacked {
    char *bytes;
    size_t size, capacity, most;
} unpacked;

/* Room for more; false if there is too much already, or no memory. */
static bool make_room(unpacked *out) {
    if (out->size < out->capacity) return true;
    if (out->capacity > out->most) return false;
    size_t capacity = out->capacity ? out->capacity * 2 : FIRST_STEP;
    char *grown = realloc(out->bytes, capacity);
    if (!grown) return false;
    out->bytes = grown;
    out->capacity = capacity;
    return true;
}

static bool unpack_brotli(str packed, unpacked *out) {
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    const uint8_t *in = (const uint8_t *)packed.data;
    size_t left = packed.size;
    while (state && result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && make_room(out)) {
        size_t room = out->capacity - out->size;
        uint8_t *to = (uint8_t *)out->bytes + out->size;
        result = BrotliDecoderDecompressStream(state, &left, &in, &room, &to, NULL);
        out->size = out->capacity - room;
    }
    BrotliDecoderDestroyInstance(state);
    return result == BROTLI_DECODER_RESULT_SUCCESS;
}

/* "deflate" is sent with zlib's head, as it should be, and without. */
static bool inflate_all(str packed, int window_bits, unpacked *out) {
    z_stream state = {.next_in = (Bytef *)(uintptr_t)packed.data, .avail_in = (uInt)packed.size};
    int code = packed.size <= UINT32_MAX ? inflateInit2(&state, window_bits) : Z_MEM_ERROR;
    if (code != Z_OK) return false;
    while (code == Z_OK && make_room(out)) {
        size_t room = out->capacity - out->size;
        if (room > UINT32_MAX) room = UINT32_MAX;
        state.next_out = (Bytef *)out->bytes + out->size;
        state.avail_out = (uInt)room;
        code = inflate(&state, Z_NO_FLUSH);
        out->size += room - state.avail_out;
    }
    inflateEnd(&state);
    return code == Z_STREAM_END;
}

static bool unpack_deflate(str packed, unpacked *out) {
    if (inflate_all(packed, MAX_WBITS, out)) return true;
    out->size = 0;
    return inflate_all(packed, -MAX_WBITS, out);
}

static bool unpack_archived(str packed, unpacked *out) {
    struct archive *from = archive_read_new();
    struct archive_entry *entry;
    if (!from) return false;
    archive_read_support_filter_gzip(from);
    archive_read_support_filter_zstd(from);
    archive_read_support_format_raw(from);
    la_ssize_t got =
        archive_read_open_memory(from, packed.data, packed.size) == ARCHIVE_OK && archive_read_next_header(from, &entry) == ARCHIVE_OK;
    while (got > 0 && make_room(out)) {
        got = archive_read_data(from, out->bytes + out->size, out->capacity - out->size);
        if (got > 0) out->size += (size_t)got;
    }
    bool whole = got == 0 && out->size;
    archive_read_free(from);
    return whole;
}

char *unpack_body(str packed, str coding, size_t most, size_t *size) {
    unpacked out = {.most = most};
    bool fine = str_is(coding, "br")        ? unpack_brotli(packed, &out)
                : str_is(coding, "deflate") ? unpack_deflate(packed, &out)
                                            : unpack_archived(packed, &out);
    *size = out.size;
    if (fine && out.size <= most) return out.bytes;
    free(out.bytes);
    return NULL;
}
