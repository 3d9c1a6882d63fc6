/* audit_knowledge.c: what the lists say of groups of people and things (gazetteers/claim/group_traits.list) and which words of sources tell
 * none apart (general_sources.list) and which of events tell of something that goes on for days (lasting_events.list), in tables by their
 * text. */
#include "audit/audit_parts.h"
#include "base/str_table.h"

struct audit_knowledge {
    str_table groups; /* numbered as `traits` are */
    VEC(group_traits) traits;
    str_table general, lasting;
};

static uint32_t trait_bits(str traits) {
    static const char *const names[] = {"general", "plain", "wide", "part", "open", "armed", "unsided", "household", "fired"};
    uint32_t bits = 0;
    while (traits.data) {
        str trait = str_split(traits, '|', &traits);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) bits |= (uint32_t)str_is(trait, names[i]) << i;
    }
    return bits;
}

typedef void alias_taker(audit_knowledge *known, arena *memory, const gazetteer *lists, uint32_t entry, str alias);

static void take_group(audit_knowledge *known, arena *memory, const gazetteer *lists, uint32_t entry, str alias) {
    uint32_t number = str_table_add(&known->groups, alias);
    if (number == known->traits.count) VEC_PUSH(memory, &known->traits, (group_traits){0});
    group_traits *t = &known->traits.at[number];
    t->bits |= trait_bits(gazetteer_attribute(lists, entry, STR("trait")));
    str like = gazetteer_attribute(lists, entry, STR("like"));
    if (like.size) t->like = like;
}

static void take_general(audit_knowledge *known, arena *memory, const gazetteer *lists, uint32_t entry, str alias) {
    (void)memory, (void)lists, (void)entry;
    str_table_add(&known->general, alias);
}

static void take_lasting(audit_knowledge *known, arena *memory, const gazetteer *lists, uint32_t entry, str alias) {
    (void)memory, (void)lists, (void)entry;
    str_table_add(&known->lasting, alias);
}

static void read_kind(audit_knowledge *known, arena *memory, const gazetteer *lists, str kind, alias_taker *take) {
    for (uint32_t entry = 0; (entry = gazetteer_next(lists, kind, entry)) != NONE; entry++)
        for (uint32_t i = 0, count = gazetteer_alias_at(lists, entry, 0, NULL); i < count; i++) {
            str alias;
            gazetteer_alias_at(lists, entry, i, &alias);
            take(known, memory, lists, entry, alias);
        }
}

const audit_knowledge *audit_knowledge_new(arena *memory, const gazetteer *lists) {
    audit_knowledge *known = ARENA_NEW(memory, audit_knowledge);
    str_table_init(&known->groups, memory);
    str_table_init(&known->general, memory);
    read_kind(known, memory, lists, STR("group_trait"), take_group);
    str_table_init(&known->lasting, memory);
    read_kind(known, memory, lists, STR("general_source"), take_general);
    read_kind(known, memory, lists, STR("lasting_event"), take_lasting);
    return known;
}

group_traits audit_traits(const audit_knowledge *known, str group) {
    uint32_t number = str_table_find(&known->groups, group);
    return number == NONE ? (group_traits){0} : known->traits.at[number];
}

bool audit_is_general_source(const audit_knowledge *known, str word) {
    return str_table_find(&known->general, word) != NONE;
}

bool audit_tells_of_lasting(const audit_knowledge *known, str words) {
    while (words.data)
        if (str_table_find(&known->lasting, str_split(words, '|', &words)) != NONE) return true;
    return false;
}
