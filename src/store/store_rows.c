/* store_rows.c: the rows of a document as a table that SQL can read, so that one statement copies all that go into a table of the database.
 * A statement a row would bind, begin and end each: half of the work of storing. The table is muster_row (c1, c2, …); a function of the
 * table that is being filled makes its next row as cells. */
#include <math.h>
#include <stdio.h>

#include "store/store_db.h"

/* --- Cells --- */

static store_cell *next_cell(store_adding *a) {
    if (a->cell_count < MOST_CELLS)
        a->cell_count++;
    else
        a->code = SQLITE_INTERNAL;
    return &a->cells[a->cell_count - 1];
}

void store_put_null(store_adding *a) {
    *next_cell(a) = (store_cell){.type = CELL_null};
}

void store_put_integer(store_adding *a, sqlite3_int64 value) {
    *next_cell(a) = (store_cell){.type = CELL_integer, .integer = value};
}

static void put_real(store_adding *a, double value) {
    *next_cell(a) = (store_cell){.type = CELL_real, .real = value};
}

void store_put_required(store_adding *a, str text) {
    *next_cell(a) = (store_cell){.type = CELL_text, .text = text.data ? text : STR("")};
}

void store_put_text(store_adding *a, str text) {
    *next_cell(a) = (store_cell){.type = text.size ? CELL_text : CELL_null, .text = text};
}

void store_put_word(store_adding *a, const char *word) {
    *next_cell(a) = (store_cell){.type = word ? CELL_text : CELL_null, .text = str_from(word)};
}

void store_put_id(store_adding *a, sqlite3_int64 id) {
    *next_cell(a) = (store_cell){.type = id ? CELL_integer : CELL_null, .integer = id};
}

void store_put_span(store_adding *a, uint32_t from, uint32_t to) {
    store_put_integer(a, from);
    store_put_integer(a, to);
}

void store_put_optional_span(store_adding *a, uint32_t from, uint32_t to) {
    if (from < to) {
        store_put_span(a, from, to);
        return;
    }
    store_put_null(a);
    store_put_null(a);
}

void store_put_bound(store_adding *a, bool has, double value) {
    if (!has)
        store_put_null(a);
    else if (value == floor(value) && fabs(value) < 1e15)
        store_put_integer(a, (sqlite3_int64)value);
    else
        put_real(a, value);
}

void store_put_position(store_adding *a, bool has, double latitude, double longitude) {
    if (has) {
        put_real(a, latitude);
        put_real(a, longitude);
        return;
    }
    store_put_null(a);
    store_put_null(a);
}

void store_put_sentence(store_adding *a, uint32_t sentence) {
    if (sentence < muster_doc_sentence_count(a->doc))
        store_put_integer(a, sentence);
    else
        store_put_null(a);
}

void store_put_origin(store_adding *a, const muster_provenance *from) {
    store_put_integer(a, a->code == SQLITE_OK ? store_rule(a->store, from, &a->code) : 0);
    store_put_integer(a, a->store->run);
}

void store_put_provenance(store_adding *a, const muster_provenance *from) {
    store_put_text(a, from->entry);
    store_put_origin(a, from);
}

/* --- The table --- */

typedef struct row_table {
    sqlite3_vtab base;
    muster_store *store;
} row_table;

typedef struct row_cursor {
    sqlite3_vtab_cursor base;
    store_adding *adding; /* NULL: nothing is being stored */
    bool more;
    sqlite3_int64 number;
} row_cursor;

static int connect(sqlite3 *db, void *store, int count, const char *const *arguments, sqlite3_vtab **out, char **problem) {
    (void)count, (void)arguments, (void)problem;
    char sql[16 + MOST_CELLS * 5], *to = stpcpy(sql, "CREATE TABLE x (c1");
    for (int i = 2; i <= MOST_CELLS; i++) to += sprintf(to, ",c%d", i);
    strcpy(to, ")");
    int code = sqlite3_declare_vtab(db, sql);
    if (code != SQLITE_OK) return code;
    sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY); /* no view of a database from elsewhere reads it */
    row_table *table = sqlite3_malloc(sizeof *table);
    if (!table) return SQLITE_NOMEM;
    *table = (row_table){.store = store};
    *out = &table->base;
    return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *table) {
    sqlite3_free(table);
    return SQLITE_OK;
}

static int plan(sqlite3_vtab *table, sqlite3_index_info *info) {
    (void)table;
    info->estimatedCost = 100;
    return SQLITE_OK;
}

