/* read_office.c: EPUB, DOCX and ODT -> text. The members are unpacked in memory by libarchive, the XML is read by libxml2's reader: no
 * entities, no network. A book is its chapters in the order of its spine; of office documents the paragraphs and headings of the body, not
 * comments, footnotes' numbers or what was deleted. */
#include "read/read_office.h"

#include <archive.h>
#include <archive_entry.h>
#include <libxml/xmlreader.h>
#include <stdlib.h>

#include "read/read_html.h"

enum { STEP = 1 << 16, RATIO = 250, RATIO_FROM = 16 << 20, MOST_MEMBERS = 20000 };

typedef struct member {
    str name, bytes;
} member;

typedef struct package {
    document *doc;
    size_t limit, packed, unpacked;
    VEC(member) members;
} package;

static void free_archive(void *from) {
    archive_read_free(from);
}

static void free_reader(void *xml) {
    xmlFreeTextReader(xml);
}

static bool is_wanted(str name) {
    static const char *const endings[] = {".xml", ".xhtml", ".html", ".htm", ".opf"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends(name, str_from(endings[i]))) return true;
    return false;
}

static str read_member(package *p, struct archive *from) {
    size_t size = 0, capacity = STEP;
    char *bytes = arena_alloc(p->doc->memory, capacity);
    for (la_ssize_t got; (got = archive_read_data(from, bytes + size, capacity - size)) != 0;) {
        if (got < 0) arena_failf(p->doc->memory, MUSTER_INPUT, "damaged: a part of it cannot be unpacked");
        size += (size_t)got;
        p->unpacked += (size_t)got;
        if (p->unpacked > p->limit || (p->unpacked > RATIO_FROM && p->unpacked / RATIO > p->packed))
            arena_failf(p->doc->memory, MUSTER_LIMIT, "it unpacks to too much (%zu bytes and more)", p->unpacked);
        if (size == capacity) {
            bytes = arena_grow(p->doc->memory, bytes, size, capacity * 2);
            capacity *= 2;
        }
    }
    return (str){bytes, size};
}

static void open_package(package *p, str bytes) {
    struct archive *from = archive_read_new();
    struct archive_entry *entry;
    if (!from) arena_nomem(p->doc->memory);
    arena_defer(p->doc->memory, free_archive, from);
    archive_read_support_format_zip(from);
    if (archive_read_open_memory(from, bytes.data, bytes.size) != ARCHIVE_OK)
        arena_failf(p->doc->memory, MUSTER_INPUT, "damaged: no ZIP archive");
    for (int n = 0; n < MOST_MEMBERS && archive_read_next_header(from, &entry) == ARCHIVE_OK; n++) {
        const char *name = archive_entry_pathname_utf8(entry);
        if (!name) name = archive_entry_pathname(entry);
        if (!name || !is_wanted(str_from(name)) || archive_entry_is_encrypted(entry)) continue;
        member m = {.name = arena_str(p->doc->memory, str_from(name))};
        m.bytes = read_member(p, from);
        VEC_PUSH(p->doc->memory, &p->members, m);
    }
}

static str member_of(const package *p, str name) {
    for (uint32_t i = 0; i < p->members.count; i++)
        if (str_equal(p->members.at[i].name, name)) return p->members.at[i].bytes;
    return STR_NONE;
}

/* --- XML --- */

static void be_quiet(void *context, const char *message, xmlParserSeverities severity, xmlTextReaderLocatorPtr place) {
    (void)context, (void)message, (void)severity, (void)place;
}

static xmlTextReader *read_xml(arena *memory, str bytes) {
    if (!bytes.size || bytes.size > INT32_MAX) return NULL;
    xmlTextReader *xml = xmlReaderForMemory(bytes.data, (int)bytes.size, NULL, NULL,
                                            XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!xml) return NULL;
    arena_defer(memory, free_reader, xml);
    xmlTextReaderSetErrorHandler(xml, be_quiet, NULL);
    return xml;
}

static bool is_named(xmlTextReader *xml, const char *name) {
    const char *found = (const char *)xmlTextReaderConstLocalName(xml);
    return found && strcmp(found, name) == 0;
}

