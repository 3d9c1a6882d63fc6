/* store_run.c: runs: when something was added, by which versions, with which knowledge. */
#include <stdio.h>

#include "base/error.h"
#include "store/store_db.h"

static muster_status begin_run(muster_store *store, const char *arguments, muster_error *error) {
    static const char sql[] = "INSERT INTO run (started, versions, engine, arguments) "
                              "VALUES (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?, ?, ?)";
    sqlite3_stmt *s;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &s, NULL);
    if (code != SQLITE_OK) return store_failed(store->db, code, "beginning a run", error);
    store_bind_word(s, 1, muster_version());
    store_bind_word(s, 2, store->engine);
    store_bind_word(s, 3, arguments);
    code = sqlite3_step(s);
    sqlite3_finalize(s);
    if (code != SQLITE_DONE) return store_failed(store->db, code, "beginning a run", error);
    store->run = sqlite3_last_insert_rowid(store->db);
    return MUSTER_OK;
}

/* A document's rows refer to each other and to rows of rules and runs that stay: they are made so, all together, and dropped so. To look up
 * each key of each row again would be a quarter of the work of storing. */
static void check_keys(muster_store *store, bool on) {
    store_run_sql(store->db, on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
}

muster_status muster_store_begin(muster_store *store, const char *engine_hash, const char *arguments, muster_error *error) {
    if (!store->writable) return error_set(error, MUSTER_USAGE, "the database was opened for reading only");
    if (store->run) return error_set(error, MUSTER_USAGE, "a run has begun already");
    store->added = store->replaced = store->unchanged = 0;
    snprintf(store->engine, sizeof store->engine, "%s", engine_hash ? engine_hash : "");
    muster_status status = begin_run(store, arguments, error);
    if (status == MUSTER_OK) check_keys(store, false);
    return status;
}

muster_status muster_store_end(muster_store *store, muster_error *error) {
    static const char sql[] = "UPDATE run SET ended = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), added = ?, replaced = ?, unchanged = ? "
                              "WHERE id = ?";
    if (!store->run) return error_set(error, MUSTER_USAGE, "no run has begun");
    sqlite3_stmt *s;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &s, NULL);
    if (code == SQLITE_OK) {
        sqlite3_bind_int64(s, 1, (sqlite3_int64)store->added);
        sqlite3_bind_int64(s, 2, (sqlite3_int64)store->replaced);
        sqlite3_bind_int64(s, 3, (sqlite3_int64)store->unchanged);
        sqlite3_bind_int64(s, 4, store->run);
        code = sqlite3_step(s);
        sqlite3_finalize(s);
    }
    store->run = 0;
    check_keys(store, true);
    if (code != SQLITE_DONE) return store_failed(store->db, code, "ending the run", error);
    if (store->added || store->replaced) store_run_sql(store->db, "PRAGMA analysis_limit = 400; PRAGMA optimize");
    /* A reader may keep the log from being folded in; then it stays beside the file until the next writer ends. */
    sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return MUSTER_OK;
}
