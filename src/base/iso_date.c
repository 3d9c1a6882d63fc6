/* iso_date.c: reads dates, counts their days, and writes them digit by digit, since a document has hundreds of them and printf takes a
 * thousand instructions for one. */
#include "base/iso_date.h"

static char *put_digits(char *at, int value, int count) {
    for (int i = count; i-- > 0; value /= 10) at[i] = (char)('0' + value % 10);
    return at + count;
}

str iso_date(arena *memory, int year, int month, int day) {
    char *text = arena_alloc(memory, sizeof "2025-04-09"), *at = put_digits(text, year, 4);
    if (month) {
        *at++ = '-';
        at = put_digits(at, month, 2);
    }
    if (month && day) {
        *at++ = '-';
        at = put_digits(at, day, 2);
    }
    *at = '\0';
    return (str){text, (size_t)(at - text)};
}

static int digits(str text, size_t at, size_t count) {
    int value = 0;
    if (at + count > text.size) return 0;
    for (size_t i = at; i < at + count; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') return 0;
        value = value * 10 + (text.data[i] - '0');
    }
    return value;
}

void iso_date_read(str text, int *year, int *month, int *day) {
    *year = digits(text, 0, 4);
    *month = digits(text, 5, 2);
    *day = digits(text, 8, 2);
}

/* Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
long iso_day_number(int year, int month, int day) {
    long y = month <= 2 ? year - 1 : year;
    long era = (y >= 0 ? y : y - 399) / 400;
    long of_era = y - era * 400;
    long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}
