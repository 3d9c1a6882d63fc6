/* store_sqlite.c: opening, closing and migrating a database of facts, and what SQLite's errors mean to the user. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "store/store_db.h"

muster_status store_failed(sqlite3 *db, int code, const char *what, muster_error *error) {
    const char *said = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    switch (code & 0xFF) {
    case SQLITE_NOMEM: return error_nomem(error);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(error, MUSTER_DATABASE, "%s: another program has locked the database (waited %d s)", what,
                         BUSY_MILLISECONDS / 1000);
    case SQLITE_FULL: return error_set(error, MUSTER_DATABASE, "%s: the disk is full; what was stored before is kept", what);
    case SQLITE_READONLY: return error_set(error, MUSTER_DATABASE, "%s: the database or its folder is read-only", what);
    case SQLITE_CANTOPEN:
        return error_set(error, MUSTER_IO, "%s: the database cannot be opened or made: may this user read and write it, and its folder?",
                         what);
    case SQLITE_PERM:
    case SQLITE_AUTH: return error_set(error, MUSTER_IO, "%s: no permission", what);
    case SQLITE_IOERR: return error_set(error, MUSTER_IO, "%s: reading or writing failed (%s)", what, said);
    case SQLITE_CORRUPT: return error_set(error, MUSTER_DAMAGED, "%s: the database is damaged (%s)", what, said);
    case SQLITE_NOTADB: return error_set(error, MUSTER_FOREIGN, "no SQLite database, such as `muster add` makes");
    case SQLITE_TOOBIG: return error_set(error, MUSTER_LIMIT, "%s: a text is larger than SQLite can hold", what);
    default: return error_set(error, MUSTER_DATABASE, "%s: %s", what, said);
    }
}

int store_run_sql(sqlite3 *db, const char *sql) {
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

sqlite3_int64 store_integer(sqlite3 *db, const char *sql, int *code) {
    sqlite3_stmt *s;
    sqlite3_int64 value = 0;
    *code = sqlite3_prepare_v2(db, sql, -1, &s, NULL);
    if (*code != SQLITE_OK) return 0;
    *code = sqlite3_step(s);
    if (*code == SQLITE_ROW) value = sqlite3_column_int64(s, 0);
    if (*code == SQLITE_ROW || *code == SQLITE_DONE) *code = SQLITE_OK;
    sqlite3_finalize(s);
    return value;
}

muster_status store_inspect(sqlite3 *db, int newest, store_condition *out, muster_error *error) {
    int code;
    sqlite3_int64 objects = store_integer(db, "SELECT count(*) FROM sqlite_schema", &code), application = 0, version = 0;
    if (code == SQLITE_OK) application = store_integer(db, "PRAGMA application_id", &code);
    if (code == SQLITE_OK) version = store_integer(db, "PRAGMA user_version", &code);
    if (code != SQLITE_OK) return store_failed(db, code, "opening", error);
    *out = STORE_current;
    if (objects == 0 && (application == 0 || application == STORE_APPLICATION) && version == 0) {
        *out = STORE_empty;
        return MUSTER_OK;
    }
    if (application != STORE_APPLICATION) return error_set(error, MUSTER_FOREIGN, "a database of another program, not of muster");
    if (version > newest)
        return error_set(error, MUSTER_FOREIGN, "made by a newer muster (schema %lld; this one knows %d)", (long long)version, newest);
    if (version < newest) *out = STORE_older;
    return MUSTER_OK;
}

static int apply_steps(sqlite3 *db, const store_step *all, int count) {
    int code;
    sqlite3_int64 version = store_integer(db, "PRAGMA user_version", &code);
    for (int i = 0; i < count && code == SQLITE_OK; i++) {
        if (all[i].version <= version) continue;
        char pragma[64];
        code = store_run_sql(db, all[i].sql);
        snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", all[i].version);
        if (code == SQLITE_OK) code = store_run_sql(db, pragma);
    }
    char pragma[64];
    snprintf(pragma, sizeof pragma, "PRAGMA application_id = %d", STORE_APPLICATION);
    return code == SQLITE_OK ? store_run_sql(db, pragma) : code;
}

muster_status store_migrate(sqlite3 *db, const store_step *all, int count, muster_error *error) {
    int code = store_run_sql(db, "BEGIN IMMEDIATE");
    if (code != SQLITE_OK) return store_failed(db, code, "preparing the database", error);
    code = apply_steps(db, all, count);
    if (code == SQLITE_OK) code = store_run_sql(db, "COMMIT");
    if (code == SQLITE_OK) return MUSTER_OK;
    muster_status status = store_failed(db, code, "preparing the database", error);
    store_run_sql(db, "ROLLBACK");
    return status;
}

static int open_connection(muster_store *store, const char *name, int flags) {
    sqlite3_close(store->db);
    store->db = NULL;
    int code = sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK) return code;
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
    /* What a database from elsewhere says in its views must not reach further; the triggers of a writer need the full text tables. */
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, store->writable, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return SQLITE_OK;
}

