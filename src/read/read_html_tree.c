/* read_html_tree.c: markup -> tree. libxml2's HTML parser, which repairs what is broken, calls back for each tag and run of text; what it
 * tells goes into one array of nodes in the order of the file. No tree of its own is built, nothing is fetched, and no entity but those of
 * HTML is known. Its callbacks must not jump, so that what they fill is grown with malloc and freed by the arena. */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

#include "base/error.h"
#include "read/read_html.h"

enum { MOST_ATTRIBUTES = 5000 };

typedef struct builder {
    html_tree tree;
    str source;
    size_t capacity, text_size, text_capacity, attribute_count, attribute_capacity, string_size, string_capacity;
    char *strings; /* of attributes; offsets until it stops growing */
    uint32_t open, depth;
    uint32_t text_end; /* of the last run of text, in the file */
    htmlParserCtxtPtr parser;
    bool news; /* the tags of news agencies' XML are known, too */
    muster_status failed;
} builder;

uint32_t html_treated(html_tag tag) {
    static const uint8_t treated[HTML_AND_NEWS_COUNT] = {
#define HTML(name, treated) [HTML_##name] = (treated),
#define NEWS(name, spelled, treated) [NEWS_##name] = (treated),
#include "read/read_html.def"
    };
    return treated[tag];
}

static html_tag find_tag(const char *name, bool news) {
    static const char *const names[HTML_AND_NEWS_COUNT] = {
#define HTML(name, treated) [HTML_##name] = #name,
#define NEWS(name, spelled, treated) [NEWS_##name] = (spelled),
#include "read/read_html.def"
    };
    const char *colon = news ? strchr(name, ':') : NULL; /* a prefix */
    str wanted = str_from(colon ? colon + 1 : name);
    for (int i = HTML_other + 1; i < (news ? (int)HTML_AND_NEWS_COUNT : (int)HTML_COUNT); i++)
        if (str_equal_caseless(str_from(names[i]), wanted)) return (html_tag)i;
    return HTML_other;
}

static void stop(builder *b, muster_status why) {
    if (!b->failed) b->failed = why;
    xmlStopParser(b->parser);
}

/* An array with `count` items of `item` bytes. */
typedef struct growing {
    void **at;
    size_t *capacity, count, item;
} growing;

/* Room for `more` items; false after stopping. */
static bool room(builder *b, growing array, size_t more) {
    if (array.count + more <= *array.capacity) return true;
    size_t wanted = (array.count + more) * 2;
    void *grown = wanted < UINT32_MAX ? realloc(*array.at, wanted * array.item) : NULL;
    if (!grown) {
        stop(b, MUSTER_NOMEM);
        return false;
    }
    *array.at = grown;
    *array.capacity = wanted;
    return true;
}

/* The place in the file that the parser has reached. */
static uint32_t reached(const builder *b) {
    long at = xmlByteConsumed(b->parser);
    return at > 0 && (size_t)at <= b->source.size ? (uint32_t)at : 0;
}

static html_node *add_node(builder *b, html_tag tag) {
    if (b->failed || !room(b, (growing){(void **)&b->tree.nodes, &b->capacity, b->tree.count, sizeof *b->tree.nodes}, 1)) return NULL;
    html_node *node = &b->tree.nodes[b->tree.count++];
    *node = (html_node){.parent = b->open, .end = b->tree.count, .tag = (uint16_t)tag, .source = reached(b)};
    return node;
}

static str add_string(builder *b, const char *text) {
    size_t size = strlen(text), at = b->string_size;
    if (!room(b, (growing){(void **)&b->strings, &b->string_capacity, at, 1}, size + 1)) return STR_NONE;
    memcpy(b->strings + at, text, size + 1);
    b->string_size += size + 1;
    return (str){(const char *)(uintptr_t)at, size};
}

