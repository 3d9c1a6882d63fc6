/* read_classify.c: what kind of block a paragraph is, by its own text: furniture, dateline, caption, or perhaps a headline. Only short
 * blocks are looked at, through their fold. */
#include <unicode/uchar.h>

#include "read/read_parts.h"

enum {
    HEADLINE_WORDS = 30,
    QUESTION_WORDS = 16,
    CAPTION_WORDS = 45,
    DATELINE_WORDS = 12,
    PAGE_WORDS = 12,
    BYLINE_WORDS = 24,
    NOTE_WORDS = 40,
    APPEAL_WORDS = 4
};

static UChar32 first_point(str text) {
    size_t at = 0;
    return (UChar32)utf8_next(text, &at);
}

/* Roles of the phrases that the text begins with; `whole`: of the phrase that it is. */
typedef struct beginning {
    uint32_t roles, whole;
    uint32_t words; /* of the longest phrase it begins with */
} beginning;

static bool is_quote_mark(UChar32 c) {
    return c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201F) || c == 0xAB;
}

/* A story may begin with a quotation that sounds like an appeal; furniture has no quotation marks. */
static beginning begins_with(const read_knowledge *known, str text, const folded *f) {
    beginning found = {0, 0, 0};
    uint32_t most = knowledge_opens(known, f);
    if (!most) return found;
    bool quoted = is_quote_mark(first_point(text));
    for (uint32_t words = 1; words <= most && !quoted; words++) {
        str phrase = fold_slice(f, 0, words);
        uint32_t roles = knowledge_roles(known, phrase, FORM_PREFIX);
        if (text.data[f->word[words - 1].to - 1] == ':') roles |= knowledge_roles(known, phrase, FORM_LABEL);
        if (roles) found.words = words;
        found.roles |= roles;
    }
    if (f->whole) found.whole = knowledge_roles(known, fold_slice(f, 0, f->words), FORM_WHOLE);
    return found;
}

/* Digits, with : . , - / between: "08:15", "1,204", "2/3". */
static bool is_count(str word) {
    for (size_t i = 0; i < word.size; i++)
        if (!ascii_digit(word.data[i]) && !strchr(":.,-/+%#", word.data[i])) return false;
    return word.size > 0 && ascii_digit(word.data[0]);
}

static bool is_clock(str word) {
    str rest;
    str hours = str_split(word, word.size > 2 && memchr(word.data, ':', word.size) ? ':' : '.', &rest);
    if (rest.size < 2 || hours.size < 1 || hours.size > 2) return false;
    if (str_ends(rest, STR("am")) || str_ends(rest, STR("pm"))) rest.size -= 2;
    double hour, minute;
    return rest.size == 2 && str_number(hours, &hour) && str_number(rest, &minute) && hour < 25 && minute < 60;
}

/* Nothing but words of the page ("Share", "min read"), numbers and clock times, at least one of them no bare number. */
static bool only_page_words(const read_knowledge *known, const folded *f) {
    if (f->words > PAGE_WORDS) return false;
    bool sure = false;
    for (uint32_t i = 0; i < f->words;) {
        uint32_t last = i + 1; /* a word that a capital cut in two ("WhatsApp") is one here */
        while (last < f->words && f->word[last].start == f->word[last - 1].end) last++;
        str word = fold_slice(f, i, last);
        bool page = knowledge_roles(known, word, FORM_WHOLE) & ROLE_WORD || is_clock(word);
        if (!page && !is_count(word)) return false;
        sure |= page;
        i = last;
    }
    return sure;
}

/* An address of a page alone, perhaps with its number in a list before it. */
static bool is_address(str text) {
    size_t at = 0;
    while (at < text.size && (ascii_digit(text.data[at]) || strchr("[]. ", text.data[at]))) at++;
    text = str_slice(text, at, text.size);
    bool address = str_starts(text, STR("http://")) || str_starts(text, STR("https://")) || str_starts(text, STR("www."));
    return address && !memchr(text.data, ' ', text.size);
}

