/* read_metadata.c: title, date, outlet and author, where the document states them: in its first and last few blocks, a file name, or the
 * words of the command line. What is not stated stays none; nothing is guessed from the body. */
#include "base/iso_date.h"
#include "read/read_parts.h"

enum {
    FIRST_BLOCKS = 8,
    LAST_BLOCKS = 3,
    DATELINE_DEPTH = 16,
    AGENCY_BYTES = 90, /* the longest agency in brackets */
    DATE_WORDS = 4,    /* of a date with its weekday */
    OUTLET_WORDS = 6,
    TITLE_BYTES = 600
};

static str block_text(const document *doc, uint32_t i) {
    return str_slice(doc->text, doc->blocks.at[i].start, doc->blocks.at[i].end);
}

/* The blocks worth looking at, first ones first: index of the n-th, or NONE. */
static uint32_t edge_block(const document *doc, uint32_t n) {
    uint32_t count = doc->blocks.count;
    if (n < FIRST_BLOCKS) return n < count ? n : NONE;
    n -= FIRST_BLOCKS;
    if (n >= LAST_BLOCKS || count <= FIRST_BLOCKS + n) return NONE;
    return count - 1 - n;
}

#define EACH_EDGE_BLOCK(doc, n, i)                                                                                                         \
    for (uint32_t n = 0, i; n < FIRST_BLOCKS + LAST_BLOCKS; n++)                                                                           \
        if ((i = edge_block(doc, n)) != NONE)

/* --- Outlet --- */

/* The known outlet that the words [first, last) are or begin with after "the"; as the text has it. */
static str known_outlet(const read_knowledge *known, str text, const folded *f, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last; i++)
        for (uint32_t end = last < i + OUTLET_WORDS ? last : i + OUTLET_WORDS; end > i; end--)
            if (knowledge_roles(known, fold_slice(f, i, end), FORM_WHOLE) & ROLE_OUTLET) {
                str found = str_slice(text, f->word[i].from, f->word[end - 1].to);
                while (found.size && strchr("([-|,.:;)] ", found.data[0])) found = str_slice(found, 1, found.size);
                while (found.size && strchr("([|,.:;)] ", found.data[found.size - 1])) found.size--;
                return found;
            }
    return STR_NONE;
}

static str trimmed_name(str name) {
    name = str_trim(name);
    while (name.size && strchr(".,:;|(-", name.data[name.size - 1])) name = str_trim(str_slice(name, 0, name.size - 1));
    return name;
}

/* An outlet before the date of a dated line: a known one, or a name that says what it is ("The Eastern Tribune"). */
static str outlet_before(const read_knowledge *known, str text, const folded *f, uint32_t date_word) {
    str found = known_outlet(known, text, f, 0, date_word);
    if (found.size || !date_word || date_word > OUTLET_WORDS) return found;
    for (uint32_t i = 0; i < date_word; i++)
        if (knowledge_roles(known, fold_slice(f, i, i + 1), FORM_WHOLE) & ROLE_PART)
            return trimmed_name(str_slice(text, f->word[0].from, f->word[date_word].from));
    return STR_NONE;
}

/* --- Title --- */

/* Cuts " – Outlet" off a title. */
static bool cut_outlet(const read_knowledge *known, str *title, str *outlet) {
    if (title->size > TITLE_BYTES) return false;
    const char *blank;
    for (size_t at = title->size; at && (blank = memrchr(title->data, ' ', at)) > title->data;) {
        at = (size_t)(blank - title->data);
        uint32_t size = title_separator(*title, at);
        if (!size) continue;
        str tail = str_slice(*title, at + size, title->size);
        folded f;
        fold_text(tail, &f);
        if (!f.whole || !f.words || f.words > OUTLET_WORDS) return false;
        str found = known_outlet(known, tail, &f, 0, f.words);
        if (found.size * 2 <= tail.size) continue; /* " | World | Outlet": the outlet is the last part, or the one before it */
        *outlet = found;
        *title = str_trim(str_slice(*title, 0, at));
        return true;
    }
    return false;
}

