/* label.c: interning of labels. Open addressing on a table that is at most half full. */
#include "base/label.h"

struct labels {
    arena *memory;
    VEC(str) names;
    uint32_t *slots; /* index + 1, 0 empty */
    uint32_t mask;
};

static const char *const fixed[] = {"person",
                                    "place",
                                    "organisation",
                                    "unit",
                                    "nationality",
                                    "weapon",
                                    "maybe_person",
                                    "maybe_place",
                                    "maybe_organisation",
                                    "maybe_unit",
                                    "maybe_nationality",
                                    "maybe_weapon",
                                    "none",
                                    "number",
                                    "quotation",
                                    "role",
                                    "alias",
                                    "figure",
                                    "quote",
                                    "saying",
                                    "date"};
_Static_assert(sizeof fixed / sizeof *fixed == LABEL_FIXED, "a name for each fixed label");

static uint32_t *find_slot(const labels *all, str name) {
    uint32_t at = (uint32_t)str_hash(name) & all->mask;
    while (all->slots[at] && !str_equal(all->names.at[all->slots[at] - 1], name)) at = (at + 1) & all->mask;
    return &all->slots[at];
}

static void rehash(labels *all, uint32_t size) {
    all->slots = ARENA_ARRAY(all->memory, uint32_t, size);
    all->mask = size - 1;
    for (uint32_t i = 0; i < all->names.count; i++) *find_slot(all, all->names.at[i]) = i + 1;
}

labels *labels_new(arena *memory) {
    labels *all = ARENA_NEW(memory, labels);
    all->memory = memory;
    rehash(all, 128);
    for (size_t i = 0; i < LABEL_FIXED; i++) labels_intern(all, str_from(fixed[i]));
    return all;
}

label labels_intern(labels *all, str name) {
    uint32_t *found = find_slot(all, name);
    if (*found) return (label)(*found - 1);
    if (all->names.count >= UINT16_MAX) arena_failf(all->memory, MUSTER_LIMIT, "more than %d kinds and labels", UINT16_MAX);
    VEC_PUSH(all->memory, &all->names, arena_str(all->memory, name));
    *found = all->names.count;
    if (all->names.count * 2 > all->mask) rehash(all, (all->mask + 1) * 2);
    return (label)(all->names.count - 1);
}

bool labels_find(const labels *all, str name, label *out) {
    uint32_t found = *find_slot(all, name);
    if (!found) return false;
    *out = (label)(found - 1);
    return true;
}

label labels_known(const labels *all, str name) {
    label found;
    return all && labels_find(all, name, &found) ? found : NO_LABEL;
}

str labels_name(const labels *all, label value) {
    return all->names.at[value];
}

uint32_t labels_count(const labels *all) {
    return all->names.count;
}
