/* read_knowledge.c: what lists tell the reader. The phrases of the lists `furniture` and `outlet` stand, folded, in one table. Bit sets of
 * the hashes of their first one or two words say no for most blocks before anything is looked up. */
#include "base/str_table.h"
#include "read/read_parts.h"

enum { BEGIN_BITS = 1 << 14 };

/* Roles of a phrase in each form. */
typedef struct phrase_roles {
    uint32_t of[FORM_COUNT];
} phrase_roles;

typedef uint64_t bits[BEGIN_BITS / 64];

typedef struct phrases {
    str_table texts;
    VEC(phrase_roles) roles; /* of each */
} phrases;

struct read_knowledge {
    phrases phrases; /* folded */
    phrases markup;  /* words of classes in markup; their role is of FORM_WHOLE */
    phrases metas;   /* names of <meta> tags in small letters; the role is 1 + what it tells, of FORM_WHOLE; that of nobody is the last */
    bits begins;     /* first words */
    bits alone;      /* those that are a phrase by themselves */
    bits pairs;      /* first two words */
    VEC(str) fields[FIELD_PURPOSES];
    VEC(str) teasers; /* names of fields that hold a text where no better one does */
};

read_knowledge *read_knowledge_new(arena *memory) {
    read_knowledge *known = ARENA_NEW(memory, read_knowledge);
    str_table_init(&known->phrases.texts, memory);
    str_table_init(&known->markup.texts, memory);
    str_table_init(&known->metas.texts, memory);
    return known;
}

static uint32_t roles_of(const phrases *all, str text, phrase_form form) {
    uint32_t number = str_table_find(&all->texts, text);
    return number == NONE ? 0 : all->roles.at[number].of[form];
}

static void add_phrase(phrases *all, arena *memory, str text, phrase_form form, uint32_t roles) {
    uint32_t number = str_table_copy(&all->texts, text);
    if (number == all->roles.count) VEC_PUSH(memory, &all->roles, (phrase_roles){0});
    all->roles.at[number].of[form] |= roles;
}

static void set_bit(bits all, str text) {
    uint64_t bit = str_hash(text) % BEGIN_BITS;
    all[bit / 64] |= 1ULL << (bit % 64);
}

static bool has_bit(const bits all, str text) {
    uint64_t bit = str_hash(text) % BEGIN_BITS;
    return all[bit / 64] >> (bit % 64) & 1;
}

static void add(read_knowledge *known, arena *memory, str text, uint32_t roles) {
    text = str_trim(text);
    phrase_form form = str_ends(text, STR(":*")) ? FORM_LABEL : str_ends(text, STR("*")) ? FORM_PREFIX : FORM_WHOLE;
    text.size -= (size_t)form;
    folded f;
    fold_text(text, &f);
    if (!f.words || !f.whole) return; /* longer than a short block: it could never be found */
    str key = fold_slice(&f, 0, f.words);
    set_bit(known->begins, fold_slice(&f, 0, 1));
    if (f.words == 1)
        set_bit(known->alone, key);
    else
        set_bit(known->pairs, fold_slice(&f, 0, 2));
    add_phrase(&known->phrases, memory, key, form, roles);
}

