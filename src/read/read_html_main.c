/* read_html_main.c: which text of a page is the story.
 *
 * The page is cut into the blocks that its tags make, and two plain measures of each decide, as in Kohlschütter, Fankhauser and Nejdl,
 * "Boilerplate Detection using Shallow Text Features" (WSDM 2010): how much text it has, and how much of that lies in links. In four passes
 * over the nodes, each linear:
 *   1. what is not shown is left out; what its tag, role or class calls furniture is left out too, unless it holds half of the page's text
 *      or its headline: classes are wrong that often;
 *   2. each block of running text (long, few links) is counted for all elements around it;
 *   3. the story is the innermost element that still holds three quarters of what was counted;
 *   4. its blocks are the text, but for lists of links and headings above nothing; headline, standfirst and caption between the first
 *      headline and the story belong to it.
 */

#include "read/read_html.h"

enum {
    RUNNING_TEXT = 60,   /* code points that a block of running text has, at least */
    LINKED_PERCENT = 40, /* and at most so much of it in links */
    KEPT_PERCENT = 60,   /* a block with more of it in links is none of the story */
    STORY_PERCENT = 75,
    NEARLY_ALL = 90, /* percent: what holds so much of a page is the page */
    STANDFIRST = 30,
    LARGE_CELL = 240,
    PHRASE_WORDS = 3
};

typedef struct html_block {
    uint32_t first, last; /* text nodes and breaks between */
    uint32_t owner;       /* the block element they are in */
    uint32_t size, linked;
    uint8_t heading;           /* 1 … 6, or 0 */
    bool caption, dated, kept; /* dated: it has a <time> or a byline in it */
} html_block;

typedef struct story_finder {
    arena *memory;
    const read_knowledge *known;
    html_tree *tree;
    uint32_t *weight; /* per node: code points of text below it */
    VEC(html_block) blocks;
    bool reply;              /* a letter that answers another */
    str title;               /* the page's <title> */
    uint32_t headline_block; /* or NONE */
    uint32_t root;           /* the story's element */
} story_finder;

/* --- What classes say --- */

/* The words of a class in lower case with a hyphen between: "relatedPosts_box" → "related-posts-box". */
static size_t spell(str class_name, char *out, size_t room) {
    size_t size = 0;
    for (size_t i = 0; i < class_name.size && size + 2 < room; i++) {
        char c = class_name.data[i];
        bool turn = i && ascii_upper(c) && ascii_lower(class_name.data[i - 1]);
        if (!ascii_alnum(c) || turn) {
            if (size && out[size - 1] != '-') out[size++] = '-';
        }
        if (ascii_alnum(c)) out[size++] = ascii_small(c);
    }
    while (size && out[size - 1] == '-') size--;
    return size;
}

static uint32_t roles_of_class(const read_knowledge *known, str class_name) {
    char words[128];
    str left = {words, spell(class_name, words, sizeof words)};
    uint32_t roles = 0;
    while (left.size) {
        size_t end = 0;
        for (int n = 0; n < PHRASE_WORDS && end < left.size; n++) {
            const char *hyphen = memchr(left.data + end + (n > 0), '-', left.size - end - (n > 0));
            end = hyphen ? (size_t)(hyphen - left.data) : left.size;
            roles |= knowledge_markup(known, str_slice(left, 0, end));
        }
        const char *next = memchr(left.data, '-', left.size);
        left = next ? str_slice(left, (size_t)(next - left.data) + 1, left.size) : STR_NONE;
    }
    return roles;
}

uint32_t html_class_roles(const read_knowledge *known, const html_tree *tree, uint32_t node) {
    static const char *const attributes[] = {"class", "id", "data-testid", "data-component"};
    uint32_t roles = 0;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        str left = html_attribute_of(tree, node, attributes[i]);
        for (int n = 0; n < 32 && left.size; n++) {
            str rest;
            str one = str_split(left, ' ', &rest);
            roles |= roles_of_class(known, str_trim(one));
            left = rest;
        }
    }
    return roles;
}

/* Whether a style has one of these declarations; spaces do not matter in it. */
static bool style_has(str style, const str *declarations, size_t count) {
    char text[256];
    size_t size = 0;
    for (size_t i = 0; i < style.size && size < sizeof text; i++)
        if (!ascii_space(style.data[i])) text[size++] = style.data[i];
    for (size_t i = 0; i < count; i++)
        if (str_has((str){text, size}, declarations[i])) return true;
    return false;
}

