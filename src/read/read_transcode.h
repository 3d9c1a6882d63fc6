/* A stream of UTF-8 over a window in another encoding. */
#ifndef READ_TRANSCODE_H
#define READ_TRANSCODE_H

#include <unicode/ucnv.h>

#include "read/read_stream.h"

enum { TRANSCODER_UNITS = 2048 };

typedef struct transcoder {
    stream base;
    window *w;
    UConverter *from, *to;
    UChar pivot[TRANSCODER_UNITS], *pivot_from, *pivot_to;
    bool ended;
} transcoder;

/* Reads on from the window, which stays the caller's, behind a byte order mark. False: no such encoding, or no memory. What is broken
 * becomes U+FFFD. */
bool transcoder_open(transcoder *out, window *w, const char *encoding);
void transcoder_close(transcoder *t);

#endif
