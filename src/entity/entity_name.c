/* entity_name.c: names as keys. Two names are one if their folded words are equal, so a name is hashed once and compared by its hash from
 * then on: the work is linear in the words of the names, whatever the document repeats. */
#include "entity/entity_work.h"

static uint64_t mix(uint64_t a, uint64_t b) {
    a = (a ^ b) * 0x9e3779b97f4a7c15u;
    return a ^ (a >> 32);
}

uint64_t entity_key_text(str folded, uint32_t salt) {
    uint64_t key = mix(str_hash(folded), salt);
    return key ? key : 1;
}

void entity_key_add(name_key *key, const word *w) {
    str form = w->folded;
    if (w->shape & SHAPE_PUNCT || !form.size) return;
    if (key->used + form.size + 1 > sizeof key->piece) {
        key->before = mix(key->before, str_hash((str){key->piece, key->used}));
        key->used = 0;
        if (form.size + 1 > sizeof key->piece) {
            key->before = mix(key->before, str_hash(form));
            return;
        }
    }
    if (key->used) key->piece[key->used++] = ' ';
    memcpy(key->piece + key->used, form.data, form.size);
    key->used += form.size;
}

uint64_t entity_key_end(const name_key *key, uint32_t salt) {
    return entity_key_text((str){key->piece, key->used}, salt) ^ key->before;
}

uint64_t entity_key(const document *doc, uint32_t first, uint32_t last, uint32_t salt) {
    if (last - first == 1) { /* most names */
        const word *only = doc->tokens.at[first].word;
        if (only->folded.size < NAME_KEY_PIECE) return entity_key_text(only->shape & SHAPE_PUNCT ? STR("") : only->folded, salt);
    }
    name_key key;
    key.used = 0;
    key.before = 0;
    for (uint32_t i = first; i < last; i++) entity_key_add(&key, doc->tokens.at[i].word);
    return entity_key_end(&key, salt);
}

bool entity_is_nickname(const document *doc, uint32_t inner) {
    const word *w = doc->tokens.at[inner].word;
    if (!(w->shape & SHAPE_CAP) || w->length < 3) return false;
    return doc->tokens.at[inner - 1].word->shape & SHAPE_PUNCT && !document_text_is(doc, inner - 1, "-") &&
           !document_text_is(doc, inner - 1, ".");
}

bool entity_may_call(const document *doc, uint32_t inner) {
    const word *w = doc->tokens.at[inner].word;
    return ((w->shape & SHAPE_CAP) && w->length > 3) || entity_is_nickname(doc, inner);
}

static void table_grow(arena *memory, name_table *table) {
    name_table old = *table;
    table->capacity = old.capacity ? old.capacity * 2 : 64;
    table->slots = ARENA_ARRAY(memory, name_slot, table->capacity);
    for (uint32_t i = 0; i < old.capacity; i++) {
        if (!old.slots[i].key) continue;
        uint32_t at = (uint32_t)old.slots[i].key & (table->capacity - 1);
        while (table->slots[at].key) at = (at + 1) & (table->capacity - 1);
        table->slots[at] = old.slots[i];
    }
}

uint32_t *entity_table_put(arena *memory, name_table *table, uint64_t key) {
    if (!key) key = 1;
    if (table->count * 2 >= table->capacity) table_grow(memory, table);
    uint32_t at = (uint32_t)key & (table->capacity - 1);
    while (table->slots[at].key && table->slots[at].key != key) at = (at + 1) & (table->capacity - 1);
    if (!table->slots[at].key) {
        table->slots[at] = (name_slot){key, NONE};
        table->count++;
    }
    return &table->slots[at].value;
}

uint32_t entity_table_get(const name_table *table, uint64_t key) {
    if (!key) key = 1;
    if (!table->capacity) return NONE;
    uint32_t at = (uint32_t)key & (table->capacity - 1);
    while (table->slots[at].key && table->slots[at].key != key) at = (at + 1) & (table->capacity - 1);
    return table->slots[at].key ? table->slots[at].value : NONE;
}

