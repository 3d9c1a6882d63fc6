/* token_piece.c: a chunk (no white space inside) -> pieces. UAX 29 joins what the field wants apart (Putin’s, difference.North, 10km,
 * 14,2024) and parts what belongs together (Lt. U.S.); this file cuts finer and puts stops to abbreviations. */
#include "token/token_piece.h"

static void push(splitter *s, uint32_t start, uint32_t end, piece_kind kind) {
    if (start < end && s->count < PIECE_LIMIT) s->pieces[s->count++] = (piece){start, end, kind};
}

/* A capital letter at that place, of any script. */
static bool capital_at(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    if (at >= end) return false;
    if ((uint8_t)text[at] < 128) return ascii_upper(text[at]);
    uint32_t next = at;
    breaker_next(s->breaks, text, &next, end);
    return splitter_form(s, at, next)->word.shape & SHAPE_CAP;
}

/* Bytes of the apostrophe that begins there, 0 if none. */
static uint32_t apostrophe(const char *text, uint32_t at, uint32_t end) {
    if (at >= end) return 0;
    if (text[at] == '\'') return 1;
    if (end - at >= 2 && memcmp(text + at, "\xCA\xBC", 2) == 0) return 2;
    if (end - at < 3) return 0;
    if (memcmp(text + at, "\xE2\x80\x99", 3) == 0 || memcmp(text + at, "\xE2\x80\x98", 3) == 0 || memcmp(text + at, "\xEF\xBC\x87", 3) == 0)
        return 3;
    return 0;
}

/* --- Stops ---------------------------------------------------------------------------------------------------------------------------- */

/* "U.S", "a.m": single letters with stops between them. */
static bool is_initials(const char *text, uint32_t at, uint32_t end) {
    if ((end - at) % 2 == 0 || end - at < 3) return false;
    for (uint32_t i = at; i < end; i++)
        if ((i - at) % 2 ? text[i] != '.' : !ascii_letter(text[i])) return false;
    return true;
}

static uint32_t skip_blanks(const char *text, uint32_t at, uint32_t end) {
    while (at < end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) at++;
    if (end - at >= 2 && memcmp(text + at, "\xC2\xA0", 2) == 0) at += 2;
    return at;
}

/* An initial stands before a name: a capital that is no word which begins sentences ("Plan B. The …"). */
static bool initial_joins(splitter *s, uint32_t next, uint32_t end) {
    const char *text = s->doc->text.data;
    if (!capital_at(s, next, end)) return false;
    uint32_t behind = next;
    while (behind < end && ascii_letter(text[behind])) behind++;
    return behind == next || behind - next > WORD_LIMIT || !(splitter_form(s, next, behind)->known & KNOWN_START);
}

/* Whether the capital at `at` is a name with the word before it ("on X", "Plan B"). */
static bool is_letter_name(const splitter *s, uint32_t at) {
    enum { LONGEST = 12 };
    const char *text = s->doc->text.data;
    char key[LONGEST + 2];
    uint32_t size = 2;
    if (!at || text[at - 1] != ' ') return false;
    while (size < LONGEST + 2 && at > size - 1 && ascii_letter(text[at - size])) size++;
    if (size == 2 || size == LONGEST + 2) return false;
    for (uint32_t i = 0; i < size; i++) {
        key[i] = ascii_small(text[at + 1 - size + i]);
    }
    return token_knowledge_bits(lexicon_known(s->words), (str){key, size}) & KNOWN_LETTER_NAME;
}

bool splitter_stop_joins(splitter *s, uint32_t at, uint32_t behind, uint32_t end) {
    const char *text = s->doc->text.data;
    if (behind - at > 30 || (behind + 1 < end && text[behind + 1] == '.')) return false;
    if (is_initials(text, at, behind)) return true;
    const form *f = splitter_form(s, at, behind);
    if (f->stop & (KNOWN_ABBREVIATION | KNOWN_TITLE)) return true;
    if (!(f->stop & KNOWN_NUMBERING) && !(f->word.length == 1 && f->word.shape & SHAPE_CAP && text[at] != 'I')) return false;
    uint32_t next = skip_blanks(text, behind + 1, end);
    if (f->stop & KNOWN_NUMBERING) return next < end && ascii_digit(text[next]);
    if (at >= 3 && text[at - 1] == '-' && ascii_upper(text[at - 2]) && ascii_upper(text[at - 3])) return false; /* the end of "SPLM-N." */
    return !is_letter_name(s, at) && initial_joins(s, next, end);
}

