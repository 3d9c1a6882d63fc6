/* name_double.c: persons that the lists have twice under two spellings of one name. Each person is asked for by the keys of its own name,
 * as name_find does, so the work grows with the number of persons.
 */
#include "name/name_parts.h"

/* Two entries may be two people of one name; that they are whose they are tells. */
static bool may_be_one(const gazetteer *lists, uint32_t a, uint32_t b) {
    str one = gazetteer_attribute(lists, a, STR("affiliation")), two = gazetteer_attribute(lists, b, STR("affiliation"));
    return !one.size || !two.size || str_equal(one, two);
}

typedef struct doubles {
    const name_knowledge *known;
    arena *memory;
    lint_sink sink;
} doubles;

static int tell(const doubles *d, uint32_t entry, uint32_t other) {
    gazetteer_entry here = gazetteer_entry_get(d->known->lists, entry), there = gazetteer_entry_get(d->known->lists, other);
    str message = arena_printf(d->memory,
                               "`" STR_FMT "` and `" STR_FMT "` at " STR_FMT
                               ":%u are spellings of one name: make them one entry, or tell them apart by affiliation",
                               STR_ARG(here.name), STR_ARG(there.name), STR_ARG(there.list), there.line);
    return d->sink.take(LINT_double, entry, other, message.data, d->sink.payload);
}

/* The first other entry before this one in the lists whose name is a spelling of this one's. */
static uint32_t earlier(const doubles *d, uint32_t entry, const name *wanted) {
    name_persons found;
    name_find_all(d->known, d->memory, wanted, &found);
    for (uint32_t i = 0; i < found.count; i++)
        if (found.at[i].entry < entry && may_be_one(d->known->lists, found.at[i].entry, entry)) return found.at[i].entry;
    return NONE;
}

int name_doubles(const name_knowledge *known, arena *memory, lint_sink sink) {
    doubles d = {known, memory, sink};
    for (uint32_t entry = 0; (entry = gazetteer_next(known->lists, STR("person"), entry)) != NONE; entry++) {
        arena_mark here = arena_here(memory);
        name *wanted = ARENA_NEW(memory, name);
        name_read(wanted, known, memory, NULL, gazetteer_entry_get(known->lists, entry).name);
        uint32_t other = earlier(&d, entry, wanted);
        int stopped = other == NONE ? 0 : tell(&d, entry, other);
        arena_release(memory, here);
        if (stopped) return stopped;
    }
    return 0;
}
