/* figure_bound.c: the value of a figure. The number words give low and high of their own ("dozens": 24 or more; "10 to 12"); the words
 * beside them, set on the number as `bound` by the rules, open one side; a casualty without a number is one, or two and more. */
#include "figure/figure_parts.h"

#include <math.h>

bool figure_plural(const figure_work *work, uint32_t first, uint32_t last) {
    const document *doc = work->doc;
    for (uint32_t i = last; i-- > first && last - i <= FIGURE_PHRASE;)
        for (const annotation *noun = document_find(doc, i, work->labels.person_noun); noun; noun = document_find_next(doc, noun)) {
            if (noun->last > last) continue;
            if (noun->form == FORM_plural) return true;
            str plural = gazetteer_attribute(work->with->known, noun->entry, STR("number"));
            return str_is(plural, "plural") || str_is(plural, "any");
        }
    return false;
}

static void implied_bound(const figure_work *work, const candidate *from, figure *out) {
    bool plural = figure_plural(work, from->phrase_first, from->phrase_last);
    out->qualifier = QUALIFIER_implied;
    out->has_low = true;
    out->low = plural ? 2 : 1;
    out->has_high = !plural;
    out->high = plural ? 0 : 1;
}

static void open_side(figure *out, qualifier bound) {
    switch (bound) {
    case QUALIFIER_at_least:
        if (!out->has_low) {
            out->low = out->high;
            out->has_low = out->has_high;
        }
        out->has_high = false;
        break;
    case QUALIFIER_at_most:
        if (!out->has_high) {
            out->high = out->low;
            out->has_high = out->has_low;
        }
        out->has_low = false;
        break;
    case QUALIFIER_about:
        if (out->qualifier != QUALIFIER_none) return;
        break;
    default: break;
    }
    out->qualifier = bound;
}

/* "a quarter", "2/3". */
static bool is_fraction(const figure_work *work, const annotation *at) {
    if (at->number == NONE) return false;
    const number *n = &work->doc->numbers.at[at->number];
    return n->spelled && n->has_low && n->has_high && n->low > 0 && n->low < 1 && n->high <= 1;
}

bool figure_is_fraction(const figure_work *work, const candidate *from) {
    return from->number != NONE && is_fraction(work, &work->doc->annotations.at[from->number]);
}

/* "A quarter of the men" is 25 per cent of them; a quarter of a per cent is not (slot `times` of its rule). */
static double per_cent(double share) {
    return round(share * 1000) / 10;
}

/* The value of a number that another one takes in ("5 ft 2 in", "one in five"): a rule has dropped it, so that it is no figure of its own.
 */
static double part_value(const document *doc, const slot *plus) {
    for (uint32_t a = doc->annotations_at[plus->first]; a != NONE; a = doc->annotations.at[a].next) {
        const annotation *at = &doc->annotations.at[a];
        if (at->label == LABEL_number && at->number != NONE && at->last == plus->last) return doc->numbers.at[at->number].low;
    }
    return 0;
}

/* Decimal fractions as people write them: 75 times 0.01 is 0.75. */
static double decimal(double value) {
    double scaled = value * 1e9;
    return fabs(scaled) < 9e15 ? round(scaled) / 1e9 : value;
}

static void measured_bound(const figure_work *work, const candidate *from, figure *out) {
    double times = 1, part = 1, plus = 0;
    if (from->times && !str_number(from->times->text, &times)) times = 1;
    if (from->part && !str_number(from->part->text, &part)) part = 1;
    double whole = slot_is_span(from->share) ? part_value(work->doc, from->share) : 0;
    if (whole > 0) {
        out->low = per_cent(out->low / whole);
        out->high = per_cent(out->high / whole);
    }
    if (slot_is_span(from->plus)) plus = part_value(work->doc, from->plus) * part;
    out->low = decimal(out->low * times + plus);
    out->high = decimal(out->high * times + plus);
}

static void numeric_bound(const figure_work *work, const candidate *from, figure *out) {
    const annotation *at = &work->doc->annotations.at[from->number];
    if (at->number != NONE) {
        const number *n = &work->doc->numbers.at[at->number];
        out->has_low = n->has_low;
        out->has_high = n->has_high;
        out->low = n->low;
        out->high = n->high;
        out->qualifier = n->qualifier;
    }
    if (from->has_unit && from->unit == UNIT_percent && !from->times && is_fraction(work, at)) {
        out->low = per_cent(out->low);
        out->high = per_cent(out->high);
    }
    const slot *low = annotation_slot(at, STR("low")), *high = annotation_slot(at, STR("high"));
    if (low && str_number(low->text, &out->low)) out->has_low = true;
    if (high && str_number(high->text, &out->high)) out->has_high = true;
    const slot *bound = from->qualifier ? from->qualifier : annotation_slot(at, STR("bound"));
    if (!bound) bound = annotation_slot(at, STR("qualifier"));
    qualifier value;
    if (from->times || from->plus || from->share) measured_bound(work, from, out);
    if (bound && qualifier_from(bound->text, &value) && value != QUALIFIER_implied) open_side(out, value);
}

/* What rules put together may be the wrong way round. */
static void order(figure *out) {
    if (!out->has_low || !out->has_high || out->low <= out->high) return;
    double low = out->high;
    out->high = out->low;
    out->low = low;
}

void figure_bound(const figure_work *work, const candidate *from, figure *out) {
    if (from->number == NONE)
        implied_bound(work, from, out);
    else
        numeric_bound(work, from, out);
    if (from->number == NONE && from->low && !from->high) out->has_high = false;
    if (from->low) out->has_low = str_number(from->low->text, &out->low);
    if (from->high) out->has_high = str_number(from->high->text, &out->high);
    if (from->range) out->qualifier = QUALIFIER_range;
    order(out);
}
