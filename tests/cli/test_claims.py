"""What a claim takes from the words around it: whose it is, where and when it happened, whether it is a part, a total, an addition or rejected.
Each case is a text and what is stored of its numbers."""
import unittest

from program import Case

FIELDS = {"scope", "told", "kind", "side", "place", "date", "source", "measure", "unit"}


class Claims(Case):
    def claims(self, text, title="News of the day", date="13 March 2025"):
        """low -> the row, of the body; the heading's under ('heading', low)."""
        self.db.unlink(missing_ok=True)
        self.run_muster("add", "--quiet", self.db, self.write("text.txt", f"{title}\nThe Post, {date}\n\n{text}\n"))
        rows = {}
        for row in self.query("SELECT * FROM claim ORDER BY start"):
            low = int(row["low"] if row["low"] is not None else row["high"])
            rows[("heading", low) if row["start"] < len(title) else low] = row
        return rows

    def expect(self, text, wanted, **about):
        rows = self.claims(text, **about)
        for low, fields in wanted.items():
            self.assertIn(low, rows, text)
            for name, value in fields.items():
                self.assertIn(name, FIELDS)
                self.assertEqual(rows[low][name], value, f"{low} {name}: {text}")

    def test_a_sentence_of_its_own(self):
        self.expect("The army says that 12 soldiers died in the raid on Kharkiv. The council says 60.",
                    {12: {"kind": "soldier"}, 60: {"kind": "soldier", "measure": "killed", "unit": "people"}})

    def test_who_rejects_a_number_counts_nobody_of_his_own(self):
        self.expect("The army said it had killed 28 fighters in Velmi. It dismissed the toll of 45 as a tale.",
                    {28: {"kind": "militant"}, 45: {"kind": "toll", "told": "rejected"}})

    def test_false_news(self):
        self.expect("Foreign papers printed the false news that 61 villagers died in Velmi.", {61: {"told": "rejected"}})

    def test_more_of_whom_nothing_was_told_are_all(self):
        self.expect("At least 45 people are dead in Velmi. Doctors say 70 more are wounded.", {70: {"scope": "event", "measure": "wounded"}})
        self.expect("The shells wounded 12 people in Velmi. Later 70 more were wounded.", {70: {"scope": "more"}})

    def test_men_in_arms_go_on(self):
        self.expect("Four soldiers were killed and seven wounded near Velmi.", {7: {"kind": "soldier"}})
        self.expect("Four people were killed and seven wounded near Velmi.", {7: {"kind": "toll"}})

    def test_parts(self):
        self.expect("Thirty-one people were wounded in Velmi. Eleven of them had been wounded before.", {11: {"scope": "part"}})
        self.expect("Boats saved 48 people off Velmi. Thirty-nine of the survivors are sailors.", {39: {"scope": "part"}})
        self.expect("Fourteen people died in Velmi, the nurses say; five were children.", {5: {"scope": "part", "measure": "killed"}})

    def test_what_is_counted_stands_before_the_number(self):
        rows = self.claims("The raiders burned 112 houses in Velmi. Of the cattle, 60 have come home.")
        self.assertEqual(rows[60]["noun"], "cattle")

    def test_what_a_number_says_for_itself_is_not_what_was_told_before(self):
        captured = "Nine soldiers were captured at Velmi on Monday."
        rows = self.claims(f"{captured} Of 47 requests, 19 were approved, 21 were denied and 7 were pending.")
        self.assertEqual({(rows[n]["noun"], rows[n]["measure"], rows[n]["scope"]) for n in (19, 21, 7)}, {("request", "other", "part")})
        self.expect(f"{captured} Eleven came back at night.", {11: {"measure": "other"}})

    def test_one_of_those_to_whom_it_happened(self):
        self.expect("Anna Torvell, one of the six priests murdered in Velmi, had noted that it was over.", {1: {"scope": "part"}, 6: {"scope": "event"}})
        self.expect("Two of the guards were wounded in Velmi.", {2: {"scope": "event"}})
        self.expect("Two of the people wounded in Velmi are children.", {2: {"scope": "part"}})

    def test_words_of_rejection_said_of_something_else(self):
        self.expect("The ministry’s propaganda channel said that 40 soldiers had died in Velmi.", {40: {"told": "asserted"}})
        self.expect("Rebels fired 36 shells at Velmi under the absurd pretext that a guard had died.", {36: {"told": "asserted"}})
        self.expect("The governor called the toll of 43 dead absurd.", {43: {"told": "rejected"}})
        self.expect("Reports that 78 had died in Velmi were fake news, he said.", {78: {"told": "rejected"}})
        self.expect("The claim of 77 dead in Velmi is false, invented by the rebels.", {77: {"told": "rejected"}})

    def test_nouns_that_stand_elsewhere(self):
        rows = self.claims("Shells wounded 12 people in Velmi. The mayor put the number of attackers at 40.")
        self.assertEqual((rows[40]["kind"], rows[40]["measure"]), ("militant", "other"))
        self.expect("A bomb wounded 20 people in Velmi.\n\nHow many attackers died is not known. The police speak of three.",
                    {3: {"kind": "militant", "measure": "killed"}})
        self.expect("More than 40 of the enemy were killed near Velmi.", {40: {"kind": "force"}})
        self.expect("Jets struck the raiders near Velmi, killing 15 of them.", {15: {"kind": "militant"}})

    def test_arms_that_no_number_stands_before(self):
        self.expect("The navy said it hit a depot of naval drones and destroyed 12 of them on Tuesday.", {12: {"kind": "drone", "scope": "part"}})

    def test_those_who_died_of_wounds_are_not_all(self):
        self.expect("Shells hit Velmi. At the clinic lay 17 wounded. Two had died since Monday.", {2: {"scope": "part"}})

    def test_what_stands_behind_a_colon_is_not_rejected(self):
        self.expect("The army called the claim of 67 dead soldiers a lie: four soldiers were killed in Velmi.",
                    {67: {"told": "rejected"}, 4: {"told": "asserted"}})

    def test_households_that_are_counted_have_fled(self):
        self.expect("Four soldiers were killed in Velmi, the army says; the ombudsman counts 140 families.", {140: {"measure": "displaced"}})

    def test_places_that_are_none_of_what_happened(self):
        for elsewhere in ("Two of the wounded died in hospital in Tarvok. Nine soldiers were killed.",
                          "The UN mission in Tarvok has verified nine deaths.", "It rejected the claim of Tarvok that nine soldiers had died.",
                          "At the hospital of Tarvok doctors count nine dead."):
            self.expect(f"Shells hit the town of Velmi on Monday. {elsewhere}", {9: {"place": "Velmi"}})

    def test_who_died_later_did_so_elsewhere(self):
        self.expect("The army has settled on seven dead, after a private died in Tarvok on Wednesday.", {7: {"place": "Velmi", "date": "2025-03-09"}},
                    title="Clash near the town of Velmi on 9 March")

    def test_days(self):
        self.expect("A bomb killed nine people in Velmi on 5 March. Gunmen killed 13 people there two days earlier.",
                    {9: {"date": "2025-03-05"}, 13: {"date": "2025-03-03"}})
        self.expect("The toll of the raid rose to nine on Wednesday.", {9: {"date": "2025-03-13"}})

    def test_day_of_one_death_among_others(self):
        self.expect("Shells hit Velmi on 9 March. A nurse died in hospital on Tuesday and raised the number of the dead to four.",
                    {4: {"date": "2025-03-09"}})

    def test_what_the_teller_has_done_since_makes_no_total(self):
        self.expect("The rebels, which have held Velmi since August, said that two missiles had hit the town.", {2: {"scope": "event"}})
        self.expect("Since August, the rebels said, 21 people have been killed in Velmi.", {21: {"scope": "total"}})
        self.expect("Eleven people have been killed in Velmi since the truce took effect on 27 February.", {11: {"scope": "total"}})

    def test_what_the_number_of_counts(self):
        self.expect("The rebels said they lost four men in Velmi. They put the number of burnt tankers at nine.",
                    {9: {"kind": "tanker", "unit": "equipment"}})
        self.expect("The raid killed four in Velmi. The army has brought the number of roadblocks to 12.", {12: {"measure": "other"}})

    def test_since_one_event(self):
        self.expect("Velmi has buried five soldiers since the clash of 13 February.", {5: {"scope": "event"}}, date="1 March 2025")
        self.expect("Velmi has buried 5,000 people since the attack of 13 February.", {5000: {"scope": "total"}}, date="1 July 2025")

    def test_a_weekday_in_the_heading_of_a_look_back(self):
        self.expect("For 19 February the book has 33 names. Twelve people were shot in Velmi.", {12: {"date": "2025-02-19"}},
                    title="Saturday at the lorries")
        self.expect("Twelve people were shot in Velmi.", {12: {"date": "2025-03-08"}}, title="Saturday at the lorries")

    def test_who_does_not_know_of_a_number(self):
        self.expect("The army said that it did not know of 21 dead in Velmi.", {21: {"told": "rejected", "measure": "killed"}})

    def test_what_is_told_anew_is_not_rejected(self):
        self.expect("The army said that the report was a fabrication and repeated that 15 soldiers had died in Velmi.", {15: {"told": "asserted"}})
        self.expect('The army called the talk of 60 prisoners in Velmi "a dream".', {60: {"told": "rejected"}})

    def test_the_day_of_a_denial(self):
        self.expect("The staff rejected the lies of certain media about Velmi on Tuesday. Fifteen soldiers had been killed there.",
                    {15: {"date": "2025-03-13"}})

    def test_sums_over_a_long_time(self):
        self.expect("Air strikes in Velmi killed 1,150 civilians in 2024. The panel says it launched 27 boats between May and August.",
                    {1150: {"scope": "total"}, 27: {"scope": "total"}})
        self.expect("Twelve people were wounded in Velmi, said a surgeon who left the service in 2021.", {12: {"scope": "event"}})

    def test_who_is_let_go_was_taken_before(self):
        self.expect("All nine hostages were released on Monday.", {9: {"measure": "captured", "date": None}})
        self.expect("A gang took nine hostages in Velmi on Monday.", {9: {"date": "2025-03-10"}})

    def test_whom_a_number_stands_beside(self):
        self.expect("A guard was killed in Velmi. The attackers, about 15 of them, had cut the fence.", {15: {"kind": "militant"}})
        self.expect("As for the terrorists of whom 70 were killed in Velmi, nobody saw them.", {70: {"kind": "militant"}})
        self.expect("Six died in Velmi. The four who are missing are fishermen.", {4: {"measure": "missing"}})

    def test_what_a_question_asks(self):
        self.expect("Four were hurt in Velmi.\n\nWere there rockets? The army says seven.", {7: {"kind": "rocket", "unit": "equipment"}})

    def test_who_counts_are_not_those_counted(self):
        self.expect("The toll has risen to 26, the Doctors Union said, after five of the wounded died in Velmi.", {5: {"kind": "toll"}})

    def test_two_ministries(self):
        rows = self.claims("Armenia's defence ministry said four soldiers had died near Velmi.\n\n"
                           "Azerbaijan's defence ministry said that two of its servicemen had been killed.")
        self.assertEqual((rows[2]["source"], rows[2]["side"]), ("Azerbaijan's defence ministry", "Azerbaijan"))
        self.assertEqual(rows[4]["source"], "Armenia's defence ministry")

    def test_lists_with_which_an_article_begins(self):
        self.expect("On the wall are 33 names. The police gave 28 dead on Saturday.", {33: {"measure": "killed", "kind": "toll"}})

    def test_posts_are_about_what_the_blog_is_about(self):
        rows = self.claims("07:30\nShells hit market\nShells have hit the town of Velmi. At least three people were killed, the mayor said.\n"
                           "Share this post\n\n10:00\nRain\nIt is raining on the market.\nShare this post\n\n15:20\nUN counts dead\n"
                           "The monitors have received reports of 30 dead.\nShare this post", title="Shelling: as it happened")
        self.assertEqual(rows[30]["place"], "Velmi")

    def test_an_assumed_measure_gives_way(self):
        self.expect("Raiders killed 30 villagers in Velmi. The militia still speaks of 30 soldiers.", {30: {"measure": "killed"}})
        self.expect("The army has 700 soldiers in Velmi.", {700: {"measure": "deployed"}})
        self.expect("The governor freed 40 prisoners in Velmi, among them 12 soldiers and nine clerks.", {12: {"measure": "captured"}})

    def test_versions(self):
        dead = "A mine killed 12 soldiers near Velmi, the army said. Seven are missing."
        self.expect(f"{dead}\n\nThe rebels stand by 31.", {31: {"measure": "killed"}})
        self.expect(f"{dead}\n\nThe Taliban's “more than 31” was a boast.", {31: {"measure": "killed"}})
        self.expect("The mayor’s list has stopped at 16. The hospital of Velmi counted 18 dead.", {16: {"measure": "killed"}})

    def test_states_right_before_a_number(self):
        self.expect("The claim that 15 had died in Velmi was wrong, he said. The wounded, now four, are out of danger.",
                    {4: {"measure": "wounded", "kind": "toll"}})

    def test_parts_told_by_place(self):
        self.expect("Missiles killed six people in Ukraine, four of them in Dnipro.", {4: {"scope": "event", "place": "Dnipro"}})
        self.expect("Missiles killed six people in Ukraine, four of them children.", {4: {"scope": "part"}})

    def test_sides(self):
        self.expect("Kyrgyz officials say that nine servicemen of the Tajik side were killed.", {9: {"side": "Tajikistan"}})
        self.expect("The number of Tajik soldiers killed at Velmi is no fewer than 20.", {20: {"side": "Tajikistan"}})
        self.expect("Dushanbe admits three dead in the clash.", {3: {"side": "Tajikistan"}})
        self.expect("Azerbaijan buried five men after the clash of 12 March, and Armenia three.",
                    {5: {"side": "Azerbaijan"}, 3: {"side": "Armenia"}})
        self.expect("He put the army's losses at Velmi at 25.", {25: {"kind": "soldier"}})

    def test_men_destroyed_with_their_vehicles(self):
        self.expect("Up to 45 servicemen, eight lorries and six tanks were destroyed near Velmi.", {45: {"measure": "killed"}})

    def test_where_people_were_brought(self):
        self.expect("A shell hit a ferry near Kherson. The 51 survivors were taken to a camp at Odesa.", {51: {"place": "Kherson"}})
        self.expect("Two guards succumbed to their wounds in Odesa. In Kherson 19 raiders were killed.", {19: {"place": "Kherson"}})

    def test_a_state_is_nobody_who_tells(self):
        self.expect("Gunmen killed 14 people in Upper Nile state on Monday.", {14: {"date": "2025-03-10"}})


if __name__ == "__main__":
    unittest.main(verbosity=1)
