/* main.c: the program. Finds the verb, reads its options, runs it. */
#include <locale.h>
#include <string.h>

#include "cli/cli.h"

#define KNOWLEDGE_HELP                                                                                                                     \
    "  --data DIR         a folder of your own with gazetteers/ and rules/, over ours (repeatable)\n"                                      \
    "  --with TAG         switch rules on by tag;  --without TAG  off\n"                                                                   \
    "  --no-user-data     without your folder $XDG_DATA_HOME/muster\n"                                                                     \
    "  --no-cache         compile lists and rules in memory, keep nothing\n"
#define KNOWLEDGE_OPTIONS " data with without no-user-data no-cache"

#define OVERRIDES_HELP "  --overrides FILE   your corrections: names merged, split, renamed, rejected (repeatable; docs/overrides.md)\n"
#define OVERRIDES_OPTIONS " overrides"

#define ROWS_HELP                                                                                                                          \
    "  --table            columns that fit the terminal (default)\n"                                                                       \
    "  --json             one JSON object a line\n"                                                                                        \
    "  --csv              CSV with a header\n"
#define ROWS_OPTIONS " table json csv"
#define LIMIT_HELP "  --limit N          at most N rows\n"

#define QUIET_HELP "  --quiet            only errors\n"
#define NO_WORD_HELP "  --quiet            no word where nothing is found\n"

#define DATES_HELP "  --from DATE --to DATE   of documents dated so (2024-12-17, 2024-12, 2024)\n"
#define DATES_OPTIONS " from to"

#define FILES_HELP                                                                                                                         \
    "  --files-from FILE  read the files that are listed there, one a line (- for standard input; --null: NUL between them)\n"             \
    "  --include GLOB     only files whose name is so;  --exclude GLOB  none whose name, or folder's, is so (repeatable)\n"                \
    "  --since TIME       only files changed since a day (2024-12-17) or for no longer than 90m, 12h, 3d, 2w\n"
#define FILES_OPTIONS " files-from null include exclude since"

#define READING_HELP                                                                                                                       \
    "  --as FORMAT        read every file as text html mail epub docx odt rtf pdf subtitles news json jsonl\n"                             \
    "                     csv tsv xlsx feed export chat mbox warc or archive\n"                                                            \
    "                     (default: by content)\n"                                                                                         \
    "  --text-field NAME  of JSON and tables; also --title-field --id-field --date-field --url-field --author-field (default: guessed)\n"  \
    "  --max-size N       bytes of one document (256M);  --max-total N  bytes that one file may unpack to (64G)\n"                         \
    "  --max-ratio N      unpacked to packed (250);  --max-depth N  archives inside archives (4)\n"
#define READING_OPTIONS " as text-field title-field id-field date-field url-field author-field max-size max-total max-ratio max-depth"

