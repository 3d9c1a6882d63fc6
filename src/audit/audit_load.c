/* audit_load.c: the database -> reports, accounts, claims in memory. Words of texts become hashes; texts that are shown are kept. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "audit/audit_parts.h"
#include "base/iso_date.h"
#include "base/str_table.h"

/* --- dates --- */

static int32_t day_number(int year, int month, int day_of_month) {
    return (int32_t)iso_day_number((day){year, month, day_of_month});
}

days audit_days(str iso) {
    day d = iso_date_read(iso);
    if (!d.year || d.month > 12 || d.day > 31) return (days){NO_DAY, NO_DAY};
    if (!d.month) return (days){day_number(d.year, 1, 1), day_number(d.year, 12, 31)};
    if (!d.day) return (days){day_number(d.year, d.month, 1), day_number(d.year + d.month / 12, d.month % 12 + 1, 1) - 1};
    return (days){day_number(d.year, d.month, d.day), day_number(d.year, d.month, d.day)};
}

/* --- rows --- */

static const char doing[] = "reading the claims";

static void check(const muster_audit *audit, int code) {
    audit_check(audit->memory, audit->store->db, code, doing);
}

sqlite3_stmt *audit_prepare(muster_audit *audit, const char *sql) {
    return audit_statement(audit->memory, audit->store->db, sql, doing);
}

typedef struct reading {
    muster_audit *audit;
    sqlite3_stmt *row;
    str_table pool;       /* of claims: the texts met, each once, */
    VEC(uint32_t) states; /* and the states they are of: audit_state_of + 1, or 0 where that has not been asked */
} reading;

/* The rows of a document. */
static void ask_of(const reading *r, const report *of) {
    check(r->audit, sqlite3_bind_int64(r->row, 1, of->id));
}

/* Steps to the next row; behind the last one the statement is ready to run again, and holds no lock. */
static bool next_row(const reading *r) {
    int code = sqlite3_step(r->row);
    check(r->audit, code);
    if (code != SQLITE_ROW) sqlite3_reset(r->row);
    return code == SQLITE_ROW;
}

/* Places, sources and nouns come again and again. */
static str pooled(reading *r, str text) {
    if (!text.size) return STR_NONE;
    uint32_t number = str_table_copy(&r->pool, text);
    return r->pool.keys.at[number];
}

static uint32_t state_of(reading *r, str text) {
    if (!text.size) return 0;
    uint32_t number = str_table_copy(&r->pool, text);
    while (r->states.count <= number) VEC_PUSH(r->audit->memory, &r->states, 0);
    uint32_t *state = &r->states.at[number];
    if (!*state) *state = audit_state_of(r->audit->known, text) + 1;
    return *state - 1;
}

static str text_at(const reading *r, int column) {
    const char *data = (const char *)sqlite3_column_text(r->row, column);
    if (!data) return STR_NONE;
    return arena_str(r->audit->memory, (str){data, (size_t)sqlite3_column_bytes(r->row, column)});
}

static str lent_at(const reading *r, int column) {
    const char *data = (const char *)sqlite3_column_text(r->row, column);
    return (str){data, data ? (size_t)sqlite3_column_bytes(r->row, column) : 0};
}

static int by_value(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* "a|b|c" as hashes. */
static terms terms_at(const reading *r, int column) {
    str text = lent_at(r, column);
    terms out = {NULL, 0};
    if (!text.size) return out;
    out.at = arena_alloc(r->audit->memory, sizeof(uint32_t) * (str_count(text, '|') + 1));
    for (str rest = text; rest.data;) out.at[out.count++] = (uint32_t)str_hash(str_split(rest, '|', &rest));
    qsort(out.at, out.count, sizeof *out.at, by_value);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out.count; i++)
        if (!i || out.at[i] != out.at[i - 1]) out.at[kept++] = out.at[i];
    out.count = kept;
    return out;
}

/* A copy with its ASCII capitals small. */
static str lowered(const reading *r, str text) {
    char *lower = arena_alloc(r->audit->memory, text.size);
    for (size_t i = 0; i < text.size; i++) lower[i] = ascii_small(text.data[i]);
    return (str){lower, text.size};
}

