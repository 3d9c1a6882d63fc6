/* Tables: one row (RFC 4180 with any separator), and whether a text is one. */
#ifndef READ_TABLE_H
#define READ_TABLE_H

#include "read/read_format.h"

typedef struct table_shape {
    char separator;
    bool within_lines; /* a quoted field ends with its line, as in TSV: there a quotation mark may be just one */
} table_shape;

/* The shape of a table that the text begins with: of the separators the one that cuts its first row into most fields. */
table_shape table_guess(str text);

typedef enum row_end { ROW_whole, ROW_cut /* the text ends within it */, ROW_open /* the same, inside a quoted field */ } row_end;
/* Bytes of the row that the text begins with, its line break included; all of the text if it is not whole. */
size_t table_row(str text, table_shape shape, row_end *end);

typedef struct cells {
    char *text;    /* fields one after the other, a NUL behind each; room for the row's bytes + 1 */
    str *at, *raw; /* each field, and where it stands in the row (NULL: not asked for) */
    uint32_t count, most;
} cells;
/* The fields of a row, unquoted. Those beyond `most` are left out. */
void table_cells(str row, table_shape shape, cells *out);

/* FORMAT_csv or FORMAT_tsv if the text begins with names of columns, one of them known to hold a text (or the name ends in .csv or .tsv),
 * and a row as wide; else FORMAT_unknown. */
format table_detect(const read_knowledge *known, str sample, str name);

#endif
