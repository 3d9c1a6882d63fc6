/* read_subtitles.c: subtitles -> text. SubRip and WebVTT: cues, each a line of times with lines of text under it, parted by empty lines. A
 * sentence goes on from cue to cue, so cues are put together to paragraphs; a new one begins with a new speaker, behind a pause, and behind
 * the end of a sentence once it is long. What is not said stands in no paragraph: times, numbers, styles, notes, marks, sounds in brackets.
 * Captions that roll, where a cue begins with the last line of the one before, say each line once. */
#include "read/read_story.h"

enum { PAUSE = 3000, LONG_PAUSE = 8000 /* milliseconds */, ENOUGH = 400, MOST = 4000 /* bytes of a paragraph */ };

typedef struct cues {
    page *out;
    const char *source; /* where the file begins */
    arena *memory;
    long ended;          /* milliseconds; -1: no cue yet */
    size_t size;         /* of the paragraph */
    bool sentence_ended; /* with the last word */
    bool noting;         /* in a block that is no cue: up to the next empty line */
    bool in_cue;
    bool cue_begins; /* none of its lines has been read */
    str waiting;     /* a line before a cue: its number or name, unless another line follows */
    str last[2];     /* lines said last */
    str speaker;
} cues;

/* --- Times --- */

/* Reads [hh:]mm:ss[,.]mmm; *at moves behind it. -1: none stands there. */
static long time_at(str line, size_t *at) {
    long parts[3] = {0};
    int count = 0;
    size_t i = *at;
    for (; count < 3; count++) {
        size_t digits = i;
        long value = 0;
        while (i < line.size && i - digits < 4 && ascii_digit(line.data[i])) value = value * 10 + line.data[i++] - '0';
        if (i == digits) return -1;
        parts[count] = value;
        if (i >= line.size || line.data[i] != ':') break;
        i++;
    }
    if (count < 1 || count > 2) return -1;
    long fraction = 0, unit = 100;
    if (i < line.size && (line.data[i] == ',' || line.data[i] == '.'))
        for (i++; i < line.size && ascii_digit(line.data[i]); i++, unit /= 10) fraction += (line.data[i] - '0') * unit;
    *at = i;
    long seconds = count == 2 ? (parts[0] * 60 + parts[1]) * 60 + parts[2] : parts[0] * 60 + parts[1];
    return seconds * 1000 + fraction;
}

/* "00:00:01,000 --> 00:00:04,000 …" */
static bool read_times(str line, long *from, long *to) {
    size_t at = 0;
    line = str_trim(line);
    *from = time_at(line, &at);
    while (at < line.size && line.data[at] == ' ') at++;
    if (*from < 0 || !str_starts(str_slice(line, at, line.size), STR("-->"))) return false;
    at += 3;
    while (at < line.size && line.data[at] == ' ') at++;
    *to = time_at(line, &at);
    return *to >= 0;
}

bool subtitles_detect(str text) {
    str rest, line = str_trim(str_split(text, '\n', &rest));
    long from, to;
    if (str_starts(line, STR("WEBVTT")) && (line.size == 6 || strchr(" \t", line.data[6]))) return true;
    for (size_t i = 0; i < line.size; i++)
        if (!ascii_digit(line.data[i])) return read_times(line, &from, &to);
    return line.size && rest.data && read_times(str_split(rest, '\n', &rest), &from, &to);
}

/* --- What is said --- */

static uint32_t place_of(const cues *c, const char *at) {
    return (uint32_t)(at - c->source);
}

static void end_paragraph(cues *c) {
    page_end(c->out, BLOCK_body);
    c->size = 0;
    c->sentence_ended = false;
}

static void put(cues *c, str words) {
    page_text(c->out, words, place_of(c, words.data));
    c->size += words.size;
    for (size_t i = 0; i < words.size; i++) {
        char byte = words.data[i];
        if (strchr(".?!", byte))
            c->sentence_ended = true;
        else if (ascii_alnum(byte) || byte == ',')
            c->sentence_ended = false;
    }
}

/* Who speaks stands in the tag (<v Name>): a new one begins a paragraph, as in an interview. */
static void take_speaker(cues *c, str tag) {
    str name;
    str_split(tag, ' ', &name); /* behind the v and its classes */
    name = str_trim(name);
    if (!name.size || str_equal(name, c->speaker)) return;
    end_paragraph(c);
    c->speaker = name;
    put(c, name);
    page_text(c->out, STR(": "), place_of(c, name.data + name.size - 1));
}

/* The bytes of a tag <…> or a mark {\…} that begins a text; 0: none does. */
static size_t mark_size(str text) {
    enum { LONGEST = 256 };
    bool tag = text.data[0] == '<' && text.size > 1 && (ascii_alnum(text.data[1]) || text.data[1] == '/');
    bool style = text.data[0] == '{' && text.size > 1 && text.data[1] == '\\';
    const char *end = tag || style ? memchr(text.data, tag ? '>' : '}', text.size < LONGEST ? text.size : LONGEST) : NULL;
    return end ? (size_t)(end - text.data) + 1 : 0;
}

static size_t put_entity(cues *c, str text) {
    static const struct {
        str name, is;
    } known[] = {{STR("&amp;"), STR("&")}, {STR("&lt;"), STR("<")}, {STR("&gt;"), STR(">")}, {STR("&nbsp;"), STR(" ")}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_starts(text, known[i].name)) {
            page_text(c->out, known[i].is, place_of(c, text.data));
            return known[i].name.size;
        }
    return 0;
}

