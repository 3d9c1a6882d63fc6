/* gazetteer_draft.h: the lists as they are read, before they are compiled. Inside the stage.
 *
 * A draft gathers the entries of all lists, folder over folder (a layer each). Its texts lie in the contents of the files or in the arena,
 * so both must outlive it.
 */
#ifndef GAZETTEER_DRAFT_H
#define GAZETTEER_DRAFT_H

#include "base/str_table.h"
#include "gazetteer/gazetteer.h"

typedef enum case_policy { CASE_title, CASE_any, CASE_exact, CASE_upper, CASE_COUNT } case_policy;
typedef enum inflection { INFLECT_none, INFLECT_noun, INFLECT_verb } inflection;

/* An entry has at most so many attributes, so that looking one up while reading costs little. */
enum { ATTRIBUTE_LIMIT = 64 };
enum { ALIAS_WEAK = 1, ALIAS_STRONG = 2, ALIAS_CODE = 4, ALIAS_HIST = 8, ALIAS_TYPO = 16, ALIAS_ACCENTS = 32, ALIAS_MADE = 64 };

typedef struct draft_alias {
    str text;
    uint32_t next; /* the next alias of its entry, or NONE */
    uint8_t flags, policy, form;
} draft_alias;

typedef struct draft_attribute {
    str key, value;
    uint32_t next;
} draft_attribute;

typedef struct draft_entry {
    str id, name;
    uint32_t kind; /* number in draft.kinds */
    uint32_t list, line;
    uint32_t first_alias, last_alias;
    uint32_t first_attribute, last_attribute;
    bool named_id; /* its id was given, not made of kind and name */
    bool gone;     /* replaced or retired by a later layer */
} draft_entry;

typedef struct draft_list {
    str path; /* relative to the data folder */
    str file; /* as errors name it */
    str source, licence;
    uint32_t layer;
} draft_list;

/* "Retire KIND:NAME" or "retire that id", as a list asks for it. */
typedef struct draft_retirement {
    str kind, name, id;
    str path;
    uint32_t line;
    str text; /* of the line, for the excerpt */
} draft_retirement;

typedef struct draft {
    arena *memory;
    finding_sink sink;
    uint32_t errors;
    VEC(draft_list) lists;
    VEC(draft_entry) entries;
    VEC(draft_alias) aliases;
    VEC(draft_attribute) attributes;
    VEC(draft_retirement) retirements; /* of the layer being read */
    uint32_t layer;                    /* being read */
    uint32_t layer_start;              /* its first entry */
    str_table kinds, ids;
    str_table silent;         /* kinds of which texts get no readings */
    VEC(uint32_t) id_entries; /* entry of each id */
    str_table ordinary;       /* folded ordinary words */
} draft;

void draft_init(draft *into, arena *memory, finding_sink sink);
/* Reads one list into the draft. `path` as errors name it, `relative` as the entries do. */
void draft_read(draft *into, str path, str relative, str content);
/* Closes a layer: what it retires below it goes. */
void draft_close_layer(draft *into);
/* Its entries are not used any more: their memory goes. */
void draft_drop(draft *lists);
/* Words of gazetteers/words/ordinary.txt: one a line. */
void draft_ordinary(draft *into, str content);

/* What one list says about the entries that follow. */
typedef struct list_reader {
    draft *into;
    str path, content;
    str at;        /* the line being read */
    uint32_t line; /* its number */
    uint32_t reported;
    str kind, source, licence;
    bool has_policy, accents, begun, silent;
    case_policy policy;
    inflection inflect;
    uint32_t first_default, last_default; /* attributes of every entry, as a chain in draft.attributes */
    str relative;
    uint32_t list; /* number, NONE before the first entry */
} list_reader;

/* The format of .tsv files. */
void table_read(list_reader *from);

