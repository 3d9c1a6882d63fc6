/* token_quotation.c: tokens -> quotations. In each block the marks are listed, first forwards (what stands left of a mark), then backwards
 * (what stands right, and what is still to come), then paired with a stack: three passes, so that any number of marks is linear.
 *
 * A mark's side is its own where it is a curly one that stands as it should, else what the spaces around it say, else what is open. A
 * single mark is an apostrophe unless a closing one answers it. What stays open ends with its block and may go on in the next paragraph. */
#include "token/token_part.h"

enum { DEPTH_LIMIT = 8 };

typedef enum family { FAMILY_double, FAMILY_single, FAMILY_angle } family;
typedef enum side { SIDE_none, SIDE_open, SIDE_close, SIDE_either } side;

typedef struct place {
    uint32_t token;
    uint32_t opens, closes; /* of the family, still to come in the block */
    uint8_t family, side;
    bool left, right; /* a word or its punctuation is glued to it */
    bool firm;        /* open: stands where speech begins; close: no plural's apostrophe, no inch */
    bool answered;    /* a firm closing one is to come, before another that opens */
} place;

typedef struct pairing {
    document *doc;
    const block *in;
    uint32_t block_index;
    VEC(place) places;
    uint32_t open[DEPTH_LIMIT]; /* quotations that are open, outermost first */
    bool firm[DEPTH_LIMIT];
    uint32_t depth;
    uint32_t overflow[3];
    uint32_t pending; /* left open by the last paragraph, or NONE */
} pairing;

static family family_of(form_class c) {
    if (c == CLASS_angle_open || c == CLASS_angle_close) return FAMILY_angle;
    return c >= CLASS_single_open && c <= CLASS_low_single ? FAMILY_single : FAMILY_double;
}

static mark mark_of(form_class c) {
    switch (c) {
    case CLASS_low:
    case CLASS_low_single: return MARK_low;
    case CLASS_single_open:
    case CLASS_single_close:
    case CLASS_single_straight: return MARK_single;
    case CLASS_angle_open:
    case CLASS_angle_close: return MARK_angle;
    default: return MARK_double;
    }
}

static bool is_opening_class(form_class c) {
    return c == CLASS_double_open || c == CLASS_single_open || c == CLASS_low || c == CLASS_low_single || c == CLASS_angle_open;
}

static bool is_spaced(const pairing *p, uint32_t i) {
    return p->doc->tokens.at[i].flags & TOKEN_SPACED;
}

static bool left_of(const pairing *p, uint32_t i) {
    if (i == p->in->first || is_spaced(p, i)) return false;
    form_class c = token_class(p->doc, i - 1);
    if (class_is_mark(c) && p->places.count && p->places.at[p->places.count - 1].token == i - 1 && !is_opening_class(c))
        return p->places.at[p->places.count - 1].left;
    return c != CLASS_bracket_open && c != CLASS_dash && c != CLASS_bullet && !is_opening_class(c);
}

static bool right_of(const pairing *p, uint32_t k) {
    uint32_t i = p->places.at[k].token;
    if (i + 1 == p->in->last || is_spaced(p, i + 1)) return false;
    form_class c = token_class(p->doc, i + 1);
    if (is_opening_class(c)) return true;
    if (class_is_mark(c)) return p->places.at[k + 1].right && !p->places.at[k].left;
    return c != CLASS_comma && c != CLASS_terminator && c != CLASS_bracket_close && c != CLASS_dash;
}

/* --- Which side ----------------------------------------------------------------------------------------------------------------------- */

static side side_between(bool left, bool right) {
    if (left == right) return SIDE_either;
    return left ? SIDE_close : SIDE_open;
}

static side side_of(form_class c, const place *m) {
    switch (c) {
    case CLASS_double_open: return m->left ? SIDE_either : SIDE_open;
    case CLASS_angle_open: return m->left && !m->right ? SIDE_either : SIDE_open;
    case CLASS_double_close:
    case CLASS_angle_close: return !m->left && m->right ? SIDE_either : SIDE_close;
    case CLASS_low: return SIDE_open;
    case CLASS_low_single: return !m->left && m->right ? SIDE_open : SIDE_none;
    case CLASS_double_straight: return side_between(m->left, m->right);
    default: break;
    }
    side between = side_between(m->left, m->right); /* single marks: between two words, or two spaces, they are none */
    return between == SIDE_either ? SIDE_none : between;
}

static bool ends_in_s(const word *w) {
    return w->lower.size && w->lower.data[w->lower.size - 1] == 's';
}

/* Whether speech begins there: at the start of the block, behind a comma or colon, a bracket or another mark. */
static bool is_firm_opening(const pairing *p, uint32_t i) {
    if (i == p->in->first) return true;
    form_class c = token_class(p->doc, i - 1);
    return c == CLASS_comma || c == CLASS_terminator || c == CLASS_bracket_open || c == CLASS_dash || class_is_mark(c);
}

