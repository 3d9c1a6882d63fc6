/* audit_diff.c: what two databases have different. The facts of each are read in one order and merged, so that no more than the quotes of
 * one document are held in memory. A fact is known by what it is (of a figure measure, noun and source; of a name kind and name), and has
 * changed where the rest differs (the number, the role); quotes are brought together by their words (audit_sayings.c). */
#include "audit/audit_parts.h"
#include "base/error.h"

enum { COLUMN_KIND, COLUMN_DOC, COLUMN_KEY, COLUMN_VALUE };
enum { CHANGE_COLUMNS = 6 };

static const char facts_sql[] =
    "SELECT kind, doc, key, value FROM ("
    "SELECT 'document' AS kind, doc, doc AS key, coalesce(title, '') || coalesce(' (' || date || ')', '') AS value, 0 AS at FROM document "
    "UNION ALL SELECT 'figure', d.doc, f.measure || coalesce(', ' || lower(f.counted), '') || coalesce(', says ' || f.source, ''), "
    "CASE WHEN f.low IS f.high THEN f.low WHEN f.high IS NULL THEN f.low || ' or more' WHEN f.low IS NULL THEN 'up to ' || f.high "
    "ELSE f.low || ' to ' || f.high END || coalesce(', ' || f.place, '') || coalesce(', ' || f.date, ''), f.start "
    "FROM figure f JOIN document d ON d.id = f.document "
    "UNION ALL SELECT 'name', d.doc, e.kind || ' ' || e.name, coalesce(e.role, '') || coalesce(', ' || e.affiliation, ''), e.number "
    "FROM entity e JOIN document d ON d.id = e.document) ORDER BY doc, kind, key, at, value";
static const char quotes_sql[] =
    "SELECT coalesce(q.speaker, 'nobody'), q.said, coalesce(q.speaker, 'nobody') || coalesce(', ' || q.cue, '') || ', ' || q.stance "
    "FROM quote q JOIN document d ON d.id = q.document WHERE d.doc = ?1 ORDER BY d.path, q.start, q.\"end\", q.id";
static const char *const column_names[CHANGE_COLUMNS] = {"change", "kind", "document", "fact", "before", "after"};

typedef struct side {
    sqlite3 *db;
    sqlite3_stmt *row, *quotes;
    bool there;
} side;

typedef struct merging {
    arena *memory;
    side old, new;
    muster_row_fn each;
    void *payload;
    bool stopped;
} merging;

static const char doing[] = "comparing";

static str text_at(const side *s, int column) {
    return store_column(s->row, column);
}

static void next(merging *m, side *s) {
    int code = sqlite3_step(s->row);
    s->there = code == SQLITE_ROW;
    audit_check(m->memory, s->db, code, doing);
}

/* --- Facts but quotes --- */

/* Order of the rows that both stand at, as far as that column. */
static int order(const merging *m, int last) {
    static const int columns[] = {COLUMN_DOC, COLUMN_KIND, COLUMN_KEY};
    if (!m->old.there || !m->new.there) return m->old.there ? -1 : 1;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        int found = str_compare(text_at(&m->old, columns[i]), text_at(&m->new, columns[i]));
        if (found || columns[i] == last) return found;
    }
    return 0;
}

static void give(merging *m, const muster_text *values) {
    static const int numeric[CHANGE_COLUMNS] = {0};
    if (!m->stopped) m->stopped = m->each(CHANGE_COLUMNS, column_names, values, numeric, m->payload) != 0;
}

static void give_fact(merging *m, const char *change, const side *of, str before, str after) {
    give(m, (muster_text[]){str_from(change), text_at(of, COLUMN_KIND), text_at(of, COLUMN_DOC), text_at(of, COLUMN_KEY), before, after});
}

static bool in_document(const side *s, str doc) {
    return s->there && str_equal(text_at(s, COLUMN_DOC), doc);
}

static void compare_facts(merging *m, str doc) {
    while (!m->stopped) {
        bool old = in_document(&m->old, doc), new = in_document(&m->new, doc);
        if (!old && !new) return;
        int found = old && new ? order(m, COLUMN_KEY) : old ? -1 : 1;
        str before = found <= 0 ? text_at(&m->old, COLUMN_VALUE) : STR_NONE, after = found >= 0 ? text_at(&m->new, COLUMN_VALUE) : STR_NONE;
        if (found < 0)
            give_fact(m, "lost", &m->old, before, STR_NONE);
        else if (found > 0)
            give_fact(m, "gained", &m->new, STR_NONE, after);
        else if (!str_equal(before, after))
            give_fact(m, "changed", &m->new, before, after);
        if (found <= 0) next(m, &m->old);
        if (found >= 0) next(m, &m->new);
    }
}

/* --- Quotes --- */

static sayings quotes_of(merging *m, const side *s, str doc) {
    store_bind_text(s->quotes, 1, doc);
    return audit_read_sayings(m->memory, s->db, s->quotes, doing);
}

/* Of the same words who said them may have changed, of the same speaker the words. */
static void compare_quotes(merging *m, str doc) {
    const str kind = STR("quote");
    sayings before = quotes_of(m, &m->old, doc), after = quotes_of(m, &m->new, doc);
    audit_join_sayings(m->memory, &before, &after);
    for (uint32_t i = 0; i < before.count; i++) {
        const saying *a = &before.at[i], *b = a->partner == NONE ? NULL : &after.at[a->partner];
        if (!b)
            give(m, (muster_text[]){STR("lost"), kind, doc, a->said, a->telling, STR_NONE});
        else if (a->key != b->key)
            give(m, (muster_text[]){STR("changed"), kind, doc, b->telling, a->said, b->said});
        else if (!str_equal(a->telling, b->telling))
            give(m, (muster_text[]){STR("changed"), kind, doc, b->said, a->telling, b->telling});
    }
    for (uint32_t i = 0; i < after.count; i++)
        if (after.at[i].partner == NONE)
            give(m, (muster_text[]){STR("gained"), kind, doc, after.at[i].said, STR_NONE, after.at[i].telling});
}

static void merge(arena *memory, void *payload) {
    merging *m = payload;
    m->memory = memory;
    side *const sides[] = {&m->old, &m->new};
    for (size_t i = 0; i < 2; i++) {
        sides[i]->row = audit_statement(memory, sides[i]->db, facts_sql, doing);
        sides[i]->quotes = audit_statement(memory, sides[i]->db, quotes_sql, doing);
    }
    m->stopped = m->each(CHANGE_COLUMNS, column_names, NULL, NULL, m->payload) != 0;
    next(m, &m->old);
    next(m, &m->new);
    while ((m->old.there || m->new.there) && !m->stopped) {
        arena_mark here = arena_here(memory);
        str doc = arena_str(memory, text_at(order(m, COLUMN_DOC) <= 0 ? &m->old : &m->new, COLUMN_DOC));
        compare_facts(m, doc);
        compare_quotes(m, doc);
        arena_release(memory, here);
    }
}

muster_status muster_diff(muster_store *old, muster_store *new, muster_row_fn each, void *payload, muster_error *error) {
    merging m = {.old.db = old->db, .new.db = new->db, .each = each, .payload = payload};
    muster_status status = arena_scratch(merge, &m, error);
    return status == MUSTER_OK && m.stopped ? error_set(error, MUSTER_STOPPED, "stopped") : status;
}
