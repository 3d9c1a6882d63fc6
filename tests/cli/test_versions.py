"""Versions of one article: what was raised, dropped, added, reworded, in `audit`, on the page and in `diff`.

Run by scripts/check with MUSTER set to the program.
"""
import unittest

from program import Case

MORNING = """Missile strike on Izium kills 5

Izium Courier
{date}

Five people were killed and 12 wounded when a missile hit an apartment block in Izium on Saturday, the mayor, Valerii Marchenko, said.

“We saw the whole wall come down,” said a resident, Oksana Petrenko. “My neighbours were asleep.”

The regional governor, Oleh Syniehubov, said two children were among the dead. “This is terror, nothing else,” Syniehubov said.

The Kremlin denied that it targets civilians.
"""
EVENING = """Missile strike on Izium kills 8

Izium Courier
{date}

Eight people were killed and 14 wounded when a missile hit an apartment block in Izium on Saturday, the mayor, Valerii Marchenko, said.

“We saw the whole wall come down,” said a resident, Oksana Petrenko. “MY NEIGHBOURS were asleep”.

The regional governor, Oleh Syniehubov, said two children were among the dead.

The Kremlin denied that it targets civilians. The Ukrainian air force said it had shot down 3 drones.
"""


class Versions(Case):
    def add(self, earlier, later):
        self.write(f"in/{earlier[0]}.txt", MORNING.format(date=earlier[1]))
        self.write(f"in/{later[0]}.txt", EVENING.format(date=later[1]))
        self.run_muster("add", "--quiet", self.db, self.folder / "in")

    def audited(self, *more):
        return self.rows("audit", self.db, *more, expect=1)

    def test_what_a_later_version_changed(self):
        self.add(("z", "12 July 2025"), ("a", "13 July 2025"))
        rows = self.audited()
        copy = next(row for row in rows if "copies" in row)
        self.assertEqual(copy["copies"], ["z", "a"])
        figures = {(one["change"], (one["before"] or {}).get("low"), (one["after"] or {}).get("low")) for one in copy["changes"] if one["kind"] == "figure"}
        self.assertEqual(figures, {("raised", 5, 8), ("raised", 12, 14), ("added", None, 3)})
        quotes = {(one["change"], one["speaker"]) for one in copy["changes"] if one["kind"] == "quote"}
        self.assertEqual(quotes, {("reworded", "Valerii Marchenko"), ("dropped", "Oleh Syniehubov"), ("added", "Ukrainian air force")})
        numbers = {row["claim"]: row["low"] for row in rows if "claim" in row}
        raised = next(one for one in copy["changes"] if one["change"] == "raised")
        self.assertEqual(numbers[raised["before"]["claim"]], raised["before"]["low"])
        out, _ = self.run_muster("audit", self.db, expect=1)
        self.assertRegex(out, r"a repeats z \(\d+%\): 2 figures raised, 1 figure added, 1 quote dropped, 1 quote added, 1 quote reworded\n")
        self.assertRegex(out, r"raised: killed, .*Izium, 2025-07-12: 5 → 8\n")
        self.assertIn("dropped: “This is terror, nothing else,” (Oleh Syniehubov)\n", out)
        out, _ = self.run_muster("audit", self.db, "--place", "Nowhere")
        self.assertNotIn("repeats", out)

    def test_what_has_no_date_is_not_the_first(self):
        self.add(("a", ""), ("z", "13 July 2025"))
        self.assertEqual(next(row for row in self.audited() if "copies" in row)["copies"], ["z", "a"])

    def test_documents_of_one_name_are_told_apart(self):
        self.add(("one/story", "12 July 2025"), ("two/story", "13 July 2025"))
        out, _ = self.run_muster("audit", self.db, expect=1)
        self.assertRegex(out, r"in/two/story\.txt repeats \S+in/one/story\.txt ")
        for shape, column in (("ucdp", "id"), ("acled", "event_id")):
            rows = self.rows("figures", self.db, "--shape", shape)
            self.assertGreater(len(rows), 3)
            self.assertEqual(len({row[column] for row in rows}), len(rows))

    def test_between_databases(self):
        for name, text in (("old", MORNING), ("new", EVENING)):
            self.write("story.txt", text.format(date="12 July 2025"))
            self.run_muster("add", "--quiet", self.folder / f"{name}.db", self.folder / "story.txt")
        rows = self.rows("diff", self.folder / "old.db", self.folder / "new.db", expect=1)
        quotes = {(row["change"], row["fact"].split(",")[0]) for row in rows if row["kind"] == "quote"}
        self.assertEqual(quotes, {("changed", "Valerii Marchenko"), ("lost", "“This is terror"), ("gained", "it had shot down 3 drones")})
        words = next(row for row in rows if row["kind"] == "quote" and row["change"] == "changed")
        self.assertTrue(words["before"].startswith("Five people") and words["after"].startswith("Eight people"), words)
        self.assertEqual(len(self.rows("diff", self.folder / "new.db", self.folder / "old.db", expect=1)), len(rows))


if __name__ == "__main__":
    unittest.main()