/* "2013-01-S-025": a file number; an address. Or no letter and no digit at all. */
static bool is_reference(str text, const folded *f) {
    if (!f->words || is_address(text)) return true;
    if (f->words > 1 || text.size > 40) return false;
    uint32_t numbers = 0, hyphens = 0, letters = 0;
    for (size_t i = 0; i < text.size; i++) {
        numbers += ascii_digit(text.data[i]);
        hyphens += text.data[i] == '-' || text.data[i] == '/';
        letters += (unsigned char)text.data[i] >= 'A';
    }
    return hyphens >= 2 && numbers > letters && letters > 0;
}

/* "3/12": a page of so many. */
static bool is_page_number(str text) {
    str all;
    str page = str_split(text, '/', &all);
    double number, count;
    return text.size <= 9 && all.size && str_number(str_trim(page), &number) && str_number(str_trim(all), &count) && number >= 1 &&
           number <= count;
}

static bool word_is_capital(str text, const folded *f, uint32_t word) {
    str source = str_slice(text, f->word[word].from, f->word[word].to);
    while (source.size && strchr("([\"'", source.data[0])) source = str_slice(source, 1, source.size);
    return source.size && (u_isupper(first_point(source)) || ascii_digit(source.data[0]));
}

/* A comma, dash, bar or bracket between a date and the words before it. */
static bool stands_apart(str text, const folded *f, uint32_t word) {
    if (strchr("([|", text.data[f->word[word].from])) return true;
    for (size_t i = f->word[word].from; i > 0; i--) {
        char c = text.data[i - 1];
        if (c == ' ' || c == '\t') continue;
        return strchr(",|(;:-", c) || (unsigned char)c >= 0x80;
    }
    return true;
}

/* "by Faduma Ali", the words from `at` on: where its names begin; `at` where it is no such. */
static uint32_t behind_by(const read_knowledge *known, const folded *f, uint32_t at) {
    bool by = at + 1 < f->words && knowledge_roles(known, fold_slice(f, at, at + 1), FORM_PREFIX) & ROLE_BYLINE;
    return by ? at + 1 : at;
}

/* Behind a clock at that word, with its half of the day and its zone ("09:15 pm IST"); the word itself where none is. */
static uint32_t behind_clock(str text, const folded *f, uint32_t at) {
    if (at >= f->words || !is_clock(fold_slice(f, at, at + 1))) return at;
    at++;
    if (at < f->words && (str_is(fold_slice(f, at, at + 1), "am") || str_is(fold_slice(f, at, at + 1), "pm"))) at++;
    str zone = at < f->words ? fold_slice(f, at, at + 1) : STR_NONE;
    return zone.size >= 2 && zone.size <= 4 && ascii_upper(text.data[f->word[at].from]) && ascii_upper(text.data[f->word[at].from + 1])
               ? at + 1
               : at;
}

/* "The Courier, 13 March 2025", "KABUL, Afghanistan (Jan. 25, 2013)", "Friday, July 21, 2017 - 10:32 GMT", "Posted on 12 May 2025 by Asha
 * Noor".
 */
static bool is_dated_line(const read_knowledge *known, str text, const folded *f, beginning found) {
    day d;
    uint32_t first = 0, behind = 0;
    if (!f->whole || f->words > DATELINE_WORDS) return false;
    while (first < f->words && !(behind = date_at(known, f, first, true, &d))) first++;
    uint32_t names = behind ? behind_by(known, f, behind_clock(text, f, behind)) : 0, last = f->words;
    while (behind && last > names + 1 && knowledge_roles(known, fold_slice(f, last - 1, last), FORM_WHOLE) & ROLE_WORD) last -= 2;
    if (!behind || last - names > 3) return false;
    if (date_begins_with_name(known, f, first)) first++;
    for (uint32_t i = names; i < last; i++)
        if (!word_is_capital(text, f, i)) return false;
    return first == 0 || found.roles & ROLE_DATE || stands_apart(text, f, first);
}

/* Whether a word says when or who: part of a date, an outlet. */
static bool dates_or_credits(const read_knowledge *known, const folded *f, uint32_t i) {
    return knowledge_roles(known, fold_slice(f, i, i + 1), FORM_WHOLE) & (ROLE_MONTHS | ROLE_WEEKDAY | ROLE_OUTLET);
}

