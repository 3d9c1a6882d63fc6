/* read_html_meta.c: what a page says of itself: title, author, dates, outlet, address. In the order of trust: JSON-LD of an article
 * (schema.org), Open Graph and other <meta>, microdata, <time>, a byline, <title>. */
#include <jansson.h>

#include "read/read_html.h"

enum { LINKED_DATA_DEPTH = 8, AUTHORS = 400 };
/* A page that shows less than such a part of the story of its data shows but a teaser; one with so few bytes may have its story in a
 * script, but where there are so many that they may be a short story, it must be one of the page's title, and else of that or dated:
 * scripts hold other texts, too. */
enum { LEAST_SHARE = 3, SHOWS_NOTHING = 1000, SAYS_SOMETHING = 250 };

enum { FACT_body = FACT_COUNT, FACTS };

typedef struct facts {
    document *doc;
    const read_knowledge *known;
    const html_tree *tree;
    str found[FACTS];
} facts;

/* The first to say something is believed. Dates must be dates, a title no file, an author no address. */
static void note(facts *f, uint32_t which, str text) {
    text = str_trim(text);
    if (!text.size || f->found[which].size) return;
    if (which == FACT_date || which == FACT_modified) {
        char iso[DATE_SIZE], copy[64];
        size_t size = text.size < sizeof copy - 1 ? text.size : sizeof copy - 1;
        memcpy(copy, text.data, size);
        copy[size] = '\0';
        if (!date_iso(f->known, copy, iso)) return;
        f->found[which] = arena_str(f->doc->memory, str_from(iso));
        return;
    }
    if (which == FACT_author) text = knowledge_without_by(f->known, text);
    if (which == FACT_author && (!text.size || str_starts(text, STR("http")) || text.data[0] == '@')) return;
    if (which == FACT_author && knowledge_is_nobody(f->known, text)) return;
    f->found[which] = arena_str(f->doc->memory, text);
}

/* --- JSON-LD --- */

static bool is_article(const json_t *type) {
    size_t i;
    json_t *one;
    if (json_is_array(type)) {
        json_array_foreach(type, i, one) {
            if (is_article(one)) return true;
        }
        return false;
    }
    str name = (str){json_string_value(type), json_string_length(type)};
    return name.size && (str_ends(name, STR("Article")) || str_ends(name, STR("Posting")) || str_is(name, "Report"));
}

/* The name or names of a person or organisation: "X", {"name": "X"}, or a list of such; a {"@id": …} says nothing. */
static void names_of(const json_t *value, char *out, size_t room) {
    size_t i, size = strlen(out);
    json_t *one;
    if (json_is_array(value)) {
        json_array_foreach(value, i, one) {
            if (!json_is_array(one)) names_of(one, out, room);
        }
        return;
    }
    const json_t *name = json_is_object(value) ? json_object_get(value, "name") : value;
    if (json_is_array(name)) names_of(name, out, room);
    if (json_is_string(name) && size + json_string_length(name) + 3 < room)
        snprintf(out + size, room - size, "%s%s", size ? ", " : "", json_string_value(name));
}

static void note_json(facts *f, uint32_t which, const json_t *value) {
    char names[AUTHORS] = "";
    if (json_is_object(value) && which == FACT_url) value = json_object_get(value, "@id");
    if (which == FACT_author || which == FACT_outlet)
        names_of(value, names, sizeof names);
    else if (json_is_string(value)) {
        note(f, which, (str){json_string_value(value), json_string_length(value)});
        return;
    }
    note(f, which, str_from(names));
}

/* The posts of a live blog, a line for each headline and each text, where the page has them in its data alone. */
static void read_posts(facts *f, const json_t *blog) {
    static const char *const keys[] = {"headline", "articleBody"};
    const json_t *posts = json_object_get(blog, "liveBlogUpdate");
    size_t i;
    json_t *post;
    if (f->found[FACT_body].size) return;
    VEC(char) text = {0};
    json_array_foreach(posts, i, post) for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        const json_t *value = json_object_get(post, keys[k]);
        for (size_t n = 0; n < json_string_length(value); n++) VEC_PUSH(f->doc->memory, &text, json_string_value(value)[n]);
        if (json_is_string(value)) VEC_PUSH(f->doc->memory, &text, '\n');
    }
    note(f, FACT_body, (str){text.at, text.count});
}

