/* read_date.c: whole dates, in words, in figures and in file names. Only what can be read in one way is read: 03/04/2025 is none. */
#include <stdio.h>
#include <time.h>

#include "read/read_parts.h"

/* A number of at most `most` digits at the beginning of the text; returns how many digits, 0 if none or more. */
static uint32_t digits(str text, uint32_t most, int *value) {
    uint32_t n = 0;
    *value = 0;
    while (n < text.size && ascii_digit(text.data[n]) && n <= most) *value = *value * 10 + (text.data[n++] - '0');
    return n <= most ? n : 0;
}

bool date_plausible(day d) {
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d.year < 1800 || d.year > 2199 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > lengths[d.month - 1]) return false;
    bool leap = (d.year % 4 == 0 && d.year % 100 != 0) || d.year % 400 == 0;
    return d.month != 2 || d.day < 29 || leap;
}

/* Four digits, or two where they are allowed. */
static bool year_word(str word, bool of_two, int *year) {
    uint32_t n = digits(word, 4, year);
    if (n != word.size) return false;
    if (n == 2 && of_two) *year += *year < 70 ? 2000 : 1900;
    return n == 4 || (n == 2 && of_two);
}

/* "14", "14th". */
static bool day_word(str word, int *value) {
    uint32_t n = digits(word, 2, value);
    if (!n || *value < 1 || *value > 31) return false;
    str rest = str_slice(word, n, word.size);
    return !rest.size || str_is(rest, "st") || str_is(rest, "nd") || str_is(rest, "rd") || str_is(rest, "th");
}

static int month_word(const read_knowledge *known, str word) {
    return (int)((knowledge_roles(known, word, FORM_WHOLE) & ROLE_MONTHS) / ROLE_MONTH);
}

/* Three numbers with the same separator. */
static bool three_numbers(str word, uint32_t first_digits, int number[3], char *separator) {
    uint32_t n = digits(word, first_digits, &number[0]);
    if (!n || n + 4 > word.size) return false;
    *separator = word.data[n];
    if (!strchr("-/.", *separator)) return false;
    word = str_slice(word, n + 1, word.size);
    n = digits(word, 2, &number[1]);
    if (!n || n + 1 >= word.size || word.data[n] != *separator) return false;
    word = str_slice(word, n + 1, word.size);
    n = digits(word, first_digits == 4 ? 2 : 4, &number[2]);
    if (first_digits == 2 && n != 4) return false;
    return n && (n == word.size || word.data[n] == 't'); /* 2025-03-14T08:00 */
}

static bool date_in_figures(str word, day *out) {
    int number[3];
    char separator;
    if (word.size >= 8 && ascii_digit(word.data[1]) && ascii_digit(word.data[2]) && ascii_digit(word.data[3])) {
        if (!three_numbers(word, 4, number, &separator)) return false;
        *out = (day){number[0], number[1], number[2]};
        return date_plausible(*out);
    }
    if (!three_numbers(word, 2, number, &separator)) return false;
    bool day_first = number[1] <= 12 && (number[0] > 12 || number[0] == number[1] || separator == '.');
    bool month_first = number[0] <= 12 && number[1] > 12;
    if (!day_first && !month_first) return false;
    *out = day_first ? (day){number[2], number[1], number[0]} : (day){number[2], number[0], number[1]};
    return date_plausible(*out);
}

/* "12-Mar-2025" */
static bool date_joined(const read_knowledge *known, str word, bool years_of_two, day *out) {
    str rest, date = str_split(word, '-', &rest), month = str_split(rest, '-', &rest);
    *out = (day){0, 0, 0};
    if (!rest.size || !day_word(date, &out->day)) return false;
    out->month = (int)month_word(known, month);
    return out->month && year_word(rest, years_of_two, &out->year) && date_plausible(*out);
}

/* A date has figures in its first three words, with its weekday before it: most words begin none, and need not be looked up. */
static bool may_be_date(const folded *f, uint32_t at) {
    enum { WORDS = 3 };
    for (uint32_t i = at; i < f->words && i - at < WORDS; i++)
        if (ascii_digit(f->text[f->word[i].start])) return true;
    return false;
}

uint32_t date_at(const read_knowledge *known, const folded *f, uint32_t at, bool years_of_two, day *out) {
    if (!may_be_date(f, at)) return 0;
    str word = fold_slice(f, at, at + 1);
    if (knowledge_roles(known, word, FORM_WHOLE) & ROLE_WEEKDAY) {
        if (++at >= f->words) return 0;
        word = fold_slice(f, at, at + 1);
    }
    if (word.size >= 8 && ascii_digit(word.data[0]))
        return date_in_figures(word, out) || date_joined(known, word, years_of_two, out) ? at + 1 : 0;
    if (at + 3 > f->words) return 0;
    str second = fold_slice(f, at + 1, at + 2), third = fold_slice(f, at + 2, at + 3);
    *out = (day){0, 0, 0};
    bool found = day_word(word, &out->day) ? (out->month = month_word(known, second)) > 0
                                           : (out->month = month_word(known, word)) > 0 && day_word(second, &out->day);
    return found && year_word(third, years_of_two, &out->year) && date_plausible(*out) ? at + 3 : 0;
}

