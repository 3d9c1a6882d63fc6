/* cli_progress.c: how a run goes: a line on a terminal, and a log of JSON lines, one for each document and what became of it. A document is
 * told as stored only once it is. */
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli_run.h"

enum { LONGEST_LINE = 64 * 1024 };

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

bool progress_open(progress *p, const options *given, const tally *counts) {
    *p = (progress){.counts = counts, .began = now(), .log_path = given->log};
    p->last = p->began;
    p->shown = !given->quiet && isatty(STDERR_FILENO);
    if (!given->log) return true;
    p->log = fopen(given->log, "ae");
    if (!p->log) say("muster %s: the log %s cannot be written", given->verb, given->log);
    if (p->log) setvbuf(p->log, NULL, _IOLBF, LONGEST_LINE); /* a line is written at once: a run that is killed leaves no half of one */
    return p->log != NULL;
}

double progress_seconds(const progress *p) {
    return now() - p->began;
}

/* --- The line --- */

typedef struct counting {
    progress *to;
    const options *given;
} counting;

static int count_file(const muster_file *file, const muster_error *problem, void *payload) {
    counting *c = payload;
    if (problem || !intake_wants(c->given, file, NULL)) return 0;
    c->to->all_files++;
    c->to->all_bytes += file->size;
    return 0;
}

void progress_expect(progress *p, const intake *in) {
    counting c = {p, in->given};
    if (p->shown) muster_find(in->paths, in->count, count_file, &c, NULL);
}

void progress_file(progress *p, const muster_file *file) {
    p->files++;
    p->bytes += file->size;
}

void progress_clear(const progress *p) {
    if (p->shown) fputs("\r\x1b[K", stderr);
}

static void show_remaining(const progress *p) {
    if (p->rate <= 0 || p->all_bytes <= p->bytes) return;
    unsigned long left = (unsigned long)((double)(p->all_bytes - p->bytes) / p->rate) + 1;
    if (left < 3600)
        fprintf(stderr, ", %lu:%02lu left", left / 60, left % 60);
    else
        fprintf(stderr, ", %lu:%02lu h left", left / 3600, left / 60 % 60);
}

/* Where folders are watched nobody knows how many files there will be, and most of the time is waiting. */
static void show_counts(const progress *p, double seconds) {
    size_t documents = tally_documents(p->counts);
    fprintf(stderr, "%llu", (unsigned long long)p->files);
    if (p->all_files) fprintf(stderr, " of %llu", (unsigned long long)p->all_files);
    fprintf(stderr, " files, %zu documents, ", documents);
    if (p->all_files) fprintf(stderr, "%.0f a second, ", (double)p->counts->read / (seconds > 0.1 ? seconds : 0.1));
    fprintf(stderr, "%zu failed", p->counts->failed);
}

void progress_show(progress *p, bool last) {
    enum { OFTEN = 4 }; /* a second */
    double at = now(), since = at - p->last;
    if (!p->shown || (!last && since < 1.0 / OFTEN)) return;
    /* What lies behind weighs less and less: files that are passed over go by fast, and then there is work. */
    double fresh = (double)(p->bytes - p->last_bytes) / (since > 0 ? since : 1), weight = since / (since + 5);
    p->rate = p->rate > 0 ? p->rate * (1 - weight) + fresh * weight : fresh;
    p->last = at;
    p->last_bytes = p->bytes;
    progress_clear(p);
    show_counts(p, at - p->began);
    if (!last) show_remaining(p);
    if (last) fputc('\n', stderr);
    fflush(stderr);
}

/* --- The log --- */

/* Takes the line's fields over. */
static void write_line(progress *p, const char *event, json_t *fields) {
    char time_text[40];
    struct timespec at;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &at);
    size_t size = strftime(time_text, sizeof time_text, "%Y-%m-%dT%H:%M:%S", gmtime_r(&at.tv_sec, &utc));
    snprintf(time_text + size, sizeof time_text - size, ".%03ldZ", at.tv_nsec / 1000000);
    json_t *line = json_pack("{s:s, s:s}", "time", time_text, "event", event);
    if (line && fields) json_object_update(line, fields);
    if (!line || json_dumpf(line, p->log, JSON_COMPACT | JSON_REAL_PRECISION(6)) != 0 || fputc('\n', p->log) == EOF) p->log_failed = true;
    json_decref(line);
    json_decref(fields);
}

/* A path may hold bytes that are no text. */
static json_t *text_of(const char *text) {
    json_t *value = json_string(text);
    return value ? value : json_string("(not UTF-8)");
}

void progress_begun(progress *p, const char *database, const char *engine_hash) {
    if (p->log)
        write_line(p, "begun",
                   json_pack("{s:o, s:s, s:s}", "database", text_of(database), "knowledge", engine_hash, "version", muster_version()));
}

void progress_document(progress *p, const char *path, const char *what, const muster_doc *doc) {
    if (!p->log) return;
    json_t *fields = json_pack("{s:o}", "path", text_of(path));
    if (fields && doc) {
        json_object_set_new(fields, "doc", text_of(muster_doc_id(doc).data));
        json_object_set_new(fields, "bytes", json_integer((json_int_t)muster_doc_text(doc).size));
        json_object_set_new(fields, "mentions", json_integer((json_int_t)muster_doc_mention_count(doc)));
        json_object_set_new(fields, "figures", json_integer((json_int_t)muster_doc_figure_count(doc)));
        json_object_set_new(fields, "quotes", json_integer((json_int_t)muster_doc_quote_count(doc)));
    }
    write_line(p, what, fields);
}

void progress_failed(progress *p, const muster_error *error) {
    if (!p->log) return;
    json_t *fields = json_pack("{s:o, s:o}", "path", text_of(error->file), "message", text_of(error->message));
    if (fields && error->line) json_object_set_new(fields, "line", json_integer(error->line));
    write_line(p, "failed", fields);
}

void progress_ended(progress *p, bool interrupted) {
    if (!p->log) return;
    const tally *c = p->counts;
    write_line(p, interrupted ? "interrupted" : "ended",
               json_pack("{s:I, s:I, s:I, s:I, s:I, s:f}", "documents", (json_int_t)tally_documents(c), "added", (json_int_t)c->added,
                         "replaced", (json_int_t)c->replaced, "unchanged", (json_int_t)c->unchanged, "failed", (json_int_t)c->failed,
                         "seconds", progress_seconds(p)));
}

void progress_flush(progress *p) {
    if (p->log && fflush(p->log) != 0) p->log_failed = true;
}

bool progress_close(progress *p) {
    if (!p->log) return true;
    if (fclose(p->log) != 0) p->log_failed = true;
    p->log = NULL;
    if (p->log_failed) say("muster: the log %s could not be written whole", p->log_path);
    return !p->log_failed;
}
