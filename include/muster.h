/* muster.h: the whole interface of libmuster.
 *
 * Muster reads conflict reporting and gives back who and what it names, which figures it gives and who said what, each with its place
 * in the text. The way of the data: read, token, gazetteer, name, rule, entity, quote, figure, claim, store, audit, report.
 *
 * Conventions. A call that can fail returns a muster_status and fills the caller's muster_error (NULL allowed): nothing to free, nothing
 * global. `_open`/`_close` and `_new`/`_free` own; every other pointer is lent and lives as long as what it was asked of. Strings are
 * pointer and size (muster_text), UTF-8, without a terminating NUL unless said; a `const char *` that is given back is NUL-terminated, and
 * the words of kinds, measures and the like are static. Offsets are code points of the stored text, spans half open: [start, end). An int
 * that answers a question is 0 or 1. Where has_low or has_high is 0, low or high says nothing: the number is open on that side. Dates are
 * ISO 8601, as precise as known: 2024-12-17, 2024-12, 2024. `_free(NULL)` and `_close(NULL)` do nothing. Structures whose first field is
 * `size` are set to their _INIT before anything else, so that a later library can tell what the caller knows.
 *
 * Threads. A muster_engine is immutable and shared by any number of threads; it must outlive what is made with it. Everything else belongs
 * to one thread at a time: a muster_worker, a muster_doc, a muster_pool, a muster_store, a muster_audit, a muster_import. Callbacks run in
 * the thread that made the call; what they are handed is lent until they return.
 *
 * Errors. Every call may give MUSTER_NOMEM. A call that reads or writes a file may give MUSTER_IO, one on a store or an audit
 * MUSTER_DATABASE, one with a callback MUSTER_STOPPED (the callback's wish), one with a structure of options MUSTER_USAGE (its `size` is
 * not that of this library). What else a call may give stands beside it. After an error *out is NULL, and nothing is to be closed.
 */
#ifndef MUSTER_H
#define MUSTER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(MUSTER_BUILD) && defined(__GNUC__)
#define MUSTER_API __attribute__((visibility("default")))
#else
#define MUSTER_API
#endif

/* --- Errors ------------------------------------------------------------------------------------------------------------------ */

typedef enum muster_status {
    MUSTER_OK = 0,
    MUSTER_NOMEM,    /* out of memory; what was asked for is undone */
    MUSTER_IO,       /* a file or folder cannot be read or written */
    MUSTER_INPUT,    /* a document that is no text: binary, too large */
    MUSTER_SYNTAX,   /* a rule, a list or the phases file is wrong: file, line, column say where */
    MUSTER_DAMAGED,  /* a compiled list or a database fails its checks */
    MUSTER_DATABASE, /* SQLite refused: locked, full, read-only */
    MUSTER_FOREIGN,  /* a database of another program, or of a newer Muster */
    MUSTER_USAGE,    /* an argument that makes no sense */
    MUSTER_LIMIT,    /* a documented limit is exceeded */
    MUSTER_STOPPED,  /* a callback asked to stop */
} muster_status;

typedef struct muster_error {
    muster_status status;
    uint32_t line, column; /* from 1; 0 where it concerns no place in a file. Columns count code points */
    char file[512];        /* empty where it concerns no file */
    char message[768];     /* one line: what was found, what would be right */
    char excerpt[512];     /* empty, or the line in question, a new line, and a caret below the place */
} muster_error;

/* A stretch of UTF-8; data may be NULL where size is 0 ("none"). */
typedef struct muster_text {
    const char *data;
    size_t size;
} muster_text;

/* Takes what is printed, in pieces. Returns 0, or anything else to stop (MUSTER_STOPPED). */
typedef int (*muster_write_fn)(const char *data, size_t size, void *payload);

/* Takes one finding of a check. Returns 0, or anything else to stop. */
typedef int (*muster_finding_fn)(const muster_error *finding, int is_warning, void *payload);

/* "muster 0.1.0", and the versions of ICU, PCRE2, SQLite and the format of compiled lists, on one line. Static. */
MUSTER_API const char *muster_version(void);

/* --- Engine: compiled gazetteers and rules ------------------------------------------------------------------------------------- */

typedef struct muster_engine muster_engine;
typedef struct muster_worker muster_worker;

typedef struct muster_options {
    size_t size;                  /* sizeof(muster_options) */
    const char *const *data_dirs; /* folders with gazetteers/ and rules/, the base first, those that lie over it after it */
    size_t data_dir_count;
    const char *cache_dir;        /* where compiled lists and rules are kept; NULL: nowhere, they are compiled in memory */
    const char *const *with_tags; /* rules switched on by tag */
    size_t with_tag_count;
    const char *const *without_tags;
    size_t without_tag_count;
    size_t document_limit;        /* bytes; larger documents are MUSTER_LIMIT. 0: 1 GiB */
    int trace;                    /* keep what `explain` shows (slower; rules are compiled anew) */
    const char *const *overrides; /* files of the user's corrections; DIR/overrides of each data folder comes before them */
    size_t override_count;
    int lists_only; /* no rules are read: enough for muster_lookup and muster_match, and sooner there */
} muster_options;

