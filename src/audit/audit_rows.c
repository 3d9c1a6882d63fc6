/* audit_rows.c: asking the database inside a recovery point: what goes wrong fails the arena, which finalizes the statements. */
#include "audit/audit_parts.h"
#include "base/error.h"

static void finalize(void *statement) {
    sqlite3_finalize(statement);
}

void audit_check(arena *memory, sqlite3 *db, int code, const char *doing) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
    muster_error error;
    store_failed(db, code, doing, &error);
    arena_fail(memory, &error);
}

sqlite3_stmt *audit_statement(arena *memory, sqlite3 *db, const char *sql, const char *doing) {
    sqlite3_stmt *made;
    audit_check(memory, db, sqlite3_prepare_v2(db, sql, -1, &made, NULL), doing);
    arena_defer(memory, finalize, made);
    return made;
}
