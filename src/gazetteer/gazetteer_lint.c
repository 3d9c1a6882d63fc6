/* gazetteer_lint.c: what is doubtful in lists that are sound: names that two entries have, names that another kind takes, offices that have
 * ended, letters that only look right. Reads the compiled lists, where the names of one key lie side by side; each node and each name is
 * looked at once.
 */
#include <math.h>
#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "base/error.h"
#include "base/utf8.h"
#include "gazetteer/gazetteer_image.h"

enum { SIDE_BY_SIDE = 8 };

typedef struct linter {
    const gazetteer *known;
    str today;
    lint_sink sink;
    bool stopped;
} linter;

static void tell(linter *l, lint what, uint32_t entry, uint32_t other, const char *message) {
    if (!l->stopped) l->stopped = l->sink.take(what, entry, other, message, l->sink.payload) != 0;
}

/* So much of a text that several fit into a message. */
#define CUT(text) STR_ARG(utf8_cut((text), 120))

/* --- one name, two entries ---------------------------------------------------------------------------------------------------------- */

/* The kind of a posting that makes a mention by itself; KIND_COUNT if it makes none. */
static kind kind_of(const linter *l, const posting *p) {
    kind found = KIND_COUNT;
    if (!(p->flags & POSTING_NAME) || posting_doubtful(p->flags)) return KIND_COUNT;
    return kind_from(gazetteer_entry_get(l->known, p->entry).kind, &found) ? found : KIND_COUNT;
}

static bool read_place(const linter *l, uint32_t entry, double *lat, double *lon) {
    return str_number(gazetteer_attribute(l->known, entry, STR("lat")), lat) &&
           str_number(gazetteer_attribute(l->known, entry, STR("lon")), lon);
}

/* Two places of one name are one if they lie side by side and are of one sort; people, bodies, units and weapons of one full name are. */
static bool is_double(const linter *l, kind of, uint32_t a, uint32_t b, str alias) {
    if (of != KIND_place) return of != KIND_nationality && alias.size && memchr(alias.data, ' ', alias.size);
    double a_lat, a_lon, b_lat, b_lon;
    if (!str_equal(gazetteer_attribute(l->known, a, STR("feature")), gazetteer_attribute(l->known, b, STR("feature")))) return false;
    if (!read_place(l, a, &a_lat, &a_lon) || !read_place(l, b, &b_lat, &b_lon)) return false;
    return fabs(a_lat - b_lat) < 0.01 && fabs(a_lon - b_lon) < 0.01;
}

static void compare_postings(linter *l, const posting *a, const posting *b) {
    char message[640];
    kind one = kind_of(l, a), two = kind_of(l, b);
    if (one == KIND_COUNT || two == KIND_COUNT || a->entry == b->entry) return;
    str alias = image_alias(l->known, a->alias);
    gazetteer_entry x = gazetteer_entry_get(l->known, a->entry), y = gazetteer_entry_get(l->known, b->entry);
    if (one == two) {
        if (!is_double(l, one, a->entry, b->entry, alias)) return;
        snprintf(message, sizeof message, "`" STR_FMT "` is a name of two entries: of " STR_FMT " here, and at " STR_FMT ":%u", CUT(alias),
                 CUT(y.name), CUT(x.list), x.line);
        tell(l, LINT_double, b->entry, a->entry, message);
        return;
    }
    bool first_wins = gazetteer_rank(l->known, one, a->entry) < gazetteer_rank(l->known, two, b->entry);
    const gazetteer_entry *winner = first_wins ? &x : &y, *loser = first_wins ? &y : &x;
    if (alias.size > 150 || (one == KIND_nationality) != (two == KIND_nationality)) return;
    snprintf(message, sizeof message,
             "`" STR_FMT "` is of the kind " STR_FMT " here and " STR_FMT " at " STR_FMT ":%u, which takes it where no rule says otherwise",
             CUT(alias), CUT(loser->kind), CUT(winner->kind), CUT(winner->list), winner->line);
    tell(l, LINT_clash, first_wins ? b->entry : a->entry, first_wins ? a->entry : b->entry, message);
}

