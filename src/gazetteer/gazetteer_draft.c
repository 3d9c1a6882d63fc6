/* gazetteer_draft.c: gathers the entries of all lists and settles what lies over what.
 *
 * A layer is a data folder. An entry with an id that a layer below has replaces that one; inside a layer a name that comes twice without an
 * id of its own is one entry with the aliases and attributes of both. What a layer retires is settled when it ends, in one pass over the
 * layers below.
 */
#include "gazetteer/gazetteer_draft.h"

/* --- entries ----------------------------------------------------------------------------------------------------------------------- */

void draft_init(draft *into, arena *memory, finding_sink sink) {
    memset(into, 0, sizeof *into);
    into->memory = memory;
    into->sink = sink;
    str_table_init(&into->kinds, memory);
    str_table_init(&into->ids, memory);
    str_table_init(&into->silent, memory);
    str_table_init(&into->ordinary, memory);
}

static str join_id(arena *memory, str kind, str name) {
    return arena_join(memory, (str[]){kind, name}, 2, STR(":"));
}

/* Whether an entry takes one more attribute: it has none of that key, and room. */
static bool takes_attribute(const draft *in, uint32_t chain, str key) {
    uint32_t count = 0;
    for (uint32_t i = chain; i != NONE; i = in->attributes.at[i].next, count++)
        if (str_equal(in->attributes.at[i].key, key)) return false;
    return count < ATTRIBUTE_LIMIT;
}

static void merge_into(list_reader *from, draft_entry *old, const entry_parts *parts) {
    draft *into = from->into;
    into->aliases.at[old->last_alias].next = parts->first_alias;
    old->last_alias = parts->last_alias;
    for (uint32_t i = parts->first_attribute; i != NONE;) {
        uint32_t next = into->attributes.at[i].next;
        if (takes_attribute(into, old->first_attribute, into->attributes.at[i].key)) {
            into->attributes.at[i].next = NONE;
            if (old->first_attribute == NONE)
                old->first_attribute = i;
            else
                into->attributes.at[old->last_attribute].next = i;
            old->last_attribute = i;
        }
        i = next;
    }
}

static uint32_t alias_count(const draft *in, uint32_t alias) {
    uint32_t count = 0;
    for (; alias != NONE; alias = in->aliases.at[alias].next) count++;
    return count;
}

/* A user's entry lies over ours as a whole: that he writes fewer names may not be what he means. */
static void tell_replaced(list_reader *from, const entry_parts *parts, const draft_entry *old) {
    const draft *into = from->into;
    uint32_t before = alias_count(into, old->first_alias), now = alias_count(into, parts->first_alias);
    if (before <= now) return;
    const draft_list *list = &into->lists.at[old->list];
    list_warning(from, parts->name_place.data,
                 "`" STR_FMT "` replaces the entry at " STR_FMT
                 ":%u, which has %u names to the %u here: write again those that are to stay",
                 STR_ARG(parts->name), STR_ARG(list->path), old->line, before, now);
}

/* A name that a list by hand and a bulk list of ours have: that is no news, and the entry has the names of both. */
static bool is_known_double(const list_reader *from, const draft_list *other) {
    return from->into->layer == 0 && (str_ends(from->path, STR(".tsv")) || str_ends(other->path, STR(".tsv")));
}

/* What an id that is known already means: true if nothing new is to be made. */
static bool settle_known_id(list_reader *from, const entry_parts *parts, uint32_t old_index, bool named_id) {
    draft *into = from->into;
    draft_entry *old = &into->entries.at[old_index];
    if (old_index < into->layer_start) {
        if (!old->gone) tell_replaced(from, parts, old);
        old->gone = true;
        return false;
    }
    const draft_list *list = &into->lists.at[old->list];
    if (named_id || old->named_id) {
        list_error(from, parts->name_place.data, "the id `" STR_FMT "` is taken by " STR_FMT ":%u: give one of the two another id",
                   STR_ARG(parts->id), STR_ARG(list->path), old->line);
        return true;
    }
    if (!is_known_double(from, list))
        list_warning(from, parts->name_place.data,
                     "`" STR_FMT "` stands at " STR_FMT ":%u already, the two are taken as one: give one an id= if they are different",
                     STR_ARG(parts->name), STR_ARG(list->path), old->line);
    merge_into(from, old, parts);
    return true;
}