/* "Title: …" */
static bool named_title(const read_knowledge *known, str text, str *title) {
    folded f;
    if (text.size > TITLE_BYTES) return false;
    fold_words(text, 2, &f);
    if (f.words < 2 || !(knowledge_roles(known, fold_slice(&f, 0, 1), FORM_WHOLE) & ROLE_TITLE)) return false;
    if (text.data[f.word[0].to - 1] != ':') return false;
    *title = str_slice(text, f.word[1].from, text.size);
    return true;
}

/* "date 2024-12-28 Title", "2024-12-28 Title". */
static bool dated_title(const read_knowledge *known, str text, str *title, day *date) {
    folded f;
    if (text.size > TITLE_BYTES) return false;
    fold_words(text, 1 + DATE_WORDS, &f);
    if (f.words < 4) return false;
    uint32_t at = knowledge_roles(known, fold_slice(&f, 0, 1), FORM_PREFIX) & ROLE_DATE ? 1 : 0;
    day found;
    uint32_t behind = date_at(known, &f, at, false, &found);
    if (behind != at + 1 || behind + 2 > f.words) return false;
    *date = found;
    *title = str_slice(text, f.word[behind].from, text.size);
    return true;
}

static bool is_text_block(const block *b) {
    return b->kind == BLOCK_headline || b->kind == BLOCK_body || b->kind == BLOCK_repeat;
}

/* A title that the file's own markup gives may have the outlet at its end. */
static void trim_title(document *doc, const read_knowledge *known) {
    str outlet = STR_NONE, title = doc->title;
    cut_outlet(known, &doc->title, &outlet);
    if (!doc->outlet.size) doc->outlet = outlet;
    if (!str_ends(title, doc->outlet) || doc->title.size != title.size) return;
    for (size_t at = title.size - doc->outlet.size; doc->outlet.size && at-- > 1 && title.size - doc->outlet.size - at < 6;)
        if (title.data[at] == ' ' && at + title_separator(title, at) == title.size - doc->outlet.size) {
            doc->title = str_trim(str_slice(title, 0, at));
            return;
        }
}

static uint32_t next_text(const document *doc, uint32_t i) {
    while (i < doc->blocks.count && !is_text_block(&doc->blocks.at[i])) i++;
    return i < doc->blocks.count ? i : NONE;
}

/* A line of a menu, as stands above a text that was copied from a page: one or two words. */
static bool is_menu_line(const document *doc, uint32_t i) {
    return i != NONE && doc->blocks.at[i].kind == BLOCK_headline && str_count(block_text(doc, i), ' ') < 2;
}

/* The first block with text, behind the page's address and its menu. */
static uint32_t first_line(const document *doc) {
    uint32_t i = next_text(doc, 0);
    if (i != NONE && doc->blocks.at[i].kind == BLOCK_body && !memchr(block_text(doc, i).data, ' ', block_text(doc, i).size))
        i = next_text(doc, i + 1);
    if (!is_menu_line(doc, i) || !is_menu_line(doc, next_text(doc, i + 1))) return i < FIRST_BLOCKS ? i : NONE;
    while (is_menu_line(doc, i)) i = next_text(doc, i + 1);
    return i;
}

/* Whether a line above the headline is nothing but the name of the outlet: a known one, or one by its last word, with an article or in
 * capitals ("The Eastern Tribune", "DAILY NEWS"). */
static bool is_outlet_line(const read_knowledge *known, str text) {
    enum { LONGEST = 60 };
    folded f;
    if (text.size > LONGEST) return false;
    fold_text(text, &f);
    if (!f.whole || !f.words || f.words > OUTLET_WORDS) return false;
    if (known_outlet(known, text, &f, 0, f.words).size == text.size) return true;
    bool named = str_starts(text, STR("The ")), small = false;
    for (size_t i = 0; i < text.size; i++) small |= ascii_lower(text.data[i]);
    return f.words > 1 && (named || !small) && knowledge_roles(known, fold_slice(&f, f.words - 1, f.words), FORM_WHOLE) & ROLE_PART;
}

