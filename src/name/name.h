/* name: two names -> whether they are one, and why. The rule that `muster match` shows and that entities use.
 *
 * What is known of spelling stands in lists (gazetteers/spelling): letter groups that stand for each other, language by language; given
 * names that are one name; the small words inside names. A name is cut into parts, each with its letters folded to a to z; two names are
 * one if their parts can be laid side by side so that each pair is alike and nothing that matters is left over.
 */
#ifndef NAME_NAME_H
#define NAME_NAME_H

#include "base/arena.h"
#include "gazetteer/gazetteer.h"

/* A name has at most so many bytes, parts, letters in a part; longer ones are not compared. So the cost of a pair is bounded. */
enum { NAME_BYTES = 1000, NAME_PARTS = 16, NAME_LETTERS = 48 };

typedef struct name_knowledge name_knowledge;
/* Reads the lists of the kinds spelling, letters_…, letter, given_variant, name_tongue, name_word and patronymic. */
const name_knowledge *name_knowledge_new(arena *memory, const gazetteer *known);

/* Turns scripts that no list covers (Greek, Han, …) into Latin letters; one a thread, NULL: such names are not compared. */
typedef struct name_script name_script;
name_script *name_script_new(void);
void name_script_free(name_script *script);

typedef enum part_use {
    PART_PLAIN,
    PART_KIN,      /* Abu: one name with the part behind it */
    PART_INITIAL,  /* V., or JD, which is two */
    PART_TITLE,    /* General */
    PART_ARTICLE,  /* al-: may be missing, or be written together with the next part */
    PART_PARTICLE, /* bin, de: may be missing */
} part_use;

typedef struct name_part {
    str written; /* in the text given */
    str form;    /* letters a to z, digits */
    part_use use;
    str stem; /* of a patronymic: without its ending */
    bool chain, capitals, optional;
    bool joined; /* a hyphen ties it to its neighbour */
} name_part;

typedef struct name {
    str text;
    name_part parts[NAME_PARTS];
    uint32_t count;
    str suffix;    /* jr, sr, iii */
    bool numbered; /* the suffix is a number, which is often left out */
    bool comma;    /* the family name was put first, with a comma; it is last here */
    bool abjad;    /* in a script without vowels */
    bool ideographic;
    unsigned tongues;    /* the spellings that its words tell of, a bit each; 0: it may be any */
    const char *problem; /* why it cannot be compared; NULL if it can */
} name;

/* Cuts a text into the parts of a name. The text is lent. `script` may be NULL. */
void name_read(name *out, const name_knowledge *known, arena *memory, name_script *script, str text);

/* How alike two names are, the better first. */
typedef enum name_grade {
    GRADE_equal,   /* but for case, accents, apostrophes, hyphens */
    GRADE_regular, /* by regular spellings */
    GRADE_loose,   /* by weaker likenesses */
    GRADE_slip,    /* one letter is wrong */
    GRADE_different,
} name_grade;

typedef struct name_verdict {
    name_grade grade; /* GRADE_different: two names */
    str reason;       /* in the arena */
} name_verdict;

/* Whether two names may be one, and why. */
name_verdict name_compare(const name_knowledge *known, arena *memory, const name *a, const name *b);
/* The grade alone. `worst`: words less alike than that are different, which is found out sooner. */
name_grade name_likeness(const name_knowledge *known, arena *memory, const name *a, const name *b, name_grade worst);

/* Whether two given names, folded, are forms of one by the lists: Kate and Katherine. */
bool name_one_given(const name_knowledge *known, str a, str b);

/* The persons of the lists whose name is a regular spelling of this one. */
enum { NAME_PERSONS = 8 };
typedef struct name_persons {
    gazetteer_person at[NAME_PERSONS];
    uint32_t count;
} name_persons;
/* Fills *out; false where there may be more of them. */
bool name_find_all(const name_knowledge *known, arena *memory, const name *wanted, name_persons *out);
/* Tells the persons that the lists have twice, under two spellings. Returns what the sink returned last. */
int name_doubles(const name_knowledge *known, arena *memory, lint_sink sink);

/* The one person of the lists whose name is a regular spelling of this full name; NONE if there is none, or there are several. *alias (may
 * be NULL): the name that the lists have. */
uint32_t name_find(const name_knowledge *known, arena *memory, const name *wanted, str *alias);

/* What name_find found for the names met lately, by a hash of the name: the same few strangers are met again and again. Of one thread and
 * one name_knowledge. */
typedef struct name_memo name_memo;
name_memo *name_memo_new(void); /* NULL if memory runs out */
void name_memo_free(name_memo *memo);
/* name_find of a name as written; `memo` may be NULL. */
uint32_t name_find_text(const name_knowledge *known, name_memo *memo, arena *memory, str text);

#endif