static void read_article(facts *f, const json_t *article) {
    static const struct {
        const char *key;
        uint32_t which;
    } keys[] = {{"headline", FACT_title},
                {"name", FACT_title},
                {"author", FACT_author},
                {"publisher", FACT_outlet},
                {"sourceOrganization", FACT_outlet},
                {"datePublished", FACT_date},
                {"dateCreated", FACT_date},
                {"dateModified", FACT_modified},
                {"url", FACT_url},
                {"mainEntityOfPage", FACT_url},
                {"articleBody", FACT_body}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) note_json(f, keys[i].which, json_object_get(article, keys[i].key));
    read_posts(f, article);
}

/* Articles in it: it may be one, a list, or a @graph. */
static void find_articles(facts *f, const json_t *value, int depth) {
    size_t i;
    json_t *one;
    if (depth > LINKED_DATA_DEPTH) return;
    if (json_is_array(value)) {
        json_array_foreach(value, i, one) find_articles(f, one, depth + 1);
        return;
    }
    if (!json_is_object(value)) return;
    if (is_article(json_object_get(value, "@type"))) read_article(f, value);
    find_articles(f, json_object_get(value, "@graph"), depth + 1);
    find_articles(f, json_object_get(value, "mainEntity"), depth + 1);
}

/* Frees the JSON whatever happens: notes are made in the arena, which may jump. */
static void drop_json(void *value) {
    json_decref(value);
}

/* The JSON of a script, behind what hid it from old browsers ("//<![CDATA["). */
static str json_of(str script) {
    enum { LOOKED_AT = 32 };
    static const str sign = STR("CDATA[");
    const char *found = memmem(script.data, script.size < LOOKED_AT ? script.size : LOOKED_AT, sign.data, sign.size);
    return found ? str_slice(script, (size_t)(found - script.data) + sign.size, script.size) : script;
}

static void read_linked_data(facts *f, uint32_t script) {
    const html_node *nodes = f->tree->nodes;
    size_t size = 0;
    uint32_t first = script + 1;
    for (uint32_t i = first; i < nodes[script].end; i++)
        if (nodes[i].tag == HTML_text) size += nodes[i].size;
    if (!size) return;
    /* Text nodes lie one behind the other. */
    json_error_t error;
    str json = json_of((str){f->tree->text + nodes[first].start, size});
    json_t *value = json_loadb(json.data, json.size, JSON_DISABLE_EOF_CHECK, &error);
    if (!value) return;
    arena_defer(f->doc->memory, drop_json, value);
    find_articles(f, value, 0);
}

/* --- <meta>, microdata, <time>, <link> --- */

static bool note_named(facts *f, str name, str value) {
    fact which = knowledge_meta(f->known, name);
    if (which != FACT_COUNT) note(f, which, value);
    return which != FACT_COUNT;
}

static void read_meta(facts *f, uint32_t i) {
    static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
    str content = html_attribute_of(f->tree, i, "content");
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if (note_named(f, html_attribute_of(f->tree, i, keys[k]), content)) return;
}

static str value_of(const facts *f, uint32_t i) {
    static const char *const attributes[] = {"datetime", "content"};
    for (int k = 0; k < 2; k++) {
        str value = html_attribute_of(f->tree, i, attributes[k]);
        if (value.size) return value;
    }
    return html_text_of(f->doc->memory, f->tree, i);
}

