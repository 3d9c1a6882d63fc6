"""Inputs of one awkward thing again and again: what they cost grows with their size, in time and in memory. Bounds are far above what is needed, and far
below what anything quadratic takes."""
import os
import resource
import subprocess
import tempfile
import unittest
from pathlib import Path

MUSTER = os.environ["MUSTER"]
SIZE, SECONDS, BYTES = 400_000, 20, 2 << 30

WORDS = ["1-", "5-5-5-", "A.", "“a ", "“a” he said. ", "she said he said ", "‘", "\"a\" ", "(", "[a] ", "twenty-", "1,", "5 of them, ", "5 killed, 6 wounded ",
         "not 5, ", "up from 5, ", "denied that 5 ", "of whom ", "Putin and ", "Putin's ", "Ivan Petrov, Oleg Petrov, ", "von ", "al-", "the ", "of the ",
         "5 soldiers of ", "Monday, ", "Q: a\nA: b\n", "A\n\n", "> a\n", "- a\n", "\u0301", "\u200b", "中", "👨‍👩‍👧", "\ufffd", "\x00", "LONDON (AP) — "]
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

    def extract(self, name, content):
        path = Path(self.folder.name) / name
        path.write_bytes(content.encode())

        def bound():
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))

        done = subprocess.run([MUSTER, "extract", "--no-user-data", "--quiet", "-j1", "--format", "jsonl", path], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, preexec_fn=bound)
        self.assertIn(done.returncode, (0, 1), f"{name}, {content[-40:]!r}: {done.stderr[-300:].decode()}")
        self.assertNotIn(b"out of memory", done.stderr, f"{name}, {content[-40:]!r}")

    def test_words(self):
        for unit in WORDS:
            self.extract("a.txt", unit * (SIZE // len(unit.encode())))

    def test_files(self):
        for ending, (head, units) in FILES.items():
            for unit in units:
                self.extract("a" + ending, head + unit * (SIZE // len(unit)))


if __name__ == "__main__":
    unittest.main()
