/* rule_lex.c: a rule file as lexemes. Lines matter: a lexeme that is the first of a line which is indented no deeper than the margin ends
 * the clause (LEX_END), so that the parser of a clause never runs into the next one, and an error can go on with the next statement. */
#include <stdio.h>
#include <stdlib.h>

#include "rule/rule_program.h"

void lex_start(lexer *lex, builder *build, const source *file) {
    *lex = (lexer){.build = build, .file = file, .text = file->content.data, .size = (uint32_t)file->content.size};
    lex->line = 1;
    lex->fresh = true;
    lex->margin = -1;
    if (str_starts(file->content, STR("\xEF\xBB\xBF"))) lex->at = lex->line_start = 3;
}

/* What a character is: bits. The NUL behind the text is nothing of all that, and ends every stretch. */
enum { IS_NAME = 1, IS_DIGIT = 2, IS_BLANK = 4, IS_SIGN = 8, ENDS_WORD = 16 };
static const uint8_t classes[256] = {
    ['a' ... 'z'] = IS_NAME,
    ['A' ... 'Z'] = IS_NAME,
    ['_'] = IS_NAME,
    ['0' ... '9'] = IS_DIGIT,
    [' '] = IS_BLANK | ENDS_WORD,
    ['\t'] = IS_BLANK | ENDS_WORD,
    ['\r'] = IS_BLANK | ENDS_WORD,
    ['\n'] = ENDS_WORD,
    ['"'] = ENDS_WORD,
    [','] = IS_SIGN | ENDS_WORD,
    ['='] = IS_SIGN | ENDS_WORD,
    ['('] = IS_SIGN,
    [')'] = IS_SIGN,
    ['['] = IS_SIGN,
    [']'] = IS_SIGN,
    ['{'] = IS_SIGN,
    ['}'] = IS_SIGN,
    ['|'] = IS_SIGN,
    ['&'] = IS_SIGN,
    ['!'] = IS_SIGN,
    ['?'] = IS_SIGN,
    ['*'] = IS_SIGN,
    ['+'] = IS_SIGN,
    ['.'] = IS_SIGN,
    [':'] = IS_SIGN,
    ['<'] = IS_SIGN,
    ['>'] = IS_SIGN,
    ['~'] = IS_SIGN,
    ['@'] = IS_SIGN,
    ['^'] = IS_SIGN,
};

static bool is(char c, uint8_t what) {
    return classes[(uint8_t)c] & what;
}

static bool at_end(const lexer *lex) {
    return lex->at >= lex->size;
}

static void skip_space(lexer *lex) {
    const char *text = lex->text;
    uint32_t at = lex->at;
    for (;; at++) {
        if (text[at] == '#')
            while (at < lex->size && text[at] != '\n') at++;
        if (text[at] == '\n') {
            lex->line++;
            lex->line_start = at + 1;
            lex->fresh = true;
        } else if (!is(text[at], IS_BLANK)) {
            break;
        }
    }
    lex->at = at;
}

place_in lex_place(const lexer *lex) {
    return (place_in){lex->file, lex->now.at, lex->now.end};
}

static _Noreturn void refuse_at(lexer *lex, uint32_t at, const char *message) {
    rule_refuse(lex->build, (place_in){lex->file, at, at + 1}, "%s", message);
}

static str escape(char c) {
    switch (c) {
    case 'n': return STR("\n");
    case 't': return STR("\t");
    case '"': return STR("\"");
    case '\'': return STR("'");
    case '\\': return STR("\\");
    default: return STR_NONE;
    }
}

static str unescape(lexer *lex, uint32_t start, uint32_t end) {
    char *out = arena_alloc(lex->build->memory, end - start + 1);
    size_t size = 0;
    for (uint32_t i = start; i < end; i++) {
        char c = lex->text[i];
        if (c == '\\') {
            str plain = escape(lex->text[++i]);
            if (!plain.size) refuse_at(lex, i, "unknown escape; there are \\\" \\' \\\\ \\n \\t");
            c = plain.data[0];
        }
        out[size++] = c;
    }
    return (str){out, size};
}

