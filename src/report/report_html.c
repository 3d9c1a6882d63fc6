/* report_html.c: the page. A frame that was made when the library was built (page/), and between its pieces the data: a few islands of
 * rows, which the page's scripts bring together, and the articles' texts in islands of some articles each, which are opened when they are
 * shown. Nothing that the database holds is written as markup but the title, escaped. */
#include "report/report.h"

enum { ARTICLES_AN_ISLAND = 40 };

typedef struct part {
    const char *name, *sql;
} part;

/* What the columns are is said once more in page/data.js. Documents are known by their position in the report. A record without a title (a
 * post), whose name is but a number, is called by its first words. */
static const part parts[] = {
    {"documents", "SELECT d.doc, CASE WHEN d.title IS NULL AND instr(d.path, '!') THEN replace(substr(d.text, 1, 70), char(10), ' ') || "
                  "iif(d.length > 70, '…', '') ELSE d.title END, d.date, d.outlet, d.path, d.hash, d.length "
                  "FROM temp.report_document p JOIN document d ON d.id = p.id ORDER BY p.position"},
    {"figures", "SELECT p.position, f.start, f.\"end\", f.sentence, f.rule, f.low, f.high, f.qualifier, f.unit, f.measure, f.counted, "
                "f.side, f.place, "
                "f.date, f.source FROM temp.report_document p JOIN figure f ON f.document = p.id ORDER BY p.position, f.start, f.id"},
    {"quotes", "SELECT p.position, q.start, q.\"end\", q.sentence, q.rule, q.kind, q.stance, coalesce(e.name, q.speaker), q.cue, e.role, "
               "e.affiliation, e.kind, q.reason FROM temp.report_document p JOIN quote q ON q.document = p.id "
               "LEFT JOIN entity e ON e.id = q.speaker_entity ORDER BY p.position, q.start, q.id"},
    /* Of the bare columns SQLite takes the row of the max(): the latest document that tells a role. */
    {"names",
     "SELECT e.kind, e.name, sum(e.mentions), group_concat(p.position, ' '), e.role, e.affiliation, e.link, e.wikidata, e.latitude, "
     "e.longitude, max((e.role IS NOT NULL) * 1000000000 + p.position) FROM temp.report_document p JOIN entity e ON e.document = p.id "
     "GROUP BY e.kind, e.name, e.link ORDER BY 3 DESC, e.kind, e.name"},
    {"rules", "SELECT id, name, file, line FROM rule ORDER BY id"},
};

static int write_part(const report *r, const part *p) {
    island *i;
    out *in = report_island_begin(&i, r->o, p->name, -1);
    if (!in) return SQLITE_NOMEM;
    int code = report_rows(r, p->sql, 0, in);
    int ended = report_island_end(i);
    return code == SQLITE_OK ? ended : code;
}

static int write_audit(const report *r) {
    gathering *g;
    int code = report_gather(r, &g);
    island *i = NULL;
    for (int copies = 0; copies <= 1 && code == SQLITE_OK; copies++) {
        out *in = report_island_begin(&i, r->o, copies ? "copies" : "groups", -1);
        if (in && copies)
            report_put_copies(g, in);
        else if (in)
            report_put_groups(g, in);
        code = report_island_end(i);
    }
    report_gather_end(g);
    return code;
}

/* --- Articles --- */

static const part article_parts[] = {
    {"blocks", "SELECT start, \"end\", kind FROM block WHERE document = ? ORDER BY start, number"},
    {"sentences", "SELECT start, \"end\" FROM sentence WHERE document = ? ORDER BY number"},
    {"mentions", "SELECT m.start, m.\"end\", m.sentence, m.rule, m.kind, e.name FROM mention m JOIN entity e ON e.id = m.entity "
                 "WHERE m.document = ? ORDER BY m.start, m.number"},
};

static int write_article(const report *r, sqlite3_int64 id, out *o) {
    OUT(o, "{\"text\":");
    int code = report_rows(r, "SELECT text FROM document WHERE id = ?", id, o);
    for (size_t i = 0; i < sizeof article_parts / sizeof *article_parts && code == SQLITE_OK; i++) {
        report_key(article_parts[i].name, o);
        code = report_rows(r, article_parts[i].sql, id, o);
    }
    OUT(o, "}");
    return code;
}

/* An island of articles; *code is SQLITE_ROW where there are more. */
static int write_articles(const report *r, sqlite3_stmt *ids, int64_t number) {
    island *i;
    out *in = report_island_begin(&i, r->o, "articles", number);
    if (!in) return SQLITE_NOMEM;
    int code = SQLITE_ROW;
    OUT(in, "[");
    for (int n = 0; code == SQLITE_ROW && n < ARTICLES_AN_ISLAND; n++) {
        if (n) OUT(in, ",\n");
        code = write_article(r, sqlite3_column_int64(ids, 0), in);
        if (code == SQLITE_OK) code = sqlite3_step(ids);
    }
    OUT(in, "]");
    int ended = report_island_end(i);
    return code == SQLITE_ROW || code == SQLITE_DONE ? (ended == SQLITE_OK ? code : ended) : code;
}

static int write_all_articles(const report *r) {
    sqlite3_stmt *ids;
    int code = sqlite3_prepare_v2(r->db, "SELECT id FROM temp.report_document ORDER BY position", -1, &ids, NULL);
    if (code != SQLITE_OK) return code;
    code = sqlite3_step(ids);
    for (int64_t number = 0; code == SQLITE_ROW && !r->o->stopped; number++) code = write_articles(r, ids, number);
    sqlite3_finalize(ids);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

/* --- The page --- */

static void put_escaped(out *o, str text) {
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '<' || c == '>' || c == '&' || c == '"')
            out_literal(o, c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : "&quot;");
        else
            out_char(o, (unsigned char)c < ' ' ? ' ' : c);
    }
}

static str title_of(const report *r) {
    return str_from(r->options->title && *r->options->title ? r->options->title : "Who said what, and how many");
}

/* What the page must know before its data: the first row of each statement. */
static const part facts[] = {
    {"total", "SELECT count(*) FROM document"},
    {"run", "SELECT ended, versions, engine FROM run ORDER BY id DESC LIMIT 1"},
};

static int write_about(const report *r) {
    island *i;
    out *o = report_island_begin(&i, r->o, "about", -1);
    if (!o) return SQLITE_NOMEM;
    int code = SQLITE_OK;
    OUT(o, "{\"title\":");
    out_json(o, title_of(r));
    OUT(o, ",\"database\":");
    out_json(o, report_database(r));
    OUT(o, ",\"chunk\":");
    out_uint(o, ARTICLES_AN_ISLAND);
    OUT(o, ",\"from\":");
    out_json(o, str_from(r->options->from));
    OUT(o, ",\"to\":");
    out_json(o, str_from(r->options->to));
    for (size_t n = 0; n < sizeof facts / sizeof *facts && code == SQLITE_OK; n++) {
        report_key(facts[n].name, o);
        code = report_rows(r, facts[n].sql, 0, o);
    }
    OUT(o, "}");
    int ended = report_island_end(i);
    return code == SQLITE_OK ? ended : code;
}

int report_write_html(const report *r) {
    out_literal(r->o, report_page[PAGE_HEAD]);
    put_escaped(r->o, title_of(r));
    out_literal(r->o, report_page[PAGE_MIDDLE]);
    int code = write_about(r);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && code == SQLITE_OK; i++) code = write_part(r, &parts[i]);
    if (code == SQLITE_OK) code = write_audit(r);
    if (code == SQLITE_OK) code = write_all_articles(r);
    out_literal(r->o, report_page[PAGE_END]);
    return code;
}
