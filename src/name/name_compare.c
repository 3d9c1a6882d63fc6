/* name_compare.c: lays the parts of two names side by side.
 *
 * Method: dynamic programming over the parts of both, in order. A run of up to three parts is compared with a run of the other name as if
 * written together (Abd al-Rahman, Abdulrahman; Jong-un, Jongun). Articles, particles and titles may be missing; a patronymic, an initial,
 * a middle name or a Mohammed in front may be missing on one side, so that what both have must agree. A family name may stand alone. If
 * that fails, and only if it is clear which word is the family name, the order is turned.
 */
#include "name/name_parts.h"

enum { RUN_LIMIT = 3, COST_FAIL = 1000, COST_ALLOWED = 40, USED_LIMIT = 2 * NAME_PARTS };

typedef enum skipped { SKIPPED_none, SKIPPED_a, SKIPPED_b, SKIPPED_COUNT } skipped;

/* One step: runs of both names side by side, or a run of one left out (the other's length is 0). */
typedef struct step {
    uint16_t cost;
    uint8_t from_i, from_j, from_skipped;
} step;

/* What is asked of two names. */
typedef struct question {
    const name_knowledge *known;
    arena *memory;
    name_grade worst; /* words less alike are different */
    bool told;        /* the reason is wanted */
} question;

typedef struct pair {
    const question *q;
    const name *a, *b;
    bool bare_a, bare_b; /* that name is a family name alone, the other has more */
    step best[NAME_PARTS + 1][NAME_PARTS + 1][SKIPPED_COUNT];
} pair;

static bool is_plain(const name_part *p) {
    return p->use == PART_PLAIN || p->use == PART_KIN;
}

static uint32_t plain_count(const name *n) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < n->count; i++) count += is_plain(&n->parts[i]);
    return count;
}

static uint32_t first_plain(const name *n) {
    for (uint32_t i = 0; i < n->count; i++)
        if (is_plain(&n->parts[i])) return i;
    return NONE;
}

static uint32_t last_plain(const name *n) {
    for (uint32_t i = n->count; i > 0; i--)
        if (is_plain(&n->parts[i - 1])) return i - 1;
    return NONE;
}

static bool has_chain(const name *n) {
    for (uint32_t i = 1; i < n->count; i++)
        if (n->parts[i].chain) return true;
    return false;
}

/* --- one step -------------------------------------------------------------------------------------------------------------------- */

static str run_form(arena *memory, const name *n, uint32_t first, uint32_t last) {
    if (last - first == 1) return n->parts[first].form;
    size_t size = 0;
    for (uint32_t i = first; i < last; i++) size += n->parts[i].form.size;
    char *out = arena_alloc(memory, size + 1);
    size = 0;
    for (uint32_t i = first; i < last; i++) {
        memcpy(out + size, n->parts[i].form.data, n->parts[i].form.size);
        size += n->parts[i].form.size;
    }
    out[size] = '\0';
    return (str){out, size};
}

/* An initial stands for a name that begins with its letter, in any form of its line of given names. */
static bool initial_fits(const name_knowledge *known, str letter, str form) {
    if (form.data[0] == letter.data[0]) return true;
    uint32_t first, last, other, end;
    name_given_range(known->given.at, known->given.count, form, &first, &last);
    for (; first < last; first++)
        for (name_given_line(known, known->given.at[first].entry, &other, &end); other < end; other++)
            if (known->given_lines.at[other].form.data[0] == letter.data[0]) return true;
    return false;
}

static likeness stems_alike(const name_knowledge *known, const name_part *a, const name_part *b, name_grade worst) {
    likeness whole = name_letters(known, a->form, b->form, 0, worst);
    if (whole.grade <= GRADE_loose) return whole;
    uint32_t af, al, bf, bl;
    name_given_range(known->stems.at, known->stems.count, a->stem, &af, &al);
    name_given_range(known->stems.at, known->stems.count, b->stem, &bf, &bl);
    for (uint32_t i = af; i < al; i++)
        for (uint32_t j = bf; j < bl; j++)
            if (known->stems.at[i].entry == known->stems.at[j].entry)
                return (likeness){.grade = GRADE_regular, .given = known->stems.at[i].entry, .other_given = NONE};
    if (af < al && bf < bl) whole.grade = GRADE_different; /* two fathers, however near: Petrovich, Pavlovich */
    return whole;
}

