"""Many documents: threads that change nothing, batches that lose nothing.

Run by scripts/check with MUSTER set to the program.
"""
import sqlite3
import subprocess
import sys
import unittest

from test_program import ARTICLE, ROOT, Case


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
            reports.append(err.replace(db.name, ""))
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
        from test_program import MUSTER
        return MUSTER

    def test_jobs_must_be_a_number(self):
        for wrong in ("0", "-1", "two", "", "1000"):
            _, err = self.run_muster("add", "--jobs", wrong, self.db, self.article, expect=2)
            self.assertIn("number of threads", err)


if __name__ == "__main__":
    unittest.main()
