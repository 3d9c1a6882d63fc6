/* name_read.c: a text -> the parts of a name. Comes in as any text of any script, goes out as words of letters a to z with what each is.
 *
 * Letters are folded by the list of letters, then by Unicode's decompositions; what is left over (Greek, Han, Hangul …) goes through ICU's
 * transliterator once for the whole text. Titles in front are marked, not dropped: "Sultan" is a name, too.
 */
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include <unicode/utrans.h>

#include "base/bisect.h"
#include "base/utf8.h"
#include "name/name_parts.h"

enum { TITLE_WORDS = 5, RAW_PARTS = 64 };

struct name_script {
    UTransliterator *latin; /* NULL until asked */
    bool failed;
};

name_script *name_script_new(void) {
    return calloc(1, sizeof(name_script));
}

void name_script_free(name_script *script) {
    if (!script) return;
    if (script->latin) utrans_close(script->latin);
    free(script);
}

/* --- letters --------------------------------------------------------------------------------------------------------------------- */

typedef struct folder {
    const name_knowledge *known;
    const UNormalizer2 *decompose;
    name *into;
    arena *memory;
    char form[NAME_LETTERS + 1];
    size_t used;
    uint32_t letters, capitals; /* of the part, as written */
    size_t start;               /* byte where it starts */
    bool inside, too_long, foreign;
    bool hyphen; /* a hyphen stands before it */
} folder;

static void put(folder *f, char c) {
    c = ascii_small(c);
    if (!ascii_lower(c) && !ascii_digit(c)) return;
    if (f->used == NAME_LETTERS)
        f->too_long = true;
    else
        f->form[f->used++] = c;
}

static const foreign_letter *find_letter(const name_knowledge *known, UChar32 point) {
    bisection b = {0, known->letters.count};
    while (bisect_open(&b)) bisect_take(&b, known->letters.at[bisect_middle(&b)].point < point);
    return b.low < known->letters.count && known->letters.at[b.low].point == point ? &known->letters.at[b.low] : NULL;
}

static bool put_listed(folder *f, UChar32 point) {
    const foreign_letter *letter = find_letter(f->known, point);
    if (!letter) letter = find_letter(f->known, u_tolower(point));
    if (!letter) return false;
    for (size_t i = 0; i < letter->latin.size; i++) put(f, letter->latin.data[i]);
    return true;
}

static bool is_silent(UChar32 point) {
    int8_t type = u_charType(point);
    return U_GET_GC_MASK(point) & U_GC_M_MASK || type == U_MODIFIER_LETTER || type == U_MODIFIER_SYMBOL || type == U_FORMAT_CHAR;
}

static void put_point(folder *f, UChar32 point) {
    if (point < 128) {
        put(f, (char)point);
        return;
    }
    UScriptCode script = USCRIPT_LATIN;
    UErrorCode status = U_ZERO_ERROR;
    if (u_isalpha(point)) script = uscript_getScript(point, &status);
    if (script == USCRIPT_ARABIC || script == USCRIPT_HEBREW) f->into->abjad = true;
    if (is_silent(point) || put_listed(f, point)) return;
    UChar units[32];
    int32_t size = f->decompose ? unorm2_getDecomposition(f->decompose, point, units, 32, &status) : -1, at = 0;
    if (U_FAILURE(status) || size <= 0) {
        f->foreign |= u_isalpha(point);
        return;
    }
    while (at < size) {
        UChar32 part;
        U16_NEXT(units, at, size, part);
        if (part < 128)
            put(f, (char)part);
        else if (!is_silent(part) && !put_listed(f, part))
            f->foreign |= u_isalpha(part);
    }
}

/* --- parts ------------------------------------------------------------------------------------------------------------------------ */

typedef struct raw_part {
    str written, form;
    uint32_t letters, capitals;
    bool hyphen, hyphen_after, stop_after;
} raw_part;

typedef struct raw_parts {
    raw_part at[RAW_PARTS];
    uint32_t count;
    uint32_t comma; /* parts before the comma; NONE: no comma, or several */
    uint32_t commas;
} raw_parts;

static bool is_hyphen(UChar32 point) {
    return u_charType(point) == U_DASH_PUNCTUATION || point == '_' || point == '/';
}