/* A copy of an attribute, whatever its prefix; none if it is not there. */
static str attribute(arena *memory, xmlTextReader *xml, const char *name) {
    str value = STR_NONE;
    while (!value.data && xmlTextReaderMoveToNextAttribute(xml) == 1)
        if (is_named(xml, name)) value = arena_str(memory, str_from((const char *)xmlTextReaderConstValue(xml)));
    xmlTextReaderMoveToElement(xml);
    return value;
}

/* Title, author, publisher and dates: Dublin Core, in all three formats. The text behind each tag. */
static void read_core(document *doc, const read_knowledge *known, str bytes) {
    static const char *const names[] = {"title", "creator", "initial-creator", "publisher", "date", "created", "creation-date", "modified"};
    str *const to[] = {&doc->title, &doc->author, &doc->author, &doc->outlet, &doc->date, &doc->date, &doc->date, &doc->modified};
    xmlTextReader *xml = read_xml(doc->memory, bytes);
    int open = -1;
    while (xml && xmlTextReaderRead(xml) == 1) {
        int type = xmlTextReaderNodeType(xml);
        if (type == XML_READER_TYPE_ELEMENT) {
            open = -1;
            for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
                if (is_named(xml, names[i])) open = i;
            if (is_named(xml, "spine") || is_named(xml, "body")) return;
        } else if (type == XML_READER_TYPE_TEXT && open >= 0 && !to[open]->size) {
            char date[DATE_SIZE];
            const char *value = (const char *)xmlTextReaderConstValue(xml);
            if (open >= 4) value = date_iso(known, value, date);
            if (value) *to[open] = str_trim(arena_str(doc->memory, str_from(value)));
        }
    }
}

/* --- Books --- */

static str folder_of(str path) {
    for (size_t i = path.size; i > 0; i--)
        if (path.data[i - 1] == '/') return str_slice(path, 0, i);
    return STR_NONE;
}

/* %20 and the like; what stands behind # is no part of the name. */
static str file_name(arena *memory, str folder, str address) {
    char *out = arena_alloc(memory, folder.size + address.size + 1);
    size_t size = folder.size;
    if (size) memcpy(out, folder.data, size);
    for (size_t i = 0; i < address.size && address.data[i] != '#'; i++) {
        bool escape = address.data[i] == '%' && i + 2 < address.size;
        char digits[3] = {escape ? address.data[i + 1] : '0', escape ? address.data[i + 2] : '0', 0}, *end;
        long code = escape ? strtol(digits, &end, 16) : 0;
        if (escape && end == digits + 2 && code > 0) {
            out[size++] = (char)code;
            i += 2;
        } else {
            out[size++] = address.data[i];
        }
    }
    out[size] = '\0';
    return (str){out, size};
}

static void add_chapter(const package *p, const read_knowledge *known, str bytes, page *out) {
    html_tree *tree = html_read(p->doc->memory, utf8_repair(p->doc->memory, bytes, NULL));
    tree->whole_page = false; /* all of a chapter is text */
    html_main(p->doc, known, tree, out);
}

typedef VEC(member) manifest; /* id and file name */

/* The manifest says which file an id is, the spine which ids follow each other. */
/* The chapter of an id of the table of files; each is read once. */
static void read_chapter(const package *p, const read_knowledge *known, manifest *files, str id, page *out) {
    uint32_t i = 0;
    while (i < files->count && !str_equal(files->at[i].name, id)) i++;
    if (i == files->count) return;
    files->at[i].name = STR_NONE;
    str bytes = member_of(p, files->at[i].bytes);
    if (bytes.size) add_chapter(p, known, bytes, out);
}

static void read_spine(const package *p, const read_knowledge *known, str opf, str folder, page *out) {
    xmlTextReader *xml = read_xml(p->doc->memory, opf);
    manifest files = {0};
    while (xml && xmlTextReaderRead(xml) == 1) {
        if (xmlTextReaderNodeType(xml) != XML_READER_TYPE_ELEMENT) continue;
        if (is_named(xml, "item")) {
            member m = {attribute(p->doc->memory, xml, "id"), file_name(p->doc->memory, folder, attribute(p->doc->memory, xml, "href"))};
            if (m.name.size && files.count < MOST_MEMBERS) VEC_PUSH(p->doc->memory, &files, m);
        } else if (is_named(xml, "itemref")) {
            read_chapter(p, known, &files, attribute(p->doc->memory, xml, "idref"), out);
        }
    }
}

