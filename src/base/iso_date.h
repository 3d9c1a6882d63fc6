/* Dates as the record writes them: "2025", "2025-04", "2025-04-09". */
#ifndef BASE_ISO_DATE_H
#define BASE_ISO_DATE_H

#include "base/arena.h"

/* A day, month or year; 0 for what is not known of it. */
typedef struct day {
    int year, month, day;
} day;

/* The text of a date, in the arena; year 0 to 9999. What follows a month or day that is not known is left out. */
str iso_date(arena *memory, day d);
/* The numbers of such a text; 0 for what is not there or no number. */
day iso_date_read(str text);
/* Days since 1970-01-01 of a day of the proleptic Gregorian calendar; the day of such a number. */
long iso_day_number(day d);
day iso_day(long number);

#endif