#define MUSTER_OPTIONS_INIT                                                                                                                \
    { sizeof(muster_options), NULL, 0, NULL, NULL, 0, NULL, 0, 0, 0, NULL, 0, 0 }

/* Reads the gazetteers and rules, compiling them if the cache has none that fit. *out owns everything. MUSTER_SYNTAX: the first wrong line
 * of a list, a rule or an override. A cache that cannot be written or is damaged is no error: the lists are compiled in memory. */
MUSTER_API muster_status muster_engine_open(muster_engine **out, const muster_options *options, muster_error *error);
MUSTER_API void muster_engine_close(muster_engine *engine);
/* Hash of the compiled knowledge (lists and rules), 32 hex digits, NUL-terminated: equal knowledge gives equal facts. */
MUSTER_API const char *muster_engine_hash(const muster_engine *engine);

/* Tells, as warnings, the lines of the overrides that have changed nothing in any document of this engine so far. */
MUSTER_API void muster_engine_unused_overrides(const muster_engine *engine, muster_finding_fn report, void *payload);

/* What a thread needs besides the engine: caches, break iterators, match data. One a thread. */
MUSTER_API muster_status muster_worker_new(muster_worker **out, const muster_engine *engine, muster_error *error);
MUSTER_API void muster_worker_free(muster_worker *worker);

/* Validates all gazetteers and rules and runs the rules' examples. Findings go to the callback (NULL: they are only counted). *errors
 * counts those that are no warnings, *examples the examples that ran (either may be NULL). MUSTER_OK though there are findings. */
MUSTER_API muster_status muster_check(const muster_options *options, muster_finding_fn report, void *payload, size_t *errors,
                                      size_t *examples, muster_error *error);

/* One list entry that a name may mean. Its texts are lent until the callback returns. */
typedef struct muster_entry {
    muster_text id, kind, name, alias; /* alias: the form that matched */
    muster_text attributes;            /* key=value;key=value */
    muster_text list, source, licence; /* file (relative to its data folder), provenance */
    uint32_t line;
    int weak;
} muster_entry;

typedef int (*muster_entry_fn)(const muster_entry *entry, void *payload);
/* What a name is known as. Calls back for each entry with an alias of that name, best first; if there is none, for the one person whose
 * name it spells otherwise (entry.alias: the listed spelling). Returns MUSTER_OK even if there is none. */
MUSTER_API muster_status muster_lookup(muster_worker *worker, muster_text name, muster_entry_fn each, void *payload, muster_error *error);

/* Whether two names may be one, and why. */
typedef struct muster_likeness {
    int same;
    char reason[1024]; /* NUL-terminated, one line */
    int unreadable;    /* 1 or 2: the name that MUSTER_INPUT is about; else 0 */
} muster_likeness;
/* Compares two names in any script: spellings of one name are the same, namesakes are not. What the lists know goes first, then the rules
 * of spelling in gazetteers/spelling/. MUSTER_INPUT: a name is empty, longer than 1,000 bytes or not valid UTF-8. */
MUSTER_API muster_status muster_match(muster_worker *worker, muster_text one, muster_text other, muster_likeness *out, muster_error *error);

/* --- Import: lists of others in our format --------------------------------------------------------------------------------------- */

typedef struct muster_import muster_import;
typedef struct muster_import_options {
    size_t size;
    const char *format;           /* csv, geonames, wikidata, ftm, spacy, gate, petrarch; NULL: what a file looks like */
    const char *kind;             /* of all entries; NULL: what the source says */
    const char *source, *licence; /* for the head; NULL: what is known of the format */
    const char *const *map;       /* of csv: "name=Label", key of ours and column of theirs */
    size_t map_count;
} muster_import_options;
#define MUSTER_IMPORT_OPTIONS_INIT                                                                                                         \
    { sizeof(muster_import_options), NULL, NULL, NULL, NULL, NULL, 0 }
/* Lines of a .tsv list go to `write`, which must take them until muster_import_close; wrong lines are told to `report` (NULL: only counted)
 * and passed over. MUSTER_USAGE: there is no such format, or what stands in `map` is no KEY=COLUMN. */
MUSTER_API muster_status muster_import_open(muster_import **out, const muster_import_options *options, muster_write_fn write,
                                            muster_finding_fn report, void *payload, muster_error *error);
/* Takes one file. path is for messages and, where the options name no format, helps to tell it. The bytes are not kept. */
MUSTER_API muster_status muster_import_file(muster_import *import, const char *path, const char *bytes, size_t size, muster_error *error);
/* So far: entries written, things passed over because they are no names, lines that were wrong. */
MUSTER_API void muster_import_counts(const muster_import *import, size_t *entries, size_t *skipped, size_t *errors);
MUSTER_API void muster_import_close(muster_import *import);

/* --- Document: what one text yields ---------------------------------------------------------------------------------------------- */

typedef struct muster_doc muster_doc;

