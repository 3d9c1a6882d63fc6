/* name_find.c: a name -> the person of the lists whose name is another spelling of it.
 *
 * Method: the lists keep persons by a key of their first and last words. The given name is asked for in all forms of its line of given
 * names (Mykola, Nikolai), the names found are compared, and only where all that are alike are one person is he the one.
 */
#include <stdlib.h>

#include "name/name_parts.h"

enum { KEYS_LIMIT = 32, PERSONS_LIMIT = 32 };

typedef struct key_set {
    uint32_t at[KEYS_LIMIT];
    uint32_t count;
} key_set;

static void add_key(key_set *keys, uint32_t key) {
    for (uint32_t i = 0; i < keys->count; i++)
        if (keys->at[i] == key) return;
    if (keys->count < KEYS_LIMIT) keys->at[keys->count++] = key;
}

static void gather_keys(const name_knowledge *known, str given, str surname, key_set *out) {
    add_key(out, gazetteer_person_key(given, surname));
    uint32_t first, last, form, end;
    name_given_range(known->given.at, known->given.count, given, &first, &last);
    for (; first < last; first++)
        for (name_given_line(known, known->given.at[first].entry, &form, &end); form < end; form++)
            add_key(out, gazetteer_person_key(known->given_lines.at[form].form, surname));
}

static bool has_person(const name_persons *all, uint32_t entry) {
    for (uint32_t i = 0; i < all->count; i++)
        if (all->at[i].entry == entry) return true;
    return false;
}

static bool is_spelling(const name_knowledge *known, arena *memory, const name *wanted, str alias) {
    arena_mark here = arena_here(memory);
    name *listed = ARENA_NEW(memory, name);
    name_read(listed, known, memory, NULL, alias);
    bool same = listed->count > 1 && name_likeness(known, memory, wanted, listed, GRADE_regular) <= GRADE_regular;
    arena_release(memory, here);
    return same;
}

bool name_find_all(const name_knowledge *known, arena *memory, const name *wanted, name_persons *out) {
    str given = STR_NONE, surname = STR_NONE;
    out->count = 0;
    for (uint32_t i = 0; i < wanted->count && !wanted->problem; i++) {
        if (wanted->parts[i].use != PART_PLAIN && wanted->parts[i].use != PART_KIN) continue;
        if (!given.size) given = wanted->parts[i].form;
        surname = wanted->parts[i].form;
    }
    if (!given.size || given.data == surname.data) return true;
    key_set keys = {.count = 0};
    gather_keys(known, given, surname, &keys);
    for (uint32_t k = 0; k < keys.count; k++) {
        gazetteer_person persons[PERSONS_LIMIT];
        uint32_t count = gazetteer_persons(known->lists, keys.at[k], persons, PERSONS_LIMIT);
        if (count == PERSONS_LIMIT) return false;
        for (uint32_t i = 0; i < count; i++) {
            if (has_person(out, persons[i].entry) || !is_spelling(known, memory, wanted, persons[i].alias)) continue;
            if (out->count == NAME_PERSONS) return false;
            out->at[out->count++] = persons[i];
        }
    }
    return true;
}

uint32_t name_find(const name_knowledge *known, arena *memory, const name *wanted, str *alias) {
    name_persons found;
    bool alone = name_find_all(known, memory, wanted, &found) && found.count == 1;
    if (alias) *alias = alone ? found.at[0].alias : STR_NONE;
    return alone ? found.at[0].entry : NONE;
}

/* --- names met lately -------------------------------------------------------------------------------------------------------------- */

enum { MEMO_SIZE = 4096 };

struct name_memo {
    struct {
        uint64_t hash; /* 0: empty */
        uint32_t entry;
    } slots[MEMO_SIZE];
};

name_memo *name_memo_new(void) {
    return calloc(1, sizeof(name_memo));
}

void name_memo_free(name_memo *memo) {
    free(memo);
}

static uint32_t find_text(const name_knowledge *known, arena *memory, str text) {
    arena_mark here = arena_here(memory);
    name *wanted = ARENA_NEW(memory, name);
    name_read(wanted, known, memory, NULL, text);
    uint32_t found = name_find(known, memory, wanted, NULL);
    arena_release(memory, here);
    return found;
}

uint32_t name_find_text(const name_knowledge *known, name_memo *memo, arena *memory, str text) {
    uint64_t hash = str_hash(text);
    if (!memo || !hash) return find_text(known, memory, text);
    uint32_t at = hash % MEMO_SIZE;
    if (memo->slots[at].hash != hash) {
        memo->slots[at].entry = find_text(known, memory, text);
        memo->slots[at].hash = hash;
    }
    return memo->slots[at].entry;
}
