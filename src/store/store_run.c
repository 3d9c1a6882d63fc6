/* store_run.c: runs: when something was added, by which versions, with which knowledge. */
#include <stdio.h>
#include <stdlib.h>

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
    free(store->fields);
    store->fields = NULL;
    snprintf(store->engine, sizeof store->engine, "%s", engine_hash ? engine_hash : "");
    muster_status status = begin_run(store, arguments, error);
    if (status == MUSTER_OK) check_keys(store, false);
    return status;
}

/* What is stated is kept, nothing of the rest: null where nothing is. */
static const char note_sql[] =
    "UPDATE run SET reading = nullif(json_patch('{}', json_object('fields', json(nullif(json_patch('{}', json_object('format', ?2, "
    "'text', ?3, 'title', ?4, 'id', ?5, 'date', ?6, 'url', ?7, 'author', ?8)), '{}')), 'encoding', ?9, 'date', ?10, 'max_size', "
    "nullif(?11, 0), 'max_total', nullif(?12, 0), 'max_ratio', nullif(?13, 0), 'max_depth', nullif(?14, 0))), '{}') WHERE id = ?1 "
    "RETURNING json_extract(reading, '$.fields')";

muster_status muster_store_note_reading(muster_store *store, const muster_reading *how, muster_error *error) {
    const char *const texts[] = {how->format,    how->text_field,   how->title_field, how->id_field, how->date_field,
                                 how->url_field, how->author_field, how->encoding,    how->date};
    const uint64_t limits[] = {how->max_size, how->max_total, how->max_ratio, how->max_depth};
    int texts_count = sizeof texts / sizeof *texts, limit_count = sizeof limits / sizeof *limits;
    sqlite3_stmt *s;
    if (!store->run) return error_set(error, MUSTER_USAGE, "no run has begun");
    int code = sqlite3_prepare_v2(store->db, note_sql, -1, &s, NULL);
    if (code != SQLITE_OK) return store_failed(store->db, code, "noting how files are read", error);
    sqlite3_bind_int64(s, 1, store->run);
    for (int i = 0; i < texts_count; i++) store_bind_word(s, i + 2, texts[i]);
    for (int i = 0; i < limit_count; i++) sqlite3_bind_int64(s, i + 2 + texts_count, (sqlite3_int64)limits[i]);
    code = sqlite3_step(s);
    str fields = code == SQLITE_ROW ? store_column(s, 0) : STR_NONE;
    char *copy = fields.size ? strdup(fields.data) : NULL;
    bool noted = code == SQLITE_ROW && sqlite3_step(s) == SQLITE_DONE;
    code = sqlite3_finalize(s);
    if (noted && fields.size && !copy) return error_nomem(error);
    free(store->fields);
    store->fields = copy;
    return noted ? MUSTER_OK : store_failed(store->db, code, "noting how files are read", error);
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
