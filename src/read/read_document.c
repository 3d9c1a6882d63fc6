/* read_document.c: the stage as a whole: identity, text, blocks, metadata. */
#include "read/read.h"
#include "read/read_parts.h"

enum { LARGEST = 1 << 30 };

/* Names of files are bytes; the record and the database want text. */
static str clean(arena *memory, const char *name) {
    size_t broken;
    str text = utf8_repair(memory, str_from(name), &broken);
    return text.data == name ? arena_str(memory, text) : text;
}

str read_id(str path) {
    for (size_t i = path.size; i > 0; i--)
        if (path.data[i - 1] == '/') {
            path = str_slice(path, i, path.size);
            break;
        }
    for (size_t i = path.size; i > 1; i--)
        if (path.data[i - 1] == '.') return str_slice(path, 0, i - 1);
    return path.size ? path : STR("-");
}

/* What the file it stands in says of it. */
static void take_stated(document *doc, const muster_input *input) {
    const struct {
        str *to;
        const char *from;
    } stated[] = {{&doc->title, input->title},
                  {&doc->author, input->author},
                  {&doc->outlet, input->outlet},
                  {&doc->url, input->url},
                  {&doc->modified, input->modified}};
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++)
        if (stated[i].from) *stated[i].to = str_trim(clean(doc->memory, stated[i].from));
}

void read_document(document *doc, const read_knowledge *known, const muster_input *input, size_t limit) {
    if (!limit || limit > LARGEST) limit = LARGEST;
    if (input->path) doc->path = clean(doc->memory, input->path);
    doc->id = input->id ? clean(doc->memory, input->id) : read_id(doc->path);
    if (input->size > limit) arena_failf(doc->memory, MUSTER_LIMIT, "%zu bytes: documents may have %zu", input->size, limit);
    if (input->hash && strlen(input->hash) == sizeof doc->hash - 1)
        memcpy(doc->hash, input->hash, sizeof doc->hash);
    else
        muster_hash(input->bytes, input->size, doc->hash);
    take_stated(doc, input);
    doc->format = "text";
    doc->text = read_decode(doc->memory, input->bytes, input->size, input->encoding, &doc->encoding);
    doc->length = (uint32_t)utf8_length(doc->text);
    read_blocks(doc, known);
    read_metadata(doc, known, input->date);
}
