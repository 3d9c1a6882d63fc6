/* read_table.c: CSV and TSV -> documents, one a row. The first row names the columns. A field that begins with a quotation mark goes on to
 * the next single one, over separators and lines (RFC 4180); white space around fields stays. */
#include "read/read_table.h"

#include <stdio.h>
#include <stdlib.h>

#include "read/read_files.h"

enum { MOST_COLUMNS = 4096, LEAST_SIGHT = 1 << 16 };

/* The end of the quoted field that begins at `at`, behind its closing mark; the text's size if it has none. */
static size_t quoted_end(str text, size_t at, table_shape shape, bool *closed) {
    *closed = true;
    for (size_t i = at + 1; i < text.size; i++) {
        if (shape.within_lines && text.data[i] == '\n') break;
        if (text.data[i] != '"') continue;
        if (i + 1 >= text.size || text.data[i + 1] != '"') return i + 1;
        i++;
    }
    *closed = false;
    return shape.within_lines ? at + 1 : text.size;
}

/* The end of the field at `at`: the separator or line break behind it, or the text's size. */
static size_t field_end(str text, size_t at, table_shape shape, bool *quoted, bool *open) {
    *quoted = at < text.size && text.data[at] == '"';
    *open = false;
    if (*quoted) {
        bool closed;
        at = quoted_end(text, at, shape, &closed);
        *open = !closed && !shape.within_lines;
        *quoted = closed;
    }
    while (at < text.size && text.data[at] != shape.separator && text.data[at] != '\n') at++;
    return at;
}

size_t table_row(str text, table_shape shape, row_end *end) {
    bool quoted, open = false;
    for (size_t at = 0; at < text.size; at++) {
        at = field_end(text, at, shape, &quoted, &open);
        if (at < text.size && text.data[at] == '\n') {
            *end = ROW_whole;
            return at + 1;
        }
    }
    *end = open ? ROW_open : ROW_cut;
    return text.size;
}

static uint32_t count_cells(str row, table_shape shape) {
    uint32_t count = 0;
    bool quoted, open;
    for (size_t at = 0; at < row.size; at++, count++) at = field_end(row, at, shape, &quoted, &open);
    return count;
}

/* Copies a field without its quotation marks; what stands behind the closing one stays as it is. */
static size_t copy_cell(str field, bool quoted, char *to) {
    size_t size = 0;
    bool inside = quoted;
    for (size_t i = quoted ? 1 : 0; i < field.size; i++) {
        if (inside && field.data[i] == '"') {
            if (i + 1 < field.size && field.data[i + 1] == '"')
                i++;
            else {
                inside = false;
                continue;
            }
        }
        to[size++] = field.data[i];
    }
    to[size] = '\0';
    return size;
}

void table_cells(str row, table_shape shape, cells *out) {
    char *to = out->text;
    out->count = 0;
    if (str_ends(row, STR("\n"))) row.size--;
    if (str_ends(row, STR("\r"))) row.size--;
    for (size_t at = 0; at <= row.size && out->count < out->most; at++) {
        bool quoted, open;
        size_t end = field_end(row, at, shape, &quoted, &open);
        str raw = str_slice(row, at, end);
        size_t size = copy_cell(raw, quoted, to);
        if (out->raw) out->raw[out->count] = raw;
        out->at[out->count++] = (str){to, size};
        to += size + 1;
        at = end;
    }
}

/* --- Rows to documents --- */

typedef struct table_reader {
    reading *in;
    const place *at;
    window *w;
    record_ids *ids;
    table_shape shape;
    cells row;
    size_t room;                  /* of row.text */
    uint32_t column[FIELD_COUNT]; /* or NONE */
    uint64_t number;
    uint32_t line;
} table_reader;

static bool fit(table_reader *t, size_t size) {
    if (size + 1 <= t->room) return true;
    free(t->row.text);
    t->room = size * 2 + 1;
    t->row.text = malloc(t->room);
    return t->row.text != NULL;
}

