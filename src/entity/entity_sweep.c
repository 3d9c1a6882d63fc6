/* entity_sweep.c: finds the names that the document itself has made known. Once "Robert Wood" stands somewhere, "Wood" is that man, though
 * lists call it a place or an ordinary word; once a rule has understood an unknown name in one place, it is that name in the others; a
 * long name's alias or initials stand for it, and the short form that its list tells.
 *
 * Method: the names' keys go into a table, then each token that may begin one is looked up with as many words behind it as the longest
 * name that it begins has. A small filter on letters and length, and a cache of word forms, keep most tokens away from the table. At the
 * start of a sentence every word has a capital: a name that the document also has as a small-written word does not count there. */
#include <stdlib.h>

#include "entity/entity_work.h"

enum { LONGEST = 6, FILTER_BITS = 1 << OUTLINE_BITS, SALT_NAME = 100, SALT_HEAD = 101, CACHE = 256 };
enum { NAME_UPPER = 1, NAME_LOWER_SEEN = 2, NAME_DOUBTFUL = 4, NAME_SURNAME = 8, NAME_GIVEN = 16, NAME_SHORT = 32 };

typedef struct known_name {
    uint64_t of; /* key of the full name that made it known; of a person's last word: Torvell Garza may be Ismael Torvell Garza */
    uint8_t kind, flags;
} known_name;

/* What is known of a word form: the name that it is, and the words of the longest name that it begins. */
typedef struct head {
    const word *of;
    uint32_t name; /* NONE: it is none */
    uint32_t longest;
} head;

typedef struct sweep {
    entity_work *work;
    VEC(known_name) names;
    VEC(mention) found;
    name_table table; /* key of a name -> names */
    name_table heads; /* key of its first word -> words of the longest */
    head cache[CACHE];
    uint64_t filter[FILTER_BITS / 64];
} sweep;

/* Words by which somebody may be called. */
typedef struct calling {
    uint64_t key;
    str head_word; /* the first of them */
    uint32_t words;
} calling;

static calling one_word(str folded) {
    return (calling){entity_key_text(folded, SALT_NAME), folded, 1};
}

/* Makes a name known. A name of two kinds, and a given name of two people, is left alone. */
static void learn(sweep *s, calling name, uint32_t mention_index, uint8_t flags) {
    const mention *m = &s->work->doc->mentions.at[mention_index];
    uint64_t of = entity_key(s->work->doc, m->kind == KIND_person ? m->last - 1 : m->first, m->last, m->kind);
    uint32_t bit = word_outline(name.head_word);
    s->filter[bit / 64] |= (uint64_t)1 << bit % 64;
    uint32_t *longest = entity_table_put(s->work->doc->memory, &s->heads, entity_key_text(name.head_word, SALT_HEAD));
    if (*longest == NONE || *longest < name.words) *longest = name.words;
    uint32_t *value = entity_table_put(s->work->doc->memory, &s->table, name.key);
    if (*value != NONE) {
        known_name *known = &s->names.at[*value];
        bool stronger = flags & NAME_SURNAME && known->flags & NAME_GIVEN;
        if (stronger) known->flags &= (uint8_t) ~(NAME_GIVEN | NAME_DOUBTFUL);
        known->flags |= flags & NAME_SURNAME;
        if (known->kind != m->kind && !(known->flags & NAME_SURNAME)) known->flags |= NAME_DOUBTFUL;
        if (flags & known->flags & NAME_GIVEN && known->of != of) known->flags |= NAME_DOUBTFUL;
        if (!(flags & NAME_UPPER)) known->flags &= (uint8_t)~NAME_UPPER;
        return;
    }
    *value = s->names.count;
    known_name made = {of, (uint8_t)m->kind, flags};
    VEC_PUSH(s->work->doc->memory, &s->names, made);
}