static uint32_t list_number(list_reader *from) {
    if (from->list == NONE) {
        from->list = from->into->lists.count;
        draft_list list = {from->relative, from->path, from->source, from->licence, from->into->layer};
        VEC_PUSH(from->into->memory, &from->into->lists, list);
    }
    return from->list;
}

void draft_place(list_reader *from, entry_parts *parts) {
    draft *into = from->into;
    bool named_id = parts->id.size != 0;
    if (from->silent) str_table_add(&into->silent, parts->kind);
    if (!named_id) parts->id = join_id(into->memory, parts->kind, parts->name);
    uint32_t id = str_table_add(&into->ids, parts->id);
    uint32_t list = list_number(from);
    bool known = id < into->id_entries.count;
    if (known && settle_known_id(from, parts, into->id_entries.at[id], named_id)) return;
    draft_entry fresh = {.id = parts->id,
                         .name = parts->name,
                         .kind = str_table_add(&into->kinds, parts->kind),
                         .list = list,
                         .line = from->line,
                         .first_alias = parts->first_alias,
                         .last_alias = parts->last_alias,
                         .first_attribute = parts->first_attribute,
                         .last_attribute = parts->last_attribute,
                         .named_id = named_id};
    if (known)
        into->id_entries.at[id] = into->entries.count;
    else
        VEC_PUSH(into->memory, &into->id_entries, into->entries.count);
    VEC_PUSH(into->memory, &into->entries, fresh);
}

/* --- layers ------------------------------------------------------------------------------------------------------------------------ */

void list_retire(list_reader *from, str kind, str name, str id) {
    draft_retirement wish = {kind, name, id, from->path, from->line, from->at};
    VEC_PUSH(from->into->memory, &from->into->retirements, wish);
}

static void report_idle(draft *into, const draft_retirement *wish) {
    str message =
        wish->id.size
            ? arena_printf(into->memory, "no entry has the id `" STR_FMT "` in the folders below: nothing is retired", STR_ARG(wish->id))
            : arena_printf(into->memory, "no entry of kind `" STR_FMT "` is named `" STR_FMT "` in the folders below: nothing is retired",
                           STR_ARG(wish->kind), STR_ARG(wish->name));
    draft_report(into, true, &(list_place){wish->path, wish->text, wish->line, 1}, message.data);
}

void draft_close_layer(draft *into) {
    str_table wishes;
    str_table_init(&wishes, into->memory);
    for (uint32_t i = 0; i < into->retirements.count; i++) {
        const draft_retirement *wish = &into->retirements.at[i];
        str_table_add(&wishes, wish->id.size ? wish->id : join_id(into->memory, wish->kind, wish->name));
    }
    bool *met = ARENA_ARRAY(into->memory, bool, wishes.keys.count + 1);
    for (uint32_t i = 0; wishes.keys.count && i < into->layer_start; i++) {
        draft_entry *entry = &into->entries.at[i];
        if (entry->gone) continue;
        arena_mark here = arena_here(into->memory);
        uint32_t by_id = str_table_find(&wishes, entry->id);
        uint32_t by_name =
            entry->named_id ? str_table_find(&wishes, join_id(into->memory, into->kinds.keys.at[entry->kind], entry->name)) : by_id;
        arena_release(into->memory, here);
        if (by_id != NONE) met[by_id] = entry->gone = true;
        if (by_name != NONE) met[by_name] = entry->gone = true;
    }
    for (uint32_t i = 0; i < into->retirements.count; i++) {
        const draft_retirement *wish = &into->retirements.at[i];
        str key = wish->id.size ? wish->id : join_id(into->memory, wish->kind, wish->name);
        if (!met[str_table_find(&wishes, key)]) report_idle(into, wish);
    }
    into->retirements.count = 0;
    into->layer_start = into->entries.count;
    into->layer++;
}

void draft_drop(draft *lists) {
    VEC_DROP(lists->memory, &lists->entries);
    VEC_DROP(lists->memory, &lists->aliases);
    VEC_DROP(lists->memory, &lists->attributes);
    VEC_DROP(lists->memory, &lists->id_entries);
    str_table_drop(&lists->ids);
}

void draft_ordinary(draft *into, str content) {
    for (str line; line_next(&content, &line);) {
        line = str_trim(line);
        if (line.size && line.data[0] != '#') str_table_add(&into->ordinary, line);
    }
}
