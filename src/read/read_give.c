/* read_give.c: what all readers of files share: giving the caller a document or a problem, and what they are called. */
#include <stdarg.h>
#include <stdio.h>

#include "base/error.h"
#include "read/read_files.h"

enum { NAME_SIZE = 1024 };

str read_id(str path) {
    path = str_last(path, '/');
    for (size_t i = path.size; i > 1; i--)
        if (path.data[i - 1] == '.') return str_slice(path, 0, i - 1);
    return path.size ? path : STR("-");
}

void reading_give(reading *s, const place *at, muster_input *input) {
    char id[NAME_SIZE], hash[65];
    if (s->stopped) return;
    input->path = at->path;
    if (!input->id) {
        str name = read_id(str_from(at->name));
        snprintf(id, sizeof id, STR_FMT, STR_ARG(name));
        input->id = id;
    }
    if (!input->hash) {
        muster_hash(input->bytes, input->size, hash);
        input->hash = hash;
    }
    if (s->how.date) input->date = s->how.date;
    if (!input->encoding) input->encoding = s->how.encoding;
    if (s->each(input, NULL, s->payload)) s->stopped = true;
}

void reading_problem(reading *s, const place *at, uint32_t line, muster_status status, const char *format, ...) {
    muster_error problem;
    char message[sizeof problem.message];
    if (s->stopped) return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    error_at(&problem, status, at->path, line, line ? 1 : 0, "%s", message);
    if (s->each(NULL, &problem, s->payload)) s->stopped = true;
}

void reading_nomem(reading *s) {
    s->stopped = s->no_memory = true;
}

void reading_check(reading *s, const place *at, const window *w) {
    if (!w->failed) return;
    if (w->error.status == MUSTER_NOMEM)
        reading_nomem(s);
    else
        reading_problem(s, at, 0, w->error.status, "%s", w->error.message);
}

str reading_whole(reading *s, const place *at, window *w) {
    bool cut;
    str bytes = window_all(w, (size_t)s->how.max_size, &cut);
    reading_check(s, at, w);
    if (w->failed) return STR_NONE;
    if (cut) {
        reading_problem(s, at, 0, MUSTER_LIMIT, "larger than %llu bytes, the limit for one document (--max-size)",
                        (unsigned long long)s->how.max_size);
        return STR_NONE;
    }
    return bytes;
}

str reading_single(reading *s, const place *at, window *w, format kind) {
    str bytes = reading_whole(s, at, w);
    if (!bytes.data) return STR_NONE;
    muster_input input = {.bytes = bytes.data, .size = bytes.size, .format = format_name(kind)};
    reading_give(s, at, &input);
    return bytes;
}

str reading_header(str header, const char *name) {
    str wanted = str_from(name);
    while (header.size) {
        str line = str_split(header, '\n', &header);
        if (!str_trim(line).size) break;
        if (line.size > wanted.size && line.data[wanted.size] == ':' && str_starts_caseless(line, wanted))
            return str_trim(str_slice(line, wanted.size + 1, line.size));
    }
    return STR_NONE;
}

bool reading_path(char out[READING_PATH], const place *at, const char *name) {
    return snprintf(out, READING_PATH, "%s!%s", at->path, name) < READING_PATH;
}