static void learn_span(sweep *s, uint32_t first, uint32_t last, uint32_t mention_index, uint8_t flags) {
    const document *doc = s->work->doc;
    if (first >= last || last - first > LONGEST) return;
    learn(s, (calling){entity_key(doc, first, last, SALT_NAME), doc->tokens.at[first].word->folded, last - first}, mention_index, flags);
}

/* Does a rule know that he is called by this one word ("Mr Wood"; "an elder, Malang, said")? */
static bool is_called_so(const sweep *s, const mention *m) {
    const slot *surname = entity_rule_slot(s->work->doc, m, STR("surname"));
    return surname && surname->first == m->first && surname->last == m->last;
}

static void learn_person(sweep *s, uint32_t index) {
    const document *doc = s->work->doc;
    const mention *m = &doc->mentions.at[index];
    if (entity_capitals(doc, m->first, m->last) < 2) {
        if (is_called_so(s, m)) learn_span(s, m->first, m->last, index, NAME_SURNAME);
        return;
    }
    uint32_t first, last;
    entity_surname(s->work, m, &first, &last);
    learn_span(s, first, last, index, NAME_SURNAME);
    /* Zayed bin Sultan is not told of as "the Sultan". */
    bool title = document_find(doc, last - 1, s->work->title) != NULL;
    if (last - first > 1 && !title) learn_span(s, last - 1, last, index, NAME_SURNAME);
    /* Manuel Torvell Garza is Torvell Garza, too. */
    bool inner = last - m->first > 2 && doc->tokens.at[last - 2].shape & SHAPE_CAP && doc->tokens.at[last - 2].word->length > 2;
    if (last - first == 1 && inner) learn_span(s, last - 2, last, index, NAME_SURNAME);
    str behind = entity_behind_particle(doc->tokens.at[last - 1].word);
    if (behind.size) learn(s, one_word(behind), index, NAME_SURNAME);
    for (uint32_t i = m->first; i < first; i++) {
        const word *w = doc->tokens.at[i].word;
        bool calls = i == m->first ? (w->shape & SHAPE_CAP) && w->length > 2 : entity_may_call(doc, i);
        if (calls) learn_span(s, i, i + 1, index, NAME_GIVEN);
    }
}

/* UN for United Nations: the first letters of the words with a capital, three or more of them. */
static void learn_initials(sweep *s, uint32_t index) {
    document *doc = s->work->doc;
    const mention *m = &doc->mentions.at[index];
    char letters[8];
    uint32_t count = 0;
    for (uint32_t i = m->first; i < m->last; i++) {
        const word *w = doc->tokens.at[i].word;
        if (!(w->shape & SHAPE_CAP) || !w->folded.size || (unsigned char)w->folded.data[0] >= 0x80) continue;
        if (count == sizeof letters) return;
        letters[count++] = w->folded.data[0];
    }
    if (count < 3) return;
    str short_form = arena_str(doc->memory, (str){letters, count});
    learn(s, one_word(short_form), index, NAME_UPPER);
    name_link link = {entity_key_text(short_form, m->kind), index};
    VEC_PUSH(doc->memory, &s->work->links, link);
}

static void learn_form(sweep *s, const slot *form, uint32_t index) {
    document *doc = s->work->doc;
    if (!slot_is_span(form) || form->last > doc->tokens.count) return;
    learn_span(s, form->first, form->last, index, 0);
    name_link link = {entity_key(doc, form->first, form->last, doc->mentions.at[index].kind), index};
    VEC_PUSH(doc->memory, &s->work->links, link);
}

/* "the North" once North Korea is named: what the list says of the entity, one word, as attribute `short`. */
static void learn_short(sweep *s, uint32_t index) {
    const document *doc = s->work->doc;
    const mention *m = &doc->mentions.at[index];
    str form = gazetteer_attribute(s->work->with->known, m->from.entry, STR("short"));
    if (!form.size) return;
    learn(s, one_word(form), index, NAME_SHORT);
    name_link link = {entity_key_text(form, m->kind), index};
    VEC_PUSH(doc->memory, &s->work->links, link);
}