typedef struct muster_input {
    const char *id;    /* document id; NULL: the base name of path without extension */
    const char *path;  /* where it is from, may be NULL */
    const char *bytes; /* the file as it is; kept by the caller until the call returns */
    size_t size;
    const char *date;     /* ISO date that the user, or the file it stands in, states for it; NULL: what file name or text says */
    const char *encoding; /* NULL: BOM, what the markup says, else UTF-8 if valid, else detected */
    const char *format;   /* what the bytes are: "text", "html", "mail", "epub", "docx", "odt", "rtf", "pdf", "subtitles", "news"; NULL: by
                             their content */
    const char *hash;     /* 64 hex digits that stand for its content (of a row of a table: of the whole row); NULL: SHA-256 of bytes */
    const char *title, *author, *outlet, *url, *modified; /* what the file it stands in says of it; NULL: nothing */
} muster_input;

/* Reads, tokenises, matches and resolves one text. *out owns its text and all its facts. */
MUSTER_API muster_status muster_extract(muster_doc **out, muster_worker *worker, const muster_input *input, muster_error *error);
/* As far as a stage: "read", "token", "gazetteer", "rule", "entity", "quote", "figure", "claim" (NULL: all). For tools and tests. */
MUSTER_API muster_status muster_extract_until(muster_doc **out, muster_worker *worker, const muster_input *input, const char *stage,
                                              muster_error *error);
MUSTER_API void muster_doc_free(muster_doc *doc);

#define MUSTER_NONE UINT32_MAX

/* Where a fact comes from. */
typedef struct muster_provenance {
    muster_text rule;      /* name of the rule or of the mechanism ("gazetteer", "coreference") */
    muster_text rule_file; /* relative to its data folder; none for a mechanism */
    uint32_t rule_line;
    muster_text entry; /* id of the gazetteer entry it rests on; none if none */
} muster_provenance;

/* A paragraph, a heading or a caption of the text, without the white space around it. */
typedef struct muster_block_view {
    uint32_t start, end;
    const char *kind; /* headline, dateline, caption, body, furniture, repeat */
} muster_block_view;

/* Somebody or something that the document names, once however often it is named. */
typedef struct muster_entity_view {
    uint32_t id;      /* from 1, in the order of the first mention */
    const char *kind; /* person, place, organisation, nationality, unit, weapon */
    muster_text name, role, affiliation;
    muster_text link; /* gazetteer id; none if unknown */
    muster_text wikidata;
    int has_position;           /* of a region, of the town of its name in it; of a country, of its capital */
    double latitude, longitude; /* degrees, WGS 84; 0 where has_position is 0 */
    muster_provenance from;
    muster_text runner_up; /* of a place: id of the place of that name that it is if not this one; none if there is no other */
    /* Of a unit: its number as written, arm, echelon, state, and the formation it is part of; none where its name does not say. */
    muster_text designation, arm, echelon, state, parent;
} muster_entity_view;

/* A place of the text that names an entity. */
typedef struct muster_mention_view {
    uint32_t start, end, entity; /* entity: its id */
    uint32_t sentence;           /* index of muster_doc_sentence */
    const char *kind;
    muster_provenance from;
} muster_mention_view;

/* A number of people or things with what happened to them, or a casualty told without a number. */
typedef struct muster_figure_view {
    uint32_t start, end, sentence;
    int has_low, has_high;
    double low, high;                     /* the bounds; equal where the number is one value (docs/figures.md) */
    const char *qualifier;                /* NULL: none */
    const char *unit;                     /* people, equipment, money, …: docs/database.md has all of them, and of `measure` */
    const char *measure;                  /* what happened to them: killed, wounded, captured, …; other: the text does not say */
    muster_text of;                       /* the words for what is counted ("soldiers"); none where it is not said */
    muster_text place, source, date;      /* where and when it happened, and who says so; none where the sentence does not say */
    uint32_t place_entity, source_entity; /* ids, 0: none */
    muster_provenance from;
    muster_text actor;     /* who did it to them; none where the sentence does not say */
    uint32_t actor_entity; /* id, 0: none */
} muster_figure_view;

/* What somebody says, directly or as reported. */
typedef struct muster_quote_view {
    uint32_t start, end, sentence;
    const char *kind;                    /* direct (all within quotation marks), mixed, indirect */
    const char *stance;                  /* how it was said: asserted, denied, asked, …; docs/database.md has all of them */
    muster_text speaker, cue;            /* speaker: none where it is not known. cue: the word of saying, none where there is none */
    uint32_t speaker_entity;             /* id, 0: none */
    uint32_t cue_start, cue_end;         /* equal where there is none */
    uint32_t speaker_start, speaker_end; /* the words beside the quote that name the speaker; equal where there are none */
    muster_text reason;                  /* how the speaker was found, or why not: "named", "pronoun: nearest man named before", … */
    muster_provenance from;
    muster_text hedge;      /* what weakens it ("appears to"); none if nothing does */
    muster_text doubt;      /* the writer's doubt ("could not be independently verified"); none if there is none */
    uint32_t candidates[3]; /* ids of whom a pronoun or description may mean as well, likeliest first; 0: no more */
} muster_quote_view;

/* A report inside a quote ("Reuters reported that [a spokesman said] …"): whom the speaker has it from. */
typedef struct muster_relay_view {
    uint32_t quote; /* index of muster_doc_quote */
    muster_text speaker, cue;
    uint32_t speaker_entity; /* id, 0: none */
    uint32_t start, end;     /* the words that name the speaker */
} muster_relay_view;

