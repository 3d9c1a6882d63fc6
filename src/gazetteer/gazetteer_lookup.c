/* gazetteer_lookup.c: entries by their names. */
#include "base/bisect.h"
#include "base/error.h"
#include "gazetteer/gazetteer_image.h"

uint32_t gazetteer_persons(const gazetteer *known, uint32_t person_key, gazetteer_person *out, uint32_t most) {
    bisection b = {0, known->count[SECTION_persons]};
    while (bisect_open(&b)) bisect_take(&b, IMAGE_GET(known, persons, bisect_middle(&b), PERSON_key) < person_key);
    uint32_t count = 0;
    for (; b.low < known->count[SECTION_persons] && count < most && IMAGE_GET(known, persons, b.low, PERSON_key) == person_key; b.low++) {
        gazetteer_person found = {IMAGE_GET(known, persons, b.low, PERSON_entry),
                                  image_alias(known, IMAGE_GET(known, persons, b.low, PERSON_alias))};
        if (found.entry < known->count[SECTION_entries]) out[count++] = found;
    }
    return count;
}

/* --- by name ------------------------------------------------------------------------------------------------------------------------ */

static uint32_t step_folded(const gazetteer *known, uint32_t node, str folded, bool first) {
    while (folded.size) {
        str rest, part = str_split(folded, ' ', &rest);
        folded = rest;
        if (!part.size) continue;
        uint32_t found = image_word(known, part);
        if (found == NONE) return 0;
        node = first ? image_root_child(known, found) : image_child(known, node, found);
        first = false;
        if (!node) return 0;
    }
    return node;
}

bool gazetteer_is(const gazetteer *known, str kind, const str *folded, uint32_t count) {
    uint32_t node = 0, first, last;
    for (uint32_t i = 0; i < count; i++)
        if (!folded[i].size || !(node = step_folded(known, node, folded[i], i == 0))) return false;
    image_postings(known, node, &first, &last);
    for (uint32_t i = first; i < last; i++) {
        posting p;
        if (!image_posting(known, i, &p) || (p.flags & POSTING_WEAK)) continue;
        if (str_equal(image_kind_name(known, p.entry), kind)) return true;
    }
    return false;
}

uint32_t gazetteer_entry_with(const gazetteer *known, str kind, str folded, str key, str value) {
    uint32_t node = step_folded(known, 0, folded, true), first, last;
    image_postings(known, node, &first, &last);
    for (uint32_t i = first; node && i < last; i++) {
        posting p;
        if (image_posting(known, i, &p) && str_equal(image_kind_name(known, p.entry), kind) &&
            str_equal(gazetteer_attribute(known, p.entry, key), value))
            return p.entry;
    }
    return NONE;
}

bool gazetteer_is_ordinary(const gazetteer *known, str folded) {
    uint32_t word = image_word(known, folded);
    return word != NONE && image_word_ordinary(known, word);
}

bool gazetteer_names(const gazetteer *known, str folded) {
    uint32_t node = folded.size ? step_folded(known, 0, folded, true) : 0, first, last;
    bool name = false;
    image_postings(known, node, &first, &last);
    for (uint32_t i = first; node && i < last; i++) {
        posting p;
        if (!image_posting(known, i, &p)) continue;
        str said = image_kind_name(known, p.entry);
        if (str_is(said, "given")) return false;
        bool doubtful = p.flags & (POSTING_WEAK | POSTING_ORDINARY | POSTING_SHORT);
        name |= !doubtful && (str_is(said, "place") || str_is(said, "person"));
    }
    return name;
}

static uint32_t node_of_name(const gazetteer *known, lexicon *words, arena *memory, str name) {
    const word **cut;
    uint32_t count = token_words(words, memory, name, &cut), node = 0;
    bool first = true;
    for (uint32_t i = 0; i < count; i++) {
        if (!cut[i]->folded.size) continue;
        node = step_folded(known, node, cut[i]->folded, first);
        if (!node) return 0;
        first = false;
    }
    return node;
}

/* As lists write them: key=value;key=value. */
static str join_attributes(const gazetteer *known, arena *memory, uint32_t entry) {
    uint32_t count = gazetteer_attribute_count(known, entry);
    str *pairs = ARENA_ARRAY(memory, str, count);
    for (uint32_t i = 0; i < count; i++) {
        str key, value;
        gazetteer_attribute_at(known, entry, i, &key, &value);
        pairs[i] = arena_join(memory, (str[]){key, value}, 2, STR("="));
    }
    return arena_join(memory, pairs, count, STR(";"));
}

/* A question after a name. */
typedef struct question {
    const gazetteer *known;
    lexicon *words;
    str name;
    muster_entry_fn each;
    void *payload;
    bool stopped;
} question;

static void tell(question *q, arena *memory, const posting *p) {
    const gazetteer *known = q->known;
    gazetteer_entry entry = gazetteer_entry_get(known, p->entry);
    muster_entry view = {.id = entry.id,
                         .kind = entry.kind,
                         .name = entry.name,
                         .alias = image_alias(known, p->alias),
                         .attributes = join_attributes(known, memory, p->entry),
                         .list = entry.list,
                         .source = entry.source,
                         .licence = entry.licence,
                         .line = entry.line,
                         .weak = (p->flags & POSTING_NAME) && posting_doubtful(p->flags)};
    q->stopped = q->each(&view, q->payload) != 0;
}

static void look_up(arena *memory, void *payload) {
    question *q = payload;
    uint32_t first = 0, last = 0, before = NONE;
    uint32_t node = node_of_name(q->known, q->words, memory, q->name);
    if (node) image_postings(q->known, node, &first, &last);
    for (uint32_t i = first; i < last && !q->stopped; i++) {
        posting p;
        if (!image_posting(q->known, i, &p) || p.entry == before) continue;
        before = p.entry;
        arena_mark here = arena_here(memory);
        tell(q, memory, &p);
        arena_release(memory, here);
    }
}

muster_status gazetteer_lookup(const gazetteer *known, lexicon *words, str name, muster_entry_fn each, void *payload, muster_error *error) {
    question q = {known, words, name, each, payload, false};
    muster_status status = arena_scratch(look_up, &q, error);
    return q.stopped ? error_set(error, MUSTER_STOPPED, "stopped") : status;
}