static void learn_mentions(sweep *s) {
    const document *doc = s->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const mention *m = &doc->mentions.at[i];
        if (m->kind == KIND_person) learn_person(s, i);
        if (m->kind == KIND_organisation || m->kind == KIND_unit) learn_initials(s, i);
        learn_short(s, i);
        if (m->from.rule == NONE) continue;
        if (entity_capitals(doc, m->first, m->last) > 0 && m->kind != KIND_nationality) learn_span(s, m->first, m->last, i, 0);
        learn_form(s, entity_rule_slot(doc, m, STR("short")), i);
    }
}

static void learn_aliases(sweep *s) {
    const document *doc = s->work->doc;
    for (uint32_t i = 0; document_may_have_any(doc, LABEL_alias) && i < doc->annotations.count; i++) {
        const annotation *a = &doc->annotations.at[i];
        if (a->label != LABEL_alias || a->flags & ANNOTATION_RETIRED) continue;
        const slot *name = annotation_slot(a, STR("name"));
        if (!slot_is_span(name)) continue;
        uint32_t of = entity_mention_in(doc, name->first, name->last);
        if (of != NONE) learn_form(s, annotation_slot(a, STR("alias")), of);
    }
}

static const head *look_up(sweep *s, const word *w) {
    head *h = &s->cache[w->id % CACHE];
    if (h->of == w) return h;
    uint32_t longest = entity_table_get(&s->heads, entity_key_text(w->folded, SALT_HEAD));
    *h = (head){w, entity_table_get(&s->table, entity_key_text(w->folded, SALT_NAME)), longest == NONE ? 0 : longest};
    return h;
}

/* What is known of a token's word; NULL where it begins no name. */
static inline const head *head_of(sweep *s, const token *t) {
    if (t->shape & (SHAPE_PUNCT | SHAPE_NUMBER)) return NULL;
    if (!(s->filter[t->outline / 64] >> t->outline % 64 & 1)) return NULL;
    const head *h = look_up(s, t->word);
    return h->longest ? h : NULL;
}

static void see_small_words(sweep *s) {
    const document *doc = s->work->doc;
    for (uint32_t i = 0; i < doc->tokens.count; i++) {
        const token *t = &doc->tokens.at[i];
        const head *h = t->shape & SHAPE_LOWER ? head_of(s, t) : NULL;
        if (h && h->name != NONE) s->names.at[h->name].flags |= NAME_LOWER_SEEN;
    }
}

static bool is_ordinary(const sweep *s, const token *t) {
    return s->work->with->known && gazetteer_is_ordinary(s->work->with->known, t->word->folded);
}

/* Is the token a capitalised word beside the name, that nothing explains: part of a longer, unknown name? In text all in capitals an
 * ordinary word is none. */
static bool is_stranger(const sweep *s, uint32_t i, uint32_t of) {
    const document *doc = s->work->doc;
    const token *t = &doc->tokens.at[i];
    if (document_block(doc, i)->caps && is_ordinary(s, t)) return false;
    if (t->sentence != doc->tokens.at[of].sentence || t->flags & TOKEN_FIRST) return false;
    if (doc->tokens.at[i > of ? i : of].flags & TOKEN_NEWLINE) return false;
    return (t->shape & SHAPE_CAP) && (t->shape & SHAPE_ALPHA) && !s->work->taken[i] && document_block(doc, i)->kind == BLOCK_body;
}

static bool stands_alone(const sweep *s, uint32_t first, uint32_t last) {
    const document *doc = s->work->doc;
    if (first > 0 && is_stranger(s, first - 1, first)) return false;
    return last >= doc->tokens.count || !is_stranger(s, last, first);
}

static bool is_free(const sweep *s, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last; i++)
        if (s->work->taken[i] & (TAKEN_NAME | TAKEN_DATE)) return false;
    return true;
}

