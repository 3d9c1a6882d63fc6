/* read_blocks.c: paragraphs -> blocks. Each paragraph is classified by its own text; then, in one pass, by its neighbours: an appeal opened
 * by furniture goes on over the paragraphs that speak of it, a short line above a longer paragraph is a headline, and a block whose folded
 * text was there before is a repeat (a hash table of 128-bit hashes). */
#include <xxhash.h>

#include <unicode/uchar.h>

#include "read/read_head.h"
#include "read/read_page.h"

enum {
    CAPS_SAMPLE = 2048,
    SMALL_LETTERS = 20,
    NEXT_BLOCKS = 10,
    APPEAL_GAP = 1,
    REPEAT_WORDS = 3,
    HEAD_RATIO = 2,
    FOLDED_REPEAT = 512,
    REPEAT_PREFIX = 32
};

/* Where a capital says nothing of a word: at least nine letters of ten are capitals, or none is. Of most texts it is told before their end
 * that they are neither. */
static void find_case(block *b, str text) {
    uint32_t capitals = 0, small = 0;
    size_t at = 0, size = text.size < CAPS_SAMPLE ? text.size : CAPS_SAMPLE;
    while (at < size && (10 * (size_t)small <= size || !capitals)) {
        unsigned char byte = (unsigned char)text.data[at];
        if (byte < 0x80) {
            capitals += ascii_upper(byte);
            small += ascii_lower(byte);
            at++;
            continue;
        }
        UChar32 c = (UChar32)utf8_next(text, &at);
        capitals += u_isupper(c);
        small += u_islower(c);
    }
    b->caps = capitals >= 3 && capitals >= 9 * small;
    b->small = !capitals && small >= SMALL_LETTERS;
}

typedef VEC(block_look) looks;

typedef struct cutter {
    const read_knowledge *known;
    looks looks;
    bool labelled;      /* the text has a head of labels */
    uint32_t signature; /* lines of a letter's signature that may still come */
    bool answered;      /* behind the line under which a reply has the letter that it answers */
} cutter;

static void add_block(document *doc, cutter *c, uint32_t start, uint32_t end, const folded *f) {
    str text = str_slice(doc->text, start, end);
    block_look look = {.words = FOLD_WORDS};
    block b = {.start = start, .end = end, .kind = BLOCK_body, .repeat_of = NONE};
    find_case(&b, text);
    if (f) b.kind = block_classify(c->known, text, f, &look);
    VEC_PUSH(doc->memory, &doc->blocks, b);
    VEC_PUSH(doc->memory, &c->looks, look);
}

static void add_piece(document *doc, cutter *c, uint32_t start, uint32_t end) {
    while (start < end) {
        str text = str_slice(doc->text, start, end);
        bool body = block_is_body(c->known, text);
        folded f;
        if (!body) fold_text(text, &f);
        uint32_t cut = body ? 0 : (uint32_t)block_glued(c->known, &f);
        if (cut) fold_text(str_slice(text, 0, cut), &f);
        add_block(doc, c, start, cut ? start + cut : end, body ? NULL : &f);
        start = cut ? start + cut : end;
    }
}

static void add_paragraph(document *doc, cutter *c, uint32_t start, uint32_t end) {
    while (start < end) {
        uint32_t stop = start + (uint32_t)block_first_post(str_slice(doc->text, start, end));
        add_piece(doc, c, start, stop);
        for (start = stop; start < end && doc->text.data[start] == ' ';) start++;
    }
}

/* Each paragraph is searched for words of an appeal at most once, whatever the openers. */
static void spread_appeals(document *doc, const cutter *c) {
    bool open = false;
    uint32_t gap = 0;
    for (uint32_t i = 0; i < doc->blocks.count; i++) {
        block *b = &doc->blocks.at[i];
        if (b->kind == BLOCK_furniture) {
            open |= c->looks.at[i].opener;
            gap = 0;
            continue;
        }
        if (!open) continue;
        if (!block_appeals(c->known, str_slice(doc->text, b->start, b->end))) {
            open = ++gap <= APPEAL_GAP;
            continue;
        }
        for (; gap; gap--) doc->blocks.at[i - gap].kind = BLOCK_furniture;
        b->kind = BLOCK_furniture;
    }
}

/* The next block that is neither furniture nor caption nor dateline, within a few, or NONE. */
static uint32_t next_text(const document *doc, uint32_t i) {
    for (uint32_t j = i + 1; j < doc->blocks.count && j <= i + NEXT_BLOCKS; j++)
        if (doc->blocks.at[j].kind == BLOCK_body || doc->blocks.at[j].kind == BLOCK_headline) return j;
    return NONE;
}

