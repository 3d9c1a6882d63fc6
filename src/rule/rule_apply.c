/* rule_apply.c: what a match makes. A match that makes nothing new changes nothing, which is what ends the rounds of a repeating phase. */
#include <math.h>

#include "rule/rule_matcher.h"

static bool took_part(const rule_matcher *m, uint32_t capture) {
    return m->captures[capture].first < m->captures[capture].last;
}

/* --- values ---------------------------------------------------------------------------------------------------------------------- */

static str number_text(arena *memory, double value) {
    if (value == floor(value) && fabs(value) < 1e15) return arena_printf(memory, "%.0f", value);
    char digits[NUMBER_BYTES];
    return arena_str(memory, (str){digits, str_put_number(digits, value)});
}

/* The words, which are at least two, as one entry. */
static uint32_t find_phrase(rule_matcher *m, const rule_map *map, const word *const *words, uint32_t count) {
    char buffer[WORD_LIMIT * 3];
    str whole = arena_str(m->memory, rule_key(words[0], buffer));
    for (uint32_t i = 1; i < count; i++)
        whole = arena_printf(m->memory, STR_FMT " " STR_FMT, STR_ARG(whole), STR_ARG(rule_key(words[i], buffer)));
    return rule_map_find(map, whole);
}

/* The map's value of a text: of all its words, as far as these may be an entry (else NULL), else of the last, else of the first. */
static bool map_words(rule_matcher *m, const rule_map *map, const word *const *all, uint32_t count, const word *first, const word *last,
                      str *out) {
    char buffer[WORD_LIMIT * 3];
    uint32_t found = all && count > 1 ? find_phrase(m, map, all, count) : NONE;
    if (found == NONE) found = rule_map_find(map, rule_key(last, buffer));
    if (found == NONE) found = rule_map_find(map, rule_key(first, buffer));
    if (found == NONE) return false;
    *out = map->entries.at[found].value;
    return true;
}

static bool map_span(rule_matcher *m, const rule_map *map, uint32_t first, uint32_t last, str *out) {
    const token *tokens = m->doc->tokens.at;
    uint32_t count = last - first;
    const word **all = count <= map->longest ? arena_alloc(m->memory, sizeof *all * count) : NULL;
    for (uint32_t i = 0; all && i < count; i++) all[i] = tokens[first + i].word;
    return map_words(m, map, all, count, tokens[first].word, tokens[last - 1].word, out);
}

static bool map_text(rule_matcher *m, const rule_map *map, str text, str *out) {
    const word **words;
    uint32_t count = token_words(m->lexicon, m->memory, text, &words);
    return count && map_words(m, map, count <= map->longest ? words : NULL, count, words[0], words[count - 1], out);
}

static bool feature_slot(rule_matcher *m, const rule_value *value, slot *out) {
    uint32_t index = m->captures[value->capture].annotation;
    feature_value found;
    if (index == NONE || !rule_feature(m->doc, m->rules, &m->doc->annotations.at[index], value->key, value->known, &found)) return false;
    if (value->map != NONE) {
        str text = found.is_number ? number_text(m->memory, found.number) : found.text;
        return map_text(m, m->rules->maps.at[value->map], text, &out->text);
    }
    out->first = found.first;
    out->last = found.last;
    if (found.last <= found.first) out->text = found.is_number ? number_text(m->memory, found.number) : found.text;
    return true;
}

/* Fills a slot; false if what it takes did not take part. */
static bool fill_slot(rule_matcher *m, const assignment *from, slot *out) {
    const rule_value *value = &from->value;
    *out = (slot){.key = from->key};
    if (value->type == VALUE_text) {
        out->text = value->text;
        return true;
    }
    if (!took_part(m, value->capture)) return false;
    if (value->type == VALUE_feature) return feature_slot(m, value, out);
    const captured *span = &m->captures[value->capture];
    if (value->map != NONE) return map_span(m, m->rules->maps.at[value->map], span->first, span->last, &out->text);
    out->first = span->first;
    out->last = span->last;
    return true;
}

static bool same_slot(const slot *a, const slot *b) {
    return str_equal(a->key, b->key) && str_equal(a->text, b->text) && a->first == b->first && a->last == b->last;
}

/* --- make ------------------------------------------------------------------------------------------------------------------------ */

/* Made before, or no room for more at this token. */
static bool is_known(const document *doc, const annotation *made) {
    uint32_t pile = 0;
    for (uint32_t i = doc->annotations_at ? doc->annotations_at[made->first] : NONE; i != NONE; i = doc->annotations.at[i].next) {
        const annotation *a = &doc->annotations.at[i];
        if (++pile >= PILE_LIMIT) return true;
        if (a->label != made->label || a->last != made->last || a->rule != made->rule || a->slot_count != made->slot_count) continue;
        uint16_t same = 0;
        while (same < a->slot_count && same_slot(&a->slots[same], &made->slots[same])) same++;
        if (same == a->slot_count) return true;
    }
    return false;
}

/* Small values after each other must not cancel each other out. */
static uint64_t mix(uint64_t seen, uint64_t value) {
    return ((seen << 23 | seen >> 41) ^ value) * 0x9E3779B97F4A7C15ull;
}