/* The words of a line without its marks, in the arena: by which a line is known that comes again. */
static str bare(const cues *c, str line) {
    char *to = arena_alloc(c->memory, line.size + 1);
    size_t size = 0;
    for (size_t at = 0; at < line.size;) {
        size_t mark = mark_size(str_slice(line, at, line.size));
        if (!mark) to[size++] = line.data[at];
        at += mark ? mark : 1;
    }
    to[size] = '\0';
    return str_trim((str){to, size});
}

/* "[explosion]", "♪ … ♪": heard, not said. */
static bool is_sound(str words) {
    bool bracket = words.data[0] == '[' && memchr(words.data, ']', words.size) == words.data + words.size - 1;
    return bracket || str_starts(words, STR("\xE2\x99\xAA"));
}

/* Bytes of the dash or the arrows that stand before what another speaker says. */
static size_t turn_size(str line) {
    static const str marks[] = {STR(">>>"), STR(">>"), STR("&gt;&gt;"), STR("- "), STR("\xE2\x80\x93 "), STR("\xE2\x80\x94 ")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(line, marks[i])) return marks[i].size;
    return 0;
}

/* Bytes of the speaker's name and the colon at the beginning of a cue ("Press Officer: "), as programs for meetings write them over each.
 */
static size_t label_size(str line) {
    enum { LONGEST = 40 };
    const char *colon = memchr(line.data, ':', line.size < LONGEST ? line.size : LONGEST);
    size_t size = colon ? (size_t)(colon - line.data) : 0;
    if (!size || size + 1 >= line.size || line.data[size + 1] != ' ') return 0;
    for (size_t i = 0; i < size; i++)
        if ((!i || line.data[i - 1] == ' ') && !ascii_upper(line.data[i]) && !ascii_digit(line.data[i])) return 0;
    return ascii_upper(line.data[0]) ? size + 1 : 0;
}

/* Where what is said begins behind such a name, if the same one speaks on; a new one begins a paragraph. */
static size_t behind_label(cues *c, str line) {
    size_t size = label_size(line);
    if (!size) return 0;
    if (str_equal(str_slice(line, 0, size - 1), c->speaker)) return size;
    end_paragraph(c);
    c->speaker = str_slice(line, 0, size - 1);
    return 0;
}

static void say_line(cues *c, str line) {
    line = str_trim(line);
    str words = bare(c, line);
    if (!words.size || is_sound(words) || str_equal(words, c->last[0]) || str_equal(words, c->last[1])) return;
    c->last[1] = c->last[0];
    c->last[0] = words;
    size_t begin = 0;
    for (size_t mark; begin < line.size && (mark = mark_size(str_slice(line, begin, line.size))) && line.data[begin] == '{';) begin += mark;
    size_t turn = turn_size(str_slice(line, begin, line.size));
    if (turn) end_paragraph(c);
    if (c->cue_begins) turn += behind_label(c, str_slice(line, begin + turn, line.size));
    c->cue_begins = false;
    page_text(c->out, STR(" "), place_of(c, line.data));
    for (size_t at = begin + turn, end; at < line.size; at = end) {
        str rest = str_slice(line, at, line.size);
        size_t mark = mark_size(rest);
        if (mark > 2 && rest.data[1] == 'v' && strchr(" .", rest.data[2])) take_speaker(c, str_slice(rest, 1, mark - 1));
        if (!mark && rest.data[0] == '&') mark = put_entity(c, rest);
        end = at + mark;
        if (mark) continue;
        for (end = at + 1; end < line.size && !strchr("<{&", line.data[end]);) end++;
        put(c, str_slice(line, at, end));
    }
}

/* --- Lines --- */

static void begin_cue(cues *c, long from, long to) {
    long pause = c->ended < 0 ? 0 : from - c->ended;
    bool ends = c->size > MOST || pause >= LONG_PAUSE || pause < 0 || (c->sentence_ended && (pause >= PAUSE || c->size > ENOUGH));
    if (ends) end_paragraph(c);
    c->ended = to;
    c->in_cue = c->cue_begins = true;
    c->waiting = STR_NONE;
}

static bool opens_note(str line) {
    static const str words[] = {STR("WEBVTT"), STR("NOTE"), STR("STYLE"), STR("REGION")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(line, words[i]) && (line.size == words[i].size || strchr(" \t", line.data[words[i].size]))) return true;
    return false;
}

static void take_line(cues *c, str line) {
    long from, to;
    str text = str_trim(line);
    if (!text.size) {
        c->noting = c->in_cue = false;
    } else if (read_times(text, &from, &to)) {
        c->noting = false;
        begin_cue(c, from, to);
    } else if (c->in_cue) {
        say_line(c, line);
    } else if (!c->noting && opens_note(text)) {
        c->noting = true;
    } else if (!c->noting) {
        if (c->waiting.size) say_line(c, c->waiting); /* a cue with an empty line in it */
        c->waiting = line;
    }
}

void subtitles_document(str source, page *out) {
    cues c = {.out = out, .source = source.data, .memory = out->doc->memory, .ended = -1};
    for (str rest = source; rest.data;) take_line(&c, str_split(rest, '\n', &rest));
    end_paragraph(&c);
}
