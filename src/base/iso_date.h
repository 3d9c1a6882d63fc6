/* Dates as the record writes them: "2025", "2025-04", "2025-04-09". */
#ifndef BASE_ISO_DATE_H
#define BASE_ISO_DATE_H

#include "base/arena.h"

/* The text of a date, in the arena; year 0 to 9999. A month or day of 0 is not known, and what follows it is left out. */
str iso_date(arena *memory, int year, int month, int day);
/* The numbers of such a text; 0 for what is not there or no number. */
void iso_date_read(str text, int *year, int *month, int *day);
/* Days since 1970-01-01 of a date of the proleptic Gregorian calendar. */
long iso_day_number(int year, int month, int day);

#endif
