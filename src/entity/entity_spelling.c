/* entity_spelling.c: finds the persons of a document whose names may be other spellings of a name. In come mentions, out go those whose
 * family names share a key; each is compared by the rule of src/name/. A key keeps a few names, so that the work stays linear in the
 * mentions. */
#include "entity/entity_work.h"

enum { NAMES_A_KEY = 6 };

uint64_t entity_spelling_key(const document *doc, const mention *of) {
    str form = doc->tokens.at[of->last - 1].word->folded;
    for (size_t i = form.size; i > 0; i--)
        if (form.data[i - 1] == ' ') return gazetteer_key(str_slice(form, i, form.size)); /* al hamdani */
    return gazetteer_key(form);
}

void entity_spelling_add(const entity_work *work, spelled_names *all, uint32_t mention_index, uint32_t draft) {
    arena *memory = work->doc->memory;
    if (!work->with->names) return;
    uint32_t *first = entity_table_put(memory, &all->keys, entity_spelling_key(work->doc, &work->doc->mentions.at[mention_index]));
    uint32_t count = 0;
    for (uint32_t i = *first; i != NONE; i = all->names.at[i].next) count++;
    if (count >= NAMES_A_KEY) return;
    spelled_name made = {mention_index, draft, *first};
    *first = all->names.count;
    VEC_PUSH(memory, &all->names, made);
}

uint32_t entity_spelling_first(const entity_work *work, const spelled_names *all, const mention *of) {
    return entity_table_get(&all->keys, entity_spelling_key(work->doc, of));
}

bool entity_spelling_same(const entity_work *work, const mention *a, const mention *b) {
    arena *memory = work->doc->memory;
    arena_mark here = arena_here(memory);
    name *one = ARENA_NEW(memory, name), *two = ARENA_NEW(memory, name);
    name_read(one, work->with->names, memory, NULL, document_span(work->doc, a->first, a->last));
    name_read(two, work->with->names, memory, NULL, document_span(work->doc, b->first, b->last));
    name_grade grade = name_likeness(work->with->names, memory, one, two, GRADE_slip);
    arena_release(memory, here);
    return grade != GRADE_different;
}

uint32_t entity_spelling_entry(const entity_work *work, str full_name) {
    if (!work->with->names) return NONE;
    return name_find_text(work->with->names, work->memo, work->doc->memory, full_name);
}
