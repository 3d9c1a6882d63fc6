/* figure_column.c: tables with a head row. Each row is a block, its cells stand between tabs or bars. The cells of a head row say what the
 * numbers below them count (label `column`, slot `measure`, made by the rules); a cell that is nothing but a number gets the measure of its
 * column, and the place that its row names. An empty corner of the head is no cell in the text, so a row may have one cell more. */
#include "figure/figure_parts.h"

enum { COLUMNS = 32 };

typedef struct row_view {
    uint32_t first[COLUMNS], last[COLUMNS]; /* tokens of each cell; none of an empty one */
    uint32_t cells;
} row_view;

typedef struct head_row {
    measure measure[COLUMNS]; /* MEASURE_other: the column counts nothing that we know */
    uint32_t cells;           /* 0: no table is open */
} head_row;

static bool is_bar(const document *doc, uint32_t token_index) {
    return document_text_is(doc, token_index, "|");
}

/* How many cells end between a token and the one before it. */
static uint32_t cells_between(const document *doc, uint32_t token_index) {
    uint32_t count = is_bar(doc, token_index);
    uint32_t from = doc->tokens.at[token_index - 1].end, to = doc->tokens.at[token_index].start;
    for (uint32_t i = from; i < to; i++) count += doc->text.data[i] == '\t';
    return count;
}

static bool read_row(const document *doc, const block *b, row_view *row) {
    *row = (row_view){.cells = 1};
    for (uint32_t i = b->first; i < b->last; i++) {
        if (i > b->first) row->cells += cells_between(doc, i);
        if (row->cells > COLUMNS) return false;
        uint32_t cell = row->cells - 1;
        if (is_bar(doc, i)) continue;
        if (row->first[cell] == row->last[cell]) row->first[cell] = i;
        row->last[cell] = i + 1;
    }
    return row->cells >= 2;
}

static measure column_measure(const figure_work *work, const row_view *row, uint32_t cell) {
    measure value = MEASURE_other;
    for (uint32_t i = row->first[cell]; i < row->last[cell]; i++)
        for (const annotation *at = document_find(work->doc, i, work->labels.column); at; at = document_find_next(work->doc, at)) {
            const slot *said = annotation_slot(at, STR("measure"));
            if (said && measure_from(said->text, &value)) return value;
        }
    return MEASURE_other;
}

/* Nobody is told of in the head: "Killed" over "Wounded" is no wounded man. */
static void deny_head(figure_work *work, const block *b) {
    for (uint32_t i = b->first; i < b->last; i++)
        if (work->party_at[i] != NONE) work->candidates.at[work->party_at[i]].negated = true;
}

/* Whether a row is a head: it has a cell that measures, and no number. */
static bool take_head(figure_work *work, const block *b, const row_view *row, head_row *head) {
    head_row found = {.cells = row->cells};
    bool any = false;
    for (uint32_t i = b->first; i < b->last; i++)
        if (document_find(work->doc, i, LABEL_number)) return false;
    for (uint32_t cell = 0; cell < row->cells; cell++) {
        found.measure[cell] = column_measure(work, row, cell);
        any |= found.measure[cell] != MEASURE_other;
    }
    if (!any) return false;
    *head = found;
    deny_head(work, b);
    return true;
}

/* The number that a cell is, or NONE. */
static uint32_t number_of_cell(const document *doc, uint32_t first, uint32_t last) {
    for (const annotation *a = document_find(doc, first, LABEL_number); a; a = document_find_next(doc, a))
        if (a->last == last) return (uint32_t)(a - doc->annotations.at);
    return NONE;
}

static uint32_t place_of_row(const document *doc, const block *b) {
    for (uint32_t i = entity_mention_behind(doc, b->first); i < doc->mentions.count && doc->mentions.at[i].first < b->last; i++)
        if (doc->mentions.at[i].kind == KIND_place) return doc->mentions.at[i].entity;
    return NONE;
}

static void fill_cells(figure_work *work, const block *b, const row_view *row, const head_row *head) {
    uint32_t corner = row->cells == head->cells + 1, place = NONE;
    if (row->cells != head->cells && !corner) return;
    for (uint32_t cell = corner; cell < row->cells; cell++) {
        measure value = head->measure[cell - corner];
        if (value == MEASURE_other || row->first[cell] >= row->last[cell]) continue;
        uint32_t number = number_of_cell(work->doc, row->first[cell], row->last[cell]);
        if (number == NONE) continue;
        if (place == NONE) place = place_of_row(work->doc, b);
        uint32_t id = figure_number_candidate(work, number); /* may move the others */
        candidate *c = &work->candidates.at[id];
        c->measure = value;
        c->strength = figure_strength(value);
        c->has_unit = false;
        c->claimed = true;
        c->negated = false;
        c->row_place = place;
    }
}

void figure_columns(figure_work *work) {
    const document *doc = work->doc;
    if (work->labels.column == NO_LABEL || !document_may_have_any(doc, work->labels.column)) return;
    head_row head = {0};
    for (uint32_t i = 0; i < doc->blocks.count; i++) {
        const block *b = &doc->blocks.at[i];
        row_view row;
        if (b->kind == BLOCK_furniture || b->first >= b->last) continue; /* a ruled line */
        if (!read_row(doc, b, &row)) {
            head.cells = 0;
            continue;
        }
        if (!take_head(work, b, &row, &head) && head.cells) fill_cells(work, b, &row, &head);
    }
}
