/* store_statement.c: prepared statements, and the rows of rules, which are looked up in memory after the first time. */
#include <stdlib.h>

#include "store/store_db.h"

static const char *const sql[STATEMENT_COUNT] = {
    [ADD_FIND] = "SELECT d.id, d.hash, d.date, r.engine, json_extract(r.reading, '$.fields') FROM document d JOIN run r ON r.id = d.run "
                 "WHERE d.doc = ? AND d.path = ?",
    [ADD_DOCUMENT] =
        "INSERT INTO document (id, doc, path, title, date, outlet, encoding, hash, length, run, text, format, author, url, modified) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [ADD_SIGNATURE] = "INSERT INTO signature VALUES (?, ?, ?)",
    [ADD_RULE] = "INSERT INTO rule (name, file, line) VALUES (?, ?, ?)",
    [FIND_RULE] = "SELECT id FROM rule WHERE name = ? AND file = ? AND line = ?",
    [LAST_ENTITY] = "SELECT coalesce(max(id), 0) FROM entity",
    [LAST_FIGURE] = "SELECT coalesce(max(id), 0) FROM figure",
    [LAST_QUOTE] = "SELECT coalesce(max(id), 0) FROM quote",
    [INDEX_DOCUMENT] = "INSERT INTO document_fts (rowid, title, text) VALUES (?, ?, ?)",
    [INDEX_QUOTE] = "INSERT INTO quote_fts (rowid, said) VALUES (?, ?)",
    [UNINDEX_DOCUMENT] = "INSERT INTO document_fts (document_fts, rowid, title, text) "
                         "SELECT 'delete', id, title, text FROM document WHERE id = ?",
    [UNINDEX_QUOTES] = "INSERT INTO quote_fts (quote_fts, rowid, said) SELECT 'delete', id, said FROM quote WHERE document = ?",
    [DROP_SIGNATURE] = "DELETE FROM signature WHERE document = ?",
    [DROP_CLAIMS] = "DELETE FROM claim WHERE document = ?",
    [DROP_ACCOUNTS] = "DELETE FROM account WHERE document = ?",
    [DROP_CANDIDATES] = "DELETE FROM candidate WHERE quote IN (SELECT id FROM quote WHERE document = ?)",
    [DROP_RELAYS] = "DELETE FROM relay WHERE quote IN (SELECT id FROM quote WHERE document = ?)",
    [DROP_UNATTRIBUTED] = "DELETE FROM unattributed WHERE document = ?",
    [DROP_QUOTES] = "DELETE FROM quote WHERE document = ?",
    [DROP_FIGURES] = "DELETE FROM figure WHERE document = ?",
    [DROP_MENTIONS] = "DELETE FROM mention WHERE document = ?",
    [DROP_ALIASES] = "DELETE FROM alias WHERE entity IN (SELECT id FROM entity WHERE document = ?)",
    [DROP_ENTITIES] = "DELETE FROM entity WHERE document = ?",
    [DROP_SENTENCES] = "DELETE FROM sentence WHERE document = ?",
    [DROP_BLOCKS] = "DELETE FROM block WHERE document = ?",
    [DROP_DOCUMENT] = "DELETE FROM document WHERE id = ?",
};

sqlite3_stmt *store_statement(muster_store *store, int which, int *code) {
    sqlite3_stmt **s = &store->statements[which];
    *code = SQLITE_OK;
    if (*s)
        sqlite3_reset(*s);
    else
        *code = sqlite3_prepare_v3(store->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT, s, NULL);
    return *code == SQLITE_OK ? *s : NULL;
}

void store_bind_required(sqlite3_stmt *s, int at, str text) {
    sqlite3_bind_text64(s, at, text.data ? text.data : "", text.size, SQLITE_STATIC, SQLITE_UTF8);
}