/* itemprop on what is shown; <link rel=canonical>; rel=author; the date of a post in a microformat, <abbr class="published" title="…">. */
static void read_element(facts *f, uint32_t i) {
    const html_node *n = &f->tree->nodes[i];
    str property = html_attribute_of(f->tree, i, "itemprop"), rel = html_attribute_of(f->tree, i, "rel");
    if (n->tag == HTML_link && str_is(rel, "canonical")) note(f, FACT_url, html_attribute_of(f->tree, i, "href"));
    if (n->tag == HTML_a && str_is(rel, "author")) note(f, FACT_author, html_text_of(f->doc->memory, f->tree, i));
    if (str_is(html_attribute_of(f->tree, i, "class"), "published")) note(f, FACT_date, html_attribute_of(f->tree, i, "title"));
    if (!property.size || n->tag == HTML_meta) return;
    if (str_is(property, "datePublished") || str_is(property, "dateModified") || str_is(property, "headline") || str_is(property, "author"))
        note_named(f, property, value_of(f, i));
}

/* The first <time> that is shown and no furniture; else the first behind the headline, in its article: a list of who published it when may
 * be the footer of a header. */
static void read_times(facts *f) {
    const html_node *nodes = f->tree->nodes;
    uint32_t frame = f->tree->headline == NONE ? 0 : f->tree->headline;
    for (uint32_t i = 1; i < f->tree->count && !f->found[FACT_date].size; i++)
        if (nodes[i].tag == HTML_time && !nodes[i].furniture && !nodes[i].unseen) note(f, FACT_date, value_of(f, i));
    while (frame && !(html_treated((html_tag)nodes[frame].tag) & TAG_FRAME)) frame = nodes[frame].parent;
    for (uint32_t i = f->tree->headline; frame && i < nodes[frame].end && !f->found[FACT_date].size; i++)
        if (nodes[i].tag == HTML_time && !nodes[i].unseen) note(f, FACT_date, value_of(f, i));
}

/* The last resort: an element that a class calls byline. */
static void read_byline(facts *f) {
    for (uint32_t i = 1; i < f->tree->count && !f->found[FACT_author].size; i++) {
        const html_node *n = &f->tree->nodes[i];
        if (!n->count || n->furniture || n->unseen || n->end - i > 16) continue;
        if (!(html_class_roles(f->known, f->tree, i) & MARKUP_BYLINE)) continue;
        str text = html_text_of(f->doc->memory, f->tree, i);
        folded words;
        fold_words(text, 8, &words);
        if (!words.whole || !words.words || words.words > 8) continue;
        note(f, FACT_author, text);
    }
}

/* Where a browser, or SingleFile, says in a comment that it saved the page from: "saved from url=(0031)https://…", "url: https://…". */
static void read_saved_from(facts *f, str source) {
    enum { LOOKED_AT = 2048, COUNT_BYTES = 6 };
    static const str signs[] = {STR("saved from url=("), STR("Page saved with SingleFile")};
    str beginning = str_slice(source, 0, source.size < LOOKED_AT ? source.size : LOOKED_AT);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const char *sign = memmem(beginning.data, beginning.size, signs[i].data, signs[i].size);
        if (!sign) continue;
        str rest = str_slice(beginning, (size_t)(sign - beginning.data), beginning.size);
        const char *address = memmem(rest.data, rest.size, "http", 4);
        size_t at = address ? (size_t)(address - rest.data) : rest.size, end = at;
        while (end < rest.size && rest.data[end] > ' ') end++;
        if (at < signs[i].size + COUNT_BYTES * 2) note(f, FACT_url, str_slice(rest, at, end));
    }
}

/* Between the headline and the outlet in a <title> stands a separator; close to the headline a sign may do ("Headline_Outlet"). */
static bool outlet_behind(str rest, str *outlet) {
    size_t last = 0;
    for (size_t at = 0; at < rest.size; at++) {
        uint32_t separator = title_separator(rest, at);
        if (separator) last = at + separator;
    }
    if (!last && rest.size > 1 && strchr("-_|", rest.data[0]) && ascii_upper(rest.data[1])) last = 1;
    *outlet = str_slice(rest, last, rest.size);
    return last > 0;
}

