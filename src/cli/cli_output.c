/* cli_output.c: messages, standard output, and rows as a table, JSON lines or CSV (RFC 4180). */
#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

void say(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

/* Names of files and what is cited of them may have anything in it: control characters, which a terminal would obey, are written \x1b. */
static void put_shown(const char *text) {
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        bool wide = c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0; /* U+0080 … U+009F */
        if (wide || *c < ' ' || *c == 0x7F)
            fprintf(stderr, "\\x%02x", wide ? *++c : *c);
        else
            fputc(*c, stderr);
    }
}

void say_error(const muster_error *error) {
    put_shown(error->file[0] ? error->file : "muster");
    if (error->file[0] && error->line) fprintf(stderr, ":%u:%u: error", error->line, error->column);
    fputs(": ", stderr);
    put_shown(error->message);
    fputc('\n', stderr);
    if (error->excerpt[0]) say("%s", error->excerpt);
}

int say_database_error(muster_error *error, const char *path) {
    if (!error->file[0] && error->status != MUSTER_USAGE) snprintf(error->file, sizeof error->file, "%s", path);
    say_error(error);
    return error->status == MUSTER_USAGE ? EXIT_USAGE : EXIT_IO;
}

int exit_status(muster_status status) {
    switch (status) {
    case MUSTER_OK: return EXIT_OK;
    case MUSTER_INPUT:
    case MUSTER_SYNTAX:
    case MUSTER_LIMIT: return EXIT_SOME_FAILED;
    case MUSTER_USAGE: return EXIT_USAGE;
    default: return EXIT_IO;
    }
}

int write_out(const char *data, size_t size, void *payload) {
    (void)payload;
    return fwrite(data, 1, size, stdout) == size ? 0 : 1;
}

bool use_colour(FILE *stream) {
    const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if ((refused && *refused) || (terminal && strcmp(terminal, "dumb") == 0)) return false;
    return isatty(fileno(stream));
}

int finish_output(int status) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    say("muster: standard output cannot be written");
    return EXIT_IO;
}

struct row_printer {
    row_format format;
    const char *shown;
    bool begun, failed, any; /* any: a row */
    size_t columns, row_count, capacity;
    char **names;
    char **cells; /* of a table: kept until the widths are known */
    size_t *widths;
    bool *right;
};

row_printer *rows_begin(row_format format, const char *shown) {
    row_printer *printer = calloc(1, sizeof *printer);
    if (printer) printer->format = format;
    if (printer && format == ROWS_TABLE) printer->shown = shown;
    return printer;
}

static int print_json(size_t columns, const char *const *names, const muster_text *values, const int *numeric) {
    json_t *row = json_object();
    for (size_t i = 0; row && i < columns; i++) {
        json_t *value;
        if (!values[i].data) {
            value = json_null();
        } else if (numeric[i]) {
            double number = strtod(values[i].data, NULL);
            value = number == (double)(long long)number ? json_integer((long long)number) : json_real(number);
        } else {
            value = json_stringn_nocheck(values[i].data, values[i].size);
        }
        json_object_set_new_nocheck(row, names[i], value);
    }
    int failed = !row || json_dumpf(row, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_decref(row);
    return failed || putchar('\n') == EOF;
}

int print_csv_cell(muster_text cell) {
    bool quote = false;
    for (size_t i = 0; i < cell.size; i++) quote |= strchr(",\"\r\n", cell.data[i]) != NULL;
    if (!quote) return fwrite(cell.data ? cell.data : "", 1, cell.size, stdout) != cell.size;
    putchar('"');
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.data[i] == '"') putchar('"');
        putchar(cell.data[i]);
    }
    return putchar('"') == EOF;
}

static int print_csv(size_t columns, const muster_text *values) {
    for (size_t i = 0; i < columns; i++)
        if ((i && putchar(',') == EOF) || print_csv_cell(values[i])) return 1;
    return fputs("\r\n", stdout) == EOF;
}

