/* read_html_state.c: the story of a page that scripts put together. Such pages carry their data in a script: as JSON (__NEXT_DATA__), as
 * what a program assigns (`window.__STATE__ = {…}`, read_script.c), or as a stream of rows that programs push (Next 13: `1a:{…}`, `1b:T5f,`
 * and so many bytes of a text, to which "$1b" refers). Of all objects in it the one is taken whose field for a text (by the names that
 * records have: gazetteers/text/fields.list) holds most; its text may be one string, or blocks in lists, as editors for rich text keep
 * them: each item of the outer list is a paragraph, and the pieces of an inner one are put together. */
#include <stdio.h>
#include <stdlib.h>

#include "read/read_format.h"
#include "read/read_html.h"
#include "read/read_script.h"
#include "read/read_value.h"

enum {
    DEEPEST = 32,
    HOLDERS = 3,
    SHORTEST = 200 /* bytes of a story */
};

typedef struct state_reader {
    arena *memory;
    const read_knowledge *known;
    VEC(char) stream;                   /* what programs push */
    json_t *rows;                       /* texts of the stream, by their numbers; NULL: none yet */
    const json_t *path[DEEPEST + 1];    /* the values that are being looked into, from the outermost on */
    const json_t *holders[HOLDERS + 1]; /* the object with the longest text so far, and those around it; up to NULL */
    const json_t *text;                 /* that text */
    size_t size;
} state_reader;

/* --- How much text a value has --- */

/* Whether a key names a text; `inner`: also in blocks. */
static bool names_text(const state_reader *r, const char *key, bool inner) {
    str name;
    for (uint32_t i = 0; (name = knowledge_field(r->known, FIELD_text, i)).data; i++)
        if (knowledge_same_field(str_from(key), name)) return true;
    for (uint32_t i = 0; inner && (name = knowledge_field(r->known, FIELD_piece, i)).data; i++)
        if (knowledge_same_field(str_from(key), name)) return true;
    return false;
}

/* What a string says: the row of the stream to which it refers, if it does. */
static str said(const state_reader *r, const json_t *value) {
    str text = value_string(value);
    const json_t *row = text.size > 1 && text.data[0] == '$' ? json_object_get(r->rows, text.data + 1) : NULL;
    return row ? value_string(row) : text;
}

static size_t text_size(const state_reader *r, const json_t *value, int depth);

/* The member of an object that has most text, and how much. */
static const json_t *text_member(const state_reader *r, const json_t *object, bool inner, int depth, size_t *size) {
    const char *key;
    json_t *value;
    const json_t *best = NULL;
    *size = 0;
    json_object_foreach((json_t *)object, key, value) {
        if (json_is_number(value) || json_is_boolean(value) || json_is_null(value) || !names_text(r, key, inner)) continue;
        size_t found = text_size(r, value, depth + 1);
        if (found > *size) {
            *size = found;
            best = value;
        }
    }
    return best;
}

/* A string without a space is an address or a code. */
static size_t text_size(const state_reader *r, const json_t *value, int depth) {
    size_t size = 0, i;
    json_t *item;
    if (depth > DEEPEST) return 0;
    if (json_is_string(value)) {
        str text = said(r, value);
        return text.size && memchr(text.data, ' ', text.size) ? text.size : 0;
    }
    if (json_is_object(value)) text_member(r, value, true, depth, &size);
    json_array_foreach(value, i, item) size += text_size(r, item, depth + 1);
    return size;
}

/* Whether a text is an object with a text of its own: then that one holds it ({"content": {"title": …, "body": …}}). What stands in the
 * object as a piece is not ({"content": {"rendered": …}}). */
static bool is_holder(const state_reader *r, const json_t *text, int depth) {
    size_t size;
    return json_is_object(text) && text_member(r, text, false, depth + 1, &size);
}

/* Notes the object at that depth, and those around it. */
static void hold(state_reader *r, int depth) {
    int count = 0;
    for (int i = depth; i >= 0 && count < HOLDERS; i--)
        if (json_is_object(r->path[i])) r->holders[count++] = r->path[i];
    r->holders[count] = NULL;
}

