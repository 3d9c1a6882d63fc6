/* gazetteer_entry.c: what a compiled gazetteer holds: its texts and words, its entries with their attributes and aliases, by number and id.
 */
#include "gazetteer/gazetteer_image.h"

str image_string(const gazetteer *g, uint32_t reference) {
    uint32_t size = 0, at = reference, room = g->count[SECTION_pool];
    if (at < room && (unsigned char)g->pool[at] < 128) { /* most: its size is one byte */
        size = (unsigned char)g->pool[at++];
        return size > room - at ? STR_NONE : (str){g->pool + at, size};
    }
    for (int shift = 0; shift < 35; shift += 7) {
        if (at >= room) return STR_NONE;
        unsigned char byte = (unsigned char)g->pool[at++];
        size |= (uint32_t)(byte & 127) << shift;
        if (!(byte & 128)) break;
    }
    if (size > room - at) return STR_NONE;
    return (str){g->pool + at, size};
}

uint32_t image_word(const gazetteer *g, str folded) {
    uint32_t mask = g->count[SECTION_words] - 1, at = (uint32_t)str_hash(folded) & mask;
    for (int probe = 0; probe < IMAGE_MAX_PROBES; probe++, at = (at + 1) & mask) {
        uint32_t text = IMAGE_GET(g, words, at, WORD_text);
        if (!text) return NONE;
        if (str_equal(image_string(g, text), folded)) return at;
    }
    return NONE;
}

str image_alias(const gazetteer *g, uint32_t alias) {
    return alias < g->count[SECTION_aliases] ? image_string(g, IMAGE_GET(g, aliases, alias, 0)) : STR_NONE;
}

gazetteer_entry gazetteer_entry_get(const gazetteer *known, uint32_t entry) {
    gazetteer_entry out = {0};
    if (entry >= known->count[SECTION_entries]) return out;
    uint32_t kind_number = image_kind(known, entry), list = IMAGE_GET(known, entries, entry, ENTRY_list);
    out.id = image_string(known, IMAGE_GET(known, entries, entry, ENTRY_id));
    out.name = image_string(known, IMAGE_GET(known, entries, entry, ENTRY_name));
    out.line = IMAGE_GET(known, entries, entry, ENTRY_line);
    if (kind_number < known->count[SECTION_kinds]) {
        out.kind = image_string(known, IMAGE_GET(known, kinds, kind_number, KIND_name));
        out.label = known->labels[kind_number];
    }
    if (list < known->count[SECTION_lists]) {
        out.list = image_string(known, IMAGE_GET(known, lists, list, LIST_path));
        out.source = image_string(known, IMAGE_GET(known, lists, list, LIST_source));
        out.licence = image_string(known, IMAGE_GET(known, lists, list, LIST_licence));
    }
    return out;
}

static str entry_string(const gazetteer *known, uint32_t entry, uint32_t field) {
    return entry < known->count[SECTION_entries] ? image_string(known, IMAGE_GET(known, entries, entry, field)) : STR_NONE;
}

str gazetteer_entry_id(const gazetteer *known, uint32_t entry) {
    return entry_string(known, entry, ENTRY_id);
}

str gazetteer_entry_name(const gazetteer *known, uint32_t entry) {
    return entry_string(known, entry, ENTRY_name);
}

typedef struct range {
    uint32_t first, count;
} range;

/* A field of an entry and the same of the next one bound a range. */
static inline range range_of(const gazetteer *g, uint32_t entry, uint32_t field, int section) {
    if (entry >= g->count[SECTION_entries]) return (range){0, 0};
    uint32_t from = IMAGE_GET(g, entries, entry, field), to = g->count[section];
    if (entry + 1 < g->count[SECTION_entries]) to = IMAGE_GET(g, entries, entry + 1, field);
    return from > to || to > g->count[section] ? (range){0, 0} : (range){from, to - from};
}

