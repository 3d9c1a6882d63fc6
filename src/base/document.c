/* document.c: names of the record's words, and the annotations of a document. */
#include "base/document.h"

#define NAMES_OF(list) static const char *const list[] =

NAMES_OF(kind_names){
#define KIND(name) #name,
#include "base/record.def"
};
NAMES_OF(block_names){
#define BLOCK(name) #name,
#include "base/record.def"
};
NAMES_OF(qualifier_names){
    NULL,
#define QUALIFIER(name) #name,
#include "base/record.def"
};
NAMES_OF(unit_names){
#define UNIT(name) #name,
#include "base/record.def"
};
NAMES_OF(measure_names){
#define MEASURE(name) #name,
#include "base/record.def"
};
NAMES_OF(stance_names){
#define STANCE(name) #name,
#include "base/record.def"
};
NAMES_OF(speech_names){
#define SPEECH(name) #name,
#include "base/record.def"
};
NAMES_OF(scope_names){
#define SCOPE(name) #name,
#include "base/record.def"
};
NAMES_OF(told_names){
#define TOLD(name) #name,
#include "base/record.def"
};
NAMES_OF(dated_names){
#define DATED(name) #name,
#include "base/record.def"
};

#define COUNT_OF(list) (sizeof(list) / sizeof *(list))

const char *kind_name(kind value) {
    return kind_names[value];
}
const char *block_name(block_kind value) {
    return block_names[value];
}
const char *qualifier_name(qualifier value) {
    return qualifier_names[value];
}
const char *unit_name(unit value) {
    return unit_names[value];
}
const char *measure_name(measure value) {
    return measure_names[value];
}
const char *stance_name(stance value) {
    return stance_names[value];
}
const char *speech_name(speech value) {
    return speech_names[value];
}
const char *scope_name(scope_kind value) {
    return scope_names[value];
}
const char *told_name(telling value) {
    return told_names[value];
}
const char *dated_name(dated value) {
    return dated_names[value];
}

static bool find_name(str name, const char *const *names, size_t count, unsigned *out) {
    for (size_t i = 0; i < count; i++)
        if (names[i] && name.size && name.data[0] == names[i][0] && str_is(name, names[i])) {
            *out = (unsigned)i;
            return true;
        }
    return false;
}

bool kind_from(str name, kind *out) {
    unsigned i;
    if (!find_name(name, kind_names, COUNT_OF(kind_names), &i)) return false;
    *out = (kind)i;
    return true;
}
bool qualifier_from(str name, qualifier *out) {
    unsigned i;
    if (!find_name(name, qualifier_names, COUNT_OF(qualifier_names), &i)) return false;
    *out = (qualifier)i;
    return true;
}
bool unit_from(str name, unit *out) {
    unsigned i;
    if (!find_name(name, unit_names, COUNT_OF(unit_names), &i)) return false;
    *out = (unit)i;
    return true;
}
bool measure_from(str name, measure *out) {
    unsigned i;
    if (!find_name(name, measure_names, COUNT_OF(measure_names), &i)) return false;
    *out = (measure)i;
    return true;
}
bool stance_from(str name, stance *out) {
    unsigned i;
    if (!find_name(name, stance_names, COUNT_OF(stance_names), &i)) return false;
    *out = (stance)i;
    return true;
}

static void start_index(document *doc) {
    size_t places = (size_t)doc->tokens.count + 1;
    doc->annotations_at = arena_alloc(doc->memory, sizeof *doc->annotations_at * places);
    memset(doc->annotations_at, 0xFF, sizeof *doc->annotations_at * places);
    doc->labels_at = ARENA_ARRAY(doc->memory, uint64_t, places);
}

/* The place of the index that leads to the first shorter annotation of that token. */
static uint32_t *link_behind(const document *doc, uint32_t first, uint32_t last) {
    uint32_t *link = &doc->annotations_at[first];
    while (*link != NONE && doc->annotations.at[*link].last >= last) link = &doc->annotations.at[*link].next;
    return link;
}

uint32_t document_annotate(document *doc, annotation value) {
    if (!doc->annotations_at) start_index(doc);
    uint32_t index = doc->annotations.count, *link = link_behind(doc, value.first, value.last);
    value.next = *link;
    *link = index;
    doc->labels_at[value.first] |= document_label_bit(value.label);
    VEC_PUSH(doc->memory, &doc->annotations, value);
    return index;
}

void document_annotate_row(document *doc, uint32_t first, uint32_t last, const annotation *row, uint32_t count) {
    if (!count) return;
    if (!doc->annotations_at) start_index(doc);
    while (doc->annotations.capacity - doc->annotations.count < count)
        doc->annotations.at = arena_vec_grow(doc->memory, doc->annotations.at, &doc->annotations.capacity, sizeof *doc->annotations.at);
    annotation *made = doc->annotations.at + doc->annotations.count;
    uint32_t *link = link_behind(doc, first, last), next = *link;
    *link = doc->annotations.count;
    for (uint32_t i = 0; i < count; i++) {
        made[i] = row[i];
        made[i].first = first;
        made[i].last = last;
        made[i].next = doc->annotations.count + i + 1;
        doc->labels_at[first] |= document_label_bit(row[i].label);
    }
    made[count - 1].next = next;
    doc->annotations.count += count;
}

void document_relabel(document *doc, uint32_t index, label to) {
    annotation *a = &doc->annotations.at[index];
    a->label = to;
    doc->labels_at[a->first] |= document_label_bit(to);
}

/* The first of a chain that has the label. */
static const annotation *find_from(const document *doc, uint32_t index, label l) {
    for (; index != NONE; index = doc->annotations.at[index].next) {
        const annotation *a = &doc->annotations.at[index];
        if (a->label == l && !(a->flags & ANNOTATION_RETIRED)) return a;
    }
    return NULL;
}

const annotation *document_find_there(const document *doc, uint32_t token_index, label l) {
    return find_from(doc, doc->annotations_at[token_index], l);
}

const annotation *document_find_next(const document *doc, const annotation *found) {
    return find_from(doc, found->next, found->label);
}

const slot *annotation_slot(const annotation *a, str key) {
    for (uint16_t i = 0; i < a->slot_count; i++) {
        const slot *s = &a->slots[i];
        if (str_equal(s->key, key)) return s;
    }
    return NULL;
}

static uint32_t decoded_source(const decoded_runs *runs, uint32_t byte) {
    uint32_t low = 0, high = runs->count;
    if (!high) return byte;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        *(runs->at[middle].text <= byte ? &low : &high) = middle;
    }
    const decoded_run *r = &runs->at[low];
    return r->source + (r->text_step ? (byte - r->text) / r->text_step * r->source_step : 0);
}

uint32_t document_source(const document *doc, uint32_t byte) {
    if (doc->unmapped) return NONE;
    uint32_t low = 0, high = doc->sources.count;
    if (!high) return decoded_source(&doc->decoded, byte);
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        *(doc->sources.at[middle].text <= byte ? &low : &high) = middle;
    }
    const source_run *run = &doc->sources.at[low];
    uint32_t source = run->source + (byte - run->text);
    /* A line break that is put between two paragraphs stands where the second begins, at most. */
    if (low + 1 < doc->sources.count && run[1].source >= run->source && source > run[1].source) source = run[1].source;
    return decoded_source(&doc->decoded, source);
}
