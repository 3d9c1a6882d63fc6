"""`muster report` without a browser: the formats, what it says about errors, and that nothing of a database gets into the page as markup."""
import base64
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import unittest
import zlib

from program import MUSTER, ROOT, Case

HOSTILE = '</script><script>hurt()</script><img src=x onerror="hurt()">\u202egnp.exe\u0000"\'&<!--'


def islands(page):
    """The data of a page, by name."""
    found = re.findall(r'<script type="text/plain" id="data-([\w-]+)">([\w+/=]*)</script>', page)
    return {name: json.loads(zlib.decompress(base64.b64decode(text))) for name, text in found}


class Reports(Case):
    def add_samples(self):
        self.run_muster("add", "--quiet", self.db, ROOT / "samples")

    def sql(self, script):
        with sqlite3.connect(self.db) as db:
            return db.execute(script).fetchall()


class Page(Reports):
    def setUp(self):
        super().setUp()
        self.add_samples()

    def test_holds_every_document_and_fact(self):
        page, _ = self.run_muster("report", self.db)
        data = islands(page)
        for name, table in {"documents": "document", "figures": "figure", "quotes": "quote", "rules": "rule"}.items():
            self.assertEqual(len(data[name]), self.sql(f"SELECT count(*) FROM {table}")[0][0], name)
        self.assertEqual([row[0] for row in data["documents"]], [row[0] for row in self.sql("SELECT doc FROM document ORDER BY date, id")])
        articles = [article for name in sorted(data) if name.startswith("articles-") for article in data[name]]
        self.assertEqual([a["text"][0][0] for a in articles], [row[0] for row in self.sql("SELECT text FROM document ORDER BY date, id")])
        self.assertEqual(sum(len(a["mentions"]) for a in articles), self.sql("SELECT count(*) FROM mention")[0][0])
        figure = next(row for row in data["figures"] if row[7] == "at_least")
        self.assertIsNone(figure[6])
        self.assertEqual(sum(row[2] for row in data["names"]), self.sql("SELECT sum(mentions) FROM entity")[0][0])

    def test_is_the_same_every_time_and_takes_nothing_from_outside(self):
        page, _ = self.run_muster("report", self.db)
        self.assertEqual(page, self.run_muster("report", self.db)[0])
        outside = re.sub(r'<script type="text/plain".*?</script>', "", page)
        self.assertNotRegex(outside, r'(?i)(src|href|action|url\(|@import|fetch\(|XMLHttp|WebSocket)\s*=?\s*["(]?https?:')
        self.assertNotRegex(outside, r"(?i)\son\w+\s*=\s*[\"']")

    def test_policy_allows_its_own_script_and_style_alone(self):
        page, _ = self.run_muster("report", self.db)
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        for tag, directive in (("script", "script-src"), ("style", "style-src")):
            text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.S)[1]
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            self.assertIn(f"{directive} 'sha256-{digest}'", policy)

    def test_nothing_of_a_database_is_markup(self):
        with sqlite3.connect(self.db) as db:
            for table, column in (("document", "title"), ("document", "outlet"), ("document", "path"), ("document", "doc"), ("document", "text"),
                                  ("entity", "name"), ("entity", "role"), ("quote", "speaker"), ("quote", "cue"), ("figure", "counted"), ("figure", "place")):
                db.execute(f"UPDATE {table} SET {column} = ? || rowid", (HOSTILE,))
        page, _ = self.run_muster("report", self.db, "--title", HOSTILE.replace("\0", ""))
        self.assertNotIn("hurt()</script>", page)
        self.assertNotIn("<img", page)
        self.assertIn("&lt;/script&gt;&lt;script&gt;hurt()", page)
        data = islands(page)
        self.assertTrue(data["documents"][0][1].startswith(HOSTILE))
        self.assertTrue(data["articles-0"][0]["text"][0][0].startswith(HOSTILE))

    def test_a_record_without_a_title_is_called_by_its_first_words(self):
        posts = self.write("posts.jsonl", '{"id": 3, "text": "Two women were killed in Zolotar."}\n{"id": 4, "text": "' + "Shelling. " * 9 + '"}\n')
        self.run_muster("add", self.folder / "posts.db", posts)
        data = islands(self.run_muster("report", self.folder / "posts.db")[0])
        self.assertEqual([row[:2] for row in data["documents"]], [["3", "Two women were killed in Zolotar."], ["4", "Shelling. " * 7 + "…"]])

    def test_claims_that_can_be_compared_are_together(self):
        found = islands(self.run_muster("report", self.db)[0])["groups"]
        self.assertTrue(found["groups"])
        for claims, numbers, total in found["groups"]:
            self.assertEqual(len(claims), total)
            for first, second, reason in zip(numbers[::3], numbers[1::3], numbers[2::3]):
                label, why = found["reasons"][reason]
                self.assertLess(first, second)
                self.assertLess(second, len(claims))
                self.assertIn(label, ("agrees", "refines", "updates", "conflicts", "denies"))
                self.assertTrue(why)

    def test_limit_and_dates(self):
        data = islands(self.run_muster("report", self.db, "--limit", 3)[0])
        self.assertEqual(len(data["documents"]), 3)
        self.assertEqual(data["about"]["total"], [[14]])
        self.assertEqual(max(row[2] for row in data["documents"]), self.sql("SELECT max(date) FROM document")[0][0])
        data = islands(self.run_muster("report", self.db, "--from", "2025-03-11", "--to", "2025-03")[0])
        self.assertEqual({row[2] for row in data["documents"]}, {"2025-03-11", "2025-03-12"})

    def test_nothing_to_show(self):
        data = islands(self.run_muster("report", self.db, "--from", "2030")[0])
        self.assertEqual(data["documents"], [])
        self.assertNotIn("articles-0", data)


