/* read_json.c: JSON -> documents, one an object. The objects stand one a line (JSON lines: what is broken in one line leaves the others
 * whole), one after the other, or in an array; the array may be a member of one object around it ({"articles": […]}). Each is cut out of
 * the window by counting brackets outside strings, and then read by jansson: memory is what the largest takes. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "read/read_files.h"
#include "read/read_value.h"

enum { WRAPPED_DEPTH = 3, LEAST_SIGHT = 4096 };

typedef struct json_reader {
    reading *in;
    const place *at;
    window *w;
    record_ids *ids;
    uint64_t number;
    uint32_t line;
    bool alone;        /* the file is one object */
    uint64_t wordless; /* records without a field for a text */
} json_reader;

/* --- One object --- */

/* What stands for an object: its name, of an outlet with an address its title; of ids, dates and authors the first that can ({"$oid": …},
 * {"$date": …},
 * {"original": "By …"}). */
static const json_t *spoken_member(const json_t *object, field which) {
    const json_t *name = json_object_get(object, "name");
    const char *key;
    json_t *value;
    if (!name && which == FIELD_outlet && json_object_get(object, "uri")) name = json_object_get(object, "title");
    if (name || (which != FIELD_id && which != FIELD_date && which != FIELD_author)) return name;
    json_object_foreach((json_t *)object, key, value) if (json_is_string(value) || json_is_number(value)) return value;
    return NULL;
}

/* The words of an item of a list: of a piece of a text ({"type": "bold", "text": …}) what it says, of another object its name. */
static const json_t *item_text(const json_t *item, field which) {
    if (!json_is_object(item)) return item;
    return which == FIELD_text ? json_object_get(item, "text") : spoken_member(item, which);
}

/* What stands between the items of a list: paragraphs are lines, names are set apart, and a text whose marked pieces are objects is one. */
static const char *item_separator(const json_t *list, field which) {
    size_t i, strings = 0, objects = 0;
    json_t *item;
    if (which == FIELD_author) return ", ";
    json_array_foreach(list, i, item) {
        strings += json_is_string(item);
        objects += json_is_object(item);
    }
    return strings && objects ? "" : "\n";
}

