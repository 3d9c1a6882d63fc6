/* claim_account.c: the accounts of a document. An article is one; a live blog (blocks with a clock time before its posts) is one a post, a
 * chronology (headings that are a day) one a day.
 * Where and when it happened is read off the heading and the first sentences; names and words are gathered for comparing accounts. */
#include <stdlib.h>

#include "claim/claim_parts.h"
#include "figure/figure.h"

enum { LEAD_SENTENCES = 3, NAME_LIMIT = 96, WORD_LIMIT_OF_ACCOUNT = 96 };

/* --- live blogs --- */

/* Minute of the day of "08:15", "8.15pm" at the beginning of a short block; NONE if there is none. */
static uint32_t clock_time(const document *doc, const block *b) {
    str text = str_slice(doc->text, b->start, b->end);
    uint32_t value[2] = {0, 0}, part = 0, digits = 0;
    size_t i = 0;
    for (; i < text.size && i < 5; i++) {
        char c = text.data[i];
        if (ascii_digit(c)) {
            value[part] = value[part] * 10 + (uint32_t)(c - '0');
            digits++;
        } else if ((c == ':' || c == '.') && !part && digits) {
            part = 1;
            digits = 0;
        } else {
            break;
        }
    }
    if (!part || digits != 2 || value[0] > 23 || value[1] > 59 || text.size > 24) return NONE;
    str rest = str_trim(str_slice(text, i, text.size));
    if (str_starts(rest, STR("pm")) && value[0] < 12) value[0] += 12;
    return value[0] * 60 + value[1];
}

static account *new_account(claim_work *work, uint32_t first, uint32_t minute) {
    document *doc = work->doc;
    account made = {.first = first, .last = first, .minute = minute, .place = NONE};
    VEC_PUSH(doc->memory, &doc->accounts, made);
    return &doc->accounts.at[doc->accounts.count - 1];
}

/* The day that a block of nothing else tells ("12 June", "Monday, 3 March 2025:"); empty if it is none. */
static str day_heading(document *doc, const block *b) {
    enum { WORDS = 7 };
    if (b->kind == BLOCK_dateline || b->kind == BLOCK_furniture || b->first >= b->last || b->last - b->first > WORDS) return STR_NONE;
    uint32_t last = b->last;
    while (last > b->first + 1 && claim_is_stop(doc, last - 1)) last--;
    for (const annotation *date = document_find(doc, b->first, LABEL_date); date; date = document_find_next(doc, date)) {
        if (date->last < last || !annotation_slot(date, STR("day")) || annotation_slot(date, STR("dateline"))) continue;
        str found = figure_date(doc, date);
        if (found.size == 10) return found; /* YYYY-MM-DD */
    }
    return STR_NONE;
}

/* What stands before the first clock time or day is an account of its own: title and introduction. */
static void cut(claim_work *work) {
    document *doc = work->doc;
    uint32_t times = 0, days = 0;
    for (uint32_t i = 0; i < doc->blocks.count; i++) {
        times += doc->blocks.at[i].kind == BLOCK_furniture && clock_time(doc, &doc->blocks.at[i]) != NONE;
        days += day_heading(doc, &doc->blocks.at[i]).size > 0;
    }
    account *last = new_account(work, 0, NONE);
    str today = STR_NONE;
    for (uint32_t i = 0; (times > 1 || days > 1) && i < doc->blocks.count; i++) {
        const block *b = &doc->blocks.at[i];
        uint32_t minute = times > 1 && b->kind == BLOCK_furniture ? clock_time(doc, b) : NONE;
        str heading = days > 1 ? day_heading(doc, b) : STR_NONE;
        if (minute == NONE && !heading.size) continue;
        if (heading.size) today = heading;
        last->last = b->first;
        last = new_account(work, b->first, minute);
        last->date = today;
    }
    last->last = doc->tokens.count;
}

/* --- names and words --- */

static int by_text(const void *a, const void *b) {
    return str_compare(*(const str *)a, *(const str *)b);
}

str claim_join(arena *memory, strs *words) {
    if (!words->count) return STR_NONE;
    qsort(words->at, words->count, sizeof *words->at, by_text);
    size_t size = 0, used = 0;
    for (uint32_t i = 0; i < words->count; i++) size += words->at[i].size + 1;
    char *out = arena_alloc(memory, size + 1);
    for (uint32_t i = 0; i < words->count; i++) {
        if (i && str_equal(words->at[i], words->at[i - 1])) continue;
        if (used) out[used++] = '|';
        memcpy(out + used, words->at[i].data, words->at[i].size);
        used += words->at[i].size;
    }
    out[used] = '\0';
    return (str){out, used};
}