/* Two syllables that a hyphen joins in a name of three words: the manner of Chinese and Korean names. */
static bool is_syllable(const name *n, uint32_t i) {
    enum { SYLLABLE_LETTERS = 6 };
    if (n->count != 3 || n->parts[i].form.size > SYLLABLE_LETTERS || !n->parts[i].joined) return false;
    uint32_t joined = 0;
    for (uint32_t k = 0; k < n->count; k++) joined += n->parts[k].joined && n->parts[k].use == PART_PLAIN;
    return joined == 2;
}

static bool are_syllables(const name *n, uint32_t first, uint32_t last) {
    return last - first == 2 && is_syllable(n, first) && is_syllable(n, first + 1);
}

/* By whose spellings two names may be one: those that both tell of, or that the one tells of that tells. */
static unsigned tongues_of(const pair *p) {
    unsigned a = p->a->tongues, b = p->b->tongues;
    return (a && b ? a & b : a | b) << SCRIPT_TONGUES;
}

static likeness parts_alike(const pair *p, uint32_t i, uint32_t i_end, uint32_t j, uint32_t j_end) {
    const name_part *a = &p->a->parts[i], *b = &p->b->parts[j];
    likeness no = {.grade = GRADE_different, .given = NONE, .other_given = NONE};
    bool single = i_end - i == 1 && j_end - j == 1, stems = a->stem.size && b->stem.size;
    unsigned scripts = (p->a->abjad != p->b->abjad ? SCRIPT_abjad : 0u) |
                       (p->a->ideographic || p->b->ideographic ? SCRIPT_ideographic : 0u) |
                       (single && is_syllable(p->a, i) && is_syllable(p->b, j) ? SCRIPT_syllables : 0u) | tongues_of(p);
    if (a->use == PART_INITIAL || b->use == PART_INITIAL) {
        if (!single || (!is_plain(a) && a->use != PART_INITIAL) || (!is_plain(b) && b->use != PART_INITIAL)) return no;
        const name_part *letter = a->use == PART_INITIAL ? a : b, *other = letter == a ? b : a;
        if (!initial_fits(p->q->known, letter->form, other->form)) return no;
        return (likeness){.grade = GRADE_regular, .given = NONE, .other_given = NONE, .initial = true};
    }
    if (single && stems) return stems_alike(p->q->known, a, b, p->q->worst);
    for (uint32_t k = i + 1; k < i_end; k++)
        if (p->a->parts[k].use == PART_INITIAL) return no;
    for (uint32_t k = j + 1; k < j_end; k++)
        if (p->b->parts[k].use == PART_INITIAL) return no;
    str left = run_form(p->q->memory, p->a, i, i_end), right = run_form(p->q->memory, p->b, j, j_end);
    if (left.size > NAME_LETTERS || right.size > NAME_LETTERS) return no;
    if (single) return name_words(p->q->known, left, right, scripts, p->q->worst);
    if (are_syllables(p->a, i, i_end) || are_syllables(p->b, j, j_end)) scripts |= SCRIPT_ideographic;
    likeness joined = name_letters(p->q->known, left, right, scripts, p->q->worst);
    return joined.grade == GRADE_slip ? no : joined; /* a slip and another word division are too much at once */
}

static uint32_t cost_of(const likeness *like) {
    static const uint32_t of[] = {
        [GRADE_equal] = 0, [GRADE_regular] = 1, [GRADE_loose] = 4, [GRADE_slip] = 25, [GRADE_different] = COST_FAIL};
    return of[like->grade];
}