/* --- Words with signs inside ---------------------------------------------------------------------------------------------------------- */

/* Whether a word for a number stands behind: "2.4 million". */
static bool number_word_follows(splitter *s, uint32_t at) {
    uint32_t end = (uint32_t)s->doc->text.size, next = skip_blanks(s->doc->text.data, at, end), behind = next;
    while (behind < end && ascii_letter(s->doc->text.data[behind])) behind++;
    return behind > next && behind - next <= WORD_LIMIT && splitter_form(s, next, behind)->known & KNOWN_NUMBER_WORD;
}

/* Letters at the start or end of a number that are a sign of money: "USD50", "N50,000", "N2.4 million", "50USD". How many, else 0. */
static uint32_t currency_before(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    uint32_t size = 0;
    while (size < 5 && at + size < end && ascii_letter(text[at + size])) size++;
    if (size < 1 || size > 4 || at + size == end || !ascii_digit(text[at + size]) || end - at > 64) return 0;
    if (size == 1 && !memchr(text + at, ',', end - at) && !number_word_follows(s, end)) return 0; /* N50 is a road */
    double value;
    bool number = form_value(lexicon_known(s->words), str_slice(s->doc->text, at + size, end), &value);
    return number && splitter_form(s, at, at + size)->known & KNOWN_CURRENCY ? size : 0;
}

static uint32_t currency_behind(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    uint32_t size = 0;
    while (size < 5 && end - size > at && ascii_letter(text[end - size - 1])) size++;
    bool sign = size >= 2 && size <= 4 && ascii_upper(text[end - size]);
    return sign && splitter_form(s, end - size, end)->known & KNOWN_CURRENCY ? size : 0;
}

static void push_number(splitter *s, uint32_t at, uint32_t end) {
    str text = str_slice(s->doc->text, at, end);
    double value;
    if (text.size > 64 || form_value(lexicon_known(s->words), text, &value)) {
        push(s, at, end, PIECE_word);
        return;
    }
    for (uint32_t i = at; i < end;) {
        uint32_t mark = apostrophe(s->doc->text.data, i, end);
        if (!mark && (s->doc->text.data[i] == ',' || s->doc->text.data[i] == ';')) mark = 1;
        if (!mark && end - i >= 3 && memcmp(s->doc->text.data + i, "\xE2\x80\xAF", 3) == 0) mark = 3;
        if (mark && i > at) {
            push_number(s, at, i);
            if (mark != 3 || s->doc->text.data[i + 2] != '\xAF') push(s, i, i + mark, PIECE_sign);
            at = i + mark;
        }
        i += mark ? mark : 1;
    }
    size_t unit = at < end ? form_unit_cut(lexicon_known(s->words), str_slice(s->doc->text, at, end)) : 0;
    uint32_t money = unit || at >= end ? 0 : currency_behind(s, at, end);
    if (money) unit = end - at - money;
    push(s, at, at + (uint32_t)unit, PIECE_word);
    push(s, at + (uint32_t)unit, end, PIECE_word);
}

/* "Lt.Gen", "U.S.Army", "difference.North": letters with stops between them, not an address like "example.org". */
static void push_stops(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    while (at < end && s->count + 3 < PIECE_LIMIT) {
        const char *dot = memchr(text + at, '.', end - at);
        if (!dot || is_initials(text, at, end)) break;
        uint32_t stop = (uint32_t)(dot - text), initials = stop;
        while (initials + 2 < end && text[initials + 2] == '.' && ascii_letter(text[initials + 1]) && stop == at + 1) initials += 2;
        const form *f = stop - at <= 30 ? splitter_form(s, at, stop) : NULL;
        bool capital = capital_at(s, initials + 1, end);
        bool joins = f && ((f->stop & (KNOWN_ABBREVIATION | KNOWN_TITLE)) || (stop == at + 1 && ascii_upper(text[at])) || initials > stop);
        if (!capital) break;
        if (joins) {
            push(s, at, initials + 1, PIECE_stopped);
        } else {
            push(s, at, stop, PIECE_word);
            push(s, stop, stop + 1, PIECE_sign);
            initials = stop;
        }
        at = initials + 1;
    }
    push(s, at, end, PIECE_word);
}

