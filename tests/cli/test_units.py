"""What the names of units say (number, arm, echelon, state, parent), and the place that a name means if not the one taken: in JSON lines, in the
database, in explain."""
import json

from program import Case

UNITS = [
    ("Soldiers of 3rd Battalion, 321st Field Artillery Regiment trained.", ("3rd", None, "Battalion", None, "321st Field Artillery Regiment")),
    ("The 13th National Guard Brigade fought on.", ("13th", "National Guard", "Brigade", None, None)),
    ("Fiji's air force said so.", (None, "air force", "Service", "Fiji", None)),
    ("The Iraqi Army left.", (None, "army", "Service", "Iraq", None)),
    ("The destroyer USS Torva left.", (None, None, "Ship", "United States", None)),
    ("The 379th Air Expeditionary Wing flew.", ("379th", "Air Expeditionary", "Wing", None, None)),
    ("The Fijian 5th Combined Arms Army left.", ("5th", "Combined Arms", "Army", "Fiji", None)),
    ("The ships of CTF 151 sailed.", ("151", None, "Task Force", None, None)),
    ("The 7th Battalion of the 91st Tank Brigade left.", ("7th", None, "Battalion", None, "91st Tank Brigade")),
    ("A medic of Company B, 2nd Battalion, 505th Rifle Regiment, ran.", ("B", None, "Company", None, "2nd Battalion, 505th Rifle Regiment")),
]


class Units(Case):
    def test_what_a_name_says(self):
        for text, (number, arm, echelon, state, parent) in UNITS:
            with self.subTest(text=text):
                out, _ = self.run_muster("extract", "--no-user-data", "--format", "jsonl", "-", stdin=text.encode())
                unit = next(e for e in json.loads(out)["entities"] if e["kind"] == "unit")
                found = tuple(unit.get(key) for key in ("designation", "arm", "echelon", "state", "parent"))
                self.assertEqual((number, arm, echelon, state, parent), found)

    def test_the_lists_go_before_the_name(self):
        self.write("own/gazetteers/unit/mine.list", "@kind unit\n9th Torva Brigade ; arm=tank ; parent=3rd Torva Corps ; country=FJ\n")
        text = b"The 9th Torva Brigade left."
        out, _ = self.run_muster("extract", "--no-user-data", "--data", self.folder / "own", "--format", "jsonl", "-", stdin=text)
        unit = json.loads(out)["entities"][0]
        self.assertEqual(("9th", "tank", "Brigade", "Fiji", "3rd Torva Corps"), tuple(unit[k] for k in ("designation", "arm", "echelon", "state", "parent")))

    def test_database_and_explain(self):
        self.write("in/a.txt", "The Fijian 44th Tank Brigade left Tripoli. The port of Tripoli is shut.\n")
        self.run_muster("add", "--no-user-data", self.db, self.folder / "in")
        self.assertEqual("Fijian 44th Tank Brigade|44th|Tank|Brigade|Fiji||1|1||", self.shell("SELECT * FROM units"))
        self.assertEqual("1", self.shell("SELECT count(*) FROM entity WHERE name = 'Tripoli' AND runner_up IS NOT NULL AND runner_up <> link"))
        out, _ = self.run_muster("explain", "--no-user-data", self.folder / "in" / "a.txt")
        self.assertIn("echelon Brigade", out)
        self.assertIn("or else Tripoli", out)
