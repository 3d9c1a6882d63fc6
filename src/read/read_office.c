/* read_office.c: EPUB, DOCX and ODT -> text. A book is its chapters in the order of its spine; of office documents the paragraphs and
 * headings of the body, not comments, footnotes' numbers or what was deleted. */
#include "read/read_office.h"

#include <stdlib.h>

#include "read/read_html.h"
#include "read/read_package.h"

/* Title, author, publisher and dates: Dublin Core, in all three formats. The text behind each tag. */
static void read_core(document *doc, const read_knowledge *known, str bytes) {
    static const char *const names[] = {"title", "creator", "initial-creator", "publisher", "date", "created", "creation-date", "modified"};
    str *const to[] = {&doc->title, &doc->author, &doc->author, &doc->outlet, &doc->date, &doc->date, &doc->date, &doc->modified};
    xmlTextReader *xml = xml_open(doc->memory, bytes);
    int open = -1;
    while (xml && xmlTextReaderRead(xml) == 1) {
        int type = xmlTextReaderNodeType(xml);
        if (type == XML_READER_TYPE_ELEMENT) {
            open = -1;
            for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
                if (xml_is_named(xml, names[i])) open = i;
            if (xml_is_named(xml, "spine") || xml_is_named(xml, "body")) return;
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

static void add_chapter(document *doc, const read_knowledge *known, str bytes, page *out) {
    html_tree *tree = html_read(doc->memory, utf8_repair(doc->memory, bytes, NULL));
    tree->whole_page = false; /* all of a chapter is text */
    html_main(doc, known, tree, out);
}

typedef VEC(package_file) manifest; /* id and file name */

/* The chapter of an id of the table of files; each is read once. */
static void read_chapter(const package *p, const read_knowledge *known, manifest *files, str id, page *out) {
    uint32_t i = 0;
    while (i < files->count && !str_equal(files->at[i].name, id)) i++;
    if (i == files->count) return;
    files->at[i].name = STR_NONE;
    str bytes = package_member(p, files->at[i].bytes);
    if (bytes.size) add_chapter(out->doc, known, bytes, out);
}

/* The manifest says which file an id is, the spine which ids follow each other. */
static void read_spine(const package *p, const read_knowledge *known, str opf, str folder, page *out) {
    xmlTextReader *xml = xml_open(p->memory, opf);
    manifest files = {0};
    while (xml && xmlTextReaderRead(xml) == 1) {
        if (xmlTextReaderNodeType(xml) != XML_READER_TYPE_ELEMENT) continue;
        if (xml_is_named(xml, "item")) {
            package_file m = {xml_attribute(p->memory, xml, "id"), file_name(p->memory, folder, xml_attribute(p->memory, xml, "href"))};
            if (m.name.size && files.count < PACKAGE_FILES) VEC_PUSH(p->memory, &files, m);
        } else if (xml_is_named(xml, "itemref")) {
            read_chapter(p, known, &files, xml_attribute(p->memory, xml, "idref"), out);
        }
    }
}

static void read_book(const package *p, const read_knowledge *known, page *out) {
    xmlTextReader *xml = xml_open(p->memory, package_member(p, STR("META-INF/container.xml")));
    str path = STR_NONE;
    while (xml && !path.size && xmlTextReaderRead(xml) == 1)
        if (xmlTextReaderNodeType(xml) == XML_READER_TYPE_ELEMENT && xml_is_named(xml, "rootfile"))
            path = xml_attribute(p->memory, xml, "full-path");
    str opf = package_member(p, path);
    if (!opf.size) arena_failf(p->memory, MUSTER_INPUT, "a book without a table of its files: damaged");
    read_core(out->doc, known, opf);
    read_spine(p, known, opf, folder_of(path), out);
}

/* --- Office documents --- */

typedef struct office {
    document *doc;
    page *out;
    bool heading;
    int unseen;   /* elements open whose text is none of the document */
    int rows;     /* rows of tables open */
    uint32_t row; /* where the text of the outermost one begins */
} office;

static bool is_unseen(xmlTextReader *xml) {
    static const char *const names[] = {"del",       "annotation", "tracked-changes", "note-citation",
                                        "instrText", "delText",    "forms",           "sequence-decls"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (xml_is_named(xml, names[i])) return true;
    return false;
}

static bool is_row(xmlTextReader *xml) {
    return xml_is_named(xml, "tr") || xml_is_named(xml, "table-row");
}

/* Short paragraphs in the cells of a row are of its line; a row of more text is no line, but columns of the page. */
static void end_paragraph(office *o) {
    enum { LONGEST_ROW = 240 };
    if (o->rows && o->out->text.count - o->row < LONGEST_ROW)
        page_text(o->out, STR(" "), 0);
    else
        page_end(o->out, o->heading ? BLOCK_headline : BLOCK_body);
}

static void begin_row(office *o) {
    if (o->rows++) return;
    page_end(o->out, o->heading ? BLOCK_headline : BLOCK_body);
    o->heading = false;
    o->row = (uint32_t)o->out->text.count;
}

static void end_row(office *o) {
    if (--o->rows == 0) page_end(o->out, BLOCK_body);
}

static void take_element(office *o, xmlTextReader *xml) {
    if (is_row(xml) && !xmlTextReaderIsEmptyElement(xml)) begin_row(o);
    if (xml_is_named(xml, "tc") || xml_is_named(xml, "table-cell")) page_break(o->out, '\t');
    if (xml_is_named(xml, "tab") || xml_is_named(xml, "s") || xml_is_named(xml, "br") || xml_is_named(xml, "cr") ||
        xml_is_named(xml, "line-break"))
        page_text(o->out, STR(" "), 0);
    if (xml_is_named(xml, "p") || xml_is_named(xml, "h")) {
        end_paragraph(o);
        o->heading = xml_is_named(xml, "h");
    }
    if (xml_is_named(xml, "pStyle")) {
        str style = xml_attribute(o->doc->memory, xml, "val");
        o->heading = str_starts(style, STR("Heading")) || str_is(style, "Title");
    }
}

/* Both formats call paragraphs p; ODT has headings h, DOCX a style. */
static void read_body(document *doc, str bytes, page *out) {
    office o = {.doc = doc, .out = out};
    xmlTextReader *xml = xml_open(doc->memory, bytes);
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
            if (xml_is_named(xml, "p") || xml_is_named(xml, "h")) end_paragraph(&o);
            if (is_row(xml) && o.rows) end_row(&o);
        } else if ((type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE) && !o.unseen) {
            page_text(out, str_from((const char *)xmlTextReaderConstValue(xml)), 0);
        }
    }
    if (code < 0 && !out->text.count) arena_failf(doc->memory, MUSTER_INPUT, "an office document with broken XML and no text: damaged");
}

void office_document(document *doc, const read_knowledge *known, const office_file *from, page *out) {
    package p = {.memory = doc->memory, .limit = from->limit, .packed = from->bytes.size};
    bool docx = from->kind == FORMAT_docx;
    doc->unmapped = true;
    doc->encoding = STR("utf-8");
    package_open(&p, from->bytes);
    if (from->kind == FORMAT_epub) {
        read_book(&p, known, out);
        return;
    }
    read_core(doc, known, package_member(&p, docx ? STR("docProps/core.xml") : STR("meta.xml")));
    read_body(doc, package_member(&p, docx ? STR("word/document.xml") : STR("content.xml")), out);
}
