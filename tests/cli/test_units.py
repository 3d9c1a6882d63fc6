"""What the names of units say (number, arm, echelon, state, parent), and the place that a name means if not the one taken: in JSON lines, in the
database, in explain."""
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

KEYS = ("designation", "arm", "echelon", "state", "parent")


class Units(Case):
    def test_what_a_name_says(self):
        for text, (number, arm, echelon, state, parent) in UNITS:
            with self.subTest(text=text):
                unit = next(e for e in self.record(text)["entities"] if e["kind"] == "unit")
                self.assertEqual((number, arm, echelon, state, parent), tuple(unit.get(key) for key in KEYS))

    def test_the_lists_go_before_the_name(self):
        self.write("own/gazetteers/unit/mine.list", "@kind unit\n9th Torva Brigade ; arm=tank ; parent=3rd Torva Corps ; country=FJ\n")
        unit = self.record("The 9th Torva Brigade left.", "--data", self.folder / "own")["entities"][0]
        self.assertEqual(("9th", "tank", "Brigade", "Fiji", "3rd Torva Corps"), tuple(unit[key] for key in KEYS))

    def test_database_and_explain(self):
        self.write("in/a.txt", "The Fijian 44th Tank Brigade left Tripoli. The port of Tripoli is shut.\n")
        self.run_muster("add", "--no-user-data", self.db, self.folder / "in")
        self.assertEqual("Fijian 44th Tank Brigade|44th|Tank|Brigade|Fiji||1|1||", self.shell("SELECT * FROM units"))
        self.assertEqual("1", self.shell("SELECT count(*) FROM entity WHERE name = 'Tripoli' AND runner_up IS NOT NULL AND runner_up <> link"))
        out, _ = self.run_muster("explain", "--no-user-data", self.folder / "in" / "a.txt")
        self.assertIn("echelon Brigade", out)
        self.assertIn("or else Tripoli", out)