/* Whether a style takes an element out of sight. */
static bool style_hides(str style) {
    static const str hiding[] = {STR("display:none"), STR("visibility:hidden"), STR("clip:rect("), STR("clip-path:inset("),
                                 STR("left:-9999")};
    return style_has(style, hiding, sizeof hiding / sizeof *hiding);
}

/* Whether a style makes a paragraph of words. */
static bool style_sets_block(str style) {
    static const str setting[] = {STR("display:block"), STR("display:flex"), STR("display:table;")};
    return style_has(style, setting, sizeof setting / sizeof *setting);
}

/* What AMP shows in place of something else, while it loads or fails, or to those who may not read on. */
static bool is_stand_in(const html_tree *tree, uint32_t i) {
    const html_node *n = &tree->nodes[i];
    str access = html_attribute_of(tree, i, "amp-access");
    if (!access.data) access = html_attribute_of(tree, i, "subscriptions-section");
    if (str_starts(access, STR("NOT ")) || str_has(access, STR("not-granted"))) return true;
    bool text_field = n->tag == HTML_textarea || n->tag == HTML_form;
    return !text_field && (html_attribute_of(tree, i, "fallback").data || html_attribute_of(tree, i, "placeholder").data);
}

static bool is_unseen(const html_tree *tree, uint32_t i) {
    const html_node *n = &tree->nodes[i];
    if (html_treated((html_tag)n->tag) & TAG_UNSEEN || n->tag == HTML_title || n->tag == HTML_head) return true;
    if (!n->count) return false;
    if (style_hides(html_attribute_of(tree, i, "style")) || is_stand_in(tree, i)) return true;
    return html_attribute_of(tree, i, "hidden").data || str_is(html_attribute_of(tree, i, "aria-hidden"), "true");
}

/* What is written between quotations of a letter answers them. */
static bool holds_quotations(const html_tree *tree, uint32_t i) {
    for (uint32_t k = i + 1; k < tree->nodes[i].end; k++)
        if (tree->nodes[k].tag == HTML_blockquote) return true;
    return false;
}

/* Furniture by its tag or its role; by its class. Of what holds half of the page's text that is believed only of a question
 * for consent, and of the letter that a reply answers. */
static bool calls_itself_furniture(const story_finder *f, uint32_t i, bool half_of_page) {
    static const char *const roles[] = {"navigation", "banner", "contentinfo", "complementary", "search", "menu",
                                        "menubar",    "dialog", "alert",       "alertdialog",   "toolbar"};
    const html_node *n = &f->tree->nodes[i];
    uint32_t treated = html_treated((html_tag)n->tag);
    if (treated & TAG_FURNITURE && !half_of_page) return true;
    if (!n->count || treated & TAG_FRAME) return false;
    str role = html_attribute_of(f->tree, i, "role");
    for (size_t k = 0; k < sizeof roles / sizeof *roles && role.size; k++)
        if (str_is(role, roles[k]) && !half_of_page) return true;
    uint32_t said = html_class_roles(f->known, f->tree, i);
    if (said & MARKUP_CONSENT) return true;
    bool cited = said & MARKUP_ANSWERED || str_is(html_attribute_of(f->tree, i, "type"), "cite");
    if (f->reply && cited && (n->tag == HTML_blockquote || !holds_quotations(f->tree, i))) return true;
    return said & MARKUP_FURNITURE && !(said & MARKUP_STORY) && !half_of_page;
}

/* --- 1: what is left out --- */

/* Code points that are seen; the no-break space is none. */
static uint32_t seen_points(str text) {
    uint32_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        bool blank = (unsigned char)text.data[i] == 0xC2 && i + 1 < text.size && (unsigned char)text.data[i + 1] == 0xA0;
        count += (unsigned char)text.data[i] > ' ' && !utf8_continues(text.data[i]) && !blank;
    }
    return count;
}

static str node_text(const story_finder *f, uint32_t i) {
    return (str){f->tree->text + f->tree->nodes[i].start, f->tree->nodes[i].size};
}

