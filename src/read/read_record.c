/* read_record.c: records -> documents: rows of a table, JSON objects, items of a feed. What each field is for is either stated by the user
 * or known by its name (gazetteers/text/fields.list). Ids are the record's own, or the file's name and the record's number; the path is the
 * file's with the id behind a `!`, so that a record keeps its place in a database when others are put before it. */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

#include "read/read_files.h"

enum { ID_BYTES = 200 };

str reading_field_name(const reading *s, field which, uint32_t i) {
    const char *const stated[FIELD_COUNT] = {
        [FIELD_text] = s->how.text_field, [FIELD_title] = s->how.title_field, [FIELD_id] = s->how.id_field,
        [FIELD_date] = s->how.date_field, [FIELD_url] = s->how.url_field,     [FIELD_author] = s->how.author_field};
    if (!stated[which]) return knowledge_field(s->known, which, i);
    return i ? STR_NONE : str_from(stated[which]);
}

bool record_fits(field which, str text) {
    bool address = memchr(text.data, '/', text.size) && !memchr(text.data, ' ', text.size);
    if (which == FIELD_url) return address;
    return which != FIELD_outlet || !address || !str_has(text, STR("://"));
}

/* The value, where it fits. */
static const char *fitting(const record *r, field which) {
    const char *text = r->value[which];
    return text && *text && record_fits(which, str_from(text)) ? text : NULL;
}

/* --- Ids of one file: hashes, at most half full --- */

struct record_ids {
    uint64_t *slots; /* 0: empty */
    size_t count, mask;
};

record_ids *record_ids_new(void) {
    return calloc(1, sizeof(record_ids));
}

void record_ids_free(record_ids *ids) {
    if (ids) free(ids->slots);
    free(ids);
}

/* True if the hash was there already; without memory for the note it counts as new. */
static bool ids_note(record_ids *ids, uint64_t hash) {
    if (!hash) hash = 1;
    if ((ids->count + 1) * 2 > ids->mask) {
        record_ids fresh = {.mask = ids->mask ? ids->mask * 2 + 1 : 1023};
        fresh.slots = calloc(fresh.mask + 1, sizeof *fresh.slots);
        if (!fresh.slots) return false;
        for (size_t i = 0; ids->slots && i <= ids->mask; i++)
            if (ids->slots[i]) ids_note(&fresh, ids->slots[i]);
        free(ids->slots);
        *ids = fresh;
    }
    size_t at = hash & ids->mask;
    while (ids->slots[at] && ids->slots[at] != hash) at = (at + 1) & ids->mask;
    if (ids->slots[at]) return true;
    ids->slots[at] = hash;
    ids->count++;
    return false;
}

/* The name of a file without folders and extension: what ids of its records begin with. */
static void write_id(const place *at, record_ids *ids, const record *r, char out[ID_BYTES + 32]) {
    str own = str_trim(str_from(r->value[FIELD_id])), stem = strcmp(at->name, "-") == 0 ? STR("stdin") : read_id(str_from(at->name));
    size_t size = utf8_cut(own, ID_BYTES).size;
    for (size_t i = 0; i < size; i++) out[i] = (unsigned char)own.data[i] < ' ' ? ' ' : own.data[i];
    out[size] = '\0';
    if (!size && r->alone)
        snprintf(out, ID_BYTES, STR_FMT, STR_ARG(stem));
    else if (!size)
        snprintf(out, ID_BYTES + 32, "%.*s-%llu", (int)(stem.size < ID_BYTES ? stem.size : ID_BYTES), stem.data,
                 (unsigned long long)r->number);
    else if (ids_note(ids, XXH3_64bits(own.data, own.size)))
        snprintf(out + size, 32, "~%llu", (unsigned long long)r->number);
}

/* --- Titles --- */

/* The character that an entity of HTML at the beginning of a text stands for, and the entity's bytes; 0: none stands there. */
static int entity_at(const char *text, size_t *size) {
    char name[16], *end;
    bool hex = (text[2] | 32) == 'x';
    if (text[1] == '#') {
        const char *digits = text + 2 + hex;
        long code = ascii_alnum(*digits) ? strtol(digits, &end, hex ? 16 : 10) : 0;
        if (code < ' ' || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) || *end != ';') return 0;
        *size = (size_t)(end - text) + 1;
        return (int)code;
    }
    size_t length = 0;
    while (ascii_alnum(text[1 + length])) length++;
    if (!length || length >= sizeof name || text[1 + length] != ';') return 0;
    snprintf(name, sizeof name, "%.*s", (int)length, text + 1);
    const htmlEntityDesc *found = htmlEntityLookup((const xmlChar *)name);
    *size = length + 2;
    return found ? (int)found->value : 0;
}

void record_unescape(char *text) {
    char *to = text;
    for (const char *from = text; *from;) {
        size_t size;
        int code = *from == '&' ? entity_at(from, &size) : 0;
        if (code) {
            to += xmlCopyCharMultiByte((xmlChar *)to, code == 0xA0 ? ' ' : code);
            from += size;
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
}

/* The title as it is read, to be freed; NULL: as it stands. */
static char *plain_title(const char *title) {
    char *copy = title && strstr(title, "&") && strchr(title, ';') ? strdup(title) : NULL;
    if (copy) record_unescape(copy);
    return copy;
}

/* A number is nobody's name, but that of an account. */
static const char *author_of(const char *text) {
    return text && *text && strspn(text, "0123456789") < strlen(text) ? text : NULL;
}

static const char *or_null(const char *text) {
    return text && *text ? text : NULL;
}

void reading_record(reading *s, const place *at, record_ids *ids, const record *r) {
    char id[ID_BYTES + 32], path[READING_PATH], date[DATE_SIZE], hash[65], number[32];
    write_id(at, ids, r, id);
    snprintf(number, sizeof number, "%llu", (unsigned long long)r->number);
    if (!reading_path(path, at, r->value[FIELD_id] ? id : number)) {
        reading_problem(s, at, r->line, MUSTER_LIMIT, "its path is longer than %d bytes", READING_PATH);
        return;
    }
    place here = r->alone ? *at : (place){path, at->name};
    muster_hash(r->raw.data, r->raw.size, hash);
    char *title = plain_title(r->value[FIELD_title]);
    muster_input input = {.id = id,
                          .bytes = r->value[FIELD_text],
                          .size = r->text_size,
                          .format = r->format,
                          .encoding = r->encoded ? r->encoding : "utf-8",
                          .hash = hash,
                          .date = date_iso(s->known, r->value[FIELD_date], date),
                          .title = title ? title : or_null(r->value[FIELD_title]),
                          .author = author_of(r->value[FIELD_author]),
                          .outlet = fitting(r, FIELD_outlet),
                          .url = fitting(r, FIELD_url)};
    reading_give(s, &here, &input);
    free(title);
    if (r->attached) r->attached(s, &here, r->raw);
}