/* "Outlet: Headline", "Outlet » Headline". */
static bool outlet_before(str rest, str *outlet) {
    *outlet = str_slice(rest, 0, 0);
    if (str_ends(rest, STR(": "))) *outlet = str_slice(rest, 0, rest.size - 2);
    for (size_t at = 0; at < rest.size && !outlet->size; at++)
        if (title_separator(rest, at)) *outlet = str_slice(rest, 0, at);
    return outlet->size > 0;
}

/* "Print", "Share": no outlet. */
static bool is_page_word(const facts *f, str text) {
    folded words;
    fold_text(text, &words);
    return words.whole && words.words &&
           knowledge_roles(f->known, fold_slice(&words, 0, words.words), FORM_WHOLE) & (ROLE_WORD | ROLE_FURNITURE);
}

/* A <title> that begins with the headline goes on with the name of the outlet ("Headline | World | Outlet"); or it begins with that. */
static void read_title(facts *f, str title) {
    str headline = f->tree->headline == NONE ? STR_NONE : html_text_of(f->doc->memory, f->tree, f->tree->headline), outlet;
    if (headline.size && headline.size < title.size) {
        size_t rest = title.size - headline.size;
        bool named = str_starts(title, headline) ? outlet_behind(str_slice(title, headline.size, title.size), &outlet)
                                                 : str_ends(title, headline) && outlet_before(str_slice(title, 0, rest), &outlet);
        if (named && !is_page_word(f, outlet)) note(f, FACT_outlet, outlet);
        if (named) note(f, FACT_title, headline);
    }
    /* "Headline - Country", as the page is listed elsewhere. */
    str *known = &f->found[FACT_title];
    if (headline.size && str_starts(*known, headline) && title_separator(*known, headline.size)) known->size = headline.size;
    /* A <title> that has nothing of the headline is the site's ("Wire"), not the story's. */
    bool of_site = headline.size > title.size * 2 && !str_has(headline, title);
    note(f, FACT_title, of_site ? headline : title);
}

static void read_all(facts *f, str source) {
    for (uint32_t i = 1; i < f->tree->count; i++)
        if (f->tree->nodes[i].tag == HTML_script && str_starts(html_attribute_of(f->tree, i, "type"), STR("application/ld+json")))
            read_linked_data(f, i);
    for (uint32_t i = 1; i < f->tree->count; i++)
        if (f->tree->nodes[i].tag == HTML_meta) read_meta(f, i);
    for (uint32_t i = 1; i < f->tree->count; i++)
        if (f->tree->nodes[i].count) read_element(f, i);
    read_times(f);
    read_byline(f);
    for (uint32_t i = 1; i < f->tree->count; i++)
        if (f->tree->nodes[i].tag == HTML_title) read_title(f, html_text_of(f->doc->memory, f->tree, i));
    read_saved_from(f, source);
}

/* Fills the document; what remains is the story as the page's data tell it, or none. */
static str take_metadata(document *doc, const read_knowledge *known, const html_tree *tree, str source) {
    facts f = {.doc = doc, .known = known, .tree = tree};
    str *const to[FACT_COUNT] = {&doc->title, &doc->author, &doc->outlet, &doc->url, &doc->date, &doc->modified};
    read_all(&f, source);
    for (int i = 0; i < FACT_COUNT; i++)
        if (!to[i]->size) *to[i] = f.found[i];
    return f.found[FACT_body];
}

/* --- A story that is not shown --- */

/* What a script would show: the headline, and the story in paragraphs or in markup. */
static void put_story(document *doc, const read_knowledge *known, str headline, str story, page *out) {
    page_clear(out);
    doc->unmapped = true;
    bool markup = str_has(story, STR("</"));
    if (!markup || !headline.size || !str_has(story, headline)) {
        page_text(out, headline, 0);
        page_end(out, BLOCK_headline);
    }
    if (markup) {
        html_main(doc, known, html_read(doc->memory, story), out);
        return;
    }
    for (str rest = story; rest.data;) {
        page_text(out, str_split(rest, '\n', &rest), 0);
        page_end(out, BLOCK_body);
    }
}

static bool is_same_title(str one, str other) {
    return one.size && other.size && (str_has(one, other) || str_has(other, one));
}

