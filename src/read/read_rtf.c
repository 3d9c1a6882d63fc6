/* read_rtf.c: Rich Text Format -> text. Groups in braces, control words, text; bytes beyond ASCII are written \'e9 in the code page of the
 * font or of the document, or \u1234 with a substitute behind it. One pass with a stack of what holds in each group. What is no text of the
 * document is passed over: tables of fonts and styles, pictures, what fields are made from, headers, what was deleted or is hidden. */
#include <stdio.h>
#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include "read/read_story.h"

enum { DEEPEST = 1000, MOST_FONTS = 4096, WORD_BYTES = 32, NO_PAGE = 0, DEFAULT_PAGE = 1252 };

/* Where the text of a group goes. */
typedef enum goal { GOAL_page, GOAL_nowhere, GOAL_fonts, GOAL_title, GOAL_author, GOAL_date } goal;

typedef struct group {
    goal goal;
    bool hidden;   /* hidden, or deleted */
    uint8_t bytes; /* that stand behind \u for those who do not know it */
    uint16_t page; /* code page of the font, NO_PAGE: the document's */
} group;

typedef struct font {
    int number;
    uint16_t page;
} font;

typedef struct rtf {
    document *doc;
    page *out;
    str source;
    size_t at;
    VEC(group) groups;
    VEC(font) fonts;
    uint16_t page;
    UConverter *converter; /* of converter_page; NULL: none */
    uint16_t converter_page;
    bool fresh;    /* a group has just begun */
    bool heading;  /* the paragraph is one */
    unsigned skip; /* bytes of the substitute that are still to come */
    UChar lead;    /* a high surrogate that waits */
    uint32_t lead_at;
    VEC(char) words[2]; /* title, author */
    day date;
} rtf;

static void close_converter(void *handle) {
    rtf *r = handle;
    ucnv_close(r->converter);
    r->converter = NULL;
}

static group *here(rtf *r) {
    return &r->groups.at[r->groups.count - 1];
}

/* --- Characters --- */

static void put_info(rtf *r, int which, str text) {
    enum { MOST = 1000 };
    if (r->words[which].count + text.size > MOST) return;
    for (size_t i = 0; i < text.size; i++) VEC_PUSH(r->doc->memory, &r->words[which], text.data[i]);
}

static void put(rtf *r, str text, size_t source) {
    const group *g = here(r);
    if (g->goal == GOAL_title || g->goal == GOAL_author)
        put_info(r, g->goal - GOAL_title, text);
    else if (g->goal == GOAL_page && !g->hidden)
        page_text(r->out, text, (uint32_t)source);
}

static void put_code(rtf *r, UChar32 c, size_t source) {
    char bytes[4];
    int32_t size = 0;
    if (c <= 0 || c > 0x10FFFF || U_IS_SURROGATE(c)) c = 0xFFFD;
    U8_APPEND_UNSAFE((uint8_t *)bytes, size, c);
    put(r, (str){bytes, (size_t)size}, source);
}

/* A unit of UTF-16 behind \u. */
static void put_unit(rtf *r, UChar unit, size_t source) {
    UChar lead = r->lead;
    r->lead = 0;
    if (U16_IS_LEAD(unit)) {
        r->lead = unit;
        r->lead_at = (uint32_t)source;
    } else if (lead && U16_IS_TRAIL(unit)) {
        put_code(r, U16_GET_SUPPLEMENTARY(lead, unit), r->lead_at);
    } else {
        put_code(r, unit, source);
    }
}

