/* figure_table.c: tables in running text. "The losses of the army since June:" over lines such as "tanks - 90 (+3)": each line is a block
 * of its own, so no rule sees both. A rule marks the head (label `table`, slot `measure`), another the rows (`counted` with slot `table`);
 * here the head's measure goes to the rows that follow it, with at most one other block between two of them. */
#include "figure/figure_parts.h"

enum { ROWS_APART = 2 };

static void fill_row(figure_work *work, const annotation *row, measure value) {
    const slot *n = annotation_slot(row, STR("n"));
    uint32_t id = slot_is_span(n) ? work->number_at[n->first] : NONE;
    if (id == NONE) return;
    candidate *c = &work->candidates.at[id];
    measure fitting = figure_measure_of_neighbour(c, value);
    if (!figure_measure_fits(c, fitting)) return;
    c->measure = fitting;
    c->strength = figure_strength(fitting);
}

void figure_table(figure_work *work) {
    const document *doc = work->doc;
    if (work->labels.table == NO_LABEL || work->labels.counted == NO_LABEL) return;
    if (!document_may_have_any(doc, work->labels.table)) return;
    measure value = MEASURE_other;
    uint32_t block = 0, last = 0; /* of the token; of the head or its last row */
    uint64_t head = document_label_bit(work->labels.table), row_or_head = head | document_label_bit(work->labels.counted);
    for (uint32_t i = 0; i < doc->tokens.count; i++) {
        if (!document_may_have(doc, i, value == MEASURE_other ? head : row_or_head)) continue;
        block = document_block_index(doc, i);
        for (uint32_t a = doc->annotations_at[i]; a != NONE; a = doc->annotations.at[a].next) {
            const annotation *at = &doc->annotations.at[a];
            if (at->flags & ANNOTATION_RETIRED) continue;
            const slot *said = at->label == work->labels.table ? annotation_slot(at, STR("measure")) : NULL;
            bool row = at->label == work->labels.counted && annotation_slot(at, STR("table"));
            if (said && measure_from(said->text, &value)) last = block;
            if (!row || value == MEASURE_other) continue;
            if (block - last > ROWS_APART) {
                value = MEASURE_other;
                continue;
            }
            fill_row(work, at, value);
            last = block;
        }
    }
}
