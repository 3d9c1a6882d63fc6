/* read_html_state.c: the story of a page that scripts put together. Such pages carry their data as JSON in a script: __NEXT_DATA__ and
 * other scripts of that type, or `window.__STATE__ = {…}`. Of all objects in it the one is taken whose field for a text (by the names that
 * records have: gazetteers/text/fields.list) holds most; its text may be one string, or blocks in lists, as editors for rich text keep
 * them: each item of the outer list is a paragraph, and the pieces of an inner one are put together. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "read/read_format.h"
#include "read/read_html.h"

enum { DEEPEST = 32, SHORTEST = 200 /* bytes of a story */ };

typedef struct state_reader {
    arena *memory;
    const read_knowledge *known;
    const json_t *holder; /* the object with the longest text so far, and that text */
    const json_t *text;
    size_t size;
} state_reader;

/* --- How much text a value has --- */

/* Whether a key names a text; `inner`: also in blocks. */
static bool names_text(const state_reader *r, const char *key, bool inner) {
    static const char *const inside[] = {"children", "blocks", "paragraphs", "nodes", "value", "components"};
    str name;
    for (uint32_t i = 0; (name = knowledge_field(r->known, FIELD_text, i)).data; i++)
        if (knowledge_same_field(str_from(key), name)) return true;
    for (size_t i = 0; inner && i < sizeof inside / sizeof *inside; i++)
        if (strcmp(key, inside[i]) == 0) return true;
    return false;
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
    if (json_is_string(value)) return memchr(json_string_value(value), ' ', json_string_length(value)) ? json_string_length(value) : 0;
    if (json_is_object(value)) text_member(r, value, true, depth, &size);
    json_array_foreach(value, i, item) size += text_size(r, item, depth + 1);
    return size;
}

/* The objects in a value. What has been taken for a text is not looked into again, but for the object that holds it alone. */
static void search(state_reader *r, const json_t *value, int depth) {
    size_t size = 0, i;
    const char *key;
    json_t *item;
    if (depth > DEEPEST) return;
    json_array_foreach(value, i, item) search(r, item, depth + 1);
    if (!json_is_object(value)) return;
    const json_t *text = text_member(r, value, false, depth, &size);
    bool holds = size >= SHORTEST;
    if (holds && size > r->size && !json_is_object(text)) {
        r->holder = value;
        r->text = text;
        r->size = size;
    }
    json_object_foreach((json_t *)value, key, item) {
        if (!holds || item != text || json_is_object(item)) search(r, item, depth + 1);
    }
}

/* --- Writing it down --- */

static bool has_markup(const json_t *value, int depth) {
    size_t i;
    const char *key;
    json_t *item;
    if (depth > DEEPEST) return false;
    if (json_is_string(value)) return memmem(json_string_value(value), json_string_length(value), "</", 2) != NULL;
    json_array_foreach(value, i, item) {
        if (has_markup(item, depth + 1)) return true;
    }
    json_object_foreach((json_t *)value, key, item) {
        if (has_markup(item, depth + 1)) return true;
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
        fwrite(json_string_value(value), 1, json_string_length(value), w->to);
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
    writer w = {r, open_memstream(&text, &size), has_markup(r->text, 0)};
    if (!w.to) arena_nomem(r->memory);
    write_text(&w, r->text, 0, 0);
    if (fclose(w.to) != 0 || !text) {
        free(text);
        arena_nomem(r->memory);
    }
    arena_defer(r->memory, free, text);
    return str_trim(utf8_repair(r->memory, (str){text, size}, NULL));
}

/* A field of the holder: a string, or the name of a person, or of several. */
static str field_of(const state_reader *r, field which) {
    str name;
    for (uint32_t i = 0; (name = knowledge_field(r->known, which, i)).data; i++) {
        const char *key;
        json_t *value;
        json_object_foreach((json_t *)r->holder, key, value) {
            if (!knowledge_same_field(str_from(key), name)) continue;
            const json_t *said = json_is_array(value) ? json_array_get(value, 0) : value;
            if (json_is_object(said)) said = json_object_get(said, "name");
            if (json_is_string(said) && json_string_length(said))
                return utf8_repair(r->memory, arena_str(r->memory, (str){json_string_value(said), json_string_length(said)}), NULL);
        }
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

/* The JSON of a script; none if it is another one. Text nodes lie one behind the other. */
static str data_of(const html_tree *tree, uint32_t script) {
    const html_node *nodes = tree->nodes;
    size_t size = 0;
    for (uint32_t i = script + 1; i < nodes[script].end; i++)
        if (nodes[i].tag == HTML_text) size += nodes[i].size;
    if (!size) return STR_NONE;
    str text = str_trim((str){tree->text + nodes[script + 1].start, size}), type = html_attribute_of(tree, script, "type");
    if (str_starts(type, STR("application/json"))) return text;
    bool program = !type.size || str_ends(type, STR("javascript")) || str_is(type, "module");
    size_t before = program ? format_json_assigned(text) : 0;
    return before ? str_slice(text, before, text.size) : STR_NONE;
}

html_state html_read_state(arena *memory, const read_knowledge *known, const html_tree *tree) {
    html_state out = {0};
    for (uint32_t i = 1; i < tree->count; i++) {
        str data = tree->nodes[i].tag == HTML_script ? data_of(tree, i) : STR_NONE;
        if (!data.size) continue;
        json_error_t error;
        json_t *value = json_loadb(data.data, data.size, JSON_DISABLE_EOF_CHECK, &error);
        if (!value) continue;
        arena_defer(memory, drop_json, value);
        state_reader r = {.memory = memory, .known = known, .size = out.story.size};
        search(&r, value, 0);
        if (r.holder) take_story(&r, &out);
    }
    return out;
}
