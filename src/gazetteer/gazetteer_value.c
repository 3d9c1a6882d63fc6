/* gazetteer_value.c: the grammar of numbers. Reads the longest number that begins at an atom: cardinals ("two hundred and fifty thousand",
 * "2.5 million", "a million and a half"), fractions ("three quarters of a million"), vague ones ("tens of thousands"), ordinals, ranges
 * ("10 to 12", "between 10,000 and 12,000"). Each rule looks a few atoms ahead at most.
 */
#include "gazetteer/gazetteer_value.h"

#include <math.h>

static bool is(const atoms *in, uint32_t at, uint32_t classes) {
    return at < in->count && (in->at[at].classes & classes);
}

/* Over the hyphen of "twenty-one" where the tokeniser cut it. */
static uint32_t over_hyphen(const atoms *in, uint32_t at) {
    bool hyphen = is(in, at, NUMBER_DASH) && !in->at[at].spaced && at + 1 < in->count && !in->at[at + 1].spaced;
    return hyphen && is(in, at + 1, NUMBER_UNIT | NUMBER_ORDINAL | NUMBER_FRACTION) ? at + 1 : at;
}

/* --- cardinals -------------------------------------------------------------------------------------------------------------------- */

typedef struct cardinal {
    double total, group; /* what the scales have closed; what they have not */
    double small, large; /* the last scale below a thousand in the group; the last above, infinite before any */
    double scale;        /* the scale that ended it, 1 if none did */
    uint32_t last;       /* class of the last atom; 0 before any */
    bool digits, ordinal, fraction;
    uint32_t size; /* atoms */
} cardinal;

/* Over a number below a hundred, to see what scale follows it. */
static uint32_t over_small(const atoms *in, uint32_t at) {
    if (is(in, at, NUMBER_TEN)) {
        uint32_t next = over_hyphen(in, at + 1);
        return is(in, next, NUMBER_UNIT) ? next + 1 : at + 1;
    }
    return at + 1;
}

/* May what stands behind "and" go on with the number? Not if it begins one of its own: "two hundred and three hundred". */
static bool goes_on(const cardinal *c, const atoms *in, uint32_t at) {
    if (c->last != NUMBER_SCALE) return false;
    uint32_t next = over_small(in, at);
    if (!is(in, next, NUMBER_SCALE)) return true;
    double scale = in->at[next].value;
    return c->small > 0 ? scale >= 1000 && scale < c->large : scale < c->large;
}

/* What an atom that adds to the group must stay below. */
static double room(const cardinal *c) {
    return c->small > 0 ? c->small : c->large;
}

static bool add_digits(cardinal *c, const atoms *in, uint32_t at, bool joined) {
    const atom *a = &in->at[at];
    if (c->last) {
        bool scaled_on = is(in, at + 1, NUMBER_SCALE) && in->at[at + 1].value < c->large;
        bool grouped_on = c->scale == 1000 && a->digits == 3; /* "25 thousand 300" */
        if (c->last != NUMBER_SCALE || !c->digits || !a->plain || a->value >= room(c) || !(joined || scaled_on || grouped_on)) return false;
    }
    c->group += a->value;
    c->digits = true;
    c->last = NUMBER_DIGITS;
    return true;
}

static bool add_unit(cardinal *c, const atom *a) {
    bool fits = !c->last || (c->last == NUMBER_TEN && a->value >= 1 && a->value <= 9) || (c->last == NUMBER_SCALE && a->value < room(c));
    if (!fits) return false;
    c->group += a->value;
    c->last = NUMBER_UNIT;
    return true;
}

static bool add_ten(cardinal *c, const atom *a) {
    if (c->last && !(c->last == NUMBER_SCALE && a->value < room(c))) return false;
    c->group += a->value;
    c->last = NUMBER_TEN;
    return true;
}