static void find_headlines(document *doc, const cutter *c) {
    bool first = true; /* the first block with text of its own */
    for (uint32_t i = 0; i < doc->blocks.count; i++) {
        block *b = &doc->blocks.at[i];
        if (b->kind != BLOCK_body) continue;
        const block_look *look = &c->looks.at[i];
        uint32_t next = next_text(doc, i);
        if (next != NONE && (look->could_head || look->asks)) {
            const block *n = &doc->blocks.at[next];
            bool above_longer = (uint64_t)(n->end - n->start) >= (uint64_t)HEAD_RATIO * (b->end - b->start);
            if (look->could_head || first || above_longer) b->kind = BLOCK_headline;
        }
        first = false;
    }
}

/* --- Repeats --- */

/* What long blocks are compared by is their text; of short ones, which are set anew more often, it is this: letters and digits, ASCII in
 * lower case; other ASCII, spaces and typographic marks are left out. What becomes of each byte, 0 for nothing: */
#define KEPT(c)                                                                                                                            \
    ((c) >= 'A' && (c) <= 'Z'                                                  ? (unsigned char)((c) + 32)                                 \
     : (c) >= 0x80 || ((c) >= 'a' && (c) <= 'z') || ((c) >= '0' && (c) <= '9') ? (c)                                                       \
                                                                               : 0)
#define KEPT_4(c) KEPT(c), KEPT((c) + 1), KEPT((c) + 2), KEPT((c) + 3)
#define KEPT_16(c) KEPT_4(c), KEPT_4((c) + 4), KEPT_4((c) + 8), KEPT_4((c) + 12)
#define KEPT_64(c) KEPT_16(c), KEPT_16((c) + 16), KEPT_16((c) + 32), KEPT_16((c) + 48)
static const unsigned char kept[256] = {KEPT_64(0), KEPT_64(64), KEPT_64(128), KEPT_64(192)};

/* What is kept of a text, up to so many bytes of it. */
static size_t fold_repeat(str text, char *out, size_t most) {
    size_t size = 0;
    for (size_t i = 0; i < text.size && size < most; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == 0xE2 && i + 2 < text.size && (unsigned char)text.data[i + 1] == 0x80) {
            i += 2; /* general punctuation */
            continue;
        }
        out[size] = (char)kept[c];
        size += kept[c] != 0;
    }
    return size;
}

typedef struct repeats {
    XXH128_hash_t *hash; /* per block */
    uint32_t *slots;     /* block + 1, 0 empty; at most half full */
    uint32_t mask;
} repeats;

static repeats repeats_new(document *doc) {
    repeats r = {.mask = 15};
    while (r.mask < 2 * (uint64_t)doc->blocks.count && r.mask < UINT32_MAX / 2) r.mask = r.mask * 2 + 1;
    r.slots = arena_zero(doc->memory, ((size_t)r.mask + 1) * sizeof *r.slots);
    r.hash = arena_alloc(doc->memory, (size_t)doc->blocks.count * sizeof *r.hash);
    return r;
}

/* The earlier block with the same text, or NONE; then this one is noted. */
static uint32_t repeated(repeats *r, uint32_t index, XXH128_hash_t hash) {
    r->hash[index] = hash;
    uint32_t at = (uint32_t)hash.low64 & r->mask;
    for (; r->slots[at]; at = (at + 1) & r->mask)
        if (XXH128_isEqual(r->hash[r->slots[at] - 1], hash)) return r->slots[at] - 1;
    r->slots[at] = index + 1;
    return NONE;
}

/* What a block that may be a repeat is compared by; none if it may not. `most`: so much of a short one is enough. */
static str compared(const document *doc, const cutter *c, uint32_t i, size_t most, char buffer[FOLDED_REPEAT]) {
    const block *b = &doc->blocks.at[i];
    if (b->kind == BLOCK_furniture || c->looks.at[i].words < REPEAT_WORDS) return STR_NONE;
    str text = str_slice(doc->text, b->start, b->end);
    str out = text.size > FOLDED_REPEAT ? text : (str){buffer, fold_repeat(text, buffer, most)};
    return out.size > most ? str_slice(out, 0, most) : out;
}

/* Which blocks begin like another one: hardly any, so that of the others no more need be folded. */
static bool *find_alike(const document *doc, const cutter *c, repeats *r) {
    bool *alike = ARENA_ARRAY(doc->memory, bool, doc->blocks.count);
    char buffer[FOLDED_REPEAT];
    for (uint32_t i = 0; i < doc->blocks.count; i++) {
        str same = compared(doc, c, i, REPEAT_PREFIX, buffer);
        if (!same.data) continue;
        uint32_t first = repeated(r, i, XXH3_128bits(same.data, same.size));
        if (first != NONE) alike[first] = alike[i] = true;
    }
    return alike;
}

