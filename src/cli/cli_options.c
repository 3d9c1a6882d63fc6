/* cli_options.c: the command line. One table of options; each verb says by letters which it takes. */
#include <getopt.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli_run.h"

/* name, letter (also the key of `accepts`), whether it takes a value. Letters in capitals have no short form. */
static const struct option known[] = {{"data", required_argument, NULL, 'D'},
                                      {"with", required_argument, NULL, 'W'},
                                      {"without", required_argument, NULL, 'X'},
                                      {"by", required_argument, NULL, 'B'},
                                      {"about", required_argument, NULL, 'A'},
                                      {"kind", required_argument, NULL, 'K'},
                                      {"stance", required_argument, NULL, 'S'},
                                      {"measure", required_argument, NULL, 'M'},
                                      {"place", required_argument, NULL, 'P'},
                                      {"side", required_argument, NULL, 's'},
                                      {"min", required_argument, NULL, 'l'},
                                      {"shape", required_argument, NULL, 'x'},
                                      {"from", required_argument, NULL, 'F'},
                                      {"to", required_argument, NULL, 'T'},
                                      {"document", required_argument, NULL, 'O'},
                                      {"format", required_argument, NULL, 'f'},
                                      {"date", required_argument, NULL, 'd'},
                                      {"encoding", required_argument, NULL, 'E'},
                                      {"why-not", required_argument, NULL, 'w'},
                                      {"why", required_argument, NULL, 'y'},
                                      {"min-sources", required_argument, NULL, 'k'},
                                      {"policy", required_argument, NULL, 'p'},
                                      {"same", required_argument, NULL, 'e'},
                                      {"copy", required_argument, NULL, 'c'},
                                      {"window", required_argument, NULL, 'i'},
                                      {"limit", required_argument, NULL, 'n'},
                                      {"json", no_argument, NULL, 'J'},
                                      {"csv", no_argument, NULL, 'C'},
                                      {"table", no_argument, NULL, 'L'},
                                      {"search", required_argument, NULL, 'H'},
                                      {"again", no_argument, NULL, 'G'},
                                      {"quiet", no_argument, NULL, 'q'},
                                      {"update", no_argument, NULL, 'u'},
                                      {"no-cache", no_argument, NULL, 'N'},
                                      {"no-user-data", no_argument, NULL, 'U'},
                                      {"help", no_argument, NULL, 'h'},
                                      {"jobs", required_argument, NULL, 'j'},
                                      {"as", required_argument, NULL, '0'},
                                      {"text-field", required_argument, NULL, '1'},
                                      {"title-field", required_argument, NULL, '2'},
                                      {"id-field", required_argument, NULL, '3'},
                                      {"date-field", required_argument, NULL, '4'},
                                      {"url-field", required_argument, NULL, '5'},
                                      {"author-field", required_argument, NULL, '6'},
                                      {"max-size", required_argument, NULL, '7'},
                                      {"max-total", required_argument, NULL, '8'},
                                      {"max-ratio", required_argument, NULL, '9'},
                                      {"max-depth", required_argument, NULL, '!'},
                                      {"output", required_argument, NULL, 'o'},
                                      {"title", required_argument, NULL, 'I'},
                                      {"overrides", required_argument, NULL, 'V'},
                                      {"map", required_argument, NULL, 'm'},
                                      {"source", required_argument, NULL, 'Q'},
                                      {"licence", required_argument, NULL, 'Y'},
                                      {"files-from", required_argument, NULL, '['},
                                      {"null", no_argument, NULL, ']'},
                                      {"include", required_argument, NULL, '{'},
                                      {"exclude", required_argument, NULL, '}'},
                                      {"since", required_argument, NULL, '^'},
                                      {"log", required_argument, NULL, '|'},
                                      {"watch", no_argument, NULL, '~'},
                                      {NULL, 0, NULL, 0}};

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

/* Options of how files are read. */
static bool take_reading(options *out, int letter, const char *value) {
    muster_reading *how = &out->reading;
    uint64_t number = 0;
    bool fine = true;
    switch (letter) {
    case '0': return check_format(out, value);
    case '1': how->text_field = value; return true;
    case '2': how->title_field = value; return true;
    case '3': how->id_field = value; return true;
    case '4': how->date_field = value; return true;
    case '5': how->url_field = value; return true;
    case '6': how->author_field = value; return true;
    case '7': return check_count(out, "max-size", value, 1 << 30, &how->max_size);
    case '8': return check_count(out, "max-total", value, UINT64_MAX, &how->max_total);
    case '9':
        fine = check_count(out, "max-ratio", value, UINT32_MAX, &number);
        how->max_ratio = (uint32_t)number;
        return fine;
    default:
        fine = check_count(out, "max-depth", value, 64, &number);
        how->max_depth = (uint32_t)number;
        return fine;
    }
}

static bool take_flag(options *out, int letter) {
    switch (letter) {
    case 'J':
        out->rows = ROWS_JSON;
        out->rows_given = true;
        return true;
    case 'C':
        out->rows = ROWS_CSV;
        out->rows_given = true;
        return true;
    case 'L':
        out->rows = ROWS_TABLE;
        out->rows_given = true;
        return true;
    case 'q': out->quiet = true; return true;
    case ']': out->null = true; return true;
    case '~': out->watch = true; return true;
    case 'u': out->update = true; return true;
    case 'G': out->again = true; return true;
    case 'N': out->no_cache = true; return true;
    case 'U': out->no_user_data = true; return true;
    default: out->help = true; return true;
    }
}

