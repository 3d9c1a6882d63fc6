"""Who said what, from the article to the table: speakers under every name, full text, what is quoted again, what nobody is seen to say."""
import sqlite3
import time

from program import Case, json_lines

FIRST = (
    "Envoys meet in Geneva\n\nGENEVA, 3 May 2025\n\n"
    "Foreign minister Sergei Lavrov met Marta Lindqvist on Friday. “The bridge at Kursk will be open by the winter,” Lavrov said.\n\n"
    "Moscow claimed that at least nine soldiers appeared to have died. The claim could not be independently verified.\n\n"
    "Reuters reported that a ministry spokesman said the road was closed. The so-called “quiet front” is loud.\n"
)
LATER = (
    "Minister on bridge\n\nOSLO, 5 May 2025\n\n"
    "“The bridge at Kursk will be open by the winter,” Lavrov has said. Marta Lindqvist denied that it would.\n"
)


class Quotes(Case):
    def setUp(self):
        super().setUp()
        self.write("in/first.txt", FIRST)
        self.write("in/later.txt", LATER)
        self.run_muster("add", self.db, self.folder / "in")

    def said(self, *words):
        return self.rows("said", self.db, *words)

    def test_speaker_under_every_name(self):
        self.assertEqual({row["document"] for row in self.said("--by", "Sergei Lavrov")}, {"first", "later"})
        self.assertEqual({row["document"] for row in self.said("--by", "Lindqvist")}, {"later"})
        self.assertEqual(self.said("--by", "Lavro"), [])

    def test_about(self):
        self.assertEqual(len(self.said("--about", "Kursk")), 2)
        self.assertEqual(len(self.said("--about", "bridge winter")), 2)

    def test_full_text(self):
        self.assertEqual(len(self.said("--search", "NEAR(bri* winter)")), 2)
        self.assertEqual(len(self.said("--search", '"open by the winter"')), 2)
        _, err = self.run_muster("said", self.db, "--search", "AND (", expect=2)
        self.assertIn("is no search", err)
        out, _ = self.run_muster("said", self.db, "--search", "road", "--csv")
        self.assertEqual(len(out.splitlines()), 2)

    def test_said_again(self):
        rows = self.said("--again")
        self.assertEqual([(row["document"], row["first_document"], row["first_date"]) for row in rows],
                         [("first", "first", "2025-05-03"), ("later", "first", "2025-05-03")])
        self.assertEqual([row["document"] for row in self.said("--again", "--from", "2025-05-04")], ["later"])

    def test_weighed(self):
        claim = self.said("--stance", "claimed")[0]
        self.assertEqual((claim["hedge"], claim["doubt"]), ("appeared to have", "could not be independently verified"))
        self.assertEqual([row["relayed"] for row in self.said("--by", "Reuters")], ["a ministry spokesman"])

    def test_candidates_and_what_stays_open(self):
        record = self.record("Talks in Oslo\n\nOSLO, 3 May 2025\n\nAnna Berg met Marta Lindqvist on Friday. “It is done,” she said.\n")
        quote = record["quotes"][0]
        self.assertEqual({quote["speaker"], *quote["candidates"]}, {"Anna Berg", "Marta Lindqvist"})
        self.assertIn("pronoun", quote["reason"])
        quote = self.record("Rain\n\nIt rained in Oslo on Friday. “It is done,” she said.\n")["quotes"][0]
        self.assertNotIn("speaker_entity", quote)
        self.assertIn("unresolved", quote["reason"])

    def test_views_with_any_sqlite(self):
        db = sqlite3.connect(self.db)
        self.assertEqual(db.execute("SELECT said, speaker, reason IS NOT NULL FROM unattributed").fetchall(), [("“quiet front”", None, 1)])
        self.assertIn(("Moscow", 9), db.execute("SELECT speaker, low FROM said_figures").fetchall())
        self.assertIn(("Sergei Lavrov", "Kursk"), db.execute("SELECT speaker, name FROM said_about").fetchall())
        self.assertEqual(db.execute("SELECT count(*) FROM said_again WHERE time = 2 AND first_document = 'first'").fetchone(), (1,))
        db.close()

    def test_replaced_and_dropped(self):
        self.write("in/first.txt", "Nothing was said.\n")
        self.run_muster("add", self.db, self.folder / "in")
        for table in ("relay", "candidate", "unattributed"):
            self.assertEqual(self.shell(f"SELECT count(*) FROM {table}"), "0")
        self.assertEqual(self.said("--again"), [])
        self.assertEqual(self.shell("SELECT count(*) FROM pragma_foreign_key_check"), "0")

    def test_citron(self):
        out, _ = self.run_muster("extract", "--format", "citron", self.folder / "in")
        files = json_lines(out)
        self.assertEqual(len(files), 2)
        for file in files:
            self.assertTrue(file["quotes"])
            for quote in file["quotes"]:
                for span in quote["contents"] + quote["sources"] + ([quote["cue"]] if quote["cue"] else []):
                    self.assertEqual(file["text"][span["start"]:span["end"]], span["text"])

    def test_marks_are_linear(self):
        """100,000 quotation marks, paired, open, closed and nested, cost per mark what 25,000 do."""
        pieces = ["“We stay,” she said. ", "“We ", "stay” ", "‘no “yes’ ", "\"it\" said Ann Lee. ", "« a » ", "\n\n"]

        def seconds(count):
            best = 1e9
            path = self.write(f"marks{count}.txt", "".join(pieces[i % len(pieces)] for i in range(count * len(pieces) // 10)))
            for _ in range(2):
                began = time.monotonic()
                self.run_muster("extract", "--format", "jsonl", path)
                best = min(best, time.monotonic() - began)
            return best

        start = seconds(10)
        small, large = seconds(25_000) - start, seconds(100_000) - start
        self.assertLess(large, 10 * max(small, 0.05))


class SaidBy(Case):
    """Who is meant by a name, over several documents."""
    FULL = "Former president Plamen Rusev said the deal was dead.\n\nA former aide to Rusev said it was alive.\n"
    SHORT = "Rusev said on Monday he would run again. A spokesman for the Harbour Ministry said he was welcome.\n"

    def said_by(self, name):
        return [row["said"] for row in self.rows("said", self.db, "--by", name)]

    def setUp(self):
        super().setUp()
        self.write("in/full.txt", self.FULL)
        self.write("in/short.txt", self.SHORT)
        self.run_muster("add", self.db, self.folder / "in")

    def test_a_person_under_each_name_in_all_documents(self):
        self.assertEqual(self.said_by("Rusev"), ["the deal was dead", "he would run again"])
        self.assertEqual(self.said_by("Plamen Rusev"), self.said_by("Rusev"))

    def test_words_for_a_speaker_without_a_name(self):
        self.assertEqual(self.said_by("aide to Rusev"), ["it was alive"])
        self.assertEqual(self.said_by("Harbour Ministry"), ["he was welcome"])
        self.assertEqual(self.said_by("president"), ["the deal was dead"])
