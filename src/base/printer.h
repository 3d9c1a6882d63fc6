/* printer.h: text for people, through the caller's function, a formatted piece at a time. Once the caller has asked to stop, nothing more
 * is handed over. Of one thread. */
#ifndef BASE_PRINTER_H
#define BASE_PRINTER_H

#include <stdbool.h>

#include "muster.h"

typedef struct printer {
    muster_write_fn write;
    void *payload;
    bool stopped;
} printer;

/* Prints a piece, of which at most PRINTER_BYTES are shown. */
enum { PRINTER_BYTES = 4096 };
void printer_add(printer *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
