/* entity_family.c: who of a family is the elder and who the younger. In come the annotations `family` that rules made ("his father, Yuri
 * Torvell", "the elder Torvell"), out goes what they say of each mention. */
#include "entity/entity_work.h"

uint8_t *entity_ages(const entity_work *work) {
    document *doc = work->doc;
    uint8_t *ages = NULL;
    if (work->family == NO_LABEL || !document_may_have_any(doc, work->family)) return NULL;
    for (uint32_t i = 0; i < doc->annotations.count; i++) {
        const annotation *a = &doc->annotations.at[i];
        if (a->label != work->family || a->flags & ANNOTATION_RETIRED) continue;
        const slot *person = annotation_slot(a, STR("person")), *age = annotation_slot(a, STR("age"));
        if (!slot_is_span(person) || !age) continue;
        uint32_t mention_index = entity_mention_in(doc, person->first, person->last);
        if (mention_index == NONE) continue;
        if (!ages) ages = ARENA_ARRAY(doc->memory, uint8_t, doc->mentions.count);
        ages[mention_index] = str_is(age->text, "elder") ? AGE_elder : AGE_younger;
    }
    return ages;
}