bool date_begins_with_name(const read_knowledge *known, const folded *f, uint32_t at) {
    uint32_t roles = at ? knowledge_roles(known, fold_slice(f, at, at + 1), FORM_WHOLE) : 0;
    return roles & ROLE_WEEKDAY && roles & ROLE_PART;
}

/* Eight digits in a row, or 4-2-2 with - or _ between. Returns how many bytes. */
static uint32_t name_date(str name, day *out) {
    int joined;
    if (digits(name, 8, &joined) == 8) {
        *out = (day){joined / 10000, joined / 100 % 100, joined % 100};
        return 8;
    }
    char separator = name.size >= 10 ? name.data[4] : 0;
    if ((separator != '-' && separator != '_' && separator != '.') || name.data[7] != separator) return 0;
    int year, month, date;
    if (digits(str_slice(name, 0, 4), 4, &year) != 4 || digits(str_slice(name, 5, 7), 2, &month) != 2 ||
        digits(str_slice(name, 8, 10), 2, &date) != 2)
        return 0;
    *out = (day){year, month, date};
    return 10;
}

bool date_in_name(str name, day *out) {
    for (size_t at = 0; at + 8 <= name.size; at++) {
        if (!ascii_digit(name.data[at]) || (at && ascii_digit(name.data[at - 1]))) continue;
        uint32_t size = name_date(str_slice(name, at, name.size), out);
        if (size && (at + size == name.size || !ascii_digit(name.data[at + size])) && date_plausible(*out) && out->year >= 1900)
            return true;
    }
    return false;
}

bool date_in_address(str address, day *out) {
    enum { SIZE = 11 }; /* of "/2023/06/19" */
    for (size_t at = 0; at + SIZE <= address.size; at++) {
        char part = address.data[at + 5];
        if (address.data[at] != '/' || (part != '/' && part != '-') || address.data[at + 8] != part) continue;
        if (at + SIZE < address.size && ascii_digit(address.data[at + SIZE])) continue;
        str year = str_slice(address, at + 1, at + 5), month = str_slice(address, at + 6, at + 8),
            date = str_slice(address, at + 9, at + SIZE);
        bool fine = digits(year, 4, &out->year) == 4 && digits(month, 2, &out->month) == 2 && digits(date, 2, &out->day) == 2;
        if (fine && date_plausible(*out)) return true;
    }
    return false;
}

/* Seconds since 1970, or milliseconds. */
static bool date_from_epoch(str text, day *out) {
    double value;
    if (text.size < 9 || !str_number(text, &value) || value < 0) return false;
    if (value > 1e11) value /= 1000;
    time_t seconds = (time_t)value;
    struct tm t;
    if (value > 1e11 || !gmtime_r(&seconds, &t)) return false;
    *out = (day){t.tm_year + 1900, t.tm_mon + 1, t.tm_mday};
    return date_plausible(*out);
}

/* "Tue Mar 04 10:02:11 +0000 2025": the year stands last, behind the time. */
static bool date_year_last(const read_knowledge *known, const folded *f, day *out) {
    if (f->words < 5 || f->words > 6 || !memchr(fold_slice(f, 3, 4).data, ':', fold_slice(f, 3, 4).size)) return false;
    *out = (day){0, (int)month_word(known, fold_slice(f, 1, 2)), 0};
    return out->month && day_word(fold_slice(f, 2, 3), &out->day) && year_word(fold_slice(f, f->words - 1, f->words), false, &out->year) &&
           date_plausible(*out);
}

static bool date_parse(const read_knowledge *known, str text, day *out) {
    folded f;
    text = str_trim(text);
    if (text.size >= 8 && (name_date(text, out) == 10 || (text.size == 8 && name_date(text, out) == 8)) && date_plausible(*out))
        return true;
    if (date_from_epoch(text, out)) return true;
    fold_words(text, 6, &f);
    for (uint32_t at = 0; at < f.words && at < 3; at++)
        if (date_at(known, &f, at, false, out)) return true;
    return date_year_last(known, &f, out);
}

const char *date_iso(const read_knowledge *known, const char *text, char out[DATE_SIZE]) {
    day d;
    if (!text || !date_parse(known, str_from(text), &d)) return NULL;
    snprintf(out, DATE_SIZE, "%04d-%02d-%02d", d.year % 10000, d.month, d.day);
    return out;
}