/* The known name at tokens [first, last), or NULL. */
static const known_name *name_at(const sweep *s, uint32_t first, uint32_t last) {
    const document *doc = s->work->doc;
    uint32_t index = entity_table_get(&s->table, entity_key(doc, first, last, SALT_NAME));
    if (index == NONE) return NULL;
    const known_name *known = &s->names.at[index];
    const token *t = &doc->tokens.at[first];
    uint32_t shape = doc->tokens.at[last - 1].word->shape;
    if (last - first > 2 && document_text_is(doc, last - 2, "-")) shape |= t->word->shape; /* Choobi-asl */
    if (known->flags & NAME_DOUBTFUL || !(shape & (SHAPE_CAP | SHAPE_MIXED | SHAPE_DIGIT))) return NULL;
    if (last - first > 1) return known;
    if (known->flags & NAME_SHORT && (first == 0 || !document_word_is(doc, first - 1, "the"))) return NULL;
    if (known->flags & NAME_UPPER && !(shape & SHAPE_UPPER)) return NULL;
    bool told = first > 0 && (document_text_is(doc, first - 1, "(") || document_text_is(doc, first - 1, "["));
    if (document_block(doc, first)->caps && !(known->flags & NAME_SURNAME) && !told && is_ordinary(s, t)) return NULL;
    bool shown_capital = !(t->flags & TOKEN_FIRST) && document_block(doc, first)->kind != BLOCK_headline;
    if (known->flags & NAME_LOWER_SEEN && !shown_capital) return NULL;
    return known;
}

/* A surname with one unknown capitalised word before it: where the full name begins. The same index where it stands alone, NONE where it is
 * part of some longer name. */
static uint32_t name_start(const sweep *s, const known_name *known, uint32_t first, uint32_t last) {
    const document *doc = s->work->doc;
    if (last - first > 1 || stands_alone(s, first, last)) return first;
    if (known->kind != KIND_person || known->flags & NAME_GIVEN || first == 0 || !is_stranger(s, first - 1, first)) return NONE;
    if (doc->tokens.at[first - 1].word->length < 3 || (last < doc->tokens.count && is_stranger(s, last, first))) return NONE;
    return first > 1 && is_stranger(s, first - 2, first) ? NONE : first - 1;
}

static uint32_t find_at(sweep *s, uint32_t first) {
    const document *doc = s->work->doc;
    const head *h = head_of(s, &doc->tokens.at[first]);
    if (!h) return 0;
    uint32_t most = document_sentence(doc, first)->last - first;
    if (most > h->longest) most = h->longest;
    for (uint32_t length = most; length > 0; length--) {
        if (!is_free(s, first, first + length)) continue;
        const known_name *known = name_at(s, first, first + length);
        uint32_t start = known ? name_start(s, known, first, first + length) : NONE;
        if (start == NONE) continue;
        mention made = {start, first + length, NONE, (kind)known->kind, {NONE, NONE, NONE, STR("name known in the document")}};
        VEC_PUSH(doc->memory, &s->found, made);
        for (uint32_t i = start; i < first + length; i++) s->work->taken[i] |= TAKEN_NAME;
        return length;
    }
    return 0;
}

static bool is_country(const sweep *s, const mention *m) {
    str feature = gazetteer_attribute(s->work->with->known, m->from.entry, STR("feature"));
    return str_is(feature, "country") || str_is(feature, "capital");
}

/* The movement that a family leads bears its name: "the Houthi forces" are not their leader. */
static bool is_armed_group(const sweep *s, const mention *m) {
    return str_is(gazetteer_attribute(s->work->with->known, m->from.entry, STR("type")), "armed_group");
}

/* Whether a list's word of a people may be a name after all: the list has it without the marks on its letters ("Türk"). */
static bool is_marked(const mention *m, const token *t) {
    return m->kind == KIND_nationality && !str_equal(t->word->folded, t->word->lower);
}