/* Options that are a text, kept as it stands. */
static const char **text_of(options *out, int letter) {
    const struct {
        char letter;
        const char **text;
    } all[] = {
        {'[', &out->files_from}, {'|', &out->log},         {'Q', &out->source}, {'Y', &out->licence},  {'B', &out->by},
        {'A', &out->about},      {'H', &out->search},      {'K', &out->kind},   {'S', &out->stance},   {'M', &out->measure},
        {'P', &out->place},      {'s', &out->side},        {'x', &out->shape},  {'F', &out->from},     {'T', &out->to},
        {'O', &out->document},   {'f', &out->format},      {'d', &out->date},   {'E', &out->encoding}, {'w', &out->why_not},
        {'y', &out->why},        {'k', &out->min_sources}, {'p', &out->policy}, {'e', &out->same},     {'c', &out->copy},
        {'i', &out->window},     {'o', &out->output},      {'I', &out->title},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].letter == letter) return all[i].text;
    return NULL;
}

/* Options that may be given several times. */
static texts *texts_of(options *out, int letter) {
    switch (letter) {
    case '{': return &out->include;
    case '}': return &out->exclude;
    case 'D': return &out->data;
    case 'W': return &out->with;
    case 'X': return &out->without;
    case 'V': return &out->overrides;
    case 'm': return &out->map;
    default: return NULL;
    }
}

static bool take(options *out, int letter, const char *value) {
    if ((letter >= '0' && letter <= '9') || letter == '!') return take_reading(out, letter, value);
    const char **text = text_of(out, letter);
    texts *list = texts_of(out, letter);
    if (text) *text = value;
    if (list) return add_text(list, value, out->verb);
    switch (letter) {
    case '^': return check_since(out, value);
    case 'l': return check_min(out, value);
    case 'F': return check_date(value, "from", out->verb);
    case 'T': return check_date(value, "to", out->verb);
    case 'd': return check_date(value, "date", out->verb);
    case 'n': return check_limit(out, value);
    case 'j': return check_jobs(out, value);
    default: return text || take_flag(out, letter);
    }
}

static const char *option_name(int letter) {
    for (const struct option *o = known; o->name; o++)
        if (o->val == letter) return o->name;
    return "?";
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

static void say_no_option(const verb *which, int letter, const char *written) {
    const char *nearest = NULL;
    if (letter == '?' && strncmp(written, "--", 2) == 0 && !optopt)
        for (const struct option *o = known; o->name; o++)
            if (strchr(which->accepts, o->val) && like_word(written + 2, o->name)) nearest = o->name;
    if (nearest)
        say("muster %s: no option %s; is --%s meant? see `muster %s --help`", which->name, written, nearest, which->name);
    else if (letter == '?' && optopt && strncmp(written, "--", 2) == 0 && strchr(written, '='))
        say("muster %s: %.*s takes no value; see `muster %s --help`", which->name, (int)strcspn(written, "="), written, which->name);
    else if (letter == '?' && optopt) /* of several in one word, which getopt has not yet passed */
        say("muster %s: no option -%c (a file whose name begins so is written ./-%c…); see `muster %s --help`", which->name, optopt, optopt,
            which->name);
    else
        say("muster %s: no option %s%s; see `muster %s --help`", which->name, letter == '?' ? written : "--",
            letter == '?' ? "" : option_name(letter), which->name);
}

/* What is wrong with the number of operands, and the line of the help that says what is right. */
static bool check_operands(const options *out, const verb *which) {
    size_t count = out->operand_count + (out->files_from != NULL);
    const char *usage = strstr(which->help, "usage: ");
    int size = usage ? (int)strcspn(usage, "\n") : 0;
    if (count < which->operands)
        say("muster %s: too few arguments; %.*s, see `muster %s --help`", which->name, size, usage, which->name);
    else if (which->most && count > which->most)
        say("muster %s: \"%s\" is one argument too many; %.*s, see `muster %s --help`", which->name, out->operands[which->most], size,
            usage, which->name);
    else
        return true;
    return false;
}

bool options_read(options *out, const verb *which, int argc, char **argv) {
    *out = (options){.verb = which->name, .jobs = processors(), .reading = MUSTER_READING_INIT};
    opterr = 0;
    optind = 1;
    for (int letter; (letter = getopt_long(argc, argv, ":f:d:w:n:j:o:quh", known, NULL)) != -1;) {
        const char *written = argv[optind - 1];
        if (letter == ':') {
            say("muster %s: %s wants a value; see `muster %s --help`", which->name, written, which->name);
            return false;
        }
        if (letter == '?' || (letter != 'h' && !strchr(which->accepts, letter))) {
            say_no_option(which, letter, written);
            return false;
        }
        if (!take(out, letter, optarg)) return false;
    }
    out->operands = (const char **)argv + optind;
    out->operand_count = (size_t)(argc - optind);
    return out->help || check_operands(out, which);
}