/* The last words of a name (a second family name, a tribe) may be missing where two words are there that are no two given names. */
static bool may_end_early(const pair *p, const name *n, uint32_t i, const name *shorter) {
    uint32_t before = 0;
    for (uint32_t k = 0; k < i; k++) before += is_plain(&n->parts[k]);
    if (before < 2 || plain_count(shorter) < 2) return false;
    return (has_chain(n) && has_chain(shorter)) || !name_is_given(p->q->known, shorter->parts[last_plain(shorter)].form);
}

/* A given name of elsewhere before a name that is whole without it: Joseph Thein Aung, Thein Aung. */
static bool is_foreign_front(const pair *p, const name *n, uint32_t i, const name *shorter) {
    if (i != first_plain(n) || plain_count(n) < 3 || plain_count(shorter) < 2) return false;
    unsigned told = name_tongue(p->q->known, n->parts[i].form);
    if (!told || !shorter->tongues || (told & shorter->tongues)) return false;
    for (uint32_t s = 0; s < p->q->known->spellings.count && s < TONGUES_LIMIT; s++)
        if ((shorter->tongues >> s & 1u) && !p->q->known->spellings.at[s].fronted) return false;
    return true;
}

static bool may_lack_front(const pair *p, const name *n, uint32_t i, const name *shorter) {
    return (n->parts[i].optional && i == first_plain(n) && plain_count(n) > 2) || is_foreign_front(p, n, i, shorter);
}

static bool is_free(const name_part *part) {
    return part->use == PART_ARTICLE || part->use == PART_PARTICLE || part->use == PART_TITLE;
}

/* How far both names are told, and in which of them the parts left out last lie. */
typedef struct stand {
    uint32_t i, j;
    skipped s;
} stand;

/* What leaving out the next part of a (`of_a`), or of b, costs that matters. */
static uint32_t skip_cost(const pair *p, stand at, bool of_a) {
    const name *n = of_a ? p->a : p->b, *other = of_a ? p->b : p->a;
    uint32_t i = of_a ? at.i : at.j, met = of_a ? at.j : at.i;
    bool bare = of_a ? p->bare_b : p->bare_a; /* the other one is a family name alone */
    const name_part *part = &n->parts[i];
    uint32_t first = first_plain(n), last = last_plain(n);
    if (bare && first_plain(other) >= met && (part->use != PART_KIN || i + 1 != last)) return 1;
    if (part->use == PART_INITIAL) return i == 0 && plain_count(n) < 2 ? COST_FAIL : 1;
    if (may_lack_front(p, n, i, other)) return 3;
    if (i == first || part->use == PART_KIN || part->joined || (i > 0 && n->parts[i - 1].use == PART_KIN)) return COST_FAIL;
    if (may_end_early(p, n, i, other)) return 6;
    if (i == last) return COST_FAIL;
    return part->stem.size ? 1 : 5;
}

/* --- all steps --------------------------------------------------------------------------------------------------------------------- */

static step *step_at(pair *p, stand at) {
    return &p->best[at.i][at.j][at.s];
}

static void reach(pair *p, stand from, stand to, uint32_t cost) {
    step *best = step_at(p, to);
    uint32_t total = step_at(p, from)->cost + cost;
    if (total >= best->cost || total >= COST_ALLOWED) return;
    *best = (step){(uint16_t)total, (uint8_t)from.i, (uint8_t)from.j, (uint8_t)from.s};
}

static void skip_steps(pair *p, stand at) {
    if (at.i < p->a->count) {
        if (is_free(&p->a->parts[at.i]))
            reach(p, at, (stand){at.i + 1, at.j, at.s}, 0);
        else if (at.s != SKIPPED_b)
            reach(p, at, (stand){at.i + 1, at.j, SKIPPED_a}, skip_cost(p, at, true));
    }
    if (at.j < p->b->count) {
        if (is_free(&p->b->parts[at.j]))
            reach(p, at, (stand){at.i, at.j + 1, at.s}, 0);
        else if (at.s != SKIPPED_a)
            reach(p, at, (stand){at.i, at.j + 1, SKIPPED_b}, skip_cost(p, at, false));
    }
}

