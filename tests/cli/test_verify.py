"""`muster verify`: files are found and read as the run that stored them read them."""
import os
import sqlite3
import unittest

from program import ARTICLE, Case

CELLS = "key,story,body\n1,Nine soldiers were killed in Kyiv.,a note\n2,Seven people died in Lviv.,a note\n"


class Verify(Case):
    def test_a_table_is_read_by_the_fields_that_were_stated(self):
        table = self.write("in/table.csv", CELLS)
        self.run_muster("add", self.db, "--text-field", "story", "--id-field", "key", table)
        self.assertEqual(self.shell("SELECT text FROM document WHERE doc = '1'"), "Nine soldiers were killed in Kyiv.")
        _, err = self.run_muster("verify", self.db)
        self.assertIn("every fact stands", err)
        table.write_text(CELLS.replace("Seven people", "Six people"))
        out, _ = self.run_muster("verify", self.db, "--json", expect=1)
        self.assertIn("Seven people died", out)

    def test_each_fact_that_is_gone_is_told_and_no_other(self):
        lines = [f"{n} soldiers were killed in Kyiv on Monday." for n in range(100, 490)]
        path = self.write("long.txt", "\n\n".join(lines))
        self.run_muster("add", self.db, path)
        path.write_text("\n\n".join(line if n % 3 else line.replace("killed", "wounded") for n, line in enumerate(lines)))
        out, err = self.run_muster("verify", self.db, "--csv", expect=1)
        gone = {line for line in lines if line in out}
        self.assertEqual(gone, set(lines[::3]))

    def test_runs_with_other_fields_do_not_disturb_each_other(self):
        one, two = self.write("in/one.csv", CELLS), self.write("in/two.csv", CELLS)
        self.run_muster("add", self.db, "--text-field", "story", one)
        self.run_muster("add", self.db, two, self.article)
        self.assertEqual(self.shell("SELECT count(*) FROM run WHERE reading IS NULL"), "1")
        self.run_muster("verify", self.db)

    def test_encoding_date_and_limits_are_those_of_the_run(self):
        path = self.write("in/old.txt", "Дев’ять людей. Nine soldiers were killed in Kyiv.\n".encode("koi8-u", "replace"))
        self.run_muster("add", self.db, "--encoding", "koi8-u", "--date", "2024-05-06", "--max-size", "1M", path)
        self.run_muster("verify", self.db)
        self.assertEqual(self.shell("SELECT reading ->> '$.encoding', reading ->> '$.date', reading ->> '$.max_size' FROM run"),
                         "koi8-u|2024-05-06|1048576")

    def test_other_fields_make_another_document(self):
        table = self.write("table.csv", CELLS)
        self.run_muster("add", self.db, table)
        self.assertEqual(self.shell("SELECT group_concat(DISTINCT text) FROM document"), "a note")
        _, err = self.run_muster("add", self.db, "--text-field", "story", table)
        self.assertIn("2 replaced", err)
        _, err = self.run_muster("add", self.db, "--text-field", "story", table)
        self.assertIn("2 unchanged", err)

    def test_names_that_are_no_text(self):
        folder = os.fsencode(self.folder / "in")
        os.mkdir(folder)
        for name in (b"bad\xff.txt", b"bad\xfe.txt", b"good.txt"):
            with open(folder + b"/" + name, "wb") as to:
                to.write(ARTICLE.encode() + name[:4] * (name == b"bad\xfe.txt"))
        for _ in range(2):
            self.run_muster("add", self.db, self.folder / "in")
            self.assertEqual(self.shell("SELECT group_concat(doc, ' ') FROM (SELECT doc FROM document ORDER BY doc)"), "bad\\xfe bad\\xff good")
        self.run_muster("verify", self.db)
        os.unlink(folder + b"/bad\xff.txt")
        out, _ = self.run_muster("verify", self.db, "--json", expect=1)
        self.assertIn("its file is not there", out)
        self.assertEqual(len(out.splitlines()), 1)

    def test_a_relative_path_says_where_to_run(self):
        name = self.article.name
        self.run_muster("add", self.db, name)
        self.shell("UPDATE document SET path = 'somewhere/else.txt'")
        out, _ = self.run_muster("verify", self.db, "--json", expect=1)
        self.assertIn("run this where muster add was run", out)

    def test_a_database_of_before_is_brought_up_to_date(self):
        self.run_muster("add", self.db, self.article)
        with sqlite3.connect(self.db) as db:
            db.executescript("ALTER TABLE run DROP COLUMN reading; PRAGMA user_version = 9")
        _, err = self.run_muster("verify", self.db, expect=3)
        self.assertIn("muster add", err)
        _, err = self.run_muster("add", self.db, self.article)
        self.assertIn("1 unchanged", err)
        self.run_muster("verify", self.db)


if __name__ == "__main__":
    unittest.main()
