/* label.c: interning of labels. */
#include "base/label.h"

#include "base/str_table.h"

struct labels {
    str_table names;
};

static const char *const fixed[] = {
#define LABEL(name) #name,
#include "base/label.def"
};

bool label_valid(str name) {
    for (size_t i = 0; i < name.size; i++)
        if (!ascii_letter(name.data[i]) && !ascii_digit(name.data[i]) && name.data[i] != '_') return false;
    return name.size > 0 && name.size <= 64;
}

labels *labels_new(arena *memory) {
    labels *all = ARENA_NEW(memory, labels);
    str_table_init(&all->names, memory);
    for (size_t i = 0; i < LABEL_FIXED; i++) labels_intern(all, str_from(fixed[i]));
    return all;
}

label labels_intern(labels *all, str name) {
    uint32_t number = str_table_copy(&all->names, name);
    if (number >= UINT16_MAX) arena_failf(all->names.memory, MUSTER_LIMIT, "more than %d kinds and labels", UINT16_MAX);
    return (label)number;
}

bool labels_find(const labels *all, str name, label *out) {
    uint32_t number = str_table_find(&all->names, name);
    if (number == NONE) return false;
    *out = (label)number;
    return true;
}

label labels_known(const labels *all, str name) {
    label found;
    return all && labels_find(all, name, &found) ? found : NO_LABEL;
}

str labels_name(const labels *all, label value) {
    return all->names.keys.at[value];
}

uint32_t labels_count(const labels *all) {
    return all->names.keys.count;
}