class Files(Reports):
    def test_a_file_appears_whole_or_not_at_all(self):
        self.add_samples()
        out = self.folder / "page.html"
        self.assertIn("kB; open it in a browser", self.run_muster("report", self.db, "-o", out)[1])
        self.assertEqual(self.run_muster("report", "--quiet", self.db, "-o", out)[1], "")
        self.assertTrue(out.read_text().rstrip().endswith("</html>"))
        before = out.read_bytes()
        damaged = self.folder / "damaged.db"
        damaged.write_bytes(b"no database at all" * 400)
        _, err = self.run_muster("report", damaged, "-o", out, expect=3)
        self.assertIn("damaged.db", err)
        self.assertEqual(out.read_bytes(), before)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir() if "page" in p.name), ["page.html"])

    def test_a_terminal_gets_no_page(self):
        try:
            master, terminal = os.openpty()
        except OSError as error:
            self.skipTest(f"this system has no pseudo-terminals: {error}")
        done = subprocess.run([MUSTER, "report", self.db], stdout=terminal, stderr=subprocess.PIPE, timeout=60)
        os.close(master)
        os.close(terminal)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"-o report.html", done.stderr)

    def test_errors_say_what_is_wrong(self):
        _, err = self.run_muster("report", self.folder / "none.db", expect=3)
        self.assertIn("no such database", err)
        _, err = self.run_muster("report", self.db, "--format", "pdf", expect=2)
        self.assertIn("html, geojson and metadata", err)
        self.add_samples()
        _, err = self.run_muster("report", self.db, "-o", self.folder / "no/where.html", expect=3)
        self.assertIn("no/where.html", err)
        if os.path.exists("/dev/full"):
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([MUSTER, "report", self.db], stdout=full, stderr=subprocess.PIPE)
            self.assertEqual(done.returncode, 3)

    def test_a_database_that_lies_about_its_types(self):
        """Tables as ours, but of any values: whatever comes out, the program goes on or says what is wrong."""
        self.add_samples()
        odd = [b"\xff\xfe\x00", -1, 2**62, 1e300, None, HOSTILE, ""]
        with sqlite3.connect(self.db) as db:
            version, application = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "application_id"))
            tables = [(name, [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')]) for name, in
                      db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'")]
        for turn in range(len(odd)):
            lying = self.folder / f"lying{turn}.db"
            with sqlite3.connect(lying) as db:
                for name, columns in tables:
                    listed = ", ".join(f'"{column}"' for column in columns)
                    db.execute(f'CREATE TABLE "{name}" ({listed})')
                    for row in range(5):
                        values = [row + 1 if column in ("id", "document", "rule", "run", "entity") else odd[(turn + row + i) % len(odd)] for i, column in enumerate(columns)]
                        db.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(values))})', values)
                db.execute(f"PRAGMA user_version = {version}")
                db.execute(f"PRAGMA application_id = {application}")
            for form in ("html", "geojson", "metadata"):
                done = subprocess.run([MUSTER, "report", lying, "--format", form], capture_output=True, timeout=60)
                self.assertIn(done.returncode, (0, 1, 3), done.stderr.decode()[-1500:])
                self.assertNotIn(b"Sanitizer", done.stderr)
                if done.returncode:
                    self.assertIn(b"lying", done.stderr)

    def test_reads_while_another_writes(self):
        self.add_samples()
        writer = sqlite3.connect(self.db)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM alias")
        self.assertEqual(len(islands(self.run_muster("report", self.db)[0])["documents"]), 14)
        writer.rollback()
        writer.close()


class GeoJson(Reports):
    def test_a_region_stands_at_its_seat(self):
        text = self.folder / "region.txt"
        text.write_text("Fighting goes on\n\nTwo villages in the Kursk region were shelled on Monday, the governor said.\n")
        self.run_muster("add", "--quiet", self.db, text)
        places = [json.loads(line.rstrip(","))["properties"] for line in self.run_muster("report", self.db, "--format", "geojson")[0].split("\n") if '"place","name"' in line]
        self.assertEqual([(place["name"], place["precision"]) for place in places], [("Kursk", "region")])

    def test_places_and_figures_are_features(self):
        self.add_samples()
        with sqlite3.connect(self.db) as db:
            db.execute("UPDATE document SET title = ?", (HOSTILE,))
        out, _ = self.run_muster("report", self.db, "--format", "geojson")
        collection = json.loads(out)
        self.assertEqual(collection["type"], "FeatureCollection")
        kinds = {"place": [], "figure": []}
        kinds["event"] = []
        for feature in collection["features"]:
            self.assertEqual((feature["type"], feature["geometry"]["type"]), ("Feature", "Point"))
            longitude, latitude = feature["geometry"]["coordinates"]
            self.assertTrue(-180 <= longitude <= 180 and -90 <= latitude <= 90)
            kinds[feature["properties"]["feature"]].append(feature["properties"])
        places = {place["name"] for place in kinds["place"]}
        self.assertIn("Djibo", places)
        self.assertEqual(len(kinds["figure"]), self.sql("SELECT count(*) FROM figure f JOIN entity e ON e.id = f.place_entity WHERE e.latitude IS NOT NULL")[0][0])
        for figure in kinds["figure"]:
            self.assertIn(figure["place"], places)
            self.assertTrue(figure["sentence"])
        toll = next(event for event in kinds["event"] if event["measure"] == "killed" and event["documents"] > 1)
        self.assertLessEqual(toll["low"], toll["high"])
        self.assertLessEqual(1, toll["origins"])
        self.assertLessEqual(toll["origins"], toll["documents"])


if __name__ == "__main__":
    unittest.main()