/* A stretch between quotation marks that nobody is seen to say: a title, a scare quote, or speech that no rule attributes. */
typedef struct muster_stray_view {
    uint32_t start, end, sentence;
    muster_text reason;
} muster_stray_view;

/* What a document, or one post of a live blog, tells of: the surroundings that its claims share. */
typedef struct muster_account_view {
    uint32_t start, end;
    int32_t minute;                                 /* of the day, of a post with a clock time; else -1 */
    muster_text place, country, date, names, words; /* names, words: "a|b|c" */
} muster_account_view;

/* A statement that stands alone: a figure with all that its surroundings say of it, or a number that is told only to be rejected. */
typedef struct muster_claim_view {
    uint32_t start, end, sentence, account; /* account: index */
    uint32_t figure;                        /* index, or MUSTER_NONE: a number that nobody asserts ("not 14", "up from 80") */
    int has_low, has_high;
    double low, high;
    const char *qualifier; /* NULL: none */
    const char *unit, *measure;
    const char *scope;   /* event, total (over many events), part (of another), more (beside another), standing (a state) */
    const char *told;    /* asserted, rejected, earlier (a value told before) */
    muster_text counted; /* the words of the text for what is counted ("Russian soldiers") */
    muster_text noun;    /* their head, singular and folded ("soldier") */
    muster_text group;   /* its kind, by gazetteers/claim/counted_groups.list ("soldier", "civilian", "drone"; "toll": people of whom no
                            more is said) */
    muster_text side;    /* whose they are: a country or a body; none where it is not said */
    muster_text place, place_id, region, country;
    int has_position, broad; /* broad: a country, a region; other places lie in it */
    double latitude, longitude;
    muster_text date;  /* of what happened */
    muster_text since; /* of a total: from when on it counts */
    const char *dated; /* where the date stands: sentence, paragraph, account, document */
    muster_text source;
    uint32_t source_entity; /* id, 0: none */
    muster_text words;      /* names, events, sites, equipment of the sentence, "a|b|c" */
} muster_claim_view;

/* A sentence; it lies inside one block. */
typedef struct muster_sentence_view {
    uint32_t start, end, block; /* block: index of muster_doc_block */
} muster_sentence_view;

/* What is known of the document; a text is empty where it says nothing of that. */
MUSTER_API muster_text muster_doc_text(const muster_doc *doc); /* the stored text */
MUSTER_API size_t muster_doc_length(const muster_doc *doc);    /* its code points */
MUSTER_API muster_text muster_doc_id(const muster_doc *doc);
MUSTER_API muster_text muster_doc_path(const muster_doc *doc);
MUSTER_API muster_text muster_doc_title(const muster_doc *doc);
MUSTER_API muster_text muster_doc_date(const muster_doc *doc);
MUSTER_API muster_text muster_doc_outlet(const muster_doc *doc);
MUSTER_API muster_text muster_doc_author(const muster_doc *doc);
MUSTER_API muster_text muster_doc_url(const muster_doc *doc);
MUSTER_API muster_text muster_doc_modified(const muster_doc *doc); /* ISO date of its last change */
MUSTER_API const char *muster_doc_format(const muster_doc *doc);   /* "text", "html", … */
/* Where in the document's bytes, whatever their encoding, a code point of the text comes from: the byte at which it begins. MUSTER_NONE
 * outside the text, and where that is not known (letters, office documents, PDF). */
MUSTER_API uint32_t muster_doc_source(const muster_doc *doc, uint32_t point);
MUSTER_API muster_text muster_doc_encoding(const muster_doc *doc); /* what it was decoded from, and whether bytes were broken */
MUSTER_API const char *muster_doc_hash(const muster_doc *doc);     /* SHA-256 of the bytes, 64 hex digits */
/* The stored text of a span of code points; empty where it lies outside. */
MUSTER_API muster_text muster_doc_slice(const muster_doc *doc, uint32_t start, uint32_t end);

MUSTER_API size_t muster_doc_block_count(const muster_doc *doc);
MUSTER_API size_t muster_doc_sentence_count(const muster_doc *doc);
MUSTER_API size_t muster_doc_token_count(const muster_doc *doc);
MUSTER_API size_t muster_doc_entity_count(const muster_doc *doc);
MUSTER_API size_t muster_doc_mention_count(const muster_doc *doc);
MUSTER_API size_t muster_doc_figure_count(const muster_doc *doc);
MUSTER_API size_t muster_doc_quote_count(const muster_doc *doc);
MUSTER_API size_t muster_doc_relay_count(const muster_doc *doc);
MUSTER_API size_t muster_doc_stray_count(const muster_doc *doc);
MUSTER_API size_t muster_doc_account_count(const muster_doc *doc);
MUSTER_API size_t muster_doc_claim_count(const muster_doc *doc);
/* Fill *out with the item of that index, in the order of the text; index must be below the count. Texts of the item live as long as the
 * document, names of rules and entries as long as the engine. */
