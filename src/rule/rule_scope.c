/* rule_scope.c: the macros and maps that a file may use, and the entries of maps. A file may have thousands of either. */
#include "rule/rule_program.h"

definition *scope_find(const scope *names, str name) {
    uint32_t found = str_table_find(&names->names, name);
    return found == NONE ? NULL : names->definitions.at[found];
}

/* Adds a name, or gives back what has it already. */
definition *scope_add(builder *build, scope *names, definition *value) {
    uint32_t index = str_table_add(&names->names, value->name);
    if (index == names->definitions.count) VEC_PUSH(build->memory, &names->definitions, value);
    return names->definitions.at[index];
}

scope *scope_of_file(builder *build, const source *file) {
    for (uint32_t i = 0; i < build->scopes.count; i++)
        if (build->scopes.at[i]->file == file) return build->scopes.at[i];
    return NULL;
}

uint32_t rule_map_find(const rule_map *map, str key) {
    return str_table_find(&map->keys, key);
}

void rule_map_add(builder *build, rule_map *map, map_entry entry, place_in place) {
    uint32_t index = str_table_add(&map->keys, entry.key);
    if (index == map->entries.count) {
        VEC_PUSH(build->memory, &map->entries, entry);
        if (entry.count > map->longest) map->longest = entry.count;
        return;
    }
    str value = map->entries.at[index].value;
    if (!str_equal(value, entry.value))
        rule_refuse(build, place, "`" STR_FMT "` has the value `" STR_FMT "` already", STR_ARG(entry.key), STR_ARG(value));
}