/* A segment that begins with a letter or digit. */
static void push_word(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    uint32_t tail = end;
    if (end - at >= 3 && (text[end - 1] == 's' || text[end - 1] == 'S'))
        for (uint32_t size = 1; size <= 3 && size + 1 < end - at; size++)
            if (apostrophe(text, end - 1 - size, end) == size) tail = end - 1 - size;
    uint32_t money = ascii_upper(text[at]) ? currency_before(s, at, tail) : 0;
    push(s, at, at + money, PIECE_word);
    at += money;
    if (ascii_digit(text[at])) {
        push_number(s, at, tail);
    } else if (memchr(text + at, '.', tail - at) && !memchr(text + at, '@', tail - at) &&
               !str_starts(str_slice(s->doc->text, at, tail), STR("www."))) {
        push_stops(s, at, tail);
    } else {
        push(s, at, tail, PIECE_word);
    }
    push(s, tail, end, PIECE_suffix);
}

static uint32_t trim(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    while (end > at && (uint8_t)text[end - 1] >= 0x80) {
        uint32_t last = end - 1;
        while (last > at && utf8_continues(text[last])) last--;
        uint32_t next = last;
        if (!(breaker_next(s->breaks, text, &next, end) & BREAK_INVISIBLE)) break;
        end = last;
    }
    return end;
}

/* Signs that make one token in a row: "..." "--" "***", and two single marks that stand for a double one. */
static bool extends_row(splitter *s, uint32_t at, uint32_t end) {
    const char *text = s->doc->text.data;
    if (!s->count || end != at + 1) return false;
    piece *last = &s->pieces[s->count - 1];
    if (last->kind != PIECE_sign || last->end != at || text[last->start] != text[at]) return false;
    bool row = text[at] == '.' || text[at] == '-' || text[at] == '*' || text[at] == '=' || text[at] == '~';
    bool pair = (text[at] == '\'' || text[at] == '`') && last->end - last->start == 1;
    if (!(row && last->end - last->start < WORD_LIMIT) && !pair) return false;
    last->end = end;
    return true;
}

static void push_segment(splitter *s, uint32_t at, uint32_t end, uint32_t block_end) {
    const char *text = s->doc->text.data;
    uint32_t next = at;
    uint8_t class = breaker_next(s->breaks, text, &next, end);
    if (class & BREAK_WHITE) {
        push(s, at, end, PIECE_white);
        return;
    }
    while (class & BREAK_INVISIBLE) {
        at = next;
        if (at >= end) return;
        class = breaker_next(s->breaks, text, &next, end);
    }
    if ((uint8_t)text[end - 1] >= 0x80) end = trim(s, at, end);
    uint8_t kind = class & BREAK_CLASS;
    if (kind == BREAK_letter || kind == BREAK_hebrew || kind == BREAK_numeric || (kind == BREAK_connector && end > next)) {
        push_word(s, at, end);
        return;
    }
    piece *last = s->count ? &s->pieces[s->count - 1] : NULL;
    if (text[at] == '.' && last && last->kind == PIECE_word && last->end == at && splitter_stop_joins(s, last->start, at, block_end)) {
        last->end = end;
        last->kind = PIECE_stopped;
        return;
    }
    if (!extends_row(s, at, end)) push(s, at, end, PIECE_sign);
}

void splitter_chunk(splitter *s, uint32_t at, uint32_t behind, uint32_t end, bool icu) {
    const char *text = s->doc->text.data;
    while (at < behind) {
        s->count = 0;
        if (icu) {
            uint32_t count = breaker_icu(s->breaks, (str){text, behind}, at, s->ends, PIECE_LIMIT - PIECE_SPARE);
            for (uint32_t i = 0; i < count && s->count < PIECE_LIMIT - PIECE_SPARE; i++) {
                push_segment(s, at, s->ends[i], end);
                at = s->ends[i];
            }
        } else {
            while (at < behind && s->count < PIECE_LIMIT - PIECE_SPARE) {
                uint32_t next = breaker_segment(s->breaks, text, at, behind);
                push_segment(s, at, next, end);
                at = next;
            }
        }
        uint32_t resume = splitter_join(s, behind);
        if (resume > at) at = resume;
    }
}
