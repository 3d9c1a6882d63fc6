/* What the files of the SQLite store share: the connection, its statements, errors. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <sqlite3.h>

#include "base/str.h"

/* "MSTR": SQLite keeps it in the file's header. */
enum { STORE_APPLICATION = 0x4D535452, BUSY_MILLISECONDS = 5000 };

/* One step of the schema: the SQL that leads from version - 1 to version. */
typedef struct store_step {
    int version;
    const char *sql;
} store_step;

/* Every schema there was, each step made from a .sql file when the library is built (meson.build has their order), and all of them at once:
 * what an empty database gets, as the schema is read anew for each change of a table. A database is brought up to the last one when
 * something is added to it. */
extern const store_step store_steps[], store_newest;
extern const int store_step_count;

enum {
    ADD_FIND,
    ADD_DOCUMENT,
    ADD_SIGNATURE,
    ADD_RULE,
    FIND_RULE,
    LAST_ENTITY,
    LAST_FIGURE,
    LAST_QUOTE,
    /* What the triggers of the full text do. A row at a time, with its values: before a statement that may write many rows, SQLite has the
     * full text written out, and each time that is one more piece to be merged later. */
    INDEX_DOCUMENT,
    INDEX_QUOTE,
    UNINDEX_DOCUMENT,
    UNINDEX_QUOTES,
    DROP_SIGNATURE,
    DROP_CLAIMS,
    DROP_ACCOUNTS,
    DROP_CANDIDATES,
    DROP_RELAYS,
    DROP_UNATTRIBUTED,
    DROP_QUOTES,
    DROP_FIGURES,
    DROP_MENTIONS,
    DROP_ALIASES,
    DROP_ENTITIES,
    DROP_SENTENCES,
    DROP_BLOCKS,
    DROP_DOCUMENT,
    STATEMENT_COUNT
};

/* The tables into which all rows of a document go by one statement each. */
typedef enum copy_name {
    COPY_blocks,
    COPY_sentences,
    COPY_entities,
    COPY_aliases,
    COPY_mentions,
    COPY_figures,
    COPY_quotes,
    COPY_candidates,
    COPY_relays,
    COPY_strays,
    COPY_accounts,
    COPY_claims,
    COPY_COUNT
} copy_name;

/* Rules met in this run, by name, file and line. Open addressing, at most half full. */
typedef struct rule_slot {
    char *key; /* name, NUL, file, NUL; NULL: empty */
    uint32_t size, line;
    sqlite3_int64 id;
} rule_slot;

/* store_sentence.c: what sentence_text() has at hand. */
typedef struct store_sentences store_sentences;

struct muster_store {
    sqlite3 *db;
    bool writable;
    sqlite3_stmt *statements[STATEMENT_COUNT]; /* prepared when first needed */
    sqlite3_stmt *copies[COPY_COUNT];          /* the same */
    struct store_adding *adding;               /* whose rows muster_row has; NULL: none */
    sqlite3_int64 run;                         /* 0: none begun */
    char engine[80];
    char *fields; /* by which records of files are read, as the run has them; NULL: by those that are known */
    uint64_t added, replaced, unchanged;
    store_sentences *sentences;
    rule_slot *rules;
    size_t rule_count, rule_mask;
};

/* store_shape.c: the columns of figures, by policy or shape, and where they come from; NULL after an error. */
const char *store_figure_select(const muster_query *asked, muster_error *error);

/* sentence_text(document, number) for the queries of this connection. It keeps a row at hand, and with it a read transaction, until it may
 * rest. */
int store_sentences_register(muster_store *store);
#define STORE_SENTENCE(table, row) "sentence_text(document_id, (SELECT x.sentence FROM " table " x WHERE x.id = " row ".id))"
void store_sentences_rest(muster_store *store);
void store_sentences_free(muster_store *store);

/* Turns what SQLite says into an error; `what` says what was being done. */
muster_status store_failed(sqlite3 *db, int code, const char *what, muster_error *error);
/* Runs SQL without results. */
int store_run_sql(sqlite3 *db, const char *sql);
/* The integer that a pragma or query gives in its first column; *code says how it went. */
sqlite3_int64 store_integer(sqlite3 *db, const char *sql, int *code);
/* Brings an empty or older database up to the last step, all in one transaction. */
muster_status store_migrate(sqlite3 *db, const store_step *steps, int count, muster_error *error);
/* What kind of database it is, `newest` being the version of the last step. Anything else than these is an error. */
typedef enum store_condition { STORE_current, STORE_empty, STORE_older } store_condition;
muster_status store_inspect(sqlite3 *db, int newest, store_condition *out, muster_error *error);

/* A statement ready to be bound, or NULL (*code says why). */
sqlite3_stmt *store_statement(muster_store *store, int which, int *code);
/* Id of the rule of a provenance, 0 if it failed. */
sqlite3_int64 store_rule(muster_store *store, const muster_provenance *from, int *code);
/* --- Rows of a document ---------------------------------------------------------------------------------------------------------- */