static void match_steps(pair *p, stand at) {
    for (uint32_t k = 1; k <= RUN_LIMIT && at.i + k <= p->a->count; k++)
        for (uint32_t l = 1; l <= (k == 1 ? RUN_LIMIT : 1) && at.j + l <= p->b->count; l++) {
            likeness like = parts_alike(p, at.i, at.i + k, at.j, at.j + l);
            if (like.grade != GRADE_different) reach(p, at, (stand){at.i + k, at.j + l, at.s}, cost_of(&like));
        }
}

/* Fills the table; the end that is reached cheapest, or NULL. */
static const step *lay(pair *p) {
    for (uint32_t i = 0; i <= p->a->count; i++)
        for (uint32_t j = 0; j <= p->b->count; j++)
            for (int s = 0; s < SKIPPED_COUNT; s++) p->best[i][j][s] = (step){COST_FAIL, 0, 0, 0};
    p->best[0][0][SKIPPED_none].cost = 0;
    for (uint32_t i = 0; i <= p->a->count; i++)
        for (uint32_t j = 0; j <= p->b->count; j++)
            for (int s = 0; s < SKIPPED_COUNT; s++) {
                if (p->best[i][j][s].cost >= COST_ALLOWED) continue;
                arena_mark here = arena_here(p->q->memory);
                skip_steps(p, (stand){i, j, (skipped)s});
                match_steps(p, (stand){i, j, (skipped)s});
                arena_release(p->q->memory, here);
            }
    const step *best = NULL;
    for (int s = 0; s < SKIPPED_COUNT; s++) {
        const step *end = &p->best[p->a->count][p->b->count][s];
        if (end->cost < COST_ALLOWED && (!best || end->cost < best->cost)) best = end;
    }
    return best;
}

/* --- reasons ------------------------------------------------------------------------------------------------------------------------- */

/* A run as written; of parts that do not stand one behind the other (the order was turned) their letters. */
static str written(const pair *p, const name *n, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i + 1 < last; i++)
        if (n->parts[i].written.data > n->parts[i + 1].written.data) return run_form(p->q->memory, n, first, last);
    const char *start = n->parts[first].written.data, *end = n->parts[last - 1].written.data + n->parts[last - 1].written.size;
    return (str){start, (size_t)(end - start)};
}

static str say_line(const pair *p, uint32_t entry) {
    gazetteer_entry e = gazetteer_entry_get(p->q->known->lists, entry);
    return arena_printf(p->q->memory, STR_FMT ":%u", STR_ARG(e.list), e.line);
}

static str group_text(const letter_group *g) {
    return g->size ? (str){g->letters, g->size} : STR("nothing");
}

static str say_groups(const pair *p, const likeness *like) {
    str out = STR("");
    for (uint32_t i = like->used_count; i > 0; i--) {
        const letter_rule *r = like->used[i - 1];
        str line = say_line(p, r->entry), from = group_text(&r->from), to = group_text(&r->to);
        out = arena_printf(p->q->memory, STR_FMT "%s" STR_FMT " as " STR_FMT ": " STR_FMT, STR_ARG(out), out.size ? ", " : "",
                           STR_ARG(from), STR_ARG(to), STR_ARG(line));
    }
    return out;
}

static str say_likeness(const pair *p, const likeness *like, str a, str b) {
    if (like->initial) return arena_printf(p->q->memory, STR_FMT " may stand for " STR_FMT, STR_ARG(a), STR_ARG(b));
    if (like->given != NONE) {
        str line = say_line(p, like->given);
        return arena_printf(p->q->memory, STR_FMT " and " STR_FMT " are one given name (" STR_FMT ")", STR_ARG(a), STR_ARG(b),
                            STR_ARG(line));
    }
    if (like->grade == GRADE_slip)
        return arena_printf(p->q->memory, STR_FMT " and " STR_FMT " are a letter apart, a slip", STR_ARG(a), STR_ARG(b));
    if (!like->how || !like->used_count)
        return arena_printf(p->q->memory, STR_FMT " and " STR_FMT " differ in doubled letters", STR_ARG(a), STR_ARG(b));
    str groups = say_groups(p, like);
    return arena_printf(p->q->memory, STR_FMT " and " STR_FMT " are %s by " STR_FMT " (" STR_FMT ")", STR_ARG(a), STR_ARG(b),
                        like->grade == GRADE_loose ? "near each other" : "one", STR_ARG(like->how->text), STR_ARG(groups));
}

