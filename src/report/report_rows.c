/* report_rows.c: what a statement gives, as JSON, and what the database is called: what the writers of the stage share. */
#include "report/report.h"

void report_key(const char *name, out *o) {
    OUT(o, ",\"");
    out_literal(o, name);
    OUT(o, "\":");
}

static void put_value(sqlite3_stmt *s, int column, out *o) {
    switch (sqlite3_column_type(s, column)) {
    case SQLITE_INTEGER:
    case SQLITE_FLOAT: out_number(o, sqlite3_column_double(s, column)); break;
    case SQLITE_NULL: OUT(o, "null"); break;
    default: {
        const char *text = (const char *)sqlite3_column_text(s, column);
        out_json(o, (str){text ? text : "", text ? (size_t)sqlite3_column_bytes(s, column) : 0});
    }
    }
}

void report_row(sqlite3_stmt *s, out *o) {
    int columns = sqlite3_column_count(s);
    OUT(o, "[");
    for (int i = 0; i < columns; i++) {
        if (i) OUT(o, ",");
        put_value(s, i, o);
    }
    OUT(o, "]");
}

int report_rows(const report *r, const char *sql, sqlite3_int64 id, out *o) {
    sqlite3_stmt *s;
    int code = sqlite3_prepare_v2(r->db, sql, -1, &s, NULL);
    if (code != SQLITE_OK) return code;
    if (sqlite3_bind_parameter_count(s)) sqlite3_bind_int64(s, 1, id);
    OUT(o, "[");
    for (bool first = true; (code = sqlite3_step(s)) == SQLITE_ROW && !o->stopped; first = false) {
        if (!first) OUT(o, ",\n");
        report_row(s, o);
    }
    OUT(o, "]");
    sqlite3_finalize(s);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

str report_database(const report *r) {
    const char *path = sqlite3_db_filename(r->db, "main"), *slash = path ? strrchr(path, '/') : NULL;
    return str_from(slash ? slash + 1 : path ? path : "");
}
