/* printer.c: formats a piece of text and hands it to the caller's function. */
#include "base/printer.h"

#include <stdarg.h>
#include <stdio.h>

void printer_add(printer *to, const char *format, ...) {
    char piece[PRINTER_BYTES + 1];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(piece, sizeof piece, format, arguments);
    va_end(arguments);
    if (size <= 0 || to->stopped) return;
    size_t shown = (size_t)size <= PRINTER_BYTES ? (size_t)size : PRINTER_BYTES;
    to->stopped = to->write(piece, shown, to->payload) != 0;
}
