"""Which of several places of one name `muster extract` means: by cues beside the name, by what else the document names, by size; the runner-up kept."""
import json
import os
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MUSTER = os.environ.get("MUSTER", str(ROOT / "build/src/cli/muster"))


def places(text):
    """The places of a text, by name."""
    done = subprocess.run([MUSTER, "extract", "--quiet", "--no-user-data", "--format", "jsonl", "-"], input=text, capture_output=True, text=True,
                          check=True, env=dict(os.environ, MUSTER_DATA=str(ROOT)))
    return {e["name"]: e for line in done.stdout.splitlines() for e in json.loads(line)["entities"] if e["kind"] == "place"}


class Places(unittest.TestCase):
    def test_comma_before_the_country(self):
        tripoli = places("Fighting broke out in Tripoli, Lebanon, on Monday.")["Tripoli"]
        self.assertAlmostEqual(tripoli["longitude"], 35.8, delta=0.2)

    def test_neighbours(self):
        libya = places("Libyan officials said shells fell in Tripoli and Misrata.")["Tripoli"]
        lebanon = places("Lebanese officials said shells fell in Tripoli, and troops left Sidon and Baalbek.")["Tripoli"]
        self.assertAlmostEqual(libya["longitude"], 13.2, delta=0.2)
        self.assertAlmostEqual(lebanon["longitude"], 35.8, delta=0.2)
        self.assertNotEqual(libya["link"], lebanon["link"])
        self.assertIn("runner_up", lebanon)

    def test_region_that_it_lies_in(self):
        found = places("A bomb killed two in Ivanivka in the Kherson region.")["Ivanivka"]
        self.assertAlmostEqual(found["latitude"], 46.6, delta=0.5)

    def test_town_or_region(self):
        town = places("Troops left Kursk on Monday. The mayor stayed.")["Kursk"]
        region = places("Troops left the Kursk region on Monday. The Kursk region was shelled.")["Kursk"]
        self.assertTrue(town["link"].startswith("gn:"), town)
        self.assertTrue(region["link"].startswith("adm:"), region)
        self.assertEqual(region["runner_up"], town["link"])

    def test_state_or_country(self):
        state = places("The governor of Georgia met voters in Atlanta, and flew to Alabama and Florida. Texas was next, American officials said.")
        country = places("Georgia sent troops from Tbilisi to Zugdidi, Georgian officials said.")
        self.assertEqual((state["Georgia"]["link"], country["Georgia"]["link"]), ("iso:US-GA", "iso:GE"))
        self.assertEqual(state["Florida"]["link"], "iso:US-FL")

    def test_size_where_nothing_else_is_told(self):
        self.assertEqual(places("He flew to Mosul.")["Mosul"]["link"], "gn:99072")


if __name__ == "__main__":
    unittest.main()