/* "KYIV, Ukraine (AP) -", "KABUL, Afghanistan (Sept. 7)": capitals, a dash or a date or agency in brackets at the end, nothing else. */
static bool is_placed_line(const read_knowledge *known, str text, const folded *f) {
    if (!f->whole || !f->words || f->words > 8) return false;
    size_t at = text.size;
    uint32_t last = utf8_before(text, &at);
    bool dash = last == '-' || last == 0x2013 || last == 0x2014;
    bool bracket = false;
    for (uint32_t i = 0; i < f->words && last == ')'; i++) bracket |= text.data[f->word[i].from] == '(' && dates_or_credits(known, f, i);
    if ((!dash && !bracket) || text.size < 4) return false;
    for (size_t i = f->word[0].from; i < f->word[0].to; i++)
        if (ascii_lower(text.data[i])) return false;
    return true;
}

/* How a text ends: like a sentence, or like a line that stands alone, without a sign or as one that asks or calls. */
typedef enum line_end { END_sentence, END_open, END_asks } line_end;

static line_end line_ending(str text) {
    size_t at = text.size;
    uint32_t c = utf8_before(text, &at);
    bool quoted = c == '"' || c == 0x201D || c == 0x2019 || c == '\'' || c == 0xBB;
    if (quoted && at) c = utf8_before(text, &at);
    if (c == '?' || c == '!') return quoted ? END_sentence : END_asks;
    return c == '.' || c == ':' || c == ';' || c == ',' || c == 0x2026 ? END_sentence : END_open;
}

/* "By Jane Doe in Kyiv": mostly capitals, no full stop unless in brackets; "By Tuesday the town had fallen" is none. */
static bool is_byline(const read_knowledge *known, str text, const folded *f, beginning found) {
    if (!(found.roles & ROLE_BYLINE) || !f->whole || f->words > BYLINE_WORDS || f->words < 2) return false;
    if (line_ending(text) == END_sentence && text.data[0] != '(') return false;
    uint32_t capitals = 0;
    for (uint32_t i = 0; i < f->words; i++) {
        str word = fold_slice(f, i, i + 1);
        capitals += word_is_capital(text, f, i) || memchr(word.data, '@', word.size); /* an address counts as a name */
        if (knowledge_roles(known, fold_slice(f, i, i + 1), FORM_WHOLE) & (ROLE_WEEKDAY | ROLE_MONTHS)) return false;
    }
    return found.words > 2 || capitals * 5 >= f->words * 3;
}

/* Words in brackets at the end, or all of it: a credit, if an agency or outlet is named or it is all of the block. */
static bool ends_in_credit(const read_knowledge *known, str text, const folded *f) {
    if (text.data[text.size - 1] != ')') return false;
    size_t open = text.size;
    while (open && text.data[open - 1] != '(') open--;
    if (!open) return false;
    bool all = open == 1;
    for (uint32_t i = 0; i < f->words; i++) {
        if (f->word[i].from + 1 < open) continue;
        if (all && f->words > 5) return false;
        if (all && word_is_capital(text, f, i)) return true;
        for (uint32_t last = i + 1; last <= f->words && last <= i + 4; last++)
            if (knowledge_roles(known, fold_slice(f, i, last), FORM_WHOLE) & ROLE_OUTLET) return true;
    }
    return false;
}

/* "… off the coast. Image: Coast Guard." */
static bool is_caption(const read_knowledge *known, str text, const folded *f) {
    if (!f->whole || f->words > CAPTION_WORDS) return false;
    for (uint32_t i = 0; i < f->words; i++) {
        bool colon = f->word[i].to > f->word[i].from && text.data[f->word[i].to - 1] == ':';
        for (uint32_t first = i; colon && first + 3 > i; first--) {
            if (knowledge_roles(known, fold_slice(f, first, i + 1), FORM_WHOLE) & ROLE_CAPTION && word_is_capital(text, f, first))
                return true;
            if (!first) break;
        }
    }
    return ends_in_credit(known, text, f);
}

/* Lines of a newspaper's headline: a few words, all in capitals. */
static bool is_wrapped_headline(str text, const folded *f) {
    enum { WORDS = 12 };
    bool small = false;
    for (size_t i = 0; i < text.size; i++) small |= ascii_lower(text.data[i]);
    return f->words <= WORDS && !small;
}

