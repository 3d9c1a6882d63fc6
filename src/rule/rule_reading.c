/* rule_reading.c: what an annotation is to the rules: its label and which of the conditions on that label it fulfils, as a number. Each
 * condition is asked of an annotation once, whatever the number of rules, phases and tokens; of a reading of a list it is asked once for
 * all documents. */
#include "rule/rule_matcher.h"

/* The number of the label and fits in m->scratch. */
static uint32_t intern_reading(rule_matcher *m) {
    bool is_new;
    uint32_t reading = intern_sequence(m->memory, &m->readings, m->scratch.at, m->scratch.count, &is_new);
    if (!is_new) return reading;
    uint32_t words = m->rules->fit_words;
    POOL_RESERVE(m->memory, &m->reading_bits, ((size_t)reading + 1) * words);
    uint64_t *bits = m->reading_bits.at + (size_t)reading * words;
    memset(bits, 0, words * sizeof *bits);
    for (uint32_t i = 1; i < m->scratch.count; i++) bits[m->scratch.at[i] / 64] |= 1ull << (m->scratch.at[i] % 64);
    return reading;
}

/* Conditions that only phases before `phase_index` ask are left out. */
static uint32_t ask(rule_matcher *m, const annotation *a, uint32_t phase_index) {
    m->scratch.count = 0;
    POOL_PUSH(m->memory, &m->scratch, a->label);
    const index_list *fits = &m->rules->label_fits[a->label];
    for (uint32_t i = 0; i < fits->count; i++) {
        const fit *one = &m->rules->fits.at[fits->at[i]];
        if (one->until > phase_index && rule_features_hold(m, a, one->on)) POOL_PUSH(m->memory, &m->scratch, fits->at[i]);
    }
    return intern_reading(m);
}

/* Of a plain reading of a list the answers are always the same: they are kept. Aliases differ in length, which may be asked, too. */
static uint32_t ask_of_entry(rule_matcher *m, const annotation *a) {
    uint16_t form = (uint16_t)(a->form + 8 * (a->last - a->first));
    uint32_t at = ((a->entry * 8 + form) * 0x9E3779B1u ^ a->label * 0xC2B2AE35u) >> (32 - READING_BITS);
    known_reading *kept = &m->known_readings[at];
    if (kept->entry != a->entry + 1 || kept->label != a->label || kept->form != form)
        *kept = (known_reading){a->entry + 1, a->label, form, ask(m, a, 0)};
    return kept->reading;
}

static uint64_t see(uint64_t seen, const void *data, size_t size) {
    return (seen ^ str_hash((str){data, size})) * 0x9E3779B97F4A7C15ull;
}

/* All that conditions can see of an annotation whose slots are texts; false if one is a span. */
static bool see_annotation(const rule_matcher *m, const annotation *a, uint64_t *seen) {
    uint32_t plain[] = {a->label, a->entry, a->form, a->last - a->first, a->number == NONE, UINT32_MAX};
    *seen = see(UINT32_MAX, plain, sizeof plain);
    if (a->number != NONE) {
        const number *n = &m->doc->numbers.at[a->number];
        double values[] = {n->has_low ? n->low : 0, n->has_high ? n->high : 0};
        uint8_t flags[] = {n->has_low, n->has_high, n->exact, n->ordinal, n->year, n->percent, n->spelled, (uint8_t)n->qualifier};
        *seen = see(see(*seen, values, sizeof values), flags, sizeof flags);
    }
    for (uint16_t i = 0; i < a->slot_count; i++) {
        if (a->slots[i].first < a->slots[i].last) return false;
        *seen = see(see(*seen, a->slots[i].key.data, a->slots[i].key.size), a->slots[i].text.data, a->slots[i].text.size);
    }
    return true;
}

static uint32_t *reading_slot(rule_matcher *m, uint32_t index) {
    POOL_RESERVE(m->memory, &m->reading_of, (size_t)index + 1);
    while (m->reading_of.count <= index) m->reading_of.at[m->reading_of.count++] = NONE;
    return &m->reading_of.at[index];
}

static uint32_t ask_once(rule_matcher *m, const annotation *a, uint64_t seen, uint32_t from_phase) {
    const uint32_t *known = table_find(&m->made_readings, seen);
    if (known) return *known;
    uint32_t reading = ask(m, a, from_phase);
    table_set(m->memory, &m->made_readings, seen, reading);
    return reading;
}

uint32_t rule_reading(rule_matcher *m, uint32_t index) {
    uint32_t *reading = reading_slot(m, index);
    if (*reading != NONE) return *reading;
    const annotation *a = &m->doc->annotations.at[index];
    uint64_t seen;
    if (a->entry != NONE && !a->slot_count && a->number == NONE && a->last - a->first < 4096)
        *reading = ask_of_entry(m, a);
    else
        *reading = see_annotation(m, a, &seen) ? ask_once(m, a, seen, 0) : ask(m, a, 0);
    return *reading;
}

uint32_t rule_made_reading(rule_matcher *m, uint32_t index, uint64_t seen) {
    uint32_t phase_index = (uint32_t)(m->phase - m->rules->phases.at);
    return *reading_slot(m, index) = ask_once(m, &m->doc->annotations.at[index], seen, phase_index);
}

/* --- what conditions can see of what a rule makes --------------------------------------------------------------------------------- */

typedef struct asked_key {
    str key;
    feature_key known;
    asked_how how;
} asked_key;
typedef VEC(asked_key) asked_keys;

static void collect_keys(const ruleset *set, const condition *on, asked_keys *out) {
    for (uint32_t i = 0; i < on->count; i++) collect_keys(set, on->items[i], out);
    if (on->type != CONDITION_feature) return;
    asked_how how = on->feature.compare == COMPARE_has ? ASKED_whether : ASKED_what;
    for (uint32_t i = 0; i < out->count; i++) {
        if (!str_equal(out->at[i].key, on->feature.key)) continue;
        if (out->at[i].how < how) out->at[i].how = how;
        return;
    }
    VEC_PUSH(set->memory, out, ((asked_key){on->feature.key, on->feature.known, how}));
}

static asked_keys keys_of_label(const ruleset *set, uint32_t of) {
    asked_keys made = {0};
    for (uint32_t i = 0; i < set->label_fits[of].count; i++) collect_keys(set, set->fits.at[set->label_fits[of].at[i]].on, &made);
    return made;
}

static void note_action(const asked_keys *keys, action *what) {
    for (uint32_t k = 0; k < keys->count; k++) {
        what->length_asked |= keys->at[k].known == KEY_length;
        for (uint32_t i = 0; i < what->assignments.count; i++)
            if (str_equal(what->assignments.at[i].key, keys->at[k].key)) what->assignments.at[i].asked = keys->at[k].how;
    }
}

void rule_note_asked(ruleset *set) {
    asked_keys *keys = ARENA_ARRAY(set->memory, asked_keys, set->label_limit + 1);
    for (uint32_t i = 0; i < set->label_limit; i++) keys[i] = keys_of_label(set, i);
    uint32_t number = 0;
    for (uint32_t i = 0; i < set->rules.count; i++)
        for (uint32_t j = 0; j < set->rules.at[i].actions.count; j++) {
            action *what = &set->rules.at[i].actions.at[j];
            what->number = number++;
            if (what->type == ACTION_make) note_action(&keys[what->label], what);
        }
}
