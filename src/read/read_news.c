/* read_news.c: XML of news agencies -> text. NITF and both kinds of NewsML, read by the parser of pages: it knows where in the file each
 * text stands, and repairs what is broken. The headline and the dateline come first, then the blocks of the story, which lies in one
 * element; of what stands around it title, writer, agency and dates are taken. */
#include "read/read_html.h"
#include "read/read_story.h"

typedef struct news {
    document *doc;
    const read_knowledge *known;
    const html_tree *tree;
    page *out;
    uint32_t *owner; /* per node: the block element it is in, or itself */
    bool *unseen;
} news;

/* The first node of that tag in [first, last), or NONE. */
static uint32_t find_node(const news *n, html_tag tag, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last; i++)
        if (n->tree->nodes[i].tag == tag) return i;
    return NONE;
}

/* --- What it says of itself --- */

static str text_of(const news *n, html_tag tag) {
    uint32_t node = find_node(n, tag, 1, n->tree->count);
    return node == NONE ? STR_NONE : html_text_of(n->doc->memory, n->tree, node);
}

static void note(str *to, str text) {
    if (!to->size) *to = str_trim(text);
}

/* "20250304T100211Z" as well as what date_iso knows. */
static void note_date(const news *n, str *to, str text) {
    char copy[40], iso[DATE_SIZE];
    size_t size = 0;
    bool basic = text.size >= 8;
    for (size_t i = 0; i < 8 && basic; i++) basic = ascii_digit(text.data[i]);
    if (to->size || !text.size) return;
    for (size_t i = 0; i < text.size && size + 3 < sizeof copy && !(basic && i == 8); i++) {
        if (basic && (i == 4 || i == 6)) copy[size++] = '-';
        copy[size++] = text.data[i];
    }
    copy[size] = '\0';
    if (date_iso(n->known, copy, iso)) *to = arena_str(n->doc->memory, str_from(iso));
}

static str date_of(const news *n, html_tag tag) {
    uint32_t node = find_node(n, tag, 1, n->tree->count);
    if (node == NONE) return STR_NONE;
    str norm = html_attribute_of(n->tree, node, "norm");
    return norm.size ? norm : html_text_of(n->doc->memory, n->tree, node);
}

static void take_metadata(const news *n) {
    static const html_tag titles[] = {NEWS_hl1, NEWS_headline, HTML_title}, authors[] = {NEWS_byline, NEWS_by},
                          outlets[] = {NEWS_provider, NEWS_credit, NEWS_info_source, NEWS_distributor, NEWS_provider_id},
                          dates[] = {NEWS_date_issue, NEWS_date_release,  NEWS_story_date,
                                     NEWS_created,    NEWS_first_created, NEWS_version_created},
                          changes[] = {NEWS_modified, NEWS_version_created, NEWS_revision_created};
    document *doc = n->doc;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) note(&doc->title, text_of(n, titles[i]));
    for (size_t i = 0; i < sizeof authors / sizeof *authors; i++) note(&doc->author, text_of(n, authors[i]));
    uint32_t publication = find_node(n, NEWS_publication, 1, n->tree->count);
    if (publication != NONE) note(&doc->outlet, html_attribute_of(n->tree, publication, "name"));
    for (size_t i = 0; i < sizeof outlets / sizeof *outlets; i++) note(&doc->outlet, text_of(n, outlets[i]));
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) note_date(n, &doc->date, date_of(n, dates[i]));
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) note_date(n, &doc->modified, date_of(n, changes[i]));
    doc->author = knowledge_without_by(n->known, doc->author);
}

/* --- The story --- */

/* Where each node belongs: a node stands behind its parent. */
static void place_nodes(news *n) {
    n->owner = ARENA_ARRAY(n->doc->memory, uint32_t, n->tree->count);
    n->unseen = ARENA_ARRAY(n->doc->memory, bool, n->tree->count);
    for (uint32_t i = 1; i < n->tree->count; i++) {
        const html_node *node = &n->tree->nodes[i];
        uint32_t treated = html_treated((html_tag)node->tag);
        n->owner[i] = treated & TAG_BLOCK ? i : n->owner[node->parent];
        n->unseen[i] = n->unseen[node->parent] || treated & TAG_UNSEEN;
    }
}

static block_kind kind_of(const news *n, uint32_t owner) {
    uint32_t treated = html_treated((html_tag)n->tree->nodes[owner].tag);
    if (treated & TAG_HEADING) return BLOCK_headline;
    return n->tree->nodes[owner].tag == NEWS_media_caption || treated & TAG_CAPTION ? BLOCK_caption : BLOCK_body;
}

/* Captions hold paragraphs. */
static bool in_caption(const news *n, uint32_t owner) {
    return n->tree->nodes[n->tree->nodes[owner].parent].tag == NEWS_media_caption;
}

/* The blocks below a node. */
static void write_blocks(const news *n, uint32_t root, block_kind kind) {
    uint32_t open = root;
    for (uint32_t i = root; i < n->tree->nodes[root].end; i++) {
        const html_node *node = &n->tree->nodes[i];
        if (n->unseen[i]) continue;
        if (node->tag == HTML_br) page_break(n->out, '\n');
        if (node->tag == HTML_td || node->tag == HTML_th) page_break(n->out, '\t');
        if (node->tag != HTML_text) continue;
        if (n->owner[i] != open) page_end(n->out, kind != BLOCK_body ? kind : in_caption(n, open) ? BLOCK_caption : kind_of(n, open));
        open = n->owner[i];
        page_text(n->out, str_slice((str){n->tree->text, SIZE_MAX}, node->start, (size_t)node->start + node->size), node->source);
    }
    page_end(n->out, kind != BLOCK_body ? kind : in_caption(n, open) ? BLOCK_caption : kind_of(n, open));
}

static void write_head(const news *n, html_tag tag, block_kind kind, uint32_t before) {
    uint32_t node = find_node(n, tag, 1, before);
    if (node != NONE) write_blocks(n, node, kind);
}

static uint32_t find_story(const news *n) {
    static const html_tag holders[] = {NEWS_body_content, NEWS_inline_xml, NEWS_inline_data, NEWS_data_content, HTML_body};
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++) {
        uint32_t node = find_node(n, holders[i], 1, n->tree->count);
        if (node == NONE) continue;
        uint32_t body = find_node(n, HTML_body, node, n->tree->nodes[node].end);
        return body == NONE ? node : body;
    }
    return NONE;
}

void news_document(document *doc, const read_knowledge *known, str source, page *out) {
    news n = {.doc = doc, .known = known, .tree = html_read_news(doc->memory, source), .out = out};
    place_nodes(&n);
    take_metadata(&n);
    uint32_t story = find_story(&n);
    if (story == NONE)
        arena_failf(doc->memory, MUSTER_INPUT, "news agencies' XML without a story in it (body.content, inlineXML, DataContent)");
    bool hl1 = find_node(&n, NEWS_hl1, 1, story) != NONE;
    write_head(&n, hl1 ? NEWS_hl1 : NEWS_headline, BLOCK_headline, story);
    write_head(&n, NEWS_hl2, BLOCK_headline, story);
    write_head(&n, NEWS_dateline, BLOCK_dateline, story);
    write_blocks(&n, story, BLOCK_body);
}
