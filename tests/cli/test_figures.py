"""Figures by construction: every way of writing a number in every frame of a sentence, so that one value is read alike wherever it stands; and
what `muster figures` makes of the bounds. The sentences are put together here; none is taken from anywhere."""
import csv
import io
import json
import unittest

from program import Case


# (low, high, qualifier): how it is written in front of a plural noun.
NUMBERS = {
    (2, 2, None): ["two", "2"],
    (12, 12, None): ["twelve", "12", "a dozen"],
    (40, 40, None): ["forty", "40"],
    (250, 250, None): ["250", "two hundred and fifty", "two hundred fifty"],
    (10000, 10000, None): ["10,000", "ten thousand", "10 000", "10k"],
    (2500000, 2500000, None): ["2.5 million", "2.5m", "2,500,000", "two and a half million", "2.5 mln"],
    (9, None, "at_least"): ["at least nine", "no fewer than 9", "more than nine", "9 or more", "nine or more", "9+", "upwards of nine"],
    (None, 90, "at_most"): ["up to 90", "nearly 90", "fewer than 90", "as many as ninety", "just under 90", "no more than 90"],
    (40, 40, "about"): ["about 40", "some forty", "around 40", "roughly 40", "an estimated 40", "approximately forty"],
    (10, 12, "range"): ["10 to 12", "between 10 and 12", "10-12", "ten or twelve", "from 10 to 12", "between ten and twelve"],
    (10000, 12000, "range"): ["10,000 to 12,000", "between 10,000 and 12,000", "10-12,000", "ten to twelve thousand"],
    (24, None, "vague"): ["dozens of"],
    (200, None, "vague"): ["hundreds of"],
    (20000, None, "vague"): ["tens of thousands of"],
    (3, 9, "vague"): ["several"],
    (300, 900, "vague"): ["several hundred"],
}

# measure: sentences with {n} for the number and its noun ("12 soldiers"); the first word may be the number.
FRAMES = {
    "killed": ["{n} soldiers were killed near the river.", "The blast killed {n} soldiers.", "A shell hit the depot, killing {n} soldiers on Monday.",
               "The deaths of {n} soldiers shocked the town.", "{n} soldiers died in the blast.", "The attack that killed {n} soldiers was brief.",
               "{n} soldiers have been reported killed.", "The blast left {n} soldiers dead."],
    "wounded": ["{n} villagers were wounded near the river.", "The blast wounded {n} villagers.", "It hit the market, injuring {n} villagers.",
                "The shell left {n} villagers injured."],
    "captured": ["{n} soldiers were captured near the river.", "They took {n} soldiers prisoner."],
    "detained": ["{n} students were arrested on Monday.", "Police detained {n} students."],
    "displaced": ["{n} people were displaced by the flood.", "{n} people have fled the town."],
    "deployed": ["The army sent {n} troops to the border."],
    "destroyed": ["{n} tanks were destroyed near the river.", "They shot down {n} drones."],
    "launched": ["The army fired {n} shells at the town.", "They launched {n} drones overnight."],
}

# What is no casualty, and no figure of that measure.
NOTHING = {
    "killed": ["No soldiers were killed.", "The army denied that 12 soldiers were killed.", "The blast could have killed 12 people.",
               "None of the 12 miners was killed.", "He threatened to kill 12 people.", "They left without killing 12 people.",
               "A man aged 42 was in town.", "The 12th Brigade came to town.", "He was 42 when it began.", "They planned to kill the mayor."],
    "detained": ["A judge ordered the arrest of two men.", "The warrant for the arrest of the mayor was read."],
}


def capital(text):
    return text[0].upper() + text[1:]


