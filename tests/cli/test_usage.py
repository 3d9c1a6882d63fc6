"""Values that no option takes: told at once, by name and with what would be right, with exit status 2, before anything is read or written."""
from program import Case


class Usage(Case):
    def setUp(self):
        super().setUp()
        self.run_muster("add", "--quiet", self.db, self.write("a.txt", "Nine soldiers were killed in Kyiv, the mayor said.\n"))

    def refused(self, *words):
        out, err = self.run_muster(*words, expect=2)
        self.assertEqual("", out)
        return err

    def test_days_that_no_calendar_has(self):
        for day in ("2024-13", "2024-00", "2024-02-30", "2023-02-29", "2024-04-31", "2024-01-00", "0000"):
            for words in (("said", self.db, "--from", day), ("audit", self.db, "--to", day), ("extract", self.folder / "a.txt", "--date", day)):
                self.assertIn(f'"{day}" is no date', self.refused(*words))
        self.run_muster("said", self.db, "--from", "2024-02-29")

    def test_words_of_the_record(self):
        self.assertIn('no measure is called "slain"; there are killed wounded', self.refused("audit", self.db, "--measure", "slain"))
        self.assertIn('no measure is called "slain"; there are killed wounded', self.refused("figures", self.db, "--measure", "slain"))

    def test_what_stands_in_the_wrong_place(self):
        self.assertIn("is --version meant?", self.refused("--verison"))
        self.assertIn("the verb comes first: muster VERB facts.db", self.refused("facts.db", "said"))
        self.assertIn("a file; what is wanted is the folder", self.refused("check", self.folder / "a.txt"))
        _, err = self.run_muster("add", self.folder, self.db, expect=3)
        self.assertIn("the database comes first: muster add DB PATH…", err)
        _, err = self.run_muster("match", "Kyiv", "Kiev", expect=1)
        self.assertEqual(1, err.count("a tab between"))

    def test_help_of_a_verb(self):
        self.assertEqual(self.run_muster("add", "--help"), self.run_muster("help", "add"))
        self.assertIn('no verb "frob"', self.refused("help", "frob"))

    def test_nothing_fits(self):
        out, err = self.run_muster("said", self.db, "--by", "Nobody")
        self.assertEqual(("", f"muster said: nothing in {self.db} fits\n"), (out, err))
        self.assertEqual(("", ""), self.run_muster("said", "--quiet", self.db, "--by", "Nobody"))
        self.assertEqual("", self.run_muster("said", self.db)[1])

    def test_what_no_document_could_be_read_with_is_told_once(self):
        for name in ("in/b.txt", "in/c.txt"):
            self.write(name, "Nine soldiers were killed in Kyiv.")
        for words in (("add", self.folder / "no.db"), ("extract",)):
            _, err = self.run_muster(*words, self.folder / "in", "--encoding", "no-such", expect=2)
            self.assertEqual(err.count("no encoding is called"), 1, err)
        out, err = self.run_muster("extract", "--format", "brat", self.folder / "in", expect=2)
        self.assertIn("c.txt is the second", err)
        self.assertEqual([line for line in out.splitlines() if line.startswith("T1\t")], ["T1\tplace 29 33\tKyiv"])

    def test_the_rule_that_is_meant(self):
        _, err = self.run_muster("explain", "--why-not", "active-har", self.folder / "a.txt", expect=2)
        self.assertIn('no rule is called "active-har"; is active-harm meant?', err)

    def test_formats(self):
        for verb in ("extract", "explain"):
            self.assertIn('no format is called "word"; there are jsonl text html', self.refused(verb, "--as", "word", self.folder / "a.txt"))
        self.assertIn('no format is called "word"', self.refused("add", "--as", "word", self.folder / "new.db", self.folder / "a.txt"))
        self.assertFalse((self.folder / "new.db").exists())
        self.run_muster("extract", "--as", "jsonl", self.write("a.jsonl", '{"text": "Nine soldiers were killed."}\n'))
