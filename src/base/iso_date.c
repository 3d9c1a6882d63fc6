/* iso_date.c: writes dates digit by digit, since a document has hundreds of them and printf takes a thousand instructions for one. */
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
