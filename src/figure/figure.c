/* figure.c: annotations, entities, quotes -> figures. Candidates are gathered from what the rules made (figure_collect.c), those that are
 * no figures are dropped here (denied ones, dates, numbers in names, what only refers back), and each that is left gets its bounds,
 * measure, place, date and source. */
#include "figure/figure_parts.h"

#include <stdlib.h>

static uint32_t *token_map(document *doc) {
    size_t size = sizeof(uint32_t) * ((size_t)doc->tokens.count + 1);
    uint32_t *map = arena_alloc(doc->memory, size);
    memset(map, 0xFF, size);
    return map;
}

/* Inside a date, or inside a name that is longer than the number. */
static bool is_part_of_name(const figure_work *work, const candidate *c) {
    const document *doc = work->doc;
    uint32_t index = entity_mention_at(doc, c->first);
    if (index == NONE) return false;
    const mention *m = &doc->mentions.at[index];
    return m->first < c->first || m->last > c->last;
}

static bool is_dated(const figure_work *work, const candidate *c) {
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, c->first)->first;
    for (uint32_t i = c->first + 1; i-- > first && c->first - i < 6;)
        for (const annotation *date = document_find(doc, i, LABEL_date); date; date = document_find_next(doc, date))
            if (date->last > c->first) return true;
    return false;
}

/* Money, shares and sizes may be nothing ("0 %") and look like a year ("2000 yen"). */
static bool is_measured(const candidate *c) {
    return c->has_unit &&
           (c->unit == UNIT_money || c->unit == UNIT_percent || c->unit == UNIT_distance || c->unit == UNIT_area || c->unit == UNIT_mass);
}

static bool number_stands(const figure_work *work, const candidate *c) {
    const annotation *a = &work->doc->annotations.at[c->number];
    if (c->definite && c->strength < 2) return false;
    if (a->number != NONE) {
        const number *n = &work->doc->numbers.at[a->number];
        bool counts = is_measured(c) || (c->has_unit && annotation_slot(a, STR("bound"))); /* "some 2000 people" */
        if (n->ordinal || (n->year && c->strength < 3 && !counts)) return false;
        if (!n->has_low && !n->has_high) return false;
        if (n->has_high && n->high <= 0 && !is_measured(c)) return false;
    }
    return !is_part_of_name(work, c) && !is_dated(work, c);
}

static bool is_age(const candidate *c) {
    return c->measure == MEASURE_age || (c->has_unit && c->unit == UNIT_time);
}

static bool may_be_implied(measure value) {
    return value == MEASURE_killed || value == MEASURE_wounded || value == MEASURE_captured || value == MEASURE_detained ||
           value == MEASURE_missing;
}

static bool is_taken(measure value) {
    return value == MEASURE_captured || value == MEASURE_detained || value == MEASURE_missing;
}

/* An implied casualty: of the measures that may be, and not told with a number after all ("two men"; an age is none of theirs). */
static bool party_stands(const figure_work *work, const candidate *c) {
    if (!may_be_implied(c->measure)) return false;
    for (uint32_t i = c->phrase_first; i < c->phrase_last && i - c->phrase_first < FIGURE_PHRASE; i++) {
        uint32_t inside = work->number_at[i];
        if (inside == NONE) continue;
        if (!is_age(&work->candidates.at[inside])) return false;
    }
    return true;
}

static bool stands(const figure_work *work, const candidate *c) {
    if (c->negated || !c->claimed) return false;
    if (document_block(work->doc, c->first)->kind == BLOCK_furniture) return false;
    return c->number == NONE ? party_stands(work, c) : number_stands(work, c);
}

/* A casualty told by name is the name alone. */
static void narrow_to_name(const figure_work *work, candidate *c) {
    const document *doc = work->doc;
    uint32_t index = entity_mention_in(doc, c->last - 1, c->last);
    if (index == NONE) return;
    const mention *m = &doc->mentions.at[index];
    if (m->kind != KIND_person || m->first < c->first || m->last != c->last) return;
    if (c->first < m->first) {
        c->called_first = c->first;
        c->called_last = m->first;
    }
    c->first = c->phrase_first = m->first; /* one of them: "nuns Mary Minnel and Ann Tarvok" */
}

static bool is_placeless(const figure *f) {
    return f->unit == UNIT_time || f->unit == UNIT_money || f->unit == UNIT_percent;
}

