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

static int print_report(const options *given, muster_report_options *options, muster_write_fn write, void *payload) {
    muster_error error;
    muster_store *store;
    muster_status status = muster_store_open(&store, given->operands[0], 0, &error);
    if (status == MUSTER_OK) {
        status = muster_report(store, options, write, payload, &error);
        muster_store_close(store);
    }
    if (status == MUSTER_OK) return EXIT_OK;
    if (status == MUSTER_STOPPED) return EXIT_IO;
    return say_database_error(&error, given->operands[0]);
}

typedef struct page {
    const options *given;
    muster_report_options *options;
} page;

static int print_page(FILE *to, void *payload) {
    const page *p = payload;
    return print_report(p->given, p->options, write_file, to);
}

static int write_page(const options *given, muster_report_options *options) {
    page whole = {given, options};
    int status = write_whole_file(given->output, print_page, &whole);
    struct stat file;
    if (status == EXIT_OK && !given->quiet && stat(given->output, &file) == 0)
        say("%s: %.1f kB%s", given->output, (double)file.st_size / 1e3, options->format == MUSTER_HTML ? "; open it in a browser" : "");
    return status;
}

int cmd_report(const options *given) {
    muster_report_options options = MUSTER_REPORT_OPTIONS_INIT;
    if (!find_format(given->format, &options.format)) return EXIT_USAGE;
    options.title = given->title;
    options.from = given->from;
    options.to = given->to;
    options.limit = given->limit;
    if (given->output && strcmp(given->output, "-") != 0) return write_page(given, &options);
    if (options.format == MUSTER_HTML && isatty(STDOUT_FILENO)) {
        say("muster report: a page is no text for a terminal; name a file: -o report.html");
        return EXIT_USAGE;
    }
    return print_report(given, &options, write_out, NULL);
}
