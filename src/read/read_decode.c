/* read_decode.c: bytes -> stored text. In this order: the encoding the user states, a byte order mark, valid UTF-8, UTF-16 or UTF-32
 * without a mark, UTF-8 that is mostly valid (repaired), ICU's detector. Whatever comes out is repaired, so that the stages behind can
 * trust it. */
#include <ctype.h>
#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ucsdet.h>

#include "read/read_parts.h"

enum { DETECT_SAMPLE = 64 * 1024, DETECT_BEFORE = 4 * 1024, LEAST_CONFIDENCE = 10 };

/* Counts what a converter cannot read, and lets it become U+FFFD. */
static void count_broken(const void *context, UConverterToUnicodeArgs *args, const char *units, int32_t length,
                         UConverterCallbackReason reason, UErrorCode *status) {
    if (reason <= UCNV_IRREGULAR) ++*(size_t *)(uintptr_t)context;
    UCNV_TO_U_CALLBACK_SUBSTITUTE(NULL, args, units, length, reason, status);
}

/* Converts all of `bytes` into `out`, which has room for `capacity`. No arena call in here: the converters would leak. */
static UErrorCode convert(const char *encoding, str bytes, char *out, size_t capacity, size_t *size, size_t *broken) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open(encoding, &status), *to = ucnv_open("UTF-8", &status);
    UConverterToUCallback before;
    const void *before_context;
    ucnv_setToUCallBack(from, count_broken, broken, &before, &before_context, &status);
    if (U_SUCCESS(status)) {
        UChar pivot[4096], *pivot_from = pivot, *pivot_to = pivot;
        const char *source = bytes.data;
        char *target = out;
        ucnv_convertEx(to, from, &target, out + capacity, &source, bytes.data + bytes.size, pivot, &pivot_from, &pivot_to,
                       pivot + sizeof pivot / sizeof *pivot, true, true, &status);
        *size = (size_t)(target - out);
    }
    ucnv_close(to);
    ucnv_close(from);
    return status;
}

/* No encoding that ICU knows makes more than three bytes of one, but for a few that combine marks; those fail cleanly. */
static str from_encoding(arena *memory, str bytes, const char *encoding, size_t *broken) {
    if (bytes.size > UINT32_MAX / 3 - 16) arena_failf(memory, MUSTER_LIMIT, "too large to be converted from %s", encoding);
    size_t capacity = bytes.size * 3 + 16, size = 0;
    char *out = arena_alloc(memory, capacity + 1);
    UErrorCode status = convert(encoding, bytes, out, capacity, &size, broken);
    if (status == U_FILE_ACCESS_ERROR) arena_failf(memory, MUSTER_USAGE, "no encoding is called \"%s\"", encoding);
    if (status == U_MEMORY_ALLOCATION_ERROR) arena_failf(memory, MUSTER_NOMEM, "out of memory");
    if (U_FAILURE(status)) arena_failf(memory, MUSTER_INPUT, "cannot be read as %s: %s", encoding, u_errorName(status));
    out[size] = '\0';
    return (str){out, size};
}

/* Whether broken UTF-8 is UTF-8 all the same: more sequences are well-formed than not, or only its end is cut off. */
static bool mostly_utf8(str bytes) {
    size_t good = 0, bad = 0;
    for (size_t at = 0; at < bytes.size;) {
        int size = utf8_sequence((const unsigned char *)bytes.data + at, bytes.size - at);
        bool cut_off = size < 0 && at + (size_t)-size == bytes.size && (unsigned char)bytes.data[at] >= 0xC2;
        good += size > 1;
        bad += size < 0 && !cut_off && bytes.data[at] != '\0';
        at += (size_t)abs(size);
    }
    return bad <= good;
}

/* ICU's guess from the bytes around the first that is no ASCII. Western texts are taken for windows-1252, which has all of ISO 8859-1
 * and the quotation marks that its texts really have. */
static void detect_charset(str bytes, char name[64]) {
    strcpy(name, "windows-1252");
    size_t first = utf8_valid(bytes, 0), start = first > DETECT_BEFORE ? first - DETECT_BEFORE : 0;
    size_t size = bytes.size - start < DETECT_SAMPLE ? bytes.size - start : DETECT_SAMPLE;
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&status);
    ucsdet_setText(detector, bytes.data + start, (int32_t)size, &status);
    const UCharsetMatch *match = ucsdet_detect(detector, &status);
    if (U_SUCCESS(status) && match && ucsdet_getConfidence(match, &status) >= LEAST_CONFIDENCE) {
        const char *found = ucsdet_getName(match, &status);
        if (U_SUCCESS(status) && strcmp(found, "ISO-8859-1") != 0 && strcmp(found, "UTF-8") != 0 && strlen(found) < 64) strcpy(name, found);
    }
    ucsdet_close(detector);
}

static bool names_utf8(const char *encoding) {
    return strcasecmp(encoding, "utf-8") == 0 || strcasecmp(encoding, "utf8") == 0;
}

static str describe(arena *memory, const char *encoding, size_t broken) {
    char lower[64];
    size_t i = 0;
    for (; encoding[i] && i + 1 < sizeof lower; i++) lower[i] = (char)tolower((unsigned char)encoding[i]);
    lower[i] = '\0';
    return broken ? arena_printf(memory, "%s, %zu broken", lower, broken) : arena_str(memory, str_from(lower));
}

bool decode_knows(const char *encoding) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = encoding[0] ? ucnv_open(encoding, &status) : NULL;
    bool known = converter && U_SUCCESS(status);
    ucnv_close(converter);
    return known;
}

str read_decode(arena *memory, const char *bytes, size_t size, const char *encoding, str *used) {
    str input = {bytes ? bytes : "", bytes ? size : 0};
    size_t skip, broken = 0, repaired;
    char detected[64];
    const char *marked = detect_mark(input, &skip);
    if (!encoding || (marked && strcasecmp(marked, encoding) == 0)) input = str_slice(input, skip, input.size);
    if (!encoding) encoding = marked;
    if (!encoding && utf8_valid(input, 0) == input.size) encoding = "utf-8";
    if (!encoding) encoding = detect_wide(input);
    const char *binary = encoding && !names_utf8(encoding) ? NULL : detect_binary(input);
    if (binary) arena_failf(memory, MUSTER_INPUT, "not a text: it is %s", binary);
    if (!encoding && mostly_utf8(input)) encoding = "utf-8";
    if (!encoding) {
        detect_charset(input, detected);
        encoding = detected;
    }
    str text = names_utf8(encoding) ? input : from_encoding(memory, input, encoding, &broken);
    text = utf8_repair(memory, text, &repaired);
    if (!repaired && text.data == input.data) text = arena_str(memory, text);
    if (text.size >= UINT32_MAX) arena_failf(memory, MUSTER_LIMIT, "larger than 4 GiB once it is decoded");
    *used = describe(memory, names_utf8(encoding) ? "utf-8" : encoding, broken + repaired);
    return text;
}