static void look_for_headline(str text, const folded *f, block_look *look) {
    line_end ending = line_ending(text);
    UChar32 first = first_point(text);
    bool opens = u_isupper(first) || u_isdigit(first) || (u_isalpha(first) && !u_islower(first)) ||
                 /* of a script without case */ first == '"' || first == '\'' || (first >= 0x2018 && first <= 0x201E) || first == 0xAB;
    bool letters = false;
    for (uint32_t i = 0; i < f->words && !letters; i++) letters = u_isalpha(first_point(str_slice(text, f->word[i].from, f->word[i].to)));
    if (!f->whole || f->words > HEADLINE_WORDS || !opens || ending == END_sentence || !letters) return;
    if (memchr(text.data, '\t', text.size) || (memchr(text.data, '\n', text.size) && !is_wrapped_headline(text, f))) return;
    if (ending == END_asks && f->words > QUESTION_WORDS) return;
    look->could_head = ending == END_open;
    look->asks = ending == END_asks;
}

/* "The post … appeared first on …." */
static bool has_within(const read_knowledge *known, const folded *f) {
    for (uint32_t i = 0; i + 1 < f->words; i++) {
        if (!knowledge_begins(known, fold_slice(f, i, i + 1))) continue;
        for (uint32_t last = i + 2; last <= f->words && last <= i + APPEAL_WORDS; last++)
            if (knowledge_roles(known, fold_slice(f, i, last), FORM_WHOLE) & ROLE_WITHIN) return true;
    }
    return false;
}

/* "Published: 1 June 2021" over "Updated: 2 June 2021": each line is one. */
static bool are_dated_lines(const read_knowledge *known, str text) {
    enum { LONGEST = 160 };
    if (text.size > LONGEST || !memchr(text.data, '\n', text.size)) return false;
    for (str rest = text; rest.data;) {
        folded f;
        str line = str_trim(str_split(rest, '\n', &rest));
        fold_text(line, &f);
        if (!f.words || !is_dated_line(known, line, &f, begins_with(known, line, &f))) return false;
    }
    return true;
}

block_kind block_classify(const read_knowledge *known, str text, const folded *f, block_look *look) {
    *look = (block_look){.words = f->words};
    beginning found = begins_with(known, text, f);
    look->opener = (found.whole | found.roles) & ROLE_OPENER;
    if (found.whole & ROLE_FURNITURE) return BLOCK_furniture;
    if (found.roles & ROLE_FURNITURE && f->words <= NOTE_WORDS) return BLOCK_furniture;
    if (!f->whole) return BLOCK_body;
    if (f->words <= NOTE_WORDS && has_within(known, f)) return BLOCK_furniture;
    if (is_dated_line(known, text, f, found) || are_dated_lines(known, text)) return BLOCK_dateline;
    if (only_page_words(known, f) || is_reference(text, f) || is_page_number(text)) return BLOCK_furniture;
    if (is_caption(known, text, f)) return BLOCK_caption;
    if (is_placed_line(known, text, f) || is_byline(known, text, f, found)) return BLOCK_dateline;
    look_for_headline(text, f, look);
    return BLOCK_body;
}

/* Whether a fold surely ends before the text: each of the bytes counted here takes one of the fold's. */
static bool overflows_fold(str text) {
    enum { LOOKED_AT = 2 * FOLD_BYTES };
    size_t size = text.size - 1 < LOOKED_AT ? text.size - 1 : LOOKED_AT;
    uint32_t kept = 0;
    for (size_t i = 0; i < size; i++) kept += (unsigned char)(text.data[i] - '#') < 0x7F - '#';
    return kept >= FOLD_BYTES;
}

/* Whether a text has more words than a dateline or a line of the page, ends like a sentence, and has no label ("Image:") or credit: then
 * only its first word could make it something else than a body. */
