/* store_shape.c: figures as conflict-data projects write them. What is stored are bounds; one number is made of them here, when asked, by
 * the project's policy, and columns get the project's names. Nothing that the text does not say is filled in.
 *   acled  one number, the most conservative: dozens are 12, hundreds 100, an unknown plural 3; a bound is the number itself
 *   ucdp   three: low and high are the bounds, the other one where one is open; best is the low one
 * Of the two actors that a row of theirs has the second is always who was killed, the first who killed them, where the sentence says it.
 */
#include "base/error.h"
#include "store/store_db.h"

/* "dozens" are stored as 24 or more, two dozen, which is how the words of the list are bounded. */
#define ACLED                                                                                                                              \
    "CASE WHEN qualifier = 'vague' AND high IS NULL AND low >= 20 THEN low / 2 "                                                           \
    "WHEN qualifier = 'implied' AND high IS NULL THEN max(low, 3) ELSE coalesce(low, high) END"
#define UCDP_LOW "coalesce(low, high)"
#define UCDP_HIGH "coalesce(high, low)"

#define COUNTED                                                                                                                            \
    "SELECT measure, low, high, qualifier, unit, counted, side, place, date, source, document, title, " STORE_SENTENCE(                    \
        "figure", "counted_row") " AS sentence, start, \"end\", actor"
#define WHEN_IT_WAS "coalesce(date, document_date)"
/* Of a claim's kind: who bears no arms, and who does. The words are groups of gazetteers/claim, as tests/lint checks. */
#define CIVILIAN "('civilian', 'child', 'woman', 'elder', 'relative', 'family', 'press', 'medic', 'aid', 'rescuer')"
#define ARMED "('soldier', 'militant', 'force', 'commander', 'guard', 'police', 'officer', 'peacekeeper')"
/* With where the place lies, who published it, and what the claim knows of those killed. */
#define LOCATED                                                                                                                            \
    " FROM (SELECT c.*, coalesce(c.side, k.side) AS of_side, k.kind IN " CIVILIAN " AS civilian, k.kind IN " ARMED " AS armed, "           \
    "k.country, p.latitude, p.longitude, d.outlet FROM counted_row c JOIN figure f ON f.id = c.id JOIN document d ON "                     \
    "d.id = c.document_id LEFT JOIN entity p ON p.id = f.place_entity LEFT JOIN claim k ON k.id = "                                        \
    "(SELECT min(id) FROM claim WHERE figure = f.id))"
/* Those who were killed: the second actor. */
#define SUFFERED "CASE WHEN civilian THEN 'Civilians' WHEN of_side IS NOT NULL THEN of_side WHEN armed THEN counted END"

/* A row's own, by which it is known again: the document, by its path where others have its name, and the place in its text. */
#define EVENT_ID "CASE (SELECT count(*) FROM document n WHERE n.doc = document) WHEN 1 THEN document ELSE path END || ':' || start"

static const struct {
    const char *policy, *shape, *select;
} selects[] = {
    {NULL, NULL, COUNTED " FROM counted_row"},
    {"acled", NULL, COUNTED ", " ACLED " AS acled FROM counted_row"},
    {"ucdp", NULL, COUNTED ", " UCDP_LOW " AS ucdp_low, " UCDP_LOW " AS ucdp_best, " UCDP_HIGH " AS ucdp_high FROM counted_row"},
    {NULL, "acled",
     "SELECT " EVENT_ID " AS event_id, " WHEN_IT_WAS " AS event_date, substr(" WHEN_IT_WAS ", 1, 4) AS year, "
     "CASE WHEN date IS NULL THEN 2 WHEN length(date) = 10 THEN 1 ELSE 3 END AS time_precision, actor AS actor1, " SUFFERED " AS actor2, "
     "CASE WHEN civilian THEN of_side END AS assoc_actor_2, CASE WHEN civilian THEN 'Civilian targeting' END AS civilian_targeting, "
     "country, place AS location, latitude, longitude, "
     "coalesce(outlet, document) AS source, source AS stated_by, counted AS victims, sentence AS notes, " ACLED
     " AS fatalities, low, high, qualifier" LOCATED},
    {NULL, "ucdp",
     "SELECT " EVENT_ID " AS id, substr(" WHEN_IT_WAS ", 1, 4) AS year, document AS source_article, outlet AS source_office, "
     "document_date AS source_date, title AS source_headline, source AS source_original, actor AS side_a, " SUFFERED
     " AS side_b, place AS where_coordinates, "
     "sentence AS where_description, latitude, longitude, country, "
     "CASE length(" WHEN_IT_WAS ") WHEN 10 THEN 1 WHEN 7 THEN 4 WHEN 4 THEN 5 END AS date_prec, "
     "CASE length(" WHEN_IT_WAS ") WHEN 10 THEN " WHEN_IT_WAS " WHEN 7 THEN " WHEN_IT_WAS " || '-01' WHEN 4 THEN " WHEN_IT_WAS
     " || '-01-01' END AS date_start, "
     "CASE length(" WHEN_IT_WAS ") WHEN 10 THEN " WHEN_IT_WAS " WHEN 7 THEN date(" WHEN_IT_WAS
     " || '-01', '+1 month', '-1 day') WHEN 4 THEN " WHEN_IT_WAS
     " || '-12-31' END AS date_end, NULL AS deaths_a, CASE WHEN armed THEN " UCDP_LOW " END AS deaths_b, CASE WHEN civilian THEN " UCDP_LOW
     " END AS deaths_civilians, CASE WHEN coalesce(armed, 0) + coalesce(civilian, 0) = 0 THEN " UCDP_LOW " END AS deaths_unknown, " UCDP_LOW
     " AS best, " UCDP_HIGH " AS high, " UCDP_LOW " AS low" LOCATED},
};

static bool same(const char *given, const char *name) {
    return given && *given ? name && strcmp(given, name) == 0 : !name;
}

const char *store_figure_select(const muster_query *asked, muster_error *error) {
    const char *policy = asked->shape && *asked->shape ? NULL : asked->policy;
    bool killed = !asked->measure || !*asked->measure || strcmp(asked->measure, "killed") == 0;
    if (asked->shape && *asked->shape && !killed) {
        error_set(error, MUSTER_USAGE, "the shape \"%s\" is of people killed, not \"%s\"; leave out the measure or the shape", asked->shape,
                  asked->measure);
        return NULL;
    }
    for (size_t i = 0; i < sizeof selects / sizeof *selects; i++)
        if (same(policy, selects[i].policy) && same(asked->shape, selects[i].shape)) return selects[i].select;
    error_set(error, MUSTER_USAGE, "no %s is called \"%s\"; there are acled ucdp", policy ? "policy" : "shape",
              policy ? policy : asked->shape);
    return NULL;
}