enum { MOST_CELLS = 32 };

typedef enum cell_type { CELL_null, CELL_integer, CELL_real, CELL_text } cell_type;

typedef struct store_cell {
    cell_type type;
    union {
        sqlite3_int64 integer;
        double real;
        str text; /* lives until the next row is made */
    };
} store_cell;

typedef struct store_adding store_adding;
/* Makes the next row of a table by store_put_…, from where `at` and `part` say; false if there is none. */
typedef bool store_make_row(store_adding *a);

enum { STORE_NAME_BYTES = 256 };

/* A document's rows being written: what the files that write them share. */
struct store_adding {
    muster_store *store;
    const muster_doc *doc;
    sqlite3_int64 document;
    sqlite3_int64 entities, figures, quotes; /* their rows have the ids above these */
    uint32_t entity_count;
    uint32_t *mention_count; /* per entity number */
    int code;                /* of SQLite; once it is not SQLITE_OK, everything is a no-op */
    store_make_row *make;    /* the rows that are being copied */
    size_t at, part;         /* for `make` alone; both 0 at first */
    bool read;               /* whether anybody asked for them */
    store_cell cells[MOST_CELLS];
    int cell_count, columns;     /* of the row made, and of the table it goes to */
    char name[STORE_NAME_BYTES]; /* a name of the row made that the text breaks into lines */
};

/* store_rows.c: makes the table muster_row known to the connection. */
int store_rows_register(muster_store *store);
/* All rows that `make` gives, into a table. */
void store_copy_rows(store_adding *a, copy_name into, store_make_row *make);
/* The next cell of the row being made. */
void store_put_null(store_adding *a);
void store_put_integer(store_adding *a, sqlite3_int64 value);
/* A text that is never null; one that is null where it is empty; a word or null; an id or (0) null. */
void store_put_required(store_adding *a, str text);
void store_put_text(store_adding *a, str text);
void store_put_word(store_adding *a, const char *word);
void store_put_id(store_adding *a, sqlite3_int64 id);
/* Two cells: positions; positions that are null where there is no such span; degrees, or null. */
void store_put_span(store_adding *a, uint32_t from, uint32_t to);
void store_put_optional_span(store_adding *a, uint32_t from, uint32_t to);
void store_put_position(store_adding *a, bool has, double latitude, double longitude);
/* A bound of a figure: whole where it is whole, null where it is open. */
void store_put_bound(store_adding *a, bool has, double value);
/* The number of a sentence, or null. */
void store_put_sentence(store_adding *a, uint32_t sentence);
/* Two cells: the rule and the run; three: the entry before them. */
void store_put_origin(store_adding *a, const muster_provenance *from);
void store_put_provenance(store_adding *a, const muster_provenance *from);

/* A statement, or NULL after a failure; one whose first value is the document. */
sqlite3_stmt *store_start(store_adding *a, int which);
sqlite3_stmt *store_start_row(store_adding *a, int which);
/* Runs it. */
void store_finish(store_adding *a, sqlite3_stmt *s);
/* The integer that a statement without values gives. */
sqlite3_int64 store_ask(store_adding *a, int which);
/* Row id of an entity's number; 0 for none. */
sqlite3_int64 store_entity_row(const store_adding *a, uint32_t number);
/* store_claim.c: the claims of a document, their accounts and the signature of its text. */
void store_add_claims(store_adding *a);
/* store_quote.c: the quotes of a document, and what nobody is seen to say. */
void store_add_quotes(store_adding *a);

/* Drops a document with its facts, inside a transaction. Gives SQLite's code. */
int store_drop_document(muster_store *store, sqlite3_int64 document);

/* Forgets the rules met: their rows went with a transaction that was undone. */
void store_forget_rules(muster_store *store);

/* has_words(text, words): whether every word of `words` is a word of `text`, whatever the case. */
int store_words_register(sqlite3 *db);
bool store_has_words(str text, str words);
/* A number that is the same for the same words, whatever the case and the marks between them; 0 where they are fewer than four. */
sqlite3_int64 store_same_words(str text);
/* A number for each of the first words of a text, equal for the same word whatever its case; how many there are. */
uint32_t store_word_numbers(str text, uint32_t *out, uint32_t most);

/* A column of a row, which lives until the next step; data NULL where it is null. */
static inline str store_column(sqlite3_stmt *s, int at) {
    const char *data = (const char *)sqlite3_column_text(s, at);
    return (str){data, data ? (size_t)sqlite3_column_bytes(s, at) : 0};
}

/* Binding: a text that is never null; a text, or null where it is empty; a number or null. */
void store_bind_required(sqlite3_stmt *s, int at, str text);
void store_bind_text(sqlite3_stmt *s, int at, str text);
void store_bind_word(sqlite3_stmt *s, int at, const char *word);
void store_bind_id(sqlite3_stmt *s, int at, sqlite3_int64 id);

#endif