/* The objects in a value. What has been taken for a text is not looked into again. */
static void search(state_reader *r, const json_t *value, int depth) {
    size_t size = 0, i;
    const char *key;
    json_t *item;
    if (depth > DEEPEST) return;
    r->path[depth] = value;
    json_array_foreach(value, i, item) search(r, item, depth + 1);
    if (!json_is_object(value)) return;
    const json_t *text = text_member(r, value, false, depth, &size);
    bool holds = size >= SHORTEST && !is_holder(r, text, depth);
    if (holds && size > r->size) {
        hold(r, depth);
        r->text = text;
        r->size = size;
    }
    json_object_foreach((json_t *)value, key, item) {
        if (!holds || item != text) search(r, item, depth + 1);
    }
}

/* --- Writing it down --- */

static bool has_markup(const state_reader *r, const json_t *value, int depth) {
    size_t i;
    const char *key;
    json_t *item;
    if (depth > DEEPEST) return false;
    if (json_is_string(value)) return str_has(said(r, value), STR("</"));
    json_array_foreach(value, i, item) {
        if (has_markup(r, item, depth + 1)) return true;
    }
    json_object_foreach((json_t *)value, key, item) {
        if (has_markup(r, item, depth + 1)) return true;
    }
    return false;
}

typedef struct writer {
    const state_reader *from;
    FILE *to;
    bool markup;
} writer;

static void write_text(const writer *w, const json_t *value, int lists, int depth);

/* What a piece says ({"text": "12", "bold": true}), or NULL. */
static const json_t *leaf_text(const json_t *item) {
    const json_t *text = json_object_get(item, "text");
    if (!json_is_string(text)) text = json_object_get(item, "value");
    return json_is_string(text) ? text : NULL;
}

static void write_list(const writer *w, const json_t *list, int lists, int depth) {
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) {
        bool paragraph = !lists || (!json_is_string(item) && !leaf_text(item));
        if (paragraph && w->markup) fputs("<p>", w->to);
        write_text(w, item, lists + 1, depth + 1);
        if (paragraph) fputc('\n', w->to);
    }
}

/* `lists`: how many lists it lies in. */
static void write_text(const writer *w, const json_t *value, int lists, int depth) {
    if (depth > DEEPEST) return;
    if (json_is_string(value)) {
        str text = said(w->from, value);
        if (text.size) fwrite(text.data, 1, text.size, w->to);
    } else if (json_is_array(value)) {
        write_list(w, value, lists, depth);
    } else if (json_is_object(value)) {
        size_t size;
        const json_t *text = leaf_text(value);
        if (!text) text = text_member(w->from, value, true, depth, &size);
        if (text) write_text(w, text, lists, depth + 1);
    }
}

static str story_of(const state_reader *r) {
    char *text = NULL;
    size_t size = 0;
    writer w = {r, open_memstream(&text, &size), has_markup(r, r->text, 0)};
    if (!w.to) arena_nomem(r->memory);
    write_text(&w, r->text, 0, 0);
    if (fclose(w.to) != 0 || !text) {
        free(text);
        arena_nomem(r->memory);
    }
    arena_defer(r->memory, free, text);
    return str_trim(utf8_repair(r->memory, (str){text, size}, NULL));
}

/* What a value says of a person or a title: a string, the name of an object, else its first string of several words, of a list the first.
 */
static str spoken(const json_t *value) {
    const char *key;
    json_t *item;
    for (int depth = 0; depth < 4 && value && !json_is_string(value); depth++) {
        const json_t *inner = json_is_array(value) ? json_array_get(value, 0) : json_object_get(value, "name");
        json_object_foreach((json_t *)value, key, item) {
            str text = value_string(item);
            bool words = text.size && memchr(text.data, ' ', text.size);
            if (!inner && (words || json_is_array(item))) inner = item;
        }
        value = inner;
    }
    return value_string(value);
}

/* A field of the object that holds the text, or of one around it. */
static str field_of(const state_reader *r, field which) {
    str name;
    for (const json_t *const *holder = r->holders; *holder; holder++)
        for (uint32_t i = 0; (name = knowledge_field(r->known, which, i)).data; i++) {
            str text = spoken(value_member(*holder, name));
            if (text.size) return utf8_repair(r->memory, arena_str(r->memory, text), NULL);
        }
    return STR_NONE;
}

