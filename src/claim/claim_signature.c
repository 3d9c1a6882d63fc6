/* claim_signature.c: by what copies are known. The text's sequences of four words (shingles) are hashed once each; of the hashes that fall
 * into each of 256 bins the least is kept, and an empty bin takes that of the next full one to its right (one permutation hashing: Li,
 * Owen, Zhang 2012; densified by rotation: Shrivastava, Li 2014). The share of bins in which two texts agree estimates the share of
 * their shingles that they have in common (Broder 1997).
 */
#include <xxhash.h>

#include "claim/claim_parts.h"

enum { SHINGLE = 4, FEWEST_SHINGLES = 24 };

static bool counts(const document *doc, uint32_t at) {
    return doc->tokens.at[at].word->folded.size && !(doc->tokens.at[at].word->shape & SHAPE_PUNCT);
}

static void keep(uint32_t *bins, uint64_t hash) {
    uint32_t bin = (uint32_t)(hash >> 56), value = (uint32_t)hash;
    if (value == UINT32_MAX) value--;
    if (value < bins[bin]) bins[bin] = value;
}

static void densify(uint32_t *bins) {
    uint32_t sparse[SIGNATURE_SIZE];
    memcpy(sparse, bins, sizeof sparse);
    for (uint32_t i = 0; i < SIGNATURE_SIZE; i++) {
        uint32_t step = 0;
        while (sparse[(i + step) % SIGNATURE_SIZE] == UINT32_MAX) step++;
        bins[i] = sparse[(i + step) % SIGNATURE_SIZE] + step * 0x9E3779B1u; /* how far it was borrowed tells it apart */
    }
}

void claim_signature(document *doc) {
    uint32_t *bins = arena_alloc(doc->memory, sizeof(uint32_t) * SIGNATURE_SIZE);
    memset(bins, 0xFF, sizeof(uint32_t) * SIGNATURE_SIZE);
    uint64_t window[SHINGLE];
    uint32_t filled = 0;
    for (uint32_t b = 0; b < doc->blocks.count; b++) {
        const block *in = &doc->blocks.at[b];
        if (in->kind != BLOCK_body) continue;
        for (uint32_t i = in->first; i < in->last; i++) {
            if (!counts(doc, i)) continue;
            window[filled++ % SHINGLE] = doc->tokens.at[i].word->hash;
            if (filled < SHINGLE) continue;
            uint64_t in_order[SHINGLE];
            for (uint32_t k = 0; k < SHINGLE; k++) in_order[k] = window[(filled + k) % SHINGLE];
            keep(bins, XXH3_64bits(in_order, sizeof in_order));
        }
    }
    if (filled < FEWEST_SHINGLES + SHINGLE - 1) return;
    doc->shingle_count = filled - SHINGLE + 1;
    doc->signature = bins;
    densify(bins);
}