static void weigh(story_finder *f) {
    html_node *nodes = f->tree->nodes;
    f->weight = ARENA_ARRAY(f->memory, uint32_t, f->tree->count);
    for (uint32_t i = 1; i < f->tree->count; i++) {
        html_node *n = &nodes[i];
        n->unseen = nodes[n->parent].unseen || (n->tag != HTML_text && is_unseen(f->tree, i));
        n->linked = nodes[n->parent].linked || n->tag == HTML_a;
        n->set_block = n->tag == HTML_other && n->count && style_sets_block(html_attribute_of(f->tree, i, "style"));
        if (n->tag == HTML_text && !n->unseen) f->weight[i] = seen_points(node_text(f, i));
    }
    for (uint32_t i = f->tree->count; i-- > 1;) f->weight[nodes[i].parent] += f->weight[i];
    for (uint32_t i = 1; i < f->tree->count; i++) {
        const html_node *above = &nodes[nodes[i].parent];
        nodes[i].small_cell =
            above->small_cell || ((above->tag == HTML_td || above->tag == HTML_th) && f->weight[nodes[i].parent] < RUNNING_TEXT);
    }
}

/* The headline: the heading that the page's <title> has in it, the longest if there are several (a masthead may be one too); else the first
 * <h1>. */
static void find_headline(story_finder *f) {
    const html_tree *tree = f->tree;
    enum { TITLE_MOST = 1024 }; /* it is searched for every heading */
    size_t longest = 0;
    f->tree->headline = NONE;
    for (uint32_t i = 1; i < tree->count && !f->title.size; i++)
        if (tree->nodes[i].tag == HTML_title) f->title = html_text_of(f->memory, tree, i);
    if (f->title.size > TITLE_MOST) f->title.size = TITLE_MOST;
    for (uint32_t i = 1; i < tree->count; i++) {
        const html_node *n = &tree->nodes[i];
        if (!(html_treated((html_tag)n->tag) & TAG_HEADING) || n->unseen || !f->weight[i]) continue;
        if (tree->headline == NONE && n->tag == HTML_h1) f->tree->headline = i;
        arena_mark here = arena_here(f->memory);
        str text = html_text_of(f->memory, tree, i);
        if (text.size > longest && str_has(f->title, text)) {
            longest = text.size;
            f->tree->headline = i;
        }
        arena_release(f->memory, here);
    }
}

static void leave_out_furniture(story_finder *f) {
    html_node *nodes = f->tree->nodes;
    uint32_t all = f->weight[0], headline = f->tree->headline;
    for (uint32_t i = 1; i < f->tree->count; i++) {
        html_node *n = &nodes[i];
        n->furniture = nodes[n->parent].furniture;
        if (n->furniture || n->unseen || n->tag == HTML_text || (uint64_t)f->weight[i] * 100 >= (uint64_t)all * NEARLY_ALL) continue;
        bool holds_headline = headline != NONE && headline >= i && headline < n->end;
        n->furniture = !holds_headline && calls_itself_furniture(f, i, (uint64_t)f->weight[i] * 2 >= all);
    }
}

/* --- 2: blocks --- */

/* Paragraphs inside a cell of a few words are of its row; a cell of many is no part of a row, but one of the columns of a page. */
static bool is_block(const story_finder *f, uint32_t node) {
    const html_node *n = &f->tree->nodes[node];
    if (n->small_cell) return false;
    return n->set_block || html_treated((html_tag)n->tag) & TAG_BLOCK ||
           ((n->tag == HTML_td || n->tag == HTML_th) && f->weight[node] >= LARGE_CELL);
}

static uint32_t block_owner(const story_finder *f, uint32_t node) {
    while (node && !is_block(f, node)) node = f->tree->nodes[node].parent;
    return node;
}

typedef struct cutting {
    uint32_t first; /* text of the block that is open, or NONE */
    uint32_t last, breaks;
} cutting;

static void end_block(story_finder *f, cutting *c) {
    if (c->first == NONE) return;
    const html_node *nodes = f->tree->nodes;
    html_block b = {.first = c->first, .last = c->last, .owner = block_owner(f, c->first)};
    for (uint32_t i = b.first; i <= b.last; i++) {
        const html_node *n = &f->tree->nodes[i];
        b.dated |= n->tag == HTML_time;
        if (n->tag != HTML_text || n->unseen || n->furniture) continue;
        b.dated |= nodes[n->parent].tag == HTML_time;
        b.size += f->weight[i];
        if (n->linked) b.linked += f->weight[i];
    }
    for (uint32_t at = b.owner, levels = 0; at && levels < 4; at = f->tree->nodes[at].parent, levels++) {
        uint32_t tag = f->tree->nodes[at].tag;
        uint32_t called = levels < 2 && f->tree->nodes[at].count ? html_class_roles(f->known, f->tree, at) : 0;
        if (html_treated((html_tag)tag) & TAG_HEADING && !b.heading) b.heading = (uint8_t)(tag - HTML_h1 + 1);
        b.caption |= html_treated((html_tag)tag) & TAG_CAPTION || called & MARKUP_CAPTION;
        b.dated |= !levels && called & MARKUP_BYLINE;
    }
    if (b.size) VEC_PUSH(f->memory, &f->blocks, b);
    c->first = NONE;
    c->breaks = 0;
}

