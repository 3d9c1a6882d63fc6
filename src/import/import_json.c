/* import_json.c: JSON lines: entities of FollowTheMoney (OpenSanctions, Aleph) and patterns of spaCy's entity ruler. */
#include <jansson.h>

#include "import/import.h"

enum { LINE_LIMIT = 16 << 20, SPELLINGS_LIMIT = 1000 };

/* The object of the current line; NULL is reported. It is to->object until the next line is read. */
static json_t *read_object(struct muster_import *to) {
    json_error_t wrong;
    json_decref(to->object);
    json_t *object = to->at.size <= LINE_LIMIT ? json_loadb(to->at.data, to->at.size, 0, &wrong) : NULL;
    to->object = object;
    if (json_is_object(object)) return object;
    if (object)
        import_error(to, NULL, "the line is JSON, but no object");
    else if (to->at.size > LINE_LIMIT)
        import_error(to, NULL, "the line is longer than %d bytes", LINE_LIMIT);
    else
        import_error(to, to->at.data + (wrong.position > 0 ? wrong.position - 1 : 0), "this is no JSON: %s", wrong.text);
    return NULL;
}

static void drop_object(void *import) {
    struct muster_import *to = import;
    json_decref(to->object);
    to->object = NULL;
}

static str text_of(const json_t *value) {
    return json_is_string(value) ? (str){json_string_value(value), json_string_length(value)} : STR_NONE;
}

/* --- FollowTheMoney ---------------------------------------------------------------------------------------------------------------- */

/* The kind of a schema; empty: what it is of is no name. */
static str kind_of_schema(str schema) {
    static const import_word known[] = {{"Person", "person"},        {"Organization", "organisation"}, {"PublicBody", "organisation"},
                                        {"Company", "organisation"}, {"LegalEntity", "organisation"},  {"Vessel", "unit"},
                                        {"Airplane", "weapon"}};
    return IMPORT_WORD_OF(known, schema);
}

static str first_of(const json_t *properties, const char *key) {
    const json_t *values = json_object_get(properties, key);
    return json_is_array(values) ? text_of(json_array_get(values, 0)) : text_of(values);
}

static void add_names(struct muster_import *to, made_entry *entry, const json_t *properties, const char *key, const char *flag) {
    const json_t *values = json_object_get(properties, key);
    for (size_t i = 0; i < json_array_size(values); i++) {
        str name = str_trim(text_of(json_array_get(values, i)));
        if (!name.size) continue;
        if (!entry->name.size && !flag)
            entry->name = name;
        else
            made_alias_add(to, entry, name, flag);
    }
}

static str upper(struct muster_import *to, str text) {
    char *out = arena_alloc(to->memory, text.size + 1);
    for (size_t i = 0; i < text.size; i++) out[i] = ascii_lower(text.data[i]) ? (char)(text.data[i] - 32) : text.data[i];
    return (str){out, text.size};
}

static void read_ftm(struct muster_import *to, const json_t *object) {
    static const import_word same[] = {{"firstName", "given"}, {"lastName", "surname"}, {"wikidataId", "wikidata"},
                                       {"birthDate", "born"},  {"deathDate", "died"},   {"imoNumber", "imo"}};
    const json_t *properties = json_object_get(object, "properties");
    str schema = text_of(json_object_get(object, "schema")), id = text_of(json_object_get(object, "id"));
    if (!schema.size || !json_is_object(properties)) {
        import_error(to, NULL, "an entity has `schema` and `properties`");
        return;
    }
    str kind = kind_of_schema(schema);
    if (!kind.size) {
        to->skipped++;
        return;
    }
    made_entry entry = {.id = id.size ? arena_printf(to->memory, "ftm:" STR_FMT, STR_ARG(id)) : STR_NONE, .kind = made_kind(to, kind.data)};
    entry.name = str_trim(text_of(json_object_get(object, "caption")));
    add_names(to, &entry, properties, "name", NULL);
    add_names(to, &entry, properties, "alias", NULL);
    add_names(to, &entry, properties, "previousName", "hist");
    add_names(to, &entry, properties, "weakAlias", "weak");
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        made_attribute_add(to, &entry, str_from(same[i].ours), first_of(properties, same[i].theirs));
    str country = first_of(properties, "country"), gender = first_of(properties, "gender");
    if (!country.size) country = first_of(properties, "nationality");
    made_attribute_add(to, &entry, STR("country"), upper(to, country));
    made_attribute_add(to, &entry, STR("gender"), str_is(gender, "male") ? STR("m") : str_is(gender, "female") ? STR("f") : STR_NONE);
    made_attribute_add(to, &entry, STR("role"), first_of(properties, "position"));
    made_write(to, &entry);
}

