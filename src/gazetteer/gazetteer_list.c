/* gazetteer_list.c: reads a list into the draft: parses .list files, a head of directives, then an entry a line; .tsv files are for
 * gazetteer_tsv.c. */
#include "gazetteer/gazetteer_draft.h"

/* Cuts a comment off: `#` at the start or behind white space. */
static str without_comment(str line) {
    for (size_t i = 0; i < line.size; i++) {
        if (line.data[i] == '\\')
            i++;
        else if (line.data[i] == '#' && (i == 0 || line.data[i - 1] == ' ' || line.data[i - 1] == '\t'))
            return str_slice(line, 0, i);
    }
    return line;
}

static void read_directive(list_reader *from, str line) {
    str whole = str_slice(line, 1, line.size);
    size_t size = 0;
    while (size < whole.size && whole.data[size] != ' ' && whole.data[size] != '\t') size++;
    str key = str_slice(whole, 0, size);
    str value = str_trim(str_slice(whole, size, whole.size));
    if (from->begun) {
        list_error(from, line.data, "`@" STR_FMT "` stands behind the first entry: directives belong above it", STR_ARG(key));
        return;
    }
    if (str_is(key, "kind") && from->kind.size) {
        list_error(from, line.data, "the kind is `" STR_FMT "` already: a file has one kind", STR_ARG(from->kind));
        return;
    }
    head_directive(from, key, value, value.size ? value : line);
}

static bool has_kind(list_reader *from, str line) {
    if (from->kind.size) return true;
    list_error(from, line.data, "no @kind stands above this entry: write `@kind place` (or another kind) at the head of the file");
    /* Said once: the other entries of the file are read as of no kind and dropped. */
    from->kind = STR("unknown");
    return false;
}

static void read_retirement(list_reader *from, str line) {
    str name = str_trim(str_slice(line, 1, line.size));
    const char *wrong;
    if (!name.size) {
        list_error(from, line.data, "`- NAME` retires an entry, the name is missing");
        return;
    }
    if (memchr(name.data, '|', name.size) || memchr(name.data, ';', name.size)) {
        list_error(from, name.data, "`- NAME` retires an entry by its name alone, without aliases and attributes");
        return;
    }
    if (!cell_unescape(from->into->memory, name, &name, &wrong)) {
        list_error(from, wrong, "a backslash stands before | ; @ # or \\ only");
        return;
    }
    list_retire(from, from->kind, name, STR_NONE);
}

static bool read_names(list_reader *from, str names, entry_parts *parts) {
    do {
        str cell = cell_split(names, '|', &names);
        uint32_t before = parts->first_alias;
        if (!entry_alias(from, parts, cell, 0)) return false;
        if (before != NONE) continue;
        parts->name = from->into->aliases.at[parts->first_alias].text;
        parts->name_place = str_trim(cell);
    } while (names.data);
    return true;
}

static bool read_attributes(list_reader *from, str rest, entry_parts *parts) {
    while (rest.data) {
        str cell = str_trim(cell_split(rest, ';', &rest));
        if (!cell.size && !rest.data) return true; /* a `;` at the end is no harm */
        if (!entry_attribute(from, &parts->first_attribute, &parts->last_attribute, cell)) return false;
    }
    return true;
}

/* The id= attribute leaves the chain: it is the entry's id. */
static void take_id(list_reader *from, entry_parts *parts) {
    draft_attribute *all = from->into->attributes.at;
    uint32_t before = NONE;
    for (uint32_t i = parts->first_attribute; i != NONE; before = i, i = all[i].next) {
        if (!str_is(all[i].key, "id")) continue;
        parts->id = all[i].value;
        if (before == NONE)
            parts->first_attribute = all[i].next;
        else
            all[before].next = all[i].next;
        if (parts->last_attribute == i) parts->last_attribute = before;
        return;
    }
}

static void read_entry(list_reader *from, str line) {
    if (!has_kind(from, line)) return;
    from->begun = true;
    if (line.data[0] == '-' && (line.size == 1 || line.data[1] == ' ' || line.data[1] == '\t')) {
        read_retirement(from, line);
        return;
    }
    entry_parts parts = entry_begin();
    parts.kind = from->kind;
    str attributes;
    str names = cell_split(line, ';', &attributes);
    if (!read_names(from, names, &parts) || !read_attributes(from, attributes, &parts)) return;
    take_id(from, &parts);
    entry_add(from, &parts);
}

static void read_list(list_reader *from) {
    str rest = from->content;
    while (line_next(&rest, &from->at)) {
        from->line++;
        if (!line_valid(from)) continue;
        str line = str_trim(without_comment(from->at));
        if (!line.size) continue;
        if (line.data[0] == '@')
            read_directive(from, line);
        else
            read_entry(from, line);
    }
}

void draft_read(draft *into, str path, str relative, str content) {
    if (str_starts(content, STR("\xEF\xBB\xBF"))) content = str_slice(content, 3, content.size);
    list_reader from = {
        .into = into, .path = path, .content = content, .relative = relative, .first_default = NONE, .last_default = NONE, .list = NONE};
    if (str_ends(relative, STR(".tsv")))
        table_read(&from);
    else
        read_list(&from);
}
