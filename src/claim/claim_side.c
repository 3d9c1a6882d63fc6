/* claim_side.c: whose those are who are counted: of a nation or an armed group, or the source's own. */
#include "claim/claim_parts.h"

/* The name of a country by its ISO code; empty if there is none. */
static str country_name(const claim_work *work, str code) {
    char id[] = "iso:..";
    if (code.size != 2) return STR_NONE;
    memcpy(id + 4, code.data, 2);
    uint32_t entry = gazetteer_find(work->with->known, (str){id, sizeof id - 1});
    return entry == NONE ? STR_NONE : gazetteer_entry_name(work->with->known, entry);
}

static str attribute(const claim_work *work, uint32_t entry, str key) {
    return entry == NONE ? STR_NONE : gazetteer_attribute(work->with->known, entry, key);
}

static bool is_armed_group(const claim_work *work, const mention *m) {
    return m->kind == KIND_organisation && str_is(attribute(work, work->doc->entities.at[m->entity].entry, STR("type")), "armed_group");
}

/* The country of a nationality, of a capital or of a body of a state, else the name: one of "SDF" and "Syrian Democratic Forces". */
static str side_name(const claim_work *work, const mention *m) {
    const entity *e = &work->doc->entities.at[m->entity];
    bool body = m->kind == KIND_organisation || m->kind == KIND_unit;
    str side = m->kind == KIND_nationality ? attribute(work, e->entry, STR("of")) : STR_NONE;
    bool of_state = body ? !is_armed_group(work, m) : str_is(attribute(work, e->entry, STR("feature")), "capital");
    if (of_state) side = country_name(work, attribute(work, e->entry, STR("country")));
    if (side.size) return side;
    return body && e->entry != NONE ? gazetteer_entry_name(work->with->known, e->entry) : e->name;
}

/* Whose the source is: an armed group, a nationality or country in its name or right before it ("Pakistan's military"). */
static str side_of_source(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    if (c->source == NONE) return STR_NONE;
    const mention *m = claim_source_mention(doc, c);
    if (m->kind == KIND_place || is_armed_group(work, m)) return side_name(work, m);
    for (uint32_t i = m->first > 2 ? m->first - 2 : 0; i < m->last; i++) {
        uint32_t index = entity_mention_at(doc, i);
        const mention *before = index == NONE ? NULL : &doc->mentions.at[index];
        if (before && (before->kind == KIND_nationality || before->kind == KIND_place)) return side_name(work, before);
    }
    return STR_NONE;
}

/* "280 of its staff" */
static bool is_of_civilians(const claim_work *work, uint32_t at) {
    uint32_t last;
    const claim_entry *found = at < work->doc->tokens.count ? claim_lookup(work, at, work->doc->tokens.count, &last) : NULL;
    return found && (str_equal(found->group, GROUP_civilian) || str_equal(found->group, GROUP_any) || str_equal(found->group, GROUP_child));
}

/* "two of its soldiers" */
static bool has_own_behind(const claim_work *work, const claim *c) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *own = &work->cues.at[i];
        if (own->roles & CUE_own && own->first >= c->last && own->first - c->last <= 4) return !is_of_civilians(work, own->last);
    }
    return false;
}

/* "its own losses along the whole front on Saturday at nine": no other number between. */
static bool is_sum_of_own(const claim_work *work, const cue *own, uint32_t at) {
    enum { REACH = 14, WORDS = 3 };
    const document *doc = work->doc;
    uint32_t last;
    const claim_entry *what = claim_lookup(work, own->last - 1, own->last, &last);
    if (own->last - own->first < WORDS || !what || !str_equal(what->group, GROUP_toll) || at - own->last > REACH) return false;
    for (uint32_t i = own->last; i < at; i++)
        if ((doc->tokens.at[i].word->shape & SHAPE_PUNCT && !document_text_is(doc, i, ":")) || document_find(doc, i, LABEL_number))
            return false;
    return true;
}

static bool has_own_sum(const claim_work *work, const claim *c) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *own = &work->cues.at[i];
        if (own->roles & CUE_own && own->last <= c->first && is_sum_of_own(work, own, c->first)) return true;
    }
    return false;
}

/* "the number of its men killed there to 15" */
static bool is_sum_up_to(const claim_work *work, uint32_t first, uint32_t at) {
    measure told;
    for (uint32_t i = first; i < at; i++) {
        if (work->doc->tokens.at[i].word->shape & SHAPE_PUNCT) return false;
        if (claim_measure_at(work, i, &told)) return document_word_is(work->doc, at - 1, "to") || document_word_is(work->doc, at - 1, "at");
    }
    return false;
}

/* "puts its dead at nine" */
static bool has_own_before(const claim_work *work, const claim *c) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *own = &work->cues.at[i];
        if (!(own->roles & CUE_own) || own->last > c->first) continue;
        if (c->first - own->last <= 3 || (c->first - own->last <= 6 && is_sum_up_to(work, own->last, c->first))) return true;
    }
    return has_own_sum(work, c);
}