/* From here to that mark, which a backslash keeps from ending the text; leaves lex->at at it. Whether there are backslashes. */
static bool find_mark(lexer *lex, char mark, const char *missing) {
    uint32_t start = lex->at;
    bool escaped = false;
    for (;; lex->at++) {
        if (at_end(lex) || lex->text[lex->at] == '\n') refuse_at(lex, start - 1, missing);
        if (lex->text[lex->at] == mark) return escaped;
        if (lex->text[lex->at] == '\\' && lex->text[lex->at + 1] != '\n') {
            lex->at++;
            escaped = true;
        }
    }
}

/* From behind the opening mark to the closing one; leaves lex->at behind it. */
static str quoted_text(lexer *lex, char mark, const char *missing) {
    uint32_t start = lex->at;
    bool escaped = find_mark(lex, mark, missing);
    uint32_t end = lex->at++;
    return escaped ? unescape(lex, start, end) : str_slice(lex->file->content, start, end);
}

static void read_regex(lexer *lex) {
    uint32_t start = lex->at;
    find_mark(lex, '/', "the regular expression has no closing `/` on its line");
    char *out = arena_alloc(lex->build->memory, lex->at - start + 1);
    size_t size = 0;
    for (uint32_t i = start; i < lex->at; i++) {
        if (lex->text[i] == '\\' && lex->text[i + 1] == '/') i++;
        out[size++] = lex->text[i];
    }
    lex->now.type = LEX_REGEX;
    lex->now.text = (str){out, size};
    lex->at++;
    lex->now.caseless = lex->text[lex->at] == 'i';
    if (lex->now.caseless) lex->at++;
    if (!size) refuse_at(lex, start, "the regular expression is empty");
}

static void read_name(lexer *lex) {
    uint32_t at = lex->at;
    while (is(lex->text[at], IS_NAME | IS_DIGIT) || (lex->text[at] == '-' && is(lex->text[at + 1], IS_NAME | IS_DIGIT))) at++;
    lex->now.type = LEX_NAME;
    lex->now.text = str_slice(lex->file->content, lex->at, at);
    if (lex->now.text.size > NAME_LIMIT) refuse_at(lex, lex->at, "the name is longer than 64 bytes");
    lex->at = at;
}

static void read_number(lexer *lex) {
    char digits[40];
    size_t size = 0;
    bool point = false;
    for (;; lex->at++) {
        char c = lex->text[lex->at];
        bool here = is(c, IS_DIGIT) || (c == '-' && !size) || (c == '.' && !point && is(lex->text[lex->at + 1], IS_DIGIT));
        if (!here) break;
        point |= c == '.';
        if (size + 1 >= sizeof digits) refuse_at(lex, lex->at, "the number is too long");
        digits[size++] = c;
    }
    lex->now.type = LEX_NUMBER;
    if (!str_number((str){digits, size}, &lex->now.number)) lex->now.number = 0; /* a sign alone */
}

static void read_sign(lexer *lex, char c) {
    char next = lex->text[lex->at + 1];
    lex->now.sign = c;
    lex->now.type = LEX_SIGN;
    if (next == '=' && (c == '!' || c == '<' || c == '>')) {
        lex->now.type = c == '!' ? LEX_NE : c == '<' ? LEX_LE : LEX_GE;
        lex->at++;
    } else if (!is(c, IS_SIGN)) {
        refuse_at(lex, lex->at,
                  (unsigned char)c < 0x80 ? "unexpected character; words are written in quotation marks"
                                          : "unexpected character; words are written in plain quotation marks: \"word\"");
    }
    lex->at++;
}

/* In lists of words only `,` `=` `"` and white space are special. */
static void read_word(lexer *lex) {
    char c = lex->text[lex->at];
    if (c == ',' || c == '=') {
        lex->now.type = LEX_SIGN;
        lex->now.sign = c;
        lex->at++;
        return;
    }
    uint32_t start = lex->at;
    while (!at_end(lex) && !is(lex->text[lex->at], ENDS_WORD)) lex->at++;
    lex->now.type = LEX_WORD;
    lex->now.text = str_slice(lex->file->content, start, lex->at);
}

