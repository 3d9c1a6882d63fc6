/* read_package.c: ZIP archives of XML -> the files in them, unpacked in memory by libarchive; their XML is read by libxml2's reader: no
 * entities, no network. */
#include "read/read_package.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

enum { STEP = 1 << 16, RATIO = 250, RATIO_FROM = 16 << 20 };

static void free_archive(void *from) {
    archive_read_free(from);
}

static void free_reader(void *xml) {
    xmlFreeTextReader(xml);
}

static bool is_wanted(str name) {
    static const char *const endings[] = {".xml", ".xhtml", ".html", ".htm", ".opf", ".rels"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends(name, str_from(endings[i]))) return true;
    return false;
}

static str read_member(package *p, struct archive *from) {
    size_t size = 0, capacity = STEP;
    char *bytes = arena_alloc(p->memory, capacity);
    for (la_ssize_t got; (got = archive_read_data(from, bytes + size, capacity - size)) != 0;) {
        if (got < 0) arena_failf(p->memory, MUSTER_INPUT, "damaged: a part of it cannot be unpacked");
        size += (size_t)got;
        p->unpacked += (size_t)got;
        if (p->unpacked > p->limit || (p->unpacked > RATIO_FROM && p->unpacked / RATIO > p->packed))
            arena_failf(p->memory, MUSTER_LIMIT, "it unpacks to too much (%zu bytes and more)", p->unpacked);
        if (size == capacity) {
            bytes = arena_grow(p->memory, bytes, size, capacity * 2);
            capacity *= 2;
        }
    }
    return (str){bytes, size};
}

void package_open(package *p, str bytes) {
    struct archive *from = archive_read_new();
    struct archive_entry *entry;
    if (!from) arena_nomem(p->memory);
    arena_defer(p->memory, free_archive, from);
    archive_read_support_format_zip(from);
    if (archive_read_open_memory(from, bytes.data, bytes.size) != ARCHIVE_OK)
        arena_failf(p->memory, MUSTER_INPUT, "damaged: no ZIP archive");
    for (int n = 0; n < PACKAGE_FILES && archive_read_next_header(from, &entry) == ARCHIVE_OK; n++) {
        const char *name = archive_entry_pathname_utf8(entry);
        if (!name) name = archive_entry_pathname(entry);
        if (!name || !is_wanted(str_from(name)) || archive_entry_is_encrypted(entry)) continue;
        package_file m = {.name = arena_str(p->memory, str_from(name))};
        m.bytes = read_member(p, from);
        VEC_PUSH(p->memory, &p->files, m);
    }
}

str package_member(const package *p, str name) {
    for (uint32_t i = 0; i < p->files.count; i++)
        if (str_equal(p->files.at[i].name, name)) return p->files.at[i].bytes;
    return STR_NONE;
}

/* --- XML --- */

static void be_quiet(void *context, const char *message, xmlParserSeverities severity, xmlTextReaderLocatorPtr place) {
    (void)context, (void)message, (void)severity, (void)place;
}

xmlTextReader *xml_open(arena *memory, str bytes) {
    if (!bytes.size || bytes.size > INT32_MAX) return NULL;
    xmlTextReader *xml = xmlReaderForMemory(bytes.data, (int)bytes.size, NULL, NULL,
                                            XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!xml) return NULL;
    arena_defer(memory, free_reader, xml);
    xmlTextReaderSetErrorHandler(xml, be_quiet, NULL);
    return xml;
}

bool xml_is_named(xmlTextReader *xml, const char *name) {
    const char *found = (const char *)xmlTextReaderConstLocalName(xml);
    return found && strcmp(found, name) == 0;
}

str xml_attribute(arena *memory, xmlTextReader *xml, const char *name) {
    str value = STR_NONE;
    while (!value.data && xmlTextReaderMoveToNextAttribute(xml) == 1)
        if (xml_is_named(xml, name)) value = arena_str(memory, str_from((const char *)xmlTextReaderConstValue(xml)));
    xmlTextReaderMoveToElement(xml);
    return value;
}