static bool is_apostrophe(UChar32 point) {
    return point == '\'' || point == '`' || point == 0x2018 || point == 0x2019 || point == 0x00B4 || point == 0x2032;
}

static void end_part(folder *f, raw_parts *to, size_t end) {
    if (f->inside && f->used) {
        if (to->count == RAW_PARTS) {
            f->too_long = true;
        } else {
            raw_part made = {.written = str_slice(f->into->text, f->start, end),
                             .form = arena_str(f->memory, (str){f->form, f->used}),
                             .letters = f->letters,
                             .capitals = f->capitals,
                             .hyphen = f->hyphen};
            to->at[to->count++] = made;
        }
    }
    f->inside = false;
    f->used = 0;
    f->letters = f->capitals = 0;
}

static void cut(folder *f, raw_parts *to) {
    str text = f->into->text;
    to->count = to->commas = 0;
    to->comma = NONE;
    bool hyphen = false;
    for (int32_t at = 0, next = 0; (size_t)at < text.size; at = next) {
        UChar32 point;
        U8_NEXT((const uint8_t *)text.data, next, (int32_t)text.size, point);
        if (is_apostrophe(point)) continue;
        if (u_isalnum(point) || (f->inside && is_silent(point))) {
            if (!f->inside) {
                f->inside = true;
                f->start = (size_t)at;
                f->hyphen = hyphen;
                hyphen = false;
            }
            f->letters++;
            f->capitals += u_isupper(point) != 0;
            put_point(f, point);
            continue;
        }
        uint32_t before = to->count;
        end_part(f, to, (size_t)at);
        if (to->count > before) {
            to->at[before].hyphen_after = is_hyphen(point);
            to->at[before].stop_after = point == '.';
        }
        hyphen = is_hyphen(point);
        if (point == ',' && to->commas++ == 0) to->comma = to->count;
    }
    end_part(f, to, text.size);
}

/* --- what the parts are -------------------------------------------------------------------------------------------------------------- */

static bool assimilates(str article, str next) {
    return article.size >= 2 && next.size && article.data[article.size - 1] == next.data[0];
}

static part_use use_of(const name_knowledge *known, const raw_parts *from, uint32_t i, bool all_capitals, bool *chain) {
    const raw_part *p = &from->at[i];
    bool last = i + 1 == from->count, capital = p->capitals > 0;
    if (p->form.size == 1 && p->letters == 1 && capital && (!last || p->stop_after)) return PART_INITIAL;
    if (p->form.size == 2 && p->letters == 2 && p->capitals == 2 && !all_capitals && !p->hyphen_after && !last && i == 0)
        return PART_INITIAL;
    const name_word_entry *word = name_word_find(known, p->form);
    if (!word || last) return PART_PLAIN;
    *chain = word->chain;
    if (str_is(word->use, "kin")) return PART_KIN;
    if (str_is(word->use, "particle"))
        return capital && (p->form.size == 1 || (i == 0 && name_is_given(known, p->form))) ? PART_PLAIN : PART_PARTICLE;
    if (!str_is(word->use, "article")) return PART_PLAIN;
    if (!capital || p->hyphen_after || i > 0) return PART_ARTICLE;
    if (!word->lead.size) return PART_PLAIN;
    return str_is(word->lead, "any") || assimilates(p->form, from->at[i + 1].form) ? PART_ARTICLE : PART_PLAIN;
}

static str stem_of(const name_knowledge *known, str form) {
    for (uint32_t i = 0; i < known->patronymics.count; i++) {
        str ending = known->patronymics.at[i];
        if (form.size < ending.size + 3 || !str_ends(form, ending)) continue;
        return name_stem(str_slice(form, 0, form.size - ending.size));
    }
    return STR_NONE;
}

static bool is_optional(const name_knowledge *known, str form) {
    uint32_t first, last;
    name_given_range(known->given.at, known->given.count, form, &first, &last);
    for (; first < last; first++)
        if (str_is(gazetteer_attribute(known->lists, known->given.at[first].entry, STR("optional")), "1")) return true;
    return false;
}