/* Not the apostrophe of a plural ("the soldiers' families"), nor inches or feet. */
static bool is_firm_closing(const pairing *p, const place *m, form_class c) {
    uint32_t i = m->token;
    const word *before = p->doc->tokens.at[i - 1].word;
    bool digit = before->shape & SHAPE_DIGIT && !is_spaced(p, i);
    if (digit && (c == CLASS_double_straight || c == CLASS_single_straight)) return false;
    if (m->family != FAMILY_single || before->shape & SHAPE_PUNCT || !ends_in_s(before)) return true;
    return i + 1 == p->in->last || !is_spaced(p, i + 1) || p->doc->tokens.at[i + 1].word->shape & SHAPE_PUNCT;
}

static void judge(pairing *p, uint32_t k) {
    place *m = &p->places.at[k];
    form_class c = token_class(p->doc, m->token);
    m->right = right_of(p, k);
    m->side = (uint8_t)side_of(c, m);
    bool digit_left = m->left && m->token > p->in->first && p->doc->tokens.at[m->token - 1].word->shape & SHAPE_DIGIT;
    if (digit_left && m->side == SIDE_either && c == CLASS_double_straight) m->side = SIDE_close;
    if (m->side == SIDE_open && m->family == FAMILY_single && !(c == CLASS_single_open || c == CLASS_low_single)) {
        const word *next = p->doc->tokens.at[m->token + 1].word;
        if (next->shape & SHAPE_DIGIT && !(next->shape & SHAPE_NUMBER)) m->side = SIDE_none; /* '90s */
    }
    if (m->side == SIDE_open) m->firm = is_firm_opening(p, m->token);
    if (m->side == SIDE_close) m->firm = m->token > p->in->first && is_firm_closing(p, m, c);
}

/* From the end of the block: sides, and what is still to come. */
static void look_back(pairing *p) {
    uint32_t opens[3] = {0}, closes[3] = {0};
    bool answered[3] = {false};
    for (uint32_t k = p->places.count; k-- > 0;) {
        judge(p, k);
        place *m = &p->places.at[k];
        m->opens = opens[m->family];
        m->closes = closes[m->family];
        m->answered = answered[m->family];
        form_class c = token_class(p->doc, m->token);
        bool turned = m->side == SIDE_either && c != CLASS_double_straight; /* a curly mark that stands the wrong way round */
        if (m->side == SIDE_open || (turned && m->right)) {
            opens[m->family]++;
            if (c != CLASS_single_straight) answered[m->family] = false;
        } else if (m->side == SIDE_close || turned) {
            m->firm |= turned;
            if (m->firm) closes[m->family]++;
            answered[m->family] |= m->firm;
        }
    }
}

/* --- Pairing -------------------------------------------------------------------------------------------------------------------------- */

static quotation *quotation_at(pairing *p, uint32_t level) {
    return &p->doc->quotations.at[p->open[level]];
}

static family level_family(const pairing *p, uint32_t level) {
    return family_of(token_class(p->doc, p->doc->quotations.at[p->open[level]].first));
}

/* The innermost open quotation of a family: its level + 1, 0 if there is none. */
static uint32_t find_level(const pairing *p, uint8_t of) {
    uint32_t level = p->depth;
    while (level && level_family(p, level - 1) != of) level--;
    return level;
}

/* Everything above the level was never closed: it ends at `last`. Single marks were apostrophes then. */
static void give_up(pairing *p, uint32_t level, uint32_t last) {
    while (p->depth > level) {
        p->depth--;
        quotation *q = quotation_at(p, p->depth);
        bool apostrophe = level_family(p, p->depth) == FAMILY_single && !(p->firm[p->depth] && last == p->in->last);
        q->last = apostrophe ? q->first : last; /* empty: dropped below */
    }
}

static void open_mark(pairing *p, const place *m) {
    if (p->depth == DEPTH_LIMIT) {
        p->overflow[m->family]++;
        return;
    }
    quotation q = {.first = m->token, .last = m->token, .block = p->block_index, .continues = NONE};
    q.mark = (uint8_t)mark_of(token_class(p->doc, m->token));
    p->firm[p->depth] = m->firm;
    p->open[p->depth++] = p->doc->quotations.count;
    VEC_PUSH(p->doc->memory, &p->doc->quotations, q);
}

static void close_mark(pairing *p, const place *m, uint32_t level) {
    if (p->overflow[m->family]) {
        p->overflow[m->family]--;
        return;
    }
    give_up(p, level, m->token);
    quotation *q = quotation_at(p, level - 1);
    q->last = m->token + 1;
    q->closed = true;
    p->depth = level - 1;
}

static uint32_t open_count(const pairing *p, uint8_t of) {
    uint32_t count = p->overflow[of];
    for (uint32_t i = 0; i < p->depth; i++) count += level_family(p, i) == of;
    return count;
}

/* Where a quotation of straight marks that was never closed ends before a mark that opens another: before what stands between its last
 * comma and that mark (|"We stay, said Berg, "and we wait"|). */
