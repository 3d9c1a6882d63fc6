/* cli_options.c: the command line. One list of options (cli_option.def); each verb names those that it takes. */
#include <getopt.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli_run.h"

typedef enum option_id {
    OPTIONS_FROM = 256, /* behind the letters */
#define VALUE(field, name, letter) OPTION_##field,
#define MODE(field, name, letter) OPTION_##field,
#include "cli/cli_option.def"
} option_id;

static const struct option known[] = {
#define VALUE(field, name, letter) {name, required_argument, NULL, OPTION_##field},
#define MODE(field, name, letter) {name, no_argument, NULL, OPTION_##field},
#include "cli/cli_option.def"
    {NULL, 0, NULL, 0}};

enum { KNOWN = sizeof known / sizeof *known - 1 };

/* Of each: its short form. */
static const char letter_of[KNOWN] = {
#define VALUE(field, name, letter) letter,
#define MODE(field, name, letter) letter,
#include "cli/cli_option.def"
};

/* The option of a short form; what getopt gives else stays. */
static int option_of(int given) {
    for (size_t i = 0; i < KNOWN; i++)
        if (letter_of[i] == given) return known[i].val;
    return given;
}

/* As getopt wants them: a colon first, and behind those that have a value. */
static void write_letters(char out[2 * KNOWN + 2]) {
    *out++ = ':';
    for (size_t i = 0; i < KNOWN; i++) {
        if (!letter_of[i]) continue;
        *out++ = letter_of[i];
        if (known[i].has_arg == required_argument) *out++ = ':';
    }
    *out = '\0';
}

static bool add_text(texts *to, const char *value, const char *verb_name) {
    if (to->count == MOST_REPEATED) {
        say("muster %s: an option is given more than %d times", verb_name, MOST_REPEATED);
        return false;
    }
    to->at[to->count++] = value;
    return true;
}

/* The number that so many digits stand for. */
static int digits_value(const char *text, size_t count) {
    int value = 0;
    for (size_t i = 0; i < count; i++) value = value * 10 + (text[i] - '0');
    return value;
}

/* A day, month or year that the calendar has. */
static bool iso_date(const char *text) {
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    size_t size = strlen(text);
    if (size != 4 && size != 7 && size != 10) return false;
    for (size_t i = 0; i < size; i++)
        if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
    int year = digits_value(text, 4), month = size > 4 ? digits_value(text + 5, 2) : 1, day = size > 7 ? digits_value(text + 8, 2) : 1;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] - (month == 2 && !leap);
}

static bool check_date(const char *text, const char *option, const char *verb_name) {
    if (iso_date(text)) return true;
    say("muster %s: --%s \"%s\" is no date; write it as 2024-12-17, 2024-12 or 2024", verb_name, option, text);
    return false;
}

static bool check_limit(options *out, const char *text) {
    char *end;
    out->limit = strtoll(text, &end, 10);
    if (*text && !*end && out->limit > 0) return true;
    say("muster %s: --limit \"%s\" is no count; write a number from 1", out->verb, text);
    return false;
}

static bool check_since(options *out, const char *text) {
    if (since_from(text, time(NULL), &out->since) && out->since > 0) return true;
    say("muster %s: --since \"%s\" is no time; write a day (2024-12-17) or an age (90m, 12h, 3d, 2w)", out->verb, text);
    return false;
}

static bool check_min(options *out, const char *text) {
    char *end;
    out->min = strtod(text, &end);
    if (*text && !*end && out->min > 0 && out->min < 1e18) return true;
    say("muster %s: --min \"%s\" is no number; write one above 0", out->verb, text);
    return false;
}

static bool check_jobs(options *out, const char *text) {
    char *end;
    long jobs = strtol(text, &end, 10);
    if (*text && !*end && jobs > 0 && jobs <= MOST_JOBS) {
        out->jobs = (unsigned)jobs;
        return true;
    }
    say("muster %s: --jobs \"%s\" is no number of threads; write one from 1 to %d", out->verb, text, MOST_JOBS);
    return false;
}

