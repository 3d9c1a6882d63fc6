/* rule_resolve.c: the captures that a rule's actions name, and the words of the record that they give. */
#include "rule/rule_internal.h"

static str capture_at(const void *names, uint32_t index) {
    return ((const rule_item *)names)->captures.at[index];
}

static uint32_t find_capture(const rule_item *item, str name) {
    for (uint32_t i = 0; i < item->captures.count; i++)
        if (str_equal(item->captures.at[i], name)) return i;
    return NONE;
}

static uint32_t capture_named(builder *build, const rule_item *item, str name, place_in place) {
    uint32_t found = find_capture(item, name);
    if (found != NONE) return found;
    str like = rule_nearest(name, capture_at, item, item->captures.count);
    if (like.data)
        rule_refuse(build, place, "no capture `" STR_FMT "` in the pattern; did you mean `" STR_FMT "`", STR_ARG(name), STR_ARG(like));
    rule_refuse(build, place, "no capture `" STR_FMT "` in the pattern; a text is written \"" STR_FMT "\"", STR_ARG(name), STR_ARG(name));
}

static void need_annotation(builder *build, const rule_item *item, uint32_t capture, place_in place) {
    if (item->annotated >> capture & 1) return;
    str name = item->captures.at[capture];
    rule_refuse(build, place, "capture `" STR_FMT "` holds no annotation, such as " STR_FMT ":@label", STR_ARG(name), STR_ARG(name));
}

/* Keys of facts whose value is a word of the record: another would be lost without a word. */
static const struct {
    const char *label, *key;
    const char *const *words;
} recorded[] = {{"figure", "measure", measure_words},
                {"figure", "unit", unit_words},
                {"figure", "qualifier", qualifier_words + 1},
                {"quote", "stance", stance_words}};

static str join_words(arena *memory, const char *const *words) {
    str all = STR_NONE;
    for (size_t i = 0; words[i]; i++) all = arena_printf(memory, STR_FMT "%s%s", STR_ARG(all), i ? ", " : "", words[i]);
    return all;
}

static bool is_one_of(const char *const *words, str word) {
    for (size_t i = 0; words[i]; i++)
        if (str_is(word, words[i])) return true;
    return false;
}

static void need_recorded_word(builder *build, const action *made, const assignment *given) {
    const rule_value *value = &given->value;
    for (size_t i = 0; i < sizeof recorded / sizeof *recorded; i++) {
        if (!str_is(made->label_name, recorded[i].label) || !str_is(given->key, recorded[i].key)) continue;
        if (is_one_of(recorded[i].words, value->text)) return;
        rule_refuse(build, value->place, "`" STR_FMT "` is no %s of a %s: " STR_FMT, STR_ARG(value->text), recorded[i].key,
                    recorded[i].label, STR_ARG(join_words(build->memory, recorded[i].words)));
    }
}

static void resolve_action(builder *build, const rule_item *item, action *made) {
    if (made->capture_name.size) made->capture = capture_named(build, item, made->capture_name, made->capture_place);
    if (made->if_name.size) made->if_capture = capture_named(build, item, made->if_name, made->if_place);
    if (made->type != ACTION_make) need_annotation(build, item, made->capture, made->capture_place);
    for (uint32_t i = 0; i < made->assignments.count; i++) {
        rule_value *value = &made->assignments.at[i].value;
        if (value->type == VALUE_text) {
            need_recorded_word(build, made, &made->assignments.at[i]);
            continue;
        }
        value->capture = capture_named(build, item, value->name, value->place);
        if (value->type == VALUE_feature) need_annotation(build, item, value->capture, value->place);
    }
}

void rule_resolve_actions(builder *build, rule_item *item) {
    for (uint32_t i = 0; i < item->actions.count; i++) resolve_action(build, item, &item->actions.at[i]);
}