static str add_clause(const pair *p, str reason, str clause) {
    return reason.size ? arena_printf(p->q->memory, STR_FMT "; " STR_FMT, STR_ARG(reason), STR_ARG(clause)) : clause;
}

/* What the way was like. */
typedef struct outcome {
    name_grade words; /* the least alike pair of words */
    bool left_out;    /* one has a word that the other has not, a patronymic aside */
    bool middle;      /* … that is no initial */
    bool own_words;   /* a word that both have is no given name */
    str reason;
} outcome;

/* The reason for one step of the way; empty where nothing needs saying. */
static str say_step(const pair *p, stand from, stand to, outcome *out) {
    uint32_t i = from.i, j = from.j;
    if (to.i > i && to.j > j) {
        likeness like = parts_alike(p, i, to.i, j, to.j);
        if (like.grade > out->words) out->words = like.grade;
        out->own_words |= !like.initial && !name_is_given(p->q->known, p->a->parts[i].form);
        if (like.grade == GRADE_equal || !p->q->told) return STR_NONE;
        return say_likeness(p, &like, written(p, p->a, i, to.i), written(p, p->b, j, to.j));
    }
    const name *n = to.i > i ? p->a : p->b;
    uint32_t at = to.i > i ? i : j;
    const name_part *part = &n->parts[at];
    if (is_free(part)) return STR_NONE;
    out->left_out |= !part->stem.size;
    bool front = part->optional || is_foreign_front(p, n, at, n == p->a ? p->b : p->a);
    out->middle |= !part->stem.size && part->use != PART_INITIAL && !front;
    if (!p->q->told) return STR_NONE;
    str text = part->written;
    const char *what = part->stem.size ? "the patronymic" : part->use == PART_INITIAL ? "the initial" : "the name";
    return arena_printf(p->q->memory, "only one has %s " STR_FMT, what, STR_ARG(text));
}

static outcome tell_same(const pair *p, const step *end) {
    step way[USED_LIMIT + 1];
    uint32_t count = 0, i = p->a->count, j = p->b->count;
    for (const step *at = end; (i || j) && count < USED_LIMIT; at = &p->best[i][j][way[count - 1].from_skipped]) {
        way[count++] = *at;
        i = at->from_i;
        j = at->from_j;
    }
    outcome out = {.words = GRADE_equal, .reason = STR("")};
    for (uint32_t n = count; n > 0; n--) {
        stand from = {.i = way[n - 1].from_i, .j = way[n - 1].from_j}, to = {.i = p->a->count, .j = p->b->count};
        if (n > 1) to = (stand){.i = way[n - 2].from_i, .j = way[n - 2].from_j};
        str clause = say_step(p, from, to, &out);
        if (clause.size) out.reason = add_clause(p, out.reason, clause);
    }
    if (!out.reason.size) out.reason = STR("the same words but for case, accents, hyphens, articles and titles");
    return out;
}

static str say_difference(const pair *p, uint32_t i, uint32_t j, const char *what) {
    likeness like = parts_alike(p, i, i + 1, j, j + 1);
    if (like.grade != GRADE_different) return STR_NONE;
    str a = p->a->parts[i].written, b = p->b->parts[j].written;
    if (like.given == NONE || like.other_given == NONE)
        return arena_printf(p->q->memory, "%s " STR_FMT " and " STR_FMT " are different", what, STR_ARG(a), STR_ARG(b));
    str one = say_line(p, like.given), two = say_line(p, like.other_given);
    return arena_printf(p->q->memory, "%s " STR_FMT " and " STR_FMT " are two given names (" STR_FMT ", " STR_FMT ")", what, STR_ARG(a),
                        STR_ARG(b), STR_ARG(one), STR_ARG(two));
}

