/* gazetteer_tsv.c: parses .tsv files: `#gaz 1 key=value …`, the columns' names, then an entry a line. */
#include "gazetteer/gazetteer_draft.h"

enum { COLUMN_LIMIT = 64 };

typedef enum column { COLUMN_attribute, COLUMN_id, COLUMN_kind, COLUMN_name, COLUMN_aliases, COLUMN_flags, COLUMN_attrs } column;

typedef struct table_head {
    uint32_t count;
    str names[COLUMN_LIMIT];
    column means[COLUMN_LIMIT];
} table_head;

/* key=value, the value perhaps in double quotes. */
static bool next_setting(str *rest, str *key, str *value) {
    *rest = str_trim(*rest);
    size_t i = 0;
    while (i < rest->size && rest->data[i] != '=' && rest->data[i] != ' ') i++;
    *key = str_slice(*rest, 0, i);
    if (i >= rest->size || rest->data[i] != '=') {
        *value = STR_NONE;
        *rest = str_slice(*rest, i, rest->size);
        return false;
    }
    size_t start = ++i;
    bool quoted = i < rest->size && rest->data[i] == '"';
    if (quoted) start = ++i;
    while (i < rest->size && rest->data[i] != (quoted ? '"' : ' ')) i++;
    *value = str_slice(*rest, start, i);
    bool closed = !quoted || i < rest->size;
    *rest = str_slice(*rest, i + (quoted && closed), rest->size);
    return closed;
}

static bool read_head(list_reader *from) {
    str rest = str_trim(from->at);
    if (!str_starts(rest, STR("#gaz 1"))) {
        list_error(from, rest.data, "the first line of a .tsv list is `#gaz 1 kind=… source=… licence=…`");
        return false;
    }
    rest = str_trim(str_slice(rest, 6, rest.size));
    while (rest.size) {
        str key, value;
        if (!next_setting(&rest, &key, &value)) {
            list_error(from, key.data, "the head has key=value behind `#gaz 1`, values with spaces in double quotes");
            return false;
        }
        if (!head_directive(from, key, value, value.size ? value : key)) return false;
        rest = str_trim(rest);
    }
    return true;
}

static column column_of(str name) {
    static const struct {
        const char *name;
        column means;
    } known[] = {{"id", COLUMN_id},           {"kind", COLUMN_kind},   {"name", COLUMN_name},
                 {"aliases", COLUMN_aliases}, {"flags", COLUMN_flags}, {"attrs", COLUMN_attrs}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(name, known[i].name)) return known[i].means;
    return COLUMN_attribute;
}

static bool read_columns(list_reader *from, table_head *head) {
    bool has_name = false, has_kind = from->kind.size != 0;
    for (str rest = from->at; rest.data;) {
        str name = str_trim(str_split(rest, '\t', &rest));
        if (!label_valid(name)) {
            list_error(from, name.data, "`" STR_FMT "` is no name of a column: letters, digits and _ make one", STR_ARG(name));
            return false;
        }
        if (head->count == COLUMN_LIMIT) {
            list_error(from, name.data, "a .tsv list has at most %d columns", COLUMN_LIMIT);
            return false;
        }
        for (uint32_t i = 0; i < head->count; i++)
            if (str_equal(head->names[i], name)) {
                list_error(from, name.data, "there are two columns `" STR_FMT "`", STR_ARG(name));
                return false;
            }
        head->means[head->count] = column_of(name);
        head->names[head->count++] = name;
        has_name |= str_is(name, "name");
        has_kind |= str_is(name, "kind");
    }
    if (!has_name || !has_kind) {
        list_error(from, from->at.data,
                   has_name ? "the kind is missing: write kind=… in the first line, or a column `kind`" : "the column `name` is missing");
        return false;
    }
    return true;
}

typedef struct row {
    str cells[7]; /* by enum column; attributes are taken as they come */
    draft_alias shape;
    bool has_policy, retired;
} row;