/* A database in a folder that cannot be written to cannot make its log's index; if there is no log, it needs none. */
static int open_unchanging(muster_store *store, const char *path) {
    size_t size = strlen(path);
    char *name = malloc(size * 3 + 32);
    if (!name) return SQLITE_NOMEM;
    struct stat log;
    snprintf(name, size * 3 + 32, "%s-wal", path);
    if (stat(name, &log) == 0 && log.st_size > 0) {
        free(name);
        return SQLITE_CANTOPEN;
    }
    char *to = name + sprintf(name, "file:");
    for (const char *from = path; *from; from++) {
        if (strchr("?#%", *from))
            to += sprintf(to, "%%%02X", (unsigned)*from);
        else
            *to++ = *from;
    }
    strcpy(to, "?immutable=1");
    int code = open_connection(store, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    free(name);
    return code;
}

/* Opened for writing if that is allowed, although nothing is written: only such a connection takes the log's files away when it closes. */
static muster_status open_reading(muster_store *store, const char *path, muster_error *error) {
    int code = open_connection(store, path, SQLITE_OPEN_READWRITE);
    if (code == SQLITE_OK) code = store_run_sql(store->db, "PRAGMA query_only = ON; PRAGMA cache_size = -65536");
    if (code != SQLITE_OK) return store_failed(store->db, code, "opening", error);
    store_integer(store->db, "SELECT count(*) FROM sqlite_schema", &code);
    if ((code & 0xFF) == SQLITE_CANTOPEN || (code & 0xFF) == SQLITE_READONLY) code = open_unchanging(store, path);
    if (code != SQLITE_OK) return store_failed(store->db, code, "opening", error);
    store_condition found = STORE_empty;
    muster_status status = store_inspect(store->db, store_newest.version, &found, error);
    if (status != MUSTER_OK) return status;
    if (found == STORE_empty) return error_set(error, MUSTER_FOREIGN, "an empty database: nothing was ever added to it");
    if (found == STORE_older) return error_set(error, MUSTER_DATABASE, "made by an older muster: `muster add` brings it up to date");
    return MUSTER_OK;
}

/* Waits for another writer, in short naps: between two of its transactions the database is free for a moment only, which the long naps of
 * SQLite's own handler would miss for minutes. */
static int wait_for_writer(void *unused, int count) {
    enum { NAP_MICROSECONDS = 2000 };
    (void)unused;
    if (count >= BUSY_MILLISECONDS * 1000 / NAP_MICROSECONDS) return 0;
    usleep(NAP_MICROSECONDS);
    return 1;
}

/* Once a transaction is done, no crash and no loss of power undoes it (EXTRA). Where a log cannot be kept (a folder on a network), there is
 * SQLite's journal. The words of the record that the tables' constraints list are made from the same file as ours (record.def); checking
 * them would cost more than all the rest of an insertion, for SQLite sets up each list of words again for each row. */
static const char writer_settings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = EXTRA; PRAGMA cache_size = -8192; "
                                      "PRAGMA wal_autocheckpoint = 8192; PRAGMA journal_size_limit = 67108864; "
                                      "PRAGMA ignore_check_constraints = ON";

static muster_status open_writing(muster_store *store, const char *path, muster_error *error) {
    store_condition found = STORE_empty;
    int code = open_connection(store, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (code != SQLITE_OK) return store_failed(store->db, code, "opening", error);
    sqlite3_busy_handler(store->db, wait_for_writer, NULL);
    muster_status status = store_inspect(store->db, store_newest.version, &found, error);
    if (status != MUSTER_OK) return status;
    if (sqlite3_db_readonly(store->db, "main") == 1) return store_failed(store->db, SQLITE_READONLY, "opening", error);
    code = store_run_sql(store->db, writer_settings);
    if (code != SQLITE_OK) return store_failed(store->db, code, "opening", error);
    if (found == STORE_empty) status = store_migrate(store->db, &store_newest, 1, error);
    if (found == STORE_older) status = store_migrate(store->db, store_steps, store_step_count, error);
    if (status != MUSTER_OK) return status;
    /* After each statement with a trigger the full text would be written out; store_add.c does what they do, once a document. */
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    code = store_run_sql(store->db, "PRAGMA foreign_keys = ON");
    return code == SQLITE_OK ? MUSTER_OK : store_failed(store->db, code, "opening", error);
}

/* Names the database in the error. */
static muster_status with_path(muster_status status, const char *path, muster_error *error) {
    if (error && status != MUSTER_OK && status != MUSTER_STOPPED) snprintf(error->file, sizeof error->file, "%s", path);
    return status;
}

/* Whether the folder is there that a file would be made in. */
static bool has_folder(const char *path) {
    const char *last = strrchr(path, '/');
    if (!last || last == path) return true;
    char *folder = strndup(path, (size_t)(last - path));
    bool there = !folder || access(folder, F_OK) == 0; /* out of memory: SQLite will say what is wrong */
    free(folder);
    return there;
}

static muster_status open_store(muster_store *store, const char *path, int create, muster_error *error) {
    struct stat file;
    bool there = stat(path, &file) == 0;
    if (!*path) return error_set(error, MUSTER_USAGE, "a database needs a name");
    if (there && S_ISDIR(file.st_mode)) return error_set(error, MUSTER_IO, "a folder, not a database");
    if (!there && create && errno == ENOENT && !has_folder(path))
        return error_set(error, MUSTER_IO, "its folder is not there; make it first");
    if (!there && !create) return error_set(error, MUSTER_IO, "no such database");
    store->writable = create != 0;
    muster_status status = create ? open_writing(store, path, error) : open_reading(store, path, error);
    if (status != MUSTER_OK) return status;
    int code = store_words_register(store->db);
    if (code == SQLITE_OK) code = store_sentences_register(store);
    if (code == SQLITE_OK && create) code = store_rows_register(store);
    return code == SQLITE_OK ? MUSTER_OK : store_failed(store->db, code, "opening", error);
}

muster_status muster_store_open(muster_store **out, const char *path, int create, muster_error *error) {
    *out = NULL;
    muster_store *store = calloc(1, sizeof *store);
    if (!store) return error_nomem(error);
    muster_status status = open_store(store, path, create, error);
    if (status != MUSTER_OK) {
        muster_store_close(store);
        return with_path(status, path, error);
    }
    *out = store;
    return MUSTER_OK;
}

void muster_store_close(muster_store *store) {
    if (!store) return;
    for (int i = 0; i < STATEMENT_COUNT; i++) sqlite3_finalize(store->statements[i]);
    for (int i = 0; i < COPY_COUNT; i++) sqlite3_finalize(store->copies[i]);
    store_sentences_free(store);
    store_forget_rules(store);
    free(store->rules);
    free(store->fields);
    sqlite3_close(store->db);
    free(store);
}
