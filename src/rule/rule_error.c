/* rule_error.c: errors of rule files: where, what was found, what would be right. */
#include <stdarg.h>
#include <stdio.h>

#include "rule/rule_program.h"

void rule_position(const source *file, uint32_t at, uint32_t *line, uint32_t *column) {
    *line = *column = 1;
    str text = file->content;
    uint32_t i = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    for (; i < at && i < text.size; i++) {
        if (text.data[i] == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)text.data[i] & 0xC0) != 0x80) {
            ++*column;
        }
    }
    /* A continuation byte belongs to the code point before it. */
    if (at < text.size && ((unsigned char)text.data[at] & 0xC0) == 0x80 && *column > 1) --*column;
}

static void fill(muster_error *error, place_in place, const char *format, va_list arguments) __attribute__((format(printf, 3, 0)));
static void fill(muster_error *error, place_in place, const char *format, va_list arguments) {
    char message[sizeof error->message];
    uint32_t line = 0, column = 0;
    vsnprintf(message, sizeof message, format, arguments);
    if (place.file) rule_position(place.file, place.at, &line, &column);
    error_at(error, MUSTER_SYNTAX, place.file ? place.file->path.data : NULL, line, column, "%s", message);
    if (place.file) error_excerpt(error, place.file->content);
}

static void report(builder *build, const muster_error *error, bool warning) {
    if (build->sink.report && build->sink.report(error, warning, build->sink.payload))
        arena_failf(build->memory, MUSTER_STOPPED, "stopped by the caller");
}

_Noreturn void rule_refuse(builder *build, place_in place, const char *format, ...) {
    muster_error error;
    va_list arguments;
    va_start(arguments, format);
    fill(&error, place, format, arguments);
    va_end(arguments);
    if (!build->sink.report || !build->resume) arena_fail(build->memory, &error);
    build->errors++;
    build->wrong = true;
    report(build, &error, false);
    longjmp(*build->resume, 1);
}

void rule_warn(builder *build, place_in place, const char *format, ...) {
    if (!build->sink.report) return;
    muster_error error;
    va_list arguments;
    va_start(arguments, format);
    fill(&error, place, format, arguments);
    va_end(arguments);
    report(build, &error, true);
}

/* Levenshtein distance of two short names. */
static uint32_t distance(str a, str b) {
    uint32_t row[NAME_LIMIT + 1];
    if (a.size > NAME_LIMIT || b.size > NAME_LIMIT) return UINT32_MAX;
    for (uint32_t j = 0; j <= b.size; j++) row[j] = j;
    for (uint32_t i = 1; i <= a.size; i++) {
        uint32_t diagonal = row[0];
        row[0] = i;
        for (uint32_t j = 1; j <= b.size; j++) {
            uint32_t change = diagonal + (a.data[i - 1] != b.data[j - 1]);
            diagonal = row[j];
            row[j] = change < row[j] + 1 ? change : row[j] + 1;
            if (row[j - 1] + 1 < row[j]) row[j] = row[j - 1] + 1;
        }
    }
    return row[b.size];
}

str rule_nearest(str name, rule_name_at name_at, const void *names, uint32_t count) {
    str best = STR_NONE;
    uint32_t least = (uint32_t)name.size / 3 + 1;
    for (uint32_t i = 0; i < count; i++) {
        str candidate = name_at(names, i);
        uint32_t d = distance(name, candidate);
        if (d > least || (d == least && best.data)) continue;
        least = d;
        best = candidate;
    }
    return best;
}
