/* import_csv.c: CSV and TSV with a map of columns, and the answers of Wikidata's query service, which are CSV with known columns. The first
 * row names the columns; rows are cut as the reader cuts those of documents. */
#include "base/error.h"
#include "import/import.h"
#include "read/read_table.h"

enum { COLUMN_LIMIT = 256, RECORD_LIMIT = 64 << 10 };

typedef struct table {
    struct muster_import *to;
    str rest;      /* behind the record being read */
    uint32_t line; /* where that begins */
    table_shape shape;
    cells row; /* the record being read */
    str cells[COLUMN_LIMIT], raw[COLUMN_LIMIT], names[COLUMN_LIMIT];
    str keys[COLUMN_LIMIT]; /* what a column is for us; empty: not wanted */
    uint32_t count;
} table;

/* --- records ------------------------------------------------------------------------------------------------------------------------ */

/* Up to so many bytes a record may go on over lines, so that quotation marks that are never closed cost little. */
static str in_sight(str text) {
    return text.size > RECORD_LIMIT ? str_slice(text, 0, RECORD_LIMIT) : text;
}

/* Bytes of the next record, its line break included; of one whose quotation marks are not closed (*open), of its first line. */
static size_t record_size(const table *t, bool *open) {
    row_end end;
    size_t size = table_row(in_sight(t->rest), t->shape, &end);
    *open = end == ROW_open;
    if (end == ROW_whole || (end == ROW_cut && size == t->rest.size)) return size;
    str behind;
    size = str_split(t->rest, '\n', &behind).size;
    return behind.data ? size + 1 : size;
}

/* Reads the next record into t->row. False at the end. A record that is wrong is reported and *good false. */
static bool next_record(table *t, bool *good) {
    struct muster_import *to = t->to;
    bool open;
    if (!t->rest.size) return false;
    size_t size = record_size(t, &open);
    to->at = str_slice(t->rest, 0, size);
    to->line = t->line;
    t->rest = str_slice(t->rest, size, t->rest.size);
    t->line += (uint32_t)str_count(to->at, '\n');
    t->row.text = arena_alloc(to->memory, size + 1);
    table_cells(to->at, t->shape, &t->row);
    *good = import_text(to) && !open;
    if (open) import_error(to, to->at.data, "a quotation mark is not closed in the record that begins here");
    return true;
}

/* A field; as it stands in the line, so that errors have its place, unless it was quoted. */
static str cell_at(const table *t, uint32_t column) {
    str cell = t->row.at[column], raw = t->row.raw[column];
    return str_trim(cell.size == raw.size ? raw : cell);
}

/* --- columns -------------------------------------------------------------------------------------------------------------------------- */

static str wikidata_key(str column) {
    static const import_word known[] = {{"item", "wikidata"},
                                        {"qid", "wikidata"},
                                        {"itemLabel", "name"},
                                        {"label", "name"},
                                        {"itemAltLabel", "aliases"},
                                        {"altLabel", "aliases"},
                                        {"alias", "aliases"},
                                        {"aliases", "aliases"},
                                        {"coord", "point"},
                                        {"coordinates", "point"},
                                        {"coordinate", "point"},
                                        {"population", "pop"},
                                        {"pop", "pop"},
                                        {"countryCode", "country"},
                                        {"start", "valid_from"},
                                        {"startTime", "valid_from"},
                                        {"end", "valid_to"},
                                        {"endTime", "valid_to"},
                                        {"positionLabel", "role"},
                                        {"genderLabel", "gender"},
                                        {"givenLabel", "given"},
                                        {"surnameLabel", "surname"},
                                        {"countryLabel", "affiliation"},
                                        {"kind", "kind"},
                                        {"name", "name"}};
    return IMPORT_WORD_OF(known, column);
}

static str own_key(str column) {
    static const char *const known[] = {"id",      "name",       "aliases",  "kind",     "lat",      "lon",  "pop",
                                        "country", "feature",    "parent",   "given",    "surname",  "role", "affiliation",
                                        "gender",  "valid_from", "valid_to", "wikidata", "geonames", "of"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(column, known[i])) return column;
    return STR_NONE;
}

/* Without a map the columns of our own names count, or Wikidata's. False: reported. */
static bool find_columns(table *t) {
    struct muster_import *to = t->to;
    t->count = t->row.count;
    bool named = false;
    for (uint32_t c = 0; c < t->count; c++) {
        t->names[c] = cell_at(t, c);
        t->keys[c] = to->map.count ? STR_NONE : to->format == IMPORT_wikidata ? wikidata_key(t->names[c]) : own_key(t->names[c]);
    }
    for (uint32_t m = 0; m < to->map.count; m++) {
        bool found = false;
        for (uint32_t c = 0; c < t->count && !found; c++)
            if (str_equal(t->names[c], to->map.at[m].value)) {
                t->keys[c] = to->map.at[m].key;
                found = true;
            }
        if (!found || !label_valid(to->map.at[m].key)) {
            import_error(to, NULL,
                         found ? "`" STR_FMT "` is no key: letters, digits and _ make one"
                               : "the map names a column `" STR_FMT "` that is not there",
                         STR_ARG(found ? to->map.at[m].key : to->map.at[m].value));
            return false;
        }
    }
    for (uint32_t c = 0; c < t->count; c++) named |= str_is(t->keys[c], "name");
    if (!named) import_error(to, NULL, "no column is the name; say which with --map name=COLUMN");
    return named;
}