/* Every block element begins and ends a block; so do two line breaks. */
static void cut_blocks(story_finder *f) {
    html_node *nodes = f->tree->nodes;
    cutting c = {.first = NONE};
    uint32_t within = 0; /* the block element whose text is being read */
    for (uint32_t i = 1; i < f->tree->count; i++) {
        const html_node *n = &nodes[i];
        if (n->unseen || n->furniture) {
            if (is_block(f, i)) end_block(f, &c);
            continue;
        }
        if (is_block(f, i) || (n->tag == HTML_br && c.first != NONE && ++c.breaks > 1)) end_block(f, &c);
        if (n->tag != HTML_text || !f->weight[i]) continue;
        uint32_t owner = block_owner(f, i);
        if (owner != within) end_block(f, &c);
        within = owner;
        if (c.first == NONE) c.first = i;
        c.last = i;
        c.breaks = 0;
    }
    end_block(f, &c);
}

static bool is_running(const html_block *b) {
    return b->size >= RUNNING_TEXT && !b->heading && (uint64_t)b->linked * 100 <= (uint64_t)b->size * LINKED_PERCENT;
}

/* --- 3: the story's element --- */

/* The innermost element that holds enough of `counted`, which is summed up over all elements here. */
static uint32_t innermost(const story_finder *f, uint32_t *counted) {
    const html_node *nodes = f->tree->nodes;
    for (uint32_t i = f->tree->count; i-- > 1;) counted[nodes[i].parent] += counted[i];
    uint32_t best = 0;
    for (uint32_t i = 1; i < f->tree->count; i++) {
        if (i >= nodes[best].end) break;
        if ((uint64_t)counted[i] * 100 >= (uint64_t)counted[0] * STORY_PERCENT && counted[i]) best = i;
    }
    return best;
}

static bool same_attribute(const html_tree *tree, uint32_t one, uint32_t other, const char *name) {
    return str_equal(html_attribute_of(tree, one, name), html_attribute_of(tree, other, name));
}

/* What an element holds. */
typedef struct held {
    uint32_t blocks;
    bool running, heading;
} held;

/* Looks at the blocks from *from on, and leaves it behind the last: elements side by side are asked for in order. */
static held held_by(const story_finder *f, uint32_t node, uint32_t *from) {
    const html_node *nodes = f->tree->nodes;
    held all = {0};
    for (uint32_t *i = from; *i < f->blocks.count && f->blocks.at[*i].first < nodes[node].end; ++*i) {
        const html_block *b = &f->blocks.at[*i];
        if (b->first < node) continue;
        all.blocks++;
        all.running |= is_running(b);
        all.heading |= b->heading != 0;
    }
    return all;
}

/* Whether an element has others of its kind beside it: the same tag, class and style. Such are paragraphs, too; or groups of them, if they
 * have running text and none has a heading: what has one is another story. */
static bool is_one_of_several(const story_finder *f, uint32_t node) {
    const html_node *nodes = f->tree->nodes;
    uint32_t parent = nodes[node].parent, from = 0;
    held own = held_by(f, node, &from);
    from = 0;
    bool group = own.blocks > 1;
    if (group && (own.heading || nodes[node].tag == HTML_article)) return false;
    for (uint32_t i = parent + 1; i<nodes[parent].end; i = nodes[i].end> i ? nodes[i].end : i + 1) {
        bool like = i != node && nodes[i].tag == nodes[node].tag && f->weight[i] && !nodes[i].furniture;
        if (!like || !same_attribute(f->tree, i, node, "class") || !same_attribute(f->tree, i, node, "style")) continue;
        held other = group ? held_by(f, i, &from) : own;
        if (!group || (other.running && !other.heading)) return true;
    }
    return false;
}