static bool add_scale(cardinal *c, const atom *a) {
    bool suffix = !(a->classes & (NUMBER_SCALE | NUMBER_VAGUE));
    if (suffix && !(c->last & (NUMBER_DIGITS | NUMBER_UNIT | NUMBER_TEN))) return false;
    if (!c->last) c->group = 1;
    if (a->value < 1000) {
        if (c->small > 0 || (c->last == NUMBER_SCALE)) return false;
        c->group *= a->value;
        c->small = a->value;
    } else if (c->last == NUMBER_SCALE && c->small == 0 && c->large == 1000 && c->scale == 1000 && a->value >= 1e6) {
        c->total *= a->value; /* "a thousand million" */
        c->large = a->value;
    } else {
        if (a->value >= c->large || (c->last == NUMBER_SCALE && c->small == 0)) return false;
        c->total += c->group * a->value;
        c->group = 0;
        c->small = 0;
        c->large = a->value;
    }
    c->scale = a->value;
    c->last = NUMBER_SCALE;
    return true;
}

/* "$280 million first mortgage notes": an ordinal word behind digits counts on its own. */
static bool add_ordinal(cardinal *c, const atom *a) {
    if (c->digits) return false;
    if (a->value >= 100) {
        if (!c->last || c->last == NUMBER_SCALE) return false;
        c->group *= a->value;
    } else {
        bool fits = (c->last == NUMBER_TEN && a->value < 10) || (c->last == NUMBER_SCALE && a->value < room(c));
        if (!fits) return false;
        c->group += a->value;
    }
    c->ordinal = true;
    return true;
}

/* "two thirds": the group so far is the numerator. "third" behind a ten is an ordinal. */
static bool add_fraction(cardinal *c, const atom *a) {
    bool numerator =
        (c->last == NUMBER_UNIT || c->last == NUMBER_DIGITS) && c->total == 0 && c->small == 0 && c->group >= 1 && c->group < 20;
    if (!numerator || ((a->classes & NUMBER_ORDINAL) && c->group != 1)) return false;
    c->group *= a->fraction;
    c->fraction = true;
    return true;
}

/* "… [of] [a] million": multiplies. Returns the atom after it, or `at` where no scale follows. */
static uint32_t read_times(const atoms *in, uint32_t at, double *times, bool article) {
    uint32_t next = at;
    if (is(in, next, NUMBER_OF)) next++;
    if (article && is(in, next, NUMBER_ARTICLE)) next++;
    double product = 1;
    uint32_t from = next;
    while (is(in, next, NUMBER_SCALE) && next - from < 3) product *= in->at[next++].value;
    if (next == from && is(in, next, NUMBER_VAGUE) && in->at[next].value > 0 && !article) product = in->at[next++].value;
    if (next == from) return at;
    *times = product;
    return next;
}

/* Behind "and": "a half" of what the number ends with, or "three quarters" of one. Returns the atom after it, or 0. */
static uint32_t add_part(cardinal *c, const atoms *in, uint32_t at) {
    double times = 1;
    bool article = is(in, at, NUMBER_ARTICLE);
    if (article)
        at++;
    else if (is(in, at, NUMBER_UNIT) && is(in, over_hyphen(in, at + 1), NUMBER_FRACTION)) {
        times = in->at[at].value;
        at = over_hyphen(in, at + 1);
        if (is(in, at, NUMBER_ORDINAL) && times != 1) return 0;
    }
    if (!is(in, at, NUMBER_FRACTION) || (!article && times == 1 && is(in, at, NUMBER_ORDINAL))) return 0;
    /* "a billion and three quarters of a million". */
    double scale = 1;
    uint32_t end = c->last == NUMBER_SCALE && !article ? read_times(in, at + 1, &scale, true) : at + 1;
    times *= scale < c->large ? scale : 1;
    /* "a million and a half", "six million and two thirds"; but "one hundred and three quarters". */
    bool of_scale = c->last == NUMBER_SCALE && (article || (scale == 1 && c->scale >= 1e6));
    if (of_scale)
        c->total += times * in->at[at].fraction * c->scale;
    else
        c->group += times * in->at[at].fraction;
    /* "two and a half million" may still follow. */
    c->last = c->last == NUMBER_SCALE ? NUMBER_FRACTION : NUMBER_DIGITS;
    return scale < c->large ? end : at + 1;
}

