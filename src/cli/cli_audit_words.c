/* cli_audit_words.c: the words of an audit: a number, what it counts, a text on one line. */
#include <math.h>
#include <string.h>

#include "cli/cli_audit.h"

void audit_print_text(muster_text text) {
    fwrite(text.data ? text.data : "", 1, text.size, stdout);
}

void audit_print_number(double value) {
    char digits[24];
    if (fabs(value) >= 1e15 || value != floor(value)) {
        printf("%g", value);
        return;
    }
    int count = snprintf(digits, sizeof digits, "%lld", (long long)value);
    for (int i = 0; i < count; i++) {
        putchar(digits[i]);
        if (digits[i] != '-' && i + 1 < count && (count - i - 1) % 3 == 0) putchar(',');
    }
}

void audit_print_value(const muster_audit_claim *c) {
    const char *before = "";
    if (c->qualifier && strcmp(c->qualifier, "about") == 0) before = "about ";
    if (c->has_low && !c->has_high) before = c->qualifier && strcmp(c->qualifier, "vague") == 0 ? "some, at least " : "at least ";
    if (!c->has_low) before = "up to ";
    fputs(before, stdout);
    audit_print_number(c->has_low ? c->low : c->high);
    if (c->has_low && c->has_high && c->low != c->high) {
        fputs(" to ", stdout);
        audit_print_number(c->high);
    }
    if (strcmp(c->told, "rejected") == 0) fputs(" (rejected)", stdout);
    if (strcmp(c->told, "earlier") == 0) fputs(" (told before)", stdout);
}

void audit_print_flat(muster_text text, size_t most) {
    size_t size = text.size > most ? most : text.size;
    while (size && size < text.size && ((unsigned char)text.data[size] & 0xC0) == 0x80) size--;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        putchar(byte < ' ' || byte == 0x7F ? ' ' : byte);
    }
    if (size < text.size) fputs("…", stdout);
}

static bool is_word(muster_text text, const char *word) {
    return text.size == strlen(word) && memcmp(text.data, word, text.size) == 0;
}

void audit_print_thing(const muster_audit_claim *c) {
    fputs(c->measure, stdout);
    bool general = is_word(c->kind, "any") || is_word(c->kind, "toll");
    muster_text what = c->counted.size || general ? c->counted : c->kind;
    if (what.size) {
        fputs(", ", stdout);
        audit_print_text(what);
    }
    if (c->place.size) {
        fputs(", ", stdout);
        audit_print_text(c->place);
    }
    if (c->date.size) {
        fputs(", ", stdout);
        audit_print_text(c->date);
    }
    if (strcmp(c->scope, "total") == 0) fputs(" (a running total)", stdout);
}
