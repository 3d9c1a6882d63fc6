/* gazetteer_cell.c: what both formats of lists share: names with flags, attributes, directives, and the entry made of them. */
#include <stdio.h>

#include "gazetteer/gazetteer_draft.h"
#include "gazetteer/gazetteer_number.h"

enum { NAME_LIMIT = 1024 };

/* --- flags and aliases ---------------------------------------------------------------------------------------------------------------- */

bool alias_flag(str name, draft_alias *shape, bool *has_policy) {
    static const struct {
        const char *name;
        uint8_t flag;
    } flags[] = {{"hist", ALIAS_HIST}, {"code", ALIAS_CODE}, {"weak", ALIAS_WEAK}, {"strong", ALIAS_STRONG}, {"typo", ALIAS_TYPO}};
    static const char *const policies[CASE_COUNT] = {"title", "any", "exact", "upper"};
    static const struct {
        const char *name;
        uint8_t form;
    } forms[] = {{"past", FORM_past}, {"ing", FORM_ing}, {"s", FORM_s}, {"plural", FORM_plural}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (str_is(name, flags[i].name)) {
            shape->flags = (uint8_t)(shape->flags | flags[i].flag);
            return true;
        }
    for (size_t i = 0; i < CASE_COUNT; i++)
        if (str_is(name, policies[i])) {
            shape->policy = (uint8_t)i;
            *has_policy = true;
            return true;
        }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_is(name, forms[i].name)) {
            shape->form = forms[i].form;
            return true;
        }
    return false;
}

bool entry_alias(list_reader *from, entry_parts *parts, str cell, uint8_t fixed) {
    str flags;
    str text = str_trim(cell_split(cell, '@', &flags));
    draft_alias shape = {.flags = fixed, .policy = CASE_COUNT};
    bool has_policy = false;
    while (flags.data) {
        str flag = str_trim(cell_split(flags, '@', &flags));
        if (alias_flag(flag, &shape, &has_policy)) continue;
        list_error(from, flag.data,
                   "`@" STR_FMT "` is no flag: @hist @code @weak @strong @typo @exact @upper @any @title @past @ing @s @plural are; "
                   "an @ of the name itself is written \\@",
                   STR_ARG(flag));
        return false;
    }
    const char *wrong;
    if (!cell_unescape(from->into->memory, text, &text, &wrong)) {
        list_error(from, wrong, "a backslash stands before | ; @ # or \\ only");
        return false;
    }
    if (!text.size) {
        list_error(from, cell.data, "a name is missing here");
        return false;
    }
    return entry_alias_text(from, parts, text, shape);
}

bool entry_alias_text(list_reader *from, entry_parts *parts, str text, draft_alias shape) {
    draft *into = from->into;
    if (text.size > NAME_LIMIT) {
        list_error(from, text.data, "a name has at most %d bytes, this one has %zu", NAME_LIMIT, text.size);
        return false;
    }
    if ((shape.flags & ALIAS_STRONG) && (shape.flags & ALIAS_WEAK)) {
        list_error(from, text.data, "a name is @weak or @strong, not both");
        return false;
    }
    shape.text = text;
    shape.next = NONE;
    if (from->accents) shape.flags |= ALIAS_ACCENTS;
    uint32_t index = into->aliases.count;
    VEC_PUSH(into->memory, &into->aliases, shape);
    if (parts->first_alias == NONE)
        parts->first_alias = index;
    else
        into->aliases.at[parts->last_alias].next = index;
    parts->last_alias = index;
    return true;
}

/* --- attributes ----------------------------------------------------------------------------------------------------------------------- */

static bool one_of(str value, const char *const *words) {
    for (; *words; words++)
        if (str_is(value, *words)) return true;
    return false;
}

static void list_words(const char *const *words, char *out, size_t room) {
    size_t used = 0;
    for (; *words && used < room; words++) used += (size_t)snprintf(out + used, room - used, "%s%s", used ? ", " : "", *words);
}

bool gazetteer_is_numeric(str key) {
    static const char *const numeric[] = {"lat", "lon", "pop", "low", "high", NULL};
    return one_of(key, numeric);
}

/* Only of those whose wrong value would go unseen: a number that is none, a class that nothing asks for. gazetteers/README.md has all the
 * attributes that the program reads. */
