/* iso_date.c: reads dates, counts their days, and writes them digit by digit, since a document has hundreds of them and printf takes a
 * thousand instructions for one. */
#include "base/iso_date.h"

static char *put_digits(char *at, int value, int count) {
    for (int i = count; i-- > 0; value /= 10) at[i] = (char)('0' + value % 10);
    return at + count;
}

str iso_date(arena *memory, day d) {
    char *text = arena_alloc(memory, sizeof "2025-04-09"), *at = put_digits(text, d.year, 4);
    if (d.month) {
        *at++ = '-';
        at = put_digits(at, d.month, 2);
    }
    if (d.month && d.day) {
        *at++ = '-';
        at = put_digits(at, d.day, 2);
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

day iso_date_read(str text) {
    return (day){digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};
}

/* Both ways: Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
long iso_day_number(day d) {
    long y = d.month <= 2 ? d.year - 1 : d.year;
    long era = (y >= 0 ? y : y - 399) / 400;
    long of_era = y - era * 400;
    long of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

day iso_day(long number) {
    number += 719468;
    long era = (number >= 0 ? number : number - 146096) / 146097;
    long of_era = number - era * 146097;
    long y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * y + y / 4 - y / 100);
    long m = (5 * of_year + 2) / 153;
    int month = (int)(m < 10 ? m + 3 : m - 9);
    return (day){(int)(y + era * 400 + (month <= 2)), month, (int)(of_year - (153 * m + 2) / 5 + 1)};
}