/* Whether "Elias" that a list reads as a village is the man of whom the text has told by his full name: where a sentence is about him, or
 * he says something. */
static bool is_given(const sweep *s, const mention *m, const known_name *known) {
    const document *doc = s->work->doc;
    if (known->kind != KIND_person || !(known->flags & NAME_GIVEN) || known->flags & (NAME_DOUBTFUL | NAME_LOWER_SEEN)) return false;
    if (m->kind != KIND_place || document_block(doc, m->first)->caps || document_block(doc, m->first)->kind != BLOCK_body) return false;
    if (m->last < doc->tokens.count && document_text_is(doc, m->last, ",")) return false; /* a dateline; a town of a region */
    return doc->tokens.at[m->first].flags & TOKEN_FIRST || (m->first > 0 && document_find(doc, m->first - 1, LABEL_saying));
}

/* "Wood" that a list reads as a place is the man once his full name is known, "SAMS" the body whose initials it has. What a rule read,
 * countries and armed groups stay. */
static void reclaim(sweep *s) {
    document *doc = s->work->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        mention *m = &doc->mentions.at[i];
        if (m->last - m->first != 1 || m->from.rule != NONE) continue;
        const token *t = &doc->tokens.at[m->first];
        if (m->kind != KIND_place && m->kind != KIND_organisation && !is_marked(m, t)) continue;
        const head *h = head_of(s, t);
        if (!h || h->name == NONE || is_country(s, m) || is_armed_group(s, m)) continue;
        const known_name *known = &s->names.at[h->name];
        bool body = known->kind == KIND_organisation || known->kind == KIND_unit;
        bool initials = body && !(known->flags & (NAME_DOUBTFUL | NAME_SHORT)) && m->kind == KIND_place && t->word->length >= 3 &&
                        (t->word->shape & SHAPE_UPPER) && !document_block(doc, m->first)->caps;
        bool person = known->flags & NAME_SURNAME || is_given(s, m, known);
        if (!person && !initials) continue;
        m->kind = person ? KIND_person : (kind)known->kind;
        m->from = (provenance){NONE, NONE, NONE, person ? STR("name known in the document") : STR("initials known in the document")};
    }
}

/* Two ordered lists without overlaps into one. */
static void merge_found(sweep *s) {
    document *doc = s->work->doc;
    uint32_t old = doc->mentions.count, new = s->found.count;
    for (uint32_t i = 0; i < new; i++) VEC_PUSH(doc->memory, &doc->mentions, s->found.at[i]);
    uint32_t *moved = ARENA_ARRAY(doc->memory, uint32_t, old + 1);
    uint32_t at = old + new, left = old, right = new;
    while (at > 0) {
        bool take_left = right == 0 || (left > 0 && doc->mentions.at[left - 1].first > s->found.at[right - 1].first);
        if (take_left) moved[left - 1] = at - 1;
        doc->mentions.at[at - 1] = take_left ? doc->mentions.at[left - 1] : s->found.at[right - 1];
        at--;
        if (take_left)
            left--;
        else
            right--;
    }
    for (uint32_t i = 0; i < s->work->links.count; i++) s->work->links.at[i].mention = moved[s->work->links.at[i].mention];
}

void entity_sweep(entity_work *work) {
    document *doc = work->doc;
    sweep *s = ARENA_NEW(doc->memory, sweep);
    s->work = work;
    learn_mentions(s);
    learn_aliases(s);
    if (!s->names.count) return;
    see_small_words(s);
    reclaim(s);
    for (uint32_t b = 0; b < doc->blocks.count; b++) {
        if (doc->blocks.at[b].kind == BLOCK_furniture) continue;
        for (uint32_t t = doc->blocks.at[b].first; t < doc->blocks.at[b].last;) {
            uint32_t length = work->taken[t] & TAKEN_NAME ? 0 : find_at(s, t);
            t += length ? length : 1;
        }
    }
    merge_found(s);
}
