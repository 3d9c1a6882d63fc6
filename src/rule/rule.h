/* rule: readings -> annotations. The rule language (rules/README.md): parser, compiler, matcher, explanation.
 *
 * Tokens that the rules of a phase cannot tell apart are a class. Which rules may begin at a token is asked for all of them at once: sets
 * of bits of its class and the next, and of what the window has behind it (as in bit-parallel search: Baeza-Yates and Gonnet, "A New
 * Approach to Text Searching", 1992). Of those left a deterministic automaton each, built as the text needs it over the classes, says which
 * may match (RE2: Cox, "Regular Expression Matching in the Wild", 2010); only they run, on a backtracking matcher that never enters a state
 * twice at a token of a window, so that all starts together cost states x tokens at most.
 */
#ifndef RULE_RULE_H
#define RULE_RULE_H

#include "base/document.h"
#include "base/label.h"
#include "base/printer.h"
#include "gazetteer/gazetteer.h"
#include "token/token.h"

typedef struct ruleset ruleset;           /* compiled rules: immutable, shared */
typedef struct rule_matcher rule_matcher; /* of one worker: caches, match data */

typedef struct rule_options {
    const char *const *data_dirs;
    size_t data_dir_count;
    const char *const *with_tags;
    size_t with_tag_count;
    const char *const *without_tags;
    size_t without_tag_count;
    const char *cache_dir; /* where compiled rules are kept; NULL: they are not */
    bool whole;            /* for examples and explanations, too: compiled anew each time */
} rule_options;

/* Reads and compiles DIR/rules of all data folders, or takes what the cache has of them. In `memory` (foreign handles deferred there). With
 * a sink every error is reported and the rest goes on; without, the first fails the arena. `words` cuts literals. */
ruleset *rule_load(arena *memory, const rule_options *options, const gazetteer *known, labels *all, lexicon *words, finding_sink sink);
/* The same from one file's content in one phase; for tests and fuzzing. */
ruleset *rule_load_text(arena *memory, str path, str content, const gazetteer *known, labels *all, lexicon *words, finding_sink sink);

uint64_t rule_hash(const ruleset *rules);
uint32_t rule_count(const ruleset *rules);
str rule_name(const ruleset *rules, uint32_t rule);
str rule_file(const ruleset *rules, uint32_t rule);
uint32_t rule_line(const ruleset *rules, uint32_t rule);
/* The rule of that name, or NONE; the name of a rule that may be meant by another name, or none. */
uint32_t rule_find(const ruleset *rules, str name);
str rule_like(const ruleset *rules, str name);
/* Whether a file (rules/…) was read, by a phase or by another file. */
bool rule_has_file(const ruleset *rules, str name);

/* NULL if memory runs out. */
rule_matcher *rule_matcher_new(const ruleset *rules);
void rule_matcher_free(rule_matcher *matcher);

/* Runs all phases. */
void rule_match(document *doc, const ruleset *rules, rule_matcher *matcher, lexicon *words, bool trace);

/* An example of a rule. */
typedef struct rule_example {
    uint32_t rule, line;
    bool yes;
    str text;
} rule_example;
uint32_t rule_example_count(const ruleset *rules);
rule_example rule_example_get(const ruleset *rules, uint32_t index);
/* After the pipeline ran over its text (tracing): does the example hold? If not, *why says what was found instead (in doc's memory). */
bool rule_example_holds(const document *doc, const ruleset *rules, uint32_t index, str *why);

/* Prints how far a rule got in each sentence of a document: the furthest element, the token that stopped it. Adds annotations to `doc`.
 * Called inside a recovery point of the document's arena. */
void rule_why_not(document *doc, rule_matcher *matcher, lexicon *words, uint32_t rule, printer *to);

#endif
