/* claim_knowledge.c: the phrases of gazetteers/claim, folded, in one open-addressing table, and what they begin with: so that nobody looks
 * for a phrase further than one may go on. Few words begin one, and few others go on with one: bit sets of the hashes of these words, with
 * their plurals, say so once a form. Beside it small tables: words of clauses, features of broad places,
 * groups of people who fight. */
#include "base/str_table.h"
#include "claim/claim_parts.h"

enum { FORM_BITS = 1 << 16, PHRASE_BYTES = 160 };

struct claim_knowledge {
    claim_entry *slots; /* at most half full */
    uint32_t count, mask;
    uint64_t first[FORM_BITS / 64], later[FORM_BITS / 64];
    str_table words, broad, fighters;
    VEC(role_set) word_roles; /* of each of `words` */
};

static void note_word(uint64_t *set, str word, const char *ending) {
    char plural[PHRASE_BYTES + 4];
    memcpy(plural, word.data, word.size);
    size_t size = (size_t)(stpcpy(plural + word.size, ending) - plural);
    uint64_t bit = str_hash((str){plural, size}) % FORM_BITS;
    set[bit / 64] |= 1ULL << (bit % 64);
}

static void note_plurals(uint64_t *set, str word) {
    note_word(set, word, "s");
    note_word(set, word, "es");
    if (str_ends(word, STR("y"))) note_word(set, (str){word.data, word.size - 1}, "ies");
}

/* Of a form of several words the first tells. */
static bool may_be(const uint64_t *set, str folded) {
    const char *space = folded.size ? memchr(folded.data, ' ', folded.size) : NULL;
    if (space) folded.size = (size_t)(space - folded.data);
    uint64_t bit = str_hash(folded) % FORM_BITS;
    return set[bit / 64] >> (bit % 64) & 1;
}

static claim_entry *find(const claim_knowledge *known, str text) {
    uint32_t at = (uint32_t)str_hash(text) & known->mask;
    while (known->slots[at].text.data && !str_equal(known->slots[at].text, text)) at = (at + 1) & known->mask;
    return &known->slots[at];
}

static void grow(claim_knowledge *known, arena *memory) {
    claim_entry *old = known->slots;
    uint32_t size = known->mask + 1;
    known->mask = size * 2 - 1;
    known->slots = ARENA_ARRAY(memory, claim_entry, known->mask + 1);
    for (uint32_t i = 0; i < size; i++)
        if (old[i].text.data) *find(known, old[i].text) = old[i];
}

static role_set cue_bits(str roles) {
    static const char *const names[] = {
#define CUE(name) #name,
#include "claim/claim_role.def"
    };
    return str_list_bits(roles, '|', names, CUE_COUNT);
}

static role_set word_bits(str roles) {
    static const char *const names[] = {
#define WORD(name) #name,
#include "claim/claim_role.def"
    };
    return str_list_bits(roles, '|', names, WORD_COUNT);
}

/* The slot of a text, which lives on. */
static claim_entry *add(claim_knowledge *known, arena *memory, str text) {
    if (known->count * 2 > known->mask) grow(known, memory);
    claim_entry *e = find(known, text);
    if (e->text.data) return e;
    e->text = text;
    known->count++;
    return e;
}

/* Of a phrase the plurals are found too, those of its last word. */
static void note_words(claim_knowledge *known, arena *memory, str phrase) {
    str rest, first = str_split(phrase, ' ', &rest), last = first;
    note_word(known->first, first, "");
    while (rest.data) note_word(known->later, last = str_split(rest, ' ', &rest), "");
    note_plurals(first.size == phrase.size ? known->first : known->later, last);
    for (size_t i = first.size; i < phrase.size; i++)
        if (phrase.data[i] == ' ') add(known, memory, (str){phrase.data, i})->goes_on = true;
}