const verb cli_verbs[] = {
    {"add", cmd_add, "extract and store in a database",
     "examples:\n"
     "  muster add facts.db articles/            every file below a folder\n"
     "  muster add facts.db - < story.txt        standard input\n"
     "  find . -name '*.html' -print0 | muster add facts.db --files-from - --null\n"
     "  muster add facts.db --since 2d --exclude drafts articles/\n"
     "  muster add facts.db --date 2024-12-17 report.txt\n"
     "\n"
     "usage: muster add DB PATH…\n"
     "\n"
     "Makes DB if it is not there. Unchanged documents are skipped, changed ones replaced. They are stored whole: a run that is\n"
     "killed, or a machine whose power fails, leaves no half of one, and running again goes on.\n"
     "\n"
     "  --date DATE        date of the documents, where neither file name nor text is to decide\n"
     "  --encoding NAME    encoding of the files (default: found out)\n"
     "  --jobs N, -j N     threads (default: one a processor); the database is the same\n"
     "  --watch            go on with what is written into the folders, until interrupted\n"
     "  --log FILE         append what becomes of each document as JSON lines\n"
     "  --quiet            no progress, no summary\n" FILES_HELP READING_HELP OVERRIDES_HELP KNOWLEDGE_HELP,
     "date encoding jobs quiet log watch" KNOWLEDGE_OPTIONS OVERRIDES_OPTIONS FILES_OPTIONS READING_OPTIONS, 2, 0},
    {"extract", cmd_extract, "facts to standard output, without a database",
     "examples:\n"
     "  muster extract article.txt               the text with its facts marked\n"
     "  muster extract --format jsonl articles/ > facts.jsonl\n"
     "  muster extract --format brat article.txt > article.ann\n"
     "\n"
     "usage: muster extract PATH…\n"
     "\n"
     "  --format FORMAT    text (default), jsonl (one record a line), brat (standoff; one file) or\n"
     "                     citron (text and quotes with cue, sources and contents; one object a line)\n"
     "  --jobs N, -j N     threads (default: one a processor); the output is the same\n"
     "  --date DATE        date of the documents;  --encoding NAME  their encoding\n" QUIET_HELP FILES_HELP READING_HELP OVERRIDES_HELP
         KNOWLEDGE_HELP,
     "format date encoding jobs quiet" KNOWLEDGE_OPTIONS OVERRIDES_OPTIONS FILES_OPTIONS READING_OPTIONS, 1, 0},
    {"merge", cmd_merge, "bring databases of parts of a collection together",
     "examples:\n"
     "  muster merge all.db part-1.db part-2.db  their documents and facts into all.db\n"
     "\n"
     "usage: muster merge DB OTHER…\n"
     "\n"
     "Makes DB if it is not there. Documents are the same if name and path are; of two versions the one from the later run stays. Merging\n"
     "again changes nothing, and the order does not matter.\n"
     "\n"
     "  --quiet            no summary\n",
     "quiet", 2, 0},
    {"said", cmd_said, "who said what",
     "examples:\n"
     "  muster said facts.db --by \"Sergei Lavrov\"\n"
     "  muster said facts.db --about Kursk --stance denied --csv\n"
     "  muster said facts.db --search 'NEAR(drone* shot)'\n"
     "\n"
     "usage: muster said DB\n"
     "\n"
     "  --by NAME          speaker (under any name); where nobody of that name speaks: role, affiliation, words for the speaker\n"
     "  --about WORDS      words in what was said, or somebody or something named in it (under any name)\n"
     "  --search EXPR      full text of what was said: words, \"a phrase\", begin*, a OR b, NEAR(a b, 5)\n"
     "  --again            only what more than one document quotes, with who had it first\n"
     "  --kind KIND        direct, mixed or indirect\n"
     "  --stance STANCE    asserted claimed accused denied confirmed asked urged promised warned other\n"
     "  --document ID      of one document\n" DATES_HELP ROWS_HELP LIMIT_HELP NO_WORD_HELP,
     "by about kind stance document quiet search again limit" ROWS_OPTIONS DATES_OPTIONS, 1, 1},
    {"figures", cmd_figures, "the figures",
     "examples:\n"
     "  muster figures facts.db --measure killed --place Kharkiv\n"
     "  muster figures facts.db --about troops --by \"John Kirby\" --json\n"
     "  muster figures facts.db --from 2025-02 --shape ucdp --csv > killed.csv\n"
     "\n"
     "usage: muster figures DB\n"
     "\n"
     "  --measure MEASURE  killed wounded casualties captured missing displaced deployed detained destroyed launched supplied duration age "
     "other\n"
     "  --about WORDS      words in what is counted, or in the sentence\n"
     "  --place PLACE      where;  --by SOURCE, --source SOURCE  who gives it;  --side NAME  whose people or equipment\n"
     "  --min N            at least so many\n"
     "  --policy POLICY    also the number that a project would write: acled (one; dozens 12, hundreds 100) or ucdp (low, best, high)\n"
     "  --shape SHAPE      people killed, in the columns of acled or ucdp (docs/figures.md)\n"
     "  --document ID      of one document\n" DATES_HELP ROWS_HELP LIMIT_HELP NO_WORD_HELP,
     "by about measure place source document side min shape policy limit quiet" ROWS_OPTIONS DATES_OPTIONS, 1, 1},
    {"named", cmd_named, "the people, places, organisations, units, weapons",
     "examples:\n"
     "  muster named facts.db --kind unit\n"
     "  muster named facts.db --about Zelensky --json\n"
     "\n"
     "usage: muster named DB\n"
     "\n"
     "  --kind KIND        person place organisation unit nationality weapon\n"
     "  --about NAME       words of the name\n" DATES_HELP ROWS_HELP LIMIT_HELP NO_WORD_HELP,
     "about kind limit quiet" ROWS_OPTIONS DATES_OPTIONS, 1, 1},
    {"audit", cmd_audit, "what sources say about the same thing: disputes, single sources, copies",
     "examples:\n"
     "  muster audit facts.db                              disputes first, each with both sentences\n"
     "  muster audit facts.db --measure killed --place Kursk --from 2024-12\n"
     "  muster audit facts.db --json > audit.jsonl         every claim, every pair, every copy\n"
     "\n"
     "usage: muster audit DB\n"
     "\n"
     "Brings together what documents say about the same thing (the same measure of the same people or equipment, place and time) and says\n"
     "how the claims stand to each other: agrees, refines, updates, conflicts, denies. Exit status 1 if anything is disputed or rests on\n"
     "one source. docs/audit.md says how it is decided.\n"
     "\n"
     "  --about WORDS      words in what is counted, its place, its source or its sentence\n"
     "  --measure MEASURE  as of figures;  --place PLACE  where\n"
     "  --min-sources N    fewer independent sources than N are a finding (default 2)\n"
     "  --policy POLICY    also the number to take of each: lowest, highest or latest\n"
     "  --why N:M          why the claims N and M are, or are not, about the same thing\n"
     "  --same X           evidence that makes two claims one thing (default 0.15; more: fewer are joined)\n"
     "  --copy X           share of a text that makes it a copy (default 0.5);  --window DAYS  after an event (default 7)\n" DATES_HELP
     "  --table            to be read (default)\n"
     "  --json             JSON lines: claims with their group, pairs with their label and why, copies\n"
     "  --csv              a row a finding\n"
     "  --quiet            nothing but the exit status\n"
     "  --limit N          at most N of each kind (default 20 disputes, 10 of one source)\n" KNOWLEDGE_HELP,
     "about measure place min-sources policy same copy window why limit quiet" KNOWLEDGE_OPTIONS ROWS_OPTIONS DATES_OPTIONS, 1, 1},
    {"report", cmd_report, "one page for a browser, GeoJSON, or metadata for Datasette",
     "examples:\n"
     "  muster report facts.db -o report.html    figures over time, who said what, places, articles; one file, no network\n"
     "  muster report facts.db --format geojson -o places.geojson\n"
     "  muster report facts.db --format metadata -o metadata.yaml && datasette facts.db -m metadata.yaml\n"
     "\n"
     "usage: muster report DB\n"
     "\n"
     "  -o, --output FILE  where to (default: standard output)\n"
     "  --format FORMAT    html (default), geojson or metadata\n"
     "  --title TEXT       title of the page\n"
     "  --limit N          at most N articles, the latest (default 10000); the page says what was left out\n" QUIET_HELP DATES_HELP
         KNOWLEDGE_HELP,
     "output format title limit quiet" KNOWLEDGE_OPTIONS DATES_OPTIONS, 1, 1},
    {"verify", cmd_verify, "facts whose text no longer stands in the files",
     "examples:\n"
     "  muster verify facts.db\n"
     "  muster verify facts.db --json\n"
     "\n"
     "usage: muster verify DB\n"
     "\n"
     "Reads the files again that DB was made of, by the fields, encoding and limits that `add` was given (run it where `add` was run, "
     "paths\n"
     "are as they were given). Exit status 1 if the text of a figure, quote or name is not in its file any more, or a file cannot be "
     "read.\n"
     "\n" ROWS_HELP "  --quiet            no summary\n" KNOWLEDGE_HELP,
     "quiet" ROWS_OPTIONS KNOWLEDGE_OPTIONS, 1, 1},
    {"diff", cmd_diff, "facts that two databases have different",
     "examples:\n"
     "  muster diff yesterday.db today.db                  gained, lost, changed\n"
     "  muster diff old.db new.db --csv > changes.csv\n"
     "\n"
     "usage: muster diff OLD.db NEW.db\n"
     "\n"
     "Documents are the same if their names are. A figure has changed if its number has (the same measure, noun and source), a quote if "
     "its\n"
     "words have (the same speaker, half of the words) or who said it, a name if its role has. Exit status 1 if anything differs.\n"
     "\n" ROWS_HELP "  --quiet            nothing but the exit status\n",
     "quiet" ROWS_OPTIONS, 2, 2},
    {"explain", cmd_explain, "why each fact was found",
     "examples:\n"
     "  muster explain article.txt\n"
     "  muster explain --why-not according-to article.txt\n"
     "\n"
     "usage: muster explain PATH…\n"
     "\n"
     "  --why-not RULE     how far that rule got, sentence by sentence, and what stopped it\n"
     "  --date DATE        date of the documents;  --encoding NAME  their encoding\n" QUIET_HELP FILES_HELP READING_HELP OVERRIDES_HELP
         KNOWLEDGE_HELP,
     "why-not date encoding quiet" KNOWLEDGE_OPTIONS OVERRIDES_OPTIONS FILES_OPTIONS READING_OPTIONS, 1, 0},
    {"check", cmd_check, "validate gazetteers and rules, run the rules' examples",
     "examples:\n"
     "  muster check                             ours and your own\n"
     "  muster check my-data/                    with a folder over them\n"
     "\n"
     "usage: muster check [DIR…]\n"
     "\n"
     "Prints file:line:col: error: … and exits with 1 if something is wrong; warns of doubles, clashes and files of yours that nothing "
     "reads.\n"
     "\n" QUIET_HELP OVERRIDES_HELP KNOWLEDGE_HELP,
     "quiet" KNOWLEDGE_OPTIONS OVERRIDES_OPTIONS, 0, 0},
    {"lookup", cmd_lookup, "what a name is known as, and from which list",
     "examples:\n"
     "  muster lookup Kharkov Zelenskiy\n"
     "  muster lookup --json \"US\"\n"
     "\n"
     "usage: muster lookup NAME…\n"
     "\n" ROWS_HELP LIMIT_HELP NO_WORD_HELP KNOWLEDGE_HELP,
     "limit quiet" KNOWLEDGE_OPTIONS ROWS_OPTIONS, 1, 0},
    {"import", cmd_import, "lists of others as a list of ours",
     "examples:\n"
     "  muster import --format geonames UA.txt -o my/gazetteers/place/ukraine.tsv\n"
     "  muster import entities.ftm.json > my/gazetteers/persons.tsv\n"
     "  muster import --kind unit --map name=Unit --map parent=Brigade units.csv\n"
     "\n"
     "usage: muster import PATH…\n"
     "\n"
     "Prints a .tsv list (gazetteers/README.md). A wrong line is told as file:line:column and passed over, and the exit status is 1. Then\n"
     "`muster check my` says what of it doubles or clashes with other lists, and --data my uses it.\n"
     "\n"
     "  --format FORMAT    geonames (a dump, 19 columns) wikidata (CSV of its query service) ftm (FollowTheMoney, OpenSanctions: JSON "
     "lines)\n"
     "                     spacy (patterns: JSON lines) gate (.lst, lists.def) petrarch (actors) csv; default: what the file looks like\n"
     "  --kind KIND        the kind of all entries (person place organisation unit nationality weapon, or a vocabulary)\n"
     "  --map KEY=COLUMN   of csv: id, name, aliases (a|b|c), kind or an attribute of ours, and the column that has it (repeatable)\n"
     "  --source TEXT --licence TEXT  for the head of the list; `muster lookup` shows them\n"
     "  -o, --output FILE  where to (default: standard output); a name in .tsv\n"
     "  --quiet            no summary\n",
     "format kind map source licence output quiet", 1, 0},
    {"match", cmd_match, "whether two names may be one, and why",
     "examples:\n"
     "  printf 'Kyiv\\tKiev\\n' | muster match\n"
     "  muster match pairs.tsv                   a pair a line, a tab between the names\n"
     "\n"
     "usage: muster match [PATH…]\n"
     "\n"
     "Prints same or different, a tab and the reason, a line a pair. It is the rule by which the entities of a text are brought together; "
     "what\n"
     "it knows of spelling stands in gazetteers/spelling/. A line that is no pair gives error, a tab and what is wrong, and exit status "
     "1.\n"
     "\n" QUIET_HELP KNOWLEDGE_HELP,
     "quiet" KNOWLEDGE_OPTIONS, 0, 0},
    {"test", cmd_test, "run cases: texts with their facts under them",
     "examples:\n"
     "  muster test tests/corpus\n"
     "  muster test -u my-cases.txt              write down what is found now\n"
     "\n"
     "usage: muster test PATH…\n"
     "\n"
     "  -u, --update       rewrite what each case expects (read the difference before you keep it)\n"
     "  --quiet            only failures and the count\n" OVERRIDES_HELP KNOWLEDGE_HELP,
     "update quiet" KNOWLEDGE_OPTIONS OVERRIDES_OPTIONS, 1, 0},
};
const size_t cli_verb_count = sizeof cli_verbs / sizeof *cli_verbs;

