/* claim_denial.c: what a word of denial governs. "denied that 60 had surrendered", "denies losing 62", "denies the rumours of 67 dead" tell
 * a number as false; "denied that it shelled the town as 22 were buried", "denied the attack that killed 22", "denied responsibility for 22
 * deaths" do not. A word that only doubts ("disputed", "rejected") governs numbers through a word for what was told: the toll, the claim.
 */
#include "claim/claim_parts.h"
#include "quote/quote.h"

enum { DENIAL_REACH = 24 };

/* "the strike that killed 22": what happened, whoever denies it. */
static bool is_relative(const claim_work *work, uint32_t at, uint32_t last) {
    measure ignored;
    if (!claim_word_is(work, at, WORD_relative)) return false;
    return at + 1 < last && claim_measure_at(work, at + 1, &ignored) && !claim_has_cue(work, CUE_version, at - 1, at);
}

/* "killing villagers, of whom seven are dead" */
static bool is_apposed(const claim_work *work, uint32_t at, uint32_t last) {
    return (at < last && claim_word_is(work, at, WORD_aside)) || claim_has_cue(work, CUE_of_them, at, last);
}

/* Whether the clause that begins at `first` is still the same at `last`. */
static bool goes_on(const claim_work *work, uint32_t first, uint32_t last) {
    const document *doc = work->doc;
    if (claim_has_cue(work, CUE_turns, first, last)) return false;
    for (uint32_t i = first; i < last; i++) {
        char c = doc->text.data[doc->tokens.at[i].start];
        if (c == ';' || c == ':' || is_relative(work, i, last) || (c == ',' && is_apposed(work, i + 1, last))) return false;
        if (document_find(doc, i, LABEL_saying) && !claim_has_cue(work, CUE_version, i, i + 1)) return false;
    }
    return true;
}

/* "denied that …", "denies losing …" */
static bool opens_clause(const document *doc, uint32_t at) {
    str word = doc->tokens.at[at].word->folded;
    return str_is(word, "that") || (word.size > 4 && str_ends(word, STR("ing")));
}

static bool governs(const claim_work *work, const cue *denial, uint32_t at) {
    if (denial->last > at || at - denial->last > DENIAL_REACH || !goes_on(work, denial->last, at)) return false;
    if (claim_has_cue(work, CUE_version, denial->last, at)) return true;
    return denial->roles & CUE_deny && (at - denial->last <= 1 || opens_clause(work->doc, denial->last));
}

/* "denied that more than 40 were missing: six were" tells the six. */
static bool in_denied_quote(const claim_work *work, uint32_t at) {
    const document *doc = work->doc;
    uint32_t index = quote_at(doc, at);
    if (index == NONE || doc->quotes.at[index].stance != STANCE_denied) return false;
    uint32_t first = doc->quotes.at[index].first;
    for (uint32_t i = first; i < at; i++)
        if (document_text_is(doc, i, ":")) return false;
    return !claim_has_cue(work, CUE_turns, first, at);
}

/* A heading names the number of which it tells that it is doubted: "Rebels reject toll of 43". */
bool claim_is_denied(const claim_work *work, uint32_t at) {
    role_set roles = document_block(work->doc, at)->kind == BLOCK_headline ? CUE_deny : CUE_deny | CUE_doubt;
    for (uint32_t i = 0; i < work->cues.count; i++)
        if (work->cues.at[i].roles & roles && governs(work, &work->cues.at[i], at)) return true;
    return in_denied_quote(work, at);
}