bool attribute_valid(list_reader *from, str key, str value) {
    static const char *const bounds[] = {"at_least", "at_most", "about", NULL};
    static const char *const sides[] = {"before", "after", NULL};
    char known[160];
    double number;
    bool is_number_word = str_is(from->kind, "number_word") || str_is(from->kind, "number_joiner");
    bool has_value = is_number_word || str_is(from->kind, "number_ending");
    if (gazetteer_is_numeric(key) || (has_value && str_is(key, "value"))) {
        if (str_number(value, &number)) return true;
        list_error(from, value.data, "`" STR_FMT "` is a number, not `" STR_FMT "`", STR_ARG(key), STR_ARG(value));
        return false;
    }
    const char *const *words = is_number_word && str_is(key, "class")                    ? number_class_names
                               : str_is(from->kind, "qualifier") && str_is(key, "bound") ? bounds
                               : str_is(from->kind, "qualifier") && str_is(key, "side")  ? sides
                                                                                         : NULL;
    if (!words || one_of(value, words)) return true;
    list_words(words, known, sizeof known);
    list_error(from, value.data, "`" STR_FMT "` is one of %s, not `" STR_FMT "`", STR_ARG(key), known, STR_ARG(value));
    return false;
}

bool entry_attribute_set(list_reader *from, uint32_t *first, uint32_t *last, str key, str value) {
    draft *into = from->into;
    uint32_t count = 0;
    for (uint32_t i = *first; i != NONE; i = into->attributes.at[i].next, count++)
        if (str_equal(into->attributes.at[i].key, key)) {
            into->attributes.at[i].value = value;
            return true;
        }
    if (count == ATTRIBUTE_LIMIT) {
        list_error(from, key.data, "an entry has at most %d attributes", ATTRIBUTE_LIMIT);
        return false;
    }
    draft_attribute fresh = {key, value, NONE};
    uint32_t index = into->attributes.count;
    VEC_PUSH(into->memory, &into->attributes, fresh);
    if (*first == NONE)
        *first = index;
    else
        into->attributes.at[*last].next = index;
    *last = index;
    return true;
}

bool entry_attribute(list_reader *from, uint32_t *first, uint32_t *last, str cell) {
    const char *equals = cell.size ? memchr(cell.data, '=', cell.size) : NULL;
    if (!equals) {
        list_error(from, cell.data, "an attribute is key=value, `" STR_FMT "` has no =", STR_ARG(cell));
        return false;
    }
    str key = str_trim((str){cell.data, (size_t)(equals - cell.data)});
    str value = str_trim((str){equals + 1, cell.size - (size_t)(equals + 1 - cell.data)});
    if (!label_valid(key)) {
        list_error(from, key.data, "`" STR_FMT "` is no key: letters, digits and _ make one", STR_ARG(key));
        return false;
    }
    const char *wrong;
    if (!cell_unescape(from->into->memory, value, &value, &wrong)) {
        list_error(from, wrong, "a backslash stands before | ; @ # or \\ only");
        return false;
    }
    if (!value.size) {
        list_error(from, equals, "`" STR_FMT "` has no value: leave the attribute out where it is unknown", STR_ARG(key));
        return false;
    }
    if (!attribute_valid(from, key, value)) return false;
    return entry_attribute_set(from, first, last, key, value);
}

/* --- directives ----------------------------------------------------------------------------------------------------------------------- */

static bool wrong_value(list_reader *from, str place, const char *key, str value, const char *known) {
    list_error(from, place.data, "%s is %s, not `" STR_FMT "`", key, known, STR_ARG(value));
    return false;
}

static bool set_kind(list_reader *from, str value, str place) {
    if (!label_valid(value)) return wrong_value(from, place, "a kind", value, "a name of letters, digits and _");
    from->kind = value;
    return true;
}