static void read_book(const package *p, const read_knowledge *known, page *out) {
    xmlTextReader *xml = read_xml(p->doc->memory, member_of(p, STR("META-INF/container.xml")));
    str path = STR_NONE;
    while (xml && !path.size && xmlTextReaderRead(xml) == 1)
        if (xmlTextReaderNodeType(xml) == XML_READER_TYPE_ELEMENT && is_named(xml, "rootfile"))
            path = attribute(p->doc->memory, xml, "full-path");
    str opf = member_of(p, path);
    if (!opf.size) arena_failf(p->doc->memory, MUSTER_INPUT, "a book without a table of its files: damaged");
    read_core(p->doc, known, opf);
    read_spine(p, known, opf, folder_of(path), out);
}

/* --- Office documents --- */

typedef struct office {
    document *doc;
    page *out;
    bool heading;
    int unseen; /* elements open whose text is none of the document */
} office;

static bool is_unseen(xmlTextReader *xml) {
    static const char *const names[] = {"del",       "annotation", "tracked-changes", "note-citation",
                                        "instrText", "delText",    "forms",           "sequence-decls"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_named(xml, names[i])) return true;
    return false;
}

static void take_element(office *o, xmlTextReader *xml) {
    if (is_named(xml, "tab") || is_named(xml, "s") || is_named(xml, "br") || is_named(xml, "cr") || is_named(xml, "line-break"))
        page_text(o->out, STR(" "), 0);
    if (is_named(xml, "p") || is_named(xml, "h")) {
        page_end(o->out, o->heading ? BLOCK_headline : BLOCK_body);
        o->heading = is_named(xml, "h");
    }
    if (is_named(xml, "pStyle")) {
        str style = attribute(o->doc->memory, xml, "val");
        o->heading = str_starts(style, STR("Heading")) || str_is(style, "Title");
    }
}

/* Both formats call paragraphs p; ODT has headings h, DOCX a style. */
static void read_body(document *doc, str bytes, page *out) {
    office o = {.doc = doc, .out = out};
    xmlTextReader *xml = read_xml(doc->memory, bytes);
    if (!xml) arena_failf(doc->memory, MUSTER_INPUT, "an office document without a text: damaged");
    int code;
    while ((code = xmlTextReaderRead(xml)) == 1) {
        int type = xmlTextReaderNodeType(xml);
        if (type == XML_READER_TYPE_ELEMENT) {
            bool unseen = is_unseen(xml);
            o.unseen += unseen && !xmlTextReaderIsEmptyElement(xml);
            if (!unseen) take_element(&o, xml);
        } else if (type == XML_READER_TYPE_END_ELEMENT) {
            o.unseen -= is_unseen(xml);
            if (is_named(xml, "p") || is_named(xml, "h")) page_end(out, o.heading ? BLOCK_headline : BLOCK_body);
        } else if ((type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE) && !o.unseen) {
            page_text(out, str_from((const char *)xmlTextReaderConstValue(xml)), 0);
        }
    }
    if (code < 0 && !out->text.count) arena_failf(doc->memory, MUSTER_INPUT, "an office document with broken XML and no text: damaged");
}

void office_document(document *doc, const read_knowledge *known, const office_file *from, page *out) {
    package p = {.doc = doc, .limit = from->limit, .packed = from->bytes.size};
    bool docx = from->kind == FORMAT_docx;
    doc->unmapped = true;
    doc->encoding = STR("utf-8");
    open_package(&p, from->bytes);
    if (from->kind == FORMAT_epub) {
        read_book(&p, known, out);
        return;
    }
    read_core(doc, known, member_of(&p, docx ? STR("docProps/core.xml") : STR("meta.xml")));
    read_body(doc, member_of(&p, docx ? STR("word/document.xml") : STR("content.xml")), out);
}