/* --- rows ------------------------------------------------------------------------------------------------------------------------- */

/* "Point(36.2 49.9)": longitude, latitude. */
static void add_point(struct muster_import *to, made_entry *entry, str value) {
    value = str_trim(value);
    if (!value.size) return;
    str open, close, lon, lat;
    str_split(value, '(', &open);
    open = open.data ? str_split(open, ')', &close) : STR_NONE;
    lon = open.data ? str_split(str_trim(open), ' ', &lat) : STR_NONE;
    if (!open.data || !lat.size) {
        import_error(to, value.data, "a point is written Point(LONGITUDE LATITUDE)");
        return;
    }
    made_attribute_add(to, entry, STR("lat"), lat);
    made_attribute_add(to, entry, STR("lon"), lon);
}

static void add_aliases(const table *t, made_entry *entry, str value) {
    bool bars = value.size && memchr(value.data, '|', value.size) != NULL;
    bool listed = bars || t->to->format == IMPORT_wikidata;
    while (value.data) {
        str part = listed ? str_split(value, bars ? '|' : ',', &value) : value;
        made_alias_add(t->to, entry, part, NULL);
        if (!listed) break;
    }
}

static void add_cell(const table *t, made_entry *entry, str key, str value) {
    struct muster_import *to = t->to;
    if (str_is(key, "aliases"))
        add_aliases(t, entry, value);
    else if (str_is(key, "point"))
        add_point(to, entry, value);
    else if (to->format == IMPORT_wikidata && (str_is(key, "valid_from") || str_is(key, "valid_to")))
        made_attribute_add(to, entry, key, value.size > 10 ? str_slice(value, 0, 10) : value);
    else if (to->format == IMPORT_wikidata && str_is(key, "gender"))
        made_attribute_add(to, entry, key, str_is(value, "male") ? STR("m") : str_is(value, "female") ? STR("f") : STR_NONE);
    else if (to->format == IMPORT_wikidata && str_is(key, "role"))
        made_attribute_join(to, entry, key, value);
    else
        made_attribute_add(to, entry, key, value);
}

static str cell_of(const table *t, const char *key) {
    for (uint32_t c = 0; c < t->count && c < t->row.count; c++)
        if (str_is(t->keys[c], key)) return cell_at(t, c);
    return STR_NONE;
}

/* Rows of one id are one entry: a query gives a row for each value. Returns whether the row's texts are still needed. */
static bool read_row(const table *t) {
    struct muster_import *to = t->to;
    str name = cell_of(t, "name"), id = cell_of(t, "id"), kind = cell_of(t, "kind");
    str item = str_last(cell_of(t, "wikidata"), '/'); /* http://www.wikidata.org/entity/Q42 */
    if (!kind.size) kind = made_kind(to, "");
    if (!id.size && to->format == IMPORT_wikidata && item.size) id = arena_printf(to->memory, "wd:" STR_FMT, STR_ARG(item));
    if (!name.size) {
        import_error(to, NULL, "the row has no name");
        return false;
    }
    made_entry single = {.id = id, .kind = kind, .line = to->line}, *entry = id.size ? made_keep(to, kind, id) : &single;
    if (!entry->name.size)
        entry->name = name;
    else
        made_alias_add(to, entry, name, NULL);
    for (uint32_t c = 0; c < t->count && c < t->row.count; c++) {
        str key = t->keys[c];
        if (!key.size || str_is(key, "name") || str_is(key, "id") || str_is(key, "kind")) continue;
        add_cell(t, entry, key, str_is(key, "wikidata") ? item : cell_at(t, c));
    }
    if (!id.size) made_write(to, entry);
    return id.size > 0;
}

static bool take_row(const table *t) {
    bool empty = t->row.count == 1 && !cell_at(t, 0).size;
    if (t->row.count > t->count)
        import_error(t->to, NULL, "the row has %u cells, the head has %u columns", t->row.count, t->count);
    else if (!empty)
        return read_row(t);
    return false;
}

void import_csv(struct muster_import *to, str content) {
    table *t = ARENA_NEW(to->memory, table);
    t->to = to;
    t->rest = content;
    t->line = 1;
    t->shape = table_guess(in_sight(content));
    t->row = (cells){.at = t->cells, .raw = t->raw, .most = COLUMN_LIMIT};
    bool good;
    if (!next_record(t, &good) || !good || !find_columns(t)) return;
    for (;;) {
        arena_mark here = arena_here(to->memory);
        if (!next_record(t, &good)) return;
        if (!good || !take_row(t)) arena_release(to->memory, here);
    }
}