/* A number from 1, of bytes with k, M, G or T behind it. */
static bool check_count(options *out, const char *option, const char *text, uint64_t most, uint64_t *value) {
    static const char units[] = "kMGT";
    char *end;
    unsigned long long number = *text >= '0' && *text <= '9' ? strtoull(text, &end, 10) : 0;
    const char *unit = number && *end ? strchr(units, *end) : NULL;
    int shift = unit ? 10 * (int)(unit - units + 1) : 0;
    if (number && !end[unit != NULL] && number <= most >> shift) {
        *value = number << shift;
        return true;
    }
    say("muster %s: --%s \"%s\" is none; write a number from 1 (500, 64k, 20M, 2G)", out->verb, option, text);
    return false;
}

static bool check_format(options *out, const char *text) {
    const char *const *names = muster_formats();
    for (const char *const *name = names; *name; name++)
        if (strcmp(*name, text) == 0) {
            out->reading.format = text;
            return true;
        }
    fprintf(stderr, "muster %s: no format is called \"%s\"; there are", out->verb, text);
    for (const char *const *name = names; *name; name++) fprintf(stderr, " %s", *name);
    fputc('\n', stderr);
    return false;
}

/* Where an option that is a text, kept as it stands, is kept; one that may be given several times; one that has no value. NULL: it is
 * another. */
static const char **text_of(options *out, option_id id) {
    const struct {
        option_id id;
        const char **text;
    } all[] = {
#define TEXT(field, name, letter) {OPTION_##field, &out->field},
#define FIELD(field, name, letter) {OPTION_##field, &out->reading.field},
#include "cli/cli_option.def"
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].id == id) return all[i].text;
    return NULL;
}

static texts *texts_of(options *out, option_id id) {
    const struct {
        option_id id;
        texts *list;
    } all[] = {
#define TEXTS(field, name, letter) {OPTION_##field, &out->field},
#include "cli/cli_option.def"
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].id == id) return all[i].list;
    return NULL;
}

static bool *flag_of(options *out, option_id id) {
    const struct {
        option_id id;
        bool *flag;
    } all[] = {
#define FLAG(field, name, letter) {OPTION_##field, &out->field},
#include "cli/cli_option.def"
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].id == id) return all[i].flag;
    return NULL;
}

static bool take_rows(options *out, row_format rows) {
    out->rows = rows;
    out->rows_given = true;
    return true;
}

/* Limits of how files are read. */
static bool take_limit(options *out, option_id id, const char *value) {
    muster_reading *how = &out->reading;
    uint64_t number = 0;
    bool fine = true;
    switch (id) {
    case OPTION_max_size: return check_count(out, "max-size", value, 1 << 30, &how->max_size);
    case OPTION_max_total: return check_count(out, "max-total", value, UINT64_MAX, &how->max_total);
    case OPTION_max_ratio:
        fine = check_count(out, "max-ratio", value, UINT32_MAX, &number);
        how->max_ratio = (uint32_t)number;
        return fine;
    default:
        fine = check_count(out, "max-depth", value, 64, &number);
        how->max_depth = (uint32_t)number;
        return fine;
    }
}

/* Options with a meaning of their own, and what must be true of a text. */
static bool take_special(options *out, option_id id, const char *value) {
    switch (id) {
    case OPTION_as: return check_format(out, value);
    case OPTION_since: return check_since(out, value);
    case OPTION_min: return check_min(out, value);
    case OPTION_limit: return check_limit(out, value);
    case OPTION_jobs: return check_jobs(out, value);
    case OPTION_from: return check_date(value, "from", out->verb);
    case OPTION_to: return check_date(value, "to", out->verb);
    case OPTION_date: return check_date(value, "date", out->verb);
    case OPTION_json: return take_rows(out, ROWS_JSON);
    case OPTION_csv: return take_rows(out, ROWS_CSV);
    case OPTION_table: return take_rows(out, ROWS_TABLE);
    case OPTION_max_size:
    case OPTION_max_total:
    case OPTION_max_ratio:
    case OPTION_max_depth: return take_limit(out, id, value);
    default: return true;
    }
}

static bool take(options *out, option_id id, const char *value) {
    const char **text = text_of(out, id);
    texts *list = texts_of(out, id);
    bool *flag = flag_of(out, id);
    if (text) *text = value;
    if (flag) *flag = true;
    return list ? add_text(list, value, out->verb) : take_special(out, id, value);
}

