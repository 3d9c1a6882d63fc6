"""Many documents: threads that change nothing, batches that lose nothing."""
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import unittest
from pathlib import Path

from program import ARTICLE, MUSTER, Case, json_lines


class Scale(Case):
    def many(self, count, folder="many"):
        for n in range(count):
            self.write(f"{folder}/{n:04}.txt", ARTICLE.replace("four", str(n + 2)) + f"Paragraph {n} about Kyiv.\n" * (n % 17))
        return self.folder / folder

    def content(self, db):
        """Every row of every table but those of time: what the database says, ids and full text included."""
        with sqlite3.connect(db) as connection:
            dump = [line for line in connection.iterdump() if not line.startswith('INSERT INTO "run"')]
        connection.close()
        return dump

    def test_the_database_is_the_same_however_many_threads(self):
        folder = self.many(300)
        self.write("many/0100.txt", bytes(range(256)) * 64)
        dumps, reports = [], []
        for jobs in (1, 2, 7):
            db = self.folder / f"jobs{jobs}.db"
            _, err = self.run_muster("add", "-j", jobs, db, folder, expect=1)
            reports.append(err.split(" in ")[0])
            dumps.append(self.content(db))
        self.assertIn("299 added", reports[0])
        self.assertEqual(reports, [reports[0]] * 3)
        self.assertEqual(dumps[0], dumps[1])
        self.assertEqual(dumps[0], dumps[2])

    def test_the_output_is_the_same_however_many_threads(self):
        folder = self.many(300)
        self.write("many/0100.txt", bytes(range(256)) * 64)
        outputs = {self.run_muster("extract", "--format", "jsonl", "-j", jobs, folder, expect=1) for jobs in (1, 3, 8)}
        self.assertEqual(len(outputs), 1)
        self.assertEqual(outputs.pop()[0].count("\n"), 299)

    def test_a_closed_pipe_ends_all_threads(self):
        folder = self.many(200)
        command = f"'{sys.executable}' -c pass"
        done = subprocess.run(f"'{self.program()}' extract --format jsonl -j 4 '{folder}' | {command}", shell=True, timeout=60)
        self.assertEqual(done.returncode, 0)

    def program(self):
                return MUSTER

    def test_jobs_must_be_a_number(self):
        for wrong in ("0", "-1", "two", "", "1000"):
            _, err = self.run_muster("add", "--jobs", wrong, self.db, self.article, expect=2)
            self.assertIn("number of threads", err)

    def documents(self, *words, expect=0, stdin=None):
        self.db.unlink(missing_ok=True)
        self.run_muster("add", self.db, *words, expect=expect, stdin=stdin)
        return json.loads(self.shell("SELECT json_group_array(doc) FROM (SELECT doc FROM document ORDER BY id)"))

    def test_which_files(self):
        for name in ("a/one.txt", "a/two.html.txt", "a/drafts/three.txt", "b/one.note", "b/with\nbreak.txt"):
            self.write(name, ARTICLE)
        a, b = self.folder / "a", self.folder / "b"
        old = self.folder / "a/one.txt"
        os.utime(old, (time.time() - 4 * 86400, time.time() - 4 * 86400))
        self.assertEqual(self.documents(a, b), ["three", "one", "two.html", "one", "with\nbreak"])
        self.assertEqual(self.documents("--include", "*.note", "--include", "t*.txt", a, b), ["three", "two.html", "one"])
        self.assertEqual(self.documents("--exclude", "drafts", "--exclude", "*.note", a, b), ["one", "two.html", "with\nbreak"])
        self.assertEqual(self.documents("--exclude", "a/drafts/*", a), ["one", "two.html"])
        self.assertEqual(self.documents("--since", "3d", a), ["three", "two.html"])
        self.assertEqual(self.documents("--since", "1w", a), ["three", "one", "two.html"])
        self.assertEqual(self.documents("--since", "2020-01-31", a), ["three", "one", "two.html"])
        listed = f"{a}/one.txt\r\n\n{b}/one.note\n{a}/one.txt".encode()
        self.assertEqual(self.documents("--files-from", "-", stdin=listed), ["one", "one"])
        listed = self.write("list", f"{b}/with\nbreak.txt\0{a}/two.html.txt\0")
        self.assertEqual(self.documents("--files-from", listed, "--null"), ["with\nbreak", "two.html"])
        out, _ = self.run_muster("extract", "--format", "jsonl", "--files-from", listed, "--null", "--exclude", "two*")
        self.assertEqual(out.count("\n"), 1)
        for wrong in ("yesterday", "3y", "", "2024-13-40x"):
            _, err = self.run_muster("add", self.db, "--since", wrong, a, expect=2)
            self.assertIn("no time", err)
        _, err = self.run_muster("add", self.db, "--files-from", self.folder / "none", expect=3)
        self.assertIn("cannot be read", err)
        _, err = self.run_muster("add", self.db, "--log", self.folder / "none/log", a, expect=3)
        self.assertIn("log", err)

    def test_two_writers_take_turns(self):
        folders = [self.many(200, "one"), self.many(200, "two")]
        self.run_muster("add", self.db, self.article)
        runs = [subprocess.Popen([self.program(), "add", "--quiet", str(self.db), str(folder)]) for folder in folders]
        self.assertEqual([run.wait(timeout=300) for run in runs], [0, 0])
        self.assertEqual(self.shell("SELECT count(*), count(DISTINCT path) FROM document"), "401|401")
        self.assertEqual(self.shell("PRAGMA integrity_check"), "ok")

    def test_the_log_tells_what_became_of_each_document(self):
        self.many(3)
        self.write("many/0001.txt", bytes(range(256)) * 64)
        log = self.folder / "log"
        self.run_muster("add", self.db, self.folder / "many", "--log", log, expect=1)
        self.write("many/0002.txt", ARTICLE)
        self.run_muster("add", self.db, self.folder / "many", "--log", log, expect=1)
        events = json_lines(log.read_text())
        told = [(event["event"], Path(event.get("path", "")).name) for event in events]
        # what fails is told at once, what is stored once it is
        self.assertEqual(sorted(told[:5]), sorted([("begun", ""), ("failed", "0001.txt"), ("added", "0000.txt"), ("added", "0002.txt"), ("ended", "")]))
        self.assertEqual(sorted(told[5:]), sorted([("begun", ""), ("unchanged", "0000.txt"), ("failed", "0001.txt"), ("replaced", "0002.txt"), ("ended", "")]))
        self.assertEqual(events[-1]["documents"], 3)
        self.assertEqual(events[-1]["replaced"], 1)
        self.assertTrue(all(event["time"].endswith("Z") for event in events))

    def test_a_folder_is_watched(self):
        folder, log = self.folder / "in", self.folder / "log"
        self.write("in/first.txt", ARTICLE)
        process = subprocess.Popen([self.program(), "add", str(self.db), str(folder), "--watch", "--log", str(log), "--quiet"])
        self.addCleanup(process.kill)

        def wait_for(name, what="added"):
            for _ in range(600):
                if log.exists() and any(json.loads(line)["event"] == what and name in line for line in log.read_text().splitlines()):
                    return
                time.sleep(0.1)
            self.fail(f"{name} was never {what}")

        wait_for("first.txt")
        self.write("in/second.txt", ARTICLE)
        self.write("in/new/deep/third.txt", ARTICLE)
        wait_for("second.txt")
        wait_for("third.txt")
        self.write("elsewhere.txt", ARTICLE)
        os.rename(self.folder / "elsewhere.txt", folder / "moved.txt")
        self.write("in/first.txt", ARTICLE.replace("four", "six"))
        wait_for("moved.txt")
        wait_for("first.txt", "replaced")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), 0)
        self.assertEqual(self.shell("SELECT count(*), count(DISTINCT path) FROM document"), "4|4")
        _, err = self.run_muster("add", self.db, self.article, "--watch", expect=2)
        self.assertIn("folder", err)

    FACTS = (
        "SELECT doc, path, title, date, hash, text FROM document ORDER BY 1, 2",
        "SELECT d.path, m.number, m.start, m.kind, e.number, e.name, r.name, r.line, x.engine FROM mention m JOIN document d ON d.id = m.document "
        "JOIN entity e ON e.id = m.entity JOIN rule r ON r.id = m.rule JOIN run x ON x.id = m.run ORDER BY 1, 2",
        "SELECT d.path, f.start, f.low, f.high, f.measure, p.number, s.number, f.source, r.name FROM figure f JOIN document d ON d.id = f.document "
        "LEFT JOIN entity p ON p.id = f.place_entity LEFT JOIN entity s ON s.id = f.source_entity JOIN rule r ON r.id = f.rule ORDER BY 1, 2",
        "SELECT d.path, q.start, q.said, p.number, r.name FROM quote q JOIN document d ON d.id = q.document LEFT JOIN entity p ON p.id = q.speaker_entity "
        "JOIN rule r ON r.id = q.rule ORDER BY 1, 2",
        "SELECT d.path, e.number, a.name FROM alias a JOIN entity e ON e.id = a.entity JOIN document d ON d.id = e.document ORDER BY 1, 2, 3",
        "SELECT d.path FROM document_fts f JOIN document d ON d.id = f.rowid WHERE document_fts MATCH 'kharkiv' ORDER BY 1",
        "SELECT d.path, q.start FROM quote_fts f JOIN quote q ON q.id = f.rowid JOIN document d ON d.id = q.document WHERE quote_fts MATCH 'house' ORDER BY 1, 2",
    )

    def facts(self, db):
        """What the database says, whatever the numbers of its rows."""
        with sqlite3.connect(db) as connection:
            self.assertEqual(connection.execute("PRAGMA integrity_check").fetchone(), ("ok",))
            self.assertEqual(connection.execute("PRAGMA foreign_key_check").fetchall(), [])
            for table in ("document_fts", "quote_fts"):
                connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
            found = [connection.execute(sql).fetchall() for sql in self.FACTS]
        connection.close()
        return found

    def test_parts_merged_are_the_whole(self):
        self.many(90)
        paths = sorted((self.folder / "many").iterdir())
        whole, one, two, there, back = (self.folder / f"{name}.db" for name in ("whole", "one", "two", "there", "back"))
        self.run_muster("add", whole, *paths)
        self.run_muster("add", one, *paths[:60])
        self.run_muster("add", two, *paths[40:])
        _, err = self.run_muster("merge", there, one, two)
        self.assertIn("two.db: 50 documents: 30 added, 0 replaced, 20 unchanged", err)
        self.run_muster("merge", back, two, one)
        self.assertEqual(self.facts(there), self.facts(whole))
        self.assertEqual(self.facts(back), self.facts(whole))
        before = self.content(there)
        _, err = self.run_muster("merge", there, two, one, whole)
        self.assertIn("whole.db: 90 documents: 0 added, 0 replaced, 90 unchanged", err)
        self.assertEqual(self.content(there), before)
        _, err = self.run_muster("add", there, *paths)
        self.assertIn("90 unchanged", err)

    def test_of_two_versions_the_later_stays(self):
        old, new = self.folder / "old.db", self.folder / "new.db"
        self.run_muster("add", old, self.article)
        self.write("article.txt", ARTICLE.replace("four", "six"))
        self.run_muster("add", new, self.article)
        self.shell("UPDATE run SET started = '2020-01-01T00:00:00Z'", old)
        for first, second, what in ((old, new, "1 replaced"), (new, old, "1 older")):
            db = self.folder / f"{first.stem}-first.db"
            _, err = self.run_muster("merge", db, first, second)
            self.assertIn(what, err)
            self.assertEqual(self.facts(db), self.facts(new))

    def test_what_cannot_be_merged(self):
        self.run_muster("add", self.db, self.article)
        for other, message, status in ((self.db, "into itself", 2), (self.folder / "none.db", "no such", 3), (self.article, "article.txt", 3)):
            _, err = self.run_muster("merge", self.db, other, expect=status)
            self.assertIn(message, err)
        self.assertEqual(self.shell("SELECT count(*) FROM document"), "1")


if __name__ == "__main__":
    unittest.main()
