"""What new users mistype: a verb, an option, the order of arguments, a name that is empty, a folder that is not there. Each is told with what
would be right, and nothing is written."""
import unittest

from program import Case


class Mistyped(Case):
    def told(self, *words, expect=2):
        _, err = self.run_muster(*words, expect=expect)
        return err

    def test_verbs(self):
        self.assertIn("is `muster figures` meant?", self.told("figurs", self.db))
        self.assertIn("is `muster said` meant?", self.told("siad", self.db))
        self.assertIn("`muster --help` lists them", self.told("find", self.db))
        self.assertIn("write muster VERB --quiet", self.told("--quiet", "add", self.db))

    def test_the_version_by_any_name(self):
        versions = {self.run_muster(word)[0] for word in ("--version", "-V", "version")}
        self.assertEqual(len(versions), 1)
        self.assertRegex(versions.pop(), r"^muster \d")

    def test_options(self):
        self.assertIn("is --by meant?", self.told("said", self.db, "--bye", "x"))
        self.assertIn("is --about meant?", self.told("named", self.db, "--abuot", "x"))
        self.assertIn("--again takes no value", self.told("said", self.db, "--again=yes"))
        self.assertNotIn("meant", self.told("said", self.db, "--frobnicate", "x"))
        self.assertNotIn("meant", self.told("said", self.db, "--dat", "x"))  # --data is no option of this verb

    def test_a_file_whose_name_begins_like_an_option(self):
        self.write("-x.txt", "Two men died in Lviv.")
        self.assertIn("no option -x (a file whose name begins so is written ./-x…)", self.told("add", self.db, "-x.txt"))

    def test_operands(self):
        self.assertIn("usage: muster add DB PATH…", self.told("add", self.db))
        self.assertIn('"Hlynko" is one argument too many (words are asked for with --about, who said so with --by); usage: muster said DB',
                      self.told("said", self.db, "Hlynko"))
        self.assertIn('"other.db" is one argument too many; usage: muster audit DB', self.told("audit", self.db, "other.db"))

    def test_the_database_comes_first(self):
        err = self.told("add", self.article, self.db, expect=3)
        self.assertIn("no SQLite database", err)
        self.assertIn("muster add DB PATH…", err)
        self.assertFalse(self.db.exists())

    def test_databases_without_a_name_or_a_folder(self):
        self.assertIn("a database needs a name", self.told("add", "", self.article))
        self.assertIn("its folder is not there", self.told("add", self.folder / "none" / "facts.db", self.article, expect=3))

    def test_a_search_that_is_none(self):
        self.run_muster("add", self.db, self.article)
        for words in ('"Kyiv', "AND", "a OR"):
            self.assertIn("is no search", self.told("said", self.db, "--search", words))


if __name__ == "__main__":
    unittest.main()