/* What conditions can see of a slot: that it is there and, where they ask what it says and the rule does not say it, its text. */
static uint64_t see_slot(const rule_matcher *m, uint64_t seen, const assignment *from, uint32_t index, const slot *filled) {
    if (from->asked == ASKED_not) return seen;
    seen = mix(seen, index + 1);
    if (from->asked == ASKED_whether || from->value.type == VALUE_text) return seen;
    return mix(seen, str_hash(filled->first < filled->last ? document_span(m->doc, filled->first, filled->last) : filled->text));
}

static bool make(rule_matcher *m, uint32_t rule, const action *what, uint32_t first, uint32_t last, uint32_t match_index) {
    annotation made = {.first = first, .last = last, .entry = NONE, .number = NONE, .rule = rule, .match = match_index};
    made.label = what->label;
    made.origin = ORIGIN_rule;
    if (what->capture != NONE) {
        if (!took_part(m, what->capture)) return false;
        made.first = m->captures[what->capture].first;
        made.last = m->captures[what->capture].last;
    }
    if (made.label >= LABEL_maybe_person && made.label <= LABEL_maybe_weapon) made.flags |= ANNOTATION_WEAK;
    if (what->assignments.count) made.slots = arena_alloc(m->memory, sizeof(slot) * what->assignments.count);
    uint64_t seen = mix(mix(1, what->number), what->length_asked ? made.last - made.first : 0);
    for (uint32_t i = 0; i < what->assignments.count; i++) {
        slot *filled = &made.slots[made.slot_count];
        if (!fill_slot(m, &what->assignments.at[i], filled)) continue;
        seen = see_slot(m, seen, &what->assignments.at[i], i, filled);
        made.slot_count++;
    }
    if (is_known(m->doc, &made)) return false;
    rule_cover_add(m, document_annotate(m->doc, made), seen);
    return true;
}

/* --- set, drop ------------------------------------------------------------------------------------------------------------------- */

static bool set_slot(rule_matcher *m, annotation *a, const slot *value) {
    for (uint16_t i = 0; i < a->slot_count; i++) {
        if (!str_equal(a->slots[i].key, value->key)) continue;
        if (same_slot(&a->slots[i], value)) return false;
        a->slots[i] = *value;
        return true;
    }
    if (a->slot_count == 64) return false;
    slot *grown = arena_alloc(m->memory, sizeof(slot) * (a->slot_count + 1u));
    if (a->slot_count) memcpy(grown, a->slots, sizeof(slot) * a->slot_count);
    grown[a->slot_count++] = *value;
    a->slots = grown;
    return true;
}

static bool set_features(rule_matcher *m, const action *what) {
    uint32_t index = m->captures[what->capture].annotation;
    bool changed = false;
    if (!took_part(m, what->capture) || index == NONE) return false;
    for (uint32_t i = 0; i < what->assignments.count; i++) {
        slot value;
        if (fill_slot(m, &what->assignments.at[i], &value)) changed |= set_slot(m, &m->doc->annotations.at[index], &value);
    }
    if (changed) rule_cover_change(m, index);
    return changed;
}

static bool drop(rule_matcher *m, const action *what) {
    uint32_t index = m->captures[what->capture].annotation;
    if (!took_part(m, what->capture) || index == NONE) return false;
    annotation *a = &m->doc->annotations.at[index];
    if (a->flags & ANNOTATION_RETIRED) return false;
    a->flags |= ANNOTATION_RETIRED;
    rule_cover_change(m, index);
    return true;
}

/* --- matches --------------------------------------------------------------------------------------------------------------------- */

static uint32_t record_match(rule_matcher *m, uint32_t rule, uint32_t first, uint32_t last) {
    const rule_item *item = &m->rules->rules.at[rule];
    match made = {.rule = rule, .first = first, .last = last};
    made.captures = ARENA_ARRAY(m->memory, slot, item->captures.count + 1);
    for (uint32_t i = 0; i < item->captures.count; i++)
        if (took_part(m, i))
            made.captures[made.capture_count++] =
                (slot){.key = item->captures.at[i], .first = m->captures[i].first, .last = m->captures[i].last};
    VEC_PUSH(m->memory, &m->doc->matches, made);
    return m->doc->matches.count - 1;
}

/* A match that was recorded in an earlier round and makes nothing new is not recorded again. */
bool rule_apply(rule_matcher *m, uint32_t rule, uint32_t first, uint32_t last, bool trace) {
    const rule_item *item = &m->rules->rules.at[rule];
    uint32_t index = trace ? record_match(m, rule, first, last) : NONE;
    bool changed = false;
    for (uint32_t i = 0; i < item->actions.count; i++) {
        const action *what = &item->actions.at[i];
        if (what->if_capture != NONE && !took_part(m, what->if_capture)) continue;
        if (what->type == ACTION_make)
            changed |= make(m, rule, what, first, last, index);
        else if (what->type == ACTION_set)
            changed |= set_features(m, what);
        else
            changed |= drop(m, what);
    }
    if (trace && !changed && index == m->doc->matches.count - 1) m->doc->matches.count--;
    return changed;
}
