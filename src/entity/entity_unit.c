/* entity_unit.c: what a unit's name says of it: number, arm, echelon, state, and the formation it is part of. In come the unit entities
 * with their mentions, out goes unit_traits.
 *
 * Method: the words of a mention are read from left to right by the vocabularies that the rules of names use (arm, echelon, service, …);
 * behind a comma or "of" begins the greater formation. Whose it is stands in the name ("Iraqi Army"), before it ("Ukraine's air force"),
 * or in the lists. What one mention leaves open another may tell. Each word is looked at once. */
#include "entity/entity_work.h"

typedef struct unit_labels {
    label arm, echelon, subunit, service, ship, task_force;
} unit_labels;

typedef struct unit_reader {
    const entity_work *work;
    unit_labels known;
    unit_traits *out;
    uint32_t last; /* of the mention */
    bool small;    /* a part of a battalion */
    bool service;  /* of a state: no formation stands above it */
} unit_reader;

/* The longest reading of that label that starts at a token and ends within `limit`: its entry, and *last. NONE if there is none. */
static uint32_t longest(const document *doc, label wanted, uint32_t at, uint32_t limit, uint32_t *last) {
    uint32_t found = NONE;
    *last = at;
    for (const annotation *a = document_find(doc, at, wanted); a; a = document_find_next(doc, a)) {
        if (a->entry == NONE || a->last > limit || a->last <= *last) continue;
        *last = a->last;
        found = a->entry;
    }
    return found;
}

static void fill(str *field, str value) {
    if (!field->size) *field = value;
}

static str attribute(const unit_reader *r, uint32_t entry, str key) {
    return gazetteer_attribute(r->work->with->known, entry, key);
}

/* The state that a nationality or country at a token names; *last behind it. */
static str state_at(const unit_reader *r, uint32_t at, uint32_t limit, uint32_t *last) {
    const document *doc = r->work->doc;
    uint32_t entry = longest(doc, LABEL_nationality, at, limit, last);
    if (entry != NONE) {
        str of = attribute(r, entry, STR("of"));
        return attribute(r, entry, STR("country")).size ? of : STR_NONE;
    }
    entry = longest(doc, LABEL_place, at, limit, last);
    if (entry == NONE || !str_is(attribute(r, entry, STR("feature")), "country")) return STR_NONE;
    return gazetteer_entry_name(r->work->with->known, entry);
}

/* 3rd, 151; the letter of Company B */
static bool is_number(const unit_reader *r, const token *t) {
    bool letter = r->out->echelon.size && t->word->shape & SHAPE_CAP && t->word->text.size == 1;
    return letter || (t->word->shape & (SHAPE_DIGIT | SHAPE_ORDINAL)) != 0;
}

/* A word of the arm or of an echelon at a token; *last behind it. */
static bool is_arm(const unit_reader *r, uint32_t at, uint32_t *last) {
    const document *doc = r->work->doc;
    return longest(doc, r->known.arm, at, r->last, last) != NONE || longest(doc, r->known.echelon, at, r->last, last) != NONE;
}

/* The arm's words and the echelon behind them from a token on: "Separate Mechanised Brigade". Of several echelons the last one is it, and
 * what stands before it is of the arm: "National Guard Brigade". *last behind it all. */
static bool read_echelon(unit_reader *r, uint32_t at, uint32_t *last) {
    const document *doc = r->work->doc;
    uint32_t found = NONE, found_at = at, end = at, behind;
    while (end < r->last && is_arm(r, end, &behind)) {
        uint32_t echelon_last, entry = longest(doc, r->known.echelon, end, r->last, &echelon_last);
        if (entry == NONE) {
            entry = longest(doc, r->known.subunit, end, r->last, &echelon_last);
            r->small |= entry != NONE;
        }
        if (entry != NONE) {
            found = entry;
            found_at = end;
            behind = echelon_last;
        }
        end = behind;
    }
    *last = end;
    if (end == at) return false;
    if (found == NONE || found_at > at) fill(&r->out->arm, document_words(doc, at, found == NONE ? end : found_at));
    if (found == NONE) return true;
    str echelon = attribute(r, found, STR("echelon"));
    fill(&r->out->arm, attribute(r, found, STR("arm")));
    fill(&r->out->echelon, echelon.size ? echelon : gazetteer_entry_name(r->work->with->known, found));
    return true;
}

/* A ship, a task force, a company. *last behind the word that says so. */
static bool read_other(unit_reader *r, uint32_t at, uint32_t *last) {
    const document *doc = r->work->doc;
    uint32_t entry = longest(doc, r->known.ship, at, r->last, last);
    if (entry != NONE) {
        fill(&r->out->echelon, attribute(r, entry, STR("echelon")));
        fill(&r->out->state, attribute(r, entry, STR("of")));
        return true;
    }
    entry = longest(doc, r->known.task_force, at, r->last, last);
    if (entry != NONE) {
        fill(&r->out->echelon, attribute(r, entry, STR("echelon")));
        return true;
    }
    entry = longest(doc, r->known.subunit, at, r->last, last);
    if (entry == NONE) return false;
    r->small = true;
    fill(&r->out->echelon, gazetteer_entry_name(r->work->with->known, entry));
    return true;
}

