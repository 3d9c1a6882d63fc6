/* import: lists of others -> our list format (gazetteers/README.md, .tsv). No stage of the flow; of these it uses the reader's tables. */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "base/arena.h"
#include "base/document.h"
#include "base/label.h"
#include "base/str_table.h"

typedef enum import_format {
    IMPORT_csv,
    IMPORT_geonames,
    IMPORT_wikidata,
    IMPORT_ftm,
    IMPORT_spacy,
    IMPORT_gate,
    IMPORT_petrarch,
    IMPORT_COUNT
} import_format;

typedef struct made_alias {
    str text;
    const char *flag; /* "weak", "code", …, or NULL */
} made_alias;

typedef struct made_attribute {
    str key, value;
} made_attribute;

/* An entry that is being put together; texts as they are, neither trimmed nor escaped. */
typedef struct made_entry {
    str id, kind, name;
    VEC(made_alias) aliases;
    VEC(made_attribute) attributes;
    uint32_t line;
} made_entry;

struct muster_import {
    import_format format;
    bool guess; /* the format is what the file looks like */
    str kind, source, licence;
    VEC(made_attribute) map; /* key of ours, column of theirs */
    muster_write_fn write;
    muster_finding_fn report;
    void *payload;
    bool begun, stopped;
    size_t entries, errors, skipped;

    arena *memory; /* of a file */
    str path, at;  /* the line or lines being read */
    uint32_t line; /* number of the first of them */
    uint32_t findings;
    /* Entries kept until the file ends, because later lines add to them. */
    VEC(made_entry) kept;
    str_table kept_keys;             /* kind and id of each */
    VEC(made_attribute) definitions; /* of GATE's lists.def: file, kind. In `lasting` */
    arena *lasting;
    void *object; /* of JSON, being read; dropped with the file's memory */
};

/* A word of another format, and ours for it. */
typedef struct import_word {
    const char *theirs, *ours;
} import_word;
/* Our word for one of theirs, by a table of them; STR_NONE where it has none. Static. */
str import_word_of(const import_word *table, size_t count, str theirs);
#define IMPORT_WORD_OF(table, theirs) import_word_of((table), sizeof(table) / sizeof *(table), (theirs))

/* Reports what is wrong with what is being read; `place`: in `at`, or NULL. */
void import_error(struct muster_import *to, const char *place, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Whether what is being read (`at`) is valid UTF-8 without NUL; if not, that is reported. */
bool import_text(struct muster_import *to);
/* The next line that is; wrong ones are passed over. */
bool import_line(struct muster_import *to, str *rest);

/* Adds a name; beyond 1,000 there is no use in more. */
void made_alias_add(struct muster_import *to, made_entry *entry, str text, const char *flag);
/* Adds an attribute if it has a value; of one that is a number a value that is none is reported. */
void made_attribute_add(struct muster_import *to, made_entry *entry, str key, str value);
/* Adds a value to a list-valued attribute, as long as that has less than 4 KiB. */
void made_attribute_join(struct muster_import *to, made_entry *entry, str key, str value);
/* The entry kept under an id, made if it is new. */
made_entry *made_keep(struct muster_import *to, str kind, str id);
/* Writes an entry; wrong ones are reported. */
void made_write(struct muster_import *to, const made_entry *entry);
void made_write_kept(struct muster_import *to);
/* What the user says the kind is, else `otherwise`. */
str made_kind(const struct muster_import *to, const char *otherwise);

/* A file of each format. */
void import_csv(struct muster_import *to, str content);
void import_geonames(struct muster_import *to, str content);
void import_ftm(struct muster_import *to, str content);
void import_spacy(struct muster_import *to, str content);
void import_gate(struct muster_import *to, str content);
void import_petrarch(struct muster_import *to, str content);

#endif