/* --- spaCy --------------------------------------------------------------------------------------------------------------------------- */

static str kind_of_label(struct muster_import *to, str label) {
    static const import_word known[] = {{"PERSON", "person"},  {"PER", "person"}, {"ORG", "organisation"}, {"GPE", "place"},
                                        {"LOC", "place"},      {"FAC", "place"},  {"NORP", "nationality"}, {"WEAPON", "weapon"},
                                        {"PRODUCT", "weapon"}, {"UNIT", "unit"},  {"MIL", "unit"}};
    if (to->kind.size) return to->kind;
    str kind = IMPORT_WORD_OF(known, label);
    if (kind.data) return kind;
    char *out = arena_alloc(to->memory, label.size + 1);
    for (size_t i = 0; i < label.size; i++) out[i] = label.data[i] == '-' ? '_' : ascii_small(label.data[i]);
    return (str){out, label.size};
}

/* The words of a token pattern that is nothing but words; empty if it is more. */
static str words_of(struct muster_import *to, const json_t *pattern, bool *any_case) {
    VEC(str) words = {0};
    for (size_t i = 0; i < json_array_size(pattern); i++) {
        const json_t *token = json_array_get(pattern, i);
        const char *keys[] = {"LOWER", "lower", "TEXT", "ORTH", "text", "orth"};
        str word = STR_NONE;
        for (size_t k = 0; k < sizeof keys / sizeof *keys && !word.size; k++) {
            word = text_of(json_object_get(token, keys[k]));
            if (word.size) *any_case |= k < 2;
        }
        if (!word.size || json_object_size(token) != 1) return STR_NONE;
        VEC_PUSH(to->memory, &words, word);
    }
    return arena_join(to->memory, words.at, words.count, STR(" "));
}

static void read_pattern(struct muster_import *to, const json_t *object) {
    const json_t *pattern = json_object_get(object, "pattern");
    str label = text_of(json_object_get(object, "label")), id = text_of(json_object_get(object, "id"));
    bool any_case = false;
    str name = str_trim(json_is_array(pattern) ? words_of(to, pattern, &any_case) : text_of(pattern));
    if (!label.size || !pattern) {
        import_error(to, NULL, "a pattern has `label` and `pattern`");
        return;
    }
    if (!name.size) {
        import_error(to, NULL, "the pattern is more than fixed words: make a rule of it (rules/README.md)");
        return;
    }
    name = arena_str(to->memory, name);
    str kind = arena_str(to->memory, kind_of_label(to, label));
    id = arena_printf(to->memory, "spacy:" STR_FMT, STR_ARG(id.size ? id : name));
    made_entry *entry = made_keep(to, kind, id);
    if (!entry->name.size) entry->name = name;
    if (any_case && entry->aliases.count < SPELLINGS_LIMIT) {
        /* The name itself has no flag: it stands once more, as an alias in any letter case. */
        made_alias made = {name, "any"};
        VEC_PUSH(to->memory, &entry->aliases, made);
    } else if (!any_case) {
        made_alias_add(to, entry, name, NULL);
    }
}

static void each_object(struct muster_import *to, str content, void (*read)(struct muster_import *to, const json_t *object)) {
    arena_defer(to->memory, drop_object, to); /* whatever line it ends at */
    while (import_line(to, &content)) {
        const json_t *object = str_trim(to->at).size ? read_object(to) : NULL;
        if (object) read(to, object);
    }
}

static void read_and_forget(struct muster_import *to, const json_t *object) {
    arena_mark here = arena_here(to->memory);
    read_ftm(to, object);
    arena_release(to->memory, here);
}

void import_ftm(struct muster_import *to, str content) {
    each_object(to, content, read_and_forget);
}

void import_spacy(struct muster_import *to, str content) {
    each_object(to, content, read_pattern);
}