static bool add_atom(cardinal *c, const atoms *in, uint32_t at, bool joined) {
    const atom *a = &in->at[at];
    if (c->ordinal || c->fraction || c->last == NUMBER_FRACTION) return false;
    if (a->classes & NUMBER_DIGITS) return add_digits(c, in, at, joined);
    if ((a->classes & NUMBER_UNIT) && add_unit(c, a)) return true;
    if ((a->classes & NUMBER_TEN) && add_ten(c, a)) return true;
    if (joined) return (a->classes & NUMBER_ORDINAL) && a->value < 100 && add_ordinal(c, a); /* "one hundred and first" */
    if ((a->classes & (NUMBER_SCALE | NUMBER_SUFFIX)) && add_scale(c, a)) return true;
    if ((a->classes & NUMBER_VAGUE) && a->value > 0 && c->last && c->last != NUMBER_ARTICLE && add_scale(c, a)) return true;
    if ((a->classes & NUMBER_FRACTION) && add_fraction(c, a)) return true;
    return (a->classes & NUMBER_ORDINAL) && c->last && add_ordinal(c, a);
}

/* "two hundred point zero three". */
static uint32_t read_point(cardinal *c, const atoms *in, uint32_t at) {
    double step = 1;
    uint32_t from = at;
    for (at++; is(in, at, NUMBER_UNIT | NUMBER_TEN) && step > 1e-12; at++) {
        double value = in->at[at].value;
        if (is(in, at, NUMBER_TEN) || value > 9) {
            if (step != 1) break;
            uint32_t next = over_hyphen(in, at + 1);
            bool unit = is(in, at, NUMBER_TEN) && is(in, next, NUMBER_UNIT) && in->at[next].value <= 9;
            c->group += (value + (unit ? in->at[next].value : 0)) / 100;
            return unit ? next + 1 : at + 1;
        }
        step /= 10;
        c->group += value * step;
    }
    return at > from + 1 ? at : from;
}

/* "one million, two hundred thousand", "two thousand, three hundred and six": over the comma behind a scale, where a smaller scale or an
 * "and" shows that the number goes on. */
static uint32_t over_comma(const cardinal *c, const atoms *in, uint32_t at) {
    if (!is(in, at, NUMBER_COMMA) || c->last != NUMBER_SCALE || c->digits || c->small > 0 || c->large < 1000) return at;
    uint32_t next = at + 1;
    if (!is(in, next, NUMBER_UNIT) || !is(in, next + 1, NUMBER_SCALE) || in->at[next + 1].value != 100) return at;
    next += 2;
    if (is(in, next, NUMBER_SCALE) && in->at[next].value < c->large) return at + 1;
    return is(in, next, NUMBER_AND) && is(in, next + 1, NUMBER_UNIT | NUMBER_TEN) ? at + 1 : at;
}

static uint32_t read_cardinal(cardinal *c, const atoms *in, uint32_t at) {
    for (;;) {
        uint32_t next = c->size ? over_comma(c, in, over_hyphen(in, at)) : at;
        if (next >= in->count) break;
        if (c->last && is(in, next, NUMBER_AND)) {
            uint32_t part = c->fraction || c->ordinal || c->last == NUMBER_FRACTION ? 0 : add_part(c, in, next + 1);
            if (part) {
                at = part;
                continue;
            }
            if (next + 1 >= in->count || !goes_on(c, in, next + 1) || !add_atom(c, in, next + 1, true)) break;
            next++;
        } else if (!add_atom(c, in, next, false)) {
            break;
        }
        at = next + 1;
        c->size++;
        if (c->last != NUMBER_SCALE) c->scale = 1;
    }
    if (c->size && !c->ordinal && !c->fraction && is(in, at, NUMBER_POINT)) {
        uint32_t end = read_point(c, in, at), scaled = end;
        double times = 1;
        if (end > at && c->large == HUGE_VAL) scaled = read_times(in, end, &times, false); /* "one point two million" */
        c->group *= times;
        at = scaled;
    }
    return at;
}

/* --- fractions and vague numbers ------------------------------------------------------------------------------------------------------ */

static void set_exact(value *out, double amount) {
    out->low = out->high = amount;
    out->has_low = out->has_high = true;
}