/* The entry of one alias, folded as the words of texts are; NULL if no phrase can be so. */
static claim_entry *add_phrase(claim_knowledge *known, arena *memory, str alias) {
    str phrase = token_fold(memory, alias);
    if (!phrase.size || phrase.size >= PHRASE_BYTES) return NULL;
    note_words(known, memory, phrase);
    claim_entry *e = add(known, memory, phrase);
    e->whole = true;
    return e;
}

typedef struct claim_reading {
    arena *memory;
    const gazetteer *lists;
    claim_knowledge *known;
} claim_reading;

static void take_cue(void *payload, uint32_t entry, uint32_t index, str alias) {
    const claim_reading *r = payload;
    (void)index;
    claim_entry *e = add_phrase(r->known, r->memory, alias);
    if (e) e->roles |= cue_bits(gazetteer_attribute(r->lists, entry, STR("role")));
}

static void take_counted(void *payload, uint32_t entry, uint32_t index, str alias) {
    const claim_reading *r = payload;
    (void)index;
    claim_entry *e = add_phrase(r->known, r->memory, alias);
    if (!e) return;
    e->group = arena_str(r->memory, gazetteer_attribute(r->lists, entry, STR("group")));
    str unit = gazetteer_attribute(r->lists, entry, STR("unit"));
    e->unit = unit.size ? arena_str(r->memory, unit) : STR_NONE;
}

static void take_word(void *payload, uint32_t entry, uint32_t index, str alias) {
    const claim_reading *r = payload;
    claim_knowledge *known = r->known;
    (void)index;
    uint32_t number = str_table_add(&known->words, token_fold(r->memory, alias));
    if (number == known->word_roles.count) VEC_PUSH(r->memory, &known->word_roles, 0);
    known->word_roles.at[number] |= word_bits(gazetteer_attribute(r->lists, entry, STR("role")));
}

static void take_feature(void *payload, uint32_t entry, uint32_t index, str alias) {
    const claim_reading *r = payload;
    (void)index;
    if (str_is(gazetteer_attribute(r->lists, entry, STR("broad")), "1")) str_table_add(&r->known->broad, alias);
}

static void take_group(void *payload, uint32_t entry, uint32_t index, str alias) {
    const claim_reading *r = payload;
    (void)index;
    if (str_is(gazetteer_attribute(r->lists, entry, STR("fights")), "1")) str_table_add(&r->known->fighters, alias);
}

/* "Coffins" is a cue; what it counts is what "coffin" does. */
static void take_group_of_singular(claim_knowledge *known, claim_entry *plural) {
    str singular = claim_singular(plural->text);
    if (!plural->whole || plural->group.size || singular.size == plural->text.size) return;
    const claim_entry *e = find(known, singular);
    if (!e->whole) return;
    plural->group = e->group;
    plural->unit = e->unit;
}

const claim_knowledge *claim_knowledge_new(arena *memory, const gazetteer *lists) {
    claim_knowledge *known = ARENA_NEW(memory, claim_knowledge);
    claim_reading r = {memory, lists, known};
    known->mask = 1023;
    known->slots = ARENA_ARRAY(memory, claim_entry, known->mask + 1);
    str_table_init(&known->words, memory);
    str_table_init(&known->broad, memory);
    str_table_init(&known->fighters, memory);
    gazetteer_each_alias(lists, STR("claim_cue"), take_cue, &r);
    gazetteer_each_alias(lists, STR("counted_group"), take_counted, &r);
    gazetteer_each_alias(lists, STR("clause_word"), take_word, &r);
    gazetteer_each_alias(lists, STR("place_feature"), take_feature, &r);
    gazetteer_each_alias(lists, STR("group_trait"), take_group, &r);
    for (uint32_t i = 0; i <= known->mask; i++) take_group_of_singular(known, &known->slots[i]);
    return known;
}

/* What is known of a form in any text: most begin no phrase, and build no clause. */
enum { FORM_ASKED = 1, FORM_BEGINS = 2, FORM_GOES_ON = 4, FORM_CLAUSE = 8 };