/* Whether a list has another one beside it: then it is a part of a text. */
static bool is_list_beside_list(const story_finder *f, uint32_t node) {
    const html_node *nodes = f->tree->nodes;
    if (nodes[node].tag != HTML_ul && nodes[node].tag != HTML_ol) return false;
    uint32_t parent = nodes[node].parent;
    for (uint32_t i = parent + 1; i<nodes[parent].end; i = nodes[i].end> i ? nodes[i].end : i + 1)
        if (i != node && (nodes[i].tag == HTML_ul || nodes[i].tag == HTML_ol) && f->weight[i] && !nodes[i].furniture) return true;
    return false;
}

/* Pages that never end have the next stories below the one that was asked for: of elements that each have a headline of the same rank only
 * the one with the page's headline is the story. */
static uint32_t without_next_stories(const story_finder *f) {
    const html_node *nodes = f->tree->nodes;
    uint32_t headline = f->tree->headline, own = headline == NONE ? 0 : nodes[headline].parent;
    while (own && nodes[own].tag != HTML_article) own = nodes[own].parent;
    if (!own || own <= f->root || own >= nodes[f->root].end || nodes[headline].tag != HTML_h1) return f->root;
    for (uint32_t i = nodes[own].end; i < nodes[f->root].end; i++)
        if (nodes[i].tag == HTML_h1 && !nodes[i].unseen && !nodes[i].furniture) return own;
    return f->root;
}

static void find_story(story_finder *f) {
    uint32_t *counted = ARENA_ARRAY(f->memory, uint32_t, f->tree->count), any = 0;
    for (int strict = 1; strict >= 0 && !any; strict--)
        for (uint32_t i = 0; i < f->blocks.count; i++) {
            const html_block *b = &f->blocks.at[i];
            uint32_t size = is_running(b) || (!strict && (uint64_t)b->linked * 2 < b->size) ? b->size : 0;
            counted[b->owner] += size;
            any |= size;
        }
    f->root = innermost(f, counted);
    /* One paragraph, or one picture, is no story: what stands beside it belongs to it. */
    const html_node *nodes = f->tree->nodes;
    while (f->root &&
           (nodes[f->root].tag == HTML_p || nodes[f->root].tag == HTML_figure || nodes[f->root].tag == HTML_figcaption ||
            html_treated((html_tag)nodes[f->root].tag) & TAG_HEADING || !(html_treated((html_tag)nodes[f->root].tag) & TAG_BLOCK) ||
            is_list_beside_list(f, f->root) || is_one_of_several(f, f->root)))
        f->root = nodes[f->root].parent;
    f->root = without_next_stories(f);
}

/* --- 4: its blocks --- */

static bool inside(const story_finder *f, const html_block *b, uint32_t node) {
    return b->first >= node && b->first < f->tree->nodes[node].end;
}

static bool is_list_of_links(const html_block *b) {
    return (uint64_t)b->linked * 100 > (uint64_t)b->size * KEPT_PERCENT && !b->heading;
}

/* False: the block stands above the headline, as labels do, and is no running text. */
static bool below_headline(const story_finder *f, uint32_t i) {
    return f->headline_block == NONE || i >= f->headline_block || is_running(&f->blocks.at[i]);
}

/* Without a heading: a block that the page's title begins with. */
static bool reads_as_title(const story_finder *f, const html_block *b) {
    enum { SHORTEST = 8 };
    if (b->size < SHORTEST || b->linked) return false;
    arena_mark here = arena_here(f->memory);
    str text = html_text_of(f->memory, f->tree, b->owner);
    bool same = text.size >= SHORTEST && str_starts(f->title, text);
    arena_release(f->memory, here);
    return same;
}

static void find_headline_block(story_finder *f) {
    f->headline_block = NONE;
    for (uint32_t i = 0; i < f->blocks.count; i++) {
        html_block *b = &f->blocks.at[i];
        if (b->first >= f->tree->nodes[f->root].end && f->tree->headline == NONE) return;
        bool found = f->tree->headline != NONE ? inside(f, b, f->tree->headline)
                                               : f->tree->nodes[b->owner].end - b->owner < 16 && reads_as_title(f, b);
        if (!found) continue;
        f->headline_block = i;
        if (!b->heading) b->heading = 1;
        return;
    }
}