bool head_directive(list_reader *from, str key, str value, str place) {
    draft_alias shape = {0};
    bool has_policy = false;
    if (!value.size) {
        list_error(from, place.data, "`" STR_FMT "` has no value", STR_ARG(key));
        return false;
    }
    if (str_is(key, "kind")) return set_kind(from, value, place);
    if (str_is(key, "case")) {
        if (!alias_flag(value, &shape, &has_policy) || !has_policy)
            return wrong_value(from, place, "case", value, "title, any, exact or upper");
        from->policy = (case_policy)shape.policy;
        from->has_policy = true;
    } else if (str_is(key, "accents")) {
        if (!str_is(value, "fold") && !str_is(value, "exact")) return wrong_value(from, place, "accents", value, "fold or exact");
        from->accents = str_is(value, "exact");
    } else if (str_is(key, "inflect")) {
        if (!str_is(value, "none") && !str_is(value, "noun") && !str_is(value, "verb"))
            return wrong_value(from, place, "inflect", value, "none, noun or verb");
        from->inflect = str_is(value, "noun") ? INFLECT_noun : str_is(value, "verb") ? INFLECT_verb : INFLECT_none;
    } else if (str_is(key, "readings")) {
        if (!str_is(value, "none")) return wrong_value(from, place, "readings", value, "none");
        from->silent = true;
    } else if (str_is(key, "attr")) {
        return entry_attribute(from, &from->first_default, &from->last_default, value);
    } else if (str_is(key, "source")) {
        from->source = value;
    } else if (str_is(key, "licence")) {
        from->licence = value;
    } else if (!str_is(key, "date")) {
        list_error(from, key.data,
                   "`" STR_FMT "` is no directive: kind, case, accents, inflect, readings, attr, source, licence and date are",
                   STR_ARG(key));
        return false;
    }
    return true;
}

/* --- entries -------------------------------------------------------------------------------------------------------------------------- */

entry_parts entry_begin(void) {
    return (entry_parts){.first_alias = NONE, .last_alias = NONE, .first_attribute = NONE, .last_attribute = NONE};
}

static void settle_policy(list_reader *from, const entry_parts *parts) {
    kind is_name;
    case_policy policy = from->has_policy ? from->policy : kind_from(parts->kind, &is_name) ? CASE_title : CASE_any;
    draft_alias *aliases = from->into->aliases.at;
    for (uint32_t i = parts->first_alias; i != NONE; i = aliases[i].next)
        if (aliases[i].policy == CASE_COUNT) aliases[i].policy = (uint8_t)policy;
}

/* A form that an alias flagged as irregular gives: those that stand between it and the next unflagged one. */
static bool has_irregular(const draft *in, uint32_t alias, uint8_t form, uint32_t end) {
    for (uint32_t i = in->aliases.at[alias].next; i != NONE && i != end && in->aliases.at[i].form != FORM_base; i = in->aliases.at[i].next)
        if (in->aliases.at[i].form == form) return true;
    return false;
}

static void add_regular(list_reader *from, entry_parts *parts) {
    static const uint8_t forms[3][3] = {[INFLECT_noun] = {FORM_plural}, [INFLECT_verb] = {FORM_s, FORM_past, FORM_ing}};
    draft *into = from->into;
    uint32_t written_last = parts->last_alias;
    for (uint32_t i = parts->first_alias; i != NONE; i = into->aliases.at[i].next) {
        draft_alias base = into->aliases.at[i];
        for (int f = 0; f < 3 && base.form == FORM_base && forms[from->inflect][f]; f++) {
            uint8_t form = forms[from->inflect][f];
            if (has_irregular(into, i, form, into->aliases.at[written_last].next)) continue;
            str text = inflect_regular(into->memory, base.text, from->inflect, form);
            draft_alias made = base;
            made.form = form;
            made.flags |= ALIAS_MADE;
            if (text.size) entry_alias_text(from, parts, text, made);
        }
        if (i == written_last) break;
    }
}

void entry_add(list_reader *from, entry_parts *parts) {
    settle_policy(from, parts);
    if (from->inflect != INFLECT_none) add_regular(from, parts);
    draft *into = from->into;
    for (uint32_t i = from->first_default; i != NONE; i = into->attributes.at[i].next) {
        bool known = false;
        for (uint32_t j = parts->first_attribute; j != NONE && !known; j = into->attributes.at[j].next)
            known = str_equal(into->attributes.at[j].key, into->attributes.at[i].key);
        if (!known)
            entry_attribute_set(from, &parts->first_attribute, &parts->last_attribute, into->attributes.at[i].key,
                                into->attributes.at[i].value);
    }
    draft_place(from, parts);
}