static uint32_t form_of(const claim_work *work, const word *w) {
    if (w->claim) return w->claim;
    uint32_t form = FORM_ASKED;
    if (may_be(work->known->first, w->folded)) form |= FORM_BEGINS;
    if (may_be(work->known->later, w->folded)) form |= FORM_GOES_ON;
    if (str_table_find(&work->known->words, w->folded) != NONE) form |= FORM_CLAUSE;
    return lexicon_mutable(work->words, w)->claim = (uint8_t)form;
}

bool claim_word_is(const claim_work *work, uint32_t token_index, role_set roles) {
    const word *w = work->doc->tokens.at[token_index].word;
    return form_of(work, w) & FORM_CLAUSE && work->known->word_roles.at[str_table_find(&work->known->words, w->folded)] & roles;
}

bool claim_is_broad(const claim_work *work, str feature) {
    return str_table_find(&work->known->broad, feature) != NONE;
}

bool claim_fights(const claim_work *work, str group) {
    return str_table_find(&work->known->fighters, group) != NONE;
}

str claim_singular(str word) {
    if (word.size > 4 && str_ends(word, STR("ies"))) return word; /* its singular has another stem */
    if (word.size > 3 && str_ends(word, STR("s")) && !str_ends(word, STR("ss"))) word.size--;
    return word;
}

/* "mercenaries": what ends in -y. */
static const claim_entry *find_in_y(const claim_knowledge *known, str plural) {
    char singular[PHRASE_BYTES];
    memcpy(singular, plural.data, plural.size);
    singular[plural.size - 3] = 'y';
    const claim_entry *e = find(known, (str){singular, plural.size - 2});
    return e->whole ? e : NULL;
}

/* Of the phrase as it stands, or of what it is the plural of; `as_it_is` is its own slot. */
static const claim_entry *find_phrase(const claim_knowledge *known, str phrase, const claim_entry *as_it_is) {
    if (as_it_is->whole) return as_it_is;
    str singular = claim_singular(phrase);
    if (singular.size != phrase.size) {
        const claim_entry *e = find(known, singular);
        if (e->whole) return e;
    }
    if (phrase.size > 4 && str_ends(phrase, STR("es"))) {
        const claim_entry *e = find(known, (str){phrase.data, phrase.size - 2});
        if (e->whole) return e;
    }
    return phrase.size > 4 && str_ends(phrase, STR("ies")) ? find_in_y(known, phrase) : NULL;
}

const claim_entry *claim_lookup(const claim_work *work, uint32_t at, uint32_t end, uint32_t *last) {
    char phrase[PHRASE_BYTES];
    size_t size = 0;
    const token *tokens = work->doc->tokens.at;
    const claim_entry *best = NULL;
    if (!(form_of(work, tokens[at].word) & FORM_BEGINS)) return NULL;
    for (uint32_t i = at; i < end && i < at + CLAIM_PHRASE; i++) {
        str word = tokens[i].word->folded;
        if (i > at && !(form_of(work, tokens[i].word) & FORM_GOES_ON)) break;
        if (!word.size || size + word.size + 1 >= sizeof phrase) break;
        if (size) phrase[size++] = ' ';
        memcpy(phrase + size, word.data, word.size);
        size += word.size;
        const claim_entry *so_far = find(work->known, (str){phrase, size});
        const claim_entry *found = find_phrase(work->known, (str){phrase, size}, so_far);
        if (found) {
            best = found;
            *last = i + 1;
        }
        if (!so_far->goes_on) break;
    }
    return best;
}

const claim_entry *claim_entry_of(const claim_work *work, str phrase) {
    if (!phrase.size || phrase.size >= PHRASE_BYTES) return NULL;
    const claim_entry *found = find(work->known, phrase);
    return found->whole ? found : NULL;
}