void store_bind_text(sqlite3_stmt *s, int at, str text) {
    if (text.size)
        sqlite3_bind_text64(s, at, text.data, text.size, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(s, at);
}

void store_bind_word(sqlite3_stmt *s, int at, const char *word) {
    if (word)
        sqlite3_bind_text(s, at, word, -1, SQLITE_STATIC);
    else
        sqlite3_bind_null(s, at);
}

void store_bind_id(sqlite3_stmt *s, int at, sqlite3_int64 id) {
    if (id)
        sqlite3_bind_int64(s, at, id);
    else
        sqlite3_bind_null(s, at);
}

/* --- Rules --- */

void store_forget_rules(muster_store *store) {
    for (size_t i = 0; store->rules && i <= store->rule_mask; i++) free(store->rules[i].key);
    if (store->rules) memset(store->rules, 0, (store->rule_mask + 1) * sizeof *store->rules);
    store->rule_count = 0;
}

static uint64_t key_hash(str name, str file, uint32_t line) {
    return str_hash(name) * 31 + str_hash(file) + line;
}

static bool same_rule(const rule_slot *slot, str name, str file, uint32_t line) {
    return slot->line == line && slot->size == name.size + file.size + 1 && str_equal((str){slot->key, name.size}, name) &&
           slot->key[name.size] == '\0' && str_equal((str){slot->key + name.size + 1, file.size}, file);
}

static rule_slot *find_slot(muster_store *store, str name, str file, uint32_t line) {
    size_t at = (size_t)key_hash(name, file, line) & store->rule_mask;
    while (store->rules[at].key && !same_rule(&store->rules[at], name, file, line)) at = (at + 1) & store->rule_mask;
    return &store->rules[at];
}

static bool grow_rules(muster_store *store) {
    size_t old_size = store->rules ? store->rule_mask + 1 : 0, size = old_size ? old_size * 2 : 256;
    rule_slot *old = store->rules, *fresh = calloc(size, sizeof *fresh);
    if (!fresh) return false;
    store->rules = fresh;
    store->rule_mask = size - 1;
    for (size_t i = 0; i < old_size; i++) {
        if (!old[i].key) continue;
        size_t name = strlen(old[i].key);
        *find_slot(store, (str){old[i].key, name}, (str){old[i].key + name + 1, old[i].size - name - 1}, old[i].line) = old[i];
    }
    free(old);
    return true;
}

static void bind_rule(sqlite3_stmt *s, str name, str file, uint32_t line) {
    store_bind_required(s, 1, name);
    store_bind_required(s, 2, file);
    sqlite3_bind_int64(s, 3, line);
}

static sqlite3_int64 row_of_rule(muster_store *store, str name, str file, uint32_t line, int *code) {
    sqlite3_int64 id = 0;
    sqlite3_stmt *s = store_statement(store, FIND_RULE, code);
    if (!s) return 0;
    bind_rule(s, name, file, line);
    *code = sqlite3_step(s);
    if (*code == SQLITE_ROW) id = sqlite3_column_int64(s, 0);
    sqlite3_reset(s);
    if (*code != SQLITE_DONE) return id;
    s = store_statement(store, ADD_RULE, code);
    if (!s) return 0;
    bind_rule(s, name, file, line);
    *code = sqlite3_step(s);
    if (*code == SQLITE_DONE) id = sqlite3_last_insert_rowid(store->db);
    sqlite3_reset(s);
    return id;
}

sqlite3_int64 store_rule(muster_store *store, const muster_provenance *from, int *code) {
    str name = from->rule, file = from->rule_file;
    uint32_t line = from->rule_line;
    *code = SQLITE_NOMEM;
    if (store->rule_count * 2 >= store->rule_mask && !grow_rules(store)) return 0;
    rule_slot *slot = find_slot(store, name, file, line);
    if (slot->key) {
        *code = SQLITE_OK;
        return slot->id;
    }
    char *key = malloc(name.size + file.size + 2);
    if (!key) return 0;
    sqlite3_int64 id = row_of_rule(store, name, file, line, code);
    if (!id) {
        free(key);
        return 0;
    }
    if (name.size) memcpy(key, name.data, name.size);
    key[name.size] = '\0';
    if (file.size) memcpy(key + name.size + 1, file.data, file.size);
    key[name.size + 1 + file.size] = '\0';
    *slot = (rule_slot){key, (uint32_t)(name.size + file.size + 1), line, id};
    store->rule_count++;
    *code = SQLITE_OK;
    return id;
}
