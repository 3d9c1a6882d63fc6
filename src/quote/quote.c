/* quote.c: the pass over a document. In comes what rules made (`quote` over reported clauses, `saying` over cues with their speakers) and
 * the quotations; out go quotes, in order of the text, never overlapping. One sweep merges clauses and quotations by place: a clause that
 * holds quotations takes them in, a quotation that is speech takes in the clauses inside it. Every list is walked once, with cursors, so
 * the cost is linear whatever stands in the text. */
#include "quote/quote_parts.h"

/* Whether an annotation's cue stands inside quotation marks: what is said in there is part of a quote, not a quote of its own. */
static bool inside_marks(const document *doc, const annotation *a) {
    uint32_t first = a->first, last;
    if (!quote_slot_span(a, STR("cue"), &first, &last)) quote_slot_span(a, STR("speaker"), &first, &last);
    return doc->tokens.at[first].depth > 0;
}

/* Adds a clause in order of first tokens. Only the clause of a tag can start before one that is there, and a sentence has one at most. */
static void add_clause(quote_pass *pass, uint32_t annotation_index, uint32_t *fronted) {
    const document *doc = pass->doc;
    const annotation *a = &doc->annotations.at[annotation_index];
    quote_clause clause = {annotation_index, a->first, a->last, annotation_slot(a, STR("front")) != NULL};
    if (clause.front) {
        if (*fronted == doc->tokens.at[a->first].sentence) return;
        *fronted = doc->tokens.at[a->first].sentence;
        quote_front(pass, &clause);
    }
    VEC_PUSH(doc->memory, &pass->clauses, clause);
    uint32_t i = pass->clauses.count - 1;
    for (; i > 0 && pass->clauses.at[i - 1].first >= clause.first && clause.front; i--) pass->clauses.at[i] = pass->clauses.at[i - 1];
    pass->clauses.at[i] = clause;
}

/* Rules' sayings and clauses, in order of their tokens. What stands in furniture is nobody's word. */
static void gather(quote_pass *pass) {
    document *doc = pass->doc;
    uint32_t fronted = NONE;
    uint64_t wanted = document_label_bit(LABEL_saying) | document_label_bit(LABEL_quote);
    for (uint32_t t = 0; t < doc->tokens.count; t++) {
        if (!document_may_have(doc, t, wanted)) continue;
        for (uint32_t i = doc->annotations_at[t]; i != NONE; i = doc->annotations.at[i].next) {
            const annotation *a = &doc->annotations.at[i];
            if (a->origin != ORIGIN_rule || (a->flags & ANNOTATION_RETIRED) || (a->label != LABEL_saying && a->label != LABEL_quote))
                continue;
            if (document_block(doc, t)->kind == BLOCK_furniture || inside_marks(doc, a)) continue;
            if (a->label == LABEL_saying)
                VEC_PUSH(doc->memory, &pass->sayings, i);
            else
                add_clause(pass, i, &fronted);
        }
    }
}

static void advance(quote_pass *pass, uint32_t token_index) {
    const annotation *all = pass->doc->annotations.at;
    while (pass->saying < pass->sayings.count && all[pass->sayings.at[pass->saying]].first < token_index) pass->saying++;
    while (pass->clause < pass->clauses.count && pass->clauses.at[pass->clause].first < token_index) pass->clause++;
}

/* Whether the writer speaks ("we urge both sides"): that is the text itself, nobody's reported words. */
static bool writer_speaks(const quote_pass *pass, const quote *value) {
    const document *doc = pass->doc;
    if (value->speaker_first >= value->speaker_last || value->kind != SPEECH_indirect) return false;
    const annotation *pronoun = document_find(doc, value->speaker_first, pass->label.pronoun);
    return quote_feature_is(doc, pass->with, pronoun, STR("person"), "1");
}

void quote_keep(quote_pass *pass, quote_draft *draft) {
    document *doc = pass->doc;
    if (writer_speaks(pass, &draft->value)) return;
    quote_attribute(pass, draft);
    VEC_PUSH(doc->memory, &doc->quotes, draft->value);
    pass->done = draft->value.last;
}

static void take_clause(quote_pass *pass) {
    quote_draft draft;
    const quote_clause *clause = &pass->clauses.at[pass->clause++];
    if (clause->first >= pass->done && quote_indirect(pass, clause, &draft) && draft.value.first >= pass->done) quote_keep(pass, &draft);
}

static void take_quotation(quote_pass *pass, uint32_t index) {
    quote_draft draft;
    const quotation *q = &pass->doc->quotations.at[index];
    if (q->depth > 1 || q->first < pass->done || document_block(pass->doc, q->first)->kind == BLOCK_furniture) return;
    if (!quote_direct(pass, index, &draft) || draft.value.first < pass->done) return;
    quote_keep(pass, &draft);
}

/* Clauses and quotations by place; of two that start together the clause goes first, since it may be wider. */
static void sweep_block(quote_pass *pass, uint32_t block_index, uint32_t *next_marks) {
    document *doc = pass->doc;
    const block *b = &doc->blocks.at[block_index];
    for (;;) {
        uint32_t clause = pass->clause < pass->clauses.count ? pass->clauses.at[pass->clause].first : NONE;
        uint32_t marks = *next_marks < doc->quotations.count ? doc->quotations.at[*next_marks].first : NONE;
        if (clause >= b->last && marks >= b->last) break;
        advance(pass, clause <= marks ? clause : marks);
        if (clause <= marks)
            take_clause(pass);
        else
            take_quotation(pass, (*next_marks)++);
    }
    advance(pass, b->last);
}

/* A block that is somebody's words as a whole is done with. */
static void skip_block(quote_pass *pass, uint32_t block_index, uint32_t *next_marks) {
    const document *doc = pass->doc;
    uint32_t last = doc->blocks.at[block_index].last;
    advance(pass, last);
    while (*next_marks < doc->quotations.count && doc->quotations.at[*next_marks].first < last) (*next_marks)++;
}

void quote_document(document *doc, const resolver *with) {
    quote_pass pass = {.doc = doc, .with = with, .label = quote_labels_of(with), .opened = NONE, .guest = NONE};
    if (!doc->tokens.count) return;
    gather(&pass);
    quote_count_turns(&pass);
    uint32_t marks = 0;
    for (uint32_t i = 0; i < doc->blocks.count; i++) {
        quote_draft draft;
        if (quote_paragraph(&pass, i, &draft)) {
            quote_keep(&pass, &draft);
            skip_block(&pass, i, &marks);
            continue;
        }
        if (doc->blocks.at[i].first >= doc->blocks.at[i].last) continue;
        sweep_block(&pass, i, &marks);
        quote_open_statement(&pass, i);
    }
    quote_name_later(&pass);
    quote_weigh(&pass);
}