/* The words of a name, as hashes of what accounts keep of names. */
static terms words_at(const reading *r, int column) {
    enum { MOST = 8 };
    str text = lent_at(r, column);
    terms out = {NULL, 0};
    uint32_t found[MOST];
    arena_mark here = arena_here(r->audit->memory);
    for (str rest = lowered(r, text); rest.data && out.count < MOST;) {
        str word = str_split(rest, ' ', &rest);
        if (word.size >= 3) found[out.count++] = (uint32_t)str_hash(word);
    }
    arena_release(r->audit->memory, here);
    if (out.count) out.at = memcpy(arena_alloc(r->audit->memory, sizeof *found * out.count), found, sizeof *found * out.count);
    return out;
}

static uint64_t key_at(const reading *r, int column) {
    str text = lent_at(r, column);
    if (!text.size) return 0;
    arena_mark here = arena_here(r->audit->memory);
    uint64_t hash = str_hash(lowered(r, text));
    arena_release(r->audit->memory, here);
    return hash;
}

static void take_report(const reading *r) {
    muster_audit *audit = r->audit;
    report made = {.id = sqlite3_column_int64(r->row, 0),
                   .doc = text_at(r, 1),
                   .path = text_at(r, 2),
                   .title = text_at(r, 3),
                   .outlet = text_at(r, 4),
                   .date = text_at(r, 5)};
    made.day = audit_days(made.date);
    VEC_PUSH(audit->memory, &audit->reports, made);
}

static void take_signature(const reading *r, report *to) {
    const unsigned char *bytes = sqlite3_column_blob(r->row, 1);
    to->shingles = (uint32_t)sqlite3_column_int64(r->row, 0);
    if (!bytes || sqlite3_column_bytes(r->row, 1) != SIGNATURE_SIZE * 4) return;
    uint32_t *hashes = ARENA_ARRAY(r->audit->memory, uint32_t, SIGNATURE_SIZE);
    for (size_t i = 0; i < SIGNATURE_SIZE * 4; i++) hashes[i / 4] |= (uint32_t)bytes[i] << (i % 4 * 8);
    to->signature = hashes;
}

/* "a|b|c" as hashes, to be weighed. */
static weighed_terms unweighed_at(const reading *r, int column) {
    arena *memory = r->audit->memory;
    size_t most = str_count(lent_at(r, column), '|') + 1;
    weighed_terms out = {arena_alloc(memory, sizeof *out.at * most), 0};
    arena_mark here = arena_here(memory);
    terms found = terms_at(r, column);
    for (; out.count < found.count; out.count++) out.at[out.count] = (struct weighed_term){found.at[out.count], 0};
    arena_release(memory, here);
    return out;
}

static void take_narrative(const reading *r, uint32_t report_index) {
    muster_audit *audit = r->audit;
    narrative made = {.report = report_index,
                      .minute = sqlite3_column_type(r->row, 0) == SQLITE_NULL ? -1 : sqlite3_column_int(r->row, 0),
                      .lasting = audit_tells_of_lasting(audit->known, lent_at(r, 2)),
                      .names = unweighed_at(r, 1),
                      .words = unweighed_at(r, 2)};
    VEC_PUSH(audit->memory, &audit->narratives, made);
}

enum {
    COLUMN_ID,
    COLUMN_ACCOUNT,
    COLUMN_SENTENCE,
    COLUMN_FIGURE,
    COLUMN_START,
    COLUMN_END,
    COLUMN_LOW,
    COLUMN_HIGH,
    COLUMN_QUALIFIER,
    COLUMN_UNIT,
    COLUMN_MEASURE,
    COLUMN_SCOPE,
    COLUMN_TOLD,
    COLUMN_COUNTED,
    COLUMN_NOUN,
    COLUMN_KIND,
    COLUMN_SIDE,
    COLUMN_PLACE,
    COLUMN_REGION,
    COLUMN_COUNTRY,
    COLUMN_BROAD,
    COLUMN_LATITUDE,
    COLUMN_LONGITUDE,
    COLUMN_DATE,
    COLUMN_DATED,
    COLUMN_SINCE,
    COLUMN_SOURCE,
    COLUMN_WORDS,
    COLUMN_ROLE
};

