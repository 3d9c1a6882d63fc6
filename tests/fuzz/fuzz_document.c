/* fuzz_document.c: any bytes as a document, through the whole pipeline and both printers; offsets must be sound. The first byte picks an
 * encoding. */
#include "fuzz_engine.h"

static int swallow(const char *data, size_t size, void *payload) {
    (void)data;
    *(size_t *)payload += size;
    return 0;
}

static void check_spans(const muster_doc *doc) {
    size_t length = muster_doc_length(doc);
    uint32_t last = 0;
    for (size_t i = 0; i < muster_doc_mention_count(doc); i++) {
        muster_mention_view m;
        muster_doc_mention(doc, i, &m);
        sound(m.start >= last && m.start < m.end && m.end <= length);
        sound(m.entity >= 1 && m.entity <= muster_doc_entity_count(doc));
        last = m.end;
    }
    for (size_t i = 0; i < muster_doc_figure_count(doc); i++) {
        muster_figure_view f;
        muster_doc_figure(doc, i, &f);
        sound(f.start < f.end && f.end <= length && (f.has_low || f.has_high));
    }
    last = 0;
    for (size_t i = 0; i < muster_doc_quote_count(doc); i++) {
        muster_quote_view q;
        muster_doc_quote(doc, i, &q);
        sound(q.start >= last && q.start < q.end && q.end <= length);
        last = q.end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!engine) open_engine(1);
    static const char *const encodings[] = {NULL, "UTF-8", "UTF-16LE", "windows-1252", "Shift_JIS", "no-such-encoding"};
    const char *encoding = size ? encodings[data[0] % 6] : NULL;
    muster_input input = {.path = "fuzz.txt", .bytes = (const char *)data, .size = size, .encoding = encoding};
    muster_doc *doc;
    muster_error error;
    if (muster_extract(&doc, worker, &input, &error) != MUSTER_OK) return 0;
    check_spans(doc);
    size_t printed = 0;
    muster_doc_write(doc, MUSTER_JSONL, 0, swallow, &printed, &error);
    muster_doc_write(doc, MUSTER_BRAT, 0, swallow, &printed, &error);
    muster_doc_write(doc, MUSTER_MARKED, 1, swallow, &printed, &error);
    muster_doc_explain(doc, worker, NULL, swallow, &printed, &error);
    muster_doc_free(doc);
    return 0;
}
