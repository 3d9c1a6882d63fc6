/* name_letters.c: two words, letter by letter. In come two folded forms, out goes how alike they are.
 *
 * Method: the cheapest way to read one word as the other, by dynamic programming over both: equal letters are free, a doubled letter or a
 * regular letter group of the language costs little, a weak likeness more, a slip (a letter wrong, missing, too many, or two exchanged)
 * most, but less than two weak likenesses. One language must explain the whole word, so that likenesses of several do not add up. Words
 * have at most NAME_LETTERS letters and a group few, so the cost is bounded.
 */
#include "name/name_parts.h"

enum { COST_REGULAR = 1, COST_LOOSE = 14, COST_SLIP = 24, COST_LIMIT = 64, COST_NEVER = 0xFFF, COST_MOST = 0xFFFF };
enum { SHORT_WORD = 6, LONG_WORD = 9 };
enum { STEP_NONE = 0xFFFF, STEP_PLAIN = 0xFFFE };

typedef struct cell {
    uint16_t cost;
    uint16_t step; /* rule by which it was reached, or STEP_… */
    uint8_t from_a, from_b;
    uint8_t slips, loose, regular; /* on the way */
} cell;

typedef struct grid {
    const spelling *by;
    str a, b;
    uint32_t limit; /* ways that cost so much are not gone on with */
    size_t rows;    /* of the cells, that were reached */
    cell cells[NAME_LETTERS + 1][NAME_LETTERS + 1];
} grid;

static uint32_t letter_class(char c) {
    return ascii_lower(c) ? (uint32_t)(c - 'a') : 26;
}

static bool is_vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* Words that are not alike part after a few letters: the rows behind are never made. */
static void make_rows(grid *g, size_t last) {
    for (; g->rows <= last; g->rows++)
        for (size_t j = 0; j <= g->b.size; j++) g->cells[g->rows][j] = (cell){.cost = COST_MOST, .step = STEP_NONE};
}

/* So many letters of both words are read. */
typedef struct place {
    size_t i, j;
} place;

/* A way to a place over another one, if it is the cheapest. */
static void reach(grid *g, place over, place at, uint32_t cost, uint16_t step) {
    const cell *from = &g->cells[over.i][over.j];
    cell *to = &g->cells[at.i][at.j];
    uint32_t total = from->cost + cost;
    if (total >= g->limit) return;
    if (at.i >= g->rows) make_rows(g, at.i);
    if (total >= to->cost) return;
    *to = (cell){(uint16_t)total,
                 step,
                 (uint8_t)over.i,
                 (uint8_t)over.j,
                 (uint8_t)(from->slips + (cost == COST_SLIP)),
                 (uint8_t)(from->loose + (cost == COST_LOOSE)),
                 (uint8_t)(from->regular + (cost == COST_REGULAR))};
}

static bool group_fits(str word, size_t at, const letter_group *group) {
    if (group->size > word.size - at || (group->start && at) || (group->end && at + group->size != word.size)) return false;
    for (size_t i = 0; i < group->size; i++)
        if (word.data[at + i] != group->letters[i]) return false;
    return true;
}

/* A letter that may be silent is so inside a word; a script without vowels leaves them out everywhere. */
static bool may_be_silent(const grid *g, str word, size_t at, size_t size) {
    return g->by->only_abjad || (at > 0 && at + size < word.size);
}

static void try_rules(grid *g, size_t i, size_t j, uint32_t x, uint32_t y) {
    uint32_t first = g->by->first[x][y], last = first + g->by->count[x][y];
    for (uint32_t r = first; r < last; r++) {
        const letter_rule *rule = &g->by->rules[r];
        if (rule->loose && g->limit <= COST_LOOSE) break; /* regular ones come first */
        if (!group_fits(g->a, i, &rule->from)) continue;
        if (!group_fits(g->b, j, &rule->to)) continue;
        if (rule->loose && i == 0 && j == 0 && rule->from.size && rule->to.size && is_vowel(rule->from.letters[0]))
            continue; /* Orban, Urban */
        if (!rule->to.size && !may_be_silent(g, g->a, i, rule->from.size)) continue;
        if (!rule->from.size && !may_be_silent(g, g->b, j, rule->to.size)) continue;
        reach(g, (place){i, j}, (place){i + rule->from.size, j + rule->to.size}, rule->loose ? COST_LOOSE : COST_REGULAR, (uint16_t)r);
    }
}

/* A letter too many in a word: never its first one, nor one at its end, which makes another name (Oleksandra, Pokrovske, Melnychuk), but
 * for a consonant of a long word. */
static uint32_t extra_cost(str word, size_t at) {
    bool last = at + 1 == word.size;
    return at == 0 || (last && (is_vowel(word.data[at]) || word.size < LONG_WORD)) ? COST_NEVER : COST_SLIP;
}

/* A wrong letter: never the first, nor one at the end that makes another gender; a consonant for another only in a long word (Sobolev,
 * Sokolov). */
static uint32_t wrong_cost(const grid *g, size_t i, size_t j) {
    bool ends = i + 1 == g->a.size && j + 1 == g->b.size, vowel = is_vowel(g->a.data[i]), other = is_vowel(g->b.data[j]);
    if (i == 0 || j == 0 || (ends && vowel != other)) return COST_NEVER;
    if (!vowel && !other && (g->a.size < LONG_WORD || g->b.size < LONG_WORD)) return COST_NEVER;
    return COST_SLIP;
}

