/* import_made.c: entries as lines of our list format, and errors of the lines they came from. */
#include <stdarg.h>
#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/error.h"
#include "base/utf8.h"
#include "gazetteer/gazetteer.h"
#include "import/import.h"

enum { FINDINGS_A_FILE = 100, NAME_LIMIT = 1024, ID_LIMIT = 1024, ALIAS_LIMIT = 1000, VALUE_LIMIT = 4096 };

str import_word_of(const import_word *table, size_t count, str theirs) {
    for (size_t i = 0; i < count; i++)
        if (str_is(theirs, table[i].theirs)) return str_from(table[i].ours);
    return STR_NONE;
}

void import_error(struct muster_import *to, const char *place, const char *format, ...) {
    to->errors++;
    if (++to->findings > FINDINGS_A_FILE || !to->report) return;
    muster_error finding;
    char message[sizeof finding.message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    bool known = place && place >= to->at.data && place <= to->at.data + to->at.size;
    str before = known ? (str){to->at.data, (size_t)(place - to->at.data)} : STR_NONE;
    uint32_t line = to->line + (uint32_t)str_count(before, '\n'), column = (uint32_t)utf8_length(str_last(before, '\n')) + 1;
    error_at(&finding, MUSTER_INPUT, to->path.data, line, column, "%s",
             to->findings == FINDINGS_A_FILE ? "too many errors; the others of this file are not shown" : message);
    if (to->report(&finding, 0, to->payload)) arena_failf(to->memory, MUSTER_STOPPED, "stopped");
}

bool import_text(struct muster_import *to) {
    size_t at = utf8_valid(to->at, 0);
    if (at == to->at.size) return true;
    import_error(to, to->at.data + at, to->at.data[at] ? "this is no valid UTF-8" : "a NUL byte stands here");
    return false;
}

bool import_line(struct muster_import *to, str *rest) {
    while (rest->data && rest->size) {
        to->at = str_split(*rest, '\n', rest);
        to->line++;
        if (to->at.size && to->at.data[to->at.size - 1] == '\r') to->at.size--;
        if (import_text(to)) return true;
    }
    return false;
}

/* --- putting together ------------------------------------------------------------------------------------------------------------- */

void made_alias_add(struct muster_import *to, made_entry *entry, str text, const char *flag) {
    text = str_trim(text);
    if (!text.size || str_equal(text, entry->name)) return;
    for (uint32_t i = 0; i < entry->aliases.count; i++)
        if (str_equal(entry->aliases.at[i].text, text)) return;
    if (entry->aliases.count == ALIAS_LIMIT) return;
    made_alias made = {text, flag};
    VEC_PUSH(to->memory, &entry->aliases, made);
}

void made_attribute_add(struct muster_import *to, made_entry *entry, str key, str value) {
    value = str_trim(value);
    if (!value.size) return;
    double number;
    if (gazetteer_is_numeric(key) && !str_number(value, &number)) {
        import_error(to, value.data, "`" STR_FMT "` is a number, not `" STR_FMT "`", STR_ARG(key), STR_ARG(value));
        return;
    }
    for (uint32_t i = 0; i < entry->attributes.count; i++)
        if (str_equal(entry->attributes.at[i].key, key)) return;
    made_attribute made = {key, value};
    VEC_PUSH(to->memory, &entry->attributes, made);
}

void made_attribute_join(struct muster_import *to, made_entry *entry, str key, str value) {
    value = str_trim(value);
    for (uint32_t i = 0; i < entry->attributes.count && value.size; i++) {
        made_attribute *old = &entry->attributes.at[i];
        if (!str_equal(old->key, key)) continue;
        if (old->value.size + value.size < VALUE_LIMIT && !str_list_has(old->value, '|', value))
            old->value = arena_printf(to->memory, STR_FMT "|" STR_FMT, STR_ARG(old->value), STR_ARG(value));
        return;
    }
    made_attribute_add(to, entry, key, value);
}

str made_kind(const struct muster_import *to, const char *otherwise) {
    return to->kind.size ? to->kind : str_from(otherwise);
}

/* --- keeping ------------------------------------------------------------------------------------------------------------------------ */

made_entry *made_keep(struct muster_import *to, str kind, str id) {
    str key = arena_join(to->memory, (str[]){kind, id}, 2, STR("\t"));
    uint32_t number = str_table_add(&to->kept_keys, key);
    if (number == to->kept.count) {
        made_entry made = {.id = id, .kind = kind, .line = to->line};
        VEC_PUSH(to->memory, &to->kept, made);
    }
    return &to->kept.at[number];
}

/* --- writing ------------------------------------------------------------------------------------------------------------------------ */

static void put(struct muster_import *to, str text) {
    if (text.size && to->write(text.data, text.size, to->payload)) arena_failf(to->memory, MUSTER_STOPPED, "stopped");
}

/* A cell: white space of every sort is a space; what `escape` has gets a backslash before it. */
static void put_cell(struct muster_import *to, str text, const char *escape) {
    char *out = arena_alloc(to->memory, text.size * 2 + 1);
    size_t used = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        bool space = (unsigned char)c < 32 || c == 127;
        if (!space && strchr(escape, c)) out[used++] = '\\';
        out[used++] = space ? ' ' : c;
    }
    put(to, (str){out, used});
}

