/* The stage name over small lists: what is read off a name, which words are alike, that the order of the two does not matter, that lists
 * full of nonsense and names of any bytes do no harm. */
#include "check_arena.h"
#include "gazetteer_fixture.h"
#include "name/name.h"

static const char spellings[] = "@kind spelling\n@readings none\ncommon ; text=common spellings\nslavic ; text=slavic ones\n";
static const char common[] = "@kind letters_common\n@readings none\ni = y\nk = ck\n";
static const char slavic[] = "@kind letters_slavic\n@readings none\ng = h\no- = a-\ne ~ i\n-a ~ -ia\nh ~ _\n";
static const char given[] = "@kind given_variant\n@readings none\nOleksandr | Alexander\nHasan | Hassan\nHusein | Hussein\nMykola | "
                            "Nikolai\nMohammed | Muhammad ; optional=1\n";
static const char words[] = "@kind name_word\n@readings none\nal | el | ar ; use=article ; lead=any\nbin ; use=particle ; chain=1\njr ; "
                            "use=suffix\nii ; use=number\nabu ; use=kin\n";
static const char fathers[] = "@kind patronymic\n@readings none\novych | ovich\n";
static const char letters[] = "@kind letter\n@readings none\n@case exact\n@accents exact\nш | sh\nь\nж | zh\nу | u\nк | k\n";

static arena *memory;
static gazetteer *lists;
static const name_knowledge *known;

static void close_lists(void *handle) {
    gazetteer_close(handle);
}

static void open_lists(const folder *f) {
    muster_error error;
    const char *dirs[] = {f->path};
    gazetteer_source source = {dirs, 1, NULL, false};
    lexicon *plain = lexicon_new(token_knowledge_new(memory));
    muster_status status = gazetteer_open(&lists, &source, plain, labels_new(memory), (finding_sink){NULL, NULL}, &error);
    if (status != MUSTER_OK) {
        fprintf(stderr, "%s:%u: %s\n", error.file, error.line, error.message);
        abort();
    }
    lexicon_free(plain);
    arena_defer(memory, close_lists, lists);
    known = name_knowledge_new(memory, lists);
}

static name read_name(const char *text) {
    name out;
    name_read(&out, known, memory, NULL, str_from(text));
    return out;
}

static name_grade grade(const char *one, const char *other) {
    name a = read_name(one), b = read_name(other);
    name_verdict there = name_compare(known, memory, &a, &b), back = name_compare(known, memory, &b, &a);
    CHECK_INT(there.grade, back.grade);
    CHECK(there.reason.size > 0);
    return there.grade;
}

static void test_parts(void) {
    name n = read_name("al-Hasan, V. ");
    CHECK(n.comma);
    n = read_name("V. V. Tsukor Jr");
    CHECK_INT(n.count, 3);
    CHECK_INT(n.parts[0].use, PART_INITIAL);
    CHECK_STR(n.parts[2].form, "tsukor");
    CHECK_STR(n.suffix, "jr");
    n = read_name("Abu Omar al-Shami");
    CHECK_INT(n.parts[0].use, PART_KIN);
    CHECK_INT(n.parts[2].use, PART_ARTICLE);
    n = read_name("Zhuk Ivan Petrovych");
    CHECK_STR(n.parts[2].form, "zhuk");
    n = read_name("Жукь’Шук");
    CHECK_STR(n.parts[0].form, "zhukshuk");
    CHECK(read_name("").problem != NULL);
    CHECK(read_name("...").problem != NULL);
    CHECK(read_name("\xff\xfe").problem != NULL);
    CHECK(read_name("漢字").problem != NULL); /* without ICU */
}

