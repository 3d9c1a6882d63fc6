/* read_workbook.c: workbooks of spreadsheets (XLSX) -> tables. Each sheet is written as CSV and read as such: what its columns are for,
 * which row is a document, shows there. Cells are what is seen of them: texts from the table of shared strings, numbers whose style is one
 * of dates as ISO dates; formulas are what they came to. Sheets without a column that is known to hold a text (notes, a code book) are
 * passed over where another has one. */
#include <stdlib.h>
#include <time.h>

#include "read/read_files.h"
#include "read/read_package.h"
#include "read/read_table.h"

enum { MOST_SHEETS = 256, MOST_COLUMNS = 16384, DATE_BYTES = 32 };

typedef VEC(char) text;

typedef struct sheet {
    str name, file; /* file: its id, then its name in the package */
    text csv;
} sheet;

typedef struct workbook {
    arena *memory;
    str bytes;
    package files;
    VEC(str) strings;  /* shared */
    VEC(bool) is_date; /* of each style of cells */
    VEC(sheet) sheets;
    bool since_1904;
} workbook;

static void put(arena *memory, text *to, str piece) {
    if (to->count + piece.size > to->capacity) {
        size_t capacity = (to->count + piece.size) * 2;
        if (capacity > UINT32_MAX) arena_failf(memory, MUSTER_LIMIT, "a sheet of it is larger than 2 GiB");
        to->at = arena_grow(memory, to->at, to->capacity, capacity);
        to->capacity = (uint32_t)capacity;
    }
    if (piece.size) memcpy(to->at + to->count, piece.data, piece.size);
    to->count += (uint32_t)piece.size;
}

static str str_of(const text *from) {
    return (str){from->at, from->count};
}

static long number_of(str digits) {
    return digits.size ? strtol(digits.data, NULL, 10) : 0; /* copies end with a NUL */
}

static bool begins(xmlTextReader *xml, const char *element) {
    return xmlTextReaderNodeType(xml) == XML_READER_TYPE_ELEMENT && xml_is_named(xml, element);
}

/* --- What cells refer to --- */

/* The text inside an element: all of it, or of its <t> alone, and then not how it is spoken (<rPh>). The reader goes on behind it. */
static str inner_text(arena *memory, xmlTextReader *xml, bool of_t) {
    text out = {0};
    int depth = xmlTextReaderDepth(xml);
    bool within = !of_t, spoken = false;
    if (xmlTextReaderIsEmptyElement(xml)) return STR_NONE;
    while (xmlTextReaderRead(xml) == 1 && xmlTextReaderDepth(xml) > depth) {
        int type = xmlTextReaderNodeType(xml);
        bool tag = type == XML_READER_TYPE_ELEMENT || type == XML_READER_TYPE_END_ELEMENT;
        bool opens = type == XML_READER_TYPE_ELEMENT && !xmlTextReaderIsEmptyElement(xml);
        if (tag && of_t && xml_is_named(xml, "t")) within = opens;
        if (tag && xml_is_named(xml, "rPh")) spoken = opens;
        const char *piece = tag || !within || spoken ? NULL : (const char *)xmlTextReaderConstValue(xml);
        if (piece) put(memory, &out, str_from(piece));
    }
    return str_of(&out);
}

static void read_strings(workbook *b) {
    xmlTextReader *xml = xml_open(b->memory, package_member(&b->files, STR("xl/sharedStrings.xml")));
    while (xml && xmlTextReaderRead(xml) == 1)
        if (begins(xml, "si")) {
            str one = inner_text(b->memory, xml, true);
            VEC_PUSH(b->memory, &b->strings, one);
        }
}

/* Whether a format of numbers shows a date: it has a day or a year outside of quotation marks and brackets. */
static bool shows_date(str format) {
    char end = 0;
    for (size_t i = 0; i < format.size; i++) {
        char c = ascii_small(format.data[i]);
        if (end) {
            if (c == end) end = 0;
        } else if (c == '"' || c == '[') {
            end = c == '"' ? '"' : ']';
        } else if (c == '\\') {
            i++;
        } else if (c == 'y' || c == 'd') {
            return true;
        }
    }
    return false;
}

/* Formats that have a number and no text: 14 to 17 and 22 are dates everywhere, 27 to 36 and 50 to 58 in East Asia. */
static bool is_built_in_date(long format) {
    return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 36) || (format >= 50 && format <= 58);
}