/* The next row, raw and in cells; false at the end or after a problem that ends the table. */
static bool next_row(table_reader *t, str *raw) {
    size_t most = (size_t)t->in->how.max_size;
    str sight = window_fill(t->w, LEAST_SIGHT);
    row_end end = ROW_cut;
    size_t size = table_row(sight, t->shape, &end);
    while (end != ROW_whole && !t->w->ended && sight.size <= most) {
        sight = window_more(t->w, most);
        size = table_row(sight, t->shape, &end);
    }
    reading_check(t->in, t->at, t->w);
    if (!size || t->w->failed) return false;
    if (end == ROW_open || size > most) {
        reading_problem(t->in, t->at, t->line, MUSTER_INPUT, "%s; the rest of the table is not read",
                        end == ROW_open ? "a quotation mark opens a field here and is never closed" : "the row is larger than --max-size");
        return false;
    }
    *raw = str_slice(sight, 0, size);
    window_skip(t->w, size);
    if (fit(t, size)) {
        table_cells(*raw, t->shape, &t->row);
        return true;
    }
    reading_nomem(t->in);
    return false;
}

static uint32_t find_column(const table_reader *t, str name) {
    for (uint32_t i = 0; i < t->row.count; i++) {
        if (knowledge_same_field(t->row.at[i], name)) return i;
    }
    return NONE;
}

/* False if no column holds the text. */
static bool find_columns(table_reader *t) {
    for (int which = 0; which < FIELD_COUNT; which++) {
        str name;
        t->column[which] = NONE;
        for (uint32_t i = 0; t->column[which] == NONE && (name = reading_field_name(t->in, (field)which, i)).data; i++)
            t->column[which] = find_column(t, name);
    }
    if (t->column[FIELD_text] != NONE) return true;
    char names[400];
    size_t size = 0;
    for (uint32_t i = 0; i < t->row.count && size + 80 < sizeof names; i++)
        size += (size_t)snprintf(names + size, 80, "%s%.60s", i ? ", " : "", t->row.at[i].data);
    const char *stated = t->in->how.text_field;
    if (stated)
        reading_problem(t->in, t->at, 1, MUSTER_INPUT, "no column is called \"%s\"; there are %s", stated, names);
    else
        reading_problem(t->in, t->at, 1, MUSTER_INPUT, "no column is known to hold a text; name it with --text-field; there are %s", names);
    return false;
}

static void give_row(table_reader *t, str raw) {
    record out = {.raw = raw, .number = ++t->number, .line = t->line};
    for (int which = 0; which < FIELD_COUNT; which++) {
        uint32_t column = t->column[which];
        if (column == NONE || column >= t->row.count || !t->row.at[column].size) continue;
        out.value[which] = t->row.at[column].data;
        if (which == FIELD_text) out.text_size = t->row.at[column].size;
    }
    if (out.value[FIELD_text]) {
        reading_record(t->in, t->at, t->ids, &out);
    } else if (str_trim(raw).size && t->column[FIELD_text] >= t->row.count) { /* one that is there, but empty, is no mistake */
        reading_problem(t->in, t->at, t->line, MUSTER_INPUT, "row %llu has no text: it has %u of the columns, the text is in column %u",
                        (unsigned long long)t->number, t->row.count, t->column[FIELD_text] + 1);
    }
}

static uint32_t lines_of(str row) {
    return (uint32_t)str_count(row, '\n');
}

/* Whole rows of the sample that have not as many cells as the first. */
static uint32_t count_misfits(str sample, table_shape shape) {
    uint32_t columns = 0, misfits = 0;
    row_end end;
    for (size_t at = 0, size; at < sample.size; at += size) {
        str rest = str_slice(sample, at, sample.size);
        size = table_row(rest, shape, &end);
        if (end != ROW_whole) break;
        uint32_t count = count_cells(str_slice(rest, 0, size - 1), shape);
        if (!columns) columns = count;
        misfits += count != columns;
    }
    return misfits;
}

/* Tabs: most writers leave quotation marks as they are; some put fields with lines in them between such, which shows in rows that else
 * would not be whole. */
static table_shape tabbed_shape(str sample) {
    table_shape lines = {'\t', true}, quotes = {'\t', false};
    return count_misfits(sample, lines) && !count_misfits(sample, quotes) ? quotes : lines;
}

