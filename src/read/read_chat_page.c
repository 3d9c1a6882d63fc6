/* read_chat_page.c: a chat as Telegram's program exports it to pages (messages.html) -> its messages. Its markup is always written the same
 * way, so that a message is cut out of the page as it stands, from one tag to the next; what is said in it is HTML. A message of the same
 * sender as the one before does not repeat who that is. What has no words (a picture, who joined) is no message. */
#include <stdio.h>

#include "read/read_chat.h"

enum { SENDER_BYTES = 200, ID_BYTES = 40, DATE_BYTES = 16 };

static const str message_sign = STR("<div class=\"message default"), any_sign = STR("<div class=\"message ");

bool chat_page_detect(str sample) {
    return str_has(sample, STR("class=\"page_body chat_page\"")) && str_has(sample, STR("<div class=\"history\">"));
}

/* Where `sign` stands from `from` on; the text's size if it does not. */
static size_t find(str text, size_t from, str sign) {
    const char *found = from < text.size ? memmem(text.data + from, text.size - from, sign.data, sign.size) : NULL;
    return found ? (size_t)(found - text.data) : text.size;
}

/* What stands between `sign` and `end` behind it; none if it does not. */
static str between(str text, str sign, str end) {
    size_t first = find(text, 0, sign) + sign.size;
    return first < text.size ? str_slice(text, first, find(text, first, end)) : STR_NONE;
}

/* A text of the page without tags, its entities undone: the few that the exporting program writes. */
static void write_plain(str markup, char *out, size_t room) {
    static const struct {
        str entity;
        char c;
    } entities[] = {{STR("&amp;"), '&'},  {STR("&lt;"), '<'},    {STR("&gt;"), '>'},
                    {STR("&quot;"), '"'}, {STR("&apos;"), '\''}, {STR("&#39;"), '\''}};
    size_t size = 0;
    markup = str_trim(str_slice(markup, 0, find(markup, 0, STR("<"))));
    for (size_t at = 0; at < markup.size && size + 1 < room; at++) {
        out[size] = markup.data[at];
        for (size_t i = 0; i < sizeof entities / sizeof *entities && markup.data[at] == '&'; i++)
            if (str_starts(str_slice(markup, at, markup.size), entities[i].entity)) {
                out[size] = entities[i].c;
                at += entities[i].entity.size - 1;
                break;
            }
        size++;
    }
    out[utf8_cut((str){out, size}, room - 1).size] = '\0';
}

/* "12.06.2024 08:14:22 UTC+03:00" */
static void write_date(str stamp, char out[DATE_BYTES]) {
    enum { SIZE = 10 };
    out[0] = '\0';
    if (stamp.size < SIZE || stamp.data[2] != '.' || stamp.data[5] != '.') return;
    snprintf(out, DATE_BYTES, "%.4s-%.2s-%.2s", stamp.data + 6, stamp.data + 3, stamp.data);
}

static void give_message(reading *s, const place *at, record_ids *ids, str message, uint64_t number, const char *sender) {
    char id[ID_BYTES], date[DATE_BYTES];
    str said = between(message, STR("<div class=\"text\">"), STR("</div>"));
    if (!str_trim(said).size) return;
    write_plain(between(message, STR(" id=\""), STR("\"")), id, sizeof id);
    write_date(between(message, STR("date details\" title=\""), STR("\"")), date);
    record r = {.raw = message, .number = number, .text_size = said.size, .format = "html"};
    r.value[FIELD_text] = said.data;
    r.value[FIELD_id] = id;
    r.value[FIELD_author] = sender;
    r.value[FIELD_date] = date;
    reading_record(s, at, ids, &r);
}

void reading_chat_page(reading *s, const place *at, window *w) {
    char sender[SENDER_BYTES] = "";
    record_ids *ids = record_ids_new();
    str page = reading_whole(s, at, w);
    uint64_t number = 0;
    if (!ids) reading_nomem(s);
    for (size_t from = find(page, 0, message_sign); ids && !s->stopped && from < page.size;) {
        size_t end = find(page, from + 1, any_sign);
        str message = str_slice(page, from, end), name = between(message, STR("<div class=\"from_name\">"), STR("</div>"));
        bool joined = str_has(str_slice(message, 0, find(message, 0, STR(">"))), STR(" joined"));
        if (name.size && !joined) write_plain(name, sender, sizeof sender);
        give_message(s, at, ids, message, ++number, sender);
        from = find(page, end, message_sign);
    }
    record_ids_free(ids);
}
