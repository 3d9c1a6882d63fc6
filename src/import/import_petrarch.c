/* import_petrarch.c: actor files of PETRARCH. An actor is a line, its synonyms begin with +, its codes stand in brackets, on the same line
 * or on lines of their own, with the dates between which they hold: [CODE 051219-110101], [CODE <950101], [CODE >110101]. _ is a space.
 *
 * The codes become `codes` (CODE, or CODE:FROM..TO, the earliest first as the file has them); one dated code gives valid_from and valid_to,
 * so that `muster check` can tell a stale one.
 */
#include "import/import.h"

typedef struct actor {
    bool open;
    made_entry entry;
    uint32_t codes;
    str from, to;
} actor;

/* "ABDUL_SALAM_" is Abdul Salam; a name in mixed case stays. */
static str read_name(struct muster_import *to, str text) {
    text = str_trim(text);
    char *out = arena_alloc(to->memory, text.size + 1);
    bool small = false, start = true;
    for (size_t i = 0; i < text.size; i++) small |= ascii_lower(text.data[i]);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i] == '_' ? ' ' : text.data[i];
        out[i] = small || start ? c : ascii_small(c);
        start = c == ' ' || c == '-' || c == '\'';
    }
    return str_trim((str){out, text.size});
}

/* YYMMDD or YYYYMMDD as an ISO date; empty where it is none. */
static str read_date(struct muster_import *to, str digits) {
    if (digits.size != 6 && digits.size != 8) return STR_NONE;
    for (size_t i = 0; i < digits.size; i++)
        if (!ascii_digit(digits.data[i])) return STR_NONE;
    int first = (digits.data[0] - '0') * 10 + digits.data[1] - '0';
    str day = str_slice(digits, digits.size - 4, digits.size);
    if (digits.size == 8) return arena_printf(to->memory, "%.4s-%.2s-%.2s", digits.data, day.data, day.data + 2);
    return arena_printf(to->memory, "%d-%.2s-%.2s", first < 40 ? 2000 + first : 1900 + first, day.data, day.data + 2);
}

static bool read_span(struct muster_import *to, str text, str *from, str *until) {
    *from = *until = STR_NONE;
    if (!text.size) return true;
    if (text.data[0] == '<') return (*until = read_date(to, str_trim(str_slice(text, 1, text.size)))).size > 0;
    if (text.data[0] == '>') return (*from = read_date(to, str_trim(str_slice(text, 1, text.size)))).size > 0;
    str rest, first = str_trim(str_split(text, '-', &rest));
    if (!rest.data) return false;
    *from = read_date(to, first);
    *until = read_date(to, str_trim(rest));
    return from->size && until->size;
}

static void read_code(struct muster_import *to, actor *a, str inside) {
    str rest, code = str_trim(str_split(str_trim(inside), ' ', &rest)), from, until;
    if (!code.size || !read_span(to, str_trim(rest.data ? rest : STR("")), &from, &until)) {
        import_error(to, inside.data, "a code is [CODE], [CODE 051219-110101], [CODE <950101] or [CODE >110101]");
        return;
    }
    str text = from.size || until.size
                   ? arena_printf(to->memory, STR_FMT ":" STR_FMT ".." STR_FMT, STR_ARG(code), STR_ARG(from), STR_ARG(until))
                   : code;
    made_attribute_join(to, &a->entry, STR("codes"), text);
    if (!a->codes++) {
        a->from = from;
        a->to = until;
    }
}

static void read_codes(struct muster_import *to, actor *a, str text) {
    while (text.data && text.size) {
        str behind, inside;
        str_split(text, '[', &inside);
        if (!inside.data) return;
        if (!memchr(inside.data, ']', inside.size)) {
            import_error(to, inside.data, "the bracket is not closed");
            return;
        }
        read_code(to, a, str_split(inside, ']', &behind));
        text = behind;
    }
}

static void finish(struct muster_import *to, actor *a) {
    if (!a->open) return;
    if (a->codes == 1) {
        made_attribute_add(to, &a->entry, STR("valid_from"), a->from);
        made_attribute_add(to, &a->entry, STR("valid_to"), a->to);
    }
    uint32_t line = to->line;
    to->line = a->entry.line;
    made_write(to, &a->entry);
    to->line = line;
    *a = (actor){.open = false};
}

static str without_comment(str line) {
    for (size_t i = 0; i < line.size; i++)
        if (line.data[i] == ';' || line.data[i] == '#') return str_slice(line, 0, i);
    return line;
}

void import_petrarch(struct muster_import *to, str content) {
    actor a = {.open = false};
    while (import_line(to, &content)) {
        str line = str_trim(without_comment(to->at)), codes;
        if (!line.size || line.data[0] == '<') continue;
        bool more = line.data[0] == '[' || line.data[0] == '+';
        if (more && !a.open) {
            import_error(to, line.data, "no actor stands before this line");
            continue;
        }
        str name = str_split(line, '[', &codes);
        if (codes.data) codes = (str){codes.data - 1, codes.size + 1};
        if (line.data[0] == '+') {
            made_alias_add(to, &a.entry, read_name(to, str_slice(name, 1, name.size)), NULL);
        } else if (!more) {
            finish(to, &a);
            a = (actor){.open = true, .entry = {.kind = made_kind(to, "person"), .name = read_name(to, name), .line = to->line}};
        }
        read_codes(to, &a, codes);
    }
    finish(to, &a);
}
