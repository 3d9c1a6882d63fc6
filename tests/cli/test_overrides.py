"""The user's corrections: merge, split, rename, reject; by option and by folder; wrong and unused lines; over documents."""
import json

from program import Case

TEXT = "Governor Pavlo Drabenko met Igor Strelnyk in Kharkiv. Igor Hirnyk left. Mr Strelnyk and Pavel Drabenko stayed. Kharkiv was quiet.\n"


class Overrides(Case):
    def entities(self, corrections, *more, text=TEXT, expect=0):
        path = self.write("story-1.txt", text)
        options = ["--overrides", self.write("overrides.txt", corrections)] if corrections else []
        out, err = self.run_muster("extract", "--no-user-data", "--format", "jsonl", *options, *more, path, expect=expect)
        if expect:
            return {}, err
        record = json.loads(out)
        return {(e["kind"], e["name"]): sorted(text[m["start"]:m["end"]] for m in record["mentions"] if m["entity"] == e["id"])
                for e in record["entities"]}, err

    def test_merge_split_rename_reject(self):
        plain, _ = self.entities("")
        self.assertEqual(["Pavel Drabenko", "Pavlo Drabenko"], plain["person", "Pavlo Drabenko"])
        found, err = self.entities('merge person "Igor Hirnyk" "igor strelnyk"\nsplit "Pavel Drabenko" from "Pavlo Drabenko" # two men\n'
                                   'rename "Pavel Drabenko" to "Pavel D."\nreject place "Kharkiv"\n')
        self.assertEqual("", err)
        self.assertEqual({("person", "Igor Hirnyk"): ["Igor Hirnyk", "Igor Strelnyk", "Strelnyk"], ("person", "Pavlo Drabenko"): ["Pavlo Drabenko"],
                          ("person", "Pavel D."): ["Pavel Drabenko"]}, found)

    def test_only_in_some_documents_and_of_a_kind(self):
        found, err = self.entities('reject "Kharkiv" in "other-*"\nreject person "Kharkiv"\nreject "Igor Hirnyk" in "story-?"\n')
        self.assertIn(("place", "Kharkiv"), found)
        self.assertNotIn(("person", "Igor Hirnyk"), found)
        self.assertEqual(2, err.count("warning: nothing in the documents is changed"))
        self.assertRegex(err, r"overrides\.txt:1: warning")

    def test_own_folder(self):
        self.write("own/overrides", 'reject "Kharkiv"\n')
        found, _ = self.entities("", "--data", self.folder / "own")
        self.assertNotIn(("place", "Kharkiv"), found)

    def test_wrong_lines(self):
        cases = [('merge "a"', 1, "has 1 name;"), ("smerge", 1, "begins with merge"), ('reject persn "x"', 8, "no kind"), ('rename "a" "b"', 12, "`to`"),
                 ('reject "x', 8, "not closed"), ('reject "..."', 1, "no letter"), ('merge "a" "b" in c', 18, "quotation marks"), ('reject ""', 8, "one letter"),
                 ("reject \"" + "x" * 10_000_000 + '"', 8, "200 bytes")]
        for line, column, what in cases:
            with self.subTest(line=line[:40]):
                _, err = self.entities(f"# first\n{line}\n", expect=1)
                self.assertRegex(err, rf"overrides\.txt:2:{column}: error: .*{what}")
        _, err = self.entities(b'reject "\xff"\n', expect=1)
        self.assertIn("overrides.txt:1:1: error: the line is not valid UTF-8", err)
        out, _ = self.run_muster("check", "--no-user-data", "--quiet", "--overrides", self.write("bad.txt", "one\ntwo\n"), expect=1)
        self.assertEqual(2, out.count(": error: "))
        self.run_muster("extract", "--overrides", self.folder / "none", self.article, expect=3)

    def test_over_documents_in_a_database(self):
        self.write("d/a.txt", "Igor Strelnyk spoke in Kharkiv.\n")
        self.write("d/b.txt", "Igor Hirnyk spoke in Kharkiv.\n")
        corrections = self.write("overrides.txt", 'merge person "Igor Hirnyk" "Igor Strelnyk"\n')
        self.run_muster("add", "--no-user-data", self.db, self.folder / "d")
        self.assertEqual("2", self.shell("SELECT count(*) FROM named WHERE kind = 'person'"))
        _, err = self.run_muster("add", "--no-user-data", "--overrides", corrections, self.db, self.folder / "d")
        self.assertIn("2 replaced", err)
        self.assertNotIn("warning", err)
        self.assertEqual("Igor Hirnyk|2", self.shell("SELECT name, documents FROM named WHERE kind = 'person'"))
        _, err = self.run_muster("add", "--no-user-data", "--overrides", corrections, self.db, self.folder / "d")
        self.assertIn("2 unchanged", err)
        self.assertNotIn("warning", err)
