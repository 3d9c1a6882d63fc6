/* The public header alone, as strict C11 and as C++ (scripts/check compiles it both ways), and used as its comments say. */
#include <muster.h>

#include <stdio.h>

int main(void) {
    muster_options options = MUSTER_OPTIONS_INIT;
    muster_query query = MUSTER_QUERY_INIT;
    muster_engine_close(NULL);
    muster_worker_free(NULL);
    muster_doc_free(NULL);
    muster_store_close(NULL);
    return options.size != sizeof options || query.size != sizeof query || puts(muster_version()) < 0;
}
