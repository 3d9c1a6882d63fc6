/* audit_parts.h: what the files of this stage share: the claims of a database side by side, in an order that rests on the documents alone
 * (date, day of the last change, name, path, place in the text; what has no date is last), so that the result is the same in whatever order
 * they were added. */
#ifndef AUDIT_AUDIT_PARTS_H
#define AUDIT_AUDIT_PARTS_H

#include "audit/audit.h"
#include "base/arena.h"
#include "base/document.h"
#include "claim/claim.h"
#include "store/store_db.h"

enum { NO_DAY = INT32_MIN, AUDIT_RARE = 4, LIKENESS_BITS = 18, LIKENESS_CACHE = 1 << LIKENESS_BITS };

/* How alike two accounts are, remembered. */
typedef struct account_pair {
    uint32_t a, b;
    double evidence;
} account_pair;

/* Whole days since 1970-01-01; both NO_DAY where no date is known. A month or a year is all its days. */
typedef struct days {
    int32_t from, to;
} days;

/* What the lists say of a group of what is counted, as bits: TRAIT_general, …; audit_trait.def has them all. */
enum {
#define TRAIT(name) TRAIT_INDEX_##name,
#include "audit/audit_trait.def"
    TRAIT_COUNT
};
enum {
#define TRAIT(name) TRAIT_##name = 1 << TRAIT_INDEX_##name,
#include "audit/audit_trait.def"
};
_Static_assert(TRAIT_COUNT <= 31, "traits are bits of an int");

typedef struct group_traits {
    uint32_t bits;
    str like; /* "a|b": groups that are told for it */
} group_traits;

typedef struct terms {
    uint32_t *at; /* hashes, ascending, without doubles */
    uint32_t count;
} terms;

/* The same with what each of them weighs (audit_weigh): side by side, as they are read. */
typedef struct weighed_terms {
    struct weighed_term {
        uint32_t term;
        float weight;
    } * at;
    uint32_t count;
} weighed_terms;

typedef struct report { /* a document */
    sqlite3_int64 id;
    str doc, path, title, outlet, date;
    days day;
    uint32_t shingles;
    const uint32_t *signature; /* NULL: too short a text */
    uint32_t cluster;          /* of copies: index of its first report in order */
    uint32_t first_claim, claim_count;
} report;

typedef struct narrative { /* an account of a report */
    uint32_t report;
    int32_t minute; /* of the day; -1: no clock time */
    bool lasting;   /* tells of what goes on for days */
    weighed_terms names, words;
    uint32_t rare[AUDIT_RARE]; /* the rarest of its names that others have, too; 0: none */
    double norm;               /* length of the vector of its terms' weights */
} narrative;

typedef struct statement { /* a claim */
    sqlite3_int64 id, sentence;
    uint32_t report, narrative, group;
    uint32_t start, end;
    bool has_low, has_high, broad, has_position, figure;
    bool of_state;    /* its source is a body of a state, with a name or without */
    bool lent;        /* its source is that of the same number told elsewhere in the document */
    bool model;       /* arms by their name: F-14 */
    bool of_total;    /* a part of a running total */
    bool main;        /* the number with which its account begins on that measure */
    uint32_t follows; /* of a number that does not say what it counts: the last one before it of its measure and unit; else NONE */
    double low, high, log_value;
    qualifier qualifier;
    unit unit;
    measure measure;
    scope_kind scope;
    telling told;
    dated dated;
    group_traits traits; /* of its kind */
    str counted, kind, side, place, region, country, date, source, role;
    uint32_t source_state, side_state; /* audit_state_of */
    uint64_t place_key, noun_key;
    terms place_words;
    double latitude, longitude;
    days day, since, told_on; /* told_on: when it was told first; of a reprint the day of what it reprints */
    terms words;
} statement;

/* Why two statements are, or are not, about the same thing. */
typedef struct likeness {
    double score;
    const char *against; /* what rules it out; NULL: nothing */
    bool firmly;         /* and is seldom misread */
    double account, place, day, thing, words, value, main;
} likeness;

struct muster_audit {
    arena *memory;
    muster_store *store;
    const audit_knowledge *known;
    muster_audit_options options;
    VEC(report) reports;
    VEC(narrative) narratives;
    VEC(statement) claims;
    VEC(uint32_t) group_first; /* per group: its first claim */
    uint32_t *next_in_group;   /* per claim: the next of its group, or NONE */
    bool *shown;               /* per group */
    VEC(muster_audit_finding) findings;
    sqlite3_stmt *sentence;
    account_pair *cache; /* LIKENESS_CACHE of them */
};