static void print_help(void) {
    puts("Muster writes down who and what conflict reporting names, which figures it gives and who said what.\n\n"
         "examples:\n"
         "  muster add facts.db articles/            extract a folder into a database\n"
         "  muster said facts.db --about Kursk       who said what\n"
         "  sqlite3 facts.db 'SELECT * FROM counted' ask with plain SQL\n\n"
         "usage: muster VERB …\n");
    for (size_t i = 0; i < cli_verb_count; i++) printf("  %-8s  %s\n", cli_verbs[i].name, cli_verbs[i].summary);
    puts("\n`muster VERB --help` says more; `muster --version` names the version.\n"
         "Exit status: 0 done, 1 some documents failed or findings, 2 wrong usage, 3 input or output.");
}

static const verb *find_verb(const char *name) {
    for (size_t i = 0; i < cli_verb_count; i++)
        if (strcmp(cli_verbs[i].name, name) == 0) return &cli_verbs[i];
    return NULL;
}

static int no_option(const char *given) {
    bool version = like_word(given, "--version"), help = like_word(given, "--help");
    if (version || help)
        say("muster: no option %s; is --%s meant?", given, version ? "version" : "help");
    else
        say("muster: no option %s before the verb; write muster VERB %s …, and see `muster --help`", given, given);
    return EXIT_USAGE;
}