/* The headline of the first lines, below the outlet where that stands there. */
static uint32_t headline_line(document *doc, const read_knowledge *known) {
    uint32_t first = first_line(doc), next = first == NONE ? NONE : next_text(doc, first + 1);
    if (next == NONE || doc->blocks.at[first].kind != BLOCK_headline || doc->blocks.at[next].kind != BLOCK_headline) return first;
    str text = block_text(doc, first);
    if (!is_outlet_line(known, text)) return first;
    if (!doc->outlet.size) doc->outlet = text;
    return next;
}

static void find_title(document *doc, const read_knowledge *known, day *date) {
    if (doc->title.size) {
        trim_title(doc, known);
        return;
    }
    EACH_EDGE_BLOCK(doc, n, i) {
        str text = block_text(doc, i);
        block *b = &doc->blocks.at[i];
        bool marked = named_title(known, text, &doc->title) || (i == 0 && dated_title(known, text, &doc->title, date));
        if (!marked && is_text_block(b) && text.size <= TITLE_BYTES) {
            str cut = text;
            marked = cut_outlet(known, &cut, &doc->outlet);
            if (marked) doc->title = cut;
        }
        if (!marked) continue;
        cut_outlet(known, &doc->title, &doc->outlet);
        if (b->kind != BLOCK_repeat) b->kind = BLOCK_headline;
        return;
    }
    uint32_t first = headline_line(doc, known);
    if (first == NONE || doc->blocks.at[first].kind != BLOCK_headline) return;
    str text = block_text(doc, first);
    bool wide = memchr(text.data, '\n', text.size) || str_has(text, STR("  "));
    doc->title = wide ? str_one_line(text, arena_alloc(doc->memory, text.size)) : text;
}

/* --- Author --- */

/* What stands behind the "by" of a dated line ("Posted on 12 May 2025 by Asha Noor"); the text itself where there is none. */
static str behind_by(const read_knowledge *known, str text) {
    folded f;
    fold_words(text, DATELINE_DEPTH, &f);
    for (uint32_t i = 1; i + 1 < f.words; i++)
        if (knowledge_roles(known, fold_slice(&f, i, i + 1), FORM_PREFIX) & ROLE_BYLINE)
            return str_slice(text, f.word[i + 1].from, text.size);
    return text;
}

/* Without who took the pictures: "Tomas Lee. Photographs by Ira Bondar". */
static str before_pictures(const read_knowledge *known, str text) {
    folded f;
    fold_words(text, DATELINE_DEPTH, &f);
    for (uint32_t i = 1; i < f.words; i++)
        if (knowledge_roles(known, fold_slice(&f, i, i + 1), FORM_WHOLE) & ROLE_CAPTION)
            return trimmed_name(str_slice(text, 0, f.word[i].from));
    return text;
}

/* Who wrote it, by a line of its own above the story: "By Jane Doe and Ali Nur in Kyiv" → "Jane Doe and Ali Nur". A place, a date, an
 * office or an address behind the names is none of them. */
static void find_author(document *doc, const read_knowledge *known) {
    static const str ends[] = {STR(" in "),         STR(","), STR("|"), STR("\n"), STR("\t"), STR(" - "), STR(" \xE2\x80\x93 "),
                               STR("\xE2\x80\xA2"), STR("(")};
    for (uint32_t i = 0; i < doc->blocks.count && i < FIRST_BLOCKS && !doc->author.size; i++) {
        str text = block_text(doc, i), name = knowledge_without_by(known, text);
        if (doc->blocks.at[i].kind != BLOCK_dateline) continue;
        if (name.size == text.size) name = behind_by(known, text);
        if (name.size == text.size) continue;
        for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
            const char *end = memmem(name.data, name.size, ends[k].data, ends[k].size);
            if (end) name.size = (size_t)(end - name.data);
        }
        name = before_pictures(known, str_trim(name));
        bool digits = false;
        for (size_t k = 0; k < name.size; k++) digits |= ascii_digit(name.data[k]);
        if (!digits && memchr(name.data, ' ', name.size)) doc->author = name;
    }
}

