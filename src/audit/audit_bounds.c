/* audit_bounds.c: the bounds of a number: whether two have the same, and whether one leaves room for the other. */
#include "audit/audit_parts.h"

bool audit_same_bounds(const statement *a, const statement *b) {
    return a->has_low == b->has_low && a->has_high == b->has_high && (!a->has_low || a->low == b->low) &&
           (!a->has_high || a->high == b->high);
}

bool audit_same_number(const statement *a, const statement *b) {
    return a->unit == b->unit && audit_same_bounds(a, b);
}

bool audit_contains(const statement *wide, const statement *narrow) {
    if (wide->has_low && (!narrow->has_low || narrow->low < wide->low)) return false;
    return !wide->has_high || (narrow->has_high && narrow->high <= wide->high);
}

double audit_value(const statement *s) {
    return s->has_low ? s->low : s->high;
}
