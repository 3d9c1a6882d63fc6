/* Markup as a tree, what of it is the story, and what it says of itself. */
#ifndef READ_HTML_H
#define READ_HTML_H

#include "read/read_page.h"

/* How a tag is treated. */
enum {
    TAG_BLOCK = 1,     /* ends the paragraph before it */
    TAG_UNSEEN = 2,    /* never shown, or no text: scripts, buttons */
    TAG_FURNITURE = 4, /* usually stands around the story: navigation, footer, forms */
    TAG_HEADING = 8,
    TAG_CAPTION = 16,
    TAG_FRAME = 32, /* may hold all of a page: never furniture by its class */
};

typedef enum html_tag {
    HTML_text, /* no tag: a run of text */
    HTML_other,
#define HTML(name, treated) HTML_##name,
#include "read/read_html.def"
    HTML_COUNT, /* of those of pages */
    HTML_before_news = HTML_COUNT - 1,
#define NEWS(name, spelled, treated) NEWS_##name,
#include "read/read_html.def"
    HTML_AND_NEWS_COUNT
} html_tag;
/* TAG_ bits of a tag. */
uint32_t html_treated(html_tag tag);

typedef struct html_attribute {
    str name, value;
} html_attribute;

/* A node; its descendants are the nodes behind it up to `end`. */
typedef struct html_node {
    uint32_t parent, end;
    uint32_t start, size;  /* of HTML_text: its bytes in html_tree.text */
    uint32_t source;       /* where it begins in the file, in bytes */
    uint32_t first, count; /* attributes */
    uint16_t tag;
    bool unseen, furniture, linked, small_cell; /* set by html_main: not shown, dropped, inside a link, inside a cell of a few words */
    bool set_block;                             /* and: a paragraph by its style */
} html_node;

typedef struct html_tree {
    html_node *nodes; /* 0 is the root */
    uint32_t count;
    char *text; /* of all text nodes, in order */
    html_attribute *attributes;
    uint32_t headline; /* its element, or NONE; set by html_main */
    bool whole_page;   /* it has a <html>, <head> or <body>: not a fragment */
} html_tree;

enum { HTML_DEEPEST = 1000 };
/* Reads valid UTF-8. Gives up (MUSTER_LIMIT) where elements nest deeper than HTML_DEEPEST. The tree lives as long as the arena. */
html_tree *html_read(arena *memory, str source);
/* The same of news agencies' XML. */
html_tree *html_read_news(arena *memory, str source);
/* An attribute's value; none if it is not there. */
str html_attribute_of(const html_tree *tree, uint32_t node, const char *name);
/* All the text below a node, white space collapsed. */
str html_text_of(arena *memory, const html_tree *tree, uint32_t node);

/* MARKUP_ bits of an element's classes and id. */
uint32_t html_class_roles(const read_knowledge *known, const html_tree *tree, uint32_t node);
/* Puts the story's blocks on the page. */
void html_main(document *doc, const read_knowledge *known, html_tree *tree, page *out);
/* The encoding that markup names in its first bytes ("windows-1251"), or none. */
str html_encoding(str bytes);

/* The story that scripts would show, as the page's data tell it: JSON of a script, such as __NEXT_DATA__. Texts in the arena. */
typedef struct html_state {
    str story; /* none: there is none. Paragraphs a line each, or markup */
    str title, author, date, url;
} html_state;
html_state html_read_state(arena *memory, const read_knowledge *known, const html_tree *tree);

/* The text of an HTML file, its paragraphs and metadata: fills doc->text, sources and what is known, and the page; what is stated already
 * (title, author, dates, outlet, address) stays. `source` is valid UTF-8.
 * NULL; or what is wrong with a page that has no text. */
const char *html_document(document *doc, const read_knowledge *known, str source, page *out);

#endif
