/* entity_correct.c: applies the user's corrections (docs/overrides.md) to the entities in the making: mentions that a line splits off
 * become one of their own, what a line merges is united, what it renames is called so. Lines that reject are entity_reject's: those
 * mentions are gone before. */
#include "entity/entity_draft.h"
#include "entity/entity_override.h"

/* Where a document has the names of a line: (line, name) to a draft. */
typedef struct corrections {
    const overrides *all;
    name_table seen;
} corrections;

static uint64_t place_key(uint32_t line, uint32_t name_index) {
    return ((uint64_t)line + 1) * 16 + name_index;
}

typedef void corrector(merging *m, corrections *with, const override_use *use, mention *of);

/* Calls for every mention that a line of that verb is about. */
static void each_use(merging *m, corrections *with, override_verb verb, corrector *call) {
    document *doc = m->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        mention *of = &doc->mentions.at[i];
        for (uint32_t u = entity_override_first(m->work, of); u != NONE; u = with->all->uses.at[u].next) {
            const override_use *use = &with->all->uses.at[u];
            if (with->all->lines.at[use->line].verb == verb && entity_override_holds(m->work, use, of)) call(m, with, use, of);
        }
    }
}

static void note_place(merging *m, corrections *with, const override_use *use, mention *of) {
    uint32_t *seen = entity_table_put(m->work->doc->memory, &with->seen, place_key(use->line, use->name));
    if (*seen == NONE) *seen = of->entity;
}

/* split "A" from "B": the mentions written A leave the entity that is called B and are one of their own. */
static void split_off(merging *m, corrections *with, const override_use *use, mention *of) {
    enum { PARTED = OVERRIDE_NAMES };
    uint32_t other = entity_table_get(&with->seen, place_key(use->line, 1));
    if (use->name != 0 || other == NONE || entity_root(m, other) != entity_root(m, of->entity)) return;
    uint32_t *parted = entity_table_put(m->work->doc->memory, &with->seen, place_key(use->line, PARTED));
    if (*parted == NONE) *parted = entity_draft_new(m, of);
    of->entity = *parted;
    entity_override_mark(m->work, use->line);
}

/* merge "A" "B": what is called A and what is called B is one, and called A. */
static void bring_together(merging *m, corrections *with, const override_use *use, mention *of) {
    const override_line *line = &with->all->lines.at[use->line];
    for (uint32_t n = 0; n < line->count; n++) {
        uint32_t other = n == use->name ? NONE : entity_table_get(&with->seen, place_key(use->line, n));
        if (other == NONE) continue;
        entity_unite(m, other, of->entity);
        entity_override_mark(m->work, use->line);
    }
    m->drafts.at[entity_root(m, of->entity)].name = line->names[0];
    if (use->name != 0) entity_override_mark(m->work, use->line);
}

static void call_by_name(merging *m, corrections *with, const override_use *use, mention *of) {
    m->drafts.at[entity_root(m, of->entity)].name = with->all->lines.at[use->line].names[1];
    entity_override_mark(m->work, use->line);
}

void entity_correct(merging *m) {
    corrections with = {.all = m->work->with->overrides};
    if (!with.all || !with.all->lines.count) return;
    each_use(m, &with, OVERRIDE_split, note_place);
    each_use(m, &with, OVERRIDE_split, split_off);
    each_use(m, &with, OVERRIDE_merge, note_place);
    each_use(m, &with, OVERRIDE_merge, bring_together);
    each_use(m, &with, OVERRIDE_rename, call_by_name);
}
