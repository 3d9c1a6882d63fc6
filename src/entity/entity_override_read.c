/* entity_override_read.c: reads the user's corrections (docs/overrides.md). In come files, out go lines with their names folded as the
 * words of texts are, so that a mention finds its lines by one look-up. */
#include <stdio.h>

#include "base/error.h"
#include "base/utf8.h"
#include "entity/entity_override.h"

typedef struct reader {
    arena *memory;
    overrides *into;
    lexicon *words;
    finding_sink sink;
    str file, at; /* the line being read */
    uint32_t line;
    bool failed; /* this line */
} reader;

typedef struct word_of_line {
    str text;
    bool quoted;
    const char *place; /* in the line */
} word_of_line;

enum { WORDS_A_LINE = 16 };

static bool is_utf8(str text) {
    return utf8_valid(text, 0) == text.size;
}

static void report(reader *r, const char *place, const char *message) {
    muster_error finding;
    uint32_t column = 1;
    for (const char *c = r->at.data; c < place; c++) column += !utf8_continues(*c);
    char file[sizeof finding.file];
    snprintf(file, sizeof file, STR_FMT, STR_ARG(r->file));
    error_at(&finding, MUSTER_SYNTAX, file, 1, column, "%s", message);
    if (is_utf8(r->at)) error_excerpt(&finding, r->at);
    finding.line = r->line;
    r->failed = true;
    if (!r->sink.report) arena_fail(r->memory, &finding);
    if (r->sink.report(&finding, 0, r->sink.payload)) arena_failf(r->memory, MUSTER_STOPPED, "stopped");
}

/* --- words ------------------------------------------------------------------------------------------------------------------------ */

static size_t read_quoted(reader *r, size_t at, word_of_line *out) {
    size_t end = at + 1, used = 0;
    char *text = arena_alloc(r->memory, r->at.size + 1);
    while (end < r->at.size && r->at.data[end] != '"') {
        if (r->at.data[end] == '\\' && end + 1 < r->at.size) end++;
        text[used++] = r->at.data[end++];
    }
    if (end == r->at.size) {
        report(r, r->at.data + at, "the quotation mark is not closed");
        return r->at.size;
    }
    text[used] = '\0';
    *out = (word_of_line){{text, used}, true, r->at.data + at};
    return end + 1;
}

static uint32_t read_words(reader *r, word_of_line *out) {
    uint32_t count = 0;
    for (size_t at = 0; at < r->at.size && !r->failed;) {
        char c = r->at.data[at];
        if (c == ' ' || c == '\t' || c == '\r') {
            at++;
            continue;
        }
        if (c == '#') break;
        if (count == WORDS_A_LINE) {
            report(r, r->at.data + at, "too much stands in the line");
            break;
        }
        if (c == '"') {
            at = read_quoted(r, at, &out[count++]);
            continue;
        }
        size_t end = at;
        while (end < r->at.size && !memchr(" \t\r\"#", r->at.data[end], 5)) end++;
        out[count++] = (word_of_line){str_slice(r->at, at, end), false, r->at.data + at};
        at = end;
    }
    return count;
}

/* --- lines ------------------------------------------------------------------------------------------------------------------------- */

static bool find_verb(str name, override_verb *out) {
    static const char *const names[] = {"merge", "split", "rename", "reject"};
    for (int i = 0; i < 4; i++)
        if (str_is(name, names[i])) {
            *out = (override_verb)i;
            return true;
        }
    return false;
}

/* "in PATTERN" at the end. */
static void take_documents(reader *r, const word_of_line *words, uint32_t *count, override_line *out) {
    if (*count < 3 || words[*count - 2].quoted || !str_is(words[*count - 2].text, "in")) return;
    if (!words[*count - 1].quoted) {
        report(r, words[*count - 1].place, "behind `in` a document's id stands in quotation marks");
        return;
    }
    out->documents = words[*count - 1].text;
    *count -= 2;
}

static void take_name(reader *r, const word_of_line *word, override_line *out) {
    if (!word->quoted)
        report(r, word->place, "a name stands in quotation marks");
    else if (!word->text.size || word->text.size > OVERRIDE_BYTES)
        report(r, word->place, "a name has at least one letter and at most 200 bytes");
    else if (out->count == OVERRIDE_NAMES)
        report(r, word->place, "a line has at most 8 names; write another one for the rest");
    else
        out->names[out->count++] = word->text;
}

