/* error.c: fills the caller's error struct. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

__attribute__((format(printf, 6, 0))) static muster_status fill(muster_error *error, muster_status status, const char *file, uint32_t line,
                                                                uint32_t column, const char *format, va_list arguments) {
    if (!error) return status;
    error->status = status;
    error->line = line;
    error->column = column;
    error->excerpt[0] = '\0';
    snprintf(error->file, sizeof error->file, "%s", file ? file : "");
    vsnprintf(error->message, sizeof error->message, format, arguments);
    return status;
}

muster_status error_set(muster_error *error, muster_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, NULL, 0, 0, format, arguments);
    va_end(arguments);
    return status;
}

muster_status error_at(muster_error *error, muster_status status, const char *file, uint32_t line, uint32_t column, const char *format,
                       ...) {
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, file, line, column, format, arguments);
    va_end(arguments);
    return status;
}

muster_status error_nomem(muster_error *error) {
    return error_set(error, MUSTER_NOMEM, "out of memory");
}

muster_status error_unless_word(muster_error *error, const char *what, const char *value, const char *const *words) {
    char all[400] = "";
    size_t used = 0;
    if (!value || !*value) return MUSTER_OK;
    for (const char *const *word = words; *word; word++) {
        if (strcmp(*word, value) == 0) return MUSTER_OK;
        int size = snprintf(all + used, sizeof all - used, " %s", *word);
        used += size > 0 && (size_t)size < sizeof all - used ? (size_t)size : 0;
    }
    return error_set(error, MUSTER_USAGE, "no %s is called \"%.40s\"; there are%s", what, value, all);
}

/* The line, cut to a window of 160 bytes around the column, and a caret below it. */
void error_excerpt(muster_error *error, str source) {
    if (!error || !error->line) return;
    size_t start = 0;
    for (uint32_t line = 1; line < error->line; line++) {
        const char *end = memchr(source.data + start, '\n', source.size - start);
        if (!end) return;
        start = (size_t)(end - source.data) + 1;
    }
    const char *newline = source.size > start ? memchr(source.data + start, '\n', source.size - start) : NULL;
    size_t end = newline ? (size_t)(newline - source.data) : source.size;
    size_t at = start;
    for (uint32_t column = 1; column < error->column && at < end; column++) {
        at++;
        while (at < end && utf8_continues(source.data[at])) at++;
    }
    if (at > start + 80) {
        start = at - 80;
        while (start < at && utf8_continues(source.data[start])) start++;
    }
    if (end > start + 160) {
        end = start + 160;
        while (end > start && utf8_continues(source.data[end])) end--;
    }
    int pad = 0;
    for (size_t i = start; i < at && i < end; i++) pad += !utf8_continues(source.data[i]);
    snprintf(error->excerpt, sizeof error->excerpt, "%.*s\n%*s^", (int)(end - start), source.data + start, pad, "");
}