/* The index of a word of the record in its list; 0 where the database has another. */
#define NAME_INDEX(type, name_of, count)                                                                                                   \
    static type type##_at(const reading *r, int column) {                                                                                  \
        str word = lent_at(r, column);                                                                                                     \
        for (unsigned i = 0; i < (count); i++)                                                                                             \
            if (str_is(word, name_of((type)i))) return (type)i;                                                                            \
        return (type)0;                                                                                                                    \
    }
NAME_INDEX(scope_kind, scope_name, SCOPE_standing + 1u)
NAME_INDEX(telling, told_name, TOLD_earlier + 1u)
NAME_INDEX(dated, dated_name, DATED_document + 1u)

static void take_values(const reading *r, statement *s) {
    s->has_low = sqlite3_column_type(r->row, COLUMN_LOW) != SQLITE_NULL;
    s->has_high = sqlite3_column_type(r->row, COLUMN_HIGH) != SQLITE_NULL;
    s->low = sqlite3_column_double(r->row, COLUMN_LOW);
    s->high = sqlite3_column_double(r->row, COLUMN_HIGH);
    s->log_value = log(fabs(audit_value(s)) + 1);
    qualifier_from(lent_at(r, COLUMN_QUALIFIER), &s->qualifier);
    unit_from(lent_at(r, COLUMN_UNIT), &s->unit);
    measure_from(lent_at(r, COLUMN_MEASURE), &s->measure);
    s->scope = scope_kind_at(r, COLUMN_SCOPE);
    s->told = telling_at(r, COLUMN_TOLD);
    s->dated = dated_at(r, COLUMN_DATED);
}

static str text_of(reading *r, int column) {
    return pooled(r, lent_at(r, column));
}

static bool has_digit(str text) {
    for (size_t i = 0; i < text.size; i++)
        if (ascii_digit(text.data[i])) return true;
    return false;
}

static void take_claim(reading *r, uint32_t report_index, uint32_t first_narrative) {
    muster_audit *audit = r->audit;
    uint32_t account = (uint32_t)sqlite3_column_int64(r->row, COLUMN_ACCOUNT);
    statement s = {.id = sqlite3_column_int64(r->row, COLUMN_ID), .report = report_index, .narrative = first_narrative + account};
    if (s.narrative >= audit->narratives.count || audit->narratives.at[s.narrative].report != report_index) return;
    s.sentence = sqlite3_column_type(r->row, COLUMN_SENTENCE) == SQLITE_NULL ? -1 : sqlite3_column_int64(r->row, COLUMN_SENTENCE);
    s.figure = sqlite3_column_type(r->row, COLUMN_FIGURE) != SQLITE_NULL;
    s.start = (uint32_t)sqlite3_column_int64(r->row, COLUMN_START);
    s.end = (uint32_t)sqlite3_column_int64(r->row, COLUMN_END);
    take_values(r, &s);
    s.counted = text_of(r, COLUMN_COUNTED);
    s.noun_key = key_at(r, COLUMN_NOUN);
    s.kind = text_of(r, COLUMN_KIND);
    s.model = s.unit == UNIT_equipment && has_digit(lent_at(r, COLUMN_NOUN));
    s.traits = audit_traits(audit->known, s.kind);
    s.side = text_of(r, COLUMN_SIDE);
    s.place = text_of(r, COLUMN_PLACE);
    s.place_key = key_at(r, COLUMN_PLACE);
    s.place_words = words_at(r, COLUMN_PLACE);
    s.region = text_of(r, COLUMN_REGION);
    s.country = text_of(r, COLUMN_COUNTRY);
    s.broad = sqlite3_column_int(r->row, COLUMN_BROAD) != 0;
    s.has_position = sqlite3_column_type(r->row, COLUMN_LATITUDE) != SQLITE_NULL;
    s.latitude = sqlite3_column_double(r->row, COLUMN_LATITUDE);
    s.longitude = sqlite3_column_double(r->row, COLUMN_LONGITUDE);
    s.date = text_of(r, COLUMN_DATE);
    s.day = audit_days(s.date);
    s.since = audit_days(lent_at(r, COLUMN_SINCE));
    s.source = text_of(r, COLUMN_SOURCE);
    s.role = text_of(r, COLUMN_ROLE);
    uint32_t state = state_of(r, s.source);
    s.source_state = state & STATE_CODE;
    s.of_state = state & STATE_BODY;
    s.side_state = state_of(r, s.side) & STATE_CODE;
    s.words = terms_at(r, COLUMN_WORDS);
    const statement *before = audit->claims.count ? &audit->claims.at[audit->claims.count - 1] : NULL;
    bool beside = before && before->report == report_index && s.sentence >= 0 && before->sentence == s.sentence;
    s.of_total = s.scope == SCOPE_part && beside && (before->scope == SCOPE_total || before->of_total);
    VEC_PUSH(audit->memory, &audit->claims, s);
    audit->reports.at[report_index].claim_count++;
}