/* Those who were kidnapped and killed are two figures; wounded and killed, or arrested and held, are one. */
static void push_second(document *doc, const candidate *c, figure f) {
    measure second;
    if (!c->also || !measure_from(c->also->text, &second) || !may_be_implied(second)) return;
    if (is_taken(second) == is_taken(f.measure) || !may_be_implied(f.measure)) return;
    f.measure = second;
    VEC_PUSH(doc->memory, &doc->figures, f);
}

/* Half a mile is a distance, half of the men are a share of them. */
static bool is_share(const figure_work *work, const candidate *c) {
    bool of_things = c->has_unit && (c->unit == UNIT_people || c->unit == UNIT_equipment || c->unit == UNIT_event || c->unit == UNIT_place);
    return c->share || (of_things && figure_is_fraction(work, c));
}

static void push_figure(figure_work *work, candidate *c) {
    document *doc = work->doc;
    if (c->number == NONE) narrow_to_name(work, c);
    if (is_share(work, c)) {
        c->has_unit = true;
        c->unit = UNIT_percent;
    }
    figure f = {.first = c->first, .last = c->last, .place = NONE, .source = NONE, .actor = NONE};
    if (c->plus && c->plus->last > f.last) f.last = c->plus->last;
    figure_bound(work, c, &f);
    figure_as_many_as_before(work, c, &f);
    figure_measure(work, c, &f);
    f.taken = c->taken;
    f.assumed = c->strength <= FIGURE_WEAK;
    if (slot_is_span(c->of)) {
        f.of_first = c->of->first;
        f.of_last = c->of->last;
    } else if (c->number == NONE) {
        f.of_first = c->first;
        f.of_last = c->last;
    }
    if (!is_placeless(&f) || c->place) f.place = figure_place(work, c);
    if (f.unit != UNIT_time || c->date) f.date = figure_date_of(work, c);
    figure_source(work, c, &f);
    figure_actor(work, c, &f);
    const annotation *a = &doc->annotations.at[c->annotation];
    f.from = (provenance){.rule = a->rule, .entry = NONE, .annotation = c->annotation, .mechanism = STR_NONE};
    if (a->rule == NONE) f.from.mechanism = STR("number");
    VEC_PUSH(doc->memory, &doc->figures, f);
    figure_tell(work, c, &f);
    push_second(doc, c, f);
}

static int by_place_in_text(const void *left, const void *right) {
    const candidate *a = left, *b = right;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    if (a->last != b->last) return a->last > b->last ? -1 : 1;
    return a->number == NONE ? -1 : b->number == NONE;
}

/* They are mostly in order already, and too large to be moved about. */
static void sort_by_place(candidate *all, uint32_t count) {
    for (uint32_t i = 1; i < count; i++)
        if (by_place_in_text(&all[i - 1], &all[i]) > 0) {
            qsort(all, count, sizeof *all, by_place_in_text);
            return;
        }
}

static void choose(figure_work *work) {
    VEC(candidate) left = {0};
    for (uint32_t i = 0; i < work->candidates.count; i++)
        if (stands(work, &work->candidates.at[i])) VEC_PUSH(work->doc->memory, &left, work->candidates.at[i]);
    sort_by_place(left.at, left.count);
    uint32_t number_end = 0, party_end = 0;
    for (uint32_t i = 0; i < left.count; i++) {
        candidate *c = &left.at[i];
        uint32_t *end = c->number == NONE ? &party_end : &number_end;
        if (c->first < *end || figure_told_before(work, c)) continue;
        *end = c->last;
        if (c->number != NONE && !is_age(c) && c->phrase_last > party_end) party_end = c->phrase_last;
        push_figure(work, c);
    }
}

void figure_document(document *doc, const resolver *with) {
    if (!doc->annotations_at || !doc->tokens.count) return;
    figure_work work = {.doc = doc, .with = with};
    work.labels = (figure_labels){.counted = labels_known(with->all, STR("counted")),
                                  .party = labels_known(with->all, STR("party")),
                                  .joined = labels_known(with->all, STR("joined")),
                                  .locative = labels_known(with->all, STR("locative")),
                                  .clause = labels_known(with->all, STR("clause")),
                                  .attribution = labels_known(with->all, STR("attribution")),
                                  .person_noun = labels_known(with->all, STR("person_noun")),
                                  .table = labels_known(with->all, STR("table")),
                                  .column = labels_known(with->all, STR("column"))};
    work.number_at = token_map(doc);
    work.party_at = token_map(doc);
    work.phrase_at = token_map(doc);
    work.source_at = token_map(doc);
    figure_collect(&work);
    figure_table(&work);
    figure_columns(&work);
    choose(&work);
}
