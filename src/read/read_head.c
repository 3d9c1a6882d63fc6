/* read_head.c: what stands above and below the story of a text as label and value: the front matter of notes (between --- or +++), heads
 * that people type ("Title: …", "Source: …"), and those of news archives ("BYLINE: …", "LENGTH: 412 words", "HD   …"; "LOAD-DATE: …" below
 * the text). A fence, or two labels that are known, make a head; one alone may be a sentence. What a label may be called stands in
 * gazetteers/text/fields.list, as for columns of tables. Lines of a head without a label are its headline, the outlet above a date, or what
 * any line may be. */
#include "read/read_head.h"

enum {
    HEAD_LINES = 60, /* with something in them */
    LOOSE_LINES = 8,
    LOOSE_BYTES = 200,
    LABEL_BYTES = 40,
    LEAST_LABELS = 2,
    NAME_BYTES = 80,
    DATE_REST = 4, /* words behind a date that stands alone: "Tuesday 9:14 AM GMT" */
    FOOT_BYTES = 4096,
    FOOT_LOOSE = 3,
    CODE_SIZE = 2,
};

typedef struct line {
    uint32_t start, end; /* bytes, without white space at the edges */
    uint32_t value;      /* where the label's value begins */
    int label;           /* enum field, or LOOSE */
} line;

enum { LOOSE = -1 };

typedef struct lines {
    line at[HEAD_LINES];
    uint32_t count, labels, last_label;
} lines;

static str line_text(const document *doc, const line *l) {
    return str_slice(doc->text, l->start, l->end);
}

/* The line that begins at `at`; the next begins at the return value. */
static uint32_t read_line(str text, uint32_t at, line *out) {
    const char *end = memchr(text.data + at, '\n', text.size - at);
    uint32_t stop = end ? (uint32_t)(end - text.data) : (uint32_t)text.size;
    str inner = str_trim(str_slice(text, at, stop));
    uint32_t start = inner.size ? (uint32_t)(inner.data - text.data) : stop;
    *out = (line){.start = start, .end = start + (uint32_t)inner.size, .label = LOOSE};
    return end ? stop + 1 : stop;
}

/* What a label is for, or LOOSE. */
static int label_for(const read_knowledge *known, str name) {
    for (int which = 0; which <= FIELD_aside; which++) {
        uint32_t most = which == FIELD_text ? knowledge_whole_texts(known) : UINT32_MAX;
        str other;
        for (uint32_t i = 0; i < most && (other = knowledge_field(known, (field)which, i)).data; i++)
            if (knowledge_same_field(name, other)) return which;
    }
    return LOOSE;
}

/* "LABEL: value", "HD   value"; in front matter of the other kind "label = value". */
static void find_label(const read_knowledge *known, str text, char sign, line *l) {
    str whole = str_slice(text, l->start, l->end), head = whole.size > LABEL_BYTES ? str_slice(whole, 0, LABEL_BYTES) : whole;
    const char *colon = head.size ? memchr(head.data, sign, head.size) : NULL;
    size_t size = colon ? (size_t)(colon - head.data) : 0, value = size + 1;
    bool spaced =
        whole.size == CODE_SIZE || (whole.size > CODE_SIZE + 2 && whole.data[CODE_SIZE] == ' ' && whole.data[CODE_SIZE + 1] == ' ');
    if (!size && spaced && ascii_upper(whole.data[0]) && ascii_upper(whole.data[1])) size = value = CODE_SIZE;
    if (!size) {
        if (knowledge_same_field(whole, STR("body"))) size = value = whole.size;
        if (!size) return;
    }
    l->label = label_for(known, str_slice(whole, 0, size));
    str rest = str_trim(str_slice(whole, value, whole.size));
    l->value = rest.size ? (uint32_t)(rest.data - text.data) : l->end;
}

/* --- Values --- */

static str unquoted(str text) {
    static const char *const pairs[] = {"\"\"", "''", "[]"};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (text.size > 1 && text.data[0] == pairs[i][0] && text.data[text.size - 1] == pairs[i][1])
            text = str_trim(str_slice(text, 1, text.size - 1));
    return text;
}

