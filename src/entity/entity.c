/* The stage in one screen, and the look-ups that the stages behind it use. */
#include "entity/entity_work.h"

void entity_document(document *doc, const resolver *with, name_memo *memo) {
    entity_work work = {.doc = doc, .with = with, .memo = memo};
    work.title = labels_known(with->all, STR("title"));
    work.rank = labels_known(with->all, STR("rank"));
    work.given = labels_known(with->all, STR("given"));
    work.surname = labels_known(with->all, STR("surname"));
    work.taken = arena_zero(doc->memory, (size_t)doc->tokens.count + 1);
    entity_initials(&work, labels_known(with->all, STR("thing_noun")));
    entity_choose(&work);
    entity_reject(&work);
    entity_sweep(&work);
    entity_reject(&work);
    entity_merge(&work);
    entity_places(&work, labels_known(with->all, STR("place_noun")));
    entity_roles(&work);
    entity_units(&work);
}

uint32_t entity_mention_behind(const document *doc, uint32_t token_index) {
    uint32_t low = 0, high = doc->mentions.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->mentions.at[middle].last <= token_index)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t entity_mention_at(const document *doc, uint32_t token_index) {
    uint32_t i = entity_mention_behind(doc, token_index);
    return i < doc->mentions.count && doc->mentions.at[i].first <= token_index ? i : NONE;
}

uint32_t entity_mention_in(const document *doc, uint32_t first, uint32_t last) {
    uint32_t best = NONE, most = 0;
    for (uint32_t i = entity_mention_behind(doc, first); i < doc->mentions.count && doc->mentions.at[i].first < last; i++) {
        const mention *m = &doc->mentions.at[i];
        uint32_t from = m->first > first ? m->first : first, to = m->last < last ? m->last : last;
        if (to - from > most) {
            most = to - from;
            best = i;
        }
    }
    return best;
}