static bool use_page(rtf *r, uint16_t page) {
    char name[32];
    UErrorCode status = U_ZERO_ERROR;
    if (r->converter && r->converter_page == page) return true;
    close_converter(r);
    snprintf(name, sizeof name, page == 10000 ? "macintosh" : "windows-%u", page);
    r->converter = ucnv_open(name, &status);
    if (U_FAILURE(status)) {
        status = U_ZERO_ERROR;
        snprintf(name, sizeof name, "cp%u", page);
        r->converter = ucnv_open(name, &status);
    }
    r->converter_page = page;
    if (U_SUCCESS(status)) ucnv_setToUCallBack(r->converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    return U_SUCCESS(status);
}

static int hex(char c) {
    return ascii_digit(c) ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* The byte of \'hh at that place, or -1. */
static int escaped_byte(const rtf *r, size_t at) {
    if (at + 3 >= r->source.size || r->source.data[at] != '\\' || r->source.data[at + 1] != '\'') return -1;
    int high = hex(r->source.data[at + 2]), low = hex(r->source.data[at + 3]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* One character from as many escaped bytes as it takes, two at the most; behind the first a plain one may stand. */
static void put_escaped(rtf *r) {
    size_t start = r->at;
    char bytes[2] = {(char)escaped_byte(r, r->at)};
    r->at += 4;
    if (r->skip) {
        r->skip--;
        return;
    }
    uint16_t wanted = here(r)->page ? here(r)->page : r->page;
    if (!use_page(r, wanted) && !use_page(r, DEFAULT_PAGE)) arena_nomem(r->doc->memory);
    for (int32_t size = 1; size <= 2; size++) {
        UErrorCode status = U_ZERO_ERROR;
        const char *from = bytes;
        ucnv_reset(r->converter);
        UChar32 c = ucnv_getNextUChar(r->converter, &from, bytes + size, &status);
        if (U_SUCCESS(status)) {
            put_code(r, c, start);
            return;
        }
        int more = escaped_byte(r, r->at);
        if (size == 2 || status != U_TRUNCATED_CHAR_FOUND || more < 0) break;
        bytes[1] = (char)more;
        r->at += 4;
    }
    put_code(r, 0xFFFD, start);
}

/* --- Control words --- */

static void end_paragraph(rtf *r) {
    if (here(r)->goal != GOAL_page) return;
    page_end(r->out, r->heading ? BLOCK_headline : BLOCK_body);
}

static uint16_t page_of_charset(long charset) {
    static const struct {
        uint8_t charset;
        uint16_t page;
    } known[] = {{77, 10000}, {128, 932},  {129, 949},  {134, 936},  {136, 950},  {161, 1253}, {162, 1254},
                 {163, 1258}, {177, 1255}, {178, 1256}, {186, 1257}, {204, 1251}, {222, 874},  {238, 1250}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].charset == charset) return known[i].page;
    return NO_PAGE;
}

static void use_font(rtf *r, long number) {
    here(r)->page = NO_PAGE;
    for (uint32_t i = 0; i < r->fonts.count; i++)
        if (r->fonts.at[i].number == number) here(r)->page = r->fonts.at[i].page;
}

static void take_font_table(rtf *r, str word, long value) {
    if (str_is(word, "f") && r->fonts.count < MOST_FONTS) VEC_PUSH(r->doc->memory, &r->fonts, ((font){(int)value, NO_PAGE}));
    if (str_is(word, "fcharset") && r->fonts.count) r->fonts.at[r->fonts.count - 1].page = page_of_charset(value);
}

/* The first word of a group says what it is for. */
static bool take_destination(rtf *r, str word) {
    static const struct {
        const char *word;
        goal goal;
    } goals[] = {{"fonttbl", GOAL_fonts},   {"colortbl", GOAL_nowhere}, {"stylesheet", GOAL_nowhere}, {"info", GOAL_nowhere},
                 {"pict", GOAL_nowhere},    {"object", GOAL_nowhere},   {"header", GOAL_nowhere},     {"headerl", GOAL_nowhere},
                 {"headerr", GOAL_nowhere}, {"headerf", GOAL_nowhere},  {"footer", GOAL_nowhere},     {"footerl", GOAL_nowhere},
                 {"footerr", GOAL_nowhere}, {"footerf", GOAL_nowhere},  {"fldinst", GOAL_nowhere},    {"listtext", GOAL_nowhere},
                 {"pntext", GOAL_nowhere},  {"xe", GOAL_nowhere},       {"tc", GOAL_nowhere},         {"nonshppict", GOAL_nowhere},
                 {"ftnsep", GOAL_nowhere},  {"ftnsepc", GOAL_nowhere},  {"footnote", GOAL_nowhere},   {"revtbl", GOAL_nowhere},
                 {"title", GOAL_title},     {"author", GOAL_author},    {"creatim", GOAL_date}};
    for (size_t i = 0; i < sizeof goals / sizeof *goals; i++)
        if (str_is(word, goals[i].word)) {
            here(r)->goal = goals[i].goal;
            return true;
        }
    return false;
}

/* Words that stand for a character. */
static bool take_character(rtf *r, str word, size_t source) {
    static const struct {
        const char *word, *is;
    } known[] = {{"emdash", "\xE2\x80\x94"},
                 {"endash", "\xE2\x80\x93"},
                 {"lquote", "\xE2\x80\x98"},
                 {"rquote", "\xE2\x80\x99"},
                 {"ldblquote", "\xE2\x80\x9C"},
                 {"rdblquote", "\xE2\x80\x9D"},
                 {"bullet", "\xE2\x80\xA2"},
                 {"emspace", " "},
                 {"enspace", " "},
                 {"qmspace", " "}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(word, known[i].word)) {
            put(r, str_from(known[i].is), source);
            return true;
        }
    return false;
}

/* Words that end a line or a paragraph, and what paragraphs are. */
static void take_layout(rtf *r, str word, bool has, long value) {
    if (str_is(word, "par") || str_is(word, "sect") || str_is(word, "page") || str_is(word, "row") || str_is(word, "nestrow"))
        end_paragraph(r);
    if (here(r)->goal == GOAL_page && !here(r)->hidden) {
        if (str_is(word, "line")) page_break(r->out, '\n');
        if (str_is(word, "tab")) page_text(r->out, STR(" "), (uint32_t)r->at);
        if (str_is(word, "cell") || str_is(word, "nestcell")) page_break(r->out, '\t');
    }
    if (str_is(word, "pard")) r->heading = false;
    if (str_is(word, "outlinelevel")) r->heading = has && value >= 0 && value < 9;
    if (str_is(word, "plain")) here(r)->hidden = false;
    if (str_is(word, "v") || str_is(word, "deleted")) here(r)->hidden = !has || value;
}

static void take_date(rtf *r, str word, long value) {
    int number = value < 0 || value > 9999 ? 0 : (int)value;
    if (str_is(word, "yr")) r->date.year = number;
    if (str_is(word, "mo")) r->date.month = number;
    if (str_is(word, "dy")) r->date.day = number;
}

static void take_word(rtf *r, str word, bool has, long value, size_t source) {
    goal to = here(r)->goal;
    if (r->fresh && take_destination(r, word)) return;
    if (to == GOAL_fonts) take_font_table(r, word, value);
    if (to == GOAL_date) take_date(r, word, value);
    if (str_is(word, "ansicpg") && value > 0 && value <= UINT16_MAX) r->page = (uint16_t)value;
    if (str_is(word, "mac")) r->page = 10000;
    if (str_is(word, "f") && to != GOAL_fonts) use_font(r, value);
    if (str_is(word, "uc") && has && value >= 0 && value < 256) here(r)->bytes = (uint8_t)value;
    if (str_is(word, "u") && has) {
        put_unit(r, (UChar)(value & 0xFFFF), source);
        r->skip = here(r)->bytes;
        return;
    }
    if (!take_character(r, word, source)) take_layout(r, word, has, value);
}

/* A sign behind a backslash. */
static void read_symbol(rtf *r) {
    size_t start = r->at, at = start + 1;
    char c = at < r->source.size ? r->source.data[at] : '\0';
    r->at = at + 1;
    if (r->skip && strchr("{}\\~_-", c))
        r->skip--;
    else if (c == '{' || c == '}' || c == '\\')
        put(r, str_slice(r->source, at, at + 1), start);
    else if (c == '~')
        put(r, STR("\xC2\xA0"), start);
    else if (c == '_')
        put(r, STR("-"), start);
    else if (c == '\n' || c == '\r')
        end_paragraph(r);
    else if (c == '*')
        here(r)->goal = GOAL_nowhere; /* a destination that readers may not know */
}

/* A word of `size` letters behind a backslash, with its number and the space that ends it. */
static void read_word(rtf *r, size_t size) {
    const char *data = r->source.data;
    size_t start = r->at, at = start + 1 + size;
    str word = {data + start + 1, size};
    bool minus = at < r->source.size && data[at] == '-', has = false;
    long value = 0;
    size_t digits = at + minus;
    for (at = digits; at < r->source.size && ascii_digit(data[at]) && at - digits < 10; at++) {
        value = value * 10 + data[at] - '0';
        has = true;
    }
    if (!has) at = digits - minus;
    if (at < r->source.size && data[at] == ' ') at++;
    r->at = at;
    if (str_is(word, "bin") && has && !minus) {
        r->at = (size_t)value < r->source.size - at ? at + (size_t)value : r->source.size;
        return;
    }
    take_word(r, word, has, minus ? -value : value, start);
}

static void read_control(rtf *r) {
    size_t size = 0;
    while (r->at + 1 + size < r->source.size && ascii_letter(r->source.data[r->at + 1 + size]) && size < WORD_BYTES) size++;
    if (size)
        read_word(r, size);
    else
        read_symbol(r);
}

/* --- The whole --- */

static void read_plain(rtf *r) {
    size_t start = r->at;
    while (r->at < r->source.size && !strchr("\\{}\r\n", r->source.data[r->at])) {
        if (r->skip) {
            r->skip--;
            start = ++r->at;
        } else {
            r->at++;
        }
    }
    if (r->at > start) put(r, str_slice(r->source, start, r->at), start);
}

static void open_group(rtf *r) {
    if (r->groups.count >= DEEPEST) arena_failf(r->doc->memory, MUSTER_LIMIT, "groups nest more than %d deep", DEEPEST);
    group inner = *here(r);
    VEC_PUSH(r->doc->memory, &r->groups, inner);
    r->fresh = true;
    r->skip = 0;
    r->at++;
}

static void close_group(rtf *r) {
    if (r->groups.count > 1) r->groups.count--;
    r->skip = 0;
    r->at++;
}

static void take_info(rtf *r) {
    str *const to[2] = {&r->doc->title, &r->doc->author};
    for (int i = 0; i < 2; i++)
        if (!to[i]->size && r->words[i].count) *to[i] = str_trim(arena_str(r->doc->memory, (str){r->words[i].at, r->words[i].count}));
    if (!r->doc->date.size && date_plausible(r->date)) r->doc->date = iso_date(r->doc->memory, r->date);
}

void rtf_document(document *doc, const read_knowledge *known, str source, page *out) {
    rtf *r = ARENA_NEW(doc->memory, rtf);
    *r = (rtf){.doc = doc, .out = out, .source = source, .page = DEFAULT_PAGE};
    arena_defer(doc->memory, close_converter, r);
    VEC_PUSH(doc->memory, &r->groups, ((group){.goal = GOAL_page, .bytes = 1}));
    while (r->at < source.size) {
        char c = source.data[r->at];
        bool fresh = r->fresh;
        if (c == '{')
            open_group(r);
        else if (c == '}')
            close_group(r);
        else if (c == '\r' || c == '\n')
            r->at++;
        else if (escaped_byte(r, r->at) >= 0)
            put_escaped(r);
        else if (c == '\\')
            read_control(r);
        else
            read_plain(r);
        if (fresh) r->fresh = false;
    }
    end_paragraph(r);
    close_converter(r);
    take_info(r);
    doc->author = knowledge_without_by(known, doc->author);
    if (!out->text.count) arena_failf(doc->memory, MUSTER_INPUT, "an RTF file without text: damaged, or nothing but pictures");
}