/* What a value is in words: a string, a number, the name of an object, the paragraphs of a list. *owned is to be freed. */
static const char *value_text(const json_t *value, field which, char number[NUMBER_BYTES], char **owned, size_t *size) {
    *size = 0;
    if (json_is_object(value)) value = spoken_member(value, which);
    if (json_is_string(value)) {
        *size = json_string_length(value);
        return json_string_value(value);
    }
    if (json_is_integer(value)) snprintf(number, NUMBER_BYTES, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    if (json_is_real(value)) str_put_number(number, json_real_value(value));
    if (json_is_number(value)) return number;
    if (!json_is_array(value)) return NULL;
    size_t i;
    json_t *item;
    const char *separator = item_separator(value, which);
    FILE *to = open_memstream(owned, size);
    if (!to) return NULL;
    json_array_foreach(value, i, item) {
        const json_t *text = item_text(item, which);
        if (!json_is_string(text)) continue;
        fwrite(json_string_value(text), 1, json_string_length(text), to);
        if (i + 1 < json_array_size(value)) fputs(separator, to);
    }
    return fclose(to) == 0 && *size ? *owned : NULL;
}

typedef struct values {
    char number[FIELD_COUNT][NUMBER_BYTES];
    char *owned[FIELD_COUNT];
} values;

/* `around`: the object in which that one stands, or NULL. */
static void read_fields(const json_reader *r, const json_t *object, const json_t *around, record *out, values *kept) {
    for (int which = 0; which < FIELD_COUNT; which++) {
        str name;
        for (uint32_t i = 0; !out->value[which] && (name = reading_field_name(r->in, (field)which, i)).data; i++) {
            const json_t *value = value_member(object, name);
            if (!value && around) value = value_member(around, name);
            size_t size = 0;
            if (!value || (which == FIELD_text && (json_is_number(value) || json_is_object(value)))) continue;
            free(kept->owned[which]);
            kept->owned[which] = NULL;
            const char *text = value_text(value, (field)which, kept->number[which], &kept->owned[which], &size);
            if (!text || !*text || !record_fits((field)which, str_from(text))) continue;
            out->value[which] = text;
            if (which == FIELD_text) out->text_size = size;
        }
    }
}

/* Whether an object has a text, though it may be empty; `whole`: no teaser. */
static bool has_text(const json_reader *r, const json_t *object, bool whole) {
    str name;
    uint32_t most = whole && !r->in->how.text_field ? knowledge_whole_texts(r->in->known) : UINT32_MAX;
    for (uint32_t i = 0; i < most && (name = reading_field_name(r->in, FIELD_text, i)).data; i++)
        if (json_is_string(value_member(object, name)) || json_is_array(value_member(object, name))) return true;
    return false;
}

/* The object that has the text: the record itself, or one inside it ({"_source": {"text": …}}). NULL: none. */
static const json_t *object_with_text(const json_reader *r, const json_t *object, bool whole, int depth) {
    const char *key;
    json_t *value;
    if (has_text(r, object, whole)) return object;
    json_object_foreach((json_t *)object, key, value) {
        const json_t *inner = json_is_object(value) && depth < WRAPPED_DEPTH ? object_with_text(r, value, whole, depth + 1) : NULL;
        if (inner) return inner;
    }
    return NULL;
}

/* The first record of a file that has no field for a text is told; the others, which are as a rule of the same kind, are counted. */
static void tell_wordless(json_reader *r) {
    const char *stated = r->in->how.text_field;
    if (r->wordless++) return;
    if (stated)
        reading_problem(r->in, r->at, r->line, MUSTER_INPUT, "record %llu has no text in \"%s\"", (unsigned long long)r->number, stated);
    else
        reading_problem(r->in, r->at, r->line, MUSTER_INPUT,
                        "record %llu has no field that is known to hold a text (text, body, content, …): name it with --text-field",
                        (unsigned long long)r->number);
}

static void give_object(json_reader *r, const json_t *object, str raw) {
    values kept = {0};
    record out = {.raw = raw, .number = r->number, .line = r->line, .alone = r->alone};
    const json_t *inner = object_with_text(r, object, true, 0);
    if (!inner) inner = object_with_text(r, object, false, 0);
    read_fields(r, inner ? inner : object, inner == object ? NULL : object, &out, &kept);
    /* A record whose text is empty (a picture without words) is no document, and no mistake. */
    if (out.value[FIELD_text])
        reading_record(r->in, r->at, r->ids, &out);
    else if (!inner)
        tell_wordless(r);
    for (int i = 0; i < FIELD_COUNT; i++) free(kept.owned[i]);
}

/* Whether a list holds records: one of its first is an object with a text. Others may have none (who joined, which picture is new). */
static bool holds_records(const json_reader *r, const json_t *list, bool whole) {
    enum { LOOKED_AT = 64 };
    for (size_t i = 0; i < LOOKED_AT && i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        if (json_is_object(item) && object_with_text(r, item, whole, 0)) return true;
    }
    return false;
}

/* The array of records inside an object that is none itself, or NULL. What has a teaser of its own (the description of a channel) may still
 * hold records with whole texts. */
static const json_t *wrapped_records(const json_reader *r, const json_t *object, int depth) {
    const char *key;
    json_t *value;
    if (depth > WRAPPED_DEPTH || has_text(r, object, true)) return NULL;
    bool whole = has_text(r, object, false);
    json_object_foreach((json_t *)object, key, value) {
        const json_t *inner = NULL;
        if (holds_records(r, value, whole)) return value;
        if (json_is_object(value)) inner = wrapped_records(r, value, depth + 1);
        if (inner) return inner;
    }
    return NULL;
}

static void give_wrapped(json_reader *r, const json_t *list) {
    size_t i;
    json_t *item;
    r->alone = false;
    r->number--; /* what is around them is no record */
    json_array_foreach(list, i, item) {
        if (r->in->stopped) return;
        r->number++;
        char *raw = json_dumps(item, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
        if (!raw) {
            reading_nomem(r->in);
            return;
        }
        if (json_is_object(item)) give_object(r, item, str_from(raw));
        free(raw);
    }
}

static void give_value(json_reader *r, str raw) {
    json_error_t error;
    json_t *value = json_loadb(raw.data, raw.size, JSON_ALLOW_NUL | JSON_DECODE_ANY, &error);
    r->number++;
    if (!value) {
        uint32_t line = r->line && error.line > 1 ? r->line + (uint32_t)error.line - 1 : r->line;
        reading_problem(r->in, r->at, line, MUSTER_INPUT, "record %llu is broken JSON: %s", (unsigned long long)r->number, error.text);
        return;
    }
    const json_t *list = NULL;
    if (json_is_object(value) && (r->alone || !object_with_text(r, value, false, 0))) list = wrapped_records(r, value, 0);
    if (list)
        give_wrapped(r, list);
    else if (json_is_object(value))
        give_object(r, value, raw);
    else
        reading_problem(r->in, r->at, r->line, MUSTER_INPUT, "record %llu is no object { … }", (unsigned long long)r->number);
    json_decref(value);
}

/* --- Cutting --- */

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\x1E';
}

/* Skips white space and commas, counting lines. The next byte, or 0 at the end. */
static char next_byte(json_reader *r) {
    for (str sight = window_fill(r->w, 1); sight.size; sight = window_fill(r->w, 1)) {
        size_t i = 0;
        for (; i < sight.size && (is_space(sight.data[i]) || sight.data[i] == ','); i++) r->line += sight.data[i] == '\n';
        window_skip(r->w, i);
        if (i < sight.size) return sight.data[i];
    }
    return 0;
}

typedef struct brackets {
    size_t scanned;
    uint32_t depth;
    bool in_string, escaped;
} brackets;

/* Goes on through what is in sight; true once the value has ended, `scanned` bytes long. */
static bool scan(brackets *b, str sight) {
    while (b->scanned < sight.size) {
        char c = sight.data[b->scanned++];
        if (b->in_string) {
            if (b->escaped)
                b->escaped = false;
            else if (c == '\\')
                b->escaped = true;
            else if (c == '"')
                b->in_string = false;
            continue;
        }
        if (c == '"') b->in_string = true;
        if (c == '{' || c == '[') b->depth++;
        if (c == '}' || c == ']') b->depth--;
        if (!b->depth && (c == '}' || c == ']')) return true;
    }
    return false;
}

/* The first `size` bytes in sight are done with, and their lines counted. */
static void pass(json_reader *r, size_t size) {
    r->line += (uint32_t)str_count(str_slice(window_sight(r->w), 0, size), '\n');
    window_skip(r->w, size);
}

/* A value that is larger than a document may be is passed over. */
static void skip_large(json_reader *r, brackets *b, bool ended) {
    str sight = window_sight(r->w);
    while (!ended && sight.size) {
        pass(r, b->scanned);
        b->scanned = 0;
        sight = window_fill(r->w, LEAST_SIGHT);
        ended = scan(b, sight);
    }
    pass(r, b->scanned);
}

/* The value that begins in sight. False: nothing can be read behind it. */
static bool read_value(json_reader *r) {
    brackets b = {0};
    size_t most = (size_t)r->in->how.max_size;
    str sight = window_fill(r->w, LEAST_SIGHT);
    while (!scan(&b, sight)) {
        if (r->w->ended || sight.size > most) break;
        sight = window_more(r->w, most);
    }
    bool whole = !b.depth && !b.in_string;
    if (b.scanned > most || (!whole && sight.size > most)) {
        r->number++;
        reading_problem(r->in, r->at, r->line, MUSTER_LIMIT, "record %llu is larger than %zu bytes (--max-size)",
                        (unsigned long long)r->number, most);
        skip_large(r, &b, whole);
        return true;
    }
    if (whole || !r->w->failed) give_value(r, str_slice(sight, 0, b.scanned));
    pass(r, b.scanned);
    return whole;
}

static void read_values(json_reader *r, bool array) {
    for (char c; !r->in->stopped && (c = next_byte(r)) != 0;) {
        if (c == ']' && array) return;
        if (c != '{' && c != '[') {
            reading_problem(r->in, r->at, r->line, MUSTER_INPUT, "broken JSON: \"%.1s\" where a record { … } should begin",
                            (unsigned char)c < 0x80 ? (const char[]){c, 0} : "?");
            return;
        }
        if (!read_value(r)) return;
    }
}

static void read_lines(json_reader *r) {
    size_t most = (size_t)r->in->how.max_size;
    bool cut;
    for (str line; !r->in->stopped && (line = window_line(r->w, most, &cut)).size; r->line++) {
        str text = str_trim(line);
        if (cut) {
            r->number++;
            reading_problem(r->in, r->at, r->line, MUSTER_LIMIT, "the line is longer than %zu bytes (--max-size)", most);
        } else if (text.size && !r->w->failed) {
            give_value(r, text);
        }
    }
}

/* Whether the lines stand for themselves: the first is a value, or the second begins one; *alone: a value, and nothing stands behind it. */
static bool first_line_stands(window *w, size_t most, bool *alone) {
    brackets b = {0};
    str sight = window_fill(w, LEAST_SIGHT);
    while (!scan(&b, sight) && !w->ended && sight.size <= most && !memchr(sight.data, '\n', b.scanned)) sight = window_more(w, most);
    const char *line_end = memchr(sight.data, '\n', b.scanned);
    bool stands = !b.depth && !line_end;
    if (line_end && line_end + 1 < sight.data + sight.size && line_end[1] == '{') stands = true;
    *alone = false;
    if (b.depth || b.in_string) return stands;
    for (size_t i = b.scanned;; i++) {
        if (i >= sight.size) sight = window_fill(w, i + 1);
        if (i >= sight.size) break;
        if (!is_space(sight.data[i])) return stands;
        if (i > b.scanned + LEAST_SIGHT) return stands;
    }
    *alone = true;
    return stands;
}

void reading_json(reading *s, const place *at, window *w) {
    json_reader r = {.in = s, .at = at, .w = w, .line = 1, .ids = record_ids_new()};
    if (!r.ids) {
        reading_nomem(s);
        return;
    }
    window_skip_mark(w);
    window_skip(w, format_json_assigned(window_fill(w, LEAST_SIGHT)));
    char first = next_byte(&r);
    bool lines = first == '{' && first_line_stands(w, (size_t)s->how.max_size, &r.alone);
    if (first == '[') window_skip(w, 1);
    if (lines && !r.alone)
        read_lines(&r);
    else
        read_values(&r, first == '[');
    reading_check(s, at, w);
    if (r.wordless > 1)
        reading_problem(s, at, 0, MUSTER_INPUT, "%llu more of its records have no such field", (unsigned long long)r.wordless - 1);
    record_ids_free(r.ids);
}