/* --- Date --- */

static bool begins_in_capitals(str text, const folded *f) {
    for (size_t i = f->word[0].from; i < f->word[0].to; i++)
        if (ascii_lower(text.data[i])) return false;
    return true;
}

/* A dash, set apart from what stands before it. */
static bool is_dash_behind(str text, size_t end) {
    size_t at = end;
    while (at < text.size && text.data[at] == ' ') at++;
    str dash = str_slice(text, at, at + 3 < text.size ? at + 3 : text.size);
    return at > end && (str_starts(dash, STR("- ")) || str_is(dash, "\xE2\x80\x93") || str_is(dash, "\xE2\x80\x94"));
}

/* A place and a date that are a sentence of their own, as orders and communiqués begin, or stand before a dash: "Marsa, 9 March 2024. The
 * staff …", "Upper Marsa, 9 March 2024 – Nine …". */
static bool is_place_and_date(str text, const folded *f, uint32_t at, uint32_t behind) {
    size_t end = f->word[behind - 1].to;
    if (text.data[f->word[at - 1].to - 1] != ',' || (!strchr(".:", text.data[end - 1]) && !is_dash_behind(text, end))) return false;
    for (uint32_t i = 0; i < at; i++)
        if (ascii_lower(text.data[f->word[i].from])) return false;
    return true;
}

/* A dateline that stands in the body: "MARSA, 3 JAN 90 (DPA) -- …", "MARSA, Sudan (Jan. 25, 2013) – …": capitals first, then a date set
 * apart, then a bracket or a dash; or all of it in a bracket, "(Marsa, January 25, 2013) – …". */
static bool is_dateline_date(str text, const folded *f, uint32_t at, uint32_t behind) {
    size_t start = f->word[at].from, end = f->word[behind - 1].to;
    bool bracket = text.data[f->word[0].from] == '(' && !memchr(text.data, ')', end - 1);
    if (is_place_and_date(text, f, at, behind)) return true;
    if (!bracket && !begins_in_capitals(text, f)) return false;
    while (start && text.data[start - 1] == ' ') start--;
    bool apart = text.data[f->word[at].from] == '(' || (start && strchr(",(", text.data[start - 1]));
    size_t behind_date = end;
    while (behind_date < text.size && text.data[behind_date] == ' ') behind_date++;
    bool agency = behind_date < text.size && text.data[behind_date] == '('; /* "(INRAVISION TELEVISION CADENA 1) --" */
    size_t reach = end + (agency ? AGENCY_BYTES : 30), stop = reach < text.size ? reach : text.size;
    for (size_t i = end - 1; apart && i < stop; i++)
        if (strchr(")-", text.data[i]) || (unsigned char)text.data[i] == 0xE2) return true;
    return false;
}

static bool date_of_block(document *doc, const read_knowledge *known, uint32_t i, day *date) {
    const block *b = &doc->blocks.at[i];
    str text = block_text(doc, i);
    folded f;
    if (b->kind == BLOCK_furniture || b->kind == BLOCK_caption) return false;
    fold_words(text, DATELINE_DEPTH + DATE_WORDS, &f);
    for (uint32_t at = 0; at < f.words && at < DATELINE_DEPTH; at++) {
        bool dateline = b->kind == BLOCK_dateline;
        uint32_t behind = date_at(known, &f, at, true, date);
        if (!behind) continue;
        if (!dateline && at && !is_dateline_date(text, &f, at, behind)) return false;
        if (date_begins_with_name(known, &f, at)) at++;
        if (!doc->outlet.size && dateline) doc->outlet = outlet_before(known, text, &f, at);
        return true;
    }
    return false;
}

static void set_date(document *doc, day d) {
    doc->date = iso_date(doc->memory, d);
}

static void find_date(document *doc, const read_knowledge *known) {
    EACH_EDGE_BLOCK(doc, n, i) {
        day date;
        bool last = n >= FIRST_BLOCKS;
        if (last && doc->blocks.at[i].kind != BLOCK_dateline) continue;
        if (!date_of_block(doc, known, i, &date)) continue;
        if (!doc->date.size) set_date(doc, date);
        return;
    }
}

