/* report_geojson.c: places and what is told of them, as GeoJSON (RFC 7946): a feature a place that the lists give a position, a feature a
 * figure that is told of such a place, and a feature an event: claims that the audit finds to be about the same thing. `feature` says which
 * it is. */
#include "report/report.h"

static const char places[] =
    "SELECT json_object('type', 'Feature', 'geometry', json_object('type', 'Point', 'coordinates', json_array(round(e.longitude, 5), "
    "round(e.latitude, 5))), 'properties', json_object('feature', 'place', 'name', e.name, 'mentions', sum(e.mentions), 'documents', "
    "count(DISTINCT e.document), 'first_seen', min(d.date), 'last_seen', max(d.date), 'link', e.link, 'wikidata', e.wikidata, 'precision', "
    "iif(e.link LIKE 'iso:%', 'country', iif(e.link LIKE 'adm:%', 'region', 'place')))) "
    "FROM temp.report_document p JOIN document d ON d.id = p.id JOIN entity e ON e.document = d.id "
    "WHERE e.kind = 'place' AND abs(e.latitude) <= 90 AND abs(e.longitude) <= 180 GROUP BY e.name, e.link ORDER BY sum(e.mentions) DESC, "
    "e.name";

static const char figures[] =
    "SELECT json_object('type', 'Feature', 'geometry', json_object('type', 'Point', 'coordinates', json_array(round(e.longitude, 5), "
    "round(e.latitude, 5))), 'properties', json_object('feature', 'figure', 'measure', f.measure, 'low', f.low, 'high', f.high, "
    "'qualifier', "
    "f.qualifier, 'unit', f.unit, 'counted', f.counted, 'side', f.side, 'place', f.place, 'date', coalesce(f.date, d.date), "
    "'date_of_event', "
    "f.date, 'date_reported', d.date, 'source', f.source, 'document', d.doc, 'title', d.title, 'sentence', "
    "substr(d.text, s.start + 1, s.\"end\" - s.start), 'start', f.start, 'end', f.\"end\")) "
    "FROM temp.report_document p JOIN document d ON d.id = p.id JOIN figure f ON f.document = d.id JOIN entity e ON e.id = f.place_entity "
    "LEFT JOIN sentence s ON s.document = f.document AND s.number = f.sentence "
    "WHERE abs(e.latitude) <= 90 AND abs(e.longitude) <= 180 ORDER BY p.position, f.start, f.id";

/* A line a feature, so that the file can be read and compared line by line. */
static int put_features(const report *r, const char *sql, bool *first) {
    sqlite3_stmt *s;
    int code = sqlite3_prepare_v2(r->db, sql, -1, &s, NULL);
    if (code != SQLITE_OK) return code;
    while ((code = sqlite3_step(s)) == SQLITE_ROW && !r->o->stopped) {
        out_literal(r->o, *first ? "\n" : ",\n");
        *first = false;
        const char *feature = (const char *)sqlite3_column_text(s, 0);
        out_str(r->o, (str){feature, feature ? (size_t)sqlite3_column_bytes(s, 0) : 0});
    }
    sqlite3_finalize(s);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

int report_write_geojson(const report *r) {
    bool first = true;
    OUT(r->o, "{\"type\":\"FeatureCollection\",\"features\":[");
    int code = put_features(r, places, &first);
    if (code == SQLITE_OK) code = put_features(r, figures, &first);
    gathering *g = NULL;
    if (code == SQLITE_OK) code = report_gather(r, &g);
    if (code == SQLITE_OK) report_put_events(g, &first, r->o);
    report_gather_end(g);
    OUT(r->o, "\n]}\n");
    return code;
}
