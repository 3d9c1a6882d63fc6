/* entity_lookup.c: which mention stands at a token. Mentions are in the order of the text and never overlap. */
#include "base/bisect.h"
#include "entity/entity.h"

uint32_t entity_mention_behind(const document *doc, uint32_t token_index) {
    bisection b = {0, doc->mentions.count};
    while (bisect_open(&b)) bisect_take(&b, doc->mentions.at[bisect_middle(&b)].last <= token_index);
    return b.low;
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