static bool reads_as_story(str text) {
    enum { MOST = DATELINE_WORDS > PAGE_WORDS ? DATELINE_WORDS : PAGE_WORDS };
    if (text.data[text.size - 1] == ')' || line_ending(text) != END_sentence || memchr(text.data, ':', text.size)) return false;
    uint32_t words = 0;
    for (size_t i = 1; i < text.size && words <= MOST; i++) words += text.data[i - 1] == ' ' && ascii_letter(text.data[i]);
    return words > MOST;
}

bool block_is_body(const read_knowledge *known, str text) {
    bool long_enough = text.size > 4 * FOLD_BYTES + 4; /* a folded byte may have been four */
    if (!long_enough && !reads_as_story(text) && !overflows_fold(text)) return false;
    folded f;
    fold_words(str_slice(text, 0, 64), 3, &f);
    return f.words > 2 && !knowledge_opens(known, &f);
}

/* Paragraphs of an appeal are looked through piece by piece; one that is longer than a few folds is a story. */
bool block_appeals(const read_knowledge *known, str text) {
    folded f;
    for (int piece = 0; piece < 16 && text.size; piece++) {
        fold_text(text, &f);
        for (uint32_t i = 0; i < f.words; i++) {
            if (!knowledge_begins(known, fold_slice(&f, i, i + 1))) continue;
            for (uint32_t last = i + 1; last <= f.words && last <= i + APPEAL_WORDS; last++)
                if (knowledge_roles(known, fold_slice(&f, i, last), FORM_WHOLE) & ROLE_APPEAL) return true;
        }
        if (f.whole || f.words < APPEAL_WORDS) return false;
        text = str_slice(text, f.word[f.words - APPEAL_WORDS + 1].from, text.size); /* words over the seam */
    }
    return false;
}

size_t block_glued(const read_knowledge *known, const folded *f) {
    if (!knowledge_opens(known, f)) return 0;
    for (uint32_t words = f->words; words-- > 1;) {
        size_t end = f->word[words - 1].to;
        if (f->word[words].from != end) continue; /* a space stands between */
        if (knowledge_roles(known, fold_slice(f, 0, words), FORM_WHOLE) & ROLE_FURNITURE) return end;
    }
    return 0;
}

/* Bytes of a clock time at the beginning, with a bracket or a sign around it: "14:05", "[14:05]", "14.05:"; 0 if there is none. *point:
 * what parts hours and minutes. */
static size_t clock_size(str text, char *point) {
    size_t at = text.size && text.data[0] == '[', from = at;
    while (at < text.size && at - from < 3 && ascii_digit(text.data[at])) at++;
    size_t hours = at - from;
    if (hours < 1 || hours > 2 || at + 3 >= text.size || (text.data[at] != ':' && text.data[at] != '.')) return 0;
    *point = text.data[at];
    if (!ascii_digit(text.data[at + 1]) || !ascii_digit(text.data[at + 2]) || !is_clock(str_slice(text, from, at + 3))) return 0;
    at += 3;
    if (at + 2 < text.size && strchr("ap", text.data[at]) && text.data[at + 1] == 'm') at += 2;
    while (at < text.size && strchr("]:", text.data[at])) at++;
    return at < text.size && text.data[at] == ' ' ? at : 0;
}

static bool ends_sentence_at(str text, size_t at) {
    if (at && text.data[at - 1] == '"') at--;
    if (at > 2 && (unsigned char)text.data[at - 3] == 0xE2) at -= 3; /* a closing quotation mark */
    return at && strchr(".!?", text.data[at - 1]);
}

size_t block_first_post(str text) {
    char point, other;
    if (!text.size || !(ascii_digit(text.data[0]) || text.data[0] == '[') || !clock_size(text, &point)) return text.size;
    for (size_t at = 1; at + 1 < text.size; at++) {
        if (text.data[at] != ' ' || !ends_sentence_at(text, at)) continue;
        str rest = str_slice(text, at + 1, text.size);
        size_t clock = clock_size(rest, &other);
        if (!clock || other != point || (rest.data[0] == '[') != (text.data[0] == '[')) continue;
        size_t next = clock + 1;
        if (next < rest.size && (ascii_upper(rest.data[next]) || (unsigned char)rest.data[next] >= 0x80 || strchr("-\"", rest.data[next])))
            return at;
    }
    return text.size;
}
