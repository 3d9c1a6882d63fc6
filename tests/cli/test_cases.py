"""`muster test`: what a case that does not hold is told, what is wrong in a file of cases, and what -u writes down."""
import unittest

from program import Case

TEXT = "Nine soldiers were killed near Bakhmut, Kyiv said."
RIGHT = f"""# what this file is about
==== dead near a town  :only figure place
{TEXT}
^^^^ figure 9..9 killed people of=soldiers place=Bakhmut source=Kyiv
                               ^^^^^^^ place
                                        ^^^^ place
"""


class Cases(Case):
    def run_cases(self, content, *more, expect=0):
        path = self.write("cases.txt", content)
        out, err = self.run_muster("test", *more, path, expect=expect)
        return out, err, path

    def test_cases_that_hold(self):
        out, _, _ = self.run_cases(RIGHT)
        self.assertEqual("1 passed, 0 failed\n", out)

    def test_what_is_missing_and_what_is_too_much(self):
        wrong = RIGHT.replace("9..9", "8..8").replace("                                        ^^^^ place\n", "")
        out, _, path = self.run_cases(wrong, expect=1)
        lines = out.splitlines()
        self.assertEqual(f'{path}:4: dead near a town  :only figure place: not found: "Nine" figure 8..8 killed people of=soldiers place=Bakhmut source=Kyiv', lines[0])
        self.assertIn(f'{path}:2: dead near a town  :only figure place: found, but not expected: "Nine" figure 9..9', lines[1])
        self.assertIn('found, but not expected: "Kyiv" place', lines[2])
        self.assertEqual("0 passed, 1 failed", lines[-1])

    def test_only_what_counts_must_be_listed(self):
        self.run_cases(f"==== no quotes, no names  :only figure\n{TEXT}\n^^^^ figure 9..9\n")
        self.run_cases(f"==== all\n{TEXT}\n^^^^ figure 9..9\n", expect=1)

    def test_tables_of_values(self):
        table = "==== at least  :values {} soldiers were killed near Bakhmut.\n9.. at_least  at least nine | no fewer than nine\n9..9  nine | exactly ten\n"
        out, _, path = self.run_cases(table, expect=1)
        self.assertIn(f'{path}:1: at least  :values {{}} soldiers were killed near Bakhmut.: not found in "exactly ten" figure 9..9', out)
        self.assertIn("3 passed, 1 failed", out)
        _, _, path = self.run_cases(table, "-u")
        self.assertEqual(table + "\n", path.read_text(), "values are the writer's")

    def test_what_is_wrong_in_a_file(self):
        for body, line, told in ((f"^^^^ place\n{TEXT}\n", 2, "carets stand below no text"), (f"{TEXT}\n" + " " * 60 + "^^^^ place\n", 3, "the carets reach beyond"),
                                 (f"{TEXT}\n[5-5] place\n", 3, "the range is empty"), (f"{TEXT}\n[5-500] place\n", 3, "reaches beyond the text")):
            _, err, path = self.run_cases("==== a case\n" + body, expect=1)
            self.assertIn(f"{path}:{line}:1: error: ", err)
            self.assertIn(told, err)

    def test_what_is_found_is_written_down(self):
        _, _, path = self.run_cases(f"# what this file is about\n==== dead near a town  :only figure place\n{TEXT}\n", "-u")
        out, _ = self.run_muster("test", path)
        self.assertEqual("1 passed, 0 failed\n", out)
        written = path.read_text()
        self.assertTrue(written.startswith(f"# what this file is about\n==== dead near a town  :only figure place\n{TEXT}\n^^^^ figure 9..9 "))
        self.run_muster("test", "-u", path)
        self.assertEqual(written, path.read_text(), "writing down again changes nothing")

    def test_a_fact_by_its_range(self):
        self.run_cases(f"==== dead  :only figure\n{TEXT}\n[0-4] figure 9..9 killed\n")
        self.run_cases(f"==== dead  :only figure\n{TEXT}\n[0-5] figure 9..9 killed\n", expect=1)


if __name__ == "__main__":
    unittest.main()