static void lint_node(linter *l, uint32_t first, uint32_t last) {
    posting kept[SIDE_BY_SIDE];
    uint32_t count = 0;
    for (uint32_t i = first; i < last && count < SIDE_BY_SIDE; i++) {
        posting p;
        if (!image_posting(l->known, i, &p) || (count && kept[count - 1].entry == p.entry)) continue;
        if (kind_of(l, &p) != KIND_COUNT) kept[count++] = p;
    }
    for (uint32_t i = 0; i < count && !l->stopped; i++)
        for (uint32_t j = i + 1; j < count && !l->stopped; j++) compare_postings(l, &kept[i], &kept[j]);
}

static void lint_names(linter *l) {
    for (uint32_t node = 1; node + 1 < l->known->count[SECTION_nodes] && !l->stopped; node++) {
        uint32_t first, last;
        image_postings(l->known, node | NODE_ENDS, &first, &last);
        if (last - first > 1) lint_node(l, first, last);
    }
}

/* --- one entry ------------------------------------------------------------------------------------------------------------------------ */

static bool is_invisible(UChar32 point) {
    int8_t type = u_charType(point);
    return type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_PRIVATE_USE_CHAR || type == U_UNASSIGNED ||
           type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR || (type == U_SPACE_SEPARATOR && point != ' ') || point == 0xFFFD;
}

/* What is wrong with the letters of a name; NULL if nothing is. *at: the code point. */
static const char *wrong_letter(str name, UChar32 *at) {
    UScriptCode script = USCRIPT_INVALID_CODE;
    for (size_t i = 0; i < name.size;) {
        UErrorCode status = U_ZERO_ERROR;
        U8_NEXT((const uint8_t *)name.data, i, name.size, *at);
        if (*at < 0 || is_invisible(*at)) return "has a character that cannot be seen";
        if (!u_isalpha(*at)) {
            script = USCRIPT_INVALID_CODE; /* Su-34М: the parts of a name may be of two scripts, a word may not */
            continue;
        }
        UScriptCode here = uscript_getScript(*at, &status);
        if (U_FAILURE(status) || here == USCRIPT_COMMON || here == USCRIPT_INHERITED) continue;
        bool lookalike = (here == USCRIPT_LATIN || here == USCRIPT_CYRILLIC || here == USCRIPT_GREEK) && script != USCRIPT_INVALID_CODE &&
                         here != script;
        if (lookalike) return "mixes letters of two scripts in one word";
        script = here;
    }
    return NULL;
}

static void lint_entry(linter *l, uint32_t entry) {
    char message[640];
    str alias, ended = gazetteer_attribute(l->known, entry, STR("valid_to"));
    uint32_t count = gazetteer_alias_at(l->known, entry, 0, NULL);
    for (uint32_t i = 0; i < count && !l->stopped; i++) {
        UChar32 point = 0;
        gazetteer_alias_at(l->known, entry, i, &alias);
        const char *wrong = wrong_letter(alias, &point);
        if (!wrong) continue;
        snprintf(message, sizeof message, "`" STR_FMT "` %s: U+%04X", CUT(alias), wrong, (unsigned)(point < 0 ? 0xFFFD : point));
        tell(l, LINT_letters, entry, NONE, message);
    }
    str role = gazetteer_attribute(l->known, entry, STR("role"));
    size_t shorter = ended.size < l->today.size ? ended.size : l->today.size;
    if (!ended.size || !role.size || str_starts(role, STR("former")) || memcmp(ended.data, l->today.data, shorter) >= 0) return;
    snprintf(message, sizeof message,
             "the office of " STR_FMT ", " STR_FMT ", ended on " STR_FMT ": bring it up to date, or write `role=former …`",
             CUT(gazetteer_entry_get(l->known, entry).name), CUT(role), CUT(ended));
    tell(l, LINT_stale, entry, NONE, message);
}

int gazetteer_lint(const gazetteer *known, str today, lint_sink sink) {
    linter l = {.known = known, .today = today, .sink = sink};
    lint_names(&l);
    for (uint32_t entry = 0; entry < known->count[SECTION_entries] && !l.stopped; entry++) {
        kind named;
        if (kind_from(gazetteer_entry_get(known, entry).kind, &named)) lint_entry(&l, entry);
    }
    return l.stopped;
}
