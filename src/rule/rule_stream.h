/* rule_stream.h: values of compiled rules one after the other, written or read back. What goes over them does both in one function, so that
 * the two cannot differ. Bytes that are read are not trusted: each number has a limit, each count must fit into what is left; where one
 * does not, the stream is damaged and gives nothing but zeros from there on. Numbers lie as this machine has them. */
#ifndef RULE_STREAM_H
#define RULE_STREAM_H

#include "base/arena.h"

typedef struct rule_stream {
    arena *memory; /* what is read goes there; at writing, for the bytes */
    bool reads, damaged;
    const char *start, *at, *end; /* reading: all, and what is left */
    char *out;                    /* writing */
    size_t size, room;
} rule_stream;

/* `bytes` lie on a multiple of 8, and must outlive what is read. */
rule_stream rule_stream_reader(arena *memory, str bytes);
rule_stream rule_stream_writer(arena *memory);
/* Nothing but zeros from here on. */
void rule_stream_refuse(rule_stream *s);

void rule_stream_number(rule_stream *s, uint32_t *value, uint32_t limit); /* below the limit */
void rule_stream_index(rule_stream *s, uint32_t *value, uint32_t limit);  /* the same, or NONE */
void rule_stream_flag(rule_stream *s, bool *value);
void rule_stream_wide(rule_stream *s, uint64_t *value);
void rule_stream_real(rule_stream *s, double *value);
/* A text, or none. What is read lies in the bytes. */
void rule_stream_text(rule_stream *s, str *text);
/* How many values follow, of `least` bytes each or more. */
uint32_t rule_stream_count(rule_stream *s, uint32_t count, size_t least);
/* Plain values, as they lie in memory. What is read lies in the bytes. */
const void *rule_stream_plain(rule_stream *s, const void *at, uint32_t *count, size_t item);

/* Of an array: how many, and room for what is read. */
#define RULE_STREAM_ROOM(s, vec, least)                                                                                                    \
    do {                                                                                                                                   \
        (vec)->count = rule_stream_count((s), (vec)->count, (least));                                                                      \
        if ((s)->reads) (vec)->at = arena_zero((s)->memory, sizeof *(vec)->at * ((size_t)(vec)->count + 1));                               \
        if ((s)->reads) (vec)->capacity = (vec)->count;                                                                                    \
    } while (0)
/* An array of plain values; what is read must not grow. */
#define RULE_STREAM_PLAIN(s, vec) ((vec)->at = (void *)(uintptr_t)rule_stream_plain((s), (vec)->at, &(vec)->count, sizeof *(vec)->at))
/* A value of an enumeration. */
#define RULE_STREAM_ENUM(s, field, limit)                                                                                                  \
    do {                                                                                                                                   \
        uint32_t as_number = (uint32_t)(field);                                                                                            \
        rule_stream_number((s), &as_number, (limit));                                                                                      \
        (field) = as_number;                                                                                                               \
    } while (0)

#endif
