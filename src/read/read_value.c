/* read_value.c: what lies in a JSON value, by the names of fields. */
#include "read/read_value.h"

#include "read/read_parts.h"

const json_t *value_member(const json_t *object, str name) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) if (knowledge_same_field(str_from(key), name)) return value;
    str rest;
    str head = str_split(name, '.', &rest);
    return rest.data ? value_member(value_member(object, head), rest) : NULL;
}

str value_string(const json_t *value) {
    return json_is_string(value) ? (str){json_string_value(value), json_string_length(value)} : STR_NONE;
}
