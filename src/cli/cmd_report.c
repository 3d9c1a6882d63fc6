/* cmd_report.c: `muster report`: a database as one page, as GeoJSON or as metadata for Datasette. A file appears whole or not at all: it is
 * written beside its place and then put there. */
#include <errno.h>
#include <stdlib.h>
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
    if (!error.file[0]) snprintf(error.file, sizeof error.file, "%s", given->operands[0]);
    say_error(&error);
    return exit_status(status);
}

static int cannot_write(const char *path) {
    say("%s: error: cannot be written: %s", path, strerror(errno));
    return EXIT_IO;
}

static int report_to_file(const options *given, muster_report_options *options) {
    size_t size = strlen(given->output) + sizeof ".XXXXXX";
    char *beside = malloc(size); /* of the same folder, so that it can be moved into place */
    if (!beside) return cannot_write(given->output);
    snprintf(beside, size, "%s.XXXXXX", given->output);
    int handle = mkstemp(beside), status = EXIT_IO;
    FILE *file = handle < 0 ? NULL : fdopen(handle, "wb");
    if (!file) {
        status = cannot_write(given->output);
        if (handle >= 0) close(handle);
    } else {
        status = print_report(given, options, write_file, file);
        bool failed = ferror(file) != 0;
        if (fclose(file) != 0 || failed) status = cannot_write(given->output);
        mode_t mask = umask(0);
        umask(mask);
        if (status == EXIT_OK && (chmod(beside, 0666 & ~mask) != 0 || rename(beside, given->output) != 0))
            status = cannot_write(given->output);
    }
    if (handle >= 0 && status != EXIT_OK) unlink(beside);
    free(beside);
    return status;
}

int cmd_report(const options *given) {
    muster_report_options options = MUSTER_REPORT_OPTIONS_INIT;
    if (!find_format(given->format, &options.format)) return EXIT_USAGE;
    options.title = given->title;
    options.from = given->from;
    options.to = given->to;
    options.limit = given->limit;
    if (given->output && strcmp(given->output, "-") != 0) return report_to_file(given, &options);
    return print_report(given, &options, write_out, NULL);
}