/* Whether people in general were killed, by another number told shortly before. */
static bool are_others_dead(const document *doc, const claim *c) {
    enum { CLAIMS_BACK = 12 };
    for (uint32_t i = doc->claims.count; i-- > 0 && doc->claims.count - i <= CLAIMS_BACK;) {
        const claim *before = &doc->claims.at[i];
        bool general =
            str_equal(before->group, GROUP_any) || str_equal(before->group, GROUP_toll) || str_equal(before->group, GROUP_civilian);
        if (before->measure == MEASURE_killed && general && before->scope == SCOPE_event && before->low != c->low) return true;
    }
    return false;
}

/* "has lost at least four men": whoever loses men beside others who died is no town. */
static bool is_lost(const claim_work *work, const claim *c) {
    enum { REACH = 4 };
    if (!are_others_dead(work->doc, c)) return false;
    uint32_t first = document_sentence(work->doc, c->first)->first;
    for (uint32_t i = c->first; str_equal(c->group, GROUP_man) && i-- > first && c->first - i <= REACH;) {
        if (claim_word_is(work, i, WORD_loses)) return true;
        if (!document_find(work->doc, i, work->qualifier) && c->first - i > 2) return false;
    }
    return false;
}

/* "The SDF raised the number of its dead": a state's dead may be anybody. */
static bool is_of_body(const document *doc, const claim *c) {
    if (c->source == NONE) return false;
    const mention *m = &doc->mentions.at[doc->entities.at[c->source].first_mention];
    return m->kind == KIND_organisation || m->kind == KIND_unit;
}

/* What those are called who fight for a body: of an armed group militants, of an army soldiers. */
static str own_men(const claim_work *work, const mention *body) {
    if (is_armed_group(work, body)) return GROUP_militant;
    for (uint32_t i = body->first; i < body->last; i++)
        if (claim_word_is(work, i, WORD_state)) return GROUP_soldier;
    return GROUP_force;
}