static const char *option_name(int id) {
    for (const struct option *o = known; o->name; o++)
        if (o->val == id) return o->name;
    return "?";
}

/* Every verb has its help. */
static bool accepts(const verb *which, const char *name) {
    size_t size = strlen(name);
    for (const char *at = which->accepts; (at = strstr(at, name)) != NULL; at += size)
        if ((at == which->accepts || at[-1] == ' ') && (at[size] == ' ' || !at[size])) return true;
    return strcmp(name, "help") == 0;
}

/* Those that this process may use. */
static unsigned processors(void) {
    cpu_set_t usable;
    if (sched_getaffinity(0, sizeof usable, &usable) != 0) return 1;
    int count = CPU_COUNT(&usable);
    return count < 1 ? 1 : count > MOST_JOBS ? MOST_JOBS : (unsigned)count;
}

bool like_word(const char *given, const char *word) {
    size_t same = 0, size = strlen(given), other = strlen(word);
    while (given[same] && given[same] == word[same]) same++;
    const char *a = given + same, *b = word + same;
    if (size == other && size > same + 1 && a[0] == b[1] && a[1] == b[0] && strcmp(a + 2, b + 2) == 0) return true;
    if (size + 1 < other || other + 1 < size || same == 0) return false;
    return strcmp(a + (size >= other && *a), b + (other >= size && *b)) == 0;
}

static void say_no_option(const verb *which, int id, const char *written) {
    const char *nearest = NULL;
    if (id == '?' && strncmp(written, "--", 2) == 0 && !optopt)
        for (const struct option *o = known; o->name; o++)
            if (accepts(which, o->name) && like_word(written + 2, o->name)) nearest = o->name;
    if (nearest)
        say("muster %s: no option %s; is --%s meant? see `muster %s --help`", which->name, written, nearest, which->name);
    else if (id == '?' && optopt && strncmp(written, "--", 2) == 0 && strchr(written, '='))
        say("muster %s: %.*s takes no value; see `muster %s --help`", which->name, (int)strcspn(written, "="), written, which->name);
    else if (id == '?' && optopt) /* of several in one word, which getopt has not yet passed */
        say("muster %s: no option -%c (a file whose name begins so is written ./-%c…); see `muster %s --help`", which->name, optopt, optopt,
            which->name);
    else
        say("muster %s: no option %s%s; see `muster %s --help`", which->name, id == '?' ? written : "--", id == '?' ? "" : option_name(id),
            which->name);
}

/* What is wrong with the number of operands, and the line of the help that says what is right. */
static bool check_operands(const options *out, const verb *which) {
    size_t count = out->operand_count + (out->files_from != NULL);
    const char *usage = strstr(which->help, "usage: ");
    const char *asking = accepts(which, "by") ? " (words are asked for with --about, who said so with --by)" : "";
    int size = usage ? (int)strcspn(usage, "\n") : 0;
    if (count < which->operands)
        say("muster %s: too few arguments; %.*s, see `muster %s --help`", which->name, size, usage, which->name);
    else if (which->most && count > which->most)
        say("muster %s: \"%s\" is one argument too many%s; %.*s, see `muster %s --help`", which->name, out->operands[which->most], asking,
            size, usage, which->name);
    else
        return true;
    return false;
}

bool options_read(options *out, const verb *which, int argc, char **argv) {
    char letters[2 * KNOWN + 2];
    write_letters(letters);
    *out = (options){.verb = which->name, .jobs = processors(), .reading = MUSTER_READING_INIT};
    opterr = 0;
    optind = 1;
    for (int given; (given = getopt_long(argc, argv, letters, known, NULL)) != -1;) {
        const char *written = argv[optind - 1];
        int id = option_of(given);
        if (id == ':') {
            say("muster %s: %s wants a value; see `muster %s --help`", which->name, written, which->name);
            return false;
        }
        if (id == '?' || !accepts(which, option_name(id))) {
            say_no_option(which, id, written);
            return false;
        }
        if (!take(out, (option_id)id, optarg)) return false;
    }
    out->operands = (const char **)argv + optind;
    out->operand_count = (size_t)(argc - optind);
    return out->help || check_operands(out, which);
}