static void try_slips(grid *g, size_t i, size_t j) {
    str a = g->a, b = g->b;
    place here = {i, j};
    if (i < a.size && j < b.size) reach(g, here, (place){i + 1, j + 1}, wrong_cost(g, i, j), STEP_PLAIN);
    if (i < a.size) reach(g, here, (place){i + 1, j}, extra_cost(a, i), STEP_PLAIN);
    if (j < b.size) reach(g, here, (place){i, j + 1}, extra_cost(b, j), STEP_PLAIN);
    if (i > 0 && i + 1 < a.size && j + 1 < b.size && a.data[i] == b.data[j + 1] && a.data[i + 1] == b.data[j])
        reach(g, here, (place){i + 2, j + 2}, COST_SLIP, STEP_PLAIN);
}

static void leave_cell(grid *g, size_t i, size_t j) {
    str a = g->a, b = g->b;
    place here = {i, j};
    bool in_a = i < a.size, in_b = j < b.size;
    if (in_a && in_b && a.data[i] == b.data[j]) reach(g, here, (place){i + 1, j + 1}, 0, STEP_PLAIN);
    if (in_a && i > 0 && a.data[i] == a.data[i - 1]) reach(g, here, (place){i + 1, j}, COST_REGULAR, STEP_PLAIN);
    if (in_b && j > 0 && b.data[j] == b.data[j - 1]) reach(g, here, (place){i, j + 1}, COST_REGULAR, STEP_PLAIN);
    if (in_a && in_b) try_rules(g, i, j, letter_class(a.data[i]), letter_class(b.data[j]));
    if (in_a) try_rules(g, i, j, letter_class(a.data[i]), NO_LETTER);
    if (in_b) try_rules(g, i, j, NO_LETTER, letter_class(b.data[j]));
    if (g->limit > COST_SLIP) try_slips(g, i, j);
}

/* The cost of the cheapest way below the limit; the limit or more if there is none. */
static uint32_t cheapest(grid *g, const spelling *by, str a, str b, uint32_t limit) {
    g->by = by;
    g->a = a;
    g->b = b;
    g->limit = limit;
    g->rows = 0;
    make_rows(g, 0);
    g->cells[0][0].cost = 0;
    for (size_t i = 0; i < g->rows; i++)
        for (size_t j = 0; j <= b.size; j++)
            if (g->cells[i][j].cost < limit) leave_cell(g, i, j);
    return g->rows > a.size ? g->cells[a.size][b.size].cost : COST_MOST;
}

/* What the way means for words of that length: the shorter a word, the less may differ. */
static name_grade grade_of(const cell *end, size_t letters) {
    uint32_t may_loose = letters < 4 ? 0 : letters < 7 ? 1 : letters < 10 ? 2 : 3;
    if (end->cost >= COST_LIMIT || end->loose > may_loose || (letters < 4 && end->regular > 2)) return GRADE_different;
    if (end->slips) return end->slips == 1 && letters >= 7 && end->loose <= (letters >= 8) ? GRADE_slip : GRADE_different;
    return end->loose ? GRADE_loose : end->cost ? GRADE_regular : GRADE_equal;
}

/* The letter groups exchanged on the way, from the end of the words to their beginning. */
static void trace(const grid *g, likeness *out) {
    size_t i = g->a.size, j = g->b.size;
    while (i || j) {
        const cell *at = &g->cells[i][j];
        if (at->step < STEP_PLAIN && out->used_count < 3) out->used[out->used_count++] = &g->by->rules[at->step];
        i = at->from_a;
        j = at->from_b;
    }
}

static bool is_tried(const name_knowledge *known, uint32_t s, str a, str b, unsigned scripts) {
    const spelling *by = &known->spellings.at[s];
    unsigned tongues = scripts >> SCRIPT_TONGUES;
    if (tongues && s > 0 && s < TONGUES_LIMIT && !(tongues >> s & 1u)) return false;
    if (by->only_abjad) return scripts & SCRIPT_abjad;
    if (scripts & SCRIPT_syllables) return by->only_short;
    return !by->only_short || scripts & SCRIPT_ideographic || a.size <= SHORT_WORD || b.size <= SHORT_WORD;
}

/* Names of syllables (Xi Jinping, Xi Jinpeng): a letter makes another name. */
static bool is_syllabic(const name_knowledge *known, unsigned scripts) {
    unsigned tongues = scripts >> SCRIPT_TONGUES;
    for (uint32_t s = 0; s < known->spellings.count && s < TONGUES_LIMIT; s++)
        if ((tongues >> s & 1u) && !known->spellings.at[s].only_short) return false;
    return tongues;
}

likeness name_letters(const name_knowledge *known, str a, str b, unsigned scripts, name_grade worst) {
    likeness out = {.grade = GRADE_different, .given = NONE, .other_given = NONE};
    if (!a.size || !b.size || a.size > NAME_LETTERS || b.size > NAME_LETTERS) return out;
    if (str_equal(a, b)) {
        out.grade = GRADE_equal;
        return out;
    }
    grid g;
    uint32_t best = worst <= GRADE_regular ? COST_LOOSE : is_syllabic(known, scripts) ? COST_SLIP : COST_LIMIT;
    for (uint32_t s = 0; s < known->spellings.count && best > COST_REGULAR; s++) {
        const spelling *by = &known->spellings.at[s];
        if (!is_tried(known, s, a, b, scripts)) continue;
        uint32_t cost = cheapest(&g, by, a, b, best);
        if (cost >= best) continue;
        best = cost;
        out.how = by;
        out.used_count = 0;
        out.grade = grade_of(&g.cells[a.size][b.size], a.size < b.size ? a.size : b.size);
        trace(&g, &out);
    }
    return out;
}