MUSTER_API void muster_doc_block(const muster_doc *doc, size_t index, muster_block_view *out);
MUSTER_API void muster_doc_sentence(const muster_doc *doc, size_t index, muster_sentence_view *out);
MUSTER_API void muster_doc_entity(const muster_doc *doc, size_t index, muster_entity_view *out);
MUSTER_API void muster_doc_mention(const muster_doc *doc, size_t index, muster_mention_view *out);
MUSTER_API void muster_doc_figure(const muster_doc *doc, size_t index, muster_figure_view *out);
MUSTER_API void muster_doc_quote(const muster_doc *doc, size_t index, muster_quote_view *out);
MUSTER_API void muster_doc_relay(const muster_doc *doc, size_t index, muster_relay_view *out);
MUSTER_API void muster_doc_stray(const muster_doc *doc, size_t index, muster_stray_view *out);
MUSTER_API void muster_doc_account(const muster_doc *doc, size_t index, muster_account_view *out);
MUSTER_API void muster_doc_claim(const muster_doc *doc, size_t index, muster_claim_view *out);
/* The signature by which copies are known: 256 minimal hashes of the text's sequences of four words, and how many there are; NULL where the
 * text is too short to tell. */
MUSTER_API const uint32_t *muster_doc_signature(const muster_doc *doc, uint32_t *shingles);

typedef enum muster_format { MUSTER_JSONL, MUSTER_BRAT, MUSTER_MARKED, MUSTER_CITRON } muster_format;
/* Prints a document's facts: one JSON line (the record; or its quotes as Citron has them), a brat .ann file, or the text with the facts
 * marked (colour: ANSI colours). */
MUSTER_API muster_status muster_doc_write(const muster_doc *doc, muster_format format, int colour, muster_write_fn write, void *payload,
                                          muster_error *error);

/* Prints why each fact was found: rule and place, tokens, entries. With why_not, the name of a rule: how far that rule got instead, for
 * which the document must be the worker's last. MUSTER_USAGE: the engine was opened without `trace`, or no rule has that name. */
MUSTER_API muster_status muster_doc_explain(const muster_doc *doc, muster_worker *worker, const char *why_not, muster_write_fn write,
                                            void *payload, muster_error *error);

/* --- Reading: files, folders, and the documents in them ------------------------------------------------------------------------------- */

/* A file found by a walk; "-" is standard input. */
typedef struct muster_file {
    const char *path;
    uint64_t size;    /* bytes; 0 where it is no regular file */
    int64_t modified; /* seconds since 1970 */
    int found;        /* in a folder; the caller has not named it */
} muster_file;

/* One file, or what could not be looked at (`problem`, NULL otherwise). Returns 0 to go on. */
typedef int (*muster_path_fn)(const muster_file *file, const muster_error *problem, void *payload);
/* Walks paths in the order given, folders in order of name, each file once. Symbolic links are followed, loops are not. Nothing is opened
 * but folders. */
MUSTER_API muster_status muster_find(const char *const *paths, size_t count, muster_path_fn each, void *payload, muster_error *error);
/* Whether a path is, or leads through, the folder of pictures and scripts that a browser puts beside a page it saves ("page_files" by
 * "page.html"): muster_find leaves these out of folders. */
MUSTER_API int muster_lies_beside_page(const char *path);

/* One file's bytes as they are, lent for the call. `problem` is set instead of bytes where it could not be read. Returns 0 to go on. */
typedef int (*muster_file_fn)(const char *path, const char *bytes, size_t size, const muster_error *problem, void *payload);
/* muster_find, with the files read whole. */
MUSTER_API muster_status muster_walk(const char *const *paths, size_t count, muster_file_fn each, void *payload, muster_error *error);

/* How files are read. */
typedef struct muster_reading {
    size_t size;                 /* sizeof(muster_reading) */
    const char *format;          /* of every file: as in muster_input, or "jsonl", "json", "csv", "tsv", "feed", "export", "mbox", "warc",
                                     "archive"; NULL: by content */
    const char *encoding, *date; /* stated for every document, NULL: what it says */
    const char *text_field, *title_field, *id_field, *date_field, *url_field,
        *author_field;  /* of tables and JSON (a.b: b inside a); NULL: guessed */
    uint64_t max_size;  /* bytes of one document, unpacked; 0: 256 MiB */
    uint64_t max_total; /* bytes that one file may unpack to; 0: 64 GiB */
    uint32_t max_ratio; /* unpacked to packed, behind the first 16 MiB; 0: 250 */
    uint32_t max_depth; /* archives inside archives; 0: 4 */
    int found;          /* in a folder, as muster_file says: a picture, a sound, a film, a font, a program, a database, a
                         * style sheet or a script is no problem, but passed over */
} muster_reading;
#define MUSTER_READING_INIT                                                                                                                \
    { sizeof(muster_reading), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0 }

/* The names of formats for muster_reading, ended by NULL. Static. */
MUSTER_API const char *const *muster_formats(void);

/* One document: its input for muster_extract, with id, path ("a.zip!b/c.html", "a.jsonl!17") and hash set, everything lent for the call; or
 * a problem (input NULL, problem->file the path), after which the reading goes on where it can. Returns 0 to go on. */