/* audit_bounds.c: the same low and high, or both open; that in the same unit; whether a number may be one that another leaves room for; the
 * one that stands for a statement. */
bool audit_same_bounds(const statement *a, const statement *b);
bool audit_same_number(const statement *a, const statement *b);
bool audit_contains(const statement *wide, const statement *narrow);
double audit_value(const statement *s);

/* audit_knowledge.c: what the lists say of a group, nothing of one they do not know; whether a word of a source, as written, tells none
 * apart. */
group_traits audit_traits(const audit_knowledge *known, str group);
bool audit_is_general_source(const audit_knowledge *known, str word);
/* Whether a word names a country, its people or its capital. */
bool audit_names_country(const audit_knowledge *known, str word);
/* The state that a name is of, by its country's two letters (STATE_CODE): a capital, a people, "the Thai army", and nothing else; 0: of
 * none. With STATE_BODY, of that or an unnamed state: "the army". */
enum { STATE_CODE = 0xFFFF, STATE_BODY = 0x10000 };
uint32_t audit_state_of(const audit_knowledge *known, str name);
/* Whether one of "a|b|c" is the name of something that goes on for days. */
bool audit_tells_of_lasting(const audit_knowledge *known, str words);

/* audit_load.c: reads the database; gives up (arena_fail) where it cannot be read. */
void audit_load(muster_audit *audit);
days audit_days(str iso);
/* Prepares a statement that lives as long as the audit. */
sqlite3_stmt *audit_prepare(muster_audit *audit, const char *sql);

/* audit_resolve.c: what a claim leaves open is read off others that tell the same number. Behind audit_weigh. */
void audit_resolve(muster_audit *audit);

/* audit_account.c: weighs the terms of all accounts, before anything is compared. */
void audit_weigh(muster_audit *audit);

/* audit_likeness.c */
likeness audit_compare(const muster_audit *audit, const statement *a, const statement *b);
/* Whether two claims are alike enough to be one thing, and how alike: the accounts, which cost most, are compared only where they may tell.
 */
bool audit_likely(const muster_audit *audit, const statement *a, const statement *b, double *score);
/* Whether two claims of one group, which third ones may have brought together, are about the same thing themselves. */
bool audit_alike(const muster_audit *audit, const statement *a, const statement *b);

/* audit_source.c: whether two sources are called by a word that tells something; whether they are one, by that. */
bool audit_shares_word(const muster_audit *audit, str a, str b);
bool audit_same_source(const muster_audit *audit, const statement *a, const statement *b);

/* audit_group.c: groups claims about the same thing. */
void audit_group(muster_audit *audit);

/* audit_copies.c: clusters of copies. */
void audit_copies(muster_audit *audit);
/* The share of the smaller text that the other has too, estimated. */
double audit_share(const report *a, const report *b);

/* audit_findings.c: which groups the filters show, and what of them should be looked at. */
void audit_findings(muster_audit *audit);

/* audit_label.c: the label of a pair of one group, the earlier first, and why. */
const char *audit_label(const muster_audit *audit, const statement *a, const statement *b, const char **why);
bool audit_pairs_up(const muster_audit *audit, const statement *a, const statement *b);

/* audit_rows.c: fails the arena with what the database says of `doing`, unless the code is a row, the end of the rows or success; a
 * statement, finalized with the arena. */
void audit_check(arena *memory, sqlite3 *db, int code, const char *doing);
sqlite3_stmt *audit_statement(arena *memory, sqlite3 *db, const char *sql, const char *doing);

/* audit_sayings.c: quotes of two versions of a text. `telling` is the caller's: how it was said. */
typedef struct saying {
    str speaker, said, telling;
    uint64_t key;    /* equal for the same words */
    uint32_t *words; /* numbers of them, ascending */
    uint32_t word_count;
    uint32_t partner; /* the quote of the other version that it is, or NONE; the same one if the keys are equal, else reworded */
} saying;
typedef VEC(saying) sayings;
/* The rows of a statement that is bound: speaker, what was said, telling. It is ready to run again then. */
sayings audit_read_sayings(arena *memory, sqlite3 *db, sqlite3_stmt *quotes, const char *doing);
/* Finds the partners. */
void audit_join_sayings(arena *memory, sayings *before, sayings *after);

#endif
