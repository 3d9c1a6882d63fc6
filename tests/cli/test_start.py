"""What a start reads: verbs that need the lists alone read no rules, and what reads letters is loaded with the first letter."""
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MUSTER = os.environ.get("MUSTER", str(ROOT / "build/src/cli/muster"))

LETTER = """From: Ford Desk <desk@example.org>
Subject: Shelling at the ford
Date: Tue, 11 Mar 2025 10:00:00 +0000
Content-Type: text/plain; charset=utf-8

Three soldiers were wounded at the ford on Monday.
"""


def run(*arguments, stdin=""):
    environment = dict(os.environ, MUSTER_DATA=str(ROOT))
    return subprocess.run([MUSTER, *arguments], input=stdin, capture_output=True, text=True, env=environment, timeout=120)


class Start(unittest.TestCase):
    def test_lists_need_no_rules(self):
        with tempfile.TemporaryDirectory() as folder:
            rules = pathlib.Path(folder, "rules/extra")
            rules.mkdir(parents=True)
            (rules / "broken.rules").write_text("phase names\nrule broken\n  match (\n")
            found = run("lookup", "--data", folder, "Kyiv")
            self.assertEqual((found.returncode, "Kyiv" in found.stdout), (0, True), found.stderr)
            alike = run("match", "--data", folder, stdin="Kyiv\tKiev\n")
            self.assertEqual(alike.returncode, 0, alike.stderr)
            refused = run("extract", "--data", folder, "-", stdin="One soldier was killed.")
            self.assertIn("broken.rules:4", refused.stderr)

    def test_letters_are_read_though_nothing_links_them(self):
        linked = subprocess.run(["ldd", MUSTER], capture_output=True, text=True).stdout
        self.assertNotIn("gmime", linked)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "letter.eml")
            path.write_text(LETTER)
            facts = run("extract", "--format", "jsonl", str(path))
            self.assertIn('"measure": "wounded"', facts.stdout, facts.stderr)
            self.assertIn("Ford Desk", facts.stdout)


if __name__ == "__main__":
    unittest.main()
