/* audit_knowledge.c: what the lists say of groups of people and things (gazetteers/claim/group_traits.list), which words of sources tell
 * none apart (general_sources.list) and which of events tell of something that goes on for days (lasting_events.list), in tables by their
 * text. */
#include "audit/audit_parts.h"
#include "base/str_table.h"

struct audit_knowledge {
    str_table groups; /* numbered as `traits` are */
    VEC(group_traits) traits;
    str_table general, lasting;
};

typedef struct audit_reading {
    arena *memory;
    const gazetteer *lists;
    audit_knowledge *known;
} audit_reading;

static void take_group(void *payload, uint32_t entry, uint32_t index, str alias) {
    static const char *const names[] = {
#define TRAIT(name) #name,
#include "audit/audit_trait.def"
    };
    audit_reading *r = payload;
    audit_knowledge *known = r->known;
    (void)index;
    uint32_t number = str_table_add(&known->groups, alias);
    if (number == known->traits.count) VEC_PUSH(r->memory, &known->traits, (group_traits){0});
    group_traits *t = &known->traits.at[number];
    t->bits |= (uint32_t)str_list_bits(gazetteer_attribute(r->lists, entry, STR("trait")), '|', names, TRAIT_COUNT);
    str like = gazetteer_attribute(r->lists, entry, STR("like"));
    if (like.size) t->like = like;
}

static void take_word(void *payload, uint32_t entry, uint32_t index, str alias) {
    str_table *words = payload;
    (void)entry, (void)index;
    str_table_add(words, alias);
}

const audit_knowledge *audit_knowledge_new(arena *memory, const gazetteer *lists) {
    audit_knowledge *known = ARENA_NEW(memory, audit_knowledge);
    audit_reading r = {memory, lists, known};
    str_table_init(&known->groups, memory);
    str_table_init(&known->general, memory);
    str_table_init(&known->lasting, memory);
    gazetteer_each_alias(lists, STR("group_trait"), take_group, &r);
    gazetteer_each_alias(lists, STR("general_source"), take_word, &known->general);
    gazetteer_each_alias(lists, STR("lasting_event"), take_word, &known->lasting);
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