/* The first of two: "between a third and a half", "a quarter to a third". */
static bool is_first_part(const atoms *in, uint32_t at) {
    bool between = at >= 2 && is(in, at - 2, NUMBER_BETWEEN) && is(in, at + 1, NUMBER_AND);
    return (between || is(in, at + 1, NUMBER_TO)) && is(in, at + 2, NUMBER_ARTICLE) && is(in, at + 3, NUMBER_FRACTION);
}

/* "half a million", "a quarter of a million", "half of", "a third of". `article`: one stands before `at`. */
static uint32_t read_part(const atoms *in, uint32_t at, bool article, value *out) {
    double times = 1;
    uint32_t end = read_times(in, at + 1, &times, true);
    bool whole = end > at + 1;
    bool doubtful = in->at[at].classes & NUMBER_ORDINAL;
    if (!whole && (doubtful || !article) && !is(in, at + 1, NUMBER_OF) && !(article && is_first_part(in, at))) return 0;
    if (doubtful && !article) return 0;
    set_exact(out, in->at[at].fraction * times);
    out->scale = times;
    out->spelled = true;
    return end;
}

static uint32_t read_vague(const atoms *in, uint32_t at, value *out) {
    const atom *a = &in->at[at];
    *out =
        (value){.low = a->low, .high = a->high, .has_low = a->has_low, .has_high = a->has_high, .vague = true, .spelled = true, .scale = 1};
    double times = 1;
    uint32_t end = read_times(in, at + 1, &times, false);
    if (end > at + 1) { /* "several tens of thousands" */
        double again = 1;
        uint32_t further = is(in, end, NUMBER_OF) && is(in, end + 1, NUMBER_VAGUE) ? read_times(in, end, &again, false) : end;
        times *= again;
        end = further;
    }
    out->low *= times;
    out->high *= times;
    return end;
}

/* --- one number ----------------------------------------------------------------------------------------------------------------------- */

static bool is_year(const atom *a) {
    return (a->classes & NUMBER_DIGITS) && a->plain && a->digits == 4 && a->value >= 1900 && a->value <= 2099;
}

static uint32_t finish(const cardinal *c, const atoms *in, uint32_t first, uint32_t end, value *out) {
    const atom *a = &in->at[first];
    double amount = c->total + c->group;
    out->scale = a->scaled && end == first + 1 ? 0 : c->scale;
    out->bare = c->large == HUGE_VAL && c->small == 0 && !a->scaled && !a->grouped;
    out->ordinal = c->ordinal;
    out->spelled = !(a->classes & NUMBER_DIGITS);
    out->percent = a->percent;
    out->year = end == first + 1 && is_year(a);
    if (c->fraction) {
        double times = 1;
        end = read_times(in, end, &times, true);
        amount *= times;
        out->scale = times;
    }
    set_exact(out, amount);
    return end;
}

/* --- fractions in signs ------------------------------------------------------------------------------------------------------------ */

static bool is_short(const atoms *in, uint32_t at, uint32_t digits) {
    return is(in, at, NUMBER_DIGITS) && in->at[at].plain && in->at[at].digits <= digits;
}

/* "3,5 million", "3,5 %": a comma before decimals where what follows says that it is one number. */
static uint32_t read_comma(const atoms *in, uint32_t at, double *amount) {
    bool comma = is_short(in, at, 3) && is(in, at + 1, NUMBER_COMMA) && !in->at[at + 1].spaced && is_short(in, at + 2, 2);
    if (!comma || in->at[at + 2].spaced || !is(in, at + 3, NUMBER_SCALE | NUMBER_SUFFIX | NUMBER_PERCENT)) return 0;
    if (at && is(in, at - 1, NUMBER_COMMA) && !in->at[at].spaced) return 0;
    *amount = in->at[at].value + in->at[at + 2].value / (in->at[at + 2].digits == 1 ? 10 : 100);
    return at + 3;
}