table_shape table_guess(str text) {
    static const char separators[] = ",;|\t";
    table_shape best = {',', false};
    uint32_t most = 0;
    for (const char *c = separators; *c; c++) {
        table_shape shape = {*c, *c == '\t'};
        row_end end;
        str row = str_slice(text, 0, table_row(text, shape, &end));
        uint32_t count = count_cells(row, shape);
        if (count > most) {
            most = count;
            best = shape;
        }
    }
    return best.separator == '\t' ? tabbed_shape(text) : best;
}

/* "sep=;": a line that spreadsheets put before a table. Its size; 0: there is none. */
static size_t separator_line(str sample, char *separator) {
    if (sample.size < 6 || !str_starts_caseless(sample, STR("sep="))) return 0;
    size_t size = sample.data[5] == '\n' ? 6 : sample.size > 6 && sample.data[5] == '\r' && sample.data[6] == '\n' ? 7 : 0;
    *separator = sample.data[4];
    return memchr(",;|\t", *separator, 4) ? size : 0;
}

void reading_table(reading *s, const place *at, window *w, format kind) {
    char separator;
    window_skip_mark(w);
    size_t before = separator_line(window_fill(w, LEAST_SIGHT), &separator);
    window_skip(w, before);
    table_reader t = {.in = s, .at = at, .w = w, .line = 1, .ids = record_ids_new(), .row = {.most = MOST_COLUMNS}};
    str sample = window_fill(w, LEAST_SIGHT);
    t.shape = kind == FORMAT_tsv ? tabbed_shape(sample) : table_guess(sample);
    if (before) t.shape = (table_shape){separator, false};
    t.line += before > 0;
    t.row.at = malloc(MOST_COLUMNS * sizeof *t.row.at);
    str raw;
    if (!t.ids || !t.row.at)
        reading_nomem(s);
    else if (next_row(&t, &raw) && find_columns(&t))
        for (t.line += lines_of(raw); !s->stopped && next_row(&t, &raw); t.line += lines_of(raw)) give_row(&t, raw);
    free(t.row.text);
    free(t.row.at);
    record_ids_free(t.ids);
}

/* --- Is it one? --- */

enum { HEADER_BYTES = 8192, HEADER_COLUMNS = 256, NAME_BYTES = 64 };

static bool header_names_text(const read_knowledge *known, const cells *header) {
    for (uint32_t i = 0; i < header->count; i++) {
        str name;
        for (uint32_t k = 0; (name = knowledge_field(known, FIELD_text, k)).data; k++)
            if (knowledge_same_field(header->at[i], name)) return true;
    }
    return false;
}

/* Columns of a header: short names, all of them there; 0 if it is none. */
static uint32_t header_columns(const cells *header) {
    for (uint32_t i = 0; i < header->count; i++)
        if (header->at[i].size > NAME_BYTES || (!str_trim(header->at[i]).size && i)) return 0;
    return header->count;
}

static bool named_as_table(str name) {
    static const char *const endings[] = {".csv", ".tsv", ".tab"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (name.size > 4 && str_ends_caseless(name, str_from(endings[i]))) return true;
    return false;
}

format table_detect(const read_knowledge *known, str sample, str name) {
    char text[HEADER_BYTES + 1];
    str at[HEADER_COLUMNS];
    row_end end;
    char separator;
    size_t before = separator_line(sample, &separator);
    sample = str_slice(sample, before, sample.size);
    table_shape shape = table_guess(sample);
    if (before) return FORMAT_csv;
    size_t size = table_row(sample, shape, &end);
    if (end != ROW_whole || size > HEADER_BYTES) return FORMAT_unknown;
    cells header = {.text = text, .at = at, .most = HEADER_COLUMNS};
    table_cells(str_slice(sample, 0, size), shape, &header);
    uint32_t columns = header_columns(&header);
    if (columns < 2 || !(header_names_text(known, &header) || named_as_table(name))) return FORMAT_unknown;
    str rest = str_slice(sample, size, sample.size);
    size = table_row(rest, shape, &end);
    if (end == ROW_whole && count_cells(str_slice(rest, 0, size - 1), shape) != columns && !named_as_table(name)) return FORMAT_unknown;
    return shape.separator == '\t' ? FORMAT_tsv : FORMAT_csv;
}
