/* report_metadata.c: metadata for Datasette, so that `datasette facts.db -m metadata.yaml` shows what tables and columns mean, facets, and
 * questions to begin with. All of it stands in metadata.yaml; only the database's name, by which Datasette knows it, is put in. */
#include "report/report.h"

int report_write_metadata(const report *r) {
    const char *path = sqlite3_db_filename(r->db, "main");
    const char *name = path && strrchr(path, '/') ? strrchr(path, '/') + 1 : path ? path : "";
    const char *dot = strrchr(name, '.');
    out_literal(r->o, report_metadata[0]);
    /* A JSON string is a string of YAML as well. */
    out_json(r->o, dot && dot != name ? str_slice(str_from(name), 0, (size_t)(dot - name)) : str_from(name));
    out_literal(r->o, report_metadata[1]);
    return SQLITE_OK;
}
