"""Inputs of one awkward thing again and again: what they cost grows with their size, in time and in memory. Bounds are far above what is needed, and far
below what anything quadratic takes."""
import resource
import unittest

from program import Case

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


class Limits(Case):
    def run_bounded(self, *words, **how):
        return self.run_muster(*words, limits=[(resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, BYTES)], **how)

    def extract(self, name, content):
        with self.subTest(name, end=content[-40:]):
            _, err = self.run_bounded("extract", "--no-user-data", "--quiet", "-j1", "--format", "jsonl", self.write(name, content), expect=None)
            self.assertNotIn("out of memory", err)

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
        self.run_bounded("add", "--quiet", "-j1", self.db, self.write("long.txt", "\n\n".join(lines)))
        for verb in ("figures", "said"):
            out, _ = self.run_bounded(verb, "--json", self.db)
            self.assertIn(lines[-1], out, verb)
        self.write("long.txt", "\n\n".join(line.replace("killed", "wounded") for line in lines))
        out, _ = self.run_bounded("verify", "--json", "--no-user-data", self.db, expect=1)
        self.assertGreaterEqual(out.count("no longer stands"), len(lines))


if __name__ == "__main__":
    unittest.main()
