/* import_gate.c: lists of GATE. A line of a .lst file is a name, with features behind a separator (a tab, & or a colon before key=value).
 * What a file's names are stands in lists.def (file:major:minor:language:type); given before the lists, it says their kind. */
#include "import/import.h"

static str kind_of_major(struct muster_import *to, str major) {
    static const import_word known[] = {{"location", "place"},
                                        {"organization", "organisation"},
                                        {"organisation", "organisation"},
                                        {"person_first", "given"},
                                        {"person_full", "person"},
                                        {"person", "person"},
                                        {"surname", "surname"},
                                        {"person_last", "surname"},
                                        {"country_adj", "nationality"},
                                        {"jobtitle", "role"},
                                        {"title", "title"},
                                        {"weapon", "weapon"},
                                        {"military", "unit"},
                                        {"govern_key", "organisation_word"}};
    str kind = IMPORT_WORD_OF(known, major);
    return kind.data ? kind : arena_str(to->lasting, major);
}

static void read_definitions(struct muster_import *to, str content) {
    while (import_line(to, &content)) {
        str rest, file = str_trim(str_split(to->at, ':', &rest)), major = STR_NONE;
        if (!file.size || file.data[0] == '#') continue;
        if (rest.data) major = str_trim(str_split(rest, ':', &rest));
        if (!major.size) {
            import_error(to, NULL, "a line of lists.def is FILE:MAJOR:MINOR…");
            continue;
        }
        made_attribute made = {arena_str(to->lasting, file), kind_of_major(to, major)};
        VEC_PUSH(to->lasting, &to->definitions, made);
    }
}

static str kind_of_file(const struct muster_import *to) {
    for (uint32_t i = 0; i < to->definitions.count; i++)
        if (str_equal(to->definitions.at[i].key, str_last(to->path, '/'))) return to->definitions.at[i].value;
    return STR_NONE;
}

static char separator_of(str line) {
    if (memchr(line.data, '\t', line.size)) return '\t';
    const char *equals = memchr(line.data, '=', line.size);
    if (!equals) return 0;
    size_t before = (size_t)(equals - line.data);
    return memchr(line.data, '&', before) ? '&' : memchr(line.data, ':', before) ? ':' : 0;
}

static void read_line(struct muster_import *to, str kind) {
    str line = str_trim(to->at), rest = STR_NONE;
    if (!line.size) return;
    char separator = separator_of(line);
    made_entry entry = {.kind = kind, .name = separator ? str_split(line, separator, &rest) : line};
    while (rest.data && rest.size) {
        str value, feature = str_split(rest, separator, &rest), key = str_trim(str_split(feature, '=', &value));
        if (value.data && label_valid(key))
            made_attribute_add(to, &entry, key, value);
        else
            import_error(to, feature.data, "a feature is key=value, the key of letters, digits and _");
    }
    made_write(to, &entry);
}

void import_gate(struct muster_import *to, str content) {
    if (str_ends(to->path, STR(".def"))) {
        read_definitions(to, content);
        return;
    }
    str kind = to->kind.size ? to->kind : kind_of_file(to);
    if (!kind.size) {
        import_error(to, NULL, "what these names are is not known; say --kind, or give lists.def before the lists");
        return;
    }
    while (import_line(to, &content)) {
        arena_mark here = arena_here(to->memory);
        read_line(to, kind);
        arena_release(to->memory, here);
    }
}