static void read_styles(workbook *b) {
    xmlTextReader *xml = xml_open(b->memory, package_member(&b->files, STR("xl/styles.xml")));
    VEC(long) dates = {0};
    bool of_cells = false;
    while (xml && xmlTextReaderRead(xml) == 1) {
        if (xml_is_named(xml, "cellXfs")) of_cells = begins(xml, "cellXfs");
        bool format = begins(xml, "numFmt"), cell = of_cells && begins(xml, "xf");
        if (!format && !cell) continue;
        long number = number_of(xml_attribute(b->memory, xml, "numFmtId"));
        if (format && shows_date(xml_attribute(b->memory, xml, "formatCode"))) VEC_PUSH(b->memory, &dates, number);
        bool date = is_built_in_date(number);
        for (uint32_t i = 0; i < dates.count; i++) date |= dates.at[i] == number;
        if (cell) VEC_PUSH(b->memory, &b->is_date, date);
    }
}

/* The names of the sheets in their order, and the files that the ids stand for. */
static void read_sheets(workbook *b) {
    xmlTextReader *xml = xml_open(b->memory, package_member(&b->files, STR("xl/workbook.xml")));
    while (xml && xmlTextReaderRead(xml) == 1) {
        if (begins(xml, "workbookPr")) {
            str since = xml_attribute(b->memory, xml, "date1904");
            b->since_1904 = str_is(since, "1") || str_is(since, "true");
        }
        if (!begins(xml, "sheet") || b->sheets.count == MOST_SHEETS) continue;
        sheet s = {.file = xml_attribute(b->memory, xml, "id"), .name = xml_attribute(b->memory, xml, "name")};
        VEC_PUSH(b->memory, &b->sheets, s);
    }
    xml = xml_open(b->memory, package_member(&b->files, STR("xl/_rels/workbook.xml.rels")));
    while (xml && xmlTextReaderRead(xml) == 1) {
        if (!begins(xml, "Relationship")) continue;
        str id = xml_attribute(b->memory, xml, "Id"), target = xml_attribute(b->memory, xml, "Target");
        bool whole = str_starts(target, STR("/"));
        for (uint32_t i = 0; i < b->sheets.count; i++)
            if (str_equal(b->sheets.at[i].file, id))
                b->sheets.at[i].file = whole ? str_slice(target, 1, target.size) : arena_printf(b->memory, "xl/" STR_FMT, STR_ARG(target));
    }
}

/* --- Cells --- */

/* Days since the last day of 1899, or the first of 1904, with the time of the day behind the point. */
static str date_of(workbook *b, str number) {
    enum { DAY = 86400, FROM_1900 = 25569, FROM_1904 = 24107 };
    double days;
    char out[DATE_BYTES];
    struct tm t;
    if (!str_number(number, &days) || days < 1 || days > 2958465) return number;
    time_t seconds = (time_t)((days - (b->since_1904 ? FROM_1904 : FROM_1900)) * DAY + 0.5);
    if (!gmtime_r(&seconds, &t)) return number;
    size_t size = strftime(out, sizeof out, seconds % DAY ? "%Y-%m-%d %H:%M" : "%Y-%m-%d", &t);
    return arena_str(b->memory, (str){out, size});
}

/* "AB12" → 27; MOST_COLUMNS where it names none. */
static uint32_t column_of(str place) {
    uint32_t column = 0;
    size_t i = 0;
    for (; i < place.size && i < 3 && ascii_upper(place.data[i]); i++) column = column * 26 + (uint32_t)(place.data[i] - 'A' + 1);
    return i && column <= MOST_COLUMNS ? column - 1 : MOST_COLUMNS;
}

/* What is seen of the cell in which the reader stands. */
static str cell_text(workbook *b, xmlTextReader *xml) {
    str type = xml_attribute(b->memory, xml, "t");
    size_t style = (size_t)number_of(xml_attribute(b->memory, xml, "s"));
    int depth = xmlTextReaderDepth(xml);
    str value = STR_NONE;
    if (xmlTextReaderIsEmptyElement(xml)) return value;
    while (xmlTextReaderRead(xml) == 1 && xmlTextReaderDepth(xml) > depth) {
        if (begins(xml, "v")) value = inner_text(b->memory, xml, false);
        if (begins(xml, "is")) value = inner_text(b->memory, xml, true);
    }
    bool number = !type.size || str_is(type, "n");
    if (str_is(type, "s")) {
        size_t shared = (size_t)number_of(arena_str(b->memory, value));
        return shared < b->strings.count ? b->strings.at[shared] : STR_NONE;
    }
    return number && style < b->is_date.count && b->is_date.at[style] ? date_of(b, value) : value;
}

