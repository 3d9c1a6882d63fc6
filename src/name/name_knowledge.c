/* name_knowledge.c: what the lists know of spelling, read once when the engine opens, into tables that are searched by halving. */
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/bisect.h"
#include "name/name_parts.h"

/* --- letter groups ------------------------------------------------------------------------------------------------------------- */

enum { GROUPS_A_LINE = 24, RULES_LIMIT = 0xFFF0 };

static bool read_group(str text, letter_group *out) {
    *out = (letter_group){{0}, 0, false, false};
    text = str_trim(text);
    if (str_is(text, "_")) return true;
    if (text.size && text.data[0] == '-') {
        out->end = true;
        text = str_slice(text, 1, text.size);
    } else if (text.size && text.data[text.size - 1] == '-') {
        out->start = true;
        text = str_slice(text, 0, text.size - 1);
    }
    if (!text.size || text.size > GROUP_LETTERS) return false;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < 'a' || text.data[i] > 'z') return false;
    memcpy(out->letters, text.data, text.size);
    out->size = (uint8_t)text.size;
    return true;
}

typedef VEC(letter_rule) rule_list;

static void add_rule(arena *memory, rule_list *to, letter_rule made) {
    if ((made.from.size || made.to.size) && to->count < RULES_LIMIT) VEC_PUSH(memory, to, made);
}

/* "i = y = ii": each of them for each other one. */
static void read_line(arena *memory, rule_list *to, str line, uint32_t entry) {
    letter_group groups[GROUPS_A_LINE];
    uint32_t count = 0;
    char sign = memchr(line.data, '~', line.size) ? '~' : '=';
    while (line.data && count < GROUPS_A_LINE) {
        str part = str_split(line, sign, &line);
        if (read_group(part, &groups[count])) count++;
    }
    for (uint32_t x = 0; x < count; x++)
        for (uint32_t y = 0; y < count; y++)
            if (x != y) add_rule(memory, to, (letter_rule){groups[x], groups[y], sign == '~', entry});
}

static void read_kind(arena *memory, rule_list *to, const gazetteer *lists, str kind) {
    for (uint32_t e = 0; (e = gazetteer_next(lists, kind, e)) != NONE; e++) read_line(memory, to, gazetteer_entry_get(lists, e).name, e);
}

static uint32_t letter_class(const letter_group *g) {
    return g->size ? (uint32_t)(g->letters[0] - 'a') : NO_LETTER;
}

static int by_entry_and_letters(const void *left, const void *right) {
    const letter_rule *a = left, *b = right;
    if (a->loose != b->loose) return a->loose ? 1 : -1;
    if (a->entry != b->entry) return a->entry < b->entry ? -1 : 1;
    int order = memcmp(a->from.letters, b->from.letters, sizeof a->from.letters);
    return order ? order : memcmp(a->to.letters, b->to.letters, sizeof a->to.letters);
}

/* Puts the rules where those of the same first letters stand together, and these in order. */
static void place_rules(spelling *s, arena *memory, const rule_list *rules) {
    uint32_t at = 0;
    s->rules = ARENA_ARRAY(memory, letter_rule, rules->count + 1);
    for (uint32_t i = 0; i < rules->count; i++) s->count[letter_class(&rules->at[i].from)][letter_class(&rules->at[i].to)]++;
    for (uint32_t x = 0; x < LETTER_CLASSES; x++)
        for (uint32_t y = 0; y < LETTER_CLASSES; y++) {
            s->first[x][y] = (uint16_t)at;
            at += s->count[x][y];
            s->count[x][y] = 0;
        }
    for (uint32_t i = 0; i < rules->count; i++) {
        uint32_t x = letter_class(&rules->at[i].from), y = letter_class(&rules->at[i].to);
        s->rules[s->first[x][y] + s->count[x][y]++] = rules->at[i];
    }
    for (uint32_t x = 0; x < LETTER_CLASSES; x++)
        for (uint32_t y = 0; y < LETTER_CLASSES; y++)
            if (s->count[x][y] > 1) qsort(s->rules + s->first[x][y], s->count[x][y], sizeof *s->rules, by_entry_and_letters);
}

static void read_spellings(name_knowledge *known, arena *memory) {
    const gazetteer *lists = known->lists;
    rule_list common = {0};
    read_kind(memory, &common, lists, STR("letters_common"));
    for (uint32_t e = 0; (e = gazetteer_next(lists, STR("spelling"), e)) != NONE; e++) {
        str name = gazetteer_entry_get(lists, e).name;
        spelling *s = ARENA_NEW(memory, spelling);
        s->name = name;
        s->text = gazetteer_attribute(lists, e, STR("text"));
        if (!s->text.size) s->text = name;
        s->only_abjad = str_is(gazetteer_attribute(lists, e, STR("only")), "abjad");
        s->only_short = str_is(gazetteer_attribute(lists, e, STR("only")), "short");
        s->fronted = str_is(gazetteer_attribute(lists, e, STR("fronted")), "1");
        rule_list rules = {0};
        for (uint32_t i = 0; i < common.count; i++) VEC_PUSH(memory, &rules, common.at[i]);
        if (!str_is(name, "common")) read_kind(memory, &rules, lists, arena_printf(memory, "letters_" STR_FMT, STR_ARG(name)));
        place_rules(s, memory, &rules);
        VEC_PUSH(memory, &known->spellings, *s);
    }
}

