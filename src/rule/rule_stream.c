/* rule_stream.c: see rule_stream.h. Everything is a multiple of 4 bytes; arrays of plain values begin on a multiple of 8. */
#include "rule/rule_stream.h"

rule_stream rule_stream_reader(arena *memory, str bytes) {
    return (rule_stream){.memory = memory, .reads = true, .start = bytes.data, .at = bytes.data, .end = bytes.data + bytes.size};
}

rule_stream rule_stream_writer(arena *memory) {
    return (rule_stream){.memory = memory};
}

void rule_stream_refuse(rule_stream *s) {
    s->damaged = true;
    s->at = s->end;
}

static size_t padded(size_t size, size_t to) {
    return (size + to - 1) / to * to;
}

/* Room for so many bytes more, zeros behind what was written. */
static char *extend(rule_stream *s, size_t size) {
    if (s->room - s->size < size) {
        size_t room = s->room * 2 + size + 4096;
        s->out = arena_grow(s->memory, s->out, s->room, room);
        memset(s->out + s->room, 0, room - s->room);
        s->room = room;
    }
    s->size += size;
    return s->out + s->size - size;
}

/* The next bytes, or NULL. */
static const char *take(rule_stream *s, size_t size) {
    if ((size_t)(s->end - s->at) < size) {
        rule_stream_refuse(s);
        return NULL;
    }
    s->at += size;
    return s->at - size;
}

/* A value of few bytes. */
static void pass(rule_stream *s, void *value, size_t size) {
    if (!s->reads) {
        memcpy(extend(s, size), value, size);
        return;
    }
    const char *from = take(s, size);
    if (from)
        memcpy(value, from, size);
    else
        memset(value, 0, size);
}

void rule_stream_number(rule_stream *s, uint32_t *value, uint32_t limit) {
    pass(s, value, sizeof *value);
    if (!s->reads || *value < limit) return;
    *value = 0;
    rule_stream_refuse(s);
}

void rule_stream_index(rule_stream *s, uint32_t *value, uint32_t limit) {
    pass(s, value, sizeof *value);
    if (!s->reads || *value < limit || *value == NONE) return;
    *value = NONE;
    rule_stream_refuse(s);
}

void rule_stream_flag(rule_stream *s, bool *value) {
    uint32_t number = *value;
    rule_stream_number(s, &number, 2);
    *value = number;
}

void rule_stream_wide(rule_stream *s, uint64_t *value) {
    pass(s, value, sizeof *value);
}

void rule_stream_real(rule_stream *s, double *value) {
    pass(s, value, sizeof *value);
}

void rule_stream_text(rule_stream *s, str *text) {
    uint32_t size = text->data ? (uint32_t)text->size : NONE;
    pass(s, &size, sizeof size);
    if (!s->reads) {
        if (text->size) memcpy(extend(s, padded(text->size, 4)), text->data, text->size);
        return;
    }
    *text = STR_NONE;
    if (size == NONE) return;
    const char *from = take(s, padded(size, 4));
    if (from) *text = (str){from, size};
}

uint32_t rule_stream_count(rule_stream *s, uint32_t count, size_t least) {
    pass(s, &count, sizeof count);
    if (!s->reads || count <= (size_t)(s->end - s->at) / least) return count;
    rule_stream_refuse(s);
    return 0;
}

const void *rule_stream_plain(rule_stream *s, const void *at, uint32_t *count, size_t item) {
    *count = rule_stream_count(s, *count, item);
    size_t size = *count * item, gap = (size_t)(s->reads ? s->at - s->start : (ptrdiff_t)s->size) % 8;
    gap = gap ? 8 - gap : 0;
    if (!s->reads) {
        extend(s, gap);
        char *to = extend(s, padded(size, 4));
        if (size) memcpy(to, at, size);
        return at;
    }
    const char *from = take(s, gap + padded(size, 4));
    if (!from) *count = 0;
    return from ? from + gap : NULL;
}