/* Where the page shows next to nothing: what its scripts would show. Its headline is believed, where the page's title is the site's. */
static void take_state(document *doc, const read_knowledge *known, const html_tree *tree, bool titled, page *out) {
    html_state state = html_read_state(doc->memory, known, tree);
    if (state.story.size / LEAST_SHARE <= out->text.count) return;
    bool other = !is_same_title(doc->title, state.title);
    str outlet = STR_NONE;
    if (other && (out->text.count >= SAYS_SOMETHING || !state.date.size)) return;
    str *const to[] = {&doc->title, &doc->author, &doc->date, &doc->url};
    const str from[] = {state.title, state.author, state.date, state.url};
    bool longer = state.title.size && state.title.size < doc->title.size && str_starts(doc->title, state.title);
    if (longer && outlet_behind(str_slice(doc->title, state.title.size, doc->title.size), &outlet) && !doc->outlet.size)
        doc->outlet = outlet;
    if (!titled && (longer || !str_has(doc->title, state.title))) doc->title = STR_NONE;
    for (size_t i = 0; i < sizeof to / sizeof *to; i++)
        if (!to[i]->size) *to[i] = from[i];
    put_story(doc, known, state.title.size ? state.title : doc->title, state.story, out);
}

static bool has_script(const html_tree *tree) {
    for (uint32_t i = 1; i < tree->count; i++)
        if (tree->nodes[i].tag == HTML_script) return true;
    return false;
}

/* --- Encoding --- */

str html_encoding(str bytes) {
    enum { LOOKED_AT = 4096 };
    size_t size = bytes.size < LOOKED_AT ? bytes.size : LOOKED_AT;
    for (size_t at = 0; at + 8 < size; at++) {
        str rest = str_slice(bytes, at, size);
        if (!str_starts_caseless(rest, STR("charset")) && !str_starts_caseless(rest, STR("encoding"))) continue;
        size_t from = at + (bytes.data[at] == 'c' || bytes.data[at] == 'C' ? 7 : 8), to;
        while (from < size && strchr(" =\"'", bytes.data[from])) from++;
        for (to = from; to < size && (ascii_alnum(bytes.data[to]) || memchr("-_:", bytes.data[to], 3));) to++;
        if (to > from + 2 && to < size) return str_slice(bytes, from, to);
    }
    return STR_NONE;
}

/* Whether a paragraph breaks off ("…") where the story of the page's data goes on. */
static bool breaks_off(const page *shown, str story) {
    enum { LEAST = 40 };
    for (uint32_t i = 0; story.size && i < shown->paragraphs.count; i++) {
        const paragraph *p = &shown->paragraphs.at[i];
        str text = {shown->text.at + p->start, p->end - p->start};
        size_t sign = str_ends(text, STR("\xE2\x80\xA6")) ? 3 : str_ends(text, STR("...")) ? 3 : 0;
        if (!sign || text.size < LEAST) continue;
        text = str_trim(str_slice(text, 0, text.size - sign));
        const char *found = memmem(story.data, story.size, text.data, text.size);
        const char *behind = found ? found + text.size : NULL;
        if (behind && behind < story.data + story.size && (*behind == ' ' || ascii_alnum(*behind) || *behind == ',')) return true;
    }
    return false;
}

const char *html_document(document *doc, const read_knowledge *known, str source, page *out) {
    html_tree *tree = html_read(doc->memory, source);
    bool titled = doc->title.size != 0;
    html_main(doc, known, tree, out);
    str story = take_metadata(doc, known, tree, source);
    page_end(out, BLOCK_body);
    if (story.size / LEAST_SHARE > out->text.count || breaks_off(out, story)) put_story(doc, known, doc->title, story, out);
    if (out->text.count < SHOWS_NOTHING) take_state(doc, known, tree, titled, out);
    if (out->text.count || !tree->whole_page) return NULL;
    return has_script(tree) ? "a page without text: scripts would load its story; save it once it is shown" : "a page without text";
}