/* "2/3", "3 1/2", "12 and 1/2", "2 ½ million", "3,5 million". Returns the atom after it, or 0. */
static uint32_t read_signs(const atoms *in, uint32_t at, value *out) {
    double amount = in->at[at].value, times = 1;
    uint32_t end = is(in, at, NUMBER_PART) ? at + 1 : read_comma(in, at, &amount);
    if (!end) {
        end = is(in, at + 1, NUMBER_AND) ? at + 2 : at + 1;
        if (!in->at[at].plain || !is(in, end, NUMBER_PART)) return 0;
        amount += in->at[end++].value;
    }
    if (is(in, end, NUMBER_SUFFIX))
        times = in->at[end++].value;
    else
        end = read_times(in, end, &times, true);
    set_exact(out, amount * times);
    out->scale = times;
    out->spelled = amount < 1;
    return end;
}

/* "nineteen eighty-four", "twenty twenty-four". */
static uint32_t read_year(const atoms *in, uint32_t at, value *out) {
    if (!is(in, at, NUMBER_UNIT | NUMBER_TEN) || !is(in, at + 1, NUMBER_TEN)) return 0;
    double century = in->at[at].value, tens = in->at[at + 1].value;
    if (!(century >= 17 && century <= 19) && !(century == 20 && tens <= 30)) return 0;
    uint32_t end = at + 2, next = over_hyphen(in, end);
    double units = is(in, next, NUMBER_UNIT) && in->at[next].value <= 9 ? in->at[next].value : 0;
    if (units > 0) end = next + 1;
    if (is(in, end, NUMBER_SCALE | NUMBER_SUFFIX)) return 0;
    set_exact(out, century * 100 + tens + units);
    out->year = out->spelled = true;
    return end;
}

static uint32_t read_number(const atoms *in, uint32_t at, value *out) {
    *out = (value){.scale = 1};
    uint32_t year = read_year(in, at, out);
    if (year) return year;
    if (is(in, at, NUMBER_DIGITS | NUMBER_PART)) {
        uint32_t end = read_signs(in, at, out);
        if (end) return end;
    }
    if (is(in, at, NUMBER_ORDINAL_DIGITS)) {
        set_exact(out, in->at[at].value);
        out->ordinal = true;
        return at + 1;
    }
    if (is(in, at, NUMBER_VAGUE)) return read_vague(in, at, out);
    cardinal c = {.large = HUGE_VAL, .scale = 1};
    uint32_t first = at;
    if (is(in, at, NUMBER_ARTICLE)) {
        if (is(in, at + 1, NUMBER_FRACTION)) return read_part(in, at + 1, true, out);
        if (!is(in, at + 1, NUMBER_SCALE)) return 0;
        c.group = 1;
        c.last = NUMBER_ARTICLE;
        at++;
    } else if (is(in, at, NUMBER_FRACTION)) {
        uint32_t end = read_part(in, at, false, out);
        if (end) return end;
    }
    uint32_t end = read_cardinal(&c, in, at);
    if (end > at) return finish(&c, in, first, end, out);
    if (!is(in, at, NUMBER_ORDINAL)) return 0;
    set_exact(out, in->at[at].value);
    out->ordinal = out->spelled = true;
    return at + 1;
}

/* A number ends where a token ends: not inside "three-fold". */
static uint32_t read_whole(const atoms *in, uint32_t at, value *out) {
    if (at >= in->count || (at && in->at[at - 1].inside)) return 0;
    uint32_t end = read_number(in, at, out);
    return end && in->at[end - 1].inside ? 0 : end;
}

/* --- ranges --------------------------------------------------------------------------------------------------------------------------- */

/* "10-12,000" and "two to three million": the lower bound means the same scale. */
static double borrowed(const value *low, const value *high, const atom *last) {
    if (!low->bare) return low->low;
    if (high->scale > 1 && low->low < high->scale && low->low * high->scale < high->high) return low->low * high->scale;
    if (last->scaled) {
        double scale = last->value >= 1e12 ? 1e12 : last->value >= 1e9 ? 1e9 : last->value >= 1e6 ? 1e6 : 1e3;
        if (low->low * scale < high->high) return low->low * scale;
    }
    return last->grouped && low->low < 1000 && low->low * 1000 < high->high ? low->low * 1000 : low->low;
}

