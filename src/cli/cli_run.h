/* cli_run.h: what a run over many documents needs besides the library: which files it is about, and telling how it goes. */
#ifndef CLI_CLI_RUN_H
#define CLI_CLI_RUN_H

#include <signal.h>
#include <stdint.h>
#include <time.h>

#include "cli/cli.h"

/* --- Files (cli_intake.c) --- */

/* The paths of a run: the operands from one on, and what --files-from lists. */
typedef struct intake {
    const options *given;
    const char **paths;
    size_t count;
    char *list; /* what --files-from reads, the paths cut out of it */
} intake;

/* False after a message. */
bool intake_open(intake *in, const options *given, size_t first);
void intake_close(intake *in);
/* Whether --include, --exclude and --since let a file through; of what could not be looked at no age is known. */
bool intake_wants(const options *given, const muster_file *file, const muster_error *problem);
/* `held`: it held something, a document or a problem; else it was a picture, a style sheet or the like that lay in a folder. */
typedef void (*file_read_fn)(const muster_file *file, bool held, void *payload);
/* Gives the documents of those files at or below the paths that are wanted to `each`; tells `read` of each file when it has been read
 * (NULL: need not be told). A file that stands twice among the paths is read once; the database and the log of the run, where they lie in a
 * folder, not at all. */
typedef struct intake_sink {
    const options *given;
    const muster_engine *engine;
    muster_document_fn each;
    file_read_fn read;
    void *payload;
    bool found; /* the paths themselves were found in a folder: a watched one */
} intake_sink;
muster_status intake_read(const intake_sink *to, const char *const *paths, size_t count);
/* --since: a date, or an age as 90m, 12h, 3d, 2w. False if it is neither. */
bool since_from(const char *text, time_t now, int64_t *out);

/* --- Telling (cli_progress.c) --- */

typedef struct tally {
    size_t read; /* documents, those among them that are still being worked on */
    size_t added, replaced, unchanged, failed, names, figures, quotes;
    size_t wordless; /* of those added and replaced: without a text */
    size_t aside;    /* files in folders that are no documents */
} tally;

/* Documents of which is known what became of them. */
static inline size_t tally_documents(const tally *c) {
    return c->added + c->replaced + c->unchanged + c->failed;
}

typedef struct progress {
    const tally *counts;
    bool shown; /* on a terminal */
    FILE *log;  /* NULL: none, or it could not be written */
    bool log_failed;
    const char *log_path;
    double began, last; /* seconds */
    uint64_t files, bytes, all_files, all_bytes;
    uint64_t last_bytes;
    double rate; /* bytes a second, of late */
} progress;

/* Opens the log of the command line. False after a message. */
bool progress_open(progress *p, const options *given, const tally *counts);
/* What is ahead, for the time that remains: counted only if it is shown. */
void progress_expect(progress *p, const intake *in);
void progress_file(progress *p, const muster_file *file);
/* Shows where the run is, at most a few times a second; `last`: leaves it standing. */
void progress_show(progress *p, bool last);
/* Takes the line away, so that a message may stand there. */
void progress_clear(const progress *p);
/* Lines of the log. They are flushed with the summary and by progress_flush. */
void progress_begun(progress *p, const char *database, const char *engine_hash);
void progress_document(progress *p, const char *path, const char *what, const muster_doc *doc);
void progress_failed(progress *p, const muster_error *error);
void progress_ended(progress *p, bool interrupted);
void progress_flush(progress *p);
/* Seconds since the beginning. */
double progress_seconds(const progress *p);
/* False if the log could not be written. */
bool progress_close(progress *p);

/* --- Watching folders (cli_watch.c) --- */

typedef struct watch watch;
/* Watches the folders among the paths, and those in them. NULL after a message. */
watch *watch_open(const intake *in);
void watch_close(watch *w);
/* Waits until something was written and all is quiet; the paths, lent until the next call. False once `*stop` is set by a signal. */
bool watch_wait(watch *w, const volatile sig_atomic_t *stop, const char *const **paths, size_t *count);

#endif