class Figures(Case):
    def extract(self, texts):
        """The figures of each text, all in one run."""
        lines = "".join(json.dumps({"id": f"t{i:05}", "text": text}) + "\n" for i, text in enumerate(texts))
        records = {r["doc"]: r for r in self.records(self.write("texts.jsonl", lines))[0]}
        return [records[f"t{i:05}"]["figures"] for i in range(len(texts))]

    def test_every_number_in_every_frame(self):
        cases = [(capital(frame.format(n=written)), measure, bounds)
                 for measure, frames in FRAMES.items() for frame in frames
                 for bounds, writings in NUMBERS.items() for written in writings]
        wrong = []
        for (text, measure, bounds), figures in zip(cases, self.extract([text for text, _, _ in cases])):
            found = [(f["low"], f["high"], f["qualifier"]) for f in figures if f["measure"] == measure]
            if found != [bounds]:
                wrong.append(f"{text} {measure} {bounds}: {[(f['low'], f['high'], f['qualifier'], f['measure']) for f in figures]}")
        self.assertEqual(wrong, [], f"{len(wrong)} of {len(cases)}")

    def test_what_did_not_happen(self):
        cases = [(text, measure) for measure, texts in NOTHING.items() for text in texts]
        for (text, measure), figures in zip(cases, self.extract([text for text, _ in cases])):
            with self.subTest(text):
                self.assertEqual([f for f in figures if f["measure"] == measure], [])

    def test_told_once(self):
        texts = ["Police arrested a cook and two guards. Later the cook was arrested again at home.",
                 "Gunmen killed three men. All three were killed at dawn.",
                 "They kidnapped and killed five students.",
                 "The army has captured or killed 80 rebels."]
        figures = self.extract(texts)
        self.assertEqual([(f["low"], f["measure"]) for f in figures[0]], [(1, "detained"), (2, "detained")])
        self.assertEqual([(f["low"], f["measure"]) for f in figures[1]], [(3, "killed")])
        self.assertEqual(sorted((f["low"], f["measure"]) for f in figures[2]), [(5, "captured"), (5, "killed")])
        self.assertEqual([(f["low"], f["measure"]) for f in figures[3]], [(80, "other")])

    def test_who_gives_it(self):
        texts = ["A recent poll found that 40 per cent of voters agreed.", "Twelve men were killed, according to the Red Cross.",
                 "Twelve men were killed.", "The Red Cross has documented 400 deaths."]
        self.assertEqual([figures[0]["source"] for figures in self.extract(texts)], ["A recent poll", "Red Cross", None, "Red Cross"])

    def store(self):
        path = self.write("a.txt", "KYIV, 3 May 2024 - Dozens of soldiers were killed in Kharkiv on 2 May 2024. At least 14 Ukrainian soldiers were killed. "
                          "Between 10 and 12 men were wounded. Rebels were killed.\n")
        self.run_muster("add", "--no-user-data", "--quiet", "a.db", path)

    def test_policies_and_shapes(self):
        self.store()
        self.assertEqual(sorted(row["acled"] for row in self.rows("figures", "a.db", "--policy", "acled", "--measure", "killed")), [3, 12, 14])
        wounded = self.rows("figures", "a.db", "--policy", "ucdp", "--measure", "wounded")[0]
        self.assertEqual([wounded[f"ucdp_{part}"] for part in ("low", "best", "high")], [10, 10, 12])
        row = next(row for row in self.rows("figures", "a.db", "--shape", "acled") if row["fatalities"] == 12)
        self.assertEqual((row["event_date"], row["location"], row["time_precision"], row["low"]), ("2024-05-02", "Kharkiv", 1, 24))
        out, _ = self.run_muster("figures", "a.db", "--shape", "ucdp", "--csv")
        table = list(csv.DictReader(io.StringIO(out)))
        self.assertEqual(sorted(int(row["best"]) for row in table), [2, 14, 24])
        self.assertEqual({row["date_end"] for row in table if row["where_coordinates"] == "Kharkiv"}, {"2024-05-02"})

    def test_actors(self):
        self.store()
        rows = {row["notes"]: row for row in self.rows("figures", "a.db", "--shape", "acled")}
        soldiers = rows["At least 14 Ukrainian soldiers were killed."]
        self.assertEqual((soldiers["actor1"], soldiers["actor2"], soldiers["civilian_targeting"]), (None, "Ukrainian", None))
        self.assertEqual(rows["Rebels were killed."]["actor2"], "Rebels")
        path = self.write("b.txt", "KYIV, 4 May 2024 - Twelve Ukrainian civilians were killed in Odesa. The blast killed nine.\n")
        self.run_muster("add", "--no-user-data", "--quiet", "b.db", "a.txt", path)
        rows = {row["best"]: row for row in self.rows("figures", "b.db", "--shape", "ucdp")}
        self.assertEqual([rows[12][key] for key in ("side_a", "side_b", "deaths_b", "deaths_civilians", "deaths_unknown", "country")],
                         [None, "Civilians", None, 12, None, "UA"])
        self.assertEqual([rows[14][key] for key in ("side_b", "deaths_b", "deaths_civilians")], ["Ukrainian", 14, None])
        self.assertEqual([rows[9][key] for key in ("side_b", "deaths_unknown")], [None, 9])
        path = self.write("c.txt", "Russian drones hit a bus in Odesa, killing seven civilians. Six soldiers were shot dead by gunmen.\n")
        self.run_muster("add", "--no-user-data", "--quiet", "c.db", path)
        self.assertEqual({row["fatalities"]: row["actor1"] for row in self.rows("figures", "c.db", "--shape", "acled")}, {7: "Russian", 6: "gunmen"})
        self.assertEqual([row["actor"] for row in self.rows("figures", "c.db")], ["Russian", "gunmen"])

    def test_who_bears_no_arms(self):
        path = self.write("d.txt", "KYIV, 4 May 2024 - A shell killed three pensioners in Kharkiv. A blast killed four guards in Odesa.\n")
        self.run_muster("add", "--no-user-data", "--quiet", "d.db", path)
        rows = {row["best"]: row for row in self.rows("figures", "d.db", "--shape", "ucdp")}
        self.assertEqual([(rows[n]["deaths_civilians"], rows[n]["deaths_b"]) for n in (3, 4)], [(3, None), (None, 4)])

    def test_filters(self):
        self.store()
        self.assertEqual([row["low"] for row in self.rows("figures", "a.db", "--min", "20")], [24])
        self.assertEqual([row["low"] for row in self.rows("figures", "a.db", "--side", "Ukrainian")], [14])
        for arguments, message in ((["--shape", "x"], "no shape is called"), (["--policy", "x"], "no policy is called"),
                                   (["--shape", "acled", "--measure", "wounded"], "of people killed"), (["--min", "x"], "is no number")):
            with self.subTest(arguments):
                _, err = self.run_muster("figures", "a.db", *arguments, expect=2)
                self.assertIn(message, err)


if __name__ == "__main__":
    unittest.main()