typedef int (*muster_document_fn)(const muster_input *input, const muster_error *problem, void *payload);
/* Gives the documents of one file ("-": standard input) in their order: one of a text, a page or a letter; many of JSON lines, a table, a
 * feed, a mailbox, an archive of files or of the web. Archives are unpacked in memory as they are read; nothing is written. Memory: what
 * the largest document takes. A file that cannot be read is a problem, not an error; errors are MUSTER_STOPPED, MUSTER_NOMEM and
 * MUSTER_USAGE. Any number of threads may read. */
MUSTER_API muster_status muster_read(const muster_engine *engine, const char *path, const muster_reading *how, muster_document_fn each,
                                     void *payload, muster_error *error);

/* --- Many documents: threads --------------------------------------------------------------------------------------------------------- */

typedef struct muster_pool muster_pool;
/* Takes one document, in the order in which they were given and in the thread that gives. doc becomes the callee's; where it is NULL,
 * problem says why. input is lent for the call. Returns 0 to go on. */
typedef int (*muster_done_fn)(const muster_input *input, muster_doc *doc, const muster_error *problem, void *payload);
/* Extracts on so many threads, the caller's among them (1: there is no other; at most 256). The engine must outlive the pool. A pool
 * belongs to one thread. */
MUSTER_API muster_status muster_pool_open(muster_pool **out, const muster_engine *engine, unsigned threads, muster_done_fn done,
                                          void *payload, muster_error *error);
/* How far documents are extracted, as in muster_extract_until (a string that outlives the pool); before the first is given. */
MUSTER_API void muster_pool_until(muster_pool *pool, const char *stage);
/* Gives a document, which is copied; what is finished is handed over meanwhile. With a problem (input may be NULL) it is only handed over
 * in its turn. MUSTER_STOPPED once `done` has asked to stop: nothing more is handed over. */
MUSTER_API muster_status muster_pool_give(muster_pool *pool, const muster_input *input, const muster_error *problem, muster_error *error);
/* Waits until all that was given is handed over. */
MUSTER_API muster_status muster_pool_finish(muster_pool *pool, muster_error *error);
/* Ends the threads; what was not handed over is dropped. */
MUSTER_API void muster_pool_close(muster_pool *pool);

/* --- Store: the facts in SQLite ------------------------------------------------------------------------------------------------------- */

typedef struct muster_store muster_store;

/* Opens a database of facts. create: makes it if it is missing or empty, migrates an older one; else read-only. MUSTER_FOREIGN: it is
 * another program's, or a newer library's. Several processes may have one open; those that write wait for each other. */
MUSTER_API muster_status muster_store_open(muster_store **out, const char *path, int create, muster_error *error);
MUSTER_API void muster_store_close(muster_store *store);
/* Begins a run (one `add`): recorded with versions, the knowledge's hash and the command's arguments. */
MUSTER_API muster_status muster_store_begin(muster_store *store, const char *engine_hash, const char *arguments, muster_error *error);
/* Keeps with the run how its files are read: muster_verify reads them so again, and a document that was read by other fields is not taken
 * for the same. Behind muster_store_begin. */
MUSTER_API muster_status muster_store_note_reading(muster_store *store, const muster_reading *how, muster_error *error);
/* What became of a document: it is new; it takes the place of another version; it is there already as it is. */
typedef enum muster_add { MUSTER_ADDED, MUSTER_REPLACED, MUSTER_UNCHANGED } muster_add;
/* Is this document stored already, with these bytes, this stated date and this knowledge? id and path as muster_extract would set them;
 * hash: SHA-256, 64 hex digits. */
MUSTER_API muster_status muster_store_has(muster_store *store, const char *id, const char *path, const char *hash, int *out,
                                          muster_error *error);
/* Stores a document in one transaction; a stored one of the same id and path is replaced. Once this returns, no crash undoes it. */
MUSTER_API muster_status muster_store_add(muster_store *store, const muster_doc *doc, muster_add *out, muster_error *error);
/* Stores many in one transaction, which costs less: all of them or, on an error, none. outs: what became of each, or NULL. */
MUSTER_API muster_status muster_store_add_all(muster_store *store, muster_doc *const *docs, size_t count, muster_add *outs,
                                              muster_error *error);
/* Ends the run: counts are recorded, the log is folded into the database file. */
MUSTER_API muster_status muster_store_end(muster_store *store, muster_error *error);
/* What a merge did with the other database's documents. */
typedef struct muster_merged {
    size_t added, replaced, unchanged, older; /* older: another version of it is here, from a later run */
} muster_merged;
/* Copies the documents of another database with all their facts. One that is here in another version is replaced if the other comes from a
 * later run. Stops without loss at any time; merging again goes on. */
MUSTER_API muster_status muster_store_merge(muster_store *store, const char *path, muster_merged *out, muster_error *error);
/* SHA-256 of bytes, as 64 hex digits and a NUL. */
MUSTER_API void muster_hash(const char *bytes, size_t size, char out[65]);

/* What is asked for: quotes, figures or names. */
typedef enum muster_view { MUSTER_SAID, MUSTER_COUNTED, MUSTER_NAMED } muster_view;
/* What to show of a view; NULL or 0 filters nothing. Texts match whole words, whatever the case. A name of somebody or something finds the
 * entities that have it, under each of their names. */