/* A heading above nothing, or above nothing but a heading of its own rank. */
static void drop_bare_headings(story_finder *f) {
    enum { TEXT = UINT8_MAX }; /* stands below: more than the rank of any heading */
    uint32_t below = 0;
    for (uint32_t i = f->blocks.count; i-- > 0;) {
        html_block *b = &f->blocks.at[i];
        if (!b->kept) continue;
        if (b->heading && i != f->headline_block && b->heading >= below) b->kept = false;
        if (b->kept) below = b->heading ? b->heading : TEXT;
    }
}

static void keep_blocks(story_finder *f) {
    bool all = !f->tree->whole_page || f->reply; /* what somebody answers is all of it his */
    find_headline_block(f);
    for (uint32_t i = 0; i < f->blocks.count; i++) {
        html_block *b = &f->blocks.at[i];
        bool after_headline = f->headline_block != NONE && i >= f->headline_block && b->first < f->tree->nodes[f->root].end;
        if (all || inside(f, b, f->root))
            b->kept = all || i == f->headline_block || (!is_list_of_links(b) && below_headline(f, i));
        else if (after_headline)
            b->kept =
                i == f->headline_block || b->caption || (b->size >= STANDFIRST && !is_list_of_links(b)) || (!b->linked && !b->heading);
    }
    if (!all) drop_bare_headings(f);
}

/* Lines of preformatted text stay lines. */
static void write_lines(page *out, str text, uint32_t source) {
    for (size_t at = 0; at < text.size;) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        size_t stop = end ? (size_t)(end - text.data) : text.size;
        page_text(out, str_slice(text, at, stop), source + (uint32_t)at);
        if (end) page_break(out, '\n');
        at = stop + 1;
    }
}

static block_kind kind_of(const html_block *b) {
    enum { DATELINE = 100 };
    if (b->heading) return BLOCK_headline;
    if (b->caption) return BLOCK_caption;
    return b->dated && b->size < DATELINE ? BLOCK_dateline : BLOCK_body;
}

/* Where the text of a block ends before a link such as "Read more", if it ends with one. */
static uint32_t without_link(const story_finder *f, const html_block *b) {
    const html_node *last = &f->tree->nodes[b->last];
    folded words;
    if (!last->linked || last->unseen || last->furniture || b->linked >= b->size || last->size > FOLD_BYTES) return b->last;
    fold_text(node_text(f, b->last), &words);
    if (!words.whole || words.words < 2) return b->last;
    bool furniture = knowledge_roles(f->known, fold_slice(&words, 0, words.words), FORM_WHOLE) & ROLE_FURNITURE;
    for (uint32_t n = 2; n <= words.words; n++)
        furniture |= knowledge_roles(f->known, fold_slice(&words, 0, n), FORM_PREFIX) & ROLE_FURNITURE;
    return furniture ? last->parent - 1 : b->last;
}

static void write_block(const story_finder *f, const html_block *b, page *out) {
    uint32_t end = without_link(f, b);
    bool lines = f->tree->nodes[b->owner].tag == HTML_pre;
    bool in_time = false, begun = false;
    for (uint32_t i = b->first; i <= end; i++) {
        const html_node *n = &f->tree->nodes[i];
        if (n->unseen || n->furniture) continue;
        if (n->tag == HTML_br) page_break(out, '\n');
        if (n->tag == HTML_td || n->tag == HTML_th) page_break(out, '\t');
        if (n->tag != HTML_text) continue;
        bool time = f->tree->nodes[n->parent].tag == HTML_time;
        if (begun && time != in_time) page_text(out, STR(" "), n->source); /* where nothing else keeps it apart, a style does */
        in_time = time;
        begun = true;
        if (lines)
            write_lines(out, node_text(f, i), n->source);
        else
            page_text(out, node_text(f, i), n->source);
    }
    page_end(out, kind_of(b));
}

void html_main(document *doc, const read_knowledge *known, html_tree *tree, page *out) {
    story_finder f = {.memory = doc->memory, .known = known, .tree = tree, .reply = doc->reply};
    weigh(&f);
    find_headline(&f);
    leave_out_furniture(&f);
    cut_blocks(&f);
    find_story(&f);
    keep_blocks(&f);
    for (uint32_t i = 0; i < f.blocks.count; i++)
        if (f.blocks.at[i].kept) write_block(&f, &f.blocks.at[i], out);
}