uint32_t entity_capitals(const document *doc, uint32_t first, uint32_t last) {
    uint32_t count = 0;
    for (uint32_t i = first; i < last; i++) count += (doc->tokens.at[i].word->shape & (SHAPE_CAP | SHAPE_MIXED)) != 0;
    return count;
}

/* Tokens of the mention that are written as `wanted`. */
static bool find_words(const document *doc, const mention *m, str wanted, uint32_t *first, uint32_t *last) {
    if (!wanted.size) return false;
    for (uint32_t i = m->first; i < m->last; i++)
        for (uint32_t j = i + 1; j <= m->last; j++) {
            str span = document_span(doc, i, j);
            if (span.size > wanted.size) break;
            if (!str_equal(span, wanted)) continue;
            *first = i;
            *last = j;
            return true;
        }
    return false;
}

const slot *entity_rule_slot(const document *doc, const mention *m, str key) {
    return m->from.rule == NONE ? NULL : annotation_slot(&doc->annotations.at[m->from.annotation], key);
}

static bool surname_of(const annotation *a, const mention *m, uint32_t *first, uint32_t *last) {
    const slot *stated = annotation_slot(a, STR("surname"));
    if (!slot_is_span(stated) || stated->first < m->first || stated->last > m->last) return false;
    *first = stated->first;
    *last = stated->last;
    return true;
}

/* What the list's entry says, or the rule that made the mention; else another rule that reads a person in these very words. */
static bool stated_surname(const entity_work *work, const mention *m, uint32_t *first, uint32_t *last) {
    const document *doc = work->doc;
    if (find_words(doc, m, gazetteer_attribute(work->with->known, m->from.entry, STR("surname")), first, last)) return true;
    if (m->from.annotation != NONE && surname_of(&doc->annotations.at[m->from.annotation], m, first, last)) return true;
    if (m->from.rule == NONE) return false;
    for (const annotation *a = document_find(doc, m->first, LABEL_person); a; a = document_find_next(doc, a))
        if (a->last == m->last && surname_of(a, m, first, last)) return true;
    return false;
}

void entity_surname(const entity_work *work, const mention *m, uint32_t *first, uint32_t *last) {
    const document *doc = work->doc;
    if (stated_surname(work, m, first, last)) return;
    *first = m->last - 1;
    *last = m->last;
    for (uint32_t i = m->first + 1; i < m->last; i++) {
        uint32_t shape = doc->tokens.at[i].word->shape;
        if ((shape & SHAPE_ALPHA) && !(shape & SHAPE_CAP)) {
            *first = i;
            return;
        }
    }
}

str entity_behind_particle(const word *w) {
    str behind, particle = str_split(w->folded, ' ', &behind);
    return behind.size > 2 && (particle.size <= 2 || !(w->shape & SHAPE_CAP)) ? behind : STR_NONE;
}

uint64_t entity_surname_key(const document *doc, uint32_t first, uint32_t last) {
    const word *w = doc->tokens.at[last - 1].word;
    if (last - first > 1 || !w->folded.size) return entity_key(doc, last - 1, last, KIND_COUNT);
    str behind = entity_behind_particle(w);
    return entity_key_text(behind.size ? behind : w->folded, KIND_COUNT);
}

str entity_reading(const entity_work *work, label wanted, uint32_t first, uint32_t last, str key) {
    const document *doc = work->doc;
    if (first >= last || !work->with->known) return STR_NONE;
    for (const annotation *a = document_find(doc, first, wanted); a; a = document_find_next(doc, a)) {
        if (a->last != last || a->entry == NONE) continue;
        str value = gazetteer_attribute(work->with->known, a->entry, key);
        if (value.size) return value;
    }
    return STR_NONE;
}
