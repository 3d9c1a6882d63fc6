/* read_decode.c: bytes -> stored text. In this order: the encoding the user states, a byte order mark, valid UTF-8, UTF-16 or UTF-32
 * without a mark, UTF-8 that is mostly valid (repaired), ICU's detector. Whatever comes out is repaired, so that the stages behind can
 * trust it. */
#include <stdio.h>
#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ucsdet.h>
#include <unicode/utf.h>
#include <unicode/utf8.h>

#include "read/read_parts.h"

enum { REPLACEMENT_BYTES = 3 /* U+FFFD */ };
enum { DETECT_SAMPLE = 64 * 1024, DETECT_BEFORE = 4 * 1024, LEAST_CONFIDENCE = 10 };

/* A text that is being put together, and where each of its characters comes from. */
typedef struct decoder {
    arena *memory;
    UConverter *from; /* NULL: closed */
    str bytes;
    char *text;
    size_t size, capacity, broken;
    decoded_runs runs;
    uint32_t characters; /* in the last run */
} decoder;

static void close_decoder(void *handle) {
    decoder *d = handle;
    ucnv_close(d->from);
    d->from = NULL;
}

/* Counts what a converter cannot read, and lets it become U+FFFD. */
static void count_broken(const void *context, UConverterToUnicodeArgs *args, const char *units, int32_t length,
                         UConverterCallbackReason reason, UErrorCode *status) {
    if (reason <= UCNV_IRREGULAR) ++*(size_t *)(uintptr_t)context;
    UCNV_TO_U_CALLBACK_SUBSTITUTE(NULL, args, units, length, reason, status);
}

/* The next character of the text begins at byte `source` of the file. */
static void note_character(decoder *d, uint32_t source) {
    uint32_t text = (uint32_t)d->size;
    if (d->characters) {
        decoded_run *last = &d->runs.at[d->runs.count - 1];
        if (d->characters == 1) {
            last->text_step = text - last->text;
            last->source_step = source - last->source;
        }
        if (text == last->text + d->characters * last->text_step && source == last->source + d->characters * last->source_step) {
            d->characters++;
            return;
        }
    }
    VEC_PUSH(d->memory, &d->runs, ((decoded_run){text, source, 0, 0}));
    d->characters = 1;
}

/* Room is there for four bytes. */
static void put_character(decoder *d, UChar32 c) {
    if (!c || U_IS_SURROGATE(c)) {
        c = 0xFFFD;
        d->broken++;
    }
    uint8_t *to = (uint8_t *)d->text;
    U8_APPEND_UNSAFE(to, d->size, c);
}

/* Character by character, so that the place of each is known. */
static void convert(decoder *d, UErrorCode *status) {
    const char *source = d->bytes.data, *end = source + d->bytes.size;
    for (;;) {
        uint32_t at = (uint32_t)(source - d->bytes.data);
        UChar32 c = ucnv_getNextUChar(d->from, &source, end, status);
        if (U_FAILURE(*status)) break;
        if (d->size + 4 > d->capacity) arena_failf(d->memory, MUSTER_LIMIT, "larger than it should be once it is decoded");
        note_character(d, at);
        put_character(d, c);
    }
    if (*status == U_INDEX_OUTOFBOUNDS_ERROR) *status = U_ZERO_ERROR;
}

/* No encoding that ICU knows makes more than three bytes of one, but for a few that combine marks; those fail cleanly. */
static str from_encoding(arena *memory, str bytes, const char *encoding, decoding *how, size_t *broken) {
    if (bytes.size > UINT32_MAX / 3 - 16) arena_failf(memory, MUSTER_LIMIT, "too large to be converted from %s", encoding);
    decoder *d = ARENA_NEW(memory, decoder);
    UErrorCode status = U_ZERO_ERROR;
    d->memory = memory;
    d->bytes = bytes;
    d->capacity = bytes.size * 3 + 16;
    d->text = arena_alloc(memory, d->capacity + 1);
    arena_defer(memory, close_decoder, d);
    d->from = ucnv_open(encoding, &status);
    UConverterToUCallback before;
    const void *before_context;
    ucnv_setToUCallBack(d->from, count_broken, &d->broken, &before, &before_context, &status);
    if (U_SUCCESS(status)) convert(d, &status);
    close_decoder(d);
    if (status == U_FILE_ACCESS_ERROR) arena_failf(memory, MUSTER_USAGE, "no encoding is called \"%s\"", encoding);
    if (status == U_MEMORY_ALLOCATION_ERROR) arena_nomem(memory);
    if (U_FAILURE(status)) arena_failf(memory, MUSTER_INPUT, "cannot be read as %s: %s", encoding, u_errorName(status));
    d->text[d->size] = '\0';
    *broken = d->broken;
    how->runs = d->runs;
    return (str){d->text, d->size};
}