typedef struct muster_query {
    size_t size;
    muster_view view;
    const char *by;        /* speaker, role or affiliation; of figures: source */
    const char *about;     /* words in what was said, or a name in it; of figures: what is counted or its sentence */
    const char *kind;      /* of quotes: direct, mixed, indirect; of names: person, … */
    const char *stance;    /* of quotes */
    const char *measure;   /* of figures */
    const char *place;     /* of figures */
    const char *name;      /* of names */
    const char *from, *to; /* dates of documents, inclusive */
    const char *document;  /* id of one */
    int64_t limit;         /* 0: all */
    const char *search;    /* of quotes: an FTS5 expression over what was said */
    int again;             /* of quotes: only what more than one document has, with who had it first */
    /* Of figures: whose people or equipment; at least so many; a number made of the bounds by the policy of a project, or the columns of
     * its tables: "acled" or "ucdp" (docs/figures.md). */
    const char *side;
    double min; /* 0: all */
    const char *policy, *shape;
} muster_query;
#define MUSTER_QUERY_INIT                                                                                                                  \
    { sizeof(muster_query), MUSTER_SAID, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, 0, NULL, NULL }
/* A row: as many texts as columns; data is NULL for a null; numeric[i] says whether the value is a number. Before the first row it is
 * called once with values and numeric NULL, so that a table without rows has its columns, too. Returns 0 to go on. */
typedef int (*muster_row_fn)(size_t columns, const char *const *names, const muster_text *values, const int *numeric, void *payload);
/* Gives the rows of a view that all filters let through; a filter for which the view has no column is passed over. MUSTER_USAGE: there is
 * no such kind, stance, measure, policy or shape, a shape is asked of another measure than killed, or `search` is no FTS5 expression. */
MUSTER_API muster_status muster_store_query(muster_store *store, const muster_query *query, muster_row_fn each, void *payload,
                                            muster_error *error);

/* What of two databases is different: rows of change (gained, lost, changed), kind (document, figure, quote, name), document, fact, before,
 * after. Documents are the same if their names are. */
MUSTER_API muster_status muster_diff(muster_store *old_facts, muster_store *new_facts, muster_row_fn each, void *payload,
                                     muster_error *error);
/* Reads the files of a database again, and gives a row for each fact whose text no longer stands, and for each document that cannot be
 * read: document, kind, text, problem, path. */
MUSTER_API muster_status muster_verify(muster_store *store, muster_worker *worker, muster_row_fn each, void *payload, muster_error *error);

/* --- Audit: claims about the same thing, across documents ---------------------------------------------------------------------------- */

typedef struct muster_audit muster_audit;

/* What decides that two claims are about the same thing. 0 is the default; docs/audit.md explains each. */
typedef struct muster_audit_options {
    size_t size;
    double same;   /* evidence that makes two claims one thing; 0.15 */
    double copy;   /* share of the smaller text that makes two documents copies; 0.5 */
    int window;    /* days after an event on which a report that does not date it may still speak of it; 7 */
    int total_gap; /* days between two reports of one running total; 60 */
    /* What findings to show; NULL or 0 filters nothing. Texts match whole words, whatever the case. */
    const char *about, *measure, *place; /* words of what is counted, of its sentence or a source; a measure; a place */
    const char *from, *to;               /* dates of documents, inclusive: a group is shown if any of its documents is dated so */
    int min_sources;                     /* fewer independent sources than these are a finding; 2 */
} muster_audit_options;
#define MUSTER_AUDIT_OPTIONS_INIT                                                                                                          \
    { sizeof(muster_audit_options), 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, 0 }

/* One claim of an audit; texts live as long as the audit. */
typedef struct muster_audit_claim {
    int64_t id;          /* row of the table claim */
    uint32_t document;   /* index of muster_audit_document */
    uint32_t group;      /* from 1: claims about the same thing */
    uint32_t start, end; /* code points of the document's text */
    int has_low, has_high;
    double low, high;
    const char *qualifier; /* NULL: none */
    const char *unit, *measure, *scope, *told;
    muster_text counted, kind, side, place, region, country, date, source;
    int has_position;
    double latitude, longitude;
} muster_audit_claim;

typedef struct muster_audit_document {
    int64_t id; /* row of the table document */
    muster_text doc, path, title, outlet, date;
    uint32_t origin; /* index of the first document of its cluster of copies; its own where it is no copy */
} muster_audit_document;

/* Two claims of one group, the earlier first (indices), and how they stand to each other: agrees, refines, updates, conflicts, denies. */
typedef struct muster_audit_pair {
    uint32_t first, second;
    const char *label, *why;
} muster_audit_pair;

/* Compares the claims of a database. *out owns what it gives out and uses the store and the engine, which must outlive it. Of the engine it
 * needs no rules: `lists_only` is enough. */
MUSTER_API muster_status muster_audit_open(muster_audit **out, muster_store *store, const muster_engine *engine,
                                           const muster_audit_options *options, muster_error *error);