static uint32_t patronymic_of(const name *n) {
    for (uint32_t i = 1; i + 1 < n->count; i++)
        if (n->parts[i].stem.size) return i;
    return NONE;
}

static name_verdict tell_different(const pair *p) {
    if (!p->q->told) return (name_verdict){GRADE_different, STR_NONE};
    uint32_t a = last_plain(p->a), b = last_plain(p->b), a_first = first_plain(p->a), b_first = first_plain(p->b);
    if (a == NONE || b == NONE) return (name_verdict){GRADE_different, STR("one of them has no word that is a name")};
    bool bare = a == a_first || b == b_first;
    str reason = say_difference(p, a, b, bare ? "the words" : "the last words");
    if (!reason.size && !bare) reason = say_difference(p, a_first, b_first, "the first words");
    uint32_t a_father = patronymic_of(p->a), b_father = patronymic_of(p->b);
    if (!reason.size && a_father != NONE && b_father != NONE) reason = say_difference(p, a_father, b_father, "the patronymics");
    if (!reason.size && bare) reason = STR("one is a given name alone, or nearly the last word of the other");
    if (!reason.size) reason = STR("each has a word that stands for none of the other");
    return (name_verdict){GRADE_different, reason};
}

/* --- the whole --------------------------------------------------------------------------------------------------------------------- */

/* Whether a name may be another's family name alone: a word that is no given name; several, of which none is one. */
static bool may_be_bare(const pair *p, const name *n, const name *other) {
    uint32_t plain = plain_count(n), others = plain_count(other), given = 0;
    for (uint32_t i = 0; i < other->count; i++) others += other->parts[i].use == PART_INITIAL;
    if (!plain || plain >= others) return false;
    for (uint32_t i = 0; i < n->count; i++) {
        const name_part *part = &n->parts[i];
        if (part->use == PART_INITIAL) return false;
        if (part->use != PART_PLAIN || (i > 0 && n->parts[i - 1].use == PART_KIN)) continue;
        given += name_is_given(p->q->known, part->form);
    }
    if (plain > 1) return !given;
    return !given || (n->parts[0].chain && has_chain(other));
}

static bool has_title(const name *n, str form) {
    for (uint32_t i = 0; i < n->count; i++)
        if (n->parts[i].use == PART_TITLE && str_equal(n->parts[i].form, form)) return true;
    return false;
}

/* King Hussein and Crown Prince Hussein: a given name alone, and each has a title that the other has not. */
static bool titles_differ(const pair *p) {
    if (plain_count(p->a) != 1 || plain_count(p->b) != 1 || !name_is_given(p->q->known, p->a->parts[last_plain(p->a)].form)) return false;
    bool in_a = false, in_b = false;
    for (uint32_t i = 0; i < p->a->count; i++) in_a |= p->a->parts[i].use == PART_TITLE && !has_title(p->b, p->a->parts[i].form);
    for (uint32_t i = 0; i < p->b->count; i++) in_b |= p->b->parts[i].use == PART_TITLE && !has_title(p->a, p->b->parts[i].form);
    return in_a && in_b;
}

/* Why what is alike is too little to go by; NULL if it is enough. */
static const char *too_thin(const pair *p, const outcome *out) {
    uint32_t a = plain_count(p->a), b = plain_count(p->b), fewer = a < b ? a : b;
    bool bare = p->bare_a || p->bare_b;
    if (titles_differ(p)) return "a given name alone, with different titles";
    if (out->words == GRADE_slip && fewer < 2 && (a != b || p->a->parts[last_plain(p->a)].form.size < 7))
        return "one word, and a letter apart: too little to go by";
    if (out->words > GRADE_regular && out->middle && (!bare || fewer > 1))
        return "one has a word more, and another word is only nearly alike";
    if (out->middle && !bare && !out->own_words) return "one has a word more, and what both have are given names alone";
    return NULL;
}