static void test_grades(void) {
    CHECK_INT(grade("Ivan Zub", "IVAN ZÚB"), GRADE_equal);
    CHECK_INT(grade("Igor Zubok", "Ihor Zubock"), GRADE_regular);
    CHECK_INT(grade("Ivan Petrenko", "Ivan Pitrenko"), GRADE_loose);
    CHECK_INT(grade("Ivan Zubarenko", "Ivan Zubarengo"), GRADE_slip);
    CHECK_INT(grade("Ivan Zub", "Ivan Lev"), GRADE_different);
    CHECK_INT(grade("Alexander Zub", "Oleksandr Zub"), GRADE_regular);
    CHECK_INT(grade("Hasan Zub", "Husein Zub"), GRADE_different);
    CHECK_INT(grade("Mohammed Ali Zub", "Ali Zub"), GRADE_loose);
    CHECK_INT(grade("Ivan Zub Jr", "Ivan Zub"), GRADE_different);
    CHECK_INT(grade("Ivan Zub II", "Ivan Zub"), GRADE_equal);
    CHECK_INT(grade("Abu Omar", "Abu Hasan"), GRADE_different);
    CHECK_INT(grade("el-Shami", "al Shami"), GRADE_equal);
    CHECK_INT(grade("Elshami Zub", "El Shami Zub"), GRADE_equal);
    CHECK_INT(grade("Ivan Zub", "Zub"), GRADE_loose);
    CHECK_INT(grade("Ivan Petrovych Zub", "Ivan Petrovich Zub"), GRADE_regular);
    CHECK_INT(grade("Ivan Petrovych Zub", "Ivan Hasanovych Zub"), GRADE_different);
    CHECK_INT(grade("Ivan Mykolovych Zub", "Ivan Nikolaiovich Zub"), GRADE_regular);
}

static void test_first_and_last_letters(void) {
    CHECK_INT(grade("Zubarova", "Zubarov"), GRADE_different);
    CHECK_INT(grade("Hubarenko", "Ubarenko"), GRADE_different); /* a silent letter is not the first one */
    CHECK_INT(grade("Cubarenko", "Bubarenko"), GRADE_different);
}

/* Names of random letters, hyphens, initials and bytes: always a verdict, the same both ways round. */
static void test_any_bytes(void) {
    static const char *const pieces[] = {"a",    "Zub", " ", "-",  ".",  "al-", "Abu ", "bin ",      "ovych", "Жук",
                                         "\xff", "’",   ",", "jr", "ii", "é",   "B. ",  "Oleksandr", "\xd8",  "\xcc\x81"};
    uint64_t state = 42;
    for (int round = 0; round < 3000; round++) {
        char text[2][400] = {{0}};
        for (int side = 0; side < 2; side++)
            for (int i = 0, count = (int)(state >> 33) % 24; i <= count; i++) {
                state = state * 6364136223846793005u + 1442695040888963407u;
                strcat(text[side], pieces[(state >> 33) % (sizeof pieces / sizeof *pieces)]);
            }
        arena_mark here = arena_here(memory);
        grade(text[0], text[1]);
        arena_release(memory, here);
    }
}

static void test_long_names(void) {
    char text[NAME_BYTES + 2];
    memset(text, 'a', sizeof text);
    text[NAME_BYTES + 1] = '\0';
    CHECK(read_name(text).problem != NULL);
    text[NAME_BYTES] = '\0';
    CHECK(read_name(text).problem != NULL);
    for (size_t i = 0; i + 1 < 600; i += 2) memcpy(text + i, "b ", 2);
    text[600] = '\0';
    CHECK(read_name(text).problem != NULL);
    CHECK_INT(grade(text, "Zub"), GRADE_different);
}

static void run(arena *own, void *payload) {
    (void)payload;
    memory = own;
    folder f = folder_new();
    folder_list(&f, "gazetteers/a.list", spellings);
    folder_list(&f, "gazetteers/b.list", common);
    folder_list(&f, "gazetteers/c.list", slavic);
    folder_list(&f, "gazetteers/d.list", given);
    folder_list(&f, "gazetteers/e.list", words);
    folder_list(&f, "gazetteers/f.list", fathers);
    folder_list(&f, "gazetteers/g.list", letters);
    folder_list(&f, "gazetteers/h.list",
                "@kind letters_common\n@readings none\n= = =x\nq = = -\n_ = _\nthirteenletters = a\nÄ = b\n-x- = y\nzz\n");
    open_lists(&f);
    test_parts();
    test_grades();
    test_first_and_last_letters();
    test_any_bytes();
    test_long_names();
    folder_remove(&f);
}

static void run_without_lists(arena *own, void *payload) {
    (void)payload;
    memory = own;
    folder f = folder_new();
    folder_list(&f, "gazetteers/a.list", "@kind place\nZub\n");
    open_lists(&f);
    CHECK_INT(grade("Ivan Zub", "ivan zub"), GRADE_equal);
    CHECK_INT(grade("Ivan Zub", "Ivan Lev"), GRADE_different);
    folder_remove(&f);
}

int main(void) {
    check_in_arena(run, NULL);
    check_in_arena(run_without_lists, NULL);
    CHECK_DONE();
}
