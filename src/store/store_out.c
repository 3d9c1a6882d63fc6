/* store_out.c: a document's facts to the caller's function, in the format asked for. */
#include "store/store_out.h"

#include <stdlib.h>

#include "base/error.h"

muster_status muster_doc_write(const muster_doc *doc, muster_format format, int colour, muster_write_fn write, void *payload,
                               muster_error *error) {
    out *o = malloc(sizeof *o);
    if (!o) return error_nomem(error);
    out_start(o, write, payload);
    muster_status status;
    switch (format) {
    case MUSTER_JSONL: status = store_write_jsonl(doc, o); break;
    case MUSTER_BRAT: status = store_write_brat(doc, o); break;
    case MUSTER_CITRON: status = store_write_citron(doc, o); break;
    case MUSTER_MARKED: status = store_write_marked(doc, colour != 0, o); break;
    default: status = MUSTER_USAGE; break;
    }
    if (status == MUSTER_OK)
        status = out_finish(o, error);
    else if (status == MUSTER_NOMEM)
        error_nomem(error);
    else
        error_set(error, status, "no such format");
    free(o);
    return status;
}