static bool make_range(const value *low, const value *high, const atom *last, value *out) {
    if (low->ordinal || high->ordinal || low->vague || high->vague || (low->year && (high->year || high->high > 9999))) return false;
    if (high->year && low->bare && !low->spelled && low->low >= 1500) return false; /* between 1899 and 1902 */
    double from = borrowed(low, high, last);
    if (!(from < high->high)) return false;
    *out = *high;
    out->low = from;
    out->has_low = out->has_high = out->range = true;
    out->percent = low->percent || high->percent;
    out->year = false;
    out->spelled = low->spelled && high->spelled;
    return true;
}

static uint32_t over_currency(const atoms *in, uint32_t at) {
    return is(in, at, NUMBER_CURRENCY) ? at + 1 : at;
}

/* A dash inside a chain of dashes ("2024-12-17", "555-12-34") bounds nothing, nor one that follows a year. */
static bool is_range_dash(const atoms *in, uint32_t first, uint32_t dash) {
    bool before = first > 0 && is(in, first - 1, NUMBER_DASH) && !in->at[first].spaced;
    return !before && in->at[dash].spaced == in->at[dash + 1].spaced && !is_year(&in->at[first]);
}

static bool in_chain(const atoms *in, uint32_t end) {
    return is(in, end, NUMBER_DASH) && !in->at[end].spaced && is(in, end + 1, NUMBER_DIGITS) && !in->at[end + 1].spaced;
}

/* The second bound behind what joins them. */
static uint32_t read_bound(const atoms *in, uint32_t at, const value *low, value *out) {
    value high;
    at = over_currency(in, at);
    uint32_t end = read_whole(in, at, &high);
    return end && !in_chain(in, end) && make_range(low, &high, &in->at[end - 1], out) ? end : 0;
}

/* "20% to 30%": over the first sign where the second bound has one, too. */
static uint32_t over_percent(const atoms *in, uint32_t at) {
    bool joined = is(in, at, NUMBER_PERCENT) && is(in, at + 1, NUMBER_TO | NUMBER_DASH | NUMBER_AND) && is(in, at + 2, NUMBER_DIGITS);
    return joined && is(in, at + 3, NUMBER_PERCENT) ? at + 1 : at;
}

static uint32_t read_range(const atoms *in, uint32_t first, uint32_t end, value *out) {
    value low = *out, high;
    end = over_percent(in, end);
    if (is(in, end, NUMBER_DASH)) {
        bool digits = is(in, over_currency(in, end + 1), NUMBER_DIGITS);
        return digits && is_range_dash(in, first, end) ? read_bound(in, end + 1, &low, out) : 0;
    }
    /* "rose from 10 to 12" is no range but two numbers. */
    if (is(in, end, NUMBER_TO)) {
        uint32_t before = first > 0 && is(in, first - 1, NUMBER_CURRENCY) ? first - 1 : first;
        return before > 0 && is(in, before - 1, NUMBER_FROM) ? 0 : read_bound(in, end + 1, &low, out);
    }
    if (!is(in, end, NUMBER_OR)) return 0;
    uint32_t last = read_whole(in, over_currency(in, end + 1), &high);
    if (!last || !make_range(&low, &high, &in->at[last - 1], &high)) return 0;
    /* "two or three", "ten or twelve", "three or four thousand": an estimate; "2 or 300" is not one. */
    double step = high.scale > 1 ? high.scale : 1;
    bool estimate = low.bare && out->low >= 2 && 2 * high.high <= 3 * high.low;
    if (high.high - high.low != step && !estimate) return 0;
    *out = high;
    return last;
}

uint32_t value_read(const atoms *in, uint32_t at, uint32_t *start, value *out) {
    *start = at;
    if (is(in, at, NUMBER_BETWEEN)) {
        *start = over_currency(in, at + 1);
        uint32_t end = read_whole(in, *start, out);
        if (end) end = over_percent(in, end);
        value low = *out;
        return end && is(in, end, NUMBER_AND) ? read_bound(in, end + 1, &low, out) : 0;
    }
    uint32_t end = read_whole(in, at, out);
    uint32_t wider = end ? read_range(in, at, end, out) : 0;
    return wider ? wider : end;
}
