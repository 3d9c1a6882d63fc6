/* rule_set.c: a ruleset from its beginning to its end; between them rules are compiled (rule_load.c) or read back (rule_image.c). */
#include "rule/rule_program.h"

ruleset *rule_new_set(arena *memory, const gazetteer *known, const labels *all) {
    ruleset *set = ARENA_NEW(memory, ruleset);
    set->memory = memory;
    set->known = known;
    set->labels = all;
    arena_defer(memory, rule_close_regexes, set);
    return set;
}

void rule_enlist(ruleset *set, uint32_t rule) {
    rule_item *item = &set->rules.at[rule];
    if (!item->enabled) return;
    phase *p = &set->phases.at[item->phase];
    item->bit = p->rules.count;
    VEC_PUSH(set->memory, &p->rules, rule);
    VEC_PUSH(set->memory, &p->groups[item->window], rule);
    for (uint32_t i = 0; i < item->examples.count; i++) {
        item->examples.at[i].rule = rule;
        VEC_PUSH(set->memory, &set->examples, item->examples.at[i]);
    }
    set->hash = (set->hash ^ rule) * 0x9E3779B97F4A7C15ull;
}

void rule_finish(ruleset *set) {
    set->label_limit = labels_count(set->labels);
    set->looked_until = ARENA_ARRAY(set->memory, uint32_t, set->label_limit + 1);
    rule_index_fits(set);
    rule_note_asked(set);
    for (uint32_t i = 0; i < set->phases.count; i++) rule_finish_phase(set, &set->phases.at[i]);
}