/* A date that stands apart at the end of the title, or at its beginning, where nothing else dates the text: "Daily briefing – 4 March
 * 2025", "Situation report (as of 3 April 2025)". */
static void find_date_in_title(document *doc, const read_knowledge *known) {
    folded f;
    day date;
    if (doc->title.size > TITLE_BYTES) return;
    fold_text(doc->title, &f);
    for (uint32_t at = 0; f.whole && at < f.words; at++) {
        uint32_t behind = date_at(known, &f, at, false, &date);
        if (!behind || (at && behind < f.words)) continue;
        size_t before = f.word[at].from;
        while (before && doc->title.data[before - 1] == ' ') before--;
        bool of = at > 1 && str_is(fold_slice(&f, at - 2, at), "as of");
        bool apart = !before || strchr(",|(:;-/", doc->title.data[before - 1]) || (unsigned char)doc->title.data[before - 1] >= 0x80;
        if (of || apart || strchr("([", doc->title.data[f.word[at].from])) set_date(doc, date);
        return;
    }
}

static void state_date(document *doc, const char *stated) {
    static const char shape[] = "dddd-dd-dd";
    size_t size = strlen(stated);
    bool fits = size == 4 || size == 7 || size == 10;
    for (size_t i = 0; fits && i < size; i++) fits = shape[i] == 'd' ? ascii_digit(stated[i]) : stated[i] == '-';
    day d = iso_date_read(str_from(stated));
    if (size == 4) d.month = 1;
    if (size < 10) d.day = 1;
    if (!fits || !date_plausible(d)) arena_failf(doc->memory, MUSTER_USAGE, "\"%.40s\" is no date: YYYY-MM-DD, YYYY-MM or YYYY", stated);
    doc->date = arena_str(doc->memory, str_from(stated));
}

/* "KYIV (Reuters) - …": the word in brackets, a dash behind it. */
static bool opens_dateline_bracket(str text, const folded *f, uint32_t at) {
    if (text.data[f->word[at].from] != '(' || text.data[f->word[at].to - 1] != ')' || !begins_in_capitals(text, f)) return false;
    size_t behind = f->word[at].to;
    while (behind < text.size && text.data[behind] == ' ') behind++;
    return behind < text.size && (text.data[behind] == '-' || (unsigned char)text.data[behind] == 0xE2);
}

/* An agency in brackets at the beginning of the story, or a block at the edges that is nothing but an outlet. */
static void find_outlet(document *doc, const read_knowledge *known) {
    EACH_EDGE_BLOCK(doc, n, i) {
        folded f;
        str text = block_text(doc, i);
        fold_words(text, DATELINE_DEPTH, &f);
        uint32_t words = f.words < DATELINE_DEPTH ? f.words : DATELINE_DEPTH;
        if (f.whole && f.words <= OUTLET_WORDS && words) {
            str found = known_outlet(known, text, &f, 0, words);
            if (found.size && found.size + 6 >= text.size) doc->outlet = found;
        }
        for (uint32_t at = 0; at < words && !doc->outlet.size; at++)
            if (opens_dateline_bracket(text, &f, at)) doc->outlet = known_outlet(known, text, &f, at, at + 1);
        if (doc->outlet.size) return;
    }
}

void read_metadata(document *doc, const read_knowledge *known, const char *stated) {
    day date = {0, 0, 0};
    str name = str_last(doc->path.size ? doc->path : doc->id, '/');
    find_title(doc, known, &date);
    if (stated && *stated) {
        state_date(doc, stated);
    } else if (!doc->date.size && (date_plausible(date) || date_in_name(name, &date))) {
        set_date(doc, date);
    }
    find_date(doc, known);
    if (!doc->date.size && date_in_address(doc->url, &date)) set_date(doc, date);
    if (!doc->date.size) find_date_in_title(doc, known);
    if (!doc->outlet.size) find_outlet(doc, known);
    if (!doc->author.size) find_author(doc, known);
}