static uint32_t role_bit(str role) {
    static const struct {
        const char *name;
        uint32_t bit;
    } roles[] = {{"furniture", ROLE_PHRASE}, {"opener", ROLE_OPENER},    {"appeal", ROLE_APPEAL}, {"word", ROLE_WORD},
                 {"caption", ROLE_CAPTION},  {"byline", ROLE_BYLINE},    {"title", ROLE_TITLE},   {"date", ROLE_DATE},
                 {"weekday", ROLE_WEEKDAY},  {"part", ROLE_PART},        {"within", ROLE_WITHIN}, {"opens", ROLE_OPENS},
                 {"closes", ROLE_CLOSES},    {"answered", ROLE_ANSWERED}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (str_is(role, roles[i].name)) return roles[i].bit;
    double month;
    if (str_starts(role, STR("month")) && str_number(str_slice(role, 5, role.size), &month) && month >= 1 && month <= 12)
        return (uint32_t)month * ROLE_MONTH;
    return 0;
}

static uint32_t role_bits(str role) {
    uint32_t bits = 0;
    while (role.data) bits |= role_bit(str_split(role, '|', &role));
    return bits;
}

void read_knowledge_furniture(read_knowledge *known, arena *memory, str text, str role) {
    uint32_t bits = role_bits(role);
    add(known, memory, text, bits ? bits : ROLE_PHRASE);
}

void read_knowledge_outlet(read_knowledge *known, arena *memory, str name, str role) {
    uint32_t bits = role_bits(role);
    add(known, memory, name, bits ? bits : ROLE_OUTLET);
}

void read_knowledge_field(read_knowledge *known, arena *memory, str purpose, str name) {
    static const char *const purposes[FIELD_PURPOSES] = {"text",   "title",  "id",    "date",  "url",
                                                         "author", "outlet", "aside", "piece", "header"};
    for (int i = 0; i < FIELD_PURPOSES; i++)
        if (str_is(purpose, purposes[i])) VEC_PUSH(memory, &known->fields[i], arena_str(memory, name));
    if (str_is(purpose, "teaser")) VEC_PUSH(memory, &known->teasers, arena_str(memory, name));
}

void read_knowledge_markup(read_knowledge *known, arena *memory, str role, str name) {
    static const char *const roles[] = {"furniture", "story", "caption", "byline", "consent", "answered"};
    for (uint32_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (str_is(role, roles[i])) add_phrase(&known->markup, memory, name, FORM_WHOLE, 1u << i);
}

void read_knowledge_meta(read_knowledge *known, arena *memory, str purpose, str name) {
    static const char *const purposes[FACT_COUNT + 1] = {"title", "author", "outlet", "url", "date", "modified", "nobody"};
    for (uint32_t i = 0; i <= FACT_COUNT; i++)
        if (str_is(purpose, purposes[i])) add_phrase(&known->metas, memory, name, FORM_WHOLE, i + 1);
}

/* 0: no such name is listed. */
static uint32_t meta_role(const read_knowledge *known, str name) {
    enum { LONGEST = 64 };
    char small[LONGEST];
    if (name.size > LONGEST) return 0;
    for (size_t i = 0; i < name.size; i++) small[i] = ascii_small(name.data[i]);
    return roles_of(&known->metas, (str){small, name.size}, FORM_WHOLE);
}

fact knowledge_meta(const read_knowledge *known, str name) {
    uint32_t role = meta_role(known, name);
    return role ? (fact)(role - 1) : FACT_COUNT;
}

bool knowledge_is_nobody(const read_knowledge *known, str name) {
    return meta_role(known, name) == FACT_COUNT + 1;
}

uint32_t knowledge_markup(const read_knowledge *known, str name) {
    return roles_of(&known->markup, name, FORM_WHOLE);
}

str knowledge_field(const read_knowledge *known, field which, uint32_t i) {
    if (i < known->fields[which].count) return known->fields[which].at[i];
    i -= known->fields[which].count;
    return which == FIELD_text && i < known->teasers.count ? known->teasers.at[i] : STR_NONE;
}

uint32_t knowledge_whole_texts(const read_knowledge *known) {
    return known->fields[FIELD_text].count;
}

/* "By", "Written by": a phrase before names ends in a word that is one by itself. */
str knowledge_without_by(const read_knowledge *known, str text) {
    enum { WORDS = 3 };
    folded words;
    fold_words(text, WORDS + 1, &words);
    for (uint32_t n = 1; n <= WORDS && n < words.words; n++) {
        bool by = knowledge_roles(known, fold_slice(&words, n - 1, n), FORM_PREFIX) & ROLE_BYLINE;
        if (by && knowledge_roles(known, fold_slice(&words, 0, n), FORM_PREFIX) & ROLE_BYLINE)
            return str_slice(text, words.word[n].from, text.size);
    }
    return text;
}

uint32_t title_separator(str text, size_t at) {
    static const str separators[] = {STR(" - "),        STR(" | "),  STR(" \xE2\x80\x93 "), STR(" \xE2\x80\x94 "),
                                     STR(" \xC2\xB7 "), STR(" :: "), STR(" \xC2\xBB ")};
    str rest = str_slice(text, at, text.size);
    if (rest.size < 3 || rest.data[0] != ' ') return 0;
    unsigned char sign = (unsigned char)rest.data[1];
    if (sign < 0x80 && sign != '-' && sign != '|' && sign != ':') return 0;
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (str_starts(rest, separators[i])) return (uint32_t)separators[i].size;
    return 0;
}

/* The next letter that counts, small; 0 at the end. */
static char field_letter(str name, size_t *at) {
    while (*at < name.size) {
        char c = name.data[(*at)++];
        if (!strchr(" _-()\t", c)) return ascii_small(c);
    }
    return 0;
}

bool knowledge_same_field(str one, str other) {
    size_t i = 0, k = 0;
    char c;
    while ((c = field_letter(one, &i)) == field_letter(other, &k))
        if (!c) return one.size > 0;
    return false;
}

uint32_t knowledge_roles(const read_knowledge *known, str text, phrase_form form) {
    return roles_of(&known->phrases, text, form);
}

bool knowledge_begins(const read_knowledge *known, str word) {
    return has_bit(known->begins, word);
}

uint32_t knowledge_opens(const read_knowledge *known, const folded *f) {
    if (!f->words || !has_bit(known->begins, fold_slice(f, 0, 1))) return 0;
    if (f->words > 1 && has_bit(known->pairs, fold_slice(f, 0, 2))) return f->words;
    return has_bit(known->alone, fold_slice(f, 0, 1));
}
