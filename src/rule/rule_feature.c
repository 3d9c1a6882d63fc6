/* rule_feature.c: what an annotation says of itself: its slots, the number it stands for, the list entry it comes from. */
#include "rule/rule_matcher.h"

static const char *const forms[] = {"base", "s", "past", "ing", "plural"};

static bool as_number(double value, feature_value *out) {
    out->is_number = true;
    out->number = value;
    return true;
}

static bool as_text(str text, feature_value *out) {
    out->text = text;
    return text.data != NULL;
}

static bool as_flag(bool holds, feature_value *out) {
    return holds && as_text(STR("1"), out);
}

feature_key rule_known_key(str key) {
    static const char *const names[] = {"",     "length",  "low",   "high",    "value", "qualifier", "ordinal",
                                        "year", "percent", "exact", "spelled", "form",  "name",      "id"};
    for (uint32_t i = KEY_length; i <= KEY_id; i++)
        if (str_is(key, names[i])) return (feature_key)i;
    return KEY_other;
}

static bool number_feature(const number *n, feature_key key, feature_value *out) {
    switch (key) {
    case KEY_low: return n->has_low && as_number(n->low, out);
    case KEY_high: return n->has_high && as_number(n->high, out);
    case KEY_value: return n->has_low && n->has_high && n->low == n->high && as_number(n->low, out);
    case KEY_qualifier: return n->qualifier != QUALIFIER_none && as_text(str_from(qualifier_name(n->qualifier)), out);
    case KEY_ordinal: return as_flag(n->ordinal, out);
    case KEY_year: return as_flag(n->year, out);
    case KEY_percent: return as_flag(n->percent, out);
    case KEY_exact: return as_flag(n->exact, out);
    case KEY_spelled: return as_flag(n->spelled, out);
    default: return false;
    }
}

static bool entry_feature(const ruleset *set, const annotation *a, str key, feature_key known, feature_value *out) {
    if (known == KEY_form) return a->form < sizeof forms / sizeof *forms && as_text(str_from(forms[a->form]), out);
    if (!set->known) return false;
    if (known == KEY_name) return as_text(gazetteer_entry_get(set->known, a->entry).name, out);
    if (known == KEY_id) return as_text(gazetteer_entry_get(set->known, a->entry).id, out);
    return as_text(gazetteer_attribute(set->known, a->entry, key), out);
}

bool rule_feature(const document *doc, const ruleset *set, const annotation *a, str key, feature_key known, feature_value *out) {
    *out = (feature_value){0};
    const slot *own = annotation_slot(a, key);
    if (own && own->last > own->first) {
        *out = (feature_value){.text = document_span(doc, own->first, own->last), .first = own->first, .last = own->last};
        return true;
    }
    if (own) return as_text(own->text.data ? own->text : STR(""), out);
    if (known == KEY_length) return as_number(a->last - a->first, out);
    if (known != KEY_other && a->number != NONE && a->number < doc->numbers.count &&
        number_feature(&doc->numbers.at[a->number], known, out))
        return true;
    return a->entry != NONE && entry_feature(set, a, key, known, out);
}

static bool in_list(const feature *wanted, str item) {
    if (str_list_has(wanted->value, '|', item)) return true;
    double value;
    return wanted->numeric && str_number(item, &value) && value == wanted->number;
}

static bool equals(const feature *wanted, const feature_value *value) {
    if (value->is_number) {
        double other;
        for (str rest = wanted->value; rest.data;)
            if (str_number(str_split(rest, '|', &rest), &other) && other == value->number) return true;
        return false;
    }
    for (str rest = value->text; rest.data;)
        if (in_list(wanted, str_split(rest, '|', &rest))) return true;
    return false;
}

static bool matches(const rule_matcher *m, const feature *wanted, const feature_value *value) {
    for (str rest = value->text; rest.data;)
        if (rule_regex_matches(m, wanted->regex, str_split(rest, '|', &rest))) return true;
    return false;
}

static bool feature_holds(const rule_matcher *m, const annotation *a, const feature *wanted) {
    feature_value value;
    if (!rule_feature(m->doc, m->rules, a, wanted->key, wanted->known, &value)) return wanted->compare == COMPARE_unequal;
    switch (wanted->compare) {
    case COMPARE_has: return true;
    case COMPARE_equal: return equals(wanted, &value);
    case COMPARE_unequal: return !equals(wanted, &value);
    case COMPARE_regex: return matches(m, wanted, &value);
    default: break;
    }
    if (!value.is_number && !str_number(value.text, &value.number)) return false;
    return rule_compares(wanted->compare, value.number, wanted->number);
}

bool rule_features_hold(const rule_matcher *m, const annotation *a, const condition *on) {
    switch (on->type) {
    case CONDITION_feature: return feature_holds(m, a, &on->feature);
    case CONDITION_not: return !rule_features_hold(m, a, on->items[0]);
    case CONDITION_and:
        for (uint32_t i = 0; i < on->count; i++)
            if (!rule_features_hold(m, a, on->items[i])) return false;
        return true;
    case CONDITION_or:
        for (uint32_t i = 0; i < on->count; i++)
            if (rule_features_hold(m, a, on->items[i])) return true;
        return false;
    default: return true;
    }
}
