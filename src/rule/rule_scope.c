/* rule_scope.c: the macros and maps that a file may use, and the maps themselves. Both are hashed, as a file may have thousands. */
#include "rule/rule_internal.h"

static uint32_t *find_slot(const scope *names, str name) {
    uint32_t at = (uint32_t)str_hash(name) & names->mask;
    while (names->slots[at] && !str_equal(names->definitions.at[names->slots[at] - 1]->name, name)) at = (at + 1) & names->mask;
    return &names->slots[at];
}

definition *scope_find(const scope *names, str name) {
    if (!names->slots) return NULL;
    uint32_t found = *find_slot(names, name);
    return found ? names->definitions.at[found - 1] : NULL;
}

/* Adds a name, or gives back what has it already. */
definition *scope_add(builder *build, scope *names, definition *value) {
    definition *old = scope_find(names, value->name);
    if (old) return old;
    if (names->definitions.count * 2 >= names->mask) {
        uint32_t size = names->mask ? (names->mask + 1) * 2 : 64;
        names->slots = ARENA_ARRAY(build->memory, uint32_t, size);
        names->mask = size - 1;
        for (uint32_t i = 0; i < names->definitions.count; i++) *find_slot(names, names->definitions.at[i]->name) = i + 1;
    }
    uint32_t *slot_of = find_slot(names, value->name);
    VEC_PUSH(build->memory, &names->definitions, value);
    *slot_of = names->definitions.count;
    return value;
}

static uint32_t *map_slot(const rule_map *map, str key) {
    uint32_t at = (uint32_t)str_hash(key) & map->mask;
    while (map->slots[at] && !str_equal(map->entries.at[map->slots[at] - 1].key, key)) at = (at + 1) & map->mask;
    return &map->slots[at];
}

uint32_t rule_map_find(const rule_map *map, str key) {
    if (!map->slots) return NONE;
    uint32_t found = *map_slot(map, key);
    return found ? found - 1 : NONE;
}

void rule_map_add(builder *build, rule_map *map, map_entry entry, place_in place) {
    if (map->entries.count * 2 >= map->mask) {
        uint32_t size = map->mask ? (map->mask + 1) * 2 : 64;
        map->slots = ARENA_ARRAY(build->memory, uint32_t, size);
        map->mask = size - 1;
        for (uint32_t i = 0; i < map->entries.count; i++) *map_slot(map, map->entries.at[i].key) = i + 1;
    }
    uint32_t *slot_of = map_slot(map, entry.key);
    if (*slot_of) {
        if (str_equal(map->entries.at[*slot_of - 1].value, entry.value)) return;
        rule_refuse(build, place, "`" STR_FMT "` has the value `" STR_FMT "` already", STR_ARG(entry.key),
                    STR_ARG(map->entries.at[*slot_of - 1].value));
    }
    VEC_PUSH(build->memory, &map->entries, entry);
    *slot_of = map->entries.count;
    if (entry.count > map->longest) map->longest = entry.count;
}