static void find_repeats(document *doc, const cutter *c) {
    if (doc->blocks.count < 2) return;
    arena_mark here = arena_here(doc->memory);
    repeats begins = repeats_new(doc), wholes = repeats_new(doc);
    const bool *alike = find_alike(doc, c, &begins);
    char buffer[FOLDED_REPEAT];
    for (uint32_t i = 0; i < doc->blocks.count; i++) {
        str same = alike[i] ? compared(doc, c, i, SIZE_MAX, buffer) : STR_NONE;
        if (!same.data) continue;
        block *b = &doc->blocks.at[i];
        b->repeat_of = repeated(&wholes, i, XXH3_128bits(same.data, same.size));
        if (b->repeat_of != NONE) b->kind = BLOCK_repeat;
    }
    arena_release(doc->memory, here);
}

/* What stands around a text is told by the text: a document of one line, or of nothing but furniture, is all text ("3 hours ago"). */
static void spare_lone_text(document *doc) {
    uint32_t others = 0;
    for (uint32_t i = 0; i < doc->blocks.count; i++) others += doc->blocks.at[i].kind != BLOCK_furniture;
    if (others && doc->blocks.count > 1) return;
    for (uint32_t i = 0; i < doc->blocks.count; i++) doc->blocks.at[i].kind = BLOCK_body;
}

/* --- Letters --- */

/* Whether a line stands above the letter that is answered: "-----Original Message-----". */
static bool opens_answered(const read_knowledge *known, str text) {
    enum { LONGEST = 80 };
    folded f;
    while (text.size && text.data[0] == '-') text = str_trim(str_slice(text, 1, text.size));
    while (text.size && text.data[text.size - 1] == '-') text = str_trim(str_slice(text, 0, text.size - 1));
    if (!text.size || text.size > LONGEST) return false;
    fold_text(text, &f);
    str line = f.words ? fold_slice(&f, 0, f.words) : STR_NONE;
    return (knowledge_roles(known, line, FORM_WHOLE) | knowledge_roles(known, line, FORM_PREFIX)) & ROLE_ANSWERED;
}

/* "From: …", "Gesendet: …": a line of a letter's header. */
static bool is_header_line(const read_knowledge *known, str line) {
    enum { LABEL_BYTES = 24 };
    const char *colon = memchr(line.data, ':', line.size < LABEL_BYTES ? line.size : LABEL_BYTES);
    str label = colon ? str_slice(line, 0, (size_t)(colon - line.data)) : STR_NONE, name;
    while (label.size && label.data[0] == '*') label = str_slice(label, 1, label.size); /* "*From:*" was bold */
    for (uint32_t i = 0; label.size && (name = knowledge_field(known, FIELD_header, i)).data; i++)
        if (knowledge_same_field(label, name)) return true;
    return false;
}

/* Whether the header of the letter that is answered begins here, as some programs write it above that: of a few lines most say who wrote
 * it, when, to whom and about what. */
static bool opens_with_header(const read_knowledge *known, str text) {
    enum { LINES = 6, LEAST = 3 };
    uint32_t found = 0;
    str rest = text;
    for (int n = 0; n < LINES && rest.data;) {
        str line = str_trim(str_split(rest, '\n', &rest));
        if (!line.size) continue;
        bool header = is_header_line(known, line);
        if (!n++ && !header) return false;
        found += header;
    }
    return found >= LEAST;
}

/* Whether a paragraph only says whose words follow: "On 1 March 2014 Ali Reza <ali@post.example> wrote:". */
static bool is_attribution(str text) {
    enum { LONGEST = 200 };
    return text.size < LONGEST && text.data[text.size - 1] == ':' && memchr(text.data, '@', text.size);
}

/* Whether a paragraph of a reply is of the letter that it answers, which stands at its end. */
static bool is_answered(const document *doc, cutter *c, uint32_t start, uint32_t end) {
    str text = str_slice(doc->text, start, end);
    if (!doc->reply) return false;
    c->answered = c->answered || opens_answered(c->known, text) || opens_with_header(c->known, str_slice(doc->text, start, doc->text.size));
    return c->answered || is_attribution(text);
}

/* A line of "_" with a few lines below it, as mailing lists and offices put under every letter. */
static bool opens_footer(const document *doc, str text) {
    enum { RULE = 20, LINES = 8, BYTES = 600 };
    str below = str_slice(doc->text, (size_t)(text.data - doc->text.data) + text.size, doc->text.size);
    return text.size >= RULE && str_count(text, '_') == text.size && below.size < BYTES && str_count(str_trim(below), '\n') < LINES;
}