size_t count_points(const char *text, size_t size) {
    size_t count = 0;
    for (size_t i = 0; i < size; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

static size_t points(const char *text) {
    return count_points(text, strlen(text));
}

/* A cell on one line: white space of any length becomes a space, control characters too. */
static char *flatten(muster_text value) {
    char *cell = malloc(value.size + 1);
    if (!cell) return NULL;
    size_t out = 0;
    for (size_t i = 0; i < value.size; i++) {
        unsigned char byte = (unsigned char)value.data[i];
        bool blank = byte <= ' ' || byte == 0x7F;
        if (blank && (!out || cell[out - 1] == ' ')) continue;
        cell[out++] = blank ? ' ' : (char)byte;
    }
    cell[out] = '\0';
    return cell;
}

static int keep_row(row_printer *printer, const muster_text *values, const int *numeric) {
    size_t needed = (printer->row_count + 1) * printer->columns;
    if (needed > printer->capacity) {
        size_t capacity = needed * 2;
        char **grown = realloc(printer->cells, capacity * sizeof *grown);
        if (!grown) return 1;
        printer->cells = grown;
        printer->capacity = capacity;
    }
    char **row = printer->cells + printer->row_count * printer->columns;
    for (size_t i = 0; i < printer->columns; i++) {
        row[i] = flatten(values[i]);
        if (!row[i]) {
            while (i) free(row[--i]);
            return 1;
        }
        size_t width = points(row[i]);
        if (width > printer->widths[i]) printer->widths[i] = width;
        if (values[i].data && !numeric[i]) printer->right[i] = false;
    }
    printer->row_count++;
    return 0;
}

static bool begin_rows(row_printer *printer, size_t columns, const char *const *names) {
    printer->begun = true;
    printer->columns = columns;
    if (printer->format == ROWS_JSON) return true;
    if (printer->format == ROWS_CSV) {
        for (size_t i = 0; i < columns; i++) printf("%s%s", i ? "," : "", names[i]);
        return fputs("\r\n", stdout) != EOF;
    }
    if (!columns) return true;
    printer->names = calloc(columns, sizeof *printer->names);
    printer->widths = calloc(columns, sizeof *printer->widths);
    printer->right = calloc(columns, sizeof *printer->right);
    if (!printer->names || !printer->widths || !printer->right) return false;
    for (size_t i = 0; i < columns; i++) {
        printer->names[i] = strdup(names[i]);
        if (!printer->names[i]) return false;
        printer->widths[i] = points(names[i]);
        printer->right[i] = true;
    }
    return true;
}

/* Where a column stands among those that a table shows, or -1. */
static int shown_at(const row_printer *printer, const char *name) {
    if (!printer->shown) return 0;
    size_t size = strlen(name);
    int at = 0;
    for (const char *word = printer->shown; *word; word += strspn(word, " "), at++) {
        size_t length = strcspn(word, " "), own = strcspn(word, " *");
        if (own == size && memcmp(word, name, size) == 0) return at;
        word += length;
    }
    return -1;
}

/* The column that is read first: that with a star behind its name; as many as there are: none. */
static size_t shown_first(const row_printer *printer) {
    const char *star = printer->shown ? strchr(printer->shown, '*') : NULL;
    size_t at = 0;
    for (const char *p = printer->shown; star && p < star; p++) at += *p == ' ';
    return star ? at : printer->columns;
}

enum { MOST_COLUMNS = 64 };

/* The columns of a row that a table shows, in its order. */
typedef struct shown_row {
    size_t count;
    const char *names[MOST_COLUMNS];
    muster_text values[MOST_COLUMNS];
    int numeric[MOST_COLUMNS];
} shown_row;

static shown_row pick(const row_printer *printer, size_t columns, const char *const *names, const muster_text *values, const int *numeric) {
    shown_row out = {.count = 0};
    for (size_t i = 0; i < columns && i < MOST_COLUMNS; i++) {
        int at = shown_at(printer, names[i]);
        if (at < 0 || at >= MOST_COLUMNS) continue;
        size_t to = printer->shown ? (size_t)at : i;
        out.names[to] = names[i];
        out.values[to] = values[i];
        out.numeric[to] = numeric[i];
        out.count++;
    }
    return out;
}

static int add_table_row(row_printer *printer, size_t columns, const char *const *names, const muster_text *values, const int *numeric) {
    shown_row row = pick(printer, columns, names, values, numeric);
    if (!printer->begun && !begin_rows(printer, row.count, row.names)) return 1;
    return keep_row(printer, row.values, row.numeric);
}

int rows_add(size_t columns, const char *const *names, const muster_text *values, const int *numeric, void *payload) {
    row_printer *printer = payload;
    if (printer->failed) return 1;
    int failed = 0;
    if (!values && printer->format == ROWS_TABLE) return 0;
    printer->any |= values != NULL;
    if (printer->format == ROWS_TABLE)
        failed = add_table_row(printer, columns, names, values, numeric);
    else if (!printer->begun)
        failed = !begin_rows(printer, columns, names);
    if (!failed && values && printer->format == ROWS_JSON) failed = print_json(columns, names, values, numeric);
    if (!failed && values && printer->format == ROWS_CSV) failed = print_csv(columns, values);
    printer->failed = failed != 0;
    return failed;
}

static size_t terminal_width(void) {
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
    const char *columns = getenv("COLUMNS");
    long stated = columns ? strtol(columns, NULL, 10) : 0;
    return stated >= 40 && stated < 10000 ? (size_t)stated : 160;
}

/* The widest column but one (columns: but none). */
static size_t widest_column(const row_printer *printer, size_t but) {
    size_t widest = but == 0;
    for (size_t i = widest + 1; i < printer->columns; i++)
        if (i != but && printer->widths[i] > printer->widths[widest]) widest = i;
    return widest;
}

/* The widest columns give way until a line fits the terminal; the one that is read first keeps two fifths of it. */
static void fit_widths(row_printer *printer) {
    enum { NARROW = 12, NARROWER = 10 };
    size_t room = terminal_width(), used = (printer->columns - 1) * 2, first = shown_first(printer);
    for (size_t i = 0; i < printer->columns; i++) used += printer->widths[i];
    while (used > room) {
        bool kept = first < printer->columns && printer->columns > 1 && printer->widths[first] <= room * 2 / 5;
        size_t widest = widest_column(printer, kept ? first : printer->columns);
        if (kept && printer->widths[widest] <= NARROWER) widest = first;
        if (printer->widths[widest] <= (kept ? NARROWER : NARROW)) return;
        printer->widths[widest]--;
        used--;
    }
}

static void print_cell(const char *cell, size_t width, bool right, bool last) {
    size_t length = points(cell);
    if (length > width) {
        for (size_t shown = 0; *cell; cell++) {
            shown += ((unsigned char)*cell & 0xC0) != 0x80;
            if (shown >= width) break;
            putchar(*cell);
        }
        fputs("\xE2\x80\xA6", stdout);
    } else {
        if (right) printf("%*s", (int)(width - length), "");
        fputs(cell, stdout);
        if (!right && !last) printf("%*s", (int)(width - length), "");
    }
    fputs(last ? "\n" : "  ", stdout);
}

static void print_table(row_printer *printer) {
    fit_widths(printer);
    bool colour = use_colour(stdout);
    if (colour) fputs("\x1b[1m", stdout);
    for (size_t i = 0; i < printer->columns; i++)
        print_cell(printer->names[i], printer->widths[i], printer->right[i], i + 1 == printer->columns);
    if (colour) fputs("\x1b[0m", stdout);
    for (size_t i = 0; i < printer->row_count * printer->columns; i++) {
        size_t column = i % printer->columns;
        print_cell(printer->cells[i], printer->widths[column], printer->right[column], column + 1 == printer->columns);
    }
}

bool rows_any(const row_printer *printer) {
    return printer->any;
}

bool rows_end(row_printer *printer) {
    if (printer->begun && !printer->failed && printer->format == ROWS_TABLE) print_table(printer);
    bool done = !printer->failed && !ferror(stdout);
    for (size_t i = 0; i < printer->row_count * printer->columns && printer->cells; i++) free(printer->cells[i]);
    for (size_t i = 0; i < printer->columns && printer->names; i++) free(printer->names[i]);
    free(printer->cells);
    free(printer->names);
    free(printer->widths);
    free(printer->right);
    free(printer);
    return done;
}

/* --- files ------------------------------------------------------------------------------------------------------------------------- */

static int cannot_write(const char *path) {
    say("%s: error: cannot be written: %s", path, strerror(errno));
    return EXIT_IO;
}

static int put_in_place(FILE *file, const char *beside, const char *path, int status) {
    bool failed = ferror(file) != 0;
    if (fclose(file) != 0 || failed) return cannot_write(path);
    mode_t mask = umask(0);
    umask(mask);
    if (status != EXIT_OK && status != EXIT_SOME_FAILED) return status;
    return chmod(beside, 0666 & ~mask) != 0 || rename(beside, path) != 0 ? cannot_write(path) : status;
}

int write_whole_file(const char *path, int (*print)(FILE *to, void *payload), void *payload) {
    size_t size = strlen(path) + sizeof ".XXXXXX";
    char *beside = malloc(size); /* of the same folder, so that it can be moved into place */
    if (!beside) return cannot_write(path);
    snprintf(beside, size, "%s.XXXXXX", path);
    int handle = mkstemp(beside), status;
    FILE *file = handle < 0 ? NULL : fdopen(handle, "wb");
    if (file) {
        status = put_in_place(file, beside, path, print(file, payload));
    } else {
        status = cannot_write(path);
        if (handle >= 0) close(handle);
    }
    if (handle >= 0 && status != EXIT_OK && status != EXIT_SOME_FAILED) unlink(beside);
    free(beside);
    return status;
}
