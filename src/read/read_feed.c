/* read_feed.c: RSS, RDF and Atom -> their items, one by one as libxml2's reader passes them: memory is one item. An item's text is its
 * title and its content as HTML (content:encoded, content), or its description. No network, no files; a feed that declares entities is
 * refused. */
#include <libxml/xmlreader.h>
#include <stdio.h>
#include <stdlib.h>

#include "read/read_files.h"

enum { VALUE_BYTES = 2048 };

typedef struct feed {
    reading *in;
    const place *at;
    record_ids *ids;
    uint64_t number;
    char outlet[256];
} feed;

static int give_bytes(void *context, char *to, int room) {
    window *w = context;
    str sight = window_fill(w, 1);
    size_t size = sight.size < (size_t)room ? sight.size : (size_t)room;
    memcpy(to, sight.data, size);
    window_skip(w, size);
    return w->failed ? -1 : (int)size;
}

static bool is_named(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* Atom: a link to something else than the page: the feed itself, a sound. */
static bool is_other_link(xmlNode *node) {
    xmlChar *rel = is_named(node, "link") ? xmlGetProp(node, (const xmlChar *)"rel") : NULL;
    bool other = rel && strcmp((const char *)rel, "alternate") != 0;
    xmlFree(rel);
    return other;
}

/* The text of a child; empty if there is none. Cut where it does not fit. */
static void child_text(const xmlNode *item, const char *name, char out[VALUE_BYTES]) {
    for (xmlNode *child = item->children; child && !out[0]; child = child->next) {
        if (!is_named(child, name) || is_other_link(child)) continue;
        xmlNode *inner = NULL; /* Atom: <author><name> */
        for (xmlNode *n = child->children; n && !inner; n = n->next)
            if (is_named(n, "name")) inner = n;
        xmlChar *text = xmlNodeGetContent(inner ? inner : child);
        xmlChar *link = strcmp(name, "link") == 0 ? xmlGetProp(child, (const xmlChar *)"href") : NULL;
        const char *value = link ? (const char *)link : text ? (const char *)text : "";
        str fitting = utf8_cut(str_trim(str_from(value)), VALUE_BYTES - 1);
        if (fitting.size) memcpy(out, fitting.data, fitting.size);
        out[fitting.size] = '\0';
        xmlFree(text);
        xmlFree(link);
    }
}

/* "desk@post.example (Sara Ali)": the name. */
static void take_name(char *author) {
    char *open = strchr(author, '('), *close = strrchr(author, ')');
    const char *at = strchr(author, '@');
    if (!at || !open || !close || at > open || close <= open + 1 || close[1]) return;
    *close = '\0';
    memmove(author, open + 1, (size_t)(close - open));
}

static const char *first_of(const xmlNode *item, const char *const *names, char out[VALUE_BYTES]) {
    out[0] = '\0';
    for (; *names && !out[0]; names++) child_text(item, *names, out);
    return out[0] ? out : NULL;
}

/* The content as markup: what is escaped, or, in Atom's type="xhtml", the markup itself. To be freed by xmlFree. */
static xmlChar *content_of(xmlDoc *doc, xmlNode *item) {
    static const char *const names[] = {"encoded", "content", "description", "summary"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (xmlNode *child = item->children; child; child = child->next) {
            if (!is_named(child, names[i])) continue;
            xmlChar *text = NULL;
            if (xmlFirstElementChild(child)) {
                xmlBuffer *buffer = xmlBufferCreate();
                if (buffer && xmlNodeDump(buffer, doc, child, 0, 0) > 0) text = xmlStrdup(xmlBufferContent(buffer));
                xmlBufferFree(buffer);
            } else {
                text = xmlNodeGetContent(child);
            }
            if (text && *text) return text;
            xmlFree(text);
        }
    return NULL;
}

static void put_escaped(FILE *to, const char *text) {
    for (; *text; text++) {
        if (*text == '<')
            fputs("&lt;", to);
        else if (*text == '&')
            fputs("&amp;", to);
        else
            fputc(*text, to);
    }
}

static void give_item(feed *f, xmlDoc *doc, xmlNode *item) {
    static const char *const ids[] = {"guid", "id", "link", NULL}, *const titles[] = {"title", NULL}, *const links[] = {"link", NULL},
                             *const dates[] = {"pubDate", "published", "date", "issued", "updated", NULL},
                             *const authors[] = {"creator", "author", NULL}, *const outlets[] = {"source", NULL};
    char id[VALUE_BYTES], title[VALUE_BYTES], link[VALUE_BYTES], date[VALUE_BYTES], author[VALUE_BYTES], outlet[VALUE_BYTES], *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    xmlChar *content = content_of(doc, item);
    record r = {.number = ++f->number, .format = "html"};
    r.value[FIELD_id] = first_of(item, ids, id);
    r.value[FIELD_title] = first_of(item, titles, title);
    record_unescape(title);
    r.value[FIELD_url] = first_of(item, links, link);
    r.value[FIELD_date] = first_of(item, dates, date);
    r.value[FIELD_author] = first_of(item, authors, author);
    take_name(author);
    r.value[FIELD_outlet] = first_of(item, outlets, outlet); /* of a feed that gathers others */
    if (!outlet[0] && f->outlet[0]) r.value[FIELD_outlet] = f->outlet;
    if (to && title[0]) {
        fputs("<h1>", to);
        put_escaped(to, title);
        fputs("</h1>\n", to);
    }
    if (to) fputs(content ? (const char *)content : "", to);
    if (to && fclose(to) == 0 && text) {
        r.value[FIELD_text] = text;
        r.text_size = size;
        r.raw = (str){text, size};
        if (size) reading_record(f->in, f->at, f->ids, &r);
    } else {
        reading_nomem(f->in);
    }
    free(text);
    xmlFree(content);
}

/* The feed's own title: the first <title> that is in no item. */
static void note_title(feed *f, xmlTextReader *xml) {
    if (f->outlet[0] || xmlTextReaderDepth(xml) > 2) return;
    xmlNode *node = xmlTextReaderExpand(xml);
    xmlChar *text = node ? xmlNodeGetContent(node) : NULL;
    str trimmed = str_trim(str_from((const char *)text));
    if (trimmed.size && trimmed.size < sizeof f->outlet) memcpy(f->outlet, trimmed.data, trimmed.size);
    xmlFree(text);
}

static bool declares_entities(xmlTextReader *xml) {
    const xmlNode *node = xmlTextReaderCurrentNode(xml); /* xmlTextReaderCurrentDoc would make the document ours */
    const xmlDoc *doc = node ? node->doc : NULL;
    return doc && doc->intSubset && doc->intSubset->entities;
}

static int read_items(feed *f, xmlTextReader *xml) {
    int more = xmlTextReaderRead(xml);
    while (more == 1 && !f->in->stopped) {
        const char *name = (const char *)xmlTextReaderConstLocalName(xml);
        bool element = xmlTextReaderNodeType(xml) == XML_READER_TYPE_ELEMENT && name;
        if (declares_entities(xml)) {
            reading_problem(f->in, f->at, 0, MUSTER_LIMIT,
                            "the feed declares entities of its own, which can grow without bound: it is not read");
            return 0;
        }
        if (element && (strcmp(name, "item") == 0 || strcmp(name, "entry") == 0)) {
            xmlNode *item = xmlTextReaderExpand(xml);
            if (!item) return -1;
            give_item(f, item->doc, item);
            more = xmlTextReaderNext(xml);
            continue;
        }
        if (element && strcmp(name, "title") == 0) note_title(f, xml);
        more = xmlTextReaderRead(xml);
    }
    return more;
}

/* What the parser said last goes into the message; nothing is printed. */
static void note_error(void *context, const char *message, xmlParserSeverities severity, xmlTextReaderLocatorPtr place_in) {
    char *kept = context;
    (void)severity, (void)place_in;
    if (!kept[0]) snprintf(kept, VALUE_BYTES, "%.*s", (int)strcspn(message, "\r\n"), message);
}

void reading_feed(reading *s, const place *at, window *w) {
    char why[VALUE_BYTES] = "";
    feed f = {.in = s, .at = at, .ids = record_ids_new()};
    xmlTextReader *xml =
        xmlReaderForIO(give_bytes, NULL, w, NULL, s->how.encoding, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOCDATA);
    if (!f.ids || !xml) {
        reading_nomem(s);
    } else {
        xmlTextReaderSetErrorHandler(xml, note_error, why);
        int ended = read_items(&f, xml);
        if (ended < 0 && !w->failed && !s->stopped)
            reading_problem(s, at, (uint32_t)xmlTextReaderGetParserLineNumber(xml), MUSTER_INPUT,
                            "the feed is broken: %s; %llu items stand before", why[0] ? why : "no XML", (unsigned long long)f.number);
        reading_check(s, at, w);
    }
    xmlFreeTextReader(xml);
    record_ids_free(f.ids);
}
