/* rule_resolve.c: the captures that a rule's actions name, and the words of the record that they give. */
#include "rule/rule_program.h"

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

/* The value of a `make`'s key that stands there as text; none if it does not. */
static str text_given(const action *made, str key) {
    for (uint32_t i = 0; i < made->assignments.count; i++) {
        const assignment *one = &made->assignments.at[i];
        if (str_equal(one->key, key) && one->value.type == VALUE_text) return one->value.text;
    }
    return STR_NONE;
}

/* The one unit that a condition asks of an annotation, or none: "@counted{unit=people & class=dead}". */
static str unit_asked(const condition *on) {
    if (on && on->type == CONDITION_feature)
        return on->feature.compare == COMPARE_equal && str_is(on->feature.key, "unit") ? on->feature.value : STR_NONE;
    str found = STR_NONE;
    for (uint32_t i = 0; on && on->type == CONDITION_and && i < on->count && !found.size; i++) found = unit_asked(on->items[i]);
    return found;
}

/* The same of what a capture holds, where it is one annotation; of a name that captures in several places, of the first that asks for one.
 */
static str unit_captured(const node *in, str capture) {
    str found = STR_NONE;
    if (in->type == NODE_capture && str_equal(in->name, capture) && in->items[0]->type == NODE_annotation)
        return unit_asked(in->items[0]->condition);
    for (uint32_t i = 0; i < in->count && !found.size; i++) found = unit_captured(in->items[i], capture);
    return found;
}

/* A measure that cannot be told of the unit counted is lost: the figure gets the measure `other`. */
static void warn_of_measure(builder *build, const rule_item *item, const action *made) {
    measure what;
    unit said;
    if (!str_is(made->label_name, "figure") || !measure_from(text_given(made, STR("measure")), &what) || what == MEASURE_other) return;
    str told = text_given(made, STR("unit"));
    if (!told.size && made->capture_name.size) told = unit_captured(item->pattern, made->capture_name);
    if (!unit_from(told, &said) || said == measure_unit(what)) return;
    rule_warn(build, made->capture_place, "`%s` is a measure of %s: a figure of the unit %s gets the measure `other`", measure_name(what),
              unit_name(measure_unit(what)), unit_name(said));
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
    if (made->type == ACTION_make) warn_of_measure(build, item, made);
}

void rule_resolve_actions(builder *build, rule_item *item) {
    for (uint32_t i = 0; i < item->actions.count; i++) resolve_action(build, item, &item->actions.at[i]);
}
