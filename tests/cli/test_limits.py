"""Inputs of one awkward thing again and again: what they cost grows with their size, in time and in memory. Bounds are far above what is needed, and far
below what anything quadratic takes."""
import os
import resource
import subprocess
import tempfile
import unittest
from pathlib import Path

MUSTER = os.environ["MUSTER"]
SIZE, SECONDS, BYTES = 400_000, 10, 2 << 30

WORDS = ["1-", "5-5-5-", "A.", "“a ", "“a” he said. ", "she said he said ", "‘", "\"a\" ", "(", "[a] ", "twenty-", "1,", "5 of them, ", "5 killed, 6 wounded ",
         "not 5, ", "up from 5, ", "denied that 5 ", "of whom ", "Putin and ", "Putin's ", "Ivan Petrov, Oleg Petrov, ", "von ", "al-", "the ", "of the ",
         "5 soldiers of ", "Monday, ", "Q: a\nA: b\n", "A\n\n", "> a\n", "- a\n", "- ", "5-6 ", "-5 ", "45-year-old ",
         "from 5 to 6 ", "Kyiv’s ", "-said ", "5 said ", "in killed Boris Johnson ", "\u0301", "\u200b", "中", "👨‍👩‍👧", "\ufffd", "\x00", "LONDON (AP) — "]
FILES = {
    ".html": ("<html><body>", ["<div>", "<p>", "<a href=x>a</a> ", "<b><i>", "<table><tr><td>", "<li>a", "&amp;", "<!--", "<script>", "<", "<a b='c' ",
                               "<div class=a-b-c-d>"]),
    ".json": ("", ["[", "{\"a\":", "{\"text\":\"a\"}\n", "\"", "\\", "{}\n"]),
    ".csv": ("id,text\n", [",", "\"", "1,\"a\nb\"\n", "\n"]),
    ".xml": ("<?xml version=\"1.0\"?><rss><channel>", ["<item><title>a</title></item>", "<item>", "&lt;p&gt;"]),
    ".mbox": ("", ["From a\nSubject: b\n\nc\n\n", "From "]),
    ".warc": ("", ["WARC/1.0\r\n", "WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n"]),
    ".eml": ("From: a@b.c\nMessage-ID: <1>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n",
             ["--a\n\nx\n", "--a\nContent-Type: message/rfc822\n\n", "--a\nContent-Type: text/csv\n\na,b\n", "X: y\n", "> "]),
}


class Limits(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def run_bounded(self, *words):
        def bound():
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))

        return subprocess.run([MUSTER, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=bound)

    def extract(self, name, content):
        path = Path(self.folder.name) / name
        path.write_bytes(content.encode())
        done = self.run_bounded("extract", "--no-user-data", "--quiet", "-j1", "--format", "jsonl", path)
        self.assertIn(done.returncode, (0, 1), f"{name}, {content[-40:]!r}: {done.stderr[-300:].decode()}")
        self.assertNotIn(b"out of memory", done.stderr, f"{name}, {content[-40:]!r}")

    def test_words(self):
        for unit in WORDS:
            self.extract("a.txt", unit * (SIZE // len(unit.encode())))

    def test_files(self):
        for ending, (head, units) in FILES.items():
            for unit in units:
                self.extract("a" + ending, head + unit * (SIZE // len(unit)))

    def test_questions_about_a_large_document(self):
        """What is shown of each fact is a piece of its document's text, which must not be gone over for each."""
        lines = [f"At least {n} soldiers were killed near Bakhmut on Monday, the army said." for n in range(10_000, 40_000)]
        path, database = Path(self.folder.name) / "long.txt", Path(self.folder.name) / "facts.db"
        path.write_text("\n\n".join(lines))
        self.assertEqual(self.run_bounded("add", "--quiet", "-j1", database, path).returncode, 0)
        for verb in ("figures", "said"):
            done = self.run_bounded(verb, "--json", database)
            self.assertEqual((done.returncode, done.stdout.count(lines[-1].encode()) > 0), (0, True), verb)
        path.write_text("\n\n".join(line.replace("killed", "wounded") for line in lines))
        done = self.run_bounded("verify", "--json", "--no-user-data", database)
        self.assertEqual((done.returncode, done.stdout.count(b"no longer stands") >= len(lines)), (1, True))


if __name__ == "__main__":
    unittest.main()