/* The body whose losses a number tells: "put the SDF's losses at 30", "Ukrainian losses of 400"; NULL if there is none. */
static const mention *body_of_losses(const claim_work *work, const claim *c) {
    enum { REACH = 6 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first;
    for (uint32_t i = c->first; i-- > first + 1 && c->first - i <= REACH;) {
        if (claim_is_stop(doc, i) || document_find(doc, i, LABEL_number)) return NULL;
        if (!claim_word_is(work, i, WORD_losses)) continue;
        uint32_t index = entity_mention_at(doc, i - 1);
        if (index == NONE && i > first + 2) index = entity_mention_at(doc, i - 2);
        const mention *m = index == NONE ? NULL : &doc->mentions.at[index];
        return m && m->kind != KIND_person && m->kind != KIND_weapon ? m : NULL;
    }
    return NULL;
}

/* "the army's losses at 25": soldiers, of whomever. */
static bool is_loss_of_army(const claim_work *work, const claim *c) {
    enum { REACH = 6 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first;
    for (uint32_t i = c->first; i-- > first + 2 && c->first - i <= REACH;) {
        if (claim_is_stop(doc, i) || document_find(doc, i, LABEL_number)) return false;
        if (claim_word_is(work, i, WORD_losses)) return claim_word_is(work, i - 2, WORD_state);
    }
    return false;
}

/* Of a body's own men no more is said: they are those who fight for it. */
static void name_own(const claim_work *work, claim *c) {
    bool open = !c->group.size || str_equal(c->group, GROUP_toll) || str_equal(c->group, GROUP_man);
    if (c->unit != UNIT_people || !open || c->qualifier == QUALIFIER_implied) return;
    const mention *loser = body_of_losses(work, c);
    if (loser) {
        c->side = side_name(work, loser);
        c->group = own_men(work, loser);
    } else if (is_loss_of_army(work, c)) {
        c->group = GROUP_soldier;
    } else if (has_own_behind(work, c) || has_own_sum(work, c) || (is_of_body(work->doc, c) && has_own_before(work, c))) {
        c->group = c->source == NONE ? GROUP_force : own_men(work, claim_source_mention(work->doc, c));
    } else if (is_lost(work, c)) {
        c->group = GROUP_force;
    }
}

static str side_at(const claim_work *work, uint32_t at) {
    uint32_t index = entity_mention_at(work->doc, at);
    const mention *m = index == NONE ? NULL : &work->doc->mentions.at[index];
    return m && (m->kind == KIND_nationality || m->kind == KIND_place) ? side_name(work, m) : STR_NONE;
}

/* "92 of the dead were Druze" */
static str side_of_part(const claim_work *work, const claim *c) {
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        if (!(found->roles & CUE_of_them) || found->first != c->last) continue;
        for (uint32_t k = found->last; k < found->last + 3 && k < work->doc->tokens.count; k++) {
            uint32_t index = entity_mention_at(work->doc, k);
            const mention *m = index == NONE ? NULL : &work->doc->mentions.at[index];
            if (m && m->kind == KIND_nationality) return side_name(work, m);
        }
    }
    return STR_NONE;
}

/* "Russia launched 58 drones, 52 of which were shot down", "the 88 drones that Russia launched": whose arms they are. */
static str side_of_arms(const claim_work *work, const claim *c) {
    enum { AUXILIARIES = 3, REACH = 24 };
    if (c->unit != UNIT_equipment || (c->measure != MEASURE_launched && c->measure != MEASURE_destroyed)) return STR_NONE;
    for (uint32_t i = 0; i < work->cues.count; i++) {
        const cue *found = &work->cues.at[i];
        uint32_t apart = found->first > c->first ? found->first - c->first : c->first - found->first;
        if (!(found->roles & CUE_fires) || apart > REACH) continue;
        for (uint32_t k = found->first; k-- > 0 && found->first - k <= AUXILIARIES;) {
            str side = side_at(work, k);
            if (side.size) return side;
        }
    }
    return STR_NONE;
}

/* "nine servicemen of the Kyrgyz side", "20 fighters of the RSF" */
static str side_behind(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    uint32_t at = claim_end(c), end = document_sentence(doc, c->first)->last;
    if (c->of_first >= c->of_last || at + 2 >= end || !document_word_is(doc, at, "of")) return STR_NONE;
    at += document_word_is(doc, at + 1, "the") ? 2 : 1;
    uint32_t index = entity_mention_at(doc, at);
    const mention *m = index == NONE ? NULL : &doc->mentions.at[index];
    return m && m->kind != KIND_person && m->kind != KIND_weapon && m->kind != KIND_place ? side_name(work, m) : STR_NONE;
}

/* "the number of Tajik soldiers killed is no fewer than 20" */
static str side_of_sum(const claim_work *work, const claim *c) {
    enum { REACH = 12, WORDS = 3 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first;
    if (c->of_first < c->of_last) return STR_NONE;
    for (uint32_t i = c->first; i-- > first + 1 && c->first - i <= REACH;) {
        if (document_find(doc, i, LABEL_number)) return STR_NONE;
        if (!document_word_is(doc, i, "of") || !claim_word_is(work, i - 1, WORD_count)) continue;
        for (uint32_t k = i + 1; k <= i + WORDS; k++) {
            str side = side_at(work, k);
            if (side.size) return side;
        }
        return STR_NONE;
    }
    return STR_NONE;
}

/* "now says that it lost three", "Dushanbe admits three dead": whoever loses them, or says so of himself. */
static str side_of_loser(const claim_work *work, const claim *c) {
    enum { REACH = 4 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first;
    if (c->unit != UNIT_people) return STR_NONE;
    for (uint32_t i = c->first; i-- > first + 1 && c->first - i <= REACH;) {
        if (claim_is_stop(doc, i) || document_find(doc, i, LABEL_number)) return STR_NONE;
        if (!claim_word_is(work, i, WORD_loses | WORD_admits)) continue;
        uint32_t who = i - 1;
        while (who > first && claim_word_is(work, who, WORD_perfect)) who--;
        if (claim_word_is(work, who, WORD_itself)) return side_of_source(work, c);
        uint32_t index = entity_mention_at(doc, who);
        const mention *m = index == NONE ? NULL : &doc->mentions.at[index];
        return m && m->kind != KIND_person && m->kind != KIND_weapon ? side_name(work, m) : STR_NONE;
    }
    return STR_NONE;
}

/* "buried five men, and Armenia three": a bare number right behind a name is of whoever is named. */
static str side_beside(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first, at = c->first;
    while (at > first && document_find(doc, at - 1, work->qualifier)) at--;
    if (c->of_first < c->of_last || at < first + 2) return STR_NONE;
    return document_text_is(doc, at - 2, ",") || document_word_is(doc, at - 2, "and") ? side_at(work, at - 1) : STR_NONE;
}

static str side_of(const claim_work *work, const claim *c) {
    const document *doc = work->doc;
    for (uint32_t i = c->of_first; i < c->of_last; i++) {
        uint32_t index = entity_mention_at(doc, i);
        if (index == NONE) continue;
        const mention *m = &doc->mentions.at[index];
        if (m->kind != KIND_person && m->kind != KIND_weapon) return side_name(work, m);
        i = m->last - 1;
    }
    str side = side_of_part(work, c);
    if (!side.size) side = side_of_arms(work, c);
    if (!side.size) side = side_behind(work, c);
    if (!side.size) side = side_of_sum(work, c);
    if (!side.size) side = side_of_loser(work, c);
    if (!side.size) side = side_beside(work, c);
    if (!side.size && (has_own_behind(work, c) || has_own_before(work, c))) side = side_of_source(work, c);
    return side;
}

void claim_name_side(const claim_work *work, claim *c) {
    c->side = side_of(work, c);
    name_own(work, c);
}
