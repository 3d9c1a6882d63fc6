/* figure_measure.c: what is measured, and in which unit. Rules say a measure, the noun that is counted says a unit; where the two cannot
 * both be right (a bridge is destroyed, but "destroyed" is a measure of equipment), the noun wins and the measure becomes `other`
 * (rules/README.md says so to those who write rules). */
#include "figure/figure_parts.h"

/* Casualties above people and things that something happened to. Who was wounded and died is killed; killed and wounded together is said on
 * purpose, hence one more. */
static const uint8_t strengths[MEASURE_COUNT] = {
    [MEASURE_killed] = 6,    [MEASURE_wounded] = 5,  [MEASURE_casualties] = 7, [MEASURE_captured] = 4,  [MEASURE_missing] = 4,
    [MEASURE_displaced] = 4, [MEASURE_deployed] = 3, [MEASURE_detained] = 4,   [MEASURE_destroyed] = 3, [MEASURE_launched] = 3,
    [MEASURE_supplied] = 3,  [MEASURE_duration] = 2, [MEASURE_age] = 2,        [MEASURE_other] = 1,
};

uint32_t figure_strength(measure value) {
    return strengths[value];
}

measure figure_measure_of_neighbour(const candidate *neighbour, measure value) {
    bool lost = value == MEASURE_casualties || value == MEASURE_killed;
    return lost && neighbour->has_unit && neighbour->unit == UNIT_equipment ? MEASURE_destroyed : value;
}

bool figure_measure_is_of(measure value, unit of) {
    return measure_unit(value) == of;
}

bool figure_measure_fits(const candidate *neighbour, measure value) {
    if (neighbour->strength > FIGURE_WEAK) return false;
    return !neighbour->has_unit || neighbour->unit == measure_unit(value);
}

void figure_measure(const figure_work *work, const candidate *from, figure *out) {
    out->measure = from->strength ? from->measure : MEASURE_other;
    out->unit = from->has_unit ? from->unit : measure_unit(out->measure);
    if (from->number != NONE) {
        const annotation *a = &work->doc->annotations.at[from->number];
        bool percent = a->number != NONE && work->doc->numbers.at[a->number].percent;
        if (percent || annotation_slot(a, STR("share"))) out->unit = UNIT_percent; /* "a third have fled" */
    }
    if (out->unit == UNIT_time && out->measure == MEASURE_other) out->measure = MEASURE_duration;
    if (out->measure != MEASURE_other && out->unit != measure_unit(out->measure)) out->measure = MEASURE_other;
}
