/* store_adding.c: statements for the document that is being stored. Once one has failed, all that follow do nothing. */
#include "store/store_db.h"

sqlite3_stmt *store_start(store_adding *a, int which) {
    if (a->code != SQLITE_OK) return NULL;
    return store_statement(a->store, which, &a->code);
}

/* Rows of one document all begin with it. */
sqlite3_stmt *store_start_row(store_adding *a, int which) {
    sqlite3_stmt *s = store_start(a, which);
    if (s) sqlite3_bind_int64(s, 1, a->document);
    return s;
}

void store_finish(store_adding *a, sqlite3_stmt *s) {
    int code = sqlite3_step(s);
    a->code = code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
    sqlite3_reset(s);
}

sqlite3_int64 store_ask(store_adding *a, int which) {
    sqlite3_stmt *s = store_start(a, which);
    if (!s) return 0;
    int code = sqlite3_step(s);
    sqlite3_int64 value = sqlite3_column_int64(s, 0);
    sqlite3_reset(s);
    a->code = code == SQLITE_ROW ? SQLITE_OK : code;
    return value;
}

sqlite3_int64 store_entity_row(const store_adding *a, uint32_t number) {
    return number && number <= a->entity_count ? a->entities + number : 0;
}
