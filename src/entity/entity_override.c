/* entity_override.c: finds the user's corrections that concern a mention, and takes out what he rejects; entity_merge.c does the rest. */
#include "entity/entity_override.h"

#include <fnmatch.h>

uint32_t entity_override_first(const entity_work *work, const mention *of) {
    return entity_table_get(&work->with->overrides->keys, entity_key(work->doc, of->first, of->last, SALT_OVERRIDE));
}

bool entity_override_holds(const entity_work *work, const override_use *use, const mention *of) {
    const override_line *line = &work->with->overrides->lines.at[use->line];
    if (!line->any_kind && line->kind != of->kind) return false;
    return !line->documents.size || (work->doc->id.size && fnmatch(line->documents.data, work->doc->id.data, 0) == 0);
}

void entity_override_mark(const entity_work *work, uint32_t line) {
    work->with->overrides->used[line]++;
}

static bool is_rejected(const entity_work *work, const mention *of) {
    const overrides *all = work->with->overrides;
    for (uint32_t i = entity_override_first(work, of); i != NONE; i = all->uses.at[i].next) {
        const override_use *use = &all->uses.at[i];
        if (all->lines.at[use->line].verb != OVERRIDE_reject || !entity_override_holds(work, use, of)) continue;
        entity_override_mark(work, use->line);
        return true;
    }
    return false;
}

void entity_reject(entity_work *work) {
    document *doc = work->doc;
    if (!work->with->overrides || !work->with->overrides->lines.count || !doc->mentions.count) return;
    uint32_t *moved = ARENA_ARRAY(doc->memory, uint32_t, doc->mentions.count), kept = 0;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        moved[i] = is_rejected(work, &doc->mentions.at[i]) ? NONE : kept;
        if (moved[i] != NONE) doc->mentions.at[kept++] = doc->mentions.at[i];
    }
    doc->mentions.count = kept;
    uint32_t links = 0;
    for (uint32_t i = 0; i < work->links.count; i++) {
        name_link link = work->links.at[i];
        link.mention = moved[link.mention];
        if (link.mention != NONE) work->links.at[links++] = link;
    }
    work->links.count = links;
}
