/* import_geonames.c: a dump of GeoNames (allCountries.txt, XX.txt, cities500.txt): 19 columns between tabs, without a head. */
#include "import/import.h"

enum { COLUMNS = 19 };
enum { ID, NAME, ASCII, ALTERNATE, LATITUDE, LONGITUDE, CLASS, CODE, COUNTRY, OTHER_COUNTRY, REGION, POPULATION = 14 };

/* What our lists call a feature; empty: none of the names that texts need. */
static str feature_of(str class, str code) {
    static const import_word codes[] = {
        {"PCLI", "country"}, {"PCLD", "country"},  {"PCLS", "country"},     {"PPLC", "capital"},       {"ADM1", "region"},
        {"ADM2", "region"},  {"ADM3", "district"}, {"ADM4", "district"},    {"AIRP", "airport"},       {"AIRB", "air base"},
        {"AIRF", "airport"}, {"PRT", "port"},      {"DAM", "dam"},          {"BDG", "bridge"},         {"MILB", "base"},
        {"NVB", "base"},     {"INSM", "base"},     {"HSP", "hospital"},     {"MSQE", "mosque"},        {"ISL", "island"},
        {"ISLS", "island"},  {"MT", "mountain"},   {"MTS", "mountains"},    {"DSRT", "desert"},        {"STM", "river"},
        {"LK", "lake"},      {"RSV", "lake"},      {"SEA", "sea"},          {"GULF", "sea"},           {"BAY", "sea"},
        {"STRT", "strait"},  {"CNL", "canal"},     {"RFC", "refugee camp"}, {"CMPRF", "refugee camp"}, {"PPLX", "neighbourhood"}};
    str feature = IMPORT_WORD_OF(codes, code);
    if (feature.data) return feature;
    return str_is(class, "P") ? STR("city") : STR_NONE;
}

static bool is_code(str name) {
    for (size_t i = 0; i < name.size; i++)
        if (name.data[i] < 'A' || name.data[i] > 'Z') return false;
    return name.size <= 4;
}

static void read_row(struct muster_import *to, const str *cells) {
    str feature = feature_of(cells[CLASS], cells[CODE]);
    double people = 0;
    if (!feature.size) {
        to->skipped++;
        return;
    }
    bool known = str_number(cells[POPULATION], &people) && people > 0;
    if (str_is(feature, "city") && known && people < 5000) feature = STR("village");
    made_entry entry = {
        .id = arena_printf(to->memory, "gn:" STR_FMT, STR_ARG(cells[ID])), .kind = made_kind(to, "place"), .name = str_trim(cells[NAME])};
    made_alias_add(to, &entry, cells[ASCII], NULL);
    for (str rest = cells[ALTERNATE]; rest.data && rest.size;) {
        str alias = str_trim(str_split(rest, ',', &rest));
        if (!str_starts(alias, STR("http"))) made_alias_add(to, &entry, alias, is_code(alias) ? "code" : NULL);
    }
    made_attribute_add(to, &entry, STR("feature"), feature);
    made_attribute_add(to, &entry, STR("country"), cells[COUNTRY]);
    made_attribute_add(to, &entry, STR("lat"), cells[LATITUDE]);
    made_attribute_add(to, &entry, STR("lon"), cells[LONGITUDE]);
    if (known) made_attribute_add(to, &entry, STR("pop"), cells[POPULATION]);
    made_write(to, &entry);
}

void import_geonames(struct muster_import *to, str content) {
    if (!to->source.size) to->source = STR("GeoNames");
    if (!to->licence.size) to->licence = STR("CC BY 4.0");
    while (import_line(to, &content)) {
        if (!to->at.size) continue;
        arena_mark here = arena_here(to->memory);
        str cells[COLUMNS], rest = to->at;
        uint32_t count = 0;
        while (rest.data && count < COLUMNS) cells[count++] = str_split(rest, '\t', &rest);
        if (count != COLUMNS || rest.data)
            import_error(to, NULL, "a line of GeoNames has 19 columns between tabs, this one has %s%u", rest.data ? "more than " : "",
                         count);
        else
            read_row(to, cells);
        arena_release(to->memory, here);
    }
}