static bool is_wanted(const char *name) {
    static const char *const wanted[] = {
        "class",      "id",         "itemprop", "itemtype", "property",    "name",           "content",    "datetime",
        "href",       "rel",        "type",     "role",     "hidden",      "aria-hidden",    "style",      "charset",
        "http-equiv", "pubdate",    "title",    "norm",     "data-testid", "data-component", "amp-access", "subscriptions-section",
        "fallback",   "placeholder"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (str_equal_caseless(str_from(wanted[i]), str_from(name))) return true;
    return false;
}

static void on_start(void *data, const xmlChar *name, const xmlChar **attributes) {
    builder *b = data;
    html_tag tag = find_tag((const char *)name, b->news);
    html_node *node = add_node(b, tag);
    if (!node) return;
    node->first = (uint32_t)b->attribute_count;
    for (; attributes && attributes[0]; attributes += 2) {
        const char *value = attributes[1] ? (const char *)attributes[1] : "";
        if (!is_wanted((const char *)attributes[0])) continue;
        growing all = {(void **)&b->tree.attributes, &b->attribute_capacity, b->attribute_count, sizeof *b->tree.attributes};
        if (!room(b, all, 1)) return;
        str key = add_string(b, (const char *)attributes[0]), text = add_string(b, value);
        b->tree.attributes[b->attribute_count++] = (html_attribute){key, text};
        node->count++;
    }
    b->open = b->tree.count - 1;
    if (++b->depth > HTML_DEEPEST) stop(b, MUSTER_LIMIT);
}

static void on_end(void *data, const xmlChar *name) {
    builder *b = data;
    (void)name;
    if (b->failed || !b->open) return;
    b->tree.nodes[b->open].end = b->tree.count;
    b->open = b->tree.nodes[b->open].parent;
    b->depth--;
}

static bool stands_at(const builder *b, size_t at, const char *text, size_t size) {
    return at >= b->text_end && at + size <= b->source.size && memcmp(b->source.data + at, text, size) == 0;
}

/* The `&` of the entity that ends before `end`, or NONE. */
static uint32_t entity_before(const builder *b, uint32_t end) {
    for (uint32_t at = end; at > b->text_end && b->source.data[at - 1] != '>'; at--)
        if (b->source.data[at - 1] == '&') return at - 1;
    return NONE;
}

/* Bytes of the last character of a text. */
static size_t last_size(const char *text, size_t size) {
    size_t last = 1;
    while (last < size && last < 4 && utf8_continues(text[size - last])) last++;
    return last;
}

/* Where text that has just been read begins: before the place reached, if those are its bytes; a piece of a long text, and a lone `<`, is
 * told before its last character is passed; else it is an entity. */
static uint32_t text_source(builder *b, const char *text, size_t size) {
    uint32_t end = reached(b), start;
    size_t last = last_size(text, size);
    if (end >= size && stands_at(b, end - size, text, size)) {
        start = end - (uint32_t)size;
    } else if (end + last >= size && size > last && stands_at(b, end + last - size, text, size)) {
        start = (uint32_t)(end + last - size);
        end += (uint32_t)last;
    } else if ((start = entity_before(b, end)) != NONE) {
        end = start + 1; /* of an entity that it does not know the name follows as text */
    } else if (stands_at(b, end, text, size)) {
        start = end;
        end += (uint32_t)size;
    } else { /* the parser has changed it: near here, so that all of it lies in the file */
        size_t room = b->source.size > size ? b->source.size - size : 0;
        start = end < room ? end : (uint32_t)room;
    }
    b->text_end = end;
    return start;
}

static void on_text(void *data, const xmlChar *bytes, int length) {
    builder *b = data;
    const char *text = (const char *)bytes;
    size_t size = length > 0 ? (size_t)length : 0;
    html_node *node = size ? add_node(b, HTML_text) : NULL;
    if (!node || !room(b, (growing){(void **)&b->tree.text, &b->text_capacity, b->text_size, 1}, size)) return;
    node->start = (uint32_t)b->text_size;
    node->size = (uint32_t)size;
    node->source = text_source(b, text, size);
    memcpy(b->tree.text + b->text_size, text, size);
    b->text_size += size;
}

static void free_builder(void *handle) {
    builder *b = handle;
    if (b->parser) htmlFreeParserCtxt(b->parser);
    free(b->tree.nodes);
    free(b->tree.text);
    free(b->tree.attributes);
    free(b->strings);
}

/* Offsets of strings become pointers; what is still open ends with the file. */
static void settle(builder *b) {
    for (size_t i = 0; i < b->attribute_count; i++) {
        b->tree.attributes[i].name.data = b->strings + (uintptr_t)b->tree.attributes[i].name.data;
        b->tree.attributes[i].value.data = b->strings + (uintptr_t)b->tree.attributes[i].value.data;
    }
    for (uint32_t i = b->open; i; i = b->tree.nodes[i].parent) b->tree.nodes[i].end = b->tree.count;
    b->tree.nodes[0].end = b->tree.count;
}

static bool mentions_tag(str source, const char *tag) {
    enum { LOOKED_AT = 1 << 16 };
    size_t size = source.size < LOOKED_AT ? source.size : LOOKED_AT;
    for (const char *p = source.data; (p = memchr(p, '<', (size_t)(source.data + size - p))); p++)
        if (str_starts_caseless((str){p + 1, (size_t)(source.data + size - p) - 1}, str_from(tag))) return true;
    return false;
}

/* How many words stand in a tag outside quoted values: at least as many as it has attributes. *end: where it ends. */
static uint32_t tag_words(str source, size_t at, size_t *end) {
    uint32_t words = 0;
    char before = ' ', last = ' '; /* the byte before, and the last one that is no space */
    for (; at < source.size && source.data[at] != '>'; at++) {
        char c = source.data[at];
        if ((c == '"' || c == '\'') && last == '=') {
            const char *close = memchr(source.data + at + 1, c, source.size - at - 1);
            at = close ? (size_t)(close - source.data) : source.size - 1;
        }
        bool space = (unsigned char)c <= ' ';
        words += !space && (unsigned char)before <= ' ';
        before = c;
        if (!space) last = c == '=' && last == '=' ? ' ' : c;
    }
    *end = at;
    return words;
}

/* The parser compares each attribute of a tag with all before it: a tag of very many would take it minutes. */
static bool has_endless_tag(str source) {
    size_t end = 0;
    for (const char *p = source.data; source.size && (p = memchr(p, '<', (size_t)(source.data + source.size - p))); p = source.data + end) {
        end = (size_t)(p - source.data) + 1;
        if (end < source.size && ascii_letter(source.data[end]) && tag_words(source, end, &end) > MOST_ATTRIBUTES) return true;
    }
    return false;
}

/* Bytes of a mark such as "<![if !supportLists]>", which the parser would take for text; 0 if none is here. */
static size_t condition_size(str source, size_t at) {
    enum { LONGEST = 200 };
    size_t stop = at + LONGEST < source.size ? at + LONGEST : source.size;
    str rest = str_slice(source, at, stop);
    if (!str_starts_caseless(rest, STR("<![if")) && !str_starts_caseless(rest, STR("<![endif"))) return 0;
    const char *end = memchr(rest.data, '>', rest.size);
    return end && end[-1] == ']' ? (size_t)(end - rest.data) + 1 : 0; /* "<![endif]-->" ends a comment */
}

/* Characters that XML does not know the parser would leave out without telling where: control characters become spaces, which they are in
 * HTML, and U+FFFE and U+FFFF the character for what is broken; byte for byte. So do conditions that no browser but one knows. */
static str legible(arena *memory, str source) {
    static const char non_character[] = "\xEF\xBF";
    char *copy = NULL;
    for (size_t i = 0; i < source.size; i++) {
        unsigned char c = (unsigned char)source.data[i];
        bool control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
        bool last = c >= 0xBE && i >= 2 && memcmp(source.data + i - 2, non_character, 2) == 0;
        size_t size = c == '<' ? condition_size(source, i) : control || last;
        if (!size) continue;
        if (!copy) copy = (char *)(uintptr_t)arena_str(memory, source).data;
        memset(copy + i, last ? '\xBD' : ' ', size);
        i += size - 1;
    }
    return copy ? (str){copy, source.size} : source;
}

static html_tree *read_tree(arena *memory, str source, bool news) {
    if (has_endless_tag(source)) arena_failf(memory, MUSTER_LIMIT, "a tag has more than %d attributes", MOST_ATTRIBUTES);
    htmlSAXHandler handler = {
        .startElement = on_start, .endElement = on_end, .characters = on_text, .ignorableWhitespace = on_text, .cdataBlock = on_text};
    source = legible(memory, source);
    builder *b = ARENA_NEW(memory, builder);
    arena_defer(memory, free_builder, b);
    b->source = source;
    b->news = news;
    if (source.size > INT32_MAX) arena_failf(memory, MUSTER_LIMIT, "markup larger than 2 GiB");
    b->parser = htmlCreateMemoryParserCtxt(source.data, (int)source.size);
    if (!b->parser) {
        if (source.size) arena_nomem(memory);
        b->parser = htmlCreateMemoryParserCtxt(" ", 1);
    }
    if (!b->parser || !add_node(b, HTML_other)) arena_nomem(memory);
    *b->parser->sax = handler;
    b->parser->userData = b;
    htmlCtxtUseOptions(b->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_NODEFDTD |
                                      HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(b->parser, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(b->parser);
    if (b->failed == MUSTER_LIMIT) arena_failf(memory, MUSTER_LIMIT, "elements nest more than %d deep", HTML_DEEPEST);
    if (b->failed) arena_nomem(memory);
    settle(b);
    b->tree.whole_page = mentions_tag(source, "html") || mentions_tag(source, "body") || mentions_tag(source, "head");
    return &b->tree;
}

html_tree *html_read(arena *memory, str source) {
    return read_tree(memory, source, false);
}

html_tree *html_read_news(arena *memory, str source) {
    return read_tree(memory, source, true);
}

str html_attribute_of(const html_tree *tree, uint32_t node, const char *name) {
    const html_node *n = &tree->nodes[node];
    for (uint32_t i = n->first; i < n->first + n->count; i++)
        if (str_equal_caseless(tree->attributes[i].name, str_from(name))) return tree->attributes[i].value;
    return STR_NONE;
}

str html_text_of(arena *memory, const html_tree *tree, uint32_t node) {
    uint32_t end = tree->nodes[node].end;
    size_t size = 0, out = 0;
    for (uint32_t i = node; i < end; i++) size += tree->nodes[i].tag == HTML_text ? tree->nodes[i].size : 1;
    char *text = arena_alloc(memory, size + 1);
    bool space = false;
    for (uint32_t i = node; i < end; i++) {
        const html_node *n = &tree->nodes[i];
        if (n->tag != HTML_text) {
            space |= (html_treated((html_tag)n->tag) & TAG_BLOCK) || n->tag == HTML_br;
            continue;
        }
        for (uint32_t k = 0; k < n->size; k++) {
            char c = tree->text[n->start + k];
            bool white = c == ' ' || (c >= '\t' && c <= '\r');
            if (!white && space && out) text[out++] = ' ';
            space = white;
            if (!white) text[out++] = c;
        }
    }
    text[out] = '\0';
    return (str){text, out};
}
