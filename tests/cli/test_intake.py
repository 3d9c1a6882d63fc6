"""What lies about in the folders of users beside articles, and what is told when a run is broken off."""
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import time
import unittest
import zipfile

from program import ARTICLE, MUSTER, ROOT, Case, json_lines

TWEET = 'window.YTD.tweets.part0 = [{"tweet": {"id_str": "17", "full_text": "At least 12 people were killed in Orlivka, the governor said."}}]'


class Intake(Case):
    def names(self):
        return self.shell("SELECT group_concat(doc, ' ') FROM (SELECT doc FROM document ORDER BY doc)").split()

    def test_what_lies_beside_articles_is_left_aside_and_counted(self):
        beside = {"style.css": "body { color: red }\n", "app.js": 'var page = "<p>a</p><p>b</p>";\n', "APP.JS": "x = 1\n", "map.svg": "<svg><text>Kyiv</text></svg>",
                  "old.svg": '<?xml version="1.0"?><svg><text>Kyiv</text></svg>', "Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64),
                  "desktop.ini": "[.ShellClassInfo]\r\n", "pixel.gif": b"GIF89a" + bytes(40)}
        for name, content in beside.items():
            self.write(f"in/{name}", content)
        sqlite3.connect(self.folder / "in/other.db").execute("CREATE TABLE t (x)").connection.close()
        self.write("in/tweets.js", TWEET)
        self.write("in/story.txt", ARTICLE)
        log = self.folder / "log"
        _, err = self.run_muster("add", self.db, self.folder / "in", "--log", log)
        self.assertEqual(self.names(), ["17", "story"])
        self.assertIn(f"{len(beside) + 1} files are no documents", err)
        events = json_lines(log.read_text())
        self.assertEqual(sum(event["event"] == "aside" for event in events), len(beside) + 1)

    def test_what_is_named_is_read(self):
        out, _ = self.run_muster("extract", "--format", "jsonl", self.write("style.css", "Nine soldiers were killed in Kyiv.\n"))
        self.assertEqual(json.loads(out)["figures"][0]["low"], 9)

    def test_the_members_of_an_archive_are_looked_at_like_files(self):
        inner, outer = io.BytesIO(), self.folder / "site.zip"
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr("page.txt", ARTICLE)
            archive.writestr("js/app.js", "x = 1")
        with zipfile.ZipFile(outer, "w") as archive:
            archive.writestr("inner.zip", inner.getvalue())
            archive.writestr("style.css", "a { }")
            archive.writestr("../../up.txt", ARTICLE)
        self.run_muster("add", self.db, outer)
        self.assertEqual(self.names(), ["page", "up"])
        self.assertEqual(self.shell("SELECT path FROM document WHERE doc = 'page'"), f"{outer}!inner.zip!page.txt")

    def test_the_database_and_the_log_may_lie_in_the_folder(self):
        folder = self.folder / "in"
        self.write("in/story.txt", ARTICLE)
        for _ in range(2):
            _, err = self.run_muster("add", folder / "facts.db", folder, "--log", folder / "log.jsonl")
            self.assertNotIn("log.jsonl", err)
            self.assertNotIn("no documents", err)
        self.assertEqual(self.shell("SELECT group_concat(doc) FROM document", folder / "facts.db"), "story")

    def test_documents_without_a_text_are_counted(self):
        self.write("in/nothing.txt", "")
        self.write("in/story.txt", ARTICLE)
        _, err = self.run_muster("add", self.db, self.folder / "in")
        self.assertIn("2 added", err)
        self.assertIn("1 of them without any text", err)

    def test_odd_things_in_a_folder(self):
        folder = self.folder / "in"
        self.write("in/sub/story.txt", ARTICLE)
        self.write("in/sub/with\nbreak.txt", ARTICLE)
        (folder / "loop").symlink_to(folder)
        (folder / "again.txt").symlink_to(folder / "sub/story.txt")
        (folder / "one").symlink_to(folder / "other")
        (folder / "other").symlink_to(folder / "one")
        (folder / "gone.txt").symlink_to(folder / "nowhere")
        os.mkfifo(folder / "pipe")
        _, err = self.run_muster("add", self.db, folder, expect=1, timeout=60)
        self.assertEqual(self.shell("SELECT count(*) FROM document"), "2")
        self.assertEqual(err.count("the links lead in a circle"), 2)
        self.assertIn("gone.txt: the link leads nowhere", err)

    def test_formats_show_in_their_content_whatever_the_name(self):
        for page, form, text in (("subtitles.srt", "subtitles", "At least twelve people were killed when a shell hit a bus in Orlivka"),
                                 ("captions.vtt", "subtitles", "Anna Hlynko: Nine soldiers"), ("rich.rtf", "rtf", "Shell hits bus in Orlivka"),
                                 ("agency_nitf.xml", "news", "Shell hits bus in Orlivka"), ("state_next.html", "html", "Shell hits bus in Orlivka")):
            self.db.unlink(missing_ok=True)
            self.run_muster("add", self.db, self.write("some.file", (ROOT / "tests/pages" / page).read_bytes()))
            self.assertEqual(self.shell("SELECT format FROM document"), form, page)
            self.assertTrue(self.shell("SELECT text FROM document").startswith(text), page)
        out, _ = self.run_muster("extract", "--as", "subtitles", "--format", "jsonl", self.article)
        self.assertEqual(json.loads(out)["format"], "subtitles")
        for broken, why in ((b"{\\rtf1 " + b"{" * 2000, "groups nest"), (b"{\\rtf1 {\\pict 00}}", "an RTF file without text"),
                            (b"<?xml version='1.0'?><nitf><head/></nitf>", "without a story")):
            _, err = self.run_muster("extract", self.write("broken", broken), expect=1)
            self.assertIn(why, err)

    def test_names_do_not_reach_the_terminal_as_they_are(self):
        name = self.write("in/a\x1b[31mred\nall: 0 failed\x7f\u009b.zip", b"PK\x05\x06" + bytes(18))
        _, err = self.run_muster("add", self.db, name, self.folder / "in/none\x1b[2J", expect=1)
        self.assertIn("a\\x1b[31mred\\x0aall: 0 failed\\x7f\\x9b.zip: not a text", err)
        self.assertEqual(len(err.splitlines()), 3, err)
        self.assertNotIn("\x1b", err)

    def test_records_without_a_text_are_told_once_a_file(self):
        lines = [json.dumps({"key": n, "value": "Kyiv"}) for n in range(500)]
        _, err = self.run_muster("extract", self.write("log.jsonl", "\n".join(lines)), expect=1)
        self.assertEqual(len(err.splitlines()), 2, err)
        self.assertIn("record 1 has no field", err)
        self.assertIn("499 more of its records", err)

    def test_what_is_told_of_a_run_that_is_broken_off_is_stored(self):
        for n in range(3000):
            self.write(f"many/{n:04}.txt", ARTICLE.replace("four", str(n + 2)) * 8)
        log = self.folder / "log"
        run = subprocess.Popen([MUSTER, "add", "-j2", str(self.db), str(self.folder / "many"), "--log", str(log)], stderr=subprocess.PIPE, text=True)
        for _ in range(2000):
            if log.exists() and '"added"' in log.read_text():
                break
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        err = run.communicate(timeout=60)[1]
        self.assertEqual(run.returncode, 130, err)
        told = int(re.search(r"(\d+) documents: (\d+) added", err).group(1))
        self.assertEqual(told, int(self.shell("SELECT count(*) FROM document")))
        self.assertLess(told, 3000)
        self.assertIn("interrupted", err)
        events = json_lines(log.read_text())
        self.assertEqual((events[-1]["event"], events[-1]["documents"]), ("interrupted", told))
        self.run_muster("add", self.db, self.folder / "many")
        self.assertEqual(self.shell("SELECT count(*) FROM document"), "3000")


if __name__ == "__main__":
    unittest.main()
