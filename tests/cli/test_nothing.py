"""What is said where there is nothing: no rows, no difference, no text, files that nobody wants; and what is not said with --quiet."""
import os
import subprocess
import time
import unittest

from program import ARTICLE, MUSTER, Case, json_lines


class Nothing(Case):
    def add(self):
        self.run_muster("add", "--quiet", self.db, self.article)

    def test_names_that_may_be_meant_are_told(self):
        self.write("a.txt", "The governor, Oleh Syniehubov, said on Monday that Izium was quiet.\n")
        self.run_muster("add", "--quiet", self.db, "a.txt")
        for verb, option, value, near in (("said", "--by", "Sinegubov", "; it has Oleh Syniehubov"), ("figures", "--place", "Izyum", "; it has Izium"),
                                          ("said", "--by", "Nobody", ""), ("named", "--about", "Syniehubow", "; it has Oleh Syniehubov")):
            self.assertEqual(self.run_muster(verb, self.db, option, value), ("", f"muster {verb}: nothing in {self.db} fits{near}\n"))
        _, err = self.run_muster("said", self.db, "--by", "Syniehubov", "--stance", "denied")
        self.assertTrue(err.endswith(" fits\n"), err)

    def test_a_table_without_rows_has_its_columns(self):
        self.add()
        for verb, option, value in (("said", "--by", "Nobody"), ("figures", "--place", "Nowhere"), ("named", "--about", "Nobody")):
            whole, _ = self.run_muster(verb, self.db, "--csv")
            empty, err = self.run_muster(verb, self.db, "--csv", option, value)
            self.assertEqual(empty, whole[:whole.index("\n") + 1])
            self.assertIn("nothing in", err)
            for form in ("--json", "--table"):
                self.assertEqual(self.run_muster(verb, self.db, form, option, value, "--quiet"), ("", ""))
        out, _ = self.run_muster("figures", self.db, "--csv", "--shape", "ucdp", "--place", "Nowhere")
        self.assertTrue(out.startswith("id,year,source_article"))
        self.assertEqual(self.run_muster("diff", self.db, self.db, "--csv")[0], "change,kind,document,fact,before,after\r\n")
        self.assertEqual(self.run_muster("verify", self.db, "--csv")[0], "document,kind,text,problem,path\r\n")
        out, err = self.run_muster("lookup", "Zzyzzq", "--csv", expect=1)
        self.assertEqual(out.count("\n"), 1)
        self.assertIn('no list knows "Zzyzzq"', err)
        out, _ = self.run_muster("said", self.db, "--csv", "--search", '"never closed', expect=2)
        self.assertEqual(out, "")

    def test_the_exit_status_alone(self):
        self.add()
        other = self.folder / "other.db"
        self.run_muster("add", "--quiet", other, self.write("article.txt", ARTICLE.replace("four", "six")))
        self.assertEqual(self.run_muster("diff", self.db, other, "--quiet", expect=1), ("", ""))
        self.assertEqual(self.run_muster("diff", self.db, self.db, "--quiet"), ("", ""))
        self.assertEqual(self.run_muster("diff", self.db, self.db), ("", "the facts are the same\n"))
        self.assertEqual(self.run_muster("audit", self.db, "--quiet", expect=1), ("", ""))
        self.assertEqual(self.run_muster("lookup", "Zzyzzq", "--quiet", expect=1), ("", ""))

    def test_what_is_left_out_is_no_problem(self):
        (self.folder / "in/drafts").mkdir(parents=True)
        (self.folder / "in/drafts/gone.txt").symlink_to("nowhere")
        self.write("in/story.txt", ARTICLE)
        self.run_muster("add", self.db, self.folder / "in", expect=1)
        self.run_muster("add", self.db, self.folder / "in", "--exclude", "drafts")
        self.run_muster("add", self.db, self.folder / "in", "--include", "s*.txt")
        self.run_muster("add", self.db, self.folder / "in/drafts/gone.txt", "--include", "s*.txt", expect=1)  # asked for by name

    def test_what_has_no_text_is_named(self):
        self.write("in/empty\x1b.txt", "")
        _, err = self.run_muster("add", self.db, self.folder / "in", "--log", self.folder / "log")
        self.assertIn("in/empty\\x1b.txt: no text in it\n", err)
        lines = json_lines((self.folder / "log").read_text())
        self.assertEqual([line["bytes"] for line in lines if line["event"] == "added"], [0])

    def test_a_folder_without_files_is_named(self):
        (self.folder / "in").mkdir()
        for verb in (["add", self.db], ["extract"]):
            _, err = self.run_muster(*verb, self.folder / "in")
            self.assertIn(f"muster {verb[0]}: there is no file to read in {self.folder / 'in'}\n", err)
            self.assertEqual(self.run_muster(*verb, self.folder / "in", "--quiet"), ("", ""))
        self.assertIn('"": no name of a file\n', self.run_muster("extract", "", expect=1)[1])

    def test_no_colours_where_there_are_none(self):
        for how, coloured in (({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)):
            master, terminal = os.openpty()
            environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | how
            subprocess.run([MUSTER, "extract", self.article], stdout=terminal, env=environment, timeout=300, check=True)
            os.close(terminal)
            self.assertEqual(b"\x1b[" in os.read(master, 1 << 16), coloured, how)
            os.close(master)

    def test_a_watched_folder_is_read_like_any_other(self):
        folder, log = self.folder / "in", self.folder / "in/log.jsonl"
        folder.mkdir()
        process = subprocess.Popen([MUSTER, "add", folder / "facts.db", folder, "--watch", "--log", log], stderr=subprocess.PIPE, text=True)
        try:
            self.assertIn("watching", process.stderr.readline())
            self.write("in/page_files/advert.html", "<p>Nine soldiers were killed in Kyiv.</p>")
            self.write("in/photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01")
            self.write("in/page.html", "<h1>Shelling</h1><p>Four soldiers were killed near Kharkiv, the army said.</p>")
            end = time.time() + 60
            while time.time() < end and '"event":"added"' not in log.read_text():
                time.sleep(0.1)
        finally:
            process.terminate()
            _, err = process.communicate(timeout=60)
        self.assertEqual(self.shell("SELECT group_concat(doc) FROM document", folder / "facts.db"), "page")
        self.assertIn("1 file is no document", err)
        self.assertIn(" 0 failed", err)


if __name__ == "__main__":
    unittest.main()