static void read_lexeme(lexer *lex) {
    char c = lex->text[lex->at], next = lex->text[lex->at + 1];
    if (c == '"') {
        lex->at++;
        lex->now.type = LEX_STRING;
        lex->now.text = quoted_text(lex, '"', "the text has no closing `\"` on its line");
    } else if (lex->raw) {
        read_word(lex);
    } else if (c == '\'') {
        lex->at++;
        lex->now.type = LEX_EXACT;
        lex->now.text = quoted_text(lex, '\'', "the text has no closing `'` on its line");
    } else if (c == '/') {
        lex->at++;
        read_regex(lex);
    } else if (is(c, IS_NAME)) {
        read_name(lex);
    } else if (is(c, IS_DIGIT) || (c == '-' && is(next, IS_DIGIT))) {
        read_number(lex);
    } else {
        read_sign(lex, c);
    }
}

void lex_next(lexer *lex) {
    lex->behind = lex->now.end;
    skip_space(lex);
    lex->now = (lexeme){.type = LEX_END, .at = lex->at, .end = lex->at, .line = lex->line, .indent = NONE};
    if (lex->fresh) lex->now.indent = lex->at - lex->line_start;
    if (at_end(lex)) return;
    if (lex->fresh && (int64_t)lex->now.indent <= lex->margin) return;
    lex->fresh = false;
    read_lexeme(lex);
    lex->now.end = lex->at;
}

void lex_skip_clause(lexer *lex) {
    for (;;) {
        skip_space(lex);
        if (at_end(lex)) break;
        if (lex->fresh && (int64_t)(lex->at - lex->line_start) <= lex->margin) break;
        lex->fresh = false;
        while (!at_end(lex) && lex->text[lex->at] != '\n') lex->at++;
    }
    lex_next(lex);
}

bool lex_take(lexer *lex, char sign) {
    if (!lex_is(lex, sign)) return false;
    lex_next(lex);
    return true;
}

_Noreturn void lex_refuse(lexer *lex, const char *expected) {
    place_in place = lex_place(lex);
    if (lex->now.type == LEX_END) rule_refuse(lex->build, place, "expected %s, but the clause ends here", expected);
    int size = (int)(place.end - place.at);
    if (size > 60) size = 60;
    rule_refuse(lex->build, place, "expected %s, not `%.*s`", expected, size, lex->file->content.data + place.at);
}

void lex_expect(lexer *lex, char sign, const char *what) {
    if (lex_take(lex, sign)) return;
    char expected[200];
    snprintf(expected, sizeof expected, "`%c` %s", sign, what);
    lex_refuse(lex, expected);
}

str lex_name(lexer *lex, const char *what) {
    if (lex->now.type != LEX_NAME) lex_refuse(lex, what);
    str name = lex->now.text;
    lex_next(lex);
    return name;
}

char lex_adjacent(const lexer *lex) {
    return lex->text[lex->at];
}

char lex_peek(const lexer *lex) {
    uint32_t at = lex->at;
    while (lex->text[at] == ' ' || lex->text[at] == '\t') at++;
    return lex->text[at];
}

static bool ends_bare(const lexer *lex, const char *stops) {
    if (at_end(lex)) return true;
    char c = lex->text[lex->at], next = lex->text[lex->at + 1];
    if (strchr(" \t\r\n#\"", c)) return true;
    if (c == '|') return strchr(" \t\r\n|", next);
    return strchr(stops, c);
}

str lex_bare(lexer *lex, const char *stops, const char *what) {
    while (lex->text[lex->at] == ' ' || lex->text[lex->at] == '\t') lex->at++;
    str text;
    if (lex->text[lex->at] == '"') {
        lex->at++;
        text = quoted_text(lex, '"', "the text has no closing `\"` on its line");
    } else {
        uint32_t start = lex->at;
        while (!ends_bare(lex, stops)) lex->at++;
        if (start == lex->at) {
            lex_next(lex);
            lex_refuse(lex, what);
        }
        text = str_slice(lex->file->content, start, lex->at);
    }
    lex_next(lex);
    return text;
}
