/* gazetteer_line.c: the lines of a list, the cells and escapes in them, and findings with their place. */
#include <stdarg.h>
#include <stdio.h>

#include "base/error.h"
#include "base/utf8.h"
#include "gazetteer/gazetteer_draft.h"

enum { FINDINGS_A_FILE = 100 };

/* --- findings ------------------------------------------------------------------------------------------------------------------- */

void draft_report(draft *into, bool warning, const list_place *at, const char *message) {
    muster_error finding;
    char file[sizeof finding.file];
    snprintf(file, sizeof file, STR_FMT, STR_ARG(at->path));
    /* The excerpt is taken from the line alone: looking for it in the whole file would be quadratic in a file full of errors. */
    error_at(&finding, MUSTER_SYNTAX, file, at->line ? 1 : 0, at->column, "%s", message);
    error_excerpt(&finding, at->text);
    finding.line = at->line;
    if (!warning) into->errors++;
    if (!into->sink.report) {
        if (!warning) arena_fail(into->memory, &finding);
        return;
    }
    if (into->sink.report(&finding, warning, into->sink.payload)) arena_failf(into->memory, MUSTER_STOPPED, "stopped");
}

static uint32_t column_of(const list_reader *from, const char *place) {
    const char *end = from->at.data + from->at.size;
    if (!place || place < from->at.data || place > end) return 1;
    uint32_t before = (uint32_t)utf8_length((str){from->at.data, (size_t)(place - from->at.data)});
    /* A place inside a code point counts as that point. */
    return place < end && utf8_continues(*place) && before ? before : before + 1;
}

__attribute__((format(printf, 4, 0))) static void list_finding(list_reader *from, bool warning, const char *place, const char *format,
                                                               va_list arguments) {
    char message[sizeof((muster_error *)0)->message];
    vsnprintf(message, sizeof message, format, arguments);
    from->reported++;
    if (from->reported > FINDINGS_A_FILE && from->into->sink.report) {
        if (from->reported == FINDINGS_A_FILE + 1)
            draft_report(from->into, true, &(list_place){from->path, STR_NONE, from->line, 0},
                         "too many findings, the others of this file are not shown");
        from->into->errors += !warning;
        return;
    }
    draft_report(from->into, warning, &(list_place){from->path, from->at, from->line, column_of(from, place)}, message);
}

void list_error(list_reader *from, const char *place, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    list_finding(from, false, place, format, arguments);
    va_end(arguments);
}

void list_warning(list_reader *from, const char *place, const char *format, ...) {
    if (!from->into->sink.report) return;
    va_list arguments;
    va_start(arguments, format);
    list_finding(from, true, place, format, arguments);
    va_end(arguments);
}

/* --- pieces of a line --------------------------------------------------------------------------------------------------------------- */

bool line_next(str *rest, str *line) {
    if (!rest->data || !rest->size) return false;
    *line = str_split(*rest, '\n', rest);
    if (line->size && line->data[line->size - 1] == '\r') line->size--;
    return true;
}

bool line_valid(list_reader *from) {
    size_t valid = utf8_valid(from->at, 0);
    if (valid == from->at.size) return true;
    const char *wrong = from->at.data + valid;
    list_error(from, wrong, *wrong ? "this is no valid UTF-8: save the list as UTF-8" : "a NUL byte stands here: a list is text in UTF-8");
    return false;
}

str cell_split(str text, char separator, str *rest) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\\') {
            i++;
        } else if (text.data[i] == separator) {
            *rest = str_slice(text, i + 1, text.size);
            return str_slice(text, 0, i);
        }
    }
    *rest = STR_NONE;
    return text;
}

bool cell_unescape(arena *memory, str text, str *out, const char **wrong) {
    *out = text;
    if (!text.size || !memchr(text.data, '\\', text.size)) return true;
    char *copy = arena_alloc(memory, text.size);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\\') {
            if (i + 1 >= text.size || !strchr("|;@#\\", text.data[i + 1]) || !text.data[i + 1]) {
                *wrong = text.data + i;
                return false;
            }
            i++;
        }
        copy[size++] = text.data[i];
    }
    *out = (str){copy, size};
    return true;
}