/* A service of a state: all that is left of a name without a number. "Armed Forces of Ukraine": the state may stand behind it. */
static bool read_service(unit_reader *r, uint32_t at, uint32_t *last) {
    const document *doc = r->work->doc;
    if (r->out->designation.size) return false;
    uint32_t entry = longest(doc, r->known.service, at, r->last, last);
    if (entry == NONE || (*last < r->last && !document_word_is(doc, *last, "of"))) return false;
    str echelon = attribute(r, entry, STR("echelon"));
    fill(&r->out->echelon, echelon);
    r->service = str_equal(r->out->echelon, echelon);
    fill(&r->out->arm, gazetteer_entry_name(r->work->with->known, entry));
    return true;
}

/* Behind a comma or "of" stands what the unit is part of, or the state. */
static bool read_parent(unit_reader *r, uint32_t at) {
    const document *doc = r->work->doc;
    bool comma = document_text_is(doc, at, ","), of = document_word_is(doc, at, "of");
    if ((!comma && !of) || !r->out->echelon.size) return false;
    uint32_t first = at + 1, last;
    if (first < r->last && document_word_is(doc, first, "the")) first++;
    if (first >= r->last) return true;
    str state = state_at(r, first, r->last, &last);
    if (state.size && last == r->last)
        fill(&r->out->state, state);
    else if (!r->service)
        fill(&r->out->parent, document_words(doc, first, r->last));
    return true;
}

static void read_mention(unit_reader *r, const mention *m) {
    const document *doc = r->work->doc;
    r->last = m->last;
    for (uint32_t t = m->first; t < m->last;) {
        uint32_t last;
        if (read_parent(r, t)) return;
        str state = state_at(r, t, m->last, &last);
        if (state.size) {
            fill(&r->out->state, state);
            t = last;
        } else if (read_service(r, t, &last) || read_echelon(r, t, &last) || read_other(r, t, &last)) {
            t = last;
        } else {
            if (is_number(r, &doc->tokens.at[t])) fill(&r->out->designation, doc->tokens.at[t].word->text);
            t++;
        }
    }
}

/* "Ukraine's air force": whose it is, before the name. */
static void read_owner(unit_reader *r, const mention *m) {
    const document *doc = r->work->doc;
    if (m->first < 2 || !document_is_possessive(doc, m->first - 1)) return;
    uint32_t index = entity_mention_at(doc, m->first - 2), last;
    if (index == NONE) return;
    const mention *owner = &doc->mentions.at[index];
    if (owner->kind == KIND_unit)
        fill(&r->out->parent, document_words(doc, owner->first, owner->last));
    else
        fill(&r->out->state, state_at(r, owner->first, m->first - 1, &last));
}

/* "the 1st Battalion of the 24th Brigade", "Company B, 2nd Battalion": what it is part of, behind the name. */
static void read_whole(unit_reader *r, const mention *m) {
    const document *doc = r->work->doc;
    uint32_t end = document_sentence(doc, m->first)->last, at = m->last + 1;
    if (at >= end) return;
    bool of = document_word_is(doc, m->last, "of"), comma = r->small && document_text_is(doc, m->last, ",");
    if (!of && !comma) return;
    if (document_word_is(doc, at, "the") && at + 1 < end) at++;
    uint32_t index = entity_mention_at(doc, at);
    if (index == NONE || doc->mentions.at[index].kind != KIND_unit) return;
    fill(&r->out->parent, document_words(doc, doc->mentions.at[index].first, doc->mentions.at[index].last));
}

/* What the lists know of it goes before what its name says, but for its state, of which they only have the code. */
static void read_entry(unit_reader *r, uint32_t entry) {
    str key[] = {STR("designation"), STR("arm"), STR("echelon"), STR("parent")};
    str *field[] = {&r->out->designation, &r->out->arm, &r->out->echelon, &r->out->parent};
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) fill(field[i], attribute(r, entry, key[i]));
}

static void read_state_code(unit_reader *r, uint32_t entry) {
    str code = attribute(r, entry, STR("country"));
    if (r->out->state.size || code.size != 2) return;
    char id[] = "iso:XX";
    memcpy(id + 4, code.data, 2);
    uint32_t country = gazetteer_find(r->work->with->known, str_from(id));
    if (country != NONE) r->out->state = gazetteer_entry_name(r->work->with->known, country);
}

void entity_units(entity_work *work) {
    document *doc = work->doc;
    if (!work->with->known || !work->with->all || !doc->annotations_at) return;
    const labels *all = work->with->all;
    unit_labels known = {labels_known(all, STR("arm")),     labels_known(all, STR("echelon")),     labels_known(all, STR("subunit")),
                         labels_known(all, STR("service")), labels_known(all, STR("ship_prefix")), labels_known(all, STR("task_force"))};
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const mention *m = &doc->mentions.at[i];
        if (m->kind != KIND_unit || m->entity == NONE) continue;
        entity *e = &doc->entities.at[m->entity];
        unit_reader r = {.work = work, .known = known, .out = e->unit, .last = m->last};
        if (!r.out) {
            r.out = e->unit = ARENA_NEW(doc->memory, unit_traits);
            if (e->entry != NONE) read_entry(&r, e->entry);
        }
        read_mention(&r, m);
        read_owner(&r, m);
        read_whole(&r, m);
        if (e->entry != NONE) read_state_code(&r, e->entry);
    }
}