static void put_cell(arena *memory, text *to, str cell) {
    bool quoted = false;
    for (size_t i = 0; i < cell.size && !quoted; i++) quoted = strchr(",\"\r\n;|\t", cell.data[i]) != NULL;
    if (!quoted) {
        put(memory, to, cell);
        return;
    }
    put(memory, to, STR("\""));
    for (str rest = cell; rest.data;) {
        put(memory, to, str_split(rest, '"', &rest));
        put(memory, to, rest.data ? STR("\"\"") : STR("\""));
    }
}

/* Rows without a cell are none. */
static void read_sheet(workbook *b, sheet *s) {
    xmlTextReader *xml = xml_open(b->memory, package_member(&b->files, s->file));
    uint32_t column = 0; /* the next */
    while (xml && xmlTextReaderRead(xml) == 1) {
        if (begins(xml, "row")) {
            if (column) put(b->memory, &s->csv, STR("\n"));
            column = 0;
        }
        if (!begins(xml, "c")) continue;
        uint32_t stated = column_of(xml_attribute(b->memory, xml, "r")), here = stated == MOST_COLUMNS || stated < column ? column : stated;
        for (uint32_t i = column ? column - 1 : 0; i < here; i++) put(b->memory, &s->csv, STR(","));
        put_cell(b->memory, &s->csv, cell_text(b, xml));
        column = here + 1;
        if (s->csv.count > b->files.limit)
            arena_failf(b->memory, MUSTER_LIMIT, "a sheet of it has too much text (%u bytes and more)", s->csv.count);
    }
    if (column) put(b->memory, &s->csv, STR("\n"));
}

static void read_workbook(arena *memory, void *payload) {
    workbook *b = payload;
    package_open(&b->files, b->bytes);
    read_strings(b);
    read_styles(b);
    read_sheets(b);
    for (uint32_t i = 0; i < b->sheets.count; i++) read_sheet(b, &b->sheets.at[i]);
    if (!b->sheets.count) arena_failf(memory, MUSTER_INPUT, "a workbook without sheets: damaged");
}

/* --- Tables --- */

static bool has_text_column(const reading *s, const sheet *one) {
    return table_detect(s->known, str_of(&one->csv), STR_NONE) != FORMAT_unknown;
}

/* A sheet of several is a part of the path: "events.xlsx!2024". */
static void give_sheet(reading *s, const place *at, const sheet *one, bool alone) {
    char path[READING_PATH];
    place inner = {path, at->name};
    memory_stream bytes;
    window w;
    if (!alone && !reading_path(path, at, one->name.data ? one->name.data : "")) return;
    memory_stream_open(&bytes, str_of(&one->csv));
    window_open(&w, &bytes.base);
    reading_table(s, alone ? at : &inner, &w, FORMAT_csv);
    window_close(&w);
}

static void give_sheets(reading *s, const place *at, const workbook *b) {
    bool all = s->how.text_field != NULL, any = false;
    for (uint32_t i = 0; i < b->sheets.count; i++) any |= has_text_column(s, &b->sheets.at[i]);
    for (uint32_t i = 0; i < b->sheets.count && !s->stopped; i++)
        if (b->sheets.at[i].csv.count && (all || !any || has_text_column(s, &b->sheets.at[i])))
            give_sheet(s, at, &b->sheets.at[i], b->sheets.count == 1);
}

void reading_workbook(reading *s, const place *at, window *w) {
    str bytes = reading_whole(s, at, w);
    if (!bytes.data) return;
    arena *memory = arena_new();
    muster_error error;
    if (!memory) {
        reading_nomem(s);
        return;
    }
    workbook b = {.memory = memory, .bytes = bytes, .files = {.memory = memory, .limit = (size_t)s->how.max_size, .packed = bytes.size}};
    muster_status status = arena_guard(memory, read_workbook, &b, &error);
    if (status == MUSTER_OK)
        give_sheets(s, at, &b);
    else if (status == MUSTER_NOMEM)
        reading_nomem(s);
    else
        reading_problem(s, at, 0, status, "%s", error.message);
    arena_free(memory);
}