/* A part as it is written, and what it is part of. */
typedef struct source {
    name *of;
    const name_knowledge *known;
    const raw_part *part;
} source;

static void add_part(const source *in, str form, part_use use, bool chain) {
    name *out = in->of;
    const raw_part *from = in->part;
    if (out->count == NAME_PARTS) {
        out->problem = "has too many words";
        return;
    }
    name_part made = {.written = from->written,
                      .form = form,
                      .use = use,
                      .chain = chain,
                      .joined = from->hyphen || from->hyphen_after,
                      .capitals = from->letters > 1 && from->capitals == from->letters,
                      .optional = use == PART_PLAIN && is_optional(in->known, form),
                      .stem = use == PART_PLAIN ? stem_of(in->known, form) : STR_NONE};
    out->parts[out->count++] = made;
}

/* "JD" is two initials; "alsysy" in Arabic letters is article and name. */
static void add_parts(const source *in, part_use use, bool chain) {
    str form = in->part->form;
    if (use == PART_INITIAL && form.size == 2) {
        add_part(in, str_slice(form, 0, 1), use, false);
        add_part(in, str_slice(form, 1, 2), use, false);
    } else if (use == PART_PLAIN && in->of->abjad && form.size > 4 && str_starts(form, STR("al"))) {
        add_part(in, str_slice(form, 0, 2), PART_ARTICLE, false);
        add_part(in, str_slice(form, 2, form.size), use, false);
    } else {
        add_part(in, form, use, chain);
    }
}

static bool is_title(const name_knowledge *known, const str *forms, uint32_t count) {
    return gazetteer_is(known->lists, STR("title"), forms, count) || gazetteer_is(known->lists, STR("rank"), forms, count) ||
           gazetteer_is(known->lists, STR("role"), forms, count);
}

/* Marks titles in front; something must be left. */
static void mark_titles(name *n, const name_knowledge *known) {
    str forms[NAME_PARTS];
    for (uint32_t i = 0; i < n->count; i++) forms[i] = n->parts[i].form;
    for (uint32_t i = 0; i + 1 < n->count;) {
        uint32_t land = gazetteer_is(known->lists, STR("nationality"), forms + i, 1), found = 0;
        for (uint32_t k = TITLE_WORDS; k > 0 && !found; k--)
            if (i + land + k < n->count && is_title(known, forms + i + land, k)) found = land + k;
        if (!found) return;
        for (uint32_t k = 0; k < found; k++) n->parts[i + k].use = PART_TITLE;
        i += found;
    }
}

static void rotate(name *n, uint32_t by) {
    name_part moved[NAME_PARTS];
    for (uint32_t i = 0; i < n->count; i++) moved[i] = n->parts[(i + by) % n->count];
    memcpy(n->parts, moved, sizeof *moved * n->count);
}

/* "Shevchenko Taras Hryhorovych": the family name goes last. */
static void put_patronymic_inside(name *n) {
    if (n->count != 3 || !n->parts[2].stem.size || n->parts[1].stem.size || n->parts[1].use != PART_PLAIN) return;
    rotate(n, 1);
}

static void take_suffix(raw_parts *from, name *out, const name_knowledge *known) {
    if (from->count < 2) return;
    const name_word_entry *word = name_word_find(known, from->at[from->count - 1].form);
    if (!word || (!str_is(word->use, "suffix") && !str_is(word->use, "number"))) return;
    from->count--;
    out->numbered = str_is(word->use, "number");
    out->suffix = out->numbered ? word->form : word->line;
    if (from->comma == from->count) from->comma = NONE;
}

static void understand(name *out, const name_knowledge *known, raw_parts *from) {
    take_suffix(from, out, known);
    bool all_capitals = true;
    for (uint32_t i = 0; i < from->count; i++) all_capitals &= from->at[i].capitals == from->at[i].letters;
    for (uint32_t i = 0; i < from->count; i++) {
        bool chain = false;
        part_use use = use_of(known, from, i, all_capitals, &chain);
        add_parts(&(source){out, known, &from->at[i]}, use, chain);
    }
    out->comma = from->commas == 1 && from->comma != NONE && from->comma > 0 && from->comma < from->count && out->count == from->count;
    if (out->comma) rotate(out, from->comma);
    mark_titles(out, known);
    put_patronymic_inside(out);
}