/* The entry that is being put together. */
typedef struct entry_parts {
    str id, kind, name, name_place;
    uint32_t first_alias, last_alias, first_attribute, last_attribute;
} entry_parts;

entry_parts entry_begin(void);
/* Adds an entry of these parts to the draft, with the regular forms of its aliases. */
void entry_add(list_reader *from, entry_parts *parts);
/* The same without its regular forms: settles what the id means in its layer and those below. */
void draft_place(list_reader *from, entry_parts *parts);
/* The alias in a cell ("name@hist"), appended. `fixed`: flags that all names of the row have. False: reported. */
bool entry_alias(list_reader *from, entry_parts *parts, str cell, uint8_t fixed);
bool entry_alias_text(list_reader *from, entry_parts *parts, str text, draft_alias shape);
/* "key=value" appended to a chain of attributes. False: reported. */
bool entry_attribute(list_reader *from, uint32_t *first, uint32_t *last, str cell);
/* Whether a value of an attribute that the program itself reads makes sense; if not, that is reported. */
bool attribute_valid(list_reader *from, str key, str value);
bool entry_attribute_set(list_reader *from, uint32_t *first, uint32_t *last, str key, str value);
/* A directive of a head: key and value. `place` is where the value stands, for errors. False: reported. */
bool head_directive(list_reader *from, str key, str value, str place);
/* One alias flag by name ("hist", "past", "exact") into shape. False if there is none of that name. */
bool alias_flag(str name, draft_alias *shape, bool *has_policy);
/* The retirement of a name or an id. */
void list_retire(list_reader *from, str kind, str name, str id);

/* The next line of a text, without its line break; false at the end. */
bool line_next(str *rest, str *line);
/* Whether the current line is valid UTF-8; if not, that is reported. */
bool line_valid(list_reader *from);
/* The part of a text before an unescaped separator; *rest.data is NULL when there is none. */
str cell_split(str text, char separator, str *rest);
/* A text without its escapes; a copy only where it has some. False at a wrong escape, *wrong is where. */
bool cell_unescape(arena *memory, str text, str *out, const char **wrong);

/* Reports an error (or a warning) at a place of the current line; `place` lies inside it. Without a sink an error fails the arena. */
void list_error(list_reader *from, const char *place, const char *format, ...) __attribute__((format(printf, 3, 4)));
void list_warning(list_reader *from, const char *place, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same for a line that is not being read any more. */
typedef struct list_place {
    str path, text; /* of the file, of the line (for the excerpt) */
    uint32_t line, column;
} list_place;
void draft_report(draft *into, bool warning, const list_place *at, const char *message);

/* The regular form (FORM_*) of a word or phrase; empty where it has none. */
str inflect_regular(arena *memory, str text, inflection how, uint8_t form);

/* The files of all data folders. */
typedef struct list_file {
    str path, relative; /* relative: "gazetteers/place/rivers.list" */
    uint32_t layer;
    uint64_t size;
    int64_t mtime; /* file_nanoseconds */
    str content;   /* after source_read */
} list_file;

typedef struct list_files {
    VEC(list_file) at;
} list_files;

/* The lists of all data folders, in order of layer and path, without their contents. */
void source_scan(list_files *out, arena *memory, const gazetteer_source *source);
/* Their contents. */
void source_read(list_files *files, arena *memory);
/* Their contents are not used any more; `memory` is what they were read into. */
void source_drop(list_files *files, arena *memory);
/* Hash of the format and of how names are cut into words: if tokeniser or ICU behave differently than when a file was compiled, its keys no
 * longer fit. */
uint64_t source_cutting(arena *memory, lexicon *words);
/* Hash of that and of what the lists say. */
uint64_t source_hash(const list_files *files, arena *memory, lexicon *words);
/* Compiles files that were read into `memory`, and drops their contents. *errors: how many errors were reported. */
void compile_files(str *image, arena *memory, list_files *files, lexicon *words, finding_sink sink, uint32_t *errors);

#endif
