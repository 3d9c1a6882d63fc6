/* case.h: cases of `muster test`: a text with its facts under it (tests/corpus/README.md). */
#ifndef CLI_CASE_H
#define CLI_CASE_H

#include "cli/cli.h"

/* A fact as a line of words: `figure 9.. at_least killed people of=soldiers`; start and end in code points of the case's text. */
typedef struct fact {
    size_t start, end;
    char *words;
    unsigned line; /* in the file, of an expected one */
} fact;

typedef struct facts {
    fact *at;
    size_t count, capacity;
} facts;

typedef struct test_case {
    char *header; /* the whole ==== line */
    unsigned line;
    char *only;    /* NULL, or the first words of the facts that count */
    char *date;    /* NULL, or the documents' date */
    char *carrier; /* NULL, or the sentence of a table of values, {} for the phrase */
    char *text;    /* its text lines, joined by new lines */
    facts expected;
    /* of a table of values: lines "VALUE  phrase | phrase" stand in text */
} test_case;

typedef struct test_file {
    char *head; /* what stands before the first case */
    test_case *cases;
    size_t count, capacity;
} test_file;

/* Parses a file's content. False after a message `path:line:col: error: …`. */
bool case_parse(test_file *out, const char *path, const char *content, size_t size);
void case_free(test_file *file);

/* The facts of a document, in order of the text. False if memory runs out. */
bool facts_of(facts *out, const muster_doc *doc);
void facts_free(facts *all);
bool facts_add(facts *all, size_t start, size_t end, char *words, unsigned line);
/* Whether every word of `expected` is one of `found` (words may hold quoted text). */
bool fact_agrees(const char *expected, const char *found);
/* Whether the fact's first word is in a list of words. NULL: yes. */
bool fact_counts(const char *words, const char *only);
/* Writes a case with these facts under its lines. */
void case_write(FILE *to, const test_case *c, const facts *found);

#endif
