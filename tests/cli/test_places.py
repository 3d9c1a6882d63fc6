"""Which of several places of one name `muster extract` means: by cues beside the name, by what else the document names, by size; the runner-up kept."""
import unittest

from program import Case


class Places(Case):
    def places(self, text):
        """The places of a text, by name."""
        return {e["name"]: e for e in self.record(text)["entities"] if e["kind"] == "place"}

    def test_comma_before_the_country(self):
        tripoli = self.places("Fighting broke out in Tripoli, Lebanon, on Monday.")["Tripoli"]
        self.assertAlmostEqual(tripoli["longitude"], 35.8, delta=0.2)

    def test_neighbours(self):
        libya = self.places("Libyan officials said shells fell in Tripoli and Misrata.")["Tripoli"]
        lebanon = self.places("Lebanese officials said shells fell in Tripoli, and troops left Sidon and Baalbek.")["Tripoli"]
        self.assertAlmostEqual(libya["longitude"], 13.2, delta=0.2)
        self.assertAlmostEqual(lebanon["longitude"], 35.8, delta=0.2)
        self.assertNotEqual(libya["link"], lebanon["link"])
        self.assertIn("runner_up", lebanon)

    def test_region_that_it_lies_in(self):
        found = self.places("A bomb killed two in Ivanivka in the Kherson region.")["Ivanivka"]
        self.assertAlmostEqual(found["latitude"], 46.6, delta=0.5)

    def test_town_or_region(self):
        town = self.places("Troops left Kursk on Monday. The mayor stayed.")["Kursk"]
        region = self.places("Troops left the Kursk region on Monday. The Kursk region was shelled.")["Kursk"]
        self.assertTrue(town["link"].startswith("gn:"), town)
        self.assertTrue(region["link"].startswith("adm:"), region)
        self.assertEqual(region["runner_up"], town["link"])

    def test_its_own_name(self):
        pokrovsk = self.places("Ukraine said Russian forces shelled Pokrovsk.")["Pokrovsk"]  # Engels on the Volga was once called so
        self.assertEqual(pokrovsk["link"], "gn:704422")

    def test_state_or_country(self):
        state = self.places("The governor of Georgia met voters in Atlanta, and flew to Alabama and Florida. Texas was next, American officials said.")
        country = self.places("Georgia sent troops from Tbilisi to Zugdidi, Georgian officials said.")
        self.assertEqual((state["Georgia"]["link"], country["Georgia"]["link"]), ("iso:US-GA", "iso:GE"))
        self.assertEqual(state["Florida"]["link"], "iso:US-FL")

    def test_size_where_nothing_else_is_told(self):
        self.assertEqual(self.places("He flew to Mosul.")["Mosul"]["link"], "gn:99072")


if __name__ == "__main__":
    unittest.main()