/* The outlet's own name tells nothing. */
static bool in_outlet(const document *doc, str folded) {
    enum { MOST = 200 };
    return doc->outlet.size <= MOST && str_has_caseless(doc->outlet, folded);
}

static void push(const claim_work *work, strs *to, str word) {
    if (word.size < 3 || memchr(word.data, '|', word.size) || in_outlet(work->doc, word)) return;
    VEC_PUSH(work->doc->memory, to, word);
}

/* What a word of the lists tells: the canonical form of an event, a site, a weapon. */
static void gather_kind(const claim_work *work, uint32_t at, strs *words) {
    const document *doc = work->doc;
    for (uint32_t a = doc->annotations_at[at]; a != NONE; a = doc->annotations.at[a].next) {
        const annotation *found = &doc->annotations.at[a];
        if (found->entry == NONE || found->origin != ORIGIN_gazetteer) continue;
        if (found->label == work->event_noun || found->label == work->site_noun || found->label == work->equipment_noun) {
            str name = gazetteer_entry_name(work->with->known, found->entry);
            if (found->last - found->first == 1 && memchr(name.data, ' ', name.size))
                continue; /* a short form that may mean other things */
            push(work, words, name);
            return;
        }
    }
}

static bool is_country(const claim_work *work, uint32_t entity) {
    str id = work->places[entity].id;
    return str_starts(id, STR("iso:"));
}

static str side_of_mention(const claim_work *work, const mention *m) {
    const entity *e = &work->doc->entities.at[m->entity];
    str of = m->kind == KIND_nationality && e->entry != NONE ? gazetteer_attribute(work->with->known, e->entry, STR("of")) : STR_NONE;
    return of.size ? of : e->name;
}

/* A name of one mention, by its words: "Roman Halushko" and "Halushko" share one. Countries and nationalities tell too little. */
static void gather_mention(const claim_work *work, const mention *m, strs *names, strs *words) {
    const document *doc = work->doc;
    if (m->kind == KIND_nationality || is_country(work, m->entity)) {
        str name = side_of_mention(work, m);
        if (words && words != names) push(work, words, name);
        return;
    }
    for (uint32_t i = m->first; i < m->last; i++)
        if (doc->tokens.at[i].word->shape & SHAPE_CAP) push(work, names, doc->tokens.at[i].word->folded);
}

void claim_gather(const claim_work *work, uint32_t first, uint32_t last, strs *names, strs *words) {
    const document *doc = work->doc;
    uint32_t next = entity_mention_behind(doc, first);
    for (uint32_t i = first; i < last; i++) {
        const token *t = &doc->tokens.at[i];
        if (words) gather_kind(work, i, words);
        while (next < doc->mentions.count && doc->mentions.at[next].last <= i) next++;
        if (next < doc->mentions.count && doc->mentions.at[next].first <= i) {
            const mention *m = &doc->mentions.at[next];
            if (m->first == i) gather_mention(work, m, names, words);
            continue;
        }
        bool capital = t->word->shape & SHAPE_CAP && !(t->word->shape & SHAPE_UPPER) && t->word->shape & SHAPE_ALPHA;
        if (capital && !(t->flags & TOKEN_FIRST)) push(work, names, t->word->folded);
    }
}

/* The plain words of a heading or a lead. */
static void gather_plain(const claim_work *work, uint32_t first, uint32_t last, strs *words) {
    const document *doc = work->doc;
    for (uint32_t i = first; i < last; i++) {
        const word *w = doc->tokens.at[i].word;
        if (w->shape & SHAPE_LOWER && w->shape & SHAPE_ALPHA && w->length >= 4) push(work, words, claim_singular(w->folded));
    }
}

/* --- place and date of the lead --- */

typedef struct lead {
    uint32_t sentences[LEAD_SENTENCES + 3]; /* headings, then the first sentences */
    uint32_t count;
} lead;

