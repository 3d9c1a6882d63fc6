/* read_mbox.c: a mailbox -> its letters. A letter begins with a line "From …" behind an empty one; of lines "From" inside letters the
 * writers of mailboxes take care (">From"). The id is the Message-ID. */
#include <stdio.h>
#include <stdlib.h>

#include "read/read_files.h"

enum {
    LEAST_SIGHT = 1 << 16,
    HEADER_BYTES = 1 << 16,
    ID_BYTES = 256,
    BEGINNING_BYTES = 8, /* of a letter, with the empty line before: so much may be cut where what is in sight ends */
};

/* Where the next letter begins, from `from` on; the text's size if none does. */
static size_t next_letter(str text, size_t from) {
    for (size_t at = from; at < text.size;) {
        const char *line = memmem(text.data + at, text.size - at, "\nFrom ", 6);
        if (!line) return text.size;
        at = (size_t)(line - text.data) + 1;
        if (at >= 2 && (text.data[at - 2] == '\n' || (at >= 3 && text.data[at - 2] == '\r' && text.data[at - 3] == '\n'))) return at;
    }
    return text.size;
}

/* Passes over a letter whose end, as far as is in sight, is `end`; gives how much of it is still in sight. */
static size_t skip_letter(window *w, str sight, size_t end) {
    while (end == sight.size && sight.size) {
        window_skip(w, sight.size - (w->ended || sight.size < BEGINNING_BYTES ? 0 : BEGINNING_BYTES));
        sight = window_fill(w, LEAST_SIGHT);
        end = next_letter(sight, 0);
    }
    return end;
}

/* The Message-ID in the header, without its brackets; NULL: none. */
static const char *message_id(str letter, char out[ID_BYTES]) {
    str id = reading_header(letter.size > HEADER_BYTES ? str_slice(letter, 0, HEADER_BYTES) : letter, "Message-ID");
    while (id.size && strchr("<>", id.data[0])) id = str_slice(id, 1, id.size);
    while (id.size && strchr("<>", id.data[id.size - 1])) id.size--;
    if (!id.size || id.size >= ID_BYTES) return NULL;
    memcpy(out, id.data, id.size);
    out[id.size] = '\0';
    return out;
}

static void give_letter(reading *s, const place *at, record_ids *ids, str whole, uint64_t number) {
    char id[ID_BYTES];
    const char *end = memchr(whole.data, '\n', whole.size);
    str letter = end ? str_slice(whole, (size_t)(end - whole.data) + 1, whole.size) : STR_NONE;
    if (!letter.size) return;
    record r = {.raw = letter, .number = number, .text_size = letter.size, .format = "mail", .attached = reading_attachments};
    r.value[FIELD_text] = letter.data;
    r.value[FIELD_id] = message_id(letter, id);
    reading_record(s, at, ids, &r);
}

void reading_mbox(reading *s, const place *at, window *w) {
    record_ids *ids = record_ids_new();
    size_t most = (size_t)s->how.max_size;
    if (!ids) {
        reading_nomem(s);
        return;
    }
    str sight = window_fill(w, LEAST_SIGHT);
    for (uint64_t number = 1; !s->stopped && sight.size; number++, sight = window_fill(w, LEAST_SIGHT)) {
        size_t end = next_letter(sight, 0);
        while (end == sight.size && !w->ended && sight.size <= most) {
            size_t seen = sight.size > BEGINNING_BYTES ? sight.size - BEGINNING_BYTES : 0;
            sight = window_more(w, most);
            end = next_letter(sight, seen);
        }
        if (end > most || (end == sight.size && !w->ended)) {
            reading_problem(s, at, 0, MUSTER_LIMIT, "letter %llu is larger than %zu bytes (--max-size)", (unsigned long long)number, most);
            end = skip_letter(w, sight, end);
        } else if (!w->failed) {
            give_letter(s, at, ids, str_slice(sight, 0, end), number);
        }
        window_skip(w, end);
    }
    reading_check(s, at, w);
    record_ids_free(ids);
}
