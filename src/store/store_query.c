/* store_query.c: what `said`, `figures` and `named` show. The filters become conditions on the rows behind the public views; every value is
 * bound, never put into the SQL. Full text narrows down first where words are asked for. */
#include <stdio.h>
#include <stdlib.h>

#include "base/document.h"
#include "base/error.h"
#include "store/store_db.h"

enum { SQL_BYTES = 6000, MOST_VALUES = 48, MOST_COLUMNS = 24 };

typedef struct query {
    char sql[SQL_BYTES];
    size_t used;
    const char *values[MOST_VALUES];
    int value_count;
    bool has_condition;
    char least[NUMBER_BYTES];
    char *match; /* the words of `about` as an FTS5 expression; owned */
} query;

static void append(query *q, const char *text) {
    size_t size = strlen(text);
    if (q->used + size >= SQL_BYTES) size = SQL_BYTES - 1 - q->used; /* cannot be: the parts are ours */
    memcpy(q->sql + q->used, text, size);
    q->used += size;
    q->sql[q->used] = '\0';
}

/* A condition; each `?` in it stands for the value. */
static void where(query *q, const char *condition, const char *value) {
    if (!value || !*value) return;
    append(q, q->has_condition ? " AND (" : " WHERE (");
    append(q, condition);
    append(q, ")");
    q->has_condition = true;
    for (const char *p = strchr(condition, '?'); p && q->value_count < MOST_VALUES; p = strchr(p + 1, '?'))
        q->values[q->value_count++] = value;
}

/* The same, with the FTS5 expression for its first `?` and the plain words for the others. */
static void where_words(query *q, const char *condition, const char *words) {
    int first = q->value_count;
    where(q, condition, words);
    if (q->value_count > first) q->values[first] = q->match;
}

/* Every word as an FTS5 string, so that nothing in it is an operator: "chemical" "weapons". */
static bool make_match(query *q, const char *words) {
    if (!words || !*words) return true;
    size_t size = strlen(words);
    q->match = malloc(size * 3 + 8);
    if (!q->match) return false;
    char *to = q->match;
    bool inside = false;
    for (const char *p = words; *p; p++) {
        bool space = (unsigned char)*p <= ' ' || *p == '"';
        if (space == inside) *to++ = '"'; /* opens or closes */
        if (!space) *to++ = *p;
        if (space && inside) *to++ = ' ';
        inside = !space;
    }
    if (inside) *to++ = '"';
    if (to == q->match) {
        *to++ = '"';
        *to++ = '"';
    }
    *to = '\0';
    return true;
}

/* Dates are as precise as known: 2025-03 lies between 2025-03-05 and 2025-04. */
#define FROM(column) "substr(?, 1, length(" column ")) <= " column
#define TO(column) "substr(" column ", 1, length(?)) <= ?"

static void where_dates(query *q, const muster_query *asked, const char *from, const char *to) {
    where(q, from, asked->from);
    where(q, to, asked->to);
}

static void finish(query *q, const muster_query *asked, const char *order) {
    append(q, order);
    if (asked->limit <= 0) return;
    char limit[40];
    snprintf(limit, sizeof limit, " LIMIT %lld", (long long)asked->limit);
    append(q, limit);
}

/* The entities that a name means: that have it among their names, that the lists know as the same as one of these, or, of persons, whose
 * name is a part of it ("Lavrov" of "Sergei Lavrov"). */
#define ENTITIES                                                                                                                           \
    "WITH hit AS MATERIALIZED (SELECT entity FROM alias WHERE has_words(name, ?)) SELECT id FROM entity WHERE id IN (SELECT entity FROM "  \
    "hit) OR link IN (SELECT x.link FROM hit JOIN entity x ON x.id = hit.entity WHERE x.link IS NOT NULL) OR (kind = 'person' AND "        \
    "has_words(?, name))"

/* What more than one document quotes, and who had it first. */
#define AGAIN                                                                                                                              \
    "SELECT id, document_id, speaker, role, affiliation, said, kind, cue, stance, date, document, title, start, \"end\", path, reason, "   \
    "hedge, doubt, outlet, relayed, candidates, same, first_value(speaker) OVER first AS first_speaker, first_value(date) OVER first AS "  \
    "first_date, first_value(document) OVER "                                                                                              \
    "first AS first_document FROM said_row WHERE same IN (SELECT same FROM quote WHERE same IS NOT NULL GROUP BY same HAVING "             \
    "count(DISTINCT document) > 1) WINDOW first AS (PARTITION BY same ORDER BY date IS NULL, date, document_id, start)"

/* The quotes of whom a name means. Where somebody of that name speaks, they are theirs alone: "Rusev" is not "a former aide to Rusev". Else
 * the words may be a role, a body, or part of what a speaker without a name is called, and then nobody whose name is one of them. */
