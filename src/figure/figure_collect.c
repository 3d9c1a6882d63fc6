/* figure_collect.c: annotations -> candidates. Rules speak of a figure in three ways, and all of them meet on one candidate:
 *   counted   a number with the noun phrase it counts (slots `n`, `of`, `unit`); always a figure, if of measure `other` only
 *   party     a noun phrase or name without a number (somebody); a figure only if something happened to it
 *   figure    a measure (and more) for a number, a counted, or a party
 * The stronger measure wins, then what came first; what the winner leaves open the others fill in. `joined` (slots `a`, `b`) says that two
 * phrases are coordinated: a measure then passes from one to the other, forwards ("killed 11 adults and nine children"), then backwards
 * ("11 adults and nine children were killed"). */
#include "figure/figure_parts.h"

/* A candidate over an annotation; `number`: the annotation of its number, or NONE. */
static uint32_t add_candidate(figure_work *work, uint32_t index, uint32_t number) {
    const annotation *a = &work->doc->annotations.at[index];
    candidate made = {.first = a->first,
                      .last = a->last,
                      .phrase_first = a->first,
                      .phrase_last = a->last,
                      .number = number,
                      .annotation = index,
                      .row_place = NONE,
                      .measure = MEASURE_other,
                      .carried = MEASURE_other};
    VEC_PUSH(work->doc->memory, &work->candidates, made);
    return work->candidates.count - 1;
}

/* The first number annotation within a span (of those that start together the longest), or NONE. */
static uint32_t number_in(const document *doc, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last && i - first < FIGURE_PHRASE; i++)
        for (const annotation *number = document_find(doc, i, LABEL_number); number; number = document_find_next(doc, number))
            if (number->last <= last) return (uint32_t)(number - doc->annotations.at);
    return NONE;
}

uint32_t figure_number_candidate(figure_work *work, uint32_t index) {
    uint32_t *at = &work->number_at[work->doc->annotations.at[index].first];
    if (*at == NONE) *at = add_candidate(work, index, index);
    return *at;
}

/* A unit that a figure says stands above that of the noun: "a quarter of the men" is a share. */
static void fill_unit(candidate *c, const annotation *a, const slot *s) {
    bool said = a->label == LABEL_figure;
    if ((c->has_unit && (!said || c->unit_said)) || !unit_from(s->text, &c->unit)) return;
    c->has_unit = true;
    c->unit_said = said;
}

