/* audit_knowledge.c: what the lists say of groups of people and things (gazetteers/claim/group_traits.list), which words of sources tell
 * none apart (general_sources.list) or are those of a state's bodies (state_organs.list), and which of events tell of something that goes
 * on for days (lasting_events.list), in tables by their text. */
#include "audit/audit_parts.h"
#include "base/str_table.h"

struct audit_knowledge {
    str_table groups; /* numbered as `traits` are */
    VEC(group_traits) traits;
    str_table general, lasting, organs, bodies; /* bodies: organs that only a state has */
    const gazetteer *lists;
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

static void take_organ(void *payload, uint32_t entry, uint32_t index, str alias) {
    audit_reading *r = payload;
    (void)index;
    str_table_add(&r->known->organs, alias);
    if (str_is(gazetteer_attribute(r->lists, entry, STR("body")), "1")) str_table_add(&r->known->bodies, alias);
}

const audit_knowledge *audit_knowledge_new(arena *memory, const gazetteer *lists) {
    audit_knowledge *known = ARENA_NEW(memory, audit_knowledge);
    audit_reading r = {memory, lists, known};
    str_table_init(&known->groups, memory);
    str_table_init(&known->general, memory);
    str_table_init(&known->lasting, memory);
    str_table_init(&known->organs, memory);
    str_table_init(&known->bodies, memory);
    known->lists = lists;
    gazetteer_each_alias(lists, STR("group_trait"), take_group, &r);
    gazetteer_each_alias(lists, STR("general_source"), take_word, &known->general);
    gazetteer_each_alias(lists, STR("lasting_event"), take_word, &known->lasting);
    gazetteer_each_alias(lists, STR("state_organ"), take_organ, &r);
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

/* Two letters of a country that a word names: its people, itself, or its capital; 0: none. */
static uint32_t country_named(const audit_knowledge *known, str folded) {
    static const struct { const char *kind, *feature; } named[] = {{"nationality", NULL}, {"place", "country"}, {"place", "capital"}};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        uint32_t entry = gazetteer_entry_with(known->lists, str_from(named[i].kind), folded, STR("feature"), str_from(named[i].feature));
        str code = entry == NONE ? STR_NONE : gazetteer_attribute(known->lists, entry, STR("country"));
        if (code.size == 2) return (uint32_t)(unsigned char)code.data[0] << 8 | (unsigned char)code.data[1];
    }
    return 0;
}

enum { LONGEST_WORD = 32 };

bool audit_names_country(const audit_knowledge *known, str word) {
    char folded[LONGEST_WORD];
    if (word.size > LONGEST_WORD) return false;
    for (size_t i = 0; i < word.size; i++) folded[i] = ascii_small(word.data[i]);
    return country_named(known, (str){folded, word.size}) != 0;
}

uint32_t audit_state_of(const audit_knowledge *known, str name) {
    char folded[LONGEST_WORD];
    uint32_t state = 0;
    bool body = false;
    for (size_t i = 0; i < name.size;) {
        size_t size = 0;
        for (; i < name.size && ascii_letter(name.data[i]) && size < LONGEST_WORD; i++) folded[size++] = ascii_small(name.data[i]);
        if (i < name.size && (size == LONGEST_WORD || (unsigned char)name.data[i] >= 0x80) &&
            !str_starts(str_slice(name, i, name.size), STR("’")))
            return 0; /* no word of the tables */
        str word = {folded, size};
        if (size > 1 && str_table_find(&known->organs, word) == NONE) {
            uint32_t named = state ? 0 : country_named(known, word);
            if (!named) return 0;
            state = named;
        }
        body |= str_table_find(&known->bodies, word) != NONE;
        while (i < name.size && !ascii_letter(name.data[i])) i++;
    }
    return state | (body || state ? STATE_BODY : 0);
}
