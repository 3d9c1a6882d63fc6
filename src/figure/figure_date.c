/* figure_date.c: dates. What a date annotation says (year, month, day, a weekday, "yesterday") against the document's date, never against
 * the clock; as precise as known, empty where it cannot be told. A day or month without a year is the latest that is not after the
 * document's date: reports look back, but for a day of the next weeks. */
#include "base/iso_date.h"
#include "figure/figure_parts.h"

enum { ANCHOR_REACH = 120, YEAR_REACH = 600 };

/* Monday is 1, Sunday 7. */
static int weekday_of(long n) {
    return (int)(((n + 3) % 7 + 7) % 7) + 1;
}

static day read_day(str text) {
    day d = iso_date_read(text);
    if (d.month < 1 || d.month > 12) d.month = d.day = 0;
    if (d.day > 31) d.day = 0;
    return d;
}

static str print_day(document *doc, day d) {
    if (d.year < 1 || d.year > 9999) return STR_NONE;
    return iso_date(doc->memory, d);
}

/* A slot as a whole number between least and most; 0 where there is none such. */
static int slot_value(const document *doc, const annotation *a, str key, int least, int most) {
    const slot *s = annotation_slot(a, key);
    double value = 0;
    if (!s) return 0;
    if (slot_is_span(s)) {
        const word *w = doc->tokens.at[s->first].word;
        if (!(w->shape & (SHAPE_NUMBER | SHAPE_ORDINAL))) return 0;
        value = w->value;
    } else if (!str_number(s->text, &value)) {
        return 0;
    }
    return value >= least && value <= most ? (int)value : 0;
}

static str shifted(document *doc, day base, char unit, int shift) {
    if (unit == 'y') return base.year ? print_day(doc, (day){base.year + shift, 0, 0}) : STR_NONE;
    if (unit == 'm') {
        if (!base.month) return STR_NONE;
        int months = base.year * 12 + base.month - 1 + shift;
        return print_day(doc, (day){months / 12, months % 12 + 1, 0});
    }
    return base.day ? print_day(doc, iso_day(iso_day_number(base) + shift)) : STR_NONE;
}

/* A week: its month where all of it lies in one, else its year, if that. */
static str week_of(document *doc, day base, int shift) {
    if (!base.day) return STR_NONE;
    long monday = iso_day_number(base) - weekday_of(iso_day_number(base)) + 1 + 7L * shift;
    day first = iso_day(monday), last = iso_day(monday + 6);
    if (first.year != last.year) return STR_NONE;
    return print_day(doc, (day){first.year, first.month == last.month ? first.month : 0, 0});
}

/* "two days ago", and "two days later" than the day told before; of weeks the day is not told, but mostly the month is: that of the week so
 * long before, or of the day before another date that says from when to count. */
static str days_ago(document *doc, day base, const annotation *date, const slot *told) {
    const slot *every = annotation_slot(date, STR("every"));
    int count = slot_value(doc, date, STR("ago"), 1, 400);
    if (!every || !count) return STR_NONE;
    if (told && str_is(told->text, "next")) count = -count;
    if (!str_is(every->text, "w")) return shifted(doc, base, every->text.size ? every->text.data[0] : 'd', -count);
    if (!told) return week_of(doc, base, -count);
    day back = base.day ? iso_day(iso_day_number(base) - 7L * count) : (day){0};
    return print_day(doc, (day){back.year, back.month, 0});
}

/* "d-1", "w+0": a unit, and how many of it from a date on. */
static str relative_day(document *doc, day base, str told) {
    enum { FARTHEST = 400 };
    double shift;
    if (!told.size || !str_number(str_slice(told, 1, told.size), &shift) || shift < -FARTHEST || shift > FARTHEST) return STR_NONE;
    if (told.data[0] == 'w') return week_of(doc, base, (int)shift);
    return shifted(doc, base, told.data[0], (int)shift);
}

/* "the day before": how far it lies from the date told before it; NULL for others. */
static const slot *anchored(const annotation *date) {
    return annotation_slot(date, STR("anchored"));
}