MUSTER_API void muster_audit_close(muster_audit *audit);
/* Documents and claims, in an order that does not depend on that in which they were added: date, name, place in the text. */
MUSTER_API size_t muster_audit_document_count(const muster_audit *audit);
MUSTER_API size_t muster_audit_claim_count(const muster_audit *audit);
MUSTER_API size_t muster_audit_group_count(const muster_audit *audit);
MUSTER_API void muster_audit_document_at(const muster_audit *audit, size_t index, muster_audit_document *out);
MUSTER_API void muster_audit_claim_at(const muster_audit *audit, size_t index, muster_audit_claim *out);
/* The claims of a group (from 1) in order: the first one, and the one behind another; MUSTER_NONE at the end. */
MUSTER_API uint32_t muster_audit_group_first(const muster_audit *audit, size_t group);
MUSTER_API uint32_t muster_audit_group_next(const muster_audit *audit, uint32_t claim);
/* What should be looked at: a dispute (two claims of one thing that conflict or deny each other), or a thing that too few sources tell. The
 * most telling first, disputes before single sources. */
typedef struct muster_audit_finding {
    const char *kind;        /* "disputed", "single" */
    uint32_t group;          /* from 1 */
    uint32_t first, second;  /* the two claims that stand most against each other; of a single one the same claim twice */
    const char *label, *why; /* of a dispute */
    uint32_t claims, documents, origins, sources; /* origins: without copies; sources: who is named, or the outlet, without copies */
    muster_text first_seen, last_seen;            /* dates of documents */
    int has_low, has_high;
    double low, high; /* between what is asserted */
} muster_audit_finding;
MUSTER_API size_t muster_audit_finding_count(const muster_audit *audit);
MUSTER_API void muster_audit_finding_at(const muster_audit *audit, size_t index, muster_audit_finding *out);
/* Whether the filters let a group through. */
MUSTER_API int muster_audit_shown(const muster_audit *audit, size_t group);
/* The sentence of a claim, lent until the next call; empty where there is none or the database fails. */
MUSTER_API muster_text muster_audit_sentence(muster_audit *audit, uint32_t claim);
/* How two claims stand to each other; 0 if they are no pair (one document and one source, or two groups). */
MUSTER_API int muster_audit_compare(const muster_audit *audit, uint32_t first, uint32_t second, muster_audit_pair *out);
/* Why two claims are, or are not, about the same thing: what rules it out (NULL: nothing), else the evidence, which adds up to `score`;
 * `enough` of it makes two claims one thing. */
typedef struct muster_audit_reason {
    const char *against;
    double score, account, place, day, thing, words, value, main, enough;
} muster_audit_reason;
MUSTER_API void muster_audit_explain(const muster_audit *audit, uint32_t first, uint32_t second, muster_audit_reason *out);
/* What a copy or a later version of a text changed: a figure raised, lowered, dropped or added; a quote dropped, added or reworded. */
typedef struct muster_audit_edit {
    const char *change;
    int is_quote;
    uint32_t before, after;              /* claims, of a figure; MUSTER_NONE where the version has none, and of a quote */
    muster_text speaker;                 /* of a quote; none where nobody is named */
    muster_text said_before, said_after; /* of a quote; none where the version has not got it */
} muster_audit_edit;
/* Texts are lent for the call. Returns 0 to go on. */
typedef int (*muster_audit_edit_fn)(const muster_audit_edit *edit, void *payload);
/* Compares two documents of an audit, the earlier first: figures in the order of their texts, then quotes. */
MUSTER_API muster_status muster_audit_versions(muster_audit *audit, uint32_t first, uint32_t second, muster_audit_edit_fn each,
                                               void *payload, muster_error *error);
/* The share of the smaller of two texts that the other has too, 0 to 1, estimated. */
MUSTER_API double muster_audit_share(const muster_audit *audit, uint32_t first, uint32_t second);

/* --- Report: the facts for a browser, a map, Datasette ----------------------------------------------------------------------------------
 */

typedef enum muster_report_format {
    MUSTER_HTML,     /* one page that needs nothing else: no network, no server */
    MUSTER_GEOJSON,  /* the places and the figures told of them, as features (RFC 7946) */
    MUSTER_METADATA, /* metadata.yaml for Datasette: descriptions, facets, questions */
} muster_report_format;

typedef struct muster_report_options {
    size_t size;
    muster_report_format format;
    const char *title;     /* of the page; NULL: one of ours */
    const char *from, *to; /* dates of documents, inclusive; NULL: all */
    int64_t limit;         /* at most so many documents, the latest; 0: 10,000. The page says what was left out */
} muster_report_options;
#define MUSTER_REPORT_OPTIONS_INIT                                                                                                         \
    { sizeof(muster_report_options), MUSTER_HTML, NULL, NULL, NULL, 0 }

/* Writes a report of all that a database holds, read in one transaction, with its audit (muster_audit_open says what of the engine it
 * needs). Never holds more than one document. */
MUSTER_API muster_status muster_report(muster_store *store, const muster_engine *engine, const muster_report_options *options,
                                       muster_write_fn write, void *payload, muster_error *error);

#ifdef __cplusplus
}
#endif
#endif
