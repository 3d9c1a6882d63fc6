/* read_transcode.c: a stream in any encoding that ICU knows -> the same in UTF-8, for the readers of records, which read nothing else:
 * tables as spreadsheets save them (windows-1252, UTF-16), JSON and feeds in UTF-16. */
#include <unicode/ucnv.h>

#include "base/error.h"
#include "read/read_parts.h"
#include "read/read_transcode.h"

static ssize_t pull_transcoded(stream *from, char *to, size_t room) {
    transcoder *t = (transcoder *)from;
    char *target = to;
    while (target == to && !t->ended) {
        str sight = window_fill(t->w, 1);
        if (t->w->failed) {
            from->error = t->w->error;
            return -1;
        }
        UErrorCode status = U_ZERO_ERROR;
        const char *source = sight.data;
        ucnv_convertEx(t->to, t->from, &target, to + room, &source, sight.data + sight.size, t->pivot, &t->pivot_from, &t->pivot_to,
                       t->pivot + TRANSCODER_UNITS, false, t->w->ended, &status);
        window_skip(t->w, (size_t)(source - sight.data));
        if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) {
            error_set(&from->error, status == U_MEMORY_ALLOCATION_ERROR ? MUSTER_NOMEM : MUSTER_INPUT, "cannot be decoded: %s",
                      u_errorName(status));
            return -1;
        }
        t->ended = U_SUCCESS(status) && t->w->ended && source == sight.data + sight.size;
    }
    return target - to;
}

bool transcoder_open(transcoder *out, window *w, const char *encoding) {
    UErrorCode status = U_ZERO_ERROR;
    size_t skip;
    *out = (transcoder){.base = {.pull = pull_transcoded}, .w = w};
    out->pivot_from = out->pivot_to = out->pivot;
    out->from = ucnv_open(encoding, &status);
    out->to = ucnv_open("UTF-8", &status);
    if (U_FAILURE(status)) {
        transcoder_close(out);
        return false;
    }
    if (detect_mark(window_fill(w, 4), &skip)) window_skip(w, skip);
    return true;
}

void transcoder_close(transcoder *t) {
    ucnv_close(t->from);
    ucnv_close(t->to);
    t->from = t->to = NULL;
}
