/* claim_cue.c: the cues of a sentence (gazetteers/claim/claim_cues.list), found once a sentence, and which stand near a token; whether
 * words tell of a later death. */
#include "claim/claim_parts.h"

enum { MOST_CUES = 64 }; /* so that a sentence full of numbers stays linear */

void claim_find_cues(claim_work *work, const sentence *s) {
    work->cues.count = 0;
    for (uint32_t i = s->first; i < s->last && work->cues.count < MOST_CUES;) {
        uint32_t last = i + 1;
        const claim_entry *found = claim_lookup(work, i, s->last, &last);
        if (found && found->roles) {
            cue c = {i, last, found->roles};
            VEC_PUSH(work->doc->memory, &work->cues, c);
        }
        i = found && found->roles ? last : i + 1;
    }
}

role_set claim_cues_before(const claim_work *work, uint32_t at, uint32_t reach) {
    role_set roles = 0;
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *c = &work->cues.at[i];
        if (c->last <= at && at - c->last <= reach) roles |= c->roles;
    }
    return roles;
}

role_set claim_cues_behind(const claim_work *work, uint32_t at, uint32_t reach) {
    role_set roles = 0;
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *c = &work->cues.at[i];
        if (c->first >= at && c->first - at <= reach) roles |= c->roles;
    }
    return roles;
}

role_set claim_cues_of_sentence(const claim_work *work) {
    role_set roles = 0;
    for (uint32_t i = 0; i < work->cues.count; i++) roles |= work->cues.at[i].roles;
    return roles;
}

bool claim_has_cue(const claim_work *work, role_set roles, uint32_t first, uint32_t last) {
    for (uint32_t i = 0; i < work->cues.count; i++)
        if (work->cues.at[i].roles & roles && work->cues.at[i].first >= first && work->cues.at[i].last <= last) return true;
    return false;
}

bool claim_is_of_later_death(const claim_work *work, uint32_t near, uint32_t at) {
    enum { REACH = 40 };
    bool after = false;
    measure told;
    if (at < near || at - near > REACH) return false;
    for (uint32_t i = near; i < at; i++) {
        after |= claim_word_is(work, i, WORD_after);
        if (after && claim_word_is(work, i, WORD_found)) return true;
        if (after && document_find(work->doc, i, work->die_verb) && claim_measure_at(work, i, &told) && told == MEASURE_killed) return true;
    }
    return false;
}