/* Where a candidate keeps the slot of that key, under its own name; NULL if it does not. rules/README.md says what each means. */
static const slot **place_of(candidate *c, str key) {
#define KEPT(name)                                                                                                                         \
    if (str_equal(key, STR(#name))) return &c->name;
    KEPT(of)
    KEPT(place)
    KEPT(date)
    KEPT(source)
    KEPT(low)
    KEPT(high)
    KEPT(times)
    KEPT(plus)
    KEPT(part)
    KEPT(share)
    KEPT(also)
    KEPT(back)
    KEPT(pointed)
    KEPT(actor)
#undef KEPT
    return NULL;
}

static void fill_slots(candidate *c, const annotation *a) {
    for (uint16_t i = 0; i < a->slot_count; i++) {
        const slot *s = &a->slots[i];
        const slot **at = place_of(c, s->key);
        if (at) {
            if (!*at) *at = s;
        } else if (str_is(s->key, "unit")) {
            fill_unit(c, a, s);
        } else if (str_is(s->key, "qualifier") && !c->qualifier && !str_is(s->text, "implied")) {
            c->qualifier = s;
        }
    }
}

/* Of several phrases that a number may count the shortest with a known noun wins: "15 strikes", not "15 strikes engaged units". */
static void collect_counted(figure_work *work, uint32_t index) {
    const annotation *a = &work->doc->annotations.at[index];
    const slot *n = annotation_slot(a, STR("n"));
    uint32_t found = slot_is_span(n) ? number_in(work->doc, n->first, n->last) : number_in(work->doc, a->first, a->last);
    if (found == NONE) return;
    uint32_t id = figure_number_candidate(work, found);
    candidate *c = &work->candidates.at[id];
    if (annotation_slot(a, STR("definite"))) {
        c->definite = true;
        return;
    }
    bool known = annotation_slot(a, STR("unit")) != NULL;
    if (!c->claimed || known || !c->has_unit) {
        c->phrase_first = a->first;
        c->phrase_last = a->last;
        c->annotation = index;
        c->claimed = true;
        c->has_unit = false;
        c->of = NULL;
        work->phrase_at[a->first] = id;
    }
    fill_slots(c, a);
}

static void collect_party(figure_work *work, uint32_t index) {
    const annotation *a = &work->doc->annotations.at[index];
    uint32_t *at = &work->party_at[a->first];
    if (*at == NONE) *at = add_candidate(work, index, NONE);
    candidate *c = &work->candidates.at[*at];
    if (c->phrase_last == a->last) fill_slots(c, a);
}

/* The candidate that a `figure` annotation is about, or NONE. */
static uint32_t figure_candidate(figure_work *work, uint32_t index) {
    const annotation *a = &work->doc->annotations.at[index];
    uint32_t id = work->phrase_at[a->first];
    if (id != NONE && work->candidates.at[id].phrase_last == a->last) return id;
    id = work->party_at[a->first];
    if (id != NONE && work->candidates.at[id].phrase_last == a->last) return id;
    const slot *bound = annotation_slot(a, STR("qualifier"));
    bool implied = bound && str_is(bound->text, "implied");
    uint32_t found = implied ? NONE : number_in(work->doc, a->first, a->last);
    if (found != NONE) return figure_number_candidate(work, found);
    if (id == NONE && !implied) return NONE;
    if (id == NONE) {
        collect_party(work, index);
        return work->party_at[a->first];
    }
    candidate *c = &work->candidates.at[id];
    if (!c->strength) c->last = c->phrase_last = a->last;
    return id;
}

/* What the stronger annotation leaves open of whom, where, when, by whom and how many, the weaker one has said. */
static void outrank(candidate *c, const annotation *stronger) {
    const candidate weaker = *c;
    c->of = c->place = c->date = c->source = c->qualifier = c->low = c->high = NULL;
    fill_slots(c, stronger);
    if (!c->of) c->of = weaker.of;
    if (!c->place) c->place = weaker.place;
    if (!c->date) c->date = weaker.date;
    if (!c->source) c->source = weaker.source;
    if (!c->qualifier) c->qualifier = weaker.qualifier;
    if (!c->low) c->low = weaker.low;
    if (!c->high) c->high = weaker.high;
}

/* Where what somebody says happened besides is what stands, what he says first is what happened besides: "wounded and detained". */
static void turn_round(candidate *c, const annotation *weaker) {
    const slot *also = annotation_slot(weaker, STR("also")), *said = annotation_slot(weaker, STR("measure"));
    measure second;
    if (also && said && measure_from(also->text, &second) && second == c->measure) c->also = said;
}

static void collect_figure(figure_work *work, uint32_t index) {
    uint32_t id = figure_candidate(work, index);
    if (id == NONE) return;
    const annotation *a = &work->doc->annotations.at[index];
    candidate *c = &work->candidates.at[id];
    if (annotation_slot(a, STR("negated"))) c->negated = true;
    const slot *told = annotation_slot(a, STR("told"));
    if (told) c->told = true;
    if (told && str_is(told->text, "apart")) c->apart = true;
    c->claimed = true;
    const slot *said = annotation_slot(a, STR("measure"));
    measure value = MEASURE_other;
    if (said) measure_from(said->text, &value);
    uint32_t strength = annotation_slot(a, STR("mixed"))  ? FIGURE_MIXED
                        : annotation_slot(a, STR("weak")) ? FIGURE_WEAK
                                                          : figure_strength(value);
    if (strength <= c->strength) {
        fill_slots(c, a);
        turn_round(c, a);
        return;
    }
    const annotation *weaker = &work->doc->annotations.at[c->annotation];
    c->strength = strength;
    c->measure = value;
    c->annotation = index;
    outrank(c, a);
    turn_round(c, weaker);
}

static uint32_t phrase_candidate(const figure_work *work, const slot *s) {
    if (!slot_is_span(s)) return NONE;
    uint32_t id = work->phrase_at[s->first];
    if (id == NONE) id = work->party_at[s->first];
    return id != NONE ? id : work->number_at[s->first];
}

/* "Of them": no people where what they are a part of is none ("12 houses, six of them"). */
static bool is_of_them(const figure_work *work, const candidate *c) {
    const slot *part = c->number == NONE ? NULL : annotation_slot(&work->doc->annotations.at[c->annotation], STR("part"));
    return slot_is_span(part) && document_word_is(work->doc, part->last - 1, "them");
}

/* What a number without a noun counts is what it is a part of: "nine men, two of whom", "121 raids, up from 94". */
static void count_as(candidate *part, const candidate *whole) {
    if (part->number == NONE) return;
    if (!part->of && slot_is_span(whole->of)) part->of = whole->of;
    if (part->has_unit || !whole->has_unit || whole->unit == UNIT_percent) return;
    part->unit = whole->unit;
    part->has_unit = true;
}

/* "14 incidents, up from seven" are seven incidents. */
static void take_unit(candidate *c, const candidate *before) {
    if (c->has_unit || !before->has_unit || before->negated) return;
    c->unit = before->unit;
    c->has_unit = true;
    count_as(c, before);
}

/* "600 schools were closed in Mosul and 536 in Basra": what is coordinated with what is counted is counted, too. */
static void count_too(candidate *c, const candidate *before) {
    if (c->number == NONE || c->claimed || !before->claimed || !before->has_unit || before->negated || before->definite) return;
    c->claimed = true;
    take_unit(c, before);
}

static void pass_on(figure_work *work, uint32_t from, uint32_t to) {
    if (from == NONE || to == NONE || from == to) return;
    const candidate *a = &work->candidates.at[from];
    candidate *b = &work->candidates.at[to];
    bool things = a->has_unit && (a->unit == UNIT_equipment || a->unit == UNIT_place || a->unit == UNIT_event || a->unit == UNIT_other);
    if (things && b->strength < FIGURE_WEAK && is_of_them(work, b)) b->unit = a->unit;
    bool own = a->strength >= FIGURE_WEAK;
    measure value = a->carried != MEASURE_other ? a->carried : own ? a->measure : MEASURE_other;
    uint32_t strength = own && value == a->measure ? a->strength : figure_strength(value);
    if (strength < FIGURE_WEAK || b->strength >= strength) return;
    measure fitting = figure_measure_of_neighbour(b, value);
    if (!figure_measure_fits(b, fitting)) {
        if (b->strength <= FIGURE_WEAK) b->carried = value;
        return;
    }
    b->strength = strength;
    b->measure = fitting;
    b->carried = value;
    b->negated = b->negated || a->negated;
    b->claimed = true;
    if (!b->place) b->place = a->place;
    if (!b->also && fitting == a->measure) b->also = a->also;
    if (!b->actor) b->actor = a->actor;
    if (!b->source) b->source = a->source;
    if (b->annotation == b->number || b->number == NONE) b->annotation = a->annotation;
}

typedef VEC(uint32_t) indices;

/* Whether a cue has these words for its speaker ("killing 31, two sources and a nurse said"): they are no more of what is told. */
static bool says(const document *doc, const slot *s) {
    for (const annotation *a = document_find(doc, s->first, LABEL_saying); a; a = document_find_next(doc, a)) {
        const slot *speaker = annotation_slot(a, STR("speaker"));
        if (speaker && speaker->first == s->first) return true;
    }
    return false;
}

/* What a slot of a coordination stands for; a number that nothing counts becomes a candidate, too ("of whom five were children"). */
static uint32_t joined_candidate(figure_work *work, const slot *s) {
    if (slot_is_span(s) && says(work->doc, s)) return NONE;
    uint32_t id = phrase_candidate(work, s);
    if (id != NONE || !slot_is_span(s)) return id;
    uint32_t number = number_in(work->doc, s->first, s->first + 1 < s->last ? s->last : s->first + 1);
    return number == NONE || work->doc->annotations.at[number].first != s->first ? NONE : figure_number_candidate(work, number);
}

/* None of the four priests and 100 refugees: denied before anything is said of them. */
static void pass_denial(figure_work *work, uint32_t from, uint32_t to) {
    if (from == NONE || to == NONE) return;
    const candidate *a = &work->candidates.at[from];
    if (a->negated && a->strength < FIGURE_WEAK) work->candidates.at[to].negated = true;
}

static void pass_forwards(figure_work *work, const indices *joins) {
    const document *doc = work->doc;
    for (uint32_t i = 0; i < joins->count; i++) {
        const annotation *a = &doc->annotations.at[joins->at[i]];
        uint32_t from = joined_candidate(work, annotation_slot(a, STR("a")));
        uint32_t to = joined_candidate(work, annotation_slot(a, STR("b")));
        pass_denial(work, from, to);
        if (from != NONE && to != NONE) count_too(&work->candidates.at[to], &work->candidates.at[from]);
        if (from != NONE && to != NONE && annotation_slot(a, STR("part"))) count_as(&work->candidates.at[to], &work->candidates.at[from]);
        if (!annotation_slot(a, STR("back"))) pass_on(work, from, to);
    }
}

static void pass_back(figure_work *work, const indices *joins) {
    const document *doc = work->doc;
    for (uint32_t i = joins->count; i-- > 0;) {
        const annotation *a = &doc->annotations.at[joins->at[i]];
        if (annotation_slot(a, STR("part"))) continue;
        uint32_t from = joined_candidate(work, annotation_slot(a, STR("b")));
        pass_on(work, from, joined_candidate(work, annotation_slot(a, STR("a"))));
    }
}

/* Who is told by name and then by what they are ("Hans Marsh, a nurse") is one casualty: the name's. */
static void drop_double(figure_work *work, const annotation *join) {
    if (!annotation_slot(join, STR("same"))) return;
    uint32_t named = joined_candidate(work, annotation_slot(join, STR("a")));
    uint32_t told = joined_candidate(work, annotation_slot(join, STR("b")));
    if (named == NONE || told == NONE || named == told) return;
    candidate *again = &work->candidates.at[told], *first = &work->candidates.at[named];
    if (!again->strength || again->measure != first->measure) return;
    again->negated = true;
    first->called_first = again->phrase_first;
    first->called_last = again->phrase_last;
}

/* "More than ten but fewer than 20 men": one figure of the later one, unless the lower bound is above the upper one. */
static void join_bounds(figure_work *work, const annotation *join) {
    double low, high;
    const slot *least = annotation_slot(join, STR("low")), *most = annotation_slot(join, STR("high"));
    const slot *range = annotation_slot(join, STR("range"));
    if (!range || !least || !most || !str_number(least->text, &low) || !str_number(most->text, &high) || low >= high) return;
    uint32_t lower = joined_candidate(work, annotation_slot(join, STR("a")));
    uint32_t upper = joined_candidate(work, annotation_slot(join, STR("b")));
    if (lower == NONE || upper == NONE || lower == upper) return;
    bool rising = work->candidates.at[lower].first < work->candidates.at[upper].first;
    candidate *kept = &work->candidates.at[rising ? upper : lower], *left = &work->candidates.at[rising ? lower : upper];
    kept->first = left->first;
    kept->low = least;
    kept->high = most;
    kept->range = true;
    kept->claimed = true;
    left->negated = true;
}

static bool is_thing(const candidate *c) {
    return c->has_unit && c->unit != UNIT_people && c->unit != UNIT_equipment && c->unit != UNIT_time;
}

/* Things or people that somebody counts, and no amount of time, money or length. */
static bool is_counted(const candidate *c) {
    bool amount = c->has_unit && c->unit != UNIT_people && c->unit != UNIT_equipment && c->unit != UNIT_place && c->unit != UNIT_event;
    return c->claimed && !c->definite && (c->phrase_last > c->last ? !amount || c->unit == UNIT_other : c->has_unit && !amount);
}

/* "70 were killed and dozens wounded. Thirty-five of them were soldiers": of the 70, for dozens may be fewer. */
static bool is_too_few(const figure_work *work, const candidate *whole, const candidate *c) {
    const document *doc = work->doc;
    if (c->last + 1 >= doc->tokens.count || c->number == NONE || whole->number == NONE) return false;
    if (!document_word_is(doc, c->last, "of") || !document_word_is(doc, c->last + 1, "them")) return false;
    uint32_t part = doc->annotations.at[c->number].number, all = doc->annotations.at[whole->number].number;
    return part != NONE && all != NONE && doc->numbers.at[all].low < doc->numbers.at[part].low;
}

/* Gives it what is said of the one before it. */
static void take_from(candidate *c, const candidate *before) {
    c->measure = before->measure;
    c->strength = before->strength;
    take_unit(c, before);
}

/* "34 people were killed and 40 wounded. A doctor gave 58": of the dead, where the same sentence tells of dead before the wounded. */
static const candidate *or_the_dead(const figure_work *work, const candidate *wounded) {
    const uint32_t first = document_sentence(work->doc, wounded->first)->first;
    for (uint32_t t = wounded->first; t-- > first && wounded->first - t <= FIGURE_REACH;) {
        const candidate *before = work->number_at[t] == NONE ? NULL : &work->candidates.at[work->number_at[t]];
        if (before && before->measure == MEASURE_killed && !before->negated && before->strength > FIGURE_WEAK) return before;
    }
    return wounded;
}

/* "A local official put the number at 15": what happened to those is what happened to the last who were counted; nothing where the last
 * in the sentence are things ("14 incidents, up from seven"), nor where nothing is said to have happened to what is counted before it or in
 * a sentence in between ("104 people were pulled out. Eight are minors"). A length of time is taken only where nothing else is told of. */
static void take_told(figure_work *work, candidate *c) {
    const uint32_t here = document_sentence(work->doc, c->first)->first;
    const candidate *lasted = NULL;
    for (uint32_t t = c->first; t-- > 0 && c->first - t <= FIGURE_CLAUSE;) {
        const candidate *before = work->number_at[t] == NONE ? NULL : &work->candidates.at[work->number_at[t]];
        if (before && before->has_unit && before->unit == UNIT_time) {
            if (t >= here && !lasted && before->strength >= FIGURE_WEAK) lasted = before;
            continue;
        }
        if (t >= here && before && before->claimed) take_unit(c, before);
        if (t >= here && before && is_thing(before)) {
            if (c->has_unit && c->unit == UNIT_people) continue; /* "198 were killed in 68 attacks; 62 were guards" */
            return;
        }
        bool nothing = before && !before->negated && before->measure == MEASURE_other && is_counted(before);
        if (nothing && (t < here || (before->strength < FIGURE_WEAK && !before->told))) return;
        if (!before || before->negated || before->strength < (t < here ? FIGURE_WEAK + 1 : FIGURE_WEAK)) continue;
        if ((before->has_unit && !figure_measure_is_of(before->measure, before->unit)) || is_too_few(work, before, c)) continue;
        take_from(c, t < here && before->measure == MEASURE_wounded ? or_the_dead(work, before) : before);
        return;
    }
    if (lasted && (!c->has_unit || c->unit == UNIT_time)) take_from(c, lasted);
}

/* On, back, and on again to the parts of what got its measure from behind ("six men (five cooks) and a boy were killed"). */
static void pass_along(figure_work *work, const indices *joins) {
    pass_forwards(work, joins);
    pass_back(work, joins);
    pass_forwards(work, joins);
    for (uint32_t i = 0; i < joins->count; i++) {
        drop_double(work, &work->doc->annotations.at[joins->at[i]]);
        join_bounds(work, &work->doc->annotations.at[joins->at[i]]);
    }
}

/* In order of the text, so that one may take what another has taken. False: nobody took anything. */
static bool take_all_told(figure_work *work) {
    bool any = false, told = false;
    for (uint32_t i = 0; i < work->candidates.count && !told; i++) told = work->candidates.at[i].told;
    for (uint32_t t = 0; t < work->doc->tokens.count && told; t++) {
        candidate *c = work->number_at[t] == NONE ? NULL : &work->candidates.at[work->number_at[t]];
        if (!c || !c->told || c->strength >= FIGURE_WEAK) continue;
        take_told(work, c);
        c->taken = c->apart && c->strength >= FIGURE_WEAK;
        any |= c->strength >= FIGURE_WEAK;
    }
    return any;
}

/* Who is told of by a phrase that is denied, and by a part of it ("denied that commander Hans Marsh was killed"), is denied. */
static void deny_inside(figure_work *work) {
    for (uint32_t i = 0; i < work->candidates.count; i++) {
        const candidate *c = &work->candidates.at[i];
        if (!c->negated) continue;
        for (uint32_t t = c->phrase_first + 1; t < c->phrase_last && t - c->phrase_first < FIGURE_PHRASE; t++) {
            uint32_t inside = work->party_at[t];
            if (inside != NONE && work->candidates.at[inside].last <= c->phrase_last) work->candidates.at[inside].negated = true;
        }
        if (c->number != NONE) continue;
        uint32_t around = c->first ? work->party_at[c->first - 1] : NONE; /* "that commander" */
        if (around != NONE && work->candidates.at[around].last == c->last) work->candidates.at[around].negated = true;
    }
}

void figure_collect(figure_work *work) {
    const document *doc = work->doc;
    const figure_labels *labels = &work->labels;
    indices figures = {0}, joins = {0};
    uint64_t wanted = document_label_bit(labels->counted) | document_label_bit(labels->party) | document_label_bit(labels->attribution) |
                      document_label_bit(LABEL_figure) | document_label_bit(labels->joined);
    for (uint32_t i = 0; i < doc->tokens.count; i++) {
        if (!document_may_have(doc, i, wanted)) continue;
        for (uint32_t a = doc->annotations_at[i], next; a != NONE; a = next) {
            const annotation *at = &doc->annotations.at[a];
            next = at->next;
            if (at->flags & ANNOTATION_RETIRED) continue;
            if (at->label == labels->counted)
                collect_counted(work, a);
            else if (at->label == labels->party)
                collect_party(work, a);
            else if (at->label == labels->attribution)
                figure_attribute(work, a);
            else if (at->label == LABEL_figure)
                VEC_PUSH(doc->memory, &figures, a);
            else if (at->label == labels->joined)
                VEC_PUSH(doc->memory, &joins, a);
        }
    }
    for (uint32_t i = 0; i < figures.count; i++) collect_figure(work, figures.at[i]);
    pass_along(work, &joins);
    if (take_all_told(work)) pass_along(work, &joins);
    deny_inside(work);
}