static void take_stated(document *doc, const read_knowledge *known, int label, str value) {
    char date[DATE_SIZE];
    if (!value.size) return;
    if (label == FIELD_title && !doc->title.size) doc->title = value;
    if (label == FIELD_author && !doc->author.size) doc->author = knowledge_without_by(known, value);
    bool address = str_has(value, STR("://"));
    str *from = address ? &doc->url : &doc->outlet; /* "Source:" is the one or the other */
    if ((label == FIELD_url || label == FIELD_outlet) && !from->size) *from = value;
    if (label == FIELD_date && !doc->date.size && date_iso(known, arena_str(doc->memory, value).data, date))
        doc->date = arena_str(doc->memory, str_from(date));
}

static void take_value(document *doc, const read_knowledge *known, const line *l) {
    take_stated(doc, known, l->label, unquoted(str_slice(doc->text, l->value, l->end)));
}

/* The items ("- value", a line each) below a label that has no value of its own, with commas between. */
static str listed_value(const document *doc, const lines *all, uint32_t label) {
    str value = STR_NONE;
    for (uint32_t i = label + 1; i < all->count && all->at[label].value == all->at[label].end; i++) {
        str item = line_text(doc, &all->at[i]);
        if (!str_starts(item, STR("- "))) break;
        item = unquoted(str_trim(str_slice(item, 2, item.size)));
        value = value.size ? arena_printf(doc->memory, STR_FMT ", " STR_FMT, STR_ARG(value), STR_ARG(item)) : item;
    }
    return value;
}

/* A line that is a date and hardly anything else. */
static bool is_date_line(const document *doc, const read_knowledge *known, const line *l) {
    folded f;
    day date;
    if (l->label != LOOSE || l->end - l->start > NAME_BYTES) return false;
    fold_text(line_text(doc, l), &f);
    uint32_t behind = date_at(known, &f, 0, false, &date);
    return behind && f.words <= behind + DATE_REST;
}

/* --- The head --- */

static void add_line(document *doc, head *out, head_line line) {
    if (line.start < line.end) VEC_PUSH(doc->memory, &out->lines, line);
}

/* "# Headline" */
static uint32_t behind_hashes(const document *doc, const line *l) {
    return l->start + (uint32_t)read_heading_size(line_text(doc, l));
}

/* Lines without a label: which of them are the date, the outlet above it, and the headline; index or NONE. */
typedef struct loose {
    uint32_t date, outlet, title;
} loose;

static loose find_loose(const document *doc, const read_knowledge *known, const lines *all) {
    loose found = {NONE, NONE, NONE};
    for (uint32_t i = 0; i <= all->last_label && found.date == NONE; i++)
        if (is_date_line(doc, known, &all->at[i])) found.date = i;
    bool named = doc->title.size > 0;
    uint32_t above = found.date != NONE && found.date ? found.date - 1 : NONE;
    if (above != NONE && (all->at[above].label != LOOSE || all->at[above].end - all->at[above].start > NAME_BYTES)) above = NONE;
    for (uint32_t i = 0; i <= all->last_label && !named && found.title == NONE; i++)
        if (all->at[i].label == LOOSE && i != found.date && i != above) found.title = i;
    if (named || found.title != NONE)
        found.outlet = above;
    else
        found.title = above;
    return found;
}

static void give_lines(document *doc, const lines *all, const loose *found, head *out) {
    for (uint32_t i = 0; i <= all->last_label; i++) {
        const line *l = &all->at[i];
        if (l->label == FIELD_text) continue; /* its value is the text */
        bool title = l->label == FIELD_title || i == found->title;
        uint32_t start = l->label == FIELD_title ? l->value : title ? behind_hashes(doc, l) : l->start;
        bool settled = l->label != LOOSE || title || i == found->outlet;
        add_line(doc, out, (head_line){start, l->end, title ? BLOCK_headline : BLOCK_furniture, settled});
    }
}

/* A code whose value stands in the line below. */
static bool is_bare_code(const line *l) {
    return l->label != LOOSE && l->value == l->end && l->end - l->start == CODE_SIZE;
}

static void collect(const document *doc, const read_knowledge *known, lines *out) {
    uint32_t loose_lines = 0, next;
    for (uint32_t at = 0; at < doc->text.size && out->count < HEAD_LINES; at = next) {
        line *l = &out->at[out->count];
        next = read_line(doc->text, at, l);
        if (l->start == l->end) continue;
        find_label(known, doc->text, ':', l);
        if (l->label == LOOSE && out->count && is_bare_code(&out->at[out->count - 1])) {
            l->label = out->at[out->count - 1].label;
            l->value = l->start;
        }
        if (l->label == LOOSE && (l->end - l->start > LOOSE_BYTES || ++loose_lines > LOOSE_LINES)) return;
        if (l->label != LOOSE) out->last_label = out->count;
        out->labels += l->label != LOOSE;
        out->count++;
        if (l->label == FIELD_text) return;
    }
}