static name_verdict compare_in_order(const question *q, const name *a, const name *b) {
    pair *p = arena_alloc(q->memory, sizeof *p);
    p->q = q;
    p->a = a;
    p->b = b;
    p->bare_a = may_be_bare(p, a, b);
    p->bare_b = may_be_bare(p, b, a);
    const step *end = plain_count(a) && plain_count(b) ? lay(p) : NULL;
    if (!end) return tell_different(p);
    outcome out = tell_same(p, end);
    const char *thin = too_thin(p, &out);
    if (thin) return (name_verdict){GRADE_different, str_from(thin)};
    if (p->q->told && (p->bare_a || p->bare_b)) out.reason = add_clause(p, STR("a family name alone"), out.reason);
    return (name_verdict){out.left_out && out.words < GRADE_loose ? GRADE_loose : out.words, out.reason};
}

/* Is it clear that the first word is the family name, or that the last is none? */
static bool may_turn(const name_knowledge *known, const name *n) {
    uint32_t first = first_plain(n), last = last_plain(n);
    if (n->comma || plain_count(n) < 2 || first != 0) return false;
    const name_part *one = &n->parts[first], *two = &n->parts[last];
    if (one->capitals && !two->capitals) return true;
    if (n->ideographic) return true;
    if (name_is_given(known, one->form)) return false;
    return name_is_given(known, two->form) || gazetteer_is(known->lists, STR("surname"), &one->form, 1);
}

static name_verdict compare_turned(const question *q, const name *a, const name *b, name_verdict straight) {
    if (!may_turn(q->known, a)) return straight;
    name turned = *a;
    for (uint32_t i = 0; i < a->count; i++) turned.parts[i] = a->parts[(i + 1) % a->count];
    name_verdict out = compare_in_order(q, &turned, b);
    if (out.grade > GRADE_loose) return straight;
    if (q->told) out.reason = arena_printf(q->memory, "the family name stands first in one; " STR_FMT, STR_ARG(out.reason));
    return out;
}

/* Names of Han and Hangul come without spaces: compared as one word. */
static name_verdict compare_joined(const question *q, const name *a, const name *b, name_verdict straight) {
    str left = run_form(q->memory, a, 0, a->count), right = run_form(q->memory, b, 0, b->count);
    if (left.size > NAME_LETTERS || right.size > NAME_LETTERS) return straight;
    likeness like = name_letters(q->known, left, right, SCRIPT_ideographic, q->worst);
    if (like.grade > GRADE_loose) return straight;
    return (name_verdict){like.grade, STR("written together, the two are one by their letters")};
}

static name_verdict compare(const question *q, const name *a, const name *b) {
    bool dropped = (!a->suffix.size || !b->suffix.size) && (a->numbered || b->numbered);
    if (!str_equal(a->suffix, b->suffix) && !dropped)
        return (name_verdict){GRADE_different, a->suffix.size && b->suffix.size
                                                   ? STR("the one is senior, the other junior, or their numbers differ")
                                                   : STR("only one is a junior: father and son")};
    name_verdict out = compare_in_order(q, a, b);
    if (out.grade == GRADE_different) out = compare_turned(q, a, b, out);
    if (out.grade == GRADE_different) out = compare_turned(q, b, a, out);
    if (out.grade == GRADE_different && a->ideographic != b->ideographic) out = compare_joined(q, a, b, out);
    return out;
}

name_verdict name_compare(const name_knowledge *known, arena *memory, const name *a, const name *b) {
    if (a->problem || b->problem)
        return (name_verdict){
            GRADE_different, arena_printf(memory, "the %s name %s", a->problem ? "first" : "second", a->problem ? a->problem : b->problem)};
    return compare(&(question){known, memory, GRADE_slip, true}, a, b);
}

name_grade name_likeness(const name_knowledge *known, arena *memory, const name *a, const name *b, name_grade worst) {
    if (a->problem || b->problem) return GRADE_different;
    return compare(&(question){known, memory, worst, false}, a, b).grade;
}
