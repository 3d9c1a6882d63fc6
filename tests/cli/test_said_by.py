"""said --by: who is meant by a name, over several documents.

Run by scripts/check with MUSTER set to the program.
"""
import json

from test_program import Case

FULL = "Former president Plamen Rusev said the deal was dead.\n\nA former aide to Rusev said it was alive.\n"
SHORT = "Rusev said on Monday he would run again. A spokesman for the Harbour Ministry said he was welcome.\n"


class SaidBy(Case):
    def setUp(self):
        super().setUp()
        self.write("in/full.txt", FULL)
        self.write("in/short.txt", SHORT)
        self.run_muster("add", self.db, self.folder / "in")

    def said_by(self, name):
        out, _ = self.run_muster("said", self.db, "--json", "--by", name)
        return [json.loads(line)["said"] for line in out.splitlines()]

    def test_a_person_under_each_name_in_all_documents(self):
        self.assertEqual(self.said_by("Rusev"), ["the deal was dead", "he would run again"])
        self.assertEqual(self.said_by("Plamen Rusev"), self.said_by("Rusev"))

    def test_words_for_a_speaker_without_a_name(self):
        self.assertEqual(self.said_by("aide to Rusev"), ["it was alive"])
        self.assertEqual(self.said_by("Harbour Ministry"), ["he was welcome"])
        self.assertEqual(self.said_by("president"), ["the deal was dead"])
