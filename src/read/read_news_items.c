/* read_news_items.c: XML of news agencies -> its items. Most files hold one, which is the document; a message (newsMessage, NewsML) may
 * hold several, each of which is one. They are cut out by their tags, as they do not lie inside each other. */
#include "read/read_files.h"
#include "read/read_html.h"

/* The next opening or closing tag <newsItem at or behind `at`, whatever its prefix; NONE if there is no more. */
static size_t next_tag(str text, size_t at, bool closing) {
    while (at < text.size) {
        const char *found = memchr(text.data + at, '<', text.size - at);
        if (!found) break;
        size_t start = (size_t)(found - text.data), i = start + 1;
        at = i;
        if (i < text.size && (text.data[i] == '/') != closing) continue;
        i += closing;
        for (size_t k = i; k < text.size && k < i + 16 && ascii_alnum(text.data[k]); k++)
            if (k + 1 < text.size && text.data[k + 1] == ':') i = k + 2;
        size_t behind = i + strlen("newsItem");
        if (behind < text.size && str_equal_caseless(str_slice(text, i, behind), STR("newsItem")) && !ascii_alnum(text.data[behind]))
            return start;
    }
    return SIZE_MAX;
}

static void give_items(reading *s, const place *at, str bytes, size_t first) {
    record r = {.encoded = true, .format = format_name(FORMAT_news)};
    record_ids *ids = record_ids_new();
    if (!ids) {
        reading_nomem(s);
        return;
    }
    for (size_t start = first; start != SIZE_MAX && !s->stopped;) {
        size_t closing = next_tag(bytes, start, true), end = closing == SIZE_MAX ? bytes.size : closing;
        r.raw = str_slice(bytes, start, end);
        r.number++;
        r.value[FIELD_text] = r.raw.data;
        r.text_size = r.raw.size;
        reading_record(s, at, ids, &r);
        start = next_tag(bytes, end, false);
    }
    record_ids_free(ids);
}

void reading_news(reading *s, const place *at, window *w) {
    bool cut;
    size_t most = (size_t)s->how.max_size;
    str bytes = window_all(w, most, &cut);
    size_t first = w->failed || cut ? SIZE_MAX : next_tag(bytes, 0, false);
    if (first == SIZE_MAX || next_tag(bytes, first + 1, false) == SIZE_MAX)
        reading_single(s, at, w, FORMAT_news);
    else
        give_items(s, at, bytes, first);
}