#define SPOKEN_BY                                                                                                                          \
    "WITH meant AS MATERIALIZED (" ENTITIES "), called AS MATERIALIZED (SELECT entity FROM alias WHERE has_words(name, ?)), "              \
    "person AS MATERIALIZED (SELECT 1 FROM called JOIN entity e ON e.id = called.entity WHERE e.kind = 'person' AND EXISTS (SELECT 1 "     \
    "FROM quote WHERE speaker_entity = e.id)), described AS MATERIALIZED (SELECT id FROM quote WHERE has_words(speaker, ?)) SELECT id "    \
    "FROM quote WHERE speaker_entity IN meant AND (EXISTS (SELECT 1 FROM person) OR NOT EXISTS (SELECT 1 FROM described) OR "              \
    "speaker_entity IN called) OR NOT EXISTS (SELECT 1 FROM person) AND (id IN described OR speaker_entity IN (SELECT id FROM entity "     \
    "WHERE has_words(role, ?) OR has_words(affiliation, ?)))"

/* Who spoke is found in the tables themselves, one after the other, before anything is joined: of a large database most rows are then never
 * looked at together with their documents. */
static void build_said(query *q, const muster_query *asked) {
    append(q, "SELECT speaker, role, affiliation, said, kind, cue, stance, date, document, title, " STORE_SENTENCE(
                  "quote", "row") " AS sentence, start, \"end\", reason, hedge, "
                                  "doubt, "
                                  "outlet, relayed, candidates");
    append(q, asked->again ? ", first_speaker, first_date, first_document FROM (" AGAIN ") row" : " FROM said_row row");
    where(q, "id IN (" SPOKEN_BY ")", asked->by);
    where_words(q,
                "id IN (SELECT rowid FROM quote_fts WHERE quote_fts MATCH ?) OR id IN "
                "(SELECT q.id FROM mention m JOIN quote q ON q.document = m.document AND q.start <= m.start AND q.\"end\" >= m.\"end\" "
                "WHERE m.entity IN (" ENTITIES "))",
                asked->about);
    where(q, "id IN (SELECT rowid FROM quote_fts WHERE quote_fts MATCH ?)", asked->search);
    where(q, "kind = ?", asked->kind);
    where(q, "stance = ?", asked->stance);
    where_dates(q, asked, FROM("date"), TO("date"));
    where(q, "document = ? OR path = ?", asked->document);
    finish(q, asked,
           asked->again ? " ORDER BY same, date IS NULL, date, document_id, start" : " ORDER BY date IS NULL, date, document_id, start");
}

static muster_status build_counted(query *q, const muster_query *asked, muster_error *error) {
    const char *select = store_figure_select(asked, error);
    if (!select) return MUSTER_USAGE;
    append(q, select);
    where(q,
          "id IN (SELECT id FROM figure WHERE has_words(source, ?) OR source_entity IN (SELECT id FROM entity WHERE has_words(role, ?) OR "
          "has_words(affiliation, ?)) OR source_entity IN (SELECT entity FROM alias WHERE has_words(name, ?)))",
          asked->by);
    where_words(q,
                "document_id IN (SELECT rowid FROM document_fts WHERE document_fts MATCH ?) AND (has_words(counted, ?) OR "
                "has_words(" STORE_SENTENCE("figure", "counted_row") ", ?))",
                asked->about);
    where(q, "measure = ?", asked->shape && *asked->shape ? "killed" : asked->measure);
    where(q, "has_words(side, ?)", asked->side);
    str_put_number(q->least, asked->min);
    where(q, "coalesce(low, high) >= CAST(? AS REAL)", asked->min > 0 ? q->least : NULL);
    where(q,
          "has_words(place, ?) OR id IN (SELECT f.id FROM alias a JOIN figure f ON f.place_entity = a.entity WHERE has_words(a.name, ?))",
          asked->place);
    where_dates(q, asked, FROM("coalesce(date, document_date)"), TO("coalesce(date, document_date)"));
    where(q, "document = ? OR path = ?", asked->document);
    finish(q, asked, " ORDER BY coalesce(date, document_date) IS NULL, coalesce(date, document_date), document_id, start");
    return MUSTER_OK;
}

static void build_named(query *q, const muster_query *asked) {
    append(q, "WITH spelled AS (SELECT kind, coalesce(link, name) AS thing, name, sum(mentions) AS mentions FROM entity");
    where(q, "kind = ?", asked->kind);
    q->has_condition = false;
    append(q, " GROUP BY 1, 2, 3), "
              "best AS (SELECT kind, thing, name, max(mentions) FROM spelled GROUP BY kind, thing) "
              "SELECT e.kind, b.name, sum(e.mentions) AS mentions, count(DISTINCT e.document) AS documents, min(d.date) AS first_seen, "
              "max(d.date) AS last_seen FROM entity e JOIN document d ON d.id = e.document "
              "JOIN best b ON b.kind = e.kind AND b.thing = coalesce(e.link, e.name)");
    where(q, "e.kind = ?", asked->kind);
    where(q, "has_words(e.name, ?) OR e.id IN (SELECT entity FROM alias WHERE has_words(name, ?))", asked->name);
    where_dates(q, asked, FROM("d.date"), TO("d.date"));
    where(q, "d.doc = ? OR d.path = ?", asked->document);
    finish(q, asked, " GROUP BY e.kind, b.thing ORDER BY mentions DESC, e.kind, b.name");
}

