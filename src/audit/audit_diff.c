/* audit_diff.c: what two databases have different. The facts of each are read in one order and merged, so that nothing is held in memory: a
 * fact is known by what it is (of a figure measure, noun and source; of a quote its words; of a name kind and name), and has changed where
 * the rest differs (the number, the speaker, the role). */
#include "audit/audit_parts.h"
#include "base/error.h"

enum { COLUMN_KIND, COLUMN_DOC, COLUMN_KEY, COLUMN_VALUE, COLUMN_COUNT };

static const char facts_sql[] =
    "SELECT kind, doc, key, value FROM ("
    "SELECT 'document' AS kind, doc, doc AS key, coalesce(title, '') || coalesce(' (' || date || ')', '') AS value, 0 AS at FROM document "
    "UNION ALL SELECT 'figure', d.doc, f.measure || coalesce(', ' || lower(f.counted), '') || coalesce(', says ' || f.source, ''), "
    "CASE WHEN f.low IS f.high THEN f.low WHEN f.high IS NULL THEN f.low || ' or more' WHEN f.low IS NULL THEN 'up to ' || f.high "
    "ELSE f.low || ' to ' || f.high END || coalesce(', ' || f.place, '') || coalesce(', ' || f.date, ''), f.start "
    "FROM figure f JOIN document d ON d.id = f.document "
    "UNION ALL SELECT 'quote', d.doc, q.said, coalesce(q.speaker, 'nobody') || coalesce(', ' || q.cue, '') || ', ' || q.stance, q.start "
    "FROM quote q JOIN document d ON d.id = q.document "
    "UNION ALL SELECT 'name', d.doc, e.kind || ' ' || e.name, coalesce(e.role, '') || coalesce(', ' || e.affiliation, ''), e.number "
    "FROM entity e JOIN document d ON d.id = e.document) ORDER BY doc, kind, key, at, value";

typedef struct side {
    sqlite3_stmt *row;
    bool there;
} side;

typedef struct merging {
    side old, new;
    muster_row_fn each;
    void *payload;
    int code; /* of SQLite */
    bool stopped;
} merging;

static str text_at(const side *s, int column) {
    const char *data = (const char *)sqlite3_column_text(s->row, column);
    return (str){data ? data : "", data ? (size_t)sqlite3_column_bytes(s->row, column) : 0};
}

static void next(merging *m, side *s) {
    int code = sqlite3_step(s->row);
    s->there = code == SQLITE_ROW;
    if (code != SQLITE_ROW && code != SQLITE_DONE) m->code = code;
}

/* Order of the rows that both stand at: doc, kind, key. */
static int order(const merging *m) {
    static const int columns[] = {COLUMN_DOC, COLUMN_KIND, COLUMN_KEY};
    if (!m->old.there || !m->new.there) return m->old.there ? -1 : 1;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        int found = str_compare(text_at(&m->old, columns[i]), text_at(&m->new, columns[i]));
        if (found) return found;
    }
    return 0;
}

enum { DIFF_COLUMNS = 6 };
static const char *const diff_columns[DIFF_COLUMNS] = {"change", "kind", "document", "fact", "before", "after"};

static void give(merging *m, const char *change, const side *of, str before, str after) {
    static const int numeric[DIFF_COLUMNS] = {0};
    muster_text values[DIFF_COLUMNS] = {
        str_from(change), text_at(of, COLUMN_KIND), text_at(of, COLUMN_DOC), text_at(of, COLUMN_KEY), before, after};
    m->stopped = m->each(DIFF_COLUMNS, diff_columns, values, numeric, m->payload) != 0;
}

static void merge(merging *m) {
    m->stopped = m->each(DIFF_COLUMNS, diff_columns, NULL, NULL, m->payload) != 0;
    next(m, &m->old);
    next(m, &m->new);
    while ((m->old.there || m->new.there) && m->code == SQLITE_OK && !m->stopped) {
        int found = order(m);
        str before = m->old.there ? text_at(&m->old, COLUMN_VALUE) : STR_NONE,
            after = m->new.there ? text_at(&m->new, COLUMN_VALUE) : STR_NONE;
        if (found < 0)
            give(m, "lost", &m->old, before, STR_NONE);
        else if (found > 0)
            give(m, "gained", &m->new, STR_NONE, after);
        else if (!str_equal(before, after))
            give(m, "changed", &m->new, before, after);
        if (found <= 0) next(m, &m->old);
        if (found >= 0) next(m, &m->new);
    }
}

muster_status muster_diff(muster_store *old, muster_store *new, muster_row_fn each, void *payload, muster_error *error) {
    merging m = {.each = each, .payload = payload};
    muster_status status = MUSTER_OK;
    m.code = sqlite3_prepare_v2(old->db, facts_sql, -1, &m.old.row, NULL);
    if (m.code != SQLITE_OK) return store_failed(old->db, m.code, "comparing", error);
    m.code = sqlite3_prepare_v2(new->db, facts_sql, -1, &m.new.row, NULL);
    if (m.code == SQLITE_OK) merge(&m);
    if (m.code != SQLITE_OK)
        status = store_failed(new->db, m.code, "comparing", error);
    else if (m.stopped)
        status = error_set(error, MUSTER_STOPPED, "stopped");
    sqlite3_finalize(m.old.row);
    sqlite3_finalize(m.new.row);
    return status;
}
