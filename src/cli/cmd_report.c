/* cmd_report.c: `muster report`: a database as one page, as GeoJSON or as metadata for Datasette. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

static bool find_format(const char *name, muster_report_format *out) {
    static const struct {
        const char *name;
        muster_report_format format;
    } formats[] = {{"html", MUSTER_HTML}, {"geojson", MUSTER_GEOJSON}, {"metadata", MUSTER_METADATA}};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (name && strcmp(name, formats[i].name) != 0) continue;
        *out = formats[i].format;
        return true;
    }
    say("muster report: --format \"%s\" is unknown; there are html, geojson and metadata", name);
    return false;
}

static int write_file(const char *data, size_t size, void *payload) {
    return fwrite(data, 1, size, payload) != size;
}

/* A report that is asked for. */
typedef struct wanted {
    const options *given;
    const muster_engine *engine;
    muster_report_options options;
} wanted;

static int print_report(const wanted *w, muster_write_fn write, void *payload) {
    muster_error error;
    muster_store *store;
    muster_status status = muster_store_open(&store, w->given->operands[0], 0, &error);
    if (status == MUSTER_OK) {
        status = muster_report(store, w->engine, &w->options, write, payload, &error);
        muster_store_close(store);
    }
    if (status == MUSTER_OK) return EXIT_OK;
    if (status == MUSTER_STOPPED) return EXIT_IO;
    return say_database_error(&error, w->given->operands[0]);
}

static int print_page(FILE *to, void *payload) {
    return print_report(payload, write_file, to);
}

static int write_page(wanted *w) {
    const char *path = w->given->output;
    int status = write_whole_file(path, print_page, w);
    struct stat file;
    if (status == EXIT_OK && !w->given->quiet && stat(path, &file) == 0)
        say("%s: %.1f kB%s", path, (double)file.st_size / 1e3, w->options.format == MUSTER_HTML ? "; open it in a browser" : "");
    return status;
}

static int report(const options *given, const muster_engine *engine) {
    wanted w = {given, engine, MUSTER_REPORT_OPTIONS_INIT};
    if (!find_format(given->format, &w.options.format)) return EXIT_USAGE;
    w.options.title = given->title;
    w.options.from = given->from;
    w.options.to = given->to;
    w.options.limit = given->limit;
    if (given->output && strcmp(given->output, "-") != 0) return write_page(&w);
    if (w.options.format == MUSTER_HTML && isatty(STDOUT_FILENO)) {
        say("muster report: a page is no text for a terminal; name a file: -o report.html");
        return EXIT_USAGE;
    }
    return print_report(&w, write_out, NULL);
}

int cmd_report(const options *given) {
    return data_run_lists(given, report);
}