static lead find_lead(const document *doc, const account *a) {
    lead found = {.count = 0};
    uint32_t body = 0;
    uint32_t first = a->first < doc->tokens.count ? doc->tokens.at[a->first].sentence : doc->sentences.count;
    for (uint32_t i = first; i < doc->sentences.count && doc->sentences.at[i].first < a->last; i++) {
        const sentence *s = &doc->sentences.at[i];
        block_kind kind = doc->blocks.at[s->block].kind;
        if (kind == BLOCK_headline && !body && found.count < 3) found.sentences[found.count++] = i;
        if (kind != BLOCK_body) continue;
        found.sentences[found.count++] = i;
        if (++body == LEAD_SENTENCES) break;
    }
    return found;
}

/* "Moscow rejects the count": a capital named for its government. */
static bool is_actor(const claim_work *work, uint32_t entity) {
    const struct entity *e = &work->doc->entities.at[entity];
    return e->entry != NONE && str_is(gazetteer_attribute(work->with->known, e->entry, STR("feature")), "capital");
}

/* "GUAYAQUIL, April 20 (Wire) - …": where it was written. */
static bool is_dateline(const claim_work *work, uint32_t at) {
    enum { WORDS = 8 };
    const document *doc = work->doc;
    uint32_t first = document_block(doc, at)->first, end = document_block(doc, at)->last;
    if (at >= first + 4) return false;
    if (doc->tokens.at[at].word->shape & SHAPE_UPPER) return true;
    for (uint32_t i = first; at == first && i < end && i < first + WORDS; i++)
        for (const annotation *date = document_find(doc, i, LABEL_date); date; date = document_find_next(doc, date))
            if (annotation_slot(date, STR("dateline"))) return true;
    return false;
}

/* "in a Srinagar hospital", "told reporters in Geneva": a phrase of place holds the name, and is no place of what happened. */
static bool is_in_phrase(const claim_work *work, uint32_t at, uint32_t place) {
    enum { WORDS = 4 };
    const document *doc = work->doc;
    uint32_t first = document_sentence(doc, at)->first;
    for (uint32_t i = at; i-- > first && at - i <= WORDS;)
        if (claim_place_of(work, i) == place) return true;
    return false;
}

/* "on the Kasama-bound road" */
static bool is_where_bound(const claim_work *work, uint32_t at) {
    uint32_t index = entity_mention_behind(work->doc, at);
    if (index >= work->doc->mentions.count) return false;
    uint32_t behind = work->doc->mentions.at[index].last;
    return behind + 1 < work->doc->tokens.count && document_word_is(work->doc, behind, "-") && claim_word_is(work, behind + 1, WORD_bound);
}

/* "15 of them at Sulivka": where a part of what the article tells of was. */
static bool is_of_some(const claim_work *work, uint32_t at) {
    return at >= 2 && document_word_is(work->doc, at - 2, "of") && claim_word_is(work, at - 1, WORD_them | WORD_whom);
}

/* The first place of the headings, else of the lead's locative phrases ("in Kursk", but not "Moscow said"), that is more than a region;
 * else the first that the lead only names ("struck the Orlen air base"), else the first region, and that which acts ("Israel says") last.
 */
static uint32_t lead_place(const claim_work *work, const lead *l) {
    const document *doc = work->doc;
    uint32_t met = NONE, broad = NONE, actor = NONE;
    for (uint32_t i = 0; i < l->count; i++) {
        const sentence *s = &doc->sentences.at[l->sentences[i]];
        bool heading = doc->blocks.at[s->block].kind == BLOCK_headline;
        for (uint32_t t = s->first; t < s->last; t++) {
            uint32_t found = claim_place_before(work, NULL, t, t + 1);
            bool named = found == NONE;
            if (named) found = claim_place_at(work, t);
            if (found == NONE || is_where_bound(work, t) || is_of_some(work, t) || claim_is_hospital(work, found) ||
                (named && !heading && is_dateline(work, t)))
                continue;
            bool teller = named && (claim_is_tellers_place(work, t) || is_in_phrase(work, t, found));
            bool place = claim_is_place(work, found) && !(named && is_actor(work, found)) && !teller;
            if (place && (!named || heading)) return found;
            if (named && !place && (!heading || is_actor(work, found))) continue;
            uint32_t *rank = place ? &met : named ? &actor : &broad;
            if (*rank == NONE) *rank = found;
        }
    }
    return met != NONE ? met : broad != NONE ? broad : actor;
}

/* Whether a sentence tells a day of a month. */
static bool names_day(const document *doc, const sentence *s) {
    for (uint32_t i = s->first; i < s->last; i++) {
        const annotation *date = document_find(doc, i, LABEL_date);
        if (date && annotation_slot(date, STR("day"))) return true;
    }
    return false;
}

