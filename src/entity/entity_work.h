/* What the parts of the stage entity share while they work on one document. */
#ifndef ENTITY_ENTITY_WORK_H
#define ENTITY_ENTITY_WORK_H

#include "entity/entity.h"

/* From a key to a number, by open addressing. Keys are 64-bit hashes of folded names, so equal keys are equal names. */
typedef struct name_slot {
    uint64_t key; /* 0: empty */
    uint32_t value;
} name_slot;
typedef struct name_table {
    name_slot *slots;
    uint32_t count, capacity; /* capacity: a power of two */
} name_table;

/* The value of a key, NONE where the key is new; the pointer is good until the next call. */
uint32_t *entity_table_put(arena *memory, name_table *table, uint64_t key);
/* The value, or NONE. */
uint32_t entity_table_get(const name_table *table, uint64_t key);

/* What stands on a token, bits. */
enum {
    TAKEN_NAME = 1,  /* a mention, or what is vetoed */
    TAKEN_TITLE = 2, /* part of a title, rank or role */
    TAKEN_DATE = 4,  /* part of a date */
};

/* Another form of a mention's name: the entity known by that key is the mention's. */
typedef struct name_link {
    uint64_t key;
    uint32_t mention;
} name_link;

typedef struct entity_work {
    document *doc;
    const resolver *with;
    name_memo *memo;                             /* or NULL */
    uint8_t *taken;                              /* per token */
    label title, rank, given, surname, relation; /* vocabulary of gazetteers; LABEL_FIXED at least, or NO_LABEL where no list has it */
    label family;                                /* of rules, or NO_LABEL */
    VEC(name_link) links;
} entity_work;

/* The folded words of [first, last), one space between them, as a hash; never 0. Names that only differ in case, accents, hyphens or
 * apostrophes have the same. `salt` keeps tables apart that share one name_table. */
uint64_t entity_key(const document *doc, uint32_t first, uint32_t last, uint32_t salt);
uint64_t entity_key_text(str folded, uint32_t salt);
/* The same, made word by word from { .used = 0, .before = 0 }. */
enum { NAME_KEY_PIECE = 256 };
typedef struct name_key {
    char piece[NAME_KEY_PIECE];
    size_t used;
    uint64_t before; /* hash of the pieces before this one; 0: there is none */
} name_key;
void entity_key_add(name_key *key, const word *w);
uint64_t entity_key_end(const name_key *key, uint32_t salt);
/* The slot of that key of the annotation by which a rule made a mention; NULL where there is none. */
const slot *entity_rule_slot(const document *doc, const mention *m, str key);
/* Words with a capital in [first, last). */
uint32_t entity_capitals(const document *doc, uint32_t first, uint32_t last);
/* Whether an inner word of a full name stands in quotation marks: Joaquín "Chapo" Torvell. */
bool entity_is_nickname(const document *doc, uint32_t inner);
/* Whether somebody may be called by an inner word of his full name: it is longer than three letters, or stands in quotation marks. */
bool entity_may_call(const document *doc, uint32_t inner);
/* The surname's tokens of a person's full name: the entry's, else a rule's slot `surname`, else from the first small-written particle or
 * the last word on. */
void entity_surname(const entity_work *work, const mention *m, uint32_t *first, uint32_t *last);
/* What stands behind the particle that a surname is written together with: "abadi" of al-Abadi; empty where there is none. What stands
 * before a hyphen in one or two letters, or small, is no name of its own. */
str entity_behind_particle(const word *w);
/* Key of a surname without its particle: al-Abadi, Abadi. */
uint64_t entity_surname_key(const document *doc, uint32_t first, uint32_t last);
/* The list's value of `key` for the reading of that label that fills [first, last); empty if none. */
str entity_reading(const entity_work *work, label wanted, uint32_t first, uint32_t last, str key);

/* entity_initials.c: annotates the names that initials in a bracket explain; `thing`: vocabulary of nouns that name no body. */
/* thing: of nouns that name no body; offices: two, of what an office or rank begins with. */
void entity_initials(entity_work *work, label thing, const label offices[2]);
/* entity_mention.c: chooses the mentions; fills doc->mentions (entity NONE) and work->taken. */
void entity_choose(entity_work *work);
/* entity_sweep.c: finds the names that the document itself has made known; fills work->links. */
void entity_sweep(entity_work *work);
/* entity_override.c: takes out the mentions that the user rejects. */
void entity_reject(entity_work *work);
/* entity_family.c: of each mention what it is told to be in its family, AGE_…; NULL where nothing is told. In the document's arena. */
enum { AGE_none, AGE_elder, AGE_younger, AGE_COUNT };
uint8_t *entity_ages(const entity_work *work);
/* entity_merge.c: fills doc->entities. */
void entity_merge(entity_work *work);
/* entity_spelling.c: the persons of a document by how their family names are spelled. */
typedef struct spelled_name {
    uint32_t mention, draft;
    uint32_t next; /* with the same key, or NONE */
} spelled_name;
typedef struct spelled_names {
    name_table keys;
    VEC(spelled_name) names;
} spelled_names;
/* Key of the last word of a mention. */
uint64_t entity_spelling_key(const document *doc, const mention *of);
void entity_spelling_add(const entity_work *work, spelled_names *all, uint32_t mention_index, uint32_t draft);
/* The first name with that key, or NONE. */
uint32_t entity_spelling_first(const entity_work *work, const spelled_names *all, const mention *of);
/* The entry of the lists that a full name no list has is a spelling of, or NONE. */
uint32_t entity_spelling_entry(const entity_work *work, str full_name);
/* Whether two mentions are spellings of one name. */
bool entity_spelling_same(const entity_work *work, const mention *a, const mention *b);
/* entity_place.c: of several places of one name the one meant; `place_noun`: vocabulary of regions and towns. */
void entity_places(entity_work *work, label place_noun);
/* entity_unit.c: what the names of units say of them. */
void entity_units(entity_work *work);
/* entity_role.c */
void entity_roles(entity_work *work);
/* Gender that the words beside a mention tell (a title, a role noun): 'm', 'f' or 0. */
char entity_told_gender(const entity_work *work, const mention *m);
/* The same, or what a list says of the person or the given name. */
char entity_gender(const entity_work *work, const mention *m);

#endif