/* Where rows go. */
typedef struct row_sink {
    muster_row_fn each;
    void *payload;
} row_sink;

/* Gives the rows out; SQLITE_DONE, SQLITE_ABORT if the caller has had enough, or what went wrong. */
static int give_rows(sqlite3_stmt *s, const row_sink *to) {
    const char *names[MOST_COLUMNS];
    muster_text values[MOST_COLUMNS];
    int numeric[MOST_COLUMNS], code;
    int columns = sqlite3_column_count(s);
    for (int i = 0; i < columns; i++) names[i] = sqlite3_column_name(s, i);
    code = sqlite3_step(s); /* a search that is none is told of here */
    if ((code == SQLITE_ROW || code == SQLITE_DONE) && to->each((size_t)columns, names, NULL, NULL, to->payload)) return SQLITE_ABORT;
    for (; code == SQLITE_ROW; code = sqlite3_step(s)) {
        for (int i = 0; i < columns; i++) {
            int type = sqlite3_column_type(s, i);
            numeric[i] = type == SQLITE_INTEGER || type == SQLITE_FLOAT;
            values[i].data = (const char *)sqlite3_column_text(s, i);
            values[i].size = values[i].data ? (size_t)sqlite3_column_bytes(s, i) : 0;
            if (!values[i].data && type != SQLITE_NULL) return SQLITE_NOMEM;
        }
        if (to->each((size_t)columns, names, values, numeric, to->payload)) return SQLITE_ABORT;
    }
    return code;
}

static muster_status run_query(muster_store *store, const muster_query *asked, const query *q, const row_sink *to, muster_error *error) {
    sqlite3_stmt *s;
    int code = sqlite3_prepare_v2(store->db, q->sql, -1, &s, NULL);
    if (code != SQLITE_OK) return store_failed(store->db, code, "asking the database", error);
    for (int i = 0; i < q->value_count; i++) store_bind_word(s, i + 1, q->values[i]);
    code = give_rows(s, to);
    const char *said = sqlite3_errmsg(store->db);
    muster_status status = MUSTER_OK;
    if (code == SQLITE_ABORT)
        status = error_set(error, MUSTER_STOPPED, "stopped");
    else if (asked->search && (code & 0xFF) == SQLITE_ERROR)
        status = error_set(error, MUSTER_USAGE, "\"%.200s\" is no search (%.200s); write words, \"a phrase\", begin*, a OR b, NEAR(a b, 5)",
                           asked->search, said + (strncmp(said, "fts5: ", 6) == 0 ? 6 : 0));
    else if (code != SQLITE_DONE)
        status = store_failed(store->db, code, "asking the database", error);
    sqlite3_finalize(s);
    store_sentences_rest(store);
    return status;
}

/* A filter that names none of the words of the record would show nothing, and seem to say that nothing is there. */
static muster_status check_words(const muster_query *asked, muster_error *error) {
    muster_status status = MUSTER_OK;
    if (asked->view == MUSTER_SAID) status = error_unless_word(error, "kind of quote", asked->kind, speech_words);
    if (asked->view == MUSTER_NAMED) status = error_unless_word(error, "kind of name", asked->kind, kind_words);
    if (status == MUSTER_OK) status = error_unless_word(error, "stance", asked->stance, stance_words);
    if (status == MUSTER_OK) status = error_unless_word(error, "measure", asked->measure, measure_words);
    return status;
}

muster_status muster_store_query(muster_store *store, const muster_query *asked, muster_row_fn each, void *payload, muster_error *error) {
    if (!asked || asked->size != sizeof *asked) return error_set(error, MUSTER_USAGE, "a query of another version of the library");
    muster_status status = check_words(asked, error);
    if (status != MUSTER_OK) return status;
    query *q = calloc(1, sizeof *q);
    if (!q || !make_match(q, asked->about)) {
        free(q);
        return error_nomem(error);
    }
    switch (asked->view) {
    case MUSTER_SAID: build_said(q, asked); break;
    case MUSTER_COUNTED: status = build_counted(q, asked, error); break;
    case MUSTER_NAMED: build_named(q, asked); break;
    default: status = error_set(error, MUSTER_USAGE, "no such view"); break;
    }
    if (status == MUSTER_OK) status = run_query(store, asked, q, &(row_sink){each, payload}, error);
    free(q->match);
    free(q);
    return status;
}
