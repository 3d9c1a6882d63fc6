/* audit_place.c: whether two claims tell of one place: by its name in the lists, by the words of its name where they do not know it, by
 * what the accounts name beside it, and by how far apart two places lie. */
#include <math.h>

#include "audit/audit_evidence.h"
#include "base/bisect.h"

enum { NEAR = 40, FAR = 400 }; /* kilometres: two named places so near may be told for each other; so far apart never */

/* What two places count, the less alike the lower. In two countries one name is two places, unless the accounts are surely of one event:
 * which country it is may be misread. Two names of one country are surely two places: where the countries differ, too, one of the names may
 * be misread. */
#define SAME 1.0
#define SAME_BROAD 0.5
#define SAME_WORDS 0.7
#define OF_REGION 0.3
#define TWO (-1.0)
#define TWO_FAR (-1.5)
#define TWO_OF_COUNTRY (-3.5)
#define SURELY_ONE_EVENT 0.6

static double kilometres(const statement *a, const statement *b) {
    static const double rad = 3.14159265358979 / 180, earth = 6371;
    double north = (a->latitude - b->latitude) * rad, east = (a->longitude - b->longitude) * rad;
    double east_here = east * cos((a->latitude + b->latitude) / 2 * rad);
    return earth * sqrt(north * north + east_here * east_here);
}

static bool has_term(const terms *in, uint32_t term) {
    bisection b = {0, in->count};
    while (bisect_open(&b)) bisect_take(&b, in->at[bisect_middle(&b)] < term);
    return b.low < in->count && in->at[b.low] == term;
}

/* "Krasny" for "Krasny Log" */
static bool lies_in(const terms *few, const terms *all) {
    for (uint32_t i = 0; i < few->count; i++)
        if (!has_term(all, few->at[i])) return false;
    return few->count > 0;
}

static bool has_name(const weighed_terms *in, uint32_t term) {
    bisection b = {0, in->count};
    while (bisect_open(&b)) bisect_take(&b, in->at[bisect_middle(&b)].term < term);
    return b.low < in->count && in->at[b.low].term == term;
}

/* Whether the account of the other names the place, too. */
static bool named_in(const muster_audit *audit, const statement *s, const statement *other) {
    const weighed_terms *names = &audit->narratives.at[other->narrative].names;
    for (uint32_t i = 0; i < s->place_words.count; i++)
        if (!has_name(names, s->place_words.at[i])) return false;
    return s->place_words.count > 0;
}

/* The country of a place that no list knows is that of which most of the text speaks: a guess. */
static bool is_abroad(const statement *a, const statement *b) {
    bool known = (a->has_position || a->broad) && (b->has_position || b->broad);
    return known && a->country.size && b->country.size && !str_equal(a->country, b->country);
}

bool audit_may_be_elsewhere(const statement *a, const statement *b, double place) {
    return place < 0 || (a->country.size && b->country.size && !str_equal(a->country, b->country));
}

double audit_compare_places(const muster_audit *audit, const statement *a, const statement *b) {
    bool abroad = is_abroad(a, b), far = false;
    if (!a->place_key || !b->place_key) return 0;
    if (a->place_key == b->place_key) {
        bool one_spot = a->has_position && b->has_position && kilometres(a, b) <= NEAR; /* which two countries hold for theirs */
        if (!abroad || one_spot) return a->broad ? SAME_BROAD : SAME;
        return audit_account_evidence(audit, a->narrative, b->narrative) >= SURELY_ONE_EVENT ? 0 : TWO_FAR;
    }
    if (str_equal(a->region, b->place) || str_equal(b->region, a->place)) return OF_REGION;
    if (a->broad || b->broad) return abroad ? TWO : 0;
    if (lies_in(&a->place_words, &b->place_words) || lies_in(&b->place_words, &a->place_words)) return abroad ? 0 : SAME_WORDS;
    if (named_in(audit, a, b) || named_in(audit, b, a)) return 0;
    if (a->has_position && b->has_position) {
        double apart = kilometres(a, b);
        if (apart <= NEAR) return 0;
        far = apart > FAR;
    }
    if (a->country.size && str_equal(a->country, b->country)) return TWO_OF_COUNTRY;
    return abroad || far ? TWO_FAR : TWO;
}
