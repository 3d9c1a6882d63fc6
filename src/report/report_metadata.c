/* report_metadata.c: metadata for Datasette, so that `datasette facts.db -m metadata.yaml` shows what tables and columns mean, facets, and
 * questions to begin with. All of it stands in metadata.yaml; only the database's name, by which Datasette knows it, is put in. */
#include "report/report.h"

int report_write_metadata(const report *r) {
    str name = report_database(r);
    const char *dot = strrchr(name.data, '.');
    out_literal(r->o, report_metadata[0]);
    /* A JSON string is a string of YAML as well. */
    out_json(r->o, dot && dot != name.data ? str_slice(name, 0, (size_t)(dot - name.data)) : name);
    out_literal(r->o, report_metadata[1]);
    return SQLITE_OK;
}
