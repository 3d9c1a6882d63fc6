/* cli.h: what the verbs of the program share. The program sees the library only through muster.h. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <muster.h>

/* Exit statuses (muster(1)). */
enum { EXIT_OK = 0, EXIT_SOME_FAILED = 1, EXIT_USAGE = 2, EXIT_IO = 3, EXIT_INTERRUPTED = 130 };

typedef enum row_format { ROWS_TABLE, ROWS_JSON, ROWS_CSV } row_format;

enum { MOST_REPEATED = 64, MOST_JOBS = 256 };

/* An option that may stand several times. */
typedef struct texts {
    const char *at[MOST_REPEATED];
    size_t count;
} texts;

/* The command line, read. Texts belong to argv. */
typedef struct options {
    const char *verb;
    texts data, with, without, overrides, map, include, exclude;
    const char *by, *about, *kind, *stance, *measure, *place, *from, *to, *document, *search; /* filters of said, figures, named */
    const char *side, *shape;
    const char *format, *date, *encoding, *why_not, *why, *min_sources, *policy, *same, *copy, *window, *output, *title, *source, *licence;
    row_format rows;
    bool rows_given, quiet, no_cache, no_user_data, update, again, help;
    const char *files_from, *log;
    bool null, watch;
    int64_t since; /* seconds since 1970; 0: not given */
    long long limit;
    double min;
    unsigned jobs;          /* threads; at least 1 */
    muster_reading reading; /* fields, limits */
    const char **operands;
    size_t operand_count;
} options;

typedef struct verb {
    const char *name;
    int (*run)(const options *given);
    const char *summary; /* for the list of verbs */
    const char *help;    /* examples first */
    const char *accepts; /* names of the options it takes, a space between them; --help aside */
    size_t operands;     /* at least so many */
    size_t most;         /* at most so many; 0: any number */
} verb;

extern const verb cli_verbs[];
extern const size_t cli_verb_count;

/* Whether a word is mistyped for another: one letter more, less or other, or two that have changed places. */
bool like_word(const char *given, const char *word);

/* Reads the command line behind the verb. False after a message. */
bool options_read(options *out, const verb *which, int argc, char **argv);

/* The data folders: the base that comes with the program, the user's, those given; and the cache folder. Owned by cli_data. */
typedef struct cli_data cli_data;
/* NULL after a message. */
cli_data *data_find(const options *given);
void data_free(cli_data *data);
/* What a verb needs of the engine: facts of documents, how rules came to them, or the lists alone. */
typedef enum data_need { NEED_FACTS, NEED_TRACE, NEED_LISTS } data_need;
/* Options for the engine, lent from data and given. */
muster_options data_options(const cli_data *data, const options *given, data_need need);
/* Opens engine and worker; EXIT_OK, or a status after a message. */
int data_open(muster_engine **engine, muster_worker **worker, const cli_data *data, const options *given, data_need need);

/* Calls `verb` with a worker of the data that the command line names; its exit status, or one after a message. */
int data_run(const options *given, data_need need, int (*verb)(const options *given, muster_worker *worker));
/* The same with an engine that knows the lists alone. */
int data_run_lists(const options *given, int (*verb)(const options *given, const muster_engine *engine));

/* Opens engine and pool, of as many threads as the command line says; `done` takes the documents. */
int data_open_pool(muster_engine **engine, muster_pool **pool, const cli_data *data, const options *given, muster_done_fn done,
                   void *payload);
/* Tells which lines of the overrides have changed nothing, unless --quiet. */
void tell_unused_overrides(const muster_engine *engine, const options *given);

/* A message, a line to standard error. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* That nothing in a database fits; and names in it that may be meant. */
void say_nothing_fits(const options *given, muster_store *store);
void say_error(const muster_error *error);
/* The same of a database, with its path where the error names no file; the exit status. */
int say_database_error(muster_error *error, const char *path);
/* The exit status that a failure of the library stands for. */
int exit_status(muster_status status);
/* Writes to standard output; a muster_write_fn. */
int write_out(const char *data, size_t size, void *payload);
/* Whether colours may be used on a stream (a terminal that has some, and NO_COLOR is not set). */
bool use_colour(FILE *stream);
/* Flushes standard output; the status given, or EXIT_IO after a message if it could not be written. */
int finish_output(int status);

/* Prints into a file that appears whole or not at all: it is written beside its place and then put there. `print` gives the exit status;
 * where it is neither EXIT_OK nor EXIT_SOME_FAILED no file is made. */
int write_whole_file(const char *path, int (*print)(FILE *to, void *payload), void *payload);

/* What a noun has behind it that so many are told of. */
static inline const char *plural(size_t count) {
    return count == 1 ? "" : "s";
}

/* Code points of a text. */
size_t count_points(const char *text, size_t size);
/* A cell of CSV to standard output, in quotation marks where it needs them; 0, or anything else if it could not. */
int print_csv_cell(muster_text cell);

/* Rows of a view to standard output, in a format. */
typedef struct row_printer row_printer;
/* A table shows the columns that `shown` names ("a b* c", in this order; NULL: all), so that a line can be read; the one with a star is
 * read first and gets more room. JSON and CSV have all. */
row_printer *rows_begin(row_format format, const char *shown);
/* A muster_row_fn; payload is the printer. */
int rows_add(size_t columns, const char *const *names, const muster_text *values, const int *numeric, void *payload);
/* Whether there were any rows. */
bool rows_any(const row_printer *printer);
/* Prints what is left; false if it could not. Frees the printer. */
bool rows_end(row_printer *printer);

int cmd_add(const options *given);
int cmd_extract(const options *given);
int cmd_merge(const options *given);
int cmd_said(const options *given);
int cmd_figures(const options *given);
int cmd_named(const options *given);
int cmd_audit(const options *given);
int cmd_verify(const options *given);
int cmd_diff(const options *given);
int cmd_explain(const options *given);
int cmd_check(const options *given);
int cmd_report(const options *given);
int cmd_import(const options *given);
int cmd_lookup(const options *given);
int cmd_match(const options *given);
int cmd_test(const options *given);

#endif
