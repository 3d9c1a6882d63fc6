"""muster check on lists that are sound but doubtful: doubles, clashes between kinds, replaced and stale entries, letters that only look right."""
from program import Case


class Lint(Case):
    def check(self, **lists):
        """The findings about own lists, over a small base, so that not all of our rules' examples are run."""
        self.write("base/gazetteers/person/base.list", "@kind person\nViktor Yanukovych | Yanukovych | Viktor Yanukovich\n")
        self.write("base/rules/phases", "phase names: names.rules\n")
        self.write("base/rules/names.rules", "")
        for name, content in lists.items():
            self.write(f"own/gazetteers/{name}.list", content)
        out, _ = self.run_muster("check", "--no-user-data", self.folder / "own", env={"MUSTER_DATA": str(self.folder / "base")})
        return [line for line in out.splitlines() if "own/gazetteers" in line or "x.list" in line or "y.list" in line]

    def test_sound_lists_have_nothing_to_tell(self):
        self.assertEqual([], self.check(x="@kind place\nVelykyi Zubr | Великий Зубр | Veliki Zubr ; country=UA\nZubr-2М@weak\n"))

    def test_files_that_nothing_reads(self):
        for name in ("own/gazetteers/person/a.csv", "own/rules/mine.rules", "own/rules/extra/b.rules", "own/rules/names.rules", "own/gazetteers/README.md"):
            self.write(name, "phase names\n" if "extra" in name else "")
        found = self.check()
        self.assertEqual(1, len(found))
        self.assertRegex(found[0], r"own/gazetteers/person/a\.csv:1:1: warning: nothing reads this file: lists end in \.list or \.tsv")
        out, _ = self.run_muster("check", "--no-user-data", self.folder / "own", env={"MUSTER_DATA": str(self.folder / "base")})
        found = [line for line in out.splitlines() if "own/rules" in line]
        self.assertEqual(1, len(found))
        self.assertRegex(found[0], r"own/rules/mine\.rules:1:1: warning: no phase reads this file: put it into rules/extra/, with `phase NAME`")

    def test_doubles(self):
        found = self.check(x="@kind organisation\nZubr Relief Fund | Zubr Aid ; id=o1\n", y="@kind organisation\nZúbr Aid ; id=o2\n")
        self.assertEqual(1, len(found))
        self.assertRegex(found[0], r"y\.list:2:1: warning: `Zubr Aid` is a name of two entries: of Zúbr Aid here, and at gazetteers/x\.list:2")
        found = self.check(x="@kind organisation\nZubr Fund\nZubr Fund\n", y="")
        self.assertRegex(found[0], r"x\.list:3:1: warning: `Zubr Fund` stands at gazetteers/x\.list:2 already")

    def test_a_second_check_tells_the_same(self):
        lists = {"x": "@kind organisation\nZubr Fund\nZubr Fund\n"}
        self.assertEqual(1, len(self.check(**lists)))
        self.assertEqual(1, len(self.check(**lists)))

    def test_places_of_one_name_are_doubles_where_they_lie_together(self):
        found = self.check(x="@kind place\n@attr feature=city\nZubr Nova ; id=p1 ; lat=48.001 ; lon=37\nZubr Nova ; id=p2 ; lat=48.002 ; lon=37\nZubr Nova ; id=p3 ; lat=30 ; lon=37\n")
        self.assertEqual(1, len(found))
        self.assertIn("x.list:4:1", found[0])

    def test_clashes_between_kinds(self):
        found = self.check(x="@kind person\nZubrovsk\n", y="@kind place\nZubrovsk\n")
        self.assertRegex(found[0], r"y\.list:2:1: warning: `Zubrovsk` is of the kind place here and person at gazetteers/x\.list:2, which takes it")
        self.assertEqual([], self.check(x="@kind person\nZubrovsk@weak\n"))

    def test_an_entry_that_replaces_one_of_ours_with_fewer_names(self):
        found = self.check(x="@kind person\nViktor Yanukovych\n")
        self.assertRegex(found[0], r"x\.list:2:1: warning: `Viktor Yanukovych` replaces the entry at gazetteers/person/\w+\.list:\d+, which has \d names to the 1 here")

    def test_stale_offices(self):
        found = self.check(x="@kind person\nOstap Vyrlo ; role=mayor of Zubr ; valid_to=2020-05\nMyron Vyrlo ; role=mayor ; valid_to=2999\n"
                             "Petro Vyrlo ; role=former mayor ; valid_to=2020\n")
        self.assertEqual(1, len(found))
        self.assertRegex(found[0], r"x\.list:2:1: warning: the office of Ostap Vyrlo, mayor of Zubr, ended on 2020-05")

    def test_letters_that_only_look_right(self):
        found = self.check(x="@kind place\nКиiв Zubr\nZubr\u200bivka\nZubr\u00a0Hill\nΖubr\n")
        self.assertEqual(["2", "3", "4", "5"], [line.split(":")[1] for line in found])
        self.assertIn("mixes letters of two scripts", found[0])
        self.assertIn("U+200B", found[1])

    def test_persons_under_two_spellings(self):
        found = self.check(x="@kind person\nOstap Virko ; affiliation=Zubr\nOstap Vyrko\nOstap Vyrco ; affiliation=Torva\nOstap Vyrlo\n",
                           s="@kind spelling\n@readings none\n@case any\ncommon\n", l="@kind letters_common\n@readings none\n@case any\ni = y\n")
        self.assertEqual(1, len(found), "two of another body are two")
        self.assertRegex(found[0], r"x\.list:3:1: warning: `Ostap Vyrko` and `Ostap Virko` at gazetteers/x\.list:2 are spellings of one name")

    def test_our_own_lists_are_no_error(self):
        out, _ = self.run_muster("check", "--no-user-data")
        self.assertIn(" 0 errors", out)