/* When it was of which a sentence says that it looks back on it: "Seven weeks ago …", "A month after the raid, …". */
static str looks_back(document *doc, const sentence *s) {
    for (uint32_t i = s->first; i < s->last; i++) {
        const annotation *date = document_find(doc, i, LABEL_date);
        if (!date || !annotation_slot(date, STR("ago")) || annotation_slot(date, STR("told"))) continue;
        str found = figure_date(doc, date);
        if (found.size == 7) return found;
    }
    return STR_NONE;
}

/* The first day that a lead tells. A weekday in a heading ("Saturday at the bridge") gives way to the day of a month below it: who looks
 * back weeks later may still say Saturday. So does what a text tells of these days ("on Thursday they came home") give way to the month on
 * which it says that it looks back. */
static str lead_date(claim_work *work, const lead *l) {
    document *doc = work->doc;
    str weekday = STR_NONE, back = STR_NONE;
    for (uint32_t i = 0; i < l->count; i++) {
        const sentence *s = &doc->sentences.at[l->sentences[i]];
        claim_find_cues(work, s);
        str found = claim_date(work, s->first, s->last, s->first, true);
        if (!back.size && !names_day(doc, s)) back = looks_back(doc, s);
        if (!found.size || ((weekday.size || back.size) && !names_day(doc, s))) continue;
        if (doc->blocks.at[s->block].kind != BLOCK_headline || names_day(doc, s)) return found;
        weekday = found;
    }
    return back.size ? back : weekday;
}

static void fill(claim_work *work, account *a) {
    document *doc = work->doc;
    lead l = find_lead(doc, a);
    strs names = {0}, words = {0};
    a->place = lead_place(work, &l);
    work->cues.count = 0;
    if (!a->date.size) a->date = lead_date(work, &l);
    for (uint32_t i = 0; i < l.count; i++) {
        const sentence *s = &doc->sentences.at[l.sentences[i]];
        gather_plain(work, s->first, s->last, &words);
    }
    uint32_t first = a->first < doc->tokens.count ? doc->tokens.at[a->first].sentence : doc->sentences.count;
    for (uint32_t i = first; i < doc->sentences.count && doc->sentences.at[i].first < a->last; i++) {
        const sentence *s = &doc->sentences.at[i];
        block_kind kind = doc->blocks.at[s->block].kind;
        if (kind != BLOCK_body && kind != BLOCK_headline && kind != BLOCK_caption) continue;
        claim_gather(work, s->first, s->last, &names, words.count < WORD_LIMIT_OF_ACCOUNT ? &words : NULL);
        if (names.count >= NAME_LIMIT) break;
    }
    a->names = claim_join(doc->memory, &names);
    a->words = claim_join(doc->memory, &words);
    a->country = a->place == NONE ? work->country : work->places[a->place].country;
}

/* A post that names no place is about that of the live blog: of its title and introduction, else that of the posts, if they tell only of
 * one. */
static const account *place_of_blog(const claim_work *work) {
    const document *doc = work->doc;
    const account *found = &doc->accounts.at[0];
    for (uint32_t i = 1; i < doc->accounts.count && !claim_is_place(work, doc->accounts.at[0].place); i++) {
        const account *a = &doc->accounts.at[i];
        if (!claim_is_place(work, a->place)) continue;
        if (claim_is_place(work, found->place) && found->place != a->place) return &doc->accounts.at[0];
        found = a;
    }
    return found;
}

static str join_two(arena *memory, str a, str b) {
    strs words = {0};
    const str both[] = {a, b};
    for (size_t i = 0; i < 2; i++)
        for (str rest = both[i]; rest.size;) {
            str word = str_split(rest, '|', &rest);
            VEC_PUSH(memory, &words, word);
        }
    return claim_join(memory, &words);
}

void claim_accounts(claim_work *work) {
    document *doc = work->doc;
    cut(work);
    for (uint32_t i = 0; i < doc->accounts.count; i++) fill(work, &doc->accounts.at[i]);
    const account *about = doc->accounts.count > 1 ? place_of_blog(work) : NULL;
    for (uint32_t i = 1; about && i < doc->accounts.count; i++) {
        account *a = &doc->accounts.at[i];
        if (a->place == NONE) a->place = about->place;
        if (a->place == about->place) {
            a->names = join_two(doc->memory, a->names, about->names);
            a->words = join_two(doc->memory, a->words, about->words);
        }
        if (!a->country.size) a->country = about->country;
    }
}