/* UTF-8: where there is something before the text, or something broken in it, that is where text and file fall out of step. */
static void note_repairs(arena *memory, str input, uint32_t skipped, decoded_runs *runs) {
    uint32_t text = 0;
    for (size_t at = 0; at < input.size || !runs->count;) {
        size_t end = utf8_valid(input, at);
        if (end > at || !runs->count) VEC_PUSH(memory, runs, ((decoded_run){text, skipped + (uint32_t)at, 1, 1}));
        text += (uint32_t)(end - at);
        if ((at = end) == input.size) break;
        size_t bad = (size_t)-utf8_sequence((const unsigned char *)input.data + at, input.size - at);
        VEC_PUSH(memory, runs, ((decoded_run){text, skipped + (uint32_t)at, REPLACEMENT_BYTES, (uint32_t)bad}));
        text += REPLACEMENT_BYTES;
        at += bad;
    }
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

bool decode_is_utf8(const char *encoding) {
    return str_equal_caseless(str_from(encoding), STR("utf-8")) || str_equal_caseless(str_from(encoding), STR("utf8"));
}

static str describe(arena *memory, const char *encoding, size_t broken) {
    char lower[64];
    size_t i = 0;
    for (; encoding[i] && i + 1 < sizeof lower; i++) lower[i] = ascii_small(encoding[i]);
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

bool decode_foreign(str sample, char name[64]) {
    size_t skip;
    const char *found = detect_mark(sample, &skip);
    if (!found && utf8_valid(sample, 0) == sample.size) return false;
    if (!found) found = detect_wide(str_slice(sample, 0, sample.size & ~(size_t)3)); /* where the sample ends says nothing */
    if (!found && mostly_utf8(sample)) return false;
    if (found)
        snprintf(name, 64, "%s", found);
    else
        detect_charset(sample, name);
    return !decode_is_utf8(name);
}

/* The encoding of bytes: the one that was asked for, else what a mark in front of them says, else what they look like. Takes the mark off
 * and gives its size. `detected`: room for the name. */
static const char *choose_encoding(arena *memory, str *input, const char *asked, char detected[64], size_t *skip) {
    const char *marked = detect_mark(*input, skip), *encoding = asked;
    if (asked && marked && str_starts_caseless(str_from(marked), str_from(asked))) encoding = marked; /* "UTF-16" */
    if (encoding != marked && encoding) *skip = 0;
    *input = str_slice(*input, *skip, input->size);
    if (!encoding) encoding = marked;
    if (!encoding && utf8_valid(*input, 0) == input->size) encoding = "utf-8";
    if (!encoding) encoding = detect_wide(*input);
    const char *binary = encoding && !decode_is_utf8(encoding) ? NULL : detect_binary(*input);
    if (binary) arena_failf(memory, MUSTER_INPUT, "not a text: it is %s", binary);
    if (!encoding && mostly_utf8(*input)) encoding = "utf-8";
    if (encoding) return encoding;
    detect_charset(*input, detected);
    return detected;
}

str read_decode(arena *memory, str input, const char *encoding, decoding *how) {
    size_t skip, broken = 0;
    char detected[64];
    *how = (decoding){.runs = {0}};
    if (!input.data) input = STR("");
    encoding = choose_encoding(memory, &input, encoding, detected, &skip);
    str text;
    if (decode_is_utf8(encoding)) {
        text = utf8_repair(memory, input, &broken);
        if (broken || skip) note_repairs(memory, input, (uint32_t)skip, &how->runs);
        if (!broken) text = arena_str(memory, text);
    } else {
        text = from_encoding(memory, input, encoding, how, &broken);
        for (uint32_t i = 0; i < how->runs.count; i++) how->runs.at[i].source += (uint32_t)skip;
    }
    if (text.size >= UINT32_MAX) arena_failf(memory, MUSTER_LIMIT, "larger than 4 GiB once it is decoded");
    how->encoding = describe(memory, decode_is_utf8(encoding) ? "utf-8" : encoding, broken);
    return text;
}