/* What a paragraph of a letter is besides its writer's words: the signature behind a line "--", a footer, and, in a reply, the lines of the
 * letter that it answers, which begin with >, with the line above them that says whose they are ("Ana Ruiz wrote:"), or stand at its end.
 */
static bool is_beside_letter(document *doc, cutter *c, uint32_t start, uint32_t end) {
    enum { SIGNATURE_LINES = 8, ATTRIBUTION_BYTES = 200 };
    str text = str_slice(doc->text, start, end);
    if (str_is(text, "--") || opens_footer(doc, text)) c->signature = SIGNATURE_LINES + 1;
    uint32_t lines = 1 + (uint32_t)str_count(text, '\n');
    bool quoted = doc->reply && text.data[0] == '>';
    block *above = quoted && doc->blocks.count ? &doc->blocks.at[doc->blocks.count - 1] : NULL;
    if (above && above->end - above->start < ATTRIBUTION_BYTES && doc->text.data[above->end - 1] == ':') above->kind = BLOCK_furniture;
    bool signature = lines <= c->signature && !quoted;
    c->signature = signature ? c->signature - lines : 0;
    return quoted || signature || is_answered(doc, c, start, end);
}

/* What is beside the words of a letter's writer. */
static void add_beside(document *doc, cutter *c, uint32_t start, uint32_t end) {
    add_block(doc, c, start, end, NULL);
    doc->blocks.at[doc->blocks.count - 1].kind = BLOCK_furniture;
}

/* --- Pages and texts --- */

/* Headlines and captions are what their markup says (no others are, once it says so of one); what other paragraphs are shows in their text.
 */
static void add_page(document *doc, cutter *c, const page *from) {
    for (uint32_t i = 0; i < from->paragraphs.count; i++) {
        const paragraph *p = &from->paragraphs.at[i];
        uint32_t before = doc->blocks.count;
        if (is_answered(doc, c, p->start, p->end)) {
            add_beside(doc, c, p->start, p->end);
            continue;
        }
        add_paragraph(doc, c, p->start, p->end);
        for (uint32_t k = before; k < doc->blocks.count; k++) {
            if (from->marked) c->looks.at[k].could_head = c->looks.at[k].asks = false;
            if (p->kind != BLOCK_body && doc->blocks.at[k].kind != BLOCK_furniture) doc->blocks.at[k].kind = p->kind;
        }
    }
}

/* A paragraph of a text: a label of the text, or the sign of a headline, stands before it. */
static void add_text_paragraph(document *doc, uint32_t start, uint32_t end, void *payload) {
    cutter *c = payload;
    str text = str_slice(doc->text, start, end);
    if (strcmp(doc->format, "mail") == 0 && is_beside_letter(doc, c, start, end)) {
        add_beside(doc, c, start, end);
        return;
    }
    if (c->labelled) start += read_text_label(c->known, text);
    size_t heading = read_heading_size(text);
    uint32_t before = doc->blocks.count;
    add_paragraph(doc, c, start + (uint32_t)heading, end);
    if (heading && doc->blocks.count == before + 1 && doc->blocks.at[before].kind == BLOCK_body)
        doc->blocks.at[before].kind = BLOCK_headline;
}

static void add_head_lines(document *doc, cutter *c, const head *h, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last; i++) {
        const head_line *l = &h->lines.at[i];
        if (!l->settled) {
            add_paragraph(doc, c, l->start, l->end);
            continue;
        }
        add_block(doc, c, l->start, l->end, NULL);
        doc->blocks.at[doc->blocks.count - 1].kind = l->kind;
    }
}

static void add_text(document *doc, cutter *c) {
    head h = {.foot = (uint32_t)doc->text.size};
    if (!doc->reply) read_head(doc, c->known, &h); /* labels in a reply are those of the letter that it answers */
    c->labelled = h.labelled;
    add_head_lines(doc, c, &h, 0, h.above);
    lines_paragraphs(doc, h.end, h.foot, add_text_paragraph, c);
    add_head_lines(doc, c, &h, h.above, h.lines.count);
}

void read_blocks(document *doc, const read_knowledge *known, const page *from) {
    cutter c = {.known = known};
    if (from)
        add_page(doc, &c, from);
    else
        add_text(doc, &c);
    spare_lone_text(doc);
    spread_appeals(doc, &c);
    find_headlines(doc, &c);
    find_repeats(doc, &c);
}