/* All documents in their order, then the rows of each: sorted all together, the rows would be in memory twice. */
static void read_reports(muster_audit *audit) {
    static const char sql[] =
        "SELECT id, doc, path, title, outlet, date FROM document ORDER BY date IS NULL, date, coalesce(modified, ''), doc, path, id";
    reading r = {.audit = audit, .row = audit_prepare(audit, sql)};
    while (next_row(&r)) take_report(&r);
}

static void read_signatures(muster_audit *audit) {
    reading r = {.audit = audit, .row = audit_prepare(audit, "SELECT shingles, hashes FROM signature WHERE document = ?")};
    for (uint32_t i = 0; i < audit->reports.count; i++) {
        ask_of(&r, &audit->reports.at[i]);
        while (next_row(&r)) take_signature(&r, &audit->reports.at[i]);
    }
}

static void read_narratives(muster_audit *audit, uint32_t *first) {
    static const char sql[] = "SELECT minute, names, words FROM account WHERE document = ? ORDER BY number";
    reading r = {.audit = audit, .row = audit_prepare(audit, sql)};
    for (uint32_t i = 0; i < audit->reports.count; i++) {
        first[i] = audit->narratives.count;
        ask_of(&r, &audit->reports.at[i]);
        while (next_row(&r)) take_narrative(&r, i);
    }
}

static void read_claims(muster_audit *audit, const uint32_t *first) {
    static const char sql[] =
        "SELECT c.id, c.account, c.sentence, c.figure, c.start, c.\"end\", c.low, c.high, c.qualifier, c.unit, c.measure, c.scope, c.told, "
        "c.counted, c.noun, c.kind, c.side, c.place, c.region, c.country, c.broad, c.latitude, c.longitude, c.date, c.dated, c.since, "
        "c.source, c.words, coalesce(e.role, '') || ' ' || coalesce(e.affiliation, '') FROM claim c "
        "LEFT JOIN entity e ON e.id = c.source_entity WHERE c.document = ? ORDER BY c.start, c.\"end\", c.id";
    int code = SQLITE_OK;
    sqlite3_int64 count = store_integer(audit->store->db, "SELECT count(*) FROM claim", &code);
    check(audit, code);
    reading r = {.audit = audit, .row = audit_prepare(audit, sql)};
    str_table_init(&r.pool, audit->memory);
    VEC_RESERVE(audit->memory, &audit->claims, (uint32_t)(count > 1 ? count : 1)); /* as many as there are: no copies while it grows */
    for (uint32_t i = 0; i < audit->reports.count; i++) {
        audit->reports.at[i].first_claim = audit->claims.count;
        ask_of(&r, &audit->reports.at[i]);
        while (next_row(&r)) take_claim(&r, i, first[i]);
    }
}

/* All of it is read from one state of the database, whoever writes meanwhile: a statement that rests on a row keeps it. It is read once,
 * so pages need not be kept. */
void audit_load(muster_audit *audit) {
    int code;
    sqlite3 *db = audit->store->db;
    sqlite3_int64 usual = store_integer(db, "PRAGMA cache_size", &code);
    char restore[64];
    snprintf(restore, sizeof restore, "PRAGMA cache_size = %lld", (long long)usual);
    if (code == SQLITE_OK) store_run_sql(db, "PRAGMA cache_size = -4096");
    reading state = {.audit = audit, .row = audit_prepare(audit, "SELECT 1 FROM sqlite_schema")};
    next_row(&state);
    read_reports(audit);
    read_signatures(audit);
    uint32_t *first = ARENA_ARRAY(audit->memory, uint32_t, audit->reports.count + 1);
    read_narratives(audit, first);
    read_claims(audit, first);
    sqlite3_reset(state.row);
    if (code == SQLITE_OK) store_run_sql(db, restore);
}