/* "said in a statement on Wednesday": the day of what was said, right behind a word of saying. */
static bool is_day_of_saying(const document *doc, const annotation *date) {
    enum { PHRASE = 14, WORDS = 4 };
    uint32_t first = document_sentence(doc, date->first)->first;
    for (uint32_t i = date->first; i-- > first && date->first - i <= PHRASE;)
        for (const annotation *at = document_find(doc, i, LABEL_saying); at; at = document_find_next(doc, at)) {
            const slot *cue = annotation_slot(at, STR("cue"));
            if (slot_is_span(cue) && cue->last <= date->first && date->first - cue->last < WORDS) return true;
        }
    return false;
}

/* The first day that the text tells, which is mostly that of what it is about. */
static day first_told(document *doc) {
    enum { REACH = 200 };
    for (uint32_t i = 0; i < doc->tokens.count && i < REACH; i++)
        for (const annotation *at = document_find(doc, i, LABEL_date); at; at = document_find_next(doc, at)) {
            if (document_block(doc, i)->kind == BLOCK_dateline || annotation_slot(at, STR("dateline")) || annotation_slot(at, STR("ago")) ||
                anchored(at) || is_day_of_saying(doc, at))
                continue;
            day found = read_day(figure_date(doc, at));
            if (found.day) return found;
        }
    return (day){0};
}

/* "Eleven days after the raid in which 74 died". */
static bool is_back_from_told(const annotation *date) {
    return annotation_slot(date, STR("told")) != NULL;
}

/* "by Sunday", "since Monday": a day up to or from which is counted; not "by Sunday's shells". */
static bool is_day_of_count(const document *doc, const annotation *date) {
    if (date->last < doc->tokens.count && document_is_possessive(doc, date->last)) return false;
    static const char *const words[] = {"by", "since", "until", "till"};
    for (size_t i = 0; date->first && i < sizeof words / sizeof *words; i++)
        if (document_word_is(doc, date->first - 1, words[i])) return true;
    return false;
}

/* The date told last before an anchored one, itself not anchored, as far as a rule reaches; one on which something was said, or up to which
 * was counted, only if it stands in the same sentence. */
static day anchor_of(document *doc, const annotation *date) {
    uint32_t first = document_sentence(doc, date->first)->first;
    for (uint32_t i = date->first; i-- > 0 && date->first - i <= ANCHOR_REACH;)
        for (const annotation *at = document_find(doc, i, LABEL_date); at; at = document_find_next(doc, at)) {
            if (anchored(at) || is_back_from_told(at) || (annotation_slot(at, STR("day")) && !annotation_slot(at, STR("month")))) continue;
            if (at->first < first && (is_day_of_saying(doc, at) || is_day_of_count(doc, at))) continue;
            day found = read_day(figure_date(doc, at));
            if (found.day) return found;
        }
    return (day){0};
}

static bool after(day d, day base) {
    if (d.month != base.month) return d.month > base.month;
    return d.day && base.day && d.day > base.day;
}

/* The year of a month or a day of one that is told without: the latest that is not behind the document's date, unless that is some weeks
 * before it ("the election on 9 December", on 25 November). */
static int latest_year(day d, day base) {
    enum { WEEKS_AHEAD = 30 };
    for (int year = base.year + 1; d.day && base.day && year >= base.year; year--) {
        long ahead = iso_day_number((day){year, d.month, d.day}) - iso_day_number(base);
        if (ahead > 0 && ahead <= WEEKS_AHEAD) return year;
    }
    return base.month && after(d, base) ? base.year - 1 : base.year;
}

/* "On the 16th": of the month of the date told last, or the next, where that was later in its month and that is not behind the report;
 * else of the report's, or the one before. */
static str day_alone(document *doc, const annotation *date, int told) {
    enum { DECEMBER = 12 };
    day anchor = anchor_of(doc, date), base = anchor, report = read_day(doc->date);
    bool back = !base.day && report.day<told, on = base.day> told;
    if (!base.day) base = report;
    if (!base.month) return STR_NONE;
    base.month += on - back;
    base.year += base.month > DECEMBER ? 1 : base.month < 1 ? -1 : 0;
    base.month = base.month > DECEMBER ? 1 : base.month < 1 ? DECEMBER : base.month;
    day found = {base.year, base.month, told};
    if (on && report.day && iso_day_number(found) > iso_day_number(report)) found = (day){anchor.year, anchor.month, told};
    return print_day(doc, found);
}