static void take_story(state_reader *r, html_state *out) {
    char date[DATE_SIZE];
    str day = field_of(r, FIELD_date);
    out->story = story_of(r);
    out->title = field_of(r, FIELD_title);
    out->author = knowledge_without_by(r->known, field_of(r, FIELD_author));
    out->url = field_of(r, FIELD_url);
    if (!str_starts(out->url, STR("http"))) out->url = STR_NONE;
    out->date = day.size && date_iso(r->known, day.data, date) ? arena_str(r->memory, str_from(date)) : STR_NONE;
}

/* --- Scripts --- */

static void drop_json(void *value) {
    json_decref(value);
}

/* JSON for the arena to free; NULL: it is none. */
static json_t *load(arena *memory, str text) {
    json_t *value = json_loadb(text.data, text.size, JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY, NULL);
    if (value) arena_defer(memory, drop_json, value);
    return value;
}

/* A value of a program: [1, "…"] is a piece of the stream. */
static void take_value(json_t *value, void *payload) {
    state_reader *r = payload;
    str piece =
        json_array_size(value) == 2 && json_is_integer(json_array_get(value, 0)) ? value_string(json_array_get(value, 1)) : STR_NONE;
    for (size_t i = 0; i < piece.size; i++) VEC_PUSH(r->memory, &r->stream, piece.data[i]);
    if (!piece.size) search(r, value, 0);
}

/* The row at the beginning of `rest`, which is moved behind it; its number through `number`. `text`: it is a text as it stands. */
static str next_row(str *rest, str *number, bool *text) {
    str line, behind;
    *number = str_split(*rest, ':', &behind);
    *text = str_starts(behind, STR("T"));
    if (*text) {
        str size = str_split(str_slice(behind, 1, behind.size), ',', &line);
        size_t bytes = size.size && size.size < 8 ? strtoul(size.data, NULL, 16) : 0;
        line = str_slice(line, 0, bytes < line.size ? bytes : line.size);
        *rest = str_slice(behind, (size_t)(line.data - behind.data) + line.size, behind.size);
    } else {
        line = str_split(behind, '\n', rest);
    }
    return line;
}

/* First the texts, to which the values refer. */
static void read_stream(state_reader *r) {
    str number, all = {r->stream.at, r->stream.count};
    bool text;
    if (!all.size) return;
    if ((r->rows = json_object())) arena_defer(r->memory, drop_json, r->rows);
    for (str rest = all; rest.size;) {
        str row = next_row(&rest, &number, &text);
        if (text && row.size) (void)json_object_setn_new(r->rows, number.data, number.size, json_stringn(row.data, row.size));
    }
    for (str rest = all; rest.size;) {
        str row = next_row(&rest, &number, &text);
        json_t *value = !text && row.size && strchr("[{", row.data[0]) ? load(r->memory, row) : NULL;
        if (value) search(r, value, 0);
    }
}

static void read_script(state_reader *r, const html_tree *tree, uint32_t script) {
    const html_node *nodes = tree->nodes;
    size_t size = 0;
    for (uint32_t i = script + 1; i < nodes[script].end; i++)
        if (nodes[i].tag == HTML_text) size += nodes[i].size;
    if (!size) return;
    /* Text nodes lie one behind the other. */
    str text = str_trim((str){tree->text + nodes[script + 1].start, size}), type = html_attribute_of(tree, script, "type");
    if (str_starts(type, STR("application/json"))) {
        json_t *value = load(r->memory, text), *unfolded = script_unfold(r->memory, value);
        search(r, unfolded ? unfolded : value, 0);
    } else if (!type.size || str_ends(type, STR("javascript")) || str_is(type, "module")) {
        script_values(r->memory, text, take_value, r);
    }
}

html_state html_read_state(arena *memory, const read_knowledge *known, const html_tree *tree) {
    html_state out = {0};
    state_reader r = {.memory = memory, .known = known};
    for (uint32_t i = 1; i < tree->count; i++)
        if (tree->nodes[i].tag == HTML_script) read_script(&r, tree, i);
    read_stream(&r);
    if (r.text) take_story(&r, &out);
    return out;
}