static uint32_t unclosed_end(const pairing *p, uint32_t first, uint32_t mark) {
    enum { TAG_WORDS = 12 };
    uint32_t i = mark;
    form_class c = token_class(p->doc, i - 1);
    if (i <= first + 1 || (c != CLASS_comma && c != CLASS_terminator)) return mark;
    for (uint32_t n = 0; --i > first + 1 && n < TAG_WORDS; n++)
        if (token_class(p->doc, i - 1) == CLASS_comma) return i;
    return mark;
}

static void opening(pairing *p, const place *m) {
    uint32_t level = find_level(p, m->family);
    form_class c = token_class(p->doc, m->token);
    if (m->family == FAMILY_single) {
        bool curly = c == CLASS_single_open || c == CLASS_low_single;
        bool opens = m->answered || (m->firm && (curly || m->token == p->in->first));
        if (!opens || (level && p->firm[level - 1] && !curly)) return;
        if (level && !curly) give_up(p, level - 1, m->token);
    } else if (level && m->closes < m->opens + 1 + open_count(p, m->family)) {
        /* There are not enough closing marks to come for one inside the other: the earlier one was never closed. */
        give_up(p, level - 1, c == CLASS_double_straight ? unclosed_end(p, quotation_at(p, level - 1)->first, m->token) : m->token);
        p->overflow[m->family] = 0;
    }
    open_mark(p, m);
}

static void closing(pairing *p, const place *m) {
    uint32_t level = find_level(p, m->family);
    if (!level || (!m->firm && m->answered)) return;
    close_mark(p, m, level);
}

static void pair(pairing *p, const place *m) {
    side s = (side)m->side;
    form_class c = token_class(p->doc, m->token);
    if (s == SIDE_either) {
        bool is_open = find_level(p, m->family) != 0;
        s = is_open ? SIDE_close : SIDE_open;
        if (s == SIDE_open && c != CLASS_double_straight && !m->right) return; /* a curly mark behind a word, with nothing to close */
    }
    if (s == SIDE_open) opening(p, m);
    if (s == SIDE_close && (m->side != SIDE_either || m->token > p->in->first)) {
        place firm = *m;
        if (m->side == SIDE_either) firm.firm = true;
        closing(p, &firm);
    }
}

/* Drops what turned out to be apostrophes. Returns the outermost quotation left open, or NONE. */
static uint32_t tidy(pairing *p, uint32_t from) {
    quotation *all = p->doc->quotations.at;
    uint32_t kept = from, left_open = NONE;
    for (uint32_t i = from; i < p->doc->quotations.count; i++) {
        quotation q = all[i];
        if (q.last == q.first) continue;
        if (!q.closed && q.last == p->in->last && left_open == NONE) left_open = kept;
        all[kept++] = q;
    }
    p->doc->quotations.count = kept;
    return left_open;
}

static void pair_block(pairing *p) {
    document *doc = p->doc;
    uint32_t from = doc->quotations.count;
    p->places.count = p->depth = 0;
    memset(p->overflow, 0, sizeof p->overflow);
    for (uint32_t i = p->in->first; i < p->in->last; i++) {
        form_class c = token_class(doc, i);
        if (!class_is_mark(c)) continue;
        place m = {.token = i, .family = (uint8_t)family_of(c), .left = left_of(p, i)};
        VEC_PUSH(doc->memory, &p->places, m);
    }
    look_back(p);
    for (uint32_t k = 0; k < p->places.count; k++) pair(p, &p->places.at[k]);
    give_up(p, 0, p->in->last);
    uint32_t left_open = tidy(p, from);
    if (p->in->kind != BLOCK_body) return;
    if (p->pending != NONE && doc->quotations.count > from && doc->quotations.at[from].first == p->in->first &&
        doc->quotations.at[from].mark == doc->quotations.at[p->pending].mark)
        doc->quotations.at[from].continues = p->pending;
    p->pending = left_open;
}

/* --- Depth of tokens ------------------------------------------------------------------------------------------------------------------ */

static void paint(document *doc) {
    uint32_t ends[DEPTH_LIMIT + 1], depth = 0;
    for (uint32_t i = 0; i < doc->quotations.count; i++) {
        quotation *q = &doc->quotations.at[i];
        while (depth && ends[depth - 1] <= q->first) depth--;
        if (depth < DEPTH_LIMIT) ends[depth++] = q->last;
        q->depth = (uint8_t)depth;
        for (uint32_t t = q->first; t < q->last; t++) doc->tokens.at[t].depth = (uint8_t)depth;
        doc->tokens.at[q->first].flags |= TOKEN_OPEN;
        if (q->closed) doc->tokens.at[q->last - 1].flags |= TOKEN_CLOSE;
    }
}

void token_quotations(document *doc) {
    pairing p = {.doc = doc, .pending = NONE};
    for (uint32_t b = 0; b < doc->blocks.count; b++) {
        p.in = &doc->blocks.at[b];
        p.block_index = b;
        if (p.in->first < p.in->last) pair_block(&p);
    }
    paint(doc);
}
