/* import_csv.c: CSV and TSV with a map of columns, and the answers of Wikidata's query service, which are CSV with known columns.
 *
 * Fields as RFC 4180 has them: quoted ones may hold separators, line breaks and doubled quotation marks. The first line names the columns.
 */
#include "base/error.h"
#include "import/import.h"

enum { COLUMN_LIMIT = 256, RECORD_LIMIT = 64 << 10 };

typedef struct table {
    struct muster_import *to;
    str rest; /* behind the record being read */
    char separator;
    str names[COLUMN_LIMIT], cells[COLUMN_LIMIT];
    str keys[COLUMN_LIMIT]; /* what a column is for us; empty: not wanted */
    uint32_t count, cell_count;
} table;

/* --- records ------------------------------------------------------------------------------------------------------------------------ */

static str quoted_cell(table *t, size_t *at, bool *closed) {
    str text = t->rest;
    char *out = arena_alloc(t->to->memory, text.size - *at + 1);
    size_t used = 0, i = *at + 1;
    *closed = false;
    for (; i < text.size; i++) {
        if (text.data[i] != '"') {
            out[used++] = text.data[i];
            continue;
        }
        if (i + 1 < text.size && text.data[i + 1] == '"') {
            out[used++] = '"';
            i++;
            continue;
        }
        *closed = true;
        i++;
        break;
    }
    while (i < text.size && text.data[i] != t->separator && text.data[i] != '\n') i++;
    *at = i;
    return (str){out, used};
}

static str plain_cell(const table *t, size_t *at) {
    size_t start = *at, i = start;
    while (i < t->rest.size && t->rest.data[i] != t->separator && t->rest.data[i] != '\n') i++;
    *at = i;
    return str_trim(str_slice(t->rest, start, i));
}

/* The bytes of the record: up to a line break outside quotation marks. One that spans lines has at most RECORD_LIMIT bytes, so that marks
 * that are never closed cost little. */
static size_t record_size(str text, char separator) {
    bool quoted = false, start = true;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '"' && (quoted || start)) quoted = !quoted;
        if (c == '\n' && (!quoted || i > RECORD_LIMIT)) return i;
        start = !quoted && c == separator;
    }
    return text.size;
}

/* Reads the next record into t->cells. False at the end. A record that is wrong is reported and *good false. */
static bool next_record(table *t, bool *good) {
    struct muster_import *to = t->to;
    if (!t->rest.data || !t->rest.size) return false;
    size_t size = record_size(t->rest, t->separator);
    str whole = t->rest;
    to->line++;
    str record = str_slice(whole, 0, size), scan = record;
    uint32_t first = to->line, breaks = 0;
    to->line--;
    *good = import_line(to, &scan); /* the first line's bytes; the others follow */
    while (*good && scan.data && scan.size) *good = import_line(to, &scan);
    for (size_t i = 0; i < size; i++) breaks += whole.data[i] == '\n';
    to->line = first;
    to->at = record;
    t->cell_count = 0;
    t->rest = record;
    bool closed = true;
    for (size_t at = 0; *good && at <= size && t->cell_count < COLUMN_LIMIT; at++) {
        bool quoted = at < size && record.data[at] == '"' && t->separator != '\t';
        t->cells[t->cell_count++] = quoted ? quoted_cell(t, &at, &closed) : plain_cell(t, &at);
    }
    if (*good && !closed) {
        import_error(to, record.data, "a quotation mark is not closed in the record that begins here");
        *good = false;
        /* What is wrong is this line: the next record begins behind it, not at the end of the file. */
        const char *end = memchr(whole.data, '\n', whole.size);
        size = end ? (size_t)(end - whole.data) : whole.size;
        breaks = 0;
    }
    t->rest = size < whole.size ? str_slice(whole, size + 1, whole.size) : STR_NONE;
    to->line = first + breaks;
    return true;
}

/* --- columns -------------------------------------------------------------------------------------------------------------------------- */

static char separator_of(str content) {
    const char *end = content.size ? memchr(content.data, '\n', content.size) : NULL;
    size_t size = end ? (size_t)(end - content.data) : content.size, commas = 0, semicolons = 0;
    for (size_t i = 0; i < size; i++) {
        if (content.data[i] == '\t') return '\t';
        commas += content.data[i] == ',';
        semicolons += content.data[i] == ';';
    }
    return semicolons > commas ? ';' : ',';
}

static str wikidata_key(str column) {
    static const struct {
        const char *column, *key;
    } known[] = {{"item", "wikidata"},
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
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(column, known[i].column)) return str_from(known[i].key);
    return STR_NONE;
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
    t->count = t->cell_count;
    bool named = false;
    for (uint32_t c = 0; c < t->count; c++) {
        t->names[c] = str_trim(t->cells[c]);
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

/* --- rows ------------------------------------------------------------------------------------------------------------------------------
 */

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
    for (uint32_t c = 0; c < t->count && c < t->cell_count; c++)
        if (str_is(t->keys[c], key)) return str_trim(t->cells[c]);
    return STR_NONE;
}

/* Rows of one id are one entry: a query gives a row for each value. */
static void read_row(const table *t) {
    struct muster_import *to = t->to;
    str name = cell_of(t, "name"), id = cell_of(t, "id"), kind = cell_of(t, "kind");
    str item = str_last(cell_of(t, "wikidata"), '/'); /* http://www.wikidata.org/entity/Q42 */
    if (!kind.size) kind = made_kind(to, "");
    if (!id.size && to->format == IMPORT_wikidata && item.size) id = arena_printf(to->memory, "wd:" STR_FMT, STR_ARG(item));
    if (!name.size) {
        import_error(to, NULL, "the row has no name");
        return;
    }
    made_entry single = {.id = id, .kind = kind, .line = to->line}, *entry = id.size ? made_keep(to, kind, id) : &single;
    if (!entry->name.size)
        entry->name = name;
    else
        made_alias_add(to, entry, name, NULL);
    for (uint32_t c = 0; c < t->count && c < t->cell_count; c++) {
        str key = t->keys[c];
        if (!key.size || str_is(key, "name") || str_is(key, "id") || str_is(key, "kind")) continue;
        add_cell(t, entry, key, str_is(key, "wikidata") ? item : t->cells[c]);
    }
    if (!id.size) made_write(to, entry);
}

void import_csv(struct muster_import *to, str content) {
    table *t = ARENA_NEW(to->memory, table);
    t->to = to;
    t->rest = content;
    t->separator = separator_of(content);
    bool good, head = true;
    while (next_record(t, &good)) {
        if (head && (!good || !find_columns(t))) return;
        bool empty = t->cell_count == 1 && !t->cells[0].size;
        if (!head && good && !empty) {
            if (t->cell_count > t->count)
                import_error(to, NULL, "the row has %u cells, the head has %u columns", t->cell_count, t->count);
            else
                read_row(t);
        }
        head = false;
    }
}
