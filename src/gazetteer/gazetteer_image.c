/* gazetteer_image.c: checks a compiled file and gives access to it. No access trusts a number of the file: an index that leads outside
 * gives an empty string or no item. */
#include "gazetteer/gazetteer_image.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <xxhash.h>

#include "base/error.h"

static const struct {
    const char *name;
    uint32_t width;
} sections[] = {
#define X(name, width) {#name, width},
    IMAGE_SECTIONS(X)
#undef X
};

static uint32_t header(str image, uint32_t index) {
    uint32_t value;
    memcpy(&value, image.data + (size_t)index * 4, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    return value;
}

uint64_t image_source_hash(str image) {
    return header(image, HEADER_hash) | (uint64_t)header(image, HEADER_hash + 1) << 32;
}

static bool is_power(uint32_t n) {
    return n && !(n & (n - 1));
}

static muster_status check_sections(str image, muster_error *error) {
    uint32_t count[SECTION_COUNT];
    for (uint32_t i = 0; i < SECTION_COUNT; i++) {
        uint32_t at = header(image, HEADER_sections + 2 * i);
        count[i] = header(image, HEADER_sections + 2 * i + 1);
        uint64_t bytes = (uint64_t)count[i] * (sections[i].width ? sections[i].width * 4 : 1);
        if (at < HEADER_COUNT * 4 || at % 4 || at + bytes > image.size)
            return error_set(error, MUSTER_DAMAGED, "the compiled lists are damaged: the section `%s` does not lie in the file",
                             sections[i].name);
    }
    if (!is_power(count[SECTION_words]) || !is_power(count[SECTION_edges]) || !is_power(count[SECTION_filter]) ||
        count[SECTION_filter] > 1u << 26 || !is_power(count[SECTION_ids]) || count[SECTION_nodes] < 2 || !count[SECTION_pool] ||
        count[SECTION_kinds] > UINT16_MAX)
        return error_set(error, MUSTER_DAMAGED, "the compiled lists are damaged: a section has an impossible size");
    return MUSTER_OK;
}

static muster_status check_header(str image, muster_error *error) {
    if (image.size < HEADER_COUNT * 4 || memcmp(image.data, IMAGE_MAGIC, IMAGE_MAGIC_SIZE) != 0)
        return error_set(error, MUSTER_DAMAGED, "this is no file of compiled lists");
    if ((uintptr_t)image.data % _Alignof(uint32_t))
        return error_set(error, MUSTER_USAGE, "the compiled lists do not lie on a multiple of 4");
    if (header(image, HEADER_version) != IMAGE_VERSION)
        return error_set(error, MUSTER_DAMAGED, "the compiled lists are of format %u, this program reads format %u",
                         header(image, HEADER_version), IMAGE_VERSION);
    if (header(image, HEADER_size) != image.size)
        return error_set(error, MUSTER_DAMAGED, "the compiled lists are damaged: the file has %zu bytes, not the %u it says", image.size,
                         header(image, HEADER_size));
    return MUSTER_OK;
}

static muster_status check_sum(str image, muster_error *error) {
    XXH128_canonical_t sum;
    XXH128_canonicalFromHash(&sum, XXH3_128bits(image.data + HEADER_CHECKED, image.size - HEADER_CHECKED));
    if (memcmp(sum.digest, image.data + HEADER_checksum * 4, sizeof sum.digest) == 0) return MUSTER_OK;
    return error_set(error, MUSTER_DAMAGED, "the compiled lists are damaged: their checksum does not fit");
}

muster_status image_check(str image, muster_error *error) {
    muster_status status = check_header(image, error);
    if (!status) status = check_sum(image, error);
    return status ? status : check_sections(image, error);
}

muster_status image_check_again(str image, muster_error *error) {
    muster_status status = check_header(image, error);
    return status ? status : check_sections(image, error);
}

/* --- opening ------------------------------------------------------------------------------------------------------------------------ */

const char *const number_class_names[] = {"unit", "ten", "scale", "fraction", "ordinal", "vague", "suffix", "article",
                                          "and",  "of",  "to",    "or",       "between", "from",  "point",  NULL};

static uint32_t number_class(str name) {
    for (int i = 0; number_class_names[i]; i++)
        if (str_is(name, number_class_names[i])) return 1u << i;
    return 0;
}

static number_word read_number_word(const gazetteer *g, uint32_t entry) {
    number_word w = {.classes = number_class(gazetteer_attribute(g, entry, STR("class")))};
    str_number(gazetteer_attribute(g, entry, STR("value")), &w.value);
    w.has_low = str_number(gazetteer_attribute(g, entry, STR("low")), &w.low);
    w.has_high = str_number(gazetteer_attribute(g, entry, STR("high")), &w.high);
    if (w.classes == NUMBER_FRACTION) w.fraction = w.value;
    return w;
}

/* The number words of a kind are few; they are read out of the image once. */
static bool load_numbers(gazetteer *g, uint32_t kind, int which) {
    uint32_t first = IMAGE_GET(g, kinds, kind, KIND_first), count = IMAGE_GET(g, kinds, kind, KIND_entries);
    if (first > g->count[SECTION_entries] || count > g->count[SECTION_entries] - first || g->numbers.words[which]) return true;
    g->numbers.words[which] = calloc(count ? count : 1, sizeof(number_word));
    if (!g->numbers.words[which]) return false;
    g->numbers.first[which] = first;
    g->numbers.count[which] = count;
    for (uint32_t i = 0; i < count; i++) g->numbers.words[which][i] = read_number_word(g, first + i);
    return true;
}

static void point_at_sections(gazetteer *g) {
    for (uint32_t i = 0; i < SECTION_COUNT; i++) {
        uint32_t at = header(g->image, HEADER_sections + 2 * i);
        g->count[i] = header(g->image, HEADER_sections + 2 * i + 1);
        g->section[i] = (const uint32_t *)(const void *)(g->image.data + at);
        if (i == SECTION_pool) g->pool = g->image.data + at;
    }
}

muster_status image_adopt(gazetteer **out, str image, muster_error *error) {
    *out = NULL;
    gazetteer *g = calloc(1, sizeof *g);
    if (!g) return error_nomem(error);
    g->image = image;
    point_at_sections(g);
    uint32_t kinds = g->count[SECTION_kinds];
    g->labels = calloc(kinds + 1, sizeof *g->labels);
    bool fits = g->labels != NULL;
    for (uint32_t i = 0; fits && i < kinds; i++) {
        str name = image_string(g, IMAGE_GET(g, kinds, i, KIND_name));
        bool joiner = str_is(name, "number_joiner");
        if (joiner || str_is(name, "number_word")) fits = load_numbers(g, i, joiner);
    }
    if (!fits) {
        gazetteer_close(g);
        return error_nomem(error);
    }
    *out = g;
    return MUSTER_OK;
}

void image_labels(gazetteer *g, labels *all) {
    for (uint32_t i = 0; i < g->count[SECTION_kinds]; i++)
        g->labels[i] = labels_intern(all, image_string(g, IMAGE_GET(g, kinds, i, KIND_name)));
}

muster_status gazetteer_from_image(gazetteer **out, str image, labels *all, muster_error *error) {
    *out = NULL;
    muster_status status = image_check(image, error);
    if (!status) status = image_adopt(out, image, error);
    if (!status) image_labels(*out, all);
    return status;
}

void gazetteer_close(gazetteer *known) {
    if (!known) return;
    free(known->labels);
    free(known->numbers.words[0]);
    free(known->numbers.words[1]);
    if (known->mapping) munmap(known->mapping, known->image.size);
    free(known->copy);
    free(known);
}

uint64_t gazetteer_hash(const gazetteer *known) {
    return image_source_hash(known->image);
}

uint32_t gazetteer_entry_count(const gazetteer *known) {
    return known->count[SECTION_entries];
}