str gazetteer_attribute(const gazetteer *known, uint32_t entry, str key) {
    if (!known) return STR_NONE;
    range in = range_of(known, entry, ENTRY_attribute, SECTION_attributes);
    for (uint32_t i = in.first; i < in.first + in.count; i++)
        if (image_string_is(known, IMAGE_GET(known, attributes, i, 0), key)) return image_string(known, IMAGE_GET(known, attributes, i, 1));
    return STR_NONE;
}

uint8_t gazetteer_rank(const gazetteer *known, kind of, uint32_t entry) {
    static const uint8_t of_kind[KIND_COUNT] = {
        [KIND_nationality] = 1, [KIND_person] = 3, [KIND_organisation] = 4, [KIND_unit] = 5, [KIND_weapon] = 6, [KIND_place] = 7};
    bool country = of == KIND_place && str_is(gazetteer_attribute(known, entry, STR("feature")), "country");
    return country ? 2 : of_kind[of];
}

uint32_t gazetteer_attribute_count(const gazetteer *known, uint32_t entry) {
    return range_of(known, entry, ENTRY_attribute, SECTION_attributes).count;
}

void gazetteer_attribute_at(const gazetteer *known, uint32_t entry, uint32_t index, str *key, str *value) {
    range in = range_of(known, entry, ENTRY_attribute, SECTION_attributes);
    *key = *value = STR_NONE;
    if (index >= in.count) return;
    *key = image_string(known, IMAGE_GET(known, attributes, in.first + index, 0));
    *value = image_string(known, IMAGE_GET(known, attributes, in.first + index, 1));
}

uint32_t gazetteer_find(const gazetteer *known, str id) {
    uint32_t mask = known->count[SECTION_ids] - 1, at = (uint32_t)str_hash(id) & mask;
    for (int probe = 0; probe < IMAGE_MAX_PROBES; probe++, at = (at + 1) & mask) {
        uint32_t entry = IMAGE_GET(known, ids, at, 0);
        if (entry >= known->count[SECTION_entries]) return NONE;
        if (str_equal(image_string(known, IMAGE_GET(known, entries, entry, ENTRY_id)), id)) return entry;
    }
    return NONE;
}

str image_kind_name(const gazetteer *known, uint32_t entry) {
    uint32_t kind = image_kind(known, entry);
    return kind < known->count[SECTION_kinds] ? image_string(known, IMAGE_GET(known, kinds, kind, KIND_name)) : STR_NONE;
}

uint32_t gazetteer_next(const gazetteer *known, str kind, uint32_t from) {
    if (from < known->count[SECTION_entries] && str_equal(image_kind_name(known, from), kind)) return from;
    for (uint32_t i = 0; i < known->count[SECTION_kinds]; i++) {
        uint32_t first = IMAGE_GET(known, kinds, i, KIND_first), count = IMAGE_GET(known, kinds, i, KIND_entries);
        if (from >= first && from - first >= count) continue; /* whatever it is called */
        if (!str_equal(image_string(known, IMAGE_GET(known, kinds, i, KIND_name)), kind)) continue;
        if (from < first) from = first;
        return from - first < count && from < known->count[SECTION_entries] ? from : NONE;
    }
    return NONE;
}

uint32_t gazetteer_alias_at(const gazetteer *known, uint32_t entry, uint32_t index, str *alias) {
    range in = range_of(known, entry, ENTRY_alias, SECTION_aliases);
    uint32_t written = in.count;
    if (written && IMAGE_GET(known, entries, entry, ENTRY_written) < written) written = IMAGE_GET(known, entries, entry, ENTRY_written);
    if (alias) *alias = index < written ? image_alias(known, in.first + index) : STR_NONE;
    return written;
}

void gazetteer_each_alias(const gazetteer *known, str kind, gazetteer_alias_taker *take, void *payload) {
    for (uint32_t entry = 0; (entry = gazetteer_next(known, kind, entry)) != NONE; entry++)
        for (uint32_t i = 0, count = gazetteer_alias_at(known, entry, 0, NULL); i < count; i++) {
            str alias;
            gazetteer_alias_at(known, entry, i, &alias);
            take(payload, entry, i, alias);
        }
}