static int no_verb(const char *given) {
    const char *nearest = NULL;
    for (size_t i = 0; i < cli_verb_count; i++)
        if (like_word(given, cli_verbs[i].name)) nearest = cli_verbs[i].name;
    if (nearest)
        say("muster: no verb \"%s\"; is `muster %s` meant? `muster --help` lists them", given, nearest);
    else if (strpbrk(given, "./"))
        say("muster: no verb \"%s\"; the verb comes first: muster VERB %s …, `muster --help` lists them", given, given);
    else
        say("muster: no verb \"%s\"; `muster --help` lists them", given);
    return EXIT_USAGE;
}

/* `muster help`, or `muster help VERB`. */
static int print_help_of(const char *name) {
    const verb *which = name ? find_verb(name) : NULL;
    if (name && !which) return no_verb(name);
    if (which)
        fputs(which->help, stdout);
    else
        print_help();
    return finish_output(EXIT_OK);
}

int main(int argc, char **argv) {
    setlocale(LC_CTYPE, "C.UTF-8");
    if (argc < 2) {
        print_help();
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) return print_help_of(argv[2]);
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0 || strcmp(argv[1], "version") == 0) {
        puts(muster_version());
        return finish_output(EXIT_OK);
    }
    const verb *which = find_verb(argv[1]);
    if (!which) return argv[1][0] == '-' ? no_option(argv[1]) : no_verb(argv[1]);
    options given;
    if (!options_read(&given, which, argc - 1, argv + 1)) return EXIT_USAGE;
    if (given.help) {
        fputs(which->help, stdout);
        return finish_output(EXIT_OK);
    }
    return finish_output(which->run(&given));
}
