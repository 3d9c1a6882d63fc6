/* fuzz_read.c: any bytes as a file of any format, through muster_read and the stage `read`. The first byte picks the format; limits are
 * small, so that they are met. What comes out must be sound: blocks in order within the text, sources within the document. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz_engine.h"

static int take(const muster_input *input, const muster_error *problem, void *payload) {
    muster_doc *doc;
    muster_error error;
    (void)payload;
    sound((input == NULL) == (problem != NULL));
    if (problem) {
        sound(problem->message[0] && problem->file[0]);
        return 0;
    }
    sound(input->id && input->path && input->hash && strlen(input->hash) == 64);
    if (muster_extract_until(&doc, worker, input, "read", &error) != MUSTER_OK) return 0;
    size_t length = muster_doc_length(doc);
    uint32_t last = 0;
    for (size_t i = 0; i < muster_doc_block_count(doc); i++) {
        muster_block_view b;
        muster_doc_block(doc, i, &b);
        sound(b.start >= last && b.start <= b.end && b.end <= length);
        last = b.end;
    }
    for (uint32_t point = 0; point < length; point += 1 + (uint32_t)length / 16) {
        uint32_t source = muster_doc_source(doc, point);
        sound(source == MUSTER_NONE || source < input->size);
    }
    muster_doc_free(doc);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const formats[] = {
        NULL,   "text", "html",    "json",   "csv", "tsv",       "feed", "mbox", "warc", "mail", "epub",
        "docx", "odt",  "archive", "export", "rtf", "subtitles", "news", "xlsx", "chat"}; /* no PDF: it is another program that reads it */
    if (!engine) open_engine(0);
    if (!size) return 0;
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    char path[64];
    muster_error error;
    muster_reading how = MUSTER_READING_INIT;
    how.format = formats[data[0] % (sizeof formats / sizeof *formats)];
    how.max_size = 1 << 16;
    how.max_total = 1 << 22;
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (file < 0 || write(file, data + 1, size - 1) != (ssize_t)(size - 1)) exit(1);
    muster_status status = muster_read(engine, path, &how, take, NULL, &error);
    sound(status == MUSTER_OK);
    close(file);
    return 0;
}