/* In a text without a date of its own, the year of a day or month: that of the full date told last, or the next one, if that comes sooner
 * ("on 6 December 2024 … on 8 January"). */
static int year_told(const document *doc, const annotation *date, day d) {
    enum { HALF_A_YEAR = 6 };
    for (uint32_t i = date->first; i-- > 0 && date->first - i <= YEAR_REACH;) {
        if (!document_may_have(doc, i, document_label_bit(LABEL_date))) continue;
        for (const annotation *at = document_find(doc, i, LABEL_date); at; at = document_find_next(doc, at)) {
            int year = slot_value(doc, at, STR("year"), 1, 9999), month = slot_value(doc, at, STR("month"), 1, 12);
            if (year && month && annotation_slot(at, STR("day"))) return month > d.month + HALF_A_YEAR ? year + 1 : year;
        }
    }
    return 0;
}

/* "October of last year"; "last October", which is not the month of the report. */
static int year_back(const annotation *date, day d, day base) {
    const slot *back = annotation_slot(date, STR("back"));
    if (!back || !slot_is_span(back)) return d.year;
    if (back->last - back->first > 1) return base.year - 1;
    return d.month == base.month && d.year == base.year ? d.year - 1 : d.year;
}

/* "Kouk Mon": a name, and no Monday. */
static bool is_in_name(const document *doc, const annotation *date) {
    uint32_t index = entity_mention_at(doc, date->first);
    return index != NONE && doc->mentions.at[index].first < date->first;
}

str figure_date(document *doc, const annotation *date) {
    if (is_in_name(doc, date)) return STR_NONE;
    day base = read_day(doc->date);
    day d = {slot_value(doc, date, STR("year"), 1, 9999), slot_value(doc, date, STR("month"), 1, 12),
             slot_value(doc, date, STR("day"), 1, 31)};
    if (d.year) {
        if (!d.month) d.day = 0;
        return print_day(doc, d);
    }
    if (d.month) {
        if (!base.year) d.year = year_told(doc, date, d);
        if (!base.year) return d.year ? print_day(doc, d) : STR_NONE;
        d.year = year_back(date, (day){latest_year(d, base), d.month, d.day}, base);
        return print_day(doc, d);
    }
    if (d.day) return day_alone(doc, date, d.day);
    int weekday = slot_value(doc, date, STR("weekday"), 1, 7);
    if (weekday && base.day) {
        long n = iso_day_number(base), back = (weekday_of(n) - weekday + 7) % 7;
        if (back <= 1 && annotation_slot(date, STR("last"))) back += 7;               /* "last Sunday", on a Sunday or Monday */
        if (annotation_slot(date, STR("coming"))) back -= 7;                          /* "on Sunday they are to meet" */
        if (annotation_slot(date, STR("before"))) back = weekday_of(n) - weekday + 7; /* "on Monday of last week" */
        return print_day(doc, iso_day(n - back));
    }
    if (annotation_slot(date, STR("ago"))) {
        const slot *told = annotation_slot(date, STR("told"));
        bool nearest = told && (str_is(told->text, "last") || str_is(told->text, "next")); /* "two days earlier", "two days later" */
        day anchor = nearest ? anchor_of(doc, date) : (day){0};
        if (!anchor.day && told) anchor = first_told(doc);
        if (!anchor.day && told && str_is(told->text, "next")) return STR_NONE;
        return days_ago(doc, anchor.day ? anchor : base, date, told);
    }
    if (anchored(date)) return relative_day(doc, anchor_of(doc, date), anchored(date)->text);
    const slot *relative = annotation_slot(date, STR("relative"));
    return relative ? relative_day(doc, base, relative->text) : STR_NONE;
}