/* --- scripts ------------------------------------------------------------------------------------------------------------------------- */

static void check_memory(arena *memory, UErrorCode status) {
    if (status == U_MEMORY_ALLOCATION_ERROR) arena_nomem(memory);
}

/* The text in Latin letters, in the arena; empty where ICU cannot. */
static str transliterate(name_script *script, arena *memory, str text) {
    UErrorCode status = U_ZERO_ERROR;
    if (!script || script->failed) return STR_NONE;
    if (!script->latin) {
        static const UChar id[] = u"Any-Latin; Latin-ASCII";
        script->latin = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
        check_memory(memory, status);
        if (U_FAILURE(status)) {
            script->failed = true;
            return STR_NONE;
        }
    }
    enum { ROOM = NAME_BYTES * 8 };
    UChar *units = arena_alloc(memory, sizeof(UChar) * ROOM);
    int32_t size = 0;
    u_strFromUTF8(units, NAME_BYTES * 2, &size, text.data, (int32_t)text.size, &status);
    int32_t limit = size;
    if (U_SUCCESS(status)) utrans_transUChars(script->latin, units, &size, ROOM, 0, &limit, &status);
    char *out = arena_alloc(memory, (size_t)ROOM * 3 + 1);
    int32_t bytes = 0;
    if (U_SUCCESS(status)) u_strToUTF8(out, ROOM * 3, &bytes, units, size, &status);
    check_memory(memory, status);
    if (U_FAILURE(status) || bytes > NAME_BYTES) return STR_NONE;
    return (str){out, (size_t)bytes};
}

static bool has_ideographs(str text) {
    for (int32_t at = 0; (size_t)at < text.size;) {
        UChar32 point;
        U8_NEXT((const uint8_t *)text.data, at, (int32_t)text.size, point);
        if (point >= 0x1100 &&
            (u_hasBinaryProperty(point, UCHAR_IDEOGRAPHIC) || u_getIntPropertyValue(point, UCHAR_SCRIPT) == USCRIPT_HANGUL))
            return true;
    }
    return false;
}

static const char *problem_of(str text) {
    if (!text.size) return "is empty";
    if (text.size > NAME_BYTES) return "is longer than 1,000 bytes";
    return utf8_valid(text, 0) == text.size ? NULL : "is not valid UTF-8";
}

static bool fold(name *out, const name_knowledge *known, arena *memory, raw_parts *parts) {
    UErrorCode status = U_ZERO_ERROR;
    folder f = {.known = known, .decompose = unorm2_getNFKDInstance(&status), .into = out, .memory = memory};
    check_memory(memory, status);
    if (U_FAILURE(status)) f.decompose = NULL;
    cut(&f, parts);
    if (f.too_long) out->problem = "has a word that is too long, or too many words";
    return !f.foreign;
}

/* What the first and the last word tell of a language, if they agree; those between may be syllables of anything. */
static unsigned tongues_of(const name_knowledge *known, const name *n) {
    unsigned out = 0;
    for (uint32_t i = 0; i < n->count; i++) {
        bool asked = n->parts[i].use == PART_PLAIN && (i == 0 || i + 1 == n->count);
        unsigned told = asked ? name_tongue(known, n->parts[i].form) : 0;
        if (told) out = out ? out & told : told;
        if (told && !out) return 0;
    }
    return out;
}

void name_read(name *out, const name_knowledge *known, arena *memory, name_script *script, str text) {
    memset(out, 0, sizeof *out);
    out->text = text = str_trim(text);
    out->problem = problem_of(text);
    if (out->problem) return;
    raw_parts *parts = ARENA_NEW(memory, raw_parts);
    if (!fold(out, known, memory, parts) && !out->problem) {
        out->ideographic = has_ideographs(text);
        out->text = transliterate(script, memory, text);
        if (!out->text.size || !fold(out, known, memory, parts)) out->problem = "has letters that cannot be turned into Latin ones";
    }
    if (!out->problem) understand(out, known, parts);
    if (!out->problem && !out->count) out->problem = "has no letters";
    if (!out->problem) out->tongues = tongues_of(known, out);
}