static bool read_labels(document *doc, const read_knowledge *known, head *out) {
    lines all = {0};
    collect(doc, known, &all);
    if (all.labels < LEAST_LABELS) return false;
    for (uint32_t i = 0; i <= all.last_label; i++) take_value(doc, known, &all.at[i]);
    loose found = find_loose(doc, known, &all);
    if (found.title != NONE) doc->title = str_slice(doc->text, behind_hashes(doc, &all.at[found.title]), all.at[found.title].end);
    if (found.outlet != NONE && !doc->outlet.size) doc->outlet = line_text(doc, &all.at[found.outlet]);
    give_lines(doc, &all, &found, out);
    const line *last = &all.at[all.last_label];
    out->end = last->label == FIELD_text ? last->value : last->end;
    return true;
}

/* Front matter: from a fence in the first line to the next one; without that it is none. */
static bool read_fenced(document *doc, const read_knowledge *known, head *out) {
    lines all = {0};
    line fence;
    uint32_t next = read_line(doc->text, 0, &fence);
    str sign = line_text(doc, &fence);
    if (!str_is(sign, "---") && !str_is(sign, "+++")) return false;
    for (uint32_t at = next; at < doc->text.size && all.count < HEAD_LINES; at = next) {
        line *l = &all.at[all.count];
        next = read_line(doc->text, at, l);
        if (l->start == l->end) continue;
        if (str_equal(line_text(doc, l), sign)) {
            out->end = l->end;
            break;
        }
        find_label(known, doc->text, sign.data[0] == '-' ? ':' : '=', l);
        all.count++;
    }
    for (uint32_t i = 0; out->end && i < all.count; i++) {
        take_value(doc, known, &all.at[i]);
        take_stated(doc, known, all.at[i].label, listed_value(doc, &all, i));
        add_line(doc, out, (head_line){all.at[i].start, all.at[i].end, BLOCK_furniture, true});
    }
    return out->end > 0;
}

/* --- Below the text --- */

/* Where the labels below the text begin: found from the end, line by line. */
static uint32_t find_foot(const document *doc, const read_knowledge *known, uint32_t from) {
    uint32_t size = (uint32_t)doc->text.size, foot = size, loose_lines = 0;
    uint32_t least = size > FOOT_BYTES && size - FOOT_BYTES > from ? size - FOOT_BYTES : from;
    for (uint32_t stop = size; stop > least && loose_lines <= FOOT_LOOSE;) {
        uint32_t start = stop;
        while (start > least && doc->text.data[start - 1] != '\n') start--;
        line l;
        read_line(doc->text, start, &l);
        stop = start > least ? start - 1 : least;
        if (l.start == l.end || start == least) continue;
        find_label(known, doc->text, ':', &l);
        if (l.label == LOOSE || l.label == FIELD_text)
            loose_lines += l.end - l.start > LOOSE_BYTES ? FOOT_LOOSE + 1 : 1;
        else
            foot = l.start;
    }
    return foot;
}

static void give_foot(document *doc, head *out) {
    uint32_t next;
    for (uint32_t at = out->foot; at < doc->text.size; at = next) {
        line l;
        next = read_line(doc->text, at, &l);
        add_line(doc, out, (head_line){l.start, l.end, BLOCK_furniture, true});
    }
}

void read_head(document *doc, const read_knowledge *known, head *out) {
    *out = (head){.foot = (uint32_t)doc->text.size};
    if (!doc->text.size) return;
    out->labelled = read_fenced(doc, known, out) || read_labels(doc, known, out);
    out->above = out->lines.count;
    if (!out->labelled) return;
    out->foot = find_foot(doc, known, out->end);
    give_foot(doc, out);
}

uint32_t read_text_label(const read_knowledge *known, str text) {
    line l = {.end = text.size < LABEL_BYTES ? (uint32_t)text.size : LABEL_BYTES, .label = LOOSE};
    if (text.size < CODE_SIZE || (text.size > CODE_SIZE && text.data[CODE_SIZE] != ' ')) return 0;
    find_label(known, text, '\0', &l);
    return l.label == FIELD_text ? l.value : 0;
}