static bool read_flags(list_reader *from, row *line) {
    str rest = line->cells[COLUMN_flags];
    line->shape.policy = CASE_COUNT;
    while (rest.size) {
        size_t i = 0;
        while (i < rest.size && !strchr(" ,|@", rest.data[i])) i++;
        str flag = str_slice(rest, 0, i);
        rest = str_slice(rest, i < rest.size ? i + 1 : i, rest.size);
        if (!flag.size) continue;
        if (str_is(flag, "retired"))
            line->retired = true;
        else if (!alias_flag(flag, &line->shape, &line->has_policy)) {
            list_error(from, flag.data,
                       "`" STR_FMT "` is no flag: retired hist code weak strong typo exact upper any title past ing s plural are",
                       STR_ARG(flag));
            return false;
        }
    }
    return true;
}

static bool read_cells(list_reader *from, const table_head *head, row *line, entry_parts *parts) {
    uint32_t at = 0;
    str rest = from->at;
    for (; rest.data; at++) {
        str cell = str_trim(str_split(rest, '\t', &rest));
        if (at >= head->count) {
            list_error(from, cell.data, "the row has more cells than the %u columns that line 2 names", head->count);
            return false;
        }
        if (head->means[at] != COLUMN_attribute)
            line->cells[head->means[at]] = cell;
        else if (cell.size && !(attribute_valid(from, head->names[at], cell) &&
                                entry_attribute_set(from, &parts->first_attribute, &parts->last_attribute, head->names[at], cell)))
            return false;
    }
    return true;
}

static bool read_names(list_reader *from, const row *line, entry_parts *parts) {
    str name = line->cells[COLUMN_name], aliases = line->cells[COLUMN_aliases];
    if (!entry_alias_text(from, parts, name, line->shape)) return false;
    parts->name = name;
    parts->name_place = name;
    while (aliases.size) {
        str cell = cell_split(aliases, '|', &aliases);
        if (!str_trim(cell).size) continue;
        uint32_t before = parts->last_alias;
        if (!entry_alias(from, parts, cell, line->shape.flags)) return false;
        draft_alias *alias = &from->into->aliases.at[parts->last_alias];
        if (parts->last_alias != before && alias->policy == CASE_COUNT) alias->policy = line->shape.policy;
    }
    return true;
}

static void read_row(list_reader *from, const table_head *head) {
    row line = {.shape = {.policy = CASE_COUNT}};
    entry_parts parts = entry_begin();
    if (!read_cells(from, head, &line, &parts) || !read_flags(from, &line)) return;
    parts.id = line.cells[COLUMN_id];
    parts.kind = line.cells[COLUMN_kind].size ? line.cells[COLUMN_kind] : from->kind;
    if (!label_valid(parts.kind)) {
        list_error(from, parts.kind.size ? parts.kind.data : from->at.data,
                   parts.kind.size ? "the kind is a name of letters, digits and _" : "the row has no kind");
        return;
    }
    if (line.retired) {
        if (parts.id.size || line.cells[COLUMN_name].size)
            list_retire(from, parts.kind, line.cells[COLUMN_name], parts.id);
        else
            list_error(from, from->at.data, "what is retired has an id or a name");
        return;
    }
    if (!line.cells[COLUMN_name].size) {
        list_error(from, from->at.data, "the row has no name");
        return;
    }
    if (!read_names(from, &line, &parts)) return;
    for (str rest = line.cells[COLUMN_attrs]; rest.size;) {
        str cell = str_trim(cell_split(rest, ';', &rest));
        if (cell.size && !entry_attribute(from, &parts.first_attribute, &parts.last_attribute, cell)) return;
    }
    entry_add(from, &parts);
}

void table_read(list_reader *from) {
    str rest = from->content;
    table_head head = {0};
    for (; line_next(&rest, &from->at);) {
        from->line++;
        if (!line_valid(from)) {
            if (from->line <= 2) return;
            continue;
        }
        if (from->line == 1) {
            if (!read_head(from)) return;
        } else if (from->line == 2) {
            if (!read_columns(from, &head)) return;
        } else if (str_trim(from->at).size) {
            read_row(from, &head);
        }
    }
}
