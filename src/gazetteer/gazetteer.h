/* gazetteer: tokens -> readings. The lists compiled into one file that is mapped into memory, and the matcher over it.
 *
 * Format of lists and the policy on ambiguous names: gazetteers/README.md. The compiled file is little-endian, without pointers, with
 * magic, version, a checksum (XXH3-128) and the identity of its sources; every offset is checked before it is followed, so that a damaged
 * file gives an error, never a crash.
 */
#ifndef GAZETTEER_GAZETTEER_H
#define GAZETTEER_GAZETTEER_H

#include "base/document.h"
#include "base/label.h"
#include "token/token.h"

/* Number of the format of compiled lists. */
#define GAZETTEER_FORMAT 8

typedef struct gazetteer gazetteer;

typedef struct gazetteer_source {
    const char *const *data_dirs; /* lists are in DIR/gazetteers, all folders below; later ones lie over earlier ones */
    size_t data_dir_count;
    const char *cache_dir; /* NULL: compile in memory */
    bool anew;             /* compile though a compiled file fits: what is doubtful in the lists is only told by reading them */
} gazetteer_source;

/* Takes a finding of list parsing; the same as muster_finding_fn. Returning non-zero stops. */
typedef struct finding_sink {
    muster_finding_fn report; /* NULL: the first error fails */
    void *payload;
} finding_sink;

/* Opens the compiled lists, compiling them first if there are none that fit (of the lists' names, sizes and times, else of what they say).
 * A damaged file of the cache is told as a warning and made anew; one that cannot be written is told, and the lists stay in memory. Lists
 * with errors (told to the sink) are not kept. `words` cuts aliases. The labels of all kinds are interned: *out is set before that, because
 * it may jump to the recovery point of the labels' arena. */
muster_status gazetteer_open(gazetteer **out, const gazetteer_source *source, lexicon *words, labels *all, finding_sink sink,
                             muster_error *error);
void gazetteer_close(gazetteer *known);

/* The parts of it, for tests, fuzzing and benches. */
/* Compiles all lists into *image (in memory). */
void gazetteer_compile(str *image, arena *memory, const gazetteer_source *source, lexicon *words, finding_sink sink);
/* Checks an image and makes a gazetteer of it (lent: it must outlive the gazetteer). */
muster_status gazetteer_from_image(gazetteer **out, str image, labels *all, muster_error *error);
/* Parses one list, only reporting what is wrong. */
void gazetteer_check_list(arena *memory, str path, str content, finding_sink sink);

typedef enum lint { LINT_double, LINT_clash, LINT_stale, LINT_letters } lint;
/* Takes what is doubtful about an entry, and the other entry it concerns (or NONE). Returns 0 to go on. */
typedef struct lint_sink {
    int (*take)(lint what, uint32_t entry, uint32_t other, const char *message, void *payload);
    void *payload;
} lint_sink;
/* Tells doubles, names that another kind takes, offices ended before today (an ISO date) and letters that only look right. Returns whether
 * it was stopped. */
int gazetteer_lint(const gazetteer *known, str today, lint_sink sink);

/* Whether a file (gazetteers/…) is read, by its name. */
bool gazetteer_has_file(str name);
/* Identity of the lists, for the engine's hash. */
uint64_t gazetteer_hash(const gazetteer *known);
uint32_t gazetteer_entry_count(const gazetteer *known);

/* Adds an annotation for every reading of the longest matches (policy: gazetteers/README.md), and the numbers (label `number`) composed of
 * digits and number words. Linear: at each token at most as many steps as the longest alias has words. What a form is in these lists is
 * kept in word.gazetteer: a lexicon serves one gazetteer, or is flushed in between. */
void gazetteer_match(document *doc, const gazetteer *known, lexicon *words);

/* An entry. */
typedef struct gazetteer_entry {
    str id, kind, name, list, source, licence;
    uint32_t line;
    label label;
} gazetteer_entry;
gazetteer_entry gazetteer_entry_get(const gazetteer *known, uint32_t entry);
/* Its id or name alone. */
str gazetteer_entry_id(const gazetteer *known, uint32_t entry);
str gazetteer_entry_name(const gazetteer *known, uint32_t entry);
/* Whether the value of an attribute of that key must be a number (lat, pop). */
bool gazetteer_is_numeric(str key);
/* An attribute of an entry; data NULL if it has none of that key, or there is no such entry (NONE), or no list (NULL). */
str gazetteer_attribute(const gazetteer *known, uint32_t entry, str key);
/* Which of several kinds takes a name (gazetteers/README.md): the smaller, from 1; a country comes before other places. */
uint8_t gazetteer_rank(const gazetteer *known, kind of, uint32_t entry);
uint32_t gazetteer_attribute_count(const gazetteer *known, uint32_t entry);
void gazetteer_attribute_at(const gazetteer *known, uint32_t entry, uint32_t index, str *key, str *value);
/* The entry of an id, or NONE. */
uint32_t gazetteer_find(const gazetteer *known, str id);
/* All entries of a kind, in order: the next at or after `from`, or NONE. For vocabulary that stages load when the engine opens. */
uint32_t gazetteer_next(const gazetteer *known, str kind, uint32_t from);
/* The aliases of an entry (its name first), as written, without the regular forms made of them. Returns how many; index from 0. */
uint32_t gazetteer_alias_at(const gazetteer *known, uint32_t entry, uint32_t index, str *alias);
/* Gives every alias of every entry of a kind, in their order; `index` is 0 for the entry's name. For vocabulary, as gazetteer_next. */
typedef void gazetteer_alias_taker(void *payload, uint32_t entry, uint32_t index, str alias);
void gazetteer_each_alias(const gazetteer *known, str kind, gazetteer_alias_taker *take, void *payload);
/* Whether these folded words are a name (no weak one) of an entry of that kind. */
bool gazetteer_is(const gazetteer *known, str kind, const str *folded, uint32_t count);
/* An entry of that kind with a (folded) name, of which an attribute says that; or NONE. */
uint32_t gazetteer_entry_with(const gazetteer *known, str kind, str folded, str key, str value);
/* Whether a folded word is an ordinary one (gazetteers/words/ordinary.txt). */
bool gazetteer_is_ordinary(const gazetteer *known, str folded);
/* Whether this folded word alone is the name of a place or person (no weak one, no ordinary word) and no given name. */
bool gazetteer_names(const gazetteer *known, str folded);
/* A key that the spellings of one word mostly share, and one of a person's first and last words: equal keys are worth comparing, no more.
 * `folded`: small letters a to z; others do not count. */
uint32_t gazetteer_key(str folded);
uint32_t gazetteer_person_key(str given, str surname);
/* A person's name in the lists, of two words or more. */
typedef struct gazetteer_person {
    uint32_t entry;
    str alias;
} gazetteer_person;
/* The names of persons that have that key: up to `most`, in the order of the lists. */
uint32_t gazetteer_persons(const gazetteer *known, uint32_t person_key, gazetteer_person *out, uint32_t most);
/* Calls back for every entry that has an alias of that name, in any of the folded forms; the likeliest of a kind first. */
muster_status gazetteer_lookup(const gazetteer *known, lexicon *words, str name, muster_entry_fn each, void *payload, muster_error *error);

#endif