static void put_head(struct muster_import *to) {
    to->begun = true;
    put(to, STR("#gaz 1"));
    str settings[] = {STR(" source="), to->source, STR(" licence="), to->licence};
    for (int i = 0; i < 4; i += 2) {
        if (!settings[i + 1].size) continue;
        put(to, settings[i]);
        put(to, STR("\""));
        for (size_t c = 0; c < settings[i + 1].size; c++) {
            char one = settings[i + 1].data[c];
            put(to, (str){one == '"' ? "'" : one == '\n' || one == '\t' ? " " : &settings[i + 1].data[c], 1});
        }
        put(to, STR("\""));
    }
    put(to, STR("\nid\tkind\tname\taliases\tattrs\n"));
}

static bool has_letters(str text) {
    for (size_t at = 0; at < text.size;) {
        UChar32 point;
        U8_NEXT((const uint8_t *)text.data, at, text.size, point);
        if (point > 0 && u_isalnum(point)) return true;
    }
    return false;
}

static bool is_sound(struct muster_import *to, const made_entry *entry) {
    str name = str_trim(entry->name);
    const char *wrong = !name.size                  ? "the name is missing"
                        : !has_letters(name)        ? "the name has no letter and no digit"
                        : name.size > NAME_LIMIT    ? "a name has at most 1,024 bytes"
                        : entry->id.size > ID_LIMIT ? "an id has at most 1,024 bytes"
                                                    : NULL;
    if (wrong)
        import_error(to, NULL, "%s", wrong);
    else if (!entry->kind.size)
        import_error(to, NULL, "what kind of name this is, is not known; say --kind, or map a column to it");
    else if (!label_valid(entry->kind))
        import_error(to, NULL, "the kind `" STR_FMT "` is no name of letters, digits and _", STR_ARG(entry->kind));
    return !wrong && label_valid(entry->kind);
}

void made_write(struct muster_import *to, const made_entry *entry) {
    if (!is_sound(to, entry)) return;
    arena_mark here = arena_here(to->memory);
    if (!to->begun) put_head(to);
    put_cell(to, str_trim(entry->id), "");
    put(to, STR("\t"));
    put(to, entry->kind);
    put(to, STR("\t"));
    put_cell(to, str_trim(entry->name), "");
    put(to, STR("\t"));
    bool first = true;
    for (uint32_t i = 0; i < entry->aliases.count; i++) {
        const made_alias *alias = &entry->aliases.at[i];
        if (alias->text.size > NAME_LIMIT || !has_letters(alias->text)) continue;
        if (!alias->flag && str_equal(alias->text, str_trim(entry->name))) continue;
        if (!first) put(to, STR("|"));
        put_cell(to, alias->text, "|;@#\\");
        if (alias->flag) put(to, STR("@"));
        if (alias->flag) put(to, str_from(alias->flag));
        first = false;
    }
    put(to, STR("\t"));
    for (uint32_t i = 0; i < entry->attributes.count; i++) {
        if (i) put(to, STR(";"));
        put(to, entry->attributes.at[i].key);
        put(to, STR("="));
        put_cell(to, entry->attributes.at[i].value, ";\\");
    }
    put(to, STR("\n"));
    arena_release(to->memory, here);
    to->entries++;
}

void made_write_kept(struct muster_import *to) {
    to->at = STR_NONE;
    for (uint32_t i = 0; i < to->kept.count; i++) {
        to->line = to->kept.at[i].line;
        made_write(to, &to->kept.at[i]);
    }
    to->kept.count = 0;
}
