"""What a start reads: verbs that need the lists alone read no rules, and what reads letters is loaded with the first letter."""
import subprocess
import unittest

from program import MUSTER, Case

LETTER = """From: Ford Desk <desk@example.org>
Subject: Shelling at the ford
Date: Tue, 11 Mar 2025 10:00:00 +0000
Content-Type: text/plain; charset=utf-8

Three soldiers were wounded at the ford on Monday.
"""


class Start(Case):
    def test_lists_need_no_rules(self):
        self.write("rules/extra/broken.rules", "phase names\nrule broken\n  match (\n")
        found, _ = self.run_muster("lookup", "--data", self.folder, "Kyiv")
        self.assertIn("Kyiv", found)
        self.run_muster("match", "--data", self.folder, stdin=b"Kyiv\tKiev\n")
        _, refused = self.run_muster("extract", "--data", self.folder, "-", stdin=b"One soldier was killed.", expect=1)
        self.assertIn("broken.rules:4", refused)

    def test_letters_are_read_though_nothing_links_them(self):
        linked = subprocess.run(["ldd", MUSTER], capture_output=True, text=True).stdout
        self.assertNotIn("gmime", linked)
        facts, _ = self.run_muster("extract", "--format", "jsonl", self.write("letter.eml", LETTER))
        self.assertIn('"measure": "wounded"', facts)
        self.assertIn("Ford Desk", facts)


if __name__ == "__main__":
    unittest.main()
