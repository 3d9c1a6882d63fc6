/* read_lists.h: fills what the stage read knows from the real lists, without the gazetteer: `name | alias ; role=x`, a line an entry. */
#ifndef TESTS_READ_LISTS_H
#define TESTS_READ_LISTS_H

#include <stdlib.h>

#include "read/read.h"

typedef void read_list_adder(read_knowledge *known, arena *memory, str text, str role);

static void read_list_line(read_knowledge *known, arena *memory, str line, read_list_adder *add) {
    str attributes, names = str_split(line, ';', &attributes), role = STR_NONE;
    attributes = str_trim(attributes);
    if (attributes.data && str_starts(attributes, STR("role="))) role = str_slice(attributes, 5, attributes.size);
    while (names.data) add(known, memory, str_trim(str_split(names, '|', &names)), role);
}

static void read_list_file(read_knowledge *known, arena *memory, const char *name, read_list_adder *add) {
    const char *root = getenv("MUSTER_SOURCE_ROOT");
    char line[16384];
    snprintf(line, sizeof line, "%s/gazetteers/text/%s", root ? root : ".", name);
    FILE *file = fopen(line, "rb");
    if (!file) {
        perror(line);
        exit(1);
    }
    while (fgets(line, sizeof line, file))
        if (line[0] != '#' && line[0] != '@' && line[0] != '\n') read_list_line(known, memory, str_from(line), add);
    fclose(file);
}

static read_knowledge *read_lists(arena *memory) {
    read_knowledge *known = read_knowledge_new(memory);
    read_list_file(known, memory, "furniture.list", read_knowledge_furniture);
    read_list_file(known, memory, "outlets.list", read_knowledge_outlet);
    return known;
}

#endif