static int by_point(const void *left, const void *right) {
    const foreign_letter *a = left, *b = right;
    return a->point < b->point ? -1 : a->point > b->point;
}

static void read_letters(name_knowledge *known, arena *memory) {
    const gazetteer *lists = known->lists;
    for (uint32_t e = 0; (e = gazetteer_next(lists, STR("letter"), e)) != NONE; e++) {
        str name = gazetteer_entry_get(lists, e).name, latin = STR_NONE;
        if (gazetteer_alias_at(lists, e, 0, NULL) > 1) gazetteer_alias_at(lists, e, 1, &latin);
        int32_t at = 0, point;
        U8_NEXT((const uint8_t *)name.data, at, (int32_t)name.size, point);
        if (point < 128 || (size_t)at != name.size) continue;
        foreign_letter made = {point, name_fold_plain(memory, latin)};
        VEC_PUSH(memory, &known->letters, made);
    }
    if (known->letters.count) qsort(known->letters.at, known->letters.count, sizeof *known->letters.at, by_point);
}

/* --- words --------------------------------------------------------------------------------------------------------------------- */

static int by_form(const void *left, const void *right) {
    const given_form *a = left, *b = right;
    int order = str_compare(a->form, b->form);
    if (order) return order;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static int by_word(const void *left, const void *right) {
    const name_word_entry *a = left, *b = right;
    return str_compare(a->form, b->form);
}

static int longest_first(const void *left, const void *right) {
    const str *a = left, *b = right;
    if (a->size != b->size) return a->size > b->size ? -1 : 1;
    return str_compare(*a, *b);
}

/* An alias of an entry as words are compared. */
static str alias_form(const name_knowledge *known, arena *memory, uint32_t entry, uint32_t index) {
    str alias;
    gazetteer_alias_at(known->lists, entry, index, &alias);
    return name_fold_plain(memory, alias);
}

static void read_given(name_knowledge *known, arena *memory) {
    const gazetteer *lists = known->lists;
    for (uint32_t e = 0; (e = gazetteer_next(lists, STR("given_variant"), e)) != NONE; e++) {
        uint32_t count = gazetteer_alias_at(lists, e, 0, NULL), line = known->given_lines.count;
        for (uint32_t i = 0; i < count; i++) {
            given_form made = {alias_form(known, memory, e, i), e};
            if (!made.form.size) continue;
            VEC_PUSH(memory, &known->given, made);
            VEC_PUSH(memory, &known->given_lines, made);
            made.form = name_stem(made.form);
            if (made.form.size >= 3) VEC_PUSH(memory, &known->stems, made);
        }
        if (known->given_lines.count - line > 1)
            qsort(known->given_lines.at + line, known->given_lines.count - line, sizeof(given_form), by_form);
    }
    if (!known->given.count) return;
    qsort(known->given.at, known->given.count, sizeof(given_form), by_form);
    if (known->stems.count) qsort(known->stems.at, known->stems.count, sizeof(given_form), by_form);
}

/* "slavic|turkic": a bit for each of the spellings. */
static unsigned spellings_of(const name_knowledge *known, str names) {
    unsigned out = 0;
    for (uint32_t s = 0; s < known->spellings.count && s < TONGUES_LIMIT; s++)
        if (str_list_has(names, '|', known->spellings.at[s].name)) out |= 1u << s;
    return out;
}

static int by_tongue(const void *left, const void *right) {
    const tongue *a = left, *b = right;
    return str_compare(a->form, b->form);
}

/* What given names, and family names of the kind name_tongue, tell of their language. */
static void read_tongues(name_knowledge *known, arena *memory, str kind) {
    const gazetteer *lists = known->lists;
    for (uint32_t e = 0; (e = gazetteer_next(lists, kind, e)) != NONE; e++) {
        unsigned spellings = spellings_of(known, gazetteer_attribute(lists, e, STR("spelling")));
        uint32_t count = spellings ? gazetteer_alias_at(lists, e, 0, NULL) : 0;
        for (uint32_t i = 0; i < count; i++) {
            tongue made = {alias_form(known, memory, e, i), spellings};
            if (made.form.size) VEC_PUSH(memory, &known->tongues, made);
        }
    }
}

/* A form of several lines may be of any of their languages. */
static void join_tongues(name_knowledge *known) {
    if (!known->tongues.count) return;
    qsort(known->tongues.at, known->tongues.count, sizeof *known->tongues.at, by_tongue);
    uint32_t kept = 0;
    for (uint32_t i = 1; i < known->tongues.count; i++) {
        if (str_equal(known->tongues.at[i].form, known->tongues.at[kept].form))
            known->tongues.at[kept].spellings |= known->tongues.at[i].spellings;
        else
            known->tongues.at[++kept] = known->tongues.at[i];
    }
    known->tongues.count = kept + 1;
}

static void read_words(name_knowledge *known, arena *memory) {
    const gazetteer *lists = known->lists;
    for (uint32_t e = 0; (e = gazetteer_next(lists, STR("name_word"), e)) != NONE; e++) {
        uint32_t count = gazetteer_alias_at(lists, e, 0, NULL);
        name_word_entry made = {.use = gazetteer_attribute(lists, e, STR("use")),
                                .lead = gazetteer_attribute(lists, e, STR("lead")),
                                .chain = str_is(gazetteer_attribute(lists, e, STR("chain")), "1")};
        for (uint32_t i = 0; i < count; i++) {
            made.form = alias_form(known, memory, e, i);
            if (!i) made.line = made.form;
            if (made.form.size) VEC_PUSH(memory, &known->words, made);
        }
    }
    if (known->words.count) qsort(known->words.at, known->words.count, sizeof *known->words.at, by_word);
    for (uint32_t e = 0; (e = gazetteer_next(lists, STR("patronymic"), e)) != NONE; e++) {
        uint32_t count = gazetteer_alias_at(lists, e, 0, NULL);
        for (uint32_t i = 0; i < count; i++) {
            str ending = alias_form(known, memory, e, i);
            if (ending.size) VEC_PUSH(memory, &known->patronymics, ending);
        }
    }
    if (known->patronymics.count) qsort(known->patronymics.at, known->patronymics.count, sizeof(str), longest_first);
}

const name_knowledge *name_knowledge_new(arena *memory, const gazetteer *lists) {
    name_knowledge *known = ARENA_NEW(memory, name_knowledge);
    known->lists = lists;
    read_letters(known, memory);
    read_spellings(known, memory);
    read_given(known, memory);
    read_tongues(known, memory, STR("given_variant"));
    read_tongues(known, memory, STR("name_tongue"));
    join_tongues(known);
    read_words(known, memory);
    return known;
}

/* --- looking up ---------------------------------------------------------------------------------------------------------------- */

void name_given_range(const given_form *table, uint32_t count, str form, uint32_t *first, uint32_t *last) {
    bisection b = {0, count};
    while (bisect_open(&b)) bisect_take(&b, str_compare(table[bisect_middle(&b)].form, form) < 0);
    *first = b.low;
    while (b.low < count && str_equal(table[b.low].form, form)) b.low++;
    *last = b.low;
}

bool name_one_given(const name_knowledge *known, str a, str b) {
    uint32_t first, last, from, to;
    name_given_range(known->given.at, known->given.count, a, &first, &last);
    if (first == last) return false;
    name_given_range(known->given.at, known->given.count, b, &from, &to);
    for (uint32_t i = first; i < last; i++)
        for (uint32_t j = from; j < to; j++)
            if (known->given.at[i].entry == known->given.at[j].entry) return true;
    return false;
}

void name_given_line(const name_knowledge *known, uint32_t entry, uint32_t *first, uint32_t *last) {
    bisection b = {0, known->given_lines.count};
    while (bisect_open(&b)) bisect_take(&b, known->given_lines.at[bisect_middle(&b)].entry < entry);
    *first = b.low;
    while (b.low < known->given_lines.count && known->given_lines.at[b.low].entry == entry) b.low++;
    *last = b.low;
}

unsigned name_tongue(const name_knowledge *known, str form) {
    tongue key = {form, 0};
    if (!known->tongues.count) return 0;
    const tongue *found = bsearch(&key, known->tongues.at, known->tongues.count, sizeof key, by_tongue);
    return found ? found->spellings : 0;
}

const name_word_entry *name_word_find(const name_knowledge *known, str form) {
    name_word_entry key = {.form = form};
    if (!known->words.count) return NULL;
    return bsearch(&key, known->words.at, known->words.count, sizeof key, by_word);
}

str name_fold_plain(arena *memory, str text) {
    char *out = arena_alloc(memory, text.size + 1);
    size_t used = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = ascii_small(text.data[i]);
        if (ascii_lower(c) || ascii_digit(c)) out[used++] = c;
    }
    out[used] = '\0';
    return (str){out, used};
}

str name_stem(str form) {
    while (form.size > 2 && memchr("aeiouyj", form.data[form.size - 1], 7)) form.size--;
    return form;
}