static void take_names(reader *r, const word_of_line *words, uint32_t count, uint32_t at, override_line *out) {
    static const char *const usage[] = {[OVERRIDE_merge] = "merge \"NAME\" \"OTHER NAME\" …",
                                        [OVERRIDE_split] = "split \"NAME\" from \"NAME\"",
                                        [OVERRIDE_rename] = "rename \"NAME\" to \"NAME\"",
                                        [OVERRIDE_reject] = "reject \"NAME\""};
    const char *between = out->verb == OVERRIDE_split ? "from" : out->verb == OVERRIDE_rename ? "to" : NULL;
    for (uint32_t i = at; i < count && !r->failed; i++) {
        if (!between || i != at + 1)
            take_name(r, &words[i], out);
        else if (words[i].quoted || !str_is(words[i].text, between))
            report(r, words[i].place, arena_printf(r->memory, "here `%s` stands: %s", between, usage[out->verb]).data);
    }
    uint32_t least = out->verb == OVERRIDE_reject ? 1 : 2, most = out->verb == OVERRIDE_merge ? OVERRIDE_NAMES : least;
    if (r->failed || (out->count >= least && out->count <= most)) return;
    report(
        r, r->at.data,
        arena_printf(r->memory, "the line has %u name%s; it is written %s", out->count, out->count == 1 ? "" : "s", usage[out->verb]).data);
}

static uint64_t key_of(reader *r, str text) {
    const word **cut;
    uint32_t count = token_words(r->words, r->memory, text, &cut);
    name_key key = {.used = 0};
    for (uint32_t i = 0; i < count; i++) entity_key_add(&key, cut[i]);
    return key.used || key.before ? entity_key_end(&key, SALT_OVERRIDE) : 0;
}

static void keep_line(reader *r, const override_line *line) {
    overrides *into = r->into;
    uint32_t names = line->verb == OVERRIDE_rename ? 1 : line->count;
    for (uint32_t i = 0; i < names; i++) {
        uint64_t key = key_of(r, line->names[i]);
        if (!key) {
            report(r, r->at.data, "a name has no letter that a text could have");
            return;
        }
        uint32_t *first = entity_table_put(r->memory, &into->keys, key);
        override_use use = {into->lines.count, i, *first};
        *first = into->uses.count;
        VEC_PUSH(r->memory, &into->uses, use);
    }
    VEC_PUSH(r->memory, &into->lines, *line);
}

static void read_line(reader *r) {
    word_of_line words[WORDS_A_LINE] = {0};
    if (!is_utf8(r->at)) {
        report(r, r->at.data, "the line is not valid UTF-8");
        return;
    }
    uint32_t count = read_words(r, words), at = 1;
    if (r->failed || !count) return;
    override_line line = {.any_kind = true, .file = r->file, .line = r->line};
    if (words[0].quoted || !find_verb(words[0].text, &line.verb)) {
        report(r, words[0].place, "a line begins with merge, split, rename or reject");
        return;
    }
    if (count > 1 && !words[1].quoted) {
        if (!kind_from(words[1].text, &line.kind)) {
            str kinds[KIND_COUNT];
            for (int i = 0; i < KIND_COUNT; i++) kinds[i] = str_from(kind_words[i]);
            str all = arena_join(r->memory, kinds, KIND_COUNT, STR(", "));
            report(r, words[1].place, arena_printf(r->memory, "no kind is called so; there are %s", all.data).data);
            return;
        }
        line.any_kind = false;
        at = 2;
    }
    take_documents(r, words, &count, &line);
    if (!r->failed) take_names(r, words, count, at, &line);
    if (!r->failed) keep_line(r, &line);
}

static void read_file(reader *r, str content) {
    for (r->line = 1; content.data && (content.size || r->line == 1); r->line++) {
        r->at = str_split(content, '\n', &content);
        r->failed = false;
        read_line(r);
    }
}

overrides *overrides_read(arena *memory, const override_file *files, uint32_t count, lexicon *words, finding_sink sink) {
    reader r = {.memory = memory, .into = ARENA_NEW(memory, overrides), .words = words, .sink = sink};
    for (uint32_t i = 0; i < count; i++) {
        r.file = files[i].path;
        read_file(&r, files[i].content);
        r.into->hash = r.into->hash * 31 + str_hash(files[i].content);
    }
    r.into->used = arena_zero(memory, sizeof *r.into->used * (r.into->lines.count + 1));
    return r.into;
}

uint64_t overrides_hash(const overrides *all) {
    return all->lines.count ? all->hash : 0;
}

int overrides_unused(const overrides *all, muster_finding_fn each, void *payload) {
    for (uint32_t i = 0; i < all->lines.count; i++) {
        const override_line *line = &all->lines.at[i];
        if (all->used[i]) continue;
        muster_error finding;
        char file[sizeof finding.file];
        snprintf(file, sizeof file, STR_FMT, STR_ARG(line->file));
        error_at(&finding, MUSTER_SYNTAX, file, line->line, 1, "nothing in the documents is changed by this line");
        if (each(&finding, 1, payload)) return 1;
    }
    return 0;
}