static int open_rows(sqlite3_vtab *table, sqlite3_vtab_cursor **out) {
    (void)table;
    row_cursor *cursor = sqlite3_malloc(sizeof *cursor);
    if (!cursor) return SQLITE_NOMEM;
    *cursor = (row_cursor){.adding = NULL};
    *out = &cursor->base;
    return SQLITE_OK;
}

static int close_rows(sqlite3_vtab_cursor *cursor) {
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int next_row(sqlite3_vtab_cursor *base) {
    row_cursor *cursor = (row_cursor *)base;
    store_adding *a = cursor->adding;
    a->cell_count = 0;
    cursor->number++;
    cursor->more = a->make(a);
    if (cursor->more && a->cell_count != a->columns) a->code = SQLITE_INTERNAL; /* a row of another table */
    return a->code;
}

static int first_row(sqlite3_vtab_cursor *base, int plan_number, const char *plan_name, int count, sqlite3_value **values) {
    (void)plan_number, (void)plan_name, (void)count, (void)values;
    row_cursor *cursor = (row_cursor *)base;
    cursor->adding = ((row_table *)base->pVtab)->store->adding;
    cursor->more = false;
    if (!cursor->adding) return SQLITE_OK;
    cursor->adding->read = true;
    return next_row(base);
}

static int at_end(sqlite3_vtab_cursor *base) {
    return !((row_cursor *)base)->more;
}

static int cell_of(sqlite3_vtab_cursor *base, sqlite3_context *to, int column) {
    const store_adding *a = ((row_cursor *)base)->adding;
    if (column >= a->cell_count) return SQLITE_OK;
    const store_cell *cell = &a->cells[column];
    switch (cell->type) {
    case CELL_null: break;
    case CELL_integer: sqlite3_result_int64(to, cell->integer); break;
    case CELL_real: sqlite3_result_double(to, cell->real); break;
    case CELL_text: sqlite3_result_text64(to, cell->text.data, cell->text.size, SQLITE_STATIC, SQLITE_UTF8); break;
    }
    return SQLITE_OK;
}

static int number_of(sqlite3_vtab_cursor *base, sqlite3_int64 *out) {
    *out = ((row_cursor *)base)->number;
    return SQLITE_OK;
}

static const sqlite3_module row_module = {.xConnect = connect,
                                          .xBestIndex = plan,
                                          .xDisconnect = disconnect,
                                          .xOpen = open_rows,
                                          .xClose = close_rows,
                                          .xFilter = first_row,
                                          .xNext = next_row,
                                          .xEof = at_end,
                                          .xColumn = cell_of,
                                          .xRowid = number_of};

int store_rows_register(muster_store *store) {
    return sqlite3_create_module(store->db, "muster_row", &row_module, store);
}

/* --- Copying --- */

typedef struct store_copy {
    const char *table;
    int columns;
    bool repeats; /* a row may be there already */
} store_copy;

/* What fails rolls everything back: so SQLite need not keep what each page was before the statement. */
static int prepare_copy(muster_store *store, const store_copy *what, sqlite3_stmt **out) {
    char sql[128 + MOST_CELLS * 5],
        *to = sql + snprintf(sql, 96, "INSERT OR %s INTO %s SELECT c1", what->repeats ? "IGNORE" : "ROLLBACK", what->table);
    for (int i = 2; i <= what->columns; i++) to += sprintf(to, ",c%d", i);
    strcpy(to, " FROM muster_row");
    return sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
}

void store_copy_rows(store_adding *a, copy_name name, store_make_row *make) {
    static const store_copy copies[COPY_COUNT] = {
        [COPY_blocks] = {"block", 6, false},        [COPY_sentences] = {"sentence", 5, false},   [COPY_entities] = {"entity", 20, false},
        [COPY_aliases] = {"alias", 2, true},        [COPY_mentions] = {"mention", 10, false},    [COPY_figures] = {"figure", 22, false},
        [COPY_quotes] = {"quote", 22, false},       [COPY_candidates] = {"candidate", 3, false}, [COPY_relays] = {"relay", 7, false},
        [COPY_strays] = {"unattributed", 8, false}, [COPY_accounts] = {"account", 10, false},    [COPY_claims] = {"claim", 32, false}};
    sqlite3_stmt **s = &a->store->copies[name];
    if (a->code == SQLITE_OK && !*s) a->code = prepare_copy(a->store, &copies[name], s);
    if (a->code != SQLITE_OK) return;
    a->make = make;
    a->columns = copies[name].columns;
    a->at = a->part = 0;
    a->read = false;
    a->store->adding = a;
    store_finish(a, *s);
    a->store->adding = NULL;
    if (a->code == SQLITE_OK && !a->read) a->code = SQLITE_CORRUPT; /* the database has a table of that name */
}
