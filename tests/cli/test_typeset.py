"""Pages that were typeset (PDF): their lines stop where the next word had no room, and paragraphs follow each other without an empty line.

Run by scripts/check with MUSTER set to the program. Without pdftotext there is nothing to test.
"""
import shutil
import unittest

from program import Case

LINES = """Situation report from the east
Between 3 and 9 May the mission recorded 214 civilian casualties: 41 people were
killed and 173 injured, among them nine children.
On 5 May a missile hit a residential building in Sumy, wounding at least 11 men and
12 others, according to the regional prosecutor. The governor of the region, Vadym
Filashkin, said that the search was over.
Two people were killed in Pokrovsk.
- Three medics were injured when a drone hit an ambulance near the town of Lyman, and
one of them died.
- Four drivers were captured.""".split("\n")


def pdf(lines):
    shown = b" 0 -14 Td ".join(b"(%b) Tj" % line.encode() for line in lines)
    body = b"BT /F1 10 Tf 72 700 Td " + shown + b" ET"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
               b"<</Length %d>>stream\n%b\nendstream" % (len(body), body), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    return b"%PDF-1.4\n" + b"".join(b"%d 0 obj%bendobj\n" % (i + 1, o) for i, o in enumerate(objects)) + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF\n"


@unittest.skipUnless(shutil.which("pdftotext"), "pdftotext is not installed")
class Typeset(Case):
    def test_lines_are_put_together_to_paragraphs(self):
        record = self.record(pdf(LINES), name="a.pdf")
        text = self.text_of(pdf(LINES))
        blocks = [(b["kind"], " ".join(text[b["start"]:b["end"]].split())) for b in record["blocks"]]
        self.assertEqual(blocks[0], ("headline", LINES[0]))
        self.assertEqual([text for _, text in blocks[1:]],
                         [" ".join(LINES[1:3]), " ".join(LINES[3:6]), LINES[6], " ".join(LINES[7:9]), LINES[9]])
        self.assertEqual([kind for kind, _ in blocks[1:]], ["body"] * 5)
        self.assertIn("Vadym Filashkin", [" ".join(e["name"].split()) for e in record["entities"]])

    def text_of(self, content):
        self.run_muster("add", "--quiet", self.db, self.write("a.pdf", content))
        return self.shell("SELECT text FROM document")

    def test_a_text_file_of_the_same_lines_is_read_by_itself(self):
        record = self.record("\n".join(["Nine men were killed.", "Two died in Kyiv."] * 3), name="a.txt")
        self.assertEqual(len({b["kind"] for b in record["blocks"]} - {"repeat"}), 1)

    def test_page_numbers_are_no_figures(self):
        record = self.record("Nine men were killed.\n\n3/12\n\nTwo died in Kyiv.\n\n12 of 40 were freed.\n", name="a.txt")
        self.assertEqual([f["low"] for f in record["figures"]][:2], [9, 2])
        self.assertEqual(record["blocks"][1]["kind"], "furniture")


if __name__ == "__main__":
    unittest.main()