/* When it was; from when or until when ("since 2019"); that of the dateline. */
typedef enum date_sort { DATE_plain, DATE_limit, DATE_dateline } date_sort;

static date_sort sort_of(const annotation *date) {
    if (annotation_slot(date, STR("dateline"))) return DATE_dateline;
    return annotation_slot(date, STR("limit")) ? DATE_limit : DATE_plain;
}

/* The date of a figure being sought. */
typedef struct search {
    document *doc;
    const candidate *from;
    bool told; /* there is one, if only "three weeks ago" */
} search;

/* "Nine died, a third more than in 2023": the year of what stands behind "than", and of nothing before it. */
static bool is_compared(const annotation *date, const candidate *from) {
    const slot *word = annotation_slot(date, STR("compared"));
    return slot_is_span(word) && from->first < word->first;
}

/* The date of a sort that starts at a token. */
static str date_at(search *s, uint32_t token_index, date_sort sort) {
    document *doc = s->doc;
    for (const annotation *at = document_find(doc, token_index, LABEL_date); at; at = document_find_next(doc, at)) {
        if (sort_of(at) != sort || is_compared(at, s->from)) continue;
        str found = figure_date(doc, at);
        s->told |= found.size || annotation_slot(at, STR("relative")) || anchored(at) || annotation_slot(at, STR("ago"));
        if (s->told) return found;
    }
    return STR_NONE;
}

/* The nearest date on both sides in [first, last). */
static str nearest_date(search *s, uint32_t first, uint32_t last, date_sort sort) {
    const candidate *from = s->from;
    for (uint32_t step = 1; step <= FIGURE_REACH; step++) {
        if (from->last + step - 1 >= last && from->first < first + step) break;
        if (from->last + step - 1 < last) {
            str found = date_at(s, from->last + step - 1, sort);
            if (s->told) return found;
        }
        if (from->first >= first + step) {
            str found = date_at(s, from->first - step, sort);
            if (s->told) return found;
        }
    }
    return STR_NONE;
}

/* Whether a date starts in the sentence within reach of the figure: most often none does. */
static bool has_date(const document *doc, const sentence *s, const candidate *from) {
    uint32_t first = from->first - s->first > FIGURE_REACH ? from->first - FIGURE_REACH : s->first;
    for (uint32_t i = first; i < s->last && i < from->last + FIGURE_REACH; i++)
        if (document_may_have(doc, i, document_label_bit(LABEL_date))) return true;
    return false;
}

/* The nearest date in what was said, or between the semicolons on both sides, else a limit there; else the nearest in the sentence, a
 * limit, or that of its dateline. */
static str date_around(const figure_work *work, const candidate *from) {
    const document *doc = work->doc;
    const sentence *s = document_sentence(doc, from->first);
    if (!has_date(doc, s, from)) return STR_NONE;
    uint32_t first = from->first, last = from->last;
    while (first > s->first && from->first - first < FIGURE_REACH && !document_text_is(doc, first - 1, ";")) first--;
    while (last < s->last && last - from->last < FIGURE_REACH && !document_text_is(doc, last, ";")) last++;
    uint32_t said = quote_at(doc, from->first); /* what was said goes before when it was */
    if (said != NONE && doc->quotes.at[said].first > first) first = doc->quotes.at[said].first;
    if (said != NONE && doc->quotes.at[said].last < last) last = doc->quotes.at[said].last;
    search near = {.doc = work->doc, .from = from};
    str found = nearest_date(&near, first, last, DATE_plain);
    if (!near.told) found = nearest_date(&near, first, last, DATE_limit);
    for (date_sort sort = DATE_plain; !near.told && sort <= DATE_dateline; sort++) found = nearest_date(&near, s->first, s->last, sort);
    return found;
}

str figure_date_of(const figure_work *work, const candidate *from) {
    search here = {.doc = work->doc, .from = from};
    if (from->date && from->date->first < from->date->last) return date_at(&here, from->date->first, DATE_plain);
    if (from->date) return from->date->text;
    return work->doc->annotations_at ? date_around(work, from) : STR_NONE;
}
