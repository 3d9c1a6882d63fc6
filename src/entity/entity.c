/* entity.c: the stage in one screen. */
#include "entity/entity_work.h"

void entity_document(document *doc, const resolver *with, name_memo *memo) {
    entity_work work = {.doc = doc, .with = with, .memo = memo};
    work.title = labels_known(with->all, STR("title"));
    work.rank = labels_known(with->all, STR("rank"));
    work.given = labels_known(with->all, STR("given"));
    work.surname = labels_known(with->all, STR("surname"));
    work.relation = labels_known(with->all, STR("relation"));
    work.family = labels_known(with->all, STR("family"));
    work.taken = arena_zero(doc->memory, (size_t)doc->tokens.count + 1);
    entity_initials(&work, labels_known(with->all, STR("thing_noun")),
                    (label[]){labels_known(with->all, STR("role")), labels_known(with->all, STR("rank"))});
    entity_choose(&work);
    entity_reject(&work);
    entity_sweep(&work);
    entity_reject(&work);
    entity_merge(&work);
    entity_places(&work, labels_known(with->all, STR("place_noun")));
    entity_roles(&work);
    entity_units(&work);
}
