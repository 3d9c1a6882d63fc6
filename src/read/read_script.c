/* read_script.c: literals of JavaScript -> JSON values. Keys may stand without quotation marks, texts in any of the three; the names of a
 * function's parameters stand for what it is called with; what only running the program would tell is null. Brackets are followed to their
 * end whatever stands in them, so that each byte is read once or, in a function, twice.
 *
 * While a value is made nothing is taken from the arena, which may jump: texts are put together in one piece of memory, the pile. */
#include "read/read_script.h"

#include <unicode/utf8.h>

enum { DEEPEST = 64, MOST_UNFOLDED = 1 << 18 };

typedef struct literal {
    arena *memory;
    str program;
    size_t at;
    char *pile; /* texts of the value that is being made, `used` bytes; no text is longer than its literal */
    size_t used;
    const json_t *names; /* of parameters, to values; NULL: none */
    int depth;
} literal;

static json_t *read_value(literal *l);

static char next(literal *l) {
    while (l->at < l->program.size && ascii_space(l->program.data[l->at])) l->at++;
    return l->at < l->program.size ? l->program.data[l->at] : '\0';
}

static bool passes(literal *l, char c) {
    if (next(l) != c || !c) return false;
    l->at++;
    return true;
}

static bool in_name(char c) {
    return ascii_alnum(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static str read_name(literal *l) {
    size_t first = l->at;
    while (l->at < l->program.size && in_name(l->program.data[l->at])) l->at++;
    return str_slice(l->program, first, l->at);
}

/* --- Texts --- */

/* The code unit that so many hexadecimal digits at `at` give; UINT32_MAX where they are none. */
static uint32_t hexadecimal(str text, size_t at, size_t digits) {
    uint32_t value = 0;
    if (at + digits > text.size) return UINT32_MAX;
    for (size_t i = at; i < at + digits; i++) {
        char c = ascii_small(text.data[i]);
        if (!ascii_digit(c) && (c < 'a' || c > 'f')) return UINT32_MAX;
        value = value * 16 + (uint32_t)(ascii_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
}

/* What stands behind a backslash, in UTF-8: of two surrogates, which are one letter, both are passed. */
static size_t read_escape(literal *l, char *out) {
    static const char signs[] = "n\nt\tr\rb\bf\fv\v";
    char c = l->program.data[l->at++];
    const char *sign = strchr("ntrbfv", c) ? strchr(signs, c) : NULL;
    if (sign) *out = sign[1];
    if (sign || c == '\n') return sign != NULL;
    size_t digits = c == 'u' ? 4 : c == 'x' ? 2 : 0;
    uint32_t unit = digits ? hexadecimal(l->program, l->at, digits) : UINT32_MAX;
    if (unit == UINT32_MAX) {
        *out = c;
        return 1;
    }
    l->at += digits;
    if (unit >= 0xD800 && unit < 0xDC00 && str_starts(str_slice(l->program, l->at, l->program.size), STR("\\u"))) {
        uint32_t low = hexadecimal(l->program, l->at + 2, 4);
        if (low >= 0xDC00 && low < 0xE000) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            l->at += 6;
        }
    }
    size_t size = 0;
    if (unit >= 0xD800 && unit < 0xE000) unit = 0xFFFD;
    U8_APPEND_UNSAFE((uint8_t *)out, size, unit);
    return size;
}

/* Where the text that begins at l->at ends. */
static size_t text_end(const literal *l) {
    size_t end = l->at + 1;
    while (end < l->program.size && l->program.data[end] != l->program.data[l->at]) end += l->program.data[end] == '\\' ? 2 : 1;
    return end < l->program.size ? end : l->program.size;
}

/* The text between quotation marks; no data: it has no end. */
static str read_text(literal *l) {
    size_t end = text_end(l), first = l->used;
    if (end == l->program.size) {
        l->at = end;
        return STR_NONE;
    }
    for (l->at++; l->at < end;) {
        char c = l->program.data[l->at++];
        if (c == '\\')
            l->used += read_escape(l, l->pile + l->used);
        else
            l->pile[l->used++] = c;
    }
    l->at = end + 1;
    return (str){l->pile + first, l->used - first};
}

static bool is_mark(char c) {
    return c == '"' || c == '\'' || c == '`';
}

static json_t *text_value(literal *l) {
    str text = read_text(l);
    return text.data ? json_stringn(text.data, text.size) : NULL;
}

/* --- Values --- */

/* Passes over an expression, up to the comma or bracket behind it. */
static void pass_expression(literal *l) {
    int depth = 0;
    for (char c; (c = next(l)) != 0; l->at++) {
        if (is_mark(c)) l->at = text_end(l);
        if (!depth && (c == ',' || c == '}' || c == ']' || c == ')' || c == ';')) return;
        depth += (c == '(' || c == '[' || c == '{') - (c == ')' || c == ']' || c == '}');
    }
}

/* A number, a name, or something to be worked out, which is null. */
static json_t *read_plain(literal *l) {
    double number;
    size_t first = l->at;
    if (passes(l, '!')) {
        char c = next(l);
        l->at += c == '0' || c == '1';
        return c == '0' || c == '1' ? json_boolean(c == '0') : json_null();
    }
    (void)passes(l, '-');
    while (l->at < l->program.size && (in_name(l->program.data[l->at]) || l->program.data[l->at] == '.')) l->at++;
    str word = str_slice(l->program, first, l->at);
    char behind = next(l);
    bool alone = behind == ',' || behind == '}' || behind == ']' || behind == ')' || behind == ';' || !behind;
    if (!alone) pass_expression(l);
    if (!alone || !word.size) return json_null();
    if (str_is(word, "true") || str_is(word, "false")) return json_boolean(str_is(word, "true"));
    if (str_number(word, &number)) return number == (double)(json_int_t)number ? json_integer((json_int_t)number) : json_real(number);
    json_t *value = l->names ? json_object_getn(l->names, word.data, word.size) : NULL;
    return value ? json_incref(value) : json_null();
}

/* The key of a member, `:` behind it; no data: there is none. */
static str read_key(literal *l) {
    str key = is_mark(next(l)) ? read_text(l) : read_name(l);
    return key.size && passes(l, ':') ? key : STR_NONE;
}

static json_t *read_object(literal *l) {
    json_t *object = json_object();
    do {
        if (next(l) == '}') break;
        str key = read_key(l);
        json_t *value = key.data ? read_value(l) : NULL;
        if (value)
            (void)json_object_setn_new(object, key.data, key.size, value);
        else
            pass_expression(l);
    } while (passes(l, ','));
    return object;
}

static json_t *read_list(literal *l) {
    json_t *list = json_array();
    do {
        if (next(l) == ']') break;
        json_t *value = read_value(l);
        if (value) (void)json_array_append_new(list, value);
    } while (passes(l, ','));
    return list;
}

/* NULL: a text or a bracket has no end, or it is no UTF-8, or lies too deep. */
static json_t *read_value(literal *l) {
    char c = next(l);
    if (is_mark(c)) return text_value(l);
    if (c != '{' && c != '[') return read_plain(l);
    if (l->depth >= DEEPEST) {
        pass_expression(l);
        return NULL;
    }
    l->at++;
    l->depth++;
    json_t *value = c == '{' ? read_object(l) : read_list(l);
    l->depth--;
    if (passes(l, c == '{' ? '}' : ']')) return value;
    json_decref(value);
    return NULL;
}

/* --- Programs --- */

static void drop_json(void *value) {
    json_decref(value);
}

/* A value for the arena to free; NULL where there is none. */
static json_t *kept(arena *memory, json_t *value) {
    if (value) arena_defer(memory, drop_json, value);
    return value;
}

static bool passes_word(literal *l, str word) {
    (void)next(l);
    if (!str_starts(str_slice(l->program, l->at, l->program.size), word)) return false;
    l->at += word.size;
    return true;
}

/* `function(a, b){return {…}}("…", 1)`: what is returned is read twice, to learn where the arguments stand, and with them. NULL: it is not
 * called there and then. */
static json_t *read_function(literal *l) {
    enum { BEFORE_RETURN = 1024 }; /* bytes of statements */
    json_t *parameters = kept(l->memory, json_array()), *names = kept(l->memory, json_object());
    do {
        (void)next(l);
        str name = read_name(l);
        (void)json_array_append_new(parameters, json_stringn(name.data, name.size));
    } while (passes(l, ','));
    str beginning = str_slice(l->program, l->at, l->at + BEFORE_RETURN < l->program.size ? l->at + BEFORE_RETURN : l->program.size);
    const char *back = beginning.size ? memmem(beginning.data, beginning.size, "return", 6) : NULL;
    if (!passes(l, ')') || !back) return NULL;
    l->at = (size_t)(back - l->program.data) + 6;
    size_t first = l->at;
    (void)kept(l->memory, read_value(l));
    while (passes(l, ';') || passes(l, '}') || passes(l, ')')) continue;
    if (!passes(l, '(')) {
        l->at = first;
        return NULL;
    }
    for (size_t i = 0; i < json_array_size(parameters) && next(l) && next(l) != ')'; i++) {
        json_t *argument = read_value(l);
        if (argument) (void)json_object_set_new(names, json_string_value(json_array_get(parameters, i)), argument);
        if (!passes(l, ',')) break;
    }
    size_t behind = l->at;
    l->at = first;
    l->names = names;
    json_t *value = read_value(l);
    l->names = NULL;
    l->at = behind;
    return value;
}

/* The value that begins at l->at, behind a sign that one may; NULL: none does. */
static json_t *read_assigned(literal *l) {
    if (passes_word(l, STR("JSON.parse("))) {
        if (!is_mark(next(l))) return NULL;
        str text = read_text(l);
        return text.data ? json_loadb(text.data, text.size, JSON_DECODE_ANY, NULL) : NULL;
    }
    (void)passes(l, '(');
    if (passes_word(l, STR("function("))) return read_function(l);
    char c = next(l);
    return c == '{' || c == '[' ? read_value(l) : NULL;
}

void script_values(arena *memory, str program, script_value_fn *take, void *payload) {
    enum { READINGS = 2, LARGEST = 1 << 30 };
    if (program.size > LARGEST) return;
    literal l = {.memory = memory, .program = program, .pile = arena_alloc(memory, program.size * READINGS + 1)};
    while (l.at < program.size) {
        size_t at = l.at++;
        l.used = 0;
        bool pushed = program.data[at] == '(' && str_ends(str_slice(program, 0, at), STR(".push"));
        if (program.data[at] != '=' && !pushed) continue;
        json_t *value = kept(memory, read_assigned(&l));
        if (value) take(value, payload);
    }
}

/* --- Flat lists --- */

typedef struct unfolding {
    const json_t *flat;
    size_t count; /* values made */
    int depth;
} unfolding;

static json_t *unfold(unfolding *u, const json_t *number);

/* What is marked (["Reactive", 3]) is what it marks; of a date (["Date", "2025-…"]) the text. */
static json_t *unfold_marked(unfolding *u, const json_t *list) {
    json_t *inner = json_array_get(list, 1);
    return json_is_integer(inner) ? unfold(u, inner) : inner ? json_incref(inner) : json_null();
}

static json_t *unfold_item(unfolding *u, json_t *item) {
    size_t i;
    const char *key;
    json_t *inner;
    if (json_is_array(item) && json_is_string(json_array_get(item, 0))) return unfold_marked(u, item);
    if (!json_is_object(item) && !json_is_array(item)) return json_incref(item);
    json_t *made = json_is_object(item) ? json_object() : json_array();
    json_object_foreach(item, key, inner)(void) json_object_set_new(made, key, unfold(u, inner));
    json_array_foreach(item, i, inner)(void) json_array_append_new(made, unfold(u, inner));
    return made;
}

static json_t *unfold(unfolding *u, const json_t *number) {
    json_int_t at = json_is_integer(number) ? json_integer_value(number) : -1;
    json_t *item = at >= 0 ? json_array_get(u->flat, (size_t)at) : NULL;
    if (!item || u->depth >= DEEPEST || ++u->count > MOST_UNFOLDED) return json_null();
    u->depth++;
    json_t *made = unfold_item(u, item);
    u->depth--;
    return made;
}

json_t *script_unfold(arena *memory, const json_t *flat) {
    const json_t *first = json_array_get(flat, 0);
    const char *key;
    json_t *member;
    if (json_array_size(flat) < 2 || (!json_is_array(first) && !json_is_object(first))) return NULL;
    json_object_foreach((json_t *)first, key, member) if (!json_is_integer(member)) return NULL;
    if (json_is_array(first) && !(json_is_string(json_array_get(first, 0)) && json_is_integer(json_array_get(first, 1)))) return NULL;
    unfolding u = {.flat = flat};
    return kept(memory, unfold_item(&u, (json_t *)first));
}
